"""The command line: what it ends with, what it says, and that it works in processes of its own."""

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from raw_tables import cell
from typer.testing import CliRunner

import coverage_lib
from conftest import Here
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


PROJECT = ("project", "in.csv", "--out", "fan.csv", "--until", "2030-12-31")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([*PROJECT, "--seed", "-1"], "--seed"),
        ([*PROJECT, "--model", "foo"], "there is no model foo; name one of class_prior, naive"),
        ([*PROJECT[:4], "--until", "-5"], "-5 is no date; write it 2029-12-31"),
        ([*PROJECT, "--by", "soon"], "soon is no date"),
        (["project", ".", *PROJECT[2:]], ". is a folder; name a file in it"),
        (["project", "in.csv", "--out", "a.csv", *PROJECT[4:]], "a.csv is a folder; name a file in it"),
        (["report", "--out", "in.csv"], "in.csv is a file; name a folder"),
        (["profile", "--region", "Jambi", "--out", "in.csv/deeper"], "in.csv is a file; name a folder"),
        (["profile", "--region", "../../x"], "No province is called '../../x'"),
    ],
)  # fmt: skip
def test_a_fault_of_the_user_is_a_sentence_and_nothing_is_written(
    wrong: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("series,date,coverage\na,2023-12-31,20\na,2024-12-31,21\n")
    (tmp_path / "a.csv").mkdir()
    done = run(*wrong)
    assert done.exit_code == 2
    assert says in " ".join(done.output.replace("│", " ").split())
    assert "Traceback" not in done.output and not isinstance(done.exception, AttributeError | TypeError)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "in.csv"]


def test_a_year_on_the_command_line_means_its_last_day_as_it_does_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("series,date,coverage\na,2023,20\na,2024,21\n")
    for name, ends in (("year", ("2030", "2029")), ("day", ("2030-12-31", "2029-12-31"))):
        ask = ("--until", ends[0], "--target", "30", "--by", ends[1])
        assert run("project", "in.csv", "--out", f"{name}.csv", *ask).exit_code == 0
    for end in ("", "_attainment"):
        assert (tmp_path / f"year{end}.csv").read_bytes() == (tmp_path / f"day{end}.csv").read_bytes()


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_options: object) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "members.parquet"))

    monkeypatch.setattr("coverage_lib.data.build.build", full)
    done = run("build")
    assert done.exit_code == 1
    assert f"{tmp_path / 'members.parquet'} cannot be written: No space left on device." in done.stderr


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(**_options: object) -> Path:
        raise FileNotFoundError(errno.ENOENT, "No such file", "a.parquet")

    monkeypatch.setattr("coverage_lib.data.build.build", wrong)
    assert isinstance(run("build").exception, FileNotFoundError)
