"""One row for each province with what is compared across provinces."""

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.counts import only_value
from coverage_lib.measures.disparity.rates import formal_informal_difference


def province_table(
    coverage: pd.DataFrame,
    employment: pd.DataFrame,
    context: pd.DataFrame,
    provinces: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Segment rates of a year beside poverty, minimum wage, formal share and island group.

    Context is published for the provinces of 2022 from 2024 on. Where a province of 2021 has since been split, its poverty
    rate is the mean of its parts weighted by their registered population, and its minimum wage the mean weighted by
    their population too: an approximation for two of 34 provinces.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage(base="segment_workers")``.
    employment : pandas.DataFrame
        ``load_employment("2021")``.
    context : pandas.DataFrame
        ``load_context()``.
    provinces : pandas.DataFrame
        ``provinces("2022")``: code, code_2021, island.
    year : int
        The year of every column.

    Returns
    -------
    pandas.DataFrame
        code, name, island, formal_coverage, informal_coverage, difference, formal_share, poverty_rate (percent), minimum_wage
        (rupiah a month), informal_workers (people).

    Examples
    --------
    >>> from coverage_lib import load_context, load_coverage, load_employment
    >>> from coverage_lib.data.regions import provinces
    >>> table = province_table(
    ...     load_coverage(base="segment_workers"), load_employment("2021"), load_context(), provinces(), 2024
    ... )
    >>> len(table), float(table.set_index("code")["poverty_rate"]["15"])
    (34, 7.1)
    """
    rates = formal_informal_difference(coverage[coverage["year"] == year])
    rates = rates[rates["code"] != NATION][
        ["code", "name", "formal_coverage", "informal_coverage", "difference"]
    ]
    work = employment[(employment["year"] == year) & (employment["code"] != NATION)]
    parts = provinces[["code", "code_2021", "island"]]
    now = context[(context["year"] == year) & (context["code"] != NATION)]
    boundary = only_value(now[now["measure"] == "poverty_rate"], "boundary", "the context")
    if boundary == "2021":
        parts = parts[parts["code"] == parts["code_2021"]]
    population = context[context["measure"] == "population"].set_index("code")["value"]
    wide = now.pivot(index="code", columns="measure", values="value")[["poverty_rate", "minimum_wage"]]
    wide = parts.merge(wide.reset_index(), on="code").assign(people=lambda rows: rows["code"].map(population))
    weighted = wide[["poverty_rate", "minimum_wage"]].mul(wide["people"], axis=0)
    sums = weighted.assign(people=wide["people"]).groupby(wide["code_2021"]).sum()
    means = sums[["poverty_rate", "minimum_wage"]].div(sums["people"], axis=0)
    islands = provinces[provinces["code"] == provinces["code_2021"]].set_index("code")["island"]
    table = rates.merge(means, left_on="code", right_index=True)
    table = table.merge(work[["code", "formal_share", "informal_workers"]], on="code", validate="1:1")
    return table.assign(island=table["code"].map(islands)).reset_index(drop=True)
