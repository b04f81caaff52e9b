"""What changed between two years, and what moved it."""

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _, vocabulary


def change(coverage: pd.DataFrame) -> Figure:
    """Coverage of each province in the first and the last year, joined by an arrow, the largest rise first.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    """
    first, last = int(coverage["year"].min()), int(coverage["year"].max())
    wide = coverage.pivot(index=["code", "name"], columns="year", values="coverage").reset_index()
    wide["change"] = wide[last] - wide[first]
    nation = wide[wide["code"] == NATION].iloc[0]
    rows = wide[wide["code"] != NATION].sort_values(["change", "code"], ascending=[False, True])
    rows = rows.reset_index(drop=True)
    fell = int((rows["change"] < 0).sum())
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        for position, row in rows.iterrows():
            colour = marks.ACCENT if row["change"] >= 0 else marks.INFORMAL
            ax.annotate(
                "", (row[last], position), (row[first], position),
                arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
            )  # fmt: skip
            ax.plot(row[first], position, "o", color=marks.PALE, markersize=4.5, zorder=1)
            ax.annotate(
                language.points(row["change"]), (max(row[first], row[last]), position), xytext=(6, 0),
                textcoords="offset points", va="center", fontsize=8.5, color=colour,
            )  # fmt: skip
        marks.label_rows(ax, rows["name"].tolist())
        ax.set_xlim(0, max(rows[first].max(), rows[last].max()) * 1.12)
        marks.percent_axis(ax)
    top = rows.iloc[0]
    title = _("{top} rose most, by {change} points; nationally coverage rose by {nation} points").format(
        top=top["name"],
        change=language.points(top["change"], sign=False),
        nation=language.points(nation["change"], sign=False),
    )
    if fell:
        title += _("; it fell in {count} provinces").format(count=fell)
    return publish(
        fig,
        name="change",
        title=title,
        subtitle=_(
            "Coverage at the end of {first} (dot) and of {last} (arrowhead), percent of all employed persons; "
            "the number is the change in percentage points"
        ).format(first=first, last=last),
        source=vocabulary.source_words(),
        alt=_("Change of coverage in percentage points: {values}.").format(
            values=marks.listing(rows, "change", language.points)
        ),
        table=Table(
            name="change",
            title=_("Coverage in {first} and {last}").format(first=first, last=last),
            frame=rows.rename(columns={first: "first", last: "last"}),
            columns=[
                ("name", _("Region"), None),
                ("first", str(first), language.percent),
                ("last", str(last), language.percent),
                ("change", _("Change, points"), language.points),
            ],
            source=vocabulary.source_words(),
        ),
    )


PARTS = ("formal_rate", "informal_rate", "composition")

