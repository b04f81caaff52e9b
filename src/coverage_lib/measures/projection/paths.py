"""Series after their last point: quantiles at future dates, and draws of whole paths."""

import numpy as np

from coverage_lib.measures.projection.model import (
    Parameters,
    State,
    Step,
    mixture_quantiles,
    move,
    percent,
    step,
)
from coverage_lib.measures.projection.predictive import LEVELS
from coverage_lib.measures.projection.times import Array

#: Dates at which the quantiles of a long fan are computed.
KNOTS = 14


def at_first_date(params: Parameters, state: State, gap: Array) -> State:
    """Carry every series over its own `gap` in years, shape (N,), from its last point to the first future date."""
    return move(state, step(params, gap))


def fan(params: Parameters, state: State, years: Array) -> Array:
    """Quantiles of the reported coverage at the dates `years`, the first of which `state` is at.

    Where there are more than 16 dates the quantiles are computed at 14 of them, closer together near the start, and joined by
    straight lines on the logit against the square root of time.

    Returns
    -------
    array, shape (15, N, T)
        Percent, float32.
    """
    dates = len(years)
    chosen = np.arange(dates)
    if dates > KNOTS + 2:
        chosen = np.unique(np.round(np.geomspace(1, dates, KNOTS)).astype(int)) - 1
    ahead = step(params, years[chosen] - years[0])
    here = state._replace(
        **{
            f: getattr(state, f)[:, :, None]
            for f in ("level", "slope", "var_level", "covariance", "var_slope")
        }
    )
    there = move(here, Step(*(array[:, None, :] for array in ahead)))
    k, n, t = there.level.shape
    sd = np.sqrt(there.var_level + params.report_sd[:, None, None] ** 2)
    weight = np.broadcast_to(state.log_weight[:, :, None], (k, n, t))
    quantiles = mixture_quantiles(weight.reshape(k, -1), there.level.reshape(k, -1), sd.reshape(k, -1))
    quantiles = quantiles.reshape(len(LEVELS), n, t)
    if len(chosen) < dates:
        weights = np.zeros((t, dates), np.float32)
        root = np.sqrt(years - years[0] + (years[1] - years[0]))
        for i in range(t):
            weights[i] = np.interp(root, root[chosen], np.eye(t)[i])
        quantiles = quantiles @ weights
    return percent(quantiles)


def shocks(rng: np.random.Generator, draws: int, dates: int) -> Array:
    """Standard normal draws, shape (dates, 2, draws), in pairs of opposite sign so that their mean is exactly 0."""
    half = rng.standard_normal((dates, 2, draws // 2), np.float32)
    half /= np.sqrt((half**2).mean(axis=2, keepdims=True))
    return np.concatenate([half, -half], axis=2)


def deviations(params: Parameters, years: Array, z: Array) -> Array:
    """Deviation of the level from its mean, from shocks after the first date, shape (K, draws, T); 0 at the first date.

    `z` are standard normal draws, shape (T, 2, draws); those of the first date are not used.
    """
    regimes, dates = len(params.growth), len(years)
    out = np.zeros((regimes, z.shape[2], dates), np.float32)
    steps = step(params, np.diff(years))
    level, slope = np.zeros((2, regimes, z.shape[2]), np.float32)
    for t in range(1, dates):
        keep, carry, damp, _, var_level, covariance, var_slope = (
            array[:, t - 1][:, None].astype(np.float32) for array in steps
        )
        level_sd = np.sqrt(var_level)
        common = covariance / level_sd
        level, slope = (
            keep * level + carry * slope + level_sd * z[t, 0],
            damp * slope + common * z[t, 0] + np.sqrt(np.maximum(var_slope - common**2, 0)) * z[t, 1],
        )
        out[:, :, t] = level
    return out


def reached(
    params: Parameters, state: State, years: Array, target: Array, first_draws: Array, deviation: Array
) -> Array:
    """Probability that the level has been at or above `target` (logit, shape (N,)) on or before each date.

    Each path is a whole one, with its memory: the date that counts is the first on which it is at the target. All series use the
    same standard draws, and every regime has paths of its own, so that regimes need not be drawn: `first_draws`, shape
    (2, draws), for the state at the first date, and `deviation` from :func:`deviations`.

    Returns
    -------
    array, shape (N, T)
    """
    dates, draws, n = len(years), deviation.shape[1], len(target)
    ahead = step(params, years - years[0])
    first, second = first_draws
    out = np.zeros(n * (dates + 1))
    weight = np.exp(state.log_weight) / draws
    offset = np.arange(n)[:, None] * (dates + 1)
    for k in range(len(params.growth)):
        keep, carry = ahead.keep[k].astype(np.float32), ahead.carry[k].astype(np.float32)
        level_sd = np.sqrt(state.var_level[k])
        common = state.covariance[k] / level_sd
        own = np.sqrt(np.maximum(state.var_slope[k] - common**2, 0))
        # A path minus its target is a sum of a series' own numbers times what is the same for all series: one product of matrices.
        same = np.stack(
            [
                np.broadcast_to(keep, (draws, dates)),
                np.broadcast_to(carry, (draws, dates)),
                np.outer(first, keep),
                np.outer(first, carry),
                np.outer(second, carry),
                ahead.add[k].astype(np.float32) + deviation[k],
                np.full((draws, dates), -1, np.float32),
            ]
        )
        of_series = np.stack(
            [state.level[k], state.slope[k], level_sd, common, own, np.ones(n), target], axis=1
        ).astype(np.float32)
        above = (of_series @ same.reshape(len(same), -1)).reshape(n, draws, dates) >= 0
        when = above.argmax(axis=2)
        when = np.where(np.take_along_axis(above, when[:, :, None], 2)[:, :, 0], when, dates)
        out += np.bincount((offset + when).ravel(), np.repeat(weight[k], draws), minlength=len(out))
    return np.minimum(out.reshape(n, dates + 1)[:, :dates].cumsum(axis=1), 1)
