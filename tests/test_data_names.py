"""Names of regions as people write them."""

import pandas as pd
import pytest

from coverage_lib.data import regions
from coverage_lib.data.names import AmbiguousRegion, match_region, match_regions
from coverage_lib.data.regions import UnknownRegion, provinces, regencies

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
