"""Settings in, data frames out: every number that is shown or saved comes from here, and here from the library."""

from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib import language, load
from coverage_lib.data.regions import NATION
from coverage_lib.explore.settings import TARGET_YEARS, Settings, SettingsError
from coverage_lib.language import _
from coverage_lib.measures import coverage as shares
from coverage_lib.measures import published

HORIZON = "2045-12-31"


class View(NamedTuple):
    """What one choice of settings shows.

    ``shares``: every region in the year shown, with rank, target, shortfall_points and shortfall_workers. ``segments``: formal and
    informal coverage of the chosen regions and the nation in that year. ``path``: the figures of the chosen regions up to
    the year shown. ``fan``: quantiles of their projection. ``outlook``: for the chosen regions, and the others where they
    cost nothing, when the target is reached, how likely by its date, the pace needed, and what the chosen pace leads to. ``printed``: targets printed for the chosen
    regions.
    """

    settings: Settings
    shares: pd.DataFrame
    segments: pd.DataFrame
    path: pd.DataFrame
    fan: pd.DataFrame
    outlook: pd.DataFrame
    printed: pd.DataFrame


def look(settings: Settings) -> View:
    """The numbers for some settings.

    Parameters
    ----------
    settings : Settings
        What was chosen.

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
    check(settings)
    rows = figures(settings.base, settings.counted_by)
    rows = rows[(rows["segment"] == settings.segment) & (rows["year"] <= settings.year)]
    shown = year_rows(settings)
    shown = shares.shortfall(shares.rank(shown.assign(date_shown=shown["date"], date=0)), settings.target)
    shown = shown.assign(date=shown.pop("date_shown"))
    past = rows[(rows["year"] >= settings.first_year) & (rows["status"] != "provisional")]
    if settings.base == "eligible":
        past = past[past["id"].isin(panel(known_of(settings))["id"])]
    fan, outlook = ahead(settings)
    chosen = list(settings.regions)
    return View(
        settings,
        shown.reset_index(drop=True),
        segments(settings),
        past[past["code"].isin(chosen)].reset_index(drop=True),
        fan[fan["series"].isin(chosen)].reset_index(drop=True),
        outlook,
        printed_targets(settings),
    )


def check(settings: Settings) -> None:
    """Refuse settings that cannot be followed, and say why.

    Raises
    ------
    SettingsError
        In the language in use.
    coverage_lib.measures.counts.Incomparable
        Members counted by office, divided by workers counted where they live.
    """
    if not settings.regions:
        raise SettingsError(_("No region is chosen; choose Indonesia or a province."))
    figures(settings.base, settings.counted_by)
    if settings.base == "employed" and settings.segment != "total":
        raise SettingsError(
            _(
                "Of all employed persons only the coverage of all workers is a share: formal members divided by all employed "
                "would mostly say how many workers are formal. Choose the base “workers of the segment”, or the segment “all "
                "workers”."
            )
        )
    if settings.base == "segment_workers" and settings.segment == "total":
        raise SettingsError(
            _(
                "On the base “workers of the segment” formal members are divided by formal workers and informal members by "
                "informal workers. Choose one of the two segments, or the base “all employed persons”."
            )
        )
    if not 0 <= settings.target <= 100:
        raise SettingsError(
            _("The target is {target}; it is a share in percent, between 0 and 100.").format(
                target=language.number(settings.target, 2)
            )
        )
    if settings.target_year not in TARGET_YEARS:
        raise SettingsError(
            _("The target is for {year}; choose a year from {first} to {last}.").format(
                year=settings.target_year, first=TARGET_YEARS[0], last=TARGET_YEARS[-1]
            )
        )
    if settings.first_year > settings.year:
        raise SettingsError(
            _("The first year, {first}, lies after the year shown, {year}; swap them.").format(
                first=settings.first_year, year=settings.year
            )
        )
    there = years(settings.base)
    if not any(settings.first_year <= year <= settings.year for year in there):
        raise SettingsError(
            _("There is no coverage from {first} to {year} on this base; there is for {years}.").format(
                first=settings.first_year, year=settings.year, years=", ".join(map(str, there))
            )
        )
    if settings.base != "eligible" and settings.year not in there:
        raise SettingsError(
            _("There is no coverage for {year} on this base; there is for {years}.").format(
                year=settings.year, years=", ".join(map(str, there))
            )
        )


@lru_cache(maxsize=16)
def figures(base: str, counted_by: str) -> pd.DataFrame:
    """Coverage on a base, the provisional year included; loaded once, not to be changed.

    What is published of eligible workers is kept where it stands on the boundary of 2021, as everything here.
    """
    rows = load.load_coverage(base=base, counted_by=counted_by, provisional=True)
    return rows[rows["boundary"] == "2021"] if base == "eligible" else rows


def years(base: str) -> list[int]:
    """The years for which there is coverage on a base."""
    return sorted(int(year) for year in figures(base, "domicile")["year"].unique())


def year_rows(settings: Settings) -> pd.DataFrame:
    """Every region's row of the year shown, on the base and for the segment chosen."""
    rows = figures(settings.base, settings.counted_by)
    return in_year(rows[(rows["segment"] == settings.segment) & (rows["year"] <= settings.year)], settings)


