"""Layers of outlines of one's own: rows without a shape, exchanged coordinates, metres, other places and exchanged names are refused in words."""

import os
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from regency_layer import regency_layer

from coverage_lib.data import regions
from coverage_lib.data.boundaries import load_boundaries
from coverage_lib.data.reading.problems import Refused


@pytest.fixture(scope="module")
def jambi() -> gpd.GeoDataFrame:
    return regency_layer("15").rename(columns={"name": "WADMKK"}).drop(columns="code")


def written(layer: gpd.GeoDataFrame, folder: Path, name: str = "synthetic.gpkg") -> Path:
    path = folder / name
    layer.to_file(path)
    return path


def refused(layer: gpd.GeoDataFrame, folder: Path, name: str = "synthetic.gpkg") -> Refused:
    with pytest.raises(Refused) as error:
        load_boundaries(path=written(layer, folder, name), level="regency")
    return error.value


def test_a_layer_of_one_province_is_taken(jambi: gpd.GeoDataFrame, tmp_path: Path) -> None:
    taken = load_boundaries(path=written(jambi, tmp_path), level="regency")
    assert len(taken) == 11
    names = jambi["WADMKK"].str.replace("Kabupaten ", "")
    bare = load_boundaries(path=written(jambi.assign(WADMKK=names), tmp_path, "bare.gpkg"), level="regency")
    assert (
        bare["code"].tolist() == taken["code"].tolist()
    )  # "Jambi" alone would be the city; "Kota Jambi" stands there


@pytest.mark.parametrize("pair", ["Magelang", "Mojokerto"])
def test_a_bare_name_is_the_regency_where_another_row_is_the_city(pair: str, tmp_path: Path) -> None:
    province = {"Magelang": "33", "Mojokerto": "35"}[pair]
    layer = regency_layer(province)
    names = layer["name"].str.replace("Kabupaten ", "")
    path = written(layer[["geometry"]].assign(nama=names), tmp_path)
    assert pair in set(names) and f"Kota {pair}" in set(names)
    taken = load_boundaries(path=path, level="regency")
    assert taken["code"].tolist() == layer["code"].tolist()
    assert shapely.area(taken.geometry.array) == pytest.approx(shapely.area(layer.geometry.array))


def test_rows_without_a_shape_are_named(jambi: gpd.GeoDataFrame, tmp_path: Path) -> None:
    layer = jambi.copy()
    layer.loc[9, "geometry"] = None
    layer.loc[10, "geometry"] = shapely.Polygon()
    problems = refused(layer, tmp_path).problems
    assert [(problem.row, problem.value) for problem in problems] == [
        (10, "Kota Jambi"),
        (11, "Kota Sungai Penuh"),
    ]
    assert all("has no shape" in problem.says for problem in problems)


def test_points_are_no_areas(jambi: gpd.GeoDataFrame, tmp_path: Path) -> None:
    message = str(refused(jambi.set_geometry(shapely.centroid(jambi.geometry.array), crs=4326), tmp_path))
    assert "row 1, value 'Kabupaten Kerinci': the shape is a Point" in message
    assert message.count("\n") == 10


def test_exchanged_latitude_and_longitude_are_recognised(jambi: gpd.GeoDataFrame, tmp_path: Path) -> None:
    flipped = shapely.transform(jambi.geometry.array, lambda points: points[:, ::-1])
    [problem] = refused(jambi.set_geometry(flipped, crs=4326), tmp_path).problems
    assert problem.key == "swapped" and problem.values == {"count": 11, "rows": 11}


def test_metres_without_a_system_or_under_the_name_of_degrees_are_recognised(
    jambi: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    metres = jambi.to_crs("EPSG:32748")
    assert len(load_boundaries(path=written(metres, tmp_path, "utm.gpkg"), level="regency")) == 11
    bare = written(metres, tmp_path, "bare.shp")
    bare.with_suffix(".prj").unlink()
    with pytest.raises(Refused, match=r"no coordinate system, and its coordinates \(\d+.*metres"):
        load_boundaries(path=bare, level="regency")
    [problem] = refused(metres.set_crs("EPSG:4326", allow_override=True), tmp_path, "wrong.gpkg").problems
    assert problem.key == "metres"
    degrees = written(jambi, tmp_path, "degrees.shp")
    degrees.with_suffix(".prj").unlink()
    with pytest.raises(Refused, match="look like degrees"):
        load_boundaries(path=degrees, level="regency")


def test_shapes_far_outside_of_indonesia_are_named(jambi: gpd.GeoDataFrame, tmp_path: Path) -> None:
    layer = jambi.copy()
    layer.loc[2, "geometry"] = shapely.affinity.translate(layer.geometry[2], xoff=-100)
    [problem] = refused(layer, tmp_path).problems
    assert (problem.key, problem.row, problem.value) == ("outside", 3, "Kabupaten Sarolangun")
    shifted = jambi.set_geometry(jambi.geometry.translate(yoff=40))
    assert {problem.key for problem in refused(shifted, tmp_path, "shifted.gpkg").problems} == {"outside"}


def test_a_shape_under_the_name_of_another_province_is_refused(tmp_path: Path) -> None:
    layer = regency_layer("15", "51")
    bungo, badung = layer.index[layer["code"].isin(["1508", "5103"])]
    layer.loc[[bungo, badung], "geometry"] = layer.loc[[badung, bungo], "geometry"].to_numpy()
    problems = refused(layer[["name", "geometry"]], tmp_path).problems
    found = {problem.value: (problem.values or {})["found"] for problem in problems}
    assert found == {"Kabupaten Bungo": "Bali", "Kabupaten Badung": "Jambi"}
    assert all(problem.key == "elsewhere" for problem in problems)


def test_codes_of_another_list_are_caught_by_where_the_shapes_lie(tmp_path: Path) -> None:
    layer = regency_layer("15", "91", "92")
    bps = regions.regencies().set_index("code")["bps_code"]
    path = written(layer[["geometry"]].assign(kode=layer["code"].map(bps)), tmp_path)
    assert len(load_boundaries(path=path, level="regency", code_list="bps")) == len(layer)
    with pytest.raises(ValueError):
        load_boundaries(path=path, level="regency", code_list="kemendagri")


def test_a_drawn_scheme_is_taken_with_a_warning(jambi: gpd.GeoDataFrame, tmp_path: Path) -> None:
    tiles = [shapely.box(120 + place, -5, 121 + place, -4) for place in range(len(jambi))]
    path = written(jambi.set_geometry(tiles, crs=4326), tmp_path)
    with pytest.warns(UserWarning, match=r"11 of 11 shapes do not lie .* scheme"):
        assert len(load_boundaries(path=path, level="regency")) == 11


@pytest.mark.parametrize(
    "content", [b"", b"nothing of the kind", b'{"type": "FeatureCollection", "features": 1}']
)
def test_a_file_that_is_no_layer_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "synthetic.geojson"
    path.write_bytes(content)
    with pytest.raises(Refused):
        load_boundaries(path=path, level="regency")
    with pytest.raises(Refused):
        load_boundaries(path=tmp_path, level="regency")


def test_a_layer_without_rows_a_table_and_a_pipe_are_no_layers(tmp_path: Path) -> None:
    (tmp_path / "synthetic.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (tmp_path / "synthetic.csv").write_text("region,count\nJambi,1\n")
    os.mkfifo(tmp_path / "pipe.gpkg")
    for name, says in {
        "synthetic.geojson": "is empty",
        "synthetic.csv": "without shapes",
        "pipe.gpkg": "no layer",
    }.items():
        with pytest.raises(Refused, match=says):
            load_boundaries(path=tmp_path / name)
