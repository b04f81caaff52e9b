"""What the numbers of press lines measure, and of which workers they are."""

import pytest
from press_lines import figures, measured, of_segments, why_not


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Cakupan jamsostek Jambi 45 persen.", "coverage_rate"),
        ("Sebanyak 45 persen pekerja Jambi terlindungi.", "coverage_rate"),
        ("Capaian UCJ Jambi 45 persen.", "coverage_rate"),
        ("Sebanyak 45 persen pekerja Jambi belum terlindungi.", "uncovered_rate"),
        ("Peserta aktif di Jambi 592.806 orang.", "active_participants"),
        ("Di Jambi 592.806 pekerja telah terlindungi.", "active_participants"),
        ("Pekerja Jambi yang terdaftar 592.806 orang.", "active_participants"),
        ("Potensi pekerja di Jambi 592.806 orang.", "eligible_workers"),
        ("Ada 592.806 pekerja eligible di Jambi.", "eligible_workers"),
        ("Di Jambi 592.806 pekerja belum terdaftar.", "uncovered_workers"),
        ("Pekerja Jambi yang belum tersentuh perlindungan 592.806 orang.", "uncovered_workers"),
        ("Peserta nonaktif di Jambi 592.806 orang.", "inactive_participants"),
        ("Penduduk bekerja di Jambi 592.806 orang.", "employed"),
        ("Angkatan kerja di Jambi 592.806 orang.", "labour_force"),
        ("Pemprov Jambi menanggung iuran 592.806 pekerja.", "subsidised_workers"),
        ("Sebanyak 592.806 pekerja rentan di Jambi dibiayai APBD.", "subsidised_workers"),
        ("Pemprov Jambi menargetkan cakupan 45 persen.", "target_rate"),
        ("Jambi menargetkan 592.806 peserta.", "target_workers"),
        ("Untuk mencapai target, Jambi masih membutuhkan 592.806 pekerja.", "gap_workers"),
        ("Jambi masih kurang 7,8 persen dari target.", "gap_points"),
        ("Cakupan Jambi naik 3,79 persen.", "coverage_change"),
        ("Cakupan Jambi turun 3,79 poin.", "coverage_change"),
        ("Peserta aktif di Jambi bertambah 592.806 orang.", "new_participants"),
        ("Coverage in Jambi reached 45 percent.", "coverage_rate"),
        ("In Jambi 592,806 workers are not yet covered.", "uncovered_workers"),
        ("In Jambi 592,806 people are employed.", "employed"),
        ("Jambi aims to cover 45 percent of workers.", "target_rate"),
    ],
)
def test_measures(text: str, measure: str) -> None:
    ((value, found),) = measured(text)
    assert found == measure
    (figure,) = figures(text)
    percent = value < 100 and measure not in ("coverage_change", "gap_points")
    assert figure.unit == ("workers" if value > 100 else "percent" if percent else "percentage_points")


def test_a_part_and_its_whole() -> None:
    assert measured("Dari 1.312.370 pekerja di Jambi, 592.806 di antaranya sudah terlindungi.") == [
        (1_312_370, "eligible_workers"),
        (592_806, "active_participants"),
    ]
    assert measured("Di Jambi baru 592.806 dari 1.312.370 pekerja yang terlindungi, atau 45,17 persen.") == [
        (592_806, "active_participants"),
        (1_312_370, "eligible_workers"),
        (45.17, "coverage_rate"),
    ]
    assert measured("Dari 144,6 juta penduduk bekerja di Indonesia baru 28 persen yang terlindungi.") == [
        (144_600_000, "employed"),
        (28, "coverage_rate"),
    ]


def test_the_same_workers_told_twice_and_the_rest() -> None:
    assert measured("Di Riau 310.000 pekerja belum terlindungi atau 53,3 persen.") == [
        (310_000, "uncovered_workers"),
        (53.3, "uncovered_rate"),
    ]
    assert measured("Di Riau 272.000 pekerja sudah terlindungi, sisanya 310.000 pekerja.") == [
        (272_000, "active_participants"),
        (310_000, "uncovered_workers"),
    ]


def test_a_target_beside_what_was_reached() -> None:
    both = [(35.39, "coverage_rate"), (50.14, "target_rate")]
    assert measured("Cakupan Kalbar 35,39 persen, sedangkan targetnya 50,14 persen.") == both
    assert measured("Cakupan Kalbar 35,39 persen dari target 50,14 persen.") == both
    assert measured("Target Kalbar 50,14 persen, realisasinya baru 35,39 persen.") == both[::-1]


