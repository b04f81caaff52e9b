"""The rows of an own table: read from the copy once, and again when the code that reads has changed."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd

from coverage_lib.data import project, store
from coverage_lib.data.own.entries import Entry

FOLDER = "rows"
CODE = hashlib.sha256(b"".join(hashlib.sha256(code).digest() for code in project.CODE)).hexdigest()


def rows(entry: Entry, processed: Path) -> pd.DataFrame:
    """The long table of an entry.

    Parameters
    ----------
    entry : Entry
        A table of the folder.
    processed : pathlib.Path
        Where rows are kept, which a build holds the lock of.

    Raises
    ------
    coverage_lib.data.reading.problems.Refused
        The code that reads has changed, and does not take the table any more.
    """
    kept = processed / FOLDER / kept_name(entry)
    table = _kept(kept)
    if table is None:
        from coverage_lib.data.reading.table import read_table

        table = read_table(entry.file, **entry.record["stated"])
        keep(table, kept)
    return table


def kept_name(entry: Entry) -> str:
    """The name of the file that keeps the rows of an entry: another one for another file, statement or code."""
    stated: dict[str, Any] = entry.record["stated"]
    content = json.dumps([entry.record["sha256"], stated, CODE], sort_keys=True)
    return f"{entry.id}-{hashlib.sha256(content.encode()).hexdigest()[:16]}.parquet"


def keep(table: pd.DataFrame, path: Path) -> None:
    """Keep the rows of a table, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    try:
        store.write(table, new)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def delete_others(processed: Path, wanted: set[str]) -> None:
    """Delete the rows that no table of the folder has any more."""
    for file in (processed / FOLDER).glob("*"):
        if file.name not in wanted:
            file.unlink(missing_ok=True)


def _kept(path: Path) -> pd.DataFrame | None:
    import pyarrow as pa

    try:
        return pd.read_parquet(path, memory_map=False)
    except (FileNotFoundError, pa.ArrowException):
        return None
