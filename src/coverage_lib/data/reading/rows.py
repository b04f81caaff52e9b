"""What the rows of a table are of: their region, and the facts of their labels and of the headings of groups over them."""

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.reading import dates, meaning, naming, places, units, wording, words
from coverage_lib.data.reading.columns import Column, digits_as_date
from coverage_lib.data.reading.dates import Period
from coverage_lib.data.reading.grid import EMPTY, Grid, printed
from coverage_lib.data.reading.labels import Labels, labels_from, labels_of, same_texts, together
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
#: Columns of regions that the project knows no names of.
UNKNOWN_NAMES = {"village": "village", "district": "other", "branch": "other"}
KINDS = dict.fromkeys(("kabupaten", "kab", "regency", "regencies"), "kabupaten")
KINDS |= dict.fromkeys(("kota", "city", "cities"), "kota")


class Rows(NamedTuple):
    """The rows of a table.

    Attributes
    ----------
    printed : Labels
        The label of each row's region.
    places : list of Place or None
        The different places that rows are of; None where the rows of the table name no regions.
    place : numpy.ndarray
        For each row which of them.
    around : Labels
        Code of the province that each row stands in, where a column or the heading of a group says so.
    facts : list of Facts
        The different facts that rows state.
    fact : numpy.ndarray
        For each row which of them.
    code_list : str
        The list that the codes of regions are from.
    unused : list of Column
        Columns of labels that say nothing that is read.
    problems : list of Problem
        Cells of columns of dates that are no dates.
    """

    printed: Labels
    places: list[Place] | None
    place: np.ndarray
    around: Labels
    facts: list[Facts]
    fact: np.ndarray
    code_list: str
    unused: list[Column]
    problems: list[Problem]


def read_rows(grid: Grid, block: Block, columns: list[Column], level: str, province: str) -> Rows:
    """The region and the facts of each row of a table."""
    labels = {
        column.at: labels_of(grid, block.rows, column.at) for column in columns if column.role != "value"
    }
    named = _by_fineness([column for column in columns if column.role in NAMING], labels)
    labels |= {
        column.at: _filled(grid, block, column, columns, named, labels)
        for column in columns
        if column.at in labels
    }
    groups = _groups(grid, block)
    printed, around, resolved, place = _places(columns, named, labels, groups, level, province)
    times, problems = _times(grid, block, columns, labels)
    facts, fact = _facts(columns, labels, groups, times)
    facts, fact, unused = _told_apart(columns, labels, groups, (place, facts, fact))
    found = (None, "") if resolved is None else (resolved.places, resolved.code_list)
    return Rows(printed, found[0], place, around, facts, fact, found[1], unused, problems)


def _by_fineness(named: list[Column], labels: dict[int, Labels]) -> list[Column]:
    """Columns of regions, the finest first: the one with most different names, of two alike the one of the finer kind."""
    return sorted(named, key=lambda column: (-len(labels[column.at].texts), NAMING.index(column.role)))


def _filled(
    grid: Grid,
    block: Block,
    column: Column,
    columns: list[Column],
    named: list[Column],
    labels: dict[int, Labels],
) -> Labels:
    """The cells of a column of labels, blanks filled where they mean what stands above.

    They do where another label stands in the row, but for the finest column of regions beside a coarser one: there a blank means
    that the row is the coarser region's.
    """
    own = labels[column.at]
    stating = [one for one in columns if one.role in STATING and one is not column]
    others = [one for one in named if one is not column] + stating
    if column.role in ("note", "number", "rank", "empty", "code") or not others:
        return own
    finest = bool(named) and column is named[0]
    if finest and (len(named) > 1 or not stating):
        return own
    there = (grid.kinds[np.ix_(block.rows, [one.at for one in others])] != EMPTY).any(axis=1)
    return own.filled_down(there)


class Groups(NamedTuple):
    """What headings of groups say of each row: a region, the province and the kind of regencies under it, other facts, other words."""

    region: Labels
    province: Labels
    kind: Labels
    facts: list[Facts]
    fact: np.ndarray
    words: Labels


