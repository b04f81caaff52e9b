"""The projections of the atlas: provinces, nation, segments, and what they learn from."""

import time

import numpy as np
import pandas as pd
import pytest

from coverage_lib import load_coverage, load_employment, load_published, load_targets
from coverage_lib.data.regions import NATION
from coverage_lib.measures import projection
from coverage_lib.measures.projection import atlas, learn, old_forecast, panel

TARGET = {"until": "2029-12-31", "target": 43.92, "target_date": "2029-12-31"}


@pytest.fixture(scope="module")
def announced() -> pd.DataFrame:
    return projection.announced_path(load_published(), load_employment())


@pytest.fixture(scope="module")
def provinces() -> pd.DataFrame:
    return projection.province_panel(load_coverage(base="employed"))


@pytest.fixture(scope="module")
def outlook(provinces: pd.DataFrame, announced: pd.DataFrame) -> projection.Projection:
    return projection.outlook(provinces, announced, **TARGET)


def test_the_plans_base_fits_all_members_over_all_employed(announced: pd.DataFrame) -> None:
    """45.22 million announced for December 2024 over 144,642,004 employed: 31.3%, one step before 32.15% in 2025."""
    last = announced.iloc[-1]
    assert (last["active"], last["workers"]) == (45_220_000, 144_642_004)
    assert last["coverage"] == pytest.approx(31.26, abs=0.005)
    plan = projection.plan_targets(load_targets()).set_index("year")["target"]
    assert plan.to_dict() == {2025: 32.15, 2026: 34.99, 2029: 43.92, 2045: 99.5}


def test_the_record_has_its_fall_in_the_pandemic_year(announced: pd.DataFrame) -> None:
    path = announced.set_index(announced["date"].dt.year)["active"]
    assert path[2019] == 34_170_000 and path[2020] == 29_980_000
    # 2021 and 2022 were printed later, as year-ends (f1338, f1339); "35 juta" for December 2022 (f1402) was printed before it ended.
    assert path[2021] == 30_660_000 and path[2022] == 35_860_000
    assert list(path.index) == [2018, 2019, 2020, 2021, 2022, 2023, 2024]


def test_the_national_record_lowers_mean_growth(provinces: pd.DataFrame, announced: pd.DataFrame) -> None:
    posterior = projection.learned_here(provinces, announced)
    without_record = projection.learned_here(provinces, announced.iloc[:0])
    prior = projection.prior()
    assert (
        float(np.mean(posterior.growth))
        < float(np.mean(without_record.growth))
        < float(np.mean(prior.growth))
    )


def test_the_record_outweighs_the_shipped_prior_on_growth(
    provinces: pd.DataFrame, announced: pd.DataFrame
) -> None:
    """Mean growth moves further from the prior than with the spread between panels that the prior was learned with."""
    posterior = projection.learned_here(provinces, announced)
    both = pd.concat([provinces, announced[["code", "date", "coverage"]]])
    narrow = projection.adapt(projection.prior(), projection.prepare(both).batch)
    prior = projection.prior().growth[0]
    assert abs(posterior.growth[0] - prior) > 2 * abs(narrow.growth[0] - prior)


def test_an_outlook_is_the_provinces_of_project_and_the_nation_of_project_nation(
    provinces: pd.DataFrame, announced: pd.DataFrame, outlook: projection.Projection
) -> None:
    params = projection.learned_here(provinces, announced)
    each = projection.old_project(provinces, params=params, **TARGET)
    together = projection.project_nation(provinces, params=params, **TARGET)
    for whole, of_provinces, with_nation in zip(outlook, each, together[:2], strict=True):
        key = whole.columns[0]
        nation = with_nation[with_nation[key] == NATION]
        pd.testing.assert_frame_equal(whole[whole[key] == NATION], nation, check_exact=True)
        rest = whole[whole[key] != NATION].reset_index(drop=True)
        pd.testing.assert_frame_equal(rest, of_provinces, check_exact=True)


