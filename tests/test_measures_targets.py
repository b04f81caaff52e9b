"""Own targets: which figure stands beside each, and the verdict."""

import pandas as pd
import pytest
from published_rows import published, targets

from coverage_lib import load
from coverage_lib.measures import projection
from coverage_lib.measures import targets as measures
from coverage_lib.measures.published import coverage_figures

UCJ = {"source_title": "UCJ"}


@pytest.fixture(scope="module")
def own() -> pd.DataFrame:
    return measures.own_targets(load.load_targets(), coverage_figures(load.load_published()))


def judged(target: dict[str, object], *figures: dict[str, object]) -> dict[str, object]:
    """The row of one target beside some figures."""
    [row] = measures.own_targets(targets(target), coverage_figures(published(*figures))).to_dict("records")
    return row


# ------------------------------------------------------------------------------------------------------------- the verdicts


@pytest.mark.parametrize(
    ("verdict", "target", "figures"),
    [
        ("reached", {}, [{"value": 40.0, "date": "2025-12-20", **UCJ}]),
        ("reached", {}, [{"value": 41.0, "date": "2025-06", **UCJ}]),
        ("missed", {}, [{"value": 39.0, "date": "2025-12-02", **UCJ}]),
        ("open", {}, [{"value": 39.0, "date": "2025-11-20", **UCJ}]),  # not as late as the month before
        ("missed", {}, [{"value": 39.0, "date": "2025-09", **UCJ}, {"value": 39.5, "date": "2026-02", **UCJ}]),
        ("not known", {}, [{"value": 39.0, "date": "2024-09", **UCJ}, {"value": 45.0, "date": "2026-09", **UCJ}]),
        ("reached", {}, [{"value": 40.0, "as_published": "lebih dari 40 persen", "date": "2025-12", **UCJ}]),
        ("unclear", {}, [{"value": 38.0, "as_published": "lebih dari 38 persen", "date": "2025-12", **UCJ}]),
        ("unclear", {}, [{"value": 40.0, "as_published": "sekitar 40 persen", "date": "2025-12", **UCJ}]),
        ("missed", {}, [{"value": 38.0, "as_published": "sekitar 38 persen", "date": "2025-12", **UCJ}]),
        ("no figure", {}, [{"value": 41.0, "date": "2026-02", **UCJ}]),  # after the target's date
        ("no figure", {}, [{"segment": "formal", "date": "2025-12", **UCJ}]),
        ("no figure", {}, [{"code": "12", "date": "2025-12", **UCJ}]),
        ("no figure", {"base": "labour_force"}, [{"date": "2025-12"}]),
        ("not judged", {"unit": "workers", "measure": "target_workers", "value": 4000, "base": None}, [{"date": "2025-12"}]),
    ],
)  # fmt: skip
def test_the_verdict(verdict: str, target: dict[str, object], figures: list[dict[str, object]]) -> None:
    assert judged(target, *figures)["verdict"] == verdict


@pytest.mark.parametrize(
    ("target_base", "words", "figure", "same_base"),
    [
        ("eligible", "UCJ", "f0001", True),
        ("eligible", "", "f0001", False),
        ("not stated", "", "f0001", False),
        ("not stated", "UCJ", "f0001", False),
        ("eligible", "angkatan kerja", None, False),
        ("labour_force", "angkatan kerja", "f0001", True),
        ("labour_force", "UCJ", None, False),
        ("employed", "", None, False),
    ],
)
def test_a_figure_on_another_stated_base_is_never_used(
    target_base: str, words: str, figure: str | None, same_base: bool
) -> None:
    row = judged({"base": target_base}, {"source_title": words, "date": "2025-12"})
    assert (row["figure_id"] if pd.notna(row["figure_id"]) else None) == figure
    assert row["same_base"] == same_base


def test_a_figure_for_another_papua_is_never_used() -> None:
    before = {"code": "91", "date": "2022-06", **UCJ}
    assert (
        judged({"code": "91", "date": "2022"}, before)["verdict"] == "no figure"
    )  # the target is for what is left of it
    assert judged({"code": "91", "date": "2022"}, before | {"date": "2022-12"})["figure_id"] == "f0001"


