"""The model against statsmodels, simulation and arithmetic; panels as they come; the nation; the backtest."""

import numpy as np
import pandas as pd
import pytest

from coverage_lib.measures import projection
from coverage_lib.measures.projection import (
    attainment,
    baselines,
    learn,
    model,
    nation,
    panel,
    paths,
    scoring,
)

P = model.prior()


def synthetic_panel(n=12, points=4, seed=0, growth=2.5, noise=1.0, start="2020-12-31"):
    rng = np.random.default_rng(seed)
    first = rng.uniform(10, 50, (n, 1))
    values = np.clip(first + np.cumsum(rng.normal(growth, noise, (n, points)), axis=1), 1, 95).round(2)
    return pd.DataFrame(
        {
            "series": np.repeat([f"s{i:02d}" for i in range(n)], points),
            "date": np.tile(pd.date_range(start, periods=points, freq="YE"), n),
            "coverage": values.ravel(),
            "workers": np.repeat(rng.uniform(1e5, 1e6, n).round(), points),
        }
    )


def one(dates, coverage, **more):
    return pd.DataFrame({"series": "a", "date": pd.to_datetime(dates), "coverage": coverage, **more})


def batch_of(frame):
    return panel.pack(panel.checked(frame))


# --- the filter ---


def test_likelihood_is_that_of_statsmodels():
    from statsmodels.tsa.statespace.mlemodel import MLEModel

    irregular = one(
        ["2015-03-01", "2015-12-31", "2017-12-31", "2018-01-15", "2021-06-30"], [12.0, 15, 14, 30, 41]
    )
    other = one(["2019-12-31", "2020-12-31", "2021-12-31"], [60.0, 61, 75], uncertainty=[0.0, 4, 1]).assign(
        series="b"
    )
    batch = batch_of(pd.concat([irregular, other]))
    state = model.filter_batch(P, batch)
    for i, count in enumerate(batch.points):
        gaps = np.diff(batch.years[i, :count])
        for k in range(len(P.growth)):
            theirs = MLEModel(batch.y[i, :count], k_states=2, k_posdef=2)
            steps = [f[k] for f in model.step(P, np.r_[gaps, 0.0])]
            transition = np.zeros((2, 2, count))
            transition[0, 0], transition[0, 1], transition[1, 1] = steps[0], steps[1], steps[2]
            shocks = np.zeros((2, 2, count))
            shocks[0, 0], shocks[0, 1], shocks[1, 0], shocks[1, 1] = steps[4], steps[5], steps[5], steps[6]
            theirs["design"], theirs["selection"] = np.array([[1.0, 0.0]]), np.eye(2)
            theirs["transition"], theirs["state_cov"] = transition, shocks
            theirs["state_intercept"] = np.stack([steps[3], np.zeros(count)])
            theirs["obs_cov"] = (P.report_sd[k] ** 2 + batch.noise[i, :count] ** 2)[None, None]
            theirs.initialize_known(
                [P.start_level[k], 0.0], np.diag([P.start_level_sd[k] ** 2, P.start_slope_sd[k] ** 2])
            )
            assert state.log_likelihood[k, i] == pytest.approx(theirs.loglike([]), abs=1e-8)


def test_a_step_of_two_years_is_two_steps_of_one():
    whole, half = model.step(P, np.array([2.0])), model.step(P, np.array([1.0]))
    batch = batch_of(one(["2022-12-31", "2023-12-31"], [20.0, 24]))
    state = model.filter_batch(P, batch)
    twice, once = model.move(model.move(state, half), half), model.move(state, whole)
    for a, b in zip(twice[1:6], once[1:6], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12)


