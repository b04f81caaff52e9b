"""Every figure of a province on a time line: counted, estimated of eligible workers, set aside; with the breaks of its base."""

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.fan import years_axis
from coverage_lib.charts.grades import estimate_rows, figures_table
from coverage_lib.charts.own_targets import drawn_at, published_words
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding
from coverage_lib.language import _, vocabulary
from coverage_lib.measures.province import Place
from coverage_lib.measures.published import NOT_STATED
from coverage_lib.measures.reconciled import Reconciled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ESTIMATE = "#222222"

#: The mark of a figure that is set aside, by what it is stated to be a share of.
SHAPES = {
    "eligible": "o",
    NOT_STATED: "o",
    "employed": "s",
    "labour_force": "^",
    "potential": "D",
    "population": "v",
    "target": "P",
}

HEIGHT = 2.6

#: Part of the width within which two labels above the axes stand in lines of their own.
ROOM = 0.32

#: Part of the width that the number behind the last point needs.
NUMBER_NEEDS = 0.06


class Shown(NamedTuple):
    """What is drawn of a province, all segments together.

    Attributes
    ----------
    counted : pandas.DataFrame
        The estimates on all employed; none where the province was divided, since its members are counted for the undivided one.
    series : pandas.DataFrame
        The estimates on eligible workers.
    beside, aside : pandas.DataFrame
        The other figures of these moments, and those that are set aside and have a date.
    undated : int
        How many figures cannot be placed.
    """

    counted: pd.DataFrame
    series: pd.DataFrame
    beside: pd.DataFrame
    aside: pd.DataFrame
    undated: int


def shown_of(place: Place, result: Reconciled) -> Shown:
    """What the time line of a province shows.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    result : Reconciled
        From :func:`coverage_lib.measures.reconciled.reconcile`.
    """
    series = result.series[(result.series["code"] == place.code) & (result.series["segment"] == "total")]
    figures = result.figures[(result.figures["code"] == place.code) & (result.figures["segment"] == "total")]
    if place.divided:  # shares of all employed are of the undivided province, like the counts
        figures = figures[figures["base"].ne("employed")]
    counted = series[series["base"].eq("employed") & (not place.divided)]
    dated = figures["placed_at"].notna()
    return Shown(
        counted,
        series[series["base"].eq("eligible")],
        figures[figures["place"].eq("alternative") & dated],
        figures[figures["place"].eq("set aside") & dated],
        int((~dated).sum()),
    )


def timeline(place: Place, result: Reconciled) -> Figure | Finding:
    """Every coverage figure of a province over time, with the counted and the estimated series.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    result : Reconciled
        From :func:`coverage_lib.measures.reconciled.reconcile`.
    """
    shown = shown_of(place, result)
    figures = result.figures[result.figures["code"] == place.code]
    if not (len(shown.series) + len(shown.beside) + len(shown.aside) + shown.undated):
        return Finding(
            _(
                "No share of the workers of {name} that are members is among the published figures collected here."
            ).format(name=place.name)
        )
    if not (len(shown.series) + len(shown.counted) + len(shown.aside)):
        return Finding(timeline_title(place, shown) + ".")
    with marks.drawing(HEIGHT) as (fig, ax):
        _draw(ax, shown)
    return publish(
        fig,
        name="timeline",
        title=timeline_title(place, shown),
        subtitle=_subtitle(place, shown),
        source=_source(shown),
        alt=_alternative_text(shown),
        table=figures_table(
            "timeline", _("Published shares of members in {name}").format(name=place.name), figures
        ),
    )


# ------------------------------------------------------------------------------------------------------------ words


def timeline_title(place: Place, shown: Shown) -> str:
    """The last estimate of a province and how it came about: risen, fallen, on another base than before, alone, or none."""
    series = shown.series
    if series.empty:
        count = len(shown.beside) + len(shown.aside) + shown.undated
        words = (
            _("{name}: the one published share does not stand as one of eligible workers")
            if count == 1
            else _("{name}: none of the {count} published shares stands as one of eligible workers")
        )
        return words.format(name=place.name, count=count)
    rows = estimate_rows(series)
    last = rows.iloc[-1]
    return f"{place.name}: {published_words(last)}; {_clause(rows)}"


def _clause(rows: pd.DataFrame) -> str:
    """What came before the last estimate, as far as it is of the same base."""
    last = rows.iloc[-1]
    piece = rows[rows["part"] == last["part"]]
    if piece["part"].iloc[0] > 1:
        return _split_clause(piece.iloc[0], alone=len(piece) == 1)
    if len(rows) == 1:
        return _("the only figure that stands")
    before = piece.iloc[-2]
    change = last["estimate"] - before["estimate"]
    words = {
        1: _("{points} points more than the figure of {date}"),
        -1: _("{points} points less than the figure of {date}"),
        0: _("as much as the figure of {date}"),
    }[marks.direction(change)]
    return words.format(points=language.points(abs(change), sign=False), date=before["date_words"])


