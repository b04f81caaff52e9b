"""Which target counts, how likely it is at its date and ever by it, and when it is reached."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import one, synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import attainment
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.posterior import posterior
from coverage_lib.measures.projection.predictive import probability_at, probability_by

YEAR_ENDS = ["2021-12-31", "2022-12-31", "2023-12-31"]


def exact(frame, ahead, target):
    """Probabilities at and ever by some years ahead, from the posterior itself."""
    batch = projection.prepare(frame).batch
    state = posterior(class_prior(), batch.y, batch.years, batch.noise, batch.points)
    return (chance(class_prior(), state, ahead, target)[0] for chance in (probability_at, probability_by))


@pytest.mark.parametrize("step", ["year", "month"])
def test_probabilities_and_dates_are_those_of_the_posterior(step):
    """With many dates first passage is interpolated; the target's own date is exact whatever the dates shown."""
    frame = one(YEAR_ENDS, [30.0, 34, 37])
    _, when = projection.project(frame, until="2043-12-31", step=step, target=45, target_date="2029-12-31")
    row = when.iloc[0]
    at, ever = exact(frame, np.array([6.0]), 45.0)
    assert row["probability_at_target_date"] == pytest.approx(at[0], abs=1e-6)
    assert row["probability_ever_by_target_date"] == pytest.approx(ever[0], abs=1e-6)
    ahead = np.arange(1, 21.0) if step == "year" else np.arange(1, 241) / 12
    _, ever = exact(frame, ahead, 45.0)
    for name, level in (("attainment_q10", 0.1), ("attainment_median", 0.5)):
        years = ahead[int(np.argmax(ever >= level))]
        assert abs((row[name] - pd.Timestamp("2023-12-31")).days / 365.25 - years) < 0.15, name
    assert row["probability_not_by_horizon"] == pytest.approx(1 - ever[-1], abs=1e-3)


@pytest.mark.parametrize(("months", "most"), [(60, 0.015), (240, 0.03)])
def test_interpolated_first_passage_is_close_to_the_exact_one(months, most):
    frame = synthetic_panel(200, 6, growth=1.0).assign(target=60.0)
    frame = frame[frame.groupby("series")["coverage"].transform("max") < 60]
    panel = projection.prepare(frame)
    batch = panel.batch
    state = posterior(class_prior(), batch.y, batch.years, batch.noise, batch.points)
    ahead = np.arange(1, months + 1) / 12
    chances = attainment.from_posterior(class_prior(), state, panel, batch.last_years[0] + ahead)
    whole = probability_by(class_prior(), state, ahead, panel.targets)
    assert np.abs(chances.ever - whole).max() < most


def test_a_target_once_reached_is_attained_wherever_the_series_will_stand():
    far = one(["2023-12-31", "2024-12-31"], [5.0, 5.0])
    done = one(["2022-12-31", "2023-12-31", "2024-12-31"], [52.0, 47, 49]).assign(series="b")
    _, when = projection.project(
        pd.concat([far, done]), until="2026-12-31", target=50, target_date="2025-12-31"
    )
    a, b = when.set_index("series").loc["a"], when.set_index("series").loc["b"]
    assert a.probability_not_by_horizon > 0.9 and pd.isna(a.attainment_median) and pd.isna(a.attainment_q90)
    # First reached counts, even if coverage fell afterwards; being there at the date is another question.
    assert b.attainment_median == pd.Timestamp("2022-12-31") and b.probability_ever_by_target_date == 1
    assert b.probability_not_by_horizon == 0
    assert 0.2 < b.probability_at_target_date < 0.6


