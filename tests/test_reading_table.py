"""Whole files as agencies lay them out, read back as what was put in. All tables are synthetic unless a test says otherwise."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from coverage_lib import read_table
from coverage_lib.data.reading.problems import Refused, errors
from coverage_lib.data.reading.table import read


def _write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _values(table: pd.DataFrame, *keys: str) -> dict:
    return table.set_index(list(keys))["value"].to_dict()


def test_long_table_with_keys(tmp_path: Path) -> None:
    rows = "region,date,segment,counted_by,active\nAceh,2024-12-31,formal,domicile,1234\nJawa Tengah,2024-12-31,informal,domicile,2020\n"
    table = read_table(_write(tmp_path, rows))
    assert _values(table, "code", "segment", "counted_by", "measure") == {
        ("11", "formal", "domicile", "active"): 1234,
        ("33", "informal", "domicile", "active"): 2020,
    }
    assert table["date"].unique().tolist() == [pd.Timestamp("2024-12-31")]
    assert table["row"].tolist() == [2, 3]


def test_years_as_headings_under_a_title_and_boundary_cell_by_cell(tmp_path: Path) -> None:
    """Facts of BPS (Sakernas, formal workers), as its table on the web lays them out."""
    rows = (
        "38 Provinsi,Persentase Tenaga Kerja Formal Menurut Provinsi (Persen),\n,2023,2024\nACEH,40.14,39.83\nPAPUA,15.57,42.72\n"
        "PAPUA SELATAN,-,33.16\nINDONESIA,40.89,42.05\n,,\nCatatan,<br />Sumber: Sakernas<br />,\n"
    )
    table = read_table(_write(tmp_path, "\ufeff" + rows))
    assert set(table["measure"]) == {"formal_share"} and set(table["unit"]) == {"percent"}
    aceh = table[table["code"] == "11"].sort_values("date")
    assert aceh["boundary"].tolist() == ["2021", "2022"]
    papua = table[table["code"] == "91"].sort_values("date")
    assert papua["boundary"].tolist() == ["2021", "2022"] and papua["value"].tolist() == [15.57, 42.72]
    assert pd.isna(_values(table, "code", "date")["93", pd.Timestamp("2023-12-31")])


def test_misspelt_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"row 3.*'Jawa Tenggah'.*Did you mean Jawa Tengah"):
        read_table(_write(tmp_path, "Provinsi,Peserta aktif\nBali,12\nJawa Tenggah,13\n"))


def _sheets(folder: Path, sheets: dict[str, list[str]]) -> Path:
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(rows):
                for column, cell in enumerate(line.split("|")):
                    sheet.write(row, column, float(cell) if cell.isdigit() else cell)
    return path


def test_a_sheet_a_year_with_columns_in_another_order(tmp_path: Path) -> None:
    path = _sheets(
        tmp_path,
        {
            "Sampul": ["Dinas Tenaga Kerja"],
            "2023": ["Peserta aktif", "Provinsi|PU|BPU", "Bali|10|20"],
            "2024": ["Peserta aktif", "Provinsi|BPU|PU", "Bali|21|11"],
        },
    )
    found = read(path)
    assert _values(found.table.assign(year=found.table["date"].dt.year), "year", "segment") == {
        (2023, "formal"): 10,
        (2023, "informal"): 20,
        (2024, "formal"): 11,
        (2024, "informal"): 21,
    }
    assert [problem.key for problem in found.problems] == ["no_table_there"]
    assert found.understood["said_by"]["dates"] == "sheet" and found.understood["title"] == "Peserta aktif"


def test_title_and_sheet_of_different_dates_are_a_question(tmp_path: Path) -> None:
    path = _sheets(
        tmp_path, {"Desember 2023": ["Peserta aktif PU per 31 Desember 2024", "Provinsi|Jumlah", "Bali|10"]}
    )
    assert "two_dates" in [problem.key for problem in read(path).problems]
    table = read_table(path, date="2024-12-31")
    assert table["date"].tolist() == [pd.Timestamp("2024-12-31")]


@pytest.mark.parametrize(
    ("stated", "key"),
    [({"date": "2022"}, "stated_otherwise"), ({"segment": "informal"}, "stated_otherwise"), ({"measure": "employed"}, "stated_otherwise")],
)  # fmt: skip
def test_what_is_stated_against_the_table_is_refused(tmp_path: Path, stated: dict, key: str) -> None:
    path = _write(tmp_path, "Provinsi,Peserta aktif PU Des 2024\nBali,12\n")
    assert [problem.key for problem in read(path, stated).problems] == [key]


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        ("Kabupaten/Kota,2024\nSemarang,1\nCilacap,2\n", {"ambiguous_region"}),
        (
            "Kode,Provinsi,Peserta aktif 2024\n51,Bali,1\n36,Banten,2\n33,Jawa Timur,3\n",
            {"code_contradicts_name"},
        ),
        ("Provinsi,Kabupaten,Peserta aktif 2024\nBali,Badung,1\nBali,Cilacap,2\n", {"region_elsewhere"}),
        ("Provinsi,Peserta aktif PU 2024\nBali,850.123\nBanten,98.745\n", set()),
        ("Provinsi,Indeks 2024\nBali,850.123\nBanten,98.745\n", {"both_readings"}),
        ("Peserta aktif,\nProvinsi,Maret\nBali,1\nBanten,2\n", {"no_year"}),
        ("Provinsi,Tahun,Peserta aktif Des 2023\nBali,2024,1\nBanten,2024,2\n", {"date_at_odds"}),
        (
            "Provinsi,Tanggal,Peserta aktif PU\nBali,31/12/2024,1\nBanten,2024-13-45,2\n",
            {"not_a_date", "no_such_day"},
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(tmp_path: Path, rows: str, keys: set) -> None:
    found = {problem.key for problem in errors(read(_write(tmp_path, rows)).problems)}
    assert found <= keys if len(keys) > 1 else found == keys


def test_names_of_villages_are_taken_as_they_are_with_their_path(tmp_path: Path) -> None:
    rows = "Kabupaten/Kota,Kecamatan,Desa/Kelurahan,Peserta Aktif PU 2024\nBogor,Cibinong,Sukamaju,12\nBogor,Jonggol,Sukamaju,13\n,,Cirimekar,4\n"
    table = read_table(_write(tmp_path, rows))
    assert table["level"].unique().tolist() == ["village"]
    assert table["region"].tolist() == ["Sukamaju, Cibinong, Bogor", "Sukamaju, Jonggol, Bogor", "Cirimekar"]


def test_hidden_rows_columns_and_sheets_are_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Data", "Lama"):
            sheet = book.add_worksheet(name)
            for row, line in enumerate(
                ["Provinsi|Peserta aktif PU 2023|Peserta aktif PU 2024", "Bali|1|2", "Banten|3|4", "Aceh|5|6"]
            ):
                for column, cell in enumerate(line.split("|")):
                    sheet.write(row, column, int(cell) if cell.isdigit() else cell)
        book.get_worksheet_by_name("Data").set_row(2, None, None, {"hidden": True})
        book.get_worksheet_by_name("Data").set_column(1, 1, None, None, {"hidden": True})
        sheet.hide()
    found = read(path)
    assert _values(found.table, "code") == {"51": 2, "11": 6}
    assert {problem.key for problem in found.problems} == {"hidden_rows", "hidden_columns", "hidden_sheet"}
    assert len(read_table(path, sheet="Lama")) == 6


def test_first_days_of_months_in_a_workbook_are_months(tmp_path: Path) -> None:
    """A spreadsheet makes 1 November of "Nov-24"; two such headings and no other day are months."""
    path = tmp_path / "months.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        month = book.add_format({"num_format": "mmm-yy"})
        sheet.write_row(0, 0, ["Provinsi"])
        sheet.write_datetime(0, 1, datetime(2024, 11, 1), month)
        sheet.write_datetime(0, 2, datetime(2024, 12, 1), month)
        sheet.write_row(1, 0, ["Bali", 1, 2])
    table = read_table(path)
    assert table["date"].tolist() == [pd.Timestamp("2024-11-30"), pd.Timestamp("2024-12-31")]
