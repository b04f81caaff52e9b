"""Forecasts of statsforecast for the windows: naive, drift, Theta, AutoARIMA, AutoETS. Runs in its own environment."""

import argparse
import time
import warnings
from pathlib import Path

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
    found = model().forecast(y=y, h=5, level=INSIDE)
    low, high = [found[f"lo-{i}"] for i in INSIDE[::-1]], [found[f"hi-{i}"] for i in INSIDE]
    return np.stack([*low, found["mean"], *high], axis=1)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("windows", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument(
        "--every", type=int, default=12, help="AutoARIMA, AutoETS and Theta on every so many windows"
    )
    told = ask.parse_args()
    warnings.simplefilter("ignore")
    table = pd.read_csv(told.windows)
    x = table[[c for c in table if c[0] == "x"]].to_numpy()
    parts = []
    for name, model in MODELS.items():
        rows = np.arange(0, len(x), 1 if name in ("sf_naive", "sf_drift") else told.every)
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
        frame = pd.DataFrame(out.reshape(-1, 15), columns=[f"q{i}" for i in range(15)])
        frame.insert(0, "horizon", np.tile(np.arange(1, 6), len(rows)))
        frame.insert(0, "window", np.repeat(table["window"].to_numpy()[rows], 5))
        frame.insert(0, "model", name)
        parts.append(frame)
    pd.concat(parts).to_parquet(told.out, index=False)


if __name__ == "__main__":
    main()
