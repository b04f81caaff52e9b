"""From the counted to the announced share: the steps add up, each as sure as it is known, and what they support is said."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.data.regions import NATION, provinces
from coverage_lib.measures import bridge as module
from coverage_lib.measures import bridge_terms as terms
from coverage_lib.measures.bridge import STATUSES, STEPS, Bridge, bridge, bridges
from coverage_lib.measures.published import coverage_figures
from coverage_lib.measures.reconciled import standing


@cache
def frames() -> tuple[pd.DataFrame, ...]:
    published = load.load_published()
    return (
        coverage_figures(published),
        published,
        load.load_coverage(),
        load.load_members(counted_by="office"),
        load.load_employment("2021"),
    )


@cache
def way(code: str, figure: str | None = None) -> Bridge:
    return bridge(code, *frames(), figure=figure)


@cache
def table() -> pd.DataFrame:
    return bridges(*frames()).set_index("code")


def value(steps: pd.DataFrame, step: str, column: str = "value") -> Any:
    return steps.set_index("step").loc[step, column]


# ---------------------------------------------------------------------------------------------------------------------- they add up

TESTED = ["00", "11", "13", "15", "32", "33", "36", "51", "61", "71", "75"]


@pytest.mark.parametrize("code", TESTED)
def test_the_steps_add_up_to_the_announced_share_exactly(code):
    steps = way(code).steps
    assert tuple(steps["step"]) == STEPS
    between = steps["value"].iloc[:-1].fillna(0)
    assert between.sum() == pytest.approx(steps["value"].iloc[-1], abs=1e-9)
    assert steps["value"].iloc[-1] == way(code).figure["coverage"]
    # Each step begins where the one before ends, and the last of them ends at what was announced.
    assert np.allclose(steps["before"].iloc[1:5], steps["after"].iloc[:4])
    assert np.allclose(steps["after"] - steps["before"], steps["value"].fillna(0))
    assert steps["after"].iloc[4] == pytest.approx(steps["value"].iloc[5], abs=1e-9)


@pytest.mark.parametrize("code", TESTED)
def test_each_step_lies_within_its_interval(code):
    steps = way(code).steps.dropna(subset="value")
    assert (steps["low"] <= steps["high"]).all()
    near = 0.5 + (steps["high"] - steps["low"])
    assert (steps["value"] >= steps["low"] - near).all() and (steps["value"] <= steps["high"] + near).all()


@pytest.mark.parametrize("code", TESTED)
def test_it_begins_with_the_share_that_the_atlas_shows(code):
    coverage = load.load_coverage()
    row = coverage[coverage["code"].eq(code) & coverage["date"].eq(way(code).counted["date"])].iloc[0]
    assert value(way(code).steps, "counted") == row["coverage"]
    assert value(way(code).steps, "counted", "workers") == pytest.approx(row["active"])


def test_every_region_has_a_row_and_a_status():
    assert list(table().index) == [NATION, *provinces("2022")["code"]]
    assert table()["status"].isin(STATUSES).all()
    assert (table()["reason"].ne("") == table()["status"].eq("not testable")).all()
    assert table().loc["15", "unexplained"] == value(way("15").steps, "unexplained")


# --------------------------------------------------------------------------------------------------------------------------- facts


def test_jambi_2_december_2024():
    jambi = way("15")
    assert jambi.figure["id"] == "f0006"
    assert jambi.base["workers"] == 1_312_370 and jambi.base["known"] == "printed"
    assert value(jambi.steps, "counted") == pytest.approx(29.14, abs=0.01)
    assert value(jambi.steps, "base", "after") == pytest.approx(100 * 534_179 / 1_312_370)
    assert value(jambi.steps, "announced", "workers") == 592_806
    added = jambi.steps.set_index("step").loc["construction"]
    assert pd.isna(added["value"]) and (added["low"], added["known"]) == (0, "not known")
    assert jambi.status == "explained with construction"


def test_jawa_barat_august_2024_leaves_construction_out_and_is_explained():
    jabar = way("32")
    assert jabar.figure["id"] == "f0022" and jabar.base["ids"] == "f0021"
    assert (
        value(jabar.steps, "construction") == 0 and value(jabar.steps, "construction", "known") == "left out"
    )
    assert jabar.status == "explained" and abs(value(jabar.steps, "unexplained")) < 1


def test_aceh_is_announced_on_1_60_million():
    aceh = way("11", "f1228")
    assert aceh.base["workers"] == 1_601_559
    assert value(aceh.steps, "announced", "workers") == pytest.approx(407_773, rel=1e-3)


def test_the_nation_counts_construction_as_its_announced_total_leaves_it():
    nation = way(NATION, "f0043")
    assert value(nation.steps, "counted") == pytest.approx(27.1, abs=0.05)
    added = nation.steps.set_index("step").loc["construction"]
    assert added["workers"] == pytest.approx(45_220_000 - 39_207_829) and added["known"] == "announced"
    assert nation.base["low"] == 98_500_000 and nation.base["high"] == pytest.approx(101_815_000)


def test_sumatera_barat_stands_on_all_employed():
    assert value(way("13").steps, "base") == pytest.approx(0, abs=1e-9)


# ------------------------------------------------------------------------------------------------------------ how each step is known


def test_the_base_of_another_article_is_as_unsure_as_bases_move():
    bali = way("51", "f1167")
    assert bali.base["elsewhere"] and bali.base["ids"] == "f0046"
    spread = np.log(bali.base["high"] / bali.base["workers"])
    assert spread == pytest.approx(np.log(bali.base["workers"] / bali.base["low"])) and 0.1 < spread < 0.2
    assert value(bali.steps, "base", "known") == "printed elsewhere"
    assert (bali.status, bali.reason) == ("not testable", "too wide")
    asked = way("51", "f0044")
    assert (
        not asked.base["elsewhere"]
        and value(asked.steps, "base", "high") - value(asked.steps, "base", "low") < 0.01
    )


def test_a_province_that_never_published_a_base_is_led_over_an_estimate():
    # Kepulauan Riau in a copy of the tables in which one of its shares is dated.
    _figures, published, *others = frames()
    dated = published.copy()
    dated.loc[dated["id"].eq("f0109"), ["date", "date_from", "date_to"]] = [
        "2024-09",
        *pd.to_datetime(["2024-09-01", "2024-09-30"]),
    ]
    dated.loc[dated["id"].eq("f0109"), "active_id"] = None
    kepri = bridge("21", coverage_figures(dated), dated, *others, figure="f0109")
    assert kepri.base["known"] == "estimated"
    assert value(kepri.steps, "base", "known") == "estimated"
    assert value(kepri.steps, "base", "high") - value(kepri.steps, "base", "low") > 10


def test_members_over_share_of_the_article_itself_is_implied():
    assert way("63").base["known"] == "implied" and not way("63").base["elsewhere"]


def test_more_than_1_3_million_is_less_than_1_4_million():
    base = way("15", "f0119").base
    # About 580,000 members at 44% are printed beside it; 590,000 are more than 43.5% of more than that.
    assert (base["low"], base["high"]) == (1_300_000, pytest.approx(590_000 / 0.435))
    assert base["workers"] == pytest.approx(580_000 / 0.44)
    assert (base["printed"], base["bound"], base["by_members"]) == (1_300_000, "at_least", True)
    assert value(way("15", "f0119").steps, "announced", "workers") == 580_000


def test_a_lower_limit_without_members_beside_it_is_taken_in_the_middle():
    _figures, published, *others = frames()
    alone = published.copy()
    alone.loc[alone["id"].eq("f0119"), "active_id"] = None
    base = bridge("15", coverage_figures(alone), alone, *others, figure="f0119").base
    assert (base["low"], base["workers"], base["high"]) == (1_300_000, 1_350_000, 1_400_000)
    assert not base["by_members"]


def test_a_base_whose_digits_slipped_gives_way_to_members_over_share():
    tables = frames()
    base = bridge("51", *tables, verdicts=load.load_verdicts(), figure="f0044").base
    assert base["known"] == "implied" and base["workers"] == pytest.approx(935_079 / 0.5088)
    assert way("51", "f0044").base["workers"] == 1_873_899


# ---------------------------------------------------------------------------------------------------------------------- which figure


def placed(*rows: tuple[str, str, str, str, str | None]) -> pd.DataFrame:
    """Figures of id, day, base, boundary and base_id in Jambi."""
    table = pd.DataFrame(rows, columns=["id", "day", "base", "boundary", "base_id"])
    day = pd.to_datetime(table["day"])
    return table.assign(
        code="15", level="province", segment="total", date=day, placed_at=day, moment=table["day"].str[:7], workers=np.nan,
        precision="day", bound="exact", step=0.1, office=False,
    )  # fmt: skip


COUNT = pd.Timestamp("2024-12-31")


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ([("a", "2024-12-02", "eligible", "2021", None), ("b", "2025-08-17", "eligible", "2021", None)], "a"),
        ([("a", "2023-12-02", "eligible", "2021", None), ("b", "2025-02-17", "eligible", "2021", None)], "b"),
        # A base of its own counts for about three months, no longer.
        ([("a", "2024-12-02", "eligible", "2021", None), ("b", "2025-03-17", "eligible", "2021", "c")], "b"),
        ([("a", "2024-12-02", "eligible", "2021", None), ("b", "2025-06-17", "eligible", "2021", "c")], "a"),
        ([("a", "2024-12-30", "not stated", "2021", "c"), ("b", "2026-06-17", "eligible", "2021", None)], "b"),
        ([("a", "2024-12-30", "eligible", "2022", "c"), ("b", "2026-06-17", "eligible", "2021", None)], "b"),
    ],
)  # fmt: skip
def test_the_figure_nearest_to_the_count_is_taken(rows, taken):
    assert terms._announced(placed(*rows), {"c"}, COUNT).loc["15", "id"] == taken


# ------------------------------------------------------------------------------------------------------------------------- its date


def test_two_announced_numbers_of_members_move_their_own_province():
    later = way("15", "f0119").steps.set_index("step").loc["date"]
    assert later["known"] == "own members" and later["ids"] == "f0010, f0120"
    # 76 of the 105 days from 592,806 to 580,000 members.
    moved = (580_000 / 592_806) ** (76 / 105)
    assert later["after"] / later["before"] == pytest.approx(moved)
    assert way("15").steps.set_index("step").loc["date", "known"] == "totals and counts"
    assert way(NATION).steps.set_index("step").loc["date", "known"] == "announced totals"


def test_members_of_another_kind_of_publisher_do_not_move_it():
    figures, *others = frames()
    office = figures.copy()
    office.loc[office["id"].eq("f0119"), "office"] = ~office.loc[office["id"].eq("f0119"), "office"].astype(
        bool
    )
    steps = bridge("15", office, *others, figure="f0119").steps.set_index("step")
    assert steps.loc["date", "known"] == "totals and counts"


def test_printed_construction_members_are_counted_at_the_date_of_the_figure():
    # Lampung, December 2023: 131,375 of 824,714 members.
    steps = way("18", "f1215").steps
    added = steps.set_index("step").loc["construction"]
    assert added["known"] == "printed" and added["workers"] == pytest.approx(131_375, rel=0.05)


def test_printed_construction_members_stand_at_the_date_of_the_count_and_move_with_the_others():
    # The article of Lampung, as if it were of June 2024: by then its members had become more.
    _figures, published, *others = frames()
    article = published["id"].between("f1215", "f1226")
    later = published.copy()
    later.loc[article, ["date", "date_from", "date_to"]] = [
        "2024-06",
        *pd.to_datetime(["2024-06-01", "2024-06-30"]),
    ]
    steps = bridge("18", coverage_figures(later), later, *others, figure="f1215").steps.set_index("step")
    growth = steps.loc["date", "after"] / steps.loc["construction", "after"]
    assert abs(growth - 1) > 0.01 and steps.loc["construction", "known"] == "printed"
    assert steps.loc["construction", "workers"] * growth == pytest.approx(131_375)


def test_a_province_may_deviate_from_the_nation():
    # Jawa Tengah and the nation, announced for July and August 2025 and counted at the end of 2024.
    relative = [
        (found.steps.set_index("step").loc["date", "high"] - found.steps.set_index("step").loc["date", "low"])
        / value(found.steps, "construction", "after")
        for found in (way("33", "f0152"), way(NATION, "f0134"))
    ]
    assert relative[0] > 1.2 * relative[1]


def test_members_who_are_counted_but_not_printed_are_said_to_be_counted():
    ntb = way("52", "f0891")
    assert value(ntb.steps, "construction", "known") == "not known, counted"
    assert pd.isna(value(ntb.steps, "construction"))


def test_a_figure_of_the_day_of_the_count_has_no_step_for_the_date():
    steps = way("52", "f0898").steps.set_index("step")
    assert steps.loc["date", ["value", "low", "high"]].tolist() == pytest.approx([0, 0, 0], abs=1e-9)


def test_a_month_is_wider_than_a_day_and_a_year_than_a_month():
    widths = [
        value(way(code, figure).steps, "date", "high") - value(way(code, figure).steps, "date", "low")
        for code, figure in (("52", "f0898"), ("11", "f0069"), ("63", "f0744"))
    ]
    assert widths == sorted(widths) and widths[1] > 0.1


def test_between_counts_a_province_moves_with_its_own_counts():
    # Nusa Tenggara Timur, June 2024: it grew from 17.9% to 20.4% within 2024, more than the nation did.
    steps = way("53").steps.set_index("step")
    assert way("53").counted["date"] == pd.Timestamp("2023-12-31") and steps.loc["date", "value"] > 0


def test_the_count_nearest_to_the_figure_is_taken():
    assert way("13").counted["date"] == pd.Timestamp("2023-12-31")  # October 2023
    assert way("15").counted["date"] == pd.Timestamp("2024-12-31")
    assert way("74").counted["date"] == pd.Timestamp("2022-12-31")  # December 2021


# -------------------------------------------------------------------------------------------------------------------------- status


def steps_of(
    left: tuple[float, float, float], construction: tuple[float, float, str], counted: float = 20.0
) -> pd.DataFrame:
    """Steps with such a rest (value, low, high) and such construction members (value, most, known); 10 points of base."""
    amount, most, known = construction
    announced = counted + 10 + (0 if np.isnan(amount) else amount) + left[0]
    rows = [
        ("counted", counted, counted, counted, "counted"),
        ("base", 10, 10, 10, "printed"),
        ("construction", amount, 0, most, known),
        ("date", 0, 0, 0, "announced totals"),
        ("unexplained", *left, "rest"),
        ("announced", announced, announced, announced, "announced"),
    ]
    return pd.DataFrame(rows, columns=["step", "value", "low", "high", "known"])


UNKNOWN = (np.nan, 5.0, "not known")


@pytest.mark.parametrize(
    ("left", "construction", "status"),
    [
        ((0.5, -1, 2), (0, 0, "left out"), "explained"),
        ((0.5, -1, 2), UNKNOWN, "explained"),
        ((3, 2, 4), UNKNOWN, "explained with construction"),
        ((3, 2, 4), (np.nan, 5.0, "not known, counted"), "explained"),
        ((3, 2, 4), (0, 0, "left out"), "partly"),
        ((9, 8, 10), UNKNOWN, "partly"),  # construction could be 5 of it
        ((-3, -4, -2), UNKNOWN, "partly"),
        ((-12, -13, -11), UNKNOWN, "not explained"),
        ((12, 11, 13), (0, 0, "left out"), "not explained"),
        ((30, 29, 31), UNKNOWN, "not explained"),
        ((0, -6, 6), UNKNOWN, "not testable"),
        ((20, 10, 25), UNKNOWN, "not testable"),
    ],
)
def test_what_the_steps_support(left, construction, status):
    assert module._status(steps_of(left, construction)) == status


def test_a_province_without_a_figure_one_of_today_and_one_before_ucj_are_not_testable():
    assert (way("76").status, way("76").reason) == ("not testable", "no figure")
    assert way("91").reason == way("93").reason == "boundary"
    assert way("64", "f0672").reason == "before UCJ"  # November 2020
    assert way("21", "f0109").reason == "no date"
    assert way("76").steps.empty and way("76").figure == {}


def test_a_share_of_another_region_or_segment_is_refused():
    for figure in ("f0006", "f0074", "f0070", "nothing"):
        with pytest.raises(KeyError, match=f"no published share '{figure}'"):
            way("11", figure)


def test_a_share_whose_base_is_not_stated_stands_in_where_none_is_stated():
    assert way("31").figure["base"] == "not stated" and way("15").figure["base"] == "eligible"


# ----------------------------------------------------------------------------------------------------------------------- determined


def test_the_same_data_give_the_same_numbers_whatever_was_asked_before():
    first = way("33").steps
    bridge("12", *frames())
    pd.testing.assert_frame_equal(bridge("33", *frames()).steps, first)


def test_more_members_raise_the_first_step_and_leave_less_unexplained():
    figures, published, coverage, office, employment = frames()
    more = coverage.astype({"active": float})
    jambi = more["code"].eq("15")
    more.loc[jambi, ["active", "coverage"]] *= 1.05
    changed = bridge("15", figures, published, more, office, employment, figure="f0006")
    before = way("15", "f0006")
    assert value(changed.steps, "counted") == pytest.approx(1.05 * value(before.steps, "counted"))
    assert value(changed.steps, "unexplained") < value(before.steps, "unexplained") - 1.5


def test_a_figure_that_was_set_aside_is_not_what_was_announced():
    _figures, published, *others = frames()
    standing_figures = standing(coverage_figures(published), load.load_reconciled())
    jakarta = bridge("31", standing_figures, published, *others)
    assert way("31").figure["coverage"] == 51
    assert (jakarta.status, jakarta.reason) == ("not testable", "contradicted")
    steps = bridges(standing_figures, published, *others).set_index("code")
    between = ["counted", "base", "construction", "date", "unexplained"]
    assert np.allclose(steps[between].sum(axis=1)[steps["announced"].notna()], steps["announced"].dropna())
