"""The doors give what the sources say, and refuse what must not be mixed."""

import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.data import build, regions, sources
from coverage_lib.measures.audit import audit
from coverage_lib.measures.counts import Incomparable


def test_members_by_domicile_are_the_announced_totals():
    totals = load.load_members().groupby("year")["active"].sum()
    assert totals.loc[[2022, 2023, 2024]].tolist() == [28_843_484, 34_197_138, 39_207_829]


def test_jakarta_is_three_times_as_large_by_office():
    counts = {}
    for way in ("domicile", "office"):
        members = load.load_members(counted_by=way)
        here = (
            members["code"].eq("31")
            & members["year"].eq(2023)
            & members["segment"].isin(["formal", "informal"])
        )
        counts[way] = members.loc[here, "active"].sum()
    assert counts == {"domicile": 2_203_839, "office": 6_726_563}


def test_2025_is_kept_provisional_and_without_a_stated_date():
    members = load.load_members()
    late = members[members["year"] == 2025]
    assert len(late) == 68
    assert set(late["status"]) == {"provisional"} and not late["date_stated"].any()
    earlier = members[members["year"] < 2025]
    assert set(earlier["status"]) == {"final"} and earlier["date_stated"].all()


def test_employed_in_august_2024():
    for boundary in regions.BOUNDARIES:
        table = load.load_employment(boundary).query("year == 2024").set_index("code")["employed"]
        assert table["00"] == 144_642_004 == table.drop("00").sum()


@pytest.mark.parametrize(("boundary", "provinces"), [("2021", 34), ("2022", 38)])
def test_employment_is_whole_at_every_date(boundary, provinces):
    table = load.load_employment(boundary)
    assert set(table["boundary"]) == {boundary}
    assert table.groupby("year").size().to_dict() == dict.fromkeys(range(2018, 2026), provinces + 1)
    parts = table[table["code"] != "00"].groupby("year")[
        ["employed", "labour_force", "formal_workers", "informal_workers"]
    ]
    nation = table[table["code"] == "00"].set_index("year")
    pd.testing.assert_frame_equal(parts.sum(), nation[parts.sum().columns])
    assert (table["formal_workers"] + table["informal_workers"] == table["employed"]).all()


@pytest.mark.parametrize(("code", "published"), [("91", 15.57), ("92", 41.45)])
def test_old_papua_has_the_formal_share_that_bps_published_for_it(code, published):
    table = load.load_employment("2021").set_index(["code", "year"])
    assert table.loc[(code, 2023), "formal_share"] == pytest.approx(published, abs=0.02)


def test_formal_workers_of_the_provinces_give_the_national_share_bps_printed():
    nation = load.load_employment("2022").query("code == '00'")
    assert nation.set_index("year").loc[2024, "formal_share"] == 42.05
    computed = 100 * nation["formal_workers"] / nation["employed"]
    assert (computed - nation["formal_share"]).abs().max() < 0.005


def test_regencies_are_514_and_add_up_to_their_provinces():
    table = load.load_employment("2022", level="regency")
    assert table.groupby("year")["code"].nunique().to_dict() == dict.fromkeys(range(2018, 2026), 514)
    assert (table["code"].str[:2] == table["province_code"]).all()
    provinces = load.load_employment("2022").set_index(["code", "year"])["employed"]
    sums = table.groupby(["province_code", "year"])["employed"].sum()
    assert (sums == provinces.reindex(sums.index)).all()


def test_papua_regencies_are_under_kemendagri_codes_not_those_of_bps():
    # BPS 94 is Papua, Kemendagri 94 is Papua Tengah.
    table = load.load_employment("2022", level="regency").query("year == 2024").set_index("name")
    assert table.loc["Kota Jayapura", "province_code"] == "91"
    assert table.loc["Kabupaten Nabire", "province_code"] == "94"
    assert table.loc["Kota Sorong", "province_code"] == "96"
    old = load.load_employment("2021", level="regency").query("year == 2024").set_index("name")
    assert old.loc[["Kota Jayapura", "Kabupaten Nabire", "Kota Sorong"], "province_code"].tolist() == [
        "91",
        "91",
        "92",
    ]


