"""What a reader is shown: a finding, key figures, a figure or a table, the same in a notebook and on a page.

Each carries its words and numbers as data beside what JupyterLab draws, under one media type of our own. The report reads
that, so nothing is parsed back out of pictures, and nbval compares it, so a changed number fails the check.
"""

import base64
import html
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_lib.language import _, current

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

MIME = "application/vnd.coverage-atlas+json"
PAGE = Path(__file__).parent / "page"
FACES = {"Regular": 400, "Bold": 700}
WIDTH = 7.2  # inches: the text width of an A4 page
SHORT = 16  # letters: a column with nothing longer is not broken into lines
#: The letters of pages and drawings: Latin with what Indonesian names, numbers and charts use.
LETTERS = "".join(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2012, 0x2013, 0x2014, *range(0x2018, 0x201E)])
)
LETTERS += "…−·•→←↑↓↕≤≥×±"

#: A column of a shown table: the key in the frame, its heading, and how a value is written.
Column = tuple[str, str, Callable[[Any], str] | None]


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
    columns : sequence of (key, heading, writer)
        Which columns are shown, under which heading, written how (``None``: as text).
    """

    name: str
    title: str
    frame: pd.DataFrame = field(repr=False)
    columns: Sequence[Column] = field(repr=False)
    note: str = ""
    source: str = ""

    def content(self) -> dict[str, Any]:
        """The table as plain data: headings, and for each cell its text and its sort key."""
        shown = [key for key, _heading, _write in self.columns]
        numeric = {key: pd.api.types.is_numeric_dtype(self.frame[key]) for key in shown}
        rows = []
        for record in self.frame.to_dict("records"):
            cells = []
            for key, _heading, write in self.columns:
                value = record[key]
                missing = value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value))
                text = "–" if missing else (write(value) if write else str(value))
                cells.append([text, None if missing else _sort_key(value)])
            rows.append(cells)
        return {
            "kind": "table",
            "name": self.name,
            "title": self.title,
            "note": self.note,
            "source": self.source,
            "columns": [{"label": heading, "numeric": numeric[key]} for key, heading, _write in self.columns],
            "rows": rows,
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = self.content()
        script = (PAGE / "table.js").read_text(encoding="utf-8")
        shown = f"{table_html(content)}\n<script>{script}</script>"
        return {"text/html": shown, "text/plain": self.title, MIME: content}


def _sort_key(value: Any) -> float | None:
    """What a cell is sorted by where its text does not sort itself: a number, the day of a date."""
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

    return Environment(loader=FileSystemLoader(PAGE), autoescape=True)


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

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = {"kind": "lead" if self.lead else "finding", "text": self.text}
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
    svg : str
        The drawing with its words, the same bytes for the same data.
    head, foot : float
        Heights of the bands of words above and below the drawing, in points; a page that sets the words itself crops
        them off.
    """

    name: str
    title: str
    subtitle: str
    source: str
    alt: str
    table: Table = field(repr=False)
    svg: str = field(repr=False)
    head: float = 0
    foot: float = 0

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = {
            "kind": "figure",
            "name": self.name,
            "title": self.title,
            "subtitle": self.subtitle,
            "source": self.source,
            "alt": self.alt,
            "head": self.head,
            "foot": self.foot,
            "table": self.table.content(),
        }
        drawing = self.svg if _on_page.get() else self.alone()
        return {"image/svg+xml": drawing, "text/plain": self.alt, MIME: content}

    def alone(self) -> str:
        """The drawing with the font that it needs inside, to stand outside a page: in JupyterLab, on a slide."""
        return with_font(self.svg)

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
    """Within this block drawings go on a page that brings the font itself, once for all of them."""
    token = _on_page.set(True)
    try:
        yield
    finally:
        _on_page.reset(token)


def svg_to_png(svg: str, width: int = 1600) -> bytes:
    """A drawing of :class:`Figure` as a PNG, in the font of the house.

    Parameters
    ----------
    svg : str
        The drawing.
    width : int
        Pixels.
    """
    import resvg_py

    files = [str(_font_file(face)) for face in FACES]
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=width, dpi=96, font_files=files, skip_system_fonts=True)
    )


