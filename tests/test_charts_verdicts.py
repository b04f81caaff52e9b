"""Verdicts in words: every verdict and operation in both languages, and arithmetic that is right as it is printed."""

import re
from typing import Any

import pandas as pd
import pytest

from coverage_lib import language
from coverage_lib.charts import verdicts as charts
from coverage_lib.charts.arithmetic import arithmetic
from coverage_lib.load import load_awards, load_evidence, load_published, load_verdicts
from coverage_lib.measures.audit import VERDICTS, audit, words


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    awards = audit(load_awards(), load_evidence()).verdicts
    return pd.concat([load_verdicts(), awards], ignore_index=True)


def in_language(found: pd.DataFrame) -> pd.DataFrame:
    """Verdicts with every word that pages and files say of them."""
    rows = found.to_dict("records")
    return found.assign(
        verdict_word=[charts.verdict_word(row["verdict"]) for row in rows],
        explanation=[charts.explanation(row) for row in rows],
        arithmetic=[arithmetic(row) for row in rows],
        against_words=[charts.against_words(row["against"]) for row in rows],
        base_words=[charts.base_word(row["base"]) if isinstance(row["base"], str) else "" for row in rows],
        other_words=[
            "; ".join(charts.verdict_word(other) for other in row["other"].split("; ") if other)
            for row in rows
        ],
        needed_words=[charts.needed_words(row["needed"]) if row["needed"] else "" for row in rows],
    )


@pytest.fixture(scope="module")
def in_words(found: pd.DataFrame) -> dict[str, pd.DataFrame]:
    tables = {}
    for lang in language.LANGUAGES:
        with language.use(lang):
            tables[lang] = in_language(found).set_index("id")
    return tables


def evaluated(text: str) -> tuple[float, float, float]:
    """Both sides of a printed equation as numbers, and what the last printed digit of the right side leaves open."""
    left, right = text.split(" = ")
    right = right.removesuffix(" of the undivided province")
    digits = len(right.split(".")[1].rstrip("% points")) if "." in right else 0
    scale = 0.01 if re.search("%|points", right) else 1.0
    plain = re.sub(r"(\d)%", r"\1/100", left.replace(",", "").replace("×", "*").replace("−", "-"))
    plain = re.sub(r"([\d.]+)/100", r"(\1/100)", plain)
    value = float(re.sub(r"[,%]| points", "", right)) * scale
    return float(eval(plain, {})), value, 0.5 * scale * 10**-digits


def test_the_arithmetic_is_right_as_it_is_printed(in_words: dict[str, pd.DataFrame]) -> None:
    shown = in_words["en"]["arithmetic"]
    equations = shown[shown.str.contains(" = ")]
    assert len(equations) > 500
    for name, text in equations.items():
        left, right, open_by = evaluated(text)
        # Rates are shown with two digits at most.
        assert left == pytest.approx(right, rel=2e-4, abs=1.01 * open_by), (name, text)


def test_every_word_is_filled_in_and_said_in_both_languages(in_words: dict[str, pd.DataFrame]) -> None:
    english, indonesian = in_words["en"], in_words["id"]
    for table in in_words.values():
        texts = table[
            ["explanation", "arithmetic", "against_words", "base_words", "other_words", "needed_words"]
        ]
        assert not texts.apply(lambda column: column.str.contains(r"[{}]|None|nan\b", regex=True)).any(
            axis=None
        )
        assert table["explanation"].str.len().gt(0).all()
        assert table["explanation"].str.count(r"[.!] [A-Z]|\.$").le(3).all()
    assert not english["explanation"].eq(indonesian["explanation"]).any()
    assert set(english["verdict_word"]) <= set(VERDICTS)


@pytest.mark.parametrize(
    ("verdict", "english", "indonesian"),
    [
        (words.CONSISTENT, "consistent", "konsisten"),
        (words.ROUNDING, "consistent within rounding", "konsisten dalam batas pembulatan"),
        (words.ANOTHER_BASE, "consistent on another base", "konsisten dengan basis lain"),
        (words.CONSTRUCTION, "includes construction workers", "termasuk pekerja jasa konstruksi"),
        (words.OFFICE, "office instead of domicile count", "menurut kantor, bukan menurut domisili"),
        (words.BOUNDARY, "old or new province boundary", "wilayah sebelum atau sesudah pemekaran"),
        (words.TARGET, "a share of a target, not coverage", "capaian target, bukan cakupan"),
        (words.POINTS, "points printed as percent", "poin persentase ditulis sebagai persen"),
        (words.DIGITS, "digits slipped or transposed", "angka keliru atau tertukar"),
        (words.MONTH, "another month than it seems", "bukan bulan yang disebutkan"),
        (words.CONTRADICTS, "contradicts", "bertentangan"),
        (words.UNTESTED, "cannot be tested", "tidak dapat diuji"),
    ],
)
def test_each_verdict_has_its_word(verdict: str, english: str, indonesian: str) -> None:
    assert charts.verdict_word(verdict) == english
    with language.use("id"):
        assert charts.verdict_word(verdict) == indonesian


def test_what_would_be_needed_and_how_sure_have_words_in_both_languages() -> None:
    for lang in language.LANGUAGES:
        with language.use(lang):
            assert len({charts.needed_words(needed) for needed in words.NEEDED}) == len(words.NEEDED)
            assert len({charts.confidence_word(word) for word in words.CONFIDENCE}) == 3


