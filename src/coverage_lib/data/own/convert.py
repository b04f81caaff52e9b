"""A table of one's own, as it was read, brought to the columns of the project's tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from coverage_lib.data.own import conditions, members, printed, workers
from coverage_lib.data.own.faults import at
from coverage_lib.data.reading.problems import Problem, _, errors
from coverage_lib.data.regions import NATION

#: Measures that have a place in the project's tables.
ADDABLE = {"active", "coverage_rate", "eligible_workers"} | workers.MEASURES | conditions.MEASURES


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
    measure, nation = long["measure"], long["code"].eq(NATION)
    active = measure.eq("active")
    made = []
    if (active & ~nation).any():
        made.append(members.members(long[active & ~nation], source_id, record["date"]))
    if (employed := measure.isin(workers.MEASURES)).any():
        made.append(workers.workers(long[employed], source_id, base["employment"]))
    if (context := measure.isin(conditions.MEASURES)).any():
        made.append(conditions.conditions(long[context], source_id, base["context"]))
    tables = {name: table for found, _faults in made for name, table in found.items()}
    as_printed = measure.isin(printed.MEASURES) & (~active | nation)
    if as_printed.any():
        problems += printed.problems(long[as_printed])
        about = (str(record[name]) for name in ("publisher", "title", "date"))
        tables["published"] = printed.figures(long[as_printed], source_id, *about)
    for _found, faults in made:
        problems += faults
    return tables, problems + _nothing(long, tables, problems)


def _not_addable(long: pd.DataFrame) -> list[Problem]:
    """Measures that no table of the project has a column for: an error where there is nothing else."""
    others = long[~long["measure"].isin(ADDABLE)].drop_duplicates("measure")
    some = long["measure"].isin(ADDABLE).any()
    kept = _("{measure} has no place in the tables of the project; it is kept with the table and not used")
    none = _("{measure} has no place in the tables of the project")
    fix = _(
        "It can be read and projected, but not added; or say what it is: --set measure=active, for example."
    )
    unsaid = _("what is measured is not said, so nothing has a place in the tables of the project")
    state = _("Say what it is: --set measure=active, for example.")
    problems = []
    for row in others.itertuples():
        if row.measure and some:
            problems.append(at(row, "not_addable", "warning", kept, "", {"measure": row.measure}))
        elif row.measure:
            problems.append(at(row, "not_addable", "error", none, fix, {"measure": row.measure}))
        else:
            problems.append(at(row, "not_addable", "warning" if some else "error", unsaid, state))
    return problems


def _nothing(
    long: pd.DataFrame, tables: Mapping[str, pd.DataFrame], problems: list[Problem]
) -> list[Problem]:
    """A table of which nothing can be used, though no single row is wrong."""
    if errors(problems) or any(len(table) for table in tables.values()):
        return []
    says = _("nothing in this table has a place in the tables of the project")
    fix = _("See what was understood with ucj check, and say what the table does not with --set.")
    return [Problem("nothing_to_add", "error", says, fix)]
