"""Joint draws of the regions of one programme, with innovations that they share, and of the nation as their sum."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from coverage_lib.measures.projection.class_prior import Array, ClassPrior
from coverage_lib.measures.projection.link import logit, percent
from coverage_lib.measures.projection.posterior import Posterior, jumps

CORRELATIONS = (np.arange(40) + 0.5) / 40


def shared_weights(
    prior: ClassPrior,
    innovation_sd: float = np.nan,
    changes: Sequence[float] | Array = (),
    years: Sequence[float] | Array = (),
) -> Array:
    """Posterior weights of :data:`CORRELATIONS`, the correlation of innovations between regions.

    The class gives the prior. If the nation's own changes are known, each correlation is weighed by how well it explains
    their size: the regions' innovations of standard deviation `innovation_sd` add up to the nation's to the share that is common.

    Parameters
    ----------
    innovation_sd : float
        Typical standard deviation of a region's innovation of one year, logit; see :func:`typical_sd`.
    changes : array, shape (K,)
        Changes of the nation's logit, oldest first, over `years`.
    years : array, shape (K,)
        Years between the figures.

    Returns
    -------
    array, shape (40,)
        Sums to 1.

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> calm = shared_weights(class_prior(), 0.2, np.full(5, 0.02), np.ones(5)) @ CORRELATIONS
    >>> lively = shared_weights(class_prior(), 0.2, np.full(5, 0.2), np.ones(5)) @ CORRELATIONS
    >>> bool(calm < shared_weights(class_prior()) @ CORRELATIONS < lively)
    True
    """
    first, second = prior.shared
    log_weight = (first - 1) * np.log(CORRELATIONS) + (second - 1) * np.log1p(-CORRELATIONS)
    change, passed = np.asarray(changes, float)[:, None], np.asarray(years, float)[:, None]
    if len(change):
        # The nation's drift is as uncertain as a series'.
        variance = passed * innovation_sd**2 * CORRELATIONS + (prior.drift_sd * passed) ** 2
        log_weight -= 0.5 * (np.log(variance) + (change - prior.drift * passed) ** 2 / variance).sum(axis=0)
    weight = np.exp(log_weight - log_weight.max())
    return weight / weight.sum()


def typical_sd(prior: ClassPrior, state: Posterior, workers: Array) -> float:
    """Standard deviation of a region's innovation of one year, the regions weighted by their workers."""
    yearly = (state.weight * state.scale**2).sum(axis=1) * (1 + prior.jump_rate * prior.jump_ratio**2)
    return float(np.sqrt(np.average(yearly, weights=workers)))


def joint_draws(
    prior: ClassPrior,
    state: Posterior,
    ahead: Array,
    *,
    shared: Array | None = None,
    draws: int = 4000,
    seed: int = 0,
) -> Array:
    """Draws of the regions' coverage together.

    Parameters
    ----------
    prior : ClassPrior
        That the posterior was made with.
    state : Posterior
        Of N regions, all with the same last date.
    ahead : array, shape (H,)
        Years after that date, increasing.
    shared : array, shape (40,), optional
        Weights of :data:`CORRELATIONS`; those of the class if not given. A draw takes one.
    draws : int
        Number of draws, even: every second draw mirrors the shocks of the one before it.
    seed : int
        Of the generator.

    Returns
    -------
    array, shape (draws, N, H), float32
        Percent.

    Notes
    -----
    Each draw takes a correlation, and for each region a scale, a level and a drift from its posterior. The shock of each
    step, and the region's deviation from its mean drift, are normal scores with that correlation between regions. A shock's score
    is mapped to the distribution of an innovation with rare jumps, so that a region alone has the distribution that
    :func:`coverage_lib.measures.projection.predictive.quantiles` gives it, whatever the correlation.
    """
    rng = np.random.default_rng(seed)
    half, count, steps = draws // 2, len(state.weight), len(ahead)
    weights = shared_weights(prior) if shared is None else shared
    place = np.searchsorted(np.cumsum(weights), (rng.permutation(half) + rng.random(half)) / half)
    correlation = CORRELATIONS[np.minimum(place, len(CORRELATIONS) - 1)][:, None]
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

    def scores() -> Array:
        common, own = rng.standard_normal((half, 1)), rng.standard_normal((half, count))
        return np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own

    start = np.sqrt(level_variance) * rng.standard_normal((half, count))
    pace = slope * start + left * scores()
    out = np.empty((draws, count, steps), np.float32)
    wander, passed = np.zeros((half, count)), 0.0
    for t in range(steps):
        gap = float(ahead[t]) - passed
        passed = float(ahead[t])
        wander += scale * innovation(prior, gap, scores())
        moved = start + pace * passed + wander
        middle = level + drift * passed
        out[0::2, :, t] = percent(middle + moved)
        out[1::2, :, t] = percent(middle - moved)
    return out


