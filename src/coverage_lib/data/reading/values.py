"""The values of a workbook, as calamine reads them; those of an XLS in a process of its own, which a broken file may end."""

import json
import pickle
import subprocess
import sys
from io import BytesIO
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

#: Seconds after which a file that is still being read is given up.
LONGEST = 120
APART = """
import json, pickle, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
except (ImportError, ValueError, OSError):
    pass
sys.path[:] = json.loads(sys.argv[1])
from coverage_lib.data.reading.values import values_of
pickle.dump(values_of(sys.stdin.buffer.read()), sys.stdout.buffer)
"""


class Values(NamedTuple):
    """A worksheet: its rows from the first on, and its merged ranges, counted from 0."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


class Unreadable(ValueError):
    """A workbook whose reading ended the process, or did not end."""


def values_of(content: bytes) -> list[Values]:
    """The worksheets of a workbook.

    Raises
    ------
    python_calamine.CalamineError
        It is none, or damaged.
    """
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found = []
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            rows, merged = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
            found.append(Values(about.name, about.visible != SheetVisibleEnum.Visible, rows, merged))
    return found


def values_apart(content: bytes) -> list[Values]:
    """The worksheets of a workbook, read in a process of its own.

    calamine takes the sizes that an XLS states for granted: a wrong one ends the process with a demand for more memory than there is.

    Raises
    ------
    Unreadable
        It is damaged.
    """
    command = [sys.executable, "-c", APART, json.dumps(sys.path)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"not read after {LONGEST} seconds") from error
    if done.returncode:
        raise Unreadable(done.stderr.decode(errors="replace")[:200])
    return pickle.loads(done.stdout)