def _groups(grid: Grid, block: Block) -> Groups:
    """What the headings of groups say, each until the next of its kind."""
    ends = [place for place, row in enumerate(block.rows) if row in block.groups]
    lengths = np.diff([0, *ends, len(block.rows)])
    region, province, kind, facts, other = "", "", "", meaning.NOTHING, ""
    found = [(region, province, kind, facts, other)]
    for end in ends:
        for heading in block.groups[block.rows[end]]:
            text = grid.text(heading, grid.filled(heading)[-1])
            plain = words.plain(naming.ORDINAL.sub("", text))
            _text, as_province, as_regency = naming.candidates(text)
            said = meaning.facts_of(text)
            if plain in KINDS:
                kind = KINDS[plain]
            elif as_province or as_regency:
                region, province, kind = text, next(iter(as_province - {regions.NATION}), ""), ""
            elif said._replace(rest="") != meaning.NOTHING:
                facts = meaning.under(facts._replace(dates=()) if said.dates else facts, said)._replace(
                    rest=""
                )
            else:
                other = text
        found.append((region, province, kind, facts, other))
    known: dict[Facts, int] = {}
    fact = np.array([known.setdefault(one[3], len(known)) for one in found], dtype=int)
    texts = [labels_from([str(one[place]) for one in found]) for place in (0, 1, 2, 4)]
    spread = [one._replace(code=np.repeat(one.code, lengths)) for one in texts]
    return Groups(spread[0], spread[1], spread[2], list(known), np.repeat(fact, lengths), spread[3])


def _places(
    columns: list[Column],
    named: list[Column],
    labels: dict[int, Labels],
    groups: Groups,
    level: str,
    province: str,
) -> tuple[Labels, Labels, places.Resolved | None, np.ndarray]:
    """The printed label of each row's region, the province around it, the different places, and which each row has."""
    coded = [column for column in columns if column.role == "code"]
    count = len(groups.fact)
    if not named and not coded:
        if len(groups.region.texts) == 1:
            return groups.region, groups.province, None, np.zeros(count, dtype=int)
        printed, own = groups.region, np.zeros(count, dtype=bool)
    else:
        printed, own = _finest(
            [*named, *(column for column in columns if column.role == "number")], labels, count
        )
    if not level and named:
        role = named[0].role
        level = UNKNOWN_NAMES.get(role, role if role in ("province", "regency") else "")
    around = _around(named, labels, groups)
    if level in ("village", "other") and not coded:
        printed = _with_path(printed, [labels[column.at] for column in named[1:]])
    known_names = level not in ("village", "other")
    codes = _codes(coded, labels, printed, known_names)
    kinds = groups.kind._replace(code=np.where(own, groups.kind.code, 0))
    several = np.array([known_names and places.means_two(text) for text in printed.texts], dtype=bool)[
        printed.code
    ]
    apart = np.where(several & (codes.code == 0), np.arange(1, count + 1), 0)
    code, first = together([printed.code, codes.code, around.code, kinds.code, apart])
    keys = [
        Label(
            printed.texts[printed.code[row]],
            codes.texts[codes.code[row]],
            around.texts[around.code[row]],
            kinds.texts[kinds.code[row]],
        )
        for row in first
    ]
    return printed, around, places.resolve(keys, level, province), code


def _with_path(names: Labels, coarser: list[Labels]) -> Labels:
    """Names that several regions have, with the district and the regency that each lies in: "Sukamaju, Cibinong, Bogor"."""
    code, first = together([names.code, *(one.code for one in coarser)])
    shared = np.bincount(names.code[first], minlength=len(names.texts)) > 1
    if not shared[1:].any():
        return names
    texts = []
    for row in first:
        path = [names.texts[names.code[row]]]
        if shared[names.code[row]]:
            path += [one.texts[one.code[row]] for one in coarser]
        texts.append(", ".join(filter(None, path)))
    named = labels_from(texts)
    return named._replace(code=named.code[code])


