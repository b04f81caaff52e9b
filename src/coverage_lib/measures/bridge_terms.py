"""What the way from a counted to an announced share rests on: the figures, their bases, construction members and the nation's announced path."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri

from coverage_lib.data.bases import UCJ_BEGINS
from coverage_lib.data.regions import NATION
from coverage_lib.measures.base_estimates import LEVEL, estimate_bases
from coverage_lib.measures.construction import construction_counted
from coverage_lib.measures.eligible_bases import beside_employed, last_digit, moves, printed_bases
from coverage_lib.measures.projection.class_prior import Array
from coverage_lib.measures.published import beside_eligible, coverage_figures, preferred

#: Days: figures that are nearer to a count by less than this are about as near.
ABOUT_EQUAL = 92

#: Days: the printed members of a province may be that far from an end of the way in time that they stand for.
NEAR_END = 31

DRAWS = 1024
TAILS = ((1 - LEVEL / 100) / 2, (1 + LEVEL / 100) / 2)


class Evidence(NamedTuple):
    """What the ways of all regions rest on.

    Attributes
    ----------
    figures : DataFrame
        Published shares of all segments together, by id.
    announced : DataFrame
        By code: the share that is taken where none is asked for.
    contradicted : frozenset
        Codes of the regions whose shares, or shares that could be of eligible workers, are all found at fault.
    counts_printed : DataFrame
        By id: value, low and high of every printed number of people.
    printed : DataFrame
        From :func:`coverage_lib.measures.eligible_bases.beside_employed`: all that can be bases of a share.
    bases : DataFrame
        Those over time, from :func:`coverage_lib.measures.eligible_bases.moves`.
    estimates : DataFrame
        By code, from :func:`coverage_lib.measures.base_estimates.estimate_bases`.
    moved : float
        How far a base moves from one moment to the next in 80% of cases, logarithmic.
    construction : DataFrame
        From :func:`coverage_lib.measures.construction.construction_counted`.
    counts : DataFrame
        Final counts by domicile, all segments together, of the days for which a total was announced.
    office : Series
        Construction members by office, by code.
    totals : DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.
    months : DatetimeIndex
        Ends of months of `path`.
    path : array, shape (draws, months)
        The nation's active members, people.
    """

    figures: pd.DataFrame
    announced: pd.DataFrame
    contradicted: frozenset[str]
    counts_printed: pd.DataFrame
    printed: pd.DataFrame
    bases: pd.DataFrame
    estimates: pd.DataFrame
    moved: float
    construction: pd.DataFrame
    counts: pd.DataFrame
    office: pd.Series
    totals: pd.DataFrame
    months: pd.DatetimeIndex
    path: Array


def evidence(
    figures: pd.DataFrame,
    published: pd.DataFrame,
    coverage: pd.DataFrame,
    office: pd.DataFrame,
    employment: pd.DataFrame,
    verdicts: pd.DataFrame | None = None,
) -> Evidence:
    """What the ways of all regions rest on; the arguments are those of :func:`coverage_lib.measures.bridge.bridge`."""
    from coverage_lib.measures.projection import announced_totals

    bases = printed_bases(published, verdicts)
    printed = beside_employed(bases[bases["segment"].eq("total")], employment)
    printed = printed[printed["like"].ne("more") & printed["date"].ge(UCJ_BEGINS)]
    over_time = moves(printed)
    totals = announced_totals(published, employment)
    figures = figures[figures["segment"].eq("total") & figures["code"].notna()]
    months = pd.date_range(UCJ_BEGINS, figures["date"].max() + pd.offsets.MonthEnd(), freq="ME", unit="s")
    building = office[office["segment"].eq("construction") & office["code"].ne(NATION)]
    # What construction adds follows from the total of the day of a count; a count without one leads nowhere.
    dated = totals.loc[totals["precision"].ne("year"), "date"]
    counts = coverage[coverage["segment"].eq("total") & coverage["status"].eq("final")]
    counts = counts[counts["date"].isin(dated)]
    announced = _announced(figures, set(printed["id"]), counts["date"].max())
    ever = beside_eligible(coverage_figures(published))
    ever = ever[ever["segment"].eq("total") & ever["level"].isin(["national", "province"])]
    return Evidence(
        figures=figures.set_index("id", drop=False),
        announced=announced,
        contradicted=frozenset(ever["code"]) - frozenset(announced["code"]),
        counts_printed=published.loc[
            published["unit"].eq("workers"), ["id", "value", "low", "high"]
        ].set_index("id"),
        printed=printed,
        bases=over_time,
        estimates=estimate_bases(bases, employment).set_index("code"),
        moved=float(np.log(over_time["change"]).abs().quantile(LEVEL / 100)),
        construction=construction_counted(published),
        counts=counts,
        office=building.set_index("code")["active"].astype(float),
        totals=totals,
        months=months,
        path=_members_path(totals, months, employment),
    )


def _announced(figures: pd.DataFrame, bases: set[str], count: pd.Timestamp) -> pd.DataFrame:
    """The share of each region that is taken where none is asked for; :func:`coverage_lib.measures.bridge.bridge` has the rule."""
    rows = figures[figures["level"].isin(["national", "province"]) & figures["placed_at"].notna()]
    rows = preferred(beside_eligible(rows), ["code", "boundary", "base"])
    days = (rows["placed_at"] - count).abs().dt.days
    rows = rows.assign(unstated=rows["base"].ne("eligible"), elsewhere=rows["boundary"].ne("2021"), days=days)
    place = ["code", "unstated", "elsewhere"]
    near = rows["days"] <= rows.groupby(place)["days"].transform("min") + ABOUT_EQUAL
    own = rows["base_id"].isin(bases) | rows["id"].isin(bases)
    rows = rows.assign(far=~near, without_base=~own).sort_values(
        [*place, "far", "without_base", "days", "id"]
    )
    return rows.drop_duplicates("code").set_index("code", drop=False)


def _rounded(base: pd.Series, row: pd.Series, members: pd.DataFrame) -> dict[str, Any]:
    """The limits of a printed base as narrow as the members and the share beside it make them.

    "More than 1.3 million" is less than 1.4 million, or it would have been printed so. Where members over share lie within the limits
    they are the base.
    """
    low, high = base["low"], base["high"]
    if not np.isfinite(high):
        high = low + last_digit(low)
    workers = base["workers"] if np.isfinite(base["high"]) else (low + high) / 2
    nothing = {"workers": workers, "low": low, "high": high, "by_members": False}
    if base["known"] != "printed" or low == high or row["active_id"] not in members.index:
        return nothing
    active = members.loc[row["active_id"]]
    implied = 100 * active["value"] / row["coverage"]
    if not low <= implied <= high:
        return nothing
    ends = 100 * active["low"] / row["high"], 100 * active["high"] / row["low"]
    limits = [max(low, ends[0]), min(high, ends[1])]
    if not np.isfinite(limits).all():
        limits = [low, high]
    return {"workers": implied, "low": limits[0], "high": limits[1], "by_members": True}


def _members_path(totals: pd.DataFrame, months: pd.DatetimeIndex, employment: pd.DataFrame) -> Array:
    """Draws of the nation's active members at the ends of months, people, shape (draws, months)."""
    from coverage_lib.measures.projection.national import national_path

    nation = employment[employment["code"] == NATION].set_index("year")["employed"]
    years = months.year.to_series().clip(nation.index.min(), nation.index.max())
    path = national_path(totals, months, draws=DRAWS)
    return np.asarray(path.draws / 100 * years.map(nation).to_numpy())


