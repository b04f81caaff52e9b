"""A file as agencies publish it becomes one long table, a row for each number, or a list of what is wrong with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.reading import files, meaning, numbers, wording, words
from coverage_lib.data.reading.boundary import with_boundary
from coverage_lib.data.reading.columns import columns_of
from coverage_lib.data.reading.grid import EMPTY, Grid, grid_of, printed
from coverage_lib.data.reading.heads import Heads, read_heads
from coverage_lib.data.reading.layout import Block, Layout, layout
from coverage_lib.data.reading.meaning import Context, Facts
from coverage_lib.data.reading.places import Place
from coverage_lib.data.reading.problems import Problem, Refused, _, errors
from coverage_lib.data.reading.rows import Rows, read_rows
from coverage_lib.data.reading.sheets import Book, Sheet

#: What an analyst may state of a table.
STATED = ("sheet", "measure", "segment", "counted_by", "base", "date", "level", "boundary", "unit", "decimal")
TEXT_COLUMNS = (
    "region", "code", "name", "level", "boundary", "date_printed", "precision", "measure", "segment", "counted_by", "base", "unit", "printed",
    "sheet", "column", "heading",
)  # fmt: skip
COLUMNS = (
    "region", "code", "name", "level", "boundary", "date", "date_printed", "precision", "measure", "segment", "counted_by", "base", "unit",
    "value", "printed", "sheet", "row", "column", "heading",
)  # fmt: skip


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
    stated = dict(stated or {})
    book = files.read_book(Path(path))
    problems = list(book.problems)
    parts = []
    for sheet in _chosen(book, stated, problems):
        grid, hidden = grid_of(sheet, book.path.name)
        problems += hidden
        found = layout(grid)
        for block in found.blocks:
            parts.append(_part(grid, block, book, stated, problems))
        problems += _notes(grid, found)
    table = (
        pd.concat([part for part in parts if len(part)], ignore_index=True)
        if any(map(len, parts))
        else _empty()
    )
    table = with_boundary(table, stated.get("boundary", ""))
    if not len(table):
        says = _("holds no table: no row has a number beside a label")
        problems.append(
            Problem("no_table", "error", says, _("Give a file with a table of numbers."), {}, book.path.name)
        )
    return Reading(table, problems, _understood(book, table))


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
            says, fix = _("is a hidden sheet and was not read"), _("To read it, name it: --set sheet=NAME.")
            problems.append(Problem("hidden_sheet", "note", says, fix, {}, book.path.name, sheet.name))
    return [sheet for sheet in book.sheets if not sheet.hidden]


def _empty() -> pd.DataFrame:
    texts = {name: pd.Series(dtype="str") for name in TEXT_COLUMNS}
    other = {
        "date": pd.Series(dtype="datetime64[s]"),
        "value": pd.Series(dtype=float),
        "row": pd.Series(dtype="int64"),
    }
    return pd.DataFrame(texts | other)[list(COLUMNS)]


def _part(
    grid: Grid, block: Block, book: Book, stated: Mapping[str, str], problems: list[Problem]
) -> pd.DataFrame:
    """One table of a sheet in long form."""
    columns = columns_of(grid, block)
    titles = [grid.text(row, at) for row in block.titles for at in grid.filled(row)]
    province = _province_in(titles)
    level = stated.get("level", "")
    rows = read_rows(grid, block, columns, level, province)
    heads = read_heads(columns, level, province, rows.places is not None)
    around = [
        *(("title", text) for text in [*heads.shared[::-1], *titles[::-1]]),
        ("sheet", grid.name),
        ("file", book.path.stem),
    ]
    context = meaning.context(around)
    rows = _regions(grid, block, rows, heads, problems)
    problems += _left_out(grid, heads)
    return _long(grid, block, rows, heads, context, stated, problems)


def _province_in(titles: list[str]) -> str:
    """The province that a title names: "di Provinsi Jawa Tengah"."""
    return ""


def _regions(grid: Grid, block: Block, rows: Rows, heads: Heads, problems: list[Problem]) -> Rows:
    """The rows with sums as the nation where they are, and problems for names that are not known."""
    if rows.places is None:
        return rows
    known = [place for place in rows.places if place and place.kind == "region"]
    provinces = {place.code for place in known if place.level == "province"}
    whole = len(provinces) >= len(regions.provinces("2021"))
    changed: list[Place] = []
    said = set()
    for row, text, place in zip(block.rows, rows.printed, rows.places, strict=True):
        if place and place.kind == "total" and whole:
            place = Place(regions.NATION, "national", "Indonesia")
        changed.append(place)
        if (
            place
            and place.kind not in ("region", "total", "part")
            and text
            and (text, place.kind) not in said
        ):
            said.add((text, place.kind))
            problems.append(_unknown(grid, row, text, place))
    return rows._replace(places=changed)


def _unknown(grid: Grid, row: int, text: str, place: Place) -> Problem:
    values = {"nearest": ", ".join(place.nearest)}
    where = {"file": grid.file, "sheet": grid.name, "row": int(grid.rows[row]), "value": text}
    if place.kind == "ambiguous":
        says, fix = _("may be {nearest}"), _("Write Kabupaten or Kota in front.")
    elif place.kind == "contradiction":
        says, fix = _("has the code of {nearest} beside it"), _("Correct the name or the code.")
    elif place.nearest:
        says, fix = _("is no region that is known; did you mean {nearest}?"), _("Correct the name.")
    else:
        says = _("is no region that is known")
        fix = _(
            "Correct the name; for villages or other units state it: --set level=village or --set level=other."
        )
    key = {"ambiguous": "ambiguous_region", "contradiction": "code_contradicts_name"}.get(
        place.kind, "unknown_region"
    )
    return Problem(key, "error", says, fix, values, **where)  # type: ignore[arg-type]


def _left_out(grid: Grid, heads: Heads) -> list[Problem]:
    says = {
        "change": _("is a change and no level; it was not read"),
        "rank": _("is a rank; it was not read"),
        "sum_of_dates": _("is a sum over dates; it was not read"),
        "no_heading": _("has numbers and no heading; it was not read"),
    }
    return [
        Problem(
            f"left_out_{reason}",
            "warning" if reason == "no_heading" else "note",
            says[reason],
            "",
            {},
            grid.file,
            grid.name,
            None,
            grid.columns[column.at],
            column.heading,
        )
        for column, reason in heads.left_out
    ]


def _notes(grid: Grid, found: Layout) -> list[Problem]:
    """Rows of text that are no part of a table, as notes; a sheet of nothing else is one."""
    if found.notes and not found.blocks:
        return [Problem("no_table_there", "note", _("holds no table and was left out"), "", {}, grid.file, grid.name)]  # fmt: skip
    problems = []
    for row in found.notes:
        text = " ".join(grid.text(row, at) for at in grid.filled(row))
        problems.append(
            Problem(
                "note",
                "note",
                _("is a note"),
                "",
                {},
                grid.file,
                grid.name,
                int(grid.rows[row]),
                "",
                text[:200],
            )
        )
    return problems


def _long(
    grid: Grid,
    block: Block,
    rows: Rows,
    heads: Heads,
    context: Context,
    stated: Mapping[str, str],
    problems: list[Problem],
) -> pd.DataFrame:
    """The numbers of a table, one row each."""
    around = context.facts()
    body = np.array(block.rows)
    parts = []
    for place, column in enumerate(heads.columns):
        facts = [
            _settled(meaning.under(around, _joined(row, heads.facts[place])), stated, around)
            for row in rows.facts
        ]
        cells = grid.cells[body, column.at]
        heading = " | ".join([column.heading, *(text for _s, text, _f in context.texts[:3])])
        unit = words.MEASURES.get(facts[0].measure, "") if facts else ""
        hint = {"people": " (orang)", "percent": " (%)"}.get(facts[0].unit or unit, "")
        percent = None if grid.percent is None else grid.percent[body, column.at]
        read_cells = numbers.read_column(
            cells, heading=column.heading + hint, decimal=stated.get("decimal"), percent=percent
        )
        problems += [
            wording.problem(
                one,
                cells[one.position],
                file=grid.file,
                sheet=grid.name,
                row=int(grid.rows[body[one.position]]),
                column=grid.columns[column.at],
            )
            for one in read_cells.wrong
        ]
        parts.append(_of_column(grid, body, rows, heads, place, facts, read_cells, heading))
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else _empty()


def _joined(row: Facts, head: Facts) -> Facts:
    """What a row and the headings of a column say together: a row's label is nearer than a heading that only says how many."""
    joined = meaning.under(head, row)
    return joined._replace(dates=head.dates + row.dates if head.dates else row.dates)


