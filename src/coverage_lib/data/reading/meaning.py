"""What the numbers of a table are of: facts of headings, labels, titles, the sheet's name and the file's name, the nearest first."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from coverage_lib.data.press import dates as press
from coverage_lib.data.reading import dates, units, words
from coverage_lib.data.reading.dates import Period


class When(NamedTuple):
    """A time as a table prints it, and what it names."""

    printed: str
    period: Period


class Facts(NamedTuple):
    """What texts say together; empty where they say nothing.

    Attributes
    ----------
    measure, segment, group, part, counted_by, base, unit
        As of :class:`coverage_lib.data.reading.words.Meaning`.
    scale : str
        The text that says that the numbers are in thousands or millions.
    role : str
        ``change`` or ``rank`` for numbers that are no level.
    rest : str
        Words that were not understood.
    dates : tuple of When
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
    scale: str = ""
    role: str = ""
    rest: str = ""
    dates: tuple[When, ...] = ()
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
    """The facts of several texts that hold together, the outermost first: what narrows the measure in one narrows it in all.

    Examples
    --------
    >>> together([facts_of("Target"), facts_of("Peserta aktif JKK")]).part
    'jkk+target'
    """
    joined = NOTHING
    for one in facts:
        joined = under(joined, one)._replace(part=parts(one.part, joined.part))
    return joined


def parts(*named: str) -> str:
    """What narrows a measure, each word once."""
    return "+".join(dict.fromkeys(part for one in named for part in one.split("+") if part))


def around(outer: Facts, near: Facts, others: Collection[str]) -> Facts:
    """What the texts around a table say of numbers whose row and heading say `near`.

    Parameters
    ----------
    others : collection of str
        What narrows the measure of some row or column of the table: a title that names it as well only lists what the table has.

    Examples
    --------
    >>> title = facts_of("Target Peserta Aktif (orang)")
    >>> around(title, facts_of("Realisasi"), ["target", "actual"]).part, around(title, facts_of("2024"), []).part
    ('', 'target')
    """
    named, left = near.part.split("+"), outer.part.split("+")
    if near.measure or "actual" in named:
        left = [part for part in left if part not in others]
    if near.part:
        left = [part for part in left if not part.startswith(words.DIMENSIONS)]
    unit = "" if near.rest or not words.OTHER_UNIT.isdisjoint(named) else outer.unit
    return outer._replace(part="+".join(left), unit=unit)


@lru_cache(maxsize=8192)
def facts_of(text: str) -> Facts:
    """What one text says.

    Examples
    --------
    >>> facts_of("Peserta aktif PU per Desember 2024 (orang)")[:2], facts_of("Des-24").dates[0].period.precision
    (('active', 'formal'), 'month')
    """
    if not text:
        return NOTHING
    period = dates.read_date(text)
    if period:
        return Facts(dates=(When(text, period),))
    said = words.understand(text)
    times = times_in(text)
    return Facts(
        said.measure, said.segment, said.group, said.part, said.counted_by, said.base, said.unit, _scale(text), said.role, said.rest,
        times if len(times) == 1 else (),
    )  # fmt: skip


def _scale(text: str) -> str:
    """The text, where it says that numbers are in thousands or millions."""
    return text if units.read_heading(text).scales else ""


@lru_cache(maxsize=8192)
def times_in(text: str) -> tuple[When, ...]:
    """The times that stand in a longer text; a month without a year only where no other time is named.

    Examples
    --------
    >>> [when.printed for when in times_in("Peserta aktif per 31 Desember 2024")]
    ['2024-12-31']
    >>> [when.printed for when in times_in("Tahun 2020-2024")], [when.printed for when in times_in("Keadaan Agustus")]
    (['2020', '2024'], ['Agustus'])
    """
    plain = re.sub(r"(\d{4})\s*[-–/]\s*(?=\d{4})", r"\1 dan ", text.lower().replace("_", " "))
    found = [one.value for one in press.dates(plain, None) if one.value]
    years = re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)", plain)
    found += [year for year in years if not any(year in one for one in found)]
    if not found:
        found = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word.lower() in press.months()]
    times = [When(one, period) for one in dict.fromkeys(found) if (period := dates.read_date(one))]
    return tuple(times)


def month_of(texts: Iterable[str]) -> When | None:
    """The one month that all dates of titles are of: "Agustus 2020 - Agustus 2024"; None where there are several or a single date.

    Examples
    --------
    >>> month_of(["Keadaan Agustus 2020 dan Agustus 2024"]).period.months, month_of(["Februari dan Agustus 2024"])
    ((8, 8), None)
    """
    times = [when for text in texts for when in times_in(text)]
    months = {when.period.months for when in times if when.period.precision in ("month", "part", "day")}
    if len(times) < 2 and not any(when.period.precision == "part" for when in times):
        return None
    if len(months) != 1 or any(when.period.precision == "day" for when in times):
        return None
    span = months.pop()
    return When(f"{span[1]:02}", Period(None, None, "part", span))


def period(near: Sequence[When], around: Sequence[When] = ()) -> Period | None:
    """The time of a number from what its row and its column name, and then from the texts around the table.

    Parameters
    ----------
    near, around : sequence of When
        The nearest first. What stands around is asked for what is not named nearer: a whole date, the year of a month, or the one
        month that the years of a table are of.

    Examples
    --------
    >>> year, month = facts_of("2021").dates, facts_of("Semester 1 (Maret)").dates
    >>> period(month + year).last, period(year, month).last, period(month)
    (Timestamp('2021-03-31 00:00:00'), Timestamp('2021-03-31 00:00:00'), None)
    """
    whole = [when.period for when in near if when.period.precision != "part"]
    parts = [when.period for when in near if when.period.precision == "part"]
    if not whole:
        whole = [when.period for when in around if when.period.precision != "part"][:1]
    if not whole:
        return None
    finest = whole[0]
    for one in whole[1:]:
        finest = one if inside(one, finest) else finest
    parts = parts or [when.period for when in around if when.period.precision == "part"]
    if parts and finest.precision == "year" and finest.last is not None:
        return dates.in_year(parts[0], finest.last.year)
    return finest


def inside(one: Period, other: Period) -> bool:
    """Whether a time lies within another."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return other.first <= one.first and one.last <= other.last


def at_odds(near: Sequence[When]) -> bool:
    """Whether a row and its column name two times of which neither lies within the other."""
    whole = [when.period for when in near if when.period.precision != "part"]
    return any(not inside(one, other) and not inside(other, one) for one in whole for other in whole)
