"""The reconciled estimates in words and tables: why each was chosen, how sure it is, what is set aside and by which rule."""

from typing import Any

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import figure_words, printed_share
from coverage_lib.measures.province import Place
from coverage_lib.measures.published import on_boundary
from coverage_lib.measures.reconciled import CHOSEN_BY, GRADES, RULES, Reconciled
from coverage_lib.measures.reconciled.grades import APART


def grade_word(grade: int) -> str:
    """A grade of confidence in a word.

    Examples
    --------
    >>> [grade_word(grade) for grade in (3, 2, 1)]
    ['high', 'medium', 'low']
    """
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}[GRADES[int(grade)]]


def chosen_words(rule: str) -> str:
    """How an estimate was come by.

    Examples
    --------
    >>> chosen_words("base stated")
    'stated to be of eligible workers'
    """
    return {
        "counted": _("members counted by domicile over all employed"),
        "base stated": _("stated to be of eligible workers"),
        "members over base": _("members over the eligible workers printed beside them"),
        "both segments": _("formal and informal members over the eligible workers of both"),
        "base not stated": _("base not stated; nothing says that it cannot be of eligible workers"),
    }[rule]


def preferred_words(reason: str) -> str:
    """By which rule a figure was preferred to the others of its moment.

    Examples
    --------
    >>> preferred_words("more digits")
    'printed with more digits'
    """
    return {
        "stated base": _("its base is stated"),
        "counts beside": _("printed with its number of workers"),
        "day or month": _("of a day or month"),
        "exact": _("printed without a reserve"),
        "more digits": _("printed with more digits"),
        "day": _("of a day"),
        "own office": _("from an office or the government of the region"),
        "later": _("the later one"),
        "first row": _("the first row of two alike"),
    }[reason]


def aside_words(rule: str) -> str:
    """By which rule a figure is set aside.

    Examples
    --------
    >>> aside_words("share of a target")
    'the share of a target number of workers'
    """
    return {
        "no date": _("without a date"),
        "share of a target": _("the share of a target number of workers"),
        "registered, not active": _("of registered, not of active members"),
        "a projection": _("a projection, not a count"),
        "workers with a base of their own": _("of workers with a base of their own"),
        "before UCJ": _("of a time before eligible workers were counted"),
        "another base": _("of another base than all employed or eligible workers"),
        "alarm of the audit": _("the audit finds the number wrong"),
        "fits another base": _("the audit finds that it is of another base"),
        "counts too rounded": _("counts too rounded to give a share"),
        "base of an own table not stated": _("of a table of your own that does not state its base"),
        "base of a segment not stated": _("of a segment, and its base is not stated"),
        "base larger than all employed": _("its base is larger than all employed"),
        "below the share of all employed": _("lower than the share of all employed, who are more"),
        "no count of that year": _("of all employed in a year without a count to stand beside"),
    }[rule]


def note_word(note: str) -> str:
    """What else there is to say of an estimate.

    Examples
    --------
    >>> note_word("year only")
    'of a year without a month'
    """
    return {
        "provisional": _("counted within the year, on a day that is not stated"),
        "provisional month": _("provisional: within the year, or of the workers of an earlier August"),
        "base not stated": "",
        "year only": _("of a year without a month"),
        "subsidised members": _("the change coincides with members whose contribution a government pays"),
        "construction members": _("counts members otherwise than by domicile without construction"),
        "small contradiction": _("other numbers of its article give a slightly different share"),
        "base is all employed": _("its base is as large as all employed"),
    }[note]


def reason_words(row: Any) -> str:
    """Why an estimate stands and has its grade, in a line.

    Parameters
    ----------
    row : named tuple or Series
        Of ``Reconciled.series``.

    Examples
    --------
    >>> row = {"rule": "base stated", "reason": "counts beside", "arithmetic": True, "supported_by": "f0112", "contradicted_by": "",
    ...     "apart": float("nan"), "counts_give": float("nan"), "note": "", "subsidies": "", "alternatives": "f0112"}
    >>> reason_words(pd.Series(row))
    'stated to be of eligible workers; preferred to f0112: printed with its number of workers; its counts give it; f0112 has the same'
    """
    parts = [chosen_words(row.rule)]
    if row.rule == "counted":
        if row.alternatives:
            parts.append(_("published beside it: {ids}").format(ids=row.alternatives))
    else:
        if row.alternatives:
            preferred = _("preferred to {ids}: {reason}")
            parts.append(preferred.format(ids=row.alternatives, reason=preferred_words(row.reason)))
        if row.arithmetic and row.rule in ("base stated", "base not stated"):
            parts.append(_("its counts give it"))
        if pd.notna(row.counts_give):
            parts.append(_("its counts give {share}").format(share=language.percent(row.counts_give, 2)))
        if row.supported_by:
            parts.append(_("{ids} has the same").format(ids=row.supported_by))
        if row.contradicted_by:
            against = _("{ids} differs by {points} points")
            apart = language.points(row.apart, sign=False)
            parts.append(against.format(ids=row.contradicted_by, points=apart))
    notes = [note_word(note) for note in row.note.split("; ") if note]
    if row.subsidies:
        notes = [
            f"{note} ({row.subsidies})" if note == note_word("subsidised members") else note for note in notes
        ]
    return "; ".join([*parts, *(note for note in notes if note)])


