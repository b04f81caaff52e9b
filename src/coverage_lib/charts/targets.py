"""Charts of targets: the probability of reaching them, when, at what pace, and how far projections can be trusted."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.outlook import projection_words
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.drawing.geography import (
    Fill,
    class_fills,
    classify,
    map_with_inset,
    pointer_labels,
    used,
)
from coverage_lib.language import _, vocabulary

if TYPE_CHECKING:
    import geopandas as gpd

LONG_BAND = 8  # years between the tenth and the ninetieth percentile, from which a date says little


def when_reached(attainment: pd.DataFrame, target: float, by: int) -> Finding:
    """The answer in a sentence: the nation's probability, and how many provinces are likelier than not to be there.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.project_nation``, with the nation as series ``"00"``.
    target : float
        Percent of all employed.
    by : int
        Year of the target.
    """
    nation = attainment[attainment["series"] == NATION].iloc[0]
    rows = attainment[attainment["series"] != NATION]
    likely = int((rows["probability_by_target_date"] > 0.5).sum())
    return Finding(
        _(
            "The probability that {target} of Indonesia's employed are active members by the end of {by} is {probability}; {likely} of "
            "{count} provinces are likelier than not to have been there by then."
        ).format(
            target=language.percent(target, 2),
            by=by,
            probability=language.probability(nation["probability_by_target_date"]),
            likely=likely,
            count=len(rows),
        ),
        lead=True,
    )


def target_figures(attainment: pd.DataFrame, target: float, by: int) -> KeyFigures:
    """The numbers of the nation's way to its target."""
    nation = attainment[attainment["series"] == NATION].iloc[0]
    median = nation["attainment_median"]
    horizon = _("80% interval {low} to {high}").format(
        low=_year(nation["attainment_q10"]), high=_year(nation["attainment_q90"])
    )
    return KeyFigures(
        [
            (
                language.probability(nation["probability_by_target_date"]),
                _("probability of {target} by {by}").format(target=language.percent(target, 2), by=by),
                _("all employed, without construction"),
            ),
            (_year(median), _("middle of the years in which it may be reached"), horizon),
            (
                language.points(nation["pace_needed"], sign=False),
                _("points a year needed"),
                _("{recent} a year since 2022").format(
                    recent=language.points(nation["recent_pace"], sign=False)
                ),
            ),
            (
                language.people(nation["net_new_members_per_month"]),
                _("net new members a month needed"),
                _("with the growth of the workforce"),
            ),
        ]
    )


def _year(date: pd.Timestamp) -> str:
    return _("not by 2045") if pd.isna(date) else str(date.year)


def probability_map(attainment: pd.DataFrame, layer: "gpd.GeoDataFrame", target: float, by: int) -> Figure:
    """The probability of each province to have been at a target by its date.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.project_nation``, with a column ``name``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    target : float
        Percent of all employed.
    by : int
        Year of the target.
    """
    rows = attainment[attainment["series"] != NATION].rename(columns={"series": "code"})
    rows = rows.assign(probability=100 * rows["probability_by_target_date"])
    edges = [0.0, 10, 25, 50, 75, 90, 100]
    order = class_fills(edges)
    fills = dict(zip(rows["code"], classify(rows["probability"], edges, order), strict=True))
    sure = int((rows["probability"] > 75).sum())
    unlikely = int((rows["probability"] <= 25).sum())
    with map_with_inset(layer, fills, used(fills, order), _("Probability by {by}").format(by=by)) as (
        fig,
        _axes,
    ):
        ranked = rows.sort_values(["probability", "code"], ascending=[False, True])
    return publish(
        fig,
        name="probability-map",
        title=_(
            "By {by} {sure} provinces are likely to have reached {target}, and {unlikely} are unlikely to"
        ).format(by=by, sure=sure, unlikely=unlikely, target=language.percent(target, 2)),
        subtitle=_(
            "Probability of having been at the national target by the end of {by}, percent; coverage of all employed without "
            "construction, which the target counts too. Likely: above {likely}; unlikely: up to {unlikely}."
        ).format(by=by, likely=language.percent(75, 0), unlikely=language.percent(25, 0)),
        source=projection_words(vocabulary.source_words(layer.attrs.get("credit"))),
        alt=_("Map of the probability of reaching the target: {values}.").format(
            values=marks.listing(ranked, "probability_by_target_date", language.probability)
        ),
        table=attainment_table(ranked.rename(columns={"code": "series"}), "probability-map"),
        labels=pointer_labels(
            rows,
            lambda row: _("{name}: probability {probability} by {by}").format(
                name=row["name"], probability=language.probability(row["probability_by_target_date"]), by=by
            ),
        ),
    )


