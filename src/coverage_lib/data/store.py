"""Folders of built tables: every build has a folder of its own, and the file ``current`` names the one in use and is replaced in one step.

A process that is killed leaves the old build whole; what it left behind is deleted by the next one that builds.
"""

import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pandas as pd

from coverage_lib.data.reading.problems import Problem, Refused, _

# After so many seconds a process that waits for another says so.
SILENT_WAIT = 2.0

# What a disk or a folder refuses; every other error of the system is a fault of the code and is shown as one.
STORAGE = {
    errno.ENOSPC: _("there is no space left on the disk"),
    errno.EDQUOT: _("the quota of the disk is used up"),
    errno.EFBIG: _("the file would be larger than the disk takes"),
    errno.EROFS: _("the disk is read-only"),
    errno.EACCES: _("there is no permission to write there"),
    errno.EPERM: _("there is no permission to write there"),
    errno.EIO: _("the disk reports an error"),
}


@contextmanager
def storage_faults() -> Iterator[None]:
    """Say in words what a disk or a folder refuses.

    Raises
    ------
    Refused
        The disk is full or broken, or the folder may not be written to; the cause is the system's error.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in STORAGE:
            raise
        raise Refused([storage_problem(error)]) from error


def storage_problem(error: OSError) -> Problem:
    """What a disk or a folder refused, as a problem that says what to do; the error is one of :data:`STORAGE`."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return Problem(
        "cannot_write",
        "error",
        STORAGE[error.errno or 0],
        _("Make space and run the same command again; what was there before is whole.")
        if full
        else _("Give yourself the permission, or name another folder; what was there before is whole."),
        {},
        str(error.filename or ""),
    )


def in_use(root: Path, key: str | None = None) -> Path | None:
    """The build in use below a folder, if its files are as they were written (and it was made from the inputs `key`, if given)."""
    try:
        current = json.loads((root / "current").read_text(encoding="utf-8"))
        folder = root / current["folder"]
        if key not in (None, current["inputs"]):
            return None
        whole = all(checksum(folder / name) == expected for name, expected in current["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return folder if whole else None


def put(root: Path, key: str, tables: Mapping[str, pd.DataFrame]) -> Path:
    """Write tables into a build of its own and put it in use; who calls holds the lock of the folder.

    Parameters
    ----------
    root : pathlib.Path
        The folder of the builds.
    key : str
        Checksum of what the tables were made from.
    tables : mapping
        Name: table.

    Returns
    -------
    pathlib.Path
        The folder of the build.
    """
    sweep(root, but=in_use(root))
    folder = Path(tempfile.mkdtemp(prefix="build-", dir=root))
    try:
        folder.chmod(0o755)
        files = {
            f"{name}.parquet": write(table, folder / f"{name}.parquet") for name, table in tables.items()
        }
        _put_in_use(folder, key, files)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    sweep(root, but=folder)
    return folder


def sweep(root: Path, but: Path | None) -> None:
    """Delete the builds that are not in use, those of killed processes too: who holds the lock is the only one who builds."""
    for folder in root.glob("build-*"):
        if folder != but:
            shutil.rmtree(folder, ignore_errors=True)


def write(table: pd.DataFrame, path: Path) -> str:
    """Write a table so that the same rows give the same bytes, and so that it is on the disk afterwards; its checksum."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with _named(path), path.open("wb") as file:
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    return checksum(path)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file where the system does not, as when the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno in STORAGE:
            error.filename = error.filename or str(path)
        raise


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, so that it is on the disk afterwards."""
    new = path.with_name(f".{path.name}.new")
    try:
        with _named(path), new.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def checksum(path: Path) -> str:
    """SHA-256 of a file; it is computed again in a process only where size or time of the file have changed."""
    state = path.stat()
    return _checksum(path, state.st_size, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=4096)
def _checksum(path: Path, _size: int, _time: int, _number: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def writable(preferred: Path) -> Path:
    """The folder itself where files can be written to it, made if needed; else one of the user's cache, the same each time."""
    try:
        preferred.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=preferred):
            return preferred
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise
    return cache(preferred)


def cache(of: Path) -> Path:
    """A folder of the user's cache that stands for another folder."""
    import platformdirs

    name = hashlib.sha256(str(of.resolve()).encode()).hexdigest()[:16]
    return platformdirs.user_cache_path("coverage-atlas", appauthor=False) / name


def clear(root: Path) -> None:
    """Delete all builds and what else lies beside them, but not the lock, which others may wait for."""
    for place in root.glob("*"):
        shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Hold the lock of a folder between processes; the system lets go of it when a process ends, however it ends."""
    from filelock import FileLock, Timeout

    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / ".lock")
    try:
        lock.acquire(timeout=SILENT_WAIT)
    except Timeout:
        message = f"Another process is building {root}; waiting until it is done (lock: {lock.lock_file}) ..."
        print(message, file=sys.stderr, flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _put_in_use(folder: Path, key: str, files: Mapping[str, str]) -> None:
    """Name a folder as the one in use, in one step."""
    content = {"inputs": key, "folder": folder.name, "files": dict(files)}
    write_text(folder.parent / "current", json.dumps(content, indent=1) + "\n")
