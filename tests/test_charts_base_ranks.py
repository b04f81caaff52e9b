"""Ranks on two bases as they are drawn and said."""

import pandas as pd
import pytest
from charting import NAMES, both_titles, drawn, texts
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.charts import base_ranks as charts
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Finding
from coverage_lib.measures.base_ranks import BaseRanks

CODES = ["11", "12", "13", "32", "51"]


def ranks(*published: float, kendall: float = 0.5) -> BaseRanks:
    """Provinces counted 50, 40, 30 … percent, with such published shares."""
    counted = [50.0 - 10 * number for number in range(len(published))]
    table = pd.DataFrame({"code": CODES[: len(published)], "counted": counted, "published": published})
    for share in ("counted", "published"):
        table[f"{share}_rank"] = table[share].rank(ascending=False, method="min").astype(int)
    table = table.assign(
        name=table["code"].map(NAMES),
        moved=table["counted_rank"] - table["published_rank"],
        low=table["published"],
        high=table["published"],
        step=0.1,
        bound="exact",
        date=pd.Timestamp("2024-12-31"),
        printed_date="2024-12",
        base="eligible",
        id="f0001",
        base_id=None,
    )
    return BaseRanks(table, pd.Timestamp("2024-12-31"), kendall, 0.7)


def lines(found: BaseRanks) -> list[tuple[list[float], str]]:
    return [
        (line.get_ydata().tolist(), to_hex(line.get_color()))
        for line in drawn(charts.base_ranks, found).ax.lines
    ]


def test_a_line_leads_from_rank_to_rank_and_stands_out_from_three_places_on():
    assert lines(ranks(60, 70, 75, 80, 65)) == [
        ([1, 5], to_hex(marks.FALL)),
        ([2, 3], to_hex(marks.CONTEXT)),
        ([3, 2], to_hex(marks.CONTEXT)),
        ([4, 1], to_hex(marks.RISE)),
        ([5, 4], to_hex(marks.CONTEXT)),
    ]


def test_both_ends_name_the_province_with_share_and_rank():
    words = texts(drawn(charts.base_ranks, ranks(60, 70, 80)).ax)
    assert "Aceh 50.0% · 1" in words and "3 · 60.0% Aceh" in words
    assert words[-2:] == ["of all employed", "of eligible workers, published"]


def test_provinces_of_one_rank_stand_below_each_other():
    assert sorted(end for (_start, end), _colour in lines(ranks(70, 70, 70))) == [1, 2, 3]


@pytest.mark.parametrize(
    ("found", "english", "indonesian"),
    [
        (ranks(80, 70, 60), "All employed or eligible workers: the order of 3 provinces is the same", "Terhadap penduduk bekerja atau semesta: urutan 3 provinsi sama"),
        (ranks(70, 80, 60), "All employed or eligible workers: no province moves by 3 places or more", "Terhadap penduduk bekerja atau semesta: tidak ada provinsi yang bergeser 3 peringkat atau lebih"),
        (ranks(60, 70, 75, 80, 65), "On eligible workers 2 of 5 provinces rank 3 or more places higher or lower than on all employed; Aceh is number 1 on all employed, number 5 on eligible workers", "Terhadap semesta, 2 dari 5 provinsi bergeser 3 peringkat atau lebih ke atas atau ke bawah; Aceh ke-1 terhadap penduduk bekerja, ke-5 terhadap semesta"),
    ],
)  # fmt: skip
def test_the_title(found, english, indonesian):
    assert both_titles(charts.base_ranks, found) == (english, indonesian)


def test_two_provinces_have_no_order_to_compare():
    with language.use("en"):
        assert charts.base_ranks(ranks(70, 60)) == Finding(
            "Too few provinces published a share of eligible workers around 31 December 2024 to compare ranks."
        )


def test_the_table_and_the_text_have_both_ranks():
    figure = drawn(charts.base_ranks, ranks(60, 70, 80))
    assert (
        "Aceh 1 / 3" in figure.alt
        and "6 months" in figure.subtitle
        and "Members and dates differ too, not only the base; Kendall's tau 0.50" in figure.subtitle
        and "3 provinces" in figure.subtitle
    )
    row = [text for text, _order in figure.table.content()["rows"][0]]
    assert row == ["Aceh", "50.0%", "1", "60.0%", "3", "−2", "December 2024", "f0001"]
    assert "tau 0.50" in figure.table.note and "rho 0.70" in figure.table.note
