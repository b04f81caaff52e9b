"""What a series' own points say about its level, drift and scale."""

from typing import Any, NamedTuple

import numpy as np

from coverage_lib.measures.projection.class_prior import Array, ClassPrior

Moments = tuple[Array, Array, Array, Array, Array]
# Keeps the likelihood finite where two figures of one date, or of a series that never moves, leave no variance.
LEAST_VARIANCE = 1e-8
BLOCK = 1_000


class Posterior(NamedTuple):
    """Posterior of N series at their last point: for each of J scales its weight, and a normal for level and drift.

    Attributes
    ----------
    scale : array, shape (J,)
        Standard deviation of the innovations of one year without a jump, logit.
    weight : array, shape (N, J)
        Posterior probability of each scale; rows sum to 1.
    level, drift : array, shape (N, J)
        Posterior means, logit and logit per year.
    level_variance, covariance, drift_variance : array, shape (N, J)
        Posterior variances and covariance.
    """

    scale: Array
    weight: Array
    level: Array
    drift: Array
    level_variance: Array
    covariance: Array
    drift_variance: Array

    def take(self, rows: Any) -> "Posterior":
        """Some of the series."""
        return Posterior(self.scale, *(part[rows] for part in self[1:]))


def jumps(prior: ClassPrior, years: Array) -> tuple[Array, Array]:
    """Probability of at least one jump within `years`, and the mean number of jumps if there is one."""
    expected = prior.jump_rate * np.asarray(years, float)
    at_least_one = -np.expm1(-expected)
    return at_least_one, np.divide(
        expected, at_least_one, out=np.ones_like(expected), where=at_least_one > 1e-12
    )


def posterior(prior: ClassPrior, y: Array, years: Array, noise: Array, points: Array) -> Posterior:
    """Filter the series one point after another.

    Parameters
    ----------
    prior : ClassPrior
        Of the reference class.
    y : array, shape (N, T)
        Logit of coverage, oldest first; padded at the end.
    years : array, shape (N, T)
        Dates as years.
    noise : array, shape (N, T)
        Standard deviation of each figure on the logit: rounding and stated uncertainty.
    points : array, shape (N,)
        Number of points of each series, at least 1.

    Returns
    -------
    Posterior

    Notes
    -----
    A Kalman filter for level and drift runs for each value of the scale. At each point the case with a jump and the case
    without are weighed by how well they explain it and merged into one normal with the same mean and variance. A change
    that only a jump explains so counts little for scale and drift.

    References
    ----------
    Harrison, P. J. and Stevens, C. F. (1976). Bayesian forecasting. *Journal of the Royal Statistical Society B* 38(3).

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> y = np.array([[-1.0, -1.0, -1.0, -1.0], [-1.0, -0.5, -1.0, -0.4]])
    >>> years = np.tile(np.arange(4.0), (2, 1))
    >>> state = posterior(class_prior(), y, years, np.full_like(y, 0.01), np.array([4, 4]))
    >>> steady, lively = (state.weight * state.scale).sum(axis=1)
    >>> bool(3 * steady < lively)
    True
    """
    parts = [
        _filtered(prior, *(part[rows] for part in (y, years, noise, points)))
        for rows in blocks(len(y), BLOCK)
    ]
    return Posterior(prior.scale_nodes()[0], *(np.concatenate(part) for part in zip(*parts, strict=True)))


def blocks(count: int, size: int) -> list[slice]:
    """Slices that together cover `count` rows, at least one: arrays of a block's size stay in the processor's cache."""
    return [slice(start, start + size) for start in range(0, max(count, 1), size)]


def _filtered(prior: ClassPrior, y: Array, years: Array, noise: Array, points: Array) -> tuple[Array, ...]:
    """Weights and moments of a block of series."""
    scale, log_prior = prior.scale_nodes()
    shape = (len(y), len(scale))
    variance = scale**2
    log_weight = np.tile(log_prior, (shape[0], 1))
    state: Moments = (
        np.repeat(y[:, :1], shape[1], axis=1),
        np.full(shape, prior.drift),
        np.repeat(noise[:, :1] ** 2, shape[1], axis=1),
        np.zeros(shape),
        np.full(shape, prior.drift_sd**2),
    )
    for t in range(1, y.shape[1]):
        rows = np.flatnonzero(points > t) if points.min(initial=0) <= t else slice(None)
        gap = (years[rows, t] - years[rows, t - 1])[:, None]
        before = _moved(tuple(part[rows] for part in state), gap, variance)
        after, log_likelihood = _updated(prior, before, gap, variance, y[rows, t], noise[rows, t] ** 2)
        log_weight[rows] += log_likelihood
        if isinstance(rows, slice):
            state = after
        else:
            for part, new in zip(state, after, strict=True):
                part[rows] = new
    log_weight -= log_weight.max(axis=1, keepdims=True)
    weight = np.exp(log_weight)
    return weight / weight.sum(axis=1, keepdims=True), *state


def _moved(state: Any, gap: Array, variance: Array) -> Moments:
    """State after `gap` years without a jump."""
    level, drift, level_variance, covariance, drift_variance = state
    return (
        level + gap * drift,
        drift,
        level_variance + gap * (2 * covariance + gap * drift_variance + variance),
        covariance + gap * drift_variance,
        drift_variance,
    )


def _updated(
    prior: ClassPrior, state: Moments, gap: Array, variance: Array, y: Array, noise: Array
) -> tuple[Moments, Array]:
    """State given a figure, and the figure's log likelihood: with and without a jump, merged."""
    level, drift, level_variance, covariance, drift_variance = state
    at_least_one, number = jumps(prior, gap)
    surprise = y[:, None] - level
    cases = []
    with np.errstate(divide="ignore"):
        chances = np.log1p(-at_least_one), np.log(at_least_one)
    for log_chance, jump in zip(chances, (0.0, number * prior.jump_ratio**2 * variance), strict=True):
        total = level_variance + jump
        expected = total + noise[:, None] + LEAST_VARIANCE
        gain, drift_gain = total / expected, covariance / expected
        case = (
            level + gain * surprise,
            drift + drift_gain * surprise,
            total * (1 - gain),
            covariance * (1 - gain),
            drift_variance - drift_gain * covariance,
        )
        cases.append((log_chance - 0.5 * (np.log(expected) + surprise**2 / expected), case))
    (log_without, without), (log_with, jumped) = cases
    odds = np.exp(np.minimum(log_with - log_without, 700))
    log_likelihood = log_without + np.log1p(odds)
    share = odds / (1 + odds)
    merged = [a + share * (b - a) for a, b in zip(without, jumped, strict=True)]
    apart, drift_apart, between = jumped[0] - without[0], jumped[1] - without[1], share * (1 - share)
    merged[2] += between * apart**2
    merged[3] += between * apart * drift_apart
    merged[4] += between * drift_apart**2
    return (merged[0], merged[1], merged[2], merged[3], merged[4]), log_likelihood
