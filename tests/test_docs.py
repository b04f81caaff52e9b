"""What the documents say is so: files they name, commands they give, the picture they show."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from coverage_lib.cli import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "shapefiles/README.md")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_local_link_leads_to_a_file(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS[:2])
def test_every_command_named_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"(?:`|^)make (\w+)", text, flags=re.MULTILINE)) <= targets
    for command in set(re.findall(r"(?:`|^)ucj (\w+)", text, flags=re.MULTILINE)):
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


def test_the_release_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    (release, day) = re.findall(
        r"(?m)^## (\d\S+) – (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )[0]
    assert (citation["version"], str(citation["date-released"])) == (version, day)
    assert release == version


def test_the_readme_names_every_notebook() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [
        path.name for path in (ROOT / "notebooks").glob("*.ipynb") if f"(notebooks/{path.name})" not in text
    ]
    assert missing == []


def test_the_code_of_the_readme_runs() -> None:
    (code,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert len(names["coverage"]) == 105  # 34 provinces and the nation in three years


def test_the_picture_is_what_the_library_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    import make_map

    assert make_map.PICTURE.read_text(encoding="utf-8") == make_map.drawing(), "Run make notebooks."
    assert make_map.PICTURE.stat().st_size < 150_000
    sys.modules.pop("make_map")
