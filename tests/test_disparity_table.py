"""The table of provinces with their context: what is put together after a province was divided is weighted by people."""

import pytest

from coverage_lib import load_context, load_coverage, load_employment, provinces
from coverage_lib.measures import disparity


def test_the_contexts_of_divided_provinces_are_weighted_by_people() -> None:
    """Old Papua's poverty rate lies between its parts' and is nearer to the populous highlands."""
    table = disparity.province_table(
        load_coverage(base="segment_workers"), load_employment(), load_context(), provinces(), 2024
    ).set_index("code")
    parts = {
        "91": (17.26, 1_102_360),
        "93": (17.44, 562_220),
        "94": (29.76, 1_369_112),
        "95": (32.97, 1_470_518),
    }
    expected = sum(rate * people for rate, people in parts.values()) / sum(
        people for _rate, people in parts.values()
    )
    assert table["poverty_rate"]["91"] == pytest.approx(expected)
