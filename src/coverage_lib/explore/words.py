"""What a view says, made once for each view: the answer in a sentence, key figures, remarks, and the chosen regions as a table."""

from typing import NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.maps import coverage_label
from coverage_lib.drawing.exhibits import Finding, KeyFigures, Table
from coverage_lib.explore.settings import BOUNDARY, Settings, region_names
from coverage_lib.explore.view import View
from coverage_lib.explore.writing import (
    counted_by_word,
    month_at_pace,
    projected_year,
    share,
    shortfall_columns,
)
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, points_without_sign
from coverage_lib.measures import coverage
from coverage_lib.measures.counts import Incomparable


class Phrases(NamedTuple):
    """What several sentences and drawings repeat: the base, the target and its date, the pace, what is measured, the source."""

    base: str
    target: str
    by: str
    pace: str
    measure: str
    source: str


class Words(NamedTuple):
    """Everything that is said about a view but the drawings' own titles.

    ``labels``: for each province with a figure, what a pointer resting on it shows. ``settings``: each setting and what was chosen.
    """

    headline: Finding
    key_figures: KeyFigures
    remarks: list[str]
    numbers: Table
    settings: list[tuple[str, str]]
    labels: dict[str, str]
    phrases: Phrases


def describe(view: View) -> Words:
    """The words of a view, in the language in use.

    Parameters
    ----------
    view : View
        From :func:`coverage_lib.explore.look`.

    Examples
    --------
    >>> from coverage_lib.explore import look
    >>> describe(look(Settings(regions=("15",), target=55, target_year=2025))).headline.text[:52]
    'Jambi: 29.1% of all employed persons on 31 December '
    """
    phrases = _phrases(view)
    return Words(
        headline=_headline(view, phrases),
        key_figures=_key_figures(view, phrases),
        remarks=_remarks(view, phrases),
        numbers=_numbers(view, phrases),
        settings=_settings(view.settings, phrases),
        labels={row["code"]: _label(row) for _index, row in view.shares.iterrows()},
        phrases=phrases,
    )


def _phrases(view: View) -> Phrases:
    settings = view.settings
    return Phrases(
        base=vocabulary.base_words(settings.base, settings.segment),
        target=share(settings.target),
        by=language.date(settings.target_date),
        pace=_pace(settings),
        measure=_measure(view),
        source=_source(view),
    )


def _source(view: View) -> str:
    if view.settings.base != "eligible":
        return vocabulary.source_words(view.outlines_from)
    words = _(
        "Press and agencies, each with its publisher and date in the table; boundaries of {boundary}."
    ).format(boundary=BOUNDARY)
    return f"{words} {vocabulary.outlines_words(view.outlines_from)}" if view.outlines_from else words


def _pace(settings: Settings) -> str:
    if settings.pace == "by_hand":
        return _("at {points} points a year").format(points=language.points(settings.points, sign=False))
    return {
        "observed": _("at the pace observed"),
        "best_quarter": _("at the pace of the best quarter of provinces"),
    }[settings.pace]


def _measure(view: View) -> str:
    """Measure, unit, base and date of what is shown."""
    settings = view.settings
    base = vocabulary.base_words(settings.base, settings.segment)
    if settings.base == "eligible":
        return _("Latest published share of {base}, percent, up to the end of {year}; dates differ").format(
            base=base, year=settings.year
        )
    words = _("Active members as a share of {base}, percent, {date}; counted by {counted_by}").format(
        base=base,
        date=language.date(view.shares["date"].max()),
        counted_by=counted_by_word(settings.counted_by),
    )
    return words + (_("; provisional, within the year") if _is_provisional(view) else "")


def _is_provisional(view: View) -> bool:
    return bool((view.shares["status"] == "provisional").any())


def row_of(table: pd.DataFrame, column: str, code: str) -> pd.Series | None:
    """A region's row, if there is one."""
    rows = table[table[column] == code]
    return None if rows.empty else rows.iloc[0]


def _headline(view: View, phrases: Phrases) -> Finding:
    """The answer for the first of the chosen regions, in up to three sentences."""
    code = view.settings.regions[0]
    row = row_of(view.shares, "code", code)
    if row is None:
        text = _("{name}: no coverage of {base} is known up to {year}.").format(
            name=region_names()[code], base=phrases.base, year=view.settings.year
        )
        return Finding(text, lead=True)
    sentences = [
        _("{name}: {share} of {base} on {date}.").format(
            name=row["name"],
            share=language.percent(row["coverage"]),
            base=phrases.base,
            date=language.date(row["date"]),
        )
    ]
    if row["shortfall_points"] <= 0:
        sentences.append(_("The target of {target} is reached.").format(target=phrases.target))
    else:
        sentences.append(_shortfall_sentence(row, phrases))
        outlook = row_of(view.outlook, "series", code)
        if outlook is not None and pd.notna(outlook["pace_needed"]):
            sentences.append(_pace_sentence(outlook, phrases))
    return Finding(" ".join(sentences), lead=True)


