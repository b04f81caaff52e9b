"""Dates of headings and cells: a day, a month or a year as tables print them, and columns of them decided together.

In Indonesia the day comes first. A column in which 12/31/2024 stands is month first, one in which both stand is neither.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from coverage_lib.data.press.dates import ROMAN, months
from coverage_lib.data.reading import texts
from coverage_lib.data.reading.shapes import MISSING
from coverage_lib.data.reading.wording import Wrong

#: Years that a table of people can be of.
FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Two digits from here on mean the century before.
LAST_CENTURY = 70
#: Spreadsheets count days from here, having taken 1900 for a leap year.
DAY_0 = pd.Timestamp("1899-12-30")
SERIALS = (32874, 73415)  # 1990 to 2100


#: No date with all that stands around it is longer.
LONGEST = 80


class Period(NamedTuple):
    """The time that a printed date names.

    `precision` is ``day``, ``month``, ``year`` or ``part``. A quarter or half of a year is given as a month: its last, or the one in
    brackets behind it. A part is a month, quarter or half without its year: `first` and `last` are None, `months` are its first and
    last month; :func:`in_year` makes a period of it.
    """

    first: pd.Timestamp | None
    last: pd.Timestamp | None
    precision: str
    months: tuple[int, int] = (1, 12)


class Dates(NamedTuple):
    """A column of dates: first and last day (NaT where missing or wrong), precision (``""`` there), and what is to be said."""

    first: npt.NDArray[np.datetime64]
    last: npt.NDArray[np.datetime64]
    precision: npt.NDArray[Any]
    missing: npt.NDArray[np.bool_]
    wrong: list[Wrong]


def read_date(cell: Any, *, month_first: bool = False) -> Period | None:
    """The time that one heading or cell names.

    Parameters
    ----------
    cell : object
        A text, a datetime, or a year as a number.
    month_first : bool
        Whether 03/04/2029 is the fourth of March; a date that can be read in one way only is read so.

    Returns
    -------
    Period or None
        None where it names no time, or a day that the calendar does not have.

    Examples
    --------
    >>> def last(text):
    ...     found = read_date(text)
    ...     return found and (f"{found.last:%Y-%m-%d}" if found.last else found.months, found.precision)
    >>> [last(text) for text in ("2024*", "Des-24", "per 31 Desember 2024", "03/04/2029", "31 Juni 2024")]
    [('2024-12-31', 'year'), ('2024-12-31', 'month'), ('2024-12-31', 'day'), ('2029-04-03', 'day'), None]
    >>> [last(text) for text in ("TW III 2024", "s.d. Agt 2025", "Semester 1 (Maret)", "Peserta 2024")]
    [('2024-09-30', 'month'), ('2025-08-31', 'month'), ((3, 3), 'part'), None]
    """
    if isinstance(cell, str):
        return _of_text(cell, month_first)
    if cell is None or cell is pd.NaT or isinstance(cell, bool | np.bool_):
        return None
    if isinstance(cell, date | np.datetime64):
        return _of_stamp(cell)
    if isinstance(cell, int | float | np.number) and float(cell).is_integer():
        return _year(int(cell)) if FIRST_YEAR <= cell <= LAST_YEAR else None
    return None


def in_year(part: Period, year: int) -> Period:
    """A part of a year with its year: "Semester 1 (Maret)" under "2024".

    Examples
    --------
    >>> in_year(read_date("Triwulan IV"), 2024).last
    Timestamp('2024-12-31 00:00:00')
    """
    return _months(year, *part.months)


def _of_stamp(cell: Any) -> Period | None:
    stamp = pd.Timestamp(cell)
    if stamp is pd.NaT or not FIRST_YEAR <= stamp.year <= LAST_YEAR:
        return None
    return _day(stamp.year, stamp.month, stamp.day)


def _year(year: int) -> Period | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Period(pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31), "year")


def _months(year: int, first: int, last: int) -> Period:
    end = pd.Timestamp(year, last, monthrange(year, last)[1])
    return Period(pd.Timestamp(year, first, 1), end, "month", (first, last))


def _day(year: int, month: int, day: int) -> Period | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    stamp = pd.Timestamp(year, month, day)
    return Period(stamp, stamp, "day", (month, month))


_YEAR, _SHORT = r"(?P<year>(?:19|20)\d\d)", r"(?:(?P<year>(?:19|20)\d\d)|['’]?(?P<short>\d\d))"
_LED = (
    r"(?:(?:per|posisi|pada|keadaan|kondisi|hingga|sampai(?: dengan)?|s\.?\s?/?d\.?|tanggal|tgl\.?|bulan|tahun|thn\.?|th\.?|as of|as at|"
    r"until|up to|by|end of|akhir|year|month)\s*[:,]?\s+)*"
)
_WEEKDAY = r"(?:(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|monday|tuesday|wednesday|thursday|friday|saturday|sunday),?\s+)?"
_APART = r"[\s.,/–-]{1,3}"
_TIME = r"(?:[t\s]+[0-2]?\d[:.][0-5]\d(?:[:.][0-5]\d(?:\.\d+)?)?(?:z|\s?wib)?)?"
_QUARTER = r"(?:triwulan|kuartal|kwartal|tw|quarter|q)[\s.-]*(?:ke-?\s?)?(?P<quarter>iv|i{1,3}|[1-4])"
_HALF = r"(?:semester|smt|paruh|half)[\s.-]*(?:ke-?\s?)?(?P<half>i{1,2}|[12])"
# What follows a date and is no part of it: footnotes, and that it is provisional.
_BEHIND = re.compile(r"(?:\s*(?:[*†‡]\)?|(?<![a-z])\(?(?:r|p|e|x{1,3}|sementara|provisional|revisi|revised)\)|\s(?:sementara|provisional))|(?<=\d)[rpx])+$")  # fmt: skip


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    month = rf"(?P<month>{names})\.?"
    span = rf"(?:(?P<since>{names})\.?\s*(?:[-–]|s\.?/?d\.?|sampai|hingga|to)\s*)?"
    part = rf"(?:{_QUARTER}|{_HALF})(?:\s*\(?(?P<month>{names})\.?\)?)?"
    ways = (
        _YEAR,
        rf"(?P<year>(?:19|20)\d\d)[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}",
        rf"(?P<a>\d{{1,2}})(?P<apart>[-/.])(?P<b>\d{{1,2}})(?P=apart){_SHORT}{_TIME}",
        rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_APART}{month}{_APART}(?:tahun\s)?{_SHORT}",
        rf"{month}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"{span}{month}(?:{_APART}(?:tahun\s)?|(?=['’\d])){_SHORT}",
        rf"{_YEAR}{_APART}{span}{month}",
        rf"{_YEAR}[-/](?P<m>\d{{1,2}})",
        rf"(?P<m>\d{{1,2}})[-/]{_YEAR}",
        rf"{part}(?:{_APART}(?:tahun\s)?|(?=['’])){_SHORT}",
        rf"{_YEAR}{_APART.replace('1,3', '0,3')}{part}",
        rf"(?P<quarter>iv|i{{1,3}}){_APART}{_YEAR}",
        rf"{span}{month}",
        part,
    )
    return tuple(re.compile(_LED + way, re.ASCII) for way in ways)


@lru_cache(maxsize=65536)
def _of_text(text: str, month_first: bool) -> Period | None:
    plain = _plain(text)
    if len(plain) > LONGEST:
        return None
    for pattern in _patterns():
        found = pattern.fullmatch(plain)
        if found:
            return _found({name: value for name, value in found.groupdict().items() if value}, month_first)
    return None


def _plain(text: str) -> str:
    """A date's text in lower case, without footnote marks and brackets around all of it."""
    plain = texts.clean(text).text.lower()
    if len(plain) <= LONGEST:
        plain = _BEHIND.sub("", plain).strip(" .,:;")
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].strip()
    return plain.removeprefix("'")


