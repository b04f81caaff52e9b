"""The rows of a CSV whose encoding and separator are known: ragged ones are kept, a quotation mark that is not closed is refused."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from coverage_lib.data.reading.problems import Problem, Refused, _
from coverage_lib.data.reading.sheets import Sheet, check_size, rows_to_cells, stacked

#: So many rows are held as lists at a time.
ROWS_AT_ONCE = 20_000
#: So many lines are the head of a file.
HEAD_LINES = 200
#: A last line that no file has: where it does not come back as a row, a quotation mark is still open.
END = "\x00"


class Text(NamedTuple):
    """Bytes that an encoding reads without an error, and which separator stands between cells."""

    content: bytes
    encoding: str
    separator: str


def stream(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The lines of a text, with their line breaks, decoded bit by bit."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def sheet(text: Text, file: str, *, strict: bool) -> Sheet:
    """All rows of a CSV.

    Parameters
    ----------
    text : Text
        The file.
    file : str
        Its name, for problems.
    strict : bool
        Whether a text behind a closing quotation mark is an error.

    Raises
    ------
    csv.Error
        A text stands behind a closing quotation mark, and `strict`.
    Refused
        A quotation mark is not closed, or there are too many cells.
    """
    rows = _rows_of_lines if _is_a_row_each_line(text.content) else _rows
    same: dict[str, str | None] = {"": None}
    parts: list[np.ndarray] = []
    lines: list[int] = []
    widths: list[int] = []
    for some_lines, some_rows in rows(text, file, strict):
        lines += some_lines
        widths += map(len, some_rows)
        check_size(len(lines), max(widths), file)
        parts.append(_cells(some_rows, same))
    return Sheet("", stacked(parts), np.array(lines, int), widths=np.array(widths, int))


Part = tuple[list[int], list[list[str]]]


def _is_a_row_each_line(content: bytes) -> bool:
    """Whether every quotation that is opened is closed on its line, so that no row goes over several."""
    return b'"' not in content or all(line.count(b'"') % 2 == 0 for line in content.splitlines())


def _cells(rows: list[list[str]], same: dict[str, str | None]) -> np.ndarray:
    """Rows as a rectangle; a text that stands in many cells is held once, an empty one not at all."""
    texts = list(chain.from_iterable(rows))
    flat: list[Any] = list(map(same.setdefault, texts, texts))
    if len(set(map(len, rows))) == 1:
        cells = np.empty(len(flat), dtype=object)
        cells[:] = flat
        return cells.reshape(len(rows), -1)
    each = iter(flat)
    return rows_to_cells([list(islice(each, len(row))) for row in rows])


def _rows_of_lines(text: Text, file: str, strict: bool) -> Iterator[Part]:
    """First lines and cells of the rows, where each line is a row."""
    reader = csv.reader(stream(text.content, text.encoding), delimiter=text.separator, strict=strict)
    line = 1
    try:
        while rows := list(islice(reader, ROWS_AT_ONCE)):
            yield list(range(line, line + len(rows))), rows
            line += len(rows)
    except csv.Error as error:
        raise _refusal(error, strict, file, max(1, reader.line_num)) from error


def _rows(text: Text, file: str, strict: bool) -> Iterator[Part]:
    """First lines and cells of the rows, where a quotation may go over several lines."""
    usual = usual_width(head_rows(text))
    lines: list[int] = []
    rows: list[list[str]] = []
    reader = csv.reader(
        chain(stream(text.content, text.encoding), [END]), delimiter=text.separator, strict=strict
    )
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except (csv.Error, StopIteration) as error:
            # Strict or not, the end of the file within a quotation is where `END` was not seen as a row.
            raise _refusal(error, strict, file, line) from error
        if row == [END]:
            break
        if reader.line_num > line and (END in row[-1] or _swallowed(row, text.separator, usual)):
            raise _open_quotation(file, line)
        lines.append(line)
        rows.append(row)
        if len(rows) == ROWS_AT_ONCE:
            yield lines, rows
            lines, rows = [], []
    if rows:
        yield lines, rows


def head_rows(text: Text) -> list[list[str]]:
    """The rows of the first lines; none where they cannot be read."""
    try:
        return list(
            csv.reader(islice(stream(text.content, text.encoding), HEAD_LINES), delimiter=text.separator)
        )
    except csv.Error:
        return []


def usual_width(rows: list[list[str]]) -> int:
    """How many cells most rows with more than one have; 1 where there is none."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 1


def _swallowed(row: list[str], separator: str, usual: int) -> bool:
    """Whether a cell of several lines holds rows of the table: a quotation mark that was never closed reaches to the next one."""
    for cell in row:
        inner = [line for line in cell.splitlines() if line.count(separator) + 1 >= usual]
        if len(inner) >= (1 if usual > 2 else 3):
            return True
    return False


def _refusal(error: Exception, strict: bool, file: str, line: int) -> Exception:
    """What an error of `csv` is to be for the reader; the error itself where the row can be read less strictly."""
    if "field limit" in str(error):
        says = _(
            "a cell begins here that has more than {most} characters, so that a quotation mark is probably not closed"
        )
        values = {"most": csv.field_size_limit()}
        return Refused(
            [
                Problem(
                    "long_cell",
                    "error",
                    says,
                    _("Close or remove the quotation mark."),
                    values,
                    file,
                    row=line,
                )
            ]
        )
    if strict and "expected after" in str(error):
        return error
    return _open_quotation(file, line)


def _open_quotation(file: str, line: int) -> Refused:
    says = _("a quotation mark is opened here and not closed in its row, so that it swallows the rows below")
    return Refused(
        [
            Problem(
                "open_quotation", "error", says, _("Close or remove the quotation mark."), file=file, row=line
            )
        ]
    )


def after_quotation(text: Text, file: str) -> Problem:
    """The warning for a file in which a text stands behind a closing quotation mark, at the first such row."""
    reader = csv.reader(stream(text.content, text.encoding), delimiter=text.separator, strict=True)
    line = 1
    try:
        for _row in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass
    says = _("a text stands behind a closing quotation mark; the mark was taken for a part of the cell")
    return Problem(
        "quotation",
        "warning",
        says,
        _("Look at this cell; a quotation mark within a cell is written twice."),
        file=file,
        row=line,
    )
