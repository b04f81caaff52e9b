"""The only door to files of data: ``load_…`` reads the tables of ``data/processed``, which are built first if needed."""

import hashlib
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from coverage_lib.data import own, regions, store
from coverage_lib.data.build import build
from coverage_lib.data.reading.table import read_table as read_table
from coverage_lib.language import vocabulary
from coverage_lib.measures import coverage as shares
from coverage_lib.measures import published, regency_coverage
from coverage_lib.measures.audit import Evidence, audit
from coverage_lib.measures.counts import Incomparable, to_boundary_2021
from coverage_lib.measures.once import once
from coverage_lib.measures.reconciled.estimates import Reconciled, reconcile
from coverage_lib.measures.year_counts import OWN, SEGMENTS, on_boundary, year_counts

# The table of a build that is there where it holds an analyst's own tables.
OWN_SOURCES = "own_sources"

# The code of the measures as it was when it was loaded: verdicts of another code are made again.
AUDIT_CODE = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted((Path(__file__).parent / "measures").rglob("*.py")))
).hexdigest()[:16]


@lru_cache(maxsize=32)
def _read(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path, memory_map=False)


def _load(name: str) -> pd.DataFrame:
    """A table of ``data/processed``, built first if needed."""
    for _ in range(2):
        with suppress(FileNotFoundError):  # another process has just put a newer build in its place
            return _table(build(), name)
    return _table(build(), name)


def _table(folder: Path, name: str) -> pd.DataFrame:
    vocabulary.name_own_tables(_own_tables(folder))
    return _read(folder / f"{name}.parquet").copy()


@lru_cache(maxsize=4)
def _own_tables(folder: Path) -> dict[str, vocabulary.OwnTable]:
    """The analyst's own tables that a build holds, and whether counts of years rest on them: what figures name as their source."""
    if not (folder / f"{OWN_SOURCES}.parquet").exists():
        return {}
    members, employment = (_read(folder / f"{name}.parquet") for name in ("members", "employment"))
    years = year_counts(on_boundary(members[members["counted_by"] == "domicile"], "2021"))
    used = {
        source for rows in (years, employment) for joined in rows["source_id"] for source in joined.split(";")
    }
    tables = own.sources()
    return {
        OWN + row.id: vocabulary.OwnTable(row.publisher, row.title, row.date, OWN + row.id in used)
        for row in tables.itertuples()
    }


def load_sources() -> pd.DataFrame:
    """The analyst's own tables that are in use beside the project's.

    Returns
    -------
    pandas.DataFrame
        id, publisher, title, date (of publication, as stated) and what else is known of each; see
        :func:`coverage_lib.data.own.sources`. Rows from them have ``own:`` and the id as source_id.

    Examples
    --------
    >>> load_sources().columns[:4].tolist()
    ['id', 'publisher', 'title', 'date']
    """
    vocabulary.name_own_tables(_own_tables(build()))
    return own.sources()


def _load_own() -> pd.DataFrame:
    """Members by regency of the analyst's own tables; empty where there are none."""
    there = (build() / "members_regency.parquet").exists()
    return _load("members_regency") if there else regency_coverage.NOBODY.copy()


