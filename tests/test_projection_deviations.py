"""Draws of regions that differ from their nation, and that add up to it."""

import numpy as np
import pytest
from class_series import HIGH, LOW, PRIOR, YEARS, state_of
from scipy.stats import kstest

from coverage_lib.measures.projection import predictive
from coverage_lib.measures.projection.deviations import added_up, deviation_draws, innovation, own_prior
from coverage_lib.measures.projection.link import logit, percent


def test_draws_have_the_quantiles_of_each_region():
    state = state_of([20, 24, 27], [40, 38, 41])
    fan = predictive.quantiles(PRIOR, state, YEARS)
    draws = percent(deviation_draws(PRIOR, state, YEARS, draws=20_000))
    found = np.quantile(draws, predictive.LEVELS[LOW : HIGH + 1], axis=0).transpose(1, 2, 0)
    np.testing.assert_allclose(found, fan[:, :, LOW : HIGH + 1], atol=0.6)


def test_regions_move_independently_of_each_other():
    draws = deviation_draws(PRIOR, state_of([20, 24, 27], [40, 38, 41]), YEARS, draws=8000)
    # Every second draw mirrors the one before it, so half of them are taken.
    assert abs(np.corrcoef(draws[::2, 0, -1], draws[::2, 1, -1])[0, 1]) < 0.05


def test_every_second_draw_mirrors_the_one_before():
    draws = deviation_draws(PRIOR, state_of([40.0]), YEARS, draws=2000)[:, 0, 0]
    middle = (draws[0::2] + draws[1::2]) / 2
    assert np.ptp(middle) < 1e-4
    assert np.corrcoef(draws[0::2], draws[1::2])[0, 1] < -0.99


def test_an_innovation_is_a_mixture_of_years_with_and_without_a_jump():
    rng = np.random.default_rng(2)
    drawn = innovation(PRIOR, 1.0, rng.standard_normal(20_000))
    jumped = rng.random(200_000) < 1 - np.exp(-PRIOR.jump_rate)
    number = PRIOR.jump_rate / (1 - np.exp(-PRIOR.jump_rate))
    sd = np.sqrt(1 + jumped * number * PRIOR.jump_ratio**2)
    plain = np.sort(sd * rng.standard_normal(200_000))
    assert kstest(drawn, plain).statistic < 0.015
    # Without a jump the largest of so many would be near 4.
    assert np.abs(drawn).max() > 5


def test_the_part_that_regions_do_not_share_has_no_drift_and_less_spread():
    first, second = PRIOR.shared
    own = own_prior(PRIOR)
    assert own.drift == 0
    assert (own.scale / PRIOR.scale) ** 2 == pytest.approx(1 - first / (first + second))
    assert own.scale_df == PRIOR.scale_df and own.jump_ratio == PRIOR.jump_ratio


def test_same_seed_same_bytes():
    state = state_of([20, 24, 27], [40, 38, 41])
    one, again, other = (deviation_draws(PRIOR, state, YEARS, draws=400, seed=s) for s in (0, 0, 1))
    assert one.tobytes() == again.tobytes()
    assert one.tobytes() != other.tobytes()


def example(draws=400):
    """Deviations of three regions, their workers, and a nation that wanders."""
    deviations = deviation_draws(PRIOR, state_of([20, 24, 27], [40, 38, 41], [3, 2, 2.5]), YEARS, draws=draws)
    nation = 25 + np.cumsum(np.random.default_rng(0).normal(0, 1.5, (draws, 5)), axis=1)
    return deviations, nation, np.array([3.0, 2, 1])[None, :, None]


def test_regions_add_up_to_the_nation_in_every_draw():
    deviations, nation, workers = example()
    regions = added_up(deviations, nation, workers)
    np.testing.assert_allclose((regions * workers / 6).sum(axis=1), nation, atol=1e-3)
    assert np.corrcoef(regions[:, 0, -1], nation[:, -1])[0, 1] > 0.5


def test_weights_of_each_draw_and_date_count():
    deviations, nation, workers = example()
    drawn = workers * np.exp(np.random.default_rng(1).normal(0, 0.2, deviations.shape))
    regions = added_up(deviations, nation, drawn)
    np.testing.assert_allclose((regions * drawn).sum(axis=1) / drawn.sum(axis=1), nation, atol=1e-3)


def test_all_regions_move_by_one_amount_on_the_logit():
    deviations, nation, workers = example(40)
    moved = logit(added_up(deviations, nation, workers).astype(float)) - deviations
    inside = np.abs(deviations) < 3
    spread = np.where(inside, moved, np.nan)
    assert np.nanmax(np.nanmax(spread, axis=1) - np.nanmin(spread, axis=1)) < 1e-3


def test_adding_up_to_their_own_total_moves_nothing():
    deviations, _nation, workers = example()
    own = percent(deviations.astype(float))
    total = (own * workers / 6).sum(axis=1)
    np.testing.assert_allclose(added_up(deviations, total, workers), own, atol=0.01)


@pytest.mark.parametrize("nation", [2.0, 99.0])
def test_a_nation_near_an_end_is_still_the_sum(nation):
    deviations, _nation, workers = example(40)
    regions = added_up(deviations, np.full((40, 5), nation), workers)
    np.testing.assert_allclose((regions * workers / 6).sum(axis=1), nation, atol=0.02)
    assert regions.min() >= 0 and regions.max() <= 100


def test_what_does_not_fit_is_refused():
    deviations, nation, workers = example(40)
    with pytest.raises(ValueError, match=r"expected \(draws, regions, dates\)"):
        added_up(deviations, nation[:10], workers)
    with pytest.raises(ValueError, match="No region has workers"):
        added_up(deviations, nation, workers * 0)
