"""A view as files: one picture as SVG and PNG, the numbers as CSV, a short report as HTML."""

import hashlib
import re
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from coverage_lib import language
from coverage_lib.data.own.entries import new_folder
from coverage_lib.data.sources import output
from coverage_lib.data.spreadsheets import write_table
from coverage_lib.drawing.exhibits import table_html
from coverage_lib.drawing.fonts import svg_to_png
from coverage_lib.explore.pictures.sheet import one_sheet
from coverage_lib.explore.pictures.svg import alone
from coverage_lib.explore.presentation import Presentation
from coverage_lib.explore.settings import Settings, region_names, to_query
from coverage_lib.explore.view import View
from coverage_lib.language import _
from coverage_lib.pages import records, template
from coverage_lib.pages.words import common

KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv", ".html": "text/html"}
PIXELS = 2200  # the width of the PNG


def save(presentation: Presentation, folder: Path | None = None) -> Path:
    """Write a view as ``view.svg``, ``view.png``, ``view.csv`` and ``view.html``, in the language of its settings.

    Parameters
    ----------
    presentation : Presentation
        From :func:`coverage_lib.explore.present`.
    folder : pathlib.Path, optional
        Where the view's own folder is made; ``exports/`` of the project, or beside the analyst's own tables, otherwise.

    Returns
    -------
    pathlib.Path
        The view's folder. The same settings in the same language have the same one, which is written anew.
    """
    view, words, pictures = presentation
    target = (folder or output("exports", at=new_folder().parent)) / folder_name(view.settings)
    target.mkdir(parents=True, exist_ok=True)
    with language.use(view.settings.lang):
        sheet = one_sheet(words, pictures)
        title, alt = words.headline.text, " ".join(picture.alt for picture in pictures)
        records.write(target / "view.svg", sheet.file(title, alt))
        records.write(target / "view.png", svg_to_png(sheet.file(title, alt, font=False), PIXELS))
        write_table(table(view), target / "view.csv")
        records.write(target / "view.html", page(presentation))
    return target


def folder_name(settings: Settings) -> str:
    """A readable name of a folder, different for different settings.

    Examples
    --------
    >>> folder_name(Settings(regions=("15",), target=55, target_year=2025))[:-9]
    'jambi-total-employed-2024-55-2025-en'
    """
    region = region_names()[settings.regions[0]]
    if len(settings.regions) > 1:
        region += f" and {len(settings.regions) - 1}"
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
        The columns of ``view.shares``, then those of ``view.outlook``; target_date, pace_setting, first_year; chosen (bool).
        Unrounded.
    """
    settings = view.settings
    outlook = view.outlook.drop(columns=["target", "target_date"])
    return view.shares.merge(outlook, on="code", how="left").assign(
        target_date=settings.target_date,
        pace_setting=settings.pace,
        first_year=settings.first_year,
        chosen=lambda rows: rows["code"].isin(settings.regions),
    )


def page(presentation: Presentation) -> str:
    """The view as a short report in one self-contained page."""
    view, words, pictures = presentation
    about = common()
    values = {
        "lang": language.current(),
        "title": _("A view of the Jamsostek Coverage Atlas"),
        "words": words,
        "link": "?" + to_query(view.settings),
        "numbers": Markup(table_html(words.numbers.content())),
        "figures": [
            {
                "picture": picture,
                "drawing": Markup(alone(picture)),
                "rows": Markup(table_html(picture.table.content())),
            }
            for picture in pictures
        ],
        "fixed": {
            "settings": _("The chosen settings"),
            "link": _("Link"),
            "note": _("What to know about them"),
            "table_behind": _("The numbers behind the figure"),
            "source": _("Source: {source}").format(source=words.phrases.source),
            "data_to": _("Data to {date}").format(date=about["data_date"]),
            "version": _("Version {version}").format(version=about["version"]),
        },
    }
    return template.render("saved.html.j2", values, Path(__file__).parent)
