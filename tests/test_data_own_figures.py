"""A table of figures of one's own: what it may lack, how regions are read, and what is said of a cell that is wrong."""

import pandas as pd
import pytest

from coverage_lib.data.own_figures import own_figures
from coverage_lib.data.reading.plain import read_plain
from coverage_lib.data.reading.problems import TableError
from coverage_lib.data.sources import raw_path
from coverage_lib.load import load_published

ROW = {
    "region": "Jambi",
    "date": "2024-12-02",
    "segment": "total",
    "measure": "coverage_rate",
    "value": "45.17",
    "unit": "percent",
}


def one(**cells: object) -> pd.DataFrame:
    return pd.DataFrame([ROW | cells])


def test_what_is_missing_is_empty_and_a_row_is_called_by_its_line() -> None:
    found = own_figures(one())
    assert found[
        ["id", "code", "region_level", "as_published", "note", "source_title"]
    ].to_numpy().tolist() == [["row 2", "15", "province", "45.17 persen", "", ""]]
    assert set(load_published().columns) <= set(found.columns)


@pytest.mark.parametrize(
    ("region", "code", "level"),
    [("Indonesia", "00", "national"), ("prov. JAWA-TENGAH", "33", "province"), ("Central Java", "33", "province"),
     ("Kota Jambi", "1571", "regency"), ("Kab. Semarang", "3322", "regency")],
)  # fmt: skip
def test_regions_as_people_write_them(region: str, code: str, level: str) -> None:
    found = own_figures(one(region=region))
    assert found.loc[0, ["code", "region_level"]].tolist() == [code, level]


def test_groups_of_regions_have_no_code() -> None:
    found = own_figures(one(region="Kalimantan (5 provinsi)", region_level="province_group"))
    assert found["code"].isna().all() and found["region"].tolist() == ["Kalimantan (5 provinsi)"]


@pytest.mark.parametrize("name", list(ROW))
def test_a_missing_column_is_named_with_what_is_needed(name: str) -> None:
    with pytest.raises(
        TableError, match=f"has no column {name}; .* needs region, date, segment, measure, value, unit"
    ):
        own_figures(one().drop(columns=name))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"value": "many"}, r"row 2, column value: 'many' is no number. Write the number alone"),
        ({"value": "#VALUE!"}, r"row 2, column value: '#VALUE!' is no number"),
        ({"value": 850.123, "unit": "workers"}, r"row 2, column value: '850.123' was read as 850.123 and may be 850,123"),
        ({"value": ""}, r"row 2, column value: ''"),
        ({"date": "31 Juni 2024"}, r"row 2, column date: '31 Juni 2024' is a day that the calendar does not have"),
        ({"date": "Desember"}, r"row 2, column date: 'Desember' is a part of a year without the year"),
        ({"date": "2024-13"}, r"row 2, column date"),
        ({"segment": "all"}, r"row 2, column segment: 'all'; expected one of total, formal, informal"),
        ({"unit": "persen"}, r"row 2, column unit: 'persen'; expected one of .*percent"),
        ({"measure": ""}, r"row 2, column measure"),
        ({"region": "Jambii"}, r"row 2, column region: 'Jambii' is no province, regency or city; nearest: Jambi"),
        ({"region": "Semarang"}, r"row 2, column region: 'Semarang' may be Kabupaten Semarang or Kota Semarang"),
        ({"region": ""}, r"row 2, column region"),
        ({"region": "Jambii", "region_level": "province"}, r"No province is called 'Jambii'"),
        ({"region_level": "district"}, r"row 2, column region_level: 'district'"),
        ({"source_date": "today"}, r"row 2, column source_date"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_what_was_expected(cells: dict[str, str], message: str) -> None:
    with pytest.raises(TableError, match=message):
        own_figures(one(**cells))


def test_all_faults_are_listed_and_many_are_counted() -> None:
    rows = pd.DataFrame([ROW | {"value": "many"}] * 30)
    with pytest.raises(TableError, match=r"row 21, column value.*\n  and 10 more"):
        own_figures(rows)


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(TableError, match="row 2, column id: 'a'; expected a name that no other row has"):
        own_figures(pd.DataFrame([ROW | {"id": "a"}] * 2))


def test_no_rows_is_said() -> None:
    with pytest.raises(TableError, match="has no rows"):
        own_figures(one().iloc[:0])


def test_numbers_and_dates_of_a_workbook() -> None:
    found = own_figures(
        one(value=1312370, unit="workers", measure="eligible_workers", date=pd.Timestamp("2024-12-02"))
    )
    assert found.loc[0, ["value", "date", "as_published"]].tolist() == [1312370.0, "2024-12-02", "1312370"]
    assert own_figures(one(date=2024.0)).loc[0, "date"] == "2024"


def test_values_of_one_unit_are_read_as_one_column() -> None:
    rows = [ROW | {"value": "45,17%"}, ROW | {"value": "12,345"}]
    counts = [
        ROW | {"unit": "workers", "measure": "eligible_workers", "value": value}
        for value in ("1.312.370", "850.123")
    ]
    found = own_figures(pd.DataFrame([*rows, *counts]))
    assert found["value"].tolist() == [45.17, 12.345, 1312370, 850123]
    assert found["as_published"].tolist()[1:3] == ["12.345 persen", "1312370"]


@pytest.mark.parametrize(
    ("date", "read"),
    [("Des-24", "2024-12"), ("2 Desember 2024", "2024-12-02"), ("02/12/2024", "2024-12-02"), ("TW IV 2024", "2024-12"), (2024, "2024")],
)  # fmt: skip
def test_dates_as_tables_print_them(date: object, read: str) -> None:
    assert own_figures(one(date=date)).loc[0, "date"] == read


def test_an_apostrophe_before_a_sign_is_the_spreadsheets() -> None:
    assert own_figures(one(note="'=1+1")).loc[0, "note"] == "=1+1"
    assert own_figures(one(note="'sekitar'")).loc[0, "note"] == "'sekitar'"


def test_the_projects_own_raw_tables_are_read_as_the_published_table() -> None:
    raw = pd.concat(
        [read_plain(raw_path(name)) for name in ("published_figures", "published_figures_2")],
        ignore_index=True,
    )
    found, published = own_figures(raw), load_published()
    assert found["id"].tolist() == published["id"].tolist()
    same = ["value", "unit", "segment", "measure", "boundary", "low", "high"]
    # What readings.csv decides by hand is not known of a table of one's own.
    for name in same:
        alike = found[name].eq(published[name]) | (found[name].isna() & published[name].isna())
        assert (~alike).sum() <= 8, name


def test_awards_are_read_too() -> None:
    assert len(own_figures(read_plain(raw_path("awards")))) == 43
