"""Figures beside the members and employment tables: counts in every way of counting, shares on every base."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import DIVIDED, NATION
from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.elsewhere import MONTH, TELLING_DIGITS, telling_digits
from coverage_lib.measures.audit.equations import equation, together
from coverage_lib.measures.audit.movement import Movement, allowed

#: A survey of so many years before a share may have been its base.
YEARS_BACK = 2

#: Tables and figures of one count may differ by this part: late corrections.
CORRECTED = 0.002

SPEAKS_FOR = {
    "domicile": words.CONSISTENT,
    "domicile with construction": words.CONSTRUCTION,
    "office": words.OFFICE,
    "office with construction": words.OFFICE,
    "survey": words.CONSISTENT,
}


def table_tests(
    numbers: pd.DataFrame, members: pd.DataFrame, workers: pd.DataFrame, moved: Movement
) -> pd.DataFrame:
    """What the tables say of the audited figures.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    members, workers : pandas.DataFrame
        From :mod:`coverage_lib.measures.audit.cells`.
    moved : Movement
        How far counts move with time.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`; the cells that take part are named in `keys`.
    """
    return pd.concat(
        [
            _counts(numbers, members, moved),
            _surveys(numbers, workers),
            _shares_of_surveys(numbers, workers),
        ],
        ignore_index=True,
    )


def beside(numbers: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Every audited figure beside every cell of its place, segment and quantity, as the roles ``figure`` and ``cell``."""
    columns = [
        "key",
        "value",
        "lo",
        "hi",
        "least",
        "most",
        "rounded",
        "from",
        "to",
        "precision",
        "printed",
        "note",
    ]
    figure = numbers[numbers["audited"] & numbers["from"].notna()]
    figure = figure[[*columns, "place", "boundary", "segment", "quantity"]]
    figure = figure.rename(columns={name: f"figure.{name}" for name in columns})
    both = figure.merge(cells, on=["place", "segment", "quantity"], suffixes=("", "_cell"))
    divided = both["place"].isin(DIVIDED)
    both = both[~divided | both["boundary"].eq(both["boundary_cell"])]
    both = both.drop_duplicates(["figure.key", "cell"]).reset_index(drop=True)
    after = (both["date"] - both["figure.to"]).dt.days
    before = (both["figure.from"] - both["date"]).dt.days
    value = both["value"]
    return both.assign(
        **{
            "figure.quantity": both["quantity"],
            "cell.key": both["cell"],
            "cell.value": value,
            "cell.rounded": False,
            "apart": np.maximum(np.maximum(after, before), 0),
        }
    )


def _same(both: pd.DataFrame, part: float = 0.0) -> tuple[pd.Series, pd.Series, pd.Series]:
    value = both["cell.value"]
    return value * (1 - part), value, value * (1 + part)


def _counts(numbers: pd.DataFrame, members: pd.DataFrame, moved: Movement) -> pd.DataFrame:
    """Counts of members beside the table: of the same day, to the digits; of other days, as far as they may have moved."""
    both = beside(numbers, members)
    speaks = both["way"].map(SPEAKS_FOR)
    # The announced totals of the nation count construction, and all its members are registered at some office.
    speaks = speaks.mask(both["place"].eq(NATION), words.CONSISTENT)
    speaks = speaks.mask(
        both["place"].eq(NATION) & both["way"].str.endswith("construction") & both["segment"].eq("formal"),
        words.CONSTRUCTION,
    )
    both = both.assign(speaks=speaks)
    now = both[both["apart"] <= 3].reset_index(drop=True)
    same = equation(
        now, "members table", "figure", ["cell"], "equal", _same(now, CORRECTED), speaks_for=words.CONSISTENT
    ).assign(speaks_for=now["speaks"], base=now["way"])
    near = both[(both["apart"] > 3) | both["figure.precision"].eq("year")].reset_index(drop=True)
    months = (near["apart"] / MONTH).mask(near["figure.precision"].eq("year"), 12)
    reach = allowed(moved, near["place"], near["segment"], near["quantity"], months)
    limits = near["cell.value"] / reach, near["cell.value"], near["cell.value"] * reach
    moved_tests = equation(
        near,
        "members table some months away",
        "figure",
        ["cell"],
        "moved",
        limits,
        speaks_for=words.CONSISTENT,
    )
    # What a band allows is kept even where it is wide: it says which ways of counting are possible.
    inside = (limits[0] <= near["figure.hi"]) & (limits[2] >= near["figure.lo"])
    moved_tests = moved_tests.assign(speaks_for=near["speaks"], base=near["way"], fits=inside, strength=1)
    return pd.concat([same, moved_tests, _other_year_end(both)], ignore_index=True)


def _other_year_end(both: pd.DataFrame) -> pd.DataFrame:
    """Counts that are the table's to the last digit, of another year-end than they say."""
    telling = telling_digits(both["figure.value"]) >= TELLING_DIGITS
    dated = both["figure.precision"].isin(["day", "month"])
    rows = both[telling & dated & ~both["figure.rounded"] & (both["apart"] > MONTH)].reset_index(drop=True)
    return equation(
        rows,
        "members table of another time",
        "figure",
        ["cell"],
        "equal",
        _same(rows),
        speaks_for=words.MONTH,
    ).assign(base=rows["way"], strength=2)


def _surveys(numbers: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """Employed and labour force beside the survey of August of the year and of the two before."""
    both = beside(numbers, workers)
    years = both["figure.to"].dt.year - both["date"].dt.year
    both = both[years.between(0, YEARS_BACK) | (years.eq(-1) & both["apart"].eq(0))].reset_index(drop=True)
    return equation(
        both, "survey of August", "figure", ["cell"], "equal", _same(both), speaks_for=words.CONSISTENT
    )


def _shares_of_surveys(numbers: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """Members that an article prints beside its share, over the workers of the survey."""
    roles = {"rate": numbers["quantity"].eq("rate"), "active": numbers["quantity"].eq("active")}
    wide = together(numbers, roles)
    wide = wide[wide["apart"].eq(0)].drop_duplicates(["rate.key", "active.key"])
    places = numbers.set_index("key")["boundary"]
    wide = wide.assign(boundary=wide["rate.key"].map(places))
    both = wide.merge(workers, on=["place", "segment"], suffixes=("", "_cell"))
    both = both[~both["place"].isin(DIVIDED) | both["boundary"].eq(both["boundary_cell"])]
    both = both.drop_duplicates(["rate.key", "active.key", "cell"])
    years = both["rate.to"].dt.year - both["date"].dt.year
    both = both[years.between(0, YEARS_BACK)].reset_index(drop=True)
    both = both.assign(**{"cell.key": both["cell"], "cell.value": both["value"], "cell.rounded": False})
    base = both["quantity"].where(
        both["segment"].eq("total") | both["quantity"].ne("employed"), "segment_workers"
    )
    result = (
        100 * both["active.lo"] / both["value"],
        100 * both["active.value"] / both["value"],
        100 * both["active.hi"] / both["value"],
    )
    stated = both["rate.base"].eq(both["quantity"])
    tests = equation(
        both, "members over survey", "rate", ["active", "cell"], "share", result, speaks_for=words.CONSISTENT
    )
    return tests.assign(speaks_for=np.where(stated, words.CONSISTENT, words.ANOTHER_BASE), base=base)
