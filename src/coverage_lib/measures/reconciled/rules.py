"""Which printed figures are set aside, and by which rule: an ordered table, the first rule that fits a figure decides."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.bases import UCJ_BEGINS
from coverage_lib.measures.published import NOT_STATED
from coverage_lib.measures.reconciled.candidates import COMPUTED, OTHER_SHARES
from coverage_lib.measures.reconciled.grades import APART
from coverage_lib.measures.year_counts import OWN

#: The widest interval, percentage points, in which members over their base still are a share: that of one printed without decimals.
WIDEST_IMPLIED = 1.0

#: A base of eligible workers that is larger than all employed by more than this part is no base of them.
MORE_THAN_EMPLOYED = 0.1

#: Alarms of the audit that find a number itself wrong. The others say how it was counted or of which boundary it is.
WRONG_NUMBER = (
    "a share of a target, not coverage",
    "points printed as percent",
    "digits slipped or transposed",
    "another month than it seems",
    "contradicts",
)

ANOTHER_BASE = "consistent on another base"

OWN_BASE = ("construction", "village_institutions", "vulnerable", "migrant")

#: Bases that have a series. Shares of anything else are never beside these.
SERIES_BASES = ("employed", "eligible", NOT_STATED)


#: What is asked of the verdicts of :func:`coverage_lib.measures.audit.audit`.
VERDICT_COLUMNS = ["id", "verdict", "test", "result", "printed", "base", "confidence"]


class Known(NamedTuple):
    """What the rules ask beside the figures, each with the index of the figures.

    Attributes
    ----------
    counted : pandas.Series
        The share of all employed that was counted at the date, percent; between two counts on a straight line, missing before the first.
    has_count : pandas.Series
        Whether members were counted in the year of the figure.
    employed : pandas.Series
        All employed of the region in that year (people); missing where they were not surveyed on its boundary.
    verdict : pandas.Series
        The audit's verdict on the share; missing without an audit.
    test : pandas.Series
        The test by which the audit came to it.
    fits_base : pandas.Series
        The base on which the audit finds that the share fits; missing where it names none.
    sure : pandas.Series
        Whether the audit's confidence is high.
    nearly : pandas.Series
        Whether it contradicts by less than two figures of one moment may differ.
    """

    counted: pd.Series
    has_count: pd.Series
    employed: pd.Series
    verdict: pd.Series
    test: pd.Series
    fits_base: pd.Series
    sure: pd.Series
    nearly: pd.Series


Applies = Callable[[pd.DataFrame, Known], pd.Series]


def _other_share(reason: str) -> Applies:
    measures = [measure for measure, rule in OTHER_SHARES.items() if rule == reason]
    return lambda rows, known: rows["measure"].isin(measures)


#: The rules, the first that fits a figure sets it aside: name, and which figures it fits.
RULES: dict[str, Applies] = {
    "no date": lambda rows, known: rows["placed_at"].isna(),
    "share of a target": lambda rows, known: rows["base"].eq("target"),
    "registered, not active": _other_share("registered, not active"),
    "a projection": _other_share("a projection"),
    "workers with a base of their own": lambda rows, known: (
        rows["segment"].isin(OWN_BASE) | rows["measure"].eq("coverage_rate_rt_rw")
    ),
    "before UCJ": lambda rows, known: (
        rows["base"].eq("potential") | (rows["base"].eq(NOT_STATED) & (rows["date"] < UCJ_BEGINS))
    ),
    "another base": lambda rows, known: (
        ~rows["base"].isin(SERIES_BASES)
        | rows["measure"].eq("coverage_rate_working_age")
        | (rows["base"].eq("employed") & rows["segment"].ne("total"))
    ),
    "alarm of the audit": lambda rows, known: known.verdict.isin(WRONG_NUMBER) & ~known.nearly,
    "fits another base": lambda rows, known: (
        known.verdict.eq(ANOTHER_BASE) & known.sure & known.fits_base.ne("eligible") & rows["base"].ne(known.fits_base)
    ),
    "counts too rounded": lambda rows, known: (
        rows["kind"].isin(COMPUTED) & ~(rows["high"] - rows["low"]).le(WIDEST_IMPLIED)
    ),
    "base of a segment not stated": lambda rows, known: (
        rows["base"].eq(NOT_STATED) & rows["segment"].ne("total")
    ),
    "base of an own table not stated": lambda rows, known: (
        rows["base"].eq(NOT_STATED) & rows["id"].astype(str).str.startswith(OWN)
    ),
    "base larger than all employed": lambda rows, known: (
        rows["base"].isin(["eligible", NOT_STATED])
        & (rows["workers_low"] > (1 + MORE_THAN_EMPLOYED) * known.employed)
    ),
    "below the share of all employed": lambda rows, known: (
        rows["base"].isin(["eligible", NOT_STATED]) & rows["segment"].eq("total") & (rows["high"] < known.counted)
    ),
    "no count of that year": lambda rows, known: rows["base"].eq("employed") & ~known.has_count,
}  # fmt: skip

#: Rules that find a figure itself at fault, so that no page may show it as the coverage of its region.
AT_FAULT = (
    "alarm of the audit",
    "fits another base",
    "base larger than all employed",
    "below the share of all employed",
)


def set_aside(rows: pd.DataFrame, known: Known) -> pd.Series:
    """The name of the first of :data:`RULES` that fits each figure; an empty text where none does.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`coverage_lib.measures.reconciled.candidates.candidates`.
    known : Known
        With the same index.
    """
    fits = [applies(rows, known).to_numpy(dtype=bool) for applies in RULES.values()]
    return pd.Series(np.select(fits, list(RULES), default=""), index=rows.index, dtype=object)


def known_of(rows: pd.DataFrame, coverage: pd.DataFrame, verdicts: pd.DataFrame | None) -> Known:
    """What is known of each figure beside its print.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`coverage_lib.measures.reconciled.candidates.candidates`.
    coverage : pandas.DataFrame
        ``load_coverage(provisional=True)``.
    verdicts : pandas.DataFrame, optional
        Of the audit: :data:`VERDICT_COLUMNS`.
    """
    told = pd.DataFrame(columns=VERDICT_COLUMNS) if verdicts is None else verdicts
    of_id = told.set_index("id").astype(object)
    result, printed = (rows["id"].map(of_id[name]).astype(float) for name in ("result", "printed"))
    contradicts = rows["id"].map(of_id["verdict"]).eq("contradicts")
    return Known(
        _counted_at(rows, coverage),
        _has_count(rows, coverage),
        _employed_in(rows, coverage),
        rows["id"].map(of_id["verdict"]),
        rows["id"].map(of_id["test"]),
        rows["id"].map(of_id["base"]),
        rows["id"].map(of_id["confidence"]).eq("high"),
        contradicts & printed.eq(rows["coverage"]) & (result - printed).abs().le(APART),
    )


def _counted_at(rows: pd.DataFrame, coverage: pd.DataFrame) -> pd.Series:
    """The share of all employed at the dates of figures: between counts on a straight line, after the last as at the last."""
    result = pd.Series(np.nan, index=rows.index)
    for (code, boundary), counts in coverage.sort_values("date").groupby(["code", "boundary"]):
        here = rows["code"].eq(code) & rows["boundary"].eq(boundary) & rows["placed_at"].notna()
        days = counts["date"].to_numpy().astype("datetime64[D]").astype(float)
        when = rows.loc[here, "date"].to_numpy().astype("datetime64[D]").astype(float)
        result[here] = np.interp(when, days, counts["coverage"], left=np.nan)
    return result


def _has_count(rows: pd.DataFrame, coverage: pd.DataFrame) -> pd.Series:
    """Whether members of a region were counted, on its boundary, in the year of each figure."""
    keys = ["code", "boundary", "year"]
    there = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(coverage[keys]))
    return pd.Series(there, index=rows.index)


def _employed_in(rows: pd.DataFrame, coverage: pd.DataFrame) -> pd.Series:
    """All employed in the year of each figure: of the first survey before it began, of the last after it ended."""
    workers = coverage.set_index(["code", "boundary", "year"])["workers"]
    years = rows["date"].dt.year.clip(coverage["year"].min(), coverage["year"].max())
    keys = pd.MultiIndex.from_arrays([rows["code"], rows["boundary"], years])
    return pd.Series(workers.reindex(keys).to_numpy(dtype=float), index=rows.index)