def _codes(coded: list[Column], labels: dict[int, Labels], printed: Labels, known_names: bool) -> Labels:
    """The cells of the column of codes that agrees best with the names beside it; where there is none, the codes in front of names."""
    if not coded and known_names:
        inside = labels_from([naming.code_inside(text) for text in printed.texts])
        return inside._replace(code=inside.code[printed.code])
    if not coded:
        return Labels([""], np.zeros(len(printed.code), dtype=int))
    if len(coded) == 1:
        return labels[coded[0].at]

    def agreement(column: Column) -> float:
        own = labels[column.at]
        _code, first = together([own.code, printed.code])
        return places.agreement(
            [(own.texts[own.code[row]], printed.texts[printed.code[row]]) for row in first]
        )

    return labels[max(coded, key=agreement).at]


def _finest(named: list[Column], labels: dict[int, Labels], count: int) -> tuple[Labels, np.ndarray]:
    """For each row the label of the finest column that has one, and whether it is of the finest column.

    "Jumlah" in a finer column is the row of the coarser region. A column that counts the rows is the coarsest: sums stand in it at times.
    """
    texts: list[str] = [""]
    at, own = np.zeros(count, dtype=int), np.zeros(count, dtype=bool)
    for place in range(len(named) - 1, -1, -1):
        one = labels[named[place].at]
        total = np.array([words.is_total(text) for text in one.texts], dtype=bool)[one.code]
        counts = np.array([text.strip(".)( ").isdigit() for text in one.texts], dtype=bool)[one.code]
        taken = (one.code > 0) & ~(total & (at > 0)) & ~(counts & (named[place].role == "number"))
        at = np.where(taken, one.code + len(texts), at)
        own = taken if place == 0 else own
        texts += one.texts
    used, unique = pd.factorize(at)
    printed = labels_from([texts[place] for place in unique])
    return printed._replace(code=printed.code[used]), own


def _around(named: list[Column], labels: dict[int, Labels], groups: Groups) -> Labels:
    """The province around each row, from a column of provinces or from the heading of its group."""
    for column in named[1:]:
        own = labels[column.at]
        codes = [next(iter(naming.candidates(text)[1] - {regions.NATION}), "") for text in own.texts]
        if column.role in ("province", "region") and any(codes):
            known = labels_from(codes)
            return known._replace(code=known.code[own.code])
    return groups.province


def _times(
    grid: Grid, block: Block, columns: list[Column], labels: dict[int, Labels]
) -> tuple[dict[tuple[int, str], When], list[Problem]]:
    """What each text of the columns of dates names, and what is wrong with their cells: a column decides whether the day comes first."""
    times: dict[tuple[int, str], When] = {}
    problems: list[Problem] = []
    for column in [one for one in columns if one.role in ("date", "month")]:
        own = labels_of(grid, block.rows, column.at)
        first = [int(np.argmax(own.code == place)) for place in range(1, len(own.texts))]
        cells = [_with_marks(grid.cells[block.rows[row], column.at]) for row in first]
        read = dates.read_column(cells)
        for text, start, end, precision in zip(
            own.texts[1:], read.first, read.last, read.precision, strict=True
        ):
            if precision:
                times[column.at, text] = When(text, Period(pd.Timestamp(start), pd.Timestamp(end), precision))
            elif part := dates.read_date(re.sub(r"^(\d{1,2})(?:\.0)?$", r"\1/2000", text)):
                times[column.at, text] = When(text, part._replace(first=None, last=None, precision="part"))
        for wrong in read.wrong:
            if wrong.key != "no_year" and not (
                column.role == "month" and (column.at, own.texts[wrong.position + 1]) in times
            ):
                row = int(grid.rows[block.rows[first[wrong.position]]])
                where = {"file": grid.file, "sheet": grid.name, "row": row, "column": grid.columns[column.at]}
                problems.append(wording.problem(wrong, cells[wrong.position], **where))
    return times, problems


