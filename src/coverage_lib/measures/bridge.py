"""From the counted share of all employed to the share that was announced: each step with its interval, and what is left unexplained."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.bases import UCJ_BEGINS
from coverage_lib.data.regions import NATION, provinces
from coverage_lib.measures.bridge_terms import DRAWS, TAILS, Evidence, Term, base_under, evidence, terms
from coverage_lib.measures.once import once

#: The steps in their order. Shares are products, so another order would divide the same difference in another way.
STEPS = ("counted", "base", "construction", "date", "unexplained", "announced")

#: How far the steps lead; see :class:`Bridge`.
STATUSES = ("explained", "explained with construction", "partly", "not explained", "not testable")

#: Why a way is not testable.
REASONS = ("no figure", "contradicted", "boundary", "before UCJ", "no date", "too wide")

#: Points: what is left unexplained within a wider interval says nothing.
TOO_WIDE = 10.0


class Bridge(NamedTuple):
    """The way from the counted to the announced share of a region.

    Attributes
    ----------
    steps : pandas.DataFrame
        One row for each of :data:`STEPS`: step, value (percent for the first and the last, percentage points for those between; missing where
        the step is not known), low, high (80%; of construction members that are not known for the province what they could be at most),
        before, after (percent: where the step begins and ends; one that is not known stays where it is), workers (members; what `value`
        is of the eligible workers), known (how: ``counted``; ``printed``, ``implied``, ``printed elsewhere`` or ``estimated``; ``printed``,
        ``announced``, ``left out``, ``not known``; ``own members``, ``totals and counts`` or, of the nation, ``announced totals``; ``rest``;
        ``announced``), ids. First, steps between and last add
        up exactly.
    status : str
        ``explained`` (what is left has nought in its interval), ``explained with construction`` (it has if construction members are counted,
        which the figure does not say), ``partly`` (less than half is left), ``not explained``, ``not testable``.
    reason : str
        Why it is not testable: ``no figure``, ``contradicted`` (what was published is found at fault), ``boundary`` (the figure is of a province of 2022 in Papua), ``before UCJ``, ``no date`` or ``too wide`` (what is
        left could be anything within ten points); else empty.
    code, name : str
        The region.
    figure : dict
        The announced figure: id, coverage, low, high, step, bound, date, printed_date, publisher, base (``eligible`` or ``not stated``), active
        (members printed beside it; else missing); empty without one.
    base : dict
        The eligible workers, as from :func:`coverage_lib.measures.bridge_terms.base_under`; empty without a figure.
    counted : dict
        The count: date, active, workers, coverage; empty without a figure.
    """

    steps: pd.DataFrame
    status: str
    reason: str
    code: str
    name: str
    figure: dict[str, Any]
    base: dict[str, Any]
    counted: dict[str, Any]


def bridge(
    code: str,
    figures: pd.DataFrame,
    published: pd.DataFrame,
    coverage: pd.DataFrame,
    office: pd.DataFrame,
    employment: pd.DataFrame,
    verdicts: pd.DataFrame | None = None,
    figure: str | None = None,
) -> Bridge:
    """The way from the counted share of all employed to the announced share of eligible workers, step by step.

    Parameters
    ----------
    code : str
        A province of 2021 or 2022, or ``"00"``.
    figures : pandas.DataFrame
        Published shares, from :func:`coverage_lib.measures.reconciled.standing` or :func:`coverage_lib.measures.published.coverage_figures`.
    published : pandas.DataFrame
        ``load_published()``: bases and members.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``: the counts, by domicile; of the final ones that nearest to the figure is taken.
    office : pandas.DataFrame
        ``load_members(counted_by="office")``: construction members are only counted there.
    employment : pandas.DataFrame
        ``load_employment("2021")``.
    verdicts : pandas.DataFrame, optional
        ``load_verdicts()``: numbers found at fault are no bases.
    figure : str, optional
        The id of a published share; else the one nearest in time to the last final count, of those stated to be of eligible workers,
        or, where there is none, of those whose base is not stated. Of figures that are within about three months of the nearest one,
        one with its own base, printed or implied, is taken before others; of several for a month the preferred one
        (see :mod:`coverage_lib.measures.published`).

    Returns
    -------
    Bridge

    Raises
    ------
    KeyError
        There is no such share of the region.

    Notes
    -----
    Members counted by domicile are divided by the eligible workers instead of the employed; construction members are added; members are moved
    from the date of the count to that of the figure: as the province's own printed members moved, where the same kind of publisher printed
    them near both dates; else as the nation's announced totals moved (the projection's path of the nation goes through all dated totals), and
    the province's own deviation from the nation over that time is doubt. The base is the one printed beside the
    figure, or that follows from the members beside it, which also decide where the printed one is a limit or rounded; else the province's nearest one, as unsure as its bases have moved; else an
    estimate. The intervals are 80%, from draws of all that is not known.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_members, load_published
    >>> from coverage_lib.measures.published import coverage_figures
    >>> printed = load_published()
    >>> tables = printed, load_coverage(), load_members(counted_by="office"), load_employment()
    >>> way = bridge("15", coverage_figures(printed), *tables)
    >>> way.steps[["step", "value"]].round(1).values.tolist()[:2]
    [['counted', 29.1], ['base', 11.6]]
    >>> way.figure["id"], way.base["known"]
    ('f0006', 'printed')
    """
    return _bridge(code, _evidence(figures, published, coverage, office, employment, verdicts), figure)


def bridges(
    figures: pd.DataFrame,
    published: pd.DataFrame,
    coverage: pd.DataFrame,
    office: pd.DataFrame,
    employment: pd.DataFrame,
    verdicts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How far the ways of the nation and all provinces of today lead, in one table.

    Parameters
    ----------
    figures, published, coverage, office, employment, verdicts : pandas.DataFrame
        As for :func:`bridge`.

    Returns
    -------
    pandas.DataFrame
        One row for each region: code, name, status, reason, counted, base, construction, date, unexplained, announced (as the steps'
        values), unexplained_low, unexplained_high, id, printed_date, counted_date (of the count).
    """
    rests_on = _evidence(figures, published, coverage, office, employment, verdicts)
    rows = []
    for code in [NATION, *provinces("2022")["code"]]:
        way = _bridge(code, rests_on, None)
        steps = way.steps.set_index("step")
        row = {"code": code, "name": way.name, "status": way.status, "reason": way.reason}
        if len(steps):
            row |= steps["value"].to_dict()
            row |= {f"unexplained_{side}": steps.loc["unexplained", side] for side in ("low", "high")}
            row |= {key: way.figure[key] for key in ("id", "printed_date")} | {
                "counted_date": way.counted["date"]
            }
        rows.append(row)
    return pd.DataFrame(rows)


