"""A workbook of ``ucj template`` that was filled in is read as it is meant, and what was forgotten in it is said."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from filled_template import FIRST_ROW, fill, synthetic_count

from coverage_lib.data.reading.problems import errors
from coverage_lib.data.reading.table import read

DAYS = [date(2026, 1, 31), date(2026, 2, 28)]
SAME = ["code", "name", "level", "boundary", "date", "precision", "measure", "segment", "counted_by", "base", "unit", "value", "row", "column"]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "boundary", "count"), [("province", "2022", 38), ("province", "2021", 34), ("regency", "2022", 514)]
)  # fmt: skip
def test_both_languages_give_back_what_was_filled_in(
    tmp_path: Path, level: str, boundary: str, count: int
) -> None:
    tables = []
    for lang in ("en", "id"):
        path = fill(tmp_path / f"{lang}.xlsx", lang, DAYS, level=level, boundary=boundary)
        reading = read(path)
        assert errors(reading.problems) == []
        assert {problem.severity for problem in reading.problems} <= {"note"}
        tables.append(reading.table)
    pd.testing.assert_frame_equal(tables[0][SAME], tables[1][SAME])
    table = tables[0]
    assert len(table) == count * 3 * len(DAYS)
    one = table[["level", "boundary", "measure", "counted_by", "unit", "precision"]].drop_duplicates()
    assert one.to_numpy().tolist() == [[level, boundary, "active", "domicile", "people", "day"]]
    assert sorted(table["date"].dt.date.unique()) == DAYS
    for row in table.itertuples():
        assert row.value == synthetic_count(row.code, row.segment, DAYS.index(row.date.date()))


def test_the_way_of_counting_is_read(tmp_path: Path) -> None:
    for lang in ("en", "id"):
        path = fill(tmp_path / f"{lang}.xlsx", lang, DAYS, counted_by="by office")
        assert set(read(path).table["counted_by"]) == {"office"}


def changed(path: Path, **cells: object) -> Path:
    """The workbook with cells changed."""
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        book.worksheets[0][name].value = value
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["en", "id"])
def test_numbers_of_a_block_without_a_day_get_no_day(tmp_path: Path, lang: str) -> None:
    path = changed(fill(tmp_path / "a.xlsx", lang, DAYS), F4=None)
    reading = read(path)
    second = reading.table[reading.table["column"].isin(["F", "G", "H"])]
    assert errors(reading.problems) or second["date"].isna().all()


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_block_without_a_way_of_counting_is_not_given_that_of_its_neighbour(
    tmp_path: Path, lang: str
) -> None:
    path = changed(fill(tmp_path / "a.xlsx", lang, DAYS), F5=None)
    reading = read(path)
    second = reading.table[reading.table["column"].isin(["F", "G", "H"])]
    assert errors(reading.problems) or set(second["counted_by"]) == {""}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_34_provinces_filled_in_where_38_are_listed_are_not_taken_for_38(tmp_path: Path, lang: str) -> None:
    path = fill(tmp_path / "a.xlsx", lang, DAYS[:1], without=("93", "94", "95", "96"))
    reading = read(path)
    papua = reading.table[reading.table["code"].isin(["91", "92"])]
    assert [problem for problem in reading.problems if problem.severity != "note"] or set(
        papua["boundary"]
    ) != {"2022"}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_row_of_the_nation_is_a_sum_to_check(tmp_path: Path, lang: str) -> None:
    path = fill(tmp_path / "a.xlsx", lang, DAYS[:1])
    last = FIRST_ROW + 38
    book = openpyxl.load_workbook(path)
    total = sum(book.worksheets[0].cell(row, 3).value for row in range(FIRST_ROW, last))
    assert errors(read(changed(path, **{f"C{last}": total})).problems) == []
    wrong = read(changed(path, **{f"C{last}": total + 100_000}))
    assert [problem.row for problem in wrong.problems if problem.severity != "note"] == [last]