def _with_marks(cell: Any) -> Any:
    """A cell of dates, one of digits only with the marks of a date."""
    marked = digits_as_date(printed(cell))
    return marked if marked != printed(cell) else cell


def _facts(
    columns: list[Column], labels: dict[int, Labels], groups: Groups, times: dict[tuple[int, str], When]
) -> tuple[list[Facts], np.ndarray]:
    """The different facts of rows, and which each row has."""
    stating = [column for role in STATING for column in columns if column.role == role]
    own = [labels[column.at] for column in stating]
    code, first = together([groups.fact, *(one.code for one in own)])
    totals = [_total_means(column.role, one.texts) for column, one in zip(stating, own, strict=True)]
    known: dict[Facts, int] = {}
    order = []
    for row in first:
        texts = [one.texts[one.code[row]] for one in own]
        said = [
            _fact(column, text, total, times)
            for column, text, total in zip(stating, texts, totals, strict=True)
        ]
        rest = [
            one.rest
            for column, one in zip(stating, said, strict=True)
            if column.role in ("measure", "segment") and one.rest
        ]
        joined = meaning.together([groups.facts[groups.fact[row]], *said])
        facts = joined._replace(rest=" ".join(rest))
        order.append(known.setdefault(facts, len(known)))
    return list(known), np.array(order, dtype=int)[code]


def _told_apart(
    columns: list[Column],
    labels: dict[int, Labels],
    groups: Groups,
    read: tuple[np.ndarray, list[Facts], np.ndarray],
) -> tuple[list[Facts], np.ndarray, list[Column]]:
    """The facts with words that are not understood, where only these tell two rows of one region apart; columns that are not needed."""
    place, facts, fact = read
    known: dict[Facts, int] = {}
    fact = np.array([known.setdefault(one, len(known)) for one in facts], dtype=int)[fact]
    facts = list(known)
    unknown = [
        column
        for column in columns
        if column.role in ("words", "note", "level") and _says_nothing(labels[column.at])
    ]
    named = [
        column
        for column in columns
        if column.role in ("measure", "segment", "words") and column not in unknown
    ]
    others = [
        groups.words,
        *(_not_understood(labels[column.at]) for column in named),
        *(labels[column.at] for column in unknown),
    ]
    code, first = together([place, fact])
    if len(first) == len(code):
        return facts, fact, unknown
    needed, left = [], unknown
    for one, column in zip(others, [None, *named, *unknown], strict=True):
        finer, firsts = together([code, one.code])
        if len(firsts) > len(first):
            code, first = finer, firsts
            needed.append(one)
            left = [other for other in left if other is not column]
    code, first = together([fact, *(one.code for one in needed)]) if needed else (fact, np.arange(len(facts)))
    if not needed:
        return facts, fact, unknown
    narrowed = []
    for row in first:
        texts = [one.texts[one.code[row]] for one in needed]
        slugs = [words.slug(text) for text in texts if text and not words.is_total(text)]
        own = facts[fact[row]]
        narrowed.append(own._replace(part="+".join([*filter(None, [own.part]), *slugs])))
    return narrowed, code, left


def _not_understood(own: Labels) -> Labels:
    """The labels of a column that say nothing that is known; the others as if they were empty."""
    texts = [
        "" if meaning.facts_of(text)._replace(rest="") != meaning.NOTHING else text for text in own.texts
    ]
    return same_texts(texts, own.code)


def _says_nothing(own: Labels) -> bool:
    """Whether most labels of a column are words that are not understood."""
    said = [meaning.facts_of(text) for text in own.texts[1:][:400]]
    return sum(one._replace(rest="") != meaning.NOTHING for one in said) * 2 < len(said)


def _total_means(role: str, texts: list[str]) -> str:
    """What a sum among labels is a sum over: segments or groups."""
    said = [words.understand(text) for text in texts[:400]]
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
    return (
        facts._replace(scale=f"({text})")
        if role == "unit" and units.read_heading(f"({text})").scales
        else facts
    )
