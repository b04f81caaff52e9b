"""Eligible workers beside the employed in every province: printed, implied, or estimated from the provinces that published one."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import optimize, stats

from coverage_lib.data.bases import UCJ_BEGINS
from coverage_lib.data.regions import NATION, provinces
from coverage_lib.measures.eligible_bases import beside_employed, moves
from coverage_lib.measures.projection.class_prior import Array

#: Of the intervals, in percent.
LEVEL = 80

#: The rule that :func:`estimate_bases` goes by: the best interval score when each province is left out (``benchmarks/eligible_bases``).
RULE = "national ratio"


class Prediction(NamedTuple):
    """A ratio with its interval, logarithmic."""

    log_ratio: float
    low: float
    high: float


def own_bases(bases: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """The base that each region published last: the nation and the provinces of 2021.

    Parameters
    ----------
    bases : pandas.DataFrame
        From :func:`coverage_lib.measures.eligible_bases.printed_bases`.
    employment : pandas.DataFrame
        ``load_employment("2021")``.

    Returns
    -------
    pandas.DataFrame
        Rows of :func:`coverage_lib.measures.eligible_bases.beside_employed`, one for each region that has one since UCJ, by code, with
        formal_share (percent, of the survey of base_year): the newest number, printed or implied, of those that
        :func:`coverage_lib.measures.eligible_bases.moves` shows over time. Left out are numbers without an upper limit and numbers above the
        labour force, which cannot be workers of the region.

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published
    >>> from coverage_lib.measures.eligible_bases import printed_bases
    >>> own = own_bases(printed_bases(load_published()), load_employment("2021"))
    >>> own.loc[["15", "62"], ["id", "printed_date", "known"]].values.tolist()
    [['f0011', '2024-12-02', 'printed'], ['f0702', '2025-03', 'printed']]
    """
    rows = beside_employed(bases[bases["segment"].eq("total") & bases["date"].ge(UCJ_BEGINS)], employment)
    usable = rows["ratio"].notna() & rows["like"].ne("more") & np.isfinite(rows["high"])
    usable &= rows["boundary"].eq("2021") & rows["level"].isin(["national", "province"])
    best = moves(rows[usable]).drop_duplicates("code", keep="last")
    formal = employment.set_index(["code", "year"])["formal_share"]
    places = pd.MultiIndex.from_frame(best[["code", "base_year"]])
    return best.assign(formal_share=formal.reindex(places).to_numpy()).set_index("code")


def estimate_bases(bases: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Eligible workers beside the employed of every province: as it published them, else estimated from those that did.

    Parameters
    ----------
    bases, employment
        As for :func:`own_bases`.

    Returns
    -------
    pandas.DataFrame
        One row for each of the 34 provinces of 2021: code, name, known (``printed``, ``implied`` or ``estimated``), ratio, ratio_low,
        ratio_high (eligible workers over employed), workers, low, high (people), employed (people, August of base_year), base_year,
        printed_date, id, ids, like (see :func:`coverage_lib.measures.eligible_bases.beside_employed`; missing for estimates).

        The interval of a printed or implied base is what its digits leave open; that of an estimate holds the ratio of a new province
        with a probability of 80%.

    Notes
    -----
    The ratio of the nation's own base, with the spread of the provinces around it as 80% interval. A random-effects meta-analysis of
    the logarithm of the ratio, with the share of formal workers as covariate or without it, has the larger interval score when each province
    is left out (:func:`scores`); there provinces differ from the line by a variance between them, estimated by the method of Paule and Mandel,
    besides what the digits leave open.

    References
    ----------
    Higgins, J. P. T., Thompson, S. G. and Spiegelhalter, D. J. (2009). A re-evaluation of random-effects meta-analysis. *Journal of the
    Royal Statistical Society A* 172(1).

    Paule, R. C. and Mandel, J. (1982), as in :mod:`coverage_lib.measures.projection.workforce`.

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published
    >>> from coverage_lib.measures.eligible_bases import printed_bases
    >>> estimates = estimate_bases(printed_bases(load_published()), load_employment("2021")).set_index("name")
    >>> estimates.loc[["Jambi", "Sulawesi Barat"], ["known", "ratio"]].round(2).values.tolist()
    [['printed', 0.72], ['estimated', 0.68]]
    """
    own = own_bases(bases, employment)
    others = own[own.index != NATION]
    latest = employment[employment["year"] == employment["year"].max()].set_index("code")
    columns = ["known", "ratio", "ratio_low", "ratio_high", "workers", "low", "high", "employed"]
    columns += ["base_year", "printed_date", "id", "ids", "like"]
    rows = own.reindex(provinces("2021")["code"])[columns]
    for code in rows.index[rows["known"].isna()]:
        predicted = np.exp(RULES[RULE](others, own, latest.loc[code, "formal_share"]))
        employed = latest.loc[code, "employed"]
        rows.loc[code, ["ratio", "ratio_low", "ratio_high"]] = predicted
        rows.loc[code, ["workers", "low", "high"]] = predicted * employed
        rows.loc[code, ["known", "employed", "base_year"]] = ["estimated", employed, latest.loc[code, "year"]]
    names = provinces("2021").set_index("code")["name"]
    return rows.assign(name=names).rename_axis("code").reset_index()


