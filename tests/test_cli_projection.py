"""``ucj project`` and ``ucj backtest``: files in, files out."""

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from coverage_lib.cli import app
from coverage_lib.measures.projection import QUANTILES


def ucj(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    values = rng.uniform(10, 50, (3, 1)) + np.cumsum(rng.normal(2.5, 1, (3, 5)), axis=1)
    frame = pd.DataFrame(
        {
            "series": np.repeat(["Aceh", "=1+1", "Bali"], 5),
            "date": np.tile(pd.date_range("2019-12-31", periods=5, freq="YE").strftime("%Y-%m-%d"), 3),
            "coverage": values.ravel().round(2),
        }
    )
    frame.to_csv(tmp_path / "in.csv", index=False)
    return tmp_path / "in.csv"


ASK = ("--until", "2030-12-31", "--target", 53, "--by", "2029-12-31")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_the_same_file_gives_the_same_bytes(source: Path, tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        done = ucj("project", source, "--out", tmp_path / name / f"fan.{ending}", *ASK)
        assert done.exit_code == 0, done.output
    for name in (f"fan.{ending}", f"fan_attainment.{ending}"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_quantiles_and_attainment_of_each_series(source: Path, tmp_path: Path) -> None:
    ucj("project", source, "--out", tmp_path / "fan.csv", *ASK)
    ucj("project", source, "--out", tmp_path / "fan.xlsx", *ASK)
    fan = pd.read_csv(tmp_path / "fan.csv")
    assert list(fan.columns) == ["series", "date", *QUANTILES] and len(fan) == 21
    assert fan["date"][0] == "2024-12-31"
    assert pd.read_excel(tmp_path / "fan_attainment.xlsx")["target"].tolist() == [53, 53, 53]


def test_parquet_in_and_out_says_what_csv_does(source: Path, tmp_path: Path) -> None:
    pd.read_csv(source).assign(date=lambda t: pd.to_datetime(t["date"])).to_parquet(tmp_path / "in.parquet")
    assert ucj("project", tmp_path / "in.parquet", "--out", tmp_path / "fan.parquet", *ASK).exit_code == 0
    ucj("project", source, "--out", tmp_path / "fan.csv", *ASK)
    for name in ("fan", "fan_attainment"):
        table, text = pd.read_parquet(tmp_path / f"{name}.parquet"), pd.read_csv(tmp_path / f"{name}.csv")
        assert list(table.columns) == list(text.columns)
        numbers = table.select_dtypes("number").columns
        pd.testing.assert_frame_equal(table[numbers].astype(float), text[numbers].astype(float))
        assert table["series"].tolist() == text["series"].str.lstrip("'").tolist()


def test_a_panel_of_many_parts_is_written_as_one(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ucj("project", source, "--out", tmp_path / "whole.csv", *ASK)
    monkeypatch.setattr("coverage_lib.measures.projection.forecast.SERIES_IN_A_PART", 1)
    ucj("project", source, "--out", tmp_path / "parts.csv", *ASK)
    for name in ("{}.csv", "{}_attainment.csv"):
        assert (tmp_path / name.format("parts")).read_bytes() == (
            tmp_path / name.format("whole")
        ).read_bytes()


def test_numbers_of_a_file_have_four_decimals_at_most(source: Path, tmp_path: Path) -> None:
    ucj("project", source, "--out", tmp_path / "fan.csv", *ASK)
    for row in (tmp_path / "fan.csv").read_text(encoding="utf-8-sig").splitlines()[1:]:
        assert all(len(cell.partition(".")[2]) <= 4 for cell in row.split(",")[2:])


def test_no_name_of_a_series_runs_as_a_formula(source: Path, tmp_path: Path) -> None:
    ucj("project", source, "--out", tmp_path / "fan.csv", *ASK)
    ucj("project", source, "--out", tmp_path / "fan.xlsx", *ASK)
    assert set(pd.read_csv(tmp_path / "fan_attainment.csv")["series"]) == {"Aceh", "'=1+1", "Bali"}
    sheet = openpyxl.load_workbook(tmp_path / "fan_attainment.xlsx").active
    assert [(cell.value, cell.data_type) for cell in sheet["A"][2:3]] == [("=1+1", "s")]


@pytest.mark.parametrize(
    ("name", "out"),
    [("in.csv", "in.csv"), ("in.csv", "folder/../in.csv"), ("fan_attainment.csv", "fan.csv")],
    ids=["the same path", "the same file by another path", "the attainment table"],
)
def test_the_file_that_is_read_is_never_overwritten(source: Path, name: str, out: str) -> None:
    source = source.rename(source.with_name(name))
    (source.parent / "folder").mkdir()
    before = source.read_bytes()
    done = ucj("project", source, "--out", source.parent / out, *ASK)
    assert done.exit_code == 2 and "it would be lost" in " ".join(done.output.replace("│", " ").split())
    assert source.read_bytes() == before
    assert [path.name for path in source.parent.iterdir() if path.is_file()] == [name]


def test_a_backtest_does_not_overwrite_its_file_either(source: Path) -> None:
    before = source.read_bytes()
    assert ucj("backtest", source, "--out", source).exit_code == 2
    assert source.read_bytes() == before


def test_wrong_usage_ends_with_2_and_bad_data_with_1(source: Path, tmp_path: Path) -> None:
    assert ucj("project", tmp_path / "none.csv", "--out", tmp_path / "a.csv", *ASK).exit_code == 2
    assert ucj("project", source, "--out", tmp_path / "a.txt", *ASK).exit_code == 2
    (tmp_path / "bad.csv").write_text("series;date;coverage\na;2023;137,2%\na;2024;22\n")
    done = ucj("project", tmp_path / "bad.csv", "--out", tmp_path / "a.csv", *ASK)
    assert done.exit_code == 1 and "row 2: coverage is '137,2%'" in done.output
    (tmp_path / "bad.json").write_text("{}")
    done = ucj("project", tmp_path / "bad.json", "--out", tmp_path / "a.csv", *ASK)
    assert done.exit_code == 1 and "is JSON and no table" in done.output
    assert not (tmp_path / "a.csv").exists()


def test_semicolons_and_years_are_read(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("series;date;coverage\na;2023;20.5\na;2024;22\n")
    assert (
        ucj("project", tmp_path / "in.csv", "--out", tmp_path / "a.csv", "--until", "2026-12-31").exit_code
        == 0
    )
    assert pd.read_csv(tmp_path / "a.csv")["date"].tolist() == ["2025-12-31", "2026-12-31"]


def test_all_scores_of_a_backtest_are_written(source: Path, tmp_path: Path) -> None:
    done = ucj("backtest", source, "--out", tmp_path / "scores.csv")
    assert done.exit_code == 0, done.output
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert set(scores["part"]) == {"all", "horizon", "points"}
    assert scores.loc[scores["part"] == "all", "model"].tolist()[:2] == ["class_prior", "naive"]
    assert "class_prior" in done.output and "damped_ets" not in done.output


def test_a_backtest_of_three_points_starts_from_two(tmp_path: Path) -> None:
    rows = [
        f"{name},{year}-12-31,{value}"
        for name in "ab"
        for year, value in ((2022, 20), (2023, 21), (2024, 23))
    ]
    (tmp_path / "in.csv").write_text("\n".join(["series,date,coverage", *rows]))
    assert ucj("backtest", tmp_path / "in.csv", "--out", tmp_path / "scores.xlsx").exit_code == 0
    scores = pd.read_excel(tmp_path / "scores.xlsx")
    assert scores.loc[scores["model"] == "naive", "forecasts"].iloc[0] == 2
