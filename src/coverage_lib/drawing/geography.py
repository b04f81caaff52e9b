"""What maps and tile grids are drawn with: palettes, classes, outlines, legends.

Two kinds show the same values everywhere: the map, with an inset for the small provinces of Java and Bali, and the tile
grid, where every province has the same weight. What colours a region is a *fill*: a class with a colour and a word in the
legend. What is missing is hatched and stands in the legend.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.language import _

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.patches import Patch

INSET = (104.9, 116.2, -9.0, -5.6)  # Java and Bali, where the provinces are small and most workers live

#: Degrees of detail left out, about a third of a point on the page: of the main map, its inset, and small maps.
MAIN_TOLERANCE, INSET_TOLERANCE, SMALL_TOLERANCE = 0.03, 0.01, 0.08

#: The border between regions that have a fill, and the edge of those that are hatched, of tiles and of keys in a legend.
BORDER, EDGE = "#ffffff", "#999999"

MISSING = "#f4f4f4"  # what lies under the hatch of a region that is not known

FRAME = "#bbbbbb"  # around the inset

#: Stevens' blue and purple, for two shares on one map: a row for each class of the first share, both from low to high.
BIVARIATE = [
    ["#e8e8e8", "#ace4e4", "#5ac8c8"],
    ["#dfb0d6", "#a5add3", "#5698b9"],
    ["#be64ac", "#8c62aa", "#3b4994"],
]

#: Regions like (dark) or unlike (light) their neighbours: blue where the region itself is high, orange where it is low.
AMONG_NEIGHBOURS = {
    "high_among_high": "#0b559f",
    "low_among_low": "#d94801",
    "high_among_low": "#9ecae1",
    "low_among_high": "#fdae6b",
    "": "#e3e3e3",
}


class Fill(NamedTuple):
    """How a region is coloured and what the legend calls it."""

    label: str
    colour: str
    hatch: str = ""


def missing_fill(label: str | None = None) -> Fill:
    """The fill of what is not known."""
    return Fill(label or _("not published"), MISSING, marks.MISSING_HATCH)


def class_edges(values: Sequence[float] | pd.Series, count: int = 7) -> list[float]:
    """Round class limits that maps standing side by side share.

    Parameters
    ----------
    values : sequence of float
        Every value that any of the maps shows.
    count : int
        About how many classes.

    Returns
    -------
    list of float
        Limits from below the lowest to the highest value; a class holds its upper limit. Values that are all alike have one
        round class around them.

    Raises
    ------
    ValueError
        No value is known, or one is infinite.

    References
    ----------
    ``mapclassify.PrettyBreaks``, after R's ``pretty``.

    Examples
    --------
    >>> class_edges([12.0, 18.0, 24.0, 33.0, 47.0, 58.0])
    [10.0, 20.0, 30.0, 40.0, 50.0, 60.0]
    """
    import mapclassify

    known = np.asarray(pd.Series(values).dropna(), dtype=float)
    if not len(known):
        raise ValueError(
            f"None of the {len(values)} values is known, so there are no classes. Pass at least one region with a figure."
        )
    if infinite := int(np.isinf(known).sum()):
        raise ValueError(
            f"{infinite} of the values is infinite; a class needs a number. Was it divided by nobody?"
        )
    if np.isclose(known.min(), known.max()):
        return _around(float(known.max()))
    upper = [float(limit) for limit in mapclassify.PrettyBreaks(known, count).bins]
    step = upper[1] - upper[0] if len(upper) > 1 else max(upper[0], 1.0)
    lower = upper[0] - step
    while lower > known.min():
        lower -= step
    return [lower, *upper]


def _around(value: float) -> list[float]:
    """The limits of one class around a value, as round as the value is large; at least 1 wide."""
    step = max(10.0 ** math.floor(math.log10(abs(value) or 1)), 1.0)
    upper = step * math.ceil(round(value / step, 6))
    if value >= 0:
        upper = max(upper, step)
    return [upper - step, upper]


def class_fills(edges: Sequence[float], write: Callable[[float], str] | None = None) -> list[Fill]:
    """A fill for each class between two limits, from light to dark; the first and the last of several are open.

    Parameters
    ----------
    edges : sequence of float
        Limits, rising.
    write : callable, optional
        How a limit is written; as percent with as many digits as the limits need otherwise.

    Examples
    --------
    >>> [fill.label for fill in class_fills([10, 20, 30, 40])]
    ['up to 20%', '20–30%', 'above 30%']
    """
    import matplotlib as mpl
    from matplotlib.colors import to_hex

    colours = mpl.colormaps[marks.COVERAGE](np.linspace(0.12, 0.95, len(edges) - 1))
    digits = next((digits for digits in range(4) if np.allclose(np.round(edges, digits), edges)), 4)
    whole = write or (lambda value: language.percent(value, digits))
    bare = write or (lambda value: language.number(value, digits))
    labels = [f"{bare(low)}–{whole(high)}" for low, high in pairwise(edges)]
    if len(labels) > 1:
        labels[0] = _("up to {limit}").format(limit=whole(edges[1]))
        labels[-1] = _("above {limit}").format(limit=whole(edges[-2]))
    return [Fill(label, to_hex(colour)) for label, colour in zip(labels, colours, strict=True)]


def classify(values: pd.Series, edges: Sequence[float], fills: Sequence[Fill]) -> list[Fill]:
    """The fill of each value; what is missing gets the hatched one.

    Examples
    --------
    >>> fills = class_fills([10, 20, 30])
    >>> [fill.label for fill in classify(pd.Series([12.0, 20.0, 65.0, None]), [10, 20, 30], fills)]
    ['up to 20%', 'up to 20%', 'above 20%', 'not published']
    """
    places = np.clip(np.searchsorted(np.asarray(edges)[1:-1], values, side="left"), 0, len(fills) - 1)
    return [
        missing_fill() if missing else fills[place]
        for place, missing in zip(places, values.isna(), strict=True)
    ]


def fills_by_class(
    frame: pd.DataFrame, codes: Iterable[str], edges: Sequence[float], value: str = "coverage"
) -> tuple[dict[str, Fill], list[Fill]]:
    """The fill of each drawn region by the class of its value, and what the legend shows.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each region that is known: code and `value`.
    codes : iterable of str
        The regions that are drawn; those that are not in `frame` are missing.
    edges : sequence of float
        Class limits, from :func:`class_edges`.
    value : str
        The column that is shown, in percent.

    Returns
    -------
    fills : dict of str to Fill
        By code.
    legend : list of Fill
        Every class from low to high, then the hatched one if a value is missing.

    Examples
    --------
    >>> frame = pd.DataFrame({"code": ["11"], "coverage": [12.0]})
    >>> fills, legend = fills_by_class(frame, ["11", "12"], [10, 20, 30])
    >>> fills["11"].label, fills["12"].label, len(legend)
    ('up to 20%', 'not published', 3)
    """
    classes = class_fills(edges)
    values = frame.set_index("code")[value].reindex(pd.Index(codes))
    fills = dict(zip(values.index, classify(values, edges, classes), strict=True))
    return fills, used(fills, classes)


def used(fills: Mapping[str, Fill], order: Sequence[Fill]) -> list[Fill]:
    """The fills of a legend: the whole order, then the hatched ones that are used and not in it.

    Examples
    --------
    >>> low, missing = Fill("low", "#ffffcc"), missing_fill("not known")
    >>> [fill.label for fill in used({"11": low, "12": missing}, [low])]
    ['low', 'not known']
    """
    hatched = list(dict.fromkeys(fill for fill in fills.values() if fill.hatch and fill not in order))
    return [*order, *hatched]


def simplified(layer: "gpd.GeoDataFrame", tolerance: float) -> "gpd.GeoDataFrame":
    """The layer with fewer points, for drawing at a small scale; neighbours keep one shared border.

    Parameters
    ----------
    layer : geopandas.GeoDataFrame
        Polygons that do not overlap, such as those of ``load_boundaries``.
    tolerance : float
        Size of the detail left out, in units of the layer's coordinates (degrees in EPSG:4326): corners whose triangle
        is smaller than ``tolerance ** 2`` go first.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows and columns with simpler geometry. No island disappears.

    References
    ----------
    Visvalingam, M. and Whyatt, J. D. (1993). Line generalisation by repeated elimination of points. The Cartographic
    Journal 30(1), 46–51; here over a whole coverage at once (``shapely.coverage_simplify``).

    Examples
    --------
    >>> from coverage_lib.data.boundaries import load_boundaries
    >>> layer = load_boundaries()
    >>> coarse = simplified(layer, 0.05)
    >>> bool(coarse.count_coordinates().sum() < layer.count_coordinates().sum() / 2)
    True
    """
    import shapely

    return layer.set_geometry(shapely.coverage_simplify(layer.geometry.array, tolerance), crs=layer.crs)


def draw_regions(
    ax: "Axes",
    layer: "gpd.GeoDataFrame",
    fills: Mapping[str, Fill],
    tolerance: float,
    extent: tuple[float, float, float, float] | None = None,
    gid: str = "region",
) -> None:
    """Paint each region of a layer; regions without a fill are hatched as missing.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    layer : geopandas.GeoDataFrame
        code and geometry.
    fills : mapping of str to Fill
        By code.
    tolerance : float
        Detail left out, in degrees; see :func:`simplified`.
    extent : tuple of float, optional
        West, east, south and north of a frame; without it the whole layer is drawn, without a frame.
    gid : str
        Each shape's identifier is this and the code, such as ``region-11``.
    """
    from shapely.plotting import patch_from_polygon

    drawn = simplified(layer, tolerance)
    if extent:
        west, east, south, north = extent
        drawn = drawn.cx[west:east, south:north]
    for code, shape in zip(drawn["code"], drawn.geometry, strict=True):
        fill = fills.get(code, missing_fill())
        edge = EDGE if fill.hatch else BORDER
        patch = patch_from_polygon(shape, facecolor=fill.colour, edgecolor=edge, linewidth=0.4)
        _add(ax, patch, fill, f"{gid}-{code}")
    ax.autoscale_view()
    ax.set_aspect("equal")
    ax.margins(0.01)
    if extent:
        ax.set(xlim=extent[:2], ylim=extent[2:])
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(extent is not None)
        spine.set_color(FRAME)


def _add(ax: "Axes", patch: "Patch", fill: Fill, gid: str) -> None:
    if fill.hatch:
        patch.set_hatch(fill.hatch)
    patch.set_gid(gid)
    ax.add_patch(patch)


def draw_legend(ax: "Axes", fills: Sequence[Fill], heading: str, columns: int = 2) -> None:
    """The fills with their words, in their own space beside a map."""
    ax.set_axis_off()
    ax.legend(
        handles=legend_keys(fills), title=heading, loc="center left", ncols=columns, fontsize=9, title_fontsize=9,
        alignment="left", handlelength=1.5, handleheight=1.0, borderaxespad=0, columnspacing=1.4,
    )  # fmt: skip


def legend_keys(fills: Sequence[Fill]) -> list["Patch"]:
    """A key of a legend for each fill, with its word."""
    from matplotlib.patches import Patch

    return [
        Patch(facecolor=fill.colour, edgecolor=EDGE, linewidth=0.5, hatch=fill.hatch, label=fill.label)
        for fill in fills
    ]


@contextmanager
def regions_with_inset(
    layer: "gpd.GeoDataFrame", fills: Mapping[str, Fill], height: float = 4.55, inset: float = 1.55
) -> Iterator[tuple["Canvas", dict[str, Any]]]:
    """The main map over an inset of Java and Bali, with room for a legend beside the inset.

    Parameters
    ----------
    layer : geopandas.GeoDataFrame
        code and geometry.
    fills : mapping of str to Fill
        By code.
    height : float
        Inches of the whole.
    inset : float
        Inches that the inset and the legend have of it, where the main map has 2.75.

    Yields
    ------
    fig, axes
        The canvas, and its axes by name: map, inset and the empty legend.
    """
    with marks.drawing(
        height,
        mosaic=[["map", "map"], ["inset", "legend"]],
        height_ratios=[2.75, inset],
        width_ratios=[1.45, 1],
    ) as (fig, axes):
        draw_regions(axes["map"], layer, fills, MAIN_TOLERANCE)
        draw_regions(axes["inset"], layer, fills, INSET_TOLERANCE, INSET, gid="inset")
        axes["inset"].set_title(
            _("Java and Bali, enlarged"), fontsize=8.5, fontweight="normal", color="#444444"
        )
        yield fig, axes


@contextmanager
def map_with_inset(
    layer: "gpd.GeoDataFrame",
    fills: Mapping[str, Fill],
    legend: Sequence[Fill],
    heading: str,
    columns: int = 2,
) -> Iterator[tuple["Canvas", dict[str, Any]]]:
    """The map of :func:`regions_with_inset` with the legend of its fills."""
    with regions_with_inset(layer, fills) as (fig, axes):
        draw_legend(axes["legend"], legend, heading, columns)
        yield fig, axes


def pointer_labels(frame: pd.DataFrame, write: Callable[[pd.Series], str]) -> dict[str, str]:
    """What a pointer that rests on a region shows, by the identifier of its shape on the main map and in the inset.

    Examples
    --------
    >>> pointer_labels(pd.DataFrame({"code": ["11"], "name": ["Aceh"]}), lambda row: row["name"])
    {'region-11': 'Aceh', 'inset-11': 'Aceh'}
    """
    return by_mark({row["code"]: write(row) for _index, row in frame.iterrows()})


def by_mark(texts: Mapping[str, str]) -> dict[str, str]:
    """A text for each region as a text for each of its marks: one on the main map and one on the inset.

    Examples
    --------
    >>> by_mark({"15": "profiles/jambi.html"})
    {'region-15': 'profiles/jambi.html', 'inset-15': 'profiles/jambi.html'}
    """
    return {f"{place}-{code}": text for code, text in texts.items() for place in ("region", "inset")}


def draw_tiles(ax: "Axes", grid: pd.DataFrame, fills: Mapping[str, Fill], texts: Mapping[str, str]) -> None:
    """A square for each region of a tile grid, with its abbreviation and its value.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to.
    grid : pandas.DataFrame
        From ``regions.tile_grid``: code, abbreviation, row and column.
    fills : mapping of str to Fill
        By code; regions without one are hatched as missing.
    texts : mapping of str to str
        Values by code; a dash for regions without one.
    """
    for row in grid.itertuples():
        _tile(ax, row, fills.get(row.code, missing_fill()), texts.get(row.code, "–"))
    ax.set_xlim(grid["column"].min() - 0.6, grid["column"].max() + 0.6)
    ax.set_ylim(grid["row"].max() + 0.6, grid["row"].min() - 0.6)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _tile(ax: "Axes", row: Any, fill: Fill, value: str) -> None:
    from matplotlib.patches import Rectangle

    side = 0.94
    square = Rectangle(
        (row.column - side / 2, row.row - side / 2), side, side, facecolor=fill.colour, edgecolor=EDGE, linewidth=0.4
    )  # fmt: skip
    _add(ax, square, fill, f"region-{row.code}")
    words: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "color": "white" if luminance(fill.colour) < 0.45 else marks.INK,
        # On a hatched tile the words stand on a plate, because lines across letters cannot be read.
        "bbox": {"facecolor": fill.colour, "edgecolor": "none", "pad": 0.8} if fill.hatch else None,
    }
    ax.text(row.column, row.row - 0.16, row.abbreviation, fontsize=6.5, **words)
    ax.text(row.column, row.row + 0.2, value, fontsize=8.5, fontweight="bold", **words)


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1, weighed as the eye does (without gamma)."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