def test_step_agrees_with_small_steps():
    """The closed form against Euler's method with 20,000 steps."""
    n, years = 20_000, 3.0
    dt = years / n
    level, slope, vl, c, vs = 1.0, 0.3, 0.0, 0.0, 0.0
    g, a, k = P.growth[1], P.pull[1], P.damping[1]
    for _ in range(n):
        vl, c, vs = (
            vl + dt * (2 * c - 2 * a * vl + P.level_sd[1] ** 2),
            c + dt * (vs - (a + k) * c),
            vs + dt * (P.slope_sd[1] ** 2 - 2 * k * vs),
        )
        level, slope = level + dt * (g - a * level + slope), slope - dt * k * slope
    s = model.step(P, np.array([years]))
    assert float(s.keep[1, 0] * 1.0 + s.carry[1, 0] * 0.3 + s.add[1, 0]) == pytest.approx(level, rel=1e-3)
    assert [float(f[1, 0]) for f in (s.var_level, s.covariance, s.var_slope)] == pytest.approx(
        [vl, c, vs], rel=1e-3
    )


def test_quantiles_invert_the_mixture():
    from scipy.stats import norm

    rng = np.random.default_rng(3)
    weight = rng.dirichlet([0.4] * 4, 300).T
    mean, sd = rng.normal(0, 2, (4, 300)), np.exp(rng.normal(-1, 1.2, (4, 300))).clip(0.04)
    found = model.mixture_quantiles(np.log(weight + 1e-12), mean, sd)

    def below(x):
        return (weight[:, None] * norm.cdf((x[None] - mean[:, None]) / sd[:, None])).sum(axis=0)

    # Right to 5e-4 on the logit: 0.0125 points at most.
    aim = model.LEVELS[:, None]
    assert (below(found - 5e-4) <= aim + 1e-5).all() and (below(found + 5e-4) >= aim - 1e-5).all()


# --- what comes out ---


def test_fan_is_ordered_and_within_0_and_100():
    fan, _ = projection.project(synthetic_panel(), until="2045-12-31")
    q = fan[model.QUANTILES].to_numpy()
    assert (np.diff(q, axis=1) >= 0).all() and q.min() > 0 and q.max() < 100
    assert fan.groupby("series")["date"].min().eq(pd.Timestamp("2024-12-31")).all()
    assert fan["date"].dt.strftime("%m-%d").eq("12-31").all()


def test_months_and_years_tell_the_same():
    frame = synthetic_panel(5)
    year, _ = projection.project(frame, until="2040-12-31")
    month, _ = projection.project(frame, until="2040-12-31", step="month")
    both = year.merge(month, on=["series", "date"])
    assert len(both) == len(year)
    for q in ("q10", "q50", "q90"):
        assert (both[f"{q}_x"] - both[f"{q}_y"]).abs().max() < 1.0


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


def test_attainment_tells_what_is_known_and_hides_nothing():
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


def test_pace_is_arithmetic():
    frame = one(["2022-12-31", "2023-12-31", "2024-12-31"], [20.0, 23, 30], workers=[1e6, 1e6, 1e6])
    _, when = projection.project(frame, until="2034-12-31", target=50, target_date="2034-12-31")
    row = when.iloc[0]
    assert row.recent_pace == pytest.approx(5)
    assert row.pace_needed == pytest.approx(2) and row.pace_multiple == pytest.approx(0.4)
    # 20% of a million in 120 months.
    assert row.net_new_members_per_month == pytest.approx(200_000 / 120)


def test_workforce_growth_raises_the_members_needed():
    grown = one(["2022-12-31", "2024-12-31"], [20.0, 30], workers=[1e6, 1.0404e6])
    _, when = projection.project(grown, until="2025-12-31", target=40, target_date="2025-12-31")
    then = 1.0404e6 * 1.02
    assert when["workers_at_target_date"][0] == pytest.approx(then)
    assert when["net_new_members_per_month"][0] == pytest.approx((0.4 * then - 0.3 * 1.0404e6) / 12)


