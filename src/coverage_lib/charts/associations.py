"""What goes with informal coverage between provinces, and which provinces that depends on most."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, number_to_hundredths

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


def variable_word(variable: str) -> str:
    """What a variable of the model is called; a group of regions by its own name.

    Examples
    --------
    >>> variable_word("poverty_rate"), variable_word("island: Jawa")
    ('poverty rate', 'Jawa')
    """
    known = {
        "poverty_rate": _("poverty rate"),
        "minimum_wage": _("minimum wage"),
        "formal_share": _("formal share of workers"),
    }
    return known.get(variable) or variable.removeprefix("island: ")


def term_word(term: str, step: float) -> str:
    """What a term of the model compares: a variable and how much more of it, or a group of regions.

    Parameters
    ----------
    term : str
        A variable, or ``island: `` and the name of a group.
    step : float
        How much more of the variable, in its unit: points, or rupiah for the minimum wage.

    Examples
    --------
    >>> term_word("poverty_rate", 10), term_word("minimum_wage", 1e6)
    ('poverty rate, 10 points more', 'minimum wage, Rp1 million more')
    """
    if term.startswith("island: "):
        return variable_word(term)
    more = (
        _("{variable}, Rp{amount} million more") if term == "minimum_wage" else _("{variable}, {amount} points more")
    )  # fmt: skip
    amount = step / 1e6 if term == "minimum_wage" else step
    digits = 0 if float(amount).is_integer() else 1
    return more.format(variable=variable_word(term), amount=language.number(amount, digits))


def association_chart(terms: pd.DataFrame) -> Figure:
    """What goes with informal coverage between provinces, in points with intervals.

    Parameters
    ----------
    terms : pandas.DataFrame
        From ``disparity.associations``.

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["poverty_rate", "formal_share"], "step": 10.0, "reference": "", "points": [0.9, 9.1]})
    >>> terms = terms.assign(points_low=[-14.0, -2.1], points_high=[15.9, 20.3], p_adjusted=[0.99, 0.14], regions=34)
    >>> association_chart(terms).title
    'None of 2 associations with informal coverage remains when they are tested together'
    """
    rows = terms[terms["points"].notna()].reset_index(drop=True)
    rows["compared"] = [term_word(row.term, row.step) for row in rows.itertuples()]
    rows["clear"] = (rows["points_low"] > 0) | (rows["points_high"] < 0)
    return publish(
        _draw_associations(rows),
        name="associations",
        **_association_words(rows),
        source=vocabulary.source_words()
        + " "
        + _("Poverty rate: BPS, Susenas March. Minimum wage: decrees of the provinces."),
        table=Table(
            name="associations",
            title=_("What goes with informal coverage"),
            frame=rows,
            columns=columns(
                Column("compared", _("Compared")),
                Column("points", _("Points"), language.points),
                Column("points_low", _("Low (95%)"), language.points),
                Column("points_high", _("High (95%)"), language.points),
                "p_adjusted",
            ),
        ),
    )


def _draw_associations(rows: pd.DataFrame) -> "Canvas":
    with marks.drawing(0.7 + 0.27 * len(rows)) as (fig, ax):
        colours = [marks.ACCENT if clear else marks.CONTEXT for clear in rows["clear"]]
        ax.hlines(rows.index, rows["points_low"], rows["points_high"], color=colours, linewidth=2)
        ax.scatter(rows["points"], rows.index, color=colours, s=34, zorder=3)
        ax.axvline(0, color=marks.INK, linewidth=0.8)
        marks.label_rows(ax, rows["compared"].tolist())
        marks.values_column(ax, [language.points(value) for value in rows["points"]])
        marks.points_axis(ax)
        ax.set_xlabel(_("percentage points of informal coverage, 95% intervals of all at once"))
    return fig


def _association_words(rows: pd.DataFrame) -> Words:
    values = "; ".join(
        f"{row['compared']} {language.points(row['points'])} "
        f"({language.points(row['points_low'])} – {language.points(row['points_high'])})"
        for row in rows.to_dict("records")
    )
    tested = int(rows["points_low"].notna().sum())
    reference = next((group for group in rows["reference"] if group), "–")
    return Words(
        title=_association_title(rows[rows["clear"]]["compared"].tolist(), tested),
        subtitle=_(
            "Fractional logit over {regions} provinces with robust errors; island groups against {reference}. Among "
            "{tested} comparisons one may look clear by chance; intervals and p allow for all of them. Provinces that differ in "
            "one thing differ in others: this says what goes together, not what brings it about."
        ).format(regions=rows["regions"].iloc[0], reference=reference, tested=tested),
        alt=_("Intervals of associations with informal coverage: {values}.").format(values=values),
    )


def _association_title(clear: list[str], tested: int) -> str:
    """What remains of the comparisons that were tested; `clear` names those whose interval leaves zero out."""
    title = {
        0: _("None of {tested} associations with informal coverage remains when they are tested together"),
        1: _(
            "1 of {tested} associations with informal coverage remains when they are tested together: {names}"
        ),
    }.get(
        len(clear),
        _(
            "{count} of {tested} associations with informal coverage remain when they are tested together: {names}"
        ),
    )
    return title.format(count=len(clear), tested=tested, names="; ".join(clear))


def influence_table(influence: pd.DataFrame, count: int = 6) -> Table:
    """The provinces that the fit depends on most.

    Parameters
    ----------
    influence : pandas.DataFrame
        From ``disparity.influence``.
    count : int
        How many.

    Examples
    --------
    >>> rows = pd.DataFrame({"name": ["Papua"], "observed": [4.9], "fitted": [5.0], "cooks_distance": [0.9]})
    >>> rows = rows.assign(term="poverty_rate", shift=-1.2)
    >>> [text for text, _sort in influence_table(rows).content()["rows"][0]]
    ['Papua', '4.9%', '5.0%', '0.90', 'poverty rate', '−1.20']
    """
    rows = influence.head(count)
    return Table(
        name="influence",
        title=_("Provinces that the comparison hangs on most"),
        frame=rows.assign(term=rows["term"].map(variable_word)),
        columns=columns(
            "name",
            Column("observed", _("Observed"), language.percent),
            Column("fitted", _("Fitted"), language.percent),
            Column("cooks_distance", _("Cook's distance"), number_to_hundredths),
            Column("term", _("Moves most")),
            Column("shift", _("By, in its standard errors"), number_to_hundredths),
        ),
    )
