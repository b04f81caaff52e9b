"""Charts of formal against informal: the gap, where the uncovered are, what moved, how unequal, what goes with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.charts import marks
from coverage_lib.exhibits import Figure, Finding, KeyFigures, Table, publish
from coverage_lib.language import _
from coverage_lib.maps import (
    INSET,
    MAIN_TOLERANCE,
    Fill,
    draw_legend,
    draw_regions,
    map_source,
    missing_fill,
    used,
)

if TYPE_CHECKING:
    import geopandas as gpd

NATION = "00"
#: Stevens' blue and purple, three by three: informal to the right, formal upwards.
BIVARIATE = [
    ["#e8e8e8", "#ace4e4", "#5ac8c8"],
    ["#dfb0d6", "#a5add3", "#5698b9"],
    ["#be64ac", "#8c62aa", "#3b4994"],
]


def _rates_words(year: int) -> str:
    return _(
        "Formal: wage-earning members of formal workers. Informal: non-wage-earning members of informal workers. "
        "Percent, December {year}"
    ).format(year=year)


def _latest(gaps: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, int]:
    year = int(gaps["year"].max())
    now = gaps[gaps["year"] == year]
    return now[now["code"] != NATION], now[now["code"] == NATION].iloc[0], year


def who_is_missing(gaps: pd.DataFrame, of_ten: pd.DataFrame) -> Finding:
    """The answer in a sentence: who is without membership, and compared to what.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From ``disparity.segment_gap``.
    of_ten : pandas.DataFrame
        From ``disparity.informal_of_ten``.
    """
    _rows, nation, year = _latest(gaps)
    now = of_ten[of_ten["year"] == year].iloc[0]
    return Finding(
        _(
            "{of_ten} of ten workers without membership are informal: {informal} of informal workers are covered, against {formal} of "
            "formal workers ({year})."
        ).format(
            of_ten=language.number(now["of_ten"], 0),
            informal=language.percent(nation["informal_coverage"]),
            formal=language.percent(nation["formal_coverage"]),
            year=year,
        ),
        lead=True,
    )


def missing_figures(gaps: pd.DataFrame, uncovered: pd.DataFrame) -> KeyFigures:
    """The numbers of :func:`who_is_missing`, each with its base."""
    _rows, nation, year = _latest(gaps)
    now = uncovered[(uncovered["code"] == NATION) & (uncovered["year"] == year)].set_index("segment")
    when = _("December {year}").format(year=year)
    return KeyFigures(
        [
            (
                language.percent(nation["formal_coverage"]),
                _("formal coverage"),
                _("of {workers} formal workers").format(workers=language.people(now["workers"]["formal"])),
            ),
            (
                language.percent(nation["informal_coverage"]),
                _("informal coverage"),
                _("of {workers} informal workers").format(
                    workers=language.people(now["workers"]["informal"])
                ),
            ),
            (language.points(nation["gap"], sign=False), _("percentage points between them"), when),
            (language.people(now["uncovered"]["informal"]), _("informal workers without membership"), when),
            (language.people(now["uncovered"]["formal"]), _("formal workers without membership"), when),
        ]
    )


def national_rates(gaps: pd.DataFrame) -> Figure:
    """Formal and informal coverage of the nation by year; a part-year figure stands apart.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From ``disparity.segment_gap``, with the provisional year; a column ``status`` marks it.
    """
    nation = gaps[gaps["code"] == NATION].sort_values("year")
    final = nation[nation["status"] == "final"]
    part = nation[nation["status"] != "final"]
    with marks.drawing(2.6) as (fig, ax):
        for segment, colour in (("formal", marks.FORMAL), ("informal", marks.INFORMAL)):
            column = f"{segment}_coverage"
            ax.plot(final["year"], final[column], color=colour, linewidth=2.2, marker="o", markersize=6)
            ax.plot(part["year"], part[column], "o", color=colour, markerfacecolor="white", markersize=6)
            for row in nation.to_dict("records"):
                ax.annotate(
                    language.percent(row[column]), (row["year"], row[column]), xytext=(0, 7),
                    textcoords="offset points", ha="center", color=colour, fontsize=9, fontweight="bold",
                )  # fmt: skip
            last = nation.iloc[-1]
            ax.annotate(
                marks.segment_word(segment), (last["year"], last[column]), xytext=(20, 0),
                textcoords="offset points", va="center", color=colour, fontsize=9.5,
            )  # fmt: skip
        for year in part["year"]:
            ax.annotate(
                _("part-year, provisional"), (year, 1), xytext=(0, 0), textcoords="offset points", ha="center",
                va="bottom", fontsize=8, color=marks.CONTEXT,
            )  # fmt: skip
        ax.set_xticks(nation["year"])
        ax.set_xlim(nation["year"].min() - 0.4, nation["year"].max() + 0.8)
        ax.set_ylim(0, nation["formal_coverage"].max() * 1.25)
        marks.percent_axis(ax, axis="y")
    first, last = final.iloc[0], final.iloc[-1]
    return publish(
        fig,
        name="national-rates",
        title=_(
            "From {first} to {last} formal coverage moved by {formal} points and informal coverage by {informal}; "
            "the gap is {gap} points"
        ).format(
            first=first["year"],
            last=last["year"],
            formal=language.points(last["formal_coverage"] - first["formal_coverage"]),
            informal=language.points(last["informal_coverage"] - first["informal_coverage"]),
            gap=language.points(last["gap"], sign=False),
        ),
        subtitle=_(
            "Active members of each segment as a share of the workers of the segment, percent, year-end"
        ),
        source=marks.source_words(),
        alt=_("Line chart of national coverage by segment: {values}.").format(
            values="; ".join(
                f"{row['year']}: {_('formal')} {language.percent(row['formal_coverage'])}, "
                f"{_('informal')} {language.percent(row['informal_coverage'])}"
                for row in nation.to_dict("records")
            )
        ),
        table=gap_table(nation, "national-rates", _("National coverage by segment")),
    )


def gap_table(rows: pd.DataFrame, name: str, title: str) -> Table:
    """Formal and informal coverage with their difference and ratio."""
    return Table(
        name=name,
        title=title,
        frame=rows,
        columns=[
            ("name", _("Region"), None),
            ("year", _("Year"), str),
            ("formal_coverage", _("Formal"), language.percent),
            ("informal_coverage", _("Informal"), language.percent),
            ("gap", _("Gap, points"), language.points),
            ("ratio", _("Formal over informal"), lambda value: language.number(value, 1)),
        ],
        source=marks.source_words(),
    )


def dumbbell(gaps: pd.DataFrame) -> Figure:
    """Formal and informal coverage of each province, the widest gap first.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From ``disparity.segment_gap``; the latest year is drawn.
    """
    provinces, nation, year = _latest(gaps)
    rows = pd.concat([provinces, nation.to_frame().T]).sort_values(["gap", "code"], ascending=[False, True])
    rows = rows.reset_index(drop=True)
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        ax.hlines(
            rows.index, rows["informal_coverage"], rows["formal_coverage"], color=marks.PALE, linewidth=2.5
        )
        for segment, colour in (("formal", marks.FORMAL), ("informal", marks.INFORMAL)):
            ax.scatter(
                rows[f"{segment}_coverage"],
                rows.index,
                color=colour,
                s=34,
                zorder=3,
                label=marks.segment_word(segment),
            )
        names = [f"{row['name']}{' *' if row['strained'] else ''}" for row in rows.to_dict("records")]
        marks.label_rows(ax, names)
        for label, code in zip(ax.get_yticklabels(), rows["code"], strict=True):
            label.set_fontweight("bold" if code == NATION else "normal")
        marks.values_column(ax, [language.points(value) for value in rows["gap"]])
        ax.set_xlim(0, max(100.0, rows["formal_coverage"].max()) * 0.8)
        marks.percent_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    top, bottom = provinces.sort_values("gap").iloc[-1], provinces.sort_values("gap").iloc[0]
    return publish(
        fig,
        name="segment-gap",
        title=_(
            "The gap runs from {high} points in {top} to {low} in {bottom}; nationally it is {nation}"
        ).format(
            high=language.points(top["gap"], sign=False),
            top=top["name"],
            low=language.points(bottom["gap"]),
            bottom=bottom["name"],
            nation=language.points(nation["gap"], sign=False),
        ),
        subtitle=_rates_words(year)
        + _(
            ". The column is the gap in percentage points. * The two definitions alone could make or turn the gap."
        ),
        source=marks.source_words(),
        alt=_("Dumbbell chart of formal and informal coverage: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.percent(row['formal_coverage'])} / {language.percent(row['informal_coverage'])}"
                for row in rows.to_dict("records")
            )
        ),
        table=gap_table(rows, "segment-gap", _("Formal and informal coverage, {year}").format(year=year)),
    )


def strained_rates(gaps: pd.DataFrame) -> Finding:
    """Which provinces' gaps the definitions alone could explain."""
    provinces, _nation, year = _latest(gaps)
    names = provinces[provinces["strained"]].sort_values("gap")["name"]
    over = provinces[(provinces["formal_coverage"] > 100) | (provinces["informal_coverage"] > 100)]["name"]
    text = _(
        "In {count} provinces the definitions alone could make or turn the gap ({names}, {year}): so few workers would have "
        "to be counted on the other side."
    ).format(count=len(names), names=", ".join(names), year=year)
    if len(over):
        text += " " + _("Above 100%, kept as it is: {names}.").format(names=", ".join(over))
    else:
        text += " " + _("No segment rate lies above 100%.")
    return Finding(text)


