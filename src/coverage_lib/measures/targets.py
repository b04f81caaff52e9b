"""Targets as printed, each beside the published figure that judges it or the last one before, and the verdict: decided here, worded by the charts."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.periods import period
from coverage_lib.data.regions import boundary_of
from coverage_lib.measures.published import NOT_STATED, beside_eligible, preferred

#: What a published figure says of a target.
JUDGED = ("reached", "missed", "unclear")
VERDICTS = (*JUDGED, "no final figure", "no figure", "open", "not judged")

# A figure that was published for a later day than this says too little about the target's date.
AFTER = pd.DateOffset(years=1)

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


def last_day(
    targets: pd.DataFrame, figures: pd.DataFrame, counted: pd.DataFrame | None = None
) -> pd.Timestamp:
    """The day of the latest published figure, or of the latest day on which one or a target was printed: what the tables know as today.

    A count of members with a stated date is in the tables too.

    Parameters
    ----------
    targets : pandas.DataFrame
        ``load_targets()``.
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.published.coverage_figures`.
    counted : pandas.DataFrame, optional
        ``load_coverage(base="employed", months=True)``.

    Examples
    --------
    >>> targets = pd.DataFrame({"source_date": ["2026-02-01", "2025", ""]})
    >>> figures = pd.DataFrame({"placed_at": pd.to_datetime(["2025-12-31"]), "source_date": ["2026-01"]})
    >>> last_day(targets, figures)
    Timestamp('2026-02-01 00:00:00')
    >>> last_day(targets, figures, pd.DataFrame({"date": pd.to_datetime(["2026-10-31"]), "date_stated": True}))
    Timestamp('2026-10-31 00:00:00')
    """
    printed = [period(table["source_date"])[0].max() for table in (targets, figures)]
    days = [] if counted is None else [counted.loc[counted["date_stated"].astype(bool), "date"].max()]
    return pd.Timestamp(pd.Series([figures["placed_at"].max(), *printed, *days], dtype="datetime64[s]").max())


def own_targets(targets: pd.DataFrame, figures: pd.DataFrame, as_of: Any = None) -> pd.DataFrame:
    """Each province's own targets, with the published figure that judges it or the last one before, and the verdict.

    Figures are held against a target where they are of the same region, segment and boundary, on the base of the target, or on a
    base that is not stated where the target is one of eligible workers or says no base itself. A figure on another stated base is
    never used. Of several for one moment the rules of :mod:`coverage_lib.measures.published` choose.

    A target is judged when its date has passed, by the figure of its own month; else, where the target names a year without a
    month, by a figure that names the same year without a month, unless figures of months of that year are there too, since it may
    be older than they are; else by the first figure of the twelve months after. A figure from before gives no verdict, however
    late it is.

    Parameters
    ----------
    targets : pandas.DataFrame
        ``load_targets()``. What several printed alike is one target.
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.published.coverage_figures`, all of them.
    as_of : date, optional
        The day on which it is asked which dates have passed; later figures are left out. Without it :func:`last_day`.

    Returns
    -------
    pandas.DataFrame
        The columns of ``load_targets`` for the provinces, with source_publisher and ids of all who printed the target, and its
        limits as target_low, target_high, target_step and target_bound;
        coverage, low, high (percent), step, bound and workers of the figure, figure_id, figure_base, figure_date (as
        printed), figure_at (the day by which it is ordered), reason and alternatives; shortfall (points, target minus
        coverage); verdict (one of :data:`VERDICTS`), same_base (whether both are stated to be shares of the same) and as_of.

        ``reached`` and ``missed`` where the figure that judges, as exactly as it was printed, lies above or below, ``unclear``
        where it may be either; ``no final figure`` where the date has passed and only earlier figures are there, ``no figure``
        where there are none at all; ``open`` where the date lies ahead; ``not judged`` for numbers of workers. Sorted by code and
        date.

    Examples
    --------
    >>> from coverage_lib import load_published, load_targets
    >>> from coverage_lib.measures.published import coverage_figures
    >>> own = own_targets(load_targets(), coverage_figures(load_published())).set_index(["region", "value"])
    >>> own.loc[("Bengkulu", 39.0), ["figure_id", "reason", "verdict"]].tolist()
    ['f0535', 'stated base', 'missed']
    >>> own.loc[("Aceh", 43.54), ["figure_date", "verdict"]].tolist()
    ['2025-08', 'no final figure']
    """
    today = last_day(targets, figures) if as_of is None else pd.Timestamp(as_of)
    own = _printed_alike(targets[targets["region_level"] == "province"])
    rates = own[own["unit"].eq("percent") & own["measure"].str.startswith("target_rate")]
    pairs = _comparable(rates, figures[figures["placed_at"] <= today])
    judging = _judging(pairs[pairs["target_date"] <= today])
    # A figure that judges stands in the place of the last one before.
    beside = pd.concat([_last_before(pairs), judging]).drop_duplicates("target_id", keep="last")
    limits = {name: f"target_{name}" for name in ("low", "high", "step", "bound")}
    own = own.rename(columns=limits).join(
        beside.set_index("target_id")[list(FIGURE)].rename(columns=FIGURE), on="id"
    )
    own = own.astype(dict.fromkeys(["coverage", "low", "high", "workers"], "float64"))
    own["figure_at"] = pd.to_datetime(own["figure_at"])
    own["shortfall"] = own["value"] - own["coverage"]
    known = {
        "not judged": ~own["id"].isin(rates["id"]),
        "open": own["date_to"] > today,
        "no figure": ~own["id"].isin(pairs["target_id"]),
        "no final figure": ~own["id"].isin(judging["target_id"]),
    }
    own["verdict"] = np.select(
        [fits.to_numpy(dtype=bool) for fits in known.values()], list(known), default=_judged(own)
    )
    own["same_base"] = (own["base"] == own["figure_base"]) & (own["base"] != NOT_STATED)
    return own.assign(as_of=today).reset_index(drop=True)


def _printed_alike(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets of the same value, measure and base for one region, segment and date as one row, with all who printed it."""
    same = ["code", "date_to", "segment", "measure", "value", "base"]
    rows = targets.sort_values(["code", "date_to", "segment", "id"]).assign(ids=lambda rows: rows["id"])
    for _key, alike in rows[rows.duplicated(same, keep=False)].groupby(same, dropna=False):
        first = alike.index[0]
        rows.loc[first, "source_publisher"] = "; ".join(dict.fromkeys(alike["source_publisher"]))
        rows.loc[first, "ids"] = ", ".join(alike["id"])
    return rows.drop_duplicates(same)


