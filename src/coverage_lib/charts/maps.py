"""Maps of coverage."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.levels import coverage_table
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.drawing.geography import (
    SMALL_TOLERANCE,
    class_fills,
    classify,
    draw_legend,
    draw_regions,
    draw_tiles,
    map_with_inset,
    pointer_labels,
    used,
)
from coverage_lib.language import _, vocabulary
from coverage_lib.measures.coverage import nation_of, provinces_of

if TYPE_CHECKING:
    import geopandas as gpd


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
        source=vocabulary.source_words(layer.attrs.get("credit")),
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
        source=vocabulary.source_words(),
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
        source=vocabulary.source_words(layer.attrs.get("credit")),
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
            source=vocabulary.source_words(),
        ),
    )