def bivariate_map(gaps: pd.DataFrame, layer: "gpd.GeoDataFrame") -> Figure:
    """Both rates on one map: thirds of the provinces by formal and by informal coverage.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From ``disparity.segment_gap``; the latest year is drawn.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    """
    import mapclassify

    provinces, _nation, year = _latest(gaps)
    known = provinces.dropna(subset=["formal_coverage", "informal_coverage"])
    cuts = {
        segment: mapclassify.Quantiles(known[f"{segment}_coverage"], k=3).bins[:2].tolist()
        for segment in ("formal", "informal")
    }
    places = {
        segment: (known[f"{segment}_coverage"].to_numpy()[:, None] > cuts[segment]).sum(axis=1)
        for segment in cuts
    }
    fills = {
        code: Fill("", BIVARIATE[formal][informal])
        for code, formal, informal in zip(known["code"], places["formal"], places["informal"], strict=True)
    }
    both = known[(places["formal"] == 0) & (places["informal"] == 0)]
    with marks.drawing(
        4.9, mosaic=[["map", "map"], ["inset", "legend"]], height_ratios=[2.75, 1.9], width_ratios=[1.45, 1]
    ) as (fig, axes):
        draw_regions(axes["map"], layer, fills, MAIN_TOLERANCE)
        draw_regions(axes["inset"], layer, fills, MAIN_TOLERANCE / 3, INSET, gid="inset")
        axes["inset"].set_title(
            _("Java and Bali, enlarged"), fontsize=8.5, fontweight="normal", color="#444444"
        )
        _bivariate_legend(axes["legend"], cuts)
    names = ", ".join(both.sort_values("name")["name"])
    texts = {
        f"{place}-{row['code']}": _("{name}: formal {formal}, informal {informal}").format(
            name=row["name"],
            formal=language.percent(row["formal_coverage"]),
            informal=language.percent(row["informal_coverage"]),
        )
        for row in known.to_dict("records")
        for place in ("region", "inset")
    }
    return publish(
        fig,
        name="bivariate-map",
        title=_("{count} provinces are in the lowest third on both counts: {names}").format(
            count=len(both), names=names
        )
        if len(both)
        else _("No province is in the lowest third on both counts"),
        subtitle=_rates_words(year) + _("; thirds of the provinces"),
        source=map_source(layer),
        alt=_("Map of formal and informal coverage together: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.percent(row['formal_coverage'])} / {language.percent(row['informal_coverage'])}"
                for row in known.to_dict("records")
            )
        ),
        table=gap_table(known, "bivariate-map", _("Formal and informal coverage, {year}").format(year=year)),
        labels=texts,
    )


