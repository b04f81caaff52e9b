"""What the profiles of regencies cost: one process against all processors and a Dask scheduler on the same machine.

    .venv/bin/python benchmarks/profiles/regencies.py [--sample 60] [--months 36]

The members are synthetic: a table of all 514 regencies by month is added to a folder of its own, as an analyst would. The profiles of
a sample, spread evenly over the codes, are made in English; the time of all 514 is what a profile costs times 514, and is named so.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

SEGMENTS = {"formal": 0.12, "informal": 0.08}


def synthetic_members(file: Path, months: int) -> None:
    """Invented members of every regency: a fifth of the employed of 2025, a little more each month."""
    from coverage_lib import load_employment

    workers = load_employment("2022", level="regency").query("year == 2025")
    dates = pd.date_range(end="2025-10-31", periods=months, freq="ME")
    rows = [
        pd.DataFrame(
            {
                "Kode Kemendagri": workers["code"],
                "Kabupaten/Kota": workers["name"],
                "Tanggal": date.strftime("%Y-%m-%d"),
                "Segmen": segment,
                "Peserta aktif menurut domisili": (
                    workers["employed"] * share * (1 + 0.004 * place)
                ).round().astype(int),
            }
        )
        for place, date in enumerate(dates)
        for segment, share in SEGMENTS.items()
    ]  # fmt: skip
    pd.concat(rows).to_csv(file, index=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=60, help="profiles that are made each way")
    parser.add_argument("--months", type=int, default=36, help="months of synthetic members")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["UCJ_DATA"] = str(folder / "own-tables")
        from coverage_lib.data import own, regions
        from coverage_lib.pages import site

        synthetic_members(folder / "synthetic_members.csv", asked.months)
        about = {"publisher": "Synthetic", "title": "Synthetic members", "date": "2026-01-31"}
        own.add(folder / "synthetic_members.csv", **about, stated={"counted_by": "domicile"})
        codes = regions.regencies()["code"].to_numpy()
        codes = codes[np.linspace(0, len(codes) - 1, asked.sample).round().astype(int)].tolist()
        ways = {
            "one process": in_one_process,
            f"{os.cpu_count()} processes": site.make,
            "Dask, as many workers": on_dask,
        }
        print(f"{'':24} {'profiles':>8} {'clock, s a profile':>18} {'all 514, s (extrapolated)':>26}")
        for way, make in ways.items():
            jobs = site.profile_jobs(folder / way, ["en"], codes)
            started = time.monotonic()
            failures = make(jobs)
            seconds = (time.monotonic() - started) / len(jobs)
            assert not failures, failures[0].reason
            print(f"{way:24} {len(jobs):>8} {seconds:>18.2f} {514 * seconds:>26.0f}")


def in_one_process(jobs: list) -> list:
    """The pages one after the other, as a worker makes them."""
    from coverage_lib.pages import site

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        list(pool.map(site._page, jobs))
    return []


def on_dask(jobs: list) -> list:
    """The pages through a scheduler with as many workers as there are processors."""
    from distributed import LocalCluster

    from coverage_lib.pages import site

    with LocalCluster(n_workers=os.cpu_count(), threads_per_worker=1, dashboard_address=None) as cluster:
        return site.make(jobs, cluster.scheduler_address)


if __name__ == "__main__":
    main()
