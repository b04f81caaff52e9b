"""Maps of coverage as they are drawn and said: every province in the colour of its class, dark for high, hatched where missing."""

import re

import geopandas as gpd
import pandas as pd
import pytest
from charting import LANGS, NAMES, both_titles, coverage_rows, drawn, rates_rows, texts
from matplotlib.colors import to_hex, to_rgb
from shapely import box

from coverage_lib import load_boundaries, load_coverage
from coverage_lib.charts import maps
from coverage_lib.data.sources import home
from coverage_lib.drawing import geography
from coverage_lib.pages import report

EDGES = [10, 20, 30, 40, 50, 60]

SHARES = {"00": 30.0, "11": 12.0, "12": 25.0, "31": 58.0, "51": 104.0}

CODES = ["11", "12", "31", "51"]


@pytest.fixture(scope="module")
def coverage() -> pd.DataFrame:
    return load_coverage(base="employed")


@pytest.fixture(scope="module")
def squares() -> gpd.GeoDataFrame:
    """Four synthetic provinces within the frame of the inset."""
    shapes = [box(105 + x, -8, 106 + x, -7) for x in range(4)]
    return gpd.GeoDataFrame({"code": CODES}, geometry=shapes, crs="EPSG:4326")


@pytest.fixture(scope="module")
def grid() -> pd.DataFrame:
    return pd.DataFrame(
        {"code": CODES, "name": [NAMES[code] for code in CODES], "abbreviation": ["A", "S", "D", "B"], "row": [0, 0, 1, 1], "column": [0, 1, 0, 1]}
    )  # fmt: skip


def shades(ax: object, prefix: str = "region") -> dict[str, str]:
    """The colour of each shape by code; ``hatched`` where it is."""
    return {
        patch.get_gid().removeprefix(f"{prefix}-"): "hatched"
        if patch.get_hatch()
        else to_hex(patch.get_facecolor())
        for patch in ax.patches  # type: ignore[attr-defined]
        if patch.get_gid()
    }