def test_a_change_between_shares_is_in_points_and_keeps_its_words() -> None:
    (change, before, after) = figures("Cakupan Jambi naik 3,79% dari 41,38% menjadi 45,17%.")
    assert (change.measure, change.unit, change.as_published) == (
        "coverage_change",
        "percentage_points",
        "naik 3,79%",
    )
    assert (before.measure, after.measure) == ("coverage_rate", "coverage_rate")
    assert (change.printed.low, change.printed.high) == (3.785, 3.795)


@pytest.mark.parametrize("tenths", range(1, 100, 7))
def test_decimals_of_millions_and_thousands_count_whole_people(tenths: int) -> None:
    value = tenths / 10
    digits = f"{value:.1f}".replace(".", ",")
    assert measured(f"Peserta aktif di Jawa Barat {digits} juta orang.") == [
        (round(value * 1e6), "active_participants")
    ]
    assert measured(f"Peserta aktif di Jawa Barat {digits} ribu orang.") == [
        (round(value * 1e3), "active_participants")
    ]


def test_a_rise_to_a_number_is_a_level() -> None:
    assert measured("Cakupan Jambi naik menjadi 45,17 persen.") == [(45.17, "coverage_rate")]
    assert measured("Peserta aktif Jambi tumbuh 5 persen menjadi 592.806 orang.") == [
        (592_806, "active_participants")
    ]


@pytest.mark.parametrize(
    ("words", "segment"),
    [
        ("pekerja", "total"),
        ("pekerja formal", "formal"),
        ("peserta PU", "formal"),
        ("pekerja penerima upah", "formal"),
        ("pekerja informal", "informal"),
        ("peserta BPU", "informal"),
        ("pekerja bukan penerima upah", "informal"),
        ("pekerja jasa konstruksi", "construction"),
        ("pekerja rentan", "vulnerable"),
        ("perangkat desa", "village_institutions"),
        ("aparatur kelembagaan desa", "village_institutions"),
        ("ketua RT/RW", "village_institutions"),
        ("pekerja migran", "migrant"),
        ("orang PMI", "migrant"),
        ("pekerja formal maupun informal", "total"),
        ("pekerja penerima upah (PU) dan bukan penerima upah (BPU)", "total"),
    ],
)
def test_segments(words: str, segment: str) -> None:
    assert of_segments(f"Di Jambi 592.806 {words} sudah terlindungi.") == [(592_806, segment)]


def test_a_segment_belongs_to_its_number() -> None:
    text = "Peserta aktif Jabar 5,9 juta orang, terdiri atas 5,0 juta penerima upah dan 923 ribu bukan penerima upah."
    assert of_segments(text) == [(5_900_000, "total"), (5_000_000, "formal"), (923_000, "informal")]
    text = (
        "Di Jabar 5,0 juta pekerja penerima upah aktif, dan cakupan seluruhnya 31,4 persen; target 50 persen."
    )
    assert of_segments(text) == [(5_000_000, "formal"), (31.4, "total"), (50, "total")]
    text = "Ada 923 ribu peserta BPU di Jabar, dan 18,9 juta pekerja eligible."
    assert of_segments(text) == [(923_000, "informal"), (18_900_000, "total")]
    text = "Cakupan formal 70 persen dan informal 18 persen, sehingga totalnya 41,5 persen di Ambon."
    assert of_segments(text) == [(70, "formal"), (18, "informal"), (41.5, "total")]


def test_a_segment_named_first_holds_for_what_follows_in_the_sentence() -> None:
    text = "Untuk kelembagaan desa di Jambi cakupan 33,02 persen dan 65.875 orang belum terlindungi."
    assert of_segments(text) == [(33.02, "village_institutions"), (65_875, "village_institutions")]


@pytest.mark.parametrize(
    "text",
    [
        "Di Jambi 592.806 pekerja terdaftar, baik yang aktif maupun yang menunggak.",
        "Di Jambi 592.806 pekerja telah terdaftar, termasuk yang tidak aktif.",
        "In Jambi 592,806 workers are registered, whether active or not.",
    ],
)
def test_registered_whether_active_or_not(text: str) -> None:
    assert measured(text) == [(592_806, "registered_workers")]


@pytest.mark.parametrize(
    "text",
    [
        "Di Jambi 592.806 pekerja telah terdaftar. Namun, hanya 298.115 yang aktif.",
        "Di Jambi 592.806 pekerja telah terdaftar, tetapi yang aktif hanya 298.115.",
        "Dari 592.806 pekerja yang terdaftar di Jambi, hanya 298.115 yang masih aktif.",
    ],
)
def test_registered_of_whom_only_some_are_active(text: str) -> None:
    assert measured(text) == [(592_806, "registered_workers"), (298_115, "active_participants")]


def test_registered_workers_stay_active_ones_where_a_larger_count_follows() -> None:
    text = "Di Jambi 298.115 pekerja telah terdaftar. Peserta aktif di Riau baru 592.806 orang."
    assert measured(text) == [(298_115, "active_participants"), (592_806, "active_participants")]


