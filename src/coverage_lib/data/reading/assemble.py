"""One table of a sheet in long form: each number with its region, its time and what it is of."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.reading import dates, meaning, remarks, units, words
from coverage_lib.data.reading.amounts import Numbers, read_numbers
from coverage_lib.data.reading.columns import columns_of, of_one_region
from coverage_lib.data.reading.context import Context, read_context
from coverage_lib.data.reading.grid import EMPTY, Grid, printed
from coverage_lib.data.reading.heads import Heads, read_heads
from coverage_lib.data.reading.layout import Block
from coverage_lib.data.reading.meaning import Facts, When
from coverage_lib.data.reading.places import Place, region
from coverage_lib.data.reading.problems import Problem
from coverage_lib.data.reading.regions_of import settled_columns, settled_rows
from coverage_lib.data.reading.rows import Rows, read_rows
from coverage_lib.data.reading.stated import SCALES

TEXTS = (
    "region", "code", "name", "level", "boundary", "date_printed", "precision", "measure", "segment", "counted_by", "base", "unit", "printed",
    "sheet", "column", "heading",
)  # fmt: skip
COLUMNS = (
    "region", "code", "name", "level", "boundary", "date", "date_printed", "precision", "measure", "segment", "counted_by", "base", "unit",
    "value", "printed", "sheet", "row", "column", "heading",
)  # fmt: skip


#: Words that head a column of numbers and say nothing of them.
GENERIC = frozenset(["jumlah", "total", "value", "nilai", "angka", "data", "banyaknya"])


#: So many labels show which table has no region.
LABELS = 3
#: So many letters of printed words are kept as the name of a measure.
LONGEST = 100


class Part(NamedTuple):
    """One table in long form, what was met in it, what stands around it, the decimal marks of its columns, and its first labels."""

    table: pd.DataFrame
    problems: list[Problem]
    context: Context
    decimals: set[str]
    labels: list[str]


def read_block(grid: Grid, block: Block, file_stem: str, stated: Mapping[str, str]) -> Part:
    """One table of a sheet."""
    problems: list[Problem] = []
    scale = stated["unit"] if stated.get("unit") in SCALES else ""
    stated = {key: value for key, value in stated.items() if not (scale and key == "unit")}
    columns = columns_of(grid, block)
    if stated.get("level") == "national":
        columns = of_one_region(grid, block, columns)
    titles = [grid.text(row, at) for row in block.titles for at in grid.filled(row)]
    first = read_context(titles, grid.name, "")
    level = {"national": "province"}.get(stated.get("level", ""), stated.get("level", ""))
    rows = read_rows(grid, block, columns, level, first.region)
    heads = read_heads(columns, level, first.region, rows.places is not None)
    context = read_context([*titles, *heads.shared], grid.name, file_stem)
    rows, heads = settled_rows(grid, block, rows, problems), settled_columns(grid, heads, problems)
    facts = _Final(grid, context, stated, rows, heads)
    # What is stated stands farthest from the numbers: a scale that the table prints is the one that holds.
    scaled = context._replace(titles=(f"({scale})", *context.titles)) if scale else context
    found = read_numbers(grid, block, rows, heads, facts.of, scaled, stated.get("decimal"))
    problems += [*rows.problems, *found.problems]
    if stated.get("level") == "national":
        context = context._replace(region=regions.NATION)
    table = _long(grid, block, rows, heads, facts, found, context)
    problems += facts.questions(table)
    problems += [remarks.of_column(grid, column, reason) for column, reason in heads.left_out]
    problems += [remarks.of_column(grid, column, "rank") for column in columns if column.role == "rank"]
    problems += [remarks.of_column(grid, column, "note") for column in rows.unused]
    return Part(table, problems, context, found.decimals, _labels(grid, block))


def _labels(grid: Grid, block: Block) -> list[str]:
    """What the first rows of a table begin with."""
    return [grid.text(row, grid.filled(row)[0])[:40] for row in block.rows[:LABELS]]


class _Final:
    """What each number is of: the facts of its row and of its column, and of what stands around the table."""

    def __init__(
        self, grid: Grid, context: Context, stated: Mapping[str, str], rows: Rows, heads: Heads
    ) -> None:
        self.grid, self.context, self.stated, self.heads = grid, context, stated, heads
        #: What narrows the measure of some row or some column, and columns with a measure of their own under a title with another.
        self.parts = {part for one in (*rows.facts, *heads.facts) for part in one.part.split("+")}
        self.own: dict[int, str] = {}
        self.of: list[list[Facts]] = [
            [self._settled(row, head, at) for at, head in enumerate(heads.facts)] for row in rows.facts
        ]
        if heads.places is None:
            self.of = [self._told_apart(line) for line in self.of]
        self.periods = [[self._period(one) for one in line] for line in self.of]

    def _settled(self, row: Facts, head: Facts, at: int) -> Facts:
        """The facts of the numbers of one kind of row in one column."""
        rest = row.rest or ("" if row.measure and not head.measure else head.rest)
        near = meaning.together([head, row])._replace(dates=(*head.dates, *row.dates), rest=rest)
        around = meaning.around(self.context.facts, near, self.parts)
        joined = meaning.together([around._replace(dates=()), near])
        if rest and self.context.facts.measure in words.MEASURES:
            self.own.setdefault(at, self.context.facts.measure)
        segment = joined.segment or self.stated.get("segment", "") or "total"
        measure = words.settled(joined.measure, segment, joined.unit)
        joined = joined._replace(unit=self._unit(measure, joined, near, at))
        if rest:
            measure = "_".join(one for one in (measure, words.slug(rest)) if one)[:LONGEST]
        measure, unit = _measure_and_unit(measure, joined, self.stated)
        if not measure:
            measure = _slug_of([*reversed(self.heads.columns[at].path), *reversed(self.context.titles)])
        return joined._replace(
            measure=measure, unit=unit, segment=segment, counted_by=joined.counted_by or self.stated.get("counted_by", ""),
            base=(joined.base or self.stated.get("base", "")) if measure.startswith("coverage_rate") else "",
        )  # fmt: skip

    def _told_apart(self, line: list[Facts]) -> list[Facts]:
        """Columns whose words came to one name though their headings differ: each is named by all of its words."""
        headings = [words.slug(own) for own in self.heads.own]
        kinds = [(one.measure, one.segment, one.counted_by, one.base, one.unit, one.dates) for one in line]
        known: dict[tuple[Any, ...], set[str]] = {}
        for kind, heading in zip(kinds, headings, strict=True):
            known.setdefault(kind, set()).add(heading)
        return [
            one
            if one.measure in words.MEASURES or len(known[kind]) == 1 or one.part == "whole"
            else one._replace(measure=_longer(one.measure, heading))
            for one, kind, heading in zip(line, kinds, headings, strict=True)
        ]

    def _unit(self, measure: str, joined: Facts, near: Facts, at: int) -> str:
        """The unit; a column counted in thousands, or headed "Jumlah" beside a column of shares, is no share."""
        heading = self.heads.own[at]
        if words.MEASURES.get(measure) != "percent" or near.unit:
            return joined.unit
        beside = any(one.unit == "percent" for one in self.heads.facts)
        counted = beside and re.search(r"\b(?:jumlah|banyaknya|number)\b", words.plain(heading))
        return "people" if counted or units.read_heading(heading).scales else joined.unit

    def _period(self, facts: Facts) -> dates.Period | None:
        stated = self.stated.get("date", "")
        around = self.context.facts.dates
        if stated:
            found = dates.read_date(stated)
            finer = [when for when in around if found and meaning.inside(when.period, found)]
            around = tuple(finer) or ((When(stated, found),) if found else around)
        return meaning.period(facts.dates, around)

    def _undated(self, kinds: list[Facts]) -> bool:
        """Whether no row or column has a time of its own, so that the title's would hold for all numbers."""
        return bool(self.context.facts.dates) and not any(one.dates for one in kinds)

    def questions(self, table: pd.DataFrame) -> list[Problem]:
        """What the table does not say, or says twice."""
        out = []
        kinds = [one for line in self.of for one in line]
        periods = [one for line in self.periods for one in line]
        unknown = sorted({one.measure for one in kinds if one.measure not in words.MEASURES})
        choices = ", ".join(words.MEASURES)
        out += [
            remarks.own_measure(self.grid, self.heads.columns[at], self.of[0][at].measure, measure)
            for at, measure in self.own.items()
        ]
        if "" in unknown and len(table):
            asked = remarks.open_question("no_measure", self.grid, choices=choices)
            # Numbers of which neither what they count nor when is said can be anything.
            said = any(one.dates or one.unit or one.segment != "total" for one in kinds)
            nothing = not said and not any(periods)
            out.append(asked._replace(severity="error") if nothing else asked)
        for slug in unknown:
            if slug and re.match(
                r"(?:jumlah_)?(?:peserta|kepesertaan|tenaga_kerja|tk|pekerja|members|participants|workers)",
                slug,
            ):
                out.append(
                    remarks.open_question(
                        "unclear_measure",
                        self.grid,
                        printed=slug.replace("_", " "),
                        slug=slug,
                        choices=choices,
                    )
                )
        parts = sorted(
            {
                one.dates[0].printed
                for one, period in zip(kinds, periods, strict=True)
                if period is None and one.dates
            }
        )
        if parts:
            out.append(remarks.open_question("no_year", self.grid, printed=", ".join(parts[:6])))
        elif (
            self.context.at_odds and any(period is None for period in periods) and not self.stated.get("date")
        ):
            out.append(remarks.open_question("two_dates", self.grid, printed=", ".join(self.context.at_odds)))
        elif any(period is None for period in periods) and len(table):
            out.append(remarks.open_question("no_date", self.grid))
        out += self._against_what_is_stated(kinds, periods)
        for one in kinds:
            if meaning.at_odds(one.dates):
                out.append(
                    remarks.open_question(
                        "date_at_odds", self.grid, printed=", ".join(when.printed for when in one.dates)
                    )
                )
                break
        return out

    def _against_what_is_stated(
        self, kinds: list[Facts], periods: list[dates.Period | None]
    ) -> list[Problem]:
        """What the analyst states and the table says otherwise of all of its numbers."""
        said = {
            name: {getattr(one, name) for one in kinds}
            for name in ("measure", "segment", "counted_by")
            if self.stated.get(name)
        }
        if self.stated.get("date"):
            stated = dates.read_date(self.stated["date"])
            around = [when.period for when in self.context.facts.dates if when.period.precision != "part"]
            said["date"] = {
                self.stated["date"] if stated is None or meaning.inside(one, stated) or meaning.inside(stated, one) else f"{one.last:%Y-%m-%d}"
                for one in (around if self._undated(kinds) else periods) if one is not None and one.last is not None
            }  # fmt: skip
        return [
            remarks.open_question("stated_otherwise", self.grid, what=name, stated=self.stated[name], said=", ".join(sorted(values)[:6]))
            for name, values in said.items() if values and self.stated[name] not in values
        ]  # fmt: skip


