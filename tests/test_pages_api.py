"""The page of functions: every public one with its arguments, made offline, nothing loaded, the way back to the start pages."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from pages import Reader, loads

import coverage_lib
from coverage_lib.pages import api


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return api.write(tmp_path_factory.mktemp("site"), ["en", "id"]).read_text(encoding="utf-8")


def section(page: str, path: str) -> str:
    """The words of an entry."""
    reader = Reader(page[page.index(f'<section id="{path}">') :].partition("</section>")[0])
    return " ".join(text for text, *_rest in reader.texts)


# Rooms whose other modules are steps on the way and have no entry.
DOORS = {
    "coverage_lib.data.reading": ("table", "problems", "plain", "files"),
    "coverage_lib.data.own": ("adding", "checking", "entries", "listing"),
}


def public_names() -> set[str]:
    """Every public function and class that Python finds in the package, but for the command line and the insides of two rooms."""
    names = set()
    for module in pkgutil.walk_packages(coverage_lib.__path__, "coverage_lib."):
        if module.name.endswith("__main__") or module.name.startswith("coverage_lib.cli"):
            continue
        room, _, step = module.name.rpartition(".")
        if step not in DOORS.get(room, (step,)):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            is_own = getattr(value, "__module__", None) == module.name and not name.startswith("_")
            if is_own and (inspect.isclass(value) or inspect.isroutine(value)):
                names.add(f"{module.name}.{name}")
    return names


def test_every_public_function_and_class_has_an_entry(page: str) -> None:
    entries = {element.attributes["id"] for element in Reader(page).named("section")}
    assert len(public_names()) > 300
    assert public_names() - entries == set()
    assert not [entry for entry in entries if "._" in entry]


def test_load_coverage_is_listed_with_its_parameters_its_result_and_an_example(page: str) -> None:
    words = section(page, "coverage_lib.load.load_coverage")
    for parameter in inspect.signature(coverage_lib.load_coverage).parameters.values():
        assert f"{parameter.name}: " in words and f"{parameter.name} (" in words
    for expected in (
        "Returns",
        "pandas.DataFrame",
        "Raises",
        "ValueError",
        ">>> coverage = load_coverage()",
        "27.1",
    ):
        assert expected in words


def test_what_the_package_exports_stands_first(page: str) -> None:
    links = [element.attributes["href"] for element in Reader(page).named("a") if "ul" in element.within]
    first = links[: links.index("#coverage_lib.load.load_targets") + 1]
    assert "#coverage_lib.load.load_coverage" in first and "#coverage_lib.data.names.match_region" in first


def test_the_page_of_functions_loads_nothing_is_small_and_names_no_machine(page: str) -> None:
    assert loads(Reader(page)) == []
    assert len(page.encode()) < 1_000_000
    assert not re.search(r"[\"'(](?:/home|/root|/tmp|/work|PosixPath)|0x[0-9a-f]{6,}", page)


def test_the_page_of_functions_is_in_english_and_leads_back_to_both_start_pages(page: str) -> None:
    reader = Reader(page)
    assert reader.named("html")[0].attributes["lang"] == "en"
    back = {
        element.attributes["href"]: element.attributes["lang"]
        for element in reader.named("a")
        if "header" in element.within
    }
    assert back == {"en/index.html": "en", "id/index.html": "id"}


def test_every_reference_on_the_page_of_functions_finds_its_place(page: str) -> None:
    reader = Reader(page)
    identifiers = [element.attributes["id"] for element in reader.elements if "id" in element.attributes]
    assert len(identifiers) == len(set(identifiers))
    links = {
        element.attributes["href"] for element in reader.named("a") if element.attributes["href"][0] == "#"
    }
    assert {link[1:] for link in links} <= set(identifiers)
    assert "#coverage_lib.pages.site.report_jobs" in links  # from the function below it
    assert not re.search(r":(?:func|class|meth|mod|data):", page)


def test_a_second_page_of_functions_has_the_same_bytes(page: str, tmp_path: Path) -> None:
    assert api.write(tmp_path, ["en", "id"]).read_text(encoding="utf-8") == page
    assert 'href="en/index.html"' not in api.write(tmp_path, ["id"]).read_text(encoding="utf-8")


def test_a_signature_stands_as_it_is_written() -> None:
    module = {entry.path.rpartition(".")[2]: entry for entry in api.modules("pages")[-1].entries}
    assert module["common"].signature == "() -> dict[str, Any]"
    (svg,) = [module for module in api.modules("drawing") if module.path.endswith(".svg")]
    drawing = next(entry for entry in svg.entries if entry.path.endswith(".Drawing"))
    assert drawing.signature.startswith("(name: str, width: float, ")
    assert [method.signature for method in drawing.methods] == [
        "(title: str, alt: str, font: bool=True) -> str",
        "(alt: str) -> str",
    ]
