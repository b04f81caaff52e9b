"""The provinces' own targets, each with its status and the published figure beside it: a sentence, two tables, a province's way towards its own."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.charts import fan
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import figure_words, printed_share, stated_base
from coverage_lib.measures.province import Place
from coverage_lib.measures.published import NOT_STATED
from coverage_lib.measures.targets import JUDGED, VERDICTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOUR = "#555555"


def status_words(verdict: str, same_base: bool, later: str | None = None) -> str:
    """What is known of a target: whether it is ahead, due, reached, missed; and by which figure where that is of a later day.

    Parameters
    ----------
    verdict : str
        One of ``measures.targets.VERDICTS``.
    same_base : bool
        Whether target and figure are stated to be shares of the same workers; said where it is not and the figure judges.
    later : str, optional
        The date of the figure that judges, in words, where it is later than the target's.

    Examples
    --------
    >>> status_words("missed", True), status_words("missed", False, "March 2025")
    ('missed', 'missed by the figure of March 2025; base not stated')
    >>> status_words("no final figure", False), status_words("open", False)
    ('date has passed; no final figure', 'not yet due')
    """
    if verdict not in JUDGED:
        return {
            "no final figure": _("date has passed; no final figure"),
            "no figure": _("date has passed; no figure on this base"),
            "open": _("not yet due"),
            "not judged": _("not compared"),
        }[verdict]
    words = {
        "reached": _("reached by the figure of {date}") if later else _("reached"),
        "missed": _("missed by the figure of {date}") if later else _("missed"),
        "unclear": _("cannot be told from the figure of {date}")
        if later
        else _("cannot be told from the figure"),
    }[verdict].format(date=later)
    return words if same_base else _("{verdict}; base not stated").format(verdict=words)


def target_rows(own: pd.DataFrame) -> pd.DataFrame:
    """Targets with the words of the target, of the figure beside it and of the status.

    Parameters
    ----------
    own : pandas.DataFrame
        From :func:`coverage_lib.measures.targets.own_targets`.
    """
    rows = figure_words(own.assign(printed_date=own["figure_date"], base=own["figure_base"]))
    targets = [
        printed_share(row.value, row.target_step, row.target_bound, row.target_low, row.target_high)
        if row.unit == "percent"
        else language.number(row.value)
        for row in own.itertuples()
    ]
    return rows.assign(
        base=own["base"],
        target_words=targets,
        target_base=[None if pd.isna(base) else stated_base(base) for base in own["base"]],
        status_words=[
            status_words(row.verdict, row.same_base, row.date_words if row.figure_at > row.date_to else None)
            for row in rows.itertuples()
        ],
    )


def _target_columns(*keys: str) -> list[Column]:
    """Columns of the two tables of targets, in the order asked for."""
    own = {
        "status_words": Column("status_words", _("Status")),
        "status_short": Column("status_short", _("Status")),
        "target_words": Column("target_words", _("Target"), order="value"),
        "target_base": Column("target_base", _("Base of the target")),
        "share_words": Column("share_words", _("Figure that judges, or last before"), order="coverage"),
        "date_words": Column("date_words", _("Date of the figure"), order="figure_at"),
        "base_words": Column("base_words", _("Base of the figure")),
        "shortfall": Column("shortfall", _("Shortfall, points"), language.points),
        "probability": Column("probability", _("Probability"), language.probability),
        "figure_id": Column("figure_id", _("Figure row")),
        "ids": Column("ids", _("Target row")),
        "for": Column("date", _("For"), language.printed_date, order="date_to"),
    }
    return columns(*(own.get(key, key) for key in keys))


def _notes(as_of: pd.Timestamp) -> str:
    return _(
        "As of {date}, the latest day in the tables. A target that is due is judged by a figure of the same month, else by one printed for its year as a whole, else by the first one "
        "of the next twelve months; an earlier figure gives no verdict, and one on another stated base is never used. The probability is of being at or "
        "above the target on its date; a dash where no share of eligible workers with a day or month was published for the province. Offices leave out different "
        "workers, so a province is compared with itself only."
    ).format(date=language.date(as_of))


def _shown_together(own: pd.DataFrame) -> pd.DataFrame:
    """Targets in percent of all segments together."""
    return own[own["verdict"].ne("not judged") & own["segment"].eq("total")]


def own_targets_lead(own: pd.DataFrame, probability: pd.Series) -> Finding:
    """How many own targets are due and reached, missed or without a final figure, how many ahead, and how probable those are.

    Parameters
    ----------
    own : pandas.DataFrame
        From :func:`coverage_lib.measures.targets.own_targets`; shares of all segments together are counted.
    probability : pandas.Series
        From :func:`coverage_lib.measures.projection.own_probabilities`.
    """
    shown = _shown_together(own.assign(probability=probability))
    if shown.empty:
        return Finding(_("No province's own target is among the sources collected here."))
    count = shown["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    parts = {
        "reached": _("{count} due and reached"),
        "missed": _("{count} due and missed"),
        "unclear": _("{count} due and not to be told from the figure"),
        "no final figure": _("{count} due without a final figure"),
        "open": _("{count} not yet due"),
    }
    count["no final figure"] += count["no figure"]
    counted = [
        words.format(count=count[key]) for key, words in parts.items() if count[key] or key != "unclear"
    ]
    sentences = [
        _("Own targets of the provinces as of {date}: {counts}.").format(
            date=language.date(shown["as_of"].iloc[0]), counts=", ".join(counted)
        )
    ]
    unstated = (shown["verdict"].isin(JUDGED) & ~shown["same_base"]).sum()
    if unstated:
        sentences.append(
            _("In {count} of the verdicts the base of target or figure is not stated.").format(count=unstated)
        )
    if count["open"]:
        sentences.append(_chances_words(shown.loc[shown["verdict"].eq("open"), "probability"].dropna()))
    return Finding(" ".join(sentences))


def _chances_words(known: pd.Series) -> str:
    """How many of the probabilities of targets ahead are one half or more."""
    if known.empty:
        return _(
            "None of those not yet due has a probability: no dated share of eligible workers was published."
        )
    likely = known.map(language.printed_probability).ge(0.5).sum()
    words = (
        _("Of those not yet due {known} can be given a probability, and it is one half or more for {likely}.")
        if likely
        else _(
            "Of those not yet due {known} can be given a probability, and it is one half or more for none."
        )
    )
    return words.format(known=len(known), likely=likely)


def own_targets_table(own: pd.DataFrame, probability: pd.Series) -> Table:
    """The provinces' own targets, grouped by their status, each beside the figure that judges it or the last one before.

    Parameters
    ----------
    own : pandas.DataFrame
        From :func:`coverage_lib.measures.targets.own_targets`; shares of all segments together are shown.
    probability : pandas.Series
        From :func:`coverage_lib.measures.projection.own_probabilities`.
    """
    shown = _shown_together(own.assign(probability=probability))
    by_status = shown["verdict"].map(VERDICTS.index).sort_values(kind="stable").index
    # A column that says the same of every target is left out: targets ahead have one status, and those that are due no probability.
    ahead = shown["verdict"].eq("open")
    keys = ["region", "target_words", "for", "target_base", *([] if ahead.all() else ["status_short"])]
    keys += ["share_words", "date_words", *(["probability"] if ahead.any() else [])]
    rows = target_rows(shown.loc[by_status])
    # The date of the figure stands in a column of its own, and that the date has passed in the heading.
    due = {"no final figure": _("no final figure"), "no figure": _("no figure on this base")}
    short = [due.get(row.verdict) or status_words(row.verdict, row.same_base) for row in rows.itertuples()]
    return Table(
        name="own-targets",
        title=_("The provinces' own targets by status"),
        frame=rows.assign(status_short=short),
        columns=_target_columns(*keys),
        note=_notes(own["as_of"].max())
        + " "
        + _("The rows that target and figure come from stand in the profiles."),
    )


def targets_table(place: Place, targets: pd.DataFrame) -> Table | Finding:
    """The province's targets as printed, each with its status and the figure that judges it or the last one before.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    targets : pandas.DataFrame
        From ``measures.province_published.own_targets``, of the province.
    """
    from coverage_lib.charts.records import what_words

    if targets.empty:
        return Finding(
            _("No target of {name} itself is among the sources collected here.").format(name=place.name)
        )
    keys = "for what target_words target_base status_words share_words date_words base_words shortfall probability"
    return Table(
        name="targets",
        title=_("Targets of {name}").format(name=place.name),
        frame=target_rows(targets).assign(what=what_words(targets)),
        columns=_target_columns(*keys.split(), "source_publisher", "ids", "figure_id"),
        note=_notes(targets["as_of"].iloc[0]),
    )


def own_target(
    place: Place, published: pd.DataFrame, quantiles: pd.DataFrame, targets: pd.DataFrame
) -> Figure | Finding:
    """A province's published figures, the fan of its shares of eligible workers, and its own targets.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    published : pandas.DataFrame
        From ``measures.province_published.published_path``, of the province.
    quantiles : pandas.DataFrame
        From ``measures.province_published.own_outlook``; may be empty.
    targets : pandas.DataFrame
        From ``measures.province_published.own_targets``, of the province.
    """
    # A target on another base does not stand beside shares of eligible workers.
    rates = _shown_together(targets)
    rates = rates[rates["base"].isin(["eligible", NOT_STATED])]
    if published.empty:
        return Finding(
            _(
                "No share of eligible workers, the official base, has been published for {name} in the sources collected here."
            ).format(name=place.name)
        )
    if len(published) == 1 and rates.empty:
        return Finding(own_target_words(place, published, rates) + ".")
    last_year = max([published["date"].iloc[-1].year + 2, *rates["date_to"].dt.year])
    ahead = quantiles[quantiles["date"].dt.year <= last_year]
    with marks.drawing(2.1) as (fig, ax):
        _draw_own_target(ax, published, ahead, rates)
    return publish(
        fig,
        name="own-target",
        title=own_target_words(place, published, rates),
        subtitle=_(
            "Published coverage, percent: filled of eligible workers (UCJ), hollow of a base that is not stated; a bar is what a figure "
            "leaves open. The line is broken where the number of eligible workers was drawn anew."
        ),
        source=_("Press and agencies as listed in the tables of published figures and targets."),
        alt=_alternative(published, rates),
        table=_path_table(published, ahead),
    )


def _draw_own_target(ax: "Axes", published: pd.DataFrame, ahead: pd.DataFrame, rates: pd.DataFrame) -> None:
    stated = published["base"].eq("eligible")
    dated = stated & published["precision"].ne("year")
    _draw_limits(ax, published)
    if dated.any():
        last = published["part"].eq(published.loc[dated, "part"].max())
        for _part, piece in published[dated & ~last].groupby("part"):
            ax.plot(piece["date"], piece["coverage"], color=COLOUR, linewidth=2, marker="o", markersize=4.5)
        fan.draw_fan(ax, published[dated & last], ahead, COLOUR, _("of eligible workers"))
    _draw_figures(ax, published[stated & ~dated], COLOUR, None if dated.any() else _("of eligible workers"))
    _draw_figures(ax, published[~stated], "white", _("base not stated"))
    if len(rates):
        ax.plot(
            rates["date_to"], rates["value"], marker="D", color=marks.TARGET, markersize=5, linestyle="none",
            label=_("own target"),
        )  # fmt: skip
    ends = pd.concat([published["date_from"], published["date"], ahead["date"], rates["date_to"]])
    fan.years_axis(ax, ends.min().year - 1, max(ends.max().year, published["date"].iloc[-1].year + 1))
    highest = pd.concat([published["coverage"], rates["value"], ahead["q90"]]).max()
    ax.set_ylim(0, min(100, highest * 1.12))
    marks.percent_axis(ax, axis="y")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8.5, borderaxespad=0.4, handlelength=1.6)


def drawn_at(figures: pd.DataFrame) -> pd.Series:
    """Where a figure is drawn: on its day; of a year that ended before it was named at its end, of one that ran in its middle.

    Parameters
    ----------
    figures : pandas.DataFrame
        date_from, date, placed_at.

    Examples
    --------
    >>> days = {"date_from": pd.Timestamp("2024-01-01"), "date": pd.Timestamp("2024-12-31")}
    >>> rows = [days | {"placed_at": days["date_from"]}, days | {"placed_at": days["date"]}]
    >>> drawn_at(pd.DataFrame(rows)).dt.month.tolist()
    [7, 12]
    """
    middle = figures["date_from"] + (figures["date"] - figures["date_from"]) / 2
    return figures["placed_at"].where(figures["placed_at"].ne(figures["date_from"]), middle)


def _draw_figures(ax: "Axes", figures: pd.DataFrame, fill: str, label: str | None) -> None:
    if len(figures):
        ax.plot(
            drawn_at(figures), figures["coverage"], marker="o", markersize=5, markerfacecolor=fill,
            color=COLOUR, linestyle="none", label=label,
        )  # fmt: skip


def _draw_limits(ax: "Axes", published: pd.DataFrame) -> None:
    """What a figure leaves open: upwards what it may be, along the axis the year that it may be of."""
    vague = published[published["bound"].ne("exact")]
    ax.vlines(
        drawn_at(vague), vague["low"], vague["high"].clip(upper=100), color=COLOUR, linewidth=1, alpha=0.6
    )
    years = published[published["precision"].eq("year")]
    ax.hlines(years["coverage"], years["date_from"], years["date"], color=COLOUR, linewidth=1, alpha=0.6)


def _alternative(published: pd.DataFrame, rates: pd.DataFrame) -> str:
    figures, targets = figure_words(published), target_rows(rates) if len(rates) else rates
    return _("Published figures: {values}. Targets: {targets}.").format(
        values=", ".join(
            f"{row.date_words}: {row.share_words} ({row.base_words})" for row in figures.itertuples()
        ),
        targets="; ".join(
            f"{language.printed_date(row.date)}: {row.target_words} ({row.status_words})"
            for row in targets.itertuples()
        )
        or "–",
    )


def _path_table(published: pd.DataFrame, ahead: pd.DataFrame) -> Table:
    """The figures as printed, then the year-ends that may follow."""
    projected = pd.DataFrame({"placed_at": ahead["date"], "date_words": ahead["date"].map(language.date)})
    edges = ahead[["q10", "q50", "q90"]]
    rows = pd.concat([figure_words(published), projected.join(edges)], ignore_index=True)
    return Table(
        name="own-target",
        title=_("Published and projected coverage"),
        frame=rows.reindex(columns=[*published, "share_words", "date_words", "base_words", *edges]),
        columns=columns("date_words", "share_words", "base_words", "q10", "q50", "q90", "id"),
    )


def published_words(figure: pd.Series) -> str:
    """A published figure in a phrase: how much, of whom, when.

    Examples
    --------
    >>> published_words(pd.Series({"coverage": 27.0, "step": 1.0, "bound": "exact", "low": 26.5, "high": 27.5,
    ...     "base": "not stated", "printed_date": "2025-12"}))
    '27% published for December 2025, of a base that is not stated'
    """
    [row] = figure_words(figure.to_frame().T).to_dict("records")
    if pd.isna(row["step"]):  # it was not printed as a share, so it has no last digit
        phrase = _("{share} of eligible workers by the counts published for {date}")
    elif row["base"] == "eligible":
        phrase = _("{share} of eligible workers published for {date}")
    else:
        phrase = _("{share} published for {date}, of a base that is not stated")
    return phrase.format(share=row["share_words"], date=row["date_words"])


def own_target_words(place: Place, published: pd.DataFrame, rates: pd.DataFrame) -> str:
    """The last published figure of a province and what there is to say of its last target, in a sentence without its point."""
    figure = f"{place.name}: {published_words(published.iloc[-1])}"
    return f"{figure}; {_last_target_words(rates)}"


def _last_target_words(rates: pd.DataFrame) -> str:
    """The status of the last target of a province in a clause."""
    if rates.empty:
        return _("no target is compared with it")
    [target] = target_rows(rates.tail(1)).to_dict("records")
    clause = _judged_clause(target) if target["verdict"] in JUDGED else _unjudged_clause(target)
    return clause.format(
        target=target["target_words"],
        year=target["date_to"].year,
        figure=target["date_words"],
        date=language.date(target["date_to"]),
        chance=language.chance(target["probability"]),
    )


def _judged_clause(target: dict[Any, Any]) -> str:
    if target["verdict"] == "unclear":
        return _("the figure of {figure} leaves open whether the target of {target} for {year} is reached")
    reached = target["verdict"] == "reached"
    if not target["same_base"]:
        return (
            _("by the figure of {figure} the target of {target} for {year} is reached if both are on the same base, which is not stated")
            if reached
            else _("by the figure of {figure} the target of {target} for {year} is missed if both are on the same base, which is not stated")
        )  # fmt: skip
    if target["figure_at"] > target["date_to"]:
        return (
            _("the target of {target} for {year} was reached by the figure of {figure}")
            if reached
            else _("the target of {target} for {year} was missed by the figure of {figure}")
        )
    return (
        _("the target of {target} for {year} was reached")
        if reached
        else _("the target of {target} for {year} was missed")
    )


def _unjudged_clause(target: dict[Any, Any]) -> str:
    if target["verdict"] == "no final figure":
        return _("the date of the target of {target} for {year} has passed, and there is no final figure")
    if target["verdict"] == "no figure":
        return _(
            "the date of the target of {target} for {year} has passed, and there is no figure on its base"
        )
    if pd.isna(target["probability"]):
        return _("the target of {target} for {year} is not yet due and has no probability")
    return _("the probability of being at or above the target of {target} on {date} is {chance}")
