"""Targets stand only beside figures on their own base; mean growth is told by the record of Jamsostek."""

import numpy as np
import pandas as pd
import pytest

from coverage_lib import load_coverage, load_employment, load_published, load_targets
from coverage_lib.measures import projection


@pytest.fixture(scope="module")
def announced() -> pd.DataFrame:
    return projection.announced_path(load_published(), load_employment())


def test_the_plans_base_fits_all_members_over_all_employed(announced: pd.DataFrame) -> None:
    """45.22 million announced for December 2024 over 144,642,004 employed: 31.3%, one step before 32.15% in 2025."""
    last = announced.iloc[-1]
    assert (last["active"], last["workers"]) == (45_220_000, 144_642_004)
    assert last["coverage"] == pytest.approx(31.26, abs=0.005)
    plan = projection.plan_targets(load_targets()).set_index("year")["target"]
    assert plan.to_dict() == {2025: 32.15, 2026: 34.99, 2029: 43.92, 2045: 99.5}


def test_the_record_has_its_fall_in_the_pandemic_year(announced: pd.DataFrame) -> None:
    path = announced.set_index(announced["date"].dt.year)["active"]
    assert path[2019] == 34_170_000 and path[2020] == 29_980_000
    # 2021 and 2022 were printed later, as year-ends (f1338, f1339); "35 juta" for December 2022 (f1402) was printed before it ended.
    assert path[2021] == 30_660_000 and path[2022] == 35_860_000
    assert list(path.index) == [2018, 2019, 2020, 2021, 2022, 2023, 2024]


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


def test_the_national_record_moves_mean_growth_down(announced: pd.DataFrame) -> None:
    panel = projection.province_panel(load_coverage())
    learned = projection.learned_here(panel, announced)
    alone = projection.learned_here(panel, announced.iloc[:0])
    prior = projection.prior()
    assert float(np.mean(learned.growth)) < float(np.mean(alone.growth)) < float(np.mean(prior.growth))


def test_the_nation_is_no_surer_of_its_target_than_its_own_sum_allows(announced: pd.DataFrame) -> None:
    """The median of the nation lies within its provinces' range, and its interval is narrower than the widest of theirs."""
    panel = projection.province_panel(load_coverage())
    found = projection.project_nation(
        panel, until="2029-12-31", params=projection.learned_here(panel, announced)
    )
    end = found.quantiles[found.quantiles["date"] == "2029-12-31"].set_index("series")
    provinces = end.drop("00")
    assert provinces["q50"].min() < end.loc["00", "q50"] < provinces["q50"].max()
    assert end.loc["00", "q90"] - end.loc["00", "q10"] < (provinces["q90"] - provinces["q10"]).median()


def test_recorded_scores_stand_beside_the_provinces_own() -> None:
    scores = projection.scores(projection.province_panel(load_coverage()))
    reference = scores[scores["panel"] == "reference"].set_index("model")
    assert reference["crps"].idxmin() == "damped_trend"
    assert reference.loc["damped_trend", "inside_80"] == pytest.approx(80, abs=3)
    provinces = scores[scores["panel"] == "provinces"].set_index("model")
    assert set(provinces.index) == {"damped_trend", "naive", "drift"}
    assert set(provinces["forecasts"]) == {34}
