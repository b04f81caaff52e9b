"""Counts of those who took part or won: no more provinces than there are, no more winners than participants."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import DIVIDED, provinces, regencies
from coverage_lib.measures.audit.equations import COLUMNS, EXACT, POSSIBLE, equation, together

#: What is counted, by the end of the measure's name.
GROUPS = ("provinces", "regencies", "large_firms", "medium_firms", "small_firms", "firms")


def award_tests(numbers: pd.DataFrame) -> pd.DataFrame:
    """Whether as many can have taken part or won as are printed.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`. All provinces or all regencies is a number that can be tested; fewer are only
        possible, and more contradict.
    """
    counts = numbers[numbers["unit"].eq("count")]
    if not counts["audited"].any():
        return pd.DataFrame(columns=COLUMNS)
    group = counts["measure"].str.extract(rf"_({'|'.join(GROUPS)})$")[0]
    part = counts["measure"].str.extract(r"_(participants|finalist|awarded|winners)_")[0]
    counts = counts.assign(quantity=part, segment=group)
    return pd.concat([_of_all(counts), _of_participants(counts)], ignore_index=True)


def _of_all(counts: pd.DataFrame) -> pd.DataFrame:
    """At most all provinces of the day, or all regencies and cities."""
    rows = counts[
        counts["audited"] & counts["segment"].isin(["provinces", "regencies"]) & counts["quantity"].notna()
    ]
    rows = rows.rename(columns={name: f"figure.{name}" for name in counts.columns}).reset_index(drop=True)
    divided = rows["figure.to"] >= min(DIVIDED.values())
    of_day = np.where(divided, len(provinces("2022")), len(provinces("2021")))
    everyone = np.where(rows["figure.segment"].eq("provinces"), of_day, len(regencies())).astype(float)
    cell = (
        "table:"
        + rows["figure.segment"].astype(str)
        + "/00/"
        + np.where(divided, "2022", "2021")
        + "/total/survey"
    )
    rows = rows.assign(**{"all.key": cell, "all.value": everyone, "all.rounded": False}, apart=0)
    tests = equation(rows, "all there are", "figure", ["all"], "equal", (rows["all.value"],) * 3)
    more = rows["figure.value"] > everyone
    return tests.assign(fails=more, misses=more, strength=EXACT)


def _of_participants(counts: pd.DataFrame) -> pd.DataFrame:
    """No more finalists or winners than participants of the same article."""
    roles = {
        "figure": counts["quantity"].isin(["finalist", "awarded", "winners"]),
        "all": counts["quantity"].eq("participants"),
    }
    wide = together(counts, roles, ("article", "place", "segment"))
    nought = pd.Series(0.0, index=wide.index)
    tests = equation(
        wide,
        "some of the participants",
        "figure",
        ["all"],
        "at most",
        (nought, wide["all.value"], wide["all.value"]),
    )
    fits = wide["figure.value"] <= wide["all.value"]
    return tests.assign(fits=fits, fails=~fits, misses=~fits, strength=POSSIBLE, blames="of")
