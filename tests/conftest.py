"""What several tests need: a copy of the project's data that a test may break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coverage_lib.data import sources

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def project_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own with the raw tables, in use through UCJ_HOME; nothing is built in it yet."""
    shutil.copytree(PROJECT / "data" / "raw", tmp_path / "data" / "raw")
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def change_raw(project_copy: Path) -> Callable[..., None]:
    """Change a raw table of the copy, line by line, and (unless told not to) write its new checksum into the record."""

    def change(name: str, edit: Callable[[list[str]], list[str]], sign: bool = True) -> None:
        path = sources.raw_path(name)
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(edit(lines)), encoding="utf-8", newline="\n")
        if sign:
            sources.update_checksum(name)

    return change
