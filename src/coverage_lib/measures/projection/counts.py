"""What the provinces' counts say to the projection: full counts, months within a year, construction's part, and totals that follow."""

from dataclasses import replace

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.count_dates import nearest_first
from coverage_lib.measures.projection.class_prior import Array, class_prior
from coverage_lib.measures.projection.national import NO_SEASON, national_path
from coverage_lib.measures.projection.workforce import shrunk_growth

#: Points, standard deviation: how much the part of construction differs between announcements of neighbouring months.
PART_SD = 1.0
#: How a total is marked that nobody announced: it follows from a count and from construction's part.
ESTIMATED = "estimated"


def full_counts(coverage: pd.DataFrame) -> pd.DataFrame:
    """The counts of all provinces in December, in order; what is provisional, or of some provinces only, is left out.

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
    whole = rows.loc[(rows["code"] == NATION) & (rows["date"].dt.month == 12), "date"]
    if whole.empty:
        raise ValueError(
            "There is no full count of all provinces to project from; expected one with its nation, code 00."
        )
    rows = rows[rows["date"].isin(whole)].sort_values("date", kind="stable")
    return rows.assign(date=rows["date"] + pd.offsets.MonthEnd(0))


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
        dates counted by province the total less the count, after the last of these what the announcement itself leaves beside formal and
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
    # A total that is less sure than the part itself says nothing of it, and one that follows from a count says nothing new.
    telling = (totals["construction"] != ESTIMATED) & (totals["uncertainty"] < PART_SD)
    dated = totals[telling & (totals["precision"] != "year")].set_index("date")
    both = dated.loc[dated.index.intersection(nation.index), "active"]
    if both.empty:
        raise ValueError(
            "No total was announced for a day on which the provinces were counted; construction is not known."
        )
    later = dated[(dated.index > both.index.max()) & dated["rest"].notna()]
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


def month_counts(coverage: pd.DataFrame) -> pd.DataFrame:
    """The counts with a stated date that are no full count, each with the end of its month.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", months=True)``.

    Returns
    -------
    pandas.DataFrame
        The columns of `coverage`, one row for each region and month, in order; the nation where all provinces were counted.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> shares = load_coverage(months=True)
    >>> own = shares[(shares["code"] == "15") & (shares["year"] == 2024)].assign(date=pd.Timestamp("2026-06-30"), year=2026)
    >>> month_counts(pd.concat([shares, own]))[["code", "date"]].astype(str).values.tolist()
    [['15', '2026-06-30']]
    """
    coverage = coverage.reset_index(drop=True)
    rows = coverage[coverage["coverage"].notna() & date_stated(coverage)].drop(full_counts(coverage).index)
    months = rows.assign(date=rows["date"] + pd.offsets.MonthEnd(0)).drop_duplicates(
        ["code", "date"], keep="last"
    )
    return months.sort_values(["date", "code"], ignore_index=True)


def undated_count(coverage: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """The last count without a stated date, with the end of the month that it fits best; no row where there is none, or no such month.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", months=True)``.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> undated_count(load_coverage(months=True), totals)["date"].iloc[0].strftime("%Y-%m")
    '2025-02'
    """
    rows = coverage[~date_stated(coverage)]
    rows = rows[rows["date"] == rows["date"].max()]
    month = part_year_month(rows, totals)
    return rows.iloc[:0] if month is None else rows.assign(date=month)


def date_stated(coverage: pd.DataFrame) -> pd.Series:
    """Which rows have a stated date; where no column says so, those that are not provisional.

    Examples
    --------
    >>> date_stated(pd.DataFrame({"status": ["final", "provisional"]})).tolist()
    [True, False]
    """
    if "date_stated" in coverage:
        return coverage["date_stated"].astype(bool)
    return coverage["status"] != "provisional"


def on_own_workforce(coverage: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Coverage in which the workers of an earlier August have grown until the year of the members, as the projection has them grow.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", months=True)``.
    employment : pandas.DataFrame
        ``load_employment("2021")``, on the boundary of the coverage.

    Returns
    -------
    pandas.DataFrame
        `coverage` with other workers and coverage in the rows whose workers_year is before their year; the nation is the sum.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment
    >>> shares, workers = load_coverage(months=True), load_employment("2021")
    >>> on_own_workforce(shares, workers) is shares
    True
    >>> later = on_own_workforce(shares.assign(year=shares["year"] + 1), workers)
    >>> bool((later["coverage"] < shares["coverage"]).all())
    True
    """
    if "workers_year" not in coverage or (coverage["workers_year"] >= coverage["year"]).all():
        return coverage
    counts = (
        employment.pivot(index="code", columns="year", values="employed").drop(index=NATION).astype(float)
    )
    rates = shrunk_growth(counts).series["growth"]
    years = coverage["year"] - coverage["workers_year"]
    grown = coverage["workers"] * np.exp(coverage["code"].map(rates) * years)
    when = ["date", "date_stated", "segment"]
    sums = grown.groupby([coverage[column] for column in when]).transform("sum")
    grown = grown.where(coverage["code"] != NATION, sums)
    workers = coverage["workers"].where(years <= 0, grown)
    return coverage.assign(workers=workers, coverage=100 * coverage["active"] / workers)


