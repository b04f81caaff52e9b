"""Shares, shortfalls and ranks on a stated base; what must not be divided is refused."""

import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.data import regions
from coverage_lib.measures import coverage
from coverage_lib.measures.counts import Incomparable


@pytest.fixture(scope="module")
def employed():
    return load.load_coverage(provisional=True)


def test_national_coverage_of_2024_is_27_1_percent(employed):
    nation = employed[employed["code"] == "00"].set_index("year")
    assert nation.loc[2024, "active"] == 39_207_829
    assert nation.loc[2024, "workers"] == 144_642_004
    assert nation.loc[2024, "coverage"] == pytest.approx(27.1, abs=0.05)
    assert nation.loc[2024, "date"] == pd.Timestamp("2024-12-31")


def test_one_row_per_region_and_year_on_one_base(employed):
    assert list(employed.columns) == coverage.COUNTED
    assert employed.groupby("year").size().to_dict() == dict.fromkeys(range(2022, 2026), 35)
    for column, value in (
        ("boundary", "2021"),
        ("segment", "total"),
        ("base", "employed"),
        ("counted_by", "domicile"),
    ):
        assert set(employed[column]) == {value}
    assert set(employed["source_id"]) == {"den-annual;bps-sakernas"}


def test_2025_is_there_only_when_asked_for(employed):
    assert set(load.load_coverage()["year"]) == {2022, 2023, 2024}
    assert set(employed.loc[employed["year"] == 2025, "status"]) == {"provisional"}
    assert set(employed.loc[employed["year"] < 2025, "status"]) == {"final"}


@pytest.mark.parametrize("base", ["employed", "segment_workers"])
def test_no_province_has_more_members_than_workers(base):
    table = load.load_coverage(base=base, provisional=True)
    assert not coverage.strained(table).any()


def test_segments_are_divided_by_their_own_workers(employed):
    segments = load.load_coverage(base="segment_workers")
    assert segments.groupby(["year", "segment"]).size().to_dict() == {
        (year, segment): 35 for year in (2022, 2023, 2024) for segment in ("formal", "informal")
    }
    both = segments.groupby(["code", "year"])[["active", "workers"]].sum()
    total = employed[employed["year"] < 2025].set_index(["code", "year"])[["active", "workers"]]
    pd.testing.assert_frame_equal(both.sort_index(), total.sort_index())


def test_without_one_boundary_papua_would_show_68_and_107_percent():
    """What the refusal is for: members of old Papua over workers of the province that kept the name."""
    members = load.load_members().query("year == 2024").groupby("code")["active"].sum()
    new = load.load_employment("2022").query("year == 2024").set_index("code")["employed"]
    assert round(100 * members["91"] / new["91"]) == 68
    assert round(100 * members["92"] / new["92"]) == 107
    with pytest.raises(Incomparable, match="boundary of 2021 and the employment on that of 2022"):
        coverage.coverage(load.load_members(), load.load_employment("2022"))


def test_members_by_office_are_not_divided_by_residents():
    with pytest.raises(Incomparable, match=r"counted by office.*counted_by='domicile'"):
        coverage.coverage(load.load_members(counted_by="office"), load.load_employment())


def test_two_ways_of_counting_in_one_table_are_refused():
    both = pd.concat([load.load_members(counted_by=way) for way in ("domicile", "office")])
    with pytest.raises(Incomparable, match="'domicile', 'office'"):
        coverage.coverage(both, load.load_employment())


def test_eligible_cannot_be_computed():
    with pytest.raises(ValueError, match=r"load_coverage\(base='eligible'\)"):
        coverage.coverage(load.load_members(), load.load_employment(), base="eligible")


def test_a_year_or_a_segment_that_is_missing_is_named():
    members, employment = load.load_members(), load.load_employment()
    with pytest.raises(ValueError, match="no employment of Aceh \\(11\\) for 2023"):
        coverage.coverage(members, employment.query("not (code == '11' and year == 2023)"))
    with pytest.raises(ValueError, match="lack a segment"):
        coverage.coverage(members.query("not (code == '11' and segment == 'formal')"), employment)


def test_members_that_stand_twice_are_not_counted_twice():
    members, employment = load.load_members(), load.load_employment()
    for base in coverage.DIVISORS:
        with pytest.raises(ValueError, match=r"2 rows for code 11, date 2022-12-31, segment formal.*alike"):
            coverage.coverage(pd.concat([members, members]), employment, base)
    other = members.query("code == '31' and year == 2024").assign(status="provisional")
    with pytest.raises(ValueError, match=r"code 31, date 2024-12-31, segment formal.*differ in status"):
        coverage.coverage(pd.concat([members, other]), employment)
    with pytest.raises(ValueError, match="employment has 2 rows for code"):
        coverage.coverage(members, pd.concat([employment, employment]))


@pytest.mark.parametrize("base", list(coverage.DIVISORS))
@pytest.mark.parametrize("rows", ["code == '11'", "code == '11' and segment == 'informal'"])
def test_a_sum_with_a_provisional_part_is_provisional_and_whole(rows, base):
    members = load.load_members().query("year == 2024")
    expected = coverage.coverage(members, load.load_employment(), base).set_index(["code", "segment"])
    mixed = members.assign(status="final")
    mixed.loc[mixed.eval(rows), "status"] = "provisional"
    result = coverage.coverage(mixed, load.load_employment(), base).set_index(["code", "segment"])
    pd.testing.assert_series_equal(result["active"], expected["active"])
    pd.testing.assert_series_equal(result["coverage"], expected["coverage"])
    least = "total" if base == "employed" else "informal"
    assert result.loc[("11", least), "status"] == result.loc[("00", least), "status"] == "provisional"
    assert result.loc[("31", least), "status"] == "final"


