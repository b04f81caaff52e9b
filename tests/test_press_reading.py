"""Whole texts: lists, headings, confidence with its reason, places in the text, and any text at all without an error."""

import random
import re
import time
from pathlib import Path

import pytest
from press_lines import figures, measured, placed

from coverage_lib.data import bases
from coverage_lib.data.numerals import limits
from coverage_lib.data.press.proposals import Source, as_published, propose, published_columns

ARTICLE = (
    "Cakupan Jamsostek Jambi Naik\n\n"
    "JAMBI - Kepesertaan aktif di Provinsi Jambi mencapai 45,17 persen per 2 Desember 2024, naik 3,79 persen dari 41,38 persen "
    "pada 1 Oktober 2024. Dari 1.312.370 pekerja, 592.806 di antaranya sudah terlindungi.\n"
    "“Kami masih membutuhkan 102.750 pekerja untuk mencapai target 53 persen,” kata Kepala Dinas, Selasa (3/12/2024). "
    "Anggaran Rp12,5 miliar disiapkan menurut Inpres 2/2021, dan Jambi berada di peringkat 16 dari 34 provinsi.\n"
    "Untuk kelembagaan desa, cakupan baru 33,02 persen dan 65.875 orang belum terlindungi.\n"
)


def test_an_article_gives_its_figures_and_no_more() -> None:
    assert [(one.value, one.measure, one.segment, one.date) for one in figures(ARTICLE)] == [
        (45.17, "coverage_rate", "total", "2024-12-02"),
        (3.79, "coverage_change", "total", "2024-12-02"),
        (41.38, "coverage_rate", "total", "2024-10-01"),
        (1_312_370, "eligible_workers", "total", "2024-12-02"),
        (592_806, "active_participants", "total", "2024-12-02"),
        (102_750, "gap_workers", "total", "2024-12-02"),
        (53, "target_rate", "total", None),
        (33.02, "coverage_rate", "village_institutions", "2024-12-02"),
        (65_875, "uncovered_workers", "village_institutions", "2024-12-02"),
    ]
    assert {one.place.name for one in figures(ARTICLE) if one.place} == {"Jambi"}


def test_a_figure_knows_its_words_and_their_place() -> None:
    table = propose([Source(ARTICLE, "jambi.txt")]).table
    lines = ARTICLE.split("\n")
    for row in table.to_dict("records"):
        words = lines[row["line"] - 1][row["start"] - 1 : row["end"]]
        assert " ".join(words.split()) == row["as_published"]
        assert row["as_published"] in row["words"] and row["file"] == "jambi.txt"
        assert limits(row["as_published"], row["value"], row["unit"]) is not None
    assert set(table["source_title"]) == {"Cakupan Jamsostek Jambi Naik"}


def test_items_of_a_list_go_on_with_its_heading() -> None:
    text = "Peserta aktif terbanyak per Februari 2025:\n- DKI Jakarta: 8,0 juta orang\n- Jawa Timur: 4,9 juta orang\n"
    assert measured(text) == [(8e6, "active_participants"), (4.9e6, "active_participants")]
    assert placed(text) == [(8e6, "DKI Jakarta"), (4.9e6, "Jawa Timur")]
    assert {one.date for one in figures(text)} == {"2025-02"}


def test_a_line_cut_out_of_an_article_is_proposed_with_low_confidence() -> None:
    (figure,) = figures("…sebesar 45,17% per 2 Desember 2024…")
    assert (figure.value, figure.date, figure.place, figure.confidence) == (45.17, "2024-12-02", None, "low")
    assert "no region named" in figure.reason and "no word says" in figure.reason


def test_confidence_says_what_does_not_stand_beside_the_number() -> None:
    first, second = figures(
        "Per Mei 2025 cakupan Bali 60 persen. Sebanyak 700 ribu pekerja belum terlindungi."
    )
    assert (first.confidence, first.reason) == ("high", "measure, region and date stand beside the number")
    assert second.confidence == "medium"
    assert second.reason == "region from an earlier sentence; date from an earlier sentence"


def test_the_note_of_a_proposal_does_not_pass_for_a_base() -> None:
    """The rules for bases read the note: words of the program there must not decide what a share is a share of."""
    table = as_published(
        propose([Source(ARTICLE, "ucj potensi.txt"), Source("Cakupan Bali 60 persen.")]).table
    )
    assert list(table.columns) == published_columns()
    for rule in bases.RULES:
        if rule.where in ("note", "title"):
            column = {"note": "note", "title": "source_title"}[rule.where]
            assert not table[column].str.lower().str.contains(re.compile(rule.pattern)).any(), rule


def test_the_base_that_the_words_name_is_kept_in_them() -> None:
    (figure,) = figures("Cakupan Jambi 45,17 persen dari potensi pekerja.")
    assert figure.as_published == "45,17 persen dari potensi pekerja"


def test_an_article_is_read_well_under_a_second() -> None:
    text = (ARTICLE * 8)[:5000]
    figures(text)
    start = time.perf_counter()
    figures(text)
    assert time.perf_counter() - start < 1


LINES = (Path(__file__).parents[1] / "benchmarks/press_lines/development.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(40))
def test_no_text_ends_in_an_error_and_every_figure_is_in_its_words(seed: int) -> None:
    """Words of press lines in any order, cut anywhere: what is proposed stands in the text and lies within its limits."""
    chance = random.Random(seed)
    words = chance.sample(LINES.replace('"', " ").split(), 300)
    text = "".join(word + chance.choice([" ", " ", " ", ", ", ". ", "\n", ""]) for word in words)
    for figure in figures(text, chance.choice([None, "2025-08-12"])):
        assert " ".join(text[figure.start : figure.end].split()) == figure.as_published
        assert figure.printed.low <= figure.value <= figure.printed.high
        assert figure.unit in ("percent", "percentage_points", "workers")


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "…", "45", "%", "per", "İ 45 persen cakupan", "¤¤ 45%", "💼 45% cakupan Bali"]
)
def test_odd_texts_end_in_no_error(text: str) -> None:
    assert all(figure.as_published for figure in figures(text))
