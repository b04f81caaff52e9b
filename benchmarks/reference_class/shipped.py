"""Forecasts of the model that shipped in 0.1 and 0.2, learned on immunisation, on the same windows.

Runs only where that model still is in the package; its scores stay in `shipped.csv`.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from learn import ratio
from naive import naive
from scipy.special import ndtri
from windows import HORIZONS, LEVELS, bounds, crps, inside, read_panel, resolution, windows

from coverage_lib.measures.projection import scoring
from coverage_lib.measures.projection.model import LEVELS as FIFTEEN
from coverage_lib.measures.projection.model import prior
from coverage_lib.measures.projection.panel import Batch


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("panel", type=Path)
    ask.add_argument("out", type=Path)
    given = ask.parse_args()
    w = windows(read_panel(given.panel))
    value = np.clip(w.coverage, 0.5, 99.5)
    noise = resolution(w)[:, None] / np.sqrt(12) / (value * (1 - value / 100))
    names = pd.Index([str(i) for i in range(len(value))])
    batch = Batch(
        names, np.log(value / (100 - value)), w.years - w.years[:, -1:], noise, w.coverage, w.points
    )
    fan = scoring.fan_at(prior(), batch, HORIZONS)  # (15, N, 5)
    flat = fan.reshape(15, -1).T
    z = np.array([np.interp(ndtri(LEVELS), ndtri(FIFTEEN), row) for row in flat]).reshape(*fan.shape[1:], -1)
    low, high = bounds(z)
    scores = ratio(w, crps(z, w.outcome), crps(naive(w), w.outcome)).rename("ratio").reset_index()
    held = inside(z, w.outcome)
    scores["inside_80"] = 100 * np.nanmean(held)
    for h in HORIZONS.astype(int):
        scores[f"inside_80_{h}"] = 100 * np.nanmean(held[:, h - 1])
    scores["width"] = np.nanmean(np.where(np.isnan(w.outcome), np.nan, high - low))
    scores.round(3).to_csv(given.out, index=False)
    print(scores.round(3).to_string())


if __name__ == "__main__":
    main()
