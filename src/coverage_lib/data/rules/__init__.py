"""The rules that the raw tables must keep, as pandera schemas: types, ranges, keys, completeness and sums.

Each check reads as a sentence and says what to do. All failures of all tables are found in one run and carry the file, line,
column and value they come from.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from coverage_lib.data.rules import counts, printed, regencies
from coverage_lib.data.rules.checks import CORRECT, MISSING, Rules
from coverage_lib.data.sources import failure


def failures(name: str, raw: pd.DataFrame, others: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """All cells of a raw table that break a rule.

    Parameters
    ----------
    name : str
        The table, for example ``"members"``.
    raw : pandas.DataFrame
        The table as from ``sources.read_raw``.
    others : dict of DataFrame
        All raw tables that could be read: regencies are compared with the provinces among them, printed figures with the
        readings, readings with the printed figures.

    Returns
    -------
    list of dict
        As :class:`coverage_lib.data.sources.BadData` takes them; empty where all is well.
    """
    rules: dict[str, Callable[[], Rules]] = {
        "members": lambda: counts.members(raw),
        "employment": lambda: counts.employment(raw),
        "employment_regency": lambda: regencies.employment_regency(raw, others.get("employment")),
        "context": lambda: counts.context(raw),
        "published_figures": lambda: printed.figures("published_figures", raw, others.get("readings")),
        "published_figures_2": lambda: printed.figures("published_figures", raw, others.get("readings")),
        "readings": lambda: printed.readings(
            raw, [others[name] for name in ("published_figures", "published_figures_2") if name in others]
        ),
        "targets": lambda: printed.figures("targets", raw),
        "awards": lambda: printed.figures("awards", raw),
        "programme_rules": lambda: printed.programme_rules(raw),
    }
    result = []
    for schema, frame in rules[name]():
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            cases = errors.failure_cases.iterrows()
            result += [_explain(name, raw, schema.name, frame, case) for _, case in cases]
    return result


def _explain(
    name: str, raw: pd.DataFrame, schema: str | None, frame: pd.DataFrame, case: pd.Series
) -> dict[str, Any]:
    """A failure case of pandera as file, line, column, value, rule and what to do."""
    rule, _, what_to_do = str(case["check"]).partition("\t")
    index, column = case["index"], str(case["column"])
    if pd.isna(index):  # the column as a whole, not a cell
        return failure(f"{name}.csv", None, column, None, rule, what_to_do or CORRECT)
    # The cell as it is written; only a list of missing codes has no cell of its own.
    value = str((frame if schema == MISSING else raw).loc[index, column])
    return failure(f"{name}.csv", int(raw.loc[index, "source_row"]), column, value, rule, what_to_do)
