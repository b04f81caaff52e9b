"""XLSX, XLS and ODS: values by calamine, and beside them what it does not tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

import numpy as np
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, PasswordError

from coverage_lib.data.reading import archives, shared_strings, sheet_ods, sheet_xls, sheet_xml
from coverage_lib.data.reading.details import Details
from coverage_lib.data.reading.problems import Problem, Refused, _
from coverage_lib.data.reading.sheets import (
    MOST_TEXT,
    Sheet,
    check_size,
    check_text,
    plain_values,
    rows_to_cells,
    trimmed,
)
from coverage_lib.data.reading.values import Values, values_apart, values_of

#: So many formulas without a value are listed for a sheet; the rest is counted.
LISTED = 20


def read_workbook(content: bytes, kind: str, file: str) -> tuple[list[Sheet], list[Problem]]:
    """The sheets of a workbook, hidden ones too, and what was met.

    Parameters
    ----------
    content : bytes
        The whole file.
    kind : {"xlsx", "xls", "ods"}
        By its content.
    file : str
        Its name, for problems.

    Raises
    ------
    Refused
        It is damaged, locked or too large.
    """
    with refused_if_damaged(file):
        details = _details(content, kind, file)
        for name, found in details.items():
            check_size(found.rows, found.columns, file, name)
            check_text(found.text_bytes, file, name)
        worksheets = values_apart(content) if kind == "xls" else values_of(content)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for values in worksheets:
        found = details.get(values.name) or Details()
        sheets.append(_sheet(values, found))
        problems += _without_value(found, file, values.name)
    return sheets, problems


@contextmanager
def refused_if_damaged(file: str) -> Iterator[None]:
    """Refuse the file where it is no whole workbook of its kind."""
    try:
        yield
    except (PasswordError, sheet_xls.LockedXls) as error:
        raise Refused([archives.locked(file)]) from error
    except Refused:
        raise
    except (CalamineError, ExpatError, KeyError, StopIteration, *archives.UNREADABLE) as error:
        raise Refused([archives.damaged(file)]) from error
    except BaseException as error:
        # Where calamine meets what it holds for impossible, it panics, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused([archives.damaged(file)]) from error


def _details(content: bytes, kind: str, file: str) -> dict[str, Details]:
    """What calamine does not tell, by the name of the sheet."""
    if kind == "xls":
        return sheet_xls.details(content)
    archive = archives.opened(content, file)
    if kind == "ods":
        return sheet_ods.details(archives.blocks(archive, "content.xml"))
    percent, uncalculated = sheet_xml.percent_styles(archive), sheet_xml.never_calculated(archive)
    lengths = shared_strings.lengths(archive)
    details = {}
    for name, part in sheet_xml.sheet_parts(archive).items():
        details[name] = sheet_xml.details(archive, part, percent, uncalculated)
        # Only where texts could be too long if each cell had the longest one are they counted cell by cell.
        if details[name].rows * details[name].columns * lengths.max(initial=0) > MOST_TEXT:
            details[name].text_bytes = shared_strings.total(archive, part, lengths)
    return details


def _sheet(values: Values, found: Details) -> Sheet:
    cells = plain_values(rows_to_cells(values.rows))
    cells = _with_texts(cells, found.texts)
    percent = found.percent(cells.shape)
    if percent is not None:
        cells[percent] = np.frompyfunc(times_100, 1, 1)(cells[percent])
    merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in values.merged]
    return trimmed(
        Sheet(
            values.name,
            cells,
            np.arange(1, len(cells) + 1),
            values.hidden,
            frozenset(found.hidden_rows),
            frozenset(found.hidden_columns),
            (*merged, *found.merged),
            percent,
        )
    )


def _with_texts(cells: np.ndarray, texts: dict[tuple[int, int], str]) -> np.ndarray:
    """The cells with the texts that calamine leaves out."""
    height = max([len(cells), *(row for row, _column in texts)])
    width = max([cells.shape[1], *(column for _row, column in texts)])
    if cells.shape != (height, width):
        wider = np.full((height, width), None, dtype=object)
        wider[: cells.shape[0], : cells.shape[1]] = cells
        cells = wider
    for (row, column), text in texts.items():
        cells[row - 1, column - 1] = text
    return cells


def times_100(value: object) -> object:
    """A number as a percent format shows it, with all of its digits.

    Examples
    --------
    >>> times_100(0.07), times_100(0.45), times_100("n.a.")
    (7, 45, 'n.a.')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    shown = float(f"{value * 100:.15g}")
    return int(shown) if shown.is_integer() and abs(shown) < 2**53 else shown


def _without_value(found: Details, file: str, sheet: str) -> list[Problem]:
    says = _("holds a formula whose result is not stored in the file")
    fix = _("Open the workbook in a spreadsheet program, which calculates it, and save it.")
    problems = [
        Problem(
            "formula_without_value", "error", says, fix, None, file, sheet, row, get_column_letter(column)
        )
        for row, column in found.without_value[:LISTED]
    ]
    more = len(found.without_value) - LISTED
    if more > 0:
        says = _("{more} further cells hold a formula whose result is not stored")
        problems.append(Problem("formula_without_value", "error", says, fix, {"more": more}, file, sheet))
    return problems
