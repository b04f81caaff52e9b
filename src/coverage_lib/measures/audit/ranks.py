"""Places in a ranking, as far as the published shares of the moment, and the table's shares of all employed, tell them."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION, provinces
from coverage_lib.measures.audit.equations import CLAIM, COLUMNS, POSSIBLE, WEAK

#: Shares so many days away may be beside a place in a ranking.
DAYS = 100
#: How far apart, in parts of all places, the place by the table of all employed may be.
TABLE = 0.1


def rank_tests(numbers: pd.DataFrame, members: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """Between which places a province can stand, and where it stands by the table.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    members, workers : pandas.DataFrame
        From :mod:`coverage_lib.measures.audit.cells`.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`. No place contradicts: bases differ, and few provinces publish at once.
    """
    chosen = (
        numbers["audited"]
        & numbers["unit"].str.fullmatch(r"rank(?:_of_\d+)?")
        & numbers["level"].eq("province")
    )
    ranked = numbers[chosen & numbers["from"].notna()]
    rates = numbers[
        numbers["quantity"].eq("rate") & numbers["segment"].eq("total") & numbers["level"].eq("province")
    ]
    found = []
    for figure in ranked.to_dict("records"):
        published = _published(figure, rates)
        possible = all(row["fits"] for row in published)
        found += [*published, *_table(figure, members, workers, possible)]
    return pd.DataFrame(found, columns=COLUMNS)


def _among(figure: dict[str, object]) -> int:
    unit = str(figure["unit"]).removeprefix("rank_of_")
    return int(unit) if unit.isdigit() else len(provinces())


def _published(figure: dict, rates: pd.DataFrame) -> list[dict]:  # type: ignore[type-arg]
    own = rates[rates["article"].eq(figure["article"]) & rates["place"].eq(figure["place"])]
    own = own[(own["from"] <= figure["to"]) & (own["to"] >= figure["from"])]
    if own.empty:
        return []
    own = own.iloc[-1]
    days = pd.Timedelta(days=DAYS)
    near = rates[
        (rates["from"] <= figure["to"] + days)
        & (rates["to"] >= figure["from"] - days)
        & rates["place"].ne(figure["place"])
    ]
    near = near[~near["base"].isin(["employed", "labour_force", "population", "target"])]
    limits = near.groupby("place").agg(lo=("lo", "min"), hi=("hi", "max"))
    above, below = int((limits["lo"] > own["hi"]).sum()), int((limits["hi"] < own["lo"]).sum())
    among = _among(figure)
    best, worst = above + 1, among - below
    fits = best <= figure["value"] <= worst
    row = _row(
        figure,
        "place among published shares",
        [figure["key"], own["key"]],
        "places",
        [above, below, among],
        (best, worst),
        fits,
    )
    # A wide choice of places decides nothing.
    return [row | {"strength": POSSIBLE}]


def _table(figure: dict, members: pd.DataFrame, workers: pd.DataFrame, possible: bool) -> list[dict]:  # type: ignore[type-arg]
    counts = members[
        members["way"].eq("domicile") & members["segment"].eq("total") & members["place"].ne(NATION)
    ]
    years = counts["date"].drop_duplicates()
    away = (years - figure["to"]).dt.days.abs()
    if away.min() > DAYS:
        return []
    counts = counts[counts["date"].eq(years[away.idxmin()])]
    survey = workers[
        workers["quantity"].eq("employed") & workers["segment"].eq("total") & workers["boundary"].eq("2021")
    ]
    survey = survey[survey["date"].dt.year.eq(counts["date"].dt.year.iloc[0])]
    if survey.empty:
        survey = workers[
            workers["quantity"].eq("employed")
            & workers["segment"].eq("total")
            & workers["boundary"].eq("2021")
        ]
        survey = survey[survey["date"].eq(survey["date"].max())]
    share = counts.set_index("place")["value"] / survey.drop_duplicates("place").set_index("place")["value"]
    share = share.reindex(counts["place"])
    if figure["place"] not in share.index:
        return []
    place = int((share > share[figure["place"]]).sum()) + 1
    cell = counts.set_index("place").loc[figure["place"], "cell"]
    fits = possible and abs(place - figure["value"]) <= TABLE * _among(figure)
    return [
        _row(
            figure,
            "place by the table",
            [figure["key"], cell],
            "place",
            [float(place), float(len(share))],
            (place, place),
            fits,
        )
    ]


def _row(
    figure: dict, test: str, keys: list, operation: str, terms: list, limits: tuple[float, float], fits: bool
) -> dict:  # type: ignore[type-arg]
    return CLAIM | {
        "test": test,
        "speaks_for": "consistent",
        "keys": keys,
        "of": figure["key"],
        "operation": operation,
        "terms": [float(term) for term in terms],
        "result": float(np.mean(limits)),
        "result_low": float(limits[0]),
        "result_high": float(limits[1]),
        "left": figure["value"],
        "left_low": figure["value"],
        "left_high": figure["value"],
        "fits": bool(fits),
        "strength": WEAK,
        "base": "employed" if operation == "place" else None,
    }
