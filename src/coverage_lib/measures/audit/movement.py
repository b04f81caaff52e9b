"""How far honest numbers move within some months: learned from the members table and from the published series themselves."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.audit.evidence import Evidence

#: Months up to which each step of the table holds.
MONTHS = (1.5, 3.5, 6.5, 12.5, 24.5)

#: Share of the differences that were published which a step covers: what lies beyond is called far.
COVERED = 0.9

#: Fewer differences than this say nothing of a step; the one before it is kept.
FEWEST = 5

#: Subsidised members come and go by the thousand.
LIVELY = ("informal", "vulnerable", "village_institutions", "migrant", "construction", "rt_rw")


class Movement(NamedTuple):
    """How far numbers move, learned.

    Attributes
    ----------
    table : DataFrame
        kind (``nation``, ``region`` or ``lively``), months (up to), pairs (how many differences it rests on), ratio (the factor up or
        down within which :data:`COVERED` of them lie).
    """

    table: pd.DataFrame


def movement(evidence: Evidence, counted_at: pd.Timestamp | None) -> Movement:
    """Learn how far counts of members move within some months.

    Parameters
    ----------
    evidence : Evidence
        Pairs of counts of the members table by domicile, and pairs of published counts of the nation and of one region, segment and
        publisher, are its series.
    counted_at : Timestamp, optional
        The month that the count without a date in the members table is of.

    Returns
    -------
    Movement

    Notes
    -----
    For each kind of count and each step of months the 90 percent quantile of the absolute logarithm of the ratio of two counts, made to rise
    with the months. Counts of informal, vulnerable and construction members are a kind of their own: subsidies lapse. A regency moves
    as a province is seen to.
    """
    both = pd.concat(
        [_table_pairs(evidence, counted_at), _published_pairs(evidence.published)], ignore_index=True
    )
    rows = []
    for kind in ("nation", "region", "lively"):
        ratio = 0.0
        for least, most in zip((0.0, *MONTHS[:-1]), MONTHS, strict=True):
            step = both[both["kind"].eq(kind) & (both["months"] > least) & (both["months"] <= most)]
            if len(step) >= FEWEST:
                ratio = max(ratio, float(step["log_ratio"].abs().quantile(COVERED)))
            rows.append({"kind": kind, "months": most, "pairs": len(step), "ratio": ratio})
    table = pd.DataFrame(rows)
    # Before the first step with enough pairs the next known one is taken.
    table["ratio"] = table["ratio"].where(table["ratio"] > 0).groupby(table["kind"]).bfill()
    return Movement(table.assign(ratio=np.exp(table["ratio"].fillna(0))))


def allowed(
    moved: Movement, place: pd.Series, segment: pd.Series, quantity: pd.Series, months: pd.Series
) -> np.ndarray:
    """The factor up or down within which an honest number may have moved in so many months; infinite beyond the last step."""
    kind = np.select(
        [segment.isin(LIVELY) | quantity.isin(["subsidised"]), place.eq(NATION)],
        ["lively", "nation"],
        "region",
    )
    result = np.full(len(kind), np.inf)
    for name, rows in moved.table.groupby("kind"):
        steps = np.searchsorted(rows["months"].to_numpy(), months.to_numpy(float))
        ratios = np.append(rows["ratio"].to_numpy(float), np.inf)
        of_kind = kind == name
        result[of_kind] = ratios[steps][of_kind]
    return np.where(months.to_numpy(float) <= 0, 1.0, result)


def _table_pairs(evidence: Evidence, counted_at: pd.Timestamp | None) -> pd.DataFrame:
    members = evidence.members[evidence.members["counted_by"].eq("domicile")]
    date = members["date"].where(members["date_stated"], counted_at)
    rows = members.assign(date=date)[["code", "segment", "date", "active"]].dropna()
    totals = rows.groupby(["code", "date"], as_index=False)["active"].sum().assign(segment="total")
    return _pairs(pd.concat([rows, totals]), ["code", "segment"])


def _published_pairs(published: pd.DataFrame) -> pd.DataFrame:
    dated = published[published["measure"].eq("active_participants") & published["date"].str.len().ge(7)]
    rows = dated[dated["code"].notna()].assign(date=dated["date_to"], active=dated["value"])
    same_source = rows["source_publisher"].where(rows["code"].ne(NATION), "")
    rows = rows.assign(source=same_source)
    return _pairs(rows, ["code", "boundary", "segment", "source"])


def _pairs(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    both = rows[[*by, "date", "active"]].merge(rows[[*by, "date", "active"]], on=by, suffixes=("", "_later"))
    both = both[(both["date"] < both["date_later"]) & (both["active"] > 0) & (both["active_later"] > 0)]
    kind = np.select([both["segment"].isin(LIVELY), both["code"].eq(NATION)], ["lively", "nation"], "region")
    return pd.DataFrame(
        {
            "kind": kind,
            "months": (both["date_later"] - both["date"]).dt.days / 30.44,
            "log_ratio": np.log(both["active_later"] / both["active"]),
        }
    )
