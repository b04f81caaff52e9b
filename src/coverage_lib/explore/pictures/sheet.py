"""The whole view as one drawing, to be put on a slide or sent."""

from coverage_lib.drawing.exhibits import KeyFigures
from coverage_lib.drawing.svg import Drawing, letters_of
from coverage_lib.explore.pictures import Pictures, svg
from coverage_lib.explore.pictures.svg import WIDTH
from coverage_lib.explore.words import Words
from coverage_lib.language import _

MARGIN = 24.0
SHEET_WIDTH = 2 * WIDTH + 3 * MARGIN
INNER = SHEET_WIDTH - 2 * MARGIN
KEY_FIGURES_HEIGHT = 82.0
INK, SOFT, REMARK = "#111111", "#555555", "#8a4a06"


class Sheet:
    """Marks drawn one below the other.

    Attributes
    ----------
    drawn : list of str
        The marks.
    y : float
        How far down the sheet is filled, in points.
    """

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.y = MARGIN

    def write(self, words: str, size: float, height: float, colour: str, *, bold: bool = False) -> None:
        """Words over the whole width, in as many lines as they need; `height` is that of a line."""
        for row in svg.wrap(words, size, "bold" if bold else "normal", INNER):
            self.drawn.append(svg.text(MARGIN, self.y + height / 2, row, size=size, colour=colour, bold=bold))
            self.y += height

    def key_figures(self, figures: KeyFigures) -> None:
        """The key figures side by side, each over what it counts."""
        step = INNER / max(len(figures.items), 1)
        for place, (value, label, base) in enumerate(figures.items):
            x, y = MARGIN + step * place, self.y + 30
            self.drawn.append(svg.text(x, self.y + 12, value, size=19, bold=True))
            for words, colour in ((label, svg.marks.INK), (base, SOFT)):
                for row in svg.wrap(words, 9.5, "normal", step - 8):
                    self.drawn.append(svg.text(x, y, row, size=9.5, colour=colour))
                    y += 12.5
        self.y += KEY_FIGURES_HEIGHT

    def pictures(self, pictures: Pictures) -> None:
        """The drawings with their titles in two columns; the ranking is as high as the others together."""
        ends = [self.y, self.y]
        for picture, column in zip(pictures, (0, 0, 0, 1), strict=True):
            heading, height = svg.heading(picture)
            self.drawn.append(
                f'<g transform="translate({MARGIN + column * (WIDTH + MARGIN):.1f} {ends[column]:.1f})">{heading}'
                f'<g transform="translate(0 {height:.1f})">{picture.body}</g></g>'
            )
            ends[column] += height + picture.height + 18
        self.y = max(ends)


def one_sheet(words: Words, pictures: Pictures) -> Drawing:
    """The answer, the settings, remarks, the key figures, the pictures and the source in one drawing."""
    sheet = Sheet()
    sheet.write(words.headline.text, 17, 22, INK, bold=True)
    sheet.write(" · ".join(f"{name}: {value}" for name, value in words.settings), 10, 13.5, svg.SOFT)
    for remark in words.remarks:
        sheet.write(remark, 10, 13.5, REMARK)
    sheet.y += 8
    sheet.key_figures(words.key_figures)
    sheet.pictures(pictures)
    sheet.write(_("Source: {source}").format(source=words.phrases.source), 9, 12, SOFT)
    height = sheet.y + MARGIN / 2
    body = (
        f'<rect width="{SHEET_WIDTH:.1f}" height="{height:.1f}" fill="#ffffff"/>'
        f"<g font-family=\"'Source Sans Pro', sans-serif\">{''.join(sheet.drawn)}</g>"
    )
    return Drawing("view", SHEET_WIDTH, height, head=0, foot=0, body=body, letters=letters_of(body))
