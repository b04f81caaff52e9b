"""What a province's quoted shares of eligible workers lie above its share of all employed: its own offset, and what follows for its targets."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.class_prior import Array, class_prior
from coverage_lib.measures.projection.counts import full_counts
from coverage_lib.measures.projection.deviations import own_prior
from coverage_lib.measures.projection.forecast import Projection
from coverage_lib.measures.projection.held import Draws, against, keep
from coverage_lib.measures.projection.joint import Outlook, chance_of
from coverage_lib.measures.projection.link import logit, logit_noise, percent
from coverage_lib.measures.projection.times import in_years
from coverage_lib.measures.published import NOT_STATED


class Offsets(NamedTuple):
    """Offsets of provinces that have quoted shares of eligible workers, logit.

    Attributes
    ----------
    table : DataFrame
        By code: offset (posterior mean), sd (its standard deviation), figures (how many it rests on), last_date, last_coverage and id (of the last of them).
    quote_sd : float
        How much single quotes of one province differ from its offset.
    """

    table: pd.DataFrame
    quote_sd: float


def offsets(panel: pd.DataFrame, coverage: pd.DataFrame, ahead: Outlook) -> Offsets:
    """Each province's offset of its quoted shares of eligible workers over its coverage of all employed.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.eligible_panel`.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    ahead : Outlook
        Whose path gives the nation in the months after the counts.

    Returns
    -------
    Offsets
        Of provinces with a quote since a year before the first count.

    Notes
    -----
    At the date of a quote the province stands where its deviation from the nation between the counts around puts it, on the nation's path with
    the shape of the year; the further from a count, the less sure. What a quote lies above that is the offset, whatever the reason: who is left out of the eligible workers, and
    construction members that are counted. Offsets of provinces differ by a variance that is estimated; few quotes are shrunk towards the
    typical offset.

    References
    ----------
    Paule, R. C. and Mandel, J. (1982), as in :mod:`coverage_lib.measures.projection.workforce`.

    Morris, C. N. (1983). Parametric empirical Bayes inference: theory and applications. *Journal of the American Statistical Association*
    78(381): the doubt about the typical offset is part of that of each.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals, outlook
    >>> workers, coverage = load_employment("2021"), load_coverage(provisional=True)
    >>> ahead = outlook(coverage, announced_totals(load_published(), workers), workers, until="2029-12-31", draws=256)
    >>> panel = pd.DataFrame({"code": ["51", "52"], "date": pd.Timestamp("2024-12-31"), "coverage": [53.0, 31.0], "workers": 1e6})
    >>> found = offsets(panel.assign(uncertainty=0.3, id="f0000"), coverage, ahead)
    >>> found.table["figures"].to_dict(), bool((found.table["offset"] > 0).all())
    ({'51': 1, '52': 1}, True)
    """
    quotes = _quotes_apart(panel, coverage, ahead)
    if quotes.empty:
        columns = ["offset", "sd", "figures", "last_date", "last_coverage", "id"]
        return Offsets(pd.DataFrame(columns=columns, index=pd.Index([], name="code")), 0.0)
    code = quotes["code"]
    group = quotes.groupby("code")
    # Only provinces with several quotes say how much single ones differ.
    within = (quotes["apart"] - group["apart"].transform("mean"))[group["apart"].transform("size") > 1]
    degrees = len(within) - code[within.index].nunique()
    quote_sd = float(np.sqrt((within**2).sum() / degrees)) if degrees else 0.0
    weight = 1 / (quotes["unsure"] + quote_sd**2)
    precision = weight.groupby(code).sum()
    offset, variance = _shrunk((weight * quotes["apart"]).groupby(code).sum() / precision, 1 / precision)
    last = group.last()
    table = pd.DataFrame(
        {
            "offset": offset,
            "sd": np.sqrt(variance),
            "figures": group.size(),
            "last_date": last["date"],
            "last_coverage": last["coverage"],
            "id": last["id"],
        }
    )
    return Offsets(table, quote_sd)


def _quotes_apart(panel: pd.DataFrame, coverage: pd.DataFrame, ahead: Outlook) -> pd.DataFrame:
    """Quotes since a year before the first count, each with what it lies above its province (apart, logit) and how unsure that is (variance)."""
    counts = full_counts(coverage).pivot(index="code", columns="date", values="coverage")
    provinces = counts.index.intersection(ahead.codes)
    own = counts.loc[provinces].apply(lambda column: logit(column.to_numpy())) - logit(
        counts.loc[NATION].to_numpy()
    )
    years = in_years(counts.columns.to_numpy().astype("datetime64[s]"))
    quotes = panel[panel["code"].isin(provinces)]
    when = in_years(quotes["date"].to_numpy().astype("datetime64[s]"))
    quotes, when = quotes[when >= years[0] - 1].reset_index(drop=True), when[when >= years[0] - 1]
    deviation = np.array(
        [np.interp(at, years, own.loc[code]) for at, code in zip(when, quotes["code"], strict=True)]
    )
    share = quotes["coverage"].to_numpy()
    walk = own_prior(class_prior())
    yearly = walk.scale**2 * (1 + walk.jump_rate * walk.jump_ratio**2)
    from_count = np.abs(when[:, None] - years).min(axis=1)
    return quotes.assign(
        apart=logit(share) - _nation_at(ahead, counts.loc[NATION], years, when) - deviation,
        unsure=logit_noise(share, quotes["uncertainty"].to_numpy()) ** 2 + yearly * from_count,
    )


def _shrunk(mean: pd.Series, variance: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Means of groups drawn towards the typical one, and the variance of what is then not known of them."""
    from statsmodels.stats.meta_analysis import combine_effects

    if len(mean) == 1:
        return mean, variance
    pooled = combine_effects(mean.to_numpy(), variance.to_numpy(), method_re="iterated")
    between = max(float(pooled.tau2), 1e-6)
    own = between / (between + variance)
    doubt = (1 - own) ** 2 * float(pooled.var_eff_w_re)
    return own * mean + (1 - own) * pooled.mean_effect_re, own * variance + doubt


