"""What the rows of a table are of: their region, and the facts of their labels and of the headings of groups over them."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.reading import dates, meaning, places, units, wording, words
from coverage_lib.data.reading.columns import Column
from coverage_lib.data.reading.dates import Period
from coverage_lib.data.reading.grid import EMPTY, Grid
from coverage_lib.data.reading.layout import NAMING, Block
from coverage_lib.data.reading.meaning import Facts, When
from coverage_lib.data.reading.places import Label, Place
from coverage_lib.data.reading.problems import Problem

#: Roles whose cells state facts, the outermost first: what stands further down is believed first.
STATING = ("level", "boundary", "base", "counted_by", "unit", "words", "measure", "segment", "month", "date")
#: Columns with keys of the long table as cells: they are taken as they are.
KEYS = {
    "segment": words.SEGMENTS,
    "measure": tuple(words.MEASURES),
    "counted_by": words.COUNTED_BY,
    "base": words.BASES,
}


class Rows(NamedTuple):
    """The rows of a table.

    Attributes
    ----------
    printed : list of str
        The label of each row's region, empty where it has none.
    places : list of Place or None
        What each row is of; None where the rows of the table name no regions.
    facts : list of Facts
        The different facts that rows state.
    fact : numpy.ndarray
        For each row its place in `facts`.
    code_list : str
        The list that the codes of regions are from.
    around : list of str
        Code of the province that each row stands in, where a column or the heading of a group says so.
    problems : list of Problem
        Cells of columns of dates that are no dates.
    """

    printed: list[str]
    places: list[Place] | None
    facts: list[Facts]
    fact: np.ndarray
    code_list: str
    around: list[str]
    problems: list[Problem]


def read_rows(grid: Grid, block: Block, columns: list[Column], level: str, province: str) -> Rows:
    """The region and the facts of each row of a table."""
    labels = {
        column.at: _labels(grid, block, column, columns) for column in columns if column.role != "value"
    }
    groups = _groups(grid, block)
    printed, around, resolved = _places(columns, labels, groups, level, province)
    times, problems = _times(grid, block, columns, labels)
    facts, fact = _facts(columns, labels, groups, times)
    places_, code_list = (resolved.places, resolved.code_list) if resolved else (None, "")
    return Rows(printed, places_, facts, fact, code_list, around, problems)


def _times(
    grid: Grid, block: Block, columns: list[Column], labels: dict[int, list[str]]
) -> tuple[dict[tuple[int, str], When], list[Problem]]:
    """What each text of the columns of dates names, and what is wrong with their cells: a column decides whether the day comes first."""
    times: dict[tuple[int, str], When] = {}
    problems: list[Problem] = []
    for column in columns:
        if column.role not in ("date", "month"):
            continue
        cells = grid.cells[block.rows, column.at].tolist()
        read = dates.read_column(cells)
        parts = column.role == "month" or any(one.role == "month" for one in columns)
        for text, first, last, precision in zip(
            labels[column.at], read.first, read.last, read.precision, strict=True
        ):
            if (column.at, text) in times:
                continue  # a day stands in thousands of rows
            if precision:
                times[column.at, text] = When(
                    text, Period(pd.Timestamp(first), pd.Timestamp(last), precision)
                )
            elif text and (
                part := dates.read_date(f"{text}/2000") if text.isdigit() else dates.read_date(text)
            ):
                times[column.at, text] = When(text, part._replace(first=None, last=None, precision="part"))
        for wrong in read.wrong:
            if wrong.key != "no_year" and not (
                parts and (column.at, labels[column.at][wrong.position]) in times
            ):
                where = {
                    "file": grid.file,
                    "sheet": grid.name,
                    "row": int(grid.rows[block.rows[wrong.position]]),
                }
                problems.append(
                    wording.problem(wrong, cells[wrong.position], column=grid.columns[column.at], **where)
                )
    return times, problems


def _labels(grid: Grid, block: Block, column: Column, columns: list[Column]) -> list[str]:
    """The cells of a column of labels, blanks filled where they mean what stands above."""
    texts = grid.texts(block.rows, column.at)
    finest = next((one for role in NAMING for one in columns if one.role == role), None)
    others = [one.at for one in columns if one.role in (*NAMING, *STATING) and one.at != column.at]
    if column.role in ("note", "number", "rank", "empty", "code") or not others or all(texts):
        return texts
    if column is finest and not any(one.role in STATING for one in columns):
        return texts
    has_others = (grid.kinds[np.ix_(block.rows, others)] != EMPTY).any(axis=1).tolist()
    above = ""
    for place, text in enumerate(texts):
        above = text or above
        if (
            not text
            and has_others[place]
            and not (column is finest and _other_region(grid, block.rows[place], columns, column))
        ):
            texts[place] = above
    return texts


def _other_region(grid: Grid, row: int, columns: list[Column], column: Column) -> bool:
    return any(
        one.role in NAMING and one is not column and grid.kinds[row, one.at] != EMPTY for one in columns
    )


class Groups(NamedTuple):
    """What headings of groups say of each row: the province, the kind of regency, other facts."""

    province: list[str]
    kind: list[str]
    facts: list[Facts]


KINDS = {
    "kabupaten": "kabupaten",
    "regency": "kabupaten",
    "regencies": "kabupaten",
    "kab": "kabupaten",
    "kota": "kota",
    "city": "kota",
    "cities": "kota",
}


def _groups(grid: Grid, block: Block) -> Groups:
    province, kind, facts = "", "", meaning.NOTHING
    groups = Groups([], [], [])
    for row in block.rows:
        for heading in block.groups.get(row, []):
            text = next(grid.text(heading, at) for at in grid.filled(heading)[::-1])
            plain = words.plain(places.ORDINAL.sub("", text))
            named = places.candidates(text)[1] - {regions.NATION}
            if plain in KINDS:
                kind = KINDS[plain]
            elif named:
                province, kind = next(iter(named)), ""
            else:
                facts = _newer(facts, meaning.facts_of(text))
        groups.province.append(province)
        groups.kind.append(kind)
        groups.facts.append(facts)
    return groups


def _newer(old: Facts, new: Facts) -> Facts:
    """The facts of a group's heading in place of those of the one before it."""
    return meaning.under(old._replace(dates=()) if new.dates else old, new)


