"""From the counted to the announced share of a region, step by step: a waterfall, what it says in words, and the table of all regions."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import printed_share
from coverage_lib.measures.base_estimates import LEVEL
from coverage_lib.measures.bridge import Bridge
from coverage_lib.measures.reconciled import ALIKE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 2.5
WIDE_BAR = 0.56


def announced_words(way: Bridge) -> str:
    """The announced share as it was printed."""
    figure = way.figure
    return printed_share(figure["coverage"], figure["step"], figure["bound"], figure["low"], figure["high"])


def bridge_chart(way: Bridge) -> Figure | Finding:
    """The way of a region as a waterfall, or a sentence where there is none.

    Parameters
    ----------
    way : Bridge
        From :func:`coverage_lib.measures.bridge.bridge`.
    """
    if way.steps.empty:
        return Finding(no_way_words(way))
    with marks.drawing(HEIGHT) as (fig, ax):
        _draw_steps(ax, way)
    return publish(
        fig,
        name=f"bridge-{way.code}",
        title=bridge_title(way),
        subtitle=_(
            "Percent of all employed (first bar) and of eligible workers (the others); a different order would give different step sizes. Thin "
            "lines: {level} interval. Hatched: what construction members could add, not known for the province."
        ).format(level=language.percent(LEVEL, 0))
        if pd.isna(_step(way, "construction")["value"])
        else _(
            "Percent of all employed (first bar) and of eligible workers (the others); a different order would give different step sizes. Thin "
            "lines: {level} interval."
        ).format(level=language.percent(LEVEL, 0)),
        source=_(
            "BPJS Ketenagakerjaan by domicile, through Dewan Ekonomi Nasional; BPS, Sakernas August; Satu Data Ketenagakerjaan (construction by office); "
            "announced: {publisher} ({id})."
        ).format(**way.figure),
        alt=bridge_words(way),
        table=_steps_table(way),
    )


def _step(way: Bridge, step: str) -> pd.Series:
    return way.steps.set_index("step").loc[step]


def no_way_words(way: Bridge) -> str:
    """Why there is no way from the counted to an announced share."""
    return {
        "contradicted": _(
            "{name}: what was announced is contradicted by the numbers beside it, so there is nothing to compare with the count."
        ),
        "no figure": _(
            "{name}: none of the published figures that stand is, or could be, a share of eligible workers, so there is nothing to compare with the count."
        ),
        "boundary": _(
            "{name}: what was published is of the province as it is today, and members are counted for the provinces before they were divided, so the two cannot be compared."
        ),
        "before UCJ": _("{name}: the figure is of a time before eligible workers were counted."),
        "no date": _(
            "{name}: the figure has no date, and members of another date cannot be compared with it."
        ),
    }[way.reason].format(name=way.name)


def bridge_title(way: Bridge) -> str:
    """Who is right, as far as the steps support it."""
    if way.steps.empty:
        return no_way_words(way)
    left = _step(way, "unexplained")
    words = {
        "name": way.name,
        "counted": language.percent(way.counted["coverage"]),
        "announced": announced_words(way),
        "counted_date": language.date(way.counted["date"], "month"),
        "announced_date": language.printed_date(way.figure["printed_date"]),
        "left": language.points(abs(left["value"]), sign=False),
        "low": language.points(left["low"]),
        "high": language.points(left["high"]),
    }
    return _title_words(way).format(**words)


def _title_words(way: Bridge) -> str:
    if way.status == "explained":
        return _explained_title(way)
    if way.status == "partly" and _step(way, "unexplained")["value"] < 0:
        return _(
            "{name}: {counted} counted, {announced} announced; the known steps lead {left} points beyond what was announced"
        )
    return {
        "explained with construction": _(
            "{name}: {counted} counted, {announced} announced; base and date explain all but {left} points, which construction members could be"
        ),
        "partly": _(
            "{name}: {counted} counted, {announced} announced; the known steps explain part of the difference, {left} points stay unexplained"
        ),
        "not explained": _(
            "{name}: {counted} counted, {announced} announced; the known steps do not explain the difference, {left} points stay unexplained"
        ),
        "not testable": _(
            "{name}: {counted} counted, {announced} announced; base or date are too uncertain to test the difference, {low} to {high} points could be left"
        ),
    }[way.status]


def _explained_title(way: Bridge) -> str:
    # The announced share is of fewer workers than all employed.
    if way.base["workers"] >= (1 - ALIKE) * way.counted["workers"]:
        return _(
            "{name}: {counted} counted and {announced} announced fit each other, both of about all employed"
        )
    if way.figure["base"] == "eligible":
        return _(
            "{name}: both are right, on different bases: {counted} of all employed ({counted_date}), {announced} of eligible workers ({announced_date})"
        )
    return _(
        "{name}: {announced} announced fits {counted} counted if it is of eligible workers, which is not stated"
    )


def step_words(step: str) -> str:
    """What a step is called.

    Examples
    --------
    >>> step_words("unexplained")
    'Unexplained'
    """
    return {
        "counted": _("Counted, all employed"),
        "base": _("Eligible workers as base"),
        "construction": _("Construction members"),
        "date": _("Date of the figure"),
        "unexplained": _("Unexplained"),
        "announced": _("Announced"),
    }[step]


def _step_labels(way: Bridge) -> list[str]:
    """The names of the steps; the count with its month."""
    month = language.date(way.counted["date"], "month")
    counted = _("Counted, all employed, {date}").format(date=month)
    return [counted, *(step_words(step) for step in way.steps["step"].iloc[1:])]


def _draw_steps(ax: "Axes", way: Bridge) -> None:
    steps = way.steps
    colours = {"counted": marks.ACCENT, "announced": marks.TARGET, "unexplained": marks.CONTEXT}
    for position, row in steps.iterrows():
        if pd.isna(row["value"]):
            ax.barh(
                position, row["high"], WIDE_BAR, left=row["before"], facecolor="white", edgecolor=marks.CONTEXT,
                hatch=marks.MISSING_HATCH, linewidth=0.8,
            )  # fmt: skip
            continue
        colour = colours.get(row["step"], marks.RISE if row["value"] >= 0 else marks.FALL)
        if row["step"] in ("base", "construction", "date"):
            colour = marks.tint(colour, 0.55)
        ax.barh(position, row["after"] - row["before"], WIDE_BAR, left=row["before"], color=colour)
        if row["high"] - row["low"] >= 0.1 and row["step"] != "unexplained":
            ax.hlines(
                position,
                row["before"] + row["low"],
                row["before"] + row["high"],
                color=marks.INK,
                linewidth=1.2,
            )
    ends = steps["after"].tolist()
    for position, end in enumerate(ends[:-1]):
        ax.vlines(
            end,
            position - WIDE_BAR / 2,
            position + 1 + WIDE_BAR / 2,
            color=marks.CONTEXT,
            linewidth=0.7,
            zorder=0,
        )
    marks.label_rows(ax, _step_labels(way))
    reach = [steps["after"], steps["before"] + steps["high"].where(steps["step"].ne("unexplained"))]
    ax.set_xlim(0, 1.04 * max(column.max() for column in reach))
    marks.percent_axis(ax)
    marks.values_column(ax, _values(way))


def _values(way: Bridge) -> list[str]:
    """The number of each step; the announced one as it was printed."""
    return [*(value_words(row) for row in way.steps.iloc[:-1].to_dict("records")), announced_words(way)]


def value_words(row: dict[Any, Any]) -> str:
    """The number of a step with its interval, where it has one."""
    low, high = language.points(row["low"]), language.points(row["high"])
    if pd.isna(row["value"]):
        return _("not known: {low} to {high}").format(low=language.points(row["low"], 0), high=high)
    if row["step"] == "counted":
        return language.percent(row["value"])
    if row["high"] - row["low"] < 0.1:
        return language.points(row["value"])
    return _("{value} ({low} to {high})").format(value=language.points(row["value"]), low=low, high=high)


def bridge_finding(way: Bridge) -> Finding | None:
    """What base and date explain, and what is left, in two sentences below :func:`bridge_chart`; None where there is no way.

    Parameters
    ----------
    way : Bridge
        From :func:`coverage_lib.measures.bridge.bridge`.
    """
    return None if way.steps.empty else Finding(f"{_explained_words(way)} {_rest_words(way)}")


def _explained_words(way: Bridge) -> str:
    """How many points base and date are."""
    date = _step(way, "date")["value"]
    words = {
        "base": language.points(_step(way, "base")["value"]),
        "counted": language.percent(way.counted["coverage"]),
        "employed": language.people_three_digits(way.counted["workers"]),
        "share": language.percent(_step(way, "base")["after"]),
        "eligible": language.people_three_digits(way.base["workers"]),
        "source": _base_source(way),
        "figure": language.printed_date(way.figure["printed_date"]),
        "date": language.points(abs(date), sign=False),
    }
    base = _(
        "The base is {base} points: {counted} of {employed} employed are {share} of {eligible} eligible workers ({source});"
    )
    moved = {
        0: _("moving to {figure} makes no difference."),
        1: _("moving to {figure} adds {date} points."),
        -1: _("moving to {figure} takes off {date} points."),
    }[marks.direction(date)]
    return f"{base} {moved}".format(**words)


def _rest_words(way: Bridge) -> str:
    """How many points are left, and what construction members are or could be of it."""
    left, added = _step(way, "unexplained"), _step(way, "construction")
    # Members who are not counted yet can only add to the announced share.
    known = "cannot be" if added["known"] == "not known" and left["value"] < 0 else added["known"]
    sentence = {
        "cannot be": _(
            "{left} points ({low} to {high}) stay unexplained; construction members, which the announcement does not mention, cannot be part of it."
        ),
        "left out": _(
            "{left} points ({low} to {high}) stay unexplained; the announcement leaves construction members out."
        ),
        "printed": _(
            "Construction members of the announcement are {value} points; {left} points ({low} to {high}) stay unexplained."
        ),
        "announced": _(
            "Construction and migrant members are {value} points; {left} points ({low} to {high}) stay unexplained."
        ),
        "not known": _(
            "{left} points ({low} to {high}) stay unexplained; construction members, which the announcement does not mention, could be part of it: counted by office, at most {most} points (about {members} members)."
        ),
        "not known, counted": _(
            "{left} points ({low} to {high}) stay unexplained; construction members, which the announcement counts, are part of it: counted by office, at most {most} points (about {members} members)."
        ),
    }[known]
    return sentence.format(
        left=language.points(left["value"]),
        low=language.points(left["low"]),
        high=language.points(left["high"]),
        value=language.points(added["value"]),
        most=language.points(added["high"], sign=False),
        members=language.people_three_digits(added["high"] / 100 * way.base["workers"]),
    )


def bridge_words(way: Bridge) -> str:
    """The way of a region in sentences."""
    return no_way_words(way) if way.steps.empty else f"{bridge_title(way)}. {_steps_words(way)}"


def _steps_words(way: Bridge) -> str:
    return " ".join([_base_words(way), _construction_words(way), _date_words(way), _left_words(way)])


def _base_words(way: Bridge) -> str:
    sentence = (
        _(
            "The {active} members counted on {date} are {counted} of {employed} employed and {share} of {eligible} eligible workers"
        )
        if way.figure["base"] == "eligible"
        else _(
            "The {active} members counted on {date} are {counted} of {employed} employed and would be {share} of {eligible} eligible workers"
        )
    ).format(
        active=language.people_three_digits(way.counted["active"]),
        date=language.date(way.counted["date"]),
        counted=language.percent(way.counted["coverage"]),
        employed=language.people_three_digits(way.counted["workers"]),
        share=language.percent(_step(way, "base")["after"]),
        eligible=language.people_three_digits(way.base["workers"]),
    )
    return f"{sentence} ({_base_source(way)})."


def _base_source(way: Bridge) -> str:
    base = way.base
    if base["known"] == "estimated":
        return _("estimated: the province never published a base")
    printed = language.printed_date(base["printed_date"])
    if base["elsewhere"]:
        return _("the base printed for {date}, {ids}; the announcement prints none").format(
            date=printed, ids=base["ids"]
        )
    if base["known"] == "implied":
        return _("implied by the members and the share of the announcement, {ids}").format(ids=base["ids"])
    if base["by_members"]:
        printed = (
            _("at least {printed} printed; {members} members at {share} make it {eligible}, {ids}")
            if base["bound"] == "at_least"
            else _("{printed} printed; {members} members at {share} make it {eligible}, {ids}")
        )
        return printed.format(
            printed=language.people(base["printed"]),
            members=language.number(way.figure["active"]),
            share=announced_words(way),
            eligible=language.people_three_digits(base["workers"]),
            ids=base["ids"],
        )
    return _("the base printed with the announcement, {ids}").format(ids=base["ids"])


def _construction_words(way: Bridge) -> str:
    row = _step(way, "construction")
    words = {
        "left out": _("The announcement counts no construction members, by its parts."),
        "printed": _("The construction members that the announcement counts are {value} points."),
        "announced": _(
            "Construction and migrant members, the rest of the announced total, add {value} points."
        ),
        "not known": _(
            "Whether the announcement counts construction members is not said; counted by office they would be at most {high} points (about {members} members)."
        ),
        "not known, counted": _(
            "The announcement counts construction members but does not say how many; counted by office they would be at most {high} points (about {members} members)."
        ),
    }
    return words[row["known"]].format(
        value=language.points(row["value"]),
        high=language.points(row["high"], sign=False),
        members=language.people_three_digits(row["high"] / 100 * way.base["workers"]),
    )


def _date_words(way: Bridge) -> str:
    row = _step(way, "date")
    words = {
        "figure": language.printed_date(way.figure["printed_date"]),
        "points": language.points(abs(row["value"]), sign=False),
        "known": known_words(row["known"]),
    }
    direction = marks.direction(row["value"])
    if direction == 0:
        return _("The date of the announcement, {figure}, makes no difference.").format(**words)
    if direction > 0:
        return _("Moving to {figure}, {known}, adds {points} points.").format(**words)
    return _("Moving to {figure}, {known}, takes off {points} points.").format(**words)


def _left_words(way: Bridge) -> str:
    row = _step(way, "unexplained")
    return _("That leaves {left} points, {workers} members, unexplained ({low} to {high}).").format(
        left=language.points(row["value"]),
        workers=language.people(abs(row["workers"])),
        low=language.points(row["low"]),
        high=language.points(row["high"]),
    )


def _steps_table(way: Bridge) -> Table:
    frame = way.steps.assign(
        step_words=_step_labels(way),
        value_words=_values(way),
        known_words=way.steps["known"].map(known_words),
        ids=[ids or None for ids in way.steps["ids"]],
        workers=way.steps["workers"].where(way.steps["step"].ne("base")),
    )
    return Table(
        name=f"bridge-{way.code}",
        title=_("{name}: from counted to announced").format(name=way.name),
        frame=frame,
        columns=columns(
            Column("step_words", _("Step")),
            Column("value_words", _("Percent or points"), order="value"),
            Column("workers", _("Members"), language.number),
            Column("known_words", _("How it is known")),
            "ids",
        ),
        note=_(
            "Members of the announced share are those printed beside it; where none are, its percent of the eligible workers. The steps add up to the announced share exactly; one that is not known "
            "is part of what stays unexplained. Counting by office instead of domicile can be part of it too."
        ),
    )


def known_words(known: str) -> str:
    """How the number of a step is known.

    Examples
    --------
    >>> known_words("rest")
    'what is left'
    """
    return {
        "counted": _("counted by domicile, over surveyed employed"),
        "printed": _("printed with the announcement"),
        "implied": _("implied by the announcement's members and share"),
        "estimated": _("estimated"),
        "printed elsewhere": _("printed for another date"),
        "implied elsewhere": _("implied for another date"),
        "left out": _("left out, by the announcement's parts"),
        "not known": _("not known for the province"),
        "not known, counted": _("counted, but not known how many"),
        "announced": _("announced"),
        "announced totals": _("as announced totals moved"),
        "totals and counts": _("as the nation's announced totals and the province's counts moved"),
        "own members": _("as the members that the province announced moved"),
        "rest": _("what is left"),
    }[known]
