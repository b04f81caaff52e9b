"""Everything printed that bears on the coverage of a province: shares, shares without membership, and members beside their base."""

import numpy as np
import pandas as pd

from coverage_lib.data.bases import ARTICLE, COUNTS, UCJ_BEGINS, counted
from coverage_lib.measures.published import FIGURE_COLUMNS, NOT_STATED, as_figures, coverage_figures

LEVELS = ("province", "national")

#: Shares that say something of coverage and are not it: the rule that sets each aside (see ``rules.RULES``).
OTHER_SHARES = {
    "coverage_rate_registered": "registered, not active",
    "coverage_rate_projected": "a projection",
    "coverage_rate_working_age": "another base",
    "coverage_rate_rt_rw": "workers with a base of their own",
}

#: The widest interval, percentage points, in which members over their base still are a share: that of one printed without decimals.
WIDEST_IMPLIED = 1.0

#: Of how a candidate came to be: printed as a share, 100 less what is not covered, members over their base, both segments added.
KINDS = ("printed", "complement", "implied", "segments")

#: The kinds that were not printed as a share.
COMPUTED = ("implied", "segments")

COLUMNS = [
    *FIGURE_COLUMNS,
    *("measure", "kind", "ids", "active_low", "active_high", "workers_low", "workers_high", "workers_from"),
    "instead_of",
]

BESIDE = [*ARTICLE, "date"]


def candidates(published: pd.DataFrame) -> pd.DataFrame:
    """Every share of the nation and the provinces that is printed or follows from printed counts, with the base that is known of it.

    Parameters
    ----------
    published : pandas.DataFrame
        ``load_published()``.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`coverage_lib.measures.published.coverage_figures`, with measure (as printed), kind (one of :data:`KINDS`),
        ids (all rows that it rests on, joined by ``", "``; `id` names the share, or the members that it is computed from), workers_low, workers_high (people: the limits of
        what it is a share of), workers_from (``printed``, ``implied`` by the members beside the share, ``beside`` for a number of
        workers in the words of a share whose base is not stated, or empty), instead_of (the share of the same counts that the article
        prints; what is computed stands only where that one is set aside).

        A share without membership is taken from 100. Members are divided by the base printed beside them; of an article that prints
        both for the formal and the informal workers, both are added.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> rows = candidates(load_published()).set_index("id")
    >>> rows.loc["f0713", ["kind", "name", "moment", "ids"]].tolist()
    ['implied', 'Kalimantan Barat', '2022-11', 'f0713, f0714']
    """
    rows = published[published["region_level"].isin(LEVELS) & published["code"].notna()]
    shares = [
        coverage_figures(rows).assign(measure="coverage_rate", kind="printed"),
        _others(rows),
        _complements(rows),
    ]
    pairs = _pairs(rows)
    parts = [
        *(_with_workers(part, rows) for part in shares),
        _implied(pairs, rows),
        _both_segments(pairs, rows),
    ]
    filled = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(filled)[COLUMNS].sort_values(["code", "segment", "placed_at", "id"], ignore_index=True)


