"""Numbers that can be and are not likely: shares of 1 among percents, and numbers a power of ten away from those of other times."""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from coverage_lib.data.reading.problems import Problem, _
from coverage_lib.data.reading.sums import numbered
from coverage_lib.data.reading.wording import at

#: What makes numbers those of one region and one kind at different times.
SERIES = ["code", "measure", "segment", "counted_by", "base", "unit"]
#: Below this, counts and percents are ten times another by chance.
LEAST = {"people": 1000.0, "rupiah": 1000.0, "percent": 10.0}
#: How far from a power of ten a ratio may be, as a logarithm: 1.4 times.
NEAR = 0.15


def unlikely(table: pd.DataFrame) -> list[Problem]:
    """What is worth a look in a table, or wrong as other cells of it show.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each value, as a file was read.
    """
    shares = _shares_among_percents(table)
    said = {(one.sheet, one.row, one.column) for one in shares}
    return shares + [one for one in _powers_of_ten(table) if (one.sheet, one.row, one.column) not in said]


def _shares_among_percents(table: pd.DataFrame) -> list[Problem]:
    """Single shares of 1 in a column of percents; sure where digits or another time of the region show it."""
    value = np.abs(table["value"].to_numpy(float))
    there = np.flatnonzero((table["unit"] == "percent").to_numpy() & np.isfinite(value) & (value != 0))
    if not len(there):
        return []
    columns = table.iloc[there].groupby(["sheet", "column", "measure"], sort=False, observed=True)
    out = []
    for places in columns.indices.values():
        own = there[places]
        small = own[(value[own] <= 1) & (value[own] % 1 != 0)]
        others = own[value[own] > 1]
        if not len(small) or len(others) <= len(small) or np.median(value[others]) < LEAST["percent"]:
            continue
        decimals = max(map(_decimals, table["printed"].iloc[others]))
        for place in small[100 * value[small] >= value[others].min()]:
            sure = _decimals(table["printed"].iloc[place]) > decimals + 1
            sure |= _like_another_time(table, int(place), 100 * value[place])
            says = _("may be a share of 1 among numbers in percent; it would be {percent} percent")
            fix = _("Multiply it by 100 if it is one.")
            values = {"percent": round(100 * float(value[place]), 4)}
            severity = "error" if sure else "warning"
            out.append(at(table, int(place), "share_among_percents", severity, says, fix, values))
    return out


def _decimals(printed: str) -> int:
    """How many digits stand behind the last mark of a number."""
    found = re.search(r"[.,](\d+)\D*$", str(printed))
    return len(found[1]) if found else 0


def _like_another_time(table: pd.DataFrame, place: int, value: float) -> bool:
    """Whether the same region has about this value at another time."""
    row = table.iloc[place]
    same = np.logical_and.reduce([(table[name] == row[name]).to_numpy() for name in SERIES if row[name]])
    others = table["value"].to_numpy(float)[same & (table["date"] != row["date"]).to_numpy()]
    return bool((np.abs(others - value) <= 0.25 * value).any())


def _powers_of_ten(table: pd.DataFrame) -> list[Problem]:
    """Numbers about ten, a hundred or a thousand times those of another time of their region, or such a part of them."""
    value = table["value"].to_numpy(float)
    known = np.isfinite(value) & (value > 0) & table["date"].notna().to_numpy()
    known &= table["level"].isin(["national", "province", "regency"]).to_numpy()
    places = np.flatnonzero(known)
    if len(places) < 2 or table["date"].nunique() < 2:
        return []
    part = table.iloc[places]
    series, day = numbered(part, SERIES), part["date"].to_numpy("datetime64[s]").astype(np.int64)
    order = np.lexsort((day, series))
    places, series, day, part = places[order], series[order], day[order], part.iloc[order]
    later = np.flatnonzero((series[1:] == series[:-1]) & (day[1:] != day[:-1])) + 1
    if not len(later):
        return []
    steps = np.log10(value[places[later]] / value[places[later - 1]])
    kind = numbered(part.iloc[later].assign(before=day[later - 1]), [*SERIES[1:], "date", "before"])
    steps -= pd.Series(steps).groupby(kind).transform("median").where(_peers(kind) > 2, 0.0).to_numpy()
    power = np.round(np.abs(steps)).astype(int)
    larger = np.maximum(value[places[later]], value[places[later - 1]])
    least = part["unit"].iloc[later].astype(object).map(LEAST).fillna(1000.0).to_numpy(float)
    off = (power >= 1) & (power <= 3) & (np.abs(np.abs(steps) - power) < NEAR) & (larger >= least)
    return [
        _jump(table, int(places[at_]), int(places[before]), int(10**size))
        for at_, before, size in _odd_ones(later[off], np.sign(steps[off]), power[off])
    ]


def _peers(kind: npt.NDArray[np.int64]) -> "pd.Series[int]":
    """How many regions have a step of the same kind."""
    return pd.Series(kind).groupby(kind).transform("size")


def _odd_ones(
    later: npt.NDArray[np.int64], sign: npt.NDArray[np.float64], power: npt.NDArray[np.int64]
) -> list[tuple[int, int, int]]:
    """Steps that are off, without those that only lead back: place, the place before it, the power of ten."""
    out: list[tuple[int, int, int]] = []
    back: dict[int, float] = {}
    for place, way, size in zip(later.tolist(), sign.tolist(), power.tolist(), strict=True):
        if back.get(place) == -way:
            continue
        back[place + 1] = way
        out.append((place, place - 1, size))
    return out


def _jump(table: pd.DataFrame, place: int, before: int, factor: int) -> Problem:
    other = table.iloc[before]
    more = float(table["value"].iloc[place]) > float(other["value"])
    says = (
        _("is about {factor} times the {other} of {when} for the same region: a digit or a unit may be wrong")
        if more
        else _(
            "is about one in {factor} of the {other} of {when} for the same region: a digit or a unit may be wrong"
        )
    )
    values = {"factor": factor, "other": str(other["printed"]), "when": str(other["date"])[:10]}
    return at(table, place, "power_of_ten", "warning", says, _("Compare both cells with the source."), values)
