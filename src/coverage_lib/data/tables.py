"""The tables of ``data/processed``: one function for each makes it from its raw table, which has been checked by the rules."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import bases, names, regions, sources
from coverage_lib.data.defects import misplaced_labour_force, not_surveyed
from coverage_lib.data.numerals import with_limits
from coverage_lib.data.periods import period

# Columns of the tables that leave some of their raw columns out, in their order.
COLUMNS = {
    "members": "code name boundary date year segment counted_by active status date_stated source_id source_row",
    "employment": "code name boundary date year employed labour_force formal_share formal_workers informal_workers "
    "source_id source_row",
    "employment_regency": "code name province_code boundary date year employed labour_force source_id source_row",
    "context": "code name boundary date year measure value source_id source_row",
}


def members(raw: pd.DataFrame) -> pd.DataFrame:
    """Members, with the last day of what is printed as their date, and provisional where the record says so."""
    date = _last_day(raw["date"])
    provisional = sources.record("members").get("provisional") or []
    table = raw.assign(
        date=date,
        year=date.dt.year.astype("int64"),
        date_stated=raw["date"].str.len() == len("YYYY-MM-DD"),
        active=_numbers(raw["active"]).astype("int64"),
        status=np.where(raw["date"].isin(provisional), "provisional", "final"),
    )
    return table[COLUMNS["members"].split()]


def employment(raw: pd.DataFrame) -> pd.DataFrame:
    """Employment of provinces, with formal and informal workers in people.

    The nation's formal workers are the sum of the provinces', so that parts add up to the whole; from the printed national
    share they differ by what two decimals hide (0.004 points at most).
    """
    return with_formal_workers(_workers(raw).assign(formal_share=_numbers(raw["formal_share"])))


def with_formal_workers(table: pd.DataFrame) -> pd.DataFrame:
    """Employment with formal and informal workers in people.

    Parameters
    ----------
    table : pandas.DataFrame
        Of all provinces and the nation: employed and labour_force (people), formal_share (percent), and the other columns of the table
        employment but for formal_workers and informal_workers.
    """
    table = table.assign(formal_workers=(table["employed"] * table["formal_share"] / 100).round())
    nation = table["code"] == regions.NATION
    provinces = table[~nation].groupby("date")["formal_workers"].sum()
    table.loc[nation, "formal_workers"] = table.loc[nation, "date"].map(provinces)
    table["informal_workers"] = table["employed"] - table["formal_workers"]
    counts = ["employed", "labour_force", "formal_workers", "informal_workers"]
    return table.astype(dict.fromkeys(counts, "int64"))[COLUMNS["employment"].split()]


def employment_regency(raw: pd.DataFrame) -> pd.DataFrame:
    """Employment of regencies under Kemendagri's codes; what the source is known to have wrong is missing."""
    table = _workers(raw)
    counts = raw.assign(employed=table["employed"], labour_force=table["labour_force"])
    absent, misplaced = not_surveyed(counts), misplaced_labour_force(counts)
    known = regions.regencies().set_index("bps_code")
    table = table.assign(
        code=raw["bps_code"].map(known["code"]),
        name=raw["bps_code"].map(known["name"]),
        province_code=raw["bps_code"].map(known["province_code"]),
        boundary="2022",
        employed=table["employed"].astype(float).mask(absent),
        labour_force=table["labour_force"].astype(float).mask(absent | misplaced),
    )
    return table.sort_values(["date", "code"])[COLUMNS["employment_regency"].split()]


def context(raw: pd.DataFrame) -> pd.DataFrame:
    """Context; a minimum wage is dated with the first day of its year, when it begins to hold."""
    first, last = period(raw["date"])
    date = last.where(raw["measure"] != "minimum_wage", first)
    value = _numbers(raw["value"]).astype(float)
    table = raw.assign(date=date, year=date.dt.year.astype("int64"), value=value)
    return table[COLUMNS["context"].split()]


def printed(raw: pd.DataFrame) -> pd.DataFrame:
    """Printed figures; `source_id` is the number of the row, since every row has a source of its own."""
    first, last = period(raw["date"])
    places = raw[["region", "region_level", "code"]].itertuples(index=False)
    return raw.assign(
        code=[_code(*place) for place in places],
        date_from=first,
        date_to=last,
        year=last.dt.year.astype("Int64"),
        value=_numbers(raw["value"]).astype(float),
        source_id=raw["id"],
    )


