"""The projection learned on social insurance: what must hold whatever the class prior says."""

from dataclasses import replace

import numpy as np
import pytest
import scoringrules

from coverage_lib.measures.projection import joint, predictive
from coverage_lib.measures.projection.class_prior import class_gains, class_prior
from coverage_lib.measures.projection.link import logit, logit_noise, percent
from coverage_lib.measures.projection.posterior import posterior

PRIOR = class_prior()
YEARS = np.arange(1.0, 6)
MEDIAN = list(predictive.LEVELS).index(0.5)
LOW, HIGH = list(predictive.LEVELS).index(0.1), list(predictive.LEVELS).index(0.9)


def state_of(*series, years=None, points=0.003, prior=PRIOR):
    """Posterior of series of coverage (percent), a year apart if no years are given."""
    longest = max(map(len, series))
    value = np.array([[*s, *[s[-1]] * (longest - len(s))] for s in series], float)
    when = np.tile(np.arange(float(longest)), (len(series), 1)) if years is None else np.array(years, float)
    count = np.array([len(s) for s in series])
    return posterior(prior, logit(value), when, logit_noise(value, points), count)


def fan_of(*series, ahead=YEARS, **options):
    prior = options.get("prior", PRIOR)
    return predictive.quantiles(prior, state_of(*series, **options), ahead)


@pytest.mark.parametrize("points", [0.003, 0.3])
def test_no_coverage_stays_near_zero_and_one_percent_near_one(points):
    fan = fan_of([0, 0, 0], [1, 1, 1], points=points)
    assert (fan[0, :, MEDIAN] < 0.5).all() and (fan[0, :, HIGH] < 2).all()
    assert (np.abs(fan[1, :, MEDIAN] - 1) < 0.5).all() and (fan[1, :, HIGH] < 4).all()


def test_full_coverage_stays_near_hundred():
    fan = fan_of([100, 100, 100])
    assert (fan[0, :, MEDIAN] > 99.5).all() and (fan[0, :, LOW] > 97).all()


def test_constant_series_is_narrower_than_a_lively_one_but_has_width():
    fan = fan_of([40, 40, 40, 40, 40, 40], [40, 44, 39, 43, 38, 40])
    width = fan[:, :, HIGH] - fan[:, :, LOW]
    assert (width[0] > 0.5).all()
    assert (width[0] * 2 < width[1]).all()


def test_width_grows_with_time_and_quantiles_do_not_cross():
    fan = fan_of([20, 24, 27], [50], [33, 31])
    assert (np.diff(fan[:, :, HIGH] - fan[:, :, LOW], axis=1) > 0).all()
    assert (np.diff(fan, axis=2) >= 0).all()


def test_coverage_and_its_complement_mirror_each_other_but_for_the_drift():
    prior = replace(PRIOR, drift=0.0)
    fan = fan_of([20, 24, 27], [80, 76, 73], prior=prior)
    np.testing.assert_allclose(fan[0], 100 - fan[1][:, ::-1], atol=1e-3)
    learned = fan_of([20, 24, 27], [80, 76, 73])
    assert (learned[0, :, MEDIAN] > 100 - learned[1, :, MEDIAN]).all()


def test_one_and_two_points_are_enough_and_the_class_speaks():
    one, two = fan_of([27.0]), fan_of([25.0, 27.0])
    expected = percent(logit(np.array([27.0])) + PRIOR.drift * YEARS)
    np.testing.assert_allclose(one[0, :, MEDIAN], expected, atol=0.05)
    assert ((one[0, :, HIGH] - one[0, :, LOW]) > 2).all()
    assert (two[0, :, MEDIAN] > one[0, :, MEDIAN]).all()


def test_months_and_years_agree():
    yearly = fan_of([20, 24, 27])
    monthly = fan_of([20, 24, 27], ahead=np.arange(1, 61) / 12)
    np.testing.assert_allclose(monthly[:, 11::12], yearly, atol=0.15)


def test_irregular_dates_count_as_the_time_that_passed():
    quick = state_of([20, 24, 27], years=[[0, 0.25, 0.5]])
    slow = state_of([20, 24, 27], years=[[0, 4, 8]])
    scale = [(s.weight * s.scale).sum() for s in (quick, slow)]
    assert scale[0] > 2 * scale[1]


