"""What calamine does not tell of an ODS: what is hidden or merged, error values, formulas without a value, cells shown as percent."""

from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from coverage_lib.data.reading.details import Details

ERROR = ("#", "Err:")
#: Attributes that say what a cell holds; a formula with none of them has no result.
VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
#: Where a hidden row or column reaches further, the rest is the empty margin of the sheet.
MARGIN = 20_000


def details(blocks: Iterable[bytes]) -> dict[str, Details]:
    """What calamine does not tell of the sheets of an ODS, by the name of the sheet.

    Parameters
    ----------
    blocks : iterable of bytes
        ``content.xml``.

    Raises
    ------
    xml.parsers.expat.ExpatError
        The XML is not whole.
    """
    return _Parser().read(blocks)


class _Parser:
    """Reads the XML of a spreadsheet, event by event; repeated rows and cells stand for so many."""

    def __init__(self) -> None:
        self.sheets: dict[str, Details] = {}
        self.depth = 0  # a table within a cell is none of the workbook's
        self.rows_above = self.rows = self.column = 0
        self.cell: dict[str, str] = {}
        self.covered = False
        self.text: list[str] = []
        self.parser: Any = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def read(self, blocks: Iterable[bytes]) -> dict[str, Details]:
        for block in blocks:
            self.parser.Parse(block)
        self.parser.Parse(b"", True)
        return self.sheets

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table:table":
            self.depth += 1
            if self.depth == 1:
                self.found = self.sheets[local.get("name", "")] = Details()
                self.rows_above = self.rows = self.column = 0
        elif self.depth == 1:
            self._start_inside(name, local)

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table-column":
            count = _repeated(attributes, "columns")
            if attributes.get("visibility") in HIDDEN:
                self.found.hidden_columns.update(range(self.column + 1, self.column + min(count, MARGIN) + 1))
            self.column += count
        elif name == "table:table-row":
            self.rows_above += self.rows
            self.rows, self.column = _repeated(attributes, "rows"), 0
            if attributes.get("visibility") in HIDDEN:
                first = self.rows_above + 1
                self.found.hidden_rows.update(range(first, first + min(self.rows, MARGIN)))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.cell, self.text = attributes, []

    def _text(self, data: str) -> None:
        if self.cell:
            self.text.append(data)

    def _end(self, name: str) -> None:
        if name == "table:table":
            self.depth -= 1
        elif self.depth == 1 and name in ("table:table-cell", "table:covered-table-cell"):
            self._judge_cell("".join(self.text))
            self.column += _repeated(self.cell, "columns")
            self.cell = {}

    def _judge_cell(self, text: str) -> None:
        """Note what is special about a cell that has ended, for each place that it stands for."""
        cell, found = self.cell, self.found
        wide, high = (int(cell.get(f"number-{way}-spanned", 1)) for way in ("columns", "rows"))
        row, column = self.rows_above + 1, self.column + 1
        if wide > 1 or high > 1:
            found.merged.append((row, column, row + high - 1, column + wide - 1))
        kind = cell.get("value-type", "")
        if not (kind or text or "formula" in cell):
            return
        last_row, last_column = self.rows_above + self.rows, self.column + _repeated(cell, "columns")
        found.rows, found.columns = max(found.rows, last_row), max(found.columns, last_column)
        count = (last_row - row + 1) * (last_column - column + 1)
        found.text_bytes += len(text) * count
        if count > MARGIN:
            return  # such a sheet is refused for its size, or the same value fills it
        places = [(y, x) for y in range(row, last_row + 1) for x in range(column, last_column + 1)]
        has_value = any(key in cell for key in VALUES) or (kind == "string" and text)
        if text and (("formula" in cell and text.startswith(ERROR)) or ("formula" not in cell and not kind)):
            found.texts.update(dict.fromkeys(places, text))
        elif "formula" in cell and not has_value:
            found.without_value.extend(places)
        elif kind == "percentage":
            for place in places:
                found.add_percent(*place)


HIDDEN = ("collapse", "filter")


def _repeated(attributes: dict[str, str], way: str) -> int:
    return int(attributes.get(f"number-{way}-repeated", 1))
