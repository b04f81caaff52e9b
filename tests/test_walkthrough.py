"""The walk-through of the README, run as it stands there: template, filled in, checked, added, seen on a page, listed, removed."""

import re
import shlex
from collections import Counter
from datetime import date
from pathlib import Path

import filled_template
import pytest
from typer.testing import CliRunner

from conftest import Here
from coverage_lib import load
from coverage_lib.cli import app
from coverage_lib.data import regions
from coverage_lib.pages import downloads, index

SECTION = re.search(
    r"## Add a table of your own\n(.*?)\n## ",
    (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8"),
    re.DOTALL,
)
assert SECTION
BLOCKS = re.findall(r"```(sh|text)\n(.*?)```", SECTION[1], re.DOTALL)


def synthetic_members(code: str, segment: str, _month: int) -> int | None:
    """Members of December 2024 times 1.03; in Papua each new province has an equal part of the one that it was in."""
    if segment == "construction":
        return None
    before = dict(regions.provinces("2022")[["code", "code_2021"]].itertuples(index=False, name=None))
    parts = Counter(before.values())[before[code]]
    return round(filled_template.december_2024()[before[code], segment] * 1.03 / parts)


def own_id() -> str:
    return next(path.name for path in Path("own-tables").iterdir() if re.search(r"-[0-9a-f]{8}$", path.name))


def run(line: str) -> str:
    """A command of the README; an id that is shortened there is the one of this run."""
    words = [re.sub(r"^(\S+-)…$", lambda _id: own_id(), word) for word in shlex.split(line)]
    assert words[0] == "ucj"
    done = CliRunner().invoke(app, words[1:])
    assert done.exit_code == 0, f"{line}: {done.output}"
    if words[1] == "template":
        filled_template.fill(Path(words[2]), "en", [date(2026, 10, 31)], synthetic_members)
    return "\n".join(text.rstrip() for text in done.stdout.splitlines())


def shown(text: str) -> str:
    """What the README shows of an output, as a pattern: … stands for anything."""
    return ".*".join(re.escape(part) for part in text.strip().split("…"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in. Verdicts on printed figures and the tables to download take long and are not what is shown."""
    verdicts = load.load_verdicts()
    monkeypatch.setattr(load, "load_verdicts", lambda: verdicts)
    monkeypatch.setattr(downloads, "TABLES", {"awards": load.load_awards})
    monkeypatch.setattr(index, "_map", lambda links: dict.fromkeys(("map", "map_words", "map_source"), ""))
    monkeypatch.delenv("UCJ_DATA")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_step_does_what_the_readme_says_and_the_page_has_the_month_and_its_source(
    desk: Path, here: Here
) -> None:
    said = ""
    for kind, block in BLOCKS:
        if kind == "sh":
            said = "\n".join(map(run, block.strip().splitlines()))
        else:
            assert re.search(shown(block), said, re.DOTALL), f"The README shows\n{block}and it says\n{said}"
        pages = list(desk.glob("pages/en/profiles/*.html"))
        if pages and kind == "sh" and "profile" in block:
            page = pages[0].read_text(encoding="utf-8")
            for words in ("31 October 2026", "Peserta aktif Oktober 2026", "BPJS Ketenagakerjaan"):
                assert words in page
    assert sorted(path.name for path in desk.iterdir()) == ["members.xlsx", "own-tables", "pages"]
    assert not list(desk.glob("own-tables/*-????????"))


def test_every_command_of_the_steps_is_tried() -> None:
    commands = [
        line.split()[1] for kind, block in BLOCKS if kind == "sh" for line in block.strip().splitlines()
    ]
    assert commands == ["template", "check", "add", "profile", "sources", "remove"]
