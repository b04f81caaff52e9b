"""Published figures: the latest of each province, and beside the share that is computed of all employed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.drawing.geography import (
    class_fills,
    classify,
    draw_legend,
    draw_tiles,
    missing_fill,
    pointer_labels,
    used,
)
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import figure_words
from coverage_lib.measures import published
from coverage_lib.measures.coverage import nation_of, provinces_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Stands behind a number whose base is not stated.
NOT_STATED_MARK = "*"


def published_tiles(figures: pd.DataFrame, grid: pd.DataFrame, edges: Sequence[float]) -> Figure:
    """The latest coverage that was published for each province of today; hatched where there is none.

    Parameters
    ----------
    figures : pandas.DataFrame
        From ``measures.published.coverage_figures``.
    grid : pandas.DataFrame
        From ``regions.tile_grid("2022")``.
    edges : sequence of float
        Class limits in percent.
    """
    rows = figure_words(published.latest_totals(figures, "2022"))
    rows = rows[rows["code"].isin(grid["code"])].sort_values(["coverage", "code"], ascending=[False, True])
    order = class_fills(edges)
    fills = dict(zip(rows["code"], classify(rows["coverage"], edges, order), strict=True))
    fills |= {code: missing_fill() for code in grid["code"] if code not in fills}
    texts = {row.code: _tile_text(row) for row in rows.itertuples()}
    with marks.drawing(4.2, mosaic=[["tiles"], ["legend"]], height_ratios=[8, 1]) as (fig, axes):
        draw_tiles(axes["tiles"], grid, fills, texts)
        legend = used(fills, order)
        draw_legend(axes["legend"], legend, _("Published coverage"), len(legend))
    years = rows["date"].dt.year
    return publish(
        fig,
        name="published-tiles",
        title=_(
            "A published coverage stands for {known} of {count} provinces, for {stated} of them stated to be of eligible workers; the "
            "figures are of {first} to {last}"
        ).format(
            known=len(rows),
            count=len(grid),
            stated=int(rows["base"].eq("eligible").sum()),
            first=years.min(),
            last=years.max(),
        ),
        subtitle=_(
            "Latest published coverage, percent, with its year; {mark} where it is not stated of whom. Bases and dates differ between "
            "provinces, so neighbours are not comparable to the point."
        ).format(mark=NOT_STATED_MARK),
        source=_(
            "Press and agencies as listed in the table, each with its publisher and date; boundaries of 2022."
        ),
        alt=_("Tile grid of the latest published coverage: {values}.").format(
            values=", ".join(f"{row.name} {row.share_words}" for row in rows.itertuples())
        ),
        table=published_table(rows),
        labels=pointer_labels(rows, published_label),
    )


def _tile_text(row: Any) -> str:
    mark = "" if row.base == "eligible" else NOT_STATED_MARK
    return f"{language.number(row.coverage, 0)}{mark} ’{row.date:%y}"


def published_label(row: pd.Series) -> str:
    """A published figure in a line, for the pointer."""
    line = (
        _("{name}: {share} of eligible workers, {date} ({publisher})")
        if row["base"] == "eligible"
        else _("{name}: {share}, base not stated, {date} ({publisher})")
    )
    return line.format(
        name=row["name"], share=row["share_words"], date=row["date_words"], publisher=row["publisher"]
    )


def published_table(rows: pd.DataFrame) -> Table:
    """Published figures with what was printed, its base, who published it when, and which others there were.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``measures.published.latest_totals``, with its words (``language.printed.figure_words``).
    """
    keys = "name share_words date_words base_words as_published publisher id"
    return Table(
        name="published",
        title=_("Latest published coverage"),
        frame=rows.assign(alternatives=[others or None for others in rows["alternatives"]]),
        columns=columns(*keys.split(), Column("alternatives", _("Others of that month"))),
    )


def published_beside(coverage: pd.DataFrame, figures: pd.DataFrame) -> Figure:
    """The share of all employed beside the latest published coverage: two measures, two marks.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``; the latest year is drawn.
    figures : pandas.DataFrame
        From ``measures.published.coverage_figures``; figures for today's provinces of Papua are left out, since the members of
        those of 2021 are counted.
    """
    nation = nation_of(coverage)
    rows = _beside_rows(coverage, figures)
    both = rows.dropna(subset=["coverage_published"])
    higher = both[both["coverage_published"] > both["coverage"]]
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        _draw_beside(ax, rows)
    return publish(
        fig,
        name="published-beside",
        title=_(
            "In {higher} of {both} provinces the published share is higher; {stated} of these are stated to be of eligible workers, who "
            "are fewer than all employed"
        ).format(higher=len(higher), both=len(both), stated=int(higher["base"].eq("eligible").sum())),
        subtitle=_(
            "Dot: active members of all employed persons, {date}. Diamond: latest published coverage, filled where it is stated to be "
            "of eligible workers, with its date; a bar is what a figure leaves open. Percent of different bases: read each on its own."
        ).format(date=language.date(nation["date"])),
        source=vocabulary.source_words(provinces_of(coverage))
        + " "
        + _("Published shares: press and agencies as listed in the table."),
        alt=_("Coverage of all employed and published coverage: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.percent(row['coverage'])} / {row['share_words'] or language.MISSING}"
                for row in rows.to_dict("records")
            )
        ),
        table=Table(
            name="published-beside",
            title=_("Two shares of two bases"),
            frame=rows,
            columns=columns(
                "name",
                "coverage",
                Column("share_words", _("Published"), order="coverage_published"),
                *("date_words", "base_words", "id"),
                coverage=_("Of all employed, {year}").format(year=nation["year"]),
            ),
            source=vocabulary.source_words(provinces_of(coverage)),
        ),
    )


def _beside_rows(coverage: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The provinces of 2021 by coverage, each with its latest published figure, if there is one."""
    latest = figure_words(published.latest_totals(figures, "2021"))
    columns_shown = "coverage base low high bound placed_at share_words date_words base_words id".split()  # noqa: SIM905
    rows = provinces_of(coverage)[["code", "name", "boundary", "coverage"]]
    rows = rows.merge(
        latest[["code", "boundary", *columns_shown]],
        on=["code", "boundary"],
        how="left",
        suffixes=("", "_published"),
    )
    words = ["share_words", "date_words", "base_words", "id"]
    rows[words] = rows[words].astype(object).where(rows[words].notna(), None)
    return rows


