"""Equations between numbers: which hold within the printed digits, which cannot hold, and which numbers take part in them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import words

#: What every test needs to know of a number: its value and limits, its period, and whether it is audited.
NUMBER = [
    "key",
    "value",
    "lo",
    "hi",
    "least",
    "most",
    "half",
    "hedged",
    "rounded",
    "from",
    "to",
    "audited",
]
PARTS = [*NUMBER, "quantity", "base", "precision"]

COLUMNS = [
    "test",
    "speaks_for",
    "keys",
    "of",
    "operation",
    "terms",
    "result",
    "result_low",
    "result_high",
    "left",
    "left_low",
    "left_high",
    "fits",
    "misses",
    "fails",
    "exact",
    "strength",
    "base",
    "apart",
    "about",
    "blames",
]

#: What a row holds that is no equation: it says something of one figure only, and blames no other.
CLAIM = {
    "fits": True,
    "misses": False,
    "fails": False,
    "exact": False,
    "strength": 0,
    "base": None,
    "apart": 0,
    "about": "of",
    "blames": "of",
}

#: An equation whose result is left open by more than this ratio, or by so many points of a share, tests nothing, unless the numbers
#: taken as they stand come this near.
OPEN, OPEN_POINTS, NEAR = 1.35, 5, 0.05

#: How much a test weighs that holds: it overrides what an article says of itself; exact numbers; rounded ones; likely; weak; only
#: possible; no test at all.
OVERRIDES, EXACT, ROUNDED, LIKELY, WEAK, POSSIBLE, NOTHING = 6, 5, 4, 3, 2, 1, 0

#: A miss of this part of a number, or of so many points of a share, is no contradiction: numbers are typed by people.
HARMLESS = 0.01
HARMLESS_POINTS = 0.15


def together(
    numbers: pd.DataFrame,
    roles: Mapping[str, pd.Series],
    by: Sequence[str] = ("article", "place", "segment"),
) -> pd.DataFrame:
    """Every combination of one number for each role within a group, as columns ``role.value``, ``role.lo`` and so on.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    roles : mapping of str to boolean Series
        Which rows may take the role.
    by : sequence of str
        What all roles have in common.

    Returns
    -------
    pandas.DataFrame
        With `by`, the columns of each role, and apart (days between the periods of the two that are furthest apart; 0 where they
        overlap or a date is not known). Combinations without an audited figure, or with one figure in two roles, are left out.
    """
    group = _groups(numbers, by)
    places = {role: np.flatnonzero(chosen.to_numpy(dtype=bool)) for role, chosen in roles.items()}
    # The rarest role first keeps the combinations few.
    order = sorted(places, key=lambda role: len(places[role]))
    positions = {order[0]: places[order[0]]}
    for role in order[1:]:
        left, right = _pairs(group[positions[order[0]]], group[places[role]])
        positions = {name: at[left] for name, at in positions.items()} | {role: places[role][right]}
    positions = {role: positions[role] for role in roles}
    audited = numbers["audited"].to_numpy(dtype=bool)
    keep = np.logical_or.reduce([audited[at] for at in positions.values()])
    names = list(positions)
    for place, role in enumerate(names):
        for other in names[:place]:
            keep &= positions[role] != positions[other]
    positions = {role: at[keep] for role, at in positions.items()}
    columns = {name: numbers[name].to_numpy() for name in {*by, *PARTS}}
    first = positions[names[0]]
    taken = {name: columns[name][first] for name in by}
    taken |= {f"{role}.{name}": columns[name][at] for role, at in positions.items() for name in PARTS}
    result = pd.DataFrame(taken)
    result["apart"] = days_apart(result, names)
    return result


def _groups(numbers: pd.DataFrame, by: Sequence[str]) -> np.ndarray:
    """The group of each number, as one number."""
    group = np.zeros(len(numbers), dtype=np.int64)
    for name in by:
        codes, known = pd.factorize(numbers[name].to_numpy(), use_na_sentinel=False)
        group = group * (len(known) + 1) + codes
    return group


def _pairs(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of every pair of equal values in two arrays."""
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, side="left")
    count = np.searchsorted(right[order], left, side="right") - first
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(np.arange(len(left)), count), order[np.repeat(first, count) + place]


def days_apart(wide: pd.DataFrame, roles: Sequence[str]) -> np.ndarray:
    """Days between the periods of the two roles that are furthest apart; 0 where they overlap or one is not dated."""
    begins = [_days(wide[f"{role}.from"]) for role in roles]
    ends = [_days(wide[f"{role}.to"]) for role in roles]
    apart = np.fmax.reduce(begins) - np.fmin.reduce(ends)
    return np.where(np.isnan(apart), 0, np.maximum(apart, 0)).astype(int)


def _days(dates: pd.Series) -> np.ndarray:
    """Dates as days, missing ones as missing numbers."""
    values = dates.to_numpy("datetime64[D]")
    return np.where(np.isnat(values), np.nan, values.astype("int64").astype(float))


