"""Synthetic tables laid out as agencies lay them out, each with what is in it, written apart from the code that reads them."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Table(NamedTuple):
    """Rows of cells as a sheet has them, the merged ranges (first row, column, last row, column, from 1), and the numbers in it.

    `truth` is {(code, date as YYYY-MM-DD or "", segment, measure): value}.
    """

    rows: list[list[Any]]
    truth: dict[tuple[str, str, str, str], float]
    merged: Sequence[tuple[int, int, int, int]] = ()
    sheet: str = "Sheet1"


def text(table: str, separator: str = "|") -> list[list[Any]]:
    """Rows of a table written as text: cells apart by |, empty ones empty."""
    return [
        [cell.strip() or None for cell in line.split(separator)] for line in table.strip("\n").split("\n")
    ]


def truth(measure: str, **cells: float) -> dict[tuple[str, str, str, str], float]:
    """{"c33_formal_2024-12-31": …} is written with keyword names like c33__formal__20241231."""
    out = {}
    for name, value in cells.items():
        code, segment, day = name[1:].split("__")
        date = f"{day[:4]}-{day[4:6]}-{day[6:]}" if day != "none" else ""
        out[code, date, segment, measure] = value
    return out


def _years(
    measure: str, codes: str, first: int, rows: str, segment: str = "total", end: str = "12-31"
) -> dict:
    lines = [line.split() for line in rows.strip().split("\n")]
    return {
        (code, f"{first + place}-{end}", segment, measure): float(value)
        for code, line in zip(codes.split(), lines, strict=True)
        for place, value in enumerate(line)
        if value != "-"
    }


TABLES: dict[str, Table] = {}


def add(
    name: str,
    rows: str,
    truth_: dict,
    merged: Sequence[tuple[int, int, int, int]] = (),
    sheet: str = "Sheet1",
) -> None:
    """Keep a table under its name."""
    TABLES[name] = Table(text(rows), truth_, merged, sheet)


add(
    "segments under years, blanks mean the same as left",
    """
Tabel 4.2 Jumlah Peserta Aktif BPJS Ketenagakerjaan Menurut Provinsi dan Segmen||||||
(menurut domisili peserta)||||||
Provinsi|2023|||2024||
|PU|BPU|Jumlah|PU|BPU|Jumlah
(1)|(2)|(3)|(4)|(5)|(6)|(7)
Aceh|210.345|120.001|330.346|220.345|130.001|350.346
Jawa Tengah|2.110.345|1.120.001|3.230.346|2.220.345|1.130.001|3.350.346
Bali|410.345|220.001|630.346|420.345|230.001|650.346
Sumber: BPJS Ketenagakerjaan||||||
""",
    {
        (code, f"{year}-12-31", segment, "active"): value
        for code, line in {
            "11": [210345, 120001, 330346, 220345, 130001, 350346],
            "33": [2110345, 1120001, 3230346, 2220345, 1130001, 3350346],
            "51": [410345, 220001, 630346, 420345, 230001, 650346],
        }.items()
        for (year, segment), value in zip(
            [
                (2023, "formal"),
                (2023, "informal"),
                (2023, "total"),
                (2024, "formal"),
                (2024, "informal"),
                (2024, "total"),
            ],
            line,
            strict=True,
        )
    },
)
add(
    "years under segments, merged",
    """
PESERTA AKTIF BPJS KETENAGAKERJAAN|||||
No|Kabupaten/Kota|Penerima Upah||Bukan Penerima Upah|
||2023|2024|2023|2024
1|Kab. Cilacap|50,123|51,123|20,123|21,123
2|Kab. Banyumas|60,123|61,123|30,123|31,123
3|Kota Magelang|9,123|9,223|4,123|5,123
""",
    {
        (code, f"{year}-12-31", segment, "active"): value
        for code, line in {
            "3301": [50123, 51123, 20123, 21123],
            "3302": [60123, 61123, 30123, 31123],
            "3371": [9123, 9223, 4123, 5123],
        }.items()
        for (segment, year), value in zip(
            [("formal", 2023), ("formal", 2024), ("informal", 2023), ("informal", 2024)], line, strict=True
        )
    },
    [(1, 1, 1, 6), (2, 3, 2, 4), (2, 5, 2, 6), (2, 1, 3, 1), (2, 2, 3, 2)],
)
add(
    "units in a row of their own, national row first",
    """
