"""Inequality and concentration: identities that must hold exactly, and facts of 2024."""

import numpy as np
import pandas as pd
import pytest
from disparity_tables import synthetic_coverage, synthetic_two_years

from coverage_lib.data import regions
from coverage_lib.load import load_context, load_coverage
from coverage_lib.measures import disparity


@pytest.fixture(scope="module")
def coverage():
    return load_coverage(base="segment_workers")


@pytest.fixture(scope="module")
def of_islands(coverage):
    islands = regions.provinces(boundary="2021").set_index("code")["island"]
    return coverage[coverage["code"] != "00"].assign(island=lambda rows: rows["code"].map(islands))


def test_theil_parts_add_up(of_islands):
    parts = ["theil_between_segments", "theil_between_islands", "theil_between_provinces"]
    for table in (of_islands[of_islands["year"] == 2024], synthetic_two_years().query("year == 2024")):
        result = disparity.inequality(table, draws=200).set_index(["segment", "measure"])
        for segment in ("formal", "informal", "total", "formal and informal"):
            mine = result.loc[segment]
            there = [part for part in parts if part in mine.index]
            assert mine.loc[there, "estimate"].sum() == pytest.approx(
                mine.loc["theil", "estimate"], abs=1e-12
            )
            assert (mine.loc[there, "estimate"] > 0).all()
            assert mine.loc[there, "share"].sum() == pytest.approx(100)
        assert (result["low"] <= result["high"]).all()


def synthetic_equal_weights():
    rng = np.random.default_rng(3)
    rows = [
        (f"{code}", 2024, segment, int(rng.integers(50, 900)), 1000)
        for code in range(11, 31)
        for segment in ("formal", "informal")
    ]
    table = synthetic_coverage(rows)
    return table.assign(island=np.where(table["code"] < "18", "west", "east"))


def test_with_equal_weights_the_measures_are_pysals():
    from inequality.gini import Gini
    from inequality.theil import Theil, TheilD

    table = synthetic_equal_weights()
    result = disparity.inequality(table, draws=50).set_index(["segment", "measure"])["estimate"]
    formal = table[table["segment"] == "formal"]
    assert result["formal", "theil"] == pytest.approx(float(Theil(formal["active"].to_numpy(float)).T))
    assert result["formal", "gini"] == pytest.approx(float(Gini(formal["active"].to_numpy(float)).g))
    by_island = TheilD(formal["active"].to_numpy(float), formal["island"].to_numpy())
    assert result["formal", "theil_between_islands"] == pytest.approx(float(by_island.bg[0]))
    assert result["formal", "theil_between_provinces"] == pytest.approx(float(by_island.wg[0]))
    cells = TheilD(table["active"].to_numpy(float), table["segment"].to_numpy())
    both = result["formal and informal"]
    assert both["theil_between_segments"] == pytest.approx(float(cells.bg[0]))


def test_a_weight_counts_like_so_many_people():
    from inequality.gini import Gini
    from inequality.theil import Theil

    rows = [("11", 2024, "formal", 1, 4), ("12", 2024, "formal", 6, 12), ("13", 2024, "formal", 15, 20)]
    rows += [(code, 2024, "informal", 1, 10) for code in ("11", "12", "13")]
    table = synthetic_coverage(rows).assign(island="one")
    result = disparity.inequality(table, draws=50).set_index(["segment", "measure"])["estimate"]
    people = np.repeat([25.0, 50.0, 75.0], [4, 12, 20])
    assert result["formal", "theil"] == pytest.approx(float(Theil(people).T))
    assert result["formal", "gini"] == pytest.approx(float(Gini(people).g))
    assert result["formal", "difference_from_best"] == pytest.approx((75 - people).mean())
    assert result["informal", "theil"] == pytest.approx(0) and result["informal", "gini"] == pytest.approx(0)


def test_inequality_is_deterministic_and_says_what_is_missing(of_islands):
    one = of_islands[of_islands["year"] == 2024]
    pd.testing.assert_frame_equal(disparity.inequality(one, draws=100), disparity.inequality(one, draws=100))
    holed = one.assign(active=one["active"].astype(float))
    holed.loc[(holed["code"] == "11") & (holed["segment"] == "formal"), "active"] = np.nan
    result = disparity.inequality(holed, draws=100).set_index("segment")
    assert set(result.loc["informal", "reason"]) == {""}
    assert set(result.loc["formal", "reason"]) == {"regions_missing"}
    assert result.loc["formal", "estimate"].isna().all()
    with pytest.raises(disparity.TableError, match="has the years 2022, 2023"):
        disparity.inequality(of_islands[of_islands["year"] < 2024])


@pytest.mark.parametrize("blank", [np.nan, None, ""])
@pytest.mark.parametrize(
    "where", ["code == '31'", "code == '31' and segment == 'formal'", "island == 'Papua'"]
)
def test_a_province_without_a_group_is_refused(of_islands, where, blank):
    table = of_islands[of_islands["year"] == 2024]
    table = table.assign(island=table["island"].astype(object).mask(table.eval(where), blank))
    codes = "91, 92" if "Papua" in where else "31"
    with pytest.raises(disparity.TableError, match=f"no 'island' for {codes}; name the group"):
        disparity.inequality(table, draws=10)


def test_the_nation_needs_no_group(of_islands, coverage):
    nation = coverage[(coverage["code"] == "00") & (coverage["year"] == 2024)]
    table = of_islands[of_islands["year"] == 2024]
    pd.testing.assert_frame_equal(
        disparity.inequality(pd.concat([table, nation]), draws=10), disparity.inequality(table, draws=10)
    )


def test_segments_hold_most_of_the_inequality(of_islands):
    result = disparity.inequality(of_islands[of_islands["year"] == 2024], draws=100)
    both = result[result["segment"] == "formal and informal"].set_index("measure")
    assert both.loc["theil_between_segments", "share"] == pytest.approx(82.4, abs=0.1)


def test_concentration_by_poverty(of_islands):
    context = load_context()
    poverty = context[(context["measure"] == "poverty_rate") & (context["year"] == 2023)]
    poverty = poverty.set_index("code")["value"]
    table = of_islands[of_islands["year"] == 2023].assign(poverty_rate=lambda t: t["code"].map(poverty))
    result = disparity.concentration(table, draws=500).set_index("segment")
    assert result.loc["informal", "concentration"] == pytest.approx(0.189, abs=0.001)
    assert result.loc["informal", "low"] > 0
    turned = disparity.concentration(table.assign(poverty_rate=-table["poverty_rate"]), draws=500)
    assert turned["concentration"].tolist() == pytest.approx((-result["concentration"]).tolist())


def test_concentration_of_ties_is_that_of_their_sum():
    rows = [("11", 2024, "informal", 1, 10, 20.0), ("12", 2024, "informal", 9, 30, 5.0)]
    rows += [("13", 2024, "informal", 2, 20, 20.0)]
    rows += [(code, 2024, "formal", 1, 10, by) for code, by in (("11", 20.0), ("12", 5.0), ("13", 20.0))]
    columns = ("code", "year", "segment", "active", "workers", "poverty_rate")
    result = disparity.concentration(synthetic_coverage(rows, columns), draws=50).set_index("segment")
    # 30 people at 10% below 30 people at 30%: mean 20%, ranks 1/4 and 3/4.
    assert result.loc["informal", "concentration"] == pytest.approx(2 * (-0.25 * 5 + 0.25 * 15) / 20)
