"""How explore writes a target, a date that is projected, a way of counting, a shortfall."""

import pandas as pd

from coverage_lib import language
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, points_without_sign


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


def shortfall_columns() -> list[Column]:
    """The shortfall in points and in workers."""
    return [
        Column("shortfall_points", _("Shortfall, points"), points_without_sign),
        Column("shortfall_workers", _("Shortfall, workers"), language.number),
    ]
