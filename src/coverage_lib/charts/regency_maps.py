"""Maps of coverage by regency, on the analyst's own layer: the whole country, and one province with its small cities in frames."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.regency_words import regencies_table, share_label, source_words
from coverage_lib.data.regions import region_table
from coverage_lib.drawing import close_ups, geography, marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure
from coverage_lib.drawing.geography import Fill
from coverage_lib.language import _
from coverage_lib.measures.regency_coverage import on_one_day

if TYPE_CHECKING:
    import geopandas as gpd


def regency_map(coverage: pd.DataFrame, layer: "gpd.GeoDataFrame", edges: Sequence[float]) -> Figure:
    """Coverage of all regencies of the layer on the latest day on which most of them are counted, Java and Bali enlarged.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``load_coverage("2022", level="regency", provisional=True)``.
    layer : geopandas.GeoDataFrame
        ``load_boundaries(path=..., level="regency")``.
    edges : sequence of float
        Class limits in percent, shared with the maps beside this one; see ``geography.class_edges``.
    """
    rows, whole = on_one_day(coverage)
    fills, legend = _fills(rows, layer, edges)
    with close_ups.all_regencies(layer, fills) as (fig, axes):
        geography.draw_legend(axes["legend"], legend, _("Coverage"))
    return publish(
        fig,
        name="regency-map",
        **_words(rows, whole, layer, _("Indonesia")),
        source=source_words(rows),
        table=regencies_table(rows, "regency-map"),
        labels=geography.pointer_labels(rows, share_label),
    )


def province_map(
    coverage: pd.DataFrame,
    layer: "gpd.GeoDataFrame",
    edges: Sequence[float],
    province: str,
    marked: str | None = None,
) -> Figure:
    """Coverage of the regencies of a province: names and shares where they fit, small cities in frames below.

    Parameters
    ----------
    coverage, layer, edges
        As for :func:`regency_map`.
    province : str
        Code of a province of today.
    marked : str, optional
        Code of the regency that the page is about; it has a strong outline.

    Raises
    ------
    ValueError
        The layer has no regencies of the province.
    """
    inside = layer[layer["code"].str[:2] == province].reset_index(drop=True)
    if inside.empty:
        raise ValueError(f"The layer has no regencies of the province {province}.")
    name = region_table("provinces").set_index("code").loc[province, "name"]
    rows, whole = on_one_day(coverage, province)
    fills, legend = _fills(rows, inside, edges)
    shares = rows.set_index("code")["coverage"].reindex(inside["code"])
    lines = {
        row.code: (_short(row.name), _share(shares[row.code]))
        for row in inside[["code", "name"]].rename(columns=str).itertuples()
    }
    with close_ups.province_with_frames(inside, fills, lines) as (fig, axes):
        geography.draw_legend(axes["legend"], legend, _("Coverage"), 1)
        if marked in set(inside["code"]):
            shape = inside.set_index("code").geometry[marked]
            close_ups.mark(axes["map"], shape, f"mark-{marked}")
    labels = {row["code"]: share_label(row) for _index, row in rows.iterrows()}
    frames = range(sum(ax.startswith("frame") for ax in axes))
    return publish(
        fig,
        name="regency-map",
        **_words(rows, whole, inside, name),
        source=source_words(rows),
        table=regencies_table(rows, "regency-map"),
        labels={f"{place}-{code}": text for code, text in labels.items() for place in ("region", *(f"frame{n}" for n in frames))},
    )  # fmt: skip


def _fills(
    rows: pd.DataFrame, layer: "gpd.GeoDataFrame", edges: Sequence[float]
) -> tuple[dict[str, Fill], list[Fill]]:
    """Fills by class; what nobody counted is hatched and named so."""
    missing = geography.missing_fill(_("not counted"))
    fills, _legend = geography.fills_by_class(rows, layer["code"], edges)
    fills = {code: missing if fill.hatch else fill for code, fill in fills.items()}
    return fills, geography.used(fills, geography.class_fills(edges))


def _short(name: str) -> str:
    """A name for a narrow place: a regency without its kind, a city with it."""
    return re.sub(r"^Kabupaten ", "", name).replace("Kota Administrasi ", "Kota ")


def _share(value: float) -> str:
    return "–" if pd.isna(value) else language.percent(value)


def _words(rows: pd.DataFrame, whole: float, layer: "gpd.GeoDataFrame", place: str) -> Words:
    known = rows[rows["coverage"].notna() & rows["code"].isin(layer["code"])]
    alt = _("Map of coverage by regency: {values}.").format(
        values=marks.listing(known, "coverage", language.percent) if len(known) else _("none counted")
    )
    subtitle = _("Active members as a share of all employed persons, percent")
    if len(known):
        subtitle += ", " + language.date(known["date"].iloc[0])
    subtitle += _("; outlines from a layer of one's own")
    return Words(title=_title(known, whole, len(layer), place), subtitle=subtitle, alt=alt)


def _title(known: pd.DataFrame, whole: float, regencies: int, place: str) -> str:
    words = {"place": place, "count": len(known), "all": regencies}
    if known.empty:
        return _("No regency or city of {place} is counted").format(**words)
    top, bottom = known.iloc[0], known.iloc[-1]
    words |= {"top": top["name"], "high": language.percent(top["coverage"])}
    if len(known) == 1:
        return _("{top} covers {high} of its workers; no other regency or city of {place} is counted").format(**words)  # fmt: skip
    words |= {"bottom": bottom["name"], "low": language.percent(bottom["coverage"])}
    if pd.isna(whole) or len(known) < regencies:
        return _(
            "From {low} in {bottom} to {high} in {top}; {count} of {all} regencies and cities of {place} are counted"
        ).format(**words)
    below = int((known["coverage"] < whole).sum())
    words |= {"below": below, "whole": language.percent(whole)}
    if below == 1:
        return _(
            "From {low} in {bottom} to {high} in {top}: 1 of {count} regencies and cities lies below the {whole} of {place}"
        ).format(**words)
    return _(
        "From {low} in {bottom} to {high} in {top}: {below} of {count} regencies and cities lie below the {whole} of {place}"
    ).format(**words)
