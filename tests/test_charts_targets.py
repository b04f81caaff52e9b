"""Targets: maps, intervals and sentences follow the table, its target and the years it spans, in both languages."""

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from charting import LANGS, both_titles, drawn, row_names, texts
from matplotlib.colors import to_hex, to_rgb
from projections import attainment

from coverage_lib import language
from coverage_lib.charts import targets
from coverage_lib.drawing import geography, marks
from coverage_lib.measures.attainment_summary import Span

SPAN = Span(2022, 2024, 2045)
ROWS: dict[str, tuple[float, int | None, int | None, int | None]] = {
    "00": (0.38, 2027, 2031, None),
    "11": (0.80, 2026, 2028, 2033),
    "12": (0.55, 2025, 2029, 2038),
    "15": (0.25, 2028, 2036, None),
    "16": (0.04, None, None, None),
}


@pytest.fixture
def layer() -> gpd.GeoDataFrame:
    """Four synthetic provinces in a row, from west to east."""
    shapes = [shapely.box(100 + x, -5, 101 + x, -4) for x in range(4)]
    return gpd.GeoDataFrame({"code": ["11", "12", "15", "16"]}, geometry=shapes, crs="EPSG:4326")


def regions(fig: Any) -> dict[str, Any]:
    return {patch.get_gid(): patch for patch in fig.axes[0].patches}


def legend(fig: Any) -> dict[str, Any]:
    """The fills of a map's legend by their words."""
    [key] = [ax.get_legend() for ax in fig.axes if ax.get_legend()]
    return {text.get_text(): patch for text, patch in zip(key.get_texts(), key.get_patches(), strict=True)}


@pytest.mark.parametrize(("target", "by"), [(43.92, 2029), (70.0, 2034)], ids=["the plan's", "another"])
def test_the_answer_names_the_target_its_year_and_how_many_are_likelier_than_not(
    target: float, by: int
) -> None:
    said = {}
    for lang in LANGS:
        with language.use(lang):
            said[lang] = targets.when_reached(attainment(ROWS, target, by)).text
    assert f"that {target:.2f}% of Indonesia's employed" in said["en"]
    assert f"by the end of {by} is 38%; 2 of 4 provinces are likelier than not" in said["en"]
    assert f"{target:.2f}%".replace(".", ",") in said["id"] and str(by) in said["id"] and "38%" in said["id"]


@pytest.mark.parametrize("span", [SPAN, Span(2020, 2023, 2040)])
@pytest.mark.parametrize("lang", LANGS)
def test_the_nations_figures_say_the_median_year_and_the_years_of_the_recent_pace(
    span: Span, lang: str
) -> None:
    with language.use(lang):
        items = targets.target_figures(attainment(ROWS), span).items
        never = {"en": f"not by {span.until}", "id": f"belum pada {span.until}"}[lang]
    assert items[0][0] == "38%"
    assert items[1][0] == "2031"
    assert items[1][1] == {"en": "median year of attainment", "id": "tahun median pencapaian"}[lang]
    assert items[1][2].endswith(never) and "2027" in items[1][2]
    assert (str(span.last - 2) in items[2][2] and "2022" in items[2][2]) or span.last != 2024
    assert items[2][2].endswith(str(max(span.first, span.last - 2)))


def test_a_target_that_is_not_reached_has_no_median_year() -> None:
    rows = attainment(ROWS | {"00": (0.1, None, None, None)})
    assert targets.target_figures(rows, Span(2022, 2024, 2040)).items[1][0] == "not by 2040"


def test_provinces_are_coloured_by_their_probability_and_dark_is_likely(layer: gpd.GeoDataFrame) -> None:
    shown = drawn(targets.probability_map, attainment(ROWS), layer, SPAN)
    classes = {fill.label: fill.colour for fill in geography.class_fills(targets.PROBABILITIES)}
    filled = {gid: to_hex(patch.get_facecolor()) for gid, patch in regions(shown.fig).items()}
    assert filled["region-11"] == classes["75–90%"]
    assert filled["region-12"] == classes["50–75%"]
    assert filled["region-15"] == classes["10–25%"]
    assert filled["region-16"] == classes["up to 10%"]
    assert list(legend(shown.fig)) == list(classes)
    assert shown.labels["region-11"] == "Aceh: probability 80% by 2029"


