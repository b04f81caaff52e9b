"""How much text an XLSX unfolds to: a text is stored once and stands in as many cells as name its number."""

import re
from collections.abc import Iterable, Iterator
from zipfile import ZipFile

import numpy as np

from coverage_lib.data.reading import archives

PART = "xl/sharedStrings.xml"
START = re.compile(rb"<(?:\w+:)?si[\s>/]")
#: The number of the text in a cell; programs write the two attributes and what is between them in other ways too.
NUMBER = re.compile(rb"""\bt=["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,10})""")
#: A cell is shorter than this up to the number of its text.
CELL = 1000


def lengths(archive: ZipFile) -> np.ndarray:
    """Bytes that each shared text takes in the file, by its number."""
    if PART not in archive.namelist():
        return np.zeros(0, int)
    starts: list[int] = []
    place = 0
    for text, following in _overlapping(archives.blocks(archive, PART), 20):
        starts += [place + found.start() for found in START.finditer(text) if found.start() < following]
        place += following
    return np.diff([*starts, place])


def total(archive: ZipFile, sheet: str, of_each: np.ndarray) -> int:
    """Bytes of the shared texts in all cells of a sheet."""
    found = 0
    for text, following in _overlapping(archives.blocks(archive, sheet), CELL):
        numbers = np.array([int(each[1]) for each in NUMBER.finditer(text) if each.start() < following], int)
        found += int(of_each[numbers[numbers < len(of_each)]].sum())
    return found


def _overlapping(blocks: Iterable[bytes], reach: int) -> Iterator[tuple[bytes, int]]:
    """Each block with the beginning of the next one behind it, and where that begins."""
    before = b""
    for block in blocks:
        if before:
            yield before + block[:reach], len(before)
        before = block
    yield before, len(before)
