"""How unequal coverage is between provinces, segments and island groups, and what goes with informal coverage."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coverage_lib.measures.disparity.checks import TableError, need_columns, need_groups, no_duplicates
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
    draws. All provinces are in the data, so it says how much a figure depends on which provinces there are, not
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
        The table lacks a column, has several years, or a region has no island.

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
    need_columns(coverage, ["code", "island"], "coverage")
    need_groups(regions_only(coverage), "island", "coverage")
    wide, year = _one_year(coverage, ["island"])
    islands = pd.factorize(wide["island"])[0]
    provinces = np.arange(len(wide))
    rows: list[dict[str, Any]] = []
    for segment, (active, workers) in _counts(wide).items():
        units = _Units(active, workers, provinces, {"theil_between_islands": islands})
        rows += _measures(units, segment, draws, seed)
    # The two segments of every province, one segment after the other.
    segments, both_islands = np.repeat([0, 1], len(wide)), np.tile(islands, 2)
    nested = {
        "theil_between_segments": segments,
        "theil_between_islands": segments * (islands.max() + 1) + both_islands,
    }
    units = _Units(
        wide[["active_formal", "active_informal"]].to_numpy().T.ravel(),
        wide[["workers_formal", "workers_informal"]].to_numpy().T.ravel(),
        np.tile(provinces, 2),
        nested,
    )
    rows += _measures(units, "formal and informal", draws, seed)
    columns = ["year", "segment", "measure", "estimate", "low", "high", "share", "units", "reason"]
    return pd.DataFrame(rows).assign(year=year)[columns]


def _counts(wide: pd.DataFrame) -> dict[str, tuple[Array, Array]]:
    """Members and workers of each segment, and of both together (``total``)."""
    counts = {
        segment: (wide[f"active_{segment}"].to_numpy(), wide[f"workers_{segment}"].to_numpy())
        for segment in SEGMENTS
    }
    formal, informal = counts["formal"], counts["informal"]
    return counts | {"total": (formal[0] + informal[0], formal[1] + informal[1])}


class _Units:
    """Units of an inequality measure that have workers: their coverage, weight, region and groups.

    Parameters
    ----------
    active, workers : array
        People, one of each unit.
    region : array of int
        The region of each unit; units of one region are drawn together.
    nested : dict
        Name of a part of Theil's T -> group of each unit; later groups are nested in earlier ones.
    """

    def __init__(self, active: Array, workers: Array, region: Any, nested: dict[str, Any]) -> None:
        some = workers > 0
        self.y = 100 * active[some] / workers[some]
        self.w = workers[some]
        self.region = region[some]
        self.regions = int(region.max()) + 1
        self.nested = {name: groups[some] for name, groups in nested.items()}
        self.reason = _no_measure(active, workers)

    def measures(self, w: Array) -> dict[str, Array]:
        """All measures under weights `w` (..., units)."""
        parts = ["theil", *self.nested, "theil_between_provinces"]
        theil = [*theil_parts(self.y, w, []), *theil_parts(self.y, w, list(self.nested.values()))]
        return dict(zip(parts, theil, strict=True)) | {
            "gini": concentration_index(self.y, w, self.y),
            "difference_from_best": difference_from_best(self.y, w),
        }

    def drawn_weights(self, draws: int, seed: int) -> Array:
        """Weights of the units in each draw of regions with replacement that has any member, shape (draws, units)."""
        weights = _draws(self.regions, draws, seed)[:, self.region] * self.w
        return weights[(weights * self.y).sum(-1) > 0]


def _no_measure(active: Array, workers: Array) -> str:
    """Why no inequality can be measured between these units; empty where it can."""
    some = workers > 0
    if np.isnan(active).any() or np.isnan(workers).any():
        return "regions_missing"
    if some.sum() < 2:
        return "too_few_units"
    return "" if active[some].sum() > 0 else "no_members"


def _measures(units: _Units, segment: str, draws: int, seed: int) -> list[dict[str, Any]]:
    """One row per measure, with its interval and its share of Theil; without figures where there is a reason."""
    row = {"segment": segment, "units": len(units.y), "reason": units.reason}
    if units.reason:
        blank = dict.fromkeys(("estimate", "low", "high", "share"), np.nan)
        names = ["theil", *units.nested, "theil_between_provinces", "gini", "difference_from_best"]
        return [row | {"measure": name} | blank for name in names]
    estimates = units.measures(units.w)
    drawn = units.measures(units.drawn_weights(draws, seed))
    whole = float(estimates["theil"])
    rows = []
    for name, estimate in estimates.items():
        low, high = _interval(drawn[name])
        share = 100 * float(estimate) / whole if name.startswith("theil") and whole else np.nan
        figures = {"estimate": float(estimate), "low": low, "high": high, "share": share}
        rows.append(row | {"measure": name} | figures)
    return rows


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
    rank_by = -wide[by].to_numpy(dtype=float)
    rows = []
    for segment in SEGMENTS:
        active, workers = wide[f"active_{segment}"].to_numpy(), wide[f"workers_{segment}"].to_numpy()
        units = _Units(active, workers, np.arange(len(wide)), {})
        reason = "regions_missing" if np.isnan(rank_by).any() else units.reason
        estimate = low = high = np.nan
        if not reason:
            ranks = rank_by[workers > 0]
            estimate = float(concentration_index(units.y, units.w, ranks))
            drawn = concentration_index(units.y, units.drawn_weights(draws, seed), ranks)
            low, high = _interval(drawn)
        figures = {"concentration": estimate, "low": low, "high": high, "units": len(units.y)}
        rows.append({"year": year, "segment": segment, "by": by} | figures | {"reason": reason})
    return pd.DataFrame(rows)
