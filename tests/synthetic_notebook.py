"""A small notebook about nothing real, with a figure, a table, a finding and text that tries to be code."""

from pathlib import Path

import nbformat

WORDS = """
import pandas as pd
from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Finding, KeyFigures, Table

rows = pd.DataFrame({"name": ["synthetic_a <script>alert('cell')</script>", "synthetic_b"], "share": [27.106, None]})
Finding(f"<script>alert('lead')</script> synthetic share {language.percent(27.106)}", lead=True)
"""
FIGURE = """
columns = [("name", "Region", None), ("share", "Share", language.percent)]
table = Table("synthetic-rows", "Rows <script>alert('caption')</script>", rows, columns)
with marks.drawing(1.5) as (fig, ax):
    ax.plot([2022, 2024], [21.3, 27.1])
    ax.text(2023, 24, "<script>alert('drawn')</script> & " + language.number(1312370))
    marks.percent_axis(ax, axis="y")
    bar = ax.bar(2023, 5)[0]
    bar.set_gid("region-11")
figure = publish(
    fig,
    name="synthetic-figure",
    title="<script>alert('title')</script> & synthetic",
    subtitle="Subtitle <b>",
    source="Source of <i>",
    alt="Alternative <script>alert('alt')</script> with 27.1",
    table=table,
    labels={"region-11": "<script>alert('label')</script>"},
)
figure
"""
KEY_FIGURES = """KeyFigures([(language.percent(27.106), "<script>alert('key')</script>", "base")])"""


def write(path: Path, *extra: str) -> Path:
    """Write the notebook to a path, with further code cells at its end."""
    notebook = nbformat.v4.new_notebook()
    texts = {
        "en": "# Synthetic\n\n## First part\n\nIn English <script>alert('text')</script>.\n\n## Second part",
        "id": "# Buatan\n\n## Bagian pertama\n\nDalam bahasa Indonesia <script>alert('text')</script>.\n\n## Bagian kedua",
    }
    for lang, text in texts.items():
        notebook.cells.append(nbformat.v4.new_markdown_cell(text, metadata={"tags": [f"lang-{lang}"]}))
    notebook.cells += [
        nbformat.v4.new_code_cell(code) for code in (WORDS, KEY_FIGURES, FIGURE, "table", *extra)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


PROFILE = """
import time
from coverage_lib.drawing.exhibits import Finding
time.sleep(SLEEP)
if region == FAILING:
    raise ValueError("synthetic_failure")
Finding("synthetic " + region, lead=True)
"""


def write_profile(path: Path, failing: str = "", sleep: float = 0.0) -> Path:
    """Write a notebook about the region that it is given, which may fail for one of them."""
    notebook = nbformat.v4.new_notebook()
    code = PROFILE.replace("SLEEP", str(sleep)).replace("FAILING", repr(failing)).strip()
    notebook.cells = [
        nbformat.v4.new_code_cell('region = "15"', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path