def load_members(
    boundary: str = "2021",
    counted_by: str = "domicile",
    *,
    months: bool = False,
    level: str = "province",
    required: bool = True,
) -> pd.DataFrame:
    """Active members by province or regency, segment and year, or at every date.

    Parameters
    ----------
    boundary : {"2021", "2022"}
        Members are published for the 34 provinces of 2021 only. A table of your own of all 38 is told of 34 by adding counts; the
        boundary of 2022 has what such tables count, and nothing else.
    counted_by : {"domicile", "office"}
        Where a member is counted: where the member lives, or where the employer is registered (December 2023 only, with
        construction). Only the count by domicile may be divided by employment.
    months : bool
        Every date that somebody was counted at, also of some provinces only or of one segment. Without it there is one count for
        each year: that of its December where all provinces are there, or for the last year the latest whole month, as provisional
        (:mod:`coverage_lib.measures.year_counts`).
    level : {"province", "regency"}
        Members by regency are from tables of your own only; see :func:`coverage_lib.measures.regency_coverage.counts`.
    required : bool
        False gives an empty table where nobody has added members by regency.

    Returns
    -------
    pandas.DataFrame
        code, name, boundary, date (31 December), year, segment (formal, informal, construction), counted_by, active
        (people), status (final or provisional), date_stated, source_id (``own:`` and the id for a table of your own), source_row
        (line of ``members.csv``, or row of your table; missing for a sum). Of 2025 the publisher states no counting date: its `date`
        is the end of that year, `date_stated` is False and `status` provisional, until a December 2025 takes its place.

    Raises
    ------
    coverage_lib.measures.counts.Incomparable
        Asked for the 38 provinces of 2022, and no table of your own counts them.
    coverage_lib.measures.regency_coverage.NoOwnMembers
        Asked for regencies, and no table of your own counts their members; the message says how to add one.
    ValueError
        Unknown way of counting.

    Examples
    --------
    >>> members = load_members()
    >>> members.groupby("year")["active"].sum().loc[[2022, 2023, 2024]].tolist()
    [28843484, 34197138, 39207829]
    """
    _check_one_of(boundary, "boundary", regions.BOUNDARIES)
    _check_one_of(counted_by, "counted_by", ("domicile", "office"))
    _check_one_of(level, "level", regions.LEVELS)
    if level == "regency":
        return regency_coverage.counts(_load_own(), boundary, counted_by, months=months, required=required)
    table = _load("members")
    table = on_boundary(table[table["counted_by"] == counted_by], boundary)
    _check_members_boundary(boundary, table)
    return table if months else year_counts(table)


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
        return to_boundary_2021(table) if boundary == "2021" else table
    table = _load("employment_regency").drop(columns="source_row").assign(boundary=boundary)
    if boundary == "2021":
        table["province_code"] = regions.to_boundary(table["province_code"])
    return table


