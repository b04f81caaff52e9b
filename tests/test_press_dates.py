"""Dates of press lines: the day, month or year that a figure is of; never the day on which somebody spoke."""

import datetime

import pytest
from press_lines import dated, figures

from coverage_lib.data.press.dates import dates


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("per 2 Desember 2024", "2024-12-02"),
        ("per Selasa, 3 Desember 2024", "2024-12-03"),
        ("per 12/08/2025", "2025-08-12"),
        ("hingga 2024-12-02", "2024-12-02"),
        ("hingga Agustus 2025", "2025-08"),
        ("sampai dengan Agt 2025", "2025-08"),
        ("per Nopember 2025", "2025-11"),
        ("pada awal Agustus 2025", "2025-08"),
        ("pada Januari-Februari 2025", "2025-02"),
        ("pada akhir 2025", "2025-12"),
        ("pada akhir tahun 2025", "2025-12"),
        ("pada awal 2025", "2025-01"),
        ("pada pertengahan 2025", "2025-06"),
        ("pada triwulan II 2025", "2025-06"),
        ("hingga kuartal I-2025", "2025-03"),
        ("pada semester I 2025", "2025-06"),
        ("pada tahun 2024", "2024"),
        ("as of 2 December 2024", "2024-12-02"),
        ("on December 2, 2024", "2024-12-02"),
        ("at the end of 2024", "2024-12"),
        ("in the second quarter of 2025", "2025-06"),
        ("in August 2025", "2025-08"),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_named(words: str, date: str) -> None:
    assert dated(f"Cakupan Jambi 45,17 persen {words}.") == [(45.17, date)]
    assert dated(f"{words[0].upper()}{words[1:]}, cakupan Jambi 45,17 persen.") == [(45.17, date)]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("tahun lalu", "2024"),
        ("tahun ini", "2025"),
        ("akhir tahun lalu", "2024-12"),
        ("bulan lalu", "2025-07"),
        ("hingga Juli", "2025-07"),
        ("per Desember", "2024-12"),
        ("per 30 Juni", "2025-06-30"),
        ("last year", "2024"),
    ],
)
def test_relative_dates_are_counted_from_the_article(words: str, date: str) -> None:
    text = f"Cakupan Jambi {words} 45,17 persen."
    assert dated(text, "2025-08-12") == [(45.17, date)]
    assert dated(text) == [(45.17, None)]


def test_yesterday_is_of_the_figure_or_of_the_speaker() -> None:
    assert dated("Cakupan Jambi kemarin 45,17 persen.", "2025-08-12") == [(45.17, "2025-08-11")]
    assert dated("Kemarin kantor itu merilis cakupan Jambi 45,17 persen.", "2025-08-12") == [(45.17, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Cakupan Jambi 45,17 persen, kata Gubernur, Selasa (3/12/2024).",
        "Cakupan Jambi 45,17 persen, ujarnya di Jambi, Selasa, 3 Desember 2024.",
        "Gubernur mengatakan pada Selasa, 3 Desember 2024, cakupan Jambi 45,17 persen.",
        "Cakupan Jambi saat ini 45,17 persen.",
        "Cakupan Jambi Naik\n3 Desember 2024 | 18:49 WIB\nCakupan mencapai 45,17 persen.",
    ],
)
def test_the_date_of_the_article_is_not_that_of_the_figure(text: str) -> None:
    assert dated(text) == [(45.17, None)]


def test_the_day_on_which_somebody_spoke_stands_for_the_article() -> None:
    assert dated("Tahun lalu cakupan Jambi 41,38 persen, kata Gubernur, Selasa (3/12/2024).") == [
        (41.38, "2023")
    ]


def test_from_and_to_have_their_own_dates() -> None:
    text = (
        "Cakupan Jambi naik dari 41,38 persen pada 1 Oktober 2024 menjadi 45,17 persen pada 2 Desember 2024."
    )
    assert dated(text) == [(41.38, "2024-10-01"), (45.17, "2024-12-02")]


def test_one_date_serves_all_numbers_of_a_sentence_and_those_that_follow() -> None:
    text = "Per 2 Desember 2024 cakupan Jambi 45,17 persen. Sebanyak 719.564 pekerja belum terlindungi."
    assert dated(text) == [(45.17, "2024-12-02"), (719_564, "2024-12-02")]


