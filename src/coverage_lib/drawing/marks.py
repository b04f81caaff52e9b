"""What charts and maps share: colours by their role, and the axes, labels and lines of a chart of rows."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing.canvas import WIDTH, canvas, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

#: ColorBrewer YlGnBu, safe for colour-blind readers and in grey print: the one palette for coverage.
COVERAGE = "YlGnBu"

#: Okabe and Ito's blue and vermilion: the one pair for formal and informal.
FORMAL, INFORMAL = "#0072B2", "#D55E00"

INK, CONTEXT, PALE = "#222222", "#8a8a8a", "#d9d9d9"

ACCENT = "#225EA8"

TARGET = "#7A0177"

RISE, FALL = ACCENT, "#D55E00"

MISSING_HATCH = "//////"

SEGMENT_COLOURS = {"formal": FORMAL, "informal": INFORMAL, "total": ACCENT}


class Band(NamedTuple):
    """An interval of a fan: its word (``vocabulary.fan_word``), the columns of its edges, and how strong its tint is."""

    word: str
    low: str
    high: str
    strength: float


#: The intervals of every fan, the widest first, as they are drawn over each other.
FAN_BANDS = (Band("80% interval", "q10", "q90", 0.22), Band("50% interval", "q25", "q75", 0.45))

#: The column of a fan's line.
FAN_LINE = "q50"


def tint(colour: str, strength: float) -> str:
    """A colour mixed with white: 1 is the colour itself, 0 is white. Tints hide what they lie on, so a legend shows them true.

    Examples
    --------
    >>> tint("#225EA8", 1), tint("#225EA8", 0.5), tint("#225EA8", 0)
    ('#225ea8', '#90aed4', '#ffffff')
    """
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(255 + (part - 255) * strength):02x}" for part in parts)


@contextmanager
def drawing(height: float, width: float = WIDTH, **grid: Any) -> Iterator[tuple["Canvas", Any]]:
    """A canvas and its axes, within the style of the house.

    Parameters
    ----------
    height, width : float
        Inches of the drawing without its words.
    **grid
        For ``matplotlib.figure.Figure.subplots`` or, with `mosaic`, ``subplot_mosaic``.
    """
    import matplotlib as mpl

    with mpl.rc_context(style()):
        fig = canvas(height, width)
        mosaic = grid.pop("mosaic", None)
        axes = fig.subplot_mosaic(mosaic, **grid) if mosaic else fig.subplots(**grid)
        yield fig, axes


def rows_height(count: int) -> float:
    """Inches that a chart with a row for each region needs."""
    return 0.5 + 0.185 * count


def label_rows(ax: "Axes", names: Sequence[str], size: float = 9) -> None:
    """Names down the left side, the first on top, with a thin line to lead the eye."""
    ax.set_yticks(range(len(names)), names, fontsize=size)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.grid(axis="y", color="#efefef")
    ax.spines["left"].set_visible(False)


def percent_axis(ax: "Axes", digits: int = 0, axis: str = "x") -> None:
    """Ticks in percent, written as the language writes them."""
    numbers_axis(ax, lambda value: language.percent(value, digits), axis)


def points_axis(ax: "Axes", axis: str = "x") -> None:
    """Ticks in percentage points with their sign."""
    numbers_axis(ax, lambda value: language.points(value, 0), axis)


def numbers_axis(ax: "Axes", write: Callable[[float], str], axis: str = "x") -> None:
    """Ticks written by a function, with light lines across."""
    from matplotlib.ticker import FuncFormatter

    side = ax.xaxis if axis == "x" else ax.yaxis
    side.set_major_formatter(FuncFormatter(lambda value, _position: write(value)))
    ax.grid(axis=axis, color="#e2e2e2")  # type: ignore[arg-type]


def values_column(ax: "Axes", texts: Sequence[str], colours: Sequence[str] | None = None) -> None:
    """Values in a column at the right end of the rows, where no mark can cover them."""
    for position, text in enumerate(texts):
        ax.annotate(
            text, (1, position), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
            va="center", ha="left", fontsize=8.5, color=colours[position] if colours else INK, annotation_clip=False,
        )  # fmt: skip


def references(ax: "Axes", lines: Sequence[tuple[float, str, str]]) -> None:
    """Lines down a chart of rows with their words above the first row; close neighbours lean apart.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Rows as :func:`label_rows` sets them, limits already set.
    lines : sequence of (value, words, colour)
        From the first, drawn solid, to the others, dashed.
    """
    span = ax.get_xlim()[1] - ax.get_xlim()[0]
    for place, (value, text, colour) in enumerate(lines):
        ax.axvline(value, color=colour, linewidth=1, zorder=1, linestyle="-" if place == 0 else (0, (4, 2)))
        others = [other for index, (other, _words, _colour) in enumerate(lines) if index != place]
        near = [other for other in others if abs(other - value) < 0.22 * span]
        align = "center" if not near else ("right" if value < near[0] else "left")
        ax.annotate(
            text, (value, 1), xycoords=("data", "axes fraction"),
            xytext=({"center": 0, "right": 3, "left": -3}[align], 2), textcoords="offset points", color=colour, ha=align,
            va="bottom", fontsize=8.5, annotation_clip=False,
        )  # fmt: skip


def direction(change: float, digits: int = 1) -> int:
    """Whether a change is shown as a rise (1), a fall (−1), or rounds to nothing (0).

    Parameters
    ----------
    change : float
        Percentage points, or anything else.
    digits : int
        With how many digits it is shown.

    Examples
    --------
    >>> direction(5.8), direction(-0.2), direction(0.04), direction(0.04, digits=2)
    (1, -1, 0, 1)
    """
    shown = round(float(change), digits)  # numpy rounds halves otherwise than the text does
    return int(shown > 0) - int(shown < 0)


def listing(frame: pd.DataFrame, value: str, write: Callable[[float], str], name: str = "name") -> str:
    """Names with their values in a sentence, for alternative texts.

    Examples
    --------
    >>> listing(pd.DataFrame({"name": ["Jambi", "Bali"], "coverage": [21.0, 35.5]}), "coverage", language.percent)
    'Jambi 21.0%, Bali 35.5%'
    """
    return ", ".join(f"{row[name]} {write(row[value])}" for _index, row in frame.iterrows())
