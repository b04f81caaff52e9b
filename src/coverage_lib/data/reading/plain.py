"""Tables whose first row is the heading, as ``ucj project``, ``ucj audit`` and ``ucj backtest`` take them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.reading.files import read_book
from coverage_lib.data.reading.problems import Problem, Refused, _, errors
from coverage_lib.data.reading.sheets import Book, Sheet

#: So many rows with too many cells are listed.
LISTED = 20


def read_plain(path: str | Path) -> pd.DataFrame:
    """Read a table whose first row is the heading, as it stands.

    Parameters
    ----------
    path : path
        As for :func:`coverage_lib.data.reading.files.read_book`. Of a workbook the first visible sheet that is not empty is read.

    Returns
    -------
    pandas.DataFrame
        Headings in lower case without spaces around them; columns without a heading are left out, and so are hidden ones. All cells of a
        CSV are text, those of a workbook or of Parquet what they are there; empty cells are missing. Row 0 of the frame is row 2 of the file.
        Blank rows at the end are left out, others are kept, and hidden rows are blank, so that rows have the numbers that a reader counts.
        ``attrs["problems"]`` lists what was met.

    Raises
    ------
    Refused
        If the file cannot be read, has a heading twice, a row with more cells than headings, or a formula without a value.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "synthetic.csv")
    ...     _size = path.write_text("Series;Date;Coverage\\na;2024;45,17\\n")
    ...     read_plain(path)
      series  date coverage
    0      a  2024    45,17
    """
    book = read_book(path)
    sheet, problems = _sheet_to_read(book)
    problems = [problem for problem in book.problems if problem.sheet in ("", sheet.name)] + problems
    about = (book.path.name, sheet.name)
    headings = _headings(sheet.cells[0])
    problems += [*_twice(headings, *about), *_longer_rows(sheet, *about), *_hidden(sheet, *about)]
    if errors(problems):
        raise Refused(problems)
    table = _table(sheet, headings, book.kind)
    table.attrs["problems"] = problems
    return table


def _sheet_to_read(book: Book) -> tuple[Sheet, list[Problem]]:
    """The first visible sheet with cells, and what is said about the others."""
    visible = [sheet for sheet in book.sheets if sheet.cells.size and not sheet.hidden]
    hidden = [sheet.name for sheet in book.sheets if sheet.cells.size and sheet.hidden]
    file = book.path.name
    if not visible:
        says = _("has no visible sheet with cells; hidden are {sheets}")
        fix = _("Show the sheet that holds the table.")
        raise Refused([Problem("no_visible_sheet", "error", says, fix, {"sheets": ", ".join(hidden)}, file)])
    problems = []
    if len(visible) > 1:
        says = _("the first sheet was read and not {sheets}")
        fix = _("Put the table that is meant first.")
        values = {"sheets": ", ".join(sheet.name for sheet in visible[1:])}
        problems.append(Problem("further_sheets", "warning", says, fix, values, file, visible[0].name))
    if hidden:
        says = _("hidden sheets were not read: {sheets}")
        problems.append(Problem("hidden_sheets", "note", says, "", {"sheets": ", ".join(hidden)}, file))
    return visible[0], problems


def _headings(cells: Iterable[Any]) -> list[str]:
    """Names of the columns, empty where there is none."""
    return ["" if cell is None else str(cell).strip().lower() for cell in cells]


def _twice(headings: list[str], file: str, sheet: str) -> list[Problem]:
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    says, fix = _("the heading stands over more than one column"), _("Keep one of the columns.")
    return [Problem("heading_twice", "error", says, fix, None, file, sheet, 1, name) for name in twice]


def _longer_rows(sheet: Sheet, file: str, name: str) -> list[Problem]:
    """Rows of a CSV with cells behind the last column: what stands there would be lost, and most often all cells are shifted."""
    if sheet.widths is None:
        return []
    says = _("has {cells} cells and the heading has {columns}")
    fix = _(
        "Put a text that holds the separator into quotation marks, or remove the cells that are too many."
    )
    rows = [
        row
        for row in np.flatnonzero(sheet.widths > sheet.widths[0])
        if any(cell is not None for cell in sheet.cells[row, sheet.widths[0] :])
    ]
    return [
        Problem(
            "longer_row", "error", says, fix, {"cells": int(sheet.widths[row]), "columns": int(sheet.widths[0])},
            file, name, int(sheet.lines[row]),
        )
        for row in rows[:LISTED]
    ]  # fmt: skip


def _hidden(sheet: Sheet, file: str, name: str) -> list[Problem]:
    rows = sorted(row for row in sheet.hidden_rows if row <= len(sheet.cells))
    columns = sorted(column for column in sheet.hidden_columns if column <= sheet.cells.shape[1])
    fix = _("Show what belongs to the table.")
    problems = []
    if rows:
        says = _("hidden rows were left out: {rows}")
        values = {"rows": ", ".join(map(str, rows[:LISTED])) + (", …" if len(rows) > LISTED else "")}
        problems.append(Problem("hidden_rows", "warning", says, fix, values, file, name))
    if columns:
        says = _("hidden columns were left out: {columns}")
        headings = [str(sheet.cells[0, column - 1] or column) for column in columns]
        values = {"columns": ", ".join(headings[:LISTED])}
        problems.append(Problem("hidden_columns", "warning", says, fix, values, file, name))
    return problems


def _table(sheet: Sheet, headings: list[str], kind: str) -> pd.DataFrame:
    cells = sheet.cells[1:]
    hidden = [row - 2 for row in sheet.hidden_rows if 2 <= row < len(cells) + 2]
    if hidden:
        cells = cells.copy()
        cells[hidden] = None
    kept = [place for place, name in enumerate(headings) if name and place + 1 not in sheet.hidden_columns]
    table = pd.DataFrame(
        {headings[place]: _column(cells[:, place], kind) for place in kept}, index=range(len(cells))
    )
    filled = np.flatnonzero(table.notna().any(axis=1)) if kept else np.array([], int)
    return table.iloc[: filled[-1] + 1] if len(filled) else table.iloc[:0]


def _column(cells: np.ndarray, kind: str) -> pd.Series:
    if kind == "csv":
        return pd.Series(cells, dtype="str")
    column = pd.Series(cells, dtype=object)
    return column.infer_objects() if kind == "parquet" else column
