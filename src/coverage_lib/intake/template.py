"""The workbook to fill in: regions listed, a block of three columns for each month, cells that take only what is meant, and a sheet that explains."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from coverage_lib.data import regions
from coverage_lib.data.spreadsheets import drafts
from coverage_lib.intake.explanation import explanation
from coverage_lib.language import _, current

#: Months that a workbook has room for.
MONTHS = 12
#: Rows of the sheet, counted from 0: the day of the count, where members are counted, the headings, the first region.
DATE_ROW, COUNTED_BY_ROW, HEADING_ROW, FIRST_REGION = 3, 4, 5, 6
#: Columns of the sheet, counted from 0: code, name, the first number.
CODE, NAME, FIRST_NUMBER = 0, 1, 2
#: The programme began in July 2015; a day before that is a slip of the pen.
FIRST_DAY, LAST_DAY = date(2015, 7, 1), date(2099, 12, 31)


class Region(NamedTuple):
    """A row to fill in."""

    code: str
    name: str


def write_template(path: Path, level: str = "province", boundary: str = "2022") -> None:
    """Write a workbook to fill in with active members, in the language in use; the same words give the same bytes.

    Parameters
    ----------
    path : pathlib.Path
        Where to, ``.xlsx``.
    level : {"province", "regency"}
        What a row is.
    boundary : {"2022", "2021"}
        Of provinces: the 38 since the division of Papua, or the 34 before it. Regencies are the 514 of 2022.

    Raises
    ------
    coverage_lib.data.reading.problems.TableError
        The file cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import openpyxl
    >>> with TemporaryDirectory() as folder:
    ...     write_template(Path(folder, "members.xlsx"))
    ...     book = openpyxl.load_workbook(Path(folder, "members.xlsx"))
    ...     book.sheetnames, [cell.value for cell in book["Members"][6]][:3], [cell.value for cell in book["Members"][7]][:2]
    (['Members', 'Explanation'], ['Code (Kemendagri)', 'Province', 'Active members, formal (PU)'], ['11', 'Aceh'])
    """
    import xlsxwriter

    rows = _regions(level, boundary)
    with drafts([path]) as written, xlsxwriter.Workbook(written[path], {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        formats = _formats(book)
        _write_numbers(book.add_worksheet(_("Members")), formats, rows, level, boundary)
        _write_explanation(book.add_worksheet(_("Explanation")), formats, path.name, level)


def _regions(level: str, boundary: str) -> list[Region]:
    """The regions of a level and the nation behind them, whose row is for a printed total."""
    regions.check_level(level)
    table = regions.provinces(boundary) if level == "province" else regions.regencies()
    listed = [Region(code, name) for code, name in zip(table["code"], table["name"], strict=True)]
    return [*listed, Region(regions.NATION, "Indonesia")]


def _formats(book: Any) -> dict[str, Any]:
    edge, fill = {"border": 1, "border_color": "#BFBFBF"}, {"bg_color": "#FFFBE6"}
    heading = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EEF4", **edge}
    # A month in words is a day that nobody reads as a month: 3/4 is 3 April here and 4 March elsewhere.
    day = {"en": "[$-409]d mmmm yyyy", "id": "[$-421]d mmmm yyyy"}[current()]
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#404040"}),
        "heading": book.add_format(heading),
        "label": book.add_format({"bold": True, "align": "right"}),
        "fixed": book.add_format({"num_format": "@", **edge}),
        "day": book.add_format({"num_format": day, "align": "center", **edge, **fill}),
        "choice": book.add_format({"align": "center", **edge, **fill}),
        "number": book.add_format({"num_format": "#,##0", **edge, **fill}),
        "missing": book.add_format({"bg_color": "#F4B6A6"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "term": book.add_format({"text_wrap": True, "valign": "top", "bold": True}),
    }


def _write_numbers(
    sheet: Any, formats: dict[str, Any], rows: list[Region], level: str, boundary: str
) -> None:
    """The sheet to fill in."""
    title, note, heading = _titles(level, boundary)
    sheet.write_string(0, CODE, title, formats["title"])
    sheet.write_string(1, CODE, note, formats["note"])
    sheet.write_string(DATE_ROW, NAME, _("Day of the count"), formats["label"])
    sheet.write_string(COUNTED_BY_ROW, NAME, _("How counted"), formats["label"])
    sheet.write_string(HEADING_ROW, CODE, _("Code (Kemendagri)"), formats["heading"])
    sheet.write_string(HEADING_ROW, NAME, heading, formats["heading"])
    for row, region in enumerate(rows, FIRST_REGION):
        sheet.write_string(row, CODE, region.code, formats["fixed"])
        sheet.write_string(row, NAME, region.name, formats["fixed"])
    for month in range(MONTHS):
        _write_month(sheet, formats, FIRST_NUMBER + 3 * month, FIRST_REGION + len(rows) - 1)
    _keep_as_it_is(sheet, FIRST_REGION + len(rows) - 1)
    sheet.set_row(HEADING_ROW, 48)
    sheet.set_column(CODE, CODE, 12)
    sheet.set_column(NAME, NAME, 30)
    sheet.set_column(FIRST_NUMBER, FIRST_NUMBER + 3 * MONTHS - 1, 15)
    sheet.freeze_panes(FIRST_REGION, FIRST_NUMBER)
    sheet.set_landscape()
    sheet.repeat_columns(CODE, NAME)


def _titles(level: str, boundary: str) -> tuple[str, str, str]:
    """Title, note and the heading of the column of regions. No year stands in them: it would be read as that of the numbers."""
    months = _("Unit: people. Each block of three columns is one month; leave the others empty.")
    if level == "regency":
        places = _("All 514 regencies and cities.")
        return _("Active members of BPJS Ketenagakerjaan by regency and city"), f"{places} {months}", _("Regency or city")  # fmt: skip
    places = {
        "2022": _("The 38 provinces since the division of Papua."),
        "2021": _("The 34 provinces before the division of Papua."),
    }[boundary]
    return _("Active members of BPJS Ketenagakerjaan by province"), f"{places} {months}", _("Province")


def _write_month(sheet: Any, formats: dict[str, Any], first: int, last_row: int) -> None:
    """A block of three columns: the day and the way of counting over them, then a number for each region."""
    last = first + 2
    sheet.merge_range(DATE_ROW, first, DATE_ROW, last, "", formats["day"])
    sheet.merge_range(COUNTED_BY_ROW, first, COUNTED_BY_ROW, last, "", formats["choice"])
    headings = (
        _("Active members, formal (PU)"),
        _("Active members, informal (BPU)"),
        _("Active members, construction (Jakon)"),
    )
    for column, heading in enumerate(headings, first):
        sheet.write_string(HEADING_ROW, column, heading, formats["heading"])
        for row in range(FIRST_REGION, last_row + 1):
            sheet.write_blank(row, column, None, formats["number"])
    _check_month(sheet, formats, first, last_row)


def _check_month(sheet: Any, formats: dict[str, Any], first: int, last_row: int) -> None:
    """Cells of a block take a day, a way of counting and whole numbers only; a block with numbers and no day is red."""
    from xlsxwriter.utility import xl_range_abs

    last = first + 2
    sheet.data_validation(DATE_ROW, first, DATE_ROW, first, {
        "validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY,
        "input_title": _("Day of the count"),
        "input_message": _("The day on which members were counted; where only a month is printed, its last day."),
        "error_title": _("Not a day"),
        "error_message": _("Type 1 July 2015 or a later day."),
    })  # fmt: skip
    sheet.data_validation(COUNTED_BY_ROW, first, COUNTED_BY_ROW, first, {
        "validate": "list", "source": [_("by domicile"), _("by office")],
        "input_title": _("How counted"),
        "input_message": _("By domicile: where the member lives. By office: where the employer is registered."),
        "error_title": _("Not in the list"),
        "error_message": _("Choose by domicile or by office from the list."),
    })  # fmt: skip
    sheet.data_validation(FIRST_REGION, first, last_row, last, {
        "validate": "integer", "criteria": ">=", "value": 0,
        "error_title": _("Not a number of people"),
        "error_message": _("Type a whole number of people, 0 or more, without text or unit; leave the cell empty where your table has none."),
    })  # fmt: skip
    numbers = xl_range_abs(FIRST_REGION, first, last_row, last)
    for row in (DATE_ROW, COUNTED_BY_ROW):
        blank = f"ISBLANK({xl_range_abs(row, first, row, first)})"
        criteria = f"=AND({blank},COUNT({numbers})>0)"
        sheet.conditional_format(
            row, first, row, last, {"type": "formula", "criteria": criteria, "format": formats["missing"]}
        )


def _keep_as_it_is(sheet: Any, last_row: int) -> None:
    """Headings and regions take no other text. A protected sheet would do so too, but numbers pasted into it lock their cells for good."""
    fixed = {
        "validate": "custom",
        "value": "=FALSE",
        "error_title": _("This cell stays as it is"),
        "error_message": _("Headings, codes and names are how the table is read. Rows that you do not need may stay empty."),
    }  # fmt: skip
    sheet.data_validation(FIRST_REGION, CODE, last_row, NAME, fixed)
    sheet.data_validation(HEADING_ROW, CODE, HEADING_ROW, FIRST_NUMBER + 3 * MONTHS - 1, fixed)


def _write_explanation(sheet: Any, formats: dict[str, Any], file: str, level: str) -> None:
    """The sheet that explains; nobody fills anything in there, so it is protected, without a password."""
    sheet.write_string(0, 0, _("How to fill in this workbook"), formats["title"])
    for row, (term, meaning) in enumerate(explanation(file, level), 2):
        sheet.write_string(row, 0, term, formats["term"])
        sheet.write_string(row, 1, meaning, formats["text"])
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.hide_gridlines(2)
    sheet.protect()