def _bivariate_legend(ax: Any, cuts: dict[str, list[float]]) -> None:
    for formal in range(3):
        for informal in range(3):
            ax.add_patch(_square(informal, formal, BIVARIATE[formal][informal]))
    for place, value in enumerate(cuts["informal"], start=1):
        ax.text(place, -0.08, language.percent(value, 0), ha="center", va="top", fontsize=8)
    for place, value in enumerate(cuts["formal"], start=1):
        ax.text(-0.08, place, language.percent(value, 0), ha="right", va="center", fontsize=8)
    ax.text(1.5, -0.6, _("informal coverage") + " →", ha="center", va="top", fontsize=8.5)
    ax.text(-0.75, 1.5, _("formal coverage") + " →", ha="center", va="center", rotation=90, fontsize=8.5)
    ax.set(xlim=(-1.2, 3.4), ylim=(-1.1, 3.1))
    ax.set_aspect("equal")
    ax.set_axis_off()


def _square(x: float, y: float, colour: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), 1, 1, facecolor=colour, edgecolor="white", linewidth=0.8)


def small_multiples(gaps: pd.DataFrame) -> Figure:
    """Formal and informal coverage over the years, a panel for each province, on one scale.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From ``disparity.segment_gap``, final years.
    """
    provinces, _nation, year = _latest(gaps)
    order = provinces.sort_values(["gap", "code"], ascending=[False, True])
    years = sorted(int(each) for each in gaps["year"].unique())
    columns = 6
    rows = -(-len(order) // columns)
    high = max(gaps["formal_coverage"].max(), gaps["informal_coverage"].max())
    with marks.drawing(1.12 * rows, nrows=rows, ncols=columns, sharex=True, sharey=True) as (fig, axes):
        for ax, row in zip(axes.flat, order.to_dict("records"), strict=False):
            path = gaps[gaps["code"] == row["code"]].sort_values("year")
            for segment, colour in (("formal", marks.FORMAL), ("informal", marks.INFORMAL)):
                column = f"{segment}_coverage"
                ax.plot(path["year"], path[column], color=colour, linewidth=1.6)
                ax.plot(path["year"].iloc[-1], path[column].iloc[-1], "o", color=colour, markersize=3.5)
            ax.set_title(row["name"].replace("Kepulauan", "Kep."), fontsize=7.5, fontweight="normal")
            ax.set_xticks(
                [years[0], years[-1]], [f"’{years[0] % 100:02}", f"’{years[-1] % 100:02}"], fontsize=7
            )
            ax.set_yticks([0, 50, 100], [language.percent(value, 0) for value in (0, 50, 100)], fontsize=7)
            ax.set_ylim(0, max(100, high * 1.05))
            ax.set_xlim(years[0] - 0.3, years[-1] + 0.3)
            ax.grid(axis="y", color="#e8e8e8")
        spare = list(axes.flat)[len(order) :]
        for ax in spare:
            ax.set_axis_off()
        if spare:
            for place, (segment, colour) in enumerate(
                (("formal", marks.FORMAL), ("informal", marks.INFORMAL))
            ):
                spare[0].text(
                    0.05, 0.65 - 0.3 * place, marks.segment_word(segment), color=colour, fontweight="bold",
                    transform=spare[0].transAxes,
                )  # fmt: skip
    first = gaps[gaps["year"] == years[0]].set_index("code")["gap"]
    last = gaps[gaps["year"] == year].set_index("code")["gap"]
    narrower = int((last - first).drop(NATION).lt(0).sum())
    return publish(
        fig,
        name="segment-years",
        title=_(
            "The gap between formal and informal narrowed in {count} of {all} provinces between {first} and {last}"
        ).format(count=narrower, all=len(order), first=years[0], last=years[-1]),
        subtitle=_(
            "Coverage by segment, percent of the workers of the segment, year-end; the widest gap first"
        ),
        source=marks.source_words(),
        alt=_(
            "Small charts of formal and informal coverage by province, {first} to {last}: {values}."
        ).format(
            first=years[0],
            last=years[-1],
            values=", ".join(
                f"{row['name']} {language.percent(row['formal_coverage'])} / {language.percent(row['informal_coverage'])}"
                for row in order.to_dict("records")
            ),
        ),
        table=gap_table(
            gaps[gaps["code"] != NATION].sort_values(["code", "year"]),
            "segment-years",
            _("Coverage by segment and year"),
        ),
    )


def uncovered_bars(uncovered: pd.DataFrame) -> Figure:
    """Workers without membership by province and segment: the bars add up to the nation.

    Parameters
    ----------
    uncovered : pandas.DataFrame
        From ``disparity.uncovered``; the latest year is drawn.
    """
    year = int(uncovered["year"].max())
    now = uncovered[uncovered["year"] == year]
    nation = now[now["code"] == NATION].set_index("segment")
    wide = now[now["code"] != NATION].pivot(index=["code", "name"], columns="segment").reset_index()
    rows = pd.DataFrame(
        {
            "code": wide["code"],
            "name": wide["name"],
            "formal": wide["uncovered"]["formal"],
            "informal": wide["uncovered"]["informal"],
            "formal_share": wide["share_of_gap"]["formal"],
            "informal_share": wide["share_of_gap"]["informal"],
        }
    )
    rows["total"] = rows["formal"] + rows["informal"]
    rows["share"] = rows["formal_share"] + rows["informal_share"]
    rows = rows.sort_values(["total", "code"], ascending=[False, True]).reset_index(drop=True)
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        ax.barh(rows.index, rows["informal"] / 1e6, color=marks.INFORMAL, height=0.72, label=_("informal"))
        ax.barh(
            rows.index, rows["formal"] / 1e6, left=rows["informal"] / 1e6, color=marks.FORMAL, height=0.72,
            label=_("formal"),
        )  # fmt: skip
        marks.label_rows(ax, rows["name"].tolist())
        marks.values_column(
            ax,
            [
                f"{language.people(row['total'])}  {language.percent(row['share'])}"
                for row in rows.to_dict("records")
            ],
        )
        ax.set_xlim(0, rows["total"].max() / 1e6 * 1.02)
        ax.xaxis.get_major_locator().set_params(integer=True)
        marks.numbers_axis(ax, language.number)
        ax.set_xlabel(_("million workers"))
        ax.legend(loc="lower right")
    java = rows[rows["code"].str[0] == "3"]["share"].sum()
    return publish(
        fig,
        name="uncovered",
        title=_(
            "{informal} informal and {formal} formal workers are without membership; Java's six provinces hold {java}"
        ).format(
            informal=language.people(nation["uncovered"]["informal"]),
            formal=language.people(nation["uncovered"]["formal"]),
            java=language.percent(java, 0),
        ),
        subtitle=_(
            "Workers less active members of the segment, December {year}; the column is the province's number and its share "
            "of the nation's"
        ).format(year=year),
        source=marks.source_words(),
        alt=_("Bars of workers without membership, informal and formal: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.people(row['informal'])} + {language.people(row['formal'])}"
                for row in rows.to_dict("records")
            )
        ),
        table=Table(
            name="uncovered",
            title=_("Workers without membership by province and segment, {year}").format(year=year),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("informal", _("Informal"), language.number),
                ("informal_share", _("Share of the national gap, informal"), language.percent),
                ("formal", _("Formal"), language.number),
                ("formal_share", _("Share of the national gap, formal"), language.percent),
                ("total", _("Both"), language.number),
                ("share", _("Share of the national gap"), language.percent),
            ],
            source=marks.source_words(),
        ),
    )