def _settled(facts: Facts, stated: Mapping[str, str], around: Facts) -> Facts:
    """The facts of a number with what the analyst states."""
    unit = facts.unit
    measure = words.settled(facts.measure, facts.segment, unit)
    if not measure and stated.get("measure"):
        measure = stated["measure"]
    segment = facts.segment or stated.get("segment", "") or "total"
    dated = facts.dates or ((stated["date"],) if stated.get("date") else ())
    return facts._replace(
        measure=measure, segment=segment, unit=unit or words.MEASURES.get(measure, ""), dates=dated,
        counted_by=facts.counted_by or stated.get("counted_by", ""), base=facts.base or stated.get("base", ""),
    )  # fmt: skip


def _of_column(
    grid: Grid,
    body: np.ndarray,
    rows: Rows,
    heads: Heads,
    place: int,
    facts: list[Facts],
    column: numbers.Column,
    heading: str,
) -> pd.DataFrame:
    """The numbers of one column, with what each is of."""
    at = heads.columns[place].at
    there = grid.kinds[body, at] != EMPTY
    if rows.places is not None:
        there &= np.array([one is not None and one.kind == "region" for one in rows.places])
        of_row = [one or Place("", "", "") for one in rows.places]
        printed_region = rows.printed
    else:
        one = heads.places[place] if heads.places else Place("", "", "")
        there &= one.kind == "region"
        of_row, printed_region = [one] * len(body), [one.name] * len(body)
    keep = np.flatnonzero(there)
    periods = [meaning.period(fact.dates) for fact in facts]
    fact, values = rows.fact[keep], column.values  # noqa: PD011

    def of_fact(values: list[str]) -> np.ndarray:
        return np.array(values, dtype=object)[fact]

    frame = {
        "region": [printed_region[row] for row in keep],
        "code": [of_row[row].code for row in keep],
        "name": [of_row[row].name for row in keep],
        "level": [of_row[row].level for row in keep],
        "boundary": ["" for _row in keep],
        "date": pd.to_datetime([meaning.stamp(one) for one in periods]).to_numpy("datetime64[s]")[fact],
        "date_printed": of_fact([" ".join(dict.fromkeys(reversed(one.dates))) for one in facts]),
        "precision": of_fact([one.precision if one else "" for one in periods]),
        "measure": of_fact([one.measure for one in facts]),
        "segment": of_fact([one.segment for one in facts]),
        "counted_by": of_fact([one.counted_by for one in facts]),
        "base": of_fact([one.base for one in facts]),
        "unit": of_fact([column.unit or one.unit for one in facts]),
        "value": values[keep],
        "printed": [printed(cell) for cell in grid.cells[body[keep], at]],
        "sheet": grid.name,
        "row": grid.rows[body[keep]].astype("int64"),
        "column": grid.columns[at],
        "heading": heads.columns[place].heading,
    }
    table = pd.DataFrame(frame)
    return table.astype(dict.fromkeys(TEXT_COLUMNS, "str"))[list(COLUMNS)]


def _understood(book: Book, table: pd.DataFrame) -> dict[str, Any]:
    """How the table was understood, in stable keys."""

    def values(name: str) -> list[str]:
        return sorted({one for one in table[name].unique() if one})

    return {
        "kind": book.kind,
        "sheets": values("sheet"),
        "rows": len(table),
        "regions": table.drop_duplicates(["level", "code", "region"])["level"].value_counts().to_dict(),
        **{
            f"{name}s" if name in ("measure", "segment", "unit") else name: values(name)
            for name in ("boundary", "measure", "segment", "unit", "counted_by", "base")
        },
        "dates": sorted(table["date"].dropna().unique()),
    }