Penduduk Bekerja dan Angkatan Kerja Menurut Provinsi, Agustus 2024||
Provinsi|Penduduk Bekerja|Angkatan Kerja
|(ribu orang)|(ribu orang)
INDONESIA|144.642,0|152.107,6
Sumatera Utara|7.512,3|7.947,1
Kep. Riau|1.012,5|1.090,4
""",
    {
        ("00", "2024-08-31", "total", "employed"): 144642000, ("00", "2024-08-31", "total", "labour_force"): 152107600,
        ("12", "2024-08-31", "total", "employed"): 7512300, ("12", "2024-08-31", "total", "labour_force"): 7947100,
        ("21", "2024-08-31", "total", "employed"): 1012500, ("21", "2024-08-31", "total", "labour_force"): 1090400,
    },
)  # fmt: skip
add(
    "men, women and all as upper heading",
    """
Jumlah Penduduk Bekerja menurut Kabupaten/Kota dan Jenis Kelamin di Provinsi Bali, 2023 dan 2024||||||
Kabupaten/Kota|Laki-laki||Perempuan||Jumlah|
|2023|2024|2023|2024|2023|2024
Jembrana|88.123|89.222|70.100|71.200|158.223|160.422
Kota Denpasar|288.123|289.222|270.100|271.200|558.223|560.422
""",
    {
        ("5101", "2023-12-31", "total", "employed"): 158223, ("5101", "2024-12-31", "total", "employed"): 160422,
        ("5171", "2023-12-31", "total", "employed"): 558223, ("5171", "2024-12-31", "total", "employed"): 560422,
        **{(code, f"{year}-12-31", "total", f"employed_{sex}"): value
           for code, line in {"5101": [88123, 89222, 70100, 71200], "5171": [288123, 289222, 270100, 271200]}.items()
           for (sex, year), value in zip([("men", 2023), ("men", 2024), ("women", 2023), ("women", 2024)], line, strict=True)},
    },
)  # fmt: skip
add(
    "months as headings under a year in the title",
    """
Peserta Aktif Penerima Upah Tahun 2024|||
Provinsi|Januari|Februari|Maret
Riau|812.345|812.445|813.001
Jambi|212.345|212.445|213.001
""",
    {
        (code, day, "formal", "active"): value
        for code, line in {"14": [812345, 812445, 813001], "15": [212345, 212445, 213001]}.items()
        for day, value in zip(["2024-01-31", "2024-02-29", "2024-03-31"], line, strict=True)
    },
)
add(
    "months under years",
    """
Provinsi|2023||2024|
|Nov|Des|Jan|Feb
Riau|1|2|3|4
Jambi|5|6|7|8
""",
    {
        (code, day, "total", ""): value
        for code, line in {"14": [1, 2, 3, 4], "15": [5, 6, 7, 8]}.items()
        for day, value in zip(["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29"], line, strict=True)
    },
)
add(
    "long form, year and month columns",
    """
kode|provinsi|tahun|bulan|segmen|jumlah_peserta_aktif
31|DKI Jakarta|2024|11|PU|5000123
31|DKI Jakarta|2024|12|PU|5000456
31|DKI Jakarta|2024|12|BPU|700456
91|Papua|2024|12|BPU|7456
""",
    {
        ("31", "2024-11-30", "formal", "active"): 5000123, ("31", "2024-12-31", "formal", "active"): 5000456,
        ("31", "2024-12-31", "informal", "active"): 700456, ("91", "2024-12-31", "informal", "active"): 7456,
    },
)  # fmt: skip
add(
    "regions in columns, dates in rows",
    """
