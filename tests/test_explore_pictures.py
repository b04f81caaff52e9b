"""The drawings of explore, read back: places, lengths and colours are those of the numbers."""

import dataclasses
from functools import cache
from statistics import mean

import pandas as pd
import pytest
from explore_samples import JAMBI_55, Mark, marks_of

from coverage_lib import language, load_boundaries
from coverage_lib.drawing import geography, marks
from coverage_lib.explore import Presentation, Settings, present
from coverage_lib.explore.pictures.fan import FANS
from coverage_lib.language import vocabulary

THREE = dataclasses.replace(JAMBI_55, regions=("15", "51", "00"))
FEW_PUBLISHED = Settings(regions=("61",), segment="formal", base="eligible", year=2026, target=72)
WRITTEN = 0.15  # percent: places are written to a tenth of a point, also those of the axis


@cache
def presented(settings: Settings) -> Presentation:
    return present(settings)


def drawn(settings: Settings, picture: str) -> list[Mark]:
    return marks_of(getattr(presented(settings).pictures, picture).body)


def text_at(drawing: list[Mark], text: str) -> Mark:
    (mark,) = [mark for mark in drawing if mark.kind == "text" and mark.text == text]
    return mark


# ----------------------------------------------------------------------------------------------------------------- the map


def test_each_province_has_the_fill_of_its_class_and_the_chosen_a_thick_outline() -> None:
    provinces = presented(THREE).view.provinces
    edges = geography.class_edges(provinces["coverage"])
    fills = geography.classify(provinces["coverage"], edges, geography.class_fills(edges))
    paths = [mark for mark in drawn(THREE, "map") if mark.kind == "path" and mark.code]
    assert {path.code for path in paths} == set(provinces["code"])
    expected = dict(zip(provinces["code"], (fill.colour for fill in fills), strict=True))
    assert {(path.code, path["fill"]) for path in paths} == set(expected.items())
    assert {path.code for path in paths if float(path["stroke-width"]) > 1} == {"15", "51"}


def test_provinces_lie_where_they_are() -> None:
    layer = load_boundaries("2021").set_index("code")
    main: dict[str, list[tuple[float, float]]] = {}
    for mark in drawn(THREE, "map"):
        if mark.kind == "path" and mark.code and mark.code not in main:  # the inset follows the main map
            main[mark.code] = mark.points()
    # Two provinces give the scale; a third has to fit it, north upwards.
    west = {code: min(x for x, _y in main[code]) for code in ("11", "91", "51", "61")}
    north = {code: min(y for _x, y in main[code]) for code in west}
    bounds = layer.geometry.bounds
    scale = (west["91"] - west["11"]) / (bounds.minx["91"] - bounds.minx["11"])
    for code in ("51", "61"):
        assert west[code] - west["11"] == pytest.approx(
            scale * (bounds.minx[code] - bounds.minx["11"]), abs=0.7
        )
        assert north[code] - north["11"] == pytest.approx(
            scale * (bounds.maxy["11"] - bounds.maxy[code]), abs=0.7
        )


def test_what_is_not_published_is_hatched_on_the_map_and_in_the_legend() -> None:
    drawing = drawn(FEW_PUBLISHED, "map")
    known = set(presented(FEW_PUBLISHED).view.provinces["code"])
    paths = [mark for mark in drawing if mark.kind == "path" and mark.code]
    assert {path.code for path in paths if path["fill"] == "url(#missing)"} == {
        path.code for path in paths
    } - known
    assert known and len(known) < 34
    (pattern,) = [mark for mark in drawing if mark.kind == "pattern"]
    assert pattern["id"] == "missing"
    word = text_at(drawing, "not published")
    swatch = [mark for mark in drawing if mark.kind == "rect" and mark["fill"] == "url(#missing)"]
    assert len(swatch) == 1 and abs(swatch[0].number("y") + 5 - (word.number("y") - 3.06)) < 0.2
    assert not [mark for mark in drawn(THREE, "map") if mark.text == "not published"]


def test_the_legend_of_the_map_is_in_the_order_and_colours_of_the_classes() -> None:
    provinces = presented(THREE).view.provinces
    classes = geography.class_fills(geography.class_edges(provinces["coverage"]))
    drawing = drawn(THREE, "map")
    swatches = [mark for mark in drawing if mark.kind == "rect" and mark["height"] == "10"]
    assert [swatch["fill"] for swatch in swatches] == [fill.colour for fill in classes]
    labels = [mark.text for mark in drawing if mark.kind == "text"]
    assert [label for label in labels if label in {fill.label for fill in classes}] == [
        fill.label for fill in classes
    ]


# ------------------------------------------------------------------------------------------------------------- the ranking


