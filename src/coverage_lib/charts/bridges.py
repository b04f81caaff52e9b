"""The ways from the counted to the announced share of all regions: a sentence and a table."""

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns, percent_as_printed
from coverage_lib.measures.bridge import STATUSES


def status_words(status: str, reason: str = "") -> str:
    """How far the steps lead, in a word or two.

    Examples
    --------
    >>> status_words("explained"), status_words("not testable", "boundary")
    ('explained', 'not testable: other boundary')
    """
    if reason:
        return {
            "contradicted": _("not testable: what was announced is contradicted"),
            "no figure": _("not testable: nothing announced"),
            "boundary": _("not testable: other boundary"),
            "before UCJ": _("not testable: before UCJ"),
            "no date": _("not testable: no date"),
            "too wide": _("not testable: base or date too vague"),
        }[reason]
    return {
        "explained": _("explained"),
        "explained with construction": _("explained, if construction is counted"),
        "partly": _("partly explained"),
        "not explained": _("not explained"),
    }[status]


def bridges_table(ways: pd.DataFrame) -> Table:
    """The ways of the nation and all provinces in one table.

    Parameters
    ----------
    ways : pandas.DataFrame
        From :func:`coverage_lib.measures.bridge.bridges`.
    """
    frame = ways.assign(
        status_words=[status_words(row.status, row.reason) for row in ways.itertuples()],
        interval=[
            None
            if pd.isna(row.unexplained_low)
            else _("{low} to {high}").format(
                low=language.points(row.unexplained_low), high=language.points(row.unexplained_high)
            )
            for row in ways.itertuples()
        ],
    )
    return Table(
        name="bridges",
        title=_("From counted to announced: all regions"),
        frame=frame,
        columns=columns(
            "name",
            Column("counted", _("Counted"), language.percent),
            Column("counted_date", _("Date of the count"), lambda day: language.date(day, "month")),
            Column("base", _("Other base"), language.points),
            Column("construction", _("Construction"), language.points),
            Column("date", _("Date step"), language.points),
            Column("unexplained", _("Unexplained"), language.points),
            Column("interval", _("Interval"), order="unexplained_low"),
            Column("announced", _("Announced"), percent_as_printed),
            Column("printed_date", _("Announced for"), language.printed_date),
            Column("status_words", _("Status")),
            "id",
        ),
        note=_(
            "Counted and announced in percent, the steps in percentage points. A dash for construction: not known for the province, so it is part of what stays unexplained."
        ),
    )


def bridges_finding(ways: pd.DataFrame) -> Finding:
    """In how many provinces the known steps lead from the counted to the announced share.

    Parameters
    ----------
    ways : pandas.DataFrame
        From :func:`coverage_lib.measures.bridge.bridges`.
    """
    provinces = ways[ways["code"].ne(NATION)]
    count = provinces["status"].value_counts().reindex(STATUSES, fill_value=0)
    tested = len(provinces) - count["not testable"]
    if not tested:
        return Finding(
            _(
                "For none of {count} provinces can the way from the counted to the announced share be tested."
            ).format(count=len(provinces))
        )
    parts = {
        "explained": _("in {count} base and date explain the difference"),
        "explained with construction": _(
            "in {count} only if construction members are counted, which the announcement does not say"
        ),
        "partly": _("in {count} part stays unexplained"),
        "not explained": _("in {count} most of it stays unexplained"),
    }
    return Finding(
        _("We could check {tested} of {count} provinces: {parts}.").format(
            tested=tested,
            count=len(provinces),
            parts="; ".join(
                words.format(count=count[status]) for status, words in parts.items() if count[status]
            ),
        )
    )
