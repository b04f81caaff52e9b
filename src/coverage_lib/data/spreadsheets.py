"""CSV and XLSX files: an analyst's table read as it stands, and tables written so that no text runs as a formula.

A spreadsheet takes a text that begins with = + - @, a tab or a line break for a formula. In a CSV such a text gets an apostrophe in
front; in a workbook it is stored as text. Numbers stay numbers.
"""

import csv
import os
import re
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WRITABLE = (".csv", ".xlsx")
#: Rows of a sheet of XLSX, the heading included.
LONGEST_SHEET = 1_048_576
#: What XML cannot hold: control characters other than tab and line breaks, and halves of characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class TableError(ValueError):
    """A file that cannot be read as a table, or a table that cannot be written. The message says what to do."""


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table from a CSV or XLSX file, as it stands.

    Parameters
    ----------
    path : path
        The first row is the heading. A CSV is in UTF-8, separated by commas, semicolons or tabs; of a workbook the first sheet
        is read.

    Returns
    -------
    pandas.DataFrame
        Headings in lower case without spaces around them; columns without a heading are left out. All cells of a CSV are text,
        those of a workbook what they are there; empty cells are missing. Row 0 of the frame is row 2 of the file. Blank rows at
        the end are left out, others are kept, so that rows have the numbers that a reader counts.

    Raises
    ------
    TableError
        If the file cannot be read, is of another kind, or has a heading twice.
    """
    path = Path(path)
    if not path.is_file():
        raise TableError(f"There is no file {path}; give the path of a CSV or XLSX file.")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        cells = _read_workbook(path)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        cells = _read_csv(path)
    else:
        raise TableError(f"{path.name} is not a CSV or XLSX file; save it as one of these.")
    if cells.empty:
        raise TableError(f"{path.name} is empty; the first row of a table names its columns.")
    headings = ["" if pd.isna(cell) else str(cell).strip().lower() for cell in cells.iloc[0]]
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise TableError(f"{path.name} has column {', '.join(twice)} more than once; keep one.")
    table = cells.iloc[1:].reset_index(drop=True).set_axis(pd.Index(headings), axis=1)
    table = table.loc[:, table.columns != ""]
    filled = np.flatnonzero(table.notna().any(axis=1))
    return table.iloc[: filled.max() + 1] if len(filled) else table.iloc[:0]


def _read_workbook(path: Path) -> pd.DataFrame:
    from zipfile import BadZipFile

    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return pd.read_excel(path, header=None, dtype=object, na_values=[""], keep_default_na=False)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise TableError(f"{path.name} cannot be read as XLSX: {error}.") from error


def _read_csv(path: Path) -> pd.DataFrame:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
        # The heading is read as a row like the others: a row that is longer than it is then an error and not shifted.
        return pd.read_csv(
            path, sep=max(",;\t", key=first.count), header=None, dtype=str, encoding="utf-8-sig", na_values=[""],
            keep_default_na=False, skip_blank_lines=False, quoting=csv.QUOTE_MINIMAL,
        )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path.name} cannot be read as CSV in UTF-8: {error}.") from error


def safe(value: Any) -> Any:
    """A cell of a CSV that no spreadsheet runs as a formula.

    Examples
    --------
    >>> safe("=1+1"), safe("-5"), safe(-5), safe("45,17%")
    ("'=1+1", "'-5", -5, '45,17%')
    """
    if not isinstance(value, str):
        return value
    text = UNPRINTABLE.sub("", value)
    return "'" + text if text.startswith(STARTS_A_FORMULA) else text


def _to_csv(table: pd.DataFrame, file: IO[str]) -> None:
    cells = table.replace([np.inf, -np.inf], np.nan).rename(columns=safe)
    for place, kind in enumerate(cells.dtypes):
        if not pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_datetime64_any_dtype(kind):
            cells.isetitem(place, cells.iloc[:, place].map(safe))
    # Every text is quoted: a line break within one is then no new row, whichever kind it is.
    cells.to_csv(file, index=False, lineterminator="\n", date_format="%Y-%m-%d", quoting=csv.QUOTE_NONNUMERIC)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV or XLSX, whole or not at all; see :func:`write_tables`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_table(pd.DataFrame({"note": ["@SUM(A1)"], "value": [-2.5]}), Path(folder, "a.csv"))
    ...     print(Path(folder, "a.csv").read_text(encoding="utf-8-sig").strip())
    "note","value"
    "'@SUM(A1)",-2.5
    """
    write_tables({path: table})


