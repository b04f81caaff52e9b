"""From tests to one verdict for each figure: which explanation stands, how sure it is, what else could be, what would be needed."""

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import EXACT, NOTHING, POSSIBLE, ROUNDED, WEAK

#: A count is borne out by the members table where that has it within this part, at most so many days away.
BESIDE, BESIDE_DAYS = 0.05, 200

#: A note that names a further number of people may explain why the numbers of an article do not give each other.
FURTHER_NUMBER = r"\b(?:plus|with|besides|including) (?:about |another )?\d"

#: Where tests of the same strength hold, the explanation that comes first here stands.
ORDER = {
    verdict: place
    for place, verdict in enumerate(
        (
            words.TARGET,
            words.POINTS,
            words.BOUNDARY,
            words.DIGITS,
            words.OFFICE,
            words.CONSISTENT,
            words.ROUNDING,
            words.ANOTHER_BASE,
            words.CONSTRUCTION,
            words.MONTH,
            words.CONTRADICTS,
            words.UNTESTED,
        )
    )
}


def decide(tests: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """One verdict for each audited figure.

    The strongest test that holds decides: one that tells in what way the number was counted or printed overrides what its article says of
    itself, exact numbers come before rounded ones, and a number that is only possible decides nothing. A figure that no test bears, of
    an equation that cannot hold, contradicts: where its other numbers are borne out it alone, else the number that follows from them and they.

    Parameters
    ----------
    tests : pandas.DataFrame
        One row for each test of an audited figure: key, equation (its number) and the columns of equations.
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.

    Returns
    -------
    pandas.DataFrame
        Indexed by key: verdict, equation (the number of the one that decided, missing where none did), confidence, other and needed.
    """
    holding = tests[tests["fits"]]
    # That a share is one of another base is said of the share; its members and its base are what they are.
    other_base = (
        holding["speaks_for"].eq(words.ANOTHER_BASE)
        & holding["key"].ne(holding["of"])
        & holding["about"].eq("all")
    )
    verdict = holding["speaks_for"].mask(other_base, words.CONSISTENT)
    holding = holding.assign(
        verdict=verdict.mask(verdict.eq(words.CONSISTENT) & ~holding["exact"].astype(bool), words.ROUNDING)
    )
    holding = holding.assign(order=holding["verdict"].map(ORDER))
    support = holding[holding["strength"] >= WEAK]
    ranked = support.sort_values(
        ["key", "strength", "order", "apart"], ascending=[True, False, True, True], kind="stable"
    )
    best = ranked.drop_duplicates("key").set_index("key")
    explained = numbers["note"].str.contains(FURTHER_NUMBER, case=False, regex=True)
    against = _contradicting(tests, support, set(numbers.loc[explained, "key"]))
    best = pd.concat([best[~best.index.isin(against.index)], against])
    keys = numbers.loc[numbers["audited"], "key"]
    table = best.reindex(keys)[["verdict", "equation", "strength", "exact"]]
    table["verdict"] = table["verdict"].fillna(words.UNTESTED)
    table["confidence"] = _confidence(table, support)
    table["other"] = _other(table, holding, tests)
    # What cannot be tested may still imply a base.
    implied = tests[tests["strength"].eq(NOTHING)].drop_duplicates("key").set_index("key")["equation"]
    table["equation"] = table["equation"].fillna(implied.reindex(table.index))
    table["needed"] = _needed(numbers).where(table["verdict"].eq(words.UNTESTED), "")
    return table


def _contradicting(tests: pd.DataFrame, support: pd.DataFrame, noted: set[int]) -> pd.DataFrame:
    """The figures of equations that cannot hold which nothing else bears out; `noted` are those whose note names a further number."""
    failing = tests[tests["fails"] & ~tests["fits"]]
    silent = [not noted.isdisjoint(keys) for keys in failing["keys"]]
    failing = failing[~np.array(silent, dtype=bool)]
    # An equation of the same kind that holds for the same number was the right one.
    right = set(zip(support["test"], support["of"], strict=True))
    explained = support["explains"].dropna()
    failing = failing[~failing["equation"].isin(explained)]
    wrong = [pair not in right for pair in zip(failing["test"], failing["of"], strict=True)]
    failing = failing[np.array(wrong, dtype=bool)]
    supported = set(support.loc[support["strength"] >= ROUNDED, "key"]) | _beside_table(tests)
    first = failing["key"].eq(failing["of"])
    alone = failing[~failing["key"].isin(supported) & (first | failing["blames"].eq("all"))].assign(
        first=first
    )
    # A number that several equations do not bear is the wrong one in all of them.
    count = alone.groupby("key")["equation"].transform("nunique")
    most = count.groupby(alone["equation"]).transform("max")
    # One that can be mended by a single digit, of several that may be wrong.
    mendable = alone["mendable"].groupby(alone["equation"]).transform("sum").eq(1)
    blamed = alone[((most < 2) | count.eq(most)) & (~mendable | alone["mendable"] | (most >= 2))]
    blamed = blamed.sort_values("first", ascending=False, kind="stable").drop_duplicates("key")
    return blamed.assign(verdict=words.CONTRADICTS, strength=WEAK).set_index("key")


def _beside_table(tests: pd.DataFrame) -> set[int]:
    """Counts that the members table by domicile has nearly the same some months before or after: not the wrong ones of an equation."""
    near = (
        tests["test"].eq("members table some months away")
        & tests["base"].eq("domicile")
        & (tests["apart"] <= BESIDE_DAYS)
    )
    close = (tests["result"] / tests["left"] - 1).abs() <= BESIDE
    return set(tests.loc[near & close, "key"])


def _confidence(table: pd.DataFrame, support: pd.DataFrame) -> pd.Series:
    """High where exact numbers or two tests bear the verdict, medium where one with rounded numbers does, low where a weak one does or none."""
    agreeing = support[support["verdict"].eq(support["key"].map(table["verdict"]))]
    count = agreeing.groupby("key")["equation"].nunique().reindex(table.index).fillna(0)
    exact = table["exact"].eq(True) & (table["strength"] >= EXACT)
    contradicts = table["verdict"].eq(words.CONTRADICTS)
    choices = [exact | (count >= 2) & (table["strength"] > WEAK), (table["strength"] > WEAK) | contradicts]
    return pd.Series(np.select(choices, ["high", "medium"], "low"), index=table.index)


def _other(table: pd.DataFrame, holding: pd.DataFrame, tests: pd.DataFrame) -> pd.Series:
    """Further explanations: what other tests speak for, and a contradiction that weighs less than the test that decided."""
    failing = tests[tests["fails"] & ~tests["fits"]].assign(
        verdict=words.CONTRADICTS, order=ORDER[words.CONTRADICTS]
    )
    rest = pd.concat([holding, failing]).sort_values(
        ["key", "strength", "order"], ascending=[True, False, True], kind="stable"
    )
    decided = rest["key"].map(table["verdict"])
    # What is only possible explains an alarm; of other figures it would only raise doubts.
    rest = rest[rest["verdict"].ne(decided) & (rest["strength"].gt(POSSIBLE) | decided.isin(words.ALARMS))]
    rest = rest.drop_duplicates(["key", "verdict"])
    joined = rest.groupby("key", sort=False)["verdict"].agg("; ".join)
    return joined.reindex(table.index).fillna("")


def _needed(numbers: pd.DataFrame) -> pd.Series:
    """What would be needed to test each audited figure."""
    audited = numbers[numbers["audited"]].set_index("key")
    there = numbers.groupby(["article", "place", "segment"])["quantity"].agg(set)
    beside = there.reindex(pd.MultiIndex.from_frame(audited[["article", "place", "segment"]]))
    has_members = np.array(["active" in others for others in beside])
    has_base = np.array([bool({"eligible", "employed", "labour_force"} & others) for others in beside])
    has_rest = np.array(["uncovered_rate" in others for others in beside])
    quantity = audited["quantity"]
    share = quantity.isin(["rate", "uncovered_rate", "uncovered"])
    money = audited["unit"].str.startswith("IDR")
    choices = {
        "date": audited["from"].isna() & ~money,
        "members": share & has_base & ~has_members,
        "base": share & has_members & ~has_base | quantity.eq("gap") & has_rest,
        "members and base": share,
        "target": quantity.isin(["gap", "gap_points"]),
        "two shares": quantity.eq("change"),
        "ranking": audited["unit"].str.startswith("rank"),
        "list": quantity.eq("subsidised"),
        "programme rule": money,
        "count of the same day": quantity.isin(["active", "registered", "inactive"]),
    }
    needed = np.select(
        [
            choice.to_numpy(dtype=bool) if hasattr(choice, "to_numpy") else choice
            for choice in choices.values()
        ],
        list(choices),
        "second source",
    )
    return pd.Series(needed, index=audited.index)