def test_what_the_source_has_wrong_is_missing_and_nothing_else():
    table = load.load_employment("2022", level="regency").set_index(["name", "year"])
    lombok = table.loc[("Kabupaten Lombok Utara", 2018)]
    assert pd.isna(lombok["employed"]) and pd.isna(lombok["labour_force"])
    assert table["employed"].isna().sum() == 1
    # Surabaya's labour force of 77,965 cannot belong to its 1,545,055 employed.
    assert table.loc[("Kota Surabaya", 2024), "employed"] == 1_545_055
    assert pd.isna(table.loc[("Kota Surabaya", 2024), "labour_force"])
    known = table[table["labour_force"].isna()].drop(index=("Kabupaten Lombok Utara", 2018))
    assert set(known["province_code"]) == {"13", "21", "32", "33", "35", "36", "62", "63"}
    assert set(known.index.get_level_values("year")) == {2020, 2021, 2022, 2023, 2024}
    rest = table.dropna()
    assert (rest["employed"] <= rest["labour_force"]).all()


def test_context_keeps_its_two_boundaries():
    table = load.load_context()
    assert set(table["measure"]) == {"minimum_wage", "poverty_rate", "population"}
    assert table.groupby("year")["boundary"].unique().map(list).to_dict() == {
        year: ["2021" if year < 2024 else "2022"] for year in range(2015, 2026)
    }
    wages = table[table["measure"] == "minimum_wage"].set_index(["code", "year"])["value"]
    assert wages["31", 2025] == 5_396_760


def test_printed_figures_keep_their_words_and_get_codes_and_dates():
    table = load.load_published().set_index("id")
    assert len(table) == 1418 and table.index.is_unique
    assert table["raw_table"].value_counts().to_dict() == {
        "published_figures": 1058,
        "published_figures_2": 360,
    }
    assert (table["source_id"] == table.index).all()
    assert table.loc["f0003", "as_published"] == "35,39 persen"
    assert table.loc["f0001", ["date", "date_from", "date_to"]].tolist() == [
        "2024-02",
        pd.Timestamp("2024-02-01"),
        pd.Timestamp("2024-02-29"),
    ]
    banjar = table.loc["f0234"]
    assert (banjar["region"], banjar["code"]) == ("Kabupaten Banjar", "6303")
    assert table["date_to"].isna().sum() == 16 + 30
    no_code = table[table["code"].isna()]
    assert set(no_code["region_level"]) == {"province_group", "regency_group", "regency"}
    assert set(no_code.loc[no_code["region_level"] == "regency", "region"]) == {"Toraja"}


def test_a_published_figure_leads_to_its_raw_table_and_line():
    table = load.load_published().set_index("id")
    for name in ("published_figures", "published_figures_2"):
        lines = sources.raw_path(name).read_text(encoding="utf-8").splitlines()
        rows = table[table["raw_table"] == name]
        assert all(lines[line - 1].startswith(f"{id_},") for id_, line in rows["source_row"].items())


def test_the_second_table_of_published_figures_has_the_figures_that_were_counted():
    """As SOURCES of the facts counts them: 360 rows, 147 of 2016 to 2021, 91 of regencies and cities."""
    table = load.load_published().query("raw_table == 'published_figures_2'")
    assert table["id"].iloc[[0, -1]].tolist() == ["f1059", "f1418"]
    printed = sources.read_raw("published_figures_2")
    assert printed["date"].str[:4].between("2016", "2021").sum() == 147
    assert (printed["region_level"] == "regency").sum() == 91
    assert table.loc[table["region_level"] == "regency", "code"].notna().all()
    branches = table[table["region"].str.contains("cabang")]
    assert set(branches["region_level"]) == {"regency_group"} and branches["code"].isna().all()


