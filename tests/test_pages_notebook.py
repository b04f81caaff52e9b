"""Notebooks run cell by cell; a cell that fails, or shows what no page can set, is named."""

from pathlib import Path

import pytest
import synthetic_notebook

from coverage_lib.pages import report
from coverage_lib.pages.notebook import NotebookError, notebooks, run


def test_reports_are_the_notebooks_with_a_number_in_their_order(project_copy: Path) -> None:
    for name in ("02_second", "province_profile", "01_first"):
        synthetic_notebook.write(project_copy / "notebooks" / f"{name}.ipynb")
    assert [path.stem for path in notebooks()] == ["01_first", "02_second"]


def test_a_parameter_takes_the_place_of_the_value_in_the_notebook(tmp_path: Path) -> None:
    path = synthetic_notebook.write_profile(tmp_path / "profile.ipynb")
    *_cells, last = run(path, "en", {"region": "35"}).cells
    assert [output["data"]["text/plain"] for output in last.outputs] == ["synthetic 35"]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("1 / 0", r"^09_synthetic\.ipynb, cell 6: ZeroDivisionError: division by zero$"),
        ("rows[", r"^09_synthetic\.ipynb, cell 6: SyntaxError"),
        ("rows", r"^09_synthetic\.ipynb, cell 6: it shows what a page cannot set"),
        ("print('said')", r"^09_synthetic\.ipynb, cell 6: it shows what a page cannot set"),
    ],
)
def test_a_cell_that_fails_is_named(tmp_path: Path, code: str, says: str) -> None:
    path = synthetic_notebook.write(tmp_path / "09_synthetic.ipynb", code)
    with pytest.raises(NotebookError, match=says):
        report.page(path, "en")


def test_a_page_knows_nothing_of_the_page_before(tmp_path: Path) -> None:
    first = synthetic_notebook.write(tmp_path / "08_synthetic.ipynb", "left_behind = 1")
    second = synthetic_notebook.write(tmp_path / "09_synthetic.ipynb", "left_behind;")
    report.page(first, "en")
    with pytest.raises(NotebookError, match="NameError"):
        report.page(second, "en")
