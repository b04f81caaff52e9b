"""The workbook to fill in: its regions, its words in both languages, what its cells take, and that it is read as it is meant."""

import re
from pathlib import Path

import openpyxl
import pytest
from filled_template import FIRST_ROW
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from coverage_lib import language
from coverage_lib.data import regions
from coverage_lib.data.reading.problems import TableError
from coverage_lib.intake.explanation import explanation
from coverage_lib.intake.template import MONTHS, write_template

KINDS = [("province", "2022", 38), ("province", "2021", 34), ("regency", "2022", 514)]


@pytest.fixture(params=["en", "id"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def written(folder: Path, lang: str, level: str = "province", boundary: str = "2022") -> Worksheet:
    with language.use(lang):
        write_template(folder / "members.xlsx", level, boundary)
    return openpyxl.load_workbook(folder / "members.xlsx").worksheets[0]


@pytest.mark.parametrize(("level", "boundary", "count"), KINDS)
def test_every_region_stands_once_with_its_code_and_the_nation_last(
    tmp_path: Path, level: str, boundary: str, count: int
) -> None:
    sheet = written(tmp_path, "en", level, boundary)
    rows = [
        (str(code), name)
        for code, name in sheet.iter_rows(min_row=FIRST_ROW, max_col=2, values_only=True)
        if code
    ]
    table = regions.provinces(boundary) if level == "province" else regions.regencies()
    assert rows[:-1] == list(table[["code", "name"]].itertuples(index=False, name=None))
    assert rows[-1] == ("00", "Indonesia") and len(rows) == count + 1
    assert f"{count} {'provinces' if level == 'province' else 'regencies'}" in sheet["A2"].value
    assert re.search(r"\b(?:19|20)\d\d\b", f"{sheet['A1'].value} {sheet['A2'].value}") is None


def test_no_figure_is_in_it(tmp_path: Path, lang: str) -> None:
    written(tmp_path, lang)
    for rows in [sheet.to_python() for sheet in sheets(tmp_path / "members.xlsx")]:
        assert [cell for row in rows for cell in row if isinstance(cell, int | float)] == []


def sheets(path: Path) -> list:  # type: ignore[type-arg]
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name) for name in book.sheet_names]


def test_the_words_are_of_the_language(tmp_path: Path) -> None:
    english, indonesian = (written(tmp_path, each) for each in ("en", "id"))
    assert english["C6"].value == "Active members, formal (PU)"
    assert [indonesian.cell(6, column).value for column in range(1, 6)] == [
        "Kode (Kemendagri)",
        "Provinsi",
        "Peserta aktif, penerima upah (PU)",
        "Peserta aktif, bukan penerima upah (BPU)",
        "Peserta aktif, jasa konstruksi (Jakon)",
    ]
    assert (english.title, indonesian.title) == ("Members", "Peserta")
    with language.use("en"):
        said = dict(explanation("members.xlsx", "province"))
    with language.use("id"):
        dikatakan = dict(explanation("members.xlsx", "province"))
    assert len(said) == len(dikatakan)
    assert set(said.values()).isdisjoint(dikatakan.values())
    for words in (said, dikatakan):
        assert "ucj check members.xlsx" in " ".join(words.values())


def test_cells_take_whole_numbers_days_and_ways_of_counting_only(tmp_path: Path, lang: str) -> None:
    sheet = written(tmp_path, lang)
    rules = {
        (rule.type, str(area)): rule
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
    }
    last = FIRST_ROW + 38
    whole, day, way = (
        rules["whole", f"C{FIRST_ROW}:E{last}"],
        rules["date", "C4"],
        rules["list", "C5"],
    )
    assert (whole.operator, whole.formula1) == ("greaterThanOrEqual", "0")
    assert (
        day.operator in (None, "between") and int(day.formula1) == 42186
    )  # 1 July 2015 as a workbook counts
    choices = {"en": '"by domicile,by office"', "id": '"menurut domisili,menurut kantor"'}
    assert way.formula1 == choices[lang]
    assert sum(kind == "whole" for kind, _area in rules) == MONTHS
    for rule in rules.values():
        assert rule.error and rule.errorTitle and rule.showErrorMessage
        assert len(rule.error) <= 255 and len(rule.errorTitle) <= 32
    fixed = [area for kind, area in rules if kind == "custom"]
    assert f"A{FIRST_ROW}:B{last}" in fixed
    assert all(range_boundaries(area)[3] <= last for _kind, area in rules)


def test_day_and_way_of_counting_stand_over_the_three_columns_of_their_block(tmp_path: Path) -> None:
    merged = {str(area) for area in written(tmp_path, "en").merged_cells.ranges}
    assert {"C4:E4", "C5:E5", "F4:H4", "F5:H5"} <= merged and len(merged) == 2 * MONTHS


def test_the_same_words_give_the_same_bytes(tmp_path: Path, lang: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, lang)
    first, second = ((tmp_path / name / "members.xlsx").read_bytes() for name in ("a", "b"))
    assert first == second


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("a file")
    with pytest.raises(TableError, match="here cannot be written"):
        write_template(tmp_path / "here" / "members.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