def equation(
    wide: pd.DataFrame,
    test: str,
    of: str,
    inputs: Sequence[str],
    operation: str,
    result: tuple[pd.Series, pd.Series, pd.Series],
    *,
    speaks_for: pd.Series | str = words.CONSISTENT,
    strict: pd.Series | bool = False,
    base: pd.Series | str | None = None,
    terms: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    blames: str = "all",
) -> pd.DataFrame:
    """One row for each combination: whether the number in the role `of` is what its inputs give.

    Parameters
    ----------
    wide : pandas.DataFrame
        From :func:`together`.
    test, operation : str
        Name of the test; how the inputs are put together.
    of, inputs : str
        Role that is tested, roles that it follows from.
    result : tuple of Series
        What follows: least, value, most.
    speaks_for : str or Series
        The verdict where it holds.
    strict : boolean Series
        Whether the numbers cannot all be right where it does not hold.
    base : str or Series
        What a share is then a share of.
    terms, keys : sequence of str, optional
        Roles whose numbers stand in the arithmetic, and roles that take part, where they are others than `inputs`.
    blames : {"all", "of"}
        Which numbers may be wrong where it cannot hold: all, or the one that follows.
    """
    if wide.empty:
        return pd.DataFrame(columns=COLUMNS)
    low, value, high = (part.astype(float) for part in result)
    taking_part = [of, *(keys or inputs)]
    coarse = wide[[f"{role}.rounded" for role in taking_part[1:]]].any(axis=1)
    exact = ~coarse & _gives_digits(wide, of, value)
    fits, misses, far = _compared(wide, of, low, value, high)
    strict = pd.Series(strict, index=wide.index)
    # Exact people add up to the last one, whether or not all parts are printed: a slip shows.
    adds_up = (
        ~coarse
        & ~wide[f"{of}.hedged"].astype(bool)
        & ~_is_share(wide, of)
        & (operation in ("sum", "difference"))
    )
    return pd.DataFrame(
        {
            "test": test,
            "speaks_for": speaks_for,
            "keys": wide[[f"{role}.key" for role in taking_part]].to_numpy().tolist(),
            "of": wide[f"{of}.key"],
            "operation": operation,
            "terms": wide[[f"{role}.value" for role in (terms or inputs)]].to_numpy(float).tolist(),
            "result": value,
            "result_low": low,
            "result_high": high,
            "left": wide[f"{of}.value"],
            "left_low": wide[f"{of}.lo"],
            "left_high": wide[f"{of}.hi"],
            "fits": fits,
            "misses": misses & (strict | adds_up),
            "fails": far & strict,
            "exact": exact,
            "strength": np.where(exact, EXACT, ROUNDED),
            "base": base,
            "apart": wide["apart"],
            "about": "all",
            "blames": blames,
        }
    )[COLUMNS]


def _is_share(wide: pd.DataFrame, of: str) -> pd.Series:
    return wide[f"{of}.quantity"].isin(["rate", "uncovered_rate", "gap_points", "change", "target"])


def _tiny(wide: pd.DataFrame, of: str) -> pd.Series:
    """One millionth of the last digit is arithmetic of the machine."""
    return 1e-9 * wide[f"{of}.value"].abs()


def _compared(
    wide: pd.DataFrame, of: str, low: pd.Series, value: pd.Series, high: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Whether what follows fits the number, misses it, and misses it by more than is harmless."""
    left, share, tiny = wide[f"{of}.value"], _is_share(wide, of), _tiny(wide, of)
    least, most = wide[f"{of}.least"], wide[f"{of}.most"]
    slack = np.where(share, HARMLESS_POINTS, HARMLESS * left.abs())
    meets = (low <= wide[f"{of}.hi"] + tiny) & (high >= wide[f"{of}.lo"] - tiny)
    near = (value - left).abs() <= NEAR * left.abs()
    closed = (high <= OPEN * low) & (~share | (high - low <= OPEN_POINTS))
    misses = (low > most + tiny) | (high < least - tiny)
    far = (low > most + slack) | (high < least - slack)
    return meets & (closed | near), misses, far


def _gives_digits(wide: pd.DataFrame, of: str, value: pd.Series) -> pd.Series:
    """Whether what follows gives the digits that were printed, rounded to the nearest, or cut off where there are enough of them."""
    left, half, tiny = wide[f"{of}.value"], wide[f"{of}.half"], _tiny(wide, of)
    cut = ~wide[f"{of}.rounded"].astype(bool) & (value >= left - tiny) & (value < left + 2 * half)
    return ~wide[f"{of}.hedged"].astype(bool) & (cut | ((value - left).abs() <= half + tiny))


def share(wide: pd.DataFrame, part: str, whole: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Least, value and most of the share in percent that one role is of another."""
    return (
        100 * wide[f"{part}.lo"] / wide[f"{whole}.hi"],
        100 * wide[f"{part}.value"] / wide[f"{whole}.value"],
        100 * wide[f"{part}.hi"] / wide[f"{whole}.lo"],
    )


def difference(wide: pd.DataFrame, more: str, less: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Least, value and most of the difference of two roles."""
    return (
        wide[f"{more}.lo"] - wide[f"{less}.hi"],
        wide[f"{more}.value"] - wide[f"{less}.value"],
        wide[f"{more}.hi"] - wide[f"{less}.lo"],
    )


def total(wide: pd.DataFrame, roles: Sequence[str]) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Least, value and most of the sum of roles."""
    low, value, high = (
        wide[[f"{role}.{limit}" for role in roles]].sum(axis=1) for limit in ("lo", "value", "hi")
    )
    return low, value, high
