"""A file as agencies publish it becomes one long table, a row for each number, or a list of what is wrong with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.data.reading import files, remarks
from coverage_lib.data.reading.assemble import COLUMNS, TEXTS, Part, read_block
from coverage_lib.data.reading.boundary import with_boundary
from coverage_lib.data.reading.checks import check_table
from coverage_lib.data.reading.grid import grid_of
from coverage_lib.data.reading.layout import layout, panels
from coverage_lib.data.reading.problems import Problem, Refused, _, errors
from coverage_lib.data.reading.sheets import Book, Sheet
from coverage_lib.data.reading.stated import checked


class Reading(NamedTuple):
    """A file as a long table, every problem that was met, and how the table was understood."""

    table: pd.DataFrame
    problems: list[Problem]
    understood: dict[str, Any]


def read(path: str | Path, stated: Mapping[str, str] | None = None) -> Reading:
    """Read a file as agencies publish them.

    Parameters
    ----------
    path : path
        CSV, XLSX, XLS, ODS or Parquet.
    stated : dict of str to str, optional
        What the table does not say: sheet, measure, segment, counted_by, base, date, level, boundary, unit, decimal.

    Returns
    -------
    Reading

    Raises
    ------
    Refused
        The file cannot be opened as any of these.
    """
    stated = checked(stated)
    book = files.read_book(Path(path))
    problems: list[Problem] = []
    parts: list[Part] = []
    chosen = _chosen(book, stated, problems)
    read_sheets = {"", *(sheet.name for sheet in chosen)}
    problems += [problem for problem in book.problems if problem.sheet in read_sheets]
    for sheet in chosen:
        whole, hidden = grid_of(sheet, book.path.name)
        problems += hidden
        for grid in panels(whole):
            found = layout(grid)
            parts += [read_block(grid, block, book.path.stem, stated) for block in found.blocks]
            if not found.blocks and len(grid.rows):
                problems.append(remarks.no_table(grid))
                continue
            problems += [remarks.of_row(grid, row, "note") for row in found.notes]
            problems += [remarks.of_row(grid, row, "repeated") for row in found.repeated]
    problems += [problem for part in parts for problem in part.problems]
    tables = [part.table for part in parts if len(part.table)]
    table = pd.concat(tables, ignore_index=True) if tables else _empty()
    table = with_boundary(table, stated.get("boundary", ""))
    problems += [problem._replace(file=book.path.name) for problem in check_table(table)]
    unplaced = [part for part in parts if part.labels and not len(part.table)]
    if not len(table) and unplaced:
        problems.append(remarks.no_region(book.path.name, unplaced[0].labels))
    elif not len(table):
        says = _("holds no table: no row has a number beside a label")
        problems.append(
            Problem("no_table", "error", says, _("Give a file with a table of numbers."), {}, book.path.name)
        )
    return Reading(table, problems, _understood(book, table, parts, problems))


def read_table(path: str | Path, **stated: str) -> pd.DataFrame:
    """Read a table as agencies publish it, as one long table: a row for each number.

    Parameters
    ----------
    path : path
        CSV, XLSX, XLS, ODS or Parquet.
    **stated : str
        What the table does not say: sheet, measure, segment, counted_by, base, date, level, boundary, unit, decimal.

    Returns
    -------
    pandas.DataFrame
        region (as printed), code (Kemendagri; ``00`` is Indonesia), name, level, boundary, date (last day of the period), date_printed,
        precision (day, month, year), measure, segment, counted_by, base, unit, value (people, percent, rupiah; missing where the table
        prints a mark for it), printed (the cell), sheet, row, column, heading.

    Raises
    ------
    Refused
        Something in the table is wrong, or can be read in two ways; `problems` says what, where and what to do.
    """
    reading = read(path, stated)
    if errors(reading.problems):
        raise Refused(reading.problems)
    return reading.table


def _chosen(book: Book, stated: Mapping[str, str], problems: list[Problem]) -> list[Sheet]:
    """The sheets that are read: the one that is stated, or all that are visible."""
    name = stated.get("sheet")
    if name:
        chosen = [sheet for sheet in book.sheets if sheet.name == name]
        if not chosen:
            says = _("has no sheet {name}; it has {sheets}")
            values = {"name": name, "sheets": ", ".join(sheet.name for sheet in book.sheets)}
            problems.append(
                Problem(
                    "no_sheet",
                    "error",
                    says,
                    _("Name one of them: --set sheet=NAME."),
                    values,
                    book.path.name,
                )
            )
        return chosen
    for sheet in book.sheets:
        if sheet.hidden:
            says, fix = (
                _("is a hidden sheet and was not read"),
                _("To read it, name it: --set 'sheet={name}'."),
            )
            problems.append(
                Problem("hidden_sheet", "note", says, fix, {"name": sheet.name}, book.path.name, sheet.name)
            )
    return [sheet for sheet in book.sheets if not sheet.hidden]


def _empty() -> pd.DataFrame:
    texts = {name: pd.Series(dtype="str") for name in TEXTS}
    other = {
        "date": pd.Series(dtype="datetime64[s]"),
        "value": pd.Series(dtype=float),
        "row": pd.Series(dtype="int64"),
    }
    return pd.DataFrame(texts | other)[list(COLUMNS)]


def _understood(
    book: Book, table: pd.DataFrame, parts: list[Part], problems: list[Problem]
) -> dict[str, Any]:
    """How the table was understood, in stable keys; `said_by` tells where what stands around the numbers is from: title, sheet or file."""

    def values(name: str) -> list[str]:
        return sorted({one for one in table[name].unique() if one})

    several = ("measure", "segment", "unit")
    decimals = set().union(*(part.decimals for part in parts))
    return {
        "kind": book.kind,
        "sheets": values("sheet"),
        "rows": len(table),
        "regions": table.drop_duplicates(["level", "code", "region"])["level"].value_counts().to_dict(),
        **{f"{name}s": values(name) for name in several},
        **{name: values(name) for name in ("boundary", "counted_by", "base")},
        "dates": sorted(table["date"].dropna().unique()),
        "decimal": decimals.pop() if len(decimals) == 1 else "",
        "title": next((part.context.titles[0] for part in parts if part.context.titles), ""),
        "said_by": {name: source for part in parts for name, source in part.context.source.items()},
        "notes": [problem.value for problem in problems if problem.key == "note"],
    }
