"""A table of one's own, as it was read, brought to the columns of the project's tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from coverage_lib.data.own.faults import at
from coverage_lib.data.own.members import members
from coverage_lib.data.reading.problems import Problem, _
from coverage_lib.data.regions import NATION

#: Measures that have a place in the project's tables.
ADDABLE = {"active"}


def convert(
    long: pd.DataFrame, source_id: str, record: Mapping[str, Any], base: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The rows of a long table as rows of the project's tables.

    Parameters
    ----------
    long : pandas.DataFrame
        As ``coverage_lib.data.reading.table.read`` gives it.
    source_id : str
        How the rows name their source: ``own:ID``.
    record : mapping
        publisher, title and date of the table.
    base : mapping
        The project's tables by name.

    Returns
    -------
    dict of str to pandas.DataFrame, list of Problem
        The tables that there are rows for, and what is wrong with them.
    """
    problems = _not_addable(long)
    counts = long[long["measure"].eq("active") & long["code"].ne(NATION)]
    tables, faults = members(counts, source_id, record["date"])
    return tables, problems + faults


def _not_addable(long: pd.DataFrame) -> list[Problem]:
    """Measures that no table of the project has a column for: an error where there is nothing else."""
    others = long[~long["measure"].isin(ADDABLE)].drop_duplicates("measure")
    severity = "error" if len(others) and not long["measure"].isin(ADDABLE).any() else "warning"
    says = _("{measure} has no place in the tables of the project")
    fix = _(
        "It can be read and projected, but not added; or say what it is: --set measure=active, for example."
    )
    return [
        at(row, "not_addable", severity, says, fix, {"measure": row.measure}) for row in others.itertuples()
    ]
