"""Scores by hand, and a backtest that does not look ahead."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import P, synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import model, scoring


def test_scores_by_hand():
    from scipy.integrate import quad
    from scipy.special import ndtr, ndtri

    quantiles = 40 + 5 * ndtri(model.LEVELS)
    exact = quad(lambda x: (ndtr((x - 40) / 5) - (x >= 44)) ** 2, 0, 100, points=[44])[0]
    found = scoring.crps(quantiles[None], np.array([44.0]))[0]
    assert found == pytest.approx(exact, rel=0.02)
    row = pd.DataFrame([dict(zip(model.QUANTILES, quantiles, strict=True)) | {"actual": 60.0}])
    wide = [2 * 5 * ndtri(1 - a / 2) for a in (0.5, 0.2, 0.05)]
    over = [60 - 40 - w / 2 for w in wide]
    by_hand = (
        0.5 * 20 + sum(a / 2 * w + o for a, w, o in zip((0.5, 0.2, 0.05), wide, over, strict=True))
    ) / 3.5
    assert scoring.interval_score(row)[0] == pytest.approx(by_hand)


def test_backtest_does_not_look_ahead():
    frame = synthetic_panel(8, 8)
    changed = frame.copy()
    late = changed["date"] > "2024-12-31"
    changed.loc[late, "coverage"] = 95.0
    ask = {"models": ["damped_trend", "linear"], "horizons": [1, 2]}
    before, after = (projection.backtest(f, **ask).forecasts for f in (frame, changed))
    known = before["origin"] <= "2024-12-31"
    assert known.any() and not known.all()
    pd.testing.assert_frame_equal(before.loc[known, model.QUANTILES], after.loc[known, model.QUANTILES])
    assert not before.loc[~known, "q50"].equals(after.loc[~known, "q50"])


def test_backtest_counts_what_it_scores():
    found = projection.backtest(synthetic_panel(5, 6), ["naive", "damped_trend"], horizons=[1, 2])
    # Six points: origins at the third, fourth, fifth; two years ahead from the first two of them.
    assert found.scores.set_index("model")["forecasts"].tolist() == [25, 25]
    assert found.by_horizon.query("model == 'naive'")["forecasts"].tolist() == [15, 10]
    assert found.by_points["points"].unique().tolist() == [3, 4, 5]
    assert found.scores.query("model == 'naive'")["crps_ratio"].item() == 1
    assert {"interval_score", "mae", "mase", "inside_50", "inside_80", "inside_95"} <= set(found.scores)


def test_backtest_uses_the_parameters_of_each_series():
    frame = synthetic_panel(4, 5)
    quick = P.shifted(1.0, 0.0)
    mapped = {s: (quick if s == "s03" else P) for s in frame["series"].unique()}
    ask = {"models": ["damped_trend"], "horizons": [1], "relearn": False}
    base, found = (
        projection.backtest(frame, params=P, **ask).forecasts,
        projection.backtest(frame, params=mapped, **ask).forecasts,
    )
    same = found["series"] != "s03"
    pd.testing.assert_frame_equal(base[same], found[same])
    assert (found.loc[~same, "q50"] > base.loc[~same, "q50"] + 2).all()


def test_default_beats_the_baselines_on_series_that_grow_and_level_off():
    rng = np.random.default_rng(2)
    years = np.arange(14)
    rows = []
    for i in range(40):
        rate, middle, top = rng.uniform(0.2, 0.6), rng.uniform(2, 9), rng.uniform(70, 95)
        curve = top / (1 + np.exp(-rate * (years - middle))) + np.cumsum(rng.normal(0, 1.0, 14))
        rows.append(
            pd.DataFrame(
                {
                    "series": f"synthetic_{i}",
                    "date": pd.date_range("2005-12-31", periods=14, freq="YE"),
                    "coverage": np.clip(curve, 1, 99).round(),
                }
            )
        )
    found = projection.backtest(pd.concat(rows), ["damped_trend", "naive", "drift"], last_between=(5, 90))
    scores = found.scores.set_index("model")
    assert scores["crps"].idxmin() == "damped_trend" and scores["crps_ratio"]["damped_trend"] < 0.75
