"""Well-known simple forecasts under the same interface, to compare the default model with.

All series of one length are fitted at once. The models with parameters to be found (local linear trend, damped trend) are linear
in the points once their ratios of variances or smoothing weights are given: these are looked for on a grid, and the rest is
least squares.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from coverage_lib.measures.projection.link import logit, percent
from coverage_lib.measures.projection.pace import LEAST_YEARS
from coverage_lib.measures.projection.panel import Batch
from coverage_lib.measures.projection.predictive import LEVELS
from coverage_lib.measures.projection.times import Array

LEAST_SD = 0.3
LEAST_SD_LOGIT = 0.01
#: The models of evenly spaced points look no further back than this.
MOST_POINTS = 120
#: Series of one length that are fitted at a time.
BLOCK = 1_000
#: Ratios of the variances of level and of slope to that of the observation.
RATIOS = np.r_[0, np.geomspace(1e-3, 100, 11)]
#: Smoothing weight of the level, that of the trend as a share of it, and damping a step.
WEIGHTS = (
    np.array([0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.98]),
    np.array([0.01, 0.1, 0.3, 0.6, 0.95]),
    np.array([0.8, 0.85, 0.9, 0.95, 0.98]),
)
#: Sums of squares below this are 0: a line fits the points exactly.
EXACT = 1e-9

#: Mean and standard deviation, shape (N, T), from years (N, P) before the last of P points, their values (N, P), and years ahead (N, T).
Fit = Callable[[Array, Array, Array], tuple[Array, Array]]


class Baseline(NamedTuple):
    """A simple forecast: how it is fitted, from how many points, and whether on the logit.

    One that needs more than one point needs points that span half a year: a day tells no pace.
    """

    fit: Fit
    least_points: int
    on_logit: bool = False


def forecast(model: str, batch: Batch, ahead: Array) -> Array:
    """Quantiles of a baseline.

    Parameters
    ----------
    model : str
        A key of :data:`BASELINES`.
    batch : Batch
        N series.
    ahead : array, shape (N, T)
        Years after each series' last point.

    Returns
    -------
    array, shape (N, T, 15), float32
        Percent; NaN for a series with fewer points than the model needs, and where `ahead` is not above 0.
    """
    baseline = BASELINES[model]
    out = np.full((*ahead.shape, len(LEVELS)), np.nan, np.float32)
    able = [not problem for problem in problems(model, batch)]
    for points in np.unique(batch.points[able]):
        rows = np.flatnonzero(able & (batch.points == points))
        for part in np.array_split(rows, -(-len(rows) // BLOCK)):
            when = batch.years[part, :points] - batch.last_years[part, None]
            values = np.clip(batch.coverage[part, :points], 0, 100)
            y = logit(values) if baseline.on_logit else values
            mean, sd = baseline.fit(when, y, np.maximum(ahead[part], 0))
            least = LEAST_SD_LOGIT if baseline.on_logit else LEAST_SD
            spread = mean[:, :, None] + ndtri(LEVELS) * np.maximum(sd, least)[:, :, None]
            out[part] = percent(spread) if baseline.on_logit else np.clip(spread, 0, 100)
    out[~(ahead > 0)] = np.nan
    return out


def problems(model: str, batch: Batch) -> list[str]:
    """Why a baseline cannot be fitted, a sentence for each series; empty where it can."""
    least, span = BASELINES[model].least_points, batch.last_years - batch.years[:, 0]
    short = (span < LEAST_YEARS) & (least > 1)
    said = [""] * len(span)
    for k in np.flatnonzero(short | (batch.points < least)):
        name = repr(batch.names[k])
        if batch.points[k] < least:
            said[k] = f"model {model!r} needs {least} figures of a series; {name} has {batch.points[k]}."
        else:
            days = round(span[k] * 365.25)
            said[k] = (
                f"model {model!r} needs figures that span half a year; those of {name} span {days} day{'s' * (days > 1)}."
            )
    return said


def naive(when: Array, y: Array, ahead: Array) -> tuple[Array, Array]:
    """The last value; the spread of a random walk."""
    variance = np.zeros(len(y))
    if y.shape[1] > 1:
        variance = (np.diff(y, axis=1) ** 2 / np.diff(when, axis=1)).mean(axis=1)
    return np.repeat(y[:, -1:], ahead.shape[1], axis=1), np.sqrt(variance[:, None] * ahead)


def drift(when: Array, y: Array, ahead: Array) -> tuple[Array, Array]:
    """A random walk with the mean change from the first point to the last; of two points, with the spread of the last value's."""
    span = -when[:, :1]
    slope = (y[:, -1:] - y[:, :1]) / span
    passed = np.diff(when, axis=1)
    # Two points leave nothing between them and the line, which does not make it certain.
    left = np.diff(y, axis=1) - (slope * passed if y.shape[1] > 2 else 0)
    variance = (left**2 / passed).sum(axis=1, keepdims=True) / max(y.shape[1] - 2, 1)
    return y[:, -1:] + slope * ahead, np.sqrt(variance * ahead * (1 + ahead / span))


