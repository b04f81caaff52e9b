"""What if the pace were another: where provinces stand at the target's date on straight lines."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.targets import goal_words
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, month
from coverage_lib.measures.attainment_summary import compare_paces

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def what_if(recent: pd.DataFrame, best: pd.DataFrame, names: pd.Series) -> Figure:
    """Where each province stands at the target's date at its own recent pace and at the pace of the best quarter.

    Parameters
    ----------
    recent, best : pandas.DataFrame
        From ``projection.at_pace`` with the pace ``"recent"`` and ``"best_quarter"``.
    names : pandas.Series
        Names of the regions, by code.

    Examples
    --------
    >>> from coverage_lib.measures.projection import at_pace
    >>> panel = pd.DataFrame({"code": "15", "date": ["2022-12-31", "2024-12-31"], "coverage": [20.0, 26.0]})
    >>> both = [at_pace(panel, target=40, target_date="2029-12-31", pace=pace) for pace in ("recent", "best_quarter")]
    >>> what_if(*both, pd.Series({"15": "Jambi"})).title.partition(";")[0]
    'At their own recent pace 1 provinces are at 40.00% in 2029'
    """
    rows = compare_paces(recent, best).assign(name=lambda rows: rows["code"].map(names))
    goal = goal_words(rows.iloc[0])
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        _draw_paces(ax, rows)
    return publish(
        fig,
        name="what-if",
        title=_(
            "At their own recent pace {own} provinces are at {target} in {by}; at the pace of the best quarter {quick} are"
        ).format(
            own=int(rows["reached_by_target_date_recent"].sum()),
            quick=int(rows["reached_by_target_date_best"].sum()),
            **goal,
        ),
        subtitle=_(
            "Coverage of all employed at the end of {by}, percent, on a straight line from the last count; the best quarter of "
            "provinces gained {pace} points a year. A what-if, not a forecast."
        ).format(by=goal["by"], pace=language.points(rows["pace_best"].iloc[0], sign=False)),
        source=vocabulary.source_words(),
        alt=_("Coverage in {by} at the recent pace and at the best quarter's pace: {values}.").format(
            by=goal["by"],
            values=", ".join(
                f"{row['name']} {language.percent(row['coverage_at_target_date_recent'])} / "
                f"{language.percent(row['coverage_at_target_date_best'])}"
                for row in rows.to_dict("records")
            ),
        ),
        table=_paces_table(rows, goal["by"]),
    )


def _draw_paces(ax: "Axes", rows: pd.DataFrame) -> None:
    """A grey dot for now, a full one for the recent pace and an open one for the best quarter's."""
    own, quick = rows["coverage_at_target_date_recent"], rows["coverage_at_target_date_best"]
    ax.hlines(rows.index, rows["coverage"], quick, color=marks.PALE, linewidth=1.5)
    ax.scatter(rows["coverage"], rows.index, s=18, color=marks.CONTEXT, label=_("now"), zorder=3)
    ax.scatter(own, rows.index, s=34, color=marks.ACCENT, zorder=4, label=_("at its own recent pace"))
    ax.scatter(
        quick, rows.index, s=34, facecolor="white", edgecolor=marks.ACCENT, zorder=4,
        label=_("at the pace of the best quarter"),
    )  # fmt: skip
    ax.axvline(rows["target"].iloc[0], color=marks.TARGET, linewidth=1, linestyle=(0, (4, 2)))
    marks.label_rows(ax, rows["name"].tolist())
    marks.percent_axis(ax)
    ax.set_xlim(0, 100)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.2, 1), ncols=3, fontsize=8.5, borderaxespad=0.2)


def _paces_table(rows: pd.DataFrame, by: str | int) -> Table:
    return Table(
        name="what-if-table",
        title=_("What if the pace were another, {by}").format(by=by),
        frame=rows,
        columns=columns(
            "name",
            "coverage",
            "recent_pace",
            Column("coverage_at_target_date_recent", _("At its own pace"), language.percent),
            Column("coverage_at_target_date_best", _("At the best quarter's pace"), language.percent),
            Column("attainment_best", _("Reached at that pace"), month),
            coverage=_("Now"),
        ),
    )
