"""Charts of where coverage leads: every province at the target's date, the fans of some, and the two segments."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.fan import draw_fan, draw_targets, projection_words, year_ticks, years_axis
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, year
from coverage_lib.measures.projection import Yardstick
from coverage_lib.measures.projection.joint import part_year_month

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Columns of a table of quantiles, as far as they go on each side of the median.
LEVELS = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")


def ranked_provinces(
    coverage: pd.DataFrame, quantiles: pd.DataFrame, attainment: pd.DataFrame, yard: Yardstick
) -> Figure:
    """Where each province may stand at the target's date, ranked, against the nation's target less construction.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    quantiles, attainment : pandas.DataFrame
        From ``projection.answers``, against the yardstick.
    yard : Yardstick
        From ``projection.yardstick``.
    """
    by = attainment["target_date"].iloc[0]
    rows = _ranked_rows(coverage, quantiles, attainment, by)
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        _draw_ranked(ax, rows, yard)
    words = {"target": language.percent(yard.target), "by": by.year, "count": len(rows)}
    likely = sum(language.printed_probability(value) > 0.5 for value in rows["probability_at_target_date"])
    return publish(
        fig,
        name="provinces-ranked",
        title=_ranked_title(likely, words),
        subtitle=_(
            "Active members as a share of all employed at the end of {by}, percent, without construction: median (dot), half of the cases (thick bar), eight of "
            "ten (thin bar); counted at the end of {last} (ring). The line is the plan's {national} less the {construction} points that construction "
            "made in {when}. The column is the probability of standing at it or above at the end of {by}."
        ).format(
            last=int(coverage["year"].max()),
            national=language.percent(yard.national, 2),
            construction=language.points(yard.construction, sign=False),
            when=language.date(yard.date, "month"),
            **words,
        ),
        source=projection_words(),
        alt=_("Provinces at the end of {by}: {values}.").format(
            by=by.year,
            values="; ".join(
                _("{name} {low} to {high}, probability {probability}").format(
                    name=row["name"],
                    low=language.percent(row["q10"], 0),
                    high=language.percent(row["q90"], 0),
                    probability=language.probability(row["probability_at_target_date"]),
                )
                for row in rows.to_dict("records")
            ),
        ),
        table=Table(
            name="provinces-ranked-table",
            title=_("Provinces at the end of {by}").format(by=by.year),
            frame=rows,
            columns=columns(
                "name",
                Column(
                    "counted", _("Counted, {last}").format(last=int(coverage["year"].max())), language.percent
                ),
                "q10",
                "q25",
                "q50",
                "q75",
                "q90",
                "probability_at_target_date",
                "probability_ever_by_target_date",
            ),
            note=_(
                "“Ever by then”: at or above the line at the end of some year until then, or at the last count before."
            ),
        ),
    )


def _ranked_rows(
    coverage: pd.DataFrame, quantiles: pd.DataFrame, attainment: pd.DataFrame, by: pd.Timestamp
) -> pd.DataFrame:
    """A row for each province, the highest median first."""
    names = coverage.drop_duplicates("code").set_index("code")["name"]
    last = coverage[coverage["date"] == coverage["date"].max()].set_index("code")["coverage"]
    rows = quantiles[(quantiles["date"] == by) & (quantiles["code"] != NATION)]
    rows = rows.merge(
        attainment[["code", "probability_at_target_date", "probability_ever_by_target_date"]],
        on="code",
        validate="one_to_one",
    )
    rows = rows.assign(name=rows["code"].map(names), counted=rows["code"].map(last))
    return rows.sort_values(["q50", "code"], ascending=[False, True], ignore_index=True)


def _ranked_title(likely: int, words: dict[str, object]) -> str:
    if likely == 0:
        return _("No province is likelier than not to stand at {target} or above at the end of {by}").format(
            **words
        )
    if likely == words["count"]:
        return _(
            "Every province is likelier than not to stand at {target} or above at the end of {by}"
        ).format(**words)
    if likely == 1:
        return _(
            "One of {count} provinces is likelier than not to stand at {target} or above at the end of {by}"
        ).format(**words)
    return _(
        "{likely} of {count} provinces are likelier than not to stand at {target} or above at the end of {by}"
    ).format(likely=likely, **words)


def _draw_ranked(ax: "Axes", rows: pd.DataFrame, yard: Yardstick) -> None:
    ax.hlines(rows.index, rows["q10"], rows["q90"], color=marks.ACCENT, linewidth=1.1)
    ax.hlines(rows.index, rows["q25"], rows["q75"], color=marks.tint(marks.ACCENT, 0.55), linewidth=4.2)
    ax.scatter(rows["q50"], rows.index, s=22, color=marks.ACCENT, zorder=4)
    ax.scatter(
        rows["counted"], rows.index, s=26, facecolor="white", edgecolor=marks.INK, linewidth=0.9, zorder=3
    )
    marks.label_rows(ax, rows["name"].tolist())
    marks.values_column(ax, [language.probability(value) for value in rows["probability_at_target_date"]])
    ax.set_xlim(0, max(80.0, rows[["q90", "counted"]].max().max() + 2))
    marks.references(ax, [(yard.target, language.percent(yard.target), marks.TARGET)])
    marks.percent_axis(ax)


def fans(
    coverage: pd.DataFrame, quantiles: pd.DataFrame, codes: Sequence[str], yard: Yardstick, by: int
) -> Figure:
    """Fans of chosen regions on one scale, with the nation's target less construction.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    quantiles : pandas.DataFrame
        From ``projection.answers``.
    codes : sequence of str
        Which regions, in order; a multiple of three fills the figure.
    yard : Yardstick
        From ``projection.yardstick``.
    by : int
        Year of the target, to whose end the fans are drawn.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> edges = {"q025": 20.0, "q10": 26.0, "q25": 30.0, "q50": 34.0, "q75": 38.0, "q90": 44.0, "q975": 60.0}
    >>> quantiles = pd.DataFrame([{"code": code, "date": pd.Timestamp("2029-12-31"), **edges} for code in ("00", "15")])
    >>> yard = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))
    >>> fans(load_coverage(base="employed"), quantiles, ["15", "00"], yard, 2029).table.title
    'Projected coverage at the end of 2029'
    """
    ahead = quantiles[quantiles["date"].dt.year <= by]
    names = coverage.drop_duplicates("code").set_index("code")["name"]
    rows = -(-len(codes) // 3)
    with marks.drawing(2.0 * rows, nrows=rows, ncols=3, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, code in zip(axes.flat, codes, strict=False):
            past = coverage[coverage["code"] == code].sort_values("date")
            draw_fan(ax, past, ahead[ahead["code"] == code])
            draw_targets(ax, [pd.Timestamp(by, 12, 31)], [yard.target])
            ax.set_title(names[code], fontsize=9.5)
            ax.set_ylim(0, 100)
            marks.percent_axis(ax, axis="y")
            year_ticks(ax, [int(coverage["year"].max()), by])
        for ax in list(axes.flat)[len(codes) :]:
            ax.set_axis_off()
        axes.flat[0].legend(loc="upper left", fontsize=7.5, borderaxespad=0.2)
    end = quantiles[quantiles["date"].dt.year == by].set_index("code").loc[list(codes)].reset_index()
    end = end.assign(name=end["code"].map(names))
    return publish(
        fig,
        name="fans",
        title=_fans_words(end, by),
        subtitle=_(
            "Active members as a share of all employed, percent, without construction; counted to {last}, then what may follow; the diamond is "
            "{target} at the end of {by}: the plan's {national} less construction"
        ).format(
            last=int(coverage["year"].max()),
            target=language.percent(yard.target),
            by=by,
            national=language.percent(yard.national, 2),
        ),
        source=projection_words(),
        alt=_("Fans of coverage to {by}, 80% intervals: {values}.").format(
            by=by,
            values=", ".join(
                f"{row.name} {language.percent(row.q10)}–{language.percent(row.q90)}"
                for row in end.itertuples(index=False)
            ),
        ),
        table=Table(
            name="fans-table",
            title=_("Projected coverage at the end of {by}").format(by=by),
            frame=end,
            columns=columns("name", *LEVELS),
            source=projection_words(),
        ),
    )


def _fans_words(end: pd.DataFrame, by: int) -> str:
    rows = end.assign(width=end["q90"] - end["q10"]).sort_values("width")
    narrow, broad = rows.iloc[0], rows.iloc[-1]
    return _(
        "At the end of {by} the 80% interval is {low} points wide in {narrow} and {high} in {broad}"
    ).format(
        by=by,
        low=language.number(narrow["width"]),
        narrow=narrow["name"],
        high=language.number(broad["width"]),
        broad=broad["name"],
    )


def segment_fans(coverage: pd.DataFrame, quantiles: pd.DataFrame, by: int) -> Figure:
    """The nation's fans of formal and of informal coverage, each on the workers of its segment.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="segment_workers")``.
    quantiles : pandas.DataFrame
        Quantiles of the nation by segment, with a column `segment`.
    by : int
        Last year that is drawn.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> edges = {"q025": 20.0, "q10": 26.0, "q25": 30.0, "q50": 34.0, "q75": 38.0, "q90": 44.0, "q975": 60.0}
    >>> rows = [{"segment": segment, "date": pd.Timestamp("2029-12-31"), **edges} for segment in ("formal", "informal")]
    >>> segment_fans(load_coverage(base="segment_workers"), pd.DataFrame(rows), 2029).title.partition(",")[0]
    'At the end of 2029 formal coverage may stand between 26% and 44%'
    """
    ahead = quantiles[quantiles["date"].dt.year <= by]
    nation = coverage[coverage["code"] == NATION].sort_values("date")
    with marks.drawing(2.6, ncols=2, sharey=True) as (fig, axes):
        for ax, segment in zip(axes, ("formal", "informal"), strict=True):
            past = nation[nation["segment"] == segment]
            draw_fan(ax, past, ahead[ahead["segment"] == segment], marks.SEGMENT_COLOURS[segment])
            years_axis(ax, int(past["year"].min()), by)
            ax.set_title(vocabulary.segment_word(segment), fontsize=9.5)
            ax.set_ylim(0, 100)
            marks.percent_axis(ax, axis="y")
        axes[0].legend(loc="lower right", fontsize=8)
    end = ahead[ahead["date"].dt.year == by].set_index("segment")
    return publish(
        fig,
        name="segment-fans",
        title=_segment_words(end, by),
        subtitle=_(
            "National coverage by segment, percent of the workers of the segment, year-end; each segment projected from its own national "
            "counts; 80% intervals in the title"
        ),
        source=projection_words(),
        alt=_(
            "Fans of formal and informal coverage; median at the end of {by}: {formal} and {informal}."
        ).format(
            by=by,
            formal=language.percent(end["q50"]["formal"]),
            informal=language.percent(end["q50"]["informal"]),
        ),
        table=Table(
            name="segment-fans-table",
            title=_("Projected coverage by segment"),
            frame=ahead.assign(segment=ahead["segment"].map(vocabulary.segment_word)),
            columns=columns("segment", Column("date", _("Date"), year), *LEVELS),
            source=projection_words(),
        ),
    )


def _segment_words(end: pd.DataFrame, by: int) -> str:
    def edge(segment: str, column: str) -> str:
        return language.percent(end.loc[segment, column], 0)

    return _(
        "At the end of {by} formal coverage may stand between {formal_low} and {formal_high}, informal between {low} and {high}"
    ).format(
        by=by,
        formal_low=edge("formal", "q10"),
        formal_high=edge("formal", "q90"),
        low=edge("informal", "q10"),
        high=edge("informal", "q90"),
    )


def season_words(coverage: pd.DataFrame, totals: pd.DataFrame) -> Finding:
    """What the part-year count says: first of all the season.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", provisional=True)``.
    totals : pandas.DataFrame
        From ``projection.announced_totals``.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> season_words(load_coverage(provisional=True), totals).text.partition(".")[0]
    'The count of 2025 by province lies 3'
    """
    nation = coverage[coverage["code"] == NATION].sort_values("date")
    part, last = nation.iloc[-1], nation[nation["status"] != "provisional"].iloc[-1]
    if part["status"] != "provisional":
        return Finding(
            _("There is no count within a year; the projection starts from full counts and announced totals.")
        )
    month = part_year_month(coverage[coverage["status"] == "provisional"], totals)
    change = part["active"] - last["active"]
    words = {
        "year": part["year"],
        "change": language.people(abs(change)),
        "last": language.date(last["date"], "month"),
    }
    fewer = (
        _("The count of {year} by province lies {change} below that of {last}.")
        if change < 0
        else _("The count of {year} by province lies {change} above that of {last}.")
    )
    if month is None:
        rest = _("Its day is not stated and no announced total fits it, so the projection does not use it.")
    else:
        rest = _(
            "Its day is not stated; of the months announced it fits the formal and informal members of {month} best. {season}The projection "
            "enters it as a count of {month}, and only for what a province differs from the nation by."
        ).format(month=language.date(month, "month"), season=_season(totals, change))
    return Finding(f"{fewer.format(**words)} {rest}")


def _season(totals: pd.DataFrame, change: float) -> str:
    """What the season says of a change since December, where members fell after most Decembers; nothing otherwise."""
    changes = _after_decembers(totals)
    if not sum(after < 0 for after in changes.values()) > len(changes) / 2:
        return ""
    text = (
        _(
            "Members mostly fall after a December and climb back ({changes}), so the difference is first of all the season."
        )
        if change < 0
        else _(
            "Members mostly fall after a December and climb back ({changes}), so the season does not explain the difference."
        )
    )
    listed = (
        _("{months}: {change} million").format(months=months, change=language.points(after / 1e6))
        for months, after in changes.items()
    )
    return text.format(changes="; ".join(listed)) + " "


def _after_decembers(totals: pd.DataFrame) -> dict[str, float]:
    """The change (people) from each announced December to the lowest month announced of the half-year after it, by the months in words."""
    dated = totals[totals["precision"] != "year"]
    changes = {}
    for december in dated[dated["date"].dt.month == 12].itertuples():
        after = dated[(dated["date"].dt.year == december.date.year + 1) & (dated["date"].dt.month <= 6)]
        if len(after):
            lowest = after.loc[after["active"].idxmin()]
            months = _("{before} to {after}").format(
                before=language.date(december.date, "month"), after=language.date(lowest["date"], "month")
            )
            changes[months] = lowest["active"] - december.active
    return changes
