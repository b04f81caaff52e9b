"""Scores of the projection: lines through the shares that lay inside, this project's in its own colour."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, drawn
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.charts import scores
from coverage_lib.drawing import marks
from coverage_lib.measures.attainment_summary import Span

SPAN = Span(2019, 2026, 2045)


def table() -> pd.DataFrame:
    rows = [
        ("reference", "damped_trend", 2.1, 51.0, 79.0, 94.0),
        ("reference", "drift", 2.9, 40.0, 66.0, 82.0),
        ("provinces", "damped_trend", 2.5, 44.0, 85.0, 97.0),
        ("provinces", "naive", 3.3, None, None, None),
        ("provinces", "drift", None, None, None, None),
    ]
    frame = pd.DataFrame(rows, columns=["panel", "model", "crps", "inside_50", "inside_80", "inside_95"])
    return frame.assign(mae=frame["crps"] * 1.4, forecasts=34)


def test_each_scored_model_has_a_line_and_this_projects_stands_out() -> None:
    fig = drawn(scores.calibration, table(), SPAN).fig
    reference, provinces = fig.axes
    diagonal, own, drift = reference.lines
    assert diagonal.get_xydata().tolist() == [[0, 0], [100, 100]]
    assert own.get_xydata().tolist() == [[50, 51], [80, 79], [95, 94]]
    assert drift.get_xydata().tolist() == [[50, 40], [80, 66], [95, 82]]
    assert (own.get_color(), drift.get_color()) == (marks.ACCENT, marks.CONTEXT)
    assert own.get_linewidth() > drift.get_linewidth() and own.get_zorder() > drift.get_zorder()
    assert [line.get_ydata().tolist() for line in provinces.lines[1:]] == [[44, 85, 97]]
    assert to_hex(provinces.lines[1].get_color()) == to_hex(marks.ACCENT)


def test_the_title_says_the_share_inside_of_this_projection_and_the_years_of_the_counts() -> None:
    assert both_titles(scores.calibration, table(), SPAN) == (
        "Outcomes inside the 80% interval: immunisation, other countries: 79%; the provinces, 2019–2026: 85%",
        "Hasil yang berada di dalam selang 80%: imunisasi, negara lain: 79%; provinsi, 2019–2026: 85%",
    )


@pytest.mark.parametrize("lang", LANGS)
def test_a_model_without_a_score_is_left_out_of_the_table(lang: str) -> None:
    with language.use(lang):
        content = scores.scorecard_table(table(), SPAN).content()
    assert len(content["rows"]) == 4
    assert content["rows"][3][4][0] == "–"
    assert content["columns"][0]["label"] == {"en": "Scored on", "id": "Diuji pada"}[lang]
    assert "2019–2026" in content["rows"][2][0][0]