def test_at_the_pace_of_the_best_quarter():
    frame = pd.concat(
        [
            one(["2022-12-31", "2024-12-31"], [20.0, 20 + 2 * p]).assign(series=f"p{p}")
            for p in (1, 2, 3, 4, 5, 6, 7, 9)
        ]
    )
    found = projection.at_pace(frame, target=40, target_date="2026-12-31", pace="best_quarter").set_index(
        "series"
    )
    assert found["pace"].to_numpy() == pytest.approx(8)
    assert (
        found["reached_by_target_date"].to_dict()["p3"]
        and not found["reached_by_target_date"].to_dict()["p1"]
    )
    own = projection.at_pace(frame, target=40, target_date="2026-12-31", pace="recent").set_index("series")
    assert abs((own["attainment"]["p9"] - pd.Timestamp("2025-03-22")).days) < 10
    assert projection.at_pace(frame, target=40, pace=-1.0)["attainment"].isna().all()


# --- panels as they come ---


@pytest.mark.parametrize(
    ("dates", "coverage"),
    [
        (["2024-12-31"], [12.0]),
        (["2023-12-31", "2024-12-31"], [0.0, 0.0]),
        (["2023-12-31", "2024-12-31"], [99.0, 100.0]),
        (["2023-12-31", "2024-12-31"], [103.4, 112.0]),
        (["2016-12-31", "2024-12-31"], [10.0, 30.0]),
        (["2023-12-31", "2024-12-31", "2024-12-31"], [10.0, 12, 13]),
        (["2022-12-31", "2023-12-31", "2024-12-31"], [10.0, np.nan, 12]),
        (["2023-12-31", "2024-12-31"], [0.012, 0.020]),
    ],
    ids=["one point", "zero", "hundred", "above", "two far apart", "repeated date", "gap", "tiny"],
)
def test_any_series_gets_a_sound_fan(dates, coverage):
    fan, when = projection.project(
        one(dates, coverage), until="2034-12-31", target=80, target_date="2030-12-31"
    )
    q = fan[model.QUANTILES].to_numpy()
    assert len(fan) == 10 and np.isfinite(q).all() and (np.diff(q, axis=1) >= 0).all()
    assert 0 <= when["probability_by_target_date"][0] <= 1


def test_fewer_points_are_less_certain():
    dates = pd.date_range("2017-12-31", periods=8, freq="YE")
    long = one(dates, np.linspace(20, 34, 8))
    width = []
    for n in (1, 2, 8):
        fan = projection.project(long.tail(n), until="2027-12-31", params=P).quantiles
        width.append(float((fan["q90"] - fan["q10"]).iloc[-1]))
    assert width[0] > width[1] > width[2]


def test_an_uncertain_last_figure_moves_the_fan_less():
    dates = pd.date_range("2020-12-31", periods=5, freq="YE")
    values = [20.0, 22, 24, 26, 40]
    sure = projection.project(one(dates, values), until="2025-12-31", params=P).quantiles["q50"][0]
    about = projection.project(
        one(dates, values, uncertainty=[0, 0, 0, 0, 10.0]), until="2025-12-31", params=P
    )
    assert about.quantiles["q50"][0] < sure - 3


def test_rounding_is_an_uncertainty():
    whole, fine = batch_of(one(["2024-12-31"], [10.0])), batch_of(one(["2024-12-31"], [10.01]))
    # A uniform error of one point, on the logit: its spread over 10 * 0.9.
    assert whole.noise[0, 0] == pytest.approx(np.sqrt(1 / 12) / 9)
    assert fine.noise[0, 0] < whole.noise[0, 0] / 50


def test_order_of_rows_does_not_matter():
    frame = synthetic_panel(4)
    shuffled = pd.concat([frame.iloc[[0]], frame.iloc[1:4].iloc[::-1], frame.iloc[4:].iloc[::-1]])
    a = projection.project(frame, until="2026-12-31", target=50).quantiles
    b = projection.project(shuffled, until="2026-12-31", target=50).quantiles
    merged = a.merge(b, on=["series", "date"])
    assert len(merged) == len(a)
    np.testing.assert_allclose(merged["q50_x"], merged["q50_y"], rtol=1e-4)


