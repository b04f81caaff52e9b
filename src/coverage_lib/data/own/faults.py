"""Problems of a table that is being added: where it stands in the file, and lists that do not go on for pages."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from coverage_lib.data.reading.problems import Problem, _

#: So many problems of one kind are shown; the rest is counted.
SHOWN = 10


def at(
    row: Any,
    key: str,
    severity: str,
    says: str,
    fix: str = "",
    values: Mapping[str, Any] | None = None,
) -> Problem:
    """A problem of one value of a long table; `row` is a row of it, as ``itertuples`` gives it."""
    column = getattr(row, "column", "") or getattr(row, "heading", "")
    line = None if pd.isna(row.row) else int(row.row)
    return Problem(
        key,
        severity,
        says,
        fix,
        values,
        sheet=row.sheet,
        row=line,
        column=column,
        value=str(row.printed)[:60],
    )


def shortened(problems: Iterable[Problem]) -> list[Problem]:
    """The first problems of each kind, and how many more there are."""
    kept: list[Problem] = []
    counts: dict[str, int] = {}
    last: dict[str, Problem] = {}
    for problem in problems:
        counts[problem.key] = counts.get(problem.key, 0) + 1
        last[problem.key] = problem
        if counts[problem.key] <= SHOWN:
            kept.append(problem)
    for key, count in counts.items():
        if count > SHOWN:
            says = _("and {count} more of this kind")
            kept.append(Problem(key, last[key].severity, says, "", {"count": count - SHOWN}))
    return kept


def numbered(count: float) -> str:
    """A whole number of people as text for a sentence in which it is compared; missing as such.

    Examples
    --------
    >>> numbered(1312370.0)
    '1312370'
    """
    return "–" if pd.isna(count) else f"{count:.0f}"
