"""A fan as every chart draws it: what was counted, the bands of what may follow, the target, the years; and the table behind it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


#: Counts on a line that are marked one by one.
MOST_MARKS = 24


def projection_words(counts: str | None = None) -> str:
    """Where a projection comes from: the sources of the counts, and the model.

    Parameters
    ----------
    counts : str, optional
        Sources of what was projected; those of the counts by province otherwise.

    Examples
    --------
    >>> projection_words("Counts of an analyst.")[:52]
    'Counts of an analyst. Projection of this project, le'
    """
    model = _(
        "Projection of this project, learned on social insurance programmes of other countries and on the announced national totals."
    )
    return f"{vocabulary.source_words() if counts is None else counts} {model}".strip()


def interval_words(name: str, end: pd.Series) -> str:
    """The last date of a fan as a finding.

    Parameters
    ----------
    name : str
        Whose coverage it is.
    end : pandas.Series
        date, q10, q50, q90 (percent).

    Examples
    --------
    >>> interval_words("Jambi", pd.Series({"date": pd.Timestamp("2029-12-31"), "q10": 30.0, "q50": 35.0, "q90": 40.0}))
    'At the end of 2029 coverage of Jambi lies between 30% and 40% with a probability of 80%; the median is 35%'
    """
    return _(
        "At the end of {year} coverage of {name} lies between {low} and {high} with a probability of 80%; the median is {median}"
    ).format(
        year=end["date"].year,
        name=name,
        low=language.percent(end["q10"], 0),
        high=language.percent(end["q90"], 0),
        median=language.percent(end["q50"], 0),
    )


def draw_fan(
    ax: "Axes",
    history: pd.DataFrame,
    quantiles: pd.DataFrame,
    colour: str = marks.ACCENT,
    known: str | None = None,
) -> None:
    """What was counted as a line with points, what may follow as two bands around the line of the median.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Dates to the right, percent upwards.
    history : pandas.DataFrame
        date, coverage (percent), one region, in the order of dates.
    quantiles : pandas.DataFrame
        date, q10, q25, q50, q75, q90 (percent) of the same region, as from ``coverage_lib.measures.projection.project``.
    colour : str
        Of line and bands.
    known : str, optional
        What the legend calls the past; "counted" otherwise.

    Examples
    --------
    >>> from matplotlib.figure import Figure as Canvas
    >>> history = pd.DataFrame({"date": pd.to_datetime(["2024-12-31"]), "coverage": [27.0]})
    >>> edges = {"q10": 25.0, "q25": 28.0, "q50": 30.0, "q75": 32.0, "q90": 36.0}
    >>> ax = Canvas().subplots()
    >>> draw_fan(ax, history, pd.DataFrame([{"date": pd.Timestamp("2025-12-31"), **edges}]))
    >>> ax.get_legend_handles_labels()[1]
    ['counted', '80% interval', '50% interval', 'median']
    """
    ax.plot(
        history["date"],
        history["coverage"],
        color=colour,
        linewidth=2,
        marker=marker(len(history)),
        markersize=4.5,
        label=known or vocabulary.fan_word("counted"),
    )
    last = history.iloc[-1]
    ahead = quantiles[quantiles["date"] > last["date"]]
    if ahead.empty:
        return
    dates = [last["date"], *ahead["date"]]
    for band in marks.FAN_BANDS:
        lower, upper = ([last["coverage"], *ahead[edge]] for edge in (band.low, band.high))
        # Below the lines of the grid, which lie at 0.5, so that a reader can follow them through the band.
        ax.fill_between(
            dates, lower, upper, color=marks.tint(colour, band.strength), linewidth=0, zorder=0.4,
            label=vocabulary.fan_word(band.word),
        )  # fmt: skip
    ax.plot(
        dates,
        [last["coverage"], *ahead[marks.FAN_LINE]],
        color=colour,
        linewidth=1.4,
        linestyle=(0, (4, 2)),
        label=vocabulary.fan_word("median"),
    )


def marker(counts: int) -> str:
    """The mark of a count on a line: none where there are so many that they would cover it.

    Examples
    --------
    >>> marker(4), marker(120)
    ('o', '')
    """
    return "o" if counts <= MOST_MARKS else ""


def draw_targets(
    ax: "Axes", dates: Sequence[Any], targets: Sequence[float], words: str | None = None
) -> None:
    """Targets (percent) as diamonds at their dates, with their words for the legend.

    Examples
    --------
    >>> from matplotlib.figure import Figure as Canvas
    >>> ax = Canvas().subplots()
    >>> draw_targets(ax, [pd.Timestamp("2029-12-31")], [43.92], "target")
    >>> ax.lines[0].get_ydata().tolist()
    [43.92]
    """
    ax.plot(
        list(dates), list(targets), marker="D", color=marks.TARGET, markersize=5, linestyle="none",
        zorder=5, label=words,
    )  # fmt: skip


def years_axis(ax: "Axes", first: int, last: int) -> None:
    """A tick at each year's end, named by the year.

    Examples
    --------
    >>> from matplotlib.figure import Figure as Canvas
    >>> ax = Canvas().subplots()
    >>> years_axis(ax, 2024, 2026)
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['2024', '2025', '2026']
    """
    ends = year_ticks(ax, range(first, last + 1))
    ax.set_xlim(ends[0] - pd.Timedelta(days=200), ends[-1] + pd.Timedelta(days=200))


def year_ticks(ax: "Axes", years: Sequence[int]) -> list[pd.Timestamp]:
    """Set ticks at the ends of some years, named by the years, and return their dates.

    Examples
    --------
    >>> from matplotlib.figure import Figure as Canvas
    >>> [str(end.date()) for end in year_ticks(Canvas().subplots(), [2024, 2029])]
    ['2024-12-31', '2029-12-31']
    """
    ends = [pd.Timestamp(year=year, month=12, day=31) for year in years]
    ax.set_xticks(ends, [str(year) for year in years])
    return ends


def fan_columns() -> list[Column]:
    """Columns of the table behind a fan: date, what was counted, the median and the 80% interval.

    Examples
    --------
    >>> [column.heading for column in fan_columns()]
    ['Date', 'Counted', '10% lie below', 'Median', '10% lie above']
    """
    return columns("date", "coverage", "q10", "q50", "q90", coverage=_("Counted"))


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
