"""The nation against its plan, fans of provinces and of segments: what is drawn, and what titles say, on small tables."""

import pandas as pd
import pytest
from charting import both_titles, coverage_rows, drawn, texts
from projections import attainment, quantiles, year_end

from coverage_lib import language
from coverage_lib.charts import outlook
from coverage_lib.drawing import marks

ANNOUNCED = pd.DataFrame(
    {
        "code": "00",
        "date": [year_end(2019), year_end(2024)],
        "coverage": [26.5, 31.3],
        "workers": [130e6, 144e6],
        "active": [34e6, 45e6],
        "id": ["f1", "f2"],
        "as_published": ["34 juta", "45 juta"],
        "source_publisher": "press",
    }
)
PLAN = pd.DataFrame(
    {
        "year": [2025, 2026, 2029, 2045],
        "target": [32.15, 34.99, 43.92, 99.5],
        "date": [year_end(year) for year in (2025, 2026, 2029, 2045)],
        "measure": ["target_rate_rpjmn", "target_rate_rkp", "target_rate_rpjmn", "target_rate"],
        "id": ["t6", "t8", "t7", "t5"],
    }
)


@pytest.mark.parametrize(
    ("until", "years", "documents"),
    [
        (2029, [2025, 2026, 2029], "RPJMN 2025–2029, RKP 2026"),
        (2026, [2025, 2026], "RPJMN 2025, RKP 2026"),
        (2045, [2025, 2026, 2029, 2045], "RPJMN 2025–2029, RKP 2026, RPJPN 2045"),
    ],
)
def test_the_plans_targets_up_to_the_fans_end_stand_as_diamonds_and_their_documents_in_the_source(
    until: int, years: list[int], documents: str
) -> None:
    ahead = quantiles({"00": 40.0}, 2025, until)
    goal = attainment({"00": (0.27, 2026, 2031, None)}).iloc[0]
    shown = drawn(outlook.national_fan, ANNOUNCED, ahead, PLAN, goal)
    _counted, _median, plan = shown.ax.lines
    assert plan.get_marker() == "D" and plan.get_color() == marks.TARGET
    assert plan.get_xdata().tolist() == [year_end(year) for year in years]
    assert plan.get_ydata().tolist() == PLAN["target"].tolist()[: len(years)]
    assert texts(shown.ax) == [f"{value:.2f}%" for value in PLAN["target"][: len(years)]]
    assert f"Plan: {documents}." in shown.source
    assert f"in {until} between 32.0% and 48.0% (80%)" in shown.alt


@pytest.mark.parametrize(("target", "by"), [(43.92, 2029), (34.99, 2026)])
def test_the_title_of_the_national_fan_is_of_the_target_that_was_projected(target: float, by: int) -> None:
    goal = attainment({"00": (0.27, 2026, 2031, None)}, target, by).iloc[0]
    titles = both_titles(outlook.national_fan, ANNOUNCED, quantiles({"00": 40.0}, 2025, 2029), PLAN, goal)
    assert titles[0] == (
        f"Counted as the plan counts, 31.3% in 2024; the probability of {target:.2f}% by {by} is 27%"
    )
    assert f"{target:.2f}%".replace(".", ",") in titles[1] and str(by) in titles[1] and "27%" in titles[1]


@pytest.mark.parametrize(("target", "by"), [(43.92, 2029), (60.0, 2034)])
def test_each_chosen_region_has_its_own_fan_and_the_target_at_its_date(target: float, by: int) -> None:
    coverage = coverage_rows({2022: {"00": 20.0, "11": 15.0}, 2024: {"00": 27.0, "11": 18.0}})
    ahead = quantiles({"00": 38.0, "11": 25.0}, 2025, 2040)
    shown = drawn(outlook.fans, coverage, ahead, ["11", "00"], target, by)
    first, second, empty = shown.fig.axes
    assert (first.get_title(loc="left"), second.get_title(loc="left")) == ("Aceh", "Indonesia")
    assert not empty.axison
    for ax, code, counted in ((first, "11", [15.0, 18.0]), (second, "00", [20.0, 27.0])):
        past, median, diamond = ax.lines
        assert past.get_ydata().tolist() == counted
        end = ahead[(ahead["code"] == code) & (ahead["date"] == year_end(by))].iloc[0]
        assert median.get_xdata().tolist()[-1] == year_end(by)
        assert median.get_ydata().tolist()[-1] == end["q50"]
        assert (diamond.get_xdata().tolist(), diamond.get_ydata().tolist()) == ([year_end(by)], [target])
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2024", str(by)]


