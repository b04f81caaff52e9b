"""Paces are arithmetic."""

import numpy as np
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


def test_points_within_half_a_year_have_no_pace():
    """A point a day before another made 183 points a year."""
    day = one(["2024-12-30", "2024-12-31"], [20.0, 20.5])
    _, when = projection.project(day, until="2029-12-31", target=40, target_date="2029-12-31")
    assert np.isnan(when["recent_pace"][0]) and np.isnan(when["pace_multiple"][0])
    half = one(["2024-12-31", "2025-06-30"], [20.0, 21])
    _, when = projection.project(half, until="2029-12-31", target=40, target_date="2029-12-31")
    assert when["recent_pace"][0] == pytest.approx(2, abs=0.03)
    with pytest.raises(
        projection.PanelError, match="'drift' needs figures that span half a year; those of 'a' span 1 day"
    ):
        projection.project(day, until="2029-12-31", model="drift")


def test_an_older_point_gives_a_pace_to_two_of_neighbouring_days():
    frame = one(["2022-12-31", "2024-12-30", "2024-12-31"], [20.0, 24, 24.5])
    _, when = projection.project(frame, until="2029-12-31", target=40, target_date="2029-12-31")
    assert when["recent_pace"][0] == pytest.approx(2.25)


@pytest.mark.parametrize("pace", [float("nan"), float("inf"), "fast", None])
def test_a_pace_that_is_none_is_refused(pace):
    with pytest.raises(projection.PanelError, match=f"pace is {pace!r}; expected points a year"):
        projection.at_pace(one(["2023", "2024"], [20.0, 22]), target=40, pace=pace)


def test_a_series_without_a_pace_is_not_said_to_miss_its_target():
    frame = one(["2024-12-31"], [20.0])
    row = projection.at_pace(frame, target=40, target_date="2029-12-31", pace="recent").iloc[0]
    assert pd.isna(row["reached_by_target_date"]) and np.isnan(row["coverage_at_target_date"])
