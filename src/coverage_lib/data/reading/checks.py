"""What a whole table must keep: sizes that can be, each cell once, all regions there. Sums are in :mod:`.sums`."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.reading.plausible import unlikely
from coverage_lib.data.reading.problems import Problem, _
from coverage_lib.data.reading.quotients import quotient_problems
from coverage_lib.data.reading.sums import numbered, sum_problems
from coverage_lib.data.reading.wording import at, shown

#: More than Indonesia has residents (284 million at the end of 2024).
RESIDENTS = 300_000_000
#: So many cells of one kind are listed; the rest is counted in one more problem.
LISTED = 1000
#: What makes a value one of its kind. Two rows alike in all of it say the same thing twice.
KEY = ["code", "region", "level", "date", "measure", "segment", "counted_by", "base", "unit"]
#: Columns of texts that are asked for again and again.
TEXTS = [
    "region",
    "code",
    "level",
    "boundary",
    "precision",
    "measure",
    "segment",
    "counted_by",
    "base",
    "unit",
    "sheet",
    "column",
    "heading",
]
#: Measures that are never below 0, nor, in percent, above 100.
BOUNDED = {
    "active", "employed", "labour_force", "formal_workers", "informal_workers", "formal_share", "informal_share", "coverage_rate",
    "eligible_workers", "poverty_rate", "minimum_wage", "population",
}  # fmt: skip
_PATH = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/~]|^[A-Za-z]:[\\/]|\\")
_HTML = re.compile(r"<\s*[/!a-zA-Z][^<>]*>?|&(?:lt|gt|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_FORMULA = re.compile(r"^\s*(?:[=@]|[+-]\s*[A-Za-z(@=])")


def check_table(table: pd.DataFrame, published: pd.Timestamp | None = None) -> list[Problem]:
    """What is wrong with a table as a whole, or worth a look.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each value, as a file was read.
    published : pandas.Timestamp, optional
        When it was published: nothing in it can be of a later time.

    Returns
    -------
    list of Problem
        Each at the row and column of the cell, or of the first of several.

    Examples
    --------
    >>> row = dict.fromkeys(["boundary", "date_printed", "segment", "counted_by", "base", "printed", "sheet", "heading"], "")
    >>> row |= {"region": "Jambi", "code": "15", "name": "Jambi", "level": "province", "date": pd.Timestamp("2024-12-31"), "precision": "day"}
    >>> row |= {"measure": "active", "unit": "people", "value": -5.0, "row": 12, "column": "C"}
    >>> [(problem.key, problem.row, problem.column) for problem in check_table(pd.DataFrame([row]))]
    [('negative', 12, 'C')]
    """
    if table.empty:
        return []
    # A text that stands in many rows is compared once.
    table = table.assign(**{name: table[name].astype("category") for name in TEXTS})
    out = [*_sizes(table), *_shares(table), *_late(table, published), *_unsafe_names(table)]
    out += [*_twice(table), *_two_ways(table), *_same_numbers(table), *_not_there(table)]
    return out + unlikely(table) + sum_problems(table) + quotient_problems(table)


def _each(
    table: pd.DataFrame,
    where: npt.NDArray[np.bool_],
    key: str,
    says: str,
    fix: str,
    values: Mapping[str, Any] | None = None,
) -> list[Problem]:
    """An error at each cell of some rows; of very many the first are listed and the rest is counted."""
    places = np.flatnonzero(where)
    out = [at(table, place, key, "error", says, fix, values) for place in places[:LISTED]]
    if len(places) > LISTED:
        more = _("and {count} more cells of the same kind")
        out.append(Problem(key, "error", more, fix, {"count": len(places) - LISTED}))
    return out


def _sizes(table: pd.DataFrame) -> list[Problem]:
    """Numbers that cannot be."""
    value = table["value"].to_numpy(float)
    bounded = table["measure"].isin(BOUNDED).to_numpy()
    people, percent = ((table["unit"] == unit).to_numpy() for unit in ("people", "percent"))
    with np.errstate(invalid="ignore"):
        infinite, negative = np.isinf(value), (value < 0) & (people | bounded)
        fraction = people & ~infinite & (np.abs(value - np.round(value)) > 1e-6)
        out = _each(
            table, infinite, "not_finite", _("is infinite"), _("Write the number, or - where there is none.")
        )
        out += _each(
            table, negative & ~infinite, "negative", _("must be 0 or more"), _("Correct the number.")
        )
        out += _each(
            table, people & (value > RESIDENTS) & ~infinite, "implausible",
            _("is more people than Indonesia has residents"), _("Correct the number, or the scale in the heading."),
        )  # fmt: skip
        out += _each(
            table, ~people & (np.abs(value) > 1e15) & ~infinite, "implausible",
            _("is larger than anything that is counted here"), _("Correct the number, or its scale."),
        )  # fmt: skip
        out += _each(
            table, fraction & (value <= RESIDENTS), "count_with_decimals", _("is a count of people with decimals"),
            _("Write the count in full; if it is in thousands, say so in the heading: (ribu)."),
        )  # fmt: skip
        return out + _each(
            table, percent & bounded & (value > 100) & ~infinite, "above_100", _("is above 100 percent"),
            _("Correct the number; if it is a share of a target, it is no coverage."),
        )  # fmt: skip


def _shares(table: pd.DataFrame) -> list[Problem]:
    """Columns in percent whose numbers are all shares of 1."""
    value = table["value"].to_numpy(float)
    there = np.flatnonzero((table["unit"] == "percent").to_numpy() & np.isfinite(value) & (value != 0))
    if not len(there):
        return []
    columns = table.iloc[there].groupby(["sheet", "column", "measure"], sort=False, observed=True)
    out = []
    for places in columns.indices.values():
        numbers = value[there[places]]
        if (np.abs(numbers) <= 1).all() and (numbers % 1 != 0).any():
            first = int(there[places[np.argmax(numbers % 1 != 0)]])
            says = _(
                "is one of {count} numbers in percent of which none is above 1: they look like shares of 1"
            )
            fix = _("Multiply the column by 100, or format its cells as percent.")
            out.append(at(table, first, "shares_of_1", "error", says, fix, {"count": len(numbers)}))
    return out


def _late(table: pd.DataFrame, published: pd.Timestamp | None) -> list[Problem]:
    """Times that had not begun when the table was published."""
    if published is None:
        return []
    dates, precision = pd.to_datetime(table["date"]), table["precision"]
    months = dates.dt.to_period("M").dt.start_time
    begun = months.where(
        precision == "month", dates.dt.to_period("Y").dt.start_time.where(precision == "year", dates)
    )
    says, fix = (
        _("is of a time after {published}, the day of publication"),
        _("Correct the date, or the day of publication."),
    )
    late = begun > np.datetime64(published, "D")
    if not late.any():
        return []
    first = late & ~table.assign(late=late)[["sheet", "column", "date"]].duplicated().to_numpy()
    return _each(table, first, "future", says, fix, {"published": f"{published:%Y-%m-%d}"})


def _unsafe_names(table: pd.DataFrame) -> list[Problem]:
    """Names and headings that hold paths, tags or formulas."""
    out = []
    tests = (
        (_PATH, "path_in_name", _("holds a path to a file and is no name")),
        (_HTML, "html_in_name", _("holds HTML and is no name")),
        (_FORMULA, "formula_in_name", _("is a formula and no name")),
    )
    for column in ("region", "segment", "heading"):
        code, names = table[column].cat.codes.to_numpy(), table[column].cat.categories
        for pattern, key, says in tests:
            for unique in [
                place for place, name in enumerate(names) if isinstance(name, str) and pattern.search(name)
            ]:
                severity = "warning" if column == "heading" else "error"
                problem = at(
                    table,
                    int(np.argmax(code == unique)),
                    key,
                    severity,
                    says,
                    _("Write the name in plain words."),
                )
                out.append(problem._replace(value=shown(names[unique])))
    return out


def _twice(table: pd.DataFrame) -> list[Problem]:
    """Cells that stand in the table twice; a pair of rows is named once."""
    coded = (table["code"].notna() & (table["code"] != "")).to_numpy()
    # Regions of other levels without a code may share a name, and a region with a code may have two.
    region = np.where(coded, -1, table["region"].cat.codes)
    unknown = table["level"].isin(["other", "village"]).to_numpy() & ~coded
    cell = numbered(table.assign(region=region), KEY)
    again = np.flatnonzero(pd.Series(cell).duplicated().to_numpy())
    if not len(again):
        return []
    first = pd.Series(np.arange(len(cell))).groupby(cell).transform("first").to_numpy()[again]
    pairs = pd.DataFrame({"again": again, "first": first})
    for side in ("again", "first"):
        pairs[f"{side}_row"] = table["row"].to_numpy()[pairs[side]]
    out = []
    for _row, pair in pairs.drop_duplicates(["again_row", "first_row"]).head(LISTED).iterrows():
        one, other = int(pair["again"]), table.iloc[int(pair["first"])]
        names = {
            "name": str(table["region"].iloc[one]),
            "other": str(other["region"]),
            "row": str(other["row"]),
        }
        says = _(
            "{name} stands in the table twice for the same time and measure: in row {row} as {other}, and here"
        )
        severity = "warning" if unknown[one] else "error"
        fix = _("Keep one of the two, or say what tells them apart.")
        out.append(at(table, one, "twice", severity, says, fix, names))
    return out


def _two_ways(table: pd.DataFrame) -> list[Problem]:
    """Regions of one measure and time that are counted in different ways, none of which has them all."""
    if table["counted_by"].nunique(dropna=False) < 2:
        return []
    kinds = table["counted_by"].astype(object).fillna("")
    numbers = table.assign(counted_by=kinds, place=np.arange(len(table)))
    for _key, group in numbers.groupby(
        ["measure", "segment", "date"], dropna=False, sort=False, observed=True
    ):
        ways = [set(part["region"]) for _way, part in group.groupby("counted_by")]
        if len(ways) < 2 or all(way == ways[0] for way in ways):
            continue
        changed = group[group["counted_by"] != group["counted_by"].iloc[0]].iloc[0]
        says = _(
            "is counted in another way than {name} in row {row}; by domicile and by office may not be mixed"
        )
        fix = _("Give each way of counting a column of its own, and state it: --set counted_by=domicile.")
        values = {"name": str(group["region"].iloc[0]), "row": str(group["row"].iloc[0])}
        return [at(table, int(changed["place"]), "two_ways_of_counting", "error", says, fix, values)]
    return []


def _same_numbers(table: pd.DataFrame) -> list[Problem]:
    """Two regions with all numbers the same, which is what a row copied too often looks like."""
    whole = table.assign(place=np.arange(len(table)))
    whole = whole[table["level"].isin(["province", "regency"]) & np.isfinite(table["value"].to_numpy(float))]
    whole = whole.assign(cell=numbered(whole, ["sheet", "heading", *KEY[3:]]))
    seen: dict[tuple[bytes, bytes], pd.DataFrame] = {}
    out = []
    for _code, group in whole.groupby("code", sort=False, observed=True):
        numbers = group["value"].to_numpy(float)
        # Few small numbers are alike by chance.
        if len(np.unique(numbers)) < (2 if numbers.max() >= 1000 else 4):
            continue
        other = seen.setdefault((group["cell"].to_numpy().tobytes(), numbers.tobytes()), group)
        if other is not group:
            says = _("{name} has the same numbers as {other} in row {row}, all {count} of them")
            names = {"name": str(group["region"].iloc[0]), "other": str(other["region"].iloc[0])}
            values = names | {"row": str(other["row"].iloc[0]), "count": len(group)}
            fix = _("Check whether a row was copied.")
            out.append(at(table, int(group["place"].iloc[0]), "same_numbers", "warning", says, fix, values))
    return out


def _not_there(table: pd.DataFrame) -> list[Problem]:
    """Provinces, or regencies, that are not in a table which has most of them."""
    out: list[Problem] = []
    for level, region_names in (("province", "provinces"), ("regency", "regencies")):
        part = table.assign(place=np.arange(len(table)))[(table["level"] == level).to_numpy()]
        if part.empty:
            continue
        names = regions.region_table(region_names).set_index("code")["name"]
        wanted = set(names.index)
        if level == "province":
            wanted = set(regions.provinces("2021" if (part["boundary"] == "2021").all() else "2022")["code"])
        lacking: dict[frozenset[str], int] = {}
        keys = ["measure", "segment", "counted_by", "date"]
        for _key, group in part.groupby(keys, dropna=False, sort=False, observed=True):
            missing = frozenset(wanted.difference(group["code"]))
            if missing and 2 * len(missing) <= len(wanted):
                lacking.setdefault(missing, int(group["place"].iloc[0]))
        for missing, place in lacking.items():
            says = _("{there} of {all} regions are there; missing: {names}")
            absent = ", ".join(sorted(names[code] for code in missing))
            values = {"there": len(wanted) - len(missing), "all": len(wanted), "names": absent}
            fix = _("Add their rows if the publisher has them.")
            problem = at(table, place, "regions_missing", "warning", says, fix, values)
            out.append(problem._replace(value=""))
    return out
