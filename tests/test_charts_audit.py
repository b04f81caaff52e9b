"""What the pages say of the audit: lead, key figures, shares by kind, the kinds of alarms and the lists. Synthetic figures."""

import pandas as pd
import pytest
from charting import both_titles, drawn, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.charts import audit as charts
from coverage_lib.charts.verdicts import verdict_word
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.measures import province as profiles
from coverage_lib.measures.audit import ALARMS, VERDICTS

STANDS, BASE, UNTESTED = "consistent", "consistent on another base", "cannot be tested"


def verdicts(*names: str, confidence: str = "high") -> pd.DataFrame:
    """Synthetic verdicts, one for each name, with the arithmetic of a quotient."""
    rows = [
        {
            "id": f"f{number:04d}", "verdict": name, "alarm": name in ALARMS, "confidence": confidence, "against": "f9999",
            "test": "share", "operation": "share", "terms": "24;100", "result": 24.0, "result_low": 24.0, "result_high": 24.0,
            "printed": 55.0, "low": 54.5, "high": 55.5, "unit": "percent", "figure_unit": "percent", "base": "eligible", "likely": 24.0, "other": "", "needed": "base",
        }
        for number, name in enumerate(names, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def figures(*measures: str, level: str = "province") -> pd.DataFrame:
    """Synthetic printed figures, one for each measure."""
    rows = [
        {
            "id": f"f{number:04d}", "region": "Jambi", "region_level": level, "code": "15", "date": "2024-12",
            "date_to": pd.Timestamp("2024-12-31"), "segment": "total", "measure": measure, "value": 55.0, "unit": "percent",
            "as_published": "55%", "source_publisher": "Koran", "base": "eligible", "low": 54.5, "high": 55.5, "step": 1.0,
            "bound": "exact", "publishers": "Koran", "ids": f"f{number:04d}",
        }
        for number, measure in enumerate(measures, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("names", "english", "indonesian"),
    [
        ([UNTESTED, UNTESTED], "None of the 2 printed figures can be tested", "Tidak satu pun dari 2 angka"),
        ([STANDS, UNTESTED], "None needs a correction", "Tidak ada yang memerlukan koreksi"),
        ([STANDS, "contradicts"], "One needs a correction", "Satu angka memerlukan koreksi"),
        (
            [STANDS, "contradicts", "contradicts"],
            "2 need a correction",
            "Sebanyak 2 angka memerlukan koreksi",
        ),
    ],
)
def test_the_lead_says_how_many_are_tested_stand_and_need_a_correction(
    names: list[str], english: str, indonesian: str
) -> None:
    lead = charts.audit_lead(verdicts(*names))
    assert lead.lead
    assert english in lead.text
    with language.use("id"):
        assert indonesian in charts.audit_lead(verdicts(*names)).text


def test_the_lead_counts_the_tested_and_the_share_that_stands() -> None:
    text = charts.audit_lead(verdicts(STANDS, STANDS, "consistent within rounding", BASE, UNTESTED)).text
    assert text.startswith(
        "Of 5 printed figures, 4 can be tested against other numbers, and 75% of these stand"
    )


@pytest.mark.parametrize("name", VERDICTS)
def test_every_verdict_has_an_outcome_a_word_and_a_colour(name: str) -> None:
    [outcome] = charts.outcomes(verdicts(name))
    expected = (
        "alarm" if name in ALARMS else {BASE: "another base", UNTESTED: "not tested"}.get(name, "stands")
    )
    assert outcome == expected
    assert outcome in charts.COLOURS
    words = []
    for lang in ("en", "id"):
        with language.use(lang):
            words.append(charts.outcome_word(outcome))
    assert words[0] != words[1]


def test_key_figures_count_each_outcome() -> None:
    numbers = charts.audit_numbers(
        verdicts(STANDS, STANDS, BASE, "contradicts", UNTESTED, UNTESTED, UNTESTED)
    )
    assert [item[0] for item in numbers.items] == ["2", "1", "1", "3"]
    assert {item[2] for item in numbers.items} == {"of 7 printed figures"}


@pytest.mark.parametrize(
    ("names", "english", "indonesian"),
    [
        (
            [UNTESTED],
            "None of the printed figures can be tested",
            "Tidak satu pun angka yang dimuat dapat diuji",
        ),
        (
            [STANDS, UNTESTED],
            "No tested figure is contradicted; 50% cannot be tested",
            "Tidak ada angka teruji",
        ),
        (
            [STANDS, "contradicts", UNTESTED, UNTESTED],
            "50% of the figures that can be tested need a correction or an explanation; 50% of all cannot be tested",
            "50% angka yang dapat diuji perlu koreksi",
        ),
    ],
)
def test_the_title_of_the_bars_follows_the_outcomes(names: list[str], english: str, indonesian: str) -> None:
    titles = both_titles(charts.outcomes_by_kind, verdicts(*names), figures(*["coverage_rate"] * len(names)))
    assert titles[0] == english
    assert titles[1].startswith(indonesian)


def test_the_bars_are_the_shares_of_each_kind_in_the_colours_of_their_outcomes() -> None:
    found = verdicts(STANDS, "contradicts", STANDS, UNTESTED, UNTESTED, UNTESTED)
    of = figures("coverage_rate", "coverage_rate", "active_participants", "rank", "rank", "rank")
    chart = drawn(charts.outcomes_by_kind, found, of)
    assert row_names(chart.ax) == ["all figures", "coverage", "active members", "other numbers"]
    bars = {
        outcome: [(round(bar.get_x(), 1), round(bar.get_width(), 1)) for bar in container]
        for outcome, container in zip(charts.OUTCOMES, chart.ax.containers, strict=True)
    }
    assert bars["stands"] == [(0, 33.3), (0, 50), (0, 100), (0, 0)]
    assert bars["alarm"] == [(33.3, 16.7), (50, 50), (100, 0), (0, 0)]
    assert bars["not tested"] == [(50, 50), (100, 0), (100, 0), (0, 100)]
    for outcome, container in zip(charts.OUTCOMES, chart.ax.containers, strict=True):
        assert to_hex(container[0].get_facecolor()) == charts.COLOURS[outcome].lower()
        assert bool(container[0].get_hatch()) == (outcome == "not tested")
    assert charts.COLOURS["alarm"] == marks.FALL
    assert texts(chart.ax)[-4:] == ["6", "2", "1", "3"]
    assert "stands as printed 33%" in chart.alt


def test_the_table_of_verdicts_counts_by_confidence() -> None:
    found = pd.concat(
        [verdicts(STANDS, "contradicts"), verdicts(STANDS, confidence="low")], ignore_index=True
    )
    rows = [[text for text, _key in row] for row in charts.verdicts_table(found).content()["rows"]]
    assert rows == [["consistent", "2", "1", "0", "1"], ["contradicts", "1", "1", "0", "0"]]


@pytest.mark.parametrize(
    ("names", "english", "indonesian"),
    [
        (["contradicts"], "All need it for one reason: contradicts", "Semuanya karena satu sebab"),
        (
            ["contradicts", "digits slipped or transposed"],
            "Why they need a correction or an explanation",
            "Mengapa perlu koreksi atau penjelasan",
        ),
        (
            ["contradicts", "contradicts", "digits slipped or transposed"],
            "Why they need a correction or an explanation: most often contradicts",
            "paling sering bertentangan",
        ),
    ],
)
def test_the_title_of_the_kinds_names_the_most_frequent(
    names: list[str], english: str, indonesian: str
) -> None:
    of = figures(*["coverage_rate"] * len(names))
    table = charts.alarm_kinds(verdicts(*names), of)
    assert isinstance(table, Table)
    assert table.title == english
    with language.use("id"):
        indonesian_table = charts.alarm_kinds(verdicts(*names), of)
        assert isinstance(indonesian_table, Table)
        assert indonesian in indonesian_table.title


def test_each_kind_has_its_count_and_its_surest_example() -> None:
    found = verdicts("contradicts", "contradicts", "digits slipped or transposed")
    found.loc[0, "confidence"] = "low"
    table = charts.alarm_kinds(found, figures("coverage_rate", "coverage_rate", "coverage_rate"))
    assert isinstance(table, Table)
    rows = [[text for text, _key in row] for row in table.content()["rows"]]
    assert [row[:3] for row in rows] == [
        ["contradicts", "2", "Jambi, December 2024: coverage 55%"],
        ["digits slipped or transposed", "1", "Jambi, December 2024: coverage 55%"],
    ]
    assert [row[-1] for row in rows] == ["f0002", "f0003"]


@pytest.mark.parametrize("chart", [charts.alarm_kinds, charts.alarms_table])
def test_without_an_alarm_a_sentence_says_so(chart: object) -> None:
    shown = chart(verdicts(STANDS, UNTESTED), figures("coverage_rate", "rank"))  # type: ignore[operator]
    assert isinstance(shown, Finding)
    assert shown.text == "None of these figures needs a correction or an explanation."


def test_alarms_are_listed_the_surest_first_and_provinces_before_regencies() -> None:
    found = verdicts("contradicts", STANDS, "contradicts", "contradicts")
    found.loc[0, "confidence"] = "medium"
    of = figures("coverage_rate", "coverage_rate", "active_participants", "coverage_rate")
    of.loc[3, "region_level"] = "regency"
    table = charts.alarms_table(found, of)
    assert isinstance(table, Table)
    rows = [[text for text, _key in row] for row in table.content()["rows"]]
    assert [row[0] for row in rows] == ["f0003", "f0004", "f0001"]
    # The number keeps the unit that it was printed with, whatever the unit of the arithmetic is.
    assert rows[0][1:3] == ["Jambi, December 2024: active members 55%", verdict_word("contradicts")]
    of.loc[2, "date"] = ""
    undated = charts.alarms_table(found, of)
    assert isinstance(undated, Table)
    assert undated.content()["rows"][0][1][0] == "Jambi, without a date: active members 55%"


def test_a_profile_lists_its_figures_with_verdict_and_arithmetic() -> None:
    place = profiles.place("15")
    found = verdicts(STANDS, "contradicts", UNTESTED)
    of = figures("coverage_rate", "coverage_rate", "rank")
    table = charts.audited_figures(place, of, found)
    assert isinstance(table, Table)
    assert table.title == (
        "Published figures for Jambi: 3, of which 1 stand, 1 need a correction or an explanation and 1 cannot be tested"
    )
    rows = [[text for text, _key in row] for row in table.content()["rows"]]
    assert [row[4] for row in rows] == ["consistent", "contradicts", "cannot be tested"]
    with language.use("id"):
        indonesian = charts.audited_figures(place, of, found)
    assert indonesian.title == (  # type: ignore[union-attr]
        "Angka yang dimuat untuk Jambi: 3; 1 tetap berlaku, 1 perlu koreksi atau penjelasan, 1 tidak dapat diuji"
    )
    empty = charts.audited_figures(place, of.iloc[:0], found)
    assert isinstance(empty, Finding)
    assert "No published figure about coverage in Jambi" in empty.text
