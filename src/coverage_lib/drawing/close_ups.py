"""Maps of regencies: a province with its words where they fit, and a frame of its own for each city that is too small to see."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.canvas import text_width
from coverage_lib.drawing.geography import Fill

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from shapely import Geometry

#: Inches that the map of a province may be wide and high, and those of a frame for a city.
MAP_WIDTH, MAP_HEIGHT, FRAME = 4.7, 4.6, 0.85

#: Frames for cities in a row.
IN_A_ROW = 6

#: Inches: a region whose area is that of a smaller square is drawn again in a frame of its own.
SMALLEST = 0.17

#: Share of an inch of map that is left out as detail: a third of a point.
DETAIL = 1 / 216

#: Points of the letters on a map, their line height, and the width of the borders of a map of all regencies.
LETTERS, LINE, THIN = 6.5, 1.2, 0.15


class Scale(NamedTuple):
    """How large a province is drawn: inches of a degree, and the size of its map in inches."""

    inches: float
    width: float
    height: float


def scale_of(layer: "gpd.GeoDataFrame") -> Scale:
    """The scale at which a layer fills the room of a map.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> scale_of(gpd.GeoDataFrame(geometry=[box(100, 0, 102, 1)], crs=4326))
    Scale(inches=2.35, width=4.7, height=2.35)
    """
    west, south, east, north = layer.total_bounds.tolist()
    inches = min(MAP_WIDTH / (east - west), MAP_HEIGHT / (north - south))
    return Scale(inches, (east - west) * inches, (north - south) * inches)


def too_small(layer: "gpd.GeoDataFrame", inches: float) -> "gpd.GeoDataFrame":
    """The regions that are too small to be seen at a scale.

    Parameters
    ----------
    layer : geopandas.GeoDataFrame
        code, name, geometry in degrees.
    inches : float
        Inches of a degree.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> layer = gpd.GeoDataFrame({"code": ["1501", "1571"]}, geometry=[box(101, -2, 102, -1), box(103, -2, 103.05, -1.95)], crs=4326)
    >>> too_small(layer, 2.0)["code"].tolist()
    ['1571']
    """
    import shapely

    return layer[shapely.area(layer.geometry.array) ** 0.5 * inches < SMALLEST]


@contextmanager
def province_with_frames(
    layer: "gpd.GeoDataFrame", fills: Mapping[str, Fill], labels: Mapping[str, Sequence[str]]
) -> Iterator[tuple["Canvas", dict[str, Any]]]:
    """The regencies of a province with room for a legend, and a frame for each that is too small.

    Parameters
    ----------
    layer : geopandas.GeoDataFrame
        The regencies: code, name, geometry.
    fills : mapping of str to Fill
        By code.
    labels : mapping of str to sequence of str
        Lines of words by code, the most important last; they stand where they fit into their region.

    Yields
    ------
    fig, axes
        The canvas, and its axes by name: map, legend, and ``frame0``, ``frame1``, … for the small regions in the order of the layer.
    """
    scale = scale_of(layer)
    small = too_small(layer, scale.inches)
    rows = -(-len(small) // IN_A_ROW)
    frames = [[f"frame{row * IN_A_ROW + place}" if row * IN_A_ROW + place < len(small) else "." for place in range(IN_A_ROW)] for row in range(rows)]  # fmt: skip
    mosaic = [["map"] * 4 + ["legend"] * 2, *frames]
    heights = [max(scale.height, 1.8), *[FRAME + 0.4] * rows]
    with marks.drawing(sum(heights), mosaic=mosaic, height_ratios=heights) as (fig, axes):
        geography.draw_regions(axes["map"], layer, fills, DETAIL / scale.inches)
        for place, (index, row) in enumerate(small.iterrows()):
            _draw_frame(axes[f"frame{place}"], layer, small.loc[[index]], fills, place)
            axes[f"frame{place}"].set_title(
                "\n".join(labels.get(row["code"], ())), fontsize=7.5, fontweight="normal"
            )
        shown = layer[~layer["code"].isin(small["code"])]
        fig.draw_without_rendering()  # type: ignore[attr-defined]
        label_where_it_fits(axes["map"], shown, fills, labels)
        yield fig, axes


def _draw_frame(
    ax: "Axes", layer: "gpd.GeoDataFrame", city: "gpd.GeoDataFrame", fills: Mapping[str, Fill], place: int
) -> None:
    """A city with as much around it, on a square."""
    west, south, east, north = city.total_bounds.tolist()
    half = 0.8 * max(east - west, north - south)
    x, y = (west + east) / 2, (south + north) / 2
    extent = (x - half, x + half, y - half, y + half)
    near = layer.cx[extent[0] : extent[1], extent[2] : extent[3]]
    geography.draw_regions(ax, near, fills, DETAIL * 2 * half / FRAME, extent, gid=f"frame{place}")
    mark(ax, city.geometry.iloc[0], f"frame{place}-mark", 0.9)  # its neighbours may be of the same class


def label_where_it_fits(
    ax: "Axes", layer: "gpd.GeoDataFrame", fills: Mapping[str, Fill], labels: Mapping[str, Sequence[str]]
) -> None:
    """Write the lines of each region inside of it; where they do not fit, the last of them alone; where that does not fit, nothing.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The drawn map, laid out.
    layer : geopandas.GeoDataFrame
        code and geometry.
    fills : mapping of str to Fill
        By code: letters are light on dark.
    labels : mapping of str to sequence of str
        By code.
    """
    left, right = ax.get_xlim()
    points = 72 * ax.get_window_extent().width / ax.get_figure().dpi / (right - left)  # type: ignore[union-attr]
    for code, shape in zip(layer["code"], layer.geometry, strict=True):
        lines = list(labels.get(code, ()))
        for wanted in (lines, lines[-1:]):
            spot = _room(shape, wanted, points)
            if wanted and spot:
                fill = fills.get(code, geography.missing_fill())
                dark = geography.luminance(fill.colour) < 0.45
                plate = {"facecolor": fill.colour, "edgecolor": "none", "pad": 0.6} if fill.hatch else None
                ax.text(
                    *spot, "\n".join(wanted), fontsize=LETTERS, ha="center", va="center", linespacing=LINE,
                    color="white" if dark else marks.INK, bbox=plate, gid=f"label-{code}",
                )  # fmt: skip
                break


def _room(shape: "Geometry", lines: Sequence[str], points: float) -> tuple[float, float] | None:
    """Where in a region a block of lines fits at a scale of so many points to a degree; None where it does not."""
    import shapely

    width = max((text_width(line, LETTERS) for line in lines), default=0) * 1.06 / points
    height = len(lines) * LETTERS * LINE * 1.1 / points
    part = max(shapely.get_parts(shape), key=lambda one: one.area)
    circle = shapely.maximum_inscribed_circle(part, tolerance=0.01)
    for spot in (part.centroid, shapely.get_point(circle, 0), part.representative_point()):
        box = shapely.box(spot.x - width / 2, spot.y - height / 2, spot.x + width / 2, spot.y + height / 2)
        if part.contains(box):
            return spot.x, spot.y
    return None


@contextmanager
def all_regencies(
    layer: "gpd.GeoDataFrame", fills: Mapping[str, Fill]
) -> Iterator[tuple["Canvas", dict[str, Any]]]:
    """The map of :func:`geography.regions_with_inset` with borders as thin as 514 regions need."""
    with geography.regions_with_inset(layer, fills) as (fig, axes):
        for name in ("map", "inset"):
            for patch in axes[name].patches:
                patch.set_linewidth(THIN)
        yield fig, axes


def mark(ax: "Axes", shape: "Geometry", gid: str, width: float = 1.3) -> None:
    """Draw a dark line around a region, `width` points wide: the one that a page or a frame is about."""
    from shapely.plotting import patch_from_polygon

    ax.add_patch(patch_from_polygon(shape, facecolor="none", edgecolor=marks.INK, linewidth=width, gid=gid))
