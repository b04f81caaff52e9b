"""Maps: a layer of regions and a data frame in, an exhibit out.

Two kinds stand for each other everywhere: the map, with an inset for the small provinces of Java and Bali, and the tile
grid, where every province has the same weight. What colours a region is a *fill*: a class with a colour and a word in the
legend. What is missing is hatched and stands in the legend.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.language import _, vocabulary

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

INSET = (104.9, 116.2, -9.0, -5.6)  # Java and Bali, where the provinces are small and most workers live

MAIN_TOLERANCE, SMALL_TOLERANCE = 0.03, 0.08  # degrees: about a third of a point on the page


def map_source(layer: "gpd.GeoDataFrame") -> str:
    """The sources of a map of shares, with the notice that the licence of the project's own outlines asks for."""
    if "credit" not in layer.attrs:
        return vocabulary.source_words()
    outlines = _("Outlines: contains information from {credit}, available under the ODbL.")
    return f"{vocabulary.source_words()} {outlines.format(credit=layer.attrs['credit'])}"


class Fill(NamedTuple):
    """How a region is coloured and what the legend calls it."""

    label: str
    colour: str
    hatch: str = ""


def missing_fill(label: str | None = None) -> Fill:
    """The fill of what is not known."""
    return Fill(label or _("not published"), "#f4f4f4", marks.MISSING_HATCH)


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
        Limits from below the lowest to the highest value; a class holds its upper limit.

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
    upper = [float(limit) for limit in mapclassify.PrettyBreaks(known, count).bins]
    step = upper[1] - upper[0] if len(upper) > 1 else max(upper[0], 1.0)
    lower = upper[0] - step
    while lower > known.min():
        lower -= step
    return [lower, *upper]


def class_fills(edges: Sequence[float], write: Callable[[float], str] | None = None) -> list[Fill]:
    """A fill for each class between two limits, from light to dark; the first and the last are open.

    Parameters
    ----------
    edges : sequence of float
        Limits, rising.
    write : callable, optional
        How a limit is written; as whole percent otherwise.

    Examples
    --------
    >>> [fill.label for fill in class_fills([10, 20, 30, 40])]
    ['up to 20%', '20–30%', 'above 30%']
    """
    import matplotlib as mpl
    from matplotlib.colors import to_hex

    colours = mpl.colormaps[marks.COVERAGE](np.linspace(0.12, 0.95, len(edges) - 1))
    whole = write or (lambda value: language.percent(value, 0))
    bare = write or language.number
    labels = [f"{bare(low)}–{whole(high)}" for low, high in pairwise(edges)]
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


def draw_regions(
    ax: "Axes",
    layer: "gpd.GeoDataFrame",
    fills: Mapping[str, Fill],
    tolerance: float,
    extent: tuple[float, float, float, float] | None = None,
    gid: str = "region",
) -> None:
    """Paint each region of a layer; regions without a fill are hatched as missing."""
    from shapely.plotting import patch_from_polygon

    from coverage_lib.data.boundaries import simplified

    drawn = simplified(layer, tolerance)
    if extent:
        west, east, south, north = extent
        drawn = drawn.cx[west:east, south:north]
    for code, shape in zip(drawn["code"], drawn.geometry, strict=True):
        fill = fills.get(code, missing_fill())
        patch = patch_from_polygon(
            shape, facecolor=fill.colour, edgecolor="#ffffff" if not fill.hatch else "#999999", linewidth=0.4
        )
        if fill.hatch:
            patch.set_hatch(fill.hatch)
        patch.set_gid(f"{gid}-{code}")
        ax.add_patch(patch)
    ax.autoscale_view()
    ax.set_aspect("equal")
    ax.margins(0.01)
    if extent:
        ax.set(xlim=extent[:2], ylim=extent[2:])
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(extent is not None)
        spine.set_color("#bbbbbb")


