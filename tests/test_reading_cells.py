"""Single cells that are not what the rest of their column is: an error there, and never another meaning for the column. Synthetic tables."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coverage_lib.data.reading.table import read

TITLE = "Jumlah Peserta Aktif BPJS Ketenagakerjaan Menurut Provinsi, Desember 2024"
PEOPLE = {"Aceh": "998161", "Jambi": "652887", "Riau": "1328905", "Bali": "845200", "Papua": "202145"}
PERCENT = {"Aceh": "39,82", "Jambi": "50,78", "Riau": "59,48", "Bali": "48,15", "Papua": "35,59"}


def met(rows: list[list[Any]], path: Path) -> list[tuple[str, int | None, str]]:
    """The errors of a table as key, row and column."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        path.write_text("\n".join(";".join(map(str, row)) for row in rows) + "\n", encoding="utf-8")
    found = [problem for problem in read(path).problems if problem.severity == "error"]
    return [(problem.key, problem.row, problem.column) for problem in found]


def people(**cells: Any) -> list[list[Any]]:
    return [[TITLE, ""], ["Provinsi", "Peserta Aktif"], *map(list, (PEOPLE | cells).items())]


def percent(**cells: Any) -> list[list[Any]]:
    return [
        ["Persentase Tenaga Kerja Formal (Persen), 2024", ""],
        ["Provinsi", "Persen"],
        *map(list, (PERCENT | cells).items()),
    ]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (people(), []),
        (people(Riau="45,17%"), [("unit_alone", 5, "B")]),
        (people(Riau="Rp1.328.905"), [("unit_alone", 5, "B")]),
        (people(Aceh="39,82%", Jambi="1.652.887", Riau="1.328.905", Bali="845.200"), [("unit_alone", 3, "B")]),
        (percent(Aceh="39,8%", Jambi="50,7%", Riau="59,4%", Bali="48,1%", Papua="202.145.000"), [("without_unit", 7, "B")]),
        (people(Aceh="1,00E+06"), [("scientific", 3, "B")]),
        (people(Jambi="6.53E+05", Riau="1.33E+06"), [("scientific", 4, "B"), ("scientific", 5, "B")]),
        (percent(), []),
        (percent(Riau="03-Des"), [("date_for_number", 5, "B")]),
        (percent(Aceh="03-Des"), [("date_for_number", 3, "B")]),
        (percent(Aceh="Dec-24", Jambi="12/03/2024"), [("date_for_number", 3, "B"), ("date_for_number", 4, "B")]),
        (people(Riau="belum lapor"), [("not_a_number", 5, "B")]),
    ],
)  # fmt: skip
def test_an_odd_cell_is_an_error_at_that_cell(table: list, wrong: list, tmp_path: Path) -> None:
    assert met(table, tmp_path / "t.csv") == wrong


@pytest.mark.parametrize("name", ["Aceh", "Riau"])
def test_a_date_among_the_numbers_of_a_workbook(name: str, tmp_path: Path) -> None:
    rows = percent(**{one: float(text.replace(",", ".")) for one, text in PERCENT.items()})
    rows[2 + list(PERCENT).index(name)][1] = datetime(2024, 12, 3)
    assert met(rows, tmp_path / "t.xlsx") == [("date_for_number", 3 + list(PERCENT).index(name), "B")]


def test_a_stated_decimal_mark_lets_no_second_unit_pass(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    met(people(Riau="45,17%"), path)
    keys = [problem.key for problem in read(path, {"decimal": ","}).problems if problem.severity == "error"]
    assert keys == ["unit_alone"]


def warned(text: str, path: Path) -> list[tuple[str, str, int | None, str]]:
    path.write_text(text, encoding="utf-8")
    keys = ("share_among_percents", "power_of_ten", "row_slid")
    found = [problem for problem in read(path).problems if problem.key in keys]
    return [(problem.key, problem.severity, problem.row, problem.column) for problem in found]


def shares(riau: str) -> str:
    rows = ["Aceh,39.82", "Jambi,50.78", f"Riau,{riau}", "Bali,48.15", "Papua,35.59"]
    return "\n".join(["Provinsi,Persentase Tenaga Kerja Formal 2024 (%)", *rows]) + "\n"


def test_a_share_of_1_among_percents(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert warned(shares("49.67"), path) == []
    assert warned(shares("0.4967"), path) == [("share_among_percents", "error", 4, "B")]
    assert warned(shares("0.49"), path) == [("share_among_percents", "warning", 4, "B")]
    assert warned(shares("0.04"), path) == []
    years = "Provinsi,Persentase Formal 2023 (%),Persentase Formal 2024 (%)\nAceh,39.1,39.8\nJambi,50.7,50.8\nRiau,49.7,0.49\nBali,48.1,48.2\n"
    assert warned(years, path) == [("share_among_percents", "error", 4, "C")]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("887182", "998161"), []),
        (("887182", "99816"), [("power_of_ten", "warning", 3, "C")]),
        (("887", "998161"), [("power_of_ten", "warning", 3, "C")]),
        (("887182", "2661546"), []),
    ],
)
def test_a_number_ten_times_that_of_another_time(cells: tuple, wrong: list, tmp_path: Path) -> None:
    rows = [
        "Peserta aktif,,",
        "Provinsi,2023,2024",
        f"Aceh,{','.join(cells)}",
        "Jambi,589900,652887",
        "Bali,780000,845200",
    ]
    assert warned("\n".join(rows) + "\n", tmp_path / "t.csv") == wrong


def test_a_jump_back_is_no_second_jump(tmp_path: Path) -> None:
    rows = "Peserta aktif,,,\nProvinsi,2022,2023,2024\nAceh,887182,99816,998161\nJambi,589900,622887,652887\n"
    assert warned(rows, tmp_path / "t.csv") == [("power_of_ten", "warning", 3, "C")]


def test_a_column_that_slid_by_a_row(tmp_path: Path) -> None:
    title = ",Persentase Tenaga Kerja Formal Menurut Provinsi (Persen),\n,2023,2024\n"
    rows = "Aceh,40.1,\nJambi,50.2,39.8\nBali,48.1,50.8\n,,48.2\n"
    assert warned(title + rows, tmp_path / "t.csv") == [("row_slid", "error", 6, "")]
    assert warned(title + "Aceh,40.1,39.8\nBali,48.1,50.8\n,,48.2\n", tmp_path / "t.csv") == []


def test_remarks_beside_and_below_a_table_are_no_numbers_and_no_regions(tmp_path: Path) -> None:
    rows = "Peserta aktif Desember 2024,,\nProvinsi,Jumlah,Catatan petugas\nAceh,998161,\nJambi,652887,cek ulang 2025\n"
    path = tmp_path / "t.csv"
    path.write_text(rows + "Bali,845200,12\nRiau,1328905,\n,,\nKeterangan,,\n-,,\n", encoding="utf-8")
    found = read(path)
    assert [problem for problem in found.problems if problem.severity == "error"] == []
    assert found.table["value"].tolist() == [998161, 652887, 845200, 1328905]
