"""Wall seconds and memory from file to file, as an analyst runs it: 83,763 series of 8 points to 60 months."""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import backtest

SERIES, POINTS, MONTHS, RUNS = 83_763, 8, 60, 5


def panel() -> pd.DataFrame:
    """Random walks on the logit, rounded to hundredths of a percent."""
    rng = np.random.default_rng(0)
    walk = np.cumsum(rng.normal(0.05, 0.15, (SERIES, POINTS)), axis=1) + rng.uniform(-2.5, 0.4, (SERIES, 1))
    return pd.DataFrame(
        {
            "series": np.repeat([f"village {i:05d}" for i in range(SERIES)], POINTS),
            "date": np.tile([f"{year}-12-31" for year in range(2017, 2017 + POINTS)], SERIES),
            "coverage": np.round(100 / (1 + np.exp(-walk)), 2).ravel(),
        }
    )


def seconds(source: Path, out: Path, *more: str) -> dict[str, float]:
    """Wall and processor seconds of ``ucj project``, each the least of some runs: the rest is what others do on the machine."""
    ask = ["project", source, "--out", out, "--until", "2029-12-31", "--step", "month", *more]
    wall, processor = [], []
    for _ in range(RUNS):
        begun, used = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "coverage_lib.cli", *map(str, ask)], check=True, capture_output=True
        )
        wall.append(time.perf_counter() - begun)
        after = getrusage(RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime)
    return {"wall": min(wall), "processor": min(processor)}


def monthly_backtest() -> float:
    """Seconds of a backtest of one monthly series of 200 points with all models, horizons of one to five years."""
    values = 40 + np.random.default_rng(0).normal(0, 0.4, 200).cumsum()
    dates = pd.date_range("2005-01-31", periods=200, freq="ME")
    begun = time.perf_counter()
    backtest(pd.DataFrame({"series": "a", "date": dates, "coverage": values}))
    return time.perf_counter() - begun


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("out", type=Path)
    given = ask.parse_args()
    target = ("--target", "60", "--by", "2029-12-31")
    found: dict[str, Any] = {"backtest": monthly_backtest()}
    with TemporaryDirectory(dir=given.out.parent) as folder:
        csv, parquet = Path(folder, "in.csv"), Path(folder, "in.parquet")
        table = panel()
        table.to_csv(csv, index=False)
        table.assign(date=pd.to_datetime(table["date"])).to_parquet(parquet)
        del table
        found["csv"] = seconds(csv, Path(folder, "out.csv"))
        found["csv_target"] = seconds(csv, Path(folder, "out.csv"), *target)
        found["parquet"] = seconds(parquet, Path(folder, "out.parquet"))
    # The largest of all runs, kilobytes.
    found["peak_gb"] = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1e6
    given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main()
