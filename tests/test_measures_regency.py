"""One regency: its place in the province, its projection from one count a year, and the season of a count within the year."""

import math

import pandas as pd
import pytest
from regency_members import members_by_regency, province

from coverage_lib import load_employment, load_published
from coverage_lib.data import regions
from coverage_lib.measures import regency, regency_coverage
from coverage_lib.measures.projection import announced_totals

DATES = ["2022-12-31", "2023-12-31", "2024-12-31", "2025-03-31", "2025-06-30"]


@pytest.fixture(scope="module")
def coverage() -> pd.DataFrame:
    members = members_by_regency(DATES, [*province("15"), *province("51")])
    return regency_coverage.coverage(members, load_employment("2022", level="regency"))


@pytest.fixture(scope="module")
def totals() -> pd.DataFrame:
    return announced_totals(load_published(), load_employment())


def test_a_regency_knows_its_province_of_both_boundaries() -> None:
    sorong = regency.place("9671")
    assert (sorong.name, sorong.province_name, sorong.province_2021) == (
        "Kota Sorong",
        "Papua Barat Daya",
        "92",
    )
    with pytest.raises(regions.UnknownRegion, match="four digits"):
        regency.place("15")


def test_the_standing_is_counted_among_the_regencies_of_the_province(coverage: pd.DataFrame) -> None:
    standing = regency.standing(regency.place("1571"), coverage)
    assert standing is not None
    rows = coverage[(coverage["date"] == "2025-06-30") & (coverage["province_code"] == "15")]
    shares = rows[rows["level"] == "regency"].set_index("code")["coverage"]
    assert standing.rank == 1 + (shares > shares["1571"]).sum()
    assert (standing.counted, standing.regencies) == (11, 11)
    assert standing.province == rows.loc[rows["level"] == "province", "coverage"].item()
    assert standing.date == pd.Timestamp("2025-06-30")


def test_a_standing_without_the_whole_province_claims_no_province(coverage: pd.DataFrame) -> None:
    some = coverage[~coverage["code"].isin(["15", "1501", "1502"])]
    standing = regency.standing(regency.place("1571"), some)
    assert standing is not None and (standing.counted, standing.regencies) == (9, 11)
    assert math.isnan(standing.province)


def test_a_regency_that_nobody_counted_has_no_standing(coverage: pd.DataFrame) -> None:
    aceh = regency.place("1101")
    assert regency.standing(aceh, coverage) is None
    assert regency.beside(aceh, coverage).empty and regency.history(aceh, coverage).empty


def test_the_panel_has_one_count_a_year_and_the_season_on_the_last_one(
    coverage: pd.DataFrame, totals: pd.DataFrame
) -> None:
    rows = regency.panel(coverage, totals)
    own = rows[rows["code"] == "1571"].set_index(
        rows.loc[rows["code"] == "1571", "date"].dt.strftime("%Y-%m")
    )
    assert own.index.tolist() == ["2022-12", "2023-12", "2024-12", "2025-06"]
    spread = regency.seasonal_spread(totals)
    assert 0.03 < spread < 0.1  # of December 2024 to May 2025 the nation lost a seventh
    assert own["uncertainty"].tolist() == pytest.approx([0, 0, 0, spread * own["coverage"].iloc[-1]])


def test_a_season_is_not_told_from_totals_that_have_no_december_after_them() -> None:
    months = pd.to_datetime(["2023-12-31", "2024-06-30"])
    assert (
        regency.seasonal_spread(
            pd.DataFrame({"date": months, "coverage": [20.0, 18.0], "precision": "month"})
        )
        == 0
    )


def test_every_regency_with_members_is_projected_and_no_other(
    coverage: pd.DataFrame, totals: pd.DataFrame
) -> None:
    ahead = regency.outlook(coverage, totals, target=30.0, target_date="2029-12-31")
    assert ahead is not None
    assert set(ahead.attainment["code"]) == {*province("15"), *province("51")}
    table = regency.outlook_table(ahead, coverage, "15")
    assert set(table["code"]) == set(province("15"))
    assert table["probability_at_target_date"].is_monotonic_decreasing
    assert (table["q10"] < table["q50"]).all() and (table["target"] == 30.0).all()
    above = table["q50"] > 30
    assert (table.loc[above, "probability_at_target_date"] > 0.5).all()
    assert (table["date"] == pd.Timestamp("2025-06-30")).all()


def test_without_members_there_is_no_projection(totals: pd.DataFrame) -> None:
    none = members_by_regency(DATES, ["1571"]).head(0)
    empty = regency_coverage.coverage(none, load_employment("2022", level="regency"))
    assert regency.outlook(empty, totals, target=30.0, target_date="2029-12-31") is None


def test_a_count_of_another_month_widens_the_projection(coverage: pd.DataFrame, totals: pd.DataFrame) -> None:
    none = totals.assign(precision="year")  # totals that tell no season
    asked = {"target": 30.0, "target_date": "2029-12-31"}
    with_season = regency.outlook(coverage, totals, **asked)
    without = regency.outlook(coverage, none, **asked)
    assert with_season is not None and without is not None
    first = [fan.quantiles.drop_duplicates("code") for fan in (with_season, without)]
    width = [(rows["q90"] - rows["q10"]).mean() for rows in first]
    assert width[0] > width[1] * 1.05
