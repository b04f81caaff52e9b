"""The upload of explore: a table is checked, added with its source, and the view shows the month; one that is wrong shows why."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from filled_template import fill, times

from coverage_lib import load
from coverage_lib.explore import Explorer
from coverage_lib.explore.app import _forget


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A working directory of its own; what is kept of its tables is forgotten with it."""
    monkeypatch.delenv("UCJ_DATA")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    if own_tables():
        _forget()


def opened(lang: str = "en") -> Explorer:
    explorer = Explorer(f"?lang={lang}&region=15")
    explorer.upload.toggle.value = True
    return explorer


def choose(explorer: Explorer, name: str, content: bytes) -> None:
    """As the browser sends a file."""
    file: dict[str, Any] = {"name": name, "type": "", "size": len(content), "content": memoryview(content)}
    explorer.upload.fields["file"].value = ({**file, "last_modified": datetime(2026, 3, 10)},)


def name_source(explorer: Explorer) -> None:
    for field, value in (
        ("publisher", "Synthetic publisher"),
        ("title", "Synthetic members"),
        ("date", "2026-03-10"),
    ):
        explorer.upload.fields[field].value = value  # fmt: skip


def january() -> bytes:
    return fill(Path("m.xlsx"), "en", [date(2026, 1, 31)], times(1.02), boundary="2021").read_bytes()


def own_tables() -> list[str]:
    return sorted(
        path.name for path in Path("own-tables").glob("*") if path.name != "processed" and path.name[0] != "."
    )


def test_nothing_is_made_before_the_button_is_pressed() -> None:
    explorer = Explorer("?")
    assert explorer.upload.fields == {} and len(explorer.upload.children) == 1
    assert "Add a table of your own" in explorer.upload.toggle.description


WORDS = {
    "en": ("31 January 2026", "It can be added", "Added as synthetic-members-", "2026 is new among the yearly figures",
           "This table is in already"),
    "id": ("31 Januari 2026", "dapat ditambahkan", "Ditambahkan sebagai synthetic-members-", "Tahun 2026 baru ada",
           "Tabel ini sudah ada"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_table_is_checked_added_and_known(lang: str) -> None:
    explorer = opened(lang)
    renewed: list[int] = []
    explorer.upload._renew = lambda: renewed.append(1)
    choose(explorer, "synthetic.xlsx", january())
    day, can, added, new, known = WORDS[lang]
    assert day in explorer.upload.result.value and can in explorer.upload.result.value
    assert own_tables() == []
    name_source(explorer)
    explorer.upload.fields["add"].click()
    assert added in explorer.upload.result.value and new in explorer.upload.result.value
    explorer.upload.fields["add"].click()
    assert known in explorer.upload.result.value
    assert len(own_tables()) == len(renewed) == 1
    assert sorted(path.name for path in Path().iterdir()) == ["m.xlsx", "own-tables"]


def test_the_view_shows_the_month_that_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = opened()
    verdicts = load.load_verdicts()  # of printed figures: they are not what changes here, and take seconds
    monkeypatch.setattr(load, "load_verdicts", lambda: verdicts)
    choose(explorer, "synthetic.xlsx", january())
    name_source(explorer)
    explorer.upload.fields["add"].click()
    assert explorer.settings.year == explorer.controls["year"].value == 2026
    assert "2026" in explorer.screen.headline


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", ("The table cannot be added", "id you mean Jawa Tengah")), ("id", ("Tabel tidak dapat ditambahkan", "Jawa Tengah"))],
)  # fmt: skip
def test_a_refused_file_shows_its_problems_and_nothing_is_added(lang: str, says: tuple[str, str]) -> None:
    explorer = opened(lang)
    wrong = b"Provinsi,Peserta aktif formal Januari 2026\nBali,12000\nJawa Tenggah,13000\n"
    choose(explorer, "wrong.csv", wrong)
    for words in says:
        assert words in explorer.upload.result.value
    name_source(explorer)
    explorer.upload.fields["counted_by"].value = "domicile"
    explorer.upload.fields["add"].click()
    assert says[0] in explorer.upload.result.value
    assert own_tables() == [] and explorer.settings.year == 2024


def test_markup_and_paths_of_a_file_stay_words() -> None:
    explorer = opened()
    content = b"Provinsi,Peserta aktif formal Januari 2026\nBali,12000\n<script>alert(1)</script>,13000\n"
    for name in ("../../<script>alert(2)</script>.csv", "..\\..\\x.csv", "/etc/<b>.csv", "\0"):
        choose(explorer, name, content)
        assert "<script" not in explorer.upload.result.value and "<b>" not in explorer.upload.result.value
        assert "&lt;script&gt;alert(1)" in explorer.upload.result.value or "cannot be added" in explorer.upload.result.value  # fmt: skip
    choose(explorer, "broken.xlsx", b"PK\x03\x04 cut off")
    assert "The table cannot be added" in explorer.upload.result.value


@pytest.mark.parametrize(("lang", "says"), [("en", "Choose a file first"), ("id", "Pilih berkas dahulu")])
def test_without_a_file_or_a_source_it_says_what_is_missing(lang: str, says: str) -> None:
    explorer = opened(lang)
    explorer.upload.fields["add"].click()
    assert says in explorer.upload.result.value
    choose(explorer, "synthetic.xlsx", january())
    explorer.upload.fields["add"].click()
    assert says in explorer.upload.result.value and own_tables() == []


def test_the_language_turns_the_words_of_the_upload() -> None:
    explorer = opened()
    english = {name: field.description for name, field in explorer.upload.fields.items()}
    explorer.controls["lang"].value = "id"
    indonesian = {name: field.description for name, field in explorer.upload.fields.items()}
    assert [name for name in english if english[name] == indonesian[name]] == []
    assert explorer.upload.toggle.description == "Tambahkan tabel Anda"