def font_css(text: str) -> str:
    """The font of the house as CSS, holding no more letters than a text has.

    Parameters
    ----------
    text : str
        Every letter that will be shown.

    Examples
    --------
    >>> font_css("27.1%").count("@font-face")
    2
    """
    letters = "".join(sorted(set(text)))
    return "".join(
        f"@font-face{{font-family:'Source Sans Pro';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{_font_subset(face, letters)}) format('truetype')}}"
        for face, weight in FACES.items()
    )


@lru_cache(maxsize=256)
def _font_subset(face: str, letters: str) -> str:
    # Cutting a few letters out of a font that holds only ours gives the same bytes in a third of the time.
    source = io.BytesIO(_house_font(face)) if set(letters) <= set(LETTERS) else _font_file(face)
    return base64.b64encode(_cut(source, letters)).decode()


@cache
def _house_font(face: str) -> bytes:
    return _cut(_font_file(face), LETTERS)


def _cut(source: Path | io.BytesIO, letters: str) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(
        hinting=False,
        layout_features=["kern"],
        name_IDs=[],
        notdef_outline=True,
        drop_tables=["DSIG", "meta"],
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _font_file(face: str) -> Path:
    import font_source_sans_pro as source_sans

    return Path(source_sans.font_directory) / f"SourceSansPro-{face}.ttf"


def with_font(svg: str) -> str:
    """A drawing from a page with the font that it needs inside."""
    shown = html.unescape("".join(re.findall(r">([^<>]+)</t(?:ext|span)>", svg)))
    return svg.replace("<defs>", f"<defs><style>{font_css(shown)}</style>", 1)


def canvas(height: float, width: float = WIDTH) -> "Canvas":
    """An empty drawing of the house: its font, its sizes, its greys.

    Parameters
    ----------
    height, width : float
        Inches of the drawing, without the words above and below it.

    Examples
    --------
    >>> fig = canvas(3)
    >>> fig.get_size_inches().tolist()
    [7.2, 3.0]
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    with mpl.rc_context(style()):
        return Canvas(figsize=(width, height), layout="constrained")


def style() -> dict[Any, Any]:
    """Settings of matplotlib for every figure, as a dictionary for ``matplotlib.rc_context``.

    Examples
    --------
    >>> style()["svg.fonttype"]
    'none'
    """
    _register_font()
    return {
        "font.family": ["Source Sans Pro", "DejaVu Sans"],
        "font.size": 9.5,
        "axes.titlesize": 10,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 9,
        "axes.labelcolor": "#444444",
        "axes.edgecolor": "#888888",
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": False,
        "grid.color": "#e2e2e2",
        "grid.linewidth": 0.6,
        "xtick.color": "#444444",
        "ytick.color": "#222222",
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "legend.frameon": False,
        "hatch.linewidth": 0.5,
        "hatch.color": "#777777",
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "figure.constrained_layout.h_pad": 0.06,
        "figure.constrained_layout.w_pad": 0.06,
        "svg.fonttype": "none",
        "svg.hashsalt": "coverage-atlas",
        "path.simplify": True,
    }


def _register_font() -> None:
    from matplotlib.font_manager import fontManager

    have = {entry.fname for entry in fontManager.ttflist}
    for face in FACES:
        if str(_font_file(face)) not in have:
            fontManager.addfont(_font_file(face))


def publish(
    fig: "Canvas",
    *,
    name: str,
    title: str,
    subtitle: str,
    source: str,
    alt: str,
    table: Table,
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Set the words on a drawing and turn it into an exhibit.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        From :func:`canvas`, drawn within ``matplotlib.rc_context(style())``.
    name, title, subtitle, source, alt, table
        See :class:`Figure`.
    labels : mapping of str to str, optional
        For artists with a gid, what a pointer resting on them is told.

    Returns
    -------
    Figure
    """
    import matplotlib as mpl
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with mpl.rc_context(style()):
        width, body = fig.get_size_inches()
        head_text = [(line, 13.0, "bold", "#111111") for line in _wrap(title, width, 13, "bold")]
        head_text += [(line, 9.5, "normal", "#444444") for line in _wrap(subtitle, width, 9.5)]
        foot_text = [
            (line, 8.0, "normal", "#555555")
            for line in _wrap(_("Source: {source}").format(source=source), width, 8)
        ]
        head = 8 + sum(size * 1.3 for _t, size, _w, _c in head_text) + 4
        foot = 4 + sum(size * 1.3 for _t, size, _w, _c in foot_text) + 4
        total = body + (head + foot) / 72
        fig.set_size_inches(width, total)
        layout = fig.get_layout_engine()
        if isinstance(layout, ConstrainedLayoutEngine):
            layout.set(rect=(0, foot / 72 / total, 1, body / total))
        for texts, top in ((head_text, total * 72 - 8), (foot_text, foot - 4)):
            y = top
            for line, size, weight, colour in texts:
                fig.text(
                    0.1 / width,
                    y / 72 / total,
                    line,
                    size=size,
                    weight=weight,
                    color=colour,
                    va="top",
                    ha="left",
                )
                y -= size * 1.3
        buffer = io.StringIO()
        fig.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    svg = _tidy(buffer.getvalue(), f"{name}-{current()}", title, alt, labels or {})
    return Figure(name, title, subtitle, source, alt, table, svg, round(head, 1), round(foot, 1))


def _wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines that fit a width in inches, by the measure of the font itself."""
    limit = (width - 0.2) * 72
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _text_width(longer, size, weight) > limit:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


@lru_cache(maxsize=8192)
def _text_width(text: str, size: float, weight: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family=["Source Sans Pro", "DejaVu Sans"], size=size, weight=weight)
    return float(TextToPath().get_text_width_height_descent(text, font, False)[0])


_NUMBER = re.compile(r"-?\d+\.\d+")
_MADE_ID = r"(?:[hmp]|C[0-9a-f]+_[0-9a-f]+_)[0-9a-f]{10}"  # hatch, mark, clip path; marks of a collection


def _tidy(svg: str, name: str, title: str, alt: str, labels: Mapping[str, str]) -> str:
    """Round coordinates, make ids unique to the figure, and give the drawing its words for assistive technology."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'( x| y| points| width| height| viewBox)="([^"]*)"',
        lambda found: f'{found[1]}="{_NUMBER.sub(_short, found[2])}"',
        svg,
    )
    svg = re.sub(r' d="([^"]*)"', lambda found: f' d="{_path(found[1])}"', svg)
    svg = re.sub(
        r"(translate|rotate|matrix)\(([^)]*)\)",
        lambda found: f"{found[1]}({_NUMBER.sub(_short, found[2])})",
        svg,
    )
    svg = re.sub(r"<!--.*?-->\n?", "", svg)
    svg = re.sub(r"<style type=\"text/css\">.*?</style>\n?", "", svg)
    svg = _count_ids(svg)
    svg = re.sub(r' id="([^"]+)"', rf' id="{name}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r"\n\s*", "\n", svg)
    for gid, text in labels.items():
        group = f'<g id="{name}-{gid}">'
        svg = svg.replace(group, f"{group}<title>{html.escape(text)}</title>", 1)
    opening = svg.index(">") + 1
    words = f'<title id="{name}-title">{html.escape(title)}</title><desc id="{name}-desc">{html.escape(alt)}</desc>'
    start = svg[: opening - 1] + f' role="img" aria-labelledby="{name}-title {name}-desc">'
    return start + words + svg[opening:]


def _count_ids(svg: str) -> str:
    """Number the ids that matplotlib makes from unrounded coordinates, which may differ in the last digit."""
    made = dict.fromkeys(re.findall(rf' id="({_MADE_ID})"', svg))
    counted = {made_id: f"d{count}" for count, made_id in enumerate(made, start=1)}
    return re.sub(rf"\b{_MADE_ID}\b", lambda found: counted.get(found[0], found[0]), svg)


def _path(data: str) -> str:
    """A path to a tenth of a point, without the blanks that no reader needs."""
    short = _NUMBER.sub(lambda found: _short_to(found[0], 1), data)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", short).strip()


def _short(found: "re.Match[str]") -> str:
    return _short_to(found[0], 2)


def _short_to(text: str, digits: int) -> str:
    short = f"{float(text):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
