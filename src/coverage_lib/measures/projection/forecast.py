"""Project a panel: one call from a data frame to the fan and the attainment of every series."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import attainment, pace, paths
from coverage_lib.measures.projection.checks import PanelError
from coverage_lib.measures.projection.learn import SAMPLE, Fitted, adapt, fit
from coverage_lib.measures.projection.model import QUANTILES, Parameters, prior
from coverage_lib.measures.projection.panel import Panel, last_dates, prepare
from coverage_lib.measures.projection.times import Array, in_years

DEFAULT = "damped_trend"
#: Series that one thread projects at a time.
CHUNK = 256
#: Values of all paths together, about; the number of draws follows from it.
PATH_VALUES = 4_000_000
FEWEST_DRAWS, MOST_DRAWS = 48, 1024


class Projection(NamedTuple):
    """The fan (``quantiles``) and the ``attainment`` table."""

    quantiles: pd.DataFrame
    attainment: pd.DataFrame


class Setup(NamedTuple):
    """What is to be projected: N series with their targets, and the dates.

    Attributes
    ----------
    panel : Panel
        The series; the targets asked for are in it.
    last : array of datetime64, shape (N,)
        The date of the last point of each series.
    horizon : datetime64
        The last date of the projection.
    dates, all_dates : array of datetime64
        The dates that are shown, and those together with the dates of targets.
    """

    panel: Panel
    last: Array
    horizon: np.datetime64
    dates: Array
    all_dates: Array


def project(
    panel: pd.DataFrame | Panel,
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
    panel : DataFrame or Panel
        Columns series (or code, for regions), date, coverage (percent), and perhaps workers (people), uncertainty (percentage
        points, one standard deviation), target (percent), target_date. One point is enough for a series; missing figures and
        irregular dates are fine. Two figures for one date count as two reports of the same thing; 0 and 100 are moved inside by
        half of the step to which figures are rounded; figures above 100 count as 100. Or what
        :func:`coverage_lib.measures.projection.prepare` made of such a frame.
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
        ``quantiles``: series (or code), date, q025 q05 q10 q20 q25 q30 q40 q50 q60 q70 q75 q80 q90 q95 q975 (percent, as it would
        be reported), from the first date after the last point of each series.

        ``attainment``: series (or code), target, target_date, probability_by_target_date, attainment_median, attainment_q10,
        attainment_q90 (dates; NaT beyond the horizon), probability_not_by_horizon, pace_needed, recent_pace (points a year),
        pace_multiple, workers_at_target_date, net_new_members_per_month. Attainment is the *first* date, of those projected
        (and target dates), on which coverage is at the target; ``probability_by_target_date`` is the probability that it has
        been there on or before that date, so it is at least the probability of being there on it, and never falls with time.
        It is about coverage itself, without the reporting error of a single figure.

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
    setup = set_up(panel, until=until, step=step, target=target, target_date=target_date)
    if model != DEFAULT:
        return _project_baseline(setup, model)
    return project_fitted(setup, fit(setup.panel.batch, params), seed)


def project_in_chunks(
    panel: pd.DataFrame | Panel, *, chunk: int = 20_000, **options: Any
) -> Iterator[Projection]:
    """Project a panel of any size, `chunk` series at a time, with parameters adapted to the whole panel once.

    Parameters
    ----------
    panel : DataFrame or Panel
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
    panel = prepare(panel)
    count = len(panel.batch.y)
    if options.get("params") is None and options.get("model", DEFAULT) == DEFAULT:
        options["params"] = adapt(prior(), panel.batch.take(slice(None, None, max(count // SAMPLE, 1))))
    for start in range(0, count, chunk):
        yield project(panel.take(slice(start, start + chunk)), **options)


def set_up(
    panel: pd.DataFrame | Panel,
    *,
    until: Any,
    step: str = "year",
    target: float | None = None,
    target_date: Any = None,
) -> Setup:
    """The dates and targets of a projection, for :func:`project_fitted` and ``project_sum``.

    Parameters
    ----------
    panel, until, step, target, target_date
        As for :func:`project`.

    Returns
    -------
    Setup

    Raises
    ------
    PanelError
        If the panel, a date or the target cannot be used.

    Examples
    --------
    >>> panel = pd.DataFrame({"series": ["a"], "date": ["2024-12-31"], "coverage": [20.0]})
    >>> setup = set_up(panel, until="2026-12-31", target=30, target_date="2026-06-30")
    >>> setup.all_dates.astype("datetime64[D]").astype(str).tolist()
    ['2025-12-31', '2026-06-30', '2026-12-31']
    """
    horizon = end_date(until)
    panel = attainment.with_targets(prepare(panel), target, target_date)
    last = last_dates(panel.batch)
    dates = future_dates(last, horizon, step)
    return Setup(panel, last, horizon, dates, with_target_dates(dates, panel, last.min()))


def with_target_dates(dates: Array, panel: Panel, first: np.datetime64) -> Array:
    """Dates together with those of the panel's targets that are after the `first`, in order."""
    due = np.unique(panel.target_dates[~np.isnat(panel.target_dates)])
    return np.union1d(dates, due[due > first])


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
    dates = pd.DatetimeIndex([end - pd.DateOffset(months=m) for m in range(0, months + 1, size)][::-1])
    if end.is_month_end:
        dates = dates + pd.offsets.MonthEnd(0)
    return dates[dates > start].to_numpy().astype("datetime64[s]")


def _project_baseline(setup: Setup, model: str) -> Projection:
    from coverage_lib.measures.projection.baselines import forecast

    quantiles = forecast(model, setup.panel.batch, in_years(setup.dates))
    reached = attainment.from_quantiles(quantiles, setup.panel.targets)
    return as_frames(setup._replace(all_dates=setup.dates), quantiles, reached)


def project_fitted(setup: Setup, fitted: Fitted, seed: int = 0) -> Projection:
    """The projection of each series from its filtered state.

    Parameters
    ----------
    setup : Setup
        From :func:`set_up`.
    fitted : Fitted
        From :func:`coverage_lib.measures.projection.fit`, of the same series.
    seed : int
        Of the draws of the paths.

    Returns
    -------
    Projection
        As from :func:`project`.

    Examples
    --------
    >>> from coverage_lib.measures.projection import fit
    >>> panel = prepare(pd.DataFrame({"series": ["a", "a"], "date": ["2023", "2024"], "coverage": [20.0, 22.0]}))
    >>> fitted = fit(panel.batch)
    >>> [len(project_fitted(set_up(panel, until=until), fitted).quantiles) for until in ("2026-12-31", "2030-12-31")]
    [2, 6]
    """
    panel, last = setup.panel, setup.last
    n, years, since = len(last), in_years(setup.all_dates), in_years(last)
    shown = np.isin(setup.all_dates, setup.dates)
    target = _logit(panel.targets)
    draws = int(np.clip(PATH_VALUES // (n * len(years)), FEWEST_DRAWS, MOST_DRAWS)) // 2 * 2
    z = paths.shocks(np.random.default_rng(seed), draws, len(years) + 1)
    quantiles = np.full((len(QUANTILES), n, len(setup.dates)), np.nan, np.float32)
    reached = np.zeros((n, len(years)))

    def work(job: tuple[int, Array]) -> None:
        """Fill in the rows of a job, all of which have the same first date."""
        j, rows = job
        state = fitted.state.take(rows)
        if shown[j:].any():
            # The fan starts at the first date shown, which a date of a target may come before.
            start = j + int(shown[j:].argmax())
            here = paths.at_first_date(fitted.params, state, years[start] - since[rows])
            fan = paths.fan(fitted.params, here, years[j:][shown[j:]])
            quantiles[:, rows, len(setup.dates) - fan.shape[2] :] = fan
        has_target = ~np.isnan(target[rows])
        if has_target.any():
            here = paths.at_first_date(fitted.params, state, years[j] - since[rows]).take(has_target)
            aimed = rows[has_target]
            reached[aimed, j:] = paths.reached(
                fitted.params, here, years[j:], target[aimed], z[0], deviations[j]
            )

    first = np.searchsorted(setup.all_dates, last, side="right")
    jobs: list[tuple[int, Array]] = []
    deviations: dict[int, Array] = {}
    for j in np.unique(first[first < len(years)]):
        rows = np.flatnonzero(first == j)
        if not np.isnan(target).all():
            deviations[j] = paths.deviations(fitted.params, years[j:], z[1 + j :])
        jobs += [(j, part) for part in np.array_split(rows, -(-len(rows) // CHUNK))]
    with ThreadPoolExecutor(min(len(jobs) or 1, os.cpu_count() or 1, 4)) as pool:
        list(pool.map(work, jobs))
    return as_frames(setup, quantiles, reached)


def _logit(percent: Array) -> Array:
    inside = np.clip(percent, 0.001, 99.999)
    return np.log(inside / (100 - inside))


def as_frames(setup: Setup, quantiles: Array, reached: Array) -> Projection:
    """Frames of a projection.

    Parameters
    ----------
    setup : Setup
        N series, T dates shown and U dates in all.
    quantiles : array, shape (15, N, T)
        Percent.
    reached : array, shape (N, U)
        Probability of having reached the target.
    """
    when = attainment.table(setup.panel, reached, setup.all_dates, setup.horizon)
    return Projection(_fan_frame(setup, quantiles), pd.concat([when, pace.needed(setup.panel)], axis=1))


def _fan_frame(setup: Setup, quantiles: Array) -> pd.DataFrame:
    """Long frame of the fan, without the dates that are not after the last point of a series."""
    levels, n, t = quantiles.shape
    frame = pd.DataFrame(quantiles.reshape(levels, n * t).T, columns=QUANTILES, copy=False)
    frame.insert(0, "date", np.tile(setup.dates, n))
    frame.insert(0, setup.panel.key, setup.panel.batch.names.take(np.repeat(np.arange(n), t)))
    ahead = (setup.dates[None, :] > setup.last[:, None]).ravel()
    return frame if ahead.all() else frame[ahead].reset_index(drop=True)