def test_an_uncertain_figure_pulls_less():
    sure = fan_of([20, 20, 20, 26], points=0.01)
    value = np.array([[20.0, 20, 20, 26]])
    noise = logit_noise(value, np.array([[0.01, 0.01, 0.01, 5.0]]))
    state = posterior(PRIOR, logit(value), np.arange(4.0)[None], noise, np.array([4]))
    unsure = predictive.quantiles(PRIOR, state, YEARS)
    assert unsure[0, 0, MEDIAN] < 22 < 25 < sure[0, 0, MEDIAN]


def test_two_figures_of_one_date_give_the_same_in_either_order():
    one = fan_of([20, 24, 25, 27], years=[[0, 1, 1, 2]], points=0.3)
    other = fan_of([20, 25, 24, 27], years=[[0, 1, 1, 2]], points=0.3)
    np.testing.assert_allclose(one, other, atol=0.3)


def test_a_jump_long_ago_widens_less_than_lasting_unrest():
    jumped = fan_of([20, 20.3, 30, 30.2, 30.5, 30.6, 30.4])
    restless = fan_of([20, 23.5, 20, 23.7, 20.1, 24, 30.4])
    width = [f[0, 0, HIGH] - f[0, 0, LOW] for f in (jumped, restless)]
    assert width[0] < 0.8 * width[1]


def test_padding_and_company_change_nothing():
    alone = fan_of([20, 24, 27])
    together = fan_of([20, 24, 27], [10, 11, 12, 13, 14], [50])
    np.testing.assert_allclose(alone[0], together[0], atol=1e-4)


def test_series_are_many_blocks():
    many = fan_of(*[[20, 24, 27]] * (predictive.BLOCK + 3), ahead=YEARS[:2])
    np.testing.assert_array_equal(many[0], many[-1])


def test_probability_at_agrees_with_the_quantiles():
    state = state_of([20, 24, 27], [40])
    for level in (LOW, MEDIAN, HIGH):
        fan = predictive.quantiles(PRIOR, state, YEARS)
        for t, year in enumerate(YEARS):
            chance = predictive.probability_at(PRIOR, state, np.array([year]), fan[:, t, level])
            np.testing.assert_allclose(chance[:, 0], 1 - predictive.LEVELS[level], atol=0.03)


def test_ever_by_a_date_is_likelier_than_at_it_and_agrees_with_paths():
    state = state_of([20, 24, 27], [40, 41, 40], [33, 30, 31])
    ahead = np.arange(1, 61) / 12
    at = predictive.probability_at(PRIOR, state, ahead, 44.0)
    by = predictive.probability_by(PRIOR, state, ahead, 44.0)
    assert (by >= at).all() and (np.diff(by, axis=1) >= 0).all()
    paths = joint.joint_draws(PRIOR, state, ahead, draws=8000, seed=1)
    np.testing.assert_allclose((paths >= 44).mean(axis=0), at, atol=0.025)
    np.testing.assert_allclose((paths.max(axis=2) >= 44).mean(axis=0), by[:, -1], atol=0.04)


def test_a_target_already_passed_is_certain_by_and_not_certain_at():
    state = state_of([40, 41, 43])
    assert predictive.probability_by(PRIOR, state, YEARS, 42.0)[0, 0] > 0.95
    assert predictive.probability_at(PRIOR, state, YEARS, 42.0)[0, -1] < 0.95


def test_draws_have_the_quantiles_of_each_region_whatever_they_share():
    state = state_of([20, 24, 27], [40, 38, 41])
    fan = predictive.quantiles(PRIOR, state, YEARS)
    for correlation in (0, -1):
        weights = np.zeros(len(joint.CORRELATIONS))
        weights[correlation] = 1
        draws = joint.joint_draws(PRIOR, state, YEARS, shared=weights, draws=20_000)
        found = np.quantile(draws, predictive.LEVELS[LOW : HIGH + 1], axis=0).transpose(1, 2, 0)
        np.testing.assert_allclose(found, fan[:, :, LOW : HIGH + 1], atol=0.6)


def test_what_regions_share_widens_the_nation():
    state = state_of(*[[20, 24, 27]] * 20)
    width = []
    for correlation in (0, -1):
        weights = np.zeros(len(joint.CORRELATIONS))
        weights[correlation] = 1
        draws = joint.joint_draws(PRIOR, state, YEARS, shared=weights)
        nation = joint.nation_draws(draws, np.ones(20)).regions
        width.append(np.quantile(nation[:, -1], 0.9) - np.quantile(nation[:, -1], 0.1))
    assert width[0] * 2 < width[1]


