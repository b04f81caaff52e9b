"""What a profile says of counts within years, which are no year-end: the latest one, and the small points of the path."""

import pandas as pd

from coverage_lib import language
from coverage_lib.language import _, vocabulary
from coverage_lib.measures.province import Place
from coverage_lib.measures.province_month import on_day


def month_words(place: Place, month: pd.Series, segments: pd.DataFrame | None) -> str:
    """The latest count within a year, with its parts and who published it; that it is no year-end is said.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    month : pandas.Series
        From :func:`coverage_lib.measures.province_month.latest_month`.
    segments : pandas.DataFrame or None
        ``load_coverage(base="segment_workers", months=True)``.
    """
    parts = on_day(place, segments, month["date"])
    text = (
        _(
            "The latest count, of {date}, is {share} of the workers of August {august}: {active} active members, {formal} formal and "
            "{informal} informal. It is a month and no year-end, so no other number here rests on it but the projection."
        )
        if len(parts) == 2
        else _(
            "The latest count, of {date}, is {share} of the workers of August {august}: {active} active members. It is a month and no "
            "year-end, so no other number here rests on it but the projection."
        )
    )
    text = text.format(
        date=language.date(month["date"]),
        share=language.percent(month["coverage"]),
        august=month["workers_year"],
        active=language.number(month["active"]),
        **{segment: language.number(row["active"]) for segment, row in parts.items()},
    )
    named = "; ".join(vocabulary.own_table_words([month["source_id"]]))
    return f"{text} {_('Source: {source}').format(source=named)}." if named else text


def months_words(months: pd.DataFrame, history: pd.DataFrame) -> str:
    """How many months there are, what the projection makes of them, and of which August the workers are where that of the year is not there yet."""
    if months.empty:
        return ""
    first, last = (language.date(months["date"].agg(end), "month") for end in ("min", "max"))
    text = (
        _("Small point: 1 month, {last}.")
        if len(months) == 1
        else _("Small points: {count} months from {first} to {last}.")
    ).format(count=len(months), first=first, last=last)
    text += " " + _(
        "The projection starts after {start}, the last full count of all provinces, and uses the months."
    ).format(start=language.date(history["date"].max(), "month"))
    carried = months[months["workers_year"] < months["year"]]
    if carried.empty:
        return text
    return (
        text
        + " "
        + _("Those of {years} are shares of the workers of August {august}: provisional.").format(
            years=", ".join(str(year) for year in carried["year"].unique()),
            august=carried["workers_year"].max(),
        )
    )
