"""Builds the project's own tables: every raw table is read, all of them are checked, and only then are they written."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from coverage_lib.data import sources, store
from coverage_lib.data.tables import TABLES

# All code of this room, as it was when it was loaded: a session that is older than the files on the disk must not pass its
# tables off as theirs.
CODE = [path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py"))]

# Every other table is checked against these.
REGION_TABLES = ("provinces", "regencies", "region_names")


def build(force: bool = False) -> Path:
    """Make ``data/processed`` from ``data/raw``, unless it is up to date.

    Parameters
    ----------
    force : bool
        Build even if nothing has changed.

    Returns
    -------
    Path
        The folder of the tables in use, one Parquet file per table.

    Raises
    ------
    coverage_lib.data.sources.BadData
        Raw tables do not match their records, or break rules; all failures are listed and nothing is written.
    coverage_lib.data.reading.problems.Refused
        The disk is full, or the folder may not be written to.
    """
    current = key()
    folder = _in_use(current)
    if folder and not force:
        return folder
    with store.storage_faults():
        root = store.writable(processed())
        with store.one_at_a_time(root):
            folder = store.in_use(root, current)  # another process may have built it in the meantime
            if folder and not force:
                store.sweep(root, but=folder)
                return folder
            return store.put(root, current, _make_tables(_read_checked()))


def processed() -> Path:
    """The folder that the project's tables are built into; an installed package has it in the user's cache."""
    here = sources.home() / "data" / "processed"
    return store.cache(here) if sources.home() == sources.installed() else here


def key() -> str:
    """One checksum over everything that decides what is built: raw tables, their records, and this code.

    Returns
    -------
    str
        SHA-256 in hexadecimal; what was made from tables with another key is out of date.
    """
    raw = sources.home() / "data" / "raw"
    digest = hashlib.sha256(_code(tuple(CODE)))
    for file in [*sorted(raw.glob("*.csv")), *sorted(raw.glob("*.source.yml"))]:
        digest.update(f"{file.name}\0{store.checksum(file)}".encode())
    return digest.hexdigest()


@lru_cache(maxsize=2)
def _code(files: tuple[bytes, ...]) -> bytes:
    return b"".join(hashlib.sha256(code).digest() for code in files)


def _in_use(current: str) -> Path | None:
    """The build in use: of the project, or in the user's cache where the project may not be written to."""
    root = processed()
    return store.in_use(root, current) or store.in_use(store.cache(root), current)


def _read_checked() -> dict[str, pd.DataFrame]:
    """All raw tables, or every failure of every raw table."""
    from coverage_lib.data import rules

    checked = list(dict.fromkeys(name for table in TABLES.values() for name in table.raw))
    raw: dict[str, pd.DataFrame] = {}
    failures: list[dict[str, Any]] = []
    for name in sorted({*sources.names(), *REGION_TABLES, *checked}):
        try:
            raw[name] = sources.read_raw(name)
        except sources.BadData as error:
            failures += error.rows
    if all(name in raw for name in REGION_TABLES):
        for name in checked:
            if name in raw:
                failures += rules.failures(name, raw[name], raw)
    if failures:
        raise sources.BadData(failures)
    return raw


def _make_tables(raw: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: table.make(*(raw[source] for source in table.raw)) for name, table in TABLES.items()}
