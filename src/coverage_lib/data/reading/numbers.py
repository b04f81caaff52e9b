"""Numbers of a column, decided together: what the marks mean is one question for all of its cells.

``1.312.370`` can only be 1312370, ``45,17`` only a decimal; ``850.123`` alone can be either. A column is therefore read by what
its certain cells show of each mark, by its unit (a percentage is not in the thousands, people have no decimals), or not at all.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coverage_lib.data.reading import cells as sorting
from coverage_lib.data.reading import dates
from coverage_lib.data.reading.cells import Cells
from coverage_lib.data.reading.lost import lost_separators
from coverage_lib.data.reading.marks import OTHER, THOUSANDS, Roles, roles_of
from coverage_lib.data.reading.shapes import Marks, Shape
from coverage_lib.data.reading.units import Heading, read_heading
from coverage_lib.data.reading.wording import SAYS, Wrong

#: Beyond this a float no longer holds every whole number, and nothing in Indonesia is counted so high.
LARGEST = 1e15
DECIMAL_MARKS = (",", ".")
#: No number so large is a percent.
LARGE = 1000
#: How a unit is written beside a number.
SIGNS = {"percent": "%", "rupiah": "Rp"}
#: A day or a month as spreadsheets write it: 03-Des, Dec-24, 12/03/2024.
_DAY = re.compile(
    r"\d{1,2}[-/ ][^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?[-/ ]\d{2,4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}"
)


class Column(NamedTuple):
    """A column as numbers.

    Attributes
    ----------
    values : array of float, shape (N,)
        In whole units: a scale ("ribu", "juta", "(000)") is multiplied in. NaN where a cell is missing or refused.
    missing : array of bool, shape (N,)
        Where a cell is empty or holds a mark for a missing value.
    decimal : {",", ".", None}
        The decimal mark of the column; None where no cell shows one, or where two do.
    unit : {"percent", "rupiah", ""}
        As the heading or the cells state it.
    scale : float
        What the heading, or every cell, states: 1000.0 for "(ribu)"; 1.0 where nothing does.
    wrong : list of Wrong
        What is to be said of cells, in their order; what concerns the whole column stands at a cell that shows it.
        :func:`coverage_lib.data.reading.wording.problem` words it.
    """

    values: npt.NDArray[np.float64]
    missing: npt.NDArray[np.bool_]
    decimal: str | None
    unit: str
    scale: float
    wrong: list[Wrong]


class _Told(NamedTuple):
    """What a column's heading and cells say of all of its numbers.

    `odd` says which cells are in another unit: ``signed`` those with a unit of their own, ``bare`` those without, or none.
    """

    heading: Heading
    unit: str
    people: bool
    scaled: bool
    roles: Roles
    stated: str | None
    odd: str


def is_number(cell: Any) -> bool:
    """Whether a cell is one number, whatever its marks mean.

    Examples
    --------
    >>> [is_number(cell) for cell in ("1.312.370", "27,1%", 45.17, "121,02 juta", "Aceh", "-", True)]
    [True, True, True, True, False, False, False]
    """
    if isinstance(cell, str):
        return sorting.shape(cell).what == "number"
    return (
        isinstance(cell, int | float | np.number) and not isinstance(cell, bool) and bool(np.isfinite(cell))
    )


def lost_digits(text: str) -> bool:
    """Whether a text was a number before a program wrote it in scientific notation.

    Examples
    --------
    >>> lost_digits("1,31E+06"), lost_digits("1310000"), lost_digits("Aceh")
    (True, False, False)
    """
    return sorting.shape(text).what == "scientific"


def turned_to_date(text: str) -> bool:
    """Whether a text is a day or a month as spreadsheets write numbers that they took for one.

    Examples
    --------
    >>> [turned_to_date(text) for text in ("03-Des", "Dec-24", "12/03/2024", "2024", "Aceh", "15-24")]
    [True, True, True, False, False, False]
    """
    if len(text) > 12 or not _DAY.fullmatch(text.strip()):
        return False
    return any(dates.read_date(one) is not None for one in (text, f"{text}-2000"))


def is_missing(cell: Any) -> bool:
    """Whether a cell is empty or holds a mark for a missing value.

    Examples
    --------
    >>> [is_missing(cell) for cell in (None, "", " ", "-", "…", "n.a.", "tad", "#VALUE!", float("nan"), "0", 0)]
    [True, True, True, True, True, True, True, True, True, False, False]
    """
    if isinstance(cell, str):
        return sorting.shape(cell).what in ("missing", "error_mark")
    return bool(sorting.sort([cell]).empty[0])


def read_column(
    cells: Sequence[Any] | npt.NDArray[Any],
    *,
    heading: str = "",
    decimal: str | None = None,
    percent: Sequence[bool] | npt.NDArray[np.bool_] | None = None,
) -> Column:
    """Read a column of one measure.

    Parameters
    ----------
    cells : sequence, shape (N,)
        Texts, numbers, dates, truth values or None, as a file has them.
    heading : str
        The words over the column, of all its heading rows: "(ribu)", "(persen)", "(orang)" say how its numbers are meant.
    decimal : {",", "."}, optional
        The decimal mark, where somebody has stated it.
    percent : sequence of bool, shape (N,), optional
        Which numbers a workbook shows as percent; they are given as percent (45.17), not as shares.

    Returns
    -------
    Column

    Raises
    ------
    ValueError
        `decimal` is neither a comma nor a point.

    Examples
    --------
    >>> column = read_column(["1.312.370", "850.123", "98745", "-", "1.234*)"])
    >>> column.values.tolist(), column.decimal
    ([1312370.0, 850123.0, 98745.0, nan, 1234.0], ',')
    >>> read_column(["850.123", "98.745"]).wrong[0].key, read_column(["850.123"], heading="Peserta (orang)").values.tolist()
    ('both_readings', [850123.0])
    >>> read_column(["121,02"], heading="Tenaga kerja (juta orang)").values.tolist()
    [121020000.0]
    """
    if decimal not in (None, *DECIMAL_MARKS):
        raise ValueError(f"There is no decimal mark {decimal!r}; choose ',' or '.'.")
    given = sorting.sort(cells)
    shown = np.zeros(len(cells), bool) if percent is None else np.asarray(percent, bool)
    told = _told(read_heading(heading), given, shown, decimal)
    values, missing, wrong = np.full(len(cells), np.nan), given.empty.copy(), list(given.wrong)
    values[given.number_at] = given.numbers
    for shape, rows in given.texts.groups():
        at = given.texts.at[rows]
        fault = _fault(shape, told)
        if shape.what == "not_a_number":
            wrong += [_no_number(int(position), cells[position]) for position in at]
            continue
        if shape.what in ("missing", "error_mark"):
            missing[at] = True
        if fault:
            wrong += [Wrong(int(position), *fault) for position in at]
        elif shape.what == "number":
            values[at] = _digits(given, shape, rows, told)
    wrong += _of_the_column(given, told) + _odd_numbers(given, told, shown)
    wrong += [] if told.odd else _without_percent(given, told, shown, values)
    wrong += lost_separators(
        given, values, told.roles, told.people, told.scaled or told.unit == "percent", bool(decimal)
    )
    if told.heading.scales:
        values[given.number_at] = np.round(given.numbers * told.heading.scales[0], 6)
    with np.errstate(invalid="ignore"):
        large = np.flatnonzero(np.abs(values) > LARGEST)
    wrong += [Wrong(int(at), "too_large" if np.isfinite(values[at]) else "not_finite") for at in large]
    values[[one.position for one in wrong if SAYS[one.key][0] == "error"]] = np.nan
    wrong.sort(key=lambda one: one.position)
    return Column(values, missing, told.roles.decimal, told.unit, _scale(given, told), wrong)


def _told(heading: Heading, given: Cells, shown: npt.NDArray[np.bool_], decimal: str | None) -> _Told:
    shapes = _number_shapes(given)
    units = [
        heading.unit,
        *(shape.unit for shape in shapes),
        "percent" if shown[given.number_at].any() else "",
    ]
    unit = next((unit for unit in units if unit), "")
    odd = _in_another_unit(heading, unit, given, shown)
    unit = "" if odd == "signed" else unit
    scaled = bool(heading.scales) or any(shape.scale for shape in shapes)
    people = unit == "" and (heading.people or any(shape.people for shape in shapes))
    whole = (people or unit == "rupiah") and not scaled
    roles = roles_of(
        [
            shape.marks
            for shape in shapes
            if not shape.glued and shape.unit in (("", unit) if odd != "bare" else (unit,))
        ],
        percent=unit == "percent",
        whole=whole,
        stated=decimal,
    )
    return _Told(heading, unit, people, scaled, roles, decimal, odd)


def _in_another_unit(heading: Heading, unit: str, given: Cells, shown: npt.NDArray[np.bool_]) -> str:
    """Which cells of a column are in another unit than the rest: the fewer of those with a unit and of those without.

    A column in percent may leave out the sign, and one in rupiah too; counts of people, or of thousands without a sign, are no percent.
    """
    signed = int(shown[given.number_at].sum())
    bare = len(given.number_at) - signed
    large = bool((np.abs(given.numbers[~shown[given.number_at]]) >= LARGE).any())
    for shape, rows in given.texts.groups():
        if shape.what == "number":
            signed += len(rows) * bool(shape.unit)
            bare += len(rows) * (not shape.unit)
            large |= not shape.unit and _is_large(shape)
    if not signed or not bare or not (heading.people or (unit == "percent" and large)):
        return ""
    return "signed" if signed <= bare else "bare"


def _is_large(shape: Shape) -> bool:
    """Whether numbers of a shape are in the thousands, whatever its marks mean."""
    return shape.marks.kind in ("thousands", "both") or (
        shape.marks.kind == "whole" and shape.end - shape.start > 3
    )


def _odd_numbers(given: Cells, told: _Told, shown: npt.NDArray[np.bool_]) -> list[Wrong]:
    """Numbers of a workbook, which have no sign in a text, in another unit than the rest of their column."""
    at = given.number_at
    if told.odd == "signed":
        return [Wrong(int(one), "unit_alone", {"one": SIGNS["percent"]}) for one in at[shown[at]]]
    if told.odd == "bare":
        return [Wrong(int(one), "without_unit", {"other": SIGNS[told.unit]}) for one in at[~shown[at]]]
    return []


def _no_number(position: int, cell: Any) -> Wrong:
    """What is to be said of a text that is no number: a spreadsheet may have taken a number for a date."""
    return Wrong(position, "date_for_number" if turned_to_date(str(cell)) else "not_a_number")


def _number_shapes(given: Cells) -> list[Shape]:
    return [shape for shape in given.texts.shapes if shape.what == "number"]


def _fault(shape: Shape, told: _Told) -> tuple[str, dict[str, Any]] | None:
    """What is to be said of each cell of a shape, as the key and what fills in the sentence."""
    if shape.what == "missing":
        return None
    if shape.what != "number":
        return shape.what, {}
    if shape.glued and not (
        shape.marks.kind in ("thousands", "open") and told.roles.of(shape.marks.mark) == THOUSANDS
    ):
        return "footnote_unclear", {}
    if shape.scale and told.heading.scales and told.heading.scales != (shape.scale,):
        return "two_scales", {"one": shape.scale, "other": told.heading.scales[0]}
    if shape.unit and told.odd == "signed":
        return "unit_alone", {"one": SIGNS[shape.unit]}
    if not shape.unit and told.odd == "bare":
        return "without_unit", {"other": SIGNS[told.unit]}
    if shape.unit and shape.unit != told.unit:
        return "two_units", {"one": SIGNS[shape.unit], "other": SIGNS[told.unit]}
    if told.stated and not told.roles.fit(shape.marks):
        return "other_marks", {"decimal": told.stated}
    return None


def _digits(given: Cells, shape: Shape, rows: npt.NDArray[Any], told: _Told) -> npt.NDArray[np.float64]:
    """The numbers of a shape; NaN where the column's marks are unclear and matter in it."""
    if told.roles.unclear and (shape.marks.kind == "open" or not told.roles.fit(shape.marks)):
        return np.full(len(rows), np.nan)
    mark, kind = shape.marks.mark, shape.marks.kind
    decimal = OTHER[mark] if kind == "both" else mark if mark and told.roles.of(mark) != THOUSANDS else ""
    scale = shape.scale or (told.heading.scales or (1.0,))[0]
    return sorting.numbers(given.texts.texts.take(rows), shape, decimal, round(np.log10(scale)))


