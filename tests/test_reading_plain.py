"""Tables whose first row is the heading are read as they stand, with the row numbers that a reader counts."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from coverage_lib.data.reading.plain import read_plain
from coverage_lib.data.reading.problems import Refused, text


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def texts_of(table: pd.DataFrame) -> list[list[object]]:
    return [list(table.columns), *table.astype(object).where(table.notna(), None).to_numpy().tolist()]


def said(table: pd.DataFrame) -> list[str]:
    return [text(problem) for problem in table.attrs["problems"]]


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_csv_is_read_as_text_whatever_separates_it(tmp_path: Path, mark: str) -> None:
    lines = [" Series ,DATE,coverage", "01,2024,20.50", ",,", '"=a",2023,', ",,", ",,"]
    path = written(tmp_path / "a.csv", "\ufeff" + "\n".join(line.replace(",", mark) for line in lines))
    table = read_plain(path)
    assert texts_of(table) == [
        ["series", "date", "coverage"],
        ["01", "2024", "20.50"],
        [None, None, None],
        ["=a", "2023", None],
    ]
    assert table.index.tolist() == [0, 1, 2]


def test_decimal_commas_of_an_indonesian_csv_are_no_separators(tmp_path: Path) -> None:
    table = read_plain(written(tmp_path / "a.csv", "series;date;coverage\na;31/12/2024;45,17\n"))
    assert texts_of(table)[1] == ["a", "31/12/2024", "45,17"]


def test_a_workbook_is_read_as_its_cells_are(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Series": ["a", None], "date": pd.to_datetime(["2024-12-31"] * 2), "n": [1.5, 2]})
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    table = read_plain(tmp_path / "a.xlsx")
    assert table.columns.tolist() == ["series", "date", "n"]
    assert table["n"].tolist() == [1.5, 2] and table["date"].iloc[0] == pd.Timestamp("2024-12-31")
    assert table["series"].isna().tolist() == [False, True]


def test_columns_without_a_heading_are_left_out(tmp_path: Path) -> None:
    table = read_plain(written(tmp_path / "a.csv", "series,coverage,,\na,1,,\nb,2,note,\n"))
    assert texts_of(table) == [["series", "coverage"], ["a", "1"], ["b", "2"]]


def test_a_heading_without_rows_is_a_table_of_none(tmp_path: Path) -> None:
    table = read_plain(written(tmp_path / "a.csv", "series,date\n"))
    assert table.empty and table.columns.tolist() == ["series", "date"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b"{}", "a.json: is JSON and no table. Save it as CSV"),
        ("a.csv", b"", "a.csv: is empty"),
        ("a.csv", b"series,date\na,2024,1,2\n", "a.csv, row 2: has 4 cells and the heading has 2"),
        ("a.csv", b'series,date\n"a\nb",2024\nc,1,2\n', "a.csv, row 4: has 3 cells"),
        ("a.csv", b"series,Date,date\na,1,2\n", "row 1, column date: the heading stands over more than one"),
        ("a.csv", b"series,date,date\na,1,2\n", "row 1, column date: the heading stands over more than one"),
        ("a.parquet", b"PAR1series,date\n", "a.parquet: is damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match=message):
        read_plain(tmp_path / name)


def test_separators_at_the_end_of_a_row_are_no_cells(tmp_path: Path) -> None:
    table = read_plain(written(tmp_path / "a.csv", "series,coverage\na,1,,,\n"))
    assert texts_of(table) == [["series", "coverage"], ["a", "1"]]


def test_the_first_visible_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [["series", "coverage"], ["a", 1]]
    book = workbook(
        tmp_path / "a.xlsx",
        {"Old": [["series"], ["hidden"]], "Empty": [], "Now": rows, "Notes": [["a note"]]},
    )
    book["Old"].sheet_state = "hidden"
    book["Notes"]["A2"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    table = read_plain(tmp_path / "a.xlsx")
    assert texts_of(table) == [["series", "coverage"], ["a", 1]]
    assert said(table) == [
        "a.xlsx, sheet Now: the first sheet was read and not Notes. Put the table that is meant first.",
        "a.xlsx: hidden sheets were not read: Old.",
    ]


def test_a_workbook_with_hidden_sheets_only_is_refused(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", {"Now": [["series"], ["a"]], "Empty": []})
    book["Now"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match="no visible sheet with cells; hidden are Now"):
        read_plain(tmp_path / "a.xlsx")


def test_hidden_rows_are_blank_and_hidden_columns_left_out_and_both_are_said(tmp_path: Path) -> None:
    rows: list[list[object]] = [["series", "old", "coverage"], ["a", 1, 2], ["b", 3, 4], ["c", 5, 6]]
    book = workbook(tmp_path / "a.xlsx", {"Now": rows})
    book["Now"].row_dimensions[3].hidden = True
    book["Now"].column_dimensions["B"].hidden = True
    book.save(tmp_path / "a.xlsx")
    table = read_plain(tmp_path / "a.xlsx")
    assert texts_of(table) == [["series", "coverage"], ["a", 2], [None, None], ["c", 6]]
    assert said(table) == [
        "a.xlsx, sheet Now: hidden rows were left out: 3. Show what belongs to the table.",
        "a.xlsx, sheet Now: hidden columns were left out: old. Show what belongs to the table.",
    ]


def test_a_formula_without_a_value_is_an_error_of_the_sheet_that_is_read(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"Now": [["series", "coverage"], ["a", "=1+1"]]})
    with pytest.raises(Refused, match=r"a\.xlsx, sheet Now, row 2, column B: holds a formula whose result"):
        read_plain(tmp_path / "a.xlsx")
