"""Small synthetic tables of projections, in the shape of ``projection.outlook``, for tests of what is drawn and said of them."""

from collections.abc import Mapping

import pandas as pd

NAMES = {"00": "Indonesia", "11": "Aceh", "12": "Sumatera Utara", "15": "Jambi", "16": "Sumatera Selatan"}


def year_end(year: int | None) -> pd.Timestamp:
    """The last day of a year, or a missing date."""
    return pd.NaT if year is None else pd.Timestamp(year, 12, 31)


def attainment(
    rows: Mapping[str, tuple[float, int | None, int | None, int | None]],
    target: float = 43.92,
    by: int = 2029,
) -> pd.DataFrame:
    """An attainment table: for each series its probability by the date, and q10, median and q90 of the years."""
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": NAMES[code],
                "target": target,
                "target_date": year_end(by),
                "probability_by_target_date": probability,
                "attainment_q10": year_end(low),
                "attainment_median": year_end(median),
                "attainment_q90": year_end(high),
                "probability_not_by_horizon": 0.3 if high is None else 0.05,
                "pace_needed": 3.4,
                "recent_pace": 2.9,
                "pace_multiple": 3.4 / 2.9,
                "net_new_members_per_month": 450_000.0,
            }
            for code, (probability, low, median, high) in rows.items()
        ]
    )


def quantiles(edges: Mapping[str, float], first: int, until: int) -> pd.DataFrame:
    """Fans of some series that widen by the same each year: q10, q25, q50, q75 and q90 are 4 points apart at the end."""
    rows = []
    for code, median in edges.items():
        for year in range(first, until + 1):
            part = (year - first + 1) / (until - first + 1)
            levels = zip(("q025", "q10", "q25", "q50", "q75", "q90", "q975"), range(-3, 4), strict=True)
            rows.append(
                {
                    "code": code,
                    "date": year_end(year),
                    **{level: median + 4 * step * part for level, step in levels},
                }
            )
    return pd.DataFrame(rows)
