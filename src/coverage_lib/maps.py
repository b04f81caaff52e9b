"""Maps: a layer of regions and a data frame in, an exhibit out.

Two kinds stand for each other everywhere: the map, with an inset for the small provinces of Java and Bali, and the tile
grid, where every province has the same weight. What colours a region is a *fill*: a class with a colour and a word in the
legend. What is missing is hatched and stands in the legend.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib import language
from coverage_lib.charts import marks
from coverage_lib.charts.levels import coverage_table, nation_of, provinces_of
from coverage_lib.coverage import latest_published
from coverage_lib.exhibits import Figure, Table, publish
from coverage_lib.language import _

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

INSET = (104.9, 116.2, -9.0, -5.6)  # Java and Bali, where the provinces are small and most workers live
MAIN_TOLERANCE, SMALL_TOLERANCE = 0.03, 0.08  # degrees: about a third of a point on the page


def map_source(layer: "gpd.GeoDataFrame") -> str:
    """The sources of a map of shares, with the notice that the licence of the project's own outlines asks for."""
    if "credit" not in layer.attrs:
        return marks.source_words()
    outlines = _("Outlines: contains information from {credit}, available under the ODbL.")
    return f"{marks.source_words()} {outlines.format(credit=layer.attrs['credit'])}"


class Fill(NamedTuple):
    """How a region is coloured and what the legend calls it."""

    label: str
    colour: str
    hatch: str = ""


def missing_fill(label: str | None = None) -> Fill:
    """The fill of what is not known."""
    return Fill(label or _("not published"), "#f4f4f4", marks.MISSING_HATCH)


def class_edges(values: Sequence[float] | pd.Series, count: int = 7) -> list[float]:
    """Round class limits that maps standing side by side share.

    Parameters
    ----------
    values : sequence of float
        Every value that any of the maps shows.
    count : int
        About how many classes.

    Returns
    -------
    list of float
        Limits from below the lowest to the highest value; a class holds its upper limit.

    References
    ----------
    ``mapclassify.PrettyBreaks``, after R's ``pretty``.

    Examples
    --------
    >>> class_edges([12.0, 18.0, 24.0, 33.0, 47.0, 58.0])
    [10.0, 20.0, 30.0, 40.0, 50.0, 60.0]
    """
    import mapclassify

    known = np.asarray(pd.Series(values).dropna(), dtype=float)
    upper = [float(limit) for limit in mapclassify.PrettyBreaks(known, count).bins]
    step = upper[1] - upper[0] if len(upper) > 1 else max(upper[0], 1.0)
    lower = upper[0] - step
    while lower > known.min():
        lower -= step
    return [lower, *upper]


def class_fills(edges: Sequence[float], write: Callable[[float], str] | None = None) -> list[Fill]:
    """A fill for each class between two limits, from light to dark; the first and the last are open.

    Parameters
    ----------
    edges : sequence of float
        Limits, rising.
    write : callable, optional
        How a limit is written; as whole percent otherwise.

    Examples
    --------
    >>> [fill.label for fill in class_fills([10, 20, 30, 40])]
    ['up to 20%', '20–30%', 'above 30%']
    """
    import matplotlib as mpl
    from matplotlib.colors import to_hex

    colours = mpl.colormaps[marks.COVERAGE](np.linspace(0.12, 0.95, len(edges) - 1))
    whole = write or (lambda value: language.percent(value, 0))
    bare = write or language.number
    labels = [f"{bare(low)}–{whole(high)}" for low, high in pairwise(edges)]
    labels[0] = _("up to {limit}").format(limit=whole(edges[1]))
    labels[-1] = _("above {limit}").format(limit=whole(edges[-2]))
    return [Fill(label, to_hex(colour)) for label, colour in zip(labels, colours, strict=True)]


def classify(values: pd.Series, edges: Sequence[float], fills: Sequence[Fill]) -> list[Fill]:
    """The fill of each value; what is missing gets the hatched one.

    Examples
    --------
    >>> fills = class_fills([10, 20, 30])
    >>> [fill.label for fill in classify(pd.Series([12.0, 20.0, 65.0, None]), [10, 20, 30], fills)]
    ['up to 20%', 'up to 20%', 'above 20%', 'not published']
    """
    places = np.clip(np.searchsorted(np.asarray(edges)[1:-1], values, side="left"), 0, len(fills) - 1)
    return [
        missing_fill() if missing else fills[place]
        for place, missing in zip(places, values.isna(), strict=True)
    ]


