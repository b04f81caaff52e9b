"""What the words and digits of a printed figure say of it: its limits, and whether they contain it at all."""

import numpy as np
import pytest
from raw_tables import cell

from coverage_lib import load
from coverage_lib.data import build, sources
from coverage_lib.data.numerals import limits


@pytest.mark.parametrize(
    ("text", "value", "unit", "low", "high", "bound"),
    [
        ("45,17% per 2 Desember 2024", 45.17, "percent", 45.165, 45.175, "exact"),
        ("41.84 %", 41.84, "percent", 41.835, 41.845, "exact"),
        ("27 persen", 27, "percent", 26.5, 27.5, "exact"),
        ("31,50 persen", 31.5, "percent", 31.495, 31.505, "exact"),
        ("30, 43 persen", 30.43, "percent", 30.425, 30.435, "exact"),
        ("lebih dari 50 persen", 50, "percent", 50, np.inf, "at_least"),
        ("di atas 50%", 50, "percent", 50, np.inf, "at_least"),
        ("50 persen lebih", 50, "percent", 50, np.inf, "at_least"),
        ("kurang dari 50 persen", 50, "percent", -np.inf, 50, "at_most"),
        ("hampir 50 persen", 50, "percent", 49, 50, "almost"),
        ("sekitar 46 persen", 46, "percent", 45, 47, "about"),
        ("kurang lebih masih 31 persen", 31, "percent", 30, 32, "about"),
        ("41-42%", 41.5, "percent", 41, 42, "between"),
        ("informal baru delapan persen", 8, "percent", 7.5, 8.5, "exact"),
        ("1.312.370 pekerja", 1_312_370, "workers", 1_312_370, 1_312_370, "exact"),
        ("mencapai 1,020,168 orang", 1_020_168, "workers", 1_020_168, 1_020_168, "exact"),
        ("mencapai 2.982,642 orang", 2_982_642, "workers", 2_982_642, 2_982_642, "exact"),
        ("1,76 juta", 1_760_000, "workers", 1_755_000, 1_765_000, "exact"),
        ("5,9 juta lebih tenaga kerja", 5_900_000, "workers", 5_900_000, np.inf, "at_least"),
        ("500 ribu hingga 600 ribu pekerja", 550_000, "workers", 500_000, 600_000, "between"),
        ("satu juta pekerja", 1_000_000, "workers", 500_000, 1_500_000, "exact"),
        ("sekitar 227.000 pekerja", 227_000, "workers", 226_000, 228_000, "about"),
    ],
)
def test_limits_are_those_of_the_words(text, value, unit, low, high, bound):
    found = limits(text, value, unit)
    assert (found.low, found.high, found.bound) == (pytest.approx(low), pytest.approx(high), bound)


def test_a_word_belongs_to_the_number_that_it_stands_at():
    """ "Sekitar" is said of the 227,000 and not of the 55; of two numbers the value says which is meant."""
    assert limits("55% dari total sekitar 227.000 pekerja", 55, "percent").bound == "exact"
    assert limits("22,1 persen atau sekitar 13.664 orang", 22.1, "percent").bound == "exact"
    assert limits("27,16 persen dari target 48 persen", 27.16, "percent").low == 27.155


@pytest.mark.parametrize(
    ("text", "value"),
    [("3,7%", 7.3), ("45,17 persen", 4517), ("(as above)", 2), ("1,6 tenaga kerja", 1_600_000)],
)
def test_words_that_do_not_contain_the_value_have_no_limits(text, value):
    assert limits(text, value, "percent") is None


def test_notes_say_what_the_words_kept_do_not():
    assert limits("33 persen", 33, "percent", "approximate; includes construction").bound == "about"
    assert limits("50%", 50, "percent", "lower bound").bound == "at_least"


def test_every_published_figure_lies_within_its_limits():
    """All but ranks and six values that readings.csv keeps although their words lack them."""
    table = load.load_published()
    without = table[table["low"].isna() & ~table["unit"].str.startswith("rank")]
    readings = sources.read_raw("readings")
    kept = readings.loc[(readings["field"] == "value") & (readings["reading"] == "kept"), "id"]
    assert sorted(without["id"]) == sorted(kept)
    rest = table[table["low"].notna()]
    assert (rest["low"] <= rest["value"]).all() and (rest["value"] <= rest["high"]).all()
    assert len(table) - len(without) - len(rest) == table["unit"].str.startswith("rank").sum() - (
        rest["unit"].str.startswith("rank").sum()
    )


@pytest.mark.parametrize("table", ["published_figures", "published_figures_2", "targets"])
def test_a_value_that_its_words_do_not_contain_is_refused(change_raw, table):
    heading = sources.raw_path(table).read_text(encoding="utf-8").split("\n")[0].split(",")
    assert heading.index("value") == 7
    before = sources.read_raw(table).loc[0, "value"]
    change_raw(table, cell(2, "value", "99.37"))
    with pytest.raises(sources.BadData) as caught:
        build.build()
    [failure] = caught.value.failures.to_dict("records")
    assert (failure["file"], failure["row"], failure["value"]) == (f"{table}.csv", 2, "99.37")
    assert "as_published contains" in failure["rule"] and "readings.csv" in failure["what_to_do"]
    assert before != "99.37"


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("id", "f9999", "id of a published figure"),
        ("field", "colour", "one of"),
        ("reading", "somebody", "one of"),
        ("reason", "", "empty"),
    ],
)
def test_a_reading_is_of_a_figure_and_says_why(change_raw, column, value, says):
    line = next(
        number
        for number, row in enumerate(sources.read_raw("readings").to_dict("records"), 2)
        if row["id"] == "f1173"
    )
    change_raw("readings", cell(line, column, value))
    with pytest.raises(sources.BadData) as caught:
        build.build()
    failures = caught.value.failures
    here = failures[failures["file"] == "readings.csv"]
    assert here["rule"].str.contains(says).any() and set(here["row"]) == {line}
