"""The processed tables for a spreadsheet: CSV and one XLSX workbook, with a dictionary of every column.

Text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break) is made safe: a CSV cell
gets an apostrophe in front, a cell of the workbook is stored as text. Numbers stay numbers.
"""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from coverage_lib import language, load
from coverage_lib.data import build
from coverage_lib.language import _, columns

#: Table -> how it is loaded.
TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "coverage": lambda: pd.concat(
        [load.load_coverage(base=base, provisional=True) for base in ("employed", "segment_workers")],
        ignore_index=True,
    ),
    "members": lambda: pd.concat(
        [load.load_members(counted_by=way) for way in ("domicile", "office")], ignore_index=True
    ),
    "employment": lambda: load.load_employment("2022"),
    "employment_regency": lambda: load.load_employment("2022", level="regency"),
    "context": load.load_context,
    "published": load.load_published,
    "targets": load.load_targets,
    "rules": load.load_rules,
    "awards": load.load_awards,
}
WORKBOOK = "coverage-atlas.xlsx"
DICTIONARY = "data-dictionary"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table_words(table: str) -> str:
    """What a table holds.

    Examples
    --------
    >>> table_words("awards")
    'Paritrana Award: participants, finalists and winners, as printed.'
    """
    return {
        "coverage": _("Coverage by province, year and base, with the counts it is made of."),
        "members": _("Active members by province, segment, year and way of counting."),
        "employment": _("Employed persons and labour force by province, August."),
        "employment_regency": _("Employed persons and labour force by regency and city, August."),
        "context": _("Minimum wage, poverty rate and population by province."),
        "published": _("Figures printed by newspapers, agencies and governments, as printed and as numbers."),
        "targets": _("Targets as printed: national, provincial, local."),
        "rules": _("Rules of the programme: contribution rates, laws, definitions."),
        "awards": _("Paritrana Award: participants, finalists and winners, as printed."),
    }[table]


def safe(value: Any) -> Any:
    """A cell of a CSV that no spreadsheet runs as a formula.

    Examples
    --------
    >>> safe("=1+1"), safe("-5"), safe(-5), safe("45,17%")
    ("'=1+1", "'-5", -5, '45,17%')
    """
    return "'" + value if isinstance(value, str) and value.startswith(STARTS_A_FORMULA) else value


def as_csv(table: pd.DataFrame) -> str:
    """A table as CSV, every text safe to open in a spreadsheet.

    Examples
    --------
    >>> print(as_csv(pd.DataFrame({"note": ["@SUM(A1)"], "value": [-2.5]})).strip())
    "note","value"
    "'@SUM(A1)",-2.5
    """
    # Every text is quoted: a line break within one is then no new row, whichever kind it is.
    return (
        table.rename(columns=safe)
        .map(safe)
        .to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d", quoting=csv.QUOTE_NONNUMERIC)
    )


def dictionary() -> pd.DataFrame:
    """A row for each column of each table: table, column, type, and its meaning in both languages."""
    kinds = {"i": "integer", "f": "number", "M": "date", "b": "yes or no"}
    rows = []
    for name, table in TABLES.items():
        for column, values in table().items():
            meanings = {}
            for lang in language.LANGUAGES:
                with language.use(lang):
                    meanings[f"meaning_{lang}"] = columns.meaning(str(column))
            kind = kinds.get(values.dtype.kind, "text")
            rows.append({"table": name, "column": column, "type": kind, **meanings})
    return pd.DataFrame(rows)


def write(out: Path) -> list[Path]:
    """Write all tables below a folder, unless those there are up to date.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site; the files go to ``data`` in it.

    Returns
    -------
    list of pathlib.Path
        The files.
    """
    folder = out / "data"
    names = [*(f"{name}.csv" for name in [*TABLES, DICTIONARY]), WORKBOOK]
    files = [folder / name for name in names]
    mark = folder / ".made-from"
    words = Path(language.__file__).parent / "locale" / "id" / "LC_MESSAGES" / "coverage.po"
    made_from = build.inputs_key() + "".join(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (Path(__file__), words)
    )
    if all(file.exists() for file in files) and mark.exists() and mark.read_text() == made_from:
        return files
    folder.mkdir(parents=True, exist_ok=True)
    tables = {DICTIONARY: dictionary()} | {name: table() for name, table in TABLES.items()}
    for name, table in tables.items():
        # The mark of the byte order tells a spreadsheet that this is UTF-8.
        (folder / f"{name}.csv").write_text(as_csv(table), encoding="utf-8-sig", newline="")
    write_workbook(tables, folder / WORKBOOK)
    mark.write_text(made_from)
    return files


def write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Write tables as the sheets of a workbook, texts as texts whatever they begin with.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Sheet name to table.
    path : pathlib.Path
        Where to.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"

        def cell(value: Any, sheet: Any = sheet, bold: bool = False) -> Any:
            made = WriteOnlyCell(sheet)
            if isinstance(value, str):
                made.value = _printable(value)
                made.data_type = "s"
                made.quotePrefix = value.startswith(STARTS_A_FORMULA)
            elif isinstance(value, pd.Timestamp):
                made.value = value.to_pydatetime()
                made.number_format = "yyyy-mm-dd"
            elif not pd.isna(value):
                made.value = value
            if bold:
                made.font = Font(bold=True)
            return made

        sheet.append([cell(str(column), bold=True) for column in table.columns])
        for row in table.astype(object).itertuples(index=False):
            sheet.append([cell(value) for value in row])
    book.save(path)


def _printable(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)
