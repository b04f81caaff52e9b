"""Tables come into the analyst's folder whole or not at all, and go out the same way."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.data import store
from coverage_lib.data.own import entries, merged, rows
from coverage_lib.data.own.checking import weighed
from coverage_lib.data.own.entries import Entry
from coverage_lib.data.own.record import plain, provenance
from coverage_lib.data.reading.problems import Problem, Refused, _, errors


class Added(NamedTuple):
    """What came of adding a table.

    Attributes
    ----------
    id : str
        Of the table; of the one that is in already where that has the same rows.
    record : dict
        Its provenance record.
    conflicts : pandas.DataFrame
        Where it disagrees with what was in; see :func:`conflicts`.
    known : bool
        Whether the same table was in already, so that nothing was changed.
    problems : list of Problem
        Warnings and notes.
    """

    id: str
    record: dict[str, Any]
    conflicts: pd.DataFrame
    known: bool
    problems: list[Problem]


def add(
    path: str | Path, *, publisher: str, title: str, date: str, stated: Mapping[str, Any] | None = None
) -> Added:
    """Store a copy of a table with its record, and build the tables with it.

    Parameters
    ----------
    path : path
        The file: CSV, XLSX, XLS, ODS or Parquet.
    publisher, title : str
        Whose table it is, and what it is called.
    date : str
        Date of publication: ``2026-11-03``, ``2026-11`` or ``2026``.
    stated : mapping, optional
        What the table itself does not say: sheet, measure, segment, counted_by, base, date, level, boundary, unit, decimal.

    Returns
    -------
    Added

    Raises
    ------
    coverage_lib.data.reading.problems.Refused
        The table is not taken, and nothing was changed; every problem is listed.
    """
    path, stated = Path(path), dict(stated or {})
    record = provenance(publisher, title, date)
    table, understood, problems = _read(path, stated)
    home = entries.new_folder()
    _make(home)
    with store.storage_faults():
        root = store.writable(home / entries.PROCESSED)
        with store.one_at_a_time(root):
            _sweep(home)
            tables = entries.entries(home)
            same = _same(table, tables, root)
            if same:
                conflicts = _conflicts_of(merged.build_locked(home, root), same.source_id)
                return Added(same.id, same.record, conflicts, True, [])
            sha256 = store.checksum(path)
            record |= {
                "id": entries.identifier(title, sha256, {entry.id for entry in tables}),
                "file": path.name,
                "sha256": sha256,
                "stated": plain(stated),
                "understood": plain(understood),
                "rows": len(table),
            }
            base = merged.project_tables()
            own = [merged.source(entry, rows.rows(entry, root), base) for entry in tables]
            entry = Entry(record["id"], record, home / record["id"] / path.name)
            order = entries.ordered([*tables, entry])
            place = order.index(entry)
            found = weighed(table, entry.source_id, record, base, own, place)
            problems += found.problems
            if errors(problems):
                raise Refused(problems)
            _store(path, entry, home)
            try:
                rows.keep(table, root / rows.FOLDER / rows.kept_name(entry))
                build = merged.write(order, [*own[:place], found.new, *own[place:]], found.merged, root)
            except BaseException:  # whatever it was: what cannot be built must not stay in
                _take_out(home, entry.id)
                raise
    return Added(entry.id, record, _conflicts_of(build, entry.source_id), False, problems)


def remove(id: str) -> dict[str, Any]:
    """Take a table out of the folder, and build the tables without it.

    Parameters
    ----------
    id : str
        As :func:`sources` lists it.

    Returns
    -------
    dict
        The record of the table that was removed; empty where it had none.

    Raises
    ------
    coverage_lib.data.reading.problems.Refused
        There is no such table.
    """
    home = entries.folder()
    if home is None or not home.is_dir():
        raise Refused([_unknown(id, home)])
    with store.storage_faults():
        root = store.writable(home / entries.PROCESSED)
        with store.one_at_a_time(root):
            _sweep(home)
            if id not in _ids(home):
                store.sweep(root, but=store.in_use(root))
                raise Refused([_unknown(id, home)])
            record = entries.content(home / id / entries.RECORD) or {}
            _take_out(home, id)
            if errors(entries.problems(home)) or not entries.entries(home):
                store.clear(root)  # other tables may have to be put right first
            else:
                merged.build_locked(home, root)
    return record


def _ids(home: Path) -> list[str]:
    """The tables that are in, whole or not."""
    places = sorted(place.name for place in home.iterdir() if place.is_dir()) if home.is_dir() else []
    return [name for name in places if name != entries.PROCESSED and not name.startswith(".")]


def _read(path: Path, stated: Mapping[str, Any]) -> tuple[pd.DataFrame, dict[str, Any], list[Problem]]:
    """The rows of a file, how they were understood, and what is to be known of them; a file with errors is refused."""
    from coverage_lib.data.reading.table import read

    before = store.checksum(path) if path.is_file() else ""
    reading = read(path, dict(stated))
    if errors(reading.problems):
        raise Refused(reading.problems)
    if before != store.checksum(path):
        raise Refused([_changed_meanwhile(path)])
    return reading.table, reading.understood, list(reading.problems)


def _changed_meanwhile(path: Path) -> Problem:
    says = _("the file was changed while it was read")
    return Problem(
        "changed_meanwhile", "error", says, _("Close it in other programs and add it again."), {}, path.name
    )


def _unknown(id: str, home: Path | None) -> Problem:
    """There is no table with this id; those that there are, are named."""
    ids = _ids(home) if home else []
    if not ids:
        return Problem(
            "unknown_id", "error", _("there are no tables of your own yet, so {id} is none"), "", {"id": id}
        )
    says = _("there is no table of your own called {id}")
    return Problem(
        "unknown_id", "error", says, _("Name one of these: {ids}."), {"id": id, "ids": ", ".join(ids)}
    )


def _same(table: pd.DataFrame, tables: list[Entry], root: Path) -> Entry | None:
    """The table of the folder that has the same rows."""
    alike = [entry for entry in tables if entry.record["rows"] == len(table)]
    if not alike:
        return None
    content = _content(table)
    return next((entry for entry in alike if _content(rows.rows(entry, root)).equals(content)), None)


def _content(table: pd.DataFrame) -> pd.DataFrame:
    """What a long table says, wherever in its file it says it."""
    columns = [
        "code",
        "name",
        "level",
        "boundary",
        "date",
        "measure",
        "segment",
        "counted_by",
        "base",
        "value",
    ]
    said = table[columns].astype({name: str for name in columns if name not in ("date", "value")})
    said = said.assign(date=said["date"].astype("datetime64[ms]"), value=said["value"].astype(float))
    return said.sort_values(columns).reset_index(drop=True)


def _make(home: Path) -> None:
    """Make the folder where it is not there yet; one that takes no file is named, and not the draft that was to go into it."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return
    except OSError as error:
        if error.errno not in store.STORAGE:
            raise
        fix = _("Name a folder that you may write to (ucj --data DIR add …), or work in one.")
        raise Refused([store.storage_problem(error)._replace(file=str(home), fix=fix)]) from error


