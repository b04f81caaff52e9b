"""Inequality between provinces: Theil, poverty, neighbours, and what goes with informal coverage."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.drawing.geography import Fill
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, number_to_hundredths
from coverage_lib.measures.disparity.space import ALPHA

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas


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
    words = {"formal and informal": _("formal and informal")}
    words |= {segment: vocabulary.segment_word(segment) for segment in ("formal", "informal", "total")}
    return Table(
        name="inequality",
        title=_("How unequal coverage is, weighted by workers, {year}").format(year=measures["year"].iloc[0]),
        frame=measures.assign(
            measure=measures["measure"].map(measure_word), segment=measures["segment"].map(words)
        ),
        columns=columns(
            "segment",
            "measure",
            Column("estimate", _("Estimate"), _index_or_points),
            Column("low", _("Low (95%)"), _index_or_points),
            Column("high", _("High (95%)"), _index_or_points),
            Column("share", _("Share of Theil"), language.percent),
        ),
        note=_(
            "Intervals from drawing provinces with replacement: how much a figure hangs on which provinces there are."
        ),
    )


def _index_or_points(value: float) -> str:
    """Indices lie below 1 and need three digits; differences in points need one."""
    return language.number(value, 3 if abs(value) < 1 else 1)


def theil_finding(measures: pd.DataFrame) -> Finding:
    """How much of the inequality lies between the two segments.

    Parameters
    ----------
    measures : pandas.DataFrame
        From ``disparity.inequality``.
    """
    share = measures[measures["segment"] == "formal and informal"].set_index("measure")["share"]
    return Finding(
        _(
            "{segments} of the inequality of coverage between workers of provinces and segments lies between formal and "
            "informal, {islands} between island groups and {provinces} between the provinces within them."
        ).format(
            segments=language.percent(share["theil_between_segments"], 0),
            islands=language.percent(share["theil_between_islands"], 0),
            provinces=language.percent(share["theil_between_provinces"], 0),
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
    index = concentration[concentration["segment"] == "informal"].iloc[0]
    return publish(
        _draw_poverty(table),
        name="poverty",
        **_poverty_words(table, index),
        source=vocabulary.source_words() + " " + _("Poverty rate: BPS, Susenas March."),
        table=Table(
            name="poverty",
            title=_("Poverty and informal coverage"),
            frame=table,
            columns=columns(
                "name",
                Column("poverty_rate", _("Poverty rate"), language.percent),
                "informal_coverage",
                Column("informal_workers", _("Informal workers"), language.number),
                informal_coverage=_("Informal coverage"),
            ),
        ),
    )


def _draw_poverty(table: pd.DataFrame) -> "Canvas":
    import seaborn as sns

    with marks.drawing(3.8) as (fig, ax):
        sns.scatterplot(
            data=table, x="poverty_rate", y="informal_coverage", size="informal_workers", sizes=(15, 500),
            color=marks.INFORMAL, alpha=0.65, edgecolor="white", legend=False, ax=ax,
        )  # fmt: skip
        _name_outliers(ax, table)
        ax.set_xlabel(_("poverty rate, percent of the population, March"))
        ax.set_ylabel(_("informal coverage"))
        ax.set_ylim(bottom=0)
        ax.set_xlim(0, table["poverty_rate"].max() * 1.12)
        marks.percent_axis(ax, axis="x")
        marks.percent_axis(ax, axis="y")
    return fig


def _name_outliers(ax: "Axes", table: pd.DataFrame) -> None:
    """Names beside the dots of the highest informal coverage and of the highest poverty; more names would overlap."""
    highest = table.nlargest(6, "informal_coverage").index
    poorest = table.nlargest(4, "poverty_rate").index
    for row in table.loc[highest.union(poorest)].itertuples():
        ax.annotate(
            row.name, (row.poverty_rate, row.informal_coverage), xytext=(6, 5), textcoords="offset points", fontsize=8
        )  # fmt: skip


def _poverty_words(table: pd.DataFrame, index: pd.Series) -> Words:
    values = ", ".join(
        f"{row['name']} {language.percent(row['poverty_rate'])} / {language.percent(row['informal_coverage'])}"
        for row in table.to_dict("records")
    )
    return Words(
        title=_poverty_title(index["concentration"], index["low"], index["high"]),
        subtitle=_(
            "Informal coverage, percent of informal workers, December {year}; dots as large as the informal workforce. "
            "The concentration index runs from −1 to 1."
        ).format(year=index["year"]),
        alt=_("Scatter of informal coverage against the poverty rate: {values}.").format(values=values),
    )


def _poverty_title(index: float, low: float, high: float) -> str:
    if low <= 0 <= high:
        title = _(
            "Informal coverage shows no clear lean along the poverty rate (index {index}, from {low} to {high})"
        )
    elif index > 0:
        title = _(
            "Informal coverage leans towards provinces with less poverty (index {index}, from {low} to {high})"
        )
    else:
        title = _(
            "Informal coverage leans towards provinces with more poverty (index {index}, from {low} to {high})"
        )
    return title.format(
        index=language.number(index, 2), low=language.number(low, 2), high=language.number(high, 2)
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


def autocorrelation_table(formal: pd.DataFrame, informal: pd.DataFrame) -> Table:
    """Moran's I under every choice of neighbours, for both segments.

    Parameters
    ----------
    formal, informal : pandas.DataFrame
        From ``disparity.spatial_autocorrelation``.
    """
    rows = pd.concat([formal.assign(segment=_("formal")), informal.assign(segment=_("informal"))])
    return Table(
        name="autocorrelation",
        title=_("Whether neighbours are alike: Moran's I by choice of neighbours"),
        frame=rows.assign(choice=rows["choice"].map(choice_word)),
        columns=columns(
            Column("choice", _("Neighbours")),
            "segment",
            Column("without_neighbours", _("Without neighbours"), language.number),
            Column("morans_i", _("Moran's I"), number_to_hundredths),
            "p",
            "p_adjusted",
        ),
        note=_(
            "p from shuffling the values over the provinces; corrected for the number of tests (Benjamini and Hochberg)."
        ),
    )


def cluster_map(
    local: pd.DataFrame, layer: "gpd.GeoDataFrame", segment: str, choice: str = "land_and_sea"
) -> Figure:
    """Provinces that are like, or unlike, their neighbours beyond chance.

    Parameters
    ----------
    local : pandas.DataFrame
        From ``disparity.local_autocorrelation``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    segment : {"formal", "informal"}
        Whose coverage was tested.
    choice : str
        Which regions were taken as neighbours in the test.
    """
    name = f"clusters-{segment}"
    return publish(
        _draw_clusters(local, layer),
        name=name,
        **_cluster_words(local, vocabulary.segment_word(segment), choice),
        source=vocabulary.source_words(layer.attrs.get("credit")),
        table=Table(
            name=name,
            title=_("Provinces among their neighbours"),
            frame=local,
            columns=columns(
                "name",
                Column(f"{segment}_coverage", _("Coverage"), language.percent),
                Column("neighbours_mean", _("Mean of the neighbours"), language.percent),
                "p",
                "p_adjusted",
            ),
        ),
    )


def _draw_clusters(local: pd.DataFrame, layer: "gpd.GeoDataFrame") -> "Canvas":
    words = {
        "high_among_high": _("high among high"),
        "low_among_low": _("low among low"),
        "high_among_low": _("high among low"),
        "low_among_high": _("low among high"),
        "": _("not beyond chance"),
    }
    kinds = {kind: Fill(word, geography.AMONG_NEIGHBOURS[kind]) for kind, word in words.items()}
    fills = dict.fromkeys(layer["code"], geography.missing_fill(_("not known")))
    fills |= {row.code: kinds[row.cluster] for row in local.itertuples() if not row.reason}
    with marks.drawing(3.6, mosaic=[["map"], ["legend"]], height_ratios=[4, 1]) as (fig, axes):
        geography.draw_regions(axes["map"], layer, fills, geography.MAIN_TOLERANCE)
        legend = geography.used(fills, list(kinds.values()))
        geography.draw_legend(axes["legend"], legend, _("Among neighbours"), 3)
    return fig


def _cluster_words(local: pd.DataFrame, segment: str, choice: str) -> Words:
    names = local[local["cluster"] != ""]["name"]
    title = {
        0: _("No province's {segment} coverage stands out from its neighbours' beyond chance"),
        1: _("1 province stands out among its neighbours in {segment} coverage: {names}"),
    }.get(len(names), _("{count} provinces stand out among their neighbours in {segment} coverage: {names}"))
    return Words(
        title=title.format(count=len(names), segment=segment, names=", ".join(names)),
        subtitle=_(
            "Local Moran statistics, neighbours: {choice}; p corrected for many tests, {level}"
        ).format(choice=choice_word(choice), level=language.percent(100 * ALPHA, 0)),
        alt=_("Map of local Moran statistics; smallest corrected p is {p}.").format(
            p=language.number(local["p_adjusted"].min(), 3)
        ),
    )


def variable_word(variable: str) -> str:
    """What a variable of the model is called; a group of regions by its own name.

    Examples
    --------
    >>> variable_word("poverty_rate"), variable_word("island: Jawa")
    ('poverty rate', 'Jawa')
    """
    known = {
        "poverty_rate": _("poverty rate"),
        "minimum_wage": _("minimum wage"),
        "formal_share": _("formal share of workers"),
    }
    return known.get(variable) or variable.removeprefix("island: ")


def term_word(term: str, step: float) -> str:
    """What a term of the model compares: a variable and how much more of it, or a group of regions.

    Parameters
    ----------
    term : str
        A variable, or ``island: `` and the name of a group.
    step : float
        How much more of the variable, in its unit: points, or rupiah for the minimum wage.

    Examples
    --------
    >>> term_word("poverty_rate", 10), term_word("minimum_wage", 1e6)
    ('poverty rate, 10 points more', 'minimum wage, Rp1 million more')
    """
    if term.startswith("island: "):
        return variable_word(term)
    more = (
        _("{variable}, Rp{amount} million more") if term == "minimum_wage" else _("{variable}, {amount} points more")
    )  # fmt: skip
    amount = step / 1e6 if term == "minimum_wage" else step
    digits = 0 if float(amount).is_integer() else 1
    return more.format(variable=variable_word(term), amount=language.number(amount, digits))


def association_chart(terms: pd.DataFrame) -> Figure:
    """What goes with informal coverage between provinces, in points with intervals.

    Parameters
    ----------
    terms : pandas.DataFrame
        From ``disparity.associations``.
    """
    rows = terms[terms["points"].notna()].reset_index(drop=True)
    rows["compared"] = [term_word(row.term, row.step) for row in rows.itertuples()]
    rows["clear"] = (rows["points_low"] > 0) | (rows["points_high"] < 0)
    return publish(
        _draw_associations(rows),
        name="associations",
        **_association_words(rows),
        source=vocabulary.source_words()
        + " "
        + _("Poverty rate: BPS, Susenas March. Minimum wage: decrees of the provinces."),
        table=Table(
            name="associations",
            title=_("What goes with informal coverage"),
            frame=rows,
            columns=columns(
                Column("compared", _("Compared")),
                Column("points", _("Points"), language.points),
                Column("points_low", _("Low (95%)"), language.points),
                Column("points_high", _("High (95%)"), language.points),
                "p",
            ),
        ),
    )


def _draw_associations(rows: pd.DataFrame) -> "Canvas":
    with marks.drawing(0.7 + 0.27 * len(rows)) as (fig, ax):
        colours = [marks.ACCENT if clear else marks.CONTEXT for clear in rows["clear"]]
        ax.hlines(rows.index, rows["points_low"], rows["points_high"], color=colours, linewidth=2)
        ax.scatter(rows["points"], rows.index, color=colours, s=34, zorder=3)
        ax.axvline(0, color=marks.INK, linewidth=0.8)
        marks.label_rows(ax, rows["compared"].tolist())
        marks.values_column(ax, [language.points(value) for value in rows["points"]])
        marks.points_axis(ax)
        ax.set_xlabel(_("percentage points of informal coverage, 95% interval"))
    return fig


def _association_words(rows: pd.DataFrame) -> Words:
    values = "; ".join(
        f"{row['compared']} {language.points(row['points'])} "
        f"({language.points(row['points_low'])} – {language.points(row['points_high'])})"
        for row in rows.to_dict("records")
    )
    reference = next((group for group in rows["reference"] if group), "–")
    return Words(
        title=_association_title(rows[rows["clear"]]["compared"].tolist()),
        subtitle=_(
            "Fractional logit over {regions} provinces with robust errors; island groups against {reference}. Provinces that "
            "differ in one thing differ in others: this says what goes together, not what brings it about."
        ).format(regions=rows["regions"].iloc[0], reference=reference),
        alt=_("Intervals of associations with informal coverage: {values}.").format(values=values),
    )


def _association_title(clear: list[str]) -> str:
    title = {
        0: _("Nothing that was compared goes with informal coverage beyond its interval"),
        1: _("Of what was compared, 1 differs from none beyond its interval: {names}"),
    }.get(len(clear), _("Of what was compared, {count} differ from none beyond their interval: {names}"))
    return title.format(count=len(clear), names="; ".join(clear))


def influence_table(influence: pd.DataFrame, count: int = 6) -> Table:
    """The provinces that the fit depends on most.

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
        frame=rows.assign(term=rows["term"].map(variable_word)),
        columns=columns(
            "name",
            Column("observed", _("Observed"), language.percent),
            Column("fitted", _("Fitted"), language.percent),
            Column("cooks_distance", _("Cook's distance"), number_to_hundredths),
            Column("term", _("Moves most")),
            Column("shift", _("By, in its standard errors"), number_to_hundredths),
        ),
    )
