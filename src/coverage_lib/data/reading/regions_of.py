"""The regions of rows or columns once their names are known: which sums are the nation or a province, and what is said of the others."""

import numpy as np

from coverage_lib.data.reading import remarks
from coverage_lib.data.reading.grid import EMPTY, NUMBER, Grid
from coverage_lib.data.reading.heads import Heads
from coverage_lib.data.reading.labels import together
from coverage_lib.data.reading.layout import Block
from coverage_lib.data.reading.places import with_sums
from coverage_lib.data.reading.problems import Problem
from coverage_lib.data.reading.rows import Rows

#: Kinds of places for which a table is refused.
REFUSED = ("unknown", "ambiguous", "contradiction", "elsewhere")


def settled_rows(grid: Grid, block: Block, rows: Rows, problems: list[Problem]) -> Rows:
    """The rows of a table with their sums settled; names that are not known and rows that are not read are added to the problems."""
    if rows.places is None:
        return rows
    code, first = together([rows.place, rows.around.code, rows.printed.code])
    around = [rows.around.texts[rows.around.code[row]] for row in first]
    settled = with_sums([rows.places[rows.place[row]] for row in first], around)
    unknown = 0
    for at, place in zip(first, settled, strict=True):
        row, text = block.rows[at], rows.printed.texts[rows.printed.code[at]]
        if place.kind in REFUSED:
            unknown += 1
            if unknown <= remarks.LISTED:
                column = next((one for one in grid.filled(row) if grid.text(row, one) == text), None)
                problems.append(remarks.of_place(grid, text, place, row, column))
        elif place.kind == "near":
            problems.append(remarks.near_name(grid, row, text, place))
        elif place.kind != "region":
            problems += [
                remarks.of_row(grid, block.rows[one], _reason(grid, block, int(one), place.kind))
                for one in np.flatnonzero(code == code[at])
            ]
    if unknown > remarks.LISTED:
        problems.append(remarks.more(grid, unknown - remarks.LISTED))
    read = [place._replace(kind="region") if place.kind == "near" else place for place in settled]
    return rows._replace(places=read, place=code)


def _reason(grid: Grid, block: Block, place: int, kind: str) -> str:
    """Why a row is not read: one of the last, with a number in a column whose first cell is empty, may belong to the region above it."""
    row, first = block.rows[place], block.rows[0]
    slid = (grid.kinds[row] == NUMBER) & (grid.kinds[first] == EMPTY)
    return "slid" if kind == "no_label" and row != first and slid.any() else kind


def settled_columns(grid: Grid, heads: Heads, problems: list[Problem]) -> Heads:
    """The same for columns whose headings name regions."""
    if heads.places is None:
        return heads
    settled = with_sums(heads.places, heads.around)
    for column, text, place in zip(heads.columns, heads.printed, settled, strict=True):
        if place.kind in REFUSED:
            problems.append(remarks.of_place(grid, text, place, column=column.at))
        elif place.kind != "region":
            problems.append(remarks.of_column(grid, column, place.kind))
    return heads._replace(places=settled)