def test_nation_is_the_sum_of_its_regions_and_construction_is_never_negative():
    state = state_of([20, 24, 27], [40, 38, 41])
    draws = joint.joint_draws(PRIOR, state, YEARS, draws=400)
    workers = np.array([3e6, 1e6])
    nation = joint.nation_draws(draws, workers, 4.2, 0.5, YEARS)
    np.testing.assert_allclose(nation.regions, (3 * draws[:, 0] + draws[:, 1]) / 4, rtol=1e-5)
    assert (nation.with_construction >= nation.regions).all()


def test_same_seed_same_bytes_and_seeds_agree_to_what_is_printed():
    state = state_of(*[[20, 24, 27], [40, 38, 41], [15, 15.5, 18], [31, 33, 30]] * 8)
    workers = np.linspace(1, 5, 32)

    def nation(seed):
        draws = joint.joint_draws(PRIOR, state, YEARS, draws=8000, seed=seed)
        total = joint.nation_draws(draws, workers).regions[:, -1]
        return draws.tobytes(), np.quantile(total, [0.1, 0.5, 0.9]), (total >= 32).mean()

    first, again = nation(0), nation(0)
    assert first[0] == again[0]
    found = [nation(seed) for seed in range(6)]
    assert np.ptp([f[1] for f in found], axis=0).max() < 0.8
    assert np.ptp([f[2] for f in found]) < 0.03


def test_logit_moves_no_figure():
    value = np.linspace(0, 100, 201)
    np.testing.assert_allclose(percent(logit(value)), value, atol=1e-9)


def test_quantiles_are_those_of_the_mixture():
    """Against draws of the mixture itself: scale, then drift, then innovations with jumps, without any of the shortcuts."""
    prior, rng, n = PRIOR, np.random.default_rng(3), 400_000
    state = state_of([20, 24, 27])
    chosen = rng.choice(len(state.scale), n, p=state.weight[0])
    scale = state.scale[chosen]
    covariance = np.array(
        [[[a, b], [b, c]] for a, b, c in zip(*(part[0] for part in state[4:]), strict=True)]
    )
    root = np.linalg.cholesky(covariance + 1e-12 * np.eye(2))[chosen]
    level, drift = np.stack([state.level[0, chosen], state.drift[0, chosen]]) + np.einsum(
        "nij,nj->in", root, rng.standard_normal((n, 2))
    )
    jumps = rng.poisson(3 * prior.jump_rate, n)
    sd = scale * np.sqrt(3 + jumps * prior.jump_ratio**2)
    draws = percent(level + 3 * drift + sd * rng.standard_normal(n))
    fan = predictive.quantiles(prior, state, np.array([3.0]))[0, 0]
    # The shortcut takes the mixture as symmetrical, which moves its ends by up to half a point.
    np.testing.assert_allclose(fan, np.quantile(draws, predictive.LEVELS), atol=0.6)
    np.testing.assert_allclose(
        fan[LOW : HIGH + 1], np.quantile(draws, predictive.LEVELS[LOW : HIGH + 1]), atol=0.3
    )
    outcome = np.array([30.0])
    exact = scoringrules.crps_ensemble(outcome, draws[None, :20_000])
    levels = (np.arange(100) + 0.5) / 100
    from_fan = scoringrules.crps_quantile(
        outcome, predictive.quantiles(prior, state, np.array([3.0]), levels)[0].astype(float), levels
    )
    np.testing.assert_allclose(from_fan, exact, rtol=0.03)


def test_reconciled_regions_add_up_to_the_nation_in_every_draw():
    state = state_of([20, 24, 27], [40, 38, 41], [3, 2, 2.5])
    draws = joint.joint_draws(PRIOR, state, YEARS, draws=400)
    workers = np.array([3.0, 2, 1])
    nation = 25 + np.cumsum(np.random.default_rng(0).normal(0, 1.5, (400, 5)), axis=1)
    moved = joint.reconciled(draws, workers, nation)
    np.testing.assert_allclose(np.einsum("dnh,n->dh", moved, workers / 6), nation, atol=0.01)
    assert np.corrcoef(moved[:, 0, -1], nation[:, -1])[0, 1] > 0.5
    with pytest.raises(ValueError, match="expected"):
        joint.reconciled(draws, workers, nation[:10])


