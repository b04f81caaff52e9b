"""A province as the sum of its regencies and cities, where one article prints them."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import regencies
from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import COLUMNS, EXACT, HARMLESS, ROUNDED
from coverage_lib.measures.audit.numbers import PEOPLE

GROUP = ["article", "quantity", "segment", "to"]

#: A sum of so few regencies equals a total by chance.
FEWEST = 3


def region_tests(numbers: pd.DataFrame) -> pd.DataFrame:
    """Sums of the regencies and cities of a province that one article prints for one day.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`. A sum of all of its regencies that is not the province's total fails.
    """
    rows = numbers[numbers["quantity"].isin(PEOPLE) & numbers["code"].notna()]
    table = regencies()
    province_of = table.set_index("code")["province_code"]
    parts = rows[rows["level"].eq("regency")].assign(province=lambda part: part["code"].map(province_of))
    totals = rows[rows["level"].eq("province")].rename(columns={"code": "province"})
    both = totals.merge(parts, on=[*GROUP, "province"], suffixes=("", "_part"))
    if both.empty:
        return pd.DataFrame(columns=COLUMNS)
    groups = both.groupby("key", sort=False)
    sums = groups.agg(
        value=("value", "first"),
        lo=("lo", "first"),
        hi=("hi", "first"),
        hedged=("hedged", "first"),
        province=("province", "first"),
        result=("value_part", "sum"),
        result_low=("lo_part", "sum"),
        result_high=("hi_part", "sum"),
        parts=("key_part", list),
        terms=("value_part", list),
        count=("code", "nunique"),
        repeated=("code", lambda codes: codes.duplicated().any()),
        audited=("audited_part", "any"),
        coarse=("rounded_part", "any"),
        whole_audited=("audited", "first"),
    ).reset_index()
    complete = sums["count"].eq(sums["province"].map(table["province_code"].value_counts()))
    sums = sums.assign(complete=complete)
    sums = sums[(sums["count"] >= FEWEST) & ~sums["repeated"] & (sums["audited"] | sums["whole_audited"])]
    fits = (sums["result_low"] <= sums["hi"]) & (sums["result_high"] >= sums["lo"])
    far = (sums["result"] - sums["value"]).abs() > HARMLESS * sums["value"]
    exact = ~sums["hedged"].astype(bool) & ~sums["coarse"].astype(bool)
    return pd.DataFrame(
        {
            "test": "sum of regencies",
            "speaks_for": words.CONSISTENT,
            "keys": [[whole, *part] for whole, part in zip(sums["key"], sums["parts"], strict=True)],
            "of": sums["key"],
            "operation": "sum",
            "terms": sums["terms"],
            "result": sums["result"],
            "result_low": sums["result_low"],
            "result_high": sums["result_high"],
            "left": sums["value"],
            "left_low": sums["lo"],
            "left_high": sums["hi"],
            "fits": fits,
            "misses": ~fits & exact & sums["complete"],
            "fails": ~fits & far & sums["complete"],
            "exact": exact,
            "strength": np.where(exact, EXACT, ROUNDED),
            "base": None,
            "apart": 0,
            "about": "all",
            "blames": "of",
        }
    )[COLUMNS]
