"""What the audit of printed figures finds: how many stand, which must not be quoted as printed, and why."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from coverage_lib import language
from coverage_lib.charts.records import number_words, what_words
from coverage_lib.charts.verdicts import arithmetic, explanation, verdict_word
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import stated_base
from coverage_lib.measures.audit import VERDICTS
from coverage_lib.measures.province import Place

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What a verdict means for somebody who wants to quote the figure, in the order in which it is drawn.
OUTCOMES = ("stands", "another base", "alarm", "not tested")

COLOURS = {
    "stands": marks.ACCENT,
    "another base": marks.tint(marks.ACCENT, 0.45),
    "alarm": marks.FALL,
    "not tested": marks.PALE,
}

#: Kinds of figures that are drawn apart, by their measure; all others together come last.
KINDS = ("coverage_rate", "active_participants", "eligible_workers")


def outcomes(verdicts: pd.DataFrame) -> pd.Series:
    """What each verdict means for somebody who wants to quote the figure: one of :data:`OUTCOMES`.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``: verdict, alarm.

    Examples
    --------
    >>> outcomes(pd.DataFrame({"verdict": ["consistent", "contradicts"], "alarm": [False, True]})).tolist()
    ['stands', 'alarm']
    """
    known = {
        "alarm": verdicts["alarm"].to_numpy(dtype=bool),
        "another base": verdicts["verdict"].eq("consistent on another base").to_numpy(),
        "not tested": verdicts["verdict"].eq("cannot be tested").to_numpy(),
    }
    return pd.Series(
        np.select(list(known.values()), list(known), default="stands"), index=verdicts.index, dtype=object
    )


def outcome_word(outcome: str) -> str:
    """What an outcome is called in a legend.

    Examples
    --------
    >>> outcome_word("alarm")
    'needs a correction or an explanation'
    """
    return {
        "stands": _("stands as printed"),
        "another base": _("stands on another base"),
        "alarm": _("needs a correction or an explanation"),
        "not tested": _("cannot be tested"),
    }[outcome]


def audit_lead(verdicts: pd.DataFrame) -> Finding:
    """How many of the printed figures can be tested, and how many of those stand.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``, of all figures.
    """
    count = outcomes(verdicts).value_counts().reindex(list(OUTCOMES), fill_value=0)
    tested = int(count.sum() - count["not tested"])
    if tested == 0:
        text = _("None of the {figures} printed figures can be tested against another number.")
        return Finding(text.format(figures=language.number(len(verdicts))), lead=True)
    text = _(
        "Of {figures} printed figures, {tested} can be tested against other numbers, and {share} of these stand as they were printed."
    ).format(
        figures=language.number(len(verdicts)),
        tested=language.number(tested),
        share=language.percent(100 * count["stands"] / tested, 0),
    )
    return Finding(f"{text} {_alarm_words(int(count['alarm']))}", lead=True)


def _alarm_words(alarms: int) -> str:
    if alarms == 0:
        return _("None needs a correction or an explanation before it is quoted.")
    if alarms == 1:
        return _("One needs a correction or an explanation before it is quoted.")
    return _("{alarms} need a correction or an explanation before they are quoted.").format(
        alarms=language.number(alarms)
    )


def audit_numbers(verdicts: pd.DataFrame) -> KeyFigures:
    """How many figures stand, stand on another base, raise an alarm, or cannot be tested.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``, of all figures.
    """
    found = outcomes(verdicts)
    of_all = _("of {figures} printed figures").format(figures=language.number(len(verdicts)))
    items = []
    for outcome in OUTCOMES:
        items.append((language.number(int(found.eq(outcome).sum())), outcome_word(outcome), of_all))
    return KeyFigures(items)


def outcomes_by_kind(verdicts: pd.DataFrame, figures: pd.DataFrame) -> Figure:
    """What share of the figures of each kind stands.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``.
    figures : pandas.DataFrame
        The figures that were audited: id, measure.
    """
    counts = _by_kind(verdicts, figures)
    with marks.drawing(0.9 + 0.42 * len(counts)) as (fig, ax):
        _draw_outcomes(ax, counts)
    rows = counts.reset_index(names="kind")
    rows["kind_word"] = rows["kind"].map(_kind_word)
    total = counts.loc["all"]
    return publish(
        fig,
        name="audit-outcomes",
        title=_outcomes_title(total),
        subtitle=_(
            "Printed figures by what the audit finds, percent of the figures of a kind; their number at the right"
        ),
        source=_(
            "The collected printed figures, each with its source, and the tables of members and employment."
        ),
        alt=_("Of all figures: {shares}.").format(
            shares=", ".join(
                f"{outcome_word(outcome)} {language.percent(100 * total[outcome] / total.sum(), 0)}"
                for outcome in OUTCOMES
            )
        ),
        table=Table(
            name="audit-outcomes",
            title=_("Printed figures by what the audit finds"),
            frame=rows,
            columns=[
                Column("kind_word", _("Kind of figure")),
                *(
                    Column(outcome, _sentence_case(outcome_word(outcome)), language.number)
                    for outcome in OUTCOMES
                ),
            ],
        ),
    )


def _sentence_case(words: str) -> str:
    return words[0].upper() + words[1:]


def _by_kind(verdicts: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Figures by kind and outcome, all of them in the first row."""
    measure = figures.set_index("id")["measure"].reindex(verdicts["id"]).to_numpy()
    kind = pd.Series(np.where(np.isin(measure, KINDS), measure, "other"), index=verdicts.index)
    counts = pd.crosstab(kind, outcomes(verdicts)).reindex(columns=list(OUTCOMES), fill_value=0)
    counts = counts.reindex([name for name in (*KINDS, "other") if name in counts.index])
    return pd.concat([counts.sum().to_frame("all").T, counts]).rename_axis(columns=None)


