"""Workbooks: values as they are shown, what is hidden marked, what was not calculated named, hostile ones refused before they unfold."""

import datetime
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from coverage_lib.data.reading import archives, sheet_xls, table, values
from coverage_lib.data.reading.files import read_book
from coverage_lib.data.reading.problems import Refused
from coverage_lib.data.reading.sheets import Book, Sheet

DAY = datetime.datetime(2024, 12, 31)


def made(path: Path, fill: Callable[[Any], None]) -> Path:
    """A synthetic workbook with one sheet, Data, filled in."""
    book = openpyxl.Workbook()
    book.active.title = "Data"
    fill(book.active)
    book.save(path)
    return path


def xls(path: Path, fill: Callable[[Any], None], **about: Any) -> Path:
    """A synthetic workbook of the old kind."""
    book = xlwt.Workbook()
    book.dates_1904 = about.get("dates_1904", False)
    fill(book.add_sheet("Data"))
    book.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_rows(path: Path, rows: str) -> Path:
    """A workbook whose sheet has these rows of XML."""
    made(path, lambda sheet: sheet.append(["x"]))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return rewritten(path, SHEET, lambda _old: head + f"<sheetData>{rows}</sheetData></worksheet>".encode())


SHEET = "xl/worksheets/sheet1.xml"


def only(book: Book) -> Sheet:
    (sheet,) = book.sheets
    return sheet


