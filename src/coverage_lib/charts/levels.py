"""Charts of coverage: its path, its ranking, its change, the people behind the gap."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import columns
from coverage_lib.measures.coverage import nation_of, provinces_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def coverage_table(frame: pd.DataFrame, name: str, title: str) -> Table:
    """Coverage with the counts that it is made of."""
    return Table(
        name=name,
        title=title,
        frame=frame,
        columns=columns("name", "year", "active", "workers", "coverage"),
        source=vocabulary.source_words(),
    )


def national_path(coverage: pd.DataFrame, target: float, target_year: int) -> Figure:
    """The national share by year, part-year figures drawn apart, with a target ahead.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed", provisional=True)``.
    target : float
        Percent of all employed persons.
    target_year : int
        The year at whose end the target holds.
    """
    nation = coverage[coverage["code"] == NATION].sort_values("date")
    final = nation[nation["status"] == "final"]
    part = nation[nation["status"] == "provisional"]
    first, last = final.iloc[0], final.iloc[-1]
    with marks.drawing(2.7) as (fig, ax):
        ax.plot(final["year"], final["coverage"], color=marks.ACCENT, linewidth=2.2, marker="o", markersize=6)
        for row in final.itertuples():
            _above(ax, row.year, row.coverage, language.percent(row.coverage), marks.ACCENT)
        for row in part.itertuples():
            ax.plot(
                row.year, row.coverage, marker="o", markersize=6, color=marks.ACCENT, markerfacecolor="white"
            )
            text = _("{share}\npart-year, provisional").format(share=language.percent(row.coverage))
            ax.annotate(
                text, (row.year, row.coverage), xytext=(0, -9), textcoords="offset points", ha="center", va="top",
                fontsize=8.5, color=marks.ACCENT,
            )  # fmt: skip
        ax.plot(target_year, target, marker="D", color=marks.TARGET, markersize=6, linestyle="none")
        text = _("target {share}\n(counts construction too)").format(share=language.percent(target, 2))
        ax.annotate(
            text, (target_year, target), xytext=(9, 0), textcoords="offset points", va="center", fontsize=8.5,
            color=marks.TARGET,
        )  # fmt: skip
        years = [*final["year"], *part["year"]]
        ax.set_xticks(sorted({*years, target_year}))
        ax.set_xlim(min(years) - 0.4, max([*years, target_year]) + 0.9)
        ax.set_ylim(0, max(target, last["coverage"]) * 1.25)
        marks.percent_axis(ax, axis="y")
    change = last["coverage"] - first["coverage"]
    title = _(
        "{last} of Indonesia's workers were active members at the end of {year}, {change} points {direction} {first_year}"
    ).format(
        last=language.percent(last["coverage"]),
        year=last["year"],
        change=language.points(abs(change), sign=False),
        direction=_("more than in") if change >= 0 else _("less than in"),
        first_year=first["year"],
    )
    return publish(
        fig,
        name="national-path",
        title=title,
        subtitle=_(
            "Active members, formal and informal, as a share of all employed persons, percent, year-end"
        ),
        source=vocabulary.source_words(),
        alt=_("Line chart of the national coverage: {values}.").format(
            values=", ".join(f"{row.year}: {language.percent(row.coverage)}" for row in nation.itertuples())
        ),
        table=coverage_table(nation, "national-path", _("National coverage by year")),
    )


def _above(ax: "Axes", x: float, y: float, text: str, colour: str) -> None:
    ax.annotate(
        text, (x, y), xytext=(0, 7), textcoords="offset points", ha="center", va="bottom", fontsize=9.5,
        fontweight="bold", color=colour,
    )  # fmt: skip


def ranked(coverage: pd.DataFrame, target: float, target_year: int) -> Figure:
    """Provinces from the highest to the lowest coverage, with the nation and a target.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``; the latest year is drawn.
    target : float
        Percent of all employed persons.
    target_year : int
        The year of the target.
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    above = int((rows["coverage"] > nation["coverage"]).sum())
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        colours = [
            marks.ACCENT if value >= nation["coverage"] else marks.CONTEXT for value in rows["coverage"]
        ]
        ax.hlines(range(len(rows)), 0, rows["coverage"], color=colours, linewidth=1.2)
        ax.scatter(rows["coverage"], range(len(rows)), color=colours, s=34, zorder=3)
        marks.label_rows(ax, rows["name"].tolist())
        marks.values_column(ax, [language.percent(value) for value in rows["coverage"]])
        ax.set_xlim(0, max(rows["coverage"].max(), target) * 1.05)
        nation_text = _("Indonesia {share}").format(share=language.percent(nation["coverage"]))
        target_text = _("target {year}: {share}").format(year=target_year, share=language.percent(target, 2))
        marks.references(
            ax, [(nation["coverage"], nation_text, marks.INK), (target, target_text, marks.TARGET)]
        )
        marks.percent_axis(ax)
    return publish(
        fig,
        name="ranked",
        title=_(
            "{above} of {count} provinces stand above the national share; {top} is first, {bottom} last"
        ).format(above=above, count=len(rows), top=rows["name"].iloc[0], bottom=rows["name"].iloc[-1]),
        subtitle=_(
            "Active members as a share of all employed persons, percent, {date}. "
            "The target of the national plan also counts construction members, who are not published by province."
        ).format(date=language.date(nation["date"])),
        source=vocabulary.source_words(),
        alt=_("Ranked chart of coverage: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
        table=coverage_table(rows, "ranked", _("Coverage by province, {year}").format(year=nation["year"])),
    )


def where_we_stand(coverage: pd.DataFrame) -> Finding:
    """The answer in a sentence: the national share, the people without, the spread."""
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
    """The numbers of :func:`where_we_stand` with what they count, their base and their date."""
    nation, first = nation_of(coverage), nation_of(coverage, int(coverage["year"].min()))
    rows = provinces_of(coverage)
    gap = (rows["workers"] - rows["active"]).sort_values(ascending=False)
    half = int((gap.cumsum() < gap.sum() / 2).sum()) + 1
    when = language.date(nation["date"])
    workers = _("{workers} employed, Sakernas August {year}").format(
        workers=language.people(nation["workers"]), year=nation["year"]
    )
    return KeyFigures(
        [
            (language.percent(nation["coverage"]), _("coverage, all employed"), when),
            (language.people(nation["active"]), _("active members by domicile"), when),
            (language.people(nation["workers"] - nation["active"]), _("workers without membership"), workers),
            (
                language.points(nation["coverage"] - first["coverage"]),
                _("percentage points since {year}").format(year=first["year"]),
                _("from {share}").format(share=language.percent(first["coverage"])),
            ),
            (
                str(half),
                _("provinces hold half of those without"),
                _("of {count} provinces").format(count=len(rows)),
            ),
        ]
    )


def whole_path(coverage: pd.DataFrame, announced: pd.DataFrame, employment: pd.DataFrame) -> Finding:
    """How far the provinces' members are from the total that the agency announces, and why.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    announced : pandas.DataFrame
        National rows of ``load_published()`` with all active members at the end of the latest year, construction included.
    employment : pandas.DataFrame
        From ``load_employment()``.
    """
    nation = nation_of(coverage)
    total = announced.sort_values(["value", "id"]).iloc[-1]
    employed = employment[(employment["code"] == NATION) & (employment["year"] == nation["year"])][
        "employed"
    ].iloc[0]
    return Finding(
        _(
            "The agency announced {total} active members for {date} ({publisher}, {id}), construction and migrant workers "
            "included: {whole} of all employed, against {share} here. Those further {more} are not published by province."
        ).format(
            total=language.people(total["value"]),
            date=language.date(nation["date"], "month"),
            publisher=total["source_publisher"],
            id=total["id"],
            whole=language.percent(100 * total["value"] / employed),
            share=language.percent(nation["coverage"]),
            more=language.people(total["value"] - nation["active"]),
        )
    )


def everything(coverage: pd.DataFrame, published: pd.DataFrame) -> Table:
    """A row for each province: its path, its members, its gap, and what was published."""
    last, first = int(coverage["year"].max()), int(coverage["year"].min())
    path = (
        coverage.pivot(index="code", columns="year", values="coverage").add_prefix("coverage_").reset_index()
    )
    now = coverage[coverage["year"] == last]
    rows = now[["code", "name", "active", "workers"]].merge(path, on="code")
    rows["change"] = rows[f"coverage_{last}"] - rows[f"coverage_{first}"]
    rows["without"] = rows["workers"] - rows["active"]
    rows = rows.merge(published[["code", "coverage", "date"]], on="code", how="left")
    rows = rows.sort_values([f"coverage_{last}", "code"], ascending=[False, True])
    years = [(f"coverage_{year}", str(year), language.percent) for year in sorted(coverage["year"].unique())]
    return Table(
        name="everything",
        title=_("Every province, {year}").format(year=last),
        frame=rows,
        columns=[
            ("name", _("Region"), None),
            *years,
            ("change", _("Change, points"), language.points),
            ("active", _("Active members"), language.number),
            ("workers", _("Employed"), language.number),
            ("without", _("Without membership"), language.number),
            ("coverage", _("Published, of eligible"), lambda value: language.percent(value, 2)),
            ("date", _("Published for"), lambda value: language.date(value, "month")),
        ],
        note=_(
            "Coverage by year is a share of all employed persons. The published share has another base and another date; it "
            "stands here to be recognised, not to be compared."
        ),
        source=vocabulary.source_words(),
    )
