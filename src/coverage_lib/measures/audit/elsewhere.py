"""The same number elsewhere: of the same region, segment and moment by another publisher, or of another moment."""

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import NUMBER, POSSIBLE, WEAK, days_apart, equation
from coverage_lib.measures.audit.movement import Movement, allowed

#: A number with so many digits that are not noughts at its end is not repeated by chance.
TELLING_DIGITS = 4
MONTH = 30.44
#: Figures so many days apart may be the same one, told again.
WEEKS_DAYS = 45

SAME = ["place", "boundary_or_none", "segment", "quantity"]
ROW = [*NUMBER, "base", "precision", "publisher", "article", "digits"]


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
    # Places, prizes and targets are not counts that others would have to share.
    counts = ~numbers["quantity"].isin(["target", "target_workers"]) & ~numbers["unit"].str.match(
        "rank|award|count"
    )
    both = pairs(numbers[counts])
    both = both[both["figure.from"].notna() & both["other.from"].notna()].reset_index(drop=True)
    comparable = both[_one_base(both)].reset_index(drop=True)
    # Within some weeks the same digits are the same figure, told again.
    now = comparable[comparable["apart"] <= WEEKS_DAYS].reset_index(drop=True)
    same = equation(
        now, "same elsewhere", "figure", ["other"], "equal", _of(now), base=_stated(now),
        strict=_must_agree(now, movement),
    )  # fmt: skip
    # Two numbers in whole percents or millions may agree by chance; one that rounds to the other does not.
    telling = np.maximum(now["figure.digits"], now["other.digits"]) >= TELLING_DIGITS - 1
    same_time = now["apart"].eq(0) | now["figure.quantity"].eq("eligible")
    precise = now["figure.digits"] >= TELLING_DIGITS - 1
    same = same.assign(
        exact=same["exact"] & now["apart"].eq(0) & precise,
        strength=np.where(same_time & telling, same["strength"], WEAK),
    )
    later = comparable[comparable["apart"].between(1, 6.5 * MONTH)].reset_index(drop=True)
    return pd.concat([same, _moved(later, movement), _other_month(both)], ignore_index=True).assign(
        about="of"
    )


def _must_agree(now: pd.DataFrame, movement: Movement) -> pd.Series:
    """Numbers on one base that are of one day, or of one month and further apart than honest ones of a region move in it."""
    dated = now["figure.precision"].isin(["day", "month"]) & now["other.precision"].isin(["day", "month"])
    one_base = now["figure.base"].fillna("").eq(now["other.base"].fillna(""))
    same_day = (
        now["figure.precision"].eq("day")
        & now["figure.from"].eq(now["other.from"])
        & now["other.precision"].eq("day")
    )
    reach = allowed(
        movement, now["place"], now["segment"], now["figure.quantity"], pd.Series(0.5, index=now.index)
    )
    far = (now["figure.least"] > now["other.most"] * reach) | (
        now["figure.most"] < now["other.least"] / reach
    )
    rates = now["figure.quantity"].eq("rate")
    return dated & one_base & now["apart"].eq(0) & (same_day & rates | far)


def _one_base(both: pd.DataFrame) -> pd.Series:
    """A share of another stated base is another number."""
    stated = both[["figure.base", "other.base"]]
    stated = stated.where(stated.ne("not stated"))
    return stated.isna().any(axis=1) | stated["figure.base"].eq(stated["other.base"])


def _stated(both: pd.DataFrame) -> pd.Series:
    return both["figure.base"].where(both["figure.base"].ne("not stated"), both["other.base"])


def _of(wide: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    return wide["other.lo"], wide["other.value"], wide["other.hi"]


def _moved(near: pd.DataFrame, movement: Movement) -> pd.DataFrame:
    """Numbers some months apart, as far as honest ones move: support that is weak, and never a contradiction."""
    months = near["apart"] / MONTH
    reach = allowed(movement, near["place"], near["segment"], near["quantity"], months)
    limits = near["other.lo"] / reach, near["other.value"], near["other.hi"] * reach
    return equation(near, "near in time elsewhere", "figure", ["other"], "moved", limits).assign(
        strength=POSSIBLE
    )


def _other_month(both: pd.DataFrame) -> pd.DataFrame:
    """The same number to the last digit at another time."""
    moving = both["figure.quantity"].isin(["active", "registered", "inactive", "uncovered"])
    dated = both["figure.precision"].isin(["day", "month"]) & both["other.precision"].isin(["day", "month"])
    telling = (both["figure.digits"] > TELLING_DIGITS) & both["figure.value"].eq(both["other.value"])
    exact = ~both["figure.rounded"] & ~both["other.rounded"]
    rows = both[moving & dated & telling & exact & (both["apart"] > WEEKS_DAYS)].reset_index(drop=True)
    return equation(
        rows, "same number at another time", "figure", ["other"], "equal", _of(rows), speaks_for=words.MONTH
    ).assign(strength=WEAK)
