"""The scores that the reports show."""

import pytest

from coverage_lib import load_coverage, load_employment, load_published
from coverage_lib.measures import projection


def test_recorded_scores_stand_beside_the_provinces_own() -> None:
    workers = load_employment("2021")
    totals = projection.announced_totals(load_published(), workers)
    scores = projection.scores(load_coverage(provisional=True), totals, workers)
    reference = scores[scores["panel"] == "reference"].set_index("model")
    assert reference["crps_ratio"].idxmin() == "class_prior"
    assert reference.loc["class_prior", "inside_80"] == pytest.approx(80, abs=4)
    assert reference.loc["naive", "crps_ratio"] == 1
    provinces = scores[scores["panel"] == "provinces"].set_index("model")
    assert set(provinces.index) == {"outlook", "class_prior", "naive", "drift"}
    assert set(provinces["forecasts"]) == {34}
    assert provinces["crps"]["outlook"] / provinces["crps"]["naive"] == provinces["crps_ratio"]["outlook"]