def test_an_outlook_checks_packs_learns_and_filters_once(
    provinces: pd.DataFrame, announced: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def counted(module: object, name: str) -> None:
        function = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, **k: calls.append(name) or function(*a, **k))

    for module, name in [
        (panel, "checked"), (panel, "pack"), (atlas, "adapt"), (atlas, "fit"), (atlas, "set_up"),
        (learn, "adapt"), (old_forecast, "fit"),
    ]:  # fmt: skip
        counted(module, name)
    projection.outlook(provinces, announced, **TARGET)
    assert sorted(calls) == ["adapt", "checked", "fit", "pack", "set_up"]


def test_provinces_take_less_than_a_second_with_learning(provinces: pd.DataFrame) -> None:
    projection.project(provinces, **TARGET | {"until": "2045-12-31"})
    begun = time.process_time()
    fan, when = projection.project(provinces, **TARGET | {"until": "2045-12-31"})
    assert time.process_time() - begun < 1
    assert len(when) == 34 and len(fan) == 34 * 21


def test_the_nation_starts_from_its_published_coverage(provinces: pd.DataFrame) -> None:
    nation = projection.project_nation(provinces, draws=1000, **TARGET)
    row = nation.attainment.iloc[0]
    # 39,207,829 members of 144,642,004 employed at the end of 2024: 27.11%, five years before the target.
    assert row["code"] == NATION
    assert row["pace_needed"] == pytest.approx((43.92 - 100 * 39_207_829 / 144_642_004) / 5, abs=1e-6)
    assert nation.quantiles["code"].nunique() == 35
    last = nation.quantiles[nation.quantiles["date"] == "2025-12-31"].set_index("code")
    # Provinces differ more than their sum: the nation's fan is narrower than the typical province's.
    width = last["q90"] - last["q10"]
    assert width[NATION] < width.drop(NATION).median()


def test_the_nations_median_and_interval_lie_among_its_provinces(outlook: projection.Projection) -> None:
    """The median lies within the provinces' range, and the interval is narrower than the median of theirs."""
    end = outlook.quantiles[outlook.quantiles["date"] == "2029-12-31"].set_index("code")
    nation, provinces = end.loc[NATION], end.drop(NATION)
    assert provinces["q50"].min() < nation["q50"] < provinces["q50"].max()
    assert nation["q90"] - nation["q10"] < (provinces["q90"] - provinces["q10"]).median()


def test_a_province_that_has_been_above_a_target_has_attained_it(provinces: pd.DataFrame) -> None:
    _, when = projection.project(provinces, **TARGET)
    highest = provinces.groupby("code")["coverage"].max()
    attained = when.set_index("code")["attainment_median"] <= pd.Timestamp("2024-12-31")
    assert set(attained.index[attained]) == set(highest.index[highest >= 43.92])


def test_segments_are_the_nation_of_their_own_provinces(announced: pd.DataFrame) -> None:
    segments = load_coverage(base="segment_workers")
    fans = projection.segment_outlook(segments, announced, until="2026-12-31")
    assert fans.groupby("segment")["date"].count().to_dict() == {"formal": 2, "informal": 2}
    informal = projection.province_panel(segments[segments["segment"] == "informal"])
    alone = projection.project_nation(
        informal, until="2026-12-31", params=projection.learned_here(informal, announced)
    ).quantiles
    expected = alone[alone["code"] == NATION].assign(segment="informal")
    pd.testing.assert_frame_equal(fans[fans["segment"] == "informal"].reset_index(drop=True), expected)


def test_backtest_of_the_provinces_is_possible_one_year_ahead(provinces: pd.DataFrame) -> None:
    models = ["class_prior", "naive", "drift"]
    result = projection.backtest(provinces, models, min_points=projection.least_points(provinces))
    assert result.scores.set_index("model")["forecasts"].to_dict() == dict.fromkeys(models, 34)
    assert np.isfinite(result.scores["crps"]).all()
