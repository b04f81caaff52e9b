"""The month of the count that its publisher did not date, and how well it fits."""

import pandas as pd
import pytest

from coverage_lib.load import load_members, load_published
from coverage_lib.measures.count_dates import announced_segments, count_dates, count_month


def counted() -> pd.DataFrame:
    members = load_members()
    return members[members["year"] == 2025]


def test_the_count_called_2025_is_that_of_february_2025() -> None:
    months = count_dates(counted(), load_published())
    assert counted()["active"].sum() == 35_837_987
    best = months.iloc[0]
    assert best["month"] == pd.Timestamp("2025-02-28")
    assert best[["formal", "informal", "both", "total"]].tolist() == [26.26e6, 9.58e6, 35.84e6, 41.38e6]
    assert best[["both_apart", "formal_apart", "informal_apart"]].tolist() == [-2013, 182_185, -184_198]
    assert best["both_percent"] == pytest.approx(-0.0056, abs=1e-4)
    assert best[["formal_id", "informal_id", "total_id"]].tolist() == ["f0394", "f0395", "f0393"]


def test_the_runners_up_are_further_in_their_order() -> None:
    months = count_dates(counted(), load_published())
    assert months["month"].dt.strftime("%Y-%m").tolist() == ["2025-02", "2025-03", "2025-05", "2025-04"]
    assert months["both_apart"].abs().is_monotonic_increasing
    assert months.loc[1, "both_apart"] > 500_000


def test_the_projection_has_the_same_answer() -> None:
    from coverage_lib.load import load_coverage, load_employment
    from coverage_lib.measures.projection import announced_totals
    from coverage_lib.measures.projection.counts import part_year_month

    rows = load_coverage(provisional=True)
    totals = announced_totals(load_published(), load_employment("2021"))
    assert part_year_month(rows[rows["status"] == "provisional"], totals) == count_month(
        counted(), load_published()
    )


def test_a_year_without_announced_segments_has_no_month() -> None:
    assert count_month(counted().assign(year=2031), load_published()) is None
    assert announced_segments(load_published().iloc[:0]).empty


def test_a_count_of_one_segment_cannot_be_dated() -> None:
    with pytest.raises(ValueError, match="one of them is missing"):
        count_dates(counted().query("segment == 'formal'"), load_published())
