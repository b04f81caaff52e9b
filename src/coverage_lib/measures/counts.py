"""Counts of people: which may be put together, and how. Counts are added first and divided after."""

from collections.abc import Iterable

import pandas as pd

from coverage_lib.data import regions

SURENESS = ("provisional", "final")
"""Statuses of a count from the least to the most sure."""


class Incomparable(ValueError):
    """Two sets of numbers that must not be divided by, or compared with, each other; the message says why."""


def only_value(frame: pd.DataFrame, column: str, what: str) -> str:
    """The one value that a column has in all rows.

    Raises
    ------
    Incomparable
        The rows have several values, so they were not counted in one way.

    Examples
    --------
    >>> only_value(pd.DataFrame({"boundary": ["2021", "2021"]}), "boundary", "the members")
    '2021'
    """
    values = sorted(frame[column].unique())
    if len(values) != 1:
        raise Incomparable(
            f"In {what} the column {column!r} holds {', '.join(map(repr, values)) or 'nothing'}; shares need exactly one "
            f"value. Keep the rows of one {column} first."
        )
    return values[0]


def add_up(frame: pd.DataFrame, by: Iterable[str], counts: Iterable[str]) -> pd.DataFrame:
    """Add counts within groups; a group with a missing count is missing, not smaller.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per part.
    by, counts : iterable of str
        Columns that name a group, and columns of people to add.

    Returns
    -------
    pandas.DataFrame
        One row per group with `by` and `counts`, in the order in which the groups first appear.

    Examples
    --------
    >>> parts = pd.DataFrame({"year": [2023, 2023], "employed": [10, 30]})
    >>> add_up(parts, ["year"], ["employed"]).values.tolist()
    [[2023, 40]]
    """
    return frame.groupby(list(by), sort=False)[list(counts)].sum(skipna=False).reset_index()


def weakest(statuses: Iterable[str]) -> str:
    """The status of a sum: that of its least sure part.

    Raises
    ------
    Incomparable
        There are several statuses, and one of them has no place in :data:`SURENESS`.

    Examples
    --------
    >>> weakest(["final", "provisional", "final"])
    'provisional'
    """
    kinds = sorted(set(statuses))
    if len(kinds) == 1:
        return kinds[0]
    if not set(kinds) <= set(SURENESS):
        raise Incomparable(
            f"Counts with the statuses {', '.join(map(repr, kinds))} cannot be added: it is not known which of them is less "
            f"sure. Keep the rows of one status, or use {' and '.join(map(repr, SURENESS))}."
        )
    return min(kinds, key=SURENESS.index)


def add_records(
    rows: pd.DataFrame, by: Iterable[str], counts: Iterable[str], keep: Iterable[str] = ()
) -> pd.DataFrame:
    """Add counts within groups, with the status and the sources of each sum.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row per part, with status and source_id.
    by, counts : iterable of str
        Columns that name a group, and columns of people to add; a group with a missing count is missing.
    keep : iterable of str
        Columns that are alike within a group.

    Returns
    -------
    pandas.DataFrame
        One row per group with `by`, `keep`, `counts`, status (of the least sure part) and source_id (of all parts, joined
        by ``;``), in the order in which the groups first appear.

    Raises
    ------
    Incomparable
        A group mixes statuses of which it is not known which is less sure.

    Examples
    --------
    >>> parts = pd.DataFrame({"code": "11", "active": [10, 30], "status": ["final", "provisional"], "source_id": "a"})
    >>> add_records(parts, ["code"], ["active"]).values.tolist()
    [['11', 40, 'provisional', 'a']]
    """
    by, keep = list(by), list(keep)
    result = add_up(rows, by, counts)
    groups = rows.groupby(by, sort=False)
    carried = groups[keep].first() if keep else pd.DataFrame(index=groups.size().index)
    carried = carried.assign(status=groups["status"].agg(weakest), source_id=groups["source_id"].agg(_joined))
    return result.join(carried, on=by)


def _joined(sources: Iterable[str]) -> str:
    """Every source of the parts once, in the order in which they first appear."""
    return ";".join(dict.fromkeys(source for part in sources for source in part.split(";")))


def no_repeats(rows: pd.DataFrame, keys: list[str], what: str) -> None:
    """Refuse rows that stand twice, because adding them would count people twice.

    Parameters
    ----------
    rows : pandas.DataFrame
        Counts that are about to be added or divided.
    keys : list of str
        The columns that name a row.
    what : str
        What the table holds, for the message.

    Raises
    ------
    ValueError
        Names the first row that stands twice, in which columns the two differ, and how many more there are.

    Examples
    --------
    >>> no_repeats(pd.DataFrame({"code": ["11", "12"]}), ["code"], "members")
    """
    repeated = rows.duplicated(keys, keep=False)
    if not repeated.any():
        return
    groups = rows[repeated].groupby(keys, sort=False, dropna=False)
    (first, alike), *others = list(groups)
    named = ", ".join(
        f"{key} {value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else f"{key} {value}"
        for key, value in zip(keys, first, strict=True)
    )
    different = [column for column in alike.columns if len(alike[column].unique()) > 1]
    how = f"they differ in {', '.join(different)}" if different else "they are alike"
    more = f" (and for {len(others)} more)" if others else ""
    raise ValueError(
        f"The table of {what} has {len(alike)} rows for {named}{more}; {how}. People would be counted twice: keep one of the rows."
    )


