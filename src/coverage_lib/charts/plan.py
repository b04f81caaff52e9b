"""The national plan on its own base: the answer, the path with its fan, the steps, and what the answer hangs on."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.fan import projection_words
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, month
from coverage_lib.measures.attainment_summary import LIKELY, UNLIKELY
from coverage_lib.measures.projection.counts import ESTIMATED
from coverage_lib.measures.projection.record import SHOWN
from coverage_lib.measures.projection.workforce import Growth

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plan_lead(step: pd.Series, scores: pd.DataFrame) -> Finding:
    """The answer: the probability of the plan's last step, and how good the projection is for provinces.

    Parameters
    ----------
    step : pandas.Series
        The plan's last step, from ``projection.plan_steps``.
    scores : pandas.DataFrame
        From ``projection.scores``.

    Examples
    --------
    >>> step = pd.Series({"target": 43.92, "date": pd.Timestamp("2029-12-31"), "probability_at_target_date": 0.05})
    >>> scores = pd.DataFrame({"panel": "provinces", "model": ["outlook", "naive"], "crps": [1.9, 2.3]})
    >>> plan_lead(step, scores).text.partition(":")[0]
    'Indonesia is unlikely to reach its plan'
    """
    verdict = _(
        "{verdict}: the probability that {target} or more of the employed are active members at the end of {by} is {chance}."
    )
    better = (
        _(
            "For provinces the projection did better than assuming no change, in the one year that can be checked."
        )
        if _beats_no_change(scores)
        else _(
            "For provinces the projection did no better than assuming no change, in the one year that can be checked."
        )
    )
    words = verdict.format(
        verdict=verdict_words(step["probability_at_target_date"]),
        target=language.percent(step["target"], 2),
        by=step["date"].year,
        chance=language.chance(step["probability_at_target_date"]),
    )
    return Finding(f"{words} {better}", lead=True)


def _beats_no_change(scores: pd.DataFrame) -> bool:
    """Whether the error of the projection that is shown was below that of the last value, as both are printed."""
    own = scores[scores["panel"] == "provinces"].set_index("model")["crps"].round(2)
    return bool(own[SHOWN] < own["naive"])


def verdict_words(probability: float) -> str:
    """What a probability of the plan's target, as it is printed, means in words.

    Examples
    --------
    >>> verdict_words(0.05), verdict_words(0.5), verdict_words(0.9)
    ('Indonesia is unlikely to reach its plan', 'Whether Indonesia reaches its plan is open', 'Indonesia is likely to reach its plan')
    """
    printed = language.printed_probability(probability)
    if printed <= UNLIKELY:
        return _("Indonesia is unlikely to reach its plan")
    if printed > LIKELY:
        return _("Indonesia is likely to reach its plan")
    return _("Whether Indonesia reaches its plan is open")


def plan_figures(step: pd.Series, own: pd.DataFrame, growth: Growth) -> KeyFigures:
    """The numbers of the nation's way to its plan.

    Parameters
    ----------
    step : pandas.Series
        The plan's last step, from ``projection.plan_steps``.
    own : pandas.DataFrame
        The nation's own paces, from ``projection.own_paces``.
    growth : Growth
        Of the workforce, from ``projection.shrunk_growth``.

    Examples
    --------
    >>> step = pd.Series({"target": 43.92, "date": pd.Timestamp("2029-12-31"), "probability_at_target_date": 0.05, "q10": 27.0, "q90": 41.0,
    ...     "probability_ever_by_target_date": 0.06, "start_coverage": 31.26, "start_date": pd.Timestamp("2024-12-31"), "pace_needed": 2.53,
    ...     "start_active": 45.2e6, "members_per_month": 416e3, "members_per_month_q10": 364e3, "members_per_month_q90": 471e3})
    >>> own = pd.DataFrame({"start": pd.to_datetime(["2018-12-31"]), "end": pd.to_datetime(["2024-12-31"]), "pace": 1.2})
    >>> growth = Growth(pd.DataFrame(), 0.021, 0.005, 0.013, 0.02, 2018.0)
    >>> plan_figures(step, own, growth).items[2]
    ('2.5', 'points a year needed', 'own record: 1.2 a year 2018–2024')
    """
    by, when = step["date"].year, language.date(step["start_date"], "month")
    return KeyFigures(
        [
            (
                language.probability(step["probability_at_target_date"]),
                _("probability of {target} or more at the end of {by}").format(
                    target=language.percent(step["target"], 2), by=by
                ),
                _("at the end of some year until then: {ever}").format(
                    ever=language.probability(step["probability_ever_by_target_date"])
                ),
            ),
            (
                f"{language.percent(step['q10'], 0)}–{language.percent(step['q90'], 0)}",
                _("coverage expected at the end of {by}: 80% interval").format(by=by),
                _("{start} in {when}, construction counted in both").format(
                    start=language.percent(step["start_coverage"]), when=when
                ),
            ),
            (
                language.points(step["pace_needed"], sign=False),
                _("points a year needed"),
                _("own record: {paces}").format(
                    paces=", ".join(_pace_words(row) for row in own.to_dict("records")) or language.MISSING
                ),
            ),
            (
                thousands(step["members_per_month"]),
                _("net new members a month needed, {when} to {by}").format(when=when, by=by),
                _members_words(step, growth),
            ),
        ]
    )


def _members_words(step: pd.Series, growth: Growth) -> str:
    """How sure the members a month are, which depends on the workforce until then."""
    low, high = (thousands(step[f"members_per_month_{end}"]) for end in ("q10", "q90"))
    if low == high:
        return _("the workforce of that year is known")
    return _(
        "80% interval {low} to {high}; the workforce is taken to grow about {rate} a year, as since {first}"
    ).format(low=low, high=high, rate=language.percent(100 * growth.total), first=int(growth.first))


def _pace_words(row: dict[str, Any]) -> str:
    return _("{pace} a year {first}–{last}").format(
        pace=language.points(row["pace"], sign=False), first=row["start"].year, last=row["end"].year
    )


def plan_fan(totals: pd.DataFrame, quantiles: pd.DataFrame, steps: pd.DataFrame) -> Figure:
    """Every announced total over all employed, where it may go, and the plan's steps on the same base.

    Parameters
    ----------
    totals : pandas.DataFrame
        From ``projection.announced_totals``.
    quantiles : pandas.DataFrame
        From ``projection.national_quantiles``.
    steps : pandas.DataFrame
        From ``projection.plan_steps``.

    Examples
    --------
    >>> row = {"year": 2029, "target": 43.92, "date": pd.Timestamp("2029-12-31"), "measure": "target_rate_rpjmn", "pace_needed": 2.53,
    ...     "probability_at_target_date": 0.05, "probability_ever_by_target_date": 0.06, "q10": 27.0, "q50": 34.0, "q90": 41.0,
    ...     "start_coverage": 31.26, "start_date": pd.Timestamp("2024-12-31"), "start_active": 45.2e6, "members_per_month": 416e3,
    ...     "members_per_month_q10": 364e3, "members_per_month_q90": 471e3}
    >>> steps = pd.DataFrame([row])
    >>> total = {"date": pd.Timestamp("2024-12-31"), "active": 45.2e6, "workers": 144.6e6, "coverage": 31.26, "construction": "apart",
    ...     "precision": "month", "as_published": "45,2 juta", "source_publisher": "press", "id": "f1"}
    >>> edges = {"q10": 27.0, "q25": 30.0, "q50": 34.0, "q75": 38.0, "q90": 41.0}
    >>> fan = pd.DataFrame([{"date": pd.Timestamp("2029-12-31"), **edges}])
    >>> plan_fan(pd.DataFrame([total]), fan, steps).title.partition(";")[0]
    'Counted as the plan counts, 31.3% in December 2024'
    """
    end = steps.iloc[-1]
    ahead = quantiles[quantiles["date"] <= end["date"]]
    with marks.drawing(3.4) as (fig, ax):
        _draw_path(ax, totals, ahead)
        _draw_steps(ax, steps)
        ax.set_ylim(0, None)
        first = totals["date"].min().year
        ends = [pd.Timestamp(year, 12, 31) for year in range(first, end["date"].year + 1)]
        ax.set_xticks(ends, [str(day.year) for day in ends])
        ax.set_xlim(ends[0] - pd.Timedelta(days=150), ends[-1] + pd.Timedelta(days=420))
        marks.percent_axis(ax, axis="y")
        ax.legend(loc="upper left", ncols=2, fontsize=8.5)
    return publish(
        fig,
        name="plan-fan",
        title=_fan_title(steps),
        subtitle=_(
            "All active members that the agency announced, construction included, as a share of all employed of the year, percent; full dots are "
            "Decembers, hollow ones other months; the bands are what may follow, month by month; a year stands at its end"
        )
        + _counted_words(totals),
        source=" ".join(
            [_totals_source(steps), *(f"{words}." for words in vocabulary.own_table_words(totals["id"]))]
        ),
        alt=_fan_alt(totals, steps),
        table=Table(
            name="plan-fan-table",
            title=_("Announced totals over all employed, and the projection"),
            frame=_fan_rows(totals, ahead),
            columns=columns(
                Column("date", _("Date"), month),
                "active",
                Column("construction", _("Construction"), None),
                "workers",
                "coverage",
                "q10",
                "q50",
                "q90",
                "as_published",
                "source_publisher",
                "id",
                active=_("Active members announced"),
                workers=_("Employed"),
            ),
            note=_(
                "Before the first survey in the tables the employed are carried back at the growth that followed. A total without a month is drawn at the end of its year. "
                "The rows without a total are the projection at the ends of years."
            ),
        ),
    )


def _totals_source(steps: pd.DataFrame) -> str:
    return _(
        "Announced totals: press as listed in the table. BPS, Sakernas August. Plan: {documents}. {projection}"
    ).format(documents=_documents(steps), projection=projection_words(""))


def _fan_rows(totals: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    """The rows behind the fan: every announced total, then the projection at the ends of the years after the last one."""
    december = (ahead["date"].dt.month == 12) & (ahead["date"] > totals["date"].max())
    said = totals.assign(construction=totals["construction"].map(_construction_words()))
    return pd.concat([said, ahead.loc[december, ["date", "q10", "q50", "q90"]]], ignore_index=True)


def _construction_words() -> dict[str, str]:
    return {
        "apart": _("in it, counted apart"),
        "within": _("in it, within the parts"),
        "not stated": _("not stated"),
        ESTIMATED: _("estimated"),
    }


def _counted_words(totals: pd.DataFrame) -> str:
    """What a total is that nobody announced."""
    months = totals.loc[totals["construction"] == ESTIMATED, "date"]
    if months.empty:
        return ""
    return ". " + _("Not announced but counted by province, with construction estimated: {months}.").format(
        months=", ".join(language.date(month, "month") for month in months)
    )


def _draw_path(ax: "Axes", totals: pd.DataFrame, ahead: pd.DataFrame) -> None:
    """Bands and median by month, and a dot for each total: full for a December, hollow for another month."""
    for band in marks.FAN_BANDS:
        ax.fill_between(
            ahead["date"], ahead[band.low], ahead[band.high], color=marks.tint(marks.ACCENT, band.strength), linewidth=0,
            zorder=0.4, label=vocabulary.fan_word(band.word),
        )  # fmt: skip
    ax.plot(
        ahead["date"], ahead[marks.FAN_LINE], color=marks.ACCENT, linewidth=1.2, linestyle=(0, (4, 2)),
        label=vocabulary.fan_word("median"),
    )  # fmt: skip
    december = (totals["date"].dt.month == 12) & (totals["precision"] != "year")
    ax.plot(
        totals.loc[december, "date"], totals.loc[december, "coverage"], "o-", color=marks.ACCENT, markersize=5, linewidth=1.6,
        zorder=4, label=_("announced for December"),
    )  # fmt: skip
    ax.plot(
        totals.loc[~december, "date"], totals.loc[~december, "coverage"], "o", color=marks.ACCENT, markerfacecolor="white",
        markersize=4, zorder=4, label=_("for another month, or a year"),
    )  # fmt: skip


def _draw_steps(ax: "Axes", steps: pd.DataFrame) -> None:
    """The plan's steps with their rates and probabilities."""
    ax.plot(
        steps["date"],
        steps["target"],
        "D--",
        color=marks.TARGET,
        linewidth=1,
        markersize=5,
        zorder=5,
        label=_("plan"),
    )
    for row in steps.to_dict("records"):
        is_last = row["date"] == steps["date"].max()
        text = language.percent(row["target"], 2)
        if is_last:
            text += "\n" + _("probability {probability}").format(
                probability=language.probability(row["probability_at_target_date"])
            )
        ax.annotate(
            text, (row["date"], row["target"]), xytext=(0, 8) if is_last else (-6, 3), textcoords="offset points",
            ha="center" if is_last else "right", va="bottom", fontsize=8.5, color=marks.TARGET, linespacing=1.1,
        )  # fmt: skip


