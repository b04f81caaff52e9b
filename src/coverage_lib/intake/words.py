"""Problems of a table in the reader's language: equal ones as one line that names the first rows and counts the rest."""

import math
import re
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.data.reading.problems import SEVERITIES, Problem
from coverage_lib.intake.keys import key_words, printable
from coverage_lib.language import _

#: So many rows and cells of a group are named; the rest is counted.
NAMED = 3
#: Signs of a cell that are shown.
LONGEST = 60
#: So many lines of one kind of problem are listed, and so many of one severity; the rest is counted.
OF_A_KIND, LISTED = 5, 20


#: A day or a month as texts for sentences have them.
A_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")


class Group(NamedTuple):
    """Problems that say the same of one sheet and column.

    Attributes
    ----------
    severity : {"error", "warning", "note"}
        Of all of them.
    kind : str
        The English text that they were made from; groups of one kind differ in their values.
    where : str
        File, sheet, rows, column and cells in words; empty where the problem has no place.
    says : str
        What is wrong, in words that may go on behind a colon.
    fix : str
        What to do, as a sentence; empty where there is nothing.
    size : int
        How many problems these are.
    """

    severity: str
    kind: str
    where: str
    says: str
    fix: str
    size: int


def groups(problems: Iterable[Problem]) -> list[Group]:
    """Problems, the worst first, those that say the same of one sheet and column together.

    Examples
    --------
    >>> rows = [Problem("negative", "error", "must be 0 or more", "Correct it.", None, "", "Data", row, "C", "-5") for row in (7, 8, 9, 12)]
    >>> groups(rows)[0][2:5]
    ('Sheet Data, rows 7, 8, 9 and 1 more, column C, “-5”', 'must be 0 or more', 'Correct it.')
    """
    together: dict[tuple[str, ...], list[Problem]] = {}
    for problem in _in_order(problems):
        said = filled(problem.says, problem.values).rstrip("."), filled(problem.fix, problem.values)
        key = (problem.severity, problem.says, problem.file, problem.sheet, problem.column, *said)
        together.setdefault(key, []).append(problem)
    found = [
        Group(severity, kind, place(members), says, fix, len(members))
        for (severity, kind, _file, _sheet, _column, says, fix), members in together.items()
    ]
    return sorted(found, key=lambda group: SEVERITIES.index(group.severity))


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of whole sheets and files first, then those of rows from the top; each sheet as it comes."""
    listed = list(problems)
    sheets = {
        name: place for place, name in enumerate(dict.fromkeys((one.file, one.sheet) for one in listed))
    }
    return sorted(listed, key=lambda one: (sheets[one.file, one.sheet], -1 if one.row is None else one.row))


def line(group: Group) -> str:
    """A group as one line.

    Examples
    --------
    >>> line(Group("error", "", "Sheet Data, row 7", "must be 0 or more", "Correct it.", 1))
    'Sheet Data, row 7: must be 0 or more. Correct it.'
    """
    text = f"{group.where}: {group.says}" if group.where else capital(group.says)
    end = "" if text.endswith(("?", "!")) else "."
    return f"{text}{end} {group.fix}".strip()


def capital(text: str) -> str:
    """A text that begins with a capital letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def lines(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines: of one kind the first :data:`OF_A_KIND`, of one severity the first :data:`LISTED`, and how many more there are."""
    found = groups(problems)
    shown = []
    for severity in SEVERITIES:
        kinds: dict[str, list[Group]] = {}
        for group in found:
            if group.severity == severity:
                kinds.setdefault(group.kind, []).append(group)
        told = [text for alike in kinds.values() for text in _of_a_kind(alike)]
        shown += told[:LISTED]
        if len(told) > LISTED:
            shown.append(_("… and {count} more lines.").format(count=language.number(len(told) - LISTED)))
    return shown


def _of_a_kind(alike: list[Group]) -> list[str]:
    """Groups of one kind: the first of them, and how many more problems of the kind there are."""
    rest = sum(group.size for group in alike[OF_A_KIND:])
    more = [_("… and {count} more of this kind.").format(count=language.number(rest))] if rest else []
    return [*map(line, alike[:OF_A_KIND]), *more]


def filled(template: str, values: Mapping[str, Any] | None) -> str:
    """An English text of a problem in the language in use, with its values as the language writes them.

    Parameters
    ----------
    template : str
        ``Problem.says`` or ``Problem.fix``.
    values : mapping or None
        ``Problem.values``.

    Examples
    --------
    >>> filled("the sum is {total}", {"total": 1312370})
    'the sum is 1,312,370'
    """
    if not template:
        return ""
    return _(template).format(**{name: written(value, name) for name, value in (values or {}).items()})


def written(value: Any, name: str = "") -> str:
    """A value of a problem as the language writes it: numbers and dates in its own way, lists as enumerations, texts as they are.

    `name` is what the sentence calls it: where that is a measure, a segment or the like, the value is a key and is put in words.

    Examples
    --------
    >>> written("2024-12-31"), written("office", "counted_by")
    ('31 December 2024', 'by office')
    >>> written(45.17), written(-1200), written(["Jambi", "Bali"]), written("2024"), written(pd.Timestamp("2024-12-31"))
    ('45.17', '−1,200', 'Jambi, Bali', '2024', '31 December 2024')
    """
    if name == "nearest" and isinstance(value, str):
        return one_of(value.split(" / "))
    if name in ("keys", "values") and not isinstance(value, str):
        return one_of(value)
    if isinstance(value, str):
        return language.printed_date(value) if A_DAY.fullmatch(value) else key_words(name, value)
    if hasattr(value, "strftime"):
        return language.date(value)
    if isinstance(value, Real):
        number = float(value)
        digits = next(
            (some for some in range(4) if math.isfinite(number) and round(number, some) == number), 4
        )
        return language.number(number, digits)
    return ", ".join(written(each, name) for each in value) if isinstance(value, Iterable) else str(value)


def one_of(texts: Iterable[str]) -> str:
    """Texts of which one is to be chosen.

    Examples
    --------
    >>> one_of(["Jambi"]), one_of(["Jambi", "Bali"]), one_of(["Jambi", "Bali", "Aceh"])
    ('Jambi', 'Jambi or Bali', 'Jambi, Bali, or Aceh')
    """
    told = [printable(text) for text in texts]
    if len(told) < 2:
        return "".join(told)
    words = _("{first} or {last}") if len(told) == 2 else _("{first}, or {last}")
    return words.format(first=", ".join(told[:-1]), last=told[-1])


def place(problems: list[Problem]) -> str:
    """Where problems of one sheet and column stand, with the cells: ``Sheet Data, rows 7, 8, column C, “-5”``.

    The file is named where the problem is one of the whole file.
    """
    first = problems[0]
    cells = list(dict.fromkeys(f"“{_short(problem.value)}”" for problem in problems if problem.value))
    if not (first.sheet or first.column or first.row is not None):
        return ", ".join(
            [*([printable(first.file)] if first.file else []), *([_first(cells)] if cells else [])]
        )
    parts = [_("sheet {sheet}").format(sheet=printable(first.sheet))] if first.sheet else []
    rows = list(dict.fromkeys(str(problem.row) for problem in problems if problem.row is not None))
    if rows:
        words = _("row {rows}") if len(rows) == 1 else _("rows {rows}")
        parts.append(words.format(rows=_first(rows)))
    parts += [_("column {column}").format(column=printable(first.column))] if first.column else []
    return capital(", ".join([*parts, _first(cells)] if cells else parts))


def _short(cell: str) -> str:
    """What stands in a cell, cut off where it is a whole paragraph."""
    return printable(cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1].rstrip()}…")


def _first(texts: list[str]) -> str:
    """The first of some texts, and how many more there are."""
    shown = ", ".join(texts[:NAMED])
    rest = len(texts) - NAMED
    return (
        shown if rest <= 0 else _("{shown} and {count} more").format(shown=shown, count=language.number(rest))
    )


def table(problems: Iterable[Problem]) -> pd.DataFrame:
    """Every problem as a row of a table for a file, in the language in use, none left out.

    Returns
    -------
    pandas.DataFrame
        severity, file, sheet, row, column, value, problem, what_to_do.
    """
    severities = severity_words()
    rows = [
        (
            severities[one.severity], one.file, one.sheet, one.row, one.column, printable(one.value),
            filled(one.says, one.values), filled(one.fix, one.values),
        )
        for one in sorted(problems, key=lambda one: SEVERITIES.index(one.severity))
    ]  # fmt: skip
    columns = [
        _("severity"), _("file"), _("sheet"), _("row"), _("column"), _("value"), _("problem"), _("what_to_do"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({columns[3]: "Int64"})


def severity_words() -> dict[str, str]:
    """What a problem of each severity is called."""
    return {"error": _("error"), "warning": _("warning"), "note": _("note")}
