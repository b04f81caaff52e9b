"""Own tables beside the project's: who is preferred, what is listed as a conflict, and what becomes of employment and context."""

import own_tables
import pandas as pd
import pytest

from coverage_lib import load
from coverage_lib.data import build, own, project
from coverage_lib.data.reading.problems import Refused, errors

NOVEMBER = {"publisher": "Synthetic", "title": "A", "date": "2026-11-03"}


def add(own_folder, table, name, **about):
    path = own_tables.write(table, own_folder / f"{name}.csv")
    return own.add(path, **NOVEMBER | {"title": name} | about)


def table_of(name: str) -> pd.DataFrame:
    return pd.read_parquet(build.build() / f"{name}.parquet")


def jambi(value: float, date: str = "2024-12-31", **more) -> pd.DataFrame:
    return own_tables.long_table([{"code": "15", "value": value, "date": date, **more}])


def cell(date: str = "2024-12-31") -> pd.Series:
    rows = table_of("members").query("code == '15' and segment == 'formal' and counted_by == 'domicile'")
    return rows[rows["date"].eq(date) & rows["date_stated"]].squeeze()


def test_an_own_table_goes_before_the_project_then_the_later_published_then_the_later_added(own_folder):
    real = cell()
    first = add(own_folder, jambi(real["active"] + 1), "first", date="2025-03-01")
    assert cell()["active"] == real["active"] + 1 and cell()["source_id"] == f"own:{first.id}"
    assert first.conflicts[["used", "other", "reason"]].to_numpy().tolist() == [
        [real["active"] + 1, real["active"], "own_first"]
    ]
    older = add(own_folder, jambi(real["active"] + 2), "older", date="2025-02-01")
    assert cell()["source_id"] == f"own:{first.id}", "published earlier, though added later"
    assert older.conflicts["reason"].tolist() == ["published_later"]
    later = add(own_folder, jambi(real["active"] + 3), "later", date="2025-03-01")
    assert cell()["source_id"] == f"own:{later.id}"
    listed = own.conflicts()
    assert set(listed["used_source"]) == {f"own:{later.id}"}
    assert dict(zip(listed["other_source"], listed["reason"], strict=True)) == {
        "den-annual": "own_first",
        f"own:{first.id}": "added_later",
        f"own:{older.id}": "published_later",
    }
    assert listed[["code", "name", "item", "counted_by"]].drop_duplicates().to_numpy().tolist() == [
        ["15", "Jambi", "formal", "domicile"]
    ]
    used = own.sources().set_index("id")["in_use"]
    assert used.to_dict() == {older.id: 0, first.id: 0, later.id: 1}
    own.remove(later.id)
    assert cell()["source_id"] == f"own:{first.id}", "both were kept, so the next in order is used"


def test_equal_values_are_no_conflict_and_other_ways_of_counting_are_other_cells(own_folder):
    real = cell()
    assert add(own_folder, jambi(real["active"]), "equal").conflicts.empty
    assert add(own_folder, jambi(5 * real["active"], counted_by="office"), "office").conflicts.empty
    assert len(table_of("members")) == 374 + 1


def test_the_rows_of_the_project_stay_as_and_where_they_are(own_folder):
    real = pd.read_parquet(project.build() / "members.parquet")
    add(own_folder, jambi(1234), "one")
    merged = table_of("members")
    changed = (merged != real).any(axis=1)
    assert merged.index[changed].tolist() == real.index[
        real.eval("code == '15' and segment == 'formal' and year == 2024")
    ].tolist()  # fmt: skip
    for name in ("employment", "context", "published", "targets"):
        pd.testing.assert_frame_equal(table_of(name), pd.read_parquet(project.build() / f"{name}.parquet"))


