"""For whatever stands in a column: read as it was meant or refused, never read wrong in silence, and no other error than our own."""

import re
import time
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_numbers import CONVENTIONS, number, printed

from coverage_lib.data import names, regions
from coverage_lib.data.reading import dates, numbers, texts
from coverage_lib.data.reading.wording import SAYS, Wrong, problem

BOUNDED = settings(max_examples=200, derandomize=True, deadline=None, database=None)


def refused(wrong: list[Wrong]) -> bool:
    return any(SAYS[one.key][0] == "error" for one in wrong)


@BOUNDED
@given(
    st.sampled_from(CONVENTIONS), st.integers(0, 4), st.lists(st.integers(-(10**11), 10**11), max_size=8),
    st.sampled_from(["{}", "Rp{}", "{} %", " {} ", "{}*)", "{} orang", "{}<sup>2</sup>"]), st.booleans(),
)  # fmt: skip
def test_any_number_in_any_convention_is_read_exactly(
    convention: tuple[str, str], decimals: int, digits: list[int], around: str, real_minus: bool
) -> None:
    # One number shows both marks for certain, as a long enough column does.
    # Nobody prints a tenth of a cent; three digits behind a mark of rupiah are thousands.
    decimals = min(decimals, 2) if around == "Rp{}" else decimals
    meant = [number(12_345_678_901, decimals), *(number(one, decimals) for one in digits)]
    if around == "{} %":
        meant = [one % 1000 for one in meant]
    if around == "{} orang":
        meant = [Decimal(int(one)) for one in meant]
    cells = [around.format(printed(one, *convention)) for one in meant]
    cells = [cell.replace("-", "−") if real_minus else cell for cell in cells]
    column = numbers.read_column(cells)
    assert not refused(column.wrong), column.wrong
    assert column.values.tolist() == [float(one) for one in meant]


@BOUNDED
@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(CONVENTIONS)), min_size=1, max_size=6), st.integers(0, 2),
    st.sampled_from(["", "Peserta (orang)", "Cakupan (persen)", "Upah (rupiah)", "Bekerja (ribu)"]),
)  # fmt: skip
def test_no_column_of_mixed_conventions_is_read_wrong_in_silence(
    cells: list[tuple[int, tuple[str, str]]], decimals: int, heading: str
) -> None:
    if heading == "Peserta (orang)":
        decimals = 0
    meant = [number(digits, decimals) for digits, _convention in cells]
    if heading == "Cakupan (persen)":
        meant = [one % 1000 for one in meant]
    column = numbers.read_column(
        [printed(one, *convention) for one, (_digits, convention) in zip(meant, cells, strict=True)],
        heading=heading,
    )
    scale = 1000 if "ribu" in heading else 1
    right = [
        np.isnan(read) or read == float(one * scale) for read, one in zip(column.values, meant, strict=True)
    ]
    assert all(right) and (refused(column.wrong) or not np.isnan(column.values).any()), column


@BOUNDED
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.text("0123456789.,'() -−%Rpxe*)\u00a0ribujta", max_size=14),
            st.none(),
            st.floats(),
            st.integers(),
        )
    )
)
def test_arbitrary_cells_never_raise(cells: list[object]) -> None:
    column = numbers.read_column(cells)
    wrong = {one.position for one in column.wrong if SAYS[one.key][0] == "error"}
    for place, cell in enumerate(cells):
        # Each cell is a number, missing, or wrong; a column that is refused names one cell for all.
        told = np.isfinite(column.values[place]) + column.missing[place]
        assert told == 1 or (told == 0 and wrong), cell
    for one in column.wrong:
        assert problem(one, cells[one.position]).severity
    found = dates.read_column(cells)
    assert len(found.last) == len(cells) and all(problem(one).key for one in found.wrong)


@BOUNDED
@given(st.text("0123456789.,' ", min_size=1, max_size=12))
def test_a_number_alone_keeps_its_digits(text: str) -> None:
    column = numbers.read_column([text])
    if np.isfinite(column.values[0]):
        whole = int("".join(re.findall(r"\d", text)))
        assert column.values[0] in [float(Decimal(whole).scaleb(-places)) for places in range(len(text))]


