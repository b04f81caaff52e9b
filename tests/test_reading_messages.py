"""What is said of a table that cannot be read: where, of which region, and what to do. All tables are synthetic."""

from pathlib import Path

import pandas as pd
import pytest

from coverage_lib.data.reading.problems import Problem, errors, text
from coverage_lib.data.reading.table import Reading, read

MONTHS = "Peserta Aktif,\nBulan,Peserta Aktif (juta)\nJanuari 2025,42.66\nFebruari 2025,41.38\n"


def _read(folder: Path, rows: str, stated: dict[str, str] | None = None) -> Reading:
    (folder / "data.csv").write_text(rows, encoding="utf-8")
    return read(folder / "data.csv", stated)


def _error(reading: Reading, key: str) -> Problem:
    return next(problem for problem in errors(reading.problems) if problem.key == key)


def test_numbers_without_a_region_are_said_with_the_first_labels(tmp_path: Path) -> None:
    said = text(_error(_read(tmp_path, MONTHS), "no_region"))
    assert "Januari 2025, Februari 2025" in said and "--set level=national" in said


def test_a_table_of_the_nation_alone_is_read_when_it_is_stated(tmp_path: Path) -> None:
    reading = _read(tmp_path, MONTHS, {"level": "national"})
    assert not errors(reading.problems)
    assert dict(zip(reading.table["date"], reading.table["value"], strict=True)) == {
        pd.Timestamp("2025-01-31"): 42_660_000,
        pd.Timestamp("2025-02-28"): 41_380_000,
    }
    assert set(reading.table["code"]) == {"00"} and set(reading.table["measure"]) == {"active"}


def test_ages_of_the_nation_are_told_apart(tmp_path: Path) -> None:
    rows = "Peserta Aktif 2024,\nUmur,Jumlah\n15–24,900\n25–34,800\nJumlah,1700\n"
    table = _read(tmp_path, rows, {"level": "national"}).table
    assert table["measure"].nunique() == 3 and table["measure"].tolist()[2] == "active"


def test_an_unknown_name_is_said_with_its_column(tmp_path: Path) -> None:
    rows = "No,Provinsi,Peserta aktif\n1,Bali,12\n2,Jawa Tenggah,13\n"
    problem = _error(_read(tmp_path, rows), "unknown_region")
    assert (problem.row, problem.column) == (3, "B")


@pytest.mark.parametrize("label", ["Luar Negeri", "Budi", "Tidak Diketahui", "Jumlah (Ribu orang)"])
def test_a_name_that_is_nothing_like_it_is_not_suggested(tmp_path: Path, label: str) -> None:
    rows = f"Provinsi,Peserta aktif\nBali,12\nAceh,11\n{label},13\n"
    said = [problem for problem in _read(tmp_path, rows).problems if problem.key == "unknown_region"]
    assert not any("Did you mean" in text(problem) for problem in said)


def test_sums_are_said_with_their_region(tmp_path: Path) -> None:
    rows = "Peserta Aktif 2024,,,\nProvinsi,PU,BPU,Jumlah\nBali,10,20,30\nAceh,11,21,99\n"
    assert "Aceh" in text(_error(_read(tmp_path, rows), "segment_sum"))
    rows = "Provinsi,Formal (%),Informal (%)\nBali,40.5,59.5\nAceh,50.5,59.5\n"
    assert "Aceh" in text(_error(_read(tmp_path, f"Penduduk Bekerja 2024,,\n{rows}"), "share_sum"))


def test_numbers_of_which_nothing_is_said_are_an_error_until_it_is_stated(tmp_path: Path) -> None:
    rows = "Provinsi,Angka\nBali,1200\nAceh,1100\n"
    assert "--set measure=active" in text(_error(_read(tmp_path, rows), "no_measure"))
    assert not errors(_read(tmp_path, rows, {"measure": "active", "date": "2024-12"}).problems)