def _fan_title(steps: pd.DataFrame) -> str:
    end = steps.iloc[-1]
    return _(
        "Counted as the plan counts, {start} in {when}; at the end of {by} between {low} and {high} (80% interval), where the plan has {target}"
    ).format(
        start=language.percent(end["start_coverage"]),
        when=language.date(end["start_date"], "month"),
        by=end["date"].year,
        low=language.percent(end["q10"], 0),
        high=language.percent(end["q90"], 0),
        target=language.percent(end["target"], 2),
    )


def _fan_alt(totals: pd.DataFrame, steps: pd.DataFrame) -> str:
    last = totals.iloc[-1]
    return _(
        "Dots of announced totals from {first} to {last}, {before} to {now}, with a fan of what may follow, and the plan's steps: {steps}."
    ).format(
        first=language.date(totals["date"].min(), "month"),
        last=language.date(last["date"], "month"),
        before=language.percent(totals["coverage"].iloc[0]),
        now=language.percent(last["coverage"]),
        steps="; ".join(_step_words(row) for row in steps.to_dict("records")),
    )


def _step_words(row: dict[str, Any]) -> str:
    return _("{year}: {target}, probability {probability}, 80% interval {low} to {high}").format(
        year=row["year"],
        target=language.percent(row["target"], 2),
        probability=language.probability(row["probability_at_target_date"]),
        low=language.percent(row["q10"]),
        high=language.percent(row["q90"]),
    )


