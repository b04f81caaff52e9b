"""When a target is reached, against paths drawn one by one, and which target counts."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import P, batch_of, one, synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import attainment, model, paths


def test_first_passage_agrees_with_paths_drawn_one_by_one():
    """Attainment against a plain simulation of the equations, step by step."""
    frame = one(["2021-12-31", "2022-12-31", "2023-12-31"], [30.0, 34, 37])
    _, when = projection.project(frame, until="2029-12-31", target=50, target_date="2029-12-31", params=P)
    state = model.filter_batch(P, batch_of(frame))
    rng, draws, sub = np.random.default_rng(11), 8000, 50
    k = rng.choice(len(P.growth), draws, p=np.exp(state.log_weight[:, 0]))
    covariance = np.array(
        [
            [[state.var_level[j, 0], state.covariance[j, 0]], [state.covariance[j, 0], state.var_slope[j, 0]]]
            for j in range(len(P.growth))
        ]
    )
    root = np.linalg.cholesky(covariance)
    z = rng.standard_normal((draws, 2))
    level = state.level[k, 0] + root[k, 0, 0] * z[:, 0]
    slope = state.slope[k, 0] + root[k, 1, 0] * z[:, 0] + root[k, 1, 1] * z[:, 1]
    reached, target, dt = np.zeros(draws, bool), np.log(50 / 50), 1 / sub
    share = []
    for _ in range(6):
        for _ in range(sub):
            level, slope = (
                level
                + dt * (P.growth[k] - P.pull[k] * level + slope)
                + P.level_sd[k] * np.sqrt(dt) * rng.standard_normal(draws),
                slope - dt * P.damping[k] * slope + P.slope_sd[k] * np.sqrt(dt) * rng.standard_normal(draws),
            )
        reached |= level >= target
        share.append(reached.mean())
    assert when["probability_by_target_date"][0] == pytest.approx(share[-1], abs=0.025)
    years = pd.date_range("2024-12-31", periods=6, freq="YE")
    assert when["attainment_median"][0] == years[int(np.argmax(np.array(share) >= 0.5))]


def test_a_target_once_reached_is_attained_and_one_out_of_reach_has_no_date():
    far = one(["2023-12-31", "2024-12-31"], [5.0, 5.0])
    done = one(["2022-12-31", "2023-12-31", "2024-12-31"], [52.0, 47, 49]).assign(series="b")
    _, when = projection.project(
        pd.concat([far, done]), until="2026-12-31", target=50, target_date="2025-12-31"
    )
    a, b = when.set_index("series").loc["a"], when.set_index("series").loc["b"]
    assert a.probability_not_by_horizon > 0.5 and pd.isna(a.attainment_median) and pd.isna(a.attainment_q90)
    # First reached counts, even if coverage fell afterwards.
    assert b.attainment_median == pd.Timestamp("2022-12-31") and b.probability_by_target_date == 1
    assert b.probability_not_by_horizon == 0


def test_a_target_date_that_is_past_is_a_fact():
    frame = one(["2022-12-31", "2023-12-31", "2024-12-31"], [40.0, 49, 52])
    _, when = projection.project(frame, until="2026-12-31", target=50, target_date="2023-12-31")
    assert when["probability_by_target_date"][0] == 0
    assert np.isnan(when["pace_needed"][0])


def test_a_target_date_between_and_beyond_the_dates_counts():
    frame = one(["2023-12-31", "2024-12-31"], [40.0, 44])
    ask = {"until": "2030-12-31", "target": 60}
    chance = [
        projection.project(frame, target_date=d, **ask).attainment["probability_by_target_date"][0]
        for d in ("2027-12-31", "2028-06-30", "2028-12-31", "2033-12-31")
    ]
    assert 0 < chance[0] < chance[1] < chance[2] < chance[3] < 1


def test_own_targets_come_before_the_given_one():
    frame = synthetic_panel(3).assign(
        target=[70.0] * 4 + [np.nan] * 8, target_date=["2030-12-31"] * 4 + [None] * 8
    )
    _, when = projection.project(frame, until="2035-12-31", target=60, target_date="2029-12-31")
    assert when["target"].tolist() == [70, 60, 60]
    assert when["target_date"].dt.year.tolist() == [2030, 2029, 2029]


def test_paths_are_centred():
    z = paths.shocks(np.random.default_rng(0), 64, 5)
    assert np.abs(z.mean(axis=2)).max() < 1e-6 and np.allclose((z**2).mean(axis=2), 1, atol=1e-5)
    assert attainment.from_quantiles(np.arange(1.0, 16).reshape(15, 1, 1), np.array([8.0]))[
        0, 0
    ] == pytest.approx(0.5)
