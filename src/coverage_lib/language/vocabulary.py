"""What segments, bases and the parts of a fan are called: one word for one thing, in every chart and table."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.language import _, date, printed_date

#: Source ids of the project's own counts of members by domicile and of workers.
HOUSE = ("den-annual", "bps-sakernas")


def segment_word(segment: str) -> str:
    """A segment's name in the language of the reader.

    Examples
    --------
    >>> segment_word("formal")
    'formal'
    """
    return {
        "formal": _("formal"),
        "informal": _("informal"),
        "total": _("all workers"),
        "construction": _("construction"),
        "vulnerable": _("vulnerable workers"),
        "village_institutions": _("village institutions"),
    }[segment]


class OwnTable(NamedTuple):
    """An analyst's own table: who published it, under which title and when; and whether the counts of years rest on it."""

    publisher: str
    title: str
    date: str
    in_years: bool


#: The analyst's own tables that are in use, by their source id; the door to the tables sets them (:mod:`coverage_lib.load`).
_own_tables: dict[str, OwnTable] = {}


def name_own_tables(tables: Mapping[str, OwnTable]) -> None:
    """Say which own tables are in use, so that what rests on them can name them."""
    _own_tables.clear()
    _own_tables.update(tables)


def own_table_words(sources: Iterable[str]) -> list[str]:
    """The own tables among some sources: publisher, title and date of publication of each.

    Parameters
    ----------
    sources : iterable of str
        As in the column ``source_id``: several may be joined by ``;``.

    Examples
    --------
    >>> own_table_words(["den-annual;bps-sakernas"])
    []
    """
    ids = dict.fromkeys(part for source in sources for part in str(source).split(";"))
    return [
        f"{table.publisher}, {table.title} ({printed_date(table.date)})"
        for table in (_own_tables.get(name) for name in ids)
        if table
    ]


def source_words(rows: pd.DataFrame | None = None, outlines_from: str | None = None) -> str:
    """The sources of every share of workers: who counted the members and who the workers.

    Parameters
    ----------
    rows : pandas.DataFrame, optional
        What is shown, with ``source_id``. Without it all that the counts of years rest on is named.
    outlines_from : str, optional
        Of a map: whom its outlines are from (``layer.attrs["credit"]`` of ``load_boundaries``), where their licence asks
        for a notice.

    Examples
    --------
    >>> source_words(outlines_from="somebody").endswith("Outlines: contains information from somebody, available under the ODbL.")
    True
    >>> source_words(pd.DataFrame({"source_id": ["bps-sakernas"]}))
    'BPS, Sakernas August, employed persons. Boundaries of 2021 (34 provinces).'
    """
    if rows is None or "source_id" not in rows:
        sources = [*HOUSE, *(name for name, table in _own_tables.items() if table.in_years)]
    else:
        sources = [part for source in rows["source_id"].dropna().unique() for part in source.split(";")]
    sources = sources if any(name in _own_tables or name in HOUSE for name in sources) else list(HOUSE)
    house = {
        "den-annual": _("BPJS Ketenagakerjaan, active members by domicile, through Dewan Ekonomi Nasional"),
        "bps-sakernas": _("BPS, Sakernas August, employed persons"),
    }
    counts = "; ".join(
        [*(words for name, words in house.items() if name in sources), *own_table_words(sources)]
    )
    words = f"{counts}. " + _("Boundaries of 2021 (34 provinces).")
    return f"{words} {outlines_words(outlines_from)}" if outlines_from else words


def provisional_words(row: Any) -> str:
    """Why a count is provisional, beside its mark in a chart.

    Parameters
    ----------
    row : namedtuple
        Of ``load_coverage(provisional=True)``; where it says nothing of its date, that is not stated.

    Examples
    --------
    >>> counted = pd.DataFrame({"year": [2026], "date": pd.to_datetime(["2026-06-30"]), "date_stated": True, "workers_year": 2025})
    >>> provisional_words(next(counted.itertuples())).splitlines()
    ['June 2026, provisional;', 'workers of August 2025']
    """
    if not getattr(row, "date_stated", False):
        return _("part-year, provisional")
    month = date(row.date, "month")
    if row.workers_year < row.year:
        return _("{month}, provisional;\nworkers of August {year}").format(month=month, year=row.workers_year)
    return _("{month}, provisional").format(month=month)


def outlines_words(outlines_from: str) -> str:
    """The notice that the licence of a map's outlines asks for."""
    words = _("Outlines: contains information from {credit}, available under the ODbL.")
    return words.format(credit=outlines_from)


def base_words(base: str, segment: str = "total") -> str:
    """What a share is a share of.

    Examples
    --------
    >>> base_words("employed")
    'all employed persons'
    """
    if base == "segment_workers":
        return _("formal workers") if segment == "formal" else _("informal workers")
    return {"employed": _("all employed persons"), "eligible": _("eligible workers")}[base]


def fan_word(part: str) -> str:
    """What a part of a fan is called in its legend: the known past, the median, an interval.

    Examples
    --------
    >>> fan_word("median")
    'median'
    """
    return {
        "counted": _("counted"),
        "published": _("published"),
        "median": _("median"),
        "80% interval": _("80% interval"),
        "50% interval": _("50% interval"),
    }[part]
