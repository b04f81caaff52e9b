"""What several tests need: a copy of the project's data that a test may break, and pages made in this process."""

import shutil
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path

import own_tables
import pytest
import synthetic_notebook

from coverage_lib.data import sources
from coverage_lib.pages import site

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def project_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own with the raw tables, in use through UCJ_HOME; nothing is built in it yet."""
    shutil.copytree(PROJECT / "data" / "raw", tmp_path / "data" / "raw")
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def change_raw(project_copy: Path) -> Callable[..., None]:
    """Change a raw table of the copy, line by line, and (unless told not to) write its new checksum into the record."""

    def change(name: str, edit: Callable[[list[str]], list[str]], sign: bool = True) -> None:
        path = sources.raw_path(name)
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(edit(lines)), encoding="utf-8", newline="\n")
        if sign:
            sources.update_checksum(name)

    return change


class Here(Executor):
    """Work done in this process, so that a test can see it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def submit(self, work, job):  # type: ignore[no-untyped-def]
        self.done.append(f"{job.name}.html")
        future: Future[site.Made] = Future()
        try:
            future.set_result(work(job))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    """Pages are made in this process; `done` lists them."""
    workers = Here()

    @contextmanager
    def in_this_process(*_arguments):  # type: ignore[no-untyped-def]
        yield workers

    monkeypatch.setattr(site, "_workers", in_this_process)
    return workers


@pytest.fixture
def small_project(project_copy: Path) -> Path:
    """A project whose only report is the synthetic one."""
    synthetic_notebook.write(project_copy / "notebooks" / "01_synthetic.ipynb")
    return project_copy


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own without own tables, where files are read by the stand-in of :mod:`own_tables`."""
    monkeypatch.delenv("UCJ_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    module = own_tables.reader()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return tmp_path
