"""The nation's path from dated totals, and the shape of the year."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from class_series import PRIOR
from home import ahead, home

from coverage_lib.measures.projection.link import logit, percent
from coverage_lib.measures.projection.national import NO_SEASON, SEASON, Season, national_path, season

DECEMBERS = pd.DataFrame(
    {
        "date": pd.to_datetime([f"{y}-12-31" for y in (2018, 2019, 2020, 2021, 2022, 2023, 2024)]),
        "coverage": [24.0, 26.6, 23.2, 23.1, 25.6, 29.4, 31.1],
        "uncertainty": 0.2,
    }
)
SPRING = pd.DataFrame({"date": pd.to_datetime(["2025-05-31"]), "coverage": [26.7], "uncertainty": [0.2]})
YEAR = pd.date_range("2024-12-31", "2025-12-31", freq="ME")
ENDS = pd.date_range("2025-12-31", "2029-12-31", freq="YE")


def at(path, date, level=0.5):
    return float(np.quantile(path.at(pd.DatetimeIndex([date])), level))


def told(*totals, dates=YEAR, **options):
    return national_path(pd.concat(totals), dates, **options)


def test_a_fall_after_december_is_first_of_all_the_season():
    path = told(DECEMBERS, SPRING)
    assert abs(at(path, "2025-05-31") - 26.7) < 0.6
    assert at(path, "2025-05-31") + 2 < at(path, "2025-12-31") < 32
    free = told(DECEMBERS, SPRING, shape=NO_SEASON)
    assert abs(at(free, "2025-12-31") - at(free, "2025-05-31")) < 1


def test_the_fall_of_2025_is_first_of_all_the_season():
    """Told all totals: May announced at 26.65 and December not yet, where the plan has 32.15."""
    path = ahead().path
    assert at(path, "2025-05-31") == pytest.approx(26.65, abs=0.1)
    assert at(path, "2025-12-31") > at(path, "2025-05-31") + 2
    assert (path.at(pd.DatetimeIndex(["2025-12-31"])) >= 32.15).mean() < 0.5


def test_the_months_of_a_year_lie_below_the_decembers_around_them():
    """After the last total the median of each month lies below the straight line between the Decembers."""
    path = ahead().path
    for year in (2026, 2027, 2028):
        months = pd.date_range(f"{year}-01-31", f"{year}-11-30", freq="ME")
        before, after = at(path, f"{year - 1}-12-31"), at(path, f"{year}-12-31")
        line = before + (after - before) * months.month.to_numpy() / 12
        assert (np.median(path.at(months), axis=0) < line - 0.2).all(), year


def test_a_figure_of_the_year_makes_its_december_surer():
    without, told_spring = told(DECEMBERS), told(DECEMBERS, SPRING)
    width = [at(p, "2025-12-31", 0.9) - at(p, "2025-12-31", 0.1) for p in (without, told_spring)]
    assert width[1] < 0.93 * width[0]
    assert at(told_spring, "2025-12-31") < at(without, "2025-12-31")


def test_an_uncertain_total_counts_less():
    odd = SPRING.assign(coverage=20.0)
    sure, unsure = (told(DECEMBERS, odd.assign(uncertainty=u)) for u in (0.0, 5.0))
    assert at(unsure, "2025-12-31") > at(sure, "2025-12-31") + 2


def test_a_rough_total_moves_little_and_an_exact_one_much():
    """“About 40 million” in August 2025 may be 30 to 50: without it December stays where it was."""
    totals = home().totals
    august = totals["id"] == "f0135"
    exact = totals.assign(uncertainty=totals["uncertainty"].where(~august, 0.2))
    shown, without, sure = (
        at(told(rows, dates=ENDS[:1]), "2025-12-31") for rows in (totals, totals[~august], exact)
    )
    assert abs(shown - without) < 0.05
    assert abs(sure - without) > 2 * abs(shown - without)


def test_the_path_passes_through_december_whatever_the_order_of_rows():
    path = told(DECEMBERS)
    again = told(DECEMBERS.iloc[::-1])
    assert abs(at(path, "2024-12-31") - 31.1) < 0.2
    np.testing.assert_array_equal(path.draws, again.draws)


def test_a_path_is_drawn_before_and_between_its_totals_too():
    dates = pd.DatetimeIndex(["2017-12-31", "2020-06-30", "2020-12-31"])
    path = told(DECEMBERS, dates=dates)
    width = np.ptp(np.quantile(path.draws, [0.1, 0.9], axis=0), axis=0)
    assert width[2] < width[1] < width[0]
    assert at(path, "2020-06-30") < (26.6 + 23.2) / 2


def test_one_total_is_enough_and_the_class_speaks():
    one = DECEMBERS.tail(1)
    path = told(one, dates=ENDS, shape=NO_SEASON)
    expected = percent(logit(np.array(31.1)) + PRIOR.drift * 5)
    assert at(path, "2029-12-31") == pytest.approx(expected, abs=0.3)
    assert (np.diff(np.ptp(np.quantile(path.draws, [0.1, 0.9], axis=0), axis=0)) > 0).all()


def test_draws_have_the_moments_of_the_normal_posterior():
    """One total and a walk without season: on the logit the variance is that of scale, drift and jumps, by the formula."""
    prior = replace(PRIOR, drift_sd=0.06)
    options = {"dates": ENDS, "shape": NO_SEASON, "prior": prior, "draws": 8192}
    path = told(DECEMBERS.tail(1).assign(uncertainty=0.0), **options)
    y = logit(path.draws)
    scale, log_weight = prior.scale_nodes()
    yearly = (
        np.exp(log_weight) @ scale**2 * (1 + prior.jump_rate * prior.jump_ratio**2)
    )  # one total says nothing of the scale
    years = np.arange(1, 6)
    sd = np.sqrt(yearly * years + prior.drift_sd**2 * years**2)
    np.testing.assert_allclose(y.std(axis=0), sd, rtol=0.06)


def test_a_deeper_prior_season_lowers_the_middle_of_the_year_only():
    shallow, deep = (told(DECEMBERS, shape=Season()._replace(depth=depth)) for depth in (0.05, 0.2))
    assert at(deep, "2025-05-31") < at(shallow, "2025-05-31") - 1
    assert abs(at(deep, "2025-12-31") - at(shallow, "2025-12-31")) < 0.1


def test_years_differ_in_their_fall():
    def width(shape):
        path = told(DECEMBERS, shape=shape)
        return at(path, "2025-05-31", 0.9) - at(path, "2025-05-31", 0.1)

    assert width(Season()._replace(year_sd=NO_SEASON.year_sd)) < 0.95 * width(Season())


def test_season_is_0_at_december_and_deepest_in_may():
    ends = pd.date_range("2024-12-31", "2025-12-31", freq="ME")
    np.testing.assert_allclose(season(ends), [0, *SEASON])
    assert SEASON.argmax() == 4 and SEASON[-1] == 0
    assert season(pd.DatetimeIndex(["2025-01-15"]))[0] == pytest.approx(SEASON[0] * 15 / 31)


def test_the_same_seed_gives_the_same_bytes_and_six_seeds_agree():
    paths = [told(DECEMBERS, dates=ENDS, seed=seed, draws=8000) for seed in range(6)]
    again = told(DECEMBERS, dates=ENDS, seed=0, draws=8000)
    assert paths[0].draws.tobytes() == again.draws.tobytes()
    assert np.ptp([at(p, "2029-12-31") for p in paths]) < 0.3
    chance = [(p.at(ENDS[-1:]) >= 43.92).mean() for p in paths]
    assert np.ptp(chance) < 0.025


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        (DECEMBERS.drop(columns="coverage"), "lack the columns coverage"),
        (DECEMBERS.iloc[:0], "There is no total"),
        (DECEMBERS.assign(date=pd.NaT), "without a date"),
        (DECEMBERS.assign(coverage=120.0), "not between 0 and 100"),
        (DECEMBERS.assign(coverage=np.nan), "not between 0 and 100"),
    ],
)
def test_totals_that_cannot_be_used_are_refused(totals, sentence):
    with pytest.raises(ValueError, match=sentence):
        national_path(totals, YEAR)
