"""Fans: the bands have the edges of the quantiles that they are named by, and the same words and colours everywhere."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas

from coverage_lib import language
from coverage_lib.charts import fan
from coverage_lib.drawing import marks
from coverage_lib.language import vocabulary

HISTORY = pd.DataFrame(
    {"date": pd.to_datetime(["2022-12-31", "2023-12-31", "2024-12-31"]), "coverage": [20.0, 24.0, 26.0]}
)
AHEAD = pd.DataFrame(
    {
        "date": pd.to_datetime(["2025-12-31", "2026-12-31"]),
        "q025": [22.0, 19.0],
        "q10": [24.0, 23.0],
        "q25": [26.5, 27.0],
        "q50": [28.0, 31.0],
        "q75": [29.0, 35.0],
        "q90": [33.0, 41.0],
        "q975": [36.0, 47.0],
    }
)


def band_edges(band: PolyCollection) -> tuple[list[float], list[float]]:
    """Lower and upper edge of a band, date by date."""
    points = pd.DataFrame(band.get_paths()[0].vertices, columns=["date", "value"]).groupby("date")["value"]
    return points.min().tolist(), points.max().tolist()


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_band_has_the_edges_that_its_name_says(lang: str) -> None:
    ax = Canvas().subplots()
    with language.use(lang):
        fan.draw_fan(ax, HISTORY, AHEAD)
        bands = {str(band.get_label()): band for band in ax.collections}
        wide, narrow = vocabulary.fan_word("80% interval"), vocabulary.fan_word("50% interval")
        assert list(bands) == [wide, narrow]
        assert band_edges(bands[wide]) == ([26.0, 24.0, 23.0], [26.0, 33.0, 41.0])
        assert band_edges(bands[narrow]) == ([26.0, 26.5, 27.0], [26.0, 29.0, 35.0])
        words = [str(line.get_label()) for line in ax.lines]
    assert words == {"en": ["counted", "median"], "id": ["terhitung", "median"]}[lang]
    counted, median = ax.lines
    assert counted.get_ydata().tolist() == [20.0, 24.0, 26.0]
    assert median.get_ydata().tolist() == [26.0, 28.0, 31.0]


def test_the_narrow_band_is_darker_and_both_are_tints_of_the_line() -> None:
    ax = Canvas().subplots()
    fan.draw_fan(ax, HISTORY, AHEAD, marks.FORMAL)
    wide, narrow = (to_hex(band.get_facecolor()[0]) for band in ax.collections)
    assert (wide, narrow) == tuple(marks.tint(marks.FORMAL, band.strength) for band in marks.FAN_BANDS)
    grey = [np.mean([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) for colour in (wide, narrow)]
    assert grey[0] > grey[1]
    assert {line.get_color() for line in ax.lines} == {marks.FORMAL}
    assert all(band.get_alpha() is None for band in ax.collections)


def test_nothing_is_drawn_ahead_of_a_figure_that_is_later_than_the_projection() -> None:
    ax = Canvas().subplots()
    fan.draw_fan(ax, HISTORY.assign(date=HISTORY["date"] + pd.DateOffset(years=5)), AHEAD)
    assert len(ax.collections) == 0
    assert len(ax.lines) == 1


def test_the_table_behind_a_fan_names_the_median_and_the_80_percent_interval() -> None:
    headings = {column.key: column.heading for column in fan.fan_columns()}
    assert headings == {
        "date": "Date",
        "coverage": "Counted",
        "q10": "10% lie below",
        "q50": "Median",
        "q90": "10% lie above",
    }
    with language.use("id"):
        assert [column.heading for column in fan.fan_columns()][3] == "Median"
