"""What a view says, made once for each view: the answer in a sentence, key figures, remarks, and the chosen regions as a table."""

from typing import NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.maps import coverage_label
from coverage_lib.drawing.exhibits import Finding, KeyFigures, Table
from coverage_lib.explore.outlook import MEMBERS_ENDS
from coverage_lib.explore.phrases import (
    WIDEST_YEARS,
    Phrases,
    counted_by_word,
    coverage_column,
    day_or_year,
    first_reached,
    month_at_pace,
    phrases_of,
    undated,
    with_coverage_words,
)
from coverage_lib.explore.remarks import remarks_on
from coverage_lib.explore.settings import Settings, region_names
from coverage_lib.explore.view import View
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, points_without_sign
from coverage_lib.language.printed import coverage_words, day_words


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
    phrases = phrases_of(view)
    return Words(
        headline=_headline(view, phrases),
        key_figures=_key_figures(view, phrases),
        remarks=remarks_on(view, phrases),
        numbers=_numbers(view, phrases),
        settings=_settings(view.settings, phrases),
        labels={row["code"]: _label(row) for _index, row in view.shares.iterrows()},
        phrases=phrases,
    )


def row_of(table: pd.DataFrame, column: str, code: str) -> pd.Series | None:
    """A region's row, if there is one."""
    rows = table[table[column] == code]
    return None if rows.empty else rows.iloc[0]


def _headline(view: View, phrases: Phrases) -> Finding:
    """The answer for the first of the chosen regions, in up to four sentences."""
    code = view.settings.regions[0]
    row = row_of(view.shares, "code", code)
    if row is None:
        text = _("{name}: no coverage of {base} is known up to {year}.").format(
            name=region_names()[code], base=phrases.base, year=view.settings.year
        )
        return Finding(text, lead=True)
    sentences = [_stands(row, phrases)]
    reached = row["shortfall_points"] <= 0
    if reached:
        sentences.append(_("The target of {target} is reached.").format(target=phrases.target))
    else:
        sentences.append(_shortfall_sentence(row, phrases))
    outlook = row_of(view.outlook, "code", code)
    if outlook is not None and pd.notna(outlook["pace_needed"]):
        sentences.append(
            _("The probability of being there or above on {by} is {chance}.").format(
                by=phrases.by, chance=language.chance(outlook["probability_at_target_date"])
            )
        )
        if not reached:
            sentences.append(_pace_sentence(outlook, phrases))
    return Finding(" ".join(sentences), lead=True)


def _stands(row: pd.Series, phrases: Phrases) -> str:
    """Coverage of a region and the day for which it is known."""
    if "printed_date" in row:
        sentence = _("{name}: {share} of {base}, published for {date}.")
    elif undated(row):
        sentence = _("{name}: {share} of {base}, counted within {date}.")
    else:
        sentence = _("{name}: {share} of {base} on {date}.")
    return sentence.format(
        name=row["name"], share=coverage_words(row), base=phrases.base, date=day_or_year(row)
    )


def _shortfall_sentence(row: pd.Series, phrases: Phrases) -> str:
    if pd.isna(row["shortfall_workers"]):
        return _("{points} points are missing to {target}.").format(
            points=points_without_sign(row["shortfall_points"]), target=phrases.target
        )
    return _("{people} more active members are needed for {target}.").format(
        people=language.people(row["shortfall_workers"]), target=phrases.target
    )


def _pace_sentence(outlook: pd.Series, phrases: Phrases) -> str:
    """What it takes, and where the chosen pace would lead, which is no forecast."""
    needs, date = points_without_sign(outlook["pace_needed"]), outlook["attainment_at_pace"]
    if pd.isna(outlook["pace"]):
        return _("That takes {needs} points a year.").format(needs=needs)
    if pd.isna(date):
        return _("That takes {needs} points a year; {pace} it would never be reached.").format(
            needs=needs, pace=phrases.pace
        )
    return _("That takes {needs} points a year; {pace} it would be reached in {date}, which is arithmetic, not a forecast.").format(
        needs=needs, pace=phrases.pace, date=language.date(date, "month")
    )  # fmt: skip


