"""Counts straight from the raw tables, for tests that compare what a page says with what the source holds."""

import csv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def raw(name: str) -> list[dict[str, str]]:
    """Every row of a raw table, as text."""
    with (ROOT / "data" / "raw" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def members(code: str, segment: str) -> int:
    """Members by domicile at the end of 2024."""
    [row] = [
        row
        for row in raw("members")
        if (row["code"], row["date"], row["segment"], row["counted_by"])
        == (code, "2024-12-31", segment, "domicile")
    ]
    return int(row["active"])


def employed(code: str, date: str) -> tuple[int, float]:
    """Employed persons of a province at a date, and the formal workers among them in percent."""
    [row] = [row for row in raw("employment") if (row["code"], row["date"]) == (code, date)]
    return int(row["employed"]), float(row["formal_share"])
