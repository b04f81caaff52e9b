"""Numbers of press lines: marks of two languages, words, hedges, ranges, and what is none of coverage."""

import math
import time

import pytest
from press_lines import figures, measured, why_not


@pytest.mark.parametrize(
    ("words", "value", "unit", "bound"),
    [
        ("45,17%", 45.17, "percent", "exact"),
        ("45.17 persen", 45.17, "percent", "exact"),
        ("delapan persen", 8, "percent", "exact"),
        ("empat puluh dua persen", 42, "percent", "exact"),
        ("592.806 orang", 592_806, "workers", "exact"),
        ("592,806 pekerja", 592_806, "workers", "exact"),
        ("21 500 pekerja", 21_500, "workers", "exact"),
        ("214\u202f600 orang", 214_600, "workers", "exact"),
        ("1 214\u2009600 orang", 1_214_600, "workers", "exact"),
        ("tak sampai 9 persen", 9, "percent", "at_most"),
        ("1,76 juta pekerja", 1_760_000, "workers", "exact"),
        ("1.76 juta tenaga kerja", 1_760_000, "workers", "exact"),
        ("4,1 juta pekerja", 4_100_000, "workers", "exact"),
        ("1.008 million workers", 1_008_000, "workers", "exact"),
        ("satu juta pekerja", 1_000_000, "workers", "exact"),
        ("dua ratus ribu pekerja", 200_000, "workers", "exact"),
        ("setengah juta pekerja", 500_000, "workers", "exact"),
        ("250 rb pekerja", 250_000, "workers", "exact"),
        ("sekitar 46 persen", 46, "percent", "about"),
        ("kira-kira 45 ribu pekerja", 45_000, "workers", "about"),
        ("lebih kurang 45 ribu pekerja", 45_000, "workers", "about"),
        ("25 ribuan pekerja", 25_000, "workers", "about"),
        ("lebih dari 50 persen", 50, "percent", "at_least"),
        ("sedikitnya 5.000 pekerja", 5_000, "workers", "at_least"),
        ("tidak kurang dari 5.000 pekerja", 5_000, "workers", "at_least"),
        ("5,9 juta lebih pekerja", 5_900_000, "workers", "at_least"),
        ("44 persen lebih", 44, "percent", "at_least"),
        ("hampir 50 persen", 50, "percent", "almost"),
        ("nyaris mencapai 50 persen", 50, "percent", "almost"),
        ("di bawah 15 persen", 15, "percent", "at_most"),
        ("tidak sampai 10 persen", 10, "percent", "at_most"),
        ("41-42 persen", 41.5, "percent", "between"),
        ("antara 44 dan 45 persen", 44.5, "percent", "between"),
        ("1,7 hingga 1,8 juta pekerja", 1_750_000, "workers", "between"),
    ],
)
def test_a_number_is_read_with_what_limits_it(words: str, value: float, unit: str, bound: str) -> None:
    (figure,) = figures(f"Yang sudah terlindungi di Jambi {words}.")
    assert (figure.value, figure.unit, figure.printed.bound) == (value, unit, bound)
    assert figure.as_published == " ".join(words.split())
    assert figure.printed.low <= figure.value <= figure.printed.high


def test_english_words_limit_numbers_too() -> None:
    (figure,) = figures("Coverage in Bali is estimated at 46.2 percent.")
    assert (figure.printed.bound, figure.printed.low, figure.printed.high) == ("about", 46.1, 46.3)
    (figure,) = figures("No fewer than five million workers in Bali are active members.")
    assert (figure.value, figure.printed.bound, figure.printed.high) == (5e6, "at_least", math.inf)


def test_lebih_tinggi_compares_and_limits_nothing() -> None:
    (figure,) = figures("Cakupan Bali 60,5 persen lebih tinggi daripada Banten.")
    assert figure.printed.bound == "exact"


