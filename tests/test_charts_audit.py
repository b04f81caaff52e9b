"""What the pages say of the audit: lead, key figures, shares by kind, the kinds of alarms and the lists. Synthetic figures."""

from pathlib import Path

import pandas as pd
import pytest
from charting import both_titles, drawn, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language, load
from coverage_lib.charts import audit as charts
from coverage_lib.charts import audit_scores as audit_scores_chart
from coverage_lib.charts.verdicts import verdict_word
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.measures import province as profiles
from coverage_lib.measures.audit import ALARMS, VERDICTS
from coverage_lib.measures.audit import scores as audit_scores

STANDS, BASE, UNTESTED = "consistent", "consistent on another base", "cannot be tested"
OFFICE = "office instead of domicile count"


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
            "as_published": "55%", "source_publisher": "Koran", "source_title": "Berita", "base": "eligible", "low": 54.5, "high": 55.5, "step": 1.0,
            "bound": "exact", "publishers": "Koran", "ids": f"f{number:04d}",
        }
        for number, measure in enumerate(measures, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("names", "english", "indonesian"),
    [
        ([UNTESTED, UNTESTED], "None of the 2 printed figures can be tested", "Tidak satu pun dari 2 angka"),
        ([STANDS, UNTESTED], "None looks wrong or needs an explanation", "Tidak ada yang tampak keliru"),
        ([STANDS, "contradicts"], "Those that look wrong: 1.", "Yang tampak keliru: 1."),
        (
            [STANDS, OFFICE],
            "None looks wrong; those that count",
            "Tidak ada yang tampak keliru; yang menghitung",
        ),
        ([STANDS, "contradicts", OFFICE, OFFICE], "1 look wrong, and 2 need", "1 tampak keliru dan 2 perlu"),
    ],
)
def test_the_lead_says_how_many_are_tested_fit_look_wrong_and_need_an_explanation(
    names: list[str], english: str, indonesian: str
) -> None:
    lead = charts.audit_lead(verdicts(*names))
    assert lead.lead
    assert english in lead.text
    with language.use("id"):
        assert indonesian in charts.audit_lead(verdicts(*names)).text


def test_the_lead_counts_the_tested_and_the_share_that_fits() -> None:
    text = charts.audit_lead(
        verdicts(STANDS, "contradicts", "consistent within rounding", BASE, UNTESTED)
    ).text
    assert text.startswith(
        "Of 5 printed figures, 4 can be tested against other numbers, and 75% of these fit them."
    )


