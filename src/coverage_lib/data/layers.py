"""A layer of outlines of the analyst's own as it comes from a file: it has shapes, lies in Indonesia, and each where its name says."""

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from coverage_lib.data.reading.problems import Problem, Refused, _

if TYPE_CHECKING:
    import geopandas as gpd

#: West, south, east and north of Indonesia with its seas, in degrees.
INDONESIA = (94.0, -12.0, 142.0, 7.0)

#: Degrees. The project's outlines are coarse: a shape this near to its province lies in it, and one this far off at sea does not.
NEAR, FAR_OFF = 0.1, 1.5

#: Rows that a message names; how many there are stands before them.
NAMED = 20


def read(file: Path) -> "gpd.GeoDataFrame":
    """The layer of a file with valid polygons in longitude and latitude.

    Parameters
    ----------
    file : pathlib.Path
        A file that GDAL reads, in any coordinate system that it names.

    Raises
    ------
    FileNotFoundError
        There is no such file.
    coverage_lib.data.reading.problems.Refused
        It is no layer, it names no coordinate system, rows have no shape or one that is no area, or shapes lie outside of Indonesia;
        every row is named.
    """
    import geopandas as gpd
    import pyogrio
    import shapely

    if not file.exists():
        raise FileNotFoundError(f"There is no layer {file}. Name the .shp, .gpkg or .geojson file.")
    if not (file.is_file() or file.is_dir()):
        # A pipe would be waited for without end.
        raise _no_layer(file)
    try:
        layer = gpd.read_file(file)
    except pyogrio.errors.DataSourceError as error:
        raise _no_layer(file) from error
    if layer.empty:
        raise refusal(file.name, "empty", _("is empty"), _("Look whether it was saved, or get it again."))
    if not isinstance(layer, gpd.GeoDataFrame):
        says = _("holds a table without shapes")
        raise refusal(file.name, "no_shapes", says, _("Name the layer that has the polygons of the regions."))
    _check_areas(layer, file.name)
    _check_system(layer, file.name)
    flat = shapely.force_2d(layer.to_crs("EPSG:4326").geometry.array)
    layer = layer.set_geometry(
        shapely.make_valid(flat, method="structure", keep_collapsed=False), crs="EPSG:4326"
    )
    _check_in_indonesia(layer, file.name)
    return layer


def _no_layer(file: Path) -> Refused:
    says = _("is no layer of outlines that can be read")
    fix = _("Name a shapefile (.shp with its .dbf, .shx and .prj beside it), a GeoPackage or a GeoJSON.")
    return refusal(file.name, "no_layer", says, fix)


def refusal(file: str, key: str, says: str, fix: str = "", **values: Any) -> Refused:
    """The error for a layer that is not taken, for one reason."""
    return Refused([Problem(key, "error", says, fix, values, file)])


def check_regions(
    layer: "gpd.GeoDataFrame", expected: Iterable[str], outlines: "gpd.GeoDataFrame", file: str
) -> None:
    """Hold each shape against the outline of the province that its name says it lies in.

    Parameters
    ----------
    layer : geopandas.GeoDataFrame
        Shapes in longitude and latitude.
    expected : iterable of str
        For each row the code of its province in `outlines`.
    outlines : geopandas.GeoDataFrame
        code, name and geometry of the provinces, as the project has them.
    file : str
        Name of the file, for messages.

    Raises
    ------
    coverage_lib.data.reading.problems.Refused
        Some shapes lie in another province than their name says.

    Warns
    -----
    UserWarning
        More than half of the shapes do: a drawn scheme, such as tiles, and not a map.
    """
    import shapely

    own = outlines.set_index("code").geometry.reindex(list(expected)).to_numpy()
    points = shapely.point_on_surface(_largest_parts(layer))
    away = shapely.distance(points, own)
    inside, nearest = outlines.sindex.nearest(points, return_all=False)
    names = pd.Series(outlines["name"].to_numpy()[nearest], index=inside).reindex(range(len(layer)))
    distance = pd.Series(
        shapely.distance(points[inside], outlines.geometry.to_numpy()[nearest]), index=inside
    )
    elsewhere = np.where(distance.reindex(range(len(layer))) == 0, away > NEAR, away > FAR_OFF)
    if not elsewhere.any():
        return
    wrong = layer.index[elsewhere]
    if len(wrong) * 2 > len(layer):
        warnings.warn(
            f"{file}: {len(wrong)} of {len(layer)} shapes do not lie in the province that their name says. It is taken for a "
            "scheme, such as tiles; if it is meant as a map, check its coordinates.",
            stacklevel=4,
        )
        return
    province = outlines.set_index("code")["name"].reindex(list(expected)).to_numpy()
    says = _("the shape lies in {found}, and the name is of a region in {expected}")
    fix = _("Check whether shapes or names of two rows were exchanged, or the codes are of another list.")
    raise Refused(
        Problem("elsewhere", "error", says, fix, {"found": names[row], "expected": province[row]}, file, row=row + 1, value=_name(layer, row))
        for row in np.flatnonzero(elsewhere).tolist()
    )  # fmt: skip


