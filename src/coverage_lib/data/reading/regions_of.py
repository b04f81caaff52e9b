"""The regions of rows or columns once their names are known: which sums are the nation or a province, and what is said of the others."""

from coverage_lib.data.reading import remarks
from coverage_lib.data.reading.grid import Grid
from coverage_lib.data.reading.heads import Heads
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
    settled = with_sums(rows.places, rows.around)
    seen: set[tuple[str, str]] = set()
    unknown = 0
    for row, text, place in zip(block.rows, rows.printed, settled, strict=True):
        if place.kind == "region" or (place.kind, text) in seen:
            continue
        seen.add((place.kind, text))
        if place.kind not in REFUSED:
            problems.append(
                remarks.near_name(grid, row, text, place)
                if place.kind == "near"
                else remarks.of_row(grid, row, place.kind)
            )
        elif unknown < remarks.LISTED:
            unknown += 1
            problems.append(remarks.of_place(grid, text, place, row=row))
        else:
            unknown += 1
    if unknown > remarks.LISTED:
        problems.append(remarks.more(grid, unknown - remarks.LISTED))
    read = [place._replace(kind="region") if place.kind == "near" else place for place in settled]
    return rows._replace(places=read)


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
