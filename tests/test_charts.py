"""What figures say is what the tables hold: titles computed, rows complete, parts that add up drawn as they are."""

import re

import pandas as pd
import pytest

from coverage_lib import language, load_boundaries, load_coverage, load_employment
from coverage_lib.charts import change, gaps, levels, maps
from coverage_lib.data.sources import home
from coverage_lib.drawing.exhibits import MIME
from coverage_lib.measures import disparity
from coverage_lib.pages import report


@pytest.fixture(scope="module")
def coverage() -> pd.DataFrame:
    return load_coverage(base="employed")


@pytest.fixture(scope="module")
def by_segment() -> pd.DataFrame:
    return load_coverage(base="segment_workers")


def test_the_lead_sentences_say_the_known_numbers(coverage: pd.DataFrame, by_segment: pd.DataFrame) -> None:
    assert "27.1%" in levels.where_we_stand(coverage).text
    assert "105.4 million" in levels.where_we_stand(coverage).text
    missing = gaps.who_is_missing(
        disparity.formal_informal_difference(by_segment), disparity.informal_of_ten(by_segment)
    )
    assert missing.text.startswith("7 of ten workers without membership are informal: 11.8%")
    with language.use("id"):
        assert "27,1%" in levels.where_we_stand(coverage).text


def test_a_title_follows_the_numbers(coverage: pd.DataFrame) -> None:
    """Every title is computed: swap the provinces of the top and the bottom and the title says so."""
    before = levels.ranked(coverage, 32.15, 2025).title
    swapped = coverage.replace({"name": {"Papua Barat": "Papua", "Papua": "Papua Barat"}})
    assert "Papua Barat is first, Papua last" in before
    assert "Papua is first, Papua Barat last" in levels.ranked(swapped, 32.15, 2025).title


def test_the_map_has_a_shape_and_figures_for_each_province(coverage: pd.DataFrame) -> None:
    drawn = maps.coverage_map(coverage, load_boundaries(), [10, 20, 30, 40, 50, 60])
    for code in coverage["code"].unique():
        if code != "00":
            assert f'coverage-map-en-region-{code}"><title>' in drawn.svg
    assert "Jambi: 29.1% of workers; 534,179 members" in drawn.svg


def test_what_is_missing_is_hatched_and_stands_in_the_legend(coverage: pd.DataFrame) -> None:
    without = coverage.assign(coverage=coverage["coverage"].where(coverage["code"] != "15"))
    whole = maps.coverage_map(coverage, load_boundaries(), [10, 20, 30, 40, 50, 60]).svg
    gap = maps.coverage_map(without, load_boundaries(), [10, 20, 30, 40, 50, 60]).svg
    assert "not published" not in whole and "<pattern" not in whole
    assert "not published" in gap and "<pattern" in gap
    jambi = gap[gap.index('coverage-map-en-region-15"') :].partition("</g>")[0]
    assert "fill: url(#" in jambi


def test_the_bars_of_the_uncovered_add_up_to_the_nation(by_segment: pd.DataFrame) -> None:
    figure = gaps.uncovered_bars(disparity.not_members(by_segment))
    employed = load_employment().query("code == '00' and year == 2024")["employed"].iloc[0]
    assert figure.table.frame["total"].sum() == employed - 39_207_829
    assert figure.table.frame["share"].sum() == pytest.approx(100)


def test_the_parts_of_the_change_are_drawn_as_they_add_up(by_segment: pd.DataFrame) -> None:
    nation = disparity.decompose_nation(by_segment, 2022, 2024).iloc[-1]
    figure = change.waterfall(nation, 21.318688, 27.106807)
    assert figure.table.frame["points"].sum() == pytest.approx(27.106807 - 21.318688, abs=1e-6)


def test_a_share_above_100_is_shown_and_named(by_segment: pd.DataFrame) -> None:
    strained = by_segment.copy()
    jambi = (strained["code"] == "15") & (strained["segment"] == "formal")
    strained.loc[jambi, "active"] = (strained.loc[jambi, "workers"] * 1.2).round().astype(int)
    table = disparity.formal_informal_difference(strained)
    assert "Above 100%, kept as it is: Jambi" in gaps.strained_rates(table).text
    assert "120.0%" in str(gaps.dumbbell(table)._repr_mimebundle_()[MIME]["table"])


def test_the_island_contexts_of_split_provinces_are_weighted() -> None:
    """Old Papua's poverty rate lies between its parts' and is nearer to the populous highlands."""
    from coverage_lib import load_context, provinces

    table = disparity.province_table(
        load_coverage(base="segment_workers"), load_employment(), load_context(), provinces(), 2024
    ).set_index("code")
    parts = {
        "91": (17.26, 1_102_360),
        "93": (17.44, 562_220),
        "94": (29.76, 1_369_112),
        "95": (32.97, 1_470_518),
    }
    expected = sum(rate * people for rate, people in parts.values()) / sum(
        people for _rate, people in parts.values()
    )
    assert table["poverty_rate"]["91"] == pytest.approx(expected)


def width_of_regions(svg: str) -> float:
    """How far the regions of the main map reach from left to right, in points."""
    paths = re.findall(r'-region-\d\d">.*?<path d="([^"]+)"', svg, flags=re.DOTALL)
    places = [float(x) for path in paths for x in re.findall(r"[ML](-?[\d.]+) ", path)]
    return max(places) - min(places)


@pytest.mark.parametrize("name", ["01_coverage_map", "02_formal_informal", "03_target_projection"])
def test_maps_keep_their_room_beside_the_longer_words_of_indonesian(name: str) -> None:
    """A legend that is too wide takes the room from its map, without a warning; English is compared by nbval."""
    page = report.page(home() / "notebooks" / f"{name}.ipynb", "id")
    maps_of_page = {key: svg for key, svg in page.figures.items() if re.search(r'-region-\d\d">', svg)}
    maps_of_page = {key: svg for key, svg in maps_of_page.items() if "tiles" not in key}
    assert maps_of_page
    assert {
        key: width_of_regions(svg) for key, svg in maps_of_page.items() if width_of_regions(svg) < 380
    } == {}
