"""What printed shares and targets are shares of: what is said, and no more than that."""

import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.data import bases, sources


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return load.load_published().set_index("id")


@pytest.mark.parametrize(
    ("figure", "base", "base_from"),
    [
        ("f0003", "eligible", "note"),  # 'capaian sementara data UCJ'
        ("f0006", "eligible", "title"),  # "Percepatan UC Jamsostek"
        ("f0137", "eligible", "title"),  # "Universal Coverage Jamsostek di Bengkulu Baru 28 Persen"
        ("f0134", "eligible", "note"),  # 'uses "UHC Jamsostek" for UCJ'
        ("f0723", "eligible", "count"),  # 607,426 of the 1,665,422 printed beside it
        ("f0819", "eligible", "count"),  # 34% of 3 million
        ("f0184", "eligible", "alike"),  # the 42.9% of f0652, printed beside 6 million
        ("f0114", "labour_force", "print"),  # "dari total angkatan kerja"
        ("f0705", "labour_force", "count"),  # of "total angkatan kerja sebanyak 910.996"
        ("f0166", "employed", "print"),  # "orang yang bekerja di DIY"
        ("f0172", "employed", "count"),  # of "14.531.668 jumlah penduduk bekerja"
        ("f1148", "employed", "note"),
        ("f1162", "population", "note"),
        ("f0314", "target", "print"),  # "61 persen dari target"
        ("f0990", "target", "note"),
        ("f0992", "target", "decided"),  # the article of f0990
        ("f1202", "potential", "title"),  # 2018: there was no UCJ
        ("f0875", "potential", "count"),  # 2019
        ("f0534", "not stated", None),  # 41.84%, December 2024
        ("f0231", "not stated", None),  # 37%, the governor of Kalimantan Barat
        ("f0246", "not stated", None),
        ("f0829", "not stated", None),
        ("f1388", "not stated", None),
    ],
)
def test_the_base_is_what_is_said(published, figure, base, base_from):
    row = published.loc[figure]
    assert (row["base"], None if pd.isna(row["base_from"]) else row["base_from"]) == (base, base_from)


@pytest.mark.parametrize("figure", ["f0138", "f0199"])
def test_a_rate_compared_with_a_target_rate_is_no_share_of_a_target(published, figure):
    assert published.loc[figure, "base"] != "target"  # "27,16 persen dari target 48 persen"


def test_nothing_is_eligible_before_the_presidential_instruction(published):
    eligible = published[published["base"] == "eligible"]
    assert eligible["date_to"].min() >= bases.UCJ_BEGINS
    [day] = [
        row["effective_from"]
        for row in sources.read_raw("programme_rules").to_dict("records")
        if row["rule"] == "Inpres 2/2021"
    ]
    assert bases.UCJ_BEGINS.strftime("%Y-%m-%d") == day


def test_counts_beside_a_share_are_the_ones_of_its_article(published):
    jambi = published.loc["f0006"]
    assert (jambi["base_id"], jambi["active_id"]) == ("f0011", "f0010")
    assert published.loc["f0723", "base_id"] == "f0725"  # of February, and 607,426 of it are 36.47%
    assert pd.isna(published.loc["f0232", "base_id"])  # "2,7 ribu" eligible workers are a misprint
    assert pd.isna(published.loc["f0715", "base_id"])  # 36% is not 667,719 of 1,786,809
    with_base = published[published["base_id"].notna()]
    of = published.loc[with_base["base_id"]]
    assert (of["region"].to_numpy() == with_base["region"].to_numpy()).all()
    assert (of["source_title"].to_numpy() == with_base["source_title"].to_numpy()).all()


def test_what_is_no_share_has_no_base(published):
    shares = published["measure"].isin(bases.SHARES)
    assert published.loc[shares, "base"].isin(bases.BASES).all()
    assert published.loc[~shares, "base"].isna().all()


def test_targets_have_the_base_that_is_said_and_not_stated_otherwise():
    targets = load.load_targets().set_index("id")
    base = targets["base"]
    assert base[["t006", "t007", "t008"]].tolist() == ["employed"] * 3  # RPJMN 2025 and 2029, RKP 2026
    assert base["t133"] == "labour_force"  # "60 persen dari jumlah angkatan kerja"
    assert base["t009"] == "eligible"  # Kemendagri
    assert base["t004"] == base["t070"] == "eligible"  # the same 52.15%
    assert (
        base["t028"] == base["t003"] == "eligible"
    )  # 55% in Jambi, though f0114 beside t028 says "angkatan kerja"
    assert base["t088"] == "eligible"  # beside 34% of 700 thousand (f0526)
    assert base["t112"] == "eligible"  # beside 36.47% of 1,665,422 (f0723)
    assert base["t042"] == "employed"  # beside 29.84% of "penduduk bekerja" (f0172)
    assert base["t005"] == base["t054"] == "not stated"  # RPJPN and RPJPD 2045
    assert base["t113"] == "not stated"  # "pekerja formal 74,57 persen"
    assert base["t062"] == base["t049"] == base["t121"] == "not stated"
    assert base[targets["unit"] == "workers"].isna().all()
    counts = targets.loc[targets["region_level"] == "province", "base"].value_counts()
    assert counts.to_dict() == {"eligible": 41, "not stated": 23, "employed": 2, "labour_force": 1}
