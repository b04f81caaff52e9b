"""The inputs of the fuzz run, those that were findings once among them, pass; and its oracles see what is wrong."""

import importlib.util
from pathlib import Path

import pytest

from coverage_lib.data.reading.numbers import Column

FOLDER = Path(__file__).parents[1] / "benchmarks" / "fuzz"
spec = importlib.util.spec_from_file_location("fuzz_targets", FOLDER / "targets.py")
assert spec and spec.loader
targets = importlib.util.module_from_spec(spec)
spec.loader.exec_module(targets)

INPUTS = sorted(path for path in (FOLDER / "corpus").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_input_of_the_corpus_passes(path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())


def test_the_corpus_is_small_and_each_target_has_one() -> None:
    assert {path.parent.name for path in INPUTS} == set(targets.TARGETS)
    assert sum(path.stat().st_size for path in INPUTS) < 10_000


@pytest.mark.parametrize("name", ["numbers", "meant"])
def test_a_number_read_a_thousand_times_too_small_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = targets.counting.read_column

    def wrong(*cells: object, **said: str) -> Column:
        column = read(*cells, **said)
        return column._replace(values=column.values / 1.5, wrong=[])

    monkeypatch.setattr(targets.counting, "read_column", wrong)
    inputs = [path for path in INPUTS if path.parent.name == name]
    with pytest.raises(targets.Silent):
        for path in inputs:
            targets.TARGETS[name](path.read_bytes())
