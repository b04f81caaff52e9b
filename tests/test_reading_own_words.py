"""Whose measure a number has: a heading's own words win over the title's. All tables are synthetic."""

from pathlib import Path

import pandas as pd
import pytest

from coverage_lib.data.reading.problems import errors
from coverage_lib.data.reading.table import Reading, read

REGIONS = ("Aceh", "Bali", "Jawa Tengah")


def _read(folder: Path, title: str, headings: list[str], stated: dict[str, str] | None = None) -> Reading:
    """A table of three provinces whose columns differ by ten thousands."""
    lines = [f'"{title}"' + "," * len(headings), ",".join(["Provinsi", *(f'"{one}"' for one in headings)])]
    for place, region in enumerate(REGIONS):
        lines.append(
            ",".join([region, *(str(10_011 * (at + 1) + 131 * place) for at in range(len(headings)))])
        )
    path = folder / "data.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read(path, stated)


def _measures(reading: Reading) -> dict[str, str]:
    """The measure and the segment of each column of Aceh, by its heading."""
    table = reading.table[reading.table["code"] == "11"]
    kinds = table["measure"] + table["segment"].map(lambda one: "" if one == "total" else f"/{one}")
    return dict(zip(table["heading"], kinds, strict=True))


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Angkatan Kerja, Agustus 2024", "Pengangguran"),
        ("Angkatan Kerja, Agustus 2024", "Pengangguran Terbuka (orang)"),
        ("Peserta Aktif, Desember 2024", "Terdaftar"),
        ("Peserta Aktif, Desember 2024", "Tidak Aktif"),
        ("Peserta Aktif, Desember 2024", "Non Aktif"),
        ("Peserta Aktif, Desember 2024", "Bukan Peserta Aktif"),
        ("Peserta Aktif, Desember 2024", "Belum Aktif"),
        ("Peserta Aktif, Desember 2024", "Target"),
        ("Peserta Aktif, Desember 2024", "BPJS Kesehatan"),
        ("Peserta Aktif, Desember 2024", "PBI"),
        ("Peserta Aktif, Desember 2024", "Taspen"),
        ("Peserta Aktif JKN, Desember 2024", "Jumlah"),
        ("Peserta Aktif BPJS Kesehatan, Desember 2024", "Peserta Aktif"),
        ("Peserta Aktif, Desember 2024", "Pemberi Kerja"),
        ("Peserta Aktif, Desember 2024", "Magang"),
        ("Penduduk, 2024", "Kepadatan Penduduk"),
        ("Penduduk, 2024", "Rasio Jenis Kelamin"),
        ("Kepadatan Penduduk, 2024", "Jumlah"),
        ("Penduduk Bekerja, Agustus 2024", "Pertanian"),
        ("Penduduk Bekerja, Agustus 2024", "15-24 tahun"),
        ("Penduduk Bekerja, Agustus 2024", "Pencari Kerja"),
        ("Persentase Penduduk Miskin, 2024", "Jumlah Penduduk Miskin (ribu)"),
        ("Active Members, December 2024", "Inactive"),
    ],
)
def test_heading_that_says_something_else_is_not_the_title_s_measure(
    tmp_path: Path, title: str, heading: str
) -> None:
    reading = _read(tmp_path, title, [heading])
    assert not errors(reading.problems)
    known = {"active", "labour_force", "employed", "population", "poverty_rate"}
    assert set(reading.table["measure"]).isdisjoint(known) and len(reading.table) == 3


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("Peserta Aktif, Desember 2024", ["Jumlah"], ["active"]),
        ("Peserta Aktif, Desember", ["2023", "2024"], ["active", "active"]),
        ("Peserta Aktif, Desember 2024", ["PU", "BPU"], ["active/formal", "active/informal"]),
        ("Peserta BPJS Ketenagakerjaan, Desember 2024", ["Aktif", "Tidak Aktif"], ["active", "inactive"]),
        ("Target dan Realisasi Peserta Aktif, 2024", ["Target", "Realisasi"], ["active_target", "active"]),
        ("Target Peserta Aktif", ["2025", "2026"], ["active_target", "active_target"]),
        (
            "Active Members, December 2024",
            ["Wage Recipients", "Non-Wage Recipients"],
            ["active/formal", "active/informal"],
        ),
        (
            "Angkatan Kerja, Agustus 2024",
            ["Angkatan Kerja - Bekerja", "Angkatan Kerja - Pengangguran", "Angkatan Kerja - Jumlah"],
            ["employed", "labour_force_pengangguran", "labour_force"],
        ),
        (
            "Penduduk Bekerja Menurut Pendidikan, Agustus 2024",
            ["SD", "SMP", "Jumlah"],
            ["employed_sd", "employed_smp", "employed"],
        ),
        (
            "Penduduk Bekerja Menurut Umur, Agustus 2024",
            ["15-24", "25-64", "Jumlah"],
            ["employed_15_24", "employed_25_64", "employed"],
        ),
        ("Upah Minimum, 2024", ["upah_minimum_jawa_tengah"], ["minimum_wage"]),
        ("Indikator, 2024", ["Laki - laki", "Perempuan"], ["indikator_laki_laki", "indikator_perempuan"]),
    ],
)
def test_what_each_column_is_of(tmp_path: Path, title: str, headings: list[str], expected: list[str]) -> None:
    reading = _read(tmp_path, title, headings)
    assert not errors(reading.problems)
    assert list(_measures(reading).values()) == expected


