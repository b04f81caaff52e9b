"""Published figures as series: which of them are projected, and how exactly each is known."""

import pandas as pd
import pytest
from published_rows import published

from coverage_lib import load_coverage, load_employment, load_published
from coverage_lib.measures import projection
from coverage_lib.measures.published import beside_eligible, coverage_figures


@pytest.fixture(scope="module")
def announced() -> pd.DataFrame:
    return projection.announced_path(load_published(), load_employment())


def test_a_figure_for_a_whole_year_has_no_day_and_is_left_out(announced: pd.DataFrame) -> None:
    assert "f0437" not in set(announced["id"])  # 34.367.581 "2019", without a month
    panel = projection.eligible_panel(load_coverage(base="eligible"))
    assert not panel.duplicated(["code", "date"]).any()
    assert not {"f0003", "f0535"} & set(panel["id"])  # "2024"


def test_the_announced_totals_are_the_preferred_figures_of_each_december(announced: pd.DataFrame) -> None:
    assert dict(zip(announced["date"].dt.year, announced["id"], strict=True)) == {
        **{
            2018: "f0427",
            2019: "f0428",
            2020: "f0429",
            2021: "f1338",
            2022: "f1339",
            2023: "f0053",
            2024: "f0443",
        }
    }
    assert (announced["date"].dt.strftime("%m-%d") == "12-31").all()


def test_the_panel_holds_figures_stated_to_be_of_eligible_workers_only() -> None:
    figures = coverage_figures(load_published())
    panel = projection.eligible_panel(figures)
    base = figures.set_index("id")["base"]
    assert set(base[panel["id"]]) == {"eligible"}
    # f0231 and f1388, Kalimantan Barat in December 2025, and f0534, Bengkulu in December 2024, do not say of whom they are.
    assert not {"f0231", "f1388", "f0534", "f0037"} & set(panel["id"])
    pd.testing.assert_frame_equal(panel, projection.eligible_panel(beside_eligible(figures)))
    pd.testing.assert_frame_equal(panel, projection.eligible_panel(load_coverage(base="eligible")))


def test_a_figure_is_as_uncertain_as_it_was_printed() -> None:
    words = ["45,17 persen", "45 persen", "sekitar 45 persen", "lebih dari 45 persen"]
    rows = [
        {
            "value": 45.17 if "," in text else 45.0,
            "as_published": text,
            "date": f"2025-0{month}",
            "source_title": "UCJ",
        }
        for month, text in enumerate(words, 1)
    ]
    panel = projection.eligible_panel(coverage_figures(published(*rows)))
    assert panel["id"].tolist() == ["f0001", "f0002", "f0003"]  # what is open upwards has no spread
    assert panel["uncertainty"].tolist() == pytest.approx([0.01 / 12**0.5, 1 / 12**0.5, 2 / 12**0.5])


def test_a_series_on_two_boundaries_is_refused() -> None:
    rows = [{"code": "91", "date": date, "source_title": "UCJ"} for date in ("2022-01", "2024-01")]
    with pytest.raises(ValueError, match="two boundaries"):
        projection.eligible_panel(coverage_figures(published(*rows)))
