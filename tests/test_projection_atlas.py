"""What the atlas asks of its outlook: the plan's steps, the yardstick, the provinces' answers, when each is first there, sensitivity."""

import numpy as np
import pandas as pd
import pytest
from home import GOAL, ahead, home, without_part_year

from coverage_lib import load_coverage, load_targets
from coverage_lib.measures import projection
from coverage_lib.measures.projection import joint

TARGET = 43.92
STEPS = {2025: 32.15, 2026: 34.99, 2029: TARGET}


@pytest.fixture(scope="module")
def steps():
    return projection.plan_steps(ahead(), home().totals, home().plan).set_index("year")


@pytest.fixture(scope="module")
def yard():
    return projection.yardstick(TARGET, home().coverage, home().totals)


@pytest.fixture(scope="module")
def sensitivity(yard):
    known = home()
    return projection.sensitivity(
        known.known, known.totals, known.employment, plan=known.plan, target=yard.target, target_date=GOAL
    ).set_index("assumption")


def until(year):
    """Draws of the nation with construction at the ends of years up to a year."""
    return ahead().nation[:, ahead().dates.year <= year]


def workers_of(year):
    """Draws of all employed of a year."""
    return ahead().workers.sum(axis=1)[:, ahead().dates.year.get_loc(year)]


# ------------------------------------------------------------------------------------------------------------- the plan


def test_the_plan_has_one_target_a_year_with_its_document():
    plan = projection.plan_targets(load_targets())
    assert plan.set_index("year")["target"].to_dict() == {**STEPS, 2045: 99.5}
    assert plan.set_index("year")["measure"].to_dict() == {
        2025: "target_rate_rpjmn",
        2026: "target_rate_rkp",
        2029: "target_rate_rpjmn",
        2045: "target_rate",
    }
    assert (plan["date"].dt.strftime("%m-%d") == "12-31").all()


@pytest.mark.parametrize(("year", "target"), STEPS.items())
def test_the_probability_of_a_step_is_that_of_its_date(steps, year, target):
    reached = until(year) >= target
    row = steps.loc[year]
    assert row["probability_at_target_date"] == pytest.approx(reached[:, -1].mean(), abs=1e-3)
    assert row["probability_ever_by_target_date"] == pytest.approx(reached.any(axis=1).mean(), abs=1e-3)
    assert row["probability_at_target_date"] <= row["probability_ever_by_target_date"]
    np.testing.assert_allclose(
        row[["q10", "q50", "q90"]].astype(float), np.quantile(until(year)[:, -1], [0.1, 0.5, 0.9])
    )


def test_the_plan_of_2025_has_less_than_one_half(steps):
    """About 40 million in August, where 47.1 would be needed in December."""
    assert 0.05 < steps.loc[2025, "probability_at_target_date"] < 0.5
    assert 0.3215 * workers_of(2025)[0] == pytest.approx(47.1e6, rel=1e-3)


def test_a_step_that_the_last_december_is_above_needs_no_pace():
    easy = home().plan.assign(target=20.0)
    steps = projection.plan_steps(ahead(), home().totals, easy)
    assert (steps["pace_needed"] == 0).all()


def test_the_pace_needed_starts_from_31_26_in_december_2024(steps):
    row = steps.loc[2029]
    assert row["start_date"] == pd.Timestamp("2024-12-31")
    assert row["start_coverage"] == pytest.approx(31.26, abs=0.005)
    assert row["start_active"] == 45.22e6
    assert row["pace_needed"] == pytest.approx(2.53, abs=0.005)
    assert row["pace_needed"] == pytest.approx((TARGET - 100 * 45.22e6 / 144_642_004) / 5)