def base_under(row: pd.Series, evidence: Evidence) -> dict[str, Any]:
    """The eligible workers under a figure: those of its article, else the region's nearest, else an estimate.

    Parameters
    ----------
    row : pandas.Series
        A row of ``evidence.figures``.
    evidence : Evidence
        From :func:`evidence`.

    Returns
    -------
    dict
        workers, low, high (people), known (``printed``, ``implied`` or ``estimated``), elsewhere (whether it is of another article), ids and
        printed_date of the base; printed and bound (people, and how the print limits them; missing of an estimate), by_members (whether
        workers are members over the share, because the printed base is a limit or rounded). The limits of one that is printed elsewhere are as
        wide as bases move in 80% of cases; of the nation, whose redrawings even out, they hold all that were printed since UCJ.
    """
    keys = ["workers", "low", "high", "known", "ids", "printed_date"]
    printed = evidence.printed.set_index("id", drop=False)
    for own in (row["base_id"], row["id"]):
        if own in printed.index:
            found = printed.loc[own]
            beside = {"printed": found["workers"], "bound": found["bound"], "elsewhere": False}
            return found[keys].to_dict() | beside | _rounded(found, row, evidence.counts_printed)
    bases = evidence.bases[np.isfinite(evidence.bases["high"])]
    of_region = bases[bases["code"].eq(row["code"]) & bases["boundary"].eq("2021")]
    if of_region.empty:
        nothing = {"elsewhere": False, "ids": "", "printed": np.nan, "bound": "exact", "by_members": False}
        return evidence.estimates.loc[row["code"], keys].to_dict() | nothing
    near = of_region.loc[(of_region["date"] - row["date"]).abs().idxmin()]
    wider = np.exp(evidence.moved)
    low, high = near["workers"] / wider, near["workers"] * wider
    if row["code"] == NATION:
        low, high = of_region["low"].min(), of_region["high"].max()
    beside = {"printed": near["workers"], "bound": near["bound"], "elsewhere": True, "by_members": False}
    return near[keys].to_dict() | beside | {"low": low, "high": high}


