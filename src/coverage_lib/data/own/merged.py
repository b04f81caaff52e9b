"""The project's tables with the analyst's own merged in, built into ``processed`` of her folder."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from coverage_lib.data import project, store
from coverage_lib.data.own import convert, entries, preference, rows
from coverage_lib.data.own.entries import OWN, Entry

#: Tables of a build that are beside those of data.
CONFLICTS, SOURCES = "conflicts", "own_sources"


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
    """Tables by name, what is in conflict, and the provisional counts that a final one replaces."""

    tables: dict[str, pd.DataFrame]
    conflicts: pd.DataFrame
    replaced: pd.DataFrame


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
    current = _key(tables)
    in_use = store.in_use(root, current)
    if in_use and not force:
        return in_use
    own = []
    base = project_tables()
    for entry in tables:
        own.append(source(entry, rows.rows(entry, root), base))
    result = merge(base, own)
    rows.delete_others(root, {rows.kept_name(entry) for entry in tables})
    extra = {CONFLICTS: result.conflicts, SOURCES: _used(result.tables, own)}
    return store.put(root, current, result.tables | extra)


def project_tables() -> dict[str, pd.DataFrame]:
    """The project's own tables, as they are built."""
    built = project.build()
    return {path.stem: pd.read_parquet(path, memory_map=False) for path in sorted(built.glob("*.parquet"))
            if not path.stem.startswith("verdicts-")}  # fmt: skip


def source(entry: Entry, long: pd.DataFrame, base: Mapping[str, pd.DataFrame]) -> Source:
    """An entry as rows of the project's tables; it has been checked when it was added."""
    tables, _problems = convert.convert(long, entry.source_id, entry.record, base)
    measures, levels = (", ".join(long[name].drop_duplicates()) for name in ("measure", "level"))
    dates = long["date"]
    return Source(entry.source_id, entry.record["date"], measures, levels, dates.min(), dates.max(), tables)


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
    conflicts = [pd.DataFrame(columns=preference.COLUMNS)]
    ranks = [(source.source_id, source.published) for source in own]
    for name in ("members", "members_regency", "members_other"):
        parts = [(0, base.get(name)), *((rank, part.tables.get(name)) for rank, part in enumerate(own, 1))]
        stacked = [part.assign(rank=rank) for rank, part in parts if part is not None and len(part)]
        if not stacked:
            continue
        used, found = preference.preferred(name, pd.concat(stacked, ignore_index=True), ranks)
        tables[name] = used.drop(columns="rank").reset_index(drop=True)
        conflicts.append(found)
    tables["members"], replaced = preference.final_first(tables["members"])
    tables["members"] = tables["members"].reset_index(drop=True)
    found_conflicts = pd.concat([part for part in conflicts if len(part)] or conflicts, ignore_index=True)
    return Merged(tables, found_conflicts, replaced.reset_index(drop=True))


def conflicts(build: Path | None) -> pd.DataFrame:
    """The conflicts of a merged build."""
    if build is None:
        return pd.DataFrame(columns=preference.COLUMNS)
    return pd.read_parquet(build / f"{CONFLICTS}.parquet")


def _count(table: pd.DataFrame) -> Counter[str]:
    """How many values of its file each own table has in a table; one that stands on both boundaries is one."""
    own = table[table["source_id"].str.startswith(OWN)]
    value = [
        name
        for name in ("source_id", "source_row", "date", "segment", "counted_by", "measure")
        if name in own
    ]
    return Counter(own.drop_duplicates(value)["source_id"])


def _used(tables: Mapping[str, pd.DataFrame], own: Sequence[Source]) -> pd.DataFrame:
    """What each own table holds, how many values the project's tables have of it, and how many of these are used."""
    counts = (
        pd.concat([table["source_id"].value_counts() for table in tables.values()]).groupby(level=0).sum()
    )
    return pd.DataFrame(
        {
            "source_id": [source.source_id for source in own],
            "measures": [source.measures for source in own],
            "levels": [source.levels for source in own],
            "first": pd.Series([source.first for source in own], dtype="datetime64[ms]"),
            "last": pd.Series([source.last for source in own], dtype="datetime64[ms]"),
            "values": [
                sum((_count(table) for table in source.tables.values()), Counter())[source.source_id]
                for source in own
            ],
            "in_use": [int(counts.get(source.source_id, 0)) for source in own],
        }
    )