def _shortfall_sentence(row: pd.Series, phrases: Phrases) -> str:
    if pd.isna(row["shortfall_workers"]):
        return _("{points} points are missing to {target} by {by}.").format(
            points=points_without_sign(row["shortfall_points"]), target=phrases.target, by=phrases.by
        )
    return _("{people} more active members are needed for {target} by {by}.").format(
        people=language.people(row["shortfall_workers"]), target=phrases.target, by=phrases.by
    )


def _pace_sentence(outlook: pd.Series, phrases: Phrases) -> str:
    needs, date = points_without_sign(outlook["pace_needed"]), outlook["attainment_at_pace"]
    if pd.isna(date):
        return _("That takes {needs} points a year; {pace} it is not reached.").format(
            needs=needs, pace=phrases.pace
        )
    return _("That takes {needs} points a year; {pace} it is reached in {date}.").format(
        needs=needs, pace=phrases.pace, date=language.date(date, "month")
    )


def _key_figures(view: View, phrases: Phrases) -> KeyFigures:
    """Coverage, shortfall, probability, pace and date of the first of the chosen regions, with base and date."""
    code = view.settings.regions[0]
    row, outlook = row_of(view.shares, "code", code), row_of(view.outlook, "series", code)
    items = []
    if row is not None:
        items += [
            (
                language.percent(row["coverage"]),
                _("coverage, {name}").format(name=row["name"]),
                _("of {base}, {date}").format(base=phrases.base, date=language.date(row["date"])),
            ),
            (
                language.number(row["shortfall_workers"]),
                _("people short of {target}").format(target=phrases.target),
                _("{points} percentage points").format(points=points_without_sign(row["shortfall_points"])),
            ),
        ]
    if outlook is not None:
        items += [
            (
                language.probability(outlook["probability_by_target_date"]),
                _("probability of {target} by {by}").format(target=phrases.target, by=phrases.by),
                _("median year: {median}").format(
                    median=projected_year(outlook["attainment_median"], view.horizon)
                ),
            ),
            (
                points_without_sign(outlook["pace_needed"]),
                _("points a year needed"),
                _("recent pace: {recent}").format(recent=language.points(outlook["recent_pace"])),
            ),
            (
                month_at_pace(outlook["attainment_at_pace"]),
                _("{target} reached {pace}").format(target=phrases.target, pace=phrases.pace),
                _("{points} points a year").format(points=language.points(outlook["pace"])),
            ),
        ]
    return KeyFigures(items)


def _numbers(view: View, phrases: Phrases) -> Table:
    """The chosen regions in a table: coverage, shortfall, outlook, pace."""
    return Table(
        name="numbers",
        title=_("The chosen regions"),
        frame=_numbers_rows(view),
        columns=columns(
            "name",
            "coverage",
            "rank",
            *shortfall_columns(),
            "probability_by_target_date",
            Column("attainment_median", _("Median year")),
            Column("attainment_q10", _("10% by")),
            Column("attainment_q90", _("90% by")),
            Column(
                "probability_not_by_horizon",
                _("Not by {year}").format(year=view.horizon.year),
                language.probability,
            ),
            "pace_needed",
            "recent_pace",
            "net_new_members_per_month",
            Column("attainment_at_pace", _("Date at the chosen pace")),
            probability_by_target_date=_("Probability by the date"),
            pace_needed=_("Pace needed"),
            net_new_members_per_month=_("Members to add a month"),
        ),
        note=_(
            "Paces are in percentage points a year. Dates and probabilities come from the projection, which knows only the "
            "years chosen; a dash means: not known."
        ),
        source=phrases.source,
    )


def _numbers_rows(view: View) -> pd.DataFrame:
    """The chosen regions with their figures; dates of the projection as words, since some lie after its end."""
    names = region_names()
    chosen = pd.DataFrame(
        {"code": list(view.settings.regions), "name": [names[code] for code in view.settings.regions]}
    )
    figures = ["code", "active", "workers", "coverage", "rank", "shortfall_points", "shortfall_workers"]
    rows = chosen.merge(view.shares[figures], on="code", how="left")
    rows = rows.merge(view.outlook.rename(columns={"series": "code"}), on="code", how="left")
    projected = rows["probability_not_by_horizon"].notna()
    for column in ("attainment_median", "attainment_q10", "attainment_q90"):
        years = rows[column].map(lambda date: projected_year(date, view.horizon), na_action=None)
        rows[column] = years.where(projected)
    rows["attainment_at_pace"] = (
        rows["attainment_at_pace"].map(month_at_pace, na_action=None).where(projected)
    )
    return rows