def test_a_province_without_a_projection_is_hatched_and_in_the_legend(layer: gpd.GeoDataFrame) -> None:
    rows = attainment({code: row for code, row in ROWS.items() if code != "15"})
    for chart, options in ((targets.probability_map, []), (targets.attainment_map, [8])):
        shown = drawn(chart, rows, layer, SPAN, *options)
        assert regions(shown.fig)["region-15"].get_hatch() == marks.MISSING_HATCH
        assert legend(shown.fig)["not published"].get_hatch() == marks.MISSING_HATCH


@pytest.mark.parametrize(("target", "by"), [(43.92, 2029), (60.0, 2035)])
def test_the_map_of_probabilities_counts_the_likely_and_the_unlikely(
    layer: gpd.GeoDataFrame, target: float, by: int
) -> None:
    assert both_titles(targets.probability_map, attainment(ROWS, target, by), layer, SPAN) == (
        f"By {by} 1 provinces are likely to have reached {target:.2f}%, and 2 are unlikely to",
        f"Pada {by}, 1 provinsi kemungkinan besar sudah mencapai {target:.2f}%, dan 2 kecil kemungkinannya".replace(
            ".", ","
        ),
    )


def test_provinces_are_coloured_by_the_class_of_their_median_year_and_dotted_where_it_is_unsure(
    layer: gpd.GeoDataFrame,
) -> None:
    shown = drawn(targets.attainment_map, attainment(ROWS), layer, SPAN, 8)
    key = legend(shown.fig)
    assert list(key) == [
        "by 2024", "2025–2026", "2027–2028", "2029–2030", "2031–2035", "2036–2045", "not by 2045",
        "wide: 80% interval over 8 years",
    ]  # fmt: skip
    colour = {words: to_hex(patch.get_facecolor()) for words, patch in key.items()}
    filled = regions(shown.fig)
    assert to_hex(filled["region-11"].get_facecolor()) == colour["2027–2028"]
    assert to_hex(filled["region-12"].get_facecolor()) == colour["2029–2030"]
    assert to_hex(filled["region-15"].get_facecolor()) == colour["2036–2045"]
    assert to_hex(filled["region-16"].get_facecolor()) == colour["not by 2045"]
    assert {gid: patch.get_hatch() for gid, patch in filled.items()} == {
        "region-11": None, "region-12": "...", "region-15": "...", "region-16": "...",
    }  # fmt: skip
    assert (
        shown.labels["region-16"]
        == "Sumatera Selatan: median not by 2045, 80% interval not by 2045 to not by 2045"
    )


def test_the_earlier_the_darker_and_the_province_that_is_not_there_is_grey(layer: gpd.GeoDataFrame) -> None:
    key = legend(drawn(targets.attainment_map, attainment(ROWS), layer, SPAN, 8).fig)
    *classes, never, _wide = [to_rgb(patch.get_facecolor()) for patch in key.values()]
    brightness = [sum(colour) for colour in classes]
    assert brightness == sorted(brightness) and len(set(brightness)) == 6
    assert max(never) == min(never)


def test_the_classes_of_years_and_their_words_follow_the_last_count_and_the_horizon(
    layer: gpd.GeoDataFrame,
) -> None:
    shown = drawn(targets.attainment_map, attainment(ROWS), layer, Span(2020, 2025, 2040), 5, lang="id")
    assert list(legend(shown.fig)) == [
        "sampai 2025", "2026–2027", "2028–2029", "2030–2031", "2032–2036", "2037–2040", "belum pada 2040",
        "lebar: selang 80% lebih dari 5 tahun",
    ]  # fmt: skip
    assert "2045" not in shown.subtitle + shown.alt + str(shown.labels) + str(shown.table.content())
    assert "2040" in shown.subtitle and "5 tahun" in shown.subtitle


@pytest.mark.parametrize(
    ("by", "wide", "late", "spread"), [(2029, 8, 2, 3), (2027, 8, 4, 3), (2036, 20, 1, 2), (2029, 6, 2, 4)]
)
def test_the_map_of_years_counts_the_late_and_the_unsure(
    layer: gpd.GeoDataFrame, by: int, wide: int, late: int, spread: int
) -> None:
    english, indonesian = both_titles(targets.attainment_map, attainment(ROWS, by=by), layer, SPAN, wide)
    assert english == (
        f"{late} provinces are likelier than not to reach 43.92% only after {by}; for {spread} the years spread wide"
    )
    assert indonesian.startswith(f"{late} provinsi lebih mungkin baru mencapai 43,92% setelah {by}")


