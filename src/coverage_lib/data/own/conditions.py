"""Poverty rate, minimum wage and population of a table of one's own: rows of the table context."""

from typing import Any

import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.own.faults import at
from coverage_lib.data.own.printed import steps
from coverage_lib.data.reading.problems import Problem, _

MEASURES = {"poverty_rate", "minimum_wage", "population"}
COLUMNS = ["code", "name", "boundary", "date", "year", "measure", "value", "source_id", "source_row"]
#: The same, with how finely each is printed, in its unit.
PRINTED = [*COLUMNS, "step"]
MARCH = 3


def conditions(
    long: pd.DataFrame, source_id: str, context: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Rows of the context of provinces.

    Parameters
    ----------
    long : pandas.DataFrame
        Rows of the measures :data:`MEASURES` as the reader gives them.
    source_id : str
        How the rows name their source.
    context : pandas.DataFrame
        The project's table, which says on which boundary a measure of a date stands.

    Returns
    -------
    dict of str to pandas.DataFrame, list of Problem
        ``context``: :data:`COLUMNS`; a minimum wage is dated with the first day of its year, a poverty rate with the end of March.
    """
    problems = _other_levels(long)
    long = long[long["level"].isin(["national", "province"]) & long["value"].notna() & long["date"].notna()]
    if long.empty:
        return {}, problems
    rows, faults = _dated(long)
    problems += faults + _impossible(rows)
    rows, faults = _on_boundary(rows, context)
    problems += faults
    if rows.empty:
        return {}, problems
    names = regions.provinces("2022").set_index("code")["name"].to_dict() | {regions.NATION: "Indonesia"}
    table = rows.assign(
        step=steps(rows),
        name=rows["code"].map(names),
        source_id=source_id,
        source_row=rows["row"].astype("int64"),
    )
    order = ["measure", "date", "code"]
    return {"context": table.sort_values(order, kind="stable")[PRINTED].reset_index(drop=True)}, problems


def _other_levels(long: pd.DataFrame) -> list[Problem]:
    others = long[~long["level"].isin(["national", "province"])]
    severity = "error" if len(others) == len(long) else "warning"
    says = _("{measure} has a place in the tables of the project for provinces and the nation only")
    return [
        at(row, "not_addable", severity, says, "", {"measure": row.measure})
        for row in others.drop_duplicates("measure").itertuples()
    ]


def _dated(long: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows under the dates that the project uses: wages from January on, poverty in March."""
    problems = []
    poverty, wage = long["measure"].eq("poverty_rate"), long["measure"].eq("minimum_wage")
    yearly = long["precision"].eq("year")
    for row in long[poverty & yearly].head(1).itertuples():
        says = _("{year} is taken as March {year}, the round that the poverty rate of a year is printed of")
        problems.append(at(row, "year_as_march", "warning", says, "", {"year": f"{row.date:%Y}"}))
    other = poverty & ~yearly & long["date"].dt.month.ne(MARCH)
    for row in long[other].head(1).itertuples():
        says = _("the poverty rate is used of March only; other months are left out")
        problems.append(at(row, "not_march", "warning", says))
    long = long[~other]
    year = long["date"].dt.year.astype(str)
    day = long["date"].dt.strftime("%Y-%m-%d")
    day = day.mask(long["measure"].eq("poverty_rate"), year + "-03-31")
    day = day.mask(wage.reindex(long.index), year + "-01-01")
    return long.assign(date=pd.to_datetime(day).astype("datetime64[ms]"), year=year.astype("int64")), problems


def _impossible(rows: pd.DataFrame) -> list[Problem]:
    """Values that no province can have."""
    from coverage_lib.data.rules.counts import MEASURES as LIMITS

    low, high = (rows["measure"].map({name: ends[side] for name, ends in LIMITS.items()}) for side in (0, 1))
    says = _("{measure} of {name} would be {value}; possible is {low} to {high}")
    fix = _("Look whether the unit is right.")

    def problem(row: Any) -> Problem:
        least, most = LIMITS[row.measure]
        values = {
            "measure": row.measure,
            "name": str(row.name),
            "value": row.value,
            "low": least,
            "high": most,
        }
        return at(row, "impossible", "error", says, fix, values)

    beyond = rows[(rows["value"] < low) | (rows["value"] > high)]
    return [problem(row) for row in beyond.itertuples()]


def _on_boundary(rows: pd.DataFrame, context: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """One boundary for a measure of a date: the project's where it has one; other rows of Papua and Papua Barat are left out."""
    by = ["measure", "date"]
    now = regions.provinces("2022")
    parts = now["code_2021"].value_counts()
    new = set(now["code"]) - set(now["code_2021"])
    papua = rows["code"].map(parts).gt(1)
    of_2022 = rows["code"].isin(new) | (papua & rows["boundary"].eq("2022"))
    table = of_2022.groupby([rows[name] for name in by]).transform("any").map({True: "2022", False: "2021"})
    project = context.drop_duplicates(by).set_index(by)["boundary"]
    there = project.reindex(pd.MultiIndex.from_frame(rows[by])).to_numpy()
    boundary = pd.Series(there, index=rows.index, dtype=object).fillna(table)
    other = (papua & rows["boundary"].ne(boundary)) | (rows["code"].isin(new) & boundary.eq("2021"))
    problems = []
    for row in rows[other].head(1).itertuples():
        says = _(
            "{name} is left out: for that date the tables of the project stand on the boundary of {boundary}"
        )
        values = {"name": str(row.name), "boundary": str(boundary[row.Index])}
        problems.append(at(row, "other_boundary", "warning", says, "", values))
    return rows.assign(boundary=boundary)[~other], problems


def whole(table: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """The context with the rows that are used; a measure of a date that the project does not have is taken when all provinces have it."""
    by = ["measure", "date"]
    needed = {boundary: len(regions.provinces(boundary)) for boundary in regions.BOUNDARIES}
    provinces = used["code"].where(used["code"] != regions.NATION)
    there = provinces.groupby([used[name] for name in by]).transform("nunique")
    known = pd.MultiIndex.from_frame(used[by]).isin(pd.MultiIndex.from_frame(table[by]))
    kept = used[known | (there == used["boundary"].map(needed))]
    return kept[list(table.columns)].reset_index(drop=True)