def line(when: Array, y: Array, ahead: Array) -> tuple[Array, Array]:
    """A straight line through the points (ordinary least squares), and the spread of a new observation."""
    points = y.shape[1]
    middle, level = when.mean(axis=1, keepdims=True), y.mean(axis=1, keepdims=True)
    squares = ((when - middle) ** 2).sum(axis=1, keepdims=True)
    slope = ((when - middle) * (y - level)).sum(axis=1, keepdims=True) / squares
    left = y - level - slope * (when - middle)
    variance = (left**2).sum(axis=1, keepdims=True) / (points - 2)
    away = ahead - middle
    return level + slope * away, np.sqrt(variance * (1 + 1 / points + away**2 / squares))


def local_linear_trend(when: Array, y: Array, ahead: Array) -> tuple[Array, Array]:
    """A local linear trend of the points as if evenly spaced, its variances by maximum likelihood.

    References
    ----------
    Harvey, A. C. (1989). *Forecasting, Structural Time Series Models and the Kalman Filter*. Cambridge.
    """
    y, steps = _evenly_spaced(when, y, ahead)
    grid = _trend_grid(y.shape[1])
    squares = np.maximum(((y @ grid.residual) ** 2).sum(axis=2), EXACT)
    freedom = y.shape[1] - 2
    best = (freedom * np.log(squares) + grid.log_determinant[:, None]).argmin(axis=0)
    row = np.arange(len(y))
    state = np.einsum("nij,nj->ni", grid.state[best], y)
    variance = (squares[best, row] / freedom * (squares[best, row] > EXACT))[:, None]
    level, slope, both = (grid.spread[best][:, i, j, None] for i, j in ((0, 0), (1, 1), (0, 1)))
    noise, wander, turn = (grid.variances[best, k, None] for k in range(3))
    spread = level + 2 * steps * both + steps**2 * slope + noise + wander * steps
    spread += turn * np.maximum((steps - 1) * steps * (2 * steps - 1) / 6, 0)
    return state[:, :1] + steps * state[:, 1:], np.sqrt(variance * spread)


class _TrendGrid(NamedTuple):
    """For G ratios of variances and P points: what is linear in the points.

    ``variances`` (G, 3) of observation, level and slope; ``residual`` (G, P, P - 2), whose squares with the points add up to the
    generalised least squares; ``log_determinant`` (G,) of the restricted likelihood; ``state`` (G, 2, P), level and slope at
    the last point; ``spread`` (G, 2, 2), their covariance.
    """

    variances: Array
    residual: Array
    log_determinant: Array
    state: Array
    spread: Array


@cache
def _trend_grid(points: int) -> _TrendGrid:
    ratios = (
        [(1.0, a, b) for a in RATIOS for b in RATIOS] + [(0.0, 1.0, b) for b in RATIOS] + [(0.0, 0.0, 1.0)]
    )
    t = np.arange(points, dtype=float)
    design = np.column_stack([np.ones(points), t])
    # What each past innovation adds to the level and to the slope at each point.
    level_moves = (t[:, None] > t[None, :]).astype(float)
    slope_moves = np.maximum(t[:, None] - 1 - t[None, :], 0.0)
    parts = []
    for noise, wander, turn in ratios:
        of_state = np.hstack([np.sqrt(wander) * level_moves, np.sqrt(turn) * slope_moves])
        last = np.stack([of_state[-1], np.hstack([np.zeros(points), np.sqrt(turn) * (t < points - 1)])])
        covariance = of_state @ of_state.T + noise * np.eye(points)
        covariance += 1e-9 * np.trace(covariance) / points * np.eye(points)
        inverse = np.linalg.inv(covariance)
        information = design.T @ inverse @ design
        beta = np.linalg.solve(information, design.T @ inverse)
        projection = inverse - inverse @ design @ beta
        value, vector = np.linalg.eigh((projection + projection.T) / 2)
        gain = last @ of_state.T @ inverse
        last_design = np.array([[1.0, points - 1], [0.0, 1.0]])
        left = last_design - gain @ design
        spread = last @ last.T - gain @ of_state @ last.T + left @ np.linalg.inv(information) @ left.T
        determinant = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
        residual = vector[:, 2:] * np.sqrt(np.maximum(value[2:], 0))
        parts.append((np.array([noise, wander, turn]), residual, determinant, gain + left @ beta, spread))
    return _TrendGrid(*(np.array(part) for part in zip(*parts, strict=True)))