def innovation(prior: ClassPrior, years: float, score: Array) -> Array:
    """Innovations over `years` of a series of scale 1 with rare jumps, from normal scores: the same quantile of each."""
    at_least_one, number = (float(v) for v in jumps(prior, np.asarray(years)))
    still, jumped = np.sqrt(years), np.sqrt(years + number * prior.jump_ratio**2)
    value = np.unique(np.concatenate([np.linspace(0, 8 * still, 400), np.linspace(0, 8 * jumped, 400)]))
    above = (1 - at_least_one) * ndtr(-value / still) + at_least_one * ndtr(-value / jumped)
    size = np.interp(np.abs(score), -ndtri(above), value)
    return np.sign(score) * size


class NationDraws(NamedTuple):
    """Draws of a nation, shape (draws, H), percent: of the regions alone, and with construction."""

    regions: Array
    with_construction: Array


def nation_draws(
    regions: Array,
    workers: Array,
    construction_share: float = 0.0,
    construction_spread: float = 0.0,
    ahead: Sequence[float] | Array = (),
    seed: int = 0,
) -> NationDraws:
    """The nation in every draw: its regions weighted by their workers, plus construction, which is never below 0.

    Parameters
    ----------
    regions : array, shape (draws, N, H)
        Percent, as :func:`joint_draws` makes them.
    workers : array, shape (N,) or (draws, N, H)
        Employed persons of each region; paths of them if they grow in unequal ways.
    construction_share : float
        Construction's members as a share of all employed at the last date, percent.
    construction_spread : float
        Standard deviation of the logarithm of that share over one year; it grows with the root of the years.
    ahead : array, shape (H,)
        Years after the last date.
    seed : int
        Of the generator.

    Returns
    -------
    NationDraws
        `with_construction` is at least `regions` in every draw, and at most 100.

    Examples
    --------
    >>> nation = nation_draws(np.array([[[20.0], [40.0]]]), np.array([3e6, 1e6]), 4.0, 0.1, np.array([1.0]))
    >>> nation.regions.tolist(), bool(nation.with_construction[0, 0] > 25)
    ([[25.0]], True)
    """
    workers = np.asarray(workers, float)
    weight = workers[None, :, None] if workers.ndim == 1 else workers
    total = (regions * weight).sum(axis=1) / np.broadcast_to(weight, regions.shape).sum(axis=1)
    if not construction_share:
        return NationDraws(total, total)
    rng = np.random.default_rng([seed, 1])
    steps = np.diff(np.asarray(ahead, float), prepend=0.0)
    walk = np.cumsum(rng.standard_normal(total.shape) * np.sqrt(steps), axis=1)
    construction = construction_share * np.exp(construction_spread * walk)
    return NationDraws(total, np.minimum(total + construction, 100))


def reconciled(regions: Array, workers: Array, nation: Array, rounds: int = 12) -> Array:
    """Draws of the regions moved together so that in every draw they add up to a draw of the nation.

    The nation's path knows more than the regions' own points: announced totals of this year, and of years before the first
    count by region. Draws are paired by rank of their last date, so that regions that rise go with a nation that rises; then all regions
    of a draw move by one amount on the logit, at each date.

    Parameters
    ----------
    regions : array, shape (D, N, H)
        Percent, as :func:`joint_draws` makes them.
    workers : array, shape (N,)
        Employed persons of each region.
    nation : array, shape (D, H)
        Percent without construction, for instance draws of :func:`coverage_lib.measures.projection.national.national_path`
        less construction.
    rounds : int
        Steps of Newton's method.

    Returns
    -------
    array, shape (D, N, H)
        In the order of `nation`.

    Raises
    ------
    ValueError
        The shapes do not fit.

    Examples
    --------
    >>> regions = np.array([[[20.0], [40.0]], [[25.0], [45.0]]])
    >>> moved = reconciled(regions, np.array([1.0, 1.0]), np.array([[36.0], [32.0]]))
    >>> moved.mean(axis=1).round(2).tolist()
    [[36.0], [32.0]]
    """
    share = np.asarray(workers, float) / np.sum(workers)
    if regions.shape[0] != nation.shape[0] or regions.shape[2] != nation.shape[1]:
        raise ValueError(
            f"regions have shape {regions.shape} and the nation {nation.shape}; expected (draws, regions, dates) and (draws, dates)."
        )
    total = np.einsum("dnh,n->dh", regions, share)
    pair = np.empty(len(nation), int)
    pair[np.argsort(nation[:, -1], kind="stable")] = np.argsort(total[:, -1], kind="stable")
    y = logit(regions[pair].astype(float))
    shift = logit(nation) - logit(total[pair])
    for _ in range(rounds):
        moved = y + shift[:, None, :]
        value = percent(moved)
        # The slope of percent on the logit, up to the half point that link.py leaves at either end.
        slope = np.einsum("dnh,n->dh", value * (100 - value) / 100, share)
        miss = np.einsum("dnh,n->dh", value, share) - nation
        shift -= np.clip(miss / np.maximum(slope, 0.5), -1, 1)
    return percent(y + shift[:, None, :])
