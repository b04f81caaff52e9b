"""The month of a count that its publisher did not date: the one whose announced total and segments it fits best."""

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.published import count_figures, path


def announced_segments(published: pd.DataFrame) -> pd.DataFrame:
    """The nation's announced members by month, total and segments beside each other.

    Parameters
    ----------
    published : pandas.DataFrame
        ``load_published()``.

    Returns
    -------
    pandas.DataFrame
        Indexed by month (its last day): formal, informal, both (formal and informal together) and total (people; missing where not
        announced), formal_id, informal_id, total_id. Of several figures for a month the one that is preferred everywhere is taken.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> months = announced_segments(load_published())
    >>> months.loc["2025-02-28", ["formal", "informal", "total"]].tolist()
    [26260000.0, 9580000.0, 41380000.0]
    """
    members = count_figures(published, "active_participants")
    chosen = path(members[members["code"].eq(NATION) & members["precision"].ne("year")])
    chosen = chosen[chosen["segment"].isin(["total", "formal", "informal"])]
    chosen = chosen.assign(month=chosen["date"] + pd.offsets.MonthEnd(0))
    last = chosen.drop_duplicates(["month", "segment"], keep="last")
    segments = ["formal", "informal", "total"]
    counts = last.pivot(index="month", columns="segment", values="active").reindex(columns=segments)
    ids = (
        last.pivot(index="month", columns="segment", values="id").reindex(columns=segments).add_suffix("_id")
    )
    both = (counts["formal"] + counts["informal"]).rename("both")
    return counts.join(both).join(ids)


def count_dates(counted: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """The months whose announced formal and informal members a count fits, the best first.

    Parameters
    ----------
    counted : pandas.DataFrame
        One count of all regions: segment (formal, informal), active (people) and year (none of its months is later); rows of
        ``load_members()``.
    published : pandas.DataFrame
        ``load_published()``.

    Returns
    -------
    pandas.DataFrame
        One row for each month of the years of the count for which both segments were announced: month (its last day), formal, informal, both
        (people, as announced), total (people, with construction; missing where not announced), formal_apart, informal_apart,
        both_apart (people, the count less what was announced), formal_percent, informal_percent, both_percent (the same in percent of what was
        announced), formal_id, informal_id, total_id. The month whose sum of both segments is nearest comes first.

    Raises
    ------
    ValueError
        The count lacks one of the two segments.

    Examples
    --------
    >>> from coverage_lib import load_members, load_published
    >>> members = load_members()
    >>> best = count_dates(members[members["year"] == 2025], load_published()).iloc[0]
    >>> best["month"].strftime("%Y-%m"), int(best["both_apart"]), int(best["formal_apart"]), int(best["informal_apart"])
    ('2025-02', -2013, 182185, -184198)
    """
    sums = counted[counted["segment"].isin(["formal", "informal"])].groupby("segment")["active"].sum()
    if len(sums) < 2:
        raise ValueError("A count is dated by its formal and its informal members; one of them is missing.")
    months = announced_segments(published).dropna(subset=["both"]).reset_index()
    months = months[months["month"].dt.year.isin(counted["year"])]
    for name, count in {**sums.to_dict(), "both": sums.sum()}.items():
        months[f"{name}_apart"] = count - months[name]
        months[f"{name}_percent"] = 100 * months[f"{name}_apart"] / months[name]
    return nearest_first(months, sums.sum())


def nearest_first(months: pd.DataFrame, count: float) -> pd.DataFrame:
    """Months in the order of how near their announced formal and informal members together are to a count.

    Parameters
    ----------
    months : pandas.DataFrame
        both (people).
    count : float
        Formal and informal members of the count without a date, people.

    Examples
    --------
    >>> nearest_first(pd.DataFrame({"month": ["January", "February"], "both": [36.9, 35.84]}), 35.83)["month"].tolist()
    ['February', 'January']
    """
    order = (months["both"] - count).abs().sort_values(kind="stable").index
    return months.loc[order].reset_index(drop=True)


def count_month(counted: pd.DataFrame, published: pd.DataFrame) -> pd.Timestamp | None:
    """The month that a count without a date fits best; None where no segments were announced for its year.

    Examples
    --------
    >>> from coverage_lib import load_members, load_published
    >>> members = load_members()
    >>> count_month(members[members["year"] == 2025], load_published()).strftime("%Y-%m-%d")
    '2025-02-28'
    """
    months = count_dates(counted, published)
    return None if months.empty else pd.Timestamp(months["month"].iloc[0])
