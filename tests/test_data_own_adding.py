"""Tables come in whole or not at all, are recognised when they come again, and go out the same way."""

import stat
import sys
from pathlib import Path

import own_tables
import pandas as pd
import pytest

from coverage_lib.data import build, own, project
from coverage_lib.data.reading.problems import Refused

OCTOBER = {"publisher": "Synthetic", "title": "Peserta aktif, Oktober 2026", "date": "2026-11-03"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, and files that the stand-in for the reader takes."""
    monkeypatch.delenv("UCJ_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    module = own_tables.reader()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return tmp_path


def october(folder: Path, factor: float = 1.1, name: str = "oktober.csv", **more) -> Path:
    return own_tables.write(own_tables.of_provinces("2026-10-31", factor, **more), folder / name)


def test_a_table_is_stored_with_its_record_and_built_in(folder):
    path = october(folder)
    added = own.add(path, **OCTOBER)
    place = folder / "own-tables" / added.id
    assert added.id.startswith("peserta-aktif-oktober-2026-") and len(added.id.rsplit("-", 1)[1]) == 8
    assert (place / "oktober.csv").read_bytes() == path.read_bytes()
    assert not (place / "oktober.csv").stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    members = pd.read_parquet(build.build() / "members.parquet")
    new = members[members["source_id"] == f"own:{added.id}"]
    assert len(new) == 68 and set(new["status"]) == {"provisional"} and set(new["year"]) == {2026}
    assert len(members) == 374 + 68
    assert build.build().parent == folder / "own-tables" / "processed"
    listed = own.sources()
    assert listed[["id", "publisher", "values", "in_use"]].to_numpy().tolist() == [
        [added.id, "Synthetic", 68, 68]
    ]


def test_remove_undoes(folder):
    before, key = project.build(), build.inputs_key()
    id = own.add(october(folder), **OCTOBER).id
    assert build.inputs_key() != key
    assert own.remove(id)["title"] == OCTOBER["title"]
    assert build.build() == before and build.inputs_key() == key
    assert sorted(path.name for path in (folder / "own-tables").iterdir()) == ["processed"]
    assert own.sources().empty
    with pytest.raises(Refused, match="no own tables"):
        own.remove(id)