PART_COLOURS = {
    "formal_rate": marks.FORMAL,
    "informal_rate": marks.INFORMAL,
    "composition": "#7f7f7f",
    "place": "#c9a227",
}


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
    """
    parts = [part for part in (*PARTS, "place") if part in nation.index]
    level = start_coverage
    with marks.drawing(2.9) as (fig, ax):
        ax.bar(0, start_coverage, color=marks.PALE, width=0.6)
        ax.bar(len(parts) + 1, end_coverage, color=marks.PALE, width=0.6)
        for at, value in ((0, start_coverage), (len(parts) + 1, end_coverage)):
            ax.text(at, value + 0.2, language.percent(value), ha="center", va="bottom", fontweight="bold")
        for place, part in enumerate(parts, start=1):
            value = float(nation[part])
            ax.bar(place, value, bottom=level, color=PART_COLOURS[part], width=0.6)
            ax.text(
                place, max(level, level + value) + 0.2, language.points(value, 2), ha="center", va="bottom",
                fontweight="bold",
            )  # fmt: skip
            ax.hlines(level + value, place, place + 1, color=marks.CONTEXT, linewidth=0.6)
            level += value
        ax.set_xticks(
            range(len(parts) + 2),
            [
                str(nation["start"]),
                *(part_word(part).replace(" ", "\n", 1) for part in parts),
                str(nation["end"]),
            ],
        )
        ax.set_ylim(min(start_coverage, end_coverage) * 0.85, max(start_coverage, end_coverage) * 1.06)
        marks.percent_axis(ax, axis="y")
    rates = float(nation["formal_rate"] + nation["informal_rate"])
    change = float(nation["contribution"])
    return publish(
        fig,
        name="waterfall",
        title=_(
            "{rates} of the {change} points came from higher rates: {formal} formal, {informal} informal"
        ).format(
            rates=language.points(rates, 2, sign=False),
            change=language.points(change, 2, sign=False),
            formal=language.points(nation["formal_rate"], 2, sign=False),
            informal=language.points(nation["informal_rate"], 2, sign=False),
        ),
        subtitle=_(
            "National coverage, percent of all employed, {start} to {end}; parts in percentage points, added up over the "
            "provinces. The axis does not begin at zero."
        ).format(start=nation["start"], end=nation["end"]),
        source=vocabulary.source_words() + " " + _("Decomposition after Kitagawa (1955)."),
        alt=_("Waterfall from {start} to {end}: {values}.").format(
            start=language.percent(start_coverage),
            end=language.percent(end_coverage),
            values=", ".join(f"{part_word(part)} {language.points(nation[part], 2)}" for part in parts),
        ),
        table=Table(
            name="waterfall",
            title=_("What the change is made of"),
            frame=pd.DataFrame(
                {"part": [part_word(part) for part in parts], "points": [nation[part] for part in parts]}
            ),
            columns=[
                ("part", _("Part"), None),
                ("points", _("Points"), lambda value: language.points(value, 2)),
            ],
        ),
    )


def what_moved(parts: pd.DataFrame) -> Figure:
    """The change of each province's coverage as the sum of its parts, the largest rise first.

    Parameters
    ----------
    parts : pandas.DataFrame
        From ``disparity.decompose_change``.
    """
    rows = (
        parts[parts["code"] != NATION]
        .sort_values(["change", "code"], ascending=[False, True])
        .reset_index(drop=True)
    )
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        right = pd.Series(0.0, index=rows.index)
        left = pd.Series(0.0, index=rows.index)
        for part in PARTS:
            value = rows[part].astype(float)
            start = right.where(value >= 0, left)
            ax.barh(
                rows.index, value, left=start, color=PART_COLOURS[part], height=0.7, label=part_word(part)
            )
            right += value.clip(lower=0)
            left += value.clip(upper=0)
        ax.scatter(rows["change"], rows.index, color=marks.INK, s=16, zorder=4, label=_("change in all"))
        marks.label_rows(ax, rows["name"].tolist())
        marks.values_column(ax, [language.points(value) for value in rows["change"]])
        ax.axvline(0, color=marks.INK, linewidth=0.8)
        marks.points_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(-0.25, 1), ncols=4, fontsize=8.5, borderaxespad=0.2)
    informal = int((rows["informal_rate"].abs() > rows["formal_rate"].abs()).sum())
    return publish(
        fig,
        name="what-moved",
        title=_(
            "In {count} of {all} provinces the informal rate moved coverage more than the formal rate"
        ).format(count=informal, all=len(rows)),
        subtitle=_(
            "Change of coverage, {start} to {end}, in percentage points, split exactly into its parts"
        ).format(start=rows["start"].iloc[0], end=rows["end"].iloc[0]),
        source=vocabulary.source_words() + " " + _("Decomposition after Kitagawa (1955)."),
        alt=_("Change of coverage split into formal rate, informal rate and composition: {values}.").format(
            values=", ".join(
                f"{row['name']} {language.points(row['change'])} ({', '.join(language.points(row[part]) for part in PARTS)})"
                for row in rows.to_dict("records")
            )
        ),
        table=Table(
            name="what-moved",
            title=_("Change of coverage and its parts, points"),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("change", _("Change"), lambda value: language.points(value, 2)),
                *((part, part_word(part), lambda value: language.points(value, 2)) for part in PARTS),
            ],
            source=vocabulary.source_words(),
        ),
    )
