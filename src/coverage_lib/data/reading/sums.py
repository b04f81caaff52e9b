"""Printed sums of a table held against their parts: the nation, provinces with their regencies, segments with their total."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.reading.problems import Problem, _
from coverage_lib.data.reading.wording import shown

#: A sum is compared within one time and one way to measure.
WITHIN = ["date", "measure", "segment", "counted_by", "base"]
#: Segments that make the total, and one that a total may or may not hold.
PARTS, APART = ["formal", "informal"], "construction"
#: Measures that together are another.
WORKERS = ["formal_workers", "informal_workers"]
SHARES = ["formal_share", "informal_share"]
#: Two shares, each rounded to a tenth, add up to 100 within this.
ROUNDED = 0.1001

_FIX = _("Compare the cells with the source; one of them, or the sum, is wrong.")


def sum_problems(table: pd.DataFrame) -> list[Problem]:
    """What does not add up in a table, and by how much.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each value, as a file was read.
    """
    levels, segments, measures = (set(table[name].unique()) for name in ("level", "segment", "measure"))
    has_sums = len(levels) > 1 or "total" in segments or measures.issuperset(["employed", *WORKERS])
    if not has_sums and not measures.issuperset(SHARES):
        return []
    told = table[np.isfinite(table["value"].to_numpy(float))]
    counts = told[told["unit"] == "people"]
    return [*_nation(counts), *_provinces(counts), *_segments(counts), *_workers(counts), *_shares(told)]


def numbered(table: pd.DataFrame, keys: Iterable[str]) -> npt.NDArray[np.int64]:
    """A number for each different combination of some columns; missing is a value like others."""
    total, different = np.zeros(len(table), np.int64), 1
    for key in keys:
        code, names = pd.factorize(table[key], use_na_sentinel=False)
        if different * len(names) >= 2**62:
            total, left = pd.factorize(total)
            different = len(left)
        total, different = total * len(names) + code, different * max(len(names), 1)
    return total


def step(values: npt.NDArray[np.float64]) -> float:
    """The unit to which counts are rounded, as far as they show it: the largest power of ten that divides them all.

    Examples
    --------
    >>> step(np.array([1_312_000.0, 45_000.0])), step(np.array([1_312_370.0, 45_001.0])), step(np.array([0.0]))
    (1000.0, 1.0, 1.0)
    """
    size = 1.0
    while size < 1e9 and np.any(values) and not np.any(np.round(values) % (10 * size)):
        size *= 10
    return size


def _tolerance(values: npt.NDArray[np.float64]) -> float:
    """By how much a sum of rounded counts may differ; counts in full must add up to the last person."""
    size = step(values)
    return 1e-6 if size == 1 else size / 2 * len(values)


def _problem(row: pd.Series, key: str, says: str, fix: str = _FIX, **values: Any) -> Problem:
    number = None if pd.isna(row["row"]) else int(row["row"])
    sheet, column = str(row["sheet"] or ""), str(row["column"] or "")
    values = {name: int(value) if float(value).is_integer() else value for name, value in values.items()}
    values["name"] = str(row["name"] or row["region"])
    return Problem(key, "error", says, fix, values, "", sheet, number, column, shown(row["printed"]))


def _unequal(
    wholes: pd.DataFrame, parts: pd.DataFrame, by: list[str]
) -> list[tuple[pd.Series, pd.DataFrame]]:
    """Printed sums that differ from their parts by more than rounding, each with its parts; both have the columns of `by`."""
    added = parts.groupby(by, sort=False)["value"].sum().rename("added").reset_index()
    both = wholes.reset_index(drop=True).merge(added, on=by)
    groups = parts.groupby(by, sort=False).indices
    out = []
    for _place, row in both[(both["added"] - both["value"]).abs() > 1e-6].iterrows():
        key = tuple(row[name] for name in by)
        own = parts.iloc[groups[key if len(by) > 1 else key[0]]]
        if abs(row["added"] - row["value"]) > _tolerance(
            np.append(own["value"].to_numpy(float), row["value"])
        ):
            out.append((row, own))
    return out


def _nation(counts: pd.DataFrame) -> list[Problem]:
    """National rows against the provinces of their time."""
    counts = counts[counts["level"].isin(["national", "province"])]
    counts = counts.assign(within=numbered(counts, WITHIN))
    nations, provinces = counts[counts["level"] == "national"], counts[counts["level"] == "province"]
    whole = [set(regions.provinces(boundary)["code"]) for boundary in regions.BOUNDARIES]
    out = []
    for row, part in _unequal(nations, provinces, ["within"]):
        values = {"total": row["added"], "difference": abs(row["added"] - row["value"]), "count": len(part)}
        if set(part["code"]) in whole:
            says = (
                _("for {name} is {difference} less than the sum of the {count} provinces, {total}")
                if row["added"] > row["value"]
                else _("for {name} is {difference} more than the sum of the {count} provinces, {total}")
            )
            out.append(_problem(row, "national_sum", says, **values))
        elif row["added"] > row["value"]:
            says = _(
                "for {name} is less than the {count} provinces that are there: they add up to {total}, {difference} more"
            )
            out.append(_problem(row, "national_sum", says, **values))
    return out


def _provinces(counts: pd.DataFrame) -> list[Problem]:
    """Provinces against their regencies."""
    wholes, parts = counts[counts["level"] == "province"], counts[counts["level"] == "regency"]
    if wholes.empty or parts.empty:
        return []
    known = regions.region_table("regencies")["code"].str[:2]
    province = parts["code"].str[:2]
    if (wholes["boundary"] == "2021").all():
        province, known = regions.to_boundary(province), regions.to_boundary(known)
    both = pd.concat([wholes.assign(province=wholes["code"]), parts.assign(province=province)])
    both = both.assign(within=numbered(both, WITHIN))
    out = []
    wholes, parts = both.iloc[: len(wholes)], both.iloc[len(wholes) :]
    for row, part in _unequal(wholes, parts, ["within", "province"]):
        all_there = len(part) == int((known == row["code"]).sum())
        values = {"total": row["added"], "difference": abs(row["added"] - row["value"]), "count": len(part)}
        if all_there:
            says = (
                _("for {name} is {difference} less than the sum of its {count} regencies and cities, {total}")
                if row["added"] > row["value"]
                else _(
                    "for {name} is {difference} more than the sum of its {count} regencies and cities, {total}"
                )
            )
            out.append(_problem(row, "province_sum", says, **values))
        elif row["added"] > row["value"]:
            says = _(
                "for {name} is less than its {count} regencies and cities that are there: they add up to {total}, {difference} more"
            )
            out.append(_problem(row, "province_sum", says, **values))
    return out


def _segments(counts: pd.DataFrame) -> list[Problem]:
    """Totals against formal, informal and construction members; a total may leave construction out where it is given apart."""
    by = ["code", "region", "level", *(name for name in WITHIN if name != "segment")]
    counts = counts.assign(within=numbered(counts, by))
    wholes = counts[counts["segment"] == "total"]
    parts = counts[counts["segment"].isin([*PARTS, APART])]
    complete = parts[parts["segment"].isin(PARTS)].groupby("within")["segment"].nunique() == len(PARTS)
    parts = parts[parts["within"].isin(complete.index[complete])]
    without = parts[parts["segment"] != APART].groupby("within")["value"].sum()
    out = []
    for row, part in _unequal(wholes, parts, ["within"]):
        apart = (part["segment"] == APART).any()
        if apart and abs(without[row["within"]] - row["value"]) <= 1e-6:
            continue
        values = {"total": row["added"], "difference": abs(row["added"] - row["value"])}
        if apart or row["added"] > row["value"]:
            says = (
                _("for {name} is {difference} less than the sum of its segments, {total}")
                if row["added"] > row["value"]
                else _("for {name} is {difference} more than the sum of its segments, {total}")
            )
            out.append(_problem(row, "segment_sum", says, **values))
        else:
            says = _(
                "for {name} is {difference} more than formal and informal together, which add up to {total}"
            )
            fix = _(
                "If construction is in the total, add its members as a column of their own; or leave the total out."
            )
            out.append(_problem(row, "segment_sum", says, fix, **values))
    return out


def _workers(counts: pd.DataFrame) -> list[Problem]:
    """Employed persons against formal and informal workers."""
    by = ["code", "region", "level", "date"]
    counts = counts.assign(within=numbered(counts, by))
    wholes, parts = counts[counts["measure"] == "employed"], counts[counts["measure"].isin(WORKERS)]
    complete = parts.groupby("within")["measure"].nunique() == len(WORKERS)
    parts = parts[parts["within"].isin(complete.index[complete])]
    less = _("for {name} is {difference} less than formal and informal workers together, {total}")
    more = _("for {name} is {difference} more than formal and informal workers together, {total}")
    return [
        _problem(
            row,
            "worker_sum",
            less if row["added"] > row["value"] else more,
            total=row["added"],
            difference=abs(row["added"] - row["value"]),
        )
        for row, _part in _unequal(wholes, parts, ["within"])
    ]


def _shares(told: pd.DataFrame) -> list[Problem]:
    """Formal and informal shares, which are all of the employed."""
    shares = told[told["measure"].isin(SHARES) & (told["unit"] == "percent")]
    if shares["measure"].nunique() < len(SHARES):
        return []
    shares = shares.assign(within=numbered(shares, ["code", "region", "level", "date"]))
    totals = shares.groupby("within").agg(value=("value", "sum"), measures=("measure", "nunique"))
    off = totals[(totals["measures"] == len(SHARES)) & ((totals["value"] - 100).abs() > ROUNDED)]
    rows = shares.drop_duplicates("within").set_index("within")
    says = _("formal and informal shares of {name} add up to {total} and not to 100")
    return [
        _problem(rows.loc[key], "share_sum", says, total=round(float(total), 2))
        for key, total in off["value"].items()
    ]
