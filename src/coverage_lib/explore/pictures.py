"""The four drawings of a view: map, ranking, formal and informal bars, fan. They draw what the view holds and compute nothing."""

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib import language
from coverage_lib.charts import maps
from coverage_lib.charts.levels import coverage_table
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import geography, marks
from coverage_lib.drawing.exhibits import Table
from coverage_lib.explore import svg
from coverage_lib.explore.settings import Settings
from coverage_lib.explore.svg import WIDTH, Picture
from coverage_lib.explore.view import View, year_rows
from coverage_lib.explore.words import base_of, names, outlook_of, pace_words, share, source_of, year_when
from coverage_lib.language import _, vocabulary
from coverage_lib.load import load_boundaries

MAP_HEIGHT, INSET_TOP, INSET_WIDTH = 300.0, 204.0, 300.0
ROW = 13.2
FANS = 4
BANDS = (("q025", "q975", "#dbe5f1"), ("q10", "q90", "#b4c9e3"), ("q25", "q75", "#86a8d2"))


def pictures(view: View) -> list[Picture]:
    """Map, fan, bars and ranking of a view.

    Parameters
    ----------
    view : View
        From :func:`coverage_lib.explore.look`.
    """
    return [map_of(view), fan_of(view), bars_of(view), ranking_of(view)]


@lru_cache(maxsize=1)
def _outlines() -> tuple[dict[str, str], dict[str, str], tuple[float, float, float, float]]:
    """Path data of every province on the main map and in the inset, and the inset's frame, all in points."""
    layer = load_boundaries("2021")
    west, _south, east, north = layer.total_bounds
    scale = (WIDTH - 8) / (east - west)
    main = {
        row.code: _path(row.geometry, west, north, scale, 4, 6)
        for row in geography.simplified(layer, geography.MAIN_TOLERANCE).itertuples()
    }
    left, right, bottom, top = geography.INSET
    close = geography.simplified(layer, geography.INSET_TOLERANCE).clip((left, bottom, right, top))
    zoom = INSET_WIDTH / (right - left)
    inset = {row.code: _path(row.geometry, left, top, zoom, 4, INSET_TOP) for row in close.itertuples()}
    return main, inset, (4, INSET_TOP, INSET_WIDTH, (top - bottom) * zoom)


def _path(shape: object, west: float, north: float, scale: float, x: float, y: float) -> str:
    parts = []
    for polygon in getattr(shape, "geoms", [shape]):
        if polygon.geom_type != "Polygon":
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            points = [
                f"{x + (east - west) * scale:.1f} {y + (north - up) * scale:.1f}"
                for east, up in ring.coords[:-1]
            ]
            parts.append("M" + "L".join(points) + "Z")
    return "".join(parts)


class Figures(NamedTuple):
    """What map and ranking share and no target changes: provinces from the highest coverage, the words on each, classes."""

    rows: pd.DataFrame
    labels: dict[str, str]
    fills: dict[str, geography.Fill]
    order: list[geography.Fill]
    listed: str


@lru_cache(maxsize=64)
def _figures(base: str, segment: str, first_year: int, year: int, lang: str) -> Figures:
    rows = year_rows(Settings(base=base, segment=segment, first_year=first_year, year=year, lang=lang))
    rows = rows[rows["code"] != NATION].sort_values(["coverage", "code"], ascending=[False, True])
    edges = geography.class_edges(rows["coverage"])
    order = geography.class_fills(edges)
    return Figures(
        rows.reset_index(drop=True),
        {row["code"]: _label(row) for _index, row in rows.iterrows()},
        dict(zip(rows["code"], geography.classify(rows["coverage"], edges, order), strict=True)),
        order,
        marks.listing(rows, "coverage", language.percent),
    )


def figures_of(view: View) -> Figures:
    """See :class:`Figures`; found once for each year, base, segment and language."""
    chosen = view.settings
    return _figures(chosen.base, chosen.segment, chosen.first_year, chosen.year, language.current())