def _found(parts: dict[str, str], month_first: bool) -> Period | None:
    """The period that the parts of a date name."""
    year = _year_of(parts)
    if "a" in parts and year is not None:
        return _of_pair(year, int(parts["a"]), int(parts["b"]), month_first)
    month = (
        months().get(parts["month"].rstrip("."))
        if "month" in parts
        else int(parts["m"])
        if "m" in parts
        else None
    )
    if "d" in parts:
        return _day(year, month, int(parts["d"])) if year and month else None
    if month is None and not {"quarter", "half"} & parts.keys():
        return _year(year) if year else None
    span = _span(parts, month)
    if span is None or not 1 <= span[0] <= span[1] <= 12:
        return None
    return Period(None, None, "part", span) if year is None else _months(year, *span)


def _span(parts: dict[str, str], month: int | None) -> tuple[int, int] | None:
    """First and last month."""
    if month is not None:
        return (months()[parts["since"]] if "since" in parts else month), month
    size, number = (3, parts["quarter"]) if "quarter" in parts else (6, parts["half"])
    last = size * (int(number) if number.isdigit() else ROMAN[number])
    return last - size + 1, last


def _year_of(parts: dict[str, str]) -> int | None:
    if "year" in parts:
        return int(parts["year"])
    if "short" not in parts:
        return None
    short = int(parts["short"])
    return short + (2000 if short < LAST_CENTURY else 1900)