def test_an_island_with_a_provisional_province_is_one_row(employed):
    rows = employed.query("year == 2024").assign(island="one")
    rows.loc[rows["code"] == "31", "status"] = "provisional"
    (result,) = coverage.aggregate(rows, "island").to_dict("records")
    assert result["active"] == 39_207_829 and result["status"] == "provisional"
    with pytest.raises(ValueError, match="2 rows for code 11"):
        coverage.aggregate(pd.concat([rows, rows]), "island")
    with pytest.raises(ValueError, match="no 'island' for 31"):
        coverage.aggregate(rows.assign(island=rows["island"].where(rows["code"] != "31")), "island")


@pytest.mark.parametrize("nobody", [0, -5])
@pytest.mark.parametrize(
    ("base", "column"),
    [("employed", "employed"), ("segment_workers", "informal_workers")],
)
def test_a_share_of_nobody_is_refused(base, column, nobody):
    employment = load.load_employment()
    here = (employment["code"] == "11") & (employment["year"] == 2024)
    employment.loc[here, column] = nobody
    with pytest.raises(ValueError, match=f"Aceh \\(11\\) has {nobody} {column} in 2024.*share of nobody"):
        coverage.coverage(load.load_members(), employment, base)


def test_an_island_of_nobody_is_refused(employed):
    rows = employed.query("year == 2024").assign(island="one", workers=0)
    with pytest.raises(ValueError, match="one has 0 workers in 2024"):
        coverage.aggregate(rows, "island")


def test_two_targets_of_one_region_are_refused():
    rows = pd.DataFrame({"code": ["11", "12"], "coverage": [20.0, 60.0], "workers": [100, 100]})
    with pytest.raises(ValueError, match=r"several targets for 11: 30, 40\. Keep one target of each region"):
        coverage.shortfall(rows, pd.Series([30.0, 40.0, 50.0], index=["11", "11", "12"]))


def test_years_in_text_are_not_said_to_be_absent(employed):
    with pytest.raises(ValueError, match=r"'2022' is text.*astype"):
        coverage.change(employed.assign(year=employed["year"].astype(str)), 2022, 2024)


def test_a_part_of_the_provinces_is_not_the_nation():
    members = load.load_members()
    some = coverage.coverage(members[members["code"] != "31"], load.load_employment())
    assert "00" not in set(some["code"])


def test_islands_are_added_before_they_are_divided(employed):
    island = regions.provinces("2021").set_index("code")["island"]
    rows = employed.query("year == 2024").assign(island=lambda table: table["code"].map(island))
    result = coverage.aggregate(rows, "island").set_index("island")
    assert result["workers"].sum() == 144_642_004
    papua = rows[rows["code"].isin(["91", "92"])]
    assert result.loc["Papua", "coverage"] == pytest.approx(
        100 * papua["active"].sum() / papua["workers"].sum()
    )
    assert result.loc["Papua", "coverage"] != pytest.approx(papua["coverage"].mean(), abs=0.5)


def test_the_shortfall_against_the_rpjmn_target_in_people(employed):
    nation = coverage.shortfall(employed.query("code == '00' and year == 2024"), 43.92).iloc[0]
    assert nation["shortfall_points"] == pytest.approx(43.92 - 100 * 39_207_829 / 144_642_004)
    # 43.92% of 144,642,004 are 63,526,768.2; the last part of a person is a person.
    assert nation["shortfall_workers"] == 63_526_769 - 39_207_829


def test_a_reached_target_leaves_nobody_and_a_missing_one_is_missing():
    rows = pd.DataFrame({"code": ["11", "12"], "coverage": [60.0, 20.0], "workers": [100, 100]})
    result = coverage.shortfall(rows, pd.Series({"11": 50.0}))
    assert result["shortfall_workers"].tolist()[0] == 0 and result["shortfall_workers"].isna().tolist() == [
        False,
        True,
    ]
    for wrong in (0.5217 * 1000, -1):
        with pytest.raises(ValueError, match="between 0 and 100"):
            coverage.shortfall(rows, wrong)


def test_ranks_leave_the_nation_out(employed):
    rows = coverage.rank(employed.query("year == 2024"))
    assert rows.loc[rows["code"] == "00", "rank"].isna().all()
    provinces = rows[rows["code"] != "00"].sort_values("rank")
    assert provinces["rank"].tolist() == list(range(1, 35))
    assert provinces["coverage"].is_monotonic_decreasing


def test_change_between_two_years_is_in_points_and_people(employed):
    result = coverage.change(employed, 2022, 2024).set_index("code")
    assert len(result) == 35
    assert result.loc["00", "change_active"] == 39_207_829 - 28_843_484
    assert result.loc["00", "change_points"] == pytest.approx(27.107 - 21.319, abs=0.01)
    assert set(result["status"]) == {"final"}
    assert set(coverage.change(employed, 2024, 2025)["status"]) == {"provisional"}
    with pytest.raises(ValueError, match="no coverage for 2021; the table has 2022, 2023, 2024, 2025"):
        coverage.change(employed, 2021, 2024)
    mixed = pd.concat([employed, load.load_coverage(base="segment_workers")])
    with pytest.raises(Incomparable, match="base"):
        coverage.change(mixed, 2022, 2024)
