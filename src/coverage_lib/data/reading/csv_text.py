"""CSV as people save it: which encoding, which separator, and rows of any length as a sheet."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

from coverage_lib.data.encodings import encodings_of
from coverage_lib.data.reading.problems import Problem, Refused, _
from coverage_lib.data.reading.sheets import Sheet, check_size, rows_to_cells, stacked, trimmed

#: In the order of preference where two fit equally well: a comma may also be a decimal mark.
SEPARATORS = (";", "\t", "|", ",")
#: So many lines decide which separator it is; a title without any comes first in many files.
HEAD_LINES = 200
#: So many rows are held as lists at a time.
ROWS_AT_ONCE = 20_000
#: A last line that no file has: where it does not come back as a row, a quotation mark is still open.
END = "\x00"
SURROGATES = re.compile("[\ud800-\udfff]")
CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
#: What Excel writes on the first line to name the separator.
NAMED_SEPARATOR = re.compile(r'^\ufeff?"?sep=(.)"?\s*$', re.IGNORECASE)
NUMBER = re.compile(r"[-+(]?(?:Rp\.?)?[ \xa0]?\d[\d., \xa0]*%?\)?")


class Decoded(NamedTuple):
    """Bytes that an encoding reads without an error, and what was met."""

    content: bytes
    encoding: str
    problems: list[Problem]


def read_csv(content: bytes, file: str) -> tuple[Sheet, list[Problem]]:
    """The rows of a CSV, and what was met.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name, for problems.

    Returns
    -------
    Sheet, list of Problem
        Cells are texts as they stand, None where there is nothing; blank rows are kept.

    Raises
    ------
    Refused
        It is no text, too large, or a quotation mark is not closed.

    Examples
    --------
    >>> sheet, problems = read_csv(b"Synthetic\\nregion;share\\nJambi;45,17\\n", "a.csv")
    >>> sheet.cells.tolist(), problems
    ([['Synthetic', None], ['region', 'share'], ['Jambi', '45,17']], [])
    """
    decoded = _decoded(content, file)
    head = list(islice(_stream(decoded), HEAD_LINES))
    named = NAMED_SEPARATOR.match(head[0]) if head else None
    separator = named[1] if named else best_separator(head)
    try:
        sheet = _sheet(decoded, separator, file, strict=True)
    except csv.Error:
        sheet = _sheet(decoded, separator, file, strict=False)
        decoded.problems.append(_after_quotation(decoded, separator, file))
    if named:
        sheet.cells[0] = None
    return trimmed(sheet), decoded.problems


def _stream(decoded: Decoded) -> io.TextIOWrapper:
    # The bytes are decoded bit by bit: as one text of wide characters a large file would take four times its size.
    return io.TextIOWrapper(io.BytesIO(decoded.content), encoding=decoded.encoding, newline="")


def _decoded(content: bytes, file: str) -> Decoded:
    """The bytes and how to read them; halves of characters are replaced."""
    for encoding in encodings_of(content):
        problems = []
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            mended = _without_halves(content, encoding)
            if mended is None:
                continue
            text, content, encoding = mended, mended.encode(), "utf-8"
            says = _("holds damaged characters; they were replaced by {sign}")
            line = _line_of(text, text.index("\ufffd"))
            problems.append(
                Problem(
                    "damaged_characters",
                    "warning",
                    says,
                    _("Correct the names in which they stand."),
                    {"sign": "\ufffd"},
                    file,
                    row=line,
                )
            )
        _check_is_text(text, file)
        if not encoding.startswith("utf-8"):
            says = _("is written in {encoding} and not in UTF-8, and was read so")
            fix = _("If letters of names look wrong, save it as CSV in UTF-8.")
            problems.append(Problem("encoding", "note", says, fix, {"encoding": ENCODINGS[encoding]}, file))
        return Decoded(content, encoding, problems)
    says = _("is written neither in UTF-8 nor in UTF-16 or Windows-1252, or it is damaged")
    raise Refused(
        [
            Problem(
                "unknown_encoding",
                "error",
                says,
                _("Open it in the program that it comes from and save it as CSV in UTF-8."),
                file=file,
            )
        ]
    )


ENCODINGS = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}


def _without_halves(content: bytes, encoding: str) -> str | None:
    """The text with a sign for each half of a character, which no file may hold; None where that is not what is wrong."""
    if encoding == "cp1252":
        return None
    try:
        return SURROGATES.sub("\ufffd", content.decode(encoding, "surrogatepass"))
    except UnicodeDecodeError:
        return None


def _check_is_text(text: str, file: str) -> None:
    if END in text:
        says = _("holds a NUL character, which no text has: the file is damaged or of another kind")
        raise Refused(
            [
                Problem(
                    "nul",
                    "error",
                    says,
                    _("Get the file again, or save it anew as CSV in UTF-8."),
                    file=file,
                    row=_line_of(text, text.index(END)),
                )
            ]
        )
    head = text[:10_000]
    if len(CONTROLS.findall(head)) * 20 > len(head):
        raise Refused(
            [
                Problem(
                    "no_text",
                    "error",
                    _("is no text and no other kind of table"),
                    _("Name a CSV, XLSX, XLS, ODS or Parquet file."),
                    file=file,
                )
            ]
        )


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def best_separator(head: list[str]) -> str:
    """The separator of a CSV, by all lines of its head.

    Parameters
    ----------
    head : list of str
        The first lines, with their line breaks.

    Returns
    -------
    str
        The one with which most rows have the same number of cells, more than one, and most cells are whole numbers: a comma between
        digits is then a decimal mark.

    Examples
    --------
    >>> best_separator(["Share, percent\\n", "region;2023;2024\\n", "Jambi;45,17;46,2\\n"])
    ';'
    """
    fits = {separator: _fit(head, separator) for separator in SEPARATORS}
    return max(fits, key=lambda separator: fits[separator]) if any(fits.values()) else ","


def _fit(head: list[str], separator: str) -> float:
    """How well a separator fits, from 0 to 2."""
    try:
        rows = [row for row in csv.reader(head, delimiter=separator) if any(row)]
    except csv.Error:
        return 0.0  # a cell that is too long is refused where the rows are read
    width = usual_width(rows)
    if width < 2:
        return 0.0
    alike = [row for row in rows if len(row) == width]
    cells = [cell for row in alike for cell in row if cell]
    numbers = sum(NUMBER.fullmatch(cell.strip()) is not None for cell in cells)
    return len(alike) / len(rows) * (1 + numbers / max(1, len(cells)))


def usual_width(rows: list[list[str]]) -> int:
    """How many cells most rows with more than one have; 1 where there is none."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 1


