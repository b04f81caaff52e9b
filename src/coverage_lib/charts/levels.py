"""Charts of coverage: its path, its ranking, its change, the people behind the gap."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts import marks
from coverage_lib.exhibits import Figure, Finding, KeyFigures, Table, publish
from coverage_lib.language import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NATION = "00"


def provinces_of(coverage: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """The provinces of one year, the latest unless named, highest coverage first.

    Examples
    --------
    >>> frame = pd.DataFrame({"code": ["00", "11", "12"], "year": 2024, "coverage": [27.0, 20.0, 25.0]})
    >>> provinces_of(frame).code.tolist()
    ['12', '11']
    """
    year = int(coverage["year"].max()) if year is None else year
    rows = coverage[(coverage["year"] == year) & (coverage["code"] != NATION)]
    return rows.sort_values(["coverage", "code"], ascending=[False, True]).reset_index(drop=True)


def nation_of(coverage: pd.DataFrame, year: int | None = None) -> pd.Series:
    """The national row of one year, the latest unless named.

    Examples
    --------
    >>> frame = pd.DataFrame({"code": ["00", "11"], "year": 2024, "coverage": [27.0, 20.0]})
    >>> float(nation_of(frame).coverage)
    27.0
    """
    year = int(coverage["year"].max()) if year is None else year
    return coverage[(coverage["year"] == year) & (coverage["code"] == NATION)].iloc[0]


def coverage_table(frame: pd.DataFrame, name: str, title: str) -> Table:
    """Coverage with the counts that it is made of."""
    return Table(
        name=name,
        title=title,
        frame=frame,
        columns=[
            ("name", _("Region"), None),
            ("year", _("Year"), str),
            ("active", _("Active members"), language.number),
            ("workers", _("Workers"), language.number),
            ("coverage", _("Coverage"), language.percent),
        ],
        source=marks.source_words(),
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
        source=marks.source_words(),
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
        source=marks.source_words(),
        alt=_("Ranked chart of coverage: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
        table=coverage_table(rows, "ranked", _("Coverage by province, {year}").format(year=nation["year"])),
    )


def change(coverage: pd.DataFrame) -> Figure:
    """Coverage of each province in the first and the last year, joined by an arrow, the largest rise first.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    """
    first, last = int(coverage["year"].min()), int(coverage["year"].max())
    wide = coverage.pivot(index=["code", "name"], columns="year", values="coverage").reset_index()
    wide["change"] = wide[last] - wide[first]
    nation = wide[wide["code"] == NATION].iloc[0]
    rows = wide[wide["code"] != NATION].sort_values(["change", "code"], ascending=[False, True])
    rows = rows.reset_index(drop=True)
    fell = int((rows["change"] < 0).sum())
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        for position, row in rows.iterrows():
            colour = marks.ACCENT if row["change"] >= 0 else marks.INFORMAL
            ax.annotate(
                "", (row[last], position), (row[first], position),
                arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
            )  # fmt: skip
            ax.plot(row[first], position, "o", color=marks.PALE, markersize=4.5, zorder=1)
            ax.annotate(
                language.points(row["change"]), (max(row[first], row[last]), position), xytext=(6, 0),
                textcoords="offset points", va="center", fontsize=8.5, color=colour,
            )  # fmt: skip
        marks.label_rows(ax, rows["name"].tolist())
        ax.set_xlim(0, max(rows[first].max(), rows[last].max()) * 1.12)
        marks.percent_axis(ax)
    top = rows.iloc[0]
    title = _("{top} rose most, by {change} points; nationally coverage rose by {nation} points").format(
        top=top["name"],
        change=language.points(top["change"], sign=False),
        nation=language.points(nation["change"], sign=False),
    )
    if fell:
        title += _("; it fell in {count} provinces").format(count=fell)
    return publish(
        fig,
        name="change",
        title=title,
        subtitle=_(
            "Coverage at the end of {first} (dot) and of {last} (arrowhead), percent of all employed persons; "
            "the number is the change in percentage points"
        ).format(first=first, last=last),
        source=marks.source_words(),
        alt=_("Change of coverage in percentage points: {values}.").format(
            values=marks.listing(rows, "change", language.points)
        ),
        table=Table(
            name="change",
            title=_("Coverage in {first} and {last}").format(first=first, last=last),
            frame=rows.rename(columns={first: "first", last: "last"}),
            columns=[
                ("name", _("Region"), None),
                ("first", str(first), language.percent),
                ("last", str(last), language.percent),
                ("change", _("Change, points"), language.points),
            ],
            source=marks.source_words(),
        ),
    )


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
        source=marks.source_words(),
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
            source=marks.source_words(),
        ),
    )


def counted_by_office(domicile: pd.DataFrame, office: pd.DataFrame) -> Figure:
    """The same members counted where they live and where their employer is registered.

    Parameters
    ----------
    domicile, office : pandas.DataFrame
        From ``load_members``, one date, both ways of counting; construction is left out of both.
    """
    sums = [
        members[members["segment"] != "construction"]
        .groupby(["code", "name"], as_index=False)["active"]
        .sum()
        for members in (domicile, office)
    ]
    rows = sums[0].merge(sums[1], on=["code", "name"], suffixes=("_domicile", "_office"), validate="1:1")
    rows["ratio"] = rows["active_office"] / rows["active_domicile"]
    rows = rows.sort_values(["ratio", "code"], ascending=[False, True]).reset_index(drop=True)
    top, bottom = rows.iloc[0], rows.iloc[-1]
    when = domicile["date"].max()
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        ax.hlines(rows.index, 1, rows["ratio"], color=marks.PALE, linewidth=2)
        colours = [marks.INK if value >= 1 else marks.CONTEXT for value in rows["ratio"]]
        ax.scatter(rows["ratio"], rows.index, color=colours, s=30, zorder=3)
        for position, row in rows.iterrows():
            away = 6 if row["ratio"] >= 1 else -6
            ax.annotate(
                language.number(row["ratio"], 2), (row["ratio"], position), xytext=(away, 0),
                textcoords="offset points", va="center", ha="left" if away > 0 else "right", fontsize=8.5,
            )  # fmt: skip
        marks.label_rows(ax, rows["name"].tolist())
        ax.axvline(1, color=marks.INK, linewidth=1)
        ax.set_xlim(0, rows["ratio"].max() * 1.1)
        marks.numbers_axis(ax, lambda value: language.number(value, 1))
        ax.set_xlabel(_("members counted by office for each member counted by domicile"))
    return publish(
        fig,
        name="counted-by-office",
        title=_("{office} members are counted at offices in {top}; {domicile} members live there").format(
            top=top["name"],
            office=language.people(top["active_office"]),
            domicile=language.people(top["active_domicile"]),
        ),
        subtitle=_(
            "Active members counted where the employer is registered, for each one counted where the member lives, "
            "formal and informal without construction, {date}. Only the count by domicile may be divided by employment."
        ).format(date=language.date(when)),
        source=_("Satu Data Ketenagakerjaan, table 1726 (by office); Dewan Ekonomi Nasional (by domicile)."),
        alt=_(
            "Ratio of members counted by office to members counted by domicile, from {top} {high} to {bottom} {low}."
        ).format(
            top=top["name"],
            high=language.number(top["ratio"], 2),
            bottom=bottom["name"],
            low=language.number(bottom["ratio"], 2),
        ),
        table=Table(
            name="counted-by-office",
            title=_("Active members by way of counting, {date}").format(date=language.date(when)),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("active_domicile", _("By domicile"), language.number),
                ("active_office", _("By office"), language.number),
                ("ratio", _("Ratio"), lambda value: language.number(value, 2)),
            ],
        ),
    )


def published_beside(coverage: pd.DataFrame, latest: pd.DataFrame) -> Figure:
    """The share of all employed beside the latest published share of eligible workers: two measures, two marks.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``; the latest year is drawn.
    latest : pandas.DataFrame
        From :func:`coverage_lib.coverage.latest_published`.
    """
    ours, nation = provinces_of(coverage), nation_of(coverage)
    rows = ours.merge(
        latest[["code", "coverage", "date"]], on="code", how="left", suffixes=("", "_published")
    )
    both = rows.dropna(subset=["coverage_published"])
    higher = int((both["coverage_published"] > both["coverage"]).sum())
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        ax.scatter(
            rows["coverage"],
            rows.index,
            s=30,
            color=marks.ACCENT,
            zorder=3,
            label=_("of all employed persons"),
        )
        ax.scatter(
            both["coverage_published"], both.index, s=34, facecolor="white", edgecolor=marks.TARGET, marker="D",
            zorder=3, label=_("of eligible workers, as published"),
        )  # fmt: skip
        for position, row in both.iterrows():
            ax.annotate(
                language.date(row["date_published"], "month"), (row["coverage_published"], position),
                xytext=(7, 0), textcoords="offset points", va="center", fontsize=7.5, color=marks.TARGET,
            )  # fmt: skip
        for position in rows.index.difference(both.index):
            ax.annotate(
                _("none published"), (rows["coverage"][position], position), xytext=(8, 0),
                textcoords="offset points", va="center", fontsize=7.5, color=marks.CONTEXT,
            )  # fmt: skip
        marks.label_rows(ax, rows["name"].tolist())
        ax.set_xlim(0, 100)
        marks.percent_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=8.5, borderaxespad=0.2)
    return publish(
        fig,
        name="published-beside",
        title=_(
            "In {higher} of {both} provinces the published share is higher: its base leaves workers out, and its date is another"
        ).format(higher=higher, both=len(both)),
        subtitle=_(
            "Dot: active members of all employed persons, {date}. Diamond: latest published share of eligible workers, with "
            "its month. Percent of different bases: read each on its own."
        ).format(date=language.date(nation["date"])),
        source=marks.source_words() + " " + _("Published shares: press and agencies as listed in the table."),
        alt=_("Coverage of all employed and published coverage of eligible workers: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.percent(row['coverage'])} / {language.percent(row['coverage_published'])}"
                for _index, row in rows.iterrows()
            )
        ),
        table=Table(
            name="published-beside",
            title=_("Two shares of two bases"),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("coverage", _("Of all employed, {year}").format(year=nation["year"]), language.percent),
                ("coverage_published", _("Of eligible, published"), lambda value: language.percent(value, 2)),
                ("date_published", _("Published for"), lambda value: language.date(value, "month")),
            ],
            source=marks.source_words(),
        ),
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


def quoted(coverage: pd.DataFrame, published: pd.DataFrame) -> Finding:
    """What was said of the whole country in the latest year, beside the share of all employed.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    published : pandas.DataFrame
        From ``load_coverage(base="eligible")``.
    """
    nation = nation_of(coverage)
    here = (published["code"] == NATION) & (published["segment"] == "total")
    said = published[here & (published["year"] == nation["year"])].sort_values(["date", "id"]).iloc[-1]
    return Finding(
        _(
            "For {date}, {quoted} of eligible workers was quoted for the whole country ({publisher}, {id}). Of all employed "
            "it was {share} at the end of {year}: the quoted share leaves workers out of what it divides by, and may count "
            "construction members in what it divides."
        ).format(
            date=language.date(said["date"], "month"),
            quoted=language.percent(said["coverage"]),
            publisher=said["publisher"],
            id=said["id"],
            share=language.percent(nation["coverage"]),
            year=nation["year"],
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
        source=marks.source_words(),
    )
