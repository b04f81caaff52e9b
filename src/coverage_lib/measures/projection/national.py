"""The nation's path from all dated announced totals, with the shape of the year: the fall after December and the climb back."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection.class_prior import Array, ClassPrior, class_prior
from coverage_lib.measures.projection.link import logit, logit_noise, percent
from coverage_lib.measures.projection.panel import in_years

# How deep in the dip each month is, December 0 and the deepest month 1: from the months announced for 2021 and 2025.
DIP = np.array([0.40, 0.60, 0.80, 0.90, 1.00, 0.95, 0.90, 0.82, 0.66, 0.46, 0.24, 0.0])
# The dip in logit: its mean over the years and how much a year's differs. 2021 fell by 0.1, 2025 by 0.2, 2019 and 2023 hardly.
DIP_MEAN, DIP_MEAN_SD, DIP_SD = 0.10, 0.06, 0.06
# What two announcements for one day differ by, beyond rounding, percentage points.
SOURCE_SD = 0.2
# The first level is left to the record.
LEVEL_SD = 2.0
LEVELS = np.array([2.5, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 97.5]) / 100


class NationalPath(NamedTuple):
    """Monthly path: `dates` (T,), `draws` (D, T) in percent, `december` (D, T) the same without the shape of the year."""

    dates: pd.DatetimeIndex
    draws: Array
    december: Array

    def quantiles(self) -> pd.DataFrame:
        """Columns date, q025 … q975 (percent) of the path."""
        names = [f"q{100 * level:04.1f}".replace(".0", "").replace(".", "") for level in LEVELS]
        table = pd.DataFrame(np.quantile(self.draws, LEVELS, axis=0).T, columns=names)
        table.insert(0, "date", self.dates)
        return table

    def probability_at(self, date: Any, target: float) -> float:
        """Probability of being at or above `target` (percent) at the end of the month of `date`."""
        at = self.dates.get_loc(pd.Timestamp(date) + pd.offsets.MonthEnd(0))
        return float((self.draws[:, at] >= target).mean())


def dip(dates: pd.DatetimeIndex) -> Array:
    """How deep in the year's dip each date is, 0 at the end of December; straight between ends of months.

    Examples
    --------
    >>> dip(pd.DatetimeIndex(["2024-12-31", "2025-05-31"])).tolist()
    [0.0, 1.0]
    """
    month = dates.month.to_numpy()
    share = dates.day.to_numpy() / dates.days_in_month.to_numpy()
    before = DIP[(month - 2) % 12]
    return before + share * (DIP[month - 1] - before)


def national_path(
    totals: pd.DataFrame,
    *,
    until: Any,
    prior: ClassPrior | None = None,
    draws: int = 4000,
    seed: int = 0,
) -> NationalPath:
    """Draw the nation's coverage by month, from its first total to `until`, given all totals.

    Parameters
    ----------
    totals : DataFrame
        Columns date and coverage (percent, all totals of one kind: with construction, or without), and perhaps uncertainty
        (percentage points, one standard deviation: rounding, a date that is only a year). Any order, any number for one date.
    until : date
        Last month.
    prior : ClassPrior, optional
        Of the reference class.
    draws : int
        Number of draws, even: every second one mirrors the one before it.
    seed : int
        Of the generator.

    Returns
    -------
    NationalPath

    Raises
    ------
    ValueError
        No totals, a total without a date or outside 0-100, or `until` before the first.

    Notes
    -----
    On the logit a total is a random walk with drift, less the dip of its year times the month's share in it, plus an error of
    the source. Every year has its own depth, around a mean that is learned. Given the scale of the walk all is normal, so the
    posterior is one solution of linear equations for each scale; the scales are weighed by how well they explain the totals.
    A jump counts as spread: at rate `jump_rate` it adds to the variance.

    Examples
    --------
    >>> totals = pd.DataFrame({"date": pd.to_datetime(["2023-12-31", "2024-12-31", "2025-05-31"]), "coverage": [29.7, 31.3, 26.9]})
    >>> path = national_path(totals, until="2029-12-31", draws=1000)
    >>> bool(path.quantiles().set_index("date").loc["2025-12-31", "q50"] > 27.5)
    True
    """
    prior = prior or class_prior()
    totals = _checked(totals)
    end = pd.Timestamp(until) + pd.offsets.MonthEnd(0)
    if end < totals["date"].min():
        raise ValueError(f"until is {until!r}; expected a date after the first total.")
    dates = pd.date_range(totals["date"].min(), end, freq="ME")
    told = pd.DatetimeIndex(totals["date"])
    coverage = totals["coverage"].to_numpy(float)
    given = totals["uncertainty"].fillna(0).to_numpy(float) if "uncertainty" in totals else 0.0
    noise = logit_noise(coverage, np.hypot(given, SOURCE_SD))
    every = told.append(dates)
    start = in_years(told.to_numpy()).min()
    years, depth, year = in_years(every.to_numpy()) - start, dip(every), every.year.to_numpy()
    n, count = len(told), len(dates)
    level = np.median(logit(coverage))
    surprise = logit(coverage) - (level + prior.drift * years[:n] - DIP_MEAN * depth[:n])
    of_dip = np.outer(depth, depth) * (DIP_MEAN_SD**2 + DIP_SD**2 * (year[:, None] == year))
    shared_time = np.minimum.outer(years, years)
    scales, log_weight = prior.scale_nodes()
    solved = []
    for i, scale in enumerate(scales):
        yearly = scale**2 * (1 + prior.jump_rate * prior.jump_ratio**2)
        walk = LEVEL_SD**2 + yearly * shared_time + prior.drift_sd**2 * np.outer(years, years)
        root = np.linalg.cholesky((walk + of_dip)[:n, :n] + np.diag(noise**2))
        white = np.linalg.solve(root, surprise)
        log_weight[i] += -0.5 * white @ white - np.log(np.diag(root)).sum()
        solved.append((walk, root, white))
    weight = np.exp(log_weight - log_weight.max())
    sizes = np.diff(np.floor(np.cumsum(weight / weight.sum()) * (draws // 2) + 0.5).astype(int), prepend=0)
    rng = np.random.default_rng(seed)
    paths, december = [], []
    ahead = slice(n, None)
    for (walk, root, white), size in zip(solved, sizes, strict=True):
        if not size:
            continue
        # The walk and the dip of the path, given the totals.
        nothing = np.zeros((count, count))
        joined = np.block([[walk[ahead, ahead], nothing], [nothing, of_dip[ahead, ahead]]])
        cross = np.linalg.solve(root, np.hstack([walk[:n, ahead], of_dip[:n, ahead]]))
        mean, left = cross.T @ white, joined - cross.T @ cross
        value, vector = np.linalg.eigh(left)
        moved = rng.standard_normal((size, len(value))) @ (vector * np.sqrt(np.maximum(value, 0))).T
        for sign in (1, -1):
            whole = mean + sign * moved
            trend = level + prior.drift * years[ahead] + whole[:, :count]
            december.append(percent(trend))
            paths.append(percent(trend - DIP_MEAN * depth[ahead] + whole[:, count:]))
    return NationalPath(dates, np.concatenate(paths), np.concatenate(december))


def _checked(totals: pd.DataFrame) -> pd.DataFrame:
    """Totals in order of their dates, or a sentence about what is wrong with them."""
    missing = {"date", "coverage"} - set(totals)
    if missing:
        raise ValueError(f"totals lack the columns {', '.join(sorted(missing))}.")
    if totals.empty or totals["date"].isna().any():
        raise ValueError("There is no total, or one without a date; give each total its date.")
    if not totals["coverage"].between(0, 100).all():
        raise ValueError("A total's coverage is not between 0 and 100 percent.")
    columns = [c for c in ("date", "coverage", "uncertainty") if c in totals]
    return totals[columns].sort_values(columns, kind="stable", ignore_index=True)