def _of_pair(year: int, one: int, two: int, month_first: bool) -> Period | None:
    """A day whose parts are all numbers; the other order only where it is the only one possible."""
    day, month = (two, one) if month_first else (one, two)
    if month > 12 >= day:
        day, month = month, day
    return _day(year, month, day)


_PAIR = re.compile(rf"{_LED}(\d{{1,2}})([-/.])(\d{{1,2}})\2(?:(?:19|20)\d\d|\d\d){_TIME}", re.ASCII)


def read_column(cells: Sequence[Any] | npt.NDArray[Any]) -> Dates:
    """Read a column of dates.

    Parameters
    ----------
    cells : sequence, shape (N,)
        Texts, datetimes, years or None. A column of nothing but whole numbers between 32874 and 73415 holds days as spreadsheets count
        them.

    Returns
    -------
    Dates

    Examples
    --------
    >>> column = read_column(["03/04/2029", "12/31/2024", "-"])
    >>> column.last.astype("datetime64[D]").tolist()[:2], column.missing.tolist(), column.wrong[0].key
    ([datetime.date(2029, 3, 4), datetime.date(2024, 12, 31)], [False, False, True], 'month_first')
    """
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
        empty = np.isnat(cells)
        days = cells.astype("datetime64[D]").astype("datetime64[s]")
        return Dates(days, days, np.where(empty, "", "day").astype(object), empty, [])
    keys = np.empty(len(cells), object)
    keys[:] = [*map(_key, cells)]
    code, uniques = pd.factorize(keys, use_na_sentinel=False)
    periods, faults, said = _decided(list(uniques))
    first, last = (
        np.array([getattr(period, name, None) for period in periods], "datetime64[s]")[code]
        for name in ("first", "last")
    )
    precision = np.array([period.precision if period else "" for period in periods], object)[code]
    missing = np.array([_is_missing(one) for one in uniques], bool)[code]
    fault = np.array([key for key, _values in faults], object)
    wrong = [Wrong(int(at), *faults[code[at]]) for at in np.flatnonzero((fault != "")[code])]
    wrong += [Wrong(int(np.argmax(code == unique)), key, values) for unique, key, values in said]
    return Dates(first, last, precision, missing, sorted(wrong, key=lambda one: one.position))