def draw_legend(ax: "Axes", fills: Sequence[Fill], heading: str, columns: int = 2) -> None:
    """The fills with their words, in their own space beside a map."""
    from matplotlib.patches import Patch

    ax.set_axis_off()
    handles = [
        Patch(facecolor=fill.colour, edgecolor="#999999", linewidth=0.5, hatch=fill.hatch, label=fill.label)
        for fill in fills
    ]
    ax.legend(
        handles=handles, title=heading, loc="center left", ncols=columns, fontsize=9, title_fontsize=9,
        alignment="left", handlelength=1.5, handleheight=1.0, borderaxespad=0, columnspacing=1.4,
    )  # fmt: skip


@contextmanager
def map_with_inset(
    layer: "gpd.GeoDataFrame",
    fills: Mapping[str, Fill],
    legend: Sequence[Fill],
    heading: str,
    columns: int = 2,
) -> Iterator[tuple["Canvas", dict[str, Any]]]:
    """The main map over an inset of Java and Bali, with the legend beside it."""
    with marks.drawing(
        4.55,
        mosaic=[["map", "map"], ["inset", "legend"]],
        height_ratios=[2.75, 1.55],
        width_ratios=[1.45, 1],
    ) as (fig, axes):
        draw_regions(axes["map"], layer, fills, MAIN_TOLERANCE)
        draw_regions(axes["inset"], layer, fills, MAIN_TOLERANCE / 3, INSET, gid="inset")
        axes["inset"].set_title(
            _("Java and Bali, enlarged"), fontsize=8.5, fontweight="normal", color="#444444"
        )
        draw_legend(axes["legend"], legend, heading, columns)
        yield fig, axes


def used(fills: Mapping[str, Fill], order: Sequence[Fill]) -> list[Fill]:
    """The fills of a legend: the whole order, and the hatched one where it is used."""
    hatched = list(dict.fromkeys(fill for fill in fills.values() if fill.hatch and fill not in order))
    return [*order, *hatched]


def pointer_labels(frame: pd.DataFrame, write: Callable[[pd.Series], str]) -> dict[str, str]:
    """What resting a pointer on a region tells, for the main map and the inset."""
    texts = {row["code"]: write(row) for _index, row in frame.iterrows()}
    return {f"{place}-{code}": text for code, text in texts.items() for place in ("region", "inset")}


def draw_tiles(ax: "Axes", grid: pd.DataFrame, fills: Mapping[str, Fill], texts: Mapping[str, str]) -> None:
    """A square for each region of a tile grid, with its abbreviation and its value."""
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    from coverage_lib.data.regions import provinces

    abbreviations = provinces().set_index("code")["abbreviation"]
    for row in grid.itertuples():
        fill = fills.get(row.code, missing_fill())
        dark = _luminance(to_rgb(fill.colour)) < 0.45
        tile = Rectangle(
            (row.column - 0.47, row.row - 0.47),
            0.94,
            0.94,
            facecolor=fill.colour,
            edgecolor="#999999",
            linewidth=0.4,
        )
        tile.set_gid(f"region-{row.code}")
        if fill.hatch:
            tile.set_hatch(fill.hatch)
        ax.add_patch(tile)
        ink = "white" if dark else marks.INK
        plate = {"facecolor": fill.colour, "edgecolor": "none", "pad": 0.8} if fill.hatch else None
        ax.text(
            row.column,
            row.row - 0.16,
            abbreviations[row.code],
            ha="center",
            va="center",
            fontsize=6.5,
            color=ink,
            bbox=plate,
        )
        ax.text(
            row.column, row.row + 0.2, texts.get(row.code, "–"), ha="center", va="center", fontsize=8.5,
            fontweight="bold", color=ink, bbox=plate,
        )  # fmt: skip
    ax.set_xlim(grid["column"].min() - 0.6, grid["column"].max() + 0.6)
    ax.set_ylim(grid["row"].max() + 0.6, grid["row"].min() - 0.6)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _luminance(colour: tuple[float, float, float]) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]
