"""Eligible workers beside the employed in every province: which base stands for it, the estimate of one that was never published, and its score."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from coverage_lib import load
from coverage_lib.data.regions import NATION, provinces
from coverage_lib.measures import base_estimates
from coverage_lib.measures.base_estimates import (
    RULE,
    RULES,
    estimate_bases,
    leave_one_out,
    own_bases,
    predicted_effect,
    scores,
)
from coverage_lib.measures.eligible_bases import printed_bases


@cache
def bases() -> pd.DataFrame:
    return printed_bases(load.load_published(), load.load_verdicts())


@cache
def left_out() -> pd.DataFrame:
    return leave_one_out(bases(), load.load_employment("2021"))


def estimates() -> pd.DataFrame:
    return estimate_bases(bases(), load.load_employment("2021")).set_index("code")


# ------------------------------------------------------------------------------------------------------------------------ own base


def test_the_own_base_is_the_newest_one():
    own = own_bases(bases(), load.load_employment("2021"))
    assert own.loc["11", ["id", "workers"]].tolist() == ["f1227", 1_601_559]
    assert own.loc["15", "id"] == "f0011"  # "more than 1.3 million" in March 2025 has no upper limit
    assert own.loc["62", "id"] == "f0702"  # 1.7 to 1.8 million in 2026 are more than the labour force
    assert own.loc["13", "id"] == "f0088"  # 2.8 million of December 2024 are of the labour force
    # Newer ones that follow from members and a share, in the table of bases over time too.
    assert own.loc[["12", "35", "74", "81"], "base_year"].tolist() == [2025, 2024, 2023, 2024]
    assert own.loc["64", ["id", "base"]].tolist() == ["f0218", "labour_force"]
    assert not {"31", "63"} & set(own.index)  # what their shares are of is contradicted
    assert own.loc["51", ["ids", "known", "base"]].tolist() == ["f0044, f0045", "implied", "eligible"]
    assert own.loc[NATION, "id"] == "f0136"
    assert own["date"].ge("2021-03-25").all() and own["ratio"].notna().all()


def test_a_regency_or_a_province_of_2022_has_no_own_base():
    own = own_bases(bases(), load.load_employment("2021"))
    assert set(own.index) <= {NATION, *provinces("2021")["code"]} and "92" not in own.index


# ----------------------------------------------------------------------------------------------------------------------- estimates


def test_every_province_of_2021_has_a_ratio_with_an_interval_and_says_how_it_is_known():
    rows = estimates()
    assert list(rows.index) == provinces("2021")["code"].tolist()
    assert rows.index[rows["known"].eq("estimated")].tolist() == ["21", "31", "63", "76", "92"]
    assert rows.index[rows["known"].eq("implied")].tolist() == [
        "12",
        "19",
        "35",
        "51",
        "52",
        "65",
        "74",
        "81",
    ]
    for low, value, high in (("ratio_low", "ratio", "ratio_high"), ("low", "workers", "high")):
        assert (rows[low] <= rows[value]).all() and (rows[value] <= rows[high]).all()
    assert np.allclose((rows["workers"] / rows["employed"]).astype(float), rows["ratio"].astype(float))


def test_an_estimate_is_less_sure_than_any_printed_base():
    rows = estimates()
    width = np.log(rows["ratio_high"] / rows["ratio_low"])
    assert width[rows["known"] == "estimated"].min() > width[rows["known"] != "estimated"].max()


def test_with_the_formal_share_as_covariate_more_formal_workers_are_estimated_higher():
    own = own_bases(bases(), load.load_employment("2021"))
    predict = RULES["random effects, formal share"]
    fewer, more = (predict(own.drop(NATION), own, share).log_ratio for share in (30.0, 60.0))
    assert more > fewer


# ------------------------------------------------------------------------------------------------------------------ random effects


@pytest.mark.parametrize("spread", [0.01, 0.3])
def test_without_covariates_it_is_the_meta_analysis_of_statsmodels(spread):
    rng = np.random.default_rng(1)
    effects, variances = spread * rng.standard_normal(20), rng.uniform(0.001, 0.02, 20)
    pooled = combine_effects(effects, variances, method_re="iterated")
    found = predicted_effect(effects, variances, np.ones((20, 1)), np.ones(1))
    assert found.log_ratio == pytest.approx(pooled.mean_effect_re, abs=1e-5)
    doubt = np.sqrt(pooled.tau2 + pooled.var_eff_w_re)
    assert found.high - found.log_ratio == pytest.approx(stats.t.ppf(0.9, 18) * doubt, rel=1e-3)
    assert found.high - found.log_ratio == pytest.approx(found.log_ratio - found.low)


def test_with_a_covariate_and_exact_effects_it_is_least_squares():
    x = np.linspace(0, 1, 12)
    y = 0.3 + 0.5 * x + np.tile([0.05, -0.05], 6)
    lines = np.column_stack([np.ones(12), x])
    slope, intercept = np.polyfit(x, y, 1)
    found = predicted_effect(y, np.zeros(12), lines, np.array([1.0, 2.0]))
    assert found.log_ratio == pytest.approx(intercept + 2 * slope)
    near = predicted_effect(y, np.zeros(12), lines, np.array([1.0, 0.5]))
    assert found.high - found.low > near.high - near.low


# ------------------------------------------------------------------------------------------------------------------- leave one out


def test_every_province_that_published_is_left_out_once_by_every_rule():
    table = left_out()
    own = own_bases(bases(), load.load_employment("2021"))
    assert table.groupby("rule").size().to_dict() == dict.fromkeys(RULES, len(own) - 1)
    ratios = table[table["rule"] == RULE].set_index("code")["ratio"]
    assert ratios.to_dict() == own["ratio"].drop(NATION).to_dict()


@pytest.mark.parametrize("code", ["15", "36", "53"])
def test_the_own_base_of_a_province_does_not_leak_into_its_prediction(code):
    rows = bases()
    fields = ["workers", "low", "high"]
    doubled = rows.assign(
        **{name: rows[name].where(rows["code"] != code, rows[name] * 0.5) for name in fields}
    )
    others = leave_one_out(doubled, load.load_employment("2021"))
    before, after = (table.set_index(["rule", "code"]) for table in (left_out(), others))
    mine = [key for key in before.index if key[1] == code and key in after.index]
    assert len(mine) == len(RULES)
    assert np.allclose(
        before.loc[mine, ["predicted", "low", "high"]], after.loc[mine, ["predicted", "low", "high"]]
    )
    assert not np.allclose(before.loc[mine, "ratio"], after.loc[mine, "ratio"])
    # It does count for the others.
    rest = [key for key in before.index if key[1] == "11" and key[0] != "national ratio"]
    assert not np.allclose(before.loc[rest, "predicted"], after.loc[rest, "predicted"])


def test_the_rule_that_is_used_has_the_best_interval_score():
    table = scores(left_out())
    assert list(table.index) == list(RULES) and table["interval_score"].idxmin() == RULE


def test_the_score_that_the_notebook_shows():
    row = scores(left_out()).loc[RULE]
    assert (row["provinces"], row["inside"]) == (29, 23)
    assert row[["mean_error", "median_error", "width"]].round(3).tolist() == [0.086, 0.054, 0.288]


def test_scores_by_hand():
    table = pd.DataFrame(
        {
            "rule": "national ratio",
            "code": ["11", "12"],
            "ratio": [0.7, 0.9],
            "predicted": [0.6, 0.6],
            "low": [0.5, 0.5],
            "high": [0.8, 0.8],
            "inside": [True, False],
        }
    )
    row = scores(table).loc["national ratio"]
    assert (row["provinces"], row["inside"], row["inside_share"]) == (2, 1, 50)
    assert row["mean_error"] == pytest.approx(0.2) and row["width"] == pytest.approx(0.3)
    assert row["interval_score"] == pytest.approx((0.3 + 0.3 + 10 * 0.1) / 2)


def test_the_national_ratio_is_the_nations_own_base():
    table = left_out()
    predicted = table.loc[table["rule"] == "national ratio", "predicted"]
    employed = load.load_employment().set_index(["code", "year"]).loc[(NATION, 2025), "employed"]
    assert np.allclose(predicted, 99e6 / employed)
    assert base_estimates.LEVEL == 80