PARTS = ("formal_rate", "informal_rate", "composition")
PART_COLOURS = {
    "formal_rate": marks.FORMAL,
    "informal_rate": marks.INFORMAL,
    "composition": "#7f7f7f",
    "place": "#c9a227",
}


def part_word(part: str) -> str:
    """What a part of a change is called.

    Examples
    --------
    >>> part_word("composition")
    'composition of the workforce'
    """
    return {
        "formal_rate": _("formal rate"),
        "informal_rate": _("informal rate"),
        "composition": _("composition of the workforce"),
        "place": _("weight of provinces"),
    }[part]


def waterfall(nation: pd.Series, start_coverage: float, end_coverage: float) -> Figure:
    """What the nation's change of coverage is made of, added up over the provinces.

    Parameters
    ----------
    nation : pandas.Series
        The national row of ``disparity.decompose_nation``.
    start_coverage, end_coverage : float
        Percent of all workers.
    """
    parts = [part for part in (*PARTS, "place") if part in nation.index]
    level = start_coverage
    with marks.drawing(2.9) as (fig, ax):
        ax.bar(0, start_coverage, color=marks.PALE, width=0.6)
        ax.bar(len(parts) + 1, end_coverage, color=marks.PALE, width=0.6)
        for at, value in ((0, start_coverage), (len(parts) + 1, end_coverage)):
            ax.text(at, value + 0.2, language.percent(value), ha="center", va="bottom", fontweight="bold")
        for place, part in enumerate(parts, start=1):
            value = float(nation[part])
            ax.bar(place, value, bottom=level, color=PART_COLOURS[part], width=0.6)
            ax.text(
                place, max(level, level + value) + 0.2, language.points(value, 2), ha="center", va="bottom",
                fontweight="bold",
            )  # fmt: skip
            ax.hlines(level + value, place, place + 1, color=marks.CONTEXT, linewidth=0.6)
            level += value
        ax.set_xticks(
            range(len(parts) + 2),
            [
                str(nation["start"]),
                *(part_word(part).replace(" ", "\n", 1) for part in parts),
                str(nation["end"]),
            ],
        )
        ax.set_ylim(min(start_coverage, end_coverage) * 0.85, max(start_coverage, end_coverage) * 1.06)
        marks.percent_axis(ax, axis="y")
    rates = float(nation["formal_rate"] + nation["informal_rate"])
    change = float(nation["contribution"])
    return publish(
        fig,
        name="waterfall",
        title=_(
            "{rates} of the {change} points came from higher rates: {formal} formal, {informal} informal"
        ).format(
            rates=language.points(rates, 2, sign=False),
            change=language.points(change, 2, sign=False),
            formal=language.points(nation["formal_rate"], 2, sign=False),
            informal=language.points(nation["informal_rate"], 2, sign=False),
        ),
        subtitle=_(
            "National coverage, percent of all employed, {start} to {end}; parts in percentage points, added up over the "
            "provinces. The axis does not begin at zero."
        ).format(start=nation["start"], end=nation["end"]),
        source=marks.source_words() + " " + _("Decomposition after Kitagawa (1955)."),
        alt=_("Waterfall from {start} to {end}: {values}.").format(
            start=language.percent(start_coverage),
            end=language.percent(end_coverage),
            values=", ".join(f"{part_word(part)} {language.points(nation[part], 2)}" for part in parts),
        ),
        table=Table(
            name="waterfall",
            title=_("What the change is made of"),
            frame=pd.DataFrame(
                {"part": [part_word(part) for part in parts], "points": [nation[part] for part in parts]}
            ),
            columns=[
                ("part", _("Part"), None),
                ("points", _("Points"), lambda value: language.points(value, 2)),
            ],
        ),
    )


