"""What the words of a figure say of it themselves: a share of a target, a difference of shares with the sign of a percentage."""

import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import COLUMNS, OVERRIDES

PERCENT_SIGN = r"%|\bpersen\b|\bpercent\b|\bper cent\b"
NOTED_TARGET = r"share of (?:a|the) target|% of the (?:office )?target|of a target"


def stated_tests(numbers: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """Figures that are marked by their own words.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    tests : pandas.DataFrame
        The equations that were made; what a number follows from is shown beside it.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`.
    """
    audited = numbers[numbers["audited"]]
    noted = audited["note"].str.contains(NOTED_TARGET, case=False, regex=True)
    target = audited[audited["quantity"].eq("rate") & (audited["base"].eq("target") | noted)]
    differences = audited[audited["quantity"].isin(["gap_points", "change"])]
    signed = differences["printed"].str.contains(PERCENT_SIGN, case=False, regex=True) | differences[
        "unit"
    ].eq("percent")
    # Stored in percent, a change may be a growth in percent: only an equation tells.
    shown = set(tests.loc[tests["fits"], "of"])
    sure = differences["unit"].eq("percentage_points") | differences["key"].isin(shown)
    points = differences[signed & sure]
    return pd.concat(
        [
            _marked(target, words.TARGET, "share of a target", tests),
            _marked(points, words.POINTS, "difference of shares", tests),
        ],
        ignore_index=True,
    )


def _marked(rows: pd.DataFrame, verdict: str, test: str, tests: pd.DataFrame) -> pd.DataFrame:
    """One row for each figure, with the arithmetic of the best equation that gives its number."""
    proof = tests[tests["fits"] & tests["of"].isin(rows["key"])].sort_values("strength", ascending=False)
    proof = proof.drop_duplicates("of").set_index("of").reindex(rows["key"])
    keys = [
        others if isinstance(others, list) else [key]
        for key, others in zip(rows["key"], proof["keys"], strict=True)
    ]
    shown = proof["test"].notna().to_numpy()
    table = proof.reset_index(drop=True)
    return table.assign(
        test=test,
        speaks_for=verdict,
        keys=keys,
        of=rows["key"].to_numpy(),
        operation=table["operation"].where(table["operation"].notna(), "stated"),
        terms=[terms if isinstance(terms, list) else [] for terms in table["terms"]],
        left=rows["value"].to_numpy(),
        left_low=rows["lo"].to_numpy(),
        left_high=rows["hi"].to_numpy(),
        fits=True,
        misses=False,
        fails=False,
        exact=shown,
        strength=OVERRIDES,
        base="target" if verdict == words.TARGET else None,
        apart=0,
        about="of",
        blames="of",
    )[COLUMNS]
