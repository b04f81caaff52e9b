"""The projection of a view and its what-if, as the reports compute them; what a change of the target leaves the same is kept."""

from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.explore.figures import employment, estimates, figures, last_full_year, months, totals
from coverage_lib.explore.settings import Settings
from coverage_lib.measures.projection import (
    Draws,
    Outlook,
    Projection,
    against,
    at_pace,
    eligible_panel,
    eligible_region_draws,
    offsets,
    project,
    province_panel,
    region_draws,
)
from coverage_lib.measures.projection import outlook as draw

#: What :func:`coverage_lib.measures.projection.at_pace` calls the paces of the settings; the third is set by hand.
NAMED_PACES = {"observed": "recent", "best_quarter": "best_quarter"}

#: Columns of that function, and their names beside those of the attainment table.
AT_PACE = {
    "pace": "pace",
    "coverage": "last_coverage",
    "attainment": "attainment_at_pace",
    "coverage_at_target_date": "coverage_at_target_date",
    "reached_by_target_date": "reached_at_pace",
}

#: The 80% interval of members a month.
MEMBERS_ENDS = ("net_new_members_per_month_q10", "net_new_members_per_month_q90")


class Record(NamedTuple):
    """Which figures a projection learns from."""

    base: str
    segment: str
    first_year: int
    year: int


class Aim(NamedTuple):
    """The target of a projection, percent, its date, and the last day of the projection."""

    target: float
    date: pd.Timestamp
    horizon: pd.Timestamp


def record_of(settings: Settings) -> Record:
    """The figures that the projection of some settings learns from."""
    return Record(settings.base, settings.segment, settings.first_year, settings.year)


@lru_cache(maxsize=32)
def past(record: Record) -> pd.DataFrame:
    """Coverage in the years chosen, nothing provisional."""
    rows = figures(record.base, "domicile")
    return rows[
        (rows["segment"] == record.segment)
        & rows["year"].between(record.first_year, record.year)
        & (rows["status"] != "provisional")
    ]


@lru_cache(maxsize=32)
def panel(record: Record) -> pd.DataFrame:
    """The past as a panel to project, as in the reports; of eligible workers there is one of all workers only."""
    if record.base == "eligible":
        rows = estimates(record.first_year, record.year)
        return eligible_panel(rows[rows["segment"] == record.segment])
    return province_panel(past(record))


def outlook(settings: Settings, horizon: pd.Timestamp) -> Projection:
    """Fan and attainment of the provinces and the nation, with what the chosen pace leads to.

    Of all employed they are those of the reports: nation and provinces from the same draws. Shares of eligible workers are the same draws
    with each province's offset. Each segment of a region is projected from its own counts.

    Parameters
    ----------
    settings : Settings
        What was chosen.
    horizon : pandas.Timestamp
        The last day of the projection.

    Returns
    -------
    Projection
        ``quantiles`` as from :func:`coverage_lib.measures.projection.project`; ``attainment`` too, with the columns last_coverage
        (percent), pace (points a year), attainment_at_pace (date), coverage_at_target_date (percent) and reached_at_pace (bool)
        of :func:`coverage_lib.measures.projection.at_pace`, and the interval of members a month as from
        :func:`coverage_lib.measures.projection.answers`, missing on other bases.
    """
    record, aim = record_of(settings), Aim(settings.target, settings.target_date, horizon)
    rows = panel(record)
    if rows.empty:
        return _nothing(horizon)
    pace: float | str = NAMED_PACES.get(settings.pace, settings.points)
    provinces = rows[rows["code"] != NATION]
    what_ifs = [_what_if(provinces, aim, pace)]
    nation = _own_past(record)
    if len(nation) and NATION in settings.regions:
        # The nation is no province of the best quarter: it is asked what their pace would lead to.
        national_pace = float(what_ifs[0]["pace"].iloc[0]) if settings.pace == "best_quarter" else pace
        what_ifs.append(_what_if(nation, aim, national_pace))
    fan, attainment = _projection(record, aim)
    kept = pd.concat(what_ifs, ignore_index=True)
    return Projection(
        fan[fan["code"].isin(kept["code"])].reset_index(drop=True),
        _with_ends(attainment.merge(kept, on="code", how="inner", validate="one_to_one")),
    )


def _with_ends(attainment: pd.DataFrame) -> pd.DataFrame:
    """The attainment with the interval of members a month; missing on a base whose workers are not projected."""
    return attainment.reindex(columns=list(dict.fromkeys([*attainment, *MEMBERS_ENDS])))


@lru_cache(maxsize=64)
def _projection(record: Record, aim: Aim) -> Projection:
    options = {"target": aim.target, "target_date": aim.date}
    if record.base == "segment_workers":
        rows = pd.concat([_own_past(record), panel(record)], ignore_index=True)
        return project(rows, until=aim.horizon, **options)
    kept = against(_draws(record, aim.horizon), **options)
    nation = panel(record)[panel(record)["code"] == NATION]
    if record.base == "employed" or nation.empty:
        return kept
    # No offset is known of the nation: its own published shares are projected.
    alone = project(nation, until=aim.horizon, **options)
    return Projection(*(pd.concat(pair, ignore_index=True) for pair in zip(alone, kept, strict=True)))


@lru_cache(maxsize=8)
def _draws(record: Record, horizon: pd.Timestamp) -> Draws:
    """Draws of coverage on the base of the record with their quantiles, which every target is held against."""
    ahead = _together(record.first_year, record.year, horizon)
    if record.base == "employed":
        return region_draws(ahead, past(record))
    rows = panel(record)
    return eligible_region_draws(ahead, offsets(rows, figures("employed", "domicile"), ahead), rows)


@lru_cache(maxsize=4)
def _together(first_year: int, year: int, horizon: pd.Timestamp) -> Outlook:
    """The outlook of what was known in the years chosen.

    From the first count on it is told what was announced before too, and up to the last full count all that came after: of these years
    the draws are those of the reports.
    """
    counted, announced, workers = months(), totals(), employment()
    if year < last_full_year():
        counted, workers = counted[counted["year"] <= year], workers[workers["year"] <= year]
        announced = announced[announced["date"].dt.year <= year]
    first = min(first_year, last_full_year())
    if first > counted["year"].min():
        counted = counted[counted["year"] >= first]
        announced = announced[announced["date"].dt.year >= first]
    return draw(counted, announced, workers, until=horizon)


def _own_past(record: Record) -> pd.DataFrame:
    """The nation's own figures as a panel."""
    rows = panel(record) if record.base == "eligible" else past(record)
    return rows.loc[rows["code"] == NATION, ["code", "date", "coverage", "workers"]]


def _what_if(series: pd.DataFrame, aim: Aim, pace: float | str) -> pd.DataFrame:
    """What a pace leads to, under names that do not stand in the attainment table."""
    table = at_pace(series, target=aim.target, target_date=aim.date, pace=pace)
    return table[["code", *AT_PACE]].rename(columns=AT_PACE)


@cache
def _nothing(horizon: pd.Timestamp) -> Projection:
    """Fan and attainment without a row, where there is no figure to project from: those of a series that is left out again."""
    series = pd.DataFrame({"code": ["none"], "date": [horizon - pd.DateOffset(years=1)], "coverage": [0.0]})
    aim = Aim(0.0, horizon, horizon)
    projection = project(series, until=horizon, target=aim.target, target_date=aim.date)
    what_if = _what_if(series, aim, 0.0).drop(columns="code")
    attainment = pd.concat([projection.attainment, what_if], axis=1)
    return Projection(projection.quantiles.iloc[:0], _with_ends(attainment.iloc[:0]))
