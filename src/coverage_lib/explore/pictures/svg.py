"""Drawing without matplotlib, for what must follow a change at once: marks as text of SVG, sizes in points."""

import html
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coverage_lib import language
from coverage_lib.drawing import canvas, marks
from coverage_lib.drawing.exhibits import Table
from coverage_lib.drawing.geography import MISSING
from coverage_lib.drawing.svg import Drawing

WIDTH = 72 * canvas.WIDTH  # points, as the figures of the reports
GRID, SOFT = "#e2e2e2", "#444444"  # lines and words of an axis, as in the figures of the reports


class Picture(NamedTuple):
    """A drawing without its words, and the words."""

    name: str
    title: str
    subtitle: str
    alt: str
    table: Table
    body: str
    height: float


def alone(picture: Picture) -> str:
    """The drawing as an element of a page that sets title and subtitle itself."""
    drawing = Drawing(picture.name, WIDTH, picture.height, head=0, foot=0, body=picture.body, letters="")
    return drawing.inline(picture.alt)


def _n(value: float) -> str:
    """A coordinate to a tenth of a point."""
    short = f"{value:.1f}"
    return short[:-2] if short.endswith(".0") else short


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 9,
    at: str = "start",
    colour: str = marks.INK,
    bold: bool = False,
) -> str:
    """Words on a line; `y` is their middle.

    Examples
    --------
    >>> text(1, 2, "a < b")
    '<text x="1" y="5.1" font-size="9" text-anchor="start" fill="#222222">a &lt; b</text>'
    """
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y + 0.34 * size)}" font-size="{size:g}" text-anchor="{at}" fill="{colour}"{weight}>'
        f"{html.escape(words)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dashes: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" stroke="{colour}" stroke-width="{width:g}" fill="none"{dashed}/>'


def curve(points: Iterable[tuple[float, float]], colour: str, width: float = 1.6, dashes: str = "") -> str:
    """Straight lines from point to point."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    return f'<path d="M{path}" stroke="{colour}" stroke-width="{width:g}" fill="none" stroke-linejoin="round"{dashed}/>'


def band(low: Sequence[tuple[float, float]], high: Sequence[tuple[float, float]], colour: str) -> str:
    """The area between two curves over the same places."""
    path = "L".join(f"{_n(x)} {_n(y)}" for x, y in [*low, *reversed(high)])
    return f'<path d="M{path}Z" fill="{colour}"/>'


def box(x: float, y: float, width: float, height: float, fill: str, edge: str = "none") -> str:
    """A rectangle."""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(height)}" fill="{fill}" stroke="{edge}" '
        'stroke-width=".6"/>'
    )


def dot(x: float, y: float, radius: float, fill: str, edge: str = "none") -> str:
    """A disc."""
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{radius:g}" fill="{fill}" stroke="{edge}" stroke-width="1.2"/>'
    )


def diamond(x: float, y: float, radius: float, fill: str) -> str:
    """A square on its corner: the mark of a target."""
    r = radius
    return f'<path d="M{_n(x - r)} {_n(y)}L{_n(x)} {_n(y - r)}L{_n(x + r)} {_n(y)}L{_n(x)} {_n(y + r)}Z" fill="{fill}"/>'


def group(content: str, label: str, **attributes: str) -> str:
    """Marks that belong to a region: what a pointer resting on them shows, and the code that a click chooses."""
    named = "".join(f' {key.replace("_", "-")}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<g{named}><title>{html.escape(label)}</title>{content}</g>"


def hatch(name: str) -> str:
    """The pattern of what is missing, in the colours that it has in the figures of the reports."""
    lines = canvas.style()["hatch.color"]
    return (
        f'<pattern id="{name}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4" height="4" fill="{MISSING}"/><path d="M0 0V4" stroke="{lines}" stroke-width=".9"/></pattern>'
    )


def percent_axis(left: float, scale: float, most: float, top: float, bottom: float) -> list[str]:
    """Lines down a chart of rows at round percent, with their words below.

    Parameters
    ----------
    left, top, bottom : float
        Points: where 0% is, and where the lines begin and end.
    scale : float
        Points for one percent.
    most : float
        The highest percent on the chart.
    """
    drawn = []
    for value in range(0, int(most) + 1, 10 if most > 25 else 5):
        x = left + value * scale
        drawn.append(line(x, top, x, bottom, GRID, 0.6))
        drawn.append(text(x, bottom + 9, language.percent(value, 0), size=8.5, at="middle", colour=SOFT))
    return drawn


def wrap(words: str, size: float, weight: str = "normal", width: float = WIDTH) -> list[str]:
    """Lines that fit a width in points."""
    return canvas.wrap(words, width / 72, size, weight)


def heading(picture: Picture, width: float = WIDTH) -> tuple[str, float]:
    """Title and subtitle as marks, and the height that they take."""
    rows = [(row, 13.0, True, "#111111") for row in wrap(picture.title, 13, "bold", width)]
    rows += [(row, 9.5, False, SOFT) for row in wrap(picture.subtitle, 9.5, "normal", width)]
    y, drawn = 6.0, []
    for row, size, bold, colour in rows:
        drawn.append(text(7, y + 0.65 * size, row, size=size, colour=colour, bold=bold))
        y += 1.3 * size
    return "".join(drawn), y + 4


def text_width(words: str, size: float) -> float:
    """How wide words are, in points."""
    return canvas.text_width(words, size)
