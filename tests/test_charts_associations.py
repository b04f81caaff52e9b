"""What goes with informal coverage as it is drawn and said: intervals, what stands out, the steps that were compared."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, colours, drawn, row_names, texts

from coverage_lib import language
from coverage_lib.charts import associations
from coverage_lib.drawing import marks


def terms(points: dict[str, tuple[float, float, float]], step: float = 10.0) -> pd.DataFrame:
    """Synthetic terms in the shape of ``disparity.associations``: points with low and high."""
    rows = [
        {
            "term": term,
            "step": 1.0 if term.startswith("island") else step,
            "reference": "Sumatera" if term.startswith("island") else "",
            "points": value,
            "points_low": low,
            "points_high": high,
            "p": 0.0012,
            "p_adjusted": 0.0234,
            "regions": 21,
        }
        for term, (value, low, high) in points.items()
    ]
    intercept = {"term": "intercept", "step": 1.0, "reference": "", "points": float("nan"), "regions": 21}
    return pd.DataFrame([intercept, *rows])


TERMS = {
    "poverty_rate": (0.9, -14.0, 16.0),
    "island: Jawa": (-7.0, -12.0, -2.0),
    "formal_share": (10.0, 1.5, 19.0),
    "island: Papua": (35.0, -23.0, 93.0),
}


@pytest.mark.parametrize("lang", LANGS)
def test_an_interval_that_leaves_zero_out_stands_out(lang: str) -> None:
    chart = drawn(associations.association_chart, terms(TERMS), lang=lang)
    assert row_names(chart.ax) == {
        "en": ["poverty rate, 10 points more", "Jawa", "formal share of workers, 10 points more", "Papua"],
        "id": ["tingkat kemiskinan, lebih tinggi 10 poin", "Jawa", "persentase pekerja formal, lebih tinggi 10 poin", "Papua"],
    }[lang]  # fmt: skip
    intervals, middles = chart.ax.collections
    assert [segment[:, 0].tolist() for segment in intervals.get_segments()] == [
        *([-14.0, 16.0], [-12.0, -2.0], [1.5, 19.0], [-23.0, 93.0])
    ]
    assert middles.get_offsets().tolist() == [[0.9, 0], [-7.0, 1], [10.0, 2], [35.0, 3]]
    unclear, clear = marks.CONTEXT.lower(), marks.ACCENT.lower()
    assert colours(intervals) == colours(middles) == [unclear, clear, clear, unclear]
    assert [line.get_xdata() for line in chart.ax.lines] == [[0, 0]]
    assert (
        texts(chart.ax)
        == {
            "en": ["+0.9", "−7.0", "+10.0", "+35.0"],
            "id": ["+0,9", "−7,0", "+10,0", "+35,0"],
        }[lang]
    )
    low, high = chart.ax.get_xlim()
    assert low < -23 and high > 93
    assert "21 provin" in chart.subtitle and "Sumatera" in chart.subtitle


@pytest.mark.parametrize(
    ("chosen", "english", "indonesian"),
    [
        (
            ["poverty_rate", "island: Papua"],
            "None of 2 associations with informal coverage remains when they are tested together",
            "Tidak satu pun dari 2 hubungan dengan cakupan informal yang bertahan ketika semuanya diuji bersama",
        ),
        (
            ["poverty_rate", "island: Jawa", "island: Papua"],
            "1 of 3 associations with informal coverage remains when they are tested together: Jawa",
            "1 dari 3 hubungan dengan cakupan informal bertahan ketika semuanya diuji bersama: Jawa",
        ),
        (
            list(TERMS),
            "2 of 4 associations with informal coverage remain when they are tested together: Jawa; formal share of workers, "
            "10 points more",
            "2 dari 4 hubungan dengan cakupan informal bertahan ketika semuanya diuji bersama: Jawa; persentase pekerja formal, "
            "lebih tinggi 10 poin",
        ),
    ],
    ids=["none", "one", "two"],
)
def test_the_title_of_the_associations_counts_what_is_clear(
    chosen: list[str], english: str, indonesian: str
) -> None:
    rows = terms({term: TERMS[term] for term in chosen})
    assert both_titles(associations.association_chart, rows) == (english, indonesian)


@pytest.mark.parametrize("lang", LANGS)
def test_the_subtitle_says_how_many_were_tested_and_the_table_has_the_adjusted_p(lang: str) -> None:
    alone = (
        terms({"island: Maluku": (5.0, float("nan"), float("nan"))}).assign(p_adjusted=float("nan")).tail(1)
    )
    chart = drawn(associations.association_chart, pd.concat([terms(TERMS), alone]), lang=lang)
    assert {
        "en": "Among 4 comparisons one may look clear by chance; intervals and p allow for all of them.",
        "id": "Di antara 4 perbandingan, satu dapat tampak jelas karena kebetulan; selang dan p memperhitungkan semuanya.",
    }[lang] in chart.subtitle
    assert (
        chart.ax.get_xlabel()
        == {
            "en": "percentage points of informal coverage, 95% intervals of all at once",
            "id": "poin persentase cakupan informal, selang 95% untuk semuanya sekaligus",
        }[lang]
    )
    with language.use(lang):
        content = chart.table.content()
    assert content["columns"][-1]["label"] == {"en": "p, corrected", "id": "p, dikoreksi"}[lang]
    shown = [row[-1][0] for row in content["rows"]]
    # A group of one region is drawn without an interval and is not a test.
    assert shown == [{"en": "0.023", "id": "0,023"}[lang]] * 4 + ["–"]


def test_the_step_that_was_compared_is_the_step_that_is_said() -> None:
    assert associations.term_word("poverty_rate", 5) == "poverty rate, 5 points more"
    assert associations.term_word("minimum_wage", 2.5e6) == "minimum wage, Rp2.5 million more"
    with language.use("id"):
        assert associations.term_word("minimum_wage", 1e6) == "upah minimum, lebih tinggi Rp1 juta"
    chart = drawn(associations.association_chart, terms({"poverty_rate": (1.0, 0.5, 2.0)}, step=5.0))
    assert "5 points more" in chart.title and "5 points more" in chart.alt


def test_the_table_of_influence_names_the_variable_that_moves_most() -> None:
    influence = pd.DataFrame(
        {"name": ["A", "B"], "observed": 10.0, "fitted": 12.0, "cooks_distance": 0.5, "term": "minimum_wage", "shift": -1.25}
    )  # fmt: skip
    (row,) = associations.influence_table(influence, 1).content()["rows"]
    assert [text for text, _sort in row] == ["A", "10.0%", "12.0%", "0.50", "minimum wage", "−1.25"]
