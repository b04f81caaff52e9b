"""The map: the provinces coloured by coverage."""

from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pandas as pd

from coverage_lib.charts.levels import coverage_table
from coverage_lib.charts.published import published_table
from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.exhibits import Table
from coverage_lib.explore.figures import layer
from coverage_lib.explore.phrases import with_coverage_words
from coverage_lib.explore.pictures import svg
from coverage_lib.explore.pictures.svg import WIDTH, Picture
from coverage_lib.explore.settings import region_names
from coverage_lib.explore.view import View
from coverage_lib.explore.words import Words
from coverage_lib.language import _
from coverage_lib.language.printed import figure_words

HEIGHT, INSET_TOP, INSET_WIDTH = 300.0, 204.0, 300.0
MISSING = "missing"  # the name of the pattern
CHOSEN = "#111111"  # the outline of a chosen province


class Outlines(NamedTuple):
    """Path data of every province by code, in points, on the main map and in the inset, and how high the inset is."""

    main: dict[str, str]
    inset: dict[str, str]
    inset_height: float


def _table(view: View, rows: pd.DataFrame) -> Table:
    """The provinces with their counts; what is published with its base, its date and who published it."""
    if view.settings.base == "eligible":
        return replace(published_table(figure_words(rows)), name="explore-map")
    return coverage_table(
        rows, "explore-map", _("Coverage by province, {year}").format(year=view.settings.year)
    )


def coverage_map(view: View, words: Words) -> Picture:
    """The provinces coloured by coverage, the chosen ones with a thick outline; a click on one chooses it."""
    rows = with_coverage_words(view.provinces)
    highest, lowest = rows.iloc[0], rows.iloc[-1]
    shapes = outlines()
    fills, legend = geography.fills_by_class(rows, shapes.main, geography.class_edges(rows["coverage"]))
    return Picture(
        name="explore-map",
        title=_("Coverage runs from {low} in {bottom} to {high} in {top}").format(
            low=lowest["share_words"],
            bottom=lowest["name"],
            high=highest["share_words"],
            top=highest["name"],
        ),
        subtitle=words.phrases.measure,
        alt=_("Map of coverage by province: {values}.").format(
            values=marks.listing(rows, "share_words", str)
        ),
        table=_table(view, rows),
        body="".join(
            [
                *_drawing(shapes, fills, words, view.settings.regions),
                *_legend(legend, 4 + INSET_WIDTH + 24, INSET_TOP),
            ]
        ),
        height=HEIGHT,
    )


def _drawing(
    shapes: Outlines, fills: dict[str, geography.Fill], words: Words, chosen: tuple[str, ...]
) -> list[str]:
    """The main map and the inset."""
    drawn = [
        f"<defs>{svg.hatch(MISSING)}</defs>",
        svg.text(4, INSET_TOP - 8, _("Java and Bali, enlarged"), size=8.5, colour=svg.SOFT),
        svg.box(4, INSET_TOP, INSET_WIDTH, shapes.inset_height, "#ffffff", geography.FRAME),
    ]
    for paths in (shapes.main, shapes.inset):
        # The chosen ones last, so that no neighbour covers their outline.
        for code in sorted(paths, key=lambda code: code in chosen):
            label = words.labels.get(code) or _("{name}: not published").format(name=region_names()[code])
            drawn.append(
                svg.group(_province(paths[code], fills[code], code in chosen), label, data_code=code)
            )
    return drawn


def _colour(fill: geography.Fill) -> str:
    return f"url(#{MISSING})" if fill.hatch else fill.colour


def _province(path: str, fill: geography.Fill, chosen: bool) -> str:
    edge = CHOSEN if chosen else (geography.EDGE if fill.hatch else geography.BORDER)
    return (
        f'<path d="{path}" fill="{_colour(fill)}" stroke="{edge}" stroke-width="{1.6 if chosen else 0.4}" '
        'stroke-linejoin="round"/>'
    )


def _legend(fills: list[geography.Fill], x: float, y: float) -> list[str]:
    """The fills with their words in two columns."""
    drawn = [svg.text(x, y + 4, _("Coverage"), bold=True)]
    half = -(-len(fills) // 2)
    for place, fill in enumerate(fills):
        left, top = x + 96 * (place // half), y + 16 + 15 * (place % half)
        drawn.append(svg.box(left, top, 14, 10, _colour(fill), geography.EDGE))
        drawn.append(svg.text(left + 19, top + 5, fill.label))
    return drawn


@cache
def outlines() -> Outlines:
    """The outlines of the provinces, made once."""
    provinces = layer()
    west, _south, east, north = provinces.total_bounds
    scale = (WIDTH - 8) / (east - west)
    main = {
        row.code: _path(row.geometry, west, north, scale, 4, 6)
        for row in geography.simplified(provinces, geography.MAIN_TOLERANCE).itertuples()
    }
    left, right, bottom, top = geography.INSET
    close = geography.simplified(provinces, geography.INSET_TOLERANCE).clip((left, bottom, right, top))
    zoom = INSET_WIDTH / (right - left)
    inset = {row.code: _path(row.geometry, left, top, zoom, 4, INSET_TOP) for row in close.itertuples()}
    return Outlines(main, inset, (top - bottom) * zoom)


def _path(shape: object, west: float, north: float, scale: float, x: float, y: float) -> str:
    """A shape as path data: its north-west corner at `x` and `y`, `scale` points for one degree."""
    parts = []
    for polygon in getattr(shape, "geoms", [shape]):
        if polygon.geom_type != "Polygon":  # a line where the frame of the inset only touches a province
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            points = [
                f"{x + (east - west) * scale:.1f} {y + (north - up) * scale:.1f}"
                for east, up in ring.coords[:-1]
            ]
            parts.append("M" + "L".join(points) + "Z")
    return "".join(parts)
