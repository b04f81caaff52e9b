"""Records of what lies in the site: a page is up to date only if it was made from the same and is as it was written."""

from pathlib import Path

import pytest

from coverage_lib.pages import records

FILES = {"en/page.html": "<p>synthetic</p>", "en/figures/page/a.png": b"\x89PNG"}


def test_a_page_is_up_to_date_as_long_as_its_key_and_its_files_are_the_same(tmp_path: Path) -> None:
    assert not records.is_current(tmp_path, "en/page", "key")
    records.store(tmp_path, "en/page", "key", FILES, {"title": "Synthetic"})
    assert records.is_current(tmp_path, "en/page", "key")
    assert records.read(tmp_path, "en/page").about == {"title": "Synthetic"}
    assert not records.is_current(tmp_path, "en/page", "another key")
    assert not records.is_current(tmp_path, "en/other", "key")


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_text("by hand")], ids=["gone", "edited"]
)
def test_a_page_with_a_missing_or_edited_file_is_out_of_date(tmp_path: Path, path: str, spoil) -> None:  # type: ignore[no-untyped-def]
    records.store(tmp_path, "en/page", "key", FILES)
    spoil(tmp_path / path)
    assert not records.is_current(tmp_path, "en/page", "key")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": "key"}'])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    records.store(tmp_path, "en/page", "key", FILES)
    (tmp_path / ".made" / "en" / "page.json").write_text(text)
    assert records.read(tmp_path, "en/page") is None
    assert not records.is_current(tmp_path, "en/page", "key")


def test_files_that_a_page_has_no_longer_are_deleted_and_existing_ones_stay(tmp_path: Path) -> None:
    records.store(tmp_path, "en/page", "key", FILES | {"en/figures/page/b.png": b"old"})
    (tmp_path / "en" / "mine.txt").write_text("of the reader")
    records.store(tmp_path, "en/page", "new", {"en/page.html": "new"}, existing=["en/figures/page/a.png"])
    left = {path.relative_to(tmp_path / "en").as_posix() for path in (tmp_path / "en").rglob("*.*")}
    assert left == {"page.html", "figures/page/a.png", "mine.txt"}
    assert records.is_current(tmp_path, "en/page", "new")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "page.html"
    records.write(target, "old")

    def fail(self: Path, other: Path) -> None:
        raise OSError("synthetic: the machine went off")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="synthetic"):
        records.write(target, "new")
    assert target.read_text() == "old"