@pytest.mark.parametrize("name", VERDICTS)
def test_every_verdict_has_an_outcome_a_word_and_a_colour(name: str) -> None:
    [outcome] = charts.outcomes(verdicts(name))
    expected = {
        "contradicts": "wrong", "digits slipped or transposed": "wrong", "points printed as percent": "wrong",
        "another month than it seems": "wrong", "includes construction workers": "another thing", OFFICE: "another thing",
        "old or new province boundary": "another thing", "a share of a target, not coverage": "another thing",
        BASE: "another base", UNTESTED: "not tested",
    }.get(name, "fits")  # fmt: skip
    assert (expected in ("wrong", "another thing")) == (name in ALARMS)
    assert outcome == expected
    assert outcome in charts.COLOURS
    words = []
    for lang in ("en", "id"):
        with language.use(lang):
            words.append(charts.outcome_word(outcome))
    assert words[0] != words[1]


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
            "No figure that can be tested looks wrong; 50% cannot be tested",
            "Tidak ada angka teruji yang tampak keliru; 50%",
        ),
        (
            [BASE, "contradicts", OFFICE, UNTESTED],
            "25% of the printed figures fit, 25% look wrong, 25% need an explanation, 25% cannot be tested",
            "25% angka yang dimuat cocok, 25% tampak keliru, 25% perlu keterangan, 25% tidak dapat diuji",
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
    assert bars["fits"] == [(0, 33.3), (0, 50), (0, 100), (0, 0)]
    assert bars["wrong"] == [(33.3, 16.7), (50, 50), (100, 0), (0, 0)]
    assert bars["not tested"] == [(50, 50), (100, 0), (100, 0), (0, 100)]
    for outcome, container in zip(charts.OUTCOMES, chart.ax.containers, strict=True):
        assert to_hex(container[0].get_facecolor()) == charts.COLOURS[outcome].lower()
        assert bool(container[0].get_hatch()) == (outcome == "not tested")
    assert charts.COLOURS["wrong"] == marks.FALL
    assert texts(chart.ax)[-4:] == ["6", "2", "1", "3"]
    assert "fits the numbers that test it 33%" in chart.alt


def test_the_table_of_verdicts_counts_by_confidence() -> None:
    found = pd.concat(
        [verdicts(STANDS, "contradicts"), verdicts(STANDS, confidence="low")], ignore_index=True
    )
    rows = [[text for text, _key in row] for row in charts.verdicts_table(found).content()["rows"]]
    assert rows == [["consistent", "2", "1", "0", "1"], ["contradicts", "1", "1", "0", "0"]]


def test_each_kind_has_its_count_and_its_surest_example() -> None:
    found = verdicts("contradicts", "contradicts", OFFICE, OFFICE, OFFICE)
    found.loc[0, "confidence"] = "low"
    of = figures(*["coverage_rate"] * 5)
    of.loc[4, "source_title"] = "Berita lain"
    table = charts.alarm_kinds(found, of)
    assert isinstance(table, Table)
    rows = [[text for text, _key in row] for row in table.content()["rows"]]
    # What looks wrong comes first, though fewer; figures of one article are one case.
    assert [row[:4] for row in rows] == [
        ["contradicts", "2", "1", "Jambi, December 2024: coverage 55%"],
        [OFFICE, "3", "2", "Jambi, December 2024: coverage 55%"],
    ]
    assert [row[-1] for row in rows] == ["f0002", "f0003"]


def test_points_are_shown_as_they_were_printed() -> None:
    of = figures("coverage_change").assign(unit="percentage_points", as_published="naik 3,79%")
    table = charts.alarms_table(verdicts("points printed as percent"), of)
    assert isinstance(table, Table)
    assert table.content()["rows"][0][1][0] == "Jambi, December 2024: change of coverage “naik 3,79%”"


@pytest.mark.parametrize("chart", [charts.alarm_kinds, charts.alarms_table])
def test_without_an_alarm_a_sentence_says_so(chart: object) -> None:
    shown = chart(verdicts(STANDS, UNTESTED), figures("coverage_rate", "rank"))  # type: ignore[operator]
    assert isinstance(shown, Finding)
    assert shown.text == "None of these figures looks wrong or needs an explanation."


def test_what_looks_wrong_is_listed_before_what_needs_an_explanation_each_by_region_and_date() -> None:
    found = verdicts(OFFICE, STANDS, "contradicts", "contradicts")
    of = figures("coverage_rate", "coverage_rate", "active_participants", "coverage_rate")
    of.loc[3, "code"] = "11"
    table = charts.alarms_table(found, of)
    assert isinstance(table, Table)
    rows = [[text for text, _key in row] for row in table.content()["rows"]]
    assert [row[0] for row in rows] == ["f0004", "f0003", "f0001"]
    # The number keeps the unit that it was printed with, whatever the unit of the arithmetic is.
    assert rows[1][1:3] == ["Jambi, December 2024: active members 55%", verdict_word("contradicts")]
    of.loc[2, "date"] = ""
    undated = charts.alarms_table(found, of)
    assert isinstance(undated, Table)
    assert undated.content()["rows"][1][1][0] == "Jambi, without a date: active members 55%"


def test_a_profile_lists_its_figures_with_verdict_and_arithmetic() -> None:
    place = profiles.place("15")
    found = verdicts(STANDS, "contradicts", UNTESTED)
    of = figures("coverage_rate", "coverage_rate", "rank")
    table = charts.audited_figures(place, of, found)
    assert isinstance(table, Table)
    assert table.title == (
        "Published figures for Jambi: 3 (fit: 1; look wrong: 1; need an explanation: 0; cannot be tested: 1)"
    )
    rows = [[text for text, _key in row] for row in table.content()["rows"]]
    assert [row[4] for row in rows] == ["consistent", "contradicts", "cannot be tested"]
    with language.use("id"):
        indonesian = charts.audited_figures(place, of, found)
    assert indonesian.title == (  # type: ignore[union-attr]
        "Angka yang dimuat untuk Jambi: 3 (cocok: 1; tampak keliru: 1; perlu keterangan: 0; tidak dapat diuji: 1)"
    )
    empty = charts.audited_figures(place, of.iloc[:0], found)
    assert isinstance(empty, Finding)
    assert "No published figure about coverage in Jambi" in empty.text


def test_the_scores_say_what_readers_uphold_accept_and_what_was_found() -> None:
    scores = pd.DataFrame(
        {
            "sample": ["judging", "alarms"], "figures": [150, 128], "alarms": [12, 80], "upheld": [11, 72], "accepted": [12, 78],
            "labelled": [30, None], "found": [11, None],
        }
    )  # fmt: skip
    rows = [[text for text, _key in row] for row in audit_scores_chart.scores_table(scores).content()["rows"]]
    assert rows[0] == [
        "at random, kept for judging",
        "150",
        "12",
        "11 of 12 (92%)",
        "12 of 12 (100%)",
        "11 of 30 (37%)",
    ]
    # Figures that were drawn because of an alarm say nothing about those that it misses.
    assert rows[1][-1] == "–"
    with language.use("id"):
        assert audit_scores_chart.scores_table(scores).content()["rows"][0][3][0] == "11 dari 12 (92%)"


def test_the_recorded_scores_are_those_of_the_labels() -> None:
    """Each recorded count again from the labels and the audit of today: whoever changes the audit runs its benchmark."""
    verdict = load.load_verdicts().set_index("id")["verdict"]
    folder = Path(__file__).parents[1] / "benchmarks" / "audit"
    for row in audit_scores().itertuples():
        labels = pd.read_csv(folder / f"labels_{row.sample}.csv", dtype=str, keep_default_na=False)
        raised = labels[labels["id"].map(verdict).isin(ALARMS)]
        assert (row.figures, row.alarms) == (len(labels), len(raised))
        assert row.upheld == raised["label"].isin(ALARMS).sum()
        # False alarms are worse than silence: of the figures kept for judging at most one in twenty may be one.
        if row.sample != "development":
            assert row.accepted / row.alarms >= 0.95