def damped_ets(when: Array, y: Array, ahead: Array) -> tuple[Array, Array]:
    """Exponential smoothing with additive errors and a damped additive trend, of the points as if evenly spaced.

    References
    ----------
    Hyndman, R. J., Koehler, A. B., Ord, J. K. and Snyder, R. D. (2008). *Forecasting with Exponential Smoothing*, ch. 6.
    """
    y, steps = _evenly_spaced(when, y, ahead)
    grid = _ets_grid(y.shape[1])
    squares = np.maximum(((y @ grid.residual) ** 2).sum(axis=2), EXACT)
    best = squares.argmin(axis=0)
    row = np.arange(len(y))
    state = np.einsum("nij,nj->ni", grid.state[best], y)
    variance = (squares[best, row] / (y.shape[1] - 2) * (squares[best, row] > EXACT))[:, None]
    alpha, beta, damping = (grid.weights[best, k, None] for k in range(3))
    h = np.maximum(steps, 1)
    # Within the first step the forecast moves from the last point towards its first value.
    within = np.minimum(steps, 1)
    mean = state[:, :1] + damping * (1 - damping**h) / (1 - damping) * state[:, 1:]
    spread = ets_spread(alpha, beta, damping, h)
    return y[:, -1:] + within * (mean - y[:, -1:]), np.sqrt(variance * spread * within)


def ets_spread(alpha: Array, beta: Array, damping: Array, steps: Array) -> Array:
    """Variance of a damped trend `steps` ahead, as a multiple of that of one step (Hyndman et al., table 6.1)."""
    faded, rest = damping**steps, 1 - damping
    trend = beta * damping
    spread = 1 + alpha**2 * (steps - 1) + trend * steps / rest**2 * (2 * alpha * rest + trend)
    last = 2 * alpha * (1 - damping**2) + trend * (1 + 2 * damping - faded)
    return np.asarray(spread - trend * (1 - faded) / (rest**2 * (1 - damping**2)) * last)


class _EtsGrid(NamedTuple):
    """For G weights and P points: ``weights`` (G, 3), ``residual`` (G, P, P - 2) and ``state`` (G, 2, P) as for the trend."""

    weights: Array
    residual: Array
    state: Array


@cache
def _ets_grid(points: int) -> _EtsGrid:
    parts = []
    for alpha, share, damping in np.array(np.meshgrid(*WEIGHTS, indexing="ij")).reshape(3, -1).T:
        beta = alpha * share
        see = np.array([1.0, damping])
        gain = np.array([alpha, beta])
        keep = np.array([[1.0, damping], [0.0, damping]]) - np.outer(gain, see)
        # Errors are of_points @ y - of_start @ start, and so is the state.
        state_points, state_start = np.zeros((2, points)), np.eye(2)
        of_points, of_start = np.eye(points), np.zeros((points, 2))
        for t in range(points):
            of_points[t] -= see @ state_points
            of_start[t] = see @ state_start
            state_points, state_start = keep @ state_points, keep @ state_start
            state_points[:, t] += gain
        start = np.linalg.pinv(of_start) @ of_points
        errors = of_points - of_start @ start
        # The errors lie in P - 2 dimensions, since two are used up by the start.
        _, value, rows = np.linalg.svd(errors)
        residual = (value[:, None] * rows)[: points - 2].T
        parts.append((np.array([alpha, beta, damping]), residual, state_points + state_start @ start))
    return _EtsGrid(*(np.array(part) for part in zip(*parts, strict=True)))


def _evenly_spaced(when: Array, y: Array, ahead: Array) -> tuple[Array, Array]:
    """The latest points, and the years ahead in steps of the mean distance between all points."""
    gap = -when[:, :1] / (y.shape[1] - 1)
    return y[:, -MOST_POINTS:], ahead / gap


BASELINES: dict[str, Baseline] = {
    "naive": Baseline(naive, 1),
    "drift": Baseline(drift, 2),
    "linear": Baseline(line, 3),
    "logit_linear": Baseline(line, 3, on_logit=True),
    "local_linear_trend": Baseline(local_linear_trend, 4),
    "damped_ets": Baseline(damped_ets, 8),
}
