"""The default model: a mixture of damped local trends on the logit of coverage, in continuous time.

Every series is thought to live in one of a few *regimes* (steady, growing, noisy, jumpy). Within a regime the logit of
coverage, ``l``, follows a damped local trend with a pull towards a plateau::

    dl = (growth - pull * l + d) dt + level_sd dW1        d: what this series grows faster than its regime
    dd = -damping * d dt            + slope_sd dW2
    reported logit = l + noise,  noise ~ N(0, report_sd**2 + (uncertainty of the figure)**2)

One Kalman filter per regime runs over all series at once; the likelihood of a series under each regime, tempered, and
what its last points look like (the gate) give the weights of the regimes. A mixture of normals on the logit is what
makes the tails heavy, the fan lopsided near 0 and 100, and three points enough: everything but the weights and the
state of the series is shared between series.
"""

import json
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coverage_lib.measures.projection.panel import Batch, value_before

Array = npt.NDArray[Any]

LEVELS = np.array([2.5, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 97.5]) / 100
QUANTILES = [
    "q025",
    "q05",
    "q10",
    "q20",
    "q25",
    "q30",
    "q40",
    "q50",
    "q60",
    "q70",
    "q75",
    "q80",
    "q90",
    "q95",
    "q975",
]
SPREAD = ("level_sd", "slope_sd", "report_sd", "start_slope_sd")


