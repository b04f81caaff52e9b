"""Associations with informal coverage: against statsmodels, and by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from coverage_lib import load_context, load_coverage, load_employment, provinces
from coverage_lib.measures import disparity


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


def test_an_interval_in_points_is_that_of_the_coefficient_at_the_fitted_rates():
    table = synthetic_regions()
    result = disparity.associations(table, variables=STEPS).set_index("term")
    fitted = (
        disparity.influence(table, variables=STEPS).set_index("code")["fitted"].reindex(table["code"]) / 100
    )
    slope = (fitted * (1 - fitted)).mean()
    west = np.log(fitted / (1 - fitted)).to_numpy() - table["island"].map(
        {"west": 0.0} | {name: result.loc[f"island: {name}", "coefficient"] for name in ("east", "middle")}
    )
    for bound in ("low", "high"):
        poverty, east = result.loc["poverty_rate"], result.loc["island: east"]
        assert poverty[f"points_{bound}"] == pytest.approx(100 * slope * poverty[bound], rel=1e-6)
        moved = 1 / (1 + np.exp(-west - east[bound])) - 1 / (1 + np.exp(-west))
        assert east[f"points_{bound}"] == pytest.approx(100 * moved.mean(), rel=1e-6)
    assert result["points_high"].max() < 100


def test_the_p_that_is_shown_and_the_interval_that_is_drawn_agree():
    """Both are of the coefficients, and both allow for all terms at once."""
    seen = set()
    for seed in range(30):
        result = disparity.associations(synthetic_regions(seed=seed), variables=STEPS)
        tested = result[result["term"] != "intercept"]
        clear = (tested["points_low"] > 0) | (tested["points_high"] < 0)
        assert ((tested["p_adjusted"] < 0.05) == clear).all()
        assert (tested["p_adjusted"] >= tested["p"]).all()
        assert (tested["p_adjusted"] <= len(tested) * tested["p"] + 0.002).all()
        assert ((tested["low"] > 0) == (tested["points_low"] > 0)).all()
        assert ((tested["high"] < 0) == (tested["points_high"] < 0)).all()
        half = (tested["high"] - tested["low"]) / 2
        assert (tested["coefficient"] - tested["low"]).tolist() == pytest.approx(half.tolist())
        # The one multiple of the errors that all intervals share, found back from the p-values.
        errors = tested["coefficient"].abs() / stats.t.isf(tested["p"] / 2, tested["free"])
        multiples = half / errors
        assert multiples.to_numpy() == pytest.approx(multiples.iloc[0])
        assert stats.t.ppf(0.975, 29) < multiples.iloc[0] < stats.t.ppf(1 - 0.025 / 4, 29)
        seen |= set(clear)
    assert seen == {True, False}


def test_one_comparison_needs_no_adjustment():
    result = disparity.associations(synthetic_regions(), variables={"poverty_rate": 10.0}, group=None)
    one = result.set_index("term").loc["poverty_rate"]
    assert one["p_adjusted"] == pytest.approx(one["p"], abs=0.002)
    error = abs(one["coefficient"]) / stats.t.isf(one["p"] / 2, 32)
    assert (one["high"] - one["coefficient"]) / error == pytest.approx(stats.t.ppf(0.975, 32), rel=0.01)


@pytest.mark.parametrize(
    ("correlation", "expected"),
    [
        (np.eye(9), stats.norm.ppf((1 + 0.95 ** (1 / 9)) / 2)),  # Šidák: independent terms
        (np.ones((9, 9)), stats.norm.ppf(0.975)),  # nine times the same term is one test
    ],
)
def test_the_largest_of_several_t_is_that_of_known_cases(correlation, expected):
    from coverage_lib.measures.disparity.association import _largest_t

    assert np.quantile(_largest_t(correlation, 10**6), 0.95) == pytest.approx(expected, rel=0.01)


def test_none_of_the_nine_associations_of_2024_remains():
    table = disparity.province_table(
        load_coverage(base="segment_workers"), load_employment("2021"), load_context(), provinces(), 2024
    )
    result = disparity.associations(table).set_index("term").drop(index="intercept")
    assert len(result) == 9
    assert result["p_adjusted"].idxmin() == "formal_share"
    assert result["p_adjusted"].min() == pytest.approx(0.146, abs=0.005)
    assert result["p"].min() == pytest.approx(0.0233, abs=0.0005)
    assert ((result["points_low"] < 0) & (result["points_high"] > 0)).all()


@pytest.mark.parametrize("blank", [np.nan, None, ""])
@pytest.mark.parametrize("measure", [disparity.associations, disparity.influence])
def test_a_region_without_a_group_is_refused(measure, blank):
    table = synthetic_regions()
    table["island"] = table["island"].astype(object).mask(table["code"].isin(["11", "30"]), blank)
    with pytest.raises(disparity.TableError, match="no 'island' for 11, 30; name the group"):
        measure(table, variables=STEPS)


@pytest.mark.parametrize("share", [0.0, 100.0])
@pytest.mark.parametrize("measure", [disparity.associations, disparity.influence])
def test_a_group_that_has_nothing_or_everything_is_refused(measure, share):
    table = synthetic_regions()
    east = table["island"] == "east"
    with pytest.raises(disparity.TableError, match=r"0 or 100% for 36, 37.*no finite coefficient"):
        measure(table.assign(informal_coverage=table["informal_coverage"].mask(east, share)), variables=STEPS)


def test_a_variable_that_separates_is_refused_and_one_that_does_not_is_fitted():
    table = synthetic_regions()
    all_or_nothing = table.assign(informal_coverage=np.where(table["poverty_rate"] > 12, 0.0, 100.0))
    with pytest.raises(disparity.TableError, match="no finite coefficient"):
        disparity.associations(all_or_nothing, variables=STEPS)
    single = table.assign(informal_coverage=table["informal_coverage"].where(table["code"] != "20", 0.0))
    assert disparity.associations(single, variables=STEPS)["coefficient"].abs().max() < 5


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
    numbers = ["coefficient", "points", "low", "high", "points_low", "points_high", "p", "p_adjusted"]
    alone = result[result["term"] == "island: alone"]
    assert alone[numbers].isna().to_numpy().tolist() == [[False] * 2 + [True] * 6]
    others = result[result["term"] != "island: alone"].reset_index(drop=True)
    # Nothing but itself fits the lone region, so the others' terms are those of a table without it.
    without = disparity.associations(table.drop(index=0), variables=STEPS)
    for number in ("coefficient", "p", "p_adjusted"):
        assert others[number].tolist()[1:] == pytest.approx(without[number].tolist()[1:], rel=1e-4, abs=1e-4)
    assert disparity.influence(table, variables=STEPS)["alone"].sum() == 1


def test_associations_refuse_what_they_cannot_tell():
    table = synthetic_regions()
    with pytest.raises(disparity.TableError, match=r"120 for code '11'"):
        disparity.associations(table.assign(informal_coverage=120.0), variables=STEPS)
    with pytest.raises(disparity.TableError, match="missing values for 11 in"):
        disparity.associations(
            table.assign(poverty_rate=table["poverty_rate"].where(table.index > 0)), variables=STEPS
        )
    with pytest.raises(disparity.TableError, match="same informal_coverage, 27%"):
        disparity.associations(table.assign(informal_coverage=27.0), variables=STEPS)
    with pytest.raises(disparity.TableError, match="poverty_rate is inf for code '11'"):
        disparity.associations(
            table.assign(poverty_rate=table["poverty_rate"].where(table.index > 0, np.inf)), variables=STEPS
        )
    with pytest.raises(disparity.TableError, match="cannot tell 5 coefficients apart"):
        disparity.associations(table.head(4).assign(island=["a", "b", "c", "c"]), variables=STEPS)
