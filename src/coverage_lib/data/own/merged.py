"""The project's tables with the analyst's own merged in, built into ``processed`` of her folder."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coverage_lib.data import project, store
from coverage_lib.data.own import conditions, convert, entries, preference, rows, workers
from coverage_lib.data.own.entries import Entry
from coverage_lib.data.reading.problems import Problem

#: Tables of a build that are beside those of data.
CONFLICTS, SOURCES = "conflicts", "own_sources"


#: What makes a value of a file.
VALUE = ["source_id", "source_row", "date", "segment", "counted_by", "measure", "id"]
#: Tables that are merged as cells: how the used cells become the table again.
CELLS = {
    "employment": workers.with_cells,
    "employment_regency": workers.regencies_with_cells,
    "context": conditions.whole,
}


class Source(NamedTuple):
    """An own table as rows of the project's tables: who it is from, and the rows by table."""

    source_id: str
    published: str
    measures: str
    levels: str
    first: pd.Timestamp
    last: pd.Timestamp
    tables: Mapping[str, pd.DataFrame]


class Merged(NamedTuple):
    """Tables by name, what is in conflict, provisional counts that a final one replaces, and by source how many values are used, and how
    many agree with finer ones of the project, which stay in use."""

    tables: dict[str, pd.DataFrame]
    conflicts: pd.DataFrame
    replaced: pd.DataFrame
    in_use: Counter[str]
    rounded: Counter[str]


def key() -> str | None:
    """A checksum of all that the merged tables are made from; None where there is no own table."""
    home = entries.folder()
    tables = entries.entries(home) if home else []
    return _key(tables) if tables else None


def _key(tables: Sequence[Entry]) -> str:
    digest = hashlib.sha256(project.key().encode())
    for entry in tables:
        record = store.checksum(entry.file.with_name(entries.RECORD))
        digest.update(f"\0{entry.id}\0{entry.record['sha256']}\0{record}".encode())
    return digest.hexdigest()


def build(force: bool = False) -> Path | None:
    """Make the merged tables, unless they are up to date; None where there is no own table.

    Raises
    ------
    coverage_lib.data.reading.problems.Refused
        The folder was changed by hand, a table is not taken any more, or there is no space.
    """
    home = entries.folder()
    tables = entries.entries(home) if home else []
    if home is None or not tables:
        return None
    current = _key(tables)
    processed = home / entries.PROCESSED
    in_use = store.in_use(processed, current) or store.in_use(store.cache(processed), current)
    if in_use and not force:
        return in_use
    with store.storage_faults():
        root = store.writable(processed)
        with store.one_at_a_time(root):
            return build_locked(home, root, force)


def build_locked(home: Path, root: Path, force: bool = False) -> Path | None:
    """As :func:`build`, for who holds the lock of `root`: the tables may have changed while it was waited for."""
    tables = entries.entries(home)
    if not tables:
        return None
    in_use = store.in_use(root, _key(tables))
    if in_use and not force:
        store.sweep(root, but=in_use)
        return in_use
    base = project_tables()
    own = [source(entry, rows.rows(entry, root), base) for entry in tables]
    return write(tables, own, merge(base, own), root)


def write(tables: Sequence[Entry], own: Sequence[Source], result: Merged, root: Path) -> Path:
    """Put a build in use; who calls holds the lock of `root`.

    Parameters
    ----------
    tables, own : sequence
        The tables of the folder, and the same as rows of the project's tables.
    result : Merged
        What :func:`merge` makes of them.
    root : pathlib.Path
        The folder of the builds.
    """
    rows.delete_others(root, {rows.kept_name(entry) for entry in tables})
    about = {CONFLICTS: result.conflicts, SOURCES: _about(own, result.in_use)}
    return store.put(root, _key(tables), result.tables | about)


def project_tables() -> dict[str, pd.DataFrame]:
    """The project's own tables, as they are built."""
    built = project.build()
    return {path.stem: pd.read_parquet(path, memory_map=False) for path in sorted(built.glob("*.parquet"))
            if not path.stem.startswith("verdicts-")}  # fmt: skip


def sources(base: Mapping[str, pd.DataFrame]) -> list[Source]:
    """The own tables as they are built, the most preferred last."""
    home, built = entries.folder(), build()
    if home is None or built is None:
        return []
    return [source(entry, rows.rows(entry, built.parent), base) for entry in entries.entries(home)]


