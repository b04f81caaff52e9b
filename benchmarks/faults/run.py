"""Kill `build`, `add`, `remove` and the writing of pages before each of their operations on files; what is left must be whole.

    python benchmarks/faults/run.py [--points 8] [--only add remove]

Each time a process does the operation on a fresh copy of the same folder and is killed (SIGKILL) before its first, second, … operation: a
file is opened for writing, written through to the disk, renamed, deleted, a folder is made, renamed, deleted. Files that are open for writing
at that moment are cut to half of what is in them, as after a machine that went off. Afterwards the tables must be those from before or those
from after, the same command must work, and nothing may be left over. ``--points`` takes so many moments of each operation, evenly.
"""

import argparse
import json
import os
import shutil
import signal
import stat
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pandas as pd

from coverage_lib.data import build, own, project, sources
from coverage_lib.data.reading.problems import Refused
from coverage_lib.pages import records

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.truncate", "fsync"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
PAGES = {"en/page.html": "<p>synthetic</p>" * 1000, "en/figures/page/a.png": b"\x89PNG" * 1000}


class Operation(NamedTuple):
    """What is killed: how its folder is prepared, what is done, what the tables are before and after, and what may lie there at the end."""

    prepare: Callable[[Path], None]
    act: Callable[[Path], Any]
    state: Callable[[Path], Any]
    leftovers: Callable[[Path], list[str]]


def die_at(place: Path, number: int) -> list[int]:
    """From now on this process is killed before its `number`-th operation on files below a folder; how many there were is counted."""
    done = [0]
    root = str(place)

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = arguments
            if not isinstance(flags, int) or not flags & WRITES:
                return
        elif event not in CHANGES:
            return
        # Deleting a folder names its files by the folder that is open, so that a bare name may be one of them.
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes | os.PathLike) else root
        if path.startswith(os.sep) and not path.startswith(root):
            return
        done[0] += 1
        if done[0] == number:
            cut_open_files(root)
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    through = os.fsync

    def fsync(file: int) -> None:
        sys.audit("fsync", root)
        through(file)

    os.fsync = fsync
    return done


