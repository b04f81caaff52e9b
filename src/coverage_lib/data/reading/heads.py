"""What the columns of numbers of a table are of: their region, if headings name regions, and the facts of their headings."""

import re
from typing import NamedTuple

from coverage_lib.data.reading import dates, meaning, naming, places, words
from coverage_lib.data.reading.columns import Column
from coverage_lib.data.reading.meaning import Facts
from coverage_lib.data.reading.places import Label, Place


class Heads(NamedTuple):
    """The columns of numbers.

    Attributes
    ----------
    columns : list of Column
        Those that are read.
    facts : list of Facts
        What their own headings say.
    shared : list of str
        Headings that all of them share: titles of the table.
    own : list of str
        The headings of each column that are not shared.
    places : list of Place or None
        The region of each column; None where headings name no regions.
    printed, around : list of str
        Its name as printed, and the code of the province over it.
    left_out : list of (Column, str)
        Columns of numbers that are not read, with the reason: change, rank, sum_of_dates, no_heading.
    """

    columns: list[Column]
    facts: list[Facts]
    shared: list[str]
    own: list[str]
    places: list[Place] | None
    printed: list[str]
    around: list[str]
    left_out: list[tuple[Column, str]]


def read_heads(columns: list[Column], level: str, province: str, in_rows: bool) -> Heads:
    """The facts of the columns of numbers; whether regions stand in the rows is `in_rows`."""
    found = [column for column in columns if column.role == "value"]
    depth = len(found[0].path) if found else 0
    shared_rows = [
        row for row in range(depth) if len({column.path[row] for column in found}) == 1 and len(found) > 1
    ]
    shared = [found[0].path[row] for row in shared_rows if found[0].path[row]]
    own = {
        column.at: [text for row, text in enumerate(column.path) if text and row not in shared_rows]
        for column in found
    }
    totals = {row: _total_means(found, row) for row in range(depth)}
    named = None if in_rows else _places(found, own, level, province)
    kept, facts, left_out = [], [], []
    before = meaning.NOTHING
    for column in found:
        said = _facts(column, own[column.at], totals, bool(named))
        if _only_unit(own[column.at]):
            said = meaning.under(before, said)._replace(measure=before.measure)
        before = said
        reason = said.role or ("no_heading" if not column.last and len(found) > 1 else "")
        if reason:
            left_out.append((column, reason))
        else:
            kept.append(column)
            facts.append(said)
    facts = [_with_siblings(said, facts) for said in facts]
    facts = _workers(kept, facts)
    levels = [one for one, _reason in left_out]
    if not kept and all(reason == "change" for _one, reason in left_out):
        kept, left_out = levels, []
        facts = [
            _facts(column, own[column.at], totals, bool(named))._replace(role="", part="change")
            for column in kept
        ]
    headings = [" | ".join(dict.fromkeys(own[column.at])) for column in kept]
    if named is None:
        return Heads(kept, facts, shared, headings, None, [], [], left_out)
    labels, placed = zip(*(named[column.at] for column in kept), strict=True) if kept else ((), ())
    texts, around = [one.text for one in labels], [one.province for one in labels]
    return Heads(kept, facts, shared, headings, list(placed), texts, around, left_out)


def _only_unit(own: list[str]) -> bool:
    """Whether a column is headed by a unit alone: it is then the share or the like of the column at its left."""
    said = [meaning.facts_of(text) for text in own]
    return bool(own) and all(
        one.unit in ("percent", "rupiah") and one == meaning.NOTHING._replace(unit=one.unit) for one in said
    )


def _with_siblings(said: Facts, others: list[Facts]) -> Facts:
    """A sum over segments with what all of its parts are: "PU", "BPU", "Jumlah" are one measure."""
    if said.segment != "total" or said.measure:
        return said
    parts = {
        (one.measure, one.counted_by, one.unit)
        for one in others
        if one.segment not in ("total", "") and one.measure
    }
    if len(parts) != 1:
        return said
    measure, counted_by, unit = parts.pop()
    return said._replace(measure=measure, counted_by=said.counted_by or counted_by, unit=said.unit or unit)


