"""Coverage of regencies: synthetic members over the surveyed workers; what is missing stays missing, sums say how far they are off."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from regency_members import members_by_regency, province

from coverage_lib import load_coverage, load_employment, load_members
from coverage_lib.data import regions
from coverage_lib.measures import regency_coverage
from coverage_lib.measures.counts import Incomparable

YEAR_END = "2024-12-31"


@pytest.fixture(scope="module")
def employment() -> pd.DataFrame:
    return load_employment("2022", level="regency")


def rows_of(table: pd.DataFrame, **values: Any) -> pd.DataFrame:
    chosen = pd.Series(True, index=table.index)
    for column, value in values.items():
        chosen &= table[column] == value
    return table[chosen]


def test_a_share_is_formal_and_informal_members_over_the_employed_of_august(employment: pd.DataFrame) -> None:
    members = members_by_regency([YEAR_END], province("15"))
    table = regency_coverage.coverage(members, employment)
    row = rows_of(table, code="1571").iloc[0]
    parts = rows_of(members, code="1571").set_index("segment")["active"]
    employed = rows_of(employment, code="1571", year=2024)["employed"].item()
    assert row["active"] == parts["formal"] + parts["informal"]  # construction is left out
    assert row["coverage"] == pytest.approx(100 * row["active"] / employed)
    assert (row["level"], row["base"], row["segment"], row["status"]) == (
        "regency",
        "employed",
        "total",
        "final",
    )
    assert row["source_id"] == "own:synthetic-members-00000000;bps-sakernas"


def test_a_province_is_the_sum_of_its_regencies_with_the_difference_from_its_own_count(
    employment: pd.DataFrame,
) -> None:
    table = regency_coverage.coverage(
        members_by_regency([YEAR_END], province("15")), employment, load_members()
    )
    [jambi] = rows_of(table, level="province").to_dict("records")
    parts = rows_of(table, level="regency")
    assert jambi["active"] == parts["active"].sum() and jambi["workers"] == parts["workers"].sum()
    assert jambi["coverage"] == pytest.approx(100 * jambi["active"] / jambi["workers"])
    own = rows_of(load_members(), code="15", year=2024)
    own = own[own["segment"] != "construction"]["active"].sum()
    assert jambi["own_count"] == own == 534_179  # the count of the province itself, not of its regencies
    assert jambi["difference"] == jambi["active"] - own != 0
    assert parts["own_count"].isna().all()


def test_a_part_is_not_the_province_and_the_provinces_that_are_there_are_not_the_nation(
    employment: pd.DataFrame,
) -> None:
    members = members_by_regency([YEAR_END], [*province("15"), *province("51")[1:]])
    table = regency_coverage.coverage(members, employment)
    assert set(table["level"]) == {"province", "regency"}
    assert rows_of(table, level="province")["code"].tolist() == ["15"]
    whole = regency_coverage.coverage(members_by_regency([YEAR_END]), employment, load_members())
    [nation] = rows_of(whole, level="national").to_dict("records")
    assert nation["workers"] == 144_642_004
    assert nation["own_count"] == 39_207_829
    assert (whole["level"] == "province").sum() == 38


def test_employment_that_the_source_has_wrong_is_missing_and_so_is_every_sum_over_it(
    employment: pd.DataFrame,
) -> None:
    members = members_by_regency(["2018-12-31"])
    table = regency_coverage.coverage(members, employment)
    [lombok] = rows_of(table, code="5208").to_dict("records")
    assert np.isnan(lombok["workers"]) and np.isnan(lombok["coverage"]) and lombok["active"] > 0
    assert "52" not in set(table["code"]) and "00" not in set(table["code"])
    assert (table["level"] == "province").sum() == 37


def test_a_regency_that_lacks_a_segment_is_missing_not_smaller(employment: pd.DataFrame) -> None:
    members = members_by_regency([YEAR_END], province("15"))
    members = members[~((members["code"] == "1571") & (members["segment"] == "informal"))]
    table = regency_coverage.coverage(members, employment)
    assert rows_of(table, code="1571")["coverage"].isna().all()
    assert rows_of(table, level="province").empty


def test_the_latest_august_is_the_base_of_a_year_without_one_and_the_status_says_so(
    employment: pd.DataFrame,
) -> None:
    table = regency_coverage.coverage(members_by_regency(["2026-02-28"], ["1571"]), employment)
    [row] = table.to_dict("records")
    assert row["workers"] == rows_of(employment, code="1571", year=2025)["employed"].item()
    assert row["status"] == "provisional"
    before = regency_coverage.coverage(members_by_regency(["2017-12-31"], ["1571"]), employment)
    assert before["workers"].isna().all()  # no August before 2018: not the one after


def test_the_boundary_of_2021_gives_the_provinces_of_2021() -> None:
    members = members_by_regency([YEAR_END]).assign(boundary="2021")
    members["province_code"] = regions.to_boundary(members["province_code"])
    table = regency_coverage.coverage(members, load_employment("2021", level="regency"), load_members())
    provinces = rows_of(table, level="province").set_index("code")
    assert len(provinces) == 34
    theirs = load_coverage().query("year == 2024").set_index("code")["workers"]
    assert provinces["workers"].to_dict() == theirs.drop("00").to_dict()
    assert provinces["own_count"].notna().all()


def test_on_the_boundary_of_2022_a_divided_province_has_no_count_of_its_own(employment: pd.DataFrame) -> None:
    table = regency_coverage.coverage(members_by_regency([YEAR_END]), employment, load_members())
    provinces = rows_of(table, level="province").set_index("code")
    assert provinces.index[provinces["own_count"].isna()].tolist() == ["91", "92", "93", "94", "95", "96"]


def test_what_was_counted_by_office_or_stands_twice_is_refused(employment: pd.DataFrame) -> None:
    members = members_by_regency([YEAR_END], ["1571"])
    with pytest.raises(Incomparable, match="office"):
        regency_coverage.coverage(members.assign(counted_by="office"), employment)
    with pytest.raises(ValueError, match=r"2 rows for code 1571.*they are alike"):
        regency_coverage.coverage(pd.concat([members, members]), employment)


def test_no_members_give_an_empty_table_with_all_columns(employment: pd.DataFrame) -> None:
    table = regency_coverage.coverage(members_by_regency([YEAR_END], ["1571"]).head(0), employment)
    assert table.empty and list(table.columns) == regency_coverage.COLUMNS


# --- one count a year


def test_one_count_a_year_is_december_and_in_the_running_year_the_latest_whole_month() -> None:
    members = members_by_regency(
        ["2023-06-30", "2023-12-31", "2024-12-31", "2025-03-31", "2025-06-30"], province("15")
    )
    late = members_by_regency(["2025-07-31"], province("15")[:3])  # a month that only three regencies have
    counts = regency_coverage.year_counts(pd.concat([members, late]))
    known = counts.drop_duplicates("date").set_index(counts["date"].drop_duplicates().dt.strftime("%Y-%m"))
    assert known["status"].to_dict() == {"2023-12": "final", "2024-12": "final", "2025-06": "provisional"}
    assert (counts.groupby("date")["code"].nunique() == 11).all()


def test_a_count_without_a_stated_date_is_never_taken_for_one_of_that_day(employment: pd.DataFrame) -> None:
    stated = members_by_regency([YEAR_END], province("15"))
    unstated = stated.assign(date_stated=False, active=stated["active"] * 2)
    assert regency_coverage.year_counts(pd.concat([stated, unstated]))["date_stated"].all()
    alone = regency_coverage.year_counts(unstated)
    assert len(alone) == len(unstated) and (alone["status"] == "provisional").all()
    table = regency_coverage.coverage(pd.concat([stated, unstated]), employment, load_members())
    provinces = rows_of(table, level="province").set_index("date_stated")
    assert provinces.loc[False, "active"] == 2 * provinces.loc[True, "active"]
    assert np.isnan(provinces.loc[False, "own_count"]) and provinces.loc[True, "own_count"] == 534_179


def test_each_province_has_a_running_year_of_its_own() -> None:
    members = pd.concat(
        [
            members_by_regency(["2024-12-31", "2025-06-30"], province("15")),
            members_by_regency(["2024-09-30"], ["5171"]),
        ]
    )
    counts = regency_coverage.year_counts(members)
    assert rows_of(counts, code="5171")["date"].dt.strftime("%Y-%m").unique().tolist() == ["2024-09"]
    assert rows_of(counts, code="1571")["date"].dt.strftime("%Y-%m").unique().tolist() == [
        "2024-12",
        "2025-06",
    ]


# --- what is not there


def test_without_own_tables_it_says_what_is_missing_and_how_to_get_it() -> None:
    for load in (load_members, load_coverage):
        with pytest.raises(regency_coverage.NoOwnMembers, match=r"ucj template .*--level regency.*ucj add"):
            load(level="regency")
        assert load(level="regency", required=False).empty


def test_other_bases_are_refused_with_what_would_be_needed() -> None:
    with pytest.raises(Incomparable, match="formal and informal workers of each regency in August"):
        load_coverage(level="regency", base="segment_workers")
    with pytest.raises(Incomparable, match="coverage_figures"):
        load_coverage(level="regency", base="eligible")
    with pytest.raises(Incomparable, match="by office"):
        load_coverage(level="regency", counted_by="office")
    with pytest.raises(ValueError, match="level"):
        load_coverage(level="village")
