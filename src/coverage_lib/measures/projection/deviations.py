"""Regions of one nation: each one's own deviation from the nation, and draws of all that add up to the nation in every draw."""

from dataclasses import replace

import numpy as np
from scipy.special import ndtr, ndtri

from coverage_lib.measures.projection.class_prior import Array, ClassPrior
from coverage_lib.measures.projection.link import logit, percent
from coverage_lib.measures.projection.posterior import Posterior, jumps

#: Steps of Newton's method, after which regions add up to the nation to less than a ten-thousandth of a point.
ROUNDS = 8


def own_prior(prior: ClassPrior) -> ClassPrior:
    """The prior of a region's deviation from its nation: no drift on average, and the part of the innovations that regions do not share.

    Parameters
    ----------
    prior : ClassPrior
        Of a whole series.

    Returns
    -------
    ClassPrior
        The variance of the innovations times one less the mean of the correlation between regions (:attr:`ClassPrior.shared`); the rest as it
        was.

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> prior = class_prior()
    >>> own_prior(prior).drift, bool(0.6 * prior.scale < own_prior(prior).scale < prior.scale)
    (0.0, True)
    """
    first, second = prior.shared
    return replace(prior, drift=0.0, scale=prior.scale * float(np.sqrt(second / (first + second))))


def deviation_draws(prior: ClassPrior, state: Posterior, ahead: Array, *, draws: int, seed: int = 0) -> Array:
    """Draws of each region's deviation, independent of each other.

    Parameters
    ----------
    prior : ClassPrior
        That the posterior was made with.
    state : Posterior
        Of N regions, all with the same last date.
    ahead : array, shape (H,)
        Years after that date, increasing.
    draws : int
        Number of draws, even: every second one mirrors the shocks of the one before it.
    seed : int
        Of the generator.

    Returns
    -------
    array, shape (draws, N, H), float32
        Logit.

    Notes
    -----
    Each draw takes for each region a scale, and a level and a drift from its posterior, then an innovation for each step, in which
    jumps are rare (:func:`innovation`).

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> from coverage_lib.measures.projection.posterior import posterior
    >>> prior, years = own_prior(class_prior()), np.tile([2023.0, 2024.0], (2, 1))
    >>> state = posterior(prior, np.array([[-0.1, 0.0], [0.5, 0.5]]), years, np.full((2, 2), 0.01), np.array([2, 2]))
    >>> drawn = deviation_draws(prior, state, np.array([1.0, 5.0]), draws=200)
    >>> drawn.shape, bool(drawn[:, 0, 1].std() > drawn[:, 0, 0].std())
    ((200, 2, 2), True)
    """
    rng = np.random.default_rng(seed)
    half, count = draws // 2, len(state.weight)
    # Stratified over the draws, so that each region's scales come up as often as their weights say.
    order = rng.permuted(np.tile(np.arange(half)[:, None], (1, count)), axis=0)
    uniform = (order + rng.random((half, count))) / half
    chosen = np.empty((half, count), int)
    for i in range(count):
        chosen[:, i] = np.searchsorted(np.cumsum(state.weight[i])[:-1], uniform[:, i])
    region = np.arange(count)
    scale = state.scale[chosen]
    level, drift, level_variance, covariance, drift_variance = (part[region, chosen] for part in state[2:])
    slope = np.divide(covariance, level_variance, out=np.zeros_like(covariance), where=level_variance > 0)
    left = np.sqrt(np.maximum(drift_variance - slope * covariance, 0))
    start = np.sqrt(level_variance) * rng.standard_normal((half, count))
    pace = slope * start + left * rng.standard_normal((half, count))
    out = np.empty((2 * half, count, len(ahead)), np.float32)
    wander, passed = np.zeros((half, count)), 0.0
    for t, later in enumerate(np.asarray(ahead, float)):
        wander += scale * innovation(prior, later - passed, rng.standard_normal((half, count)))
        passed = later
        middle, moved = level + drift * passed, start + pace * passed + wander
        out[0::2, :, t], out[1::2, :, t] = middle + moved, middle - moved
    return out


def innovation(prior: ClassPrior, years: float, score: Array) -> Array:
    """Innovations of a series of scale 1 with rare jumps, from normal scores: the same quantile of each.

    Parameters
    ----------
    prior : ClassPrior
        Whose rate and size of jumps are taken.
    years : float
        Time over which the innovation adds up, above 0.
    score : array
        Standard normal.

    Returns
    -------
    array, shape as `score`
        In units of the scale, logit.

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> innovation(class_prior(), 1.0, np.array([-1.0, 0.0, 1.0, 4.0])).round(0).tolist()
    [-1.0, 0.0, 1.0, 12.0]
    """
    at_least_one, number = (float(v) for v in jumps(prior, np.asarray(years)))
    still, jumped = np.sqrt(years), np.sqrt(years + number * prior.jump_ratio**2)
    value = np.unique(np.concatenate([np.linspace(0, 8 * still, 400), np.linspace(0, 8 * jumped, 400)]))
    above = (1 - at_least_one) * ndtr(-value / still) + at_least_one * ndtr(-value / jumped)
    size = np.interp(np.abs(score), -ndtri(above), value)
    return np.asarray(np.sign(score) * size)


def added_up(deviations: Array, nation: Array, weights: Array) -> Array:
    """Coverage of the regions that in every draw add up to the nation: all move by one amount on the logit.

    Parameters
    ----------
    deviations : array, shape (D, N, H)
        Logit, from :func:`deviation_draws`.
    nation : array, shape (D, H)
        Percent.
    weights : array, shape (D or 1, N, H or 1)
        Workers of each region; only their shares count.

    Returns
    -------
    array, shape (D, N, H), float32
        Percent.

    Raises
    ------
    ValueError
        The shapes do not fit, or no region has workers.

    Examples
    --------
    >>> regions = added_up(np.array([[[0.5], [-0.5]]]), np.array([[36.0]]), np.array([[[1.0], [1.0]]]))
    >>> regions.mean(axis=1).round(3).tolist(), bool(regions[0, 0, 0] > regions[0, 1, 0])
    ([[36.0]], True)
    """
    if (deviations.shape[0], deviations.shape[2]) != nation.shape:
        raise ValueError(
            f"deviations have shape {deviations.shape} and the nation {nation.shape}; expected (draws, regions, dates) and (draws, dates)."
        )
    total = weights.sum(axis=1, keepdims=True)
    if not (total > 0).all():
        raise ValueError("No region has workers; the nation cannot be the sum of its regions.")
    share = (weights / total).astype(np.float32)
    own = deviations.astype(np.float32)
    shift = logit(nation)
    for _ in range(ROUNDS):
        value = percent(own + shift[:, None, :].astype(np.float32))
        # The slope of percent on the logit, up to the half point that link.py leaves at either end.
        slope = (share * value * (100 - value)).sum(axis=1, dtype=float) / 100
        shift -= np.clip(((share * value).sum(axis=1, dtype=float) - nation) / np.maximum(slope, 0.5), -1, 1)
    return np.asarray(percent(own + shift[:, None, :].astype(np.float32)), np.float32)
