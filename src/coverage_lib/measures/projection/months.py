"""Provinces' months after the last full count: each updates the province's deviation from the nation of the same draw."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.class_prior import Array, ClassPrior
from coverage_lib.measures.projection.deviations import innovation
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.national import Path, season
from coverage_lib.measures.projection.posterior import Posterior
from coverage_lib.measures.projection.times import in_years

#: Points, standard deviation: a count is exact to a person, its percent to half of the second decimal.
COUNT_SD = 0.005
#: Logit, standard deviation: how much the fall within the year differs between provinces, as the count of February 2025 shows; taken where no
#: month of all provinces is there to learn it from.
SEASON_SPREAD = 0.17
#: Logit, variance; keeps two counts of one day apart.
LEAST_VARIANCE = 1e-8


class Told(NamedTuple):
    """What months are held against.

    Attributes
    ----------
    counted : DataFrame
        Full counts, with the nation.
    months : DataFrame
        Counts at the ends of other months: code, date, date_stated, coverage (percent), workers_unsure (logarithmic, standard deviation of
        workers that were carried from an earlier August), with the nation where all provinces were counted.
    nation : Path
        Draws of all provinces together at the ends of those months.
    """

    counted: pd.DataFrame
    months: pd.DataFrame
    nation: Path


def spread_of_moves(moved: pd.Series) -> float:
    """How much provinces' deviations moved between two counts: a standard deviation from the median deviation.

    Parameters
    ----------
    moved : pandas.Series
        By code, logit; a row of the nation is left out.

    Examples
    --------
    >>> round(spread_of_moves(pd.Series({"00": 0.0, "11": 0.1, "12": 0.2, "13": 0.4, "14": 9.0})), 3)
    0.222
    """
    moved = moved.drop(NATION, errors="ignore")
    # The normal's standard deviation from the median deviation, which a few provinces that jump do not move.
    return 1.4826 * float((moved - moved.median()).abs().median())


def season_spread(counted: pd.DataFrame, months: pd.DataFrame) -> float:
    """How much the fall within the year differs between provinces, at its deepest, logit: learned from the months that all were counted in.

    Parameters
    ----------
    counted, months : pandas.DataFrame
        As in :class:`Told`.

    Returns
    -------
    float
        The median over those months of how much the deviations moved since the full count before them, for a whole season; missing where
        there is no such month.

    Examples
    --------
    >>> full = pd.DataFrame({"code": ["00", "11", "12", "13"], "date": pd.Timestamp("2024-12-31"), "coverage": [25.0, 20.0, 25.0, 30.0]})
    >>> june = full.assign(date=pd.Timestamp("2025-05-31"), coverage=[24.0, 20.0, 24.0, 26.0])
    >>> round(season_spread(full, june), 3)
    0.079
    """
    full = counted.pivot(index="code", columns="date", values="coverage").dropna()
    found = []
    for month, rows in months.groupby("date"):
        before = full.columns[full.columns < month]
        depth = float(season(pd.DatetimeIndex([month]))[0])
        if NATION in set(rows["code"]) and len(before) and depth > 0:
            then = rows.set_index("code")["coverage"].reindex(full.index)
            first = full[before[-1]]
            moved = logit(then) - logit(then[NATION]) - logit(first) + logit(first[NATION])
            found.append(spread_of_moves(moved) / depth)
    return float(np.median(found)) if found else float("nan")


def with_months(
    deviations: Array,
    codes: pd.Index,
    dates: pd.DatetimeIndex,
    prior: ClassPrior,
    state: Posterior,
    told: Told,
    *,
    seed: int = 0,
) -> Array:
    """Draws of deviations in which provinces with months of their own start from these.

    Parameters
    ----------
    deviations : array, shape (D, N, H)
        Of all provinces, without months of single ones.
    codes : Index
        The N provinces.
    dates : DatetimeIndex
        H ends of years.
    prior : ClassPrior
        Of deviations.
    state : Posterior
        Of the N provinces at the last full count.
    told : Told
        Counts and the nation.
    seed : int
        Of the generators: one for each province, so that none depends on which others have months.

    Returns
    -------
    array, shape (D, N, H)
        Provinces without a month after the last full count keep their draws.
    """
    out = deviations.copy()
    last = told.counted["date"].max()
    later = told.months[told.months["date"] > last]
    depth = season_spread(told.counted, told.months)
    depth = depth if np.isfinite(depth) else SEASON_SPREAD
    whole = later[later["code"] == NATION].set_index("date")["coverage"]
    since = in_years(np.array([last], "datetime64[s]"))[0]
    ahead = in_years(dates.to_numpy().astype("datetime64[s]")) - since
    # All provinces are in the count without a stated date, and what they say there is in the draws already.
    own = later.loc[later["date_stated"], "code"].unique()
    for code, rows in later[later["code"].isin(codes) & later["code"].isin(own)].groupby("code"):
        y, error = _observed(rows, whole, told, depth)
        years = in_years(rows["date"].to_numpy().astype("datetime64[s]")) - since
        place = codes.get_loc(code)
        out[:, place] = updated_draws(
            prior, state.take([place]), years, y, error, ahead, draws=len(out), seed=[seed, int(code)]
        )
    return out


def _observed(rows: pd.DataFrame, whole: pd.Series, told: Told, depth: float) -> tuple[Array, Array]:
    """Deviations of a province at its months, shape (D, T), or (1, T) where all provinces were counted, and the covariance of their errors."""
    when = pd.DatetimeIndex(rows["date"])
    share = rows["coverage"].to_numpy(float)
    counted = whole.reindex(when).to_numpy(float)
    nation = counted[None]
    if np.isnan(counted).any():
        nation = np.where(np.isnan(counted), told.nation.at(when), counted)
    fall = depth * season(when)
    base = rows["workers_unsure"].to_numpy(float) / (1 - np.clip(share, 0, 99) / 100)
    year = when.year.to_numpy()
    # What a province's season and its workers differ by is the same error in all months of a year.
    error = (np.outer(fall, fall) + np.outer(base, base)) * (year[:, None] == year)
    error += np.diag(logit_noise(share, np.full(len(share), COUNT_SD)) ** 2 + LEAST_VARIANCE)
    return logit(share) - logit(nation), error


def updated_draws(
    prior: ClassPrior,
    state: Posterior,
    years: Array,
    y: Array,
    error: Array,
    ahead: Array,
    *,
    draws: int,
    seed: int | list[int] = 0,
) -> Array:
    """Draws of one region's deviation, given its posterior at a date and figures after it.

    Parameters
    ----------
    prior : ClassPrior
        That the posterior was made with.
    state : Posterior
        Of the one region.
    years : array, shape (T,)
        Dates of the figures, years after that of the posterior, increasing.
    y : array, shape (D, T) or (1, T)
        Figures, logit; where they follow from something that is drawn, those of each draw.
    error : array, shape (T, T)
        Covariance of their errors.
    ahead : array, shape (H,)
        Dates of the draws, years after that of the posterior, increasing: before, between and after the figures.
    draws : int
        Number of draws, even: every second one mirrors the shocks of the one before it.
    seed : int or list of int
        Of the generator.

    Returns
    -------
    array, shape (D, H), float32
        Logit.

    Notes
    -----
    For each scale level and drift are normal at the first date, and so is the random walk after it, so that all dates up to the last figure
    follow from linear equations; the scales are weighed by how well they explain the figures. Until the last figure a jump counts as spread, as in
    the nation's path; after it jumps are rare (:func:`coverage_lib.measures.projection.deviations.innovation`).

    References
    ----------
    Rasmussen, C. E. and Williams, C. K. I. (2006). *Gaussian Processes for Machine Learning*. MIT Press, chapter 2.

    Examples
    --------
    >>> from coverage_lib.measures.projection.class_prior import class_prior
    >>> from coverage_lib.measures.projection.posterior import posterior
    >>> prior = class_prior()
    >>> state = posterior(prior, np.array([[0.0, 0.0]]), np.array([[0.0, 1.0]]), np.full((1, 2), 0.01), np.array([2]))
    >>> drawn = updated_draws(prior, state, np.array([0.5]), np.array([[0.3]]), np.array([[1e-4]]), np.array([0.5, 1.0]), draws=400)
    >>> np.median(drawn, axis=0).astype(float).round(1).tolist(), bool(drawn[:, 0].std() < 0.02 < drawn[:, 1].std())
    ([0.3, 0.3], True)
    """
    rng = np.random.default_rng(seed)
    half = draws // 2
    past = ahead[ahead <= years[-1]]
    later = ahead[len(past) :] - years[-1]
    given = [
        _given(prior, state, j, np.append(past, years[-1]), years, y, error) for j in range(len(state.scale))
    ]
    weight = np.exp([each.log_weight for each in given] - np.max([each.log_weight for each in given]))
    # Stratified over the draws, so that the scales come up as often as their weights say.
    uniform = (rng.permutation(half) + rng.random(half)) / half
    chosen = np.searchsorted(np.cumsum(weight / weight.sum())[:-1], uniform)
    shocks = rng.standard_normal((half, len(past) + 2))
    wander = np.empty((half, len(later)))
    for t, gap in enumerate(np.diff(later, prepend=0.0)):
        wander[:, t] = state.scale[chosen] * innovation(prior, gap, rng.standard_normal(half))
    wander = wander.cumsum(axis=1)
    out = np.empty((draws, len(ahead)), np.float32)
    figures = np.broadcast_to(y, (draws, len(years)))
    for j in np.unique(chosen):
        pairs = np.flatnonzero(chosen == j)
        for sign, rows in ((1, 2 * pairs), (-1, 2 * pairs + 1)):
            known = given[j].mean + figures[rows] @ given[j].gain.T + sign * shocks[pairs] @ given[j].root.T
            level, drift = known[:, [-2]], known[:, [-1]]
            out[rows] = np.hstack([known[:, :-2], level + drift * later + sign * wander[pairs]])
    return out


class _Given(NamedTuple):
    """Level at some dates and drift for one scale: their mean without figures, what a figure adds, the root of what is left, and how likely it is."""

    mean: Array
    gain: Array
    root: Array
    log_weight: float


def _given(
    prior: ClassPrior, state: Posterior, j: int, times: Array, years: Array, y: Array, error: Array
) -> _Given:
    """Levels at `times` and the drift, given figures at `years`, for the scale `j`."""
    level, drift, level_variance, covariance, drift_variance = (float(part[0, j]) for part in state[2:])
    yearly = state.scale[j] ** 2 * (1 + prior.jump_rate * prior.jump_ratio**2)
    every = np.append(times, years)
    levels = (
        level_variance
        + covariance * np.add.outer(every, every)
        + drift_variance * np.outer(every, every)
        + yearly * np.minimum.outer(every, every)
    )
    drifts = covariance + drift_variance * every
    n = len(times)
    wanted = np.block([[levels[:n, :n], drifts[:n, None]], [drifts[None, :n], np.array([[drift_variance]])]])
    cross = np.vstack([levels[:n, n:], drifts[None, n:]])
    root = np.linalg.cholesky(levels[n:, n:] + error)
    half_gain = np.linalg.solve(root, cross.T)
    gain = np.linalg.solve(root.T, half_gain).T
    expected = level + drift * years
    white = np.linalg.solve(root, y.mean(axis=0) - expected)
    value, vector = np.linalg.eigh(wanted - half_gain.T @ half_gain)
    with np.errstate(divide="ignore"):
        log_weight = np.log(state.weight[0, j]) - 0.5 * white @ white - np.log(np.diag(root)).sum()
    return _Given(
        np.append(level + drift * times, drift) - gain @ expected,
        gain,
        vector * np.sqrt(np.maximum(value, 0)),
        float(log_weight),
    )
