"""The fan: past and projection of the chosen regions, with the target and the line at the chosen pace."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Table
from coverage_lib.explore.pictures import svg
from coverage_lib.explore.pictures.svg import WIDTH, Picture
from coverage_lib.explore.settings import region_names
from coverage_lib.explore.view import View
from coverage_lib.explore.words import Words
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import columns

FANS = 4  # as many as can be read side by side
DRAWN_TO = 2035  # at least: the fans of different years and targets have one axis as long as they can
LEGEND_HEIGHT = 20.0
LINE, DASHES = 1.4, "4 2"
COLOUR = marks.ACCENT
PACE_LINE = (marks.INK, LINE, "1 2")
QUANTILES = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")


class Frame(NamedTuple):
    """The room of one fan, and which years and shares it stands for."""

    left: float
    right: float
    top: float
    bottom: float
    first: float  # years, with their fraction
    last: int
    most: float  # percent

    def x(self, date: pd.Timestamp | pd.Series) -> np.ndarray:
        """How far right a date lies, in points."""
        return self.left + (in_years(date) - self.first) * (self.right - self.left) / (
            self.last + 1 - self.first
        )

    def y(self, percent: float | pd.Series) -> np.ndarray:
        """How far down a share lies, in points; what is above the frame lies on its edge."""
        share = np.minimum(np.asarray(percent, dtype=float), self.most)
        return self.bottom - share * (self.bottom - self.top) / self.most

    def points(self, dates: pd.Series, percents: pd.Series) -> list[tuple[float, float]]:
        """Where a series lies."""
        return list(zip(self.x(dates).tolist(), self.y(percents).tolist(), strict=True))


class Shown(NamedTuple):
    """What one fan shows: a region's past, its projection, and its row of the outlook."""

    name: str
    path: pd.DataFrame
    fan: pd.DataFrame
    outlook: pd.Series


