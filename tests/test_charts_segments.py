"""Formal and informal coverage as they are drawn and said: blue is formal, vermilion informal, every rate has its place."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, colours, drawn, rates_rows, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language, load_coverage
from coverage_lib.charts import segments
from coverage_lib.drawing import marks
from coverage_lib.measures import disparity

NATION = {2022: {"00": (41.5, 7.5)}, 2024: {"00": (48.2, 11.8)}, 2025: {"00": (42.8, 11.1)}}

RATES = {"00": (48.0, 12.0), "11": (43.0, 5.0), "31": (53.5, 31.5), "51": (37.0, 40.5)}


def test_blue_is_formal_and_vermilion_informal() -> None:
    """Okabe and Ito's blue and vermilion; DESIGN.md fixes the pair."""
    assert marks.SEGMENT_COLOURS["formal"] == "#0072B2"
    assert marks.SEGMENT_COLOURS["informal"] == "#D55E00"


@pytest.mark.parametrize("lang", LANGS)
def test_each_national_rate_is_a_line_in_its_colour_with_a_hollow_mark_for_the_part_year(lang: str) -> None:
    ax = drawn(segments.national_rates, rates_rows(NATION, provisional=(2025,)), lang=lang).ax
    formal, formal_part, informal, informal_part = ax.lines
    assert formal.get_xydata().tolist() == [[2022, 41.5], [2024, 48.2]]
    assert informal.get_xydata().tolist() == [[2022, 7.5], [2024, 11.8]]
    assert formal_part.get_xydata().tolist() == [[2025, 42.8]]
    assert informal_part.get_xydata().tolist() == [[2025, 11.1]]
    assert {line.get_color() for line in (formal, formal_part)} == {marks.FORMAL}
    assert {line.get_color() for line in (informal, informal_part)} == {marks.INFORMAL}
    assert formal_part.get_markerfacecolor() == informal_part.get_markerfacecolor() == "white"
    words = {text.get_text(): to_hex(text.get_color()) for text in ax.texts}
    assert words["formal"] == marks.FORMAL.lower() and words["informal"] == marks.INFORMAL.lower()
    assert {"en": "part-year, provisional", "id": "tengah tahun, sementara"}[lang] in words
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 48.2


def test_the_axis_of_the_national_rates_holds_an_informal_rate_above_the_formal_one() -> None:
    ax = drawn(
        segments.national_rates, rates_rows({2023: {"00": (30.0, 70.0)}, 2024: {"00": (31.0, 104.0)}})
    ).ax
    assert ax.get_ylim()[1] > 104


@pytest.mark.parametrize(
    ("rates", "english", "indonesian"),
    [
        (
            {2022: {"00": (41.5, 7.5)}, 2024: {"00": (48.2, 11.8)}},
            "From 2022 to 2024 formal coverage moved by +6.7 points and informal coverage by +4.3; the difference is 36.4 points",
            "Dari 2022 ke 2024 cakupan formal bergerak +6,7 poin dan cakupan informal +4,3; selisihnya 36,4 poin",
        ),
        (
            {2021: {"00": (50.0, 7.5)}, 2023: {"00": (48.0, 7.5)}},
            "From 2021 to 2023 formal coverage moved by −2.0 points and informal coverage by 0.0; the difference is 40.5 points",
            "Dari 2021 ke 2023 cakupan formal bergerak −2,0 poin dan cakupan informal 0,0; selisihnya 40,5 poin",
        ),
        (
            {2022: {"00": (20.0, 20.0)}, 2024: {"00": (20.0, 25.0)}},
            "From 2022 to 2024 formal coverage moved by 0.0 points and informal coverage by +5.0; the difference is −5.0 points",
            "Dari 2022 ke 2024 cakupan formal bergerak 0,0 poin dan cakupan informal +5,0; selisihnya −5,0 poin",
        ),
        (
            {2024: {"00": (48.2, 11.8)}},
            "At the end of 2024 formal coverage was 48.2% and informal coverage 11.8%; the difference is 36.4 points",
            "Pada akhir 2024 cakupan formal 48,2% dan cakupan informal 11,8%; selisihnya 36,4 poin",
        ),
    ],
    ids=["rise", "fall and equal", "informal above formal", "one year"],
)  # fmt: skip
def test_the_title_of_the_national_rates_says_how_each_moved(
    rates: dict[int, dict[str, tuple[float, float]]], english: str, indonesian: str
) -> None:
    assert both_titles(segments.national_rates, rates_rows(rates)) == (english, indonesian)


