"""The nation as the sum of its provinces, in every draw."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection import attainment, paths
from coverage_lib.measures.projection.checks import PanelError
from coverage_lib.measures.projection.forecast import Projection
from coverage_lib.measures.projection.learn import Fitted, fit
from coverage_lib.measures.projection.model import Parameters, State, Step, percent
from coverage_lib.measures.projection.model import step as step_of
from coverage_lib.measures.projection.old_forecast import Setup, as_frames, set_up, with_target_dates
from coverage_lib.measures.projection.panel import Batch, Panel
from coverage_lib.measures.projection.predictive import LEVELS
from coverage_lib.measures.projection.times import NEVER, Array, in_years

DRAWS = 2000
#: Joint draws that are held in memory with all their dates at a time.
PART = 250


class Nation(NamedTuple):
    """Fan and attainment of the nation and its provinces, from the same draws.

    ``quantiles`` and ``attainment`` have the columns of :func:`coverage_lib.measures.projection.project`, the nation first;
    ``correlation`` is that between the shocks of two provinces.
    """

    quantiles: pd.DataFrame
    attainment: pd.DataFrame
    correlation: float


def project_nation(
    panel: pd.DataFrame | Panel,
    *,
    until: Any,
    step: str = "year",
    target: float | None = None,
    target_date: Any = None,
    nation: str = NATION,
    national_target: float | None = None,
    national_target_date: Any = None,
    seed: int = 0,
    draws: int = DRAWS,
    params: Parameters | None = None,
) -> Nation:
    """Project provinces together, and the nation as their sum weighted by workers, in every draw.

    Parameters
    ----------
    panel : DataFrame or Panel
        As for :func:`coverage_lib.measures.projection.project`, with ``workers`` (people) for every series; provinces only, their
        sum is the nation. Their shares of all workers stay as at the last date.
    until, step, seed, params
        As for :func:`coverage_lib.measures.projection.project`.
    target, target_date : optional
        For the provinces that have none of their own in the panel.
    nation : str
        Name of the nation in the results.
    national_target, national_target_date : optional
        For the nation; `target` and `target_date` if not given.
    draws : int
        Number of joint draws.

    Returns
    -------
    Nation
        Nation and provinces come from the same draws: in each of them the nation is the sum of the provinces.

    Raises
    ------
    PanelError
        If the panel cannot be used, has no workers, or contains the nation itself.

    Notes
    -----
    A draw takes for each province a regime, a state at its last point and the shocks of each date; these are correlated
    between provinces, by a correlation that is estimated on the panel. The distribution of each province is the one `project`
    gives it, up to the error of the draws.
    """
    setup = set_up(panel, until=until, step=step, target=target, target_date=target_date)
    whole = whole_of(
        setup,
        nation,
        target if national_target is None else national_target,
        target_date if national_target_date is None else national_target_date,
    )
    setup = setup._replace(all_dates=whole.all_dates)
    fitted = fit(setup.panel.batch, params)
    parts = zip(*joint_draws(setup, fitted, draws, seed), strict=True)
    levels, reported = (np.concatenate(part) for part in parts)
    frames = (
        as_frames_of_draws(whole, _sum(setup, levels), _sum(setup, reported)),
        as_frames_of_draws(setup, levels, reported),
    )
    quantiles, attainments = (pd.concat(pair, ignore_index=True) for pair in zip(*frames, strict=True))
    return Nation(quantiles, attainments, fitted.params.correlation)


def project_sum(
    setup: Setup, fitted: Fitted, *, target: float | None = None, target_date: Any = None, seed: int = 0
) -> Projection:
    """The nation of :func:`project_nation` without its provinces, from their filtered states.

    Parameters
    ----------
    setup : Setup
        Of the provinces, from :func:`coverage_lib.measures.projection.set_up`.
    fitted : Fitted
        Of the provinces, from :func:`coverage_lib.measures.projection.fit`.
    target, target_date : optional
        For the nation.
    seed : int
        Of the draws.

    Returns
    -------
    Projection
        As from :func:`coverage_lib.measures.projection.project`, the nation as the only series.

    Raises
    ------
    PanelError
        If the panel has no workers, or contains the nation itself.

    Examples
    --------
    >>> panel = pd.DataFrame({"code": ["11", "12"], "date": "2024-12-31", "coverage": [20.0, 40.0], "workers": [1e6, 3e6]})
    >>> setup = set_up(panel, until="2025-12-31")
    >>> project_sum(setup, fit(setup.panel.batch)).quantiles[["code", "date"]].values.tolist()
    [['00', Timestamp('2025-12-31 00:00:00')]]
    """
    whole = whole_of(setup, NATION, target, target_date)
    return as_frames_of_draws(whole, *draw_sum(setup._replace(all_dates=whole.all_dates), fitted, seed))


def draw_sum(setup: Setup, fitted: Fitted, seed: int = 0) -> tuple[Array, Array]:
    """Draws of the nation, which no target changes: kept, they answer for one target after another.

    Parameters
    ----------
    setup, fitted, seed
        As for :func:`project_sum`.

    Returns
    -------
    (array, array)
        Coverage itself and coverage as reported, percent, shape (draws, 1, T) over all dates of the setup; for
        :func:`as_frames_of_draws`.
    """
    parts = [
        (_sum(setup, level), _sum(setup, reported))
        for level, reported in joint_draws(setup, fitted, DRAWS, seed)
    ]
    levels, reported = (np.concatenate(part) for part in zip(*parts, strict=True))
    return levels, reported


def whole_of(setup: Setup, nation: str, target: float | None, target_date: Any) -> Setup:
    """The nation as a panel of one series, its past the sum of the provinces' on the dates that all of them have."""
    panel = setup.panel
    names = panel.batch.names
    if nation in set(names):
        raise PanelError(
            [f"series {nation!r} is the nation itself; leave it out, it is made as the sum of the others."]
        )
    if np.isnan(panel.workers).any():
        missing = ", ".join(map(str, names[np.isnan(panel.workers)][:5]))
        raise PanelError(
            [f"there are no workers for series {missing}; expected a number of people for each."]
        )
    one = Panel(
        panel.key,
        past_of_sum(panel.batch, panel.workers, nation),
        targets=np.full(1, np.nan),
        target_dates=np.full(1, NEVER),
        workers=panel.workers.sum(keepdims=True),
        workforce_growth=np.log(
            np.average(np.exp(panel.workforce_growth), weights=panel.workers, keepdims=True)
        ),
    )
    one = attainment.with_targets(one, target, target_date)
    all_dates = with_target_dates(setup.all_dates, one, setup.last.min())
    return setup._replace(panel=one, last=setup.last.max(keepdims=True), all_dates=all_dates)


