"""What a reader is shown: a finding, key figures, a figure or a table, the same in a notebook and on a page.

Each carries its words and numbers as data beside what JupyterLab draws, under one media type of our own. The report reads
that, so nothing is parsed back out of pictures, and nbval compares it, so a changed number fails the check.
"""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from coverage_lib.drawing.fonts import svg_to_png
from coverage_lib.drawing.svg import Drawing
from coverage_lib.language import _
from coverage_lib.language.columns import Column

MIME = "application/vnd.coverage-atlas+json"
#: On a page only: the parts of a drawing.
DRAWING = "application/vnd.coverage-atlas.drawing+json"

TEMPLATES = Path(__file__).parent / "templates"

SHORT = 16  # letters: a column with nothing longer is not broken into lines


@dataclass(frozen=True)
class Table:
    """Rows as they are read, with what to sort them by.

    Parameters
    ----------
    name : str
        Short identifier, used for anchors and file names.
    title, note, source : str
        What the rows show; what to know when reading them; where they come from.
    frame : pandas.DataFrame
        The values behind the rows, unrounded.
    columns : sequence of coverage_lib.language.columns.Column
        Which columns are shown, under which heading, written how.
    """

    name: str
    title: str
    frame: pd.DataFrame = field(repr=False)
    columns: Sequence[Column | tuple[str, str, Callable[[Any], str] | None]] = field(repr=False)
    note: str = ""
    source: str = ""

    def content(self) -> dict[str, Any]:
        """The table as plain data: headings, and for each cell its text and its sort key."""
        shown = [Column(*column) for column in self.columns]
        ordered = [self.frame[column.order or column.key] for column in shown]
        rows = []
        for record in self.frame.to_dict("records"):
            cells: list[list[Any]] = []
            for column in shown:
                value = record[column.key]
                if _is_missing(value):
                    cells.append(["–", None])
                else:
                    text = column.write(value) if column.write else str(value)
                    cells.append([text, _sort_key(record[column.order or column.key])])
            rows.append(cells)
        return {
            "kind": "table",
            "name": self.name,
            "title": self.title,
            "note": self.note,
            "source": self.source,
            "columns": [
                {"label": column.heading, "numeric": pd.api.types.is_numeric_dtype(values)}
                for column, values in zip(shown, ordered, strict=True)
            ],
            "rows": rows,
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = self.content()
        script = (TEMPLATES / "table.js").read_text(encoding="utf-8")
        shown = f"{table_html(content)}\n<script>{script}</script>"
        return {"text/html": shown, "text/plain": self.title, MIME: content}


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NaT or (not isinstance(value, str) and bool(pd.isna(value)))


def _sort_key(value: Any) -> float | None:
    """What a cell is sorted by where its text does not sort itself: a number, the day of a date."""
    if _is_missing(value):
        return None
    if isinstance(value, date):
        return value.toordinal()
    return round(float(value), 6) if isinstance(value, int | float) else None


def table_html(content: Mapping[str, Any]) -> str:
    """A table's content as HTML, every text escaped.

    Parameters
    ----------
    content : mapping
        What :meth:`Table.content` gives.
    """
    words = {"source": _("Source: {source}")}
    kinds = [
        "number"
        if column["numeric"]
        else "short"
        if all(len(row[place][0]) <= SHORT for row in content["rows"])
        else ""
        for place, column in enumerate(content["columns"])
    ]
    return _templates().get_template("table.html.j2").render(table=content, kinds=kinds, words=words)


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)


@dataclass(frozen=True)
class Title:
    """The heading of a page that is about one region; other pages have theirs as text."""

    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = {"kind": "title", "text": self.text}
        return {"text/html": f"<h1>{html.escape(self.text)}</h1>", "text/plain": self.text, MIME: content}


@dataclass(frozen=True)
class Finding:
    """A sentence computed from the data: what a section, or with `lead` a whole page, has to say."""

    text: str
    lead: bool = False
    #: Of a lead: the latest day on which members were counted of whom the page tells, ``2026-10-31``; empty where it is that of the atlas.
    counted_to: str = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = {"kind": "lead" if self.lead else "finding", "text": self.text}
        if self.counted_to:
            content["counted_to"] = self.counted_to
        weight = "600" if self.lead else "400"
        size = "1.25em" if self.lead else "1em"
        shown = (
            f'<p style="font-size:{size};font-weight:{weight};max-width:46em">{html.escape(self.text)}</p>'
        )
        return {"text/html": shown, "text/plain": self.text, MIME: content}


@dataclass(frozen=True)
class KeyFigures:
    """Three to five numbers with what they count, their base and their date: ``(value, label, base and date)``."""

    items: Sequence[tuple[str, str, str]]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = {"kind": "key_figures", "items": [list(item) for item in self.items]}
        shown = "".join(
            f'<div style="display:inline-block;vertical-align:top;width:11em;margin:0 1.5em 1em 0">'
            f'<div style="font-size:1.8em;font-weight:600">{html.escape(value)}</div>'
            f"<div>{html.escape(label)}</div>"
            f'<div style="color:#555;font-size:.85em">{html.escape(base)}</div></div>'
            for value, label, base in self.items
        )
        plain = "\n".join(f"{value}  {label} ({base})" for value, label, base in self.items)
        return {"text/html": shown, "text/plain": plain, MIME: content}


@dataclass(frozen=True)
class Figure:
    """A drawn figure with its words, its alternative text and the table behind it.

    Parameters
    ----------
    name : str
        Short identifier, used for anchors and file names.
    title, subtitle, source : str
        The finding; the measure with unit, base and date; where the numbers come from.
    alt : str
        What the figure shows, with its numbers, for a reader who does not see it.
    table : Table
        The numbers behind the figure.
    drawing : coverage_lib.drawing.svg.Drawing
        The drawing with its words, in parts.
    """

    name: str
    title: str
    subtitle: str
    source: str
    alt: str
    table: Table = field(repr=False)
    drawing: Drawing = field(repr=False)

    @property
    def svg(self) -> str:
        """The drawing with its words as a file that leaves the font to its reader; the same bytes for the same data."""
        return self.drawing.file(self.title, self.alt, font=False)

    def content(self) -> dict[str, Any]:
        """The words of the figure and the table behind it as plain data."""
        return {
            "kind": "figure",
            "name": self.name,
            "title": self.title,
            "subtitle": self.subtitle,
            "source": self.source,
            "alt": self.alt,
            "table": self.table.content(),
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = {"text/plain": self.alt, MIME: self.content()}
        if _on_page.get():
            return shown | {DRAWING: self.drawing._asdict()}
        return shown | {"image/svg+xml": self.standalone()}

    def standalone(self) -> str:
        """The drawing with its words and its font as a file, to stand outside a page: in JupyterLab, on a slide."""
        return self.drawing.file(self.title, self.alt)

    def png(self, width: int = 1600) -> bytes:
        """The drawing as a PNG.

        Parameters
        ----------
        width : int
            Pixels.
        """
        return svg_to_png(self.svg, width)


_on_page: ContextVar[bool] = ContextVar("on_page", default=False)


@contextmanager
def on_page() -> Iterator[None]:
    """Within this block figures give the parts of their drawings to a page, which brings the font for all of them."""
    token = _on_page.set(True)
    try:
        yield
    finally:
        _on_page.reset(token)
