"""When a target is reached, how likely that is by a date, and what pace it takes."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.measures.projection.model import LEVELS, Array
from coverage_lib.measures.projection.panel import (
    Batch,
    PanelError,
    checked,
    from_years,
    in_years,
    pack,
    value_before,
)

MONTHS = 12
RECENT_YEARS = 2.0
NEVER = np.datetime64("NaT", "s")


def targets(
    panel: pd.DataFrame, names: pd.Index, target: Any, target_date: Any
) -> tuple[Array, Array] | None:
    """Target and its date for each series: the panel's own where it has them, else the ones given.

    Returns None where there is no target at all. Raises PanelError for a target outside 0-100 or a date that is none.
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
    first = panel.drop_duplicates("series").set_index("series")
    aims = np.full(len(names), float(value))
    by = np.full(len(names), NEVER if pd.isna(date) else np.datetime64(date, "s"))
    if "target" in first:
        own = first["target"].reindex(names).to_numpy(float)
        aims = np.where(np.isnan(own), aims, own)
    if "target_date" in first:
        own_date = first["target_date"].reindex(names).to_numpy().astype("datetime64[s]")
        by = np.where(np.isnat(own_date), by, own_date)
    return None if np.isnan(aims).all() else (aims, by)


def from_quantiles(quantiles: Array, target: Array) -> Array:
    """Probability of having reached `target` by each date, for a forecast that has quantiles but no paths.

    A series is taken to stay at its quantile: the path at level 0.9 joins the 0.9 quantiles of all dates.

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
    best = np.maximum.accumulate(np.asarray(quantiles, float), axis=2)
    below = best < target[None, :, None]
    left = below.sum(axis=0)
    index = np.clip(left, 1, len(LEVELS) - 1)[None]
    low, high = np.take_along_axis(best, index - 1, 0)[0], np.take_along_axis(best, index, 0)[0]
    share = np.divide(target[:, None] - low, high - low, out=np.zeros_like(low), where=high > low)
    level = LEVELS[index[0] - 1] + np.clip(share, 0, 1) * (LEVELS[index[0]] - LEVELS[index[0] - 1])
    # Beyond the outermost quantiles nothing is known but the side.
    level = np.where(left == 0, LEVELS[0] / 2, np.where(left == len(LEVELS), 1 - LEVELS[0] / 2, level))
    out = 1 - level
    out[np.isnan(quantiles).any(axis=0)] = np.nan
    return out


def table(
    batch: Batch, reached: Array, dates: Array, horizon: np.datetime64, aims: Array, by: Array
) -> pd.DataFrame:
    """The attainment table.

    Parameters
    ----------
    batch : Batch
        N series.
    reached : array, shape (N, T)
        Probability of having reached the target by each date.
    dates : array of datetime64, shape (T,)
        The dates; those not after a series' last point are ignored for it.
    horizon : datetime64
        The last date of the projection.
    aims, by : array, shape (N,)
        Targets (percent) and their dates, NaN and NaT where there is none.

    Returns
    -------
    DataFrame
        Columns series, target, target_date, probability_by_target_date, attainment_median, attainment_q10, attainment_q90,
        probability_not_by_horizon. A series that has been at its target has attained it on the date it first was.
    """
    n = np.arange(len(batch.y))
    inside = np.arange(batch.y.shape[1]) < batch.points[:, None]
    there = (batch.coverage >= aims[:, None]) & inside
    done = there.any(axis=1)
    since = from_years(batch.years[n, there.argmax(axis=1)])
    last = from_years(batch.years[n, batch.points - 1])
    told = ~np.isnan(aims)
    # By its date: known already where that is not after the last point, else what holds at the last date not after it.
    index = np.searchsorted(dates, by, side="right") - 1
    chance = np.where(index >= 0, reached[n, np.maximum(index, 0)], 0.0)
    chance = np.where(done, 1.0, chance)
    chance = np.where(by <= last, (done & (since <= by)).astype(float), chance)
    chance = np.where(told & ~np.isnat(by), chance, np.nan)

    within = dates <= horizon
    end = int(np.flatnonzero(within).max(initial=-1))

    def earliest(level: float) -> Array:
        ok = (reached >= level) & within
        when = np.where(ok.any(axis=1), dates[ok.argmax(axis=1)], NEVER)
        return np.where(told, np.where(done, since, when), NEVER)

    known = ~np.isnan(reached[:, max(end, 0)])
    not_by = np.where(done, 0.0, 1 - reached[:, end] if end >= 0 else 1.0)
    return pd.DataFrame(
        {
            "series": batch.names,
            "target": aims,
            "target_date": by,
            "probability_by_target_date": chance,
            "attainment_median": earliest(0.5),
            "attainment_q10": earliest(0.1),
            "attainment_q90": earliest(0.9),
            "probability_not_by_horizon": np.where(told & (known | done), not_by, np.nan),
        }
    )


def recent_pace(batch: Batch) -> Array:
    """Points a year over the last two years, or over what there is of them; NaN for a single date.

    Two whole years, so that a yearly sawtooth does not count as a pace.
    """
    n = np.arange(len(batch.y))
    last, first = batch.years[n, batch.points - 1], batch.years[:, 0]
    span = np.minimum(last - first, RECENT_YEARS)
    change = batch.coverage[n, batch.points - 1] - value_before(batch, RECENT_YEARS, batch.coverage)
    return np.divide(change, span, out=np.full(len(n), np.nan), where=span > 0)


def workforce(panel: pd.DataFrame, names: pd.Index) -> tuple[Array, float]:
    """Workers of each series at its last date (NaN where not given), and the growth of all of them together a year.

    The growth is that of the sum over the series that have workers on both the first and the last date any has them.
    """
    told = panel.dropna(subset=["workers"]) if "workers" in panel else panel.iloc[:0]
    if told.empty:
        return np.full(len(names), np.nan), 0.0
    last = told.groupby("series", sort=False)["workers"].last().reindex(names).to_numpy(float)
    wide = told[told["date"].isin([told["date"].min(), told["date"].max()])]
    ends = wide.pivot_table(index="series", columns="date", values="workers", aggfunc="last").dropna()
    if ends.shape[1] < 2 or ends.empty or ends.iloc[:, 0].sum() <= 0:
        return last, 0.0
    years = float(np.ptp(in_years(ends.columns.to_numpy())))
    return last, float(np.log(ends.iloc[:, 1].sum() / ends.iloc[:, 0].sum()) / years)


def pace(batch: Batch, aims: Array, by: Array, workers: Array, growth: float) -> pd.DataFrame:
    """What it takes to be at the target on its date, from the last point on.

    Returns
    -------
    DataFrame
        Columns pace_needed (points a year; 0 where the target is reached, NaN where its date is past), recent_pace (points a
        year), pace_multiple (the first over the second; NaN where the recent pace is not above 0), workers_at_target_date,
        net_new_members_per_month (people; counts the growth of the workforce).
    """
    n = np.arange(len(batch.y))
    last, when = batch.coverage[n, batch.points - 1], batch.years[n, batch.points - 1]
    due = in_years(by)
    left = np.where(due - when > 0, due - when, np.nan)
    needed = np.maximum(aims - last, 0) / left
    recent = recent_pace(batch)
    then = workers * np.exp(growth * left)
    members = np.maximum(aims, last) / 100 * then - last / 100 * workers
    return pd.DataFrame(
        {
            "pace_needed": needed,
            "recent_pace": recent,
            "pace_multiple": np.divide(needed, recent, out=np.full(len(n), np.nan), where=recent > 0),
            "workers_at_target_date": then,
            "net_new_members_per_month": members / (left * MONTHS),
        }
    )


def at_pace(
    panel: pd.DataFrame,
    *,
    target: float | None = None,
    target_date: Any = None,
    pace: float | str = "best_quarter",
) -> pd.DataFrame:
    """What if every series went on at one pace: a straight line from its last point.

    Parameters
    ----------
    panel : DataFrame
        As for :func:`coverage_lib.measures.projection.project`.
    target, target_date : optional
        Percent, and the date it is for.
    pace : float or {"best_quarter", "recent"}
        Points a year; ``"best_quarter"`` is the mean recent pace of the quarter of the series that had the highest, and
        ``"recent"`` leaves every series at its own.

    Returns
    -------
    DataFrame
        Columns series, coverage (last, percent), recent_pace, pace (points a year), target, target_date,
        coverage_at_target_date (percent, at most 100), reached_by_target_date (bool), attainment (date; NaT where the pace
        never gets there).

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
    panel = checked(panel)
    batch = pack(panel)
    found = targets(panel, batch.names, target, target_date)
    if found is None:
        raise PanelError(["there is no target; give one, or a column target (percent)."])
    aims, by = found
    n = np.arange(len(batch.y))
    last, when = batch.coverage[n, batch.points - 1], batch.years[n, batch.points - 1]
    recent = recent_pace(batch)
    if pace == "recent":
        speed = recent
    elif pace == "best_quarter":
        order = np.sort(recent[~np.isnan(recent)])[::-1]
        speed = np.full(len(n), order[: max(len(order) // 4, 1)].mean() if len(order) else np.nan)
    elif isinstance(pace, (int, float)):
        speed = np.full(len(n), float(pace))
    else:
        raise PanelError([f"pace is {pace!r}; expected points a year, 'best_quarter' or 'recent'."])
    left = in_years(by) - when
    then = np.clip(last + speed * left, 0, 100)
    missing = aims - last
    years = np.divide(missing, speed, out=np.full(len(n), np.nan), where=speed > 0)
    years = np.where(missing <= 0, 0.0, np.where(years > 1000, np.nan, years))
    date = np.where(np.isnan(years), NEVER, from_years(when + np.nan_to_num(years)))
    return pd.DataFrame(
        {
            "series": batch.names,
            "coverage": last,
            "recent_pace": recent,
            "pace": speed,
            "target": aims,
            "target_date": by,
            "coverage_at_target_date": then,
            "reached_by_target_date": date <= by,
            "attainment": date,
        }
    )
