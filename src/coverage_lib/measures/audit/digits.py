"""Slipped digits: whether a number would be right with two neighbours swapped, a digit lost, doubled or wrong, or another scale."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import EXACT, OVERRIDES
from coverage_lib.measures.audit.scales import scale_tests

#: So small must be the chance that one of the slips that are tried fits an equation by accident.
BY_CHANCE = 0.02
#: Of several numbers that may be wrong the one is blamed that a slip explains, if the chance is no larger than this.
PERHAPS_BY_CHANCE = 0.25
#: A slip that is not this many times as likely to fit by accident as the best one is as good an explanation.
LIKELIER = 5
FEWEST_DIGITS = 4

EVALUATE = {
    "share": lambda terms: 100 * terms[0] / terms[1],
    "difference": lambda terms: terms[0] - terms[1],
    "sum": sum,
    "100 - rate": lambda terms: 100 - terms[0],
    "base x (100 - rate)": lambda terms: terms[0] * (100 - terms[1]) / 100,
    "a / (a + b)": lambda terms: 100 * terms[0] / (terms[0] + terms[1]),
}


def slips(value: float, decimals: int = 0) -> dict[str, list[float]]:
    """Numbers that a slip of the pen may have made into this one, by kind.

    Parameters
    ----------
    value : float
        As printed.
    decimals : int
        Digits behind its decimal mark.

    Returns
    -------
    dict of str to list of float
        ``scale`` (up to a thousandfold), ``swapped`` (two neighbours), ``dropped`` (a digit that is too many), ``added`` (one that
        is missing), ``wrong`` (one that is another). Each number once, of the kind that comes first.

    Examples
    --------
    >>> 700552.0 in slips(700522)["wrong"], 27.14 in slips(37.14, 2)["wrong"], 2_700_000.0 in slips(2700)["scale"]
    (True, True, True)
    >>> slips(592)["swapped"], slips(592)["dropped"]
    ([952.0, 529.0], [92.0, 52.0, 59.0])
    """
    text = f"{value:.{decimals}f}".replace(".", "")
    size, digits = len(text), "0123456789"
    kinds = {
        "swapped": [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(size - 1)],
        "dropped": [text[:i] + text[i + 1 :] for i in range(size)],
        "added": [text[:i] + digit + text[i:] for i in range(size + 1) for digit in digits],
        "wrong": [text[:i] + digit + text[i + 1 :] for i in range(size) for digit in digits],
    }
    seen = {text}
    found: dict[str, list[float]] = {"scale": [value * 10.0**power for power in (-3, -2, -1, 1, 2, 3)]}
    for kind, others in kinds.items():
        new = [other for other in dict.fromkeys(others) if other and other[0] != "0" and other not in seen]
        seen |= set(new)
        found[kind] = [round(int(other) * 10.0**-decimals, decimals) for other in new]
    return found


def digit_tests(tests: pd.DataFrame, numbers: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Audited figures that an equation does not bear, but would with one slip mended.

    Parameters
    ----------
    tests : pandas.DataFrame
        Equations; see :data:`coverage_lib.measures.audit.equations.COLUMNS`.
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    cells : pandas.DataFrame
        From :mod:`coverage_lib.measures.audit.cells`: members and workers.

    Returns
    -------
    pandas.DataFrame
        The same columns, with likely (the number that was meant) and explains (the number of the equation that holds with it).
    """
    borne = set(tests.loc[tests["fits"] & (tests["strength"] >= EXACT), "keys"].explode())
    scales = scale_tests(numbers, cells)
    found = [_mended(tests, numbers), scales[~scales["of"].isin(borne)]]
    return pd.concat([table for table in found if len(table)] or found, ignore_index=True)


