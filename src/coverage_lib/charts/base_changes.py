"""How numbers of eligible workers changed, in words."""

import pandas as pd

from coverage_lib import language
from coverage_lib.language import _
from coverage_lib.measures.reconciled import REDRAWN


def with_doubts(moved: pd.DataFrame) -> pd.DataFrame:
    """With to_check: whether a number, or the one before it, is larger than all employed or very small beside them."""
    before = moved.groupby(["code", "boundary"])["doubtful"].shift(fill_value=False)
    return moved.assign(to_check=moved["doubtful"] | before)


def moved_words(changes: pd.DataFrame) -> str:
    """How many changes are jumps, and the largest of those that need not be checked."""
    count, jumps = len(changes), changes[changes["redrawn"]]
    limit = language.percent(100 * REDRAWN, 0)
    if jumps.empty:
        return _(
            "In none of {count} changes did the number of eligible workers jump by more than {limit}"
        ).format(count=count, limit=limit)
    sure = jumps[~jumps["to_check"]]
    among = jumps if sure.empty else sure
    widest = among.loc[(among["change"].map(lambda ratio: max(ratio, 1 / ratio))).idxmax()]
    words = (
        _(
            "In {jumps} of {count} changes the number of eligible workers jumped by more than {limit}; the largest, to be checked: {name}, from {before} to {after}"
        )
        if sure.empty
        else _(
            "In {jumps} of {count} changes the number of eligible workers jumped by more than {limit}; the largest: {name}, from {before} to {after}"
        )
    )
    return words.format(
        jumps=len(jumps),
        count=count,
        limit=limit,
        name=widest["name"],
        before=language.people_three_digits(widest["before"]),
        after=language.people_three_digits(widest["workers"]),
    )


def change_words(kind: str, to_check: bool) -> str | None:
    """What a change from one number of eligible workers to the next is; None of one that is nothing special.

    Examples
    --------
    >>> change_words("jump", False), change_words("jump", True), change_words("within rounding", False)
    ('jump', 'jump, to be checked', 'within rounding')
    """
    words = {"jump": _("jump"), "within rounding": _("within rounding"), "repeated": _("repeated")}.get(kind)
    if not to_check:
        return words
    return _("{change}, to be checked").format(change=words) if words else _("to be checked")
