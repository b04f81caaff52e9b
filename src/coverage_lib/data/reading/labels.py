"""Columns of labels: their different texts, and which of them each row has."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.reading.grid import EMPTY, Grid, printed


class Labels(NamedTuple):
    """The texts of a column, the first of them empty, and for each row its place among them."""

    texts: list[str]
    code: np.ndarray

    def each(self) -> list[str]:
        """The text of each row."""
        return [self.texts[place] for place in self.code]

    def filled_down(self, where: np.ndarray) -> "Labels":
        """The same with empty cells, where it is said so, as the cell above them."""
        last = np.maximum.accumulate(np.where(self.code > 0, np.arange(len(self.code)), 0))
        return self._replace(code=np.where((self.code == 0) & where, self.code[last], self.code))


def labels_of(grid: Grid, rows: list[int], column: int) -> Labels:
    """The labels of some rows in a column."""
    cells = grid.cells[rows, column].copy()
    cells[grid.kinds[rows, column] == EMPTY] = None
    at, unique = pd.factorize(cells)
    return same_texts([printed(cell) for cell in unique], at)


def labels_from(texts: list[str]) -> Labels:
    """Labels from a text for each row."""
    at, unique = pd.factorize(np.array([*texts, None], dtype=object)[:-1])
    return same_texts(list(unique), at)


def same_texts(unique: list[str], at: np.ndarray) -> Labels:
    """Labels whose texts are all different, the empty one first; a place of -1 is an empty cell."""
    known: dict[str, int] = {"": 0}
    order = np.array([known.setdefault(text, len(known)) for text in unique] + [0], dtype=int)
    return Labels(list(known), order[at])


def together(columns: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The different combinations of several columns of codes, in the order in which they come: for each row which, and a row of each."""
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for one in columns:
        code = pd.factorize(code * (int(one.max(initial=0)) + 1) + one)[0]
    first = np.full(int(code.max(initial=-1)) + 1, len(code), dtype=int)
    np.minimum.at(first, code, np.arange(len(code)))
    return code, first
