"""Where the model's series go from their last point: moments and quantiles at future dates, and draws of whole paths."""

from typing import NamedTuple

import numpy as np

from coverage_lib.measures.projection.model import (
    LEVELS,
    Array,
    Parameters,
    State,
    mixture_quantiles,
    move,
    percent,
    step,
)

KNOTS = 14


class Course(NamedTuple):
    """How level and growth at the first date go on to T dates: ``level_t = keep l + carry d + add``, arrays (K, T)."""

    keep: Array
    carry: Array
    add: Array
    var_level: Array


def course(params: Parameters, years: Array) -> Course:
    """The course from the first of `years` (T dates, in years) to each of them."""
    s = step(params, years - years[0])
    return Course(s.keep, s.carry, s.add, s.var_level)


def at_first_date(params: Parameters, state: State, gap: Array) -> State:
    """Carry every series over its own `gap` in years, shape (N,), from its last point to the first future date."""
    return move(state, step(params, gap))


def fan(params: Parameters, state: State, years: Array) -> Array:
    """Quantiles of the reported coverage at the dates `years`, the first of which `state` is at.

    Where there are more than 16 dates the quantiles are found at some of them, closer together near the start, and joined
    by straight lines on the logit against the square root of time.

    Returns
    -------
    array, shape (15, N, T)
        Percent, float32.
    """
    dates = len(years)
    chosen = np.arange(dates)
    if dates > KNOTS + 2:
        chosen = np.unique(np.round(np.geomspace(1, dates, KNOTS)).astype(int)) - 1
    s = step(params, years[chosen] - years[0])
    wide = [f[:, None, :] for f in s]
    here = state._replace(
        **{
            f: getattr(state, f)[:, :, None]
            for f in ("level", "slope", "var_level", "covariance", "var_slope")
        }
    )
    there = move(here, type(s)(*wide))
    k, n, t = there.level.shape
    sd = np.sqrt(there.var_level + params.report_sd[:, None, None] ** 2)
    weight = np.broadcast_to(state.log_weight[:, :, None], (k, n, t))
    found = mixture_quantiles(weight.reshape(k, -1), there.level.reshape(k, -1), sd.reshape(k, -1))
    found = found.reshape(len(LEVELS), n, t)
    if len(chosen) < dates:
        between = np.zeros((t, dates), np.float32)
        root = np.sqrt(years - years[0] + (years[1] - years[0]))
        for i in range(t):
            between[i] = np.interp(root, root[chosen], np.eye(t)[i])
        found = found @ between
    return percent(found)


def shocks(rng: np.random.Generator, draws: int, dates: int) -> Array:
    """Standard normal draws, shape (dates, 2, draws), in pairs of opposite sign so that their mean is exactly 0."""
    half = rng.standard_normal((dates, 2, draws // 2), np.float32)
    half /= np.sqrt((half**2).mean(axis=2, keepdims=True))
    return np.concatenate([half, -half], axis=2)


def wander(params: Parameters, years: Array, z: Array) -> Array:
    """What the shocks between the first date and each other do to the level: shape (K, draws, T), 0 at the first date.

    `z` has shape (T, 2, draws); the first date's are not used.
    """
    regimes, dates = len(params.growth), len(years)
    out = np.zeros((regimes, z.shape[2], dates), np.float32)
    s = step(params, np.diff(years))
    level, slope = np.zeros((2, regimes, z.shape[2]), np.float32)
    for t in range(1, dates):
        keep, carry, damp, _, vl, c, vs = (f[:, t - 1][:, None].astype(np.float32) for f in s)
        first = np.sqrt(vl)
        second = c / first
        e1 = z[t, 0]
        level, slope = (
            keep * level + carry * slope + first * e1,
            damp * slope + second * e1 + np.sqrt(np.maximum(vs - second**2, 0)) * z[t, 1],
        )
        out[:, :, t] = level
    return out


def reached(
    params: Parameters, state: State, years: Array, target: Array, first_draws: Array, drift: Array
) -> Array:
    """Probability that the level has been at or above `target` (logit, shape (N,)) on or before each date.

    Each of the paths is a whole one, with its memory: the date that counts is the first on which it is at the target. The
    same standard draws serve every series, and each regime has its own, so the weights need not be drawn: `first_draws`, shape
    (2, draws), for the state at the first date, and `drift` from :func:`wander`.

    Returns
    -------
    array, shape (N, T)
    """
    dates, draws, n = len(years), drift.shape[1], len(target)
    go = course(params, years)
    first, second = first_draws
    out = np.zeros(n * (dates + 1))
    weight = np.exp(state.log_weight) / draws
    at = np.arange(n)[:, None] * (dates + 1)
    for k in range(len(params.growth)):
        keep, carry = go.keep[k].astype(np.float32), go.carry[k].astype(np.float32)
        sd = np.sqrt(state.var_level[k])
        tilt = state.covariance[k] / sd
        own = np.sqrt(np.maximum(state.var_slope[k] - tilt**2, 0))
        basis = np.stack(
            [
                np.broadcast_to(keep, (draws, dates)),
                np.broadcast_to(carry, (draws, dates)),
                np.outer(first, keep),
                np.outer(first, carry),
                np.outer(second, carry),
                go.add[k].astype(np.float32) + drift[k],
                np.full((draws, dates), -1, np.float32),
            ]
        )
        parts = np.stack([state.level[k], state.slope[k], sd, tilt, own, np.ones(n), target], axis=1).astype(
            np.float32
        )
        path = (parts @ basis.reshape(len(basis), -1)).reshape(n, draws, dates)
        hit = path >= 0
        when = hit.argmax(axis=2)
        when = np.where(np.take_along_axis(hit, when[:, :, None], 2)[:, :, 0], when, dates)
        out += np.bincount((at + when).ravel(), np.repeat(weight[k], draws), minlength=len(out))
    return np.minimum(out.reshape(n, dates + 1)[:, :dates].cumsum(axis=1), 1)