@pytest.mark.parametrize("lang", LANGS)
def test_the_dumbbell_has_both_rates_of_each_province_in_their_colours(lang: str) -> None:
    ax = drawn(segments.dumbbell, rates_rows({2024: RATES}, strained=("51",)), lang=lang).ax
    assert row_names(ax) == ["Aceh", "Indonesia", "DKI Jakarta", "Bali *"]
    bars, formal, informal = ax.collections
    assert formal.get_offsets().tolist() == [[43.0, 0], [48.0, 1], [53.5, 2], [37.0, 3]]
    assert informal.get_offsets().tolist() == [[5.0, 0], [12.0, 1], [31.5, 2], [40.5, 3]]
    assert colours(formal) == [marks.FORMAL.lower()] and colours(informal) == [marks.INFORMAL.lower()]
    assert [bar[:, 0].tolist() for bar in bars.get_segments()] == [
        [5.0, 43.0],
        [12.0, 48.0],
        [31.5, 53.5],
        [40.5, 37.0],
    ]
    legend = {
        text.get_text(): colours(key)[0]
        for text, key in zip(ax.get_legend().get_texts(), ax.get_legend().legend_handles, strict=True)
    }
    assert legend == {"formal": marks.FORMAL.lower(), "informal": marks.INFORMAL.lower()}
    assert [label.get_fontweight() for label in ax.get_yticklabels()] == [
        *("normal", "bold", "normal", "normal")
    ]
    assert (
        texts(ax)
        == {
            "en": ["+38.0", "+36.0", "+22.0", "−3.5"],
            "id": ["+38,0", "+36,0", "+22,0", "−3,5"],
        }[lang]
    )


@pytest.mark.parametrize("highest", [(69.4, 23.0), (95.0, 20.0), (131.0, 20.0), (30.0, 118.0)])
def test_the_axis_of_the_dumbbell_holds_every_rate(highest: tuple[float, float]) -> None:
    ax = drawn(segments.dumbbell, rates_rows({2024: RATES | {"12": highest}})).ax
    assert ax.get_xlim()[0] == 0
    assert max(highest) < ax.get_xlim()[1] < 1.2 * max(highest)


@pytest.mark.parametrize(
    ("rates", "english", "indonesian"),
    [
        (
            RATES,
            "The formal–informal difference runs from 38.0 points in Aceh to −3.5 in Bali; nationally it is 36.0",
            "Selisih formal–informal berkisar dari 38,0 poin di Aceh sampai −3,5 di Bali; secara nasional 36,0",
        ),
        (
            {"00": (20.0, 30.0), "11": (20.0, 25.0), "31": (10.0, 40.0)},
            "The formal–informal difference runs from −5.0 points in Aceh to −30.0 in DKI Jakarta; nationally it is −10.0",
            "Selisih formal–informal berkisar dari −5,0 poin di Aceh sampai −30,0 di DKI Jakarta; secara nasional −10,0",
        ),
        (
            RATES | {"12": (float("nan"), 20.0)},
            "The formal–informal difference runs from 38.0 points in Aceh to −3.5 in Bali; nationally it is 36.0",
            "Selisih formal–informal berkisar dari 38,0 poin di Aceh sampai −3,5 di Bali; secara nasional 36,0",
        ),
    ],
    ids=["both signs", "informal above formal everywhere", "a rate missing"],
)
def test_the_title_of_the_dumbbell_names_the_widest_and_the_narrowest(
    rates: dict[str, tuple[float, float]], english: str, indonesian: str
) -> None:
    assert both_titles(segments.dumbbell, rates_rows({2024: rates})) == (english, indonesian)


