"""Coverage of the two segments side by side: their difference, who is not a member, and what moved between two years."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.counts import add_up

SEGMENTS = ("formal", "informal")

CASUAL_SHARE = 9.01
"""Casual employees as a share of the employed, percent, August 2024 (BPS: 4.93 outside agriculture, 4.08 in it).

BPS counts them as informal workers, the agency may insure them as wage earners: they are the largest group that the two
definitions of formal place differently.
"""

DIFFERENCE_COLUMNS = [
    "formal_coverage",
    "informal_coverage",
    "difference",
    "ratio",
    "formal_lead",
    "strained",
    "strain",
    "reason",
]
EFFECTS = ["formal_rate", "informal_rate", "composition"]


class TableError(ValueError):
    """A table cannot be analysed as it is; the message says what is wrong with it and what to do."""


def need_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise :class:`TableError` naming the columns that `table` lacks."""
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise TableError(
            f"The table of {what} has no column {', '.join(map(repr, lacking))}; "
            f"it has {', '.join(map(repr, table.columns))}. Rename or add what is lacking."
        )


def no_duplicates(table: pd.DataFrame, keys: list[str], what: str) -> None:
    """Raise :class:`TableError` naming the first key that `table` has twice."""
    twice = table[table.duplicated(keys)]
    if len(twice):
        where = ", ".join(f"{key} {twice.iloc[0][key]}" for key in keys)
        raise TableError(f"The table of {what} has two rows for {where}. Keep one of them.")


def side_by_side(coverage: pd.DataFrame) -> pd.DataFrame:
    """One row per region and year, with members and workers of both segments and the reason where one is missing.

    Parameters
    ----------
    coverage : DataFrame
        One row per region, year and segment (``formal``, ``informal``): code, year, segment, active and workers (people);
        name is optional.

    Returns
    -------
    DataFrame
        code, name, year, active_formal, active_informal, workers_formal, workers_informal (people), reason. The reason
        is empty or names what is missing: ``formal_row_missing``, ``formal_members_missing``,
        ``formal_workers_missing``, and the same for informal; several are joined by ``"; "``.

    Raises
    ------
    TableError
        A column is lacking, a segment is unknown, a key stands twice, a count is negative, or two bases, boundaries or
        ways of counting are mixed.

    Examples
    --------
    >>> rows = [("11", 2024, "formal", 40, 100), ("11", 2024, "informal", 10, 100), ("12", 2024, "formal", 5, 50)]
    >>> table = pd.DataFrame(rows, columns=["code", "year", "segment", "active", "workers"])
    >>> side_by_side(table)["reason"].tolist()
    ['', 'informal_row_missing']
    """
    what = "coverage"
    need_columns(coverage, ["code", "year", "segment", "active", "workers"], what)
    unknown = sorted(set(coverage["segment"]) - set(SEGMENTS))
    if unknown:
        raise TableError(
            f"The table of coverage has the segment {unknown[0]!r}; only formal and informal can be compared. "
            'Load it with base="segment_workers", or drop those rows; other segments have a base of their own.'
        )
    for column in ("base", "boundary", "counted_by"):
        mixed = list(coverage[column].unique()) if column in coverage.columns else []
        if len(mixed) > 1:
            found = ", ".join(repr(value) for value in mixed)
            raise TableError(
                f"The column {column!r} of the table of coverage mixes {found}. Keep one of them."
            )
    no_duplicates(coverage, ["code", "year", "segment"], what)
    for column in ("active", "workers"):
        negative = coverage[coverage[column] < 0]
        if len(negative):
            row = negative.iloc[0]
            raise TableError(
                f"{column} is {row[column]} for code {row['code']!r}, year {row['year']}, {row['segment']}; "
                "people cannot be fewer than none. Correct the count."
            )
    cells = coverage.assign(row=1).pivot_table(
        index=["code", "year"], columns="segment", values=["active", "workers", "row"], aggfunc="first"
    )
    table = pd.DataFrame(index=cells.index)
    reasons = pd.Series("", index=cells.index)
    for segment in SEGMENTS:
        for column in ("active", "workers", "row"):
            there = (column, segment) in cells.columns
            table[f"{column}_{segment}"] = cells[(column, segment)].astype(float) if there else np.nan
        present = table.pop(f"row_{segment}").notna()
        reasons = _add(reasons, ~present, f"{segment}_row_missing")
        reasons = _add(reasons, present & table[f"active_{segment}"].isna(), f"{segment}_members_missing")
        reasons = _add(reasons, present & table[f"workers_{segment}"].isna(), f"{segment}_workers_missing")
    table = table.assign(reason=reasons).reset_index()
    table.insert(1, "name", table["code"].map(_names(coverage)))
    columns = ["active_formal", "active_informal", "workers_formal", "workers_informal"]
    return table[["code", "name", "year", *columns, "reason"]]


