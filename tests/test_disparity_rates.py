"""Formal against informal coverage: facts from the raw counts, and what is missing or refused."""

import csv
from collections import defaultdict
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from disparity_tables import synthetic_coverage, synthetic_two_years

from coverage_lib.data import sources
from coverage_lib.load import load_coverage, load_members
from coverage_lib.measures import disparity

YEARS = (2022, 2023, 2024)


@pytest.fixture(scope="module")
def coverage():
    return load_coverage(base="segment_workers")


def raw_sums():
    """Members and workers of the nation by year and segment, from the raw files and without the project's code."""
    members, workers = defaultdict(int), defaultdict(Decimal)
    with sources.raw_path("members").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["counted_by"] == "domicile":
                members[row["date"][:4], row["segment"]] += int(row["active"])
    with sources.raw_path("employment").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["code"] != "00":
                employed, share = Decimal(row["employed"]), Decimal(row["formal_share"]) / 100
                workers[row["date"][:4], "formal"] += employed * share
                workers[row["date"][:4], "informal"] += employed * (1 - share)
    return members, workers


def test_national_rates_are_those_of_the_raw_counts(coverage):
    members, workers = raw_sums()
    rates = disparity.formal_informal_difference(coverage).set_index(["code", "year"])
    for year in YEARS:
        for segment in ("formal", "informal"):
            key = (str(year), segment)
            expected = float(100 * members[key] / workers[key])
            assert rates.loc[("00", year), f"{segment}_coverage"] == pytest.approx(expected, abs=1e-4)


def test_national_rates_as_known():
    rates = disparity.formal_informal_difference(load_coverage(base="segment_workers")).set_index(
        ["code", "year"]
    )
    national = rates.loc["00"].loc[list(YEARS), ["formal_coverage", "informal_coverage"]]
    assert national.round(1).to_numpy().tolist() == [[41.5, 7.5], [43.7, 11.1], [48.2, 11.8]]


def test_seven_of_ten_who_are_not_members_are_informal(coverage):
    of_ten = disparity.informal_of_ten(coverage).set_index("year")
    # 144,642,004 employed less 39,207,829 members.
    assert of_ten.loc[2024, "not_members"] == 105_434_175
    assert of_ten.loc[list(YEARS), "of_ten"].round(1).tolist() == [7.0, 7.0, 7.0]


def test_those_who_are_not_members_add_up_to_the_nation(coverage):
    table = disparity.not_members(coverage)
    for year in YEARS:
        rows = table[table["year"] == year]
        regions_of_year = rows[rows["code"] != "00"]
        assert len(regions_of_year) == 68
        nation = rows[rows["code"] == "00"]
        for part in (regions_of_year, nation):
            assert part["share_of_not_members"].sum() == pytest.approx(100, abs=1e-9)
        assert regions_of_year["not_members"].sum() == nation["not_members"].sum()


def test_figures_within_the_difference_of_definitions(coverage):
    rates = disparity.formal_informal_difference(coverage)
    strained = rates[rates["strained"] & (rates["year"] == 2024)]
    names = ["Kalimantan Timur", "Kalimantan Utara", "Kepulauan Riau", "Papua Barat"]
    assert sorted(strained["name"]) == names
    assert set(strained["strain"]) == {"within_definitions"}
    # More informal than formal members per worker: no programme does that, a definition or a count does.
    barat = rates[(rates["name"] == "Papua Barat") & (rates["year"] == 2022)].iloc[0]
    assert barat["informal_coverage"] == pytest.approx(86.2, abs=0.05)
    assert barat["difference"] < 0


def test_counted_by_office_jakarta_is_above_100_kept_and_flagged(coverage):
    workers = coverage.loc[coverage["year"] == 2023, ["code", "year", "segment", "workers"]]
    office = load_members(counted_by="office")[["code", "segment", "active"]]
    rates = disparity.formal_informal_difference(office.merge(workers, on=["code", "segment"])).set_index(
        "code"
    )
    assert rates.loc["31", "formal_coverage"] == pytest.approx(168.9, abs=0.05)
    assert rates.loc["31", "strain"] == "formal_above_100"
    table = disparity.not_members(office.merge(workers, on=["code", "segment"]))
    jakarta = table[(table["code"] == "31") & (table["segment"] == "formal")].iloc[0]
    assert jakarta["not_members"] < -2_000_000 and jakarta["above_100"]