def _longer(measure: str, heading: str) -> str:
    """The name of a measure with the words of its heading, where it does not hold them."""
    there = set(measure.split("_")) <= set(heading.split("_"))
    return (heading if there or not heading else f"{measure}_{heading}")[:LONGEST] or measure


def _measure_and_unit(measure: str, facts: Facts, stated: Mapping[str, str]) -> tuple[str, str]:
    """The measure with what narrows it, and its unit; a measure in a unit that it does not have is another one."""
    if not measure and stated.get("measure"):
        measure = stated["measure"]
    unit = facts.unit or ("" if measure else stated.get("unit", ""))
    usual = words.MEASURES.get(measure, "") if words.OTHER_UNIT.isdisjoint(facts.part.split("+")) else ""
    narrower = [part for part in facts.part.split("+") if part not in words.NOT_NARROWED]
    narrower += [facts.group, facts.role]
    if usual and unit and unit != usual and not (unit == "count" and usual == "people"):
        narrower.append(unit)
    else:
        unit = usual or unit
    unit = {"count": ""}.get(unit, unit) or stated.get("unit", "")
    return "_".join(one for one in [measure, *narrower] if one) if measure or any(
        narrower[:-2]
    ) or facts.role else "", unit


def _slug_of(texts: Sequence[str]) -> str:
    """The printed words of the nearest text that says something of a measure, as one word."""
    for text in texts:
        said = words.understand(text)
        named = meaning.facts_of(text)
        if said.total or words.head(text) or (named.dates and not said.rest):
            continue
        left = said.rest.split()
        if not left and not (said.segment or said.group or (said.unit and not said.part)):
            left = [word for word in words.plain(text).split() if not word.isdigit() and word not in GENERIC]
        if left:
            return "_".join(left)[:LONGEST]
    return ""


