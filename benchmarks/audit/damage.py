"""Damage to figures that are consistent: slipped digits, points as percent, other counts and other dates, each known by its name."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.own_figures import own_figures
from coverage_lib.data.reading.plain import read_plain
from coverage_lib.data.sources import raw_path
from coverage_lib.load import load_evidence
from coverage_lib.measures.audit import Evidence, audit
from coverage_lib.measures.audit import words as w

MOST = 120
ARTICLE = ["source_publisher", "source_title"]


class Done(NamedTuple):
    """What an audit says after damage: `damaged` (alarm, named for each damaged figure), new alarms among the others, and how many those are."""

    damaged: pd.DataFrame
    new_alarms: int
    others: int


Change = Callable[[pd.Series, np.random.Generator, Evidence], dict[str, str] | None]


def every_kind() -> Iterator[tuple[str, Done]]:
    """Each kind of damage with what the audit makes of it."""
    raw = pd.concat(
        [read_plain(raw_path(name)) for name in ("published_figures", "published_figures_2")],
        ignore_index=True,
    ).fillna("")
    evidence = load_evidence()
    figures = own_figures(raw)
    before = audit(figures, evidence._replace(published=figures)).verdicts
    sound = before["verdict"].isin([w.CONSISTENT, w.ROUNDING, w.ANOTHER_BASE]) & before["confidence"].eq(
        "high"
    )
    for kind, (change, expected) in KINDS.items():
        yield kind, _audited(raw, sound & figures["value"].gt(0), before, evidence, change, expected)


def _audited(
    raw: pd.DataFrame,
    sound: pd.Series,
    before: pd.DataFrame,
    evidence: Evidence,
    change: Change,
    expected: set[str],
) -> Done:
    """The audit of the table with one figure in an article damaged."""
    rng = np.random.default_rng(12)
    candidates = raw[sound.to_numpy()].sample(frac=1, random_state=12)
    damaged, at, touched, kinds = raw.copy(), [], set(), set()
    for index, row in candidates.iterrows():
        # Twins must not be damaged alike: one figure in an article, one of its kind in a region.
        article, kind = tuple(row[ARTICLE]), tuple(row[["region", "segment", "measure"]])
        if article in touched or kind in kinds or len(at) >= MOST:
            continue
        cells = change(row, rng, evidence)
        if cells is None:
            continue
        touched.add(article)
        kinds.add(kind)
        at.append(index)
        for column, text in cells.items():
            damaged.loc[index, column] = text
        if "as_published" not in cells:
            damaged.loc[index, "as_published"] = ""
    figures = own_figures(damaged)
    after = audit(figures, evidence._replace(published=figures)).verdicts
    found = after.loc[at]
    articles = pd.MultiIndex.from_frame(raw[ARTICLE])
    left_alone = ~articles.isin(list(touched))
    new = after["alarm"] & ~before["alarm"] & left_alone
    result = pd.DataFrame({"alarm": found["alarm"], "named": found["verdict"].isin(expected)})
    return Done(result, int(new.sum()), int(left_alone.sum()))


def _plain(value: float, unit: str) -> dict[str, str]:
    """A value as a table and as a print show it, to the digits of a percentage or of people."""
    text = f"{value:.2f}" if unit == "percent" else f"{value:.0f}"
    return {"value": text}


def _exact(row: pd.Series) -> bool:
    """Printed in full: a count with its last digits, a share with decimals."""
    value = float(row["value"])
    return (
        value >= 10_000 and value % 100 != 0
        if row["unit"] == "workers"
        else row["unit"] == "percent" and "." in row["value"]
    )


def swapped(row: pd.Series, rng: np.random.Generator, _evidence: Evidence) -> dict[str, str] | None:
    """Two neighbouring digits the other way round."""
    digits = row["value"]
    places = [
        i
        for i in range(len(digits) - 1)
        if digits[i : i + 2].isdigit() and digits[i] != digits[i + 1] and (i or digits[1] != "0")
    ]
    if not _exact(row) or not places:
        return None
    i = int(rng.choice(places))
    return {"value": digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]}


def dropped(row: pd.Series, rng: np.random.Generator, _evidence: Evidence) -> dict[str, str] | None:
    """A digit of a count lost."""
    if not _exact(row) or row["unit"] != "workers":
        return None
    i = int(rng.integers(1, len(row["value"])))
    return {"value": row["value"][:i] + row["value"][i + 1 :]}


def tenfold(row: pd.Series, rng: np.random.Generator, _evidence: Evidence) -> dict[str, str] | None:
    """A count ten times as large."""
    return (
        {"value": f"{10 * float(row['value']):.0f}"}
        if row["unit"] == "workers" and rng.random() < 2
        else None
    )


def thousandth(row: pd.Series, _rng: np.random.Generator, _evidence: Evidence) -> dict[str, str] | None:
    """Thousands for millions."""
    value = float(row["value"])
    return {"value": f"{value / 1000:.0f}"} if row["unit"] == "workers" and value >= 1e6 else None


def five_points(row: pd.Series, rng: np.random.Generator, _evidence: Evidence) -> dict[str, str] | None:
    """A share that is five points too high or too low."""
    if row["measure"] != "coverage_rate" or not 10 < float(row["value"]) < 90:
        return None
    return _plain(float(row["value"]) + float(rng.choice([-5, 5])), "percent")


def _of_table(row: pd.Series, evidence: Evidence, counted_by: str, years_back: int) -> float | None:
    """The table's count of the figure's province, segment and year-end."""
    if (
        row["measure"] != "active_participants"
        or row["region_level"] != "province"
        or row["segment"] not in ("total", "formal", "informal")
    ):
        return None
    members = evidence.members
    year = int(row["date"][:4]) - years_back if row["date"][:4].isdigit() else 0
    chosen = members[
        members["code"].eq(row["code"])
        & members["counted_by"].eq(counted_by)
        & members["date"].dt.year.eq(year)
        & members["date_stated"]
    ]
    if row["segment"] != "total":
        chosen = chosen[chosen["segment"].eq(row["segment"])]
    elif counted_by == "domicile":
        chosen = chosen[chosen["segment"].ne("construction")]
    return float(chosen["active"].sum()) if len(chosen) else None


def year_before(row: pd.Series, _rng: np.random.Generator, evidence: Evidence) -> dict[str, str] | None:
    """The year-end count of the year before, of a figure with a month."""
    count = _of_table(row, evidence, "domicile", 1)
    return None if count is None or len(row["date"]) < len("2024-12") else {"value": f"{count:.0f}"}


def by_office(row: pd.Series, _rng: np.random.Generator, evidence: Evidence) -> dict[str, str] | None:
    """The count by office with construction for the count by domicile, of figures of the year of that table."""
    count = _of_table(row, evidence, "office", 0)
    return (
        None
        if count is None or row["segment"] != "total"
        else {"value": f"{count:.0f}", "date": "2023-12-31"}
    )


def of_target(row: pd.Series, _rng: np.random.Generator, evidence: Evidence) -> dict[str, str] | None:
    """The share of a target number for the share of workers."""
    if row["measure"] != "coverage_rate":
        return None
    goals = evidence.targets
    goals = goals[
        goals["measure"].eq("target_workers")
        & goals["region"].eq(row["region"])
        & goals["segment"].eq(row["segment"])
    ]
    members = evidence.published
    beside = members[
        members["source_title"].eq(row["source_title"]) & members["region"].eq(row["region"]) & members["measure"].eq("active_participants")
        & members["segment"].eq(row["segment"]) & members["date"].eq(row["date"])
    ]  # fmt: skip
    if goals.empty or beside.empty:
        return None
    return _plain(100 * float(beside["value"].iloc[0]) / float(goals["value"].iloc[0]), "percent")


SLIPS = {w.DIGITS, w.CONTRADICTS}
KINDS: dict[str, tuple[Change, set[str]]] = {
    "two neighbouring digits swapped": (swapped, SLIPS),
    "a digit of a count lost": (dropped, SLIPS),
    "a count ten times as large": (tenfold, SLIPS),
    "thousands for millions": (thousandth, SLIPS),
    "a share five points off": (five_points, {w.CONTRADICTS}),
    "year-end count of the year before": (year_before, {w.MONTH, w.CONTRADICTS}),
    "count by office": (by_office, {w.OFFICE}),
    "share of a target": (of_target, {w.TARGET, w.CONTRADICTS}),
}
