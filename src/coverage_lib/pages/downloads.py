"""The processed tables for a spreadsheet: CSV and one XLSX workbook, with a dictionary of every column."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from coverage_lib import language, load
from coverage_lib.data import spreadsheets
from coverage_lib.language import _, columns
from coverage_lib.pages import inputs, records

#: Table -> how it is loaded.
TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "coverage": lambda: pd.concat(
        [load.load_coverage(base=base, months=True) for base in ("employed", "segment_workers")],
        ignore_index=True,
    ),
    "members": lambda: pd.concat(
        [load.load_members(counted_by=way, months=True) for way in ("domicile", "office")], ignore_index=True
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


def dictionary(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A row for each column of each table: table, column, type, and its meaning in both languages.

    Examples
    --------
    >>> rows = dictionary({"members": pd.DataFrame({"active": [534179]})})
    >>> rows[["table", "column", "type", "meaning_en"]].values.tolist()
    [['members', 'active', 'integer', 'Active members, people.']]
    """
    kinds = {"i": "integer", "f": "number", "M": "date", "b": "yes or no"}
    rows = [
        {"table": name, "column": column, "type": kinds.get(values.dtype.kind, "text")}
        for name, table in tables.items()
        for column, values in table.items()
    ]
    for lang in language.LANGUAGES:
        with language.use(lang):
            for row in rows:
                row[f"meaning_{lang}"] = columns.meaning(str(row["column"]))
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
    paths = [*(f"data/{name}.csv" for name in [*TABLES, DICTIONARY]), f"data/{WORKBOOK}"]
    key = inputs.everything_key()
    if not records.is_current(out, "data", key):
        (out / "data").mkdir(parents=True, exist_ok=True)
        tables = {name: load_table() for name, load_table in TABLES.items()}
        tables = {DICTIONARY: dictionary(tables)} | tables
        for name, table in tables.items():
            spreadsheets.write_table(table, out / "data" / f"{name}.csv")
        with records.drafted(out / "data" / WORKBOOK) as draft:
            spreadsheets.write_workbook(tables, draft)
        records.store(out, "data", key, files={}, existing=paths)
    return [out / path for path in paths]
