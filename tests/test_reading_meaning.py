"""What numbers are of: each table is small, synthetic, and set out to be misread. The truth of each is written beside it."""

from pathlib import Path

import pytest
from agency_tables import Table, text
from test_reading_layouts import numbers, write

from coverage_lib.data.reading import words
from coverage_lib.data.reading.problems import errors
from coverage_lib.data.reading.table import read

#: Name -> rows, and {(code, date, segment, measure): value} of the rows that are asked for; nothing else may have these keys.
CASES = {
    "the share beside a segment is the segment's, and no count": (
        "Peserta aktif, 2024||||\nProvinsi|PU|%|BPU|%\nBali|600|60,0|400|40,0",
        {("51", "formal", "active"): 600, ("51", "informal", "active"): 400, ("51", "formal", "active_percent"): 60.0},
    ),
    "a target is no count": (
        "Kepesertaan aktif||\nProvinsi|2024|\n|Target|Realisasi\nBali|110|100",
        {("51", "total", "active"): 100, ("51", "total", "active_target"): 110},
    ),
    "the office in the title measures nothing": (
        "Peserta Aktif PU menurut Provinsi|\nDinas Tenaga Kerja Provinsi Bali, 5 Januari 2025|\nKabupaten|Des 2024\nBadung|100\nTabanan|50",
        {("5103", "formal", "active"): 100, ("5102", "formal", "active"): 50},
    ),
    "a segment of members is no group of workers": (
        "Provinsi|Pekerja Penerima Upah|Pekerja Bukan Penerima Upah\nBali|100|50",
        {("51", "formal", ""): 100, ("51", "informal", ""): 50},
    ),
    "the month of the title is that of all years": (
        "Penduduk Bekerja menurut Provinsi, Agustus 2022-2024|||\nProvinsi|2022|2023|2024\nBali|1|2|3",
        {("51", "total", "employed", "2022-08-31"): 1, ("51", "total", "employed", "2024-08-31"): 3},
    ),
    "ages are not all ages": (
        "Peserta aktif PU 2024 menurut kelompok umur|||\nProvinsi|15-24|25-34|Jumlah\nBali|90|890|980",
        {("51", "formal", "active_15_24"): 90, ("51", "formal", "active"): 980},
    ),
    "a column of words that nobody knows tells rows apart": (
        "Peserta aktif 2024||\nProvinsi|Skala Usaha|Jumlah\nBali|Besar|90\nBali|Kecil|80\nBali|Jumlah|170",
        {("51", "total", "active_besar"): 90, ("51", "total", "active_kecil"): 80, ("51", "total", "active"): 170},
    ),
    "a heading that nobody knows is no member of all kinds": (
        "Peserta aktif 2024||\nProvinsi|PU|Petani\nBali|90|80",
        {("51", "formal", "active"): 90, ("51", "total", "active_petani"): 80},
    ),
    "the capital is no region of the row": (
        "Provinsi|Ibukota|Pulau|Peserta aktif PU 2024\nBali|Denpasar|Bali|90\nAceh|Banda Aceh|Sumatera|80",
        {("51", "formal", "active"): 90, ("11", "formal", "active"): 80},
    ),
    "not active is not active": (
        "Peserta BPJS Ketenagakerjaan 2024|||\nProvinsi|Aktif|Non Aktif\nBali|900|100",
        {("51", "total", "active"): 900, ("51", "total", "inactive"): 100},
    ),
    "potential, members and their ratio": (
        "Provinsi|Potensi 2024|Peserta Aktif 2024|Cakupan 2024 (%)\nBali|2.600.000|900.000|34,62",
        {("51", "total", "eligible_workers"): 2600000, ("51", "total", "active"): 900000, ("51", "total", "coverage_rate"): 34.62},
    ),
    "the scale of an indicator in its row": (
        "Jumlah Peserta Aktif Provinsi Bali|\nUraian|2024\nPeserta aktif PU|1.001\nPenduduk bekerja (ribu)|2.501,1",
        {("51", "formal", "active"): 1001, ("51", "total", "employed"): 2501100},
    ),
    "lines of business": (
        "Peserta aktif PU Provinsi Bali 2024|\nLapangan Usaha|Jumlah\nPertanian|90\nJasa|100\nJumlah|190",
        {("51", "formal", "active_pertanian"): 90, ("51", "formal", "active"): 190},
    ),
    "months written in digits": (
        "provinsi|periode|peserta aktif PU\nBali|202411|100\nBali|202412|110",
        {("51", "formal", "active", "2024-11-30"): 100, ("51", "formal", "active", "2024-12-31"): 110},
    ),
    "the city of a province that has its name": (
        "Penduduk bekerja 2024 di DI Yogyakarta|\nKabupaten/Kota|Jumlah\nSleman|10\nBantul|20\nYogyakarta|30",
        {("3404", "total", "employed"): 10, ("3402", "total", "employed"): 20, ("3471", "total", "employed"): 30},
    ),
    "the province that has the name of a regency, last": (
        "Penduduk bekerja 2024|\nKabupaten/Kota|Jumlah\nBoalemo|10\nGorontalo|20\nKota Gorontalo|30\nGorontalo|60",
        {("7502", "total", "employed"): 10, ("7501", "total", "employed"): 20, ("7571", "total", "employed"): 30, ("75", "total", "employed"): 60},
    ),
    "a sum of years is of no year": (
        "Peserta aktif PU||||\nProvinsi|2022|2023|2024|Jumlah\nBali|10|20|30|60",
        {("51", "formal", "active", "2022-12-31"): 10, ("51", "formal", "active", "2024-12-31"): 30, ("51", "formal", "active", ""): None},
    ),
    "a row that counts the columns": (
        "Peserta aktif 2024||\nProvinsi|PU|BPU\n1|2|3\nBali|10|20",
        {("51", "formal", "active"): 10, ("51", "informal", "active"): 20},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_numbers_are_of(name: str, tmp_path: Path) -> None:
    rows, truth = CASES[name]
    reading = read(write(Table(text(rows), {}), tmp_path / "table.csv"))
    assert not errors(reading.problems)
    found = numbers(reading.table)
    dated = {(code, segment, measure, date): value for (code, date, segment, measure), value in found.items()}
    plain = {key[:3]: value for key, value in dated.items()}
    asked = {key: (dated if len(key) == 4 else plain).get(key) for key in truth}
    assert asked == truth
    assert len(dated) == len(plain) or any(len(key) == 4 for key in truth)


@pytest.mark.parametrize(
    ("text", "counted_by"),
    [
        ("Sumber: Kanwil, diolah Disnaker", ""),
        ("Sumber: Kantor Wilayah BPJS Ketenagakerjaan Sumbagsel", ""),
        ("Source: BPJS Ketenagakerjaan office of Jambi", ""),
        ("Kantor Cabang Jambi", ""),
        ("office", ""),
        ("Jumlah peserta aktif menurut kantor", "office"),
        ("Peserta aktif berdasarkan lokasi perusahaan", "office"),
        ("Lokasi pemberi kerja", "office"),
        ("Active members by office", "office"),
    ],
)
def test_names_of_offices_are_no_way_of_counting(text: str, counted_by: str) -> None:
    assert words.understand(text).counted_by == counted_by
