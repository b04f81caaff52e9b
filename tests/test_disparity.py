"""Formal against informal, and between provinces: facts from the raw counts, and identities that must hold exactly."""

import csv
from collections import defaultdict
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from coverage_lib.data import regions, sources
from coverage_lib.load import load_context, load_coverage, load_employment, load_members, load_published
from coverage_lib.measures import disparity

YEARS = (2022, 2023, 2024)


@pytest.fixture(scope="module")
def coverage():
    return load_coverage(base="segment_workers")


@pytest.fixture(scope="module")
def of_islands(coverage):
    islands = regions.provinces(boundary="2021").set_index("code")["island"]
    return coverage[coverage["code"] != "00"].assign(island=lambda rows: rows["code"].map(islands))


@pytest.fixture(scope="module")
def published():
    return load_published()


def synthetic_coverage(rows, columns=("code", "year", "segment", "active", "workers")):
    return pd.DataFrame(rows, columns=list(columns))


def synthetic_two_years(seed=7, provinces=12):
    """Provinces of very different size, among them one without informal workers and one without members."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(provinces):
        for year in (2022, 2024):
            for segment in ("formal", "informal"):
                workers = int(rng.lognormal(11, 1.5))
                rows.append((f"{number + 11}", year, segment, int(workers * rng.uniform(0, 0.9)), workers))
    table = synthetic_coverage(rows)
    table["island"] = np.where(table["code"] < "15", "west", np.where(table["code"] < "19", "middle", "east"))
    table.loc[(table["code"] == "11") & (table["segment"] == "informal"), ["active", "workers"]] = 0
    table.loc[table["code"] == "12", "active"] = 0
    return table


def raw_sums():
    """Members and workers of the nation by year and segment, from the raw files and without the project's code."""
    members, workers = defaultdict(int), defaultdict(Decimal)
    with sources.raw_path("members").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["counted_by"] == "domicile":
                members[row["date"][:4], row["segment"]] += int(row["active"])
    with sources.raw_path("employment").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["code"] != "00":
                employed, share = Decimal(row["employed"]), Decimal(row["formal_share"]) / 100
                workers[row["date"][:4], "formal"] += employed * share
                workers[row["date"][:4], "informal"] += employed * (1 - share)
    return members, workers


# ------------------------------------------------------------------------------------------------------------- facts


def test_national_rates_are_those_of_the_raw_counts(coverage):
    members, workers = raw_sums()
    gap = disparity.formal_informal_difference(coverage).set_index(["code", "year"])
    for year in YEARS:
        for segment in ("formal", "informal"):
            key = (str(year), segment)
            expected = float(100 * members[key] / workers[key])
            assert gap.loc[("00", year), f"{segment}_coverage"] == pytest.approx(expected, abs=1e-4)


def test_national_rates_as_known():
    gap = disparity.formal_informal_difference(load_coverage(base="segment_workers")).set_index(
        ["code", "year"]
    )
    national = gap.loc["00"].loc[list(YEARS), ["formal_coverage", "informal_coverage"]]
    assert national.round(1).to_numpy().tolist() == [[41.5, 7.5], [43.7, 11.1], [48.2, 11.8]]


def test_seven_of_ten_uncovered_are_informal(coverage):
    of_ten = disparity.informal_of_ten(coverage).set_index("year")
    # 144,642,004 employed less 39,207,829 members.
    assert of_ten.loc[2024, "not_members"] == 105_434_175
    assert of_ten.loc[list(YEARS), "of_ten"].round(1).tolist() == [7.0, 7.0, 7.0]


def test_the_uncovered_add_up_to_the_nation(coverage):
    table = disparity.not_members(coverage)
    for year in YEARS:
        rows = table[table["year"] == year]
        regions_of_year = rows[rows["code"] != "00"]
        assert len(regions_of_year) == 68
        nation = rows[rows["code"] == "00"]
        for part in (regions_of_year, nation):
            assert part["share_of_not_members"].sum() == pytest.approx(100, abs=1e-9)
        assert regions_of_year["not_members"].sum() == nation["not_members"].sum()


