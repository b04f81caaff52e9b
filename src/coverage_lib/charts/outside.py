"""The outside view: what comparable programmes gained in five years, against what the plan needs."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.projection.outside import OutsideView

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def comparable_gains(view: OutsideView) -> Figure:
    """Gains of five years by panel, what the plan needs, and Indonesia's own record.

    Parameters
    ----------
    view : OutsideView
        From ``projection.outside_view``.

    Examples
    --------
    >>> from coverage_lib.measures.projection import outside_view
    >>> gains = {"panel": "cl_afp_contributors_region", "place": "Chile", "what": "contributors", "publisher": "INE", "units": 2,
    ...     "gain": [1.0, 3.0], "windows": [3, 1]}
    >>> announced = pd.DataFrame({"date": pd.to_datetime(["2019-12-31", "2024-12-31"]), "coverage": [26.0, 28.0]})
    >>> view = outside_view(pd.DataFrame(gains), 0.5, announced)
    >>> comparable_gains(view).title
    'Coverage rose by the 2.5 points that the plan needs in 1 of 4 five-year periods of comparable programmes'
    """
    rows = view.panels.assign(name=[panel_word(row) for row in view.panels.to_dict("records")])
    with marks.drawing(0.9 + 0.36 * (len(rows) + 1)) as (fig, ax):
        _draw_gains(ax, rows, view)
    return publish(
        fig,
        name="outside-view",
        title=_gains_title(view),
        subtitle=_(
            "Change of coverage in five years, percentage points, of social insurance programmes elsewhere that began between 10 and 60%: median (dot), "
            "half of the periods (thick bar), eight of ten (thin bar); Indonesia's own five years as diamonds. The column counts the periods "
            "that reached what is needed; periods of one country overlap."
        ),
        source=panels_source(view),
        alt=_(
            "Gains of five years by programme: {values}. Needed: {needed} points. Indonesia: {own}."
        ).format(
            values="; ".join(
                _("{name}: median {median}, {reached} of {windows}").format(
                    name=row["name"],
                    median=language.points(row["q50"]),
                    reached=row["reached"],
                    windows=row["windows"],
                )
                for row in rows.to_dict("records")
            ),
            needed=language.points(view.needed, sign=False),
            own="; ".join(_own_words(row) for row in view.own.to_dict("records")) or "–",
        ),
        table=_gains_table(rows, view),
    )


def _gains_title(view: OutsideView) -> str:
    words = {"needed": language.points(view.needed, sign=False), "windows": view.windows}
    if not view.reached:
        return _(
            "In none of {windows} five-year periods of comparable programmes did coverage rise by the {needed} points that the plan needs"
        ).format(**words)
    return _(
        "Coverage rose by the {needed} points that the plan needs in {reached} of {windows} five-year periods of comparable programmes"
    ).format(reached=view.reached, **words)


def outside_words(view: OutsideView, sensitivity: pd.DataFrame) -> Finding:
    """What the outside view alone says of the plan, beside the projection.

    Parameters
    ----------
    view : OutsideView
        From ``projection.outside_view``.
    sensitivity : pandas.DataFrame
        From ``projection.sensitivity``.

    Examples
    --------
    >>> view = OutsideView(12.7, pd.DataFrame({"windows": [290], "reached": [40]}), pd.DataFrame())
    >>> sensitivity = pd.DataFrame({"assumption": ["shown", "decembers_only"], "probability": [0.05, 0.15]})
    >>> outside_words(view, sensitivity).text.partition(".")[0]
    'By this record alone the chance would be about 3 in 20'
    """
    chances = sensitivity.set_index("assumption")["probability"]
    alone = _(
        "By this record alone the chance would be {class_chance}. The projection, which also knows Indonesia's own record, says {shown}"
    ).format(
        class_chance=language.chance(view.reached / view.windows), shown=language.chance(chances["shown"])
    )
    without = language.chance(chances["decembers_only"])
    if without == language.chance(chances["shown"]):
        return Finding(_("{alone}, and the same from Decembers alone.").format(alone=alone))
    return Finding(
        _("{alone}; from Decembers alone it would say {without}.").format(alone=alone, without=without)
    )


def panel_word(row: dict[str, Any]) -> str:
    """What a panel of the reference class is called: where, and share of whom.

    Examples
    --------
    >>> panel_word({"panel": "cl_afp_contributors_region"})
    'Chile, regions: pension contributors of the employed'
    """
    known = {
        "all": _("All together"),
        "ar_legal_formal_prov": _("Argentina, provinces: employees with pension contributions"),
        "cl_afp_contributors_region": _("Chile, regions: pension contributors of the employed"),
        "cn_pension_workers_prov": _("China, provinces: pension contributors of urban residents"),
        "cwed_unemployment_country": _("Rich countries: insured against unemployment"),
        "lac_employees_pension_right_country": _("Latin America, countries: employees with a pension right"),
        "us_health_insured_18_64_state": _("United States, states: insured for health"),
    }
    return known[str(row["panel"])]


def panels_source(view: OutsideView) -> str:
    """Who published the panels of the reference class.

    Examples
    --------
    >>> panels = pd.DataFrame({"publisher": [None, "INE", "INDEC", "INE"]})
    >>> panels_source(OutsideView(12.7, panels, pd.DataFrame())).partition(",")[0]
    'INE; INDEC'
    """
    publishers = view.panels["publisher"].dropna().drop_duplicates()
    return _("{publishers}, through public repositories; not checked against the publishers.").format(
        publishers="; ".join(publishers)
    )


def _own_words(row: dict[str, Any]) -> str:
    return _("{first}–{last}: {gain} points, more than {below} of the periods").format(
        first=pd.Timestamp(row["start"]).year,
        last=pd.Timestamp(row["end"]).year,
        gain=language.points(row["gain"]),
        below=language.percent(row["below"], 0),
    )


def _draw_gains(ax: "Axes", rows: pd.DataFrame, view: OutsideView) -> None:
    places = range(len(rows))
    colours = [marks.INK if panel == "all" else marks.CONTEXT for panel in rows["panel"]]
    ax.hlines(places, rows["q10"], rows["q90"], color=colours, linewidth=1.2)
    ax.hlines(places, rows["q25"], rows["q75"], color=colours, linewidth=4.5)
    ax.scatter(rows["q50"], places, s=34, color="white", edgecolor=colours, zorder=4)
    ax.scatter(view.own["gain"], [len(rows)] * len(view.own), marker="D", s=34, color=marks.ACCENT, zorder=4)
    marks.label_rows(ax, [*rows["name"], _("Indonesia itself")])
    ax.set_ylim(len(rows) + 0.6, -0.6)
    counts = [f"{row['reached']} / {row['windows']}" for row in rows.to_dict("records")]
    own = f"{_reached(view).sum()} / {len(view.own)}" if len(view.own) else language.MISSING
    marks.values_column(ax, [*counts, own])
    ax.axvline(0, color=marks.PALE, linewidth=1)
    marks.references(
        ax, [(view.needed, _("needed: {points}").format(points=language.points(view.needed)), marks.TARGET)]
    )
    marks.points_axis(ax)


def _reached(view: OutsideView) -> pd.Series:
    """Which of Indonesia's own five years gained what is needed, both as they are printed."""
    return view.own["gain"].round(1) >= view.needed


