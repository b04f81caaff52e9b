"""Draws of regions that are held against targets: what does not depend on the target is computed once."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.attainment import Chances
from coverage_lib.measures.projection.counts import full_counts
from coverage_lib.measures.projection.forecast import Projection, as_projection, set_up
from coverage_lib.measures.projection.joint import Outlook, chance_of
from coverage_lib.measures.projection.panel import Panel, prepare
from coverage_lib.measures.projection.predictive import LEVELS
from coverage_lib.measures.projection.times import Array, months_between

#: Of an interval that is said with every number: its ends and the median.
ENDS = [0.1, 0.5, 0.9]


class Workforce(NamedTuple):
    """Workers of N regions, to say how many members a target takes.

    Attributes
    ----------
    draws : array, shape (D, N, H)
        Employed persons of August of each year.
    active : array, shape (N,)
        Active members at the last count.
    counted : Timestamp
        The day of that count.
    """

    draws: Array
    active: Array
    counted: pd.Timestamp


class Draws(NamedTuple):
    """Draws of N regions.

    Attributes
    ----------
    panel : Panel
        What was counted or published of them.
    draws : array, shape (N, H, D)
        Coverage, percent.
    fan : array, shape (N, H, 15)
        Its quantiles at :data:`coverage_lib.measures.projection.LEVELS`.
    dates : DatetimeIndex
        H ends of years.
    workforce : Workforce or None
        Where the draws are shares of all employed.
    """

    panel: Panel
    draws: Array
    fan: Array
    dates: pd.DatetimeIndex
    workforce: Workforce | None


def keep(
    panel: pd.DataFrame,
    codes: pd.Index,
    draws: Array,
    dates: pd.DatetimeIndex,
    workforce: Workforce | None = None,
) -> Draws:
    """Draws in the order of the series of a panel, with their quantiles.

    Parameters
    ----------
    panel : pandas.DataFrame
        As for :func:`coverage_lib.measures.projection.project`, by code.
    codes : Index
        The N regions of the draws and of the workforce; those of the panel.
    draws : array, shape (D, N, H)
        Percent.
    dates : DatetimeIndex
        H dates.
    workforce : Workforce, optional
        Of the same regions.

    Examples
    --------
    >>> panel = pd.DataFrame({"code": ["12", "11"], "date": "2024-12-31", "coverage": [20.0, 30.0]})
    >>> drawn = np.array([[[31.0], [21.0]], [[33.0], [23.0]]])
    >>> kept = keep(panel, pd.Index(["11", "12"]), drawn, pd.DatetimeIndex(["2025-12-31"]))
    >>> dict(zip(kept.panel.batch.names, kept.fan[:, 0, 7].tolist(), strict=True)) == {"12": 22.0, "11": 32.0}
    True
    """
    packed = prepare(panel)
    place = codes.get_indexer(packed.batch.names)
    # Draws of one region and date lie side by side: quantiles and counts of them are taken for every target.
    ordered = np.ascontiguousarray(np.moveaxis(draws[:, place], 0, 2))
    fan = np.moveaxis(np.quantile(ordered, LEVELS, axis=2), 0, 2)
    if workforce is not None:
        workforce = workforce._replace(draws=workforce.draws[:, place], active=workforce.active[place])
    return Draws(packed, ordered, fan, dates, workforce)


def region_draws(ahead: Outlook, coverage: pd.DataFrame) -> Draws:
    """The draws of each province, and of all together without construction, to be held against any target.

    Parameters
    ----------
    ahead : Outlook
        The draws.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``: what was counted, with the nation.

    Returns
    -------
    Draws
        For :func:`against`.
    """
    counted = full_counts(coverage)
    codes = pd.Index([NATION, *ahead.codes])
    rows = counted[counted["code"].isin(codes)]
    active = rows.sort_values("date").groupby("code")["active"].last().reindex(codes)
    workers = np.concatenate([ahead.workers.sum(axis=1, keepdims=True), ahead.workers], axis=1)
    return keep(
        rows[["code", "date", "coverage", "workers"]],
        codes,
        np.concatenate([ahead.without_construction[:, None, :], ahead.provinces], axis=1),
        ahead.dates,
        Workforce(workers, active.to_numpy(float), rows["date"].max()),
    )


def against(kept: Draws, *, target: float | None = None, target_date: Any = None) -> Projection:
    """The draws against one target.

    Parameters
    ----------
    kept : Draws
        From :func:`keep`.
    target : float, optional
        Percent.
    target_date : date, optional
        The end of a year.

    Returns
    -------
    Projection
        As from :func:`coverage_lib.measures.projection.project` by year; "ever" means at the end of some year ahead. With a workforce the
        attainment also has net_new_members_per_month_q10 and _q90, from the draws of the workforce; missing where the date is not one of
        the draws'.

    Examples
    --------
    >>> panel = pd.DataFrame({"code": ["11"], "date": "2024-12-31", "coverage": [30.0]})
    >>> drawn = np.array([[[31.0]], [[33.0]], [[35.0]], [[36.0]]])
    >>> kept = keep(panel, pd.Index(["11"]), drawn, pd.DatetimeIndex(["2025-12-31"]))
    >>> against(kept, target=34, target_date="2025-12-31").attainment["probability_at_target_date"].tolist()
    [0.5]
    """
    setup = set_up(kept.panel, until=kept.dates[-1], target=target, target_date=target_date)
    # A region that was last counted before the first of the dates has none before it.
    setup = setup._replace(dates=kept.dates.to_numpy().astype("datetime64[s]"))
    targets, by = setup.panel.targets, setup.panel.target_dates
    due = kept.dates.get_indexer(pd.DatetimeIndex(by), method="ffill")
    reached = kept.draws >= targets[:, None, None]
    at = chance_of(reached, axis=2)
    ever = np.logical_or.accumulate(reached, axis=1, out=reached)
    known, series = (due >= 0) & ~np.isnan(targets), np.arange(len(targets))
    on_date, by_date = (
        np.where(known, part[series, np.maximum(due, 0)], np.nan) for part in (at, chance_of(ever, axis=2))
    )
    found = as_projection(setup, kept.fan, Chances(on_date, by_date, ever.mean(axis=2)))
    # Of the dates ahead alone: a region that has been at its target before may not be there again.
    found = found._replace(attainment=found.attainment.assign(probability_ever_by_target_date=by_date))
    if kept.workforce is None or np.isnan(targets).all():
        return found
    return found._replace(attainment=_with_members(found.attainment, kept.workforce, kept.dates))


def _with_members(attainment: pd.DataFrame, workforce: Workforce, dates: pd.DatetimeIndex) -> pd.DataFrame:
    """Net new members a month from the last count to the target, with an interval from the draws of the workforce."""
    due = attainment["target_date"]
    place = dates.get_indexer(pd.DatetimeIndex(due))
    then = workforce.draws[:, np.arange(len(place)), np.maximum(place, 0)]
    months = np.array([months_between(workforce.counted, day) for day in due])
    ahead = place >= 0
    needed = (attainment["target"].to_numpy() / 100 * then - workforce.active) / np.where(
        ahead, months, np.nan
    )
    low, middle, high = np.quantile(needed, ENDS, axis=0)
    return attainment.assign(
        workers_at_target_date=np.where(ahead, np.median(then, axis=0), np.nan),
        net_new_members_per_month=middle,
        net_new_members_per_month_q10=low,
        net_new_members_per_month_q90=high,
    )