def test_figures_within_the_difference_of_definitions(coverage):
    gap = disparity.formal_informal_difference(coverage)
    strained = gap[gap["strained"] & (gap["year"] == 2024)]
    names = ["Kalimantan Timur", "Kalimantan Utara", "Kepulauan Riau", "Papua Barat"]
    assert sorted(strained["name"]) == names
    assert set(strained["strain"]) == {"within_definitions"}
    # More informal than formal members per worker: no programme does that, a definition or a count does.
    barat = gap[(gap["name"] == "Papua Barat") & (gap["year"] == 2022)].iloc[0]
    assert barat["informal_coverage"] == pytest.approx(86.2, abs=0.05)
    assert barat["difference"] < 0


def test_counted_by_office_jakarta_is_above_100_kept_and_flagged(coverage):
    workers = coverage.loc[coverage["year"] == 2023, ["code", "year", "segment", "workers"]]
    office = load_members(counted_by="office")[["code", "segment", "active"]]
    gap = disparity.formal_informal_difference(office.merge(workers, on=["code", "segment"])).set_index(
        "code"
    )
    assert gap.loc["31", "formal_coverage"] == pytest.approx(168.9, abs=0.05)
    assert gap.loc["31", "strain"] == "formal_above_100"
    table = disparity.not_members(office.merge(workers, on=["code", "segment"]))
    jakarta = table[(table["code"] == "31") & (table["segment"] == "formal")].iloc[0]
    assert jakarta["not_members"] < -2_000_000 and jakarta["above_100"]


# -------------------------------------------------------------------------------------------------- gaps and missing


def test_a_missing_segment_gives_a_missing_result_with_a_reason():
    rows = [
        ("11", 2024, "formal", 5, 10),
        ("12", 2024, "formal", 5, 10),
        ("12", 2024, "informal", np.nan, 10),
    ]
    gap = disparity.formal_informal_difference(synthetic_coverage(rows)).set_index("code")
    assert gap["reason"].tolist() == ["informal_row_missing", "informal_members_missing"]
    assert gap[["informal_coverage", "difference", "ratio", "formal_lead"]].isna().all(axis=None)
    assert gap["formal_coverage"].tolist() == [50.0, 50.0]
    table = disparity.not_members(synthetic_coverage(rows))
    assert table.loc[table["segment"] == "informal", "not_members"].isna().all()
    assert table["share_of_not_members"].isna().all()
    assert (table["reason"] != "").all()
    assert disparity.informal_of_ten(synthetic_coverage(rows))["reason"].tolist() == ["regions_missing"]


def test_nobody_in_a_segment_is_not_a_share_of_nothing():
    rows = [("11", 2024, "formal", 5, 10), ("11", 2024, "informal", 0, 0)]
    rows += [("12", 2024, "formal", 0, 10), ("12", 2024, "informal", 0, 30)]
    rows += [("13", 2024, "formal", 5, 0), ("13", 2024, "informal", 1, 30)]
    gap = disparity.formal_informal_difference(synthetic_coverage(rows)).set_index("code")
    assert gap["reason"].tolist() == ["no_informal_workers", "no_members", "no_formal_workers"]
    assert np.isnan(gap.loc["11", "difference"])
    assert gap.loc["12", ["formal_coverage", "informal_coverage", "difference"]].tolist() == [0, 0, 0]
    assert gap.loc["13", "strain"] == "formal_above_100"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.drop(columns="workers"), "no column 'workers'"),
        (lambda t: pd.concat([t, t.head(1)]), "two rows for code 11, year 2022, segment formal"),
        (lambda t: t.assign(segment="total"), "has the segment 'total'"),
        (lambda t: t.assign(active=-1), "active is -1 for code '11'"),
        (
            lambda t: t.assign(counted_by=["office"] + ["domicile"] * (len(t) - 1)),
            "mixes 'office', 'domicile'",
        ),
    ],
)
def test_a_table_that_cannot_be_compared_is_refused_in_words(change, says):
    with pytest.raises(disparity.TableError, match=says):
        disparity.formal_informal_difference(change(synthetic_two_years()))


