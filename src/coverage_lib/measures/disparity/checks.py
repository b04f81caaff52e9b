"""What a table must be like before it is analysed; the error says what is wrong with it and what to do."""

from collections.abc import Iterable

import pandas as pd


class TableError(ValueError):
    """A table cannot be analysed as it is; the message says what is wrong with it and what to do."""


def need_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise :class:`TableError` naming the columns that `table` lacks."""
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise TableError(
            f"The table of {what} has no column {', '.join(map(repr, lacking))}; "
            f"it has {', '.join(map(repr, table.columns))}. Rename or add what is lacking."
        )


def no_duplicates(table: pd.DataFrame, keys: list[str], what: str) -> None:
    """Raise :class:`TableError` naming the first key that `table` has twice."""
    twice = table[table.duplicated(keys)]
    if len(twice):
        where = ", ".join(f"{key} {twice.iloc[0][key]}" for key in keys)
        raise TableError(f"The table of {what} has two rows for {where}. Keep one of them.")


def need_groups(table: pd.DataFrame, group: str, what: str) -> None:
    """Raise :class:`TableError` naming the regions of `table` that stand in no group."""
    lacking = table[group].isna() | (table[group] == "")
    if lacking.any():
        codes = ", ".join(table.loc[lacking, "code"].astype(str).unique())
        raise TableError(
            f"The table of {what} has no {group!r} for {codes}; name the group of each region, or drop those regions and say so."
        )
