"""What closing a shortfall takes: members a month up to a target, and contributions that somebody has to pay."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection.times import MONTHS, months_between


def members_per_month(history: pd.DataFrame) -> float:
    """Net new members a month between the first and the last count of one region; missing where there is one count only.

    Parameters
    ----------
    history : pandas.DataFrame
        date, active (people), in the order of dates.

    Examples
    --------
    >>> dates = pd.to_datetime(["2022-12-31", "2023-12-31", "2024-12-31"])
    >>> round(members_per_month(pd.DataFrame({"date": dates, "active": [100, 900, 1300]})), 1)
    50.0
    """
    first, last = history.iloc[0], history.iloc[-1]
    months = months_between(first["date"], last["date"])
    return float((last["active"] - first["active"]) / months) if months else float("nan")


def own_targets_per_month(targets: pd.DataFrame) -> pd.DataFrame:
    """New members a month from the last published figure to each own target that is still ahead and a month or more away.

    Parameters
    ----------
    targets : pandas.DataFrame
        From :func:`coverage_lib.measures.targets.own_targets`: value (percent), date_to, verdict; coverage (percent), figure_at and
        workers (people) of the figure to start from, same_base (whether target and figure are stated to be of the same workers).

    Returns
    -------
    pandas.DataFrame
        Such rows of `targets`, where the figure is below the target, with new_members (people) and members_per_month: where the number of workers is printed with a figure
        that is stated to be on the target's base.

    Examples
    --------
    >>> targets = pd.DataFrame({"value": [60.0, 40.0], "date_to": pd.to_datetime(["2025-12-31", "2025-12-31"]),
    ...     "verdict": "open", "coverage": 50.0, "figure_at": pd.to_datetime("2024-12-31"), "workers": 12_000,
    ...     "same_base": True})
    >>> own_targets_per_month(targets)[["value", "new_members", "members_per_month"]].round(1).values.tolist()
    [[60.0, 1200.0, 100.0]]
    """
    rows = targets[targets["verdict"].eq("open") & targets["same_base"] & targets["workers"].notna()]
    spans = zip(rows["figure_at"], rows["date_to"], strict=True)
    months = np.array([months_between(figure, due) for figure, due in spans])
    new = (rows["value"] - rows["coverage"]) / 100 * rows["workers"]
    needed = (months >= 1) & (new > 0)
    return rows.assign(new_members=new, members_per_month=new / months)[needed].reset_index(drop=True)


class Contributions(NamedTuple):
    """What the contributions of some workers cost, and the rule that sets them."""

    #: Rupiah a month for one worker.
    monthly: float
    #: Rupiah a year for all of them.
    yearly: float
    #: Row of the programme's rules: id, legal_basis, source_publisher.
    rule: pd.Series


def least_contributions(workers: float, rules: pd.DataFrame) -> Contributions:
    """The least contributions for work accident and death (JKK and JKM) of self-employed workers.

    Parameters
    ----------
    workers : float
        People.
    rules : pandas.DataFrame
        ``load_rules()``.

    Examples
    --------
    >>> from coverage_lib import load_rules
    >>> least_contributions(1000, load_rules())[:2]
    (16800.0, 201600000.0)
    """
    rule = rules[rules["rule"] == "JKK+JKM minimum contribution"].iloc[0]
    return Contributions(float(rule["value"]), float(workers * rule["value"] * MONTHS), rule)
