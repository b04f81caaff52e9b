"""Charts of targets: the probability of reaching them, and when."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.fan import projection_words
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.drawing.geography import (
    Fill,
    class_fills,
    fills_by_class,
    map_with_inset,
    missing_fill,
    pointer_labels,
)
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.attainment_summary import (
    LIKELY,
    UNLIKELY,
    Span,
    is_wide,
    nation,
    summary,
    year_classes,
)

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes

#: Limits of the classes of a map of probabilities, percent.
PROBABILITIES = [0.0, 10, 25, 50, 75, 90, 100]

NEVER_COLOUR, WIDE_HATCH = "#bdbdbd", "..."


def when_reached(attainment: pd.DataFrame) -> Finding:
    """The answer in a sentence: the nation's probability, and how many provinces are likelier than not to be there.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.outlook``, with the nation, code ``"00"``, and its target.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["00", "15"], "probability_by_target_date": [0.38, 0.6], "target": 43.92})
    >>> dates = {"target_date": pd.Timestamp("2029-12-31"), "attainment_median": pd.NaT, "attainment_q90": pd.NaT}
    >>> when_reached(rows.assign(**dates)).text.partition(";")[2]
    ' 1 of 1 provinces are likelier than not to have been there by then.'
    """
    goal, counts = nation(attainment), summary(attainment)
    return Finding(
        _(
            "The probability that {target} of Indonesia's employed are active members by the end of {by} is {probability}; {likely} of "
            "{count} provinces are likelier than not to have been there by then."
        ).format(
            **goal_words(goal),
            probability=language.probability(goal["probability_by_target_date"]),
            likely=counts.likelier_than_not,
            count=counts.provinces,
        ),
        lead=True,
    )


def goal_words(goal: pd.Series) -> dict[str, str | int]:
    """The target and its year as they are written.

    Examples
    --------
    >>> goal_words(pd.Series({"target": 43.92, "target_date": pd.Timestamp("2029-12-31")}))
    {'target': '43.92%', 'by': 2029}
    """
    return {"target": language.percent(goal["target"], 2), "by": goal["target_date"].year}


def target_figures(attainment: pd.DataFrame, span: Span) -> KeyFigures:
    """The numbers of the nation's way to its target.

    Parameters
    ----------
    attainment : pandas.DataFrame
        As for :func:`when_reached`.
    span : Span
        From ``attainment_summary.span``.

    Examples
    --------
    >>> goal = {"target": 43.92, "target_date": pd.Timestamp("2029-12-31"), "probability_not_by_horizon": 0.3}
    >>> years = {"attainment_q10": pd.Timestamp("2027-12-31"), "attainment_median": pd.Timestamp("2031-12-31"), "attainment_q90": pd.NaT}
    >>> pace = {"pace_needed": 3.4, "recent_pace": 2.9, "pace_multiple": 1.2, "net_new_members_per_month": 4500}
    >>> rows = [{"code": "00", "name": "Indonesia"}, {"code": "15", "name": "Jambi"}]
    >>> attainment = pd.DataFrame(rows).assign(probability_by_target_date=[0.38, 0.8], **goal, **years, **pace)
    >>> target_figures(attainment, Span(2022, 2024, 2045)).items[1]
    ('2031', 'median year of attainment', '80% interval 2027 to not by 2045')
    """
    goal = nation(attainment)
    median, low, high = (
        _year_or_never(goal[f"attainment_{part}"], span) for part in ("median", "q10", "q90")
    )
    return KeyFigures(
        [
            (
                language.probability(goal["probability_by_target_date"]),
                _("probability of {target} by {by}").format(**goal_words(goal)),
                _("all employed, without construction"),
            ),
            (
                median,
                _("median year of attainment"),
                _("80% interval {low} to {high}").format(low=low, high=high),
            ),
            (
                language.points(goal["pace_needed"], sign=False),
                _("points a year needed"),
                _("{recent} a year since {year}").format(
                    recent=language.points(goal["recent_pace"], sign=False), year=span.recent
                ),
            ),
            (
                language.people(goal["net_new_members_per_month"]),
                _("net new members a month needed"),
                _("with the growth of the workforce"),
            ),
        ]
    )


def _year_or_never(date: pd.Timestamp, span: Span) -> str:
    return vocabulary.not_by(span.until) if pd.isna(date) else str(date.year)


def probability_map(attainment: pd.DataFrame, layer: "gpd.GeoDataFrame", span: Span) -> Figure:
    """The probability of each province to have been at a target by its date.

    Parameters
    ----------
    attainment : pandas.DataFrame
        As for :func:`when_reached`, with a column ``name``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    span : Span
        From ``attainment_summary.span``.

    Examples
    --------
    >>> from coverage_lib import load_boundaries
    >>> goal = {"target": 43.92, "target_date": pd.Timestamp("2029-12-31"), "probability_not_by_horizon": 0.3}
    >>> years = {"attainment_q10": pd.Timestamp("2027-12-31"), "attainment_median": pd.Timestamp("2031-12-31"), "attainment_q90": pd.NaT}
    >>> pace = {"pace_needed": 3.4, "recent_pace": 2.9, "pace_multiple": 1.2, "net_new_members_per_month": 4500}
    >>> rows = [{"code": "00", "name": "Indonesia"}, {"code": "15", "name": "Jambi"}]
    >>> attainment = pd.DataFrame(rows).assign(probability_by_target_date=[0.38, 0.8], **goal, **years, **pace)
    >>> probability_map(attainment, load_boundaries(), Span(2022, 2024, 2045)).title
    'By 2029 1 provinces are likely to have reached 43.92%, and 0 are unlikely to'
    """
    counts, goal = summary(attainment), goal_words(nation(attainment))
    rows = _provinces(attainment)
    percent = rows.assign(percent=100 * rows["probability_by_target_date"])
    fills, legend = fills_by_class(percent, layer["code"], PROBABILITIES, "percent")
    heading = _("Probability by {by}").format(by=goal["by"])
    with map_with_inset(layer, fills, legend, heading) as (fig, _axes):
        ranked = rows.sort_values(["probability_by_target_date", "code"], ascending=[False, True])
    return publish(
        fig,
        name="probability-map",
        title=_(
            "By {by} {sure} provinces are likely to have reached {target}, and {unlikely} are unlikely to"
        ).format(sure=counts.likely, unlikely=counts.unlikely, **goal),
        subtitle=_(
            "Probability of having been at the national target by the end of {by}, percent; coverage of all employed without "
            "construction, which the target counts too. Likely: above {likely}; unlikely: up to {unlikely}."
        ).format(by=goal["by"], likely=language.probability(LIKELY), unlikely=language.probability(UNLIKELY)),
        source=projection_words(vocabulary.source_words(layer.attrs.get("credit"))),
        alt=_("Map of the probability of reaching the target: {values}.").format(
            values=marks.listing(ranked, "probability_by_target_date", language.probability)
        ),
        table=attainment_table(ranked, "probability-map", span),
        labels=pointer_labels(
            rows,
            lambda row: _("{name}: probability {probability} by {by}").format(
                name=row["name"],
                probability=language.probability(row["probability_by_target_date"]),
                by=goal["by"],
            ),
        ),
    )


def _provinces(attainment: pd.DataFrame) -> pd.DataFrame:
    """The rows of the provinces, keyed as a layer is."""
    return attainment[attainment["code"] != NATION]


def attainment_table(rows: pd.DataFrame, name: str, span: Span) -> Table:
    """When each region reaches its target, with the pace it needs.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``projection.outlook``, with a column ``name``, in the order in which they are shown.
    name : str
        Of the figure that the table is behind.
    span : Span
        From ``attainment_summary.span``.

    Examples
    --------
    >>> goal = {"target": 43.92, "target_date": pd.Timestamp("2029-12-31"), "probability_not_by_horizon": 0.3}
    >>> years = {"attainment_q10": pd.Timestamp("2027-12-31"), "attainment_median": pd.Timestamp("2031-12-31"), "attainment_q90": pd.NaT}
    >>> pace = {"pace_needed": 3.4, "recent_pace": 2.9, "pace_multiple": 1.2, "net_new_members_per_month": 4500}
    >>> rows = [{"code": "00", "name": "Indonesia"}, {"code": "15", "name": "Jambi"}]
    >>> attainment = pd.DataFrame(rows).assign(probability_by_target_date=[0.38, 0.8], **goal, **years, **pace)
    >>> table = attainment_table(attainment, "example", Span(2022, 2024, 2040))
    >>> [text for text, _sort in table.content()["rows"][1]][:6]
    ['Jambi', '80%', '2027', '2031', '–', '30%']
    """
    return Table(
        name=f"{name}-table",
        title=_("Attainment and pace"),
        frame=rows,
        columns=columns(
            "name",
            "probability_by_target_date",
            "attainment_q10",
            "attainment_median",
            "attainment_q90",
            Column(
                "probability_not_by_horizon",
                _("Probability of not reaching it by {year}").format(year=span.until),
                language.probability,
            ),
            "pace_needed",
            "recent_pace",
            "pace_multiple",
            "net_new_members_per_month",
        ),
        note=_(
            "Years in which the region is first at the target; a dash means: {not_by}. Members a month count the growth of the "
            "workforce. A dash for the ratio: the recent pace is not above zero."
        ).format(not_by=vocabulary.not_by(span.until)),
        source=projection_words(),
    )


def attainment_map(attainment: pd.DataFrame, layer: "gpd.GeoDataFrame", span: Span, wide: int) -> Figure:
    """The median year of reaching a target; where the years spread wide the map says so.

    Parameters
    ----------
    attainment : pandas.DataFrame
        As for :func:`when_reached`, with a column ``name``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    span : Span
        From ``attainment_summary.span``.
    wide : int
        Years; where the 80% interval is longer, or has no end, a province is dotted.

    Examples
    --------
    >>> from coverage_lib import load_boundaries
    >>> goal = {"target": 43.92, "target_date": pd.Timestamp("2029-12-31"), "probability_not_by_horizon": 0.3}
    >>> years = {"attainment_q10": pd.Timestamp("2027-12-31"), "attainment_median": pd.Timestamp("2031-12-31"), "attainment_q90": pd.NaT}
    >>> pace = {"pace_needed": 3.4, "recent_pace": 2.9, "pace_multiple": 1.2, "net_new_members_per_month": 4500}
    >>> rows = [{"code": "00", "name": "Indonesia"}, {"code": "15", "name": "Jambi"}]
    >>> attainment = pd.DataFrame(rows).assign(probability_by_target_date=[0.38, 0.8], **goal, **years, **pace)
    >>> attainment_map(attainment, load_boundaries(), Span(2022, 2024, 2045), 8).title.partition(";")[0]
    '1 provinces are likelier than not to reach 43.92% only after 2029'
    """
    goal, rows = nation(attainment), _provinces(attainment)
    spread = is_wide(rows, wide)
    order = _year_fills(span)
    wide_key = Fill(_("wide: 80% interval over {years} years").format(years=wide), "#ffffff", WIDE_HATCH)
    fills = {code: missing_fill() for code in layer["code"]}
    for code, fill, dotted in zip(
        rows["code"], _fills_of(rows["attainment_median"], order, span), spread, strict=True
    ):
        fills[code] = fill._replace(label=wide_key.label, hatch=WIDE_HATCH) if dotted else fill
    legend = [*order, wide_key, *([missing_fill()] if missing_fill() in fills.values() else [])]
    with map_with_inset(layer, fills, legend, _("Median year of attainment")) as (fig, _axes):
        late = summary(attainment).late
    return publish(
        fig,
        name="attainment-map",
        title=_(
            "{late} provinces are likelier than not to reach {target} only after {by}; for {wide} the years spread wide"
        ).format(late=late, wide=int(spread.sum()), **goal_words(goal)),
        subtitle=_(
            "Median of the years in which coverage of all employed may first be at the target, boundaries of 2021; dotted where "
            "the 80% interval spans more than {years} years or has no end by {until}"
        ).format(years=wide, until=span.until),
        source=projection_words(vocabulary.source_words(layer.attrs.get("credit"))),
        alt=_("Map of the median year of reaching the target: {values}.").format(
            values=marks.listing(rows, "attainment_median", lambda date: _year_or_never(date, span))
        ),
        table=attainment_table(rows, "attainment-map", span),
        labels=pointer_labels(rows, lambda row: _interval_words(row, span)),
    )


def _year_fills(span: Span) -> list[Fill]:
    """A fill for each class of years, the earliest darkest, and one for the provinces that are not there by the last year."""
    limits = year_classes(span)
    labels = [_("by {year}").format(year=limits[0])]
    labels += [f"{low + 1}–{high}" if low + 1 < high else str(high) for low, high in pairwise(limits)]
    colours = [fill.colour for fill in class_fills([float(value) for value in range(len(labels) + 1)])][::-1]
    classes = [Fill(label, colour) for label, colour in zip(labels, colours, strict=True)]
    return [*classes, Fill(vocabulary.not_by(span.until), NEVER_COLOUR)]


def _fills_of(dates: pd.Series, order: Sequence[Fill], span: Span) -> list[Fill]:
    """The fill of each date: of the first class that ends in its year or later, else the last one."""
    limits = year_classes(span)
    return [
        next((fill for fill, limit in zip(order, limits, strict=False) if year <= limit), order[-1])
        for year in dates.dt.year
    ]


def _interval_words(row: pd.Series, span: Span) -> str:
    median, low, high = (_year_or_never(row[f"attainment_{part}"], span) for part in ("median", "q10", "q90"))
    return _("{name}: median {median}, 80% interval {low} to {high}").format(
        name=row["name"], median=median, low=low, high=high
    )


def ranked_attainment(attainment: pd.DataFrame, span: Span) -> Figure:
    """The years in which each region may reach a target, the earliest first; an interval without an end has an arrow.

    Parameters
    ----------
    attainment : pandas.DataFrame
        As for :func:`when_reached`, with a column ``name``.
    span : Span
        From ``attainment_summary.span``.

    Examples
    --------
    >>> goal = {"target": 43.92, "target_date": pd.Timestamp("2029-12-31"), "probability_not_by_horizon": 0.3}
    >>> years = {"attainment_q10": pd.Timestamp("2027-12-31"), "attainment_median": pd.Timestamp("2031-12-31"), "attainment_q90": pd.NaT}
    >>> pace = {"pace_needed": 3.4, "recent_pace": 2.9, "pace_multiple": 1.2, "net_new_members_per_month": 4500}
    >>> rows = [{"code": "00", "name": "Indonesia"}, {"code": "15", "name": "Jambi"}]
    >>> attainment = pd.DataFrame(rows).assign(probability_by_target_date=[0.38, 0.8], **goal, **years, **pace)
    >>> ranked_attainment(attainment, Span(2022, 2024, 2045)).title
    'For 1 of 1 provinces the 80% interval has no end by 2045'
    """
    goal, counts = nation(attainment), summary(attainment)
    rows = attainment.sort_values(
        ["attainment_median", "probability_by_target_date", "code"], ascending=[True, False, True]
    ).reset_index(drop=True)
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        _draw_intervals(ax, rows, span)
        _draw_target_year(ax, goal["target_date"].year)
    return publish(
        fig,
        name="attainment-ranked",
        title=_("For {unsure} of {count} provinces the 80% interval has no end by {until}").format(
            unsure=counts.open_ended, count=counts.provinces, until=span.until
        ),
        subtitle=_(
            "Year in which coverage of all employed is first at {target}: median (dot) and 80% interval (bar); the column is the "
            "probability of not reaching it by {until}"
        ).format(target=language.percent(goal["target"], 2), until=span.until),
        source=projection_words(),
        alt=_("Ranked intervals of the year of reaching the target: {values}.").format(
            values=", ".join(
                "{} {} ({}–{})".format(
                    row["name"],
                    *(_year_or_never(row[f"attainment_{part}"], span) for part in ("median", "q10", "q90")),
                )
                for row in rows.to_dict("records")
            )
        ),
        table=attainment_table(rows, "attainment-ranked", span),
    )


def _draw_intervals(ax: "Axes", rows: pd.DataFrame, span: Span) -> None:
    """A bar for each 80% interval with a dot at its median, and a column of the probabilities of not being there."""
    end = span.until + 1.2
    colours = [marks.INK if code == NATION else marks.ACCENT for code in rows["code"]]
    low, high = (rows[f"attainment_{edge}"].dt.year.fillna(end) for edge in ("q10", "q90"))
    ax.hlines(rows.index, low, high, color=colours, linewidth=2.4, alpha=0.45)
    known = rows.index[rows["attainment_median"].notna()]
    ax.scatter(
        rows["attainment_median"].dt.year[known], known, s=30, zorder=3,
        color=[colours[position] for position in known],
    )  # fmt: skip
    for position in rows.index[rows["attainment_q90"].isna()]:
        ax.plot(end, position, marker=">", color=colours[position], markersize=5, clip_on=False)
    marks.label_rows(ax, rows["name"].tolist())
    for label, code in zip(ax.get_yticklabels(), rows["code"], strict=True):
        label.set_fontweight("bold" if code == NATION else "normal")
    marks.values_column(ax, [language.probability(value) for value in rows["probability_not_by_horizon"]])
    ax.annotate(
        vocabulary.not_by(span.until), (1, 1), xycoords="axes fraction", xytext=(4, 2), textcoords="offset points",
        ha="left", va="bottom", fontsize=8, color=marks.CONTEXT, annotation_clip=False,
    )  # fmt: skip
    ax.set_xlim(span.first - 0.5, end)
    ax.set_xticks(range(-(-span.last // 5) * 5, span.until + 1, 5))
    ax.grid(axis="x", color="#e2e2e2")


def _draw_target_year(ax: "Axes", by: int) -> None:
    ax.axvline(by, color=marks.TARGET, linewidth=1, linestyle=(0, (4, 2)))
    ax.annotate(
        _("target {by}").format(by=by), (by, 1), xycoords=("data", "axes fraction"), xytext=(0, 2),
        textcoords="offset points", ha="center", va="bottom", color=marks.TARGET, fontsize=8.5, annotation_clip=False,
    )  # fmt: skip
