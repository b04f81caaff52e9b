"""How fast coverage has grown, how fast it must grow to be at a target, and what a given pace leads to."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import attainment
from coverage_lib.measures.projection.checks import PanelError
from coverage_lib.measures.projection.panel import Batch, Panel, prepare, value_before
from coverage_lib.measures.projection.times import MONTHS, NEVER, Array, from_years, in_years

#: Two whole years, so that a yearly sawtooth does not count as a pace.
RECENT_YEARS = 2.0
#: Half a year, by months of any length: points closer together than this tell no pace.
LEAST_YEARS = 0.49
#: A pace that takes longer than this never gets there.
MOST_YEARS = 1000


def recent_pace(batch: Batch) -> Array:
    """Points a year over the last two years, or from the first point on where that is later; NaN where that is under half a year."""
    span = np.minimum(batch.last_years - batch.years[:, 0], RECENT_YEARS)
    change = batch.last_coverage - value_before(batch, RECENT_YEARS, batch.coverage)
    return np.divide(change, span, out=np.full(len(batch.y), np.nan), where=span >= LEAST_YEARS)


def needed(panel: Panel) -> pd.DataFrame:
    """What it takes to be at the target on its date, from the last point on.

    Returns
    -------
    DataFrame
        Columns pace_needed (points a year; 0 where the target is reached, NaN where its date is past), recent_pace (points a
        year), pace_multiple (the first over the second; NaN where the recent pace is not above 0), workers_at_target_date,
        net_new_members_per_month (people; counts the growth of the workforce).
    """
    batch, workers = panel.batch, panel.workers
    last = batch.last_coverage
    years = in_years(panel.target_dates) - batch.last_years
    years = np.where(years > 0, years, np.nan)
    pace = np.maximum(panel.targets - last, 0) / years
    recent = recent_pace(batch)
    workers_then = workers * np.exp(panel.workforce_growth * years)
    members = np.maximum(panel.targets, last) / 100 * workers_then - last / 100 * workers
    return pd.DataFrame(
        {
            "pace_needed": pace,
            "recent_pace": recent,
            "pace_multiple": np.divide(pace, recent, out=np.full(len(pace), np.nan), where=recent > 0),
            "workers_at_target_date": workers_then,
            "net_new_members_per_month": members / (years * MONTHS),
        }
    )


def at_pace(
    panel: pd.DataFrame | Panel,
    *,
    target: float | None = None,
    target_date: Any = None,
    pace: float | str = "best_quarter",
) -> pd.DataFrame:
    """What if every series went on at one pace: a straight line from its last point.

    Parameters
    ----------
    panel : DataFrame or Panel
        As for :func:`coverage_lib.measures.projection.project`.
    target, target_date : optional
        Percent, and the date it is for.
    pace : float or {"best_quarter", "recent"}
        Points a year; ``"best_quarter"`` is the mean recent pace of the quarter of the series that had the highest, and
        ``"recent"`` leaves every series at its own.

    Returns
    -------
    DataFrame
        Columns series (or code), coverage (last, percent), recent_pace, pace (points a year), target, target_date,
        coverage_at_target_date (percent, at most 100), reached_by_target_date (bool; missing without a pace or a date),
        attainment (date; NaT where the pace never gets there).

    Raises
    ------
    PanelError
        If the panel or the target cannot be used.

    Examples
    --------
    >>> panel = pd.DataFrame({"series": ["a", "a"], "date": ["2023-12-31", "2024-12-31"], "coverage": [20.0, 25.0]})
    >>> at_pace(panel, target=40, target_date="2027-12-31", pace=5)[["coverage_at_target_date", "attainment"]].values.tolist()
    [[40.0, Timestamp('2027-12-31 00:00:00')]]
    """
    panel = attainment.with_targets(prepare(panel), target, target_date)
    batch, targets, by = panel.batch, panel.targets, panel.target_dates
    if np.isnan(targets).all():
        raise PanelError(["there is no target; give one, or a column target (percent)."])
    recent = recent_pace(batch)
    speed = _speed(pace, recent)
    last, when = batch.last_coverage, batch.last_years
    then = np.clip(last + speed * (in_years(by) - when), 0, 100)
    missing = targets - last
    years = np.divide(missing, speed, out=np.full(len(last), np.nan), where=speed > 0)
    years = np.where(missing <= 0, 0.0, np.where(years > MOST_YEARS, np.nan, years))
    date = np.where(np.isnan(years), NEVER, from_years(when + np.nan_to_num(years)))
    reached = pd.Series(date <= by, dtype="boolean").mask(np.isnan(then))
    return pd.DataFrame(
        {
            panel.key: batch.names,
            "coverage": last,
            "recent_pace": recent,
            "pace": speed,
            "target": targets,
            "target_date": by,
            "coverage_at_target_date": then,
            "reached_by_target_date": reached,
            "attainment": date,
        }
    )


def _speed(pace: float | str, recent: Array) -> Array:
    """Points a year for each series."""
    if pace == "recent":
        return recent
    if pace == "best_quarter":
        fastest = np.sort(recent[~np.isnan(recent)])[::-1]
        best = fastest[: max(len(fastest) // 4, 1)].mean() if len(fastest) else np.nan
        return np.full(len(recent), best)
    if isinstance(pace, (int, float)) and np.isfinite(pace):
        return np.full(len(recent), float(pace))
    raise PanelError([f"pace is {pace!r}; expected points a year, 'best_quarter' or 'recent'."])
