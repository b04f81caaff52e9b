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
