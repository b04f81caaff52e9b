"""How projections have done: scores and calibration."""

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _


def scorecard_table(scores: pd.DataFrame) -> Table:
    """How well the projection and simple rules would have done.

    Parameters
    ----------
    scores : pandas.DataFrame
        panel, model, crps, mae, inside_50, inside_80, inside_95, forecasts.
    """
    return Table(
        name="scorecard",
        title=_("How the projection and simple rules would have done"),
        frame=scores[scores["crps"].notna()].assign(
            panel=lambda rows: rows["panel"].map(panel_word), model=lambda rows: rows["model"].map(model_word)
        ),
        columns=[
            ("panel", _("On"), None),
            ("model", _("Model"), None),
            ("crps", _("CRPS, points"), lambda value: language.number(value, 2)),
            ("mae", _("Mean absolute error, points"), lambda value: language.number(value, 2)),
            ("inside_50", _("Inside the 50% interval"), language.percent),
            ("inside_80", _("Inside the 80% interval"), language.percent),
            ("inside_95", _("Inside the 95% interval"), language.percent),
            ("forecasts", _("Forecasts"), language.number),
        ],
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
        "damped_trend": _("this projection"),
        "naive": _("last value"),
        "drift": _("drift"),
        "linear": _("straight line"),
        "logit_linear": _("straight line on the logit"),
        "local_linear_trend": _("local linear trend"),
        "damped_ets": _("damped ETS"),
    }
    return known.get(model, model)


def panel_word(panel: str) -> str:
    """What a panel of known outcomes is called.

    Examples
    --------
    >>> panel_word("reference")
    'immunisation, other countries'
    """
    return {
        "reference": _("immunisation, other countries"),
        "provinces": _("the provinces, 2022–2024"),
    }[panel]


def calibration(scores: pd.DataFrame) -> Figure:
    """How often outcomes lay inside the intervals, against how often they should.

    Parameters
    ----------
    scores : pandas.DataFrame
        From ``projection.scores``.
    """
    panels = list(dict.fromkeys(scores["panel"]))
    nominal = [50, 80, 95]
    with marks.drawing(3.1, ncols=len(panels), sharey=True, squeeze=False) as (fig, axes):
        for ax, panel in zip(axes.flat, panels, strict=True):
            ax.plot([0, 100], [0, 100], color=marks.PALE, linewidth=1)
            part = scores[(scores["panel"] == panel) & scores["inside_80"].notna()]
            for row in part.to_dict("records"):
                own = row["model"] == "damped_trend"
                ax.plot(
                    nominal, [row[f"inside_{level}"] for level in nominal], "o-",
                    color=marks.ACCENT if own else marks.CONTEXT, linewidth=2.2 if own else 0.8,
                    markersize=5 if own else 3, zorder=3 if own else 2, alpha=1 if own else 0.7,
                    label=_("this projection") if own else _("simple and ready-made ones"),
                )  # fmt: skip
            ax.set_title(panel_word(panel), fontsize=9.5)
            ax.set_xlabel(_("should lie inside"))
            ax.set_xticks(nominal)
            ax.set(xlim=(40, 100), ylim=(0, 102))
            marks.percent_axis(ax)
            marks.percent_axis(ax, axis="y")
        axes.flat[0].set_ylabel(_("lay inside"))
        handles, labels = axes.flat[0].get_legend_handles_labels()
        kept = dict(zip(labels, handles, strict=True))
        axes.flat[0].legend(kept.values(), kept.keys(), loc="lower right", fontsize=8)
    own = scores[scores["model"] == "damped_trend"].set_index("panel")
    shown = "; ".join(
        f"{panel_word(panel)}: {language.percent(own['inside_80'][panel], 0)}" for panel in panels
    )
    return publish(
        fig,
        name="calibration",
        title=_("Outcomes inside the 80% interval: {shown}").format(shown=shown),
        subtitle=_(
            "Share of outcomes that lay inside the 50, 80 and 95% intervals, percent; on the line an interval is as sure as it says"
        ),
        source=_(
            "Backtests of this project: WHO/UNICEF estimates of immunisation coverage (2017 revision), as recorded in "
            "benchmarks/projection; provinces as in this report."
        ),
        alt=_("Calibration of intervals: {values}.").format(
            values="; ".join(
                f"{panel_word(row['panel'])}, {model_word(row['model'])}: "
                f"{language.percent(row['inside_50'], 0)} / {language.percent(row['inside_80'], 0)} / "
                f"{language.percent(row['inside_95'], 0)}"
                for row in scores[scores["inside_80"].notna()].to_dict("records")
            )
        ),
        table=scorecard_table(scores),
    )