def past_of_sum(batch: Batch, workers: Array, nation: str) -> Batch:
    """One series: the mean of all series weighted by workers, on the dates that all of them have."""
    dates = np.unique(batch.years[batch.inside])
    on_date = [np.isclose(batch.years, date) & batch.inside for date in dates]
    complete = [(date, mask) for date, mask in zip(dates, on_date, strict=True) if mask.any(axis=1).all()]
    if not complete:
        raise PanelError(
            ["there is no date on which every series has coverage; the nation has no past to start from."]
        )
    weight = workers / workers.sum()
    # Of several figures for one date the last one counts.
    value = np.array(
        [
            sum(w * batch.coverage[i, np.flatnonzero(mask[i])[-1]] for i, w in enumerate(weight))
            for _date, mask in complete
        ]
    )
    inside = np.clip(value, 0.01, 99.99)
    years = np.array([date for date, _mask in complete])
    return Batch(
        pd.Index([nation]),
        np.log(inside / (100 - inside))[None],
        years[None],
        np.zeros((1, len(years))),
        value[None],
        np.array([len(years)]),
    )


def _sum(setup: Setup, values: Array) -> Array:
    """The weighted mean over the series of draws, shape (draws, 1, T), from shape (draws, N, T)."""
    share = (setup.panel.workers / setup.panel.workers.sum())[:, None]
    # Up to its last point a province counts with its last figure.
    known = np.where(np.isnan(values), setup.panel.batch.last_coverage[None, :, None], values)
    return (known * share).sum(axis=1, keepdims=True).astype(np.float32)


