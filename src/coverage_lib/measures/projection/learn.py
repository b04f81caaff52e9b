"""What a panel says about the parameters its series share: mean growth, size of the shocks, and their correlation."""

from typing import NamedTuple

import numpy as np

from coverage_lib.measures.projection.model import (
    Parameters,
    State,
    filter_batch,
    move,
    on_plain_logit,
    prior,
    step,
)
from coverage_lib.measures.projection.panel import Batch
from coverage_lib.measures.projection.times import Array

#: Series, and windows of series, that parameters are learned from at most.
SAMPLE = 1500
#: Series with a point on one date, below which their correlation on it is not estimated.
LEAST_SERIES = 5


class Fitted(NamedTuple):
    """The parameters that series share, and the state of each series after its last point."""

    params: Parameters
    state: State


def fit(batch: Batch, params: Parameters | None = None) -> Fitted:
    """Filter all series, with the prior adapted to them unless `params` are given.

    Parameters
    ----------
    batch : Batch
        The series of a panel, ``prepare(panel).batch``.
    params : Parameters, optional
        Shared parameters to use as they are.

    Returns
    -------
    Fitted
        What projections to any date and any target start from.
    """
    params = params or adapt(prior(), batch)
    return Fitted(params, filter_batch(params, on_plain_logit(batch)))


def adapt(params: Parameters, batch: Batch) -> Parameters:
    """The posterior mean of mean growth and of the size of the shocks, as parameters.

    The posterior is the marginal likelihood of the series times a normal prior with the spread that programmes of the reference
    panel had among themselves. Shocks of series of one panel are correlated (a good year for one is a good year for all), so the
    N points of one date do not count as N: each is divided by the design effect ``1 + (N - 1) correlation``. Points of another
    date count in full, even where only one series has it.

    Parameters
    ----------
    params : Parameters
        The prior.
    batch : Batch
        All series of the panel; of more than 1,500 every second, third, … is used.

    Returns
    -------
    Parameters
        The prior shifted, with ``correlation`` estimated too; the prior itself where no series has two points.

    References
    ----------
    Kish, L. (1965). *Survey Sampling* (design effect).
    """
    batch = on_plain_logit(batch.take(np.flatnonzero(batch.points > 1)))
    if not len(batch.y):
        return params
    batch = batch.take(slice(None, None, -(-len(batch.y) // SAMPLE)))
    correlation = shock_correlation(params, batch)
    growth, log_scale = posterior_mean(params, batch, correlation)
    posterior = params.shifted(growth - params.growth_offset, log_scale - params.scale_offset)
    return Parameters(**{**posterior.__dict__, "correlation": correlation})


def posterior_mean(params: Parameters, batch: Batch, correlation: float) -> tuple[float, float]:
    """Posterior mean of the shift in growth and in the logarithm of all spreads, on a grid.

    The likelihood is that of each point given the points before it, with the weights of the regimes that follow from those
    points alone: the predictive density that the model would have given then.
    """
    windows, next_y, next_noise, gap, date = one_ahead(batch)
    spread = np.array([params.growth_spread, params.scale_spread])
    centre = np.array([params.growth_offset, params.scale_offset])
    # Points that were left out to save time are represented by those that were kept.
    represented = (batch.points - 1).sum() / len(next_y)
    _dates, code, kept = np.unique(np.round(date * 365.25), return_inverse=True, return_counts=True)
    weight = represented / (1 + (kept[code] * represented - 1) * correlation)

    def log_posterior(shift: Array) -> float:
        shifted = params.shifted(*(centre + shift * spread))
        state = move(filter_batch(shifted, windows), step(shifted, gap))
        variance = state.var_level + shifted.report_sd[:, None] ** 2 + next_noise**2
        by_regime = state.log_weight - 0.5 * (np.log(variance) + (next_y - state.level) ** 2 / variance)
        top = by_regime.max(axis=0)
        log_likelihood = (weight * (top + np.log(np.exp(by_regime - top).sum(axis=0)))).sum()
        return float(log_likelihood - (shift**2).sum() / 2)

    # The posterior has more than one mode, so it is averaged over a grid and not maximised.
    grid = np.array([(g, w) for g in np.linspace(-4, 4, 17) for w in np.linspace(-3, 3, 7)])
    height = np.array([log_posterior(shift) for shift in grid])
    density = np.exp(height - height.max())
    growth, log_scale = centre + (density[:, None] * grid).sum(axis=0) / density.sum() * spread
    return float(growth), float(log_scale)


def one_ahead(batch: Batch) -> tuple[Batch, Array, Array, Array, Array]:
    """Windows of all series up to each point but the last, and the next point: its logit, noise, years until it, date."""
    row, column = np.nonzero(np.arange(1, batch.y.shape[1] + 1)[None] < batch.points[:, None])
    pick = slice(None, None, -(-len(row) // SAMPLE))
    row, column = row[pick], column[pick]
    windows = batch.take(row)._replace(points=column + 1)
    after = column + 1
    date = batch.years[row, after]
    return windows, batch.y[row, after], batch.noise[row, after], date - batch.years[row, column], date


def shock_correlation(params: Parameters, batch: Batch, prior_dates: float = 10.0) -> float:
    """Correlation of the shocks of two series at the same date.

    The mean product of the standardised innovations of two different series, over the dates on which at least five series have
    a point, averaged with the prior correlation as if that had been observed on `prior_dates` dates. The mean innovation over
    all dates is taken off first: it is the mean growth of the panel, which :func:`posterior_mean` estimates.
    """
    innovations = standardised_innovations(params, batch)
    day = np.round(batch.years * 366).astype(np.int64)
    inside = np.isfinite(innovations)
    if not inside.any():
        return params.correlation
    _, code = np.unique(day[inside], return_inverse=True)
    z = innovations[inside]
    n = np.bincount(code)
    total, squares = np.bincount(code, z), np.bincount(code, z**2)
    enough = n >= LEAST_SERIES
    if enough.sum() < 2:
        return params.correlation
    mean = np.average(total[enough] / n[enough], weights=n[enough])
    sums = total[enough] - n[enough] * mean
    pairs = (sums**2 - squares[enough]) / (squares[enough] * (n[enough] - 1))
    # One date is used up by the mean.
    dates = float(enough.sum()) - 1
    return float(
        np.clip((prior_dates * params.correlation + pairs.mean() * dates) / (prior_dates + dates), 0.05, 0.9)
    )


def standardised_innovations(params: Parameters, batch: Batch) -> Array:
    """One-step innovations over their spread under the likeliest regime, shape (N, T); NaN at the first point and padding."""
    innovations: list[Array] = []
    likeliest = filter_batch(params, batch, innovations).log_weight.argmax(axis=0)
    out = np.stack([z[likeliest, np.arange(len(likeliest))] for z in innovations], axis=1)
    out[:, 0] = np.nan
    return out
