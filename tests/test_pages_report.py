"""Pages stand alone, say everything in the language of the reader, and text on them stays text."""

import re
from pathlib import Path

import pytest
import synthetic_notebook
from pages import Reader, loads

from coverage_lib.pages import report

ROOT = Path(__file__).parents[1]
FIRST = ROOT / "notebooks" / "01_coverage_map.ipynb"
LANGS = ("en", "id")
#: Columns that hold what others printed, in their words and numbers.
QUOTED = {
    "As printed",
    "Sebagaimana tercetak",
    "Base as stated",
    "Basis yang disebutkan",
    "Publisher",
    "Penerbit",
}


@pytest.fixture(scope="module")
def real() -> dict[str, report.Page]:
    """The first report in both languages."""
    return {lang: report.page(FIRST, lang) for lang in LANGS}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, report.Page]:
    """The page of a small synthetic notebook in both languages."""
    path = synthetic_notebook.write(tmp_path_factory.mktemp("notebooks") / "09_synthetic.ipynb")
    return {lang: report.page(path, lang) for lang in LANGS}


def visible(page: report.Page, lang: str) -> list[str]:
    """What a reader of a page sees in its language: no names of files, no citations, nothing quoted."""
    texts = Reader(page.html).texts
    return [
        text
        for text, tags, spoken, column in texts
        if spoken == lang and column not in QUOTED and "code" not in tags
    ]


# ---------------------------------------------------------------------------------------------------------- what a page is


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_asks_nothing_of_anybody(
    real: dict[str, report.Page], small: dict[str, report.Page], lang: str
) -> None:
    for page in (real[lang], small[lang]):
        assert loads(Reader(page.html)) == []


@pytest.mark.parametrize(
    "load", ['<img src="https://x.org/a.png">', "<style>@import 'a.css'</style>", "<script>fetch(1)</script>"]
)
def test_a_load_would_be_seen(small: dict[str, report.Page], load: str) -> None:
    assert loads(Reader(small["en"].html.replace("</main>", load + "</main>"))) != []


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_names_its_language_and_lists_its_contents(real: dict[str, report.Page], lang: str) -> None:
    reader = Reader(real[lang].html)
    assert reader.named("html")[0].attributes["lang"] == lang
    anchors = [element.attributes["id"] for element in reader.named("h2")]
    listed = [element.attributes["href"] for element in reader.named("a") if "nav" in element.within]
    assert listed == [f"#{anchor}" for anchor in anchors]
    assert len(anchors) == len(set(anchors)) > 8
    assert len(reader.named("h1")) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_has_its_words_its_numbers_and_its_table(
    real: dict[str, report.Page], lang: str
) -> None:
    reader = Reader(real[lang].html)
    drawings = [element for element in reader.named("svg") if "figure" in element.within]
    assert len(drawings) == len(reader.named("figure")) == len(real[lang].figures) == 10
    for drawing in drawings:
        assert drawing.attributes["role"] == "img"
        assert re.search(r"\d", drawing.attributes["aria-label"])
        assert len(drawing.attributes["aria-label"]) > 60
    within = [element.within for element in reader.named("table")]
    assert sum("figure" in tags for tags in within) == 10
    assert len(reader.named("figcaption")) == 10
    identifiers = [element.attributes["id"] for element in reader.elements if "id" in element.attributes]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_is_small_and_shows_no_code(real: dict[str, report.Page], lang: str) -> None:
    assert len(real[lang].html.encode()) < 1_500_000
    assert "load_coverage" not in real[lang].html
    assert not {"pre", "iframe", "link rel=stylesheet"} & {
        element.tag for element in Reader(real[lang].html).elements
    }


# ------------------------------------------------------------------------------------------------------- in whose language


def test_the_text_of_the_other_language_is_dropped(small: dict[str, report.Page]) -> None:
    assert "In English" in small["en"].html and "bahasa Indonesia" not in small["en"].html
    assert "Dalam bahasa Indonesia" in small["id"].html and "In English" not in small["id"].html
    assert (small["en"].title, small["id"].title) == ("Synthetic", "Buatan")


def test_numbers_follow_the_language_in_findings_tables_and_drawings(small: dict[str, report.Page]) -> None:
    for lang, share, count in (("en", "27.1%", "1,312,370"), ("id", "27,1%", "1.312.370")):
        text = " ".join(visible(small[lang], lang))
        assert text.count(share) == 4  # finding, key figure, and the table beside and below the figure
        drawn = [text for text, tags, *_rest in Reader(small[lang].html).texts if "svg" in tags]
        assert any(count in words for words in drawn)
        other = {"27.1%": "27,1%", "27,1%": "27.1%"}[share]
        assert other not in text


@pytest.mark.parametrize(
    ("lang", "foreign"), [("id", r"\d\.\d+%|\d,\d{3}(?!\d)"), ("en", r"\d,\d+%|\d\.\d{3}(?!\d)")]
)
def test_no_number_of_a_real_page_is_in_the_other_convention(
    real: dict[str, report.Page], lang: str, foreign: str
) -> None:
    texts = visible(real[lang], lang)
    labels = [element.attributes.get("aria-label", "") for element in Reader(real[lang].html).elements]
    assert len(texts) > 1000
    assert [text for text in [*texts, *labels] if re.search(foreign, text)] == []


def test_an_indonesian_page_says_nothing_in_english(real: dict[str, report.Page]) -> None:
    english = re.compile(
        r"\b(the|of|and|by|share|workers|members|province|source|year|table)\b", re.IGNORECASE
    )
    reader = Reader(real["id"].html)
    labels = [element.attributes.get("aria-label", "") for element in reader.elements]
    assert [text for text in [*visible(real["id"], "id"), *labels] if english.search(text)] == []
    assert any(english.search(text) for text in visible(real["en"], "en"))


def test_what_stays_in_english_is_marked_as_english(real: dict[str, report.Page]) -> None:
    cited = [
        text for text, tags, lang, _column in Reader(real["id"].html).texts if lang == "en" and "ul" in tags
    ]
    assert any("Sakernas" in text for text in cited)


# ----------------------------------------------------------------------------------------------------------- text is text


def test_no_text_becomes_code(small: dict[str, report.Page]) -> None:
    for lang in LANGS:
        reader = Reader(small[lang].html)
        assert len(reader.scripts) == 1
        assert "alert(" not in reader.scripts[0]
        seen = " ".join(text for text, *_rest in reader.texts)
        for place in ("cell", "lead", "caption", "drawn", "title", "label", "key", "text"):
            assert f"<script>alert('{place}')</script>" in seen, place
        (drawing,) = [element for element in reader.named("svg") if "figure" in element.within]
        assert drawing.attributes["aria-label"] == "Alternative <script>alert('alt')</script> with 27.1"
        assert not {"b", "i"} & {element.tag for element in reader.elements}
        assert not [
            name for element in reader.elements for name in element.attributes if name.startswith("on")
        ]
