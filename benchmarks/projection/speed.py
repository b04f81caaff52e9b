"""Time and memory of the default model from 34 to 100,000 series, and a loop over statsmodels beside it.

The series are synthetic: only their number and length matter here. Every size runs in a process of its own, so that the
peak of memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
import warnings

import numpy as np
import pandas as pd

SIZES = [34, 1_000, 10_000, 83_763, 100_000]
POINTS = 8


def synthetic_series(n):
    rng = np.random.default_rng(0)
    values = np.clip(
        rng.uniform(5, 60, (n, 1)) + np.cumsum(rng.normal(2, 3, (n, POINTS)), axis=1), 1, 99
    ).round(2)
    return pd.DataFrame(
        {
            "series": np.repeat([f"village {i:06d}" for i in range(n)], POINTS),
            "date": np.tile(pd.date_range("2017-12-31", periods=POINTS, freq="YE"), n),
            "coverage": values.ravel(),
        }
    )


def one(n):
    """Project n series to 60 months with quantiles and attainment; in this process."""
    from coverage_lib.measures.projection import project

    options = {"until": "2029-12-31", "step": "month", "target": 60, "target_date": "2029-12-31"}
    project(synthetic_series(5), **options)
    panel = synthetic_series(n)
    before = resource.getrusage(resource.RUSAGE_SELF)
    begun = time.perf_counter()
    fan = project(panel, **options).quantiles
    spent = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "series": n,
                "rows": len(fan),
                "seconds": round(spent, 2),
                "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
                "peak_gb": round(after.ru_maxrss / 1e6, 2),
            }
        )
    )


def statsmodels_loop(n=60):
    """Milliseconds for a series of 8 points to 60 steps, fitted one by one."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    warnings.simplefilter("ignore")
    wide = synthetic_series(n).coverage.to_numpy().reshape(n, POINTS)
    out = {}
    begun = time.perf_counter()
    for y in wide:
        UnobservedComponents(y, "lltrend").fit(disp=False, maxiter=50).get_forecast(60).summary_frame(
            alpha=0.2
        )
    out["statsmodels UnobservedComponents, ms a series"] = round(1e3 * (time.perf_counter() - begun) / n, 2)
    begun = time.perf_counter()
    for y in wide:
        fit = ETSModel(pd.Series(y), error="add", trend="add", damped_trend=True).fit(disp=False)
        fit.get_prediction(start=POINTS, end=POINTS + 59)
    out["statsmodels ETSModel, ms a series"] = round(1e3 * (time.perf_counter() - begun) / n, 2)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=int)
    options = parser.parse_args()
    if options.one:
        one(options.one)
        return
    for n in SIZES:
        run = subprocess.run(
            [sys.executable, __file__, "--one", str(n)], check=True, capture_output=True, text=True
        )
        print(run.stdout.strip(), flush=True)
    print(json.dumps(statsmodels_loop()))


if __name__ == "__main__":
    main()
