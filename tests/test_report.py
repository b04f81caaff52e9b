"""Pages stand alone, say everything in the language of the reader, and are made only when they must be."""

import re
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
import synthetic_notebook
from pages import Reader, loads
from typer.testing import CliRunner

from coverage_lib.cli import app
from coverage_lib.data import sources
from coverage_lib.pages import report, site

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
        assert count in unescape(small[lang].figures["synthetic-figure"])
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


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("1 / 0", r"^09_synthetic\.ipynb, cell 6: ZeroDivisionError: division by zero$"),
        ("rows[", r"^09_synthetic\.ipynb, cell 6: SyntaxError"),
        ("rows", r"^09_synthetic\.ipynb, cell 6: it shows what a page cannot set"),
        ("print('said')", r"^09_synthetic\.ipynb, cell 6: it shows what a page cannot set"),
    ],
)
def test_a_cell_that_fails_is_named(tmp_path: Path, code: str, says: str) -> None:
    path = synthetic_notebook.write(tmp_path / "09_synthetic.ipynb", code)
    with pytest.raises(report.NotebookError, match=says):
        report.page(path, "en")


def test_a_page_knows_nothing_of_the_page_before(tmp_path: Path) -> None:
    first = synthetic_notebook.write(tmp_path / "08_synthetic.ipynb", "left_behind = 1")
    second = synthetic_notebook.write(tmp_path / "09_synthetic.ipynb", "left_behind;")
    report.page(first, "en")
    with pytest.raises(report.NotebookError, match="NameError"):
        report.page(second, "en")


# --------------------------------------------------------------------------------------------------- the folder of reports


class Here(Executor):
    """Work done in this process, so that a test can see it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def submit(self, work, job):  # type: ignore[no-untyped-def]
        self.done.append(f"{job.lang}/{job.target.name}")
        future: Future[report.Page] = Future()
        try:
            future.set_result(work(job))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    workers = Here()

    @contextmanager
    def in_this_process(*_arguments):  # type: ignore[no-untyped-def]
        yield workers

    monkeypatch.setattr(site, "_workers", in_this_process)
    return workers


@pytest.fixture
def small_project(project_copy: Path) -> Path:
    """A project whose only report is the synthetic one."""
    synthetic_notebook.write(project_copy / "notebooks" / "01_synthetic.ipynb")
    return project_copy


def run(*arguments: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, list(arguments))


def test_reports_are_written_in_both_languages_with_an_index_in_each(small_project: Path, here: Here) -> None:
    done = run("report")
    assert done.exit_code == 0, done.output
    out = small_project / "reports"
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html")) == [
        *("en/01_synthetic.html", "en/index.html", "id/01_synthetic.html", "id/index.html", "index.html"),
    ]
    assert str(out / "en" / "index.html") in done.stdout and str(out / "id" / "index.html") in done.stdout
    for lang in LANGS:
        index = Reader((out / lang / "index.html").read_text(encoding="utf-8"))
        assert index.named("html")[0].attributes["lang"] == lang
        assert loads(index) == []
        links = [element.attributes["href"] for element in index.named("a")]
        assert "01_synthetic.html" in links
        assert any("<script>alert('lead')</script>" in text for text, *_rest in index.texts)
        assert not any("alert(" in script for script in index.scripts)
        for link in links:
            assert link.startswith("#") or (out / lang / link).exists(), link


def test_only_what_has_changed_is_made_again(small_project: Path, here: Here) -> None:
    assert run("report", "--lang", "id").exit_code == 0
    assert here.done == ["id/01_synthetic.html"]
    assert run("report", "--lang", "id").exit_code == 0
    assert here.done == ["id/01_synthetic.html"]
    synthetic_notebook.write(small_project / "notebooks" / "01_synthetic.ipynb", "rows;")
    assert run("report", "--lang", "id").exit_code == 0
    assert here.done == ["id/01_synthetic.html"] * 2
    table = sources.raw_path("context")
    lines = table.read_text(encoding="utf-8").split("\n")
    lines[1] = lines[1].replace("1900000.0", "1900001.0")
    table.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    sources.update_checksum("context")
    assert run("report", "--lang", "id").exit_code == 0
    assert here.done == ["id/01_synthetic.html"] * 3


def test_a_page_that_fails_is_named_and_does_not_stop_the_others(small_project: Path, here: Here) -> None:
    synthetic_notebook.write(small_project / "notebooks" / "00_broken.ipynb", "1 / 0")
    done = run("report", "--lang", "en")
    assert done.exit_code == 1
    assert "Not made: en/00_broken.html: 00_broken.ipynb, cell 6: ZeroDivisionError" in done.stderr
    assert (small_project / "reports" / "en" / "01_synthetic.html").exists()
    assert not (small_project / "reports" / "en" / "00_broken.html").exists()


def test_bad_data_end_with_1_a_list_and_nothing_written(small_project: Path, here: Here) -> None:
    table = sources.raw_path("members")
    lines = table.read_text(encoding="utf-8").split("\n")
    for place in (1, 2):
        lines[place] = lines[place].replace(",domicile,", ",somewhere,")
    table.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    sources.update_checksum("members")
    for command in ("build", "report"):
        done = run(command)
        assert done.exit_code == 1
        assert done.stderr.count("members.csv") >= 2 and "somewhere" in done.stderr
        assert "Traceback" not in done.output
    assert not (small_project / "reports").exists()
    assert list((small_project / "data").rglob("*.parquet")) == []
    assert here.done == []


@pytest.mark.parametrize("wrong", [["report", "--lang", "fr"], ["reprot"], ["build", "--fast"], []])
def test_wrong_usage_ends_with_2(wrong: list[str]) -> None:
    assert run(*wrong).exit_code == 2


def test_help_says_what_the_commands_do() -> None:
    shown = run("--help").stdout
    assert "build" in shown and "report" in shown and "1 bad data" in shown
    assert "--lang" in run("report", "--help").stdout


def test_the_command_itself_in_processes_of_its_own(small_project: Path) -> None:
    command = [sys.executable, "-m", "coverage_lib.cli", "report", "--out", str(small_project / "elsewhere")]
    first = subprocess.run(command, capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stderr
    assert "en/01_synthetic.html" in first.stderr  # progress
    made = {path: path.stat().st_mtime_ns for path in (small_project / "elsewhere").glob("*/01_*.html")}
    assert len(made) == 2
    start = time.perf_counter()
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 0 and time.perf_counter() - start < 10
    assert {path: path.stat().st_mtime_ns for path in made} == made
