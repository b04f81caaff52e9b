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
    with pytest.raises(Refused, match="no tables of your own yet"):
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


def two_provinces(values: list[float]) -> pd.DataFrame:
    """Synthetic members of Jambi and Riau, formal and informal."""
    cells = [("15", "formal"), ("15", "informal"), ("14", "formal"), ("14", "informal")]
    rows = [
        {"code": code, "segment": segment, "value": value, "date": "2025-12-31"}
        for (code, segment), value in zip(cells, values, strict=True)
    ]
    return own_tables.long_table(rows)


def test_a_table_in_thousands_that_does_not_say_so_is_refused(own_folder):
    path = own_tables.write(two_provinces([305, 205, 700, 350]), own_folder / "a.csv")
    with pytest.raises(Refused, match=r"\(ribu\).*--set unit=thousand") as caught:
        own.add(path, **OCTOBER)
    found = errors(caught.value.problems)
    assert [problem.key for problem in found] == ["in_thousands"] * 4
    assert {(said(problem)["name"], said(problem)["active"]) for problem in found} >= {("Jambi", 305), ("Riau", 700)}  # fmt: skip
    only = own_tables.write(two_provinces([305, 205, 700, 350]).iloc[:1], own_folder / "b.csv")
    assert [problem.key for problem in errors(own.check(only).problems)] == ["in_thousands"]
    slip = own_tables.write(two_provinces([327, 210_000, 735_000, 305_000]), own_folder / "c.csv")
    found = own.check(slip).problems
    assert not errors(found) and [problem.key for problem in found if said(problem)] == ["moved_far"]


def test_what_is_stated_of_the_scale_makes_people_of_thousands(tmp_path):
    from coverage_lib.data.reading.table import read, read_table

    path = tmp_path / "synthetic.csv"
    path.write_text("Provinsi,Peserta aktif PU domisili Des 2025\nJambi,305\nRiau,700\n")
    for scale in ("thousand", "ribu"):
        table = read_table(path, unit=scale)
        assert table["value"].tolist() == [305_000, 700_000] and set(table["unit"]) == {"people"}
    path.write_text("Provinsi,Peserta aktif PU domisili Des 2025 (ribu)\nJambi,305\nRiau,700\n")
    assert read_table(path, unit="thousand")["value"].tolist() == [305_000, 700_000], "not twice"
    path.write_text("Provinsi,Peserta aktif PU Des 2025,Cakupan PU Des 2025 (persen)\nJambi,305,40.5\n")
    assert read(path, {"unit": "thousand"}).table["value"].tolist() == [305_000, 40.5]


@pytest.mark.parametrize(
    ("printed", "stated", "keys", "date"),
    [
        ("31 Desember 2025", "2024-12-31", ["stated_otherwise"], None),
        ("31 Desember 2025", "2025-12-31", [], "2025-12-31"),
        ("Desember 2025", "2025-12-15", [], "2025-12-15"),
        ("31 Desember 2025", "2025", [], "2025-12-31"),
        ("30 Juni 2025", "2025", [], "2025-06-30"),
    ],
)
def test_a_date_against_that_of_the_title_is_refused(tmp_path, printed, stated, keys, date):
    from coverage_lib.data.reading.table import read

    path = tmp_path / "synthetic.csv"
    path.write_text(f"Peserta aktif menurut domisili per {printed},\nProvinsi,PU\nJambi,305000\n")
    found = read(path, {"date": stated})
    assert [problem.key for problem in found.problems if problem.severity != "note"] == keys
    assert date is None or found.table["date"].tolist() == [pd.Timestamp(date)]


def test_only_measures_with_a_place_are_named_as_used(own_folder):
    rows = [
        {"code": "15", "boundary": "2022", "measure": measure, "segment": "total", "date": "2024-08-31", "value": 1_900_000, "counted_by": ""}
        for measure in ("employed", "employed_men")
    ]  # fmt: skip
    rows[1]["value"] = 1_100_000
    added = own.add(own_tables.write(own_tables.long_table(rows), own_folder / "a.csv"), **OCTOBER)
    (problem,) = [each for each in added.problems if each.key == "not_addable"]
    assert (
        problem.severity == "warning"
        and "kept with the table and not used" in problem.says
        and not problem.fix
    )
    assert own.sources()[["measures", "values", "in_use"]].to_numpy().tolist() == [["employed", 1, 1]]
