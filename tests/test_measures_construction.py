"""Whether published members count those of construction."""

import pandas as pd
import pytest
from published_rows import published

from coverage_lib import load
from coverage_lib.measures.construction import construction_counted

MEMBERS = {"measure": "active_participants", "unit": "workers"}


def counted(*parts: tuple[str, float, str]) -> pd.Series:
    rows = [
        {"segment": segment, "value": value, "as_published": words, **MEMBERS}
        for segment, value, words in parts
    ]
    return construction_counted(published(*rows)).iloc[0]


@pytest.mark.parametrize(
    ("parts", "counts", "construction"),
    [
        ([("total", 400, "400")], "not stated", None),
        ([("total", 400, "400"), ("formal", 300, "300")], "not stated", None),
        ([("total", 400, "400"), ("formal", 300, "300"), ("informal", 100, "100")], "left out", 0),
        ([("total", 400, "400"), ("formal", 300, "300"), ("informal", 90, "90")], "not stated", None),
        ([("total", 450, "450"), ("formal", 300, "300"), ("informal", 100, "100"), ("construction", 50, "50")], "within", 50),
        ([("total", 400, "400"), ("formal", 300, "300 (PU, Jakon dan PMI)"), ("informal", 100, "100")], "within", None),
        ([("total", 400, "400 termasuk jasa konstruksi")], "within", None),
    ],
)  # fmt: skip
def test_by_parts_and_by_words(parts, counts, construction):
    row = counted(*parts)
    assert row["counts"] == counts
    assert pd.isna(row["construction"]) if construction is None else row["construction"] == construction


def test_rounded_parts_add_up_within_what_their_digits_leave_open():
    row = counted(("total", 5.9e6, "5,9 juta"), ("formal", 5.0e6, "5 juta"), ("informal", 923_000, "923.000"))
    assert row["counts"] == "left out"


def test_parts_of_another_article_or_date_say_nothing():
    total = {"segment": "total", "value": 400, **MEMBERS}
    parts = [{"segment": "formal", "value": 300, **MEMBERS}, {"segment": "informal", "value": 100, **MEMBERS}]
    for other in ({"source_publisher": "Another"}, {"date": "2025-04"}):
        table = construction_counted(published(total, *(part | other for part in parts)))
        assert table["counts"].tolist() == ["not stated"]


def test_what_the_sources_print():
    table = construction_counted(load.load_published())
    assert table.loc["f0071"].tolist() == ["left out", 0]  # 417,288 + 62,250 of 479,538
    assert table.loc["f0885"].tolist() == ["within", 121_186]  # NTB, August 2021
    assert table.loc["f0017", "counts"] == "left out"  # Jawa Barat: 5.0 million formal and 923,000 informal
    assert table.loc["f0892", "counts"] == "within" and pd.isna(table.loc["f0892", "construction"])
    assert table.loc["f0010", "counts"] == "not stated"