def test_members_a_month_are_those_of_the_formula_with_the_growth_of_sakernas(steps):
    row = steps.loc[2029]
    assert 355e3 < row["members_per_month_q10"] < 370e3 and 460e3 < row["members_per_month_q90"] < 480e3
    growth = np.log(146_542_264 / 126_282_186) / 7
    assert growth == pytest.approx(0.0213, abs=5e-5)
    workers = 146_542_264 * np.exp(4 * growth)
    assert row["members_per_month"] == pytest.approx((0.4392 * workers - 45.22e6) / 60, rel=0.01)
    drawn = (0.4392 * workers_of(2029) - 45.22e6) / 60
    columns = ["members_per_month_q10", "members_per_month", "members_per_month_q90"]
    np.testing.assert_allclose(row[columns].astype(float), np.quantile(drawn, [0.1, 0.5, 0.9]))


def test_members_of_a_year_whose_workers_are_counted_have_no_interval(steps):
    row = steps.loc[2025]
    assert row["members_per_month_q10"] == row["members_per_month_q90"]
    assert row["members_per_month"] == pytest.approx((0.3215 * 146_542_264 - 45.22e6) / 12)


def test_steps_after_the_outlook_are_left_out():
    plan = projection.plan_targets(load_targets())
    known = home()
    short = projection.outlook(known.known, known.totals, known.employment, until="2026-12-31", draws=256)
    assert projection.plan_steps(short, known.totals, plan)["year"].tolist() == [2025, 2026]


def test_the_quantiles_of_the_nation_are_those_of_its_path():
    rows = projection.national_quantiles(ahead())
    assert (rows["date"] == ahead().path.dates).all()
    by_hand = np.quantile(ahead().path.at(pd.DatetimeIndex([GOAL])), [0.1, 0.5, 0.9])
    np.testing.assert_allclose(rows.loc[rows["date"] == GOAL, ["q10", "q50", "q90"]].to_numpy()[0], by_hand)


# --------------------------------------------------------------------------------------------------------- the provinces


def test_the_yardstick_is_the_plan_less_construction(yard):
    assert (round(yard.target, 2), yard.national, round(yard.construction, 2)) == (39.76, 43.92, 4.16)
    assert yard.date == pd.Timestamp("2024-12-31")
    nation = home().coverage.query("code == '00' and year == 2024").iloc[0]
    by_hand = 100 * (45.22e6 - nation["active"]) / nation["workers"]
    assert yard.construction == pytest.approx(by_hand)
    assert yard.target + yard.construction == pytest.approx(43.92)


def test_the_yardstick_is_of_the_last_full_count(yard):
    known = home()
    early = projection.yardstick(TARGET, known.coverage[known.coverage["year"] <= 2022], known.totals)
    assert early.date == pd.Timestamp("2022-12-31") and early.construction > yard.construction + 0.5
    assert projection.yardstick(TARGET, known.known, known.totals) == yard


def test_answers_are_counted_from_the_draws(yard):
    drawn, coverage = ahead(), home().coverage
    found = projection.answers(drawn, coverage, target=yard.target, target_date=GOAL)
    rows = found.attainment.set_index("code")
    assert rows.index[0] == "00" and set(rows.index[1:]) == set(drawn.codes)
    place = drawn.dates.get_loc(GOAL)
    counted = coverage.query("year == 2024").set_index("code")
    for code in rows.index:
        shares = drawn.without_construction if code == "00" else drawn.provinces[:, drawn.codes.get_loc(code)]
        workers = drawn.workers.sum(axis=1) if code == "00" else drawn.workers[:, drawn.codes.get_loc(code)]
        assert rows.loc[code, "probability_at_target_date"] == pytest.approx(
            (shares[:, place] >= yard.target).mean(), abs=1e-3
        )
        fan = found.quantiles[(found.quantiles["code"] == code) & (found.quantiles["date"] == GOAL)]
        np.testing.assert_allclose(
            fan[["q10", "q25", "q50", "q75", "q90"]].to_numpy()[0],
            np.quantile(shares[:, place], [0.1, 0.25, 0.5, 0.75, 0.9]),
            rtol=1e-5,
        )
        members = (yard.target / 100 * workers[:, place] - counted.loc[code, "active"]) / 60
        columns = [f"net_new_members_per_month{end}" for end in ("_q10", "", "_q90")]
        np.testing.assert_allclose(
            rows.loc[code, columns].astype(float), np.quantile(members, [0.1, 0.5, 0.9])
        )


