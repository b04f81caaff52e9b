"""The scores that the reports show."""

import numpy as np
import pytest
from home import home

from coverage_lib.measures import projection
from coverage_lib.measures.projection import record


@pytest.fixture(scope="module")
def scores():
    return projection.scores(home().known, home().totals, home().employment)


def provinces(scores):
    return scores[scores["panel"] == "provinces"].set_index("model")


def test_recorded_scores_stand_beside_the_provinces_own(scores) -> None:
    reference = scores[scores["panel"] == "reference"].set_index("model")
    assert reference["crps_ratio"].idxmin() == "class_prior"
    assert reference.loc["class_prior", "crps_ratio"] <= 0.95
    assert 76 <= reference.loc["class_prior", "inside_80"] <= 84
    assert reference.loc["naive", "crps_ratio"] == 1
    own = provinces(scores)
    assert set(own.index) == {"outlook", "class_prior", "naive", "drift"}
    assert set(own["forecasts"]) == {34}
    assert own["crps"]["outlook"] / own["crps"]["naive"] == own["crps_ratio"]["outlook"]


def test_told_to_2023_december_2024_is_forecast_better_than_by_no_change(scores) -> None:
    """Measured: 0.82 of naive, an interval 10.0 points wide that holds 31 of 34. One shared year proves nothing of calibration."""
    shown = provinces(scores).loc["outlook"]
    assert shown["crps_ratio"] <= 0.9
    assert shown["width_80"] <= 16
    assert shown["inside_80"] >= 80


def test_the_score_of_the_provinces_is_that_of_the_forecasts(scores) -> None:
    """Counted again from the quantiles: who lies inside, how wide, and a CRPS from the pinball loss."""
    rows = record.last_year_forecasts(home().known, home().totals, home().employment)
    shown = provinces(scores).loc["outlook"]
    inside = (rows["q10"] <= rows["actual"]) & (rows["actual"] <= rows["q90"])
    assert shown["inside_80"] == pytest.approx(100 * inside.mean())
    assert shown["width_80"] == pytest.approx((rows["q90"] - rows["q10"]).mean())
    naive = provinces(scores).loc["naive", "crps"]
    off = rows[projection.QUANTILES].to_numpy() - rows["actual"].to_numpy()[:, None]
    levels = projection.LEVELS
    loss = 2 * np.where(off > 0, (1 - levels) * off, -levels * off)
    edges = np.concatenate([[0], (levels[1:] + levels[:-1]) / 2, [1]])
    crps = (loss * np.diff(edges)).sum(axis=1).mean()
    assert shown["crps"] == pytest.approx(crps, rel=0.1)
    assert crps / naive < 0.95


def test_the_forecast_of_2024_does_not_know_2024() -> None:
    known = home()
    rows = record.last_year_forecasts(known.known, known.totals, known.employment)
    later = known.totals["date"] > "2023-12-31"
    changed = known.totals.assign(coverage=known.totals["coverage"].mask(later, 60.0))
    grown = known.employment.assign(
        employed=known.employment["employed"].mask(known.employment["year"] > 2023, 10**7)
    )
    of_2024 = known.known["year"] > 2023
    moved = known.known.assign(coverage=known.known["coverage"].mask(of_2024, 50.0))
    again = record.last_year_forecasts(moved, changed, grown)
    np.testing.assert_array_equal(again[projection.QUANTILES], rows[projection.QUANTILES])
    assert (again["actual"] == 50.0).all()


def test_the_nations_decembers_are_forecast_from_each_december_before_them(scores) -> None:
    totals = home().totals
    rows = record.national_forecasts(totals)
    shown = rows[rows["model"] == record.SHOWN]
    # From 2019 to 2023, each with the Decembers after it: five, four, three, two, one.
    assert shown["horizon"].value_counts().to_dict() == {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}
    december = totals[(totals["precision"] != "year") & (totals["date"].dt.month == 12)]["coverage"]
    assert set(rows["actual"]) == set(december.iloc[2:])
    naive = rows[(rows["model"] == "naive") & (rows["horizon"] == 1)]
    np.testing.assert_allclose(naive["q50"], december.iloc[1:-1])
    by_hand = 1.2816 * np.abs(december.iloc[1] - december.iloc[0])
    assert naive["q90"].iloc[0] - naive["q50"].iloc[0] == pytest.approx(by_hand, rel=1e-3)
    nation = scores[scores["panel"] == "nation"].set_index("model")
    assert set(nation["forecasts"]) == {15}
    inside = (shown["q10"] <= shown["actual"]) & (shown["actual"] <= shown["q90"])
    assert nation.loc[record.SHOWN, "inside_80"] == pytest.approx(100 * inside.mean())


def test_a_forecast_of_the_nation_does_not_know_what_came_after() -> None:
    totals = home().totals
    changed = totals.assign(coverage=totals["coverage"].mask(totals["date"] > "2023-12-31", 60.0))
    rows, again = (record.national_forecasts(each) for each in (totals, changed))
    np.testing.assert_array_equal(again[projection.QUANTILES], rows[projection.QUANTILES])
