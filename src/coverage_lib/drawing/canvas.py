"""The empty drawing with its style, and the words that are set above and below it."""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.drawing.fonts import FACES, _font_file
from coverage_lib.drawing.svg import _tidy
from coverage_lib.language import _, current

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


class Words(TypedDict):
    """What a chart's function for words returns, and :func:`publish` takes as ``**words``."""

    title: str
    subtitle: str
    alt: str


WIDTH = 7.2  # inches: the text width of an A4 page


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