Tingkat Kemiskinan (Persen)|||
Tahun|Lampung|Banten|Indonesia
Maret 2023|11,11|6,17|9,36
September 2023|11,00|6,10|9,30
Maret 2024|10,69|5,84|9,03
""",
    {
        (code, day, "total", "poverty_rate"): value
        for code, line in {
            "18": [11.11, 11.00, 10.69],
            "36": [6.17, 6.10, 5.84],
            "00": [9.36, 9.30, 9.03],
        }.items()
        for day, value in zip(["2023-03-31", "2023-09-30", "2024-03-31"], line, strict=True)
    },
)
add(
    "three tables below each other",
    """
A. Peserta Aktif Penerima Upah, Desember 2024||
Provinsi|Laki-laki|Jumlah
Bali|100.111|200.222
Banten|300.111|400.222
||
B. Peserta Aktif Bukan Penerima Upah, Desember 2024||
Provinsi|Laki-laki|Jumlah
Bali|10.111|20.222
Banten|30.111|40.222
||
C. Peserta Aktif Jasa Konstruksi, Desember 2024||
Provinsi|Laki-laki|Jumlah
Bali|1.111|2.222
Banten|3.111|4.222
""",
    {
        (code, "2024-12-31", segment, measure): value
        for segment, lines in {
            "formal": [("51", 100111, 200222), ("36", 300111, 400222)],
            "informal": [("51", 10111, 20222), ("36", 30111, 40222)],
            "construction": [("51", 1111, 2222), ("36", 3111, 4222)],
        }.items()
        for code, *values in lines
        for measure, value in zip(["active_men", "active"], values, strict=True)
    },
)
add(
    "province in the first row of its group, regencies beside it",
    """
Provinsi|Kabupaten/Kota|Peserta Aktif PU 2024
Bali|Jumlah|300
|Badung|100
|Kota Denpasar|200
DI Yogyakarta|Jumlah|700
|Sleman|300
|Kota Yogyakarta|400
""",
    {
        ("51", "2024-12-31", "formal", "active"): 300, ("5103", "2024-12-31", "formal", "active"): 100, ("5171", "2024-12-31", "formal", "active"): 200,
        ("34", "2024-12-31", "formal", "active"): 700, ("3404", "2024-12-31", "formal", "active"): 300, ("3471", "2024-12-31", "formal", "active"): 400,
    },
)  # fmt: skip
add(
    "province row, indented regencies below it in one column",
    """
Wilayah|Desember 2023|Desember 2024
GORONTALO|900|950
   Boalemo|100|110
   Gorontalo|200|210
   Kota Gorontalo|600|630
SULAWESI BARAT|300|310
   Majene|300|310
""",
    {
        (code, f"{year}-12-31", "total", ""): value
        for code, *values in [
            ("75", 900, 950),
            ("7502", 100, 110),
            ("7501", 200, 210),
            ("7571", 600, 630),
            ("76", 300, 310),
            ("7605", 300, 310),
        ]
        for year, value in zip([2023, 2024], values, strict=True)
    },
)
add(
    "headings of groups: Kabupaten and Kota",
    """
Jumlah Penduduk Menurut Kabupaten/Kota di Provinsi Jawa Tengah|
Kabupaten/Kota|2024
Kabupaten|
Semarang|1.080.648
Magelang|1.330.656
Tegal|1.654.836
Kota|
Magelang|121.610
Semarang|1.694.740
Tegal|286.040
""",
    {
        (code, "2024-12-31", "total", "population"): value
        for code, value in {
            "3322": 1080648,
            "3308": 1330656,
            "3328": 1654836,
            "3371": 121610,
            "3374": 1694740,
            "3376": 286040,
        }.items()
    },
)
add(
    "islands, growth, rank and share beside the count",
    """
Provinsi|Peserta Aktif BPU 2023|Peserta Aktif BPU 2024|Pertumbuhan (%)|Peringkat
SUMATERA|30|33|10,0|
Aceh|10|11|10,0|2
Sumatera Utara|20|22|10,0|1
JAWA|40|44|10,0|
Banten|40|44|10,0|3
""",
    {
        (code, f"{year}-12-31", "informal", "active"): value
        for code, *values in [("11", 10, 11), ("12", 20, 22), ("36", 40, 44)]
        for year, value in zip([2023, 2024], values, strict=True)
    },
)
add(
    "codes of BPS decide what Papua is",
    """
