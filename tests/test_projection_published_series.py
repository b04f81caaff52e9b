"""Published figures as series: which of them are projected, and how exactly each is known."""

import numpy as np
import pandas as pd
import pytest
from home import home
from published_rows import published

from coverage_lib import load_employment, load_published, load_reconciled
from coverage_lib.measures import projection
from coverage_lib.measures.published import on_boundary
from coverage_lib.measures.reconciled import reconcile


@pytest.fixture(scope="module")
def announced() -> pd.DataFrame:
    return projection.announced_path(load_published(), load_employment())


def test_a_figure_for_a_whole_year_has_no_day_and_is_left_out(announced: pd.DataFrame) -> None:
    assert "f0437" not in set(announced["id"])  # 34.367.581 "2019", without a month
    panel = projection.eligible_panel(on_boundary(load_reconciled().series, "2021"))
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


#: The totals of 2016 to 2025, by date: id of the figure that is preferred for its month.
TOTALS = {
    "2016-12": ["f0436"],
    "2017-08": ["f0491"],
    "2017-11": ["f0493"],
    "2018-12": ["f0427", "f1032"],
    "2019-04": ["f0383"],
    "2019-12": ["f0428"],
    "2020-12": ["f0429"],
    "2021-03": ["f0430"],
    "2021-06": ["f0431"],
    "2021-08": ["f0432"],
    "2021-12": ["f1338"],
    "2022-12": ["f1339"],
    "2023-02": ["f0388"],
    "2023-07": ["f0786"],
    "2023-12": ["f0053"],
    "2024-12": ["f0443"],
    "2025-01": ["f0449"],
    "2025-02": ["f0393"],
    "2025-03": ["f1333"],
    "2025-04": ["f0441"],
    "2025-05": ["f0448"],
    "2025-06": ["f1337"],
    "2025-08": ["f0135"],
}


def test_every_dated_total_is_used_december_or_not() -> None:
    totals = home().totals
    listed = totals.groupby(totals["date"].dt.strftime("%Y-%m"))["id"].agg(list).to_dict()
    assert listed == TOTALS and len(totals) == 24
    assert totals["date"].is_monotonic_increasing and (totals["code"] == "00").all()
    assert (totals["date"] == totals["date"] + pd.offsets.MonthEnd(0)).all()
    np.testing.assert_allclose(totals["coverage"], 100 * totals["active"] / totals["workers"])


def test_totals_of_a_year_alone_and_rough_ones_are_less_sure() -> None:
    totals = home().totals.set_index("id")
    dated = totals[(totals["precision"] != "year") & (totals["date"] >= "2018-12")].drop(index="f0135")
    assert dated["uncertainty"].max() < 0.7
    assert totals.loc["f1032", "uncertainty"] > totals.loc["f0427", "uncertainty"] + 0.2
    # “Sekitar 40 juta”: between 30 and 50 million, of 146.5 million employed.
    assert totals.loc["f0135", "uncertainty"] == pytest.approx(20 / 146.542264 * 100 / 12**0.5, rel=0.02)


def test_before_the_first_survey_the_workforce_is_carried_back_and_unsure() -> None:
    known = home()
    totals = known.totals.set_index("id")
    nation = known.employment[known.employment["code"] == "00"].set_index("year")["employed"]
    growth = np.log(nation[2025] / nation[2018]) / 7
    assert totals.loc["f0491", "workers"] == pytest.approx(nation[2018] * np.exp(-growth))
    assert totals.loc["f0436", "workers"] == pytest.approx(nation[2018] * np.exp(-2 * growth))
    assert totals.loc["f0491", "uncertainty"] > totals.loc["f0383", "uncertainty"] + 0.1
    later = totals[totals["date"] >= "2018"]
    assert (later["workers"] == later["date"].dt.year.map(nation)).all()