def fans(view: View, words: Words) -> Picture:
    """Past and projection of the chosen regions, with the target and the line at the chosen pace."""
    projected = set(view.outlook["code"])
    codes = [code for code in view.settings.regions if code in projected]
    rows = _year_ends(view, codes)
    return Picture(
        name="explore-fan",
        title=_title(view, words, codes),
        subtitle=_subtitle(words, len(codes)),
        alt=_("Projected coverage at year-ends, median and 80% interval: {values}.").format(
            values=", ".join(
                f"{row.name} {row.date:%Y} {language.percent(row.q50)} ({language.percent(row.q10)}–{language.percent(row.q90)})"
                for row in rows[rows["date"].dt.year <= last_year(view)].itertuples()
            )
        ),
        table=Table(
            name="explore-fan",
            title=_("Projected coverage at year-ends"),
            frame=rows,
            columns=columns("name", "date", *QUANTILES),
        ),
        body="".join(_drawing(view, words, codes[:FANS])),
        height=LEGEND_HEIGHT + _height(len(codes)) * max(1, -(-len(codes[:FANS]) // 2)),
    )


def _title(view: View, words: Words, codes: list[str]) -> str:
    if not codes:
        return _("There is nothing to project")
    outlook = view.outlook.set_index("code").loc[codes[0]]
    about = {"name": region_names()[codes[0]], "target": words.phrases.target, "by": words.phrases.by}
    if pd.isna(outlook["pace_needed"]):
        return _("{name}: the target's date, {by}, is not after the last figure").format(**about)
    return _("{name}: the probability of being at {target} or above on {by} is {chance}").format(
        **about, chance=language.chance(outlook["probability_at_target_date"])
    )


def _subtitle(words: Words, count: int) -> str:
    parts = ["median", *(band.word for band in reversed(marks.FAN_BANDS))]
    subtitle = _("Share of {base}, percent; projection: {parts}; line {pace}").format(
        base=words.phrases.base,
        parts=", ".join(map(vocabulary.fan_word, parts)),
        pace=words.phrases.pace,
    )
    if count > FANS:
        subtitle += _("; the first {count} of the chosen regions").format(count=FANS)
    return subtitle


def _year_ends(view: View, codes: list[str]) -> pd.DataFrame:
    """The fan of some regions at the ends of years."""
    fan = view.fan[view.fan["code"].isin(codes) & (view.fan["date"].dt.month == 12)]
    return fan.assign(name=fan["code"].map(region_names()))


def last_year(view: View) -> int:
    """The last year that the fan is drawn to."""
    return min(max(DRAWN_TO, view.settings.target_year + 2), view.horizon.year)


def _height(count: int) -> float:
    return 210.0 if count < 2 else 160.0


def _drawing(view: View, words: Words, codes: list[str]) -> list[str]:
    """The legend over the fans, one alone over the whole width, several in two columns."""
    drawn = _legend("published" if view.settings.base == "eligible" else "counted")
    if not codes:
        return [
            *drawn,
            svg.text(WIDTH / 2, 90, _("nothing to project on this base"), at="middle", colour=marks.CONTEXT),
        ]
    width, height = (WIDTH if len(codes) < 2 else WIDTH / 2), _height(len(codes))
    for place, code in enumerate(codes):
        x, y = width * (place % 2), LEGEND_HEIGHT + height * (place // 2)
        shown = _shown(view, code)
        frame = _frame(view, shown, width, height)
        drawn.append(f'<g transform="translate({x:.1f} {y:.1f})">')
        drawn += [svg.text(frame.left, 8, shown.name, size=10, bold=True), *_axes(frame), *_fan(shown, frame)]
        drawn += [*_pace_line(shown, frame), *_past(shown, frame), *_target(view, words, frame), "</g>"]
    return drawn


def _shown(view: View, code: str) -> Shown:
    fan = view.fan[(view.fan["code"] == code) & (view.fan["date"].dt.year <= last_year(view))]
    return Shown(
        region_names()[code],
        view.path[view.path["code"] == code],
        fan,
        view.outlook.set_index("code").loc[code],
    )


def _frame(view: View, shown: Shown, width: float, height: float) -> Frame:
    first = float(in_years(pd.concat([shown.path["date"], shown.fan["date"]])).min()) - 0.3
    widest = marks.FAN_BANDS[0].high
    highest = [
        view.settings.target * 1.12,
        shown.fan[widest].max() * 1.02,
        shown.path["coverage"].max() * 1.1,
    ]
    return Frame(34.0, width - 12, 20.0, height - 18, first, last_year(view), min(100.0, max(highest)))


def _legend(past: str) -> list[str]:
    """The marks of a fan with their words, side by side."""
    bands = [
        (vocabulary.fan_word(band.word), svg.box(-6, -4, 12, 8, marks.tint(COLOUR, band.strength)))
        for band in marks.FAN_BANDS
    ]
    entries = [
        (vocabulary.fan_word(past), svg.line(-6, 0, 6, 0, COLOUR, 2) + svg.dot(0, 0, 3, COLOUR)),
        (vocabulary.fan_word("median"), svg.line(-6, 0, 6, 0, COLOUR, LINE, DASHES)),
        *bands,
        (_("target"), svg.diamond(0, 0, 4, marks.TARGET)),
        (_("at the chosen pace"), svg.line(-6, 0, 6, 0, *PACE_LINE)),
    ]
    drawn, x = [], 34.0
    for words, mark in entries:
        drawn.append(f'<g transform="translate({x:.0f} 8)">{mark}</g>' + svg.text(x + 10, 8, words, size=8.5))
        x += 26 + svg.text_width(words, 8.5)
    return drawn


def _axes(frame: Frame) -> list[str]:
    """Lines across at round percent, and the years whose ends they stand under."""
    drawn = []
    for percent in range(0, int(frame.most) + 1, 10 if frame.most <= 60 else 20):
        y = float(frame.y(percent))
        drawn.append(svg.line(frame.left, y, frame.right, y, svg.GRID, 0.6))
        drawn.append(
            svg.text(frame.left - 4, y, language.percent(percent, 0), size=8.5, at="end", colour=svg.SOFT)
        )
    wide = frame.right - frame.left > 300
    for year in range(int(frame.first + 0.3), frame.last + 1, 2 if wide else 4):
        x = float(frame.x(pd.Timestamp(year, 12, 31)))
        drawn.append(svg.text(x, frame.bottom + 9, str(year), size=8.5, at="middle", colour=svg.SOFT))
    return drawn


def _fan(shown: Shown, frame: Frame) -> list[str]:
    """The intervals, the widest below, and the median; all begin at the last figure."""
    last = shown.path.iloc[-1:]
    dates = pd.concat([last["date"], shown.fan["date"]])

    def onward(column: str) -> list[tuple[float, float]]:
        return frame.points(dates, pd.concat([last["coverage"], shown.fan[column]]))

    bands = [
        svg.band(onward(band.low), onward(band.high), marks.tint(COLOUR, band.strength))
        for band in marks.FAN_BANDS
    ]
    return [*bands, svg.curve(onward(marks.FAN_LINE), COLOUR, LINE, DASHES)]


def _past(shown: Shown, frame: Frame) -> list[str]:
    points = frame.points(shown.path["date"], shown.path["coverage"])
    lines = [svg.line(*start, *end, COLOUR, 2) for start, end in pairwise(points)]
    return lines + [svg.dot(x, y, 3, COLOUR) for x, y in points]


def _target(view: View, words: Words, frame: Frame) -> list[str]:
    """A line at the target, and a diamond at its date with its words, which turn to the left at the right edge."""
    settings = view.settings
    x, y = float(frame.x(settings.target_date)), float(frame.y(settings.target))
    text = _("{target} by {year}").format(target=words.phrases.target, year=settings.target_year)
    at_end = x > frame.right - 90
    return [
        svg.line(frame.left, y, frame.right, y, marks.TARGET, 0.8, DASHES),
        svg.diamond(x, y, 5, marks.TARGET),
        svg.text(
            x + (-8 if at_end else 8),
            y - 11,
            text,
            size=8.5,
            at="end" if at_end else "start",
            colour=marks.TARGET,
        ),
    ]


def _pace_line(shown: Shown, frame: Frame) -> list[str]:
    """The straight line at the chosen pace, to the end of the drawing or to where it leaves it."""
    if pd.isna(shown.outlook["pace"]):
        return []
    last, pace = shown.path.iloc[-1], float(shown.outlook["pace"])
    years = frame.last + 1 - float(in_years(last["date"]))
    if pace:
        edge = frame.most if pace > 0 else 0.0
        years = min(years, max((edge - last["coverage"]) / pace, 0))
    end = last["date"] + pd.Timedelta(days=365.25 * years)
    dates = pd.Series([last["date"], end])
    percents = pd.Series([last["coverage"], last["coverage"] + pace * years])
    return [svg.curve(frame.points(dates, percents), *PACE_LINE)]


def in_years(date: pd.Timestamp | pd.Series) -> np.ndarray:
    """A date, or a column of dates, as a year with its fraction."""
    days = np.asarray(date, dtype="datetime64[D]").astype("int64")
    return 1970 + days / 365.2425
