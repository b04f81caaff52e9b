"""What moved coverage between two years: the rates of the segments, the composition, and the regions."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.disparity.checks import TableError
from coverage_lib.measures.disparity.segments import (
    SEGMENTS,
    add_reason,
    names_of,
    percent_of,
    regions_only,
    side_by_side,
)

EFFECTS = ["formal_rate", "informal_rate", "composition"]


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
        table[f"coverage_{label}"] = percent_of(active, both[f"workers_{label}"])
    table["change"] = table["coverage_end"] - table["coverage_start"]
    table = table.join(_effects(both)).assign(reason=both["reason"])
    results = ["coverage_start", "coverage_end", "change", *EFFECTS]
    table.loc[table["reason"] != "", results] = np.nan
    return table


def _effects(both: pd.DataFrame) -> pd.DataFrame:
    """The three effects in points of the region's own coverage."""
    formal_share = (both["formal_share_start"] + both["formal_share_end"]) / 2
    formal_rate = (both["formal_rate_start"] + both["formal_rate_end"]) / 2
    informal_rate = (both["informal_rate_start"] + both["informal_rate_end"]) / 2
    return pd.DataFrame(
        {
            "formal_rate": formal_share * (both["formal_rate_end"] - both["formal_rate_start"]),
            "informal_rate": (1 - formal_share) * (both["informal_rate_end"] - both["informal_rate_start"]),
            "composition": (both["formal_share_end"] - both["formal_share_start"])
            * (formal_rate - informal_rate),
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
    regions = regions_only(coverage)
    rows, change = _two_years(regions, start, end), decompose_change(regions, start, end)
    weight_start, weight_end = (
        rows[f"workers_{at}"] / rows[f"workers_{at}"].sum() for at in ("start", "end")
    )
    nation_start = (weight_start * change["coverage_start"]).sum()
    nation_end = (weight_end * change["coverage_end"]).sum()
    table = change[["code", "name", "start", "end"]].copy()
    for effect in EFFECTS:
        table[effect] = (weight_start + weight_end) / 2 * change[effect]
    # Shares grow at each other's cost, so a constant taken off changes no sum: measured against the nation's mean, growth
    # of a region of average coverage counts nothing.
    above_nation = (change["coverage_start"] + change["coverage_end"] - nation_start - nation_end) / 2
    table["place"] = (weight_end - weight_start) * above_nation
    parts = [*EFFECTS, "place"]
    table["contribution"] = table[parts].sum(axis=1)
    table["reason"] = change["reason"]
    nation = {"code": NATION, "name": names_of(coverage).get(NATION, NATION), "start": start, "end": end}
    sums = table[[*parts, "contribution"]].sum().to_dict()
    result = pd.concat([table, pd.DataFrame([nation | sums | {"reason": ""}])], ignore_index=True)
    if (table["reason"] != "").any():
        result[[*parts, "contribution"]] = np.nan
        result["reason"] = result["reason"].where(result["reason"] != "", "regions_missing")
    return result


def _two_years(coverage: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Rates and shares of both segments at both ends, one row per region, with the reason where one is missing."""
    table = side_by_side(coverage)
    _check_years(table, start, end)
    first, last = (_rates(table[table["year"] == year]) for year in (start, end))
    both = first.add_suffix("_start").join(last.add_suffix("_end"), how="outer")
    both["reason"] = _reasons(both)
    for segment in SEGMENTS:
        # A segment without workers has no rate. Taking the other end's makes the whole effect one of composition, and
        # a segment that is empty at both ends has no effect at all.
        rate_start, rate_end = both[f"{segment}_rate_start"], both[f"{segment}_rate_end"]
        both[f"{segment}_rate_start"] = rate_start.fillna(rate_end).fillna(0.0)
        both[f"{segment}_rate_end"] = rate_end.fillna(rate_start).fillna(0.0)
    both = both.reset_index()
    both.insert(1, "name", both["code"].map(names_of(coverage)))
    return both


def _check_years(table: pd.DataFrame, start: int, end: int) -> None:
    """Refuse years that are not in the table, or are not in order, with a :class:`TableError`."""
    for year in (start, end):
        if isinstance(year, str):
            raise TableError(f"The year {year!r} is text; ask for {year} without quotes.")
        if year not in set(table["year"]):
            years = ", ".join(str(value) for value in sorted(table["year"].unique()))
            raise TableError(f"The table of coverage has no year {year}; it has {years}. Choose two of them.")
    if start >= end:
        raise TableError(f"The change from {start} to {end} runs backwards. Give the earlier year first.")


def _rates(rows: pd.DataFrame) -> pd.DataFrame:
    """Workers, formal share (0 to 1) and rates (percent) of one year, by code, beside the counts and reasons."""
    rows = rows.set_index("code").drop(columns=["year", "name"])
    rows["workers"] = rows["workers_formal"] + rows["workers_informal"]
    rows["formal_share"] = rows["workers_formal"] / rows["workers"].where(rows["workers"] > 0)
    for segment in SEGMENTS:
        rows[f"{segment}_rate"] = percent_of(rows[f"active_{segment}"], rows[f"workers_{segment}"])
    return rows


def _reasons(both: pd.DataFrame) -> pd.Series:
    """Why the change of a region is missing; empty where both ends are complete."""
    reasons = pd.Series("", index=both.index)
    for end in ("start", "end"):
        of_year = both[f"reason_{end}"]
        reasons = add_reason(reasons, of_year.isna(), f"{end}_missing")
        reasons = add_reason(reasons, of_year.fillna("") != "", f"{end}_incomplete")
        reasons = add_reason(reasons, both[f"workers_{end}"] == 0, f"{end}_no_workers")
        for segment in SEGMENTS:
            members_only = (both[f"workers_{segment}_{end}"] == 0) & (both[f"active_{segment}_{end}"] > 0)
            reasons = add_reason(reasons, members_only, f"{end}_no_{segment}_workers")
    return reasons
