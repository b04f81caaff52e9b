"""The audit of figures: every test that the tables and other figures allow, and one verdict for each figure."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.article import article_tests
from coverage_lib.measures.audit.awards import award_tests
from coverage_lib.measures.audit.boundary import boundary_tests
from coverage_lib.measures.audit.cells import member_cells, worker_cells
from coverage_lib.measures.audit.counting import counting_tests
from coverage_lib.measures.audit.decide import decide
from coverage_lib.measures.audit.digits import digit_tests, mendable, mends
from coverage_lib.measures.audit.distance import distance_tests
from coverage_lib.measures.audit.elsewhere import elsewhere_tests
from coverage_lib.measures.audit.equations import NOTHING
from coverage_lib.measures.audit.evidence import Evidence
from coverage_lib.measures.audit.movement import movement
from coverage_lib.measures.audit.numbers import numbers
from coverage_lib.measures.audit.parts import region_tests
from coverage_lib.measures.audit.ranks import rank_tests
from coverage_lib.measures.audit.rules import rule_tests
from coverage_lib.measures.audit.shares import share_tests
from coverage_lib.measures.audit.stated import stated_tests
from coverage_lib.measures.count_dates import count_month

COLUMNS = [
    "id",
    "verdict",
    "alarm",
    "confidence",
    "against",
    "test",
    "operation",
    "terms",
    "result",
    "result_low",
    "result_high",
    "printed",
    "low",
    "high",
    "unit",
    "base",
    "likely",
    "figure_unit",
    "other",
    "needed",
]
TEST_COLUMNS = [
    "id",
    "test",
    "against",
    "left",
    "left_low",
    "left_high",
    "right",
    "right_low",
    "right_high",
    "fits",
]


TYPES = dict.fromkeys(["fits", "misses", "fails", "exact"], bool) | {"strength": int, "apart": int}


class Audit(NamedTuple):
    """What an audit gives.

    Attributes
    ----------
    verdicts : DataFrame
        One row for each figure, in their order; see :func:`audit`.
    tests : DataFrame
        One row for each test that was made of a figure.
    """

    verdicts: pd.DataFrame
    tests: pd.DataFrame


def audit(figures: pd.DataFrame, evidence: Evidence) -> Audit:
    """Whether printed figures can be right: each tested by all that is known beside it, with a verdict.

    Parameters
    ----------
    figures : pandas.DataFrame
        With the columns of ``load_published()``. They are evidence for each other too; no figure is evidence for itself or for a copy of
        itself by the same publisher.
    evidence : Evidence
        The tables to hold them against; ``coverage_lib.load.load_evidence()``.

    Returns
    -------
    Audit
        `verdicts`: id; verdict (one of ``words.VERDICTS``); alarm (bool); confidence (high, medium, low); against (ids and table cells,
        joined by ``", "``); test (its stable name), operation and terms (numbers joined by ``";"``) of the arithmetic, result with
        result_low and result_high (what follows), printed with low and high and its unit (what was printed); base (on which it fits); likely (the
        number that was meant, where digits slipped, in figure_unit); other (further explanations, joined by ``"; "``); needed (what would be needed,
        for figures that cannot be tested).

        `tests`: id, test, against, left (the printed number) with its limits, right (what follows) with its limits, fits.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> from coverage_lib.load import load_evidence
    >>> verdicts = audit(load_published(), load_evidence()).verdicts.set_index("id")
    >>> verdicts.loc["f0006", ["verdict", "terms"]].tolist(), float(verdicts.loc["f0006", "result"])
    (['consistent', '592806;1312370'], 45.1706)
    """
    rows = numbers(figures, evidence)
    equations = _equations(rows, evidence)
    tests = _of_each_figure(equations, rows)
    table = decide(tests, rows)
    asked = rows.loc[rows["asked"], "key"]
    return Audit(
        _verdicts(table.loc[asked], equations, rows), _test_table(tests[tests["key"].isin(asked)], rows)
    )


def _equations(rows: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Every equation that the numbers and the tables make."""
    undated = evidence.members[~evidence.members["date_stated"].astype(bool)]
    counted_at = count_month(undated, evidence.published) if len(undated) else None
    moved = movement(evidence, counted_at)
    members, workers = member_cells(evidence, counted_at), worker_cells(evidence)
    found = [
        article_tests(rows),
        distance_tests(rows),
        region_tests(rows),
        elsewhere_tests(rows, moved),
        counting_tests(rows, members, moved),
        share_tests(rows, members, workers, moved),
        rule_tests(rows, evidence.rules),
        award_tests(rows),
        rank_tests(rows, members, workers),
        boundary_tests(rows, members, evidence, moved),
    ]
    tests = pd.concat([table for table in found if len(table)] or found, ignore_index=True)
    # A table without rows has no types.
    tests = tests.astype(TYPES)
    marked = [stated_tests(rows, tests), digit_tests(tests, rows, pd.concat([members, workers]))]
    tests = tests.assign(likely=np.nan, explains=np.nan)
    return pd.concat([tests, *(table for table in marked if len(table))], ignore_index=True).astype(TYPES)


