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
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib import coverage as shares
from coverage_lib import regions, sources

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
CODE = [
    Path(__file__).with_name(name).read_bytes()
    for name in ("dataset.py", "validation.py", "regions.py", "sources.py")
]

# Members of a year that is not over: the counting date is not stated and the count lies below the year before.
PROVISIONAL = ("2025",)


# ---------------------------------------------------------------------------------------------------------------- build


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
    coverage_lib.sources.BadData
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
    from coverage_lib import validation

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
                failures += validation.failures(name, raw[name], raw)
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
    from coverage_lib import validation

    return validation.period(raw)


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
    nation = table["code"] == regions.NATIONAL
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
    from coverage_lib import validation

    table = _workers(raw)
    typed = raw.assign(employed=table["employed"], labour_force=table["labour_force"])
    absent = validation.not_surveyed(typed)
    misplaced = validation.misplaced_labour_force(typed)
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
        return regions.match_region(region, level="regency")
    except regions.UnknownRegion:
        return None


def _rules(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.assign(
        date_from=_days(raw["effective_from"])[0],
        date_to=_days(raw["effective_to"])[1],
        value=_numbers(raw["value"]).astype(float),
        source_id=raw["id"],
    )


# ----------------------------------------------------------------------------------------------------------------- load


@lru_cache(maxsize=32)
def _read(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path, memory_map=False)


def _load(name: str) -> pd.DataFrame:
    """A table of ``data/processed``, built first if needed."""
    for attempt in range(3):
        try:
            return _read(build() / f"{name}.parquet").copy()
        except FileNotFoundError:  # another process has just put a newer build in its place
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


def load_members(boundary: str = "2021", counted_by: str = "domicile") -> pd.DataFrame:
    """Active members by province, segment and year.

    Parameters
    ----------
    boundary : {"2021"}
        Members are published for the 34 provinces of 2021 only.
    counted_by : {"domicile", "office"}
        Where a member is counted: where the member lives, or where the employer is registered (December 2023 only, with
        construction). Only the count by domicile may be divided by employment.

    Returns
    -------
    pandas.DataFrame
        code, name, boundary, date (31 December), year, segment (formal, informal, construction), counted_by, active
        (people), status (final or provisional), date_stated, source_id, source_row (line of ``members.csv``). Of 2025 the
        publisher states no counting date: its `date` is the end of that year, `date_stated` is False and `status`
        provisional.

    Raises
    ------
    coverage_lib.coverage.Incomparable
        Asked for the 38 provinces of 2022.
    ValueError
        Unknown way of counting.

    Examples
    --------
    >>> members = load_members()
    >>> members.groupby("year")["active"].sum().loc[[2022, 2023, 2024]].tolist()
    [28843484, 34197138, 39207829]
    """
    _check_members_boundary(boundary)
    _check_one_of(counted_by, "counted_by", ("domicile", "office"))
    table = _load("members")
    columns = [
        *(
            "code",
            "name",
            "boundary",
            "date",
            "year",
            "segment",
            "counted_by",
            "active",
            "status",
            "date_stated",
        ),
        *("source_id", "source_row"),
    ]
    return table.loc[table["counted_by"] == counted_by, columns].reset_index(drop=True)


def load_employment(boundary: str = "2021", level: str = "province") -> pd.DataFrame:
    """Employed persons, labour force, formal and informal workers, August 2018-2025.

    Parameters
    ----------
    boundary : {"2021", "2022"}
        34 or 38 provinces. For 34 the counts of the new provinces are added and the shares computed from the sums.
    level : {"province", "regency"}
        Provinces with the nation (``00``), or the 514 regencies and cities.

    Returns
    -------
    pandas.DataFrame
        code, name, boundary, date (31 August), year, employed (people), labour_force (people), formal_share (percent of
        the employed), formal_workers, informal_workers (people; the share as printed, to two decimals, times the
        employed; both add up to employed), source_id. Regencies have no formal workers; they have province_code (on the
        boundary asked for), and counts that the source is known to have wrong are missing (``sources.record``).

    Raises
    ------
    ValueError
        Unknown boundary or level.

    Examples
    --------
    >>> employment = load_employment().set_index(["code", "year"])
    >>> int(employment.loc[("00", 2024), "employed"])
    144642004
    >>> employment.loc[[("91", 2023), ("92", 2023)], "formal_share"].round(2).tolist()
    [15.57, 41.45]
    """
    _check_one_of(boundary, "boundary", regions.BOUNDARIES)
    _check_one_of(level, "level", regions.LEVELS)
    if level == "province":
        table = _load("employment").drop(columns="source_row")
        return shares.to_boundary_2021(table) if boundary == "2021" else table
    table = _load("employment_regency").drop(columns="source_row").assign(boundary=boundary)
    if boundary == "2021":
        table["province_code"] = regions.to_boundary(table["province_code"])
    return table


def load_coverage(
    boundary: str = "2021", base: str = "employed", counted_by: str = "domicile", provisional: bool = False
) -> pd.DataFrame:
    """Coverage by province and for the nation: active members as a share of a stated base.

    Parameters
    ----------
    boundary : {"2021", "2022"}
        Computed coverage exists for the 34 provinces of 2021 only, since members do. What was published (base
        ``eligible``) stands on the boundary of its day, whichever is asked for; see the column.
    base : {"employed", "segment_workers", "eligible"}
        All employed persons (segment total); formal and informal workers (segments formal and informal); or the eligible
        workers of UCJ, which gives only what was published.
    counted_by : {"domicile"}
        Only members counted where they live can be divided by workers surveyed where they live.
    provisional : bool
        Include 2025, a year that is not complete and whose counting date is not stated.

    Returns
    -------
    pandas.DataFrame
        code, name, boundary, date (of the members), year, segment, base, counted_by, active (people), workers (people,
        the base), coverage (percent), status (final, provisional or published), source_id (several joined by ``;``). The
        national row is ``00``. The base eligible has also base_stated, id, as_published, publisher, title, source_date,
        url and note; see :func:`coverage_lib.coverage.published_coverage`.

    Raises
    ------
    coverage_lib.coverage.Incomparable
        Members counted by office, or a boundary on which there are no members; the message says what to use.
    ValueError
        Unknown base.

    Examples
    --------
    >>> coverage = load_coverage().set_index(["code", "year"])["coverage"]
    >>> round(float(coverage["00", 2024]), 1)
    27.1
    """
    _check_one_of(base, "base", shares.BASES)
    _check_one_of(counted_by, "counted_by", ("domicile", "office"))
    _check_one_of(boundary, "boundary", regions.BOUNDARIES)
    if counted_by == "office":
        raise shares.Incomparable(
            "There is no coverage by office: such members are counted where their employer is registered, workers where they "
            "live. In December 2023 DKI Jakarta has 6,726,563 members by office and 2,203,839 by domicile. Use "
            "counted_by='domicile'; load_members(counted_by='office') gives the counts, to compare them."
        )
    if base == "eligible":
        return shares.published_coverage(load_published())
    _check_members_boundary(boundary)
    members = load_members()
    if not provisional:
        members = members[members["status"] == "final"]
    return shares.coverage(members, load_employment(boundary), base)


def load_context() -> pd.DataFrame:
    """Minimum wage, poverty rate and population by province.

    Returns
    -------
    pandas.DataFrame
        code, name, boundary (2021 until 2023, then 2022), date, year, measure, value, source_id. Measures: minimum_wage
        (rupiah per month, dated 1 January of the year it holds for), poverty_rate (percent, March), population (registered
        residents, end of 2024).

    Examples
    --------
    >>> sorted(load_context()["measure"].unique())
    ['minimum_wage', 'population', 'poverty_rate']
    """
    return _load("context").drop(columns="source_row")


def load_targets() -> pd.DataFrame:
    """Targets as printed: national, provincial, local.

    Returns
    -------
    pandas.DataFrame
        id, region, region_level, code (Kemendagri, regencies too), date (as printed), date_from, date_to (the period it
        names), year, segment, measure, value, unit (percent or workers), base, as_published, source_publisher,
        source_title, source_date, source_url, note, source_id (the id), source_row. `base` is ``eligible`` for the UCJ
        targets of a region, ``employed`` for those of RPJMN and RKP (as ``programme_rules.csv`` reads them),
        ``labour_force`` where the print says so, ``not stated`` for segments and for 2045, missing for numbers of workers.

    Examples
    --------
    >>> targets = load_targets()
    >>> targets.loc[targets["measure"] == "target_rate_rpjmn", ["year", "value", "base"]].values.tolist()
    [[2025, 32.15, 'employed'], [2029, 43.92, 'employed']]
    """
    table = _load("targets")
    base = np.select(
        [
            (table["unit"] != "percent").to_numpy(),
            table["measure"].isin(["target_rate_rpjmn", "target_rate_rkp"]).to_numpy(),
            table["as_published"].str.contains("angkatan kerja").to_numpy(),
            ((table["segment"] != "total") | (table["year"] == 2045)).to_numpy(dtype=bool),
        ],
        ["", "employed", "labour_force", "not stated"],
        default="eligible",
    )
    table["base"] = pd.Series(base, index=table.index).replace("", None)
    columns = list(table)
    columns.insert(columns.index("unit") + 1, columns.pop())
    return table[columns]


def load_published() -> pd.DataFrame:
    """Figures printed by newspapers, agencies and governments, as printed and as numbers.

    Returns
    -------
    pandas.DataFrame
        id, region, region_level, code (Kemendagri, regencies too; missing for groups), date (as printed), date_from,
        date_to (the period it names; missing where there is none), year, segment, measure, value, unit, as_published,
        source_publisher, source_title, source_date, source_url, note, source_id (the id), source_row.

    Examples
    --------
    >>> published = load_published().set_index("id")
    >>> published.loc["f0003", ["code", "date", "as_published"]].tolist()
    ['61', '2024', '35,39 persen']
    """
    return _load("published")


def load_rules() -> pd.DataFrame:
    """Rules of the programme: contribution rates, laws, definitions, national targets.

    Returns
    -------
    pandas.DataFrame
        id, rule, segment, value (missing for definitions and laws), unit, as_published, legal_basis, effective_from,
        effective_to (as printed), date_from, date_to (first and last day; missing where not stated), source_publisher,
        source_title, source_date, source_url, note, source_id (the id), source_row.

    Examples
    --------
    >>> rules = load_rules().set_index("rule")
    >>> float(rules.loc["JKK rate very low risk", "value"])
    0.24
    """
    return _load("rules")


def load_awards() -> pd.DataFrame:
    """Paritrana Award: participants, finalists and winners, as printed.

    Returns
    -------
    pandas.DataFrame
        id, region, region_level, code, date (as printed), date_from, date_to, year, segment, measure, value, unit,
        as_published, source_publisher, source_title, source_date, source_url, note, source_id (the id), source_row.

    Examples
    --------
    >>> len(load_awards())
    43
    """
    return _load("awards")


def data_date() -> pd.Timestamp:
    """The date of the data: the day of the latest members that are final.

    Examples
    --------
    >>> data_date().strftime("%Y-%m-%d")
    '2024-12-31'
    """
    members = load_members()
    return members.loc[members["status"] == "final", "date"].max()


def load_boundaries(
    boundary: str = "2021",
    path: str | Path | None = None,
    *,
    level: str = "province",
    code_list: str | None = None,
) -> Any:
    """Outlines of the provinces; see :func:`coverage_lib.boundaries.load_boundaries`.

    Parameters
    ----------
    boundary : {"2021", "2022"}
        Boundary vintage.
    path : str or Path, optional
        A layer of your own.
    level : {"province", "regency"}
        What the rows of the layer are drawn as.
    code_list : {"kemendagri", "bps", "iso_3166_2"}, optional
        Which list the codes of a layer of your own are from.

    Returns
    -------
    geopandas.GeoDataFrame
        code, name, geometry (EPSG:4326).
    """
    from coverage_lib import boundaries

    return boundaries.load_boundaries(boundary, path=path, level=level, code_list=code_list)


def _check_one_of(value: str, what: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"There is no {what} {value!r}; choose one of: {', '.join(allowed)}.")


def _check_members_boundary(boundary: str) -> None:
    _check_one_of(boundary, "boundary", regions.BOUNDARIES)
    if boundary != "2021":
        raise shares.Incomparable(
            "Members are published for the 34 provinces of 2021, not for the 38 of 2022: how many of Papua's members live in "
            "which of the new provinces is not known. Use boundary='2021'; employment is brought to it by adding counts."
        )
