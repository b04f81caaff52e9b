"""What is tried with whatever bytes come: each target raises where a program would fall over, or read something wrong in silence.

A target takes bytes, so that an input which was once a finding is a file in ``corpus/`` that the tests read again.
"""

import re
import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np

from coverage_lib.data import names as matching
from coverage_lib.data import regions
from coverage_lib.data.reading import dates as dating
from coverage_lib.data.reading import numbers as counting
from coverage_lib.data.reading import texts
from coverage_lib.data.reading.problems import Refused, errors, text
from coverage_lib.data.reading.table import read
from coverage_lib.data.reading.wording import SAYS, Wrong, problem

#: Mark between thousands and decimal mark.
CONVENTIONS = [(".", ","), (",", "."), (" ", ","), ("\u00a0", "."), ("'", "."), ("", ","), ("", ".")]
HEADINGS = ["", "Peserta (orang)", "Cakupan (persen)", "Upah (rupiah)", "Bekerja (ribu)"]
#: Bytes of one number.
WIDE = 5


class Silent(AssertionError):
    """Something was read as what it is not, and nothing was said."""


def names(data: bytes) -> None:
    """A name is that of a region, written in another way, or an error with the nearest names."""
    name = texts.clean(data.decode("utf-8", "replace")).text
    for level in regions.LEVELS:
        try:
            code = matching.match_region(name, level)
        except regions.UnknownRegion:
            continue
        if code not in matching.codes_named(name, level):
            raise Silent(f"{name!r} was taken for {code}")


def numbers(data: bytes) -> None:
    """Any cells, one a line, the first the heading: each is a number made of its digits, missing, or wrong."""
    heading, *cells = data.decode("utf-8", "surrogateescape").split("\n")
    column = counting.read_column(cells, heading=heading)
    _sayable(column.wrong)
    for cell, value, missing in zip(cells, column.values, column.missing, strict=True):
        if np.isfinite(value):
            _made_of(cell, value / column.scale)
        elif not missing and not _refused(column.wrong):
            raise Silent(f"{cell!r} is gone")


def meant(data: bytes) -> None:
    """Numbers that are known, each written in a convention of its own: read as they were meant, or refused."""
    if len(data) < 2 + WIDE:
        return
    heading, decimals = HEADINGS[data[0] % len(HEADINGS)], data[1] % 3
    # People are counted in full; what is a percent is not in the thousands.
    decimals = 0 if heading == "Peserta (orang)" else decimals
    values, cells = [], []
    for start in range(2, len(data) - WIDE, WIDE + 1):
        value = Decimal(int.from_bytes(data[start : start + WIDE], "big") % 10**9).scaleb(-decimals)
        value = value % 1000 if heading == "Cakupan (persen)" else value
        values.append(value)
        cells.append(written_as(value, *CONVENTIONS[data[start + WIDE] % len(CONVENTIONS)]))
    column = counting.read_column(cells, heading=heading)
    for cell, value, found in zip(cells, values, column.values, strict=True):
        if np.isfinite(found) and found != float(value * int(column.scale)):
            raise Silent(f"{cell!r} of {cells} was read as {found}")
    if np.isnan(column.values).any() and not _refused(column.wrong):
        raise Silent(f"a number of {cells} is gone")


def dates(data: bytes) -> None:
    """Any cells, one a line: each is a time, missing, or wrong; a time has the year that is written."""
    cells = data.decode("utf-8", "surrogateescape").split("\n")
    column = dating.read_column(cells)
    _sayable(column.wrong)
    wrong = {one.position for one in column.wrong if SAYS[one.key][0] == "error"}
    for place, (cell, last) in enumerate(zip(cells, column.last, strict=True)):
        if np.isnat(last):
            if not column.missing[place] and place not in wrong:
                raise Silent(f"{cell!r} is gone")
        elif str(last)[2:4] not in re.sub(r"\D", "", texts.clean(cell).text):
            raise Silent(f"{cell!r} was read as {last}")


def tables(data: bytes) -> None:
    """Any bytes as a CSV: a table whose numbers are made of the digits that are printed, or a list of problems."""
    try:
        reading = read_bytes(data)
    except Refused as refused:
        for one in refused.problems:
            text(one)
        return
    for one in reading.problems:
        text(one)
    if errors(reading.problems):
        return
    for printed, value in zip(reading.table["printed"], reading.table["value"], strict=True):
        if np.isfinite(value):
            _made_of(printed, value)


def written(data: bytes) -> None:
    """A right table of provinces, its counts in one convention: read as it was meant, or refused."""
    if len(data) < 4 + WIDE:
        return
    convention = CONVENTIONS[data[0] % len(CONVENTIONS)]
    places = regions.provinces("2021")["name"].tolist()
    rows = {}
    for start in range(4, min(len(data), 4 + 34 * WIDE) - WIDE, WIDE):
        count = Decimal(int.from_bytes(data[start : start + WIDE], "big") % 10**8)
        rows[places[len(rows)]] = count
    lines = [f"{name};{written_as(count, *convention)}" for name, count in rows.items()]
    content = "\n".join(["Provinsi;Peserta aktif formal (orang)", *lines, ""]).encode()
    try:
        reading = read_bytes(content)
    except Refused:
        return
    if errors(reading.problems):
        return
    found = dict(zip(reading.table["region"], reading.table["value"], strict=True))
    for name, count in rows.items():
        if found.get(name) != float(count):
            raise Silent(f"{name} with {count} was read as {found.get(name)} in {content!r}")


TARGETS = {one.__name__: one for one in (names, numbers, meant, dates, tables, written)}


def written_as(value: Decimal, thousands: str, decimal: str) -> str:
    """A number in a convention, with the decimals that it has."""
    return f"{value:,f}".translate({ord(","): thousands, ord("."): decimal})


def read_bytes(content: bytes):
    """A table from the bytes of a CSV."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzz.csv")
        path.write_bytes(content)
        return read(path)


def _made_of(cell: str, value: float) -> None:
    """Whether a number has the digits of its cell, but for a footnote behind them, in their order, at some power of ten."""
    digits = "".join(re.findall("[0-9]", texts.clean(cell).text) or re.findall("[0-9]", cell))
    significant = f"{abs(value):.15g}".replace(".", "").partition("e")[0].strip("0")
    if not digits.lstrip("0").startswith(significant[:14]):
        raise Silent(f"{cell!r} was read as {value}")


def _sayable(wrong: list[Wrong]) -> None:
    for one in wrong:
        text(problem(one, "cell"))


def _refused(wrong: list[Wrong]) -> bool:
    return any(SAYS[one.key][0] == "error" for one in wrong)
