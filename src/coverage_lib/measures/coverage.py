"""Coverage: active members as a share of a stated base, and what follows from it (shortfalls, ranks, changes).

Data frame in, data frame out. Everything is computed from counts: rows that are put together are added first and divided
after, and only on one boundary and one way of counting.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.regions import NATION
from coverage_lib.measures.counts import Incomparable, add_records, no_repeats, only_value

COLUMNS = [
    "code",
    "name",
    "boundary",
    "date",
    "year",
    "segment",
    "base",
    "counted_by",
    "active",
    "workers",
    "coverage",
    "status",
    "source_id",
]

# What only a share that was computed from counts has.
COUNTED = [*COLUMNS, "date_stated", "workers_year"]

# What names a row of members, or of coverage on one base. A count without a stated date stands at the end of its year and is
# not one of that day: the two never add up to a nation.
KEYS = ["code", "date", "segment", "date_stated"]

# What each segment is divided by on each base that can be computed. "eligible" cannot: it is only ever published.
DIVISORS = {
    "employed": {"total": "employed"},
    "segment_workers": {"formal": "formal_workers", "informal": "informal_workers"},
}

BASES = (*DIVISORS, "eligible")


def coverage(members: pd.DataFrame, employment: pd.DataFrame, base: str = "employed") -> pd.DataFrame:
    """Active members as a share of the employed, or of the workers of their segment.

    Parameters
    ----------
    members : pandas.DataFrame
        Active members as from ``load_members``: code, name, boundary, date, year, segment, counted_by, active, status,
        source_id; date_stated, True where there is no such column. Construction members are left out: they are insured per project,
        not per person in work.
    employment : pandas.DataFrame
        Workers as from ``load_employment``, on the same boundary; August of the same year is used, and the latest August for members
        of a year after it.
    base : {"employed", "segment_workers"}
        What is divided by: all employed persons (segment ``total``), or the formal and the informal workers.

    Returns
    -------
    pandas.DataFrame
        One row per region, date and segment: code, name, boundary, date, year, segment, base, counted_by, active
        (people), workers (people, the base), coverage (percent), status, source_id, date_stated, workers_year (the year of the
        August in which the workers were counted). The national row ``00`` is the sum of the provinces, added where they are all
        there. A sum has the status of its least sure part, and a share of the workers of an earlier year is provisional.

    Raises
    ------
    Incomparable
        Members counted by office, or the two tables on different boundaries.
    ValueError
        Unknown base, a row that stands twice, or no employment, or no workers, for a region and year of the members.

    Examples
    --------
    >>> members = pd.DataFrame({
    ...     "code": "11", "name": "Aceh", "boundary": "2021", "date": pd.Timestamp("2024-12-31"), "year": 2024,
    ...     "segment": ["formal", "informal"], "counted_by": "domicile", "active": [300, 100], "status": "final",
    ...     "source_id": "den-annual"})
    >>> employment = pd.DataFrame({
    ...     "code": ["11"], "boundary": "2021", "year": 2024, "employed": 2000, "formal_workers": 800,
    ...     "informal_workers": 1200, "source_id": "bps-sakernas"})
    >>> coverage(members, employment)[["segment", "active", "workers", "coverage"]].values.tolist()
    [['total', 400, 2000, 20.0]]
    >>> coverage(members, employment, base="segment_workers")[["segment", "coverage"]].values.tolist()
    [['formal', 37.5], ['informal', 8.333333333333334]]
    """
    if base not in DIVISORS:
        raise ValueError(
            f"Coverage on the base {base!r} cannot be computed; choose one of: {', '.join(DIVISORS)}. "
            "The share of eligible workers is only known where it was published: load_coverage(base='eligible')."
        )
    check_comparable(members, employment)
    if "date_stated" not in members:
        members = members.assign(date_stated=True)
    no_repeats(members, KEYS, "members")
    no_repeats(employment, ["code", "year"], "employment")

    insured = _insured(members, base)
    parts = [
        _beside_workers(insured[insured["segment"] == segment], employment, workers)
        for segment, workers in DIVISORS[base].items()
    ]
    result = pd.concat(parts).assign(base=base).astype({"workers": members["active"].dtype})
    result = pd.concat([result, national(result)])
    result["coverage"] = 100 * result["active"] / result["workers"]
    return result[COUNTED].sort_values(["date", "date_stated", "segment", "code"], ignore_index=True)


def _insured(members: pd.DataFrame, base: str) -> pd.DataFrame:
    """Formal and informal members of the provinces; both added, as segment ``total``, for the base ``employed``.

    Raises
    ------
    ValueError
        A province has only one of the two segments at a date.
    """
    insured = members[members["segment"].isin(["formal", "informal"]) & (members["code"] != NATION)]
    if base != "employed":
        return insured
    segments = insured.groupby(["code", "date", "date_stated"])["segment"].nunique()
    if (segments != 2).any():
        code, date, _ = segments.index[segments != 2][0]
        raise ValueError(
            f"The members of {code} on {date:%Y-%m-%d} lack a segment; formal and informal are both needed."
        )
    keep = ["name", "boundary", "year", "counted_by"]
    return add_records(insured, ["code", "date", "date_stated"], ["active"], keep).assign(segment="total")


def _beside_workers(insured: pd.DataFrame, employment: pd.DataFrame, column: str) -> pd.DataFrame:
    """Members with the workers of the same region and year, or of the last year, which stand in a column of the employment.

    Raises
    ------
    ValueError
        A region has no employment, or no workers, in a year.
    """
    workers = employment[["code", "year", column, "source_id"]]
    workers = workers.set_axis(["code", "workers_year", "workers", "workers_source"], axis=1)
    last = insured["code"].map(workers.groupby("code")["workers_year"].max())
    counted_in = insured["year"].where(insured["year"] < last, last).fillna(insured["year"]).astype("int64")
    keys = ["code", "workers_year"]
    rows = insured.assign(workers_year=counted_in).merge(workers, on=keys, how="left", validate="many_to_one")
    if (lacking := rows["workers"].isna()).any():
        first = rows[lacking].iloc[0]
        raise ValueError(
            f"There is no employment of {first['name']} ({first['code']}) for {first['year']} to divide by."
        )
    if (nobody := rows["workers"] <= 0).any():
        first = rows[nobody].iloc[0]
        raise ValueError(
            f"{first['name']} ({first['code']}) has {first['workers']:g} {column} in {first['year']}, and a share of nobody "
            "is not defined. Correct the employment, or leave the region out of the members."
        )
    rows["source_id"] = rows["source_id"] + ";" + rows.pop("workers_source")
    rows["status"] = rows["status"].mask(rows["workers_year"] < rows["year"], "provisional")
    return rows


def check_comparable(members: pd.DataFrame, employment: pd.DataFrame) -> None:
    """Refuse to divide members by workers who were counted elsewhere or within other boundaries.

    Raises
    ------
    Incomparable
        The message says what is mixed and what to use instead.
    """
    if only_value(members, "counted_by", "the members") != "domicile":
        raise Incomparable(
            "These members are counted by office, where their employer is registered; workers are surveyed where they "
            "live. The share would be wrong: in December 2023 DKI Jakarta has 6,726,563 members by office and 2,203,839 "
            "by domicile. Use load_members(counted_by='domicile')."
        )
    boundaries = [
        only_value(members, "boundary", "the members"),
        only_value(employment, "boundary", "the employment"),
    ]
    if boundaries[0] != boundaries[1]:
        raise Incomparable(
            f"The members are on the boundary of {boundaries[0]} and the employment on that of {boundaries[1]}; Papua and "
            "Papua Barat mean different areas in them. Use load_employment(boundary='2021'), which adds the counts of the "
            "new provinces."
        )


def national(rows: pd.DataFrame) -> pd.DataFrame:
    """The national rows of a coverage table: active members and workers of all provinces, added.

    Parameters
    ----------
    rows : pandas.DataFrame
        Provinces with boundary, date, date_stated, segment, base, counted_by, active, workers (people), workers_year, status,
        source_id.

    Returns
    -------
    pandas.DataFrame
        One row with the code ``00`` for each date and segment of which all provinces of the boundary are there (else
        none: a part is not the nation), with the status of the least sure province.

    Raises
    ------
    ValueError
        A province stands twice at a date.
    """
    no_repeats(rows, KEYS, "coverage")
    complete = len(regions.provinces(boundary=only_value(rows, "boundary", "the coverage")))
    keys = ["date", "date_stated", "segment"]
    groups = rows.groupby(keys, sort=False)["code"].transform("nunique")
    keep = ["boundary", "year", "base", "counted_by", "workers_year"]
    nation = add_records(rows[groups == complete], keys, ["active", "workers"], keep)
    return nation.assign(code=NATION, name="Indonesia")


def aggregate(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Coverage of groups of provinces, from their counts.

    Parameters
    ----------
    rows : pandas.DataFrame
        A coverage table with a column `by`, for example the island. National rows are left out.
    by : str
        The column that names the group.

    Returns
    -------
    pandas.DataFrame
        `by`, boundary, date, year, segment, base, counted_by, active, workers (people), coverage (percent), status,
        source_id. The status is that of the least sure province.

    Raises
    ------
    Incomparable
        The rows mix boundaries, bases or ways of counting.
    ValueError
        A province stands twice or has no group, or a group has no workers.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "code": ["00", "31", "32"], "island": ["", "Jawa", "Jawa"], "boundary": "2021",
    ...     "date": pd.Timestamp("2024-12-31"), "year": 2024, "segment": "total", "base": "employed",
    ...     "counted_by": "domicile", "active": [999, 50, 50], "workers": [9999, 100, 300], "status": "final",
    ...     "source_id": "den-annual"})
    >>> aggregate(rows, "island")[["island", "active", "workers", "coverage"]].values.tolist()
    [['Jawa', 100, 400, 25.0]]
    """
    for column in ("boundary", "base", "counted_by"):
        only_value(rows, column, "the coverage")
    provinces = rows[rows["code"] != NATION]
    no_repeats(provinces, [key for key in KEYS if key in provinces], "coverage")
    if (lacking := provinces[by].isna()).any():
        codes = ", ".join(provinces["code"][lacking].unique())
        raise ValueError(f"There is no {by!r} for {codes}; name the group of each province, or leave it out.")
    keep = ["boundary", "year", "base", "counted_by"]
    result = add_records(provinces, [by, "date", "segment"], ["active", "workers"], keep)
    if (nobody := result["workers"] <= 0).any():
        first = result[nobody].iloc[0]
        raise ValueError(
            f"{first[by]} has {first['workers']:g} workers in {first['year']}, and a share of nobody is not defined. Correct "
            "the workers, or leave the group out."
        )
    result["coverage"] = 100 * result["active"] / result["workers"]
    return result[[by, *COLUMNS[2:8], "active", "workers", "coverage", "status", "source_id"]]


