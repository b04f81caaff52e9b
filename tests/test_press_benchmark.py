"""The benchmark of press lines: its sets are well formed, its scores say what they claim, and the reading keeps its level."""

import importlib.util
import json
from pathlib import Path

import pytest

from coverage_lib.data import names, regions
from coverage_lib.data.rules.checks import SEGMENTS

FOLDER = Path(__file__).parents[1] / "benchmarks" / "press_lines"
spec = importlib.util.spec_from_file_location("press_lines_run", FOLDER / "run.py")
assert spec and spec.loader
run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(run)

# Sets of other authors may stand beside these.
SETS = [FOLDER / f"{name}.jsonl" for name in ("blind", "blind2", "development", "unseen")]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_the_sets_are_well_formed(path: Path) -> None:
    texts = lines(path)
    assert len({line["id"] for line in texts}) == len(texts)
    known = {
        *regions.provinces("2022")["name"],
        *regions.regencies()["name"],
        names.region_name(regions.NATION),
    }
    for figure in (figure for line in texts for figure in line["figures"]):
        assert set(figure) == {"value", "unit", "measure", "segment", "region", "date", "bound"}
        assert figure["segment"] in SEGMENTS
        assert figure["bound"] in ("exact", "about", "almost", "at_least", "at_most", "between")
        assert figure["unit"] in ("percent", "workers", "percentage_points")
        assert figure["region"] is None or figure["region"] in known or "(2 " in figure["region"]


@pytest.mark.parametrize("name", ["blind", "blind2", "development", "unseen"])
def test_the_sets_are_read_at_their_level(name: str) -> None:
    counts = run.score(lines(FOLDER / f"{name}.jsonl"))
    assert counts["texts"] >= 30
    assert counts["right"] / counts["proposed"] >= run.GOALS["precision"]
    assert counts["right"] / counts["expected"] >= run.GOALS["recall"]


def test_a_wrong_field_makes_a_figure_wrong_and_is_counted_as_its_field() -> None:
    (line, *_) = lines(FOLDER / "development.jsonl")
    right = run.score([line])
    assert right["right"] == right["proposed"] == right["expected"] == 1
    for field, wrong in {
        "measure": "target_rate",
        "segment": "formal",
        "region": "Riau",
        "date": "2023",
    }.items():
        spoilt = line | {"figures": [line["figures"][0] | {field: wrong}]}
        counts = run.score([spoilt])
        assert (counts["right"], counts["paired"], counts[field]) == (0, 1, 0)
    other = run.score([line | {"figures": [line["figures"][0] | {"value": 45.71}]}])
    assert (other["right"], other["paired"]) == (0, 0)
    hedged = run.score([line | {"figures": [line["figures"][0] | {"bound": "about"}]}])
    assert (hedged["right"], hedged["bound"]) == (1, 0)


def test_a_proposal_is_paired_with_one_figure_only() -> None:
    (line, *_) = lines(FOLDER / "development.jsonl")
    twice = run.score([line | {"figures": line["figures"] * 2}])
    assert (twice["right"], twice["proposed"], twice["expected"]) == (1, 1, 2)


def test_wilson_is_the_interval_of_the_textbook() -> None:
    low, high = run.wilson(81, 263)
    assert (round(low, 3), round(high, 3)) == (0.255, 0.366)
    assert run.wilson(0, 0) == (0.0, 1.0)


def test_the_scores_at_first_sight_stay_as_they_were() -> None:
    scores = {"blind": run.score(lines(FOLDER / "blind.jsonl"))}
    text = "\n".join(run.first_sight(scores))
    assert "112 of 134" in text and "112 of 136" in text and "no longer blind" in text
    assert run.first_sight({"other": scores["blind"]}) == []
    assert "112 of 134" in (FOLDER / "RESULTS.md").read_text(encoding="utf-8")


def test_the_report_names_every_set() -> None:
    text = run.report({"blind": run.score(lines(FOLDER / "development.jsonl")[:3])})
    assert "| blind | 3 |" in text and "high" in text
