"""The tables that everything reads: the project's, or with the analyst's own tables merged in where there are some."""

from pathlib import Path

from coverage_lib.data import project
from coverage_lib.data.own import merged


def build(force: bool = False) -> Path:
    """Make the tables that are in use, unless they are up to date.

    Parameters
    ----------
    force : bool
        Build even if nothing has changed.

    Returns
    -------
    Path
        The folder of the tables in use, one Parquet file per table: ``data/processed`` of the project, or ``processed`` of the analyst's
        folder where that holds tables.

    Raises
    ------
    coverage_lib.data.sources.BadData
        Raw tables of the project do not match their records, or break rules; all failures are listed and nothing is written.
    coverage_lib.data.reading.problems.Refused
        The analyst's folder was changed by hand, or there is no space to write.
    """
    return merged.build(force) or project.build(force)


def inputs_key() -> str:
    """One checksum over everything that decides what is built: raw tables, their records, the analyst's tables, and the code.

    Returns
    -------
    str
        SHA-256 in hexadecimal; what was made from tables with another key is out of date.
    """
    return merged.key() or project.key()
