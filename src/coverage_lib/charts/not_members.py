"""Workers who are not members: who they are, and in which provinces they live."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.segments import latest_year
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.coverage import nation_of, provinces_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

MILLION = 1e6


def who_is_missing(rates: pd.DataFrame, of_ten: pd.DataFrame) -> Finding:
    """The answer in a sentence: who is without membership, and compared to what.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``.
    of_ten : pandas.DataFrame
        From ``disparity.informal_of_ten``.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> coverage = load_coverage(base="segment_workers")
    >>> rates = disparity.formal_informal_difference(coverage)
    >>> who_is_missing(rates, disparity.informal_of_ten(coverage)).text.partition(":")[0]
    '7 of ten workers without membership are informal'
    """
    _provinces, nation, year = latest_year(rates)
    now = of_ten[of_ten["year"] == year].iloc[0]
    covered = {
        "informal": language.percent(nation["informal_coverage"]),
        "formal": language.percent(nation["formal_coverage"]),
        "year": year,
    }
    if pd.isna(now["of_ten"]):
        words = _(
            "How many of ten workers without membership are informal cannot be said, because {reason}: {informal} of informal "
            "workers are covered, against {formal} of formal workers ({year})."
        )
        return Finding(words.format(reason=_reason_words(now["reason"]), **covered), lead=True)
    words = _(
        "{of_ten} of ten workers without membership are informal: {informal} of informal workers are covered, against {formal} of "
        "formal workers ({year})."
    )
    return Finding(words.format(of_ten=language.number(now["of_ten"], 0), **covered), lead=True)


def _reason_words(reason: str) -> str:
    """Why ``disparity.informal_of_ten`` has no number, within a sentence."""
    return {
        "regions_missing": _("a province has no figure"),
        "all_are_members": _("no worker is without membership"),
        "formal_above_100": _("there are more formal members than formal workers"),
        "informal_above_100": _("there are more informal members than informal workers"),
    }[reason]


def missing_figures(rates: pd.DataFrame, not_members: pd.DataFrame) -> KeyFigures:
    """The numbers of :func:`who_is_missing`, each with its base.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``.
    not_members : pandas.DataFrame
        From ``disparity.not_members``.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> coverage = load_coverage(base="segment_workers")
    >>> rates = disparity.formal_informal_difference(coverage)
    >>> missing_figures(rates, disparity.not_members(coverage)).items[1]
    ('11.8%', 'informal coverage', 'of 83.8 million informal workers')
    """
    _provinces, nation, year = latest_year(rates)
    here = (not_members["code"] == NATION) & (not_members["year"] == year)
    now = not_members[here].set_index("segment")
    workers, without = now["workers"].map(language.people), now["not_members"].map(language.people)
    when = _("December {year}").format(year=year)
    return KeyFigures(
        [
            (
                language.percent(nation["formal_coverage"]),
                _("formal coverage"),
                _("of {workers} formal workers").format(workers=workers["formal"]),
            ),
            (
                language.percent(nation["informal_coverage"]),
                _("informal coverage"),
                _("of {workers} informal workers").format(workers=workers["informal"]),
            ),
            (language.points(nation["difference"], sign=False), _("percentage points between them"), when),
            (without["informal"], _("informal workers without membership"), when),
            (without["formal"], _("formal workers without membership"), when),
        ]
    )


def without_membership(coverage: pd.DataFrame) -> pd.DataFrame:
    """The provinces of the latest year with their workers who are not members, the most first.

    Parameters
    ----------
    coverage : pandas.DataFrame
        code, year, active, workers (people).

    Returns
    -------
    pandas.DataFrame
        The rows with two more columns: not_members (people) and share_of_not_members (percent of the provinces' sum).

    Examples
    --------
    >>> rows = [("11", 2024, 20, 100, 20.0), ("12", 2024, 60, 300, 20.0)]
    >>> frame = pd.DataFrame(rows, columns=["code", "year", "active", "workers", "coverage"])
    >>> without_membership(frame)[["code", "not_members", "share_of_not_members"]].values.tolist()
    [['12', 240, 75.0], ['11', 80, 25.0]]
    """
    rows = provinces_of(coverage)
    rows = rows.assign(not_members=rows["workers"] - rows["active"])
    rows["share_of_not_members"] = 100 * rows["not_members"] / rows["not_members"].sum()
    return rows.sort_values(["not_members", "code"], ascending=[False, True]).reset_index(drop=True)


def holders_of_half(rows: pd.DataFrame) -> int:
    """How many of the first rows of :func:`without_membership` hold half of all workers who are not members.

    Examples
    --------
    >>> holders_of_half(pd.DataFrame({"share_of_not_members": [40.0, 35.0, 25.0]}))
    2
    """
    return int((rows["share_of_not_members"].cumsum() < 50).sum()) + 1


def by_province(coverage: pd.DataFrame) -> Figure:
    """Workers without membership by province, the most first, with their share of all in the country.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``; the latest year is drawn.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> by_province(load_coverage(base="employed")).title
    '4 provinces hold half of the 105.4 million workers without membership; Jawa Timur alone holds 17.4%'
    """
    rows, nation = without_membership(coverage), nation_of(coverage)
    return publish(
        _draw_by_province(rows),
        name="not-members",
        **_by_province_words(rows, nation),
        source=vocabulary.source_words(provinces_of(coverage)),
        table=Table(
            name="not-members",
            title=_("Workers without membership by province, {year}").format(year=nation["year"]),
            frame=rows,
            columns=columns(
                "name",
                "not_members",
                "share_of_not_members",
                "coverage",
                not_members=_("Workers without membership"),
            ),
            source=vocabulary.source_words(provinces_of(coverage)),
        ),
    )


def _draw_by_province(rows: pd.DataFrame) -> "Canvas":
    half = holders_of_half(rows)
    millions = rows["not_members"] / MILLION
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        colours = [marks.ACCENT if position < half else marks.PALE for position in rows.index]
        ax.barh(rows.index, millions, color=colours, height=0.72)
        for position, row in rows.iterrows():
            text = f"{language.people(row['not_members'])}  ({language.percent(row['share_of_not_members'])})"
            ax.annotate(
                text, (millions[position], position), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8.5
            )  # fmt: skip
        marks.label_rows(ax, rows["name"].tolist())
        ax.set_xlim(min(0, millions.min()), millions.max() * 1.2)
        _millions_axis(ax)
    return fig


def _millions_axis(ax: "Axes") -> None:
    ax.locator_params(axis="x", integer=True)
    marks.numbers_axis(ax, language.number)
    ax.set_xlabel(_("million workers"))


def _by_province_words(rows: pd.DataFrame, nation: pd.Series) -> Words:
    half = holders_of_half(rows)
    title = (
        _("{top} alone holds {share} of the {total} workers without membership")
        if half == 1
        else _(
            "{half} provinces hold half of the {total} workers without membership; {top} alone holds {share}"
        )
    )
    return Words(
        title=title.format(
            half=half,
            total=language.people(nation["workers"] - nation["active"]),
            top=rows["name"].iloc[0],
            share=language.percent(rows["share_of_not_members"].iloc[0]),
        ),
        subtitle=_(
            "Employed persons less active members, and their share of the national number, {date}"
        ).format(date=language.date(nation["date"])),
        alt=_("Bar chart of workers without membership: {values}.").format(
            values=marks.listing(rows, "not_members", language.people)
        ),
    )


def by_segment(not_members: pd.DataFrame, provinces: pd.DataFrame) -> Figure:
    """Workers without membership by province and segment: the bars add up to the nation.

    Parameters
    ----------
    not_members : pandas.DataFrame
        From ``disparity.not_members``; the latest year is drawn.
    provinces : pandas.DataFrame
        From ``provinces()``: code and island; the title names the island group that holds most.

    Examples
    --------
    >>> from coverage_lib import load_coverage, provinces
    >>> from coverage_lib.measures import disparity
    >>> by_segment(disparity.not_members(load_coverage(base="segment_workers")), provinces()).title
    '73.9 million informal and 31.5 million formal workers are without membership; the 6 provinces of Jawa hold 57%'
    """
    year = int(not_members["year"].max())
    now = not_members[not_members["year"] == year]
    rows = _by_segment_rows(now[now["code"] != NATION])
    nation = now[now["code"] == NATION].set_index("segment")["not_members"]
    return publish(
        _draw_by_segment(rows),
        name="not-members-by-segment",
        **_by_segment_words(rows.merge(provinces[["code", "island"]], on="code", how="left"), nation, year),
        source=vocabulary.source_words(),
        table=_by_segment_table(rows, year),
    )


def _by_segment_rows(now: pd.DataFrame) -> pd.DataFrame:
    wide = now.pivot(index=["code", "name"], columns="segment").reset_index()
    rows = wide[["code", "name"]].droplevel(1, axis="columns")
    for segment in ("formal", "informal"):
        rows[segment] = wide["not_members"][segment]
        rows[f"{segment}_share"] = wide["share_of_not_members"][segment]
    rows["total"] = rows["formal"] + rows["informal"]
    rows["share"] = rows["formal_share"] + rows["informal_share"]
    return rows.sort_values(["total", "code"], ascending=[False, True]).reset_index(drop=True)


def _draw_by_segment(rows: pd.DataFrame) -> "Canvas":
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        # More members than workers give a negative bar; it is drawn to the left of zero, so that none hides another.
        right = left = pd.Series(0.0, index=rows.index)
        for segment in ("informal", "formal"):
            millions = rows[segment] / MILLION
            ax.barh(
                rows.index, millions, left=right.where(millions >= 0, left), height=0.72,
                color=marks.SEGMENT_COLOURS[segment], label=vocabulary.segment_word(segment),
            )  # fmt: skip
            right, left = right + millions.clip(lower=0), left + millions.clip(upper=0)
        marks.label_rows(ax, rows["name"].tolist())
        totals = rows[["total", "share"]].to_dict("records")
        texts = [f"{language.people(row['total'])}  {language.percent(row['share'])}" for row in totals]
        marks.values_column(ax, texts)
        ax.set_xlim(min(0, left.min()) * 1.02, right.max() * 1.02)
        _millions_axis(ax)
        ax.legend(loc="lower right")
    return fig


def _by_segment_words(rows: pd.DataFrame, nation: pd.Series, year: int) -> Words:
    values = ", ".join(
        f"{row['name']} {language.people(row['informal'])} + {language.people(row['formal'])}"
        for row in rows.to_dict("records")
    )
    title = _("{informal} informal and {formal} formal workers are without membership").format(
        informal=language.people(nation["informal"]), formal=language.people(nation["formal"])
    )
    return Words(
        title=title + _island_words(rows),
        subtitle=_(
            "Workers less active members of the segment, December {year}; the column is the province's number and its share "
            "of the nation's"
        ).format(year=year),
        alt=_("Bars of workers without membership, informal and formal: {values}.").format(values=values),
    )


def _island_words(rows: pd.DataFrame) -> str:
    """The island group that holds most of those without membership; nothing where there is only one, or shares are missing."""
    groups = rows.groupby("island")["share"].agg(["sum", "size"])
    if len(groups) < 2 or rows["share"].isna().any():
        return ""
    most = groups.loc[groups["sum"].idxmax()]
    words = (
        _("; {island} holds {share}")
        if most["size"] == 1
        else _("; the {count} provinces of {island} hold {share}")
    )
    return words.format(count=int(most["size"]), island=most.name, share=language.percent(most["sum"], 0))


def _by_segment_table(rows: pd.DataFrame, year: int) -> Table:
    share = _("Share of the national number")
    return Table(
        name="not-members-by-segment",
        title=_("Workers without membership by province and segment, {year}").format(year=year),
        frame=rows,
        columns=columns(
            "name",
            Column("informal", _("Informal"), language.number),
            Column("informal_share", _("Share of the national number, informal"), language.percent),
            Column("formal", _("Formal"), language.number),
            Column("formal_share", _("Share of the national number, formal"), language.percent),
            Column("total", _("Both"), language.number),
            Column("share", share, language.percent),
        ),
        source=vocabulary.source_words(),
    )
