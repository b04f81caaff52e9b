"""Numbers of another scale: thousands for millions, a digit more or less at the end."""

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import CLAIM, OVERRIDES

#: How near, as a power of ten, a number that lost its scale must come to another one of its region.
SCALE = 0.05
#: Numbers so many days apart are of one scale.
SCALE_DAYS = 1100
SCALED = ("active", "eligible", "employed", "labour_force")
#: From this power of ten on another scale is the only explanation.
FAR = 0.7

PLACE = ["place", "segment", "quantity"]


def scale_tests(numbers: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Counts that no other number of their region and time comes near, but one does by a power of ten.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    cells : pandas.DataFrame
        From :mod:`coverage_lib.measures.audit.cells`: members and workers.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`, likely and explains. Totals and formal members only: informal and
        construction members may rise tenfold in a year.
    """
    both = _beside(numbers, cells)
    power = np.log10(both["value"] / both["left"])
    both = both.assign(power=power, away=(power - power.round()).abs())
    alone = both.groupby("of")["power"].transform(lambda powers: powers.abs().min()) > FAR
    best = both[alone & (both["away"] <= SCALE)].sort_values("away").drop_duplicates("of")
    factor = 10.0 ** best["power"].round()
    return pd.DataFrame(
        CLAIM
        | {
            "test": "slipped scale",
            "speaks_for": words.DIGITS,
            "keys": [list(pair) for pair in zip(best["of"], best["other"], strict=True)],
            "of": best["of"],
            "operation": "scale",
            "terms": [list(pair) for pair in zip(best["left"], factor, strict=True)],
            "result": best["left"] * factor,
            "result_low": best["value"],
            "result_high": best["value"],
            "left": best["left"],
            "left_low": best["left_low"],
            "left_high": best["left_high"],
            "strength": OVERRIDES,
            "likely": best["left"] * factor,
            "explains": np.nan,
        }
    )


def _beside(numbers: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Every audited count beside every other count of its place, segment and kind within some years, in other articles and in the tables."""
    counted = numbers["quantity"].isin(SCALED) & numbers["unit"].eq("workers") & (numbers["value"] > 0)
    steady = counted & numbers["segment"].isin(["total", "formal"])
    counts = _one_kind(numbers[steady])
    figures = counts.loc[counts["audited"], [*PLACE, "key", "value", "lo", "hi", "article", "from", "to"]]
    figures = figures.rename(columns={"key": "of", "value": "left", "lo": "left_low", "hi": "left_high"})
    table = _one_kind(cells[cells["way"].isin(["domicile", "survey"])])
    table = table.rename(columns={"cell": "key"}).assign(
        **{"from": table["date"], "to": table["date"], "article": -1}
    )
    columns = [*PLACE, "key", "value", "article", "from", "to"]
    others = pd.concat([counts[columns], table[columns]]).rename(columns={"key": "other"})
    both = figures.merge(others, on=PLACE, suffixes=("", "_other"))
    later = (both["from_other"] - both["to"]).dt.days.clip(lower=0)
    days = later + (both["from"] - both["to_other"]).dt.days.clip(lower=0)
    another = both["of"].ne(both["other"]) & both["article"].ne(both["article_other"])
    return both[another & ~(days > SCALE_DAYS)]


def _one_kind(counts: pd.DataFrame) -> pd.DataFrame:
    """Members apart; eligible workers are some of the employed, so all workers are of one scale."""
    return counts.assign(quantity=counts["quantity"].where(counts["quantity"].eq("active"), "workers"))
