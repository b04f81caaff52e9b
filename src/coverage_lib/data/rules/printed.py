"""Rules of the tables of printed facts: published figures, targets, awards, rules of the programme."""

import pandas as pd
import pandera.pandas as pa

from coverage_lib.data import names, regions
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


def figures(table: str, raw: pd.DataFrame) -> Rules:
    """Rules of a table of printed figures: published_figures.csv, targets.csv, awards.csv."""
    frame = raw.assign(value=numbers(raw["value"]))
    schema = pa.DataFrameSchema(
        {
            "id": column([filled(), unique(frame, ["id"])]),
            **_region_columns(frame),
            "date": column(dated(empty=table == "published_figures")),
            "segment": column(one_of(SEGMENTS)),
            "measure": column(filled()),
            "value": column(decimal_number()),
            "unit": column(one_of(UNITS[table])),
            **_source_columns(),
        }
    )
    return [(schema, frame)]


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