def _evidence(*frames: pd.DataFrame | None) -> Evidence:
    return once(evidence, *(frame for frame in frames if frame is not None))


def _bridge(code: str, rests_on: Evidence, figure: str | None) -> Bridge:
    names = provinces("2022").set_index("code")["name"].to_dict() | {NATION: "Indonesia"}
    row = _figure(code, rests_on, figure)
    counts = rests_on.counts[rests_on.counts["code"] == code]
    reason = _not_testable(row, counts, code in rests_on.contradicted)
    if row is None or reason:
        return Bridge(_no_steps(), "not testable", reason, code, names[code], {}, {}, {})
    count = counts.loc[(counts["date"] - row["date"]).abs().idxmin()]
    base = base_under(row, rests_on)
    steps = _steps(count, terms(row, count, base, rests_on), row["active"])
    status = _status(steps)
    too_wide = status == "not testable"
    words = [
        "id",
        "coverage",
        "low",
        "high",
        "step",
        "bound",
        "date",
        "printed_date",
        "publisher",
        "base",
        "active",
    ]
    return Bridge(
        steps,
        status,
        "too wide" if too_wide else "",
        code,
        names[code],
        row[words].to_dict(),
        base,
        count[["date", "active", "workers", "coverage"]].to_dict(),
    )


