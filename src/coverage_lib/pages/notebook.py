"""Runs a notebook in this process, cell by cell, so that a worker that has loaded the libraries once can run many."""

import sys
import threading
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coverage_lib import language
from coverage_lib.data.sources import home
from coverage_lib.drawing.exhibits import on_page

# IPython has one shell in a process, and a Dask worker may have several threads.
SHELL = threading.Lock()


class NotebookError(RuntimeError):
    """A cell of a notebook failed; the message names the notebook, the cell and the reason."""


def notebooks() -> list[Path]:
    """The notebooks that are reports: those whose names begin with a number, in that order."""
    return sorted((home() / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def run(path: Path, lang: str, parameters: Mapping[str, Any] | None = None) -> Any:
    """Run a notebook in a language.

    Parameters
    ----------
    path : pathlib.Path
        The notebook.
    lang : {"en", "id"}
        The language of its words and numbers.
    parameters : mapping, optional
        Values set after the cell that is tagged ``parameters``.

    Returns
    -------
    nbformat.NotebookNode
        The notebook with the outputs of this run, without the text cells of the other language.

    Raises
    ------
    NotebookError
        A cell failed.
    """
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    others = {f"lang-{other}" for other in language.LANGUAGES} - {f"lang-{lang}"}
    notebook.cells = [cell for cell in notebook.cells if not others & set(cell.metadata.get("tags", []))]
    with SHELL, language.use(lang), on_page():
        shell = _new_session()
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type != "code":
                continue
            cell.execution_count = number
            cell.outputs = _run_cell(shell, cell.source, f"{path.name}, cell {number}")
            if parameters and "parameters" in cell.metadata.get("tags", []):
                shell.user_ns.update(parameters)
                cell.source += "".join(f"\n{key} = {value!r}" for key, value in parameters.items())
    return notebook


def _new_session() -> Any:
    """IPython's shell, without anything of the notebook before."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    settings = Config()
    # Otherwise every page would be written into the history of the analyst's own IPython.
    settings.HistoryManager.enabled = False
    # A module of its own: IPython would put it in the place of __main__, and no process could be started after.
    shell = InteractiveShell.instance(config=settings, user_module=types.ModuleType("notebook_cells"))
    shell.reset(new_session=True)
    return shell


def _run_cell(shell: Any, source: str, place: str) -> list[Any]:
    """The outputs of a cell; `place` is what an error names."""
    from IPython.utils.capture import capture_output
    from nbformat.v4 import new_output

    # As in JupyterLab, the value of a last line that ends with a semicolon is not shown.
    shell.ast_node_interactivity = "none" if source.rstrip().endswith(";") else "last_expr"
    with capture_output() as captured:
        # Otherwise IPython would print the value of a last line instead of giving it as an output.
        shell.display_trap.hook = sys.displayhook
        result = shell.run_cell(source, store_history=False)
    if not result.success:
        error = result.error_in_exec or result.error_before_exec
        raise NotebookError(f"{place}: {type(error).__name__}: {error}") from error
    outputs = [
        new_output("display_data", data=shown.data, metadata=shown.metadata or {})
        for shown in captured.outputs
    ]
    if captured.stdout:
        outputs.append(new_output("stream", name="stdout", text=captured.stdout))
    return outputs
