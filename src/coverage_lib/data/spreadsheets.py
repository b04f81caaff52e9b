"""Tables written as CSV, XLSX and Parquet, so that no text runs as a formula.

A spreadsheet takes a text that begins with = + - @, a tab or a line break for a formula. In a CSV such a text gets an apostrophe in
front; in a workbook it is stored as text. Numbers stay numbers. Parquet is not for spreadsheets, and its texts stay as they are.
"""

import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from coverage_lib.data.reading.problems import TableError

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WRITABLE = (".csv", ".xlsx", ".parquet")
#: Rows of a sheet of XLSX, the heading included.
LONGEST_SHEET = 1_048_576
#: What XML cannot hold: control characters other than tab and line breaks, and halves of characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV, XLSX or Parquet, whole or not at all; see :func:`write_tables`.

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


def write_tables(tables: Mapping[Path, pd.DataFrame | Iterable[pd.DataFrame]]) -> None:
    """Write tables as CSV, XLSX or Parquet: all of them as drafts first, which then take their places together.

    Parameters
    ----------
    tables : dict of pathlib.Path to pandas.DataFrame, or to its parts
        Where to, ``.csv``, ``.xlsx`` or ``.parquet``, and what. Parts have the same columns; they are asked for one after the
        other, the next while one is written, so that CSV and Parquet of any length take the memory of a few parts. A table is
        begun when the one before it is written. The same table gives the same bytes.

    Raises
    ------
    TableError
        If a path is of another kind or cannot be written, or a table is too long for a workbook. No file is changed then, except
        where the last step fails for one of several.
    """
    with drafts(tables) as written:
        for path, table in tables.items():
            _write(iter([table] if isinstance(table, pd.DataFrame) else table), path, written[path])


@contextmanager
def drafts(paths: Iterable[Path]) -> Iterator[dict[Path, Path]]:
    """Files to write in the place of others: when all of them are written they take their places together, else nothing changes.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Where the files are to be; folders are made.

    Yields
    ------
    dict of pathlib.Path to pathlib.Path
        Where to write each of them.

    Raises
    ------
    TableError
        A file cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    written = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in paths}
    try:
        for path, draft in written.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.touch()
        yield written
        for path, draft in written.items():
            draft.replace(path)
    except (OSError, FileCreateError) as error:
        # XlsxWriter hands the error of the system on within one of its own.
        fault = error if isinstance(error, OSError) else error.args[0]
        name = next((path for path, draft in written.items() if str(draft) == fault.filename), fault.filename)
        raise TableError(
            f"{name or path} cannot be written: {fault.strerror}. If the file is open in another program, close it there."
        ) from error
    finally:
        for draft in written.values():
            with suppress(NotADirectoryError):
                draft.unlink(missing_ok=True)


def _write(parts: Iterator[pd.DataFrame], path: Path, draft: Path) -> None:
    kind = path.suffix.lower()
    if kind == ".xlsx":
        # A sheet's name holds at most 31 characters and none of these signs.
        name = re.sub(r"[\[\]:*?/\\']", "-", path.stem)[:31]
        write_workbook({name: pd.concat(parts, ignore_index=True)}, draft)
    elif kind == ".csv":
        _write_csv(parts, draft)
    elif kind == ".parquet":
        _write_parquet(parts, draft)
    else:
        raise TableError(
            f"{path.name} is not a CSV, XLSX or Parquet file; name the output .csv, .xlsx or .parquet."
        )


def _write_csv(parts: Iterator[pd.DataFrame], draft: Path) -> None:
    import pyarrow.csv

    with draft.open("wb") as file:
        # The mark of the byte order tells a spreadsheet that this is UTF-8.
        file.write("\ufeff".encode())
        with closing(_one_ahead(_arrow(part, for_csv=True) for part in parts)) as tables:
            first = next(tables)
            # Every text is quoted: a line break within one is then no new row, whichever kind it is.
            with pyarrow.csv.CSVWriter(file, first.schema) as writer:
                writer.write_table(first)
                for table in tables:
                    writer.write_table(table.cast(first.schema))


def _write_parquet(parts: Iterator[pd.DataFrame], draft: Path) -> None:
    import pyarrow.parquet as pq

    with closing(_one_ahead(_arrow(part, for_csv=False) for part in parts)) as tables:
        first = next(tables)
        with pq.ParquetWriter(draft, first.schema) as writer:
            writer.write_table(first)
            for table in tables:
                writer.write_table(table.cast(first.schema))


def _one_ahead(tables: Iterator[pa.Table]) -> Generator[pa.Table, None, None]:
    """The same tables, each made while the one before it is written."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, tables, None)
        while (table := coming.result()) is not None:
            coming = pool.submit(next, tables, None)
            yield table


def _arrow(table: pd.DataFrame, *, for_csv: bool) -> pa.Table:
    """A table as arrow has it, missing and infinite numbers as empty cells; for CSV with safe texts and dates without their time."""
    names = [str(safe(name)) if for_csv else str(name) for name in table.columns]
    columns = [_arrow_column(table.iloc[:, place], for_csv) for place in range(table.shape[1])]
    return pa.table(columns, names=names)


def _arrow_column(column: pd.Series, for_csv: bool) -> pa.Array:
    kind = column.dtype
    if pd.api.types.is_datetime64_any_dtype(kind):
        days = column.dt.tz_localize(None)
        return pa.array(days, pa.date32() if for_csv else None, from_pandas=True)
    if pd.api.types.is_float_dtype(kind):
        values = column.to_numpy(float, na_value=np.nan)
        return pa.array(values, mask=~np.isfinite(values))
    if pd.api.types.is_integer_dtype(kind):
        return pa.array(column, from_pandas=True)
    if pd.api.types.is_object_dtype(kind):
        return pa.array(
            column.map(partial(_text, for_csv), na_action="ignore"), pa.string(), from_pandas=True
        )
    # A name that stands in many rows is made safe once.
    code, names = pd.factorize(column)
    once = pa.array([_text(for_csv, name) for name in names], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(code, pa.int64(), mask=code < 0), once).cast(pa.string())


def _text(for_csv: bool, value: Any) -> str:
    return str(safe(value) if for_csv else value)


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
    OSError
        If the disk or the folder does not take the file.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    for name, table in tables.items():
        if len(table) >= LONGEST_SHEET:
            raise TableError(
                f"Table {name} has {len(table):,} rows and a sheet of a workbook holds {LONGEST_SHEET - 1:,}; write it as CSV."
            )
    options = dict.fromkeys(["strings_to_formulas", "strings_to_urls", "strings_to_numbers"], False)
    try:
        # Parts made in memory carry a fixed date and no file's permissions.
        with xlsxwriter.Workbook(path, options | {"in_memory": True}) as book:
            # A workbook carries the time at which it was made; a fixed one makes the same tables the same bytes.
            book.set_properties({"created": datetime(2000, 1, 1)})
            for name, table in tables.items():
                _write_sheet(book, name, table)
    except FileCreateError as error:
        raise error.args[0] from None  # it only wraps what the system says


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
