"""Windows of the reference panel: 3 to 12 yearly points up to an origin, and what came 1 to 5 years later."""

import numpy as np
import pandas as pd

LONGEST, AHEAD, FOLDS = 12, 5, 4


def read_reference(path):
    """The reference panel, in order."""
    return pd.read_csv(path).sort_values(["programme", "country", "year"], ignore_index=True)


def fold_of(panel, folds=FOLDS, seed=1):
    """Which part each country belongs to."""
    countries = np.random.default_rng(seed).permutation(np.sort(panel.country.unique()))
    return {c: i % folds for i, c in enumerate(countries)}


def windows(panel, *, least=3, low=5, high=90):
    """All windows of every length from every origin.

    Returns a frame (programme, country, origin, points), the windows (N, 12) aligned to the right with NaN before, and
    the outcomes (N, 5) with NaN where the series ends.
    """
    about, seen, later = [], [], []
    for (programme, country), g in panel.groupby(["programme", "country"]):
        for run in np.split(np.arange(len(g)), np.flatnonzero(np.diff(g.year.to_numpy()) != 1) + 1):
            y, year = g.coverage.to_numpy(float)[run], g.year.to_numpy()[run]
            for j in range(least - 1, len(y) - 1):
                if not low <= y[j] <= high:
                    continue
                outcome = np.full(AHEAD, np.nan)
                known = y[j + 1 : j + 1 + AHEAD]
                outcome[: len(known)] = known
                for n in range(least, min(LONGEST, j + 1) + 1):
                    window = np.full(LONGEST, np.nan)
                    window[LONGEST - n :] = y[j + 1 - n : j + 1]
                    about.append((programme, country, int(year[j]), int(n)))
                    seen.append(window)
                    later.append(outcome)
    return (
        pd.DataFrame(about, columns=["programme", "country", "origin", "points"]),
        np.array(seen),
        np.array(later),
    )
