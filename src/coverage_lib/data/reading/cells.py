"""The cells of a column, sorted by what they are: numbers, texts by their shape, missing ones, and what is neither."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from coverage_lib.data.reading import texts
from coverage_lib.data.reading.shapes import Shape, read_shape, shape_of
from coverage_lib.data.reading.wording import Wrong

Array = npt.NDArray[Any]
NUMBER, TEXT, MISSING, TRUTH, DATE, OTHER = range(6)


class Texts(NamedTuple):
    """The texts of a column: where they stand, which of the shapes each has."""

    at: Array
    texts: pa.Array
    code: Array
    shapes: list[Shape]

    def groups(self) -> Iterator[tuple[Shape, Array]]:
        """Each shape with the rows (of `at` and `texts`) that have it."""
        order = np.argsort(self.code, kind="stable")
        ends = np.searchsorted(self.code[order], np.arange(len(self.shapes)), side="right")
        for shape, begin, end in zip(self.shapes, [0, *ends], ends, strict=False):
            yield shape, order[begin:end]

    def have(self, shapes: Sequence[Shape]) -> Array:
        """Which texts have one of some shapes."""
        wanted = set(shapes)
        return np.array([shape in wanted for shape in self.shapes], bool)[self.code]

    def first(self, shapes: Sequence[Shape]) -> tuple[int, str]:
        """Position and text of the first cell with one of some shapes."""
        row = int(np.flatnonzero(self.have(shapes))[0])
        return int(self.at[row]), self.texts[row].as_py()


class Cells(NamedTuple):
    """A column, sorted: numbers and where they stand, texts, which cells are empty, what cannot be a number at all."""

    number_at: Array
    numbers: Array
    texts: Texts
    empty: Array
    wrong: list[Wrong]


def sort(cells: Sequence[Any] | Array) -> Cells:
    """Sort the cells of a column by what they are.

    Examples
    --------
    >>> found = sort(["1.312.370", 5, None, "Aceh", True])
    >>> found.numbers.tolist(), [shape.what for shape in found.texts.shapes], found.empty.tolist(), found.wrong[0].key
    ([5.0], ['number', 'not_a_number'], [False, False, True, False, False], 'truth_value')
    """
    if isinstance(cells, np.ndarray) and cells.dtype.kind in "fiu":
        empty = np.isnan(cells.astype(float))
        nothing = _shaped(np.empty(0, object), np.empty(0, np.int64))
        return Cells(np.flatnonzero(~empty), cells[~empty].astype(float), nothing, empty, [])
    column = np.empty(len(cells), object)
    column[:] = cells
    kinds = np.fromiter(map(_kind, column), np.int8, len(column))
    number_at = np.flatnonzero(kinds == NUMBER)
    numbers = np.array([_as_float(cell) for cell in column[number_at]], float)
    empty = kinds == MISSING
    empty[number_at[np.isnan(numbers)]] = True
    number_at, numbers = number_at[~np.isnan(numbers)], numbers[~np.isnan(numbers)]
    keys = {TRUTH: "truth_value", DATE: "date_for_number", OTHER: "not_a_number"}
    wrong = [Wrong(int(at), keys[kinds[at]]) for at in np.flatnonzero(np.isin(kinds, list(keys)))]
    return Cells(number_at, numbers, _shaped(column, np.flatnonzero(kinds == TEXT)), empty, wrong)


def _as_float(number: Any) -> float:
    try:
        return float(number)
    except (OverflowError, ValueError):
        return float("inf")


_KINDS: dict[type, int] = {str: TEXT, float: NUMBER, int: NUMBER, bool: TRUTH, type(None): MISSING}


def _kind(cell: Any) -> int:
    known = _KINDS.get(type(cell))
    return _KINDS.setdefault(type(cell), _kind_of_type(cell)) if known is None else known


def _kind_of_type(cell: Any) -> int:
    """The kind of a cell of a rarer type; all cells of one type are of one kind."""
    if isinstance(cell, bool | np.bool_):
        return TRUTH
    if isinstance(cell, str):
        return TEXT
    if isinstance(cell, int | float | np.integer | np.floating | Decimal):
        return NUMBER
    if type(cell).__name__ in ("NaTType", "NAType"):
        return MISSING
    return DATE if isinstance(cell, date | time | timedelta | np.datetime64) else OTHER


def shape(text: str) -> Shape:
    """What one text is, by its shape; footnotes stay in it, because for a number they have to be told from its digits."""
    text = text if text.isascii() and not set(text) & set("&<") else texts.without_unseen(text)
    return read_shape(shape_of(text.strip()))


def _shaped(column: Array, at: Array) -> Texts:
    """The texts at some positions, without unseen characters, coded by their shapes."""
    try:
        array = pa.array(column[at], pa.string())
    except (UnicodeEncodeError, pa.ArrowInvalid):
        array = pa.array([texts.without_unseen(str(text)) for text in column[at]], pa.string())
    array = pc.utf8_trim_whitespace(_without_unseen(array))
    coded = _nines(array).dictionary_encode()
    code = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Texts(at, array, code, [read_shape(one) for one in coded.dictionary.to_pylist()])


def _without_unseen(array: pa.Array) -> pa.Array:
    odd = pc.or_(pc.invert(pc.string_is_ascii(array)), pc.match_substring_regex(array, "[&<]")).to_numpy(
        zero_copy_only=False
    )
    if not odd.any():
        return array
    coded = array.filter(pa.array(odd)).dictionary_encode()
    tidy = pa.array([texts.without_unseen(text) for text in coded.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(array, pa.array(odd), tidy.take(coded.indices))


_NINES = np.arange(256, dtype=np.uint8)
_NINES[ord("0") : ord("9") + 1] = ord("9")


def _nines(array: pa.Array) -> pa.Array:
    """The shapes of texts (:func:`shape_of`), by exchanging bytes: a digit is one byte in UTF-8 and no other character has it."""
    _valid, offsets, data = array.buffers()
    if data is None:
        return array
    nines = pa.py_buffer(_NINES[np.frombuffer(data, np.uint8)])
    shapes = pa.Array.from_buffers(pa.string(), len(array), [None, offsets, nines])
    zero = pc.match_substring_regex(array, "^[^0-9]*0")
    if not pc.any(zero).as_py():
        return shapes
    return pc.if_else(zero, pc.replace_substring_regex(shapes, "^([^9]*)9", r"\10"), shapes)


def numbers(array: pa.Array, one: Shape, decimal: str, exponent: int) -> Array:
    """The numbers of texts that have one shape, times ten to a power; exact, for the power is written behind the digits.

    Parameters
    ----------
    array : pyarrow.Array
        Texts of this shape.
    one : Shape
        Of a number.
    decimal : str
        The mark that is the decimal mark in it; empty where none is.
    exponent : int
        0 for numbers as they stand, 3 for thousands.

    Examples
    --------
    >>> numbers(pa.array(["1.234,50"]), shape("1.234,50"), ",", 3)
    array([1234500.])
    """
    body = pc.utf8_slice_codeunits(array, one.start, one.end)
    if one.marks.kind != "whole" or one.end - one.start > 3:
        body = pc.replace_substring_regex(body, f"[^0-9{decimal}]", "")
    body = pc.replace_substring(body, ",", ".") if decimal == "," else body
    if decimal or exponent:
        body = pc.binary_join_element_wise("0", body, f"e{exponent}", "")
    values = pc.cast(body, pa.float64()).to_numpy(zero_copy_only=False)
    return -values if one.negative else values
