"""A province's place, neighbours and path as they are drawn and said, on small tables whose truth is known."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from charting import LANGS, both_titles, coverage_rows, drawn, row_names, texts
from matplotlib.colors import to_hex
from projections import attainment, quantiles, year_end

from coverage_lib import language
from coverage_lib.charts import province
from coverage_lib.drawing import marks
from coverage_lib.measures import province as profiles
from coverage_lib.measures.projection import Projection, Yardstick

SHARES = {"00": 30.0, "11": 20.0, "12": 45.0, "31": 60.0, "32": 20.0, "51": 29.9, "91": 10.0}


def said(code: str, shares: dict[str, float], lang: str, year: int = 2024) -> str:
    with language.use(lang):
        return province.lead(profiles.place(code), coverage_rows({year: shares})).text


@pytest.mark.parametrize(
    ("code", "english", "indonesian"),
    [
        ("31", "place 1 of 6 provinces", "peringkat 1 dari 6 provinsi"),
        ("51", "place 3 of 6 provinces", "peringkat 3 dari 6 provinsi"),
        ("32", "place 4 of 6 provinces", "peringkat 4 dari 6 provinsi"),
    ],
)
def test_the_lead_says_the_place_among_the_provinces(code: str, english: str, indonesian: str) -> None:
    assert english in said(code, SHARES, "en")
    assert indonesian in said(code, SHARES, "id")


def test_the_lead_says_share_nation_year_and_workers_without_membership() -> None:
    words = said("12", SHARES, "en", year=2031)
    assert words.startswith("45.0% of the employed in Sumatera Utara were active members at the end of 2031")
    assert "against 30.0% in the nation" in words
    assert words.endswith("550,000 workers were not members.")


@pytest.mark.parametrize("lang", LANGS)
def test_a_province_that_is_not_counted_has_its_parents_share_and_no_place(lang: str) -> None:
    words = said("95", SHARES, lang)
    assert "Papua Pegunungan" in words
    assert {"en": "Papua (boundaries of 2021)", "id": "Papua (batas 2021)"}[lang] in words
    assert {"en": "10.0%", "id": "10,0%"}[lang] in words
    assert {"en": "place", "id": "peringkat"}[lang] not in words


def beside(code: str, shares: dict[str, float], neighbours: list[str], lang: str = "en") -> object:
    return drawn(province.beside, profiles.place(code), coverage_rows({2024: shares}), neighbours, lang=lang)


def test_rows_beside_the_province_run_from_the_highest_each_in_the_colour_of_its_role() -> None:
    ax = beside("11", SHARES, ["31", "32"]).ax  # type: ignore[attr-defined]
    stems, heads = ax.collections
    assert row_names(ax) == ["DKI Jakarta", "Indonesia", "Aceh", "Jawa Barat"]
    assert heads.get_offsets().tolist() == [[60.0, 0], [30.0, 1], [20.0, 2], [20.0, 3]]
    expected = [marks.CONTEXT, marks.INK, marks.ACCENT, marks.CONTEXT]
    assert [to_hex(colour) for colour in heads.get_facecolor()] == [to_hex(colour) for colour in expected]
    assert [to_hex(colour) for colour in stems.get_edgecolor()] == [to_hex(colour) for colour in expected]
    assert texts(ax) == ["60.0%", "30.0%", "20.0%", "20.0%"]
    weights = [label.get_fontweight() for label in ax.get_yticklabels()]
    assert weights == ["normal", "normal", "bold", "normal"]


@pytest.mark.parametrize(
    ("own", "neighbour", "english", "indonesian"),
    [
        (
            41.0,
            20.0,
            "Aceh stands 11.0 percentage points above the nation; no neighbour stands higher",
            "Aceh berada 11,0 poin persentase di atas angka nasional; tidak ada tetangga yang lebih tinggi",
        ),
        (
            20.0,
            20.0,
            "Aceh stands 10.0 percentage points below the nation; no neighbour stands higher",
            "Aceh berada 10,0 poin persentase di bawah angka nasional; tidak ada tetangga yang lebih tinggi",
        ),
        (
            29.96,
            31.0,
            "Aceh stands level with the nation; higher among its neighbours: Sumatera Utara",
            "Cakupan Aceh sama dengan cakupan nasional; tetangga yang lebih tinggi: Sumatera Utara",
        ),
    ],
    ids=["above, highest", "below, equal to its neighbour", "level, one higher"],
)
def test_the_title_beside_the_neighbours_says_above_level_or_below_and_who_is_higher(
    own: float, neighbour: float, english: str, indonesian: str
) -> None:
    rows = coverage_rows({2024: {"00": 30.0, "11": own, "12": neighbour, "31": 99.0}})
    assert both_titles(province.beside, profiles.place("11"), rows, ["12"]) == (english, indonesian)


HISTORY = {2022: {"00": 25.0, "11": 18.0}, 2023: {"00": 27.0, "11": 19.0}, 2024: {"00": 30.0, "11": 20.0}}


def ahead(
    median: float = 34.0, target: float = 39.76, by: int = 2029, until: int = 2029, probability: float = 0.21
) -> Projection:
    return Projection(
        quantiles({"00": 39.0, "11": median}, 2025, until),
        attainment({"00": (0.3, 2026, 2030, None), "11": (probability, 2027, 2034, None)}, target, by),
    )


def path(found: Projection, lang: str = "en", construction: float = 4.16) -> SimpleNamespace:
    target = found.attainment["target"].iloc[0]
    plan = Yardstick(target, target + construction, construction, pd.Timestamp("2024-12-31"))
    return drawn(province.path, profiles.place("11"), coverage_rows(HISTORY), found, plan, lang=lang)


def test_the_path_has_the_provinces_fan_the_nations_counts_and_a_diamond_at_the_target() -> None:
    ax = path(ahead()).ax
    counted, median, nation, target = ax.lines
    assert counted.get_ydata().tolist() == [18.0, 19.0, 20.0]
    assert counted.get_color() == median.get_color() == marks.ACCENT
    assert median.get_ydata().tolist() == [20.0, 34.0, 34.0, 34.0, 34.0, 34.0]
    assert nation.get_ydata().tolist() == [25.0, 27.0, 30.0]
    assert nation.get_color() == marks.CONTEXT
    assert target.get_marker() == "D" and target.get_color() == marks.TARGET
    assert (target.get_xdata().tolist(), target.get_ydata().tolist()) == ([year_end(2029)], [39.76])
    assert ax.get_ylim()[1] > 39.76


@pytest.mark.parametrize("by", [2027, 2029])
def test_the_path_ends_at_the_targets_date_where_the_projection_goes_further(by: int) -> None:
    shown = path(ahead(target=50.0, by=by, until=2040))
    _counted, median, _nation, target = shown.ax.lines
    assert (target.get_xdata().tolist(), target.get_ydata().tolist()) == ([year_end(by)], [50.0])
    assert median.get_xdata()[-1] == year_end(by)
    assert [tick.get_text() for tick in shown.ax.get_xticklabels()] == [
        str(year) for year in range(2022, by + 1)
    ]
    assert shown.table.frame["date"].max() == year_end(by)


@pytest.mark.parametrize("by", [2029, 2035])
def test_the_title_of_the_path_is_the_80_percent_interval_at_the_targets_date(by: int) -> None:
    # The bands of the sample widen to 8 points on each side of the median at the end of 2040.
    found = ahead(by=by, until=2040)
    part = (by - 2024) / 16
    low, high = round(34 - 8 * part), round(34 + 8 * part)
    assert [path(found, lang).title for lang in LANGS] == [
        f"At the end of {by} coverage of Aceh lies between {low}% and {high}% with a probability of 80%; the median is 34%",
        f"Pada akhir {by}, cakupan Aceh berada di antara {low}% dan {high}% dengan peluang 80%; mediannya 34%",
    ]


@pytest.mark.parametrize(
    ("target", "probability", "english", "indonesian"),
    [
        (39.76, 0.21, "The probability of standing at that or above on 31 December 2027 is about 1 in 5.", "Peluang berada pada angka itu atau lebih pada 31 Desember 2027 adalah sekitar 1 dari 5."),
        (20.5, 0.48, "The probability of standing at that or above on 31 December 2027 is about 1 in 2.", "Peluang berada pada angka itu atau lebih pada 31 Desember 2027 adalah sekitar 1 dari 2."),
        (20.0, 0.62, "It already stands at that or above; the probability of standing there on 31 December 2027 too is about 3 in 5.", "Cakupan sudah berada pada angka itu atau lebih; peluang tetap demikian pada 31 Desember 2027 adalah sekitar 3 dari 5."),
        (12.0, 0.999, "It already stands at that or above; the probability of standing there on 31 December 2027 too is more than 19 in 20.", "Cakupan sudah berada pada angka itu atau lebih; peluang tetap demikian pada 31 Desember 2027 adalah lebih dari 19 dari 20."),
    ],
)  # fmt: skip
def test_the_path_says_the_probability_of_the_date_and_how_the_last_count_stands(
    target: float, probability: float, english: str, indonesian: str
) -> None:
    found = ahead(target=target, by=2027, until=2031, probability=probability)
    assert path(found).subtitle.endswith(english)
    assert path(found, "id").subtitle.endswith(indonesian)


@pytest.mark.parametrize(
    ("target", "construction", "english", "indonesian"),
    [
        (39.76, 4.16, "39.76%, the rate of the national plan for 2029, 43.92%, less construction's 4.16 points of 31 December 2024", "39,76%, yaitu target rencana nasional untuk 2029, 43,92%, dikurangi 4,16 poin jasa konstruksi per 31 Desember 2024"),
        (30.0, 2.5, "30.00%, the rate of the national plan for 2029, 32.50%, less construction's 2.50 points of 31 December 2024", "30,00%, yaitu target rencana nasional untuk 2029, 32,50%, dikurangi 2,50 poin jasa konstruksi per 31 Desember 2024"),
    ],
)  # fmt: skip
def test_the_path_says_what_the_yardstick_is(
    target: float, construction: float, english: str, indonesian: str
) -> None:
    found = ahead(target=target)
    assert english in path(found, construction=construction).subtitle
    assert indonesian in path(found, "id", construction).subtitle
    assert "without construction, which is not counted by province; 3 counts." in path(found).subtitle


def test_no_word_of_the_path_takes_the_recent_pace_as_going_on() -> None:
    shown = path(ahead())
    assert not re.search(
        r"pace|trend|continu|goes on", f"{shown.title} {shown.subtitle} {shown.alt}", re.IGNORECASE
    )


def test_the_table_behind_the_path_has_counts_first_then_the_fan() -> None:
    frame = path(ahead()).table.frame
    assert frame["coverage"].dropna().tolist() == [18.0, 19.0, 20.0]
    assert frame["q50"].dropna().tolist() == [34.0] * 5
    assert frame.loc[frame["date"] == year_end(2029), ["q10", "q90"]].to_numpy().tolist() == [[26.0, 42.0]]


def test_key_figures_of_a_counted_province_are_its_own_and_of_another_its_parents() -> None:
    coverage = coverage_rows({2024: SHARES})
    segments = pd.concat(
        [coverage.assign(segment="formal", coverage=55.0), coverage.assign(segment="informal", coverage=8.5)]
    )
    employment = pd.DataFrame(
        {"code": ["95"], "date": [pd.Timestamp("2025-08-31")], "employed": [912_345], "formal_share": [7.4]}
    )
    none = pd.DataFrame({"coverage": [], "date": []})
    own = province.key_figures(profiles.place("12"), coverage, segments, employment, none).items
    assert [value for value, _label, _when in own] == ["45.0%", "450,000", "55.0%", "8.5%"]
    assert {when for _value, _label, when in own} == {"31 December 2024"}
    other = province.key_figures(profiles.place("95"), coverage, segments, employment, none).items
    assert [value for value, _label, _when in other] == ["912,300", "7.4%", "10.0%"]
    assert other[2][1] == "coverage of Papua (boundaries of 2021)"
    assert other[0][2] == "August 2025"
