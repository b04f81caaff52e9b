"""Targets stand only beside figures on their own base."""

import pandas as pd
import pytest

from coverage_lib import load_coverage, load_employment, load_published, load_targets
from coverage_lib.measures import projection


@pytest.fixture(scope="module")
def announced() -> pd.DataFrame:
    return projection.announced_path(load_published(), load_employment())


def test_a_figure_for_a_whole_year_has_no_day_and_is_left_out(announced: pd.DataFrame) -> None:
    assert "f0437" not in set(announced["id"])  # 34.367.581 "2019", without a month
    panel = projection.eligible_panel(load_coverage(base="eligible"))
    assert not panel.duplicated(["series", "date"]).any()
    assert "f0003" not in set(panel["id"])  # Kalimantan Barat, "2024"


def test_own_targets_are_held_against_figures_of_eligible_workers_up_to_their_date() -> None:
    panel = projection.eligible_panel(load_coverage(base="eligible"))
    own = projection.own_targets(load_targets(), panel).set_index(["name", "target"])
    jambi = own.loc[("Jambi", 53.0)]
    assert (jambi["coverage"], jambi["shortfall"]) == (45.17, pytest.approx(7.83))
    assert not jambi["open"]
    assert own.loc[("Jambi", 55.0), "open"] and own.loc[("Jambi", 55.0), "coverage"] == 44.0
    assert own.loc[("Kalimantan Barat", 50.14), "shortfall"] > 0
    assert (own["date"].dropna() <= own["target_date"][own["date"].notna()]).all()


def test_a_probability_is_given_for_open_targets_of_provinces_with_more_than_one_figure() -> None:
    panel = projection.eligible_panel(load_coverage(base="eligible"))
    own = projection.own_probabilities(projection.own_targets(load_targets(), panel), panel)
    several = panel.groupby("series").size()
    expected = own["open"] & (own["series"].map(several) > 1)
    assert own["probability"].notna().equals(expected)
    assert own["probability"].dropna().between(0, 1).all()
    higher = own[(own["name"] == "Nusa Tenggara Barat") & own["open"]].sort_values("target")["probability"]
    assert higher.is_monotonic_decreasing and len(higher) == 3
