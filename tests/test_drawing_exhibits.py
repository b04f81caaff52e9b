"""What a reader is shown: words and numbers as data beside the drawing, text that stays text."""

import re
from html import escape

import pandas as pd
import pytest
import synthetic_figure
from synthetic_figure import EVIL

from coverage_lib import language
from coverage_lib.drawing import exhibits
from coverage_lib.drawing.exhibits import DRAWING, MIME, Finding, KeyFigures, Table
from coverage_lib.drawing.svg import Drawing


def test_a_table_carries_texts_and_what_to_sort_by() -> None:
    rows = synthetic_figure.table().content()["rows"]
    day = pd.Timestamp("2024-12-31").toordinal()
    assert rows == [
        [["synthetic_a", None], ["27.1%", 27.106], ["December 2024", day]],
        [[EVIL, None], ["–", None], ["–", None]],
    ]
    with language.use("id"):
        assert synthetic_figure.table().content()["rows"][0][1:] == [
            ["27,1%", 27.106],
            ["Desember 2024", day],
        ]


def test_text_of_a_table_is_escaped_and_its_short_columns_stay_on_a_line() -> None:
    shown = exhibits.table_html(synthetic_figure.table(title=EVIL, note=EVIL, source=EVIL).content())
    assert EVIL not in shown
    assert shown.count(escape(EVIL)) == 4
    kinds = re.findall(r'<th scope="col"( class="\w+")?>', shown)
    assert kinds == ["", ' class="number"', ' class="short"']


@pytest.mark.parametrize(
    "shown",
    [
        Finding(EVIL),
        Finding(EVIL, lead=True),
        KeyFigures([(EVIL, EVIL, EVIL)]),
        synthetic_figure.table(title=EVIL),
    ],
    ids=["finding", "lead", "key figures", "table"],
)
def test_what_jupyterlab_shows_is_escaped(shown: Finding | KeyFigures | Table) -> None:
    bundle = shown._repr_mimebundle_()
    assert EVIL not in bundle["text/html"]
    assert escape(EVIL) in bundle["text/html"]
    assert MIME in bundle


def test_a_figure_carries_its_words_and_its_table() -> None:
    figure = synthetic_figure.figure()
    content = figure._repr_mimebundle_()[MIME]
    assert content["kind"] == "figure"
    assert content["alt"] == f"alt {EVIL}"
    assert content["table"] == synthetic_figure.table().content()
    assert figure._repr_mimebundle_()["text/plain"] == f"alt {EVIL}"


def test_a_figure_brings_its_font_in_a_notebook_and_the_parts_of_its_drawing_to_a_page() -> None:
    figure = synthetic_figure.figure()
    assert figure._repr_mimebundle_()["image/svg+xml"] == figure.standalone()
    assert "@font-face" in figure.standalone() and "@font-face" not in figure.svg
    with exhibits.on_page():
        bundle = figure._repr_mimebundle_()
    assert "image/svg+xml" not in bundle
    assert Drawing(**bundle[DRAWING]) == figure.drawing


def test_a_figure_becomes_pixels_of_the_asked_width() -> None:
    png = synthetic_figure.figure().png(800)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == 800