def _largest_parts(layer: "gpd.GeoDataFrame") -> np.ndarray:
    """The largest polygon of each row: a point of a small island says little of where a region lies."""
    import shapely

    parts = layer.geometry.explode()
    areas = shapely.area(parts.array)
    rows = pd.DataFrame({"row": parts.index, "area": areas, "place": range(len(parts))})
    largest = rows.sort_values("area").drop_duplicates("row", keep="last").sort_values("row")
    return np.asarray(parts.to_numpy()[largest["place"].to_numpy()])


def _name(layer: "gpd.GeoDataFrame", row: int) -> str:
    """What a row calls itself: its texts, as they stand in the file."""
    cells = layer.drop(columns=layer.geometry.name).iloc[row]
    return ", ".join(str(cell) for cell in cells if isinstance(cell, str) and cell.strip())[:80]


def _check_areas(layer: "gpd.GeoDataFrame", file: str) -> None:
    """Every row has a shape, and it is an area."""
    kinds = layer.geom_type
    empty = (kinds.isna() | layer.geometry.is_empty).to_numpy()
    other = ~empty & ~kinds.isin(["Polygon", "MultiPolygon"]).to_numpy()
    problems = [
        Problem("no_shape", "error", _("the row has no shape"), _("Draw it, or remove the row."), None, file, row=row + 1, value=_name(layer, row))
        for row in np.flatnonzero(empty)[:NAMED].tolist()
    ]  # fmt: skip
    problems += [
        Problem("no_area", "error", _("the shape is a {kind}; rows that are not polygons have no area to colour"), _("Name a layer of areas, or remove the row."), {"kind": kinds.iloc[row]}, file, row=row + 1, value=_name(layer, row))
        for row in np.flatnonzero(other)[:NAMED].tolist()
    ]  # fmt: skip
    more = int(empty.sum() + other.sum()) - len(problems)
    if more:
        problems.append(
            Problem("more", "error", _("{count} more rows like these"), "", {"count": more}, file)
        )
    if problems:
        raise Refused(problems)


def _check_system(layer: "gpd.GeoDataFrame", file: str) -> None:
    """The coordinates are in a system that is named, and they can be of that system."""
    west, south, east, north = (float(limit) for limit in layer.total_bounds)
    degrees = max(abs(west), abs(east)) <= 360 and max(abs(south), abs(north)) <= 360
    extent = {
        "west": f"{west:,.0f}",
        "east": f"{east:,.0f}",
        "south": f"{south:,.0f}",
        "north": f"{north:,.0f}",
    }
    if layer.crs is None:
        says = (
            _("names no coordinate system; its coordinates look like degrees")
            if degrees
            else _("names no coordinate system, and its coordinates ({west} to {east}, {south} to {north}) are no degrees but metres")
        )  # fmt: skip
        fix = (
            _("A shapefile has it in its .prj file; degrees are EPSG:4326. Add it.")
            if degrees
            else _("A shapefile has it in its .prj file. Add the system that the metres are of, such as a zone of UTM.")
        )  # fmt: skip
        raise refusal(file, "no_system", says, fix, **extent)
    if layer.crs.is_geographic and not degrees:
        raise refusal(
            file,
            "metres",
            _("says that its coordinates are degrees, and they run from {west} to {east} and {south} to {north}: they are metres"),
            _("Name the coordinate system that they are really in."),
            **extent,
        )  # fmt: skip


def _check_in_indonesia(layer: "gpd.GeoDataFrame", file: str) -> None:
    """Every shape lies in Indonesia."""
    bounds = layer.bounds.to_numpy()
    outside = ~_within(bounds)
    if not outside.any():
        return
    if _within(bounds[outside][:, [1, 0, 3, 2]]).all():
        raise refusal(
            file,
            "swapped",
            _("has latitude and longitude exchanged: {count} of {rows} shapes lie in Indonesia once they are exchanged back"),
            _("Write longitude first, as GeoJSON and shapefiles have it."),
            count=int(outside.sum()),
            rows=len(layer),
        )  # fmt: skip
    says = _("the shape lies outside of Indonesia, at about {longitude}° east and {latitude}° north")
    fix = _("Check its coordinates and the coordinate system that the layer names.")
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    problems = [
        Problem("outside", "error", says, fix, {"longitude": f"{middle[row, 0]:.1f}", "latitude": f"{middle[row, 1]:.1f}"}, file, row=row + 1, value=_name(layer, row))
        for row in np.flatnonzero(outside)[:NAMED].tolist()
    ]  # fmt: skip
    more = int(outside.sum()) - len(problems)
    if more:
        problems.append(
            Problem("more", "error", _("{count} more rows like these"), "", {"count": more}, file)
        )
    raise Refused(problems)


def _within(bounds: np.ndarray) -> np.ndarray:
    """Which boxes (west, south, east, north) touch Indonesia; one without numbers does not."""
    west, south, east, north = bounds.T
    return np.asarray(
        (east >= INDONESIA[0]) & (west <= INDONESIA[2]) & (north >= INDONESIA[1]) & (south <= INDONESIA[3])
    )
