"""Regions of press lines: all of them, by every name, and which of several a figure is of."""

import pytest
from press_lines import figures, placed

from coverage_lib.data import names, regions


def test_every_regency_and_city_is_found_by_its_name() -> None:
    listed = regions.regencies()["name"].tolist()
    assert len(listed) == 514
    missed = [
        name for name in listed if placed(f"Cakupan jamsostek di {name} 45,17 persen.") != [(45.17, name)]
    ]
    assert missed == []


def test_every_province_is_found_by_its_names_and_abbreviation() -> None:
    table = regions.region_table("provinces")
    for column in ("name", "name_en", "abbreviation"):
        for name, code in zip(table[column], table["code"], strict=True):
            (figure,) = figures(f"Cakupan jamsostek di {name} 45,17 persen.")
            assert figure.place and (figure.place.code, figure.place.level) == (code, "province"), name


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("Bupati Semarang", "Kabupaten Semarang"),
        ("Wali Kota Semarang", "Kota Semarang"),
        ("Walikota Semarang", "Kota Semarang"),
        ("Pemkot Jambi", "Kota Jambi"),
        ("Pemkot Bengkulu", "Kota Bengkulu"),
        ("Pemprov Jambi", "Jambi"),
        ("Pemkab Bogor", "Kabupaten Bogor"),
        ("Pemkot Bogor", "Kota Bogor"),
        ("Gubernur Gorontalo", "Gorontalo"),
        ("Kota Gorontalo", "Kota Gorontalo"),
        ("Kab. Kutai Kartanegara", "Kabupaten Kutai Kartanegara"),
        ("Sleman Regency", "Kabupaten Sleman"),
    ],
)
def test_titles_and_kinds_say_which_region_of_a_name_is_meant(title: str, region: str) -> None:
    assert placed(f"{title} menyebut cakupan 45,17 persen.") == [(45.17, region)]


def test_a_name_of_two_regions_is_not_guessed_but_taken_from_elsewhere_in_the_text() -> None:
    (figure,) = figures("Cakupan di Tegal 45 persen.")
    assert figure.place and (figure.place.code, figure.place.name) == (None, "Tegal")
    assert figure.confidence == "medium" and "not said" in figure.reason
    assert placed("Wali Kota Tegal hadir. Cakupan di Tegal 45 persen.") == [(45, "Kota Tegal")]


@pytest.mark.parametrize(
    "text",
    [
        "Pejabat bernama Bima Arya menyebut cakupan 45 persen.",
        "Pekerja serang balik: cakupan 45 persen.",
        "Ntb dan oku bukan wilayah: cakupan 45 persen.",
        "Pekerja migran Indonesia dan Presiden Republik Indonesia: cakupan 45 persen.",
    ],
)
def test_words_and_persons_are_no_regions(text: str) -> None:
    assert placed(text) == [(45, None)]


def test_di_before_a_name_is_no_part_of_it() -> None:
    assert placed("Di Aceh Besar cakupannya 45 persen.") == [(45, "Kabupaten Aceh Besar")]


def test_two_regions_in_one_sentence_have_their_own_figures() -> None:
    before = "Cakupan Sumut 38,2 persen, sementara Sumbar 29,7 persen."
    behind = "Sebanyak 38,2 persen pekerja terlindungi di Sumut dan 29,7 persen di Sumbar."
    each = "Sumut dan Sumbar masing-masing mencatat cakupan 38,2 persen dan 29,7 persen."
    for text in (before, behind, each):
        assert placed(text) == [(38.2, "Sumatera Utara"), (29.7, "Sumatera Barat")]


def test_two_regions_with_one_figure_are_a_group() -> None:
    (figure,) = figures("Jateng dan DIY baru mencapai cakupan 31 persen.")
    assert figure.place and figure.place.level == "province_group" and figure.place.code is None
    assert figure.place.name == "Jawa Tengah dan DI Yogyakarta (2 provinsi)"


