"""Pages stand alone, say everything in the language of the reader, and text on them stays text."""

import re
from pathlib import Path

import nbformat
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


# -------------------------------------------------------------------------------------------------------------------- the annex


@pytest.fixture(scope="module")
def annexed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, report.Page]:
    """The page of the synthetic notebook with an annex of a heading, a text and a second figure with its table."""
    path = synthetic_notebook.write(tmp_path_factory.mktemp("notebooks") / "09_synthetic.ipynb")
    notebook = nbformat.read(path, as_version=4)
    for lang, heading, text in (
        ("en", "Annex", "### Of the annex\n\nOnly who unfolds it reads this."),
        ("id", "Lampiran", "### Dari lampiran\n\nHanya dibaca bila dibuka."),
    ):
        notebook.cells += [
            nbformat.v4.new_markdown_cell(f"## {heading}", metadata={"tags": [f"lang-{lang}", "annex"]}),
            nbformat.v4.new_markdown_cell(text, metadata={"tags": [f"lang-{lang}"]}),
        ]
    second = synthetic_notebook.FIGURE.replace("synthetic-figure", "synthetic-second").replace(
        "-rows", "-second-rows"
    )
    notebook.cells.append(nbformat.v4.new_code_cell(second))
    nbformat.write(notebook, path)
    return {lang: report.page(path, lang) for lang in LANGS}


def around_annex(html: str) -> tuple[str, str, str]:
    """What stands before the folded annex, in it, and after it."""
    start, depth = html.index('<details class="annex"'), 0
    for tag in re.finditer(r"<(/?)details\b[^>]*>", html[start:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html[:start], html[start : start + tag.end()], html[start + tag.end() :]
    raise AssertionError("the annex is not closed")


@pytest.mark.parametrize(
    ("lang", "anchor", "heading", "inner"),
    [("en", "annex", "Annex", "Of the annex"), ("id", "lampiran", "Lampiran", "Dari lampiran")],
)
def test_all_that_follows_the_tagged_heading_is_folded_under_it(
    annexed: dict[str, report.Page], lang: str, anchor: str, heading: str, inner: str
) -> None:
    html = annexed[lang].html
    assert html.count('class="annex"') == 1
    before, annex, after = around_annex(html)
    assert annex.startswith(f'<details class="annex" id="{anchor}"><summary><h2>{heading}</h2></summary>')
    # Closed until a reader opens it.
    assert "open" not in annex.split(">")[0]
    assert inner in annex and 'id="synthetic-second"' in annex and annex.count("<figure") == 1
    assert inner not in before + after and "synthetic-second" not in before + after
    assert html.count(f'id="{anchor}"') == 1 and f"{heading}</h2>" not in before + after
    # What stands before the heading, and what belongs to every page, is not folded.
    assert 'id="synthetic-figure"' in before
    assert {"en": 'id="first-part"', "id": 'id="bagian-pertama"'}[lang] in before
    assert 'id="definitions"' in after and 'id="sources"' in after
    # The table behind the figure stays folded by itself.
    assert annex.count("<details") == 2


@pytest.mark.parametrize("lang", LANGS)
def test_the_contents_list_leads_to_the_annex(annexed: dict[str, report.Page], lang: str) -> None:
    reader = Reader(annexed[lang].html)
    listed = [element.attributes["href"] for element in reader.named("a") if "nav" in element.within]
    identifiers = {element.attributes["id"] for element in reader.elements if "id" in element.attributes}
    assert listed[-3] == {"en": "#annex", "id": "#lampiran"}[lang]
    assert {address.removeprefix("#") for address in listed} <= identifiers


@pytest.mark.parametrize(("lang", "word"), [("en", "Figure"), ("id", "Gambar")])
def test_the_numbers_of_figures_run_on_in_the_annex(
    annexed: dict[str, report.Page], lang: str, word: str
) -> None:
    numbers = re.findall(r'<span class="number">([^<]+)</span>', annexed[lang].html)
    assert numbers == [f"{word} 1", f"{word} 2"]
    assert numbers[1] in around_annex(annexed[lang].html)[1]
    assert list(annexed[lang].figures) == ["synthetic-figure", "synthetic-second"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_without_a_tagged_heading_has_no_annex(small: dict[str, report.Page], lang: str) -> None:
    assert 'class="annex"' not in small[lang].html
    assert "<summary><h2>" not in small[lang].html


def test_in_print_the_annex_is_open_on_a_page_of_its_own_and_other_folds_are_left_out(
    annexed: dict[str, report.Page],
) -> None:
    css = "".join(Reader(annexed["en"].html).styles)
    printed = css[css.index("@media print") :]
    rules = dict(re.findall(r"\n  ([^{}@]+?) \{ ([^}]*) \}", printed))
    assert "break-before: page" in rules[".annex"]
    assert "content-visibility: visible" in rules[".annex::details-content"]
    assert "block-size: auto" in rules[".annex::details-content"]
    hidden = next(selectors for selectors, rule in rules.items() if rule == "display: none;")
    assert "details:not(.annex)" in hidden.split(", ") and ".annex" not in hidden.split(", ")
