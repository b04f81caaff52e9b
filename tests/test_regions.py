"""Provinces and regencies: names, code lists, boundary vintages, tile grid."""

import pandas as pd
import pytest

from coverage_lib.data import regions
from coverage_lib.data.regions import (
    AmbiguousRegion,
    UnknownRegion,
    boundary_of,
    convert_code,
    match_region,
    match_regions,
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


NAMES = {
    "11": ["Aceh", "NAD", "Nanggroe Aceh Darussalam", "Provinsi Aceh", "D.I. Aceh"],
    "12": ["Sumut", "SUMATERA UTARA", "Sumatra Utara", "North Sumatra", "Sumatera  utara "],
    "13": ["Sumbar", "West Sumatra"],
    "14": ["Riau", "Prov. Riau", "Riau Province"],
    "16": ["Sumsel", "sumatra selatan"],
    "19": [
        "Babel",
        "Kep. Bangka Belitung",
        "Bangka-Belitung",
        "KEP BANGKA BELITUNG",
        "Bangka Belitung Islands",
    ],
    "21": ["Kepri", "Kep. Riau", "Kep.Riau", "Kepulauan Riau", "Riau Islands"],
    "31": [
        "DKI",
        "Jakarta",
        "DKI Jakarta",
        "D.K.I. Jakarta",
        "Daerah Khusus Ibukota Jakarta",
        "DKJ",
        "PROV DKI JAKARTA",
    ],
    "32": ["Jabar", "West Java", "jawa-barat"],
    "33": [
        "Jateng",
        "JAWA TENGAH",
        "Prov. Jawa Tengah",
        "Provinsi Jawa Tengah",
        "Central Java",
        "Jawa\u00a0Tengah",
    ],
    "34": [
        "DIY",
        "D I Yogyakarta",
        "D.I. Yogyakarta",
        "DI YOGYAKARTA",
        "Daerah Istimewa Yogyakarta",
        "Yogyakarta",
        "Special Region of Yogyakarta",
    ],
    "35": ["Jatim", "East Java"],
    "52": ["NTB", "Nusa Tenggara Barat", "West Nusa Tenggara", "Nusatenggara Barat"],
    "53": ["NTT", "N.T.T.", "East Nusa Tenggara"],
    "61": ["Kalbar", "West Kalimantan"],
    "65": ["Kaltara", "North Kalimantan"],
    "72": ["Sulteng"],
    "73": ["Sulsel", "South Sulawesi"],
    "74": ["Sultra", "Southeast Sulawesi", "South-East Sulawesi"],
    "81": ["Maluku"],
    "82": ["Malut", "North Maluku"],
    "91": ["Papua", "Provinsi Papua"],
    "92": ["Papua Barat", "West Papua"],
    "95": ["Papua Pegunungan", "Highland Papua"],
    "96": ["PBD", "Papua Barat Daya", "Southwest Papua"],
    "00": ["Indonesia", "NASIONAL", "Republik Indonesia"],
}


@pytest.mark.parametrize("code", NAMES)
def test_names_people_write(code):
    assert {name: match_region(name) for name in NAMES[code]} == dict.fromkeys(NAMES[code], code)


def test_a_misspelt_name_fails_with_the_nearest():
    with pytest.raises(UnknownRegion, match=r"'Jawa Tenggah'.*Jawa Tengah") as error:
        match_region("Jawa Tenggah")
    assert error.value.candidates[0] == "Jawa Tengah"
    assert isinstance(error.value, ValueError)


@pytest.mark.parametrize(
    "text", ["Sumatera", "Kalimantan", "Irian Jaya", "North Borneo", "Semarang", "", "  ", None, 33]
)
def test_nothing_is_guessed(text):
    with pytest.raises(UnknownRegion):
        match_region(text)


@pytest.mark.parametrize("text", ["33", "91", " 94 ", "11.01", "3374", "ID-JT"])
def test_a_bare_code_is_not_a_name(text):
    with pytest.raises(UnknownRegion, match=r"from_list.*kemendagri, bps"):
        match_region(text)


def test_a_new_province_is_not_matched_on_the_old_boundary():
    assert match_region("Papua Barat Daya") == "96"
    with pytest.raises(UnknownRegion, match=r"Papua Barat \(92\)"):
        match_region("Papua Barat Daya", boundary="2021")


def test_all_failures_at_once():
    with pytest.raises(UnknownRegion, match="2 of 4 names") as error:
        match_regions(["Bali", "Bally", "NTB", "Jawa Tenggah"])
    assert "Bally" in str(error.value) and "Jawa Tenggah" in str(error.value)
    matched = match_regions(pd.Series(["NTB", "DKI"], index=[7, 3]))
    assert matched.to_dict() == {7: "52", 3: "31"}


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


@pytest.mark.parametrize(
    "name", ["Semarang", "Bandung", "Bogor", "Malang", "Gorontalo", "Tangerang", "Banjar", "Bima"]
)
def test_regency_and_city_of_one_name_stay_apart(name):
    with pytest.raises(AmbiguousRegion) as error:
        match_region(name, "regency")
    assert error.value.candidates == [f"Kabupaten {name}", f"Kota {name}"]
    table = regencies().set_index("name")["code"]
    assert match_region(f"Kab. {name}", "regency") == table[f"Kabupaten {name}"]
    assert match_region(f"KOTA {name.upper()}", "regency") == table[f"Kota {name}"]
    assert match_region(f"{name} Regency", "regency") == table[f"Kabupaten {name}"]
    assert match_region(f"{name} City", "regency") == table[f"Kota {name}"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kota Baru", "Kabupaten Kotabaru"),
        ("Kotabaru", "Kabupaten Kotabaru"),
        ("Kab. Kota Baru", "Kabupaten Kotabaru"),
        ("Lima Puluh Kota", "Kabupaten Lima Puluh Kota"),
        ("Kab. 50 Kota", "Kabupaten Lima Puluh Kota"),
        ("Kotamobagu", "Kota Kotamobagu"),
        ("Kab. Toba Samosir", "Kabupaten Toba"),
        ("Mamuju Utara", "Kabupaten Pasangkayu"),
        ("Maluku Tenggara Barat", "Kabupaten Kepulauan Tanimbar"),
        ("Kep. Seribu", "Kabupaten Administrasi Kepulauan Seribu"),
        ("Kota Adm. Jakarta Pusat", "Kota Administrasi Jakarta Pusat"),
        ("Jaksel", "Kota Administrasi Jakarta Selatan"),
        ("Pangkalpinang", "Kota Pangkal Pinang"),
        ("Gunung Kidul", "Kabupaten Gunungkidul"),
        ("TOLITOLI", "Kabupaten Toli-Toli"),
        ("Kota Pare-Pare", "Kota Parepare"),
        ("Kutai Kartanegara", "Kabupaten Kutai Kartanegara"),
        ("Yogyakarta", "Kota Yogyakarta"),
    ],
)
def test_regency_names_people_write(text, name):
    assert match_region(text, "regency") == regencies().set_index("name").loc[name, "code"]