def grey(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("lang", LANGS)
def test_the_map_darkens_with_coverage_and_the_inset_agrees(squares: gpd.GeoDataFrame, lang: str) -> None:
    chart = drawn(maps.coverage_map, coverage_rows({2024: SHARES}), squares, EDGES, lang=lang)
    axes = {ax.get_label(): ax for ax in chart.fig.axes}
    colours = shades(axes["map"])
    assert colours == shades(axes["inset"], "inset")
    assert grey(colours["11"]) > grey(colours["12"]) > grey(colours["31"])
    assert colours["31"] == colours["51"]  # both above the last limit: 58% and 104%
    keys = [to_hex(key.get_facecolor()) for key in axes["legend"].get_legend().get_patches()]
    labels = [text.get_text() for text in axes["legend"].get_legend().get_texts()]
    assert labels[0] == {"en": "up to 20%", "id": "sampai 20%"}[lang] and len(labels) == 5
    assert (keys[0], keys[1], keys[4]) == (colours["11"], colours["12"], colours["31"])


def test_classes_are_shared_by_the_maps_that_stand_side_by_side(
    squares: gpd.GeoDataFrame, grid: pd.DataFrame
) -> None:
    frame = coverage_rows({2022: SHARES | {"11": 25.0}, 2024: SHARES})
    single = shades(drawn(maps.coverage_map, frame, squares, EDGES).fig.axes[0])
    tiles = shades(drawn(maps.coverage_tiles, frame, grid, EDGES).fig.axes[0])
    years = {ax.get_label(): ax for ax in drawn(maps.coverage_years, frame, squares, EDGES).fig.axes}
    assert single == tiles == shades(years["2024"], "year2024")
    before = shades(years["2022"], "year2022")
    assert before["11"] == single["12"] and before["31"] == single["31"]


def test_what_is_missing_is_hatched_and_stands_in_the_legend(
    squares: gpd.GeoDataFrame, grid: pd.DataFrame
) -> None:
    no_value = coverage_rows({2022: SHARES, 2024: SHARES | {"51": float("nan")}})
    no_row = no_value[no_value["code"] != "51"]
    whole = coverage_rows({2022: SHARES, 2024: SHARES})
    for chart, places in (
        (maps.coverage_map, squares),
        (maps.coverage_tiles, grid),
        (maps.coverage_years, squares),
    ):
        for frame, count in ((whole, 5), (no_value, 6), (no_row, 6)):
            result = drawn(chart, frame, places, EDGES)
            axes = {ax.get_label(): ax for ax in result.fig.axes}
            words = [text.get_text() for text in axes["legend"].get_legend().get_texts()]
            assert len(words) == count
            assert ("not published" in words) == (count == 6)
            place = next(axes[name] for name in ("map", "tiles", "2024") if name in axes)
            prefix = "year2024" if "2024" in axes else "region"
            assert (shades(place, prefix)["51"] == "hatched") == (count == 6)


def test_missing_in_the_stored_drawing_too(coverage: pd.DataFrame) -> None:
    without = coverage.assign(coverage=coverage["coverage"].where(coverage["code"] != "15"))
    whole = maps.coverage_map(coverage, load_boundaries(), EDGES).svg
    holed = maps.coverage_map(without, load_boundaries(), EDGES).svg
    assert "not published" not in whole and "<pattern" not in whole
    assert "not published" in holed and "<pattern" in holed
    jambi = holed[holed.index('coverage-map-en-region-15"') :].partition("</g>")[0]
    assert "fill: url(#" in jambi


def test_the_map_has_a_shape_and_figures_for_each_province(coverage: pd.DataFrame) -> None:
    svg = maps.coverage_map(coverage, load_boundaries(), EDGES).svg
    for code in coverage["code"].unique():
        if code != "00":
            assert f'coverage-map-en-region-{code}"><title>' in svg
    assert "Jambi: 29.1% of workers; 534,179 members" in svg


@pytest.mark.parametrize(
    ("nation", "english", "indonesian"),
    [
        (30.0, "2 of 4 provinces lie below the nation's 30.0%", "2 dari 4 provinsi berada di bawah angka nasional 30,0%"),
        (20.0, "1 of 4 provinces lies below the nation's 20.0%", "1 dari 4 provinsi berada di bawah angka nasional 20,0%"),
        (10.0, "0 of 4 provinces lie below the nation's 10.0%", "0 dari 4 provinsi berada di bawah angka nasional 10,0%"),
    ],
)  # fmt: skip
def test_the_title_of_the_map_counts_the_provinces_below(
    squares: gpd.GeoDataFrame, nation: float, english: str, indonesian: str
) -> None:
    frame = coverage_rows({2024: SHARES | {"00": nation}})
    assert both_titles(maps.coverage_map, frame, squares, EDGES) == (
        f"From 12.0% in Aceh to 104.0% in Bali: {english}",
        f"Dari 12,0% di Aceh sampai 104,0% di Bali: {indonesian}",
    )


def test_a_missing_province_is_neither_the_lowest_nor_counted(squares: gpd.GeoDataFrame) -> None:
    frame = coverage_rows({2024: SHARES | {"51": float("nan")}})
    title, _other = both_titles(maps.coverage_map, frame, squares, EDGES)
    assert (
        title == "From 12.0% in Aceh to 58.0% in DKI Jakarta: 2 of 3 provinces lie below the nation's 30.0%"
    )


@pytest.mark.parametrize(
    ("lang", "values"), [("en", ["12.0", "25.0", "58.0", "104.0"]), ("id", ["12,0", "25,0", "58,0", "104,0"])]
)
def test_tiles_show_every_value_and_the_title_their_median(
    grid: pd.DataFrame, lang: str, values: list[str]
) -> None:
    chart = drawn(maps.coverage_tiles, coverage_rows({2024: SHARES}), grid, EDGES, lang=lang)
    assert texts(chart.ax)[1::2] == values
    half = {
        "en": "Half of the provinces cover less than 41.5%",
        "id": "Separuh provinsi mencakup kurang dari 41,5%",
    }[lang]
    assert chart.title.startswith(half)  # the middle of 25 and 58


@pytest.mark.parametrize(
    ("years", "english", "indonesian"),
    [
        (
            {2021: {"31": 20.0}, 2023: {}},
            "2 provinces covered more than 30% of their workers in 2023, against 1 in 2021",
            "2 provinsi mencakup lebih dari 30% penduduk bekerjanya pada 2023, sedangkan pada 2021 sebanyak 1",
        ),
        (
            {2021: {}, 2023: {"31": 20.0}},
            "1 province covered more than 30% of its workers in 2023, against 2 in 2021",
            "1 provinsi mencakup lebih dari 30% penduduk bekerjanya pada 2023, sedangkan pada 2021 sebanyak 2",
        ),
        (
            {2023: {}},
            "2 provinces covered more than 30% of their workers in 2023",
            "2 provinsi mencakup lebih dari 30% penduduk bekerjanya pada 2023",
        ),
    ],
    ids=["rise", "fall to one", "one year"],
)
def test_the_title_of_the_years_counts_above_the_middle_class_limit(
    squares: gpd.GeoDataFrame, years: dict[int, dict[str, float]], english: str, indonesian: str
) -> None:
    frame = coverage_rows({year: SHARES | other for year, other in years.items()})
    assert both_titles(maps.coverage_years, frame, squares, EDGES) == (english, indonesian)


def test_another_middle_limit_is_said() -> None:
    """With limits 0, 5 and 10 the middle one is 5%."""
    frame = coverage_rows({2023: {"00": 6.0, "11": 4.0, "12": 7.0}})
    layer = gpd.GeoDataFrame(
        {"code": ["11", "12"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs="EPSG:4326"
    )
    title, _other = both_titles(maps.coverage_years, frame, layer, [0, 5, 10])
    assert title.startswith("1 province covered more than 5% of its workers")


def test_a_small_map_for_each_year_with_the_nations_share(squares: gpd.GeoDataFrame) -> None:
    frame = coverage_rows({2021: SHARES | {"00": 21.0}, 2022: SHARES, 2023: SHARES | {"00": 33.0}})
    axes = drawn(maps.coverage_years, frame, squares, EDGES, lang="id").fig.axes
    titles = [ax.get_title(loc="left") for ax in axes if ax.patches]
    assert titles == ["2021: Indonesia 21,0%", "2022: Indonesia 30,0%", "2023: Indonesia 33,0%"]


# Thirds by formal coverage: 11 and 12, 31 and 32, 13 and 51; by informal coverage: 11 and 31, 12 and 13, 32 and 51.
BOTH = {"00": (50.0, 20.0), "11": (10.0, 1.0), "12": (20.0, 12.0), "31": (30.0, 2.0), "32": (40.0, 25.0), "13": (50.0, 11.0), "51": (60.0, 30.0)}  # fmt: skip

THIRDS = {"11": (0, 0), "12": (0, 1), "31": (1, 0), "32": (1, 2), "13": (2, 1), "51": (2, 2)}


def in_a_row(codes: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": codes}, geometry=[box(105 + x, -8, 106 + x, -7) for x in range(len(codes))], crs="EPSG:4326"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_two_share_map_has_the_third_of_each_rate(lang: str) -> None:
    chart = drawn(maps.bivariate_map, rates_rows({2024: BOTH}), in_a_row([*THIRDS, "94"]), lang=lang)
    axes = {ax.get_label(): ax for ax in chart.fig.axes}
    expected = {code: geography.BIVARIATE[formal][informal] for code, (formal, informal) in THIRDS.items()}
    assert shades(axes["map"]) == shades(axes["inset"], "inset") == expected | {"94": "hatched"}
    squares = {
        (square.get_x(), square.get_y()): to_hex(square.get_facecolor()) for square in axes["legend"].patches
    }
    assert squares == {
        (informal, formal): geography.BIVARIATE[formal][informal]
        for formal in range(3)
        for informal in range(3)
    }
    (missing,) = axes["legend"].get_legend().get_texts()
    assert missing.get_text() == {"en": "not published", "id": "belum diumumkan"}[lang]
    words = {text.get_text(): (text.get_position(), text.get_rotation()) for text in axes["legend"].texts}
    formal = {"en": "formal coverage →", "id": "cakupan formal →"}[lang]
    informal = {"en": "informal coverage →", "id": "cakupan informal →"}[lang]
    assert words[formal][1] == 90 and words[informal][1] == 0  # formal rises upwards, informal to the right


def test_the_two_share_map_has_no_key_for_missing_where_nothing_is() -> None:
    chart = drawn(maps.bivariate_map, rates_rows({2024: BOTH}), in_a_row(list(THIRDS)))
    assert all(ax.get_legend() is None for ax in chart.fig.axes)


@pytest.mark.parametrize(
    ("changed", "english", "indonesian"),
    [
        ({}, "1 province is in the lowest third on both counts: Aceh", "1 provinsi berada di sepertiga terbawah pada keduanya: Aceh"),
        ({"12": (20.0, 1.5), "31": (30.0, 12.0)}, "2 provinces are in the lowest third on both counts: Aceh, Sumatera Utara",
         "2 provinsi berada di sepertiga terbawah pada keduanya: Aceh, Sumatera Utara"),
        ({"11": (10.0, 40.0), "12": (20.0, 41.0)}, "No province is in the lowest third on both counts",
         "Tidak ada provinsi yang berada di sepertiga terbawah pada keduanya"),
    ],
    ids=["one", "two", "none"],
)  # fmt: skip
def test_the_title_of_the_two_share_map_names_who_is_low_on_both(
    changed: dict[str, tuple[float, float]], english: str, indonesian: str
) -> None:
    rates = rates_rows({2024: BOTH | changed})
    assert both_titles(maps.bivariate_map, rates, in_a_row(list(THIRDS))) == (english, indonesian)


def test_the_notice_for_the_outlines_stands_under_the_projects_own_maps(squares: gpd.GeoDataFrame) -> None:
    frame = coverage_rows({2024: SHARES})
    assert "ODbL" not in drawn(maps.coverage_map, frame, squares, EDGES).source
    squares = squares.copy()
    squares.attrs["credit"] = "somebody"
    assert "information from somebody" in drawn(maps.coverage_map, frame, squares, EDGES).source


def width_of_regions(svg: str) -> float:
    """How far the regions of the main map reach from left to right, in points."""
    paths = re.findall(r'-region-\d\d">.*?<path d="([^"]+)"', svg, flags=re.DOTALL)
    places = [float(x) for path in paths for x in re.findall(r"[ML](-?[\d.]+) ", path)]
    return max(places) - min(places)


@pytest.mark.parametrize("name", ["01_coverage_map", "02_formal_informal", "03_target_projection"])
def test_maps_keep_their_room_beside_the_longer_words_of_indonesian(name: str) -> None:
    """A legend that is too wide takes the room from its map, without a warning; English is compared by nbval."""
    page = report.page(home() / "notebooks" / f"{name}.ipynb", "id")
    drawings = {key: figure.drawing.body for key, figure in page.figures.items()}
    maps_of_page = {key: svg for key, svg in drawings.items() if re.search(r'-region-\d\d">', svg)}
    maps_of_page = {key: svg for key, svg in maps_of_page.items() if "tiles" not in key}
    assert maps_of_page
    assert {
        key: width_of_regions(svg) for key, svg in maps_of_page.items() if width_of_regions(svg) < 380
    } == {}
