"""Raw tables are read only when they are what their record says."""

import pickle
import subprocess
import sys

import pytest
import yaml

from coverage_lib.data import sources

TABLES = [
    *("awards", "context", "employment", "employment_regency", "members", "programme_rules", "provinces"),
    *(
        "published_figures",
        "published_figures_2",
        "readings",
        "regencies",
        "region_names",
        "targets",
        "tile_grid",
    ),
]


def edit_record(name, **changes):
    path = sources.record_path(name)
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def test_every_table_of_the_project_has_a_record_it_matches():
    assert sources.names() == TABLES
    for name in TABLES:
        assert len(sources.read_raw(name)) > 0


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        *(
            ("members", 374),
            ("employment", 312),
            ("employment_regency", 4112),
            ("context", 813),
            ("targets", 139),
        ),
        *(("published_figures", 1058), ("published_figures_2", 360), ("programme_rules", 56), ("awards", 43)),
    ],
)
def test_no_row_was_lost(name, rows):
    assert len(sources.read_raw(name)) == rows


def test_cells_are_text_and_lines_are_those_of_the_file():
    table = sources.read_raw("employment")
    lines = sources.raw_path("employment").read_text(encoding="utf-8").splitlines()
    assert table.loc[0, "code"] == "00"
    for position in (0, 100, len(table) - 1):
        line = lines[table.loc[position, "source_row"] - 1]
        assert line == ",".join(table.loc[position].drop("source_row"))


def test_a_quoted_cell_over_two_lines_moves_the_lines_after_it(change_raw):
    change_raw("members", lambda lines: [lines[0], lines[1].replace("Aceh", '"Ac\neh"'), *lines[2:]])
    assert sources.read_raw("members")["source_row"].tolist()[:3] == [2, 4, 5]


def test_bps_terms_and_both_ways_of_counting_are_said():
    for name in ("employment", "employment_regency", "context"):
        assert "forbids commercial redistribution" in sources.record(name)["licence"]
    assert "domicile" in sources.record("members")["counted_by"]
    assert any("provisional" in defect for defect in sources.record("members")["defects"])


def test_every_source_of_a_row_is_cited():
    cited = sources.citations()
    for name in ("members", "employment", "employment_regency", "context"):
        assert set(sources.read_raw(name)["source_id"]) <= set(cited)


def test_a_changed_table_is_refused_until_its_checksum_is_written(change_raw):
    change_raw("members", lambda lines: [line.replace("315935", "315936") for line in lines], sign=False)
    with pytest.raises(
        sources.BadData, match=r"members\.csv.*checksum.*python -m coverage_lib\.data\.sources members"
    ):
        sources.read_raw("members")
    sources.update_checksum("members")
    assert sources.read_raw("members").loc[0, "active"] == "315936"


def test_the_command_writes_the_checksum_and_nothing_else(change_raw, project_copy):
    before = sources.record_path("members").read_text(encoding="utf-8")
    change_raw("members", lambda lines: [*lines, ""], sign=False)
    command = [sys.executable, "-m", "coverage_lib.data.sources", "members"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = sources.record_path("members").read_text(encoding="utf-8")
    assert sources.checksum("members") in done.stdout
    different = [
        pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if len(set(pair)) == 2
    ]
    assert [new for _, new in different] == [f"sha256: {sources.checksum('members')}"]


def test_windows_line_ends_have_the_same_checksum(project_copy):
    path = sources.raw_path("members")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert sources.read_raw("members").loc[0, "source_id"] == "den-annual"


def test_other_columns_than_the_record_are_refused(change_raw):
    change_raw("members", lambda lines: [lines[0].replace("active", "aktif"), *lines[1:]])
    with pytest.raises(
        sources.BadData, match=r"members\.csv, line 1.*aktif.*must be those of the record.*active"
    ):
        sources.read_raw("members")


def test_a_line_with_a_stray_comma_is_named(change_raw):
    change_raw("members", lambda lines: [*lines[:4], lines[4] + ",", *lines[5:]])
    with pytest.raises(sources.BadData, match=r"line 5.*9 cells and the heading has 8"):
        sources.read_raw("members")


def test_all_that_a_record_lacks_is_named_at_once(project_copy):
    edit_record("members", publisher="", licence=None, accessed="last week")
    with pytest.raises(sources.BadData) as caught:
        sources.record("members")
    assert caught.value.failures["column"].tolist() == ["publisher", "licence", "accessed"]


def test_a_record_without_defects_may_say_so_but_not_be_silent(project_copy):
    edit_record("members", defects=[])
    assert sources.record("members")["defects"] == []
    edit_record("members", defects=None)
    with pytest.raises(sources.BadData, match="defects"):
        sources.record("members")


def test_missing_table_and_missing_record_are_told_apart(project_copy):
    sources.record_path("members").unlink()
    with pytest.raises(sources.BadData, match="no provenance record"):
        sources.read_raw("members")
    sources.raw_path("members").unlink()
    with pytest.raises(sources.BadData, match="the table is missing"):
        sources.read_raw("members")


def test_bad_data_survives_a_trip_between_processes():
    error = sources.BadData(
        [sources.failure("members.csv", 3, "active", "x", "must be a number", "Correct it.")]
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert error.failures.loc[0, "row"] == 3
