"""Sheets of cells: what every kind of file becomes, and how much of it is read at most."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from coverage_lib.data.reading.problems import Problem, Refused, _

#: Cells of the rectangle that a sheet fills. A village table of 24 months in long form has 14 million; 20 million take about 1.5 GB.
MOST_CELLS = 20_000_000
#: Columns of a sheet: what the widest workbook holds.
MOST_COLUMNS = 16_384
#: Bytes of text in all cells of a sheet: 15 in each of the most cells that are read.
MOST_TEXT = 300_000_000
#: Bytes of a file. A village table of 24 months in long form has 160 million as CSV.
LARGEST_FILE = 500_000_000

Cell = None | str | int | float | bool | datetime.datetime


class Sheet(NamedTuple):
    """One sheet of a file, cell by cell; a CSV or Parquet file is one sheet without a name.

    Attributes
    ----------
    name : str
        As in the workbook; empty for CSV and Parquet.
    cells : numpy.ndarray
        Two-dimensional, of objects: None, str, int, float, bool or datetime.datetime; a CSV has None and str only. Row 0 is row 1
        of the file, column 0 is column A. Blank rows and columns at the end are left out, others are kept.
    lines : numpy.ndarray
        For each row of `cells` its row in the workbook, or the line of the CSV on which it begins.
    hidden : bool
        Whether the sheet is hidden.
    hidden_rows, hidden_columns : frozenset of int
        Counted from 1. Their cells stand in `cells`; who reads the sheet leaves them out and says so.
    merged : tuple of (int, int, int, int)
        First row, first column, last row, last column of each merged range, counted from 1; the value stands in its first cell.
    percent : numpy.ndarray or None
        Where a workbook shows the number as percent: `cells` has it times 100, as it is shown. None where there is no such cell.
    widths : numpy.ndarray or None
        How many cells each row of a CSV has in the file; shorter rows are filled up with None. None for other kinds.
    """

    name: str
    cells: np.ndarray
    lines: np.ndarray
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    percent: np.ndarray | None = None
    widths: np.ndarray | None = None


class Book(NamedTuple):
    """A file as sheets, and what was met on the way.

    Attributes
    ----------
    path : pathlib.Path
        Where the file is.
    kind : {"csv", "xlsx", "xls", "ods", "parquet"}
        By its content, whatever it is named.
    sheets : tuple of Sheet
        In the order of the workbook, hidden ones too.
    problems : tuple of Problem
        Of the file, with an empty `sheet`, and of its sheets: a formula without a value is an error of the sheet that it stands in, and
        concerns only who reads that sheet.
    """

    path: Path
    kind: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


def trimmed(sheet: Sheet) -> Sheet:
    """The sheet without blank rows and columns at its end."""
    filled = sheet.cells != np.array(None, dtype=object)
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    height, width = (int(places[-1]) + 1 if len(places) else 0 for places in (rows, columns))
    return sheet._replace(
        cells=sheet.cells[:height, :width],
        lines=sheet.lines[:height],
        percent=None if sheet.percent is None else sheet.percent[:height, :width],
        widths=None if sheet.widths is None else sheet.widths[:height],
    )


def check_size(rows: int, columns: int, file: str, sheet: str = "") -> None:
    """Refuse a sheet that is too large to be read.

    Raises
    ------
    Refused
        It has more than `MOST_COLUMNS` columns or its rectangle more than `MOST_CELLS` cells.
    """
    if columns > MOST_COLUMNS:
        values = {"columns": columns, "most": MOST_COLUMNS}
        says = _("has {columns} columns; at most {most} are read")
        raise Refused(
            [
                Problem(
                    "too_many_columns",
                    "error",
                    says,
                    _("Leave out what is no part of the table."),
                    values,
                    file,
                    sheet,
                )
            ]
        )
    if rows * columns > MOST_CELLS:
        values = {"rows": rows, "columns": columns, "most": MOST_CELLS}
        says = _("reaches over {rows} rows and {columns} columns; at most {most} cells are read")
        fix = _(
            "Split the table, or clear cells far from it: one of them is enough to make a sheet that large."
        )
        raise Refused([Problem("too_many_cells", "error", says, fix, values, file, sheet)])


def check_text(size: int, file: str, sheet: str) -> None:
    """Refuse a sheet whose cells hold more text than any table.

    Raises
    ------
    Refused
        It is more than `MOST_TEXT` bytes.
    """
    if size > MOST_TEXT:
        says = _("holds {size} bytes of text; at most {most} are read")
        fix = _("Leave out what is no part of the table.")
        values = {"size": size, "most": MOST_TEXT}
        raise Refused([Problem("too_much_text", "error", says, fix, values, file, sheet)])


def plain_values(cells: np.ndarray) -> np.ndarray:
    """Cells of a workbook or of Parquet as a sheet has them: whole numbers as int, days as datetimes, times and durations as text."""
    cells[cells == np.array("", dtype=object)] = None
    kinds = np.frompyfunc(type, 1, 1)(cells)
    for kind, plain in PLAIN.items():
        place = kinds == kind
        if place.any():
            cells[place] = plain(cells[place])
    return cells


def whole_as_int(numbers: np.ndarray) -> np.ndarray:
    """Floats, whole ones as int where a float holds them exactly; what is no number is None."""
    values = numbers.astype(float)
    out = numbers.astype(object)
    whole = np.isfinite(values) & (np.abs(values) < 2.0**53) & (values == np.floor(values))
    out[whole] = values[whole].astype(np.int64).astype(object)
    out[np.isnan(values)] = None
    return out


#: How values of another kind are written into a sheet.
PLAIN: dict[type, Any] = {
    float: whole_as_int,
    datetime.date: np.frompyfunc(lambda day: datetime.datetime(day.year, day.month, day.day), 1, 1),
    datetime.time: np.frompyfunc(datetime.time.isoformat, 1, 1),
    datetime.timedelta: np.frompyfunc(str, 1, 1),
}


def rows_to_cells(rows: Sequence[Sequence[Any]]) -> np.ndarray:
    """Rows of any length as a rectangle of objects, short ones filled up with None."""
    width = max(map(len, rows), default=0)
    cells = np.full((len(rows), width), None, dtype=object)
    if width and len(set(map(len, rows))) == 1:
        cells[:] = rows
        return cells
    for place, row in enumerate(rows):
        cells[place, : len(row)] = row
    return cells


def stacked(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Rectangles of cells below each other, narrow ones filled up with None."""
    if len(parts) == 1:
        return parts[0]
    width = max((part.shape[1] for part in parts), default=0)
    cells = np.full((sum(map(len, parts)), width), None, dtype=object)
    start = 0
    for part in parts:
        cells[start : start + len(part), : part.shape[1]] = part
        start += len(part)
    return cells
