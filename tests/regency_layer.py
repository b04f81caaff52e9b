"""Synthetic outlines of regencies: the provinces' own outlines cut into cells, cities as small squares within them. No real borders."""

import geopandas as gpd
import numpy as np
import shapely

from coverage_lib import load_boundaries
from coverage_lib.data import regions


def regency_layer(*provinces: str) -> gpd.GeoDataFrame:
    """Invented cells for the regencies of provinces of 2021, in the shape of ``load_boundaries(path=..., level="regency")``."""
    outlines = load_boundaries("2021").set_index("code").geometry
    table = regions.regencies()
    parent = regions.to_boundary(table["province_code"])
    parts = [_cut(outlines[code], table[parent == code]) for code in provinces or outlines.index]
    rows = [(code, name, shape) for part in parts for code, name, shape in part]
    codes, names, shapes = zip(*rows, strict=True)
    layer = gpd.GeoDataFrame({"code": codes, "name": names}, geometry=list(shapes), crs="EPSG:4326")
    return layer.sort_values("code", ignore_index=True)


def _cut(outline, table):
    """Cells of one province: kabupaten by the nearest of some points, kota as squares cut out of them."""
    rng = np.random.default_rng(int(table["code"].iloc[0]))
    mainland = max(shapely.get_parts(outline), key=lambda part: part.area)
    west, south, east, north = mainland.bounds
    points = []
    while len(points) < len(table):
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        if mainland.contains(point) and all(point.distance(other) > 0.03 for other in points):
            points.append(point)
    is_city = (table["level"] == "kota").to_numpy() & ~(table["level"] == "kota").all()
    squares = [point.buffer(0.02, cap_style="square") for point in points]
    cities = shapely.union_all(
        [square for square, city in zip(squares, is_city, strict=True) if city] or [shapely.Polygon()]
    )
    seeds = [point for point, city in zip(points, is_city, strict=True) if not city]
    cells = _cells(seeds, outline)
    shapes = []
    for square, city in zip(squares, is_city, strict=True):
        shapes.append(square.intersection(outline) if city else next(cells).difference(cities))
    return zip(table["code"], table["name"], shapes, strict=True)


def _cells(seeds, outline):
    if len(seeds) == 1:
        yield outline
        return
    drawn = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=outline))
    for seed in seeds:
        yield next(cell for cell in drawn if cell.contains(seed)).intersection(outline)
