"""How projections have done: scores and calibration."""

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.attainment_summary import Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The model of this project, among those that are scored.
OWN = "damped_trend"

#: The intervals that are scored, percent.
NOMINAL = (50, 80, 95)


def scorecard_table(scores: pd.DataFrame, span: Span) -> Table:
    """How well the projection and simple rules would have done.

    Parameters
    ----------
    scores : pandas.DataFrame
        From ``projection.scores``: panel, model, crps, mae, inside_50, inside_80, inside_95, forecasts.
    span : Span
        From ``attainment_summary.span``: the years of the provinces' counts.

    Examples
    --------
    >>> inside = {"inside_50": 51.0, "inside_80": 79.0, "inside_95": 94.0}
    >>> scores = pd.DataFrame([{"panel": "provinces", "model": "naive", "crps": 2.9, "mae": 4.1, "forecasts": 34, **inside}])
    >>> [text for text, _sort in scorecard_table(scores, Span(2022, 2024, 2045)).content()["rows"][0]][:3]
    ['the provinces, 2022–2024', 'last value', '2.90']
    """
    rows = scores[scores["crps"].notna()]
    return Table(
        name="scorecard",
        title=_("How the projection and simple rules would have done"),
        frame=rows.assign(
            panel=[panel_word(panel, span) for panel in rows["panel"]],
            model=[model_word(model) for model in rows["model"]],
        ),
        columns=columns(
            Column("panel", _("Scored on")),
            Column("model", _("Model")),
            Column("crps", _("CRPS, points"), partial(language.number, digits=2)),
            Column("mae", _("Mean absolute error, points"), partial(language.number, digits=2)),
            Column("inside_50", _("Inside the 50% interval"), language.percent),
            Column("inside_80", _("Inside the 80% interval"), language.percent),
            Column("inside_95", _("Inside the 95% interval"), language.percent),
            Column("forecasts", _("Forecasts"), language.number),
        ),
        note=_(
            "CRPS: continuous ranked probability score, lower is better. Every forecast knew only what was known then."
        ),
    )


def model_word(model: str) -> str:
    """What a model is called.

    Examples
    --------
    >>> model_word("naive")
    'last value'
    """
    known = {
        OWN: _("this projection"),
        "naive": _("last value"),
        "drift": _("drift"),
        "linear": _("straight line"),
        "logit_linear": _("straight line on the logit"),
        "local_linear_trend": _("local linear trend"),
        "damped_ets": _("damped ETS"),
    }
    return known.get(model, model)


def panel_word(panel: str, span: Span) -> str:
    """What a panel of known outcomes is called.

    Examples
    --------
    >>> panel_word("provinces", Span(2022, 2024, 2045))
    'the provinces, 2022–2024'
    """
    return {
        "reference": _("immunisation, other countries"),
        "provinces": _("the provinces, {first}–{last}").format(first=span.first, last=span.last),
    }[panel]


def calibration(scores: pd.DataFrame, span: Span) -> Figure:
    """How often outcomes lay inside the intervals, against how often they should.

    Parameters
    ----------
    scores, span
        As for :func:`scorecard_table`.

    Examples
    --------
    >>> inside = {"inside_50": 51.0, "inside_80": 79.0, "inside_95": 94.0}
    >>> own = {"panel": "provinces", "model": "damped_trend", "crps": 2.9, "mae": 4.1, "forecasts": 34}
    >>> calibration(pd.DataFrame([own | inside]), Span(2022, 2024, 2045)).title
    'Outcomes inside the 80% interval: the provinces, 2022–2024: 79%'
    """
    panels = list(dict.fromkeys(scores["panel"]))
    rows = scores[scores["inside_80"].notna()]
    with marks.drawing(3.1, ncols=len(panels), sharey=True, squeeze=False) as (fig, axes):
        for ax, panel in zip(axes.flat, panels, strict=True):
            _draw_calibration(ax, rows[rows["panel"] == panel])
            ax.set_title(panel_word(panel, span), fontsize=9.5)
        axes.flat[0].set_ylabel(_("lay inside"))
        handles, labels = axes.flat[0].get_legend_handles_labels()
        kept = dict(zip(labels, handles, strict=True))
        axes.flat[0].legend(kept.values(), kept.keys(), loc="lower right", fontsize=8)
    own = scores[scores["model"] == OWN].set_index("panel")["inside_80"]
    shown = [f"{panel_word(panel, span)}: {language.percent(own[panel], 0)}" for panel in panels]
    return publish(
        fig,
        name="calibration",
        title=_("Outcomes inside the 80% interval: {shown}").format(shown="; ".join(shown)),
        subtitle=_(
            "Share of outcomes that lay inside the 50, 80 and 95% intervals, percent; on the line an interval is as sure as it says"
        ),
        source=_(
            "Backtests of this project: WHO/UNICEF estimates of immunisation coverage (2017 revision), as recorded in "
            "benchmarks/projection; provinces as in this report."
        ),
        alt=_("Calibration of intervals: {values}.").format(
            values="; ".join(
                f"{panel_word(row['panel'], span)}, {model_word(row['model'])}: "
                + " / ".join(language.percent(row[f"inside_{level}"], 0) for level in NOMINAL)
                for row in rows.to_dict("records")
            )
        ),
        table=scorecard_table(scores, span),
    )


def _draw_calibration(ax: "Axes", rows: pd.DataFrame) -> None:
    """A line for each model over the nominal shares, this project's on top; on the diagonal an interval keeps its promise."""
    ax.plot([0, 100], [0, 100], color=marks.PALE, linewidth=1)
    for row in rows.to_dict("records"):
        own = row["model"] == OWN
        ax.plot(
            NOMINAL, [row[f"inside_{level}"] for level in NOMINAL], "o-",
            color=marks.ACCENT if own else marks.CONTEXT, linewidth=2.2 if own else 0.8,
            markersize=5 if own else 3, zorder=3 if own else 2, alpha=1 if own else 0.7,
            label=_("this projection") if own else _("simple and ready-made ones"),
        )  # fmt: skip
    ax.set_xlabel(_("should lie inside"))
    ax.set_xticks(NOMINAL)
    ax.set(xlim=(40, 100), ylim=(0, 102))
    marks.percent_axis(ax)
    marks.percent_axis(ax, axis="y")