DAYS = st.integers(0, 365 * 60).map(lambda after: date(1980, 1, 1) + timedelta(days=after))


@BOUNDED
@given(st.lists(DAYS, max_size=6), st.sampled_from("/-."), st.booleans())
def test_dates_of_one_order_are_read_as_meant(days: list[date], mark: str, month_first: bool) -> None:
    form = f"%m{mark}%d{mark}%Y" if month_first else f"%d{mark}%m{mark}%Y"
    meant = [*days, date(2024, 12, 31)]
    column = dates.read_column([day.strftime(form) for day in meant])
    assert column.last.astype("datetime64[D]").tolist() == meant


@BOUNDED
@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=6))
def test_dates_of_two_orders_are_refused(days: list[tuple[date, bool]]) -> None:
    both = [*days, (date(2024, 12, 31), True), (date(2024, 12, 31), False)]
    assert refused(
        dates.read_column([day.strftime("%m/%d/%Y" if first else "%d/%m/%Y") for day, first in both]).wrong
    )


@BOUNDED
@given(
    DAYS,
    st.sampled_from(
        ["{d} {id} {y}", "{id} {y}", "per {d} {id} {y}", "{d}-{short}-{y}", "{y}-{m:02}-{d:02}", "{id} {y}*)"]
    ),
)
def test_written_dates_are_read_as_meant(day: date, form: str) -> None:
    names_of_months = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]
    name = names_of_months[day.month - 1]
    text = form.format(
        d=day.day, m=day.month, y=day.year, id=name, short="Agt" if day.month == 8 else name[:3]
    )
    found = dates.read_date(text)
    assert found is not None and found.first is not None and found.last is not None
    assert found.first.date() <= day <= found.last.date() and (found.precision == "day") == ("{d" in form)


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower().replace("kep.", "kepulauan"))


@BOUNDED
@given(st.sampled_from(sorted(regions.provinces()["name"])), st.integers(0, 30), st.sampled_from("abeiou xz"))
def test_a_name_with_another_letter_is_no_name(name: str, place: int, letter: str) -> None:
    changed = name[: place % len(name)] + letter + name[place % len(name) + 1 :]
    known = regions.region_table("region_names")["name"].tolist()
    for column in ("name", "name_en", "abbreviation"):
        known += regions.region_table("provinces")[column].tolist()
    try:
        code = names.match_region(changed)
    except regions.UnknownRegion:
        return
    meant = {letters(spelling) for spelling in known}
    assert letters(changed) in meant | {letters(name)}, (changed, code)


@BOUNDED
@given(st.text(max_size=30), st.sampled_from(["province", "regency"]))
def test_names_of_any_letters_never_crash(text: str, level: str) -> None:
    try:
        code = names.match_region(texts.clean(text).text, level)
    except regions.UnknownRegion:
        return
    assert code


LONG = 100_000
ODD = [
    "\ud800", "\x00", "\u202e", "a" * LONG, "9" * LONG, "." * LONG, "(" * LONG, " " * LONG + "x", "*" * LONG + "U", "5" + "*" * LONG + "U",
    "5" + "*)" * LONG + "U", "2024" + "*" * LONG + "U", "5" + "¹" * LONG + "U", "5" + " r)" * LONG + "U", "<sup>" * LONG, "&amp" * LONG,
    "per " * LONG, "1 " * LONG, "1." * LONG, "<br" * LONG, "5" + "†" * 200 + "U", "-" * LONG, "…" * LONG, "(ribu" * 2000, "0" * LONG,
    "*" * 55 + "U", "5" + "*" * 70 + "U", "5" + "¹" * 70 + "U", "2024" + "*" * 70 + "U", "…" + "*" * 70 + "U",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_long_and_odd_texts_are_quick(text: str) -> None:
    begun = time.process_time()
    assert len(numbers.read_column([text], heading=text).values) == 1
    assert dates.read_date(text) is None and len(dates.read_column([text]).last) == 1
    assert isinstance(texts.clean(text).text, str) and isinstance(texts.key(text), str)
    assert time.process_time() - begun < 2
