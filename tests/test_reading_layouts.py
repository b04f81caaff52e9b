"""Every synthetic table of :mod:`agency_tables`, read from a workbook and from a CSV, gives what is in it and nothing else."""

import csv
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from agency_tables import TABLES, Table

from coverage_lib.data.reading import table as reader
from coverage_lib.data.reading.problems import errors


def write(table: Table, path: Path) -> Path:
    """A table as a workbook or a CSV."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in table.rows])
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(table.sheet)
        for top, left, bottom, right in table.merged:
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
    return path


def numbers(table: pd.DataFrame) -> dict:
    """What a long table holds, as the truth of a synthetic table is written."""
    rows = table[table["value"].notna()]
    dates = rows["date"].dt.strftime("%Y-%m-%d").fillna("")
    keys = zip(rows["code"], dates, rows["segment"], rows["measure"], strict=True)
    return dict(zip(keys, rows["value"], strict=True))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("name", TABLES)
def test_every_number_with_what_it_is_of(name: str, kind: str, tmp_path: Path) -> None:
    table = TABLES[name]
    if kind == "csv" and table.sheet != "Sheet1":
        pytest.skip("a CSV has no sheet")
    reading = reader.read(write(table, tmp_path / f"table.{kind}"))
    assert not errors(reading.problems)
    assert numbers(reading.table) == table.truth


@pytest.mark.parametrize("name", TABLES)
def test_no_number_is_lost_silently(name: str, tmp_path: Path) -> None:
    """A number below the headings is read, or its row or its column is named, or it labels its row."""
    table = TABLES[name]
    reading = reader.read(write(table, tmp_path / "table.xlsx"))
    read = set(zip(reading.table["row"], reading.table["column"], strict=True))
    rows = {problem.row for problem in reading.problems if problem.row}
    columns = {problem.column for problem in reading.problems if problem.column and not problem.row}
    top = reading.table["row"].min()
    labels = {"no", "no.", "kode", "tahun", "bulan", "id", "bps_kode_kabupaten_kota", "kode_provinsi"}
    for number, cells in enumerate(table.rows, start=1):
        for place, cell in enumerate(cells):
            above = {str(row[place]).lower() for row in table.rows[: number - 1] if place < len(row)}
            if (
                number < top
                or not isinstance(cell, str)
                or not cell[0].isdigit()
                or above & labels
                or not cell.strip("*)").replace(".", "").replace(",", "").isdigit()
            ):
                continue
            assert (
                (number, "ABCDEFGHIJ"[place]) in read or number in rows or "ABCDEFGHIJ"[place] in columns
            ), (number, place, cell)
