"""When a target is reached, and how likely that is by a date."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.measures.projection.checks import PanelError
from coverage_lib.measures.projection.model import LEVELS
from coverage_lib.measures.projection.panel import Panel, last_dates
from coverage_lib.measures.projection.times import NEVER, Array, from_years


def with_targets(panel: Panel, target: Any, target_date: Any) -> Panel:
    """The panel with the given target and date for the series that have none of their own.

    Where there is no target at all there are no target dates either. Raises PanelError for a target outside 0-100 or a date that
    is none.
    """
    problems = []
    value = np.nan if target is None else target
    if not isinstance(value, (int, float, np.number)) or (target is not None and not 0 <= value <= 100):
        problems.append(f"target is {target!r}; expected a percent between 0 and 100.")
    date = pd.to_datetime(target_date, errors="coerce") if target_date is not None else pd.NaT
    if target_date is not None and pd.isna(date):
        problems.append(f"target_date is {target_date!r}; expected a date, for instance 2029-12-31.")
    if problems:
        raise PanelError(problems)
    targets = np.where(np.isnan(panel.targets), float(value), panel.targets)
    given_date = NEVER if pd.isna(date) else np.datetime64(date, "s")
    dates = np.where(np.isnat(panel.target_dates), given_date, panel.target_dates)
    if np.isnan(targets).all():
        dates = np.full(len(targets), NEVER)
    return panel._replace(targets=targets, target_dates=dates)


def from_quantiles(quantiles: Array, target: Array) -> Array:
    """Probability of having reached `target` by each date, for a forecast that has quantiles but no paths.

    A series is assumed to stay at its quantile: the path at level 0.9 joins the 0.9 quantiles of all dates.

    Parameters
    ----------
    quantiles : array, shape (15, N, T)
        Percent.
    target : array, shape (N,)
        Percent.

    Returns
    -------
    array, shape (N, T)
    """
    highest = np.maximum.accumulate(np.asarray(quantiles, float), axis=2)
    count_below = (highest < target[None, :, None]).sum(axis=0)
    index = np.clip(count_below, 1, len(LEVELS) - 1)[None]
    low, high = np.take_along_axis(highest, index - 1, 0)[0], np.take_along_axis(highest, index, 0)[0]
    share = np.divide(target[:, None] - low, high - low, out=np.zeros_like(low), where=high > low)
    level = LEVELS[index[0] - 1] + np.clip(share, 0, 1) * (LEVELS[index[0]] - LEVELS[index[0] - 1])
    # Outside the outermost quantiles the level is taken as half way to 0 or 1.
    above_all = count_below == len(LEVELS)
    level = np.where(count_below == 0, LEVELS[0] / 2, np.where(above_all, 1 - LEVELS[0] / 2, level))
    probability = 1 - level
    probability[np.isnan(quantiles).any(axis=0)] = np.nan
    return probability


def table(panel: Panel, reached: Array, dates: Array, horizon: np.datetime64) -> pd.DataFrame:
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