def test_the_ranking_is_from_the_highest_and_its_lines_are_as_long_as_the_coverage() -> None:
    provinces = presented(THREE).view.provinces
    drawing = [mark for mark in drawn(THREE, "ranking") if mark.code]
    lines = [mark for mark in drawing if mark.kind == "path"]
    assert [line.code for line in lines] == provinces.sort_values("rank", kind="stable")["code"].tolist()
    lengths = [line.points()[1][0] - line.points()[0][0] for line in lines]
    for length, coverage in zip(lengths, provinces["coverage"], strict=True):
        assert length / lengths[0] == pytest.approx(coverage / provinces["coverage"][0], abs=0.001)
    dots = [mark for mark in drawing if mark.kind == "circle"]
    for dot, line in zip(dots, lines, strict=True):
        assert dot.number("cx") == line.points()[1][0]
    heights = [line.points()[0][1] for line in lines]
    assert heights == sorted(heights)


def test_target_and_nation_stand_on_the_scale_of_the_ranking() -> None:
    view, drawing = presented(THREE).view, drawn(THREE, "ranking")
    zero, ten = (text_at(drawing, text).number("x") for text in ("0%", "10%"))
    nation = view.shares.set_index("code").loc["00", "coverage"]
    downs = {mark["stroke"]: mark for mark in drawing if mark.kind == "path" and not mark.code}
    for colour, value in ((marks.TARGET, 55), (marks.INK, nation)):
        assert downs[colour].points()[0][0] == pytest.approx(zero + value * (ten - zero) / 10, abs=0.2)
    assert downs[marks.TARGET]["stroke-dasharray"] and not downs[marks.INK]["stroke-dasharray"]


def test_chosen_provinces_stand_out_in_the_ranking() -> None:
    one = [mark for mark in drawn(JAMBI_55, "ranking") if mark.kind == "circle"]
    assert {dot.code for dot in one if dot["fill"] == marks.ACCENT} == {"15"}
    assert {dot["fill"] for dot in one if dot.code != "15"} == {marks.CONTEXT}
    assert [mark.text for mark in drawn(JAMBI_55, "ranking") if mark["font-weight"]] == ["Jambi", "29.1%"]
    whole = [mark for mark in drawn(Settings(), "ranking") if mark.kind == "circle"]
    assert {dot["fill"] for dot in whole} == {marks.ACCENT}


@pytest.mark.parametrize(("target", "count"), [(10, 34), (45, 3), (60, 0)])
def test_the_title_of_the_ranking_counts_the_provinces_at_the_target(target: float, count: int) -> None:
    presentation = presented(dataclasses.replace(JAMBI_55, target=target))
    assert (presentation.view.provinces["coverage"] >= target).sum() == count
    assert presentation.pictures.ranking.title == f"{count} of 34 provinces have reached {target}%"


# ---------------------------------------------------------------------------------------------------------------- the bars


def test_bars_are_as_long_as_the_coverage_in_the_colours_of_the_segments() -> None:
    segments = presented(THREE).view.segments
    bars = [mark for mark in drawn(THREE, "bars") if mark.kind == "rect" and mark["height"] == "11"]
    assert segments["code"].tolist() == ["15", "15", "51", "51", "00", "00"]
    assert [bar["fill"] for bar in bars] == [marks.FORMAL, marks.INFORMAL] * 3
    for bar, coverage in zip(bars, segments["coverage"], strict=True):
        assert bar.number("width") / bars[0].number("width") == pytest.approx(
            coverage / segments["coverage"][0], abs=0.001
        )
    assert len({bar["x"] for bar in bars}) == 1
    assert [bar.number("y") for bar in bars] == sorted(bar.number("y") for bar in bars)


def test_the_legend_of_the_bars_has_their_colours() -> None:
    drawing = drawn(THREE, "bars")
    swatches = [mark for mark in drawing if mark.kind == "rect" and mark["height"] == "10"]
    words = [text_at(drawing, vocabulary.segment_word(segment)) for segment in ("formal", "informal")]
    assert [swatch["fill"] for swatch in swatches] == [marks.FORMAL, marks.INFORMAL]
    for swatch, word in zip(swatches, words, strict=True):
        assert 0 < word.number("x") - swatch.number("x") < 20


def test_beside_a_bar_stand_its_coverage_and_who_is_not_a_member() -> None:
    # Jambi 2024: 41.65% of 1,833,267 employed are formal, 326,890 of them members.
    assert text_at(drawn(THREE, "bars"), "42.8% · 436,700 without")
    assert "Jambi formal 42.8%, Jambi informal 19.4%" in presented(THREE).pictures.bars.alt
    assert (
        presented(THREE).pictures.bars.title
        == "Jambi: 42.8% of formal and 19.4% of informal workers are covered"
    )


