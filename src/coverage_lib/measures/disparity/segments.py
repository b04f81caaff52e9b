"""Members and workers of both segments side by side, one row per region and year."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.disparity.checks import TableError, need_columns, no_duplicates

SEGMENTS = ("formal", "informal")


def side_by_side(coverage: pd.DataFrame) -> pd.DataFrame:
    """One row per region and year, with members and workers of both segments and the reason where one is missing.

    Parameters
    ----------
    coverage : DataFrame
        One row per region, year and segment (``formal``, ``informal``): code, year, segment, active and workers (people);
        name is optional.

    Returns
    -------
    DataFrame
        code, name, year, active_formal, active_informal, workers_formal, workers_informal (people), reason. The reason
        is empty or names what is missing: ``formal_row_missing``, ``formal_members_missing``,
        ``formal_workers_missing``, and the same for informal; several are joined by ``"; "``.

    Raises
    ------
    TableError
        A column, a code or a year is lacking, a year is text, a segment is unknown, a key stands twice, a count is negative,
        or two bases, boundaries or ways of counting are mixed.

    Examples
    --------
    >>> rows = [("11", 2024, "formal", 40, 100), ("11", 2024, "informal", 10, 100), ("12", 2024, "formal", 5, 50)]
    >>> table = pd.DataFrame(rows, columns=["code", "year", "segment", "active", "workers"])
    >>> side_by_side(table)["reason"].tolist()
    ['', 'informal_row_missing']
    """
    _check(coverage)
    cells = coverage.assign(row=1).pivot_table(
        index=["code", "year"], columns="segment", values=["active", "workers", "row"], aggfunc="first"
    )
    table = pd.DataFrame(index=cells.index)
    reasons = pd.Series("", index=cells.index)
    for segment in SEGMENTS:
        for column in ("active", "workers", "row"):
            there = (column, segment) in cells.columns
            table[f"{column}_{segment}"] = cells[(column, segment)].astype(float) if there else np.nan
        present = table.pop(f"row_{segment}").notna()
        no_members, no_workers = table[f"active_{segment}"].isna(), table[f"workers_{segment}"].isna()
        reasons = add_reason(reasons, ~present, f"{segment}_row_missing")
        reasons = add_reason(reasons, present & no_members, f"{segment}_members_missing")
        reasons = add_reason(reasons, present & no_workers, f"{segment}_workers_missing")
    table = table.assign(reason=reasons).reset_index()
    table.insert(1, "name", table["code"].map(names_of(coverage)))
    columns = ["active_formal", "active_informal", "workers_formal", "workers_informal"]
    return table[["code", "name", "year", *columns, "reason"]]


def _check(coverage: pd.DataFrame) -> None:
    """Refuse a table of coverage that cannot be set side by side, with a :class:`TableError`."""
    need_columns(coverage, ["code", "year", "segment", "active", "workers"], "coverage")
    _check_keys(coverage)
    unknown = sorted(set(coverage["segment"]) - set(SEGMENTS))
    if unknown:
        raise TableError(
            f"The table of coverage has the segment {unknown[0]!r}; only formal and informal can be compared. "
            'Load it with base="segment_workers", or drop those rows; other segments have a base of their own.'
        )
    for column in ("base", "boundary", "counted_by"):
        mixed = list(coverage[column].unique()) if column in coverage.columns else []
        if len(mixed) > 1:
            values = ", ".join(repr(value) for value in mixed)
            raise TableError(
                f"The column {column!r} of the table of coverage mixes {values}. Keep one of them."
            )
    no_duplicates(coverage, ["code", "year", "segment"], "coverage")
    for column in ("active", "workers"):
        negative = coverage[coverage[column] < 0]
        if len(negative):
            row = negative.iloc[0]
            raise TableError(
                f"{column} is {row[column]} for code {row['code']!r}, year {row['year']}, {row['segment']}; "
                "people cannot be fewer than none. Correct the count."
            )


def _check_keys(coverage: pd.DataFrame) -> None:
    """Refuse rows without a code or a year, which would drop out unseen, and years that are text."""
    if coverage["code"].isna().any():
        raise TableError("The table of coverage has a row without a code. Name its region, or drop the row.")
    if (no_year := coverage["year"].isna()).any():
        code = coverage.loc[no_year, "code"].iloc[0]
        raise TableError(f"The table of coverage has no year for code {code}. Fill it, or drop the row.")
    if len(coverage) and not pd.api.types.is_numeric_dtype(coverage["year"]):
        raise TableError(
            f"The year {coverage['year'].iloc[0]!r} of the table of coverage is text. Make it a number: "
            "table.assign(year=table['year'].astype(int))."
        )


def regions_only(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that are not the nation's: sums over regions are the nation's figures."""
    return table[table["code"] != NATION].reset_index(drop=True)


def names_of(coverage: pd.DataFrame) -> dict[str, str]:
    """Code -> name of the regions; the code itself where the table has no names."""
    if "name" not in coverage.columns:
        return {code: code for code in coverage["code"]}
    return dict(zip(coverage["code"], coverage["name"], strict=True))


def add_reason(reasons: pd.Series, where: pd.Series, key: str) -> pd.Series:
    """Reasons with `key` behind those that are there already, in the rows `where` it applies."""
    joined = reasons.where(reasons == "", reasons + "; ") + key
    return reasons.where(~where, joined)


def percent_of(part: pd.Series, whole: pd.Series) -> pd.Series:
    """A part as percent of a whole; missing where the whole is nobody."""
    return 100 * part / whole.where(whole > 0)
