"""How fast the workforce grows: of each region from its own counts, shrunk towards all regions together, and as paths with an interval."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection.times import Array


class Growth(NamedTuple):
    """Growth of the workforce, logarithmic, a year: 0.02 is 2%.

    Attributes
    ----------
    series : DataFrame
        One row for each series: growth (its own, shrunk) and sd (standard deviation of what is not known of it).
    total, total_sd : float
        Growth of all series together between their first and last count, and how unsure it is as a mean of many years.
    yearly_sd, own_yearly_sd : float
        Standard deviation of the growth of one year: of all series together, and of a series' deviation from it.
    first : float
        The first date that is counted, in years.
    """

    series: pd.DataFrame
    total: float
    total_sd: float
    yearly_sd: float
    own_yearly_sd: float
    first: float


def shrunk_growth(workers: pd.DataFrame) -> Growth:
    """Growth of each series between its first and last count, shrunk towards that of all series together.

    Parameters
    ----------
    workers : pandas.DataFrame
        People above zero: a row for each series, a column for each date in years, in order; may have gaps.

    Returns
    -------
    Growth
        A series with one count, or counts of one date, has the growth of all together. Where no date has two series that were
        counted before, nothing is known and growth is 0.

    Raises
    ------
    ValueError
        A count of zero or less: growth from nothing has no rate.

    Notes
    -----
    A normal model of random effects: a series' deviation from the growth of all varies between series by a variance that is
    estimated (Paule and Mandel), and its mean over T years is unsure by the typical yearly deviation over the root of T. The typical
    deviation is the median over series, because a survey's error in one small province must not decide how much the others are shrunk.

    References
    ----------
    Paule, R. C. and Mandel, J. (1982). Consensus values and weighting factors. *Journal of Research of the National Bureau of
    Standards* 87(5); ``statsmodels.stats.meta_analysis.combine_effects``.

    Examples
    --------
    >>> counts = pd.DataFrame({2018.0: [100.0, 100.0, 100.0], 2019.0: [102.0, 101.0, 99.0], 2020.0: [104.0, 103.0, 99.0]})
    >>> growth = shrunk_growth(counts)
    >>> round(growth.total, 3), bool(growth.series["growth"].is_monotonic_decreasing)
    (0.01, True)
    """
    if (workers <= 0).any(axis=None):
        name = workers.index[(workers <= 0).any(axis=1)][0]
        raise ValueError(
            f"The workers of {name} are zero or less on one date; expected a number of people above zero."
        )
    logs, years = np.log(workers.to_numpy(float)), np.asarray(workers.columns, float)
    total, total_sd, yearly_sd = _of_all(workers, years)
    steps = _yearly_steps(logs, years)
    known = np.isfinite(logs)
    first, last = known.argmax(axis=1), len(years) - 1 - known[:, ::-1].argmax(axis=1)
    rows = np.arange(len(logs))
    span = years[last] - years[first]
    counted = known.any(axis=1) & (span > 0)
    own = np.where(counted, logs[rows, last] - logs[rows, first], 0.0) / np.where(counted, span, 1.0) - total
    deviation = steps - _yearly_steps(np.log(_sum_known(workers))[None], years) if counted.any() else steps
    spread = np.array(
        [np.std(row[np.isfinite(row)], ddof=1) if np.isfinite(row).sum() > 1 else np.nan for row in deviation]
    )
    own_yearly_sd = float(np.nanmedian(spread)) if np.isfinite(spread).any() else 0.0
    between = _variance_between(own[counted], own_yearly_sd**2 / span[counted])
    unsure = own_yearly_sd**2 / np.where(counted, span, np.inf)
    # Where a yearly deviation cannot be seen (two dates), a series' own growth is taken as it is.
    weight = np.where(counted, 1.0, 0.0) if own_yearly_sd == 0 else between / (between + unsure)
    weight = np.where(counted, weight, 0.0)
    sd = np.sqrt(between * (1 - weight))
    table = pd.DataFrame({"growth": total + weight * own, "sd": sd}, index=workers.index)
    return Growth(table, total, total_sd, yearly_sd, own_yearly_sd, float(years[0]))


def _sum_known(workers: pd.DataFrame) -> Array:
    """Workers of the series that are counted on every date that has any, added up for each date."""
    dated = workers.dropna(axis=1, how="all")
    complete = dated.dropna()
    return complete.sum().reindex(workers.columns).where(lambda total: total > 0).to_numpy(float)


def _of_all(workers: pd.DataFrame, years: Array) -> tuple[float, float, float]:
    """Growth of all series together, how unsure it is, and its standard deviation from year to year."""
    logs = np.log(_sum_known(workers))
    known = np.flatnonzero(np.isfinite(logs))
    if len(known) < 2:
        return 0.0, 0.0, 0.0
    span = years[known[-1]] - years[known[0]]
    total = float((logs[known[-1]] - logs[known[0]]) / span)
    steps = _yearly_steps(logs[None], years)[0]
    steps = steps[np.isfinite(steps)]
    yearly = float(np.std(steps, ddof=1)) if len(steps) > 1 else 0.0
    return total, float(yearly / np.sqrt(span)), yearly


def _yearly_steps(logs: Array, years: Array) -> Array:
    """Growth a year between each date and the next, shape (N, T - 1); missing where either is."""
    return np.asarray(np.diff(logs, axis=1) / np.diff(years))


def _variance_between(own: Array, unsure: Array) -> float:
    """Variance between series of the deviations of their growth, given how unsure each is."""
    from statsmodels.stats.meta_analysis import combine_effects

    if len(own) < 3 or (unsure == 0).any():
        return float(np.var(own, ddof=1)) if len(own) > 1 else 0.0
    return max(float(combine_effects(own, unsure, method_re="iterated").tau2), 0.0)


def workforce_paths(workers: pd.DataFrame, ahead: Array, *, draws: int, seed: int = 0) -> Array:
    """Draws of each region's workforce.

    Parameters
    ----------
    workers : pandas.DataFrame
        As for :func:`shrunk_growth`; every row counted on the last date.
    ahead : array, shape (H,)
        Years after the last date, increasing.
    draws : int
        Number of draws, even: every second one mirrors the one before it.
    seed : int
        Of the generator.

    Returns
    -------
    array, shape (draws, N, H)
        People.

    Notes
    -----
    All regions share the growth of the nation, which is unsure as a mean and differs from year to year; to it each adds its own deviation
    (:func:`shrunk_growth`) and deviations of single years, all normal.

    Examples
    --------
    >>> counts = pd.DataFrame({2018.0: [100.0, 100.0, 100.0], 2019.0: [102.0, 101.0, 99.0], 2020.0: [104.0, 103.0, 99.0]})
    >>> paths = workforce_paths(counts, np.array([1.0, 2.0]), draws=100)
    >>> paths.shape, bool(100 < np.median(paths[:, 0, 1]) < 110)
    ((100, 3, 2), True)
    """
    growth = shrunk_growth(workers)
    rng = np.random.default_rng(seed)
    half, count, ahead = draws // 2, len(workers), np.asarray(ahead, float)
    root = np.sqrt(np.diff(ahead, prepend=0.0))
    nation = growth.total_sd * rng.standard_normal((half, 1, 1)) * ahead
    nation = nation + growth.yearly_sd * np.cumsum(root * rng.standard_normal((half, 1, len(ahead))), axis=2)
    own = growth.series["sd"].to_numpy()[None, :, None] * rng.standard_normal((half, count, 1)) * ahead
    own = own + growth.own_yearly_sd * np.cumsum(
        root * rng.standard_normal((half, count, len(ahead))), axis=2
    )
    last = np.log(workers.iloc[:, -1].to_numpy(float))[None, :, None]
    middle = last + growth.series["growth"].to_numpy()[None, :, None] * ahead
    out = np.empty((2 * half, count, len(ahead)))
    out[0::2], out[1::2] = np.exp(middle + nation + own), np.exp(middle - nation - own)
    return out