def test_a_date_is_not_carried_to_another_region_nor_past_saat_ini() -> None:
    assert dated("Per Mei 2024 cakupan Jambi 45 persen. Cakupan Bali 50 persen.")[1] == (50, None)
    assert dated("Per Mei 2024 cakupan Jambi 45 persen. Saat ini cakupannya 46 persen.")[1] == (46, None)


def test_the_date_of_a_target_is_not_that_of_coverage_and_the_other_way_round() -> None:
    text = "Hingga April 2025 cakupan Jambi 35,7 persen dari target 52,15 persen."
    assert dated(text) == [(35.7, "2025-04"), (52.15, None)]
    text = "Pemprov Jambi menargetkan 65 persen pada 2026. Cakupannya 48 persen."
    assert dated(text) == [(65, "2026"), (48, None)]


def test_members_are_not_of_the_day_of_the_survey_beside_them() -> None:
    text = "Angkatan kerja NTB 3,1 juta orang (Februari 2025), tetapi peserta aktif 640 ribu orang."
    assert dated(text) == [(3_100_000, "2025-02"), (640_000, None)]


def test_days_that_do_not_exist_and_numbers_of_people_are_no_dates() -> None:
    found = dates("per 31 februari 2025 ada 2024 pekerja", datetime.date(2025, 8, 1))
    assert [one.value for one in found] == [None]


@pytest.mark.parametrize(
    ("before", "words", "date"),
    [
        ("per 30 Juni 2025", "Pada tanggal yang sama", "2025-06-30"),
        ("per 30 Juni 2025", "Pada bulan itu", "2025-06"),
        ("per 30 Juni 2025", "Pada tahun tersebut", "2025"),
        ("pada Juni 2025", "Pada periode yang sama", "2025-06"),
        ("in June 2025", "In the same month", "2025-06"),
        ("pada Juni 2025", "Pada periode yang sama tahun sebelumnya", "2024-06"),
        ("pada Juni 2025", "Pada periode yang sama tahun 2023", "2023-06"),
        ("pada Juni 2025", "Setahun sebelumnya", "2024-06"),
        ("pada Juni 2025", "Pada tahun sebelumnya", "2024"),
    ],
)
def test_same_and_previous_go_back_to_the_date_before(before: str, words: str, date: str) -> None:
    text = f"Klaim di Jambi Rp12 miliar {before}. {words} cakupan Jambi 45,17 persen."
    assert dated(text) == [(45.17, date)]


def test_the_same_month_needs_a_month_before() -> None:
    assert dated("Pada bulan yang sama cakupan Jambi 45,17 persen.") == [(45.17, None)]
    assert dated("Klaim di Jambi naik pada 2025. Pada bulan yang sama cakupan Jambi 45,17 persen.") == [
        (45.17, None)
    ]


def test_saat_ini_is_the_day_on_which_the_sentence_was_spoken_where_it_says_so() -> None:
    (figure,) = figures("“Saat ini cakupan Jambi 45,17 persen,” ujar Gubernur, Selasa, 3 Desember 2024.")
    assert (figure.date, figure.confidence) == ("2024-12-03", "medium")
    assert "said" in figure.reason
    text = "Per 30 November 2024 cakupan Jambi 45,17 persen, ujar Gubernur, Selasa, 3 Desember 2024."
    assert dated(text) == [(45.17, "2024-11-30")]
    assert dated("Saat ini cakupan Jambi 45,17 persen, ujar Gubernur.", "2024-12-04") == [(45.17, None)]


def test_a_date_before_the_whole_is_of_its_part_too() -> None:
    text = (
        "Pada November 2025, dari 1.873.000 penduduk bekerja di Bali, sebanyak 1.021.300 sudah terlindungi."
    )
    assert dated(text) == [(1_873_000, "2025-11"), (1_021_300, "2025-11")]
    text = "In Bali 412,000 of 2.3 million employed people were active participants in August 2025, or 17.9 percent."
    assert dated(text)[-1] == (17.9, "2025-08")
    text = (
        "Pada 2024 penduduk bekerja di Jatim 23,4 juta orang. Dari jumlah itu, 17,8 juta di antaranya berhak."
    )
    assert dated(text)[-1] == (17_800_000, "2024")


