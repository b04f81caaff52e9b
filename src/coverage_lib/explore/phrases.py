"""What the sentences and drawings of a view repeat, and how explore writes a target, a year of attainment, a way of counting."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.explore.settings import BOUNDARY, Settings
from coverage_lib.explore.view import View
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column
from coverage_lib.language.printed import coverage_words, day_words

#: An 80% interval of years that is longer than this names no year.
WIDEST_YEARS = 8
#: Years after the target's date that are later than this are the last class.
LATER_YEARS = 6


class Phrases(NamedTuple):
    """What several sentences and drawings repeat: the base, the target and its date, the pace, what is measured, the source."""

    base: str
    target: str
    by: str
    pace: str
    measure: str
    source: str


def phrases_of(view: View) -> Phrases:
    """The phrases of a view, in the language in use."""
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
    """The sources of the figures and of the outlines."""
    if view.settings.base != "eligible":
        return vocabulary.source_words(outlines_from=view.outlines_from)
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
        date=day_or_year(view.shares.iloc[0]),
        counted_by=counted_by_word(settings.counted_by),
    )
    return words + (_("; provisional, within the year") if is_provisional(view) else "")


def is_provisional(view: View) -> bool:
    """Whether the members of the year shown were counted before its end."""
    return bool((view.shares["status"] == "provisional").any())


def day_or_year(row: Mapping[Any, Any]) -> str:
    """The date of a coverage in words; of members who were counted within a year, at a date that is not stated, the year alone.

    Examples
    --------
    >>> [day_or_year({"date": "2025-12-31", "status": status}) for status in ("final", "provisional")]
    ['31 December 2025', '2025']
    >>> day_or_year({"date": "2026-10-31", "status": "provisional", "date_stated": True})
    '31 October 2026'
    """
    return language.date(row["date"], "year") if undated(row) else day_words(row)


def undated(row: Mapping[Any, Any]) -> bool:
    """Whether members were counted within a year at a date that is not stated."""
    return row.get("status") == "provisional" and not row.get("date_stated", False)


def share(percent: float) -> str:
    """A target in percent with the digits that it was set with, at most two.

    Examples
    --------
    >>> share(55), share(43.92)
    ('55%', '43.92%')
    """
    return language.percent(
        percent, next(digits for digits in range(3) if digits == 2 or round(percent, digits) == percent)
    )


def counted_by_word(counted_by: str) -> str:
    """Where members are counted, in a word."""
    return {"domicile": _("domicile"), "office": _("office")}[counted_by]


def first_reached(row: pd.Series) -> str:
    """When coverage is first at the target: the year with its 80% interval; where that is too wide, a class of years, or that it cannot be told.

    The classes and their words are those of page 03: one is named where its probability is above one half.

    Parameters
    ----------
    row : pandas.Series
        target_date, attainment_q10, attainment_median, attainment_q90 (dates, of the past where it has been at the target, missing
        after the projection's end), probability_ever_by_target_date.

    Examples
    --------
    >>> def said(ever, *years):
    ...     names = ["attainment_q10", "attainment_median", "attainment_q90", "target_date"]
    ...     row = dict(zip(names, pd.to_datetime([year and f"{year}-12-31" for year in (*years, 2029)]), strict=True))
    ...     return first_reached(pd.Series({"probability_ever_by_target_date": ever, **row}))
    >>> said(0.4, 2023, 2023, 2023), said(0.3, 2028, 2031, 2035), said(0.6, 2026, 2028, None)
    ('2023', '2031 (2028–2035)', 'by 2029')
    >>> said(0.2, 2027, 2034, None), said(0.1, 2030, 2037, None), said(0.0, None, None, None)
    ('cannot be told', 'later, or never', 'later, or never')
    """
    low, median, high = (row[f"attainment_{level}"] for level in ("q10", "median", "q90"))
    by = row["target_date"].year
    if pd.notna(high) and high.year - low.year <= WIDEST_YEARS:
        return str(median.year) if low.year == high.year else f"{median.year} ({low.year}–{high.year})"
    if row["probability_ever_by_target_date"] > 0.5:
        return _("by {year}").format(year=by)
    if pd.isna(median) or median.year > by + LATER_YEARS:
        return _("later, or never")
    return _("cannot be told")


def month_at_pace(row: pd.Series) -> str:
    """Month and year of the date at a pace, a word for one that never comes, a dash where no pace is known.

    Examples
    --------
    >>> never = {"pace": 0.0, "attainment_at_pace": pd.NaT}
    >>> [month_at_pace(pd.Series(row)) for row in (never, {**never, "pace": float("nan")})]
    ['never', '–']
    """
    if pd.isna(row["pace"]):
        return language.MISSING
    date = row["attainment_at_pace"]
    return _("never") if pd.isna(date) else language.date(date, "month")


def with_coverage_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their coverage in words as share_words: a published one as it was printed, a computed one with one digit.

    Examples
    --------
    >>> with_coverage_words(pd.DataFrame({"coverage": [27.106]}))["share_words"].tolist()
    ['27.1%']
    """
    return rows.assign(share_words=[coverage_words(row) for _index, row in rows.iterrows()])


def coverage_column() -> Column:
    """The column of :func:`with_coverage_words`."""
    return Column("share_words", _("Coverage"), order="coverage")
