"""What the audit of printed figures finds: how many fit, which look wrong or need an explanation, and why."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from coverage_lib import language
from coverage_lib.charts.arithmetic import arithmetic
from coverage_lib.charts.records import number_words, what_words
from coverage_lib.charts.verdicts import explanation, verdict_word
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import stated_base
from coverage_lib.measures.audit import VERDICTS
from coverage_lib.measures.province import Place
from coverage_lib.measures.regency import Regency

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What a verdict means for somebody who wants to quote the figure, in the order in which it is drawn.
OUTCOMES = ("fits", "another base", "another thing", "wrong", "not tested")

COLOURS = {
    "fits": marks.ACCENT,
    "another base": marks.tint(marks.ACCENT, 0.45),
    "another thing": marks.tint(marks.FALL, 0.4),
    "wrong": marks.FALL,
    "not tested": marks.PALE,
}

#: Verdicts on numbers that are wrong as they were printed; the other alarms are numbers of another thing than they seem to be of.
WRONG = (
    "contradicts",
    "digits slipped or transposed",
    "points printed as percent",
    "another month than it seems",
)

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
    ['fits', 'wrong']
    """
    known = {
        "wrong": verdicts["verdict"].isin(WRONG).to_numpy(),
        "another thing": verdicts["alarm"].to_numpy(dtype=bool),
        "another base": verdicts["verdict"].eq("consistent on another base").to_numpy(),
        "not tested": verdicts["verdict"].eq("cannot be tested").to_numpy(),
    }
    return pd.Series(
        np.select(list(known.values()), list(known), default="fits"), index=verdicts.index, dtype=object
    )


def outcome_word(outcome: str) -> str:
    """What an outcome is called in a legend.

    Examples
    --------
    >>> outcome_word("another thing")
    'needs an explanation'
    """
    return {
        "fits": _("fits the numbers that test it"),
        "another base": _("fits another base"),
        "another thing": _("needs an explanation"),
        "wrong": _("looks wrong"),
        "not tested": _("cannot be tested"),
    }[outcome]


def audit_lead(verdicts: pd.DataFrame) -> Finding:
    """How many of the printed figures can be tested, how many of those fit, look wrong, or need an explanation.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``, of all figures.
    """
    count = _counts(verdicts)
    tested = int(count.sum() - count["not tested"])
    if tested == 0:
        text = _("None of the {figures} printed figures can be tested against another number.")
        return Finding(text.format(figures=language.number(len(verdicts))), lead=True)
    text = _(
        "Of {figures} printed figures, {tested} can be tested against other numbers, and {share} of these fit them."
    ).format(
        figures=language.number(len(verdicts)),
        tested=language.number(tested),
        share=language.percent(100 * (count["fits"] + count["another base"]) / tested, 0),
    )
    return Finding(f"{text} {_alarm_words(count)}", lead=True)


def _counts(verdicts: pd.DataFrame) -> pd.Series:
    return outcomes(verdicts).value_counts().reindex(list(OUTCOMES), fill_value=0)


def _alarm_words(count: pd.Series) -> str:
    wrong, other = int(count["wrong"]), int(count["another thing"])
    if not wrong and not other:
        return _("None looks wrong or needs an explanation.")
    if not other:
        return _("Those that look wrong: {wrong}.").format(wrong=language.number(wrong))
    if not wrong:
        return _(
            "None looks wrong; those that count something else than they seem and need an explanation: {other}."
        ).format(other=language.number(other))
    return _(
        "Of the rest, {wrong} look wrong, and {other} need an explanation, since they count something else than they seem: another "
        "boundary, members by office, the share of a target."
    ).format(wrong=language.number(wrong), other=language.number(other))


def outcomes_by_kind(verdicts: pd.DataFrame, figures: pd.DataFrame) -> Figure:
    """What share of the figures of each kind fits, looks wrong, needs an explanation or cannot be tested.

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
                colour = "white" if outcome == "fits" else marks.INK
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
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=8.5, borderaxespad=0.2)


def _outcomes_title(total: pd.Series) -> str:
    if total["not tested"] == total.sum():
        return _("None of the printed figures can be tested")
    shares = {name: language.percent(100 * total[name] / total.sum(), 0) for name in OUTCOMES}
    if not total["wrong"] and not total["another thing"]:
        return _("No figure that can be tested looks wrong; {untested} cannot be tested").format(
            untested=shares["not tested"]
        )
    fits = language.percent(100 * (total["fits"] + total["another base"]) / total.sum(), 0)
    return _(
        "{fits} of the printed figures fit, {wrong} look wrong, {other} need an explanation, {untested} cannot be tested"
    ).format(fits=fits, wrong=shares["wrong"], other=shares["another thing"], untested=shares["not tested"])


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
    """What is wrong with figures, or needs an explanation: how many of each kind, of how many articles, with the surest example.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From ``measures.audit.audit``.
    figures : pandas.DataFrame
        The figures that were audited, as from ``load_published``.
    """
    rows = _surest_first(_with_words(figures, verdicts[verdicts["alarm"].astype(bool)]))
    if rows.empty:
        return Finding(_("None of these figures looks wrong or needs an explanation."))
    counts = rows["verdict"].value_counts()
    articles = rows.drop_duplicates(["verdict", "source_publisher", "source_title"])["verdict"].value_counts()
    kinds = rows.drop_duplicates("verdict")
    kinds = kinds.assign(
        count=kinds["verdict"].map(counts),
        articles=kinds["verdict"].map(articles),
        other=~kinds["verdict"].isin(WRONG),
    )
    return Table(
        name="alarm-kinds",
        title=_("Figures that look wrong, then those that need an explanation"),
        frame=kinds.sort_values(["other", "count", "verdict"], ascending=[True, False, True]),
        columns=columns(
            _verdict_column(), Column("count", _("Figures"), language.number), Column("articles", _("Articles"), language.number),
            Column("figure", _("Example")),
            Column("explanation", _("Why")), "id",
        ),
    )  # fmt: skip


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
    """The figures that look wrong, then those that need an explanation, each with the reason.

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
        return Finding(_("None of these figures looks wrong or needs an explanation."))
    return Table(
        name=name,
        title=_("Figures that look wrong, then those that need an explanation"),
        frame=rows.assign(other=~rows["verdict"].isin(WRONG)).sort_values(
            ["other", "code", "date_to", "id"], ignore_index=True
        ),
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
            region=row.region,
            date=language.printed_date(row.date),
            what=row.what,
            # Whether points were printed as percent is seen in the words only.
            number=f"“{row.as_published}”" if row.unit == "percentage_points" else row.number,
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


def audited_figures(place: Place | Regency, rows: pd.DataFrame, verdicts: pd.DataFrame) -> Table | Finding:
    """What was published about a region, each figure with its verdict and the arithmetic, the newest first.

    Parameters
    ----------
    place : Place or Regency
        From :func:`coverage_lib.measures.province.place` or :func:`coverage_lib.measures.regency.place`.
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


def _audited_title(place: Place | Regency, verdicts: pd.DataFrame) -> str:
    count = _counts(verdicts)
    return _(
        "Published figures for {name}: {figures} (fit: {fits}; look wrong: {wrong}; need an explanation: {other}; cannot be tested: {untested})"
    ).format(
        figures=language.number(len(verdicts)),
        name=place.name,
        fits=language.number(count["fits"] + count["another base"]),
        wrong=language.number(count["wrong"]),
        other=language.number(count["another thing"]),
        untested=language.number(count["not tested"]),
    )
