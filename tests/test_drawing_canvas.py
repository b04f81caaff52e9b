"""The words above and below a drawing, and bytes that depend on nothing but the data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import synthetic_figure
import synthetic_notebook

from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish, wrap


def test_a_figure_with_a_line_less_has_other_bytes() -> None:
    assert synthetic_figure.figure(1).svg != synthetic_figure.figure(2).svg
    assert synthetic_figure.figure(2).svg == synthetic_figure.figure(2).svg


def test_the_last_digit_of_a_layout_does_not_show() -> None:
    drawn = []
    for noise in (0, 1e-13):
        with marks.drawing(1.5) as (fig, ax):
            fig.set_layout_engine("none")
            ax.set_position((0.1 + noise, 0.2, 0.8, 0.7))
            ax.plot([0, 1], [0, 1 + noise], marker="o")
            ax.scatter([0, 1], [1, 0])
            ax.bar(0.5, 1, hatch="//")
        figure = publish(fig, name="synthetic", table=synthetic_figure.table(), **synthetic_figure.WORDS)
        drawn.append(figure.svg)
    assert drawn[0] == drawn[1]


def test_long_words_above_a_figure_are_broken_and_leave_the_drawing_its_height() -> None:
    with marks.drawing(1.5) as (fig, ax):
        ax.plot([0, 1])
    words = synthetic_figure.WORDS | {"title": "a long synthetic title " * 12}
    drawing = publish(fig, name="synthetic", table=synthetic_figure.table(), **words).drawing
    assert drawing.height - drawing.head - drawing.foot == pytest.approx(1.5 * 72, abs=0.2)
    assert drawing.head > 3 * 13


def test_lines_are_as_wide_as_they_may_be_and_no_wider() -> None:
    text = "one synthetic word after another " * 9
    narrow, wide = (wrap(text, width, 9.5) for width in (3, 6))
    assert " ".join(narrow) == " ".join(wide) == text.strip()
    assert 1.6 < len(narrow) / len(wide) < 2.5
    assert len(wrap(text, 6, 9.5, "bold")) >= len(wide)


def test_the_bytes_of_a_drawing_do_not_depend_on_the_process() -> None:
    code = synthetic_notebook.WORDS + synthetic_notebook.FIGURE + "\nprint(figure.standalone())"
    drawn = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parent,
        ).stdout
        for seed in ("1", "2")
    ]
    assert drawn[0] == drawn[1]
    assert "<svg" in drawn[0]
