"""The analyst's folder: ``own-tables/ID/`` holds a table as it came, and ``source.yml`` says where it is from and how it was read."""

import copy
import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from coverage_lib.data import store
from coverage_lib.data.own.record import published_later
from coverage_lib.data.reading.problems import Problem, Refused, _, errors

NAME = "own-tables"
#: How rows of data name their source, with the id of the table after it.
OWN = "own:"
RECORD = "source.yml"
#: Within the folder: what is made from the tables. It may be deleted at any time.
PROCESSED = "processed"
#: Tables that are on their way in or out; what a killed process left of them is deleted by the next one.
DRAFT, LEAVING = ".adding-", ".removing-"
KEYS = {
    "id": str,
    "publisher": str,
    "title": str,
    "date": str,
    "added": str,
    "file": str,
    "sha256": str,
    "stated": dict,
    "understood": dict,
    "rows": int,
}
# Files that file managers leave everywhere.
NOT_HERS = {"desktop.ini", "thumbs.db"}


class Entry(NamedTuple):
    """A table of the folder: its id, its record, and its file."""

    id: str
    record: dict[str, Any]
    file: Path

    @property
    def source_id(self) -> str:
        """How rows of data name it."""
        return f"{OWN}{self.id}"

    @property
    def came(self) -> tuple[str, str]:
        """When it was added; the greater, the later."""
        return (self.record["added"], self.id)


def folder() -> Path | None:
    """The folder of the analyst's tables.

    Returns
    -------
    pathlib.Path or None
        ``UCJ_DATA`` if set, else ``own-tables`` in the working directory or in the nearest folder above that has one; None if none has.
    """
    named = os.environ.get("UCJ_DATA")
    if named:
        return Path(named).absolute()
    here = Path.cwd()
    return next((place / NAME for place in (here, *here.parents) if (place / NAME).is_dir()), None)


def new_folder() -> Path:
    """The folder of the analyst's tables, or the one that is made in the working directory with the first table."""
    return folder() or Path.cwd() / NAME


def entries(home: Path) -> list[Entry]:
    """The tables of a folder, from the least preferred to the most.

    Raises
    ------
    Refused
        The folder was changed by hand; every such place is named.
    """
    found, problems = _look(home)
    if errors(problems):
        raise Refused(problems)
    return ordered(found)


def ordered(tables: Iterable[Entry]) -> list[Entry]:
    """Tables in the order in which they are preferred, the most preferred last: the later published, then the later added.

    Dates of publication of different precision have an order only where no day of one lies after a day of the other: 20 January 2026 is
    neither before nor after January 2026, so that of these two the one added later is preferred.
    """
    left, order = sorted(tables, key=lambda entry: entry.came), []
    while left:
        first = next(
            entry
            for entry in left
            if not any(published_later(entry.record["date"], other.record["date"]) for other in left)
        )
        order.append(first)
        left.remove(first)
    return order


def problems(home: Path) -> list[Problem]:
    """What was changed by hand in a folder; files that belong to nothing are warnings, all else are errors."""
    return _look(home)[1]


def _look(home: Path) -> tuple[list[Entry], list[Problem]]:
    found: list[Entry] = []
    problems: list[Problem] = []
    for place in sorted(home.iterdir()) if home.is_dir() else []:
        if place.name == PROCESSED or _is_not_hers(place):
            continue
        if not place.is_dir():
            problems.append(_stray(place, home))
            continue
        entry, faults = _read(place)
        problems += faults
        if entry:
            found.append(entry)
            problems += [_stray(file, home) for file in _others(place, entry)]
    return found, problems


def _is_not_hers(place: Path) -> bool:
    return place.name.startswith(".") or place.name.lower() in NOT_HERS


def _others(place: Path, entry: Entry) -> Iterator[Path]:
    """Files beside a table that its record does not name."""
    for file in sorted(place.iterdir()):
        if file.name not in (RECORD, entry.file.name) and not _is_not_hers(file):
            yield file


def _stray(file: Path, home: Path) -> Problem:
    return Problem(
        "stray_file",
        "warning",
        _("this file is not used: it was put into the folder by hand"),
        _("Add it with ucj add, and delete it here."),
        {},
        file.relative_to(home.parent).as_posix(),
    )


def _read(place: Path) -> tuple[Entry | None, list[Problem]]:
    """The table in a folder, and what is wrong with it."""
    shown = f"{place.parent.name}/{place.name}"
    path = place / RECORD
    if not path.is_file():
        says = _("there is no record source.yml, so that nobody knows whose table this is")
        fix = _("Put the record back, or take the folder {folder} away and add the table again.")
        return None, [Problem("missing_record", "error", says, fix, {"folder": shown}, shown)]
    record = content(path)
    wrong = [key for key, kind in KEYS.items() if not isinstance((record or {}).get(key), kind)]
    if record is None or wrong or record["id"] != place.name or Path(record["file"]).name != record["file"]:
        says = _("the record was changed and does not say what it has to: {keys}")
        fix = _("Undo the change, or remove the table with ucj remove {id} and add it again.")
        values = {"keys": ", ".join(wrong or ["id", "file"]), "id": place.name}
        return None, [Problem("bad_record", "error", says, fix, values, f"{shown}/{RECORD}")]
    file = place / record["file"]
    if not file.is_file():
        says = _("the table is gone; only its record is there")
        fix = _("Put the file back, or remove the table with ucj remove {id}.")
        return None, [
            Problem("missing_table", "error", says, fix, {"id": place.name}, f"{shown}/{file.name}")
        ]
    if store.checksum(file) != record["sha256"]:
        says = _("the copy was changed after it was added: its checksum is not that of the record")
        fix = _("Put the original back; or remove the table with ucj remove {id} and add the new one.")
        return None, [
            Problem("changed_table", "error", says, fix, {"id": place.name}, f"{shown}/{file.name}")
        ]
    return Entry(place.name, record, file), []


def content(path: Path) -> dict[str, Any] | None:
    """What a record holds; None where there is none, or it is not readable as one."""
    try:
        return copy.deepcopy(_parsed(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=256)
def _parsed(text: str) -> dict[str, Any] | None:
    """A record is asked for by every table that is loaded, and reading it takes longer than all else."""
    import yaml

    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return content if isinstance(content, dict) else None


def write_record(place: Path, record: dict[str, Any]) -> None:
    """Write the record of a table into its folder."""
    import yaml

    store.write_text(place / RECORD, yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=110))


def identifier(title: str, sha256: str, taken: set[str]) -> str:
    """The id of a table: a slug of its title and eight digits of its checksum.

    Examples
    --------
    >>> identifier("Peserta aktif, Oktober 2026", "9f86d081884c", set())
    'peserta-aktif-oktober-2026-9f86d081'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].rstrip("-") or "table"
    plain = f"{slug}-{sha256[:8]}"
    # One workbook may be added twice, for two of its sheets.
    further = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *further) if name not in taken)
