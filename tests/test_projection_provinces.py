"""The projections of the provinces' own series."""

import time

import numpy as np
import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.measures import projection


@pytest.fixture(scope="module")
def provinces():
    rows = load.load_coverage(base="employed")
    return rows[rows["code"] != "00"].rename(columns={"code": "series"})[
        ["series", "date", "coverage", "workers"]
    ]


def test_provinces_take_less_than_a_second_with_learning(provinces):
    ask = {"until": "2045-12-31", "target": 43.92, "target_date": "2029-12-31"}
    projection.project(provinces, **ask)
    begun = time.process_time()
    fan, when = projection.project(provinces, **ask)
    assert time.process_time() - begun < 1
    assert len(when) == 34 and len(fan) == 34 * 21


def test_nation_starts_from_its_published_coverage_and_asks_for_the_planned_pace(provinces):
    found = projection.project_nation(
        provinces, until="2029-12-31", target=43.92, target_date="2029-12-31", draws=1000
    )
    row = found.attainment.iloc[0]
    # 39,207,829 members of 144,642,004 employed at the end of 2024: 27.11%, five years before the target.
    assert row["series"] == "00"
    assert row["pace_needed"] == pytest.approx((43.92 - 100 * 39_207_829 / 144_642_004) / 5, abs=1e-6)
    assert found.quantiles["series"].nunique() == 35
    last = found.quantiles[found.quantiles["date"] == "2025-12-31"].set_index("series")
    # Provinces differ more than their sum: the nation's fan is narrower than the typical province's.
    width = last["q90"] - last["q10"]
    assert width["00"] < width.drop("00").median()


def test_a_province_that_has_been_above_a_target_has_attained_it(provinces):
    _, when = projection.project(provinces, until="2029-12-31", target=43.92, target_date="2029-12-31")
    highest = provinces.groupby("series")["coverage"].max()
    done = when.set_index("series")["attainment_median"] <= pd.Timestamp("2024-12-31")
    assert set(done.index[done]) == set(highest.index[highest >= 43.92])


def test_backtest_of_the_provinces_is_possible_one_year_ahead(provinces):
    found = projection.backtest(
        provinces, ["damped_trend", "naive", "drift"], min_points=projection.least_points(provinces)
    )
    assert found.scores.set_index("model")["forecasts"].to_dict() == dict.fromkeys(
        ["damped_trend", "naive", "drift"], 34
    )
    assert np.isfinite(found.scores["crps"]).all()