def what_moved(parts: pd.DataFrame) -> Figure:
    """The change of each province's coverage as the sum of its parts, the largest rise first.

    Parameters
    ----------
    parts : pandas.DataFrame
        From ``disparity.decompose_change``.
    """
    rows = (
        parts[parts["code"] != NATION]
        .sort_values(["change", "code"], ascending=[False, True])
        .reset_index(drop=True)
    )
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        right = pd.Series(0.0, index=rows.index)
        left = pd.Series(0.0, index=rows.index)
        for part in PARTS:
            value = rows[part].astype(float)
            start = right.where(value >= 0, left)
            ax.barh(
                rows.index, value, left=start, color=PART_COLOURS[part], height=0.7, label=part_word(part)
            )
            right += value.clip(lower=0)
            left += value.clip(upper=0)
        ax.scatter(rows["change"], rows.index, color=marks.INK, s=16, zorder=4, label=_("change in all"))
        marks.label_rows(ax, rows["name"].tolist())
        marks.values_column(ax, [language.points(value) for value in rows["change"]])
        ax.axvline(0, color=marks.INK, linewidth=0.8)
        marks.points_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(-0.25, 1), ncols=4, fontsize=8.5, borderaxespad=0.2)
    informal = int((rows["informal_rate"].abs() > rows["formal_rate"].abs()).sum())
    return publish(
        fig,
        name="what-moved",
        title=_(
            "In {count} of {all} provinces the informal rate moved coverage more than the formal rate"
        ).format(count=informal, all=len(rows)),
        subtitle=_(
            "Change of coverage, {start} to {end}, in percentage points, split exactly into its parts"
        ).format(start=rows["start"].iloc[0], end=rows["end"].iloc[0]),
        source=marks.source_words() + " " + _("Decomposition after Kitagawa (1955)."),
        alt=_("Change of coverage split into formal rate, informal rate and composition: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.points(row['change'])} ({', '.join(language.points(row[part]) for part in PARTS)})"
                for row in rows.to_dict("records")
            )
        ),
        table=Table(
            name="what-moved",
            title=_("Change of coverage and its parts, points"),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("change", _("Change"), lambda value: language.points(value, 2)),
                *((part, part_word(part), lambda value: language.points(value, 2)) for part in PARTS),
            ],
            source=marks.source_words(),
        ),
    )


def measure_word(measure: str) -> str:
    """What a measure of inequality is called.

    Examples
    --------
    >>> measure_word("gini")
    'Gini'
    """
    return {
        "theil": _("Theil"),
        "theil_between_segments": _("Theil, between formal and informal"),
        "theil_between_islands": _("Theil, between island groups"),
        "theil_between_provinces": _("Theil, between provinces of an island group"),
        "gini": _("Gini"),
        "difference_from_best": _("Mean difference from the best, points"),
    }[measure]


def inequality_table(measures: pd.DataFrame) -> Table:
    """Measures of inequality with their intervals.

    Parameters
    ----------
    measures : pandas.DataFrame
        From ``disparity.inequality``.
    """
    rows = measures.assign(
        measure=measures["measure"].map(measure_word),
        segment=measures["segment"].map(
            {
                "formal and informal": _("formal and informal"),
                **{s: marks.segment_word(s) for s in ("formal", "informal", "total")},
            }
        ),
    )

    def write(value: float) -> str:
        return language.number(value, 3 if abs(value) < 1 else 1)

    return Table(
        name="inequality",
        title=_("How unequal coverage is, weighted by workers, {year}").format(year=measures["year"].iloc[0]),
        frame=rows,
        columns=[
            ("segment", _("Segment"), None),
            ("measure", _("Measure"), None),
            ("estimate", _("Estimate"), write),
            ("low", _("Low (95%)"), write),
            ("high", _("High (95%)"), write),
            ("share", _("Share of Theil"), language.percent),
        ],
        note=_(
            "Intervals from drawing provinces with replacement: how much a figure hangs on which provinces there are."
        ),
    )


def theil_finding(measures: pd.DataFrame) -> Finding:
    """How much of the inequality lies between the two segments."""
    both = measures[measures["segment"] == "formal and informal"].set_index("measure")
    return Finding(
        _(
            "{segments} of the inequality of coverage between workers of provinces and segments lies between formal and "
            "informal, {islands} between island groups and {provinces} between the provinces within them."
        ).format(
            segments=language.percent(both["share"]["theil_between_segments"], 0),
            islands=language.percent(both["share"]["theil_between_islands"], 0),
            provinces=language.percent(both["share"]["theil_between_provinces"], 0),
        )
    )


