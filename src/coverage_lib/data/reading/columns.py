"""What each column of a table holds: numbers, or words that say which region, date or kind its rows are of."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from coverage_lib.data.reading import dates, words
from coverage_lib.data.reading.grid import COUNTING, DATE, EMPTY, MISSING, NUMBER, TEXT, YEAR, Grid, printed
from coverage_lib.data.reading.labels import labels_of
from coverage_lib.data.reading.layout import NAMING, Block
from coverage_lib.data.reading.naming import candidates, is_island

#: So many different labels of a column are looked at to say what it holds.
LOOKED_AT = 400


class Column(NamedTuple):
    """One column of a table.

    Attributes
    ----------
    at : int
        Its place in the grid.
    role : str
        ``value``, one of :data:`coverage_lib.data.reading.layout.NAMING`, ``code``, ``number``, ``date``, ``month``, ``segment``, ``measure``, ``unit``, ``counted_by``, ``base``,
        ``boundary``, ``level``, ``rank``, ``words`` (other labels), ``note`` or ``empty``.
    path : tuple of str
        Its headings from the top, those of merged cells and of blanks filled in; "" where a row has none for it.
    """

    at: int
    role: str
    path: tuple[str, ...]

    @property
    def heading(self) -> str:
        """All of its headings, the same one once."""
        return " | ".join(dict.fromkeys(text for text in self.path if text))

    @property
    def last(self) -> str:
        """The lowest heading."""
        return next((text for text in reversed(self.path) if text), "")


def columns_of(grid: Grid, block: Block) -> list[Column]:
    """The columns of a table with their headings and roles."""
    paths = _paths(grid, block)
    kinds = grid.kinds[block.rows]
    columns = [
        Column(at, _role(grid, block, kinds[:, at], at, paths[at]), paths[at]) for at in range(kinds.shape[1])
    ]
    return _with_one_region(grid, block, columns)


def _paths(grid: Grid, block: Block) -> list[tuple[str, ...]]:
    """The headings of each column from the top."""
    width = grid.kinds.shape[1]
    rows = [
        _filled_right(grid, row, block, place == len(block.headings) - 1)
        for place, row in enumerate(block.headings)
    ]
    return [tuple(row[at] for row in rows) for at in range(width)]


def _filled_right(grid: Grid, row: int, block: Block, lowest: bool) -> list[str]:
    """A heading row, its blanks filled with what they mean: the merged cell's text, or the text to their left.

    A blank stands for what is at its left where a heading is below it; in the lowest row a blank is a blank.
    """
    texts = [grid.text(row, at) for at in range(grid.kinds.shape[1])]
    merged = [(left, right) for top, left, bottom, right in grid.merged if top <= row <= bottom]
    for top, left, bottom, right in grid.merged:
        if top <= row <= bottom and right > left:
            texts[left : right + 1] = [grid.text(top, left)] * (right + 1 - left)
    if lowest:
        return texts
    below = [
        any(grid.kinds[one, at] != EMPTY for one in block.headings if one > row) for at in range(len(texts))
    ]
    inside = {at for left, right in merged for at in range(left, right + 1) if right > left}
    for at in range(1, len(texts)):
        if not texts[at] and below[at] and at not in inside and at - 1 not in inside and below[at - 1]:
            texts[at] = texts[at - 1]
    return texts


def _role(grid: Grid, block: Block, kinds: np.ndarray, at: int, path: Sequence[str]) -> str:
    """What a column holds, from its cells and its heading."""
    filled = kinds != EMPTY
    if not filled.any():
        return "empty"
    heading = next((text for text in reversed(path) if text), "")
    named = words.head(heading)
    as_numbers = np.isin(kinds[filled], (NUMBER, MISSING, YEAR)).mean()
    if (kinds[filled] == DATE).mean() > 0.5:
        return "note" if named == "note" else "date"
    if as_numbers >= 0.5:
        return _role_of_numbers(grid, block, kinds, at, named)
    return _role_of_texts(grid, block, kinds, at, named)


def _role_of_numbers(grid: Grid, block: Block, kinds: np.ndarray, at: int, named: str) -> str:
    if named in ("number", "code", "rank", "boundary", "month"):
        return named
    if named == "note" and (kinds == TEXT).any():
        return named
    if named == "date" and (np.isin(kinds, (YEAR, EMPTY)).all() or _reads_as_dates(grid, block, kinds, at)):
        return "date"
    if named in NAMING and _are_codes(grid, block, at):
        return "code"
    return "value" if named or block.headings or not _counts_rows(grid, block, at) else "number"


def _reads_as_dates(grid: Grid, block: Block, kinds: np.ndarray, at: int) -> bool:
    filled = [grid.cells[row, at] for row, kind in zip(block.rows, kinds, strict=True) if kind != EMPTY]
    cells = [dates.read_date(digits_as_date(printed(cell))) and printed(cell) for cell in filled[:LOOKED_AT]]
    if all(cells):
        return True
    cells = filled[:LOOKED_AT]
    return not any(wrong.key == "not_a_date" for wrong in dates.read_column(cells).wrong)


def digits_as_date(text: str) -> str:
    """A date that is written without marks, with them: 202412 is 2024-12, 20241231 a day; a year as a number with decimals, 2024.0, without these.

    Examples
    --------
    >>> digits_as_date("202412"), digits_as_date("20241231"), digits_as_date("2024")
    ('2024-12', '2024-12-31', '2024')
    """
    found = re.fullmatch(r"((?:19|20)\d\d)(?:(0[1-9]|1[0-2])([0-3]\d)?)?(?:\.0)?", text)
    return "-".join(filter(None, found.groups())) if found else text


def _are_codes(grid: Grid, block: Block, at: int) -> bool:
    cells = [grid.text(row, at).replace(".", "") for row in block.rows[:LOOKED_AT]]
    return all(len(cell) in (0, 2, 4, 6, 7, 10) and (not cell or cell.isdigit()) for cell in cells)


def _counts_rows(grid: Grid, block: Block, at: int) -> bool:
    """Whether the cells are 1, 2, 3 … down the rows."""
    found = [COUNTING.fullmatch(grid.text(row, at)) for row in block.rows[:LOOKED_AT]]
    places = [int(one[1]) for one in found if one and one[1]]
    return len(places) > 1 and places == list(range(1, len(places) + 1))


def _role_of_texts(grid: Grid, block: Block, kinds: np.ndarray, at: int, named: str) -> str:
    own = labels_of(grid, block.rows, at)
    labels = own.texts[1:][:LOOKED_AT]
    if named in (
        "number",
        "code",
        "rank",
        "counted_by",
        "base",
        "boundary",
        "level",
        "unit",
        "village",
        "district",
        "branch",
    ):
        return named
    regions = sum(any(candidates(label)[1:]) or is_island(label) for label in labels)
    if regions * 2 >= len(labels) or (named in NAMING and regions):
        return named if named in NAMING else "region"
    dated = sum(dates.read_date(label) is not None for label in labels)
    if dated * 2 > len(labels):
        return named if named in ("date", "month") else "date"
    if named in NAMING or named in ("segment", "measure"):
        return named
    meanings = [words.understand(label) for label in labels]
    understood = sum(bool(one.segment or one.measure or one.group or one.total) for one in meanings)
    if understood * 2 >= len(labels):
        return "words"
    return "note" if named == "note" or len(own.texts) > len(block.rows) / 2 > 4 else "words"


def of_one_region(grid: Grid, block: Block, columns: list[Column]) -> list[Column]:
    """The columns of a table that is said to be of one region: labels that name none are words like others."""
    found = []
    for column in columns:
        labels = labels_of(grid, block.rows, column.at).texts[1:][:LOOKED_AT] if column.role in NAMING else []
        named = any(any(candidates(label)[1:]) for label in labels)
        found.append(column if column.role not in NAMING or named else column._replace(role="words"))
    return found


def _with_one_region(grid: Grid, block: Block, columns: list[Column]) -> list[Column]:
    """The columns; where none names regions by its cells and none is headed by them, the first with words of its own does.

    Beside a column with the heading of regions another one of region names is an attribute: the capital, the island.
    """
    if any(column.role in NAMING and words.head(column.last) for column in columns):
        return [
            column._replace(role="note")
            if column.role == "region" and column.last and words.head(column.last) not in NAMING
            else column
            for column in columns
        ]
    if any(column.role in NAMING for column in columns):
        return columns
    headed = sum(
        any(candidates(text)[1:])
        for column in columns
        if column.role == "value"
        for text in column.path
        if text
    )
    first = next(
        (column for column in columns if column.role in ("words", "note", "measure", "segment")), None
    )
    if first is not None and words.understand(first.last).part:
        return columns
    if (
        headed
        or first is None
        or first.role in ("measure", "segment")
        or any(column.role == "code" for column in columns)
    ):
        return columns
    meanings = [words.understand(grid.text(row, first.at)) for row in block.rows[:LOOKED_AT]]
    if sum(bool(one.segment or one.measure or one.group) for one in meanings) * 2 >= len(meanings):
        return columns
    return [column._replace(role="region") if column is first else column for column in columns]