def _remarks(view: View, phrases: Phrases) -> list[str]:
    """What a reader must know about these settings."""
    settings, remarks = view.settings, []
    if _is_provisional(view):
        remarks.append(
            _(
                "The members of {year} were counted within the year, at a date that the source does not state: provisional. "
                "The projection does not use them."
            ).format(year=settings.year)
        )
    remarks += _remarks_on_bases(view, phrases)
    if settings.base == "eligible":
        remarks.append(
            _(
                "Shares of eligible workers are shown as they were published, the latest of each region; dates differ, and what "
                "is left out of the base too. The number of workers is known only where it was printed with the share."
            )
        )
    remarks += _remarks_on_outlook(view, phrases)
    strained = view.shares[coverage.strained(view.shares)]["name"]
    if len(strained):
        remarks.append(
            _(
                "More members than workers in {names}: the two are not counted in one way there; read the share with care."
            ).format(names=", ".join(strained))
        )
    return remarks


def _remarks_on_outlook(view: View, phrases: Phrases) -> list[str]:
    settings, remarks = view.settings, []
    chosen = view.outlook[view.outlook["series"].isin(settings.regions)]
    without = [region_names()[code] for code in settings.regions if code not in set(chosen["series"])]
    if without:
        remarks.append(
            _("There is nothing to project for {names} on this base; choose another base or segment.").format(
                names=", ".join(without)
            )
        )
    elif chosen["pace_needed"].isna().any():
        remarks.append(
            _(
                "The target's date, {date}, is not after the last figure, so no pace leads to it; choose a later year."
            ).format(date=phrases.by)
        )
    if settings.pace == "by_hand" and settings.points <= 0:
        remarks.append(
            _("At a pace of nothing or less a target is never reached; set the points a year above 0.")
        )
    return remarks


def _remarks_on_bases(view: View, phrases: Phrases) -> list[str]:
    """Printed targets that are shares of something else than what is shown, where the set target is one of them."""
    settings, printed = view.settings, view.printed
    same = printed[(printed["value"] == settings.target) & (printed["year"] == settings.target_year)]
    remarks = [
        _(
            "The target of {target} for {name} in {year} was printed as a share of {printed} ({publisher}). Here it is read "
            "as a share of {base}, which is another number of workers: shortfall and dates are not those of the printed target."
        ).format(
            target=phrases.target,
            name=region_names()[row.code],
            year=row.year,
            printed=_printed_base(row.base),
            publisher=row.source_publisher,
            base=phrases.base,
        )
        for row in same[same["base"] != settings.base].drop_duplicates(["code", "base"]).itertuples()
    ]
    if settings.base == "employed" and (same["measure"] == "target_rate_rpjmn").any():
        remarks.append(
            _(
                "The target of the national plan also counts construction members, who are not published by province."
            )
        )
    return remarks


def _printed_base(base: str) -> str:
    return {
        "eligible": _("eligible workers"),
        "employed": _("all employed persons"),
        "labour_force": _("the labour force"),
        "not stated": _("a base that is not stated"),
    }[base]


def _settings(settings: Settings, phrases: Phrases) -> list[tuple[str, str]]:
    """Each setting and what was chosen, for a report."""
    return [
        (_("Region"), ", ".join(region_names()[code] for code in settings.regions)),
        (_("Segment"), vocabulary.segment_word(settings.segment)),
        (_("Base"), phrases.base),
        (_("Counted by"), counted_by_word(settings.counted_by)),
        (_("Years"), f"{settings.first_year}–{settings.year}"),
        (_("Target"), _("{target} by {by}").format(target=phrases.target, by=phrases.by)),
        (_("Pace"), phrases.pace),
    ]


def _label(row: pd.Series) -> str:
    """A region's figures in a line, for the pointer."""
    if pd.isna(row["active"]) or pd.isna(row["workers"]):
        return f"{row['name']}: {language.percent(row['coverage'])}"
    return coverage_label(row)


def explain(error: Exception, counted: pd.DataFrame) -> str:
    """Why settings cannot be followed, in the language in use.

    The library refuses in English, for whoever writes code; this is what its refusal means for whoever chooses.

    Parameters
    ----------
    error : Exception
        From :func:`coverage_lib.explore.look`.
    counted : pandas.DataFrame
        Members counted both ways, from :func:`coverage_lib.explore.figures.counted_both_ways`; the province where they differ
        most is the example.
    """
    if not isinstance(error, Incomparable):
        return str(error)
    differs_most = counted.iloc[(counted["active_office"] - counted["active_domicile"]).abs().argmax()]
    return _(
        "There is no coverage by office: such members are counted where their employer is registered, workers where they "
        "live. In {month} {name} has {office} members by office and {domicile} by domicile. Choose “domicile”."
    ).format(
        month=language.date(differs_most["date"], "month"),
        name=differs_most["name"],
        office=language.number(differs_most["active_office"]),
        domicile=language.number(differs_most["active_domicile"]),
    )
