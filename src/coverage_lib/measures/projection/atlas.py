"""The projections of the atlas: its provinces, and the nation as their sum, by year and by segment."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.forecast import Projection
from coverage_lib.measures.projection.learn import Fitted, adapt, fit
from coverage_lib.measures.projection.model import Parameters, prior
from coverage_lib.measures.projection.nation import project_sum
from coverage_lib.measures.projection.old_forecast import project_fitted, set_up
from coverage_lib.measures.projection.panel import Panel, prepare

#: Logits a year. The prior on mean growth is wide, so that the national record decides it; it was learned on another kind of programme.
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


def learned_here(panel: pd.DataFrame, announced: pd.DataFrame) -> Parameters:
    """The parameters that all projections of the atlas share: their posterior given the provinces and the national record.

    Three counts of 34 provinces are two changes, made in the same two good years. The announced national totals begin in 2018 and
    include a fall; they say more about the growth of Jamsostek over years than the provinces alone can.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`province_panel`.
    announced : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_path`.

    Returns
    -------
    Parameters
        For ``project(…, params=…)`` and ``project_nation(…, params=…)``.
    """
    return _learned(panel, announced)[1].params


def _learned(panel: pd.DataFrame, announced: pd.DataFrame) -> tuple[Panel, Fitted]:
    """The provinces as a packed panel, filtered with the posterior parameters given them and the national record."""
    record = announced[["code", "date", "coverage"]]
    everything = prepare(pd.concat([panel, record], ignore_index=True))
    params = adapt(replace(prior(), growth_spread=GROWTH_SPREAD), everything.batch)
    provinces = everything.take(np.flatnonzero(everything.batch.names.isin(panel["code"])))
    return provinces, fit(provinces.batch, params)


def outlook(
    panel: pd.DataFrame, announced: pd.DataFrame, *, until: Any, target: float, target_date: Any
) -> Projection:
    """The projection that every report shows: each province, and the nation as the sum of its provinces.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`province_panel`.
    announced : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_path`.
    until, target_date : date
        Last year-end of the projection; date of the target.
    target : float
        Percent.

    Returns
    -------
    Projection
        As from :func:`coverage_lib.measures.projection.project` by year, the nation first. The provinces are those of
        ``project``; the nation is added up draw by draw as in ``project_nation``, from the same parameters and states.
    """
    aim: dict[str, Any] = {"target": target, "target_date": target_date}
    provinces, fitted = _learned(panel, announced)
    setup = set_up(provinces, until=until, **aim)
    each, nation = project_fitted(setup, fitted), project_sum(setup, fitted, **aim)
    return Projection(*(pd.concat(pair, ignore_index=True) for pair in zip(nation, each, strict=True)))


def segment_outlook(coverage: pd.DataFrame, announced: pd.DataFrame, *, until: Any) -> pd.DataFrame:
    """The nation's fans by segment: its provinces of one segment, added up draw by draw.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="segment_workers")``.
    announced : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_path`: mean growth is learned from the record of all segments together.
    until : date
        Last year-end of the projection.

    Returns
    -------
    pandas.DataFrame
        Quantiles of the nation as from :func:`coverage_lib.measures.projection.project_nation`, with a column segment.
    """

    def fans() -> Iterator[pd.DataFrame]:
        for segment in ("formal", "informal"):
            panel = province_panel(coverage[coverage["segment"] == segment])
            provinces, fitted = _learned(panel, announced)
            setup = set_up(provinces, until=until)
            yield project_sum(setup, fitted).quantiles.assign(segment=segment)

    return pd.concat(fans(), ignore_index=True)
