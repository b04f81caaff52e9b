"""Published figures as series to project: the nation's announced totals, provinces' shares of eligible workers, own targets."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.forecast import project
from coverage_lib.measures.projection.learn import adapt
from coverage_lib.measures.projection.model import Parameters, prior
from coverage_lib.measures.projection.panel import Panel, prepare


def eligible_panel(eligible: pd.DataFrame) -> pd.DataFrame:
    """Published shares of eligible workers as a panel: irregular in time, each as uncertain as it was rounded.

    A figure that names only a year has no day and is left out. Of several figures for one day the one with more digits is
    taken, then the later row.

    Parameters
    ----------
    eligible : pandas.DataFrame
        ``load_coverage(base="eligible")``.

    Returns
    -------
    pandas.DataFrame
        series (code), date, coverage (percent), uncertainty (points, standard deviation of the rounding), id.
    """
    rows = eligible[(eligible["segment"] == "total") & eligible["date_from"].notna()].copy()
    rows = rows[(rows["date"] - rows["date_from"]).dt.days <= 31]
    rows["decimals"] = rows["coverage"].map(lambda value: len(f"{value:g}".partition(".")[2]))
    rows = rows.sort_values(["code", "date", "decimals", "id"]).drop_duplicates(["code", "date"], keep="last")
    return pd.DataFrame(
        {
            "series": rows["code"],
            "date": rows["date"],
            "coverage": rows["coverage"],
            "uncertainty": 10.0 ** -rows["decimals"] / 12**0.5,
            "id": rows["id"],
        }
    ).reset_index(drop=True)


def announced_path(published: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """All active members that the agency announced for a year's end, construction included, over all employed.

    This is the measure of the national plan's path. Figures for a whole year without a month are left out, since the day they
    stand for is not known; of several for one December the one with the most digits is taken.

    Parameters
    ----------
    published : pandas.DataFrame
        ``load_published()``.
    employment : pandas.DataFrame
        ``load_employment()``.

    Returns
    -------
    pandas.DataFrame
        series (``"announced"``), date, coverage (percent), workers, active (people), id, as_published, source_publisher.

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published
    >>> path = announced_path(load_published(), load_employment())
    >>> path.assign(year=path["date"].dt.year).set_index("year")["coverage"].round(1).to_dict()
    {2018: 24.1, 2019: 26.5, 2020: 23.3, 2021: 23.4, 2022: 26.5, 2023: 29.7, 2024: 31.3}
    """
    totals = published[
        (published["code"] == NATION)
        & (published["measure"] == "active_participants")
        & (published["segment"] == "total")
        & published["date"].str.contains(r"^\d{4}-12", regex=True)
    ]
    digits = totals["value"].map(lambda value: len(f"{value:.0f}".rstrip("0")))
    totals = totals.assign(digits=digits).sort_values(["year", "digits", "id"], ascending=[True, False, True])
    totals = totals.drop_duplicates("year")
    nation = employment[employment["code"] == NATION][["year", "employed"]]
    rows = totals.merge(nation, on="year", validate="1:1")
    return pd.DataFrame(
        {
            "series": "announced",
            "date": rows["date_to"],
            "coverage": 100 * rows["value"] / rows["employed"],
            "workers": rows["employed"],
            "active": rows["value"],
            "id": rows["id"],
            "as_published": rows["as_published"],
            "source_publisher": rows["source_publisher"],
        }
    )


def own_targets(targets: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """Each province's own published targets beside its published shares on the same base.

    Parameters
    ----------
    targets : pandas.DataFrame
        ``load_targets()``.
    panel : pandas.DataFrame
        From :func:`eligible_panel`.

    Returns
    -------
    pandas.DataFrame
        series (code), name, target (percent), target_date, as_published, target_id, source_publisher; coverage and date of
        the figure to hold against it (the last one up to the target date), id, shortfall (points; negative where the
        target was passed); open (True where no figure is as late as the target date, so that it is still to be projected).
        Targets of the same value, province and year stand once. Targets of regions without a figure have missing coverage.
    """
    rows = targets[
        (targets["region_level"] == "province")
        & (targets["measure"] == "target_rate")
        & (targets["unit"] == "percent")
        & (targets["segment"] == "total")
        & targets["base"].isin(["eligible", "not stated"])
    ].sort_values(["code", "year", "value", "id"])
    rows = rows.drop_duplicates(["code", "year", "value"])
    found = []
    for target in rows.to_dict("records"):
        own = panel[panel["series"] == target["code"]]
        upto = own[own["date"] <= target["date_to"]]
        last = upto.iloc[-1] if len(upto) else None
        # A figure of the month before the date tells how the target year ended.
        ended = bool(len(own)) and own["date"].max() >= target["date_to"] - pd.Timedelta(days=31)
        found.append(
            {
                "series": target["code"],
                "name": target["region"],
                "target": target["value"],
                "target_date": target["date_to"],
                "as_published": target["as_published"],
                "target_id": target["id"],
                "source_publisher": target["source_publisher"],
                "coverage": None if last is None else last["coverage"],
                "date": pd.NaT if last is None else last["date"],
                "id": "" if last is None else last["id"],
                "shortfall": None if last is None else target["value"] - last["coverage"],
                "open": last is not None and not ended,
            }
        )
    table = pd.DataFrame(found)
    return table.astype({"coverage": float, "shortfall": float})


def own_probabilities(own: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """The probability of each open target of :func:`own_targets`, from the figures published on its base before its date.

    Parameters
    ----------
    own : pandas.DataFrame
        From :func:`own_targets`.
    panel : pandas.DataFrame
        From :func:`eligible_panel`.

    Returns
    -------
    pandas.DataFrame
        `own` with probability (0 to 1; missing where the target is not open or the province has no figures that span three
        months).
    """
    provinces, params = _learned(panel)
    names = provinces.batch.names
    rows = own[own["open"] & own["series"].isin(names)]
    # Each target is a series of its own, so that a province with several targets is projected for each of them.
    series = [place for name in names for place in np.flatnonzero(rows["series"] == name)]
    asked = rows.iloc[series]
    panel_of_targets = provinces.take(names.get_indexer(asked["series"]))
    panel_of_targets = panel_of_targets._replace(
        batch=panel_of_targets.batch._replace(names=pd.Index(asked["target_id"])),
        targets=asked["target"].to_numpy(float),
        target_dates=asked["target_date"].to_numpy().astype("datetime64[s]"),
    )
    attainment = project(panel_of_targets, until=rows["target_date"].max(), params=params).attainment
    probability = attainment.set_index(provinces.key)["probability_by_target_date"]
    return own.assign(probability=own["target_id"].map(probability))


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
    return project(provinces, until=until, params=params).quantiles


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
    dates = panel.groupby("series")["date"]
    span = (dates.transform("max") - dates.transform("min")).dt.days
    provinces = prepare(panel[(panel["series"] != NATION) & (span >= 90)])
    return provinces, adapt(prior(), provinces.batch)
