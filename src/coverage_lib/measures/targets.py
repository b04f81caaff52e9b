"""Targets as printed, each beside the published figure that tells of it, and the verdict: decided here, worded by the charts."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import boundary_of
from coverage_lib.measures.published import NOT_STATED, beside_eligible, preferred

VERDICTS = ("reached", "missed", "open", "unclear", "not known", "no figure", "not judged")

# A figure of the month before a target's date says how its year ended.
JUST_BEFORE = pd.Timedelta(days=31)
# A figure as old as this does not say how the target's year ended.
A_YEAR = pd.DateOffset(years=1)

# What is shown of the figure beside a target, and what it is called there: a target has an id, a base and a date of its own.
FIGURE = {
    "coverage": "coverage",
    "low": "low",
    "high": "high",
    "step": "step",
    "bound": "bound",
    "workers": "workers",
    "id": "figure_id",
    "base": "figure_base",
    "printed_date": "figure_date",
    "placed_at": "figure_at",
    "reason": "reason",
    "alternatives": "alternatives",
}


def own_targets(targets: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Each province's own targets, with the published figure that stands beside each and the verdict.

    The figure is the last one up to the target's date, of the same region, segment and boundary, chosen by the rules of
    :mod:`coverage_lib.measures.published`: on the base of the target, or of a base that is not stated where the target is one of
    eligible workers or says no base itself. A figure on another stated base is never used.

    Parameters
    ----------
    targets : pandas.DataFrame
        ``load_targets()``. What several printed alike is one target.
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.published.coverage_figures`, all of them.

    Returns
    -------
    pandas.DataFrame
        The columns of ``load_targets`` for the provinces, with source_publisher and ids of all who printed the target, and its
        limits as target_low, target_high, target_step and target_bound;
        coverage, low, high (percent), step, bound and workers of the figure, figure_id, figure_base, figure_date (as
        printed), figure_at (the day by which it is ordered), reason and alternatives; shortfall (points, target minus
        coverage); verdict (one of :data:`VERDICTS`) and same_base (whether both are stated to be shares of the same).

        ``reached`` and ``missed`` where the figure, as exactly as it was printed, lies above or below, ``unclear`` where it may
        be either; ``open`` below it while no figure is as late as the month before the target's date; ``not known`` where there
        are later figures and none of the target's last year; ``not judged`` for numbers of workers. Sorted by code and date.

    Examples
    --------
    >>> from coverage_lib import load_published, load_targets
    >>> from coverage_lib.measures.published import coverage_figures
    >>> own = own_targets(load_targets(), coverage_figures(load_published())).set_index(["region", "value"])
    >>> own.loc[("Bengkulu", 39.0), ["figure_id", "reason", "verdict"]].tolist()
    ['f0535', 'stated base', 'missed']
    """
    own = _printed_alike(targets[targets["region_level"] == "province"])
    rates = own[own["unit"].eq("percent") & own["measure"].str.startswith("target_rate")]
    pairs = _comparable(rates, figures)
    known = pairs[pairs["date"] <= pairs["target_date"]]
    chosen = preferred(known, ["target_id"]).drop_duplicates("target_id", keep="last").set_index("target_id")
    chosen = chosen[list(FIGURE)].rename(columns=FIGURE)
    limits = {name: f"target_{name}" for name in ("low", "high", "step", "bound")}
    own = own.rename(columns=limits).join(chosen, on="id")
    own = own.astype(dict.fromkeys(["coverage", "low", "high", "workers"], "float64"))
    own["figure_at"] = pd.to_datetime(own["figure_at"])
    own["shortfall"] = own["value"] - own["coverage"]
    last_placed = pairs.groupby("target_id")["placed_at"].max().reindex(own["id"])
    own["verdict"] = _verdicts(own, last_placed.set_axis(own.index), own["id"].isin(rates["id"]))
    own["same_base"] = (own["base"] == own["figure_base"]) & (own["base"] != NOT_STATED)
    return own.reset_index(drop=True)


def _printed_alike(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets of the same value, measure and base for one region, segment and year as one row, with all who printed it."""
    same = ["code", "year", "segment", "measure", "value", "base"]
    rows = targets.sort_values(["code", "date_to", "segment", "id"]).assign(ids=lambda rows: rows["id"])
    for _key, alike in rows[rows.duplicated(same, keep=False)].groupby(same, dropna=False):
        first = alike.index[0]
        rows.loc[first, "source_publisher"] = "; ".join(dict.fromkeys(alike["source_publisher"]))
        rows.loc[first, "ids"] = ", ".join(alike["id"])
    return rows.drop_duplicates(same)


def _comparable(targets: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Every figure that may be held against a target: one row for each pair."""
    boundary = [boundary_of(*row) for row in targets[["code", "date_to"]].itertuples(index=False)]
    wanted = targets.assign(boundary=boundary)[["id", "code", "segment", "boundary", "base", "date_to"]]
    wanted = wanted.rename(columns={"id": "target_id", "base": "target_base", "date_to": "target_date"})
    pairs = wanted.merge(figures, on=["code", "segment", "boundary"])
    of_eligible = pairs["target_base"].isin(["eligible", NOT_STATED])
    beside = pairs.index.isin(beside_eligible(pairs).index)
    same = pairs["base"] == pairs["target_base"]
    return pairs[np.where(of_eligible, beside, same) & pairs["placed_at"].notna()]


def _verdicts(own: pd.DataFrame, last_placed: pd.Series, is_rate: pd.Series) -> np.ndarray:
    exact = own["bound"].eq("exact")
    least, most = own["low"].mask(exact, own["coverage"]), own["high"].mask(exact, own["coverage"])
    ended = last_placed >= own["date_to"] - JUST_BEFORE
    old = own["figure_at"] <= own["date_to"] - A_YEAR
    verdicts = {
        "not judged": ~is_rate,
        "no figure": own["coverage"].isna(),
        "not known": ended & old,
        "reached": least >= own["value"],
        "unclear": most >= own["value"],
        "missed": ended,
    }
    return np.select(
        [fits.to_numpy(dtype=bool) for fits in verdicts.values()], list(verdicts), default="open"
    )
