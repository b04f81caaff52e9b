"""The bars: formal and informal coverage of the chosen regions beside the nation."""

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Table
from coverage_lib.explore.phrases import coverage_column, with_coverage_words
from coverage_lib.explore.pictures import svg
from coverage_lib.explore.pictures.svg import WIDTH, Picture
from coverage_lib.explore.settings import region_names
from coverage_lib.explore.view import View
from coverage_lib.explore.words import Words
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import columns

SEGMENTS = ("formal", "informal")
LEFT, RIGHT, TOP, REGION, BAR = 142.0, WIDTH - 150, 22.0, 33.0, 11.0


def segment_bars(view: View, words: Words) -> Picture:
    """Formal and informal coverage of the chosen regions beside the nation, with the workers who are not members."""
    settings = view.settings
    codes = list(dict.fromkeys([*settings.regions, NATION]))
    rows = with_coverage_words(view.segments)
    rows = rows.assign(segment_word=rows["segment"].map(vocabulary.segment_word))
    return Picture(
        name="explore-segments",
        title=_title(rows, codes[0]),
        subtitle=_(
            "Active members as a share of {base}, percent, {year}; beside it the workers without membership"
        ).format(
            base=_("eligible workers of the segment, latest published")
            if settings.base == "eligible"
            else _("the workers of the segment"),
            year=settings.year,
        ),
        alt=_("Bars of formal and informal coverage: {values}.").format(
            values=", ".join(f"{row.name} {row.segment_word} {row.share_words}" for row in rows.itertuples())
        ),
        table=Table(
            name="explore-segments",
            title=_("Formal and informal coverage"),
            frame=rows.assign(segment=rows["segment_word"]),
            columns=columns("name", "segment", "active", "workers", coverage_column(), "not_members"),
        ),
        body="".join(_drawing(rows, codes, settings.regions)),
        height=TOP + REGION * len(codes) + 20,
    )


def _title(rows: pd.DataFrame, code: str) -> str:
    name = region_names()[code]
    shares = rows[rows["code"] == code].set_index("segment")["share_words"].reindex(SEGMENTS)
    if shares.isna().any():
        return _("{name}: coverage of the segments is not published on this base").format(name=name)
    return _("{name}: {formal} of formal and {informal} of informal workers are covered").format(
        name=name, formal=shares["formal"], informal=shares["informal"]
    )


def _drawing(rows: pd.DataFrame, codes: list[str], chosen: tuple[str, ...]) -> list[str]:
    most = max([10.0, *rows["coverage"]]) * 1.02
    scale = (RIGHT - LEFT) / most
    drawn = svg.percent_axis(LEFT, scale, most, TOP, TOP + REGION * len(codes))
    for place, segment in enumerate(SEGMENTS):
        drawn.append(svg.box(LEFT + 90 * place, 4, 10, 10, marks.SEGMENT_COLOURS[segment]))
        drawn.append(svg.text(LEFT + 90 * place + 15, 9, vocabulary.segment_word(segment)))
    by_segment = rows.set_index(["code", "segment"])
    for place, code in enumerate(codes):
        top = TOP + REGION * place
        drawn.append(
            svg.text(LEFT - 6, top + REGION / 2, region_names()[code], at="end", bold=code in chosen)
        )
        for step, segment in enumerate(SEGMENTS):
            middle = top + 9.5 + 14 * step
            if (code, segment) in by_segment.index:
                drawn += _bar(by_segment.loc[(code, segment)], segment, middle, scale)
            else:
                drawn.append(svg.text(LEFT + 4, middle, _("not published"), size=8.5, colour=marks.CONTEXT))
    return drawn


def _bar(row: pd.Series, segment: str, middle: float, scale: float) -> list[str]:
    """A bar as long as its coverage, and behind it coverage and, where it is known, how many are not members."""
    length = row["coverage"] * scale
    words = row["share_words"]
    if pd.notna(row["not_members"]):
        words += " · " + _("{people} without").format(people=language.people(row["not_members"]))
    return [
        svg.box(LEFT, middle - BAR / 2, length, BAR, marks.SEGMENT_COLOURS[segment]),
        svg.text(LEFT + length + 5, middle, words, size=8.5),
    ]
