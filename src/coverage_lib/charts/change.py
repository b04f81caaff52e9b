"""What changed between two years, and what moved it."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, points_to_hundredths

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

PARTS = ("formal_rate", "informal_rate", "composition")

PART_COLOURS = {
    "formal_rate": marks.FORMAL,
    "informal_rate": marks.INFORMAL,
    "composition": "#7f7f7f",
    "place": "#c9a227",
}


def change(coverage: pd.DataFrame) -> Figure:
    """Coverage of each province in the first and the last year, joined by an arrow, the largest rise first.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``, at least two years.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> change(load_coverage(base="employed")).title
    'Gorontalo rose most, by 15.4 points; nationally coverage rose by 5.8 points; it fell in 3 provinces'
    """
    first, last = int(coverage["year"].min()), int(coverage["year"].max())
    regions = _first_and_last(coverage, first, last)
    nation = regions[regions["code"] == NATION].iloc[0]
    rows = regions[regions["code"] != NATION].reset_index(drop=True)
    return publish(
        _draw_change(rows),
        name="change",
        **_change_words(rows, nation["change"], first, last),
        source=vocabulary.source_words(coverage),
        table=Table(
            name="change",
            title=_("Coverage in {first} and {last}").format(first=first, last=last),
            frame=rows,
            columns=columns(
                "name",
                Column("first", str(first), language.percent),
                Column("last", str(last), language.percent),
                "change",
            ),
            source=vocabulary.source_words(coverage),
        ),
    )


def _first_and_last(coverage: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Regions with a figure in both years and their change, the largest rise first."""
    wide = coverage.pivot(index=["code", "name"], columns="year", values="coverage")
    rows = pd.DataFrame({"first": wide[first], "last": wide[last]}).dropna().reset_index()
    rows["change"] = rows["last"] - rows["first"]
    return rows.sort_values(["change", "code"], ascending=[False, True])


def _draw_change(rows: pd.DataFrame) -> "Canvas":
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        for place, row in enumerate(rows.to_dict("records")):
            _draw_arrow(ax, place, row["first"], row["last"])
        marks.label_rows(ax, rows["name"].tolist())
        ax.set_xlim(0, rows[["first", "last"]].max(axis=None) * 1.12)
        marks.percent_axis(ax)
    return fig


