"""Write the windows to score, so that every model, in whatever environment, is told the same."""

import argparse
from pathlib import Path

import numpy as np
from windows import AHEAD, LONGEST, fold_of, read_reference, windows


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("reference", type=Path)
    ask.add_argument("out", type=Path)
    told = ask.parse_args()
    panel = read_reference(told.reference)
    about, seen, later = windows(panel)
    about["fold"] = about.country.map(fold_of(panel))
    about[[f"x{i}" for i in range(LONGEST)]] = seen
    about[[f"y{i + 1}" for i in range(AHEAD)]] = later
    about["window"] = np.arange(len(about))
    about.to_csv(told.out, index=False)
    print(f"{len(about):,} windows of {about.country.nunique()} countries")


if __name__ == "__main__":
    main()
