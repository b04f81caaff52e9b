"""From tests to one verdict for each figure: which explanation stands, how sure it is, and what else could be."""

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import words

#: Explanations in the order in which they stand where several tests hold with the same strength.
RANK = {verdict: place for place, verdict in enumerate((
    words.TARGET, words.POINTS, words.BOUNDARY, words.CONSISTENT, words.ROUNDING, words.ANOTHER_BASE, words.OFFICE,
    words.CONSTRUCTION, words.DIGITS, words.MONTH, words.CONTRADICTS, words.UNTESTED,
))}  # fmt: skip


def decide(tests: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """One verdict for each audited figure.

    Parameters
    ----------
    tests : pandas.DataFrame
        One row for each test of an audited figure: key, and the columns of equations with an equation number.
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.

    Returns
    -------
    pandas.DataFrame
        Indexed by key: verdict, confidence, test and equation (the number of the one that decided, missing where none did), other.
    """
    holding = tests[tests["fits"]]
    holding = holding.assign(verdict=_verdict(holding, numbers), order=lambda rows: rows["verdict"].map(RANK))
    support = holding[holding["strength"] >= 2]
    decided = support.sort_values(["key", "strength", "order", "apart"], ascending=[True, False, True, True])
    best = decided.drop_duplicates("key").set_index("key")
    against = _culprits(tests, support)
    best = pd.concat([best, against[~against.index.isin(best.index)]])
    keys = numbers.loc[numbers["audited"], "key"]
    table = best.reindex(keys)[["verdict", "test", "equation", "strength", "exact"]]
    table["verdict"] = table["verdict"].fillna(words.UNTESTED)
    table["confidence"] = _confidence(table, support)
    table["other"] = _other(table, holding)
    return table


def _verdict(holding: pd.DataFrame, numbers: pd.DataFrame) -> pd.Series:
    """What a holding test says of its figure; a rounded or hedged number makes it consistent within rounding."""
    year = numbers.set_index("key")["precision"].eq("year")
    rounded = ~holding["exact"].astype(bool) | holding["key"].map(year).astype(bool)
    return holding["speaks_for"].mask(holding["speaks_for"].eq(words.CONSISTENT) & rounded, words.ROUNDING)


def _culprits(tests: pd.DataFrame, support: pd.DataFrame) -> pd.DataFrame:
    """The figures of equations that cannot hold which nothing else supports; the one that follows from the others first."""
    failing = tests[tests["fails"] & ~tests["fits"]]
    # An equation of the same kind that holds for the same figure was the right one.
    right = set(zip(support["test"], support["of"], strict=True))
    failing = failing[[pair not in right for pair in zip(failing["test"], failing["of"], strict=True)]]
    supported = set(support["key"])
    alone = failing[~failing["key"].isin(supported)]
    dependent = alone[alone["key"].eq(alone["of"])]
    # Where the number that follows is supported by another test, what it follows from must be wrong.
    others = alone[alone["of"].isin(supported)]
    blamed = pd.concat([dependent, others]).drop_duplicates("key")
    return blamed.assign(verdict=words.CONTRADICTS, strength=2).set_index("key")


def _confidence(table: pd.DataFrame, support: pd.DataFrame) -> pd.Series:
    """High where two tests agree or one with exact numbers; medium where one with rounded numbers; low for all else."""
    agreeing = support.groupby("key")["equation"].nunique().reindex(table.index).fillna(0)
    exact = table["exact"].eq(True) & (table["strength"] >= 4)
    choices = [(agreeing >= 2) | exact, table["strength"] >= 2]
    return pd.Series(np.select(choices, ["high", "medium"], "low"), index=table.index)


def _other(table: pd.DataFrame, holding: pd.DataFrame) -> pd.Series:
    rest = holding.sort_values(["key", "strength", "order"], ascending=[True, False, True])
    rest = rest[rest["verdict"].ne(rest["key"].map(table["verdict"]))].drop_duplicates(["key", "verdict"])
    joined = rest.groupby("key", sort=False)["verdict"].agg("; ".join)
    return joined.reindex(table.index).fillna("")
