"""The two ways of counting members: where they live, and where their employer is registered."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def counted_by_office(domicile: pd.DataFrame, office: pd.DataFrame) -> Figure:
    """The same members counted where they live and where their employer is registered.

    Parameters
    ----------
    domicile, office : pandas.DataFrame
        From ``load_members``, one date, both ways of counting; construction is left out of both.
    """
    rows = _both_ways(domicile, office)
    top, bottom = rows.iloc[0], rows.iloc[-1]
    when = domicile["date"].max()
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        _draw_ratios(ax, rows)
    return publish(
        fig,
        name="counted-by-office",
        title=_("{office} members are counted at offices in {top}; {domicile} members live there").format(
            top=top["name"],
            office=language.people(top["active_office"]),
            domicile=language.people(top["active_domicile"]),
        ),
        subtitle=_(
            "Active members counted where the employer is registered, for each one counted where the member lives, "
            "formal and informal without construction, {date}. Only the count by domicile may be divided by employment."
        ).format(date=language.date(when)),
        source=_("Satu Data Ketenagakerjaan, table 1726 (by office); Dewan Ekonomi Nasional (by domicile)."),
        alt=_(
            "Ratio of members counted by office to members counted by domicile, from {top} {high} to {bottom} {low}."
        ).format(
            top=top["name"],
            high=language.number(top["ratio"], 2),
            bottom=bottom["name"],
            low=language.number(bottom["ratio"], 2),
        ),
        table=Table(
            name="counted-by-office",
            title=_("Active members by way of counting, {date}").format(date=language.date(when)),
            frame=rows,
            columns=columns(
                "name",
                Column("active_domicile", _("By domicile"), language.number),
                Column("active_office", _("By office"), language.number),
                Column("ratio", _("Ratio"), _two_digits),
            ),
        ),
    )


def _both_ways(domicile: pd.DataFrame, office: pd.DataFrame) -> pd.DataFrame:
    """Members of each province by both ways of counting, and how many times as many there are by office."""
    sums = [
        members[members["segment"] != "construction"]
        .groupby(["code", "name"], as_index=False)["active"]
        .sum()
        for members in (domicile, office)
    ]
    rows = sums[0].merge(sums[1], on=["code", "name"], suffixes=("_domicile", "_office"), validate="1:1")
    rows["ratio"] = rows["active_office"] / rows["active_domicile"]
    return rows.sort_values(["ratio", "code"], ascending=[False, True]).reset_index(drop=True)


def _draw_ratios(ax: "Axes", rows: pd.DataFrame) -> None:
    ax.hlines(rows.index, 1, rows["ratio"], color=marks.PALE, linewidth=2)
    colours = [marks.INK if value >= 1 else marks.CONTEXT for value in rows["ratio"]]
    ax.scatter(rows["ratio"], rows.index, color=colours, s=30, zorder=3)
    for position, ratio in rows["ratio"].items():
        away = 6 if ratio >= 1 else -6
        ax.annotate(
            _two_digits(ratio), (ratio, position), xytext=(away, 0), textcoords="offset points", va="center",
            ha="left" if away > 0 else "right", fontsize=8.5,
        )  # fmt: skip
    marks.label_rows(ax, rows["name"].tolist())
    ax.axvline(1, color=marks.INK, linewidth=1)
    ax.set_xlim(0, rows["ratio"].max() * 1.1)
    marks.numbers_axis(ax, lambda value: language.number(value, 1))
    ax.set_xlabel(_("members counted by office for each member counted by domicile"))


def _two_digits(value: float) -> str:
    return language.number(value, 2)
