"""Forecasts of others on the same windows, in an environment of their own.

AutoARIMA and AutoETS of statsforecast, and boosted trees for each quantile (LightGBM) that have not seen the panel
they forecast. Where a model refuses a window, naive stands in; how often is printed.
"""

import argparse
import time
import warnings
from pathlib import Path

import lightgbm
import numpy as np
from naive import changes, naive, normal
from scipy.special import ndtri
from statsforecast.models import AutoARIMA, AutoETS
from windows import HORIZONS, LEVELS, read_panel, windows

MODELS = {
    "AutoARIMA": lambda: AutoARIMA(),
    "AutoETS": lambda: AutoETS(),
}
TREES = {
    "objective": "quantile",
    "num_leaves": 8,
    "min_data_in_leaf": 100,
    "learning_rate": 0.05,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "num_threads": 1,
    "verbose": -1,
    "seed": 0,
}
ROUNDS = 100
FITTED = np.array([0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975])


def statsforecast(make, w):
    """Quantiles (N, 5, 100): normal, from the mean and the 80% interval."""
    out, refused = naive(w), 0
    for i, (value, points) in enumerate(zip(w.coverage, w.points, strict=True)):
        try:
            found = make().forecast(y=value[:points], h=5, level=[80])
            mean, low, high = (np.asarray(found[k], float) for k in ("mean", "lo-80", "hi-80"))
            sd = (high - low) / 2 / ndtri(0.9)
            if not np.isfinite(mean + sd).all():
                raise ValueError
            out[i] = normal(mean[None], sd[None])[0]
        except (
            NotImplementedError,
            ValueError,
            IndexError,
            ZeroDivisionError,
        ):  # what a model refuses is counted
            refused += 1
    return out, refused / len(out)


def described(w):
    """What the trees are told of a window."""
    change, last = changes(w), w.coverage[:, -1]
    latest = np.array([row[: n - 1][::-1][:2] for row, n in zip(change, w.points, strict=True)])
    return np.column_stack(
        [
            w.points,
            last,
            latest,
            np.nanmean(change, axis=1),
            np.sqrt(np.nanmean(change**2, axis=1)),
            np.nanmax(np.abs(change), axis=1),
            w.coverage.max(axis=1) - last,
            last - w.coverage.min(axis=1),
        ]
    )


def boosted(w):
    """Quantiles (N, 5, 100), each panel from trees learned on the others, every panel with the same weight."""
    told = np.column_stack([np.repeat(described(w), 5, axis=0), np.tile(HORIZONS, len(w.points))])
    gain = (w.outcome - w.coverage[:, -1:]).ravel()
    panel = np.repeat(w.about["panel"].to_numpy(), 5)
    fitted = np.full((len(told), len(FITTED)), np.nan)
    for name in np.unique(panel):
        rows = np.flatnonzero((panel != name) & ~np.isnan(gain))
        count = dict(zip(*np.unique(panel[rows], return_counts=True), strict=True))
        weight = np.array([len(rows) / len(count) / count[p] for p in panel[rows]])
        data = lightgbm.Dataset(told[rows], gain[rows], weight=weight, free_raw_data=False)
        for i, level in enumerate(FITTED):
            trees = lightgbm.train(TREES | {"alpha": level}, data, ROUNDS)
            fitted[panel == name, i] = trees.predict(told[panel == name])
    fitted = np.sort(fitted, axis=1)
    all_levels = np.array([np.interp(ndtri(LEVELS), ndtri(FITTED), row) for row in fitted])
    return np.clip(all_levels.reshape(-1, 5, len(LEVELS)) + w.coverage[:, -1, None, None], 0, 100)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("panel", type=Path)
    ask.add_argument("out", type=Path)
    given = ask.parse_args()
    warnings.simplefilter("ignore")
    w = windows(read_panel(given.panel))
    found = {}
    for name, make in MODELS.items():
        begun = time.perf_counter()
        found[name], refused = statsforecast(make, w)
        spent = 1e3 * (time.perf_counter() - begun) / len(w.points)
        print(
            f"{name}: refuses {100 * refused:.0f}% of {len(w.points):,} windows, {spent:.0f} ms each",
            flush=True,
        )
    found["gradient boosting"] = boosted(w)
    np.savez_compressed(given.out, **{k: v.astype(np.float32) for k, v in found.items()})


if __name__ == "__main__":
    main()