def _long(
    grid: Grid, block: Block, rows: Rows, heads: Heads, final: _Final, found: Numbers, context: Context
) -> pd.DataFrame:
    """The numbers of a table, one row each, in the order of the sheet."""
    body, at = np.array(block.rows), np.array([column.at for column in heads.columns], dtype=int)
    there = grid.kinds[np.ix_(body, at)] != EMPTY
    regions = _regions(rows, heads, context)
    there &= np.outer(
        _are_regions(regions.places)[regions.of_row], _are_regions(regions.places)[regions.of_column]
    )
    row, column = np.nonzero(there)
    named, at_name = (
        (rows.printed.texts, rows.printed.code[row])
        if rows.places is not None
        else (regions.names, regions.of_column[column])
    )
    place = regions.of_row[row] if rows.places is not None else regions.of_column[column]
    known = regions.places
    facts = [one for line in final.of for one in line]
    periods = [one for line in final.periods for one in line]
    fact = rows.fact[row] * len(heads.columns) + column
    frame = {
        "region": _picked(named, at_name),
        "code": _picked([one.code for one in known], place),
        "name": _picked([one.name for one in known], place),
        "level": _picked([one.level for one in known], place),
        "boundary": _picked([one.boundary for one in facts], fact),
        "date": pd.to_datetime([one.last if one else pd.NaT for one in periods]).to_numpy("datetime64[s]")[
            fact
        ],
        "date_printed": _picked(
            [
                " ".join(
                    dict.fromkeys(when.printed for when in reversed(one.dates or context.facts.dates[:1]))
                )
                for one in facts
            ],
            fact,
        ),
        "precision": _picked([one.precision if one else "" for one in periods], fact),
        **{
            name: _picked([getattr(one, name) for one in facts], fact)
            for name in ("measure", "segment", "counted_by", "base")
        },
        "unit": _picked(_units(facts, found), fact),
        "value": found.numbers[row, column],
        "printed": pd.array(
            [cell if type(cell) is str else printed(cell) for cell in grid.cells[body[row], at[column]]],
            dtype="str",
        ),
        "sheet": _picked([grid.name], np.zeros(len(row), dtype=int)),
        "row": grid.rows[body[row]].astype("int64"),
        "column": _picked([grid.columns[one.at] for one in heads.columns], column),
        "heading": _picked([one.heading for one in heads.columns], column),
    }
    return pd.DataFrame(frame)[list(COLUMNS)]


