"""Whether published members count those of construction, as far as their articles say so."""

import numpy as np
import pandas as pd

JAKON = r"\bjakon\b|konstruksi|construction"
PAID_AS = ["formal", "informal"]
PARTS = [*PAID_AS, "construction"]

# The articles of one day on one region; the segment is what their counts differ in.
DAY = ["region", "source_publisher", "source_title", "date"]


def construction_counted(published: pd.DataFrame) -> pd.DataFrame:
    """Whether published members count those of construction, as far as their article says so.

    Parameters
    ----------
    published : pandas.DataFrame
        ``load_published()``.

    Returns
    -------
    pandas.DataFrame
        By id of a count of all active members: counts (``within``, ``left out``, or ``not stated``) and construction (people; missing
        where they are within and not printed). They are within where formal, informal and construction members of the article
        and date add up to all, or where words or note say so; left out where formal and informal members add up.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> counted = construction_counted(load_published())
    >>> counted.loc[["f0071", "f0885", "f0010"], "counts"].tolist()
    ['left out', 'within', 'not stated']
    """
    members = published[published["measure"].eq("active_participants") & published["unit"].eq("workers")]
    parts = members[members["segment"].isin(PARTS)].drop_duplicates([*DAY, "segment"], keep=False)
    limits = parts.set_index([*DAY, "segment"])[["low", "high", "value"]].unstack("segment")
    limits = limits.reindex(columns=pd.MultiIndex.from_product([["low", "high", "value"], PARTS]))
    totals = members[members["segment"].eq("total")].set_index("id")
    articles = pd.MultiIndex.from_frame(totals[DAY])
    beside = limits.reindex(articles).set_index(totals.index)
    words = (members["as_published"] + " " + members["note"]).str.lower().str.contains(JAKON)
    said = words.groupby([members[key] for key in DAY]).any().reindex(articles).to_numpy(dtype=bool)
    within = adds_up(totals, beside, PARTS)
    left_out = adds_up(totals, beside, PAID_AS) & ~said & ~within
    counts = np.select([within | said, left_out], ["within", "left out"], default="not stated")
    amount = beside["value", "construction"].where(within).mask(left_out, 0.0)
    return pd.DataFrame({"counts": counts, "construction": amount}, index=totals.index)


def adds_up(totals: pd.DataFrame, parts: pd.DataFrame, segments: list[str]) -> np.ndarray:
    """Whether parts add up to a total, by the limits of both; False where a part is missing.

    Parameters
    ----------
    totals : pandas.DataFrame
        low, high (people).
    parts : pandas.DataFrame
        The same rows; columns of two levels: low or high, and the segment.
    segments : list of str
        The parts.
    """
    least = parts["low"][segments].sum(axis=1, skipna=False).to_numpy()
    most = parts["high"][segments].sum(axis=1, skipna=False).to_numpy()
    return np.asarray((least <= totals["high"].to_numpy()) & (most >= totals["low"].to_numpy()))
