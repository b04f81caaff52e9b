"""The predictive distribution of a series: quantiles, the probability at a date, and of ever having been there by a date."""

from collections.abc import Callable

import numpy as np
from scipy.special import ndtr

from coverage_lib.measures.projection.class_prior import Array, ClassPrior
from coverage_lib.measures.projection.link import logit, percent
from coverage_lib.measures.projection.posterior import Posterior, blocks

LEVELS = np.array([2.5, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 97.5]) / 100
#: Columns of the quantiles at LEVELS.
QUANTILES = [
    "q025",
    "q05",
    *(f"q{level}" for level in (10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95)),
    "q975",
]
# A mixture of normals around one mean is described by the weights of these standard deviations, relative to the whole's.
RELATIVE_SD = np.exp(np.linspace(-4.0, 2.25, 26))
OFFSETS = np.concatenate([np.linspace(0, 3, 50)[:-1], np.geomspace(3, 30, 24)])
BELOW = ndtr(OFFSETS / RELATIVE_SD[:, None])
# With more dates than this the shape of the distribution is computed for some of them and interpolated between.
SHAPES = 7
# 0, 1, 2 and more jumps are told apart.
JUMPS = 3
BLOCK = 250
# A normal drift is stood for by the two values one standard deviation from its mean: more change nothing.
DRIFTS = (-1.0, 1.0)
# A path looked at every so often touches a bar as one looked at always touches a bar higher by this times a step's deviation.
DISCRETE = 0.5826


def quantiles(prior: ClassPrior, state: Posterior, ahead: Array, levels: Array = LEVELS) -> Array:
    """Quantiles of coverage, `ahead` years after the last point.

    Parameters
    ----------
    prior : ClassPrior
        That the posterior was made with.
    state : Posterior
        Of N series.
    ahead : array, shape (N, H) or (H,)
        Years after each series' last point; not decreasing along H.
    levels : array, shape (Q,)
        Probabilities.

    Returns
    -------
    array, shape (N, H, Q), float32
        Percent.

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> from coverage_lib.measures.projection.posterior import posterior
    >>> y, years = logit(np.array([[20.1, 24.0, 27.2]])), np.array([[2022.0, 2023.0, 2024.0]])
    >>> state = posterior(class_prior(), y, years, np.full((1, 3), 0.005), np.array([3]))
    >>> fan = quantiles(class_prior(), state, np.array([1.0, 5.0]))
    >>> fan.shape, bool((np.diff(fan) > 0).all())
    ((1, 2, 15), True)
    """
    upper, place = np.unique(np.round(np.maximum(levels, 1 - levels), 12), return_inverse=True)
    sign = np.where(levels < 0.5, -1, 1).astype(np.float32)

    def of_block(state: Posterior, ahead: Array) -> Array:
        mean, sd = (part.astype(np.float32)[:, :, None] for part in location(prior, state, ahead))
        shape = _standard_quantiles(prior, state, ahead, upper).astype(np.float32)
        return percent(mean + sd * sign * shape[:, :, place])

    return _by_block(of_block, state, ahead)


def probability_at(prior: ClassPrior, state: Posterior, ahead: Array, target: Array) -> Array:
    """Probability of being at or above a target at a date.

    Parameters
    ----------
    prior, state
        As for :func:`quantiles`.
    ahead : array, shape (N, H) or (H,)
        Years after each series' last point.
    target : array, shape (N,) or scalar
        Percent.

    Returns
    -------
    array, shape (N, H)
    """

    def of_block(state: Posterior, ahead: Array, bar: Array) -> Array:
        chance, number = jump_numbers(prior, ahead)
        mean = _at(state.level) + ahead[:, :, None] * _at(state.drift)
        still = _still(state, ahead)
        out = np.zeros(ahead.shape)
        for p, k in zip(chance, number, strict=True):
            sd = np.sqrt(still + k[:, :, None] * (prior.jump_ratio * state.scale) ** 2)
            out += p * (_at(state.weight) * ndtr((mean - bar[:, :, None]) / sd)).sum(axis=2)
        return out

    return _by_block(of_block, state, ahead, _bar(target, len(state.weight)))


