"""The outside view: what comparable programmes gained in as many years, and where Indonesia's own record lies among them."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

#: Years of the windows of the reference class (:func:`coverage_lib.measures.projection.class_gains`).
YEARS = 5


class OutsideView(NamedTuple):
    """What is needed, what comparable programmes gained, and what Indonesia gained itself.

    Attributes
    ----------
    needed : float
        Points in five years, at the pace that the target needs; rounded to a tenth, as it is shown.
    panels : DataFrame
        By panel and in all (panel ``all``, first): place, what, publisher, units, windows, reached (windows that gained at least what is needed),
        q10, q25, q50, q75, q90 of the gains (points).
    own : DataFrame
        Indonesia's own five years from December to December: start, end (dates), gain (points), below (windows of the class that gained less,
        percent).
    """

    needed: float
    panels: pd.DataFrame
    own: pd.DataFrame

    @property
    def windows(self) -> int:
        """Windows of all panels."""
        return int(self.panels["windows"].iloc[0])

    @property
    def reached(self) -> int:
        """Windows that gained at least what is needed."""
        return int(self.panels["reached"].iloc[0])


def outside_view(gains: pd.DataFrame, pace_needed: float, announced: pd.DataFrame) -> OutsideView:
    """Compare what is needed with what comparable programmes gained in five years from between 10 and 60%.

    Parameters
    ----------
    gains : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.class_gains`.
    pace_needed : float
        Points a year that the target needs.
    announced : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_path`: date, coverage.

    Returns
    -------
    OutsideView

    References
    ----------
    Kahneman, D. and Lovallo, D. (1993). Timid choices and bold forecasts. *Management Science* 39(1): the outside view.

    Examples
    --------
    >>> gains = pd.DataFrame({"panel": "p", "place": "P", "what": "w", "publisher": "b", "units": 2, "gain": [1.0, 3.0], "windows": [3, 1]})
    >>> announced = pd.DataFrame({"date": pd.to_datetime(["2019-12-31", "2024-12-31"]), "coverage": [26.0, 28.0]})
    >>> view = outside_view(gains, 0.5, announced)
    >>> view.needed, view.reached, view.windows, view.own["below"].tolist()
    (2.5, 1, 4, [75.0])
    """
    needed = round(YEARS * pace_needed, 1)
    place = ["panel", "place", "what", "publisher", "units"]
    parts = [_row(part, needed) | dict(zip(place, key, strict=True)) for key, part in gains.groupby(place)]
    everything = _row(gains, needed) | {"panel": "all", "units": sum(part["units"] for part in parts)}
    panels = pd.DataFrame([everything, *sorted(parts, key=lambda part: -part["q50"])])
    return OutsideView(needed, panels, _own(gains, announced))


def own_paces(announced: pd.DataFrame, recent: int = 3) -> pd.DataFrame:
    """Points a year that the nation gained: over its whole record, and over its last years.

    Parameters
    ----------
    announced : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_path`: date, coverage, in order.
    recent : int
        Years that count as the last ones.

    Returns
    -------
    pandas.DataFrame
        start, end (dates), pace (points a year): the whole record first, then the last years where the record is longer.

    Examples
    --------
    >>> announced = pd.DataFrame({"date": pd.to_datetime(["2018-12-31", "2021-12-31", "2024-12-31"]), "coverage": [24.0, 23.4, 31.2]})
    >>> own_paces(announced)["pace"].round(1).tolist()
    [1.2, 2.6]
    """
    last = announced.iloc[-1]
    since = announced[announced["date"] >= last["date"] - pd.DateOffset(years=recent)].iloc[0]
    rows: list[dict[str, Any]] = []
    for start in (announced.iloc[0], since):
        years = last["date"].year - start["date"].year
        if years > 0 and (not rows or start["date"] > rows[0]["start"]):
            pace = (last["coverage"] - start["coverage"]) / years
            rows.append({"start": start["date"], "end": last["date"], "pace": pace})
    return pd.DataFrame(rows)


def _row(gains: pd.DataFrame, needed: float) -> dict[str, Any]:
    """Quantiles of gains and how many reach what is needed."""
    every = pd.Series(np.repeat(gains["gain"].to_numpy(), gains["windows"]))
    quantiles = {f"q{100 * level:.0f}": float(every.quantile(level)) for level in (0.1, 0.25, 0.5, 0.75, 0.9)}
    # Tenths, so that 12.6 is at least 12.6.
    return {"windows": len(every), "reached": int((every >= needed - 1e-9).sum()), **quantiles}


def _own(gains: pd.DataFrame, announced: pd.DataFrame) -> pd.DataFrame:
    """Five years from December to December of the announced totals."""
    dated = announced[["date", "coverage"]]
    rows = dated.assign(end=dated["date"] + pd.DateOffset(years=YEARS) + pd.offsets.MonthEnd(0))
    rows = rows.merge(dated.set_axis(["end", "then"], axis=1), on="end")
    gain = rows["then"] - rows["coverage"]
    below = [
        100 * gains.loc[gains["gain"] < value, "windows"].sum() / gains["windows"].sum() for value in gain
    ]
    return pd.DataFrame({"start": rows["date"], "end": rows["end"], "gain": gain, "below": below})
