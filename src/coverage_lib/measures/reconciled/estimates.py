"""The best estimate of each province's coverage over time on a stated base, from all figures that bear on it."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.published import NOT_STATED, preferred
from coverage_lib.measures.reconciled.candidates import COMPUTED, candidates
from coverage_lib.measures.reconciled.grades import COUNTED_OTHERWISE, grade
from coverage_lib.measures.reconciled.rules import AT_FAULT, known_of, set_aside
from coverage_lib.measures.reconciled.series import ALIKE, pieces, subsidies

#: How an estimate was come by: the rules that choose, in the order in which they are asked.
CHOSEN_BY = {
    "counted": "members counted where they live, over all employed",
    "base stated": "a share that is stated to be of eligible workers",
    "members over base": "members over the eligible workers printed beside them",
    "both segments": "formal and informal members over the eligible workers of both",
    "base not stated": "a share whose base is not stated, and which may be of eligible workers",
}

SERIES_COLUMNS = [
    *("code", "name", "level", "boundary", "base", "segment", "moment", "date", "date_from", "placed_at"),
    *("printed_date", "precision", "estimate", "low", "high", "step", "bound", "base_stated", "grade"),
    *(
        "rule",
        "reason",
        "arithmetic",
        "counts_give",
        "supported_by",
        "contradicted_by",
        "apart",
        "id",
        "ids",
        "alternatives",
    ),
    *("active", "workers", "workers_low", "workers_high", "workers_from", "part", "split"),
    *("base_before", "base_after", "subsidies", "note", "publisher", "as_published"),
]


class Reconciled(NamedTuple):
    """The estimates, and the figures that are none.

    Attributes
    ----------
    series : pandas.DataFrame
        One row for each region, base, segment and moment: code, name, level, boundary, base (``employed`` or ``eligible``), segment,
        moment, date (last day), date_from, placed_at, printed_date, precision; estimate, low, high (percent), step, bound;
        base_stated (bool); grade (3 high, 2 medium, 1 low; see :func:`coverage_lib.measures.reconciled.grades.grade`); rule (one of
        :data:`CHOSEN_BY`), reason (the rule of :data:`coverage_lib.measures.published.RULES` that told it from the next best);
        arithmetic, counts_give, supported_by, contradicted_by, apart (what the grade rests on); id, ids (rows used), alternatives (ids of the other
        shares of that moment); active, workers, workers_low, workers_high (people), workers_from; part (number of the unbroken piece),
        split (``base redrawn`` or ``boundary`` where a piece begins), base_before, base_after (people); subsidies (ids of printed counts
        that a large change coincides with); note (keys joined by ``"; "``: ``provisional``, ``provisional month``, ``base not stated``, ``year only``,
        ``subsidised members``, ``construction members``, ``small contradiction``, ``base is all employed``); publisher, as_published. In order of code, base,
        segment and time.
    set_aside : pandas.DataFrame
        The candidates that are neither an estimate nor beside one: the columns of
        :func:`coverage_lib.measures.reconciled.candidates.candidates`, with rule (one of
        :data:`coverage_lib.measures.reconciled.rules.RULES`).
    figures : pandas.DataFrame
        All candidates, with place: ``estimate``, ``alternative`` or ``set aside``.
    """

    series: pd.DataFrame
    set_aside: pd.DataFrame
    figures: pd.DataFrame


def reconcile(
    published: pd.DataFrame, coverage: pd.DataFrame, verdicts: pd.DataFrame | None = None
) -> Reconciled:
    """The best estimate of the coverage of the nation and each province over time, from all figures that bear on it.

    Parameters
    ----------
    published : pandas.DataFrame
        ``load_published()``.
    coverage : pandas.DataFrame
        ``load_coverage(provisional=True)``: the counts, which are the estimates on all employed.
    verdicts : pandas.DataFrame, optional
        Of the audit (:func:`coverage_lib.measures.audit.audit`). Without it nothing is set aside for a verdict.

    Returns
    -------
    Reconciled

    Notes
    -----
    In the manner of the estimates of WHO and UNICEF: explicit rules instead of a model, one printed figure as the estimate of a moment
    (chosen as everywhere, by :func:`coverage_lib.measures.published.preferred`), a grade of confidence with what it rests on, and the
    alternatives kept. Nothing is averaged, least of all over different bases. Bases are as they are stated; a share of which nothing is
    stated stands on the base ``eligible`` where nothing says that it cannot, says so, and has the lowest grade.

    References
    ----------
    Burton et al. (2009, 2012), as in :func:`coverage_lib.measures.reconciled.grades.grade`.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_published
    >>> series = reconcile(load_published(), load_coverage(provisional=True)).series
    >>> jambi = series[(series["code"] == "15") & (series["base"] == "eligible") & (series["segment"] == "total")]
    >>> jambi[["moment", "estimate", "grade", "id", "alternatives"]].to_numpy().tolist()[2]
    ['2024-12', 45.17, 3, 'f0006', 'f0112']
    """
    rows = _judged(candidates(published), coverage, verdicts)
    stand = rows[rows["rule"].eq("")]
    on_employed = stand["base"].eq("employed")
    eligible = _chosen(stand[~on_employed])
    counted = _counted(coverage, stand[on_employed])
    series = pd.concat([eligible, counted], ignore_index=True)
    series = series.sort_values(["code", "base", "segment", "placed_at", "date"], ignore_index=True)
    series = series.join(pieces(series))
    series["subsidies"] = subsidies(series, published)
    series["note"] = _notes(series)
    others = set(_listed(series["alternatives"]))
    place = np.select(
        [rows["rule"].ne(""), rows["id"].isin(others)], ["set aside", "alternative"], default="estimate"
    )
    figures = rows.assign(place=place)
    return Reconciled(series[SERIES_COLUMNS], rows[rows["rule"].ne("")].reset_index(drop=True), figures)


def _judged(rows: pd.DataFrame, coverage: pd.DataFrame, verdicts: pd.DataFrame | None) -> pd.DataFrame:
    """Candidates with the rule that sets each aside, and what else is known of them; what only repeats a share that stands is dropped."""
    known = known_of(rows, coverage, verdicts)
    rows = rows.assign(
        rule=set_aside(rows, known), verdict=known.verdict, test=known.test, employed=known.employed
    )
    stands = rows.loc[rows["rule"].eq(""), "id"]
    repeats = rows["instead_of"].notna() & (rows["instead_of"].isin(stands) | rows["rule"].ne(""))
    return rows[~repeats].reset_index(drop=True)


def _listed(texts: pd.Series) -> list[str]:
    return [each for text in texts for each in text.split(", ") if each]


def _chosen(stand: pd.DataFrame) -> pd.DataFrame:
    """One estimate for each place and moment on the base of eligible workers."""
    best = preferred(stand, ["code", "segment", "boundary"])
    best = best.join(grade(best, stand))
    stated = best["base"].ne(NOT_STATED)
    rule = best["kind"].map({"implied": "members over base", "segments": "both segments"})
    rule = rule.fillna(pd.Series(np.where(stated, "base stated", "base not stated"), best.index))
    low, high = (best[end].clip(0, 100) for end in ("low", "high"))
    # Which figure is preferred must not depend on a number that was not printed, so it is filled in only now.
    best["workers"] = best["workers"].fillna((best["workers_low"] + best["workers_high"]) / 2)
    return best.drop(columns="base").assign(
        base="eligible", base_stated=stated, estimate=best["coverage"], rule=rule, low=low, high=high
    )


def _counted(coverage: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """The counts as estimates on all employed, with the published shares of all employed of their year beside them."""
    keys = ["code", "boundary", "year"]
    beside = published.groupby(keys)["id"].agg(", ".join)
    final = coverage["status"].eq("final")
    index = pd.MultiIndex.from_frame(coverage[keys])
    year = coverage["date"].dt.strftime("%Y-%m").astype(object)
    return coverage.assign(
        level=np.where(coverage["code"].eq(NATION), "national", "province"),
        moment=year,
        date_from=coverage["date"],
        placed_at=coverage["date"],
        printed_date=coverage["date"].dt.strftime("%Y-%m-%d").astype(object),
        precision="day",
        estimate=coverage["coverage"],
        low=coverage["coverage"],
        high=coverage["coverage"],
        step=np.nan,
        bound="exact",
        base_stated=True,
        grade=np.where(final, 3, 2),
        rule="counted",
        reason="only count",
        arithmetic=True,
        counts_give=np.nan,
        supported_by="",
        contradicted_by="",
        apart=np.nan,
        id="",
        ids="",
        alternatives=beside.reindex(index).fillna("").to_numpy(),
        workers_low=coverage["workers"],
        workers_high=coverage["workers"],
        workers_from="printed",
        publisher="",
        as_published="",
        verdict=None,
        employed=coverage["workers"],
        provisional=~final,
        date_stated=coverage.get("date_stated", final),
    )


def _notes(series: pd.DataFrame) -> pd.Series:
    """Keys of what is to be said beside each estimate."""
    ratio = series["workers"] / series["employed"]
    equal = (
        ratio.between(1 - ALIKE, 1 + ALIKE) & series["base"].eq("eligible") & series["segment"].eq("total")
    )
    notes = {
        "provisional": series["provisional"].eq(True) & ~series["date_stated"].eq(True),
        "provisional month": series["provisional"].eq(True) & series["date_stated"].eq(True),
        "base not stated": ~series["base_stated"].astype(bool),
        "year only": series["precision"].eq("year"),
        "subsidised members": series["subsidies"].ne(""),
        "construction members": series["verdict"].isin(COUNTED_OTHERWISE),
        "small contradiction": series["verdict"].eq("contradicts"),
        "base is all employed": equal,
    }
    table = np.column_stack([fits.to_numpy(dtype=bool) for fits in notes.values()])
    names = np.array(list(notes), dtype=object)
    return pd.Series(["; ".join(names[row]) for row in table], index=series.index, dtype=object)


def standing(figures: pd.DataFrame, reconciled: Reconciled) -> pd.DataFrame:
    """The figures that pages show and compare: without those found at fault, with the shares that follow from printed counts.

    The figure that is preferred among them for a moment is the estimate of that moment.

    Parameters
    ----------
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.published.coverage_figures`, of any regions.
    reconciled : Reconciled
        From :func:`reconcile`.

    Returns
    -------
    pandas.DataFrame
        The columns of `figures`. A computed share has the words of the counts that it is computed from.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_published
    >>> from coverage_lib.measures.published import coverage_figures, latest_totals
    >>> printed = load_published()
    >>> figures = standing(coverage_figures(printed), reconcile(printed, load_coverage(provisional=True)))
    >>> latest_totals(figures, "2022").set_index("code").loc[["61", "62", "92"], "id"].tolist()
    ['f1388', 'f1390', 'f0341+f0342']
    """
    aside = reconciled.set_aside
    at_fault = aside.loc[aside["rule"].isin(AT_FAULT), "id"]
    kept = figures[~figures["id"].isin(at_fault)]
    rows = reconciled.figures
    computed = rows[rows["kind"].isin(COMPUTED) & rows["place"].ne("set aside")]
    both = pd.concat([kept, computed[list(figures.columns)]]) if len(computed) else kept
    return both.sort_values(["code", "placed_at", "date", "id"], ignore_index=True)