def test_the_probability_is_that_of_the_date_not_of_ever(yard):
    """Kalimantan Utara stood at 38.8% in 2024; the first model of the project gave it 100%."""
    rows = projection.answers(ahead(), home().coverage, target=yard.target, target_date=GOAL).attainment
    north = rows.set_index("code").loc["65"]
    assert 0.1 < north["probability_at_target_date"] < 0.5
    assert (rows["probability_ever_by_target_date"] >= rows["probability_at_target_date"]).all()
    assert (rows["probability_at_target_date"] > 0.5).sum() == 8


def test_members_shrink_with_the_workforce_that_does_not_grow(yard):
    """Jambi's workforce grows by less than the nation's: its members a month lie below what the nation's growth would ask."""
    rows = projection.answers(ahead(), home().coverage, target=yard.target, target_date=GOAL).attainment
    jambi = rows.set_index("code").loc["15"]
    known = home()
    last = known.employment.query("code == '15' and year == 2025")["employed"].item()
    active = known.coverage.query("code == '15' and year == 2024")["active"].item()
    growth = np.log(146_542_264 / 126_282_186) / 7
    as_nation = (yard.target / 100 * last * np.exp(4 * growth) - active) / 60
    assert jambi["net_new_members_per_month"] < as_nation


def test_when_a_province_is_first_there_is_counted_from_the_draws(yard):
    drawn = ahead()
    rows = projection.passage(drawn, home().coverage, target=yard.target, limits=(2029, 2035)).set_index(
        "code"
    )
    np.testing.assert_allclose(rows[["first", "second", "later"]].sum(axis=1), 1)
    counted = home().coverage.query("year == 2024").set_index("code")["coverage"]
    for i, code in enumerate(drawn.codes):
        first = [next((y for y, r in zip(drawn.dates.year, draw, strict=True) if r), 9999) for draw in
                 drawn.provinces[:512, i] >= yard.target]  # fmt: skip
        share = np.mean(np.array(first) <= 2029)
        assert rows.loc[code, "first"] == pytest.approx(share, abs=0.08)
        classes = rows.loc[code, ["first", "second", "later"]].astype(float)
        expected = classes.idxmax() if classes.max() > 0.5 else "cannot be told"
        assert rows.loc[code, "when"] == ("now" if counted[code] >= yard.target else expected)
    assert {"now", "later", "cannot be told"} <= set(rows["when"])


def test_passage_of_later_limits_moves_chances_forward(yard):
    near, far = (
        projection.passage(ahead(), home().coverage, target=yard.target, limits=limits)
        for limits in ((2029, 2035), (2035, 2045))
    )
    np.testing.assert_allclose(near["first"] + near["second"], far["first"], atol=1e-3)


def test_what_one_years_rise_says_of_the_next_is_near_nothing():
    counts = home().coverage.query("code != '00'").pivot(index="code", columns="year", values="coverage")
    y = np.log(counts / (100 - counts))
    by_hand = (y[2023] - y[2022]).corr(y[2024] - y[2023], method="spearman")
    assert projection.carried_over(home().coverage) == pytest.approx(by_hand, abs=0.02)
    assert abs(projection.carried_over(home().coverage)) < 0.1


def test_segments_are_projected_from_their_own_national_counts():
    coverage = load_coverage(base="segment_workers")
    rows = projection.segment_outlook(coverage, until="2029-12-31")
    assert set(rows["code"]) == {"00"} and rows.groupby("segment").size().to_dict() == {
        "formal": 5,
        "informal": 5,
    }
    nation = coverage[coverage["code"] == "00"]
    last = nation[nation["year"] == 2024].set_index("segment")["coverage"]
    first = rows[rows["date"] == "2025-12-31"].set_index("segment")
    for segment in ("formal", "informal"):
        assert first.loc[segment, "q10"] < last[segment] < first.loc[segment, "q90"]


