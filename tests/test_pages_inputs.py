"""A page, a profile or a download is made again when anything it is made from has changed, and only then."""

import importlib.metadata
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

import pytest
import synthetic_notebook
from typer.testing import CliRunner

from conftest import Here
from coverage_lib import load
from coverage_lib.cli import app
from coverage_lib.data import sources
from coverage_lib.pages import downloads, index, inputs
from coverage_lib.pages import site as pages_site

PO = "language/locale/id/LC_MESSAGES/coverage.po"
#: A file of code of every room of the package, its translations, its templates and its tables.
OF_THE_PACKAGE = [
    "cli/__init__.py", "load.py", "__init__.py", PO, "language/columns.py", "data/build.py", "measures/coverage.py",
    "measures/projection/class_prior.json", "drawing/svg.py", "drawing/templates/table.html.j2", "charts/levels.py",
    "pages/downloads.py", "pages/templates/report.html.j2", "pages/templates/page.css", "explore/saving.py",
]  # fmt: skip


class Site(NamedTuple):
    """A small site with a report, a profile and a table, in a project with a copy of the package beside it."""

    project: Path
    patch: pytest.MonkeyPatch
    here: Here

    def make(self) -> set[str]:
        """Make what is out of date, with the code of the copy; the pages and tables that were written."""
        out = self.project / "reports"
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
        self.patch.setattr(inputs, "CODE", inputs.hash_files(self.project / "package"))
        for command in (["report", "--lang", "id"], ["profile", "--region", "Jambi", "--lang", "id"]):
            done = CliRunner().invoke(app, command)
            assert done.exit_code == 0, done.output
        written = {path for path in out.rglob("*.*") if path.stat().st_mtime_ns != before.get(path)}
        return {
            path.relative_to(out).as_posix() for path in written if path.suffix in (".html", ".csv", ".xlsx")
        }


@pytest.fixture(scope="module")
def one_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(sources.home() / "data" / "raw", project / "data" / "raw")
    shutil.copytree(inputs.PACKAGE, project / "package")
    synthetic_notebook.write(project / "notebooks" / "01_synthetic.ipynb")
    synthetic_notebook.write_profile(project / "notebooks" / "province_profile.ipynb")
    (project / "shapefiles").mkdir()
    (project / "shapefiles" / "synthetic.shp").write_text("outlines")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UCJ_HOME", str(project))
        patch.setattr(downloads, "TABLES", {"awards": load.load_awards})
        patch.setattr(index, "_map", lambda links: dict.fromkeys(("map", "map_words", "map_source"), ""))
        site = Site(project, patch, Here())
        patch.setattr(pages_site, "_workers", lambda *_arguments: nullcontext(site.here))
        yield site


@pytest.fixture
def site(one_site: Site) -> Site:
    """The site, up to date."""
    one_site.make()
    one_site.here.done.clear()
    return one_site


ALL = {
    "api.html",
    "index.html",
    "id/index.html",
    "id/01_synthetic.html",
    "id/profiles/jambi.html",
    "data/awards.csv",
    "data/data-dictionary.csv",
    "data/coverage-atlas.xlsx",
}


def test_nothing_is_made_again_when_nothing_has_changed(site: Site) -> None:
    assert {
        path.relative_to(site.project / "reports").as_posix()
        for path in (site.project / "reports").rglob("*.html")
    } < ALL
    assert site.make() == set()
    (site.project / "package" / "charts" / "__pycache__").mkdir(exist_ok=True)
    (site.project / "package" / "charts" / "__pycache__" / "levels.pyc").write_text("compiled")
    assert site.make() == set()


@pytest.mark.parametrize("path", OF_THE_PACKAGE)
def test_everything_is_made_again_when_a_file_of_the_package_has_changed(site: Site, path: str) -> None:
    file = site.project / "package" / path
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert site.make() == ALL
    assert site.make() == set()


def change_raw_table(project: Path) -> None:
    table = sources.raw_path("context")
    table.write_text(
        table.read_text(encoding="utf-8").replace("1900000.0", "1900001.0", 1), encoding="utf-8", newline="\n"
    )
    sources.update_checksum("context")


def change_record(project: Path) -> None:
    record = sources.record_path("members")
    record.write_text(record.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")


def change_outlines(project: Path) -> None:
    (project / "shapefiles" / "synthetic.shp").write_text("other outlines")


@pytest.mark.parametrize("change", [change_raw_table, change_record, change_outlines])
def test_everything_but_the_page_of_functions_is_made_again_when_the_data_have_changed(
    site: Site, change: Callable[[Path], None]
) -> None:
    change(site.project)
    assert site.make() == ALL - {"api.html"}
    assert site.make() == set()


@pytest.mark.parametrize("name", ["coverage-atlas", "matplotlib"])
def test_everything_is_made_again_with_another_version_of_the_project_or_of_a_library(
    site: Site, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda each: "0.0.0" if each == name else version(each)
    )
    assert site.make() == ALL


def test_a_changed_notebook_makes_only_its_own_page_again(site: Site) -> None:
    synthetic_notebook.write(site.project / "notebooks" / "01_synthetic.ipynb", "rows;")
    assert site.make() == {"id/01_synthetic.html"}
    synthetic_notebook.write_profile(site.project / "notebooks" / "province_profile.ipynb", sleep=0.01)
    assert site.make() == {"id/profiles/jambi.html"}
    assert site.here.done == ["id/01_synthetic.html", "id/profiles/jambi.html"]


def test_a_table_edited_by_hand_is_written_again(site: Site) -> None:
    (site.project / "reports" / "data" / "awards.csv").write_text("edited")
    assert site.make() == {name for name in ALL if name.startswith("data/")}