def test_a_final_december_of_all_provinces_replaces_the_provisional_count_and_is_said(own_folder):
    undated = table_of("members").query("year == 2025")
    assert set(undated["status"]) == {"provisional"} and len(undated) == 68
    some = add(
        own_folder, own_tables.of_provinces("2025-12-31").query("code != '15'"), "some", date="2026-02-01"
    )
    assert not [problem for problem in some.problems if problem.key == "replaces_provisional"]
    assert len(table_of("members").query("year == 2025 and not date_stated")) == 68, "Jambi is not in it"
    own.remove(some.id)
    whole = add(own_folder, own_tables.of_provinces("2025-12-31"), "whole", date="2026-02-01")
    assert [problem.severity for problem in whole.problems if problem.key == "replaces_provisional"] == [
        "note"
    ]
    assert whole.conflicts.empty
    now = table_of("members").query("year == 2025")
    assert set(now["status"]) == {"final"} and set(now["source_id"]) == {f"own:{whole.id}"} and len(now) == 68


def test_38_provinces_are_added_up_to_34_and_kept_as_they_are(own_folder):
    parts = own_tables.of_provinces("2026-10-31", boundary="2022")
    added = add(own_folder, parts, "parts")
    rows = table_of("members").query("source_id.str.startswith('own:')")
    assert rows.groupby("boundary").size().to_dict() == {"2021": 68, "2022": 76}
    by_hand = parts.query("code in ('91', '93', '94', '95') and segment == 'formal'")["value"].sum()
    papua = rows.query("code == '91' and boundary == '2021' and segment == 'formal'")
    assert papua[["name", "active"]].to_numpy().tolist() == [["Papua", by_hand]]
    assert load.load_members(months=True)["date"].eq("2026-10-31").sum() == 68
    assert own.sources()[["values", "in_use"]].to_numpy().tolist() == [[76, 76]]
    own.remove(added.id)
    lacking = parts[~(parts["code"].eq("95") & parts["segment"].eq("formal"))]
    problems = add(own_folder, lacking, "lacking").problems
    (problem,) = [each for each in problems if each.key == "papua_not_whole"]
    assert problem.severity == "warning" and problem._asdict()["values"]["lacking"] == "Papua Pegunungan"
    rows = table_of("members").query("source_id.str.startswith('own:') and boundary == '2021'")
    assert rows.query("code == '91'")["segment"].tolist() == ["informal"]


def test_regencies_have_a_table_of_their_own(own_folder):
    rows = [
        {"code": "1571", "level": "regency", "boundary": "2022", "segment": segment, "value": value}
        for segment, value in (("formal", 50_000), ("informal", 20_000), ("total", 70_000))
    ]
    add(own_folder, own_tables.long_table(rows), "jambi")
    table = table_of("members_regency")
    assert table[["code", "name", "province_code", "segment", "active"]].to_numpy().tolist() == [
        ["1571", "Kota Jambi", "15", "formal", 50_000],
        ["1571", "Kota Jambi", "15", "informal", 20_000],
    ]
    assert len(table_of("members")) == 374
    rows[0]["value"] = 900_000
    with pytest.raises(Refused, match="Kota Jambi would have 920,000 members and 303,478 employed"):
        add(own_folder, own_tables.long_table(rows), "too many")


def test_villages_are_kept_by_name(own_folder):
    rows = [
        {
            "code": "",
            "name": "",
            "region": "Desa Sintetis",
            "level": "village",
            "segment": "total",
            "value": 12,
        }
    ]
    add(own_folder, own_tables.long_table(rows), "village")
    assert table_of("members_other")[["name", "segment", "active"]].to_numpy().tolist() == [["Desa Sintetis", "total", 12]]  # fmt: skip


def employment_of(date: str, precision: str = "month", factor: float = 1.01) -> pd.DataFrame:
    real = pd.read_parquet(project.build() / "employment.parquet").query("year == 2025 and code != '00'")
    rows = [
        {"code": row.code, "boundary": "2022", "measure": measure, "segment": "total", "date": date, "precision": precision,
         "value": value, "unit": unit, "counted_by": ""}
        for row in real.itertuples()
        for measure, value, unit in (
            ("employed", round(row.employed * factor), "people"),
            ("labour_force", round(row.labour_force * factor), "people"),
            ("formal_share", row.formal_share, "percent"),
        )
    ]  # fmt: skip
    return own_tables.long_table(rows)


