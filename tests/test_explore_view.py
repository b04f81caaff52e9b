"""The numbers of explore: facts of the source, and what the functions of the reports give for the same years and target."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from explore_samples import JAMBI_55, SAMPLE, name

from coverage_lib import language, load_coverage, load_employment, load_published, load_targets
from coverage_lib.explore import Settings, SettingsError, View, look
from coverage_lib.explore.view import HORIZON
from coverage_lib.measures import projection
from coverage_lib.measures.counts import Incomparable

COUNTED = [settings for settings in SAMPLE if settings.base != "eligible"]
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


@pytest.mark.parametrize("settings", COUNTED, ids=name)
def test_the_projection_is_that_of_the_reports(settings: Settings) -> None:
    rows = load_coverage(base=settings.base)
    rows = rows[
        (rows["segment"] == settings.segment) & rows["year"].between(settings.first_year, settings.year)
    ]
    reported = projection.outlook(
        projection.province_panel(rows),
        projection.announced_path(load_published(), load_employment()),
        until="2045-12-31",
        target=settings.target,
        target_date=settings.target_date,
    )
    view = look(settings)
    nation = {"00"} & set(settings.regions)
    assert set(view.outlook["code"]) == set(reported.attainment["code"]) - {"00"} | nation
    expected = reported.attainment.set_index("code").loc[view.outlook["code"]]
    pd.testing.assert_frame_equal(view.outlook.set_index("code")[list(expected)], expected)
    fan = reported.quantiles.set_index(["code", "date"]).sort_index()
    shown = view.fan.set_index(["code", "date"]).sort_index()
    assert set(view.fan["code"]) == set(settings.regions)
    pd.testing.assert_frame_equal(shown, fan.loc[shown.index])


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
    rows = load_coverage(base="eligible").query("segment == 'total' and boundary == '2021'")
    rows = rows[rows["year"].between(settings.first_year, settings.year)]
    panel = projection.eligible_panel(rows)
    fan = projection.eligible_outlook(panel, until="2045-12-31").set_index(["code", "date"])
    province = dataclasses.replace(settings, regions=("61", "17"))
    shown = look(province).fan.set_index(["code", "date"])
    both = shown.index.intersection(fan.index)
    assert "61" in both.get_level_values("code")
    pd.testing.assert_frame_equal(shown.loc[both], fan.loc[both])


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


def test_provisional_members_are_shown_and_not_projected() -> None:
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
    "only provisional": (Settings(first_year=2025, year=2025), "provisional", "sementara"),
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
