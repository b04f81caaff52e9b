"""Where a sheet has tables: titles, heading rows, rows of numbers, headings of groups between them, and notes."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from coverage_lib.data import names
from coverage_lib.data.reading import numbers, words
from coverage_lib.data.reading.grid import DATE, EMPTY, MISSING, NUMBER, TEXT, YEAR, Grid, counted

#: What stands before the number of a table, a chapter or a page.
TITLES = ("tabel", "table", "lampiran", "bab", "halaman", "page")
#: What counts groups of rows: I, II, A.
ORDINAL = re.compile(r"(?:[IVX]{1,5}|[A-Z])[.)]?")
#: Headings of columns that name regions.
NAMING = ("village", "district", "branch", "regency", "region", "province")


class Block(NamedTuple):
    """One table of a sheet; all rows are places in the grid.

    Attributes
    ----------
    titles, headings : list of int
        Rows above the numbers that hold one text, and those with the headings of columns.
    rows : list of int
        Rows of the body.
    groups : dict of int to list of int
        For a row of the body, the rows directly above it that hold a text for the rows that follow.
    """

    titles: list[int]
    headings: list[int]
    rows: list[int]
    groups: dict[int, list[int]]


class Layout(NamedTuple):
    """The tables of a sheet, the rows of notes, and rows that only repeat headings or count columns."""

    blocks: list[Block]
    notes: list[int]
    repeated: list[int]


def panels(grid: Grid) -> list[Grid]:
    """The tables that stand side by side in a sheet, each as a grid of its own with the titles over all of them.

    A heading that names regions and stands twice in a row begins a second table; where rows are counted, the counting column does.
    """
    has_number = np.isin(grid.kinds, (NUMBER, MISSING)).any(axis=1)
    for row in np.flatnonzero(((grid.kinds == TEXT).sum(axis=1) > 1) & ~has_number).tolist():
        heads = [
            (at, words.plain(grid.text(row, at))) for at in grid.filled(row) if grid.kinds[row, at] == TEXT
        ]
        named = [text for _at, text in heads if words.head(text) in NAMING]
        twice = next((text for text in named if named.count(text) > 1), None)
        if twice is None:
            continue
        starts = [
            at - (at > 0 and words.head(grid.text(row, at - 1)) == "number")
            for at, text in heads
            if text == twice
        ]
        ends = [*starts[1:], grid.kinds.shape[1]]
        starts[0] = 0
        return [_panel(grid, row, start, end) for start, end in zip(starts, ends, strict=True)]
    return [grid]


def _panel(grid: Grid, row: int, start: int, end: int) -> Grid:
    """The columns of one of several tables; the rows above its headings are everybody's."""
    kinds = grid.kinds.copy()
    kinds[row:, :start] = EMPTY
    kinds[row:, end:] = EMPTY
    return grid._replace(kinds=kinds)


def layout(grid: Grid) -> Layout:
    """The tables of a sheet, from the kinds of its cells row by row."""
    return _Rows(grid).read()


def names_region(text: str) -> bool:
    """Whether a text is the name of a province, a regency or the nation."""
    return bool(names.codes_named(text, "province") or names.codes_named(text, "regency"))


def _says_something(text: str) -> bool:
    """Whether a text says what numbers under it are of, as headings do."""
    said = words.understand(text)
    return bool(said.measure or said.segment or said.group or said.total or names_region(text))


def _is_day(grid: Grid, row: int, at: int) -> bool:
    """Whether a cell is a day or a month, as a spreadsheet writes 3.12 once it took it for one."""
    return grid.kinds[row, at] == DATE or bool(numbers.turned_to_date(grid.text(row, at)))


def _begins_a_title(text: str) -> bool:
    """Whether a label is one of :data:`TITLES`; most of a hundred thousand labels hold none of them and need no closer look."""
    low = text.lower()
    return any(title in low for title in TITLES) and words.plain(text) in TITLES


def _ends_of_runs(kinds: np.ndarray) -> np.ndarray:
    """For each row the first row below it whose cells are of other kinds than those of the row; a count may look like a year."""
    no_number = ~np.isin(kinds, (NUMBER, MISSING)).any(axis=1)
    kinds = np.column_stack([np.where(kinds == YEAR, NUMBER, kinds), no_number])
    changes = np.flatnonzero((kinds[1:] != kinds[:-1]).any(axis=1)) + 1
    ends = np.append(changes, len(kinds))
    return np.asarray(ends[np.searchsorted(changes, np.arange(len(kinds)), side="right")])


