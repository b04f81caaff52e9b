"""A build writes in one step, one at a time, and only what has changed; each row leads back to its line."""

import hashlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from raw_tables import cell

from coverage_lib import load
from coverage_lib.data import build, project, store
from coverage_lib.data.sources import BadData, raw_path
from coverage_lib.data.tables import TABLES


def fingerprint(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_every_row_leads_back_to_its_line():
    folder = build.build()
    for name, table_of in TABLES.items():
        table = pd.read_parquet(folder / f"{name}.parquet")
        assert table["source_id"].notna().all()
        raw_tables = (
            table["raw_table"] if "raw_table" in table else pd.Series(table_of.raw[0], index=table.index)
        )
        for raw, rows in table.groupby(raw_tables):
            lines = raw_path(raw).read_text(encoding="utf-8").splitlines()
            assert len(rows) == len(lines) - 1
            assert sorted(rows["source_row"]) == list(range(2, len(lines) + 1))
    member = load.load_members().iloc[100]
    line = raw_path("members").read_text(encoding="utf-8").splitlines()[member["source_row"] - 1]
    assert line.split(",")[0] == member["code"] and line.split(",")[6] == str(member["active"])


def test_two_builds_give_the_same_bytes(project_copy):
    first = fingerprint(build.build())
    second = build.build(force=True)
    assert fingerprint(second) == first
    assert sorted(first) == sorted(f"{name}.parquet" for name in TABLES)
    assert sum(file.stat().st_size for file in second.iterdir()) < 400_000


def test_a_build_is_fast_and_a_second_one_is_not_needed(project_copy):
    command = [sys.executable, "-c", "from coverage_lib.data import build; print(build.build())"]
    start = time.perf_counter()
    first = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert time.perf_counter() - start < 5
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == first


def test_a_changed_table_is_built_again_and_the_old_build_is_gone(change_raw, project_copy):
    old = build.build()
    change_raw("context", cell(2, "value", "1900001.0"))
    assert load.load_context()["value"].iloc[0] == 1_900_001
    assert not old.exists()
    assert len(list((project_copy / "data" / "processed").glob("build-*"))) == 1


def test_lost_files_are_built_again(project_copy):
    (build.build() / "members.parquet").unlink()
    assert len(load.load_members()) == 272


def test_two_processes_may_build_at_the_same_time(project_copy):
    code = "from coverage_lib import load_coverage, load_members; from coverage_lib.data.build import build; print(len(load_members()), len(load_coverage()), build())"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0], answers
    assert answers[0][0] == answers[1][0]
    assert answers[0][0].startswith("272 105 ")


SLOW_BUILD = """
import sys, time
from coverage_lib.data import build, store
write, written = store.write, []
def slow(table, path):
    checksum = write(table, path)
    written.append(path)
    if len(written) == 3:
        print("writing", flush=True)
        time.sleep(60)
    return checksum
store.write = slow
build.build(force=True)
"""


def test_a_killed_build_leaves_the_old_data_whole(project_copy):
    processed = project_copy / "data" / "processed"
    folder = build.build()
    before, current = fingerprint(folder), (processed / "current").read_text()
    process = subprocess.Popen([sys.executable, "-c", SLOW_BUILD], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    assert len(list(processed.glob("build-*"))) == 2, "the build was to be killed in the middle of writing"
    process.kill()  # SIGKILL
    process.wait()
    assert (processed / "current").read_text() == current
    assert fingerprint(folder) == before
    load._read.cache_clear()
    assert len(load.load_members()) == 272
    build.build(force=True)  # the lock of the dead is free, and what it left is swept up
    assert len(list(processed.glob("build-*"))) == 1


def test_a_build_that_has_to_wait_says_so(project_copy, capfd, monkeypatch):
    monkeypatch.setattr(store, "SILENT_WAIT", 0.2)
    (project_copy / "data" / "processed").mkdir(parents=True)
    holder = """
import sys, time
from coverage_lib.data import project, store
with store.one_at_a_time(project.processed()):
    print("held", flush=True)
    sys.stdin.readline()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    try:
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(build.build)
            time.sleep(2)
            said, done = capfd.readouterr().err, waiting.done()
            process.communicate("go on\n", timeout=60)
            assert (waiting.result(timeout=60) / "members.parquet").is_file()
    finally:
        process.kill()
    assert not done, "a build that another holds the lock of must wait"
    assert f"Another process is building {project_copy}/data/processed" in said and ".lock" in said
    build.build(force=True)
    assert capfd.readouterr().err == "", "a build that does not wait says nothing"


def test_what_decides_the_build_is_all_code_of_the_room(project_copy, monkeypatch):
    room = Path(project.__file__).parent
    assert sorted(project.CODE) == sorted(path.read_bytes() for path in room.rglob("*.py"))
    assert (room / "rules" / "counts.py").read_bytes() in project.CODE
    key = build.inputs_key()
    monkeypatch.setattr(project, "CODE", [*project.CODE[:-1], project.CODE[-1] + b"#"])
    assert build.inputs_key() != key


def test_bad_data_leaves_the_old_build_whole(change_raw, project_copy):
    folder = build.build()
    before = fingerprint(folder)
    change_raw("members", cell(2, "active", "-5"))
    with pytest.raises(BadData):
        build.build()
    assert fingerprint(folder) == before