def targets(raw: pd.DataFrame, *figures: pd.DataFrame) -> pd.DataFrame:
    """Targets as printed, with their limits and the base that each percentage is a share of.

    Parameters
    ----------
    raw : pandas.DataFrame
        ``targets``.
    *figures : pandas.DataFrame
        As for :func:`published`: what an article prints beside a target says of whom it is a share.
    """
    table = with_limits(printed(raw))
    base = bases.of_targets(table, published(*figures))
    for column in ("base_from", "base"):
        table.insert(list(table).index("unit") + 1, column, base[column])
    return table


def published(first: pd.DataFrame, second: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Published figures of both raw tables, with what is read from their words.

    Parameters
    ----------
    first, second : pandas.DataFrame
        ``published_figures`` and ``published_figures_2``.
    readings : pandas.DataFrame
        ``readings``: what was decided by hand for single rows, each with its reason. What it says of region, level or date
        replaces what is printed.

    Returns
    -------
    pandas.DataFrame
        The raw columns and raw_table (where the line `source_row` stands), with low, high, step and bound (see
        ``numerals``), base, base_from, base_id and active_id (see ``bases``), boundary (see ``regions.boundary_of``) and
        misprint (whether ``readings`` says that the number cannot be).
    """
    raw = pd.concat(
        [first.assign(raw_table="published_figures"), second.assign(raw_table="published_figures_2")],
        ignore_index=True,
    )
    decided = {field: rows.set_index("id")["reading"] for field, rows in readings.groupby("field")}
    nothing = pd.Series(dtype=object)
    for field in ("region", "region_level", "date"):
        raw[field] = raw["id"].map(decided.get(field, nothing)).astype(object).fillna(raw[field])
    table = with_limits(printed(raw))
    values = decided.get("value", nothing)
    misprinted = set(values.index[values == "misprint"])
    table = table.join(bases.of_published(table, decided.get("base", nothing), misprinted))
    by_date = [regions.boundary_of(*row) for row in table[["code", "date_to"]].itertuples(index=False)]
    boundary = table["id"].map(decided.get("boundary", nothing)).astype(object)
    return table.assign(
        boundary=boundary.fillna(pd.Series(by_date, index=table.index, dtype=object)),
        misprint=table["id"].isin(misprinted),
    )


def programme_rules(raw: pd.DataFrame) -> pd.DataFrame:
    """Rules of the programme, with the first and the last day that they hold."""
    return raw.assign(
        date_from=period(raw["effective_from"])[0],
        date_to=period(raw["effective_to"])[1],
        value=_numbers(raw["value"]).astype(float),
        source_id=raw["id"],
    )


class Table(NamedTuple):
    """A table of ``data/processed``: the function that makes it, and the raw tables that it is made from."""

    make: Callable[..., pd.DataFrame]
    raw: tuple[str, ...]


PUBLISHED = ("published_figures", "published_figures_2", "readings")

TABLES = {
    "members": Table(members, ("members",)),
    "employment": Table(employment, ("employment",)),
    "employment_regency": Table(employment_regency, ("employment_regency",)),
    "context": Table(context, ("context",)),
    "targets": Table(targets, ("targets", *PUBLISHED)),
    "published": Table(published, PUBLISHED),
    "rules": Table(programme_rules, ("programme_rules",)),
    "awards": Table(printed, ("awards",)),
}


def _last_day(dates: pd.Series) -> pd.Series:
    return period(dates)[1]


def _numbers(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.where(cells != ""))


def _workers(raw: pd.DataFrame) -> pd.DataFrame:
    """A table of employment with its date, its year, and the employed and the labour force as numbers."""
    date = _last_day(raw["date"])
    return raw.assign(
        date=date,
        year=date.dt.year.astype("int64"),
        employed=_numbers(raw["employed"]),
        labour_force=_numbers(raw["labour_force"]),
    )


def _code(region: str, level: str, code: str) -> str | None:
    """Kemendagri code of a printed region; None for groups and for names that mean several regencies (Toraja)."""
    if level != "regency":
        return code if level in ("province", "national") else None
    try:
        return names.match_region(region, level="regency")
    except regions.UnknownRegion:
        return None
