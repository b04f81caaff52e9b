"""Numbers with limits: rounded, cut off, hedged, with noughts at their end."""

import pandas as pd
import pytest
from audit_rows import active, evidence, figures, rate

from coverage_lib.measures.audit.numbers import numbers


def limits(row: dict[str, object]) -> tuple[float, float, float, float, bool]:
    found = numbers(figures(row), evidence()).iloc[0]
    return found["lo"], found["hi"], found["least"], found["most"], bool(found["rounded"])


def test_a_share_is_rounded_or_cut_off_at_its_last_digit() -> None:
    assert limits(rate(45.17)) == pytest.approx((45.165, 45.18, 45.165, 45.18, False))
    assert limits(rate(31)) == pytest.approx((30.5, 32, 30.5, 32, True))


def test_a_count_in_full_is_a_whole_number() -> None:
    assert limits(active(592806)) == (592805.5, 592806.5, 592805.5, 592806.5, False)


@pytest.mark.parametrize(
    ("value", "words", "lo", "hi"),
    [
        (5_900_000, "5,9 juta lebih", 5_900_000, 6_000_000),
        (18_900_000, "18,9 juta", 18_850_000, 19_000_000),
        (4_500_000, "hampir 4,5 juta", 4_400_000, 4_500_000),
        (410_000, "sekitar 410 ribu", 400_000, 420_000),
        (40_000_000, "sekitar 40 juta", 30_000_000, 50_000_000),
        (100_000, "kurang dari 100.000", 0, 100_000),
        (550_000, "500 ribu hingga 600 ribu", 500_000, 600_000),
        (26_000, "26.000", 25_500, 27_000),
        (250_000, "250.000", 245_000, 260_000),
        (12, "12 orang", 11.5, 12.5),
    ],
)  # fmt: skip
def test_hedged_and_rounded_counts(value: float, words: str, lo: float, hi: float) -> None:
    found = limits(active(value, as_published=words))
    assert found[:2] == pytest.approx((lo, hi))
    assert found[2] <= found[0] and found[3] >= found[1]


def test_noughts_at_the_end_leave_a_count_open_by_no_more_than_a_part_of_it() -> None:
    low, high, *_widest, rounded = limits(active(300_000))
    assert (low, high, rounded) == (292_500, 315_000, True)


@pytest.mark.parametrize(
    ("words", "lo", "hi"), [("sekitar 12%", 11, 13), ("lebih dari 50 persen", 50, 60), ("hampir 50%", 40, 50)]
)
def test_hedged_shares(words: str, lo: float, hi: float) -> None:
    value = float("".join(filter(str.isdigit, words)))
    assert limits(rate(value, as_published=words))[:2] == pytest.approx((lo, hi))


def test_a_period_ends_on_the_day_of_print() -> None:
    found = numbers(figures(rate(45, date="2024", source_date="2024-05-03")), evidence()).iloc[0]
    assert found["to"] == pd.Timestamp("2024-05-03") and found["precision"] == "year"


def test_the_same_measure_in_another_unit_is_another_quantity() -> None:
    found = numbers(figures(rate(45, unit="workers")), evidence()).iloc[0]
    assert found["quantity"] == "coverage_rate"


def test_all_figures_of_an_article_are_looked_at_when_one_is_asked_for() -> None:
    known = figures(rate(45.17), active(592806))
    rows = numbers(known.iloc[:1], evidence()._replace(published=known))
    assert rows[["id", "asked", "audited"]].to_numpy().tolist() == [["x1", True, True], ["x2", False, True]]