# ------------------------------------------------------------------------------------------------------ decomposition


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


# --------------------------------------------------------------------------------------------------------- inequality


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


# --------------------------------------------------------------------------------------------------------- association


def synthetic_regions(size=34, seed=5):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"code": [f"{code}" for code in range(11, 11 + size)]})
    table["poverty_rate"] = rng.uniform(4, 26, size)
    table["formal_share"] = rng.uniform(20, 70, size)
    odds = -1.5 - 0.5 * (table["poverty_rate"] - 12) / 10 + rng.normal(0, 0.3, size)
    table["informal_coverage"] = 100 / (1 + np.exp(-odds))
    return table.assign(
        island=np.where(table.index < 14, "west", np.where(table.index < 25, "middle", "east"))
    )


STEPS = {"poverty_rate": 10.0, "formal_share": 10.0}


def test_associations_are_the_fractional_logit_of_statsmodels():
    import statsmodels.api as sm

    table = synthetic_regions()
    result = disparity.associations(table, variables=STEPS).set_index("term")
    design = sm.add_constant(table[list(STEPS)] / 10)
    for island in ("east", "middle"):
        design[island] = (table["island"] == island).astype(float)
    logit = sm.Logit(table["informal_coverage"] / 100, design).fit(disp=0)
    assert result.loc["poverty_rate", "coefficient"] == pytest.approx(logit.params["poverty_rate"], rel=1e-6)
    effects = logit.get_margeff(dummy=False).summary_frame()["dy/dx"]
    assert result.loc["poverty_rate", "points"] == pytest.approx(100 * effects["poverty_rate"], rel=1e-6)
    assert result.loc["island: east", "reference"] == "west"
    assert result["free"].unique().tolist() == [29]
    assert result.loc["poverty_rate", "low"] < -0.5 < result.loc["poverty_rate", "high"] < 0


def test_standard_errors_are_hc3():
    """With the identity link and constant variance the same formula is the HC3 of OLS, which statsmodels has."""
    import statsmodels.api as sm

    from coverage_lib.measures.disparity.association import _robust_covariance

    table = synthetic_regions()
    design = sm.add_constant(table[list(STEPS)])
    linear = sm.GLM(table["informal_coverage"], design, family=sm.families.Gaussian()).fit()
    expected = sm.OLS(table["informal_coverage"], design).fit(cov_type="HC3").cov_params()
    assert _robust_covariance(linear) == pytest.approx(expected.to_numpy(), rel=1e-8)


def test_effects_in_points_are_the_differences_of_fitted_rates():
    table = synthetic_regions()
    result = disparity.associations(table, variables=STEPS).set_index("term")
    fitted = disparity.influence(table, variables=STEPS).set_index("code")["fitted"]
    assert fitted.mean() == pytest.approx(table["informal_coverage"].mean(), abs=1e-6)
    # By finite difference of the linear predictor: all in the east against all in the west.
    logit = np.log(fitted / (100 - fitted)).reindex(table["code"]).to_numpy()
    of_island = {"west": 0.0} | {
        name: result.loc[f"island: {name}", "coefficient"] for name in ("east", "middle")
    }
    base = logit - table["island"].map(of_island).to_numpy()
    change = 100 / (1 + np.exp(-(base + of_island["east"]))) - 100 / (1 + np.exp(-base))
    assert result.loc["island: east", "points"] == pytest.approx(change.mean(), rel=1e-6)
    assert (
        result.loc["island: east", "points_low"] < change.mean() < result.loc["island: east", "points_high"]
    )