def _of_each_figure(equations: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each audited figure that an equation says something of."""
    about = [
        keys if about == "all" else [of] if about == "of" else about
        for keys, of, about in equations[["keys", "of", "about"]].itertuples(index=False)
    ]
    each = equations.assign(equation=equations.index, key=about).explode("key")
    audited = set(rows.loc[rows["audited"], "key"])
    each = each[each["key"].isin(audited)].astype({"key": int}).reset_index(drop=True)
    may_be_mended = mendable(mends(equations, rows))
    pairs = zip(each["equation"], each["key"], strict=True)
    return each.assign(mendable=[pair in may_be_mended for pair in pairs]).astype({"mendable": bool})


def _verdicts(table: pd.DataFrame, equations: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    figure = rows.set_index("key").loc[table.index]
    proof = equations.reindex(table["equation"]).set_index(table.index)
    named = rows.set_index("key")["id"].to_dict()
    against = [
        ", ".join(_name(other, named) for other in keys if other != key) if isinstance(keys, list) else ""
        for key, keys in proof["keys"].items()
    ]
    result = pd.DataFrame(
        {
            "id": figure["id"],
            "verdict": table["verdict"],
            "alarm": table["verdict"].isin(words.ALARMS),
            "confidence": table["confidence"],
            "against": against,
            "test": proof["test"],
            "operation": proof["operation"],
            "terms": [_joined(terms) for terms in proof["terms"]],
            "result": _short(proof["result"]),
            "result_low": proof["result_low"],
            "result_high": proof["result_high"],
            "printed": proof["left"].fillna(figure["value"]),
            "low": proof["left_low"].fillna(figure["lo"]),
            "high": proof["left_high"].fillna(figure["hi"]),
            "unit": _unit(proof, figure, rows),
            "base": proof["base"].where(table["equation"].notna(), None),
            "likely": proof["likely"],
            "figure_unit": figure["unit"],
            "other": table["other"],
            "needed": table["needed"],
        }
    )
    return result[COLUMNS].reset_index(drop=True)


def _unit(proof: pd.DataFrame, figure: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The unit of the number that the arithmetic gives: of the figure, or of the one beside it that follows from it."""
    known = rows.drop_duplicates("key").set_index("key")["unit"]
    return proof["of"].map(known).fillna(figure["unit"]).astype(object)


def _short(values: pd.Series) -> pd.Series:
    """Results to four digits behind the point, which is more than anything is printed with."""
    return values.astype(float).round(4)


def _name(key: Any, named: dict[int, str]) -> str:
    return key if isinstance(key, str) else named[key]


def _joined(terms: Any) -> str:
    return ";".join(f"{term:.10g}" for term in terms) if isinstance(terms, list) else ""


def _test_table(tests: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    tests = tests[tests["strength"] > NOTHING]
    named = rows.set_index("key")["id"].to_dict()
    against = [
        ", ".join(_name(other, named) for other in keys if other != key)
        for key, keys in zip(tests["key"], tests["keys"], strict=True)
    ]
    result = tests.rename(columns={"result": "right", "result_low": "right_low", "result_high": "right_high"})
    return result.assign(id=tests["key"].map(named), against=against)[TEST_COLUMNS].reset_index(drop=True)