def _of_the_column(given: Cells, told: _Told) -> list[Wrong]:
    """What is to be said of the column as a whole, each at the first cell that shows it."""
    shapes, out = _number_shapes(given), []
    if told.roles.unclear == "both_readings":
        position, text = given.texts.first([shape for shape in shapes if shape.marks.kind == "open"])
        shape = sorting.shape(text)
        whole = "".join(letter for letter in text[shape.start : shape.end] if letter.isdigit())
        out.append(Wrong(position, "both_readings", {"whole": int(whole), "part": int(whole) / 1000}))
    elif told.roles.unclear or told.roles.mixed:
        thousands, decimals = _two_conventions(shapes, contradict=bool(told.roles.unclear))
        position, _text = given.texts.first(thousands)
        _position, other = given.texts.first(decimals)
        out.append(Wrong(position, told.roles.unclear or "mixed_marks", {"other": other}))
    if len(told.heading.scales) > 1 and (len(given.numbers) or shapes):
        at = int(given.number_at[0]) if len(given.numbers) else given.texts.first(shapes)[0]
        one, other_scale = told.heading.scales[:2]
        out.append(Wrong(at, "two_scales", {"one": one, "other": other_scale}))
    return out + _footnotes(
        given, [shape for shape in shapes if shape.footnote is not None and not _fault(shape, told)]
    )