def source(entry: Entry, long: pd.DataFrame, base: Mapping[str, pd.DataFrame]) -> Source:
    """An entry as rows of the project's tables; it was checked when it was added."""
    return as_source(entry.source_id, entry.record, long, base)[0]


def as_source(
    source_id: str, record: Mapping[str, Any], long: pd.DataFrame, base: Mapping[str, pd.DataFrame]
) -> tuple[Source, list[Problem]]:
    """A long table as rows of the project's tables, and what is wrong with it."""
    tables, problems = convert.convert(long, source_id, record, base)
    placed = long[long["measure"].isin(convert.ADDABLE)]
    measures, levels = (", ".join(placed[name].drop_duplicates()) for name in ("measure", "level"))
    first, last = long["date"].min(), long["date"].max()
    return Source(source_id, record["date"], measures, levels, first, last, tables), problems


def merge(base: Mapping[str, pd.DataFrame], own: Sequence[Source]) -> Merged:
    """The project's tables with own ones merged in.

    Parameters
    ----------
    base : mapping
        The project's tables.
    own : sequence of Source
        The own tables, the most preferred last.
    """
    tables = dict(base)
    ranks = [(source.source_id, source.published) for source in own]
    conflicts = [pd.DataFrame(columns=preference.COLUMNS)]
    in_use: Counter[str] = Counter()
    rounded: Counter[str] = Counter()
    for name in {name: None for source in own for name in source.tables}:
        first = base.get(name)
        if name.startswith("employment"):
            first = workers.as_cells(base[name])
        parts = [(0, first), *((rank, source.tables.get(name)) for rank, source in enumerate(own, 1))]
        stacked = pd.concat(
            [part.assign(rank=rank) for rank, part in parts if part is not None], ignore_index=True
        )
        if name == "published":
            tables[name] = stacked.drop(columns="rank")
            in_use += Counter(stacked.loc[stacked["rank"] > 0, "raw_table"].value_counts().to_dict())
            continue
        stacked = stacked.assign(step=stacked["step"].fillna(0.0))
        used, found, agreeing = preference.preferred(name, stacked, ranks)
        rounded += agreeing
        tables[name] = CELLS[name](base[name], used) if name in CELLS else used.drop(columns="rank")
        conflicts.append(found)
        in_use += _counted(stacked, used, tables[name])
    tables["members"], replaced = preference.final_first(tables["members"])
    tables = {name: table.reset_index(drop=True) for name, table in tables.items()}
    disagreements = pd.concat([part for part in conflicts if len(part)] or conflicts, ignore_index=True)
    return Merged(tables, disagreements, replaced.reset_index(drop=True), in_use, rounded)


def conflicts(build: Path | None) -> pd.DataFrame:
    """The conflicts of a merged build."""
    if build is None:
        return pd.DataFrame(columns=preference.COLUMNS)
    return pd.read_parquet(build / f"{CONFLICTS}.parquet")


def _counted(stacked: pd.DataFrame, used: pd.DataFrame, table: pd.DataFrame) -> Counter[str]:
    """How many values of own tables are in a table; one that stands on both boundaries is one, and in use where it is on both."""
    there = pd.MultiIndex.from_frame(used[["code", "date"]]).isin(
        pd.MultiIndex.from_frame(table[["code", "date"]])
    )
    own = stacked[stacked["rank"] > 0]
    value = [name for name in VALUE if name in own]
    kept = own.index.isin(used.index[there])
    wholly = pd.Series(kept, index=own.index).groupby([own[name] for name in value]).transform("all")
    return Counter(_values(own[wholly.astype(bool)])["source_id"].value_counts().to_dict())


def _values(rows: pd.DataFrame) -> pd.DataFrame:
    """Each value of a file once."""
    return rows.drop_duplicates([name for name in VALUE if name in rows])


def _about(own: Sequence[Source], in_use: Counter[str]) -> pd.DataFrame:
    """What each own table holds, how many values the project's tables have a place for, and how many of these are used."""
    return pd.DataFrame(
        {
            "source_id": [source.source_id for source in own],
            "measures": [source.measures for source in own],
            "levels": [source.levels for source in own],
            "first": pd.Series([source.first for source in own], dtype="datetime64[ms]"),
            "last": pd.Series([source.last for source in own], dtype="datetime64[ms]"),
            "values": [sum(len(_values(table)) for table in source.tables.values()) for source in own],
            "in_use": [in_use[source.source_id] for source in own],
        }
    )
