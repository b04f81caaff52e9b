"""Associations with informal coverage: against statsmodels, and by hand."""

import numpy as np
import pandas as pd
import pytest

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
