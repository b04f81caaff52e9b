"""Equations between numbers: which hold within the printed digits, which cannot hold, and which numbers take part in them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

PARTS = [
    "key",
    "value",
    "lo",
    "hi",
    "least",
    "most",
    "rounded",
    "from",
    "to",
    "audited",
    "quantity",
    "base",
    "precision",
]

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
    "fails",
    "exact",
    "strength",
    "base",
    "apart",
]

#: An equation whose result is left open by more than this ratio tests nothing.
OPEN = 1.35

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
    wide: pd.DataFrame | None = None
    for role, chosen in roles.items():
        rows = numbers.loc[chosen, [*by, *PARTS]]
        rows = rows.rename(columns={name: f"{role}.{name}" for name in PARTS})
        wide = rows if wide is None else wide.merge(rows, on=list(by))
    assert wide is not None
    keys = wide[[f"{role}.key" for role in roles]]
    distinct = keys.nunique(axis=1).eq(len(roles)) if len(roles) > 1 else pd.Series(True, index=wide.index)
    audited = wide[[f"{role}.audited" for role in roles]].any(axis=1)
    wide = wide[distinct & audited].reset_index(drop=True)
    return wide.assign(apart=days_apart(wide, list(roles)))


def days_apart(wide: pd.DataFrame, roles: Sequence[str]) -> pd.Series:
    """Days between the periods of the two roles that are furthest apart; 0 where they overlap or one is not dated."""
    latest_start = wide[[f"{role}.from" for role in roles]].max(axis=1)
    first_end = wide[[f"{role}.to" for role in roles]].min(axis=1)
    return (latest_start - first_end).dt.days.clip(lower=0).fillna(0).astype(int)


def equation(
    wide: pd.DataFrame,
    test: str,
    of: str,
    inputs: Sequence[str],
    operation: str,
    result: tuple[pd.Series, pd.Series, pd.Series],
    *,
    speaks_for: str,
    strict: pd.Series | bool = False,
    base: pd.Series | str | None = None,
    terms: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
) -> pd.DataFrame:
    """One row for each combination: whether the number in the role `of` is what its inputs give.

    Parameters
    ----------
    wide : pandas.DataFrame
        From :func:`together`.
    test, operation, speaks_for : str
        Name of the test; how the inputs are put together; the verdict where it holds.
    of, inputs : str
        Role that is tested, roles that it follows from.
    result : tuple of Series
        What follows: least, value, most.
    strict : boolean Series
        Whether the numbers cannot all be right where it does not hold.
    base : str or Series
        What a share is then a share of.
    terms, keys : sequence of str, optional
        Roles whose numbers stand in the arithmetic, and roles that take part, where they are others than `inputs`.
    """
    low, value, high = (part.astype(float) for part in result)
    left = wide[f"{of}.value"]
    share = wide[f"{of}.quantity"].isin(["rate", "uncovered_rate", "gap_points", "change", "target"])
    slack = np.where(share, HARMLESS_POINTS, HARMLESS * left.abs())
    # One millionth of the last digit is arithmetic of the machine.
    tiny = 1e-9 * left.abs()
    fits = (low <= wide[f"{of}.hi"] + tiny) & (high >= wide[f"{of}.lo"] - tiny)
    misses = (low > wide[f"{of}.most"] + slack) | (high < wide[f"{of}.least"] - slack)
    closed = (high <= OPEN * low) | share & (high - low <= 5)
    taking_part = [of, *(keys or inputs)]
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
            "left": left,
            "left_low": wide[f"{of}.lo"],
            "left_high": wide[f"{of}.hi"],
            "fits": fits & closed,
            "fails": misses & pd.Series(strict, index=wide.index),
            "exact": ~wide[[f"{role}.rounded" for role in taking_part]].any(axis=1),
            "strength": np.where(wide[[f"{role}.rounded" for role in taking_part]].any(axis=1), 3, 4),
            "base": base,
            "apart": wide["apart"],
        }
    )[COLUMNS]


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
