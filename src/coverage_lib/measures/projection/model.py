"""The default model: a mixture of damped local trends on the logit of coverage, in continuous time.

Every series is in one of a few *regimes* (steady, growing, noisy, jumpy). Within a regime the logit of
coverage, ``l``, follows a damped local trend with a pull towards a plateau::

    dl = (growth - pull * l + d) dt + level_sd dW1        d: what this series grows faster than its regime
    dd = -damping * d dt            + slope_sd dW2
    reported logit = l + noise,  noise ~ N(0, report_sd**2 + (uncertainty of the figure)**2)

One Kalman filter per regime runs over all series at once; the likelihood of a series under each regime, tempered, and
features of its last points (the gate) give the weights of the regimes. The mixture of normals on the logit has heavy
tails, and on the percent it is skewed near 0 and 100. Series share all parameters; only the weights of the regimes and the
state are a series' own, so three points are enough.
"""

import json
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from coverage_lib.measures.projection.link import INSIDE
from coverage_lib.measures.projection.panel import Batch, value_before
from coverage_lib.measures.projection.predictive import LEVELS
from coverage_lib.measures.projection.times import Array

SPREAD = ("level_sd", "slope_sd", "report_sd", "start_slope_sd")


@dataclass(frozen=True)
class Parameters:
    """The parameters that all series share. Arrays have one element per regime; time is in years, levels in logits.

    Attributes
    ----------
    log_weight : array
        Logarithm of the prior weight of each regime.
    growth, pull : array
        Mean growth a year at 50% coverage, and by how much it falls with each logit of coverage.
    damping : array
        Rate at which a series' excess growth decays, a year.
    level_sd, slope_sd : array
        Standard deviation of a year's shocks to the level and to the growth.
    report_sd : array
        Standard deviation of the reporting error of a single figure, independent of that of the next.
    start_level, start_level_sd, start_slope_sd : array
        Mean and standard deviation of level and excess growth at the first point.
    gate : array, shape (7, regimes)
        Coefficients of the :func:`features` of the last points in the weights of the regimes.
    temper : float
        Power of a series' likelihood in the weights of the regimes, below 1: shocks are not quite normal, and the full
        likelihood would make the weights overconfident.
    correlation : float
        Correlation of the shocks of two series of the same panel.
    growth_spread, scale_spread : float
        Standard deviation between panels of mean growth (logits a year) and of the logarithm of all spreads.
    growth_offset, scale_offset : float
        Bias of :func:`coverage_lib.measures.projection.learn.adapt` on the panel the prior was learned on; it is subtracted.
    """

    log_weight: Array
    growth: Array
    pull: Array
    damping: Array
    level_sd: Array
    slope_sd: Array
    report_sd: Array
    start_level: Array
    start_level_sd: Array
    start_slope_sd: Array
    gate: Array
    temper: float
    correlation: float = 0.3
    growth_spread: float = 0.05
    scale_spread: float = 0.3
    growth_offset: float = 0.0
    scale_offset: float = 0.0

    def shifted(self, growth: float, log_scale: float) -> "Parameters":
        """The same regimes with `growth` added to all mean growth and all spreads times ``exp(log_scale)``."""
        scaled = {name: getattr(self, name) * np.exp(log_scale) for name in SPREAD}
        return replace(self, growth=self.growth + growth, **scaled)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and numbers, for JSON."""
        return {f.name: np.asarray(getattr(self, f.name)).tolist() for f in fields(self)}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> "Parameters":
        """Read what :meth:`to_dict` wrote; keys that are not parameters are left alone."""
        read = {f.name: record[f.name] for f in fields(cls) if f.name in record}
        typed: dict[str, Any] = {
            k: np.asarray(v, float) if isinstance(v, list) else float(v) for k, v in read.items()
        }
        return cls(**typed)


@cache
def prior() -> Parameters:
    """The parameters learned on real programmes, as shipped in ``prior.json``.

    Examples
    --------
    >>> bool(np.all(prior().level_sd > 0))
    True
    """
    text = files("coverage_lib.measures.projection").joinpath("prior.json").read_text(encoding="utf-8")
    return Parameters.from_dict(json.loads(text)["parameters"])


class Step(NamedTuple):
    """How level and excess growth move over a stretch of time: ``l' = keep l + carry d + add``, ``d' = damp d``."""

    keep: Array
    carry: Array
    damp: Array
    add: Array
    var_level: Array
    covariance: Array
    var_slope: Array


def step(params: Parameters, years: Array) -> Step:
    """The exact discrete form of the model over `years`.

    Parameters
    ----------
    params : Parameters
        Shared parameters, K regimes.
    years : array, shape (...,)
        Lengths of time in years, at least 0.

    Returns
    -------
    Step
        Arrays of shape (K, ...).

    References
    ----------
    Harvey, A. C. (1989). *Forecasting, Structural Time Series Models and the Kalman Filter*, ch. 9 (continuous time).
    Gardner, E. S. and McKenzie, E. (1985). Forecasting trends in time series. *Management Science* 31(10).
    """
    t = np.asarray(years, float)[None]
    shape = (-1,) + (1,) * (t.ndim - 1)
    a, k = params.pull.reshape(shape), params.damping.reshape(shape)
    # The closed form divides by damping - pull.
    k = np.where(np.abs(k - a) < 1e-3, a + 1e-3, k)
    growth = params.growth.reshape(shape)
    level, slope = params.level_sd.reshape(shape) ** 2, params.slope_sd.reshape(shape) ** 2

    def decayed(rate: Array) -> Array:
        """The integral of exp(-rate s) over s from 0 to t."""
        return -np.expm1(-rate * t) / rate

    difference = a - k
    keep, damp = np.exp(-a * t), np.exp(-k * t)
    carry = (damp - keep) / difference
    var_slope = slope * decayed(2 * k)
    covariance = slope * (decayed(2 * k) - decayed(a + k)) / difference
    var_level = (
        level * decayed(2 * a)
        + slope * (decayed(2 * k) - 2 * decayed(a + k) + decayed(2 * a)) / difference**2
    )
    return Step(keep, carry, damp, growth * decayed(a), var_level, covariance, var_slope)


def on_plain_logit(batch: Batch) -> Batch:
    """The batch on the logit that this model runs on, which leaves no room at 0 and 100."""
    inside = np.clip(batch.coverage, 0.05, 99.95)
    share = INSIDE + (1 - 2 * INSIDE) * np.clip(batch.coverage, 0, 100) / 100
    points = 100 * batch.noise * share * (1 - share) / (1 - 2 * INSIDE)
    return batch._replace(y=np.log(inside / (100 - inside)), noise=points / (inside * (1 - inside / 100)))


class State(NamedTuple):
    """The filtered state of every series at one moment; all arrays have shape (regimes, series)."""

    log_weight: Array
    level: Array
    slope: Array
    var_level: Array
    covariance: Array
    var_slope: Array
    log_likelihood: Array

    def take(self, series: Array) -> "State":
        """The state of some of the series."""
        return State(*(array[:, series] for array in self))


def move(state: State, by: Step) -> State:
    """Carry the state forward without a new point."""
    return state._replace(
        level=by.keep * state.level + by.carry * state.slope + by.add,
        slope=by.damp * state.slope,
        var_level=by.keep**2 * state.var_level
        + 2 * by.keep * by.carry * state.covariance
        + by.carry**2 * state.var_slope
        + by.var_level,
        covariance=by.damp * (by.keep * state.covariance + by.carry * state.var_slope) + by.covariance,
        var_slope=by.damp**2 * state.var_slope + by.var_slope,
    )


def filter_batch(params: Parameters, batch: Batch, innovations: list[Array] | None = None) -> State:
    """Run the Kalman filter of every regime over all series at once.

    Parameters
    ----------
    params : Parameters
        Shared parameters, K regimes.
    batch : Batch
        N series of at most T points.
    innovations : list, optional
        Filled with the standardised innovation at each point, one array (K, N) for each of the T points, NaN at padding.

    Returns
    -------
    State
        Arrays of shape (K, N): weights of the regimes (``log_weight``), mean and variance of level and excess growth at
        the last point, and the log-likelihood of all points under each regime.

    References
    ----------
    Durbin, J. and Koopman, S. J. (2012). *Time Series Analysis by State Space Methods*, 2nd ed., ch. 4.
    """
    regimes, n = len(params.log_weight), len(batch.y)
    column = {
        f: getattr(params, f)[:, None]
        for f in ("start_level", "start_level_sd", "start_slope_sd", "report_sd")
    }
    zero = np.zeros((regimes, n))
    state = State(
        zero,
        zero + column["start_level"],
        zero,
        zero + column["start_level_sd"] ** 2,
        zero,
        zero + column["start_slope_sd"] ** 2,
        zero,
    )
    for t in range(batch.y.shape[1]):
        here = batch.points > t
        # Most panels have as many points for each series, and nothing to leave as it was.
        everyone = bool(here.all())
        if t:
            gap = np.where(here, batch.years[:, t] - batch.years[:, t - 1], 0.0)
            same = np.ptp(gap) == 0
            state = _where(everyone, here, move(state, step(params, gap[:1] if same else gap)), state)
        variance = state.var_level + column["report_sd"] ** 2 + batch.noise[:, t] ** 2
        innovation = batch.y[:, t] - state.level
        if innovations is not None:
            innovations.append(np.where(here, innovation / np.sqrt(variance), np.nan))
        gain, gain_slope = state.var_level / variance, state.covariance / variance
        updated = State(
            state.log_weight,
            state.level + gain * innovation,
            state.slope + gain_slope * innovation,
            state.var_level * (1 - gain),
            state.covariance * (1 - gain),
            state.var_slope - gain_slope * state.covariance,
            state.log_likelihood - 0.5 * (np.log(2 * np.pi * variance) + innovation**2 / variance),
        )
        state = _where(everyone, here, updated, state)
    weight = (
        params.log_weight[:, None] + params.temper * state.log_likelihood + params.gate.T @ features(batch)
    )
    weight = weight - weight.max(axis=0)
    return state._replace(log_weight=weight - np.log(np.exp(weight).sum(axis=0)))


def _where(everyone: bool, here: Array, new: State, old: State) -> State:
    return new if everyone else State(*(np.where(here, a, b) for a, b in zip(new, old, strict=True)))


def features(batch: Batch) -> Array:
    """Features of the last points of each series, for the gate.

    Returns
    -------
    array, shape (7, N)
        The last logit; half its square; the change over the last year and over the year before; the size of the last
        change; the years from first to last point; how far the last point is below the highest. Changes that a series is too
        short for are 0.
    """
    n = np.arange(len(batch.y))
    last = batch.y[n, batch.points - 1]
    span = batch.last_years - batch.years[:, 0]
    ago1, ago2 = value_before(batch, 1.0), value_before(batch, 2.0)
    one = np.where(span > 0.75, last - ago1, 0.0)
    two = np.where(span > 1.75, ago1 - ago2, 0.0)
    highest = np.where(batch.inside, batch.y, -np.inf).max(axis=1)
    return np.stack(
        [
            last,
            last**2 / 2,
            np.clip(one, -2, 2),
            np.clip(two, -2, 2),
            np.minimum(np.abs(one), 2),
            (np.minimum(span, 11) - 5) / 4,
            np.minimum(highest - last, 2),
        ]
    )


def mixture_quantiles(log_weight: Array, mean: Array, sd: Array, levels: Array = LEVELS) -> Array:
    """Quantiles of mixtures of normals, by Newton's method kept between brackets.

    Parameters
    ----------
    log_weight, mean, sd : array, shape (K, M)
        M mixtures of K normals.
    levels : array, shape (Q,)
        Probabilities between 0 and 1.

    Returns
    -------
    array, shape (Q, M)
        Quantiles, to about 1e-4.

    Examples
    --------
    >>> one = np.zeros((1, 1))
    >>> [f"{v:.2f}" for v in mixture_quantiles(one, one, one + 1, np.array([0.5, 0.975])).ravel()]
    ['0.00', '1.96']
    """
    from scipy.special import ndtri

    f4 = np.float32
    weight, mean, sd = np.exp(log_weight).astype(f4), mean.astype(f4), sd.astype(f4)
    z = ndtri(levels).astype(f4)[:, None]
    level = levels.astype(f4)[:, None]
    # A quantile of the mixture lies between the smallest and the largest of its components' quantiles.
    low = np.full((len(levels), mean.shape[1]), np.inf, f4)
    high, start = -low, np.zeros_like(low)
    for w, m, s in zip(weight, mean, sd, strict=True):
        component = m + s * z
        np.minimum(low, component, out=low)
        np.maximum(high, component, out=high)
        start += w * component
    x = start
    height = weight / sd
    # Newton's method squares the error at each step, so a step of this size leaves an error of a tenth of it or less. Most
    # quantiles converge in three steps; only the others go on.
    tolerance = 5e-4
    for _ in range(3):
        change = _newton(x, low, high, level, weight, mean, sd, height)
    row, column = np.nonzero(change > tolerance)
    for _ in range(30):
        if not len(row):
            break
        some, below, above = x[row, column], low[row, column], high[row, column]
        mixtures = (array[:, column] for array in (weight, mean, sd, height))
        change = _newton(some, below, above, level[row, 0], *mixtures)
        x[row, column], low[row, column], high[row, column] = some, below, above
        row, column = row[change > tolerance], column[change > tolerance]
    return np.maximum.accumulate(x, axis=0)


def _newton(
    x: Array, low: Array, high: Array, level: Array, weight: Array, mean: Array, sd: Array, height: Array
) -> Array:
    """One step of Newton's method, in place, or of bisection where it would leave the bracket; returns its size.

    `height` is the weight of each component over its standard deviation.
    """
    error, density = np.zeros_like(x), np.zeros_like(x)
    for w, m, s, h in zip(weight, mean, sd, height, strict=True):
        below, bell = normal_below((x - m) / s)
        below *= w
        error += below
        bell *= h
        density += bell
    error -= level
    np.copyto(high, x, where=error > 0)
    np.copyto(low, x, where=error <= 0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        new = x - error / density
    new = np.where((new > low) & (new < high), new, np.float32(0.5) * (low + high))
    change = np.abs(new - x)
    x[...] = new
    return change


def normal_below(u: Array) -> tuple[Array, Array]:
    """Normal distribution function and density at `u` (float32), to 1e-7; ten times as fast as scipy's.

    References
    ----------
    Abramowitz, M. and Stegun, I. A. (1964). *Handbook of Mathematical Functions*, 26.2.17.

    Examples
    --------
    >>> [round(float(v[0]), 4) for v in normal_below(np.array([1.0], np.float32))]
    [0.8413, 0.242]
    """
    f4 = np.float32
    t = np.abs(u)
    t *= f4(0.2316419)
    t += f4(1)
    np.divide(f4(1), t, out=t)
    bell = u * u
    bell *= f4(-0.5)
    np.exp(bell, out=bell)
    bell *= f4(0.3989422804)
    tail = t * f4(1.330274429)
    for c in (-1.821255978, 1.781477937, -0.356563782, 0.319381530):
        tail += f4(c)
        tail *= t
    tail *= bell
    return np.where(u > 0, f4(1) - tail, tail), bell


def percent(logit: Array) -> Array:
    """Logit to percent."""
    return 100 / (1 + np.exp(-logit))
