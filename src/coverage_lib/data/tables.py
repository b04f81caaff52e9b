"""The tables of ``data/processed``: one function for each makes it from its raw table, which has been checked by the rules."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import names, regions, sources
from coverage_lib.data.defects import misplaced_labour_force, not_surveyed
from coverage_lib.data.periods import period

# Columns of the tables that leave some of their raw columns out, in their order.
COLUMNS = {
    "members": "code name boundary date year segment counted_by active status date_stated source_id source_row",
    "employment": "code name boundary date year employed labour_force formal_share formal_workers informal_workers "
    "source_id source_row",
    "employment_regency": "code name province_code boundary date year employed labour_force source_id source_row",
    "context": "code name boundary date year measure value source_id source_row",
}

# The year of the long-term plan (RPJPN), whose target is printed without saying of whom.
LONG_TERM_PLAN = 2045


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
    table = _workers(raw).assign(formal_share=_numbers(raw["formal_share"]))
    table["formal_workers"] = (table["employed"] * table["formal_share"] / 100).round()
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


def targets(raw: pd.DataFrame) -> pd.DataFrame:
    """Targets as printed, with the base that each percentage is a share of."""
    table = printed(raw)
    table.insert(list(table).index("unit") + 1, "base", target_base(table))
    return table


def target_base(targets: pd.DataFrame) -> pd.Series:
    """What each target is a share of: the first rule that fits decides, and the eligible workers of UCJ are the rest.

    Parameters
    ----------
    targets : pandas.DataFrame
        unit, measure, as_published, segment, year.

    Returns
    -------
    pandas.Series
        ``employed`` for the plans RPJMN and RKP, as ``programme_rules.csv`` reads them; ``labour_force`` where the print
        says *angkatan kerja*; ``not stated`` for segments and for the long-term plan of 2045; ``eligible`` for all other
        percentages; missing for numbers of workers, which are no shares.

    Examples
    --------
    >>> targets = pd.DataFrame({
    ...     "unit": ["percent", "percent", "workers"], "measure": ["target_rate_rkp", "target_rate", "target_workers"],
    ...     "as_published": "", "segment": "total", "year": 2025})
    >>> target_base(targets).tolist()
    ['employed', 'eligible', None]
    """
    rules = {
        "": targets["unit"] != "percent",
        "employed": targets["measure"].isin(["target_rate_rpjmn", "target_rate_rkp"]),
        "labour_force": targets["as_published"].str.contains("angkatan kerja"),
        "not stated": (targets["segment"] != "total") | (targets["year"] == LONG_TERM_PLAN),
    }
    fits = [rule.to_numpy(dtype=bool) for rule in rules.values()]
    base = pd.Series(np.select(fits, list(rules), default="eligible"), index=targets.index, dtype=object)
    return base.where(base != "", None)


def programme_rules(raw: pd.DataFrame) -> pd.DataFrame:
    """Rules of the programme, with the first and the last day that they hold."""
    return raw.assign(
        date_from=period(raw["effective_from"])[0],
        date_to=period(raw["effective_to"])[1],
        value=_numbers(raw["value"]).astype(float),
        source_id=raw["id"],
    )


class Table(NamedTuple):
    """A table of ``data/processed``: the raw table it comes from, and the function that makes it."""

    raw: str
    make: Callable[[pd.DataFrame], pd.DataFrame]


TABLES = {
    "members": Table("members", members),
    "employment": Table("employment", employment),
    "employment_regency": Table("employment_regency", employment_regency),
    "context": Table("context", context),
    "targets": Table("targets", targets),
    "published": Table("published_figures", printed),
    "rules": Table("programme_rules", programme_rules),
    "awards": Table("awards", printed),
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
