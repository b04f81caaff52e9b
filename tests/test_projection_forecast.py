"""Fans and attainment of panels as they come."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import batch_of, one, synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import QUANTILES
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.posterior import posterior
from coverage_lib.measures.projection.predictive import quantiles


def test_fan_is_ordered_and_within_0_and_100():
    fan, _ = projection.project(synthetic_panel(), until="2045-12-31")
    q = fan[QUANTILES].to_numpy()
    assert (np.diff(q, axis=1) >= 0).all() and q.min() >= 0 and q.max() <= 100
    assert fan.groupby("series")["date"].min().eq(pd.Timestamp("2024-12-31")).all()
    assert fan["date"].dt.strftime("%m-%d").eq("12-31").all()


@pytest.mark.parametrize("target_date", [None, "2025-06-30"])
def test_the_fan_holds_the_quantiles_of_the_posterior_at_each_date(target_date):
    """A target's date before the first changes nothing."""
    frame = one(["2022-12-31", "2023-12-31", "2024-12-31"], [30.0, 34, 37])
    fan, _ = projection.project(frame, until="2027-12-31", target=50, target_date=target_date)
    batch = batch_of(frame)
    state = posterior(class_prior(), batch.y, batch.years, batch.noise, batch.points)
    expected = quantiles(class_prior(), state, np.array([1.0, 2.0, 3.0]))[0]
    np.testing.assert_allclose(fan[QUANTILES].to_numpy(), expected, atol=1e-4)


def test_months_and_years_agree():
    frame = synthetic_panel(5)
    year, _ = projection.project(frame, until="2040-12-31")
    month, _ = projection.project(frame, until="2040-12-31", step="month")
    both = year.merge(month, on=["series", "date"])
    assert len(both) == len(year)
    for q in ("q10", "q50", "q90"):
        assert (both[f"{q}_x"] - both[f"{q}_y"]).abs().max() < 1.0


@pytest.mark.parametrize(
    ("dates", "coverage"),
    [
        (["2024-12-31"], [12.0]),
        (["2023-12-31", "2024-12-31"], [0.0, 0.0]),
        (["2023-12-31", "2024-12-31"], [99.0, 100.0]),
        (["2023-12-31", "2024-12-31"], [103.4, 112.0]),
        (["2016-12-31", "2024-12-31"], [10.0, 30.0]),
        (["2022-12-31", "2023-12-31", "2024-12-31"], [10.0, np.nan, 12]),
        (["2023-12-31", "2024-12-31"], [1.012, 1.020]),
    ],
    ids=["one point", "zero", "hundred", "above", "two far apart", "gap", "tiny"],
)
def test_any_series_gets_a_sound_fan(dates, coverage):
    fan, when = projection.project(
        one(dates, coverage), until="2034-12-31", target=80, target_date="2030-12-31"
    )
    q = fan[QUANTILES].to_numpy()
    assert len(fan) == 10 and np.isfinite(q).all() and (np.diff(q, axis=1) >= 0).all()
    assert 0 <= when["probability_at_target_date"][0] <= 1


def test_fewer_points_are_less_certain():
    dates = pd.date_range("2017-12-31", periods=8, freq="YE")
    long = one(dates, np.linspace(20, 34, 8))
    width = []
    for n in (1, 2, 8):
        fan = projection.project(long.tail(n), until="2027-12-31").quantiles
        width.append(float((fan["q90"] - fan["q10"]).iloc[-1]))
    assert width[0] > width[1] > width[2]


def test_an_uncertain_last_figure_moves_the_fan_less():
    dates = pd.date_range("2020-12-31", periods=5, freq="YE")
    values = [20.0, 22, 24, 26, 40]
    sure = projection.project(one(dates, values), until="2025-12-31").quantiles["q50"][0]
    about = projection.project(one(dates, values, uncertainty=[0, 0, 0, 0, 10.0]), until="2025-12-31")
    assert about.quantiles["q50"][0] < sure - 3


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
        pd.concat([early, late]), until="2026-12-31", target=30, target_date="2026-12-31"
    )
    alone = projection.project(late, until="2026-12-31", target=30, target_date="2026-12-31")
    fan = both.quantiles
    assert fan[fan.series == "a"]["date"].min().year == 2020
    np.testing.assert_allclose(fan[fan.series == "b"]["q90"], alone.quantiles["q90"], rtol=1e-4)
    chance = both.attainment.set_index("series")["probability_at_target_date"]
    assert chance["a"] > chance["b"]
    assert chance["b"] == pytest.approx(alone.attainment["probability_at_target_date"][0], abs=0.04)


