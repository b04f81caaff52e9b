"""Tables come in whole or not at all, are recognised when they come again, and go out the same way."""

import hashlib
import stat
from pathlib import Path

import own_tables
import pandas as pd
import pytest
import yaml

from coverage_lib import load
from coverage_lib.data import build, own, project
from coverage_lib.data.reading.problems import Refused, errors

OCTOBER = {"publisher": "Synthetic", "title": "Peserta aktif, Oktober 2026", "date": "2026-11-03"}


def said(problem) -> dict:
    """The values of a problem's sentence."""
    return problem._asdict()["values"]


def october(own_folder: Path, factor: float = 1.1, name: str = "oktober.csv", **more) -> Path:
    return own_tables.write(own_tables.of_provinces("2026-10-31", factor, **more), own_folder / name)


def test_a_table_is_stored_with_its_record_and_built_in(own_folder):
    path = october(own_folder)
    added = own.add(path, **OCTOBER)
    place = own_folder / "own-tables" / added.id
    assert added.id.startswith("peserta-aktif-oktober-2026-") and len(added.id.rsplit("-", 1)[1]) == 8
    assert (place / "oktober.csv").read_bytes() == path.read_bytes()
    assert not (place / "oktober.csv").stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    members = pd.read_parquet(build.build() / "members.parquet")
    new = members[members["source_id"] == f"own:{added.id}"]
    assert len(new) == 68 and set(new["status"]) == {"provisional"} and set(new["year"]) == {2026}
    assert len(members) == 374 + 68
    assert build.build().parent == own_folder / "own-tables" / "processed"
    listed = own.sources()
    assert listed[["id", "publisher", "values", "in_use"]].to_numpy().tolist() == [
        [added.id, "Synthetic", 68, 68]
    ]


def test_remove_undoes(own_folder):
    before, key = project.build(), build.inputs_key()
    id = own.add(october(own_folder), **OCTOBER).id
    assert build.inputs_key() != key
    assert own.remove(id)["title"] == OCTOBER["title"]
    assert build.build() == before and build.inputs_key() == key
    assert sorted(path.name for path in (own_folder / "own-tables").iterdir()) == ["processed"]
    assert own.sources().empty
    with pytest.raises(Refused, match="no own tables"):
        own.remove(id)


def test_the_same_table_is_recognised_by_its_bytes_and_by_its_rows(own_folder):
    first = own.add(october(own_folder), **OCTOBER)
    again = own.add(october(own_folder), **OCTOBER)
    shuffled = own_tables.of_provinces("2026-10-31").iloc[::-1].assign(row=lambda rows: rows["row"] + 3)
    other = own.add(own_tables.write(shuffled, own_folder / "b.csv"), **OCTOBER | {"title": "Another"})
    assert not first.known and again.known and other.known
    assert {again.id, other.id} == {first.id} and len(own.sources()) == 1


def test_the_record_says_who_when_and_how_it_was_read(own_folder):
    path = october(own_folder, counted_by="")
    added = own.add(path, **OCTOBER, stated={"counted_by": "domicile"})
    record = yaml.safe_load((own_folder / "own-tables" / added.id / "source.yml").read_text(encoding="utf-8"))
    assert record == added.record
    assert record["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert added.id.endswith(record["sha256"][:8])
    said = {
        name: record[name] for name in ("publisher", "title", "date", "file", "stated", "understood", "rows")
    }
    assert said == {
        "publisher": "Synthetic", "title": "Peserta aktif, Oktober 2026", "date": "2026-11-03", "file": "oktober.csv",
        "stated": {"counted_by": "domicile"}, "understood": {"kind": "synthetic", "rows": 68}, "rows": 68,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"publisher": " "}, "publisher is empty"),
        ({"title": ""}, "title is empty"),
        ({"date": "3 November"}, "is no date"),
        ({"date": "2206-11-03"}, "lies ahead"),
    ],
)
def test_a_table_of_nobody_is_refused(own_folder, change, says):
    with pytest.raises(Refused, match=says):
        own.add(october(own_folder), **OCTOBER | change)
    assert not (own_folder / "own-tables").exists()


