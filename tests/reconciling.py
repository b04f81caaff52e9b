"""What tests of reconciled figures need: counts of one province, and articles that print a share with its counts."""

from typing import Any

import pandas as pd
from published_rows import published

from coverage_lib.measures.reconciled import Reconciled, reconcile

NAMES = {"11": "Aceh", "91": "Papua"}


def counted(code: str = "11", **changes: object) -> pd.DataFrame:
    """Counts at the ends of 2022 to 2025, the last one of a part of the year: 20% of 2 million."""
    years = [2022, 2023, 2024, 2025]
    frame = pd.DataFrame(
        {
            "code": code,
            "name": NAMES[code],
            "boundary": "2021",
            "date": pd.to_datetime([f"{year}-12-31" for year in years]),
            "year": years,
            "segment": "total",
            "base": "employed",
            "counted_by": "domicile",
            "active": 400_000,
            "workers": 2_000_000,
            "coverage": 20.0,
            "status": ["final", "final", "final", "provisional"],
            "source_id": "den-annual",
        }
    )
    return frame.assign(**changes)


def of_rows(
    *rows: dict[str, Any], verdicts: pd.DataFrame | None = None, code: str = "11", **changes: object
) -> Reconciled:
    """Reconciled figures of one province."""
    table = published(*({"code": code} | row for row in rows)) if rows else published({}).iloc[:0]
    return reconcile(table, counted(code, **changes), verdicts)


def article(share: float, members: int, workers: int, **more: object) -> list[dict[str, Any]]:
    """A share of eligible workers with the counts that it comes from, in one article."""
    title = {"source_title": f"UCJ {share} {more.get('date', '')}"} | more
    return [
        {"value": share, **title},
        {"measure": "active_participants", "unit": "workers", "value": members, **title},
        {"measure": "eligible_workers", "unit": "workers", "value": workers, **title},
    ]