@dataclass(frozen=True)
class Parameters:
    """What all series share. Arrays have one element per regime; time is in years, levels in logits.

    Attributes
    ----------
    log_weight : array
        Logarithm of the weight of each regime before anything is known about a series.
    growth, pull : array
        Mean growth a year at 50% coverage, and by how much it falls with each logit of coverage.
    damping : array
        Rate at which a series' own excess growth is forgotten, a year.
    level_sd, slope_sd : array
        Spread of the shocks of a year to the level and to the growth.
    report_sd : array
        Spread of what is wrong with a single reported figure and gone with the next.
    start_level, start_level_sd, start_slope_sd : array
        What is expected of the first point.
    gate : array, shape (7, regimes)
        How the last points move the weights of the regimes, see :func:`features`.
    temper : float
        Share of a series' log-likelihood that counts for the weights of the regimes. Shocks are not quite normal, so
        counting all of it would make the weights too sure.
    shared : float
        Correlation of the shocks of two series of the same panel, before the panel is looked at.
    growth_spread, scale_spread : float
        How much panels differ in mean growth (logits a year) and in the logarithm of all spreads.
    growth_offset, scale_offset : float
        What :func:`coverage_lib.measures.projection.learn.adapt` finds on the panel the prior was learned on; it is taken off.
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
    shared: float = 0.3
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

    def gone(rate: Array) -> Array:
        return -np.expm1(-rate * t) / rate

    gap = a - k
    keep, damp = np.exp(-a * t), np.exp(-k * t)
    carry = (damp - keep) / gap
    var_slope = slope * gone(2 * k)
    covariance = slope * (gone(2 * k) - gone(a + k)) / gap
    var_level = level * gone(2 * a) + slope * (gone(2 * k) - 2 * gone(a + k) + gone(2 * a)) / gap**2
    return Step(keep, carry, damp, growth * gone(a), var_level, covariance, var_slope)


class State(NamedTuple):
    """What is known of every series after its last point; all arrays (regimes, series) unless said otherwise."""

    log_weight: Array
    level: Array
    slope: Array
    var_level: Array
    covariance: Array
    var_slope: Array
    log_likelihood: Array


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


def filter_batch(params: Parameters, batch: Batch, surprises: list[Array] | None = None) -> State:
    """Run the Kalman filter of every regime over all series at once.

    Parameters
    ----------
    params : Parameters
        Shared parameters, K regimes.
    batch : Batch
        N series of at most T points.
    surprises : list, optional
        Filled with the standardised surprise at each point, one array (K, N) for each of the T points, NaN at padding.

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
    flat = np.zeros((regimes, n))
    state = State(
        flat,
        flat + column["start_level"],
        flat,
        flat + column["start_level_sd"] ** 2,
        flat,
        flat + column["start_slope_sd"] ** 2,
        flat,
    )
    for t in range(batch.y.shape[1]):
        # Columns are in order of time and padded at the end, so most panels never see a partly filled one.
        here = batch.points > t
        everyone = bool(here.all())
        if t:
            gap = np.where(here, batch.years[:, t] - batch.years[:, t - 1], 0.0)
            same = np.ptp(gap) == 0
            state = _where(everyone, here, move(state, step(params, gap[:1] if same else gap)), state)
        variance = state.var_level + column["report_sd"] ** 2 + batch.noise[:, t] ** 2
        surprise = batch.y[:, t] - state.level
        if surprises is not None:
            surprises.append(np.where(here, surprise / np.sqrt(variance), np.nan))
        gain, gain_slope = state.var_level / variance, state.covariance / variance
        updated = State(
            state.log_weight,
            state.level + gain * surprise,
            state.slope + gain_slope * surprise,
            state.var_level * (1 - gain),
            state.covariance * (1 - gain),
            state.var_slope - gain_slope * state.covariance,
            state.log_likelihood - 0.5 * (np.log(2 * np.pi * variance) + surprise**2 / variance),
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
    """What the last points of a series look like, for the gate.

    Returns
    -------
    array, shape (7, N)
        The last logit; half its square; the change over the last year and over the year before; the size of the last
        change; the years seen; how far the last point is below the highest. Changes a series is too short to show are 0.
    """
    n = np.arange(len(batch.y))
    last = batch.y[n, batch.points - 1]
    span = batch.years[n, batch.points - 1] - batch.years[:, 0]
    ago1, ago2 = value_before(batch, 1.0), value_before(batch, 2.0)
    one = np.where(span > 0.75, last - ago1, 0.0)
    two = np.where(span > 1.75, ago1 - ago2, 0.0)
    highest = np.where(np.arange(batch.y.shape[1]) < batch.points[:, None], batch.y, -np.inf).max(axis=1)
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
    aim = levels.astype(f4)[:, None]
    # A quantile of the mixture lies between the smallest and the largest of its parts'.
    low = np.full((len(levels), mean.shape[1]), np.inf, f4)
    high, start = -low, np.zeros_like(low)
    for w, m, s in zip(weight, mean, sd, strict=True):
        part = m + s * z
        np.minimum(low, part, out=low)
        np.maximum(high, part, out=high)
        start += w * part
    x = start
    tall = weight / sd
    # Newton's method squares the error at each step: what moves by this much now is right to a tenth of it. Most quantiles
    # are there after three rounds; the rest go on alone.
    enough = 5e-4
    for _ in range(3):
        moved = _newton(x, low, high, aim, weight, mean, sd, tall)
    row, column = np.nonzero(moved > enough)
    for _ in range(30):
        if not len(row):
            break
        some, down, up = x[row, column], low[row, column], high[row, column]
        moved = _newton(some, down, up, aim[row, 0], *(part[:, column] for part in (weight, mean, sd, tall)))
        x[row, column], low[row, column], high[row, column] = some, down, up
        row, column = row[moved > enough], column[moved > enough]
    return np.maximum.accumulate(x, axis=0)


def _newton(
    x: Array, low: Array, high: Array, aim: Array, weight: Array, mean: Array, sd: Array, tall: Array
) -> Array:
    """One step, in place, halving the bracket where the step would leave it; returns how far each went."""
    over, density = np.zeros_like(x), np.zeros_like(x)
    for w, m, s, top in zip(weight, mean, sd, tall, strict=True):
        below, bell = normal_below((x - m) / s)
        below *= w
        over += below
        bell *= top
        density += bell
    over -= aim
    np.copyto(high, x, where=over > 0)
    np.copyto(low, x, where=over <= 0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        new = x - over / density
    new = np.where((new > low) & (new < high), new, np.float32(0.5) * (low + high))
    moved = np.abs(new - x)
    x[...] = new
    return moved


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
