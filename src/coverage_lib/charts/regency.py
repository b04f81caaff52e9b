"""The profile of one regency or city: where it stands, its months, its place in the province, and what is not known of it."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts import fan, province, province_workers, regency_maps
from coverage_lib.charts.regency_words import regencies_table, source_words
from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table, Title
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures import province as provinces
from coverage_lib.measures import regency as regencies
from coverage_lib.measures.projection import Projection, Yardstick
from coverage_lib.measures.regency import Regency
from coverage_lib.measures.regency_coverage import regencies_of

if TYPE_CHECKING:
    import geopandas as gpd


def title(place: Regency) -> Title:
    """The heading of the profile.

    Examples
    --------
    >>> title(regencies.place("1571")).text
    'Regency profile: Kota Jambi, Jambi'
    """
    return Title(
        _("Regency profile: {name}, {province}").format(name=place.name, province=place.province_name)
    )


def lead(place: Regency, coverage: pd.DataFrame, workers: pd.DataFrame) -> Finding:
    """Where the regency stands at its last count; or what is known of it without one.

    Parameters
    ----------
    place : Regency
        From :func:`coverage_lib.measures.regency.place`.
    coverage : pandas.DataFrame
        ``load_coverage("2022", level="regency", months=True, required=False)``.
    workers : pandas.DataFrame
        From ``measures.province.regencies``, of the province.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment
    >>> workers = provinces.regencies("15", load_employment("2022", level="regency"))
    >>> none = load_coverage("2022", level="regency", months=True, required=False).head(0)
    >>> lead(regencies.place("1571"), none, workers).text
    'How many of the 303,478 people employed in Kota Jambi are active members is not published.'
    """
    own = workers[workers["code"] == place.code].iloc[0]
    standing = regencies.standing(place, coverage)
    if standing is None:
        text = _("How many of the {workers} people employed in {name} are active members is not published.")
        return Finding(text.format(workers=language.number(own["employed"]), name=place.name), lead=True)
    whole = standing.counted == standing.regencies
    parts = [
        _("{share} of the employed in {name} were active members on {date}: place {rank} of {counted} regencies and cities of {province}.")
        if whole
        else _("{share} of the employed in {name} were active members on {date}: place {rank} of the {counted} that are counted of {all} regencies and cities of {province}."),
        _("All of them together: {together}.") if pd.notna(standing.province) else "",
        _("{without} workers were not members.") if standing.workers >= standing.active else _("There were more members than workers."),
    ]  # fmt: skip
    text = " ".join(part for part in parts if part).format(
        share=language.percent(standing.coverage),
        name=place.name,
        date=language.date(standing.date),
        rank=standing.rank,
        counted=standing.counted,
        province=place.province_name,
        all=standing.regencies,
        together=language.percent(standing.province),
        without=language.people(standing.workers - standing.active),
    )
    return Finding(text, lead=True, counted_to=f"{standing.date:%Y-%m-%d}")


def key_figures(
    place: Regency, coverage: pd.DataFrame, workers: pd.DataFrame, published: pd.DataFrame
) -> KeyFigures:
    """Numbers of the regency with their base and date.

    Parameters
    ----------
    place, coverage, workers
        As for :func:`lead`.
    published : pandas.DataFrame
        From ``measures.regency.published_path``.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment
    >>> workers = provinces.regencies("15", load_employment("2022", level="regency"))
    >>> none = load_coverage("2022", level="regency", months=True, required=False).head(0)
    >>> key_figures(regencies.place("1571"), none, workers, pd.DataFrame()).items[0]
    ('303,478', 'people employed', 'August 2025')
    """
    own = workers[workers["code"] == place.code].iloc[0]
    august = language.date(pd.Timestamp(year=int(own["year"]), month=8, day=31), "month")
    known = regencies.history(place, coverage)
    items = []
    if len(known):
        now = known.iloc[-1]
        when = language.date(now["date"])
        items += [
            (language.percent(now["coverage"]), _("coverage, all employed"), when),
            (language.people(now["active"]), _("active members by domicile"), when),
        ]
    items += [
        (_number(own["employed"]), _("people employed"), august),
        (language.percent(own["share"]), _("of the people employed in {name}").format(name=place.province_name), august),
    ]  # fmt: skip
    if not len(known):
        items.append((_number(own["labour_force"]), _("labour force"), august))
    if len(published):
        items.append(province.published_figure(published))
    return KeyFigures(items)


def _number(value: float) -> str:
    return _("not known") if pd.isna(value) else language.number(value)


def path(
    place: Regency, coverage: pd.DataFrame, ahead: Projection | None, yardstick: Yardstick
) -> Figure | Finding:
    """Every count of the regency and what may follow until the target's date; or how to add counts where there are none.

    Parameters
    ----------
    place, coverage
        As for :func:`lead`.
    ahead : Projection or None
        From ``measures.regency.outlook``, with the yardstick as its target.
    yardstick : Yardstick
        From ``projection.yardstick``.
    """
    history = regencies.history(place, coverage)
    if history.empty or ahead is None or place.code not in set(ahead.attainment["code"]):
        return _how_to_add(place)
    goal = ahead.attainment[ahead.attainment["code"] == place.code].iloc[0]
    quantiles = ahead.quantiles[ahead.quantiles["code"] == place.code]
    together = coverage[coverage["code"] == place.province].dropna(subset=["coverage"]).sort_values("date")
    with marks.drawing(2.1) as (fig, ax):
        province.draw_path(ax, history, together, place.province_name, quantiles, goal)
    sources = _projection_words(history)
    measure = _(
        "Active members as a share of all employed persons, percent, without construction; {count} counts, the last of {date}."
    ).format(count=len(history), date=language.date(history["date"].iloc[-1]))
    shown = fan.fan_rows(history, quantiles)
    return publish(
        fig,
        name="path",
        title=fan.interval_words(place.name, quantiles.iloc[-1]),
        subtitle=f"{measure} {province.yardstick_words(history, goal, yardstick)}",
        source=sources,
        alt=_("Line of coverage with a fan of what may follow: {values}; at the end of {year} between {low} and {high} with a probability of 80%.").format(
            values=", ".join(f"{language.date(row.date)}: {language.percent(row.coverage)}" for row in history.tail(12).itertuples()),
            year=quantiles["date"].iloc[-1].year,
            low=language.percent(quantiles["q10"].iloc[-1]),
            high=language.percent(quantiles["q90"].iloc[-1]),
        ),
        table=Table("path", _("Counted and projected coverage"), shown, fan.fan_columns(), sources),
    )  # fmt: skip


def _projection_words(rows: pd.DataFrame) -> str:
    return source_words(rows) + " " + _(
        "Projection of this project from the regency's own counts, one a year, learned on social insurance programmes of other countries."
    )  # fmt: skip


def _how_to_add(place: Regency) -> Finding:
    text = _(
        "Members of {name} are in none of the tables: its months, its place among its neighbours and a projection need them. "
        "“ucj template members.xlsx --level regency” writes a workbook to fill in, “ucj check” says what is in it, and “ucj add” takes it up."
    )
    return Finding(text.format(name=place.name))


def among(place: Regency, coverage: pd.DataFrame, workers: pd.DataFrame) -> Figure:
    """The regencies of the province on the day of the last count, the highest first; without counts, where in the province people work.

    Parameters
    ----------
    place, coverage, workers
        As for :func:`lead`.
    """
    rows = regencies.beside(place, coverage)
    if rows.empty:
        return province_workers.regency_workers(provinces.place(place.province), workers)
    known = rows[rows["coverage"].notna()]
    with marks.drawing(0.35 + 0.2 * len(known)) as (fig, ax):
        province.draw_beside(ax, known)
    own = known[known["code"] == place.code].iloc[0]
    higher = int((known["coverage"] > own["coverage"]).sum())
    words = {"name": place.name, "province": place.province_name, "higher": higher, "others": len(known) - 1}
    heading = (
        _("No other regency or city of {province} that is counted stands above {name}")
        if higher == 0
        else _("Of the {others} other regencies and cities of {province} that are counted, {higher} stand above {name}")
    )  # fmt: skip
    return publish(
        fig,
        name="among",
        title=heading.format(**words),
        subtitle=_("Active members as a share of all employed persons, percent, {date}").format(
            date=language.date(own["date"])
        ),
        source=source_words(known),
        alt=_("Ranked chart of coverage: {values}.").format(
            values=marks.listing(known, "coverage", language.percent)
        ),
        table=regencies_table(rows, "among"),
    )


def with_members(
    place: Regency, coverage: pd.DataFrame, ahead: Projection | None, layer: "gpd.GeoDataFrame | None"
) -> list[Figure | Table]:
    """What members and a layer add: the map of the province, the regency outlined, and the projection of its regencies.

    Parameters
    ----------
    place, coverage, ahead
        As for :func:`path`.
    layer : geopandas.GeoDataFrame or None
        ``load_boundaries(path=..., level="regency")``.
    """
    rows = regencies_of(coverage, place.province)
    if rows["coverage"].isna().all() or ahead is None:
        return []
    shown: list[Figure | Table] = [_outlooks(place, coverage, ahead)]
    if layer is not None and (layer["code"].str[:2] == place.province).any():
        edges = geography.class_edges(regencies_of(coverage)["coverage"])
        shown.insert(0, regency_maps.province_map(coverage, layer, edges, place.province, place.code))
    return shown


def _outlooks(place: Regency, coverage: pd.DataFrame, ahead: Projection) -> Table:
    """The projection of every regency of the province that is counted, the most likely to be at the target first."""
    rows = regencies.outlook_table(ahead, coverage, place.province)
    goal = ahead.attainment.iloc[0]
    return Table(
        name="outlooks",
        title=_("{province}: probability of standing at {target} or above on {date}, by regency").format(
            province=place.province_name,
            target=language.percent(goal["target"], 2),
            date=language.date(goal["target_date"]),
        ),
        frame=rows,
        columns=columns(
            "name",
            Column("date", _("Last count"), language.date),
            "coverage",
            "q10",
            "q50",
            "q90",
            "probability_at_target_date",
            "pace_needed",
        ),
        source=_projection_words(coverage[coverage["code"].isin(rows["code"])]),
    )


def not_known(place: Regency, coverage: pd.DataFrame, layer: "gpd.GeoDataFrame | None") -> Finding:
    """What is not on the page, and why.

    Parameters
    ----------
    place, coverage, layer
        As for :func:`with_members`.
    """
    sentences = [
        _(
            "Formal and informal workers are not published by regency, so coverage of either is not computed here."
        ),
        _("Construction members are left out: they are insured per project."),
    ]
    if len(regencies.history(place, coverage)):
        sentences.append(
            _("The projection of a regency rests on its own counts and is not tied to that of its province.")
        )
        sentences += _difference(place, coverage)
        if layer is None:
            sentences.append(
                _("There is no map, because free outlines of regencies are not among the sources; “ucj profile --layer FILE” draws one on a layer of your own.")
            )  # fmt: skip
    return Finding(" ".join(sentences))


def _difference(place: Regency, coverage: pd.DataFrame) -> list[str]:
    """How far the sum of the regencies is from the province's own count, where both are there on one day."""
    rows = coverage[(coverage["code"] == place.province) & coverage["difference"].notna()].sort_values("date")
    if rows.empty:
        return []
    last = rows.iloc[-1]
    text = _(
        "On {date} the regencies of {province} add up to {sum} members, and the province's own count is {own}: a difference of {difference}."
    )
    return [
        text.format(
            date=language.date(last["date"]),
            province=place.province_name,
            sum=language.number(last["active"]),
            own=language.number(last["own_count"]),
            difference=language.number(last["difference"]),
        )
    ]