@pytest.mark.parametrize(
    ("target_date", "at", "ever"),
    [
        ("2024-12-31", 0, 1),
        ("2022-12-31", 1, 1),
        # The last figure up to a year before the date counts, an older one or a later one does not.
        ("2023-06-30", 1, 1),
        ("2021-06-30", 0, 0),
        ("2019-12-31", np.nan, np.nan),
    ],
)
def test_a_target_date_that_is_past_is_judged_by_its_figure(target_date, at, ever):
    frame = one(["2020-12-31", "2022-12-31", "2024-12-31"], [40.0, 52, 49])
    _, when = projection.project(frame, until="2026-12-31", target=50, target_date=target_date)
    row = when.iloc[0]
    assert row["probability_at_target_date"] == pytest.approx(at, nan_ok=True)
    assert row["probability_ever_by_target_date"] == pytest.approx(ever, nan_ok=True)
    assert np.isnan(row["pace_needed"])


def test_no_figure_within_a_year_of_a_past_date_gives_no_verdict():
    frame = one(["2020-12-31", "2024-12-31"], [40.0, 49])
    _, when = projection.project(frame, until="2026-12-31", target=50, target_date="2023-12-31")
    assert when[["probability_at_target_date", "probability_ever_by_target_date"]].isna().all(axis=None)


def test_a_target_date_between_and_beyond_the_dates_counts():
    frame = one(["2023-12-31", "2024-12-31"], [40.0, 44])
    ask = {"until": "2030-12-31", "target": 60}
    chance = [
        projection.project(frame, target_date=d, **ask).attainment["probability_at_target_date"][0]
        for d in ("2027-12-31", "2028-06-30", "2028-12-31", "2033-12-31")
    ]
    assert 0 < chance[0] < chance[1] < chance[2] < chance[3] < 1


def test_own_targets_come_before_the_given_one():
    frame = synthetic_panel(3).assign(
        target=[70.0] * 4 + [np.nan] * 8, target_date=["2030-12-31"] * 4 + [None] * 8
    )
    _, when = projection.project(frame, until="2035-12-31", target=60, target_date="2029-12-31")
    assert when["target"].tolist() == [70, 60, 60]
    assert when["target_date"].dt.year.tolist() == [2030, 2029, 2029]


def test_ever_by_is_never_less_than_at_and_never_falls():
    frame = synthetic_panel(60, 5, growth=0.0, noise=3.0)
    ever = []
    for year in (2026, 2028, 2031):
        _, when = projection.project(frame, until="2035-12-31", target=40, target_date=f"{year}-12-31")
        at = when["probability_at_target_date"]
        ever.append(when["probability_ever_by_target_date"].to_numpy())
        assert (ever[-1] >= at).all() and (ever[-1] > at + 0.05).any()
    assert (np.diff(ever, axis=0) >= 0).all()


def test_a_target_of_nothing_is_always_held():
    frame = one(YEAR_ENDS, [0.0, 0, 0])
    _, when = projection.project(frame, until="2026-12-31", target=0, target_date="2025-12-31")
    assert when["probability_at_target_date"][0] == 1


def test_quantiles_without_paths_give_probabilities():
    frame = one(YEAR_ENDS, [40.0, 42, 44])
    ask = {"until": "2030-12-31", "target": 44, "model": "naive"}
    row = projection.project(
        frame.iloc[:2], **{**ask, "target": 42}, target_date="2027-06-30"
    ).attainment.iloc[0]
    assert row["probability_at_target_date"] == pytest.approx(0.5, abs=1e-6)
    assert row["probability_ever_by_target_date"] == 1
    above = projection.project(frame, **{**ask, "target": 46}, target_date="2027-06-30").attainment.iloc[0]
    assert 0 < above["probability_at_target_date"] <= above["probability_ever_by_target_date"] < 0.5


def test_a_forecast_that_falls_may_have_been_there_before():
    """Chances of a forecast without paths: it was likelier to be at the target at its first date than ever after."""
    panel = projection.prepare(one(YEAR_ENDS, [40.0, 42, 44], target=44.5, target_date="2025-12-31"))
    first = np.linspace(40, 48, 15)
    fan = np.stack([first, first - 3])[None]
    dates = np.array(["2024-12-31", "2025-12-31"], "datetime64[s]")
    at, ever_by, ever = attainment.from_quantiles(fan, panel, dates, np.array([True, True]))
    assert at[0] < 0.2 < ever[0, 0] == ever[0, 1] == ever_by[0]
