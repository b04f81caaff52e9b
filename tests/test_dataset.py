"""The build checks everything, writes in one step, and the doors give what the sources say."""

import hashlib
import subprocess
import sys
import time

import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.data import build, regions
from coverage_lib.data.sources import BadData, raw_path
from coverage_lib.measures import coverage


def fingerprint(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def cell(line, column, value):
    """An edit of one cell on a line of the file (the heading is line 1) that has no quoted comma before it."""

    def edit(lines):
        cells = lines[line - 1].split(",")
        cells[lines[0].split(",").index(column)] = value
        return [*lines[: line - 1], ",".join(cells), *lines[line:]]

    return edit


def line_of(name, text):
    lines = raw_path(name).read_text(encoding="utf-8").splitlines()
    (found,) = [number for number, line in enumerate(lines, 1) if line.startswith(text)]
    return found


# ---------------------------------------------------------------------------------------------------- known facts


def test_members_by_domicile_are_the_announced_totals():
    totals = load.load_members().groupby("year")["active"].sum()
    assert totals.loc[[2022, 2023, 2024]].tolist() == [28_843_484, 34_197_138, 39_207_829]


def test_jakarta_is_three_times_as_large_by_office():
    counts = {}
    for way in ("domicile", "office"):
        members = load.load_members(counted_by=way)
        here = (
            members["code"].eq("31")
            & members["year"].eq(2023)
            & members["segment"].isin(["formal", "informal"])
        )
        counts[way] = members.loc[here, "active"].sum()
    assert counts == {"domicile": 2_203_839, "office": 6_726_563}


def test_2025_is_kept_provisional_and_without_a_stated_date():
    members = load.load_members()
    late = members[members["year"] == 2025]
    assert len(late) == 68
    assert set(late["status"]) == {"provisional"} and not late["date_stated"].any()
    earlier = members[members["year"] < 2025]
    assert set(earlier["status"]) == {"final"} and earlier["date_stated"].all()


def test_employed_in_august_2024():
    for boundary in regions.BOUNDARIES:
        table = load.load_employment(boundary).query("year == 2024").set_index("code")["employed"]
        assert table["00"] == 144_642_004 == table.drop("00").sum()


@pytest.mark.parametrize(("boundary", "provinces"), [("2021", 34), ("2022", 38)])
def test_employment_is_whole_at_every_date(boundary, provinces):
    table = load.load_employment(boundary)
    assert set(table["boundary"]) == {boundary}
    assert table.groupby("year").size().to_dict() == dict.fromkeys(range(2018, 2026), provinces + 1)
    parts = table[table["code"] != "00"].groupby("year")[
        ["employed", "labour_force", "formal_workers", "informal_workers"]
    ]
    nation = table[table["code"] == "00"].set_index("year")
    pd.testing.assert_frame_equal(parts.sum(), nation[parts.sum().columns])
    assert (table["formal_workers"] + table["informal_workers"] == table["employed"]).all()


@pytest.mark.parametrize(("code", "published"), [("91", 15.57), ("92", 41.45)])
def test_old_papua_has_the_formal_share_that_bps_published_for_it(code, published):
    table = load.load_employment("2021").set_index(["code", "year"])
    assert table.loc[(code, 2023), "formal_share"] == pytest.approx(published, abs=0.02)


def test_formal_workers_of_the_provinces_give_the_national_share_bps_printed():
    nation = load.load_employment("2022").query("code == '00'")
    assert nation.set_index("year").loc[2024, "formal_share"] == 42.05
    computed = 100 * nation["formal_workers"] / nation["employed"]
    assert (computed - nation["formal_share"]).abs().max() < 0.005


def test_regencies_are_514_and_add_up_to_their_provinces():
    table = load.load_employment("2022", level="regency")
    assert table.groupby("year")["code"].nunique().to_dict() == dict.fromkeys(range(2018, 2026), 514)
    assert (table["code"].str[:2] == table["province_code"]).all()
    provinces = load.load_employment("2022").set_index(["code", "year"])["employed"]
    sums = table.groupby(["province_code", "year"])["employed"].sum()
    assert (sums == provinces.reindex(sums.index)).all()


def test_papua_regencies_are_under_kemendagri_codes_not_those_of_bps():
    # BPS 94 is Papua, Kemendagri 94 is Papua Tengah.
    table = load.load_employment("2022", level="regency").query("year == 2024").set_index("name")
    assert table.loc["Kota Jayapura", "province_code"] == "91"
    assert table.loc["Kabupaten Nabire", "province_code"] == "94"
    assert table.loc["Kota Sorong", "province_code"] == "96"
    old = load.load_employment("2021", level="regency").query("year == 2024").set_index("name")
    assert old.loc[["Kota Jayapura", "Kabupaten Nabire", "Kota Sorong"], "province_code"].tolist() == [
        "91",
        "91",
        "92",
    ]


def test_what_the_source_has_wrong_is_missing_and_nothing_else():
    table = load.load_employment("2022", level="regency").set_index(["name", "year"])
    lombok = table.loc[("Kabupaten Lombok Utara", 2018)]
    assert pd.isna(lombok["employed"]) and pd.isna(lombok["labour_force"])
    assert table["employed"].isna().sum() == 1
    # Surabaya's labour force of 77,965 cannot belong to its 1,545,055 employed.
    assert table.loc[("Kota Surabaya", 2024), "employed"] == 1_545_055
    assert pd.isna(table.loc[("Kota Surabaya", 2024), "labour_force"])
    known = table[table["labour_force"].isna()].drop(index=("Kabupaten Lombok Utara", 2018))
    assert set(known["province_code"]) == {"13", "21", "32", "33", "35", "36", "62", "63"}
    assert set(known.index.get_level_values("year")) == {2020, 2021, 2022, 2023, 2024}
    rest = table.dropna()
    assert (rest["employed"] <= rest["labour_force"]).all()


def test_context_keeps_its_two_boundaries():
    table = load.load_context()
    assert set(table["measure"]) == {"minimum_wage", "poverty_rate", "population"}
    assert table.groupby("year")["boundary"].unique().map(list).to_dict() == {
        year: ["2021" if year < 2024 else "2022"] for year in range(2015, 2026)
    }
    wages = table[table["measure"] == "minimum_wage"].set_index(["code", "year"])["value"]
    assert wages["31", 2025] == 5_396_760


def test_printed_figures_keep_their_words_and_get_codes_and_dates():
    table = load.load_published().set_index("id")
    assert len(table) == 1058 and table.index.is_unique
    assert table.loc["f0003", "as_published"] == "35,39 persen"
    assert table.loc["f0001", ["date", "date_from", "date_to"]].tolist() == [
        "2024-02",
        pd.Timestamp("2024-02-01"),
        pd.Timestamp("2024-02-29"),
    ]
    banjar = table.loc["f0234"]
    assert (banjar["region"], banjar["code"]) == ("Kabupaten Banjar", "6303")
    assert table["date_to"].isna().sum() == 16
    no_code = table[table["code"].isna()]
    assert set(no_code["region_level"]) == {"province_group", "regency_group", "regency"}
    assert set(no_code.loc[no_code["region_level"] == "regency", "region"]) == {"Toraja"}


def test_targets_say_what_they_are_shares_of():
    table = load.load_targets()
    assert len(table) == 139 and table["code"].notna().all()
    nation = table[(table["code"] == "00") & (table["year"] == 2025) & (table["segment"] == "total")]
    by_base = nation[nation["unit"] == "percent"].groupby("base")["value"].unique().map(list).to_dict()
    assert by_base["employed"] == [32.15]
    assert 52.15 in by_base["eligible"] and 32.15 not in by_base["eligible"]
    assert table.loc[table["unit"] == "workers", "base"].isna().all()


def test_rules_have_the_days_they_hold():
    rules = load.load_rules().set_index("rule")
    assert rules.loc["Inpres 2/2021", "date_from"] == pd.Timestamp("2021-03-25")
    assert rules.loc["JKK rate very low risk", "date_to"] == pd.Timestamp("2025-02-07")
    assert pd.isna(rules.loc["Inpres 2/2021", "date_to"])
    assert len(load.load_awards()) == 43


def test_every_row_leads_back_to_its_line():
    folder = build.build()
    for name, raw_name in build.TABLES.items():
        table = pd.read_parquet(folder / f"{name}.parquet")
        lines = raw_path(raw_name).read_text(encoding="utf-8").splitlines()
        assert len(table) == len(lines) - 1
        assert table["source_id"].notna().all()
        assert sorted(table["source_row"]) == list(range(2, len(lines) + 1))
    member = load.load_members().iloc[100]
    line = raw_path("members").read_text(encoding="utf-8").splitlines()[member["source_row"] - 1]
    assert line.split(",")[0] == member["code"] and line.split(",")[6] == str(member["active"])


# ------------------------------------------------------------------------------------------------ what may not be mixed


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: load.load_coverage(counted_by="office"),
            "6,726,563 members by office.*counted_by='domicile'",
        ),
        (lambda: load.load_coverage(boundary="2022"), "34 provinces of 2021.*boundary='2021'"),
        (lambda: load.load_members(boundary="2022"), "34 provinces of 2021"),
    ],
)
def test_mixtures_are_explained(call, says):
    with pytest.raises(coverage.Incomparable, match=says):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: load.load_coverage(base="everybody"),
        lambda: load.load_coverage(boundary="2015"),
        lambda: load.load_members(counted_by="place"),
        lambda: load.load_employment(level="village"),
    ],
)
def test_unknown_words_are_answered_with_the_known_ones(call):
    with pytest.raises(ValueError, match="choose one of"):
        call()