def test_series_that_end_on_different_dates_start_after_their_own_end():
    early = one(["2018-12-31", "2019-12-31"], [20.0, 22])
    late = one(["2022-12-31", "2023-12-31"], [20.0, 22]).assign(series="b")
    both = projection.project(
        pd.concat([early, late]), until="2026-12-31", target=30, target_date="2026-12-31", params=P
    )
    alone = projection.project(late, until="2026-12-31", target=30, target_date="2026-12-31", params=P)
    fan = both.quantiles
    assert fan[fan.series == "a"]["date"].min().year == 2020
    np.testing.assert_allclose(fan[fan.series == "b"]["q90"], alone.quantiles["q90"], rtol=1e-4)
    chance = both.attainment.set_index("series")["probability_by_target_date"]
    assert chance["a"] > chance["b"]
    assert chance["b"] == pytest.approx(alone.attainment["probability_by_target_date"][0], abs=0.04)


def test_chunks_tell_what_the_whole_tells():
    frame = synthetic_panel(30)
    whole = projection.project(frame, until="2028-12-31", target=60)
    parts = list(projection.project_in_chunks(frame, chunk=7, until="2028-12-31", target=60))
    assert len(parts) == 5
    np.testing.assert_allclose(
        pd.concat([p.quantiles for p in parts])["q80"], whole.quantiles["q80"], rtol=1e-4
    )


def test_same_seed_same_numbers():
    frame = synthetic_panel(400, seed=5)
    ask = {"until": "2030-12-31", "target": 60, "target_date": "2030-12-31"}
    first, again, other = (projection.project(frame, seed=s, **ask) for s in (7, 7, 8))
    pd.testing.assert_frame_equal(first.quantiles, again.quantiles)
    pd.testing.assert_frame_equal(first.attainment, again.attainment)
    assert not first.attainment.equals(other.attainment)


# --- what the panel teaches ---


def test_adapting_follows_the_panel():
    slow, fast = (batch_of(synthetic_panel(40, 6, growth=g, noise=0.5)) for g in (0.0, 6.0))
    assert learn.adapt(P, slow).growth[0] < P.growth[0] < learn.adapt(P, fast).growth[0]
    calm, wild = (batch_of(synthetic_panel(40, 6, growth=2.0, noise=s)) for s in (0.3, 8.0))
    assert learn.adapt(P, calm).level_sd[0] < learn.adapt(P, wild).level_sd[0]


def test_shared_shocks_are_noticed():
    frame = synthetic_panel(30, 12, noise=1.0)
    common = frame.copy()
    push = dict(
        zip(sorted(frame["date"].unique()), np.random.default_rng(1).normal(0, 6, 12).cumsum(), strict=True)
    )
    common["coverage"] = (common["coverage"] + common["date"].map(push)).clip(1, 95)
    alone, together = (learn.adapt(P, batch_of(f)).shared for f in (frame, common))
    assert alone < P.shared < together


def test_nothing_to_learn_from_leaves_the_prior():
    assert learn.adapt(P, batch_of(one(["2024-12-31"], [20.0]))) is P


# --- the nation ---


def test_nation_is_the_weighted_sum_and_agrees_with_its_provinces():
    frame = synthetic_panel(10)
    found = projection.project_nation(
        frame, until="2028-12-31", target=60, target_date="2028-12-31", draws=3000, params=P
    )
    alone = projection.project(frame, until="2028-12-31", target=60, target_date="2028-12-31", params=P)
    merged = found.quantiles.merge(alone.quantiles, on=["series", "date"])
    assert len(merged) == len(alone.quantiles)
    for q, most in (("q10", 1.6), ("q50", 1.0), ("q90", 2.5)):
        assert (merged[f"{q}_x"] - merged[f"{q}_y"]).abs().max() < most
    chance = found.attainment.merge(alone.attainment, on="series")
    assert (
        chance["probability_by_target_date_x"] - chance["probability_by_target_date_y"]
    ).abs().max() < 0.05
    fan = found.quantiles.set_index(["series", "date"])
    day = pd.Timestamp("2028-12-31")
    weights = frame.groupby("series")["workers"].last()
    middle = sum(fan.loc[(s, day), "q50"] * w for s, w in weights.items()) / weights.sum()
    assert fan.loc[("00", day), "q50"] == pytest.approx(middle, abs=2.5)