def _split_clause(first: pd.Series, alone: bool) -> str:
    """Why the estimates before a piece do not compare with those in it; its date is said where more than one is in it."""
    if first["split"] == "boundary":
        words = _("shares before {date} are of the undivided province and do not compare")
    elif alone:
        words = _("the base is {after} workers now instead of {before}, so earlier shares do not compare")
    else:
        words = _(
            "since {date} the base is {after} workers instead of {before}, so earlier shares do not compare"
        )
    return words.format(date=first["date_words"], **_base_words(first))


def _base_words(split: pd.Series) -> dict[str, str]:
    """The bases before and after a split, both in millions where one of them is; nothing at a boundary."""
    if pd.isna(split["base_after"]):
        return {}
    millions = max(split["base_before"], split["base_after"]) >= MILLION
    write = _millions if millions else lambda count: language.number(round(count, -3))
    return {"before": write(split["base_before"]), "after": write(split["base_after"])}


MILLION = 1_000_000


def _millions(count: float) -> str:
    return _("{count} million").format(count=language.number(count / MILLION, 2))


def _subtitle(place: Place, shown: Shown) -> str:
    sentences = [_("Percent, all segments together.")]
    if len(shown.counted):
        sentences.append(_("Line with squares: members of all employed, counted by domicile."))
        provisional = shown.counted["note"].str.contains("provisional")
        if provisional.any():
            years = ", ".join(str(date.year) for date in shown.counted.loc[provisional, "date"])
            sentences.append(_("Hollow square: {years}, of a part of the year.").format(years=years))
    elif place.divided:
        sentences.append(
            _("The members are counted for the province before it was divided, and are not drawn here.")
        )
    if len(shown.series):
        sentences.append(
            _(
                "Circles: best estimates of the share of eligible workers, hollow where the base is not stated; the line joins those on one base; a "
                "bar is what the digits leave open. A year on the axis is its end."
            )
        )
    if shown.undated:
        sentences.append(
            _("In the table only, since they have no date: {count}.").format(count=shown.undated)
        )
    return " ".join(sentences)


def _source(shown: Shown) -> str:
    words = _("Press and agencies as listed in the table.")
    return f"{words} {vocabulary.source_words()}" if len(shown.counted) else words


def _alternative_text(shown: Shown) -> str:
    parts = []
    if len(shown.counted):
        listed = _listed(estimate_rows(shown.counted))
        parts.append(_("Counted, of all employed: {values}.").format(values=listed))
    if len(shown.series):
        rows = estimate_rows(shown.series)
        parts.append(
            _("Best estimates of the share of eligible workers: {values}.").format(values=_listed(rows))
        )
        parts += [
            _("Break before {date}: {why}.").format(date=row["date_words"], why=_split_label(row))
            for _index, row in rows[rows["split"].ne("")].iterrows()
        ]
    if len(shown.beside) + len(shown.aside):
        parts.append(
            _("Other figures of the same dates: {beside}; set aside: {aside}.").format(
                beside=len(shown.beside), aside=len(shown.aside)
            )
        )
    return " ".join(parts)


def _listed(rows: pd.DataFrame) -> str:
    return ", ".join(f"{row.date_words}: {row.share_words}" for row in rows.itertuples())


def _split_label(split: pd.Series) -> str:
    if split["split"] == "boundary":
        return _("province divided")
    return _("base {before} → {after}").format(**_base_words(split))


# ---------------------------------------------------------------------------------------------------------- drawing


def _draw(ax: "Axes", shown: Shown) -> None:
    legend = {
        **_draw_counted(ax, shown.counted),
        **_draw_series(ax, shown.series),
        **_draw_beside(ax, shown.beside),
        **_draw_aside(ax, shown.aside),
    }
    everything = [shown.counted, shown.series, shown.beside, shown.aside]
    dates = pd.concat([part[["date_from", "date"]] for part in everything if len(part)])
    years_axis(ax, int(dates["date_from"].min().year) - 1, int(dates["date"].max().year))
    # Behind the last point stands its number.
    ax.set_xlim(right=ax.get_xlim()[1] + NUMBER_NEEDS * (ax.get_xlim()[1] - ax.get_xlim()[0]))
    values = [part["estimate" if "estimate" in part else "coverage"] for part in everything]
    ax.set_ylim(0, min(100, pd.concat(values).max() * 1.15))
    marks.percent_axis(ax, axis="y")
    _draw_splits(ax, shown.series)
    ax.legend(
        list(legend.values()), list(legend), loc="upper left", bbox_to_anchor=(1, 1), fontsize=8.5, borderaxespad=0.4,
        handlelength=1.6,
    )  # fmt: skip


Handles = dict[str, Any]
"""What the legend shows: an artist, or several on each other, by their words."""


def _points(
    ax: "Axes", at: pd.Series, values: pd.Series, shape: str, colour: str, fill: str, **more: Any
) -> Any:
    [artist] = ax.plot(at, values, marker=shape, linestyle="none", color=colour, markerfacecolor=fill, **more)
    return artist


