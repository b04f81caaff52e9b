"""Simple forecasts, by hand and through the same function as the default model."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import one, synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import baselines, model


@pytest.mark.parametrize("name", list(baselines.BASELINES))
def test_every_baseline_can_be_chosen_as_model(name):
    dates = pd.date_range("2013-12-31", periods=12, freq="YE")
    frame = one(dates, [10.0, 12, 15, 16, 20, 21, 25, 27, 28, 32, 33, 36])
    fan, when = projection.project(frame, until="2029-12-31", target=50, target_date="2029-12-31", model=name)
    q = fan[model.QUANTILES].to_numpy()
    assert list(fan.columns) == ["series", "date", *model.QUANTILES]
    assert np.isfinite(q).all() and (np.diff(q, axis=1) >= 0).all() and q.min() >= 0 and q.max() <= 100
    assert 0 <= when["probability_by_target_date"][0] <= 1
    expected = {"naive": 36.0}.get(name)
    assert fan["q50"].iloc[0] == pytest.approx(expected, abs=0.01) if expected else fan["q50"].iloc[-1] > 40


def test_baselines_by_hand():
    when, y, ahead = np.array([-2.0, -1, 0]), np.array([10.0, 13, 14]), np.array([1.0, 4])
    naive, drift = baselines.naive(when, y, ahead), baselines.drift(when, y, ahead)
    assert naive[7].tolist() == [14, 14]
    spread = np.sqrt((9 + 1) / 2) * np.sqrt(4) * 1.2815515655
    assert naive[12, 1] - naive[7, 1] == pytest.approx(spread, rel=1e-6)
    assert drift[7].tolist() == [16, 22]
    slope, level = np.polyfit(when, y, 1)
    assert baselines.linear(when, y, ahead)[7] == pytest.approx(level + slope * ahead)


def test_ets_refuses_short_series():
    fan = projection.project(synthetic_panel(1), until="2026-12-31", model="damped_ets").quantiles
    assert fan[model.QUANTILES].isna().all().all()
