"""What the numbers of one article say of each other: every equation, where it holds and where it does not."""

from typing import Any

import pandas as pd
import pytest
from audit_rows import active, audited, count, eligible, rate

from coverage_lib.measures.audit import words


def verdicts(*rows: dict[str, Any]) -> list[str]:
    return audited(*rows)["verdict"].tolist()


SHARE = (rate(45.17), active(592806), eligible(1312370))


@pytest.mark.parametrize(
    ("rows", "operation", "result"),
    [
        (SHARE, "share", 45.1706),
        ((rate(45.17), active(592806), count("uncovered_workers", 719564)), "a / (a + b)", 45.1706),
        ((count("uncovered_rate", 54.83), count("uncovered_workers", 719564), eligible(1312370)), "share", 54.8294),
        ((count("uncovered_workers", 719564), eligible(1312370), active(592806)), "difference", 719564),
        ((rate(33.02), count("uncovered_rate", 66.98)), "100 - rate", 66.98),
        ((active(592806), active(400123, segment="formal"), active(192683, segment="informal")), "sum", 592806),
        ((count("registered_workers", 700), active(592), count("inactive_participants", 108)), "sum", 700),
        (
            (count("share_of_participants", 67.50, segment="formal", unit="percent"), active(400123, segment="formal"), active(592806)),
            "share", 67.4964,
        ),
    ],
)  # fmt: skip
def test_exact_numbers_that_fit_are_consistent(rows: Any, operation: str, result: float) -> None:
    found = audited(*rows)
    assert found["verdict"].tolist() == ["consistent"] * len(rows)
    assert set(found["operation"]) == {operation}
    assert found["result"].iloc[0] == pytest.approx(result, abs=1e-3)


def test_rounded_numbers_that_fit_are_consistent_within_rounding() -> None:
    rows = (
        rate(31.4),
        active(5_900_000, as_published="5,9 juta lebih"),
        eligible(18_900_000, as_published="18,9 juta"),
    )
    # Jambi has not so many members.
    assert verdicts(*(row | {"region": "Jawa Barat"} for row in rows)) == ["consistent within rounding"] * 3


def test_coarse_numbers_test_a_share_only_where_they_come_near_it_as_they_stand() -> None:
    coarse = (
        active(1_033_000, region="Jawa Barat"),
        eligible(3_000_000, as_published="3 juta", region="Jawa Barat"),
    )
    # Three million may be 2.5 to 4: by itself that would leave 26 to 41 percent open.
    assert verdicts(rate(34, region="Jawa Barat"), *coarse)[0] == "consistent within rounding"
    assert verdicts(rate(39, region="Jawa Barat"), *coarse)[0] == words.UNTESTED


def test_a_count_that_was_cut_off_is_consistent_within_rounding() -> None:
    parts = active(1953661, segment="formal"), active(1333359, segment="informal")
    assert verdicts(active(3_200_000, as_published="3,2 juta"), *parts)[0] == "consistent within rounding"


def test_what_is_left_from_rounded_shares() -> None:
    rows = (
        rate(31),
        eligible(18_000_000, as_published="sekitar 18 juta"),
        count("gap_workers", 12_600_000, as_published="12,6 juta"),
    )
    # Jambi has not so many members.
    assert verdicts(*(row | {"region": "Jawa Barat"} for row in rows)) == ["consistent within rounding"] * 3


def test_exact_numbers_that_cannot_be_contradict() -> None:
    found = audited(rate(55.11), active(26994), eligible(112665))
    assert found["verdict"].tolist() == ["contradicts"] * 3
    assert found.loc["x1", ["against", "terms"]].tolist() == ["x2, x3", "26994;112665"]
    assert found["confidence"].tolist() == ["medium"] * 3


def test_of_an_equation_that_cannot_be_the_number_is_wrong_that_nothing_else_bears_out() -> None:
    found = audited(rate(55.11), active(26994), eligible(112665), count("uncovered_workers", 85671))
    assert found["verdict"].tolist() == ["contradicts", "consistent", "consistent", "consistent"]


def test_a_number_that_is_wrong_in_two_equations_is_the_wrong_one() -> None:
    parts = active(324295, segment="formal"), active(73365, segment="informal")
    found = audited(rate(31.95), active(328119), eligible(1614923), *parts)
    assert found["verdict"].tolist() == [words.UNTESTED, "contradicts", *[words.UNTESTED] * 3]