def test_numbers_share_the_unit_that_stands_behind_the_last() -> None:
    assert measured("Cakupan Jambi naik dari 41,38 menjadi 45,17 persen.") == [
        (41.38, "coverage_rate"),
        (45.17, "coverage_rate"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Pemprov Jambi menyiapkan Rp12,5 miliar dan Rp 750 juta lebih.", "money"),
        ("Dana kelolaan mencapai 780 triliun rupiah.", "money"),
        ("Dasarnya Inpres 2/2021, UU No. 24 Tahun 2011 dan Permendagri 15/2024.", "a law"),
        ("Lihat Pasal 14 ayat (1) dan PP Nomor 86 Tahun 2013.", "a law"),
        ("Jambi berada di peringkat ke-16 dari 34 provinsi.", "a rank"),
        ("Jambi ranked 16 out of 34.", "a rank"),
        ("Hubungi 175 atau 0741-445566 atau +62 812 3456 7890.", "a telephone number"),
        ("Layanan buka pukul 08.00-15.30 WIB.", "a time"),
        ("Pekerja berusia 18-64 tahun boleh mendaftar.", "an age"),
        ("RPJMN 2025-2029 mengatur perlindungan pekerja.", "a plan's years"),
        ("Laman https://contoh.go.id/2024/45persen memuat cakupan.", "an address"),
    ],
)
def test_money_laws_ranks_and_the_like_are_no_figures(text: str, why: str) -> None:
    assert set(why_not(text)) == {why}


@pytest.mark.parametrize(
    "text",
    [
        "Inflasi di Jambi 1,78 persen dan pengangguran 4,5 persen.",
        "Angka kemiskinan Bali turun menjadi 4,1 persen.",
        "Iuran JKK 0,24 persen dan JKM 0,30 persen dari upah.",
        "UMP Banten naik 6,5 persen.",
        "Kepesertaan JKN di Jambi 98,4 persen dari jumlah penduduk.",
        "Jumlah penduduk Kota Malang 847.182 jiwa.",
        "Klaim JHT dibayarkan kepada 12.450 orang di Riau.",
        "Sebanyak 300 peserta mengikuti sosialisasi jamsostek di Kota Kediri.",
        "PHK menimpa 4.120 pekerja di Kabupaten Serang.",
        "Penghargaan diikuti 124 kabupaten/kota dan 143 perusahaan besar.",
        "Kepesertaan BPJS Ketenagakerjaan: 85 persen responden mengaku puas.",
        "Realisasi UCJ Maluku sudah 61 persen dari target pemerintah provinsi.",
        "Peserta aktif di Bali tumbuh 12 persen.",
        "DKI Jakarta menyumbang 19,4 persen dari total peserta aktif nasional.",
    ],
)
def test_shares_and_counts_of_other_things_are_no_figures(text: str) -> None:
    assert measured(text) == []


def test_a_name_that_looks_like_a_number_counts_nobody() -> None:
    assert measured("Cakupan di Kabupaten Lima Puluh Kota 31,2 persen.") == [(31.2, "coverage_rate")]
    assert measured("Cakupan di Kepulauan Seribu 44 persen.") == [(44.0, "coverage_rate")]


def test_blanks_join_no_other_numbers() -> None:
    assert measured("Pada 2025 500 pekerja di Jambi terlindungi.") == [(500, "active_participants")]
    assert measured("Di Jambi, 45,17 persen dan 592 806 pekerja terlindungi.") == [
        (45.17, "coverage_rate"),
        (592_806, "active_participants"),
    ]


@pytest.mark.parametrize(
    "words", ["cakupan Jambi 45,17 persen dan 592.806 pekerja, ", "angka itu ", "terdaftar baik yang "]
)
def test_a_sentence_without_a_point_is_read_quickly(words: str) -> None:
    text = words * (10_000 // len(words))
    start = time.process_time()
    figures(text)
    assert time.process_time() - start < 5