def test_what_a_figure_is_set_beside_has_its_date() -> None:
    text = "Pada akhir 2024 cakupan Jambi 45 persen. Angka itu di bawah rata-rata nasional 46 persen."
    assert dated(text) == [(45, "2024-12"), (46, "2024-12")]


def test_a_year_before_whom_it_counts_is_a_year() -> None:
    assert dated("Tahun 2023 peserta aktif di Jambi 592.806 orang.") == [(592_806, "2023")]


def test_a_weekday_with_its_date_is_when_somebody_spoke_before_or_behind_the_verb() -> None:
    assert dated("Bupati Lebak, Selasa, 4 Februari 2025, menyebut cakupan di Lebak 29,6 persen.") == [
        (29.6, None)
    ]
    text = "Bupati Lebak, Selasa, 4 Februari 2025, menyebut cakupan di daerahnya kini 29,6 persen."
    assert dated(text) == [(29.6, "2025-02-04")]
    assert dated("Wali Kota Bitung: “Cakupan kita sekarang 62,4 persen”, Senin, 3 Maret 2025.") == [
        (62.4, "2025-03-03")
    ]


def test_the_same_workers_told_in_two_ways_have_one_date() -> None:
    text = (
        "Dari 418.000 pekerja di Cilacap, baru 171.380 orang atau 41 persen yang terlindungi hingga Mei 2025; "
        "sisanya 246.620 orang belum."
    )
    assert [date for _, date in dated(text)] == ["2025-05"] * 4


def test_a_year_later_is_counted_from_the_date_before() -> None:
    assert dated("Pada 2023 cakupan Jambi 49,1 persen; setahun kemudian 53,7 persen.")[1] == (53.7, "2024")


def test_the_date_behind_a_target_is_of_the_clause_that_it_begins() -> None:
    text = "Jambi menargetkan cakupan 55,7 persen tahun ini setelah tahun lalu hanya 47,9 persen."
    assert dated(text, "2025-03-04") == [(55.7, "2025"), (47.9, "2024")]


@pytest.mark.parametrize(
    ("compared", "later"),
    [
        ("Kota Padang menjadi yang tertinggi dengan 48 persen.", [(48, "2025-05")]),
        (
            "Kota Padang tertinggi dengan 48 persen, sedangkan Kabupaten Agam terendah, yakni 9,3 persen.",
            [(48, "2025-05"), (9.3, "2025-05")],
        ),
        ("Di Kabupaten Agam angkanya baru 22 persen.", [(22, "2025-05")]),
        ("Cakupan Kota Padang 48 persen.", [(48, None)]),
        ("Saat ini Kota Padang yang tertinggi dengan 48 persen.", [(48, None)]),
    ],
)
def test_a_region_that_is_compared_in_the_next_sentence_has_its_date(
    compared: str, later: list[tuple[float, str | None]]
) -> None:
    first = "Per Mei 2025 cakupan Sumatera Barat 29,74 persen."
    assert dated(f"{first} {compared}")[1:] == later
    assert {date for _, date in dated(f"{first}\n\n{compared}")[1:]} == {None}


def test_the_nation_that_a_region_is_far_above_has_the_date_of_its_sentence() -> None:
    text = "Bali mencatat cakupan 58,1 persen per Oktober 2025, jauh di atas rata-rata nasional yang berada di angka 41,9 persen."
    assert dated(text) == [(58.1, "2025-10"), (41.9, "2025-10")]


def test_the_date_behind_the_level_that_coverage_fell_from_is_that_level_s_only() -> None:
    first = "Per Maret 2025 peserta aktif di Jambi 496.000 orang."
    second = "Cakupannya 40,0 persen, turun dari 43,2 persen pada Desember 2024."
    assert dated(f"{first} {second}")[1:] == [(40, "2025-03"), (43.2, "2024-12")]
    assert dated(f"Jambi: {second}") == [(40, None), (43.2, "2024-12")]


def test_a_change_is_of_the_date_of_what_it_led_to() -> None:
    english = "Coverage in Jambi fell by 2.1 percentage points to 34.7 percent in March 2025 from 36.8 percent in December 2024."
    indonesian = "Cakupan Jambi turun 2,1 poin persen menjadi 34,7 persen pada Maret 2025 dari 36,8 persen pada Desember 2024."
    for text in (english, indonesian):
        assert dated(text) == [(-2.1, "2025-03"), (34.7, "2025-03"), (36.8, "2024-12")]