def test_shared_shocks_widen_the_nation_and_not_the_provinces():
    frame = synthetic_panel(20)
    wide = {}
    for shared in (0.05, 0.8):
        params = model.Parameters(**{**P.__dict__, "shared": shared})
        fan = projection.project_nation(frame, until="2027-12-31", params=params).quantiles
        fan["width"] = fan["q90"] - fan["q10"]
        last = fan[fan["date"] == "2027-12-31"].set_index("series")["width"]
        wide[shared] = (last["00"], last.drop("00").mean())
    assert wide[0.8][0] > 1.7 * wide[0.05][0]
    assert wide[0.8][1] == pytest.approx(wide[0.05][1], rel=0.08)


def test_the_nation_weighs_its_provinces_by_workers():
    frame = synthetic_panel(5)
    frame["workers"] = np.where(frame["series"] == "s02", 1e9, 1.0)
    found = projection.project_nation(frame, until="2027-12-31", target=60, draws=400, params=P)
    fan = found.quantiles.set_index("series")[model.QUANTILES]
    np.testing.assert_allclose(fan.loc["00"], fan.loc["s02"], atol=1e-3)
    when = found.attainment.set_index("series")["probability_not_by_horizon"]
    assert when["00"] == pytest.approx(when["s02"], abs=0.01)


def test_joint_draws_add_up():
    frame = synthetic_panel(3, points=3)
    workers = frame.groupby("series")["workers"].last().to_numpy()
    batch = batch_of(frame)
    whole = nation.together(batch, workers, "00")
    last = frame.groupby("series")["coverage"].last().to_numpy()
    assert whole.coverage[0, -1] == pytest.approx((last * workers).sum() / workers.sum())


def test_nation_needs_workers_and_not_itself():
    with pytest.raises(projection.PanelError, match="no workers for series s00"):
        projection.project_nation(synthetic_panel(2).drop(columns="workers"), until="2030-12-31")
    with pytest.raises(projection.PanelError, match="'00' is the nation itself"):
        projection.project_nation(synthetic_panel(2).replace({"series": {"s01": "00"}}), until="2030-12-31")


# --- baselines and scores ---


@pytest.mark.parametrize("name", list(baselines.BASELINES))
def test_every_baseline_answers_through_the_same_door(name):
    dates = pd.date_range("2013-12-31", periods=12, freq="YE")
    frame = one(dates, [10.0, 12, 15, 16, 20, 21, 25, 27, 28, 32, 33, 36])
    fan, when = projection.project(frame, until="2029-12-31", target=50, target_date="2029-12-31", model=name)
    q = fan[model.QUANTILES].to_numpy()
    assert list(fan.columns) == ["series", "date", *model.QUANTILES]
    assert np.isfinite(q).all() and (np.diff(q, axis=1) >= 0).all() and q.min() >= 0 and q.max() <= 100
    assert 0 <= when["probability_by_target_date"][0] <= 1
    expected = {"naive": 36.0}.get(name)
    assert fan["q50"].iloc[0] == pytest.approx(expected, abs=0.01) if expected else fan["q50"].iloc[-1] > 40


def test_baselines_by_hand():
    when, y, ahead = np.array([-2.0, -1, 0]), np.array([10.0, 13, 14]), np.array([1.0, 4])
    naive, drift = baselines.naive(when, y, ahead), baselines.drift(when, y, ahead)
    assert naive[7].tolist() == [14, 14]
    spread = np.sqrt((9 + 1) / 2) * np.sqrt(4) * 1.2815515655
    assert naive[12, 1] - naive[7, 1] == pytest.approx(spread, rel=1e-6)
    assert drift[7].tolist() == [16, 22]
    slope, level = np.polyfit(when, y, 1)
    assert baselines.linear(when, y, ahead)[7] == pytest.approx(level + slope * ahead)