def map_of(view: View) -> Picture:
    """The regions coloured by coverage, the chosen ones with a thick outline; a click on one chooses it."""
    settings = view.settings
    rows, labels, fills, order, listed = figures_of(view)
    main, inset, frame = _outlines()
    drawn = [f"<defs>{svg.hatch('missing')}</defs>"]
    x, y, width, height = frame
    drawn.append(svg.text(x, y - 8, _("Java and Bali, enlarged"), size=8.5, colour="#444444"))
    drawn.append(svg.box(x, y, width, height, "#ffffff", "#bbbbbb"))
    for outlines in (main, inset):
        for code in sorted(outlines, key=lambda code: code in settings.regions):
            fill = fills.get(code)
            chosen = code in settings.regions
            edge = "#111111" if chosen else ("#ffffff" if fill else "#999999")
            path = (
                f'<path d="{outlines[code]}" fill="{fill.colour if fill else "url(#missing)"}" stroke="{edge}" '
                f'stroke-width="{1.6 if chosen else 0.4}" stroke-linejoin="round"/>'
            )
            told = labels.get(code) or _("{name}: not published").format(name=names()[code])
            drawn.append(svg.group(path, told, data_code=code))
    missing = [geography.missing_fill()] if set(main) - set(fills) else []
    drawn.append(_legend([*order, *missing], x + width + 24, y))
    best, least = rows.iloc[0], rows.iloc[-1]
    return Picture(
        name="explore-map",
        title=_("Coverage runs from {low} in {bottom} to {high} in {top}").format(
            low=language.percent(least["coverage"]),
            bottom=least["name"],
            high=language.percent(best["coverage"]),
            top=best["name"],
        ),
        subtitle=measure(view),
        source=source_of(settings),
        alt=_("Map of coverage by province: {values}.").format(values=listed),
        table=coverage_table(
            rows, "explore-map", _("Coverage by province, {year}").format(year=settings.year)
        ),
        body="".join(drawn),
        height=MAP_HEIGHT,
    )


def _label(row: pd.Series) -> str:
    if pd.isna(row["active"]) or pd.isna(row["workers"]):
        return f"{row['name']}: {language.percent(row['coverage'])}"
    return maps.coverage_label(row)