def test_who_is_entitled_to_be_a_member_is_eligible() -> None:
    text = "Semesta pekerja yang berhak ikut Jamsostek di Jambi ditetapkan 592.806 orang."
    assert measured(text) == [(592_806, "eligible_workers")]
    assert measured("Di Jambi 592.806 pekerja berhak atas perlindungan.") == [(592_806, "eligible_workers")]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("turun 1,2 poin", -1.2),
        ("menyusut 1,2 poin", -1.2),
        ("naik 1,2 poin", 1.2),
        ("mengalami penurunan sebesar 1,2 poin persen", -1.2),
        ("fell by more than 1.2 percentage points", -1.2),
        ("rose by 1.2 percentage points", 1.2),
        ("pada Juni 2025 1,2 poin lebih rendah daripada Juni 2024", -1.2),
    ],
)
def test_a_decrease_is_negative(words: str, value: float) -> None:
    (figure,) = figures(f"Cakupan Jambi {words}.")
    assert (figure.value, figure.measure) == (value, "coverage_change")
    assert figure.printed.low <= value <= figure.printed.high


@pytest.mark.parametrize(
    "text",
    [
        "Penerimaan iuran di Jambi baru 83,58 persen dari sasaran Rp412 miliar.",
        "Penerimaan iuran di Jambi 83,58 persen.",
        "Iuran yang terkumpul di Jambi 83,58 persen.",
        "Realisasi APBD Jambi baru 83,58 persen.",
        "Pencapaian iuran BPJS Ketenagakerjaan di Jambi 83,58 persen.",
        "Elektabilitas calon di Jambi mencapai 83,58 persen.",
        "Jambi menyumbang 18 persen peserta aktif.",
        "Sebanyak 87 persen peserta BPJS Ketenagakerjaan di Jambi puas.",
        "Persiapan pekan olahraga di Jambi sudah 83,58 persen.",
    ],
)
def test_shares_of_other_things_are_no_coverage(text: str) -> None:
    assert measured(text) == []


def test_a_share_told_after_part_and_whole_is_that_of_the_part() -> None:
    text = "In Bali 412,000 of 2.3 million employed people were active BPJS members, or 17.9 percent."
    assert measured(text)[-1] == (17.9, "coverage_rate")


def test_contributions_paid_in_english() -> None:
    assert measured("The Jambi administration paid the BPJS contributions of 8,350 vulnerable workers.") == [
        (8_350, "subsidised_workers")
    ]


def test_jumlahnya_and_the_part_of_a_whole_keep_the_segment() -> None:
    text = "Peserta aktif informal di Jambi 31.200 orang pada 2024. Pada 2025 jumlahnya 48.750 orang."
    assert of_segments(text) == [(31_200, "informal"), (48_750, "informal")]
    text = "Dari 3.204 perangkat desa di Jambi, 3.118 orang sudah menjadi peserta aktif."
    assert of_segments(text) == [(3_204, "village_institutions"), (3_118, "village_institutions")]


def test_who_helps_is_not_who_is_counted() -> None:
    text = "Pemprov Jambi menggandeng kepala desa untuk mengejar target 45 persen."
    assert of_segments(text) == [(45, "total")]


def test_a_segment_told_by_two_names_is_one() -> None:
    text = "Cakupan pekerja formal Jambi 64,7 persen, tetapi pekerja bukan penerima upah atau mandiri tak sampai 9 persen."
    assert of_segments(text) == [(64.7, "formal"), (9, "informal")]


def test_a_planned_change_is_none_and_what_it_leads_to_is_a_target() -> None:
    text = "Cakupan Jambi ditargetkan naik 10 persen menjadi 42 persen pada 2026."
    assert measured(text) == [(42, "target_rate")]
    text = "Cakupan Jambi naik 10 persen menjadi 42 persen pada 2025."
    assert measured(text) == [(10, "coverage_change"), (42, "coverage_rate")]


def test_a_share_of_a_target_count_is_no_coverage() -> None:
    text = "Target perlindungan pekerja Jambi 120.000 orang baru tercapai 71 persen."
    assert measured(text) == [(120_000, "target_workers")]


def test_points_and_workers_that_are_missing() -> None:
    assert measured("Selisih cakupan Jambi dengan target masih 12,4 poin.") == [(12.4, "gap_points")]
    assert measured("Jambi masih perlu menambah 18.700 peserta.") == [(18_700, "gap_workers")]
    assert measured("Pemprov Jambi mengejar 55,7 persen cakupan.") == [(55.7, "target_rate")]