def _places(
    columns: list[Column], labels: dict[int, list[str]], groups: Groups, level: str, province: str
) -> tuple[list[str], list[str], places.Resolved | None]:
    """The printed label and the place of each row's region; None where no column names regions."""
    named = [column for role in NAMING for column in columns if column.role == role]
    coded = [column for column in columns if column.role == "code"]
    if not named and not coded:
        return [""] * len(groups.kind), groups.province, None
    printed, from_column = _finest(named, labels, len(groups.kind))
    level = level or (
        {"village": "village", "district": "other", "branch": "other"}.get(named[0].role, "") if named else ""
    )
    if not level and named and named[0].role in ("province", "regency"):
        level = named[0].role
    around = _around(named, labels, groups)
    codes = _codes(coded, labels, printed)
    kinds = [kind if place == 0 else "" for kind, place in zip(groups.kind, from_column, strict=True)]
    keys = [Label(*one) for one in zip(printed, codes, around, kinds, strict=True)]
    return printed, around, places.resolve(keys, level, province)


def _codes(coded: list[Column], labels: dict[int, list[str]], printed: list[str]) -> list[str]:
    """The cells of the column of codes that agrees best with the names beside it."""
    if len(coded) < 2:
        return labels[coded[0].at] if coded else [""] * len(printed)
    best = max(coded, key=lambda column: places.agreement(list(zip(labels[column.at], printed, strict=True))))
    return labels[best.at]


def _finest(named: list[Column], labels: dict[int, list[str]], count: int) -> tuple[list[str], list[int]]:
    """For each row the label of the finest column that has one, and which column that is."""
    printed, from_column = [""] * count, [0] * count
    for place in range(len(named) - 1, -1, -1):
        for row, text in enumerate(labels[named[place].at]):
            if text and not (place < len(named) - 1 and words.understand(text).total and printed[row]):
                printed[row], from_column[row] = text, place
    return printed, from_column


def _around(named: list[Column], labels: dict[int, list[str]], groups: Groups) -> list[str]:
    """The province around each row, from a column of provinces or from the heading of its group."""
    column = next(
        (one for one in named[1:] if one.role == "province" or (one.role == "region" and one is named[-1])),
        None,
    )
    if column is None:
        return groups.province
    codes = {text: next(iter(places.candidates(text)[1]), "") for text in set(labels[column.at])}
    return [codes[text] for text in labels[column.at]]


def _facts(
    columns: list[Column], labels: dict[int, list[str]], groups: Groups, times: dict[tuple[int, str], When]
) -> tuple[list[Facts], np.ndarray]:
    """The different facts of rows, and which each row has."""
    known: dict[Facts, int] = {}
    stating = [column for role in STATING for column in columns if column.role == role]
    texts = [labels[column.at] for column in stating]
    totals = [_total_means(column.role, labels[column.at]) for column in stating]
    code, first = _alike([[id(one) for one in groups.facts], *texts])
    order = []
    for row in first:
        said = [
            _fact(column, text[row], total, times)
            for column, text, total in zip(stating, texts, totals, strict=True)
        ]
        order.append(known.setdefault(meaning.together([groups.facts[row], *said]), len(known)))
    return list(known), np.array(order, dtype=int)[code]


def _alike(columns: list[list[Any]]) -> tuple[np.ndarray, list[int]]:
    """For each row the number of its kind, by the cells of some columns, and for each kind the first row that is of it."""
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for cells in columns:
        other, _values = pd.factorize(np.array(cells, dtype=object))
        code, _values = pd.factorize(code * (other.max(initial=0) + 1) + other)
    first: list[int] = np.unique(code, return_index=True)[1].tolist()
    return code, first


def _total_means(role: str, texts: list[str]) -> str:
    """What a sum among labels is a sum over: segments or groups."""
    said = [words.understand(text) for text in set(texts)]
    if role == "segment" or any(one.segment for one in said):
        return "segment"
    return "group" if any(one.group for one in said) else ""


def _fact(column: Column, text: str, total: str, times: dict[tuple[int, str], When]) -> Facts:
    """What the label of one column says."""
    role = column.role
    if (column.at, text) in times:
        return Facts(dates=(times[column.at, text],))
    plain = words.plain(text).replace(" ", "_")
    if role in KEYS and plain in KEYS[role]:
        return meaning.NOTHING._replace(**{role: plain})  # type: ignore[arg-type]
    if role in ("date", "month"):
        return meaning.NOTHING
    if role in ("boundary", "level"):
        return meaning.NOTHING._replace(**{role: text})  # type: ignore[arg-type]
    said = words.understand(text)
    if said.total:
        return Facts(segment="total") if total == "segment" else Facts(unit=said.unit)
    facts = meaning.facts_of(text)
    return facts._replace(scale=text) if role == "unit" and units.read_heading(f"({text})").scales else facts