def attainment_table(rows: pd.DataFrame, name: str) -> Table:
    """When each region reaches its target, with the pace it needs."""
    return Table(
        name=f"{name}-table",
        title=_("Attainment and pace"),
        frame=rows,
        columns=[
            ("name", _("Region"), None),
            ("probability_by_target_date", _("Probability by the target date"), language.probability),
            ("attainment_q10", _("10% by"), _year),
            ("attainment_median", _("Median year"), _year),
            ("attainment_q90", _("90% by"), _year),
            ("probability_not_by_horizon", _("Probability of not by 2045"), language.probability),
            ("pace_needed", _("Points a year needed"), lambda value: language.points(value, sign=False)),
            ("recent_pace", _("Recent pace"), language.points),
            ("pace_multiple", _("Multiple of it"), lambda value: language.number(value, 1)),
            ("net_new_members_per_month", _("Net new members a month"), language.number),
        ],
        note=_(
            "Years in which the region is first at the target; a dash in 90% by means that it is not by 2045. Members a month "
            "count the growth of the workforce. A dash for the multiple: the recent pace is not above zero."
        ),
        source=projection_words(),
    )


def attainment_map(attainment: pd.DataFrame, layer: "gpd.GeoDataFrame", target: float) -> Figure:
    """The middle year of reaching a target; where the years spread wide the map says so.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.project_nation``, with a column ``name``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    target : float
        Percent of all employed.
    """
    rows = attainment[attainment["series"] != NATION].rename(columns={"series": "code"})
    bounds = [2024, 2026, 2028, 2030, 2035, 2045]
    labels = [_("by {year}").format(year=bounds[0])]
    labels += [f"{low + 1}–{high}" for low, high in pairwise(bounds)]
    colours = [fill.colour for fill in class_fills([float(value) for value in range(len(labels) + 1)])][::-1]
    never = Fill(_("not by 2045"), "#bdbdbd")
    spread = (rows["attainment_q90"].dt.year - rows["attainment_q10"].dt.year).fillna(99)
    fills = {}
    for row, wide in zip(rows.to_dict("records"), spread > LONG_BAND, strict=True):
        year = None if pd.isna(row["attainment_median"]) else row["attainment_median"].year
        place = next((i for i, bound in enumerate(bounds) if year is not None and year <= bound), None)
        fill = never if place is None else Fill(labels[place], colours[place])
        fills[row["code"]] = (
            fill._replace(
                label=_("wide: 80% interval over {years} years").format(years=LONG_BAND), hatch="..."
            )
            if wide
            else fill
        )
    order = [Fill(label, colour) for label, colour in zip(labels, colours, strict=True)]
    wide_key = Fill(_("wide: 80% interval over {years} years").format(years=LONG_BAND), "#ffffff", "...")
    with map_with_inset(layer, fills, [*order, never, wide_key], _("Middle year of reaching it")) as (
        fig,
        _axes,
    ):
        wide_count = int((spread > LONG_BAND).sum())
    late = int((rows["attainment_median"].isna() | (rows["attainment_median"].dt.year > 2029)).sum())
    return publish(
        fig,
        name="attainment-map",
        title=_(
            "{late} provinces are likelier than not to reach {target} only after 2029; for {wide} the years spread wide"
        ).format(late=late, target=language.percent(target, 2), wide=wide_count),
        subtitle=_(
            "Middle of the years in which coverage of all employed may first be at the target, boundaries of 2021; dotted where "
            "the 80% interval spans more than {years} years or has no end by 2045"
        ).format(years=LONG_BAND),
        source=projection_words(vocabulary.source_words(layer.attrs.get("credit"))),
        alt=_("Map of the middle year of reaching the target: {values}.").format(
            values=marks.listing(rows, "attainment_median", _year)
        ),
        table=attainment_table(rows.rename(columns={"code": "series"}), "attainment-map"),
        labels=pointer_labels(
            rows,
            lambda row: _("{name}: middle {middle}, 80% interval {low} to {high}").format(
                name=row["name"],
                middle=_year(row["attainment_median"]),
                low=_year(row["attainment_q10"]),
                high=_year(row["attainment_q90"]),
            ),
        ),
    )


