"""Parquet: its columns as a sheet whose first row is the heading."""

import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from coverage_lib.data.reading.archives import MOST_UNPACKED, unpacks_too_large
from coverage_lib.data.reading.problems import Problem, Refused, _
from coverage_lib.data.reading.sheets import Sheet, check_size, plain_values, trimmed, whole_as_int


def read_parquet(content: bytes, file: str) -> tuple[Sheet, list[Problem]]:
    """The table of a Parquet file, its headings as row 1.

    Raises
    ------
    Refused
        It is damaged or too large, or a column holds lists, records or bytes.
    """
    try:
        parquet = pq.ParquetFile(pa.BufferReader(content))
        schema = parquet.schema_arrow
        check_size(parquet.metadata.num_rows + 1, len(schema), file)
        _check_columns(schema, file)
        groups = range(parquet.metadata.num_row_groups)
        if sum(parquet.metadata.row_group(group).total_byte_size for group in groups) > MOST_UNPACKED:
            raise Refused([unpacks_too_large(file)])
        texts = [
            field.name
            for field in schema
            if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        # A text that stands in many rows is held once.
        table = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts).read()
        columns = [_column(table.column(place)) for place in range(table.num_columns)]
    except Refused:
        raise
    except (pa.ArrowException, OSError, OverflowError, ValueError) as error:
        says = _("is damaged or only a part of the file: it cannot be read as Parquet")
        raise Refused(
            [Problem("damaged", "error", says, _("Get the file again, or write it anew."), file=file)]
        ) from error
    cells = np.full((table.num_rows + 1, table.num_columns), None, dtype=object)
    for place, column in enumerate(columns):
        cells[0, place] = str(table.column_names[place])
        cells[1:, place] = column
    return trimmed(Sheet("", cells, np.arange(1, len(cells) + 1))), []


def _check_columns(schema: pa.Schema, file: str) -> None:
    problems = [
        Problem("nested", "error", _("holds {kind}; a table has numbers, texts and dates"), _("Write it with one value a cell."), {"kind": str(field.type)[:80]}, file, column=field.name)
        for field in schema
        if pa.types.is_nested(field.type) or _is_bytes(field.type)
    ]  # fmt: skip
    if problems:
        raise Refused(problems)


def _is_bytes(kind: pa.DataType) -> bool:
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    return any(test(kind) for test in tests)


def _column(column: pa.ChunkedArray) -> np.ndarray:
    """Values of a column as objects; what is missing is None."""
    kind = column.type
    if pa.types.is_floating(kind):
        return whole_as_int(column.to_numpy().astype(float))
    if pa.types.is_dictionary(kind):
        return _texts(column)
    if pa.types.is_integer(kind) and not column.null_count:
        return column.to_numpy().astype(object)
    if pa.types.is_timestamp(kind):
        # Python knows no nanoseconds.
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    values = np.empty(len(column), dtype=object)
    values[:] = [_value(value) for value in column.to_pylist()]
    return plain_values(values)


def _texts(column: pa.ChunkedArray) -> np.ndarray:
    parts = [np.array([], dtype=object)]
    for chunk in column.chunks:
        names = np.array([*map(_value, chunk.dictionary.to_pylist()), None], dtype=object)
        parts.append(
            names[chunk.indices.fill_null(len(names) - 1).to_numpy(zero_copy_only=False).astype(int)]
        )
    return plain_values(np.concatenate(parts))


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.datetime):
        # The clock on the wall of the zone that the column names, not that of Greenwich.
        return value.replace(tzinfo=None)
    return str(value) if isinstance(value, datetime.timedelta) else value