def poverty_scatter(table: pd.DataFrame, concentration: pd.DataFrame) -> Figure:
    """Informal coverage against the poverty rate, dots as large as the informal workforce.

    Parameters
    ----------
    table : pandas.DataFrame
        From ``disparity.province_table``.
    concentration : pandas.DataFrame
        From ``disparity.concentration``.
    """
    import seaborn as sns

    index = concentration[concentration["segment"] == "informal"].iloc[0]
    with marks.drawing(3.8) as (fig, ax):
        sns.scatterplot(
            data=table, x="poverty_rate", y="informal_coverage", size="informal_workers", sizes=(15, 500),
            color=marks.INFORMAL, alpha=0.65, edgecolor="white", legend=False, ax=ax,
        )  # fmt: skip
        lead = table.nlargest(6, "informal_coverage").index
        poor = table.nlargest(4, "poverty_rate").index
        for place in lead.union(poor):
            row = table.loc[place]
            ax.annotate(
                row["name"], (row["poverty_rate"], row["informal_coverage"]), xytext=(6, 5),
                textcoords="offset points", fontsize=8,
            )  # fmt: skip
        ax.set_xlabel(_("poverty rate, percent of the population, March"))
        ax.set_ylabel(_("informal coverage"))
        ax.set_ylim(bottom=0)
        ax.set_xlim(0, table["poverty_rate"].max() * 1.12)
        marks.percent_axis(ax, axis="x")
        marks.percent_axis(ax, axis="y")
    within = index["low"] <= 0 <= index["high"]
    return publish(
        fig,
        name="poverty",
        title=(
            _(
                "Informal coverage shows no clear lean along the poverty rate (index {index}, from {low} to {high})"
            )
            if within
            else _(
                "Informal coverage leans towards provinces with less poverty (index {index}, from {low} to {high})"
            )
            if index["concentration"] > 0
            else _(
                "Informal coverage leans towards provinces with more poverty (index {index}, from {low} to {high})"
            )
        ).format(
            index=language.number(index["concentration"], 2),
            low=language.number(index["low"], 2),
            high=language.number(index["high"], 2),
        ),
        subtitle=_(
            "Informal coverage, percent of informal workers, December {year}; dots as large as the informal workforce. "
            "The concentration index runs from −1 to 1."
        ).format(year=index["year"]),
        source=marks.source_words() + " " + _("Poverty rate: BPS, Susenas March."),
        alt=_("Scatter of informal coverage against the poverty rate: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.percent(row['poverty_rate'])} / {language.percent(row['informal_coverage'])}"
                for row in table.to_dict("records")
            )
        ),
        table=Table(
            name="poverty",
            title=_("Poverty and informal coverage"),
            frame=table,
            columns=[
                ("name", _("Region"), None),
                ("poverty_rate", _("Poverty rate"), language.percent),
                ("informal_coverage", _("Informal coverage"), language.percent),
                ("informal_workers", _("Informal workers"), language.number),
            ],
        ),
    )


def choice_word(choice: str) -> str:
    """What a choice of neighbours is called.

    Examples
    --------
    >>> choice_word("nearest_3")
    'three nearest'
    """
    return {
        "land_and_sea": _("land border or shortest sea crossing"),
        "land": _("land border only"),
        "nearest_3": _("three nearest"),
        "nearest_5": _("five nearest"),
        "inverse_distance": _("all, by inverse distance"),
    }[choice]


def alikeness_table(formal: pd.DataFrame, informal: pd.DataFrame) -> Table:
    """Moran's I under every choice of neighbours, for both segments.

    Parameters
    ----------
    formal, informal : pandas.DataFrame
        From ``disparity.neighbour_alikeness``.
    """
    rows = pd.concat([formal.assign(segment=_("formal")), informal.assign(segment=_("informal"))])
    rows = rows.assign(choice=rows["choice"].map(choice_word))
    return Table(
        name="alikeness",
        title=_("Whether neighbours are alike: Moran's I by choice of neighbours"),
        frame=rows,
        columns=[
            ("choice", _("Neighbours"), None),
            ("segment", _("Segment"), None),
            ("without_neighbours", _("Without neighbours"), language.number),
            ("morans_i", _("Moran's I"), lambda value: language.number(value, 2)),
            ("p", _("p"), lambda value: language.number(value, 3)),
            ("p_adjusted", _("p, corrected"), lambda value: language.number(value, 3)),
        ],
        note=_(
            "p from shuffling the values over the provinces; corrected for the number of tests (Benjamini and Hochberg)."
        ),
    )