class _Rows:
    """The rows of a sheet, taken one after the other."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        kinds = grid.kinds
        self.numbers = (kinds == NUMBER).sum(axis=1)
        self.missing = (kinds == MISSING).sum(axis=1)
        self.years = (kinds == YEAR).sum(axis=1)
        self.texts = ((kinds == TEXT) | (kinds == DATE)).sum(axis=1)
        self.filled = (kinds != EMPTY).sum(axis=1)
        self.runs = _ends_of_runs(kinds)
        self.blocks: list[Block] = []
        self.notes: list[int] = []
        self.repeated: list[int] = []
        #: Rows since the last row of the body that may be headings, titles or notes.
        self.pending: list[int] = []
        self.label_columns: set[int] = set()
        self.number_columns: set[int] = set()

    def read(self) -> Layout:
        row = -1
        while (row := row + 1) < len(self.grid.rows):
            if not self.filled[row]:
                continue
            if self._is_body(row):
                self._take(row)
                alike = self._alike(row)
                self.blocks[-1].rows.extend(range(row + 1, row + 1 + alike))
                row += alike
            elif self._is_note(row):
                self.notes.append(row)
            else:
                self.pending.append(row)
        self.notes += self.pending
        return Layout(self.blocks, sorted(self.notes), sorted(self.repeated))

    def _alike(self, row: int) -> int:
        """How many rows below a row of the body are rows of it too, because each has the same kinds of cells.

        A table of a village a row has a hundred thousand of them, which are not looked at one by one.
        """
        if not (self.numbers[row] and self.texts[row]):
            return 0
        end = int(self.runs[row])
        labels = np.flatnonzero(self.grid.kinds[row] == TEXT)
        if not len(labels) or end == row + 1:
            return 0
        first = self.grid.cells[row + 1 : end, labels[0]]
        return next((place for place, text in enumerate(first) if _begins_a_title(text)), len(first))

    def _columns(self, row: int, *kinds: int) -> set[int]:
        return set(np.flatnonzero(np.isin(self.grid.kinds[row], kinds)).tolist())

    def _texts(self, row: int) -> list[str]:
        return [self.grid.text(row, column) for column in self.grid.filled(row)]

    def _labels(self, row: int) -> Iterable[str]:
        return (self.grid.text(row, column) for column in sorted(self._columns(row, TEXT)))

    def _is_body(self, row: int) -> bool:
        """Whether a row holds numbers of a table rather than headings."""
        if self._is_of_a_region(row):
            return True
        if not (self.numbers[row] or self.missing[row] or self.years[row]):
            return self._is_row_without_numbers(row)
        if counted(self._texts(row)) and (not self._inside() or not self.texts[row]):
            return False
        if self.numbers[row]:
            return not self._is_title_with_number(row)
        if not self.texts[row]:
            missing = self._columns(row, MISSING)
            return self._inside() and bool(missing) and not missing <= self.label_columns
        labels = list(self._labels(row))
        if any(map(names_region, labels)) or (
            labels and words.understand(labels[0]).total and self._inside()
        ):
            return True
        if not self.years[row]:
            return not any(map(words.head, labels))
        return (
            self._inside()
            and self._columns(row, TEXT) <= self.label_columns
            and not any(map(words.head, labels))
        )

    def _is_of_a_region(self, row: int) -> bool:
        """Whether a row without numbers names a region and has cells that should be numbers: "Lampung | 03-Des", "Riau | belum lapor".

        Where no number stood above it, only dates are taken for such cells.
        """
        if self.numbers[row] or self.missing[row] or self.filled[row] < 2:
            return False
        labels, *cells = self.grid.filled(row)
        while cells and self.grid.kinds[row, labels] in (NUMBER, YEAR):
            labels, *cells = cells
        if self.grid.kinds[row, labels] != TEXT or not names_region(self.grid.text(row, labels)):
            return False
        if self._inside():
            values = [at for at in cells if at in self.number_columns]
            said = [self.grid.text(row, at) for at in values]
            return bool(values) and not any(words.head(text) or _says_something(text) for text in said)
        headed = any(words.head(self.grid.text(one, labels)) in NAMING for one in self.pending)
        return headed and all(_is_day(self.grid, row, at) for at in cells)

    def _inside(self) -> bool:
        """Whether a table has begun."""
        return bool(self.blocks)

    def _is_title_with_number(self, row: int) -> bool:
        """Whether the number is the number of a table or a chapter: "Tabel | 3.1"."""
        labels = list(self._labels(row))
        return bool(labels) and _begins_a_title(labels[0])

    def _is_row_without_numbers(self, row: int) -> bool:
        """Whether a row of texts is a row of the body whose numbers are empty: its texts stand where labels stand."""
        columns = self._columns(row, TEXT, DATE)
        if not self._inside() or self.pending or not columns or not columns <= self.label_columns:
            return False
        return len(columns) > 1 and not any(map(words.head, self._labels(row))) and not self._is_note(row)

    def _is_note(self, row: int) -> bool:
        first = next(iter(self._labels(row)), "")
        return (
            bool(words.NOTE.match(first))
            and (self.texts[row] == 1 or self._inside())
            and not self.numbers[row]
        )

    def _take(self, row: int) -> None:
        """Take a row of the body: into the table that is open, or as the first of a new one."""
        headings = [one for one in self.pending if self._is_heading(one)]
        if self.blocks:
            known = {tuple(self._texts(one)) for one in (*self.blocks[-1].headings, *self.blocks[-1].titles)}
            again = [
                one for one in self.pending if tuple(self._texts(one)) in known or self._is_page_break(one)
            ]
            headings = [one for one in headings if one not in again]
            if not headings:
                self.repeated += again
                groups = [one for one in self.pending if one not in again]
                if groups:
                    self.blocks[-1].groups[row] = groups
                self._append(row)
                return
        first = min((one for one in self.pending if self.filled[one] > 1), default=row)
        counting = [one for one in self.pending if counted(self._texts(one))]
        self.repeated += counting
        above = [one for one in self.pending if one not in counting]
        groups = self._groups_at_the_end(row, [one for one in above if one >= first])
        headings = [one for one in above if one >= first and one not in groups]
        titles = [one for one in above if one < first]
        self.blocks.append(Block(titles, headings, [], {row: groups} if groups else {}))
        self.label_columns, self.number_columns = set(), set()
        self._append(row)

    def _groups_at_the_end(self, row: int, headings: list[int]) -> list[int]:
        """Rows directly above the first row of the body that head a group of rows: one text, in a column of labels that has its heading."""
        labels = self._columns(row, TEXT) | self._first_year(row)
        groups: list[int] = []
        for one in reversed(headings):
            columns = self._without_ordinals(one)
            above = [other for other in headings if other < one and other not in groups]
            headed = any(columns <= self._columns(other, TEXT) for other in above)
            if len(columns) != 1 or not columns <= labels or not headed:
                break
            groups.insert(0, one)
        return groups

    def _append(self, row: int) -> None:
        self.blocks[-1].rows.append(row)
        self.pending = []
        self.number_columns |= self._columns(row, NUMBER, MISSING)
        self.label_columns |= self._columns(row, TEXT, DATE) | self._first_year(row)
        self.label_columns -= self.number_columns

    def _first_year(self, row: int) -> set[int]:
        """The first column of a row, where it holds a year: years label rows too."""
        return {
            at
            for at in self.grid.filled(row)[:1]
            if self.grid.kinds[row, at] == YEAR and self.filled[row] > 1
        }

    def _is_heading(self, row: int) -> bool:
        """Whether a row between two rows of the body heads columns of numbers, rather than a group of rows."""
        return bool(self._without_ordinals(row) - self.label_columns) or self.years[row] > 0

    def _without_ordinals(self, row: int) -> set[int]:
        """The columns in which a row has more than a letter or a number that only counts."""
        return {
            at
            for at in self._columns(row, TEXT, DATE, YEAR)
            if not ORDINAL.fullmatch(self.grid.text(row, at))
        }

    def _is_page_break(self, row: int) -> bool:
        texts_ = self._texts(row)
        return counted(texts_) or words.plain(texts_[0]).startswith(
            ("lanjutan", "continued", "halaman", "page")
        )
