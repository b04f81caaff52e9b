"""The same number elsewhere: of the same region, segment and moment by another publisher, or of another moment."""

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import days_apart, equation
from coverage_lib.measures.audit.movement import Movement, allowed

#: A number with so many digits that are not noughts at its end is not repeated by chance.
TELLING_DIGITS = 4
MONTH = 30.44

SAME = ["place", "boundary_or_none", "segment", "quantity"]
ROW = [
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
    "base",
    "precision",
    "publisher",
    "article",
    "digits",
]


def pairs(numbers: pd.DataFrame) -> pd.DataFrame:
    """Every audited figure beside every other number of the same place, segment and quantity in another article."""
    rows = numbers.assign(
        boundary_or_none=numbers["boundary"].fillna(""), digits=telling_digits(numbers["value"])
    )[[*SAME, *ROW]]
    figure = rows[rows["audited"]].rename(columns={name: f"figure.{name}" for name in ROW})
    other = rows.rename(columns={name: f"other.{name}" for name in ROW})
    both = figure.merge(other, on=SAME)
    copy = both["figure.article"].eq(both["other.article"]) | (
        both["figure.publisher"].eq(both["other.publisher"])
        & both["figure.value"].eq(both["other.value"])
        & both["figure.publisher"].ne("")
    )
    both = both[both["figure.key"].ne(both["other.key"]) & ~copy].reset_index(drop=True)
    names = {"figure.quantity": both["quantity"], "other.quantity": both["quantity"]}
    return both.assign(**names, apart=days_apart(both, ["figure", "other"]))


def telling_digits(value: pd.Series) -> np.ndarray:
    """How many digits a number has without the noughts at its ends.

    Examples
    --------
    >>> telling_digits(pd.Series([592806.0, 5_900_000.0, 45.17, 0.0])).tolist()
    [6, 2, 4, 0]
    """
    texts = [f"{number:.10g}".replace(".", "").strip("0") for number in value.abs().map(float)]
    texts = [
        f"{number:.0f}".strip("0") if number >= 1e9 else text
        for number, text in zip(value, texts, strict=True)
    ]
    return np.array([len(text) for text in texts])


def elsewhere_tests(numbers: pd.DataFrame, movement: Movement) -> pd.DataFrame:
    """What other publishers say of the same, at the same time and near it.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    movement : Movement
        How far counts and shares move with time.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`.
    """
    both = pairs(numbers[~numbers["quantity"].isin(["target", "target_workers", "rank"])])
    both = both[both["figure.from"].notna() & both["other.from"].notna()]
    # A share of another stated base is another number.
    stated = both[["figure.base", "other.base"]].apply(lambda side: side.where(side.ne("not stated")))
    same_base = (
        stated["figure.base"].isna()
        | stated["other.base"].isna()
        | stated["figure.base"].eq(stated["other.base"])
    )
    both = both[same_base].reset_index(drop=True)
    now = both[both["apart"].eq(0)].reset_index(drop=True)
    same = equation(
        now, "same elsewhere", "figure", ["other"], "equal", _of(now), speaks_for=words.CONSISTENT,
    )  # fmt: skip
    near = both[(both["apart"] > 0) & (both["apart"] <= 12 * MONTH)].reset_index(drop=True)
    return pd.concat([same, _moved(near, movement), _other_month(both)], ignore_index=True)


def _of(wide: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    return wide["other.lo"], wide["other.value"], wide["other.hi"]


def _moved(near: pd.DataFrame, movement: Movement) -> pd.DataFrame:
    """Numbers some months apart, as far as honest ones move: support that is weak, and never a contradiction."""
    reach = allowed(movement, near["place"], near["segment"], near["quantity"], near["apart"] / MONTH)
    low, high = near["other.lo"] / reach, near["other.hi"] * reach
    return equation(
        near,
        "near in time elsewhere",
        "figure",
        ["other"],
        "moved",
        (low, near["other.value"], high),
        speaks_for=words.CONSISTENT,
    ).assign(strength=1)


def _other_month(both: pd.DataFrame) -> pd.DataFrame:
    """The same number to the last digit at another time."""
    counts = both["figure.quantity"].isin(["active", "rate", "registered", "inactive", "uncovered"])
    dated = both["figure.precision"].isin(["day", "month"]) & both["other.precision"].isin(["day", "month"])
    telling = (both["figure.digits"] >= TELLING_DIGITS) & both["figure.value"].eq(both["other.value"])
    exact = ~both["figure.rounded"] & ~both["other.rounded"]
    rows = both[counts & dated & telling & exact & (both["apart"] > MONTH)].reset_index(drop=True)
    return equation(
        rows, "same number at another time", "figure", ["other"], "equal", _of(rows), speaks_for=words.MONTH
    ).assign(strength=2)