class Term(NamedTuple):
    """A number that a step needs: as it is taken and in draws, how it is known, its rows; and the most it could be, where it is not known."""

    value: float
    draws: Array
    known: str
    ids: str = ""
    most: float = np.nan


def terms(row: pd.Series, count: pd.Series, base: Mapping[str, Any], evidence: Evidence) -> dict[str, Term]:
    """The numbers of the steps from a count to a figure: base, construction, growth and announced, in this order.

    Parameters
    ----------
    row : pandas.Series
        A row of ``evidence.figures``.
    count : pandas.Series
        A row of ``evidence.counts``.
    base : mapping
        From :func:`base_under`.
    evidence : Evidence
        From :func:`evidence`.
    """
    rng = np.random.default_rng(int(row["code"]))
    growth = _growth(row, count, evidence, rng)
    return {
        "base": _base_term(base, row["code"], rng),
        "construction": _construction(row, count, growth, evidence),
        "growth": growth,
        "announced": Term(row["coverage"], _uniform(rng, row), "announced", row["id"]),
    }


def _uniform(rng: np.random.Generator, row: pd.Series) -> Array:
    """Draws between the limits of a figure; a limit that was not printed is the value itself."""
    low, high = (row[end] if np.isfinite(row[end]) else row["coverage"] for end in ("low", "high"))
    return rng.uniform(low, high, DRAWS)


def _base_term(base: Mapping[str, Any], code: str, rng: np.random.Generator) -> Term:
    known = f"{base['known']} elsewhere" if base["elsewhere"] else base["known"]
    spread = np.log(base["high"] / base["low"]) / 2 / ndtri(TAILS[1])
    if code == NATION or not (base["elsewhere"] or base["known"] == "estimated"):
        draws = rng.uniform(base["low"], base["high"], DRAWS)
    else:
        # The interval of an estimate, and of bases that moved, is one of 80% and not a pair of limits.
        draws = base["workers"] * np.exp(spread * rng.standard_normal(DRAWS))
    return Term(base["workers"], draws, known, base["ids"])


def _growth(row: pd.Series, count: pd.Series, evidence: Evidence, rng: np.random.Generator) -> Term:
    """Members at the figure's date for each at the date of the count: by the province's own printed members, else as the nation's moved."""
    own = _own_growth(row, count, evidence, rng)
    return _growth_with_nation(row, count, evidence, rng) if own is None else own


def _own_growth(
    row: pd.Series, count: pd.Series, evidence: Evidence, rng: np.random.Generator
) -> Term | None:
    """Growth between two printed numbers of members that lie near both ends of the way; None where there are no such two."""
    figures, printed = evidence.figures, evidence.counts_printed
    rows = figures[figures["code"].eq(row["code"]) & figures["active_id"].isin(printed.index)]
    rows = rows[rows["precision"].isin(["day", "month"]) & rows["boundary"].eq("2021")]
    rows = rows[rows["office"].eq(row["office"]) & rows["base"].eq(row["base"])].reset_index(drop=True)
    way = (row["date"] - count["date"]).days
    if abs(way) <= NEAR_END or row["precision"] == "year" or row["code"] == NATION:
        return None
    ends = []
    for day in (count["date"], row["date"]):
        near = rows.assign(days=(rows["date"] - day).abs().dt.days).sort_values(["days", "id"])
        if near.empty or near["days"].iloc[0] > NEAR_END:
            return None
        ends.append(near.iloc[0])
    start, end = ends
    span = (end["date"] - start["date"]).days
    if not 0.5 < span / way < 2:
        return None
    limits = printed.loc[[start["active_id"], end["active_id"]]]
    part = way / span
    drawn = [rng.uniform(limit.low, limit.high, DRAWS) for limit in limits.itertuples()]
    # Two announcements need not be counted alike: besides the days that they do not reach, a month of the province's own movement is doubt.
    away = (start["days"] + end["days"] + NEAR_END) / 365.25
    step = np.sqrt(_yearly_variance() * away) * (1 - row["coverage"] / 100)
    draws = (drawn[1] / drawn[0]) ** part * np.exp(step * rng.standard_normal(DRAWS))
    value = float((limits["value"].iloc[1] / limits["value"].iloc[0]) ** part)
    return Term(value, draws, "own members", ", ".join(limits.index))


