"""Paces are arithmetic."""

import pandas as pd
import pytest
from synthetic_panels import one

from coverage_lib.measures import projection


def test_pace_is_arithmetic():
    frame = one(["2022-12-31", "2023-12-31", "2024-12-31"], [20.0, 23, 30], workers=[1e6, 1e6, 1e6])
    _, when = projection.project(frame, until="2034-12-31", target=50, target_date="2034-12-31")
    row = when.iloc[0]
    assert row.recent_pace == pytest.approx(5)
    assert row.pace_needed == pytest.approx(2) and row.pace_multiple == pytest.approx(0.4)
    # 20% of a million in 120 months.
    assert row.net_new_members_per_month == pytest.approx(200_000 / 120)


def test_workforce_growth_raises_the_members_needed():
    grown = one(["2022-12-31", "2024-12-31"], [20.0, 30], workers=[1e6, 1.0404e6])
    _, when = projection.project(grown, until="2025-12-31", target=40, target_date="2025-12-31")
    then = 1.0404e6 * 1.02
    assert when["workers_at_target_date"][0] == pytest.approx(then)
    assert when["net_new_members_per_month"][0] == pytest.approx((0.4 * then - 0.3 * 1.0404e6) / 12)


def test_at_the_pace_of_the_best_quarter():
    frame = pd.concat(
        [
            one(["2022-12-31", "2024-12-31"], [20.0, 20 + 2 * p]).assign(series=f"p{p}")
            for p in (1, 2, 3, 4, 5, 6, 7, 9)
        ]
    )
    fast = projection.at_pace(frame, target=40, target_date="2026-12-31", pace="best_quarter").set_index(
        "series"
    )
    assert fast["pace"].to_numpy() == pytest.approx(8)
    assert (
        fast["reached_by_target_date"].to_dict()["p3"] and not fast["reached_by_target_date"].to_dict()["p1"]
    )
    own = projection.at_pace(frame, target=40, target_date="2026-12-31", pace="recent").set_index("series")
    assert abs((own["attainment"]["p9"] - pd.Timestamp("2025-03-22")).days) < 10
    assert projection.at_pace(frame, target=40, pace=-1.0)["attainment"].isna().all()
