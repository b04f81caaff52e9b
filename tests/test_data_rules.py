"""Broken numbers are found, named with file, line, column and value, and nothing is written."""

import pytest
from raw_tables import cell, line_of

from coverage_lib import load
from coverage_lib.data import build, sources
from coverage_lib.data.sources import BadData, raw_path


def broken(*expected):
    """The failures of a build as (file, line, column, value), which must be exactly the ones expected."""
    with pytest.raises(BadData) as caught:
        build.build()
    failures = caught.value.failures
    found = list(failures[["file", "row", "column", "value"]].itertuples(index=False, name=None))
    assert sorted(found, key=str) == sorted(expected, key=str), str(caught.value)
    assert (failures["rule"].str.len() > 5).all() and (failures["what_to_do"].str.len() > 5).all()
    text = str(caught.value)
    for file, _, column, value in expected:
        assert file in text and column in text and repr(value) in text
    return failures


BROKEN_CELLS = [
    ("members", 2, "active", "-5", "0 or more"),
    ("members", 3, "active", "315.935", "whole number"),
    ("members", 4, "active", "many", "whole number"),
    ("members", 5, "name", "Djambi", "provinces.csv gives"),
    ("members", 6, "boundary", "2022", "one of: 2021"),
    ("members", 7, "source_id", "hearsay", "source of the record"),
    ("employment", 2, "formal_share", "143.02", "between 0 and 100"),
    ("employment", 3, "formal_share", "", "must be a number"),
    ("context", 2, "value", "190000000000", "within what is possible"),
    ("published_figures", 2, "date", "2024-13", "must be a date"),
    ("published_figures", 3, "unit", "per cent", "one of"),
    ("published_figures", 4, "region", "Jawa Timur", "provinces.csv gives"),
    ("published_figures", 235, "region", "Kabupaten Banjir", "one regency or city"),
    ("targets", 2, "value", "fifty", "must be a number"),
    ("programme_rules", 2, "value", "0;24", "number or empty"),
    ("awards", 2, "segment", "everyone", "one of"),
]


def test_all_failures_of_all_tables_are_listed_and_nothing_is_written(change_raw, project_copy):
    for name, line, column, value, _ in BROKEN_CELLS:
        change_raw(name, cell(line, column, value))
    failures = broken(
        *((f"{name}.csv", line, column, value) for name, line, column, value, _ in BROKEN_CELLS)
    )
    rules = failures.set_index(["file", "row"])["rule"]
    for name, line, _, _, rule in BROKEN_CELLS:
        assert rule in rules[f"{name}.csv", line]
    assert list((project_copy / "data" / "processed").glob("**/*.parquet")) == []


def test_a_wrong_checksum_hides_no_wrong_cell(change_raw):
    change_raw("awards", lambda lines: [*lines, ""], sign=False)
    change_raw("members", cell(2, "active", "-5"))
    with pytest.raises(BadData, match=r"^2 failures") as caught:
        load.load_members()
    assert caught.value.failures["file"].tolist() == ["awards.csv", "members.csv"]


def test_a_lost_province_is_missed_by_code(change_raw):
    change_raw(
        "members",
        lambda lines: [
            line for line in lines if not line.startswith("61,Kalimantan Barat,2021,2024-12-31,formal")
        ],
    )
    first = line_of("members", "11,Aceh,2021,2024-12-31,formal")
    failures = broken(("members.csv", first, "code", "61"))
    assert "lack the regions" in failures.loc[0, "rule"]


def test_a_row_given_twice_is_found(change_raw):
    change_raw("members", lambda lines: [*lines[:-1], lines[1], *lines[-1:]])
    failures = broken(("members.csv", 376, "code", "11"))
    assert "unique" in failures.loc[0, "rule"]


def test_provinces_must_add_up_to_the_nation(change_raw):
    change_raw("employment", cell(3, "employed", "2243678"))  # Aceh: one worker more than printed
    regency = line_of("employment_regency", "1101,Simeulue,Aceh,kabupaten,2018-08-31")
    failures = broken(
        ("employment.csv", 2, "employed", "126282186"),
        ("employment_regency.csv", regency, "employed", "38871"),
    )
    assert failures["rule"].str.contains("sum of").all()


def test_regencies_must_add_up_to_their_province(change_raw):
    line = line_of("employment_regency", "1102,Aceh Singkil,Aceh,kabupaten,2018-08-31")
    change_raw("employment_regency", cell(line, "employed", "40000"))
    first = line_of("employment_regency", "1101,Simeulue,Aceh,kabupaten,2018-08-31")
    broken(("employment_regency.csv", first, "employed", "38871"))


def test_members_by_office_must_be_as_many_as_by_domicile(change_raw):
    line = line_of("members", "31,DKI Jakarta,2021,2023-12-31,formal,domicile")
    change_raw("members", cell(line, "active", "1"))
    first = line_of("members", "11,Aceh,2021,2023-12-31,formal,office")
    printed_there = raw_path("members").read_text(encoding="utf-8").splitlines()[first - 1].split(",")[6]
    failures = broken(("members.csv", first, "active", printed_there))
    assert "by domicile" in failures.loc[0, "rule"]


def test_only_the_known_zero_and_the_known_misplacements_are_let_through(change_raw):
    line = line_of("employment_regency", "1101,Simeulue,Aceh,kabupaten,2018-08-31")
    change_raw("employment_regency", cell(line, "employed", "0"))
    change_raw("employment_regency", cell(line, "labour_force", "0"))
    other = line_of("employment_regency", "1103,Aceh Selatan,Aceh,kabupaten,2020-08-31")
    change_raw("employment_regency", cell(other, "employed", "99000000"))
    with pytest.raises(BadData) as caught:
        build.build()
    found = caught.value.failures.set_index(["row", "column"])["rule"]
    assert "1 or more" in found.loc[(line, "employed")].iloc[0]
    assert "must not be more than labour_force" in found.loc[[(other, "employed")]].iloc[0]


def test_a_provisional_date_of_the_record_must_be_in_the_table(project_copy):
    path = sources.record_path("members")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("provisional: ['2025']", "provisional: ['2026']"), encoding="utf-8")
    with pytest.raises(BadData, match=r"members\.csv, column date: .*calls provisional: '2026'\. Write"):
        build.build()
    path.write_text(text.replace("provisional: ['2025']", "provisional: []"), encoding="utf-8")
    assert set(load.load_members()["status"]) == {"final"}
