"""What would come of adding a table, without adding it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.data.own import checks, entries, merged
from coverage_lib.data.own.merged import Merged, Source
from coverage_lib.data.reading.problems import Problem, errors


class Checked(NamedTuple):
    """A table as it is read, how it was understood, and every problem that it has or would have beside what is in.

    Attributes
    ----------
    table : pandas.DataFrame
        The long table.
    understood : dict
        See ``coverage_lib.data.reading.table.read``.
    problems : list of Problem
        None left out. With an error among them :func:`coverage_lib.data.own.add` refuses the table.
    """

    table: pd.DataFrame
    understood: dict[str, Any]
    problems: list[Problem]


class Weighed(NamedTuple):
    """A table as rows of the project's tables, what all tables are with it, and what speaks against it."""

    new: Source
    merged: Merged
    problems: list[Problem]


def check(path: str | Path, stated: Mapping[str, Any] | None = None) -> Checked:
    """Read a table and hold it against what is in, as adding it would; nothing is written into the analyst's folder of tables.

    Parameters
    ----------
    path, stated
        As for :func:`coverage_lib.data.own.add`.

    Raises
    ------
    coverage_lib.data.reading.problems.Refused
        The file cannot be opened, or the folder was changed by hand.
    """
    from coverage_lib.data.reading.table import read

    reading = read(path, dict(stated or {}))
    problems = list(reading.problems)
    if not errors(problems):
        record = {"publisher": "", "title": "", "date": date.today().isoformat(), "file": Path(path).name}
        base = merged.project_tables()
        problems += weighed(reading.table, f"{entries.OWN}new", record, base, merged.sources(base)).problems
    return Checked(reading.table, reading.understood, problems)


def weighed(
    table: pd.DataFrame,
    source_id: str,
    record: Mapping[str, Any],
    base: Mapping[str, pd.DataFrame],
    own: Sequence[Source],
    place: int | None = None,
) -> Weighed:
    """What comes of a table beside what is in.

    Parameters
    ----------
    table : pandas.DataFrame
        The long table.
    source_id : str
        How its rows name it.
    record : mapping
        publisher, title, date and file.
    base : mapping
        The project's tables.
    own : sequence of Source
        The own tables that are in, the most preferred last.
    place : int, optional
        Where the new one stands among them; at the end otherwise.
    """
    new, problems = merged.as_source(source_id, record, table, base)
    place = len(own) if place is None else place
    before, after = merged.merge(base, own), merged.merge(base, [*own[:place], new, *own[place:]])
    if not errors(problems):
        problems += checks.against(new.tables, before.tables, table)
        problems += checks.notes(source_id, new.tables, before, after)
    return Weighed(new, after, [problem._replace(file=record["file"]) for problem in problems])