def test_a_total_below_the_sum_of_its_segments_contradicts_and_one_above_may_count_construction() -> None:
    parts = active(400123, segment="formal"), active(192683, segment="informal")
    assert verdicts(active(500123), *parts)[0] == "contradicts"
    assert verdicts(active(650123), *parts)[0] == words.UNTESTED


def test_construction_and_migrants_are_parts_where_they_are_printed() -> None:
    parts = [
        active(value, segment=name)
        for name, value in (
            ("formal", 419834),
            ("informal", 109657),
            ("construction", 51873),
            ("migrant", 1730),
        )
    ]
    assert verdicts(active(583094), *parts) == ["consistent"] * 5


def test_small_misses_are_silence() -> None:
    assert verdicts(rate(45.09), active(592806), eligible(1312370)) == [words.UNTESTED] * 3


def test_counts_of_other_days_are_not_set_against_each_other() -> None:
    assert "contradicts" not in verdicts(rate(45.17), active(700123, date="2023-01-02"), eligible(1312370))


def test_the_base_may_be_of_a_survey_before() -> None:
    assert verdicts(rate(44, segment="formal", date="2023-11"), active(538504, segment="formal", date="2023-11"),
                    eligible(1214028, segment="formal", date="2022")) == ["consistent"] * 3  # fmt: skip


def test_construction_in_the_members_but_not_in_the_base() -> None:
    parts = [
        active(value, segment=name)
        for name, value in (("formal", 1370856), ("informal", 527233), ("construction", 396007))
    ]
    bases = [eligible(value, segment=name) for name, value in (("formal", 2550189), ("informal", 2346232))]
    found = audited(rate(46.85), *parts, *bases)
    assert found.loc["x1", ["verdict", "operation"]].tolist() == [words.CONSTRUCTION, "sum of 3 / sum"]
    assert found["alarm"].sum() == 1


def test_people_and_their_share_imply_a_base() -> None:
    found = audited(active(592806), rate(45.17))
    assert found["operation"].tolist() == ["implied base"] * 2
    assert found["result"].iloc[0] == pytest.approx(1312389.0, abs=1)
    assert found["needed"].tolist() == ["count of the same day", "base"]


TARGETS = {
    "id": ["t1"],
    "region": "Jambi",
    "region_level": "province",
    "code": "15",
    "date": "2024",
    "segment": "total",
}


def targets(**more: Any) -> pd.DataFrame:
    from coverage_lib.load import load_targets

    row = load_targets().query("id == 't002'").assign(**more)
    return row.assign(low=row["value"], high=row["value"], step=0.01).astype({"value": float})


@pytest.mark.parametrize(
    ("rows", "goal", "operation", "result"),
    [
        ((count("gap_workers", 102750), active(592806), eligible(1312370)), {}, "t x b - a", 102750.1),
        ((count("gap_workers", 102759), rate(45.17), eligible(1312370)), {}, "(t - r) x b", 102758.571),
        ((count("gap_workers", 102761), rate(45.17), active(592806)), {}, "(t - r) x a / r", 102760.0),
        ((count("gap_workers", 107194), active(592806)), {"measure": "target_workers", "unit": "workers", "value": 700000}, "difference", 107194),
    ],
)  # fmt: skip
def test_workers_short_of_a_target(rows: Any, goal: Any, operation: str, result: float) -> None:
    found = audited(*rows, targets=targets(**goal))
    assert found.loc["x1", "verdict"] in ("consistent", "consistent within rounding")
    assert found.loc["x1", "operation"] == operation
    assert found.loc["x1", "result"] == pytest.approx(result, abs=0.6)


def test_a_target_of_years_before_or_after_is_not_the_one() -> None:
    rows = count("gap_workers", 102750), active(592806), eligible(1312370)
    for years in ((2020, "2020-01-01", "2020-12-31"), (2029, "2029-01-01", "2029-12-31")):
        goal = targets(date=str(years[0]), date_from=pd.Timestamp(years[1]), date_to=pd.Timestamp(years[2]))
        assert audited(*rows, targets=goal).loc["x1", "verdict"] == words.UNTESTED


def test_a_target_in_workers_and_in_percent_gives_the_base() -> None:
    both = pd.concat(
        [targets(value=44.79), targets(id="t116", measure="target_workers", unit="workers", value=668109)]
    )
    both = both.assign(source_publisher="A paper", source_title="An article")
    found = audited(rate(35.10), active(515673), targets=both)
    assert found["verdict"].tolist() == ["contradicts", words.UNTESTED]
    assert found.loc["x1", "result"] == pytest.approx(34.5707, abs=1e-4)
