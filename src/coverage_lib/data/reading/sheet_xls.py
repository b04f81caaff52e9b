"""What calamine does not tell of an XLS: hidden rows and columns, error values, formulas without a value, cells shown as percent.

An XLS is a small file system (OLE) with one stream of records (BIFF8, [MS-XLS]); only the records of cells, rows, columns and formats
are looked at, and their values are left to calamine.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from coverage_lib.data.reading.details import Details
from coverage_lib.data.reading.sheet_xml import BUILT_IN_PERCENT, is_percent

#: Sector numbers from here on mean the end of a chain, a free sector or one of the allocation table itself.
NO_SECTOR = 0xFFFFFFFA
#: Streams below this size stand in small sectors of 64 bytes.
SMALL_STREAM = 4096
SMALL_SECTOR = 64
DIRECTORY_ENTRY = 128

BOF, EOF, SHEET, PASSWORD, FORMAT, STYLE = 0x0809, 0x000A, 0x0085, 0x002F, 0x041E, 0x00E0
ROW, COLUMNS, NUMBERS = 0x0208, 0x007D, 0x00BD
#: Records of one cell: row, column and style are their first six bytes.
NUMBER, SMALL_NUMBER, ERROR_OR_YES, FORMULA = 0x0203, 0x027E, 0x0205, 0x0006
CELLS = (NUMBER, SMALL_NUMBER, ERROR_OR_YES, FORMULA, 0x00FD, 0x0204, 0x00D6)
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
WORKSHEET = 0
#: The result of a formula that is no number: what it is instead.
NOT_A_NUMBER, ERROR, EMPTY = b"\xff\xff", 2, 3
#: Which Excel has calculated the workbook last; without it an empty result is none.
CALCULATED_BY = 0x01C1


class DamagedXls(ValueError):
    """An XLS whose inner order is broken."""


class LockedXls(ValueError):
    """An XLS behind a password."""


class Record(NamedTuple):
    """A record of the stream."""

    kind: int
    data: bytes


def details(content: bytes) -> dict[str, Details]:
    """What calamine does not tell of the sheets of an XLS, by the name of the sheet.

    Raises
    ------
    DamagedXls
        The file system in the file, or a record, is broken.
    LockedXls
        Its records are encrypted.
    """
    try:
        stream = _stream(content)
        formats = dict.fromkeys(map(int, BUILT_IN_PERCENT), True)
        styles: list[int] = []
        sheets: dict[str, int] = {}
        uncalculated = True
        for record in _records(stream, 0):
            if record.kind == PASSWORD:
                raise LockedXls
            if record.kind == FORMAT:
                formats[struct.unpack_from("<H", record.data)[0]] = is_percent(_text(record.data, 2, "<H"))
            elif record.kind == STYLE:
                styles.append(struct.unpack_from("<H", record.data, 2)[0])
            elif record.kind == CALCULATED_BY:
                uncalculated = False
            elif record.kind == SHEET and record.data[5] == WORKSHEET:
                sheets[_text(record.data, 6, "<B")] = struct.unpack_from("<I", record.data)[0]
        percent = {place for place, number in enumerate(styles) if formats.get(number)}
        return {name: _sheet(stream, place, percent, uncalculated) for name, place in sheets.items()}
    except (struct.error, IndexError) as error:
        raise DamagedXls("a record is shorter than it must be") from error


def _sheet(stream: bytes, place: int, percent: set[int], uncalculated: bool) -> Details:
    found = Details()
    for record in _records(stream, place):
        data = record.data
        if record.kind in CELLS:
            _cell(record, percent, uncalculated, found)
        elif record.kind == NUMBERS:
            row, first = struct.unpack_from("<HH", data)
            for column in range(first, first + (len(data) - 6) // 6):
                style = struct.unpack_from("<H", data, 4 + (column - first) * 6)[0]
                _reach(found, row + 1, column + 1)
                if style in percent:
                    found.add_percent(row + 1, column + 1)
        elif record.kind == ROW:
            row, height, options = struct.unpack_from("<H4xH4xH", data)
            if options & 0x20 or not height & 0x7FFF:
                found.hidden_rows.add(row + 1)
        elif record.kind == COLUMNS:
            first, last, width, _style, options = struct.unpack_from("<5H", data)
            if options & 1 or not width:
                found.hidden_columns.update(range(first + 1, last + 2))
    return found


def _cell(record: Record, percent: set[int], uncalculated: bool, found: Details) -> None:
    """Note what is special about a cell."""
    data = record.data
    row, column, style = struct.unpack_from("<HHH", data)
    place = row + 1, column + 1
    _reach(found, *place)
    if record.kind == ERROR_OR_YES:
        if data[7]:
            found.texts[place] = ERRORS.get(data[6], "#N/A")
    elif record.kind == FORMULA and data[12:14] == NOT_A_NUMBER:
        if data[6] == ERROR:
            found.texts[place] = ERRORS.get(data[8], "#N/A")
        elif data[6] == EMPTY and uncalculated:
            found.without_value.append(place)
    elif style in percent and record.kind in (NUMBER, SMALL_NUMBER, FORMULA):
        found.add_percent(*place)


def _reach(found: Details, row: int, column: int) -> None:
    found.rows, found.columns = max(found.rows, row), max(found.columns, column)


def _records(stream: bytes, place: int) -> Iterator[Record]:
    """The records from a place of the stream to the end of the part that begins there; parts within it, such as charts, are left out."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        place += 4
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield Record(kind, stream[place : place + size])
        place += size