def _kind_word(kind: str) -> str:
    return {
        "all": _("all figures"),
        "coverage_rate": _("coverage"),
        "active_participants": _("active members"),
        "eligible_workers": _("eligible workers"),
        "other": _("other numbers"),
    }[kind]


def _draw_outcomes(ax: "Axes", counts: pd.DataFrame) -> None:
    shares = counts.div(counts.sum(axis=1), axis=0) * 100
    left = np.zeros(len(shares))
    for outcome in OUTCOMES:
        width = shares[outcome].to_numpy()
        ax.barh(
            range(len(shares)), width, left=left, height=0.66, color=COLOURS[outcome], label=outcome_word(outcome),
            hatch=marks.MISSING_HATCH if outcome == "not tested" else None, edgecolor="white", linewidth=0.5,
        )  # fmt: skip
        for place, (start, share) in enumerate(zip(left, width, strict=True)):
            if share >= 6:
                colour = "white" if outcome == "stands" else marks.INK
                box = (
                    {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
                    if outcome == "not tested"
                    else None
                )
                ax.text(
                    start + share / 2, place, language.percent(share, 0), ha="center", va="center", fontsize=8.5,
                    color=colour, bbox=box,
                )  # fmt: skip
        left += width
    marks.label_rows(ax, [_kind_word(kind) for kind in counts.index])
    marks.values_column(ax, [language.number(total) for total in counts.sum(axis=1)])
    marks.percent_axis(ax)
    ax.set_xlim(0, 100)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=8.5, borderaxespad=0.2)


def _outcomes_title(total: pd.Series) -> str:
    tested = total.sum() - total["not tested"]
    if not tested:
        return _("None of the printed figures can be tested")
    untested = language.percent(100 * total["not tested"] / total.sum(), 0)
    if not total["alarm"]:
        return _("No tested figure is contradicted; {untested} cannot be tested").format(untested=untested)
    return _(
        "{alarm} of the figures that can be tested need a correction or an explanation; {untested} of all cannot be tested"
    ).format(alarm=language.percent(100 * total["alarm"] / tested, 0), untested=untested)


def verdicts_table(verdicts: pd.DataFrame) -> Table:
    """How many figures have each verdict, and with which confidence.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``.
    """
    counts = pd.crosstab(verdicts["verdict"], verdicts["confidence"])
    counts = counts.reindex(index=[name for name in VERDICTS if name in counts.index])
    counts = counts.reindex(columns=["high", "medium", "low"], fill_value=0)
    rows = counts.assign(
        figures=counts.sum(axis=1), verdict_word=[verdict_word(name) for name in counts.index]
    )
    return Table(
        name="audit-verdicts",
        title=_("Printed figures by verdict"),
        frame=rows.reset_index(),
        columns=[
            Column("verdict_word", _("Verdict")),
            Column("figures", _("Figures"), language.number),
            Column("high", _("High confidence"), language.number),
            Column("medium", _("Medium"), language.number),
            Column("low", _("Low"), language.number),
        ],
    )


def alarm_kinds(verdicts: pd.DataFrame, figures: pd.DataFrame) -> Table | Finding:
    """What is wrong with the figures that need a correction or an explanation: how many of each kind, with the surest example.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``.
    figures : pandas.DataFrame
        The figures that were audited, as from ``load_published``.
    """
    rows = _surest_first(_with_words(figures, verdicts[verdicts["alarm"].astype(bool)]))
    if rows.empty:
        return Finding(_("None of these figures needs a correction or an explanation."))
    counts = rows["verdict"].value_counts()
    kinds = rows.drop_duplicates("verdict").assign(count=lambda first: first["verdict"].map(counts))
    return Table(
        name="alarm-kinds",
        title=_kinds_title(counts),
        frame=kinds.sort_values(["count", "verdict"], ascending=[False, True]),
        columns=columns(
            _verdict_column(), Column("count", _("Figures"), language.number), Column("figure", _("Example")),
            Column("explanation", _("Why")), "id",
        ),
    )  # fmt: skip


