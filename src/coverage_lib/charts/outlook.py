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
from coverage_lib.measures.projection.counts import (
    date_stated,
    full_counts,
    month_counts,
    part_year_month,
)

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

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> due = pd.Timestamp("2029-12-31")
    >>> edges = {"q10": 26.0, "q25": 30.0, "q50": 34.0, "q75": 38.0, "q90": 44.0}
    >>> fan = pd.DataFrame([{"code": code, "date": due, **edges} for code in ("15", "64")])
    >>> goal = pd.DataFrame({"code": ["15", "64"], "target_date": due, "probability_at_target_date": [0.2, 0.9]})
    >>> goal = goal.assign(probability_ever_by_target_date=goal["probability_at_target_date"])
    >>> yard = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))
    >>> ranked_provinces(load_coverage(base="employed"), fan, goal, yard).title
    'One of 2 provinces is likelier than not to stand at 39.8% or above at the end of 2029'
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
        title=likelier_words(likely, words),
        subtitle=_(
            "Active members as a share of all employed at the end of {by}, percent, without construction: median (dot), 50% interval (thick bar), 80% "
            "interval (thin bar); counted at the end of {last} (ring). The line is the plan's {national} less the {construction} points that construction "
            "made in {when}. The column is the probability of standing at it or above at the end of {by}."
        ).format(
            last=int(coverage["year"].max()),
            national=language.percent(yard.national, 2),
            construction=language.points(yard.construction, 2, sign=False),
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
            note=_("“Ever by then”: at the line or above it at the end of some coming year until then."),
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


def likelier_words(likely: int, words: dict[str, object]) -> str:
    """How many provinces are likelier than not to stand at the target: none, one, several, all.

    Examples
    --------
    >>> likelier_words(1, {"count": 34, "target": "39.8%", "by": 2029})
    'One of 34 provinces is likelier than not to stand at 39.8% or above at the end of 2029'
    """
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


def season_words(coverage: pd.DataFrame, totals: pd.DataFrame, back: pd.Series) -> Finding:
    """What the part-year count says: how much of it is the season.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed", months=True)``.
    totals : pandas.DataFrame
        From ``projection.with_counts``.
    back : pandas.Series
        From ``projection.season_back``: what the nation lost within the part-year, and how much of it is expected back by its end.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> back = {"month": pd.Timestamp("2025-05-31"), "lost": 4.6, "by": pd.Timestamp("2025-12-31"), "q10": 1.5, "q50": 4.0, "q90": 6.5}
    >>> season_words(load_coverage(provisional=True), totals, pd.Series(back)).text.partition(":")[2]
    ' fewer members are first of all the season.'
    """
    last = full_counts(coverage).query("code == @NATION").iloc[-1]
    nation = coverage[(coverage["code"] == NATION) & (coverage["date"] > last["date"])]
    provinces = _own_months(coverage, last["date"])
    if nation.empty:
        none = _(
            "There is no count within a year; the projection starts from full counts and announced totals."
        )
        return Finding(f"{none} {provinces}".strip())
    part = nation.sort_values("date").iloc[-1]
    stated = bool(date_stated(part.to_frame().T).item())
    month = part["date"] if stated else part_year_month(coverage[~date_stated(coverage)], totals)
    change = part["active"] - last["active"]
    words = {
        "year": language.date(part["date"], "month") if stated else part["year"],
        "change": language.people(abs(change)),
        "last": language.date(last["date"], "month"),
    }
    beside = (
        _("The count of {year} by province lies {change} below that of {last}.")
        if change < 0
        else _("The count of {year} by province lies {change} above that of {last}.")
    ).format(**words)
    if month is None:
        rest = _("Its day is not stated and no announced total fits it, so the projection does not use it.")
        return Finding(f"{beside} {rest} {provinces}".strip())
    fits = _dated_words() if stated else _fitted_words(month)
    # The season is a fall: it explains no rise, and nothing where no total was announced within the year.
    season = _season_part(back) if change < 0 and back["lost"] > 0 else ""
    return Finding(" ".join(part for part in (beside, fits, provinces, season) if part))


def _fitted_words(month: pd.Timestamp) -> str:
    """What a count without a stated date is taken for."""
    return _(
        "Its day is not stated; it fits the formal and informal members announced for {month}. It is taken as a count of that month, and only to compare "
        "provinces with each other."
    ).format(month=language.date(month, "month"))


def _dated_words() -> str:
    """What a dated count of all provinces within a year is taken for."""
    return _(
        "It is taken as a count of that month: with construction's part it is a figure of the nation, and it compares provinces with each other."
    )


def _own_months(coverage: pd.DataFrame, last: pd.Timestamp) -> str:
    """Which provinces have months of their own, beside those that all were counted in."""
    months = month_counts(coverage)
    months = months[months["date"] > last]
    single = months[~months["date"].isin(months.loc[months["code"] == NATION, "date"])]
    if single.empty:
        return ""
    return _("Months of some provinces only move the paths of these alone: {names}, to {month}.").format(
        names=", ".join(single.drop_duplicates("code")["name"]),
        month=language.date(single["date"].max(), "month"),
    )


def _season_part(back: pd.Series) -> str:
    """How much of the fall within the year is season."""
    words = {
        "lost": language.points(back["lost"], sign=False),
        "month": language.date(back["month"], "month"),
        "back": language.points(back["q50"], sign=False),
        "low": language.points(back["q10"]),
        "high": language.points(back["q90"]),
        "by": language.date(back["by"], "month"),
    }
    if back["q50"] > back["lost"] / 2:
        return _(
            "Members usually fall after a December and climb back. Of the {lost} points that the nation lost by {month}, {back} are expected back by "
            "{by} (80% interval {low} to {high}): fewer members are first of all the season."
        ).format(**words)
    return _(
        "Members usually fall after a December and climb back. Of the {lost} points that the nation lost by {month}, only {back} are expected back "
        "by {by} (80% interval {low} to {high}): fewer members are more than the season."
    ).format(**words)