def load_coverage(
    boundary: str = "2021",
    base: str = "employed",
    counted_by: str = "domicile",
    provisional: bool = False,
    *,
    months: bool = False,
    level: str = "province",
    required: bool = True,
) -> pd.DataFrame:
    """Coverage by province and for the nation, or by regency: active members as a share of a stated base.

    Parameters
    ----------
    boundary : {"2021", "2022"}
        Computed coverage exists for the 34 provinces of 2021 only, since members do; of 38 for tables of your own that count them.
        What was published (base ``eligible``) stands on the boundary of its day, whichever is asked for; see the column.
    base : {"employed", "segment_workers", "eligible"}
        All employed persons (segment total); formal and informal workers (segments formal and informal); or the eligible
        workers of UCJ, which gives only what was published and is stated to be a share of them. What was published without
        saying of whom is in ``measures.published.coverage_figures(load_published())``.
    counted_by : {"domicile"}
        Only members counted where they live can be divided by workers surveyed where they live.
    provisional : bool
        Include years whose count is provisional: part of a year (2025, of which the counting date is not stated), or over the workers of
        an earlier August because that of the year is not there yet.
    months : bool
        Every date, provisional ones too, also of some provinces only; see :func:`load_members`. The nation is there where all
        provinces are.

    level : {"province", "regency"}
        Regencies, from members of your own over the employed, with the provinces as sums of theirs where all are there.
    required : bool
        As for :func:`load_members`.

    Returns
    -------
    pandas.DataFrame
        code, name, boundary, date (of the members), year, segment, base, counted_by, active (people), workers (people,
        the base), coverage (percent), status (final, provisional or published), source_id (several joined by ``;``), date_stated,
        workers_year (the year of the August in which the workers were counted: an earlier one than `year` where that of the year is
        not there yet). The national row is ``00``. The base eligible has also what is known of a published figure; see
        :func:`coverage_lib.measures.published.coverage_figures`, regencies the columns of
        :func:`coverage_lib.measures.regency_coverage.coverage`.

    Raises
    ------
    coverage_lib.measures.regency_coverage.NoOwnMembers
        Asked for regencies, and no table of your own counts their members; the message says how to add one.
    coverage_lib.measures.counts.Incomparable
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
    _check_one_of(level, "level", regions.LEVELS)
    if counted_by == "office":
        raise Incomparable(
            "There is no coverage by office: such members are counted where their employer is registered, workers where they "
            "live. In December 2023 DKI Jakarta has 6,726,563 members by office and 2,203,839 by domicile. Use "
            "counted_by='domicile'; load_members(counted_by='office') gives the counts, to compare them."
        )
    if level == "regency":
        regency_coverage.check_base(base)
        members = load_members(boundary, months=months, level=level, required=required)
        beside = load_employment(boundary, level), load_members(months=True)
        found = once(regency_coverage.coverage, members, *beside)
        return found if provisional or months else found[found["status"] == "final"].reset_index(drop=True)
    if base == "eligible":
        figures = published.coverage_figures(load_published())
        return published.stated_eligible(figures)
    members = load_members(boundary, months=months)
    if months and base == "employed":
        members = _of_both_segments(members)
    found = shares.coverage(members, load_employment(boundary), base)
    return found if provisional or months else found[found["status"] == "final"].reset_index(drop=True)


def _of_both_segments(members: pd.DataFrame) -> pd.DataFrame:
    """Members of the provinces and dates that have formal and informal ones: one segment alone is no total."""
    counted = members[members["segment"].isin(SEGMENTS)]
    kinds = counted.groupby(["code", "date", "date_stated"])["segment"].transform("nunique")
    return counted[kinds == len(SEGMENTS)]


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
        names), year, segment, measure, value, unit (percent or workers), base, base_from, as_published, source_publisher,
        source_title, source_date, source_url, note, source_id (the id), source_row, low, high, step, bound (the limits of the
        number). `base` is what is said of whom the target is a share, and ``not stated`` where nothing is; see
        :func:`coverage_lib.data.bases.of_targets`.

    Examples
    --------
    >>> targets = load_targets()
    >>> targets.loc[targets["measure"] == "target_rate_rpjmn", ["year", "value", "base"]].values.tolist()
    [[2025, 32.15, 'employed'], [2029, 43.92, 'employed']]
    """
    return _load("targets")