# ------------------------------------------------------------------------------------------------------------ the build


def test_two_builds_give_the_same_bytes(project_copy):
    first = fingerprint(build.build())
    second = build.build(force=True)
    assert fingerprint(second) == first
    assert sorted(first) == sorted(f"{name}.parquet" for name in build.TABLES)
    assert sum(file.stat().st_size for file in second.iterdir()) < 400_000


def test_a_build_is_fast_and_a_second_one_is_not_needed(project_copy):
    command = [sys.executable, "-c", "from coverage_lib.data import build; print(build.build())"]
    start = time.perf_counter()
    first = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert time.perf_counter() - start < 5
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == first


def test_a_changed_table_is_built_again_and_the_old_build_is_gone(change_raw, project_copy):
    old = build.build()
    change_raw("context", cell(2, "value", "1900001.0"))
    assert load.load_context()["value"].iloc[0] == 1_900_001
    assert not old.exists()
    assert len(list((project_copy / "data" / "processed").glob("build-*"))) == 1


def test_lost_files_are_built_again(project_copy):
    (build.build() / "members.parquet").unlink()
    assert len(load.load_members()) == 272


def test_two_processes_may_build_at_the_same_time(project_copy):
    code = "from coverage_lib import load_coverage, load_members; from coverage_lib.data.build import build; print(len(load_members()), len(load_coverage()), build())"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0], answers
    assert answers[0][0] == answers[1][0]
    assert answers[0][0].startswith("272 105 ")