def construction_at(
    coverage: pd.DataFrame, totals: pd.DataFrame, dates: pd.DatetimeIndex
) -> tuple[Array, Array]:
    """Construction's part of all active members at some dates: the median and its standard deviation, both percent of members.

    Parameters
    ----------
    coverage, totals : pandas.DataFrame
        As for :func:`undated_count`.
    dates : DatetimeIndex
        T dates.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> part, sd = construction_at(load_coverage(months=True), totals, pd.DatetimeIndex(["2025-12-31"]))
    >>> bool(10 < part[0] < 14 and 0.5 < sd[0] < 3)
    True
    """
    prior = replace(class_prior(), drift=0.0)
    drawn = national_path(
        construction_parts(full_counts(coverage), totals), dates, prior=prior, shape=NO_SEASON, draws=1024
    ).draws
    return np.median(drawn, axis=0), drawn.std(axis=0)


def with_counts(totals: pd.DataFrame, coverage: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """The announced totals, and those that follow from counts of all provinces in months without one.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", months=True)``.
    employment : pandas.DataFrame
        ``load_employment("2021")``, on the boundary of the coverage.

    Returns
    -------
    pandas.DataFrame
        `totals`, with a row for each month that all provinces were counted at and whose total was not announced, or is less sure: the formal
        and informal members are what construction leaves of it (:func:`construction_at`), which is its uncertainty. Such a row has
        ``estimated`` as construction and the sources of the count as id. A count without a stated date gives none: its month is taken from a
        total.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> workers, counted = load_employment("2021"), load_coverage(months=True)
    >>> totals = announced_totals(load_published(), workers)
    >>> with_counts(totals, counted, workers).equals(totals)
    True
    >>> unknown = totals[totals["date"] != "2023-12-31"]
    >>> added = with_counts(unknown, counted, workers).set_index("date").loc["2023-12-31"]
    >>> added["construction"], bool(abs(added["coverage"] - 29.7) < 1)
    ('estimated', True)
    """
    own = on_own_workforce(coverage, employment)
    nation = own[(own["code"] == NATION) & date_stated(own) & own["coverage"].notna()]
    months = nation.assign(date=nation["date"] + pd.offsets.MonthEnd(0)).drop_duplicates("date", keep="last")
    dated = totals[totals["precision"] != "year"]
    sure = dated.loc[dated["uncertainty"] < PART_SD, "date"]
    months = months[~months["date"].isin(sure)]
    if months.empty:
        return totals
    part, sd = construction_at(coverage, totals, pd.DatetimeIndex(months["date"]))
    left = 1 - part / 100
    rows = pd.DataFrame(
        {
            "code": NATION,
            "date": months["date"],
            "coverage": months["coverage"] / left,
            "uncertainty": months["coverage"] / left * (sd / 100) / left,
            "workers": months["workers"],
            "active": months["active"] / left,
            "construction": ESTIMATED,
            "precision": "month",
            "id": months["source_id"],
        }
    ).reindex(columns=totals.columns)
    return pd.concat([totals, rows]).sort_values(["date", "precision", "id"], ignore_index=True)
