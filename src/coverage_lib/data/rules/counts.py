"""Rules of the tables of counts by province: members, employment, context."""

import pandas as pd
import pandera.pandas as pa

from coverage_lib.data import regions
from coverage_lib.data.regions import NATION
from coverage_lib.data.rules.checks import (
    Rules,
    august,
    check,
    column,
    complete,
    count,
    dated,
    decimal_number,
    name_of_code,
    numbers,
    one_of,
    percentage,
    province_code,
    source_of_record,
    sum_of,
    unique,
)
from coverage_lib.data.sources import record

# Measures of context.csv, with the least and the greatest value that is possible.
MEASURES = {"minimum_wage": (100_000, 50_000_000), "poverty_rate": (0, 100), "population": (1, 10**9)}


def members(raw: pd.DataFrame) -> Rules:
    """Rules of members.csv."""
    frame = raw.assign(active=numbers(raw["active"]))
    by = ["date", "segment", "counted_by"]
    schema = pa.DataFrameSchema(
        {
            "code": column([province_code(frame, national=False), unique(frame, ["code", *by])]),
            "name": column(name_of_code(frame)),
            "boundary": column(one_of(["2021"])),
            "date": column([dated(), _has_provisional_dates()]),
            "segment": column(one_of(["formal", "informal", "construction"])),
            "counted_by": column(one_of(["domicile", "office"])),
            "active": column(count()),
            "source_id": column(source_of_record("members")),
        }
    )
    provinces = set(regions.provinces("2021")["code"])
    return [
        (schema, frame),
        complete(frame, by, lambda group: provinces, "a date, segment and way of counting"),
        *_equal_by_office_and_domicile(frame),
    ]


def _has_provisional_dates() -> pa.Check:
    """Check that the dates which the record calls provisional are in the table, or they would pass for final."""
    provisional = record("members").get("provisional") or []
    return check(
        lambda s: set(provisional) <= set(s),
        f"must have rows for the dates that its record calls provisional: {', '.join(map(repr, provisional))}",
        "Write `provisional` in the record as the table writes the dates.",
    )


def _equal_by_office_and_domicile(frame: pd.DataFrame) -> Rules:
    """Where members are counted in both ways, the nation is the same; the first row by office carries the failure."""
    rules = []
    for _, rows in frame.groupby(["date", "segment"], sort=False):
        office, domicile = (rows[rows["counted_by"] == way] for way in ("office", "domicile"))
        if len(office) and len(domicile):
            first = office.index[:1]
            by_domicile = pd.Series(domicile["active"].sum(), index=first)
            by_office = pd.Series(office["active"].sum(), index=first)
            what = "the members by domicile: both national sums of a segment and date must be equal"
            rules.append(sum_of(by_domicile, by_office, "active", what))
    return rules


def employment(raw: pd.DataFrame) -> Rules:
    """Rules of employment.csv."""
    frame = raw.assign(**{name: numbers(raw[name]) for name in ("employed", "labour_force", "formal_share")})
    too_many = frame["employed"] > frame["labour_force"]
    schema = pa.DataFrameSchema(
        {
            "code": column([province_code(frame, national=True), unique(frame, ["code", "date"])]),
            "name": column(name_of_code(frame)),
            "boundary": column(one_of(["2022"])),
            "date": column([dated(), august()]),
            "employed": column([*count(1), check(lambda s: ~too_many, "must not be more than labour_force")]),
            "labour_force": column(count(1)),
            "formal_share": column(percentage()),
            "source_id": column(source_of_record("employment")),
        }
    )
    everywhere = set(regions.provinces("2022")["code"]) | {NATION}
    return [
        (schema, frame),
        complete(frame, ["date"], lambda group: everywhere, "a date"),
        *_nation_is_the_sum(frame),
    ]


def _nation_is_the_sum(frame: pd.DataFrame) -> Rules:
    """The nation's counts are the sums of the provinces' at the same date."""
    nation = frame[frame["code"] == NATION]
    provinces = frame[frame["code"] != NATION].groupby("date")[["employed", "labour_force"]].sum()
    return [
        sum_of(nation["date"].map(provinces[name]), nation[name], name, "the 38 provinces at that date")
        for name in provinces
    ]


def context(raw: pd.DataFrame) -> Rules:
    """Rules of context.csv."""
    frame = raw.assign(value=numbers(raw["value"]))
    low = frame["measure"].map({name: limits[0] for name, limits in MEASURES.items()})
    high = frame["measure"].map({name: limits[1] for name, limits in MEASURES.items()})
    limits = "; ".join(f"{name} {least:,} to {most:,}" for name, (least, most) in MEASURES.items())
    possible = check(lambda s: ~((s < low) | (s > high)), f"must lie within what is possible: {limits}")
    schema = pa.DataFrameSchema(
        {
            "code": column([province_code(frame, national=True), unique(frame, ["code", "date", "measure"])]),
            "name": column(name_of_code(frame)),
            "boundary": column(one_of(list(regions.BOUNDARIES))),
            "date": column(dated()),
            "measure": column(one_of(list(MEASURES))),
            "value": column([decimal_number(), possible]),
            "source_id": column(source_of_record("context")),
        }
    )
    return [
        (schema, frame),
        complete(frame, ["date", "measure"], _provinces_of_boundary, "a date and measure"),
    ]


def _provinces_of_boundary(group: pd.DataFrame) -> set[str]:
    """Codes of the provinces on the boundary of a group of rows; none if there is no such boundary."""
    boundary = group["boundary"].iloc[0]
    return set(regions.provinces(boundary)["code"]) if boundary in regions.BOUNDARIES else set()