def probability_by(
    prior: ClassPrior, state: Posterior, ahead: Array, target: Array, step: float = 1 / 12
) -> Array:
    """Probability of having been at or above a target on some date until then, after the last point.

    Parameters
    ----------
    prior, state
        As for :func:`quantiles`.
    ahead : array, shape (N, H) or (H,)
        Years after each series' last point; not decreasing along H.
    target : array, shape (N,) or scalar
        Percent.
    step : float
        Years between the dates that are looked at.

    Returns
    -------
    array, shape (N, H)
        Not less than :func:`probability_at`, and not falling with time.

    Notes
    -----
    For each scale, number of jumps and drift the path is taken as a Brownian motion with that drift, whose maximum has a
    closed form; jumps, and what is not known of the level, count as spread over the whole time.

    References
    ----------
    Broadie, M., Glasserman, P. and Kou, S. (1997). A continuity correction for discrete barrier options. *Mathematical
    Finance* 7(4).
    """

    def of_block(state: Posterior, ahead: Array, bar: Array) -> Array:
        chance, number = jump_numbers(prior, ahead)
        distance = bar[:, :, None] - _at(state.level)
        later, drift_sd = ahead[:, :, None], np.sqrt(_at(state.drift_variance))
        correction = DISCRETE * np.sqrt(np.minimum(step / later, 1))
        out = np.zeros(ahead.shape)
        for p, k in zip(chance, number, strict=True):
            variance = _at(state.level_variance) + state.scale**2 * (
                later + k[:, :, None] * prior.jump_ratio**2
            )
            sd = np.sqrt(variance)
            needed = distance / sd + correction
            touched = np.zeros(needed.shape)
            for deviation in DRIFTS:
                gain = later * (_at(state.drift) + deviation * drift_sd) / sd
                with np.errstate(over="ignore", invalid="ignore"):
                    back = np.exp(2 * gain * needed) * ndtr(-gain - needed)
                touched += np.minimum(ndtr(gain - needed) + np.nan_to_num(back, posinf=1.0), 1) / len(DRIFTS)
            out += p * (_at(state.weight) * touched).sum(axis=2)
        return out

    ever = _by_block(of_block, state, ahead, _bar(target, len(state.weight)))
    return np.maximum.accumulate(np.maximum(ever, probability_at(prior, state, ahead, target)), axis=1)


def location(prior: ClassPrior, state: Posterior, ahead: Array) -> tuple[Array, Array]:
    """Mean and standard deviation on the logit, each shape (N, H), `ahead` years (N, H) after the last point."""

    def mean_of(part: Array) -> Array:
        return (state.weight * part).sum(axis=1)[:, None]

    level, drift = mean_of(state.level), mean_of(state.drift)
    a, b = state.level - level, state.drift - drift
    yearly = state.scale**2 * (1 + prior.jump_rate * prior.jump_ratio**2)
    variance = (
        mean_of(state.level_variance + a**2)
        + ahead * mean_of(2 * (state.covariance + a * b) + yearly)
        + ahead**2 * mean_of(state.drift_variance + b**2)
    )
    return level + ahead * drift, np.sqrt(variance)


def jump_numbers(prior: ClassPrior, ahead: Array) -> tuple[Array, Array]:
    """Probabilities of 0, 1, … jumps within `ahead` years, and the numbers; the last stands for all higher ones.

    Returns
    -------
    probability, number : array, shape (JUMPS, *ahead.shape)
        The number of the last is the mean of all that it stands for.

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> probability, number = jump_numbers(class_prior(), np.array([5.0]))
    >>> bool(np.isclose((probability * number).sum(), 5 * class_prior().jump_rate))
    True
    """
    expected = prior.jump_rate * np.asarray(ahead, float)
    probability, number = [np.exp(-expected)], [np.zeros_like(expected)]
    for n in range(1, JUMPS - 1):
        probability.append(probability[-1] * expected / n)
        number.append(np.full_like(expected, float(n)))
    rest = np.maximum(1 - sum(probability), 0.0)
    counted = sum(p * n for p, n in zip(probability, number, strict=True))
    more = np.divide(expected - counted, rest, out=np.full_like(expected, JUMPS - 1.0), where=rest > 1e-9)
    return np.stack([*probability, rest]), np.stack([*number, np.maximum(more, JUMPS - 1.0)])


