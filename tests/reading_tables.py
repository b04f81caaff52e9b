"""Long tables as a file is read into, made of synthetic numbers."""

from typing import Any

import pandas as pd

from coverage_lib.data import regions

ROW: dict[str, Any] = {
    "region": "Jambi", "code": "15", "name": "Jambi", "level": "province", "boundary": "2021",
    "date": pd.Timestamp("2024-12-31"), "date_printed": "Des 2024", "precision": "month", "measure": "active", "segment": "formal",
    "counted_by": "domicile", "base": "", "unit": "people", "value": 1000.0, "printed": "1.000", "sheet": "Data", "row": 5,
    "column": "C", "heading": "Peserta aktif",
}  # fmt: skip


def long_table(*rows: dict[str, Any]) -> pd.DataFrame:
    """A row of the table for each dictionary; what it does not say is as in :data:`ROW`."""
    return pd.DataFrame([ROW | {"row": 5 + place} | row for place, row in enumerate(rows)])


def provinces(boundary: str = "2021", **same: Any) -> list[dict[str, Any]]:
    """A row for each province with counts that differ, and the nation as their sum."""
    known = regions.provinces(boundary)
    rows = [
        {"region": name, "code": code, "boundary": boundary, "value": 10_001.0 + 7 * place} | same
        for place, (code, name) in enumerate(zip(known["code"], known["name"], strict=True))
    ]
    total = sum(row["value"] for row in rows)
    nation = {"region": "INDONESIA", "code": "00", "level": "national", "boundary": boundary, "value": total}
    return [*rows, nation | same | {"value": total}]
