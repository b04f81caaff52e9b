"""Published figures beside computed coverage."""

from collections.abc import Sequence

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
from coverage_lib.measures.coverage import nation_of, provinces_of
from coverage_lib.measures.published import latest_published


def published_tiles(published: pd.DataFrame, grid: pd.DataFrame, edges: Sequence[float]) -> Figure:
    """The latest share of eligible workers that was published for each province; hatched where there is none.

    Parameters
    ----------
    published : pandas.DataFrame
        From ``load_coverage(base="eligible")``.
    grid : pandas.DataFrame
        From ``regions.tile_grid("2022")``.
    edges : sequence of float
        Class limits in percent.
    """
    rows = latest_published(published).query("segment == 'total'")
    rows = rows.sort_values(["coverage", "code"], ascending=[False, True])
    order = class_fills(edges)
    fills = dict(zip(rows["code"], classify(rows["coverage"], edges, order), strict=True))
    fills |= {code: missing_fill() for code in grid["code"] if code not in fills}
    texts = {row.code: f"{language.number(row.coverage, 0)} ’{row.date:%y}" for row in rows.itertuples()}
    known = rows[rows["code"].isin(grid["code"])]
    with marks.drawing(4.2, mosaic=[["tiles"], ["legend"]], height_ratios=[8, 1]) as (fig, axes):
        draw_tiles(axes["tiles"], grid, fills, texts)
        legend = used(fills, order)
        draw_legend(axes["legend"], legend, _("Published share of eligible workers"), len(legend))
    return publish(
        fig,
        name="published-tiles",
        title=_(
            "Officials have published a share of eligible workers for {known} of {count} provinces, at dates from {first} to {last}"
        ).format(
            known=len(known),
            count=len(grid),
            first=language.date(known["date"].min(), "month"),
            last=language.date(known["date"].max(), "month"),
        ),
        subtitle=_(
            "Latest published coverage, percent of eligible workers (UCJ), with its year; bases and dates differ between "
            "provinces, so neighbours are not comparable to the point"
        ),
        source=_(
            "Press and agencies as listed in the table, each with its publisher and date; boundaries of 2022."
        ),
        alt=_("Tile grid of the latest published share of eligible workers: {values}.").format(
            values=marks.listing(known, "coverage", language.percent)
        ),
        table=published_table(known),
        labels=pointer_labels(known, published_label),
    )


def published_label(row: pd.Series) -> str:
    """A published figure in a line, for the pointer."""
    return _("{name}: {share} of eligible workers, {date} ({publisher})").format(
        name=row["name"],
        share=language.percent(row["coverage"], 2),
        date=language.date(row["date"], "month"),
        publisher=row["publisher"],
    )


def published_table(rows: pd.DataFrame) -> Table:
    """Published figures with what was printed, its base and who published it when."""
    return Table(
        name="published",
        title=_("Latest published share of eligible workers"),
        frame=rows,
        columns=[
            ("name", _("Region"), None),
            ("coverage", _("Published"), lambda value: language.percent(value, 2)),
            ("date", _("Date"), lambda value: language.date(value, "month")),
            ("base_stated", _("Base as stated"), None),
            ("as_published", _("As printed"), None),
            ("publisher", _("Publisher"), None),
            ("id", _("Source row"), None),
        ],
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
        From :func:`coverage_lib.measures.published.latest_published`.
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
        source=vocabulary.source_words()
        + " "
        + _("Published shares: press and agencies as listed in the table."),
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
            source=vocabulary.source_words(),
        ),
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
            lambda key: _("both together") if " " in key else vocabulary.segment_word(key)
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
        From ``disparity.formal_informal_difference``; the year of the members is taken.
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
