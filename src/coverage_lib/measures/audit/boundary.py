"""Papua and Papua Barat: whether a number is of the undivided province or of what is left of it."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import DIVIDED
from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.elsewhere import MONTH
from coverage_lib.measures.audit.equations import CLAIM, COLUMNS, OVERRIDES
from coverage_lib.measures.audit.evidence import Evidence
from coverage_lib.measures.audit.movement import Movement, allowed

#: Nearer than this, as a logarithm, to one of the two areas than to the other: what a number must be to be told apart.
TOLD_APART = 0.25


def boundary_tests(
    numbers: pd.DataFrame, members: pd.DataFrame, evidence: Evidence, moved: Movement
) -> pd.DataFrame:
    """Which area the figures of divided provinces are of, where an article prints people.

    Since its division the bare name may be read either way, and the members table is of the undivided province; so every figure
    of an article whose people tell the area is marked, also where the article fits itself.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    members : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.cells.member_cells`.
    evidence : Evidence
        Its employment, and its published eligible workers of the nation.
    moved : Movement
        How far counts move with time.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`; base is the boundary, ``2021`` or ``2022``, that the number is of.
    """
    divided = numbers["code"].isin(DIVIDED) & (numbers["to"] >= numbers["code"].map(DIVIDED))
    rows = numbers[divided]
    if not rows["audited"].any():
        return pd.DataFrame(columns=COLUMNS)
    told = _told(rows, members, evidence, moved)
    each = rows[rows["audited"]].merge(told, on=["article", "place"])
    # The figure's own people say it best, then the members of the article, then what is told apart most clearly.
    each = each.assign(own=each["key"].eq(each["told.key"])).sort_values(
        ["own", "members", "margin"], ascending=False
    )
    each = each.drop_duplicates("key").reset_index(drop=True)
    own = each["own"]
    keys = [
        [key, cell] if alone else [key, by, cell]
        for key, by, cell, alone in zip(each["key"], each["told.key"], each["cell"], own, strict=True)
    ]
    return pd.DataFrame(
        CLAIM
        | {
            "test": "area of the people",
            "speaks_for": words.BOUNDARY,
            "keys": keys,
            "of": each["key"],
            "operation": "of undivided",
            "terms": each[["told.value", "undivided"]].to_numpy(float).tolist(),
            "result": 100 * each["told.value"] / each["undivided"],
            "result_low": np.nan,
            "result_high": np.nan,
            "left": each["value"],
            "left_low": each["lo"],
            "left_high": each["hi"],
            "exact": own,
            "strength": OVERRIDES,
            "base": each["area"],
        }
    )[COLUMNS]


def _told(rows: pd.DataFrame, members: pd.DataFrame, evidence: Evidence, moved: Movement) -> pd.DataFrame:
    """Numbers of people beside what the undivided and the remaining province have: which of the two is nearer, and by how much."""
    employed = evidence.employment.assign(year=lambda table: table["date"].dt.year)
    part = employed.pivot_table(index=["code", "year"], columns="boundary", values="employed")
    part = part.reset_index().rename(
        columns={"code": "place", "2021": "employed_old", "2022": "employed_new"}
    )
    people = rows[
        rows["quantity"].isin(["active", "eligible", "employed"])
        & rows["segment"].isin(["total", "formal", "informal"])
    ]
    people = people.assign(year=people["to"].dt.year.clip(upper=int(part["year"].max())))
    people = people.merge(part, on=["place", "year"])
    by_place = members[members["way"].eq("domicile")][["place", "segment", "date", "cell", "value"]]
    counts = people[people["quantity"].eq("active")].merge(
        by_place, on=["place", "segment"], suffixes=("", "_cell")
    )
    away = (counts["date"] - counts["to"]).dt.days.abs()
    counts = counts.assign(away=away).sort_values("away").drop_duplicates("key")
    counts = counts.assign(
        undivided=counts["value_cell"],
        left=counts["value_cell"] * counts["employed_new"] / counts["employed_old"],
    )
    bases = people[people["quantity"].ne("active") & people["segment"].eq("total")]
    known = evidence.published[
        evidence.published["measure"].eq("eligible_workers") & evidence.published["code"].eq("00")
    ]
    of_employed = (
        known["value"].max() / evidence.employment.loc[evidence.employment["code"].eq("00"), "employed"].max()
    )
    # Without a published number of eligible workers they are taken for all of the employed.
    usual = np.where(bases["quantity"].eq("eligible") & np.isfinite(of_employed), of_employed, 1.0)
    name = "table:employed/" + bases["place"] + "/" + bases["year"].astype(str) + "-08-31/total/survey"
    bases = bases.assign(
        undivided=bases["employed_old"],
        left=bases["employed_new"] * usual,
        cell=name,
        old=bases["employed_old"] * usual,
    )
    reach = allowed(
        moved,
        counts["place"],
        counts["segment"],
        counts["quantity"],
        (counts["away"] / MONTH).clip(lower=0.5),
    )
    counts = counts.assign(old=counts["undivided"], reach=np.log(reach))
    told = pd.concat([counts, bases], ignore_index=True)
    to_old, to_new = np.log(told["value"] / told["old"]), np.log(told["value"] / told["left"])
    # Members are not spread as workers are: fewer than the undivided province can have moved to are those of what is left of it.
    fewer = told["quantity"].eq("active") & (to_old < -told["reach"])
    margin = (to_old.abs() - to_new.abs()).mask(fewer, -to_old)
    told = told.assign(margin=margin.abs(), area=np.where(margin > 0, "2022", "2021"))
    told = told[told["margin"] >= TOLD_APART]
    told = told.rename(columns={"key": "told.key", "value": "told.value"})
    told = told.assign(members=told["quantity"].eq("active"))
    return told[
        ["article", "place", "told.key", "told.value", "undivided", "cell", "margin", "area", "members"]
    ]
