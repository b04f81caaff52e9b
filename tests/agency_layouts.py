"""One set of numbers laid out in the many ways in which agencies lay tables out: synthetic, and written apart from the code that reads them."""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

SEGMENTS = {
    "formal": ("Penerima Upah", "PU", "Penerima Upah (PU)", "Pekerja Penerima Upah", "Wage earners"),
    "informal": (
        "Bukan Penerima Upah",
        "BPU",
        "Bukan Penerima Upah (BPU)",
        "Pekerja Bukan Penerima Upah",
        "Non-wage earners",
    ),
    "construction": (
        "Jasa Konstruksi",
        "Jakon",
        "Jasa Konstruksi (Jakon)",
        "Jasa konstruksi",
        "Construction",
    ),
}
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"]  # fmt: skip
SHORT = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"]

Cells = list[list[Any]]
Truth = dict[tuple[str, str, str], int]


class Facts(NamedTuple):
    """What a table says: names of regions by code, dates (all years, or all months as year and month), segments, and the numbers."""

    regions: dict[str, str]
    dates: list[tuple[int, int]]
    segments: list[str]
    truth: Truth


class Style(NamedTuple):
    """How it is written."""

    number: str
    date: int
    segment: int
    titled: bool
    counted: bool
    numbered: bool
    noted: bool
    units: bool
    total: bool
    growth: bool
    merged: bool


class Sheet(NamedTuple):
    """Rows of cells, and merged ranges from 1."""

    rows: Cells
    merged: list[tuple[int, int, int, int]]


def number(value: int, style: Style) -> Any:
    """A count as it is printed."""
    if style.number == "native":
        return value
    text = f"{value:,}"
    return {
        "dots": text.replace(",", "."),
        "commas": text,
        "plain": str(value),
        "blanks": text.replace(",", " "),
    }[style.number]


def date(one: tuple[int, int], style: Style) -> Any:
    """A date as it is printed; a year where there are years only."""
    year, month = one
    if month == 0:
        return (
            [str(year), year, f"{year}*", f"Tahun {year}"][style.date % 4]
            if style.number == "native"
            else [str(year), str(year), f"{year}*)", f"Tahun {year}"][style.date % 4]
        )
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return [
        f"{MONTHS[month - 1]} {year}",
        f"{SHORT[month - 1]}-{year % 100:02}",
        f"{year}-{month:02}",
        f"{last} {MONTHS[month - 1]} {year}",
    ][style.date % 4]


def key(one: tuple[int, int]) -> str:
    """The last day of a date."""
    year, month = one
    if month == 0:
        return f"{year}-12-31"
    return (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).isoformat()


def _segment(one: str, style: Style) -> str:
    return SEGMENTS[one][style.segment % 5]


def _framed(body: Cells, title: list[str], style: Style, width: int) -> Cells:
    """A table with titles above and notes below."""
    rows: Cells = [[text] for text in title] if style.titled else []
    rows += [[]] if style.titled and style.counted else []
    rows += body
    if style.noted:
        rows += [[], ["Sumber: data sintetis"], ["Catatan: angka sementara, 1.234 peserta belum dipadankan"]]
    return [[*row, *[None] * (width - len(row))] for row in rows]


def _with_numbers(heads: Cells, body: Cells, style: Style) -> tuple[Cells, Cells]:
    """Columns that count rows, and a row that counts columns."""
    if style.counted:
        heads = [["No" if place == 0 else None, *row] for place, row in enumerate(heads)]
        body = [[place + 1, *row] for place, row in enumerate(body)]
    if style.numbered:
        heads = [*heads, [f"({place + 1})" for place in range(len(heads[0]))]]
    return heads, body


def long(facts: Facts, style: Style) -> Sheet:
    """One row for each number."""
    body = [
        [name, date(day, style), _segment(segment, style), number(facts.truth[code, key(day), segment], style)]
        for code, name in facts.regions.items() for day in facts.dates for segment in facts.segments
    ]  # fmt: skip
    heads, body = _with_numbers([["Provinsi", "Periode", "Segmen", "Peserta Aktif"]], body, style)
    return Sheet(_framed([*heads, *body], ["Kepesertaan aktif"], style, len(heads[0])), [])


def _two_levels(
    outer: list[Any], inner: list[Any], style: Style, offset: int, top: int
) -> tuple[Cells, list[tuple[int, int, int, int]]]:
    """Two heading rows, the upper one once over its columns."""
    first: list[Any] = []
    merged = []
    for place, one in enumerate(outer):
        first += [one, *[None] * (len(inner) - 1)]
        left = offset + place * len(inner) + 1
        if style.merged and len(inner) > 1:
            merged.append((top, left, top, left + len(inner) - 1))
    return [first, inner * len(outer)], merged


