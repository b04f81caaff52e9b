"""What the atlas asks of its outlook: targets on their own base, the yardstick of the provinces, when each is first there, segments."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.language import printed_probability
from coverage_lib.measures.projection.counts import full_counts
from coverage_lib.measures.projection.forecast import Projection, project
from coverage_lib.measures.projection.held import ENDS, against, region_draws
from coverage_lib.measures.projection.joint import Outlook, chance_of
from coverage_lib.measures.projection.link import logit
from coverage_lib.measures.projection.predictive import LEVELS, QUANTILES
from coverage_lib.measures.projection.published_series import decembers
from coverage_lib.measures.projection.times import months_between


def province_panel(coverage: pd.DataFrame) -> pd.DataFrame:
    """Coverage of the provinces as a panel to project; the nation is made of them, so it is left out.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``, or one segment of ``base="segment_workers"``.

    Returns
    -------
    pandas.DataFrame
        code, date, coverage (percent), workers (people); rows without coverage left out.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> province_panel(load_coverage())["code"].nunique()
    34
    """
    rows = coverage[(coverage["code"] != NATION) & coverage["coverage"].notna()]
    return rows[["code", "date", "coverage", "workers"]].reset_index(drop=True)


def plan_targets(targets: pd.DataFrame) -> pd.DataFrame:
    """The national medium-term and long-term targets on all employed, by year.

    Parameters
    ----------
    targets : pandas.DataFrame
        ``load_targets()``.

    Returns
    -------
    pandas.DataFrame
        year, target (percent), date (31 December), measure, id. The long-term target names workers; its base is not stated
        more closely.

    Examples
    --------
    >>> from coverage_lib import load_targets
    >>> plan_targets(load_targets()).set_index("year")["target"].to_dict()
    {2025: 32.15, 2026: 34.99, 2029: 43.92, 2045: 99.5}
    """
    nation = targets[(targets["code"] == NATION) & (targets["unit"] == "percent")]
    plan = nation[nation["measure"].isin(["target_rate_rpjmn", "target_rate_rkp"])]
    long_term = nation[(nation["year"] == 2045) & (nation["measure"] == "target_rate")]
    rows = pd.concat([plan, long_term]).sort_values(["year", "id"]).drop_duplicates("year")
    return pd.DataFrame(
        {
            "year": rows["year"].astype(int),
            "target": rows["value"],
            "date": rows["date_to"],
            "measure": rows["measure"],
            "id": rows["id"],
        }
    ).reset_index(drop=True)


def next_step(plan: pd.DataFrame, coverage: pd.DataFrame) -> pd.Series:
    """The step of the plan that the last count is held against: the first of its year or after.

    Parameters
    ----------
    plan : pandas.DataFrame
        From :func:`plan_targets`.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_targets
    >>> step = next_step(plan_targets(load_targets()), load_coverage())
    >>> int(step["year"]), float(step["target"])
    (2025, 32.15)
    """
    return plan[plan["year"] >= coverage["year"].max()].iloc[0]


class Yardstick(NamedTuple):
    """A target of the nation as provinces can be measured by it.

    Attributes
    ----------
    target : float
        Percent of all employed, without construction.
    national : float
        The target of the nation, which counts construction, percent.
    construction : float
        Construction's share of all employed on the day of the last full count, points.
    date : Timestamp
        Of that count.
    """

    target: float
    national: float
    construction: float
    date: pd.Timestamp


def yardstick(target: float, coverage: pd.DataFrame, totals: pd.DataFrame) -> Yardstick:
    """A target of the nation less construction, which is not counted by province.

    Parameters
    ----------
    target : float
        Percent of all employed, with construction.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`, or with those that follow from counts.

    Returns
    -------
    Yardstick
        Construction is taken to keep the share of all employed that it had at the last full count.

    Raises
    ------
    ValueError
        No total was announced for the day of a full count.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> totals = announced_totals(load_published(), load_employment("2021"))
    >>> [round(value, 2) for value in yardstick(43.92, load_coverage(), totals)[:3]]
    [39.76, 43.92, 4.16]
    """
    counted = full_counts(coverage)
    nation = counted[counted["code"] == NATION].set_index("date")["active"]
    known = totals[(totals["precision"] != "year") & totals["date"].isin(nation.index)]
    if known.empty:
        raise ValueError(
            "No total was announced for a day on which the provinces were counted; construction is not known."
        )
    total = known.sort_values("date").iloc[-1]
    date = total["date"]
    part = 100 * (1 - nation[date] / total["active"])
    construction = float(total["coverage"] * part / 100)
    return Yardstick(target - construction, target, construction, date)


def answers(ahead: Outlook, coverage: pd.DataFrame, *, target: float, target_date: Any) -> Projection:
    """The outlook of each province, and of all together without construction, against one target.

    Parameters
    ----------
    ahead : Outlook
        The draws.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``: what was counted, with the nation.
    target : float
        Percent of all employed, without construction (:func:`yardstick`).
    target_date : date
        The end of a year of the outlook.

    Returns
    -------
    Projection
        As from :func:`coverage_lib.measures.projection.project` by year, by code, the nation first; its attainment also with
        net_new_members_per_month_q10 and _q90. Members a month follow from the draws of the workforce; "ever" means at the end of some year.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals, outlook
    >>> workers, coverage = load_employment("2021"), load_coverage(provisional=True)
    >>> ahead = outlook(coverage, announced_totals(load_published(), workers), workers, until="2029-12-31", draws=256)
    >>> found = answers(ahead, coverage, target=39.76, target_date="2029-12-31").attainment.set_index("code")
    >>> bool(found.loc["64", "probability_at_target_date"] > found.loc["18", "probability_at_target_date"])
    True
    """
    return against(region_draws(ahead, coverage), target=target, target_date=target_date)


def plan_steps(ahead: Outlook, totals: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """The steps of the national plan against the nation's path, construction counted on both sides.

    Parameters
    ----------
    ahead : Outlook
        The draws.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.
    plan : pandas.DataFrame
        From :func:`plan_targets`; steps after the outlook are left out.

    Returns
    -------
    pandas.DataFrame
        year, target, date, measure, probability_at_target_date, probability_ever_by_target_date (at the end of some year until then); q10, q50,
        q90 of coverage at the date; start_date, start_coverage, start_active of the last total of a December; pace_needed (points a
        year, 0 where the total is at the target); members_per_month, members_per_month_q10 and _q90 (people); workers, workers_q10, workers_q90 at the date.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published, load_targets
    >>> from coverage_lib.measures.projection import announced_totals, outlook
    >>> workers, coverage = load_employment("2021"), load_coverage(provisional=True)
    >>> totals = announced_totals(load_published(), workers)
    >>> ahead = outlook(coverage, totals, workers, until="2029-12-31", draws=256)
    >>> steps = plan_steps(ahead, totals, plan_targets(load_targets()))
    >>> steps.set_index("year")["pace_needed"].round(2).to_dict()
    {2025: 0.89, 2026: 1.86, 2029: 2.53}
    """
    december = decembers(totals)
    start = december[december["date"] <= ahead.path.dates[0]].iloc[-1]
    steps = plan[plan["date"].isin(ahead.dates)].reset_index(drop=True)
    place = ahead.dates.get_indexer(pd.DatetimeIndex(steps["date"]))
    nation = ahead.nation
    reached = nation[:, place] >= steps["target"].to_numpy()
    # A step of its own is held against every year-end until its date.
    ever = [
        float(chance_of((nation[:, : i + 1] >= target).any(axis=1)))
        for i, target in zip(place, steps["target"], strict=True)
    ]
    workers = ahead.workers.sum(axis=1)[:, place]
    months = np.array([months_between(start["date"], day) for day in steps["date"]])
    members = (steps["target"].to_numpy() / 100 * workers - start["active"]) / months
    columns: dict[str, Any] = {
        "probability_at_target_date": chance_of(reached),
        "probability_ever_by_target_date": ever,
        "start_date": start["date"],
        "start_coverage": start["coverage"],
        "start_active": start["active"],
        "pace_needed": (steps["target"] - start["coverage"]).clip(lower=0)
        / (steps["date"].dt.year - start["date"].year),
    }
    columns |= dict(zip(["q10", "q50", "q90"], np.quantile(nation[:, place], ENDS, axis=0), strict=True))
    for name, drawn in {"members_per_month": members, "workers": workers}.items():
        columns |= dict(
            zip([f"{name}_q10", name, f"{name}_q90"], np.quantile(drawn, ENDS, axis=0), strict=True)
        )
    return steps[["year", "target", "date", "measure"]].assign(**columns)


def national_quantiles(ahead: Outlook) -> pd.DataFrame:
    """Quantiles of the nation with construction.

    Parameters
    ----------
    ahead : Outlook
        The draws.

    Returns
    -------
    pandas.DataFrame
        date (months, then ends of years, from the last full count on), q025 … q975 (percent).

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals, outlook
    >>> workers, coverage = load_employment("2021"), load_coverage(provisional=True)
    >>> totals = announced_totals(load_published(), workers)
    >>> fan = national_quantiles(outlook(coverage, totals, workers, until="2026-12-31", draws=256)).set_index("date")
    >>> bool(fan.loc["2025-12-31", "q50"] > fan.loc["2025-05-31", "q50"])
    True
    """
    fan = pd.DataFrame(np.quantile(ahead.path.draws, LEVELS, axis=0).T, columns=QUANTILES)
    return fan.assign(date=ahead.path.dates)[["date", *QUANTILES]]


def season_back(ahead: Outlook, totals: pd.DataFrame) -> pd.Series:
    """What the nation lost since its last counted December, and how much of it is expected back by the next one.

    Parameters
    ----------
    ahead : Outlook
        The draws.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.

    Returns
    -------
    pandas.Series
        month (end of the month with the lowest total of the year), lost (points from the December before, as announced), by (the next December), q10,
        q50, q90 (points from that month to the next December). All missing where no total was announced after the last count.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals, outlook
    >>> workers = load_employment("2021")
    >>> totals = announced_totals(load_published(), workers)
    >>> back = season_back(outlook(load_coverage(provisional=True), totals, workers, draws=256), totals)
    >>> back["month"].strftime("%Y-%m"), round(float(back["lost"]), 1)
    ('2025-05', 4.6)
    """
    start, by = ahead.path.dates[0], ahead.dates[0]
    within = totals[(totals["date"] > start) & (totals["date"] < by) & totals["date"].isin(ahead.path.dates)]
    if within.empty:
        return pd.Series(
            {"month": pd.NaT, "lost": np.nan, "by": by, "q10": np.nan, "q50": np.nan, "q90": np.nan}
        )
    lowest = within.loc[within["coverage"].idxmin()]
    before = totals[(totals["date"] == start) & (totals["precision"] != "year")]["coverage"].iloc[0]
    moved = np.subtract(*ahead.path.at(pd.DatetimeIndex([by, lowest["date"]])).T)
    ends = dict(zip(["q10", "q50", "q90"], np.quantile(moved, ENDS), strict=True))
    return pd.Series({"month": lowest["date"], "lost": before - lowest["coverage"], "by": by, **ends})


def passage(
    ahead: Outlook, coverage: pd.DataFrame, *, target: float, limits: tuple[int, int]
) -> pd.DataFrame:
    """When each province is first at a target, in classes of years with their probabilities.

    Parameters
    ----------
    ahead : Outlook
        The draws.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    target : float
        Percent of all employed, without construction.
    limits : (int, int)
        Last years of the first two classes.

    Returns
    -------
    pandas.DataFrame
        code, coverage (last count), first, second, later (probabilities that it is first at the target at the end of a year up to the first
        limit, up to the second, or after it or never; they add up to 1) and when: ``now`` where the last count is at the target, the name of
        the class that has a probability above one half as it is printed, else ``cannot be told``.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals, outlook
    >>> workers, coverage = load_employment("2021"), load_coverage(provisional=True)
    >>> ahead = outlook(coverage, announced_totals(load_published(), workers), workers, draws=256)
    >>> passage(ahead, coverage, target=39.76, limits=(2029, 2035)).set_index("code").loc[["64", "91"], "when"].tolist()
    ['now', 'later']
    """
    counted = full_counts(coverage)
    last = counted.groupby("code")["coverage"].last().reindex(ahead.codes)
    years = ahead.dates.year
    reached = ahead.provinces >= target
    first, second = (chance_of(np.any(reached[:, :, years <= limit], axis=2)) for limit in limits)
    table = pd.DataFrame(
        {
            "code": ahead.codes,
            "coverage": last.to_numpy(),
            "first": first,
            "second": second - first,
            "later": 1 - second,
        }
    )
    classes = table[["first", "second", "later"]]
    named = classes.max(axis=1).map(printed_probability) > 0.5
    likeliest = classes.idxmax(axis=1).where(named, "cannot be told")
    return table.assign(when=likeliest.where(table["coverage"] < target, "now"))


def carried_over(coverage: pd.DataFrame) -> float:
    """Rank correlation between the provinces' last yearly change and the one before, on the logit.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``, three full counts or more.

    Returns
    -------
    float
        Spearman's; near 0 where a province's rise says nothing of its next one.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> round(carried_over(load_coverage()), 2)
    0.03
    """
    from scipy.stats import spearmanr

    counted = full_counts(coverage)
    wide = counted[counted["code"] != NATION].pivot(index="code", columns="date", values="coverage").dropna()
    change = np.diff(logit(wide.to_numpy()[:, -3:]), axis=1)
    return float(spearmanr(change[:, 0], change[:, 1]).statistic)


def segment_outlook(coverage: pd.DataFrame, *, until: Any) -> pd.DataFrame:
    """The nation's fans by segment, each from its own counts.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="segment_workers")``.
    until : date
        Last year-end of the projection.

    Returns
    -------
    pandas.DataFrame
        Quantiles of the nation as from :func:`coverage_lib.measures.projection.project`, with a column segment.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> segment_outlook(load_coverage(base="segment_workers"), until="2029-12-31")["segment"].value_counts().to_dict()
    {'formal': 5, 'informal': 5}
    """
    nation = coverage[coverage["code"] == NATION]
    panel = nation.assign(series=nation["segment"])[["series", "date", "coverage"]]
    return project(panel, until=until).quantiles.rename(columns={"series": "segment"}).assign(code=NATION)
