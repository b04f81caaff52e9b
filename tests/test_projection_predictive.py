"""The forecast of a series: what must hold whatever the class prior says."""

from dataclasses import replace

import numpy as np
import pytest
import scoringrules
from class_series import HIGH, LOW, MEDIAN, PRIOR, YEARS, fan_of, state_of

from coverage_lib.measures.projection import predictive
from coverage_lib.measures.projection.deviations import deviation_draws
from coverage_lib.measures.projection.link import logit, logit_noise, percent
from coverage_lib.measures.projection.posterior import posterior


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


def test_a_steady_rise_goes_on_and_is_surer_than_ups_and_downs_of_the_same_size():
    steady = percent(-1.5 + 0.15 * np.arange(10))
    restless = percent(-0.15 + 0.15 * (np.arange(10) % 2))
    fan = fan_of(steady, restless, ahead=np.array([1.0]))
    gain = logit(fan[0, 0, MEDIAN]) - (-1.5 + 0.15 * 9)
    assert 0.09 < gain < 0.155
    width = [logit(f[0, HIGH]) - logit(f[0, LOW]) for f in fan]
    assert width[0] < 0.75 * width[1]


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
    paths = percent(deviation_draws(PRIOR, state, ahead, draws=8000, seed=1))
    np.testing.assert_allclose((paths >= 44).mean(axis=0), at, atol=0.025)
    np.testing.assert_allclose((paths.max(axis=2) >= 44).mean(axis=0), by[:, -1], atol=0.04)


def test_a_target_already_passed_is_certain_by_and_not_certain_at():
    state = state_of([40, 41, 43])
    assert predictive.probability_by(PRIOR, state, YEARS, 42.0)[0, 0] > 0.95
    assert predictive.probability_at(PRIOR, state, YEARS, 42.0)[0, -1] < 0.95


def test_a_calm_series_reaches_far_by_a_jump():
    state = state_of([40, 40.2, 40.1, 40.3, 40.2, 40.3, 40.2, 40.4])
    ahead = np.arange(1, 61) / 12
    paths = percent(deviation_draws(PRIOR, state, ahead, draws=20_000))
    by = predictive.probability_by(PRIOR, state, ahead[-1:], 43.0)[0, 0]
    assert (paths.max(axis=2) >= 43).mean() == pytest.approx(by, abs=0.04)
