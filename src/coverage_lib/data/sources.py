"""Raw tables and what is known about them: provenance records beside the tables, and checksums.

``data/raw/NAME.csv`` is never changed by the code. ``data/raw/NAME.csv.source.yml`` says who published it, when, how it
was counted, and the checksum of the table it describes; a table that does not match its record is not read.
"""

import csv
import hashlib
import io
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

FAILURE_COLUMNS = ["file", "row", "column", "value", "rule", "what_to_do"]

RECORD_KEYS = [
    "publisher",
    "title",
    "citation",
    "address",
    "accessed",
    "licence",
    "row",
    "columns",
    "counted_by",
    "base",
    "boundary",
    "defects",
    "sha256",
]
COLUMN_KEYS = ["type", "unit", "description"]


class BadData(ValueError):
    """The raw data break a rule. The message lists every failure; `failures` holds them as a table.

    Parameters
    ----------
    failures : list of dict
        One per failure, with the keys ``file``, ``row`` (line in the file, or None), ``column``, ``value``, ``rule`` and
        ``what_to_do``; :func:`failure` makes one.

    Examples
    --------
    >>> print(BadData([failure("members.csv", 12, "active", "-5", "must be 0 or more", "Correct the count.")]))
    1 failure in the raw data; nothing was written.
      members.csv, line 12, column active, value '-5': must be 0 or more. Correct the count.
    """

    def __init__(self, failures: list[dict[str, Any]]) -> None:
        super().__init__(failures)
        self.rows = failures

    @property
    def failures(self) -> pd.DataFrame:
        """The failures as a table: file, row, column, value, rule, what_to_do."""
        return pd.DataFrame(self.rows, columns=FAILURE_COLUMNS)

    def __str__(self) -> str:
        count = len(self.rows)
        lines = [f"{count} failure{'' if count == 1 else 's'} in the raw data; nothing was written."]
        for row in self.rows:
            where = [row["file"]]
            if row["row"] is not None:
                where.append(f"line {row['row']}")
            if row["column"]:
                where.append(f"column {row['column']}")
            if row["value"] is not None:
                where.append(f"value {row['value']!r}")
            lines.append(f"  {', '.join(where)}: {row['rule']}. {row['what_to_do']}")
        return "\n".join(lines)


def failure(
    file: str, row: int | None, column: str, value: str | None, rule: str, what_to_do: str
) -> dict[str, Any]:
    """One entry of :class:`BadData`: where it is, what rule it breaks and what to do about it."""
    return dict(zip(FAILURE_COLUMNS, (file, row, column, value, rule, what_to_do), strict=True))


#: Where the package stands; it is asked for each name that is matched, and finding it takes longer than matching.
CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The folder with the project's data.

    Returns
    -------
    Path
        The folder that holds ``data/raw``, ``shapefiles`` and ``notebooks``: ``UCJ_HOME`` if set, else the checkout that the package stands
        in, else ``share/coverage-atlas`` of the place where it is installed.
    """
    named = os.environ.get("UCJ_HOME")
    return Path(named) if named else (installed() or CHECKOUT)


def output(name: str, at: Path | None = None) -> Path:
    """Where files for the reader go.

    Parameters
    ----------
    name : str
        The folder, for example ``"reports"``.
    at : pathlib.Path, optional
        Where an installed package makes it; the working directory otherwise. A checkout has it in itself.
    """
    return (at or Path.cwd()) / name if home() == installed() else home() / name


@cache
def installed() -> Path | None:
    """Where the data of an installed package are; None in a checkout."""
    if (CHECKOUT / "data" / "raw").is_dir():
        return None
    # Every way of installing (environment, user, prefix, target) puts `share` beside or above the folder of the packages.
    shared = (place / "share" / "coverage-atlas" for place in Path(__file__).resolve().parents)
    return next((place for place in shared if place.is_dir()), None)


def raw_path(name: str) -> Path:
    """The file of a raw table, for example ``data/raw/members.csv``."""
    return home() / "data" / "raw" / f"{name}.csv"


def record_path(name: str) -> Path:
    """The file of a table's provenance record, for example ``data/raw/members.csv.source.yml``."""
    return raw_path(name).with_name(f"{name}.csv.source.yml")


def names() -> list[str]:
    """The raw tables that there are, in alphabetical order."""
    return sorted(path.stem for path in (home() / "data" / "raw").glob("*.csv"))


