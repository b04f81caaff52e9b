"""Project a panel: one call from a data frame to the fan and the attainment of every series."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import attainment, pace
from coverage_lib.measures.projection.attainment import Chances
from coverage_lib.measures.projection.baselines import BASELINES, forecast, problems
from coverage_lib.measures.projection.checks import PanelError
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.panel import Panel, last_dates, prepare
from coverage_lib.measures.projection.posterior import posterior
from coverage_lib.measures.projection.predictive import LEVELS, QUANTILES, quantiles
from coverage_lib.measures.projection.times import Array, in_years, last_day

DEFAULT = "class_prior"
#: Series that one thread projects at a time.
CHUNK = 2_000
#: Series of one part of :func:`project_in_chunks`.
SERIES_IN_A_PART = 10_000


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
    dates : array of datetime64, shape (T,)
        The dates that are shown.
    """

    panel: Panel
    last: Array
    dates: Array


def project(
    panel: pd.DataFrame | Panel,
    *,
    until: Any,
    step: str = "year",
    target: float | None = None,
    target_date: Any = None,
    model: str = DEFAULT,
    seed: int = 0,
) -> Projection:
    """Project every series of a panel, and say how likely its target is and when it is reached.

    Parameters
    ----------
    panel : DataFrame or Panel
        Columns series (or code, for regions), date, coverage (percent), and perhaps workers (people), uncertainty (percentage
        points, one standard deviation), target (percent), target_date. One point is enough for a series; missing figures and
        irregular dates are fine. Figures above 100 count as 100. Or what
        :func:`coverage_lib.measures.projection.prepare` made of such a frame.
    until : date
        Last date of the projection.
    step : {"year", "month"}
        Dates are counted back from `until`: 31 December of every year if that is 31 December, ends of months if it is one.
    target, target_date : optional
        Percent and date, for the series that have none of their own in the panel.
    model : str
        ``"class_prior"``, which starts from what panels of social insurance teach
        (:func:`coverage_lib.measures.projection.class_prior.class_prior`), or one of
        :data:`coverage_lib.measures.projection.baselines.BASELINES`.
    seed : int
        The class prior's answer is in closed form and the same for every seed.

    Returns
    -------
    Projection
        ``quantiles``: series (or code), date, q025 q05 q10 q20 q25 q30 q40 q50 q60 q70 q75 q80 q90 q95 q975 (percent), from the
        first date after the last point of each series.

        ``attainment``: series (or code), target, target_date, probability_at_target_date, probability_ever_by_target_date,
        attainment_median, attainment_q10, attainment_q90 (dates; NaT beyond the horizon), probability_not_by_horizon,
        pace_needed, recent_pace (points a year), pace_multiple, workers_at_target_date, net_new_members_per_month.

        ``probability_at_target_date`` is *the* probability: of being at or above the target on its date.
        ``probability_ever_by_target_date`` is the probability of having been there on some day until then; it is never less, and
        1 for a series that has been at its target, wherever that series will stand at the date. Attainment is the first of the
        dates shown by which the target has been reached with that probability. A target date that is not after the last point
        is judged by the figure of that date, or the last one of the year before it: 1 or 0, missing where there is none.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row.

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
    return as_projection(
        setup, *(_from_class_prior(setup) if model == DEFAULT else _from_baseline(setup, model))
    )


def as_projection(setup: Setup, fan: Array, chances: Chances) -> Projection:
    """Frames of a projection.

    Parameters
    ----------
    setup : Setup
        From :func:`set_up`, N series and T dates.
    fan : array, shape (N, T, 15)
        Quantiles, percent.
    chances : Chances
        Of the targets.
    """
    when = attainment.table(setup.panel, chances, setup.dates)
    return Projection(_fan_frame(setup, fan), pd.concat([when, pace.needed(setup.panel)], axis=1))


def project_in_chunks(
    panel: pd.DataFrame | Panel, *, chunk: int | None = None, **options: Any
) -> Iterator[Projection]:
    """Project a panel of any size, `chunk` series at a time.

    Parameters
    ----------
    panel : DataFrame or Panel
        As for :func:`project`.
    chunk : int, optional
        Number of series in a part; 10,000 if not given.
    **options
        As for :func:`project`.

    Yields
    ------
    Projection
        One part after the other; memory is that of one part.
    """
    panel, chunk = prepare(panel), chunk or SERIES_IN_A_PART
    for start in range(0, len(panel.batch.y), chunk):
        yield project(panel.take(slice(start, start + chunk)), **options)


def set_up(
    panel: pd.DataFrame | Panel,
    *,
    until: Any,
    step: str = "year",
    target: float | None = None,
    target_date: Any = None,
) -> Setup:
    """The series with their targets, and the dates, of a projection; arguments and errors as for :func:`project`.

    Examples
    --------
    >>> panel = pd.DataFrame({"series": ["a"], "date": ["2024-12-31"], "coverage": [20.0]})
    >>> setup = set_up(panel, until="2026-12-31", target=30, target_date="2026-06-30")
    >>> setup.dates.astype("datetime64[D]").astype(str).tolist()
    ['2025-12-31', '2026-12-31']
    """
    horizon = end_date(until)
    panel = attainment.with_targets(prepare(panel), target, target_date)
    last = last_dates(panel.batch)
    return Setup(panel, last, future_dates(last, horizon, step))


def end_date(until: Any) -> np.datetime64:
    """The last date of a projection, or a PanelError."""
    date = last_day(until)
    if np.isnat(date):
        raise PanelError([f"until is {until!r}; expected a date, for instance 2045-12-31."])
    return date


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


def _from_class_prior(setup: Setup) -> tuple[Array, Chances]:
    """Quantiles (N, T, 15) and chances from the class prior."""
    prior, panel = class_prior(), setup.panel
    n, years = len(setup.last), in_years(setup.dates)
    fan = np.full((n, len(years), len(LEVELS)), np.nan, np.float32)
    chances = Chances.unknown(n, len(years))

    def work(job: tuple[int, Array]) -> None:
        """Fill in the rows of a job, all of which have the same first date."""
        first, rows = job
        part = panel.take(rows)
        batch = part.batch
        state = posterior(prior, batch.y, batch.years, batch.noise, batch.points)
        if first < len(years):
            fan[rows, first:] = quantiles(prior, state, years[first:] - batch.last_years[:, None])
        aimed = np.flatnonzero(~np.isnan(part.targets))
        if len(aimed):
            known = attainment.from_posterior(prior, state.take(aimed), part.take(aimed), years)
            for whole, here in zip(chances, known, strict=True):
                whole[rows[aimed]] = here

    first = np.searchsorted(setup.dates, setup.last, side="right")
    jobs = [
        (int(j), part)
        for j in np.unique(first)
        for rows in [np.flatnonzero(first == j)]
        for part in np.array_split(rows, -(-len(rows) // CHUNK))
    ]
    with ThreadPoolExecutor(min(len(jobs), os.cpu_count() or 1, 4)) as pool:
        list(pool.map(work, jobs))
    return fan, chances


def _from_baseline(setup: Setup, model: str) -> tuple[Array, Chances]:
    """Quantiles (N, T, 15) and chances from a baseline."""
    if model not in BASELINES:
        raise PanelError([f"model is {model!r}; expected one of: {', '.join([DEFAULT, *BASELINES])}."])
    panel, by = setup.panel, setup.panel.target_dates
    wrong = [problem for problem in problems(model, panel.batch) if problem]
    if wrong:
        raise PanelError(wrong)
    due = np.unique(by[by > setup.last.min()])
    dates = np.union1d(setup.dates, due)
    fan = forecast(model, panel.batch, in_years(dates) - panel.batch.last_years[:, None])
    shown = np.isin(dates, setup.dates)
    return fan[:, shown], attainment.from_quantiles(fan, panel, dates, shown)


def _fan_frame(setup: Setup, fan: Array) -> pd.DataFrame:
    """Long frame of the fan (N, T, 15), without the dates that are not after the last point of a series."""
    n, dates, levels = fan.shape
    frame = pd.DataFrame(fan.reshape(n * dates, levels), columns=QUANTILES, copy=False)
    frame.insert(0, "date", np.tile(setup.dates, n))
    frame.insert(0, setup.panel.key, setup.panel.batch.names.take(np.repeat(np.arange(n), dates)))
    ahead = (setup.dates[None, :] > setup.last[:, None]).ravel()
    return frame if ahead.all() else frame[ahead].reset_index(drop=True)
