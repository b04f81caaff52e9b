"""What is declared, what is locked and what conda users get are one list."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"dask-core": "dask", "matplotlib-base": "matplotlib", "pandera-pandas": "pandera"}


def declared() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonicalize_name(each.name): each for each in map(Requirement, project["dependencies"])}


def locked() -> dict[str, list[str]]:
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(
        r"(?m)^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text()
    ):
        versions.setdefault(canonicalize_name(name), []).append(version)
    return versions


def test_environment_yml_names_what_pyproject_declares_with_the_same_bounds() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    lines = [
        entry for entry in listed if isinstance(entry, str) and not re.match(r"(python|pip)(>|$)", entry)
    ]
    lines += [entry for entry in pip if not entry.startswith("-")]
    conda = {}
    for requirement in map(Requirement, lines):
        name = canonicalize_name(requirement.name)
        conda[CONDA_NAMES.get(name, name)] = str(requirement.specifier)
    assert conda == {name: str(requirement.specifier) for name, requirement in declared().items()}


def test_the_lock_holds_every_dependency_within_its_bounds() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["dev"]
    wanted = declared() | {canonicalize_name(each.name): each for each in map(Requirement, extras)}
    have = locked()
    outside = {
        name: have.get(name)
        for name, requirement in wanted.items()
        if not have.get(name) or not all(requirement.specifier.contains(version) for version in have[name])
    }
    assert not outside, f"Run `make lock`: {outside}"


def test_the_lock_names_no_host_and_no_path() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert re.findall(r"(?m)^(?!\s+--hash=sha256:[0-9a-f]{64}|[a-z0-9._-]+==\S+).+$", text) == []
    assert "://" not in text


# What runs without being imported, and what runs it.
NOT_IMPORTED = {
    "dask": "the scheduler that distributed speaks to",
    "ipykernel": "JupyterLab and Voila run notebooks with it",
    "jupyterlab": "make lab",
    "nbconvert": "make notebooks",
    "voila": "make app",
}
MODULES = {
    "fonttools": "fontTools",
    "font-source-sans-pro": "font_source_sans_pro",
    "ipython": "IPython",
    "pyyaml": "yaml",
}


def test_every_runtime_dependency_is_one_that_the_package_imports() -> None:
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    modules = {name: MODULES.get(name, name.replace("-", "_")) for name in declared()}
    unused = {name for name, module in modules.items() if module not in imported}
    assert unused == set(NOT_IMPORTED), "What only tests need belongs to the extra dev."


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, coverage_lib; print(*sorted({'pandas', 'numpy', 'matplotlib', 'geopandas'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == ""
