"""What is said of a cell that is no number or no date, in one place; other rooms translate it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.data.reading.problems import Problem, _, filled

#: So much of a cell is shown.
SHOWN = 60


class Wrong(NamedTuple):
    """Something to say of a cell: its position in the column, the key of :data:`SAYS`, what fills in the sentence."""

    position: int
    key: str
    values: Mapping[str, Any] = {}


#: Key -> severity, what is said, what to do.
SAYS: dict[str, tuple[str, str, str]] = {
    "not_a_number": (
        "error", _("is no number"),
        _("Write the number alone, such as 1312370 or 45,17; where there is none leave the cell empty or write -."),
    ),
    "wrong_marks": (
        "error", _("has points or commas where no number has them"),
        _("Write the number without marks for thousands."),
    ),
    "truth_value": ("error", _("is true or false and no number"), _("Write the number.")),
    "date_for_number": (
        "error", _("is a date where a number is expected; spreadsheets turn 1.5 or 1-2 into one"),
        _("Write the number again in a cell formatted as a number."),
    ),
    "scientific": ("error", _("is in scientific notation, and the digits it left out are lost"), _("Write out all digits.")),
    "not_finite": ("error", _("is infinite"), _("Write the number, or - where there is none.")),
    "too_large": ("error", _("is larger than anything that is counted here"), _("Correct the number, or its scale.")),
    "roman": ("error", _("looks like a Roman numeral"), _("Write the number in digits from 0 to 9.")),
    "other_digits": (
        "error", _("has digits of another script or of full width"), _("Write the number in digits from 0 to 9."),
    ),
    "footnote_unclear": (
        "error", _("ends in a digit and a bracket: whether the digit is a footnote's cannot be told"),
        _("Put a blank before the footnote's mark, or remove it."),
    ),
    "both_readings": (
        "error", _("can be {whole} or {part}, and no other cell of the column shows which"),
        _("State the decimal mark: --set 'decimal=,' or --set 'decimal=.'."),
    ),
    "marks_contradict": (
        "error", _("has a mark for thousands that is the decimal mark in {other}, in the same column"),
        _("Write the column in one way, or state the decimal mark: --set 'decimal=,' or --set 'decimal=.'."),
    ),
    "other_marks": (
        "error", _("does not fit the decimal mark {decimal} that was stated"), _("Correct the cell or the mark."),
    ),
    "mixed_marks": (
        "warning", _("has other marks than other cells of the column, such as {other}; each can be read in one way only"),
        _("Check how the column was put together."),
    ),
    "separators_lost": (
        "error", _("was read as {read} and may be {whole}: a spreadsheet takes the point between thousands for a decimal mark"),
        _("Write the column's counts in full, without marks for thousands."),
    ),
    "count_with_decimals": (
        "error", _("is a count of people with decimals"),
        _("Write the count in full; if it is in thousands, say so in the heading: (ribu)."),
    ),
    "two_scales": (
        "error", _("is given in two scales, {one} and {other}"), _("State the scale once, in the heading or in the cells."),
    ),
    "two_units": ("error", _("is in {one} and other cells of its column in {other}"), _("Give each unit a column of its own.")),
    "unit_alone": (
        "error", _("is in {one}, and most cells of its column are counts without a unit"), _("Give each unit a column of its own."),
    ),
    "without_unit": (
        "error", _("has no unit, and most cells of its column are in {other}"), _("Give each unit a column of its own."),
    ),
    "percent_unclear": (
        "error", _("has no percent sign though other cells of the column do, and may be a share of 1"),
        _("Write all cells of the column in percent."),
    ),
    "percent_in_part": (
        "warning", _("has no percent sign though other cells of the column do; it was taken for percent"), "",
    ),
    "error_mark": (
        "warning", _("is what a program writes where a calculation failed; it was taken as missing"),
        _("Correct the calculation in the file that it comes from."),
    ),
    "footnotes": (
        "note", _("{count} numbers of the column carry a mark behind them ({marks}); it was left out"), "",
    ),
    "not_a_date": (
        "error", _("is no date"), _("Write a day as 2024-12-31, a month as 2024-12, a year as 2024."),
    ),
    "no_such_day": ("error", _("is a day that the calendar does not have"), _("Correct the date.")),
    "order_contradicts": (
        "error", _("has the month first, and {other} in the same column has the day first"),
        _("Write the dates as 2024-12-31."),
    ),
    "order_turned": (
        "error", _("may have day and month exchanged: other dates of the column are texts such as {other}, which a spreadsheet that "
        "puts the month first could not read"), _("Write the dates as 2024-12-31."),
    ),
    "day_first": ("note", _("was read with the day first, as no date of the column shows the order"), ""),
    "month_first": ("note", _("was read with the month first, as {other} in the same column can only be"), ""),
    "serial": ("note", _("was read as the number of a day as spreadsheets count them: {day}"), ""),
    "no_year": ("error", _("is a part of a year without the year"), _("Write the year with it, such as Desember 2024.")),
}  # fmt: skip


def problem(wrong: Wrong, cell: Any = "", **where: Any) -> Problem:
    """A problem with the words for it.

    Parameters
    ----------
    wrong : Wrong
        From a column that was read.
    cell : object
        The cell at its position.
    **where
        ``file``, ``sheet``, ``row`` and ``column`` of the problem.

    Examples
    --------
    >>> from coverage_lib.data.reading.problems import text
    >>> text(problem(Wrong(0, "roman"), "XII", row=5, column="C"))
    "row 5, column C, value 'XII': looks like a Roman numeral. Write the number in digits from 0 to 9."
    """
    severity, says, fix = SAYS[wrong.key]
    return Problem(wrong.key, severity, says, fix, dict(wrong.values), value=shown(cell), **where)


def at(
    table: pd.DataFrame,
    place: int,
    key: str,
    severity: str,
    says: str,
    fix: str = "",
    values: Mapping[str, Any] | None = None,
) -> Problem:
    """A problem at the cell of one row of the table."""
    row = table.iloc[place]
    number = None if pd.isna(row["row"]) else int(row["row"])
    where = {"sheet": str(row["sheet"] or ""), "row": number, "column": str(row["column"] or "")}
    return Problem(key, severity, says, fix, values or {}, value=shown(row["printed"]), **where)  # type: ignore[arg-type]


def sentence(wrong: Wrong) -> str:
    """What is said of a cell, in English.

    Examples
    --------
    >>> sentence(Wrong(0, "both_readings", {"whole": 850123, "part": 850.123}))
    'can be 850,123 or 850.123, and no other cell of the column shows which'
    """
    return filled(SAYS[wrong.key][1], wrong.values)


def shown(cell: Any) -> str:
    """A cell as a message shows it: short, and without characters that no eye sees.

    Examples
    --------
    >>> shown(0.5), shown("a" * 99)[-3:], shown("1\\u202e2")
    ('0.5', 'aa…', '1⟨U+202E⟩2')
    """
    if cell is None:
        return ""
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    text = "".join(
        letter if letter.isprintable() else f"⟨U+{ord(letter):04X}⟩" for letter in text[: SHOWN + 1]
    )
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
