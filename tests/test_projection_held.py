"""Draws that are held against targets: probabilities are counts of draws, whatever the order of the regions."""

import numpy as np
import pandas as pd
import pytest

from coverage_lib.measures.projection.held import Draws, Workforce, against, keep

DATES = pd.DatetimeIndex(["2025-12-31", "2026-12-31"])
COUNTED = pd.Timestamp("2024-12-31")
# Of four draws of region 11 two are at 35% at the end of 2025, one of them and another at the end of 2026; region 12 never is.
PATHS = {"11": [[36.0, 30.0], [36.0, 37.0], [31.0, 38.0], [31.0, 30.0]], "12": [[20.0, 21.0]] * 4}
WORKERS = {"11": [[100.0, 100.0]] * 2 + [[110.0, 120.0]] * 2, "12": [[1000.0, 1000.0]] * 4}
ACTIVE = {"11": 30.0, "12": 200.0}


def kept(order: list[str], workforce: bool = True) -> Draws:
    """The draws given in an order of the regions; the panel has them in that of their first figures."""
    panel = pd.DataFrame({"code": ["12", "11"], "date": COUNTED, "coverage": [20.0, 30.0]})
    draws = np.array([PATHS[code] for code in order]).transpose(1, 0, 2)
    workers = np.array([WORKERS[code] for code in order]).transpose(1, 0, 2)
    people = Workforce(workers, np.array([ACTIVE[code] for code in order]), COUNTED)
    return keep(panel, pd.Index(order), draws, DATES, people if workforce else None)


@pytest.mark.parametrize("order", [["11", "12"], ["12", "11"]])
def test_probabilities_are_counts_of_draws_on_the_date_and_ever_by_it(order: list[str]) -> None:
    at, ever = "probability_at_target_date", "probability_ever_by_target_date"
    found = against(kept(order), target=35, target_date="2026-12-31").attainment.set_index("code")
    # Half a draw is kept from 0 and 1: 2 of 4 are 2.5 of 5, 3 are 3.5 of 5, none is 0.5 of 5.
    assert found.loc["11", [at, ever]].tolist() == pytest.approx([0.5, 0.7])
    assert found.loc["12", [at, ever]].tolist() == pytest.approx([0.1, 0.1])
    first = against(kept(order), target=35, target_date="2025-12-31").attainment.set_index("code")
    assert first.loc["11", [at, ever]].tolist() == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("order", [["11", "12"], ["12", "11"]])
def test_members_a_month_are_of_the_workers_of_the_same_region(order: list[str]) -> None:
    found = against(kept(order), target=50, target_date="2026-12-31").attainment.set_index("code")
    months = 24
    # 50% of 100 or 120 workers less 30 members; of 1,000 workers less 200.
    low, middle, high = (f"net_new_members_per_month{end}" for end in ("_q10", "", "_q90"))
    assert found.loc["11", [low, middle, high]].tolist() == pytest.approx(
        [20 / months, 25 / months, 30 / months]
    )
    assert found.loc["12", [low, middle, high]].tolist() == pytest.approx([300 / months] * 3)


def test_quantiles_do_not_depend_on_the_target() -> None:
    draws = kept(["11", "12"])
    fans = [
        against(draws, target=target, target_date=date).quantiles
        for target, date in ((10, "2025-12-31"), (90, "2026-12-31"))
    ]
    pd.testing.assert_frame_equal(*fans)
    middle = fans[0].set_index(["code", "date"])["q50"]
    assert middle["11"].tolist() == [33.5, 33.5] and middle["12"].tolist() == [20.0, 21.0]


def test_a_date_that_is_past_is_judged_by_the_count_and_takes_no_members() -> None:
    found = against(kept(["11", "12"]), target=25, target_date=COUNTED).attainment.set_index("code")
    assert found["probability_at_target_date"].to_dict() == {"11": 1.0, "12": 0.0}
    assert found["net_new_members_per_month"].isna().all()
    assert found["net_new_members_per_month_q10"].isna().all()


def test_without_a_workforce_no_interval_of_members_is_given() -> None:
    found = against(kept(["11", "12"], workforce=False), target=50, target_date="2026-12-31").attainment
    assert "net_new_members_per_month_q10" not in found