def regions_only(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that are not the nation's: sums over regions are the nation's figures."""
    return table[table["code"] != NATION].reset_index(drop=True)


def _names(coverage: pd.DataFrame) -> dict[str, str]:
    if "name" not in coverage.columns:
        return {code: code for code in coverage["code"]}
    return dict(zip(coverage["code"], coverage["name"], strict=True))


def _add(keys: pd.Series, where: pd.Series, key: str) -> pd.Series:
    """Write `key` behind the keys that stand already, where it applies."""
    joined = keys.where(keys == "", keys + "; ") + key
    return keys.where(~where, joined)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Percent; missing where the whole is nobody."""
    return 100 * part / whole.where(whole > 0)


def formal_informal_difference(coverage: pd.DataFrame) -> pd.DataFrame:
    """Formal and informal coverage side by side, per region and year, with the figures that definitions strain.

    BPS calls employers with paid staff and employees formal; civil servants and the forces are among them, casual employees
    are not. The agency's wage-earning segment has no civil servants and may have casual employees. `formal_lead` says
    how much such a difference would have to weigh: it is the share of all employed that would have to move from informal to
    formal for the two rates to be equal. Where it is less than the share of casual employees (9.01% of the employed,
    BPS, August 2024), the definitions alone could close or turn the difference, and the row is strained.

    Parameters
    ----------
    coverage : DataFrame
        code, year, segment (formal, informal), active, workers (people); ``load_coverage(base="segment_workers")``.

    Returns
    -------
    DataFrame
        code, name, year; formal_coverage and informal_coverage (percent of the workers of the segment, above 100 kept);
        difference (formal minus informal, points); ratio (formal over informal); formal_lead (formal share of the members
        minus formal share of the workers, points); strained (bool); strain (``formal_above_100``,
        ``informal_above_100``, ``within_definitions``, joined by ``"; "``); reason (empty, or why a result is missing: the
        keys of :func:`side_by_side`, ``no_formal_workers``, ``no_informal_workers``, ``no_informal_members`` for a
        ratio, ``no_members`` for a lead).

    Raises
    ------
    TableError
        The table lacks a column, has a row twice, or mixes bases.

    References
    ----------
    BPS, Keadaan Ketenagakerjaan Indonesia Agustus 2024 (status of main employment).

    Examples
    --------
    >>> rows = [("11", 2024, "formal", 40, 100), ("11", 2024, "informal", 10, 100)]
    >>> table = pd.DataFrame(rows, columns=["code", "year", "segment", "active", "workers"])
    >>> result = formal_informal_difference(table)
    >>> result[["formal_coverage", "informal_coverage", "difference", "ratio", "formal_lead"]].iloc[0].tolist()
    [40.0, 10.0, 30.0, 4.0, 30.0]
    """
    table = side_by_side(coverage)
    members = table["active_formal"] + table["active_informal"]
    workers = table["workers_formal"] + table["workers_informal"]
    for segment in SEGMENTS:
        nobody = table[f"workers_{segment}"] == 0
        table["reason"] = _add(table["reason"], nobody, f"no_{segment}_workers")
        table[f"{segment}_coverage"] = _share(table[f"active_{segment}"], table[f"workers_{segment}"])
    table["difference"] = table["formal_coverage"] - table["informal_coverage"]
    table["ratio"] = table["formal_coverage"] / table["informal_coverage"].where(
        table["informal_coverage"] > 0
    )
    table["formal_lead"] = _share(table["active_formal"], members) - _share(table["workers_formal"], workers)
    table["reason"] = _add(table["reason"], members == 0, "no_members")
    only_formal = (table["informal_coverage"] == 0) & (members > 0)
    table["reason"] = _add(table["reason"], only_formal, "no_informal_members")
    table["strain"] = ""
    for segment in SEGMENTS:
        # Members without a single worker in the survey are above any share: nothing to divide by, yet strained.
        above = table[f"active_{segment}"] > table[f"workers_{segment}"]
        table["strain"] = _add(table["strain"], above, f"{segment}_above_100")
    within = table["formal_lead"] < CASUAL_SHARE
    table["strain"] = _add(table["strain"], within & table["difference"].notna(), "within_definitions")
    table["strained"] = table["strain"] != ""
    return table[["code", "name", "year", *DIFFERENCE_COLUMNS]]


def not_members(coverage: pd.DataFrame) -> pd.DataFrame:
    """Workers who are not members by region and segment, adding up to the nation.

    The nation is the sum of the regions in the table; a national row that is in it already is left out, because its
    survey weights round differently and parts would not add up. More members than workers give a negative number: it is
    kept, so that the sum holds, and marked.

    Parameters
    ----------
    coverage : DataFrame
        code, year, segment (formal, informal), active, workers (people).

    Returns
    -------
    DataFrame
        code, name, year, segment, active, workers, not_members (people), share_of_not_members (percent of all who are not
        members in the year), above_100 (bool), reason. The rows of the nation have the code ``"00"``; they are missing,
        with the reason ``regions_missing``, in a year in which a region is, and so are all shares of that year.

    Raises
    ------
    TableError
        The table lacks a column, has a row twice, or mixes bases.

    Examples
    --------
    >>> rows = [("11", 2024, "formal", 40, 100), ("11", 2024, "informal", 10, 100)]
    >>> table = pd.DataFrame(rows, columns=["code", "year", "segment", "active", "workers"])
    >>> not_members(table)[["code", "segment", "not_members", "share_of_not_members"]].values.tolist()
    [['11', 'formal', 60.0, 40.0], ['11', 'informal', 90.0, 60.0], ['00', 'formal', 60.0, 40.0], ['00', 'informal', 90.0, 60.0]]
    """
    wide = regions_only(side_by_side(coverage))
    parts = []
    for segment in SEGMENTS:
        part = wide[["code", "name", "year"]].assign(
            segment=segment, active=wide[f"active_{segment}"], workers=wide[f"workers_{segment}"]
        )
        mine = (
            wide["reason"]
            .str.split("; ")
            .apply(lambda keys, segment=segment: "; ".join(key for key in keys if key.startswith(segment)))
        )
        parts.append(part.assign(reason=mine))
    long = pd.concat(parts).sort_values(["year", "code", "segment"], kind="stable")
    nation = add_up(long, ["year", "segment"], ["active", "workers"])
    nation = nation.assign(code=NATION, name=_names(coverage).get(NATION, NATION))
    missing = nation[["active", "workers"]].isna().any(axis=1)
    nation["reason"] = np.where(missing, "regions_missing", "")
    table = pd.concat([long, nation], ignore_index=True)
    table["not_members"] = table["workers"] - table["active"]
    whole = table[table["code"] == NATION].groupby("year")["not_members"].agg(lambda v: v.sum(skipna=False))
    table["share_of_not_members"] = 100 * table["not_members"] / table["year"].map(whole)
    known = table["not_members"].notna() & table["share_of_not_members"].isna()
    table["reason"] = _add(table["reason"], known & (table["reason"] == ""), "regions_missing")
    table["above_100"] = table["not_members"] < 0
    columns = [
        "code",
        "name",
        "year",
        "segment",
        "active",
        "workers",
        "not_members",
        "share_of_not_members",
        "above_100",
    ]
    return table[[*columns, "reason"]]


def informal_of_ten(coverage: pd.DataFrame) -> pd.DataFrame:
    """How many of ten workers who are not members are informal, per year.

    Parameters
    ----------
    coverage : DataFrame
        code, year, segment (formal, informal), active, workers (people).

    Returns
    -------
    DataFrame
        year, not_members, informal (people), of_ten (0 to 10, not rounded), reason.

    Raises
    ------
    TableError
        The table lacks a column, has a row twice, or mixes bases.

    Examples
    --------
    >>> rows = [("11", 2024, "formal", 40, 100), ("11", 2024, "informal", 10, 100)]
    >>> table = pd.DataFrame(rows, columns=["code", "year", "segment", "active", "workers"])
    >>> informal_of_ten(table)["of_ten"].tolist()
    [6.0]
    """
    table = not_members(coverage)
    nation = table[table["code"] == NATION]
    informal = nation[nation["segment"] == "informal"].set_index("year")["not_members"]
    formal = nation[nation["segment"] == "formal"].set_index("year")["not_members"]
    result = pd.DataFrame({"not_members": formal + informal, "informal": informal})
    result["of_ten"] = 10 * result["informal"] / result["not_members"].where(result["not_members"] > 0)
    missing = result["not_members"].isna()
    nobody = result["of_ten"].isna() & ~missing
    result["reason"] = np.select([missing, nobody], ["regions_missing", "all_are_members"], "")
    return result.reset_index()


def _two_years(coverage: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Rates and shares of both segments at both ends, one row per region, with the reason where one is missing."""
    table = side_by_side(coverage)
    for year in (start, end):
        if year not in set(table["year"]):
            there = ", ".join(str(found) for found in sorted(table["year"].unique()))
            raise TableError(f"The table of coverage has no year {year}; it has {there}. Choose two of them.")
    if start >= end:
        raise TableError(f"The change from {start} to {end} runs backwards. Give the earlier year first.")
    ends = {}
    for label, year in (("start", start), ("end", end)):
        rows = table[table["year"] == year].set_index("code")
        rows["workers"] = rows["workers_formal"] + rows["workers_informal"]
        rows["formal_share"] = rows["workers_formal"] / rows["workers"].where(rows["workers"] > 0)
        for segment in SEGMENTS:
            rows[f"{segment}_rate"] = _share(rows[f"active_{segment}"], rows[f"workers_{segment}"])
        ends[label] = rows.drop(columns=["year", "name"]).add_suffix(f"_{label}")
    both = ends["start"].join(ends["end"], how="outer")
    both["reason"] = ""
    for label in ends:
        reasons = both[f"reason_{label}"]
        both["reason"] = _add(both["reason"], reasons.isna(), f"{label}_missing")
        both["reason"] = _add(both["reason"], reasons.fillna("") != "", f"{label}_incomplete")
        both["reason"] = _add(both["reason"], both[f"workers_{label}"] == 0, f"{label}_no_workers")
        for segment in SEGMENTS:
            members_only = (both[f"workers_{segment}_{label}"] == 0) & (both[f"active_{segment}_{label}"] > 0)
            both["reason"] = _add(both["reason"], members_only, f"{label}_no_{segment}_workers")
    for segment in SEGMENTS:
        # A segment without workers has no rate. Taking the other end's makes the whole effect one of composition, and
        # a segment that is empty at both ends has no effect at all.
        first, last = both[f"{segment}_rate_start"].copy(), both[f"{segment}_rate_end"].copy()
        both[f"{segment}_rate_start"] = first.fillna(last).fillna(0.0)
        both[f"{segment}_rate_end"] = last.fillna(first).fillna(0.0)
    both = both.reset_index()
    both.insert(1, "name", both["code"].map(_names(coverage)))
    return both


def decompose_change(coverage: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Split the change of total coverage of each region between two years into rates and composition.

    Total coverage is the two rates weighted by the segments' shares of the workers. Each effect is the change of one
    factor at the mean of the other's two ends (Kitagawa); with two factors that is the Shapley value, so it depends on no
    order and leaves no remainder.

    Parameters
    ----------
    coverage : DataFrame
        code, year, segment (formal, informal), active, workers (people). A national row is treated like any region.
    start, end : int
        The two years.

    Returns
    -------
    DataFrame
        code, name, start, end; coverage_start, coverage_end (percent of all workers), change (points);
        formal_rate, informal_rate, composition (points; they add up to change); reason (``start_missing``,
        ``start_incomplete``, ``start_no_workers``, ``start_no_informal_workers`` where there are members all the same, and
        so on; all results of such a row are missing).

    Raises
    ------
    TableError
        A year is not in the table, or the table is not as described.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American Statistical
    Association 50, 1168-1194. Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified
    framework based on the Shapley value. Journal of Economic Inequality 11, 99-126.

    Examples
    --------
    >>> rows = [("11", 2022, "formal", 40, 100), ("11", 2022, "informal", 10, 100)]
    >>> rows += [("11", 2024, "formal", 90, 150), ("11", 2024, "informal", 5, 50)]
    >>> table = pd.DataFrame(rows, columns=["code", "year", "segment", "active", "workers"])
    >>> decompose_change(table, 2022, 2024)[["change", "formal_rate", "informal_rate", "composition"]].iloc[0].tolist()
    [22.5, 12.5, 0.0, 10.0]
    """
    both = _two_years(coverage, start, end)
    table = both[["code", "name"]].assign(start=start, end=end)
    for label in ("start", "end"):
        active = both[f"active_formal_{label}"] + both[f"active_informal_{label}"]
        table[f"coverage_{label}"] = _share(active, both[f"workers_{label}"])
    table["change"] = table["coverage_end"] - table["coverage_start"]
    table = table.join(_effects(both)).assign(reason=both["reason"])
    results = ["coverage_start", "coverage_end", "change", *EFFECTS]
    table.loc[table["reason"] != "", results] = np.nan
    return table


def _effects(both: pd.DataFrame) -> pd.DataFrame:
    """The three effects in points of the region's own coverage."""
    share = (both["formal_share_start"] + both["formal_share_end"]) / 2
    lead = (
        both["formal_rate_start"]
        + both["formal_rate_end"]
        - both["informal_rate_start"]
        - both["informal_rate_end"]
    ) / 2
    return pd.DataFrame(
        {
            "formal_rate": share * (both["formal_rate_end"] - both["formal_rate_start"]),
            "informal_rate": (1 - share) * (both["informal_rate_end"] - both["informal_rate_start"]),
            "composition": (both["formal_share_end"] - both["formal_share_start"]) * lead,
        }
    )


def decompose_nation(coverage: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Split the change of the nation's coverage between two years into what each region gave.

    A region moves the nation by its own change, weighted by its mean share of the workers, and by the growth of that
    share where its coverage differs from the nation's. The first part is split as in :func:`decompose_change`.

    Parameters
    ----------
    coverage : DataFrame
        code, year, segment (formal, informal), active, workers (people). The nation is the sum of the regions.
    start, end : int
        The two years.

    Returns
    -------
    DataFrame
        code, name, start, end; formal_rate, informal_rate, composition, place, contribution (points of the nation's
        coverage; the four add up to contribution, and the contributions of the regions to the last row, the nation's);
        reason. If any region is incomplete all results are missing, with the reason ``regions_missing``.

    Raises
    ------
    TableError
        A year is not in the table, or the table is not as described.

    Examples
    --------
    >>> rows = [("11", 2022, "formal", 40, 100), ("11", 2022, "informal", 10, 100)]
    >>> rows += [("11", 2024, "formal", 60, 100), ("11", 2024, "informal", 20, 100)]
    >>> table = pd.DataFrame(rows, columns=["code", "year", "segment", "active", "workers"])
    >>> decompose_nation(table, 2022, 2024)[["code", "formal_rate", "informal_rate", "contribution"]].values.tolist()
    [['11', 10.0, 5.0, 15.0], ['00', 10.0, 5.0, 15.0]]
    """
    rows = _two_years(regions_only(coverage), start, end)
    change = decompose_change(regions_only(coverage), start, end)
    weight = {label: rows[f"workers_{label}"] / rows[f"workers_{label}"].sum() for label in ("start", "end")}
    nation = {label: (weight[label] * change[f"coverage_{label}"]).sum() for label in weight}
    table = change[["code", "name", "start", "end"]].copy()
    for effect in EFFECTS:
        table[effect] = (weight["start"] + weight["end"]) / 2 * change[effect]
    # Shares grow at each other's cost, so a constant taken off changes no sum: measured against the nation's mean, growth
    # of a region of average coverage counts nothing.
    level = (change["coverage_start"] + change["coverage_end"] - nation["start"] - nation["end"]) / 2
    table["place"] = (weight["end"] - weight["start"]) * level
    parts = [*EFFECTS, "place"]
    table["contribution"] = table[parts].sum(axis=1)
    table["reason"] = change["reason"]
    whole = {
        "code": NATION,
        "name": _names(coverage).get(NATION, NATION),
        "start": start,
        "end": end,
        "reason": "",
    }
    whole |= {part: table[part].sum() for part in [*parts, "contribution"]}
    result = pd.concat([table, pd.DataFrame([whole])], ignore_index=True)
    if (table["reason"] != "").any():
        result[[*parts, "contribution"]] = np.nan
        result["reason"] = result["reason"].where(result["reason"] != "", "regions_missing")
    return result
