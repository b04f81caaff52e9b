"""The figures of a report for slides: each with its words as a drawing (SVG) and as a picture (PNG)."""

import importlib.metadata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coverage_lib.drawing import fonts
from coverage_lib.pages import inputs, records
from coverage_lib.pages.report import PageFigure


class Slides(NamedTuple):
    """Files by their path in the site, paths of pictures that need no new drawing, and what the index says about each figure."""

    files: dict[str, str | bytes]
    existing: list[str]
    about: list[dict[str, str]]


def slides(
    figures: Mapping[str, PageFigure], folder: str, site: Path, before: records.Record | None
) -> Slides:
    """Drawings and pictures of figures. Most of the time goes into pictures, so those that lie in the site are kept.

    Parameters
    ----------
    figures : mapping of str to coverage_lib.pages.report.PageFigure
        Of a report, by their names.
    folder : str
        Path in the site.
    site : pathlib.Path
        The folder of the site.
    before : coverage_lib.pages.records.Record, optional
        Of the report that lies in the site.
    """
    drawn_as = {figure["name"]: figure["drawn_as"] for figure in before.about["figures"]} if before else {}
    made = Slides({}, [], [])
    for name, figure in figures.items():
        drawing = figure.drawing.file(figure.title, figure.alt)
        key = inputs.combined(drawing, _painter())
        picture = f"{folder}/{name}.png"
        if before and drawn_as.get(name) == key and records.is_as_written(site, before, picture):
            made.existing.append(picture)
        else:
            made.files[picture] = fonts.svg_to_png(figure.drawing.file(figure.title, figure.alt, font=False))
        made.files[f"{folder}/{name}.svg"] = drawing
        made.about.append({"name": name, "title": figure.title, "drawn_as": key})
    return made


def _painter() -> list[str]:
    """What turns a drawing into points."""
    return [Path(fonts.__file__).read_text(encoding="utf-8"), importlib.metadata.version("resvg-py")]
