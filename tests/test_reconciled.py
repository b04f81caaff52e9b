"""Reconciled: every figure has a place, the rules in their order, grades, pieces; and the facts of the home tables."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from published_rows import published
from reconciling import article, of_rows

from coverage_lib import load_coverage, load_published
from coverage_lib.measures.once import once
from coverage_lib.measures.published import (
    beside_eligible,
    coverage_figures,
    latest_totals,
    on_boundary,
    path,
)
from coverage_lib.measures.reconciled import AT_FAULT, CHOSEN_BY, RULES, Reconciled, reconcile, standing
from coverage_lib.measures.reconciled.candidates import OTHER_SHARES, candidates
from coverage_lib.measures.reconciled.series import redrawn

SHARES = ["coverage_rate", "uncovered_rate", *OTHER_SHARES]


@cache
def home() -> Reconciled:
    return reconcile(load_published(), load_coverage(provisional=True))


def estimates(code: str, base: str = "eligible", segment: str = "total") -> pd.DataFrame:
    series = home().series
    rows = series[(series["code"] == code) & (series["base"] == base) & (series["segment"] == segment)]
    return rows.set_index("moment")


def ids(texts: pd.Series) -> list[str]:
    return [each for text in texts for each in text.split(", ") if each]


# ------------------------------------------------------------------------------------------------------- partition


def places_of(result: Reconciled) -> dict[str, list[str]]:
    return {
        "estimate": [each for each in result.series["id"] if each],
        "alternative": ids(result.series["alternatives"]),
        "set aside": result.set_aside["id"].tolist(),
    }


def test_every_share_of_a_province_is_an_estimate_an_alternative_or_set_aside():
    printed = load_published()
    rows = printed[printed["region_level"].isin(["province", "national"]) & printed["code"].notna()]
    shares = set(rows.loc[rows["measure"].isin(SHARES), "id"])
    place = places_of(home())
    everywhere = [each for listed in place.values() for each in listed]
    assert len(everywhere) == len(set(everywhere))
    assert shares <= set(everywhere)
    assert all(place.values())
    # What is there beside them follows from printed counts.
    computed = home().figures.set_index("id").loc[sorted(set(everywhere) - shares), "kind"]
    assert set(computed) == {"implied", "segments"}
    figures = home().figures
    assert figures.groupby("place")["id"].agg(set).to_dict() == {
        key: set(value) for key, value in place.items()
    }


def test_an_alternative_stands_beside_the_estimate_of_its_own_place_and_moment():
    figures = home().figures.set_index("id")
    for row in home().series.itertuples():
        for other in ids(pd.Series([row.alternatives])):
            assert figures.loc[other, ["code", "segment", "boundary"]].tolist() == [
                row.code,
                row.segment,
                row.boundary,
            ]
            assert figures.loc[other, "moment"] == row.moment or row.base == "employed"


def test_no_base_stands_in_the_series_of_another():
    stated = home().figures.set_index("id")["base"]
    for row in home().series.itertuples():
        used = {stated[each] for each in [row.id, *ids(pd.Series([row.alternatives]))] if each}
        assert used <= ({"employed"} if row.base == "employed" else {"eligible", "not stated"}), row


def test_set_aside_says_the_first_rule_that_fits():
    assert set(home().set_aside["rule"]) <= set(RULES)
    both = of_rows({"value": 30.0, "date": "", "as_published": "30 persen dari target"})
    assert both.set_aside["rule"].tolist() == ["no date"]


# ----------------------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"date": ""}, "no date"),
        ({"as_published": "30 persen dari target"}, "share of a target"),
        ({"measure": "coverage_rate_registered"}, "registered, not active"),
        ({"measure": "coverage_rate_projected"}, "a projection"),
        ({"measure": "coverage_rate_working_age"}, "another base"),
        ({"measure": "coverage_rate_rt_rw"}, "workers with a base of their own"),
        ({"segment": "village_institutions"}, "workers with a base of their own"),
        ({"date": "2019-12", "note": "potensi"}, "before UCJ"),
        ({"date": "2019-12"}, "before UCJ"),
        ({"as_published": "30 persen dari angkatan kerja"}, "another base"),
        ({"as_published": "30 persen dari penduduk bekerja", "segment": "informal"}, "another base"),
        ({"as_published": "30 persen dari penduduk bekerja", "date": "2021-12"}, "no count of that year"),
        ({"segment": "formal"}, "base of a segment not stated"),
        ({"value": 19.0}, "below the share of all employed"),
        ({"value": 19.0, "source_title": "UCJ"}, "below the share of all employed"),
    ],
)
def test_a_figure_is_set_aside_by_its_rule(row, rule):
    result = of_rows(row)
    assert result.set_aside["rule"].tolist() == [rule]
    assert result.series["id"].eq("").all()


def test_what_no_rule_sets_aside_is_an_estimate():
    result = of_rows({"value": 21.0}, {"value": 32.0, "source_title": "UCJ", "date": "2025-05"})
    assert result.set_aside.empty
    found = result.series[result.series["base"] == "eligible"]
    assert found["id"].tolist() == ["f0001", "f0002"]
    assert found["rule"].tolist() == ["base not stated", "base stated"]
    assert found["note"].tolist() == ["base not stated", ""]


def test_the_limit_of_a_rounded_figure_decides_whether_it_lies_below_the_count():
    """20 percent printed without digits may be 20.4; the count is 20.2."""
    result = of_rows({"value": 20.0, "as_published": "20 persen"}, coverage=20.2)
    assert result.set_aside.empty
    result = of_rows({"value": 20.0, "as_published": "20,0 persen"}, coverage=20.2)
    assert result.set_aside["rule"].tolist() == ["below the share of all employed"]


def test_a_base_of_more_than_all_employed_is_none_of_eligible_workers():
    rows = article(30.0, 690_000, 2_300_000)
    assert of_rows(*rows).set_aside["rule"].tolist()[:1] == ["base larger than all employed"]
    assert of_rows(*article(30.0, 645_000, 2_150_000)).set_aside.empty


def test_counts_too_rounded_give_no_share():
    rows = article(30.0, 500_000, 1_600_000)[1:]
    assert of_rows(*rows).series.query("base == 'eligible'")["estimate"].round(2).tolist() == [31.25]
    words = [row | {"as_published": text} for row, text in zip(rows, ["0,5 juta", "1,6 juta"], strict=True)]
    result = of_rows(*words)
    assert result.set_aside["rule"].tolist() == ["counts too rounded"]
    assert (result.series["base"] == "employed").all()


# ---------------------------------------------------------------------------------------------------------- audit


def verdict(verdict: str, base: str | None = None, result: float = 25.0) -> pd.DataFrame:
    """What the audit says of the first row, a share of 32%."""
    row = {"id": "f0001", "verdict": verdict, "test": "share", "result": result, "printed": 32.0}
    return pd.DataFrame([row | {"base": base, "confidence": "high"}])


@pytest.mark.parametrize(
    ("word", "base", "rule"),
    [
        ("contradicts", None, "alarm of the audit"),
        ("digits slipped or transposed", None, "alarm of the audit"),
        ("points printed as percent", None, "alarm of the audit"),
        ("a share of a target, not coverage", None, "alarm of the audit"),
        ("another month than it seems", None, "alarm of the audit"),
        ("consistent on another base", "employed", "fits another base"),
    ],
)
def test_a_figure_that_the_audit_finds_wrong_is_set_aside(word, base, rule):
    row = {"value": 32.0, "source_title": "UCJ"}
    result = of_rows(row, verdicts=verdict(word, base))
    assert result.set_aside["rule"].tolist() == [rule] and rule in AT_FAULT
    figures = coverage_figures(published(row))
    assert standing(figures, result).empty and len(standing(figures, of_rows(row))) == 1


@pytest.mark.parametrize(
    ("word", "base", "grade", "note"),
    [
        ("old or new province boundary", None, 1, ""),
        ("includes construction workers", None, 1, "construction members"),
        ("office instead of domicile count", None, 1, "construction members"),
        ("cannot be tested", None, 1, ""),
        ("consistent on another base", "eligible", 1, ""),
        ("consistent", None, 2, ""),
        ("consistent within rounding", None, 2, ""),
    ],
)
def test_other_verdicts_leave_a_figure_where_it_is(word, base, grade, note):
    result = of_rows({"value": 32.0, "source_title": "UCJ"}, verdicts=verdict(word, base))
    [row] = result.series.query("base == 'eligible'").to_dict("records")
    assert (row["grade"], row["note"]) == (grade, note)


def test_a_small_contradiction_leaves_a_figure_with_the_lowest_grade():
    rows = article(32.0, 512_000, 1_600_000)
    result = of_rows(*rows, verdicts=verdict("contradicts", result=30.5))
    [row] = result.series.query("base == 'eligible'").to_dict("records")
    assert (row["id"], row["grade"], row["note"]) == ("f0001", 1, "small contradiction")
    # Of the members beside it, not of the share.
    other = verdict("contradicts", result=30.5).assign(printed=512_000.0)
    assert of_rows(*rows, verdicts=other).set_aside["rule"].tolist() == ["alarm of the audit"]


def test_the_members_over_their_base_stand_where_the_printed_share_is_found_wrong():
    rows = article(55.0, 480_000, 1_600_000)
    wrong = of_rows(*rows, verdicts=verdict("contradicts").assign(printed=55.0, result=30.0))
    [row] = wrong.series.query("base == 'eligible'").to_dict("records")
    assert (row["estimate"], row["rule"], row["ids"]) == (30.0, "members over base", "f0002, f0003")
    assert wrong.set_aside["id"].tolist() == ["f0001"]
    [row] = of_rows(*rows).series.query("base == 'eligible'").to_dict("records")
    assert (row["estimate"], row["id"]) == (55.0, "f0001")


# ---------------------------------------------------------------------------------------------------------- grades


def graded(*rows: dict) -> dict:
    [row] = of_rows(*rows).series.query("base == 'eligible'").to_dict("records")
    return row


def test_grade_three_needs_a_stated_base_the_arithmetic_and_a_second_publisher():
    rows = article(30.0, 480_000, 1_600_000)
    second = {"value": 30.0, "source_title": "UCJ", "source_publisher": "Another paper"}
    assert graded(*rows, second)["grade"] == 3
    assert graded(*rows, second)["supported_by"] == "f0004"
    assert graded(*rows)["grade"] == 2 and graded(*rows)["arithmetic"]
    assert graded(rows[0], second)["grade"] == 2
    assert graded(rows[0])["grade"] == 1
    # The same publisher twice is one source.
    assert graded(rows[0], second | {"source_publisher": "A paper"})["grade"] == 1


def test_a_wrong_arithmetic_speaks_against():
    row = graded(*article(33.0, 480_000, 1_600_000))
    assert (row["grade"], row["counts_give"]) == (1, 30.0)
    second = {"value": 33.0, "source_title": "UCJ", "source_publisher": "Another paper"}
    assert graded(*article(33.0, 480_000, 1_600_000), second)["grade"] == 1
    assert np.isnan(graded(*article(30.0, 480_000, 1_600_000), second | {"value": 30.0})["counts_give"])
    # 30.009 printed as 30.00: the last digit was cut off.
    cut = article(30.0, 480_140, 1_600_000)
    cut[0] |= {"as_published": "30,00 persen"}
    assert graded(*cut)["grade"] == 2


def test_a_share_whose_base_is_not_stated_has_the_lowest_grade():
    row = graded({"value": 30.0}, {"value": 30.0, "source_publisher": "Another paper"})
    assert (row["grade"], row["supported_by"], row["base_stated"]) == (1, "f0002", False)


def test_a_figure_of_the_same_month_that_differs_speaks_against():
    rows = article(30.0, 480_000, 1_600_000)
    other = {"value": 33.0, "source_title": "UCJ", "source_publisher": "Another paper"}
    row = graded(*rows, other)
    assert (row["grade"], row["contradicted_by"], row["apart"]) == (1, "f0004", 3.0)
    assert graded(*rows, other | {"value": 31.0})["grade"] == 2
    # Of a year it may be of any day; of unknown workers it is nothing against known ones.
    assert graded(*rows, other | {"source_title": ""})["grade"] == 2
    late = of_rows(
        *(row | {"date": "2024-12"} for row in rows), other | {"date": "2024", "source_date": "2025-02"}
    )
    assert late.series.query("base == 'eligible'")[["grade", "alternatives"]].to_numpy().tolist() == [
        [2, "f0004"]
    ]


# ---------------------------------------------------------------------------------------------------------- pieces


def test_a_base_that_is_redrawn_begins_a_new_piece():
    rows = [
        *article(30.0, 480_000, 1_600_000, date="2024-03"),
        {"value": 31.0, "source_title": "UCJ", "date": "2024-06"},
        *article(40.0, 520_000, 1_300_000, date="2024-09"),
        *article(41.0, 553_500, 1_350_000, date="2025-03"),
    ]
    series = of_rows(*rows).series.query("base == 'eligible'")
    assert series["part"].tolist() == [1, 1, 2, 2]
    assert series["split"].tolist() == ["", "", "base redrawn", ""]
    assert series[["base_before", "base_after"]].to_numpy().tolist()[2] == [1_600_000, 1_300_000]


@pytest.mark.parametrize(
    ("low", "high", "other"),
    [
        (1_250_000, 1_350_000, False),
        (1_250_000, 1_260_000, True),
        (1_550_000, 1_560_000, True),
        (1_530_000, 1_560_000, False),
    ],
)
def test_what_digits_leave_open_is_no_other_base(low, high, other):
    """Beside 1.4 million, 10 percent are 1.273 to 1.54 million."""
    place, first = pd.Series(["Aceh", "Aceh"]), 1_400_000
    assert redrawn(place, pd.Series([first, low]), pd.Series([first, high])).tolist() == [False, other]
    assert not redrawn(pd.Series(["Aceh", "Bali"]), pd.Series([first, low]), pd.Series([first, high])).any()


def test_another_boundary_begins_a_new_piece():
    rows = [
        {"code": "91", "value": 40.0, "source_title": "UCJ", "date": date}
        for date in ("2022-03", "2024-03", "2025-03")
    ]
    series = of_rows(*rows).series.query("base == 'eligible'")
    assert series[["boundary", "part", "split"]].to_numpy().tolist() == [
        ["2021", 1, ""],
        ["2022", 2, "boundary"],
        ["2022", 2, ""],
    ]


def test_a_large_change_beside_subsidised_members_is_described():
    subsidy = {
        "measure": "subsidised_workers", "unit": "workers", "segment": "vulnerable", "value": 50_000, "date": "2024",
    }  # fmt: skip
    rows = [
        *article(30.0, 480_000, 1_600_000, date="2024-12"),
        *article(26.0, 416_000, 1_600_000, date="2025-06"),
    ]
    series = of_rows(*rows, subsidy).series.query("base == 'eligible'")
    assert series["subsidies"].tolist() == ["", "f0007"]
    assert series["note"].tolist() == ["", "subsidised members"]
    assert series["estimate"].tolist() == [30.0, 26.0]
    for other in ({"value": 500}, {"date": "2022"}, {"date": "2026"}, {"code": "12"}):
        series = of_rows(*rows, subsidy | other).series.query("base == 'eligible'")
        assert not series["subsidies"].any(), other
    small = [*rows[:3], *article(29.0, 464_000, 1_600_000, date="2025-06")]
    assert not of_rows(*small, subsidy).series.query("base == 'eligible'")["subsidies"].any()


# ------------------------------------------------------------------------------------------------- on all employed


def test_on_all_employed_the_counts_are_the_estimates():
    series = home().series.query("base == 'employed'")
    counts = load_coverage(provisional=True)
    both = series.merge(counts, on=["code", "date"], suffixes=("", "_counted"))
    assert len(both) == len(series) == len(counts)
    assert (both["estimate"] == both["coverage"]).all() and both["rule"].eq("counted").all()
    assert both.groupby("status")[["grade", "note"]].agg(set).to_dict("index") == {
        "final": {"grade": {3}, "note": {"", "subsidised members"}},
        "provisional": {"grade": {2}, "note": {"provisional", "provisional; subsidised members"}},
    }
    assert series["part"].eq(1).all()


def test_a_published_share_of_all_employed_stands_beside_the_count_of_its_year():
    result = of_rows({"value": 25.0, "as_published": "25 persen dari penduduk bekerja", "date": "2024-05"})
    beside = result.series.set_index("moment")["alternatives"]
    assert beside.to_dict() == {"2022-12": "", "2023-12": "", "2024-12": "f0001", "2025-12": ""}


# ----------------------------------------------------------------------------------------------------------- facts


def test_jambi():
    rows = estimates("15")
    assert rows["estimate"].to_dict() == {
        "2024-08": 39.52,
        "2024-10": 41.38,
        "2024-12": 45.17,
        "2025-03": 44.0,
    }
    assert rows["grade"].tolist() == [1, 1, 3, 2]
    row = rows.loc["2024-12"]
    assert row[["id", "ids", "alternatives", "supported_by"]].tolist() == [
        "f0006",
        "f0006, f0011, f0010",
        "f0112",
        "f0112",
    ]
    assert (row["low"], row["high"]) == (45.165, 45.175)
    assert rows["part"].eq(1).all()


def test_kalimantan_barat_ends_with_27_point_36():
    rows = estimates("61")
    last = rows.iloc[-1]
    assert last[["estimate", "id", "alternatives", "grade", "rule"]].tolist() == [
        27.36, "f1388", "f0231, f0246", 1, "base not stated",
    ]  # fmt: skip
    assert (
        last[["supported_by", "contradicted_by"]].tolist() == ["f0246", "f0231"]
        and round(last["apart"], 2) == 9.64
    )
    assert rows.loc["2022-11", ["ids", "rule"]].tolist() == ["f0713, f0714", "members over base"]
    assert round(rows.loc["2022-11", "estimate"], 2) == 37.37
    # 2,700 workers of all Kalimantan Barat, a misprint, are nobody's base.
    assert rows["part"].eq(1).all()


def test_bali_is_split_where_2_61_million_become_1_87_million():
    rows = estimates("51")
    assert rows["part"].tolist() == [1, 1, 2, 2]
    split = rows.loc["2025-03"]
    assert split[["split", "base_before", "base_after"]].tolist() == ["base redrawn", 2_617_816, 1_873_899]
    both = rows.loc["2023-11"]
    assert (
        round(both["estimate"], 2) == 32.11
        and both["workers"] == 2_607_070
        and both["rule"] == "both segments"
    )
    # Both numbers are all employed: of August 2022, and of August 2023.
    assert rows["note"].tolist()[:2] == ["base is all employed", "base not stated; base is all employed"]
    assert home().set_aside.set_index("id").loc["f0883", "rule"] == "below the share of all employed"


def test_aceh_has_the_bases_that_were_printed_and_implied():
    rows = estimates("11")
    assert (rows["workers"] / 1e6).round(2).tolist() == [2.23, 1.70, 1.60, 1.75, 1.60]
    assert rows["split"].tolist() == ["", "base redrawn", "", "", ""]
    assert rows["estimate"].tolist() == [16.34, 38.05, 29.94, 23.32, 25.46]
    assert rows.loc["2024-12", "alternatives"] == "f0078"


def test_kalimantan_tengah_has_no_1_75_million_eligible_workers():
    """1.42 million are employed there."""
    aside = home().set_aside.set_index("id")
    assert aside.loc["f0708", ["rule", "workers_low"]].tolist() == [
        "base larger than all employed",
        1_700_000,
    ]
    assert estimates("62").iloc[-1][["id", "estimate"]].tolist() == ["f1390", 42.74]


def test_papua_of_today_is_no_series_with_papua_of_2021():
    rows = estimates("91")
    assert rows[["boundary", "id", "part"]].to_numpy().tolist() == [["2022", "f0358", 1]]
    assert set(estimates("91", "employed")["boundary"]) == {"2021"}
    assert "f1160" in ids(estimates("91", "employed")["alternatives"])
    assert estimates("95").empty and estimates("94")["id"].tolist() == ["f0356"]


def test_jawa_barats_words_more_than_are_kept():
    assert estimates("32").iloc[-1][["estimate", "id", "grade"]].tolist() == [31.4, "f0022", 2]


# ------------------------------------------------------------------------------------------------ one answer


@pytest.mark.parametrize("boundary", ["2021", "2022"])
def test_the_last_estimate_is_the_latest_figure_of_every_page(boundary):
    figures = standing(coverage_figures(load_published()), home())
    shown = latest_totals(figures, boundary).set_index("code")
    series = home().series.query("base == 'eligible' and segment == 'total'")
    last = on_boundary(series, boundary).drop_duplicates("code", keep="last").set_index("code")
    assert shown["id"].to_dict() == last["id"].to_dict()
    assert shown["coverage"].to_dict() == last["estimate"].to_dict()


def test_the_estimates_are_the_path_of_the_figures_that_stand():
    figures = standing(coverage_figures(load_published()), home())
    totals = figures[figures["segment"].eq("total") & figures["level"].isin(["national", "province"])]
    rows = path(beside_eligible(totals))
    series = home().series.query("base == 'eligible' and segment == 'total'")
    places = ["code", "boundary", "moment"]
    both = series.set_index(places)["id"].to_dict(), rows.set_index(places)["id"].to_dict()
    assert both[0] == both[1]


def test_rules_of_choice_are_named():
    assert set(home().series["rule"]) == set(CHOSEN_BY)
    assert home().series["grade"].isin([1, 2, 3]).all()
    within = home().series.eval("low <= estimate + 1e-9 and estimate <= high + 1e-9")
    assert within.all()


def test_all_provinces_take_less_than_half_a_second_and_are_computed_once():
    from time import process_time

    arguments = load_published(), load_coverage(provisional=True)
    reconcile(*arguments)
    start = process_time()
    reconcile(*arguments)
    assert process_time() - start < 0.75  # half a second on a machine with nothing else to do
    assert once(reconcile, *arguments).series.equals(home().series)


def test_an_empty_table_gives_the_counts_alone():
    none = load_published().iloc[:0]
    result = reconcile(none, load_coverage(provisional=True))
    assert result.set_aside.empty and (result.series["base"] == "employed").all()
    assert candidates(none).empty and np.isfinite(result.series["estimate"]).all()
