"""The provinces' own targets, each beside the published figure that tells of it: two tables, and a province's way towards its own."""

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOUR = "#555555"


def verdict_words(verdict: str, same_base: bool) -> str:
    """What is said of a target beside a figure; where it is not stated that both are of the same workers, that too.

    Parameters
    ----------
    verdict : str
        One of ``measures.targets.VERDICTS``.
    same_base : bool
        Whether both are stated to be shares of the same workers.

    Examples
    --------
    >>> verdict_words("missed", True), verdict_words("missed", False), verdict_words("open", False)
    ('missed', 'missed; base not stated', 'open')
    """
    words = {
        "reached": _("reached"),
        "missed": _("missed"),
        "open": _("open"),
        "unclear": _("cannot be told from the figure"),
        "not known": _("no figure of its year"),
        "no figure": _("no figure on this base"),
        "not judged": _("not compared"),
    }[verdict]
    judged = verdict in ("reached", "missed", "unclear")
    return words if same_base or not judged else _("{verdict}; base not stated").format(verdict=words)


def target_rows(own: pd.DataFrame) -> pd.DataFrame:
    """Targets with the words of the target, of the figure beside it and of the verdict.

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
        verdict_words=[verdict_words(row.verdict, row.same_base) for row in own.itertuples()],
    )


def _target_columns(*keys: str) -> list[Column]:
    """Columns of the two tables of targets, in the order asked for."""
    own = {
        "target_words": Column("target_words", _("Target"), order="value"),
        "target_base": Column("target_base", _("Base of the target")),
        "share_words": Column("share_words", _("Last figure before"), order="coverage"),
        "date_words": Column("date_words", _("Published for"), order="figure_at"),
        "base_words": Column("base_words", _("Base of the figure")),
        "shortfall": Column("shortfall", _("Points short"), language.points),
        "verdict_words": Column("verdict_words", _("Verdict")),
        "probability": Column("probability", _("Probability"), language.probability),
        "figure_id": Column("figure_id", _("Figure row")),
        "ids": Column("ids", _("Target row")),
        "for": Column("date", _("For"), language.printed_date, order="date_to"),
    }
    return columns(*(own.get(key, key) for key in keys))


def _notes() -> str:
    return _(
        "The figure is the last one up to the target's date, never one on another stated base; where the base of either is not "
        "stated, the verdict says so. Open: no figure is as late as the month before the target's date. A probability is the "
        "model's, from figures stated to be of eligible workers; a dash where there are too few, or where the target is not "
        "stated to be of eligible workers."
    )


def own_targets_table(own: pd.DataFrame, probability: pd.Series) -> Table:
    """Each province's own targets beside the last figure that was published before.

    Parameters
    ----------
    own : pandas.DataFrame
        From :func:`coverage_lib.measures.targets.own_targets`; shares of all segments together are shown.
    probability : pandas.Series
        From :func:`coverage_lib.measures.projection.own_probabilities`.
    """
    shown = own.assign(probability=probability)
    rows = target_rows(shown[shown["verdict"].ne("not judged") & shown["segment"].eq("total")])
    keys = "region target_words for target_base share_words date_words base_words shortfall verdict_words"
    return Table(
        name="own-targets",
        title=_("The provinces' own targets, each beside the last figure published before its date"),
        frame=rows,
        columns=_target_columns(*keys.split(), "probability", "ids", "figure_id"),
        note=_notes()
        + " "
        + _("Offices leave out different workers, so a province is compared with itself."),
    )


def targets_table(place: Place, targets: pd.DataFrame) -> Table | Finding:
    """The province's targets as printed, each beside the last figure that was published before.

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
    keys = "for what target_words target_base share_words date_words base_words verdict_words probability"
    return Table(
        name="targets",
        title=_("Targets of {name}").format(name=place.name),
        frame=target_rows(targets).assign(what=what_words(targets)),
        columns=_target_columns(*keys.split(), "source_publisher", "ids", "figure_id"),
        note=_notes(),
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
    rates = targets[
        targets["verdict"].ne("not judged") & targets["segment"].eq("total") & targets["coverage"].notna()
    ]
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
            "leaves open. What counts as eligible changes between figures."
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
        fan.draw_fan(ax, published[dated], ahead, COLOUR, _("of eligible workers"))
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


def _drawn_at(figures: pd.DataFrame) -> pd.Series:
    """Where a figure is drawn: on its day, or in the middle of the year that it names without saying more."""
    middle = figures["date_from"] + (figures["date"] - figures["date_from"]) / 2
    return figures["placed_at"].where(figures["precision"].ne("year"), middle)


def _draw_figures(ax: "Axes", figures: pd.DataFrame, fill: str, label: str | None) -> None:
    if len(figures):
        ax.plot(
            _drawn_at(figures), figures["coverage"], marker="o", markersize=5, markerfacecolor=fill,
            color=COLOUR, linestyle="none", label=label,
        )  # fmt: skip


def _draw_limits(ax: "Axes", published: pd.DataFrame) -> None:
    """What a figure leaves open: upwards what it may be, along the axis the year that it may be of."""
    vague = published[published["bound"].ne("exact")]
    ax.vlines(
        _drawn_at(vague), vague["low"], vague["high"].clip(upper=100), color=COLOUR, linewidth=1, alpha=0.6
    )
    years = published[published["precision"].eq("year")]
    ax.hlines(years["coverage"], years["date_from"], years["date"], color=COLOUR, linewidth=1, alpha=0.6)


def _alternative(published: pd.DataFrame, rates: pd.DataFrame) -> str:
    figures, targets = figure_words(published), target_rows(rates) if len(rates) else rates
    return _("Published figures: {values}. Targets: {targets}.").format(
        values=", ".join(
            f"{row.date_words}: {row.share_words} ({row.base_words})" for row in figures.itertuples()
        ),
        targets=", ".join(f"{row.date}: {row.target_words}" for row in targets.itertuples()) or "–",
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
    phrase = (
        _("{share} of eligible workers published for {date}")
        if row["base"] == "eligible"
        else _("{share} published for {date}, of a base that is not stated")
    )
    return phrase.format(share=row["share_words"], date=row["date_words"])


def own_target_words(place: Place, published: pd.DataFrame, rates: pd.DataFrame) -> str:
    """The last published figure of a province and what there is to say of its last target, in a sentence without its point."""
    figure = f"{place.name}: {published_words(published.iloc[-1])}"
    return f"{figure}; {_last_target_words(rates)}"


def _last_target_words(rates: pd.DataFrame) -> str:
    if rates.empty:
        return _("no target is compared with it")
    target = rates.iloc[-1]
    words = {"target": target_rows(rates.tail(1))["target_words"].iloc[0], "year": target["date_to"].year}
    if target["verdict"] == "open" and pd.notna(target["probability"]):
        chance = language.probability(target["probability"])
        return _("the probability of the target of {target} for {year} is {probability}").format(
            probability=chance, **words
        )
    if target["verdict"] not in ("reached", "missed"):
        return _("the target for {year} is {target}").format(**words)
    if not target["same_base"]:
        return _("beside the target of {target} for {year}, whose verdict depends on the base").format(
            **words
        )
    if target["verdict"] == "reached":
        return _("the target of {target} for {year} was reached").format(**words)
    return _("the target of {target} for {year} was missed").format(**words)
