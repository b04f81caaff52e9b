"""Simple forecasts, by hand, against statsmodels, and through the same function as the default model."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import one, synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import QUANTILES, baselines

TWELVE = [10.0, 12, 15, 16, 20, 21, 25, 27, 28, 32, 33, 36]


@pytest.mark.parametrize("name", list(baselines.BASELINES))
def test_every_baseline_can_be_chosen_as_model(name):
    frame = one(pd.date_range("2013-12-31", periods=12, freq="YE"), TWELVE)
    fan, when = projection.project(frame, until="2029-12-31", target=50, target_date="2029-12-31", model=name)
    q = fan[QUANTILES].to_numpy()
    assert list(fan.columns) == ["series", "date", *QUANTILES]
    assert np.isfinite(q).all() and (np.diff(q, axis=1) >= 0).all() and q.min() >= 0 and q.max() <= 100
    row = when.iloc[0]
    assert 0 < row["probability_at_target_date"] <= row["probability_ever_by_target_date"] <= 1
    if name == "naive":
        assert fan["q50"].iloc[0] == pytest.approx(36, abs=0.01)
    else:
        assert 40 < fan["q50"].iloc[-1] < 60


def test_baselines_by_hand():
    when, y, ahead = np.array([[-2.0, -1, 0]]), np.array([[10.0, 13, 14]]), np.array([[1.0, 4]])
    (last, naive_sd), (grown, _), (line, line_sd) = (
        fit(when, y, ahead) for fit in (baselines.naive, baselines.drift, baselines.line)
    )
    assert last.tolist() == [[14, 14]] and grown.tolist() == [[16, 22]]
    assert naive_sd[0, 1] == pytest.approx(np.sqrt((9 + 1) / 2) * 2)
    slope, level = np.polyfit(when[0], y[0], 1)
    assert line[0] == pytest.approx(level + slope * ahead[0])
    # The spread of a new observation four years on: residuals 1/3, -2/3, 1/3 leave a variance of 2/3 for one degree of freedom.
    assert line_sd[0, 1] == pytest.approx(np.sqrt(2 / 3 * (1 + 1 / 3 + 25 / 2)))


def test_a_drift_of_two_points_is_not_certain():
    when, ahead = np.array([[-1.0, 0]]), np.array([[1.0]])
    middle, sd = baselines.drift(when, np.array([[10.0, 14]]), ahead)
    assert middle[0, 0] == 18 and sd[0, 0] == pytest.approx(4 * np.sqrt(2))


WANDERING = [
    np.round(20 + np.cumsum(np.random.default_rng(seed).normal(1, 1.5, 12)), 1).tolist() for seed in (3, 8)
]


@pytest.mark.parametrize("points", [TWELVE, *WANDERING], ids=["steady", "lively", "turning"])
def test_models_of_a_trend_forecast_what_statsmodels_does(points):
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    y, steps = np.array(points), np.array([[1.0, 2, 3, 4, 5]])
    when = np.arange(-11.0, 1)[None]
    trend = UnobservedComponents(y, "lltrend").fit(disp=False, maxiter=500).get_forecast(5)
    mean, sd = baselines.local_linear_trend(when, y[None], steps)
    assert mean[0] == pytest.approx(trend.predicted_mean, abs=0.3)
    assert sd[0] == pytest.approx(trend.se_mean, rel=0.1)
    fit = ETSModel(pd.Series(y), error="add", trend="add", damped_trend=True).fit(disp=False, maxiter=1000)
    damped = fit.get_prediction(start=12, end=16)
    mean, sd = baselines.damped_ets(when, y[None], steps)
    assert mean[0] == pytest.approx(np.asarray(damped.predicted_mean), abs=0.3)
    # Ours divides by the ten points that are left after the start, theirs by all twelve.
    assert sd[0] == pytest.approx(np.sqrt(np.asarray(damped.forecast_variance) * 12 / 10), rel=0.06)


@pytest.mark.parametrize(
    ("name", "points"), [("drift", 2), ("linear", 3), ("local_linear_trend", 4), ("damped_ets", 8)]
)
def test_a_model_that_cannot_be_fitted_says_so(name, points):
    """It is refused, and in a backtest missing: never another model under its name."""
    short = synthetic_panel(1, points - 1)
    with pytest.raises(
        projection.PanelError, match=f"'{name}' needs {points} figures of a series; 's00' has {points - 1}"
    ):
        projection.project(short, until="2035-12-31", model=name)
    batch = projection.prepare(short).batch
    assert np.isnan(baselines.forecast(name, batch, np.array([[1.0]]))).all()
    projection.project(synthetic_panel(1, points), until="2035-12-31", model=name)


@pytest.mark.parametrize(
    ("alpha", "beta", "damping"), [(0.5, 0.15, 0.9), (0.35, 0.01, 0.8), (0.98, 0.9, 0.98)]
)
def test_the_spread_of_a_damped_trend_adds_up_its_innovations(alpha, beta, damping):
    """An innovation moves the level by alpha, and by beta times the damped steps since."""
    moves = [1.0, *(alpha + beta * sum(damping**k for k in range(1, j + 1)) for j in range(1, 8))]
    expected = np.cumsum(np.square(moves))
    assert baselines.ets_spread(alpha, beta, damping, np.arange(1.0, 9)) == pytest.approx(expected)


def test_a_series_that_never_moves_stays_where_it_is():
    frame = one(pd.date_range("2013-12-31", periods=12, freq="YE"), [20.0] * 12)
    for name in baselines.BASELINES:
        fan = projection.project(frame, until="2027-12-31", model=name).quantiles
        assert fan["q50"].to_numpy() == pytest.approx(20, abs=1e-3), name
