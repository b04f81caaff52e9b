"""The years that a projection rests on, and the limits of likely and unlikely."""

import pandas as pd
import pytest
from projections import year_end

from coverage_lib.measures import attainment_summary
from coverage_lib.measures.attainment_summary import LIKELY, UNLIKELY, Span


def test_the_span_is_that_of_the_counts_and_of_the_last_date() -> None:
    panel = pd.DataFrame({"date": [year_end(2019), year_end(2023), year_end(2021)]})
    assert attainment_summary.span(panel, "2040-12-31") == Span(2019, 2023, 2040)


@pytest.mark.parametrize(
    ("first", "last", "since"), [(2018, 2024, 2022), (2022, 2024, 2022), (2023, 2024, 2023)]
)
def test_the_recent_pace_is_of_two_years_or_of_what_there_is(first: int, last: int, since: int) -> None:
    assert Span(first, last, 2045).recent == since


def test_likely_and_unlikely_are_as_far_from_certain() -> None:
    assert 0 < UNLIKELY < 0.5 < LIKELY < 1
    assert LIKELY == 1 - UNLIKELY
