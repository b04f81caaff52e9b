"""Members a month and contributions, against sums made by hand."""

import math

import pandas as pd
import pytest

from coverage_lib import load_rules
from coverage_lib.measures import closing


def own_target(**changes: object) -> pd.DataFrame:
    """A target of 60% for the end of 2025, where 50% of 12,000 eligible workers were published for the end of 2024."""
    row = {
        "value": 60.0,
        "date_to": pd.Timestamp("2025-12-31"),
        "verdict": "open",
        "coverage": 50.0,
        "figure_at": pd.Timestamp("2024-12-31"),
        "workers": 12_000.0,
        "same_base": True,
    }
    return pd.DataFrame([row | changes])


def test_new_members_a_month_are_those_between_the_first_and_the_last_count() -> None:
    dates = pd.to_datetime(["2022-12-31", "2023-12-31", "2024-12-31"])
    months = 24
    assert closing.members_per_month(
        pd.DataFrame({"date": dates, "active": [1000, 9000, 3400]})
    ) == pytest.approx(2400 / months)
    assert closing.members_per_month(
        pd.DataFrame({"date": dates, "active": [3400, 9000, 1000]})
    ) == pytest.approx(-2400 / months)


def test_one_count_has_no_pace() -> None:
    rows = pd.DataFrame({"date": pd.to_datetime(["2024-12-31"]), "active": [1000]})
    assert math.isnan(closing.members_per_month(rows))


def test_an_own_target_takes_its_points_of_its_own_base_over_the_months_left() -> None:
    [row] = closing.own_targets_per_month(own_target()).to_dict("records")
    assert row["new_members"] == pytest.approx(1200)
    assert row["members_per_month"] == pytest.approx(100)


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict": "reached"},
        {"verdict": "missed"},
        {"verdict": "no final figure"},
        {"coverage": 60.0},
        {"verdict": "no figure", "coverage": None, "workers": None, "same_base": False},
        {"workers": None},
        {"same_base": False},
        {"date_to": pd.Timestamp("2025-01-30")},
        {"date_to": pd.Timestamp("2024-06-30")},
    ],
    ids=[
        "reached",
        "missed",
        "no final figure",
        "already there",
        "no figure",
        "no count",
        "base not stated",
        "less than a month",
        "past",
    ],
)
def test_a_target_that_is_reached_unknown_or_due_has_no_pace(changes: dict[str, object]) -> None:
    assert closing.own_targets_per_month(own_target(**changes)).empty


def test_no_targets_have_no_rows() -> None:
    assert closing.own_targets_per_month(own_target().iloc[:0]).empty


def test_contributions_are_the_rules_amount_for_a_year() -> None:
    rules = load_rules()
    cost = closing.least_contributions(250, rules)
    assert (cost.monthly, cost.yearly) == (16_800, 250 * 16_800 * 12)
    assert cost.rule["id"] in set(rules["id"])
    dearer = rules.assign(value=rules["value"] * 2)
    assert closing.least_contributions(250, dearer).yearly == 2 * cost.yearly
