"""The scores that the reports show."""

import pytest

from coverage_lib import load_coverage
from coverage_lib.measures import projection


def test_recorded_scores_stand_beside_the_provinces_own() -> None:
    scores = projection.scores(projection.province_panel(load_coverage()))
    reference = scores[scores["panel"] == "reference"].set_index("model")
    assert reference["crps"].idxmin() == "damped_trend"
    assert reference.loc["damped_trend", "inside_80"] == pytest.approx(80, abs=3)
    provinces = scores[scores["panel"] == "provinces"].set_index("model")
    assert set(provinces.index) == {"damped_trend", "naive", "drift"}
    assert set(provinces["forecasts"]) == {34}