def _nation_at(ahead: Outlook, nation: pd.Series, years: Array, when: Array) -> Array:
    """Logit of the nation without construction at some dates: between counts on a straight line, after the last on the drawn path."""
    known = logit(nation.to_numpy())
    path = in_years(ahead.path.dates.to_numpy().astype("datetime64[s]"))
    total = np.median(logit(ahead.path.draws), axis=0)
    return np.where(
        when <= years[-1], np.interp(when, years, known), known[-1] + np.interp(when, path, total) - total[0]
    )


def eligible_draws(ahead: Outlook, found: Offsets, seed: int = 0) -> Array:
    """Draws of the provinces' shares of eligible workers at the ends of years, as they would be quoted.

    Parameters
    ----------
    ahead : Outlook
        Whose provinces' draws are moved by their offsets.
    found : Offsets
        From :func:`offsets`.
    seed : int
        Of what is not known of the offsets and of a quote.

    Returns
    -------
    array, shape (D, M, H), float32
        Percent; the M provinces of ``found.table`` in its order.
    """
    half = len(ahead.provinces) // 2
    rng = np.random.default_rng([seed, 5])
    place = ahead.codes.get_indexer(found.table.index)
    sd = found.table["sd"].to_numpy()
    unsure = sd[None, :, None] * rng.standard_normal((half, len(place), 1))
    unsure = unsure + found.quote_sd * rng.standard_normal((half, len(place), len(ahead.dates)))
    moved = np.empty((2 * half, len(place), len(ahead.dates)))
    moved[0::2], moved[1::2] = unsure, -unsure
    moved += found.table["offset"].to_numpy()[None, :, None]
    return np.asarray(percent(logit(ahead.provinces[: 2 * half, place]) + moved), np.float32)


def own_probabilities(own: pd.DataFrame, ahead: Outlook, found: Offsets) -> pd.Series:
    """The probability of being at or above each of the provinces' own targets on its date.

    Parameters
    ----------
    own : pandas.DataFrame
        From :func:`coverage_lib.measures.targets.own_targets`.
    ahead : Outlook
        The draws.
    found : Offsets
        From :func:`offsets`.

    Returns
    -------
    pandas.Series
        0 to 1, with the index of `own`: of a target of all employed from the draws themselves, of one of eligible workers, or without a stated
        base, from the draws with the province's offset. Missing for numbers of workers and segments, where the date is not the end of a year
        after the last count, where its date has passed, and where no share of eligible workers was published for the province.
    """
    eligible = eligible_draws(ahead, found)
    drawn = {
        "employed": (ahead.codes, ahead.provinces),
        "eligible": (found.table.index, eligible),
        NOT_STATED: (found.table.index, eligible),
    }
    asked = own["unit"].eq("percent") & own["segment"].eq("total") & own["verdict"].eq("open")

    def chance(row: pd.Series) -> float:
        codes, draws = drawn.get(row["base"], (pd.Index([]), eligible))
        if not asked[row.name] or row["code"] not in codes or row["date_to"] not in ahead.dates:
            return np.nan
        at = draws[:, codes.get_loc(row["code"]), ahead.dates.get_loc(row["date_to"])]
        return float(chance_of(at >= row["value"]))

    return own.apply(chance, axis=1).astype(float) if len(own) else pd.Series(dtype=float)


def eligible_answers(
    ahead: Outlook,
    found: Offsets,
    panel: pd.DataFrame,
    *,
    target: float | None = None,
    target_date: Any = None,
) -> Projection:
    """The outlook of the provinces' shares of eligible workers, each against one target.

    Parameters
    ----------
    ahead : Outlook
        The draws.
    found : Offsets
        From :func:`offsets`.
    panel : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.eligible_panel`: what was quoted.
    target : float, optional
        Percent of eligible workers.
    target_date : date, optional
        The end of a year of the outlook.

    Returns
    -------
    Projection
        As from :func:`coverage_lib.measures.projection.project` by year, of the provinces that have an offset, from their last quote on.
    """
    return against(eligible_region_draws(ahead, found, panel), target=target, target_date=target_date)


def eligible_region_draws(ahead: Outlook, found: Offsets, panel: pd.DataFrame) -> Draws:
    """The draws of the provinces' shares of eligible workers, to be held against any target.

    Parameters
    ----------
    ahead, found, panel
        As for :func:`eligible_answers`.

    Returns
    -------
    Draws
        For :func:`coverage_lib.measures.projection.held.against`; of the provinces that have an offset.
    """
    codes = found.table.index
    rows = panel.loc[panel["code"].isin(codes), ["code", "date", "coverage"]]
    shown = ahead.dates > rows["date"].min()
    return keep(rows, codes, eligible_draws(ahead, found)[:, :, shown], ahead.dates[shown])
