"""Charts of where coverage leads: the nation against its plan, chosen provinces, and the two segments."""

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
from coverage_lib.language.columns import Column, columns, month, year

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Columns of a table of quantiles, as far as they go on each side of the median.
LEVELS = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")


def national_fan(
    announced: pd.DataFrame, quantiles: pd.DataFrame, plan: pd.DataFrame, attainment: pd.Series
) -> Figure:
    """All active members over all employed, construction included, against the plan's path on the same measure.

    Parameters
    ----------
    announced : pandas.DataFrame
        From ``projection.announced_path``.
    quantiles : pandas.DataFrame
        Its fan.
    plan : pandas.DataFrame
        From ``projection.plan_targets``; targets after the fan's last year are left out.
    attainment : pandas.Series
        Its row of the attainment table, for one of the targets of the plan.

    Examples
    --------
    >>> announced = pd.DataFrame({"date": pd.to_datetime(["2024-12-31"]), "active": 45e6, "workers": 144e6, "coverage": 31.3,
    ...     "id": "f1", "as_published": "45 juta", "source_publisher": "press"})
    >>> edges = {"q10": 33.0, "q25": 36.0, "q50": 39.0, "q75": 42.0, "q90": 46.0}
    >>> quantiles = pd.DataFrame([{"date": pd.Timestamp("2029-12-31"), **edges}])
    >>> plan = pd.DataFrame({"year": [2029], "date": pd.Timestamp("2029-12-31"), "target": 43.92, "measure": "target_rate_rpjmn"})
    >>> goal = plan.assign(target_date=plan["date"], probability_by_target_date=0.27).iloc[0]
    >>> national_fan(announced, quantiles, plan, goal).title
    'Counted as the plan counts, 31.3% in 2024; the probability of 43.92% by 2029 is 27%'
    """
    goals = plan[plan["year"] <= quantiles["date"].max().year]
    with marks.drawing(3.2) as (fig, ax):
        draw_fan(ax, announced, quantiles)
        _draw_plan(ax, goals)
        ax.set_ylim(0, None)
        years_axis(ax, announced["date"].min().year, int(goals["year"].max()))
        ax.set_xlim(right=goals["date"].max() + pd.Timedelta(days=400))
        marks.percent_axis(ax, axis="y")
        ax.legend(loc="upper left", ncols=2, fontsize=8.5)
    values = [f"{row['date'].year}: {language.percent(row['coverage'])}" for _i, row in announced.iterrows()]
    end = quantiles.iloc[-1]
    return publish(
        fig,
        name="national-fan",
        title=_national_words(announced.iloc[-1], attainment),
        subtitle=_(
            "All active members that the agency announced, construction included, as a share of all employed, percent, year-end; "
            "the bands are what may follow"
        ),
        source=_(
            "Announced totals: press as listed in the table. BPS, Sakernas August. Plan: {documents}. Projection of this project."
        ).format(documents=_documents(goals)),
        alt=_(
            "Fan chart of national coverage with construction: {values}; in {by} between {low} and {high} (80%)."
        ).format(
            values=", ".join(values),
            by=end["date"].year,
            low=language.percent(end["q10"]),
            high=language.percent(end["q90"]),
        ),
        table=_announced_table(announced),
    )


def _draw_plan(ax: "Axes", goals: pd.DataFrame) -> None:
    """The plan's path, each step with its rate below it, the last one beside it."""
    ax.plot(
        goals["date"], goals["target"], "D--", color=marks.TARGET, linewidth=1, markersize=5, label=_("plan")
    )
    for _index, row in goals.iterrows():
        is_last = row["year"] == goals["year"].max()
        ax.annotate(
            language.percent(row["target"], 2), (row["date"], row["target"]),
            xytext=(8, 0) if is_last else (0, -13), textcoords="offset points",
            ha="left" if is_last else "center", fontsize=8.5, color=marks.TARGET,
        )  # fmt: skip


def _national_words(last: pd.Series, attainment: pd.Series) -> str:
    return _(
        "Counted as the plan counts, {last} in {year}; the probability of {target} by {by} is {probability}"
    ).format(
        last=language.percent(last["coverage"]),
        year=last["date"].year,
        target=language.percent(attainment["target"], 2),
        by=attainment["target_date"].year,
        probability=language.probability(attainment["probability_by_target_date"]),
    )


