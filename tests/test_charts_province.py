"""A province's place, neighbours and path as they are drawn and said, on small tables whose truth is known."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, coverage_rows, drawn, row_names, texts
from matplotlib.colors import to_hex
from projections import attainment, quantiles, year_end

from coverage_lib import language
from coverage_lib.charts import province
from coverage_lib.drawing import marks
from coverage_lib.measures import province as profiles
from coverage_lib.measures.projection import Projection

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


def ahead(median: float = 34.0, target: float = 43.92, by: int = 2029, until: int = 2029) -> Projection:
    return Projection(
        quantiles({"00": 39.0, "11": median}, 2025, until),
        attainment({"00": (0.3, 2026, 2030, None), "11": (0.21, 2027, 2034, None)}, target, by),
    )


def test_the_path_has_the_provinces_fan_the_nations_counts_and_a_diamond_at_the_target() -> None:
    ax = drawn(province.path, profiles.place("11"), coverage_rows(HISTORY), ahead()).ax
    counted, median, nation, target = ax.lines
    assert counted.get_ydata().tolist() == [18.0, 19.0, 20.0]
    assert counted.get_color() == median.get_color() == marks.ACCENT
    assert median.get_ydata().tolist() == [20.0, 34.0, 34.0, 34.0, 34.0, 34.0]
    assert nation.get_ydata().tolist() == [25.0, 27.0, 30.0]
    assert nation.get_color() == marks.CONTEXT
    assert target.get_marker() == "D" and target.get_color() == marks.TARGET
    assert (target.get_xdata().tolist(), target.get_ydata().tolist()) == ([year_end(2029)], [43.92])
    assert ax.get_ylim()[1] > 43.92


def test_the_target_stands_at_its_own_date_where_the_projection_goes_further() -> None:
    ax = drawn(
        province.path, profiles.place("11"), coverage_rows(HISTORY), ahead(target=50.0, by=2027, until=2033)
    ).ax
    target = ax.lines[-1]
    assert (target.get_xdata().tolist(), target.get_ydata().tolist()) == ([year_end(2027)], [50.0])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [str(year) for year in range(2022, 2034)]


@pytest.mark.parametrize("until", [2029, 2040])
def test_the_title_of_the_path_is_of_the_last_year_projected(until: int) -> None:
    found = ahead(until=until)
    titles = both_titles(province.path, profiles.place("11"), coverage_rows(HISTORY), found)
    assert titles == (
        f"By the end of {until}, Aceh may stand anywhere between 26% and 42%, with a median of 34%",
        f"Pada akhir {until}, cakupan Aceh dapat berada di antara 26% dan 42%, dengan median 34%",
    )


@pytest.mark.parametrize(
    ("target", "by", "english", "indonesian"),
    [
        (43.92, 2029, "The probability of being at 43.92%, the rate of the national plan for 2029", "43,92%, target rencana nasional untuk 2029"),
        (20.5, 2027, "The probability of being at 20.50%, the rate of the national plan for 2027", "Peluang mencapai 20,50%"),
        (20.0, 2027, "It already stands at 20.00% or above, the rate of the national plan for 2027", "sudah mencapai atau melampaui 20,00%"),
        (12.0, 2030, "It already stands at 12.00% or above, the rate of the national plan for 2030", "sudah mencapai atau melampaui 12,00%"),
    ],
)  # fmt: skip
def test_the_path_says_how_the_last_count_stands_to_the_plan(
    target: float, by: int, english: str, indonesian: str
) -> None:
    shown = {
        lang: drawn(
            province.path,
            profiles.place("11"),
            coverage_rows(HISTORY),
            ahead(target=target, by=by, until=2031),
            lang=lang,
        ).subtitle
        for lang in LANGS
    }
    assert english in shown["en"] and indonesian in shown["id"]
    assert ("is 21%." in shown["en"]) == ("probability" in shown["en"])
    assert "from 3 counts" in shown["en"]


def test_the_table_behind_the_path_has_counts_first_then_the_fan() -> None:
    table = drawn(province.path, profiles.place("11"), coverage_rows(HISTORY), ahead()).table
    frame = table.frame
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
