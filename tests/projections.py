"""Small synthetic tables of projections, in the shape of ``projection.answers``, for tests of what is drawn and said of them."""

from collections.abc import Mapping

import pandas as pd

from coverage_lib.measures.projection.outside import OutsideView

NAMES = {"00": "Indonesia", "11": "Aceh", "12": "Sumatera Utara", "15": "Jambi", "16": "Sumatera Selatan"}


def year_end(year: int | None) -> pd.Timestamp:
    """The last day of a year, or a missing date."""
    return pd.NaT if year is None else pd.Timestamp(year, 12, 31)


def attainment(
    rows: Mapping[str, tuple[float, int | None, int | None, int | None]],
    target: float = 43.92,
    by: int = 2029,
) -> pd.DataFrame:
    """An attainment table: for each series its probability at the date, and q10, median and q90 of the years."""
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": NAMES[code],
                "target": target,
                "target_date": year_end(by),
                "probability_at_target_date": probability,
                "probability_ever_by_target_date": probability + 0.1,
                "attainment_q10": year_end(low),
                "attainment_median": year_end(median),
                "attainment_q90": year_end(high),
                "probability_not_by_horizon": 0.3 if high is None else 0.05,
                "pace_needed": 3.4,
                "recent_pace": 2.9,
                "pace_multiple": 3.4 / 2.9,
                "net_new_members_per_month": 450_000.0,
                "net_new_members_per_month_q10": 400_000.0,
                "net_new_members_per_month_q90": 500_000.0,
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


def plan_steps(
    probabilities: Mapping[int, float], members: tuple[float, float] = (364_000.0, 471_000.0)
) -> pd.DataFrame:
    """Steps of a plan at the ends of some years with their probabilities, in the shape of ``projection.plan_steps``."""
    targets = {
        2025: (32.15, "target_rate_rpjmn"),
        2026: (34.99, "target_rate_rkp"),
        2029: (43.92, "target_rate_rpjmn"),
    }
    low, high = members
    rows = [
        {
            "year": year,
            "target": targets[year][0],
            "date": year_end(year),
            "measure": targets[year][1],
            "probability_at_target_date": probability,
            "probability_ever_by_target_date": min(probability + 0.1, 1.0),
            "start_date": year_end(2024),
            "start_coverage": 31.26,
            "start_active": 45.2e6,
            "pace_needed": (targets[year][0] - 31.26) / (year - 2024),
            "q10": 27.0 + year - 2025,
            "q50": 34.0,
            "q90": 38.0 + year - 2025,
            "members_per_month_q10": low,
            "members_per_month": (low + high) / 2,
            "members_per_month_q90": high,
        }
        for year, probability in probabilities.items()
    ]
    return pd.DataFrame(rows)


def outside_view(
    gains: Mapping[str, tuple[int, int, float]], own: Mapping[int, float], needed: float = 12.7
) -> OutsideView:
    """Windows, windows that gained what is needed, and median gain of each panel (``all`` first); own gains by their first year."""
    panels = pd.DataFrame(
        [
            {
                "panel": panel,
                "units": 5,
                "windows": windows,
                "reached": reached,
                "q10": median - 6.0,
                "q25": median - 2.0,
                "q50": median,
                "q75": median + 4.0,
                "q90": median + 11.0,
                "publisher": None if panel == "all" else f"publisher of {panel}",
            }
            for panel, (windows, reached, median) in gains.items()
        ]
    )
    rows = [
        {"start": year_end(year), "end": year_end(year + 5), "gain": gain, "below": 60.0}
        for year, gain in own.items()
    ]
    return OutsideView(needed, panels, pd.DataFrame(rows, columns=["start", "end", "gain", "below"]))
