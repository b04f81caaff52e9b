"""Members of a table of one's own, as rows of the tables of members: of provinces, of regencies, of other places."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.own.faults import at
from coverage_lib.data.own.printed import steps
from coverage_lib.data.periods import period
from coverage_lib.data.reading.problems import Problem, _

SEGMENTS = ("formal", "informal", "construction")
TABLE_OF = {"province": "members", "regency": "members_regency"}
#: Villages, branch areas and other places that no list of the project has.
OTHER = "members_other"
#: What is read of a long table; the rest is for saying where a row stands.
READ = [
    "region",
    "code",
    "name",
    "level",
    "boundary",
    "date",
    "precision",
    "segment",
    "counted_by",
    "value",
    "printed",
    "row",
]
ORDER = ["boundary", "date", "code", "segment", "counted_by"]


def members(
    long: pd.DataFrame, source_id: str, published: str
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Active members by region, segment and date.

    Parameters
    ----------
    long : pandas.DataFrame
        Rows of the measure ``active``, as ``coverage_lib.data.reading.table.read`` gives them, but for the nation's.
    source_id : str
        How the rows name their source.
    published : str
        The date of publication; a count of a later day is none of that day.

    Returns
    -------
    dict of str to pandas.DataFrame, list of Problem
        ``members`` on the boundary of 2021, and of 2022 where the table counts on it; ``members_regency`` and ``members_other``, where there
        are rows for them; and what is wrong.
        Totals are left out: they are for checking, and construction may be in them.
    """
    problems = _undated(long, published) + _unknown_counting(long)
    long = long[long["date"].notna() & long["value"].notna()]
    counted = long["segment"].isin(SEGMENTS) | ~long["level"].isin(TABLE_OF)
    problems += _totals_only(long, counted)
    rows = _rows(long.loc[counted, READ], source_id, published)
    found = {}
    for level, name in (*TABLE_OF.items(), ("other", OTHER)):
        of_level = rows[rows["level"] == level]
        if len(of_level):
            table, faults = _finished(of_level, level, long)
            found[name] = table
            problems += faults
    return found, problems


def _rows(long: pd.DataFrame, source_id: str, published: str) -> pd.DataFrame:
    """The counts with what is known of their date."""
    stated = long["precision"].ne("year")
    year_end = long["date"].dt.month.eq(12) & long["date"].dt.day.eq(31)
    known_by_then = long["date"] <= period(pd.Series([published]))[1].iloc[0]
    return long.assign(
        level=long["level"].where(long["level"].isin(TABLE_OF), "other"),
        date=long["date"].astype("datetime64[ms]"),
        year=long["date"].dt.year.astype("int64"),
        active=long["value"],
        step=steps(long),
        status=np.where(stated & year_end & known_by_then, "final", "provisional"),
        date_stated=stated,
        source_id=source_id,
        source_row=long["row"].astype("int64"),
    )


