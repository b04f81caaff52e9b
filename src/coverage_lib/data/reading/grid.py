"""The visible part of a sheet, each cell with the kind of thing that it is."""

import datetime
import re
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from coverage_lib.data.reading import dates, numbers, texts
from coverage_lib.data.reading.problems import Problem, _
from coverage_lib.data.reading.sheets import Sheet

#: Kinds of cells. A year is a whole number that can be one, in a heading or among values.
EMPTY, NUMBER, MISSING, TEXT, DATE, YEAR = range(6)
YEARS = (1945, 2075)
#: A year with its footnote marks: 2024*), 2024 (sementara).
LONGEST_YEAR = 24
_YEAR_ALONE = r"^(?:19(?:4[5-9]|[5-9][0-9])|20(?:[0-6][0-9]|7[0-5]))$"
_PLAIN = r"^-?[0-9]+(?:[.,][0-9]+)*%?$"
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A cell that counts columns, as below the headings of BPS: (1), (2), (3)=(2)/(1).
COUNTING = re.compile(r"\(?(\d{1,3})\)?(?:\s*=.*)?|\((\d{1,3})\s*=.*\)")


class Grid(NamedTuple):
    """The cells of a sheet without hidden and blank rows and columns.

    Attributes
    ----------
    name, file : str
        Of the sheet and of the file.
    cells, kinds : numpy.ndarray
        Texts are cleaned; numbers are as the file has them.
    rows : numpy.ndarray
        Row or line of the file, counted from 1.
    columns : list of str
        Letters.
    apart : frozenset of int
        Columns that have a blank one to their left.
    merged : list of (int, int, int, int)
        First row and column, last row and column, as places in `cells`.
    percent : numpy.ndarray or None
        Where a workbook shows a number as percent.
    """

    name: str
    file: str
    cells: np.ndarray
    kinds: np.ndarray
    rows: np.ndarray
    columns: list[str]
    apart: frozenset[int]
    merged: list[tuple[int, int, int, int]]
    percent: np.ndarray | None

    def text(self, row: int, column: int) -> str:
        """A cell as text, empty where it is."""
        return printed(self.cells[row, column]) if self.kinds[row, column] != EMPTY else ""

    def filled(self, row: int) -> list[int]:
        """The columns in which a row has a cell."""
        places: list[int] = np.flatnonzero(self.kinds[row] != EMPTY).tolist()
        return places


def printed(cell: Any) -> str:
    """A cell as a reader sees it.

    Examples
    --------
    >>> printed(None), printed(2024.0), printed(45.17), printed(datetime.datetime(2024, 12, 31))
    ('', '2024', '45.17', '2024-12-31')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell)


def grid_of(sheet: Sheet, file: str) -> tuple[Grid, list[Problem]]:
    """The visible, filled part of a sheet, and notes on what is hidden or was cleaned."""
    problems = [*_hidden(sheet, file)]
    show_rows = np.array(
        [row + 1 not in sheet.hidden_rows for row in range(sheet.cells.shape[0])], dtype=bool
    )
    show_columns = np.array(
        [place + 1 not in sheet.hidden_columns for place in range(sheet.cells.shape[1])], dtype=bool
    )
    kinds, cells = _kinds(sheet.cells)
    _months(cells, kinds)
    filled = (kinds != EMPTY) & show_rows[:, None] & show_columns[None, :]
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    apart = frozenset(
        place
        for place in range(1, len(columns))
        if show_columns[columns[place - 1] + 1 : columns[place]].any()
    )
    pick = np.ix_(rows, columns)
    grid = Grid(
        sheet.name, file, cells[pick], kinds[pick], np.asarray(sheet.lines)[rows], [get_column_letter(place + 1) for place in columns],
        apart, list(_merged(sheet, rows, columns)), None if sheet.percent is None else sheet.percent[pick],
    )  # fmt: skip
    return grid, problems


def _months(cells: np.ndarray, kinds: np.ndarray) -> None:
    """Write dates as months where all dates of a row or a column are the first of a month: a spreadsheet makes that of "Des-24"."""
    dated = kinds == DATE
    everything = slice(None)
    lines: list[Any] = [(row, everything) for row in np.flatnonzero(dated.sum(axis=1) > 1)]
    lines += [(everything, column) for column in np.flatnonzero(dated.sum(axis=0) > 1)]
    months = np.zeros(cells.shape, dtype=bool)
    for line in lines:
        days = set(cells[line][dated[line]])
        if len(days) > 1 and all(day.day == 1 for day in days):
            months[line] |= dated[line]
    for row, column in np.argwhere(months):
        cells[row, column] = cells[row, column].strftime("%Y-%m")


def _hidden(sheet: Sheet, file: str) -> list[Problem]:
    """Notes on hidden rows and columns that hold something."""
    filled = sheet.cells != np.array(None, dtype=object)
    problems = []
    rows = [row for row in sorted(sheet.hidden_rows) if row <= filled.shape[0] and filled[row - 1].any()]
    if rows:
        says = _("{count} hidden rows were left out: {which}")
        fix = _("Show them in the workbook if they belong to the table.")
        values = {"count": len(rows), "which": _listed(map(str, rows))}
        problems.append(Problem("hidden_rows", "note", says, fix, values, file, sheet.name))
    columns = [
        place
        for place in sorted(sheet.hidden_columns)
        if place <= filled.shape[1] and filled[:, place - 1].any()
    ]
    if columns:
        says = _("{count} hidden columns were left out: {which}")
        fix = _("Show them in the workbook if they belong to the table.")
        values = {"count": len(columns), "which": _listed(map(get_column_letter, columns))}
        problems.append(Problem("hidden_columns", "note", says, fix, values, file, sheet.name))
    return problems


def _listed(names: Any, most: int = 12) -> str:
    names = list(names)
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _merged(sheet: Sheet, rows: np.ndarray, columns: np.ndarray) -> Any:
    """Merged ranges as places in the grid."""
    for top, left, bottom, right in sheet.merged:
        inside_rows = np.flatnonzero((rows >= top - 1) & (rows <= bottom - 1))
        inside_columns = np.flatnonzero((columns >= left - 1) & (columns <= right - 1))
        if len(inside_rows) and len(inside_columns):
            yield int(inside_rows[0]), int(inside_columns[0]), int(inside_rows[-1]), int(inside_columns[-1])


def _kinds(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The kind of each cell, and the cells with their texts cleaned."""
    kinds, clean = np.zeros(cells.shape, dtype=np.uint8), cells.copy()
    for place in range(cells.shape[1]):
        column = cells[:, place]
        if all(cell is None or type(cell) is str for cell in column):
            kinds[:, place], clean[:, place] = _kinds_of_texts(column)
        else:
            kinds[:, place], clean[:, place] = _kinds_one_by_one(column)
    return kinds, clean


