"""A table of figures of one's own, brought to the columns of the published table; what is wrong with it is said, with row and value."""

import re
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data import names, regions, tables
from coverage_lib.data.reading import dates, numbers
from coverage_lib.data.reading.problems import TableError, filled
from coverage_lib.data.reading.wording import SAYS, Wrong
from coverage_lib.data.rules.checks import SEGMENTS
from coverage_lib.data.rules.printed import LEVELS, TWO_REGENCIES, UNITS

REQUIRED = ["region", "date", "segment", "measure", "value", "unit"]
#: Columns that may be missing: they are then empty.
OPTIONAL = [
    "id",
    "region_level",
    "code",
    "as_published",
    "source_publisher",
    "source_title",
    "source_date",
    "source_url",
    "note",
]
GROUPS = ("province_group", "regency_group")
#: So many faults are listed; the rest is counted.
LISTED = 20

KNOWN_UNITS = sorted({unit for units in UNITS.values() for unit in units})


def own_figures(table: pd.DataFrame) -> pd.DataFrame:
    """Figures of a table of one's own, with the columns of ``load_published()``.

    Parameters
    ----------
    table : pandas.DataFrame
        As from :func:`coverage_lib.data.reading.plain.read_plain`: region (as people write it; for a group of regions any name, with
        ``province_group`` or ``regency_group`` as region_level), date (a year, a month or a day as tables print them; empty where none is
        printed), segment, measure, value and unit; where they are known also id, region_level, as_published (the printed words), source_publisher,
        source_title, source_date, source_url and note. Other columns are left out.

    Returns
    -------
    pandas.DataFrame
        One row for each row of the table, in its order. Without an id a row is called by its line in the file. The values of one unit are
        read as one column (:func:`coverage_lib.data.reading.numbers.read_column`): "45,17%", "1.312.370".

    Raises
    ------
    TableError
        A column is missing or a cell cannot be read; every such row is named, with what was expected.

    Examples
    --------
    >>> rows = {"region": ["Jambi", "Kota Jambi"], "date": ["2 Desember 2024", "2024"], "segment": "total", "measure": "coverage_rate"}
    >>> figures = own_figures(pd.DataFrame(rows | {"value": ["45,17%", 48], "unit": "percent"}))
    >>> figures[["id", "code", "low", "high"]].values.tolist()
    [['row 2', '15', 45.165, 45.175], ['row 3', '1571', 47.5, 48.5]]
    """
    lacking = [name for name in REQUIRED if name not in table.columns]
    if lacking:
        raise TableError(
            f"The table has no column {', '.join(lacking)}; it has {', '.join(map(str, table.columns)) or 'none'}. A table of figures "
            f"needs {', '.join(REQUIRED)}, and may have {', '.join(OPTIONAL)}."
        )
    if table.empty:
        raise TableError("The table has no rows; the audit needs at least one figure.")
    cells = pd.DataFrame({name: _texts(table, name) for name in [*REQUIRED, *OPTIONAL]})
    faults = [*_faults(cells), *_read_values(table, cells)]
    for name in ("date", "source_date"):
        faults += _read_dates(table, cells, name)
    places, unknown = _places(cells)
    faults += unknown
    if faults:
        more = f"\n  and {len(faults) - LISTED} more" if len(faults) > LISTED else ""
        lines = "\n  ".join(faults[:LISTED])
        raise TableError(f"The table of figures cannot be read; nothing was written:\n  {lines}{more}")
    return _published(cells.assign(**places))


def _texts(table: pd.DataFrame, name: str) -> pd.Series:
    """A column as text, empty where it is missing; dates of a workbook as days, its numbers without a useless point."""
    if name not in table.columns:
        return pd.Series("", index=table.index, dtype=object)
    return table[name].map(_text).astype(object)


def _text(value: Any) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    if isinstance(value, float):
        return f"{value:.15g}"
    # An apostrophe before a sign is how a CSV keeps a spreadsheet from reading it as a formula.
    return re.sub(r"^'(?=[=+\-@\t\r\n])", "", str(value).strip())


def _faults(cells: pd.DataFrame) -> list[str]:
    """What is wrong with the cells, but for the regions."""
    known_rank = cells["unit"].str.fullmatch(r"rank_of_\d+")
    tests = {
        ("segment", f"one of {', '.join(SEGMENTS)}"): ~cells["segment"].isin(SEGMENTS),
        ("unit", f"one of {', '.join(KNOWN_UNITS)}"): ~cells["unit"].isin(KNOWN_UNITS) & ~known_rank,
        (
            "measure",
            "what is measured, such as coverage_rate, active_participants or eligible_workers",
        ): cells["measure"].eq(""),
        ("region_level", f"one of {', '.join(LEVELS)}, or nothing"): ~cells["region_level"].isin(
            [*LEVELS, ""]
        ),
        ("id", "a name that no other row has"): cells["id"].duplicated(keep=False) & cells["id"].ne(""),
    }
    return [
        f"row {row + 2}, column {column}: {cells.loc[row, column]!r}; expected {expected}."
        for (column, expected), wrong in tests.items()
        for row in cells.index[wrong]
    ]


