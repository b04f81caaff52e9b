"""Axes, labels and lines of a chart of rows; changes as they are shown."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.drawing import marks


def lines_at(*values: float) -> tuple[list[tuple[float, str, str]], list[tuple[float, str]]]:
    """Lines drawn by ``references`` at some values of an axis from 0 to 100, and where their words stand and how."""
    with marks.drawing(2) as (_fig, ax):
        marks.label_rows(ax, ["a", "b", "c"])
        ax.set_xlim(0, 100)
        marks.references(ax, [(value, f"at {value:g}", marks.TARGET) for value in values])
    drawn = [(line.get_xdata()[0], line.get_linestyle(), to_hex(line.get_color())) for line in ax.lines]
    return drawn, [(text.xy[0], text.get_ha()) for text in ax.texts]


def test_reference_lines_stand_at_their_values_the_first_one_solid() -> None:
    drawn, words = lines_at(30, 80)
    colour = marks.TARGET.lower()
    assert drawn == [(30, "-", colour), (80, "--", colour)]
    assert words == [(30, "center"), (80, "center")]


@pytest.mark.parametrize(("one", "other"), [(30, 35), (35, 30)])
def test_words_of_close_reference_lines_lean_apart(one: float, other: float) -> None:
    _drawn, words = lines_at(one, other)
    align = dict(words)
    assert align[30] == "right" and align[35] == "left"


def test_the_first_row_is_on_top() -> None:
    with marks.drawing(2) as (_fig, ax):
        marks.label_rows(ax, ["first", "second"])
        marks.values_column(ax, ["1", "2"], [marks.INK, marks.TARGET])
    low, high = ax.get_ylim()
    assert low > 1 and high < 0
    assert [label.get_text() for label in ax.get_yticklabels()] == ["first", "second"]
    assert [(text.get_text(), text.xy, to_hex(text.get_color())) for text in ax.texts] == [
        ("1", (1, 0), marks.INK),
        ("2", (1, 1), marks.TARGET.lower()),
    ]


@pytest.mark.parametrize(
    ("axis", "lang", "expected"),
    [
        (marks.percent_axis, "en", "12%"),
        (marks.percent_axis, "id", "12%"),
        (marks.points_axis, "en", "+12"),
        (marks.points_axis, "id", "+12"),
    ],
)
def test_ticks_are_written_in_the_language_of_the_reader(axis: object, lang: str, expected: str) -> None:
    with language.use(lang), marks.drawing(2) as (_fig, ax):
        axis(ax)  # type: ignore[operator]
        assert ax.xaxis.get_major_formatter()(12.0, 0) == expected


@pytest.mark.parametrize(
    "change", [5.8, 0.06, 0.05, 0.04, 0.006, 0.004, 0.0, -0.004, -0.006, -0.04, -0.06, -3.0]
)
@pytest.mark.parametrize("digits", [1, 2])
def test_a_change_is_a_rise_or_a_fall_only_where_it_is_shown_with_a_sign(change: float, digits: int) -> None:
    shown = language.points(change, digits)[0]
    expected = {"+": 1, "−": -1, "0": 0}[shown]
    assert marks.direction(change, digits) == expected
    assert marks.direction(np.float64(change), digits) == expected