def test_a_new_august_is_a_year_of_employment_whose_nation_is_the_sum(own_folder):
    table = employment_of("2026-08-31")
    some = add(own_folder, table.query("code != '15'"), "some")
    assert table_of("employment")["year"].max() == 2025, "not before all provinces are there"
    assert own.sources()["in_use"].tolist() == [0]
    assert [problem.severity for problem in some.problems if problem.key == "waits"] == ["warning"]
    rest = add(own_folder, table.query("code == '15'"), "rest")
    new = table_of("employment").query("year == 2026").set_index("code")
    assert len(new) == 39 and (new.dtypes == table_of("employment").set_index("code").dtypes).all()
    wide = table.pivot(index="code", columns="measure", values="value")
    assert new.loc["00", "employed"] == wide["employed"].sum()
    formal = (wide["employed"] * wide["formal_share"] / 100).round()
    assert new.loc["00", "formal_workers"] == formal.sum()
    assert new.loc["00", "formal_share"] == pytest.approx(
        100 * formal.sum() / wide["employed"].sum(), abs=1e-5
    )
    assert (new["formal_workers"] + new["informal_workers"] == new["employed"]).all()
    assert new.loc["15", "source_id"] == f"own:{rest.id}"
    papua = load.load_employment("2021").query("year == 2026 and code == '91'")
    assert papua["employed"].item() == wide.loc[["91", "93", "94", "95"], "employed"].sum()
    assert own.sources()["in_use"].tolist() == [37 * 3, 3]


def test_formal_workers_are_told_as_a_share_of_the_employed(own_folder):
    real = pd.read_parquet(project.build() / "employment.parquet").query("year == 2024").set_index("code")
    workers = round(real.loc["15", "employed"] * 0.4)
    row = {"code": "15", "boundary": "2022", "measure": "formal_workers", "date": "2024-12-31", "precision": "year", "value": workers, "counted_by": ""}  # fmt: skip
    added = add(own_folder, own_tables.long_table([row]), "formal")
    assert [problem.key for problem in added.problems] == ["year_as_august"]
    now = table_of("employment").query("year == 2024").set_index("code")
    assert now.loc["15", "formal_workers"] == workers and now.loc["15", "formal_share"] == pytest.approx(
        40, abs=1e-4
    )
    assert now.loc["15", "source_id"] == f"bps-sakernas;own:{added.id}"
    assert now.loc["00", "formal_workers"] == now.drop(index="00")["formal_workers"].sum()
    assert now.loc["00", "employed"] == real.loc["00", "employed"]
    assert added.conflicts[["code", "item", "reason"]].to_numpy().tolist() == [
        ["15", "formal_share", "own_first"]
    ]
    before = table_of("employment").query("year == 2023").reset_index(drop=True)
    pd.testing.assert_frame_equal(before, pd.read_parquet(project.build() / "employment.parquet").query("year == 2023").reset_index(drop=True))  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ([{"measure": "employed", "value": 2_000_000}, {"measure": "labour_force", "value": 1_900_000}], "above_labour_force"),
        ([{"measure": "employed", "value": 100}, {"measure": "formal_workers", "value": 50}, {"measure": "informal_workers", "value": 60}], "parts_not_whole"),
        ([{"measure": "formal_workers", "value": 9_000_000}], "formal_above_employed"),
        ([{"measure": "employed", "value": 100, "date": "2024-02-29"}], "not_august"),
        ([{"measure": "formal_workers", "value": 100, "date": "2030-08-31"}], "no_employed"),
        ([{"measure": "minimum_wage", "value": 3_000}], "impossible"),
        ([{"measure": "poverty_rate", "value": 6.5, "code": "1571", "level": "regency"}], "not_addable"),
    ],
)  # fmt: skip
def test_cells_that_cannot_be_are_refused(own_folder, changes, key):
    usual = {"code": "15", "boundary": "2022", "date": "2024-08-31", "counted_by": ""}
    with pytest.raises(Refused) as caught:
        add(own_folder, own_tables.long_table([usual | change for change in changes]), "wrong")
    assert {problem.key for problem in errors(caught.value.problems)} == {key}


