"""The audit of all figures: the examples that must come out right with verdict and numbers, and what holds for every figure."""

import pandas as pd
import pytest
from audit_rows import audited, evidence, figures, rate

from coverage_lib.load import load_awards, load_evidence, load_published, load_verdicts
from coverage_lib.measures.audit import ALARMS, VERDICTS, Audit, audit, words


@pytest.fixture(scope="module")
def whole() -> Audit:
    return audit(load_published(), load_evidence())


@pytest.fixture(scope="module")
def verdicts(whole: Audit) -> pd.DataFrame:
    return whole.verdicts.set_index("id")


def shown(verdicts: pd.DataFrame, name: str) -> list[object]:
    """The verdict and the arithmetic of a figure."""
    row = verdicts.loc[name]
    return [row["verdict"], row["operation"], row["terms"], round(float(row["result"]), 2)]


def test_each_figure_has_one_verdict_in_the_order_given(whole: Audit) -> None:
    assert whole.verdicts["id"].tolist() == load_published()["id"].tolist()
    assert set(whole.verdicts["verdict"]) <= set(VERDICTS)
    assert whole.verdicts["alarm"].eq(whole.verdicts["verdict"].isin(ALARMS)).all()
    assert set(whole.verdicts["confidence"]) <= set(words.CONFIDENCE)


def test_what_would_be_needed_is_said_of_what_cannot_be_tested_and_of_nothing_else(whole: Audit) -> None:
    untested = whole.verdicts["verdict"].eq(words.UNTESTED)
    assert set(whole.verdicts.loc[untested, "needed"]) <= set(words.NEEDED)
    assert whole.verdicts.loc[~untested, "needed"].eq("").all()


def test_every_verdict_but_those_from_words_alone_has_its_arithmetic(whole: Audit) -> None:
    decided = whole.verdicts[~whole.verdicts["verdict"].isin([words.UNTESTED, words.TARGET, words.POINTS])]
    assert decided["operation"].notna().all() and decided["against"].ne("").all()


def test_tests_say_of_each_figure_what_was_compared_and_whether_it_fits(whole: Audit) -> None:
    own = whole.tests[(whole.tests["id"] == "f0006") & (whole.tests["test"] == "members over base")].iloc[0]
    assert (own["against"], bool(own["fits"])) == ("f0010, f0011", True)
    assert own["left_low"] <= own["left"] <= own["left_high"]


def test_jambi_of_2_december_2024(verdicts: pd.DataFrame) -> None:
    share = ["consistent", "share", "592806;1312370", 45.17]
    assert [shown(verdicts, name) for name in ("f0006", "f0010", "f0011")] == [share] * 3
    difference = ["difference", "45.17;41.38", 3.79]
    assert shown(verdicts, "f0007") == ["consistent", *difference]
    assert shown(verdicts, "f0008") == [words.POINTS, *difference]
    assert shown(verdicts, "f0012") == ["consistent", "t x b - a", "53;1312370;592806", 102750.1]
    assert shown(verdicts, "f0013") == ["consistent", "100 - rate", "33.02", 66.98]
    assert shown(verdicts, "f0014") == ["consistent", "100 - rate", "33.02", 66.98]
    assert not verdicts.loc["f0006":"f0015", "alarm"].drop("f0008").any()


def test_jambi_is_14th_of_34_by_its_share_of_all_employed_so_16th_is_possible(verdicts: pd.DataFrame) -> None:
    assert shown(verdicts, "f0009") == ["consistent within rounding", "place", "14;34", 14.0]


def test_65_875_not_members_imply_a_base_that_nothing_tests(verdicts: pd.DataFrame) -> None:
    assert shown(verdicts, "f0015") == [words.UNTESTED, "implied base", "65875;66.98", 98350.25]
    assert verdicts.loc["f0015", "needed"] == "base"


def test_jawa_barat_of_august_2024(verdicts: pd.DataFrame) -> None:
    names = ["f0017", "f0018", "f0019", "f0020", "f0021", "f0022"]
    assert verdicts.loc[names, "verdict"].tolist() == ["consistent within rounding"] * 6
    assert shown(verdicts, "f0018")[1:] == ["sum", "5000000;923000", 5923000.0]
    assert shown(verdicts, "f0022")[1:] == ["share", "5900000;18900000", 31.22]
    assert verdicts.loc["f0020", "against"] == "table:employed/32/2023-08-31/total/survey"


def test_kalimantan_barat_is_not_taken_for_its_target(verdicts: pd.DataFrame) -> None:
    assert verdicts.loc[["f0003", "f0004", "f0005"], "verdict"].tolist() == [words.UNTESTED] * 3
    assert verdicts.loc[["f0003", "f0004", "f0005"], "needed"].tolist() == [
        "members and base",
        "list",
        "list",
    ]


def test_jawa_tengah_60_and_about_12_percent_are_of_eligible_workers(verdicts: pd.DataFrame) -> None:
    for name in ("f0001", "f0002"):
        assert shown(verdicts, name) == [
            words.ANOTHER_BASE,
            "a / r + b / s",
            "3598758;60;772149;12",
            12432505.0,
        ]
        assert verdicts.loc[name, "base"] == "eligible"


