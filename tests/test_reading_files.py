"""The door of an analyst's files: by content and not by name, and what is no table is refused in words."""

import os
import socket
from pathlib import Path

import pytest

from coverage_lib.data.reading.files import read_book
from coverage_lib.data.reading.problems import Refused

ROWS = b"region,share\nJambi,45.17\n"


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def key_of(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_book(path)
    assert str(refused.value).startswith((str(path), path.name))
    (problem,) = refused.value.problems
    assert problem.fix
    return problem.key


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"%PDF-1.7\n%...", "other_kind"),
        (b"<!DOCTYPE html>\n<html><table><tr><td>1</td></tr></table></html>", "other_kind"),
        ("\ufeff<HTML xmlns:x='urn'><head>".encode(), "other_kind"),
        (b"PK\x03\x04 a half of an archive", "damaged"),
        (b'{"region": "Jambi"}', "other_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (b"\x1f\x8b\x08\x00\x00", "other_kind"),
        (b"PAR1 a half of a table", "damaged"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xls", "xlsx"])
def test_what_is_no_table_is_refused_whatever_it_is_named(
    tmp_path: Path, content: bytes, key: str, ending: str
) -> None:
    assert key_of(put(tmp_path / f"a.{ending}", content)) == key


def test_a_table_under_another_name_is_read_and_that_is_said(tmp_path: Path) -> None:
    book = read_book(put(tmp_path / "a.xlsx", ROWS))
    assert book.kind == "csv" and book.sheets[0].cells[1].tolist() == ["Jambi", "45.17"]
    assert [(problem.key, problem.severity) for problem in book.problems] == [("named_otherwise", "warning")]


def test_a_text_that_is_not_named_as_a_table(tmp_path: Path) -> None:
    assert key_of(put(tmp_path / "a.py", ROWS)) == "other_kind"
    assert read_book(put(tmp_path / "without_ending", ROWS)).problems == ()


def test_what_is_no_file(tmp_path: Path) -> None:
    assert key_of(tmp_path / "nowhere.csv") == "missing"
    assert key_of(tmp_path) == "folder"
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere.csv")
    assert key_of(tmp_path / "link.csv") == "missing"
    os.mkfifo(tmp_path / "pipe.csv")
    assert key_of(tmp_path / "pipe.csv") == "no_file"
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.bind(str(tmp_path / "s"))
        assert key_of(tmp_path / "s") == "no_file"
    assert key_of(Path("/dev/null")) == "no_file"
    assert key_of(Path("a\x00b.csv")) == "unreadable"
    assert key_of(Path("a" * 5000)) == "unreadable"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.csv", ROWS)

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(Refused, match="cannot be opened: Permission denied"):
        read_book(path)


def test_a_file_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(3_000_000_000)
    assert key_of(tmp_path / "a.csv") == "file_too_large"
