"""Notebooks are stored executed and whole, and the comparison of their outputs fails when it should."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from notebook_rules import MIME, problems, source

from coverage_lib.data import sources
from coverage_lib.drawing import exhibits

ROOT = Path(__file__).parents[1]
STORED = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIRST = ROOT / "notebooks" / "01_coverage_map.ipynb"


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def figure_cell(notebook: dict[str, Any]) -> int:
    """The place of the first cell that shows a figure."""
    return next(
        place
        for place, cell in enumerate(notebook["cells"])
        for output in cell.get("outputs", [])
        if output.get("data", {}).get(MIME, {}).get("kind") == "figure"
    )


# ------------------------------------------------------------------------------------------------------ as they are stored


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_every_notebook_may_be_committed_as_it_is(path: Path) -> None:
    assert problems(path) == []


def test_the_media_type_of_the_rules_is_the_one_of_the_package() -> None:
    assert MIME == exhibits.MIME


def clear_everything(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def clear_counts(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = None


def clear_one_output(notebook: dict[str, Any]) -> None:
    notebook["cells"][figure_cell(notebook)]["outputs"] = []


def draw_in_pixels(notebook: dict[str, Any]) -> None:
    data = notebook["cells"][figure_cell(notebook)]["outputs"][0]["data"]
    data["image/png"] = data.pop("image/svg+xml")


def exempt_by_tag(notebook: dict[str, Any]) -> None:
    notebook["cells"][figure_cell(notebook)]["metadata"]["tags"] = ["nbval-ignore-output"]


def exempt_by_comment(notebook: dict[str, Any]) -> None:
    notebook["cells"][figure_cell(notebook)]["source"] = "# NBVAL_SKIP\n1"


def keep_an_error(notebook: dict[str, Any]) -> None:
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": []}
    notebook["cells"][figure_cell(notebook)]["outputs"].append(error)


def show_a_number(notebook: dict[str, Any]) -> None:
    shown = {"output_type": "display_data", "data": {"text/plain": "27.1"}, "metadata": {}}
    notebook["cells"][figure_cell(notebook)]["outputs"].append(shown)


def define_a_function(notebook: dict[str, Any]) -> None:
    cell = notebook["cells"][figure_cell(notebook)]
    cell["source"] = "def share(x):\n    return x\n" + source(cell)


def name_a_machine(notebook: dict[str, Any]) -> None:
    notebook["cells"][0]["source"] = "# See /home/analyst/data.csv"


def run_out_of_order(notebook: dict[str, Any]) -> None:
    notebook["cells"][figure_cell(notebook)]["execution_count"] = 99


def forget_a_language(notebook: dict[str, Any]) -> None:
    notebook["cells"][0]["metadata"]["tags"] = []


def drop_a_heading(notebook: dict[str, Any]) -> None:
    del notebook["cells"][1]


SPOILT = {
    clear_everything: "execution count None",
    clear_counts: "execution count None",
    clear_one_output: "no output is stored",
    draw_in_pixels: "without its drawing as SVG",
    exempt_by_tag: "exempt from comparison",
    exempt_by_comment: "exempt from comparison",
    keep_an_error: "stored error, KeyError",
    show_a_number: "no exhibit",
    define_a_function: "defines a function",
    name_a_machine: "path of a machine",
    run_out_of_order: "execution count 99",
    forget_a_language: "not tagged",
    drop_a_heading: "two languages differ",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_notebook_is_rejected(spoil: Any, tmp_path: Path) -> None:
    notebook = read(FIRST)
    spoil(notebook)
    copy = tmp_path / FIRST.name
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    assert any(SPOILT[spoil] in problem for problem in problems(copy))


# ------------------------------------------------------------------------------------------------------- as they are compared


@pytest.fixture
def beginning(project_copy: Path) -> Path:
    """A copy of the project, with the first notebook up to its first figure: enough to compare, quick to run."""
    shutil.copytree(ROOT / "shapefiles", project_copy / "shapefiles")
    notebook = read(FIRST)
    notebook["cells"] = notebook["cells"][: figure_cell(notebook) + 1]
    path = project_copy / "notebooks" / FIRST.name
    path.parent.mkdir()
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def compare(notebook: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The comparison that `make test` makes, on one notebook in a project of its own."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "-q",
        "--color=no",
        "-p",
        "no:cacheprovider",
        notebook.name,
    ]
    return subprocess.run(
        command,
        cwd=notebook.parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_unchanged_notebook_passes(beginning: Path) -> None:
    done = compare(beginning)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_one_more_member_in_the_raw_data_fails_the_comparison(beginning: Path) -> None:
    table = sources.raw_path("members")
    row = "11,Aceh,2021,2024-12-31,formal,domicile,"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = [place for place, line in enumerate(lines) if line.startswith(row)]
    cells = lines[place].split(",")
    lines[place] = ",".join([*cells[:6], str(int(cells[6]) + 1), *cells[7:]])
    table.write_text("".join(lines), encoding="utf-8", newline="")
    sources.update_checksum("members")
    done = compare(beginning)
    assert done.returncode == 1
    assert "Cell outputs differ" in done.stdout
    assert MIME in done.stdout


WITHOUT_LINES = """
from matplotlib.axes import Axes

plot = Axes.plot

def plot_and_lose(self, *args, **options):
    lines = plot(self, *args, **options)
    for line in lines:
        if len(line.get_xdata()) > 1:
            line.remove()
    return lines

Axes.plot = plot_and_lose
"""


def test_a_removed_line_fails_the_comparison(
    beginning: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("patched")
    (folder / "sitecustomize.py").write_text(WITHOUT_LINES, encoding="utf-8")
    done = compare(beginning, PYTHONPATH=str(folder))
    assert done.returncode == 1
    assert "Cell outputs differ" in done.stdout
    assert "mismatch 'image/svg+xml'" in done.stdout
    assert "1 failed, 2 passed" in done.stdout
