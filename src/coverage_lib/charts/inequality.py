"""Inequality between provinces: Theil, neighbours, what goes with coverage."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.drawing.geography import (
    MAIN_TOLERANCE,
    Fill,
    draw_legend,
    draw_regions,
    missing_fill,
    used,
)
from coverage_lib.language import _, vocabulary

if TYPE_CHECKING:
    import geopandas as gpd


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
                **{s: vocabulary.segment_word(s) for s in ("formal", "informal", "total")},
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
        source=vocabulary.source_words() + " " + _("Poverty rate: BPS, Susenas March."),
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
        From ``disparity.spatial_autocorrelation``.
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
        From ``disparity.local_autocorrelation``.
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
            segment=vocabulary.segment_word(segment)
        )
        if found.empty
        else _("{count} provinces stand out among their neighbours in {segment} coverage: {names}").format(
            count=len(found), segment=vocabulary.segment_word(segment), names=", ".join(found["name"])
        ),
        subtitle=_(
            "Local Moran statistics, neighbours by land border or shortest sea crossing; p corrected for many tests, 5%"
        ),
        source=vocabulary.source_words(layer.attrs.get("credit")),
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
        source=vocabulary.source_words()
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
