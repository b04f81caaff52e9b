"""Dates as tables print them, and the order of day and month decided for a column."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from coverage_lib.data.reading.dates import Dates, in_year, read_column, read_date
from coverage_lib.data.reading.wording import SAYS


def days(column: Dates) -> list[str]:
    return column.last.astype("datetime64[D]").astype(str).tolist()


def keys(column: Dates) -> list[tuple[int, str]]:
    return [(one.position, one.key) for one in column.wrong]


@pytest.mark.parametrize(
    ("cell", "first", "last", "precision"),
    [
        (cell, "2024-12-31", "2024-12-31", "day")
        for cell in ("31 Desember 2024", "31 Des 2024", "31-Dec-24", "per 31 Desember 2024", "31/12/2024", "31.12.24", "31-12-2024",
                     "2024-12-31", "2024/12/31", "2024-12-31 00:00:00", "2024-12-31T00:00:00", "December 31, 2024", "12/31/2024",
                     "Selasa, 31 Desember 2024", "Posisi 31 Desember 2024", "31 Desember 2024*)", "s.d. 31 Desember 2024",
                     datetime(2024, 12, 31, 10), date(2024, 12, 31), pd.Timestamp(2024, 12, 31), np.datetime64("2024-12-31"))
    ] + [
        (cell, "2024-12-01", "2024-12-31", "month")
        for cell in ("Desember 2024", "Des-24", "Des '24", "Dec-24", "2024-12", "12/2024", "s.d. Desember 2024", "s/d Des 2024",
                     "2024 Desember", "DESEMBER 2024 1)", "Bulan Desember 2024", "Desember 2024 (sementara)")
    ] + [
        (cell, "2024-01-01", "2024-12-31", "year")
        for cell in ("2024", "2024*", "2024**)", "2024 1)", "2024<sup>r</sup>", "2024r", "Tahun 2024", "(2024)", 2024, 2024.0)
    ] + [
        (cell, "2024-10-01", "2024-12-31", "month")
        for cell in ("TW IV 2024", "Triwulan IV-2024", "Triwulan 4 2024", "Q4 2024", "2024Q4", "2024 TW IV", "IV/2024", "Kuartal IV 2024")
    ] + [
        ("Semester 1 (Maret) 2024", "2024-03-01", "2024-03-31", "month"), ("2024 Semester 2 (September)", "2024-09-01", "2024-09-30", "month"),
        ("Semester II 2024", "2024-07-01", "2024-12-31", "month"), ("Januari–Agustus 2025", "2025-01-01", "2025-08-31", "month"),
        ("Agt 2024", "2024-08-01", "2024-08-31", "month"), ("Agust 2024", "2024-08-01", "2024-08-31", "month"),
        ("Feb 2024", "2024-02-01", "2024-02-29", "month"), ("Nopember 2023", "2023-11-01", "2023-11-30", "month"),
        ("03/04/2029", "2029-04-03", "2029-04-03", "day"), ("May 2024", "2024-05-01", "2024-05-31", "month"),
        ("31 Des 99", "1999-12-31", "1999-12-31", "day"),
    ],
)  # fmt: skip
def test_one_date(cell: Any, first: str, last: str, precision: str) -> None:
    found = read_date(cell)
    assert found is not None
    assert (f"{found.first:%Y-%m-%d}", f"{found.last:%Y-%m-%d}", found.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "cell",
    ["31 Juni 2024", "30/02/2024", "2024-13", "2024-02-30", "2023/2024", "24-Des", "Aceh", "", "12.2024", "2024.5", "1.312.370", "S1",
     "Peserta 2024", 45657, 1312370, True, None, pd.NaT, "2024%", "٢٠٢٤", "1850", "99999"],
)  # fmt: skip
def test_what_is_no_date(cell: Any) -> None:
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        ("Semester 1 (Maret)", (3, 3)),
        ("Agustus", (8, 8)),
        ("TW IV", (10, 12)),
        ("Triwulan III", (7, 9)),
        ("Semester II", (7, 12)),
    ],
)
def test_a_part_of_a_year_waits_for_its_year(cell: str, months: tuple[int, int]) -> None:
    part = read_date(cell)
    assert part is not None and (part.first, part.last, part.precision, part.months) == (
        None,
        None,
        "part",
        months,
    )
    assert in_year(part, 2024).last == pd.Timestamp(2024, months[1], 1) + pd.offsets.MonthEnd(0)


def test_the_order_of_day_and_month_is_decided_for_the_column() -> None:
    column = read_column(["03/04/2029", "31/12/2024"])
    assert (days(column), keys(column)) == (["2029-04-03", "2024-12-31"], [])
    column = read_column(["03/04/2029", "12/31/2024"])
    assert (days(column), keys(column)) == (["2029-03-04", "2024-12-31"], [(0, "month_first")])
    column = read_column(["03/04/2029", "04/04/2029"])
    assert (days(column), keys(column)) == (["2029-04-03", "2029-04-04"], [(0, "day_first")])
    column = read_column(["03/04/2029", "12/31/2024", "31/12/2024"])
    assert keys(column) == [(1, "order_contradicts")] and SAYS["order_contradicts"][0] == "error"


def test_dates_that_a_spreadsheet_has_turned() -> None:
    turned = read_column(["31/12/2024", datetime(2024, 3, 4), "13/01/2025"])
    assert keys(turned) == [(1, "order_turned")] and days(turned)[1] == "NaT"
    assert keys(read_column(["31/12/2024", datetime(2024, 3, 14)])) == []


def test_numbers_of_days_only_where_all_are() -> None:
    column = read_column([45657, None, 45688])
    assert (days(column), keys(column)) == (["2024-12-31", "NaT", "2025-01-31"], [(0, "serial")])
    assert keys(read_column([45657, "2024"])) == [(0, "not_a_date")]


def test_what_is_wrong_in_a_column_stands_at_its_cell() -> None:
    column = read_column(["2024", "31 Juni 2024", "-", "Desember", "Aceh", True, None])
    assert keys(column) == [(1, "no_such_day"), (3, "no_year"), (4, "not_a_date"), (5, "not_a_date")]
    assert column.missing.tolist() == [False, False, True, False, False, False, True]
    assert column.precision.tolist() == ["year", "", "", "", "", "", ""]
