"""What closing a province's shortfall takes, in a table: members a month, and contributions."""

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.own_targets import target_rows
from coverage_lib.charts.province import counted_name
from coverage_lib.drawing.exhibits import Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures import province as profiles
from coverage_lib.measures.closing import least_contributions, members_per_month, own_targets_per_month
from coverage_lib.measures.projection import Projection
from coverage_lib.measures.province import Place


def closing(
    place: Place,
    coverage: pd.DataFrame,
    shares: pd.DataFrame,
    ahead: Projection,
    targets: pd.DataFrame,
    rules: pd.DataFrame,
    growth: float,
) -> Table:
    """The shortfall in people, and what closing it takes: members a month, and contributions where they are paid for.

    Parameters
    ----------
    place, coverage
        As for :func:`coverage_lib.charts.province.lead`.
    shares : pandas.DataFrame
        From ``load_coverage(base="segment_workers")``.
    ahead
        As for :func:`coverage_lib.charts.province.path`.
    targets : pandas.DataFrame
        From ``measures.province_published.own_outlook``, of the province.
    rules : pandas.DataFrame
        From ``load_rules()``.
    growth : float
        Of the province's workers, percent a year, from ``profiles.workforce_growth``.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_published, load_rules, load_targets
    >>> from coverage_lib.measures import published, targets
    >>> goal = {"target": 39.76, "target_date": pd.Timestamp("2029-12-31")}
    >>> members = {"net_new_members_per_month_q10": 3000, "net_new_members_per_month_q90": 5000}
    >>> ahead = Projection(pd.DataFrame(), pd.DataFrame([{"code": "15", **goal, **members}]))
    >>> own = targets.own_targets(load_targets(), published.coverage_figures(load_published())).query("code == '15'")
    >>> coverage, shares = load_coverage(base="employed"), load_coverage(base="segment_workers")
    >>> table = closing(profiles.place("15"), coverage, shares, ahead, own, load_rules(), growth=1.0)
    >>> [text for text, _sort in table.content()["rows"][0]]
    ['Workers without membership', '1,299,088', 'all employed less active members, 31 December 2024']
    """
    without = profiles.segment_levels(place, shares).set_index("segment")["not_members"].clip(lower=0)
    need = ahead.attainment[ahead.attainment["code"] == place.parent].iloc[0]
    rows = [
        *_not_members_rows(profiles.latest(place, coverage), without),
        *_pace_rows(profiles.history(place, coverage), need, growth),
        *_own_target_rows(targets),
        _contributions_row(without["informal"], rules),
    ]
    return Table(
        name="closing",
        title=_("{name}: the shortfall, and what closing it takes").format(name=counted_name(place)),
        frame=pd.DataFrame(rows, columns=["what", "number", "how"]),
        columns=columns("what", "number", Column("how", _("How counted"))),
        source=vocabulary.source_words(coverage[coverage["code"] == place.parent]),
    )


def _not_members_rows(now: pd.Series, without: pd.Series) -> list[tuple[str, str, str]]:
    when = language.date(now["date"])
    return [
        (
            _("Workers without membership"),
            language.number(now["workers"] - now["active"]),
            _("all employed less active members, {date}").format(date=when),
        ),
        (_("of them formal workers"), language.number(without["formal"]), when),
        (_("of them informal workers"), language.number(without["informal"]), when),
    ]


def _pace_rows(history: pd.DataFrame, need: pd.Series, growth: float) -> list[tuple[str, str, str]]:
    """Members a month of the past, and those that the yardstick takes, as a range since the workforce is not known ahead."""
    low, high = (max(need[f"net_new_members_per_month_{end}"], 0) for end in ("q10", "q90"))
    number = language.number(high) if high == low else f"{language.number(low)}–{language.number(high)}"
    return [
        (
            _("New members a month, as from {first} to {last}").format(
                first=language.date(history["date"].iloc[0], "month"),
                last=language.date(history["date"].iloc[-1], "month"),
            ),
            language.number(members_per_month(history)),
            _("net of those who left"),
        ),
        (
            _("New members a month to be at {rate} at the end of {year}").format(
                rate=language.percent(need["target"], 2), year=need["target_date"].year
            ),
            number,
            _(
                "80% interval; rate of the national plan less construction, of all employed, whose number is taken to grow by about {growth} a "
                "year (the province's own surveys, shrunk towards those of all provinces)"
            ).format(growth=language.percent(growth)),
        ),
    ]


def _own_target_rows(targets: pd.DataFrame) -> list[tuple[str, str, str]]:
    rows = target_rows(own_targets_per_month(targets))
    return [
        (
            _("New members a month to the own target of {target} for {year}").format(
                target=row.target_words, year=row.date_to.year
            ),
            language.number(row.members_per_month),
            _("of {workers} eligible workers, from {share} published for {date}").format(
                workers=language.number(row.workers), share=row.share_words, date=row.date_words
            ),
        )
        for row in rows.itertuples()
    ]


def _contributions_row(workers: float, rules: pd.DataFrame) -> tuple[str, str, str]:
    cost = least_contributions(workers, rules)
    return (
        _("Contributions of a year for all informal workers without membership"),
        "Rp" + language.number(cost.yearly),
        _("Rp{amount} a month, the least for work accident and death, times 12 (rule {id}: {basis}, {publisher})").format(
            amount=language.number(cost.monthly),
            id=cost.rule["id"],
            basis=cost.rule["legal_basis"],
            publisher=cost.rule["source_publisher"],
        ),
    )  # fmt: skip
