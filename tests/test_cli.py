"""The command line: what it ends with, what it says, and that it works in processes of its own."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Here
from raw_tables import cell
from typer.testing import CliRunner

import coverage_lib
from coverage_lib.cli import app


def run(*arguments: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, list(arguments))


def test_bad_data_end_with_1_a_list_and_nothing_written(small_project: Path, here: Here, change_raw) -> None:  # type: ignore[no-untyped-def]
    for line in (2, 3):
        change_raw("members", cell(line, "counted_by", "somewhere"))
    for command in ("build", "report"):
        done = run(command)
        assert done.exit_code == 1
        assert done.stderr.count("members.csv") >= 2 and "somewhere" in done.stderr
        assert "Traceback" not in done.output
    assert not (small_project / "reports").exists()
    assert list((small_project / "data").rglob("*.parquet")) == []
    assert here.done == []


@pytest.mark.parametrize("wrong", [["report", "--lang", "fr"], ["reprot"], ["build", "--fast"], []])
def test_wrong_usage_ends_with_2(wrong: list[str]) -> None:
    assert run(*wrong).exit_code == 2


def test_help_says_what_the_commands_do() -> None:
    shown = run("--help").stdout
    assert "build" in shown and "report" in shown and "1 bad data" in shown
    assert "--lang" in run("report", "--help").stdout


def test_a_second_run_of_the_command_is_quick_and_a_changed_line_of_code_makes_all_pages_again(
    small_project: Path,
) -> None:
    source = small_project / "src"
    package = Path(coverage_lib.__file__).parent
    shutil.copytree(package, source / "coverage_lib", ignore=shutil.ignore_patterns("__pycache__"))
    out = small_project / "elsewhere"
    command = [sys.executable, "-m", "coverage_lib.cli", "report", "--out", str(out)]

    def made() -> tuple[dict[str, int], float]:
        start = time.perf_counter()
        environment = os.environ | {"PYTHONPATH": str(source)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        assert "en/01_synthetic.html" in done.stderr  # progress
        pages = {str(path): path.stat().st_mtime_ns for path in out.rglob("*.html")}
        return pages, time.perf_counter() - start

    first, _seconds = made()
    second, seconds = made()
    assert len(first) >= 5
    assert second == first
    assert seconds < 10
    chart = source / "coverage_lib" / "charts" / "levels.py"
    chart.write_text(chart.read_text(encoding="utf-8") + "\nCHANGED = True\n", encoding="utf-8")
    third, _seconds = made()
    assert third.keys() == first.keys()
    assert [page for page in first if third[page] == first[page]] == []