def _others(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares that are not coverage, under the columns of figures."""
    shares = rows[rows["measure"].isin(list(OTHER_SHARES))]
    figures = as_figures(shares).assign(active=np.nan, workers=np.nan)
    return figures.assign(base=figures["base"].fillna(NOT_STATED), kind="printed")


def _complements(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares without membership, as coverage."""
    shares = rows[(rows["measure"] == "uncovered_rate") & (rows["unit"] == "percent")]
    turned = {"at_least": "at_most", "at_most": "at_least", "almost": "at_least"}
    shares = shares.assign(
        value=100 - shares["value"],
        low=100 - shares["high"],
        high=100 - shares["low"],
        bound=shares["bound"].replace(turned),
    )
    return as_figures(shares).assign(active=np.nan, workers=np.nan, kind="complement")


def _with_workers(figures: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Figures with the limits of the workers that each is a share of, as printed, as implied by its members, or as printed beside."""
    known = rows.set_index("id")
    low, high, active_low, active_high = (
        figures[name].map(known[end]).astype(float)
        for name in ("base_id", "active_id")
        for end in ("low", "high")
    )
    implied_low, implied_high = 100 * active_low / figures["high"], 100 * active_high / figures["low"]
    beside = _beside(figures, rows)
    ways = {
        "printed": (low, high),
        "implied": (implied_low, implied_high),
        "beside": (beside["low"], beside["high"]),
    }
    result = figures.assign(workers_low=np.nan, workers_high=np.nan, workers_from="")
    result = result.assign(active_low=active_low, active_high=active_high, instead_of=None)
    for way, (least, most) in ways.items():
        here = result["workers_from"].eq("") & least.notna() & most.notna()
        here &= np.isfinite(most) | (way == "printed")
        result.loc[here, "workers_low"], result.loc[here, "workers_high"] = least[here], most[here]
        result.loc[here, "workers_from"] = way
    more = figures[["base_id", "active_id"]]
    result["ids"] = [
        ", ".join([own, *(other for other in others if isinstance(other, str))])
        for own, others in zip(figures["id"], more.to_numpy(), strict=True)
    ]
    return result


def _beside(figures: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The limits of the number of workers that the words of a share name, where its base is not stated."""
    counts = rows[rows["measure"].isin(COUNTS) & (rows["unit"] == "workers")]
    counts = counts.drop_duplicates(BESIDE, keep=False).set_index(BESIDE)[["low", "high", "as_published"]]
    keys = rows.set_index("id")[BESIDE].reindex(figures["id"])
    found = counts.reindex(pd.MultiIndex.from_frame(keys)).set_axis(figures.index)
    found[["low", "high"]] = found[["low", "high"]].astype(float)
    words = zip(found["as_published"], figures["as_published"], strict=True)
    named = [isinstance(count, str) and count in share for count, share in words]
    return found[["low", "high"]].where(figures["base"].eq(NOT_STATED) & np.array(named, dtype=bool))


def _pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Members and the eligible workers that one article prints for one segment and date, each with its limits."""
    counts = rows[rows["unit"] == "workers"]
    bases = counts[counts["measure"].isin(COUNTS)]
    bases = bases[counted(bases).eq("eligible").to_numpy(dtype=bool)]
    members = counts[counts["measure"] == "active_participants"]
    one_each = [part.drop_duplicates(BESIDE, keep=False) for part in (members, bases)]
    pairs = one_each[0].merge(one_each[1], on=BESIDE, suffixes=("", "_base"))
    pairs = pairs[pairs["segment"].isin(["total", "formal", "informal"])]
    return pairs.assign(workers=pairs["value_base"], active=pairs["value"])


def _implied(pairs: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Members over their base, with the share of them that the article prints."""
    return _as_shares(pairs.assign(instead_of=_share_beside(pairs, rows)), "implied")


def _share_beside(pairs: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The id of the share that an article prints for the segment and date of some counts, missing where there is none."""
    shares = rows[rows["measure"].isin(["coverage_rate", "uncovered_rate"])].drop_duplicates(BESIDE)
    found = shares.set_index(BESIDE)["id"].reindex(pd.MultiIndex.from_frame(pairs[BESIDE]))
    return found.set_axis(pairs.index)


def _both_segments(pairs: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Members of both segments over the bases of both, with the share of the total that the article prints."""
    by_segment = _segment_counts(pairs, rows)
    keys = [key for key in BESIDE if key != "segment"]
    formal, informal = (by_segment[by_segment["segment"] == segment] for segment in ("formal", "informal"))
    both = formal.merge(informal[[*keys, *_ADDED, "id", "ids"]], on=keys, suffixes=("", "_2"))
    for column in _ADDED:
        both[column] = both[column] + both[f"{column}_2"]
    both = both.assign(
        id=both["id"] + "+" + both["id_2"], ids=both["ids"] + ", " + both["ids_2"], segment="total"
    )
    return _as_shares(both.assign(instead_of=_share_beside(both, rows)), "segments")


_ADDED = ["active", "low", "high", "workers", "low_base", "high_base"]


def _segment_counts(pairs: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Members and base of the formal and the informal workers: those beside a share, and those without one."""
    shares = rows[(rows["measure"] == "coverage_rate") & rows["segment"].isin(["formal", "informal"])]
    shares = shares[shares["base"].eq("eligible") & shares["base_id"].notna() & shares["active_id"].notna()]
    known = rows.set_index("id")
    members, bases = known.loc[shares["active_id"]], known.loc[shares["base_id"]]
    counts = {"value": "value", "low": "low", "high": "high"}
    beside = shares.assign(
        **{name: members[column].to_numpy() for name, column in counts.items()},
        **{f"{name}_base": bases[column].to_numpy() for name, column in counts.items()},
        id_base=shares["base_id"],
        id=shares["active_id"],
    )
    beside = beside.assign(workers=beside["value_base"], active=beside["value"])
    both = pd.concat([beside, pairs[pairs["segment"].isin(["formal", "informal"])]])
    both = both.drop_duplicates(["id", "id_base"])
    return both.assign(ids=both["id"] + ", " + both["id_base"])


def _as_shares(pairs: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Members over their base as figures: what the limits of both leave open is the limits of the share."""
    least, most = 100 * pairs["low"] / pairs["high_base"], 100 * pairs["high"] / pairs["low_base"]
    ids = pairs["ids"] if "ids" in pairs else pairs["id"] + ", " + pairs["id_base"]
    # The potential of its day is no base of UCJ, as for printed shares.
    base = np.where(pairs["date_to"] >= UCJ_BEGINS, "eligible", "potential")
    rows = pairs.assign(value=100 * pairs["active"] / pairs["workers"], ids=ids, kind=kind)
    rows = rows.assign(
        base=base.astype(object),
        base_from="count",
        base_id=pairs["id_base"],
        active_id=pairs["id"],
        low=least,
        high=most,
        active_low=pairs["low"],
        active_high=pairs["high"],
        workers_low=pairs["low_base"],
        workers_high=pairs["high_base"],
        workers_from="printed",
        measure="active_participants",
    )
    # The share was computed: what is open of it are its limits, not its digits.
    return as_figures(rows.assign(step=np.nan, bound="exact"))
