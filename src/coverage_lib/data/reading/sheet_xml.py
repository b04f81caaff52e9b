"""What calamine does not tell of an XLSX: hidden rows and columns, error values, formulas without a value, cells shown as percent.

The XML of a sheet is looked through for signs of any of them first, as bytes, which takes a fraction of reading it; only a sheet
that has some is parsed.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string

from coverage_lib.data.reading import archives
from coverage_lib.data.reading.details import Details
from coverage_lib.data.reading.sheets import MOST_CELLS, MOST_COLUMNS

#: Formats that every workbook knows without writing them down: 0% and 0.00%.
BUILT_IN_PERCENT = {"9", "10"}
YES, NO = ("1", "true"), ("0", "false")
DIGITS = "0123456789"
#: What is no sign of its own in a format: quoted or escaped text, colours and conditions.
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
#: Signs that a sheet has to be parsed: formulas, comments, something hidden or of no size, rows that do not say their number. Each
#: pattern begins with letters, which is what makes the search fast.
SIGNS = [
    re.compile(sign)
    for sign in (
        rb"<f[\s>/]",
        rb"<!",
        rb'<row(?! r="\d{1,7}"[\s>/])',
        rb'hidden="[1t]',
        rb"zeroHeight",
        rb' ht="0',
        rb' width="0',
    )
]
#: Every other cell has to be parsed: one with an error value, shown as percent, or that does not say its place.
USUAL_CELL = r' r="{place}"(?: s="(?!(?:{percent})")\d+")?(?: t="(?:s|n|b|d|str|inlineStr)")?/?>'
DIMENSION = re.compile(rb'<dimension ref="[A-Z]{1,3}\d{1,7}:([A-Z]{1,3})([1-9]\d{0,6})"')
COLUMN = re.compile(rb'<c r="([A-Z]+)')
ROW_OF_CELL = re.compile(rb'<c r="[A-Z]+(\d+)')


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """The part of each sheet, by the name of the sheet.

    Raises
    ------
    zipfile.BadZipFile, KeyError, xml.parsers.expat.ExpatError
        The archive is no whole workbook.
    """
    targets = {
        each["Id"]: posixpath.normpath(posixpath.join("xl", each["Target"])).lstrip("/")
        for name, each in _elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship" and each.get("TargetMode") != "External"
    }
    return {
        each["name"]: targets[next(value for key, value in each.items() if key.endswith(":id"))]
        for name, each in _elements(archive, "xl/workbook.xml")
        if name == "sheet"
    }


def never_calculated(archive: ZipFile) -> bool:
    """Whether the program that wrote the workbook left it to the next one to calculate its formulas: a stored 0 is then no result."""
    return any(
        name == "calcPr" and each.get("fullCalcOnLoad") in ("1", "true")
        for name, each in _elements(archive, "xl/workbook.xml")
    )


def percent_styles(archive: ZipFile) -> set[str]:
    """Numbers of the cell styles that show a number as percent."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    formats = dict.fromkeys(BUILT_IN_PERCENT, True)
    styles: list[str] = []
    inside = False
    for name, each in _elements(archive, "xl/styles.xml"):
        if name == "numFmt":
            formats[each["numFmtId"]] = is_percent(each["formatCode"])
        inside = name == "cellXfs" or (inside and name not in ("cellStyles", "cellStyleXfs", "dxfs"))
        if name == "xf" and inside:
            styles.append(each.get("numFmtId", "0"))
    return {str(place) for place, number in enumerate(styles) if formats.get(number)}


def is_percent(code: str) -> bool:
    """Whether a number format multiplies by 100.

    Examples
    --------
    >>> is_percent("0.0%"), is_percent('0.0"%"'), is_percent("#,##0")
    (True, False, False)
    """
    return "%" in LITERAL.sub("", code)