def _text(data: bytes, place: int, size: str) -> str:
    """A text with its number of characters in front; a flag says whether they take one byte or two."""
    count = struct.unpack_from(size, data, place)[0]
    start = place + struct.calcsize(size) + 1
    wide = data[start - 1] & 1
    return data[start : start + count * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def names_in_ole(content: bytes) -> set[str]:
    """The names in the directory of an OLE file; they say which program it is of.

    Raises
    ------
    DamagedXls
        The file system is broken.
    """
    try:
        return set(_directory(content, _allocation(content)))
    except (struct.error, IndexError) as error:
        raise DamagedXls("the file is cut off") from error


def _stream(content: bytes) -> bytes:
    """The stream of the workbook in the file system that an XLS is."""
    sector, table = _sector(content), _allocation(content)
    entries = _directory(content, table)
    if "Workbook" not in entries or "Root Entry" not in entries:
        raise DamagedXls("there is no stream of a workbook")
    start, size = entries["Workbook"]
    if size >= SMALL_STREAM:
        return _chain(content, table, start, sector, sector)[:size]
    inner = _chain(content, table, entries["Root Entry"][0], sector, sector)
    small = _numbers(_chain(content, table, struct.unpack_from("<I", content, 60)[0], sector, sector))
    return _chain(inner, small, start, SMALL_SECTOR, 0)[:size]


def _sector(content: bytes) -> int:
    """Bytes of a sector."""
    size = 1 << struct.unpack_from("<B", content, 30)[0]
    if size not in (512, 4096):
        raise DamagedXls("sectors have no usual size")
    return size


def _directory(content: bytes, table: list[int]) -> dict[str, tuple[int, int]]:
    """First sector and size of each stream, by its name."""
    sector = _sector(content)
    directory = _chain(content, table, struct.unpack_from("<I", content, 48)[0], sector, sector)
    places = range(0, len(directory) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY)
    return {
        directory[place : place + 64].decode("utf-16-le", "replace").split("\0")[0]: struct.unpack_from(
            "<II", directory, place + 116
        )
        for place in places
    }


def _allocation(content: bytes) -> list[int]:
    """Which sector follows which."""
    sector = _sector(content)
    found = list(struct.unpack_from("<109I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    seen: set[int] = set()
    while more < NO_SECTOR and more not in seen:
        seen.add(more)
        numbers = _numbers(content[(more + 1) * sector : (more + 2) * sector])
        if not numbers:
            raise DamagedXls("the table of sectors is cut off")
        found += numbers[:-1]
        more = numbers[-1]
    return [
        number
        for part in found
        if part < NO_SECTOR
        for number in _numbers(content[(part + 1) * sector : (part + 2) * sector])
    ]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(data) // 4}I", data))


def _chain(content: bytes, table: list[int], start: int, sector: int, header: int) -> bytes:
    """The sectors of a chain, one behind the other."""
    parts: list[bytes] = []
    while start < NO_SECTOR:
        place = header + start * sector
        if start >= len(table) or place >= len(content) or len(parts) > len(table):
            raise DamagedXls("a chain of sectors leads out of the file or into itself")
        parts.append(content[place : place + sector])
        start = table[start]
    return b"".join(parts)
