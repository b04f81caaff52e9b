"""CSV as people save it: which encoding, which separator, and rows of any length as a sheet."""

import csv
import re
from itertools import islice
from typing import NamedTuple

from coverage_lib.data.encodings import encodings_of
from coverage_lib.data.reading import csv_rows
from coverage_lib.data.reading.problems import Problem, Refused, _
from coverage_lib.data.reading.sheets import Sheet, trimmed

#: In the order of preference where two fit equally well: a comma may also be a decimal mark.
SEPARATORS = (";", "\t", "|", ",")
NUL = "\x00"
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
    head = list(islice(csv_rows.stream(decoded.content, decoded.encoding), csv_rows.HEAD_LINES))
    named = NAMED_SEPARATOR.match(head[0]) if head else None
    text = csv_rows.Text(decoded.content, decoded.encoding, named[1] if named else best_separator(head))
    try:
        sheet = csv_rows.sheet(text, file, strict=True)
    except csv.Error:
        sheet = csv_rows.sheet(text, file, strict=False)
        decoded.problems.append(csv_rows.after_quotation(text, file))
    if named:
        sheet.cells[0] = None
    return trimmed(sheet), decoded.problems


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
            # From here on every byte of a quotation mark or a line break is one.
            content, encoding = text.encode(), "utf-8"
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
    if NUL in text:
        says = _("holds a NUL character, which no text has: the file is damaged or of another kind")
        raise Refused(
            [
                Problem(
                    "nul",
                    "error",
                    says,
                    _("Get the file again, or save it anew as CSV in UTF-8."),
                    file=file,
                    row=_line_of(text, text.index(NUL)),
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
    width = csv_rows.usual_width(rows)
    if width < 2:
        return 0.0
    alike = [row for row in rows if len(row) == width]
    cells = [cell for row in alike for cell in row if cell]
    numbers = sum(NUMBER.fullmatch(cell.strip()) is not None for cell in cells)
    return len(alike) / len(rows) * (1 + numbers / max(1, len(cells)))
