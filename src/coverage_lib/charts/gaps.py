"""Charts of formal against informal: the gap, where the uncovered are, what moved, how unequal, what goes with it."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.drawing.geography import INSET, MAIN_TOLERANCE, Fill, draw_regions
from coverage_lib.language import _, vocabulary
from coverage_lib.measures.coverage import nation_of, provinces_of

if TYPE_CHECKING:
    import geopandas as gpd


def gap_in_people(coverage: pd.DataFrame) -> Figure:
    """Workers without membership by province, the most first, with their share of all in the country.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``; the latest year is drawn.
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    rows = rows.assign(without=rows["workers"] - rows["active"])
    rows["share"] = 100 * rows["without"] / rows["without"].sum()
    rows = rows.sort_values(["without", "code"], ascending=[False, True]).reset_index(drop=True)
    half = int((rows["share"].cumsum() < 50).sum()) + 1
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        colours = [marks.ACCENT if position < half else marks.PALE for position in rows.index]
        ax.barh(rows.index, rows["without"] / 1e6, color=colours, height=0.72)
        for position, row in rows.iterrows():
            text = f"{language.people(row['without'])}  ({language.percent(row['share'])})"
            ax.annotate(
                text, (row["without"] / 1e6, position), xytext=(4, 0), textcoords="offset points", va="center",
                fontsize=8.5,
            )  # fmt: skip
        marks.label_rows(ax, rows["name"].tolist())
        ax.set_xlim(0, rows["without"].max() / 1e6 * 1.2)
        ax.xaxis.get_major_locator().set_params(integer=True)
        marks.numbers_axis(ax, language.number)
        ax.set_xlabel(_("million workers"))
    total = nation["workers"] - nation["active"]
    return publish(
        fig,
        name="gap-in-people",
        title=_(
            "{half} provinces hold half of the {total} workers without membership; {top} alone holds {share}"
        ).format(
            half=half,
            total=language.people(total),
            top=rows["name"].iloc[0],
            share=language.percent(rows["share"].iloc[0]),
        ),
        subtitle=_(
            "Employed persons less active members, and their share of the national number, {date}"
        ).format(date=language.date(nation["date"])),
        source=vocabulary.source_words(),
        alt=_("Bar chart of workers without membership: {values}.").format(
            values=marks.listing(rows, "without", language.people)
        ),
        table=Table(
            name="gap-in-people",
            title=_("Workers without membership by province, {year}").format(year=nation["year"]),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("without", _("Workers without membership"), language.number),
                ("share", _("Share of the national number"), language.percent),
                ("coverage", _("Coverage"), language.percent),
            ],
            source=vocabulary.source_words(),
        ),
    )


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
        From ``disparity.formal_informal_difference``.
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
            (language.points(nation["difference"], sign=False), _("percentage points between them"), when),
            (language.people(now["not_members"]["informal"]), _("informal workers without membership"), when),
            (language.people(now["not_members"]["formal"]), _("formal workers without membership"), when),
        ]
    )


def national_rates(gaps: pd.DataFrame) -> Figure:
    """Formal and informal coverage of the nation by year; a part-year figure stands apart.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From ``disparity.formal_informal_difference``, with the provisional year; a column ``status`` marks it.
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
                vocabulary.segment_word(segment), (last["year"], last[column]), xytext=(20, 0),
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
            gap=language.points(last["difference"], sign=False),
        ),
        subtitle=_(
            "Active members of each segment as a share of the workers of the segment, percent, year-end"
        ),
        source=vocabulary.source_words(),
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
            ("difference", _("Gap, points"), language.points),
            ("ratio", _("Formal over informal"), lambda value: language.number(value, 1)),
        ],
        source=vocabulary.source_words(),
    )


def dumbbell(gaps: pd.DataFrame) -> Figure:
    """Formal and informal coverage of each province, the widest gap first.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From ``disparity.formal_informal_difference``; the latest year is drawn.
    """
    provinces, nation, year = _latest(gaps)
    rows = pd.concat([provinces, nation.to_frame().T]).sort_values(
        ["difference", "code"], ascending=[False, True]
    )
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
                label=vocabulary.segment_word(segment),
            )
        names = [f"{row['name']}{' *' if row['strained'] else ''}" for row in rows.to_dict("records")]
        marks.label_rows(ax, names)
        for label, code in zip(ax.get_yticklabels(), rows["code"], strict=True):
            label.set_fontweight("bold" if code == NATION else "normal")
        marks.values_column(ax, [language.points(value) for value in rows["difference"]])
        ax.set_xlim(0, max(100.0, rows["formal_coverage"].max()) * 0.8)
        marks.percent_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    top, bottom = provinces.sort_values("difference").iloc[-1], provinces.sort_values("difference").iloc[0]
    return publish(
        fig,
        name="segment-gap",
        title=_(
            "The gap runs from {high} points in {top} to {low} in {bottom}; nationally it is {nation}"
        ).format(
            high=language.points(top["difference"], sign=False),
            top=top["name"],
            low=language.points(bottom["difference"]),
            bottom=bottom["name"],
            nation=language.points(nation["difference"], sign=False),
        ),
        subtitle=_rates_words(year)
        + _(
            ". The column is the gap in percentage points. * The two definitions alone could make or turn the gap."
        ),
        source=vocabulary.source_words(),
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
    names = provinces[provinces["strained"]].sort_values("difference")["name"]
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
        From ``disparity.formal_informal_difference``; the latest year is drawn.
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
        source=vocabulary.source_words(layer.attrs.get("credit")),
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
        From ``disparity.formal_informal_difference``, final years.
    """
    provinces, _nation, year = _latest(gaps)
    order = provinces.sort_values(["difference", "code"], ascending=[False, True])
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
                    0.05, 0.65 - 0.3 * place, vocabulary.segment_word(segment), color=colour, fontweight="bold",
                    transform=spare[0].transAxes,
                )  # fmt: skip
    first = gaps[gaps["year"] == years[0]].set_index("code")["difference"]
    last = gaps[gaps["year"] == year].set_index("code")["difference"]
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
        source=vocabulary.source_words(),
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
        From ``disparity.not_members``; the latest year is drawn.
    """
    year = int(uncovered["year"].max())
    now = uncovered[uncovered["year"] == year]
    nation = now[now["code"] == NATION].set_index("segment")
    wide = now[now["code"] != NATION].pivot(index=["code", "name"], columns="segment").reset_index()
    rows = pd.DataFrame(
        {
            "code": wide["code"],
            "name": wide["name"],
            "formal": wide["not_members"]["formal"],
            "informal": wide["not_members"]["informal"],
            "formal_share": wide["share_of_not_members"]["formal"],
            "informal_share": wide["share_of_not_members"]["informal"],
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
            informal=language.people(nation["not_members"]["informal"]),
            formal=language.people(nation["not_members"]["formal"]),
            java=language.percent(java, 0),
        ),
        subtitle=_(
            "Workers less active members of the segment, December {year}; the column is the province's number and its share "
            "of the nation's"
        ).format(year=year),
        source=vocabulary.source_words(),
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
            source=vocabulary.source_words(),
        ),
    )
