"""A full disk, a folder that may not be written to, processes that are killed or come at the same time: nothing lost, nothing half-written."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import own_tables
import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.data import build, own, project, store
from coverage_lib.data.reading.problems import Refused
from coverage_lib.pages import records, site

ROOT = Path(__file__).parents[1]
ABOUT = {"publisher": "Synthetic", "title": "Oktober", "date": "2026-11-03"}
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def october(folder: Path, factor: float = 1.1, name: str = "a.csv") -> Path:
    return own_tables.write(own_tables.of_provinces("2026-10-31", factor), folder / name)


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but locks and caches of rows."""
    files = (
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock" and path.parent.name != "rows"
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="cuts open files as Linux lists them")
def test_killed_at_many_moments() -> None:
    command = [
        sys.executable,
        ROOT / "benchmarks" / "faults" / "run.py",
        "--points",
        "3",
        "--only",
        "add",
        "remove the last",
        "pages",
    ]
    told = subprocess.run(command, capture_output=True, text=True)
    results = [json.loads(line) for line in told.stdout.splitlines()]
    assert [result["wrong"] for result in results] == [[]] * 3, told.stdout + told.stderr
    assert told.returncode == 0 and min(result["moments"] for result in results) > 10


@pytest.mark.parametrize("what", ["copy", "record", "rows", "members", "current"])
def test_a_full_disk_leaves_all_as_it_was_and_says_so(own_folder, monkeypatch, what):
    own.add(october(own_folder), **ABOUT)
    before, members = content(own_folder / "own-tables"), load.load_members(months=True)

    def fail(*_arguments, **_options):
        raise FULL

    if what == "copy":
        monkeypatch.setattr("coverage_lib.data.own.adding.shutil.copyfileobj", fail)
    elif what in ("record", "current"):
        real = store.write_text
        name = {"record": "source.yml", "current": "current"}[what]
        monkeypatch.setattr(
            store, "write_text", lambda path, text: fail() if path.name == name else real(path, text)
        )
    else:
        real_write = store.write
        name = {"rows": ".new", "members": "members.parquet"}[what]
        monkeypatch.setattr(
            store,
            "write",
            lambda table, path: fail() if path.name.endswith(name) else real_write(table, path),
        )
    with pytest.raises(
        Refused, match=r"no space left on the disk\. Make space and run the same command again"
    ):
        own.add(october(own_folder, 1.2, "b.csv"), **ABOUT | {"title": "November"})
    assert content(own_folder / "own-tables") == before
    pd.testing.assert_frame_equal(load.load_members(months=True), members)
    monkeypatch.undo()
    monkeypatch.chdir(own_folder)
    monkeypatch.delenv("UCJ_DATA", raising=False)
    monkeypatch.setitem(sys.modules, own_tables.reader().__name__, own_tables.reader())
    assert not own.add(own_folder / "b.csv", **ABOUT | {"title": "November"}).known


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)
def test_a_disk_that_is_really_full(own_folder, monkeypatch, project_copy):
    disk = own_folder / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=800k", "tmpfs", disk], capture_output=True
    ).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        monkeypatch.setenv("UCJ_DATA", str(disk / "own-tables"))
        own.add(october(own_folder), **ABOUT)
        before = content(disk)
        stuff = disk / "stuff"
        with pytest.raises(OSError, match="No space"), stuff.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        with pytest.raises(Refused, match="no space left on the disk"):
            own.add(october(own_folder, 1.2, "b.csv"), **ABOUT | {"title": "November"})
        with pytest.raises(Refused, match="no space left on the disk"):
            build.build(force=True)
        stuff.unlink()
        assert content(disk) == before
        assert len(own.sources()) == 1
        own.add(own_folder / "b.csv", **ABOUT | {"title": "November"})
        assert len(own.sources()) == 2
    finally:
        subprocess.run(["umount", disk], check=True)


def no_writing(monkeypatch: pytest.MonkeyPatch, folder: Path, number: int = errno.EACCES) -> None:
    """Let the system refuse every new file below a folder, as one that is read-only does (who runs as root is refused nothing)."""
    real = io.open

    def refuse(path, mode="r", *rest, **options):
        if str(path).startswith(str(folder)) and set(mode) & set("wax+"):
            raise PermissionError(number, os.strerror(number), str(path))
        return real(path, mode, *rest, **options)

    def temporary(*_arguments, **options):
        raise PermissionError(number, os.strerror(number), str(options["dir"]))

    def rename(self, target):
        raise PermissionError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr("tempfile.TemporaryFile", temporary)