def _store(path: Path, entry: Entry, home: Path) -> None:
    """Put the copy and its record into the folder, in one step."""
    draft = Path(tempfile.mkdtemp(prefix=entries.DRAFT, dir=home))
    try:
        copy = draft / path.name
        with path.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        if store.checksum(copy) != entry.record["sha256"]:
            raise Refused([_changed_meanwhile(path)])
        copy.chmod(0o444)
        draft.chmod(0o755)
        entries.write_record(draft, entry.record)
        draft.rename(home / entry.id)
    except (OSError, Refused):
        _delete(draft)
        raise


def _take_out(home: Path, id: str) -> None:
    """Take a table out of the folder in one step, and delete it."""
    leaving = home / f"{entries.LEAVING}{id}"
    (home / id).rename(leaving)
    _delete(leaving)


def _sweep(home: Path) -> None:
    """Delete what killed processes left on their way in or out; who holds the lock is the only one on the way."""
    for place in [*home.glob(f"{entries.DRAFT}*"), *home.glob(f"{entries.LEAVING}*")]:
        _delete(place)


def _delete(place: Path) -> None:
    """Delete a folder with its read-only copy; what cannot be deleted is not used, and is tried again the next time."""
    for file in place.glob("*"):
        with suppress(OSError):
            file.chmod(0o644)  # Windows deletes no read-only file
    shutil.rmtree(place, ignore_errors=True)


def _conflicts_of(build: Path | None, source_id: str) -> pd.DataFrame:
    """The conflicts of one table."""
    conflicts = merged.conflicts(build)
    mine = conflicts["used_source"].eq(source_id) | conflicts["other_source"].eq(source_id)
    return conflicts[mine].reset_index(drop=True)
