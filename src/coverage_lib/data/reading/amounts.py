"""The cells of a table as numbers, column by column; what one column leaves open, columns of the same kind may settle."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from coverage_lib.data.reading import numbers, units, wording
from coverage_lib.data.reading.context import Context
from coverage_lib.data.reading.grid import Grid
from coverage_lib.data.reading.heads import Heads
from coverage_lib.data.reading.layout import Block
from coverage_lib.data.reading.meaning import Facts
from coverage_lib.data.reading.problems import Problem
from coverage_lib.data.reading.rows import Rows

#: What is said to the reader of numbers of a unit that the words around a column state and its heading does not.
SAID = {"people": " (orang)", "percent": " (%)", "rupiah": " (rupiah)"}


class Numbers(NamedTuple):
    """The numbers of a table.

    Attributes
    ----------
    numbers : numpy.ndarray, shape (rows, columns)
        NaN where there is none.
    units : list of list of str
        For each kind of row and each column the unit that its cells or its heading state.
    decimals : set of str
        The decimal marks of the columns.
    """

    numbers: np.ndarray
    units: list[list[str]]
    decimals: set[str]
    problems: list[Problem]


class Cells(NamedTuple):
    """Cells of one column that are of one measure: the column, the rows, and its heading with the unit and scale said elsewhere."""

    column: int
    rows: np.ndarray
    heading: str


class Slice(NamedTuple):
    """The same, read."""

    column: int
    rows: np.ndarray
    heading: str
    read: numbers.Column


def read_numbers(
    grid: Grid,
    block: Block,
    rows: Rows,
    heads: Heads,
    facts: list[list[Facts]],
    context: Context,
    decimal: str | None,
) -> Numbers:
    """The cells of a table as numbers."""
    body = np.array(block.rows)
    values = np.full((len(body), len(heads.columns)), np.nan)
    slices: list[Slice] = []
    for alike in _alike(heads, rows, facts, context):
        read = _together(grid, body, heads, alike, decimal)
        if read is None:
            one_by_one = [
                Slice(*one, _read(grid, body[one.rows], heads.columns[one.column].at, one.heading, decimal))
                for one in alike
            ]
            read = [_settled(grid, body, heads, one, one_by_one) for one in one_by_one]
        slices += read
    found = Numbers(values, [[""] * len(heads.columns) for _row in facts], set(), [])
    for one in slices:
        column = heads.columns[one.column]
        values[one.rows, one.column] = one.read.values
        if one.read.decimal:
            found.decimals.add(one.read.decimal)
        for fact in np.unique(rows.fact[one.rows]):
            found.units[fact][one.column] = one.read.unit
        for wrong in one.read.wrong:
            at = body[one.rows[wrong.position]]
            where = {
                "file": grid.file,
                "sheet": grid.name,
                "row": int(grid.rows[at]),
                "column": grid.columns[column.at],
            }
            found.problems.append(wording.problem(wrong, grid.cells[at, column.at], **where))
    return found


def _alike(heads: Heads, rows: Rows, facts: list[list[Facts]], context: Context) -> Iterator[list[Cells]]:
    """The cells of columns, those together that are of one measure in one unit and scale."""
    counted = _counted(rows)
    found: dict[tuple[str, str, units.Heading], list[Cells]] = {}
    for at in range(len(heads.columns)):
        kinds = [(line[at].measure, line[at].unit, line[at].scale) for line in facts]
        for kind in dict.fromkeys(kinds):
            same = np.array([one == kind for one in kinds])
            those = np.flatnonzero(same[rows.fact] & counted)
            heading = _heading(heads.own[at], kind[1], kind[2], context)
            if len(those):
                found.setdefault((*kind[:2], units.read_heading(heading)), []).append(
                    Cells(at, those, heading)
                )
    yield from found.values()


def _together(
    grid: Grid, body: np.ndarray, heads: Heads, alike: list[Cells], decimal: str | None
) -> list[Slice] | None:
    """Cells of several columns read as one, where nothing is to be said of them; None where each is to be looked at by itself."""
    if len(alike) == 1:
        return None
    ats = [heads.columns[one.column].at for one in alike]
    cells = np.concatenate([grid.cells[body[one.rows], at] for one, at in zip(alike, ats, strict=True)])
    percent = None
    if grid.percent is not None:
        percent = np.concatenate(
            [grid.percent[body[one.rows], at] for one, at in zip(alike, ats, strict=True)]
        )
    read = numbers.read_column(cells, heading=alike[0].heading, decimal=decimal, percent=percent)
    if read.wrong:
        return None
    ends = np.cumsum([len(one.rows) for one in alike])
    parts = zip(np.split(read.values, ends[:-1]), np.split(read.missing, ends[:-1]), alike, strict=True)
    return [Slice(*one, read._replace(values=values, missing=missing)) for values, missing, one in parts]


def _counted(rows: Rows) -> np.ndarray:
    """The rows whose numbers are read: sums over islands may be empty or otherwise written."""
    if rows.places is None:
        return np.ones(len(rows.fact), dtype=bool)
    return np.array([place.kind == "region" for place in rows.places], dtype=bool)[rows.place]


def _read(grid: Grid, rows: np.ndarray, at: int, heading: str, decimal: str | None) -> numbers.Column:
    percent = None if grid.percent is None else grid.percent[rows, at]
    return numbers.read_column(grid.cells[rows, at], heading=heading, decimal=decimal, percent=percent)


def _heading(own: str, unit: str, scale: str, context: Context) -> str:
    """The heading of a column with the unit and the scale that are said elsewhere."""
    heading = f"{own} | {scale}" if scale and not units.read_heading(own).scales else own
    said = units.read_heading(heading)
    if not said.scales and "percent" not in (unit, said.unit):  # shares are in no thousands
        above = next((text for text in reversed(context.titles) if units.read_heading(text).scales), "")
        heading += f" | {above}" if above else ""
    if not said.unit and not said.people:
        heading += SAID.get(unit, "")
    return heading


def _settled(grid: Grid, body: np.ndarray, heads: Heads, one: Slice, alike: list[Slice]) -> Slice:
    """Cells that can be read in two ways, read as other columns of the same measure are."""
    if not any(wrong.key == "both_readings" for wrong in one.read.wrong):
        return one
    marks = {other.read.decimal for other in alike} - {None}
    if len(marks) != 1:
        return one
    again = _read(grid, body[one.rows], heads.columns[one.column].at, one.heading, marks.pop())
    return one._replace(read=again)