def ranked_attainment(attainment: pd.DataFrame, target: float, by: int) -> Figure:
    """The years in which each region may reach a target, the earliest first; what is not by 2045 runs off the end.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.project_nation``, with a column ``name``.
    target : float
        Percent of all employed.
    by : int
        Year of the target.
    """
    rows = attainment.sort_values(
        ["attainment_median", "probability_by_target_date", "series"], ascending=[True, False, True]
    ).reset_index(drop=True)
    end = 2046.2
    low = rows["attainment_q10"].dt.year.fillna(end)
    high = rows["attainment_q90"].dt.year.fillna(end)
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        colours = [marks.INK if code == NATION else marks.ACCENT for code in rows["series"]]
        ax.hlines(rows.index, low, high, color=colours, linewidth=2.4, alpha=0.45)
        known = rows["attainment_median"].notna()
        ax.scatter(
            rows["attainment_median"].dt.year[known], rows.index[known], s=30, zorder=3,
            color=[colour for colour, yes in zip(colours, known, strict=True) if yes],
        )  # fmt: skip
        for position in rows.index[rows["attainment_q90"].isna()]:
            ax.plot(end, position, marker=">", color=colours[position], markersize=5, clip_on=False)
        marks.label_rows(ax, rows["name"].tolist())
        for label, code in zip(ax.get_yticklabels(), rows["series"], strict=True):
            label.set_fontweight("bold" if code == NATION else "normal")
        marks.values_column(ax, [language.probability(value) for value in rows["probability_not_by_horizon"]])
        ax.axvline(by, color=marks.TARGET, linewidth=1, linestyle=(0, (4, 2)))
        ax.annotate(
            _("target {by}").format(by=by), (by, 1), xycoords=("data", "axes fraction"), xytext=(0, 2),
            textcoords="offset points", ha="center", va="bottom", color=marks.TARGET, fontsize=8.5, annotation_clip=False,
        )  # fmt: skip
        ax.annotate(
            _("not by 2045"), (1, 1), xycoords="axes fraction", xytext=(4, 2), textcoords="offset points", ha="left",
            va="bottom", fontsize=8, color=marks.CONTEXT, annotation_clip=False,
        )  # fmt: skip
        ax.set_xlim(2021.5, end)
        ax.set_xticks([2025, 2030, 2035, 2040, 2045])
        ax.grid(axis="x", color="#e2e2e2")
    provinces = rows[rows["series"] != NATION]
    unsure = int(provinces["attainment_q90"].isna().sum())
    return publish(
        fig,
        name="attainment-ranked",
        title=_("For {unsure} of {count} provinces the 80% interval has no end by 2045").format(
            unsure=unsure, count=len(provinces)
        ),
        subtitle=_(
            "Year in which coverage of all employed is first at {target}: middle (dot) and 80% interval (bar); the column is the "
            "probability of not by 2045"
        ).format(target=language.percent(target, 2)),
        source=projection_words(),
        alt=_("Ranked intervals of the year of reaching the target: {values}.").format(
            values=", ".join(
                f"{row['name']} {_year(row['attainment_median'])} ({_year(row['attainment_q10'])}–{_year(row['attainment_q90'])})"
                for row in rows.to_dict("records")
            )
        ),
        table=attainment_table(rows, "attainment-ranked"),
    )


