"""Who works in a province: formal and informal coverage, and the workers of its regencies and cities."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.province import counted_name
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures import province as profiles
from coverage_lib.measures.province import Place

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 10


def segments(place: Place, shares: pd.DataFrame) -> Figure:
    """Coverage of formal and of informal workers, first and last year, beside the nation.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    shares : pandas.DataFrame
        From ``load_coverage(base="segment_workers")``.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> segments(profiles.place("15"), load_coverage(base="segment_workers")).title
    '66% of the workers without membership in Jambi are informal'
    """
    levels = profiles.segment_levels(place, shares)
    with marks.drawing(1.15) as (fig, ax):
        _draw_segments(ax, levels)
    now = levels.set_index("segment")["coverage"]
    rows = shares[shares["code"].isin([place.parent, NATION])].sort_values(["segment", "code", "year"])
    return publish(
        fig,
        name="segments",
        title=_segments_words(place, profiles.informal_share(levels)),
        subtitle=_(
            "Active members of a segment as a share of the workers of the segment, percent, {date} (first point: {year})"
        ).format(date=language.date(levels["date"].iloc[0]), year=levels["first_year"].iloc[0]),
        source=vocabulary.source_words(rows),
        alt=_("Coverage of formal workers {formal}, of informal workers {informal}.").format(
            formal=language.percent(now["formal"]), informal=language.percent(now["informal"])
        ),
        table=Table(
            name="segments",
            title=_("Coverage of formal and informal workers"),
            frame=rows.assign(segment=rows["segment"].map(vocabulary.segment_word)),
            columns=columns("name", "segment", "year", "active", "workers", "coverage"),
            source=vocabulary.source_words(rows),
        ),
    )


def _segments_words(place: Place, informal: float) -> str:
    if pd.isna(informal):
        return _("In {name} there are at least as many members as workers, formal and informal").format(
            name=counted_name(place)
        )
    return _("{share} of the workers without membership in {name} are informal").format(
        share=language.percent(informal, 0), name=counted_name(place)
    )


def _draw_segments(ax: "Axes", levels: pd.DataFrame) -> None:
    """For each segment a line from the first year's open point to the last year's full one, and a stroke for the nation."""
    for position, row in levels.iterrows():
        colour = marks.SEGMENT_COLOURS[row["segment"]]
        # The legend explains the marks once, by those of the first row.
        words = {
            "first_coverage": str(row["first_year"]),
            "coverage": str(row["year"]),
            "nation": _("Indonesia {year}").format(year=row["year"]),
        }
        label = {key: text if position == 0 else None for key, text in words.items()}
        ax.plot([row["first_coverage"], row["coverage"]], [position, position], color=colour, linewidth=2)
        ax.plot(
            row["first_coverage"], position, "o", color=colour, markerfacecolor="white", markersize=6,
            label=label["first_coverage"],
        )  # fmt: skip
        ax.plot(row["coverage"], position, "o", color=colour, markersize=7, label=label["coverage"])
        ax.plot(
            row["nation"], position, "|", color=marks.INK, markersize=16, markeredgewidth=2,
            label=label["nation"],
        )  # fmt: skip
    marks.label_rows(ax, [vocabulary.base_words("segment_workers", kind) for kind in levels["segment"]])
    marks.values_column(
        ax,
        [language.percent(value) for value in levels["coverage"]],
        [marks.SEGMENT_COLOURS[kind] for kind in levels["segment"]],
    )
    ax.set_xlim(0, max(levels[["first_coverage", "coverage", "nation"]].to_numpy().max() * 1.06, 10))
    marks.percent_axis(ax)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=8.5, borderaxespad=0.1)


def regency_workers(place: Place, rows: pd.DataFrame, members: pd.DataFrame | None = None) -> Figure:
    """Where in the province people work: its regencies and cities, the most first.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    rows : pandas.DataFrame
        From ``profiles.regencies``.
    members : pandas.DataFrame, optional
        ``load_members(level="regency", months=True)``: an analyst's own table may have counts of regencies of the province.

    Examples
    --------
    >>> from coverage_lib import load_employment
    >>> rows = profiles.regencies("15", load_employment("2022", level="regency"))
    >>> regency_workers(profiles.place("15"), rows).title.partition(";")[0]
    'Kota Jambi has 16% of the 1.9 million people employed in Jambi'
    """
    drawn = rows.head(MOST_BARS)
    with marks.drawing(0.3 + 0.19 * len(drawn)) as (fig, ax):
        _draw_regencies(ax, drawn)
    top = rows.iloc[0]
    return publish(
        fig,
        name="regencies",
        title=(
            _("{top} has {share} of the {workers} people employed in {name}")
            if counted_by_regency(place, members)
            else _(
                "{top} has {share} of the {workers} people employed in {name}; members are not published by regency"
            )
        ).format(
            top=top["name"],
            share=language.percent(top["share"], 0),
            workers=language.people(rows["employed"].sum()),
            name=place.name,
        ),
        subtitle=_regencies_details(rows, len(drawn)),
        source=_employed_by(rows),
        alt=_("Bar chart of employed persons: {values}.").format(
            values=marks.listing(drawn, "employed", language.number)
        ),
        table=_regencies_table(rows),
    )


def _draw_regencies(ax: "Axes", rows: pd.DataFrame) -> None:
    ax.barh(range(len(rows)), rows["employed"] / 1e3, color=marks.ACCENT, height=0.7)
    marks.label_rows(ax, rows["name"].tolist(), 8.5)
    values = [
        f"{language.number(row.employed)}  ({language.percent(row.share, 0)})" for row in rows.itertuples()
    ]
    marks.values_column(ax, values)
    marks.numbers_axis(ax, language.number)
    ax.set_xlabel(_("thousand people employed"))


def _regencies_details(rows: pd.DataFrame, drawn: int) -> str:
    text = _("Employed persons, August {year}, and their share of the province").format(
        year=rows["year"].iloc[0]
    )
    if drawn == len(rows):
        return text
    return text + _("; the {count} largest of {all}, the others in the table").format(
        count=drawn, all=len(rows)
    )


def _regencies_table(rows: pd.DataFrame) -> Table:
    return Table(
        name="regencies",
        title=_("Workforce of regencies and cities, August {year}").format(year=rows["year"].iloc[0]),
        frame=rows,
        columns=columns(
            "name",
            "employed",
            Column("share", _("Share of the province"), language.percent),
            "labour_force",
            Column(
                "change",
                _("Change of employed since {year}").format(year=rows["first_year"].iloc[0]),
                _signed,
            ),
        ),
        source=_employed_by(rows),
    )


def counted_by_regency(place: Place, members: pd.DataFrame | None) -> bool:
    """Whether an own table counts members of regencies of a province.

    Examples
    --------
    >>> counted_by_regency(profiles.place("15"), pd.DataFrame({"province_code": ["15"]}))
    True
    """
    return members is not None and bool(members["province_code"].eq(place.code).any())


def _employed_by(rows: pd.DataFrame) -> str:
    """Who counted the employed of the regencies; own tables that are among the sources are named."""
    words = _("BPS, Sakernas August, employed persons by regency.")
    own = vocabulary.own_table_words(rows["source_id"]) if "source_id" in rows else []
    return "; ".join([words.rstrip("."), *own]) + "." if own else words


def _signed(value: float) -> str:
    text = language.number(abs(value))
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text
