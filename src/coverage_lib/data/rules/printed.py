"""Rules of the tables of printed facts: published figures, targets, awards, rules of the programme."""

import pandas as pd
import pandera.pandas as pa

from coverage_lib.data import bases, names, regions
from coverage_lib.data.numerals import limits
from coverage_lib.data.periods import period
from coverage_lib.data.rules.checks import (
    SEGMENTS,
    Rules,
    check,
    column,
    dated,
    decimal_number,
    filled,
    names_by_code,
    numbers,
    one_of,
    unique,
)

LEVELS = ["national", "province", "regency", "province_group", "regency_group"]

UNITS = {
    "published_figures": [
        "workers",
        "percent",
        "percentage_points",
        "employers",
        "count",
        "IDR",
        "IDR_per_month",
        "rank",
        "rank_of_34",
        "rank_of_38",
        "rank_zona_sumatera",
        "rank_sulawesi_maluku",
    ],
    "targets": ["percent", "workers"],
    "awards": ["award", "rank", "count"],
}

# Printed so: Tana Toraja and Toraja Utara.
TWO_REGENCIES = ["Toraja"]


# What readings.csv decides about a row, and what it may say there; a text stands for any.
READINGS: dict[str, list[str]] = {
    "base": list(bases.BASES),
    "boundary": list(regions.BOUNDARIES),
    "date": [],
    "region": [],
    "region_level": LEVELS,
    "value": ["kept", "misprint"],
}


def figures(table: str, raw: pd.DataFrame, readings: pd.DataFrame | None = None) -> Rules:
    """Rules of a table of printed figures: published_figures.csv (and its second part), targets.csv, awards.csv."""
    frame = raw.assign(value=numbers(raw["value"]))
    kept: set[str] = set()
    if readings is not None:
        kept = set(readings.loc[(readings["field"] == "value") & (readings["reading"] == "kept"), "id"])
    source = _source_columns()
    value = [decimal_number()]
    if table != "awards":
        known = frame["id"].isin(kept)
        source["as_published"] = column(
            check(lambda s: (s.str.strip() != "") | known, "must not be empty", READ)
        )
        value.append(_as_printed(frame, known))
    schema = pa.DataFrameSchema(
        {
            "id": column([filled(), unique(frame, ["id"])]),
            **_region_columns(frame),
            "date": column(dated(empty=table == "published_figures")),
            "segment": column(one_of(SEGMENTS)),
            "measure": column(filled()),
            "value": column(value),
            "unit": column(one_of(UNITS[table])),
            **source,
        }
    )
    return [(schema, frame)]


READ = (
    "Fill it in from the source; where that cannot be, say why in readings.csv (field value, reading kept)."
)


def _as_printed(frame: pd.DataFrame, known: pd.Series) -> pa.Check:
    """Check that the words printed contain the value, or a range with it in the middle; ranks are positions, not numbers."""
    cells = zip(frame["as_published"], frame["value"], frame["unit"], strict=True)
    absent = [
        pd.notna(value) and not unit.startswith("rank") and limits(words, value, unit) is None
        for words, value, unit in cells
    ]
    return check(
        lambda s: ~pd.Series(absent, index=s.index) | known,
        "must be a number that as_published contains",
        "Correct the value from the words; where they lack it, say why in readings.csv (field value, reading kept).",
    )


def readings(raw: pd.DataFrame, figures: list[pd.DataFrame]) -> Rules:
    """Rules of readings.csv: each decides one thing about one row of the published figures, and says why."""
    ids = {name for table in figures for name in table["id"]}
    allowed = [
        reading in READINGS[field] if READINGS.get(field) else bool(reading.strip())
        for field, reading in zip(raw["field"], raw["reading"], strict=True)
    ]
    words = "; ".join(f"{field}: {', '.join(may)}" for field, may in READINGS.items() if may)
    of_a_row = check(lambda s: s.isin(ids), "must be the id of a published figure", "Correct the id.")
    may_be = check(
        lambda s: pd.Series(allowed, index=s.index), f"must be one of: {words}", "Correct the word."
    )
    schema = pa.DataFrameSchema(
        {
            "id": column([of_a_row, unique(raw, ["id", "field"])]),
            "field": column(one_of(list(READINGS))),
            "reading": column(may_be),
            "reason": column(filled()),
        }
    )
    return [(schema, raw)]


def _region_columns(frame: pd.DataFrame) -> dict[str, pa.Column]:
    """Provinces and the nation have their code and its name; a regency has a name that can be matched."""
    known = names_by_code()
    expected = frame["code"].map(known)
    coded = frame["region_level"].isin(["national", "province"])
    unknown = [
        level == "regency" and not _is_regency(name)
        for name, level in zip(frame["region"], frame["region_level"], strict=True)
    ]
    name_of_code = check(
        lambda s: (s == expected) | ~coded, "must be the name that provinces.csv gives to the code"
    )
    one_regency = check(
        lambda s: ~pd.Series(unknown, index=s.index),
        "must name one regency or city, with Kabupaten or Kota",
        "Correct it; coverage_lib.match_region(name, level='regency') shows what comes near.",
    )
    # The group of Jawa Tengah's offices is printed under the code of the province.
    code = check(
        lambda s: s.isin(list(known)) | (~coded & (s == "")),
        "must be a Kemendagri code of a province or 00, or empty for other levels",
    )
    return {
        "region": column([filled(), name_of_code, one_regency]),
        "region_level": column(one_of(LEVELS)),
        "code": column(code),
    }


def _is_regency(name: str) -> bool:
    """Whether a printed name means one regency, or is known to mean two."""
    try:
        return bool(names.match_region(name, level="regency"))
    except regions.UnknownRegion:
        return name in TWO_REGENCIES


def _source_columns() -> dict[str, pa.Column]:
    """Every row has its words as printed and its own source."""
    return {
        "as_published": column(filled()),
        "source_publisher": column(filled()),
        "source_title": column(filled()),
        "source_date": column(dated(empty=True)),
    }


def programme_rules(raw: pd.DataFrame) -> Rules:
    """Rules of programme_rules.csv; a definition or a law has no value."""
    frame = raw.assign(value=numbers(raw["value"]))
    no_value = raw["value"] == ""
    start, end = period(frame["effective_from"])[0], period(frame["effective_to"])[1]
    value = check(lambda s: s.notna() | no_value, "must be a number or empty", "Write it plainly: 0.24.")
    schema = pa.DataFrameSchema(
        {
            "id": column([filled(), unique(frame, ["id"])]),
            "rule": column(filled()),
            "segment": column(one_of([*SEGMENTS, "all"])),
            "value": column(value),
            "unit": column(check(lambda s: (s != "") | no_value, "must be filled where value is")),
            "effective_from": column(dated(empty=True)),
            "effective_to": column(
                [dated(empty=True), check(lambda s: ~(end < start), "must not be before effective_from")]
            ),
            **_source_columns(),
        }
    )
    return [(schema, frame)]
