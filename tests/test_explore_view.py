"""The numbers of explore: facts of the source, and what the functions of the reports give for the same years and target."""

import dataclasses
from functools import cache

import numpy as np
import pandas as pd
import pytest
from explore_samples import JAMBI_55, SAMPLE, name

from coverage_lib import (
    language,
    load_coverage,
    load_employment,
    load_published,
    load_reconciled,
    load_targets,
)
from coverage_lib.explore import Settings, SettingsError, View, look, outlook
from coverage_lib.explore.view import HORIZON
from coverage_lib.measures import projection
from coverage_lib.measures.counts import Incomparable

EMPLOYED = [each for each in SAMPLE if each.base == "employed" and each.first_year == 2022]
EMPLOYED += [Settings(regions=("15", "00"), year=2023)]
SEGMENTS = [settings for settings in SAMPLE if settings.base == "segment_workers"]
PUBLISHED = [settings for settings in SAMPLE if settings.base == "eligible"]


def row(view: View, code: str) -> pd.Series:
    return view.shares.set_index("code").loc[code]


def ahead(view: View, code: str) -> pd.Series:
    return view.outlook.set_index("code").loc[code]


def test_jambi_and_55_percent_are_the_counts_of_the_source() -> None:
    # members.csv and employment.csv: 326,890 wage earners and 207,289 others at the end of 2024, of 1,833,267 employed.
    jambi = row(look(JAMBI_55), "15")
    assert (int(jambi["active"]), int(jambi["workers"])) == (326_890 + 207_289, 1_833_267)
    assert jambi["coverage"] == pytest.approx(100 * 534_179 / 1_833_267)
    assert jambi["shortfall_workers"] == 474_118  # 55% of 1,833,267 is 1,008,296.85, so 474,118 people
    assert jambi["shortfall_points"] == pytest.approx(55 - 29.138, abs=0.001)


def test_every_region_stands_once_and_thirteen_provinces_are_ahead_of_jambi() -> None:
    view = look(JAMBI_55)
    assert len(view.shares) == view.shares["code"].nunique() == 35
    assert row(view, "15")["rank"] == 14
    assert np.isnan(row(view, "00")["rank"])
    assert (view.provinces["coverage"] > row(view, "15")["coverage"]).sum() == 13
    assert view.provinces["coverage"].is_monotonic_decreasing
    assert (view.provinces["code"] != "00").all()


