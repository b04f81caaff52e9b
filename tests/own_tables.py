"""Synthetic tables of an analyst: long frames as the reader gives them, and files that a stand-in for the reader takes for them."""

import types
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions

COLUMNS = [
    "region",
    "code",
    "name",
    "level",
    "boundary",
    "date",
    "date_printed",
    "precision",
    "measure",
    "segment",
    "counted_by",
    "base",
    "unit",
    "value",
    "printed",
    "sheet",
    "row",
    "column",
    "heading",
]


class Reading(NamedTuple):
    table: pd.DataFrame
    problems: list
    understood: dict


def long_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A long frame of rows that say only what matters."""
    usual = {
        "level": "province", "boundary": "2021", "date": "2026-10-31", "precision": "month", "measure": "active", "segment": "formal",
        "counted_by": "domicile", "base": "", "unit": "people", "sheet": "", "column": "C", "heading": "",
    }  # fmt: skip
    filled = []
    for place, row in enumerate(rows):
        each = usual | {"row": place + 2} | row
        name = each.get("name", _name(each["code"], each["level"], each["boundary"]))
        shown = {
            "name": name,
            "region": name,
            "date_printed": str(each["date"]),
            "printed": str(each["value"]),
        }
        filled.append(shown | each)
    table = pd.DataFrame(filled, columns=COLUMNS)
    return table.assign(date=pd.to_datetime(table["date"]), value=table["value"].astype(float))


def _name(code: str, level: str, boundary: str) -> str:
    if code == "00":
        return "Indonesia"
    if level == "regency":
        return regions.regencies().set_index("code").loc[code, "name"]
    return regions.provinces("2022").set_index("code")["name"].get(code, "")


def of_provinces(date: str, factor: float = 1.1, boundary: str = "2021", **more: Any) -> pd.DataFrame:
    """Formal and informal members of every province: those of December 2024 times a factor."""
    from coverage_lib.data import project

    members = pd.read_parquet(project.build() / "members.parquet").query("year == 2024")
    rows = [
        {"code": row.code, "segment": row.segment, "value": round(row.active * factor), "date": date, **more}
        for row in members.itertuples()
    ]
    if boundary == "2022":
        rows = [part for row in rows for part in _divided(row)]
    return long_table(rows)


def _divided(row: dict[str, Any]) -> list[dict[str, Any]]:
    """A count on the boundary of 2022: in Papua the provinces of today have equal parts, the first what is left over."""
    now = regions.provinces("2022")
    codes = now.loc[now["code_2021"] == row["code"], "code"].tolist()
    part = row["value"] // len(codes)
    values = [row["value"] - part * (len(codes) - 1), *[part] * (len(codes) - 1)]
    return [row | {"code": code, "value": value, "boundary": "2022"} for code, value in zip(codes, values, strict=True)]  # fmt: skip


def write(table: pd.DataFrame, path: Path) -> Path:
    """A file that the stand-in for the reader takes for this table."""
    table.to_csv(path, index=False)
    return path


def stand_in(path: Path, stated: dict[str, Any] | None = None) -> Reading:
    """Read a file of :func:`write`; what is stated fills columns that are empty."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column, value in (stated or {}).items():
        if column in table:
            table[column] = table[column].where(table[column].ne(""), value)
    table = table.assign(
        date=pd.to_datetime(table["date"].replace("", None)),
        value=pd.to_numeric(table["value"].replace("", np.nan)),
        row=table["row"].astype("int64"),
    )
    return Reading(table, [], {"kind": "synthetic", "rows": len(table)})


def reader() -> types.ModuleType:
    """A module for the place of the reader of files."""
    module = types.ModuleType("coverage_lib.data.reading.table")
    module.read = stand_in
    module.read_table = lambda path, **stated: stand_in(path, stated).table
    return module