def test_ets_refuses_short_series():
    fan = projection.project(synthetic_panel(1), until="2026-12-31", model="damped_ets").quantiles
    assert fan[model.QUANTILES].isna().all().all()


def test_scores_by_hand():
    from scipy.integrate import quad
    from scipy.special import ndtr, ndtri

    quantiles = 40 + 5 * ndtri(model.LEVELS)
    exact = quad(lambda x: (ndtr((x - 40) / 5) - (x >= 44)) ** 2, 0, 100, points=[44])[0]
    found = scoring.crps(quantiles[None], np.array([44.0]))[0]
    assert found == pytest.approx(exact, rel=0.02)
    row = pd.DataFrame([dict(zip(model.QUANTILES, quantiles, strict=True)) | {"actual": 60.0}])
    wide = [2 * 5 * ndtri(1 - a / 2) for a in (0.5, 0.2, 0.05)]
    over = [60 - 40 - w / 2 for w in wide]
    by_hand = (
        0.5 * 20 + sum(a / 2 * w + o for a, w, o in zip((0.5, 0.2, 0.05), wide, over, strict=True))
    ) / 3.5
    assert scoring.interval_score(row)[0] == pytest.approx(by_hand)


def test_backtest_does_not_look_ahead():
    frame = synthetic_panel(8, 8)
    changed = frame.copy()
    late = changed["date"] > "2024-12-31"
    changed.loc[late, "coverage"] = 95.0
    ask = {"models": ["damped_trend", "linear"], "horizons": [1, 2]}
    before, after = (projection.backtest(f, **ask).forecasts for f in (frame, changed))
    known = before["origin"] <= "2024-12-31"
    assert known.any() and not known.all()
    pd.testing.assert_frame_equal(before.loc[known, model.QUANTILES], after.loc[known, model.QUANTILES])
    assert not before.loc[~known, "q50"].equals(after.loc[~known, "q50"])


def test_backtest_counts_what_it_scores():
    found = projection.backtest(synthetic_panel(5, 6), ["naive", "damped_trend"], horizons=[1, 2])
    # Six points: origins at the third, fourth, fifth; two years ahead from the first two of them.
    assert found.scores.set_index("model")["forecasts"].tolist() == [25, 25]
    assert found.by_horizon.query("model == 'naive'")["forecasts"].tolist() == [15, 10]
    assert found.by_points["points"].unique().tolist() == [3, 4, 5]
    assert found.scores.query("model == 'naive'")["crps_ratio"].item() == 1
    assert {"interval_score", "mae", "mase", "inside_50", "inside_80", "inside_95"} <= set(found.scores)


def test_backtest_uses_the_parameters_of_each_series():
    frame = synthetic_panel(4, 5)
    quick = P.shifted(1.0, 0.0)
    mapped = {s: (quick if s == "s03" else P) for s in frame["series"].unique()}
    ask = {"models": ["damped_trend"], "horizons": [1], "relearn": False}
    base, found = (
        projection.backtest(frame, params=P, **ask).forecasts,
        projection.backtest(frame, params=mapped, **ask).forecasts,
    )
    same = found["series"] != "s03"
    pd.testing.assert_frame_equal(base[same], found[same])
    assert (found.loc[~same, "q50"] > base.loc[~same, "q50"] + 2).all()