def test_the_panel_of_provinces_leaves_the_nation_out():
    panel = projection.province_panel(home().coverage)
    assert panel["code"].nunique() == 34 and "00" not in set(panel["code"])
    with_gap = home().coverage.assign(
        coverage=lambda rows: rows["coverage"].mask((rows["code"] == "11") & (rows["year"] == 2022))
    )
    assert len(projection.province_panel(with_gap)) == len(panel) - 1


# ------------------------------------------------------------------------------------------------------------ sensitivity


def test_the_first_row_of_the_sensitivity_is_what_is_shown(sensitivity, steps, yard):
    row, shown = sensitivity.iloc[0], steps.loc[2029]
    assert sensitivity.index[0] == "shown"
    assert row["probability"] == shown["probability_at_target_date"]
    assert row[["q10", "q50", "q90"]].tolist() == shown[["q10", "q50", "q90"]].tolist()
    drawn = ahead().provinces[:, :, ahead().dates.get_loc(GOAL)]
    assert row["provinces"] == ((drawn >= yard.target).mean(axis=0) > 0.5).sum()


def test_each_row_changes_what_it_says(sensitivity, yard):
    middle, width = sensitivity["q50"], sensitivity["q90"] - sensitivity["q10"]
    # Without the months of 2025 the nation starts higher, and no fall has been seen.
    assert middle["decembers_only"] > middle["shown"] + 0.5
    known = home()
    december = known.totals[known.totals["date"].dt.month == 12]
    other = projection.outlook(known.coverage, december, known.employment)
    assert middle["decembers_only"] == np.median(other.nation[:, other.dates.get_loc(GOAL)])
    assert width["own_pace_none"] < width["shown"] < width["own_pace_double"]
    assert width["spread_less"] < width["shown"] < width["spread_more"]
    # A deeper season explains more of the fall, so more of it is expected back.
    assert middle["season_half"] < middle["shown"] < middle["season_double"]


def test_another_growth_of_the_workforce_changes_the_members_and_not_the_share(sensitivity, steps):
    employed = home().employment.query("code == '00'").set_index("year")["employed"]
    # Growth of the last year, 146,542,264 after 144,642,004, goes on for the four years to 2029.
    then = 146_542_264 * (146_542_264 / 144_642_004) ** 4
    assert employed[[2024, 2025]].tolist() == [144_642_004, 146_542_264]
    assert sensitivity.loc["workforce_slow", "members_per_month"] == pytest.approx(
        (0.4392 * then - 45_220_000) / 60
    )
    assert sensitivity.loc["workforce_slow", "growth"] == pytest.approx(1.314, abs=5e-4)
    slow, shown, fast = (sensitivity.loc[name] for name in ("workforce_slow", "shown", "workforce_fast"))
    assert slow["members_per_month"] < shown["members_per_month"] < fast["members_per_month"]
    assert shown["members_per_month"] == steps.loc[2029, "members_per_month"]
    same = ["probability", "q10", "q50", "q90", "provinces"]
    assert slow[same].tolist() == shown[same].tolist() == fast[same].tolist()


def test_what_comes_back_of_the_fall_is_counted_from_the_path():
    back = projection.season_back(ahead(), home().totals)
    assert (back["month"], back["by"]) == (pd.Timestamp("2025-05-31"), pd.Timestamp("2025-12-31"))
    assert back["lost"] == pytest.approx(100 * (45.22e6 / 144_642_004 - 39.05e6 / 146_542_264))
    path = ahead().path.at(pd.DatetimeIndex(["2025-05-31", "2025-12-31"]))
    by_hand = np.quantile(path[:, 1] - path[:, 0], [0.1, 0.5, 0.9])
    assert [back["q10"], back["q50"], back["q90"]] == pytest.approx(by_hand.tolist())
    early = home().totals.query("date <= '2024-12-31'")
    assert pd.isna(projection.season_back(ahead(), early)["month"])


def test_the_part_year_count_changes_no_nation():
    """It tells of a province what it differs from the nation by; the nation is told its totals."""
    assert ahead().nation.tobytes() == without_part_year().nation.tobytes()
    assert joint.HORIZON == "2045-12-31"