def both_ways(domicile: pd.DataFrame, office: pd.DataFrame) -> pd.DataFrame:
    """The same members counted where they live and where their employer is registered, beside each other.

    Parameters
    ----------
    domicile, office : pandas.DataFrame
        As from ``load_members``, one date. Construction is left out of both: it is not published by domicile.

    Returns
    -------
    pandas.DataFrame
        One row per region, the largest ratio first: code, name, date, active_domicile, active_office (people), ratio
        (members by office for each member by domicile; missing where nobody is counted by domicile).

    Raises
    ------
    Incomparable
        The two were counted on different dates.
    ValueError
        A region and segment stands twice.

    Examples
    --------
    >>> day = pd.Timestamp("2023-12-31")
    >>> lives = pd.DataFrame({"code": ["31"], "name": ["DKI Jakarta"], "date": day, "segment": "formal", "active": [2]})
    >>> both_ways(lives, lives.assign(active=[6]))["ratio"].tolist()
    [3.0]
    """
    only_value(pd.concat([domicile, office]), "date", "the members by domicile and by office")
    for members, way in ((domicile, "domicile"), (office, "office")):
        no_repeats(members, ["code", "segment"], f"members by {way}")
    sums = [
        add_up(members[members["segment"] != "construction"], ["code", "name", "date"], ["active"])
        for members in (domicile, office)
    ]
    rows = sums[0].merge(
        sums[1], on=["code", "name", "date"], suffixes=("_domicile", "_office"), validate="1:1"
    )
    rows["ratio"] = rows["active_office"] / rows["active_domicile"].where(rows["active_domicile"] > 0)
    return rows.sort_values(["ratio", "code"], ascending=[False, True], ignore_index=True)


def formal_share(employment: pd.DataFrame) -> pd.Series:
    """Formal workers as a share of employed persons, percent; missing where nobody is employed.

    Examples
    --------
    >>> formal_share(pd.DataFrame({"formal_workers": [30], "employed": [40]})).tolist()
    [75.0]
    """
    return 100 * employment["formal_workers"] / employment["employed"].where(employment["employed"] > 0)


def to_boundary_2021(employment: pd.DataFrame) -> pd.DataFrame:
    """Bring employment of the 38 provinces to the 34 provinces of 2021: counts are added, then shares computed.

    Parameters
    ----------
    employment : pandas.DataFrame
        Rows on the boundary of 2022, as from ``load_employment(boundary="2022")``.

    Returns
    -------
    pandas.DataFrame
        The same columns; Papua (91) and Papua Barat (92) hold the sums of the provinces they were split into. The
        `formal_share` of all other rows is the one published.

    Raises
    ------
    Incomparable
        The rows are not on the boundary of 2022, or a part of Papua or Papua Barat is missing at a date.
    ValueError
        A region stands twice at a date.

    Examples
    --------
    >>> parts = pd.DataFrame({
    ...     "code": ["92", "96"], "name": ["Papua Barat", "Papua Barat Daya"], "boundary": "2022",
    ...     "date": pd.Timestamp("2023-08-31"), "year": 2023, "employed": [300, 100], "labour_force": [310, 110],
    ...     "formal_share": [40.0, 60.0], "formal_workers": [120, 60], "informal_workers": [180, 40],
    ...     "source_id": "bps-sakernas"})
    >>> to_boundary_2021(parts)[["code", "name", "employed", "formal_share"]].values.tolist()
    [['92', 'Papua Barat', 400, 45.0]]
    """
    if only_value(employment, "boundary", "the employment") != "2022":
        raise Incomparable(
            "Only employment on the boundary of 2022 (38 provinces) can be brought to that of 2021."
        )
    no_repeats(employment, ["code", "date"], "employment")
    parent = regions.provinces(boundary="2022").set_index("code")["code_2021"]
    divided = parent[parent.duplicated(keep=False)]
    names = regions.provinces(boundary="2021").set_index("code")["name"]
    is_part = employment["code"].isin(divided.index)
    parts = employment[is_part].assign(code=lambda rows: rows["code"].map(parent))
    _check_all_parts(parts, divided, names)
    counts = ["employed", "labour_force", "formal_workers", "informal_workers"]
    sums = add_up(parts, ["code", "date", "year"], counts)
    sources = parts.groupby(["code", "date"])["source_id"].agg(_joined).rename("source_id")
    whole = sums.join(sources, on=["code", "date"]).assign(
        name=lambda rows: rows["code"].map(names), formal_share=lambda rows: formal_share(rows).round(6)
    )
    result = pd.concat([employment[~is_part], whole]).assign(boundary="2021")
    return result[employment.columns].sort_values(["date", "code"], ignore_index=True)


def _check_all_parts(parts: pd.DataFrame, divided: pd.Series, names: pd.Series) -> None:
    """Refuse the sum of a divided province while one of its parts is missing at a date.

    Parameters
    ----------
    parts : pandas.DataFrame
        Rows of the parts, with the code of the province of 2021 and the date.
    divided : pandas.Series
        Code of a part -> code of the province of 2021.
    names : pandas.Series
        Code -> name of the provinces of 2021.
    """
    there = parts.groupby(["code", "date"], sort=False).size().reset_index(name="rows")
    short = there[there["rows"] != there["code"].map(divided.value_counts())]
    if len(short):
        code, date, rows = short.iloc[0]
        raise Incomparable(
            f"{names[code]} of 2021 is the sum of the provinces {', '.join(divided.index[divided == code])}; on "
            f"{date:%Y-%m-%d} there are rows of only {rows} of them. Pass all of them."
        )
