"""Problems of a table that is being added: where in the file they stand."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from coverage_lib.data.reading.problems import Problem


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
