"""What a panel must hold, and how it is packed."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import batch_of, one, synthetic_panel

from coverage_lib.measures import projection
from coverage_lib.measures.projection import panel
from coverage_lib.measures.projection.link import logit_noise

YEARS = ["2023-12-31", "2024-12-31"]


def test_rounding_is_an_uncertainty():
    whole, fine = batch_of(one(["2024-12-31"], [10.0])), batch_of(one(["2024-12-31"], [10.01]))
    assert whole.noise[0, 0] == pytest.approx(logit_noise(10.0, np.sqrt(1 / 12)))
    assert fine.noise[0, 0] < whole.noise[0, 0] / 50


def test_each_series_is_as_rounded_as_its_own_figures_are():
    both = pd.concat([one(YEARS, [10.0, 12]), one(YEARS, [10.01, 12.34]).assign(series="b")])
    rounded, fine = batch_of(both).noise[:, 0]
    assert rounded == batch_of(one(YEARS, [10.0, 12])).noise[0, 0] and fine < rounded / 50


def test_everything_wrong_is_listed_by_row_at_once():
    rows = [
        ("Jambi", "2022-12-31", "many", None),
        ("Jambi", "31/06/2023", "46", None),
        ("Jambi", "2024-12-31", "47", "153"),
        ("Aceh", "2024-12-31", "20", None),
        ("Aceh", "2024-12-31", "21", None),
        ("Bali", "2024-12-31", None, None),
        (np.nan, "2024-12-31", "30", None),
        ("Riau", "2024-12-31", "-3", None),
    ]
    with pytest.raises(projection.PanelError) as caught:
        projection.panel_from_text(pd.DataFrame(rows, columns=["series", "date", "coverage", "target"]))
    message = "\n".join(caught.value.problems)
    for row, part in [
        (2, "coverage is 'many'"),
        (3, "date is '31/06/2023', which is a day that the calendar does not have"),
        (4, "target is '153'"),
        (6, "date is '2024-12-31'"),
        (7, "'Bali' has no coverage"),
        (8, "series is nan"),
        (9, "coverage is '-3'"),
    ]:
        assert f"row {row}: " in message and part in message
    assert [p.split(":")[0] for p in caught.value.problems] == [f"row {r}" for r in (2, 3, 4, 6, 7, 8, 9)]


def panel_of(**columns) -> projection.Panel:
    return projection.panel_from_text(pd.DataFrame({"series": "a", "date": ["2023", "2024"]} | columns))


@pytest.mark.parametrize(
    ("columns", "coverage", "workers"),
    [
        ({"coverage": ["45,17%", "46,2 %"]}, [45.17, 46.2], None),
        ({"coverage": ["45.170", "46.2"], "workers": ["1.312.370", "850.123"]}, [45.17, 46.2], 850_123),
        ({"coverage": [45.17, 46.2], "workers": ["850.123", "850.124"]}, [45.17, 46.2], 850_124),
        ({"coverage": [45, 46], "workers": [None, "1,3 juta"]}, [45, 46], 1_300_000),
    ],
)
def test_numbers_of_a_file_are_read_as_tables_print_them(columns, coverage, workers):
    found = panel_of(**columns)
    assert found.batch.coverage.tolist() == [coverage]
    assert workers is None or found.workers.tolist() == [workers]


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        (["2023-12", "Des 2024"], 2025.0),
        (["03/04/2023", "03/04/2024"], 2024 + 94 / 366),
        (["31/12/2023", "31 Desember 2024"], 2025.0),
    ],
)
def test_dates_of_a_file_are_read_as_tables_print_them(dates, last):
    assert panel_of(date=dates, coverage=[20, 21]).batch.last_years.tolist() == pytest.approx([last])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"coverage": ["45.17", "137.2"]},
            "row 3: coverage is '137.2'; expected a percent between 0 and 100",
        ),
        ({"coverage": [45.17, 37200.0]}, "row 3: coverage is 37200.0; expected a percent between 0 and 100"),
        ({"coverage": [45.17, 1e300]}, "row 3: coverage is .*larger than anything"),
        ({"coverage": ["45.17", "#VALUE!"]}, "row 3: coverage is '#VALUE!', which is what a program writes"),
        (
            {"coverage": [20, 21], "workers": [1312370, 850.123]},
            "row 3: workers is 850.123, which was read as 850.123 and may be 850,123",
        ),
        (
            {"coverage": [20, 21], "workers": [1312370, 1850.5]},
            "row 3: workers is 1850.5, which is a count of people with decimals",
        ),
        (
            {"coverage": [20, 21], "date": ["31/12/2023", "12/31/2024"]},
            "row 3: date is '12/31/2024', which has the month first",
        ),
        (
            {"coverage": [20, 21], "date": ["31/12/2023", pd.Timestamp("2024-03-04")]},
            "row 3: date is 2024-03-04, which may have day",
        ),
    ],
)
def test_what_a_file_may_not_hold(columns, message):
    with pytest.raises(projection.PanelError, match=message):
        panel_of(**columns)


def test_modelled_workers_of_a_frame_may_have_decimals():
    assert projection.prepare(one(["2023", "2024"], [20.0, 120.0], workers=850.123)).workers.tolist() == [
        850.123
    ]


@pytest.mark.parametrize(
    ("date", "last"), [("2029", "2029-12-31"), ("03/04/2029", "2029-04-03"), ("Des 2029", "2029-12-31")]
)
def test_the_last_date_of_a_projection_is_read_like_those_of_a_file(date, last):
    fan = projection.project(synthetic_panel(2), until=date).quantiles
    assert str(fan["date"].max().date()) == last


def test_tables_that_are_no_panel():
    with pytest.raises(projection.PanelError, match="no column coverage"):
        projection.panel_from_text(pd.DataFrame({"series": ["a"], "date": ["2024-12-31"]}))
    with pytest.raises(projection.PanelError, match="no rows"):
        projection.panel_from_text(pd.DataFrame(columns=["series", "date", "coverage"]))


def test_a_prepared_panel_is_not_checked_again(monkeypatch):
    prepared = projection.prepare(synthetic_panel(3))
    monkeypatch.setattr(panel, "checked", lambda *_: pytest.fail("checked again"))
    assert projection.prepare(prepared) is prepared
    projection.project(prepared, until="2026-12-31")
    projection.at_pace(prepared, target=60)
    projection.backtest(prepared, ["naive"])
    list(projection.project_in_chunks(prepared, chunk=2, until="2026-12-31"))


def test_results_carry_the_column_that_names_the_series():
    series = synthetic_panel(3)
    code = series.rename(columns={"series": "code"})
    options = {"until": "2026-12-31", "target": 60, "target_date": "2026-12-31"}
    for of_series, of_code in zip(
        projection.project(series, **options), projection.project(code, **options), strict=True
    ):
        pd.testing.assert_frame_equal(of_series, of_code.rename(columns={"code": "series"}))
    assert projection.at_pace(code, target=60).columns[0] == "code"
    with pytest.raises(projection.PanelError, match="row 0: code is"):
        projection.prepare(code.assign(code=""))


def test_a_column_code_beside_series_is_not_the_name():
    both = synthetic_panel(3).assign(code="x")
    assert projection.prepare(both).key == "series"
    assert projection.prepare(both).batch.names.tolist() == ["s00", "s01", "s02"]


def test_some_series_of_a_panel_keep_what_belongs_to_them():
    frame = pd.concat(
        [
            one(["2023-12-31", "2024-12-31"], [1.0, 2], workers=5.0, target=30.0),
            one(["2024-12-31"], [3.0]).assign(series="b"),
        ]
    )
    some = projection.prepare(frame).take(np.array([1]))
    assert some.batch.names.tolist() == ["b"] and some.batch.coverage.tolist() == [[3.0]]
    assert np.isnan(some.targets).all() and np.isnan(some.workers).all()
    first = projection.prepare(frame).take(np.array([0, 0]))
    assert first.batch.points.tolist() == [2, 2] and first.targets.tolist() == [30, 30]
    assert first.workers.tolist() == [5, 5]


def test_a_series_with_two_targets_is_a_problem():
    frame = one(["2023-12-31", "2024-12-31"], [20.0, 22], target=[30.0, 40])
    with pytest.raises(
        projection.PanelError, match="row 0: series 'a' has more than one target; expected one"
    ):
        projection.prepare(frame)


@pytest.mark.parametrize(
    ("coverage", "change", "message"),
    [
        (
            [0.2, 0.25, 0.3],
            {},
            "row 0: coverage is 0.2, and no figure of the panel is above 1; .* multiply .* by 100",
        ),
        ([20.0, 25, 30], {"target": 0.4392}, "row 0: target is 0.4392; .* multiply .* by 100"),
    ],
    ids=["coverage", "target"],
)
def test_fractions_are_not_taken_for_percent(coverage, change, message):
    with pytest.raises(projection.PanelError, match=message):
        projection.prepare(one(["2022", "2023", "2024"], coverage, **change))


def test_a_target_that_is_asked_for_is_no_fraction_either():
    with pytest.raises(projection.PanelError, match=r"target is 0.4392; .* multiply it by 100"):
        projection.project(synthetic_panel(2), until="2030-12-31", target=0.4392)


@pytest.mark.parametrize("coverage", [[0.0, 0, 0], [1.0, 1, 1], [0.0, 0, 1], [0.2, 0.3, 1.1]])
def test_low_coverage_is_percent(coverage):
    assert projection.prepare(one(["2022", "2023", "2024"], coverage)).batch.coverage.tolist() == [coverage]


@pytest.mark.parametrize("ready", [projection.prepare, projection.panel_from_text], ids=["frame", "file"])
def test_two_figures_of_one_date_are_refused_with_their_rows(ready):
    """Which of them came first decided the answer."""
    frame = one(["2023-12-31", "2024-12-31", "2024-12-31"], [20.0, 22, 26])
    first = 0 if ready is projection.prepare else 2
    with pytest.raises(
        projection.PanelError, match=f"row {first + 2}: .*one figure for each date.* row {first + 1} "
    ):
        ready(frame)


def test_a_workforce_of_nobody_is_refused():
    with pytest.raises(projection.PanelError, match=r"row 0: workers is 0.0; expected .* above 0"):
        projection.prepare(one(["2023", "2024"], [20.0, 22], workers=[0.0, 0.0]))


def test_each_workforce_grows_by_its_own_counts_shrunk_towards_all():
    frame = synthetic_panel(12, 6)
    years = frame.groupby("series").cumcount()
    frame["workers"] *= np.exp(0.02 * years)
    fast = frame["series"] == "s03"
    frame.loc[fast, "workers"] *= np.exp(0.03 * years)
    growth = projection.prepare(frame).workforce_growth
    assert growth[3] == growth.max() > 0.03
    assert np.delete(growth, 3) == pytest.approx(0.02, abs=0.006)
    alone = projection.prepare(frame[fast]).workforce_growth
    assert alone == pytest.approx([0.05])
    assert projection.prepare(frame).take(np.array([3])).workforce_growth == growth[3]
