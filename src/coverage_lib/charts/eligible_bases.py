"""The numbers of eligible workers: beside the employed by province, how they moved, all that were printed, and what is left out of them."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.base_changes import change_words, moved_words, with_doubts
from coverage_lib.charts.left_out import exclusion_words
from coverage_lib.data.bases import UCJ_BEGINS
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import stated_base
from coverage_lib.measures.base_estimates import LEVEL, RULE
from coverage_lib.measures.reconciled import ALIKE, REDRAWN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ESTIMATED = marks.CONTEXT


def known_word(known: str) -> str:
    """How a number of eligible workers is known.

    Examples
    --------
    >>> known_word("implied")
    'implied'
    """
    return {"printed": _("printed"), "implied": _("implied"), "estimated": _("estimated")}[known]


def bases_by_province(estimates: pd.DataFrame) -> Figure:
    """Eligible workers as a share of the employed by province: printed, implied or estimated.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From :func:`coverage_lib.measures.base_estimates.estimate_bases`.
    """
    rows = estimates.assign(
        share=100 * estimates["ratio"],
        share_low=100 * estimates["ratio_low"],
        share_high=100 * estimates["ratio_high"],
    ).sort_values(["share", "code"], ascending=[False, True], ignore_index=True)
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        _draw_shares(ax, rows)
    return publish(
        fig,
        name="eligible-bases",
        title=_by_province_words(rows[rows["known"].eq("printed")]),
        subtitle=_(
            "Eligible workers as a share of all employed, August of the same year, percent, with the year of the base. Filled: printed; hollow: "
            "implied by members and share; grey diamond: none since {year}, estimated ({rule}), with the {level} interval. A bar on a dot "
            "is what its digits leave open; a newer base may not have been printed."
        ).format(rule=rule_words(RULE), level=language.percent(LEVEL, 0), year=UCJ_BEGINS.year),
        source=_(
            "Bases: press and agencies as listed in the table. BPS, Sakernas August, employed persons. Boundaries of 2021."
        ),
        alt=_("Eligible workers as a share of the employed: {values}.").format(
            values=", ".join(
                f"{row.name} {language.percent(row.share, 0)} ({known_word(row.known)})"
                for row in rows.itertuples(index=False)
            )
        ),
        table=_by_province_table(rows),
    )


def _by_province_words(printed: pd.DataFrame) -> str:
    """The range of the printed bases, and where they leave hardly anyone out."""
    from babel.lists import format_list

    if printed.empty:
        return _("No province has printed a number of eligible workers since {year}").format(
            year=UCJ_BEGINS.year
        )
    whole = printed[printed["ratio"] >= 1 - ALIKE]
    fewer = printed[printed["ratio"] < 1 - ALIKE]
    if fewer.empty:
        return _("Every printed base is as large as all employed")
    lowest, highest = fewer.iloc[-1], fewer.iloc[0]
    words = {
        "low": language.percent(lowest["share"], 0),
        "bottom": lowest["name"],
        "high": language.percent(highest["share"], 0),
        "top": highest["name"],
        "whole": format_list(whole["name"].tolist(), locale=language.current()),
    }
    if whole.empty:
        return _("What is called eligible is {low} of all employed in {bottom} and {high} in {top}").format(
            **words
        )
    return _(
        "What is called eligible is {low} of all employed in {bottom} and {high} in {top}; in {whole} the base is as large as all employed"
    ).format(**words)


def _draw_shares(ax: "Axes", rows: pd.DataFrame) -> None:
    for known, face, edge, marker, label in (
        ("printed", marks.TARGET, marks.TARGET, "o", _("printed")),
        ("implied", "white", marks.TARGET, "o", _("implied")),
        ("estimated", ESTIMATED, ESTIMATED, "D", _("estimated")),
    ):
        some = rows[rows["known"] == known]
        ax.hlines(some.index, some["share_low"], some["share_high"], color=edge, linewidth=1.4, zorder=2)
        ax.scatter(
            some["share"],
            some.index,
            s=30,
            facecolor=face,
            edgecolor=edge,
            marker=marker,
            zorder=3,
            label=label,
        )
    marks.label_rows(ax, rows["name"].tolist())
    ax.axvline(100, color=marks.INK, linewidth=1, zorder=1)
    ax.set_xlim(min(40, rows["share_low"].min() - 2), rows["share_high"].max() + 2)
    marks.percent_axis(ax)
    years = [row.base_year if row.known != "estimated" else "" for row in rows.itertuples()]
    marks.values_column(
        ax,
        [f"{language.percent(share, 0)}  {year}" for share, year in zip(rows["share"], years, strict=True)],
    )
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=8.5, borderaxespad=0.2)


def _by_province_table(rows: pd.DataFrame) -> Table:
    frame = rows.assign(
        known_words=rows["known"].map(known_word),
        interval=[
            f"{language.number(row.share_low, 1)}–{language.percent(row.share_high)}"
            if row.share_high - row.share_low >= 0.05
            else None
            for row in rows.itertuples()
        ],
    )
    return Table(
        name="eligible-bases",
        title=_("Eligible workers and employed by province"),
        frame=frame,
        columns=columns(
            "name",
            Column("known_words", _("Base is")),
            Column("printed_date", _("Date of the base"), language.printed_date),
            Column("workers", _("Eligible workers"), language.number),
            "employed",
            Column("base_year", _("Survey of"), lambda year: str(int(year))),
            Column("share", _("Share of employed"), language.percent),
            Column("interval", _("Interval"), order="share_low"),
            "ids",
        ),
        note=_('An estimate is made by the rule "{rule}" from the provinces that published a base.').format(
            rule=rule_words(RULE)
        ),
    )


def rule_words(rule: str) -> str:
    """A rule of ``measures.base_estimates.RULES`` in words.

    Examples
    --------
    >>> rule_words("national ratio")
    'the national ratio'
    """
    return {
        "national ratio": _("the national ratio"),
        "random effects": _("random effects"),
        "random effects, formal share": _("random effects with the share of formal workers"),
    }[rule]


def estimate_scores(scores: pd.DataFrame) -> Table:
    """How far each rule is from the provinces that published a base, each left out in turn.

    Parameters
    ----------
    scores : pandas.DataFrame
        From :func:`coverage_lib.measures.base_estimates.scores`.
    """
    frame = scores.reset_index()
    for column in ("mean_error", "median_error", "width"):
        frame[column] = 100 * frame[column]
    frame["held"] = [
        _("{inside} of {count}").format(inside=row.inside, count=row.provinces) for row in frame.itertuples()
    ]
    frame["rule_words"] = frame["rule"].map(rule_words)
    return Table(
        name="eligible-bases-scores",
        title=_("Estimating a base that was not published: each province left out in turn"),
        frame=frame,
        columns=columns(
            Column("rule_words", _("Rule")),
            Column("mean_error", _("Mean error, points"), _tenths),
            Column("median_error", _("Median error, points"), _tenths),
            Column(
                "held",
                _("Inside the {level} interval").format(level=language.percent(LEVEL, 0)),
                order="inside_share",
            ),
            Column("width", _("Width of the interval, points"), _tenths),
            Column("interval_score", _("Interval score"), _three_digits),
        ),
        note=_(
            "Points of the share of the employed. The smaller the interval score, the better; the rule with the smallest is used."
        ),
    )


def _tenths(value: float) -> str:
    return language.number(value, 1)


def _three_digits(value: float) -> str:
    return language.number(value, 3)


def bases_moved(moved: pd.DataFrame) -> Figure | Finding:
    """How the base of each region moved from one printed number to the next; redrawings stand out.

    Parameters
    ----------
    moved : pandas.DataFrame
        From :func:`coverage_lib.measures.eligible_bases.moves` of :func:`coverage_lib.measures.eligible_bases.beside_employed`; regions
        of the boundaries of 2021 with two or more bases are drawn.
    """
    rows = moved[
        moved["boundary"].eq("2021") & moved["level"].isin(["national", "province"]) & moved["ratio"].notna()
    ]
    rows = rows[rows.groupby("code")["code"].transform("size") > 1]
    if rows.empty:
        return Finding(_("No region has two numbers of eligible workers of different dates."))
    rows = with_doubts(rows).assign(share=100 * rows["ratio"])
    changes = rows[~rows["kind"].isin(["first", "repeated"])]
    with marks.drawing(marks.rows_height(rows["code"].nunique())) as (fig, ax):
        _draw_moves(ax, rows)
    return publish(
        fig,
        name="eligible-bases-moved",
        title=moved_words(changes),
        subtitle=_(
            "Eligible workers as a share of all employed, August of the same year, percent. A thick line with a ring at its end: the number of eligible "
            "workers is more than {limit} from the one before even after allowing for rounding; where the share hardly moved, the employed changed as much."
        ).format(limit=language.percent(100 * REDRAWN, 0)),
        source=_(
            "Bases: press and agencies as listed in the table. BPS, Sakernas August, employed persons. Boundaries of 2021."
        ),
        alt=_("Bases over time, as a share of the employed: {values}.").format(
            values="; ".join(
                f"{group['name'].iloc[0]} "
                + ", ".join(f"{row.date:%Y} {language.percent(row.share, 0)}" for row in group.itertuples())
                for _code, group in rows.groupby("code", sort=False)
            )
        ),
        table=moves_table(rows),
    )


def _draw_moves(ax: "Axes", rows: pd.DataFrame) -> None:
    order = rows.drop_duplicates("code", keep="last").sort_values(["share", "code"], ascending=[False, True])
    place = {code: position for position, code in enumerate(order["code"])}
    for code, group in rows.groupby("code", sort=False):
        shares = group["share"].tolist()
        for before, after, redrawn in zip(shares, shares[1:], group["redrawn"].tolist()[1:], strict=False):
            ax.hlines(
                place[code], min(before, after), max(before, after), zorder=2,
                color=marks.FALL if redrawn else marks.PALE, linewidth=3 if redrawn else 1.5,
            )  # fmt: skip
    ends = ~rows["code"].duplicated() | ~rows["code"].duplicated(keep="last")
    between, jumps = rows[~ends], rows[rows["redrawn"]]
    ax.scatter(
        between["share"],
        between["code"].map(place),
        s=14,
        color=marks.CONTEXT,
        zorder=3,
        label=_("a number between"),
    )
    ax.scatter(
        jumps["share"], jumps["code"].map(place), s=75, facecolor="none", edgecolor=marks.FALL, linewidth=1.6, zorder=6
    )  # fmt: skip
    first = rows.drop_duplicates("code")
    ax.scatter(
        first["share"],
        first["code"].map(place),
        s=30,
        facecolor="white",
        edgecolor=marks.TARGET,
        zorder=4,
        label=_("first number"),
    )
    ax.scatter(
        order["share"], order["code"].map(place), s=30, color=marks.TARGET, zorder=5, label=_("last number")
    )
    marks.label_rows(ax, order["name"].tolist())
    ax.axvline(100, color=marks.INK, linewidth=1, zorder=1)
    marks.percent_axis(ax)
    dates = rows.groupby("code")["date"].agg(["min", "max"])
    years = [dict.fromkeys(f"{day:%Y}" for day in dates.loc[code]) for code in order["code"]]
    check = rows.groupby("code")["doubtful"].any()
    marks.values_column(
        ax,
        [
            _("{years}, to be checked").format(years="–".join(names)) if check[code] else "–".join(names)
            for code, names in zip(order["code"], years, strict=True)
        ],
    )
    ax.plot([], [], color=marks.FALL, linewidth=3, marker="o", markerfacecolor="none", label=_("jump"))
    ax.plot([], [], color=marks.PALE, linewidth=1.5, label=_("smaller change"))
    ax.plot([], [], color=marks.INK, linewidth=1, label=_("all employed"))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=8.5, borderaxespad=0.2)


def moves_table(moved: pd.DataFrame) -> Table:
    """Each number of eligible workers with the one before it.

    Parameters
    ----------
    moved : pandas.DataFrame
        From :func:`coverage_lib.measures.eligible_bases.moves`, beside the employed.
    """
    frame = with_doubts(moved).assign(
        change_percent=100 * (moved["change"] - 1),
        share=100 * moved["ratio"],
        kind_words=lambda rows: [change_words(row.kind, row.to_check) for row in rows.itertuples()],
        called_words=[called or None for called in moved["called"]],
    )
    return Table(
        name="eligible-bases-moved",
        title=_("Numbers of eligible workers over time"),
        frame=frame,
        columns=columns(
            "name",
            Column("printed_date", _("Date"), language.printed_date, order="placed_at"),
            Column("workers", _("Eligible workers"), language.number),
            Column("before", _("Number before"), language.number),
            Column("change_percent", _("Difference, percent"), language.points),
            Column("kind_words", _("Change")),
            Column("share", _("Share of employed"), language.percent),
            Column("called_words", _("Term in the article")),
            "ids",
        ),
        note=_(
            "Jump: more than {limit} from one number to the next even after allowing for rounding; why is not said. To be checked: the number, or the one before it, is larger than all employed or "
            "very small beside them."
        ).format(limit=language.percent(100 * REDRAWN, 0)),
    )


def bases_table(beside: pd.DataFrame) -> Table:
    """Every printed and implied number of eligible workers of the nation and the provinces.

    Parameters
    ----------
    beside : pandas.DataFrame
        From :func:`coverage_lib.measures.eligible_bases.beside_employed`.
    """
    from coverage_lib.language.vocabulary import segment_word

    rows = beside[beside["level"].isin(["national", "province"])]
    frame = rows.assign(
        segment_words=rows["segment"].map(segment_word),
        known_words=[how_words(how) for how in rows["how"]],
        base_words=rows["base"].map(stated_base),
        share=100 * rows["ratio"],
        called_words=[called or None for called in rows["called"]],
        excludes_words=[_excluded(row) for row in rows.itertuples()],
    )
    return Table(
        name="eligible-bases-all",
        title=_("All printed and implied bases"),
        frame=frame,
        columns=columns(
            "name",
            Column("segment_words", _("Segment")),
            Column("printed_date", _("Date"), language.printed_date, order="placed_at"),
            Column("workers", _("Workers"), language.number),
            Column("share", _("Share of employed"), language.percent),
            Column("known_words", _("How it is known")),
            Column("base_words", _("Base")),
            Column("called_words", _("Term in the article")),
            Column("excludes_words", _("Left out, by its words")),
            "publisher",
            "ids",
        ),
        note=_(
            "The share is of all employed, whatever the segment, in August of the same year. What a base is called does not say what it is: some called labour force are two thirds "
            "of the employed, some called eligible are all of them."
        ),
    )


def how_words(how: str) -> str:
    """From what a number of eligible workers is known.

    Examples
    --------
    >>> how_words("members_and_share")
    'members over share'
    """
    return {
        "printed": _("printed"),
        "members_and_share": _("members over share"),
        "share_and_not_members": _("not members and share"),
        "members_and_not_members": _("members plus not members"),
        "segments": _("formal plus informal"),
    }[how]


def _excluded(row: Any) -> str | None:
    names = [name for name in row.excludes.split(", ") if name]
    if row.construction == "left out" and "construction" not in names:
        names.append("construction")
    return ", ".join(exclusion_words(name) for name in names) or None
