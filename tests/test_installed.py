"""A wheel has everything that `ucj` needs, from any folder, and writes nothing into the place where it is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as pip installs it from a wheel; what it depends on is that of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    # A wheel is built from a copy: setuptools leaves files of its own beside what it builds.
    for name in ("src", "data/raw", "notebooks", "shapefiles"):
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    alone = ["--no-deps", "--no-index", "--no-cache-dir"]
    subprocess.run([*pip, "wheel", *alone, "--no-build-isolation", "-w", folder, source], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", *alone, "--no-compile", "--target", folder / "site", wheel], check=True)
    return folder


def run(place: Path, *code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `ucj` of the installed package in a folder, with a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UCJ_")}
    environment = kept | {
        "PYTHONPATH": str(place / "site"),
        "XDG_CACHE_HOME": str(place / "cache"),
        "HOME": str(place),
    }
    start = "import coverage_lib, sys; assert 'site' in coverage_lib.__file__, coverage_lib.__file__; "
    command = [sys.executable, "-c", start + "; ".join(code)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if "__pycache__" not in path.parts
    }


def test_an_installed_package_works_from_any_folder(place: Path) -> None:
    shared = place / "site" / "share" / "coverage-atlas"
    for folder, pattern in (("data/raw", "*"), ("notebooks", "*.ipynb"), ("shapefiles", "provinces_2021.*")):
        there = {path.name for path in (shared / folder).glob(pattern)}
        assert there == {path.name for path in (ROOT / folder).glob(pattern)}, folder
    before, desk = files_below(place / "site"), place / "desk"
    desk.mkdir()
    (desk / "wages.csv").write_text("Provinsi,Upah minimum 2026 (Rp)\nJambi,3.700.000\n", encoding="utf-8")
    about = ["--publisher", "Synthetic", "--title", "Wages", "--date", "2026-01-02"]
    told = run(
        place,
        "from coverage_lib.cli import app",
        "from coverage_lib import load",
        "from coverage_lib.data import sources",
        "from coverage_lib.pages import site",
        "print(len(load.load_members()), len(load.load_boundaries()), sources.output('reports'))",
        "print(site.profile_jobs(sources.output('reports'), ['en'], ['15'])[0].notebook.is_file())",
        "app(['build'], standalone_mode=False)",
        f"app(['add', 'wages.csv', '--set', 'measure=minimum_wage', *{about}], standalone_mode=False)",
        "app(['sources'], standalone_mode=False)",
        cwd=desk,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.splitlines()[:2] == [f"272 34 {desk}/reports", "True"]
    assert f"Processed tables: {place}/cache/coverage-atlas/" in told.stdout
    assert files_below(place / "site") == before, "nothing is written where it is installed"
    own = {path.name for path in (desk / "own-tables").iterdir()} - {"processed"}
    assert {path.name for path in desk.iterdir()} == {"wages.csv", "own-tables"}
    assert [id.rsplit("-", 1)[0] for id in own] == ["wages"]
