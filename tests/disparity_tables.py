"""Coverage tables of invented provinces, for the tests of disparity."""

import numpy as np
import pandas as pd


def synthetic_coverage(rows, columns=("code", "year", "segment", "active", "workers")):
    return pd.DataFrame(rows, columns=list(columns))


def synthetic_two_years(seed=7, provinces=12):
    """Provinces of very different size, among them one without informal workers and one without members."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(provinces):
        for year in (2022, 2024):
            for segment in ("formal", "informal"):
                workers = int(rng.lognormal(11, 1.5))
                rows.append((f"{number + 11}", year, segment, int(workers * rng.uniform(0, 0.9)), workers))
    table = synthetic_coverage(rows)
    table["island"] = np.where(table["code"] < "15", "west", np.where(table["code"] < "19", "middle", "east"))
    table.loc[(table["code"] == "11") & (table["segment"] == "informal"), ["active", "workers"]] = 0
    table.loc[table["code"] == "12", "active"] = 0
    return table
