"""The nation's path from dated totals."""

import numpy as np
import pandas as pd
import pytest

from coverage_lib.measures.projection.national import dip, national_path

DECEMBERS = pd.DataFrame(
    {
        "date": pd.to_datetime([f"{y}-12-31" for y in (2018, 2019, 2020, 2021, 2022, 2023, 2024)]),
        "coverage": [24.0, 26.6, 23.2, 23.1, 25.6, 29.4, 31.1],
    }
)
SPRING = pd.DataFrame({"date": pd.to_datetime(["2025-05-31"]), "coverage": [26.7]})


def at(path, date, column="q50"):
    return path.quantiles().set_index("date").loc[pd.Timestamp(date), column]


def test_a_fall_after_december_is_first_of_all_the_season():
    path = national_path(pd.concat([DECEMBERS, SPRING]), until="2025-12-31")
    assert abs(at(path, "2025-05-31") - 26.7) < 0.6
    assert 27.5 < at(path, "2025-12-31") < 31.1
    season_free = np.median(path.december[:, path.dates.get_loc(pd.Timestamp("2025-05-31"))])
    assert season_free > at(path, "2025-05-31") + 1


def test_a_figure_of_the_year_makes_its_december_surer():
    without = national_path(DECEMBERS, until="2025-12-31")
    with_figure = national_path(pd.concat([DECEMBERS, SPRING]), until="2025-12-31")
    width = [at(p, "2025-12-31", "q90") - at(p, "2025-12-31", "q10") for p in (without, with_figure)]
    assert width[1] < 0.93 * width[0]
    assert with_figure.probability_at("2025-12-31", 32.15) < without.probability_at("2025-12-31", 32.15)


def test_an_uncertain_total_counts_less():
    odd = pd.DataFrame({"date": pd.to_datetime(["2025-05-31"]), "coverage": [20.0]})
    sure, unsure = (
        national_path(pd.concat([DECEMBERS, odd.assign(uncertainty=u)]), until="2025-12-31")
        for u in (0.0, 5.0)
    )
    assert at(unsure, "2025-12-31") > at(sure, "2025-12-31") + 2


def test_the_path_passes_through_december_whatever_the_order_of_rows():
    path = national_path(DECEMBERS, until="2026-12-31")
    again = national_path(DECEMBERS.iloc[::-1], until="2026-12-31")
    assert abs(at(path, "2024-12-31") - 31.1) < 0.2
    np.testing.assert_array_equal(path.draws, again.draws)


def test_the_same_seed_gives_the_same_bytes_and_six_seeds_agree():
    paths = [national_path(DECEMBERS, until="2029-12-31", seed=seed, draws=8000) for seed in range(6)]
    again = national_path(DECEMBERS, until="2029-12-31", seed=0, draws=8000)
    assert paths[0].draws.tobytes() == again.draws.tobytes()
    assert np.ptp([at(p, "2029-12-31") for p in paths]) < 0.5
    assert np.ptp([p.probability_at("2029-12-31", 43.92) for p in paths]) < 0.025


def test_an_announced_total_within_a_month_is_within_the_dip():
    assert dip(pd.DatetimeIndex(["2025-01-15"]))[0] == pytest.approx(0.4 * 15 / 31)


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        (DECEMBERS.drop(columns="coverage"), "lack the columns coverage"),
        (DECEMBERS.iloc[:0], "There is no total"),
        (DECEMBERS.assign(coverage=120.0), "not between 0 and 100"),
    ],
)
def test_totals_that_cannot_be_used_are_refused(totals, sentence):
    with pytest.raises(ValueError, match=sentence):
        national_path(totals, until="2029-12-31")


def test_an_end_before_the_first_total_is_refused():
    with pytest.raises(ValueError, match="after the first total"):
        national_path(DECEMBERS, until="2010-12-31")


def test_years_differ_in_their_dip(monkeypatch):
    def width():
        path = national_path(DECEMBERS, until="2025-12-31")
        return at(path, "2025-05-31", "q90") - at(path, "2025-05-31", "q10")

    as_it_is = width()
    monkeypatch.setattr("coverage_lib.measures.projection.national.DIP_SD", 0.0)
    assert width() < 0.95 * as_it_is