def _sheet(decoded: Decoded, separator: str, file: str, *, strict: bool) -> Sheet:
    """All rows; with `strict`, a text behind a closing quotation mark is an error of `csv`."""
    usual = usual_width(list(_head_rows(decoded, separator)))
    same: dict[str, str | None] = {"": None}  # a text that stands in many cells is held once
    rows: list[list[str | None]] = []
    parts: list[np.ndarray] = []
    lines: list[int] = []
    widths: list[int] = []
    reader = csv.reader(chain(_stream(decoded), [END]), delimiter=separator, strict=strict)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except (csv.Error, StopIteration) as error:
            # Strict or not, the end of the file within a quotation is where `END` was not seen as a row.
            raise _refusal(error, strict, file, line) from error
        if row == [END]:
            break
        if reader.line_num > line and (END in row[-1] or _swallowed(row, separator, usual)):
            raise _open_quotation(file, line)
        lines.append(line)
        widths.append(len(row))
        rows.append([same.setdefault(cell, cell) for cell in row])
        if len(rows) == ROWS_AT_ONCE:
            check_size(len(lines), max(widths), file)
            parts.append(rows_to_cells(rows))
            rows = []
    check_size(len(lines), max(widths, default=0), file)
    parts.append(rows_to_cells(rows))
    return Sheet("", stacked(parts), np.array(lines, int), widths=np.array(widths, int))


def _head_rows(decoded: Decoded, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(islice(_stream(decoded), HEAD_LINES), delimiter=separator)
    except csv.Error:
        return


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


def _after_quotation(decoded: Decoded, separator: str, file: str) -> Problem:
    """The warning for a file in which a text stands behind a closing quotation mark, at the first such row."""
    reader = csv.reader(_stream(decoded), delimiter=separator, strict=True)
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
