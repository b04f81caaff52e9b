"""Counts of members beside the members table: counted by domicile or by office, with construction members or without."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import DIVIDED, NATION
from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.elsewhere import MONTH, TELLING_DIGITS, telling_digits
from coverage_lib.measures.audit.equations import EXACT, OVERRIDES, PARTS, POSSIBLE, ROUNDED, WEAK, equation
from coverage_lib.measures.audit.movement import Movement, allowed

#: Figure and table of one day may differ by this part: late corrections.
CORRECTED = 0.002
#: A count so near the table with construction, and far from it without, includes construction.
TIGHT = 0.05
#: A count of an article that counts by office is by office where it is so far, as a logarithm, from the count by domicile.
APART = 0.1
#: Counts further from the table than so many months are not held against it.
MONTHS = 12.5
SAME_DAY = 3

SPEAKS_FOR = {
    "domicile": words.CONSISTENT,
    "domicile with construction": words.CONSTRUCTION,
    "office": words.OFFICE,
    "office with construction": words.OFFICE,
}


def counting_tests(numbers: pd.DataFrame, members: pd.DataFrame, moved: Movement) -> pd.DataFrame:
    """What the members table says of the audited counts of members.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    members : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.cells.member_cells`.
    moved : Movement
        How far counts move with time.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`; the cells that take part are named in `keys`, base is the way of counting.
    """
    both = beside(numbers, members)
    # A figure of a year can be of any of its days.
    months = both["apart"] / MONTH + np.where(both["figure.precision"].eq("year"), 12.0, 0.0)
    # Even of one month a count may be of its first or of its last day.
    reach = allowed(moved, both["place"], both["segment"], both["quantity"], months.clip(lower=0.5))
    inside = (both["cell.value"] / reach <= both["figure.hi"]) & (
        both["cell.value"] * reach >= both["figure.lo"]
    )
    ratio = np.log(both["figure.value"] / both["cell.value"])
    both = both.assign(months=months, reach=reach, inside=inside & (months <= 2 * MONTHS), ratio=ratio)
    claims = _claims(both)
    found = [_same_day(both), _other_time(both), _near(both[both["months"] <= MONTHS].reset_index(drop=True))]
    if len(claims):
        found += [claims, _same_article(both, claims, numbers)]
    return pd.concat(found, ignore_index=True)


def beside(numbers: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Every audited figure beside every cell of its place, segment and quantity, as the roles ``figure`` and ``cell``."""
    columns = ["article", "level", *(name for name in PARTS if name not in ("quantity", "audited"))]
    figure = numbers[numbers["audited"] & numbers["from"].notna()]
    figure = figure[[*columns, "place", "boundary", "segment", "quantity"]]
    figure = figure.rename(columns={name: f"figure.{name}" for name in columns})
    both = figure.merge(cells, on=["place", "segment", "quantity"], suffixes=("", "_cell"))
    divided = both["place"].isin(DIVIDED)
    both = both[~divided | both["boundary"].eq(both["boundary_cell"])]
    both = both.drop_duplicates(["figure.key", "cell"]).reset_index(drop=True)
    after = (both["date"] - both["figure.to"]).dt.days
    before = (both["figure.from"] - both["date"]).dt.days
    return both.assign(
        **{
            "figure.quantity": both["quantity"],
            "cell.key": both["cell"],
            "cell.value": both["value"],
            "cell.rounded": False,
        },
        apart=np.maximum(np.maximum(after, before), 0),
    )


def _within(both: pd.DataFrame, part: float) -> tuple[pd.Series, pd.Series, pd.Series]:
    value = both["cell.value"]
    return value * (1 - part), value, value * (1 + part)


def _speaks_for(both: pd.DataFrame) -> pd.Series:
    """What a cell that fits says; all members of the nation are registered at some office in it, and its totals count construction."""
    nation = both["place"].eq(NATION) & ~both["segment"].isin(["formal", "informal"])
    same_by_office = both["place"].eq(NATION) & both["way"].eq("office")
    return (
        both["way"]
        .map(SPEAKS_FOR)
        .mask(nation | same_by_office | both["segment"].eq("construction"), words.CONSISTENT)
    )


def _same_day(both: pd.DataFrame) -> pd.DataFrame:
    """The table's count of the same day, to the digits printed."""
    now = both[(both["apart"] <= SAME_DAY) & ~both["estimated"]].reset_index(drop=True)
    speaks = _speaks_for(now)
    tests = equation(
        now,
        "members table",
        "figure",
        ["cell"],
        "equal",
        _within(now, CORRECTED),
        speaks_for=speaks,
        base=now["way"],
    )
    equal = (now["cell.value"] >= now["figure.lo"]) & (now["cell.value"] <= now["figure.hi"])
    telling = (
        equal & (telling_digits(now["figure.value"]) >= TELLING_DIGITS - 1) & speaks.ne(words.CONSISTENT)
    )
    return tests.assign(strength=np.select([telling, equal], [OVERRIDES, EXACT], ROUNDED))