def leave_one_out(bases: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """What each rule says of each province that published a base, from all others.

    Parameters
    ----------
    bases, employment
        As for :func:`own_bases`.

    Returns
    -------
    pandas.DataFrame
        One row for each rule of :data:`RULES` and province: rule, code, name, known, ratio (published), predicted, low, high (80%), inside
        (whether the published ratio lies between them).
    """
    own = own_bases(bases, employment)
    rows = []
    for code, province in own[own.index != NATION].iterrows():
        others = own[(own.index != NATION) & (own.index != code)]
        for rule, predict in RULES.items():
            predicted, low, high = np.exp(predict(others, own, province["formal_share"]))
            rows.append(
                [rule, code, province["name"], province["known"], province["ratio"], predicted, low, high]
            )
    table = pd.DataFrame(rows, columns=["rule", "code", "name", "known", "ratio", "predicted", "low", "high"])
    return table.assign(inside=table["ratio"].between(table["low"], table["high"]))


def scores(left_out: pd.DataFrame) -> pd.DataFrame:
    """How far each rule is from the provinces that were left out, and what its interval holds.

    Parameters
    ----------
    left_out : pandas.DataFrame
        From :func:`leave_one_out`.

    Returns
    -------
    pandas.DataFrame
        By rule: provinces (how many), mean_error, median_error (absolute, of the ratio), inside (how many the 80% interval holds),
        inside_share (percent), width (mean, of the ratio) and interval_score (mean; smaller is better).

    References
    ----------
    Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. *Journal of the American Statistical
    Association* 102(477).
    """
    ratio, low, high = (left_out[column] for column in ("ratio", "low", "high"))
    outside = (low - ratio).clip(lower=0) + (ratio - high).clip(lower=0)
    rows = left_out.assign(
        error=(left_out["predicted"] - ratio).abs(),
        width=high - low,
        score=high - low + 2 / (1 - LEVEL / 100) * outside,
    )
    table = rows.groupby("rule", sort=False).agg(
        provinces=("code", "size"),
        mean_error=("error", "mean"),
        median_error=("error", "median"),
        inside=("inside", "sum"),
        width=("width", "mean"),
        interval_score=("score", "mean"),
    )
    return table.assign(inside_share=100 * table["inside"] / table["provinces"])


def _national_ratio(others: pd.DataFrame, own: pd.DataFrame, formal_share: float) -> Prediction:
    """The nation's own ratio, with the spread of the provinces around it."""
    centre = float(np.log(own["ratio"][NATION]))
    spread = float(np.sqrt(np.mean((np.log(others["ratio"]) - centre) ** 2)))
    half = spread * float(stats.norm.ppf((1 + LEVEL / 100) / 2))
    return Prediction(centre, centre - half, centre + half)


def _random_effects(others: pd.DataFrame, own: pd.DataFrame, formal_share: float) -> Prediction:
    return predicted_effect(*_effects(others), np.ones((len(others), 1)), np.ones(1))


def _with_formal_share(others: pd.DataFrame, own: pd.DataFrame, formal_share: float) -> Prediction:
    lines = np.column_stack([np.ones(len(others)), others["formal_share"]])
    return predicted_effect(*_effects(others), lines, np.array([1.0, formal_share]))


#: Ways to predict the ratio of a province from the bases of others, the nation's own and the province's share of formal workers.
RULES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, float], Prediction]] = {
    "national ratio": _national_ratio,
    "random effects": _random_effects,
    "random effects, formal share": _with_formal_share,
}


def _effects(own: pd.DataFrame) -> tuple[Array, Array]:
    """Logarithms of ratios, and the variance of numbers that may lie anywhere between their limits."""
    width = np.log(own["high"] / own["low"]).to_numpy(float)
    return np.log(own["ratio"].to_numpy(float)), width**2 / 12


def predicted_effect(effects: Array, variances: Array, lines: Array, at: Array) -> Prediction:
    """The effect of a further unit by random effects with covariates.

    Parameters
    ----------
    effects, variances : array, shape (N,)
        Of the units, and what is not known of each.
    lines : array, shape (N, P)
        Their covariates, the constant among them.
    at : array, shape (P,)
        The covariates of the further unit.

    Returns
    -------
    Prediction
        With an interval that holds the variance between units.

    Examples
    --------
    >>> prediction = predicted_effect(np.array([0.0, 0.2, 0.4]), np.zeros(3), np.ones((3, 1)), np.ones(1))
    >>> round(float(prediction.log_ratio), 6), bool(prediction.high > 0.4)
    (0.2, True)
    """
    degrees = len(effects) - lines.shape[1]

    def fitted(between: float) -> tuple[Array, Array, float]:
        weight = 1 / (variances + between)
        covariance = np.linalg.inv((lines.T * weight) @ lines)
        line = covariance @ (lines.T * weight) @ effects
        return line, covariance, float(weight @ (effects - lines @ line) ** 2) - degrees

    # Below this variance, of a ratio known to a hundredth of a percent, units do not differ.
    least = 1e-8
    between = least
    if fitted(least)[2] > 0:
        most = float(np.sum((effects - effects.mean()) ** 2)) + least
        between = float(optimize.brentq(lambda value: fitted(value)[2], least, most))
    line, covariance, _ = fitted(between)
    centre = float(at @ line)
    half = float(stats.t.ppf((1 + LEVEL / 100) / 2, max(degrees - 1, 1)))
    half *= float(np.sqrt(between + at @ covariance @ at))
    return Prediction(centre, centre - half, centre + half)
