"""The nation as the sum of its provinces, in every draw."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import attainment, paths
from coverage_lib.measures.projection.forecast import end_date, fan_frame, future_dates
from coverage_lib.measures.projection.learn import adapt
from coverage_lib.measures.projection.model import LEVELS, Array, Parameters, filter_batch, percent, prior
from coverage_lib.measures.projection.model import step as step_of
from coverage_lib.measures.projection.panel import Batch, PanelError, checked, from_years, in_years, pack


class Nation(NamedTuple):
    """Fan and attainment of the nation and its provinces, from the same draws.

    ``quantiles`` and ``attainment`` have the columns of :func:`coverage_lib.measures.projection.project`, the nation first;
    ``shared`` is the correlation between the shocks of two provinces.
    """

    quantiles: pd.DataFrame
    attainment: pd.DataFrame
    shared: float


def project_nation(
    panel: pd.DataFrame,
    *,
    until: Any,
    step: str = "year",
    target: float | None = None,
    target_date: Any = None,
    nation: str = "00",
    national_target: float | None = None,
    national_target_date: Any = None,
    seed: int = 0,
    draws: int = 2000,
    params: Parameters | None = None,
) -> Nation:
    """Project provinces together, and the nation as their sum weighted by workers, in every draw.

    Parameters
    ----------
    panel : DataFrame
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
        The answers of the provinces come from the same draws: whatever is true of the nation in a draw is true of its
        provinces in it.

    Raises
    ------
    PanelError
        If the panel cannot be used, has no workers, or contains the nation itself.

    Notes
    -----
    A draw takes for each province a regime, a state at its last point and the shocks of each date; these are correlated
    between provinces by ``shared``, estimated on the panel. Each province on its own has the fan `project` gives it, up to the
    error of the draws.
    """
    panel = checked(panel)
    batch = pack(panel)
    if nation in set(batch.names):
        raise PanelError(
            [f"series {nation!r} is the nation itself; leave it out, it is made as the sum of the others."]
        )
    workers, growth = attainment.workforce(panel, batch.names)
    if np.isnan(workers).any():
        missing = ", ".join(map(str, batch.names[np.isnan(workers)][:5]))
        raise PanelError(
            [f"there are no workers for series {missing}; expected a number of people for each."]
        )
    horizon = end_date(until)
    last = from_years(batch.years[np.arange(len(batch.y)), batch.points - 1])
    dates = future_dates(last, horizon, step)
    params = params or adapt(prior(), batch)
    whole = together(batch, workers, nation)
    joined = Batch(
        pd.Index([nation, *batch.names]), *(_stack(a, b) for a, b in zip(whole[1:], batch[1:], strict=True))
    )
    found = attainment.targets(panel, batch.names, target, target_date)
    own = attainment.targets(
        panel.iloc[:0].assign(series=[]),
        pd.Index([nation]),
        target if national_target is None else national_target,
        target_date if national_target_date is None else national_target_date,
    )
    none = (np.full(1, np.nan), np.full(1, attainment.NEVER))
    blank = (np.full(len(batch.y), np.nan), np.full(len(batch.y), attainment.NEVER))
    aims, by = (np.concatenate(pair) for pair in zip(own or none, found or blank, strict=True))
    due = by[~np.isnat(by)]
    every = np.union1d(dates, np.unique(due[due > last.min()]))
    shown = np.isin(every, dates)

    share = (workers / workers.sum())[:, None]
    fans = np.full((draws, len(joined.y), len(every)), np.nan, np.float32)
    levels = fans.copy()
    for part, level, reported in joint_draws(params, batch, last, every, draws, seed):
        levels[part, 1:], fans[part, 1:] = level, reported
    # Before a province's own last point its last figure stands.
    hold = batch.coverage[np.arange(len(batch.y)), batch.points - 1][None, :, None]
    for values in (levels, fans):
        values[:, 0] = (np.where(np.isnan(values[:, 1:]), hold, values[:, 1:]) * share).sum(axis=1)
    quantiles = np.quantile(fans[:, :, shown], LEVELS, axis=0).astype(np.float32)
    with np.errstate(invalid="ignore"):
        best = np.fmax.accumulate(levels, axis=2)
        reached = (best >= aims[None, :, None]).mean(axis=0)
    every_last = np.concatenate([[last.max()], last])
    when = attainment.table(joined, reached, every, horizon, aims, by)
    need = attainment.pace(joined, aims, by, np.concatenate([[workers.sum()], workers]), growth)
    return Nation(
        fan_frame(joined, quantiles, dates, every_last), pd.concat([when, need], axis=1), params.shared
    )


def together(batch: Batch, workers: Array, nation: str) -> Batch:
    """The nation's own past: the weighted sum on the dates all provinces have."""
    inside = np.arange(batch.y.shape[1]) < batch.points[:, None]
    dates = np.unique(batch.years[inside])
    there = [(np.isclose(batch.years, d) & inside) for d in dates]
    full = [d for d, mask in zip(dates, there, strict=True) if mask.any(axis=1).all()]
    if not full:
        raise PanelError(
            ["there is no date on which every series has coverage; the nation has no past to start from."]
        )
    weight = workers / workers.sum()
    value = np.array(
        [
            sum(
                w * batch.coverage[i, np.flatnonzero(np.isclose(batch.years[i], d) & inside[i])[-1]]
                for i, w in enumerate(weight)
            )
            for d in full
        ]
    )
    y = np.log(np.clip(value, 0.01, 99.99) / (100 - np.clip(value, 0.01, 99.99)))
    return Batch(
        pd.Index([nation]),
        y[None],
        np.array(full)[None],
        np.zeros((1, len(full))),
        value[None],
        np.array([len(full)]),
    )


