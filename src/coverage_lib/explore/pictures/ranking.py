"""The ranking: provinces from the highest to the lowest coverage."""

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Table
from coverage_lib.explore.phrases import coverage_column, with_coverage_words
from coverage_lib.explore.pictures import svg
from coverage_lib.explore.pictures.svg import WIDTH, Picture
from coverage_lib.explore.view import View
from coverage_lib.explore.words import Words, row_of
from coverage_lib.language import _
from coverage_lib.language.columns import columns
from coverage_lib.language.printed import coverage_words

ROW = 13.2
LEFT, RIGHT, TOP = 142.0, WIDTH - 46, 26.0
CHOSEN = "#eef3fa"  # behind the row of a chosen province


def ranking(view: View, words: Words) -> Picture:
    """Provinces from the highest to the lowest coverage, the chosen ones marked, with the nation and the target."""
    rows, target = with_coverage_words(view.provinces), view.settings.target
    return Picture(
        name="explore-ranking",
        title=_("{above} of {count} provinces have reached {target}").format(
            above=int((rows["shortfall_points"] <= 0).sum()), count=len(rows), target=words.phrases.target
        ),
        subtitle=words.phrases.measure,
        alt=_("Ranked chart of coverage: {values}.").format(values=marks.listing(rows, "share_words", str)),
        table=Table(
            name="explore-ranking",
            title=_("Rank and shortfall against the target of {target}").format(target=words.phrases.target),
            frame=rows,
            columns=columns("name", "rank", coverage_column(), "shortfall_points", "shortfall_workers"),
        ),
        body="".join(_drawing(view, rows, words, max(rows["coverage"].max(), target) * 1.03)),
        height=TOP + ROW * len(rows) + 20,
    )


def _drawing(view: View, rows: pd.DataFrame, words: Words, most: float) -> list[str]:
    regions = view.settings.regions
    scale = (RIGHT - LEFT) / most
    bottom = TOP + ROW * len(rows)
    drawn = [
        svg.box(0, TOP + ROW * place, WIDTH, ROW, CHOSEN)
        for place, code in enumerate(rows["code"])
        if code in regions
    ]
    drawn += svg.percent_axis(LEFT, scale, most, TOP, bottom)
    drawn += _reference_lines(view, words, scale, bottom)
    for place, row in enumerate(rows.itertuples()):
        # With the nation chosen no province stands out.
        accent = row.code in regions or NATION in regions
        colour = marks.ACCENT if accent else marks.CONTEXT
        mark = _row(row, TOP + ROW * (place + 0.5), scale, colour, chosen=row.code in regions)
        drawn.append(svg.group(mark, words.labels[row.code], data_code=row.code))
    return drawn


def _reference_lines(view: View, words: Words, scale: float, bottom: float) -> list[str]:
    """The target, dashed, and the nation, with their words above the rows; close neighbours lean apart."""
    lines = [
        (view.settings.target, _("target {share}").format(share=words.phrases.target), marks.TARGET, "4 2")
    ]
    nation = row_of(view.shares, "code", NATION)
    if nation is not None:
        share = _("Indonesia {share}").format(share=coverage_words(nation))
        lines.append((float(nation["coverage"]), share, marks.INK, ""))
    lines.sort()
    close = len(lines) == 2 and (lines[1][0] - lines[0][0]) * scale < 110
    drawn = []
    for place, (value, text, colour, dashes) in enumerate(lines):
        x = LEFT + value * scale
        side = ("end", "start")[place] if close else ("end" if x > RIGHT - 50 else "middle")
        drawn.append(svg.line(x, TOP - 4, x, bottom, colour, 1, dashes))
        drawn.append(svg.text(x, TOP - 11, text, size=8.5, at=side, colour=colour))
    return drawn


def _row(row: object, y: float, scale: float, colour: str, chosen: bool) -> str:
    """A province: its name, a line with a dot as long as its coverage, its coverage in words."""
    x = LEFT + row.coverage * scale  # type: ignore[attr-defined]
    return "".join(
        [
            svg.box(0, y - ROW / 2, WIDTH, ROW, "transparent"),
            svg.text(LEFT - 6, y, row.name, at="end", size=9, bold=chosen),  # type: ignore[attr-defined]
            svg.line(LEFT, y, x, y, colour, 1.2),
            svg.dot(x, y, 4 if chosen else 3, colour),
            svg.text(RIGHT + 6, y, row.share_words, size=8.5, bold=chosen),  # type: ignore[attr-defined]
        ]
    )