def test_a_segment_that_is_not_published_is_said_and_has_no_bar() -> None:
    settings = Settings(regions=("17",), base="eligible", year=2026, target=39, target_year=2026)
    segments = presented(settings).view.segments
    bars = [mark for mark in drawn(settings, "bars") if mark.kind == "rect" and mark["height"] == "11"]
    missing = [mark for mark in drawn(settings, "bars") if mark.text == "not published"]
    assert len(bars) == len(segments) and len(missing) == 4 - len(segments) > 0
    assert "is not published on this base" in presented(settings).pictures.bars.title


# ----------------------------------------------------------------------------------------------------------------- the fan


def scale_of(drawing: list[Mark]) -> tuple[float, float]:
    """Where 0% lies, and points for one percent, by the words of the axis."""
    ticks = {
        mark.text: mark.number("y")
        for mark in drawing
        if mark.kind == "text" and mark["text-anchor"] == "end"
    }
    zero, twenty = ticks["0%"], ticks["20%"]
    return zero - 0.34 * 8.5, (zero - twenty) / 20


def percents(mark: Mark, drawing: list[Mark]) -> list[float]:
    zero, scale = scale_of(drawing)
    return [(zero - y) / scale for _x, y in mark.points()]


def one_fan(settings: Settings) -> tuple[list[Mark], Presentation]:
    return drawn(settings, "fan"), presented(settings)


@pytest.mark.parametrize("settings", [JAMBI_55, dataclasses.replace(JAMBI_55, regions=("00",), lang="id")])
def test_the_edges_of_the_bands_are_the_quantiles_and_the_line_is_the_median(settings: Settings) -> None:
    drawing, (view, _words, _pictures) = one_fan(settings)
    fan = view.fan[view.fan["date"].dt.year <= 2035]
    last = view.path.iloc[-1]["coverage"]
    bands = [
        mark
        for mark in drawing
        if mark.kind == "path" and mark["d"].endswith("Z") and mark["fill"] != marks.TARGET
    ]
    assert [band["fill"] for band in bands] == [
        marks.tint(marks.ACCENT, 0.22),
        marks.tint(marks.ACCENT, 0.45),
    ]
    for band, (low, high) in zip(bands, (("q10", "q90"), ("q25", "q75")), strict=True):
        expected = [last, *fan[low], *reversed([last, *fan[high]])]
        assert percents(band, drawing) == pytest.approx(expected, abs=WRITTEN)
    (line,) = [mark for mark in drawing if mark["stroke"] == marks.ACCENT and mark["stroke-linejoin"]]
    assert percents(line, drawing) == pytest.approx([last, *fan["q50"]], abs=WRITTEN)


def test_the_past_is_what_was_counted_and_lies_at_the_ends_of_its_years() -> None:
    drawing, (view, _words, _pictures) = one_fan(JAMBI_55)
    dots = [mark for mark in drawing if mark.kind == "circle"][1:]  # the first is in the legend
    zero, scale = scale_of(drawing)
    assert [(zero - dot.number("cy")) / scale for dot in dots] == pytest.approx(
        view.path["coverage"].tolist(), abs=0.2
    )
    assert {dot["fill"] for dot in dots} == {marks.ACCENT}
    assert dots[0].number("cx") == pytest.approx(text_at(drawing, "2022").number("x"), abs=0.2)
    assert dots[2].number("cx") == pytest.approx(text_at(drawing, "2024").number("x"), abs=0.2)


def test_the_target_is_a_diamond_at_its_date_and_share() -> None:
    drawing, _presentation = one_fan(dataclasses.replace(JAMBI_55, target_year=2030))
    diamond = [mark for mark in drawing if mark["fill"] == marks.TARGET and mark.kind == "path"][1]
    x, y = (mean(place) for place in zip(*diamond.points(), strict=True))
    zero, scale = scale_of(drawing)
    assert (zero - y) / scale == pytest.approx(55, abs=0.3)
    assert x == pytest.approx(text_at(drawing, "2030").number("x"), abs=0.2)


