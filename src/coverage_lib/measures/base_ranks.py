"""How much the choice of the base changes the order of the provinces: counted shares of all employed beside published shares of eligible workers."""

from typing import NamedTuple

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.published import on_boundary, path, stated_eligible

#: So far from the count a published share is still of about the same date.
WITHIN = pd.DateOffset(months=6)


AS_PRINTED = ["low", "high", "step", "bound", "date", "printed_date", "base", "id", "base_id"]


class BaseRanks(NamedTuple):
    """Provinces in two orders.

    Attributes
    ----------
    table : pandas.DataFrame
        One row for each province that has both, the highest counted first: code, name, counted, published (percent), counted_rank,
        published_rank (1 for the highest, among these provinces; equals share the better one), moved (places that it gains on eligible
        workers); low, high, step, bound, date, printed_date, base, id and base_id of the published share.
    date : pandas.Timestamp
        Of the count.
    kendall, spearman : float
        Correlation of the two orders, -1 to 1; missing for fewer than three provinces.
    """

    table: pd.DataFrame
    date: pd.Timestamp
    kendall: float
    spearman: float


def rank_by_base(coverage: pd.DataFrame, figures: pd.DataFrame) -> BaseRanks:
    """The provinces by their latest counted share of all employed, and by the published share of eligible workers nearest to that date.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``.
    figures : pandas.DataFrame
        From :func:`coverage_lib.measures.published.coverage_figures`; shares stated to be of eligible workers, all segments together, of six
        months before to six months after the count are used. A year that is named without saying more is taken to be of its end.

    Returns
    -------
    BaseRanks

    References
    ----------
    Kendall, M. G. (1945). The treatment of ties in ranking problems. *Biometrika* 33(3); ``scipy.stats.kendalltau``.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_published
    >>> from coverage_lib.measures.published import coverage_figures
    >>> ranks = rank_by_base(load_coverage(), coverage_figures(load_published()))
    >>> ranks.table.loc[ranks.table["name"] == "Jambi", ["published", "id"]].values.tolist()
    [[45.17, 'f0006']]
    """
    from scipy.stats import kendalltau, spearmanr

    counts = coverage[
        coverage["segment"].eq("total") & coverage["status"].eq("final") & coverage["code"].ne(NATION)
    ]
    counts = counts[counts["date"] == counts["date"].max()]
    date = counts["date"].iloc[0]
    stated = on_boundary(stated_eligible(figures[figures["segment"] == "total"]), "2021")
    near = path(stated[stated["date"].between(date - WITHIN, date + WITHIN)])
    # Of figures that can be of the same day, the one that is surely of the end of the year comes first.
    near = near.assign(away=(near["date"] - date).abs(), unsure=(near["placed_at"] - date).abs())
    near = near.sort_values(["code", "away", "unsure", "date"], kind="stable")
    near = near.drop_duplicates("code").set_index("code")
    printed = near[["coverage", *AS_PRINTED]].rename(columns={"coverage": "published"})
    counted = counts[["code", "name", "coverage"]].rename(columns={"coverage": "counted"})
    table = counted.join(printed, on="code", how="inner")
    for share in ("counted", "published"):
        table[f"{share}_rank"] = table[share].rank(ascending=False, method="min").astype(int)
    table["moved"] = table["counted_rank"] - table["published_rank"]
    table = table.sort_values(["counted_rank", "code"], ignore_index=True)
    if len(table) < 3:
        return BaseRanks(table, date, float("nan"), float("nan"))
    orders = table["counted"], table["published"]
    return BaseRanks(table, date, float(kendalltau(*orders).statistic), float(spearmanr(*orders).statistic))
