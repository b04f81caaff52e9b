"""The current view as files: one picture as SVG and PNG, the numbers as CSV, a short report as HTML."""

import hashlib
import html
import re
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from coverage_lib import language
from coverage_lib.data.sources import home
from coverage_lib.drawing.exhibits import table_html
from coverage_lib.drawing.fonts import font_css, svg_to_png
from coverage_lib.explore import svg, words
from coverage_lib.explore.pictures import pictures
from coverage_lib.explore.settings import Settings, to_query
from coverage_lib.explore.svg import WIDTH, Picture
from coverage_lib.explore.view import View, ahead
from coverage_lib.language import _
from coverage_lib.pages import report, site

KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv", ".html": "text/html"}
MARGIN = 24.0


def save(view: View, folder: Path | None = None) -> Path:
    """Write a view as ``view.svg``, ``view.png``, ``view.csv`` and ``view.html``.

    Parameters
    ----------
    view : View
        From :func:`coverage_lib.explore.look`.
    folder : pathlib.Path, optional
        Where the view's own folder is made; ``exports/`` of the project otherwise.

    Returns
    -------
    pathlib.Path
        The view's folder. The same settings in the same language have the same one, which is written anew.
    """
    target = (folder or home() / "exports") / folder_name(view.settings)
    target.mkdir(parents=True, exist_ok=True)
    drawn = pictures(view)
    sheet = one_sheet(view, drawn)
    site.write(target / "view.svg", with_font(sheet))
    (target / "view.png").write_bytes(svg_to_png(sheet, 2200))
    site.write(
        target / "view.csv", table(view).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    )
    site.write(target / "view.html", page(view, drawn))
    return target


def folder_name(settings: Settings) -> str:
    """A readable name of a folder, different for different settings.

    Examples
    --------
    >>> folder_name(Settings(regions=("15",), target=55, target_year=2025))[:-9]
    'jambi-total-employed-2024-55-2025-en'
    """
    names = words.names()
    region = names[settings.regions[0]] + (
        f" and {len(settings.regions) - 1}" if len(settings.regions) > 1 else ""
    )
    parts = f"{region} {settings.segment} {settings.base} {settings.year} {settings.target:g} {settings.target_year} {settings.lang}"
    mark = hashlib.sha256(to_query(settings).encode()).hexdigest()[:8]
    return re.sub(r"[^a-z0-9.]+", "-", parts.lower().replace("_", "-")) + "-" + mark


def table(view: View) -> pd.DataFrame:
    """Every region with its figures, the settings they hold for, and which of them were chosen.

    Parameters
    ----------
    view : View
        From :func:`coverage_lib.explore.look`.

    Returns
    -------
    pandas.DataFrame
        The columns of ``view.shares`` and, from :func:`coverage_lib.explore.view.ahead`, those of the projection and the pace; chosen (bool);
        pace_setting. Unrounded.
    """
    _fan, outlook = ahead(view.settings, every=True)
    outlook = outlook.drop(columns=["target", "target_date"]).rename(columns={"series": "code"})
    rows = view.shares.merge(outlook, on="code", how="left")
    rows["target_date"] = view.settings.target_date
    rows["pace_setting"] = view.settings.pace
    rows["first_year"] = view.settings.first_year
    rows["chosen"] = rows["code"].isin(view.settings.regions)
    return rows


