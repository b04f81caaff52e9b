"""Maps of coverage: one year, several years, formal and informal together; and every province as a tile."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.levels import coverage_table
from coverage_lib.charts.segments import both_rates, definitions, latest_year, rates_table
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.drawing.geography import Fill
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.coverage import nation_of, provinces_of
from coverage_lib.measures.disparity.segments import SEGMENTS

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas


def coverage_map(
    coverage: pd.DataFrame,
    layer: "gpd.GeoDataFrame",
    edges: Sequence[float],
    links: Mapping[str, str] | None = None,
) -> Figure:
    """Coverage of the latest year by province, with an inset for the small provinces.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.
    edges : sequence of float
        Class limits in percent, shared with the maps beside this one; see ``geography.class_edges``.
    links : mapping of str to str, optional
        Where a click on a province leads, by its code.

    Examples
    --------
    >>> from coverage_lib import load_boundaries, load_coverage
    >>> coverage_map(load_coverage(base="employed"), load_boundaries(), [10, 20, 30, 40, 50, 60]).title
    "From 12.6% in Papua to 52.8% in Papua Barat: 17 of 34 provinces lie below the nation's 27.1%"
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    return publish(
        _draw_coverage_map(rows, layer, edges),
        name="coverage-map",
        **_coverage_map_words(rows, nation),
        source=vocabulary.source_words(rows, layer.attrs.get("credit")),
        table=_table_of_year(rows, "coverage-map", nation["year"]),
        labels=geography.pointer_labels(rows, coverage_label),
        links=geography.by_mark(links or {}),
    )


def _draw_coverage_map(rows: pd.DataFrame, layer: "gpd.GeoDataFrame", edges: Sequence[float]) -> "Canvas":
    fills, legend = geography.fills_by_class(rows, layer["code"], edges)
    with geography.map_with_inset(layer, fills, legend, _("Coverage")) as (fig, _axes):
        return fig


def _table_of_year(rows: pd.DataFrame, name: str, year: int) -> Table:
    return coverage_table(rows, name, _("Coverage by province, {year}").format(year=year))


