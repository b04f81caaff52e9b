"""What texts say of a projection: which years it rests on, and from which probability on something is called likely."""

from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.measures.projection.pace import RECENT_YEARS

#: Above this probability, as it is printed, a target is called likely to be reached, and up to the other unlikely to.
LIKELY, UNLIKELY = 0.75, 0.25


class Span(NamedTuple):
    """The years that a projection rests on and reaches: first and last count, and its last year."""

    first: int
    last: int
    until: int

    @property
    def recent(self) -> int:
        """The year from which on the recent pace is measured."""
        return max(self.first, int(self.last - RECENT_YEARS))


def span(panel: pd.DataFrame, until: Any) -> Span:
    """The span of a projection.

    Parameters
    ----------
    panel : pandas.DataFrame
        What was projected, with date.
    until : date
        The last date of the projection.

    Examples
    --------
    >>> span(pd.DataFrame({"date": pd.to_datetime(["2022-12-31", "2024-12-31"])}), "2045-12-31")
    Span(first=2022, last=2024, until=2045)
    """
    years = panel["date"].dt.year
    return Span(int(years.min()), int(years.max()), pd.Timestamp(until).year)
