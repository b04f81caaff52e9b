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
    result = scoring.crps(quantiles[None], np.array([44.0]))[0]
    assert result == pytest.approx(exact, rel=0.02)
    row = pd.DataFrame([dict(zip(model.QUANTILES, quantiles, strict=True)) | {"actual": 60.0}])
    wide = [2 * 5 * ndtri(1 - a / 2) for a in (0.5, 0.2, 0.05)]
    over = [60 - 40 - w / 2 for w in wide]
    by_hand = (
        0.5 * 20 + sum(a / 2 * w + o for a, w, o in zip((0.5, 0.2, 0.05), wide, over, strict=True))
    ) / 3.5
    assert scoring.interval_score(row)[0] == pytest.approx(by_hand)


def test_each_quantile_counts_for_the_probabilities_nearest_to_it():
    """One miss of the quantile at 2.5% alone: its score times the probability from 0 to 3.75%, halfway to 5%."""
    quantiles = np.full((1, 15), 30.0)
    quantiles[0, 0] = 20.0
    assert scoring.crps(quantiles, np.array([30.0]))[0] == pytest.approx(2 * 0.025 * 10 * 0.0375)
    assert scoring.WEIGHTS.sum() == pytest.approx(1)


def test_forecasts_without_quantiles_have_no_scores():
    row = pd.DataFrame([dict.fromkeys(model.QUANTILES, np.nan) | {"actual": 60.0}])
    assert np.isnan(scoring.interval_score(row)).all()
    assert np.isnan(scoring.crps(row[model.QUANTILES].to_numpy(), np.array([60.0]))).all()


def test_an_infinite_interval_has_an_infinite_score():
    row = pd.DataFrame([dict.fromkeys(model.QUANTILES, 50.0) | {"q975": np.inf, "actual": 60.0}])
    assert scoring.interval_score(row).tolist() == [np.inf]
    assert scoring.crps(row[model.QUANTILES].to_numpy(), np.array([60.0])).tolist() == [np.inf]


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
    result = projection.backtest(synthetic_panel(5, 6), ["naive", "damped_trend"], horizons=[1, 2])
    # Six points: origins at the third, fourth, fifth; two years ahead from the first two of them.
    assert result.scores.set_index("model")["forecasts"].tolist() == [25, 25]
    assert result.by_horizon.query("model == 'naive'")["forecasts"].tolist() == [15, 10]
    assert result.by_points["points"].unique().tolist() == [3, 4, 5]
    assert result.scores.query("model == 'naive'")["crps_ratio"].item() == 1
    assert {"interval_score", "mae", "mase", "inside_50", "inside_80", "inside_95"} <= set(result.scores)


def test_backtest_uses_the_parameters_of_each_series():
    frame = synthetic_panel(4, 5)
    quick = P.shifted(1.0, 0.0)
    mapped = {s: (quick if s == "s03" else P) for s in frame["series"].unique()}
    ask = {"models": ["damped_trend"], "horizons": [1], "relearn": False}
    base, result = (
        projection.backtest(frame, params=P, **ask).forecasts,
        projection.backtest(frame, params=mapped, **ask).forecasts,
    )
    same = result["series"] != "s03"
    pd.testing.assert_frame_equal(base[same], result[same])
    assert (result.loc[~same, "q50"] > base.loc[~same, "q50"] + 2).all()


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
    result = projection.backtest(pd.concat(rows), ["damped_trend", "naive", "drift"], last_between=(5, 90))
    scores = result.scores.set_index("model")
    assert scores["crps"].idxmin() == "damped_trend" and scores["crps_ratio"]["damped_trend"] < 0.75