def test_the_rest_is_what_is_neither_formal_nor_informal() -> None:
    rest = home().totals.set_index("id")["rest"].dropna() / 1e6
    assert rest.round(2).to_dict() == {
        "f1339": 9.26,
        "f0388": 6.62,
        "f0053": 7.37,
        "f0443": 6.02,
        "f0393": 5.54,
        "f1333": 4.88,
        "f0441": 5.28,
        "f0448": 4.57,
    }


def test_the_announced_path_is_the_decembers_of_all_totals(announced: pd.DataFrame) -> None:
    totals = projection.announced_totals(load_published(), load_employment())
    assert (announced["date"].dt.month == 12).all() and (announced["precision"] != "year").all()
    assert set(announced["id"]) < set(totals["id"])
    assert announced["coverage"].iloc[-1] == pytest.approx(100 * 45.22e6 / 144_642_004)


def test_the_panel_holds_estimates_stated_to_be_of_eligible_workers_only() -> None:
    series = on_boundary(load_reconciled().series, "2021")
    panel = projection.eligible_panel(series)
    stated = series.set_index("id")["base_stated"]
    assert stated[panel["id"]].all() and (~series["base_stated"].astype(bool)).any()
    # f0231 and f1388, Kalimantan Barat in December 2025, and f0534, Bengkulu in December 2024, do not say of whom they are.
    assert not {"f0231", "f1388", "f0534", "f0037"} & set(panel["id"])
    both = panel.merge(series, on="id", suffixes=("", "_estimate"))
    assert (both["coverage"] == both["estimate"]).all() and (both["segment"] == "total").all()


@pytest.mark.parametrize(
    ("code", "ids"),
    [
        # Lampung: 2.7 million eligible workers at the end of 2023, 3.06 million implied in September 2024.
        ("18", ["f1214", "f0125", "f0122"]),
        # Kalimantan Barat: members and workers of November 2022 without a printed share.
        ("61", ["f0713", "f0716", "f0730"]),
        # Kalimantan Tengah: what was printed in February 2026 is of more workers than there are.
        ("62", ["f0700"]),
        # Sumatera Utara: another base is implied in September 2025, of a share whose base is not stated.
        ("12", ["f0759", "f0768"]),
        # Gorontalo: 0.40, 0.47 and 0.58 million eligible workers.
        ("75", ["f0315"]),
    ],
)
def test_the_panel_is_the_last_unbroken_piece_that_is_stated(code: str, ids: list[str]) -> None:
    series = reconcile(load_published(), home().known).series
    panel = projection.eligible_panel(on_boundary(series, "2021"))
    assert panel.loc[panel["code"] == code, "id"].tolist() == ids


def estimates(*rows: dict) -> pd.DataFrame:
    return reconcile(published(*rows), home().known.query("code == '11'")).series


def test_an_estimate_is_as_uncertain_as_it_was_printed() -> None:
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
    panel = projection.eligible_panel(estimates(*rows))
    assert panel["id"].tolist() == ["f0001", "f0002", "f0003"]  # what is open upwards has no spread
    assert panel["uncertainty"].tolist() == pytest.approx([0.01 / 12**0.5, 1 / 12**0.5, 2 / 12**0.5])


def test_a_share_of_counts_printed_in_full_is_known_to_two_decimals() -> None:
    counts = {"active_participants": 480_000.0, "eligible_workers": 1_600_000.0}
    rows = [{"measure": measure, "unit": "workers", "value": value} for measure, value in counts.items()]
    panel = projection.eligible_panel(estimates(*rows))
    assert panel[["coverage", "uncertainty", "workers"]].to_numpy().tolist() == [
        [30.0, pytest.approx(0.01 / 12**0.5), 1_600_000.0]
    ]


def test_a_series_on_two_boundaries_is_refused() -> None:
    rows = [{"code": "91", "date": date, "source_title": "UCJ"} for date in ("2022-01", "2024-01")]
    with pytest.raises(ValueError, match="two boundaries"):
        projection.eligible_panel(estimates(*rows))