def test_papua_59_percent_is_todays_small_papua(verdicts: pd.DataFrame) -> None:
    assert verdicts.loc[["f0358", "f0359", "f0360"], "verdict"].tolist() == [words.BOUNDARY] * 3
    assert shown(verdicts, "f0359")[1:] == ["of undivided", "141984;312516", 45.43]
    assert verdicts.loc["f0358", ["terms", "base"]].tolist() == ["141984;312516", "2022"]
    assert verdicts.loc["f1160", ["verdict", "base"]].tolist() == [words.BOUNDARY, "2021"]


def test_banten_village_institutions_contradict_their_own_counts(verdicts: pd.DataFrame) -> None:
    assert shown(verdicts, "f1050") == ["contradicts", "share", "26994;112665", 23.96]
    assert float(verdicts.loc["f1050", "printed"]) == 55.11


def test_jakartas_count_by_office_is_three_times_its_count_by_domicile(verdicts: pd.DataFrame) -> None:
    assert verdicts.loc["f1029", ["verdict", "terms", "base"]].tolist() == [
        words.OFFICE,
        "7498532",
        "office with construction",
    ]


def test_700_522_of_sumatera_barat_has_a_wrong_digit(verdicts: pd.DataFrame) -> None:
    assert shown(verdicts, "f0790") == [words.DIGITS, "sum", "490859;209693", 700552.0]
    assert verdicts.loc["f0790", "likely"] == 700552


def test_two_digits_of_balis_base_stand_the_other_way_round(verdicts: pd.DataFrame) -> None:
    assert shown(verdicts, "f0046") == [words.DIGITS, "share", "935079;1837899", 50.88]
    assert verdicts.loc["f0046", "likely"] == 1837899
    assert not verdicts.loc[["f0044", "f0045"], "alarm"].any()


def test_2_7_thousand_workers_of_kalimantan_barat_are_millions(verdicts: pd.DataFrame) -> None:
    assert verdicts.loc["f0233", ["verdict", "likely"]].tolist() == [words.DIGITS, 2_700_000.0]


def test_shares_of_targets(verdicts: pd.DataFrame) -> None:
    assert shown(verdicts, "f0936") == [words.TARGET, "share", "601805;720000", 83.58]
    assert shown(verdicts, "f0601") == [words.TARGET, "share", "571456;912000", 62.66]


def test_construction_in_members_only(verdicts: pd.DataFrame) -> None:
    assert shown(verdicts, "f0768")[0::3] == [words.CONSTRUCTION, 46.85]


def test_paritrana_award_2020(whole: Audit) -> None:
    awards = audit(load_awards(), load_evidence()).verdicts.set_index("id")
    assert awards.loc["a04", ["verdict", "terms"]].tolist() == ["consistent", "34"]
    assert not awards["alarm"].any()
    assert awards.loc["a05":"a12", "verdict"].eq(words.UNTESTED).all()


def test_a_part_of_the_figures_has_the_verdicts_of_the_whole(verdicts: pd.DataFrame) -> None:
    sample = load_published().sample(40, random_state=5)
    for chosen in (sample, sample.head(1), sample.tail(3)):
        own = audit(chosen, load_evidence()).verdicts
        assert own["verdict"].tolist() == verdicts.loc[chosen["id"], "verdict"].tolist()


def test_the_door_of_the_verdicts_gives_those_of_the_audit(verdicts: pd.DataFrame) -> None:
    assert load_verdicts()["verdict"].tolist() == verdicts["verdict"].tolist()


def test_no_figure_is_evidence_for_itself_or_for_a_copy_by_its_publisher() -> None:
    once = audited(rate(45.17))
    twice = audited(rate(45.17), rate(45.17, source_title="The same elsewhere"))
    known = audit(
        figures(rate(45.17)), evidence()._replace(published=figures(rate(45.17)).assign(id="known"))
    ).verdicts
    assert once["verdict"].tolist() == [words.UNTESTED]
    assert twice["verdict"].tolist() == [words.UNTESTED] * 2
    assert known["verdict"].tolist() == [words.UNTESTED]


def test_another_publisher_is_evidence() -> None:
    both = audited(rate(45.17), rate(45.17, source_publisher="Another", source_title="Other"))
    assert both["verdict"].tolist() == ["consistent"] * 2
    assert both.loc["x1", "against"] == "x2"


def test_a_table_without_any_source_is_one_article_for_each_region_and_date() -> None:
    nameless = {"source_publisher": "", "source_title": ""}
    rows = ({"measure": measure, "value": value, **nameless} for measure, value in
            (("coverage_rate", 45.17), ("active_participants", 592806), ("eligible_workers", 1312370)))  # fmt: skip
    assert audited(*rows)["verdict"].tolist() == ["consistent"] * 3


def test_an_audit_of_one_unknown_measure_says_that_it_cannot_be_tested() -> None:
    assert audited({"measure": "helicopters", "value": 3, "unit": "count"})["verdict"].tolist() == [
        words.UNTESTED
    ]
