"""Figures as numbers that can be set beside each other: what each counts, where, when, between which limits, in which article."""

import re

import numpy as np
import pandas as pd

from coverage_lib.data.periods import period
from coverage_lib.measures.audit.evidence import Evidence

#: What a row counts, by its measure and unit; rows of other measures keep the name of their measure.
QUANTITY = {
    "active_participants": "active",
    "coverage_rate": "rate",
    "coverage_rate_rt_rw": "rate",
    "eligible_workers": "eligible",
    "employed": "employed",
    "labour_force": "labour_force",
    "uncovered_workers": "uncovered",
    "gap_workers": "gap",
    "uncovered_rate": "uncovered_rate",
    "gap_points": "gap_points",
    "coverage_change": "change",
    "registered_workers": "registered",
    "inactive_participants": "inactive",
    "subsidised_workers": "subsidised",
    "target_rate": "target",
    "target_rate_final": "target",
    "target_workers": "target_workers",
    "target_workers_final": "target_workers",
}
PEOPLE = (
    "active",
    "eligible",
    "employed",
    "labour_force",
    "uncovered",
    "gap",
    "registered",
    "inactive",
    "subsidised",
    "target_workers",
)
SHARES = ("rate", "uncovered_rate", "gap_points", "change", "target")

COLUMNS = [
    "key",
    "id",
    "asked",
    "audited",
    "article",
    "publisher",
    "place",
    "code",
    "level",
    "boundary",
    "segment",
    "quantity",
    "measure",
    "unit",
    "base",
    "from",
    "to",
    "precision",
    "value",
    "lo",
    "hi",
    "least",
    "most",
    "half",
    "hedged",
    "rounded",
    "printed",
    "note",
]

#: A count that is printed in full and ends in so many noughts was rounded before it was printed.
ROUND_ZEROS = 3
#: By how much it may have been rounded, at most, as a part of it.
ROUNDED_AT_MOST = 0.025
#: Printed counts whose last digit is worth more than this part of them count as rounded.
COARSE = 1e-3


