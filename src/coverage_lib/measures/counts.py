"""Counts of people: which may be put together, and how. Counts are added first and divided after."""

from collections.abc import Iterable

import pandas as pd

from coverage_lib.data import regions


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
    values = sorted(set(frame[column]))
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
        (members by office for each member by domicile).

    Raises
    ------
    Incomparable
        The two were counted on different dates.

    Examples
    --------
    >>> day = pd.Timestamp("2023-12-31")
    >>> lives = pd.DataFrame({"code": ["31"], "name": ["DKI Jakarta"], "date": day, "segment": "formal", "active": [2]})
    >>> both_ways(lives, lives.assign(active=[6]))["ratio"].tolist()
    [3.0]
    """
    only_value(pd.concat([domicile, office]), "date", "the members by domicile and by office")
    sums = [
        add_up(members[members["segment"] != "construction"], ["code", "name", "date"], ["active"])
        for members in (domicile, office)
    ]
    rows = sums[0].merge(
        sums[1], on=["code", "name", "date"], suffixes=("_domicile", "_office"), validate="1:1"
    )
    rows["ratio"] = rows["active_office"] / rows["active_domicile"]
    return rows.sort_values(["ratio", "code"], ascending=[False, True], ignore_index=True)


def formal_share(employment: pd.DataFrame) -> pd.Series:
    """Formal workers as a share of employed persons, percent.

    Examples
    --------
    >>> formal_share(pd.DataFrame({"formal_workers": [30], "employed": [40]})).tolist()
    [75.0]
    """
    return 100 * employment["formal_workers"] / employment["employed"]


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
    parent = regions.provinces(boundary="2022").set_index("code")["code_2021"]
    divided = parent[parent.duplicated(keep=False)]
    names = regions.provinces(boundary="2021").set_index("code")["name"]
    is_part = employment["code"].isin(divided.index)
    parts = employment[is_part].assign(code=lambda rows: rows["code"].map(parent))
    _check_all_parts(parts, divided, names)
    counts = ["employed", "labour_force", "formal_workers", "informal_workers"]
    whole = add_up(parts, ["code", "date", "year", "source_id"], counts).assign(
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
