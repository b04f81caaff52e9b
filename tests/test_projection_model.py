"""The filter against statsmodels and Euler's method; quantiles of mixtures; the shipped prior."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import P, batch_of, one

from coverage_lib.measures.projection import model


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
    quantiles = model.mixture_quantiles(np.log(weight + 1e-12), mean, sd)

    def below(x):
        return (weight[:, None] * norm.cdf((x[None] - mean[:, None]) / sd[:, None])).sum(axis=0)

    # Right to 5e-4 on the logit: 0.0125 points at most.
    aim = model.LEVELS[:, None]
    assert (below(quantiles - 5e-4) <= aim + 1e-5).all() and (below(quantiles + 5e-4) >= aim - 1e-5).all()


def test_prior_is_sound():
    assert np.exp(P.log_weight).sum() == pytest.approx(1, abs=1e-3)
    assert (P.pull > 0).all() and (P.damping > 0).all() and 0 < P.temper <= 1 and 0 < P.correlation < 1
    assert P.gate.shape == (len(model.features(batch_of(one(["2024-12-31"], [1.0])))), len(P.growth))
