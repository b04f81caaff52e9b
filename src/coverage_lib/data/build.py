"""Builds ``data/processed`` from ``data/raw``.

A build reads every raw table, checks all of them and only then writes. Each build has a folder of its own under
``data/processed``; the file ``current`` names the one in use and is replaced in one step, so a build that is killed leaves
the old data whole. Loading builds first where the raw tables, their records, or this code, have changed since.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from coverage_lib.data import sources
from coverage_lib.data.tables import TABLES

# All code of this room, as it was when it was loaded: a session that is older than the files on the disk must not pass its
# tables off as theirs.
CODE = [path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py"))]

# Every other table is checked against these.
REGION_TABLES = ("provinces", "regencies", "region_names")

# After so many seconds a process that waits for another's build says so.
SILENT_WAIT = 2.0


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
    """
    key = inputs_key()
    folder = _in_use(key)
    if folder and not force:
        return folder
    _processed().mkdir(parents=True, exist_ok=True)
    with _one_build_at_a_time():
        folder = _in_use(key)  # another process may have built it in the meantime
        if folder and not force:
            return folder
        tables = _make_tables(_read_checked())
        old = _in_use()
        _delete_abandoned_builds(in_use=old)
        folder = _write_tables(tables)
        _put_in_use(folder, key)
        if old:
            shutil.rmtree(old, ignore_errors=True)
        return folder


def inputs_key() -> str:
    """One checksum over everything that decides what is built: raw tables, their records, and this code.

    Returns
    -------
    str
        SHA-256 in hexadecimal; what was made from tables with another key is out of date.
    """
    raw = sources.home() / "data" / "raw"
    digest = hashlib.sha256()
    for code in CODE:
        digest.update(hashlib.sha256(code).digest())
    for file in [*sorted(raw.glob("*.csv")), *sorted(raw.glob("*.source.yml"))]:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _processed() -> Path:
    return sources.home() / "data" / "processed"


def _in_use(key: str | None = None) -> Path | None:
    """The folder in use if it is whole (and made from the inputs `key`, if given)."""
    try:
        current = json.loads((_processed() / "current").read_text(encoding="utf-8"))
        folder = _processed() / current["folder"]
        if key not in (None, current["inputs"]):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder if all((folder / f"{name}.parquet").is_file() for name in TABLES) else None


@contextmanager
def _one_build_at_a_time() -> Iterator[None]:
    """Hold a lock between processes; the system lets go of it when a process ends, however it ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(_processed() / ".lock")
    try:
        lock.acquire(timeout=SILENT_WAIT)
    except Timeout:
        message = f"Another process is building data/processed; waiting until it is done (lock: {lock.lock_file}) ..."
        print(message, file=sys.stderr, flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


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


def _delete_abandoned_builds(in_use: Path | None) -> None:
    """Delete the folders of builds that were killed: who holds the lock is the only one who builds."""
    for folder in _processed().glob("build-*"):
        if folder != in_use:
            shutil.rmtree(folder, ignore_errors=True)


def _write_tables(tables: dict[str, pd.DataFrame]) -> Path:
    """Write the tables into a new folder, which others may read, and return it."""
    folder = Path(tempfile.mkdtemp(prefix="build-", dir=_processed()))
    folder.chmod(0o755)
    for name, table in tables.items():
        _write(table, folder / f"{name}.parquet")
    return folder


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a table so that the same rows give the same bytes, and so that it is on the disk afterwards."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("wb") as file:
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _put_in_use(folder: Path, key: str) -> None:
    """Name a folder as the one in use, in one step."""
    current = _processed() / "current"
    new = current.with_name("current.new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps({"inputs": key, "folder": folder.name}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(current)
