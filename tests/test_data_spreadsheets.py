"""No table that is written runs as a formula, and a table is written whole or not at all."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from weakref import ref
from zipfile import ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from coverage_lib.data.reading.plain import read_plain
from coverage_lib.data.reading.problems import TableError
from coverage_lib.data.spreadsheets import write_table, write_tables, write_workbook

FORMULAS = ["=1+1", "+62 811", "-5 persen", "@SUM(A1)", "\tx", "\rx", "\nx", "=cmd|' /C calc'!A0", "\x00=1+1"]


def test_no_text_of_a_csv_is_taken_for_a_formula(tmp_path: Path) -> None:
    numbers = [-1.5, -2, 3, 4, 5, 6, 7, np.nan, np.inf]
    write_table(pd.DataFrame({"=text": FORMULAS, "number": numbers}), tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["'=text"] for row in rows] == ["'" + text.replace("\x00", "") for text in FORMULAS]
    assert [float(row["number"]) for row in rows[:7]] == numbers[:7]
    assert [row["number"] for row in rows[7:]] == ["", ""]


def test_texts_in_columns_of_any_kind_are_made_safe(tmp_path: Path) -> None:
    table = pd.DataFrame({"a": pd.Categorical(["=1"]), "b": pd.Series(["=2"], dtype="string"), "c": [["="]]})
    write_table(table, tmp_path / "a.csv")
    assert '"\'=1","\'=2"' in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_no_text_of_a_workbook_is_a_formula_and_numbers_stay_numbers(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "=name": [*FORMULAS[:4], "https://a.b", "12", "\x00=1+1"],
            "number": [-1.5, 2, 3, None, np.inf, 4, 5],
            "day": pd.to_datetime(["2024-12-31"] * 6 + [None]),
        }
    )
    write_workbook({"synthetic": table}, tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["synthetic"]
    cells = [row[0] for row in sheet.iter_rows(max_col=1)]
    assert [cell.data_type for cell in cells] == ["s"] * 8
    assert [cell.value for cell in cells] == ["=name", *FORMULAS[:4], "https://a.b", "12", "=1+1"]
    assert [cell.quotePrefix for cell in cells] == [True] * 5 + [False] * 2 + [True]
    assert all(cell.hyperlink is None for cell in cells)
    assert [sheet.cell(row, 2).value for row in range(2, 9)] == [-1.5, 2, 3, None, None, 4, 5]
    assert sheet.cell(2, 3).value == pd.Timestamp("2024-12-31") and sheet.cell(8, 3).value is None
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_the_same_table_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_table(pd.DataFrame({"a": ["x", "y"], "n": [1.5, 2.5]}), tmp_path / name / f"t.{ending}")
    assert (tmp_path / "a" / f"t.{ending}").read_bytes() == (tmp_path / "b" / f"t.{ending}").read_bytes()


def test_a_workbook_does_not_hold_the_time_at_which_it_was_made(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"a": [1]}), tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        times = re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"".join(map(book.read, book.namelist())))
    assert set(times) == {b"2000-01-01T00:00:00Z"}


def test_a_name_of_a_file_that_no_sheet_may_have(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"a": [1]}), tmp_path / "rates [2024] of thirty-eight provinces.xlsx")
    book = openpyxl.load_workbook(tmp_path / "rates [2024] of thirty-eight provinces.xlsx")
    assert book.sheetnames == ["rates -2024- of thirty-eight pr"]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coverage_lib.data.spreadsheets.LONGEST_SHEET", 3)
    write_table(pd.DataFrame({"a": [1, 2]}), tmp_path / "a.xlsx")
    with pytest.raises(TableError, match="3 rows and a sheet of a workbook holds 2; write it as CSV"):
        write_table(pd.DataFrame({"a": [1, 2, 3]}), tmp_path / "a.xlsx")


def test_tables_are_put_in_place_together_or_not_at_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "b.txt"
    good.write_text("old")
    with pytest.raises(TableError, match=r"b\.txt is not a CSV, XLSX or Parquet file"):
        write_tables({good: pd.DataFrame({"a": [1]}), bad: pd.DataFrame({"a": [1]})})
    assert good.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_parts_are_written_as_one_table_and_only_a_few_are_held(tmp_path: Path, ending: str) -> None:
    held: list[int] = []
    made: list[ref[pd.DataFrame]] = []

    def parts() -> Iterator[pd.DataFrame]:
        for k in range(8):
            part = pd.DataFrame({"series": [f"={k}", None], "n": [k, k + 0.5]})
            made.append(ref(part))
            held.append(sum(one() is not None for one in made))
            yield part
            del part

    write_tables({tmp_path / f"a.{ending}": parts()})
    table = read_plain(tmp_path / f"a.{ending}")
    assert table["n"].astype(float).tolist() == [v for k in range(8) for v in (k, k + 0.5)]
    mark = "'" if ending == "csv" else ""
    assert (
        table["series"].tolist()[::2] == [f"{mark}={k}" for k in range(8)]
        and table["series"][1::2].isna().all()
    )
    assert ending == "xlsx" or max(held) < 4


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_part_that_fails_leaves_no_file(tmp_path: Path, ending: str) -> None:
    def parts() -> Iterator[pd.DataFrame]:
        yield pd.DataFrame({"n": [1.0]})
        raise ValueError("the second part")

    (tmp_path / f"a.{ending}").write_text("old")
    with pytest.raises(ValueError, match="the second part"):
        write_tables({tmp_path / f"a.{ending}": parts()})
    assert [path.name for path in tmp_path.iterdir()] == [f"a.{ending}"]
    assert (tmp_path / f"a.{ending}").read_text() == "old"


def test_parquet_holds_numbers_dates_and_texts_as_they_are(tmp_path: Path) -> None:
    day = pd.to_datetime(["2024-12-31", None])
    write_table(pd.DataFrame({"Series": ["=a", None], "date": day, "n": [1, 2]}), tmp_path / "a.parquet")
    table = read_plain(tmp_path / "a.parquet")
    assert table.columns.tolist() == ["series", "date", "n"] and table["n"].tolist() == [1, 2]
    assert table["series"].tolist()[0] == "=a" and pd.isna(table["series"][1])
    assert table["date"][0] == pd.Timestamp("2024-12-31") and pd.isna(table["date"][1])


def test_a_csv_holds_numbers_in_full_and_dates_without_their_time(tmp_path: Path) -> None:
    numbers = [1e-7, 39_207_829.0, 1e15, 1 / 3, 12.3457, -0.5]
    day = pd.to_datetime(["2024-12-31 10:00"] * 5 + [None])
    mixed = pd.Series([-5, "-5", True, 1.5, None, pd.NaT], dtype=object)
    table = pd.DataFrame({"n": numbers, "day": day, "yes": [True, False] * 3, "mixed": mixed})
    write_table(table, tmp_path / "a.csv")
    back = pd.read_csv(tmp_path / "a.csv", dtype={"mixed": str})
    assert back["n"].tolist() == numbers
    assert back["day"].tolist()[0] == "2024-12-31" and pd.isna(back["day"][5])
    assert back["yes"].tolist() == [True, False] * 3
    assert back["mixed"].tolist()[:4] == ["-5", "'-5", "True", "1.5"] and back["mixed"][4:].isna().all()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(TableError, match="cannot be written"):
        write_table(pd.DataFrame({"a": [1]}), tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
