"""Drawings in parts: what a file, a page and a map with links are put together from."""

import io
import re
from html import escape
from xml.etree import ElementTree

import pytest
import synthetic_figure
from PIL import Image, ImageChops
from synthetic_figure import EVIL

from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure
from coverage_lib.drawing.fonts import svg_to_png
from coverage_lib.drawing.svg import letters_of

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


def hatched(hatches: tuple[str, ...]) -> Figure:
    """Bars of different colours with a hatch each."""
    with marks.drawing(1.5) as (fig, ax):
        for place, hatch in enumerate(hatches):
            ax.bar(place, 1, hatch=hatch, color=f"C{place}", edgecolor="#777777")
    return publish(fig, name="synthetic", table=synthetic_figure.table(), **synthetic_figure.WORDS)


def test_a_drawing_holds_no_text_as_markup_and_names_what_it_shows() -> None:
    svg = synthetic_figure.figure().svg
    assert "<script" not in svg
    assert 'role="img" aria-labelledby="synthetic-en-title synthetic-en-desc"' in svg
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title").text == f"title {EVIL}"
    assert root.find(f"{SVG}desc").text == f"alt {EVIL}"


def test_ids_are_unique_to_a_figure_and_every_reference_finds_its_mark() -> None:
    for figure in (synthetic_figure.figure(), hatched(("..", "..", "//"))):
        identifiers = re.findall(r' id="([^"]+)"', figure.svg)
        assert len(identifiers) == len(set(identifiers))
        assert all(each.startswith("synthetic-en-") for each in identifiers)
        references = re.findall(r"url\(#([^)]+)\)|xlink:href=\"#([^\"]+)\"", figure.svg)
        assert references
        assert {address or reference for address, reference in references} <= set(identifiers)


def test_a_pointer_is_shown_a_label_and_a_click_leads_to_an_address() -> None:
    root = ElementTree.fromstring(synthetic_figure.figure().svg)
    (group,) = root.iterfind(".//*[@id='synthetic-en-region-11']")
    title, link = group
    assert (title.tag, title.text) == (f"{SVG}title", EVIL)
    assert (link.tag, link.attrib) == (f"{SVG}a", {"href": 'aceh.html"><script>', "tabindex": "-1"})
    assert [mark.tag for mark in link] == [f"{SVG}path"]
    (other,) = root.iterfind(".//*[@id='synthetic-en-region-12']")
    assert [mark.tag for mark in other] == [f"{SVG}path"]


def test_coordinates_are_rounded() -> None:
    numbers = re.findall(
        r"-?\d+\.(\d+)",
        " ".join(re.findall(r' (?:d|x|y|transform|points)="([^"]+)"', synthetic_figure.figure().svg)),
    )
    assert numbers and max(map(len, numbers)) <= 2


def test_the_marks_of_a_hatch_are_written_once_however_many_colours_have_it() -> None:
    root = ElementTree.fromstring(hatched(("..", "..", "..", "//")).svg)
    patterns = list(root.iter(f"{SVG}pattern"))
    (dots,) = patterns[0].iter(f"{SVG}path")
    used = [use.get(f"{XLINK}href") for pattern in patterns for use in pattern.iter(f"{SVG}use")]
    assert len(patterns) == 4
    assert used == [f"#{dots.get('id')}"] * 2
    assert len(list(patterns[3].iter(f"{SVG}path"))) == 1  # another hatch has marks of its own


def test_shared_marks_look_as_marks_written_out() -> None:
    svg = hatched(("..", "..", "..")).svg
    root = ElementTree.fromstring(svg)
    written_out = svg
    (dots,) = [path for pattern in root.iter(f"{SVG}pattern") for path in pattern.iter(f"{SVG}path")]
    path = f'<path d="{dots.get("d")}" style="{dots.get("style")}"/>'
    written_out = written_out.replace(f'<use xlink:href="#{dots.get("id")}"/>', path)
    assert written_out.count(path) == 2
    pictures = [Image.open(io.BytesIO(svg_to_png(each, 1200))).convert("RGB") for each in (svg, written_out)]
    assert ImageChops.difference(*pictures).getbbox() is None
    assert len(pictures[0].getcolors(1 << 20)) > 10


def test_a_page_gets_the_marks_without_the_words() -> None:
    figure = synthetic_figure.figure()
    drawing = figure.drawing
    root = ElementTree.fromstring(drawing.inline(figure.alt))
    left, top, width, height = map(float, root.get("viewBox").split())
    assert (left, top, width) == (0, drawing.head, drawing.width)
    assert height == pytest.approx(1.5 * 72, abs=0.2)
    assert root.get("aria-label") == f"alt {EVIL}"
    assert root.find(f"{SVG}title") is None
    assert f"<title>{escape(EVIL)}</title>" in drawing.inline(figure.alt)


def test_a_file_brings_every_letter_that_it_shows_and_no_other() -> None:
    figure = synthetic_figure.figure()
    shown = {
        letter
        for text in ElementTree.fromstring(figure.svg).iter(f"{SVG}text")
        for letter in "".join(text.itertext())
    }
    assert set(figure.drawing.letters) == shown
    assert {"t", "S", "0", "<"} <= shown
    assert letters_of(figure.drawing.body) == figure.drawing.letters