def checksum(name: str) -> str:
    """SHA-256 of a raw table as it stands, in hexadecimal.

    Line ends are counted as LF whatever they are, so that a checkout on Windows has the same checksum.
    """
    return hashlib.sha256(raw_path(name).read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def record(name: str) -> dict[str, Any]:
    """The provenance record of a raw table.

    Parameters
    ----------
    name : str
        The table without its extension, for example ``"members"``.

    Returns
    -------
    dict
        publisher, title, citation, address, accessed, licence, row (what one row is), columns (name: type, unit,
        description), counted_by, base, boundary, defects (a list), sha256; where a table has rows of several sources
        also ``sources`` (source_id: citation), and of members ``provisional`` (dates, as written, whose counts are not
        final).

    Raises
    ------
    BadData
        There is no record, or keys are missing; the message names all of them.
    """
    path = record_path(name)
    content = _read_record(path)
    failures = [*_empty_keys(path, content), *_bad_day(path, content), *_undescribed_columns(path, content)]
    if failures:
        raise BadData(failures)
    return content


def _read_record(path: Path) -> dict[str, Any]:
    """What a record holds; a record that is missing or not readable is :class:`BadData`."""
    import yaml

    if not path.is_file():
        advice = f"Write it with the keys {', '.join(RECORD_KEYS)}; CONTRIBUTING.md shows how."
        raise BadData([failure(path.name, None, "", None, "the table has no provenance record", advice)])
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        rule = f"is not readable YAML ({' '.join(str(error).split())})"
        raise BadData([failure(path.name, None, "", None, rule, "Correct the record.")]) from error
    if not isinstance(content, dict):
        rule = f"must hold the keys {', '.join(RECORD_KEYS)}"
        raise BadData([failure(path.name, None, "", None, rule, "Write the record.")])
    return content


def _empty_keys(path: Path, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Failures of keys that are missing or empty: "not stated" is an answer. Only the list of defects may be empty."""
    return [
        failure(path.name, None, key, None, "the key is missing or empty", "Fill it in, or say: not stated.")
        for key in RECORD_KEYS
        if content.get(key) in (None, "", {}) and not (key == "defects" and content.get(key) == [])
    ]


def _bad_day(path: Path, content: dict[str, Any]) -> list[dict[str, Any]]:
    """The failure of a day of access that is not a day."""
    accessed = str(content.get("accessed"))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", accessed):
        return []
    rule = "must be a day as YYYY-MM-DD"
    return [failure(path.name, None, "accessed", accessed, rule, "Correct the record.")]


def _undescribed_columns(path: Path, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Failures of columns whose type, unit or description is missing."""
    columns = content.get("columns")
    return [
        failure(path.name, None, column, None, f"the description of the column lacks {key!r}", "Fill it in.")
        for column, described in (columns.items() if isinstance(columns, dict) else ())
        for key in COLUMN_KEYS
        if not isinstance(described, dict) or described.get(key) in (None, "")
    ]


def citations() -> dict[str, str]:
    """How each source is cited, by the `source_id` that every row of data carries.

    Returns
    -------
    dict
        source_id: citation, from the records of all tables.

    Examples
    --------
    >>> citations()["bps-sakernas"].split(",")[0]
    'Badan Pusat Statistik (BPS)'
    """
    cited: dict[str, str] = {}
    for name in names():
        cited.update(record(name).get("sources") or {})
    return cited


def read_raw(name: str) -> pd.DataFrame:
    """A raw table as it is written: every cell a string, with the line it stands on.

    Parameters
    ----------
    name : str
        The table without its extension, for example ``"members"``.

    Returns
    -------
    pandas.DataFrame
        The columns of the table in their order, all str (an empty cell is ``""``), and ``source_row``: the line of the
        file, counted from 1 with the heading as line 1.

    Raises
    ------
    BadData
        The table, or its record, is missing; its checksum or columns are not those of its record; a line has too many
        or too few cells.

    Examples
    --------
    >>> read_raw("members").loc[0, ["code", "name", "segment", "active"]].tolist()
    ['11', 'Aceh', 'formal', '315935']
    """
    path = raw_path(name)
    if not path.is_file():
        advice = f"Put it back into {path.parent.relative_to(home()).as_posix()} (git checkout does)."
        raise BadData([failure(path.name, None, "", None, "the table is missing", advice)])
    described = record(name)
    _check_checksum(name, described["sha256"])
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    columns = next(reader, [])
    _check_columns(path, columns, list(described["columns"]))
    rows, lines = _read_rows(path, reader, len(columns))
    return pd.DataFrame(rows, columns=columns, dtype=str).assign(source_row=lines)


def _check_checksum(name: str, expected: str) -> None:
    """Refuse a table whose checksum is not the one in its record."""
    actual = checksum(name)
    if actual == expected:
        return
    rule = f"the checksum is not the one in {record_path(name).name} (sha256 {expected})"
    advice = (
        "If nobody meant to change the table, restore it (git checkout); if the change is right, describe it in the "
        f"record and run: python -m coverage_lib.data.sources {name}"
    )
    raise BadData([failure(raw_path(name).name, None, "", actual, rule, advice)])


def _check_columns(path: Path, columns: list[str], expected: list[str]) -> None:
    """Refuse a table whose columns are not those of its record."""
    if columns == expected:
        return
    rule = f"the columns must be those of the record, in its order: {', '.join(expected)}"
    advice = "Correct the heading of the table, or describe the columns in the record."
    raise BadData([failure(path.name, 1, "", ", ".join(columns), rule, advice)])


def _read_rows(path: Path, reader: Any, width: int) -> tuple[list[list[str]], list[int]]:
    """The rows behind the heading and the lines they begin on; lines of another width are :class:`BadData`."""
    rows, lines, failures = [], [], []
    line = reader.line_num + 1
    for row in reader:
        if len(row) == width:
            rows.append(row)
            lines.append(line)
        else:
            rule = f"the line has {len(row)} cells and the heading has {width}"
            advice = "Look for a comma that is not inside quotation marks."
            failures.append(failure(path.name, line, "", None, rule, advice))
        line = reader.line_num + 1  # a quoted cell may go over several lines
    if failures:
        raise BadData(failures)
    return rows, lines


def update_checksum(name: str) -> str:
    """Write the checksum of a raw table as it stands into its record, and nothing else.

    For use after a table was changed on purpose; from a shell: ``python -m coverage_lib.data.sources members``.

    Returns
    -------
    str
        The new checksum.
    """
    path, new = record_path(name), checksum(name)
    text, count = re.subn(r"(?m)^sha256:.*$", f"sha256: {new}", path.read_text(encoding="utf-8"))
    if count != 1:
        rule = f"must have one line that begins with 'sha256:', and has {count}"
        raise BadData([failure(path.name, None, "sha256", None, rule, "Correct the record.")])
    path.write_text(text, encoding="utf-8", newline="\n")
    return new


if __name__ == "__main__":
    for table in sys.argv[1:]:
        print(f"{table}: sha256 {update_checksum(table)}")
