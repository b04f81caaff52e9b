"""What a reader is shown: words and numbers as data beside the drawing, safe text, the same bytes each time."""

import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path

import pandas as pd
import pytest
import synthetic_notebook

from coverage_lib import language
from coverage_lib.drawing import exhibits, marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import MIME, Figure, Finding, KeyFigures, Table

EVIL = "<script>alert(1)</script>"


def synthetic_table(**changes: object) -> Table:
    frame = pd.DataFrame(
        {
            "name": ["synthetic_a", EVIL],
            "share": [27.106, None],
            "date": [pd.Timestamp("2024-12-31"), pd.NaT],
        }
    )
    columns = [
        ("name", "Region", None),
        ("share", "Share", language.percent),
        ("date", "Date", lambda value: language.date(value, "month")),
    ]
    return Table(**{"name": "synthetic", "title": "Synthetic", "frame": frame, "columns": columns} | changes)


def synthetic_figure(lines: int = 2) -> Figure:
    with marks.drawing(1.5) as (fig, ax):
        for line in range(lines):
            ax.plot([0, 1], [line, line + 1 / 3])
        ax.bar(0.5, 1)[0].set_gid("region-11")
    words = {key: f"{key} {EVIL}" for key in ("title", "subtitle", "source", "alt")}
    return publish(fig, name="synthetic", table=synthetic_table(), labels={"region-11": EVIL}, **words)


def test_a_table_carries_texts_and_what_to_sort_by() -> None:
    rows = synthetic_table().content()["rows"]
    day = pd.Timestamp("2024-12-31").toordinal()
    assert rows == [
        [["synthetic_a", None], ["27.1%", 27.106], ["December 2024", day]],
        [[EVIL, None], ["–", None], ["–", None]],
    ]
    with language.use("id"):
        assert synthetic_table().content()["rows"][0][1:] == [["27,1%", 27.106], ["Desember 2024", day]]


def test_a_tables_text_is_escaped_and_its_short_columns_stay_on_a_line() -> None:
    shown = exhibits.table_html(synthetic_table(title=EVIL, note=EVIL, source=EVIL).content())
    assert EVIL not in shown
    assert shown.count(escape(EVIL)) == 4
    kinds = re.findall(r'<th scope="col"( class="\w+")?>', shown)
    assert kinds == ["", ' class="number"', ' class="short"']


@pytest.mark.parametrize(
    "shown",
    [Finding(EVIL), Finding(EVIL, lead=True), KeyFigures([(EVIL, EVIL, EVIL)]), synthetic_table(title=EVIL)],
    ids=["finding", "lead", "key figures", "table"],
)
def test_what_jupyterlab_shows_is_escaped(shown: Finding | KeyFigures | Table) -> None:
    bundle = shown._repr_mimebundle_()
    assert EVIL not in bundle["text/html"]
    assert escape(EVIL) in bundle["text/html"]
    assert MIME in bundle


def test_a_figure_carries_its_words_and_its_table() -> None:
    figure = synthetic_figure()
    content = figure._repr_mimebundle_()[MIME]
    assert content["kind"] == "figure"
    assert content["alt"] == f"alt {EVIL}"
    assert content["table"] == synthetic_table().content()
    assert figure._repr_mimebundle_()["text/plain"] == f"alt {EVIL}"


def test_a_drawing_holds_no_text_as_markup_and_names_what_it_shows() -> None:
    svg = synthetic_figure().svg
    assert "<script" not in svg
    assert f"<title>{escape(EVIL)}</title>" in svg  # what a pointer is told
    assert 'role="img" aria-labelledby="synthetic-en-title synthetic-en-desc"' in svg
    identifiers = re.findall(r' id="([^"]+)"', svg)
    assert len(identifiers) == len(set(identifiers))
    assert all(each.startswith("synthetic-en-") for each in identifiers)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(identifiers)


def test_coordinates_are_rounded() -> None:
    numbers = re.findall(
        r"-?\d+\.(\d+)",
        " ".join(re.findall(r' (?:d|x|y|transform|points)="([^"]+)"', synthetic_figure().svg)),
    )
    assert numbers and max(map(len, numbers)) <= 2


def test_the_last_digit_of_a_layout_does_not_show() -> None:
    drawn = []
    for noise in (0, 1e-13):
        with marks.drawing(1.5) as (fig, ax):
            fig.set_layout_engine("none")
            ax.set_position((0.1 + noise, 0.2, 0.8, 0.7))
            ax.plot([0, 1], [0, 1 + noise], marker="o")
            ax.scatter([0, 1], [1, 0])
            ax.bar(0.5, 1, hatch="//")
        words = dict.fromkeys(("title", "subtitle", "source", "alt"), "synthetic")
        drawn.append(publish(fig, name="synthetic", table=synthetic_table(), **words).svg)
    assert drawn[0] == drawn[1]


def test_a_line_less_is_another_drawing() -> None:
    assert synthetic_figure(1).svg != synthetic_figure(2).svg
    assert synthetic_figure(2).svg == synthetic_figure(2).svg


def test_only_outside_a_page_a_drawing_brings_its_font() -> None:
    figure = synthetic_figure()
    assert "@font-face" in figure._repr_mimebundle_()["image/svg+xml"]
    with exhibits.on_page():
        assert "@font-face" not in figure._repr_mimebundle_()["image/svg+xml"]


def test_a_figure_becomes_pixels_of_the_asked_width() -> None:
    png = synthetic_figure().png(800)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == 800


def test_long_words_above_a_figure_are_broken_and_leave_the_drawing_its_height() -> None:
    with marks.drawing(1.5) as (fig, ax):
        ax.plot([0, 1])
    words = dict.fromkeys(("subtitle", "source", "alt"), "short")
    figure = publish(
        fig, name="synthetic", title="a long synthetic title " * 12, table=synthetic_table(), **words
    )
    height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', figure.svg)[1])
    assert height - figure.head - figure.foot == pytest.approx(1.5 * 72, abs=0.2)
    assert figure.head > 3 * 13


def test_the_bytes_of_a_drawing_do_not_hang_on_the_process() -> None:
    code = synthetic_notebook.WORDS + synthetic_notebook.FIGURE + "\nprint(figure.alone())"
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