def shortfall(rows: pd.DataFrame, target: float | pd.Series) -> pd.DataFrame:
    """The shortfall against a target: target minus coverage in percentage points, and the workers between them.

    Parameters
    ----------
    rows : pandas.DataFrame
        A coverage table with coverage (percent) and workers (people).
    target : float or Series
        Target in percent on the same base: one for all rows, or one per row (same index), or by region code.

    Returns
    -------
    pandas.DataFrame
        `rows` with target (percent), shortfall_points (percentage points, negative where the target is passed) and
        shortfall_workers (people still to be covered, rounded up; 0 where the target is reached, missing where the target
        or the workers are not known).

    Raises
    ------
    ValueError
        A target outside 0–100, or several targets of one region.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["11", "12"], "coverage": [20.0, 60.0], "workers": [1005, 1000]})
    >>> shortfall(rows, 50)[["shortfall_points", "shortfall_workers"]].values.tolist()
    [[30.0, 302.0], [-10.0, 0.0]]
    >>> shortfall(rows, pd.Series({"11": 30.0}))["shortfall_points"].tolist()
    [10.0, nan]
    """
    if isinstance(target, pd.Series):
        by_row = target.index.equals(rows.index)
        if not by_row and target.index.has_duplicates:
            code = target.index[target.index.duplicated()][0]
            values = ", ".join(f"{value:g}" for value in target[[code]])
            raise ValueError(
                f"There are several targets for {code}: {values}. Keep one target of each region."
            )
        goals = target.astype(float) if by_row else rows["code"].map(target).astype(float)
    else:
        goals = pd.Series(float(target), index=rows.index)
    if ((goals < 0) | (goals > 100)).any():
        raise ValueError("A target is a percentage between 0 and 100; check its unit.")
    points = goals - rows["coverage"]
    # Rounded first, so that 301.5000000001 of binary arithmetic does not become one person more.
    workers = np.ceil((points.clip(lower=0) / 100 * rows["workers"]).round(6))
    return rows.assign(target=goals, shortfall_points=points, shortfall_workers=workers)


