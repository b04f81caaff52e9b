"""Everything printed that bears on the coverage of a province: shares, shares without membership, and members beside their base."""

import numpy as np
import pandas as pd

from coverage_lib.data.bases import COUNTS
from coverage_lib.measures.published import FIGURE_COLUMNS, NOT_STATED, as_figures
from coverage_lib.measures.reconciled.computed import PLACE, computed_shares

LEVELS = ("province", "national")

#: Shares that say something of coverage and are not it: the rule that sets each aside (see ``rules.RULES``).
OTHER_SHARES = {
    "coverage_rate_registered": "registered, not active",
    "coverage_rate_projected": "a projection",
    "coverage_rate_working_age": "another base",
    "coverage_rate_rt_rw": "workers with a base of their own",
}

#: Of how a candidate came to be: printed as a share, 100 less what is not covered, members over their base, both segments added.
KINDS = ("printed", "complement", "implied", "segments")

#: The kinds that were not printed as a share.
COMPUTED = ("implied", "segments")

COLUMNS = [
    *FIGURE_COLUMNS,
    *("measure", "kind", "ids", "active_low", "active_high", "workers_low", "workers_high", "workers_from"),
    "instead_of",
]


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
        ids (all rows that it rests on, joined by ``", "``; `id` names the share, or the members that it is computed from), active_low,
        active_high, workers_low, workers_high (people: the limits of the members and of what they are a share of), workers_from
        (``printed``, ``implied`` by the members beside the share, ``beside`` for a number of workers in the words of a share whose base
        is not stated, or empty), instead_of (the share of the same people that the article prints; what is computed stands only where
        that one is set aside).

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
    shares = rows[rows["measure"].isin(["coverage_rate", *OTHER_SHARES]) & rows["unit"].eq("percent")]
    printed = pd.concat([shares.assign(kind="printed"), _complements(rows)])
    computed = computed_shares(rows)
    printed = _with_counts(printed, rows)
    both = pd.concat([printed, computed], ignore_index=True) if len(computed) else printed
    figures = as_figures(both.assign(base=both["base"].astype(object).fillna(NOT_STATED)))
    return figures[COLUMNS].sort_values(["code", "segment", "placed_at", "id"], ignore_index=True)


def _complements(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares without membership, as coverage."""
    shares = rows[(rows["measure"] == "uncovered_rate") & (rows["unit"] == "percent")]
    turned = {"at_least": "at_most", "at_most": "at_least", "almost": "at_least"}
    return shares.assign(
        value=100 - shares["value"],
        low=100 - shares["high"],
        high=100 - shares["low"],
        bound=shares["bound"].replace(turned),
        kind="complement",
    )


def _with_counts(shares: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Shares with the members and the workers beside them, and the limits of the workers that each is a share of.

    The workers are as printed, as implied by the members, or as the words of the share name them.
    """
    known = rows.set_index("id")
    of_base, of_members = (
        {name: shares[which].map(known[name]).astype(float) for name in ("value", "low", "high")}
        for which in ("base_id", "active_id")
    )
    named = _named_workers(shares, rows)
    ways = {
        "printed": (of_base["low"], of_base["high"]),
        "implied": (100 * of_members["low"] / shares["high"], 100 * of_members["high"] / shares["low"]),
        "beside": (named["low"], named["high"]),
    }
    found = [
        least.notna() & most.notna() & (np.isfinite(most) | (way == "printed"))
        for way, (least, most) in ways.items()
    ]
    low, high = (
        np.select(found, [limits[end] for limits in ways.values()], default=np.nan) for end in (0, 1)
    )
    return shares.assign(
        active=of_members["value"],
        active_low=of_members["low"],
        active_high=of_members["high"],
        workers=of_base["value"],
        workers_low=low,
        workers_high=high,
        workers_from=np.select(found, list(ways), default="").astype(object),
        ids=[
            ", ".join(each for each in used if isinstance(each, str))
            for used in shares[["id", "base_id", "active_id"]].to_numpy()
        ],
        instead_of=None,
    )


def _named_workers(shares: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The limits of the number of workers that the words of a share name, where its base is not stated."""
    counts = rows[rows["measure"].isin(COUNTS) & rows["unit"].eq("workers") & ~rows["misprint"]]
    counts = counts.drop_duplicates(PLACE, keep=False).set_index(PLACE)[["low", "high", "as_published"]]
    found = counts.reindex(pd.MultiIndex.from_frame(shares[PLACE])).set_axis(shares.index)
    words = zip(found["as_published"], shares["as_published"], strict=True)
    named = np.array([isinstance(count, str) and count in share for count, share in words], dtype=bool)
    return found[["low", "high"]].astype(float).where(shares["base"].eq(NOT_STATED) & named)
