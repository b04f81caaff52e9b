"""What a series' own points say of its level, drift and scale."""

import numpy as np
from class_series import PRIOR, state_of

from coverage_lib.measures.projection.posterior import posterior


def test_irregular_dates_count_as_the_time_that_passed():
    quick = state_of([20, 24, 27], years=[[0, 0.25, 0.5]])
    slow = state_of([20, 24, 27], years=[[0, 4, 8]])
    scale = [(s.weight * s.scale).sum() for s in (quick, slow)]
    assert scale[0] > 2 * scale[1]


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
