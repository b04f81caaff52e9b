"""Coverage of the two segments: their difference, and who is not a member."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.counts import add_up
from coverage_lib.measures.disparity.segments import (
    SEGMENTS,
    add_reason,
    names_of,
    percent_of,
    regions_only,
    side_by_side,
)

CASUAL_SHARE = 9.01
"""Casual employees as a share of the employed, percent, August 2024 (BPS: 4.93 outside agriculture, 4.08 in it).

BPS counts them as informal workers, the agency may insure them as wage earners: they are the largest group that the two
definitions of formal place differently.
"""

DIFFERENCE_COLUMNS = (
    "code name year formal_coverage informal_coverage difference ratio formal_lead strained strain reason"
)

NOT_MEMBERS_COLUMNS = (
    "code name year segment active workers not_members share_of_not_members above_100 reason"
)


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
        table["reason"] = add_reason(table["reason"], nobody, f"no_{segment}_workers")
        table[f"{segment}_coverage"] = percent_of(table[f"active_{segment}"], table[f"workers_{segment}"])
    table["difference"] = table["formal_coverage"] - table["informal_coverage"]
    table["ratio"] = table["formal_coverage"] / table["informal_coverage"].where(
        table["informal_coverage"] > 0
    )
    table["formal_lead"] = percent_of(table["active_formal"], members) - percent_of(
        table["workers_formal"], workers
    )
    only_formal = (table["informal_coverage"] == 0) & (members > 0)
    table["reason"] = add_reason(table["reason"], members == 0, "no_members")
    table["reason"] = add_reason(table["reason"], only_formal, "no_informal_members")
    table["strain"] = _strain(table)
    table["strained"] = table["strain"] != ""
    return table[DIFFERENCE_COLUMNS.split()]


def _strain(table: pd.DataFrame) -> pd.Series:
    """Why the two definitions do not fit together in a row: the keys of `strain`, empty where they do."""
    strain = pd.Series("", index=table.index)
    for segment in SEGMENTS:
        # Compared as counts: members where the survey has no worker at all have no share, and are strained all the same.
        above = table[f"active_{segment}"] > table[f"workers_{segment}"]
        strain = add_reason(strain, above, f"{segment}_above_100")
    within = (table["formal_lead"] < CASUAL_SHARE) & table["difference"].notna()
    return add_reason(strain, within, "within_definitions")


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
        with the reason ``regions_missing``, in a year in which a region is, and so are all shares of that year. Shares are
        missing too in a year with no more workers than members (``all_are_members``, ``members_exceed_workers``).

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
    regions = _one_row_per_segment(regions_only(side_by_side(coverage)))
    nation = add_up(regions, ["year", "segment"], ["active", "workers"])
    incomplete = nation[["active", "workers"]].isna().any(axis=1)
    nation = nation.assign(
        code=NATION,
        name=names_of(coverage).get(NATION, NATION),
        reason=np.where(incomplete, "regions_missing", ""),
    )
    table = pd.concat([regions, nation], ignore_index=True)
    table["not_members"] = table["workers"] - table["active"]
    whole = table[table["code"] == NATION].groupby("year")["not_members"].agg(lambda v: v.sum(skipna=False))
    of_year = table["year"].map(whole)
    table["share_of_not_members"] = 100 * table["not_members"] / of_year.where(of_year > 0)
    unknown = (table["reason"] == "") & table["not_members"].notna()
    table["reason"] = add_reason(table["reason"], unknown & of_year.isna(), "regions_missing")
    table["reason"] = add_reason(table["reason"], unknown & (of_year == 0), "all_are_members")
    table["reason"] = add_reason(table["reason"], unknown & (of_year < 0), "members_exceed_workers")
    table["above_100"] = table["not_members"] < 0
    return table[NOT_MEMBERS_COLUMNS.split()]


def _one_row_per_segment(wide: pd.DataFrame) -> pd.DataFrame:
    """Rows of :func:`side_by_side` as one row per segment, each with the reasons of its own segment."""
    parts = []
    for segment in SEGMENTS:
        reasons = wide["reason"].str.split("; ")
        own = [[key for key in keys if key.startswith(f"{segment}_")] for keys in reasons]
        parts.append(
            wide[["code", "name", "year"]].assign(
                segment=segment,
                active=wide[f"active_{segment}"],
                workers=wide[f"workers_{segment}"],
                reason=["; ".join(keys) for keys in own],
            )
        )
    return pd.concat(parts).sort_values(["year", "code", "segment"], kind="stable")


def informal_of_ten(coverage: pd.DataFrame) -> pd.DataFrame:
    """How many of ten workers who are not members are informal, per year.

    Parameters
    ----------
    coverage : DataFrame
        code, year, segment (formal, informal), active, workers (people).

    Returns
    -------
    DataFrame
        year, not_members, informal (people), of_ten (0 to 10, not rounded), reason (``regions_missing``,
        ``all_are_members``; ``formal_above_100`` or ``informal_above_100`` where one segment has more members than workers:
        they would be taken off the other's, and of ten there would be more than ten, or fewer than none).

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
    reasons = {
        "regions_missing": result["not_members"].isna(),
        "all_are_members": (formal <= 0) & (informal <= 0),
        "formal_above_100": formal < 0,
        "informal_above_100": informal < 0,
    }
    result["reason"] = np.select(list(reasons.values()), list(reasons), "")
    shares = 10 * result["informal"] / result["not_members"].where(result["reason"] == "")
    result.insert(2, "of_ten", shares)
    return result.reset_index()
