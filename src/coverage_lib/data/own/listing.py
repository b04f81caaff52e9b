"""What is in the analyst's folder, and where its tables disagree."""

import pandas as pd

from coverage_lib.data.own import entries, merged
from coverage_lib.data.reading.problems import Problem

COLUMNS = [
    "id",
    "publisher",
    "title",
    "date",
    "added",
    "file",
    "rows",
    "measures",
    "levels",
    "first",
    "last",
    "values",
    "in_use",
]


def sources() -> pd.DataFrame:
    """The own tables, from the least preferred to the most.

    Returns
    -------
    pandas.DataFrame
        id, publisher, title, date (of publication), added, file, rows (values of the file), measures and levels (joined by a comma), first
        and last (dates of its values), values (that the tables of the project have a place for), in_use (how many of these are used).

    Raises
    ------
    coverage_lib.data.reading.problems.Refused
        The folder was changed by hand.
    """
    home = entries.folder()
    tables = entries.entries(home) if home else []
    build = merged.build()
    if not tables or build is None:
        return pd.DataFrame(columns=COLUMNS)
    counts = pd.read_parquet(build / f"{merged.SOURCES}.parquet").set_index("source_id")
    rows = []
    for entry in tables:
        count = counts.loc[entry.source_id]
        holds = {name: count[name] for name in ("measures", "levels", "first", "last", "values", "in_use")}
        rows.append({**{name: entry.record[name] for name in COLUMNS[:7]}, **holds})
    return pd.DataFrame(rows, columns=COLUMNS)


def conflicts() -> pd.DataFrame:
    """The cells for which tables have different values.

    Returns
    -------
    pandas.DataFrame
        table, code, name, boundary, date, item (segment or measure), counted_by, used and other (the values), used_source and other_source
        (``source_id`` of their rows), reason (a key of :data:`REASONS`).
    """
    return merged.conflicts(merged.build())


def problems() -> list[Problem]:
    """What was changed in the folder by hand; see :func:`coverage_lib.data.own.entries.problems`."""
    home = entries.folder()
    return entries.problems(home) if home else []
