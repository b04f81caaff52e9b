"""The screen of explore: its controls, links and clicks, and that it shows the words and drawings of the view."""

import dataclasses
import html
import json
import re
from pathlib import Path

import pytest
from explore_samples import JAMBI_55, SAMPLE, name

from coverage_lib import language
from coverage_lib.drawing.exhibits import MIME
from coverage_lib.explore import Explorer, Settings, describe, look, present, presentation
from coverage_lib.explore.settings import from_query, to_query

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_the_screen_shows_the_words_and_drawings_of_the_view(settings: Settings) -> None:
    explorer = Explorer(to_query(settings))
    assert explorer.settings == settings
    _view, words, pictures = present(settings)
    screen = explorer.screen
    assert html.escape(words.headline.text) in screen.headline
    for value, label, base in words.key_figures.items:
        assert (
            f"<dt>{html.escape(label)}<span>{html.escape(base)}</span></dt><dd>{html.escape(value)}</dd>"
            in screen.key_figures
        )
    assert re.findall("<li>(.*?)</li>", screen.remarks) == [html.escape(remark) for remark in words.remarks]
    with language.use(settings.lang):
        cells = [html.escape(text) for row in words.numbers.content()["rows"] for text, _key in row]
    assert re.findall(r"<t[hd](?: [^>]*)?>([^<]*)</t[hd]>", screen.numbers)[-len(cells) :] == cells
    for part, picture in zip((screen.map, screen.fan, screen.bars, screen.ranking), pictures, strict=True):
        assert picture.body in part and html.escape(picture.title) in part
    assert html.escape(words.phrases.source) in screen.source


def test_a_change_makes_each_step_once_and_saving_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[str] = []
    for step in ("look", "describe", "draw"):
        function = getattr(presentation, step)

        def counted(*inputs: object, step: str = step, function=function) -> object:  # type: ignore[no-untyped-def]
            made.append(step)
            return function(*inputs)

        monkeypatch.setattr(presentation, step, counted)
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    for part in ("data", "shapefiles"):
        (tmp_path / part).symlink_to(ROOT / part)
    explorer = Explorer("?")
    made.clear()
    explorer.controls["target"].value = 51.5
    assert made == ["look", "describe", "draw"]
    explorer.controls["save"].click()
    assert made == ["look", "describe", "draw"]
    assert [file["name"] for file in explorer.screen.files] == [
        "view.csv",
        "view.html",
        "view.png",
        "view.svg",
    ]
    assert len(list((tmp_path / "exports").iterdir())) == 1


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_a_link_restores_every_setting(settings: Settings) -> None:
    link = Explorer(to_query(settings)).controls["link"].value
    assert from_query(link) == settings
    other = Explorer("?region=Papua&target=12.5&by=2031&pace=by_hand&points=7")
    other.controls["link"].value = link
    assert other.settings == settings
    for field, control in other.controls.items():
        if field not in ("link", "save"):
            assert control.value == getattr(settings, field)


def test_a_link_that_cannot_be_followed_changes_nothing() -> None:
    explorer = Explorer(to_query(JAMBI_55))
    explorer.controls["link"].value = "?region=Jmbi"
    assert "Did you mean: Jambi" in explorer.screen.remarks
    assert explorer.settings == JAMBI_55
    assert "Jambi" in explorer.screen.headline


REFUSED = {
    "office": (Settings(counted_by="office"), "6,726,563", "6.726.563"),
    "formal of all employed": (Settings(segment="formal"), "workers of the segment", "pekerja pada segmennya"),
    "no region": (Settings(regions=()), "No region is chosen", "Belum ada wilayah"),
}  # fmt: skip


@pytest.mark.parametrize("which", REFUSED)
def test_what_is_refused_empties_the_screen_and_says_why_in_both_languages(which: str) -> None:
    settings, english, indonesian = REFUSED[which]
    for lang, reason in (("en", english), ("id", indonesian)):
        explorer = Explorer("?")
        explorer._set(dataclasses.replace(settings, lang=lang))
        assert explorer.view is None
        assert reason in explorer.screen.remarks
        assert explorer.screen.headline == explorer.screen.map == explorer.screen.numbers == ""


def test_a_click_chooses_a_province_and_shift_adds_and_takes_away() -> None:
    explorer = Explorer("?")

    def click(code: str, more: bool = False) -> tuple[str, ...]:
        explorer._on_message(explorer.screen, {"kind": "pick", "code": code, "more": more}, None)
        assert explorer.controls["regions"].value == explorer.settings.regions
        return explorer.settings.regions

    assert click("15") == ("15",)
    assert click("51", more=True) == ("15", "51")
    assert click("15", more=True) == ("51",)
    assert click("51", more=True) == ("00",)
    assert click("99") == ("00",)


def test_the_language_turns_every_word_of_the_page() -> None:
    explorer = Explorer(to_query(JAMBI_55))
    english = {key: control.description for key, control in explorer.controls.items()}
    parts = {
        key: getattr(explorer.screen, key) for key in ("headline", "numbers", "map", "fan", "bars", "ranking")
    }
    explorer.controls["lang"].value = "id"
    same = [key for key, control in explorer.controls.items() if control.description == english[key]]
    assert same == ["lang"]  # named in both languages at once
    assert [key for key, text in parts.items() if getattr(explorer.screen, key) == text] == []
    assert "29,1%" in explorer.screen.headline and "29.1%" not in explorer.screen.headline
    assert explorer.screen.lang == "id"


def test_the_lists_offer_the_years_that_there_are() -> None:
    """Of 2026 no share of eligible workers stands: Kalimantan Tengah's is of more workers than are employed."""
    controls = Explorer("?").controls
    assert [words for words, _year in controls["year"].options] == [
        "2022",
        "2023",
        "2024",
        "2025, provisional",
    ]
    offered = [words for words, _year in controls["target_year"].options]
    assert (offered[0], offered[-1]) == ("31 December 2022", "31 December 2045")


def test_the_start_page_leads_to_every_notebook_and_to_no_other() -> None:
    cells = json.loads((ROOT / "notebooks/start.ipynb").read_text(encoding="utf-8"))["cells"]
    there = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} - {"start.ipynb"}
    for lang in language.LANGUAGES:
        text = "".join(
            "".join(cell["source"]) for cell in cells if f"lang-{lang}" in cell["metadata"].get("tags", [])
        )
        assert set(re.findall(r"\]\((\w+\.ipynb)\)", text)) == there


def test_the_stored_widget_says_beside_itself_what_nbval_compares() -> None:
    bundle = Explorer("?")._repr_mimebundle_()
    assert bundle[MIME] == {"kind": "lead", "text": describe(look(Settings())).headline.text}
