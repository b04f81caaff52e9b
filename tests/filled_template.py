"""A workbook of ``ucj template`` filled in by a test: numbers of a rule that everybody sees is none of a real table."""

from datetime import date
from pathlib import Path

import openpyxl

from coverage_lib import language
from coverage_lib.intake import template

SEGMENTS = ("formal", "informal", "construction")
FIRST_ROW = template.FIRST_REGION + 1


def synthetic_count(code: str, segment: str, month: int) -> int:
    """The synthetic number of members of a region: its code, the place of the segment and of the month."""
    return int(code) * 1000 + SEGMENTS.index(segment) * 100 + month


def fill(
    path: Path,
    lang: str,
    days: list[date],
    *,
    level: str = "province",
    boundary: str = "2022",
    counted_by: str = "by domicile",
    segments: tuple[str, ...] = SEGMENTS,
) -> Path:
    """Write the workbook in a language and fill in a block for each day, without the row of the nation."""
    with language.use(lang):
        template.write_template(path, level, boundary)
        way = language._(counted_by)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for month, day in enumerate(days):
        first = template.FIRST_NUMBER + 1 + 3 * month
        sheet.cell(template.DATE_ROW + 1, first, day)
        sheet.cell(template.COUNTED_BY_ROW + 1, first, way)
        for row in range(FIRST_ROW, sheet.max_row):
            for segment in segments:
                column = first + SEGMENTS.index(segment)
                sheet.cell(row, column, synthetic_count(sheet.cell(row, 1).value, segment, month))
    book.save(path)
    return path