def _two_conventions(shapes: list[Shape], *, contradict: bool) -> tuple[list[Shape], list[Shape]]:
    """Shapes of the one convention and of the other, of a column that has both."""
    if not contradict:
        marked = [shape for shape in shapes if shape.marks.mark]
        first = marked[0].marks.mark
        return [shape for shape in marked if shape.marks.mark == first], [
            shape for shape in marked if shape.marks.mark != first
        ]
    for mark in DECIMAL_MARKS:
        parting = [
            shape
            for shape in shapes
            if shape.marks.kind in ("thousands", "both") and shape.marks.mark == mark
        ]
        decimal = [
            shape
            for shape in shapes
            if shape.marks.decimals and shape not in parting and shape.marks.mark == mark
        ]
        decimal += [
            shape for shape in shapes if shape.marks.kind == "both" and shape.marks.mark == OTHER[mark]
        ]
        open_ = [shape for shape in shapes if shape.marks == Marks("open", mark)]
        if (parting and decimal) or (open_ and (parting or decimal)):
            return parting or open_, decimal or open_
    raise AssertionError("a contradiction has two sides")


def _footnotes(given: Cells, footnotes: list[Shape]) -> list[Wrong]:
    """That numbers carry marks of footnotes, said once."""
    if not footnotes:
        return []
    rows = np.flatnonzero(given.texts.have(footnotes))
    different = np.unique(given.texts.code[rows], return_index=True)[1]
    marks = [
        given.texts.texts[row].as_py()[given.texts.shapes[given.texts.code[row]].footnote :].strip()
        for row in rows[np.sort(different)]
    ]
    values = {"count": len(rows), "marks": ", ".join(dict.fromkeys(marks))}
    return [Wrong(int(given.texts.at[rows[0]]), "footnotes", values)]


def _without_percent(
    given: Cells, told: _Told, shown: npt.NDArray[np.bool_], values: npt.NDArray[np.float64]
) -> list[Wrong]:
    """Numbers without a percent sign in a column where others have one."""
    signed = shown.copy()
    for shape, rows in given.texts.groups():
        signed[given.texts.at[rows]] = shape.unit == "percent"
    there = np.isfinite(values)
    bare = there & ~signed
    if told.unit != "percent" or not (there & signed).any() or not bare.any():
        return []
    if (
        np.abs(values[bare]).max() <= 1
        and (values[bare] % 1 != 0).any()
        and np.abs(values[there & signed]).max() > 1
    ):
        return [Wrong(int(at), "percent_unclear") for at in np.flatnonzero(bare)]
    if told.heading.unit == "percent":
        return []
    return [Wrong(int(np.flatnonzero(bare)[0]), "percent_in_part")]


def _scale(given: Cells, told: _Told) -> float:
    """The scale that the heading states, or every number of the column."""
    if told.heading.scales:
        return told.heading.scales[0]
    scales = {shape.scale for shape in _number_shapes(given)}
    return (scales.pop() or 1.0) if len(scales) == 1 and not len(given.numbers) else 1.0