def test_the_spread_of_the_points_follows_every_coefficient():
    """The gradient of the delta method against small steps of each coefficient."""
    from coverage_lib.measures.disparity.association import _fit, _points

    fit, _, _ = _fit(synthetic_regions(), "informal_coverage", STEPS, "island")
    design, beta = np.asarray(fit.model.exog), np.asarray(fit.params)
    for place, is_group in ((1, False), (2, False), (3, True)):
        _, gradient = _points(design, beta, place, is_group)
        step = 1e-6 * np.eye(len(beta))
        numeric = [
            (_points(design, beta + by, place, is_group)[0] - _points(design, beta - by, place, is_group)[0])
            / 2e-6
            for by in step
        ]
        assert gradient == pytest.approx(np.array(numeric), abs=1e-8)


def test_influence_finds_the_region_that_bends_the_line():
    table = synthetic_regions()
    table.loc[table["poverty_rate"].idxmax(), "informal_coverage"] = 90.0
    result = disparity.influence(table, variables=STEPS)
    assert result.loc[0, "code"] == table.loc[table["poverty_rate"].idxmax(), "code"]
    without = table[table["code"] != result.loc[0, "code"]]
    again = disparity.associations(without, variables=STEPS).set_index("term")
    assert result.loc[0, "without_region"] == pytest.approx(again.loc[result.loc[0, "term"], "coefficient"])


def test_a_group_of_one_region_breaks_nothing():
    table = synthetic_regions()
    table.loc[0, "island"] = "alone"
    result = disparity.associations(table, variables=STEPS)
    numbers = ["coefficient", "low", "high", "p"]
    alone = result[result["term"] == "island: alone"]
    assert alone[numbers].isna().to_numpy().tolist() == [[False, True, True, True]]
    others = result[result["term"] != "island: alone"].reset_index(drop=True)
    # Nothing but itself fits the lone region, so the others' terms are those of a table without it.
    without = disparity.associations(table.drop(index=0), variables=STEPS)
    for number in ("coefficient", "p"):
        assert others[number].tolist()[1:] == pytest.approx(without[number].tolist()[1:], rel=1e-4)
    assert disparity.influence(table, variables=STEPS)["alone"].sum() == 1


def test_associations_refuse_what_they_cannot_tell():
    table = synthetic_regions()
    with pytest.raises(disparity.TableError, match=r"120 for code '11'"):
        disparity.associations(table.assign(informal_coverage=120.0), variables=STEPS)
    with pytest.raises(disparity.TableError, match="missing values for 11 in"):
        disparity.associations(
            table.assign(poverty_rate=table["poverty_rate"].where(table.index > 0)), variables=STEPS
        )
    with pytest.raises(disparity.TableError, match="cannot tell 5 coefficients apart"):
        disparity.associations(table.head(4).assign(island=["a", "b", "c", "c"]), variables=STEPS)


# ----------------------------------------------------------------------------------------------------------- published


def test_which_base_gives_the_rates_quoted_for_jawa_tengah(published):
    quoted = published[(published["code"] == "33") & (published["date"] == "2024-02")]
    eligible = published[published["measure"] == "eligible_workers"]
    members = pd.concat([load_members(), load_members(counted_by="office")])
    table = disparity.published_base(quoted, members, load_employment(), eligible)
    ours = table[(table["counted_by"] == "domicile") & ~table["with_construction"]]
    last = ours[ours["base_date"] == "2023-08-31"].set_index(["segment", "base"])
    assert last.loc[("formal", "formal_workers"), "rate"] == pytest.approx(45.45, abs=0.01)
    assert last.loc[("informal", "informal_workers"), "rate"] == pytest.approx(6.40, abs=0.01)
    # 3,598,758 and 772,149 members: 60% and 12% mean bases of 6.0 and 6.4 million.
    assert last.loc[("formal", "formal_workers"), "implied_base"] == pytest.approx(3_598_758 / 0.60)
    assert last.loc[("informal", "informal_workers"), "implied_base"] == pytest.approx(772_149 / 0.12)
    assert not ours["reproduces"].any()
    # No base alone gives both, but the two implied ones add up to nearly the eligible workers printed in July 2025.
    both = ours[ours["segment"] == "formal and informal"].iloc[0]
    assert (both["base"], both["workers"]) == ("eligible", 12_800_000)
    assert both["implied_share"] == pytest.approx(97.1, abs=0.05)