def draw_regions(
    ax: "Axes",
    layer: "gpd.GeoDataFrame",
    fills: Mapping[str, Fill],
    tolerance: float,
    extent: tuple[float, float, float, float] | None = None,
    gid: str = "region",
) -> None:
    """Paint each region of a layer; regions without a fill are hatched as missing."""
    from shapely.plotting import patch_from_polygon

    from coverage_lib.boundaries import simplified

    drawn = simplified(layer, tolerance)
    if extent:
        west, east, south, north = extent
        drawn = drawn.cx[west:east, south:north]
    for code, shape in zip(drawn["code"], drawn.geometry, strict=True):
        fill = fills.get(code, missing_fill())
        patch = patch_from_polygon(
            shape, facecolor=fill.colour, edgecolor="#ffffff" if not fill.hatch else "#999999", linewidth=0.4
        )
        if fill.hatch:
            patch.set_hatch(fill.hatch)
        patch.set_gid(f"{gid}-{code}")
        ax.add_patch(patch)
    ax.autoscale_view()
    ax.set_aspect("equal")
    ax.margins(0.01)
    if extent:
        ax.set(xlim=extent[:2], ylim=extent[2:])
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(extent is not None)
        spine.set_color("#bbbbbb")


def draw_legend(ax: "Axes", fills: Sequence[Fill], heading: str, columns: int = 2) -> None:
    """The fills with their words, in their own space beside a map."""
    from matplotlib.patches import Patch

    ax.set_axis_off()
    handles = [
        Patch(facecolor=fill.colour, edgecolor="#999999", linewidth=0.5, hatch=fill.hatch, label=fill.label)
        for fill in fills
    ]
    ax.legend(
        handles=handles, title=heading, loc="center left", ncols=columns, fontsize=9, title_fontsize=9,
        alignment="left", handlelength=1.5, handleheight=1.0, borderaxespad=0, columnspacing=1.4,
    )  # fmt: skip


@contextmanager
def map_with_inset(
    layer: "gpd.GeoDataFrame",
    fills: Mapping[str, Fill],
    legend: Sequence[Fill],
    heading: str,
    columns: int = 2,
) -> Iterator[tuple["Canvas", dict[str, Any]]]:
    """The main map over an inset of Java and Bali, with the legend beside it."""
    with marks.drawing(
        4.55,
        mosaic=[["map", "map"], ["inset", "legend"]],
        height_ratios=[2.75, 1.55],
        width_ratios=[1.45, 1],
    ) as (fig, axes):
        draw_regions(axes["map"], layer, fills, MAIN_TOLERANCE)
        draw_regions(axes["inset"], layer, fills, MAIN_TOLERANCE / 3, INSET, gid="inset")
        axes["inset"].set_title(
            _("Java and Bali, enlarged"), fontsize=8.5, fontweight="normal", color="#444444"
        )
        draw_legend(axes["legend"], legend, heading, columns)
        yield fig, axes


def used(fills: Mapping[str, Fill], order: Sequence[Fill]) -> list[Fill]:
    """The fills of a legend: the whole order, and the hatched one where it is used."""
    hatched = list(dict.fromkeys(fill for fill in fills.values() if fill.hatch and fill not in order))
    return [*order, *hatched]


def pointer_labels(frame: pd.DataFrame, write: Callable[[pd.Series], str]) -> dict[str, str]:
    """What resting a pointer on a region tells, for the main map and the inset."""
    texts = {row["code"]: write(row) for _index, row in frame.iterrows()}
    return {f"{place}-{code}": text for code, text in texts.items() for place in ("region", "inset")}


