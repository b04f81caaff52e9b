"""The ways of all regions as they are told."""

from functools import cache

import pandas as pd
import pytest
from charting import LANGS

from coverage_lib import language, load
from coverage_lib.charts import bridges as charts
from coverage_lib.measures.bridge import REASONS, STATUSES, bridges
from coverage_lib.measures.published import coverage_figures


@cache
def ways() -> pd.DataFrame:
    published = load.load_published()
    return bridges(coverage_figures(published), published, load.load_coverage(), load.load_members(counted_by="office"), load.load_employment("2021"))  # fmt: skip


def statuses(*found: str, lang: str = "en") -> str:
    rows = pd.DataFrame(
        {
            "code": ["00", *(f"{number:02}" for number in range(11, 11 + len(found)))],
            "status": ["explained", *found],
        }
    )
    with language.use(lang):
        return charts.bridges_finding(rows).text


def test_the_sentence_counts_the_provinces_of_each_status_and_leaves_out_what_there_is_none_of():
    assert statuses("explained", "explained", "partly", "not testable") == (
        "We could check 3 of 4 provinces: in 2 base and date explain the difference; in 1 part stays unexplained."
    )
    assert "in 1 only if construction members are counted, which the announcement does not say" in statuses(
        "explained with construction"
    )
    assert statuses("not explained").endswith("in 1 most of it stays unexplained.")
    assert statuses("not testable") == (
        "For none of 1 provinces can the way from the counted to the announced share be tested."
    )
    assert statuses("explained", lang="id") == (
        "Selisih dapat diuji di 1 dari 1 provinsi: di 1 terjelaskan oleh basis dan tanggal."
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_has_all_regions_and_every_status_has_words(lang):
    with language.use(lang):
        content = charts.bridges_table(ways()).content()
        words = [charts.status_words(status) for status in STATUSES[:-1]]
        words += [charts.status_words("not testable", reason) for reason in REASONS]
    assert len(set(words)) == len(STATUSES) - 1 + len(REASONS)
    assert len(content["rows"]) == 39
    rows = {row[0][0]: [text for text, _order in row] for row in content["rows"]}
    assert rows["Jawa Barat"][-2] == {"en": "explained", "id": "terjelaskan"}[lang]
    assert rows["Papua"][1:4] == ["–"] * 3
    assert rows["Jawa Barat"][2] == {"en": "December 2024", "id": "Desember 2024"}[lang]
