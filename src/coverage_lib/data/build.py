"""The only door to files of data: builds ``data/processed`` from ``data/raw``, and ``load_…`` reads it.

A build reads every raw table, checks all of them and only then writes. Each build has a folder of its own under
``data/processed``; the file ``current`` names the one in use and is replaced in one step, so a build that is killed leaves
the old data whole. Loading builds first where the raw tables, or this code, have changed since.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data import names, regions, sources

# table of data/processed: raw table it is made from
TABLES = {
    "members": "members",
    "employment": "employment",
    "employment_regency": "employment_regency",
    "context": "context",
    "targets": "targets",
    "published": "published_figures",
    "rules": "programme_rules",
    "awards": "awards",
}

REGION_TABLES = ("provinces", "regencies", "region_names")

# The code that makes them, as it was when it was loaded: a session that is older than the files on the disk must not pass
# its tables off as theirs.
CODE = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]

# Members of a year that is not over: the counting date is not stated and the count lies below the year before.
PROVISIONAL = ("2025",)


def build(force: bool = False) -> Path:
    """Make ``data/processed`` from ``data/raw``, unless it is up to date.

    Parameters
    ----------
    force : bool
        Build even if nothing has changed.

    Returns
    -------
    Path
        The folder of the tables in use, one Parquet file per table.

    Raises
    ------
    coverage_lib.data.sources.BadData
        Raw tables do not match their records, or break rules; all failures are listed and nothing is written.
    """
    key = inputs_key()
    folder = _current(key)
    if folder and not force:
        return folder
    processed = sources.home() / "data" / "processed"
    processed.mkdir(parents=True, exist_ok=True)
    with _alone(processed / ".lock"):
        folder = _current(key)
        if folder and not force:  # another process was faster
            return folder
        tables = _tables()
        # Whoever holds the lock is the only one who builds: other folders here are left over.
        in_use = _current()
        for left in processed.glob("build-*"):
            if left != in_use:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix="build-", dir=processed))
        folder.chmod(0o755)  # others may read it
        for name, table in tables.items():
            _write(table, folder / f"{name}.parquet")
        _replace(processed / "current", json.dumps({"inputs": key, "folder": folder.name}) + "\n")
        if in_use:
            shutil.rmtree(in_use, ignore_errors=True)
    return folder


def inputs_key() -> str:
    """One checksum over everything that decides what is built: raw tables, their records, and this code.

    Returns
    -------
    str
        SHA-256 in hexadecimal; what was made from tables with another key is out of date.
    """
    raw = sources.home() / "data" / "raw"
    digest = hashlib.sha256()
    for code in CODE:
        digest.update(hashlib.sha256(code).digest())
    for file in [*sorted(raw.glob("*.csv")), *sorted(raw.glob("*.source.yml"))]:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _current(key: str | None = None) -> Path | None:
    """The folder in use if it is whole (and made from the inputs `key`, if given)."""
    processed = sources.home() / "data" / "processed"
    try:
        current = json.loads((processed / "current").read_text(encoding="utf-8"))
        folder = processed / current["folder"]
        if key not in (None, current["inputs"]):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder if all((folder / f"{name}.parquet").is_file() for name in TABLES) else None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock between processes; the system lets go of it when a process ends, however it ends."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt
            import time

            while True:
                try:
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    time.sleep(0.05)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a table so that the same rows give the same bytes, and so that it is on the disk afterwards."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("wb") as file:
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, text: str) -> None:
    """Replace a file in one step."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _tables() -> dict[str, pd.DataFrame]:
    """All tables of ``data/processed``, or every failure of every raw table."""
    from coverage_lib.data import rules

    raw: dict[str, pd.DataFrame] = {}
    failures: list[dict[str, Any]] = []
    for name in sorted({*sources.names(), *REGION_TABLES, *TABLES.values()}):
        try:
            raw[name] = sources.read_raw(name)
        except sources.BadData as error:
            failures += error.rows
    if all(name in raw for name in REGION_TABLES):  # every other table is checked against them
        for name in TABLES.values():
            if name in raw:
                failures += rules.failures(name, raw[name], raw)
    if failures:
        raise sources.BadData(failures)

    make = {
        "members": _members,
        "employment": _employment,
        "employment_regency": _employment_regency,
        "context": _context,
        "targets": _printed,
        "published": _printed,
        "rules": _rules,
        "awards": _printed,
    }
    return {name: make[name](raw[source]) for name, source in TABLES.items()}


def _days(raw: pd.Series) -> tuple[pd.Series, pd.Series]:
    from coverage_lib.data import periods

    return periods.period(raw)


