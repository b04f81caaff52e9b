"""Published figures as series to project: the nation's announced totals, and provinces' shares of eligible workers."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.workforce import shrunk_growth
from coverage_lib.measures.published import count_figures, path

#: How a figure is printed that has no limit on one side.
ONE_SIDED = ("at_least", "at_most")

#: Percentage points to which a share is known at best, also where it follows from counts printed in full.
FINEST = 0.01


def eligible_panel(series: pd.DataFrame) -> pd.DataFrame:
    """The estimates of provinces' shares of eligible workers as a panel: irregular in time, each as uncertain as it was printed.

    Of each region the last unbroken piece of its reconciled series that has shares stated to be of eligible workers, and of that piece
    these shares: those of a day or a month, with limits on both sides. A share whose base is not stated anchors no projection.

    Parameters
    ----------
    series : pandas.DataFrame
        From :func:`coverage_lib.measures.reconciled.reconcile`, on one boundary.

    Returns
    -------
    pandas.DataFrame
        code, date, coverage (percent), workers (people; missing where nothing is known of the base), uncertainty (points, standard deviation of a number that may lie
        anywhere between its limits, which are at least :data:`FINEST` apart), id.

        Grades make no difference to the uncertainty: within a piece, shares of a stated base with a low grade differ from their typical
        offset by no more than those with a high one (0.17 and 0.22 on the logit), and that spread is estimated by
        :func:`coverage_lib.measures.projection.offsets`.

    Raises
    ------
    ValueError
        The estimates of a region stand on two boundaries; see :func:`coverage_lib.measures.published.on_boundary`.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_published
    >>> from coverage_lib.measures.published import on_boundary
    >>> from coverage_lib.measures.reconciled import reconcile
    >>> series = reconcile(load_published(), load_coverage(provisional=True)).series
    >>> panel = eligible_panel(on_boundary(series, "2021"))
    >>> panel.loc[panel["code"] == "15", ["date", "coverage", "id"]].to_numpy().tolist()[1]
    [Timestamp('2024-12-02 00:00:00'), 45.17, 'f0006']
    """
    rows = series[(series["segment"] == "total") & (series["base"] == "eligible")]
    if rows.drop_duplicates(["code", "boundary"])["code"].duplicated().any():
        raise ValueError(
            "The estimates of a region stand on two boundaries and are no series; choose one with published.on_boundary(series, ...)."
        )
    rows = rows[rows["base_stated"].astype(bool)]
    rows = rows[rows["part"] == rows.groupby("code")["part"].transform("max")]
    rows = rows[rows["precision"].isin(["day", "month"]) & ~rows["bound"].isin(ONE_SIDED)]
    return pd.DataFrame(
        {
            "code": rows["code"],
            "date": rows["date"],
            "coverage": rows["estimate"],
            "uncertainty": (rows["high"] - rows["low"]).clip(lower=FINEST) / 12**0.5,
            "workers": rows["workers"],
            "id": rows["id"],
        }
    ).reset_index(drop=True)


#: Percentage points, standard deviations. SOURCE: what announcements of one month differ by beyond rounding. YEAR: what a total that is
#: printed for a year without a month differs from that of its December (2018 to 2020).
SOURCE_SD, YEAR_SD = 0.2, 0.5


def announced_totals(published: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Every dated total of active members that was announced for the nation, over all employed of August of its year.

    This is the measure of the national plan. Where the parts of a total are announced too, construction is among them or within them in every case,
    so those without parts are taken to count it as well. Of several figures for one month the one that is preferred everywhere is taken (see
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
        code (``"00"``), date (end of the month), coverage (percent), uncertainty (points, one standard deviation: rounding, source,
        a year without a month, a workforce carried back), workers, active, rest (people; what is neither formal
        nor informal: construction with migrants; missing where it is not known), construction (``apart`` where the parts leave a rest,
        ``within`` where they are the whole, ``not stated`` where none are announced), precision, id, as_published, source_publisher. In
        order of date.

        Before the first survey in the tables the workforce is carried back at the growth that followed, and after the last one on at the
        same growth, which is unsure.

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published
    >>> totals = announced_totals(load_published(), load_employment())
    >>> totals.set_index("date")["coverage"].round(1)["2025"].tolist()
    [29.1, 28.2, 27.4, 27.1, 26.6, 26.9, 27.3]
    """
    members = count_figures(published, "active_participants")
    national = path(members[members["code"] == NATION])
    totals = national[national["segment"] == "total"]
    employed = employment[employment["code"] == NATION].set_index("year")["employed"]
    growth = shrunk_growth(employed.to_frame().T)
    surveyed = totals["year"].clip(lower=employed.index.min(), upper=employed.index.max())
    after = totals["year"] - surveyed
    workers = surveyed.map(employed) * np.exp(growth.total * after)
    share = 100 * totals["active"] / workers
    rounding = 100 * (totals["high"] - totals["low"]) / 12**0.5 / workers
    parts = national[national["segment"].isin(["formal", "informal"])]
    parts = parts.pivot(index="moment", columns="segment", values="active").dropna().sum(axis=1)
    rest = totals["active"] - totals["moment"].map(parts)
    kind = pd.Series(np.select([rest > 0, rest <= 0], ["apart", "within"], "not stated"), totals.index)
    unsure = [
        rounding.fillna(0),
        SOURCE_SD,
        np.where(totals["precision"] == "year", YEAR_SD, 0),
        share * growth.yearly_sd * np.sqrt(after.abs()),
    ]
    return pd.DataFrame(
        {
            "code": NATION,
            "date": totals["date"] + pd.offsets.MonthEnd(0),
            "coverage": share,
            "uncertainty": np.sqrt(sum(np.square(part) for part in unsure)),
            "workers": workers,
            "active": totals["active"],
            "rest": rest.where(rest > 0),
            "construction": kind,
            "precision": totals["precision"],
            "id": totals["id"],
            "as_published": totals["as_published"],
            "source_publisher": totals["publisher"],
        }
    ).sort_values(["date", "precision", "id"], ignore_index=True)


def announced_path(published: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """The announced totals of the ends of years, since those of other months stand lower by the shape of the year.

    Parameters
    ----------
    published, employment : pandas.DataFrame
        As for :func:`announced_totals`.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`announced_totals` that are dated a December.

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published
    >>> announced = announced_path(load_published(), load_employment())
    >>> announced.assign(year=announced["date"].dt.year).set_index("year")["coverage"].round(1).to_dict()
    {2018: 24.1, 2019: 26.5, 2020: 23.3, 2021: 23.4, 2022: 26.5, 2023: 29.7, 2024: 31.3}
    """
    return decembers(announced_totals(published, employment))


def decembers(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals of ends of years: those of a December, not those of a year without a month.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`announced_totals`, or with those that follow from counts (:func:`coverage_lib.measures.projection.with_counts`).

    Examples
    --------
    >>> rows = pd.DataFrame({"date": pd.to_datetime(["2024-11-30", "2024-12-31", "2024-12-31"]), "precision": ["month", "month", "year"]})
    >>> decembers(rows)["precision"].tolist()
    ['month']
    """
    return totals[totals["precision"].ne("year") & totals["date"].dt.month.eq(12)].reset_index(drop=True)
