"""Workbooks of ``ucj template`` filled in by a test, with numbers of a rule that everybody can see."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl

from coverage_lib import language, load_members
from coverage_lib.intake import template

SEGMENTS = ("formal", "informal", "construction")
FIRST_ROW = template.FIRST_REGION + 1
Count = Callable[[str, str, int], int | None]


def synthetic_count(code: str, segment: str, month: int) -> int:
    """The synthetic number of members of a region: its code, the place of the segment and of the month."""
    return int(code) * 1000 + SEGMENTS.index(segment) * 100 + month


def times(factor: float) -> Count:
    """Members of December 2024 times a factor; for construction, of which none are known by province, nothing."""

    def count(code: str, segment: str, _month: int) -> int | None:
        return round(december_2024()[code, segment] * factor) if segment != "construction" else None

    return count


@cache
def december_2024() -> dict[tuple[str, str], int]:
    members = load_members(months=True)
    rows = members[members["date"] == "2024-12-31"]
    return {(row.code, row.segment): int(row.active) for row in rows.itertuples()}


def fill(
    path: Path,
    lang: str,
    days: list[date],
    count: Count = synthetic_count,
    *,
    level: str = "province",
    boundary: str = "2022",
    counted_by: str = "by domicile",
    without: tuple[str, ...] = (),
) -> Path:
    """Write the workbook in a language and fill in a block for each day, but for some regions and the row of the nation."""
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
            code = sheet.cell(row, 1).value
            for place, segment in enumerate(SEGMENTS if code not in without else ()):
                sheet.cell(row, first + place, count(code, segment, month))
    book.save(path)
    return path