def _elements(archive: ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Local names and attributes of the elements of a small part."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    for block in archives.blocks(archive, part):
        parser.Parse(block)
        yield from found
        found.clear()
    parser.Parse(b"", True)
    yield from found


def details(archive: ZipFile, part: str, percent: set[str], uncalculated: bool) -> Details:
    """What calamine does not tell of a sheet.

    Parameters
    ----------
    archive : zipfile.ZipFile
        From :func:`coverage_lib.data.reading.archives.opened`.
    part : str
        That of the sheet.
    percent : set of str
        From :func:`percent_styles`.
    uncalculated : bool
        From :func:`never_calculated`.

    Raises
    ------
    xml.parsers.expat.ExpatError
        The XML is not whole.
    """
    plain = _without_signs(archives.blocks(archive, part), percent)
    return plain or _Parser(percent, uncalculated).read(archives.blocks(archive, part))


def _without_signs(blocks: Iterable[bytes], percent: set[str]) -> Details | None:
    """How far a sheet reaches that has nothing but values; None where it has to be parsed."""
    signs: list[re.Pattern[bytes]] = []
    found = Details()
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    rest = b""
    for block in blocks:
        text = rest + block
        # An element that the block cuts is looked at with the next one.
        cut = max(0, text.rfind(b"<"))
        text, rest = text[:cut], text[cut:]
        if not signs:
            if b"<worksheet" not in text:
                return None
            found.rows, found.columns, place = _stated_size(text)
            usual = USUAL_CELL.format(place=place, percent="|".join(sorted(percent)) or "none")
            signs = [*SIGNS, re.compile(rf"<c(?!{usual})(?=[\s>/])".encode())]
        if any(sign.search(text) for sign in signs):
            return None
        if not found.rows:
            columns.update(COLUMN.findall(text))
            rows.update(ROW_OF_CELL.findall(text))
    if not found.rows:
        found.rows = max(map(int, rows), default=0)
        found.columns = max((_column_number(letters.decode()) for letters in columns), default=0)
    return found


def _stated_size(text: bytes) -> tuple[int, int, str]:
    """Rows and columns that a sheet reaches at most by what it states, and a pattern of the places within them.

    The pattern leaves some room: places with as many letters and digits, and no larger first ones. Where the sheet states nothing, or that
    room would be too large, rows and columns are 0 and the pattern is that of every place: each cell is looked at then.
    """
    stated = DIMENSION.search(text)
    if stated:
        letters, digits = stated[1].decode(), stated[2].decode()
        columns = min(_column_number(letters[0] + "Z" * (len(letters) - 1)), MOST_COLUMNS)
        rows = int(digits[0] + "9" * (len(digits) - 1))
        if rows * columns <= MOST_CELLS:
            return rows, columns, f"{_up_to(letters, 'A-Z', 'A')}{_up_to(digits, '0-9', '0')}"
    return 0, 0, "[A-Z]{1,3}[0-9]{1,7}"


def _up_to(sign: str, any_sign: str, first: str) -> str:
    """A pattern of what is shorter than a sign, or as long and begins with no larger one."""
    shorter = f"[{any_sign}]{{1,{len(sign) - 1}}}|" if len(sign) > 1 else ""
    return f"(?:{shorter}[{first}-{sign[0]}][{any_sign}]{{{len(sign) - 1}}})"


class _Parser:
    """Reads the XML of a sheet, event by event. A cell is judged when the next one begins, so that fewer events are needed."""

    def __init__(self, percent: set[str], uncalculated: bool) -> None:
        self.found = Details()
        self.percent = percent
        self.uncalculated = uncalculated
        self.row = self.column = 0
        self.type = self.style = ""
        self.formula = self.has_value = self.all_hidden = False
        self.value: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def read(self, blocks: Iterable[bytes]) -> Details:
        for block in blocks:
            self.parser.Parse(block)
        self.parser.Parse(b"", True)
        self._judge_cell()
        return self.found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._judge_cell()
            self._start_cell(attributes)
        elif name == "v":
            self.has_value = True
            if self.formula or self.type == "e":
                self.parser.CharacterDataHandler = self.value.append
                self.parser.EndElementHandler = self._end_value
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col" and _is_hidden(attributes, "width"):
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self.found.hidden_columns.update(range(int(attributes["min"]), last + 1))
        elif name == "sheetFormatPr":
            self.all_hidden = attributes.get("zeroHeight") in YES

    def _end_value(self, _name: str) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._judge_cell()
        self.row = int(attributes.get("r", self.row + 1))
        self.column = 0
        self.found.rows = max(self.found.rows, self.row)
        if _is_hidden(attributes, "ht") or (self.all_hidden and attributes.get("hidden") not in NO):
            self.found.hidden_rows.add(self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        if place:
            letters = place.rstrip(DIGITS)
            self.row, self.column = int(place[len(letters) :]), _column_number(letters)
        else:
            self.column += 1
        self.type, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.found.rows, self.found.columns = (
            max(self.found.rows, self.row),
            max(self.found.columns, self.column),
        )

    def _judge_cell(self) -> None:
        """Note what is special about the cell that has just been passed."""
        if self.type == "e" and self.value:
            self.found.texts[self.row, self.column] = "".join(self.value)
        elif self.formula and self._has_no_result():
            self.found.without_value.append((self.row, self.column))
        elif self.has_value and self.type == "n" and self.style in self.percent:
            self.found.add_percent(self.row, self.column)
        self.type = ""
        self.formula = self.has_value = False
        if self.value:
            self.value.clear()

    def _has_no_result(self) -> bool:
        if self.type == "str":
            return not self.has_value
        return not self.value or (self.uncalculated and self.value == ["0"])


@cache
def _column_number(letters: str) -> int:
    return column_index_from_string(letters)


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or drawn without height or width, which looks the same."""
    return attributes.get("hidden") in YES or float(attributes.get(size, 1)) == 0