def dates_over_segments(facts: Facts, style: Style) -> Sheet:
    """Dates over segments, with a sum of the segments at the right of each date."""
    inner: list[Any] = [_segment(one, style) for one in facts.segments]
    total = style.total and len(inner) > 1
    body = []
    for code, name in facts.regions.items():
        row: list[Any] = [name]
        for day in facts.dates:
            values = [facts.truth[code, key(day), segment] for segment in facts.segments]
            row += [number(value, style) for value in [*values, *([sum(values)] if total else [])]]
        body.append(row)
    return _wide(
        body, [date(day, style) for day in facts.dates], [*inner, *(["Jumlah"] if total else [])], style
    )


def segments_over_dates(facts: Facts, style: Style) -> Sheet:
    """Segments over dates, with the growth at the right of each segment."""
    body = []
    growth = style.growth and len(facts.dates) > 1
    for code, name in facts.regions.items():
        row: list[Any] = [name]
        for segment in facts.segments:
            row += [number(facts.truth[code, key(day), segment], style) for day in facts.dates]
            row += ["1,23"] if growth else []
        body.append(row)
    inner = [date(day, style) for day in facts.dates] + (["Pertumbuhan (%)"] if growth else [])
    return _wide(body, [_segment(one, style) for one in facts.segments], inner, style)


def _wide(body: Cells, outer: list[Any], inner: list[Any], style: Style) -> Sheet:
    top = (2 if style.counted else 1) if style.titled else 0
    upper, merged = _two_levels(outer, inner, style, 2 if style.counted else 1, top + 1)
    heads = [["Provinsi", *upper[0]], [None, *upper[1]]]
    if style.units:
        heads.append([None, *["(orang)"] * len(upper[0])])
    heads, body = _with_numbers(heads, body, style)
    return Sheet(
        _framed([*heads, *body], ["Jumlah Peserta Aktif BPJS Ketenagakerjaan"], style, len(heads[0])), merged
    )


def stacked(facts: Facts, style: Style) -> Sheet:
    """A table for each segment, one below the other."""
    rows: Cells = []
    for segment in facts.segments:
        body = [
            [name, *[number(facts.truth[code, key(day), segment], style) for day in facts.dates]]
            for code, name in facts.regions.items()
        ]
        heads, body = _with_numbers([["Provinsi", *[date(day, style) for day in facts.dates]]], body, style)
        rows += [[f"Peserta Aktif {_segment(segment, style)}"], *heads, *body, []]
    return Sheet(_framed(rows, ["Statistik kepesertaan"], style, len(facts.dates) + 2), [])


def transposed(facts: Facts, style: Style) -> Sheet:
    """Regions in columns, dates in rows, a heading of a group of rows for each segment."""
    heads = [["Periode", *facts.regions.values()]]
    rows: Cells = []
    for segment in facts.segments:
        rows.append([_segment(segment, style)])
        rows += [
            [
                date(day, style),
                *[number(facts.truth[code, key(day), segment], style) for code in facts.regions],
            ]
            for day in facts.dates
        ]
    return Sheet(_framed([*heads, *rows], ["Peserta Aktif"], style._replace(titled=True), len(heads[0])), [])


def months_under_years(facts: Facts, style: Style) -> Sheet:
    """Segments in the rows of each region; months under their years, or years."""
    years = list(dict.fromkeys(year for year, _month in facts.dates))
    upper: list[Any] = []
    for year in years:
        upper += [str(year), *[None] * (sum(one == year for one, _month in facts.dates) - 1)]
    lower = [SHORT[month - 1] if month else None for _year, month in facts.dates]
    body = []
    for code, name in facts.regions.items():
        for place, segment in enumerate(facts.segments):
            values = [number(facts.truth[code, key(day), segment], style) for day in facts.dates]
            body.append([name if place == 0 else None, _segment(segment, style), *values])
    heads = [["Provinsi", "Segmen", *upper]] + ([[None, None, *lower]] if any(lower) else [])
    return Sheet(
        _framed(
            [*heads, *body], ["Peserta aktif menurut provinsi"], style._replace(titled=True), len(heads[0])
        ),
        [],
    )


LAYOUTS: dict[str, Callable[[Facts, Style], Sheet]] = {
    one.__name__: one
    for one in (long, dates_over_segments, segments_over_dates, stacked, transposed, months_under_years)
}
