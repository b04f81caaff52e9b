"""The empty drawing with its style, and the words that are set above and below it."""

import io
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.drawing.fonts import FACES, font_file
from coverage_lib.drawing.svg import Drawing, read_marks
from coverage_lib.language import _, current

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

WIDTH = 7.2  # inches: the text width of an A4 page
MARGIN = 0.1  # inches to the left and the right of the words
LINE = 1.3  # height of a line of words, in sizes of its letters


class Words(TypedDict):
    """What a chart's function for words returns, and :func:`publish` takes as ``**words``."""

    title: str
    subtitle: str
    alt: str


class Line(NamedTuple):
    """A line of words above or below a drawing; size in points."""

    text: str
    size: float
    weight: str
    colour: str


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


@cache
def _register_font() -> None:
    from matplotlib.font_manager import fontManager

    have = {entry.fname for entry in fontManager.ttflist}
    for face in FACES:
        if str(font_file(face)) not in have:
            fontManager.addfont(font_file(face))


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
    links: Mapping[str, str] | None = None,
) -> Figure:
    """Set the words on a drawing and turn it into an exhibit.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        From :func:`canvas`, drawn within ``matplotlib.rc_context(style())``.
    name, title, subtitle, source, alt, table
        See :class:`Figure`.
    labels, links : mapping of str to str, optional
        For artists with a gid: what a pointer that rests on them shows, and the address that a click on them leads to.

    Returns
    -------
    Figure
    """
    import matplotlib as mpl

    head, foot = _lines_above(title, subtitle, fig.get_figwidth()), _lines_below(source, fig.get_figwidth())
    head_height = 8 + sum(line.size * LINE for line in head) + 4
    foot_height = 4 + sum(line.size * LINE for line in foot) + 4
    with mpl.rc_context(style()):
        _make_room(fig, head_height, foot_height)
        _set_lines(fig, head, 72 * fig.get_figheight() - 8)
        _set_lines(fig, foot, foot_height - 4)
        buffer = io.StringIO()
        fig.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    identifier = f"{name}-{current()}"
    body, letters = read_marks(buffer.getvalue(), identifier, labels or {}, links or {})
    width, height = (72 * inches for inches in fig.get_size_inches())
    drawing = Drawing(identifier, width, height, round(head_height, 1), round(foot_height, 1), body, letters)
    return Figure(name, title, subtitle, source, alt, table, drawing)


def _lines_above(title: str, subtitle: str, width: float) -> list[Line]:
    return [
        *(Line(text, 13.0, "bold", "#111111") for text in wrap(title, width, 13, "bold")),
        *(Line(text, 9.5, "normal", "#444444") for text in wrap(subtitle, width, 9.5)),
    ]


def _lines_below(source: str, width: float) -> list[Line]:
    words = _("Source: {source}").format(source=source)
    return [Line(text, 8.0, "normal", "#555555") for text in wrap(words, width, 8)]


def _make_room(fig: "Canvas", head: float, foot: float) -> None:
    """Make a drawing taller by the bands of words, in points, and keep its marks between them."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    width, body = fig.get_size_inches()
    total = body + (head + foot) / 72
    fig.set_size_inches(width, total)
    layout = fig.get_layout_engine()
    if isinstance(layout, ConstrainedLayoutEngine):
        layout.set(rect=(0, foot / 72 / total, 1, body / total))


def _set_lines(fig: "Canvas", lines: Sequence[Line], top: float) -> None:
    """Write lines down from a height in points."""
    width, height = fig.get_size_inches()
    for line in lines:
        fig.text(
            MARGIN / width, top / 72 / height, line.text, size=line.size, weight=line.weight, color=line.colour,
            va="top", ha="left",
        )  # fmt: skip
        top -= line.size * LINE


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines by the widths of its letters.

    Parameters
    ----------
    text : str
        The words.
    width : float
        Inches, of which a margin on both sides stays free.
    size : float
        Of the letters, in points.
    weight : {"normal", "bold"}
        Of the letters.

    Examples
    --------
    >>> wrap("From 12.6% in Papua to 52.8% in Papua Barat", 2, 9.5)
    ['From 12.6% in Papua to 52.8% in', 'Papua Barat']
    """
    limit = (width - 2 * MARGIN) * 72
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size, weight) > limit:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """How wide words are, in points.

    Parameters
    ----------
    text, size, weight
        As for :func:`wrap`.

    Examples
    --------
    >>> text_width("Papua", 10) < text_width("Papua", 10, "bold") < text_width("Papua Barat", 10)
    True
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    _register_font()
    font = FontProperties(family=["Source Sans Pro", "DejaVu Sans"], size=size, weight=weight)
    return float(TextToPath().get_text_width_height_descent(text, font, False)[0])