@cache
def known(last: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What the reports give to the projection: everything; or, before the last full count, what was known up to a year."""
    workers = load_employment("2021")
    totals = projection.announced_totals(load_published(), workers)
    coverage = load_coverage(provisional=True)
    if last >= 2024:
        return coverage, totals, workers
    return (
        coverage[coverage["year"] <= last],
        totals[totals["date"].dt.year <= last],
        workers[workers["year"] <= last],
    )


@pytest.mark.parametrize("settings", EMPLOYED, ids=name)
def test_the_projection_is_that_of_the_reports(settings: Settings) -> None:
    coverage, totals, workers = known(settings.year)
    draws = projection.outlook(coverage, totals, workers)
    reported = projection.answers(draws, coverage, target=settings.target, target_date=settings.target_date)
    view = look(settings)
    nation = {"00"} & set(settings.regions)
    assert set(view.outlook["code"]) == set(reported.attainment["code"]) - {"00"} | nation
    expected = reported.attainment.set_index("code").loc[view.outlook["code"]]
    pd.testing.assert_frame_equal(view.outlook.set_index("code")[list(expected)], expected)
    fan = reported.quantiles.set_index(["code", "date"]).sort_index()
    shown = view.fan.set_index(["code", "date"]).sort_index()
    assert set(view.fan["code"]) == set(settings.regions)
    pd.testing.assert_frame_equal(shown, fan.loc[shown.index])


def test_the_probability_is_the_share_of_draws_at_or_above_the_target_on_its_date() -> None:
    draws = projection.outlook(*known(2024))
    for target, year in ((39.76, 2029), (30.0, 2027)):
        found = ahead(look(Settings(regions=("65",), target=target, target_year=year)), "65")
        at = draws.provinces[:, draws.codes.get_loc("65")] >= target
        due = draws.dates.year <= year
        # Draws cannot tell 0 and 1, so they are kept from them by half a draw.
        near = pytest.approx(at[:, due][:, -1].mean(), abs=1 / len(at))
        assert found["probability_at_target_date"] == near
        ever = pytest.approx(at[:, due].any(axis=1).mean(), abs=1 / len(at))
        assert found["probability_ever_by_target_date"] == ever


def test_years_that_begin_later_are_told_less() -> None:
    """From the first count on all totals are known, also those before it; from a later year on, those of that year and after."""
    coverage, totals, workers = known(2024)
    late = projection.outlook(
        coverage[coverage["year"] >= 2023], totals[totals["date"].dt.year >= 2023], workers
    )
    view = look(Settings(regions=("15",), first_year=2023))
    expected = np.quantile(late.provinces[:, late.codes.get_loc("15")], 0.9, axis=0)
    assert view.fan["q90"].tolist() == pytest.approx(expected.tolist(), rel=1e-6)
    assert view.fan["q90"].tolist() != pytest.approx(look(Settings(regions=("15",))).fan["q90"].tolist())


@pytest.mark.parametrize("settings", SEGMENTS, ids=name)
def test_a_segment_is_projected_from_its_own_counts(settings: Settings) -> None:
    rows = load_coverage(base="segment_workers").query("segment == @settings.segment")
    panel = rows[["code", "date", "coverage"]]
    reported = projection.project(
        panel, until="2045-12-31", target=settings.target, target_date=settings.target_date
    )
    view = look(settings)
    expected = reported.attainment.set_index("code").loc[view.outlook["code"]]
    for column in ("probability_at_target_date", "probability_ever_by_target_date", "pace_needed"):
        assert view.outlook[column].tolist() == pytest.approx(expected[column].tolist())
    fan = reported.quantiles.set_index(["code", "date"])
    shown = view.fan.set_index(["code", "date"])
    pd.testing.assert_frame_equal(shown, fan.loc[shown.index])


def test_a_change_of_the_target_draws_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(regions=("15",))
    for base, year in (("employed", 2024), ("eligible", 2025)):
        look(dataclasses.replace(settings, base=base, year=year))
        for step in ("draw", "region_draws", "eligible_region_draws", "offsets"):
            monkeypatch.setattr(outlook, step, None)
        assert len(look(dataclasses.replace(settings, base=base, year=year, target=41.5)).fan)
        monkeypatch.undo()


def test_the_target_to_start_with_is_the_plans_rate_less_construction() -> None:
    plan = projection.plan_targets(load_targets()).query("measure == 'target_rate_rpjmn'").iloc[-1]
    coverage, totals, _workers = known(2024)
    yard = projection.yardstick(plan["target"], coverage, totals)
    assert Settings().target == round(yard.target, 2)
    assert Settings().target_date == plan["date"]
    assert look(Settings()).plan == yard


@pytest.mark.parametrize(
    ("target", "year", "rate"),
    [(39.76, 2029, 43.92), (43.92, 2029, 43.92), (34.99, 2026, 34.99), (39.76, 2028, None), (39.7, 2029, None), (99.5, 2045, None)],
)  # fmt: skip
def test_the_plan_is_known_by_its_rate_and_year(target: float, year: int, rate: float | None) -> None:
    step = look(Settings(target=target, target_year=year)).plan
    assert (step and step.national) == rate


@pytest.mark.parametrize(
    ("settings", "month"),
    [
        (Settings(year=2025), "2025-02"),
        (Settings(year=2024), None),
        (Settings(regions=("15",), base="segment_workers", segment="formal", year=2025), None),
        (Settings(regions=("15",), base="eligible", year=2025), "2025-02"),
    ],
)
def test_the_month_of_a_provisional_count_is_known_where_the_projection_uses_it(
    settings: Settings, month: str | None
) -> None:
    found = look(settings).provisional_month
    assert (found and f"{found:%Y-%m}") == month


@pytest.mark.parametrize("settings", PUBLISHED, ids=name)
def test_of_what_is_published_one_figure_of_each_region_is_shown_as_it_was_printed(
    settings: Settings,
) -> None:
    view = look(settings)
    assert not view.shares["code"].duplicated().any()
    assert view.shares["date_from"].dt.year.between(settings.first_year, settings.year).all()
    printed = load_published().set_index("id")["value"]
    assert view.shares["coverage"].tolist() == printed[view.shares["id"]].tolist()


@pytest.mark.parametrize("settings", PUBLISHED, ids=name)
def test_published_shares_are_projected_as_in_the_reports(settings: Settings) -> None:
    rows = load_reconciled().series.query("segment == 'total' and boundary == '2021'")
    rows = rows[rows["date"].dt.year.between(settings.first_year, settings.year)]
    panel = projection.eligible_panel(rows)
    coverage, totals, workers = known(settings.year)
    draws = projection.outlook(coverage, totals, workers)
    found = projection.offsets(panel, coverage, draws)
    aim = {"target": settings.target, "target_date": settings.target_date}
    reported = projection.eligible_answers(draws, found, panel, **aim)
    fan = reported.quantiles.set_index(["code", "date"])
    view = look(dataclasses.replace(settings, regions=("61", "17")))
    shown = view.fan.set_index(["code", "date"])
    both = shown.index.intersection(fan.index)
    assert "61" in both.get_level_values("code")
    pd.testing.assert_frame_equal(shown.loc[both], fan.loc[both])
    chance = reported.attainment.set_index("code").loc["61", "probability_at_target_date"]
    assert ahead(view, "61")["probability_at_target_date"] == pytest.approx(chance)


def test_the_nation_of_eligible_workers_is_projected_from_its_own_published_shares() -> None:
    settings = next(each for each in PUBLISHED if each.regions == ("00",))
    rows = load_reconciled().series.query("segment == 'total' and code == '00'")
    panel = projection.eligible_panel(rows[rows["date"].dt.year.between(settings.first_year, settings.year)])
    fan = projection.project(panel, until="2045-12-31").quantiles
    assert look(settings).fan["q50"].tolist() == pytest.approx(fan["q50"].tolist())


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_at_a_pace_coverage_goes_on_in_a_straight_line_from_the_last_figure(settings: Settings) -> None:
    for line in look(settings).outlook.itertuples():
        last = settings.target_date if pd.isna(line.attainment_at_pace) else line.attainment_at_pace
        if line.last_coverage >= settings.target or pd.isna(line.pace):
            continue
        reached = line.pace > 0 and last <= settings.target_date
        assert line.reached_at_pace == (reached and pd.notna(line.attainment_at_pace))
        if line.pace > 0 and pd.notna(line.attainment_at_pace):
            # The years to the target at this pace and the years to its date at the pace needed cover one distance.
            start = line.attainment_at_pace - pd.Timedelta(
                days=365.2425 * (settings.target - line.last_coverage) / line.pace
            )
            years = (settings.target_date - start).days / 365.2425
            if pd.notna(line.pace_needed):
                assert line.pace_needed * years == pytest.approx(
                    settings.target - line.last_coverage, rel=0.01
                )


def test_the_pace_is_the_regions_own_that_of_the_best_quarter_or_the_one_set() -> None:
    own = look(dataclasses.replace(JAMBI_55, regions=("15", "00"))).outlook.set_index("code")
    recent = own["recent_pace"].drop("00")
    assert own["pace"].drop("00").tolist() == recent.tolist()
    national = load_coverage().query("code == '00'").set_index("year")["coverage"]
    assert own.loc["00", "pace"] == pytest.approx((national[2024] - national[2022]) / 2)
    best = look(dataclasses.replace(JAMBI_55, regions=("15", "00"), pace="best_quarter")).outlook["pace"]
    assert best.tolist() == pytest.approx([recent.nlargest(34 // 4).mean()] * 35)
    by_hand = look(dataclasses.replace(JAMBI_55, regions=("15", "00"), pace="by_hand", points=0)).outlook
    assert (by_hand["pace"] == 0).all() and by_hand["attainment_at_pace"].isna().all()


def test_the_segments_of_all_provinces_add_up_to_the_nation() -> None:
    codes = tuple(look(Settings()).provinces["code"])
    segments = look(Settings(regions=codes)).segments
    assert segments["code"].drop_duplicates().tolist() == [*codes, "00"]
    assert segments["segment"].tolist() == ["formal", "informal"] * 35
    nation = segments["code"] == "00"
    assert (
        segments[~nation].groupby("segment")["not_members"].sum().tolist()
        == segments[nation]["not_members"].tolist()
    )
    # Jambi 2024: of 1,833,267 employed 41.65% are formal; 326,890 and 207,289 are members.
    jambi = segments[segments["code"] == "15"]
    assert jambi["not_members"].tolist() == [763_556 - 326_890, 1_069_711 - 207_289]


def test_provisional_members_are_no_point_of_the_path_that_is_drawn() -> None:
    """The projection knows them as a count within the year; the fan starts from the last count at the end of one."""
    view = look(Settings(regions=("15",), year=2025))
    assert set(view.shares["status"]) == {"provisional"}
    assert view.path["year"].tolist() == [2022, 2023, 2024]
    assert view.fan["date"].min() == pd.Timestamp("2025-12-31")


def test_targets_printed_for_the_chosen_regions_come_with_the_view() -> None:
    view = look(JAMBI_55)
    printed = load_targets().query("code == '15' and segment == 'total' and unit == 'percent'")
    assert sorted(view.printed["id"]) == sorted(printed["id"])
    assert ((view.printed["value"] == 55) & (view.printed["year"] == 2025)).any()


def test_another_horizon_ends_the_projection_and_the_targets_there() -> None:
    view = look(JAMBI_55, pd.Timestamp("2035-12-31"))
    assert view.fan["date"].max() == view.horizon == pd.Timestamp("2035-12-31")
    longer = ahead(look(JAMBI_55), "15")
    assert ahead(view, "15")["probability_not_by_horizon"] > longer["probability_not_by_horizon"]
    with pytest.raises(SettingsError, match="from 2022 to 2035"):
        look(dataclasses.replace(JAMBI_55, target_year=2036), pd.Timestamp("2035-12-31"))


def test_the_horizon_is_the_year_of_the_long_term_plan() -> None:
    assert projection.plan_targets(load_targets())["date"].max() == HORIZON


def test_a_segment_without_published_figures_is_shown_without_a_projection() -> None:
    view = look(Settings(regions=("61",), segment="formal", base="eligible", year=2026))
    assert len(view.shares) and view.fan.empty and view.outlook.empty
    assert set(look(JAMBI_55).outlook.columns) == set(view.outlook.columns)


REFUSED = {
    "formal of all employed": (Settings(segment="formal"), "workers of the segment", "pekerja pada segmennya"),
    "total of a segment": (Settings(base="segment_workers"), "one of the two segments", "salah satu dari kedua segmen"),
    "target": (Settings(target=140), "between 0 and 100", "antara 0 dan 100"),
    "target's year": (Settings(target_year=2077), "2022 to 2045", "2022 sampai 2045"),
    "years": (Settings(first_year=2024, year=2023), "swap them", "tukarkan"),
    "no such year": (Settings(year=2026), "2022, 2023, 2024, 2025", "2022, 2023, 2024, 2025"),
    "only provisional": (Settings(first_year=2025, year=2025), "counted before its end", "sebelum akhir tahun"),
    "no region": (Settings(regions=()), "No region is chosen", "Belum ada wilayah"),
}  # fmt: skip


@pytest.mark.parametrize("which", REFUSED)
def test_settings_that_do_not_fit_are_refused_with_the_reason_in_both_languages(which: str) -> None:
    settings, english, indonesian = REFUSED[which]
    for lang, reason in (("en", english), ("id", indonesian)):
        with language.use(lang), pytest.raises(SettingsError, match=reason):
            look(settings)


def test_the_refusal_of_office_counts_is_the_librarys_own() -> None:
    with pytest.raises(Incomparable, match="counted where their employer is registered"):
        look(Settings(counted_by="office"))
