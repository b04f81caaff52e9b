"""The pace: what provinces need, what they had, and what comparable programmes kept up for five years."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.attainment_summary import Span
from coverage_lib.measures.projection.outside import YEARS, OutsideView

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A rank correlation nearer to 0 than this says little: it explains less than a tenth of the order.
LITTLE = 0.3


def paces(attainment: pd.DataFrame, view: OutsideView, span: Span, carried_over: float) -> Figure:
    """The points a year that each province needs, its own pace, and the range of comparable programmes.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.answers``, with a column ``name``.
    view : OutsideView
        From ``projection.outside_view``.
    span : Span
        From ``attainment_summary.span``: the years of the counts.
    carried_over : float
        Rank correlation of the provinces' last two yearly changes, from ``projection.carried_over``.

    Examples
    --------
    >>> panels = pd.DataFrame({"panel": ["all"], "q10": [-1.5], "q90": [15.0]})
    >>> row = {"code": "15", "name": "Jambi", "target": 39.76, "target_date": pd.Timestamp("2029-12-31"), "pace_needed": 2.1, "recent_pace": 4.0,
    ...     "net_new_members_per_month": 5e3, "net_new_members_per_month_q10": 4e3, "net_new_members_per_month_q90": 6e3}
    >>> figure = paces(pd.DataFrame([row]), OutsideView(12.7, panels, pd.DataFrame()), Span(2022, 2024, 2045), 0.03)
    >>> figure.title.partition(",")[0]
    'No province needs more than 3.0 points a year'
    """
    rows = attainment[attainment["code"] != NATION].sort_values(["pace_needed", "code"], ignore_index=True)
    reference = view.panels.iloc[0]
    low, high = reference["q10"] / YEARS, reference["q90"] / YEARS
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        _draw_paces(ax, rows, low, high)
    faster = int((rows["pace_needed"].round(1) > round(high, 1)).sum())
    goal = rows.iloc[0]
    words = {
        "count": len(rows),
        "high": language.points(high, sign=False),
        "target": language.percent(goal["target"]),
        "by": goal["target_date"].year,
    }
    return publish(
        fig,
        name="paces",
        title=_pace_title(faster, words),
        subtitle=_(
            "Percentage points a year: needed from the end of {last} to stand at {target} at the end of {by} (diamond), own pace {first}–{last} (dot), and what "
            "eight of ten five-year periods of comparable programmes had (band). {rose} of {count} provinces rose in the years of their own pace. {next}"
        ).format(
            first=span.recent,
            last=span.last,
            rose=int((rows["recent_pace"] > 0).sum()),
            next=_next_year(carried_over),
            **words,
        ),
        source=vocabulary.source_words(),
        alt=_("Points a year needed and had: {values}. Comparable programmes: {low} to {high}.").format(
            values="; ".join(
                _("{name} {needed}, had {own}").format(
                    name=row["name"],
                    needed=language.points(row["pace_needed"], sign=False),
                    own=language.points(row["recent_pace"]),
                )
                for row in rows.to_dict("records")
            ),
            low=language.points(low),
            high=language.points(high),
        ),
        table=_paces_table(rows, span, (low, high)),
    )


def _paces_table(rows: pd.DataFrame, span: Span, band: tuple[float, float]) -> Table:
    return Table(
        name="paces-table",
        title=_("Paces needed and had"),
        frame=rows,
        columns=columns(
            "name",
            "pace_needed",
            Column(
                "recent_pace",
                _("Own pace, {first}–{last}").format(first=span.recent, last=span.last),
                language.points,
            ),
            Column("net_new_members_per_month_q10", _("Net new members a month: low"), _none_below_zero),
            Column("net_new_members_per_month", _("Net new members a month"), _none_below_zero),
            Column("net_new_members_per_month_q90", _("Net new members a month: high"), _none_below_zero),
        ),
        note=_(
            "Members a month from the end of {last}: median, low and high as an 80% interval. Each province's workforce grows as its own surveys "
            "say, drawn towards the nation's growth. Construction is not in these numbers. Comparable programmes had {low} to {high} points a year (band)."
        ).format(last=span.last, low=language.points(band[0]), high=language.points(band[1])),
    )


def _none_below_zero(members: float) -> str:
    """Members as they are needed: none where there are enough."""
    return language.number(max(members, 0.0))


def _pace_title(faster: int, words: dict[str, object]) -> str:
    if not faster:
        return _(
            "No province needs more than {high} points a year, a pace that only one in ten five-year periods elsewhere reached"
        ).format(**words)
    if faster == 1:
        return _(
            "1 of {count} provinces needs more than {high} points a year, a pace that only one in ten five-year periods elsewhere reached"
        ).format(**words)
    return _(
        "{faster} of {count} provinces need more than {high} points a year, a pace that only one in ten five-year periods elsewhere reached"
    ).format(faster=faster, **words)


def _next_year(carried_over: float) -> str:
    """Whether a province's rise in one year says anything of the next."""
    correlation = language.number(carried_over, 2)
    if abs(carried_over) < LITTLE:
        return _(
            "Which province rose faster one year says little of the next (rank correlation {correlation})."
        ).format(correlation=correlation)
    return _("The rank correlation of a year's rise with that of the next is {correlation}.").format(
        correlation=correlation
    )


def _draw_paces(ax: "Axes", rows: pd.DataFrame, low: float, high: float) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.axvspan(
        low,
        high,
        color=marks.tint(marks.CONTEXT, 0.22),
        zorder=0,
        linewidth=0,
        label=_("comparable programmes, 80%"),
    )
    ax.hlines(rows.index, rows["recent_pace"], rows["pace_needed"], color=marks.PALE, linewidth=1.2, zorder=1)
    ax.scatter(rows["recent_pace"], rows.index, s=26, color=marks.CONTEXT, zorder=3, label=_("own pace"))
    ax.scatter(
        rows["pace_needed"],
        rows.index,
        s=34,
        marker="D",
        facecolor="none",
        edgecolor=marks.TARGET,
        linewidth=1.4,
        zorder=4,
        label=_("needed"),
    )
    ax.axvline(0, color=marks.INK, linewidth=0.8)
    marks.label_rows(ax, rows["name"].tolist())
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    marks.points_axis(ax)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.2, 1), ncols=3, fontsize=8.5, borderaxespad=0.2)