def test_context_is_dated_as_the_project_dates_it_and_waits_for_all_provinces(own_folder):
    provinces = pd.read_parquet(project.build() / "employment.parquet").query("year == 2025 and code != '00'")
    wages = [
        {"code": code, "boundary": "2022", "measure": "minimum_wage", "date": "2026-12-31", "precision": "year", "value": 3_000_000, "counted_by": ""}
        for code in provinces["code"]
    ]  # fmt: skip
    add(own_folder, own_tables.long_table(wages[1:]), "some")
    assert table_of("context").query("measure == 'minimum_wage'")["year"].max() == 2025
    add(own_folder, own_tables.long_table(wages), "all")
    new = table_of("context").query("measure == 'minimum_wage' and year == 2026")
    assert (
        len(new) == 38
        and set(new["date"]) == {pd.Timestamp("2026-01-01")}
        and set(new["boundary"]) == {"2022"}
    )


def test_printed_shares_and_totals_of_the_nation_are_published_figures(own_folder):
    rows = [
        {"code": "15", "boundary": "2022", "measure": "coverage_rate", "segment": "total", "base": "eligible", "value": 47.25, "unit": "percent", "counted_by": ""},
        {"code": "15", "boundary": "2022", "measure": "eligible_workers", "segment": "total", "value": 1_330_000, "row": 2, "column": "D"},
        {"code": "00", "level": "national", "segment": "total", "value": 41_250_000},
    ]  # fmt: skip
    added = add(own_folder, own_tables.long_table(rows), "UCJ", title="Capaian", publisher="Pemprov")
    figures = load.load_published()
    new = figures[figures["raw_table"] == f"own:{added.id}"]
    said = ["code", "measure", "value", "low", "high", "unit", "base", "date", "source_publisher"]
    assert new[said].fillna("").to_numpy().tolist() == [
        ["15", "coverage_rate", 47.25, 47.245, 47.255, "percent", "eligible", "2026-10", "Pemprov"],
        ["15", "eligible_workers", 1_330_000, 1_329_500, 1_330_500, "workers", "", "2026-10", "Pemprov"],
        [
            "00",
            "active_participants",
            41_250_000,
            41_249_500,
            41_250_500,
            "workers",
            "",
            "2026-10",
            "Pemprov",
        ],
    ]
    assert new["id"].tolist() == [f"own:{added.id}:2:C", f"own:{added.id}:2:D", f"own:{added.id}:4"]
    assert len(figures) == 1418 + 3 and len(table_of("members")) == 374
    assert len(load.load_verdicts()) == len(figures), "the audit is made again"


def test_dates_of_different_precision_are_no_order(own_folder):
    day = add(own_folder, jambi(330_001), "day", date="2026-01-20")
    month = add(own_folder, jambi(330_002), "month", date="2026-01")
    assert month.conflicts.set_index("other_source").loc[f"own:{day.id}", "reason"] == "added_later"
    assert cell()["source_id"] == f"own:{month.id}"
    own.remove(day.id)
    again = add(own_folder, jambi(330_001), "day again", date="2026-01-20")
    assert cell()["source_id"] == f"own:{again.id}"
    assert own.conflicts().set_index("other_source").loc[f"own:{month.id}", "reason"] == "added_later"
    later = add(own_folder, jambi(330_003), "later", date="2026-02")
    assert set(own.conflicts().query("other_source != 'den-annual'")["reason"]) == {"published_later"}
    assert cell()["source_id"] == f"own:{later.id}"


