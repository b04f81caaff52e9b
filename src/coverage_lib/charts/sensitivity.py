"""What the answer hangs on: the projection again with one assumption changed at a time."""

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.plan import interval_words, thousands
from coverage_lib.drawing.exhibits import Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns


def sensitivity_table(rows: pd.DataFrame, step: pd.Series, target: float) -> Table:
    """What the answers hang on: the projection again with one assumption changed at a time.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``projection.sensitivity``.
    step : pandas.Series
        The plan's last step, from ``projection.plan_steps``.
    target : float
        The yardstick of the provinces, percent.

    Examples
    --------
    >>> step = pd.Series({"target": 43.92, "date": pd.Timestamp("2029-12-31")})
    >>> row = {"assumption": "season_half", "probability": 0.06, "q10": 27.0, "q50": 34.0, "q90": 41.0, "provinces": 8,
    ...     "members_per_month": 416e3, "growth": float("nan")}
    >>> [text for text, _sort in sensitivity_table(pd.DataFrame([row]), step, 39.76).content()["rows"][0]]
    ['seasonal fall taken as half as deep', '5%', '27.0%–41.0%', '8', '416,000']
    """
    words = _assumption_words()
    shown = rows.assign(
        assumption=[
            words[name].format(rate=language.percent(growth))
            for name, growth in zip(rows["assumption"], rows["growth"], strict=True)
        ],
        interval=interval_words(rows),
    )
    by = step["date"].year
    return Table(
        name="sensitivity",
        title=_("How sensitive the answer is"),
        frame=shown,
        columns=columns(
            Column("assumption", _("One assumption changed"), None),
            Column(
                "probability",
                _("Probability of {target} at the end of {by}").format(
                    target=language.percent(step["target"], 2), by=by
                ),
                language.probability,
            ),
            Column("interval", _("Nation at the end of {by}, 80% interval").format(by=by), None, "q50"),
            Column(
                "provinces",
                _("Provinces likelier than not at {target}").format(target=language.percent(target)),
                language.number,
            ),
            Column("members_per_month", _("Net new members a month"), thousands),
        ),
        note=_(
            "The share is projected by itself, so the growth of the workforce changes only the members that it takes."
        ),
    )


def _assumption_words() -> dict[str, str]:
    return {
        "shown": _("as shown on this page"),
        "season_half": _("seasonal fall taken as half as deep"),
        "season_double": _("seasonal fall taken as twice as deep"),
        "decembers_only": _("from Decembers alone, without other months"),
        "own_pace_none": _("own past pace left out"),
        "own_pace_double": _("own past pace trusted more (its spread doubled)"),
        "spread_less": _("yearly ups and downs a quarter smaller"),
        "spread_more": _("yearly ups and downs a quarter larger"),
        "workforce_slow": _("workforce grows {rate} a year, as in the last year"),
        "workforce_fast": _("workforce grows {rate} a year, as in its fastest year"),
    }