def _are_regions(places: Sequence[Place]) -> np.ndarray:
    return np.array([place.kind == "region" for place in places], dtype=bool)


def _units(facts: list[Facts], found: Numbers) -> list[str]:
    """The unit of each kind of number: as its heading says, or as its cells do."""
    return [
        one.unit or unit
        for one, unit in zip(facts, [unit for line in found.units for unit in line], strict=True)
    ]


def _picked(texts: Sequence[str], at: np.ndarray) -> Any:
    return pd.array(list(texts), dtype="str").take(at) if len(texts) else pd.array([], dtype="str")


NOWHERE = Place("", "", "", "region")


class _Regions(NamedTuple):
    """The places of a table, which of them each row and each column is of, and the names of places of columns as printed."""

    places: list[Place]
    of_row: np.ndarray
    of_column: np.ndarray
    names: list[str]


def _regions(rows: Rows, heads: Heads, context: Context) -> _Regions:
    """The region of each row or each column, of which only one names regions; the last place is that of the other."""
    nowhere_row, nowhere_column = np.zeros(len(rows.fact), dtype=int), np.zeros(len(heads.columns), dtype=int)
    if rows.places is not None:
        return _Regions([*rows.places, NOWHERE], rows.place, nowhere_column + len(rows.places), [])
    if heads.places is not None:
        at = np.arange(len(heads.places))
        return _Regions([*heads.places, NOWHERE], nowhere_row + len(at), at, [*heads.printed, ""])
    of_all = region(context.region) if context.region else Place("", "", "", "unknown")
    return _Regions([of_all, NOWHERE], nowhere_row + 1, nowhere_column, [of_all.name, ""])