def test_the_title_of_the_fans_names_the_narrowest_and_the_broadest_at_the_targets_year() -> None:
    coverage = coverage_rows({2024: {"00": 27.0, "11": 18.0, "12": 30.0}})
    ahead = quantiles({"00": 38.0, "11": 25.0, "12": 40.0}, 2025, 2036)
    ahead.loc[ahead["code"] == "12", "q90"] += 20
    ahead.loc[ahead["code"] == "00", "q10"] += 4
    english, indonesian = both_titles(outlook.fans, coverage, ahead, ["00", "11", "12"], 50.0, 2036)
    assert english == (
        "At the end of 2036 the 80% interval is 12 points wide in Indonesia and 36 in Sumatera Utara"
    )
    assert (
        indonesian
        == "Pada akhir 2036 lebar selang 80% adalah 12 poin di Indonesia dan 36 poin di Sumatera Utara"
    )


def test_segments_have_fans_in_their_own_colours_and_their_80_percent_intervals_in_the_title() -> None:
    dates = [year_end(2022), year_end(2024)]
    coverage = pd.DataFrame(
        {
            "code": "00",
            "segment": ["formal", "formal", "informal", "informal"],
            "date": [*dates, *dates],
            "year": [2022, 2024, 2022, 2024],
            "coverage": [45.0, 50.0, 8.0, 11.0],
        }
    )
    fans = {
        segment: quantiles({"00": level}, 2025, 2031)
        for segment, level in (("formal", 62.0), ("informal", 20.0))
    }
    ahead = pd.concat([fan.assign(segment=segment) for segment, fan in fans.items()])
    shown = drawn(outlook.segment_fans, coverage, ahead, 2031)
    for ax, colour, counted in zip(
        shown.fig.axes, (marks.FORMAL, marks.INFORMAL), ([45.0, 50.0], [8.0, 11.0]), strict=True
    ):
        assert {line.get_color() for line in ax.lines} == {colour}
        assert ax.lines[0].get_ydata().tolist() == counted
    assert both_titles(outlook.segment_fans, coverage, ahead, 2031) == (
        "At the end of 2031 formal coverage may stand between 54% and 70%, informal between 12% and 28%",
        "Pada akhir 2031 cakupan formal dapat berada di antara 54% dan 70%, informal di antara 12% dan 28%",
    )


@pytest.mark.parametrize(
    ("share", "english", "indonesian"),
    [
        (24.5, "24.5%, lies below the 80% interval projected for the end of that year, 25.0% to 40.0%", "di bawah"),
        (25.0, "25.0%, lies inside", "di dalam"),
        (40.0, "40.0%, lies inside", "di dalam"),
        (41.0, "41.0%, lies above the 80% interval projected for the end of that year, 25.0% to 40.0%", "di atas"),
    ],
)  # fmt: skip
def test_a_part_year_count_lies_below_inside_or_above_the_interval(
    share: float, english: str, indonesian: str
) -> None:
    rows = coverage_rows({2024: {"00": 27.0}, 2025: {"00": share}}, provisional=(2025,))
    ahead = pd.DataFrame({"code": "00", "date": [year_end(2025)], "q10": [25.0], "q90": [40.0]})
    assert f"count of 2025, {english}" in outlook.part_year(rows, ahead).text
    with language.use("id"):
        assert indonesian in outlook.part_year(rows, ahead).text