def _comparable(targets: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Every figure that may be held against a target: one row for each pair."""
    boundary = [boundary_of(*row) for row in targets[["code", "date_to"]].itertuples(index=False)]
    wanted = targets.assign(boundary=boundary)[
        ["id", "code", "segment", "boundary", "base", "date", "date_to"]
    ].rename(
        columns={
            "id": "target_id",
            "base": "target_base",
            "date": "target_printed",
            "date_to": "target_date",
        }
    )
    pairs = wanted.merge(figures, on=["code", "segment", "boundary"])
    of_eligible = pairs["target_base"].isin(["eligible", NOT_STATED])
    beside = pairs.index.isin(beside_eligible(pairs).index)
    same = pairs["base"] == pairs["target_base"]
    return pairs[np.where(of_eligible, beside, same) & pairs["placed_at"].notna()]


def _last_before(pairs: pd.DataFrame) -> pd.DataFrame:
    """For each target the last figure up to its date."""
    before = pairs[pairs["date"] <= pairs["target_date"]]
    return preferred(before, ["target_id"]).drop_duplicates("target_id", keep="last")


def _judging(pairs: pd.DataFrame) -> pd.DataFrame:
    """For each target whose date has passed the figure that judges it; no row where there is none."""
    end = pairs["target_date"]
    of_its_month = pairs["moment"] == end.dt.strftime("%Y-%m")
    of_its_year = pairs["date"].dt.year == end.dt.year
    names_a_year = pairs["precision"] == "year"
    months_known = set(pairs.loc[of_its_year & ~names_a_year, "target_id"])
    of_its_year &= names_a_year & (pairs["target_printed"].str.len() == len("2024"))
    of_its_year &= ~pairs["target_id"].isin(months_known)
    later = (pairs["date_from"] > end) & (pairs["date"] <= end + AFTER)
    order = np.select([of_its_month, of_its_year, later], [0, 1, 2], default=-1)
    judging = preferred(pairs.assign(order=order)[order >= 0], ["target_id"])
    return judging.sort_values(["target_id", "order", "date"]).drop_duplicates("target_id")


def _judged(own: pd.DataFrame) -> np.ndarray:
    """What the figure beside each target says of it, as exactly as the figure was printed."""
    exact = own["bound"].eq("exact")
    least, most = own["low"].mask(exact, own["coverage"]), own["high"].mask(exact, own["coverage"])
    return np.select([least >= own["value"], most >= own["value"]], ["reached", "unclear"], default="missed")