def _other_time(both: pd.DataFrame) -> pd.DataFrame:
    """The table's count of another year-end, to the last digit."""
    telling = telling_digits(both["figure.value"]) >= TELLING_DIGITS
    dated = both["figure.precision"].isin(["day", "month"])
    rows = both[
        telling
        & dated
        & ~both["estimated"]
        & (both["apart"] > MONTH)
        & both["way"].isin(["domicile", "office with construction"])
    ]
    rows = rows.reset_index(drop=True)
    return equation(
        rows,
        "members table of another time",
        "figure",
        ["cell"],
        "equal",
        _within(rows, 0.0),
        speaks_for=words.MONTH,
        base=rows["way"],
    ).assign(strength=WEAK)


def _near(near: pd.DataFrame) -> pd.DataFrame:
    """Counts of other days, as far as honest ones may have moved: what is possible, which decides nothing alone."""
    limits = near["cell.value"] / near["reach"], near["cell.value"], near["cell.value"] * near["reach"]
    return equation(
        near,
        "members table some months away",
        "figure",
        ["cell"],
        "moved",
        limits,
        speaks_for=_speaks_for(near),
        base=near["way"],
    ).assign(fits=near["inside"], strength=POSSIBLE)


def _claims(both: pd.DataFrame) -> pd.DataFrame:
    """Counts that can be of one way of counting only, which is not the one by domicile without construction."""
    # Segments are cut differently from article to article; totals are not.
    chosen = both["place"].ne(NATION) & both["segment"].eq("total") & (both["months"] <= 2 * MONTHS)
    # Of each way of counting the date that is nearest says what is possible.
    nearest = both[chosen].sort_values("months", kind="stable").drop_duplicates(["figure.key", "way"])
    possible = nearest.pivot(index="figure.key", columns="way", values="inside").reindex(
        columns=list(SPEAKS_FOR)
    )
    compared = nearest.loc[nearest["way"].eq("domicile") & (nearest["months"] <= MONTHS), "figure.key"]
    possible = possible[possible.index.isin(compared)].fillna(False).astype(bool)
    possible = possible[~possible["domicile"]]
    office = possible[["office", "office with construction"]].any(axis=1)
    by_office = possible.index[office & ~possible["domicile with construction"]]
    building = nearest["way"].eq("domicile with construction") & ~nearest["estimated"]
    tight = nearest[building & (nearest["ratio"].abs() <= TIGHT) & (nearest["months"] <= 3.5)]
    tight = tight[tight["figure.key"].isin(possible.index)]
    counted = nearest[nearest["way"].str.startswith("office") & nearest["inside"]]
    # An article counts in one way: where others of its counts can only be by office, this one is too.
    articles = set(counted.loc[counted["figure.key"].isin(by_office), "figure.article"])
    too = counted["figure.key"].isin(possible.index[office]) & counted["figure.article"].isin(articles)
    counted = counted[counted["figure.key"].isin(by_office) | too]
    best = pd.concat([tight[~tight["figure.key"].isin(counted["figure.key"])], counted])
    best = (
        best.assign(away=best["ratio"].abs())
        .sort_values("away")
        .drop_duplicates("figure.key")
        .reset_index(drop=True)
    )
    limits = best["cell.value"] / best["reach"], best["cell.value"], best["cell.value"] * best["reach"]
    return equation(
        best,
        "only way of counting",
        "figure",
        ["cell"],
        "moved",
        limits,
        speaks_for=_speaks_for(best),
        base=best["way"],
    ).assign(fits=True, strength=OVERRIDES, exact=False)


def _same_article(both: pd.DataFrame, claims: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """Other provinces' counts of an article that counts by office, where they are not the count by domicile either."""
    article = numbers.set_index("key")["article"]
    office = claims[claims["speaks_for"].eq(words.OFFICE)]
    articles = set(office["of"].map(article))
    rows = both[
        both["figure.article"].isin(articles)
        & ~both["figure.key"].isin(claims["of"])
        & both["place"].ne(NATION)
    ]
    rows = rows[rows["figure.level"].eq("province") & rows["segment"].isin(["total", "formal", "informal"])]
    nearest = rows[rows["way"].eq("domicile")].sort_values("apart").drop_duplicates("figure.key")
    unlike = nearest.loc[nearest["ratio"].abs() > APART, "figure.key"]
    rows = rows[rows["figure.key"].isin(unlike) & rows["way"].str.startswith("office") & rows["inside"]]
    rows = (
        rows.assign(away=rows["ratio"].abs())
        .sort_values("away")
        .drop_duplicates("figure.key")
        .reset_index(drop=True)
    )
    limits = rows["cell.value"] / rows["reach"], rows["cell.value"], rows["cell.value"] * rows["reach"]
    return equation(
        rows,
        "article counts by office",
        "figure",
        ["cell"],
        "moved",
        limits,
        speaks_for=words.OFFICE,
        base=rows["way"],
    ).assign(fits=True, strength=OVERRIDES, exact=False)