def _documents(steps: pd.DataFrame) -> str:
    """The plans that the steps are from, with the years that they set: RPJMN 2025–2029, RKP 2026."""
    names = {"target_rate_rpjmn": "RPJMN", "target_rate_rkp": "RKP"}
    texts = []
    for measure, name in names.items():
        years = steps.loc[steps["measure"] == measure, "year"]
        if len(years):
            texts.append(
                f"{name} {'–'.join(str(year) for year in dict.fromkeys([years.min(), years.max()]))}"
            )
    return ", ".join(texts)


def steps_table(steps: pd.DataFrame, last: pd.Timestamp) -> Table:
    """The plan's steps: the probability at the date, that of ever by then, and what it takes.

    Parameters
    ----------
    steps : pandas.DataFrame
        From ``projection.plan_steps``.
    last : pandas.Timestamp
        Of the last announced total.

    Examples
    --------
    >>> row = {"year": 2029, "target": 43.92, "date": pd.Timestamp("2029-12-31"), "measure": "target_rate_rpjmn", "pace_needed": 2.53,
    ...     "probability_at_target_date": 0.05, "probability_ever_by_target_date": 0.06, "q10": 27.0, "q50": 34.0, "q90": 41.0,
    ...     "start_coverage": 31.26, "start_date": pd.Timestamp("2024-12-31"), "start_active": 45.2e6, "members_per_month": 416e3,
    ...     "members_per_month_q10": 364e3, "members_per_month_q90": 471e3}
    >>> steps = pd.DataFrame([row])
    >>> [text for text, _sort in steps_table(steps, pd.Timestamp("2025-08-31")).content()["rows"][0]]
    ['2029', '43.92%', '27.0%–41.0%', '5%', '5%', '2.5', '364,000–471,000']
    """
    rows = steps.assign(
        interval=interval_words(steps),
        members=[
            "–".join(dict.fromkeys(thousands(end) for end in (low, high)))
            for low, high in zip(steps["members_per_month_q10"], steps["members_per_month_q90"], strict=True)
        ],
    )
    return Table(
        name="plan-steps",
        title=_("The steps of the plan"),
        frame=rows,
        columns=columns(
            Column("year", _("End of"), str),
            Column("target", _("Plan"), lambda value: language.percent(value, 2)),
            Column("interval", _("80% interval"), None, "q50"),
            Column("probability_at_target_date", _("Probability at the date"), language.probability),
            Column("probability_ever_by_target_date", _("Ever by then"), language.probability),
            "pace_needed",
            Column("members", _("Net new members a month"), None, "members_per_month"),
        ),
        note=_(
            "“Ever by then”: at the rate or above it at the end of some year until then. Pace and members a month are from {when} ({active} members); members as an "
            "80% interval where the workforce is not yet counted. The last total in the tables is of {last}."
        ).format(
            when=language.date(steps["start_date"].iloc[0], "month"),
            active=language.people(steps["start_active"].iloc[0]),
            last=language.date(last, "month"),
        ),
    )


def interval_words(rows: pd.DataFrame) -> list[str]:
    """The 80% interval of each row as it is written.

    Examples
    --------
    >>> interval_words(pd.DataFrame({"q10": [27.0], "q90": [41.4]}))
    ['27.0%–41.4%']
    """
    return [
        f"{language.percent(low)}–{language.percent(high)}"
        for low, high in zip(rows["q10"], rows["q90"], strict=True)
    ]


def thousands(people: float) -> str:
    """An estimated number of people, to the thousand.

    Examples
    --------
    >>> thousands(416_162.3)
    '416,000'
    """
    return language.people(round(people, -3))
