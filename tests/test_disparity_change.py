"""The parts of a change add up to it, for provinces and for the nation."""

import numpy as np
import pytest
from disparity_tables import synthetic_coverage, synthetic_two_years

from coverage_lib.load import load_coverage
from coverage_lib.measures import disparity


@pytest.fixture(scope="module")
def coverage():
    return load_coverage(base="segment_workers")


def test_change_of_every_province_is_the_sum_of_its_parts(coverage):
    for start, end in ((2022, 2024), (2022, 2023), (2023, 2024)):
        table = disparity.decompose_change(coverage, start, end)
        assert len(table) == 35
        parts = table[["formal_rate", "informal_rate", "composition"]].sum(axis=1)
        assert (parts - table["change"]).abs().max() < 1e-9
    nation = disparity.decompose_change(coverage, 2022, 2024).set_index("code").loc["00"]
    total = load_coverage(base="employed")
    total = total[total["code"] == "00"].set_index("year")["coverage"]
    assert nation["change"] == pytest.approx(total[2024] - total[2022], abs=1e-9)
    assert nation[["formal_rate", "informal_rate", "composition"]].round(2).tolist() == [2.77, 2.54, 0.48]


def test_decomposition_by_hand():
    rows = [("11", 2022, "formal", 40, 100), ("11", 2022, "informal", 30, 300)]
    rows += [("11", 2024, "formal", 120, 200), ("11", 2024, "informal", 40, 200)]
    result = disparity.decompose_change(synthetic_coverage(rows), 2022, 2024).iloc[0]
    # Shares 1/4 and 1/2; formal 40% to 60%, informal 10% to 20%; coverage 17.5% to 40%.
    assert result["change"] == pytest.approx(22.5)
    assert result["formal_rate"] == pytest.approx(0.375 * 20)
    assert result["informal_rate"] == pytest.approx(0.625 * 10)
    assert result["composition"] == pytest.approx(0.25 * (50 - 15))


def test_decomposition_stands_empty_segments_and_no_members():
    table = synthetic_two_years()
    # One province loses its informal workers altogether, another has had none before.
    informal = table["segment"] == "informal"
    gone = informal & (table["code"] == "13") & (table["year"] == 2024)
    come = informal & (table["code"] == "14") & (table["year"] == 2022)
    table.loc[gone | come, ["active", "workers"]] = 0
    result = disparity.decompose_change(table, 2022, 2024)
    assert (result["reason"] == "").all()
    parts = ["formal_rate", "informal_rate", "composition"]
    assert (result[parts].sum(axis=1) - result["change"]).abs().max() < 1e-9
    by_code = result.set_index("code")
    assert by_code.loc["11", ["informal_rate", "composition"]].tolist() == [0, 0]
    assert by_code.loc["12", [*parts, "change"]].tolist() == [0, 0, 0, 0]
    assert by_code.loc[["13", "14"], "informal_rate"].tolist() == [0, 0]


def test_years_that_are_text_or_missing_are_refused_in_words(coverage):
    text = coverage.assign(year=coverage["year"].astype(str))
    for years in ((2022, 2024), ("2022", "2024")):
        with pytest.raises(
            disparity.TableError, match=r"year '2022' of the table of coverage is text.*astype"
        ):
            disparity.decompose_change(text, *years)
        with pytest.raises(disparity.TableError, match="is text"):
            disparity.decompose_nation(text, *years)
    with pytest.raises(disparity.TableError, match=r"The year '2022' is text; ask for 2022 without quotes"):
        disparity.decompose_change(coverage, "2022", 2024)
    holed = coverage.assign(year=coverage["year"].where(coverage["code"] != "31"))
    with pytest.raises(disparity.TableError, match="has no year for code 31"):
        disparity.decompose_change(holed, 2022, 2024)
    with pytest.raises(disparity.TableError, match="a row without a code"):
        disparity.decompose_change(coverage.assign(code=coverage["code"].replace("31", None)), 2022, 2024)


def test_provinces_add_up_to_the_change_of_the_nation(coverage):
    table = disparity.decompose_nation(coverage, 2022, 2024).set_index("code")
    nation = disparity.decompose_change(coverage, 2022, 2024).set_index("code").loc["00"]
    provinces = table.drop(index="00")
    assert provinces["contribution"].sum() == pytest.approx(nation["change"], abs=1e-9)
    assert table.loc["00", "contribution"] == pytest.approx(nation["change"], abs=1e-9)
    parts = table[["formal_rate", "informal_rate", "composition", "place"]].sum(axis=1)
    assert (parts - table["contribution"]).abs().max() < 1e-9


def test_incomplete_years_are_not_decomposed():
    table = synthetic_two_years()
    table = table[~((table["code"] == "14") & (table["year"] == 2024))]
    result = disparity.decompose_change(table, 2022, 2024).set_index("code")
    assert result.loc["14", "reason"] == "end_missing"
    assert np.isnan(result.loc["14", "change"])
    assert result.drop(index="14")["change"].notna().all()
    nation = disparity.decompose_nation(table, 2022, 2024)
    assert nation["contribution"].isna().all() and (nation["reason"] != "").all()
    with pytest.raises(disparity.TableError, match="no year 2023; it has 2022, 2024"):
        disparity.decompose_change(table, 2023, 2024)
