"""Scores by hand, and a backtest that does not look ahead."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import LEVELS, QUANTILES, scoring
from coverage_lib.measures.projection.class_prior import class_prior


def test_scores_by_hand():
    from scipy.integrate import quad
    from scipy.special import ndtr, ndtri

    quantiles = 40 + 5 * ndtri(LEVELS)
    exact = quad(lambda x: (ndtr((x - 40) / 5) - (x >= 44)) ** 2, 0, 100, points=[44])[0]
    result = scoring.crps(quantiles[None], np.array([44.0]))[0]
    assert result == pytest.approx(exact, rel=0.02)
    row = pd.DataFrame([dict(zip(QUANTILES, quantiles, strict=True)) | {"actual": 60.0}])
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
    row = pd.DataFrame([dict.fromkeys(QUANTILES, np.nan) | {"actual": 60.0}])
    assert np.isnan(scoring.interval_score(row)).all()
    assert np.isnan(scoring.crps(row[QUANTILES].to_numpy(), np.array([60.0]))).all()


def test_an_infinite_interval_has_an_infinite_score():
    row = pd.DataFrame([dict.fromkeys(QUANTILES, 50.0) | {"q975": np.inf, "actual": 60.0}])
    assert scoring.interval_score(row).tolist() == [np.inf]
    assert scoring.crps(row[QUANTILES].to_numpy(), np.array([60.0])).tolist() == [np.inf]


def test_backtest_does_not_look_ahead():
    frame = synthetic_panel(8, 8)
    changed = frame.copy()
    late = changed["date"] > "2024-12-31"
    changed.loc[late, "coverage"] = 95.0
    ask = {"models": ["class_prior", "linear"], "horizons": [1, 2]}
    before, after = (projection.backtest(f, **ask).forecasts for f in (frame, changed))
    known = before["origin"] <= "2024-12-31"
    assert known.any() and not known.all()
    pd.testing.assert_frame_equal(before.loc[known, QUANTILES], after.loc[known, QUANTILES])
    assert not before.loc[~known, "q50"].equals(after.loc[~known, "q50"])


def test_backtest_counts_what_it_scores():
    result = projection.backtest(synthetic_panel(5, 6), ["naive", "class_prior"], horizons=[1, 2])
    # Six points: origins at the third, fourth, fifth; two years ahead from the first two of them.
    assert result.scores.set_index("model")["forecasts"].tolist() == [25, 25]
    assert result.by_horizon.query("model == 'naive'")["forecasts"].tolist() == [15, 10]
    assert result.by_points["points"].unique().tolist() == [3, 4, 5]
    assert result.scores.query("model == 'naive'")["crps_ratio"].item() == 1
    assert {"interval_score", "mae", "mase", "inside_50", "inside_80", "inside_95"} <= set(result.scores)


def test_a_backtest_starts_from_the_prior_that_is_given():
    frame = synthetic_panel(4, 5)
    quick = replace(class_prior(), drift=0.5)
    ask = {"models": ["class_prior", "naive"], "horizons": [1]}
    base, result = (
        projection.backtest(frame, **ask).forecasts,
        projection.backtest(frame, prior=quick, **ask).forecasts,
    )
    ours = result["model"] == "class_prior"
    pd.testing.assert_frame_equal(base[~ours], result[~ours])
    assert (result.loc[ours, "q50"] > base.loc[ours, "q50"] + 2).all()


def test_a_model_that_could_make_no_forecast_takes_none_from_the_others():
    """Five points are too few for ETS and enough for a trend from the fourth on."""
    models = ["class_prior", "naive", "local_linear_trend", "damped_ets"]
    scores = projection.backtest(synthetic_panel(3, 5), models, horizons=[1]).scores.set_index("model")
    assert scores.loc[models[:3], "forecasts"].tolist() == [3, 3, 3]
    assert "damped_ets" not in scores.index or np.isnan(scores.loc["damped_ets", "crps"])


def test_a_model_that_is_none_is_refused():
    with pytest.raises(projection.PanelError, match="model is 'crystal'"):
        projection.backtest(synthetic_panel(3, 5), ["crystal"])


def test_a_long_monthly_series_is_scored_in_seconds():
    """It took ten minutes when each window of each simple rule was fitted by itself."""
    rng = np.random.default_rng(0)
    dates = pd.date_range("2005-01-31", periods=200, freq="ME")
    frame = pd.DataFrame({"series": "a", "date": dates, "coverage": 40 + rng.normal(0, 0.4, 200).cumsum()})
    begun = time.process_time()
    scores = projection.backtest(frame).scores
    assert len(scores) == 7 and scores["crps"].notna().all()
    assert time.process_time() - begun < 10


def test_default_beats_the_baselines_on_series_like_those_of_its_class():
    """Random walks on the logit with drifts and rare jumps of the size that social insurance has."""
    rng, prior = np.random.default_rng(2), class_prior()
    n, points = 150, 12
    scale = prior.scale * np.exp(rng.normal(0, 0.5, (n, 1)))
    jump = (rng.random((n, points)) < prior.jump_rate) * prior.jump_ratio
    shocks = scale * np.sqrt(1 + jump**2) * rng.normal(size=(n, points))
    y = rng.normal(-0.8, 0.7, (n, 1)) + np.cumsum(
        rng.normal(prior.drift, prior.drift_sd, (n, 1)) + shocks, axis=1
    )
    frame = pd.DataFrame(
        {
            "series": np.repeat([f"synthetic_{i}" for i in range(n)], points),
            "date": np.tile(pd.date_range("2005-12-31", periods=points, freq="YE"), n),
            "coverage": (100 / (1 + np.exp(-y))).round(1).ravel(),
        }
    )
    scores = projection.backtest(frame, ["class_prior", "naive", "drift"], max_points=5).scores.set_index(
        "model"
    )
    assert scores["crps"].idxmin() == "class_prior" and scores.loc["class_prior", "crps_ratio"] < 0.97
    assert scores.loc["class_prior", "inside_80"] == pytest.approx(80, abs=5)