SLOW_BUILD = """
import sys, time
from coverage_lib.data import build
write, written = build._write, []
def slow(table, path):
    write(table, path)
    written.append(path)
    if len(written) == 3:
        print("writing", flush=True)
        time.sleep(60)
build._write = slow
build.build(force=True)
"""


def test_a_killed_build_leaves_the_old_data_whole(project_copy):
    processed = project_copy / "data" / "processed"
    folder = build.build()
    before, current = fingerprint(folder), (processed / "current").read_text()
    process = subprocess.Popen([sys.executable, "-c", SLOW_BUILD], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    assert len(list(processed.glob("build-*"))) == 2, "the build was to be killed in the middle of writing"
    process.kill()  # SIGKILL
    process.wait()
    assert (processed / "current").read_text() == current
    assert fingerprint(folder) == before
    load._read.cache_clear()
    assert len(load.load_members()) == 272
    build.build(force=True)  # the lock of the dead is free, and what it left is swept up
    assert len(list(processed.glob("build-*"))) == 1


# ------------------------------------------------------------------------------------------------------- broken numbers


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


def test_bad_data_leaves_the_old_build_whole(change_raw, project_copy):
    folder = build.build()
    before = fingerprint(folder)
    change_raw("members", cell(2, "active", "-5"))
    with pytest.raises(BadData):
        build.build()
    assert fingerprint(folder) == before


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