def what_if(recent: pd.DataFrame, best: pd.DataFrame, names: pd.Series, target: float, by: int) -> Figure:
    """Where each province stands at the target's date at its own recent pace and at the pace of the best quarter.

    Parameters
    ----------
    recent, best : pandas.DataFrame
        From ``projection.at_pace`` with the pace ``"recent"`` and ``"best_quarter"``.
    names : pandas.Series
        Names of the series, by series.
    target : float
        Percent of all employed.
    by : int
        Year of the target.
    """
    rows = recent.merge(best, on="series", suffixes=("_recent", "_best"))
    rows = rows.assign(name=rows["series"].map(names))
    rows = rows.sort_values(["coverage_at_target_date_best", "series"], ascending=[False, True]).reset_index(
        drop=True
    )
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        now = rows["coverage_recent"]
        ax.hlines(rows.index, now, rows["coverage_at_target_date_best"], color=marks.PALE, linewidth=1.5)
        ax.scatter(now, rows.index, s=18, color=marks.CONTEXT, label=_("now"), zorder=3)
        ax.scatter(
            rows["coverage_at_target_date_recent"], rows.index, s=34, color=marks.ACCENT, zorder=4,
            label=_("at its own recent pace"),
        )  # fmt: skip
        ax.scatter(
            rows["coverage_at_target_date_best"], rows.index, s=34, facecolor="white", edgecolor=marks.ACCENT, zorder=4,
            label=_("at the pace of the best quarter"),
        )  # fmt: skip
        ax.axvline(target, color=marks.TARGET, linewidth=1, linestyle=(0, (4, 2)))
        marks.label_rows(ax, rows["name"].tolist())
        marks.percent_axis(ax)
        ax.set_xlim(0, 100)
        ax.legend(loc="lower left", bbox_to_anchor=(-0.2, 1), ncols=3, fontsize=8.5, borderaxespad=0.2)
    own = int(rows["reached_by_target_date_recent"].sum())
    quick = int(rows["reached_by_target_date_best"].sum())
    return publish(
        fig,
        name="what-if",
        title=_(
            "At their own recent pace {own} provinces are at {target} in {by}; at the pace of the best quarter {quick} are"
        ).format(own=own, quick=quick, target=language.percent(target, 2), by=by),
        subtitle=_(
            "Coverage of all employed at the end of {by}, percent, on a straight line from the last count; the best quarter of "
            "provinces gained {pace} points a year. A what-if, not a forecast."
        ).format(by=by, pace=language.points(rows["pace_best"].iloc[0], sign=False)),
        source=vocabulary.source_words(),
        alt=_("Coverage in {by} at the recent pace and at the best quarter's pace: {values}.").format(
            by=by,
            values=", ".join(
                f"{row['name']} {language.percent(row['coverage_at_target_date_recent'])} / "
                f"{language.percent(row['coverage_at_target_date_best'])}"
                for row in rows.to_dict("records")
            ),
        ),
        table=Table(
            name="what-if-table",
            title=_("What if the pace were another, {by}").format(by=by),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("coverage_recent", _("Now"), language.percent),
                ("recent_pace_recent", _("Recent pace"), language.points),
                ("coverage_at_target_date_recent", _("At its own pace"), language.percent),
                ("coverage_at_target_date_best", _("At the best quarter's pace"), language.percent),
                ("attainment_best", _("Reached at that pace"), lambda value: language.date(value, "month")),
            ],
        ),
    )


def own_targets_table(own: pd.DataFrame) -> Table:
    """Each province's own targets beside what was published on the same base.

    Parameters
    ----------
    own : pandas.DataFrame
        From ``projection.own_targets``, with a column ``probability`` where a target is still open and can be projected.
    """

    def verdict(row: pd.Series) -> str:
        if pd.isna(row["coverage"]):
            return _("no figure on this base")
        if row["shortfall"] <= 0:
            return _("reached")
        if not row["open"]:
            return _("missed")
        return _("open")

    rows = own.assign(verdict=own.apply(verdict, axis=1))
    return Table(
        name="own-targets",
        title=_("The provinces' own targets, on the base of eligible workers"),
        frame=rows,
        columns=[
            ("name", _("Region"), None),
            ("target", _("Target"), lambda value: language.percent(value, 2)),
            ("target_date", _("For"), lambda value: language.date(value, "year")),
            ("coverage", _("Last figure"), lambda value: language.percent(value, 2)),
            ("date", _("Date"), lambda value: language.date(value, "month")),
            ("shortfall", _("Points short"), language.points),
            ("verdict", _("So"), None),
            ("probability", _("Probability, from that figure on"), language.probability),
            ("target_id", _("Target row"), None),
            ("id", _("Figure row"), None),
        ],
        note=_(
            "Targets and figures of eligible workers (UCJ) only, as published; offices leave out different workers, so a "
            "province is compared with itself. A probability is given where the target date lies after the last figure."
        ),
    )