def in_year(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The rows of the year shown; of what was published, the latest of each region up to its end."""
    if settings.base == "eligible":
        return published.latest_published(rows[rows["year"] >= settings.first_year])
    return rows[rows["year"] == settings.year]


def segments(settings: Settings) -> pd.DataFrame:
    """Formal and informal coverage of the chosen regions and the nation in the year shown.

    Of eligible workers where that is the base, else of the workers of the segment.
    """
    base = "eligible" if settings.base == "eligible" else "segment_workers"
    rows = figures(base, settings.counted_by)
    rows = rows[rows["segment"].isin(["formal", "informal"]) & (rows["year"] <= settings.year)]
    rows = in_year(rows, settings)
    order = {code: place for place, code in enumerate(dict.fromkeys([*settings.regions, NATION]))}
    rows = rows[rows["code"].isin(order)]
    return rows.sort_values(["code", "segment"], key=lambda column: column.map(order).fillna(0)).reset_index(
        drop=True
    )


class Known(NamedTuple):
    """The settings that a projection depends on."""

    base: str
    segment: str
    first_year: int
    year: int


def known_of(settings: Settings) -> Known:
    """Those of some settings."""
    return Known(settings.base, settings.segment, settings.first_year, settings.year)


@lru_cache(maxsize=32)
def panel(known: Known) -> pd.DataFrame:
    """What the projection learns from, as in the reports: the years chosen, nothing provisional.

    Returns
    -------
    pandas.DataFrame
        From :func:`coverage_lib.measures.projection.province_panel`, or of eligible workers from
        :func:`coverage_lib.measures.projection.eligible_panel`, which has figures of all workers only.
    """
    from coverage_lib.measures.projection import eligible_panel, province_panel

    rows = _past(known)
    return eligible_panel(rows) if known.base == "eligible" else province_panel(rows)


def _past(known: Known) -> pd.DataFrame:
    rows = figures(known.base, "domicile")
    return rows[
        (rows["segment"] == known.segment)
        & rows["year"].between(known.first_year, known.year)
        & (rows["status"] != "provisional")
    ]


@lru_cache(maxsize=32)
def _parameters(known: Known) -> Any:
    """What the projection shares between regions; found once, since no target changes it.

    For workers, all or of a segment, the national record teaches too, as in the reports; it holds no share of eligible workers.
    """
    from coverage_lib.measures.projection import adapt, announced_path, learned_here, prior
    from coverage_lib.measures.projection.panel import checked, pack

    if known.base != "eligible":
        announced = announced_path(load.load_published(), load.load_employment())
        return learned_here(panel(known), announced)
    return adapt(prior(), pack(checked(panel(known).drop(columns="id", errors="ignore"))))


def ahead(settings: Settings, every: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fan and outlook of the chosen regions and of what comes with them; see :class:`View`.

    Provinces are projected together. The nation, as the sum of its provinces, takes longer and is projected when it is chosen;
    where it alone is chosen the provinces are left out, unless `every` region is asked for.
    """
    known = known_of(settings)
    if settings.base != "eligible" and panel(known).empty:
        raise SettingsError(
            _(
                "The year shown is provisional and no trend uses it; choose an earlier first year to see a projection."
            )
        )
    aim = (settings.target, settings.target_date)
    national = NATION in settings.regions and settings.base != "eligible"
    found, what_if = [], []
    if national:
        found.append(_nation_ahead(known, *aim))
        what_if.append(_what_if(known, *aim, settings.pace, settings.points, True))
    if every or not national or len(settings.regions) > 1:
        found.append(_provinces_ahead(known, *aim))
        what_if.append(_what_if(known, *aim, settings.pace, settings.points, False))
    fan, outlook = (pd.concat(frames) for frames in zip(*found, strict=True))
    return fan, outlook.merge(pd.concat(what_if), on="series", how="left", validate="one_to_one")


@lru_cache(maxsize=64)
def _provinces_ahead(known: Known, target: float, date: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    from coverage_lib.measures.projection import project

    rows = panel(known).drop(columns="id", errors="ignore")
    if rows.empty:
        nothing = _provinces_ahead(Known("eligible", "total", 0, known.year), target, date)
        return nothing[0].iloc[:0], nothing[1].iloc[:0]
    return project(rows, until=HORIZON, target=target, target_date=date, params=_parameters(known))  # type: ignore[return-value]


@lru_cache(maxsize=64)
def _nation_ahead(known: Known, target: float, date: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    from coverage_lib.measures.projection import project_nation

    found = project_nation(
        panel(known), until=HORIZON, target=target, target_date=date, params=_parameters(known)
    )
    return tuple(frame[frame["series"] == NATION] for frame in found[:2])  # type: ignore[return-value]


@lru_cache(maxsize=64)
def _what_if(
    known: Known, target: float, date: pd.Timestamp, pace: str, points: float, national: bool
) -> pd.DataFrame:
    """What the chosen pace leads to, for every province or for the nation, which has no place in the best quarter."""
    from coverage_lib.measures.projection import at_pace

    named = {"observed": "recent", "best_quarter": "best_quarter"}
    speed: float | str = named.get(pace, points)
    rows = panel(known).drop(columns="id", errors="ignore")
    if rows.empty:
        known = Known("eligible", "total", 0, known.year)
        return _what_if(known, target, date, pace, points, False).iloc[:0]
    if national:
        if pace == "best_quarter":
            speed = float(_what_if(known, target, date, pace, points, False)["pace"].iloc[0])
        rows = _past(known).rename(columns={"code": "series"})
        rows = rows.loc[rows["series"] == NATION, ["series", "date", "coverage", "workers"]]
    columns = {
        "coverage": "last_coverage",
        "attainment": "attainment_at_pace",
        "coverage_at_target_date": "coverage_at_target_date",
        "reached_by_target_date": "reached_at_pace",
    }
    found = at_pace(rows, target=target, target_date=date, pace=speed)
    return found[["series", "pace", *columns]].rename(columns=columns)


def printed_targets(settings: Settings) -> pd.DataFrame:
    """Targets in percent that were printed for the chosen regions, as they stand in the table, oldest first."""
    targets = _targets()
    rows = targets[targets["code"].isin(settings.regions) & (targets["segment"] == settings.segment)]
    return rows.sort_values(["code", "year", "id"]).reset_index(drop=True)


@lru_cache(maxsize=1)
def _targets() -> pd.DataFrame:
    targets = load.load_targets()
    return targets[(targets["unit"] == "percent") & targets["region_level"].isin(["national", "province"])]