def test_the_line_at_the_chosen_pace_rises_by_it() -> None:
    drawing, (view, _words, _pictures) = one_fan(dataclasses.replace(JAMBI_55, pace="by_hand", points=2))
    line = [mark for mark in drawing if mark["stroke"] == marks.INK and mark["stroke-dasharray"]][1]
    (start, _), (end, _) = line.points()
    year = (text_at(drawing, "2034").number("x") - text_at(drawing, "2024").number("x")) / 10
    low, high = percents(line, drawing)
    assert low == pytest.approx(view.path.iloc[-1]["coverage"], abs=0.2)
    assert (high - low) / ((end - start) / year) == pytest.approx(2, abs=0.03)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_legend_of_the_fan_has_the_words_and_colours_of_the_reports(lang: str) -> None:
    settings = dataclasses.replace(JAMBI_55, lang=lang)
    drawing = drawn(settings, "fan")
    with language.use(lang):
        words = [vocabulary.fan_word(part) for part in ("counted", "median", "80% interval", "50% interval")]
    legend = [mark for mark in drawing if mark.kind == "text" and mark["y"] == "10.9"]
    assert [mark.text for mark in legend][:4] == words
    swatches = [mark["fill"] for mark in drawing if mark.kind == "rect"]
    assert swatches == [marks.tint(marks.ACCENT, 0.22), marks.tint(marks.ACCENT, 0.45)]
    assert "95%" not in presented(settings).pictures.fan.body + presented(settings).pictures.fan.subtitle


def test_the_past_of_published_shares_is_called_published() -> None:
    settings = Settings(regions=("61",), base="eligible", year=2026, target=72, target_year=2027)
    assert "published" in [mark.text for mark in drawn(settings, "fan")]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Kalimantan Utara: the probability of being at {target}% or above on 31 December 2029 is {chance}"),
        ("id", "Kalimantan Utara: peluang cakupan berada pada {target}% atau lebih pada 31 Desember 2029 adalah {chance}"),
    ],
)  # fmt: skip
def test_the_title_of_the_fan_is_the_probability_on_the_date(lang: str, title: str) -> None:
    said = set()
    for target in (20, 38, 60):
        settings = Settings(regions=("65",), target=target, lang=lang)
        view, _words, pictures = presented(settings)
        found = view.outlook.set_index("code").loc["65"]
        with language.use(lang):
            chance = language.chance(found["probability_at_target_date"])
        assert pictures.fan.title == title.format(target=target, chance=chance)
        said.add(chance)
    assert len(said) == 3  # also where it has been at the target, so that having been there is certain


def test_the_title_of_the_fan_says_that_the_targets_date_is_past() -> None:
    fan = presented(Settings(regions=("15",), target_year=2024)).pictures.fan
    assert fan.title == "Jambi: the target's date, 31 December 2024, is not after the last figure"


def test_more_regions_than_fit_are_said_and_the_table_has_all_of_them() -> None:
    settings = dataclasses.replace(JAMBI_55, regions=("15", "16", "17", "18", "19"))
    fan = presented(settings).pictures.fan
    names = [mark.text for mark in drawn(settings, "fan") if mark["font-weight"]]
    assert names == ["Jambi", "Sumatera Selatan", "Bengkulu", "Lampung"] and len(names) == FANS
    assert f"the first {FANS} of the chosen regions" in fan.subtitle
    assert fan.table.frame["name"].nunique() == 5


def test_the_alternative_text_of_the_fan_has_its_numbers() -> None:
    view, _words, pictures = presented(THREE)
    end = view.fan.set_index(["code", "date"]).loc[("15", pd.Timestamp("2029-12-31"))]
    interval = f"({language.percent(end.q10)}–{language.percent(end.q90)})"
    assert f"Jambi 2029 {language.percent(end.q50)} {interval}" in pictures.fan.alt


def test_a_nearer_horizon_ends_the_fan_there() -> None:
    fan = present(JAMBI_55, pd.Timestamp("2031-12-31")).pictures.fan
    assert fan.table.frame["date"].max() == pd.Timestamp("2031-12-31")
    assert max(mark.text for mark in marks_of(fan.body) if mark.text.isdigit()) == "2030"


# ------------------------------------------------------------------------------------------------------------ all of them


def test_nothing_is_drawn_outside_the_picture() -> None:
    for settings in (
        JAMBI_55,
        THREE,
        FEW_PUBLISHED,
        dataclasses.replace(JAMBI_55, target=100, target_year=2045),
    ):
        for picture in presented(settings).pictures:
            for mark in marks_of(picture.body):
                if mark.kind == "text":
                    assert 0 <= mark.number("x") <= 518.4 and 0 < mark.number("y") <= picture.height, mark
                elif mark.kind == "path" and mark["d"] != "M0 0V4":
                    for x, y in mark.points():
                        assert -0.1 <= x <= 518.5 and -0.1 <= y <= picture.height + 0.1, mark


def test_alternative_texts_and_tables_hold_every_province() -> None:
    view, _words, pictures = presented(THREE)
    for picture in (pictures.map, pictures.ranking):
        for row in view.provinces.itertuples():
            assert f"{row.name} {language.percent(row.coverage)}" in picture.alt
        assert len(picture.table.content()["rows"]) == 34
