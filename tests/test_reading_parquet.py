"""Parquet: headings as row 1, values of every kind as a sheet has them, columns that are no table refused by name."""

import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coverage_lib.data.reading import parquet
from coverage_lib.data.reading.files import read_book
from coverage_lib.data.reading.problems import Refused


def cells(path: Path, table: pa.Table) -> list[list[object]]:
    pq.write_table(table, path)
    (sheet,) = read_book(path).sheets
    return sheet.cells.tolist()


def test_values_of_every_kind(tmp_path: Path) -> None:
    midnight_in_jakarta = datetime.datetime(2024, 12, 30, 17, tzinfo=datetime.UTC)
    table = pa.table(
        {
            "region": pa.array(["Aceh", None]),
            "level": pa.array(["province", "province"]).dictionary_encode(),
            "day": pa.array([datetime.date(2024, 12, 31), None]),
            "moment": pa.array([midnight_in_jakarta, None], pa.timestamp("ns", "Asia/Jakarta")),
            "workers": pa.array([Decimal("1312370.00"), Decimal("0.50")]),
            "count": pa.array([5, None], pa.int64()),
            "share": pa.array([45.17, float("nan")]),
            "whole": pa.array([45.0, 46.0]),
            "wide": pa.array([2**60, 1], pa.int64()),
            "yes": pa.array([True, None]),
            "time": pa.array([datetime.time(3, 4), None]),
        }
    )
    day = datetime.datetime(2024, 12, 31)
    found = cells(tmp_path / "a.parquet", table)
    assert found == [
        ["region", "level", "day", "moment", "workers", "count", "share", "whole", "wide", "yes", "time"],
        ["Aceh", "province", day, day, 1_312_370, 5, 45.17, 45, 2**60, True, "03:04:00"],
        [None, "province", None, None, 0.5, None, None, 46, 1, None, None],
    ]
    assert [type(cell) for cell in found[1][4:9]] == [int, int, float, int, int]
    assert type(found[1][2]) is datetime.datetime and found[1][3].tzinfo is None  # type: ignore[attr-defined]


def test_columns_that_hold_more_than_a_value_a_cell_are_named(tmp_path: Path) -> None:
    table = pa.table({"region": ["Aceh"], "months": pa.array([[1, 2]]), "raw": pa.array([b"x"])})
    with pytest.raises(Refused) as refused:
        cells(tmp_path / "a.parquet", table)
    assert [(problem.key, problem.column) for problem in refused.value.problems] == [
        ("nested", "months"),
        ("nested", "raw"),
    ]


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    cells(tmp_path / "a.parquet", pa.table({"n": list(range(1000))}))
    whole = (tmp_path / "a.parquet").read_bytes()
    for part in (4, 100, len(whole) - 5):
        (tmp_path / "a.parquet").write_bytes(whole[:part])
        with pytest.raises(Refused, match="is damaged"):
            read_book(tmp_path / "a.parquet")


def test_a_text_that_stands_in_many_rows_is_held_once(tmp_path: Path) -> None:
    found = cells(tmp_path / "a.parquet", pa.table({"name": ["Desa Sintetis"] * 50}))
    assert len({id(row[0]) for row in found[1:]}) == 1


def test_a_file_that_unfolds_to_gigabytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MOST_UNPACKED", 1000)
    with pytest.raises(Refused) as refused:
        cells(tmp_path / "a.parquet", pa.table({"n": list(range(1000))}))
    assert refused.value.problems[0].key == "unpacks_too_large"
