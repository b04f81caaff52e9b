"""The nation's path from all dated announced totals, with the shape of the year: the fall after December and the climb back."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import qmc
from threadpoolctl import threadpool_limits

from coverage_lib.measures.projection.class_prior import Array, ClassPrior, class_prior
from coverage_lib.measures.projection.link import logit, logit_noise, percent
from coverage_lib.measures.projection.times import in_years

# How far each month has fallen on average, December 0 and the deepest month 1; what a month differs from it is learned.
SEASON = np.array([0.40, 0.60, 0.80, 0.90, 1.00, 0.95, 0.90, 0.82, 0.66, 0.46, 0.24, 0.0])


class Season(NamedTuple):
    """The prior of the shape of the year, logit.

    Attributes
    ----------
    depth, depth_sd : float
        The fall to the deepest month, its mean over years, and how unsure that mean is before a total is looked at.
    year_sd : tuple of float
        How much the depth of one year differs from the mean: values that are equally likely before a total is looked at.
    shape_sd : float
        How much the middle of the year may differ, in all years alike, from what :data:`SEASON` says of it.
    """

    depth: float = 0.10
    depth_sd: float = 0.06
    year_sd: tuple[float, ...] = (0.01, 0.03, 0.06, 0.1)
    shape_sd: float = 0.02


NO_SEASON = Season(0.0, 0.0, (0.0,), 0.0)


class Path(NamedTuple):
    """Draws of a path: `dates` (T,) and `draws` (D, T) in percent."""

    dates: pd.DatetimeIndex
    draws: Array

    def at(self, dates: pd.DatetimeIndex) -> Array:
        """Draws at some of the dates, shape (D, len(dates))."""
        return self.draws[:, self.dates.get_indexer(dates)]


def season(dates: pd.DatetimeIndex) -> Array:
    """How far each date has fallen within its year, 0 at the end of December and 1 in the deepest month; straight between ends of months.

    Examples
    --------
    >>> season(pd.DatetimeIndex(["2024-12-31", "2025-05-31"])).tolist()
    [0.0, 1.0]
    """
    month = dates.month.to_numpy()
    share = dates.day.to_numpy() / dates.days_in_month.to_numpy()
    before = SEASON[(month - 2) % 12]
    return np.asarray(before + share * (SEASON[month - 1] - before))


# The matrices are small: threads would wait for each other, and the last digits would depend on how many there are.
@threadpool_limits.wrap(limits=1, user_api="blas")  # type: ignore[untyped-decorator]
def national_path(
    totals: pd.DataFrame,
    dates: pd.DatetimeIndex,
    *,
    prior: ClassPrior | None = None,
    shape: Season | None = None,
    draws: int = 4096,
    seed: int = 0,
) -> Path:
    """Draw a path of one share, given all figures of it, at chosen dates before, between and after them.

    Parameters
    ----------
    totals : DataFrame
        Columns date, coverage (percent, all of one kind) and uncertainty (percentage points, one standard deviation: rounding,
        source, a date that is only a year). Any order, any number for one date.
    dates : DatetimeIndex
        Of the draws.
    prior : ClassPrior, optional
        Of the reference class.
    shape : Season, optional
        Prior of the shape of the year; :data:`NO_SEASON` for a share that has none.
    draws : int
        Number of draws, even: every second one mirrors the one before it.
    seed : int
        Of the generator.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        No totals, or a total without a date or outside 0-100.

    Notes
    -----
    On the logit a total is a random walk with drift, less the fall of its year times the month's part in it, plus an error of
    the source. Every year has its own depth, around a mean that is learned; what a month differs from :data:`SEASON` in all years is a
    Brownian bridge from December to December, learned too. Given the scale of the walk and how much years differ all is normal, so the
    posterior is one solution of linear equations for each pair of them; the pairs are weighed by how well they explain the totals and drawn. A
    jump counts as spread: at rate `jump_rate` it adds to the variance. The draws are a scrambled Sobol sequence along the principal components, so
    that few of them are enough.

    References
    ----------
    Rasmussen, C. E. and Williams, C. K. I. (2006). *Gaussian Processes for Machine Learning*. MIT Press (sums of kernels).

    Examples
    --------
    >>> totals = pd.DataFrame({"date": pd.to_datetime(["2023-12-31", "2024-12-31", "2025-05-31"]), "coverage": [29.7, 31.3, 26.9]})
    >>> path = national_path(totals.assign(uncertainty=0.2), pd.DatetimeIndex(["2025-05-31", "2025-12-31"]), draws=512)
    >>> median = np.median(path.draws, axis=0)
    >>> bool(median[1] > median[0] + 0.5)
    True
    """
    prior, shape = prior or class_prior(), shape or Season()
    totals = _checked(totals)
    told = pd.DatetimeIndex(totals["date"])
    coverage = totals["coverage"].to_numpy(float)
    noise = logit_noise(coverage, totals["uncertainty"].to_numpy(float))
    kernels = _Kernels(prior, shape, told.append(dates))
    n, count = len(told), len(dates)
    level = np.median(logit(coverage))
    surprise = logit(coverage) - (level + kernels.mean[:n])
    solved, log_weight = [], []
    for year_sd in shape.year_sd:
        shape_of_year = kernels.season(year_sd)
        for scale, log_prior in zip(*prior.scale_nodes(), strict=True):
            kernel = kernels.walk(scale) + shape_of_year
            root = np.linalg.cholesky(kernel[:n, :n] + np.diag(noise**2))
            white = np.linalg.solve(root, surprise)
            log_weight.append(log_prior - 0.5 * white @ white - np.log(np.diag(root)).sum())
            solved.append((kernel, root, white))
    weight = np.exp(np.array(log_weight) - max(log_weight))
    sizes = np.diff(np.floor(np.cumsum(weight / weight.sum()) * (draws // 2) + 0.5).astype(int), prepend=0)
    ahead = slice(n, None)
    scores = _normal_scores(draws // 2, count, seed)
    paths = np.empty((draws, count))
    start = 0
    for (kernel, root, white), size in zip(solved, sizes, strict=True):
        if not size:
            continue
        cross = np.linalg.solve(root, kernel[:n, ahead])
        value, vector = np.linalg.eigh(kernel[ahead, ahead] - cross.T @ cross)
        # The largest component first, which the first numbers of a Sobol sequence cover best.
        moved = scores[start : start + size] @ (vector * np.sqrt(np.maximum(value, 0)))[:, ::-1].T
        middle = level + kernels.mean[ahead] + cross.T @ white
        paths[2 * start : 2 * (start + size) : 2] = percent(middle + moved)
        paths[2 * start + 1 : 2 * (start + size) : 2] = percent(middle - moved)
        start += size
    return Path(dates, paths)


class _Kernels:
    """Means and covariances of the walk and of the shape of the year, over the dates of figures and of draws."""

    # Logit; so wide that the first level is left to the figures.
    LEVEL_SD = 2.0

    def __init__(self, prior: ClassPrior, shape: Season, dates: pd.DatetimeIndex) -> None:
        years = in_years(dates.to_numpy().astype("datetime64[s]"))
        self.prior, self.years = prior, years - years.min()
        self.shape, self.depth, self.year = shape, season(dates), dates.year.to_numpy()
        self.mean = prior.drift * self.years - shape.depth * self.depth
        # Part of the year that is over, 0 and 1 at the end of December.
        part = years - np.ceil(years) + 1
        part = np.where(np.isclose(part, 1), 0.0, part)
        bridge = np.minimum.outer(part, part) - np.outer(part, part)
        # At its middle a bridge has half of the deviation that it is multiplied by.
        self.bridge = 4 * shape.shape_sd**2 * bridge

    def season(self, year_sd: float) -> Array:
        """Of the shape of the year, where years differ by `year_sd`."""
        same_year = year_sd**2 * (self.year[:, None] == self.year)
        return np.asarray(
            np.outer(self.depth, self.depth) * (self.shape.depth_sd**2 + same_year) + self.bridge
        )

    def walk(self, scale: float) -> Array:
        """Of the random walk with drift."""
        prior, years = self.prior, self.years
        yearly = scale**2 * (1 + prior.jump_rate * prior.jump_ratio**2)
        return np.asarray(
            self.LEVEL_SD**2
            + yearly * np.minimum.outer(years, years)
            + prior.drift_sd**2 * np.outer(years, years)
        )


def _normal_scores(count: int, dimensions: int, seed: int) -> Array:
    """Standard normal scores, shape (count, dimensions), from a scrambled Sobol sequence in an order of its own."""
    from scipy.special import ndtri

    sobol = qmc.Sobol(dimensions, seed=seed).random_base2(int(np.ceil(np.log2(max(count, 2)))))
    # Parts of the sequence go to the scales, so it is shuffled: any part of it covers all of the space.
    rows = np.random.default_rng(seed).permutation(len(sobol))[:count]
    return np.asarray(ndtri(np.clip(sobol[rows], 1e-9, 1 - 1e-9)))


def _checked(totals: pd.DataFrame) -> pd.DataFrame:
    """Totals in order of their dates, or a sentence about what is wrong with them."""
    columns = ["date", "coverage", "uncertainty"]
    missing = [column for column in columns if column not in totals]
    if missing:
        raise ValueError(f"The totals lack the columns {', '.join(missing)}; expected {', '.join(columns)}.")
    if totals.empty or totals["date"].isna().any():
        raise ValueError("There is no total, or one without a date; give each total its date.")
    if not totals["coverage"].between(0, 100).all():
        raise ValueError("A total's coverage is not between 0 and 100 percent.")
    return totals[columns].sort_values(columns, kind="stable", ignore_index=True)
