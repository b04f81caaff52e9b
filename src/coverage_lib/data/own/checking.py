"""What would come of adding a table, without adding it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.data import project
from coverage_lib.data.own import checks, convert, entries, merged
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
        problems += _against_what_is_in(reading.table, Path(path).name)
    return Checked(reading.table, reading.understood, problems)


def _against_what_is_in(table: pd.DataFrame, file: str) -> list[Problem]:
    """What adding the table today would meet."""
    base = merged.project_tables()
    found, problems = convert.convert(table, f"{entries.OWN}new", {"date": date.today().isoformat()}, base)
    if not errors(problems):
        folder = merged.build() or project.build()
        names = [path.stem for path in folder.glob("*.parquet") if path.stem.startswith("members")]
        others = {name: pd.read_parquet(folder / f"{name}.parquet", memory_map=False) for name in names}
        problems += checks.against(found, base | others, table)
    return [problem._replace(file=file) for problem in problems]