@pytest.mark.parametrize("until", [2040, 2045])
def test_intervals_are_drawn_from_their_first_to_their_last_year_the_earliest_median_first(
    until: int,
) -> None:
    shown = drawn(targets.ranked_attainment, attainment(ROWS), Span(2021, 2024, until))
    ax, end = shown.ax, until + 1.2
    assert row_names(ax) == ["Aceh", "Sumatera Utara", "Indonesia", "Jambi", "Sumatera Selatan"]
    bars, dots = ax.collections
    assert [[x for x, _y in bar.tolist()] for bar in bars.get_segments()] == [
        [2026, 2033], [2025, 2038], [2027, end], [2028, end], [end, end],
    ]  # fmt: skip
    assert dots.get_offsets().tolist() == [[2028, 0], [2029, 1], [2031, 2], [2036, 3]]
    ink = to_hex(marks.INK)
    assert [to_hex(colour) == ink for colour in dots.get_facecolor()] == [False, False, True, False]
    arrows = [line for line in ax.lines if line.get_marker() == ">"]
    assert [line.get_xydata().tolist() for line in arrows] == [[[end, place]] for place in (2, 3, 4)]
    assert ax.get_xlim() == (2020.5, end)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [
        str(year) for year in range(2025, until + 1, 5)
    ]
    assert f"not by {until}" in texts(ax)


@pytest.mark.parametrize("by", [2027, 2029])
def test_a_line_stands_at_the_targets_year(by: int) -> None:
    ax = drawn(targets.ranked_attainment, attainment(ROWS, by=by), SPAN).ax
    [line] = [line for line in ax.lines if line.get_color() == marks.TARGET]
    assert line.get_xdata() == [by, by]
    assert f"target {by}" in texts(ax)


@pytest.mark.parametrize(("until", "rows"), [(2045, ROWS), (2040, {**ROWS, "15": (0.25, 2028, 2036, 2039)})])
def test_the_title_counts_the_intervals_without_an_end(until: int, rows: dict) -> None:
    unsure = sum(row[3] is None for code, row in rows.items() if code != "00")
    assert both_titles(targets.ranked_attainment, attainment(rows), Span(2022, 2024, until)) == (
        f"For {unsure} of 4 provinces the 80% interval has no end by {until}",
        f"Untuk {unsure} dari 4 provinsi, selang 80% belum berakhir pada {until}",
    )


@pytest.mark.parametrize(
    ("lang", "headings"),
    [
        (
            "en",
            ["Region", "Probability by the target date", "10% probability by", "Median year", "90% probability by",
             "Probability of not reaching it by 2040", "Points a year needed", "Recent pace", "Ratio to recent pace",
             "Net new members a month"],
        ),
        (
            "id",
            ["Wilayah", "Peluang pada tanggal target", "Peluang 10% pada", "Tahun median", "Peluang 90% pada",
             "Peluang belum tercapai pada 2040", "Poin per tahun yang diperlukan", "Laju terkini",
             "Rasio terhadap laju terkini", "Tambahan bersih peserta per bulan"],
        ),
    ],
)  # fmt: skip
def test_the_table_of_attainment_is_headed_in_plain_words(lang: str, headings: list[str]) -> None:
    with language.use(lang):
        content = targets.attainment_table(attainment(ROWS), "any", Span(2022, 2024, 2040)).content()
    assert [column["label"] for column in content["columns"]] == headings
    assert "2040" in content["note"] and "2045" not in str(content)
    [jambi] = [row for row in content["rows"] if row[0][0] == "Jambi"]
    assert [text for text, _key in jambi[1:5]] == ["25%", "2028", "2036", "–"]


def test_rows_of_the_table_sort_by_the_day_and_not_by_the_words() -> None:
    content = targets.attainment_table(attainment(ROWS), "any", SPAN).content()
    keys = [row[3][1] for row in content["rows"]]
    assert keys[:4] == [pd.Timestamp(year, 12, 31).toordinal() for year in (2031, 2028, 2029, 2036)]
    assert keys[4] is None
