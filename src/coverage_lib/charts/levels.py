"""The level of coverage: the nation's path, the ranking of the provinces, a table of them all."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.not_members import holders_of_half, without_membership
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import figure_words
from coverage_lib.measures.coverage import nation_of, provinces_of
from coverage_lib.measures.published import latest_totals

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas


def coverage_table(frame: pd.DataFrame, name: str, title: str) -> Table:
    """Coverage with the counts that it is made of.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> frame = load_coverage(base="employed").query("code == '15' and year == 2024")
    >>> [text for text, _sort in coverage_table(frame, "jambi", "Jambi").content()["rows"][0]]
    ['Jambi', '2024', '534,179', '1,833,267', '29.1%']
    """
    return Table(
        name=name,
        title=title,
        frame=frame,
        columns=columns("name", "year", "active", "workers", "coverage"),
        source=vocabulary.source_words(frame),
    )


def national_path(coverage: pd.DataFrame, target: float, target_year: int) -> Figure:
    """The national share by year, part-year figures drawn apart, with a target ahead.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed", provisional=True)``.
    target : float
        Percent of all employed persons, as the national plan sets it: construction members are counted too.
    target_year : int
        The year at whose end the target holds.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> national_path(load_coverage(base="employed", provisional=True), 32.15, 2025).title
    "27.1% of Indonesia's workers were active members at the end of 2024, 5.8 points more than in 2022"
    """
    nation = coverage[coverage["code"] == NATION].sort_values("date")
    return publish(
        _draw_national_path(nation, target, target_year),
        name="national-path",
        **_national_path_words(nation),
        source=vocabulary.source_words(nation),
        table=coverage_table(nation, "national-path", _("National coverage by year")),
    )


def _draw_national_path(nation: pd.DataFrame, target: float, target_year: int) -> "Canvas":
    final = nation[nation["status"] == "final"]
    part = nation[nation["status"] == "provisional"]
    with marks.drawing(2.7) as (fig, ax):
        ax.plot(final["year"], final["coverage"], color=marks.ACCENT, linewidth=2.2, marker="o", markersize=6)
        for row in final.itertuples():
            # Where the target of the same year stands above, the number goes below.
            below = row.year == target_year and target > row.coverage
            ax.annotate(
                language.percent(row.coverage), (row.year, row.coverage), xytext=(0, -7 if below else 7),
                textcoords="offset points", ha="center", va="top" if below else "bottom", fontsize=9.5, fontweight="bold", color=marks.ACCENT,
            )  # fmt: skip
        for row in part.itertuples():
            _mark_part_year(ax, row)
        _mark_target(ax, target_year, target)
        years = sorted({*nation["year"], target_year})
        ax.set_xticks(years)
        ax.set_xlim(nation["year"].min() - 0.4, years[-1] + 0.9)
        ax.set_ylim(0, max(target, nation["coverage"].max()) * 1.25)
        marks.percent_axis(ax, axis="y")
    return fig


def _mark_part_year(ax: "Axes", row: Any) -> None:
    ax.plot(row.year, row.coverage, marker="o", markersize=6, color=marks.ACCENT, markerfacecolor="white")
    text = f"{language.percent(row.coverage)}\n{vocabulary.provisional_words(row)}"
    ax.annotate(
        text, (row.year, row.coverage), xytext=(0, -9), textcoords="offset points", ha="center", va="top", fontsize=8.5,
        color=marks.ACCENT,
    )  # fmt: skip


def _mark_target(ax: "Axes", year: int, target: float) -> None:
    ax.plot(year, target, marker="D", color=marks.TARGET, markersize=6, linestyle="none")
    text = _("target {share}\n(counts construction too)").format(share=language.percent(target, 2))
    ax.annotate(
        text, (year, target), xytext=(9, 0), textcoords="offset points", va="center", fontsize=8.5,
        color=marks.TARGET,
    )  # fmt: skip


def _national_path_words(nation: pd.DataFrame) -> Words:
    final = nation[nation["status"] == "final"]
    values = ", ".join(f"{row.year}: {language.percent(row.coverage)}" for row in nation.itertuples())
    return Words(
        title=_national_title(final.iloc[0], final.iloc[-1]),
        subtitle=_(
            "Active members, formal and informal, as a share of all employed persons, percent, year-end"
        ),
        alt=_("Line chart of the national coverage: {values}.").format(values=values),
    )


def _national_title(first: pd.Series, last: pd.Series) -> str:
    title = _("{share} of Indonesia's workers were active members at the end of {year}").format(
        share=language.percent(last["coverage"]), year=last["year"]
    )
    if first["year"] == last["year"]:
        return title
    change = last["coverage"] - first["coverage"]
    comparison = {
        1: _(", {change} points more than in {year}"),
        0: _(", as many as in {year}"),
        -1: _(", {change} points less than in {year}"),
    }[marks.direction(change)]
    return title + comparison.format(change=language.points(abs(change), sign=False), year=first["year"])


def ranked(coverage: pd.DataFrame, target: float, target_year: int) -> Figure:
    """Provinces from the highest to the lowest coverage, with the nation and a target.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``; the latest year is drawn.
    target : float
        Percent of all employed persons, as the national plan sets it: construction members are counted too.
    target_year : int
        The year of the target.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> ranked(load_coverage(base="employed"), 32.15, 2025).title
    '17 of 34 provinces stand above the national share; Papua Barat is first, Papua last'
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    return publish(
        _draw_ranked(rows, nation["coverage"], target, target_year),
        name="ranked",
        **_ranked_words(rows, nation),
        source=vocabulary.source_words(rows),
        table=coverage_table(rows, "ranked", _("Coverage by province, {year}").format(year=nation["year"])),
    )


