"""What the reference class says: the learned numbers, the prior on the scale, and the gains of five years."""

import numpy as np
import pytest
from class_series import PRIOR

from coverage_lib.measures.projection.class_prior import class_gains
from coverage_lib.measures.projection.link import INSIDE, logit, logit_noise, percent

#: Five-year windows that began between 10 and 60%, as counted from the panels themselves, and those that gained 12.7 points or more.
WINDOWS = {
    "ar_legal_formal_prov": (24, 0),
    "cl_afp_contributors_region": (19, 1),
    "cn_pension_workers_prov": (152, 17),
    "cwed_unemployment_country": (45, 15),
    "lac_employees_pension_right_country": (50, 7),
}


def test_the_windows_of_the_class_are_those_that_were_counted():
    gains = class_gains()
    reached = gains[gains["gain"] >= 12.7 - 1e-9].groupby("panel")["windows"].sum()
    counted = {
        panel: (int(part["windows"].sum()), int(reached.get(panel, 0)))
        for panel, part in gains.groupby("panel")
    }
    # No state of the United States began between 10 and 60%.
    assert counted == WINDOWS
    assert tuple(map(sum, zip(*counted.values(), strict=True))) == (290, 40)


def test_gains_are_tenths_of_a_point_with_their_publisher():
    gains = class_gains()
    assert not gains.duplicated(["panel", "gain"]).any()
    np.testing.assert_allclose(gains["gain"] * 10, (gains["gain"] * 10).round(), atol=1e-9)
    assert gains[["place", "what", "publisher"]].notna().all(axis=None)
    assert gains.groupby("panel")["units"].nunique().eq(1).all()


def test_the_prior_is_of_social_insurance_not_of_immunisation():
    """The panels' own standard deviations of a year's change are 0.06 to 0.19 on the logit; that of immunisation is 0.71."""
    assert 0.06 < PRIOR.scale < 0.19
    assert 0 < PRIOR.drift < 0.1
    assert len(PRIOR.learned_on) == 6
    assert all(part in PRIOR.learned_on[0] for part in (":", "("))


def test_the_scale_has_a_scaled_inverse_chi_squared_prior():
    scale, log_weight = PRIOR.scale_nodes()
    weight = np.exp(log_weight)
    assert weight.sum() == pytest.approx(1)
    ratio = np.diff(np.log(scale))
    np.testing.assert_allclose(ratio, ratio[0])
    # The density of log(scale) by the formula, at two nodes.
    df, x = PRIOR.scale_df, np.log(scale / PRIOR.scale)
    expected = -df * (x[5] - x[9]) - df / 2 * (np.exp(-2 * x[5]) - np.exp(-2 * x[9]))
    assert log_weight[5] - log_weight[9] == pytest.approx(expected)


def test_logit_moves_no_figure():
    value = np.linspace(0, 100, 201)
    np.testing.assert_allclose(percent(logit(value)), value, atol=1e-9)


def test_a_points_noise_is_the_slope_of_the_logit_times_it():
    value, step = np.array([0.0, 3.0, 27.0, 99.0]), 1e-4
    slope = (logit(value + step) - logit(np.maximum(value - step, 0))) / (step + np.minimum(value, step))
    np.testing.assert_allclose(logit_noise(value, np.full(4, 0.7)), 0.7 * slope, rtol=1e-3)
    assert INSIDE == 0.005