def cluster_map(local: pd.DataFrame, layer: "gpd.GeoDataFrame", segment: str) -> Figure:
    """Provinces that are like, or unlike, their neighbours beyond chance.

    Parameters
    ----------
    local : pandas.DataFrame
        From ``disparity.local_alikeness``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    segment : {"formal", "informal"}
        Whose coverage was tested.
    """
    kinds = {
        "high_among_high": Fill(_("high among high"), "#0b559f"),
        "low_among_low": Fill(_("low among low"), "#d94801"),
        "high_among_low": Fill(_("high among low"), "#9ecae1"),
        "low_among_high": Fill(_("low among high"), "#fdae6b"),
    }
    chance = Fill(_("not beyond chance"), "#e3e3e3")
    fills = {
        row["code"]: missing_fill(_("not known")) if row["reason"] else kinds.get(row["cluster"], chance)
        for row in local.to_dict("records")
    }
    found = local[local["cluster"] != ""]
    with marks.drawing(3.6, mosaic=[["map"], ["legend"]], height_ratios=[4, 1]) as (fig, axes):
        draw_regions(axes["map"], layer, fills, MAIN_TOLERANCE)
        draw_legend(axes["legend"], used(fills, [*kinds.values(), chance]), _("Among neighbours"), 3)
    column = f"{segment}_coverage"
    return publish(
        fig,
        name=f"clusters-{segment}",
        title=_("No province's {segment} coverage stands out from its neighbours' beyond chance").format(
            segment=marks.segment_word(segment)
        )
        if found.empty
        else _("{count} provinces stand out among their neighbours in {segment} coverage: {names}").format(
            count=len(found), segment=marks.segment_word(segment), names=", ".join(found["name"])
        ),
        subtitle=_(
            "Local Moran statistics, neighbours by land border or shortest sea crossing; p corrected for many tests, 5%"
        ),
        source=map_source(layer),
        alt=_("Map of local Moran statistics; smallest corrected p is {p}.").format(
            p=language.number(local["p_adjusted"].min(), 3)
        ),
        table=Table(
            name=f"clusters-{segment}",
            title=_("Provinces among their neighbours"),
            frame=local,
            columns=[
                ("name", _("Region"), None),
                (column, _("Coverage"), language.percent),
                ("neighbours_mean", _("Mean of the neighbours"), language.percent),
                ("p", _("p"), lambda value: language.number(value, 3)),
                ("p_adjusted", _("p, corrected"), lambda value: language.number(value, 3)),
            ],
        ),
    )


def term_word(term: str) -> str:
    """What a term of the model is called.

    Examples
    --------
    >>> term_word("poverty_rate")
    'poverty rate, 10 points more'
    """
    known = {
        "poverty_rate": _("poverty rate, 10 points more"),
        "minimum_wage": _("minimum wage, Rp1 million more"),
        "formal_share": _("formal share of workers, 10 points more"),
    }
    return known.get(term) or term.removeprefix("island: ")


def association_chart(terms: pd.DataFrame) -> Figure:
    """What goes with informal coverage between provinces, in points with intervals.

    Parameters
    ----------
    terms : pandas.DataFrame
        From ``disparity.associations``.
    """
    rows = terms[terms["points"].notna()].reset_index(drop=True)
    reference = rows["reference"].replace("", pd.NA).dropna()
    clear = rows[(rows["points_low"] > 0) | (rows["points_high"] < 0)]
    with marks.drawing(0.7 + 0.27 * len(rows)) as (fig, ax):
        colours = [marks.ACCENT if place in clear.index else marks.CONTEXT for place in rows.index]
        ax.hlines(rows.index, rows["points_low"], rows["points_high"], color=colours, linewidth=2)
        ax.scatter(rows["points"], rows.index, color=colours, s=34, zorder=3)
        ax.axvline(0, color=marks.INK, linewidth=0.8)
        marks.label_rows(ax, [term_word(term) for term in rows["term"]])
        marks.values_column(ax, [language.points(value) for value in rows["points"]])
        marks.points_axis(ax)
        ax.set_xlabel(_("percentage points of informal coverage, 95% interval"))
    return publish(
        fig,
        name="associations",
        title=_("Of what was compared, {count} differ from none beyond their interval: {names}").format(
            count=len(clear), names="; ".join(term_word(term) for term in clear["term"])
        )
        if len(clear)
        else _("Nothing that was compared goes with informal coverage beyond its interval"),
        subtitle=_(
            "Fractional logit over {regions} provinces with robust errors; island groups against {reference}. Provinces that "
            "differ in one thing differ in others: this says what goes together, not what brings it about."
        ).format(regions=rows["regions"].iloc[0], reference=reference.iloc[0] if len(reference) else "–"),
        source=marks.source_words()
        + " "
        + _("Poverty rate: BPS, Susenas March. Minimum wage: decrees of the provinces."),
        alt=_("Intervals of associations with informal coverage: {values}.").format(
            values="; ".join(
                f"{term_word(row['term'])} {language.points(row['points'])} "
                f"({language.points(row['points_low'])} – {language.points(row['points_high'])})"
                for row in rows.to_dict("records")
            )
        ),
        table=Table(
            name="associations",
            title=_("What goes with informal coverage"),
            frame=rows.assign(term=rows["term"].map(term_word)),
            columns=[
                ("term", _("Compared"), None),
                ("points", _("Points"), language.points),
                ("points_low", _("Low (95%)"), language.points),
                ("points_high", _("High (95%)"), language.points),
                ("p", _("p"), lambda value: language.number(value, 3)),
            ],
        ),
    )


def influence_table(influence: pd.DataFrame, count: int = 6) -> Table:
    """The provinces that the fit hangs on most.

    Parameters
    ----------
    influence : pandas.DataFrame
        From ``disparity.influence``.
    count : int
        How many.
    """
    rows = influence.head(count)
    return Table(
        name="influence",
        title=_("Provinces that the comparison hangs on most"),
        frame=rows.assign(term=rows["term"].map(term_word)),
        columns=[
            ("name", _("Region"), None),
            ("observed", _("Observed"), language.percent),
            ("fitted", _("Fitted"), language.percent),
            ("cooks_distance", _("Cook's distance"), lambda value: language.number(value, 2)),
            ("term", _("Moves most"), None),
            ("shift", _("By, in its standard errors"), lambda value: language.number(value, 2)),
        ],
    )


