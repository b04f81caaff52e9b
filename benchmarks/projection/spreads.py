"""How much the countries, and the programmes, of the reference panel differ in mean growth and in the size of shocks."""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from windows import read_reference

from coverage_lib.measures.projection.learn import posterior_mean, shock_correlation
from coverage_lib.measures.projection.model import prior
from coverage_lib.measures.projection.panel import prepare


def batch_of(rows):
    """Series up to the first time they are above 90, as the windows are."""
    series = rows.programme + " " + rows.country
    rows = rows[~(rows.coverage > 90).groupby(series).cummax()]
    panel = pd.DataFrame(
        {
            "series": rows.programme + " " + rows.country,
            "date": pd.to_datetime(rows.year.astype(str) + "-12-31"),
            "coverage": rows.coverage.astype(float),
        }
    )
    if panel.empty:
        return None
    batch = prepare(panel).batch
    batch = batch.take(np.flatnonzero(batch.points > 1))
    return batch if len(batch.y) >= 3 else None


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("reference", type=Path)
    panel = read_reference(ask.parse_args().reference)
    wide = replace(prior(), growth_spread=0.3, scale_spread=1.0)
    print("all: growth {:.3f}, log scale {:.3f}".format(*posterior_mean(wide, batch_of(panel), 0.0)))
    for key in ("programme", "country"):
        estimates = []
        for _, rows in panel.groupby(key):
            batch = batch_of(rows)
            if batch is not None:
                estimates.append(
                    (*posterior_mean(wide, batch, 0.0), shock_correlation(wide, batch, prior_dates=1))
                )
        table = pd.DataFrame(estimates, columns=["growth", "log_scale", "correlation"])
        print(f"by {key} ({len(table)}):", table.agg(["mean", "std"]).round(3).to_dict("index"))


if __name__ == "__main__":
    main()
