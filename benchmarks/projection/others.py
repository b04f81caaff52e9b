"""Forecasts of others for the windows, in an environment of their own.

Of statsforecast naive, drift, Theta, AutoARIMA and AutoETS; and boosted trees for each quantile (LightGBM), given more features of a
window than the model, and learned on the same countries.
"""

import argparse
import time
import warnings
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
from statsforecast.models import AutoARIMA, AutoETS, AutoTheta, Naive, RandomWalkWithDrift

INSIDE = [20, 40, 50, 60, 80, 90, 95]
MODELS = {
    "sf_naive": Naive,
    "sf_drift": RandomWalkWithDrift,
    "sf_theta": AutoTheta,
    "sf_arima": AutoARIMA,
    "sf_ets": AutoETS,
}


def quantiles(model, y):
    """15 quantiles (5, 15), lowest first."""
    forecast = model().forecast(y=y, h=5, level=INSIDE)
    low, high = [forecast[f"lo-{i}"] for i in INSIDE[::-1]], [forecast[f"hi-{i}"] for i in INSIDE]
    return np.stack([*low, forecast["mean"], *high], axis=1)


LEVELS = sorted([*(0.5 - np.array(INSIDE) / 200), 0.5, *(0.5 + np.array(INSIDE) / 200)])
BOOSTING = {
    "objective": "quantile",
    "num_leaves": 12,
    "min_data_in_leaf": 300,
    "learning_rate": 0.08,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "verbose": -1,
    "seed": 0,
}


def features_of(x):
    """Features of the windows (N, 12) for the trees: the last changes, their size, extremes, repeats, length."""
    last, change = x[:, -1:], np.diff(x, axis=1)
    return np.column_stack(
        [
            (~np.isnan(x)).sum(axis=1),
            last,
            change[:, :-6:-1],
            np.nanmean(np.abs(change), axis=1),
            np.nanmax(np.abs(change), axis=1),
            np.nanmean(np.abs(change[:, -3:]), axis=1),
            np.nanmean(change[:, -3:], axis=1),
            np.nanmean(change, axis=1),
            np.nanstd(change, axis=1),
            np.nanmax(x, axis=1) - last[:, 0],
            last[:, 0] - np.nanmin(x, axis=1),
            np.nanmean(np.where(np.isnan(change), np.nan, change == 0), axis=1),
            np.nanmin(change, axis=1),
            np.nanmax(change, axis=1),
        ]
    )


def boosted(table, x, y, rounds=150):
    """Quantiles (N, 5, 15) of boosted trees, each part of the countries from those learned on the others."""
    features = np.column_stack([np.repeat(features_of(x), 5, axis=0), np.tile(np.arange(1, 6), len(x))])
    rise, fold = (y - x[:, -1:]).ravel(), np.repeat(table.fold.to_numpy(), 5)
    out = np.full((len(features), 15), np.nan)
    for part in np.unique(fold):
        rows = np.flatnonzero((fold != part) & ~np.isnan(rise))
        data = lightgbm.Dataset(features[rows], rise[rows], free_raw_data=False)
        for i, level in enumerate(LEVELS):
            trees = lightgbm.train(BOOSTING | {"alpha": level}, data, rounds)
            out[fold == part, i] = trees.predict(features[fold == part])
    return np.clip(np.sort(out, axis=1).reshape(-1, 5, 15) + x[:, -1][:, None, None], 0, 100)


def long(name, windows, quantiles):
    """Fifteen quantiles (N, 5, 15) as one row for each window and horizon."""
    frame = pd.DataFrame(quantiles.reshape(-1, 15), columns=[f"q{i}" for i in range(15)])
    frame.insert(0, "horizon", np.tile(np.arange(1, 6), len(windows)))
    frame.insert(0, "window", np.repeat(windows, 5))
    frame.insert(0, "model", name)
    return frame


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("windows", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--every", type=int, default=12, help="AutoARIMA, AutoETS and Theta on every so many windows"
    )
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    table = pd.read_csv(options.windows)
    x = table[[c for c in table if c[0] == "x"]].to_numpy()
    parts = []
    for name, model in MODELS.items():
        rows = np.arange(0, len(x), 1 if name in ("sf_naive", "sf_drift") else options.every)
        out, refused, begun = np.full((len(rows), 5, 15), np.nan), 0, time.perf_counter()
        for i, row in enumerate(rows):
            y = x[row][~np.isnan(x[row])]
            try:
                out[i] = quantiles(model, y)
            except Exception:  # what a model refuses is counted and scored as naive
                refused += 1
        spent = time.perf_counter() - begun
        gone = np.isnan(out).any(axis=(1, 2))
        print(
            f"{name}: {len(rows):,} windows, {refused} refused, {gone.sum()} without intervals, {1e3 * spent / len(rows):.2f} ms each",
            flush=True,
        )
        parts.append(long(name, table["window"].to_numpy()[rows], out))
    y = table[[f"y{h}" for h in range(1, 6)]].to_numpy()
    parts.append(long("boosted", table["window"].to_numpy(), boosted(table, x, y)))
    pd.concat(parts).to_parquet(options.out, index=False)


if __name__ == "__main__":
    main()
