"""Small tables of figures for the tests of the audit, and the tables they are held against."""

from functools import cache
from typing import Any

import pandas as pd

from coverage_lib.data.own_figures import own_figures
from coverage_lib.load import load_evidence
from coverage_lib.measures.audit import Audit, Evidence, audit

UNITS = {
    "coverage_rate": "percent",
    "uncovered_rate": "percent",
    "coverage_change": "percentage_points",
    "gap_points": "percentage_points",
}


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    """Figures of one article, as the door for own tables gives them; what a row does not say is Jambi's on 2 December 2024, all workers."""
    told = [
        {
            "id": f"x{number}",
            "region": "Jambi",
            "date": "2024-12-02",
            "segment": "total",
            "unit": UNITS.get(row["measure"], "workers"),
            "as_published": "",
            "source_publisher": "A paper",
            "source_title": "An article",
        }
        | row
        for number, row in enumerate(rows, 1)
    ]
    return own_figures(pd.DataFrame(told).fillna(""))


@cache
def evidence() -> Evidence:
    """The tables of the project, without published figures and targets: what is tested is only what a test says."""
    whole = load_evidence()
    return whole._replace(published=whole.published.iloc[:0], targets=whole.targets.iloc[:0])


def audited(*rows: dict[str, Any], **tables: pd.DataFrame) -> pd.DataFrame:
    """The verdicts on figures of one article by their ids; tables of the evidence may be given."""
    return whole_audit(*rows, **tables).verdicts.set_index("id")


def whole_audit(*rows: dict[str, Any], **tables: pd.DataFrame) -> Audit:
    """The audit of figures of one article."""
    return audit(figures(*rows), evidence()._replace(**tables))


def rate(value: Any, **more: Any) -> dict[str, Any]:
    """A share of members."""
    return {"measure": "coverage_rate", "value": value} | more


def active(value: Any, **more: Any) -> dict[str, Any]:
    """A count of active members."""
    return {"measure": "active_participants", "value": value} | more


def eligible(value: Any, **more: Any) -> dict[str, Any]:
    """A count of eligible workers."""
    return {"measure": "eligible_workers", "value": value} | more


def count(measure: str, value: Any, **more: Any) -> dict[str, Any]:
    """Any other count."""
    return {"measure": measure, "value": value} | more
