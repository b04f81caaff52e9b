"""Which of two tables is used where they disagree: an own one before the project's, then the later published, then the later added."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.own.record import published_later
from coverage_lib.data.reading.problems import _

#: Why a value is used, as sentences that are translated where they are shown.
REASONS = {
    "own_first": _("your own table goes before the project's"),
    "published_later": _("it was published later"),
    "added_later": _("it was added later"),
    "agrees": _("your preferred table agrees with it within rounding"),
}
COLUMNS = [
    "table",
    "code",
    "name",
    "boundary",
    "date",
    "item",
    "counted_by",
    "used",
    "used_source",
    "other",
    "other_source",
    "reason",
]
#: What makes a cell of each table; its value.
#: A count without a stated date stands at the end of its year and is not one of that day.
MEMBERS = (["code", "boundary", "date", "date_stated", "segment", "counted_by"], "active", "segment")
CELLS = (["code", "boundary", "date", "measure"], "value", "measure")


def preferred(
    table: str, stacked: pd.DataFrame, ranks: Sequence[tuple[str, str]]
) -> tuple[pd.DataFrame, pd.DataFrame, Counter[str]]:
    """The rows that are used, and the conflicts.

    Parameters
    ----------
    table : str
        Name of the table, for the list of conflicts.
    stacked : pandas.DataFrame
        Rows of all sources, with `rank`: 0 for the project's, then the place in `ranks` plus 1. The greater is preferred. And with `step`,
        how finely an own value is printed: one that agrees with the project's within it leaves that in use.
    ranks : sequence of tuple
        Source id and date of publication of the own tables, the most preferred last.

    Returns
    -------
    pandas.DataFrame, pandas.DataFrame, collections.Counter
        The rows used, in the order in which their cells first stand in `stacked`; and one row for every pair of a value that is used and another one that differs:
        :data:`COLUMNS`, `reason` a key of :data:`REASONS`. And how many values of each source agree with the project's within rounding.
    """
    key, value, item = MEMBERS if "segment" in stacked else CELLS
    # A value takes the place of the one that it replaces, so that the project's order stays.
    stacked = stacked.assign(place=stacked.groupby(key, sort=False, dropna=False).ngroup())
    order = stacked.sort_values("rank", kind="stable")
    used = order.drop_duplicates(key, keep="last")
    finer, agreeing = _finer(used, order, key, value)
    used = pd.concat([used.drop(agreeing), finer])
    others = order.drop([*used.index, *agreeing])
    pairs = others.merge(used, on=key, suffixes=("_other", "_used"), how="inner")
    pairs = pairs[pairs[f"{value}_other"] != pairs[f"{value}_used"]]
    published = ["", *(date for _source, date in ranks)]
    conflicts = pd.DataFrame(
        {
            "table": table,
            "code": pairs["code"],
            "name": pairs["name_used"],
            "boundary": pairs["boundary"],
            "date": pairs["date"],
            "item": pairs[item],
            "counted_by": pairs.get("counted_by", ""),
            "used": pairs[f"{value}_used"].astype(float),
            "used_source": pairs["source_id_used"],
            "other": pairs[f"{value}_other"].astype(float),
            "other_source": pairs["source_id_other"],
            "reason": [
                _reason(int(other), int(mine), published)
                for other, mine in zip(pairs["rank_other"], pairs["rank_used"], strict=True)
            ],
        },
        columns=COLUMNS,
    )
    rounded = Counter(order.loc[agreeing, "source_id"])
    return (
        used.sort_values("place").drop(columns=["place", "step"]),
        conflicts.reset_index(drop=True),
        rounded,
    )


def _finer(
    used: pd.DataFrame, order: pd.DataFrame, key: list[str], value: str
) -> tuple[pd.DataFrame, pd.Index]:
    """The project's rows that own values round, and the rows of these values: the finer number stays in use, and there is no conflict."""
    project = order[order["rank"] == 0]
    own = used[(used["rank"] > 0) & (used["step"] > 0)]
    if own.empty or project.empty:
        return project.iloc[:0], own.index[:0]
    both = own.reset_index().merge(project.reset_index(), on=key, suffixes=("", "_project"))
    apart = (both[value] - both[f"{value}_project"]).abs()
    # Half a step is still the same number rounded; what binary adds to it is none.
    same = (apart > 0) & (apart <= both["step"] / 2 * (1 + 1e-9))
    return project.loc[both.loc[same, "index_project"]], pd.Index(both.loc[same, "index"])


def _reason(other: int, mine: int, published: Sequence[str]) -> str:
    if other == 0:
        return "own_first"
    if mine == 0:
        return "agrees"
    return "published_later" if published_later(published[mine], published[other]) else "added_later"


def final_first(members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out counts of a part of a year, of no stated day, where the final count of all provinces at the end of that year is there.

    Parameters
    ----------
    members : pandas.DataFrame
        The table of members.

    Returns
    -------
    pandas.DataFrame, pandas.DataFrame
        The rows that stay, and those that are replaced.
    """
    by = ["boundary", "year", "segment", "counted_by"]
    final = members[members["status"].eq("final") & members["date_stated"].astype(bool)]
    counted = final[final["date"].dt.month.eq(12)].groupby(by)["code"].nunique()
    whole = [key for key, count in counted.items() if count == len(regions.provinces(str(key[0])))]  # type: ignore[index]
    of_whole_year = (
        pd.MultiIndex.from_frame(members[by]).isin(whole) if whole else np.zeros(len(members), bool)
    )
    replaced = of_whole_year & ~members["date_stated"].astype(bool) & members["status"].eq("provisional")
    return members[~replaced], members[replaced]
