"""Settings in, data frames out: every number that is shown or saved stands in a :class:`View`; measures compute it."""

from typing import NamedTuple

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.explore import figures
from coverage_lib.explore.checks import check
from coverage_lib.explore.outlook import outlook, panel, past, record_of
from coverage_lib.explore.settings import Settings
from coverage_lib.measures import coverage
from coverage_lib.measures.projection import Yardstick

#: The last day of every projection of explore: the year of the long-term national plan (RPJPN 2025-2045).
HORIZON = pd.Timestamp("2045-12-31")


class View(NamedTuple):
    """What one choice of settings shows.

    Attributes
    ----------
    settings : Settings
        The choice.
    shares : pandas.DataFrame
        Every region in the year shown, with rank, target, shortfall_points and shortfall_workers.
    provinces : pandas.DataFrame
        The provinces among them, the highest coverage first.
    segments : pandas.DataFrame
        Formal and informal coverage of the chosen regions and the nation in that year, with not_members.
    path : pandas.DataFrame
        The figures of the chosen regions up to the year shown.
    fan : pandas.DataFrame
        Quantiles of their projection.
    outlook : pandas.DataFrame
        For every province, and for the nation where it is chosen: how likely coverage is at or above the target on its date, when it
        first is, the pace needed, and what the chosen pace leads to.
    printed : pandas.DataFrame
        Targets printed for the chosen regions.
    horizon : pandas.Timestamp
        The last day of the projection.
    plan : Yardstick or None
        The rate of the national plan for the target's year, where the target is that rate, with construction or without.
    provisional_month : pandas.Timestamp or None
        Of a year shown that is provisional: the month that the projection takes its members to be of; None where it does not use them.
    outlines_from : str or None
        Whom the outlines of the map are from, where their licence asks for a notice.
    """

    settings: Settings
    shares: pd.DataFrame
    provinces: pd.DataFrame
    segments: pd.DataFrame
    path: pd.DataFrame
    fan: pd.DataFrame
    outlook: pd.DataFrame
    printed: pd.DataFrame
    horizon: pd.Timestamp
    plan: Yardstick | None
    provisional_month: pd.Timestamp | None
    outlines_from: str | None


def look(settings: Settings, horizon: pd.Timestamp = HORIZON) -> View:
    """The numbers for some settings.

    Parameters
    ----------
    settings : Settings
        What was chosen.
    horizon : pandas.Timestamp
        The last day of the projection, the end of a year.

    Returns
    -------
    View

    Raises
    ------
    SettingsError
        The settings do not fit together; the message says why and what to choose, in the language in use.
    coverage_lib.measures.counts.Incomparable
        The library refuses the combination.

    Examples
    --------
    >>> view = look(Settings(regions=("15",), target=55, target_year=2025))
    >>> row = view.shares.set_index("code").loc["15"]
    >>> int(row["active"]), round(float(row["coverage"]), 1)
    (534179, 29.1)
    """
    rows = figures.figures(settings.base, settings.counted_by)
    check(settings, figures.years(settings.base), figures.provisional_years(), figures.target_years(horizon))
    shares = figures.in_year(rows[rows["segment"] == settings.segment], settings)
    shares = coverage.shortfall(coverage.rank(shares, within=["segment"]), settings.target)
    provinces = shares[shares["code"] != NATION].sort_values(["coverage", "code"], ascending=[False, True])
    fan, attainment = outlook(settings, horizon)
    return View(
        settings=settings,
        shares=shares.reset_index(drop=True),
        provinces=provinces.reset_index(drop=True),
        segments=segments(settings),
        path=path(settings),
        fan=fan[fan["code"].isin(settings.regions)].reset_index(drop=True),
        outlook=attainment,
        printed=printed_targets(settings),
        horizon=horizon,
        plan=plan(settings),
        provisional_month=provisional_month(settings),
        outlines_from=figures.layer().attrs.get("credit"),
    )


def plan(settings: Settings) -> Yardstick | None:
    """The rate of the national plan that the target is, to the digits with which a target is written; None where it is none."""
    step = figures.plan().get(settings.target_year)
    if step is None or settings.target not in (round(step.national, 2), round(step.target, 2)):
        return None
    return step


def provisional_month(settings: Settings) -> pd.Timestamp | None:
    """The month that the projection takes the members of a provisional year to be of; segments are projected without them."""
    if settings.base == "segment_workers" or settings.year not in figures.provisional_years():
        return None
    return figures.provisional_month(settings.year)


def segments(settings: Settings) -> pd.DataFrame:
    """Formal and informal coverage of the chosen regions and the nation in the year shown.

    Of eligible workers where that is the base, else of the workers of the segment.
    """
    base = "eligible" if settings.base == "eligible" else "segment_workers"
    rows = figures.figures(base, settings.counted_by)
    rows = figures.in_year(rows[rows["segment"].isin(["formal", "informal"])], settings)
    order = {code: place for place, code in enumerate(dict.fromkeys([*settings.regions, NATION]))}
    rows = rows[rows["code"].isin(order)]
    rows = rows.sort_values("segment").sort_values("code", key=lambda codes: codes.map(order), kind="stable")
    return rows.assign(not_members=rows["workers"] - rows["active"]).reset_index(drop=True)


def path(settings: Settings) -> pd.DataFrame:
    """The figures of the chosen regions that their projection starts from; of what is published, those that have a day."""
    record = record_of(settings)
    rows = past(record)
    if settings.base == "eligible":
        rows = rows[rows["id"].isin(panel(record)["id"])]
    return rows[rows["code"].isin(settings.regions)].sort_values(["code", "date"]).reset_index(drop=True)


def printed_targets(settings: Settings) -> pd.DataFrame:
    """Targets in percent that were printed for the chosen regions, as they stand in the table, oldest first."""
    rows = figures.targets()
    rows = rows[rows["code"].isin(settings.regions) & (rows["segment"] == settings.segment)]
    return rows.sort_values(["code", "year", "id"]).reset_index(drop=True)
