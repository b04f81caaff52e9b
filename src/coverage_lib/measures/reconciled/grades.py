"""How sure an estimate is: what supports it, what speaks against it, and the grade that follows."""

import numpy as np
import pandas as pd

from coverage_lib.data.bases import TOLERANCE
from coverage_lib.measures.published import NOT_STATED

#: Percentage points between two figures of one moment from which on one speaks against the other.
APART = 2.0

#: Verdicts of the audit after which some other number confirms the figure.
CONFIRMED = ("consistent", "consistent within rounding")

#: Tests that only find the figure elsewhere: whether another publisher has it is asked here, of its own moment.
ELSEWHERE = ("same elsewhere", "near in time elsewhere", "same number at another time")

#: Verdicts after which it is known that a figure counts other members than those by domicile without construction.
COUNTED_OTHERWISE = ("includes construction workers", "office instead of domicile count")

#: Verdicts that speak against a figure that stands: a contradiction that is small, or other members than elsewhere.
DOUBTED = ("contradicts", *COUNTED_OTHERWISE)

#: What each grade means; see :func:`grade`.
GRADES = {3: "high", 2: "medium", 1: "low"}


def grade(chosen: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """The grade of confidence of estimates, with what it rests on.

    Parameters
    ----------
    chosen : pandas.DataFrame
        One candidate for each place and moment: from :func:`coverage_lib.measures.published.preferred`, with verdict and test of the audit.
    candidates : pandas.DataFrame
        All that stand, the chosen ones among them.

    Returns
    -------
    pandas.DataFrame
        With the index of `chosen`: grade (3, 2 or 1), arithmetic (whether members over the base, or another number found by the audit,
        give the share), counts_give (percent: the share that they give where it is another one; else missing), supported_by, contradicted_by (ids of figures of the same moment, joined by ``", "``) and apart (points between
        the estimate and the figure furthest from it among those that contradict).

        In the manner of the estimates of WHO and UNICEF, three things can support an estimate: that its base is stated, that the
        arithmetic holds, and that another publisher has the same figure. Grade 3 has all three; grade 2 a stated base and one of the
        other two, with nothing against it; all else has grade 1: a single figure that nothing confirms, one whose base is not stated,
        one whose own counts give another share, or one that another figure of the same moment contradicts by more than :data:`APART` points.

    References
    ----------
    Burton, A., Monasch, R., Lautenbach, B. et al. (2009). WHO and UNICEF estimates of national infant immunization coverage: methods and
    processes. *Bulletin of the World Health Organization* 87: 535-541.

    Burton, A., Kowalski, R., Gacic-Dobo, M. et al. (2012). A formal representation of the WHO and UNICEF estimates of national
    immunization coverage: a computational logic approach. *PLoS ONE* 7(10): e47806.
    """
    others = _others_of_the_moment(chosen, candidates)
    same = others["coverage_other"].between(others["low"], others["high"])
    same |= others["coverage"].between(others["low_other"], others["high_other"])
    another = others["publisher_other"].ne(others["publisher"])
    # A figure of a year may be of any day in it, and a share of unknown workers says nothing against one of known ones.
    comparable = others["precision_other"].ne("year") & others["precision"].ne("year")
    comparable &= others["base_other"].ne(NOT_STATED) | others["base"].eq(NOT_STATED)
    distance = (others["coverage_other"] - others["coverage"]).abs()
    against = comparable & ~same & distance.gt(APART)
    stated = chosen["base"].ne(NOT_STATED)
    adds_up, counts_give = _adds_up(chosen)
    arithmetic = adds_up | (chosen["verdict"].isin(CONFIRMED) & ~chosen["test"].isin(ELSEWHERE))
    seconded = _listed(others[same & another], chosen.index)
    contradicted = _listed(others[against], chosen.index)
    doubted = counts_give.notna() | contradicted.ne("") | chosen["verdict"].isin(DOUBTED)
    supports = arithmetic.astype(int) + seconded.ne("").astype(int)
    return pd.DataFrame(
        {
            "grade": np.where(stated & ~doubted, 1 + supports, 1),
            "arithmetic": arithmetic,
            "counts_give": counts_give,
            "supported_by": seconded,
            "contradicted_by": contradicted,
            "apart": distance[against].groupby(others.loc[against, "row"]).max().reindex(chosen.index),
        },
        index=chosen.index,
    )


def _others_of_the_moment(chosen: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """Pairs of an estimate and another candidate of its place and moment."""
    place = ["code", "boundary", "segment", "moment"]
    shown = ["id", "coverage", "low", "high", "publisher", "precision", "base"]
    pairs = chosen.assign(row=chosen.index)[[*place, *shown, "row"]].merge(
        candidates[[*place, *shown]], on=place, suffixes=("", "_other")
    )
    return pairs[pairs["id"] != pairs["id_other"]].reset_index(drop=True)


def _listed(pairs: pd.DataFrame, index: pd.Index) -> pd.Series:
    """The ids of the others of each estimate in a text, empty where there are none."""
    return pairs.groupby("row")["id_other"].agg(", ".join).reindex(index).fillna("")


def _adds_up(chosen: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Whether the members and the workers printed beside a share give it, and the share that they give where it is far from it.

    It is given within what their digits leave open, and one unit of the last digit of the share, which may have been cut off instead of rounded.
    """
    least = 100 * chosen["active_low"] / chosen["workers_high"]
    most = 100 * chosen["active_high"] / chosen["workers_low"]
    known = chosen["workers_from"].eq("printed") & least.notna() & most.notna()
    unit = chosen["step"].fillna(0) / 2 + 1e-9
    fits = least.le(chosen["high"] + unit) & most.ge(chosen["low"] - unit)
    far = (least / TOLERANCE).gt(chosen["high"]) | (most * TOLERANCE).lt(chosen["low"])
    given = 100 * chosen["active"] / chosen["workers"]
    return known & fits, given.where(known & far)
