"""What a whole table must keep: each check finds what it is for, where it stands, and nothing in a table that is right."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from reading_tables import long_table, provinces

from coverage_lib.data.reading.checks import RESIDENTS, check_table
from coverage_lib.data.reading.problems import Problem, text


def keys(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.key, problem.severity) for problem in problems]


@pytest.mark.parametrize("boundary", ["2021", "2022"])
def test_a_table_that_is_right_has_no_problem(boundary: str) -> None:
    assert check_table(long_table(*provinces(boundary)), pd.Timestamp("2025-01-31")) == []
    assert check_table(long_table().reindex(columns=long_table({}).columns)) == []


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"value": -5.0}, "negative"),
        ({"value": np.inf}, "not_finite"),
        ({"value": 1e30}, "implausible"),
        ({"value": RESIDENTS + 1.0}, "implausible"),
        ({"value": 850.123}, "count_with_decimals"),
        ({"measure": "coverage_rate", "unit": "percent", "value": 137.2}, "above_100"),
        ({"measure": "coverage_rate", "unit": "percent", "value": -3.1}, "negative"),
        ({"measure": "poverty_rate", "unit": "percent", "value": 0.12}, "shares_of_1"),
        ({"measure": "minimum_wage", "unit": "rupiah", "value": 1e30}, "implausible"),
        ({"region": "../../x"}, "path_in_name"),
        ({"region": "..\\x"}, "path_in_name"),
        ({"region": "<script>alert(1)</script>"}, "html_in_name"),
        ({"region": "=cmd|' /C calc'!A0"}, "formula_in_name"),
        ({"region": "@SUM(A1)"}, "formula_in_name"),
    ],
)
def test_one_cell_that_cannot_be_is_an_error_at_its_place(row: dict[str, Any], key: str) -> None:
    found = [problem for problem in check_table(long_table(row)) if problem.severity == "error"]
    assert [(problem.key, problem.sheet, problem.row, problem.column) for problem in found] == [
        (key, "Data", 5, "C")
    ]


def test_growth_may_be_negative_and_a_rate_that_nobody_knows_above_100() -> None:
    rows = [
        {"measure": "growth", "unit": "percent", "value": -3.1},
        {"measure": "apk", "unit": "percent", "value": 103.0},
    ]
    assert check_table(long_table(*rows)) == []


def test_percent_between_0_and_1_beside_larger_ones_is_percent() -> None:
    rows = [{"region": name, "code": code, "measure": "poverty_rate", "unit": "percent", "value": value}
            for name, code, value in (("Jambi", "15", 0.7), ("Bali", "51", 3.8))]  # fmt: skip
    assert check_table(long_table(*rows)) == []


def test_a_nation_that_is_not_the_sum_says_by_how_much() -> None:
    rows = provinces()
    rows[-1]["value"] += 40.0
    (problem,) = check_table(long_table(*rows))
    assert problem.key == "national_sum" and problem.row == 5 + 34
    assert "is 40 more than the sum of the 34 provinces, 343,961" in text(problem)


def test_a_nation_one_person_off_is_wrong_too() -> None:
    rows = provinces()
    rows[3]["value"] += 1.0
    assert keys(check_table(long_table(*rows))) == [("national_sum", "error")]


def test_counts_rounded_to_thousands_need_not_add_up_to_the_last() -> None:
    rows = [row | {"value": round(row["value"], -3)} for row in provinces()]
    assert check_table(long_table(*rows)) == []
    rows[-1]["value"] += 100_000.0
    assert keys(check_table(long_table(*rows))) == [("national_sum", "error")]


def test_some_provinces_may_not_be_more_than_the_nation_and_need_not_be_all() -> None:
    rows = provinces()
    some, nation = rows[:3], rows[-1]
    assert check_table(long_table(*some, nation)) == []
    assert keys(check_table(long_table(*some, nation | {"value": 5.0}))) == [("national_sum", "error")]


def test_regencies_add_up_to_their_province() -> None:
    regencies = [{"region": f"r{code}", "code": str(code), "level": "regency", "boundary": "2022", "value": 10.0 + code - 3401}
                 for code in (3401, 3402, 3403, 3404, 3471)]  # fmt: skip
    whole = {"region": "DI Yogyakarta", "code": "34", "value": 126.0}
    assert check_table(long_table(whole, *regencies)) == []
    assert keys(check_table(long_table(whole | {"value": 125.0}, *regencies))) == [("province_sum", "error")]
    assert check_table(long_table(whole | {"value": 999.0}, *regencies[:4])) == []
    assert keys(check_table(long_table(whole | {"value": 9.0}, *regencies[:4]))) == [
        ("province_sum", "error")
    ]


@pytest.mark.parametrize(
    ("total", "construction", "wrong"),
    [
        (30.0, None, False),
        (31.0, None, True),
        (29.0, None, True),
        (35.0, 5.0, False),
        (30.0, 5.0, False),
        (36.0, 5.0, True),
    ],
)
def test_segments_add_up_to_the_total(total: float, construction: float | None, wrong: bool) -> None:
    rows = [
        {"segment": "formal", "value": 10.0},
        {"segment": "informal", "value": 20.0},
        {"segment": "total", "value": total},
    ]
    rows += [{"segment": "construction", "value": construction}] if construction else []
    assert keys(check_table(long_table(*rows))) == [("segment_sum", "error")] * wrong


def test_formal_and_informal_workers_are_the_employed_and_their_shares_100() -> None:
    def rows(**values: float) -> list[dict[str, Any]]:
        return [{"measure": measure, "segment": "total", "unit": "percent" if "share" in measure else "people", "value": value}
                for measure, value in values.items()]  # fmt: skip

    assert check_table(long_table(*rows(employed=30.0, formal_workers=10.0, informal_workers=20.0))) == []
    assert keys(
        check_table(long_table(*rows(employed=31.0, formal_workers=10.0, informal_workers=20.0)))
    ) == [("worker_sum", "error")]
    assert check_table(long_table(*rows(formal_share=42.05, informal_share=57.95))) == []
    assert keys(check_table(long_table(*rows(formal_share=42.05, informal_share=59.5)))) == [
        ("share_sum", "error")
    ]


def test_a_region_that_stands_twice_is_named_once_with_its_other_row() -> None:
    rows = [
        {"date": pd.Timestamp(year, 12, 31), "row": row, "value": row * 10.0}
        for row in (5, 9)
        for year in (2023, 2024)
    ]
    (problem,) = check_table(long_table(*rows))
    assert (problem.key, problem.severity, problem.row) == (
        "twice",
        "error",
        9,
    ) and "in row 5 as Jambi" in text(problem)


def test_a_region_under_two_names_stands_twice() -> None:
    (problem,) = check_table(
        long_table({"region": "Jawa Barat", "code": "32"}, {"region": "Jabar", "code": "32"})
    )
    assert "Jabar stands in the table twice" in text(problem) and "as Jawa Barat" in text(problem)


def test_villages_of_one_name_may_be_two() -> None:
    village = {"region": "Sukamaju", "code": "", "level": "other"}
    assert keys(check_table(long_table(village, village))) == [("twice", "warning")]
    assert check_table(long_table(village | {"code": "1101012001"}, village | {"code": "1101012002"})) == []


def test_a_row_that_was_copied_under_another_name_is_seen() -> None:
    rows = [{"region": name, "code": code, "date": pd.Timestamp(year, 12, 31), "value": year * 10.0}
            for name, code in (("Papua", "91"), ("Papua Barat", "92")) for year in (2022, 2023, 2024)]  # fmt: skip
    (problem,) = check_table(long_table(*rows))
    assert (
        problem.key == "same_numbers"
        and "Papua Barat has the same numbers as Papua in row 5, all 3" in text(problem)
    )


def test_two_ways_of_counting_in_one_column() -> None:
    one, other = {"region": "Jambi", "code": "15"}, {"region": "Bali", "code": "51", "counted_by": "office"}
    assert keys(check_table(long_table(one, other))) == [("two_ways_of_counting", "error")]
    assert check_table(long_table(one, one | {"counted_by": "office"})) == []


@pytest.mark.parametrize(("left_out", "said"), [(1, True), (17, True), (18, False), (33, False)])
def test_provinces_that_are_not_there_are_named_where_most_are(left_out: int, said: bool) -> None:
    rows = provinces()[left_out:-1]
    found = check_table(long_table(*rows))
    assert keys(found) == [("regions_missing", "warning")] * said
    if left_out == 1:
        assert "33 of 34 regions are there; missing: Aceh" in text(found[0])


@pytest.mark.parametrize(
    ("date", "precision", "late"),
    [("2025-12-31", "year", False), ("2026-12-31", "year", True), ("2025-08-31", "month", False), ("2025-09-30", "month", True),
     ("2025-08-13", "day", True), ("2025-08-12", "day", False)],
)  # fmt: skip
def test_nothing_is_of_a_time_after_its_publication(date: str, precision: str, late: bool) -> None:
    table = long_table({"date": pd.Timestamp(date), "precision": precision})
    assert keys(check_table(table, pd.Timestamp("2025-08-12"))) == [("future", "error")] * late
    assert check_table(table) == []


def test_many_wrong_cells_are_counted() -> None:
    rows = [
        {"region": f"v{place}", "code": f"{place:010}", "level": "village", "value": -1.0}
        for place in range(1005)
    ]
    found = check_table(long_table(*rows))
    assert len(found) == 1001 and "5 more cells" in text(found[-1])