def test_a_share_above_100_is_shown_and_named() -> None:
    strained = load_coverage(base="segment_workers")
    jambi = (strained["code"] == "15") & (strained["segment"] == "formal")
    strained.loc[jambi, "active"] = (strained.loc[jambi, "workers"] * 1.2).round().astype(int)
    rates = disparity.formal_informal_difference(strained)
    assert "Above 100%, kept as it is: Jambi" in segments.strained_rates(rates).text
    chart = drawn(segments.dumbbell, rates)
    assert "120.0%" in str(chart.table.content())
    formal = chart.ax.collections[1].get_offsets()
    assert formal[:, 0].max() == pytest.approx(120, abs=0.01) and chart.ax.get_xlim()[1] > 120


@pytest.mark.parametrize(
    ("strained", "english", "indonesian"),
    [
        ((), "In no province could the definitions alone", "Tidak ada provinsi yang selisih formal–informalnya dapat timbul"),
        (("51",), "In 1 province the definitions alone could make or turn the difference (Bali, 2024)",
         "Di 1 provinsi perbedaan definisi saja dapat menimbulkan atau membalik selisih formal–informal (Bali, 2024)"),
        (("11", "51"), "In 2 provinces the definitions alone could make or turn the difference (Bali, Aceh, 2024)",
         "Di 2 provinsi perbedaan definisi saja dapat menimbulkan atau membalik selisih formal–informal (Bali, Aceh, 2024)"),
    ],
    ids=["none", "one", "two"],
)  # fmt: skip
def test_strained_rates_are_counted_and_named(
    strained: tuple[str, ...], english: str, indonesian: str
) -> None:
    rates = rates_rows({2024: RATES}, strained)
    assert segments.strained_rates(rates).text.startswith(english)
    assert segments.strained_rates(rates).text.endswith(" No segment rate lies above 100%.")
    with language.use("id"):
        assert segments.strained_rates(rates).text.startswith(indonesian)


YEARS = {
    2021: {"00": (40.0, 8.0), "11": (50.0, 10.0), "31": (50.0, 40.0), "51": (50.0, 84.0)},
    2022: {"00": (41.0, 9.0), "11": (51.0, 15.0), "31": (50.0, 41.0), "51": (50.0, 60.0)},
    2023: {"00": (42.0, 9.0), "11": (55.0, 10.0), "31": (53.0, 44.0), "51": (54.0, 52.0)},
}  # the difference of Aceh: 40 to 45, of DKI Jakarta: 10 to 9, of Bali: −34 to +2


@pytest.mark.parametrize("lang", LANGS)
def test_each_province_has_a_panel_with_both_paths_in_their_colours(lang: str) -> None:
    figure = drawn(segments.small_multiples, rates_rows(YEARS), lang=lang)
    panels = {ax.get_title(loc="left"): ax for ax in figure.fig.axes if ax.lines}
    assert list(panels) == ["Aceh", "DKI Jakarta", "Bali"]  # the widest difference of the last year first
    for code, name in (("11", "Aceh"), ("31", "DKI Jakarta"), ("51", "Bali")):
        formal, formal_last, informal, informal_last = panels[name].lines
        assert formal.get_ydata().tolist() == [YEARS[year][code][0] for year in YEARS]
        assert informal.get_ydata().tolist() == [YEARS[year][code][1] for year in YEARS]
        assert formal_last.get_xydata().tolist() == [[2023, YEARS[2023][code][0]]]
        assert {line.get_color() for line in (formal, formal_last)} == {marks.FORMAL}
        assert {line.get_color() for line in (informal, informal_last)} == {marks.INFORMAL}
        assert panels[name].get_ylim() == (0, 100)
        assert [tick.get_text() for tick in panels[name].get_xticklabels()] == ["’21", "’23"]
    names = {text.get_text(): to_hex(text.get_color()) for text in figure.fig.axes[3].texts}
    assert names == {"formal": marks.FORMAL.lower(), "informal": marks.INFORMAL.lower()}