def load_published() -> pd.DataFrame:
    """Figures printed by newspapers, agencies and governments, as printed and as numbers.

    Returns
    -------
    pandas.DataFrame
        id, region, region_level, code (Kemendagri, regencies too; missing for groups and branch areas), date (as printed, or
        as read where ``readings.csv`` says why), date_from, date_to (the period it names; missing where there is none), year,
        segment, measure, value, unit, as_published, source_publisher, source_title, source_date, source_url, note, source_id
        (the id), raw_table, source_row (table and line of ``data/raw``).

        Read from the words: low, high, step, bound (the limits of the number; see
        :class:`coverage_lib.data.numerals.Limits`); for shares base, base_from, base_id, active_id (what they are shares of,
        why that is known, and the counts beside them; see :func:`coverage_lib.data.bases.of_published`); boundary (``2021`` or
        ``2022``; see :func:`coverage_lib.data.regions.boundary_of`). misprint: whether ``readings.csv`` says that the number cannot
        be; it is kept as printed, and is nobody's base.

    Examples
    --------
    >>> published = load_published().set_index("id")
    >>> published.loc["f0003", ["code", "date", "as_published", "base", "base_from"]].tolist()
    ['61', '2024', '35,39 persen', 'eligible', 'note']
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


def load_evidence() -> Evidence:
    """Every table that an audit holds figures against; see :func:`coverage_lib.measures.audit.audit`.

    Returns
    -------
    Evidence
        Published figures, members by domicile and by office, employment on both boundaries and of regencies, targets and rules.

    Examples
    --------
    >>> evidence = load_evidence()
    >>> sorted(evidence.employment["boundary"].unique())
    ['2021', '2022']
    """
    return Evidence(
        published=load_published(),
        members=pd.concat([load_members(), load_members(counted_by="office")], ignore_index=True),
        employment=pd.concat([load_employment("2021"), load_employment("2022")], ignore_index=True),
        regencies=load_employment("2022", level="regency"),
        targets=load_targets(),
        rules=load_rules(),
    )


def load_verdicts() -> pd.DataFrame:
    """What the audit finds of each published figure; it is made once for the tables of a build.

    Returns
    -------
    pandas.DataFrame
        One row for each figure of :func:`load_published`: id, verdict, alarm and the arithmetic, as ``verdicts`` of
        :func:`coverage_lib.measures.audit.audit`.

    Examples
    --------
    >>> load_verdicts().set_index("id").loc[["f0006", "f0008"], "verdict"].tolist()
    ['consistent', 'points printed as percent']
    """
    for _ in range(2):
        path = build() / f"verdicts-{AUDIT_CODE}.parquet"
        with suppress(FileNotFoundError):  # another process has just put a newer build in its place
            if not _whole(path):
                verdicts = _audited()
                _store_verdicts(verdicts, path)
                return verdicts
            return _read(path).copy()
    return _audited()


def _whole(path: Path) -> bool:
    """Whether verdicts lie there and can be read; a process that was killed, or a full disk, may have left a part of them."""
    try:
        _read(path)
    except (FileNotFoundError, pa.ArrowException):
        return False
    return True


def _audited() -> pd.DataFrame:
    evidence = load_evidence()
    return audit(evidence.published, evidence).verdicts


def _store_verdicts(verdicts: pd.DataFrame, path: Path) -> None:
    """Keep verdicts beside the tables that they rest on, where the disk takes them; the name tells by which code they were made."""
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        store.write(verdicts, draft)
        for old in path.parent.glob("verdicts-*.parquet"):
            old.unlink(missing_ok=True)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno not in store.STORAGE:
            raise


def load_reconciled() -> Reconciled:
    """The best estimate of the coverage of the nation and each province over time, from all published figures, audited, and the counts.

    Returns
    -------
    coverage_lib.measures.reconciled.Reconciled
        series, set_aside and figures; see :func:`coverage_lib.measures.reconciled.reconcile`. The same tables are reconciled once.

    Examples
    --------
    >>> series = load_reconciled().series
    >>> last = series.query("base == 'eligible' and segment == 'total'").drop_duplicates("code", keep="last").set_index("code")
    >>> last.loc[["15", "61"], ["id", "grade"]].to_numpy().tolist()
    [['f0119', 2], ['f1388', 1]]
    """
    return Reconciled(*(table.copy() for table in _reconciled(build())))


# Every build has a folder of its own, so that what was computed from its tables is kept by it.
@lru_cache(maxsize=4)
def _reconciled(_folder: Path) -> Reconciled:
    return reconcile(load_published(), load_coverage(provisional=True), load_verdicts())


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
    """Outlines of provinces or regencies, of the project or of a layer of your own (`path`).

    Its parameters, what it gives and what it refuses: :func:`coverage_lib.data.boundaries.load_boundaries`.
    """
    from coverage_lib.data import boundaries

    return boundaries.load_boundaries(boundary, path=path, level=level, code_list=code_list)


def _check_one_of(value: str, what: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"There is no {what} {value!r}; choose one of: {', '.join(allowed)}.")


def _check_members_boundary(boundary: str, members: pd.DataFrame) -> None:
    if boundary != "2021" and members.empty:
        raise Incomparable(
            "Members are published for the 34 provinces of 2021, not for the 38 of 2022: how many of Papua's members live in "
            "which of the new provinces is not known. Use boundary='2021'; employment is brought to it by adding counts."
        )
