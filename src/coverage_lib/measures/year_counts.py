"""Which counts of members stand for a year, and how counts of 38 provinces are told of 34.

Members may be counted in any month and for some provinces only. A **year** is told by one count: that of its December, where all
provinces are there with formal and informal members. The last year that all provinces were counted in has, as long as its December
is not there, its latest whole month instead, as a provisional count. A table of some provinces never becomes a year.
"""

import pandas as pd

from coverage_lib.data import regions
from coverage_lib.measures.counts import add_records

#: How the rows of an analyst's own tables name their source: this, then the id of the table.
OWN = "own:"

#: Both are needed: who is counted in one segment only has no total.
SEGMENTS = ("formal", "informal")

_CELL = ["code", "date", "date_stated", "segment", "counted_by"]


def year_counts(members: pd.DataFrame) -> pd.DataFrame:
    """One count for each year: December's, or for the last year the latest whole month as a provisional one.

    Parameters
    ----------
    members : pandas.DataFrame
        On one boundary and counted in one way: code, boundary, date, year, date_stated, segment, active, status.

    Returns
    -------
    pandas.DataFrame
        The rows of those counts. Of counts without a stated date only what is alone in its year is taken.

    Examples
    --------
    >>> from coverage_lib import load_members
    >>> members = load_members(months=True)
    >>> june = members[members["year"] == 2024].assign(date=pd.Timestamp("2025-06-30"), year=2025, date_stated=True)
    >>> found = year_counts(pd.concat([members, june]))
    >>> found.loc[found["year"] == 2025, ["date", "status"]].drop_duplicates().astype(str).values.tolist()
    [['2025-06-30', 'provisional']]
    """
    whole = whole_counts(members)
    if whole.empty:
        return members.iloc[:0].copy()
    whole["december"] = whole["date_stated"] & (whole["date"].dt.month == 12)
    whole["last"] = whole["year"] == whole["year"].max()
    chosen = whole[whole["december"] | whole["last"]].sort_values(["december", "date_stated", "date"])
    chosen = chosen.drop_duplicates("year", keep="last")
    keys = ["date", "date_stated"]
    rows = members.merge(chosen[[*keys, "december"]], on=keys, how="inner")
    # Of a count whose day is not stated the record says whether it is final.
    final = rows.pop("december") | ~rows["date_stated"]
    rows["status"] = rows["status"].where(final, "provisional")
    return rows.reset_index(drop=True)


def whole_counts(members: pd.DataFrame) -> pd.DataFrame:
    """The dates at which all provinces of the boundary were counted, with formal and informal members.

    Parameters
    ----------
    members : pandas.DataFrame
        As for :func:`year_counts`.

    Returns
    -------
    pandas.DataFrame
        date, date_stated, year.

    Examples
    --------
    >>> from coverage_lib import load_members
    >>> whole_counts(load_members(months=True).query("code != '15' or year != 2023"))["year"].tolist()
    [2022, 2024, 2025]
    """
    keys = ["date", "date_stated", "year"]
    counted = members[members["segment"].isin(SEGMENTS) & (members["code"] != regions.NATION)]
    if counted.empty:
        return counted[keys].copy()
    cells = counted.drop_duplicates([*keys, "code", "segment"]).groupby(keys).size()
    provinces = len(regions.provinces(boundary=counted["boundary"].iloc[0]))
    return cells[cells == provinces * len(SEGMENTS)].reset_index()[keys]


def on_boundary(members: pd.DataFrame, boundary: str) -> pd.DataFrame:
    """Members on one boundary; those of 38 provinces are told of 34 by adding the parts of the divided ones.

    Parameters
    ----------
    members : pandas.DataFrame
        code, name, boundary, date, year, date_stated, segment, counted_by, active, status, source_id, source_row.
    boundary : {"2021", "2022"}
        How 34 provinces divide into 38 is not known, so that of 2022 there is only what was counted on it.

    Returns
    -------
    pandas.DataFrame
        Where both tell of a province and date an own table stands before the project's, and what was counted on the boundary before
        a sum. A sum of which a part is missing is left out; its source_row is missing.

    Examples
    --------
    >>> parts = pd.DataFrame({
    ...     "code": ["92", "96", "91"], "name": "", "boundary": "2022", "date": pd.Timestamp("2025-12-31"), "year": 2025,
    ...     "date_stated": True, "segment": "formal", "counted_by": "domicile", "active": [3, 1, 5], "status": "final",
    ...     "source_id": "own:x", "source_row": [2, 3, 4]})
    >>> on_boundary(parts, "2021")[["code", "name", "active"]].values.tolist()
    [['92', 'Papua Barat', 4]]
    """
    stated = members[members["boundary"] == boundary]
    others = members[members["boundary"] != boundary]
    if boundary == "2022" or others.empty:
        return stated.sort_values(["date", "code"], kind="stable", ignore_index=True)
    both = pd.concat([stated, _told_of_34(others)], ignore_index=True)
    order = (~both["source_id"].str.startswith(OWN)).sort_values(kind="stable").index
    kept = both.loc[order].drop_duplicates(_CELL).sort_index()
    return kept.sort_values(["date", "code"], kind="stable", ignore_index=True)


def _told_of_34(members: pd.DataFrame) -> pd.DataFrame:
    """Members of 38 provinces as members of 34."""
    parent = regions.provinces("2022").set_index("code")["code_2021"]
    parts = parent.value_counts()
    rows = members.assign(code=members["code"].map(parent).fillna(members["code"]))
    divided = rows["code"].map(parts).gt(1)
    pieces = rows[divided]
    there = pieces.groupby(_CELL)["active"].transform("size")
    pieces = pieces[there == pieces["code"].map(parts)]
    sums = add_records(pieces, _CELL, ["active"], ["year"])
    names = regions.provinces("2021").set_index("code")["name"]
    sums = sums.assign(name=sums["code"].map(names), boundary="2021")
    return pd.concat([rows[~divided].assign(boundary="2021"), sums], ignore_index=True)