def test_of_several_figures_for_one_month_the_preferred_one_stands_beside_the_target() -> None:
    row = judged({}, {"value": 41.0, "date": "2025-12-20"}, {"value": 37.0, "date": "2025-12", **UCJ})
    assert (row["figure_id"], row["reason"], row["alternatives"]) == ("f0002", "stated base", "f0001")
    assert row["shortfall"] == 3.0


def test_a_target_printed_by_several_stands_once_and_names_all() -> None:
    table = targets(
        {"source_publisher": "A"},
        {"source_publisher": "B"},
        {"source_publisher": "A"},
        {"base": "not stated"},
    )
    rows = measures.own_targets(table, coverage_figures(published({"date": "2025-12", **UCJ})))
    assert rows["ids"].tolist() == ["t001, t002, t003", "t004"]
    assert rows["source_publisher"].tolist() == ["A; B", "A paper"]


# --------------------------------------------------------------------------------------------------- the printed targets


def test_every_target_of_a_province_is_there_once(own: pd.DataFrame) -> None:
    printed = load.load_targets().query("region_level == 'province'")
    assert sorted(", ".join(own["ids"]).split(", ")) == sorted(printed["id"])
    assert set(own["verdict"]) <= set(measures.VERDICTS)
    assert (own["verdict"] == "not judged").equals(own["unit"] == "workers")


def test_figures_are_of_a_day_up_to_the_targets_and_of_no_other_base(own: pd.DataFrame) -> None:
    beside = own[own["figure_id"].notna()]
    assert (beside["figure_at"] <= beside["date_to"]).all()
    other = beside[(beside["figure_base"] != beside["base"]) & (beside["figure_base"] != "not stated")]
    assert set(other["base"]) == {"not stated"} and set(other["figure_base"]) == {"eligible"}
    assert own["same_base"].equals((own["base"] == own["figure_base"]) & (own["base"] != "not stated"))


@pytest.mark.parametrize(
    ("region", "target", "figure", "verdict", "same_base"),
    [
        ("Jambi", 53.0, "f0006", "missed", True),
        ("Jambi", 55.0, "f0119", "open", True),
        ("Bengkulu", 39.0, "f0535", "missed", True),  # not 41.84%, "reached"
        (
            "Kalimantan Barat",
            40.0,
            "f0723",
            "missed",
            True,
        ),  # not 42.81%, "reached", nor the provisional 35.39%
        ("Kalimantan Barat", 61.0, "f1388", "open", False),
        (
            "Aceh",
            32.44,
            "f0069",
            "missed",
            True,
        ),  # 29.94% with its counts, not 32.73% that holds migrant workers
        ("Kepulauan Bangka Belitung", 57.17, "f1198", "missed", False),
        ("Nusa Tenggara Timur", 60.0, None, "no figure", False),  # a share of the labour force
        ("DI Yogyakarta", 45.0, "f0166", "open", True),  # of all who work, both
        ("Sulawesi Selatan", 50.0, "f0950", "not known", True),  # thirteen months older than the target
    ],
)
def test_what_stands_beside_printed_targets(
    own: pd.DataFrame, region: str, target: float, figure: str | None, verdict: str, same_base: bool
) -> None:
    [row] = own[(own["region"] == region) & (own["value"] == target)].to_dict("records")
    assert (row["figure_id"] if pd.notna(row["figure_id"]) else None) == figure
    assert (row["verdict"], row["same_base"]) == (verdict, same_base)


def test_a_probability_is_given_for_open_targets_of_eligible_workers_of_provinces_with_a_pace(
    own: pd.DataFrame,
) -> None:
    panel = projection.eligible_panel(coverage_figures(load.load_published()))
    probability = projection.own_probabilities(own, panel)
    days = panel.groupby("code")["date"].agg(lambda dates: (dates.max() - dates.min()).days)
    expected = own["verdict"].eq("open") & own["base"].eq("eligible") & (own["code"].map(days) >= 90)
    assert probability.notna().equals(expected) and expected.sum() >= 8
    assert probability.dropna().between(0, 1).all()
    here = (own["region"] == "Nusa Tenggara Barat") & expected
    higher = probability[own[here].sort_values("value").index]
    assert higher.is_monotonic_decreasing and len(higher) == 3


def test_no_open_target_has_no_probability(own: pd.DataFrame) -> None:
    panel = projection.eligible_panel(coverage_figures(load.load_published()))
    assert projection.own_probabilities(own[own["verdict"] == "missed"], panel).isna().all()
