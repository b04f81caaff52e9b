"""The projections of the atlas: its provinces, and the nation as their sum, by year and by segment."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib.data.regions import NATION

if TYPE_CHECKING:
    from coverage_lib.measures.projection.forecast import Projection
    from coverage_lib.measures.projection.model import Parameters

#: Logits a year, next to flat: mean growth is told by the record of Jamsostek; spread, tails and damping come from the prior.
GROWTH_SPREAD = 0.4


def province_panel(coverage: pd.DataFrame) -> pd.DataFrame:
    """Coverage of the provinces as a panel to project; the nation is made of them, so it is left out.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``, or one segment of ``base="segment_workers"``.

    Returns
    -------
    pandas.DataFrame
        series (code), date, coverage (percent), workers (people); rows without coverage left out.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> province_panel(load_coverage())["series"].nunique()
    34
    """
    rows = coverage[(coverage["code"] != NATION) & coverage["coverage"].notna()]
    return rows.rename(columns={"code": "series"})[["series", "date", "coverage", "workers"]].reset_index(
        drop=True
    )


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


def learned_here(panel: pd.DataFrame, announced: pd.DataFrame) -> "Parameters":
    """What all projections of the atlas share: the prior, moved by the provinces and by the national record.

    Three counts of 34 provinces are two changes, made in the same two good years. The announced national totals reach back to
    2018 and have seen a fall; they say more about how Jamsostek grows over years than the provinces alone can. The prior on
    mean growth is made wide, since it was learned on another kind of programme.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`province_panel`.
    announced : pandas.DataFrame
        From :func:`announced_path`.

    Returns
    -------
    Parameters
        For ``project(…, params=…)`` and ``project_nation(…, params=…)``.
    """
    from coverage_lib.measures.projection.learn import adapt
    from coverage_lib.measures.projection.model import prior
    from coverage_lib.measures.projection.panel import checked, pack

    columns = ["series", "date", "coverage"]
    both = pd.concat([panel[columns], announced[columns]], ignore_index=True)
    return adapt(replace(prior(), growth_spread=GROWTH_SPREAD), pack(checked(both)))


def outlook(
    panel: pd.DataFrame, announced: pd.DataFrame, *, until: Any, target: float, target_date: Any
) -> "Projection":
    """The projection that every report shows: each province, and the nation as the sum of its provinces.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`province_panel`.
    announced : pandas.DataFrame
        From :func:`announced_path`.
    until, target_date : date
        Last year-end of the projection; date of the target.
    target : float
        Percent.

    Returns
    -------
    Projection
        As from :func:`coverage_lib.measures.projection.project` by year, the nation first, as series ``"00"``. The provinces are those
        of ``project``; the nation is added up draw by draw in ``project_nation``, from the same parameters.
    """
    from coverage_lib.measures.projection.forecast import Projection, project
    from coverage_lib.measures.projection.nation import project_nation

    options: dict[str, Any] = {"until": until, "target": target, "target_date": target_date}
    options["params"] = learned_here(panel, announced)
    provinces, together = project(panel, **options), project_nation(panel, **options)
    nation = [frame[frame["series"] == NATION] for frame in together[:2]]
    both = [pd.concat(pair, ignore_index=True) for pair in zip(nation, provinces, strict=True)]
    return Projection(*both)


def segment_outlook(coverage: pd.DataFrame, announced: pd.DataFrame, *, until: Any) -> pd.DataFrame:
    """The nation's fans by segment: its provinces of one segment, added up draw by draw.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="segment_workers")``.
    announced : pandas.DataFrame
        From :func:`announced_path`; the record of all segments together tells how growth goes here.
    until : date
        Last year-end of the projection.

    Returns
    -------
    pandas.DataFrame
        Quantiles of the nation as from :func:`coverage_lib.measures.projection.project_nation`, with a column segment.
    """
    from coverage_lib.measures.projection.nation import project_nation

    found = []
    for segment in ("formal", "informal"):
        panel = province_panel(coverage[coverage["segment"] == segment])
        quantiles = project_nation(panel, until=until, params=learned_here(panel, announced)).quantiles
        found.append(quantiles[quantiles["series"] == NATION].assign(segment=segment))
    return pd.concat(found, ignore_index=True)
