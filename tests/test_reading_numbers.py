"""Numbers of a column as agencies print them: each convention, each mark for missing, and what is refused rather than guessed."""

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from coverage_lib.data.reading.numbers import Column, is_missing, is_number, read_column
from coverage_lib.data.reading.problems import text
from coverage_lib.data.reading.wording import SAYS, problem

NAN = float("nan")


def keys(column: Column) -> list[tuple[int, str]]:
    return [(one.position, one.key) for one in column.wrong if SAYS[one.key][0] != "note"]


def same(column: Column, values: list[float]) -> None:
    assert np.array_equal(column.values, np.array(values), equal_nan=True), column


@pytest.mark.parametrize(
    ("cells", "values", "decimal"),
    [
        (
            ["1.312.370", "850.123", "98745", "1312370", "98.745"],
            [1312370, 850123, 98745, 1312370, 98745],
            ",",
        ),
        (["1,312,370", "850,123", "98745"], [1312370, 850123, 98745], "."),
        (["1 312 370", "850\u00a0123", "98\u202f745", "5"], [1312370, 850123, 98745, 5], None),
        (["1'312'370", "1’312’370,5"], [1312370, 1312370.5], ","),
        (["45,17", "27,1", "8", "1.250,5"], [45.17, 27.1, 8, 1250.5], ","),
        (["45.17", "27.1", "1,250.5"], [45.17, 27.1, 1250.5], "."),
        (["0,123", "45,170"], [0.123, 45.17], ","),
        ([",5", "0,25"], [0.5, 0.25], ","),
        (["(1.234.567)", "−5", "–6", "-7", "+8", "- 9", "'-10"], [-1234567, -5, -6, -7, 8, -9, -10], ","),
        (["121,02 juta", "1,5 ribu", "2 miliar", "1.5 million"][:3], [121_020_000, 1500, 2e9], ","),
        (["592.806 orang", "1.312.370 jiwa"], [592806, 1312370], ","),
        ([1312370, 45.0, 7], [1312370, 45, 7], None),
        ([45.17, 27.1, "8,5"], [45.17, 27.1, 8.5], ","),
        ([np.float64(5.5), np.int64(6)], [5.5, 6], None),
    ],
)
def test_each_convention_is_read_exactly(cells: list[Any], values: list[float], decimal: str | None) -> None:
    column = read_column(cells)
    same(column, values)
    assert (keys(column), column.decimal) == ([], decimal)


@pytest.mark.parametrize(
    ("cells", "values", "unit"),
    [
        (["27,1%", "45,170 %", "45,17 persen"], [27.1, 45.17, 45.17], "percent"),
        (
            ["Rp3.685.615", "Rp 3.685.615,00", "Rp. 3.685.615,-", "IDR 3.685"],
            [3685615, 3685615, 3685615, 3685],
            "rupiah",
        ),
        (["(5,1%)", "(5,1)%"], [-5.1, -5.1], "percent"),
        (["-Rp 5.000", "Rp -5.000", "(Rp5.000)"][1:2], [-5000], "rupiah"),
    ],
)
def test_units_in_cells(cells: list[str], values: list[float], unit: str) -> None:
    column = read_column(cells)
    same(column, values)
    assert (keys(column), column.unit) == ([], unit)


@pytest.mark.parametrize(
    "heading",
    ["Penduduk (ribu)", "Penduduk (ribu orang)", "Penduduk (000)", "Penduduk ('000)", "Dalam ribuan", "Penduduk (thousand)",
     "Population, thousand people", "Population (in thousands)", "Penduduk (x1.000)", "Penduduk (dalam ribu jiwa)", "Upah (Rp 000)"],
)  # fmt: skip
def test_thousands_in_the_heading_are_multiplied_in(heading: str) -> None:
    column = read_column(["1.312,37", "850,1", 98.745], heading=heading)
    same(column, [1312370, 850100, 98745])
    assert column.scale == 1000 and keys(column) == []


def test_millions_in_the_heading() -> None:
    same(read_column(["144,64", 1.5], heading="Bekerja (juta orang)"), [144_640_000, 1_500_000])
    assert read_column(["12"], heading="Usaha dengan omzet di atas 5 juta rupiah").scale == 1.0