def test_rounding_of_a_quote_leaves_a_range(published):
    quoted = published[
        (published["id"] == "f0771")
    ]  # Sumatera Utara, November 2024: 53.76%, not 54 and not 53.7
    eligible = published[published["measure"] == "eligible_workers"]
    row = disparity.published_base(quoted, load_members(), load_employment(), eligible).iloc[0]
    assert row["implied_low"] == pytest.approx(100 * row["active"] / 53.765)
    assert row["implied_high"] == pytest.approx(100 * row["active"] / 53.755)


def test_quotes_for_the_papua_of_today_are_refused(published):
    quoted = published[(published["code"] == "92") & (published["measure"] == "coverage_rate")]
    quoted = quoted[quoted["segment"] == "formal"]
    eligible = published[published["measure"] == "eligible_workers"]
    with pytest.raises(disparity.TableError, match="as it was left in 2022"):
        disparity.published_base(quoted, load_members(), load_employment(), eligible)
    with pytest.raises(disparity.TableError, match="provinces of 2021"):
        disparity.eligible_beside_workers(eligible, load_employment(boundary="2021"))


def test_eligible_informal_workers_are_about_half_of_the_informal(published):
    eligible = published[
        (published["measure"] == "eligible_workers") & (published["region_level"] == "province")
    ]
    table = disparity.eligible_beside_workers(eligible, load_employment(boundary="2022"))
    utara = table[(table["code"] == "12") & (table["date"] == "2024-11-30")].set_index("segment")
    assert utara.loc["formal", "share"] == pytest.approx(100 * 2_550_189 / 3_294_015, abs=0.01)
    assert utara.loc["informal", "share"] == pytest.approx(100 * 2_346_232 / 4_429_349, abs=0.01)
    assert table[table["segment"] == "informal"]["share"].median() == pytest.approx(54, abs=1)


def test_village_institutions_of_jambi_have_a_base_of_their_own(published):
    table = disparity.segments_apart(published)
    jambi = table[(table["code"] == "15") & (table["segment"] == "village_institutions")].iloc[0]
    # 65,875 people are the 66.98% not covered.
    assert jambi["base"] == pytest.approx(98_350, abs=1)
    assert jambi["active"] == pytest.approx(98_350 * 0.3302, abs=1)
    assert jambi["base_from"] == "uncovered_and_share"
    assert jambi["ids"] == "f0013, f0015"
    banten = table[(table["code"] == "36") & (table["segment"] == "village_institutions")].iloc[0]
    # Printed 55.11% of 112,665; the 26,994 members printed beside it are 23.96%.
    assert banten["coverage"] == 55.11 and not banten["agrees"]
    assert (banten["base"], banten["base_from"]) == (112_665, "printed")
    assert banten["computed"] == pytest.approx(23.96, abs=0.01)


def test_segments_apart_leave_no_figure_out(published):
    table = disparity.segments_apart(published, load_members(counted_by="office"))
    assert set(table["segment"]) == {"construction", "village_institutions", "vulnerable"}
    office = table[table["counted_by"] == "office"]
    assert office["active"].sum() == 7_363_800
    assert set(office["reason"]) == {"base_not_published"} and office["coverage"].isna().all()
    subsidised = published[published["measure"] == "subsidised_workers"]
    for code in subsidised["id"]:
        value = subsidised.set_index("id").loc[code, "value"]
        assert (table["active"] == value).any(), code