def mends(tests: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """Slips of single numbers with which equations hold that do not as they are printed.

    Parameters
    ----------
    tests, numbers : pandas.DataFrame
        As for :func:`digit_tests`.

    Returns
    -------
    pandas.DataFrame
        equation (its number), key, kind (as :func:`slips` has it), likely (the number with its slip mended), result (what then follows),
        told (that number is printed elsewhere for the same), chance (that one of its kind of slips fits by accident).
    """
    failing = tests[
        tests["misses"].astype(bool) & ~tests["fits"].astype(bool) & tests["operation"].isin(EVALUATE)
    ]
    held = set(
        zip(
            tests.loc[tests["fits"].astype(bool), "test"],
            tests.loc[tests["fits"].astype(bool), "of"],
            strict=True,
        )
    )
    figures = numbers.drop_duplicates("key").set_index("key")[
        ["place", "segment", "quantity", "value", "half", "hedged"]
    ]
    known = figures.to_dict("index")
    alike = figures.groupby(["place", "segment", "quantity"])["value"].agg(set).to_dict()
    rows = [
        {"equation": number, "key": key} | mend
        for number, equation in failing.to_dict("index").items()
        if (equation["test"], equation["of"]) not in held
        for key in equation["keys"]
        if key in known
        for mend in _mends(equation, key, known, alike)
    ]
    return pd.DataFrame(rows, columns=["equation", "key", "kind", "likely", "result", "told", "chance"])


def mendable(found: pd.DataFrame) -> set[tuple[int, int]]:
    """Equations and their numbers that a slip explains, though perhaps by chance: of several that may be wrong these are blamed."""
    likely = found[found["chance"] <= PERHAPS_BY_CHANCE]
    return set(zip(likely["equation"], likely["key"], strict=True))


def _mended(tests: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """One row for each number of an equation that cannot hold and the slip of it that makes the equation hold."""
    found = mends(tests, numbers)
    if found.empty:
        return pd.DataFrame()
    borne = set(tests.loc[tests["fits"] & (tests["strength"] >= EXACT), "keys"].explode())
    equations = tests.loc[found["equation"]]
    # People add up to the last one; a share that is a little off may be careless.
    tells = equations["fails"] | equations["operation"].isin(["sum", "difference"])
    sure = found["told"] | tells.to_numpy(dtype=bool) & (found["chance"] <= BY_CHANCE) & ~found["key"].isin(
        borne
    )
    # Several numbers could each be mended: which of them slipped is known only where the mended one is printed elsewhere, or where
    # the slip of one is much the likelier.
    chosen = found[sure].sort_values(["told", "chance"], ascending=[False, True], kind="stable")
    chosen = chosen[chosen["told"] | ~chosen["equation"].isin(chosen.loc[chosen["told"], "equation"])]
    likeliest = chosen["chance"] <= LIKELIER * chosen.groupby("equation")["chance"].transform("min")
    chosen = chosen[likeliest | chosen["told"]]
    alone = chosen.groupby("equation")["key"].transform("nunique").eq(1)
    chosen = chosen[alone].drop_duplicates("equation")
    figures = numbers.drop_duplicates("key").set_index("key")
    chosen = chosen[figures.loc[chosen["key"], "audited"].to_numpy(dtype=bool)]
    rows = tests.loc[chosen["equation"]].reset_index(drop=True)
    chosen = chosen.reset_index(drop=True)
    first = rows["of"].eq(chosen["key"])
    # The arithmetic is shown as it would hold.
    terms = [
        [likely if other == key else term for other, term in zip(keys[1:], terms, strict=True)]
        for keys, terms, key, likely in zip(
            rows["keys"], rows["terms"], chosen["key"], chosen["likely"], strict=True
        )
    ]
    return rows.assign(
        test="slipped digit", speaks_for=words.DIGITS, terms=terms, result=chosen["result"],
        left=rows["left"].mask(first, chosen["likely"]), fits=True, misses=False, fails=False,
        exact=chosen["told"].astype(bool), strength=OVERRIDES, about=[[key] for key in chosen["key"]], blames="of",
        likely=chosen["likely"], explains=chosen["equation"].astype(float),
    )  # fmt: skip


def _mends(
    equation: dict[Any, Any],
    key: int,
    known: dict[Any, dict[Any, Any]],
    alike: dict[Any, set[float]],
) -> Iterator[dict[str, Any]]:
    """The slips of one number of an equation with which it holds, each with the chance that one of its kind does by accident."""
    figure = known[key]
    decimals = _decimals(figure["value"])
    if (
        figure["hedged"]
        or len(f"{figure['value']:.{decimals}f}".replace(".", "").strip("0")) < FEWEST_DIGITS - 1
    ):
        return
    place, evaluate = equation["keys"].index(key), EVALUATE[equation["operation"]]
    spread = (equation["result_high"] - equation["result_low"]) / max(abs(equation["result"]), 1e-9)
    half = known[equation["keys"][0]]["half"]
    window = spread + 2 * half / max(abs(equation["left"]), 1e-9) + 1e-7
    others = alike[figure["place"], figure["segment"], figure["quantity"]]
    sides = [equation["left"], *equation["terms"]]
    for kind, tried in slips(float(figure["value"]), decimals).items():
        for value in tried:
            sides[place] = value
            result = evaluate(sides[1:])
            if abs(result - sides[0]) <= half + spread / 2 * abs(result) + 1e-6 * abs(sides[0]):
                yield {
                    "kind": kind,
                    "likely": value,
                    "result": result,
                    "told": value in others,
                    "chance": len(tried) * window,
                }


def _decimals(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.split(".")[1]) if "." in text else 0