def cut_open_files(root: str) -> None:
    """Cut the files that are being written to half of what is in them."""
    for link in list(Path("/proc/self/fd").iterdir()):
        try:
            target, number = str(link.readlink()), int(link.name)
            state = os.fstat(number)
            if target.startswith(root) and stat.S_ISREG(state.st_mode) and not target.endswith(".lock"):
                os.ftruncate(number, state.st_size // 2)
        except OSError:
            continue  # closed meanwhile, or open for reading only


def operations(act: Callable[[Path], Any], place: Path, number: int = 0) -> int | None:
    """Let a process do something and kill it before its `number`-th operation; the count of its operations, None where it was killed."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            done = die_at(place, number)
            act(place)
            os.write(writes, str(done[0]).encode())
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    os.close(writes)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reads) as pipe:
        if os.WIFSIGNALED(status):
            return None
        if os.WEXITSTATUS(status) != 0:
            raise SystemExit(f"the operation failed by itself before its operation {number}")
        return int(pipe.read())


def sweep(name: str, operation: Operation, points: int | None, place: Path) -> dict[str, Any]:
    """Kill an operation at its moments; how many there were, and what was left wrong."""
    fresh, work = place / "fresh", place / "work"
    work.mkdir()
    operation.prepare(work)
    os.chdir(place)
    work.rename(fresh)

    def renew() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(fresh, work)

    renew()
    before = operation.state(work)
    total = operations(operation.act, work)
    assert total is not None
    after = operation.state(work)
    wrong = []
    moments = range(1, total + 1)
    if points and points < total:
        moments = [1 + round(part * (total - 1) / (points - 1)) for part in range(points)]
    for number in moments:
        renew()
        assert operations(operation.act, work, number) is None
        wrong += [f"{name} at {number}: {fault}" for fault in faults(operation, work, before, after)]
    return {"operation": name, "moments": total, "killed": len(moments), "wrong": wrong}


def faults(operation: Operation, work: Path, before: Any, after: Any) -> list[str]:
    """What is wrong after a kill: lost or half-written tables, a next run that fails, files that are left over."""
    try:
        left = operation.state(work)
    except Exception as error:
        return [f"cannot be read: {error!r}"]
    found = [] if left in (before, after) else ["neither as before nor as after"]
    try:
        operation.act(work)
    except Exception as error:
        return [*found, f"the next run fails: {error!r}"]
    if operation.state(work) != after:
        found.append("the next run does not give what it gives otherwise")
    return found + [f"left over: {name}" for name in operation.leftovers(work)]


# What is done --------------------------------------------------------------------------------------------------------------------


def table(place: Path, name: str, factor: float) -> Path:
    """A synthetic table of members of October 2026: those of December 2024 times a factor."""
    members = pd.read_parquet(project.build() / "members.parquet").query("year == 2024")
    wide = members.pivot(index="name", columns="segment", values="active").mul(factor).round().astype(int)
    heading = "Provinsi,Peserta aktif penerima upah (formal),Peserta aktif bukan penerima upah (informal)\n"
    rows = "".join(f"{row.Index},{row.formal},{row.informal}\n" for row in wide.itertuples())
    path = place / name
    path.write_text(heading + rows, encoding="utf-8")
    return path


def add(place: Path, name: str, factor: float) -> None:
    os.chdir(place)
    stated = {"date": "2026-10-31", "counted_by": "domicile", "measure": "active"}
    own.add(
        table(place.parent, name, factor), publisher="Synthetic", title=name, date="2026-11-03", stated=stated
    )


def members(place: Path) -> Any:
    """The ids of the tables that are in, and the sum of all members of the build."""
    os.chdir(place)
    return own.sources()["id"].tolist(), int(
        pd.read_parquet(build.build() / "members.parquet")["active"].sum()
    )


def own_leftovers(place: Path) -> list[str]:
    """What lies in the analyst's folder beside her tables, one build and the rows of each table."""
    home = place / "own-tables"
    ids = own.sources()["id"].tolist()
    found = [path.name for path in home.iterdir() if path.name not in {"processed", *ids}]
    processed = home / "processed"
    there = sorted(path.name for path in processed.iterdir() if path.name not in {"rows", "current", ".lock"})
    builds = [name for name in there if name.startswith("build-")]
    found += [name for name in there if name not in builds] + builds[1:]
    rows = [path.name for path in (processed / "rows").iterdir()] if ids else []
    return found + rows[len(ids) :]


def prepare_project(place: Path) -> None:
    shutil.copytree(sources.CHECKOUT / "data" / "raw", place / "data" / "raw")
    in_project(place, build.build)


def in_project(place: Path, act: Callable[..., Any], **options: Any) -> Any:
    os.environ["UCJ_HOME"] = str(place)
    try:
        return act(**options)
    finally:
        del os.environ["UCJ_HOME"]


def project_state(place: Path) -> Any:
    folder = in_project(place, build.build)
    return sorted((path.name, path.stat().st_size) for path in folder.glob("*.parquet"))


def project_leftovers(place: Path) -> list[str]:
    processed = place / "data" / "processed"
    there = sorted(path.name for path in processed.iterdir() if path.name not in {"current", ".lock"})
    return there[1:]


def write_pages(place: Path) -> None:
    with records.one_at_a_time(place):
        if not records.is_current(place, "en/page", "new"):
            records.store(place, "en/page", "new", PAGES | {"en/figures/page/b.svg": "<svg/>"})


def pages_state(place: Path) -> Any:
    """Whether a page that passes for up to date is whole, whichever it is."""
    record = records.read(place, "en/page")
    return (
        "whole"
        if record is None or not records.is_current(place, "en/page", record.key) or record.files
        else "broken"
    )


def pages_leftovers(place: Path) -> list[str]:
    kept = {"page.html", "a.png", "b.svg", "page.json", ".lock"}
    return [path.name for path in place.rglob("*") if path.is_file() and path.name not in kept]


def two_tables(place: Path) -> None:
    add(place, "first.csv", 1.1)
    add(place, "second.csv", 1.2)


def remove_second(place: Path) -> None:
    """Remove the second table; where it is gone already the command says so, as it would to the analyst."""
    os.chdir(place)
    with suppress(Refused):
        own.remove(next(path.name for path in (place.parent / "fresh" / "own-tables").glob("second-csv-*")))


def build_own(place: Path) -> None:
    os.chdir(place)
    build.build(force=True)


OPERATIONS = {
    "add": Operation(lambda place: add(place, "first.csv", 1.1), lambda place: add(place, "second.csv", 1.2), members, own_leftovers),
    "add the first": Operation(lambda place: None, lambda place: add(place, "first.csv", 1.1), members, own_leftovers),
    "remove": Operation(two_tables, remove_second, members, own_leftovers),
    "remove the last": Operation(lambda place: add(place, "second.csv", 1.2), remove_second, members, own_leftovers),
    "build with own tables": Operation(two_tables, build_own, members, own_leftovers),
    "build": Operation(prepare_project, lambda place: in_project(place, build.build, force=True), project_state, project_leftovers),
    "pages": Operation(lambda place: records.store(place, "en/page", "old", PAGES | {"en/old.html": "old"}), write_pages, pages_state, pages_leftovers),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--points", type=int, help="so many moments of each operation; all otherwise")
    parser.add_argument("--only", nargs="*", choices=list(OPERATIONS), default=list(OPERATIONS))
    arguments = parser.parse_args()
    os.environ.pop("UCJ_DATA", None)
    project.build()
    results = []
    for name in arguments.only:
        operation = OPERATIONS[name]
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            results.append(sweep(name, operation, arguments.points, Path(folder).resolve()))
            os.chdir("/")
        results[-1]["seconds"] = round(time.perf_counter() - start, 1)
        print(json.dumps(results[-1]), flush=True)
    sys.exit(any(result["wrong"] for result in results))


if __name__ == "__main__":
    main()
