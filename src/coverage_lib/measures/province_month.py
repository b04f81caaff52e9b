"""The count of a province within a year, after the last year-end: told beside the figures of the year, and never in their place."""

import pandas as pd

from coverage_lib.measures.projection.counts import month_counts
from coverage_lib.measures.province import Place, latest


def latest_month(place: Place, coverage: pd.DataFrame, months: pd.DataFrame | None) -> pd.Series | None:
    """The last dated count of a province after its last count of a year; None where there is none.

    Parameters
    ----------
    place : Place
        From :func:`place`.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    months : pandas.DataFrame or None
        ``load_coverage(base="employed", months=True)``.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures.province import place
    >>> years, known = load_coverage(), load_coverage(months=True)
    >>> own = known[(known["code"] == "15") & (known["year"] == 2024)].assign(date=pd.Timestamp("2026-06-30"), year=2026)
    >>> print(latest_month(place("15"), years, known))
    None
    >>> latest_month(place("15"), years, pd.concat([known, own]))["date"]
    Timestamp('2026-06-30 00:00:00')
    """
    if months is None:
        return None
    later = month_counts(months)
    later = later[(later["code"] == place.parent) & (later["date"] > latest(place, coverage)["date"])]
    return None if later.empty else later.iloc[-1]


def on_day(place: Place, segments: pd.DataFrame | None, date: pd.Timestamp) -> dict[str, pd.Series]:
    """The formal and informal counts of a province in the month of a day, by segment; none where they are not given."""
    if segments is None:
        return {}
    same = segments["date"] + pd.offsets.MonthEnd(0) == date + pd.offsets.MonthEnd(0)
    rows = segments[
        (segments["code"] == place.parent) & same & segments["segment"].isin(["formal", "informal"])
    ]
    return {str(row["segment"]): row for _place, row in rows.sort_values("date").iterrows()}
