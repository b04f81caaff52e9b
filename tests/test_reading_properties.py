"""Whatever way numbers are laid out and written, they are read as they are or refused, never as others."""

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import agency_layouts as layouts
import pytest
from agency_layouts import Facts, Style
from agency_tables import Table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reading_layouts import numbers, write

from coverage_lib.data.reading import table as reader
from coverage_lib.data.reading.problems import errors

NAMES = {"11": "Aceh", "12": "SUMATERA UTARA", "19": "Kep. Bangka Belitung", "31": "DKI Jakarta", "33": "Jawa Tengah", "34": "D.I. Yogyakarta",
         "51": "Bali", "75": "Gorontalo", "91": "Papua", "92": "Papua Barat"}  # fmt: skip
YEARS = [[(2022, 0), (2023, 0), (2024, 0)], [(2024, 0)]]
MONTHS = [[(2023, 11), (2023, 12), (2024, 1)], [(2024, 2)], [(2024, 7), (2024, 8)]]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Provinces, dates and segments with a number for each."""
    codes = draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=2, max_size=6, unique=True))
    dates = draw(st.sampled_from(YEARS + MONTHS))
    segments = list(layouts.SEGMENTS)[: draw(st.integers(1, 3))]
    cells = list(itertools.product(sorted(codes), [layouts.key(day) for day in dates], segments))
    values = draw(st.lists(st.integers(0, 9_999_999), min_size=len(cells), max_size=len(cells)))
    return Facts(
        {code: NAMES[code] for code in sorted(codes)}, dates, segments, dict(zip(cells, values, strict=True))
    )


STYLES = st.builds(
    Style,
    st.sampled_from(["native", "dots", "commas", "plain", "blanks"]),
    st.integers(0, 3),
    st.integers(0, 4),
    *[st.booleans()] * 8,
)


def read_back(sheet: layouts.Sheet, kind: str) -> tuple[dict, list]:
    """What a sheet says when it is read, and the errors."""
    with TemporaryDirectory() as folder:
        path = write(Table(sheet.rows, {}, sheet.merged), Path(folder, f"table.{kind}"))
        reading = reader.read(path)
    return numbers(reading.table), errors(reading.problems)


def measure(name: str, style: Style) -> str:
    """What a table can say that it measures: where no title is over it, segments and dates alone do not."""
    return "" if name in ("dates_over_segments", "segments_over_dates") and not style.titled else "active"


def parts_of(found: dict) -> dict:
    """The numbers of segments, without the sums that a layout adds."""
    return {key: value for key, value in found.items() if key[2] != "total"}


@pytest.mark.parametrize("name", layouts.LAYOUTS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(table=facts(), style=STYLES, kind=st.just("csv"))
def test_read_as_it_is_or_refused(name: str, table: Facts, style: Style, kind: str) -> None:
    found, wrong = read_back(layouts.LAYOUTS[name](table, style), kind)
    if wrong:
        return
    assert parts_of(found) == {(*key, measure(name, style)): value for key, value in table.truth.items()}


@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_ordinary_ways_are_not_refused(name: str) -> None:
    """A property that only asks for no wrong number would be kept by refusing everything."""
    cells = itertools.product(["11", "33", "51"], ["2023-12-31", "2024-12-31"], ["formal", "informal"])
    table = Facts({code: NAMES[code] for code in ("11", "33", "51")}, [(2023, 0), (2024, 0)], ["formal", "informal"],
                  {cell: 1_234_567 + 1_111 * place for place, cell in enumerate(cells)})  # fmt: skip
    for number, switches in itertools.product(["native", "dots", "commas"], [False, True]):
        style = Style(number, 0, 2, *[switches] * 8)
        found, wrong = read_back(layouts.LAYOUTS[name](table, style), "xlsx")
        assert not wrong
        assert parts_of(found) == {(*key, measure(name, style)): value for key, value in table.truth.items()}