def test_reconciling_with_their_own_total_moves_nothing():
    state = state_of([20, 24, 27], [40, 38, 41])
    draws = joint.joint_draws(PRIOR, state, YEARS, draws=200)
    total = joint.nation_draws(draws, np.ones(2)).regions
    np.testing.assert_allclose(joint.reconciled(draws, np.ones(2), total), draws, atol=0.01)


def test_outside_view_counts_windows():
    gains = class_gains()
    assert set(gains) == {"place", "what", "publisher", "units", "windows", "gain", "reached"}
    # No state of the United States began between 10 and 60%.
    assert gains["place"].nunique() == 5
    ordered = gains.sort_values(["place", "gain"])
    assert (ordered.groupby("place")["reached"].diff().dropna() <= 0).all()
    assert (gains["reached"] <= gains["windows"]).all()
    assert (
        gains.loc[gains["gain"] == 12.5, "reached"].sum() / gains.loc[gains["gain"] == 12.5, "windows"].sum()
    ) < 0.3


def test_a_steady_rise_goes_on_and_is_surer_than_ups_and_downs_of_the_same_size():
    steady = percent(-1.5 + 0.15 * np.arange(10))
    restless = percent(-0.15 + 0.15 * (np.arange(10) % 2))
    fan = fan_of(steady, restless, ahead=np.array([1.0]))
    gain = logit(fan[0, 0, MEDIAN]) - (-1.5 + 0.15 * 9)
    assert 0.09 < gain < 0.155
    width = [logit(f[0, HIGH]) - logit(f[0, LOW]) for f in fan]
    assert width[0] < 0.75 * width[1]


def test_two_points_are_filtered_as_the_two_cases_of_a_jump_and_none_say():
    y, gap, noise = np.array([[-1.0, -0.4]]), 1.5, 0.02
    state = posterior(PRIOR, y, np.array([[0.0, gap]]), np.full((1, 2), noise), np.array([2]))
    scale, log_prior = PRIOR.scale_nodes()
    at_least_one = 1 - np.exp(-PRIOR.jump_rate * gap)
    number = PRIOR.jump_rate * gap / at_least_one
    evidence, mean, square = [], [], []
    for s, log_p in zip(scale, log_prior, strict=True):
        drift_variance = PRIOR.drift_sd**2
        total = [
            2 * noise**2 + gap**2 * drift_variance + gap * s**2 + k * (PRIOR.jump_ratio * s) ** 2
            for k in (0, number)
        ]
        surprise = y[0, 1] - y[0, 0] - PRIOR.drift * gap
        likelihood = np.array(
            [
                p * np.exp(-0.5 * surprise**2 / v) / np.sqrt(v)
                for p, v in zip((1 - at_least_one, at_least_one), total, strict=True)
            ]
        )
        drifts = np.array([PRIOR.drift + gap * drift_variance / v * surprise for v in total])
        variances = np.array([drift_variance - (gap * drift_variance) ** 2 / v for v in total])
        share = likelihood / likelihood.sum()
        evidence.append(np.exp(log_p) * likelihood.sum())
        mean.append(share @ drifts)
        square.append(share @ (variances + drifts**2) - mean[-1] ** 2)
    np.testing.assert_allclose(state.weight[0], np.array(evidence) / sum(evidence), atol=1e-4)
    np.testing.assert_allclose(state.drift[0], mean, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(state.drift_variance[0], square, rtol=1e-2)


def test_a_calm_series_reaches_far_by_a_jump():
    state = state_of([40, 40.2, 40.1, 40.3, 40.2, 40.3, 40.2, 40.4])
    ahead = np.arange(1, 61) / 12
    paths = joint.joint_draws(PRIOR, state, ahead, draws=20_000)
    by = predictive.probability_by(PRIOR, state, ahead[-1:], 43.0)[0, 0]
    assert (paths.max(axis=2) >= 43).mean() == pytest.approx(by, abs=0.04)


def test_every_second_draw_mirrors_the_one_before():
    draws = logit(joint.joint_draws(PRIOR, state_of([40.0]), YEARS, draws=2000)[:, 0, 0])
    assert np.corrcoef(draws[0::2], draws[1::2])[0, 1] < -0.99
