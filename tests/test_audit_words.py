"""Alarms that overrule an article's own arithmetic: targets, points, slips, other counts, other boundaries, other months."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from audit_rows import active, audited, count, eligible, evidence, figures, rate

from coverage_lib.load import load_members, load_targets
from coverage_lib.measures.audit import audit, words
from coverage_lib.measures.audit.digits import slips


def test_a_share_that_says_that_it_is_of_a_target() -> None:
    found = audited(rate(61, as_published="61 persen dari target"))
    assert found.loc["x1", ["verdict", "confidence"]].tolist() == [words.TARGET, "medium"]


def test_members_over_a_target_number_printed_like_coverage() -> None:
    goal = (
        load_targets()
        .query("id == 't135'")
        .assign(
            code="15",
            region="Jambi",
            date_from=pd.Timestamp("2024-01-01"),
            date_to=pd.Timestamp("2024-12-31"),
        )
    )
    found = audited(rate(83.58), active(601805), targets=goal)
    assert found.loc["x1", ["verdict", "terms", "base"]].tolist() == [words.TARGET, "601805;720000", "target"]
    assert not found.loc["x2", "alarm"]


@pytest.mark.parametrize("words_printed", ["naik 3,79%", "selisih 3,79 persen", "3.79 percent"])
def test_a_difference_with_the_sign_of_a_percentage(words_printed: str) -> None:
    rows = (
        rate(45.17),
        rate(41.38, date="2024-10-01"),
        count("coverage_change", 3.79, as_published=words_printed),
    )
    assert audited(*rows).loc["x3", ["verdict", "terms"]].tolist() == [words.POINTS, "45.17;41.38"]


def test_a_difference_in_points_is_no_alarm() -> None:
    rows = (
        rate(45.17),
        rate(41.38, date="2024-10-01"),
        count("coverage_change", 3.79, as_published="3,79 poin"),
    )
    assert audited(*rows)["verdict"].tolist() == ["consistent"] * 3


def test_a_change_stored_in_percent_is_an_alarm_only_where_two_shares_give_it() -> None:
    change = count("coverage_change", 10.25, unit="percent", as_published="naik 10,25 persen")
    assert audited(change)["verdict"].tolist() == [words.UNTESTED]
    assert audited(change)["needed"].tolist() == ["two shares"]
    given = audited(change, rate(45.25), rate(35, date="2023-12-02"))
    assert given.loc["x1", "verdict"] == words.POINTS


@pytest.mark.parametrize(
    ("wrong", "likely"),
    [(1312730, 1312370), (132370, 1312370), (13123700, 1312370)],
)
def test_a_base_with_a_slipped_digit_shows_by_its_members_and_the_remainder(wrong: int, likely: int) -> None:
    found = audited(eligible(wrong), active(592806), count("uncovered_workers", 719564))
    assert found.loc["x1", "likely"] == likely
    assert found["verdict"].tolist() == [words.DIGITS, words.UNTESTED, words.UNTESTED]


def test_where_several_slips_would_do_nothing_is_said() -> None:
    found = audited(active(700522), active(490859, segment="formal"), active(209693, segment="informal"))
    assert found["verdict"].tolist() == [words.UNTESTED] * 3


def test_a_swap_is_likelier_than_one_wrong_digit_of_many() -> None:
    found = audited(active(592122), active(388014, segment="formal"), active(203208, segment="informal"))
    assert found["verdict"].tolist() == [words.DIGITS, words.UNTESTED, words.UNTESTED]
    assert found.loc["x1", "likely"] == 591222


def test_of_several_slips_the_one_is_meant_that_is_printed_elsewhere() -> None:
    other = active(700552, source_publisher="Another", source_title="Other", date="2024-11")
    found = audited(
        active(700522), active(490859, segment="formal"), active(209693, segment="informal"), other
    )
    assert found.loc["x1", ["verdict", "likely", "confidence"]].tolist() == [words.DIGITS, 700552, "high"]


def test_thousands_for_millions() -> None:
    found = audited(eligible(1834, date="2024"))
    assert found.loc["x1", ["verdict", "likely", "operation"]].tolist() == [words.DIGITS, 1_834_000, "scale"]


def test_a_count_of_informal_members_may_rise_tenfold() -> None:
    assert audited(active(20729, segment="informal", date="2024-06"))["verdict"].tolist() == [words.UNTESTED]


def test_slips_are_each_named_once_and_none_is_the_number_itself() -> None:
    for value, decimals in ((45.17, 2), (592806, 0), (1001, 0)):
        kinds = slips(value, decimals)
        assert list(kinds) == ["scale", "swapped", "dropped", "added", "wrong"]
        single = [number for kind, numbers in kinds.items() if kind != "scale" for number in numbers]
        assert len(single) == len(set(single)) and value not in single


def members(way: str, year: int, code: str, segment: str | None = None) -> float:
    table = load_members(counted_by=way)
    chosen = table[(table["year"] == year) & (table["code"] == code)]
    return float((chosen if segment is None else chosen[chosen["segment"] == segment])["active"].sum())


def test_the_table_of_the_same_day_bears_out_a_count_by_domicile() -> None:
    found = audited(active(int(members("domicile", 2023, "35")), region="Jawa Timur", date="2023-12-31"))
    assert found.loc["x1", ["verdict", "confidence", "base"]].tolist() == ["consistent", "high", "domicile"]


@pytest.mark.parametrize("date", ["2023-12-31", "2023-12", "2023"])
def test_a_count_that_is_the_tables_by_office(date: str) -> None:
    whole = int(members("office", 2023, "17"))
    found = audited(active(whole, region="Bengkulu", date=date))
    assert found.loc["x1", ["verdict", "base"]].tolist() == [words.OFFICE, "office with construction"]


def test_a_count_far_from_domicile_and_near_office_is_by_office_and_so_are_the_others_of_its_article() -> (
    None
):
    rows = active(8_010_000, region="DKI Jakarta", date="2025-02", as_published="8,01 juta"), active(
        3_990_000, region="Jawa Tengah", date="2025-02", as_published="3,99 juta")  # fmt: skip
    assert audited(*rows)["verdict"].tolist() == [words.OFFICE] * 2
    assert audited(rows[1])["verdict"].tolist() == [words.UNTESTED]


def test_what_may_have_moved_from_the_table_is_no_alarm() -> None:
    base = members("domicile", 2023, "15")
    for part in (0.85, 0.95, 1.1):
        assert not audited(active(round(part * base) + 3, date="2024-02-10"))["alarm"].any()


def test_a_count_that_fits_only_with_construction() -> None:
    whole = members("domicile", 2023, "11") + members("office", 2023, "11", "construction")
    found = audited(active(int(whole * 0.99), region="Aceh", date="2023-10-01"))
    assert found.loc["x1", ["verdict", "base"]].tolist() == [words.CONSTRUCTION, "domicile with construction"]


def test_the_nations_totals_count_construction_and_all_its_members_are_at_some_office() -> None:
    rows = active(41_560_000, region="Indonesia", date="2023-12", as_published="41,56 juta"), active(
        25_004_000, region="Indonesia", date="2023-12", segment="formal", as_published="25,004 juta")  # fmt: skip
    assert audited(*rows)["verdict"].tolist() == ["consistent"] * 2


def test_the_year_end_of_the_year_before() -> None:
    found = audited(active(int(members("domicile", 2023, "35")), region="Jawa Timur", date="2024-12"))
    assert found.loc["x1", ["verdict", "against"]].tolist() == [
        words.MONTH,
        "table:active/35/2023-12-31/total/domicile",
    ]


def test_the_same_count_to_the_last_digit_a_year_later_is_of_another_time() -> None:
    other = active(518632, date="2023-08", source_publisher="Another", source_title="Other")
    found = audited(active(518632, date="2024-08"), other)
    assert found["verdict"].tolist() == [words.MONTH] * 2


def test_bases_are_used_for_years() -> None:
    other = eligible(1312370, date="2023-08", source_publisher="Another", source_title="Other")
    assert audited(eligible(1312370), other)["verdict"].tolist() == ["consistent"] * 2


@pytest.mark.parametrize(
    ("region", "value", "area"),
    [("Papua", 141984, "2022"), ("Papua Barat", 128358, "2022"), ("Papua", 300000, "2021")],
)
def test_the_area_of_divided_provinces_by_their_people(region: str, value: int, area: str) -> None:
    bases = (
        eligible(1_800_000, region=region, date="2024-08-26")
        if area == "2021"
        else active(value, region=region, date="2024-08-26")
    )
    found = audited(rate(50, region=region, date="2024-08-26"), bases)
    assert found["verdict"].tolist() == [words.BOUNDARY] * 2
    assert found["base"].tolist() == [area] * 2


def test_before_their_division_the_name_means_the_whole() -> None:
    assert not audited(active(141984, region="Papua", date="2022-03"))["alarm"].any()


def test_the_new_provinces_have_names_of_their_own() -> None:
    assert not audited(active(77500, region="Papua Barat Daya", date="2025"))["alarm"].any()


def test_another_base_by_members_and_the_survey() -> None:
    found = audited(rate(37.6, region="Sumatera Barat", segment="formal", date="2025-08"),
                    active(411791, region="Sumatera Barat", segment="formal", date="2025-08"))  # fmt: skip
    assert found["verdict"].tolist() == [words.ANOTHER_BASE, "consistent"]
    assert found.loc["x1", "base"] == "segment_workers"


def test_the_bases_of_two_segments_add_up_to_the_eligible_workers() -> None:
    tengah: dict[str, Any] = {"region": "Jawa Tengah", "date": "2024-02"}
    base = eligible(
        12_800_000,
        as_published="12,8 juta",
        region="Jawa Tengah",
        date="2025-07-30",
        source_title="Other",
        source_publisher="B",
    )
    both = (
        rate(60, segment="formal", **tengah),
        rate(12, segment="informal", as_published="sekitar 12%", **tengah),
    )
    found = audited(*both, base)
    assert found["verdict"].tolist() == [words.ANOTHER_BASE, words.ANOTHER_BASE, words.UNTESTED]
    # One segment alone would fit some base by chance.
    assert audited(both[0], base)["verdict"].tolist() == [words.UNTESTED] * 2


def test_members_and_base_of_other_articles() -> None:
    elsewhere: dict[str, Any] = {"source_publisher": "B", "source_title": "Other"}
    found = audited(rate(39.52, date="2024-08-12"), active(518632, date="2024-08", **elsewhere),
                    eligible(1312370, source_publisher="C", source_title="Third"))  # fmt: skip
    assert found["verdict"].tolist() == [words.ANOTHER_BASE, "consistent", "consistent"]


def test_two_shares_of_one_day_and_base_cannot_both_be() -> None:
    other = rate(40.17, source_publisher="B", source_title="Other")
    assert audited(rate(45.17), other)["verdict"].tolist() == ["contradicts"] * 2
    later = other | {"date": "2024-12-09"}
    assert audited(rate(45.17), later)["verdict"].tolist() == [words.UNTESTED] * 2


def test_the_survey_of_august() -> None:
    found = audited(count("employed", 7_550_000, region="Sumatera Utara", date="2023-08", as_published="7,55 juta"),
                    count("labour_force", 8_020_000, region="Sumatera Utara", date="2023-08", as_published="8,02 juta"))  # fmt: skip
    assert found["verdict"].tolist() == ["consistent"] * 2
    wrong = audited(count("employed", 661500, region="Kota Batam", date="2024"))
    assert wrong.loc["x1", ["verdict", "terms"]].tolist() == ["contradicts", "606492"]
    open_above = audited(
        count("employed", 5_000_000, region="Sumatera Utara", date="2019-10-18", as_published="5 juta lebih")
    )
    assert not open_above["alarm"].any()


def test_a_share_of_the_employed_by_the_survey() -> None:
    rows = [
        count(
            "share_of_employed", value, unit="percent", segment="informal", region="Indonesia", date="2021-08"
        )
        for value in (59.45,)
    ]
    assert audited(*rows)["verdict"].tolist() == ["consistent"]


def test_a_share_of_the_nations_members() -> None:
    whole = active(571456, region="DKI Jakarta", segment="informal", date="2022-10-04")
    part: dict[str, Any] = {
        "unit": "percent",
        "region": "DKI Jakarta",
        "segment": "informal",
        "date": "2022-10-04",
    }
    assert audited(count("share_of_national", 22, **part), whole)["verdict"].tolist() == [
        "contradicts",
        words.UNTESTED,
    ]
    assert (
        audited(count("share_of_national", 9.5, **part), whole).loc["x1", "verdict"]
        == "consistent within rounding"
    )


def test_money_by_the_rules_of_the_programme() -> None:
    rows = (
        count("contribution_rp_month", 16800, unit="IDR_per_month", segment="informal", region="Indonesia"),
        count("subsidised_workers", 50000, segment="vulnerable"),
        count("budget_rp", 10_080_000_000, unit="IDR", segment="vulnerable"),
    )
    found = audited(*rows)
    assert found["verdict"].tolist() == ["consistent"] * 3
    assert found.loc["x3", "terms"] == "50000;12;16800"
    odd = audited(rows[1], rows[2] | {"value": 25_000_000_000})
    assert odd["verdict"].tolist() == [words.UNTESTED] * 2 and odd.loc["x2", "needed"] == "programme rule"


PARTS = {"Kabupaten Raja Ampat": 24003, "Kota Sorong": 19336, "Kabupaten Sorong": 16299, "Kabupaten Maybrat": 5001,
         "Kabupaten Tambrauw": 3191, "Kabupaten Sorong Selatan": 2480}  # fmt: skip


def test_a_province_is_the_sum_of_its_regencies_where_all_are_printed() -> None:
    parts = [active(value, region=name, date="2025") for name, value in PARTS.items()]
    whole = active(sum(PARTS.values()), region="Papua Barat Daya", date="2025")
    assert audited(whole, *parts)["verdict"].tolist() == ["consistent"] * 7
    wrong = whole | {"value": 77512}
    assert audited(wrong, *parts)["verdict"].tolist() == ["contradicts", *[words.UNTESTED] * 6]
    assert audited(wrong, *parts[1:])["verdict"].tolist() == [words.UNTESTED] * 6


def test_more_provinces_or_winners_than_there_are() -> None:
    def counted(measure: str, value: int) -> dict[str, Any]:
        return count(measure, value, unit="count", region="Indonesia", date="2020")

    rows = counted("paritrana_participants_provinces", 34), counted("paritrana_finalist_provinces", 7)
    assert audited(*rows)["verdict"].tolist() == ["consistent", words.UNTESTED]
    assert audited(counted("paritrana_participants_provinces", 36))["verdict"].tolist() == ["contradicts"]
    many = audited(
        counted("paritrana_participants_large_firms", 30), counted("paritrana_finalist_large_firms", 39)
    )
    assert many["verdict"].tolist() == [words.UNTESTED, "contradicts"]


def test_a_place_in_a_ranking_is_never_an_alarm() -> None:
    place = count("rank", 33, unit="rank_of_34", region="Sulawesi Utara", date="2024-12")
    found = audited(place, rate(76.1, region="Sulawesi Utara", date="2024-12"))
    assert found["verdict"].tolist() == [words.UNTESTED] * 2
    assert found.loc["x1", "needed"] == "ranking"


def test_what_honest_numbers_move_by_is_learned_and_rises_with_time() -> None:
    from coverage_lib.load import load_evidence
    from coverage_lib.measures.audit.movement import allowed, movement

    learned = movement(load_evidence(), pd.Timestamp("2025-02-28"))
    for _kind, rows in learned.table.groupby("kind"):
        assert (np.diff(rows["ratio"]) >= 0).all() and (rows["ratio"] > 1).all()
    ratio = learned.table.set_index(["kind", "months"])["ratio"]
    assert ratio["nation", 12.5] < ratio["region", 12.5] < ratio["lively", 12.5]
    told = allowed(
        learned,
        pd.Series(["00", "15", "15"]),
        pd.Series(["total", "total", "informal"]),
        pd.Series("active", index=range(3)),
        pd.Series([0.0, 40, 2]),
    )
    assert told[0] == 1 and np.isinf(told[1]) and 1 < told[2] < 3


def test_undated_figures_need_their_date() -> None:
    assert audited(active(592806, date=""))["needed"].tolist() == ["date"]


def test_an_audit_of_a_foreign_table_does_not_change_it() -> None:
    rows = figures(rate(45.17), active(592806), eligible(1312370))
    before = rows.copy()
    audit(rows, evidence())
    pd.testing.assert_frame_equal(rows, before)
