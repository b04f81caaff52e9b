"""Counts of provinces over a table of attainment, against counts made by hand."""

import pandas as pd
import pytest
from projections import attainment, year_end

from coverage_lib.measures import attainment_summary
from coverage_lib.measures.attainment_summary import Span

ROWS = {
    "00": (0.9, 2026, 2027, 2028),
    "11": (0.76, 2026, 2029, 2033),
    "12": (0.75, 2025, 2030, 2034),
    "15": (0.25, 2027, 2035, None),
    "16": (0.50, None, None, None),
}


def test_the_nation_is_not_counted_as_a_province() -> None:
    summary = attainment_summary.summary(attainment(ROWS))
    assert summary.provinces == 4
    assert attainment_summary.nation(attainment(ROWS))["probability_by_target_date"] == 0.9


def test_provinces_are_counted_strictly_above_the_limits_and_up_to_them() -> None:
    summary = attainment_summary.summary(attainment(ROWS))
    assert (summary.likelier_than_not, summary.likely, summary.unlikely) == (2, 1, 1)


def test_late_is_after_the_targets_date_or_never() -> None:
    assert attainment_summary.summary(attainment(ROWS)).late == 3
    assert attainment_summary.summary(attainment(ROWS, by=2030)).late == 2
    assert attainment_summary.summary(attainment(ROWS, by=2028)).late == 4


def test_an_interval_is_open_ended_where_its_end_is_missing() -> None:
    assert attainment_summary.summary(attainment(ROWS)).open_ended == 2


@pytest.mark.parametrize(
    ("years", "wide"), [(6, ["11", "12", "15", "16"]), (7, ["12", "15", "16"]), (9, ["15", "16"])]
)
def test_wide_is_longer_than_the_years_named_or_without_an_end(years: int, wide: list[str]) -> None:
    rows = attainment({code: row for code, row in ROWS.items() if code != "00"})
    assert rows.loc[attainment_summary.is_wide(rows, years), "code"].tolist() == wide


def test_the_span_is_that_of_the_counts_and_of_the_last_date() -> None:
    panel = pd.DataFrame({"date": [year_end(2019), year_end(2023), year_end(2021)]})
    assert attainment_summary.span(panel, "2040-12-31") == Span(2019, 2023, 2040)


@pytest.mark.parametrize(
    ("first", "last", "since"), [(2018, 2024, 2022), (2022, 2024, 2022), (2023, 2024, 2023)]
)
def test_the_recent_pace_is_of_two_years_or_of_what_there_is(first: int, last: int, since: int) -> None:
    assert Span(first, last, 2045).recent == since


@pytest.mark.parametrize(
    ("span", "limits"),
    [
        (Span(2022, 2024, 2045), [2024, 2026, 2028, 2030, 2035, 2045]),
        (Span(2022, 2025, 2040), [2025, 2027, 2029, 2031, 2036, 2040]),
        (Span(2022, 2024, 2029), [2024, 2026, 2028, 2029]),
    ],
)
def test_classes_of_years_begin_with_the_last_count_and_end_with_the_projection(
    span: Span, limits: list[int]
) -> None:
    assert attainment_summary.year_classes(span) == limits


def test_two_paces_stand_side_by_side_the_highest_at_the_quicker_first() -> None:
    same = {"code": ["11", "12"], "coverage": [20.0, 30.0], "recent_pace": [1.0, float("nan")]}
    goal = {"target": 40.0, "target_date": year_end(2029)}
    recent = pd.DataFrame({**same, **goal, "coverage_at_target_date": [25.0, 30.0]})
    best = pd.DataFrame({**same, **goal, "coverage_at_target_date": [35.0, 45.0]})
    rows = attainment_summary.compare_paces(recent, best)
    assert rows["code"].tolist() == ["12", "11"]
    assert rows["coverage_at_target_date_recent"].tolist() == [30.0, 25.0]
    assert rows["coverage_at_target_date_best"].tolist() == [45.0, 35.0]