def _finished(rows: pd.DataFrame, level: str, long: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    columns = ["code", "name", "boundary", "date", "year", "segment", "counted_by", "active", "status"]
    if level == "province":
        rows, problems = on_both_boundaries(rows, long)
    elif level == "regency":
        provinces = regions.regencies().set_index("code")["province_code"]
        rows = rows.assign(province_code=rows["code"].map(provinces), boundary="2022")
        columns.insert(2, "province_code")
    else:
        rows = rows.assign(name=rows["name"].where(rows["name"].ne(""), rows["region"]))
    rows = rows.assign(active=rows["active"].round().astype("int64"))
    columns += ["date_stated", "source_id", "source_row", "step"]
    return rows.sort_values(ORDER, kind="stable")[columns].reset_index(drop=True), problems


def on_both_boundaries(rows: pd.DataFrame, long: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Counts by province on the boundary of 2021, and those of 38 provinces beside them as they are.

    Parameters
    ----------
    rows : pandas.DataFrame
        code, name, boundary, date, segment, counted_by, active, date_stated, with the index of `long`.
    long : pandas.DataFrame
        The table as it was read, for where its rows stand.

    Returns
    -------
    pandas.DataFrame, list of Problem
        The counts of the provinces that Papua was divided into are added; a sum of which a part is missing is left out, with a warning.
    """
    now = regions.provinces("2022")
    whole = dict(zip(now["code"], now["code_2021"], strict=True))
    parts = now.groupby("code_2021")["code"].agg(set)
    new = set(now["code"]) - set(now["code_2021"])
    divided = rows["code"].map(whole).map(parts.map(len)) > 1
    of_2022 = divided & (rows["code"].isin(new) | rows["boundary"].eq("2022"))
    count = ["date", "date_stated", "segment", "counted_by"]
    pieces = rows.assign(whole=rows["code"].map(whole))[of_2022].sort_values("code", kind="stable")
    groups = pieces.groupby(["whole", *count], sort=False)
    pieces = pieces.assign(
        active=groups["active"].transform("sum"),
        step=groups["step"].transform("sum"),
        pieces=groups["code"].transform("nunique"),
    )
    complete = pieces["pieces"] == pieces["whole"].map(parts.map(len))
    incomplete = pieces[~complete].drop_duplicates(["whole", "date"])
    problems = [_not_whole(row, pieces, parts, long) for row in incomplete.itertuples()]
    sums = pieces[complete].drop_duplicates(["whole", *count])
    on_2021 = [rows[~of_2022], sums.assign(code=sums["whole"])]
    counts_of_2022 = pd.MultiIndex.from_frame(rows.loc[of_2022, count])
    on_2022 = rows[pd.MultiIndex.from_frame(rows[count]).isin(counts_of_2022) & (of_2022 | ~divided)]
    named = [
        part.assign(boundary=boundary, name=part["code"].map(regions.provinces(boundary).set_index("code")["name"]))
        for boundary, part in (("2021", pd.concat(on_2021)), ("2022", on_2022))
    ]  # fmt: skip
    return pd.concat(named), problems


def _not_whole(row: Any, pieces: pd.DataFrame, parts: pd.Series, long: pd.DataFrame) -> Problem:
    """A part of a divided province without the other parts."""
    there = pieces[
        pieces["date"].eq(row.date)
        & pieces["segment"].eq(row.segment)
        & pieces["counted_by"].eq(row.counted_by)
    ]
    lacking = sorted(parts[row.whole] - set(there["code"]))
    names = regions.provinces("2022").set_index("code")["name"]
    says = _("{name} is in no coverage of the 34 provinces: {lacking} would be needed with it for {date}")
    fix = _("Add the missing provinces; until then it counts on the boundary of 2022 only.")
    values = {"name": str(row.name), "lacking": ", ".join(names[lacking]), "date": f"{row.date:%Y-%m-%d}"}
    place = next(long.loc[[row.Index]].itertuples())
    return at(place, "papua_not_whole", "warning", says, fix, values)


def _undated(long: pd.DataFrame, published: str) -> list[Problem]:
    """Counts without a date, and counts of days after the publication."""
    problems = []
    no_date = long[long["date"].isna() & long["value"].notna()]
    for row in no_date.head(1).itertuples():
        says, fix = (
            _("it is not said when the members were counted"),
            _("Say it: --set date=2026-10-31, for example."),
        )
        problems.append(at(row, "no_date", "error", says, fix))
    last = period(pd.Series([published]))[1].iloc[0]
    first_day = long["date"].where(long["precision"].ne("month"), long["date"] - pd.offsets.MonthBegin(1))
    first_day = first_day.where(
        long["precision"].ne("year"), pd.to_datetime(long["date"].dt.year.astype("Int64").astype(str) + "-01-01", errors="coerce")
    )  # fmt: skip
    for row in long[first_day > last].head(1).itertuples():
        says = _("members of {date} cannot have been published on {published}")
        fix = _("Correct the heading, or the date of publication.")
        values = {"date": f"{row.date:%Y-%m-%d}", "published": published}
        problems.append(at(row, "after_publication", "error", says, fix, values))
    return problems


def _unknown_counting(long: pd.DataFrame) -> list[Problem]:
    """Whether members live there or their employer is registered there decides what they may be divided by."""
    unknown = long[~long["counted_by"].isin(["domicile", "office"]) & long["level"].isin(TABLE_OF)]
    says = _("it is not said how members are counted: by domicile or by office")
    fix = _(
        "Ask the publisher, then say it: --set counted_by=domicile where they live, --set counted_by=office where the employer is registered."
    )
    return [at(row, "counted_by", "error", says, fix) for row in unknown.head(1).itertuples()]


def _totals_only(long: pd.DataFrame, counted: pd.Series) -> list[Problem]:
    """A region of a date whose members are given as a total, or as a group that is part of another, and nothing else."""
    by = [long["level"], long["date"]]
    bare = long[~counted & ~counted.groupby(by).transform("any")]
    totals = _(
        "the table has totals of all segments only, formal and informal not apart; construction may be in them"
    )
    other = _(
        "there are no formal and informal members apart here, only {segment}; construction may be in them"
    )
    fix = _(
        "Use a table with formal and informal members. Say --set segment=formal only if the column is of wage earners only."
    )
    return [
        at(
            row,
            "totals_only",
            "error",
            totals if row.segment == "total" else other,
            fix,
            {"segment": row.segment},
        )
        for row in bare.head(1).itertuples()
    ]
