"""Tables for a spreadsheet: all of them, every column explained in both languages."""

from pathlib import Path

import openpyxl
import pandas as pd

from coverage_lib.pages import downloads


def test_every_table_can_be_downloaded_and_every_column_is_explained(tmp_path: Path) -> None:
    files = downloads.write(tmp_path)
    assert all(file.exists() for file in files)
    book = openpyxl.load_workbook(tmp_path / "data" / downloads.WORKBOOK, read_only=True)
    meanings = pd.read_csv(tmp_path / "data" / f"{downloads.DICTIONARY}.csv", encoding="utf-8-sig")
    assert meanings.notna().all(axis=None)
    assert (meanings["meaning_en"] != meanings["meaning_id"]).all()
    for name, load in downloads.TABLES.items():
        table = load()
        written = pd.read_csv(
            tmp_path / "data" / f"{name}.csv", dtype={"code": str}, encoding="utf-8-sig", low_memory=False
        )
        assert len(written) == len(table) == sum(1 for _row in book[name].rows) - 1
        assert meanings.loc[meanings["table"] == name, "column"].tolist() == list(table.columns)
        if "active" in table:
            assert written["active"].sum() == table["active"].sum()
