"""What is known of one regency or city: its workers, its coverage and place where its members are there, and where that leads."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.measures import published
from coverage_lib.measures.once import once
from coverage_lib.measures.regency_coverage import regencies_of, year_counts

if TYPE_CHECKING:
    from coverage_lib.measures.projection import Projection


class Regency(NamedTuple):
    """A regency or city and the province of today that it lies in."""

    code: str
    name: str
    province: str
    province_name: str
    #: The province that it belonged to in 2021; another one in the new provinces of Papua.
    province_2021: str


def place(code: str) -> Regency:
    """The regency with a code.

    Parameters
    ----------
    code : str
        Kemendagri code, four digits.

    Raises
    ------
    coverage_lib.data.regions.UnknownRegion
        No regency has this code.

    Examples
    --------
    >>> place("1571")
    Regency(code='1571', name='Kota Jambi', province='15', province_name='Jambi', province_2021='15')
    """
    table = regions.regencies().set_index("code")
    if code not in table.index:
        raise regions.UnknownRegion(
            f"There is no regency with the code {code!r}; expected a Kemendagri code of four digits such as '1571'."
        )
    provinces = regions.provinces("2022").set_index("code")
    home = str(table.loc[code, "province_code"])
    return Regency(
        code,
        str(table.loc[code, "name"]),
        home,
        str(provinces.loc[home, "name"]),
        str(provinces.loc[home, "code_2021"]),
    )


def history(place: Regency, coverage: pd.DataFrame) -> pd.DataFrame:
    """The counts of a regency that have a share, in the order of their dates.

    Parameters
    ----------
    place : Regency
        From :func:`place`.
    coverage : pandas.DataFrame
        ``load_coverage("2022", level="regency", months=True, provisional=True, required=False)``: every date.
    """
    rows = coverage[(coverage["code"] == place.code) & coverage["coverage"].notna()]
    return rows.sort_values("date", ignore_index=True)


def published_path(place: Regency, figures: pd.DataFrame) -> pd.DataFrame:
    """The published figures of a regency over time that may be shares of its eligible workers, all segments together.

    Parameters
    ----------
    place : Regency
        From :func:`place`.
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.published.coverage_figures`.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> figures = published.coverage_figures(load_published())
    >>> published_path(place("1571"), figures)["as_published"].tolist()
    ['48,64%']
    """
    own = figures[(figures["code"] == place.code) & (figures["segment"] == "total")]
    return published.path(published.beside_eligible(own))


class Standing(NamedTuple):
    """A regency at its last count, among the regencies of its province that are counted on that day."""

    date: pd.Timestamp
    #: Percent.
    coverage: float
    active: float
    workers: float
    #: 1 for the highest; equals share a rank.
    rank: int
    #: How many regencies of the province are counted, and how many it has.
    counted: int
    regencies: int
    #: Percent, of the sum of all regencies; missing where one of them is.
    province: float


def standing(place: Regency, coverage: pd.DataFrame) -> Standing | None:
    """Where a regency stands at its last count; None where nobody has counted its members.

    Parameters
    ----------
    place, coverage
        As for :func:`history`.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["15", "1571", "1572"], "level": ["province", "regency", "regency"], "province_code": "15",
    ...     "date": pd.Timestamp("2025-06-30"), "active": [60, 20, 40], "workers": [200, 100, 100], "coverage": [30.0, 20.0, 40.0]})
    >>> standing(place("1571"), rows)[1:]
    (20.0, 20.0, 100.0, 2, 2, 11, 30.0)
    """
    known = history(place, coverage)
    if known.empty:
        return None
    now = known.iloc[-1]
    rows = beside(place, coverage)
    ranks = rows["coverage"].rank(method="min", ascending=False)
    whole = coverage[(coverage["code"] == place.province) & (coverage["date"] == now["date"])]["coverage"]
    table = regions.regencies()
    return Standing(
        now["date"],
        float(now["coverage"]),
        float(now["active"]),
        float(now["workers"]),
        int(ranks[rows["code"] == place.code].iloc[0]),
        int(rows["coverage"].notna().sum()),
        int((table["province_code"] == place.province).sum()),
        float(whole.iloc[0]) if len(whole) else float("nan"),
    )


def beside(place: Regency, coverage: pd.DataFrame) -> pd.DataFrame:
    """The regencies of the province on the day of the last count of one of them, the highest coverage first.

    Parameters
    ----------
    place, coverage
        As for :func:`history`.

    Returns
    -------
    pandas.DataFrame
        Rows of `coverage` with role (``own`` or ``other``); those whose share is missing come last. Empty where the regency itself
        was never counted.
    """
    known = history(place, coverage)
    rows = regencies_of(coverage, place.province)
    rows = rows[rows["date"] == (known["date"].iloc[-1] if len(known) else pd.NaT)]
    rows = rows.assign(role=np.where(rows["code"] == place.code, "own", "other"))
    return rows.sort_values(["coverage", "code"], ascending=[False, True], ignore_index=True)


def seasonal_spread(totals: pd.DataFrame) -> float:
    """How far announced totals of other months lie from the line between the Decembers around them, as a share of that line.

    A count within a year is held against year-ends, and the year has a shape: members fall after each December and come back
    until the next.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.

    Returns
    -------
    float
        Root mean square over the months between two Decembers that were announced; 0 where there are none.

    Examples
    --------
    >>> months = pd.to_datetime(["2023-12-31", "2024-06-30", "2024-12-31"])
    >>> round(seasonal_spread(pd.DataFrame({"date": months, "coverage": [20.0, 18.0, 20.0], "precision": "month"})), 3)
    0.1
    """
    known = totals[totals["precision"] != "year"].sort_values("date")
    ends = known["date"].dt.month == 12
    december = known[ends]
    within = known[~ends & known["date"].between(december["date"].min(), december["date"].max())]
    if within.empty:
        return 0.0
    at, days = (rows["date"].astype("datetime64[s]").astype("int64") for rows in (within, december))
    line = np.interp(at, days, december["coverage"])
    return float(np.sqrt(np.mean((within["coverage"] / line - 1) ** 2)))


def panel(coverage: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """One count a year of every regency as a panel to project, the last one of another month with the spread of the season.

    Parameters
    ----------
    coverage : pandas.DataFrame
        As for :func:`history`.
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.

    Returns
    -------
    pandas.DataFrame
        code, date, coverage (percent), workers (people), uncertainty (points, one standard deviation: that of the season for a
        count of another month than December, else 0).
    """
    rows = regencies_of(coverage)
    rows = year_counts(rows[rows["coverage"].notna()])
    within = rows["date"].dt.month != 12
    unsure = (seasonal_spread(totals) * rows["coverage"]).where(within, 0.0)
    return rows.assign(uncertainty=unsure)[["code", "date", "coverage", "workers", "uncertainty"]]


def outlook(
    coverage: pd.DataFrame, totals: pd.DataFrame, *, target: float, target_date: Any
) -> "Projection | None":
    """The projection of all regencies with members, computed once for all profiles; None where there are none.

    Parameters
    ----------
    coverage, totals
        As for :func:`panel`.
    target : float
        Percent of all employed, without construction; see :func:`coverage_lib.measures.projection.yardstick`.
    target_date : date
        The year-end of the target; the projection ends there.

    Returns
    -------
    Projection or None
        As from :func:`coverage_lib.measures.projection.project`. Each regency starts from what panels of social insurance teach and
        its own counts; regencies are not tied to each other or to their province.
    """
    return once(_outlook, coverage, totals, target=target, target_date=target_date)


def _outlook(
    coverage: pd.DataFrame, totals: pd.DataFrame, target: float, target_date: Any
) -> "Projection | None":
    from coverage_lib.measures.projection import project

    rows = panel(coverage, totals)
    rows = rows[rows["date"] < pd.Timestamp(target_date)]
    if rows.empty:
        return None
    return project(rows, until=target_date, target=target, target_date=target_date)


def outlook_table(ahead: "Projection", coverage: pd.DataFrame, province: str | None = None) -> pd.DataFrame:
    """Every regency's last count, the interval of its projection at the target's date and the probability, the most likely first.

    Parameters
    ----------
    ahead : Projection
        From :func:`outlook`.
    coverage : pandas.DataFrame
        As for :func:`history`.
    province : str, optional
        Code of a province of today: its regencies only.

    Returns
    -------
    pandas.DataFrame
        code, name, date, coverage (the last count), target, target_date, probability_at_target_date, attainment_median, pace_needed,
        recent_pace, q10, q50, q90 (percent, at the target's date).
    """
    last = regencies_of(coverage, province).dropna(subset=["coverage"]).sort_values("date")
    last = last.drop_duplicates("code", keep="last")[["code", "name", "date", "coverage"]]
    ends = ahead.quantiles.drop_duplicates("code", keep="last")[["code", "q10", "q50", "q90"]]
    wanted = ["code", "target", "target_date", "probability_at_target_date", "attainment_median", "pace_needed", "recent_pace"]  # fmt: skip
    rows = last.merge(ahead.attainment[wanted], on="code").merge(ends, on="code", how="left")
    order = ["probability_at_target_date", "coverage", "code"]
    return rows.sort_values(order, ascending=[False, False, True], ignore_index=True)
