"""Rolling-origin backtest: forecasts from what was known at a date, scored against the outcomes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection.baselines import BASELINES, forecast
from coverage_lib.measures.projection.checks import PanelError
from coverage_lib.measures.projection.class_prior import ClassPrior, class_prior
from coverage_lib.measures.projection.forecast import DEFAULT
from coverage_lib.measures.projection.panel import Batch, Panel, prepare
from coverage_lib.measures.projection.posterior import blocks, posterior
from coverage_lib.measures.projection.predictive import LEVELS, QUANTILES, quantiles
from coverage_lib.measures.projection.times import Array, from_years

HORIZONS = (1, 2, 3, 4, 5)
#: Windows that are filtered at a time.
WINDOWS = 20_000
# Each level stands for the probabilities closer to it than to any other; the fifteen are not evenly spaced.
WEIGHTS = np.diff(np.r_[0, (LEVELS[1:] + LEVELS[:-1]) / 2, 1])
INTERVALS = {"50": ("q25", "q75"), "80": ("q10", "q90"), "95": ("q025", "q975")}


class Backtest(NamedTuple):
    """Scores of models.

    Attributes
    ----------
    scores : DataFrame
        One row for each model: forecasts, crps, interval_score, mae (points), mase, inside_50, inside_80, inside_95
        (percent of the outcomes), crps_ratio (to that of naive). Over the forecasts that every model could make, models that
        could make none left aside: their scores are missing.
    by_horizon, by_points : DataFrame
        The same for each horizon (years), and for each number of points.
    forecasts : DataFrame
        One row for each forecast: model, series, origin, points, horizon, date, actual, the quantiles, and its scores.
    """

    scores: pd.DataFrame
    by_horizon: pd.DataFrame
    by_points: pd.DataFrame
    forecasts: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """All scores in one table; part says whether a row is over ``all`` forecasts, of one ``horizon`` or number of ``points``."""
        parts = {"all": self.scores, "horizon": self.by_horizon, "points": self.by_points}
        return pd.concat([rows.assign(part=part) for part, rows in parts.items()], ignore_index=True)


def least_points(panel: pd.DataFrame | Panel) -> int:
    """Points up to the first origin that a backtest of a panel can have: three, or two where no series has more than three."""
    return 3 if prepare(panel).batch.points.max() > 3 else 2


def backtest(
    panel: pd.DataFrame | Panel,
    models: Sequence[str] = (DEFAULT, *BASELINES),
    *,
    horizons: Sequence[int] = HORIZONS,
    min_points: int = 3,
    max_points: int = 12,
    last_between: tuple[float, float] = (0, 100),
    prior: ClassPrior | None = None,
) -> Backtest:
    """Score models at every origin the panel allows, each given only what was known at that origin.

    An origin is a date on which a series has a figure and at least `min_points` up to it. A model gets the figures of that
    series up to that date, and nothing of other series or later.

    Parameters
    ----------
    panel : DataFrame or Panel
        As for :func:`coverage_lib.measures.projection.project`.
    models : sequence of str
        ``"class_prior"`` and baselines.
    horizons : sequence of int
        Years ahead. A forecast is scored where the series has a figure within 15 days of that.
    min_points, max_points : int
        Least points up to the origin; how many of them, the latest ones, a model gets.
    last_between : (float, float)
        Only origins where the last value is in this range, percent.
    prior : ClassPrior, optional
        For the class prior: the one to start from, for instance one that was learned without this panel. The shipped one by
        default.

    Returns
    -------
    Backtest

    References
    ----------
    Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. *JASA* 102(477).
    Bracher, J. et al. (2021). Evaluating epidemic forecasts in an interval format. *PLoS Comput. Biol.* 17(2).
    Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of forecast accuracy. *Int. J. Forecasting* 22(4).

    Examples
    --------
    >>> years = pd.date_range("2015-12-31", periods=6, freq="YE")
    >>> panel = pd.DataFrame({"series": "a", "date": years, "coverage": [20.0, 23, 25, 28, 30, 33]})
    >>> backtest(panel, ["naive", "drift"], horizons=[1]).scores.set_index("model")["mae"].round(1).to_dict()
    {'naive': 2.7, 'drift': 0.6}
    """
    batch, ahead = prepare(panel).batch, np.array(sorted(horizons), float)
    unknown = [model for model in models if model not in (DEFAULT, *BASELINES)]
    if unknown:
        raise PanelError([f"model is {unknown[0]!r}; expected one of: {', '.join([DEFAULT, *BASELINES])}."])
    cases = origins(batch, horizons, min_points, max_points, last_between)
    if cases.empty:
        raise PanelError(
            [
                f"no series has {min_points} points and another {min(horizons)} to {max(horizons)} years later; "
                "a backtest needs a longer panel."
            ]
        )
    windows = cut(batch, cases)
    parts = []
    for model in models:
        fan = _forecast(model, prior or class_prior(), windows, ahead)
        for h, years in enumerate(ahead):
            actual = cases[f"actual_{h}"].to_numpy()
            known = ~np.isnan(actual)
            frame = pd.DataFrame(fan[known, h], columns=QUANTILES).astype(float)
            about = cases.loc[known, ["series", "origin", "points", "scale"]].reset_index(drop=True)
            head = about.assign(model=model, horizon=int(years), actual=actual[known])
            parts.append(pd.concat([head, frame], axis=1))
    return summary(score(pd.concat(parts, ignore_index=True)))


def _forecast(model: str, prior: ClassPrior, windows: Batch, ahead: Array) -> Array:
    """Quantiles (N, H, 15) of a model, `ahead` years (H,) after the last point of each window."""
    if model == DEFAULT:
        parts = [windows.take(rows) for rows in blocks(len(windows.y), WINDOWS)]
        states = (posterior(prior, part.y, part.years, part.noise, part.points) for part in parts)
        return np.concatenate([quantiles(prior, state, ahead) for state in states])
    return forecast(model, windows, np.tile(ahead, (len(windows.y), 1)))


def origins(
    batch: Batch, horizons: Sequence[int], min_points: int, max_points: int, last_between: tuple[float, float]
) -> pd.DataFrame:
    """All origins: row and column in the batch, points a model gets, mean absolute change (scale), and the outcomes."""
    rows, columns = np.nonzero(batch.inside)
    value = batch.coverage[rows, columns]
    ok = (columns >= min_points - 1) & (value >= last_between[0]) & (value <= last_between[1])
    rows, columns = rows[ok], columns[ok]
    out = pd.DataFrame({"row": rows, "column": columns, "series": batch.names.take(rows)})
    when = batch.years[rows, columns]
    out["origin_year"] = when
    out["origin"] = from_years(when)
    out["points"] = np.minimum(columns + 1, max_points)
    padded = np.where(batch.inside, batch.years, np.inf)
    for h, years in enumerate(sorted(horizons)):
        distance = np.abs(padded[rows] - (when + years)[:, None])
        nearest = distance.argmin(axis=1)
        close = distance[np.arange(len(rows)), nearest] <= 15 / 365
        out[f"actual_{h}"] = np.where(close, batch.coverage[rows, nearest], np.nan)
    change = np.abs(np.diff(batch.coverage, axis=1))
    sums = np.c_[np.zeros(len(batch.y)), np.cumsum(change, axis=1)]
    first = columns + 1 - out["points"].to_numpy()
    out["scale"] = (sums[rows, columns] - sums[rows, first]) / np.maximum(columns - first, 1)
    return out.dropna(subset=[f"actual_{h}" for h in range(len(horizons))], how="all").reset_index(drop=True)


def cut(batch: Batch, part: pd.DataFrame) -> Batch:
    """The windows of some origins, with time counted from the origin."""
    rows, columns, n = (part[c].to_numpy() for c in ("row", "column", "points"))
    longest = int(n.max())
    take = np.minimum((columns + 1 - n)[:, None] + np.arange(longest), columns[:, None])
    fields = [f[rows[:, None], take] for f in (batch.y, batch.years, batch.noise, batch.coverage)]
    y, years, noise, coverage = fields
    return Batch(batch.names[rows], y, years - part["origin_year"].to_numpy()[:, None], noise, coverage, n)


def crps(quantiles: Array, actual: Array) -> Array:
    """Continuous ranked probability score from the 15 quantiles: twice the integral of the quantile score over probability.

    Parameters
    ----------
    quantiles : array, shape (M, 15)
        Percent.
    actual : array, shape (M,)
        Percent.

    Returns
    -------
    array, shape (M,)
        Percentage points.

    Notes
    -----
    ``scoringrules.crps_quantile`` takes the mean over the levels, which is right for evenly spaced ones only. Ours are not, so the
    quantile scores are weighted by the probability that each level stands for.

    Examples
    --------
    >>> crps(np.full((1, 15), 30.0), np.array([35.0])).round(1).tolist()
    [5.0]
    """
    from scoringrules import quantile_score

    return 2 * quantile_score(actual[:, None], quantiles, LEVELS, backend="numpy") @ WEIGHTS


def interval_score(frame: pd.DataFrame) -> Array:
    """Weighted interval score of the median and the 50, 80 and 95% intervals (Bracher et al. 2021), percentage points.

    Notes
    -----
    Not ``scoringrules.weighted_interval_score``: in 0.10 it adds the median where the error of the median belongs, and an infinite
    interval, as some models of others have, is scored as missing and not as infinite.
    """
    actual = frame["actual"]
    total = 0.5 * np.abs(actual - frame["q50"])
    for name, (low, high) in INTERVALS.items():
        alpha = 1 - int(name) / 100
        below, above = (frame[low] - actual).clip(lower=0), (actual - frame[high]).clip(lower=0)
        total = total + alpha / 2 * ((frame[high] - frame[low]) + 2 / alpha * (below + above))
    return (total / (len(INTERVALS) + 0.5)).to_numpy()


def score(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Add the scores of each forecast."""
    out = forecasts.copy()
    y = out["actual"]
    out["crps"] = crps(out[QUANTILES].to_numpy(float), y.to_numpy(float))
    out["interval_score"] = interval_score(out)
    out["mae"] = (y - out["q50"]).abs()
    # A series that never moved has no scale.
    out["mase"] = out["mae"] / out["scale"].where(out["scale"] > 0)
    for name, (low, high) in INTERVALS.items():
        out[f"inside_{name}"] = np.where(out["q50"].isna(), np.nan, 100.0 * y.between(out[low], out[high]))
    return out


def summary(scored: pd.DataFrame) -> Backtest:
    """Means of the scores, over the forecasts that every model could make."""
    scored_models = scored.groupby("model")["crps"].count()
    could = int((scored_models > 0).sum())
    made = scored.groupby(["series", "origin", "points", "horizon"])["crps"].transform("count")
    use = scored[made == could] if (made == could).any() else scored
    names = ["crps", "interval_score", "mae", "mase", *(f"inside_{i}" for i in INTERVALS)]

    def means(by: list[str]) -> pd.DataFrame:
        group = use.groupby(by, sort=False)
        out = group[names].mean()
        out.insert(0, "forecasts", group.size())
        out = out.reset_index()
        reference = out[out["model"] == "naive"]
        if len(reference):
            rest = by[1:]
            base = reference.set_index(rest)["crps"] if rest else reference["crps"].iloc[0]
            out["crps_ratio"] = out["crps"] / (out[rest[0]].map(base) if rest else base)
        return out

    return Backtest(means(["model"]), means(["model", "horizon"]), means(["model", "points"]), scored)