def _growth_with_nation(
    row: pd.Series, count: pd.Series, evidence: Evidence, rng: np.random.Generator
) -> Term:
    """Growth of the nation's announced totals, moved by the province's own deviation at its counts."""
    first, last = _period(row)
    days = rng.uniform(first, last, DRAWS)
    middle = (first + last) / 2 if row["moment"] == row["printed_date"][:4] else last
    then = _day(count["date"])
    counts = evidence.counts[evidence.counts["code"] == row["code"]].sort_values("date")
    known_days = np.array([_day(date) for date in counts["date"]])
    months = np.array([_day(date) for date in evidence.months])

    def nation(day: Array | float) -> Array:
        return _at(evidence.path, months, np.broadcast_to(day, DRAWS))

    apart = np.log(counts["active"].to_numpy(float) / [np.median(nation(day)) for day in known_days])
    own = np.interp([then, middle], known_days, apart)
    value = float(np.median(nation(middle) / nation(then)) * np.exp(own[1] - own[0]))
    draws = nation(days) / nation(then) * np.exp(np.interp(days, known_days, apart) - own[0])
    if row["code"] != NATION:
        away = np.abs(days[:, None] - known_days).min(axis=1) / 365.25
        # A step on the logit; a share that is nearer to the whole moves less in proportion.
        step = np.sqrt(_yearly_variance() * away) * (1 - row["coverage"] / 100)
        draws = draws * np.exp(step * rng.standard_normal(DRAWS))
    return Term(value, draws, "announced totals" if row["code"] == NATION else "totals and counts")


def _yearly_variance() -> float:
    """Variance of a province's own deviation from the nation after a year, logit; as the projection has it."""
    from coverage_lib.measures.projection.class_prior import class_prior
    from coverage_lib.measures.projection.deviations import own_prior

    walk = own_prior(class_prior())
    return float(walk.scale**2 * (1 + walk.jump_rate * walk.jump_ratio**2))


def _day(date: pd.Timestamp) -> float:
    return float(np.datetime64(date, "D").astype(int))


def _period(row: pd.Series) -> tuple[float, float]:
    """The days that a figure can be of; a year that was named after its end stands for its December."""
    after_its_end = row["precision"] == "year" and row["moment"] != row["printed_date"]
    # A figure that was printed before the time it names is of the day that it was printed.
    first = row["date"].replace(day=1) if after_its_end else min(row["date_from"], row["date"])
    return _day(first), _day(row["date"])


def _at(path: Array, months: Array, days: Array) -> Array:
    """Each draw of a path at a day of its own, straight between the ends of months."""
    place = np.interp(days, months, np.arange(len(months)))
    before = np.minimum(place.astype(int), len(months) - 2)
    n, part = np.arange(len(days)), place - before
    return np.asarray((1 - part) * path[n, before] + part * path[n, before + 1])


def _construction(row: pd.Series, count: pd.Series, growth: Term, evidence: Evidence) -> Term:
    """Construction members at the date of the count: what the nation's total leaves, what the article has, or what they could be at most."""
    total = evidence.totals[evidence.totals["date"] == count["date"]].iloc[-1]
    counts = evidence.counts
    nation = counts[counts["date"].eq(count["date"]) & counts["code"].eq(NATION)]
    rest = float(total["active"] - nation["active"].iloc[0])
    if row["code"] == NATION:
        spread = total["uncertainty"] / 100 * total["workers"]
        draws = rest + spread * np.random.default_rng(0).standard_normal(DRAWS)
        return Term(rest, draws, "announced", total["id"])
    said = evidence.construction.reindex([row["active_id"]]).iloc[0]
    if pd.notna(said["construction"]):
        known = "left out" if said["counts"] == "left out" else "printed"
        amount = float(said["construction"])
        return Term(amount / growth.value, amount / growth.draws, known, row["active_id"])
    known = "not known, counted" if said["counts"] == "within" else "not known"
    most = evidence.office[row["code"]] * rest / evidence.office.sum()
    return Term(np.nan, np.zeros(DRAWS), known, most=float(most))
