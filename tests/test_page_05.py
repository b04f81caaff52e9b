"""Page 05: what it states about published figures, counted again from the verdicts, the raw tables and the steps."""

import html
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from coverage_lib import language, load
from coverage_lib.data.sources import raw_path
from coverage_lib.measures.audit import ALARMS
from coverage_lib.pages import report

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "05_published_figures.ipynb"
LANGS = ("en", "id")


@pytest.fixture(scope="module")
def pages() -> dict[str, report.Page]:
    return {lang: report.page(NOTEBOOK, lang) for lang in LANGS}


def words(page: report.Page) -> str:
    """The text of a page, without drawings, scripts and markup."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page.html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def row_of(page: report.Page, table: str, first: str) -> list[str]:
    """The first row from a table on that begins with a text."""
    rest = page.html[page.html.index(f'id="table-{table}"') :]
    for row in re.findall(r"<tr>(.*?)</tr>", rest, flags=re.DOTALL):
        cells = [
            html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        if cells and cells[0] == first:
            return cells
    raise AssertionError(f"no row begins with {first}")


@pytest.mark.parametrize("lang", LANGS)
def test_the_lead_counts_every_printed_figure(pages: dict[str, report.Page], lang: str) -> None:
    """The number of figures is that of the lines of the raw tables; the shares follow from the verdicts."""
    lines = sum(
        len(pd.read_csv(raw_path(name), dtype=str)) for name in ("published_figures", "published_figures_2")
    )
    verdict = load.load_verdicts()["verdict"]
    tested = int(verdict.ne("cannot be tested").sum())
    fit = int(verdict.str.startswith("consistent").sum())
    wrong = verdict.isin(
        [
            "contradicts",
            "digits slipped or transposed",
            "points printed as percent",
            "another month than it seems",
        ]
    )
    other = int(verdict.isin(ALARMS).sum() - wrong.sum())
    with language.use(lang):
        numbers = [language.number(count) for count in (lines, tested, int(wrong.sum()), other)]
        assert all(
            number in pages[lang].lead for number in [*numbers, language.percent(100 * fit / tested, 0)]
        )
    assert lines == len(verdict) == 1418


@pytest.mark.parametrize("lang", LANGS)
def test_the_steps_of_the_province_add_up_to_what_was_announced(
    pages: dict[str, report.Page], lang: str
) -> None:
    names = {
        "en": [
            "Counted, all employed, December 2024",
            "Eligible workers as base",
            "Date of the figure",
            "Unexplained",
            "Announced",
        ],
        "id": [
            "Dihitung, penduduk bekerja, Desember 2024",
            "Basis semesta",
            "Tanggal angka",
            "Belum terjelaskan",
            "Diumumkan",
        ],
    }
    values = []
    for name in names[lang]:
        text = row_of(pages[lang], "bridge-15", name)[1].split("%")[0].split(" (")[0]
        values.append(float(text.replace("−", "-").replace("+", "").replace(",", ".")))
    # Jambi, 2 December 2024: 534,179 of 1.83 million counted, 45.17% announced; the steps are printed to a tenth.
    assert values[-1] == 45.17
    assert values[0] == pytest.approx(100 * 534_179 / 1_833_268, abs=0.05)
    assert sum(values[:-1]) == pytest.approx(values[-1], abs=0.3)


def test_both_languages_show_the_same_figures_tables_and_numbers(pages: dict[str, report.Page]) -> None:
    english, indonesian = pages["en"], pages["id"]
    assert list(english.figures) == list(indonesian.figures)
    assert {"audit-outcomes", "bridge-15", "base-ranks"} <= set(english.figures)
    rows = [len(re.findall(r"<tr", pages[lang].html)) for lang in LANGS]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_explains_the_eligible_base_by_civil_servants(
    pages: dict[str, report.Page], lang: str
) -> None:
    """The definitions name them; how many they are is not in the tables, and the page says so."""
    text = words(pages[lang])
    unknown = {"en": "is not in the tables", "id": "tidak ada dalam tabel"}[lang]
    for found in re.finditer({"en": "civil servants", "id": "aparatur sipil negara|ASN"}[lang], text):
        near = text[max(0, found.start() - 400) : found.end() + 400]
        assert unknown in near or "f0" in near or "r44" in near, near


def test_the_notebook_defines_nothing_and_names_no_number() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert not re.search(r"^\s*(def|class) ", code, re.MULTILINE)
    assert re.findall(r"\d{3,}", code) == ["2021", "2022"] or set(re.findall(r"\d{3,}", code)) <= {
        "2021",
        "2022",
    }
    assert np.unique(re.findall(r'region = "(\d+)"', code)).tolist() == ["15"]
