"""``ucj audit``: a table in, the same table with verdicts out, and what is said of tables and paths that are wrong."""

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from coverage_lib.charts.verdicts import WRITTEN
from coverage_lib.cli import app
from coverage_lib.data.reading.plain import read_plain
from coverage_lib.data.sources import raw_path

ROWS = """region,date,segment,measure,value,unit,mine
Banten,2025-03-30,village_institutions,coverage_rate,55.11,percent,=1+1
Banten,2025-03-30,village_institutions,active_participants,27013,workers,a
Banten,2025-03-30,village_institutions,eligible_workers,112734,workers,b
"""


def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["audit", *map(str, arguments)])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_figures_come_out_with_their_verdicts(table: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"audited.{kind}"
    done = run(table, "--out", out)
    assert done.exit_code == 0, done.output
    written = read_plain(out)
    assert list(written.columns) == [
        "region",
        "date",
        "segment",
        "measure",
        "value",
        "unit",
        "mine",
        *WRITTEN,
    ]
    assert written["verdict"].tolist() == ["contradicts"] * 3
    assert written["arithmetic"].tolist() == ["27,013 / 112,734 = 23.96%"] * 3
    assert "23,96%" in written.loc[0, "explanation_id"] and "23.96%" in written.loc[0, "explanation_en"]
    assert written["against"].tolist()[0] == "row 3, row 4"


def test_the_screen_counts_verdicts_and_marks_alarms(table: Path, tmp_path: Path) -> None:
    done = run(table, "--out", tmp_path / "audited.csv")
    assert "     3  contradicts (alarm)" in done.stdout and "Written: " in done.stdout


def test_an_audited_table_can_be_audited_again(table: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    run(table, "--out", first)
    assert run(first, "--out", second).exit_code == 0
    written = read_plain(second)
    assert "verdict_given" in written.columns and written["verdict"].tolist() == ["contradicts"] * 3


def test_a_wrong_table_ends_with_1_and_nothing_is_written(table: Path, tmp_path: Path) -> None:
    table.write_text(ROWS.replace("55.11", "5a"), encoding="utf-8")
    out = tmp_path / "audited.csv"
    done = run(table, "--out", out)
    assert done.exit_code == 1
    assert "row 2, column value: '5a'" in done.stderr and "Traceback" not in done.output
    assert not out.exists() and list(tmp_path.glob(".audited*")) == []


@pytest.mark.parametrize("out", ["figures.csv", "audited.txt"])
def test_a_wrong_path_ends_with_2(table: Path, tmp_path: Path, out: str) -> None:
    before = table.read_bytes()
    assert run(table, "--out", tmp_path / out).exit_code == 2
    assert table.read_bytes() == before


def test_awards_do_not_fall_over(tmp_path: Path) -> None:
    out = tmp_path / "awards.csv"
    assert run(raw_path("awards"), "--out", out).exit_code == 0
    assert pd.read_csv(out)["alarm"].eq(False).all()


def test_formulas_of_a_table_stay_texts(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "audited.csv"
    run(table, "--out", out)
    assert '"\'=1+1"' in out.read_text(encoding="utf-8-sig")