Kode|Nama Provinsi|Peserta Aktif PU|Peserta Aktif BPU
9100|Papua Barat|1200|300
9400|Papua|2200|400
9500|Papua Selatan|200|40
3300|Jawa Tengah|90200|8040
""",
    {
        (code, "", segment, "active"): value
        for code, *values in [("92", 1200, 300), ("91", 2200, 400), ("93", 200, 40), ("33", 90200, 8040)]
        for segment, value in zip(["formal", "informal"], values, strict=True)
    },
)
add(
    "headings repeated at a page break, page numbers and footnotes",
    """
Tabel 3.1.4 Cakupan Kepesertaan Terhadap Penduduk Bekerja (persen)||
Provinsi|2023|2024*
(1)|(2)|(3)
Aceh|20,11|21,20
Riau<sup>1</sup>|30,22|31,10
Lanjutan Tabel 3.1.4||
Provinsi|2023|2024*
(1)|(2)|(3)
Jambi 2)|40,33|41,00
Keterangan: *) angka sementara||
1) tanpa Natuna||
""",
    {
        (code, f"{year}-12-31", "total", "coverage_rate"): value
        for code, *values in [("11", 20.11, 21.20), ("14", 30.22, 31.10), ("15", 40.33, 41.00)]
        for year, value in zip([2023, 2024], values, strict=True)
    },
)
add(
    "segments in the rows of one region",
    """
Peserta Aktif BPJS Ketenagakerjaan Kabupaten Kendal|||
Segmen|Okt 2024|Nov 2024|Des 2024
Penerima Upah|45.123|45.222|45.333
Bukan Penerima Upah|15.123|15.222|15.333
Jasa Konstruksi|5.123|5.222|5.333
Total|65.369|65.666|65.999
""",
    {
        ("3324", day, segment, "active"): value
        for segment, *values in [
            ("formal", 45123, 45222, 45333), ("informal", 15123, 15222, 15333), ("construction", 5123, 5222, 5333), ("total", 65369, 65666, 65999),
        ]
        for day, value in zip(["2024-10-31", "2024-11-30", "2024-12-31"], values, strict=True)
    },
)  # fmt: skip
add(
    "indicators in rows, one column of values, unit beside them",
    """
Provinsi|Indikator|Satuan|Tahun|Nilai
Jambi|Penduduk bekerja|Ribu orang|2024|1.840,5
Jambi|Persentase penduduk miskin|Persen|2024|7,10
Jambi|Peserta aktif PU|Orang|2024|312.370
Riau|Penduduk bekerja|Ribu orang|2024|3.140,5
Riau|Persentase penduduk miskin|Persen|2024|6,67
Riau|Peserta aktif PU|Orang|2024|912.370
""",
    {
        ("15", "2024-12-31", "total", "employed"): 1840500, ("15", "2024-12-31", "total", "poverty_rate"): 7.10,
        ("15", "2024-12-31", "formal", "active"): 312370, ("14", "2024-12-31", "total", "employed"): 3140500,
        ("14", "2024-12-31", "total", "poverty_rate"): 6.67, ("14", "2024-12-31", "formal", "active"): 912370,
    },
)  # fmt: skip
add(
    "two panels side by side",
    """
Upah Minimum Provinsi Tahun 2025||||
No|Provinsi|UMP (Rp)||No|Provinsi|UMP (Rp)
1|Aceh|3.685.615||3|Riau|3.508.775
2|Sumatera Utara|2.992.599||4|Jambi|3.234.533
""",
    {
        (code, "2025-12-31", "total", "minimum_wage"): value
        for code, value in {"11": 3685615, "12": 2992599, "14": 3508775, "15": 3234533}.items()
    },
)
add(
    "the date in the sheet's name, footnote rows, empty columns",
    """