def key_of(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_book(path)
    (problem,) = refused.value.problems
    return problem.key


# --- values ---


def test_values_have_the_kinds_that_they_are_shown_with(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Aceh", 1_312_370, 45.17, DAY, True, datetime.time(3, 4), None, "", "007"])
        sheet.append([None, 1e300, 39_207_829.5, datetime.datetime(2024, 1, 2, 3, 4), False, -2, 0])

    sheet = only(read_book(made(tmp_path / "a.xlsx", fill)))
    assert sheet.cells.tolist() == [
        ["Aceh", 1_312_370, 45.17, DAY, True, "03:04:00", None, None, "007"],
        [None, 1e300, 39_207_829.5, datetime.datetime(2024, 1, 2, 3, 4), False, -2, 0, None, None],
    ]
    kinds = [type(cell) for cell in sheet.cells[0]]
    assert kinds == [str, int, float, datetime.datetime, bool, str, type(None), type(None), str]


def test_numbers_keep_all_of_their_digits(tmp_path: Path) -> None:
    numbers = [0.1 + 0.2, 1 / 3, 123456789.123456789, 9007199254740991, 1e-12]
    rows = "".join(
        f'<c r="{letter}1"><v>{number!r}</v></c>' for letter, number in zip("ABCDE", numbers, strict=True)
    )
    sheet = only(read_book(with_rows(tmp_path / "a.xlsx", f'<row r="1">{rows}</row>')))
    assert sheet.cells[0].tolist() == numbers


def test_days_of_1904_are_the_same_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = DAY
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<v>44195</v>" in archive.read(SHEET), "the workbook does count from 1904"
    assert only(read_book(tmp_path / "a.xlsx")).cells.tolist() == [[DAY]]


def test_percent_is_times_100_where_the_workbook_shows_it_so(tmp_path: Path) -> None:
    formats = ["0%", "0.00%", "0.0%;[Red]-0.0%", '0.0"%"', "0.0\\%", "General", "[$-421]0.0%", "0.00%"]

    def fill(sheet: Any) -> None:
        for row, code in enumerate(formats, start=1):
            sheet.cell(row, 1, 0.201).number_format = code
            sheet.cell(row, 2, 0.201)
        sheet.cell(9, 1, "n.a.").number_format = "0%"
        sheet.cell(10, 1, 0.07).number_format = "0%"
        sheet.cell(11, 1, 1).number_format = "0%"

    sheet = only(read_book(made(tmp_path / "a.xlsx", fill)))
    assert sheet.cells[:, 0].tolist() == [20.1, 20.1, 20.1, 0.201, 0.201, 0.201, 20.1, 20.1, "n.a.", 7, 100]
    assert sheet.cells[:8, 1].tolist() == [0.201] * 8
    assert sheet.percent is not None
    assert sheet.percent[:, 0].tolist() == [True] * 3 + [False] * 3 + [True] * 2 + [False, True, True]
    assert not sheet.percent[:, 1].any()


def test_a_sheet_without_percent_has_no_mask(tmp_path: Path) -> None:
    assert only(read_book(made(tmp_path / "a.xlsx", lambda sheet: sheet.append([0.2])))).percent is None


def test_error_values_come_as_their_text(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for row, error in enumerate(["#VALUE!", "#REF!", "#N/A"], start=1):
            sheet.cell(row, 2, error).data_type = "e"

    sheet = only(read_book(made(tmp_path / "a.xlsx", fill)))
    assert sheet.cells[:, 1].tolist() == ["#VALUE!", "#REF!", "#N/A"]


def test_formulas_without_a_value_are_named_by_sheet_and_cell(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Aceh", 1, "=B1*2"])
        for row in range(3, 30):
            sheet.cell(row, 1, "=1+1")

    problems = read_book(made(tmp_path / "a.xlsx", fill)).problems
    assert {(problem.key, problem.severity, problem.sheet) for problem in problems} == {
        ("formula_without_value", "error", "Data")
    }
    assert (problems[0].row, problems[0].column, problems[1].row, problems[1].column) == (1, "C", 3, "A")
    assert (
        len(problems) == 21
        and problems[-1].says.startswith("{more} further")
        and problems[-1][4] == {"more": 8}
    )


def test_a_formula_with_its_value_is_its_value(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>0</f><v>0</v></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c></row>'
    )
    path = with_rows(tmp_path / "a.xlsx", rows)
    rewritten(path, "xl/workbook.xml", lambda xml: xml.replace(b'fullCalcOnLoad="1"', b""))
    book = read_book(path)
    assert only(book).cells.tolist() == [[2, None, 0], [5, None, None]] and book.problems == ()


def test_the_zeros_of_a_workbook_that_was_never_calculated_are_no_results(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Data")
        sheet.write_formula("A1", "=1+1")
        sheet.write_formula("A2", "=1+1", value=2)
        sheet.write("A3", 0)
    assert [(problem.key, problem.row) for problem in read_book(tmp_path / "a.xlsx").problems] == [
        ("formula_without_value", 1)
    ]


# --- what is hidden or merged ---


def test_hidden_rows_columns_and_sheets_are_marked_and_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    data = book.active
    for row in range(1, 5):
        data.append([row] * 5)
    data.row_dimensions[2].hidden = True
    data.column_dimensions["B"].hidden = True
    data.column_dimensions.group("D", "E", hidden=True)
    for name, state in [("Old", "hidden"), ("Older", "veryHidden")]:
        book.create_sheet(name, 0).sheet_state = state
        book[name]["A1"] = name
    book.create_chartsheet("Chart")
    book.save(tmp_path / "a.xlsx")
    # A row without height looks as if it were hidden; openpyxl does not write one.
    part = "xl/worksheets/sheet3.xml"
    rewritten(tmp_path / "a.xlsx", part, lambda xml: xml.replace(b'<row r="3"', b'<row ht="0" r="3"'))
    sheets_read = {sheet.name: sheet for sheet in read_book(tmp_path / "a.xlsx").sheets}
    assert {name: sheet.hidden for name, sheet in sheets_read.items()} == {
        "Older": True,
        "Old": True,
        "Sheet": False,
    }
    sheet = sheets_read["Sheet"]
    assert sheet.hidden_rows == {2, 3} and sheet.hidden_columns == {2, 4, 5}
    assert sheet.cells[1].tolist() == [2] * 5 and sheets_read["Old"].cells.tolist() == [["Old"]]


def test_merged_cells_have_their_value_first_and_their_place_is_known(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"] = "Formal"
        sheet["A3"] = 1
        sheet.merge_cells("B1:D2")

    sheet = only(read_book(made(tmp_path / "a.xlsx", fill)))
    assert sheet.merged == ((1, 2, 2, 4),)
    assert sheet.cells.tolist() == [[None, "Formal"], [None, None], [1, None]]
    assert sheet.lines.tolist() == [1, 2, 3]


def test_xml_that_other_programs_write_says_the_same(tmp_path: Path) -> None:
    """Prefixes, places that are left out, single quotes, comments: rare and legal."""
    xml = (
        "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><!-- 1 -->"
        "<x:cols><x:col min='2' max='2' hidden='true'/></x:cols><x:sheetData>"
        "<x:row r='1' hidden='1'><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
        "<x:row><x:c/><x:c t='e'><x:v>#N/A</x:v></x:c><x:c><x:f>1+1</x:f></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    path = rewritten(
        made(tmp_path / "a.xlsx", lambda sheet: sheet.append(["x"])), SHEET, lambda _old: xml.encode()
    )
    book = read_book(path)
    sheet = only(book)
    assert sheet.hidden_rows == {1} and sheet.hidden_columns == {2}
    assert sheet.cells.tolist() == [[1, 2], [None, "#N/A"]]
    assert [(problem.row, problem.column) for problem in book.problems] == [(2, "C")]


# --- broken and hostile ---


def test_a_truncated_workbook(tmp_path: Path) -> None:
    whole = made(tmp_path / "a.xlsx", lambda sheet: sheet.append(["x"] * 50)).read_bytes()
    for part in (10, len(whole) // 2, len(whole) - 30):
        (tmp_path / "a.xlsx").write_bytes(whole[:part])
        assert key_of(tmp_path / "a.xlsx") == "damaged"


def test_a_workbook_with_a_flipped_bit(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet: [sheet.append([row, "x"]) for row in range(500)])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo(SHEET).header_offset
    content[place + 200] ^= 0x10
    path.write_bytes(content)
    assert key_of(path) == "damaged"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("EncryptedPackage", "locked"),
        ("Book", "other_kind"),
        ("WordDocument", "other_kind"),
        ("Other", "other_kind"),
    ],
)
def test_what_an_ole_file_holds_is_told_by_its_directory(tmp_path: Path, name: str, key: str) -> None:
    """Excel puts a workbook with a password into an OLE file, in which it is called EncryptedPackage."""
    content = xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "x")).read_bytes()
    old, new = ("Workbook".encode("utf-16-le"), name.encode("utf-16-le"))
    width = max(len(old), len(new))
    (tmp_path / "a.xlsx").write_bytes(content.replace(old.ljust(width, b"\0"), new.ljust(width, b"\0")))
    assert key_of(tmp_path / "a.xlsx") == key


def test_an_archive_whose_parts_are_locked(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet: sheet.append(["x"]))
    content = bytearray(path.read_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    path.write_bytes(content)
    assert key_of(path) == "locked"


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    for name, kind in {
        "table.csv": "archive",
        "word/document.xml": "text document",
        "xl/workbook.bin": "binary",
    }.items():
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr(name, "region,share\nJambi,1\n")
        with pytest.raises(Refused, match=kind):
            read_book(tmp_path / "a.xlsx")


def bomb(path: Path, unpacked: int, told: int) -> Path:
    """A workbook with a part that unpacks to so many bytes, and a directory that tells another size."""
    made(path, lambda sheet: sheet.append(["x"]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b" " * unpacked)
    content = bytearray(path.read_bytes())
    # The check sum is that of the bytes told, so that only the size can give it away.
    checksum = struct.pack("<I", zlib.crc32(b" " * min(told, unpacked)))
    for sign, offset in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        place = content.rfind(sign)
        content[place + offset : place + offset + 4] = checksum
        content[place + offset + 8 : place + offset + 12] = struct.pack("<I", told)
    path.write_bytes(content)
    return path


def test_what_unpacks_to_gigabytes_is_refused_by_the_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "blocks", lambda *_args: pytest.fail("a part was unpacked"))
    assert key_of(bomb(tmp_path / "a.xlsx", 1000, 3_000_000_000)) == "unpacks_too_large"


def test_a_directory_that_lies_about_sizes_is_found_out(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.xlsx", 60_000_000, 1000)
    tracemalloc.start()
    assert key_of(path) == "damaged"
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def with_shared_text(path: Path, length: int, cells: int) -> Path:
    """A workbook whose cells all name the same text of so many characters."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>1</v></c></row>' for row in range(1, cells + 1))
    with_rows(path, rows)
    space = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si><si><t>'
    return rewritten(path, "xl/sharedStrings.xml", lambda _old: space + b"x" * length + b"</t></si></sst>")


def test_a_text_that_unfolds_into_gigabytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_shared_text(tmp_path / "a.xlsx", 3_000_000, 1000)
    assert path.stat().st_size < 30_000
    assert key_of(path) == "too_much_text"
    monkeypatch.setattr(archives, "BLOCK", 1000)
    assert key_of(path) == "too_much_text"


def test_a_long_text_beside_many_short_ones_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coverage_lib.data.reading.workbooks.MOST_TEXT", 1000)
    assert only(read_book(with_shared_text(tmp_path / "a.xlsx", 3000, 1000))).cells.shape == (1000, 1)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_that_unfold_are_refused(tmp_path: Path, part: str) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet: sheet.append(["x"]))
    rewritten(path, part, lambda xml: ENTITIES.encode() + xml.replace(b"x", b"&j;"))
    assert key_of(path) == "damaged"
    with pytest.raises(Refused):
        archives.opened(path.read_bytes(), path.name)


@pytest.mark.parametrize("place", ["XFD1048576", "XFE1", "ZZZ1", "A0", "A99999999999"])
def test_one_cell_far_away_does_not_make_a_sheet_of_billions(tmp_path: Path, place: str) -> None:
    row = place.lstrip("ADEFXZ")
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = with_rows(tmp_path / "a.xlsx", f'{near}<row r="{row}"><c r="{place}"><v>1</v></c></row>')
    assert key_of(path) in ("too_many_cells", "too_many_columns", "damaged")


@pytest.mark.parametrize("stated", ["A1:B2", "A1:C19", "A1:XFD1048576", "A1"])
def test_the_size_that_a_sheet_states_is_not_relied_on(tmp_path: Path, stated: str) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="C{row}"><v>1</v></c></row>'
        for row in range(1, 20)
    )
    size = f'<dimension ref="{stated}"/><sheetData>'.encode()

    def with_size(rows: str) -> Path:
        return rewritten(
            with_rows(tmp_path / "a.xlsx", rows), SHEET, lambda xml: xml.replace(b"<sheetData>", size)
        )

    cells = only(read_book(with_size(rows))).cells
    assert cells.shape == (19, 3) and cells[18].tolist() == [19, None, 1]
    assert (
        key_of(with_size(f'{rows}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')) == "too_many_cells"
    )


# --- ODS ---


def ods(path: Path, *rows: TableRow, columns: tuple[TableColumn, ...] = ()) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    for part in (*columns, *rows):
        table.addElement(part)
    document.spreadsheet.addElement(table)
    document.save(path)
    return path


def row(*cells: TableCell, **about: Any) -> TableRow:
    made_row = TableRow(**about)
    for cell in cells:
        made_row.addElement(cell)
    return made_row


def cell(text: str = "", **about: Any) -> TableCell:
    made_cell = TableCell(**about)
    if text:
        made_cell.addElement(P(text=text))
    return made_cell


def number(value: float, **about: Any) -> TableCell:
    return cell(str(value), valuetype="float", value=str(value), **about)


def test_an_ods_is_read_like_a_workbook(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "a.ods",
        row(cell("Formal", valuetype="string", numbercolumnsspanned=2), CoveredTableCell()),
        row(
            cell("45,0%", valuetype="percentage", value="0.45"),
            cell("x", valuetype="date", datevalue="2024-12-31"),
        ),
        row(number(1), number(2.5), visibility="collapse"),
        row(cell("#DIV/0!", valuetype="string", formula="of:=1/0"), cell("Err:502", formula="of:=X")),
        row(number(3, numbercolumnsrepeated=2), numberrowsrepeated=2),
        row(cell("ya", valuetype="boolean", booleanvalue="true"), number(7, formula="of:=3+4")),
        row(TableCell(numbercolumnsrepeated=16_000), numberrowsrepeated=1_000_000),
        columns=(TableColumn(), TableColumn(visibility="collapse")),
    )
    book = read_book(path)
    sheet = only(book)
    assert sheet.cells.tolist() == [
        ["Formal", None], [45, DAY], [1, 2.5], ["#DIV/0!", "Err:502"], [3, 3], [3, 3], [True, 7],
    ]  # fmt: skip
    assert sheet.hidden_rows == {3} and sheet.hidden_columns == {2} and sheet.merged == ((1, 1, 1, 2),)
    assert sheet.percent is not None and sheet.percent.sum() == 1 and sheet.percent[1, 0]
    assert book.kind == "ods" and book.problems == ()


def test_formulas_of_an_ods_without_a_value_are_named(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "a.ods",
        row(number(1), cell(formula="of:=1+1")),
        row(cell(formula="of:=1", valuetype="float")),
    )
    assert [(problem.sheet, problem.row, problem.column) for problem in read_book(path).problems] == [
        ("Data", 1, "B"),
        ("Data", 2, "A"),
    ]


def test_a_cell_of_an_ods_that_is_repeated_billions_of_times_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", row(number(1, numbercolumnsrepeated=16_000), numberrowsrepeated=1_000_000))
    assert key_of(path) == "too_many_cells"


# --- XLS ---


def test_an_xls_is_read_like_a_workbook(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        percent, day = xlwt.easyxf(num_format_str="0.0%"), xlwt.easyxf(num_format_str="DD-MMM-YY")
        sheet.write_merge(0, 0, 0, 2, "Formal")
        for column, value in enumerate([0.201, 0.07, 1]):
            sheet.write(1, column, value, percent)
        sheet.write(2, 0, DAY, day)
        sheet.write(2, 1, 1_312_370)
        sheet.write(2, 2, 45.17)
        sheet.row(3).set_cell_error(0, "#REF!")
        sheet.write(3, 1, True)
        sheet.row(4).hidden = True
        sheet.write(4, 2, "hidden")
        sheet.col(1).hidden = True

    book = read_book(xls(tmp_path / "a.xls", fill))
    sheet = only(book)
    assert sheet.cells.tolist() == [
        ["Formal", None, None],
        [20.1, 7, 100],
        [DAY, 1_312_370, 45.17],
        ["#REF!", True, None],
        [None, None, "hidden"],
    ]
    assert sheet.percent is not None and sheet.percent.any(axis=1).tolist() == [
        False,
        True,
        False,
        False,
        False,
    ]
    assert sheet.hidden_rows == {5} and sheet.hidden_columns == {2} and sheet.merged == ((1, 1, 1, 3),)
    assert book.kind == "xls" and book.problems == ()


def test_rows_of_percents_of_an_xls(tmp_path: Path) -> None:
    """Numbers beside each other share one record."""
    style = xlwt.easyxf(num_format_str="0%")
    path = xls(
        tmp_path / "a.xls",
        lambda sheet: [sheet.write(0, column, column, style) for column in range(2000 % 256)],
    )
    sheet = only(read_book(path))
    assert sheet.cells[0].tolist() == [column * 100 for column in range(2000 % 256)]


def test_a_large_xls_has_its_stream_in_other_sectors(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for row in range(3000):
            sheet.write(row, 0, f"region {row}")
            sheet.write(row, 1, row / 7)
        sheet.row(2999).set_cell_error(2, "#NUM!")

    path = xls(tmp_path / "a.xls", fill)
    assert path.stat().st_size > 109 * 512, (
        "more sectors than the header has room for would need a second table"
    )
    cells = only(read_book(path)).cells
    assert cells[2999].tolist() == ["region 2999", 2999 / 7, "#NUM!"]


def test_days_of_1904_of_an_xls(tmp_path: Path) -> None:
    day = xlwt.easyxf(num_format_str="DD-MMM-YY")
    path = xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, 44195, day), dates_1904=True)
    assert only(read_book(path)).cells.tolist() == [[DAY]]


def test_formulas_of_an_xls_without_a_value_are_named(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "Aceh")
        sheet.write(2, 1, xlwt.Formula("1+1"))

    book = read_book(xls(tmp_path / "a.xls", fill))
    assert [(problem.key, problem.row, problem.column) for problem in book.problems] == [
        ("formula_without_value", 3, "B")
    ]


def test_a_workbook_of_nothing_but_formulas_without_a_value_is_not_called_empty(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet: sheet.append(["=1+1"]))
    assert key_of(path) == "formula_without_value"


def test_an_xls_behind_a_password(tmp_path: Path) -> None:
    content = bytearray(xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "x")).read_bytes())
    # The second record of the stream becomes the one that says how the rest is encrypted.
    place = content.find(struct.pack("<HH", 0x0809, 16)) + 20
    content[place : place + 2] = struct.pack("<H", 0x002F)
    (tmp_path / "a.xls").write_bytes(content)
    assert key_of(tmp_path / "a.xls") == "locked"


def test_a_truncated_xls(tmp_path: Path) -> None:
    whole = xls(
        tmp_path / "a.xls", lambda sheet: [sheet.write(row, 0, "x" * 200) for row in range(99)]
    ).read_bytes()
    for part in (8, 100, 600, len(whole) // 2):
        (tmp_path / "a.xls").write_bytes(whole[:part])
        assert key_of(tmp_path / "a.xls") == "damaged"


def test_a_text_of_an_ods_that_is_repeated_too_often_is_refused(tmp_path: Path) -> None:
    text = cell("x" * 1_000_000, valuetype="string", numbercolumnsrepeated=1000)
    assert key_of(ods(tmp_path / "a.ods", row(text))) == "too_much_text"


def test_an_xls_that_states_impossible_sizes_ends_its_own_process_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xls(tmp_path / "a.xls", lambda sheet: sheet.write(0, 0, "x"))
    monkeypatch.setattr(values, "APART", "import os; os.abort()")
    assert key_of(path) == "damaged"
    monkeypatch.setattr(values, "APART", "while True: pass")
    monkeypatch.setattr(values, "LONGEST", 0.1)
    assert key_of(path) == "damaged"


def test_a_short_stream_stands_in_small_sectors() -> None:
    """One sector each for the table of sectors, the directory, the table of small sectors, and the small sectors."""

    def entry(name: str, start: int, size: int) -> bytes:
        return name.encode("utf-16-le").ljust(116, b"\0") + struct.pack("<III", start, size, 0)

    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    stream = bytes(range(100))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<HH", 9, 6)
    header = header.ljust(48, b"\0") + struct.pack("<IIIIIII", 1, 0, 4096, 2, 1, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    sectors = [
        struct.pack("<IIII", 0xFFFFFFFD, end, end, end).ljust(512, b"\xff"),
        (entry("Root Entry", 3, 512) + entry("Workbook", 2, 100)).ljust(512, b"\0"),
        struct.pack("<IIII", free, free, 3, end).ljust(512, b"\xff"),
        (bytes(128) + stream).ljust(512, b"\0"),
    ]
    assert sheet_xls._stream(header + b"".join(sectors)) == stream


def test_a_formula_without_a_value_concerns_only_who_reads_its_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Provinsi", "Peserta aktif 2024"], ["Aceh", 10], ["Bali", 20]):
        book.active.append(row)
    book.create_sheet("Hitungan").append(["=1+1"])
    book["Hitungan"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    keys = [problem.key for problem in table.read(tmp_path / "a.xlsx").problems]
    assert "hidden_sheet" in keys and "formula_without_value" not in keys
    assert "formula_without_value" in [
        problem.key for problem in table.read(tmp_path / "a.xlsx", {"sheet": "Hitungan"}).problems
    ]