def _workers(columns: list[Column], facts: list[Facts]) -> list[Facts]:
    """Columns that count formal and informal beside columns with their shares: both are said of workers."""
    bare = [
        not said.measure and said.segment in ("formal", "informal") and "formal" in column.heading.lower()
        for column, said in zip(columns, facts, strict=True)
    ]
    units = {said.unit for said, one in zip(facts, bare, strict=True) if one}
    if "percent" not in units or len(units) < 2:
        return facts
    return [said._replace(measure="workers") if one else said for said, one in zip(facts, bare, strict=True)]


def _total_means(columns: list[Column], row: int) -> str:
    """What "Jumlah" in one row of headings is a sum over, by what stands beside it."""
    texts = {column.path[row] for column in columns if column.path[row]}
    said = [words.understand(text) for text in texts]
    if any(one.segment for one in said):
        return "segment"
    if any(one.group for one in said):
        return "group"
    if any(naming.candidates(text)[1] or naming.candidates(text)[2] for text in texts):
        return "region"
    dated = sum(dates.read_date(text) is not None for text in texts)
    return "date" if dated and dated >= len(texts) - 2 else ""


def _facts(column: Column, own: list[str], totals: dict[int, str], regions_in_heads: bool) -> Facts:
    """What the headings of one column say together, from the top."""
    said: list[Facts] = []
    whole = False
    for row, text in enumerate(column.path):
        if not text or text not in own:
            continue
        if words.understand(text).total:
            said.append(_sum(totals[row], text))
            whole = True
        elif regions_in_heads and (any(naming.candidates(text)[1:]) or naming.is_island(text)):
            continue
        else:
            said.append(meaning.facts_of(text))
            pieces = _pieces(text)
            if len(pieces) > 1:
                said[-1] = meaning.together(map(_piece, pieces))._replace(dates=said[-1].dates)
                whole = whole or words.understand(pieces[-1]).total
    facts = meaning.together(said)
    if whole and not (facts.part or facts.group):
        facts = facts._replace(part="whole")
    dated = tuple(dict.fromkeys(facts.dates))
    rest = [one.rest for one in said if one.rest and not any(naming.candidates(one.rest)[1:])]
    return facts._replace(dates=dated, rest=" ".join(dict.fromkeys(rest)))


#: "Angkatan Kerja - Bekerja" is a heading under another one; "Laki - laki" and "Non - aktif" are one word.
_APART = re.compile(r"(?<!laki)(?<!non)\s+[-–—|]\s+", re.IGNORECASE)


def _pieces(text: str) -> list[str]:
    """The headings that stand one under the other in one cell, the outermost first."""
    pieces = _APART.split(text)
    headings = all(re.search(r"[^\W\d_]{2}", piece) and not dates.read_date(piece) for piece in pieces[:1])
    return pieces if headings else [text]


def _piece(text: str) -> Facts:
    """What one of several headings in a cell says."""
    said = words.understand(text)
    if said.total:
        return Facts(unit=said.unit)
    facts = meaning.facts_of(text)
    return facts._replace(dates=())


def _sum(over: str, text: str) -> Facts:
    if over == "segment":
        return Facts(segment="total", unit=words.understand(text).unit)
    if over == "date":
        return Facts(role="sum_of_dates")
    return Facts(unit=words.understand(text).unit)


def _places(
    columns: list[Column], own: dict[int, list[str]], level: str, province: str
) -> dict[int, tuple[Label, Place]] | None:
    """The label of each column by its headings, and its place; None where headings name none."""
    labels: dict[int, str] = {}
    around: dict[int, str] = {}
    for column in columns:
        named = [
            text for text in own[column.at] if any(naming.candidates(text)[1:]) or naming.is_island(text)
        ]
        if named:
            labels[column.at] = named[-1]
            around[column.at] = next(iter(naming.candidates(named[0])[1]), "") if len(named) > 1 else ""
    if len(labels) * 2 <= len(columns):
        return None
    for column in columns:
        labels.setdefault(column.at, own[column.at][0] if own[column.at] else "")
    keys = [Label(labels[column.at], "", around.get(column.at, "")) for column in columns]
    resolved = places.resolve(keys, level, province).places
    return {column.at: (key, place) for column, key, place in zip(columns, keys, resolved, strict=True)}
