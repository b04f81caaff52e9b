"""Synthetic tables of an analyst's own: real counts of another date times a factor, under a source that says so."""

import pandas as pd

from coverage_lib import load

ID = "own:synthetic-table-00000000"


def own_rows(date: str, factor: float = 1.0, codes: list[str] | None = None) -> pd.DataFrame:
    """Rows of the built table `members`, as if an analyst had added a table: December 2024 times a factor, dated otherwise."""
    real = load._load("members").query("counted_by == 'domicile' and year == 2024")
    rows = real if codes is None else real[real["code"].isin(codes)]
    day = pd.Timestamp(date).as_unit("ms")
    return rows.assign(
        date=day,
        year=day.year,
        active=(rows["active"] * factor).round().astype("int64"),
        source_id=ID,
        source_row=range(2, len(rows) + 2),
    ).reset_index(drop=True)


def add_members(monkeypatch, *tables: pd.DataFrame) -> None:
    """Let every door read the built tables with these rows of members among them."""
    built = load._load
    own = pd.concat(tables, ignore_index=True)

    def with_own(name: str) -> pd.DataFrame:
        table = built(name)
        if name != "members":
            return table
        cell = ["code", "boundary", "date", "date_stated", "segment", "counted_by"]
        return pd.concat([own, table], ignore_index=True).drop_duplicates(cell)

    monkeypatch.setattr(load, "_load", with_own)