def one_sheet(view: View, drawn: list[Picture]) -> str:
    """The whole view as one drawing: the answer, the settings, the key figures, and the four pictures."""
    width = 2 * WIDTH + 3 * MARGIN
    inner = width - 2 * MARGIN
    marks_drawn, y = [], MARGIN
    for row in svg.wrap(words.headline(view).text, 17, "bold", inner):
        marks_drawn.append(svg.text(MARGIN, y + 9, row, size=17, bold=True, colour="#111111"))
        y += 22
    chosen = " · ".join(f"{name}: {value}" for name, value in words.settings_words(view.settings))
    said = [(row, "#444444") for row in svg.wrap(chosen, 10, "normal", inner)]
    for remark in words.remarks(view):
        said += [(row, "#8a4a06") for row in svg.wrap(remark, 10, "normal", inner)]
    for row, colour in said:
        marks_drawn.append(svg.text(MARGIN, y + 6, row, size=10, colour=colour))
        y += 13.5
    y += 8
    items = words.key_figures(view).items
    step = inner / max(len(items), 1)
    for place, (value, label, base) in enumerate(items):
        x = MARGIN + step * place
        marks_drawn.append(svg.text(x, y + 12, value, size=19, bold=True))
        lines = [(row, "#222222") for row in svg.wrap(label, 9.5, "normal", step - 8)]
        lines += [(row, "#555555") for row in svg.wrap(base, 9.5, "normal", step - 8)]
        for number, (row, colour) in enumerate(lines):
            marks_drawn.append(svg.text(x, y + 30 + 12.5 * number, row, size=9.5, colour=colour))
    y += 82
    ends = [y, y]
    for picture, column in zip(drawn, (0, 0, 0, 1), strict=True):
        head_drawn, head = svg.heading(picture)
        x = MARGIN + column * (WIDTH + MARGIN)
        marks_drawn.append(
            f'<g transform="translate({x:.1f} {ends[column]:.1f})">{head_drawn}'
            f'<g transform="translate(0 {head:.1f})">{picture.body}</g></g>'
        )
        ends[column] += head + picture.height + 18
    y = max(ends)
    source = _("Source: {source}").format(source=words.source_of(view.settings))
    for row in svg.wrap(source, 9, "normal", inner):
        marks_drawn.append(svg.text(MARGIN, y + 4, row, size=9, colour="#555555"))
        y += 12
    height = y + MARGIN / 2
    title = html.escape(words.headline(view).text)
    alt = html.escape(" ".join(picture.alt for picture in drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.1f}pt" height="{height:.1f}pt" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" font-family="\'Source Sans Pro\', sans-serif" role="img" '
        f'aria-labelledby="view-title view-desc"><title id="view-title">{title}</title><desc id="view-desc">{alt}</desc>'
        f'<rect width="{width:.1f}" height="{height:.1f}" fill="#ffffff"/>{"".join(marks_drawn)}</svg>'
    )


def with_font(drawing: str) -> str:
    """A drawing that brings the letters it needs, to look the same on every machine."""
    letters = html.unescape("".join(re.findall(r">([^<>]+)</text>", drawing)))
    return drawing.replace("</desc>", f"</desc><style>{font_css(letters)}</style>", 1)


def page(view: View, drawn: list[Picture]) -> str:
    """The view as a short report in one self-contained page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    figures: list[dict[str, Any]] = []
    for picture in drawn:
        content = svg.figure(picture)
        figures.append(
            {
                "title": picture.title,
                "subtitle": picture.subtitle,
                "name": picture.name,
                "source": picture.source,
                "drawing": Markup(
                    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {picture.height:.1f}" role="img" '
                    f'aria-label="{html.escape(content.alt)}">{picture.body}</svg>'
                ),
                "rows": Markup(table_html(picture.table.content())),
            }
        )
    templates = Environment(
        loader=FileSystemLoader([report.TEMPLATES, Path(__file__).parent]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return templates.get_template("saved.html.j2").render(
        lang=language.current(),
        title=_("A view of the Jamsostek Coverage Atlas"),
        font=Markup(font_css(report.LETTERS)),
        lead=words.headline(view).text,
        keys=words.key_figures(view).items,
        settings=words.settings_words(view.settings),
        link="?" + to_query(view.settings),
        remarks=words.remarks(view),
        numbers=Markup(table_html(words.numbers(view).content())),
        figures=figures,
        words={
            "settings": _("The chosen settings"),
            "link": _("Link"),
            "note": _("What to know about them"),
            "table_behind": _("The numbers behind the figure"),
            "source": _("Source: {source}"),
            "data_to": _("Data to {date}").format(date=report.about()["data_date"]),
            "version": _("Version {version}").format(version=report.about()["version"]),
        },
    )