def _draw_ranked(rows: pd.DataFrame, nation: float, target: float, target_year: int) -> "Canvas":
    colours = [marks.ACCENT if value > nation else marks.CONTEXT for value in rows["coverage"]]
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        ax.hlines(range(len(rows)), 0, rows["coverage"], color=colours, linewidth=1.2)
        ax.scatter(rows["coverage"], range(len(rows)), color=colours, s=34, zorder=3)
        marks.label_rows(ax, rows["name"].tolist())
        marks.values_column(ax, [language.percent(value) for value in rows["coverage"]])
        ax.set_xlim(0, max(rows["coverage"].max(), nation, target) * 1.05)
        nation_text = _("Indonesia {share}").format(share=language.percent(nation))
        target_text = _("target {year}: {share}").format(year=target_year, share=language.percent(target, 2))
        marks.references(ax, [(nation, nation_text, marks.INK), (target, target_text, marks.TARGET)])
        marks.percent_axis(ax)
    return fig


def _ranked_words(rows: pd.DataFrame, nation: pd.Series) -> Words:
    above = int((rows["coverage"] > nation["coverage"]).sum())
    title = (
        _("1 of {count} provinces stands above the national share; {top} is first, {bottom} last")
        if above == 1
        else _("{above} of {count} provinces stand above the national share; {top} is first, {bottom} last")
    )
    return Words(
        title=title.format(
            above=above, count=len(rows), top=rows["name"].iloc[0], bottom=rows["name"].iloc[-1]
        ),
        subtitle=_(
            "Active members as a share of all employed persons, percent, {date}. "
            "The target of the national plan also counts construction members, who are not published by province."
        ).format(date=language.date(nation["date"])),
        alt=_("Ranked chart of coverage: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
    )


def where_we_stand(coverage: pd.DataFrame) -> Finding:
    """The answer in a sentence: the national share, the workers without membership, the spread.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``, final years.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> where_we_stand(load_coverage(base="employed")).text.partition(":")[0]
    "At the end of 2024, 27.1% of Indonesia's employed were active members of Jamsostek"
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    return Finding(
        _(
            "At the end of {year}, {share} of Indonesia's employed were active members of Jamsostek: {without} workers were "
            "not. Coverage runs from {low} in {bottom} to {high} in {top}."
        ).format(
            year=nation["year"],
            share=language.percent(nation["coverage"]),
            without=language.people(nation["workers"] - nation["active"]),
            low=language.percent(rows["coverage"].iloc[-1]),
            bottom=rows["name"].iloc[-1],
            high=language.percent(rows["coverage"].iloc[0]),
            top=rows["name"].iloc[0],
        ),
        lead=True,
    )


def standing_figures(coverage: pd.DataFrame) -> KeyFigures:
    """The numbers of :func:`where_we_stand` with what they count, their base and their date.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> standing_figures(load_coverage(base="employed")).items[0]
    ('27.1%', 'coverage, all employed', '31 December 2024')
    """
    nation, first = nation_of(coverage), nation_of(coverage, int(coverage["year"].min()))
    when = language.date(nation["date"])
    workers = _("{workers} employed, Sakernas August {year}").format(
        workers=language.people(nation["workers"]), year=nation["year"]
    )
    items = [
        (language.percent(nation["coverage"]), _("coverage, all employed"), when),
        (language.people(nation["active"]), _("active members by domicile"), when),
        (language.people(nation["workers"] - nation["active"]), _("workers without membership"), workers),
    ]
    if first["year"] < nation["year"]:
        items.append(
            (
                language.points(nation["coverage"] - first["coverage"]),
                _("percentage points since {year}").format(year=first["year"]),
                _("from {share}").format(share=language.percent(first["coverage"])),
            )
        )
    return KeyFigures([*items, _half_of_those_without(coverage)])


def _half_of_those_without(coverage: pd.DataFrame) -> tuple[str, str, str]:
    rows = without_membership(coverage)
    half = holders_of_half(rows)
    label = (
        _("province holds half of those without") if half == 1 else _("provinces hold half of those without")
    )
    return str(half), label, _("of {count} provinces").format(count=len(rows))


def announced_total(coverage: pd.DataFrame, announced: pd.DataFrame) -> Finding:
    """How far the provinces' members are from the total that the agency announces, and why.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    announced : pandas.DataFrame
        From ``projection.announced_path``: all active members at the end of years, construction included.
    """
    both = sorted({*coverage.loc[coverage["code"] == NATION, "year"]} & {*announced["date"].dt.year})
    nation = nation_of(coverage, both[-1])
    total = announced[announced["date"].dt.year == nation["year"]].iloc[-1]
    return Finding(
        _(
            "The agency announced {total} active members for {date} ({publisher}, {id}), construction and migrant workers "
            "included: {whole} of all employed, against {share} here. Those further {more} are not published by province."
        ).format(
            total=language.people(total["active"]),
            date=language.date(total["date"], "month"),
            publisher=total["source_publisher"],
            id=total["id"],
            whole=language.percent(total["coverage"]),
            share=language.percent(nation["coverage"]),
            more=language.people(total["active"] - nation["active"]),
        )
    )


def every_province(coverage: pd.DataFrame, figures: pd.DataFrame) -> Table:
    """A row for each region: its path, its members, the workers without membership, and what was published.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    figures : pandas.DataFrame
        From ``measures.published.coverage_figures``.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_published
    >>> from coverage_lib.measures.published import coverage_figures
    >>> table = every_province(load_coverage(), coverage_figures(load_published())).content()
    >>> [text for text, _sort in table["rows"][1]][-4:]
    ['58.53%', '1 December 2025', 'not stated', 'f1391']
    """
    years = sorted(int(year) for year in coverage["year"].unique())
    return Table(
        name="everything",
        title=_("Every province, {year}").format(year=years[-1]),
        frame=_every_province_rows(coverage, figures),
        columns=columns(
            "name",
            *(Column(f"coverage_{year}", str(year), language.percent) for year in years),
            "change",
            "active",
            "workers",
            "not_members",
            *("share_words", "date_words", "base_words", "id"),
            workers=_("Employed"),
            date_words=_("Published for"),
            base_words=_("Base of the published"),
        ),
        note=_(
            "Coverage by year is a share of all employed persons. The published share has another base and another date; it "
            "stands here to be recognised, not to be compared."
        ),
        source=vocabulary.source_words(coverage),
    )


def _every_province_rows(coverage: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    last, first = int(coverage["year"].max()), int(coverage["year"].min())
    path = (
        coverage.pivot(index="code", columns="year", values="coverage").add_prefix("coverage_").reset_index()
    )
    now = coverage[coverage["year"] == last]
    rows = now[["code", "boundary", "name", "active", "workers"]].merge(path, on="code")
    rows["change"] = rows[f"coverage_{last}"] - rows[f"coverage_{first}"]
    rows["not_members"] = rows["workers"] - rows["active"]
    latest = figure_words(latest_totals(figures, "2021"))
    shown = ["coverage", "placed_at", "share_words", "date_words", "base_words", "id"]
    rows = rows.merge(latest[["code", "boundary", *shown]], on=["code", "boundary"], how="left")
    return rows.sort_values([f"coverage_{last}", "code"], ascending=[False, True])
