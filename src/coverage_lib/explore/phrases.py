"""What the sentences and drawings of a view repeat, and how explore writes a target, a projected date, a way of counting."""

from typing import NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.explore.settings import BOUNDARY, Settings
from coverage_lib.explore.view import View
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column
from coverage_lib.language.printed import coverage_words


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
    return words + (_("; provisional, within the year") if is_provisional(view) else "")


def is_provisional(view: View) -> bool:
    """Whether the members of the year shown were counted before its end."""
    return bool((view.shares["status"] == "provisional").any())


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


def projected_year(date: pd.Timestamp, horizon: pd.Timestamp) -> str:
    """Year of a projected date, which is known no closer, or words for one after the projection's end.

    Examples
    --------
    >>> projected_year(pd.Timestamp("2031-12-31"), pd.Timestamp("2045-12-31"))
    '2031'
    >>> projected_year(pd.NaT, pd.Timestamp("2045-12-31"))
    'not by 2045'
    """
    return vocabulary.not_by(horizon.year) if pd.isna(date) else language.date(date, "year")


def month_at_pace(date: pd.Timestamp) -> str:
    """Month and year of a date at a pace, or a word for one that never comes."""
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