def _draw_counted(ax: "Axes", counted: pd.DataFrame) -> Handles:
    if counted.empty:
        return {}
    [line] = ax.plot(counted["date"], counted["estimate"], color=marks.ACCENT, linewidth=1.6, zorder=2)
    full = ~counted["note"].str.contains("provisional")
    parts = [
        _points(ax, rows["date"], rows["estimate"], "s", marks.ACCENT, fill, markersize=4.5, zorder=2.1)
        for rows, fill in ((counted[full], marks.ACCENT), (counted[~full], "white"))
    ]
    return {_("counted, of all employed"): (line, parts[0])}


def _draw_aside(ax: "Axes", aside: pd.DataFrame) -> Handles:
    """Figures that are set aside: shaped by the base that is stated, crossed out."""
    legend = {}
    for base, shape in SHAPES.items():
        rows = aside[aside["base"] == base]
        if len(rows):
            at, values = drawn_at(rows), rows["coverage"]
            below = _points(ax, at, values, shape, marks.CONTEXT, "white", markersize=6, zorder=1.5)
            cross = _points(ax, at, values, "x", marks.CONTEXT, "white", markersize=6, zorder=1.6)
            legend[_aside_label(base)] = (below, cross)
    return legend


def _aside_label(base: str) -> str:
    return {
        "eligible": _("set aside: eligible workers"),
        NOT_STATED: _("set aside: base not stated"),
        "employed": _("set aside: all employed"),
        "labour_force": _("set aside: labour force"),
        "potential": _("set aside: potential before UCJ"),
        "population": _("set aside: population"),
        "target": _("set aside: share of a target"),
    }[base]


def _draw_beside(ax: "Axes", beside: pd.DataFrame) -> Handles:
    """The other figures of the moments of estimates: circles in grey, and squares where they are of all employed."""
    legend = {}
    for base, shape, colour, fill, label in (
        ("employed", "s", marks.ACCENT, "white", _("published, of all employed")),
        ("eligible", "o", marks.CONTEXT, marks.PALE, _("other figure of that date")),
        (NOT_STATED, "o", marks.CONTEXT, "white", _("other, base not stated")),
    ):
        rows = beside[beside["base"] == base]
        if len(rows):
            at = drawn_at(rows)
            legend[label] = _points(ax, at, rows["coverage"], shape, colour, fill, markersize=4.5, zorder=2.2)
    return legend


def _draw_series(ax: "Axes", series: pd.DataFrame) -> Handles:
    """The estimates of eligible workers: a line for each unbroken piece, what each leaves open, and the last number."""
    if series.empty:
        return {}
    at = drawn_at(series)
    # Where within its year a figure of a year lies is not known, so no line leads to it.
    placed = series[series["moment"].str.len() > len("2024")]
    for _part, rows in placed.groupby("part", sort=False):
        ax.plot(at[rows.index], rows["estimate"], color=ESTIMATE, linewidth=1.4, zorder=3)
    ax.vlines(at, series["low"], series["high"], color=ESTIMATE, linewidth=1.2, alpha=0.6, zorder=3)
    years = series[series["precision"].eq("year")]
    ax.hlines(years["estimate"], years["date_from"], years["date"], color=ESTIMATE, linewidth=1, alpha=0.6)
    stated = series["base_stated"].astype(bool)
    legend = {}
    for rows, fill, label in (
        (series[stated], ESTIMATE, _("best estimate, share of eligible workers")),
        (series[~stated], "white", _("best estimate, base not stated")),
    ):
        if len(rows):
            values = rows["estimate"]
            legend[label] = _points(
                ax, at[rows.index], values, "o", ESTIMATE, fill, markersize=5.5, zorder=3.2
            )
    last = estimate_rows(series).iloc[-1]
    ax.annotate(
        last["share_words"], (at.iloc[-1], last["estimate"]), xytext=(6, 0), textcoords="offset points",
        va="center", ha="left", fontsize=8.5, weight="bold", color=ESTIMATE, annotation_clip=False,
    )  # fmt: skip
    return legend


def _draw_splits(ax: "Axes", series: pd.DataFrame) -> None:
    """A dotted line where a piece begins, with its words above the axes; close neighbours in lines of their own."""
    at = drawn_at(series)
    low, high = ax.get_xlim()
    line, before = 0, -1.0
    for place, (index, split) in enumerate(series.iterrows()):
        if not split["split"]:
            continue
        where = at.iloc[place - 1] + (at[index] - at.iloc[place - 1]) / 2
        ax.axvline(where, color=marks.CONTEXT, linewidth=1, linestyle=(0, (1, 2)), zorder=1)
        across = (ax.convert_xunits(where) - low) / (high - low)
        line = line + 1 if across - before < ROOM else 0
        before = across
        ax.annotate(
            _split_label(split), (across, 1), xycoords="axes fraction", xytext=(0, 2 + 10 * line),
            textcoords="offset points", ha="left" if across < 0.2 else "right" if across > 0.8 else "center",
            va="bottom", fontsize=8, color="#444444", annotation_clip=False,
        )  # fmt: skip