MARKS = [
    "-",
    "–",
    "—",
    "...",
    "…",
    "..",
    "n.a.",
    "NA",
    "n/a",
    "x",
    "tad",
    "t.a.d.",
    "",
    " ",
    "*)",
    "-*)",
    "…1)",
    "Rp -",
    "tidak ada",
    None,
]


@pytest.mark.parametrize("mark", MARKS)
def test_marks_for_missing(mark: str | None) -> None:
    column = read_column(["1.312.370", mark])
    assert column.missing.tolist() == [False, True] and np.isnan(column.values[1]) and keys(column) == []
    assert is_missing(mark) and not is_number(mark)


@pytest.mark.parametrize("mark", ["#VALUE!", "#N/A", "#REF!", "#DIV/0!", "NaN", "null"])
def test_what_a_program_writes_for_an_error_is_missing_and_said(mark: str) -> None:
    column = read_column([mark, "5"])
    assert column.missing.tolist() == [True, False] and keys(column) == [(0, "error_mark")]


@pytest.mark.parametrize(
    "cell",
    ["1.234<sup>r</sup>", "1.234*)", "1.234 *", "1.234**", "1.234 1)", "1.234¹", "1.234r", "1.234 r)", "1.234x", "1.234 (p)", "1.234[2]", "1.2341)"],
)  # fmt: skip
def test_marks_of_footnotes_are_left_out_and_said(cell: str) -> None:
    column = read_column(["1.312.370", cell])
    same(column, [1312370, 1234])
    assert [one.key for one in column.wrong] == ["footnotes"]


@pytest.mark.parametrize("cells", [["12341)", "5"], ["45,171)", "3,5"], ["1.2341)"]])
def test_a_digit_that_may_be_a_footnotes_is_refused(cells: list[str]) -> None:
    assert (0, "footnote_unclear") in keys(read_column(cells))


@pytest.mark.parametrize(
    ("cells", "heading", "values"),
    [
        (["850.123", "98.745"], "", None),
        (["850,123"], "", None),
        (["850.123"], "Jumlah peserta (orang)", [850123]),
        (["850,123"], "Number of workers", [850123]),
        (["850.123"], "Peserta (ribu orang)", None),
        (["850.123"], "Rata-rata jam kerja (orang)", None),
        (["45,170"], "Cakupan (persen)", [45.17]),
        (["45.170"], "Coverage, percent", [45.17]),
        (["3.685"], "Upah (rupiah)", [3685]),
        (["45,17", "12,345"], "", None),
        (["1.312.370", "850,123"], "", None),
        (["45,17", "12.345"], "", [45.17, 12345]),
    ],
)
def test_a_mark_that_can_be_either_is_read_by_unit_or_refused(
    cells: list[str], heading: str, values: list[float] | None
) -> None:
    column = read_column(cells, heading=heading)
    if values is None:
        assert [key for _, key in keys(column)] == ["both_readings"] and np.isnan(column.values[-1])
    else:
        same(column, values)
        assert keys(column) == []


def test_what_is_said_of_both_readings() -> None:
    cells = ["5", "850.123"]
    (wrong,) = read_column(cells).wrong
    said = text(problem(wrong, cells[wrong.position], row=7, column="C"))
    assert said == (
        "row 7, column C, value '850.123': can be 850,123 or 850.123, and no other cell of the column shows which. "
        "State the decimal mark: --set 'decimal=,' or --set 'decimal=.'."
    )


def test_a_stated_decimal_mark_settles_it_and_what_does_not_fit_is_wrong() -> None:
    same(read_column(["850.123"], decimal=","), [850123])
    same(read_column(["850.123"], decimal="."), [850.123])
    column = read_column(["45.17", "850.123", "45,17"], decimal=",")
    same(column, [NAN, 850123, 45.17])
    assert keys(column) == [(0, "other_marks")]
    with pytest.raises(ValueError, match="choose"):
        read_column(["1"], decimal=";")


