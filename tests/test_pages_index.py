"""The start page: what lies in the site, by search and by map, each province leading to its own profile."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pages import Reader, loads

from coverage_lib import language
from coverage_lib.data import regions
from coverage_lib.measures import province as profiles
from coverage_lib.pages import index, records

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reader]:
    """The start page in both languages over a site with all profiles but that of Bali, and one report."""
    out = tmp_path_factory.mktemp("site")
    figures = [{"name": "synthetic-b", "title": "B <b>"}, {"name": "synthetic-a", "title": "A"}]
    about = {"title": "Synthetic <i>", "lead": "Lead &", "figures": figures}
    pages = {}
    for lang in language.LANGUAGES:
        for name in regions.provinces("2022")["name"]:
            if name != "Bali":
                records.write(out / lang / "profiles" / f"{profiles.slug(name)}.html", "")
        name = f"{lang}/01_coverage_map"
        records.store(out, name, "key", {f"{name}.html": ""}, about)
        pages[lang] = Reader(index.write_index(out, lang).read_text(encoding="utf-8"))
    return pages


def test_every_province_of_the_map_leads_to_its_own_profile() -> None:
    names = regions.provinces("2021").set_index("code")["name"]
    links = {code: f"profiles/{profiles.slug(name)}.html" for code, name in names.items() if name != "Bali"}
    drawing = ElementTree.fromstring(index._map(links)["map"])
    leads: dict[str, set[str]] = {}
    labels: dict[str, set[str]] = {}
    for group in drawing.iter(f"{SVG}g"):
        mark = re.fullmatch(r"coverage-map-en-(?:region|inset)-(\d\d)", group.get("id", ""))
        if mark:
            leads.setdefault(mark[1], set()).update(link.get("href") for link in group.iter(f"{SVG}a"))
            labels.setdefault(mark[1], set()).update(title.text for title in group.iter(f"{SVG}title"))
    assert len(links) == 33
    assert leads == {code: {links[code]} if code in links else set() for code in names.index}
    assert all(label.startswith(names[code]) for code, shown in labels.items() for label in shown)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_map_and_the_list_lead_to_the_profiles_that_there_are(
    start: dict[str, Reader], lang: str
) -> None:
    links = [element.attributes for element in start[lang].named("a")]
    listed = {link["href"] for link in links if "tabindex" not in link and "profiles" in link["href"]}
    drawn = {link["href"] for link in links if "tabindex" in link}
    assert len(listed) == 37 and len(drawn) == 33
    assert drawn < listed
    assert {link.get("tabindex", "-1") for link in links} == {"-1"}


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_reports_and_figures_are_named_from_their_records(start: dict[str, Reader], lang: str) -> None:
    texts = [text for text, *_rest in start[lang].texts]
    assert {"Synthetic <i>", "Lead &", "A", "B <b>"} <= set(texts)
    assert texts.index("A") < texts.index("B <b>")
    links = [element.attributes["href"] for element in start[lang].named("a")]
    assert {"01_coverage_map.html", "figures/01_coverage_map/synthetic-a.svg"} <= set(links)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_map_of_the_start_page_states_its_sources_and_the_terms_of_its_outlines(
    start: dict[str, Reader], lang: str
) -> None:
    assert loads(start[lang]) == []
    hidden = [text for text, tags, *_rest in start[lang].texts if "figure" in tags]
    visible = " ".join(text for text, tags, *_rest in start[lang].texts if "figure" not in tags)
    assert hidden and all(words in visible for words in ("ODbL", "BPS, Sakernas", "BPJS Ketenagakerjaan"))


def test_a_start_page_without_profiles_has_no_map(tmp_path: Path) -> None:
    page = Reader(index.write_index(tmp_path, "en").read_text(encoding="utf-8"))
    assert page.named("svg") == []
    assert page.named("form") == []


def test_the_start_page_offers_the_languages_there_are(tmp_path: Path) -> None:
    records.write(tmp_path / "id" / "index.html", "")
    page = Reader(index.write_start(tmp_path).read_text(encoding="utf-8"))
    assert [element.attributes["href"] for element in page.named("a")] == ["id/index.html"]
    assert loads(page) == []