def estimate_rows(series: pd.DataFrame) -> pd.DataFrame:
    """Estimates with their words: share_words, date_words, limits, grade_words, reason_words, base_words, segment_words.

    Parameters
    ----------
    series : pandas.DataFrame
        Rows of ``Reconciled.series``.
    """
    shown = series.assign(coverage=series["estimate"])
    shown["base"] = shown["base"].where(shown["base_stated"].astype(bool), "not stated")
    rows = figure_words(shown)
    counted = rows["rule"].eq("counted")
    rows["share_words"] = [
        language.percent(row.estimate) if row.rule == "counted" else row.share_words
        for row in rows.itertuples()
    ]
    # A count of no stated day is one of its year, not of the last day of it.
    dayless = [
        row.rule == "counted" and "provisional" in str(row.note).split("; ") for row in rows.itertuples()
    ]
    words = rows["date_words"].mask(counted, rows["date"].map(language.date))
    return rows.assign(
        date_words=words.mask(pd.Series(dayless, index=rows.index), rows["date"].dt.year.astype("str")),
        limits=[_limits(row) for row in series.itertuples()],
        grade_words=[grade_word(grade) for grade in series["grade"]],
        reason_words=[reason_words(row) for row in series.itertuples()],
        segment_words=[vocabulary.segment_word(segment) for segment in series["segment"]],
    )


def _limits(row: Any) -> str | None:
    """What the digits and words of an estimate leave open; missing where it follows from counts printed in full."""
    if row.high - row.low < 1e-9:
        return None
    digits = 3 if row.high - row.low < 0.1 else 2 if row.high - row.low < 1 else 1
    return f"{language.number(row.low, digits)}–{language.percent(row.high, digits)}"


def estimates_table(place: Place, result: Reconciled) -> Table | Finding:
    """The best estimates for a province over time, each with its grade, its reason and the other figures of its moment.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    result : Reconciled
        From :func:`coverage_lib.measures.reconciled.reconcile`.
    """
    series = result.series[result.series["code"] == place.code]
    if place.divided:  # the counts are of the undivided province
        series = series[series["base"].ne("employed")]
    if series.empty:
        return Finding(
            _("For {name} there is neither a count nor a published share that stands.").format(
                name=place.name
            )
        )
    series = series.sort_values(["base", "segment", "placed_at"], ascending=[True, False, False])
    shares = {
        row.id: printed_share(row.coverage, row.step, row.bound, row.low, row.high)
        for row in result.figures.itertuples()
    }
    others = [
        ", ".join(f"{shares[each]} ({each})" for each in row.alternatives.split(", ") if each) or None
        for row in series.itertuples()
    ]
    rows = estimate_rows(series).assign(others=others, ids=[ids or None for ids in series["ids"]])
    rows["share_words"] = [
        f"{row.share_words} ({row.limits})" if isinstance(row.limits, str) else row.share_words
        for row in rows.itertuples()
    ]
    rows["base_words"] = [
        row.base_words if row.segment == "total" else f"{row.base_words}, {row.segment_words}"
        for row in rows.itertuples()
    ]
    return Table(
        name="estimates",
        title=_("Best estimates for {name}").format(name=place.name),
        frame=rows,
        columns=columns(
            "date_words",
            "base_words",
            Column("share_words", _("Estimate"), order="estimate"),
            Column("grade_words", _("Confidence"), order="grade"),
            Column("reason_words", _("Why")),
            Column("others", _("Other figures of that date")),
            "ids",
        ),
        note=_grades_note(),
    )


def _grades_note() -> str:
    return _(
        "One printed figure stands for a moment; nothing is averaged; in brackets what its digits leave open. Confidence is high where the base is stated, the counts printed beside the share give it and another "
        "publisher has it too; medium where one of the two is missing; low where nothing confirms it, where the base is not stated, or where another figure of "
        "the same month differs by more than {points} points. Two publishers may have copied one announcement."
    ).format(points=language.number(APART))


def figures_table(name: str, title: str, figures: pd.DataFrame) -> Table:
    """Figures with what became of each: an estimate, beside one, or set aside by a rule.

    Parameters
    ----------
    name, title : str
        Of the table.
    figures : pandas.DataFrame
        Rows of ``Reconciled.figures``.
    """
    rows = figure_words(
        figures.sort_values(["placed_at", "date", "segment", "id"], ascending=[False, False, False, True])
    )
    return Table(
        name=name,
        title=title,
        frame=rows.assign(
            segment_words=[vocabulary.segment_word(segment) for segment in rows["segment"]],
            place_words=[place_words(row) for row in rows.itertuples()],
        ),
        columns=columns(
            "date_words",
            "share_words",
            Column("segment_words", _("Segment")),
            "base_words",
            Column("place_words", _("Use")),
            *("as_published", "publisher", "ids"),
        ),
    )