def test_the_unit_parts_counts_from_shares(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(
        "Provinsi,Formal (orang),% Formal,Tahun\nAceh,977167,39.82,2024\nBali,465369,61.39,2024\n"
    )
    reading = read(path)
    assert not errors(reading.problems)
    assert list(dict.fromkeys(reading.table["measure"])) == ["formal_workers", "formal_share"]
    path.write_text(
        "Jumlah dan Persentase Penduduk Miskin 2024,,\nProvinsi,Jumlah,Persentase\nAceh,804530,14.23\nBali,184431,4.12\n"
    )
    reading = read(path)
    assert not errors(reading.problems)
    assert list(dict.fromkeys(reading.table["measure"])) == ["poverty_rate_people", "poverty_rate"]


def test_a_note_says_that_the_title_s_measure_was_not_taken(tmp_path: Path) -> None:
    reading = _read(tmp_path, "Angkatan Kerja, Agustus 2024", ["Pengangguran"])
    [note] = [problem for problem in reading.problems if problem.key == "own_measure"]
    assert note.severity == "note" and note.column == "B"
    assert note[4] == {"measure": "labour_force_pengangguran", "title": "labour_force"}


def test_different_headings_are_never_the_same_measure(tmp_path: Path) -> None:
    reading = _read(tmp_path, "Data Ketenagakerjaan 2024", ["Lowongan tersedia", "Jumlah lowongan tersedia"])
    assert not errors(reading.problems) and len(set(reading.table["measure"])) == 2


def test_labels_of_indicators_are_measures_of_their_own(tmp_path: Path) -> None:
    rows = pd.DataFrame({"provinsi": ["Aceh"] * 3, "indikator": ["TPT", "TPAK", "Angkatan Kerja"]})
    rows = rows.assign(tahun=2024, nilai=[5.6, 64.8, 2_576_660])
    rows.to_csv(tmp_path / "data.csv", index=False)
    reading = read(tmp_path / "data.csv")
    assert not errors(reading.problems)
    assert reading.table["measure"].tolist() == ["tpt", "tpak", "labour_force"]


def test_a_density_is_not_in_people(tmp_path: Path) -> None:
    reading = _read(tmp_path, "Penduduk, 2024", ["Kepadatan Penduduk"])
    assert set(reading.table["unit"]) == {""}