def test_series_that_end_within_one_year_start_from_their_own_ends():
    """They share all dates that are shown and not the time until them."""
    early = one(["2022-12-31", "2024-12-31"], [20.0, 22])
    late = one(["2023-06-30", "2025-06-30"], [20.0, 22]).assign(series="b")
    fan = projection.project(pd.concat([early, late]), until="2026-12-31").quantiles
    for part in (early, late):
        alone = projection.project(part, until="2026-12-31").quantiles
        np.testing.assert_allclose(
            fan[fan["series"] == part["series"].iloc[0]]["q90"], alone["q90"], atol=1e-3
        )
    width = (fan["q90"] - fan["q10"]).to_numpy()
    assert width[0] > width[2] + 0.2


def test_chunks_give_what_the_whole_panel_gives():
    frame = synthetic_panel(30)
    whole = projection.project(frame, until="2028-12-31", target=60)
    parts = list(projection.project_in_chunks(frame, chunk=7, until="2028-12-31", target=60))
    assert len(parts) == 5
    np.testing.assert_allclose(
        pd.concat([p.quantiles for p in parts])["q80"], whole.quantiles["q80"], rtol=1e-4
    )


def test_chunks_count_with_growth_that_was_shrunk_towards_the_whole_panel():
    frame = synthetic_panel(6)
    frame["workers"] *= 1.02 ** frame.groupby("series").cumcount()
    frame.loc[frame["series"] == "s00", "workers"] *= 1.3 ** frame.groupby("series").cumcount()
    options = {"until": "2028-12-31", "target": 60, "target_date": "2028-12-31"}
    whole = projection.project(frame, **options).attainment
    parts = [part.attainment for part in projection.project_in_chunks(frame, chunk=1, **options)]
    for column in ("workers_at_target_date", "net_new_members_per_month"):
        np.testing.assert_allclose(pd.concat(parts)[column], whole[column])


def test_the_same_numbers_again_and_for_every_seed():
    frame = synthetic_panel(400, seed=5)
    ask = {"until": "2030-12-31", "target": 60, "target_date": "2030-12-31"}
    first, again, other = (projection.project(frame, seed=s, **ask) for s in (7, 7, 8))
    for same in (again, other):
        pd.testing.assert_frame_equal(first.quantiles, same.quantiles)
        pd.testing.assert_frame_equal(first.attainment, same.attainment)


def test_a_series_is_forecast_the_same_in_any_company():
    frame = synthetic_panel(30, seed=3)
    ask = {"until": "2030-12-31", "target": 60, "target_date": "2030-12-31"}
    alone = projection.project(frame[frame["series"] == "s07"], **ask)
    among = projection.project(frame, **ask).quantiles.query("series == 's07'")
    np.testing.assert_allclose(among[QUANTILES].to_numpy(), alone.quantiles[QUANTILES].to_numpy(), atol=1e-4)


@pytest.mark.parametrize(("stays", "below", "above"), [(0.0, -1, 1.5), (1.0, 0.5, 3), (100.0, 98.5, 101)])
def test_a_series_that_stays_at_an_end_stays_there(stays, below, above):
    """The projection learned on immunisation had both 0 and 1 percent at a median of 54% after some years."""
    frame = one(["2022-12-31", "2023-12-31", "2024-12-31"], [stays] * 3)
    fan = projection.project(frame, until="2045-12-31").quantiles
    assert fan["q50"].between(below, above).all()


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
def test_arguments_that_make_no_sense_are_refused(change, message):
    with pytest.raises(projection.PanelError, match=message):
        projection.project(synthetic_panel(2), **({"until": "2030-12-31"} | change))


def test_importing_the_package_does_not_load_statsmodels():
    import subprocess
    import sys

    code = "import sys, coverage_lib.measures.projection as p; p.project; assert 'statsmodels' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