def _documents(goals: pd.DataFrame) -> str:
    """The plans that the targets are from, with the years that they set: RPJMN 2025–2029, RKP 2026."""
    names = {"target_rate_rpjmn": "RPJMN", "target_rate_rkp": "RKP", "target_rate": "RPJPN"}
    texts = []
    for measure, name in names.items():
        years = goals.loc[goals["measure"] == measure, "year"]
        if len(years):
            texts.append(
                f"{name} {'–'.join(str(year) for year in dict.fromkeys([years.min(), years.max()]))}"
            )
    return ", ".join(texts)


def _announced_table(announced: pd.DataFrame) -> Table:
    return Table(
        name="national-fan-table",
        title=_("Announced totals over all employed"),
        frame=announced,
        columns=columns(
            Column("date", _("Date"), month),
            "active",
            "workers",
            "coverage",
            "as_published",
            "source_publisher",
            "id",
            active=_("Active members announced"),
            workers=_("Employed"),
        ),
    )


def fans(
    coverage: pd.DataFrame, quantiles: pd.DataFrame, codes: Sequence[str], target: float, by: int
) -> Figure:
    """Fans of chosen provinces on one scale, with the target.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    quantiles : pandas.DataFrame
        From ``projection.outlook``.
    codes : sequence of str
        Which regions, in order; a multiple of three fills the figure.
    target : float
        Percent of all employed.
    by : int
        Year of the target, to whose end the fans are drawn.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> edges = {"q025": 20.0, "q10": 26.0, "q25": 30.0, "q50": 34.0, "q75": 38.0, "q90": 44.0, "q975": 60.0}
    >>> quantiles = pd.DataFrame([{"code": code, "date": pd.Timestamp("2029-12-31"), **edges} for code in ("00", "15")])
    >>> fans(load_coverage(base="employed"), quantiles, ["15", "00"], 43.92, 2029).table.title
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
            draw_targets(ax, [pd.Timestamp(by, 12, 31)], [target])
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
            "Active members as a share of all employed, percent; counted to {last}, then what may follow; the diamond is the "
            "national target of {target} for {by}"
        ).format(last=int(coverage["year"].max()), target=language.percent(target, 2), by=by),
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
            "National coverage by segment, percent of the workers of the segment, year-end; sum of the provinces in every draw, "
            "80% intervals in the title"
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


def part_year(provisional: pd.DataFrame, quantiles: pd.DataFrame) -> Finding:
    """What the part-year count, which no projection uses, says of the projection.

    Parameters
    ----------
    provisional : pandas.DataFrame
        ``load_coverage(base="employed", provisional=True)``.
    quantiles : pandas.DataFrame
        From ``projection.outlook``.

    Examples
    --------
    >>> count = pd.DataFrame({"code": ["00"], "year": 2025, "status": "provisional", "coverage": 24.5})
    >>> ahead = pd.DataFrame({"code": ["00"], "date": pd.to_datetime(["2025-12-31"]), "q10": 25.0, "q90": 40.0})
    >>> part_year(count, ahead).text.partition(" the 80% interval")[0]
    'The part-year count of 2025, 24.5%, lies below'
    """
    part = provisional[(provisional["code"] == NATION) & (provisional["status"] == "provisional")].iloc[-1]
    nation = quantiles[(quantiles["code"] == NATION) & (quantiles["date"].dt.year == part["year"])].iloc[0]
    words = {
        "share": language.percent(part["coverage"]),
        "year": part["year"],
        "low": language.percent(nation["q10"]),
        "high": language.percent(nation["q90"]),
    }
    if part["coverage"] < nation["q10"]:
        text = _(
            "The part-year count of {year}, {share}, lies below the 80% interval projected for the end of that year, {low} to "
            "{high}: unless members return by December, as they do when subsidies are paid again, the projection is too high."
        )
    elif part["coverage"] > nation["q90"]:
        text = _(
            "The part-year count of {year}, {share}, lies above the 80% interval projected for the end of that year, {low} to "
            "{high}: unless members leave by December, as they do when subsidies lapse, the projection is too low."
        )
    else:
        text = _(
            "The part-year count of {year}, {share}, lies inside the 80% interval projected for the end of that year, {low} to {high}."
        )
    return Finding(text.format(**words))