def test_readings_replace_what_is_printed():
    table = load.load_published().set_index("id")
    assert table.loc["f0605", ["region", "region_level"]].tolist() == [
        "Sumut-Aceh (2 provinsi)",
        "province_group",
    ]
    assert pd.isna(table.loc["f0605", "code"]) and pd.isna(table.loc["f0740", "code"])
    assert table.loc["f1339", "date_to"] == pd.Timestamp("2022-12-31")
    assert table.loc["f1339", "date_from"] == pd.Timestamp("2022-12-01")


def test_figures_for_papua_stand_on_the_boundary_of_their_day():
    table = load.load_published().set_index("id")
    assert table.loc["f1005", "boundary"] == "2021"  # Papua Barat, 2019
    assert table.loc["f0995", "boundary"] == "2022"  # Papua Barat, August 2023, without Sorong
    assert table.loc["f0358", "boundary"] == "2022"  # Papua, 2024: 240,009 eligible workers
    assert (
        table.loc["f1160", "boundary"] == "2021"
    )  # Papua, 2023: of the 1.8 million of the undivided province
    assert table.loc["f0356", "boundary"] == "2022"  # Papua Tengah
    assert set(table.loc[table["boundary"] == "2022", "code"]) <= {"91", "92", "93", "94", "95", "96"}
    assert (table["boundary"].isna() == table["code"].isna()).all()


def test_targets_say_what_they_are_shares_of():
    table = load.load_targets()
    assert len(table) == 139 and table["code"].notna().all()
    nation = table[(table["code"] == "00") & (table["year"] == 2025) & (table["segment"] == "total")]
    by_base = nation[nation["unit"] == "percent"].groupby("base")["value"].unique().map(list).to_dict()
    assert by_base["employed"] == [32.15]
    assert 52.15 in by_base["eligible"] and 32.15 not in by_base["eligible"]
    assert table.loc[table["unit"] == "workers", "base"].isna().all()
    columns = list(table)
    assert columns[columns.index("unit") + 1 :][:2] == ["base", "base_from"]


def test_rules_have_the_days_they_hold():
    rules = load.load_rules().set_index("rule")
    assert rules.loc["Inpres 2/2021", "date_from"] == pd.Timestamp("2021-03-25")
    assert rules.loc["JKK rate very low risk", "date_to"] == pd.Timestamp("2025-02-07")
    assert pd.isna(rules.loc["Inpres 2/2021", "date_to"])
    assert len(load.load_awards()) == 43


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: load.load_coverage(counted_by="office"),
            "6,726,563 members by office.*counted_by='domicile'",
        ),
        (lambda: load.load_coverage(boundary="2022"), "34 provinces of 2021.*boundary='2021'"),
        (lambda: load.load_members(boundary="2022"), "34 provinces of 2021"),
    ],
)
def test_mixtures_are_explained(call, says):
    with pytest.raises(Incomparable, match=says):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: load.load_coverage(base="everybody"),
        lambda: load.load_coverage(boundary="2015"),
        lambda: load.load_members(counted_by="place"),
        lambda: load.load_employment(level="village"),
    ],
)
def test_unknown_words_are_answered_with_the_known_ones(call):
    with pytest.raises(ValueError, match="choose one of"):
        call()


def test_verdicts_are_those_of_the_audit_and_kept_beside_the_tables_for_one_code(project_copy, monkeypatch):
    evidence = load.load_evidence()
    made = audit(evidence.published, evidence).verdicts
    kept = load.load_verdicts()
    assert (
        kept[["id", "verdict", "alarm"]].to_numpy().tolist()
        == made[["id", "verdict", "alarm"]].to_numpy().tolist()
    )
    folder = build.build()
    assert [path.name for path in folder.glob("verdicts-*")] == [f"verdicts-{load.AUDIT_CODE}.parquet"]
    # Verdicts of another code are not taken: they are made again and replace the old ones.
    monkeypatch.setattr(load, "AUDIT_CODE", "another")
    monkeypatch.setattr(load, "_audited", lambda: made.head(3))
    assert len(load.load_verdicts()) == 3
    assert [path.name for path in folder.glob("verdicts-*")] == ["verdicts-another.parquet"]
    monkeypatch.undo()
    assert len(load.load_verdicts()) == len(made)
