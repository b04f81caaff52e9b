"""How likely a target is at a date, and ever by it, and when it is first reached."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from coverage_lib.measures.projection.checks import PanelError, is_fraction
from coverage_lib.measures.projection.class_prior import ClassPrior
from coverage_lib.measures.projection.panel import Panel, last_dates
from coverage_lib.measures.projection.posterior import Posterior
from coverage_lib.measures.projection.predictive import LEVELS, probability_at, probability_by
from coverage_lib.measures.projection.times import NEVER, Array, from_years, in_years, last_day

#: Of more dates than this, first passage is computed at some and interpolated between them.
KNOTS = 8
#: Probabilities nearer to 0 and 1 are interpolated as this.
LEAST_CHANCE = 1e-6
#: Years: a date that is no later than the last point is computed as this and left out afterwards.
SOONEST = 1e-3
#: A figure that is older than this on the target date says nothing of that date.
LONGEST_WAIT = 1.0


class Chances(NamedTuple):
    """What is ahead of N series: probabilities, NaN where there is no target or no forecast.

    Attributes
    ----------
    at, ever_by : array, shape (N,)
        Of being at or above the own target on its date, and of having been there on some date until then; for the dates that
        are after a series' last point.
    ever : array, shape (N, T)
        Of having been at or above the target on some date until each date that is shown.
    """

    at: Array
    ever_by: Array
    ever: Array

    @classmethod
    def unknown(cls, series: int, dates: int) -> "Chances":
        """Nothing known of any series."""
        return cls(np.full(series, np.nan), np.full(series, np.nan), np.full((series, dates), np.nan))


def with_targets(panel: Panel, target: Any, target_date: Any) -> Panel:
    """The panel with the given target and date for the series that have none of their own.

    Where there is no target at all there are no target dates either. Raises PanelError for a target outside 0-100 or a fraction,
    or a date that is none.
    """
    problems = []
    value = np.nan if target is None else target
    if not isinstance(value, (int, float, np.number)) or (target is not None and not 0 <= value <= 100):
        problems.append(f"target is {target!r}; expected a percent between 0 and 100.")
    elif is_fraction(float(value)):
        problems.append(f"target is {target!r}; expected a percent: multiply it by 100.")
    given_date = NEVER if target_date is None else last_day(target_date)
    if target_date is not None and np.isnat(given_date):
        problems.append(f"target_date is {target_date!r}; expected a date, for instance 2029-12-31.")
    if problems:
        raise PanelError(problems)
    targets = np.where(np.isnan(panel.targets), float(value), panel.targets)
    dates = np.where(np.isnat(panel.target_dates), given_date, panel.target_dates)
    if np.isnan(targets).all():
        dates = np.full(len(targets), NEVER)
    return panel._replace(targets=targets, target_dates=dates)


def from_posterior(prior: ClassPrior, state: Posterior, panel: Panel, years: Array) -> Chances:
    """Chances of series that all have a target.

    Parameters
    ----------
    prior : ClassPrior
        That the posterior was made with.
    state : Posterior
        Of the series of the panel.
    panel : Panel
        N series, each with a target.
    years : array, shape (T,)
        The dates that are shown, as years.

    Notes
    -----
    Of many dates, first passage is computed at a few, evenly spaced in the logarithm of time, and at the target's own; between
    them its normal score is interpolated, within a hundredth of probability over five years of months.
    """
    last = panel.batch.last_years
    own = in_years(panel.target_dates) - last
    own = np.where(own > 0, own, np.nan)
    ahead = years[None, :] - last[:, None]
    knots = ahead
    if len(years) > KNOTS:
        soonest = np.where(ahead > 0, ahead, np.inf).min(axis=1, keepdims=True)
        first, end = np.clip(soonest, SOONEST, 1 / 12), np.maximum(ahead[:, -1:], SOONEST)
        count = max(KNOTS, int(np.ceil(np.sqrt(len(years)))))
        knots = first * (end / first) ** np.linspace(0, 1, count)
    knots = np.column_stack([knots, np.where(np.isnan(own), knots[:, -1], own)])
    place = np.argsort(knots, axis=1, kind="stable")
    knots = np.maximum(np.take_along_axis(knots, place, 1), SOONEST)
    ever = probability_by(prior, state, knots, panel.targets)
    of_own = np.take_along_axis(ever, place.argmax(axis=1)[:, None], 1)[:, 0]
    at = probability_at(prior, state, np.nan_to_num(own, nan=SOONEST)[:, None], panel.targets)[:, 0]
    # Nothing is below 0.
    at, of_own = (np.where(panel.targets > 0, chance, 1.0) for chance in (at, of_own))
    return Chances(
        np.where(np.isnan(own), np.nan, at),
        np.where(np.isnan(own), np.nan, of_own),
        np.where(ahead > 0, _interpolated(knots, ever, ahead), np.nan),
    )


def _interpolated(knots: Array, chance: Array, ahead: Array) -> Array:
    """Probabilities (N, T) at `ahead`, from those at the knots (N, K): straight lines of normal score over the log of time."""
    time, at = np.log(knots), np.log(np.maximum(ahead, SOONEST))
    score = ndtri(np.clip(chance, LEAST_CHANCE, 1 - LEAST_CHANCE))
    right = np.clip((time[:, :, None] < at[:, None, :]).sum(axis=1), 1, knots.shape[1] - 1)
    (low, high), (before, after) = (
        (np.take_along_axis(part, right - 1, 1), np.take_along_axis(part, right, 1)) for part in (time, score)
    )
    share = np.divide(at - low, high - low, out=np.ones_like(at), where=high > low)
    return ndtr(before + np.clip(share, 0, 1) * (after - before))


def from_quantiles(quantiles: Array, panel: Panel, dates: Array, shown: Array) -> Chances:
    """Chances of a forecast that has quantiles but no paths.

    For having been there, a series is assumed to stay at its quantile: the path at level 0.9 joins the 0.9 quantiles of all dates.

    Parameters
    ----------
    quantiles : array, shape (N, U, 15)
        Percent.
    panel : Panel
        N series with their targets.
    dates : array of datetime64, shape (U,)
        In order; the dates of the targets are among them, so far as they are after a series' last point.
    shown : array of bool, shape (U,)
        Which of them are shown.
    """
    at = probability_above(quantiles, panel.targets)
    ever = probability_above(np.maximum.accumulate(quantiles, axis=1), panel.targets)
    due = np.isin(panel.target_dates, dates)
    place = np.where(due, np.searchsorted(dates, panel.target_dates), 0)
    row = np.arange(len(place))
    at_own, ever_by = (np.where(due, chance[row, place], np.nan) for chance in (at, ever))
    return Chances(at_own, ever_by, ever[:, shown])


def probability_above(quantiles: Array, target: Array) -> Array:
    """Probability of being at or above a target, by straight lines between the quantiles.

    Parameters
    ----------
    quantiles : array, shape (N, T, 15)
        Percent.
    target : array, shape (N,)
        Percent.

    Returns
    -------
    array, shape (N, T)
        NaN where there are no quantiles or there is no target.

    Examples
    --------
    >>> probability_above(100 * LEVELS[None, None, :], np.array([80.0])).round(3).tolist()
    [[0.2]]
    """
    bar = target[:, None, None]
    below = (quantiles < bar).sum(axis=2, keepdims=True)
    right = np.clip(below, 1, len(LEVELS) - 1)
    low, high = (np.take_along_axis(quantiles, place, 2).astype(float) for place in (right - 1, right))
    share = np.divide(bar - low, high - low, out=np.zeros_like(low), where=high > low)
    level = LEVELS[right - 1] + np.clip(share, 0, 1) * (LEVELS[right] - LEVELS[right - 1])
    # Outside the outermost quantiles the level is taken as half way to 0 or 1.
    level = np.where(below == 0, LEVELS[0] / 2, np.where(below == len(LEVELS), 1 - LEVELS[0] / 2, level))
    return np.where(np.isnan(quantiles).any(axis=2) | np.isnan(target)[:, None], np.nan, 1 - level[:, :, 0])


def table(panel: Panel, chances: Chances, dates: Array) -> pd.DataFrame:
    """The attainment table.

    Parameters
    ----------
    panel : Panel
        N series with their targets.
    chances : Chances
        What is ahead of them.
    dates : array of datetime64, shape (T,)
        The dates that are shown; those not after a series' last point are ignored for it.

    Returns
    -------
    DataFrame
        Columns series (or code), target, target_date, probability_at_target_date, probability_ever_by_target_date,
        attainment_median, attainment_q10, attainment_q90, probability_not_by_horizon. A series that has been at its target has
        attained it on the date it first was.
    """
    batch, targets, by = panel.batch, panel.targets, panel.target_dates
    at_target: Array = np.greater_equal(batch.coverage, targets[:, None]) & batch.inside
    attained: Array = np.any(at_target, axis=1)
    since = from_years(batch.years[np.arange(len(batch.y)), at_target.argmax(axis=1)])
    ever = np.where(attained[:, None], 1.0, chances.ever)
    past = by <= last_dates(batch)
    stood = _stood(panel)
    ever_past = np.where(attained & (since <= by), 1.0, np.where(np.isnan(stood), np.nan, 0.0))

    def first(level: float) -> Array:
        likely = ever >= level
        when = np.where(likely.any(axis=1), dates[likely.argmax(axis=1)], NEVER)
        return np.where(attained, since, when)

    return pd.DataFrame(
        {
            panel.key: batch.names,
            "target": targets,
            "target_date": by,
            "probability_at_target_date": np.where(past, stood, chances.at),
            "probability_ever_by_target_date": np.where(
                past, ever_past, np.where(attained & ~np.isnat(by), 1.0, chances.ever_by)
            ),
            "attainment_median": first(0.5),
            "attainment_q10": first(0.1),
            "attainment_q90": first(0.9),
            "probability_not_by_horizon": 1 - ever[:, -1],
        }
    )


def _stood(panel: Panel) -> Array:
    """1 where the last figure on the target date, or up to a year before it, was at the target, 0 where not; NaN without one."""
    batch, by = panel.batch, in_years(panel.target_dates)
    known = batch.inside & (batch.years <= by[:, None] + 1e-9)
    place = np.maximum(known.sum(axis=1) - 1, 0)
    row = np.arange(len(place))
    recent = known.any(axis=1) & (by - batch.years[row, place] <= LONGEST_WAIT + 1e-9)
    at_target = np.where(batch.coverage[row, place] >= panel.targets, 1.0, 0.0)
    return np.where(recent & ~np.isnan(panel.targets), at_target, np.nan)
