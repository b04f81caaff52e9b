"""What the numbers of a table are of: facts of headings, labels, titles, the sheet's name and the file's name, the nearest first."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from coverage_lib.data.press import dates as press
from coverage_lib.data.reading import dates, words
from coverage_lib.data.reading.dates import Period


class Facts(NamedTuple):
    """What texts say together; empty where they say nothing.

    Attributes
    ----------
    measure, segment, group, part, counted_by, base, unit
        As of :class:`coverage_lib.data.reading.words.Meaning`.
    role : str
        ``change`` or ``rank`` for numbers that are no level.
    rest : str
        Words that were not understood.
    dates : tuple of str
        Texts that name a time, the nearest to the number first.
    boundary, level : str
        As a column of that name says.
    """

    measure: str = ""
    segment: str = ""
    group: str = ""
    part: str = ""
    counted_by: str = ""
    base: str = ""
    unit: str = ""
    role: str = ""
    rest: str = ""
    dates: tuple[str, ...] = ()
    boundary: str = ""
    level: str = ""


NOTHING = Facts()


def under(outer: Facts, inner: Facts) -> Facts:
    """The facts of two texts of which the second stands nearer to the number: it is believed first."""
    joined = {name: getattr(inner, name) or getattr(outer, name) for name in Facts._fields}
    joined["dates"] = inner.dates + outer.dates
    if inner.measure == "workers" and outer.measure in ("active", "coverage_rate", "eligible_workers"):
        joined["measure"] = outer.measure
    return Facts(**joined)


def together(facts: Iterable[Facts]) -> Facts:
    """The facts of several texts, the outermost first."""
    joined = NOTHING
    for one in facts:
        joined = under(joined, one)
    return joined


@lru_cache(maxsize=8192)
def facts_of(text: str) -> Facts:
    """What one text says.

    Examples
    --------
    >>> facts_of("Peserta aktif PU per Desember 2024 (orang)")[:2], facts_of("Des-24").dates
    (('active', 'formal'), ('Des-24',))
    """
    if not text:
        return NOTHING
    if dates.read_date(text):
        return Facts(dates=(text,))
    said = words.understand(text)
    inside = times_in(text)
    return Facts(
        said.measure, said.segment, said.group, said.part, said.counted_by, said.base, said.unit, said.role, said.rest,
        inside if len(inside) == 1 else (),
    )  # fmt: skip


@lru_cache(maxsize=8192)
def times_in(text: str) -> tuple[str, ...]:
    """The dates that stand in a longer text, as ``2024``, ``2024-12`` or ``2024-12-31``.

    Examples
    --------
    >>> times_in("Peserta aktif per 31 Desember 2024"), times_in("Tahun 2020-2024")
    (('2024-12-31',), ('2020', '2024'))
    """
    plain = re.sub(r"(\d{4})\s*[-–/]\s*(?=\d{4})", r"\1 dan ", text.lower().replace("_", " "))
    found = [one.value for one in press.dates(plain, None) if one.value]
    years = re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)", plain)
    found += [year for year in years if not any(year in one for one in found)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def period(texts: Sequence[str]) -> Period | None:
    """The time that texts name together, the nearest first: a month under its year, a year alone.

    Examples
    --------
    >>> period(("Semester 1 (Maret)", "2021")).last, period(("2024", "Desember")).last, period(("Desember",))
    (Timestamp('2021-03-31 00:00:00'), Timestamp('2024-12-31 00:00:00'), None)
    """
    found = [one for one in map(dates.read_date, texts) if one]
    whole = [one for one in found if one.precision != "part"]
    if not whole:
        return None
    first = whole[0]
    finer = [one for one in whole[1:] if _inside(one, first)]
    part = next((one for one in found if one.precision == "part"), None)
    if finer:
        return finer[0]
    if part and first.precision == "year" and first.last is not None:
        return dates.in_year(part, first.last.year)
    return first


def _inside(one: Period, other: Period) -> bool:
    assert one.first is not None and other.first is not None
    return other.first <= one.first and one.last <= other.last and one != other  # type: ignore[operator]


def stamp(one: Period | None) -> pd.Timestamp:
    """The last day of a period; NaT where there is none."""
    return pd.NaT if one is None or one.last is None else one.last  # type: ignore[return-value]


class Context(NamedTuple):
    """Texts around a table with what they say, the nearest first: where the text is from, the text, its facts."""

    texts: tuple[tuple[str, str, Facts], ...]

    def first(self, name: str) -> tuple[str, str]:
        """The nearest value of a fact, and where it is from."""
        for source, _text, facts in self.texts:
            value = getattr(facts, name)
            if value and "+" not in value:
                return value, source
        return "", ""

    def facts(self) -> Facts:
        """All facts of the context that one number can have."""
        values = {
            name: self.first(name)[0] for name in Facts._fields if name not in ("dates", "role", "rest")
        }
        dated = next((facts.dates for _source, _text, facts in self.texts if facts.dates), ())
        return Facts(**values, dates=dated)  # type: ignore[arg-type]


def context(sources: Iterable[tuple[str, str]]) -> Context:
    """The texts around a table, the nearest first, each with where it is from: title, sheet or file."""
    return Context(tuple((source, text, facts_of(text)) for source, text in sources if text))
