"""Maps and tile grids as they are drawn: dark means high, missing is hatched and in the legend, every region in its place."""

from itertools import pairwise
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Patch, Rectangle

from coverage_lib import language
from coverage_lib.data.boundaries import load_boundaries
from coverage_lib.data.regions import tile_grid
from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.geography import Fill

EDGES = [10.0, 20.0, 30.0, 40.0, 50.0]


@pytest.fixture(scope="module")
def layer() -> gpd.GeoDataFrame:
    return load_boundaries("2021")


@pytest.fixture
def squares() -> gpd.GeoDataFrame:
    """Three synthetic regions in a row, each one degree wide."""
    shapes = [shapely.box(x, 0, x + 1, 1) for x in range(3)]
    return gpd.GeoDataFrame({"code": ["11", "12", "13"]}, geometry=shapes, crs="EPSG:4326")


def lightness(colour: Any) -> float:
    """CIE L* of a colour, computed here so that a test does not believe what it tests."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16


def drawn(ax: Any) -> dict[str, Patch]:
    return {patch.get_gid(): patch for patch in ax.patches}


def test_dark_means_high_and_neighbouring_classes_can_be_told_apart() -> None:
    for count in range(3, 9):
        levels = [lightness(fill.colour) for fill in geography.class_fills(list(range(count + 1)))]
        assert all(one - other > 5 for one, other in pairwise(levels)), levels


def test_both_shares_of_the_two_share_palette_darken_as_they_rise() -> None:
    by_row = [[lightness(colour) for colour in row] for row in geography.BIVARIATE]
    for line in [*by_row, *zip(*by_row, strict=True)]:
        assert all(one > other for one, other in pairwise(line))
    assert len({colour for row in geography.BIVARIATE for colour in row}) == 9


def test_regions_like_their_neighbours_are_darker_than_regions_unlike_them() -> None:
    shade = {kind: lightness(colour) for kind, colour in geography.AMONG_NEIGHBOURS.items()}
    assert max(shade["high_among_high"], shade["low_among_low"]) < min(
        shade["high_among_low"], shade["low_among_high"]
    )
    assert shade[""] > 85
    for high, low in (("high_among_high", "low_among_low"), ("high_among_low", "low_among_high")):
        red, _green, blue = to_rgb(geography.AMONG_NEIGHBOURS[high])
        assert blue > red
        red, _green, blue = to_rgb(geography.AMONG_NEIGHBOURS[low])
        assert red > blue


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (3, "up to 20%"),
        (20, "up to 20%"),
        (20.01, "20–30%"),
        (40, "30–40%"),
        (40.1, "above 40%"),
        (130, "above 40%"),
    ],
)
def test_a_class_holds_its_upper_limit_and_the_outer_ones_are_open(value: float, label: str) -> None:
    fills, _legend = geography.fills_by_class(
        pd.DataFrame({"code": ["11"], "coverage": [value]}), ["11"], EDGES
    )
    assert fills["11"].label == label


def test_limits_hold_every_value_and_are_round() -> None:
    edges = geography.class_edges([12.6, 27.1, 52.8, None])
    assert edges[0] <= 12.6 and edges[-1] >= 52.8
    assert [edge % 5 for edge in edges] == [0] * len(edges)


@pytest.mark.parametrize(
    ("value", "edges"),
    [
        (27.3, [20, 30]),
        (30, [20, 30]),
        (0, [0, 1]),
        (0.35, [0, 1]),
        (5, [4, 5]),
        (100, [0, 100]),
        (109, [100, 200]),
        (-3, [-4, -3]),
        (-0.35, [-1, 0]),
    ],
)
def test_one_value_has_one_round_class_around_it(value: float, edges: list[float]) -> None:
    assert geography.class_edges([value]) == edges
    assert geography.class_edges([value, value, None, value * (1 + 1e-9)]) == edges
    frame = pd.DataFrame({"code": ["11", "12"], "coverage": [value, value]})
    fills, legend = geography.fills_by_class(frame, ["11", "12", "13"], edges)
    lowest, highest = (language.number(edge) for edge in edges)
    assert [fill.label for fill in legend] == [f"{lowest}–{highest}%", "not published"]
    assert fills["11"] == fills["12"] == legend[0]


@pytest.mark.parametrize("nothing", [[], [None, None]])
def test_classes_of_nothing_are_refused(nothing: list[None]) -> None:
    with pytest.raises(ValueError, match=f"None of the {len(nothing)} values is known"):
        geography.class_edges(nothing)
    with pytest.raises(ValueError, match="1 of the values is infinite"):
        geography.class_edges([1, 2, float("inf")])


def test_narrow_classes_are_told_apart_in_the_legend() -> None:
    labels = [fill.label for fill in geography.class_fills(geography.class_edges([27.0, 27.3, 28.0]))]
    assert labels == ["up to 27.2%", "27.2–27.4%", "27.4–27.6%", "27.6–27.8%", "above 27.8%"]


def test_the_legend_names_what_is_missing_only_where_something_is() -> None:
    frame = pd.DataFrame({"code": ["11", "12"], "coverage": [15.0, 45.0]})
    _fills, whole = geography.fills_by_class(frame, ["11", "12"], EDGES)
    fills, holed = geography.fills_by_class(frame, ["11", "12", "13"], EDGES)
    assert [fill.label for fill in whole] == ["up to 20%", "20–30%", "30–40%", "above 40%"]
    assert [fill.label for fill in holed] == [*(fill.label for fill in whole), "not published"]
    assert fills["13"].hatch and not fills["11"].hatch
    with language.use("id"):
        _fills, holed = geography.fills_by_class(frame.assign(coverage=[15.0, None]), ["11", "12"], EDGES)
        assert [fill.label for fill in holed][::4] == ["sampai 20%", "belum diumumkan"]


def test_each_region_is_painted_in_its_colour_and_a_missing_one_hatched(squares: gpd.GeoDataFrame) -> None:
    fills = {"11": Fill("low", "#ffffcc"), "12": Fill("high", "#081d58")}
    with marks.drawing(2) as (_fig, ax):
        geography.draw_regions(ax, squares, fills, 0.0)
    shapes = drawn(ax)
    assert set(shapes) == {"region-11", "region-12", "region-13"}
    assert to_hex(shapes["region-11"].get_facecolor()) == "#ffffcc"
    assert to_hex(shapes["region-12"].get_facecolor()) == "#081d58"
    assert [bool(shapes[f"region-{code}"].get_hatch()) for code in ("11", "12", "13")] == [False, False, True]
    assert shapes["region-12"].get_extents().x0 > shapes["region-11"].get_extents().x0
    assert ax.get_aspect() == 1


def test_main_map_and_inset_show_the_archipelago_and_java_with_bali(layer: gpd.GeoDataFrame) -> None:
    with geography.regions_with_inset(layer, {}) as (_fig, axes):
        west, _south, east, _north = layer.total_bounds
        assert axes["map"].get_xlim()[0] < west and axes["map"].get_xlim()[1] > east
        assert {gid.removeprefix("region-") for gid in drawn(axes["map"])} == set(layer["code"])
        assert axes["inset"].get_xlim() + axes["inset"].get_ylim() == geography.INSET
        assert {f"inset-{code}" for code in ("31", "32", "33", "34", "35", "36", "51")} <= set(
            drawn(axes["inset"])
        )
        assert all(spine.get_visible() for spine in axes["inset"].spines.values())
        assert not any(spine.get_visible() for spine in axes["map"].spines.values())


def test_the_legend_shows_each_fill_in_its_order(squares: gpd.GeoDataFrame) -> None:
    order = [*geography.class_fills(EDGES), geography.missing_fill()]
    with geography.map_with_inset(squares, {}, order, "Synthetic") as (_fig, axes):
        legend = axes["legend"].get_legend()
        assert legend.get_title().get_text() == "Synthetic"
        assert [text.get_text() for text in legend.get_texts()] == [fill.label for fill in order]
        keys = legend.get_patches()
        assert [to_hex(key.get_facecolor()) for key in keys] == [fill.colour for fill in order]
        assert [bool(key.get_hatch()) for key in keys] == [False, False, False, False, True]


@pytest.mark.parametrize(("boundary", "count"), [("2021", 34), ("2022", 38)])
def test_tiles_have_one_weight_and_stand_where_the_grid_says(boundary: str, count: int) -> None:
    grid = tile_grid(boundary)
    fills = dict.fromkeys(grid["code"], Fill("", "#ffffcc")) | {
        "11": Fill("", "#081d58"),
        "12": geography.missing_fill(),
    }
    with marks.drawing(4) as (_fig, ax):
        geography.draw_tiles(ax, grid, fills, {"11": "19,8"})
    tiles = {gid.removeprefix("region-"): tile for gid, tile in drawn(ax).items()}
    assert len(tiles) == count and all(isinstance(tile, Rectangle) for tile in tiles.values())
    assert len({(round(tile.get_width(), 6), round(tile.get_height(), 6)) for tile in tiles.values()}) == 1
    for row in grid.itertuples():
        x, y = tiles[row.code].get_center()
        assert (x, y) == pytest.approx((row.column, row.row))
    assert tiles["12"].get_hatch() and not tiles["11"].get_hatch()
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row is on top
    words = {(text.get_position()[0], text.get_text()): to_hex(text.get_color()) for text in ax.texts}
    at = grid.set_index("code")
    assert words[at["column"]["11"], "19,8"] == "#ffffff"  # light on dark
    assert words[at["column"]["11"], "Aceh"] == "#ffffff"
    assert words[at["column"]["12"], "–"] == marks.INK
    assert words[at["column"]["33"], "Jateng"] == marks.INK


def test_simplified_keeps_shared_borders(layer: gpd.GeoDataFrame) -> None:
    coarse = geography.simplified(layer, 0.1)
    assert coarse["code"].tolist() == layer["code"].tolist()
    assert coarse.crs == layer.crs
    assert coarse.count_coordinates().sum() < 0.3 * layer.count_coordinates().sum()
    assert shapely.coverage_is_valid(coarse.geometry.array)
    assert coarse.is_valid.all()
    assert len(coarse.explode()) == len(layer.explode())


def test_the_pointer_is_told_the_same_on_the_main_map_and_in_the_inset() -> None:
    texts = geography.pointer_labels(
        pd.DataFrame({"code": ["11"], "name": ["Aceh"]}), lambda row: f"{row['name']}!"
    )
    assert texts == {"region-11": "Aceh!", "inset-11": "Aceh!"}
