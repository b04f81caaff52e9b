"""What it takes to read, check and add an analyst's large tables, against a plain pandas read of the same file. Writes RESULTS.md.

    .venv/bin/python benchmarks/own_tables/run.py

The tables are synthetic and made anew: a regency table of 514 regencies, 120 months and three segments, and a village table of 83,763
villages and 24 months. Each measurement is a process of its own; seconds are those on the clock from the first line after the imports on,
the peak of memory is that of the whole process.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from coverage_lib.data.regions import regencies

RESULTS = Path(__file__).with_name("RESULTS.md")
VILLAGES, MONTHS_OF_VILLAGES, MONTHS_OF_REGENCIES = 83_763, 24, 120
#: What the project asks for, on two cores: seconds of the whole road, and gigabytes.
GOALS = {"regency": (3.0, 1.5), "village": (20.0, 1.5)}
STATED = {
    "regency": {"counted_by": "domicile"},
    "village": {"level": "village", "measure": "active", "segment": "informal", "counted_by": "domicile"},
}


def regency_table() -> pd.DataFrame:
    """Active members of each regency, month and segment, in long form."""
    rng = np.random.default_rng(13)
    places = regencies()
    months = pd.date_range("2015-07-31", periods=MONTHS_OF_REGENCIES, freq="ME").strftime("%Y-%m-%d")
    segments = ["Penerima Upah", "Bukan Penerima Upah", "Jasa Konstruksi"]
    # Few enough for the smallest regency, since more members than workers would be refused, and as steady as counts of months are:
    # a table that jumps everywhere gives a warning for each of its numbers.
    start = rng.integers(400, 700, (len(places), 1, len(segments)))
    growth = np.linspace(1, 1.25, len(months))[None, :, None]
    counts = start * growth * rng.uniform(0.99, 1.01, (len(places), len(months), len(segments)))
    return pd.DataFrame(
        {
            "Kode": np.repeat(places["code"].to_numpy(), len(months) * len(segments)),
            "Kabupaten/Kota": np.repeat(places["name"].to_numpy(), len(months) * len(segments)),
            "Tanggal": np.tile(np.repeat(months, len(segments)), len(places)),
            "Segmen": np.tile(segments, len(places) * len(months)),
            "Peserta aktif": counts.round().astype(int).ravel(),
        }
    )


def village_table() -> pd.DataFrame:
    """Active members of each village, a column a month."""
    rng = np.random.default_rng(13)
    province = rng.integers(11, 97, VILLAGES)
    table = pd.DataFrame(
        {
            "Kode": [f"{code}.{n // 100 % 90 + 1:02d}.{n % 40 + 1:02d}.{2001 + n % 900}" for n, code in enumerate(province)],
            "Desa/Kelurahan": [f"Desa Sintetis {n % 30_000}" for n in range(VILLAGES)],
        }
    )  # fmt: skip
    months = pd.date_range("2023-01-31", periods=MONTHS_OF_VILLAGES, freq="ME").strftime("%d/%m/%Y")
    counts = pd.DataFrame(rng.integers(0, 900, (VILLAGES, len(months))), columns=months)
    return pd.concat([table, counts], axis=1)


def write(table: pd.DataFrame, path: Path) -> None:
    """A table as a file of each kind."""
    if path.suffix == ".csv":
        table.to_csv(path, index=False)
    elif path.suffix == ".xlsx":
        table.to_excel(path, index=False, engine="xlsxwriter")
    else:
        table.to_parquet(path, index=False)


def plain_pandas(path: Path, _stated: dict[str, str]) -> None:
    """What pandas does with the file, all cells and nothing checked."""
    if path.suffix == ".csv":
        pd.read_csv(path)
    elif path.suffix == ".xlsx":
        pd.read_excel(path, engine="calamine")
    else:
        pd.read_parquet(path)


def cells(path: Path, _stated: dict[str, str]) -> None:
    """The file as sheets of cells."""
    from coverage_lib.data.reading.files import read_book

    read_book(path)


def table(path: Path, stated: dict[str, str]) -> None:
    """The file as a long table, understood and checked by itself."""
    from coverage_lib.data.reading.table import read

    read(path, stated)


def check(path: Path, stated: dict[str, str]) -> None:
    """The table held against what is in, as ``ucj check`` does."""
    from coverage_lib.data import own

    own.check(path, stated)


def add(path: Path, stated: dict[str, str]) -> None:
    """The table read, checked, stored and built in, as ``ucj add`` does."""
    from coverage_lib.data import own

    own.add(path, publisher="Synthetic", title="Synthetic members", date="2025-08-31", stated=stated)


STEPS: dict[str, Callable[[Path, dict[str, str]], None]] = {
    "pandas": plain_pandas,
    "cells": cells,
    "table": table,
    "check": check,
    "add": add,
}
#: Village tables are read and checked; the atlas has no villages to which they could be added.
ROADS = {"regency": ("cells", "table", "check", "add"), "village": ("cells", "table", "check")}
FORMS = {"regency": (".csv", ".xlsx"), "village": (".csv", ".xlsx", ".parquet")}


def measure(step: str, path: Path, kind: str) -> None:
    """Print seconds and peak memory of one step as JSON."""
    from coverage_lib.data.reading import table  # noqa: F401  what is imported once is not counted

    started = time.perf_counter()
    STEPS[step](path, STATED[kind])
    seconds = time.perf_counter() - started
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6]))


def measured(step: str, path: Path, kind: str) -> tuple[float, float]:
    """Seconds and gigabytes of a step, in a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--measure", step, str(path), kind],
            check=True, capture_output=True, text=True, env=os.environ | {"UCJ_DATA": folder},
        )  # fmt: skip
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def rows(folder: Path) -> list[str]:
    """The lines of the table of results."""
    lines = []
    for kind, made in {"regency": regency_table(), "village": village_table()}.items():
        for form in FORMS[kind]:
            path = folder / f"{kind}{form}"
            write(made, path)
            plain, plain_peak = measured("pandas", path, kind)
            lines.append(_line(kind, path, "pandas", plain, plain_peak, plain))
            for step in ROADS[kind]:
                seconds, peak = measured(step, path, kind)
                lines.append(_line(kind, path, step, seconds, peak, plain))
                print(lines[-1], flush=True)
    return lines