def test_a_missing_segment_gives_a_missing_result_with_a_reason():
    rows = [
        ("11", 2024, "formal", 5, 10),
        ("12", 2024, "formal", 5, 10),
        ("12", 2024, "informal", np.nan, 10),
    ]
    rates = disparity.formal_informal_difference(synthetic_coverage(rows)).set_index("code")
    assert rates["reason"].tolist() == ["informal_row_missing", "informal_members_missing"]
    assert rates[["informal_coverage", "difference", "ratio", "formal_lead"]].isna().all(axis=None)
    assert rates["formal_coverage"].tolist() == [50.0, 50.0]
    table = disparity.not_members(synthetic_coverage(rows))
    assert table.loc[table["segment"] == "informal", "not_members"].isna().all()
    assert table["share_of_not_members"].isna().all()
    assert (table["reason"] != "").all()
    assert disparity.informal_of_ten(synthetic_coverage(rows))["reason"].tolist() == ["regions_missing"]


@pytest.mark.parametrize(
    ("formal", "informal", "reason"),
    [
        ((280, 100), (10, 200), "formal_above_100"),  # 190 of 10
        ((80, 100), (210, 200), "informal_above_100"),  # −10 of 10
        ((100, 100), (200, 200), "all_are_members"),
        ((110, 100), (210, 200), "all_are_members"),
        ((280, 100), (200, 210), "formal_above_100"),
    ],
)
def test_of_ten_is_not_said_where_a_segment_has_more_members_than_workers(
    formal: tuple[int, int], informal: tuple[int, int], reason: str
) -> None:
    rows = [("11", 2024, "formal", *formal), ("11", 2024, "informal", *informal)]
    (result,) = disparity.informal_of_ten(synthetic_coverage(rows)).to_dict("records")
    assert np.isnan(result["of_ten"]) and result["reason"] == reason


def test_no_region_has_a_share_of_nobody():
    rows = [("11", 2024, "formal", 120, 100), ("11", 2024, "informal", 5, 10)]
    rows += [("12", 2024, "formal", 50, 50), ("12", 2024, "informal", 20, 15)]
    table = disparity.not_members(synthetic_coverage(rows))
    assert table["share_of_not_members"].isna().all()
    assert set(table["reason"]) == {"members_exceed_workers"}


def test_nobody_in_a_segment_is_not_a_share_of_nothing():
    rows = [("11", 2024, "formal", 5, 10), ("11", 2024, "informal", 0, 0)]
    rows += [("12", 2024, "formal", 0, 10), ("12", 2024, "informal", 0, 30)]
    rows += [("13", 2024, "formal", 5, 0), ("13", 2024, "informal", 1, 30)]
    rates = disparity.formal_informal_difference(synthetic_coverage(rows)).set_index("code")
    assert rates["reason"].tolist() == ["no_informal_workers", "no_members", "no_formal_workers"]
    assert np.isnan(rates.loc["11", "difference"])
    assert rates.loc["12", ["formal_coverage", "informal_coverage", "difference"]].tolist() == [0, 0, 0]
    assert rates.loc["13", "strain"] == "formal_above_100"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.drop(columns="workers"), "no column 'workers'"),
        (lambda t: pd.concat([t, t.head(1)]), "two rows for code 11, year 2022, segment formal"),
        (lambda t: t.assign(segment="total"), "has the segment 'total'"),
        (lambda t: t.assign(active=-1), "active is -1 for code '11'"),
        (
            lambda t: t.assign(counted_by=["office"] + ["domicile"] * (len(t) - 1)),
            "mixes 'office', 'domicile'",
        ),
    ],
)
def test_a_table_that_cannot_be_compared_is_refused_in_words(change, says):
    with pytest.raises(disparity.TableError, match=says):
        disparity.formal_informal_difference(change(synthetic_two_years()))