@pytest.mark.parametrize(
    "text", ["Baru", "Kab. Baru", "Kota Sidoarjo", "Kabupaten Surakarta", "Kab Semarng", "3374"]
)
def test_no_regency_is_guessed(text):
    with pytest.raises(UnknownRegion) as error:
        match_region(text, "regency")
    assert not isinstance(error.value, AmbiguousRegion)


def test_every_name_of_the_tables_finds_its_region():
    table = regencies()
    assert match_regions(table["name"], "regency").tolist() == table["code"].tolist()
    # BPS writes the regency bare and the city with Kota or bare
    for name, kind, code in zip(table["bps_name"], table["level"], table["code"], strict=True):
        full = name if kind == "kota" and name.startswith("Kota ") else f"{kind} {name}"
        assert match_region(full, "regency") == code
    for column in ("name", "name_en", "abbreviation"):
        assert match_regions(provinces()[column]).tolist() == provinces()["code"].tolist()
    others = regions.read_raw("region_names")
    others = others[others["level"] != "national"]
    for level, name, code in zip(others["level"], others["name"], others["code"], strict=True):
        assert match_region(name, level) == code, name


def test_a_province_narrows_the_search():
    assert match_region("Banjar", "regency", province="63") == match_region("Kab. Banjar", "regency")
    assert match_region("Banjar", "regency", province="Jabar") == match_region("Kota Banjar", "regency")
    with pytest.raises(UnknownRegion, match="Nearest"):
        match_region("Kota Semarang", "regency", province="Jawa Barat")


# Land borders inside Papua; the others are those of the layer of boundaries (test_boundaries.py)
PAPUA_BORDERS = [
    ("96", "92"),
    ("92", "94"),
    ("94", "91"),
    ("94", "95"),
    ("94", "93"),
    ("91", "95"),
    ("95", "93"),
]


@pytest.mark.parametrize(("boundary", "count"), [("2021", 34), ("2022", 38)])
def test_tile_grid(boundary, count):
    grid = tile_grid(boundary)
    assert list(grid.columns) == ["code", "name", "row", "column"]
    assert len(grid) == count
    assert set(grid["code"]) == set(provinces(boundary)["code"])
    assert not grid.duplicated(["row", "column"]).any()
    assert grid["row"].min() == 0 and grid["column"].min() == 0


def test_tiles_of_papua_touch_where_the_provinces_do():
    grid = tile_grid("2022").set_index("code")[["row", "column"]]
    for one, other in PAPUA_BORDERS:
        assert (grid.loc[one] - grid.loc[other]).abs().max() == 1, (one, other)
