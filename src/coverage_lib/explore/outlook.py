"""The projection of a view and its what-if, as the reports compute them; what a change of the target leaves the same is kept."""

from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from coverage_lib import load
from coverage_lib.data.regions import NATION
from coverage_lib.explore.figures import figures
from coverage_lib.explore.settings import Settings
from coverage_lib.measures.projection import (
    Panel,
    Projection,
    announced_path,
    at_pace,
    eligible_panel,
    learned_from_published,
    learned_here,
    old_project,
    prepare,
    province_panel,
)
from coverage_lib.measures.projection.learn import Fitted, fit
from coverage_lib.measures.projection.nation import as_frames_of_draws, draw_sum, whole_of
from coverage_lib.measures.projection.old_forecast import Setup, project_fitted, set_up
from coverage_lib.measures.projection.times import Array

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
    rows = past(record)
    return eligible_panel(rows) if record.base == "eligible" else province_panel(rows)


def outlook(settings: Settings, horizon: pd.Timestamp) -> Projection:
    """Fan and attainment of the provinces, and of the nation where it is chosen, with what the chosen pace leads to.

    The nation is the sum of its provinces in every draw, which takes longer than the provinces; hence only where it is chosen. Of
    eligible workers it has published figures of its own and is projected as the provinces are.

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
        of :func:`coverage_lib.measures.projection.at_pace`.
    """
    record, aim = record_of(settings), Aim(settings.target, settings.target_date, horizon)
    if panel(record).empty:
        return _nothing(horizon)
    pace: float | str = NAMED_PACES.get(settings.pace, settings.points)
    projections = [_provinces(record, aim)]
    what_ifs = [_what_if(_fitted(record)[0], aim, pace)]
    if NATION in settings.regions and record.base != "eligible":
        # The nation is no province of the best quarter: it is asked what their pace would lead to.
        national_pace = float(what_ifs[0]["pace"].iloc[0]) if settings.pace == "best_quarter" else pace
        projections.insert(0, _nation(record, aim))
        what_ifs.append(_what_if(_own_past(record), aim, national_pace))
    fan, attainment = (pd.concat(frames, ignore_index=True) for frames in zip(*projections, strict=True))
    what_if = pd.concat(what_ifs, ignore_index=True)
    return Projection(fan, attainment.merge(what_if, on="code", how="left", validate="one_to_one"))


@lru_cache(maxsize=32)
def _fitted(record: Record) -> tuple[Panel, Fitted]:
    """The panel, packed, and what the projection learned from it: parameters and states, the same for all targets.

    For workers, all or of a segment, the national record teaches too, as in the reports; it holds no share of eligible workers.
    """
    rows = panel(record)
    params = learned_from_published(rows) if record.base == "eligible" else learned_here(rows, _announced())
    packed = prepare(rows)
    return packed, fit(packed.batch, params)


@cache
def _announced() -> pd.DataFrame:
    return announced_path(load.load_published(), load.load_employment())


@lru_cache(maxsize=64)
def _provinces(record: Record, aim: Aim) -> Projection:
    series, fitted = _fitted(record)
    setup = set_up(series, until=aim.horizon, target=aim.target, target_date=aim.date)
    return project_fitted(setup, fitted)


def _nation(record: Record, aim: Aim) -> Projection:
    setup, levels, reported = _national_draws(record, aim.horizon)
    # Targets are set for ends of years, all of which have been drawn.
    return as_frames_of_draws(whole_of(setup, NATION, aim.target, aim.date), levels, reported)


@lru_cache(maxsize=8)
def _national_draws(record: Record, horizon: pd.Timestamp) -> tuple[Setup, Array, Array]:
    series, fitted = _fitted(record)
    setup = set_up(series, until=horizon)
    return setup, *draw_sum(setup, fitted)


def _own_past(record: Record) -> pd.DataFrame:
    """The nation's own figures as a panel."""
    rows = past(record)
    return rows.loc[rows["code"] == NATION, ["code", "date", "coverage", "workers"]]


def _what_if(series: pd.DataFrame | Panel, aim: Aim, pace: float | str) -> pd.DataFrame:
    """What a pace leads to, under names that do not stand in the attainment table."""
    table = at_pace(series, target=aim.target, target_date=aim.date, pace=pace)
    return table[["code", *AT_PACE]].rename(columns=AT_PACE)


@cache
def _nothing(horizon: pd.Timestamp) -> Projection:
    """Fan and attainment without a row, where there is no figure to project from: those of a series that is left out again."""
    series = pd.DataFrame({"code": ["none"], "date": [horizon - pd.DateOffset(years=1)], "coverage": [0.0]})
    aim = Aim(0.0, horizon, horizon)
    projection = old_project(series, until=horizon, target=aim.target, target_date=aim.date)
    what_if = _what_if(series, aim, 0.0).drop(columns="code")
    return Projection(
        projection.quantiles.iloc[:0], pd.concat([projection.attainment, what_if], axis=1).iloc[:0]
    )
