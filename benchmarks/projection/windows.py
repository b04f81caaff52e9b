"""Windows of the reference panels: a few yearly points told, and what came one to five years later."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

TOLD = (3, 6)
HORIZONS = np.arange(1.0, 6)
# Two told points may be this many years apart; Latin American surveys skip years.
LONGEST_GAP = 2
# Mid-points of 100 equal parts of probability: the mean quantile loss over them is half the CRPS.
LEVELS = (np.arange(100) + 0.5) / 100


class Windows(NamedTuple):
    """N windows: `about` (panel, unit, told, origin), `coverage` and `years` (N, T) padded at the end, `outcome` (N, 5)."""

    about: pd.DataFrame
    coverage: np.ndarray
    years: np.ndarray
    outcome: np.ndarray

    @property
    def points(self) -> np.ndarray:
        return self.about["told"].to_numpy()

    def take(self, rows) -> "Windows":
        return Windows(
            self.about[rows].reset_index(drop=True),
            self.coverage[rows],
            self.years[rows],
            self.outcome[rows],
        )


def read_panel(path: Path) -> pd.DataFrame:
    """The social insurance panel, or immunisation with a programme as a panel."""
    table = pd.read_csv(path)
    return table.rename(columns={"programme": "panel", "country": "unit"})[
        ["panel", "unit", "year", "coverage"]
    ]


def windows(panel: pd.DataFrame, told=TOLD, between=(0.0, 100.0)) -> Windows:
    """Every window of the panel that has an outcome; `between` bounds the last point told."""
    about, coverage, years, outcome = [], [], [], []
    longest = max(told)
    for (name, unit), series in panel.sort_values("year").groupby(["panel", "unit"], sort=True):
        year, value = series["year"].to_numpy(float), series["coverage"].to_numpy(float)
        known = dict(zip(year, value, strict=True))
        for points in told:
            for end in range(points, len(year) + 1):
                when, what = year[end - points : end], value[end - points : end]
                later = [known.get(when[-1] + h, np.nan) for h in HORIZONS]
                if (
                    np.diff(when).max(initial=0) > LONGEST_GAP
                    or np.isnan(later).all()
                    or not between[0] <= what[-1] <= between[1]
                ):
                    continue
                padding = (0, longest - points)
                about.append((name, unit, points, int(when[-1])))
                coverage.append(np.pad(what, padding, mode="edge"))
                years.append(np.pad(when, padding, mode="edge"))
                outcome.append(later)
    return Windows(
        pd.DataFrame(about, columns=["panel", "unit", "told", "origin"]),
        *map(np.array, (coverage, years, outcome)),
    )


def crps(quantiles, outcome):
    """CRPS (N, H) in points from quantiles (N, H, 100) at LEVELS; NaN where there is no outcome."""
    miss = outcome[..., None] - quantiles
    return 2 * np.maximum(LEVELS * miss, (LEVELS - 1) * miss).mean(axis=-1)


def inside(quantiles, outcome, percent=80):
    """Whether outcomes are inside the central interval, 1 or 0; NaN where there is no outcome."""
    low, high = bounds(quantiles, percent)
    return np.where(np.isnan(outcome), np.nan, (low <= outcome) & (outcome <= high))


def bounds(quantiles, percent=80):
    """Ends of a central interval: between the two levels next to them."""
    tail = (100 - percent) // 2
    return quantiles[..., tail - 1 : tail + 1].mean(-1), quantiles[..., 99 - tail : 101 - tail].mean(-1)
