"""Shares that follow from printed counts: members over the eligible workers that the same article prints."""

import numpy as np
import pandas as pd

from coverage_lib.data.bases import ARTICLE, COUNTS, UCJ_BEGINS, counted

SEGMENTS = ("formal", "informal")

#: What an article prints of one segment at one date.
PLACE = [*ARTICLE, "date"]

#: Counts of members and of their base, each with its limits: what is added where two segments are.
MEMBERS, BASE = ("active", "active_low", "active_high"), ("workers", "workers_low", "workers_high")

PRINTED = ("value", "low", "high")


def computed_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Members over the eligible workers printed beside them, of a segment or of both added, under the columns of ``load_published``.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of ``load_published()``.

    Returns
    -------
    pandas.DataFrame
        The columns of the members' row with the share and its limits as value, low and high; base (``eligible``, or ``potential`` before
        UCJ), base_id, active_id, active, workers with their limits (people), ids (all rows used), kind (``implied`` or ``segments``),
        instead_of (the share of the same people that the article prints; missing where it prints none).

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> shares = computed_shares(load_published()).set_index("ids")
    >>> float(shares.loc["f0713, f0714", "value"].round(2)), shares.loc["f0877, f0878, f0881, f0882", "kind"]
    (37.37, 'segments')
    """
    pairs = _pairs(rows)
    both = _both_segments(pd.concat([pairs[pairs["segment"].isin(SEGMENTS)], _beside_shares(rows)]))
    table = pd.concat([pairs.assign(kind="implied"), both.assign(kind="segments")], ignore_index=True)
    return table.assign(
        value=100 * table["active"] / table["workers"],
        low=100 * table["active_low"] / table["workers_high"],
        high=100 * table["active_high"] / table["workers_low"],
        # The share was computed: what is open of it are its limits, not its digits.
        step=np.nan,
        bound="exact",
        unit="percent",
        # The potential of its day is no base of UCJ, as for printed shares.
        base=np.where(table["date_to"] >= UCJ_BEGINS, "eligible", "potential").astype(object),
        base_from="count",
        workers_from="printed",
        instead_of=_share_beside(table, rows),
    )


def _pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Members and the eligible workers that one article prints for one segment and date."""
    counts = rows[(rows["unit"] == "workers") & ~rows["misprint"]]
    bases = counts[counts["measure"].isin(COUNTS)]
    used = bases["id"].isin(rows.loc[rows["base"].eq("eligible"), "base_id"])
    bases = bases[used | counted(bases).eq("eligible")].drop_duplicates(PLACE, keep=False)
    members = counts[counts["measure"] == "active_participants"].drop_duplicates(PLACE, keep=False)
    members = members[members["segment"].isin(["total", *SEGMENTS])]
    pairs = members.merge(bases[[*PLACE, "id", "as_published", *PRINTED]], on=PLACE, suffixes=("", "_base"))
    names = dict(zip(PRINTED, MEMBERS, strict=True))
    names |= {f"{name}_base": wanted for name, wanted in zip(PRINTED, BASE, strict=True)}
    pairs["as_published"] = pairs["as_published"] + " / " + pairs["as_published_base"]
    return _named(pairs.rename(columns=names).assign(active_id=pairs["id"], base_id=pairs["id_base"]))


def _beside_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Members and base of each segment whose share is printed with both, whatever dates they have of their own."""
    shares = rows[(rows["measure"] == "coverage_rate") & rows["segment"].isin(SEGMENTS)]
    shares = shares[shares["base"].eq("eligible") & shares["base_id"].notna() & shares["active_id"].notna()]
    known = rows.set_index("id")[["as_published", *PRINTED]]
    words = [known["as_published"].reindex(shares[which]).to_numpy() for which in ("active_id", "base_id")]
    counts = {
        name: known[column].reindex(shares[which]).to_numpy()
        for which, names in (("active_id", MEMBERS), ("base_id", BASE))
        for column, name in zip(PRINTED, names, strict=True)
    }
    return _named(shares.assign(**counts, as_published=words[0] + " / " + words[1], id=shares["active_id"]))


def _named(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.assign(ids=pairs["active_id"] + ", " + pairs["base_id"])


def _both_segments(pairs: pd.DataFrame) -> pd.DataFrame:
    """Formal and informal members and their bases added, of articles that print both for one date."""
    pairs = pairs.drop_duplicates(["active_id", "base_id"])
    place = [key for key in PLACE if key != "segment"]
    formal, informal = (pairs[pairs["segment"] == segment] for segment in SEGMENTS)
    both = formal.merge(
        informal[[*place, *MEMBERS, *BASE, "id", "ids", "as_published"]], on=place, suffixes=("", "_2")
    )
    added = {name: both[name] + both[f"{name}_2"] for name in (*MEMBERS, *BASE)}
    joined = {"id": "+", "ids": ", ", "as_published": "; "}
    names = {name: both[name] + mark + both[f"{name}_2"] for name, mark in joined.items()}
    return both.assign(**added, **names, segment="total")[list(pairs.columns)]


def _share_beside(table: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """The id of the share that an article prints for the segment and date of some counts, missing where there is none."""
    shares = rows[rows["measure"].isin(["coverage_rate", "uncovered_rate"])].drop_duplicates(PLACE)
    found = shares.set_index(PLACE)["id"].reindex(pd.MultiIndex.from_frame(table[PLACE]))
    return np.asarray(found.to_numpy(dtype=object))
