"""Settings of explore: a link holds all of them and gives them back, and says what it cannot follow."""

import dataclasses

import pytest
from explore_samples import JAMBI_55, SAMPLE, name

from coverage_lib import load_coverage, load_targets
from coverage_lib.data import regions
from coverage_lib.explore import Settings, SettingsError
from coverage_lib.explore.settings import from_query, region_names, to_query
from coverage_lib.measures import projection


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_a_link_gives_its_settings_back(settings: Settings) -> None:
    assert from_query(to_query(settings)) == settings


def test_every_field_is_in_the_link() -> None:
    changed = Settings(
        ("51",), "formal", "segment_workers", "office", 2023, 2023, 61.5, 2033, "by_hand", 4.5, "id"
    )
    same = [
        field.name
        for field in dataclasses.fields(Settings)
        if getattr(changed, field.name) == getattr(Settings(), field.name)
    ]
    assert same == []
    assert from_query(to_query(changed)) == changed


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("?region=Jmbi", "none of the 34 provinces of 2021. Did you mean: Jambi"),
        ("?base=everyone", "employed, segment_workers, eligible"),
        ("?target=a+lot", "a number was expected"),
        ("?years=now", "a number was expected"),
        ("?lang=fr", "en, id"),
    ],
)
def test_a_link_that_cannot_be_followed_says_why(link: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message.replace("?", r"\?")):
        from_query(link)


def test_what_a_link_does_not_name_stays() -> None:
    assert from_query("?region=Bali", JAMBI_55) == dataclasses.replace(JAMBI_55, regions=("51",))


def test_the_defaults_are_the_complete_years_and_the_date_of_the_medium_term_plan() -> None:
    """The target is the plan's rate without construction: see the tests of the view."""
    final = load_coverage()["year"]
    plan = projection.plan_targets(load_targets())
    plan = plan[plan["measure"] == "target_rate_rpjmn"].iloc[-1]
    start = Settings()
    assert (start.first_year, start.year) == (final.min(), final.max())
    assert start.target < plan["target"] and start.target_date == plan["date"]


def test_the_regions_are_the_nation_and_the_provinces_of_2021() -> None:
    assert list(region_names()) == ["00", *regions.provinces(boundary="2021")["code"]]