#: What a unit says of its numbers, as a heading would.
HEADINGS = {
    "percent": "(%)",
    "percentage_points": "(%)",
    "workers": "(orang)",
    "IDR": "(Rp)",
    "IDR_per_month": "(Rp)",
}


def _read_values(table: pd.DataFrame, cells: pd.DataFrame) -> list[str]:
    """Write the numbers of each unit into `cells` as plain text; what is wrong with them."""
    faults = []
    for unit, rows in cells.groupby("unit", sort=False).groups.items():
        raw = table.loc[rows, "value"].astype(object)
        raw = raw.where(raw.notna(), None)
        found = numbers.read_column(raw.to_numpy(), heading=HEADINGS.get(str(unit), ""))
        faults += _said(raw, found.wrong, "value")
        faults += [
            _fault(rows[place], "value", _text(raw.iloc[place]), "is no number. Write the number.")
            for place in np.flatnonzero(found.missing)
        ]
        cells.loc[rows, "value"] = [f"{value:.15g}" for value in found.values]  # noqa: PD011
    return faults


def _read_dates(table: pd.DataFrame, cells: pd.DataFrame, name: str) -> list[str]:
    """Write the dates of a column into `cells` as ``2024``, ``2024-12`` or ``2024-12-02``; what is wrong with them."""
    if name not in table:
        return []
    raw = table[name].astype(object).where(table[name].notna(), None)
    found = dates.read_column(raw.to_numpy())
    days = np.datetime_as_string(found.last.astype("datetime64[D]"))
    lengths = {"year": 4, "month": 7, "day": 10, "": 0}
    cells[name] = [day[: lengths[precision]] for day, precision in zip(days, found.precision, strict=True)]
    return _said(raw, found.wrong, name)


def _said(raw: pd.Series, wrong: list[Wrong], name: str) -> list[str]:
    """Cells that cannot be read, each with its row and what to do; how others were read is no fault."""
    out = []
    for one in wrong:
        severity, says, fix = SAYS[one.key]
        if severity == "error":
            row, cell = raw.index[one.position], raw.iloc[one.position]
            out.append(
                _fault(row, name, _text(cell), f"{filled(says, one.values)}. {filled(fix, one.values)}")
            )
    return out


def _fault(row: int, column: str, cell: str, says: str) -> str:
    return f"row {row + 2}, column {column}: {cell!r} {says}"


def _places(cells: pd.DataFrame) -> tuple[dict[str, pd.Series], list[str]]:
    """Code, level and name of each region, and what could not be matched."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    faults = []
    pairs = cells[["region", "region_level"]].drop_duplicates()
    for row, (region, level) in zip(pairs.index, pairs.itertuples(index=False), strict=True):
        try:
            found[region, level] = _place(region, level)
        except regions.UnknownRegion as error:
            faults.append(f"row {row + 2}, column region: {error}")
    keys = list(zip(cells["region"], cells["region_level"], strict=True))
    matched = [found.get(key, ("", "")) for key in keys]
    return {
        "code": pd.Series([code for code, _level in matched], index=cells.index, dtype=object),
        "region_level": pd.Series([level for _code, level in matched], index=cells.index, dtype=object),
    }, faults


def _place(region: str, level: str) -> tuple[str, str]:
    """Code and level of a region; provinces are tried before regencies where the level is not given."""
    if level in GROUPS or region in TWO_REGENCIES:
        return "", level or "regency"
    if level != "regency":
        try:
            code = names.match_region(region)
            return code, "national" if code == regions.NATION else "province"
        except regions.UnknownRegion as error:
            if level or not region:
                raise
            nearest = error.candidates
    else:
        nearest = []
    try:
        return names.match_region(region, level="regency"), "regency"
    except names.AmbiguousRegion:
        raise
    except regions.UnknownRegion as error:
        if level:
            raise
        candidates = ", ".join(dict.fromkeys([*nearest[:2], *error.candidates[:2]])) or "none"
        raise regions.UnknownRegion(
            f"{region!r} is no province, regency or city; nearest: {candidates}. Correct the name, or write province_group or "
            "regency_group into region_level where it stands for several."
        ) from error


def _published(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells that have been checked, as rows of the published table."""
    line = [f"row {place + 2}" for place in range(len(cells))]
    plain = [
        f"{float(value):.15g}" + (" persen" if unit == "percent" else "")
        for value, unit in zip(cells["value"], cells["unit"], strict=True)
    ]
    raw = cells.assign(
        id=cells["id"].where(cells["id"].ne(""), pd.Series(line, index=cells.index)),
        as_published=cells["as_published"].where(
            cells["as_published"].ne(""), pd.Series(plain, index=cells.index)
        ),
        source_row=range(2, len(cells) + 2),
    ).reset_index(drop=True)
    readings = pd.DataFrame({"id": [], "field": [], "reading": []}, dtype=object)
    return tables.published(raw, raw.iloc[:0], readings)
