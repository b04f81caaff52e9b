"""What is wrong with a table, or worth knowing: where it stands, what is meant, what to do, as English text that is translated where it is shown."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

SEVERITIES = ("error", "warning", "note")
#: So many errors stand in the message of an exception; the rest is counted.
LISTED = 50


def _(message: str) -> str:
    """A text of the catalogue, as it is: this floor knows no language, and who shows the problem translates it."""
    return message


class TableError(ValueError):
    """A file that cannot be read as a table, or a table that cannot be written. The message says what to do."""


class Problem(NamedTuple):
    """One thing that a reader of a file met.

    Attributes
    ----------
    key : str
        Stable name of the kind, for tests and tables: ``unknown_region``.
    severity : {"error", "warning", "note"}
        A table with an error is refused; a warning asks for a look; a note says how something was read.
    says, fix : str
        English sentences with names in braces that `values` fills in; ``fix`` says what to do and may be empty.
    values : mapping, optional
        Numbers and texts for the sentences. Numbers are written as the language writes them, so a year or a code is given as text.
    file, sheet : str
        Where; empty where there is none.
    row : int or None
        Row of the sheet or line of the file, counted from 1.
    column : str
        Letters of a workbook's column, or the heading of a CSV's.
    value : str
        The cell as it is written, shortened where it is long.
    """

    key: str
    severity: str
    says: str
    fix: str = ""
    values: Mapping[str, Any] | None = None
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""


class Refused(TableError):
    """A table that was not taken. `problems` holds all of what was met; the message lists the errors in English."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        lines = [text(problem) for problem in errors(self.problems)]
        more = [f"... and {len(lines) - LISTED:,} more."] if len(lines) > LISTED else []
        super().__init__("\n".join(lines[:LISTED] + more))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems for which a table is refused."""
    return [problem for problem in problems if problem.severity == "error"]


def text(problem: Problem) -> str:
    """A problem as one English line.

    Examples
    --------
    >>> text(Problem("negative", "error", "must be 0 or more", "Correct the count.", {}, "a.xlsx", "Data", 12, "C", "-5"))
    "a.xlsx, sheet Data, row 12, column C, value '-5': must be 0 or more. Correct the count."
    """
    where = [problem.file] if problem.file else []
    where += [f"sheet {problem.sheet}"] if problem.sheet else []
    where += [f"row {problem.row}"] if problem.row is not None else []
    where += [f"column {problem.column}"] if problem.column else []
    where += [f"value {problem.value!r}"] if problem.value else []
    says, fix = filled(problem.says, problem.values).rstrip("."), filled(problem.fix, problem.values)
    return f"{', '.join(where)}: {says}. {fix}".strip() if where else f"{says}. {fix}".strip()


def filled(sentence: str, values: Mapping[str, Any] | None) -> str:
    """An English sentence with its values, numbers with marks for thousands.

    Examples
    --------
    >>> filled("they add up to {total}", {"total": 1312370})
    'they add up to 1,312,370'
    """
    written = {name: _plain(value) for name, value in (values or {}).items()}
    return sentence.format(**written)


def _plain(value: Any) -> str:
    if isinstance(value, int | float):
        return f"{value:,}"
    return " or ".join(value) if isinstance(value, list) else str(value)