def _standard_quantiles(prior: ClassPrior, state: Posterior, ahead: Array, levels: Array) -> Array:
    """Quantiles (N, H, Q) in standard deviations from the mean, for levels of 0.5 and more."""
    count = ahead.shape[1]
    if count <= SHAPES:
        return _mixture_quantiles(prior, state, ahead, levels)
    knots = np.unique(np.round((count - 1) * np.linspace(0, 1, SHAPES) ** 2).astype(int))
    shape = _mixture_quantiles(prior, state, ahead[:, knots], levels)
    left = np.minimum(np.searchsorted(knots, np.arange(count), side="right") - 1, len(knots) - 2)
    share = ((np.arange(count) - knots[left]) / (knots[left + 1] - knots[left]))[:, None]
    return (1 - share) * shape[:, left] + share * shape[:, left + 1]


def _mixture_quantiles(prior: ClassPrior, state: Posterior, ahead: Array, levels: Array) -> Array:
    """As :func:`_standard_quantiles`, computed for each date.

    The scales, and the numbers of jumps, make a mixture of normals. Their means differ little, since only the drift depends
    on the scale; what they differ is counted as spread, which makes the mixture symmetrical. Its normals are sorted into
    a few standard deviations, so that the distribution function of all series is one matrix product.
    """
    mean, sd = location(prior, state, ahead)
    probability, number = jump_numbers(prior, ahead)
    apart = _at(state.level) + ahead[:, :, None] * _at(state.drift) - mean[:, :, None]
    still = _still(state, ahead) + apart**2
    relative = (still + number[..., None] * (prior.jump_ratio * state.scale) ** 2) / sd[:, :, None] ** 2
    relative = np.clip(relative, RELATIVE_SD[0] ** 2, RELATIVE_SD[-1] ** 2)
    step = np.log(RELATIVE_SD[1] / RELATIVE_SD[0])
    place = ((0.5 * np.log(relative) - np.log(RELATIVE_SD[0])) / step).astype(int)
    place = np.minimum(place, len(RELATIVE_SD) - 2)
    low, high = (RELATIVE_SD**2)[place], (RELATIVE_SD**2)[place + 1]
    # Splitting a normal in this ratio between the two next to it keeps its variance.
    weight = probability[..., None] * _at(state.weight)
    above = weight * (relative - low) / (high - low)
    rows = ahead.size
    index = place + len(RELATIVE_SD) * np.arange(rows).reshape(*ahead.shape, 1)
    size = rows * len(RELATIVE_SD)
    sorted_in = np.bincount(index.ravel(), (weight - above).ravel(), size)
    sorted_in += np.bincount(index.ravel() + 1, above.ravel(), size)
    below = sorted_in.reshape(rows, -1) @ BELOW
    out = np.empty((rows, len(levels)))
    row = np.arange(rows)
    for i, level in enumerate(levels):
        right = np.clip((below < level).sum(axis=1), 1, len(OFFSETS) - 1)
        a, b = below[row, right - 1], below[row, right]
        share = np.clip((level - a) / np.maximum(b - a, 1e-12), 0, 1)
        out[:, i] = OFFSETS[right - 1] + share * (OFFSETS[right] - OFFSETS[right - 1])
    return out.reshape(*ahead.shape, -1)


def _still(state: Posterior, ahead: Array) -> Array:
    """Variance without jumps for each scale, shape (N, H, J)."""
    later = ahead[:, :, None]
    return _at(state.level_variance) + later * (
        2 * _at(state.covariance) + later * _at(state.drift_variance) + state.scale**2
    )


def _at(part: Array) -> Array:
    """Shape (N, J) as (N, 1, J), for all dates."""
    return part[:, None, :]


def _bar(target: Array, n: int) -> Array:
    """Logit of a target in percent, shape (n, 1)."""
    return logit(np.broadcast_to(np.asarray(target, float), (n,)))[:, None]


def _by_block(function: Callable[..., Array], state: Posterior, ahead: Array, *more: Array) -> Array:
    """`function` of a block of series at a time, put together."""
    n = len(state.weight)
    ahead = np.broadcast_to(ahead, (n, np.shape(ahead)[-1])).astype(float)
    out: Array | None = None
    for rows in blocks(n, BLOCK):
        part = function(state.take(rows), ahead[rows], *(given[rows] for given in more))
        if out is None:
            out = np.empty((n, *part.shape[1:]), part.dtype)
        out[rows] = part
    assert out is not None
    return out
