"""Words and tables that everything about regencies shares: where the counts come from, a regency in a line, its row in a table."""

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing.exhibits import Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import columns
from coverage_lib.measures.year_counts import OWN


def source_words(rows: pd.DataFrame) -> str:
    """Who counted the members and the workers of regencies.

    Parameters
    ----------
    rows : pandas.DataFrame
        Coverage of regencies, with source_id.

    Examples
    --------
    >>> source_words(pd.DataFrame({"source_id": ["own:jambi-1234abcd;bps-sakernas"]}))
    'Own table jambi-1234abcd, active members by domicile; BPS, Sakernas August, employed persons by regency.'
    """
    parts = {part for sources in rows["source_id"].unique() for part in sources.split(";")}
    own = [
        (vocabulary.own_table_words([part]) or [part.removeprefix(OWN)])[0]
        for part in sorted(parts)
        if part.startswith(OWN)
    ]
    workers = _("BPS, Sakernas August, employed persons by regency.")
    if not own:
        return workers
    words = (
        _("Own table {tables}, active members by domicile; ")
        if len(own) == 1
        else _("Own tables {tables}, active members by domicile; ")
    )
    return words.format(tables="; ".join(own)) + workers


def share_label(row: pd.Series) -> str:
    """A regency's figures in a line, for the pointer.

    Examples
    --------
    >>> share_label(pd.Series({"name": "Kota Jambi", "coverage": 30.0, "active": 90_000, "workers": 300_000}))
    'Kota Jambi: 30.0% of workers; 90,000 members'
    """
    if pd.isna(row["coverage"]):
        return _("{name}: not known").format(name=row["name"])
    return _("{name}: {share} of workers; {active} members").format(
        name=row["name"], share=language.percent(row["coverage"]), active=language.number(row["active"])
    )


def regencies_table(rows: pd.DataFrame, name: str) -> Table:
    """Coverage of regencies with the counts that it is made of."""
    return Table(
        name=name,
        title=_("Coverage by regency"),
        frame=rows,
        columns=columns("name", "date", "active", "workers", "coverage"),
        source=source_words(rows),
    )
