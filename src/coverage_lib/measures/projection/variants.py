"""What the answers hang on: the outlook again with one assumption changed at a time."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.language import printed_probability
from coverage_lib.measures.projection.atlas import plan_steps
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.counts import full_counts
from coverage_lib.measures.projection.joint import Assumptions, outlook
from coverage_lib.measures.projection.national import Season
from coverage_lib.measures.projection.times import months_between


def sensitivity(
    coverage: pd.DataFrame,
    totals: pd.DataFrame,
    employment: pd.DataFrame,
    *,
    plan: pd.DataFrame,
    target: float,
    target_date: Any,
) -> pd.DataFrame:
    """What the answers hang on: the outlook again with one assumption changed at a time.

    Parameters
    ----------
    coverage, totals, employment : pandas.DataFrame
        As for :func:`coverage_lib.measures.projection.joint.outlook`.
    plan : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.plan_targets`.
    target : float
        The yardstick of the provinces, percent.
    target_date : date
        Of the target.

    Returns
    -------
    pandas.DataFrame
        assumption (``shown``, ``season_half``, ``season_double``, ``decembers_only``, ``own_pace_none``, ``own_pace_double``,
        ``spread_less``, ``spread_more``, ``workforce_slow``, ``workforce_fast``), probability (of the plan's step at that date), q10, q50, q90 (of
        the nation then), provinces (how many are likelier than not to be at or above the yardstick: above one half as it is printed),
        members_per_month (people, median) and growth (of the workforce, percent a year, where that is what is changed: that of the last year,
        and of the fastest one). The share is projected by itself, so the workforce changes the members alone.
    """
    by = pd.Timestamp(target_date)
    steps = plan[plan["date"] == by]

    def rows() -> Iterator[dict[str, Any]]:
        for name, (assumed, told, counted) in _variants(coverage, totals).items():
            ahead = outlook(counted, told, employment, assumptions=assumed)
            step = plan_steps(ahead, told, steps).iloc[0]
            due = ahead.dates.get_loc(by)
            likely = [
                printed_probability(share) > 0.5
                for share in (ahead.provinces[:, :, due] >= target).mean(axis=0)
            ]
            yield {
                "assumption": name,
                "probability": step["probability_at_target_date"],
                "q10": step["q10"],
                "q50": step["q50"],
                "q90": step["q90"],
                "provinces": sum(likely),
                "members_per_month": step["members_per_month"],
                "start_date": step["start_date"],
                "start_active": step["start_active"],
            }

    table = pd.DataFrame(rows())
    changed = _other_growth(table.iloc[0], employment, float(steps["target"].iloc[0]), by)
    return pd.concat([table, changed], ignore_index=True).drop(columns=["start_date", "start_active"])


def _other_growth(
    shown: pd.Series, employment: pd.DataFrame, target: float, by: pd.Timestamp
) -> pd.DataFrame:
    """What is shown, with members a month for a workforce that grows as in the last year, and as in the fastest one."""
    employed = (
        employment[employment["code"] == NATION].set_index("year")["employed"].sort_index().astype(float)
    )
    yearly = np.log(employed).diff().dropna()
    rates = {"workforce_slow": yearly.iloc[-1], "workforce_fast": yearly.max()}
    months = months_between(shown["start_date"], by)
    rows = []
    for name, rate in rates.items():
        then = employed.iloc[-1] * np.exp(rate * (by.year - employed.index[-1]))
        members = (target / 100 * then - shown["start_active"]) / months
        changes = {"assumption": name, "members_per_month": members, "growth": 100 * np.expm1(rate)}
        rows.append({**shown.to_dict(), **changes})
    return pd.DataFrame(rows)


def _variants(
    coverage: pd.DataFrame, totals: pd.DataFrame
) -> dict[str, tuple[Assumptions, pd.DataFrame, pd.DataFrame]]:
    """Assumptions, totals and coverage of each variant, by its name."""
    shown, season = class_prior(), Season()

    def prior(**changed: Any) -> tuple[Assumptions, pd.DataFrame, pd.DataFrame]:
        return Assumptions(replace(shown, **changed)), totals, coverage

    def shape(depth: float) -> tuple[Assumptions, pd.DataFrame, pd.DataFrame]:
        return Assumptions(shown, season._replace(depth=depth)), totals, coverage

    december = totals[totals["date"].dt.month == 12]
    return {
        "shown": (Assumptions(shown), totals, coverage),
        "season_half": shape(season.depth / 2),
        "season_double": shape(season.depth * 2),
        "decembers_only": (Assumptions(shown), december, full_counts(coverage)),
        "own_pace_none": prior(drift_sd=shown.drift_sd / 100),
        "own_pace_double": prior(drift_sd=shown.drift_sd * 2),
        "spread_less": prior(scale=shown.scale * 0.75),
        "spread_more": prior(scale=shown.scale * 1.25),
    }
