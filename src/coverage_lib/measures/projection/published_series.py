"""Published figures as series to project: the nation's announced totals, and provinces' shares of eligible workers."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.learn import adapt
from coverage_lib.measures.projection.model import Parameters, prior
from coverage_lib.measures.projection.old_forecast import old_project
from coverage_lib.measures.projection.panel import Panel, prepare
from coverage_lib.measures.published import count_figures, path


def eligible_panel(figures: pd.DataFrame) -> pd.DataFrame:
    """Published shares of eligible workers as a panel: irregular in time, each as uncertain as it was printed.

    Only figures that are stated to be shares of eligible workers, of a day or a month, with limits on both sides; of several for
    one month the one that is preferred everywhere (see :func:`coverage_lib.measures.published.path`).

    Parameters
    ----------
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.published.coverage_figures`, or ``load_coverage(base="eligible")``.

    Returns
    -------
    pandas.DataFrame
        code, date, coverage (percent), uncertainty (points, standard deviation of a number that may lie anywhere between
        its limits), id.

    Raises
    ------
    ValueError
        The figures of a region stand on two boundaries; see :func:`coverage_lib.measures.published.on_boundary`.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> panel = eligible_panel(load_coverage(base="eligible"))
    >>> panel.loc[panel["code"] == "15", ["date", "coverage", "id"]].values.tolist()[1]
    [Timestamp('2024-12-02 00:00:00'), 45.17, 'f0006']
    """
    rows = figures[(figures["segment"] == "total") & (figures["base"] == "eligible")]
    rows = rows[rows["level"].isin(["national", "province"])]
    rows = path(rows[rows["precision"].isin(["day", "month"]) & np.isfinite(rows["high"] - rows["low"])])
    if rows.drop_duplicates(["code", "boundary"])["code"].duplicated().any():
        raise ValueError(
            "The figures of a region stand on two boundaries and are no series; choose one with published.on_boundary(figures, ...)."
        )
    return pd.DataFrame(
        {
            "code": rows["code"],
            "date": rows["date"],
            "coverage": rows["coverage"],
            "uncertainty": (rows["high"] - rows["low"]) / 12**0.5,
            "id": rows["id"],
        }
    )


def announced_path(published: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """All active members that the agency announced for a year's end, construction included, over all employed.

    This is the measure of the national plan's path. Figures for a whole year without a month are left out, since the day they
    stand for is not known; of several for one December the one that is preferred everywhere is taken (see
    :func:`coverage_lib.measures.published.path`).

    Parameters
    ----------
    published : pandas.DataFrame
        ``load_published()``.
    employment : pandas.DataFrame
        ``load_employment()``.

    Returns
    -------
    pandas.DataFrame
        code (``"00"``), date, coverage (percent), workers, active (people), id, as_published, source_publisher.

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published
    >>> announced = announced_path(load_published(), load_employment())
    >>> announced.assign(year=announced["date"].dt.year).set_index("year")["coverage"].round(1).to_dict()
    {2018: 24.1, 2019: 26.5, 2020: 23.3, 2021: 23.4, 2022: 26.5, 2023: 29.7, 2024: 31.3}
    """
    members = count_figures(published, "active_participants")
    national = members[(members["code"] == NATION) & (members["segment"] == "total")]
    december = national["precision"].ne("year") & national["date"].dt.month.eq(12)
    totals = path(national[december])
    employed = employment[employment["code"] == NATION].set_index("year")["employed"]
    workers = totals["year"].map(employed)
    return pd.DataFrame(
        {
            "code": NATION,
            "date": totals["date"] + pd.offsets.MonthEnd(0),
            "coverage": 100 * totals["active"] / workers,
            "workers": workers,
            "active": totals["active"],
            "id": totals["id"],
            "as_published": totals["as_published"],
            "source_publisher": totals["publisher"],
        }
    )


def own_probabilities(own: pd.DataFrame, panel: pd.DataFrame) -> pd.Series:
    """The probability of each open target of eligible workers, from the shares of eligible workers published before its date.

    Parameters
    ----------
    own : pandas.DataFrame
        From :func:`coverage_lib.measures.targets.own_targets`.
    panel : pandas.DataFrame
        From :func:`eligible_panel`.

    Returns
    -------
    pandas.Series
        0 to 1; missing where the target is not open or not stated to be one of eligible workers, or the province has no figures
        that span three months. The index is that of `own`.
    """
    provinces, params = _learned(panel)
    names = provinces.batch.names
    asked = own["verdict"].eq("open") & own["base"].eq("eligible") & own["code"].isin(names)
    if not asked.any():
        return pd.Series(np.nan, index=own.index)
    # Each target is a series of its own, so that a province with several targets is projected for each of them.
    rows = own[asked].sort_values("code", key=names.get_indexer, kind="stable")
    panel_of_targets = provinces.take(names.get_indexer(rows["code"]))
    panel_of_targets = panel_of_targets._replace(
        batch=panel_of_targets.batch._replace(names=pd.Index(rows["id"])),
        targets=rows["value"].to_numpy(float),
        target_dates=rows["date_to"].to_numpy().astype("datetime64[s]"),
    )
    attainment = old_project(panel_of_targets, until=rows["date_to"].max(), params=params).attainment
    return own["id"].map(attainment.set_index(provinces.key)["probability_by_target_date"])


def eligible_outlook(panel: pd.DataFrame, *, until: Any) -> pd.DataFrame:
    """The fans of the provinces' published shares of eligible workers.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`eligible_panel`.
    until : date
        Last year-end of the projection.

    Returns
    -------
    pandas.DataFrame
        Quantiles as from :func:`coverage_lib.measures.projection.project`, of the provinces whose figures span
        three months or more: a single moment says nothing of a pace.
    """
    provinces, params = _learned(panel)
    return old_project(provinces, until=until, params=params).quantiles


def learned_from_published(panel: pd.DataFrame) -> Parameters:
    """The parameters that all projections of published shares have in common, as :func:`coverage_lib.measures.projection.learned_here` gives those of the counts.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`eligible_panel`.

    Returns
    -------
    Parameters
        For ``project(…, params=…)``: learned from the provinces whose figures span three months or more.
    """
    return _learned(panel)[1]


def _learned(panel: pd.DataFrame) -> tuple[Panel, Parameters]:
    """The provinces whose figures span three months or more, packed, and the prior adapted to them."""
    dates = panel.groupby("code")["date"]
    span = (dates.transform("max") - dates.transform("min")).dt.days
    provinces = prepare(panel[(panel["code"] != NATION) & (span >= 90)])
    return provinces, adapt(prior(), provinces.batch)
