"""The projection learned on immunisation, as it was: for the atlas and the explorer until they run on the class prior."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import attainment, pace, paths
from coverage_lib.measures.projection.forecast import Projection, end_date, future_dates
from coverage_lib.measures.projection.learn import Fitted, fit
from coverage_lib.measures.projection.model import Parameters
from coverage_lib.measures.projection.panel import Panel, last_dates, prepare
from coverage_lib.measures.projection.predictive import QUANTILES
from coverage_lib.measures.projection.times import NEVER, Array, from_years, in_years

#: Series that one thread projects at a time.
CHUNK = 256
#: Values of all paths together, about; the number of draws follows from it.
PATH_VALUES = 4_000_000
FEWEST_DRAWS, MOST_DRAWS = 48, 1024


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


def old_project(
    panel: pd.DataFrame | Panel,
    *,
    until: Any,
    target: float | None = None,
    target_date: Any = None,
    params: Parameters | None = None,
) -> Projection:
    """Project every series of a panel, with the prior adapted to it unless parameters are given."""
    setup = set_up(panel, until=until, target=target, target_date=target_date)
    return project_fitted(setup, fit(setup.panel.batch, params))


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
    when = old_table(setup.panel, reached, setup.all_dates, setup.horizon)
    return Projection(_fan_frame(setup, quantiles), pd.concat([when, pace.needed(setup.panel)], axis=1))


def _fan_frame(setup: Setup, quantiles: Array) -> pd.DataFrame:
    """Long frame of the fan, without the dates that are not after the last point of a series."""
    levels, n, t = quantiles.shape
    frame = pd.DataFrame(quantiles.reshape(levels, n * t).T, columns=QUANTILES, copy=False)
    frame.insert(0, "date", np.tile(setup.dates, n))
    frame.insert(0, setup.panel.key, setup.panel.batch.names.take(np.repeat(np.arange(n), t)))
    ahead = (setup.dates[None, :] > setup.last[:, None]).ravel()
    return frame if ahead.all() else frame[ahead].reset_index(drop=True)


def old_table(panel: Panel, reached: Array, dates: Array, horizon: np.datetime64) -> pd.DataFrame:
    """The attainment table.

    Parameters
    ----------
    panel : Panel
        N series with their targets.
    reached : array, shape (N, T)
        Probability of having reached the target by each date.
    dates : array of datetime64, shape (T,)
        The dates; those not after a series' last point are ignored for it.
    horizon : datetime64
        The last date of the projection.

    Returns
    -------
    DataFrame
        Columns series (or code), target, target_date, probability_by_target_date, attainment_median, attainment_q10,
        attainment_q90, probability_not_by_horizon. A series that has been at its target has attained it on the date it first was.
    """
    batch, targets, by = panel.batch, panel.targets, panel.target_dates
    n = np.arange(len(batch.y))
    at_target = (batch.coverage >= targets[:, None]) & batch.inside
    attained = at_target.any(axis=1)
    since = from_years(batch.years[n, at_target.argmax(axis=1)])
    has_target = ~np.isnan(targets)
    # A target date that is not after the last point is judged by the figures; of a later one the last date up to it counts.
    index = np.searchsorted(dates, by, side="right") - 1
    probability = np.where(index >= 0, reached[n, np.maximum(index, 0)], 0.0)
    probability = np.where(attained, 1.0, probability)
    probability = np.where(by <= last_dates(batch), (attained & (since <= by)).astype(float), probability)
    probability = np.where(has_target & ~np.isnat(by), probability, np.nan)

    within = dates <= horizon
    end = int(np.flatnonzero(within).max(initial=-1))

    def earliest(level: float) -> Array:
        likely = (reached >= level) & within
        when = np.where(likely.any(axis=1), dates[likely.argmax(axis=1)], NEVER)
        return np.where(has_target, np.where(attained, since, when), NEVER)

    projected = ~np.isnan(reached[:, max(end, 0)])
    not_by_horizon = np.where(attained, 0.0, 1 - reached[:, end] if end >= 0 else 1.0)
    return pd.DataFrame(
        {
            panel.key: batch.names,
            "target": targets,
            "target_date": by,
            "probability_by_target_date": probability,
            "attainment_median": earliest(0.5),
            "attainment_q10": earliest(0.1),
            "attainment_q90": earliest(0.9),
            "probability_not_by_horizon": np.where(
                has_target & (projected | attained), not_by_horizon, np.nan
            ),
        }
    )
