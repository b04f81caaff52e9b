"""How well a base that a province never published is estimated: each province that published one is left out in turn.

    python benchmarks/eligible_bases/run.py

Writes RESULTS.md beside itself. The same numbers stand in the notebook, from ``measures.base_estimates.scores``.
"""

from pathlib import Path

import pandas as pd

from coverage_lib import load_employment, load_published, load_verdicts
from coverage_lib.data.bases import UCJ_BEGINS
from coverage_lib.data.regions import NATION
from coverage_lib.measures.base_estimates import LEVEL, RULE, leave_one_out, own_bases, scores
from coverage_lib.measures.eligible_bases import beside_employed, moves, printed_bases

RESULTS = Path(__file__).with_name("RESULTS.md")


def as_markdown(table: pd.DataFrame) -> str:
    """A table of words and numbers in Markdown."""
    rows = [table.columns.tolist(), ["---"] * len(table.columns), *table.astype(str).to_numpy().tolist()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def score_table(found: pd.DataFrame) -> str:
    """The score of each rule."""
    rows = found.reset_index()
    return as_markdown(
        pd.DataFrame(
            {
                "rule": rows["rule"],
                "mean error": (100 * rows["mean_error"]).map("{:.1f}".format),
                "median error": (100 * rows["median_error"]).map("{:.1f}".format),
                f"inside {LEVEL}%": [
                    f"{row.inside} of {row.provinces} ({row.inside_share:.0f}%)" for row in rows.itertuples()
                ],
                "width": (100 * rows["width"]).map("{:.1f}".format),
                "interval score": rows["interval_score"].map("{:.3f}".format),
            }
        )
    )


def province_table(left_out: pd.DataFrame) -> str:
    """What the rule that is used says of each province."""
    rows = left_out[left_out["rule"] == RULE].sort_values("ratio", ascending=False)
    shown = {
        "province": rows["name"],
        "base": rows["known"],
        "published": (100 * rows["ratio"]).map("{:.1f}".format),
        "predicted": (100 * rows["predicted"]).map("{:.1f}".format),
        "interval": [f"{100 * row.low:.1f}-{100 * row.high:.1f}" for row in rows.itertuples()],
        "inside": rows["inside"].map({True: "yes", False: "no"}),
    }
    return as_markdown(pd.DataFrame(shown))


def main() -> None:
    """Score the rules and write the results."""
    bases, employment = printed_bases(load_published(), load_verdicts()), load_employment("2021")
    left_out = leave_one_out(bases, employment)
    own = own_bases(bases, employment)
    own = own[own.index != NATION]
    fewer = own.index[own["ratio"] < 0.9]
    moved = moves(beside_employed(bases[bases["date"] >= UCJ_BEGINS], employment))
    moved = moved[moved["level"].eq("province") & moved["before"].notna()]
    parts = [
        "# Estimating a base of eligible workers that was not published",
        "Made by `python benchmarks/eligible_bases/run.py`. Points are percent of the employed of August of the same year.",
        f"{len(own)} provinces of 2021 published a base since UCJ: {own['known'].eq('printed').sum()} printed, "
        f"{own['known'].eq('implied').sum()} implied. Each is left out in turn and predicted from the others.",
        "## Score",
        score_table(scores(left_out)),
        f'The rule that is used is "{RULE}", with the best interval score. The differences between rules are small beside what one '
        "province more or less would change.",
        f"## Among the {len(fewer)} provinces whose base is less than 90% of the employed",
        "The fit still holds all others; a base that leaves out hardly anyone cannot be foreseen from other provinces.",
        score_table(scores(left_out[left_out["code"].isin(fewer)])),
        "## Province by province",
        province_table(left_out),
        "## How far bases move",
        f"Of {len(moved)} changes from one number of a province to the next since UCJ, {int(moved['redrawn'].sum())} are jumps of more than a tenth; "
        f"half of the numbers differ by less than {100 * (moved['change'].map(lambda ratio: max(ratio, 1 / ratio)).median() - 1):.0f}%, "
        f"four in five by less than {100 * (moved['change'].map(lambda ratio: max(ratio, 1 / ratio)).quantile(0.8) - 1):.0f}%.",
    ]
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