def draw_tiles(ax: "Axes", grid: pd.DataFrame, fills: Mapping[str, Fill], texts: Mapping[str, str]) -> None:
    """A square for each region of a tile grid, with its abbreviation and its value."""
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    from coverage_lib.regions import provinces

    abbreviations = provinces().set_index("code")["abbreviation"]
    for row in grid.itertuples():
        fill = fills.get(row.code, missing_fill())
        dark = _luminance(to_rgb(fill.colour)) < 0.45
        tile = Rectangle(
            (row.column - 0.47, row.row - 0.47),
            0.94,
            0.94,
            facecolor=fill.colour,
            edgecolor="#999999",
            linewidth=0.4,
        )
        tile.set_gid(f"region-{row.code}")
        if fill.hatch:
            tile.set_hatch(fill.hatch)
        ax.add_patch(tile)
        ink = "white" if dark else marks.INK
        plate = {"facecolor": fill.colour, "edgecolor": "none", "pad": 0.8} if fill.hatch else None
        ax.text(
            row.column,
            row.row - 0.16,
            abbreviations[row.code],
            ha="center",
            va="center",
            fontsize=6.5,
            color=ink,
            bbox=plate,
        )
        ax.text(
            row.column, row.row + 0.2, texts.get(row.code, "–"), ha="center", va="center", fontsize=8.5,
            fontweight="bold", color=ink, bbox=plate,
        )  # fmt: skip
    ax.set_xlim(grid["column"].min() - 0.6, grid["column"].max() + 0.6)
    ax.set_ylim(grid["row"].max() + 0.6, grid["row"].min() - 0.6)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _luminance(colour: tuple[float, float, float]) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def coverage_map(coverage: pd.DataFrame, layer: "gpd.GeoDataFrame", edges: Sequence[float]) -> Figure:
    """Coverage of the latest year by province, with an inset for the small provinces.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    edges : sequence of float
        Class limits in percent, shared with the maps beside this one; see :func:`class_edges`.
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    order = class_fills(edges)
    fills = dict(zip(rows["code"], classify(rows["coverage"], edges, order), strict=True))
    below = int((rows["coverage"] < nation["coverage"]).sum())
    with map_with_inset(layer, fills, used(fills, order), _("Coverage")) as (fig, _axes):
        top, bottom = rows.iloc[0], rows.iloc[-1]
    return publish(
        fig,
        name="coverage-map",
        title=_(
            "From {low} in {bottom} to {high} in {top}: {below} of {count} provinces lie below the nation's {nation}"
        ).format(
            low=language.percent(bottom["coverage"]),
            bottom=bottom["name"],
            high=language.percent(top["coverage"]),
            top=top["name"],
            below=below,
            count=len(rows),
            nation=language.percent(nation["coverage"]),
        ),
        subtitle=_("Active members as a share of all employed persons, percent, {date}").format(
            date=language.date(nation["date"])
        ),
        source=map_source(layer),
        alt=_("Map of coverage by province: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
        table=coverage_table(
            rows, "coverage-map", _("Coverage by province, {year}").format(year=nation["year"])
        ),
        labels=pointer_labels(rows, coverage_label),
    )


def coverage_label(row: pd.Series) -> str:
    """A province's figures in a line, for the pointer."""
    return _("{name}: {share} of workers; {active} members, {without} workers without").format(
        name=row["name"],
        share=language.percent(row["coverage"]),
        active=language.number(row["active"]),
        without=language.number(row["workers"] - row["active"]),
    )


