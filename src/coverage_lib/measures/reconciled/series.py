"""The unbroken pieces of a series of estimates: where a base was redrawn or a boundary moved, and what else there is to say of a change."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

#: A base that differs from the one before by more than this part is another base.
REDRAWN = 0.1

#: Percentage points from which a change is looked at for members whose contribution a government pays.
LARGE_CHANGE = 2.0

#: The least part of a change, in members, that such members must be to be named beside it.
LEAST_PART = 0.1

#: How far before the estimate and the one before it such members are looked for.
SUBSIDY_LASTS = pd.DateOffset(years=1)


class Piece(NamedTuple):
    """The piece of a series that an estimate belongs to, and the base known at its end.

    Attributes
    ----------
    number : int
        From 1 on.
    split : str
        ``base redrawn`` or ``boundary`` where the piece begins with this estimate, else empty.
    before, after : float
        The base before and after it was redrawn (people).
    """

    number: int
    split: str
    before: float
    after: float


def redrawn(low: float, high: float, low_before: float, high_before: float) -> bool:
    """Whether two bases differ by more than :data:`REDRAWN`, whatever the digits of both leave open.

    Examples
    --------
    >>> redrawn(1_873_899, 1_873_899, 2_617_816, 2_617_816), redrawn(1_250_000, 1_350_000, 1_312_370, 1_312_370)
    (True, False)
    """
    return low > (1 + REDRAWN) * high_before or high < low_before / (1 + REDRAWN)


def pieces(series: pd.DataFrame) -> pd.DataFrame:
    """The unbroken pieces of the series of each region, base and segment.

    Parameters
    ----------
    series : pandas.DataFrame
        code, base, segment, boundary, workers, workers_low, workers_high (people; missing where nothing is known), sorted by code, base,
        segment and time.

    Returns
    -------
    pandas.DataFrame
        With the index of `series`: part (from 1 on), split (``base redrawn`` or ``boundary`` where a piece begins, else empty),
        base_before and base_after (people, where it was redrawn).

    Examples
    --------
    >>> rows = pd.DataFrame({"code": "51", "base": "eligible", "segment": "total", "boundary": "2021",
    ...     "workers": [2.6e6, None, 1.9e6], "workers_low": [2.6e6, None, 1.9e6], "workers_high": [2.6e6, None, 1.9e6]})
    >>> pieces(rows)[["part", "split"]].values.tolist()
    [[1, ''], [1, ''], [2, 'base redrawn']]
    """
    columns = ["code", "base", "segment", "boundary", "workers", "workers_low", "workers_high"]
    found: list[Piece] = []
    place, boundary, last = None, "", None
    for row in series[columns].itertuples(index=False):
        if (row.code, row.base, row.segment) != place:
            piece, last = Piece(1, "", np.nan, np.nan), None
        else:
            piece = _next_piece(found[-1].number, row, boundary, last)
        place, boundary = (row.code, row.base, row.segment), row.boundary
        last = row if _base_known(row) else None if piece.split == "boundary" else last
        found.append(piece)
    return pd.DataFrame(found, index=series.index, columns=list(Piece._fields)).set_axis(
        ["part", "split", "base_before", "base_after"], axis=1
    )


def _base_known(row: Any) -> bool:
    """Whether something is known of the base of an estimate; all employed are surveyed every year and never redrawn."""
    return (
        row.base != "employed" and row.workers_low == row.workers_low and row.workers_high == row.workers_high
    )


def _next_piece(number: int, row: Any, boundary: str, last: Any) -> Piece:
    """The piece of an estimate after another one of its series, whose last known base is given."""
    if row.boundary != boundary:
        return Piece(number + 1, "boundary", np.nan, np.nan)
    if last is not None and _base_known(row):
        limits = (row.workers_low, row.workers_high, last.workers_low, last.workers_high)
        if redrawn(*limits):
            return Piece(number + 1, "base redrawn", last.workers, row.workers)
    return Piece(number, "", np.nan, np.nan)


def subsidies(series: pd.DataFrame, published: pd.DataFrame) -> pd.Series:
    """The printed counts of subsidised or vulnerable members that coincide with a large change of an estimate.

    Such members are paid for once or twice a year and leave when the subsidy lapses. The change is described with them, not smoothed.

    Parameters
    ----------
    series : pandas.DataFrame
        code, base, segment, part, estimate (percent), date, workers, employed (people), in order of time.
    published : pandas.DataFrame
        ``load_published()``.

    Returns
    -------
    pandas.Series
        Ids joined by ``", "``, empty where there are none, with the index of `series`: counts of the time between an estimate and the one
        before it, or of the year before that, that are at least :data:`LEAST_PART` of the change.
    """
    counts = published[
        published["measure"].eq("subsidised_workers")
        | (published["measure"].eq("active_participants") & published["segment"].eq("vulnerable"))
    ]
    counts = counts[counts["region_level"].isin(["province", "national"]) & counts["date_to"].notna()]
    place = series.groupby(["code", "base", "segment", "part"], sort=False)
    change = place["estimate"].diff().abs()
    members = change / 100 * series["workers"].fillna(series["employed"])
    asked = series[["code", "date"]].assign(row=series.index, since=place["date"].shift(), members=members)
    asked = asked[change.ge(LARGE_CHANGE) & series["segment"].isin(["total", "informal"])]
    pairs = asked.merge(counts[["code", "id", "value", "date_from", "date_to"]], on="code")
    between = pairs["date_to"].ge(pairs["since"] - SUBSIDY_LASTS) & pairs["date_from"].le(pairs["date"])
    enough = pairs["value"].ge(LEAST_PART * pairs["members"])
    named = pairs[between & enough].groupby("row")["id"].agg(", ".join)
    return named.reindex(series.index).fillna("").astype(object)