def _draw_arrow(ax: "Axes", place: int, first: float, last: float) -> None:
    colour = marks.FALL if last < first else marks.RISE
    ax.annotate(
        "", (last, place), (first, place),
        arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    ax.plot(first, place, "o", color=marks.PALE, markersize=4.5, zorder=1)
    ax.annotate(
        language.points(last - first), (max(first, last), place), xytext=(6, 0), textcoords="offset points",
        va="center", fontsize=8.5, color=colour,
    )  # fmt: skip


def _change_words(rows: pd.DataFrame, nation: float, first: int, last: int) -> Words:
    return Words(
        title=_top_words(rows.iloc[0]) + _nation_words(nation) + _fell_words(int((rows["change"] < 0).sum())),
        subtitle=_(
            "Coverage at the end of {first} (dot) and of {last} (arrowhead), percent of all employed persons; "
            "the number is the change in percentage points"
        ).format(first=first, last=last),
        alt=_("Change of coverage in percentage points: {values}.").format(
            values=marks.listing(rows, "change", language.points)
        ),
    )


def _top_words(top: pd.Series) -> str:
    if marks.direction(top["change"]) != 1:
        return _("Coverage rose in no province")
    return _("{top} rose most, by {change} points").format(
        top=top["name"], change=language.points(top["change"], sign=False)
    )


def _nation_words(change: float) -> str:
    words = {
        1: _("; nationally coverage rose by {points} points"),
        0: _("; nationally coverage stayed as it was"),
        -1: _("; nationally coverage fell by {points} points"),
    }[marks.direction(change)]
    return words.format(points=language.points(abs(change), sign=False))


def _fell_words(count: int) -> str:
    if count == 0:
        return ""
    if count == 1:
        return _("; it fell in 1 province")
    return _("; it fell in {count} provinces").format(count=count)


def part_word(part: str) -> str:
    """What a part of a change is called.

    Examples
    --------
    >>> part_word("composition")
    'composition of the workforce'
    """
    return {
        "formal_rate": _("formal rate"),
        "informal_rate": _("informal rate"),
        "composition": _("composition of the workforce"),
        "place": _("weight of provinces"),
    }[part]


def waterfall(nation: pd.Series, start_coverage: float, end_coverage: float) -> Figure:
    """What the nation's change of coverage is made of, added up over the provinces.

    Parameters
    ----------
    nation : pandas.Series
        The national row of ``disparity.decompose_nation``.
    start_coverage, end_coverage : float
        Percent of all workers.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> nation = disparity.decompose_nation(load_coverage(base="segment_workers"), 2022, 2024).iloc[-1]
    >>> waterfall(nation, 21.32, 27.11).title
    '5.36 of the 5.79 points came from higher rates: 2.76 formal, 2.60 informal'
    """
    parts = {part: float(nation[part]) for part in (*PARTS, "place") if part in nation.index}
    levels, years = (start_coverage, end_coverage), (int(nation["start"]), int(nation["end"]))
    return publish(
        _draw_waterfall(parts, levels, years),
        name="waterfall",
        **_waterfall_words(parts, levels, years, float(nation["contribution"])),
        source=_decomposition_source(),
        table=Table(
            name="waterfall",
            title=_("What the change is made of"),
            frame=pd.DataFrame({"part": [part_word(part) for part in parts], "points": parts.values()}),
            columns=columns(Column("part", _("Part")), Column("points", _("Points"), points_to_hundredths)),
        ),
    )


def _decomposition_source() -> str:
    return vocabulary.source_words() + " " + _("Decomposition after Kitagawa (1955).")


def _draw_waterfall(
    parts: dict[str, float], coverage: tuple[float, float], years: tuple[int, int]
) -> "Canvas":
    last = len(parts) + 1
    levels = [coverage[0]]
    with marks.drawing(2.9) as (fig, ax):
        for place, value in zip((0, last), coverage, strict=True):
            ax.bar(place, value, color=marks.PALE, width=0.6)
            ax.text(place, value + 0.2, language.percent(value), ha="center", va="bottom", fontweight="bold")
        for place, (part, value) in enumerate(parts.items(), start=1):
            _draw_step(ax, place, part, levels[-1], value)
            levels.append(levels[-1] + value)
        words = [part_word(part).replace(" ", "\n", 1) for part in parts]
        ax.set_xticks(range(last + 1), [str(years[0]), *words, str(years[1])])
        ax.set_ylim(min(*levels, coverage[1]) * 0.85, max(*levels, coverage[1]) * 1.06)
        marks.percent_axis(ax, axis="y")
    return fig


def _draw_step(ax: "Axes", place: int, part: str, level: float, value: float) -> None:
    ax.bar(place, value, bottom=level, color=PART_COLOURS[part], width=0.6)
    ax.text(
        place, max(level, level + value) + 0.2, language.points(value, 2), ha="center", va="bottom", fontweight="bold"
    )  # fmt: skip
    ax.hlines(level + value, place, place + 1, color=marks.CONTEXT, linewidth=0.6)


def _waterfall_words(
    parts: dict[str, float], coverage: tuple[float, float], years: tuple[int, int], change: float
) -> Words:
    values = ", ".join(f"{part_word(part)} {language.points(value, 2)}" for part, value in parts.items())
    return Words(
        title=_waterfall_title(parts, change),
        subtitle=_(
            "National coverage, percent of all employed, {start} to {end}; parts in percentage points, added up over the "
            "provinces. The axis does not begin at zero."
        ).format(start=years[0], end=years[1]),
        alt=_("Waterfall from {start} to {end}: {values}.").format(
            start=language.percent(coverage[0]), end=language.percent(coverage[1]), values=values
        ),
    )


def _waterfall_title(parts: dict[str, float], change: float) -> str:
    formal, informal = parts["formal_rate"], parts["informal_rate"]
    if formal >= 0 and informal >= 0 and 0 < formal + informal <= change:
        return _(
            "{rates} of the {change} points came from higher rates: {formal} formal, {informal} informal"
        ).format(
            rates=language.points(formal + informal, 2, sign=False),
            change=language.points(change, 2, sign=False),
            formal=language.points(formal, 2, sign=False),
            informal=language.points(informal, 2, sign=False),
        )
    words = {
        1: _("Coverage rose by {change} points: the formal rate moved it by {formal}, the informal rate by {informal}"),
        0: _("Coverage stayed as it was: the formal rate moved it by {formal}, the informal rate by {informal}"),
        -1: _("Coverage fell by {change} points: the formal rate moved it by {formal}, the informal rate by {informal}"),
    }[marks.direction(change, 2)]  # fmt: skip
    return words.format(
        change=language.points(abs(change), 2, sign=False),
        formal=language.points(formal, 2),
        informal=language.points(informal, 2),
    )


def what_moved(parts: pd.DataFrame) -> Figure:
    """The change of each province's coverage as the sum of its parts, the largest rise first.

    Parameters
    ----------
    parts : pandas.DataFrame
        From ``disparity.decompose_change``.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> what_moved(disparity.decompose_change(load_coverage(base="segment_workers"), 2022, 2024)).title
    'In 19 of 34 provinces the informal rate moved coverage more than the formal rate'
    """
    rows = parts[parts["code"] != NATION].sort_values(["change", "code"], ascending=[False, True])
    rows = rows.reset_index(drop=True)
    return publish(
        _draw_what_moved(rows),
        name="what-moved",
        **_what_moved_words(rows),
        source=_decomposition_source(),
        table=Table(
            name="what-moved",
            title=_("Change of coverage and its parts, points"),
            frame=rows,
            columns=columns(
                "name",
                Column("change", _("Change"), points_to_hundredths),
                *(Column(part, part_word(part), points_to_hundredths) for part in PARTS),
            ),
            source=vocabulary.source_words(),
        ),
    )


def _draw_what_moved(rows: pd.DataFrame) -> "Canvas":
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        # Rises are stacked to the right of zero and falls to the left of it.
        right = left = pd.Series(0.0, index=rows.index)
        for part in PARTS:
            value = rows[part].astype(float)
            ax.barh(
                rows.index, value, left=right.where(value >= 0, left), color=PART_COLOURS[part], height=0.7,
                label=part_word(part),
            )  # fmt: skip
            right, left = right + value.clip(lower=0), left + value.clip(upper=0)
        ax.scatter(rows["change"], rows.index, color=marks.INK, s=16, zorder=4, label=_("change in all"))
        marks.label_rows(ax, rows["name"].tolist())
        marks.values_column(ax, [language.points(value) for value in rows["change"]])
        ax.axvline(0, color=marks.INK, linewidth=0.8)
        marks.points_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(-0.25, 1), ncols=4, fontsize=8.5, borderaxespad=0.2)
    return fig


def _what_moved_words(rows: pd.DataFrame) -> Words:
    informal = int((rows["informal_rate"].abs() > rows["formal_rate"].abs()).sum())
    values = ", ".join(
        f"{row['name']} {language.points(row['change'])} ({', '.join(language.points(row[part]) for part in PARTS)})"
        for row in rows.to_dict("records")
    )
    title = {
        0: _("In none of {all} provinces the informal rate moved coverage more than the formal rate"),
        1: _("In 1 of {all} provinces the informal rate moved coverage more than the formal rate"),
    }.get(
        informal,
        _("In {count} of {all} provinces the informal rate moved coverage more than the formal rate"),
    )
    return Words(
        title=title.format(count=informal, all=len(rows)),
        subtitle=_(
            "Change of coverage, {start} to {end}, in percentage points, split exactly into its parts"
        ).format(start=rows["start"].iloc[0], end=rows["end"].iloc[0]),
        alt=_("Change of coverage split into formal rate, informal rate and composition: {values}.").format(
            values=values
        ),
    )