def _kinds_of_texts(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same for a column of texts: each text once."""
    encoded = pa.array(column, pa.string(), from_pandas=True).dictionary_encode()
    unique = encoded.dictionary
    kinds = np.full(len(unique) + 1, NUMBER, dtype=np.uint8)
    clean = np.array([*unique.to_pylist(), None], dtype=object)
    kinds[-1] = EMPTY
    if len(unique):
        kinds[:-1][np.asarray(pc.match_substring_regex(unique, _YEAR_ALONE))] = YEAR
        for place in np.flatnonzero(~np.asarray(pc.match_substring_regex(unique, _PLAIN))):
            kinds[place], clean[place] = _kind(clean[place])
    codes = np.asarray(encoded.indices.fill_null(-1))
    return kinds[codes], clean[codes]


def _kinds_one_by_one(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    kinds, clean = np.zeros(len(column), dtype=np.uint8), column.copy()
    for row, cell in enumerate(column):
        if type(cell) is str:
            kinds[row], clean[row] = _kind(cell)
        elif cell is None:
            continue
        elif isinstance(cell, bool):
            kinds[row], clean[row] = TEXT, str(cell)
        elif isinstance(cell, datetime.date):
            kinds[row] = DATE
        elif cell != cell:
            kinds[row], clean[row] = MISSING, cell
        else:
            kinds[row] = YEAR if cell == int_or_none(cell) and YEARS[0] <= cell <= YEARS[1] else NUMBER
    return kinds, clean


def int_or_none(cell: Any) -> int | None:
    """A cell as a whole number, None where it is none."""
    try:
        number = float(cell)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None


@lru_cache(maxsize=200_000)
def _kind(text: str) -> tuple[int, str | None]:
    """Kind of a text, and the text cleaned; numbers stay as they are written."""
    cleaned = texts.clean(text).text
    if not cleaned:
        return EMPTY, None
    if (
        _YEAR.match(cleaned)
        and len(cleaned) < LONGEST_YEAR
        and (read := dates.read_date(text))
        and read.precision == "year"
    ):
        return YEAR, _YEAR.match(cleaned)[0]  # type: ignore[index]
    if COUNTING.fullmatch(cleaned) and cleaned.startswith("("):
        return TEXT, cleaned
    if numbers.is_number(text) or numbers.lost_digits(text):
        return NUMBER, text
    return (MISSING, text) if numbers.is_missing(text) else (TEXT, cleaned)


def counted(texts_: list[str]) -> bool:
    """Whether cells only count columns: (1), (2), (3), or 1, 2, 3.

    Examples
    --------
    >>> counted(["(1)", "(2)", "(3)=(2)/(1)"]), counted(["1", "2"]), counted(["3", "5"]), counted(["2023", "2024"])
    (True, True, False, False)
    """
    found = [COUNTING.fullmatch(text) for text in texts_]
    places = [int(one[1] or one[2]) for one in found if one]
    return (
        len(places) == len(texts_) >= 2
        and places[0] <= 2
        and places == list(range(places[0], places[0] + len(places)))
    )
