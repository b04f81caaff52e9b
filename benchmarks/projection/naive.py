"""Naive forecasts with the series' own spread, drift, and a damped trend."""

import numpy as np
from scipy.special import ndtri
from windows import HORIZONS, LEVELS, Windows

Z = ndtri(LEVELS)


def changes(w: Windows):
    """Changes of coverage in points, each over the root of its years; NaN beyond a series' points."""
    gap = np.diff(w.years, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        change = np.diff(w.coverage, axis=1) / np.sqrt(gap)
    return np.where(np.arange(1, w.years.shape[1]) < w.points[:, None], change, np.nan)


def normal(middle, sd):
    """Quantiles (N, 5, 100) of a normal, kept within 0 and 100; `middle` and `sd` have shape (N, 5)."""
    return np.clip(middle[..., None] + sd[..., None] * Z, 0, 100)


def naive(w: Windows, spread="own"):
    """Last value; normal in points; its standard deviation grows with the root of the years.

    own : root mean square of the series' own changes told (2 of 3 points, 5 of 6), nothing added.
    floor : the same, at least 0.5 points.
    shrunk : as if one more change of 1.5 points had been seen.
    sd : standard deviation of the changes around their mean, n - 1.
    """
    change = changes(w)
    around = np.nanmean(change, axis=1, keepdims=True) if spread == "sd" else 0.0
    freedom = w.points - (2 if spread == "sd" else 1)
    sd = np.sqrt(np.nansum((change - around) ** 2, axis=1) / freedom)
    if spread == "floor":
        sd = np.maximum(sd, 0.5)
    if spread == "shrunk":
        n = w.points - 1
        sd = np.sqrt((n * sd**2 + 1.5**2) / (n + 1))
    last = np.repeat(w.coverage[:, -1:], 5, axis=1)
    return normal(last, sd[:, None] * np.sqrt(HORIZONS))


def naive_logit(w: Windows):
    """As naive with its own spread, on the logit."""
    inside = np.clip(w.coverage, 0.5, 99.5)
    y = np.log(inside / (100 - inside))
    sd = np.sqrt(np.nanmean(changes(w._replace(coverage=y)) ** 2, axis=1))
    x = y[:, -1, None, None] + (sd[:, None] * np.sqrt(HORIZONS))[..., None] * Z
    return 100 / (1 + np.exp(-x))


DAMPING = 0.8


def damped_trend(w: Windows):
    """The mean change from first to last goes on and shrinks by a fifth a year; the spread is naive's.

    AutoETS has a damped trend of its own, but refuses series as short as these.
    """
    pace = (w.coverage[:, -1] - w.coverage[:, 0]) / (w.years[:, -1] - w.years[:, 0])
    gain = pace[:, None] * np.cumsum(DAMPING**HORIZONS)
    sd = np.sqrt(np.nanmean(changes(w) ** 2, axis=1))
    return normal(w.coverage[:, -1:] + gain, sd[:, None] * np.sqrt(HORIZONS))


def drift(w: Windows):
    """Random walk with drift in points: mean change from first to last, deviation around it, uncertainty of the mean."""
    span = w.years[:, -1] - w.years[:, 0]
    mean = (w.coverage[:, -1] - w.coverage[:, 0]) / span
    gap = np.diff(w.years, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = (np.diff(w.coverage, axis=1) - mean[:, None] * gap) / np.sqrt(gap)
    left = np.where(np.arange(1, w.years.shape[1]) < w.points[:, None], left, np.nan)
    sd = np.sqrt(np.nansum(left**2, axis=1) / (w.points - 2))
    grow = np.sqrt(HORIZONS + HORIZONS**2 / span[:, None])
    return normal(w.coverage[:, -1:] + mean[:, None] * HORIZONS, sd[:, None] * grow)
