"""The yardstick by province: a map of the probability of standing at it, and when each province is first there."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.fan import projection_words
from coverage_lib.charts.outlook import likelier_words
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.drawing.geography import fills_by_class, map_with_inset, pointer_labels
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.projection import Yardstick

if TYPE_CHECKING:
    import geopandas as gpd

#: Limits of the classes of a map of probabilities, percent; a class holds its upper limit, and probabilities are shown in steps of 5.
PROBABILITIES = [0.0, 5, 20, 45, 70, 90, 100]


def probability_map(attainment: pd.DataFrame, layer: "gpd.GeoDataFrame", yard: Yardstick) -> Figure:
    """The probability of each province of standing at a target or above on its date.

    Parameters
    ----------
    attainment : pandas.DataFrame
        From ``projection.answers``, with a column ``name``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    yard : Yardstick
        From ``projection.yardstick``.

    Examples
    --------
    >>> from coverage_lib import load_boundaries
    >>> goal = {"target_date": pd.Timestamp("2029-12-31"), "probability_at_target_date": 0.9, "probability_ever_by_target_date": 1.0}
    >>> rows = pd.DataFrame([{"code": code, "name": name, **goal} for code, name in (("51", "Bali"), ("64", "Kalimantan Timur"))])
    >>> yard = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))
    >>> probability_map(rows, load_boundaries(), yard).title
    'Every province is likelier than not to stand at 39.8% or above at the end of 2029'
    """
    rows = attainment[attainment["code"] != NATION]
    by = rows["target_date"].iloc[0].year
    # As it is printed, so that equal numbers have equal colours.
    probability = rows["probability_at_target_date"].map(language.printed_probability)
    percent = rows.assign(percent=100 * probability)
    fills, legend = fills_by_class(percent, layer["code"], PROBABILITIES, "percent")
    with map_with_inset(layer, fills, legend, _("Probability at the end of {by}").format(by=by)) as (
        fig,
        _axes,
    ):
        ranked = rows.sort_values(["probability_at_target_date", "code"], ascending=[False, True])
    words = {"count": len(rows), "target": language.percent(yard.target), "by": by}
    likely = int((probability > 0.5).sum())
    return publish(
        fig,
        name="probability-map",
        title=likelier_words(likely, words),
        subtitle=_(
            "Probability at the end of {by}, percent; active members of all employed without construction, against the plan's {national} less construction. "
            "Boundaries of 2021."
        ).format(by=by, national=language.percent(yard.national, 2)),
        source=projection_words(vocabulary.source_words(outlines_from=layer.attrs.get("credit"))),
        alt=_("Map of the probability of standing at the target: {values}.").format(
            values=marks.listing(ranked, "probability_at_target_date", language.probability)
        ),
        table=Table(
            name="probability-map-table",
            title=_("Probability by province"),
            frame=ranked,
            columns=columns("name", "probability_at_target_date", "probability_ever_by_target_date"),
        ),
        labels=pointer_labels(
            rows,
            lambda row: _("{name}: probability {probability} at the end of {by}").format(
                name=row["name"], probability=language.probability(row["probability_at_target_date"]), by=by
            ),
        ),
    )


def passage_table(rows: pd.DataFrame, yard: Yardstick, limits: tuple[int, int]) -> Table:
    """When each province is first at the target, in classes of years.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``projection.passage``, with a column ``name``.
    yard : Yardstick
        From ``projection.yardstick``.
    limits : (int, int)
        The last years of the first two classes.

    Examples
    --------
    >>> yard = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))
    >>> rows = pd.DataFrame({"name": ["Jambi"], "coverage": 29.1, "first": 0.27, "second": 0.26, "later": 0.47, "when": "cannot be told"})
    >>> [text for text, _sort in passage_table(rows, yard, (2029, 2035)).content()["rows"][0]]
    ['Jambi', '29.1%', 'cannot be told', '25%', '25%', '45%']
    """
    first, second = limits
    words = {
        "now": _("there in {year}").format(year=yard.date.year),
        "first": _("by {year}").format(year=first),
        "second": f"{first + 1}–{second}",
        "later": _("later, or never"),
        "cannot be told": _("cannot be told"),
    }
    order = list(words)
    shown = rows.assign(when=rows["when"].map(words), place=rows["when"].map(order.index))
    shown = shown.sort_values(["place", "first", "second", "name"], ascending=[True, False, False, True])
    return Table(
        name="passage",
        title=_("First at the end of a year at {target} or above").format(
            target=language.percent(yard.target)
        ),
        frame=shown,
        columns=columns(
            "name",
            Column("coverage", _("Counted, {last}").format(last=yard.date.year), language.percent),
            Column("when", _("First there"), None, "place"),
            Column("first", _("Probability: by {year}").format(year=first), language.probability),
            Column("second", f"{first + 1}–{second}", language.probability),
            Column("later", _("later, or never"), language.probability),
        ),
        note=_(
            "The years are named whose probability is above one half; where none is, it cannot be told. A province that is there already may fall below: its probabilities are of being there at the "
            "end of a coming year."
        ),
        source=projection_words(),
    )