@pytest.mark.parametrize(
    ("change", "key", "numbers"),
    [
        ({"counted_by": ""}, "counted_by", []),
        ({"segment": "total"}, "totals_only", []),
        ({"date": ""}, "no_date", []),
        ({"date": "2026-12-31"}, "after_publication", ["2026-12-31", "2026-11-03"]),
        ({"measure": "claims"}, "not_addable", ["claims"]),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_stays(own_folder, change, key, numbers):
    table = own_tables.of_provinces("2026-10-31").assign(**change)
    with pytest.raises(Refused) as caught:
        own.add(own_tables.write(table, own_folder / "a.csv"), **OCTOBER)
    assert {problem.key for problem in errors(caught.value.problems)} == {key}
    assert all(number in str(caught.value) for number in ["a.csv", *numbers])
    assert own.sources().empty and own.folder().is_dir()
    assert [path.name for path in own.folder().iterdir()] == ["processed"]


def test_more_members_than_workers_are_refused_with_both_numbers(own_folder):
    table = own_tables.of_provinces("2026-10-31")
    jambi = table["code"].eq("15")
    # 134% of the employed as members: 45% in one segment, 89% in the other.
    employed = load.load_employment().query("code == '15' and year == 2025")["employed"].item()
    table.loc[jambi, "value"] = [round(0.45 * employed), round(0.89 * employed)]
    with pytest.raises(Refused) as caught:
        own.add(own_tables.write(table, own_folder / "a.csv"), **OCTOBER)
    (problem,) = errors(caught.value.problems)
    assert problem.key == "more_than_workers" and problem.row in table.loc[jambi, "row"].tolist()
    assert said(problem)["percent"] == 134 and said(problem)["employed"] == employed
    assert "134%" in str(caught.value) and f"{employed:,}" in str(caught.value)
    office = own_tables.write(table.assign(counted_by="office"), own_folder / "b.csv")
    own.add(office, **OCTOBER)  # by office there may be more members than workers


def test_a_count_that_moved_too_far_is_a_warning_with_both_numbers(own_folder):
    table = own_tables.of_provinces("2025-10-31")
    odd = table["code"].eq("51") & table["segment"].eq("informal")
    before = int(table.loc[odd, "value"].item() / 1.1 + 0.5)
    table.loc[odd, "value"] = 3 * before
    problems = own.add(own_tables.write(table, own_folder / "a.csv"), **OCTOBER).problems
    (problem,) = [each for each in problems if each.key == "moved_far"]
    assert problem.severity == "warning" and said(problem)["name"] == "Bali"
    assert said(problem)["active"] == 3 * before and abs(said(problem)["last"] - before) <= 1


def test_an_unknown_id_is_named_with_those_that_there_are(own_folder):
    id = own.add(october(own_folder), **OCTOBER).id
    for wrong in ("oktober", "processed", "../own-tables", "", ".", "..", ".adding-x"):
        with pytest.raises(Refused, match=id):
            own.remove(wrong)
    assert own.sources()["id"].tolist() == [id]


def test_a_folder_changed_by_hand_is_named(own_folder):
    added = own.add(october(own_folder), **OCTOBER)
    place = own_folder / "own-tables" / added.id
    (own_folder / "own-tables" / "november.xlsx").write_text("by hand")
    (place / "notes.txt").write_text("by hand")
    (place / ".DS_Store").write_text("of a file manager")
    strays = sorted((problem.severity, problem.file) for problem in own.problems())
    assert strays == [
        ("warning", "own-tables/november.xlsx"),
        ("warning", f"own-tables/{added.id}/notes.txt"),
    ]
    assert len(own.sources()) == 1, "a file that is not used is no reason not to work"
    copy = place / "oktober.csv"
    copy.chmod(0o644)
    content = copy.read_text()
    copy.write_text(content.replace("2026-10-31", "2026-09-30"))
    with pytest.raises(Refused, match="checksum is not that of the record"):
        load.load_members()
    copy.write_text(content)
    assert len(own.sources()) == 1
    copy.unlink()
    with pytest.raises(Refused, match="the table is gone"):
        own.sources()
    record = (place / "source.yml").read_text()
    for broken in ("", "publisher: [", record.replace("publisher", "publishers")):
        (place / "source.yml").write_text(broken)
        with pytest.raises(Refused, match="the record was changed"):
            own.sources()
    (place / "source.yml").unlink()
    with pytest.raises(Refused, match=r"no record source\.yml"):
        build.inputs_key()
    own.remove(added.id)  # what is broken can be removed, and all is well again
    assert build.build() == project.build()


def test_where_the_folder_is(own_folder, monkeypatch):
    assert own.folder() is None
    below = own_folder / "reports" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert own.folder() is None
    (own_folder / "own-tables").mkdir()
    assert own.folder() == own_folder / "own-tables"
    monkeypatch.setenv("UCJ_DATA", "elsewhere")
    assert own.folder() == below / "elsewhere"
    own.add(october(own_folder), **OCTOBER)
    assert [path.name for path in (below / "elsewhere").iterdir() if path.name != "processed"] == own.sources()["id"].tolist()  # fmt: skip


def test_the_same_file_may_come_twice_for_two_of_its_sheets(own_folder):
    table = own_tables.of_provinces("2026-10-31")
    formal = table[table["segment"].eq("formal")].assign(segment="")
    path = own_tables.write(formal, own_folder / "a.csv")
    ids = [own.add(path, **OCTOBER, stated={"segment": name}).id for name in ("formal", "informal")]
    assert ids[1] == f"{ids[0]}-2" and sorted(own.sources()["in_use"]) == [34, 34]