@pytest.mark.parametrize("words", ["provinsi ini", "provinsi tersebut", "daerah itu"])
def test_this_province_is_the_one_named_last(words: str) -> None:
    text = f"Gubernur NTB berbicara di Jakarta, Selasa. Cakupan di {words} 27,5 persen."
    assert placed(text) == [(27.5, "Nusa Tenggara Barat")]


def test_where_an_article_was_written_or_somebody_spoke_is_not_what_it_is_about() -> None:
    text = "KENDARI - Cakupan Sultra 33,4 persen, kata Kepala Kantor di Makassar, Selasa."
    assert placed(text) == [(33.4, "Sulawesi Tenggara")]
    (figure,) = figures("KENDARI - Cakupan kepesertaan 33,4 persen.")
    assert figure.confidence == "low" and "written" in figure.reason


def test_the_province_behind_a_regency_only_says_where_it_lies() -> None:
    assert placed("Pemkab Pati, Jawa Tengah, mencatat cakupan 45 persen.") == [(45, "Kabupaten Pati")]
    assert placed("Cakupan Kabupaten Badung tertinggi di Bali, 68,4 persen.") == [(68.4, "Kabupaten Badung")]


def test_what_a_region_is_compared_with_has_only_the_number_behind_it() -> None:
    text = "Cakupan Palembang 44 persen, di bawah rata-rata nasional 45 persen."
    assert placed(text) == [(44, "Kota Palembang"), (45, "Indonesia")]


def test_a_count_that_no_province_has_is_indonesias() -> None:
    (figure,) = figures("BPJS Ketenagakerjaan mencatat 40,2 juta peserta aktif.")
    assert figure.place and figure.place.code == regions.NATION and "size" in figure.reason


def test_codes_named_and_names_of_codes_agree() -> None:
    for code, name in zip(regions.regencies()["code"], regions.regencies()["name"], strict=True):
        assert names.codes_named(name, "regency") == {code} and names.region_name(code) == name


@pytest.mark.parametrize(
    "words",
    [
        "Secara nasional, cakupan",
        "Cakupan jamsostek nasional",
        "Realisasi nasional",
        "Cakupan rata-rata nasional yang",
        "Pemerintah pusat menargetkan cakupan",
        "The central government aims to cover",
    ],
)
def test_national_is_indonesia(words: str) -> None:
    assert placed(f"{words} 45,17 persen.") == [(45.17, "Indonesia")]


@pytest.mark.parametrize("words", ["Rakernas nasional", "Dewan Jaminan Sosial Nasional", "Bank nasional"])
def test_nasional_in_a_name_is_not_indonesia(words: str) -> None:
    assert placed(f"{words} menyebut cakupan Jambi 45,17 persen.") == [(45.17, "Jambi")]
    assert placed(f"{words} menyebut cakupan 45,17 persen.") == [(45.17, None)]


@pytest.mark.parametrize(
    "words",
    [
        "nomor dua di Bali",
        "peringkat pertama di Bali",
        "posisi kedua se-Bali",
        "urutan ketiga di Provinsi Bali",
    ],
)
def test_a_rank_in_a_province_leaves_the_figure_to_its_subject(words: str) -> None:
    before = f"Kabupaten Badung mencatat cakupan 71,2 persen, {words}."
    behind = f"Kabupaten Badung {words} dengan cakupan 71,2 persen."
    after = f"Kabupaten Badung {words}. Cakupan di sana 71,2 persen."
    for text in (before, behind, after):
        assert placed(text) == [(71.2, "Kabupaten Badung")]


def test_english_names_regencies_by_side_and_kind() -> None:
    assert placed("East Lombok regency covered 45 percent of workers.") == [(45, "Kabupaten Lombok Timur")]
    assert placed("Coverage in South Jakarta was 45 percent.") == [(45, "Kota Administrasi Jakarta Selatan")]
    assert placed("The Bogor city administration said coverage was 45 percent.") == [(45, "Kota Bogor")]
    assert placed("Coverage in West Java was 45 percent.") == [(45, "Jawa Barat")]
