"""What calamine does not tell of the sheets of a workbook: a record that each kind fills in its own way."""

from array import array

import numpy as np


class Details:
    """Places of a sheet, rows and columns counted from 1.

    Attributes
    ----------
    rows, columns : int
        The last row and column in which a cell stands.
    text_bytes : int
        Bytes of the texts that stand in many cells and are stored once.
    hidden_rows, hidden_columns : set of int
    texts : dict of (int, int) to str
        Cells that calamine leaves empty, such as those with an error value, and their text.
    without_value : list of (int, int)
        Cells with a formula whose result is not stored.
    merged : list of (int, int, int, int)
    """

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self.text_bytes = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.texts: dict[tuple[int, int], str] = {}
        self.without_value: list[tuple[int, int]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self._percent_rows = array("l")
        self._percent_columns = array("l")

    def add_percent(self, row: int, column: int) -> None:
        """Note a cell that is shown as percent."""
        self._percent_rows.append(row)
        self._percent_columns.append(column)

    def percent(self, shape: tuple[int, int]) -> np.ndarray | None:
        """Where cells are shown as percent, within a sheet of this shape; None where none is."""
        rows, columns = (np.array(places, int) - 1 for places in (self._percent_rows, self._percent_columns))
        inside = (rows < shape[0]) & (columns < shape[1])
        if not inside.any():
            return None
        mask = np.zeros(shape, bool)
        mask[rows[inside], columns[inside]] = True
        return mask
