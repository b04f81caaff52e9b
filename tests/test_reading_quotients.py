"""Printed coverage against the counts in its row. All tables are synthetic."""

import pytest
from reading_tables import long_table

from coverage_lib.data.reading.problems import text
from coverage_lib.data.reading.quotients import quotient_problems


def row(
    printed: str, active: float = 586_311, workers: float = 1_312_370, base: str = "eligible", **more: str
):  # type: ignore[no-untyped-def]
    share = {"measure": "coverage_rate", "unit": "percent", "base": base, "printed": printed, "column": "G"}
    share["value"] = float(printed.rstrip("%").replace(",", "."))  # type: ignore[assignment]
    counts = [
        {"measure": "active", "value": active, "column": "E"},
        {"measure": more.get("of", "eligible_workers"), "value": workers, "column": "F"},
    ]
    return long_table(*({"segment": "total", "row": 5} | each for each in (*counts, share)))


@pytest.mark.parametrize("base", ["eligible", ""])
def test_a_share_that_is_not_the_quotient_is_an_error_at_its_cell(base: str) -> None:
    (found,) = quotient_problems(row("54,71%", base=base))
    assert (found.key, found.severity, found.column) == ("quotient", "error", "G")
    assert "586,311 active members of 1,312,370 eligible workers are 44.68%, and not 54,71%" in text(found)


@pytest.mark.parametrize("printed", ["44,68%", "44,67%", "44.7", "45", "44"])
def test_digits_that_rounding_leaves_open_are_not_held_against_it(printed: str) -> None:
    assert quotient_problems(row(printed)) == []


def test_rounded_counts_leave_more_open() -> None:
    assert quotient_problems(row("44,70%", active=586_000, workers=1_312_000)) == []
    assert len(quotient_problems(row("45,90%", active=586_000, workers=1_312_000))) == 1


def test_only_the_workers_of_its_base_are_divided_by() -> None:
    assert quotient_problems(row("54,71%", base="segment_workers")) == []
    assert quotient_problems(row("54,71%", base="employed")) == []
    assert len(quotient_problems(row("54,71%", base="employed", of="employed"))) == 1