def _kinds_title(counts: pd.Series) -> str:
    """The most frequent kind, where there is one."""
    first = counts.index[counts == counts.max()]
    if len(counts) == 1:
        return _("All need it for one reason: {kind}").format(kind=verdict_word(first[0]))
    if len(first) > 1:
        return _("Why they need a correction or an explanation")
    return _("Why they need a correction or an explanation: most often {kind}").format(
        kind=verdict_word(first[0])
    )


def _surest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by confidence; the nation and provinces before regencies, shares before counts."""
    order = pd.DataFrame(
        {
            "sure": rows["confidence"].map({"high": 0, "medium": 1, "low": 2}),
            "place": ~rows["region_level"].isin(["national", "province"]),
            "kind": rows["measure"].ne("coverage_rate"),
            "code": rows["code"].fillna("99"),
            "date": rows["date_to"],
            "id": rows["id"],
        }
    )
    return rows.loc[order.sort_values(list(order)).index].reset_index(drop=True)


def alarms_table(verdicts: pd.DataFrame, figures: pd.DataFrame, name: str = "alarms") -> Table | Finding:
    """The figures that must not be quoted as printed, each with the arithmetic: the surest first.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``.
    figures : pandas.DataFrame
        The figures that were audited, as from ``load_published``; only these are listed.
    name : str
        Of the table, where a page has two.
    """
    rows = _surest_first(_with_words(figures, verdicts[verdicts["alarm"].astype(bool)]))
    if rows.empty:
        return Finding(_("None of these figures needs a correction or an explanation."))
    return Table(
        name=name,
        title=_("Figures that need a correction or an explanation"),
        frame=rows,
        columns=columns(
            "id", Column("figure", _("Printed figure")), _verdict_column(), Column("explanation", _("Why")), "publisher",
        ),
    )  # fmt: skip


def _figure_columns() -> list[Any]:
    return [
        Column("date", _("Date"), language.printed_date, order="date_to"),
        "what",
        Column("number", _("Number"), order="value"),
    ]


def _in_a_line(rows: pd.DataFrame) -> list[str]:
    """Each figure with its region and date."""
    words = _("{region}, {date}: {what} {number}")
    undated = _("{region}, without a date: {what} {number}")
    return [
        (words if row.date else undated).format(
            region=row.region, date=language.printed_date(row.date), what=row.what, number=row.number
        )
        for row in rows.itertuples()
    ]


def _verdict_column() -> Column:
    return Column("verdict_word", _("Verdict"))


def _with_words(figures: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The figures that have one of these verdicts, in words."""
    found = verdicts.set_index("id")
    rows = figures[figures["id"].isin(found.index)].reset_index(drop=True)
    found = found.loc[rows["id"]]
    cells = found.to_dict("records")
    return rows.assign(
        verdict=found["verdict"].to_numpy(),
        confidence=found["confidence"].to_numpy(),
        figure=_in_a_line(rows.assign(what=what_words(rows), number=number_words(rows))),
        what=what_words(rows),
        number=number_words(rows),
        verdict_word=[verdict_word(verdict) for verdict in found["verdict"]],
        arithmetic=[arithmetic(cell) or None for cell in cells],
        explanation=[explanation(cell) for cell in cells],
        publisher=rows["source_publisher"],
    )


def audited_figures(place: Place, rows: pd.DataFrame, verdicts: pd.DataFrame) -> Table | Finding:
    """What was published about a province, each figure with its verdict and the arithmetic, the newest first.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    rows : pandas.DataFrame
        From ``measures.province_published.published_figures``.
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``, of all figures.
    """
    if rows.empty:
        return Finding(
            _("No published figure about coverage in {name} is among the sources collected here.").format(
                name=place.name
            )
        )
    shown = _with_words(rows, verdicts[verdicts["id"].isin(rows["id"])])
    shown["base_words"] = [None if pd.isna(base) else stated_base(base) for base in rows["base"]]
    return Table(
        name="published-figures",
        title=_audited_title(place, verdicts[verdicts["id"].isin(rows["id"])]),
        frame=shown,
        columns=columns(
            *_figure_columns(),
            "base_words",
            _verdict_column(),
            Column("arithmetic", _("Arithmetic")),
            "publishers",
            "ids",
        ),
        note=_(
            "Bases and ways of counting differ between publishers: figures of different rows are not a series."
        ),
    )


def _audited_title(place: Place, verdicts: pd.DataFrame) -> str:
    count = outcomes(verdicts).value_counts().reindex(list(OUTCOMES), fill_value=0)
    numbers = {name: language.number(value) for name, value in count.items()}
    title = _(
        "Published figures for {name}: {figures}, of which {stand} stand, {alarm} need a correction or an explanation and {untested} cannot "
        "be tested"
    )
    return title.format(
        figures=language.number(len(verdicts)),
        name=place.name,
        stand=language.number(count["stands"] + count["another base"]),
        alarm=numbers["alarm"],
        untested=numbers["not tested"],
    )