def _legend(fills: list[geography.Fill], x: float, y: float) -> str:
    drawn = [svg.text(x, y + 4, _("Coverage"), bold=True)]
    half = -(-len(fills) // 2)
    for place, fill in enumerate(fills):
        left, top = x + 96 * (place // half), y + 16 + 15 * (place % half)
        drawn.append(svg.box(left, top, 14, 10, "url(#missing)" if fill.hatch else fill.colour, "#999999"))
        drawn.append(svg.text(left + 19, top + 5, fill.label))
    return "".join(drawn)


def measure(view: View) -> str:
    """Measure, unit, base and date of what is shown."""
    settings = view.settings
    if settings.base == "eligible":
        return _("Latest published share of {base}, percent, up to the end of {year}; dates differ").format(
            base=base_of(settings), year=settings.year
        )
    provisional = (view.shares["status"] == "provisional").any()
    words = _("Active members as a share of {base}, percent, {date}; counted by domicile").format(
        base=base_of(settings), date=language.date(view.shares["date"].max())
    )
    return words + (_("; provisional, within the year") if provisional else "")


def ranking_of(view: View) -> Picture:
    """Provinces from the highest to the lowest coverage, the chosen ones marked, with the nation and the target."""
    settings = view.settings
    rows, labels, _fills, _order, listed = figures_of(view)
    nation = view.shares[view.shares["code"] == NATION]
    left, right, top = 142.0, WIDTH - 46, 26.0
    most = max(rows["coverage"].max(), settings.target) * 1.03
    scale = (right - left) / most
    bottom = top + ROW * len(rows)
    drawn = [
        svg.box(0, top + ROW * place, WIDTH, ROW, "#eef3fa")
        for place, code in enumerate(rows["code"])
        if code in settings.regions
    ]
    drawn += _percent_ticks(left, scale, most, top, bottom)
    lines = [(settings.target, _("target {share}").format(share=share(settings.target)), marks.TARGET)]
    if len(nation):
        value = float(nation["coverage"].iloc[0])
        lines.append((value, _("Indonesia {share}").format(share=language.percent(value)), marks.INK))
    lines.sort()
    close = len(lines) == 2 and (lines[1][0] - lines[0][0]) * scale < 110
    for place, (value, words, colour) in enumerate(lines):
        x = left + value * scale
        drawn.append(svg.line(x, top - 4, x, bottom, colour, 1, "4 2" if colour == marks.TARGET else ""))
        side = ("end", "start")[place] if close else ("end" if x > right - 50 else "middle")
        drawn.append(svg.text(x, top - 11, words, size=8.5, at=side, colour=colour))
    for place, row in enumerate(rows.itertuples()):
        y = top + ROW * (place + 0.5)
        chosen = row.code in settings.regions
        colour = marks.ACCENT if chosen or NATION in settings.regions else marks.CONTEXT
        x = left + row.coverage * scale
        marked = [svg.box(0, y - ROW / 2, WIDTH, ROW, "transparent")]
        marked.append(svg.text(left - 6, y, row.name, at="end", size=9, bold=chosen))
        marked.append(svg.line(left, y, x, y, colour, 1.2) + svg.dot(x, y, 4 if chosen else 3, colour))
        marked.append(svg.text(right + 6, y, language.percent(row.coverage), size=8.5, bold=chosen))
        drawn.append(svg.group("".join(marked), labels[row.code], data_code=row.code))
    above = int((rows["coverage"] >= settings.target).sum())
    return Picture(
        name="explore-ranking",
        title=_("{above} of {count} provinces have reached {target}").format(
            above=above, count=len(rows), target=share(settings.target)
        ),
        subtitle=measure(view),
        source=source_of(settings),
        alt=_("Ranked chart of coverage: {values}.").format(values=listed),
        table=gap_table(view.shares[view.shares["code"] != NATION], settings.target),
        body="".join(drawn),
        height=bottom + 20,
    )


def gap_table(rows: pd.DataFrame, target: float) -> Table:
    """Coverage, rank and distance to the target of each region."""
    return Table(
        name="explore-ranking",
        title=_("Rank and gap to {target}").format(target=share(target)),
        frame=rows.sort_values("rank"),
        columns=[
            ("name", _("Region"), None),
            ("rank", _("Rank"), lambda value: str(int(value))),
            ("coverage", _("Coverage"), language.percent),
            ("shortfall_points", _("Gap, points"), lambda value: language.points(value, sign=False)),
            ("shortfall_workers", _("Gap, people"), language.number),
        ],
    )


def _percent_ticks(left: float, scale: float, most: float, top: float, bottom: float) -> list[str]:
    drawn = []
    for value in range(0, int(most) + 1, 10 if most > 25 else 5):
        x = left + value * scale
        drawn.append(svg.line(x, top, x, bottom, "#e2e2e2", 0.6))
        drawn.append(
            svg.text(x, bottom + 9, language.percent(value, 0), size=8.5, at="middle", colour="#444444")
        )
    return drawn


def bars_of(view: View) -> Picture:
    """Formal and informal coverage of the chosen regions beside the nation, with the workers without membership."""
    settings, rows = view.settings, view.segments
    wide = rows.pivot_table(index="code", columns="segment", values="coverage", aggfunc="first", sort=False)
    codes = list(dict.fromkeys([*settings.regions, NATION]))
    wide = wide.reindex(index=codes, columns=["formal", "informal"])
    known = rows.set_index(["code", "segment"])
    left, right, top = 142.0, WIDTH - 150, 22.0
    most = max([10.0, *rows["coverage"]]) * 1.02
    scale = (right - left) / most
    height = 33.0
    bottom = top + height * len(codes)
    drawn = _percent_ticks(left, scale, most, top, bottom)
    for place, segment in enumerate(("formal", "informal")):
        x = left + 90 * place
        drawn.append(svg.box(x, 4, 10, 10, marks.SEGMENT_COLOURS[segment]))
        drawn.append(svg.text(x + 15, 9, vocabulary.segment_word(segment)))
    for place, code in enumerate(codes):
        y = top + height * place
        drawn.append(
            svg.text(left - 6, y + height / 2, names()[code], at="end", bold=code in settings.regions)
        )
        for step, segment in enumerate(("formal", "informal")):
            middle = y + 9.5 + 14 * step
            value = wide.loc[code, segment]
            if pd.isna(value):
                drawn.append(svg.text(left + 4, middle, _("not published"), size=8.5, colour=marks.CONTEXT))
                continue
            drawn.append(svg.box(left, middle - 5.5, value * scale, 11, marks.SEGMENT_COLOURS[segment]))
            row = known.loc[(code, segment)]
            without = row["workers"] - row["active"]
            words = language.percent(value)
            if pd.notna(without):
                words += " · " + _("{people} without").format(people=language.people(without))
            drawn.append(svg.text(left + value * scale + 5, middle, words, size=8.5))
    first = wide.iloc[0]
    name = names()[codes[0]]
    if first.isna().any():
        title = _("{name}: coverage of the segments is not published on this base").format(name=name)
    else:
        title = _("{name}: {formal} of formal and {informal} of informal workers are covered").format(
            name=name, formal=language.percent(first["formal"]), informal=language.percent(first["informal"])
        )
    shown = rows.assign(
        segment_word=rows["segment"].map(vocabulary.segment_word), without=rows["workers"] - rows["active"]
    )
    base = (
        _("eligible workers of the segment, latest published")
        if settings.base == "eligible"
        else _("the workers of the segment")
    )
    return Picture(
        name="explore-segments",
        title=title,
        subtitle=_(
            "Active members as a share of {base}, percent, {year}; beside it the workers without membership"
        ).format(base=base, year=settings.year),
        source=source_of(settings),
        alt=_("Bars of formal and informal coverage: {values}.").format(
            values=", ".join(
                f"{row.name} {row.segment_word} {language.percent(row.coverage)}"
                for row in shown.itertuples()
            )
        ),
        table=Table(
            name="explore-segments",
            title=_("Formal and informal coverage"),
            frame=shown,
            columns=[
                ("name", _("Region"), None),
                ("segment_word", _("Segment"), None),
                ("active", _("Active members"), language.number),
                ("workers", _("Workers"), language.number),
                ("coverage", _("Coverage"), language.percent),
                ("without", _("Without membership"), language.number),
            ],
        ),
        body="".join(drawn),
        height=bottom + 20,
    )


def fan_of(view: View) -> Picture:
    """Past and projection of the chosen regions, with the target and the line at the chosen pace."""
    settings = view.settings
    known = [code for code in settings.regions if code in set(view.outlook["series"])]
    shown = known[:FANS]
    columns = 1 if len(shown) < 2 else 2
    width = WIDTH / columns
    height = 210.0 if len(shown) < 2 else 160.0
    drawn = [_fan_legend(settings.pace)]
    for place, code in enumerate(shown):
        x, y = width * (place % columns), 20 + height * (place // columns)
        drawn.append(f'<g transform="translate({x:.1f} {y:.1f})">{_one_fan(view, code, width, height)}</g>')
    if not shown:
        drawn.append(
            svg.text(WIDTH / 2, 90, _("nothing to project on this base"), at="middle", colour=marks.CONTEXT)
        )
    rows = fan_numbers(view, known)
    target, by = share(settings.target), language.date(settings.target_date)
    outlook = outlook_of(view, known[0]) if known else None
    if outlook is None:
        title = _("There is nothing to project")
    else:
        title = _("{name}: {probability} probability of {target} by {by}; median year: {median}").format(
            name=names()[known[0]],
            probability=language.probability(outlook["probability_by_target_date"]),
            target=target,
            by=by,
            median=year_when(outlook["attainment_median"]),
        )
    subtitle = _("Share of {base}, percent; projection with 50, 80 and 95% bands; line {pace}").format(
        base=base_of(settings), pace=pace_words(settings)
    )
    if len(known) > FANS:
        subtitle += _("; the first {count} of the chosen regions").format(count=FANS)
    return Picture(
        name="explore-fan",
        title=title,
        subtitle=subtitle,
        source=source_of(settings),
        alt=_("Projected coverage at year-ends, median and 80% interval: {values}.").format(
            values=", ".join(
                f"{row.name} {row.date:%Y} {language.percent(row.q50)} ({language.percent(row.q10)}–{language.percent(row.q90)})"
                for row in rows[rows["date"].dt.year <= last_year(view)].itertuples()
            )
        ),
        table=Table(
            name="explore-fan",
            title=_("Projected coverage at year-ends"),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("date", _("Date"), language.date),
                ("q025", "2.5%", language.percent),
                ("q10", "10%", language.percent),
                ("q25", "25%", language.percent),
                ("q50", _("Median"), language.percent),
                ("q75", "75%", language.percent),
                ("q90", "90%", language.percent),
                ("q975", "97.5%", language.percent),
            ],
        ),
        body="".join(drawn),
        height=20 + height * max(1, -(-len(shown) // columns)),
    )


def fan_numbers(view: View, codes: list[str]) -> pd.DataFrame:
    """The fan of some regions at the ends of years."""
    fan = view.fan[view.fan["series"].isin(codes) & (view.fan["date"].dt.month == 12)]
    return fan.assign(name=fan["series"].map(names()))


def last_year(view: View) -> int:
    """The last year that the fan is drawn to."""
    return min(max(2035, view.settings.target_year + 2), 2045)


def _fan_legend(pace: str) -> str:
    drawn, x = [], 34.0
    for words, mark in (
        (_("reported"), svg.dot(0, 0, 3, marks.INK)),
        (_("median"), svg.line(-6, 0, 6, 0, marks.ACCENT, 1.8)),
        ("50%", svg.box(-6, -4, 12, 8, BANDS[2][2])),
        ("80%", svg.box(-6, -4, 12, 8, BANDS[1][2])),
        ("95%", svg.box(-6, -4, 12, 8, BANDS[0][2])),
        (_("target"), svg.diamond(0, 0, 4, marks.TARGET)),
        (_("at the chosen pace"), svg.line(-6, 0, 6, 0, marks.INFORMAL, 1.4, "4 2")),
    ):
        drawn.append(f'<g transform="translate({x:.0f} 8)">{mark}</g>' + svg.text(x + 10, 8, words, size=8.5))
        x += 26 + 5.2 * len(words)
    return "".join(drawn)


def _one_fan(view: View, code: str, width: float, height: float) -> str:
    settings = view.settings
    path = view.path[view.path["code"] == code].sort_values("date")
    fan = view.fan[(view.fan["series"] == code) & (view.fan["date"].dt.year <= last_year(view))]
    outlook = outlook_of(view, code)
    start = float(_year(pd.concat([path["date"], fan["date"]])).min()) - 0.3
    left, right, top, bottom = 34.0, width - 12, 20.0, height - 18
    most = min(100.0, max([settings.target * 1.12, fan["q975"].max() * 1.02, path["coverage"].max() * 1.1]))
    across = (right - left) / (last_year(view) + 1 - start)
    up = (bottom - top) / most

    def places(dates: pd.Series, values: pd.Series) -> list[tuple[float, float]]:
        x = left + (_year(dates) - start) * across
        y = bottom - np.minimum(values, most) * up
        return list(zip(x.tolist(), y.tolist(), strict=True))

    def place(date: pd.Timestamp, value: float) -> tuple[float, float]:
        return places(pd.Series([date]), pd.Series([value]))[0]

    drawn = [svg.text(left, 8, names()[code], size=10, bold=True)]
    for value in range(0, int(most) + 1, 10 if most <= 60 else 20):
        y = bottom - value * up
        drawn.append(svg.line(left, y, right, y, "#e2e2e2", 0.6))
        drawn.append(svg.text(left - 4, y, language.percent(value, 0), size=8.5, at="end", colour="#444444"))
    every = 2 if width > 300 else 4
    for year in range(int(start + 0.3), last_year(view) + 1, every):
        drawn.append(
            svg.text(
                left + (year + 0.999 - start) * across,
                bottom + 9,
                str(year),
                size=8.5,
                at="middle",
                colour="#444444",
            )
        )
    last = path.iloc[-1:] if len(path) else path
    onward = pd.concat([last["date"], fan["date"]])
    for low, high, colour in BANDS:
        edges = [places(onward, pd.concat([last["coverage"], fan[column]])) for column in (low, high)]
        drawn.append(svg.band(edges[0], edges[1], colour))
    drawn.append(
        svg.curve(
            places(pd.concat([last["date"], fan["date"]]), pd.concat([last["coverage"], fan["q50"]])),
            marks.ACCENT,
            1.8,
        )
    )
    if outlook is not None and pd.notna(outlook["pace"]) and len(last):
        drawn.append(_pace_line(outlook, last.iloc[0], place, last_year(view), most))
    for a, b in pairwise(places(path["date"], path["coverage"])):
        drawn.append(svg.line(*a, *b, marks.INK, 1.2))
    drawn += [svg.dot(*at, 3, marks.INK) for at in places(path["date"], path["coverage"])]
    level = bottom - settings.target * up
    drawn.append(svg.line(left, level, right, level, marks.TARGET, 0.8, "4 2"))
    x, y = place(settings.target_date, settings.target)
    drawn.append(svg.diamond(x, y, 5, marks.TARGET))
    words = _("{target} by {year}").format(target=share(settings.target), year=settings.target_year)
    at_end = x > right - 90
    drawn.append(
        svg.text(
            x - 8 if at_end else x + 8,
            y - 11,
            words,
            size=8.5,
            at="end" if at_end else "start",
            colour=marks.TARGET,
        )
    )
    return "".join(drawn)


def _pace_line(
    outlook: pd.Series,
    last: pd.Series,
    place: Callable[[pd.Timestamp, float], tuple[float, float]],
    until: int,
    most: float,
) -> str:
    """The straight line at the chosen pace, to the end of the drawing or to where it leaves it."""
    years = until + 1 - float(_year(last["date"]))
    pace = float(outlook["pace"])
    bound = most if pace > 0 else 0.0
    if pace:
        years = min(years, max((bound - last["coverage"]) / pace, 0))
    end = last["date"] + pd.Timedelta(days=365.25 * years)
    return svg.curve(
        [place(last["date"], last["coverage"]), place(end, last["coverage"] + pace * years)],
        marks.INFORMAL,
        1.4,
        "4 2",
    )


def _year(date: pd.Timestamp | pd.Series) -> np.ndarray:
    """A date, or a column of dates, as a year with its fraction."""
    days = np.asarray(date, dtype="datetime64[D]").astype("int64")
    return 1970 + days / 365.2425
