"""Provinces and regencies: tables, code lists, boundary vintages, tile grid."""

import pandas as pd
import pytest

from coverage_lib.data import regions
from coverage_lib.data.regions import (
    UnknownRegion,
    boundary_of,
    convert_code,
    provinces,
    regencies,
    tile_grid,
    to_boundary,
)


def test_provinces_of_both_boundaries():
    now, before = provinces("2022"), provinces("2021")
    columns = ["code", "name", "name_en", "abbreviation", "iso_3166_2", "bps_code", "code_2021", "island"]
    assert list(now.columns) == columns
    assert len(now) == 38 and len(before) == 34
    for column in ("code", "name", "name_en", "abbreviation", "iso_3166_2", "bps_code"):
        assert now[column].is_unique
    assert set(now["code"]) - set(before["code"]) == {"93", "94", "95", "96"}
    assert now["island"].value_counts().to_dict() == {
        "Sumatera": 10,
        "Jawa": 6,
        "Bali dan Nusa Tenggara": 3,
        "Kalimantan": 5,
        "Sulawesi": 6,
        "Maluku": 2,
        "Papua": 6,
    }
    with pytest.raises(ValueError, match="2021, 2022"):
        provinces("2020")


def test_a_caller_cannot_change_the_table():
    for table in (provinces("2022"), provinces("2021"), regencies(), tile_grid()):
        table.loc[0, "name"] = "changed"
    assert provinces("2022").loc[0, "name"] == "Aceh"
    assert provinces("2021").loc[0, "name"] == "Aceh"
    assert regencies().loc[0, "name"] == "Kabupaten Aceh Selatan"


def test_code_lists():
    # BPS numbers the provinces of Papua otherwise than Kemendagri
    papua = {"91": "94", "92": "91", "93": "95", "94": "96", "95": "97", "96": "92"}
    assert {code: convert_code(code, "kemendagri", "bps") for code in papua} == papua
    assert {convert_code(bps, "bps"): bps for bps in papua.values()} == papua
    assert convert_code("id-yo", "iso_3166_2") == "34"
    assert convert_code("34", "bps", "iso_3166_2") == "ID-YO"
    assert convert_code("00", "bps") == "00" and convert_code("ID", "iso_3166_2") == "00"
    with pytest.raises(UnknownRegion, match="list bps"):
        convert_code("93", "bps")
    with pytest.raises(UnknownRegion, match="2021 boundaries"):
        convert_code("94", "kemendagri", boundary="2021")
    with pytest.raises(ValueError, match="kemendagri, bps, iso_3166_2"):
        convert_code("91", "dukcapil")
    with pytest.raises(ValueError, match="for a regency"):
        convert_code("11.01", "iso_3166_2", level="regency")


def test_to_boundary():
    codes = pd.Series(["91", "93", "94", "95", "92", "96", "33", "00"], index=range(5, 13))
    moved = to_boundary(codes)
    assert moved.tolist() == ["91", "91", "91", "91", "92", "92", "33", "00"]
    assert moved.index.equals(codes.index)
    with pytest.raises(ValueError, match="boundary='2021'"):
        to_boundary(["91"], "2022")
    with pytest.raises(UnknownRegion, match="97"):
        to_boundary(["97"])


@pytest.mark.parametrize(
    ("code", "date", "boundary"),
    [
        ("91", "2022-07-24", "2021"),
        ("91", "2022-07-25", "2022"),
        ("92", "2022-07-25", "2021"),
        ("92", "2022-12-07", "2021"),
        ("92", "2022-12-08", "2022"),
        ("93", "2022-07-01", "2022"),
        ("96", None, "2022"),
        ("33", "2025-12-31", "2021"),
        ("00", None, "2021"),
        ("9203", "2025-12-31", "2021"),
        ("91", None, None),
        (None, "2025-12-31", None),
    ],
)
def test_the_law_decides_which_papua_a_figure_is_for(code, date, boundary):
    assert boundary_of(code, pd.Timestamp(date) if date else pd.NaT) == boundary


def test_every_divided_province_has_its_day():
    parents = provinces("2022")["code_2021"]
    assert set(parents[parents.duplicated()]) == set(regions.DIVIDED)


def test_514_regencies_in_both_lists():
    table = regencies()
    assert len(table) == 514
    assert table["level"].value_counts().to_dict() == {"kabupaten": 416, "kota": 98}
    for column in ("code", "name", "bps_code"):
        assert table[column].is_unique
    bps_of_province = provinces().set_index("code")["bps_code"]
    assert (table["bps_code"].str[:2] == table["province_code"].map(bps_of_province)).all()
    assert (table["code"].str[:2] == table["province_code"]).all()
    # both lists number cities from 71 on
    for column in ("code", "bps_code"):
        assert ((table[column].str[2:].astype(int) >= 71) == (table["level"] == "kota")).all()
    # BPS and Kemendagri give the cities of Jakarta the same five numbers in another order
    jakarta = table[table["province_code"] == "31"].set_index("name")["bps_code"].to_dict()
    assert jakarta["Kota Administrasi Jakarta Selatan"] == "3171"
    assert convert_code("31.71", "kemendagri", "bps", level="regency") == "3173"
    assert (
        convert_code("7601", "bps", level="regency")
        == table.set_index("name").loc["Kabupaten Majene", "code"]
    )


@pytest.mark.parametrize(("boundary", "count"), [("2021", 34), ("2022", 38)])
def test_tile_grid(boundary, count):
    grid = tile_grid(boundary)
    assert list(grid.columns) == ["code", "name", "abbreviation", "row", "column"]
    assert len(grid) == count
    assert set(grid["code"]) == set(provinces(boundary)["code"])
    assert not grid.duplicated(["row", "column"]).any()
    assert grid["row"].min() == 0 and grid["column"].min() == 0


# Land borders inside Papua; the others are those of the layer of boundaries (test_data_boundaries.py)
PAPUA_BORDERS = [
    ("96", "92"),
    ("92", "94"),
    ("94", "91"),
    ("94", "95"),
    ("94", "93"),
    ("91", "95"),
    ("95", "93"),
]


def test_tiles_of_papua_touch_where_the_provinces_do():
    grid = tile_grid("2022").set_index("code")[["row", "column"]]
    for one, other in PAPUA_BORDERS:
        assert (grid.loc[one] - grid.loc[other]).abs().max() == 1, (one, other)
