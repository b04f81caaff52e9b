"""What counts as a year, once an analyst's own months are there; all own counts here are synthetic."""

import pandas as pd
import pytest
from own_members import ID, add_members, own_rows

from coverage_lib import load
from coverage_lib.data import regions
from coverage_lib.measures.counts import Incomparable
from coverage_lib.measures.year_counts import on_boundary, year_counts

WITHOUT = load.load_coverage(provisional=True)


def nation(frame):
    return frame[frame["code"] == "00"].set_index("year")


def test_without_own_tables_months_and_years_are_the_same_counts():
    pd.testing.assert_frame_equal(load.load_members(months=True), load.load_members())
    pd.testing.assert_frame_equal(load.load_coverage(months=True), WITHOUT)
    assert (WITHOUT["workers_year"] == WITHOUT["year"]).all()


def test_december_of_all_provinces_becomes_the_year_and_is_final(monkeypatch):
    own = own_rows("2025-12-31", 1.1)
    add_members(monkeypatch, own)
    years = nation(load.load_coverage())
    workers = load.load_employment().query("code == '00' and year == 2025")["employed"].item()
    assert years.index.tolist() == [2022, 2023, 2024, 2025]
    assert years.loc[2025, "active"] == own["active"].sum()
    assert years.loc[2025, "coverage"] == pytest.approx(100 * own["active"].sum() / workers)
    assert years.loc[2025, ["status", "source_id"]].tolist() == ["final", f"{ID};bps-sakernas"]
    assert load.data_date() == pd.Timestamp("2025-12-31")
    # The undated count of 2025 is not the year any more; among the months it stays, and is nothing of that December.
    months = load.load_coverage(months=True).query("code == '00' and year == 2025").set_index("date_stated")
    assert months["active"].to_dict() == {
        False: nation(WITHOUT).loc[2025, "active"],
        True: own["active"].sum(),
    }


def test_the_last_year_has_its_latest_whole_month_as_provisional(monkeypatch):
    add_members(
        monkeypatch,
        own_rows("2026-03-31"),
        own_rows("2026-06-30", 1.02),
        own_rows("2026-07-31", codes=["15"]),
    )
    members = load.load_members()
    assert members.groupby("year")["date"].unique().map(list)[2026] == [pd.Timestamp("2026-06-30")]
    assert members["year"].unique().tolist() == [2022, 2023, 2024, 2026]
    assert set(members.loc[members["year"] == 2026, "status"]) == {"provisional"}
    assert load.load_coverage()["year"].max() == 2024
    assert load.data_date() == pd.Timestamp("2024-12-31")


def test_a_share_of_a_year_without_its_august_stands_on_the_latest_and_says_so(monkeypatch):
    december = own_rows("2026-12-31")
    add_members(monkeypatch, december)
    found = load.load_coverage(provisional=True).query("year == 2026")
    workers = load.load_employment().query("year == 2025").set_index("code")["employed"]
    assert set(found["workers_year"]) == {2025} and set(found["status"]) == {"provisional"}
    assert (found.set_index("code")["workers"] == workers.reindex(found["code"])).all()
    # Its members are final, the share is not.
    assert set(load.load_members().query("year == 2026")["status"]) == {"final"}
    assert load.load_coverage()["year"].max() == 2024


def test_months_of_one_province_change_no_year_and_make_no_nation(monkeypatch):
    months = pd.date_range("2025-01-31", "2026-10-31", freq="ME").strftime("%Y-%m-%d")
    add_members(monkeypatch, *(own_rows(month, 1.05, ["15"]) for month in months))
    pd.testing.assert_frame_equal(load.load_coverage(provisional=True), WITHOUT)
    found = load.load_coverage(months=True)
    added = found[found["source_id"].str.contains(ID, regex=False)]
    assert set(added["code"]) == {"15"} and len(added) == 22
    assert added["date"].iloc[-1] == pd.Timestamp("2026-10-31")
    assert nation(found)["active"].to_dict() == nation(WITHOUT)["active"].to_dict()


def test_a_december_of_one_province_leaves_the_undated_count_of_the_others_whole(monkeypatch):
    add_members(monkeypatch, own_rows("2025-12-31", 1.05, ["15"]))
    pd.testing.assert_frame_equal(load.load_coverage(provisional=True), WITHOUT)


def test_formal_members_alone_are_members_and_no_total(monkeypatch):
    add_members(monkeypatch, own_rows("2025-12-31").query("segment == 'formal'"))
    pd.testing.assert_frame_equal(load.load_coverage(provisional=True), WITHOUT)
    pd.testing.assert_frame_equal(load.load_coverage(months=True), WITHOUT)
    assert (load.load_members(months=True)["source_id"] == ID).sum() == 34
    segments = load.load_coverage(base="segment_workers", months=True)
    own = segments[segments["source_id"].str.contains(ID, regex=False)]
    assert set(own["segment"]) == {"formal"} and len(own) == 35


def test_a_correction_of_december_2024_takes_its_place(monkeypatch):
    table = own_rows("2024-12-31", 0.5, ["15"])
    add_members(monkeypatch, table)
    before, after = (
        frame.set_index(["code", "year"])["active"]
        for frame in (WITHOUT, load.load_coverage(provisional=True))
    )
    own = table["active"].sum()
    assert after["15", 2024] == own
    assert after["00", 2024] == before["00", 2024] - before["15", 2024] + own
    untouched = before.index.difference([("15", 2024), ("00", 2024)])
    assert (after[untouched] == before[untouched]).all()


def divided(date):
    """A synthetic table of the 38 provinces: each part of Papua and Papua Barat has the same members."""
    rows = own_rows(date).set_index("code")
    parents = regions.provinces("2022").set_index("code")["code_2021"]
    parts = parents.value_counts()
    new = [
        rows.loc[[parent]].assign(
            code=code, boundary="2022", active=lambda r, p=parent: r["active"] // parts[p]
        )
        for code, parent in parents.items()
    ]
    return pd.concat(new, ignore_index=True)


def test_members_of_38_provinces_are_a_year_of_34_and_of_38(monkeypatch):
    own = divided("2025-12-31")
    add_members(monkeypatch, own)
    of_34 = load.load_coverage().query("year == 2025").set_index("code")
    assert len(of_34) == 35 and of_34.loc["00", "active"] == own["active"].sum()
    papua = own[own["code"].isin(["91", "93", "94", "95"])]["active"].sum()
    assert of_34.loc["91", "active"] == papua and of_34.loc["91", "name"] == "Papua"
    of_38 = load.load_coverage("2022").set_index("code")
    assert len(of_38) == 39 and set(of_38["year"]) == {2025}
    assert of_38.loc["00", "active"] == own["active"].sum()


def test_a_part_of_papua_alone_is_not_the_papua_of_2021():
    own = divided("2025-12-31")
    found = on_boundary(own[own["code"] != "93"], "2021")
    assert "91" not in set(found["code"]) and "92" in set(found["code"])
    assert year_counts(found).empty


def test_without_own_tables_there_are_no_members_of_38():
    with pytest.raises(Incomparable, match="not for the 38"):
        load.load_members("2022")
    with pytest.raises(Incomparable, match="not for the 38"):
        load.load_coverage("2022", months=True)