def place_words(row: Any) -> str:
    """What became of a figure.

    Parameters
    ----------
    row : named tuple or Series
        Of ``Reconciled.figures``.

    Examples
    --------
    >>> place_words(pd.Series({"place": "set aside", "rule": "no date"}))
    'set aside: without a date'
    """
    if row.place == "set aside":
        return _("set aside: {rule}").format(rule=aside_words(row.rule))
    return {"estimate": _("estimate"), "alternative": _("second figure of the same date")}[row.place]


def latest_estimates(series: pd.DataFrame, boundary: str = "2022") -> pd.DataFrame:
    """The last estimate on eligible workers of each province, all segments together.

    Parameters
    ----------
    series : pandas.DataFrame
        Of ``Reconciled``.
    boundary : {"2021", "2022"}
        34 or 38 provinces.
    """
    rows = series[
        (series["base"] == "eligible") & (series["segment"] == "total") & (series["level"] == "province")
    ]
    return on_boundary(rows, boundary).drop_duplicates("code", keep="last", ignore_index=True)


def grades_table(result: Reconciled, provinces: pd.DataFrame) -> Table:
    """How many provinces have which confidence in their latest estimate on eligible workers, and which they are.

    Parameters
    ----------
    result : Reconciled
        From :func:`coverage_lib.measures.reconciled.reconcile`.
    provinces : pandas.DataFrame
        ``provinces("2022")``: code and name of today's provinces.
    """
    last = latest_estimates(result.series).set_index("code")
    grade = provinces["code"].map(last["grade"]).fillna(0).astype(int)
    stated = provinces["code"].map(last["base_stated"]).eq(True)
    groups = {
        grade_word(3): grade.eq(3),
        grade_word(2): grade.eq(2),
        _("low, base stated"): grade.eq(1) & stated,
        _("low, base not stated"): grade.eq(1) & ~stated,
        _("no estimate"): grade.eq(0),
    }
    rows = [
        {"grade": word, "count": int(fits.sum()), "names": ", ".join(provinces.loc[fits, "name"]) or None}
        for word, fits in groups.items()
    ]
    return Table(
        name="grades",
        title=_(
            "{known} of {count} provinces have an estimate on eligible workers; the confidence in the latest is high for {high}, medium for {medium}, low for {low}"
        ).format(
            known=int(grade.gt(0).sum()),
            count=len(provinces),
            high=int(grade.eq(3).sum()),
            medium=int(grade.eq(2).sum()),
            low=int(grade.eq(1).sum()),
        ),
        frame=pd.DataFrame(rows),
        columns=columns(
            Column("grade", _("Confidence")),
            Column("count", _("Provinces"), language.number),
            Column("names", _("Which")),
        ),
        note=_grades_note(),
    )


def rules_table(result: Reconciled) -> Table:
    """The rules in their order with the number of figures that each decided, and examples.

    Parameters
    ----------
    result : Reconciled
        From :func:`coverage_lib.measures.reconciled.reconcile`.
    """
    eligible = result.series[result.series["base"] == "eligible"]
    aside = [
        (
            _("set aside: {rule}").format(rule=aside_words(rule)),
            result.set_aside.loc[result.set_aside["rule"] == rule, "id"],
        )
        for rule in RULES
    ]
    chosen = [
        (_("estimate: {rule}").format(rule=chosen_words(rule)), eligible.loc[eligible["rule"] == rule, "id"])
        for rule in CHOSEN_BY
        if rule != "counted"
    ]
    beside = (
        _("second figure of the same date"),
        result.figures.loc[result.figures["place"] == "alternative", "id"],
    )
    rows = [
        {"rule": words, "count": len(ids), "examples": ", ".join(ids.head(EXAMPLES))}
        for words, ids in (*aside, *chosen, beside)
        if len(ids)
    ]
    counts = result.figures["place"].value_counts()
    return Table(
        name="rules",
        title=_(
            "Of {count} shares of provinces and the nation {estimates} are estimates, {beside} stand beside one, and {aside} are set aside"
        ).format(
            count=len(result.figures),
            estimates=counts.get("estimate", 0),
            beside=counts.get("alternative", 0),
            aside=counts.get("set aside", 0),
        ),
        frame=pd.DataFrame(rows, columns=["rule", "count", "examples"]),
        columns=columns(
            Column("rule", _("Rule, in the order asked")),
            Column("count", _("Figures"), language.number),
            Column("examples", _("For example")),
        ),
    )


EXAMPLES = 4
"""How many rows a rule is shown with."""
