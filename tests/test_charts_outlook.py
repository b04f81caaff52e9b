"""Provinces ranked, fans of regions and of segments, and the words on the season: what is drawn and said, on small tables."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, coverage_rows, drawn, row_names, texts
from matplotlib.colors import to_hex
from projections import attainment, quantiles, year_end

from coverage_lib import language
from coverage_lib.charts import outlook
from coverage_lib.drawing import marks
from coverage_lib.measures.projection import Yardstick

YARD = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))

COUNTED = coverage_rows(
    {
        2023: {"00": 25.0, "11": 14.0, "12": 27.0, "13": 44.0},
        2024: {"00": 27.0, "11": 18.0, "12": 29.0, "13": 45.0},
    }
)

MEDIANS = {"00": 90.0, "12": 38.0, "13": 48.0, "11": 25.0}


def ranked(*probabilities: float, lang: str = "en") -> object:
    """The chart of three provinces with their probabilities: Aceh, Sumatera Utara, Sumatera Barat, and a nation that is no row."""
    frame = attainment({"00": (0.99, None, None, None)}, 39.76)
    rows = [
        frame.assign(
            code=code, probability_at_target_date=value, probability_ever_by_target_date=min(value + 0.2, 1.0)
        )
        for code, value in zip(("11", "12", "13"), probabilities, strict=True)
    ]
    ahead = quantiles(MEDIANS, 2025, 2032)
    return drawn(outlook.ranked_provinces, COUNTED, ahead, pd.concat([frame, *rows]), YARD, lang=lang)


def test_provinces_stand_in_the_order_of_their_median_at_the_targets_date() -> None:
    ax = ranked(0.04, 0.4, 0.7).ax  # type: ignore[attr-defined]
    assert row_names(ax) == ["Sumatera Barat", "Sumatera Utara", "Aceh"]
    ahead = quantiles(MEDIANS, 2025, 2032)
    due = ahead[ahead["date"] == year_end(2029)].set_index("code").loc[["13", "12", "11"]].reset_index()
    thin, thick, medians, rings = ax.collections
    for bars, low, high in ((thin, "q10", "q90"), (thick, "q25", "q75")):
        edges = [(segment[:, 0].tolist(), segment[0, 1]) for segment in bars.get_segments()]
        assert edges == [([row[low], row[high]], place) for place, row in due.iterrows()]
    assert thin.get_linewidth()[0] < thick.get_linewidth()[0]
    assert medians.get_offsets().tolist() == [[48.0, 0], [38.0, 1], [25.0, 2]]
    assert rings.get_offsets().tolist() == [[45.0, 0], [29.0, 1], [18.0, 2]]  # of 2024, not of 2023
    assert (
        to_hex(rings.get_facecolor()[0]) == "#ffffff"
        and to_hex(medians.get_facecolor()[0]) == marks.ACCENT.lower()
    )


def test_the_line_stands_at_the_yardstick_and_the_column_has_the_probability_at_the_date() -> None:
    shown = ranked(0.04, 0.4, 0.7)
    [line] = shown.ax.lines  # type: ignore[attr-defined]
    assert line.get_xdata() == [39.76, 39.76] and line.get_color() == marks.TARGET
    assert texts(shown.ax) == ["70%", "40%", "5%", "39.8%"]  # type: ignore[attr-defined]
    assert [text.xy[1] for text in shown.ax.texts[:3]] == [0, 1, 2]  # type: ignore[attr-defined]
    assert (
        "The line is the plan's 43.92% less the 4.16 points that construction made in December 2024."
        in shown.subtitle
    )  # type: ignore[attr-defined]


def test_the_axis_holds_every_interval_and_every_count() -> None:
    assert ranked(0.1, 0.1, 0.1).ax.get_xlim() == (0, 80)  # type: ignore[attr-defined]
    frame, ahead = attainment({"11": (0.9, None, None, None)}, 39.76), quantiles({"11": 60.0}, 2025, 2029)
    high = drawn(outlook.ranked_provinces, coverage_rows({2024: {"11": 93.0}}), ahead, frame, YARD)
    wide = drawn(
        outlook.ranked_provinces, coverage_rows({2024: {"11": 60.0}}), ahead.assign(q90=97.0), frame, YARD
    )
    assert high.ax.get_xlim()[1] > 93 and wide.ax.get_xlim()[1] > 97


def test_a_province_that_was_not_counted_last_keeps_its_name_and_has_no_ring() -> None:
    counted = COUNTED[(COUNTED["code"] != "11") | (COUNTED["year"] < 2024)]
    frame = attainment({"11": (0.1, None, None, None), "12": (0.1, None, None, None)}, 39.76)
    shown = drawn(outlook.ranked_provinces, counted, quantiles(MEDIANS, 2025, 2029), frame, YARD)
    assert row_names(shown.ax) == ["Sumatera Utara", "Aceh"]
    assert [text for text, _order in shown.table.content()["rows"][1]][:2] == ["Aceh", "–"]


@pytest.mark.parametrize(
    ("probabilities", "english", "indonesian"),
    [
        ((0.1, 0.3, 0.5), "No province is likelier than not to stand at 39.8% or above at the end of 2029", "Tidak ada provinsi yang berpeluang lebih dari setengah untuk berada pada 39,8% atau di atasnya pada akhir 2029"),
        ((0.1, 0.3, 0.524), "No province is likelier than not to stand at 39.8%", "Tidak ada provinsi"),
        ((0.1, 0.3, 0.526), "One of 3 provinces is likelier than not to stand at 39.8% or above at the end of 2029", "Satu dari 3 provinsi berpeluang lebih dari setengah"),
        ((0.1, 0.6, 1.0), "2 of 3 provinces are likelier than not to stand at 39.8% or above at the end of 2029", "2 dari 3 provinsi berpeluang lebih dari setengah"),
        ((0.55, 0.6, 0.9), "Every province is likelier than not to stand at 39.8% or above at the end of 2029", "Semua provinsi berpeluang lebih dari setengah"),
    ],
    ids=["none", "printed as one half", "one", "several", "all"],
)  # fmt: skip
def test_the_title_counts_the_provinces_whose_printed_probability_is_above_one_half(
    probabilities: tuple[float, ...], english: str, indonesian: str
) -> None:
    assert ranked(*probabilities).title.startswith(english)  # type: ignore[attr-defined]
    title = ranked(*probabilities, lang="id").title  # type: ignore[attr-defined]
    assert title.startswith(indonesian) and title.endswith(
        "untuk berada pada 39,8% atau di atasnya pada akhir 2029"
    )


def test_the_table_of_the_ranking_has_what_is_drawn_and_the_probability_of_ever_by_then() -> None:
    shown = ranked(0.04, 0.4, 0.7)
    content = shown.table.content()  # type: ignore[attr-defined]
    assert [column["label"] for column in content["columns"]] == [
        "Region", "Counted, 2024", "10% lie below", "25% lie below", "Median", "25% lie above", "10% lie above",
        "Probability at the date", "Ever by then",
    ]  # fmt: skip
    assert [[text for text, _order in row] for row in content["rows"]] == [
        ["Sumatera Barat", "45.0%", "43.0%", "45.5%", "48.0%", "50.5%", "53.0%", "70%", "90%"],
        ["Sumatera Utara", "29.0%", "33.0%", "35.5%", "38.0%", "40.5%", "43.0%", "40%", "60%"],
        ["Aceh", "18.0%", "20.0%", "22.5%", "25.0%", "27.5%", "30.0%", "5%", "25%"],
    ]
    assert shown.alt == (  # type: ignore[attr-defined]
        "Provinces at the end of 2029: Sumatera Barat 43% to 53%, probability 70%; Sumatera Utara 33% to 43%, probability 40%; "
        "Aceh 20% to 30%, probability 5%."
    )


@pytest.mark.parametrize(("target", "by"), [(43.92, 2029), (60.0, 2034)])
def test_each_chosen_region_has_its_own_fan_and_the_target_at_its_date(target: float, by: int) -> None:
    coverage = coverage_rows({2022: {"00": 20.0, "11": 15.0}, 2024: {"00": 27.0, "11": 18.0}})
    ahead = quantiles({"00": 38.0, "11": 25.0}, 2025, 2040)
    shown = drawn(outlook.fans, coverage, ahead, ["11", "00"], YARD._replace(target=target), by)
    first, second, empty = shown.fig.axes
    assert (first.get_title(loc="left"), second.get_title(loc="left")) == ("Aceh", "Indonesia")
    assert not empty.axison
    for ax, code, counted in ((first, "11", [15.0, 18.0]), (second, "00", [20.0, 27.0])):
        past, median, diamond = ax.lines
        assert past.get_ydata().tolist() == counted
        end = ahead[(ahead["code"] == code) & (ahead["date"] == year_end(by))].iloc[0]
        assert median.get_xdata().tolist()[-1] == year_end(by)
        assert median.get_ydata().tolist()[-1] == end["q50"]
        assert (diamond.get_xdata().tolist(), diamond.get_ydata().tolist()) == ([year_end(by)], [target])
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2024", str(by)]
        wide, narrow = ax.collections
        for band, low, high in ((wide, "q10", "q90"), (narrow, "q25", "q75")):
            last = band.get_paths()[0].vertices
            assert {y for x, y in last if x == last[:, 0].max()} == {end[low], end[high]}
    assert (
        f"the diamond is {target:.1f}% at the end of {by}: the plan's 43.92% less construction"
        in shown.subtitle
    )
    assert "without construction; counted to 2024" in shown.subtitle
    assert [row[0][0] for row in shown.table.content()["rows"]] == ["Aceh", "Indonesia"]
    assert [column["label"] for column in shown.table.content()["columns"]][1:] == [
        *(
            "2.5% lie below",
            "10% lie below",
            "25% lie below",
            "Median",
            "25% lie above",
            "10% lie above",
            "2.5% lie above",
        )
    ]


def test_the_title_of_the_fans_names_the_narrowest_and_the_broadest_at_the_targets_year() -> None:
    coverage = coverage_rows({2024: {"00": 27.0, "11": 18.0, "12": 30.0}})
    ahead = quantiles({"00": 38.0, "11": 25.0, "12": 40.0}, 2025, 2036)
    ahead.loc[ahead["code"] == "12", "q90"] += 20
    ahead.loc[ahead["code"] == "00", "q10"] += 4
    english, indonesian = both_titles(outlook.fans, coverage, ahead, ["00", "11", "12"], YARD, 2036)
    assert english == (
        "At the end of 2036 the 80% interval is 12 points wide in Indonesia and 36 in Sumatera Utara"
    )
    assert (
        indonesian
        == "Pada akhir 2036 lebar selang 80% adalah 12 poin di Indonesia dan 36 poin di Sumatera Utara"
    )


def test_segments_have_fans_in_their_own_colours_and_their_80_percent_intervals_in_the_title() -> None:
    dates = [year_end(2022), year_end(2024)]
    coverage = pd.DataFrame(
        {
            "code": "00",
            "segment": ["formal", "formal", "informal", "informal"],
            "date": [*dates, *dates],
            "year": [2022, 2024, 2022, 2024],
            "coverage": [45.0, 50.0, 8.0, 11.0],
        }
    )
    fans = {
        segment: quantiles({"00": level}, 2025, 2031)
        for segment, level in (("formal", 62.0), ("informal", 20.0))
    }
    ahead = pd.concat([fan.assign(segment=segment) for segment, fan in fans.items()])
    shown = drawn(outlook.segment_fans, coverage, ahead, 2031)
    for ax, colour, counted in zip(
        shown.fig.axes, (marks.FORMAL, marks.INFORMAL), ([45.0, 50.0], [8.0, 11.0]), strict=True
    ):
        assert {line.get_color() for line in ax.lines} == {colour}
        assert ax.lines[0].get_ydata().tolist() == counted
    assert both_titles(outlook.segment_fans, coverage, ahead, 2031) == (
        "At the end of 2031 formal coverage may stand between 54% and 70%, informal between 12% and 28%",
        "Pada akhir 2031 cakupan formal dapat berada di antara 54% dan 70%, informal di antara 12% dan 28%",
    )


# ------------------------------------------------------------------------------------------------------------------- the season


def totals(*rows: tuple[str, float, float | None], precision: str = "month") -> pd.DataFrame:
    """Synthetic announced totals: the end of a month, active members, and those that are neither formal nor informal (millions)."""
    frame = pd.DataFrame(rows, columns=["date", "active", "rest"])
    return frame.assign(
        date=pd.to_datetime(frame["date"]),
        active=frame["active"] * 1e6,
        rest=frame["rest"].astype(float) * 1e6,
        precision=precision,
    )


ANNOUNCED = totals(
    ("2024-12-31", 45.0, 6.0), ("2025-02-28", 41.0, 5.0), ("2025-05-31", 38.8, 5.5),
)  # fmt: skip


def part_year(millions: float) -> pd.DataFrame:
    """A nation of 100 million workers with 39 million members in December 2024, and as many as said within 2025."""
    return coverage_rows(
        {2024: {"00": 39.0}, 2025: {"00": millions}}, {"00": 100_000_000}, provisional=(2025,)
    )


def back(median: float = 4.0, lost: float = 4.6) -> pd.Series:
    """What the nation lost by May 2025, and what is expected back by December, in points; as ``projection.season_back``."""
    return pd.Series(
        {"month": pd.Timestamp("2025-05-31"), "lost": lost, "by": year_end(2025), "q10": median - 2.5, "q50": median, "q90": median + 2.5}
    )  # fmt: skip


def season(
    counts: pd.DataFrame,
    announced: pd.DataFrame = ANNOUNCED,
    lang: str = "en",
    expected: pd.Series | None = None,
) -> str:
    with language.use(lang):
        return outlook.season_words(counts, announced, back() if expected is None else expected).text


BELOW = {
    "en": "The count of 2025 by province lies 3.4 million below that of December 2024. Its day is not stated; it fits the formal and informal members "
    "announced for February 2025. It is taken as a count of that month, and only to compare provinces with each other.",
    "id": "Hitungan 2025 menurut provinsi lebih rendah 3,4 juta daripada Desember 2024. Tanggalnya tidak disebutkan; angkanya cocok dengan jumlah peserta "
    "formal dan informal yang diumumkan untuk Februari 2025. Proyeksi memakainya sebagai hitungan bulan itu, dan hanya untuk membandingkan provinsi "
    "satu sama lain.",
}


@pytest.mark.parametrize(
    ("median", "english", "indonesian"),
    [
        (4.0, "4.0 are expected back by December 2025 (80% interval +1.5 to +6.5): fewer members are first of all the season.", "4,0 poin diperkirakan kembali pada Desember 2025 (selang 80%: +1,5 sampai +6,5):"),
        (2.4, "2.4 are expected back by December 2025 (80% interval −0.1 to +4.9): fewer members are first of all the season.", "2,4 poin diperkirakan kembali"),
        (2.3, "only 2.3 are expected back by December 2025 (80% interval −0.2 to +4.8): fewer members are more than the season.", "hanya 2,3 poin diperkirakan kembali pada Desember 2025 (selang 80%: −0,2 sampai +4,8): penurunan ini lebih dari sekadar musim."),
        (-1.0, "only −1.0 are expected back by December 2025", "hanya −1,0 poin diperkirakan kembali"),
    ],
    ids=["most", "just above half", "half", "none"],
)  # fmt: skip
def test_a_part_year_count_below_december_is_the_season_if_most_of_the_fall_is_expected_back(
    median: float, english: str, indonesian: str
) -> None:
    text = season(part_year(35.6), expected=back(median))
    assert text.startswith(
        f"{BELOW['en']} Members usually fall after a December and climb back. Of the 4.6 points that the nation lost by May 2025, "
    )
    assert english in text
    text = season(part_year(35.6), lang="id", expected=back(median))
    assert text.startswith(
        f"{BELOW['id']} Setelah Desember jumlah peserta biasanya turun lalu naik kembali. Dari 4,6 poin "
    )
    assert indonesian in text


@pytest.mark.parametrize(
    "expected", [back(lost=float("nan")), back(lost=-0.3)], ids=["not known", "nothing lost"]
)
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_said_of_the_season_where_the_nation_lost_nothing(expected: pd.Series, lang: str) -> None:
    assert season(part_year(35.6), lang=lang, expected=expected) == BELOW[lang]


def test_a_part_year_count_above_december_is_not_called_the_season() -> None:
    english, indonesian = season(part_year(40.5)), season(part_year(40.5), lang="id")
    assert english.startswith("The count of 2025 by province lies 1.5 million above that of December 2024. ")
    assert english.endswith("only to compare provinces with each other.")
    assert indonesian.startswith(
        "Hitungan 2025 menurut provinsi lebih tinggi 1,5 juta daripada Desember 2024. "
    )
    assert indonesian.endswith("satu sama lain.")


def test_the_month_is_the_one_whose_announced_parts_are_nearest() -> None:
    assert "members announced for May 2025." in season(part_year(33.4))
    assert "members announced for February 2025." in season(part_year(36.4))


@pytest.mark.parametrize(
    "announced", [ANNOUNCED.assign(rest=float("nan")), ANNOUNCED[ANNOUNCED["date"] < "2025-01-01"]], ids=["no parts", "no month of that year"]
)  # fmt: skip
def test_a_part_year_count_that_fits_no_month_is_not_used(announced: pd.DataFrame) -> None:
    assert season(part_year(35.6), announced) == (
        "The count of 2025 by province lies 3.4 million below that of December 2024. Its day is not stated and no announced total fits it, "
        "so the projection does not use it."
    )
    assert season(part_year(35.6), announced, "id").endswith("sehingga proyeksi tidak memakainya.")


def test_without_a_part_year_count_the_projection_starts_from_full_counts() -> None:
    counts = coverage_rows({2023: {"00": 25.0}, 2024: {"00": 27.0}})
    assert (
        season(counts)
        == "There is no count within a year; the projection starts from full counts and announced totals."
    )
    assert season(counts, lang="id").startswith("Tidak ada hitungan")


def test_a_dated_count_within_a_year_is_said_with_its_month() -> None:
    counts = part_year(35.6)
    june = counts["status"] == "provisional"
    dated = counts.assign(date_stated=True, date=counts["date"].mask(june, pd.Timestamp("2025-06-30")))
    said = season(dated)
    assert said.startswith(
        "The count of June 2025 by province lies 3.4 million below that of December 2024. It is taken as a count of that month"
    )
    assert "not stated" not in said and "fits" not in said
    assert season(dated, lang="id").startswith("Hitungan Juni 2025 menurut provinsi")
