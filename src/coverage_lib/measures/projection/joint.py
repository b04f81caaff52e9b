"""The projection of the atlas: the nation's path from all announced totals, and its provinces, which add up to it in every draw."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.count_dates import nearest_first
from coverage_lib.measures.projection.class_prior import Array, ClassPrior, class_prior
from coverage_lib.measures.projection.deviations import added_up, deviation_draws, own_prior
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.national import NO_SEASON, Path, Season, national_path
from coverage_lib.measures.projection.posterior import Posterior, posterior
from coverage_lib.measures.projection.times import in_years
from coverage_lib.measures.projection.workforce import workforce_paths

DRAWS = 4096
#: The year of the long-term national plan (RPJPN 2025-2045).
HORIZON = "2045-12-31"
#: How long the nation's path is drawn by month, so that the shape of the year is seen.
YEARS_BY_MONTH = 5
#: Points, standard deviation: how much the part of construction differs between announcements of neighbouring months.
PART_SD = 1.0
#: Points, standard deviation: a count is exact to a person, its percent to half of the second decimal.
COUNT_SD = 0.005


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
        ``load_coverage(base="employed", provisional=True)``: the provinces and the nation by year. A provisional count is taken
        as one of a month within its year, see :func:`part_year_month`.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.
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
      from the provinces themselves: the median deviation of it from the last full count's.

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
    state, codes, since = _deviations(own_prior(assumed.prior), coverage, counted, totals)
    ahead = in_years(dates.to_numpy().astype("datetime64[s]")) - since
    deviations = deviation_draws(own_prior(assumed.prior), state, ahead, draws=draws, seed=seed + 3)
    workers = _workers(employment, codes, dates, draws, seed + 4)
    provinces = added_up(deviations, nation * (1 - mixed), workers)
    return Outlook(codes, dates, provinces, workers, path, nation * mixed)


def full_counts(coverage: pd.DataFrame) -> pd.DataFrame:
    """The counts at the end of a year, in order; what is provisional is left out.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", provisional=True)``.

    Raises
    ------
    ValueError
        The nation has no full count.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> full_counts(load_coverage(provisional=True))["year"].unique().tolist()
    [2022, 2023, 2024]
    """
    rows = coverage[(coverage["status"] != "provisional") & coverage["coverage"].notna()]
    if rows[rows["code"] == NATION].empty:
        raise ValueError(
            "There is no full count of all provinces to project from; expected one with its nation, code 00."
        )
    return rows.sort_values("date", kind="stable")


def construction_parts(counted: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Construction's part of all active members.

    Parameters
    ----------
    counted : pandas.DataFrame
        Full counts with the nation, from ``load_coverage(base="employed")``.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.

    Returns
    -------
    pandas.DataFrame
        date, coverage (percent of members, under the name that :func:`national_path` knows) and uncertainty (points): for the
        dates counted by province the total less the count, after the last of them what the announcement itself leaves beside formal and
        informal members.

    Raises
    ------
    ValueError
        No total was announced for a date that was counted.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> construction_parts(load_coverage(), totals).set_index("date")["coverage"].round(1).tolist()
    [19.6, 17.7, 13.3, 13.4, 12.1, 13.3, 11.7]
    """
    nation = counted[counted["code"] == NATION].set_index("date")["active"]
    dated = totals[totals["precision"] != "year"].set_index("date")
    both = dated.loc[dated.index.intersection(nation.index), "active"]
    if both.empty:
        raise ValueError(
            "No total was announced for a day on which the provinces were counted; construction is not known."
        )
    later = dated[(dated.index > nation.index.max()) & dated["rest"].notna()]
    parts = pd.concat([1 - nation[both.index] / both, later["rest"] / later["active"]])
    return pd.DataFrame({"date": parts.index, "coverage": 100 * parts.to_numpy(), "uncertainty": PART_SD})


def part_year_month(part_year: pd.DataFrame, totals: pd.DataFrame) -> pd.Timestamp | None:
    """The month whose announced formal and informal members a part-year count fits best.

    Parameters
    ----------
    part_year : pandas.DataFrame
        Provisional rows of one year, from ``load_coverage(base="employed", provisional=True)``.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.

    Returns
    -------
    Timestamp or None
        End of the month; None where no parts were announced within the year of the count.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> rows = load_coverage(provisional=True)
    >>> part_year_month(rows[rows["status"] == "provisional"], totals).strftime("%Y-%m")
    '2025-02'
    """
    nation = part_year[part_year["code"] == NATION]
    parts = totals[totals["rest"].notna() & totals["date"].dt.year.isin(nation["year"])]
    if parts.empty:
        return None
    months = parts.assign(both=parts["active"] - parts["rest"])
    return pd.Timestamp(nearest_first(months, nation["active"].iloc[0])["date"].iloc[0])


def _deviations(
    prior: ClassPrior, coverage: pd.DataFrame, counted: pd.DataFrame, totals: pd.DataFrame
) -> tuple[Posterior, pd.Index, float]:
    """The posterior of each province's deviation from the nation, the provinces, and when they were last counted, in years."""
    full = _wide(counted)
    dates = list(full.columns)
    part_year = coverage[(coverage["status"] == "provisional") & (coverage["date"] > dates[-1])]
    month = part_year_month(part_year, totals)
    own = full.apply(lambda column: logit(column.to_numpy())).sub(logit(full.loc[NATION].to_numpy()))
    noise = full.apply(lambda column: logit_noise(column.to_numpy(), np.full(len(column), COUNT_SD)))
    if month is not None:
        then = _wide(part_year).iloc[:, -1].reindex(full.index)
        own[month] = logit(then.to_numpy()) - logit(then.loc[NATION])
        moved = (own[month] - own[dates[-1]]).drop(NATION)
        # The normal's standard deviation from the median deviation, which a few provinces that jump do not move.
        noise[month] = 1.4826 * float((moved - moved.median()).abs().median())
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


def _workers(
    employment: pd.DataFrame, codes: pd.Index, dates: pd.DatetimeIndex, draws: int, seed: int
) -> Array:
    """Workers of August of each year: counted where they are, drawn after the last survey; shape (D, N, H)."""
    counts = employment.pivot(index="code", columns="year", values="employed").reindex(codes).astype(float)
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