Data Kepesertaan Aktif per Segmen||||||
||||||
Provinsi||PU||BPU||Jakon
||||||
Aceh||1.111||2.222||333
Bali||4.111||5.222||633
||||||
Catatan: data per akhir bulan||||||
""",
    {
        (code, "2024-12-31", segment, "active"): value
        for code, *values in [("11", 1111, 2222, 333), ("51", 4111, 5222, 633)]
        for segment, value in zip(["formal", "informal", "construction"], values, strict=True)
    },
    (),
    "Desember 2024",
)
add(
    "formal and informal workers with shares beside them",
    """
Penduduk Bekerja Menurut Status Formal/Informal, Agustus 2024||||
Provinsi|Formal||Informal|
|Orang|Persen|Orang|Persen
Aceh|1.012.345|40,12|1.512.345|59,88
Bali|1.212.345|47,12|1.360.345|52,88
""",
    {
        (code, "2024-08-31", segment, f"{segment}_{kind}"): value
        for code, *values in [("11", 1012345, 40.12, 1512345, 59.88), ("51", 1212345, 47.12, 1360345, 52.88)]
        for (segment, kind), value in zip(
            [("formal", "workers"), ("formal", "share"), ("informal", "workers"), ("informal", "share")],
            values,
            strict=True,
        )
    },
)
add(
    "open data in long form: codes of both levels, unit and year in columns",
    """
id|kode_provinsi|nama_provinsi|bps_kode_kabupaten_kota|bps_nama_kabupaten_kota|jumlah_penduduk_bekerja|satuan|tahun
1|32|JAWA BARAT|3201|BOGOR|2512345|ORANG|2023
2|32|JAWA BARAT|3271|KOTA BOGOR|512345|ORANG|2023
3|32|JAWA BARAT|3201|BOGOR|2612345|ORANG|2024
4|32|JAWA BARAT|3271|KOTA BOGOR|522345|ORANG|2024
""",
    {
        ("3201", "2023-12-31", "total", "employed"): 2512345, ("3271", "2023-12-31", "total", "employed"): 512345,
        ("3201", "2024-12-31", "total", "employed"): 2612345, ("3271", "2024-12-31", "total", "employed"): 522345,
    },
)  # fmt: skip
add(
    "all regencies of a province and their sum",
    """
Peserta aktif program BPJS Ketenagakerjaan di DI Yogyakarta (berdasarkan domisili)||
Kabupaten/Kota|PU|BPU
Kulon Progo|1.100|2.100
Bantul|1.200|2.200
Gunungkidul|1.300|2.300
Sleman|1.400|2.400
Yogyakarta|1.500|2.500
Jumlah|6.500|11.500
""",
    {
        (code, "", segment, "active"): value
        for code, *values in [
            ("3401", 1100, 2100), ("3402", 1200, 2200), ("3403", 1300, 2300), ("3404", 1400, 2400), ("3471", 1500, 2500), ("34", 6500, 11500),
        ]
        for segment, value in zip(["formal", "informal"], values, strict=True)
    },
)  # fmt: skip
add(
    "source above, footnotes in headings, provisional years, growth at the right",
    """
Sumber: Kementerian Ketenagakerjaan|||||
Tabel 2. Angkatan Kerja menurut Provinsi, 2022-2024 (juta orang)|||||
|||||
Provinsi 1)|2022|2023r|2024*)|Perubahan 2023-2024|y-o-y (%)
Banten|6,01|6,12|6,23|0,11|1,80
Gorontalo|0,61|0,62|0,63|0,01|1,61
1) 38 provinsi|||||
""",
    {
        (code, f"{year}-12-31", "total", "labour_force"): value
        for code, *values in [("36", 6010000, 6120000, 6230000), ("75", 610000, 620000, 630000)]
        for year, value in zip([2022, 2023, 2024], values, strict=True)
    },
)
add(
    "coverage and counts and potential beside each other",
    """
Kabupaten/Kota|Potensi|Peserta Aktif|Cakupan (%)|Target 2024 (%)
Kab. Merangin|100.000|45.170|45,17|50,00
Kota Jambi|200.000|91.340|45,67|55,00
""",
    {
        (code, day, "total", measure): value
        for code, *values in [("1502", 100000, 45170, 45.17, 50.0), ("1571", 200000, 91340, 45.67, 55.0)]
        for (measure, day), value in zip(
            [("eligible_workers", ""), ("active", ""), ("coverage_rate", ""), ("target", "2024-12-31")],
            values,
            strict=True,
        )
    },
)
add(
    "dates as headings of the transposed kind, segments as groups of rows",
    """
