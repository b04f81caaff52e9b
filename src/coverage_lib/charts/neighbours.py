"""Whether provinces are like their neighbours: autocorrelation over the country, and clusters on the map."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.drawing.geography import Fill
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, number_to_hundredths
from coverage_lib.measures.disparity.space import ALPHA

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.figure import Figure as Canvas


def choice_word(choice: str) -> str:
    """What a choice of neighbours is called.

    Examples
    --------
    >>> choice_word("nearest_3")
    'three nearest'
    """
    return {
        "land_and_sea": _("land border or shortest sea crossing"),
        "land": _("land border only"),
        "nearest_3": _("three nearest"),
        "nearest_5": _("five nearest"),
        "inverse_distance": _("all, by inverse distance"),
    }[choice]


def autocorrelation_table(formal: pd.DataFrame, informal: pd.DataFrame) -> Table:
    """Moran's I under every choice of neighbours, for both segments.

    Parameters
    ----------
    formal, informal : pandas.DataFrame
        From ``disparity.spatial_autocorrelation``.

    Examples
    --------
    >>> rows = pd.DataFrame({"choice": ["land"], "without_neighbours": [7], "morans_i": [0.12], "p": [0.2], "p_adjusted": [0.4]})
    >>> [text for text, _sort in autocorrelation_table(rows, rows).content()["rows"][1]]
    ['land border only', 'informal', '7', '0.12', '0.200', '0.400']
    """
    rows = pd.concat([formal.assign(segment=_("formal")), informal.assign(segment=_("informal"))])
    return Table(
        name="autocorrelation",
        title=_("Whether neighbours are alike: Moran's I by choice of neighbours"),
        frame=rows.assign(choice=rows["choice"].map(choice_word)),
        columns=columns(
            Column("choice", _("Neighbours")),
            "segment",
            Column("without_neighbours", _("Without neighbours"), language.number),
            Column("morans_i", _("Moran's I"), number_to_hundredths),
            "p",
            "p_adjusted",
        ),
        note=_(
            "p from shuffling the values over the provinces; corrected for the number of tests (Benjamini and Hochberg)."
        ),
    )


def cluster_map(
    local: pd.DataFrame, layer: "gpd.GeoDataFrame", segment: str, choice: str = "land_and_sea"
) -> Figure:
    """Provinces that are like, or unlike, their neighbours beyond chance.

    Parameters
    ----------
    local : pandas.DataFrame
        From ``disparity.local_autocorrelation``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    segment : {"formal", "informal"}
        Whose coverage was tested.
    choice : str
        Which regions were taken as neighbours in the test.

    Examples
    --------
    >>> from coverage_lib import load_boundaries
    >>> local = pd.DataFrame({"code": ["11"], "name": ["Aceh"], "informal_coverage": [4.9], "neighbours_mean": [14.0]})
    >>> local = local.assign(p=0.3, p_adjusted=0.8, cluster="", reason="")
    >>> cluster_map(local, load_boundaries(), "informal").title
    "No province's informal coverage stands out from its neighbours' beyond chance"
    """
    name = f"clusters-{segment}"
    return publish(
        _draw_clusters(local, layer),
        name=name,
        **_cluster_words(local, vocabulary.segment_word(segment), choice),
        source=vocabulary.source_words(outlines_from=layer.attrs.get("credit")),
        table=Table(
            name=name,
            title=_("Provinces among their neighbours"),
            frame=local,
            columns=columns(
                "name",
                Column(f"{segment}_coverage", _("Coverage"), language.percent),
                Column("neighbours_mean", _("Mean of the neighbours"), language.percent),
                "p",
                "p_adjusted",
            ),
        ),
    )


def _draw_clusters(local: pd.DataFrame, layer: "gpd.GeoDataFrame") -> "Canvas":
    words = {
        "high_among_high": _("high among high"),
        "low_among_low": _("low among low"),
        "high_among_low": _("high among low"),
        "low_among_high": _("low among high"),
        "": _("not beyond chance"),
    }
    kinds = {kind: Fill(word, geography.AMONG_NEIGHBOURS[kind]) for kind, word in words.items()}
    fills = dict.fromkeys(layer["code"], geography.missing_fill(_("not known")))
    fills |= {row.code: kinds[row.cluster] for row in local.itertuples() if not row.reason}
    with marks.drawing(3.6, mosaic=[["map"], ["legend"]], height_ratios=[4, 1]) as (fig, axes):
        geography.draw_regions(axes["map"], layer, fills, geography.MAIN_TOLERANCE)
        legend = geography.used(fills, list(kinds.values()))
        geography.draw_legend(axes["legend"], legend, _("Among neighbours"), 3)
    return fig


def _cluster_words(local: pd.DataFrame, segment: str, choice: str) -> Words:
    names = local[local["cluster"] != ""]["name"]
    title = {
        0: _("No province's {segment} coverage stands out from its neighbours' beyond chance"),
        1: _("1 province stands out among its neighbours in {segment} coverage: {names}"),
    }.get(len(names), _("{count} provinces stand out among their neighbours in {segment} coverage: {names}"))
    return Words(
        title=title.format(count=len(names), segment=segment, names=", ".join(names)),
        subtitle=_(
            "Local Moran statistics, neighbours: {choice}; p corrected for many tests, {level}"
        ).format(choice=choice_word(choice), level=language.percent(100 * ALPHA, 0)),
        alt=_("Map of local Moran statistics; smallest corrected p is {p}.").format(
            p=language.number(local["p_adjusted"].min(), 3)
        ),
    )
