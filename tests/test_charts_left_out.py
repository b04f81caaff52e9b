"""Who is left out of the eligible workers, as it is told: never as an explanation."""

import re
from functools import cache
from typing import Any

import pandas as pd
import pytest
from charting import LANGS

from coverage_lib import language, load
from coverage_lib.charts import left_out as charts
from coverage_lib.measures import eligible_bases


@cache
def beside() -> pd.DataFrame:
    bases = eligible_bases.printed_bases(load.load_published())
    return eligible_bases.beside_employed(bases, load.load_employment("2021"))


@pytest.mark.parametrize("lang", LANGS)
def test_everybody_who_is_left_out_has_a_name(lang):
    with language.use(lang):
        assert len({charts.exclusion_words(name) for name in eligible_bases.EXCLUSIONS}) == len(
            eligible_bases.EXCLUSIONS
        )


def left_out(**changes: Any) -> str:
    rows = beside()
    with language.use("en"):
        return charts.left_out_finding(
            rows[rows["code"].ne(changes.get("without", ""))],
            eligible_bases.exclusions(rows, load.load_rules()).iloc[: changes.get("documented")],
        ).text


def test_what_the_nation_leaves_out_is_not_explained_by_who_is_named():
    words = left_out()
    assert words.startswith(
        "The whole country's base was printed with 99.0 million for August 2025 (f0136); 146.5 million were employed"
    )
    assert "leaves out 47.5 million, 32% of the employed" in words
    assert "construction" not in words  # a number of these is printed for some provinces
    assert "is not in the tables collected here" in words and "stays unexplained" in words
    assert "identity number" not in words  # nobody has one of another region in the whole country
    assert re.search(
        r"Of (\d+) bases printed for provinces, (\d+) are as large as all employed or larger\.", words
    )
    assert left_out(documented=0).endswith("No definition in the tables says who is left out.")
    assert left_out(without="00") == "No number of eligible workers is printed for the whole country."


def test_a_number_of_those_left_out_is_unknown_but_for_construction():
    table = eligible_bases.exclusions(beside(), load.load_rules())
    with language.use("en"):
        rows = [[text for text, _order in row] for row in charts.exclusions_table(table).content()["rows"]]
    assert [row[-1] for row in rows] == ["not in the tables collected here"] * 4 + [
        "5.3% of the employed, where printed"
    ]


def test_a_number_that_differs_between_provinces_is_a_range():
    table = eligible_bases.exclusions(beside(), load.load_rules()).assign(share_low=4.0, share_high=6.0)
    with language.use("id"):
        rows = charts.exclusions_table(table).content()["rows"]
    assert rows[0][-1][0] == "4,0% sampai 6,0% dari penduduk bekerja, di tempat yang mencetaknya"