def test_so_many_in_ten_or_a_hundred_count_nobody() -> None:
    assert measured("Sekitar 62 dari 100 pekerja di Jambi telah terlindungi.") == []
    text = "Baru 3 dari 10 pekerja di Jambi yang terlindungi, atau 31,2 persen."
    assert measured(text) == [(31.2, "coverage_rate")]


def test_the_commas_of_a_list_of_people_do_not_end_what_is_said() -> None:
    text = "Sebanyak 9.300 kader, marbot, dan guru ngaji di Jambi didaftarkan sebagai peserta."
    assert measured(text) == [(9_300, "active_participants")]


def test_without_a_region_and_without_words_of_its_own_a_number_is_not_proposed() -> None:
    assert [one.value for one in figures("Cakupan jamsostek masih rendah. Formal 61,3 persen.")] == []
    assert measured("Cakupan jamsostek Jambi masih rendah. Formal 61,3 persen.") == [(61.3, "coverage_rate")]


@pytest.mark.parametrize("words", ["program Jamsostek", "kepesertaan", "perlindungan", "jangkauan program"])
def test_outside_of_the_programme_is_uncovered(words: str) -> None:
    assert measured(f"Masih ada 1.104.000 pekerja Jambi di luar {words}.") == [
        (1_104_000, "uncovered_workers")
    ]


def test_what_was_reached_before_a_target() -> None:
    text = "Jambi targets 48 percent coverage by 2026, from 41.7 percent at the end of 2024."
    assert measured(text) == [(48, "target_rate"), (41.7, "coverage_rate")]


def test_all_workers_before_the_active_ones_are_eligible() -> None:
    text = "Terdapat 2.881.000 tenaga kerja di Jambi; yang aktif sebagai peserta 1.018.000 orang."
    assert measured(text) == [(2_881_000, "eligible_workers"), (1_018_000, "active_participants")]


def test_vulnerable_workers_whom_a_government_registers() -> None:
    text = "Sebanyak 12.700 pekerja rentan Jambi telah didaftarkan pemprov."
    assert measured(text) == [(12_700, "subsidised_workers")]


def test_what_is_said_behind_a_number_between_commas() -> None:
    text = "Hampir separuh pekerja Jambi, atau 2,41 juta orang, tercatat sebagai peserta aktif."
    assert measured(text) == [(2_410_000, "active_participants")]


def test_a_rank_in_words_does_not_end_a_list_of_shares() -> None:
    text = "Kota Jambi memimpin dengan cakupan 58,3 persen, sedangkan Tebo paling buncit dengan 14,1 persen."
    assert measured(text) == [(58.3, "coverage_rate"), (14.1, "coverage_rate")]


def test_the_share_of_those_who_are_not_covered_is_no_coverage() -> None:
    first = "Sebanyak 2.412.000 pekerja di Lampung belum terlindungi."
    share = "Jumlah itu setara 62,5 persen dari 3.859.200 pekerja yang berhak menjadi peserta."
    assert measured(f"{first} {share}")[1] == (62.5, "uncovered_rate")
    covered = first.replace("belum", "sudah")
    assert measured(f"{covered} {share}")[1] == (62.5, "coverage_rate")


@pytest.mark.parametrize(
    "text",
    [
        "Kota Manado meraih predikat Universal Health Coverage setelah 98,7 persen warganya terdaftar dalam program JKN.",
        "Iuran 84.300 warga tidak mampu di Kota Manado ditanggung APBD melalui BPJS Kesehatan.",
    ],
)
def test_the_health_insurance_is_no_coverage(text: str) -> None:
    assert why_not(text) == ["health insurance"]
    assert measured("Iuran 84.300 pekerja di Kota Manado ditanggung APBD melalui BPJS Ketenagakerjaan.") == [
        (84_300, "subsidised_workers")
    ]


def test_projects_are_no_people() -> None:
    text = "Lebih dari 96 ribu pekerja konstruksi di Kalimantan Timur tercatat sebagai peserta aktif, tersebar di 2.115 proyek."
    assert measured(text) == [(96_000, "active_participants")]


def test_the_part_of_a_segment_and_its_share_are_of_that_segment() -> None:
    text = "Dari potensi 1,7 juta pekerja informal di DKI Jakarta, baru 612.000 orang atau 36 persen yang menjadi peserta aktif."
    assert of_segments(text) == [(1_700_000, "informal"), (612_000, "informal"), (36, "informal")]
    text = "Per Desember 2024, dari 918.000 pekerja informal di Aceh yang berhak, baru 8,2 persen yang aktif."
    assert of_segments(text) == [(918_000, "informal"), (8.2, "informal")]
    text = "Dari 918.000 pekerja informal di Aceh yang berhak, cakupan keseluruhan baru 8,2 persen."
    assert of_segments(text)[1] == (8.2, "total")
