"""Draw the map of the README: `python docs/make_map.py`, or `make notebooks`."""

from pathlib import Path

from coverage_lib import load_boundaries, load_coverage
from coverage_lib.charts import maps
from coverage_lib.drawing import geography
from coverage_lib.measures.coverage import provinces_of

PICTURE = Path(__file__).with_name("coverage_map.svg")


def drawing() -> str:
    """The map of the latest full year, in English."""
    coverage = load_coverage(boundary="2021", base="employed", counted_by="domicile")
    edges = geography.class_edges(provinces_of(coverage)["coverage"])
    return maps.coverage_map(coverage, load_boundaries("2021"), edges).standalone()


if __name__ == "__main__":
    PICTURE.write_text(drawing(), encoding="utf-8", newline="\n")
    print(PICTURE)
