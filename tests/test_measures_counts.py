"""Counts are added only where they belong together."""

import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.measures import counts
from coverage_lib.measures.counts import Incomparable


def test_going_to_34_provinces_needs_every_part():
    employment = load.load_employment("2022")
    with pytest.raises(Incomparable, match="91, 93, 94, 95"):
        counts.to_boundary_2021(employment.query("not (code == '94' and year == 2024)"))
    with pytest.raises(Incomparable, match="2022"):
        counts.to_boundary_2021(load.load_employment("2021"))


def test_a_missing_count_makes_a_missing_sum():
    parts = pd.DataFrame({"year": [2023, 2023, 2024], "employed": [10.0, None, 5.0]})
    assert counts.add_up(parts, ["year"], ["employed"])["employed"].isna().tolist() == [True, False]


def records(*rows: tuple[str, str, str, int, str]) -> pd.DataFrame:
    """Synthetic members: code, segment, status, active, source."""
    table = pd.DataFrame(rows, columns=["code", "segment", "status", "active", "source_id"])
    return table.assign(name="Aceh", date=pd.Timestamp("2024-12-31"))


def test_a_sum_is_as_sure_as_its_least_sure_part_and_names_every_source():
    rows = records(
        ("11", "formal", "final", 3, "a;b"),
        ("11", "informal", "provisional", 4, "b;c"),
        ("12", "formal", "final", 5, "a"),
    )
    whole = counts.add_records(rows, ["code"], ["active"], keep=["name"])
    assert whole[["code", "active", "name", "status", "source_id"]].to_numpy().tolist() == [
        ["11", 7, "Aceh", "provisional", "a;b;c"],
        ["12", 5, "Aceh", "final", "a"],
    ]


def test_a_sum_of_statuses_without_an_order_is_refused():
    rows = records(("11", "formal", "published", 3, "a"), ("11", "informal", "final", 4, "a"))
    with pytest.raises(Incomparable, match=r"'final', 'published'.*which of them is less sure"):
        counts.add_records(rows, ["code"], ["active"])
    assert counts.weakest(["published", "published"]) == "published"


def test_a_row_that_stands_twice_is_named_with_what_differs():
    rows = records(("11", "formal", "final", 3, "a"), ("11", "formal", "provisional", 3, "a"))
    with pytest.raises(ValueError, match=r"2 rows for code 11, segment formal.*differ in status") as refused:
        counts.no_repeats(rows, ["code", "segment"], "members")
    assert "more" not in str(refused.value)
    same = pd.concat([rows.head(1)] * 2 + [records(("12", "formal", "final", 3, "a"))] * 2)
    with pytest.raises(ValueError, match=r"2 rows for code 11, segment formal .and for 1 more.*alike"):
        counts.no_repeats(same, ["code", "segment"], "members")


def test_members_beside_each_other_are_counted_once_and_divided_by_somebody():
    lives = records(("11", "formal", "final", 2, "a"), ("12", "formal", "final", 0, "a"))
    ratio = counts.both_ways(lives, lives.assign(active=[6, 6])).set_index("code")["ratio"]
    assert ratio["11"] == 3 and pd.isna(ratio["12"])
    with pytest.raises(ValueError, match="2 rows for code 11"):
        counts.both_ways(pd.concat([lives, lives]), lives)


def test_nobody_employed_has_no_formal_share():
    shares = counts.formal_share(pd.DataFrame({"formal_workers": [30, 5], "employed": [40, 0]}))
    assert shares[0] == 75 and pd.isna(shares[1])


def test_employment_that_stands_twice_is_not_said_to_lack_a_part():
    employment = load.load_employment("2022")
    with pytest.raises(ValueError, match="employment has 2 rows for code"):
        counts.to_boundary_2021(pd.concat([employment, employment]))
