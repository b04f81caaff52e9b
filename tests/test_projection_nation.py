"""The nation as the sum of its provinces."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import P, batch_of, synthetic_panel

from coverage_lib.data.regions import NATION
from coverage_lib.measures import projection
from coverage_lib.measures.projection import model, nation


def test_nation_is_the_weighted_sum_and_agrees_with_its_provinces():
    frame = synthetic_panel(10)
    result = projection.project_nation(
        frame, until="2028-12-31", target=60, target_date="2028-12-31", draws=3000, params=P
    )
    alone = projection.old_project(frame, until="2028-12-31", target=60, target_date="2028-12-31", params=P)
    merged = result.quantiles.merge(alone.quantiles, on=["series", "date"])
    assert len(merged) == len(alone.quantiles)
    for q, most in (("q10", 1.6), ("q50", 1.0), ("q90", 2.5)):
        assert (merged[f"{q}_x"] - merged[f"{q}_y"]).abs().max() < most
    chance = result.attainment.merge(alone.attainment, on="series")
    assert (
        chance["probability_by_target_date_x"] - chance["probability_by_target_date_y"]
    ).abs().max() < 0.05
    fan = result.quantiles.set_index(["series", "date"])
    day = pd.Timestamp("2028-12-31")
    weights = frame.groupby("series")["workers"].last()
    middle = sum(fan.loc[(s, day), "q50"] * w for s, w in weights.items()) / weights.sum()
    assert fan.loc[("00", day), "q50"] == pytest.approx(middle, abs=2.5)


def test_correlated_shocks_widen_the_nation_and_not_the_provinces():
    frame = synthetic_panel(20)
    wide = {}
    for correlation in (0.05, 0.8):
        params = model.Parameters(**{**P.__dict__, "correlation": correlation})
        fan = projection.project_nation(frame, until="2027-12-31", params=params).quantiles
        fan["width"] = fan["q90"] - fan["q10"]
        last = fan[fan["date"] == "2027-12-31"].set_index("series")["width"]
        wide[correlation] = (last["00"], last.drop("00").mean())
    assert wide[0.8][0] > 1.7 * wide[0.05][0]
    assert wide[0.8][1] == pytest.approx(wide[0.05][1], rel=0.08)


def test_the_nation_weighs_its_provinces_by_workers():
    frame = synthetic_panel(5)
    frame["workers"] = np.where(frame["series"] == "s02", 1e9, 1.0)
    result = projection.project_nation(frame, until="2027-12-31", target=60, draws=400, params=P)
    fan = result.quantiles.set_index("series")[projection.QUANTILES]
    np.testing.assert_allclose(fan.loc["00"], fan.loc["s02"], atol=1e-3)
    when = result.attainment.set_index("series")["probability_not_by_horizon"]
    assert when["00"] == pytest.approx(when["s02"], abs=0.01)


def test_the_past_of_the_nation_is_the_weighted_sum():
    frame = synthetic_panel(3, points=3)
    workers = frame.groupby("series")["workers"].last().to_numpy()
    batch = batch_of(frame)
    whole = nation.past_of_sum(batch, workers, "00")
    last = frame.groupby("series")["coverage"].last().to_numpy()
    assert whole.coverage[0, -1] == pytest.approx((last * workers).sum() / workers.sum())


def test_nation_needs_workers_and_not_itself():
    with pytest.raises(projection.PanelError, match="no workers for series s00"):
        projection.project_nation(synthetic_panel(2).drop(columns="workers"), until="2030-12-31")
    with pytest.raises(projection.PanelError, match="'00' is the nation itself"):
        projection.project_nation(synthetic_panel(2).replace({"series": {"s01": "00"}}), until="2030-12-31")


def test_the_sum_alone_is_the_nation_of_the_joint_projection():
    frame = synthetic_panel(6).assign(target=60.0, target_date="2027-06-30")
    options = {"target": 55, "target_date": "2028-12-31"}
    national = {f"national_{name}": value for name, value in options.items()}
    together = projection.project_nation(frame, until="2028-12-31", params=P, seed=4, **national)
    setup = projection.set_up(frame, until="2028-12-31")
    alone = projection.project_sum(setup, projection.fit(setup.panel.batch, P), seed=4, **options)
    for expected, only in zip(together[:2], alone, strict=True):
        pd.testing.assert_frame_equal(expected[expected["series"] == NATION], only, check_exact=True)
