"""How the order of the provinces changes with the base: counted shares of all employed on the left, published shares of eligible workers on the right."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import figure_words
from coverage_lib.measures.base_ranks import WITHIN, BaseRanks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Places that a province moves before its line stands out.
STANDS_OUT = 3


def base_ranks(ranks: BaseRanks) -> Figure | Finding:
    """Provinces ranked on all employed and on eligible workers, a line for each.

    Parameters
    ----------
    ranks : BaseRanks
        From :func:`coverage_lib.measures.base_ranks.rank_by_base`.
    """
    rows = figure_words(ranks.table.rename(columns={"published": "coverage"}))
    if len(rows) < 3:
        return Finding(
            _(
                "Too few provinces published a share of eligible workers around {date} to compare ranks."
            ).format(date=language.date(ranks.date))
        )
    with marks.drawing(0.6 + 0.2 * len(rows)) as (fig, ax):
        _draw_slopes(ax, rows)
    return publish(
        fig,
        name="base-ranks",
        title=_title(rows),
        subtitle=_(
            "Left: active members of all employed, {date}, percent. Right: published share of eligible workers nearest to that date, at most {months} months away, percent as printed. "
            "Rank among these {count} provinces; orange and blue: {places} places or more. Members and dates differ too, not only the base; Kendall's tau {tau} (1: the same order)."
        ).format(
            date=language.date(ranks.date),
            months=WITHIN.kwds["months"],
            count=len(rows),
            places=STANDS_OUT,
            tau=language.number(ranks.kendall, 2),
        ),
        source=_(
            "BPJS Ketenagakerjaan by domicile, through Dewan Ekonomi Nasional; BPS, Sakernas August; published shares as listed in the table."
        ),
        alt=_("Rank on all employed and on eligible workers: {values}.").format(
            values=", ".join(
                f"{row.name} {row.counted_rank} / {row.published_rank}"
                for row in rows.itertuples(index=False)
            )
        ),
        table=Table(
            name="base-ranks",
            title=_("Rank of the provinces on two bases"),
            frame=rows,
            columns=columns(
                "name",
                Column("counted", _("Of all employed"), language.percent),
                Column("counted_rank", _("Rank on all employed"), str),
                Column("share_words", _("Published, of eligible workers"), order="coverage"),
                Column("published_rank", _("Rank on eligible workers"), str),
                Column("moved", _("Places gained"), lambda places: language.points(places, 0)),
                Column("printed_date", _("Published for"), language.printed_date, order="date"),
                "id",
            ),
            note=_(
                "Kendall's tau {kendall}, Spearman's rho {spearman} (1: the same order). Dates and ways of counting differ too, so not every place is due to the base."
            ).format(kendall=language.number(ranks.kendall, 2), spearman=language.number(ranks.spearman, 2)),
        ),
    )


def _title(rows: pd.DataFrame) -> str:
    moved = rows[rows["moved"].abs() >= STANDS_OUT]
    if not rows["moved"].any():
        return _("All employed or eligible workers: the order of {count} provinces is the same").format(
            count=len(rows)
        )
    if moved.empty:
        return _("All employed or eligible workers: no province moves by {places} places or more").format(
            places=STANDS_OUT
        )
    most = rows.loc[rows["moved"].abs().idxmax()]
    words = {
        "moved": len(moved),
        "count": len(rows),
        "name": most["name"],
        "counted": most["counted_rank"],
        "published": most["published_rank"],
        "places": STANDS_OUT,
    }
    return _(
        "On eligible workers {moved} of {count} provinces rank {places} or more places higher or lower than on all employed; {name} is number {counted} on all employed, number {published} on eligible workers"
    ).format(**words)


def _draw_slopes(ax: "Axes", rows: pd.DataFrame) -> None:
    # Provinces of one rank stand below each other.
    places = {share: rows[share].rank(ascending=False, method="first") for share in ("counted", "coverage")}
    rows = rows.assign(counted_place=places["counted"], published_place=places["coverage"])
    for row in rows.itertuples(index=False):
        stands_out = abs(row.moved) >= STANDS_OUT
        colour = marks.CONTEXT if not stands_out else marks.RISE if row.moved > 0 else marks.FALL
        ax.plot(
            [0, 1], [row.counted_place, row.published_place], color=colour, linewidth=2 if stands_out else 1,
            marker="o", markersize=4.5, zorder=3 if stands_out else 2,
        )  # fmt: skip
        ink = colour if stands_out else marks.INK
        left = f"{row.name} {language.percent(row.counted)} · {row.counted_rank}"
        right = f"{row.published_rank} · {row.share_words} {row.name}"
        for place, x, text, align in (
            (row.counted_place, 0, left, "right"),
            (row.published_place, 1, right, "left"),
        ):
            ax.annotate(
                text, (x, place), xytext=(-8 if x == 0 else 8, 0), textcoords="offset points", ha=align, va="center",
                fontsize=8.5, color=ink, annotation_clip=False,
            )  # fmt: skip
    ax.set_xlim(-1.05, 2.05)
    ax.set_ylim(len(rows) + 0.5, -0.2)
    for x, words in ((0, _("of all employed")), (1, _("of eligible workers, published"))):
        ax.annotate(
            words, (x, 0.15), ha="center", va="center", fontsize=9, fontweight="bold", color=marks.INK
        )
    ax.set_axis_off()
