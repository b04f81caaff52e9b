"""Figures of a report for slides: safe to open alone, and drawn as pictures only when they have changed."""

from pathlib import Path

import pytest
import synthetic_notebook

from coverage_lib.drawing import fonts
from coverage_lib.pages import records, report, slides

PICTURE, DRAWING = "en/figures/01/synthetic-figure.png", "en/figures/01/synthetic-figure.svg"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> report.Page:
    path = synthetic_notebook.write(tmp_path_factory.mktemp("notebooks") / "01_synthetic.ipynb")
    return report.page(path, "en")


def stored(site: Path, page: report.Page) -> records.Record:
    made = slides.slides(page.figures, "en/figures/01", site, None)
    records.store(site, "en/01", "key", made.files, {"figures": made.about})
    return records.read(site, "en/01")


def test_a_figure_is_taken_to_a_slide_with_its_font_and_without_scripts(
    tmp_path: Path, page: report.Page
) -> None:
    made = slides.slides(page.figures, "en/figures/01", tmp_path, None)
    assert made.files.keys() == {PICTURE, DRAWING} and made.existing == []
    assert "@font-face" in made.files[DRAWING] and "<script" not in made.files[DRAWING]
    assert made.files[PICTURE].startswith(b"\x89PNG")
    assert made.about[0]["title"] == "<script>alert('title')</script> & synthetic"


def test_a_picture_that_would_be_the_same_is_not_drawn_again(tmp_path: Path, page: report.Page) -> None:
    before = stored(tmp_path, page)
    made = slides.slides(page.figures, "en/figures/01", tmp_path, before)
    assert made.files.keys() == {DRAWING} and made.existing == [PICTURE]


def test_a_picture_is_drawn_again_when_its_drawing_the_painter_or_the_file_is_another(
    tmp_path: Path, page: report.Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(tmp_path, page)
    figure = page.figures["synthetic-figure"]
    changed = {"synthetic-figure": figure._replace(title="another")}
    assert PICTURE in slides.slides(changed, "en/figures/01", tmp_path, before).files
    with monkeypatch.context() as patch:
        patch.setattr(slides, "_painter", lambda: ["another"])
        assert PICTURE in slides.slides(page.figures, "en/figures/01", tmp_path, before).files
    (tmp_path / PICTURE).write_bytes(b"by hand")
    assert PICTURE in slides.slides(page.figures, "en/figures/01", tmp_path, before).files


def test_the_painter_is_the_code_and_the_library_that_draw_points() -> None:
    code, version = slides._painter()
    assert code == Path(fonts.__file__).read_text(encoding="utf-8")
    assert version[0].isdigit()
