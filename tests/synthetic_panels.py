"""Synthetic panels to project."""

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import prepare


def synthetic_panel(n=12, points=4, seed=0, growth=2.5, noise=1.0, start="2020-12-31"):
    rng = np.random.default_rng(seed)
    first = rng.uniform(10, 50, (n, 1))
    values = np.clip(first + np.cumsum(rng.normal(growth, noise, (n, points)), axis=1), 1, 95).round(2)
    return pd.DataFrame(
        {
            "series": np.repeat([f"s{i:02d}" for i in range(n)], points),
            "date": np.tile(pd.date_range(start, periods=points, freq="YE"), n),
            "coverage": values.ravel(),
            "workers": np.repeat(rng.uniform(1e5, 1e6, n).round(), points),
        }
    )


def one(dates, coverage, **more):
    return pd.DataFrame({"series": "a", "date": pd.to_datetime(dates), "coverage": coverage, **more})


def batch_of(frame):
    return prepare(frame).batch
