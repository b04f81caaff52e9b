"""Published figures as they are drawn and said: tiles, beside the share of all employed, the national quote."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, coverage_rows, drawn, row_names, texts
from matplotlib.colors import to_hex
from published_rows import published as rows

from coverage_lib import language
from coverage_lib.charts import published
from coverage_lib.data import regions
from coverage_lib.drawing import marks
from coverage_lib.measures.published import coverage_figures

UCJ = {"source_title": "UCJ"}
SHARES = {"00": 30.0, "11": 20.0, "12": 45.0, "31": 60.0, "51": 29.9, "91": 10.0}


def figures(*made: dict[str, object]) -> pd.DataFrame:
    return coverage_figures(rows(*made))


SOME = figures(
    {"code": "11", "value": 35.0, "date": "2025-03-17", **UCJ},
    {"code": "12", "value": 40.5, "date": "2025"},
    {"code": "31", "value": 50.0, "as_published": "lebih dari 50 persen", "date": "2025-12"},
    {"code": "91", "value": 59.16, "as_published": "59,16 persen", "date": "2024-08", **UCJ},
    {"code": "00", "value": 40.0, "date": "2024-08-26"},
)


@pytest.fixture(scope="module")
def grid() -> pd.DataFrame:
    table = regions.tile_grid("2022")
    return table[table["code"].isin(["11", "12", "31", "51", "91", "94"])].reset_index(drop=True)


def tile_words(shown: object) -> str:
    return " ".join(text.get_text() for ax in shown.fig.axes for text in ax.texts)  # type: ignore[attr-defined]


# ---------------------------------------------------------------------------------------------------------------------- tiles


def test_a_tile_has_its_share_and_year_and_a_mark_where_the_base_is_not_stated(grid: pd.DataFrame) -> None:
    words = tile_words(drawn(published.published_tiles, SOME, grid, [0.0, 20, 40, 60]))
    assert "35 ’25" in words and "59 ’24" in words
    assert "40* ’25" in words and "50* ’25" in words


def test_tiles_without_a_figure_are_hatched_and_in_the_legend(grid: pd.DataFrame) -> None:
    shown = drawn(published.published_tiles, SOME, grid, [0.0, 20, 40, 60])
    hatched = [patch for patch in shown.fig.axes[0].patches if patch.get_hatch()]
    assert len(hatched) == 2  # Bali, Papua Tengah
    legends = [legend for ax in shown.fig.axes if (legend := ax.get_legend())]
    assert "not published" in [text.get_text() for legend in legends for text in legend.get_texts()]


def test_the_title_of_the_tiles_counts_provinces_stated_bases_and_years(grid: pd.DataFrame) -> None:
    english, indonesian = both_titles(published.published_tiles, SOME, grid, [0.0, 20, 40, 60])
    assert english == (
        "A published coverage stands for 4 of 6 provinces, for 2 of them stated to be of eligible workers; the figures are of 2024 to 2025"
    )
    assert "4 dari 6 provinsi, untuk 2 di antaranya" in indonesian


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_behind_the_tiles_has_words_base_row_and_alternatives(
    grid: pd.DataFrame, lang: str
) -> None:
    two = figures({"value": 35.0, "date": "2025-03", **UCJ}, {"value": 36.0, "date": "2025-03-09"})
    content = drawn(published.published_tiles, two, grid, [0.0, 20, 40, 60], lang=lang).table.content()
    [row] = [[text for text, _order in cells] for cells in content["rows"]]
    assert (
        row[1:4]
        == {
            "en": ["35%", "March 2025", "eligible workers (UCJ)"],
            "id": ["35%", "Maret 2025", "semesta (UCJ)"],
        }[lang]
    )
    assert row[-2:] == ["f0001", "f0002"]


def test_shares_and_dates_are_sorted_by_what_they_are_not_by_their_words(grid: pd.DataFrame) -> None:
    content = drawn(published.published_tiles, SOME, grid, [0.0, 20, 40, 60]).table.content()
    order = {row[0][0]: (row[1][1], row[2][1]) for row in content["rows"]}
    assert order["DKI Jakarta"] == (50.0, pd.Timestamp("2025-12-31").toordinal())
    assert order["Sumatera Utara"] == (40.5, pd.Timestamp("2025-01-01").toordinal())
    assert content["columns"][1]["numeric"]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("11", "Aceh: 35% of eligible workers, 17 March 2025 (A paper)"),
        ("31", "DKI Jakarta: more than 50%, base not stated, December 2025 (A paper)"),
    ],
)
def test_the_pointer_says_of_whom_only_where_it_is_stated(grid: pd.DataFrame, code: str, label: str) -> None:
    assert drawn(published.published_tiles, SOME, grid, [0.0, 20, 40, 60]).labels[f"region-{code}"] == label


# --------------------------------------------------------------------------------------------------------------------- beside


def beside(lang: str = "en") -> object:
    return drawn(published.published_beside, coverage_rows({2024: SHARES}), SOME, lang=lang)


def test_stated_bases_are_filled_diamonds_and_others_hollow() -> None:
    ours, stated, unknown = beside().ax.collections[:3]  # type: ignore[attr-defined]
    names = row_names(beside().ax)  # type: ignore[attr-defined]
    assert ours.get_offsets()[:, 0].tolist() == [60.0, 45.0, 29.9, 20.0, 10.0]
    assert stated.get_offsets().tolist() == [[35.0, names.index("Aceh")]]
    assert unknown.get_offsets().tolist() == [
        [50.0, names.index("DKI Jakarta")],
        [40.5, names.index("Sumatera Utara")],
    ]
    assert to_hex(stated.get_facecolor()[0]) == to_hex(marks.TARGET)
    assert to_hex(unknown.get_facecolor()[0]) == "#ffffff"
    assert {to_hex(mark.get_edgecolor()[0]) for mark in (stated, unknown)} == {to_hex(marks.TARGET)}


def test_what_a_limit_leaves_open_is_a_bar_to_its_end() -> None:
    [bar] = beside().ax.collections[3:]  # type: ignore[attr-defined]
    [line] = bar.get_segments()
    assert line[:, 0].tolist() == [50.0, 100.0]


def test_dates_stand_as_printed_and_todays_papua_has_no_figure_beside_the_papua_of_2021() -> None:
    shown = beside()
    words = texts(shown.ax)  # type: ignore[attr-defined]
    assert {"17 March 2025", "2025", "December 2025"} <= set(words)
    assert words.count("no figure") == 2  # Bali, Papua
    table = {row[0][0]: row[2][0] for row in shown.table.content()["rows"]}  # type: ignore[attr-defined]
    assert table == {
        "DKI Jakarta": "more than 50%",
        "Sumatera Utara": "40.5%",
        "Bali": "–",
        "Aceh": "35%",
        "Papua": "–",
    }


def test_the_title_beside_counts_what_lies_higher_and_what_is_stated() -> None:
    english, indonesian = both_titles(published.published_beside, coverage_rows({2024: SHARES}), SOME)
    assert english.startswith("In 1 of 3 provinces the published share is higher; 1 of these are stated")
    assert indonesian.startswith("Di 1 dari 3 provinsi")


# --------------------------------------------------------------------------------------------------------------------- quoted


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ({"value": 40.0, "date": "2024-08-26"}, "For 26 August 2024, 40% was quoted for the whole country (A paper, f0001); of whom is not"),
        ({"value": 42.5, "date": "2024", "source_date": "2025-03", **UCJ}, "For 2024, 42.5% of eligible workers was quoted for the whole"),
    ],
)  # fmt: skip
def test_the_national_quote_says_of_whom_only_where_it_is_stated(
    figure: dict[str, object], says: str
) -> None:
    later = {"code": "00", "value": 99.0, "date": "2025-01-05", **UCJ}
    text = published.quoted(coverage_rows({2024: SHARES}), figures({"code": "00", **figure}, later)).text
    assert text.startswith(says) and "Of all employed it was 30.0% at the end of 2024" in text


def test_the_national_quote_is_said_in_both_languages() -> None:
    with language.use("id"):
        text = published.quoted(coverage_rows({2024: SHARES}), SOME).text
    assert text.startswith(
        "Untuk 26 Agustus 2024, secara nasional dikutip 40% (A paper, f0005); basisnya tidak disebutkan."
    )