def write_tables(tables: dict[Path, pd.DataFrame]) -> None:
    """Write tables as CSV or XLSX: all of them as drafts first, which then take their places together.

    Parameters
    ----------
    tables : dict of pathlib.Path to pandas.DataFrame
        Where to, ``.csv`` or ``.xlsx``, and what. The same table gives the same bytes.

    Raises
    ------
    TableError
        If a path is of another kind or cannot be written, or a table is too long for a workbook. No file is changed then, except
        where the last step fails for one of several.
    """
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in tables}
    try:
        for path, table in tables.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(table, path, drafts[path])
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        raise TableError(
            f"{error.filename or path} cannot be written: {error.strerror}. If the file is open in another program, close it there."
        ) from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _write(table: pd.DataFrame, path: Path, draft: Path) -> None:
    if path.suffix.lower() == ".xlsx":
        # A sheet's name holds at most 31 characters and none of these signs.
        write_workbook({re.sub(r"[\[\]:*?/\\']", "-", path.stem)[:31]: table}, draft)
    elif path.suffix.lower() == ".csv":
        # The mark of the byte order tells a spreadsheet that this is UTF-8.
        with draft.open("w", encoding="utf-8-sig", newline="") as file:
            _to_csv(table, file)
    else:
        raise TableError(f"{path.name} is not a CSV or XLSX file; name the output .csv or .xlsx.")


def write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Write tables as the sheets of a workbook, texts as texts whatever they begin with; the same tables give the same bytes.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Sheet name to table. Missing and infinite numbers are empty cells; characters that XML cannot hold are left out.
    path : pathlib.Path
        Where to.

    Raises
    ------
    TableError
        If a table has more rows than a sheet holds.
    """
    import xlsxwriter

    for name, table in tables.items():
        if len(table) >= LONGEST_SHEET:
            raise TableError(
                f"Table {name} has {len(table):,} rows and a sheet of a workbook holds {LONGEST_SHEET - 1:,}; write it as CSV."
            )
    options = dict.fromkeys(["strings_to_formulas", "strings_to_urls", "strings_to_numbers"], False)
    # Parts made in memory carry a fixed date and no file's permissions.
    with xlsxwriter.Workbook(path, options | {"in_memory": True}) as book:
        # A workbook carries the time at which it was made; a fixed one makes the same tables the same bytes.
        book.set_properties({"created": datetime(2000, 1, 1)})
        for name, table in tables.items():
            _write_sheet(book, name, table)


def _write_sheet(book: Any, name: str, table: pd.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    # The prefix keeps a text a text when somebody opens its cell and closes it again.
    quoted, plain = book.add_format({"quote_prefix": True}), None
    quoted_heading, heading = (
        book.add_format({"quote_prefix": True, "bold": True}),
        book.add_format({"bold": True}),
    )

    def write_text(row: int, column: int, value: str, if_formula: Any, otherwise: Any) -> None:
        text = UNPRINTABLE.sub("", value)
        sheet.write_string(row, column, text, if_formula if text.startswith(STARTS_A_FORMULA) else otherwise)

    for column, title in enumerate(table.columns):
        write_text(0, column, str(title), quoted_heading, heading)
        for row, value in enumerate(table.iloc[:, column].astype(object), start=1):
            if isinstance(value, str):
                write_text(row, column, value, quoted, plain)
            elif pd.isna(value) or value in (np.inf, -np.inf):
                continue
            elif isinstance(value, datetime):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
