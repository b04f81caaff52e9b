"""How projections have done where outcomes are known."""

from functools import partial

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing.exhibits import Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.attainment_summary import Span


def scorecard_table(scores: pd.DataFrame, span: Span) -> Table:
    """How well the projection and simple rules would have done.

    Parameters
    ----------
    scores : pandas.DataFrame
        From ``projection.scores``: panel, model, crps_ratio, crps, inside_80, width_80, forecasts.
    span : Span
        From ``attainment_summary.span``: the years of the provinces' counts.

    Examples
    --------
    >>> naive = {"panel": "provinces", "model": "naive", "crps_ratio": 1.0, "crps": 2.9, "inside_80": 79.0, "width_80": 14.1, "forecasts": 34}
    >>> [text for text, _sort in scorecard_table(pd.DataFrame([naive]), Span(2022, 2024, 2045)).content()["rows"][0]][:3]
    ['the provinces, December 2024', 'last value', '1.00']
    """
    rows = scores[scores["crps_ratio"].notna()]
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
            Column("crps_ratio", _("Error, last value = 1"), partial(language.number, digits=2)),
            Column("inside_80", _("Inside the 80% interval"), language.percent),
            Column("width_80", _("Width of the interval, points"), partial(language.number, digits=1)),
            Column("forecasts", _("Outcomes"), language.number),
        ),
        note=_(
            "Error: continuous ranked probability score (CRPS); lower is better. Every forecast knew only what was known then. Social insurance elsewhere: six "
            "panels of 122 units, each forecast 1 to 5 years ahead with what was learned on the other five. The provinces share one year, and the nation's "
            "forecasts overlap: both are too few to judge the intervals."
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
        "outlook": _("this projection, as shown"),
        "class_prior": _("this projection, each series alone"),
        "naive": _("last value"),
        "drift": _("drift"),
        "damped trend": _("damped trend"),
        "first model of this project": _("first model of this project (learned on immunisation)"),
    }
    return known.get(model, model)


def panel_word(panel: str, span: Span) -> str:
    """What a panel of known outcomes is called.

    Examples
    --------
    >>> panel_word("provinces", Span(2022, 2024, 2045))
    'the provinces, December 2024'
    """
    return {
        "reference": _("social insurance elsewhere"),
        "provinces": _("the provinces, December {last}").format(last=span.last),
        "nation": _("the nation, Decembers to {last}, 1 to 5 years ahead").format(last=span.last),
    }[panel]
