"""The rules that the raw tables must keep, as pandera schemas: types, ranges, keys, completeness and sums.

Each check reads as a sentence and says what to do. All failures of all tables are found in one run and carry the file, line,
column and value they come from.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from coverage_lib.data import names, regions
from coverage_lib.data.periods import period
from coverage_lib.data.regions import NATION
from coverage_lib.data.sources import failure, record

SEGMENTS = ["total", "formal", "informal", "construction", "vulnerable", "village_institutions", "migrant"]

LEVELS = ["national", "province", "regency", "province_group", "regency_group"]

UNITS = {
    "published_figures": [
        *("workers", "percent", "percentage_points", "employers", "count", "IDR", "IDR_per_month"),
        *("rank", "rank_of_34", "rank_of_38", "rank_zona_sumatera", "rank_sulawesi_maluku"),
    ],
    "targets": ["percent", "workers"],
    "awards": ["award", "rank", "count"],
}

MEASURES = {"minimum_wage": (100_000, 50_000_000), "poverty_rate": (0, 100), "population": (1, 10**9)}

# Defects of the source that are known, described in employment_regency.csv.source.yml, and read as missing.
NOT_SURVEYED = {("5208", 2018)}

TWO_REGENCIES = ["Toraja"]  # printed so: Tana Toraja and Toraja Utara

CITIES_AS_REGENCIES = {"5271", "5272"}  # Mataram and Bima; the level is taken from regencies.csv instead

MISPLACED_PROVINCES = {"13", "21", "32", "33", "35", "36", "62", "63"}

MISPLACED_YEARS = range(2020, 2025)

MISSING = "missing"  # name of the schemas over lists of what is not there

CORRECT = "Correct the cell from the source, or find out why it differs."

Rule = Callable[[pd.Series], "pd.Series | bool"]


def check(test: Rule, rule: str, what_to_do: str = CORRECT) -> pa.Check:
    """A pandera check whose message is a rule and what to do when it is broken."""
    return pa.Check(test, error=f"{rule}\t{what_to_do}", ignore_na=False)


def numbers(raw: pd.Series) -> pd.Series:
    """Text as numbers; what is not a plain number (digits, point, minus) becomes missing."""
    return pd.to_numeric(raw.where(raw.str.fullmatch(r"-?\d+(\.\d+)?")), errors="coerce")


def cells(checks: list[pa.Check] | pa.Check) -> pa.Column:
    """A column with checks; what is missing is left to them, so that it is reported once and with advice."""
    return pa.Column(checks=checks, nullable=True)


def integer(least: int = 0) -> list[pa.Check]:
    """Checks of a count of people."""
    return [
        check(
            lambda s: s.notna() & (s % 1 == 0),
            "must be a whole number, digits only",
            "Write it without marks: 1312370.",
        ),
        check(lambda s: ~(s < least), f"must be {least} or more", "Correct the count."),
    ]


def one_of(allowed: list[str]) -> pa.Check:
    """Check that a text is one of a list."""
    return check(lambda s: s.isin(allowed), f"must be one of: {', '.join(allowed)}", "Correct the word.")


def filled() -> pa.Check:
    """Check that a cell is not empty."""
    return check(lambda s: s.str.strip() != "", "must not be empty", "Fill it in from the source.")


def dated(empty: bool = False) -> pa.Check:
    """Check that a date is a year, a month or a day of the calendar."""
    return check(
        lambda s: period(s)[0].notna() | ((s == "") if empty else False),
        "must be a date as YYYY, YYYY-MM or YYYY-MM-DD" + (", or empty" if empty else ""),
        "Write the date as precisely as the source states it.",
    )


def key(frame: pd.DataFrame, columns: list[str]) -> pa.Check:
    """Check that no two rows have the same key."""
    repeated = frame.duplicated(columns, keep="first")
    return check(
        lambda s: ~repeated,
        f"must be unique: one row for each {', '.join(columns)}",
        "Delete the row that is repeated.",
    )


def known_code(frame: pd.DataFrame, national: bool) -> pa.Check:
    """Check that a province code belongs to the boundary of its row."""
    known = {
        b: set(regions.provinces(b)["code"]) | ({NATION} if national else set()) for b in regions.BOUNDARIES
    }
    valid = [
        code in known.get(boundary, ())
        for code, boundary in zip(frame["code"], frame["boundary"], strict=True)
    ]
    return check(
        lambda s: pd.Series(valid, index=s.index),
        "must be a Kemendagri code of a province within the boundary of the row",
        "Use the codes of provinces.csv (BPS codes differ in Papua).",
    )


def named(frame: pd.DataFrame) -> pa.Check:
    """Check that a name is the one that provinces.csv gives to the code."""
    names = regions.provinces().set_index("code")["name"].to_dict() | {NATION: "Indonesia"}
    expected = frame["code"].map(names)
    return check(
        lambda s: (s == expected) | expected.isna(),
        "must be the name that provinces.csv gives to the code",
        "Correct the name or the code.",
    )


def sourced(table: str) -> pa.Check:
    """Check that the source of a row is described in the record."""
    known = list(record(table).get("sources") or {})
    return check(
        lambda s: s.isin(known),
        f"must be a source of the record: {', '.join(known)}",
        "Describe the source in the record.",
    )


def complete(
    frame: pd.DataFrame, by: list[str], expected: Callable[[pd.DataFrame], set[str]], code: str = "code"
) -> pd.DataFrame:
    """Groups with the codes that are missing in them, on the line at which the group begins."""
    rows = [
        {"index": group.index[0], code: ", ".join(sorted(expected(group) - set(group[code])))}
        for _, group in frame.groupby(by, sort=False)
    ]
    return pd.DataFrame(rows).set_index("index")


def complete_schema(code: str, what: str) -> pa.DataFrameSchema:
    """Schema of a table made by :func:`complete`: nothing is missing."""
    rule = f"the rows of {what} that begin here lack the regions with these codes"
    return pa.DataFrameSchema(
        {code: cells(check(lambda s: s == "", rule, "Add the missing rows."))}, name=MISSING
    )


def sums(
    parts: pd.Series, wholes: pd.Series, column: str, what: str
) -> tuple[pa.DataFrameSchema, pd.DataFrame]:
    """Wholes as printed, and the schema that says they are the sum of their parts."""
    frame = pd.DataFrame({column: wholes})
    difference = parts.reindex(wholes.index).sub(wholes)
    rule = f"must be the sum of {what}"
    advice = "Compare the rows with the source; one of them, or the sum, was changed."
    # A part that is missing or unreadable is reported in its own line.
    return pa.DataFrameSchema({column: cells(check(lambda s: ~(difference.abs() > 0), rule, advice))}), frame


def members(raw: pd.DataFrame) -> list[tuple[pa.DataFrameSchema, pd.DataFrame]]:
    """Rules of members.csv."""
    frame = raw.assign(active=numbers(raw["active"]))
    by = ["date", "segment", "counted_by"]
    schema = pa.DataFrameSchema(
        {
            "code": cells([known_code(frame, national=False), key(frame, ["code", *by])]),
            "name": cells(named(frame)),
            "boundary": cells(one_of(["2021"])),
            "date": cells(dated()),
            "segment": cells(one_of(["formal", "informal", "construction"])),
            "counted_by": cells(one_of(["domicile", "office"])),
            "active": cells(integer()),
            "source_id": cells(sourced("members")),
        }
    )
    missing = complete(frame, by, lambda group: set(regions.provinces("2021")["code"]))
    return [
        (schema, frame),
        (complete_schema("code", "a date, segment and way of counting"), missing),
        *both_ways(frame),
    ]


def both_ways(frame: pd.DataFrame) -> list[tuple[pa.DataFrameSchema, pd.DataFrame]]:
    """Where members are counted by domicile and by office, the nation is the same; the office rows carry the failure."""
    result = []
    for _, rows in frame.groupby(["date", "segment"], sort=False):
        office, domicile = (rows[rows["counted_by"] == way] for way in ("office", "domicile"))
        if len(office) and len(domicile):
            at = office.index[:1]
            what = "the members by domicile: both national sums of a segment and date must be equal"
            by_domicile = pd.Series(domicile["active"].sum(), index=at)
            result.append(sums(by_domicile, pd.Series(office["active"].sum(), index=at), "active", what))
    return result


def employment(raw: pd.DataFrame) -> list[tuple[pa.DataFrameSchema, pd.DataFrame]]:
    """Rules of employment.csv."""
    frame = raw.assign(**{name: numbers(raw[name]) for name in ("employed", "labour_force", "formal_share")})
    too_many = frame["employed"] > frame["labour_force"]
    schema = pa.DataFrameSchema(
        {
            "code": cells([known_code(frame, national=True), key(frame, ["code", "date"])]),
            "name": cells(named(frame)),
            "boundary": cells(one_of(["2022"])),
            "date": cells([dated(), august()]),
            "employed": cells(
                [
                    *integer(1),
                    check(lambda s: ~too_many, "must not be more than labour_force", CORRECT),
                ]
            ),
            "labour_force": cells(integer(1)),
            "formal_share": cells(share()),
            "source_id": cells(sourced("employment")),
        }
    )
    result = [(schema, frame)]
    everywhere = set(regions.provinces("2022")["code"]) | {NATION}
    result.append((complete_schema("code", "a date"), complete(frame, ["date"], lambda group: everywhere)))
    nation = frame[frame["code"] == NATION]
    for column in ("employed", "labour_force"):
        provinces = frame[frame["code"] != NATION].groupby("date")[column].sum()
        parts = nation["date"].map(provinces)
        result.append(sums(parts, nation[column], column, "the 38 provinces at that date"))
    return result


def august() -> pa.Check:
    """Check that a date is the end of an August round of Sakernas."""
    return check(
        lambda s: s.str.endswith("-08-31"),
        "must be 31 August, the round that is used",
        "Leave other rounds out.",
    )


def share() -> list[pa.Check]:
    """Checks of a percentage of 0 to 100."""
    return [
        check(
            lambda s: s.notna(),
            "must be a number with a decimal point",
            "Write it without a percent sign: 42.05.",
        ),
        check(lambda s: ~((s < 0) | (s > 100)), "must be a percentage between 0 and 100", CORRECT),
    ]


def misplaced_labour_force(frame: pd.DataFrame) -> pd.Series:
    """Which rows of employment_regency.csv may hold the labour force of another regency, as its record says."""
    year = frame["date"].str[:4]
    known = frame["bps_code"].str[:2].isin(MISPLACED_PROVINCES) & year.isin([str(y) for y in MISPLACED_YEARS])
    below = frame["labour_force"] < frame["employed"]
    return known & below.groupby([frame["bps_code"].str[:2], year]).transform("any")


def not_surveyed(frame: pd.DataFrame) -> pd.Series:
    """Which rows of employment_regency.csv are 0 because there was no survey, as its record says."""
    keys = pd.Series(zip(frame["bps_code"], numbers(frame["date"].str[:4]), strict=True), index=frame.index)
    return keys.isin(NOT_SURVEYED) & (frame["employed"] == 0) & (frame["labour_force"] == 0)


def employment_regency(
    raw: pd.DataFrame, provinces: pd.DataFrame | None
) -> list[tuple[pa.DataFrameSchema, pd.DataFrame]]:
    """Rules of employment_regency.csv, whose sums are those of employment.csv (`provinces`, if that is readable)."""
    frame = raw.assign(**{name: numbers(raw[name]) for name in ("employed", "labour_force")})
    known = regions.regencies().set_index("bps_code")
    province_names = regions.provinces("2022").set_index("code")["name"]
    expected = frame["bps_code"].map(known["province_code"]).map(province_names)
    excused = not_surveyed(frame)
    mislabelled = frame["bps_code"].isin(CITIES_AS_REGENCIES) & (frame["level"] == "kabupaten")
    too_many = (frame["employed"] > frame["labour_force"]) & ~misplaced_labour_force(frame)

    def positive(s: pd.Series) -> pd.Series:
        return ~(s <= 0) | excused

    counts = [
        integer(0)[0],
        check(positive, "must be 1 or more (only 5208 Lombok Utara in 2018 is known to be 0)", CORRECT),
    ]
    schema = pa.DataFrameSchema(
        {
            "bps_code": cells(
                [
                    check(
                        lambda s: s.isin(known.index),
                        "must be a BPS code of regencies.csv",
                        "Correct the code.",
                    ),
                    key(frame, ["bps_code", "date"]),
                ]
            ),
            "name": cells(
                check(
                    lambda s: (s == frame["bps_code"].map(known["bps_name"])) | expected.isna(),
                    "must be the name that BPS gives to the code (regencies.csv)",
                    "Correct the name or the code.",
                )
            ),
            "province": cells(
                check(
                    lambda s: (s == expected) | expected.isna(),
                    "must be the province of the code",
                    "Correct the province.",
                )
            ),
            "level": cells(
                check(
                    lambda s: (s == frame["bps_code"].map(known["level"])) | expected.isna() | mislabelled,
                    "must be kabupaten or kota, as the code is",
                    "Correct the level.",
                )
            ),
            "date": cells([dated(), august()]),
            "employed": cells(
                [
                    *counts,
                    check(
                        lambda s: ~too_many,
                        "must not be more than labour_force (known only in eight provinces, 2020-2024)",
                        "Correct the cell, or describe the defect in the record and in validation.py.",
                    ),
                ]
            ),
            "labour_force": cells(counts),
            "source_id": cells(sourced("employment_regency")),
        }
    )
    result = [(schema, frame)]
    missing = complete(frame, ["date"], lambda group: set(known.index), code="bps_code")
    result.append((complete_schema("bps_code", "a date"), missing))
    if provinces is not None:
        # Reported at the first regency of the province: the provinces have a sum of their own to keep.
        first = frame.groupby(["province", "date"], sort=False).head(1)
        totals = provinces.set_index(["name", "date"])
        for column in ("employed", "labour_force"):
            whole = pd.Series(numbers(totals[column]).to_dict())
            sums_of_regencies = frame.groupby(["province", "date"])[column].sum()
            keys = pd.MultiIndex.from_frame(first[["province", "date"]])
            printed = pd.Series(whole.reindex(keys).to_numpy(), index=first.index)
            added = pd.Series(sums_of_regencies.reindex(keys).to_numpy(), index=first.index)
            what = "the regencies, so that the province in employment.csv is what they add up to; this province's do not"
            result.append(sums(added, printed, column, what))
    return result


def context(raw: pd.DataFrame) -> list[tuple[pa.DataFrameSchema, pd.DataFrame]]:
    """Rules of context.csv."""
    frame = raw.assign(value=numbers(raw["value"]))
    low = frame["measure"].map({name: limits[0] for name, limits in MEASURES.items()})
    high = frame["measure"].map({name: limits[1] for name, limits in MEASURES.items()})
    limits = "; ".join(f"{name} {least:,} to {most:,}" for name, (least, most) in MEASURES.items())
    schema = pa.DataFrameSchema(
        {
            "code": cells([known_code(frame, national=True), key(frame, ["code", "date", "measure"])]),
            "name": cells(named(frame)),
            "boundary": cells(one_of(["2021", "2022"])),
            "date": cells(dated()),
            "measure": cells(one_of(list(MEASURES))),
            "value": cells(
                [
                    share()[0],
                    check(
                        lambda s: ~((s < low) | (s > high)),
                        f"must lie within what is possible: {limits}",
                        CORRECT,
                    ),
                ]
            ),
            "source_id": cells(sourced("context")),
        }
    )
    missing = complete(
        frame,
        ["date", "measure"],
        lambda group: (
            set(regions.provinces(group["boundary"].iloc[0])["code"])
            if group["boundary"].iloc[0] in regions.BOUNDARIES
            else set()
        ),
    )
    return [(schema, frame), (complete_schema("code", "a date and measure"), missing)]


def known_regency(name: str) -> bool:
    """Whether a printed name means one regency, or is known to mean two."""
    try:
        return bool(names.match_region(name, level="regency"))
    except regions.UnknownRegion:
        return name in TWO_REGENCIES


def printed(table: str, raw: pd.DataFrame) -> list[tuple[pa.DataFrameSchema, pd.DataFrame]]:
    """Rules of the tables of printed figures: published_figures.csv, targets.csv, awards.csv."""
    frame = raw.assign(value=numbers(raw["value"]))
    names = regions.provinces().set_index("code")["name"].to_dict() | {NATION: "Indonesia"}
    expected = frame["code"].map(names)
    coded = frame["region_level"].isin(["national", "province"])
    unknown = [
        level == "regency" and not known_regency(name)
        for name, level in zip(frame["region"], frame["region_level"], strict=True)
    ]
    schema = pa.DataFrameSchema(
        {
            "id": cells([filled(), key(frame, ["id"])]),
            "region": cells(
                [
                    filled(),
                    check(
                        lambda s: (s == expected) | ~coded,
                        "must be the name that provinces.csv gives to the code",
                    ),
                    check(
                        lambda s: ~pd.Series(unknown, index=s.index),
                        "must name one regency or city, with Kabupaten or Kota",
                        "Correct it; names.match_region(name, level='regency') shows what comes near.",
                    ),
                ]
            ),
            "region_level": cells(one_of(LEVELS)),
            "code": cells(
                check(
                    # The group of Jawa Tengah's offices is printed under the code of the province.
                    lambda s: s.isin(list(names)) | (~coded & (s == "")),
                    "must be a Kemendagri code of a province or 00, or empty for other levels",
                )
            ),
            "date": cells(dated(empty=table == "published_figures")),
            "segment": cells(one_of(SEGMENTS)),
            "measure": cells(filled()),
            "value": cells(share()[0]),
            "unit": cells(one_of(UNITS[table])),
            "as_published": cells(filled()),
            "source_publisher": cells(filled()),
            "source_title": cells(filled()),
            "source_date": cells(dated(empty=True)),
        }
    )
    return [(schema, frame)]


def programme_rules(raw: pd.DataFrame) -> list[tuple[pa.DataFrameSchema, pd.DataFrame]]:
    """Rules of programme_rules.csv; a definition or a law has no value."""
    frame = raw.assign(value=numbers(raw["value"]))
    start, end = period(frame["effective_from"])[0], period(frame["effective_to"])[1]
    schema = pa.DataFrameSchema(
        {
            "id": cells([filled(), key(frame, ["id"])]),
            "rule": cells(filled()),
            "segment": cells(one_of([*SEGMENTS, "all"])),
            "value": cells(
                check(
                    lambda s: s.notna() | (raw["value"] == ""),
                    "must be a number or empty",
                    "Write it plainly: 0.24.",
                )
            ),
            "unit": cells(check(lambda s: (s != "") | (raw["value"] == ""), "must be filled where value is")),
            "as_published": cells(filled()),
            "effective_from": cells(dated(empty=True)),
            "effective_to": cells(
                [
                    dated(empty=True),
                    check(lambda s: ~(end < start), "must not be before effective_from"),
                ]
            ),
            "source_publisher": cells(filled()),
            "source_title": cells(filled()),
            "source_date": cells(dated(empty=True)),
        }
    )
    return [(schema, frame)]


def failures(name: str, raw: pd.DataFrame, others: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """All cells of a raw table that break a rule.

    Parameters
    ----------
    name : str
        The table, for example ``"members"``.
    raw : pandas.DataFrame
        The table as from ``sources.read_raw``.
    others : dict of DataFrame
        All raw tables that could be read; regencies are compared with the provinces among them.

    Returns
    -------
    list of dict
        As :class:`coverage_lib.data.sources.BadData` takes them; empty where all is well.
    """
    rules: dict[str, Callable[[], list[tuple[pa.DataFrameSchema, pd.DataFrame]]]] = {
        "members": lambda: members(raw),
        "employment": lambda: employment(raw),
        "employment_regency": lambda: employment_regency(raw, others.get("employment")),
        "context": lambda: context(raw),
        "published_figures": lambda: printed("published_figures", raw),
        "targets": lambda: printed("targets", raw),
        "awards": lambda: printed("awards", raw),
        "programme_rules": lambda: programme_rules(raw),
    }
    found = []
    for schema, frame in rules[name]():
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            found += [
                explain(name, raw, schema.name, frame, case) for _, case in errors.failure_cases.iterrows()
            ]
    return found


def explain(
    name: str, raw: pd.DataFrame, schema: str | None, frame: pd.DataFrame, case: pd.Series
) -> dict[str, Any]:
    """A failure case of pandera as file, line, column, value, rule and what to do."""
    rule, _, what_to_do = str(case["check"]).partition("\t")
    index, where = case["index"], str(case["column"])
    if pd.isna(index):  # the table itself, not a cell
        return failure(f"{name}.csv", None, where, str(case["failure_case"]), rule, what_to_do or CORRECT)
    # The cell as it is written; only a list of missing codes has no cell of its own.
    value = (frame if schema == MISSING else raw).loc[index, where]
    return failure(f"{name}.csv", int(raw.loc[index, "source_row"]), where, str(value), rule, what_to_do)
