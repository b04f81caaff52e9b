"""The processed tables for a spreadsheet: CSV and one XLSX workbook, with a dictionary of every column."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from coverage_lib import language, load
from coverage_lib.data import build, spreadsheets
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
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (Path(__file__), Path(spreadsheets.__file__), words)
    )
    if all(file.exists() for file in files) and mark.exists() and mark.read_text() == made_from:
        return files
    folder.mkdir(parents=True, exist_ok=True)
    tables = {DICTIONARY: dictionary()} | {name: table() for name, table in TABLES.items()}
    for name, table in tables.items():
        spreadsheets.write_table(table, folder / f"{name}.csv")
    spreadsheets.write_workbook(tables, folder / WORKBOOK)
    mark.write_text(made_from)
    return files
