"""Workers who are not members as they are drawn and said: bars, shares, half of the number, the island group that holds most."""

import pandas as pd
import pytest
from charting import NAMES, both_titles, coverage_rows, drawn, rates_rows, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language, load_coverage, load_employment, provinces
from coverage_lib.charts import not_members
from coverage_lib.drawing import marks
from coverage_lib.measures import disparity

SHARES = {"00": 50.0, "11": 40.0, "12": 20.0, "31": 55.0, "51": 85.0}  # without: 600, 800, 450, 150 thousand

ISLANDS = pd.DataFrame(
    {"code": ["11", "12", "31", "32", "51"], "island": ["Sumatera", "Sumatera", "Jawa", "Jawa", "Bali"]}
)


@pytest.fixture(scope="module")
def by_segment() -> pd.DataFrame:
    return load_coverage(base="segment_workers")


def synthetic(counts: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Formal and informal workers without membership by province, in the shape of ``disparity.not_members``."""
    formal, informal = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
    rows = [
        {
            "code": code,
            "name": NAMES[code],
            "year": 2024,
            "segment": segment,
            "workers": 10 * abs(count),
            "not_members": count,
            "share_of_not_members": 100 * count / (formal + informal),
        }
        for code, pair in (counts | {"00": (formal, informal)}).items()
        for segment, count in zip(("formal", "informal"), pair, strict=True)
    ]
    return pd.DataFrame(rows)


def test_a_bar_is_as_long_as_the_number_and_those_who_hold_half_stand_out() -> None:
    ax = drawn(not_members.by_province, coverage_rows({2024: SHARES})).ax
    assert row_names(ax) == ["Sumatera Utara", "Aceh", "DKI Jakarta", "Bali"]
    bars = [(bar.get_y() + bar.get_height() / 2, bar.get_x(), bar.get_width()) for bar in ax.patches]
    for place, (bar, millions) in enumerate(zip(bars, [0.8, 0.6, 0.45, 0.15], strict=True)):
        assert bar == pytest.approx((place, 0, millions))
    strong, pale = marks.ACCENT.lower(), marks.PALE
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [strong, strong, pale, pale]
    assert texts(ax) == ["800,000  (40.0%)", "600,000  (30.0%)", "450,000  (22.5%)", "150,000  (7.5%)"]
    assert ax.get_xlim()[0] == 0 and ax.get_xlim()[1] > 0.8


def test_a_province_with_more_members_than_workers_has_its_bar_left_of_zero() -> None:
    ax = drawn(not_members.by_province, coverage_rows({2024: SHARES | {"51": 110.0}})).ax
    assert ax.patches[-1].get_width() == pytest.approx(-0.1)
    assert ax.get_xlim()[0] <= -0.1


def test_the_title_says_how_many_provinces_hold_half() -> None:
    frame = coverage_rows({2024: SHARES}, workers={"00": 4_000_000})
    assert both_titles(not_members.by_province, frame) == (
        "2 provinces hold half of the 2.0 million workers without membership; Sumatera Utara alone holds 40.0%",
        "2 provinsi memuat separuh dari 2,0 juta pekerja yang belum menjadi peserta; Sumatera Utara sendiri memuat 40,0%",
    )


def test_the_title_says_so_where_one_province_holds_half() -> None:
    frame = coverage_rows({2024: SHARES}, workers={"12": 3_000_000, "00": 6_000_000})
    assert both_titles(not_members.by_province, frame) == (
        "Sumatera Utara alone holds 66.7% of the 3.0 million workers without membership",
        "Sumatera Utara sendiri memuat 66,7% dari 3,0 juta pekerja yang belum menjadi peserta",
    )


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_bars_of_the_segments_stand_end_to_end_in_their_colours(lang: str) -> None:
    frame = synthetic({"11": (400_000, 100_000), "31": (900_000, 2_100_000), "51": (200_000, 800_000)})
    ax = drawn(not_members.by_segment, frame, ISLANDS, lang=lang).ax
    assert row_names(ax) == ["DKI Jakarta", "Bali", "Aceh"]
    informal, formal = ax.containers
    assert {to_hex(bar.get_facecolor()) for bar in informal} == {marks.INFORMAL.lower()}
    assert {to_hex(bar.get_facecolor()) for bar in formal} == {marks.FORMAL.lower()}
    assert [bar.get_x() for bar in informal] == [0, 0, 0]
    assert [bar.get_width() for bar in informal] == pytest.approx([2.1, 0.8, 0.1])
    assert [bar.get_x() for bar in formal] == pytest.approx([2.1, 0.8, 0.1])
    assert [bar.get_width() for bar in formal] == pytest.approx([0.9, 0.2, 0.4])
    legend = ax.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["informal", "formal"]
    assert [to_hex(key.get_facecolor()) for key in legend.get_patches()] == [
        marks.INFORMAL.lower(),
        marks.FORMAL.lower(),
    ]
    assert ax.get_xlim()[1] > 3.0
    assert texts(ax)[0] == {"en": "3.0 million  66.7%", "id": "3,0 juta  66,7%"}[lang]


def test_a_negative_bar_hides_no_other() -> None:
    ax = drawn(not_members.by_segment, synthetic({"11": (-100_000, 500_000), "51": (0, 900_000)}), ISLANDS).ax
    informal, formal = ax.containers
    assert (informal[1].get_x(), informal[1].get_width()) == (0, pytest.approx(0.5))
    assert (formal[1].get_x(), formal[1].get_width()) == (0, pytest.approx(-0.1))
    assert ax.get_xlim()[0] < -0.1


@pytest.mark.parametrize(
    ("counts", "english", "indonesian"),
    [
        (
            {"11": (100_000, 100_000), "31": (1_000_000, 400_000), "32": (100_000, 300_000)},
            "; the 2 provinces of Jawa hold 90%",
            "; 2 provinsi di Jawa menampung 90%",
        ),
        (
            {"11": (1_100_000, 600_000), "12": (0, 100_000), "51": (100_000, 100_000)},
            "; the 2 provinces of Sumatera hold 90%",
            "; 2 provinsi di Sumatera menampung 90%",
        ),
        (
            {"11": (200_000, 300_000), "51": (1_000_000, 500_000)},
            "; Bali holds 75%",
            "; Bali menampung 75%",
        ),
        ({"11": (600_000, 400_000), "12": (600_000, 400_000)}, "", ""),
    ],
    ids=["Jawa", "another island", "an island of one province", "only one island"],
)
def test_the_title_names_the_island_group_that_holds_most(
    counts: dict[str, tuple[float, float]], english: str, indonesian: str
) -> None:
    formal, informal = (sum(pair[place] for pair in counts.values()) / 1e6 for place in (0, 1))
    said = f"{informal:.1f} million informal and {formal:.1f} million formal workers are without membership"
    title, other = both_titles(not_members.by_segment, synthetic(counts), ISLANDS)
    said = said.replace("0.8 million", "800,000")
    assert title == said + english
    assert other.endswith("belum menjadi peserta" + indonesian)


def test_the_island_groups_are_those_of_the_regions_table(by_segment: pd.DataFrame) -> None:
    """The share of Jawa's provinces, added up here from the counts."""
    frame = disparity.not_members(by_segment).query("year == 2024")
    java = frame["code"].isin(["31", "32", "33", "34", "35", "36"])
    share = 100 * frame[java]["not_members"].sum() / frame[frame["code"] == "00"]["not_members"].sum()
    title = drawn(not_members.by_segment, frame, provinces()).title
    assert title.endswith(f"; the 6 provinces of Jawa hold {share:.0f}%")


def test_no_island_is_named_where_a_province_is_missing() -> None:
    frame = synthetic({"11": (400_000, 100_000), "31": (900_000, 2_100_000)})
    frame.loc[frame["code"] == "11", "share_of_not_members"] = None
    assert drawn(not_members.by_segment, frame, ISLANDS).title.endswith("are without membership")


def test_the_bars_add_up_to_the_nation(by_segment: pd.DataFrame) -> None:
    figure = not_members.by_segment(disparity.not_members(by_segment), provinces())
    employed = load_employment().query("code == '00' and year == 2024")["employed"].iloc[0]
    assert figure.table.frame["total"].sum() == employed - 39_207_829
    assert figure.table.frame["share"].sum() == pytest.approx(100)


def test_the_lead_sentence_says_the_known_numbers(by_segment: pd.DataFrame) -> None:
    missing = not_members.who_is_missing(
        disparity.formal_informal_difference(by_segment), disparity.informal_of_ten(by_segment)
    )
    assert missing.text.startswith("7 of ten workers without membership are informal: 11.8%")


@pytest.mark.parametrize(
    ("reason", "english", "indonesian"),
    [
        ("regions_missing", "a province has no figure", "ada provinsi tanpa angka"),
        ("all_are_members", "no worker is without membership", "semua pekerja sudah menjadi peserta"),
        ("formal_above_100", "there are more formal members than formal workers",
         "peserta formal lebih banyak daripada pekerja formal"),
        ("informal_above_100", "there are more informal members than informal workers",
         "peserta informal lebih banyak daripada pekerja informal"),
    ],
)  # fmt: skip
def test_the_lead_sentence_says_why_there_is_no_number_of_ten(
    reason: str, english: str, indonesian: str
) -> None:
    rates = rates_rows({2024: {"00": (80.0, 25.0)}})
    of_ten = pd.DataFrame({"year": [2024], "of_ten": [float("nan")], "reason": [reason]})
    assert not_members.who_is_missing(rates, of_ten).text == (
        f"How many of ten workers without membership are informal cannot be said, because {english}: 25.0% of informal "
        "workers are covered, against 80.0% of formal workers (2024)."
    )
    with language.use("id"):
        assert not_members.who_is_missing(rates, of_ten).text == (
            "Berapa dari sepuluh pekerja yang belum menjadi peserta adalah pekerja informal tidak dapat disebutkan karena "
            f"{indonesian}: cakupan informal 25,0%, cakupan formal 80,0% (2024)."
        )


def test_the_lead_sentence_and_the_key_figures_do_not_swap_the_segments() -> None:
    rates = rates_rows({2023: {"00": (70.0, 20.0)}, 2024: {"00": (80.0, 25.0)}})
    of_ten = pd.DataFrame({"year": [2023, 2024], "of_ten": [5.0, 8.4]})
    assert not_members.who_is_missing(rates, of_ten).text == (
        "8 of ten workers without membership are informal: 25.0% of informal workers are covered, against 80.0% of formal "
        "workers (2024)."
    )
    counts = synthetic({"11": (400_000, 1_100_000)})
    items = not_members.missing_figures(rates, counts).items
    assert [value for value, _label, _base in items] == [
        *("80.0%", "25.0%", "55.0", "1.1 million", "400,000"),
    ]
    assert items[0][1:] == ("formal coverage", "of 4.0 million formal workers")
    assert items[1][1:] == ("informal coverage", "of 11.0 million informal workers")
    assert items[3][1:] == ("informal workers without membership", "December 2024")
    with language.use("id"):
        assert not_members.missing_figures(rates, counts).items[1][:2] == ("25,0%", "cakupan informal")