def _key(cell: Any) -> Any:
    """A cell as what it is told apart by: True is no 1, and a cell of an odd type is named by its type."""
    if cell is None or (isinstance(cell, str | int | float | date) and not isinstance(cell, bool)):
        return "" if cell is None else cell
    return pd.Timestamp(cell) if isinstance(cell, np.datetime64) else _Odd(type(cell).__name__)


class _Odd(NamedTuple):
    """A cell that cannot be a date, such as True."""

    kind: str


def _is_missing(cell: Any) -> bool:
    if isinstance(cell, str):
        return MISSING.fullmatch(texts.without_unseen(cell)) is not None
    return cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell))


Fault = tuple[str, dict[str, Any]]
_RIGHT: Fault = ("", {})


def _decided(
    cells: list[Any],
) -> tuple[list[Period | None], list[Fault], list[tuple[int, str, dict[str, Any]]]]:
    """The different cells of a column as periods or faults, and what is said of the column, each at a cell."""
    there = [place for place, cell in enumerate(cells) if not _is_missing(cell)]
    if there and all(_is_serial(cells[place]) for place in there):
        periods = [_of_stamp(DAY_0 + pd.Timedelta(days=cell)) if _is_serial(cell) else None for cell in cells]
        day = f"{periods[there[0]].last:%Y-%m-%d}"  # type: ignore[union-attr]
        return periods, [_RIGHT] * len(cells), [(there[0], "serial", {"day": day})]
    pairs = {place: pair for place in there if (pair := _pair(cells[place]))}
    month_first, said, turned = _order(cells, pairs)
    periods = [read_date(cell, month_first=month_first) for cell in cells]
    faults = [_RIGHT] * len(cells)
    for place in there:
        period = periods[place]
        if place in turned:
            faults[place] = ("order_turned", {"other": turned[place]})
        elif period is None:
            faults[place] = ("no_such_day" if _looks_like_a_date(cells[place]) else "not_a_date", {})
        elif period.precision == "part":
            faults[place] = ("no_year", {})
        if faults[place] != _RIGHT:
            periods[place] = None
    return periods, faults, said


def _is_serial(cell: Any) -> bool:
    return isinstance(cell, int | float) and SERIALS[0] <= cell <= SERIALS[1]


def _pair(cell: Any) -> tuple[int, int] | None:
    """The two numbers of a date like 03/04/2029, in their order."""
    found = _PAIR.fullmatch(_plain(cell)) if isinstance(cell, str) else None
    return (int(found[1]), int(found[3])) if found else None


def _order(
    cells: list[Any], pairs: dict[int, tuple[int, int]]
) -> tuple[bool, list[tuple[int, str, dict[str, Any]]], dict[int, str]]:
    """Whether the month comes first; what is to be said of it; which cells may have day and month exchanged, with a text that shows it."""
    day_first = [place for place, (one, two) in pairs.items() if two <= 12 < one]
    month_first = [place for place, (one, two) in pairs.items() if one <= 12 < two]
    if day_first and month_first:
        return False, [(month_first[0], "order_contradicts", {"other": cells[day_first[0]]})], {}
    certain = day_first or month_first
    stamps = [place for place, cell in enumerate(cells) if isinstance(cell, date) and cell is not pd.NaT]
    if certain and stamps and all(cells[place].day <= 12 for place in stamps):
        return bool(month_first), [], dict.fromkeys(stamps, cells[certain[0]])
    open_ = [place for place, (one, two) in pairs.items() if one != two and place not in certain]
    if not open_ or day_first:
        return False, [], {}
    if month_first:
        return True, [(open_[0], "month_first", {"other": cells[month_first[0]]})], {}
    return False, [(open_[0], "day_first", {})], {}


def _looks_like_a_date(cell: Any) -> bool:
    return (
        isinstance(cell, str)
        and len(cell) <= LONGEST
        and any(pattern.fullmatch(_plain(cell)) for pattern in _patterns())
    )