def _key_figures(view: View, phrases: Phrases) -> KeyFigures:
    """Coverage, shortfall, probability, pace and date of the first of the chosen regions, with base and date."""
    code = view.settings.regions[0]
    row, outlook = row_of(view.shares, "code", code), row_of(view.outlook, "code", code)
    items = []
    if row is not None:
        items += [
            (
                coverage_words(row),
                _("coverage, {name}").format(name=row["name"]),
                _("of {base}, {date}").format(base=phrases.base, date=day_or_year(row)),
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
                language.probability(outlook["probability_at_target_date"]),
                _("probability of being at {target} or above on {by}").format(
                    target=phrases.target, by=phrases.by
                ),
                _("ever by then: {probability}").format(
                    probability=language.probability(outlook["probability_ever_by_target_date"])
                ),
            ),
            (
                points_without_sign(outlook["pace_needed"]),
                _("points a year needed"),
                _("recent pace: {recent}").format(recent=language.points(outlook["recent_pace"])),
            ),
            (
                month_at_pace(outlook),
                _("{target} {pace}, by arithmetic").format(target=phrases.target, pace=phrases.pace),
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
            coverage_column(),
            "rank",
            "shortfall_points",
            "shortfall_workers",
            Column(
                "probability_at_target_date",
                _("Probability on {by}").format(by=phrases.by),
                language.probability,
            ),
            Column("probability_ever_by_target_date", _("Ever by then"), language.probability),
            Column("first_reached", _("First there"), order="attainment_median"),
            "pace_needed",
            "recent_pace",
            Column("members_words", _("Members to add a month"), order="net_new_members_per_month"),
            Column("attainment_at_pace", _("Date at the chosen pace")),
            pace_needed=_("Pace needed"),
        ),
        note=_note(view, phrases),
        source=phrases.source,
    )


def _note(view: View, phrases: Phrases) -> str:
    """What the columns of the projection mean, and what it knows."""
    means = _(
        "Probability: of being at {target} or above on {by}; ever by then: of being there at some time until then. First there: the "
        "year, in brackets the 80% interval of the years; where that is longer than {years} years or has no end by {end}, the class of years that has "
        "a probability above one half, if one has. Members to add a month: net, in brackets the 80% interval. Paces are in percentage points a year; a dash means: not known."
    ).format(target=phrases.target, by=phrases.by, years=WIDEST_YEARS, end=view.horizon.year)
    if view.settings.base == "segment_workers":
        return means + " " + _("The projection knows the counts at the ends of the years chosen.")
    return (
        means
        + " "
        + _(
            "The projection knows what was counted and announced in the years chosen, and where they reach the last full count what came "
            "later too."
        )
    )


def _numbers_rows(view: View) -> pd.DataFrame:
    """The chosen regions with their figures; years of the projection and members a month as words."""
    names = region_names()
    chosen = pd.DataFrame(
        {"code": list(view.settings.regions), "name": [names[code] for code in view.settings.regions]}
    )
    figures = ["code", "active", "workers", "coverage", "rank", "shortfall_points", "shortfall_workers"]
    shares = with_coverage_words(view.shares)
    rows = chosen.merge(shares[[*figures, "share_words"]], on="code", how="left")
    rows = rows.merge(view.outlook, on="code", how="left")
    projected = rows["probability_not_by_horizon"].notna()
    rows["first_reached"] = [
        first_reached(row) if known else None
        for known, (_index, row) in zip(projected, rows.iterrows(), strict=True)
    ]
    rows["members_words"] = [_members_words(row) for _index, row in rows.iterrows()]
    rows["attainment_at_pace"] = [
        month_at_pace(row) if known else None
        for known, (_index, row) in zip(projected, rows.iterrows(), strict=True)
    ]
    return rows


def _members_words(row: pd.Series) -> str:
    """Members to add a month, with their interval where the growth of the workforce was drawn; none where there are enough."""
    middle, low, high = (
        language.people(_none_below_zero(row[end])) for end in ("net_new_members_per_month", *MEMBERS_ENDS)
    )
    # Of a year whose workforce is counted, and where none are needed, both ends are the same.
    return middle if low == high else f"{middle} ({low}–{high})"


def _none_below_zero(members: float) -> float:
    """Whole members, at least none; missing stays missing."""
    return round(max(members, 0.0)) if pd.notna(members) else members


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
    if "printed_date" in row:
        return f"{row['name']}: {coverage_words(row)}, {day_words(row)}"
    return coverage_label(row)