def as_frames_of_draws(setup: Setup, levels: Array, reported: Array) -> Projection:
    """Frames of draws of coverage and of coverage as reported, percent, shape (draws, N, T)."""
    shown = np.isin(setup.all_dates, setup.dates)
    quantiles = np.quantile(reported[:, :, shown], LEVELS, axis=0).astype(np.float32)
    highest = np.fmax.accumulate(levels, axis=2)
    with np.errstate(invalid="ignore"):
        reached = (highest >= setup.panel.targets[None, :, None]).mean(axis=0)
    return as_frames(setup, quantiles, reached)


def joint_draws(setup: Setup, fitted: Fitted, draws: int, seed: int) -> Iterator[tuple[Array, Array]]:
    """Draws of all series together, in parts of at most 250.

    Yields
    ------
    (array, array)
        Coverage itself and coverage as reported, percent, float32, shape (draws, N, T) over all dates of the setup; NaN on dates
        not after the last point of a series.
    """
    params = fitted.params
    years = in_years(setup.all_dates)
    n, t = len(setup.last), len(years)
    first = np.searchsorted(setup.all_dates, setup.last, side="right")
    gap = np.zeros(n)
    ahead = first < t
    gap[ahead] = years[first[ahead]] - in_years(setup.last)[ahead]
    state = paths.at_first_date(params, fitted.state, gap)
    steps = step_of(params, np.diff(years))
    shocks = _CorrelatedShocks(params.correlation, np.random.default_rng(seed))
    for start in range(0, draws, PART):
        size = min(PART, draws - start)
        regime = _draw_regimes(params, state, shocks.normal(size, n))
        level = _draw_levels(state, steps, regime, first, shocks, t)
        noise = params.report_sd[regime][:, :, None] * shocks.normal(size, n, t)
        yield percent(level), percent(level + noise).astype(np.float32)


class _CorrelatedShocks(NamedTuple):
    """Standard normal draws that are correlated between series."""

    correlation: float
    rng: np.random.Generator

    def normal(self, *shape: int) -> Array:
        """An array of this shape, correlated over its second axis."""
        common = self.rng.standard_normal((shape[0], 1, *shape[2:]))
        own = self.rng.standard_normal(shape)
        return np.sqrt(self.correlation) * common + np.sqrt(1 - self.correlation) * own


def _draw_regimes(params: Parameters, state: State, z: Array) -> Array:
    """The regime of each series in each draw, shape (draws, N)."""
    from scipy.special import ndtr

    # Regimes in order of growth, so that a shock common to all series moves all of them to faster or to slower ones.
    order = np.argsort(params.growth)
    bounds = np.cumsum(np.exp(state.log_weight[order]), axis=0)
    above = (ndtr(z)[:, :, None] > bounds.T[None]).sum(axis=2)
    return order[np.minimum(above, len(order) - 1)]


def _draw_levels(
    state: State, steps: Step, regime: Array, first: Array, shocks: _CorrelatedShocks, dates: int
) -> Array:
    """Levels (logit) at all dates, shape (draws, N, dates), float32; NaN before the `first` date of a series."""
    draws, n = regime.shape
    series = np.arange(n)[None]
    level_sd = np.sqrt(state.var_level[regime, series])
    common = state.covariance[regime, series] / level_sd
    own = np.sqrt(np.maximum(state.var_slope[regime, series] - common**2, 0))
    z = shocks.normal(draws, n, 2)
    level = state.level[regime, series] + level_sd * z[..., 0]
    slope = state.slope[regime, series] + common * z[..., 0] + own * z[..., 1]
    out = np.full((draws, n, dates), np.nan, np.float32)
    for j in range(dates):
        if j:
            keep, carry, damp, add, var_level, covariance, var_slope = (
                array[:, j - 1][regime] for array in steps
            )
            level_sd = np.sqrt(var_level)
            common = covariance / level_sd
            own = np.sqrt(np.maximum(var_slope - common**2, 0))
            z = shocks.normal(draws, n, 2)
            begun = (first < j)[None]
            next_level = keep * level + carry * slope + add + level_sd * z[..., 0]
            slope = np.where(begun, damp * slope + common * z[..., 0] + own * z[..., 1], slope)
            level = np.where(begun, next_level, level)
        out[:, :, j] = np.where((first <= j)[None], level, np.nan)
    return out
