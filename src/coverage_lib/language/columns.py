"""The column catalogue: what each column of a table is called, how its values are written, and what it holds.

A table of a page names its columns by key (:func:`columns`); the tables to download are explained by :func:`meaning`.
A column that every table calls the same stands here and nowhere else.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from coverage_lib.language.catalogue import _
from coverage_lib.language.numbers import date, number, percent, points, printed_date, probability


class Column(NamedTuple):
    """A column of a table that is shown: its key in the frame, its heading, and how a value is written (None: as text).

    `order` is the key of another column that the rows are sorted by, where the text that is shown is no number or date.
    """

    key: str
    heading: str
    write: Callable[[Any], str] | None = None
    order: str | None = None


# Columns of words, by the column of numbers or days that orders them.
ORDERS = {"share_words": "coverage", "date_words": "placed_at"}

percent_as_printed = partial(percent, digits=2)
points_without_sign = partial(points, sign=False)
points_to_hundredths = partial(points, digits=2)
number_to_hundredths = partial(number, digits=2)
month = partial(date, form="month")
year = partial(date, form="year")


def whole(value: float) -> str:
    """A year or a rank: digits without separators.

    Examples
    --------
    >>> whole(2024.0)
    '2024'
    """
    return str(int(value))


def columns(*keys: str | Column, **headings: str) -> list[Column]:
    """Columns of a table, from the catalogue, in the language in use.

    Parameters
    ----------
    *keys : str or Column
        Keys of the frame in the order in which they are shown; a :class:`Column` where one table needs its own writing.
    **headings : str
        Other headings, by key, where a table says more than the catalogue: the year, the base.

    Returns
    -------
    list of Column
        For ``drawing.exhibits.Table``.

    Raises
    ------
    KeyError
        A key is not in the catalogue.

    Examples
    --------
    >>> [column.heading for column in columns("name", "year", "coverage", coverage="Coverage, formal")]
    ['Region', 'Year', 'Coverage, formal']
    >>> columns("coverage")[0].write(27.106)
    '27.1%'
    """
    catalogue = _shown()
    chosen = []
    for key in keys:
        column = key if isinstance(key, Column) else Column(key, *catalogue[key], order=ORDERS.get(key))
        chosen.append(column._replace(heading=headings.pop(column.key, column.heading)))
    if headings:
        raise KeyError(f"There is no column {', '.join(headings)} among those shown.")
    return chosen


def _shown() -> dict[str, tuple[str, Callable[[Any], str] | None]]:
    return {
        "active": (_("Active members"), number),
        "as_published": (_("As printed"), None),
        "attainment_median": (_("Median year"), year),
        "attainment_q10": (_("10% probability by"), year),
        "attainment_q90": (_("90% probability by"), year),
        "base_date": (_("Base of"), month),
        "change": (_("Change, points"), points),
        "base_words": (_("Base as stated"), None),
        "coverage": (_("Coverage"), percent),
        "date": (_("Date"), date),
        "date_words": (_("Date"), None),
        "difference": (_("Difference, points"), points),
        "employed": (_("Employed"), number),
        "formal_coverage": (_("Formal"), percent),
        "id": (_("Source row"), None),
        "ids": (_("Source row"), None),
        "informal_coverage": (_("Informal"), percent),
        "labour_force": (_("Labour force"), number),
        "measure": (_("Measure"), None),
        "name": (_("Region"), None),
        "net_new_members_per_month": (_("Net new members a month"), number),
        "note": (_("Note of the table"), None),
        "not_members": (_("Without membership"), number),
        "number": (_("Number"), None),
        "p": (_("p"), partial(number, digits=3)),
        "p_adjusted": (_("p, corrected"), partial(number, digits=3)),
        "pace_multiple": (_("Ratio to recent pace"), partial(number, digits=1)),
        "pace_needed": (_("Points a year needed"), points_without_sign),
        "printed_date": (_("Date"), printed_date),
        "probability_at_target_date": (_("Probability at the date"), probability),
        "probability_ever_by_target_date": (_("Ever by then"), probability),
        "publisher": (_("Publisher"), None),
        "publishers": (_("Publisher"), None),
        "q025": (_("{share} lie below").format(share=percent(2.5)), percent),
        "q10": (_("{share} lie below").format(share=percent(10, 0)), percent),
        "q25": (_("{share} lie below").format(share=percent(25, 0)), percent),
        "q50": (_("Median"), percent),
        "q75": (_("{share} lie above").format(share=percent(25, 0)), percent),
        "q90": (_("{share} lie above").format(share=percent(10, 0)), percent),
        "q975": (_("{share} lie above").format(share=percent(2.5)), percent),
        "rank": (_("Rank"), whole),
        "recent_pace": (_("Recent pace"), points),
        "region": (_("Region"), None),
        "segment": (_("Segment"), None),
        "share_of_not_members": (_("Share of the national number"), percent),
        "share_words": (_("Published"), None),
        "shortfall_points": (_("Shortfall, points"), points_without_sign),
        "shortfall_workers": (_("Shortfall, workers"), number),
        "source_publisher": (_("Publisher"), None),
        "target": (_("Target"), percent_as_printed),
        "what": (_("What"), None),
        "workers": (_("Workers"), number),
        "year": (_("Year"), whole),
    }


def meaning(column: str) -> str:
    """What a column of a table to download holds, with its unit; columns of one name mean one thing in all tables.

    Examples
    --------
    >>> meaning("coverage")
    'Active members as a share of the base, percent (0–100).'
    """
    return {
        "active": _("Active members, people."),
        "active_id": _("Row with the members that were printed beside the share."),
        "as_published": _("The words or digits as they were printed."),
        "base": _(
            "What a share is divided by: employed, segment_workers, eligible, potential (before 2021), labour_force, population, "
            "target (a number to be reached) or not stated."
        ),
        "base_from": _(
            "Where the base is known from: print, note, title, count (printed beside it), beside, alike (printed elsewhere), plan "
            "or decided (by hand, see readings)."
        ),
        "base_id": _("Row with the number of workers that was printed beside the share."),
        "bound": _("How the print limits the number: exact, about, almost, at_least, at_most or between."),
        "boundary": _("Boundaries of the provinces: 2021 (34) or 2022 (38)."),
        "code": _("Code of the region in the list of Kemendagri; 00 is Indonesia."),
        "counted_by": _(
            "Where a member is counted: domicile (lives there) or office (employer is registered there)."
        ),
        "coverage": _("Active members as a share of the base, percent (0–100)."),
        "date": _("Day of the count; in tables of printed facts the period as printed."),
        "date_from": _("First day of the period that the figure names."),
        "date_to": _("Last day of the period that the figure names."),
        "date_stated": _("Whether the source states the day of the count."),
        "effective_from": _("From when the rule holds, as printed."),
        "effective_to": _("Until when the rule holds, as printed."),
        "employed": _("Employed persons, Sakernas August, people."),
        "formal_share": _("Formal workers as a share of the employed, percent."),
        "formal_workers": _("Formal workers, people."),
        "high": _("The most that the number can be, by its words and digits."),
        "id": _("Name of the row, for citing it."),
        "informal_workers": _("Informal workers, people."),
        "labour_force": _("Employed and looking for work, people."),
        "legal_basis": _("Law or regulation, as the source names it."),
        "low": _("The least that the number can be, by its words and digits."),
        "measure": _("What the number counts."),
        "misprint": _(
            "Whether the number cannot be as it was printed (see readings); it is kept, and is nobody's base."
        ),
        "name": _("Name of the region."),
        "note": _("What to know when reading the row."),
        "province_code": _("Code of the province that the regency belongs to."),
        "raw_table": _("Raw table in which the row stands."),
        "region": _("Name of the region as the table writes it."),
        "region_level": _("Nation, province, regency, or a group of them."),
        "rule": _("What the rule sets."),
        "segment": _("total, formal, informal, construction, vulnerable, village_institutions or migrant."),
        "source_date": _("When the source was published, as far as it says."),
        "source_id": _(
            "Which source the row is from; see the provenance records. A table of the analyst's own begins with own:."
        ),
        "source_publisher": _("Who published it."),
        "source_row": _("Line of the raw table, or row of an own table, counted from 1."),
        "source_title": _("Title of the source."),
        "source_url": _("Address of the source."),
        "step": _("Unit of the last digit printed."),
        "status": _(
            "final, or provisional where the count is from within a year or the workers are of an earlier one."
        ),
        "unit": _("Unit of the value."),
        "value": _("The number, in its unit."),
        "workers": _("The base in people."),
        "workers_year": _("Year of the August in which the workers were counted."),
        "year": _("Calendar year."),
    }[column]