def test_conventions_that_contradict_are_refused_and_others_only_said() -> None:
    column = read_column(["1.312.370", "45.17"])
    assert keys(column) == [(0, "marks_contradict")] and np.isnan(column.values).all()
    column = read_column(["1.312.370", "1,312,371"])
    same(column, [1312370, 1312371])
    assert keys(column) == [(0, "mixed_marks")]
    column = read_column(["45.17", "46,2"])
    same(column, [45.17, 46.2])
    assert keys(column) == [(0, "mixed_marks")]


@pytest.mark.parametrize(
    ("cells", "heading", "wrong"),
    [
        (["1.312.370", 850.123, 98.74, 12], "", [1, 2, 3]),
        (["1.312.000", 850, 98], "", [1, 2]),
        ([1312370, 850.123, 98.74], "", [1, 2]),
        ([1.312, 850.123], "Peserta (orang)", [0, 1]),
        (["850.12", "1312370"], "", [0]),
        (["1.312.370", 850123, 12], "", []),
        (["1.312.370,5", 850.5], "", []),
        ([850.123, 1312.37], "", []),
        ([38.12, 40.5, 100], "", []),
        ([850.123, 1312], "Penduduk (ribu)", []),
    ],
)
def test_thousands_that_a_spreadsheet_took_for_decimals(
    cells: list[Any], heading: str, wrong: list[int]
) -> None:
    column = read_column(cells, heading=heading)
    assert keys(column) == [(place, "separators_lost") for place in wrong]
    assert np.flatnonzero(np.isnan(column.values)).tolist() == wrong


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("1e5", "scientific"), ("1,5E+06", "scientific"), ("inf", "not_finite"), (float("inf"), "not_finite"), (1e30, "too_large"),
        ("9" * 20, "too_large"), (10**400, "not_finite"), ("XII", "roman"), ("１２３", "other_digits"), ("١٢٣", "other_digits"),
        (True, "truth_value"), (datetime(2024, 5, 1), "date_for_number"), ("Aceh", "not_a_number"), ("12 34", "not_a_number"),
        ("41-42%", "not_a_number"), ("1.23.456", "wrong_marks"), ("1.312.37", "wrong_marks"), ("007", "wrong_marks"),
        ("1.234,567.8", "wrong_marks"), ("5.", "not_a_number"), ("=1+1", "not_a_number"), ([1], "not_a_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_said_clearly(cell: Any, key: str) -> None:
    column = read_column([cell, "5"])
    assert keys(column) == [(0, key)]
    assert np.isnan(column.values[0]) and column.values[1] == 5 and not column.missing[0]


def test_unseen_characters_and_entities_in_a_number() -> None:
    same(
        read_column(["1.\u200b312.370", "\u202e850.123", "5&nbsp;000", "\ufeff7"]), [1312370, 850123, 5000, 7]
    )
    assert read_column(["\ud800"]).missing.tolist() == [True]


def test_percent_in_a_part_of_a_column() -> None:
    assert keys(read_column(["27,1%", "28,3"])) == [(1, "percent_in_part")]
    assert keys(read_column(["27,1%", "0,283"])) == [(1, "percent_unclear")]
    assert keys(read_column(["27,1%", 0.283])) == [(1, "percent_unclear")]
    assert keys(read_column(["27,1%", "28,3"], heading="Cakupan (%)")) == []
    column = read_column([27.1, 33.2], percent=[True, True])
    assert column.unit == "percent" and keys(column) == []


def test_two_units_and_two_scales_are_refused() -> None:
    assert keys(read_column(["27,1%", "Rp 5.000"])) == [(1, "two_units")]
    assert keys(read_column(["5", "7"], heading="Bekerja (ribu orang) (juta)")) == [(0, "two_scales")]
    assert keys(read_column(["1,5 juta", "7"], heading="Bekerja (ribu orang)")) == [(0, "two_scales")]
    assert read_column(["1,5 juta", "2 juta"]).scale == 1e6


def test_empty_columns() -> None:
    for cells in ([], [None, None], ["", "-"]):
        column = read_column(cells)
        assert len(column.values) == len(cells) and column.missing.all() and column.wrong == []
