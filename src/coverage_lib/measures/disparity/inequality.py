"""How unequal coverage is between provinces, segments and island groups, and what goes with informal coverage."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coverage_lib.measures.disparity.checks import TableError, need_columns, no_duplicates
from coverage_lib.measures.disparity.segments import SEGMENTS, regions_only, side_by_side

Array = npt.NDArray[np.float64]

LEVEL = 95
"""Intervals of this module hold 95 percent."""

DRAWS = 2000


def weighted_mean(y: Array, w: Array) -> Array:
    """Mean of `y` (n,) under weights `w` (..., n)."""
    return (w * y).sum(-1) / w.sum(-1)


def _group_means(y: Array, w: Array, groups: npt.NDArray[np.intp]) -> Array:
    """For every unit the weighted mean of its group, shape of `w`; 1 where a group weighs nothing, so that logs hold."""
    member = (groups[:, None] == np.unique(groups)[None, :]).astype(float)
    total, weight = (w * y) @ member, w @ member
    means = np.divide(total, weight, out=np.ones_like(total), where=weight > 0)
    return means @ member.T


def theil_parts(y: Array, w: Array, nested: list[npt.NDArray[np.intp]]) -> list[Array]:
    """Theil's T of `y` (n,) under weights `w` (..., n), split along groups nested in each other.

    Members, not workers, weight the logs: each unit's share of all members times the log of one mean over the next. With
    groups ``[segments, islands within segments]`` the parts are between segments, between islands within a segment,
    and between units within those. They are computed one by one and add up to T.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. Shorrocks, A. F. (1984). Inequality decomposition by population
    subgroups. Econometrica 52, 1369-1385.

    Examples
    --------
    >>> y, w = np.array([1.0, 3.0]), np.array([1.0, 1.0])
    >>> [round(float(part), 6) for part in theil_parts(y, w, [])]
    [0.130812]
    """
    share = w * y / (w * y).sum(-1, keepdims=True)
    levels = [np.broadcast_to(weighted_mean(y, w)[..., None], w.shape)]
    levels += [_group_means(y, w, groups) for groups in nested]
    levels += [np.broadcast_to(y, w.shape)]
    parts = []
    for outer, inner in pairwise(levels):
        ratio = np.divide(inner, outer, out=np.ones_like(share), where=share > 0)
        parts.append((share * np.log(ratio)).sum(-1))
    return parts


def concentration_index(y: Array, w: Array, rank_by: Array) -> Array:
    """Concentration index of `y` (n,) under weights `w` (..., n), from the lowest `rank_by` to the highest.

    Twice the weighted covariance of `y` and the rank, over the mean; ranks are the middle of each unit's (or tie's) stretch
    of the cumulated weight. Ranked by itself it is the Gini coefficient.

    References
    ----------
    O'Donnell, O., van Doorslaer, E., Wagstaff, A., Lindelow, M. (2008). Analyzing Health Equity Using Household Survey
    Data, chapter 8. World Bank.

    Examples
    --------
    >>> y, w = np.array([1.0, 3.0]), np.array([1.0, 1.0])
    >>> float(concentration_index(y, w, rank_by=y)), float(concentration_index(y, w, rank_by=-y))
    (0.25, -0.25)
    """
    below = (rank_by[None, :] < rank_by[:, None]) + 0.5 * (rank_by[None, :] == rank_by[:, None])
    share = w / w.sum(-1, keepdims=True)
    rank = share @ below.T
    return 2 * (share * y * (rank - 0.5)).sum(-1) / weighted_mean(y, w)


def difference_from_best(y: Array, w: Array) -> Array:
    """Weighted mean of what each unit lacks to the best unit that weighs anything, in points.

    References
    ----------
    WHO (2013). Handbook on Health Inequality Monitoring, chapter 3.

    Examples
    --------
    >>> float(difference_from_best(np.array([10.0, 30.0]), np.array([3.0, 1.0])))
    15.0
    """
    best = np.where(w > 0, y, -np.inf).max(-1)
    return best - weighted_mean(y, w)


def _draws(regions: int, draws: int, seed: int) -> npt.NDArray[np.int64]:
    """How often each region is drawn in each draw with replacement, shape (draws, regions)."""
    return np.random.default_rng(seed).multinomial(regions, np.full(regions, 1 / regions), size=draws)


def _interval(estimates: Array) -> tuple[float, float]:
    """The middle 95 percent; draws without a value (all weight on one empty region) are left out."""
    tail = (100 - LEVEL) / 2
    low, high = np.nanpercentile(estimates, [tail, 100 - tail])
    return float(low), float(high)


def _one_year(coverage: pd.DataFrame, extra: list[str]) -> tuple[pd.DataFrame, int]:
    need_columns(coverage, extra, "coverage")
    wide = regions_only(side_by_side(coverage))
    years = wide["year"].unique()
    if len(years) != 1:
        raise TableError(
            f"The table of coverage has the years {', '.join(map(str, sorted(years)))}; inequality is of one year. "
            "Select it, for example table[table.year == 2024]."
        )
    for column in extra:
        values = coverage.drop_duplicates(["code", column]).loc[:, ["code", column]]
        no_duplicates(values, ["code"], f"coverage (two values of {column!r})")
        wide = wide.merge(values, on="code", validate="one_to_one")
    return wide, int(years[0])


def inequality(coverage: pd.DataFrame, *, seed: int = 1, draws: int = DRAWS) -> pd.DataFrame:
    """Theil, Gini and mean difference from the best, weighted by workers, with bootstrap intervals.

    The units are provinces for a segment or for both together (``total``), and the two segments of every province for
    ``formal and informal``, where Theil is split between the segments, between the island groups within a segment, and
    between the provinces of an island group. PySAL's ``inequality`` measures weigh every unit alike, which would let
    Kalimantan Utara count as much as Jawa Barat; with equal weights these are the same numbers.

    The interval draws provinces with replacement, a province's segments together, and takes the middle 95% of 2,000
    draws. All provinces are in the data, so it says how much a figure hangs on which provinces there are, not
    sampling error. Draws of small island groups differ more than the groups do, so the intervals of the part between
    islands lie to the right; the best province of a draw is at most the best there is, so those of the difference from
    the best lie to the left.

    Parameters
    ----------
    coverage : DataFrame
        One year: code, year, segment (formal, informal), active, workers (people), island (group of the region).
    seed : int
        Seed of the draws.
    draws : int
        Number of draws.

    Returns
    -------
    DataFrame
        year; segment (``formal``, ``informal``, ``total``, ``formal and informal``); measure (``theil``,
        ``theil_between_segments``, ``theil_between_islands``, ``theil_between_provinces``, ``gini``: no unit;
        ``difference_from_best``: points); estimate, low, high; share (of Theil, percent; missing for the others); units;
        reason (``regions_missing`` where a region has no figure, ``too_few_units``, ``no_members``).

    Raises
    ------
    TableError
        The table lacks a column, or has several years.

    References
    ----------
    Shorrocks, A. F. (1984). Inequality decomposition by population subgroups. Econometrica 52, 1369-1385.

    Examples
    --------
    >>> rows = [("11", "formal", 40, 100, "Sumatera"), ("11", "informal", 10, 100, "Sumatera")]
    >>> rows += [("31", "formal", 60, 100, "Jawa"), ("31", "informal", 10, 100, "Jawa")]
    >>> table = pd.DataFrame(rows, columns=["code", "segment", "active", "workers", "island"]).assign(year=2024)
    >>> result = inequality(table).set_index(["segment", "measure"])["estimate"]
    >>> float(result["formal", "difference_from_best"]), round(float(result["formal", "gini"]), 3)
    (10.0, 0.1)
    """
    wide, year = _one_year(coverage, ["island"])
    islands = pd.factorize(wide["island"])[0]
    rows: list[dict[str, Any]] = []
    both = {
        "total": (
            wide["active_formal"] + wide["active_informal"],
            wide["workers_formal"] + wide["workers_informal"],
        )
    }
    single = {segment: (wide[f"active_{segment}"], wide[f"workers_{segment}"]) for segment in SEGMENTS} | both
    for segment, (active, workers) in single.items():
        counts = _Units(active.to_numpy(), workers.to_numpy(), np.arange(len(wide)), islands)
        rows += counts.measures(segment, [("theil_between_islands", islands)], draws, seed)
    cells = _Units(
        wide[["active_formal", "active_informal"]].to_numpy().T.ravel(),
        wide[["workers_formal", "workers_informal"]].to_numpy().T.ravel(),
        np.tile(np.arange(len(wide)), 2),
        np.tile(islands, 2),
    )
    segments = np.repeat([0, 1], len(wide))
    nested = [
        ("theil_between_segments", segments),
        ("theil_between_islands", segments * (islands.max() + 1) + np.tile(islands, 2)),
    ]
    rows += cells.measures("formal and informal", nested, draws, seed)
    table = pd.DataFrame(rows).assign(year=year)
    columns = ["year", "segment", "measure", "estimate", "low", "high", "share", "units", "reason"]
    return table[columns]


class _Units:
    """Units of an inequality measure: coverage, weight, the region they are drawn with, and their island group."""

    def __init__(self, active: Array, workers: Array, region: Any, island: Any) -> None:
        self.missing = bool(np.isnan(active).any() or np.isnan(workers).any())
        keep = workers > 0
        self.y = 100 * active[keep] / workers[keep]
        self.w = workers[keep]
        self.keep = keep
        self.region = region[keep]
        self.regions = int(region.max()) + 1

    def measures(
        self, segment: str, nested: list[tuple[str, Any]], draws: int, seed: int
    ) -> list[dict[str, Any]]:
        names = [
            "theil",
            *[name for name, _ in nested],
            "theil_between_provinces",
            "gini",
            "difference_from_best",
        ]
        reason = ""
        if self.missing:
            reason = "regions_missing"
        elif len(self.y) < 2:
            reason = "too_few_units"
        elif not self.y.sum() > 0:
            reason = "no_members"
        if reason:
            blank = {"estimate": np.nan, "low": np.nan, "high": np.nan, "share": np.nan}
            return [
                {"segment": segment, "measure": name, "units": len(self.y), "reason": reason} | blank
                for name in names
            ]
        groups = [labels[self.keep] for _, labels in nested]
        estimates = self._all(self.w, groups)
        weights = _draws(self.regions, draws, seed)[:, self.region] * self.w
        some = (weights * self.y).sum(-1) > 0
        drawn = self._all(weights[some], groups)
        rows = []
        for name, estimate, sample in zip(names, estimates, drawn, strict=True):
            low, high = _interval(sample)
            share = (
                100 * float(estimate) / float(estimates[0])
                if name.startswith("theil") and estimates[0]
                else np.nan
            )
            rows.append(
                {
                    "segment": segment,
                    "measure": name,
                    "estimate": float(estimate),
                    "low": low,
                    "high": high,
                    "share": share,
                    "units": len(self.y),
                    "reason": "",
                }
            )
        return rows

    def _all(self, w: Array, groups: list[Any]) -> list[Array]:
        parts = theil_parts(self.y, w, groups)
        whole = theil_parts(self.y, w, [])[0]
        return [whole, *parts, concentration_index(self.y, w, self.y), difference_from_best(self.y, w)]


def concentration(
    coverage: pd.DataFrame, by: str = "poverty_rate", *, seed: int = 1, draws: int = DRAWS
) -> pd.DataFrame:
    """Concentration of each segment's coverage along a ranking of the regions, weighted by workers.

    Regions are ranked from the highest `by` to the lowest, for poverty from the poorest to the least poor. A positive index
    says that members are found more among the workers of regions where `by` is low; zero, that they are spread as the
    workers are. The interval draws provinces with replacement, as in :func:`inequality`.

    Parameters
    ----------
    coverage : DataFrame
        One year: code, year, segment (formal, informal), active, workers (people), and the column `by`.
    by : str
        What the regions are ranked by, highest first.
    seed : int
        Seed of the draws.
    draws : int
        Number of draws.

    Returns
    -------
    DataFrame
        year, segment (``formal``, ``informal``), by, concentration (-1 to 1), low, high, units, reason
        (``regions_missing``, ``no_members``, ``too_few_units``).

    Raises
    ------
    TableError
        The table lacks a column, or has several years.

    References
    ----------
    O'Donnell, O. et al. (2008). Analyzing Health Equity Using Household Survey Data, chapter 8. World Bank.

    Examples
    --------
    >>> rows = [("11", "formal", 40, 100, 14.0), ("11", "informal", 5, 100, 14.0)]
    >>> rows += [("31", "formal", 40, 100, 4.0), ("31", "informal", 15, 100, 4.0)]
    >>> table = pd.DataFrame(rows, columns=["code", "segment", "active", "workers", "poverty_rate"]).assign(year=2024)
    >>> concentration(table)["concentration"].tolist()
    [0.0, 0.25]
    """
    wide, year = _one_year(coverage, [by])
    rows = []
    for segment in SEGMENTS:
        active, workers = wide[f"active_{segment}"].to_numpy(), wide[f"workers_{segment}"].to_numpy()
        ranking = -wide[by].to_numpy(dtype=float)
        keep = workers > 0
        reason = ""
        if np.isnan(active).any() or np.isnan(workers).any() or np.isnan(ranking).any():
            reason = "regions_missing"
        elif keep.sum() < 2:
            reason = "too_few_units"
        elif not active[keep].sum() > 0:
            reason = "no_members"
        estimate = low = high = np.nan
        if not reason:
            y, w = 100 * active[keep] / workers[keep], workers[keep]
            estimate = float(concentration_index(y, w, ranking[keep]))
            weights = _draws(len(wide), draws, seed)[:, keep] * w
            some = (weights * y).sum(-1) > 0
            low, high = _interval(concentration_index(y, weights[some], ranking[keep]))
        rows.append(
            {
                "year": year,
                "segment": segment,
                "by": by,
                "concentration": estimate,
                "low": low,
                "high": high,
                "units": int(keep.sum()),
                "reason": reason,
            }
        )
    return pd.DataFrame(rows)