def coverage_tiles(coverage: pd.DataFrame, grid: pd.DataFrame, edges: Sequence[float]) -> Figure:
    """The same shares as :func:`coverage_map`, every province the same size.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    grid : pandas.DataFrame
        From ``regions.tile_grid("2021")``.
    edges : sequence of float
        Class limits in percent.
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    order = class_fills(edges)
    fills = dict(zip(rows["code"], classify(rows["coverage"], edges, order), strict=True))
    texts = {row.code: language.number(row.coverage, 1) for row in rows.itertuples()}
    with marks.drawing(4.2, mosaic=[["tiles"], ["legend"]], height_ratios=[8, 1]) as (fig, axes):
        draw_tiles(axes["tiles"], grid, fills, texts)
        legend = used(fills, order)
        draw_legend(axes["legend"], legend, _("Coverage"), len(legend))
    median = rows["coverage"].median()
    return publish(
        fig,
        name="coverage-tiles",
        title=_("Half of the provinces cover less than {median} of their workers").format(
            median=language.percent(median)
        ),
        subtitle=_(
            "Active members as a share of all employed persons, percent, {date}; one tile for each province, "
            "neighbours kept together"
        ).format(date=language.date(nation["date"])),
        source=marks.source_words(),
        alt=_("Tile grid of coverage by province: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
        table=coverage_table(
            rows, "coverage-tiles", _("Coverage by province, {year}").format(year=nation["year"])
        ),
        labels=pointer_labels(rows, coverage_label),
    )


def coverage_years(coverage: pd.DataFrame, layer: "gpd.GeoDataFrame", edges: Sequence[float]) -> Figure:
    """Coverage in each year, small maps on shared classes.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    edges : sequence of float
        Class limits in percent.
    """
    order = class_fills(edges)
    years = sorted(int(year) for year in coverage["year"].unique())
    cells = [f"year-{year}" for year in years] + ["legend"]
    if len(cells) % 2:
        cells.append(".")
    mosaic = [cells[start : start + 2] for start in range(0, len(cells), 2)]
    with marks.drawing(1.6 * len(mosaic), mosaic=mosaic) as (fig, axes):
        for year in years:
            rows = provinces_of(coverage, year)
            fills = dict(zip(rows["code"], classify(rows["coverage"], edges, order), strict=True))
            ax = axes[f"year-{year}"]
            draw_regions(ax, layer, fills, SMALL_TOLERANCE, gid=f"year{year}")
            nation = nation_of(coverage, year)["coverage"]
            ax.set_title(_("{year}: Indonesia {share}").format(year=year, share=language.percent(nation)))
        draw_legend(axes["legend"], order, _("Coverage"))
    low = edges[2]
    counts = [int((provinces_of(coverage, year)["coverage"] > low).sum()) for year in (years[0], years[-1])]
    wide = (
        coverage[coverage["code"] != "00"]
        .pivot(index="name", columns="year", values="coverage")
        .reset_index()
    )
    return publish(
        fig,
        name="coverage-years",
        title=_(
            "{after} provinces covered more than {low} of their workers in {last}, against {before} in {first}"
        ).format(
            after=counts[1], before=counts[0], low=language.percent(low, 0), first=years[0], last=years[-1]
        ),
        subtitle=_(
            "Active members as a share of all employed persons, percent, year-end; the same classes in each year"
        ),
        source=map_source(layer),
        alt=_("Small maps of coverage by province for {years}; in {last}: {values}.").format(
            years=", ".join(map(str, years)),
            last=years[-1],
            values=marks.listing(provinces_of(coverage), "coverage", language.percent),
        ),
        table=Table(
            name="coverage-years",
            title=_("Coverage by province and year"),
            frame=wide.rename(columns=str),
            columns=[
                ("name", _("Region"), None),
                *((str(year), str(year), language.percent) for year in years),
            ],
            source=marks.source_words(),
        ),
    )


def published_tiles(published: pd.DataFrame, grid: pd.DataFrame, edges: Sequence[float]) -> Figure:
    """The latest share of eligible workers that was published for each province; hatched where there is none.

    Parameters
    ----------
    published : pandas.DataFrame
        From ``load_coverage(base="eligible")``.
    grid : pandas.DataFrame
        From ``regions.tile_grid("2022")``.
    edges : sequence of float
        Class limits in percent.
    """
    rows = latest_published(published).query("segment == 'total'")
    rows = rows.sort_values(["coverage", "code"], ascending=[False, True])
    order = class_fills(edges)
    fills = dict(zip(rows["code"], classify(rows["coverage"], edges, order), strict=True))
    fills |= {code: missing_fill() for code in grid["code"] if code not in fills}
    texts = {row.code: f"{language.number(row.coverage, 0)} ’{row.date:%y}" for row in rows.itertuples()}
    known = rows[rows["code"].isin(grid["code"])]
    with marks.drawing(4.2, mosaic=[["tiles"], ["legend"]], height_ratios=[8, 1]) as (fig, axes):
        draw_tiles(axes["tiles"], grid, fills, texts)
        legend = used(fills, order)
        draw_legend(axes["legend"], legend, _("Published share of eligible workers"), len(legend))
    return publish(
        fig,
        name="published-tiles",
        title=_(
            "Officials have published a share of eligible workers for {known} of {count} provinces, at dates from {first} to {last}"
        ).format(
            known=len(known),
            count=len(grid),
            first=language.date(known["date"].min(), "month"),
            last=language.date(known["date"].max(), "month"),
        ),
        subtitle=_(
            "Latest published coverage, percent of eligible workers (UCJ), with its year; bases and dates differ between "
            "provinces, so neighbours are not comparable to the point"
        ),
        source=_(
            "Press and agencies as listed in the table, each with its publisher and date; boundaries of 2022."
        ),
        alt=_("Tile grid of the latest published share of eligible workers: {values}.").format(
            values=marks.listing(known, "coverage", language.percent)
        ),
        table=published_table(known),
        labels=pointer_labels(known, published_label),
    )


def published_label(row: pd.Series) -> str:
    """A published figure in a line, for the pointer."""
    return _("{name}: {share} of eligible workers, {date} ({publisher})").format(
        name=row["name"],
        share=language.percent(row["coverage"], 2),
        date=language.date(row["date"], "month"),
        publisher=row["publisher"],
    )


def published_table(rows: pd.DataFrame) -> Table:
    """Published figures with what was printed, its base and who published it when."""
    return Table(
        name="published",
        title=_("Latest published share of eligible workers"),
        frame=rows,
        columns=[
            ("name", _("Region"), None),
            ("coverage", _("Published"), lambda value: language.percent(value, 2)),
            ("date", _("Date"), lambda value: language.date(value, "month")),
            ("base_stated", _("Base as stated"), None),
            ("as_published", _("As printed"), None),
            ("publisher", _("Publisher"), None),
            ("id", _("Source row"), None),
        ],
    )
