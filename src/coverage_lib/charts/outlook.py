"""Charts of where coverage leads: what was counted, and the fan of what may follow."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts import marks
from coverage_lib.exhibits import Column
from coverage_lib.language import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_fan(
    ax: "Axes",
    history: pd.DataFrame,
    quantiles: pd.DataFrame,
    colour: str = marks.ACCENT,
    known: str | None = None,
) -> None:
    """What was counted as a line with points, what may follow as two bands around a middle line.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Dates to the right, percent upwards.
    history : pandas.DataFrame
        date, coverage (percent), one region, in the order of dates.
    quantiles : pandas.DataFrame
        date, q10, q25, q50, q75, q90 (percent) of the same region, as from ``coverage_lib.projection.project``.
    colour : str
        Of line and bands.
    known : str, optional
        What the legend calls the past; "counted" otherwise.
    """
    ax.plot(
        history["date"],
        history["coverage"],
        color=colour,
        linewidth=2,
        marker="o",
        markersize=4.5,
        label=known or _("counted"),
    )
    last = history.iloc[-1]
    ahead = quantiles[quantiles["date"] > last["date"]]
    if ahead.empty:
        return
    dates = [last["date"], *ahead["date"]]
    for low, high, alpha, words in (
        ("q10", "q90", 0.16, _("80% interval")),
        ("q25", "q75", 0.30, _("50% interval")),
    ):
        lower, upper = ([last["coverage"], *ahead[side]] for side in (low, high))
        ax.fill_between(dates, lower, upper, color=colour, alpha=alpha, linewidth=0, label=words)
    ax.plot(
        dates,
        [last["coverage"], *ahead["q50"]],
        color=colour,
        linewidth=1.4,
        linestyle=(0, (4, 2)),
        label=_("middle"),
    )


def years_axis(ax: "Axes", first: int, last: int) -> None:
    """A tick at each year's end, named by the year."""
    ends = [pd.Timestamp(year=year, month=12, day=31) for year in range(first, last + 1)]
    ax.set_xticks(ends, [str(end.year) for end in ends])
    ax.set_xlim(ends[0] - pd.Timedelta(days=200), ends[-1] + pd.Timedelta(days=200))


def fan_columns() -> list[Column]:
    """Columns of the table behind a fan: date, what was counted, the middle and the 80% interval."""
    return [
        ("date", _("Date"), language.date),
        ("coverage", _("Counted"), language.percent),
        ("q10", _("10% lie below"), language.percent),
        ("q50", _("Middle"), language.percent),
        ("q90", _("10% lie above"), language.percent),
    ]


def fan_rows(history: pd.DataFrame, quantiles: pd.DataFrame) -> pd.DataFrame:
    """The rows behind a fan: what was counted, then what may follow.

    Examples
    --------
    >>> history = pd.DataFrame({"date": pd.to_datetime(["2024-12-31"]), "coverage": [27.0]})
    >>> ahead = pd.DataFrame({"date": pd.to_datetime(["2025-12-31"]), "q10": 25.0, "q50": 29.0, "q90": 34.0})
    >>> fan_rows(history, ahead)[["coverage", "q50"]].values.tolist()
    [[27.0, nan], [nan, 29.0]]
    """
    ahead = quantiles[quantiles["date"] > history["date"].max()]
    rows = pd.concat([history[["date", "coverage"]], ahead[["date", "q10", "q50", "q90"]]], ignore_index=True)
    return rows.reindex(columns=["date", "coverage", "q10", "q50", "q90"])
