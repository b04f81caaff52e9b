"""Inequality between provinces: Theil and other measures, and coverage along the poverty rate."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns

if TYPE_CHECKING:
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

    Examples
    --------
    >>> measures = pd.DataFrame({"year": [2024], "segment": ["total"], "measure": ["gini"], "estimate": [0.21]})
    >>> measures = measures.assign(low=0.15, high=0.24, share=None)
    >>> [text for text, _sort in inequality_table(measures).content()["rows"][0]]
    ['all workers', 'Gini', '0.210', '0.150', '0.240', '–']
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

    Examples
    --------
    >>> parts = ["theil_between_segments", "theil_between_islands", "theil_between_provinces"]
    >>> measures = pd.DataFrame({"segment": "formal and informal", "measure": parts, "share": [75.0, 15.0, 10.0]})
    >>> theil_finding(measures).text.partition(" between ")[0]
    '75% of the inequality of coverage'
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

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["Aceh", "Bali"], "poverty_rate": [14.2, 4.0], "informal_coverage": [5.0, 26.0]})
    >>> index = pd.DataFrame({"segment": ["informal"], "year": 2024, "concentration": 0.22, "low": 0.12, "high": 0.29})
    >>> poverty_scatter(table.assign(informal_workers=[1_600_000, 1_200_000]), index).title
    'Informal coverage leans towards provinces with less poverty (index 0.22, from 0.12 to 0.29)'
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