def test_the_panels_share_a_scale_that_holds_rates_above_100() -> None:
    years = {year: rates | {"12": (140.0, 5.0)} for year, rates in YEARS.items()}
    axes = [ax for ax in drawn(segments.small_multiples, rates_rows(years)).fig.axes if ax.lines]
    assert len({ax.get_ylim() for ax in axes}) == 1
    assert axes[0].get_ylim()[1] > 140


@pytest.mark.parametrize(
    ("codes", "english", "indonesian"),
    [
        ("11 31 51", "came closer to zero in 2 of 3 provinces between 2021 and 2023",
         "mendekati nol di 2 dari 3 provinsi antara 2021 dan 2023"),
        ("11 31", "came closer to zero in 1 of 2 provinces between 2021 and 2023",
         "mendekati nol di 1 dari 2 provinsi antara 2021 dan 2023"),
        ("11", "came closer to zero in none of 1 provinces between 2021 and 2023",
         "tidak mendekati nol di satu pun dari 1 provinsi antara 2021 dan 2023"),
    ],
    ids=["a difference that changes its sign", "one", "none"],
)  # fmt: skip
def test_the_title_counts_the_provinces_where_the_difference_came_closer_to_zero(
    codes: str, english: str, indonesian: str
) -> None:
    rates = rates_rows(
        {
            year: {code: pair for code, pair in of_year.items() if code in codes.split() or code == "00"}
            for year, of_year in YEARS.items()
        }
    )
    assert both_titles(segments.small_multiples, rates) == (
        f"The formal–informal difference {english}",
        f"Selisih formal–informal {indonesian}",
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_subtitle_says_that_closer_is_without_regard_to_the_sign(lang: str) -> None:
    words = {
        "en": "Closer to zero: whichever of the two rates is higher.",
        "id": "Mendekati nol: tanpa memandang tingkat mana yang lebih tinggi.",
    }[lang]
    assert words in drawn(segments.small_multiples, rates_rows(YEARS), lang=lang).subtitle
    assert words not in drawn(segments.small_multiples, rates_rows({2023: YEARS[2023]}), lang=lang).subtitle


def test_a_province_without_both_years_is_not_counted() -> None:
    years = YEARS | {2021: {code: pair for code, pair in YEARS[2021].items() if code != "31"}}
    assert (
        "came closer to zero in 1 of 2 provinces" in drawn(segments.small_multiples, rates_rows(years)).title
    )


def test_a_single_year_claims_no_change() -> None:
    assert both_titles(segments.small_multiples, rates_rows({2023: YEARS[2023]})) == (
        "Formal and informal coverage of 3 provinces, 2023",
        "Cakupan formal dan informal 3 provinsi, 2023",
    )


def test_the_table_has_both_rates_their_difference_and_their_ratio() -> None:
    content = drawn(segments.dumbbell, rates_rows({2024: RATES})).table.content()
    assert [column["label"] for column in content["columns"]] == [
        *("Region", "Year", "Formal", "Informal", "Difference, points", "Formal over informal")
    ]
    assert [text for text, _sort in content["rows"][0]] == ["Aceh", "2024", "43.0%", "5.0%", "+38.0", "8.6"]


def test_the_alternative_text_has_both_rates_of_every_region() -> None:
    frame = rates_rows({2024: RATES})
    for row in pd.DataFrame(frame).itertuples():
        said = f"{row.name} {row.formal_coverage:.1f}% / {row.informal_coverage:.1f}%"
        assert said in drawn(segments.dumbbell, frame).alt
