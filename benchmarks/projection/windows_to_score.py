"""Write the windows to score, so that every model, in whatever environment, gets the same."""

import argparse
from pathlib import Path

import numpy as np
from windows import AHEAD, LONGEST, fold_of, read_reference, windows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    panel = read_reference(options.reference)
    about, seen, later = windows(panel)
    about["fold"] = about.country.map(fold_of(panel))
    about[[f"x{i}" for i in range(LONGEST)]] = seen
    about[[f"y{i + 1}" for i in range(AHEAD)]] = later
    about["window"] = np.arange(len(about))
    about.to_csv(options.out, index=False)
    print(f"{len(about):,} windows of {about.country.nunique()} countries")


if __name__ == "__main__":
    main()