def _gains_table(rows: pd.DataFrame, view: OutsideView) -> Table:
    """The programmes, then each of Indonesia's own five years."""
    own = pd.DataFrame(
        {
            "name": [
                _("Indonesia itself, {first}–{last}").format(first=start.year, last=end.year)
                for start, end in zip(view.own["start"], view.own["end"], strict=True)
            ],
            "windows": 1,
            "reached": _reached(view).astype(int).to_numpy(),
            "q50": view.own["gain"].to_numpy(),
        }
    )
    shown = pd.concat([rows, own], ignore_index=True)
    return Table(
        name="outside-view-table",
        title=_("What comparable programmes gained in five years"),
        frame=shown,
        columns=columns(
            Column("name", _("Programme"), None),
            Column("units", _("Units"), language.number),
            Column("windows", _("Five-year periods"), language.number),
            Column("reached", _("of them with the gain needed"), language.number),
            Column(
                "q10", _("{share} gained less than").format(share=language.percent(10, 0)), language.points
            ),
            Column(
                "q25", _("{share} gained less than").format(share=language.percent(25, 0)), language.points
            ),
            Column("q50", _("Median gain, points"), language.points),
            Column(
                "q75", _("{share} gained more than").format(share=language.percent(25, 0)), language.points
            ),
            Column(
                "q90", _("{share} gained more than").format(share=language.percent(10, 0)), language.points
            ),
            Column("publisher", _("Publisher"), None),
        ),
        note=_(
            "The sixth panel that the projection was learned on, health insurance in the United States, has no period that began between 10 and 60%."
        ),
    )
