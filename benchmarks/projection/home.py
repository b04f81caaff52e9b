"""At home: the provinces' coverage in December 2024, told what was known in December 2023."""

import pandas as pd

from coverage_lib.load import load_coverage, load_employment, load_published
from coverage_lib.measures.projection import announced_totals, scores

NAMES = {
    "outlook": "**outlook (what pages show)**",
    "class_prior": "class prior, each province by itself",
    "naive": "naive, own spread",
    "drift": "drift",
}


def table() -> pd.DataFrame:
    """CRPS and the 80% interval of the displayed configuration and of simple rules."""
    workers = load_employment("2021")
    found = scores(load_coverage(provisional=True), announced_totals(load_published(), workers), workers)
    rows = found[found["panel"] == "provinces"].set_index("model").rename(index=NAMES)
    columns = {"crps": "CRPS, points", "crps_ratio": "ratio", "inside_80": "80% holds", "width_80": "width"}
    return rows[list(columns)].rename(columns=columns)


if __name__ == "__main__":
    print(table().round(3).to_string())