ROW: dict[str, Any] = {"test": "", "against": "f1, f2", "unit": "percent", "base": None, "likely": float("nan"), "needed": "", "figure_unit": "workers",
                       "operation": "share", "terms": "26994;112665", "result": 23.9595, "result_low": 23.9, "result_high": 24.0, "printed": 55.11}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "english", "indonesian"),
    [
        ({"verdict": words.CONTRADICTS},
         "26,994 / 112,665 = 23.96%, but 55.11% is printed (beside f1; f2).",
         "26.994 / 112.665 = 23,96%, tetapi tertulis 55,11% (bandingkan f1; f2)."),
        ({"verdict": words.DIGITS, "likely": 2_700_000.0},
         "A digit or the scale seems to have slipped: the sum is right with 2,700,000.",
         "Tampaknya ada angka atau satuan yang keliru: hitungannya cocok bila 2.700.000."),
        ({"verdict": words.ANOTHER_BASE, "base": "labour_force"},
         "It fits as a share of another base: the labour force.",
         "Angka ini cocok dengan basis lain: angkatan kerja."),
        ({"verdict": words.MONTH},
         "It is, to the last digit, the number of another time.",
         "Angka ini, sampai digit terakhir, adalah angka untuk waktu yang lain."),
        ({"verdict": words.UNTESTED, "needed": "base", "operation": "implied base", "result": 98350.25},
         "Nothing known tests it. Needed: the number of workers that it is a share of. What is printed implies 98,350 workers.",
         "Belum ada data untuk mengujinya. Yang diperlukan: jumlah pekerja yang menjadi basisnya. Angka yang tercetak menyiratkan 98.350 pekerja."),
        ({"verdict": words.OFFICE, "test": "members table", "base": "office"},
         "It is the count by office: say so when you quote it. Many members live in another province than the one where their employer is registered.",
         "Ini jumlah menurut kantor; sebutkan itu bila mengutip. Banyak peserta tinggal di provinsi lain dari tempat pemberi kerjanya terdaftar."),
    ],
)  # fmt: skip
def test_explanations(changed: dict[str, Any], english: str, indonesian: str) -> None:
    row = ROW | changed
    assert charts.explanation(row) == english
    with language.use("id"):
        assert charts.explanation(row) == indonesian


def test_boundaries_are_explained_in_both_directions() -> None:
    texts = {charts.explanation(ROW | {"verdict": words.BOUNDARY, "base": base}) for base in ("2021", "2022")}
    assert len(texts) == 2


@pytest.mark.parametrize(
    ("operation", "terms", "result", "unit", "text"),
    [
        ("difference", "45.17;41.38", 3.79, "percentage_points", "45.17% − 41.38% = 3.79 points"),
        ("difference", "1312370;592806", 719564, "workers", "1,312,370 − 592,806 = 719,564"),
        ("sum", "5000000;923000", 5923000, "workers", "5,000,000 + 923,000 = 5,923,000"),
        ("t x b - a", "53;1312370;592806", 102750.1, "workers", "53% × 1,312,370 − 592,806 = 102,750"),
        ("(t - r) x b", "53;45.17;1312370", 102758.57, "workers", "(53% − 45.17%) × 1,312,370 = 102,759"),
        ("product", "50000;12;16800", 1.008e10, "IDR", "50,000 × 12 × 16,800 = 10,080,000,000"),
        (
            "of undivided",
            "141984;312516",
            45.43,
            "workers",
            "141,984 / 312,516 = 45% of the undivided province",
        ),
        ("place", "14;34", 14, "rank_of_34", "place 14 of 34 by the share of all employed"),
        ("equal", "45.17", 45.17, "percent", "45.17%"),
        ("stated", "", float("nan"), "percent", ""),
    ],
)
def test_arithmetic(operation: str, terms: str, result: float, unit: str, text: str) -> None:
    assert arithmetic(ROW | {"operation": operation, "terms": terms, "result": result, "unit": unit}) == text


def test_places_and_movement_show_their_limits() -> None:
    places = ROW | {"operation": "places", "terms": "8;9;34", "result_low": 9.0, "result_high": 25.0}
    assert arithmetic(places) == "8 above, 9 below, of 34: place 9 to 25"
    moved = ROW | {
        "operation": "moved",
        "terms": "100",
        "result_low": 80.0,
        "result_high": 125.0,
        "unit": "workers",
    }
    assert arithmetic(moved) == "100, which may have moved to between 80 and 125"


def test_the_words_beside_a_table_keep_its_own_columns() -> None:
    table = pd.DataFrame({"region": ["Jambi"], "verdict": ["mine"]})
    written = charts.beside_figures(table, load_verdicts().head(1))
    assert list(written.columns) == ["region", "verdict_given", *charts.WRITTEN]
    assert written["verdict_given"].tolist() == ["mine"]
    assert written.loc[0, "explanation_en"] != written.loc[0, "explanation_id"]


def test_cells_of_tables_have_names() -> None:
    with language.use("id"):
        text = charts.against_words(
            "table:active/31/2023-12-31/formal/office, table:employed/1571/2024-08-31/total/survey, rule:r20"
        )
    assert (
        text
        == "peserta DKI Jakarta, formal, 31 Desember 2023, menurut kantor; penduduk bekerja Kota Jambi, 31 Agustus 2024; aturan program r20"
    )
    assert load_published().shape[0] == len(load_verdicts())