def _line(kind: str, path: Path, step: str, seconds: float, peak: float, plain: float) -> str:
    goal, most = GOALS[kind]
    held = "" if step == "pandas" else "yes" if seconds <= goal and peak <= most else "no"
    size = f"{path.stat().st_size / 1e6:.0f} MB"
    return f"| {kind} | {path.suffix[1:].upper()}, {size} | {step} | {seconds:.2f} | {seconds / plain:.1f} | {peak:.2f} | {held} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", nargs=3, metavar=("STEP", "FILE", "KIND"))
    given = parser.parse_args()
    if given.measure:
        step, path, kind = given.measure
        measure(step, Path(path), kind)
        return
    with tempfile.TemporaryDirectory() as folder:
        lines = rows(Path(folder))
    text = "\n".join(
        [
            "# Large tables of an analyst, measured",
            "",
            f"Written by `python benchmarks/own_tables/run.py` (Python {platform.python_version()}, {os.cpu_count()} cores).",
            "",
            "Regency: 514 regencies × 120 months × 3 segments, a row each. Village: 83,763 villages, a column for each of 24 months.",
            "Each step holds those above it: `pandas` is a plain read of the same file by pandas, `cells` the file as sheets of cells, `table`",
            "the long table, understood and checked by itself, `check` that and beside the tables that are in, `add` all of it, stored and built.",
            "Each step ran once, in a process of its own; memory is the peak of that process.",
            f"The goal is {GOALS['regency'][0]:.0f} s for a regency table, {GOALS['village'][0]:.0f} s and {GOALS['village'][1]} GB for a village table.",
            "",
            "| table | file | step | seconds | times pandas | peak, GB | within the goal |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *lines,
            "",
        ]
    )  # fmt: skip
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