def _stack(a: Array, b: Array) -> Array:
    if a.ndim == 1:
        return np.concatenate([a, b])
    width = max(a.shape[1], b.shape[1])
    return np.concatenate([np.pad(x, ((0, 0), (0, width - x.shape[1]))) for x in (a, b)])


def joint_draws(params: Parameters, batch: Batch, last: Array, dates: Array, draws: int, seed: int) -> Any:
    """Draws of all series together, in parts of at most 250.

    Yields
    ------
    (slice, array, array)
        Which draws; coverage itself and coverage as reported, percent, shape (draws, N, T), NaN on dates not after the last
        point of a series.
    """
    from scipy.special import ndtr

    state = filter_batch(params, batch)
    n, t = len(batch.y), len(dates)
    years, since = in_years(dates), in_years(last)
    first = np.searchsorted(dates, last, side="right")
    some = np.flatnonzero(first < t)
    gap = np.zeros(n)
    gap[some] = years[first[some]] - since[some]
    here = paths.at_first_date(params, state, gap)
    # Regimes from the slowest to the fastest, so that a common draw means the same everywhere.
    order = np.argsort(params.growth)
    bounds = np.cumsum(np.exp(here.log_weight[order]), axis=0)
    each = step_of(params, np.diff(years))
    rng = np.random.default_rng(seed)
    common, own = np.sqrt(params.shared), np.sqrt(1 - params.shared)

    def correlated(*shape: int) -> Array:
        """Standard normal, correlated over the series (second axis)."""
        together = rng.standard_normal((shape[0], 1, *shape[2:]))
        return common * together + own * rng.standard_normal(shape)

    for start in range(0, draws, 250):
        size = min(250, draws - start)
        u = ndtr(correlated(size, n))
        k = order[np.minimum((u[:, :, None] > bounds.T[None]).sum(axis=2), len(order) - 1)]
        i = np.arange(n)[None]
        level_sd = np.sqrt(here.var_level[k, i])
        tilt = here.covariance[k, i] / level_sd
        rest = np.sqrt(np.maximum(here.var_slope[k, i] - tilt**2, 0))
        z = correlated(size, n, 2)
        level = here.level[k, i] + level_sd * z[..., 0]
        slope = here.slope[k, i] + tilt * z[..., 0] + rest * z[..., 1]
        out = np.full((size, n, t), np.nan, np.float32)
        for j in range(t):
            if j:
                keep, carry, damp, add, vl, c, vs = (f[:, j - 1][k] for f in each)
                one = np.sqrt(vl)
                two = c / one
                e = correlated(size, n, 2)
                moving = (first < j)[None]
                new = keep * level + carry * slope + add + one * e[..., 0]
                slope = np.where(
                    moving,
                    damp * slope + two * e[..., 0] + np.sqrt(np.maximum(vs - two**2, 0)) * e[..., 1],
                    slope,
                )
                level = np.where(moving, new, level)
            out[:, :, j] = np.where((first <= j)[None], level, np.nan)
        noise = params.report_sd[k][:, :, None] * correlated(size, n, t)
        yield slice(start, start + size), percent(out), percent(out + noise).astype(np.float32)
