"""Provinces in the order of two bases."""

import numpy as np
import pandas as pd
import pytest
from charting import coverage_rows
from published_rows import published
from scipy.stats import kendalltau, spearmanr

from coverage_lib import load
from coverage_lib.measures.base_ranks import BaseRanks, rank_by_base
from coverage_lib.measures.published import coverage_figures

COUNTED = coverage_rows(
    {2023: {"11": 50.0}, 2024: {"00": 27.0, "11": 20.0, "12": 30.0, "18": 25.0, "51": 40.0}}
)


def ranks(*shares: tuple[str, float, str], counted: pd.DataFrame = COUNTED) -> BaseRanks:
    rows = [
        {"code": code, "value": value, "date": date, "source_title": "UCJ"} for code, value, date in shares
    ]
    return rank_by_base(counted, coverage_figures(published(*rows)))


def test_each_province_has_both_ranks_the_highest_first():
    found = ranks(("11", 45, "2024-12"), ("12", 40, "2025-03"), ("51", 35, "2024-09-01"))
    rows = found.table.set_index("code")
    assert list(rows.index) == ["51", "12", "11"]
    assert rows["counted_rank"].tolist() == [1, 2, 3] and rows["published_rank"].tolist() == [3, 2, 1]
    assert rows["moved"].tolist() == [-2, 0, 2]
    assert found.date == pd.Timestamp("2024-12-31") and (found.kendall, found.spearman) == (-1, -1)


def test_of_several_figures_the_nearest_to_the_count_is_taken_and_none_further_than_six_months():
    found = ranks(
        ("11", 45, "2024-06-29"),
        ("12", 40, "2025-07-01"),
        ("51", 35, "2024-08"),
        ("51", 36, "2025-01"),
        ("18", 30, "2025-06-30"),
    )
    assert found.table.set_index("code")["published"].to_dict() == {"51": 36, "18": 30}
    assert np.isnan(found.kendall) and np.isnan(found.spearman)


def test_only_shares_stated_to_be_of_eligible_workers_count():
    rows = [{"code": code, "value": 40.0, "date": "2024-12"} for code in ("11", "12", "51")]
    assert rank_by_base(COUNTED, coverage_figures(published(*rows))).table.empty


def test_equal_shares_have_one_rank():
    rows = ranks(("11", 45, "2024-12"), ("12", 45, "2024-12"), ("51", 35, "2024-12")).table.set_index("code")
    assert rows["published_rank"].to_dict() == {"51": 3, "12": 1, "11": 1}


def test_the_provinces_of_2024():
    found = rank_by_base(load.load_coverage(), coverage_figures(load.load_published()))
    rows = found.table.set_index("code")
    assert len(rows) == 17 and rows.loc["63", ["counted_rank", "published_rank", "moved"]].tolist() == [
        4,
        12,
        -8,
    ]
    assert found.kendall == pytest.approx(kendalltau(rows["counted"], rows["published"]).statistic)
    assert found.spearman == pytest.approx(spearmanr(rows["counted"], rows["published"]).statistic)
    assert round(found.kendall, 2) == 0.62 and round(found.spearman, 2) == 0.8
    assert "00" not in rows.index and "91" not in rows.index


def test_a_figure_that_may_be_of_any_day_of_the_year_stands_behind_one_of_its_end() -> None:
    """Bengkulu: 34% was printed while 2024 ran, 37% after it had ended."""
    found = rank_by_base(load.load_coverage(), coverage_figures(load.load_published()))
    assert found.table.set_index("code").loc["17", "id"] == "f0535"
