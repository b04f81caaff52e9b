"""Well-known simple forecasts under the same interface, to compare the default model with."""

from collections.abc import Callable
from typing import Any

import numpy as np

from coverage_lib.measures.projection.checks import PanelError
from coverage_lib.measures.projection.model import LEVELS, QUANTILES, percent
from coverage_lib.measures.projection.panel import Batch
from coverage_lib.measures.projection.times import Array

LEAST_SD = 0.3
LEAST_POINTS_ETS = 8


def forecast(model: str, batch: Batch, years: Array) -> Array:
    """Quantiles of a baseline.

    Parameters
    ----------
    model : str
        A key of :data:`BASELINES`.
    batch : Batch
        N series.
    years : array, shape (T,)
        When to forecast.

    Returns
    -------
    array, shape (15, N, T)
        Percent; NaN where the model cannot be fitted to a series, and on dates not after its last point.
    """
    if model not in BASELINES:
        raise PanelError([f"model is {model!r}; expected one of: damped_trend, {', '.join(BASELINES)}."])
    quantiles = np.full((len(QUANTILES), len(batch.y), len(years)), np.nan, np.float32)
    ahead = years[None] - batch.last_years[:, None]
    for i, n in enumerate(batch.points):
        future = ahead[i] > 0
        if future.any():
            when = batch.years[i, :n] - batch.years[i, n - 1]
            y = np.clip(batch.coverage[i, :n], 0, 100)
            quantiles[:, i, future] = BASELINES[model](when, y, ahead[i, future])
    return quantiles


def normal(mean: Array, sd: Array) -> Array:
    """Normal quantiles within 0 and 100, shape (15, H)."""
    from scipy.special import ndtri

    return np.clip(mean + ndtri(LEVELS)[:, None] * np.maximum(sd, LEAST_SD), 0, 100)


def naive(when: Array, y: Array, ahead: Array) -> Array:
    """The last value; the spread of a random walk."""
    gaps = np.diff(when)
    apart = gaps > 0
    sd = np.sqrt(np.mean(np.diff(y)[apart] ** 2 / gaps[apart])) if apart.any() else 0.0
    return normal(np.full(len(ahead), y[-1]), sd * np.sqrt(ahead))


def drift(when: Array, y: Array, ahead: Array) -> Array:
    """A random walk with the mean change from the first point to the last."""
    gaps, span = np.diff(when), when[-1] - when[0]
    if span <= 0:
        return naive(when, y, ahead)
    slope = (y[-1] - y[0]) / span
    apart = gaps > 0
    residual = np.sum((np.diff(y) - slope * gaps)[apart] ** 2 / gaps[apart])
    sd = np.sqrt(residual / max(apart.sum() - 1, 1))
    return normal(y[-1] + slope * ahead, sd * np.sqrt(ahead * (1 + ahead / span)))


def linear(when: Array, y: Array, ahead: Array) -> Array:
    """A straight line through the points (ordinary least squares)."""
    line = _line(when, y, ahead)
    return naive(when, y, ahead) if line is None else normal(*line)


def logit_linear(when: Array, y: Array, ahead: Array) -> Array:
    """A straight line through the logits (ordinary least squares)."""
    inside = np.clip(y, 0.5, 99.5)
    line = _line(when, np.log(inside / (100 - inside)), ahead)
    if line is None:
        return naive(when, y, ahead)
    from scipy.special import ndtri

    mean, sd = line
    return percent(mean + ndtri(LEVELS)[:, None] * np.maximum(sd, 0.01))


def _line(when: Array, y: Array, ahead: Array) -> tuple[Array, Array] | None:
    """Mean and spread of a new observation on the fitted line; None below three points or on a single date."""
    if len(y) < 3 or np.ptp(when) <= 0:
        return None
    import statsmodels.api as sm

    fit = sm.OLS(y, sm.add_constant(when)).fit()
    prediction = fit.get_prediction(np.column_stack([np.ones(len(ahead)), ahead]))
    return prediction.predicted_mean, np.sqrt(prediction.var_pred_mean + fit.scale)


def local_linear_trend(when: Array, y: Array, ahead: Array) -> Array:
    """Statsmodels' local linear trend on the points as if evenly spaced; the last value below four points."""
    if len(y) < 4 or np.ptp(y) == 0:
        return naive(when, y, ahead)
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def fitted(steps: int) -> tuple[Array, Array]:
        prediction = UnobservedComponents(y, "lltrend").fit(disp=False, maxiter=50).get_forecast(steps)
        return prediction.predicted_mean, prediction.se_mean

    return _steps(when, y, ahead, fitted)


def damped_ets(when: Array, y: Array, ahead: Array) -> Array:
    """Statsmodels' ETS with a damped additive trend, where there are eight points; NaN below."""
    if len(y) < LEAST_POINTS_ETS or np.ptp(y) == 0:
        return np.full((len(LEVELS), len(ahead)), np.nan)
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    def fitted(steps: int) -> tuple[Array, Array]:
        fit = ETSModel(pd.Series(y), error="add", trend="add", damped_trend=True).fit(disp=False, maxiter=100)
        prediction = fit.get_prediction(start=len(y), end=len(y) + steps - 1)
        return prediction.predicted_mean, np.sqrt(prediction.forecast_variance)

    return _steps(when, y, ahead, fitted)


def _steps(when: Array, y: Array, ahead: Array, fitted: Callable[[int], tuple[Array, Array]]) -> Array:
    """The forecast of a model of evenly spaced points: in steps of the mean gap, with straight lines between them."""
    import warnings

    gap = np.ptp(when) / (len(y) - 1)
    if gap <= 0:
        return naive(when, y, ahead)
    steps = int(np.ceil(ahead.max() / gap)) + 1
    with warnings.catch_warnings():
        # Short series make the optimisers of statsmodels complain; the forecast is scored as it comes.
        warnings.simplefilter("ignore")
        mean, sd = fitted(steps)
    at = np.arange(1, steps + 1) * gap
    return normal(
        np.interp(ahead, np.r_[0, at], np.r_[y[-1], np.asarray(mean)]),
        np.interp(ahead, np.r_[0, at], np.r_[0, np.nan_to_num(np.asarray(sd))]),
    )


BASELINES: dict[str, Callable[[Any, Any, Any], Any]] = {
    "naive": naive,
    "drift": drift,
    "linear": linear,
    "logit_linear": logit_linear,
    "local_linear_trend": local_linear_trend,
    "damped_ets": damped_ets,
}