def _figure(code: str, rests_on: Evidence, figure: str | None) -> pd.Series | None:
    """The share that was asked for, else the one that is announced; None where there is none."""
    if figure is None:
        return rests_on.announced.loc[code] if code in rests_on.announced.index else None
    if figure not in rests_on.figures.index or rests_on.figures.loc[figure, "code"] != code:
        raise KeyError(
            f"There is no published share {figure!r} of the region {code}, all segments together; see coverage_figures."
        )
    return rests_on.figures.loc[figure]


def _not_testable(row: pd.Series | None, counts: pd.DataFrame, contradicted: bool) -> str:
    """Why there is no way for a region; empty where there is one."""
    if counts.empty or (row is not None and row["boundary"] != "2021"):
        return "boundary"
    if row is None:
        return "contradicted" if contradicted else "no figure"
    if pd.isna(row["date"]):
        return "no date"
    return "" if row["date"] >= UCJ_BEGINS else "before UCJ"


def _steps(count: pd.Series, parts: Mapping[str, Term], announced_members: float) -> pd.DataFrame:
    """The table of steps: as their terms are taken, and in draws for the intervals."""
    added, base = parts["construction"], parts["base"].value

    def shares(base: Any, added: Any, growth: Any, announced: Any) -> list[Any]:
        counted = 100 * count["active"] / count["workers"]
        on_base, with_added = 100 * count["active"] / base, 100 * (count["active"] + added) / base
        moved = with_added * growth
        steps = [on_base - counted, with_added - on_base, moved - with_added, announced - moved]
        return [counted, *steps, announced]

    order = ["base", "construction", "growth", "announced"]
    values = shares(*(np.nan_to_num(parts[name].value) for name in order))
    drawn = [np.broadcast_to(draws, DRAWS) for draws in shares(*(parts[name].draws for name in order))]
    low, high = np.quantile(drawn, TAILS, axis=1)
    after = np.cumsum(values[:-1])
    table = pd.DataFrame(
        {
            "step": STEPS,
            "value": values,
            "low": low,
            "high": high,
            "before": [0.0, *after[:-1], 0.0],
            "after": [*after, values[-1]],
            # The base changes no members.
            "workers": np.array(values) / 100 * [count["workers"], 0, *[base] * 4],
            "known": ["counted", *(parts[name].known for name in order[:3]), "rest", "announced"],
            "ids": ["", *(parts[name].ids for name in order[:3]), "", parts["announced"].ids],
        }
    ).set_index("step", drop=False)
    if np.isnan(added.value):
        table.loc["construction", ["value", "workers"]] = np.nan
        table.loc["construction", ["low", "high"]] = 0.0, 100 * added.most * parts["growth"].value / base
    if np.isfinite(announced_members):
        table.loc["announced", "workers"] = announced_members
    return table.reset_index(drop=True)


def _no_steps() -> pd.DataFrame:
    columns = ["step", "value", "low", "high", "before", "after", "workers", "known", "ids"]
    return pd.DataFrame(columns=columns)


def _status(steps: pd.DataFrame) -> str:
    """How far the steps lead; see :class:`Bridge`."""
    at = steps.set_index("step")
    left, added = at.loc["unexplained"], at.loc["construction"]
    if left["high"] - left["low"] > TOO_WIDE:
        return "not testable"
    most = added["high"] if pd.isna(added["value"]) else 0.0
    if left["low"] <= most and left["high"] >= 0:
        without = left["low"] <= 0 or added["known"] == "not known, counted"
        return "explained" if without else "explained with construction"
    beyond = left["value"] - np.clip(left["value"], 0, most)
    difference = at.loc["announced", "value"] - at.loc["counted", "value"]
    return "partly" if abs(beyond) <= abs(difference) / 2 else "not explained"
