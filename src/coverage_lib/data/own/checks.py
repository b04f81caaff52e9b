"""A new table beside what is in: members that are more than the workers, counts that moved as no programme ever did."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.own.merged import Merged
from coverage_lib.data.reading.problems import Problem, _

#: The greatest ratios of coverage from one year to the next in the six panels of social insurance that the projection's prior is learned on
#: (measures/projection/class_prior.json names them and their publishers): unemployment insurance in one of the rich countries doubled, and
#: employees with pension contributions in an Argentine province fell to 0.81.
GREATEST_RISE, GREATEST_FALL = 2.0, 0.81
DAYS_OF_A_YEAR = 365.25
#: A count so many times smaller or larger than the last one is in thousands where the other is not.
A_THOUSAND = (500.0, 2000.0)


def against(tables: Mapping[str, pd.DataFrame], others: Mapping[str, pd.DataFrame], long: pd.DataFrame) -> list[Problem]:  # fmt: skip
    """What speaks against the rows of a new table.

    Parameters
    ----------
    tables : mapping
        The new rows by table.
    others : mapping
        The tables that are in.
    long : pandas.DataFrame
        The new table as it was read, for where its rows stand.

    Returns
    -------
    list of Problem
        More members by domicile than employed persons in a region: an error. A count that moved more from the last one than the reference
        class ever did: a warning.
    """
    problems: list[Problem] = []
    workers = {
        "members": _of_provinces(others["employment"]),
        "members_regency": others["employment_regency"],
    }
    for name, employment in workers.items():
        if name in tables:
            problems += _more_than_workers(tables[name], employment, long)
            problems += _moves(tables[name], others.get(name), long)
    return problems


def _of_provinces(employment: pd.DataFrame) -> pd.DataFrame:
    """The employed of the provinces on the boundary of 2021."""
    provinces = employment[employment["code"] != regions.NATION]
    codes = regions.to_boundary(provinces["code"])
    return provinces.assign(code=codes).groupby(["code", "date", "year"], as_index=False)["employed"].sum()


def _more_than_workers(members: pd.DataFrame, employment: pd.DataFrame, long: pd.DataFrame) -> list[Problem]:
    """Members who live in a region are among those who work there; workers are those of the year, or of the nearest before or after."""
    on_boundary = members["boundary"].eq("2022" if "province_code" in members else "2021")
    counted = members[members["counted_by"].eq("domicile") & on_boundary]
    if counted.empty:
        return []
    sums = counted.groupby(["code", "name", "date"], as_index=False).agg(
        active=("active", "sum"), source_row=("source_row", "first"), year=("year", "first")
    )
    known = employment.dropna(subset=["employed"]).sort_values("year")
    sums = pd.merge_asof(
        sums.sort_values("year"),
        known[["code", "year", "employed"]].assign(august=known["year"]),
        on="year",
        by="code",
        direction="nearest",
    )
    too_many = sums[sums["active"] > sums["employed"]].sort_values(["date", "code"])
    sheets = _sheets(long) if len(too_many) else {}
    return [_too_many(row, sheets) for row in too_many.itertuples()]


def _too_many(row: Any, sheets: Mapping[int, str]) -> Problem:
    says = _("{name} would have {active} members and {employed} employed persons (August {year}), {percent}%")
    fix = _(
        "Look whether the unit is right (thousands?), whether members are counted by office, and whether the rows belong to this region."
    )
    values = {
        "name": row.name,
        "active": int(row.active),
        "employed": int(row.employed),
        "year": str(int(row.august)),
        "percent": round(100 * row.active / row.employed),
    }
    return _at("more_than_workers", "error", says, fix, values, row.source_row, sheets)


def _moves(members: pd.DataFrame, before: pd.DataFrame | None, long: pd.DataFrame) -> list[Problem]:
    """Counts that rose or fell more from the last one, in the new table or in what is in, than the reference class ever did in a year."""
    by = ["code", "segment", "counted_by"]
    new = members.assign(new=True)
    old = before[before["date_stated"].astype(bool)].assign(new=False) if before is not None else new.iloc[:0]
    both = pd.concat([old, new], ignore_index=True) if len(old) else new
    both = both[both["boundary"].eq("2022" if "province_code" in both else "2021")]
    both = both.drop_duplicates([*by, "date"], keep="last").sort_values([*by, "date"])
    last = both.groupby(by)[["active", "date", "new"]].shift()
    years = np.maximum(((both["date"] - last["date"]).dt.days / DAYS_OF_A_YEAR).round(), 1)
    ratio = both["active"] / last["active"].where(last["active"] > 0)
    far = (ratio > GREATEST_RISE**years) | (ratio < GREATEST_FALL**years)
    far &= both["new"].astype(bool)
    moved = both.assign(last=last["active"], last_date=last["date"])[far]
    sheets = _sheets(long) if len(moved) else {}
    low, high = A_THOUSAND
    times = moved["active"].where(moved["active"] > moved["last"], moved["last"]) / moved[
        ["active", "last"]
    ].min(axis=1)
    # One cell among others may be a slip of its own; several, or the only one, are a table in another unit.
    thousands = times.between(low, high)
    compared = both["new"].astype(bool) & last["new"].eq(False)
    if thousands.sum() < min(2, compared.sum()):
        thousands[:] = False
    return [
        _in_thousands(row, sheets) if other_unit else _moved(row, sheets)
        for row, other_unit in zip(moved.itertuples(), thousands, strict=True)
    ]


def _in_thousands(row: Any, sheets: Mapping[int, str]) -> Problem:
    if row.active < row.last:
        says = _(
            "{name}, {segment}: {active} members on {date} are about 1,000 times fewer than the {last} on {last_date}"
        )
        fix = _(
            "The table may be in thousands: write (ribu) into the heading, or state it: --set unit=thousand."
        )
    else:
        says = _(
            "{name}, {segment}: {active} members on {date} are about 1,000 times more than the {last} on {last_date}"
        )
        fix = _(
            "Look whether (ribu) is wrong in the heading, or whether the table before it was in thousands."
        )
    return _at("in_thousands", "error", says, fix, _change(row), row.source_row, sheets)


def _moved(row: Any, sheets: Mapping[int, str]) -> Problem:
    says = _(
        "{name}, {segment}: {active} members on {date} after {last} on {last_date}; no programme of the reference class ever moved so far "
        "in that time"
    )
    fix = _("Compare both numbers with their sources before you use them.")
    return _at("moved_far", "warning", says, fix, _change(row), row.source_row, sheets)


def _change(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "segment": row.segment,
        "active": int(row.active),
        "date": f"{row.date:%Y-%m-%d}",
        "last": int(row.last),
        "last_date": f"{row.last_date:%Y-%m-%d}",
    }


def _sheets(long: pd.DataFrame) -> dict[int, str]:
    """The sheet on which each row stands; where several have such a row, the first."""
    places = long[["row", "sheet"]].drop_duplicates("row")
    return dict(zip(places["row"], places["sheet"], strict=True))


def _at(
    key: str, severity: str, says: str, fix: str, values: dict[str, Any], row: int, sheets: Mapping[int, str]
) -> Problem:
    """A problem of a row of the new table."""
    return Problem(key, severity, says, fix, values, sheet=sheets.get(row, ""), row=int(row))


def notes(source_id: str, tables: Mapping[str, pd.DataFrame], before: Merged, after: Merged) -> list[Problem]:
    """What becomes of the tables with a new one in them, where that is not what everybody would expect.

    Parameters
    ----------
    source_id : str
        The new table.
    tables : mapping
        Its rows by table.
    before, after : Merged
        All tables without the new one, and with it.

    Returns
    -------
    list of Problem
        Provisional counts that a final one replaces; rows that wait until there are such for all provinces.
    """
    found = []
    if count := after.rounded[source_id]:
        says = _("{count} values agree with the project's within rounding; the finer ones stay in use")
        found.append(Problem("agrees_within_rounding", "note", says, "", {"count": count}))
    for year in sorted(set(after.replaced["year"]) - set(before.replaced["year"])):
        says = _("the final count of December {year} replaces the provisional count of that year")
        found.append(Problem("replaces_provisional", "note", says, "", {"year": str(year)}))
    for name in ("employment", "context"):
        new = tables.get(name)
        if new is None:
            continue
        key = ["measure", "date"] if name == "context" else ["date"]
        waiting = new[
            ~pd.MultiIndex.from_frame(new[["code", "date"]]).isin(
                pd.MultiIndex.from_frame(after.tables[name][["code", "date"]])
            )
        ]
        for (date, *_rest), rows in waiting.groupby(key[::-1]):
            says = _(
                "{count} regions have values of {date}; they are used when all provinces have them, for employment with employed, labour force and formal share"
            )
            values = {"count": rows["code"].nunique(), "date": f"{date:%Y-%m-%d}"}
            found.append(Problem("waits", "warning", says, "", values))
    return found