def test_a_value_that_rounds_the_projects_leaves_the_finer_one_in_use(own_folder):
    real = cell()  # 326,890
    thousand = jambi(round(real["active"], -3), printed="327")
    added = add(own_folder, thousand, "rounded")
    assert cell()["active"] == real["active"] and cell()["source_id"] == real["source_id"]
    assert added.conflicts.empty and own.sources()["in_use"].tolist() == [0]
    (note,) = [problem for problem in added.problems if problem.key == "agrees_within_rounding"]
    assert note.severity == "note" and note._asdict()["values"] == {"count": 1}
    own.remove(added.id)
    other = add(own_folder, jambi(328_000, printed="328"), "other")
    assert cell()["active"] == 328_000 and other.conflicts["reason"].tolist() == ["own_first"]
    exact = add(own_folder, jambi(327_000, printed="327.000"), "exact")
    assert cell()["active"] == 327_000 and len(exact.conflicts) == 2, "printed to the last person"


def test_rounded_employment_of_a_regency_leaves_the_exact_in_use(own_folder):
    row = {"code": "1571", "level": "regency", "boundary": "2022", "measure": "employed", "segment": "total", "date": "2025-08-31", "value": 303_500, "printed": "303,5", "counted_by": ""}  # fmt: skip
    real = pd.read_parquet(project.build() / "employment_regency.parquet").query("code == '1571'")
    real = real.set_index("year")["employed"]
    year = real.index[real.eq(303_478)].item()
    added = add(own_folder, own_tables.long_table([row | {"date": f"{year}-08-31"}]), "rounded")
    assert added.conflicts.empty
    assert table_of("employment_regency").query("code == '1571'").set_index("year").loc[year, "employed"] == 303_478  # fmt: skip


def coverage_rate(**more) -> pd.DataFrame:
    """A synthetic published share of Jambi."""
    usual = {"code": "15", "boundary": "2022", "measure": "coverage_rate", "segment": "total", "date": "2026-08-31", "value": 28.46,
             "printed": "28,46", "unit": "percent", "counted_by": ""}  # fmt: skip
    return own_tables.long_table([usual | more])


def test_a_share_of_whom_it_is_not_said_is_listed_as_printed_and_decides_nothing(own_folder):
    from coverage_lib.measures import published
    from coverage_lib.measures.targets import own_targets

    def decided() -> list:
        figures = published.coverage_figures(load.load_published())
        latest = published.latest_totals(figures, "2022").set_index("code")["id"]
        targets = own_targets(load.load_targets(), figures, "2026-11-21").query("code == '15'")
        return [latest["15"], *targets[["figure_id", "verdict"]].fillna("").to_numpy().tolist()]

    before = decided()
    added = add(own_folder, coverage_rate(), "share")
    assert [problem.severity for problem in added.problems if problem.key == "no_base"] == ["warning"]
    row = load.load_published().query("id.str.startswith('own:')").iloc[0]
    assert row[["as_published", "low", "high", "base"]].tolist() == ["28,46 persen", 28.455, 28.465, "not stated"]  # fmt: skip
    assert decided() == before
    kept = load.load_reconciled().series.query("code == '15' and base == 'eligible'")
    assert not kept["id"].str.startswith("own:").any()
    own.remove(added.id)
    stated = add(own_folder, coverage_rate(base="eligible", value=52.46, printed="52,46"), "stated")
    assert not [problem for problem in stated.problems if problem.key == "no_base"]
    assert decided()[0].startswith(f"own:{stated.id}"), "a stated base is what the project's rules take"


def test_a_share_without_a_date_is_refused(own_folder):
    with pytest.raises(Refused, match="not said of which day") as caught:
        add(own_folder, coverage_rate(date=""), "undated")
    assert [problem.key for problem in errors(caught.value.problems)] == ["no_date"]


def test_a_value_that_lost_on_one_boundary_is_not_in_use(own_folder):
    whole = add(own_folder, own_tables.of_provinces("2026-10-31", boundary="2022"), "whole")
    assert own.sources()["in_use"].tolist() == [76]
    one = add(own_folder, jambi(400_000, "2026-10-31"), "one", date="2026-11-04")
    assert own.sources().set_index("id")["in_use"].to_dict() == {whole.id: 75, one.id: 1}