def test_a_read_only_folder_is_read_and_nothing_is_added_to_it(own_folder, monkeypatch, tmp_path_factory):
    id = own.add(october(own_folder), **ABOUT).id
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    home = own_folder / "own-tables"
    home.chmod(0o555)
    before = content(home)
    try:
        no_writing(monkeypatch, home, errno.EROFS)
        monkeypatch.setattr(project, "CODE", [*project.CODE, b"# another version of the code"])
        assert own.sources()["id"].tolist() == [id], "built in the user's cache"
        assert str(home) not in str(build.build())
        with pytest.raises(Refused, match=r"read-only|no permission"):
            own.add(october(own_folder, 1.2, "b.csv"), **ABOUT | {"title": "November"})
        with pytest.raises(Refused, match=r"read-only|no permission"):
            own.remove(id)
    finally:
        home.chmod(0o755)
    assert content(home) == before


def test_two_tables_added_at_once_are_both_in(own_folder):
    for number in (1, 2):
        october(own_folder, 1 + number / 10, f"{number}.csv")
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); import own_tables; module = own_tables.reader(); sys.modules[module.__name__] = module; "
        "from coverage_lib.data import own; print(own.add(sys.argv[1], publisher='S', title=sys.argv[1], date='2026-11-03').id)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, f"{number}.csv", str(ROOT / "tests")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in (1, 2)
    ]
    answers = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], answers
    assert sorted(own.sources()["id"]) == sorted(out.strip() for out, _err in answers)
    assert own.conflicts()["reason"].tolist() == ["added_later"] * 68


GARBAGE = [b"", b"garbage", b"PAR1 the half of a table"]


@pytest.mark.parametrize("name", ["members.parquet", "current"])
def test_garbage_among_what_is_built_is_made_again(own_folder, name):
    own.add(october(own_folder), **ABOUT)
    members = load.load_members(months=True)
    for garbage in GARBAGE:
        folder = build.build()
        (folder.parent / name if name == "current" else folder / name).write_bytes(garbage)
        load._read.cache_clear()
        pd.testing.assert_frame_equal(load.load_members(months=True), members)


def test_verdicts_that_are_garbage_are_made_again_and_are_not_needed_on_the_disk(project_copy, monkeypatch):
    verdicts = pd.DataFrame({"id": ["synthetic"], "verdict": ["consistent"]})
    asked = []
    monkeypatch.setattr(load, "_audited", lambda: asked.append(1) or verdicts.copy())
    for made, garbage in enumerate(GARBAGE, start=1):
        for _ in range(2):
            pd.testing.assert_frame_equal(load.load_verdicts(), verdicts)
        assert len(asked) == made
        (file,) = build.build().glob("verdicts-*")
        file.write_bytes(garbage)
        load._read.cache_clear()

    def fail(_table, path):
        path.write_bytes(b"half")
        raise FULL

    monkeypatch.setattr(store, "write", fail)
    pd.testing.assert_frame_equal(load.load_verdicts(), verdicts)
    assert [path.suffix for path in build.build().glob("verdicts-*")] == [".parquet"], (
        "no draft is left behind"
    )


def test_a_page_that_finds_no_space_is_named_and_the_others_are_made(small_project, here, monkeypatch):
    out = small_project / "reports"
    jobs = site.report_jobs(out, ["en", "id"])
    monkeypatch.setattr(
        site, "_page", lambda job: site.Made({f"{job.name}.html": "<p>synthetic</p>"}, [], {})
    )
    real = Path.write_bytes

    def full(self, data):
        real(self, data)
        if self.name.startswith(".01_synthetic.html") and self.parent.name == "en":
            raise FULL
        return len(data)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        (failure,) = site.make(jobs)
    assert failure.job.name == "en/01_synthetic"
    assert failure.reason == f"{out}/en/01_synthetic.html cannot be written: No space left on device."
    assert (out / "id" / "01_synthetic.html").exists() and not (out / "en" / "01_synthetic.html").exists()
    assert not [path for path in out.rglob(".*") if records.DRAFT.fullmatch(path.name)], (
        "no draft is left behind"
    )
    assert site.make(jobs) == [] and (out / "en" / "01_synthetic.html").exists()


def test_drafts_of_killed_reports_are_deleted_and_nothing_else(tmp_path):
    (tmp_path / "en").mkdir()
    for name in (".page.html.4711", ".view.json.12", ".mine", "page.html", ".notes.txt.1"):
        (tmp_path / "en" / name).write_text("synthetic")
    with records.one_at_a_time(tmp_path):
        pass
    assert sorted(path.name for path in (tmp_path / "en").iterdir()) == [".mine", ".notes.txt.1", "page.html"]


def test_a_worker_of_a_cluster_uses_the_own_tables_of_who_asked(small_project, here, own_folder, monkeypatch):
    monkeypatch.setenv("UCJ_HOME", str(small_project))
    (own_folder / "own-tables").mkdir()
    seen = []
    monkeypatch.setattr(site, "_page", lambda job: seen.append(own.folder()) or site.Made({}, [], {}))
    submit = here.submit

    def elsewhere(work, job):
        monkeypatch.chdir("/")
        return submit(work, job)

    monkeypatch.setattr(here, "submit", elsewhere)
    assert site.make(site.report_jobs(own_folder / "reports", ["en"])) == []
    assert seen == [own_folder / "own-tables"] and "UCJ_DATA" not in os.environ
