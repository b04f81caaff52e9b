"""The growth of the workforce, of each region from its own surveys, and its paths."""

import numpy as np
import pandas as pd
import pytest
from home import home

from coverage_lib.measures.projection.workforce import shrunk_growth, workforce_paths


def surveys():
    """Workers of each province by year, people."""
    employment = home().employment
    return (
        employment[employment["code"] != "00"]
        .pivot(index="code", columns="year", values="employed")
        .astype(float)
    )


def own_growth(counts):
    """By hand: the logarithm of the last count over the first, a year."""
    return np.log(counts.iloc[:, -1] / counts.iloc[:, 0]) / (counts.columns[-1] - counts.columns[0])


def test_jambis_own_growth_is_drawn_towards_the_nations_and_stays_below_it():
    counts = surveys()
    growth = shrunk_growth(counts)
    own = own_growth(counts)["15"]
    assert own == pytest.approx(0.0101, abs=1e-4)
    assert growth.total == pytest.approx(np.log(146_542_264 / 126_282_186) / 7, abs=1e-9)
    assert growth.total == pytest.approx(0.0213, abs=1e-4)
    assert own < growth.series["growth"]["15"] < growth.total


def test_every_province_lies_between_its_own_growth_and_the_nations():
    counts = surveys()
    growth = shrunk_growth(counts)
    weight = (growth.series["growth"] - growth.total) / (own_growth(counts) - growth.total)
    # All were counted in the same years, so all are shrunk alike.
    np.testing.assert_allclose(weight, weight.iloc[0], rtol=1e-6)
    assert 0.1 < weight.iloc[0] < 0.9


def test_noisier_surveys_are_shrunk_more():
    rng = np.random.default_rng(0)
    years = np.arange(2018.0, 2026)
    trend = np.exp(np.linspace(0, 0.04, 12)[:, None] * (years - 2018))
    noise = rng.standard_normal((12, 8))
    calm, noisy = (
        shrunk_growth(pd.DataFrame(1e6 * trend * np.exp(sd * noise), columns=years)) for sd in (0.002, 0.05)
    )
    assert np.ptp(noisy.series["growth"]) < 0.8 * np.ptp(calm.series["growth"])
    np.testing.assert_allclose(calm.series["growth"], np.linspace(0, 0.04, 12), atol=0.004)


def test_nobody_at_work_is_refused_by_name():
    counts = pd.DataFrame({2018.0: [100.0, 0.0], 2019.0: [101.0, 5.0]}, index=["11", "12"])
    with pytest.raises(ValueError, match="workers of 12 are zero"):
        shrunk_growth(counts)


def test_one_date_says_nothing_of_growth():
    growth = shrunk_growth(pd.DataFrame({2018.0: [100.0, 50.0]}))
    assert growth.total == 0 and growth.total_sd == 0
    assert growth.series["growth"].tolist() == [0, 0]


def test_one_series_is_its_own_nation():
    growth = shrunk_growth(pd.DataFrame({2018.0: [100.0], 2019.0: [102.0], 2020.0: [105.0]}))
    assert growth.total == pytest.approx(np.log(1.05) / 2)
    assert growth.series["growth"].iloc[0] == pytest.approx(growth.total)


def test_a_gap_is_bridged_and_a_series_with_one_count_grows_as_all():
    counts = pd.DataFrame(
        {
            2018.0: [100.0, 100.0, 100.0, np.nan],
            2019.0: [102.0, np.nan, 99.0, np.nan],
            2020.0: [104.0, 103.0, 99.0, 7.0],
        }
    )
    growth = shrunk_growth(counts)
    assert growth.series["growth"].notna().all()
    # The three that were counted on both ends make the growth of all.
    complete = counts.dropna(axis=0)
    assert growth.total == pytest.approx(np.log(complete[2020.0].sum() / complete[2018.0].sum()) / 2)
    assert growth.series["growth"].iloc[3] == pytest.approx(growth.total)
    assert growth.series["growth"].iloc[1] > growth.series["growth"].iloc[2]


def test_paths_have_their_median_at_the_shrunk_growth_and_an_interval_that_widens():
    counts = surveys()
    growth, years = shrunk_growth(counts), np.array([1.0, 4.0])
    paths = workforce_paths(counts, years, draws=4000)
    middle = counts.iloc[:, -1].to_numpy()[:, None] * np.exp(
        growth.series["growth"].to_numpy()[:, None] * years
    )
    np.testing.assert_allclose(np.median(paths, axis=0), middle, rtol=0.01)
    # By hand, on the logarithm: both means and both sums of years.
    sd = np.sqrt(
        (growth.total_sd**2 + growth.series["sd"].to_numpy()[:, None] ** 2) * years**2
        + (growth.yearly_sd**2 + growth.own_yearly_sd**2) * years
    )
    np.testing.assert_allclose(np.log(paths).std(axis=0), sd, rtol=0.06)


def test_the_nation_of_the_paths_grows_as_the_nation_did():
    counts = surveys()
    nation = workforce_paths(counts, np.array([4.0]), draws=4000).sum(axis=1)[:, 0]
    expected = counts.iloc[:, -1].sum() * np.exp(4 * shrunk_growth(counts).total)
    assert np.median(nation) == pytest.approx(expected, rel=0.005)


def test_paths_of_one_seed_are_the_same_and_mirror_each_other():
    counts = surveys()
    one, again, other = (workforce_paths(counts, np.array([1.0]), draws=100, seed=s) for s in (0, 0, 1))
    assert one.tobytes() == again.tobytes() and one.tobytes() != other.tobytes()
    pairs = np.log(one[0::2]) + np.log(one[1::2])
    assert np.ptp(pairs, axis=0).max() < 1e-9