def test_default_beats_the_baselines_on_series_that_grow_and_level_off():
    rng = np.random.default_rng(2)
    years = np.arange(14)
    rows = []
    for i in range(40):
        rate, middle, top = rng.uniform(0.2, 0.6), rng.uniform(2, 9), rng.uniform(70, 95)
        curve = top / (1 + np.exp(-rate * (years - middle))) + np.cumsum(rng.normal(0, 1.0, 14))
        rows.append(
            pd.DataFrame(
                {
                    "series": f"synthetic_{i}",
                    "date": pd.date_range("2005-12-31", periods=14, freq="YE"),
                    "coverage": np.clip(curve, 1, 99).round(),
                }
            )
        )
    found = projection.backtest(pd.concat(rows), ["damped_trend", "naive", "drift"], last_between=(5, 90))
    scores = found.scores.set_index("model")
    assert scores["crps"].idxmin() == "damped_trend" and scores["crps_ratio"]["damped_trend"] < 0.75


# --- questions ---


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"target": 120.0}, "target is 120.0"),
        ({"until": "later"}, "until is 'later'"),
        ({"until": "2001-12-31"}, "not after the last point"),
        ({"step": "week"}, "step is 'week'"),
        ({"model": "crystal"}, "model is 'crystal'"),
        ({"target": 50, "target_date": "soon"}, "target_date is 'soon'"),
    ],
)
def test_questions_that_make_no_sense_are_refused(change, message):
    with pytest.raises(projection.PanelError, match=message):
        projection.project(synthetic_panel(2), **({"until": "2030-12-31"} | change))


def test_everything_wrong_is_listed_by_row_at_once():
    rows = [
        ("Jambi", "2022-12-31", "45,17%", None),
        ("Jambi", "31/12/2023", "46", None),
        ("Jambi", "2024-12-31", "47", "153"),
        ("Aceh", "2024-12-31", "20", None),
        ("Aceh", "2024-12-31", "21", None),
        ("Bali", "2024-12-31", None, None),
        (np.nan, "2024-12-31", "30", None),
        ("Riau", "2024-12-31", "-3", None),
    ]
    with pytest.raises(projection.PanelError) as caught:
        projection.panel_from_text(pd.DataFrame(rows, columns=["series", "date", "coverage", "target"]))
    message = "\n".join(caught.value.problems)
    for row, part in [
        (2, "coverage is '45,17%'"),
        (3, "date is '31/12/2023'"),
        (4, "target is '153'"),
        (6, "date is '2024-12-31'"),
        (7, "'Bali' has no coverage"),
        (8, "series is nan"),
        (9, "coverage is '-3'"),
    ]:
        assert f"row {row}: " in message and part in message
    assert [p.split(":")[0] for p in caught.value.problems] == [f"row {r}" for r in (2, 3, 4, 6, 7, 8, 9)]


def test_tables_that_are_no_panel():
    with pytest.raises(projection.PanelError, match="no column coverage"):
        projection.panel_from_text(pd.DataFrame({"series": ["a"], "date": ["2024-12-31"]}))
    with pytest.raises(projection.PanelError, match="no rows"):
        projection.panel_from_text(pd.DataFrame(columns=["series", "date", "coverage"]))


def test_importing_the_package_does_not_load_statsmodels():
    import subprocess
    import sys

    code = "import sys, coverage_lib.measures.projection as p; p.project; assert 'statsmodels' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- the shipped prior ---


def test_prior_is_sound():
    assert np.exp(P.log_weight).sum() == pytest.approx(1, abs=1e-3)
    assert (P.pull > 0).all() and (P.damping > 0).all() and 0 < P.temper <= 1 and 0 < P.shared < 1
    assert P.gate.shape == (len(model.features(batch_of(one(["2024-12-31"], [1.0])))), len(P.growth))


def test_paths_are_centred():
    z = paths.shocks(np.random.default_rng(0), 64, 5)
    assert np.abs(z.mean(axis=2)).max() < 1e-6 and np.allclose((z**2).mean(axis=2), 1, atol=1e-5)
    assert attainment.from_quantiles(np.arange(1.0, 16).reshape(15, 1, 1), np.array([8.0]))[
        0, 0
    ] == pytest.approx(0.5)