def _draw_beside(ax: "Axes", rows: pd.DataFrame) -> None:
    ax.scatter(
        rows["coverage"], rows.index, s=30, color=marks.ACCENT, zorder=3, label=_("of all employed persons")
    )
    known = rows.dropna(subset=["coverage_published"])
    for stated, label in (
        (True, _("published, of eligible workers")),
        (False, _("published, base not stated")),
    ):
        some = known[known["base"].eq("eligible") == stated]
        ax.scatter(
            some["coverage_published"], some.index, s=34, facecolor=marks.TARGET if stated else "white",
            edgecolor=marks.TARGET, marker="D", zorder=3, label=label,
        )  # fmt: skip
    for position, row in known.iterrows():
        if row["bound"] != "exact":
            ax.hlines(position, row["low"], min(row["high"], 100), color=marks.TARGET, linewidth=1)
        ax.annotate(
            row["date_words"], (row["coverage_published"], position), xytext=(7, 0),
            textcoords="offset points", va="center", fontsize=7.5, color=marks.TARGET,
        )  # fmt: skip
    for position in rows.index.difference(known.index):
        ax.annotate(
            _("no figure"), (rows["coverage"][position], position), xytext=(8, 0),
            textcoords="offset points", va="center", fontsize=7.5, color=marks.CONTEXT,
        )  # fmt: skip
    marks.label_rows(ax, rows["name"].tolist())
    ax.set_xlim(0, 100)
    marks.percent_axis(ax)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=8.5, borderaxespad=0.2)


def quoted(coverage: pd.DataFrame, figures: pd.DataFrame) -> Finding:
    """What was said of the whole country in the latest year, beside the share of all employed.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    figures : pandas.DataFrame
        From ``measures.published.coverage_figures``.
    """
    nation = nation_of(coverage)
    own = figures[(figures["code"] == NATION) & (figures["segment"] == "total")]
    said = published.latest_by(published.beside_eligible(own), nation["date"])
    [row] = figure_words(said).to_dict("records")
    words = {
        "date": row["date_words"],
        "quoted": row["share_words"],
        "publisher": row["publisher"],
        "id": row["id"],
        "share": language.percent(nation["coverage"]),
        "year": nation["year"],
    }
    if row["base"] == "eligible":
        return Finding(
            _(
                "For {date}, {quoted} of eligible workers was quoted for the whole country ({publisher}, {id}). Of all employed "
                "it was {share} at the end of {year}: the quoted share leaves workers out of what it divides by, and may count "
                "construction members in what it divides."
            ).format(**words)
        )
    return Finding(
        _(
            "For {date}, {quoted} was quoted for the whole country ({publisher}, {id}); of whom is not stated. Of all employed it was "
            "{share} at the end of {year}: the quoted share probably leaves workers out of what it divides by, and may count "
            "construction members in what it divides."
        ).format(**words)
    )
