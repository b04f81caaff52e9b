"""What a figure names as its source, and why a count is provisional; the own tables are synthetic."""

from collections.abc import Iterator
from types import SimpleNamespace

import pandas as pd
import pytest

from coverage_lib import language
from coverage_lib.language import vocabulary


@pytest.fixture
def own() -> Iterator[None]:
    """Two own tables in use: the counts of years rest on one of them."""
    tables = {
        "own:a": vocabulary.OwnTable("Synthetic agency", "Members, December", "2026-02", True),
        "own:b": vocabulary.OwnTable("Synthetic office", "Members by month", "2026-11-05", False),
    }
    vocabulary.name_own_tables(tables)
    yield
    vocabulary.name_own_tables({})


A, B = (
    "Synthetic agency, Members, December (February 2026)",
    "Synthetic office, Members by month (5 November 2026)",
)


@pytest.mark.parametrize(
    ("sources", "named", "left_out"),
    [
        (["den-annual;bps-sakernas"], ["Dewan Ekonomi Nasional", "Sakernas"], [A, B]),
        (["own:b;bps-sakernas", "den-annual;bps-sakernas"], ["Dewan Ekonomi Nasional", "Sakernas", B], [A]),
        (["own:a;own:b"], [A, B], ["Dewan Ekonomi Nasional", "Sakernas"]),
        # Of an analyst's frame whose sources nobody knows, and of one without any, all that years rest on.
        (["elsewhere"], ["Dewan Ekonomi Nasional", "Sakernas"], [A, B]),
        (None, ["Dewan Ekonomi Nasional", "Sakernas", A], [B]),
    ],
)
def test_a_figure_names_what_it_rests_on_and_nothing_else(
    own: None, sources: list[str] | None, named: list[str], left_out: list[str]
) -> None:
    rows = pd.DataFrame({"source_id": sources}) if sources else pd.DataFrame({"coverage": [27.0]})
    words = vocabulary.source_words(rows)
    assert all(name in words for name in named)
    assert not any(name in words for name in left_out)
    assert words.endswith("Boundaries of 2021 (34 provinces).")


def test_own_tables_are_named_in_indonesian_too(own: None) -> None:
    with language.use("id"):
        assert vocabulary.own_table_words(["own:a"]) == [
            "Synthetic agency, Members, December (Februari 2026)"
        ]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({}, "part-year, provisional"),
        ({"date_stated": False, "workers_year": 2026}, "part-year, provisional"),
        ({"date_stated": True, "workers_year": 2026}, "June 2026, provisional"),
        ({"date_stated": True, "workers_year": 2025}, "June 2026, provisional;\nworkers of August 2025"),
    ],
)
def test_a_provisional_count_says_why(about: dict[str, object], words: str) -> None:
    row = SimpleNamespace(year=2026, date=pd.Timestamp("2026-06-30"), **about)
    assert vocabulary.provisional_words(row) == words
