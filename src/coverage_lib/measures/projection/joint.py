"""The projection of the atlas: the nation's path from all announced totals, and its provinces, which add up to it in every draw."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.class_prior import Array, ClassPrior, class_prior
from coverage_lib.measures.projection.counts import (
    construction_at,
    construction_parts,
    full_counts,
    month_counts,
    on_own_workforce,
    undated_count,
    with_counts,
)
from coverage_lib.measures.projection.deviations import added_up, deviation_draws, own_prior
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.months import COUNT_SD, Told, spread_of_moves, with_months
from coverage_lib.measures.projection.national import NO_SEASON, Path, Season, national_path
from coverage_lib.measures.projection.posterior import Posterior, posterior
from coverage_lib.measures.projection.times import in_years
from coverage_lib.measures.projection.workforce import shrunk_growth, workforce_paths

DRAWS = 4096
#: The year of the long-term national plan (RPJPN 2025-2045).
HORIZON = "2045-12-31"
#: How long the nation's path is drawn by month, so that the shape of the year is seen.
YEARS_BY_MONTH = 5


class Outlook(NamedTuple):
    """Draws of the nation and its provinces, all from the same draw of what is not known.

    Attributes
    ----------
    codes : Index
        The N provinces.
    dates : DatetimeIndex
        H ends of years, the first the one after the last full count.
    provinces : array, shape (D, N, H), float32
        Coverage of all employed, percent, without construction.
    workers : array, shape (D, N, H)
        Employed persons of August of each year.
    path : Path
        The nation with construction: months of five years and ends of years after them, from the last full count on.
    construction : array, shape (D, H)
        Percent of all employed; at least 0. The nation with construction is the provinces' sum and this.
    """

    codes: pd.Index
    dates: pd.DatetimeIndex
    provinces: Array
    workers: Array
    path: Path
    construction: Array

    @property
    def nation(self) -> Array:
        """The nation with construction at the ends of years, percent, shape (D, H)."""
        return self.path.at(self.dates)

    @property
    def without_construction(self) -> Array:
        """The provinces together, percent of all employed, shape (D, H)."""
        return self.nation - self.construction


class Assumptions(NamedTuple):
    """What the projection takes as given; another one is asked for to see what the answer hangs on.

    Attributes
    ----------
    prior : ClassPrior
        Of the reference class.
    season : Season
        Prior of the shape of the year.
    """

    prior: ClassPrior
    season: Season = Season()


def outlook(
    coverage: pd.DataFrame,
    totals: pd.DataFrame,
    employment: pd.DataFrame,
    *,
    until: Any = HORIZON,
    assumptions: Assumptions | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Outlook:
    """Project the nation and its provinces together.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", months=True)``: the provinces at every date, and the nation where all of them were counted. A
        count without a stated date is taken as one of a month within its year, see
        :func:`coverage_lib.measures.projection.counts.undated_count`.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`; totals that follow from counts are added
        (:func:`coverage_lib.measures.projection.with_counts`).
    employment : pandas.DataFrame
        ``load_employment("2021")``, on the boundary of the coverage.
    until : date, optional
        The last end of a year; that of the long-term national plan if not given. Pages leave it, so that all show the same draws.
    assumptions : Assumptions, optional
        Those of the page by default.
    draws : int
        Number of draws, even.
    seed : int
        Of the generators: the same seed gives the same bytes.

    Returns
    -------
    Outlook

    Raises
    ------
    ValueError
        There is no full count of all provinces, or no total of a day on which they were counted.

    Notes
    -----
    Three parts, each learned from its own figures with the class prior:

    - the nation with construction, from all announced totals (:func:`coverage_lib.measures.projection.national.national_path`);
    - construction's part of its members: the totals less the provinces' counts, or less the announced formal and informal members;
    - each province's deviation from the nation on the logit. The season and the shocks that all share are the nation's, so the
      part-year count tells of a province what it differs from the part-year nation by. How much such a difference is worth is taken
      from the provinces themselves: the median deviation of it from the last full count's. Months of some provinces are held against the
      nation of the same draw (:mod:`coverage_lib.measures.projection.months`).

    In every draw the provinces, weighted by their workers, add up to the nation less construction.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> ahead = outlook(load_coverage(provisional=True), totals, load_employment("2021"), until="2029-12-31", draws=256)
    >>> ahead.provinces.shape, bool((ahead.construction >= 0).all())
    ((256, 34, 5), True)
    """
    assumed = assumptions or Assumptions(class_prior())
    totals = with_counts(totals, coverage, employment)
    coverage = on_own_workforce(coverage, employment)
    counted = full_counts(coverage)
    last = counted["date"].max()
    dates = pd.date_range(last + pd.DateOffset(days=1), pd.Timestamp(until), freq="YE")
    months = pd.date_range(last, min(dates[-1], last + pd.DateOffset(years=YEARS_BY_MONTH)), freq="ME")
    path = national_path(
        totals,
        months.union(dates),
        prior=assumed.prior,
        shape=assumed.season,
        draws=draws,
        seed=seed,
    )
    part = national_path(
        construction_parts(counted, totals),
        dates,
        prior=replace(assumed.prior, drift=0.0),
        shape=NO_SEASON,
        draws=draws,
        seed=seed + 1,
    )
    # The draws of the path come in the order of its scales; those of the part must not follow it.
    mixed = part.draws[np.random.default_rng([seed, 2]).permutation(draws)] / 100
    nation = path.at(dates)
    prior = own_prior(assumed.prior)
    part_year = undated_count(coverage, totals)
    state, codes, since = _deviations(prior, counted, part_year[part_year["date"] > last])
    ahead = in_years(dates.to_numpy().astype("datetime64[s]")) - since
    deviations = deviation_draws(prior, state, ahead, draws=draws, seed=seed + 3)
    months = month_counts(coverage)
    if (months["date"] > last).any():
        parts = np.insert(mixed, 0, construction_at(counted, totals, path.dates[:1])[0] / 100, axis=1)
        told = _told(counted, months, part_year, _less(path, parts, dates), employment)
        at_last = _deviations(prior, counted, part_year.iloc[:0])[0]
        deviations = with_months(deviations, codes, dates, prior, at_last, told, seed=seed + 3)
    workers = _workers(employment, codes, dates, draws, seed + 4)
    provinces = added_up(deviations, nation * (1 - mixed), workers)
    return Outlook(codes, dates, provinces, workers, path, nation * mixed)


def _less(path: Path, parts: Array, dates: pd.DatetimeIndex) -> Path:
    """The nation by month without construction, whose part is drawn at the last full count and at ends of years: between them it is straight."""
    months = path.dates[path.dates <= dates[-1]]
    known = in_years(path.dates[:1].append(dates).to_numpy().astype("datetime64[s]"))
    years = in_years(months.to_numpy().astype("datetime64[s]"))
    after = np.clip(np.searchsorted(known, years), 1, len(known) - 1)
    share = (years - known[after - 1]) / (known[after] - known[after - 1])
    part = parts[:, after - 1] * (1 - share) + parts[:, after] * share
    return Path(months, path.at(months) * (1 - part))


def _told(
    counted: pd.DataFrame,
    months: pd.DataFrame,
    part_year: pd.DataFrame,
    nation: Path,
    employment: pd.DataFrame,
) -> Told:
    """What provinces' months are held against: a count without a stated date stands behind a dated one of its month."""
    months = pd.concat([months.assign(date_stated=True), part_year.assign(date_stated=False)])
    months = months.drop_duplicates(["code", "date"])
    # A nation is needed to hold a province against: months of before are only asked what all provinces moved by.
    months = months[months["date"].isin(nation.dates) | (months["date"] <= nation.dates[0])]
    carried = (months["year"] - months.get("workers_year", months["year"])).clip(lower=0)
    unsure = shrunk_growth(_employed(employment, months["code"].unique())).own_yearly_sd * np.sqrt(carried)
    return Told(counted, months.assign(workers_unsure=unsure).sort_values(["code", "date"]), nation)


def _deviations(
    prior: ClassPrior, counted: pd.DataFrame, part_year: pd.DataFrame
) -> tuple[Posterior, pd.Index, float]:
    """The posterior of each province's deviation from the nation, the provinces, and when they were last counted, in years."""
    full = _wide(counted)
    dates = list(full.columns)
    own = full.apply(lambda column: logit(column.to_numpy())).sub(logit(full.loc[NATION].to_numpy()))
    noise = full.apply(lambda column: logit_noise(column.to_numpy(), np.full(len(column), COUNT_SD)))
    if len(part_year):
        month = part_year["date"].iloc[0]
        then = _wide(part_year).iloc[:, -1].reindex(full.index)
        own[month] = logit(then.to_numpy()) - logit(then.loc[NATION])
        noise[month] = spread_of_moves(own[month] - own[dates[-1]])
    own, noise = own.drop(index=NATION), noise.drop(index=NATION)
    years = in_years(own.columns.to_numpy().astype("datetime64[s]"))
    shape = own.shape
    state = posterior(
        prior,
        own.to_numpy(float),
        np.tile(years, (shape[0], 1)),
        noise.to_numpy(float),
        np.full(shape[0], shape[1]),
    )
    return state, own.index, float(years[-1])


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """Coverage by code and date, of the regions that every date has."""
    return rows.pivot(index="code", columns="date", values="coverage").dropna()


def _employed(employment: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """Employed persons by code and year."""
    return employment.pivot(index="code", columns="year", values="employed").reindex(codes).astype(float)


def _workers(
    employment: pd.DataFrame, codes: pd.Index, dates: pd.DatetimeIndex, draws: int, seed: int
) -> Array:
    """Workers of August of each year: counted where they are, drawn after the last survey; shape (D, N, H)."""
    counts = _employed(employment, codes)
    last = int(counts.columns.max())
    years = dates.year.to_numpy()
    known = np.repeat(counts.reindex(columns=years[years <= last]).to_numpy()[None], draws, axis=0)
    later = years[years > last]
    if not len(later):
        return known
    return np.concatenate(
        [known, workforce_paths(counts, (later - last).astype(float), draws=draws, seed=seed)], axis=2
    )


def chance_of(reached: Array, axis: int = 0) -> Array:
    """The probability of what is true in some of the draws, which lie along an axis; never exactly 0 or 1, which draws cannot tell.

    Examples
    --------
    >>> chance_of(np.zeros((9, 2), bool)).tolist()
    [0.05, 0.05]
    """
    return np.asarray((reached.sum(axis=axis) + 0.5) / (reached.shape[axis] + 1))