def apart_table(apart: pd.DataFrame, segment: str) -> Table:
    """A segment with a base of its own, that no share here contains.

    Parameters
    ----------
    apart : pandas.DataFrame
        From ``disparity.segments_apart``; one row for each region and date.
    segment : {"village_institutions", "construction", "vulnerable"}
        Which one.
    """
    rows = apart[apart["segment"] == segment]
    with_base = [
        ("base", _("Base"), language.number),
        ("uncovered", _("Without membership"), language.number),
        ("coverage", _("Coverage"), lambda value: language.percent(value, 2)),
    ]
    shown = [column for column in with_base if rows[column[0]].notna().any()]
    titles = {
        "village_institutions": _("Village institutions, where published"),
        "construction": _("Construction members by office, December 2023"),
        "vulnerable": _("Vulnerable workers whose contribution a government pays, where published"),
    }
    return Table(
        name=f"apart-{segment.replace('_', '-')}",
        title=titles[segment],
        frame=rows,
        columns=[
            ("region", _("Region"), None),
            ("date", _("Date"), language.printed_date),
            ("active", _("Active members"), language.number),
            *shown,
            ("ids", _("Source rows"), lambda value: value or _("members table")),
        ],
        note=_(
            "Where a base was not printed it follows from the printed share and count. A dash is what was not published. "
            "Never added to a share whose base does not contain them."
        ),
    )


def base_word(base: str) -> str:
    """What a candidate base is called.

    Examples
    --------
    >>> base_word("employed")
    'all employed'
    """
    return {
        "formal_workers": _("formal workers"),
        "informal_workers": _("informal workers"),
        "employed": _("all employed"),
        "eligible": _("eligible workers"),
        "eligible_formal": _("eligible formal workers"),
        "eligible_informal": _("eligible informal workers"),
    }[base]


def quoted_beside_ours(
    bases: pd.DataFrame, segments: Sequence[str] = ("formal", "informal", "formal and informal")
) -> Table:
    """The rates that candidate bases give beside a quoted one, the nearest first.

    Parameters
    ----------
    bases : pandas.DataFrame
        From ``disparity.published_base``, for one region.
    segments : sequence of str
        Whose quotes to show.
    """
    rows = bases[bases["segment"].isin(segments)]
    rows = (
        rows.assign(away=rows["difference"].abs())
        .sort_values("away", kind="stable")
        .groupby("segment")
        .head(5)
    )
    rows = rows.sort_values(["segment", "away"], kind="stable")
    rows = rows.assign(
        segment=rows["segment"].map(
            lambda key: _("both together") if " " in key else marks.segment_word(key)
        ),
        members=[
            " ".join(
                [
                    _("by domicile") if row["counted_by"] == "domicile" else _("by office"),
                    _("with construction") if row["with_construction"] else _("without construction"),
                ]
            )
            for row in rows.to_dict("records")
        ],
        base=rows["base"].map(base_word),
        fits=rows["reproduces"].map({True: _("yes"), False: _("no")}),
    )
    return Table(
        name="quoted",
        title=_("Which base and which members give the quoted rate"),
        frame=rows,
        columns=[
            ("segment", _("Segment"), None),
            ("quoted", _("Quoted"), language.percent),
            ("members", _("Members counted"), None),
            ("base", _("Base"), None),
            ("base_date", _("Base of"), lambda value: language.date(value, "month")),
            ("rate", _("Gives"), language.percent),
            ("difference", _("Difference, points"), language.points),
            ("fits", _("Reproduces the quote"), None),
        ],
    )


def quoted_finding(bases: pd.DataFrame, gaps: pd.DataFrame) -> Finding:
    """What a quoted pair of rates is, on all formal and informal workers, and which base reproduces it.

    Parameters
    ----------
    bases : pandas.DataFrame
        From ``disparity.published_base``, for one region.
    gaps : pandas.DataFrame
        From ``disparity.segment_gap``; the year of the members is taken.
    """
    year = int(bases["members_date"].dt.year.iloc[0])
    ours = gaps[(gaps["code"] == bases["code"].iloc[0]) & (gaps["year"] == year)].iloc[0]
    quotes = bases[bases["segment"].isin(["formal", "informal"])].groupby("segment")["quoted"].first()
    text = _(
        "{name} was quoted with {formal} formal and {informal} informal. On all formal and informal workers it was "
        "{ours_formal} and {ours_informal} (December {year})."
    ).format(
        name=ours["name"],
        formal=language.percent(quotes["formal"], 0),
        informal=language.percent(quotes["informal"], 0),
        ours_formal=language.percent(ours["formal_coverage"]),
        ours_informal=language.percent(ours["informal_coverage"]),
        year=year,
    )
    joint = bases[
        (bases["segment"] == "formal and informal")
        & (bases["counted_by"] == "domicile")
        & ~bases["with_construction"]
    ]
    eligible = joint[joint["base"] == "eligible"].iloc[0]
    employed = joint[joint["base"] == "employed"].sort_values("base_date").iloc[-1]
    text += " " + _(
        "Together the two quotes imply a base of {implied} workers: {of_eligible} of the {eligible} eligible workers printed for "
        "{date}, and {of_employed} of all employed. They fit the official base of universal coverage and not the base of all "
        "workers; no eligible base of that day is printed that would prove it."
    ).format(
        implied=language.people(eligible["implied_base"]),
        of_eligible=language.percent(eligible["implied_share"], 0),
        eligible=language.people(eligible["workers"]),
        date=language.date(eligible["base_date"], "month"),
        of_employed=language.percent(employed["implied_share"], 0),
    )
    return Finding(text)
