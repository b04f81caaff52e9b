"""Project a panel: one call from a data frame to the fan and the attainment of every series."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import attainment, paths
from coverage_lib.measures.projection.learn import adapt
from coverage_lib.measures.projection.model import QUANTILES, Array, Parameters, filter_batch, prior
from coverage_lib.measures.projection.panel import Batch, PanelError, checked, from_years, in_years, pack

DEFAULT = "damped_trend"
CHUNK = 256
WORK = 4_000_000


class Projection(NamedTuple):
    """The fan (``quantiles``) and the ``attainment`` table."""

    quantiles: pd.DataFrame
    attainment: pd.DataFrame


def project(
    panel: pd.DataFrame,
    *,
    until: Any,
    step: str = "year",
    target: float | None = None,
    target_date: Any = None,
    model: str = DEFAULT,
    seed: int = 0,
    params: Parameters | None = None,
) -> Projection:
    """Project every series of a panel, and say when it reaches its target.

    Parameters
    ----------
    panel : DataFrame
        Columns series, date, coverage (percent), and perhaps workers (people), uncertainty (percentage points, one standard
        deviation), target (percent), target_date. One point is enough for a series; gaps and irregular dates are fine. Two
        figures for one date count as two reports of the same thing; 0 and 100 are moved inside by half of the step to which
        figures are rounded; figures above 100 count as 100.
    until : date
        Last date of the projection.
    step : {"year", "month"}
        Dates are counted back from `until`: 31 December of every year if that is 31 December, ends of months if it is one.
    target, target_date : optional
        Percent and date, for the series that have none of their own in the panel.
    model : str
        ``"damped_trend"`` or one of :data:`coverage_lib.measures.projection.baselines.BASELINES`.
    seed : int
        Of the draws of the paths. The same seed gives the same numbers; the fan does not depend on it.
    params : Parameters, optional
        Shared parameters to use as they are. By default those shipped, adapted to the panel.

    Returns
    -------
    Projection
        ``quantiles``: series, date, q025 q05 q10 q20 q25 q30 q40 q50 q60 q70 q75 q80 q90 q95 q975 (percent, as it would be
        reported), from the first date after the last point of each series.

        ``attainment``: series, target, target_date, probability_by_target_date, attainment_median, attainment_q10,
        attainment_q90 (dates; NaT beyond the horizon), probability_not_by_horizon, pace_needed, recent_pace (points a year),
        pace_multiple, workers_at_target_date, net_new_members_per_month. Attainment is the *first* date, of those projected
        (and target dates), on which coverage is at the target; ``probability_by_target_date`` is the probability that it has
        been there on or before that date, so it is at least the probability of being there on it, and never falls with time.
        It is about coverage itself: what is wrong with a single report, and gone with the next, does not count.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row.

    References
    ----------
    Gardner, E. S. and McKenzie, E. (1985). Forecasting trends in time series. *Management Science* 31(10).
    Harvey, A. C. (1989). *Forecasting, Structural Time Series Models and the Kalman Filter*. Cambridge.

    Examples
    --------
    >>> panel = pd.DataFrame(
    ...     {"series": "a", "date": pd.to_datetime(["2022-12-31", "2023-12-31", "2024-12-31"]), "coverage": [20.1, 24.0, 27.2]}
    ... )
    >>> fan, when = project(panel, until="2029-12-31", target=40, target_date="2029-12-31")
    >>> fan.shape, bool((fan.q10 < fan.q90).all()), len(when)
    ((5, 17), True, 1)
    """
    panel = checked(panel)
    batch = pack(panel)
    horizon = end_date(until)
    found = attainment.targets(panel, batch.names, target, target_date)
    last = from_years(batch.years[np.arange(len(batch.y)), batch.points - 1])
    dates = future_dates(last, horizon, step)
    if model == DEFAULT:
        params = params or adapt(prior(), batch)
        quantiles, reached, all_dates = _run(params, batch, last, dates, found, seed)
    else:
        from coverage_lib.measures.projection.baselines import forecast

        quantiles = forecast(model, batch, in_years(dates))
        all_dates = dates
        reached = (
            np.zeros((len(last), len(dates)))
            if found is None
            else attainment.from_quantiles(quantiles, found[0])
        )
    return Projection(
        fan_frame(batch, quantiles, dates, last),
        _attainment(panel, batch, reached, all_dates, horizon, found),
    )


def project_in_chunks(panel: pd.DataFrame, *, chunk: int = 20_000, **options: Any) -> Iterator[Projection]:
    """Project a panel of any size, `chunk` series at a time, with parameters adapted to the whole panel once.

    Parameters
    ----------
    panel : DataFrame
        As for :func:`project`.
    chunk : int
        Number of series in a part.
    **options
        As for :func:`project`.

    Yields
    ------
    Projection
        One part after the other; memory is that of one part.
    """
    panel = checked(panel)
    code = pd.factorize(panel["series"])[0]
    if options.get("params") is None and options.get("model", DEFAULT) == DEFAULT:
        few = np.arange(0, code.max() + 1, max((code.max() + 1) // 1500, 1))
        options["params"] = adapt(prior(), pack(panel[np.isin(code, few)]))
    for start in range(0, code.max() + 1, chunk):
        first, after = np.searchsorted(code, [start, start + chunk])
        yield project(panel.iloc[first:after], **options)


def end_date(until: Any) -> np.datetime64:
    """The last date of a projection, or a PanelError."""
    date = pd.to_datetime(until, errors="coerce")
    if pd.isna(date):
        raise PanelError([f"until is {until!r}; expected a date, for instance 2045-12-31."])
    return np.datetime64(date, "s")


def future_dates(last: Array, horizon: np.datetime64, step: str) -> Array:
    """Dates counted back from the horizon, as long as they are after the last point of some series.

    Examples
    --------
    >>> future_dates(np.array(["2024-11-30"], "datetime64[s]"), np.datetime64("2025-02-28", "s"), "month").astype("datetime64[D]")
    array(['2024-12-31', '2025-01-31', '2025-02-28'], dtype='datetime64[D]')
    """
    if step not in ("year", "month"):
        raise PanelError([f"step is {step!r}; expected 'year' or 'month'."])
    end, start = pd.Timestamp(horizon), pd.Timestamp(last.min())
    if (last >= horizon).all():
        raise PanelError(
            [f"until is {end.date()}, which is not after the last point of any series; choose a later date."]
        )
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    size = 12 if step == "year" else 1
    found = pd.DatetimeIndex([end - pd.DateOffset(months=m) for m in range(0, months + 1, size)][::-1])
    if end.is_month_end:
        found = found + pd.offsets.MonthEnd(0)
    return found[found > start].to_numpy().astype("datetime64[s]")


def _run(
    params: Parameters, batch: Batch, last: Array, dates: Array, found: tuple[Array, Array] | None, seed: int
) -> tuple[Array, Array, Array]:
    """Quantiles (15, N, dates), probabilities of having reached (N, all dates), and all dates (with those of targets)."""
    state = filter_batch(params, batch)
    due = np.array([], "datetime64[s]") if found is None else np.unique(found[1][~np.isnat(found[1])])
    every = np.union1d(dates, due[due > last.min()])
    n, years = len(last), in_years(every)
    shown = np.isin(every, dates)
    draws = int(np.clip(WORK // (n * len(every)), 48, 1024)) // 2 * 2
    z = paths.shocks(np.random.default_rng(seed), draws, len(every) + 1)
    quantiles = np.full((len(QUANTILES), n, len(dates)), np.nan, np.float32)
    reached = np.zeros((n, len(every)))
    first = np.searchsorted(every, last, side="right")
    jobs, drift = [], {}
    for j in np.unique(first[first < len(every)]):
        rows = np.flatnonzero(first == j)
        if found is not None:
            drift[j] = paths.wander(params, years[j:], z[1 + j :])
        jobs += [(j, part) for part in np.array_split(rows, -(-len(rows) // CHUNK))]
    logit = np.full(n, np.nan)
    if found is not None:
        aim = np.clip(found[0], 0.001, 99.999)
        logit = np.log(aim / (100 - aim))

    def work(job: tuple[int, Array]) -> None:
        j, rows = job
        some = type(state)(*(f[:, rows] for f in state))
        here = paths.at_first_date(params, some, years[j] - in_years(last[rows]))
        show = shown[j:]
        if show.any():
            # The fan starts at the first date shown, which a date of a target may come before.
            skip = int(show.argmax())
            start = (
                paths.at_first_date(params, some, years[j + skip] - in_years(last[rows])) if skip else here
            )
            fan = paths.fan(params, start, years[j:][show])
            quantiles[:, rows, len(dates) - fan.shape[2] :] = fan
        told = rows[~np.isnan(logit[rows])]
        if len(told):
            some = type(here)(*(f[:, ~np.isnan(logit[rows])] for f in here))
            reached[told, j:] = paths.reached(params, some, years[j:], logit[told], z[0], drift[j])

    with ThreadPoolExecutor(min(len(jobs) or 1, os.cpu_count() or 1, 4)) as pool:
        list(pool.map(work, jobs))
    return quantiles, reached, every


def fan_frame(batch: Batch, quantiles: Array, dates: Array, last: Array) -> pd.DataFrame:
    """Long frame of the fan, without the dates that are not after the last point of a series."""
    levels, n, t = quantiles.shape
    frame = pd.DataFrame(quantiles.reshape(levels, n * t).T, columns=QUANTILES, copy=False)
    frame.insert(0, "date", np.tile(dates, n))
    frame.insert(0, "series", batch.names.take(np.repeat(np.arange(n), t)))
    ahead = (dates[None, :] > last[:, None]).ravel()
    return frame if ahead.all() else frame[ahead].reset_index(drop=True)


def _attainment(
    panel: pd.DataFrame,
    batch: Batch,
    reached: Array,
    dates: Array,
    horizon: np.datetime64,
    found: tuple[Array, Array] | None,
) -> pd.DataFrame:
    aims, by = found or (np.full(len(batch.y), np.nan), np.full(len(batch.y), attainment.NEVER))
    when = attainment.table(batch, reached, dates, horizon, aims, by)
    return pd.concat(
        [when, attainment.pace(batch, aims, by, *attainment.workforce(panel, batch.names))], axis=1
    )