def numbers(figures: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """The figures that are audited and all that is known beside them, as numbers with limits.

    Parameters
    ----------
    figures : pandas.DataFrame
        As from ``load_published``.
    evidence : Evidence
        Its published figures and targets are added, except those that are copies of a figure that is audited: the same number for
        the same place and time by the same publisher.

    Returns
    -------
    pandas.DataFrame
        key (position of a figure that was asked for, a negative number for others), id, asked, audited (asked for, or of the same article as
        one that is), article (a number for publisher and title),
        publisher (a number), place (code, or the name of a group), code, level, boundary, segment, quantity, measure, unit, base, from, to
        (period; missing where none is printed), precision, value, lo, hi (where the number lies as it is used: rounded or cut off
        at its last digit), least, most (the widest that its words allow), half (of what its last digit is worth), hedged (*about*, *more
        than*, a range), rounded (hedged or coarse), printed (its words), note.
    """
    audited = _numbers(figures).assign(asked=True)
    known = _numbers(evidence.published).assign(asked=False)
    targets = _numbers(evidence.targets.assign(boundary=None)).assign(asked=False)
    same = ["place", "segment", "quantity", "value", "from", "to", "publisher"]
    copies = known.merge(audited[same].drop_duplicates(), on=same, how="left", indicator=True)["_merge"]
    known = known[copies.eq("left_only").to_numpy()]
    rows = pd.concat([audited, known, targets], ignore_index=True)
    rows["key"] = np.where(rows["asked"], np.arange(len(rows)), -1 - np.arange(len(rows)))
    # Which number of an article is wrong, and how it counts, shows only where all of its numbers are looked at.
    figure = ~rows["quantity"].isin(["target", "target_workers"]) | rows["asked"]
    rows["audited"] = rows["article"].isin(rows.loc[rows["asked"], "article"]) & figure
    # Joined by many tests, and never shown.
    for name in ("article", "publisher"):
        rows[name] = pd.factorize(rows[name])[0]
    return rows[COLUMNS]


#: Tables of other figures, such as awards, have no limits and no bases.
MAY_LACK = ("boundary", "base", "low", "high", "step", "bound")


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    table = table.reset_index(drop=True).assign(
        **{name: None for name in MAY_LACK if name not in table.columns}
    )
    publisher = _plain(table["source_publisher"])
    title = _plain(table["source_title"])
    first, last = _period(table)
    rows = pd.DataFrame(
        {
            "id": table["id"].astype(object),
            "article": _article(table, publisher, title),
            "publisher": publisher,
            "place": table["code"].astype(object).where(table["code"].notna(), table["region"]),
            "code": table["code"].astype(object),
            "level": table["region_level"],
            "boundary": table["boundary"].astype(object),
            "segment": table["segment"].mask(table["measure"].eq("coverage_rate_rt_rw"), "rt_rw"),
            "quantity": table["measure"].map(QUANTITY).fillna(table["measure"]),
            "measure": table["measure"],
            "unit": table["unit"],
            "base": table["base"].astype(object),
            "from": first,
            "to": last,
            "precision": table["date"].str.len().map({4: "year", 7: "month", 10: "day"}).astype(object),
            "value": table["value"].astype(float),
            "printed": table["as_published"].fillna(""),
            "note": table["note"].fillna(""),
        }
    )
    # The same name of a measure may stand with another unit: a rate is a percentage, a count is of workers.
    percent = rows["quantity"].isin(["rate", "uncovered_rate", "target"])
    wrong = (percent & rows["unit"].ne("percent")) | (
        rows["quantity"].isin(PEOPLE) & rows["unit"].ne("workers")
    )
    rows["quantity"] = rows["quantity"].mask(wrong, rows["measure"])
    return rows.join(_limits(table, rows["unit"]))


def _plain(texts: pd.Series) -> pd.Series:
    return texts.fillna("").str.casefold().str.replace(r"\W+", " ", regex=True).str.strip()


def _article(table: pd.DataFrame, publisher: pd.Series, title: pd.Series) -> pd.Series:
    """Publisher and title; the address where both are missing; else the region and date, as one unnamed source."""
    named = publisher + "|" + title
    address = table["source_url"].fillna("")
    unnamed = "|" + table["region"].fillna("") + "|" + table["date"].fillna("")
    without = named.where(title.ne("") | publisher.ne(""), address.where(address.ne(""), unnamed))
    by_day = publisher + "|" + table["source_date"].fillna("")
    return without.mask(title.eq("") & publisher.ne("") & address.eq(""), by_day).astype(object)


def _period(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The period of a figure, cut off on the day on which it was printed."""
    first, last = table["date_from"].astype("datetime64[s]"), table["date_to"].astype("datetime64[s]")
    _printed_from, printed_by = period(table["source_date"].fillna(""))
    known = printed_by.notna() & (printed_by < last) & (printed_by >= first)
    return first, last.mask(known, printed_by)


def _limits(table: pd.DataFrame, unit: pd.Series) -> pd.DataFrame:
    """Where a number lies, as it is used (lo, hi) and at the widest (least, most), and whether it was rounded or hedged."""
    value = table["value"].astype(float)
    share = unit.isin(["percent", "percentage_points"])
    step = table["step"].astype(float).fillna(0.0)
    bound = table["bound"].astype(object).where(table["bound"].notna(), "exact")
    zeros = _worth_of_noughts(value)
    noughts = (~share & (step <= 1) & (zeros >= 10**ROUND_ZEROS)).to_numpy()
    step = step.mask(step.eq(0) & share, _last_digit(value))
    step = step.mask(noughts, np.minimum(zeros, 2 * ROUNDED_AT_MOST * value))
    whole = ~share & (step <= 1)
    # People are counted in whole numbers; other numbers are rounded to their last digit or cut off there.
    half = (step / 2).mask(whole, 0.5)
    lo, hi = value - half, value + step.mask(whole, 0.5)
    hedge = np.maximum(step, np.where(share & (zeros <= 1), step, zeros))
    about = step.where(share, zeros)
    least, most = table["low"].astype(float).fillna(lo), table["high"].astype(float).fillna(hi)
    lo = lo.mask(bound.isin(["at_least"]), value).mask(bound.isin(["almost", "at_most"]), value - hedge)
    hi = hi.mask(bound.isin(["at_least"]), value + hedge).mask(bound.isin(["almost", "at_most"]), value)
    lo, hi = lo.mask(bound.eq("about"), value - about), hi.mask(bound.eq("about"), value + about)
    lo, hi = lo.mask(bound.eq("between"), least), hi.mask(bound.eq("between"), most)
    coarse = np.where(share, step >= 1, ~whole & (step > COARSE * value.abs()))
    return pd.DataFrame(
        {
            "lo": lo,
            "hi": hi,
            "least": np.minimum(least, lo),
            "most": np.maximum(most, hi),
            "half": half,
            "hedged": bound.ne("exact"),
            "rounded": bound.ne("exact") | coarse,
        }
    )


def _worth_of_noughts(value: pd.Series) -> pd.Series:
    """What the last digit that is not nought is worth: 1,000 for 923,000; 1 for fractions."""
    worth = pd.Series(1.0, index=value.index)
    for power in range(1, 13):
        worth = worth.mask((value % 10**power).eq(0) & value.ne(0), 10.0**power)
    return worth


def _last_digit(value: pd.Series) -> pd.Series:
    """What the last digit behind the decimal point is worth."""
    digits = [
        len(re.sub(r"^.*\.", "", f"{number:.10g}")) if "." in f"{number:.10g}" else 0 for number in value
    ]
    return pd.Series(10.0 ** -np.array(digits, dtype=float), index=value.index)
