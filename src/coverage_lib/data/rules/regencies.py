"""Rules of the employment of regencies."""

import pandas as pd
import pandera.pandas as pa

from coverage_lib.data import regions
from coverage_lib.data.defects import (
    CITIES_AS_REGENCIES,
    MISPLACED_PROVINCES,
    MISPLACED_YEARS,
    NOT_SURVEYED,
    misplaced_labour_force,
    not_surveyed,
)
from coverage_lib.data.rules.checks import (
    Rules,
    august,
    check,
    column,
    complete,
    dated,
    numbers,
    source_of_record,
    sum_of,
    unique,
    whole_number,
)

COUNTS = ["employed", "labour_force"]


def employment_regency(raw: pd.DataFrame, provinces: pd.DataFrame | None) -> Rules:
    """Rules of employment_regency.csv, whose sums are those of employment.csv (`provinces`, if that is readable)."""
    frame = raw.assign(**{name: numbers(raw[name]) for name in COUNTS})
    known = regions.regencies().set_index("bps_code")
    schema = pa.DataFrameSchema(
        {
            **_region_columns(frame, known),
            **_count_columns(frame, known),
            "date": column([dated(), august()]),
            "source_id": column(source_of_record("employment_regency")),
        }
    )
    rules = [
        (schema, frame),
        complete(frame, ["date"], lambda group: set(known.index), "a date", code="bps_code"),
    ]
    return rules if provinces is None else [*rules, *_provinces_are_the_sums(frame, provinces)]


def _region_columns(frame: pd.DataFrame, known: pd.DataFrame) -> dict[str, pa.Column]:
    """Code, name, province and level agree with regencies.csv; where the code is unknown only the code is reported."""
    code = frame["bps_code"]
    names = regions.provinces("2022").set_index("code")["name"]
    province = code.map(known["province_code"]).map(names)
    unknown = province.isna()
    mislabelled = code.isin(CITIES_AS_REGENCIES) & (frame["level"] == "kabupaten")
    of_list = check(lambda s: s.isin(known.index), "must be a BPS code of regencies.csv", "Correct the code.")
    name_of_bps = check(
        lambda s: (s == code.map(known["bps_name"])) | unknown,
        "must be the name that BPS gives to the code (regencies.csv)",
        "Correct the name or the code.",
    )
    province_of_code = check(
        lambda s: (s == province) | unknown, "must be the province of the code", "Correct the province."
    )
    level_of_code = check(
        lambda s: (s == code.map(known["level"])) | unknown | mislabelled,
        "must be kabupaten or kota, as the code is",
        "Correct the level.",
    )
    return {
        "bps_code": column([of_list, unique(frame, ["bps_code", "date"])]),
        "name": column(name_of_bps),
        "province": column(province_of_code),
        "level": column(level_of_code),
    }


def _count_columns(frame: pd.DataFrame, known: pd.DataFrame) -> dict[str, pa.Column]:
    """Counts are above zero and the labour force holds the employed, but for the cells known to be wrong."""
    excused = not_surveyed(frame)
    too_many = (frame["employed"] > frame["labour_force"]) & ~misplaced_labour_force(frame)
    zeros = ", ".join(f"{code} {known['bps_name'][code]} in {year}" for code, year in sorted(NOT_SURVEYED))
    positive = check(lambda s: ~(s <= 0) | excused, f"must be 1 or more (only {zeros} is known to be 0)")
    within = check(
        lambda s: ~too_many,
        f"must not be more than labour_force (known only in {len(MISPLACED_PROVINCES)} provinces, "
        f"{MISPLACED_YEARS[0]}-{MISPLACED_YEARS[-1]})",
        "Correct the cell, or describe the defect in the record and in coverage_lib/data/defects.py.",
    )
    counts = [whole_number(), positive]
    return {"employed": column([*counts, within]), "labour_force": column(counts)}


def _provinces_are_the_sums(frame: pd.DataFrame, provinces: pd.DataFrame) -> Rules:
    """The provinces of employment.csv are the sums of their regencies; the first regency carries the failure.

    The provinces' own rows carry the failures of the nation's sum already.
    """
    first = frame.groupby(["province", "date"], sort=False).head(1)
    keys = pd.MultiIndex.from_frame(first[["province", "date"]])
    printed = provinces.set_index(["name", "date"])
    added = frame.groupby(["province", "date"])[COUNTS].sum()
    what = (
        "the regencies, so that the province in employment.csv is what they add up to; this province's do not"
    )
    rules = []
    for name in COUNTS:
        # A table with a row given twice has a failure of its own; here the last of the rows is taken.
        wholes = pd.Series(numbers(printed[name]).to_dict()).reindex(keys)
        parts = added[name].reindex(keys)
        rules.append(
            sum_of(
                pd.Series(parts.to_numpy(), index=first.index),
                pd.Series(wholes.to_numpy(), index=first.index),
                name,
                what,
            )
        )
    return rules
