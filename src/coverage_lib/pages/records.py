"""Records of what lies in the site, kept in its folder ``.made``.

A record says from what a page was made, as a key of :mod:`coverage_lib.pages.inputs`, which files it has, and what the index says
about it. A page is up to date when its record has the key of today and its files are as they were written.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from coverage_lib.data.store import STORAGE
from coverage_lib.data.store import one_at_a_time as locked

FOLDER = ".made"
#: The names of :func:`drafted`, and of ``data.spreadsheets``.
DRAFT = re.compile(r"\..+\.(?:html|json|svg|png|csv|xlsx)\.\d+")


class Record(NamedTuple):
    """What is known about a page that lies in the site, or about other files that are made together.

    Parameters
    ----------
    key : str
        Checksum of what they were made from.
    files : dict
        Path in the site: checksum of the file.
    about : dict
        What other pages say about it.
    """

    key: str
    files: dict[str, str]
    about: dict[str, Any]


def read(site: Path, name: str) -> Record | None:
    """The record of a page, or None where there is none that can be read.

    Parameters
    ----------
    site : pathlib.Path
        The folder of the site.
    name : str
        The path of the page in the site, without its ending.
    """
    try:
        return Record(**json.loads(_record_path(site, name).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_current(site: Path, name: str, key: str) -> bool:
    """Whether a page was made from what the key stands for, and all its files are as they were written."""
    record = read(site, name)
    return (
        record is not None
        and record.key == key
        and all(is_as_written(site, record, path) for path in record.files)
    )


def is_as_written(site: Path, record: Record, path: str) -> bool:
    """Whether a file of a record lies in the site as it was written."""
    try:
        return hashlib.sha256((site / path).read_bytes()).hexdigest() == record.files.get(path)
    except OSError:
        return False


def store(
    site: Path,
    name: str,
    key: str,
    files: Mapping[str, str | bytes],
    about: Mapping[str, Any] | None = None,
    existing: Iterable[str] = (),
) -> None:
    """Write the files of a page, then their record; delete what the page had before and has no longer.

    Parameters
    ----------
    site, name, key
        See :func:`is_current`.
    files : mapping
        Path in the site: content.
    about : mapping, optional
        What other pages say about it, as plain data.
    existing : iterable of str
        Paths of further files of the page, which are in the site already.
    """
    for path, content in files.items():
        write(site / path, content)
    checksums = {path: hashlib.sha256((site / path).read_bytes()).hexdigest() for path in [*files, *existing]}
    before = read(site, name)
    for path in (before.files.keys() if before else set()) - checksums.keys():
        (site / path).unlink(missing_ok=True)
    record = Record(key, checksums, dict(about or {}))
    write(_record_path(site, name), json.dumps(record._asdict(), ensure_ascii=False, indent=1) + "\n")


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    content : str or bytes
        What.
    """
    with drafted(path) as draft:
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """A path to write a file to, which takes its place when all went well; otherwise nothing is left of it.

    Raises
    ------
    OSError
        As the system says it, with the name of the file where that is missing, as when the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        if error.errno in STORAGE:
            error.filename = error.filename or str(path)
        raise
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def one_at_a_time(site: Path) -> Iterator[None]:
    """Hold the lock of a site between processes, and delete the drafts that killed ones left in it."""
    with locked(site / FOLDER):
        for path in site.rglob(".*"):
            if DRAFT.fullmatch(path.name):
                path.unlink(missing_ok=True)
        yield


def _record_path(site: Path, name: str) -> Path:
    return site / FOLDER / f"{name}.json"