def _numbers(raw: pd.Series) -> pd.Series:
    return pd.to_numeric(raw.where(raw != ""))


def _members(raw: pd.DataFrame) -> pd.DataFrame:
    """Members, with the last day of what is printed as their date."""
    date = _days(raw["date"])[1]
    return raw.assign(
        date=date,
        year=date.dt.year.astype("int64"),
        date_stated=raw["date"].str.len() == 10,
        active=_numbers(raw["active"]).astype("int64"),
        status=np.where(raw["date"].isin(PROVISIONAL), "provisional", "final"),
    )[
        [
            *(
                "code",
                "name",
                "boundary",
                "date",
                "year",
                "date_stated",
                "segment",
                "counted_by",
                "active",
                "status",
            ),
            *("source_id", "source_row"),
        ]
    ]


def _employment(raw: pd.DataFrame) -> pd.DataFrame:
    """Employment of provinces, with formal and informal workers in people.

    The nation's formal workers are the sum of the provinces', so that parts add up to the whole; from the printed national
    share they differ by what two decimals hide (0.004 points at most).
    """
    table = _workers(raw).assign(formal_share=_numbers(raw["formal_share"]))
    table["formal_workers"] = (table["employed"] * table["formal_share"] / 100).round()
    nation = table["code"] == regions.NATION
    provinces = table[~nation].groupby("date")["formal_workers"].sum()
    table.loc[nation, "formal_workers"] = table.loc[nation, "date"].map(provinces)
    table["informal_workers"] = table["employed"] - table["formal_workers"]
    counts = ["employed", "labour_force", "formal_workers", "informal_workers"]
    return table.astype(dict.fromkeys(counts, "int64"))[
        [
            *("code", "name", "boundary", "date", "year", "employed", "labour_force", "formal_share"),
            *("formal_workers", "informal_workers", "source_id", "source_row"),
        ]
    ]


def _workers(raw: pd.DataFrame) -> pd.DataFrame:
    date = _days(raw["date"])[1]
    return raw.assign(
        date=date,
        year=date.dt.year.astype("int64"),
        employed=_numbers(raw["employed"]),
        labour_force=_numbers(raw["labour_force"]),
    )


def _employment_regency(raw: pd.DataFrame) -> pd.DataFrame:
    """Employment of regencies under Kemendagri's codes; what the source is known to have wrong is missing."""
    from coverage_lib.data import rules

    table = _workers(raw)
    typed = raw.assign(employed=table["employed"], labour_force=table["labour_force"])
    absent = rules.not_surveyed(typed)
    misplaced = rules.misplaced_labour_force(typed)
    known = regions.regencies().set_index("bps_code")
    return table.assign(
        code=raw["bps_code"].map(known["code"]),
        name=raw["bps_code"].map(known["name"]),
        province_code=raw["bps_code"].map(known["province_code"]),
        boundary="2022",
        employed=table["employed"].astype(float).mask(absent),
        labour_force=table["labour_force"].astype(float).mask(absent | misplaced),
    ).sort_values(["date", "code"])[
        [
            *("code", "name", "province_code", "boundary", "date", "year", "employed", "labour_force"),
            *("source_id", "source_row"),
        ]
    ]


def _context(raw: pd.DataFrame) -> pd.DataFrame:
    """Context; a minimum wage is dated with the first day of its year, when it begins to hold."""
    first, last = _days(raw["date"])
    date = last.where(raw["measure"] != "minimum_wage", first)
    return raw.assign(
        date=date, year=date.dt.year.astype("int64"), value=_numbers(raw["value"]).astype(float)
    )[["code", "name", "boundary", "date", "year", "measure", "value", "source_id", "source_row"]]


def _printed(raw: pd.DataFrame) -> pd.DataFrame:
    """Printed figures; `source_id` is the number of the row, since every row has a source of its own."""
    first, last = _days(raw["date"])
    return raw.assign(
        code=[_code(*row) for row in raw[["region", "region_level", "code"]].itertuples(index=False)],
        date_from=first,
        date_to=last,
        year=last.dt.year.astype("Int64"),
        value=_numbers(raw["value"]).astype(float),
        source_id=raw["id"],
    )


def _code(region: str, level: str, code: str) -> Any:
    """Kemendagri code of a printed region; None for groups and for names that mean several regencies (Toraja)."""
    if level != "regency":
        return code if level in ("province", "national") else None
    try:
        return names.match_region(region, level="regency")
    except regions.UnknownRegion:
        return None


def _rules(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.assign(
        date_from=_days(raw["effective_from"])[0],
        date_to=_days(raw["effective_to"])[1],
        value=_numbers(raw["value"]).astype(float),
        source_id=raw["id"],
    )