def _coverage_map_words(rows: pd.DataFrame, nation: pd.Series) -> Words:
    known = rows.dropna(subset=["coverage"])
    top, bottom = known.iloc[0], known.iloc[-1]
    below = int((known["coverage"] < nation["coverage"]).sum())
    title = (
        _("From {low} in {bottom} to {high} in {top}: 1 of {count} provinces lies below the nation's {nation}")
        if below == 1
        else _("From {low} in {bottom} to {high} in {top}: {below} of {count} provinces lie below the nation's {nation}")
    )  # fmt: skip
    return Words(
        title=title.format(
            low=language.percent(bottom["coverage"]),
            bottom=bottom["name"],
            high=language.percent(top["coverage"]),
            top=top["name"],
            below=below,
            count=len(known),
            nation=language.percent(nation["coverage"]),
        ),
        subtitle=_("Active members as a share of all employed persons, percent, {date}").format(
            date=language.date(nation["date"])
        ),
        alt=_("Map of coverage by province: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
    )


def coverage_label(row: pd.Series) -> str:
    """A province's figures in a line, for the pointer.

    Examples
    --------
    >>> coverage_label(pd.Series({"name": "Jambi", "coverage": 29.1, "active": 534_179, "workers": 1_835_000}))
    'Jambi: 29.1% of workers; 534,179 members, 1,300,821 workers without'
    """
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

    Examples
    --------
    >>> from coverage_lib import load_coverage, tile_grid
    >>> coverage_tiles(load_coverage(base="employed"), tile_grid("2021"), [10, 20, 30, 40, 50, 60]).title
    'Half of the provinces cover less than 27.6% of their workers'
    """
    rows, nation = provinces_of(coverage), nation_of(coverage)
    return publish(
        _draw_coverage_tiles(rows, grid, edges),
        name="coverage-tiles",
        **_coverage_tiles_words(rows, nation),
        source=vocabulary.source_words(rows),
        table=_table_of_year(rows, "coverage-tiles", nation["year"]),
        labels=geography.pointer_labels(rows, coverage_label),
    )


def _draw_coverage_tiles(rows: pd.DataFrame, grid: pd.DataFrame, edges: Sequence[float]) -> "Canvas":
    fills, legend = geography.fills_by_class(rows, grid["code"], edges)
    texts = {row.code: language.number(row.coverage, 1) for row in rows.itertuples()}
    with marks.drawing(4.2, mosaic=[["tiles"], ["legend"]], height_ratios=[8, 1]) as (fig, axes):
        geography.draw_tiles(axes["tiles"], grid, fills, texts)
        geography.draw_legend(axes["legend"], legend, _("Coverage"), len(legend))
    return fig


def _coverage_tiles_words(rows: pd.DataFrame, nation: pd.Series) -> Words:
    return Words(
        title=_("Half of the provinces cover less than {median} of their workers").format(
            median=language.percent(rows["coverage"].median())
        ),
        subtitle=_(
            "Active members as a share of all employed persons, percent, {date}; one tile for each province, "
            "neighbours kept together"
        ).format(date=language.date(nation["date"])),
        alt=_("Tile grid of coverage by province: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
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
        Class limits in percent; the title counts the provinces above the middle one.

    Examples
    --------
    >>> from coverage_lib import load_boundaries, load_coverage
    >>> coverage_years(load_coverage(base="employed"), load_boundaries(), [10, 20, 30, 40, 50, 60]).title
    '13 provinces covered more than 30% of their workers in 2024, against 6 in 2022'
    """
    years = sorted(int(year) for year in coverage["year"].unique())
    wide = coverage[coverage["code"] != NATION].pivot(index="name", columns="year", values="coverage")
    return publish(
        _draw_coverage_years(coverage, years, layer, edges),
        name="coverage-years",
        **_coverage_years_words(coverage, years, edges[(len(edges) - 1) // 2]),
        source=vocabulary.source_words(coverage, layer.attrs.get("credit")),
        table=Table(
            name="coverage-years",
            title=_("Coverage by province and year"),
            frame=wide.reset_index().rename(columns=str),
            columns=columns("name", *(Column(str(year), str(year), language.percent) for year in years)),
            source=vocabulary.source_words(coverage),
        ),
    )


def _draw_coverage_years(
    coverage: pd.DataFrame, years: Sequence[int], layer: "gpd.GeoDataFrame", edges: Sequence[float]
) -> "Canvas":
    cells = [str(year) for year in years] + ["legend"]
    if len(cells) % 2:
        cells.append(".")
    mosaic = [cells[start : start + 2] for start in range(0, len(cells), 2)]
    every_fill: dict[str, Fill] = {}
    with marks.drawing(1.6 * len(mosaic), mosaic=mosaic) as (fig, axes):
        for year in years:
            fills, _legend = geography.fills_by_class(provinces_of(coverage, year), layer["code"], edges)
            ax = axes[str(year)]
            geography.draw_regions(ax, layer, fills, geography.SMALL_TOLERANCE, gid=f"year{year}")
            share = language.percent(nation_of(coverage, year)["coverage"])
            ax.set_title(_("{year}: Indonesia {share}").format(year=year, share=share))
            every_fill |= {f"{year}-{code}": fill for code, fill in fills.items()}
        legend = geography.used(every_fill, geography.class_fills(edges))
        geography.draw_legend(axes["legend"], legend, _("Coverage"))
    return fig


def _coverage_years_words(coverage: pd.DataFrame, years: Sequence[int], limit: float) -> Words:
    return Words(
        title=_coverage_years_title(coverage, years[0], years[-1], limit),
        subtitle=_(
            "Active members as a share of all employed persons, percent, year-end; the same classes in each year"
        ),
        alt=_("Small maps of coverage by province for {years}; in {last}: {values}.").format(
            years=", ".join(map(str, years)),
            last=years[-1],
            values=marks.listing(provinces_of(coverage), "coverage", language.percent),
        ),
    )


def _coverage_years_title(coverage: pd.DataFrame, first: int, last: int, limit: float) -> str:
    before, after = (int((provinces_of(coverage, year)["coverage"] > limit).sum()) for year in (first, last))
    title = (
        _("1 province covered more than {low} of its workers in {last}")
        if after == 1
        else _("{after} provinces covered more than {low} of their workers in {last}")
    )
    if first < last:
        title += _(", against {before} in {first}")
    return title.format(after=after, before=before, low=language.percent(limit, 0), first=first, last=last)


def bivariate_map(rates: pd.DataFrame, layer: "gpd.GeoDataFrame") -> Figure:
    """Both rates on one map: thirds of the provinces by formal and by informal coverage.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``; the latest year is drawn.
    layer : geopandas.GeoDataFrame
        From ``load_boundaries()``.

    Examples
    --------
    >>> from coverage_lib import load_boundaries, load_coverage
    >>> from coverage_lib.measures import disparity
    >>> rates = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    >>> bivariate_map(rates, load_boundaries()).title
    '6 provinces are in the lowest third on both counts: Aceh, DI Yogyakarta, Jawa Timur, Kepulauan Bangka Belitung, Maluku, Sumatera Selatan'
    """
    provinces, _nation, year = latest_year(rates)
    known = provinces.dropna(subset=["formal_coverage", "informal_coverage"])
    cuts = {}
    for segment in SEGMENTS:
        values = known[f"{segment}_coverage"]
        cuts[segment] = _between_thirds(values)
        known = known.assign(
            **{f"{segment}_third": (values > cuts[segment][0]) * 1 + (values > cuts[segment][1])}
        )
    return publish(
        _draw_bivariate(known, layer, cuts),
        name="bivariate-map",
        **_bivariate_words(known, year),
        source=vocabulary.source_words(rates, layer.attrs.get("credit")),
        table=rates_table(
            known, "bivariate-map", _("Formal and informal coverage, {year}").format(year=year)
        ),
        labels=geography.pointer_labels(known, _rates_label),
    )


def _between_thirds(values: pd.Series) -> list[float]:
    """The limits between the lowest, the middle and the highest third; a third holds its upper limit."""
    import mapclassify

    return mapclassify.Quantiles(values, k=3).bins[:2].tolist()


def _rates_label(row: pd.Series) -> str:
    return _("{name}: formal {formal}, informal {informal}").format(
        name=row["name"],
        formal=language.percent(row["formal_coverage"]),
        informal=language.percent(row["informal_coverage"]),
    )


def _draw_bivariate(known: pd.DataFrame, layer: "gpd.GeoDataFrame", cuts: dict[str, list[float]]) -> "Canvas":
    fills = dict.fromkeys(layer["code"], geography.missing_fill())
    fills |= {
        row.code: Fill("", geography.BIVARIATE[row.formal_third][row.informal_third])
        for row in known.itertuples()
    }
    with geography.regions_with_inset(layer, fills, 4.9, 1.9) as (fig, axes):
        _bivariate_legend(axes["legend"], cuts)
        missing = geography.legend_keys(geography.used(fills, []))
        if missing:
            axes["legend"].legend(handles=missing, loc="lower left", bbox_to_anchor=(0.2, 1), fontsize=8.5)
    return fig


def _bivariate_legend(ax: "Axes", cuts: dict[str, list[float]]) -> None:
    from matplotlib.patches import Rectangle

    for formal, row in enumerate(geography.BIVARIATE):
        for informal, colour in enumerate(row):
            square = Rectangle((informal, formal), 1, 1, facecolor=colour, edgecolor="white", linewidth=0.8)
            ax.add_patch(square)
    for place, value in enumerate(cuts["informal"], start=1):
        ax.text(place, -0.08, language.percent(value, 0), ha="center", va="top", fontsize=8)
    for place, value in enumerate(cuts["formal"], start=1):
        ax.text(-0.08, place, language.percent(value, 0), ha="right", va="center", fontsize=8)
    ax.text(1.5, -0.6, _("informal coverage") + " →", ha="center", va="top", fontsize=8.5)
    ax.text(-0.75, 1.5, _("formal coverage") + " →", ha="center", va="center", rotation=90, fontsize=8.5)
    ax.set(xlim=(-1.2, 3.4), ylim=(-1.1, 3.1))
    ax.set_aspect("equal")
    ax.set_axis_off()


def _bivariate_words(known: pd.DataFrame, year: int) -> Words:
    lowest = known[(known["formal_third"] == 0) & (known["informal_third"] == 0)]["name"].sort_values()
    title = {
        0: _("No province is in the lowest third on both counts"),
        1: _("1 province is in the lowest third on both counts: {names}"),
    }.get(len(lowest), _("{count} provinces are in the lowest third on both counts: {names}"))
    return Words(
        title=title.format(count=len(lowest), names=", ".join(lowest)),
        subtitle=definitions(year) + _("; thirds of the provinces"),
        alt=_("Map of formal and informal coverage together: {values}.").format(values=both_rates(known)),
    )