def rank(rows: pd.DataFrame, within: Sequence[str] = ("date", "segment")) -> pd.DataFrame:
    """Ranks of the provinces by coverage within each date and segment, 1 for the highest; equals share a rank.

    Parameters
    ----------
    rows : pandas.DataFrame
        A coverage table. National rows are kept and have no rank.
    within : sequence of str
        Columns whose values have ranks of their own. The latest published figures have each a date of its own: they are ranked
        within the segment only.

    Returns
    -------
    pandas.DataFrame
        `rows` with rank (float; missing for the nation and where coverage is missing).

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["00", "11", "12"], "date": "2024", "segment": "total", "coverage": [27.0, 20, 30]})
    >>> rank(rows)["rank"].tolist()
    [nan, 2.0, 1.0]
    """
    provinces = rows[rows["code"] != NATION]
    ranks = provinces.groupby(list(within))["coverage"].rank(method="min", ascending=False)
    return rows.assign(rank=ranks)


def change(rows: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Change of coverage and of active members between two years.

    Parameters
    ----------
    rows : pandas.DataFrame
        A coverage table on one boundary, one base and one way of counting.
    start, end : int
        Years that are compared.

    Returns
    -------
    pandas.DataFrame
        One row per region and segment that has both years: code, name, boundary, segment, base, counted_by,
        active_start, active_end, workers_start, workers_end (people), coverage_start, coverage_end (percent),
        change_points (percentage points), change_active (people), status (``provisional`` if either year is).

    Raises
    ------
    Incomparable
        The rows mix boundaries, bases or ways of counting.
    ValueError
        A year has no rows or is text, or a region has several rows in one year.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "code": "11", "name": "Aceh", "boundary": "2021", "year": [2022, 2024], "segment": "total",
    ...     "base": "employed", "counted_by": "domicile", "active": [100, 150], "workers": [1000, 1200],
    ...     "coverage": [10.0, 12.5], "status": "final"})
    >>> change(rows, 2022, 2024)[["coverage_start", "coverage_end", "change_points", "change_active"]].values.tolist()
    [[10.0, 12.5, 2.5, 50.0]]
    """
    for column in ("boundary", "base", "counted_by"):
        only_value(rows, column, "the coverage")
    if not pd.api.types.is_numeric_dtype(rows["year"]):
        raise ValueError(
            f"The year {rows['year'].iloc[0]!r} is text; make it a number: rows.assign(year=rows['year'].astype(int))."
        )
    for year in (start, end):
        if not (rows["year"] == year).any():
            years = ", ".join(str(value) for value in sorted(rows["year"].unique()))
            raise ValueError(f"There is no coverage for {year}; the table has {years}.")
    keys = ["code", "name", "boundary", "segment", "base", "counted_by"]
    values = ["active", "workers", "coverage", "status"]
    first, last = (rows.loc[rows["year"] == year, keys + values] for year in (start, end))
    try:
        both = first.merge(last, on=keys, suffixes=("_start", "_end"), validate="one_to_one")
    except pd.errors.MergeError as error:
        raise ValueError(
            "A region has several rows in one year; keep one row per region, segment and year."
        ) from error
    statuses = both[["status_start", "status_end"]]
    both["change_points"] = both["coverage_end"] - both["coverage_start"]
    both["change_active"] = both["active_end"] - both["active_start"]
    both["status"] = np.where((statuses == "provisional").any(axis=1), "provisional", both["status_end"])
    return both.drop(columns=["status_start", "status_end"])


def strained(rows: pd.DataFrame) -> pd.Series:
    """Which rows have more members than workers: a sign that numerator and base do not belong together.

    Returns
    -------
    pandas.Series
        bool, True where coverage is above 100%.

    Examples
    --------
    >>> strained(pd.DataFrame({"coverage": [99.0, 107.0]})).tolist()
    [False, True]
    """
    return rows["coverage"] > 100


def provinces_of(coverage: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """The provinces of one year, the latest unless named, highest coverage first.

    Examples
    --------
    >>> frame = pd.DataFrame({"code": ["00", "11", "12"], "year": 2024, "coverage": [27.0, 20.0, 25.0]})
    >>> provinces_of(frame).code.tolist()
    ['12', '11']
    """
    year = int(coverage["year"].max()) if year is None else year
    rows = coverage[(coverage["year"] == year) & (coverage["code"] != NATION)]
    return rows.sort_values(["coverage", "code"], ascending=[False, True]).reset_index(drop=True)


def nation_of(coverage: pd.DataFrame, year: int | None = None) -> pd.Series:
    """The national row of one year, the latest unless named.

    Examples
    --------
    >>> frame = pd.DataFrame({"code": ["00", "11"], "year": 2024, "coverage": [27.0, 20.0]})
    >>> float(nation_of(frame).coverage)
    27.0
    """
    year = int(coverage["year"].max()) if year is None else year
    return coverage[(coverage["year"] == year) & (coverage["code"] == NATION)].iloc[0]