Peserta Aktif||
Bulan|Aceh|Bali
Penerima Upah||
Januari 2024|1.001|2.001
Februari 2024|1.002|2.002
Bukan Penerima Upah||
Januari 2024|3.001|4.001
Februari 2024|3.002|4.002
""",
    {
        (code, day, segment, "active"): value
        for segment, lines in {
            "formal": [(1001, 2001), (1002, 2002)],
            "informal": [(3001, 4001), (3002, 4002)],
        }.items()
        for day, values in zip(["2024-01-31", "2024-02-29"], lines, strict=True)
        for code, value in zip(["11", "51"], values, strict=True)
    },
)
add(
    "program columns are no members",
    """
Provinsi|Peserta Aktif JKK|Peserta Aktif JHT|Peserta Aktif JP
Bali|400|300|200
Banten|800|700|600
""",
    {
        (code, "", "total", f"active_{part}"): value
        for code, *values in [("51", 400, 300, 200), ("36", 800, 700, 600)]
        for part, value in zip(["jkk", "jht", "jp"], values, strict=True)
    },
)
add(
    "date in a title row of each stacked table, heading once",
    """
Jumlah Peserta Aktif BPU|
Provinsi|Jumlah
Keadaan 31 Desember 2023|
Maluku|1.111
Maluku Utara|2.222
Keadaan 31 Desember 2024|
Maluku|1.222
Maluku Utara|2.333
""",
    {
        (code, f"{year}-12-31", "informal", "active"): value
        for year, values in {2023: [1111, 2222], 2024: [1222, 2333]}.items()
        for code, value in zip(["81", "82"], values, strict=True)
    },
)
add(
    "English headings and number marks",
    """
Active members of BPJS Ketenagakerjaan by province, counted by domicile, December 2024|||
Province|Wage earners|Non-wage earners|Construction
West Java|2,345,678|845,678|12,345
Central Java|1,345,678|545,678|8,345
""",
    {
        (code, "2024-12-31", segment, "active"): value
        for code, *values in [("32", 2345678, 845678, 12345), ("33", 1345678, 545678, 8345)]
        for segment, value in zip(["formal", "informal", "construction"], values, strict=True)
    },
)
add(
    "three heading rows: segment, year, month",
    """
Kepesertaan Aktif||||||||
Provinsi|Penerima Upah||||Bukan Penerima Upah|||
|2023||2024||2023||2024|
|Nov|Des|Nov|Des|Nov|Des|Nov|Des
Bengkulu|11.001|11.002|11.003|11.004|12.001|12.002|12.003|12.004
Lampung|21.001|21.002|21.003|21.004|22.001|22.002|22.003|22.004
""",
    {
        (code, day, segment, "active"): value
        for code, base in {"17": 10000, "18": 20000}.items()
        for offset, segment in [(1000, "formal"), (2000, "informal")]
        for value, day in zip(
            [base + offset + place for place in (1, 2, 3, 4)],
            ["2023-11-30", "2023-12-31", "2024-11-30", "2024-12-31"],
            strict=True,
        )
    },
)
add(
    "sums by island, the nation as Nasional in the middle of nothing",
    """
No.|Provinsi|Jumlah Angkatan Kerja (orang)
I|Pulau Sumatera|
1|Aceh|2.600.123
2|Sumatera Utara|7.900.123
|Jumlah Sumatera|10.500.246
II|Pulau Jawa|
1|Banten|6.200.123
|Jumlah Jawa|6.200.123
|Nasional|152.107.603
""",
    {
        ("11", "", "total", "labour_force"): 2600123, ("12", "", "total", "labour_force"): 7900123, ("36", "", "total", "labour_force"): 6200123,
        ("00", "", "total", "labour_force"): 152107603,
    },
)  # fmt: skip
