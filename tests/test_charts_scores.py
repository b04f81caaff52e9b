"""The table of how projections have done where outcomes are known."""

import pandas as pd
import pytest

from coverage_lib import language
from coverage_lib.charts import scores
from coverage_lib.measures.attainment_summary import Span

SPAN = Span(2022, 2027, 2045)

ROWS = pd.DataFrame(
    [
        ("reference", "class_prior", 6590, 0.939, None, 82.1, 9.0),
        ("reference", "naive", 6590, 1.0, None, 63.6, 6.4),
        ("provinces", "outlook", 34, 0.821, 1.9, 91.2, 10.04),
        ("provinces", "another rule", 34, None, 2.0, 50.0, 3.0),
    ],
    columns=["panel", "model", "forecasts", "crps_ratio", "crps", "inside_80", "width_80"],
)


def test_each_row_is_a_panel_and_a_model_with_error_interval_and_outcomes() -> None:
    content = scores.scorecard_table(ROWS, SPAN).content()
    assert [column["label"] for column in content["columns"]] == [
        "Scored on",
        "Model",
        "Error, last value = 1",
        "Inside the 80% interval",
        "Width of the interval, points",
        "Outcomes",
    ]
    # A model without an error against the last value is left out.
    assert [[text for text, _order in row] for row in content["rows"]] == [
        ["social insurance elsewhere", "this projection, each series alone", "0.94", "82.1%", "9.0", "6,590"],
        ["social insurance elsewhere", "last value", "1.00", "63.6%", "6.4", "6,590"],
        ["the provinces, December 2027", "this projection, as shown", "0.82", "91.2%", "10.0", "34"],
    ]
    assert [order for _text, order in content["rows"][2]][2:] == [0.821, 91.2, 10.04, 34.0]


def test_the_indonesian_table_writes_its_words_and_numbers_in_indonesian() -> None:
    with language.use("id"):
        content = scores.scorecard_table(ROWS, SPAN).content()
    assert [text for text, _order in content["rows"][2]] == [
        "provinsi, Desember 2027",
        "proyeksi ini, seperti ditampilkan",
        "0,82",
        "91,2%",
        "10,0",
        "34",
    ]
    assert [column["label"] for column in content["columns"]][3:5] == [
        "Di dalam selang 80%",
        "Lebar selang, poin",
    ]
    assert "rentang" not in content["note"]


@pytest.mark.parametrize(
    "model", ["outlook", "class_prior", "naive", "drift", "damped trend", "first model of this project"]
)
def test_a_model_of_this_project_has_words_in_both_languages(model: str) -> None:
    words = []
    for lang in ("en", "id"):
        with language.use(lang):
            words.append(scores.model_word(model))
    assert model not in words or model in ("drift", "damped trend")
    assert words[0] != words[1] or model == "drift"


def test_a_model_of_a_library_keeps_its_name() -> None:
    with language.use("id"):
        assert scores.model_word("AutoARIMA (statsforecast)") == "AutoARIMA (statsforecast)"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "the nation, Decembers to 2027, 1 to 5 years ahead"),
        ("id", "nasional, Desember sampai 2027, 1 sampai 5 tahun ke depan"),
    ],
)
def test_the_panel_of_the_nation_names_its_last_december(lang: str, words: str) -> None:
    with language.use(lang):
        assert scores.panel_word("nation", SPAN) == words


def test_a_panel_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        scores.panel_word("another panel", SPAN)
