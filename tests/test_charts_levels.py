"""The level of coverage as it is drawn and said: path, ranking, lead sentence, key figures, table of all provinces."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, colours, coverage_rows, drawn, row_names, texts
from matplotlib.colors import to_hex
from published_rows import published

from coverage_lib import language, load_coverage
from coverage_lib.charts import levels
from coverage_lib.drawing import marks
from coverage_lib.measures.published import coverage_figures

PATH = {2022: {"00": 21.3}, 2023: {"00": 24.5}, 2024: {"00": 27.1}, 2025: {"00": 24.0}}

SHARES = {"00": 30.0, "11": 20.0, "12": 45.0, "31": 60.0, "51": 29.9}


@pytest.fixture(scope="module")
def coverage() -> pd.DataFrame:
    return load_coverage(base="employed")


def test_the_path_is_a_line_through_final_years_and_a_hollow_mark_for_a_part_year() -> None:
    ax = drawn(levels.national_path, coverage_rows(PATH, provisional=(2025,)), 32.15, 2025).ax
    final, part, target = ax.lines
    assert final.get_xydata().tolist() == [[2022, 21.3], [2023, 24.5], [2024, 27.1]]
    assert final.get_color() == marks.ACCENT and final.get_linestyle() == "-"
    assert part.get_xydata().tolist() == [[2025, 24.0]]
    assert part.get_markerfacecolor() == "white" and part.get_color() == marks.ACCENT
    assert target.get_xydata().tolist() == [[2025, 32.15]]
    assert target.get_color() == marks.TARGET and target.get_marker() == "D"
    assert texts(ax)[:3] == ["21.3%", "24.5%", "27.1%"]
    assert texts(ax)[3].startswith("24.0%\n") and texts(ax)[4].startswith("target 32.15%")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2022", "2023", "2024", "2025"]


@pytest.mark.parametrize(("highest", "target"), [(90.0, 32.15), (20.0, 95.0), (104.0, 60.0)])
def test_the_axis_of_the_path_holds_every_year_and_the_target(highest: float, target: float) -> None:
    frame = coverage_rows({2022: {"00": highest}, 2024: {"00": 15.0}})
    ax = drawn(levels.national_path, frame, target, 2029).ax
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > max(highest, target)
    assert ax.get_xlim()[0] < 2022 and ax.get_xlim()[1] > 2029


@pytest.mark.parametrize(
    ("shares", "english", "indonesian"),
    [
        ({2022: 21.3, 2024: 27.1}, ", 5.8 points more than in 2022", ", 5,8 poin lebih tinggi daripada 2022"),
        ({2021: 30.0, 2023: 27.1}, ", 2.9 points less than in 2021", ", 2,9 poin lebih rendah daripada 2021"),
        ({2022: 27.12, 2024: 27.1}, ", as many as in 2022", ", sama dengan 2022"),
        ({2024: 27.1}, "", ""),
    ],
    ids=["rise", "fall", "equal", "one year"],
)
def test_the_title_of_the_path_says_how_it_went(
    shares: dict[int, float], english: str, indonesian: str
) -> None:
    frame = coverage_rows({year: {"00": share} for year, share in shares.items()})
    last = max(shares)
    assert both_titles(levels.national_path, frame, 32.15, 2025) == (
        f"27.1% of Indonesia's workers were active members at the end of {last}{english}",
        f"27,1% penduduk bekerja Indonesia menjadi peserta aktif pada akhir {last}{indonesian}",
    )


def test_a_part_year_does_not_enter_the_title_of_the_path() -> None:
    title, _indonesian = both_titles(
        levels.national_path, coverage_rows(PATH, provisional=(2025,)), 32.15, 2025
    )
    assert title.startswith("27.1%") and "2025" not in title


@pytest.mark.parametrize("lang", LANGS)
def test_the_ranking_has_a_mark_for_each_share_and_lines_at_nation_and_target(lang: str) -> None:
    ax = drawn(levels.ranked, coverage_rows({2024: SHARES}), 41.5, 2027, lang=lang).ax
    stems, heads = ax.collections
    assert row_names(ax) == ["DKI Jakarta", "Sumatera Utara", "Bali", "Aceh"]
    assert heads.get_offsets().tolist() == [[60.0, 0], [45.0, 1], [29.9, 2], [20.0, 3]]
    assert [stem.tolist() for stem in stems.get_segments()] == [
        [[0, place], [share, place]] for place, share in enumerate([60.0, 45.0, 29.9, 20.0])
    ]
    above, below = marks.ACCENT.lower(), marks.CONTEXT.lower()
    assert colours(heads) == colours(stems) == [above, above, below, below]
    nation, target = ax.lines
    assert nation.get_xdata() == [30.0, 30.0] and to_hex(nation.get_color()) == marks.INK
    assert target.get_xdata() == [41.5, 41.5] and target.get_color() == marks.TARGET
    assert nation.get_linestyle() == "-" and target.get_linestyle() == "--"
    percent = {"en": "41.50%", "id": "41,50%"}[lang]
    assert f"target 2027: {percent}" in texts(ax)
    assert (
        texts(ax)[:4]
        == {
            "en": ["60.0%", "45.0%", "29.9%", "20.0%"],
            "id": ["60,0%", "45,0%", "29,9%", "20,0%"],
        }[lang]
    )


@pytest.mark.parametrize(("highest", "target"), [(104.0, 41.5), (60.0, 96.0)])
def test_the_axis_of_the_ranking_holds_rates_above_100_and_the_target(highest: float, target: float) -> None:
    ax = drawn(levels.ranked, coverage_rows({2024: SHARES | {"31": highest}}), target, 2027).ax
    assert ax.get_xlim()[0] == 0 and ax.get_xlim()[1] > max(highest, target)


@pytest.mark.parametrize(
    ("nation", "english", "indonesian"),
    [
        (30.0, "2 of 4 provinces stand above", "2 dari 4 provinsi berada di atas"),
        (50.0, "1 of 4 provinces stands above", "1 dari 4 provinsi berada di atas"),
        (70.0, "0 of 4 provinces stand above", "0 dari 4 provinsi berada di atas"),
    ],
)
def test_the_title_of_the_ranking_counts_the_provinces_above(
    nation: float, english: str, indonesian: str
) -> None:
    titles = both_titles(levels.ranked, coverage_rows({2024: SHARES | {"00": nation}}), 41.5, 2027)
    assert titles == (
        f"{english} the national share; DKI Jakarta is first, Aceh last",
        f"{indonesian} angka nasional; DKI Jakarta tertinggi, Aceh terendah",
    )


def test_a_title_follows_the_numbers(coverage: pd.DataFrame) -> None:
    """Every title is computed: swap the provinces of the top and the bottom and the title says so."""
    before = levels.ranked(coverage, 32.15, 2025).title
    swapped = coverage.replace({"name": {"Papua Barat": "Papua", "Papua": "Papua Barat"}})
    assert "Papua Barat is first, Papua last" in before
    assert "Papua is first, Papua Barat last" in levels.ranked(swapped, 32.15, 2025).title


def test_the_lead_sentence_says_the_known_numbers(coverage: pd.DataFrame) -> None:
    assert "27.1%" in levels.where_we_stand(coverage).text
    assert "105.4 million" in levels.where_we_stand(coverage).text
    with language.use("id"):
        assert "27,1%" in levels.where_we_stand(coverage).text


def test_the_lead_sentence_follows_the_frame() -> None:
    frame = coverage_rows({2023: SHARES}, workers={"00": 4_000_000})
    assert levels.where_we_stand(frame).text == (
        "At the end of 2023, 30.0% of Indonesia's employed were active members of Jamsostek: 2.8 million workers were not. "
        "Coverage runs from 20.0% in Aceh to 60.0% in DKI Jakarta."
    )


def test_key_figures_name_the_first_year_and_how_few_provinces_hold_half() -> None:
    years = {2021: SHARES | {"00": 25.5}, 2024: SHARES}
    items = levels.standing_figures(coverage_rows(years)).items
    assert items[3] == ("+4.5", "percentage points since 2021", "from 25.5%")
    # 800, 701, 550 and 400 thousand are without membership: 1,501 of 2,451 thousand are more than half.
    assert items[4] == ("2", "provinces hold half of those without", "of 4 provinces")
    one_year = levels.standing_figures(coverage_rows({2024: SHARES}, workers={"11": 9_000_000})).items
    assert len(one_year) == 4
    assert one_year[3] == ("1", "province holds half of those without", "of 4 provinces")
    with language.use("id"):
        assert levels.standing_figures(coverage_rows(years)).items[3][:2] == (
            "+4,5",
            "poin persentase sejak 2021",
        )


def test_the_announced_total_is_set_against_the_provinces_members() -> None:
    announced = pd.DataFrame(
        {
            "date": pd.to_datetime(["2023-12-31", "2024-12-31", "2025-12-31"]),
            "active": [900.0, 2_000_000.0, 5.0],
            "coverage": [0.1, 50.0, 0.1],
            "id": ["f1", "f2", "f3"],
            "source_publisher": ["A", "B", "C"],
        }
    )
    frame = coverage_rows({2024: SHARES}, workers={"00": 4_000_000})
    text = levels.announced_total(frame, announced).text
    assert text.startswith("The agency announced 2.0 million active members for December 2024 (B, f2)")
    assert "50.0% of all employed, against 30.0% here. Those further 800,000 are" in text


def test_the_table_of_all_provinces_has_a_column_for_each_year_and_dashes_for_what_is_not_published() -> None:
    frame = coverage_rows({2023: {"00": 25.0, "11": 18.0}, 2024: {"00": 30.0, "11": 20.0}})
    words = {"value": 50.0, "as_published": "lebih dari 50 persen", "date": "2025-06"}
    content = levels.every_province(frame, coverage_figures(published(words))).content()
    assert [column["label"] for column in content["columns"]] == [
        *("Region", "2023", "2024", "Change, points", "Active members", "Employed", "Without membership"),
        *("Published", "Published for", "Base of the published", "Source row"),
    ]
    nation, aceh = ([text for text, _sort in row] for row in content["rows"])
    assert nation[:4] == ["Indonesia", "25.0%", "30.0%", "+5.0"] and nation[-4:] == ["–"] * 4
    assert aceh[3:] == [
        "+2.0",
        "200,000",
        "1,000,000",
        "800,000",
        "more than 50%",
        "June 2025",
        "not stated",
        "f0001",
    ]


def test_the_table_behind_a_figure_has_the_counts_of_its_shares() -> None:
    content = drawn(levels.ranked, coverage_rows({2024: SHARES}), 41.5, 2027).table.content()
    assert [column["label"] for column in content["columns"]] == [
        *("Region", "Year", "Active members", "Workers", "Coverage"),
    ]
    assert [text for text, _sort in content["rows"][0]] == [
        *("DKI Jakarta", "2024", "600,000", "1,000,000", "60.0%")
    ]
