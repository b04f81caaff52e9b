"""Inequality as it is drawn and said: dots at their values, the title along the poverty rate, the parts of Theil."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, drawn
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.charts import inequality
from coverage_lib.drawing import marks

TABLE = pd.DataFrame(
    {
        "code": ["11", "31", "51"],
        "name": ["Aceh", "DKI Jakarta", "Bali"],
        "poverty_rate": [14.2, 4.3, 4.0],
        "informal_coverage": [5.0, 31.5, 104.0],
        "informal_workers": [1_000_000, 2_000_000, 500_000],
    }
)


def concentration(index: float, low: float, high: float) -> pd.DataFrame:
    other = {"segment": "formal", "year": 2023, "concentration": -0.9, "low": -0.95, "high": -0.8}
    mine = {"segment": "informal", "year": 2023, "concentration": index, "low": low, "high": high}
    return pd.DataFrame([other, mine])


@pytest.mark.parametrize("lang", LANGS)
def test_each_province_is_a_dot_as_large_as_its_informal_workforce(lang: str) -> None:
    chart = drawn(inequality.poverty_scatter, TABLE, concentration(0.2, 0.1, 0.3), lang=lang)
    (dots,) = chart.ax.collections
    assert dots.get_offsets().tolist() == [[14.2, 5.0], [4.3, 31.5], [4.0, 104.0]]
    assert {to_hex(colour) for colour in dots.get_facecolor()} == {marks.INFORMAL.lower()}
    aceh, jakarta, bali = dots.get_sizes()
    assert jakarta > aceh > bali
    assert chart.ax.get_ylim()[0] == 0 and chart.ax.get_ylim()[1] > 104
    assert chart.ax.get_xlim()[0] == 0 and chart.ax.get_xlim()[1] > 14.2
    assert {text.get_text(): text.xy for text in chart.ax.texts} == {
        "Aceh": (14.2, 5.0),
        "DKI Jakarta": (4.3, 31.5),
        "Bali": (4.0, 104.0),
    }
    assert chart.ax.get_ylabel() == {"en": "informal coverage", "id": "cakupan informal"}[lang]
    assert "2023" in chart.subtitle


@pytest.mark.parametrize(
    ("index", "low", "high", "english", "indonesian"),
    [
        (0.22, 0.12, 0.29, "leans towards provinces with less poverty", "condong ke provinsi dengan kemiskinan lebih rendah"),
        (-0.22, -0.29, -0.12, "leans towards provinces with more poverty", "condong ke provinsi dengan kemiskinan lebih tinggi"),
        (0.05, -0.01, 0.11, "shows no clear lean along the poverty rate", "tidak jelas condong menurut tingkat kemiskinan"),
    ],
    ids=["less poverty", "more poverty", "zero inside the interval"],
)  # fmt: skip
def test_the_title_of_poverty_follows_index_and_interval(
    index: float, low: float, high: float, english: str, indonesian: str
) -> None:
    title, other = both_titles(inequality.poverty_scatter, TABLE, concentration(index, low, high))
    assert english in title and indonesian in other
    minus = f"{index:.2f}".replace("-", "−")
    assert f"index {minus}" in title and minus.replace(".", ",") in other


def test_the_parts_of_the_inequality_are_named_with_their_own_shares() -> None:
    measures = ["theil", "theil_between_segments", "theil_between_islands", "theil_between_provinces"]
    frame = pd.DataFrame(
        {
            "year": 2023,
            "segment": "formal and informal",
            "measure": measures,
            "estimate": [0.4, 0.3, 0.06, 12.0],
            "low": 0.1,
            "high": 0.5,
            "share": [100.0, 75.0, 15.0, 10.0],
        }
    )
    said = inequality.theil_finding(frame).text
    assert (
        said.startswith("75% of the inequality")
        and "15% between island groups and 10% between the provinces" in said
    )
    with language.use("id"):
        assert inequality.theil_finding(frame).text.startswith("75%")
    content = inequality.inequality_table(frame).content()
    assert "2023" in content["title"]
    assert [row[2][0] for row in content["rows"]] == ["0.400", "0.300", "0.060", "12.0"]
    assert content["rows"][0][0][0] == "formal and informal"
