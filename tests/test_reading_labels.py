"""Labels of rows as agencies write them: old names, codes and tags around names, dates and kinds in columns. Synthetic tables."""

from pathlib import Path

import pytest

from coverage_lib.data.reading import places
from coverage_lib.data.reading.places import Label
from coverage_lib.data.reading.table import Reading, read


def taken(text: str, tmp_path: Path) -> Reading:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read(path)


def met(reading: Reading) -> list[tuple[str, int | None]]:
    return [(problem.key, problem.row) for problem in reading.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("<b>Aceh</b>", "11"), ("[1100] Aceh", "11"), ("11 Aceh", "11"), ("1. Aceh", "11"), ("11 - Aceh", "11"), ("(11) Aceh", "11"),
        ("D.I. Aceh", "11"), ("Daerah Istimewa Aceh", "11"), ("Special Region of Aceh", "11"), ("Nanggroe Aceh Darussalam", "11"),
        ("Irian Jaya Barat", "92"), ("Sulawesi Tenggara (Sultra)", "74"), ("[9400] Papua", "91"),
        ("Aceh (11)", "11"),
    ],
)  # fmt: skip
def test_a_name_with_what_stands_around_it(label: str, code: str, tmp_path: Path) -> None:
    found = taken(f"Provinsi,Peserta Aktif Desember 2024\n{label},998161\nBali,845200\n", tmp_path)
    assert met(found) == [] and found.table["code"].tolist() == [code, "51"]


def test_a_bracket_that_names_another_region_is_not_left_out() -> None:
    assert places.resolve([Label("Aceh (Bali)")]).places[0].kind == "unknown"


def test_codes_in_front_of_names_are_held_against_them(tmp_path: Path) -> None:
    rows = "[1100] Aceh,998161\n[1200] Sumatera Utara,3214582\n[1300] Riau,1328905\n"
    found = taken("Provinsi,Peserta Aktif Desember 2024\n" + rows, tmp_path)
    assert met(found) == [("code_contradicts_name", 4)]


def test_exchanged_codes_are_named(tmp_path: Path) -> None:
    found = taken(
        "Kode,Provinsi,Penduduk Bekerja 2024\n15,Riau,3100000\n14,Jambi,1840000\n16,Sumatera Selatan,4400000\n",
        tmp_path,
    )
    assert met(found) == [("code_contradicts_name", 2), ("code_contradicts_name", 3)]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("periode_data", ["202411", "202412"]),
        ("Tahun,Bulan", ["2024.0,11", "2024.0,12"]),
        ("Tahun,Bulan", ["2024,11.0", "2024,12.0"]),
    ],
)
def test_columns_of_months_are_dates_and_no_values(heading: str, cells: list[str], tmp_path: Path) -> None:
    rows = [
        f"{when},{name},{count}" for when in cells for name, count in (("Aceh", 998161), ("Bali", 845200))
    ]
    found = taken("\n".join([f"{heading},Provinsi,Peserta Aktif", *rows]) + "\n", tmp_path)
    assert met(found) == []
    assert found.table["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-11-30"] * 2 + ["2024-12-31"] * 2
    assert found.table["value"].tolist() == [998161, 845200] * 2


@pytest.mark.parametrize("heading", ["indikator", "variabel", "kategori", "jenis"])
def test_words_that_are_not_known_tell_rows_apart(heading: str, tmp_path: Path) -> None:
    rows = "Aceh,XQT,2024,4.84\nAceh,XQK,2024,76.23\nBali,XQT,2024,2.1\nBali,XQK,2024,77.02\n"
    found = taken(f"provinsi,{heading},tahun,nilai\n{rows}", tmp_path)
    assert met(found) == []
    assert found.table["measure"].nunique() == 2


def test_a_row_twice_stays_one_whatever_words_stand_in_it(tmp_path: Path) -> None:
    rows = "Aceh,Penerima Upah,2024,12345\nAceh,PU,2024,12345\nBali,PU,2024,23456\n"
    found = taken(f"provinsi,segmen,tahun,Peserta Aktif\n{rows}", tmp_path)
    assert met(found) == [("twice", 3)]
