"""What was published about one province of today: its figures, their path, its own targets and where the path leads."""

from typing import NamedTuple

import pandas as pd

from coverage_lib.data.regions import LEVELS
from coverage_lib.measures import published
from coverage_lib.measures.once import once
from coverage_lib.measures.province import Place
from coverage_lib.measures.regency import Regency

# What a profile lists, in this order within a period.
MEASURES = (
    "coverage_rate",
    "coverage_change",
    "uncovered_rate",
    "active_participants",
    "eligible_workers",
    "uncovered_workers",
    "gap_workers",
    "gap_points",
    "subsidised_workers",
    "inactive_participants",
    "registered_workers",
    "rank",
)


def published_path(place: Place, figures: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """The published figures of a province over time that may be shares of its eligible workers, all segments together.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.reconciled.standing`.
    series : pandas.DataFrame
        Of :func:`coverage_lib.measures.reconciled.reconcile`.

    Returns
    -------
    pandas.DataFrame
        As from :func:`coverage_lib.measures.published.path`, of the province as it is today: the column base says whether a figure is
        stated to be a share of eligible workers, and part which of them are on one base (see
        :class:`coverage_lib.measures.reconciled.Reconciled`).
    """
    own = figures[(figures["code"] == place.code) & (figures["segment"] == "total")]
    path = published.path(published.beside_eligible(published.on_boundary(own, "2022")))
    parts = series[series["id"].ne("")].set_index("id")["part"]  # counts have no row of their own
    return path.assign(part=path["id"].map(parts))


class Outlook(NamedTuple):
    """What is ahead of a province on eligible workers.

    Attributes
    ----------
    targets : pandas.DataFrame
        Its own targets, as from :func:`coverage_lib.measures.targets.own_targets`, with probability (0 to 1; see
        :func:`coverage_lib.measures.projection.own_probabilities`).
    quantiles : pandas.DataFrame
        The fan of its share of eligible workers, as from :func:`coverage_lib.measures.projection.eligible_answers`; empty where none was
        published.
    """

    targets: pd.DataFrame
    quantiles: pd.DataFrame


def own_outlook(
    place: Place,
    targets: pd.DataFrame,
    figures: pd.DataFrame,
    series: pd.DataFrame,
    coverage: pd.DataFrame,
    totals: pd.DataFrame,
    employment: pd.DataFrame,
) -> Outlook:
    """The targets of a province with the figure that stands beside each and the probability, and the fan on their base.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    targets : pandas.DataFrame
        ``load_targets()``.
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.reconciled.standing`.
    series : pandas.DataFrame
        Of :func:`coverage_lib.measures.reconciled.reconcile`.
    coverage, totals, employment
        As for :func:`coverage_lib.measures.projection.outlook`.

    Returns
    -------
    Outlook
    """
    everywhere = once(_own_outlooks, targets, figures, series, coverage, totals, employment)
    return Outlook(*(rows[rows["code"] == place.code].reset_index(drop=True) for rows in everywhere))


def _own_outlooks(
    targets: pd.DataFrame,
    figures: pd.DataFrame,
    series: pd.DataFrame,
    coverage: pd.DataFrame,
    totals: pd.DataFrame,
    employment: pd.DataFrame,
) -> Outlook:
    """Targets and fans of all provinces. A province that was divided has none: it is projected on the boundary of before."""
    from coverage_lib.measures import projection
    from coverage_lib.measures.targets import last_day, own_targets

    ahead = once(projection.outlook, coverage, totals, employment)
    panel = projection.eligible_panel(published.on_boundary(series, "2021"))
    found = projection.offsets(panel, coverage, ahead)
    counted = coverage if "date_stated" in coverage else None
    own = own_targets(targets, figures, last_day(targets, figures, counted))
    own = own.assign(probability=projection.own_probabilities(own, ahead, found))
    return Outlook(own, projection.eligible_answers(ahead, found, panel).quantiles)


def published_figures(place: Place | Regency, table: pd.DataFrame) -> pd.DataFrame:
    """The published figures of a province or regency that concern coverage, those printed alike by several joined.

    Parameters
    ----------
    place : Place or Regency
        From :func:`coverage_lib.measures.province.place` or :func:`coverage_lib.measures.regency.place`.
    table : pandas.DataFrame
        ``load_published()``.

    Returns
    -------
    pandas.DataFrame
        The columns of the first of those printed alike (same period, segment, measure, value and base), with publishers and ids of
        all. The newest first.
    """
    wanted = table["measure"].isin(MEASURES) & table["region_level"].isin(LEVELS)
    rows = table[wanted & (table["code"] == place.code)]
    order = {name: number for number, name in enumerate(MEASURES)}
    rows = rows.assign(order=rows["measure"].map(order), ids=rows["id"], publishers=rows["source_publisher"])
    rows = rows.sort_values(["date_to", "order", "id"], ascending=[False, True, True])
    same = ["date", "segment", "measure", "value", "unit", "base"]
    for _key, alike in rows[rows.duplicated(same, keep=False)].groupby(same, dropna=False):
        first = alike.index[0]
        rows.loc[first, "publishers"] = "; ".join(dict.fromkeys(alike["source_publisher"]))
        rows.loc[first, "ids"] = ", ".join(alike["id"])
    return rows.drop_duplicates(same).drop(columns="order").reset_index(drop=True)
