"""What a table of attainment says of all provinces together: how many reach the target, when, and at which pace."""

from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.pace import RECENT_YEARS

#: Above this probability a province is called likely to reach its target, and up to the other unlikely to.
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


def nation(attainment: pd.DataFrame) -> pd.Series:
    """The nation's row of an attainment table.

    Examples
    --------
    >>> nation(pd.DataFrame({"code": ["00", "11"], "target": [43.92, 43.92]}))["target"]
    np.float64(43.92)
    """
    return attainment[attainment["code"] == NATION].iloc[0]


class Summary(NamedTuple):
    """How many provinces are in which case."""

    provinces: int
    #: Probability of the target by its date above one half, above LIKELY, and up to UNLIKELY.
    likelier_than_not: int
    likely: int
    unlikely: int
    #: The median of the years is after the target's date, or there is none by the last year.
    late: int
    #: The 80% interval of the years has no end by the last year.
    open_ended: int


def summary(attainment: pd.DataFrame) -> Summary:
    """How many provinces are likely to reach their target, late, and unsure.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.outlook``; the nation's row is left out.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["00", "11", "12"], "probability_by_target_date": [0.4, 0.8, 0.2],
    ...     "target_date": pd.Timestamp("2029-12-31"), "attainment_median": pd.to_datetime(["2031-12-31", "2027-12-31", None]),
    ...     "attainment_q90": pd.NaT})
    >>> summary(rows)
    Summary(provinces=2, likelier_than_not=1, likely=1, unlikely=1, late=1, open_ended=2)
    """
    rows = attainment[attainment["code"] != NATION]
    probability, median = rows["probability_by_target_date"], rows["attainment_median"]
    counts = (
        probability > 0.5,
        probability > LIKELY,
        probability <= UNLIKELY,
        median.isna() | (median > rows["target_date"]),
        rows["attainment_q90"].isna(),
    )
    return Summary(len(rows), *(int(count.sum()) for count in counts))


def is_wide(attainment: pd.DataFrame, years: int) -> pd.Series:
    """Whether the 80% interval of the years of attainment is longer than some years, or has no end.

    Examples
    --------
    >>> rows = pd.DataFrame({"attainment_q10": pd.to_datetime(["2026-12-31"] * 3),
    ...     "attainment_q90": pd.to_datetime(["2030-12-31", "2036-12-31", None])})
    >>> is_wide(rows, 8).tolist()
    [False, True, True]
    """
    length = attainment["attainment_q90"].dt.year - attainment["attainment_q10"].dt.year
    return ~(length <= years)


def compare_paces(recent: pd.DataFrame, best: pd.DataFrame) -> pd.DataFrame:
    """Each province at its own recent pace and at the pace of the best quarter, the highest at the latter first.

    Parameters
    ----------
    recent, best : pandas.DataFrame
        From ``projection.at_pace`` with the pace ``"recent"`` and ``"best_quarter"``.

    Returns
    -------
    pandas.DataFrame
        code, coverage, recent_pace, target, target_date, and from each table pace, coverage_at_target_date,
        reached_by_target_date and attainment, with the endings ``_recent`` and ``_best``.

    Examples
    --------
    >>> same = {"code": ["11", "12"], "coverage": [20.0, 30.0], "recent_pace": [1.0, 2.0], "target": 40.0, "target_date": "2029"}
    >>> recent = pd.DataFrame({**same, "coverage_at_target_date": [25.0, 40.0]})
    >>> best = pd.DataFrame({**same, "coverage_at_target_date": [35.0, 45.0]})
    >>> compare_paces(recent, best)[["code", "coverage_at_target_date_recent", "coverage_at_target_date_best"]].to_numpy().tolist()
    [['12', 40.0, 45.0], ['11', 25.0, 35.0]]
    """
    same = ["code", "coverage", "recent_pace", "target", "target_date"]
    rows = recent.merge(best, on=same, suffixes=("_recent", "_best"), validate="one_to_one")
    return rows.sort_values(
        ["coverage_at_target_date_best", "code"], ascending=[False, True], ignore_index=True
    )


def year_classes(span: Span) -> list[int]:
    """Limits of classes of years, each the last year of its class: from the last count to the end, wider as they go.

    Examples
    --------
    >>> year_classes(Span(2022, 2024, 2045)), year_classes(Span(2022, 2024, 2030))
    ([2024, 2026, 2028, 2030, 2035, 2045], [2024, 2026, 2028, 2030])
    """
    limits = [span.last + years for years in (0, 2, 4, 6, 11)]
    return [*(year for year in limits if year < span.until), span.until]
