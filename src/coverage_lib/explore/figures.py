"""Coverage as explore shows it, loaded once: of one year, the years for which there is any, the plan, what was announced."""

from functools import cache, lru_cache
from typing import Any

import pandas as pd

from coverage_lib import load
from coverage_lib.explore.settings import BOUNDARY, Settings
from coverage_lib.measures import counts, published
from coverage_lib.measures.projection import Yardstick, announced_totals, plan_targets, with_counts, yardstick
from coverage_lib.measures.projection.counts import full_counts, part_year_month
from coverage_lib.measures.reconciled import Reconciled, standing


@lru_cache(maxsize=16)
def figures(base: str, counted_by: str) -> pd.DataFrame:
    """Coverage on a base, the provisional year included; kept, so not to be changed.

    What is published of eligible workers is kept where it stands on the boundary of 2021, as everything here, and where it stands at all.

    Raises
    ------
    coverage_lib.measures.counts.Incomparable
        Members counted by office cannot be divided by workers, who are counted where they live.
    """
    rows = load.load_coverage(base=base, counted_by=counted_by, provisional=True)
    if base != "eligible":
        return rows
    rows = standing(rows, reconciled())
    return rows[rows["boundary"] == BOUNDARY].astype({"year": "int64"})


@cache
def reconciled() -> Reconciled:
    """The estimates of every region, of all published figures and the counts; kept, so not to be changed."""
    return load.load_reconciled()


def estimates(first_year: int, year: int) -> pd.DataFrame:
    """The estimates on the boundary of 2021 in some years."""
    series = published.on_boundary(reconciled().series, BOUNDARY)
    return series[series["date"].dt.year.between(first_year, year)]


def in_year(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The rows of the year shown; of what was published, the latest of each region up to its end."""
    rows = rows[rows["year"] <= settings.year]
    if settings.base == "eligible":
        return published.latest(rows[rows["year"] >= settings.first_year])
    return rows[rows["year"] == settings.year]


@cache
def years(base: str) -> list[int]:
    """The years for which there is coverage on a base, the provisional one included."""
    return sorted(int(year) for year in figures(base, "domicile")["year"].unique())


@cache
def provisional_years() -> list[int]:
    """The years of which members were counted before their end, at a date that is not stated."""
    rows = figures("employed", "domicile")
    return sorted(int(year) for year in rows.loc[rows["status"] == "provisional", "year"].unique())


@cache
def last_full_year() -> int:
    """The last year at whose end members were counted."""
    return int(full_counts(figures("employed", "domicile"))["year"].max())


@cache
def provisional_month(year: int) -> pd.Timestamp | None:
    """The end of the month that a projection takes the provisional members of a year to be of; None where it cannot be told."""
    rows = figures("employed", "domicile")
    rows = rows[(rows["status"] == "provisional") & (rows["year"] == year)]
    return (
        pd.Timestamp(rows["date"].iloc[0]) if rows["date_stated"].all() else part_year_month(rows, totals())
    )


@cache
def employment() -> pd.DataFrame:
    """Employed persons by region and year."""
    return load.load_employment(BOUNDARY)


@cache
def totals() -> pd.DataFrame:
    """Every dated total of active members that was announced for the nation, or follows from a count of all provinces."""
    return with_counts(announced_totals(load.load_published(), employment()), months(), employment())


@cache
def months() -> pd.DataFrame:
    """Coverage of all employed at every date that somebody was counted at; kept, so not to be changed."""
    return load.load_coverage(base="employed", months=True)


@cache
def plan() -> dict[int, Yardstick]:
    """The rates of the medium-term national plan by year, each with what it is without construction."""
    steps = plan_targets(load.load_targets())
    steps = steps[steps["measure"].isin(["target_rate_rpjmn", "target_rate_rkp"])]
    rows = figures("employed", "domicile")
    return {int(step.year): yardstick(float(step.target), rows, totals()) for step in steps.itertuples()}


@cache
def shown_years() -> list[int]:
    """The years that can be shown on one base or another: from the first year of members on."""
    first = years("employed")[0]
    return sorted(year for year in {*years("employed"), *years("eligible")} if year >= first)


def target_years(horizon: pd.Timestamp) -> range:
    """The years for whose end a target can be set: from the first year of members to the end of the projection.

    Examples
    --------
    >>> target_years(pd.Timestamp("2045-12-31"))
    range(2022, 2046)
    """
    return range(shown_years()[0], horizon.year + 1)


@cache
def targets() -> pd.DataFrame:
    """Targets in percent that were printed for the nation and the provinces."""
    table = load.load_targets()
    return table[(table["unit"] == "percent") & table["region_level"].isin(["national", "province"])]


@cache
def counted_both_ways() -> pd.DataFrame:
    """Members of every province by domicile and by office on the day on which both were counted."""
    office = load.load_members(counted_by="office")
    domicile = load.load_members(counted_by="domicile")
    return counts.both_ways(domicile[domicile["date"].isin(office["date"])], office)


@cache
def layer() -> Any:
    """The outlines of the provinces, as a geopandas.GeoDataFrame."""
    return load.load_boundaries(BOUNDARY)
