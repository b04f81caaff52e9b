"""Change and its parts as they are drawn and said: arrows, steps and stacked bars, rises and falls."""

from typing import Any

import pandas as pd
import pytest
from charting import LANGS, NAMES, both_titles, coverage_rows, drawn, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import load_coverage
from coverage_lib.charts import change
from coverage_lib.drawing import marks
from coverage_lib.measures import disparity

FIRST = {"00": 20.0, "11": 20.0, "31": 40.0, "51": 73.0}

LAST = {"00": 25.0, "11": 22.0, "31": 52.5, "51": 53.0}


def arrows(ax: Any) -> list[tuple[float, float, float, str]]:
    """Row, start, end and colour of each arrow."""
    drawn_arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None) is not None]
    return [
        (arrow.xy[1], arrow.xyann[0], arrow.xy[0], to_hex(arrow.arrow_patch.get_edgecolor()))
        for arrow in drawn_arrows
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_an_arrow_leads_from_the_first_to_the_last_year(lang: str) -> None:
    frame = coverage_rows({2021: FIRST, 2022: dict.fromkeys(FIRST, 1.0), 2023: LAST})
    chart = drawn(change.change, frame, lang=lang)
    assert row_names(chart.ax) == ["DKI Jakarta", "Aceh", "Bali"]
    rise, fall = marks.RISE.lower(), marks.FALL.lower()
    assert arrows(chart.ax) == [(0, 40.0, 52.5, rise), (1, 20.0, 22.0, rise), (2, 73.0, 53.0, fall)]
    assert [line.get_xydata().tolist() for line in chart.ax.lines] == [[[40, 0]], [[20, 1]], [[73, 2]]]
    assert texts(chart.ax) == {"en": ["+12.5", "+2.0", "−20.0"], "id": ["+12,5", "+2,0", "−20,0"]}[lang]
    assert chart.ax.get_xlim()[0] == 0 and chart.ax.get_xlim()[1] > 73
    assert "2021" in chart.subtitle and "2023" in chart.subtitle and "2022" not in chart.subtitle


def test_the_axis_of_the_arrows_holds_rates_above_100() -> None:
    ax = drawn(change.change, coverage_rows({2021: FIRST, 2023: LAST | {"11": 117.0}})).ax
    assert ax.get_xlim()[1] > 117


def test_a_province_without_a_figure_in_both_years_has_no_arrow() -> None:
    first = {code: share for code, share in FIRST.items() if code != "51"}
    chart = drawn(change.change, coverage_rows({2021: first, 2023: LAST}))
    assert row_names(chart.ax) == ["DKI Jakarta", "Aceh"]


@pytest.mark.parametrize(
    ("last", "english", "indonesian"),
    [
        (
            LAST | {"51": 74.0},
            "DKI Jakarta rose most, by 12.5 points; nationally coverage rose by 5.0 points",
            "DKI Jakarta naik paling besar, 12,5 poin; secara nasional cakupan naik 5,0 poin",
        ),
        (
            LAST | {"00": 18.5},
            "DKI Jakarta rose most, by 12.5 points; nationally coverage fell by 1.5 points; it fell in 1 province",
            "DKI Jakarta naik paling besar, 12,5 poin; secara nasional cakupan turun 1,5 poin; turun di 1 provinsi",
        ),
        (
            LAST | {"00": 20.01, "11": 19.0},
            "DKI Jakarta rose most, by 12.5 points; nationally coverage stayed as it was; it fell in 2 provinces",
            "DKI Jakarta naik paling besar, 12,5 poin; secara nasional cakupan tidak berubah; turun di 2 provinsi",
        ),
        (
            {"00": 19.0, "11": 20.0, "31": 39.0, "51": 70.0},
            "Coverage rose in no province; nationally coverage fell by 1.0 points; it fell in 2 provinces",
            "Cakupan tidak naik di satu provinsi pun; secara nasional cakupan turun 1,0 poin; turun di 2 provinsi",
        ),
    ],
    ids=["rise everywhere", "fall", "equal", "no province rose"],
)
def test_the_title_of_the_change_says_what_rose_and_what_fell(
    last: dict[str, float], english: str, indonesian: str
) -> None:
    assert both_titles(change.change, coverage_rows({2021: FIRST, 2023: last})) == (english, indonesian)


PARTS = {"formal_rate": 2.5, "informal_rate": 3.0, "composition": -0.75, "place": 0.25}


def national(**parts: float) -> pd.Series:
    parts = PARTS | parts
    return pd.Series({**parts, "start": 2021, "end": 2023, "contribution": sum(parts.values())})


@pytest.mark.parametrize("lang", LANGS)
def test_each_step_begins_where_the_one_before_it_ended(lang: str) -> None:
    chart = drawn(change.waterfall, national(), 20.0, 25.0, lang=lang)
    start, end, *steps = chart.ax.patches
    assert (start.get_y(), start.get_height()) == (0, 20.0) and (end.get_y(), end.get_height()) == (0, 25.0)
    assert [(bar.get_y(), bar.get_height()) for bar in steps] == [
        *((20.0, 2.5), (22.5, 3.0), (25.5, -0.75), (24.75, 0.25))
    ]
    assert [bar.get_x() + bar.get_width() / 2 for bar in (start, *steps, end)] == pytest.approx(range(6))
    assert [to_hex(bar.get_facecolor()) for bar in steps[:2]] == [
        marks.FORMAL.lower(),
        marks.INFORMAL.lower(),
    ]
    assert len({to_hex(bar.get_facecolor()) for bar in (start, *steps)}) == 5
    names = [tick.get_text().replace("\n", " ") for tick in chart.ax.get_xticklabels()]
    assert names[0] == "2021" and names[-1] == "2023"
    assert (
        names[1:3]
        == {"en": ["formal rate", "informal rate"], "id": ["tingkat formal", "tingkat informal"]}[lang]
    )
    assert (
        texts(chart.ax)[2:]
        == {
            "en": ["+2.50", "+3.00", "−0.75", "+0.25"],
            "id": ["+2,50", "+3,00", "−0,75", "+0,25"],
        }[lang]
    )


def test_the_axis_of_the_steps_holds_every_level_on_the_way() -> None:
    ax = drawn(change.waterfall, national(formal_rate=30.0, composition=-50.0), 60.0, 43.25).ax
    low, high = ax.get_ylim()
    assert low < 43.0 and high > 93.0  # 60 + 30 + 3 = 93, less 50 is 43


@pytest.mark.parametrize(
    ("parts", "english", "indonesian"),
    [
        (
            {"composition": 0.0},
            "5.50 of the 5.75 points came from higher rates: 2.50 formal, 3.00 informal",
            "5,50 dari 5,75 poin berasal dari tingkat yang naik: 2,50 formal, 3,00 informal",
        ),
        (
            {"formal_rate": -1.0},
            "Coverage rose by 1.50 points: the formal rate moved it by −1.00, the informal rate by +3.00",
            "Cakupan naik 1,50 poin: tingkat formal menggerakkannya −1,00, tingkat informal +3,00",
        ),
        (
            {},
            "Coverage rose by 5.00 points: the formal rate moved it by +2.50, the informal rate by +3.00",
            "Cakupan naik 5,00 poin: tingkat formal menggerakkannya +2,50, tingkat informal +3,00",
        ),
        (
            {"composition": -9.0},
            "Coverage fell by 3.25 points: the formal rate moved it by +2.50, the informal rate by +3.00",
            "Cakupan turun 3,25 poin: tingkat formal menggerakkannya +2,50, tingkat informal +3,00",
        ),
        (
            {"composition": -5.75},
            "Coverage stayed as it was: the formal rate moved it by +2.50, the informal rate by +3.00",
            "Cakupan tidak berubah: tingkat formal menggerakkannya +2,50, tingkat informal +3,00",
        ),
    ],
    ids=["both rates higher", "one rate lower", "rates moved more than the whole", "fall", "equal"],
)
def test_the_title_of_the_steps_says_what_the_rates_did(
    parts: dict[str, float], english: str, indonesian: str
) -> None:
    assert both_titles(change.waterfall, national(**parts), 20.0, 25.0) == (english, indonesian)


def test_the_parts_of_the_change_are_drawn_as_they_add_up() -> None:
    nation = disparity.decompose_nation(load_coverage(base="segment_workers"), 2022, 2024).iloc[-1]
    chart = drawn(change.waterfall, nation, 21.318688, 27.106807)
    assert chart.table.frame["points"].sum() == pytest.approx(27.106807 - 21.318688, abs=1e-6)
    _start, end, *steps = chart.ax.patches
    assert steps[-1].get_y() + steps[-1].get_height() == pytest.approx(end.get_height(), abs=1e-6)


def moved(rows: dict[str, tuple[float, float, float]]) -> pd.DataFrame:
    """Synthetic parts of the change in the shape of ``disparity.decompose_change``."""
    frame = pd.DataFrame.from_dict(
        rows, orient="index", columns=["formal_rate", "informal_rate", "composition"]
    )
    frame = frame.rename_axis("code").reset_index().assign(start=2021, end=2023)
    return frame.assign(
        name=frame["code"].map(NAMES),
        change=frame[["formal_rate", "informal_rate", "composition"]].sum(axis=1),
    )


MOVED = {"00": (1.0, 1.0, 1.0), "11": (2.0, 5.0, 1.0), "31": (-2.0, 3.0, -1.0), "51": (-1.0, -6.0, 2.0)}


@pytest.mark.parametrize("lang", LANGS)
def test_rises_are_stacked_to_the_right_and_falls_to_the_left(lang: str) -> None:
    chart = drawn(change.what_moved, moved(MOVED), lang=lang)
    assert row_names(chart.ax) == ["Aceh", "DKI Jakarta", "Bali"]
    spans = [[(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars] for bars in chart.ax.containers]
    assert spans == [
        [(0, 2), (0, -2), (0, -1)],
        [(2, 7), (0, 3), (-1, -7)],
        [(7, 8), (-2, -3), (0, 2)],
    ]
    formal, informal, composition = (
        {to_hex(bar.get_facecolor()) for bar in bars} for bars in chart.ax.containers
    )
    assert formal == {marks.FORMAL.lower()} and informal == {marks.INFORMAL.lower()}
    assert len(formal | informal | composition) == 3
    (whole,) = chart.ax.collections
    assert whole.get_offsets().tolist() == [[8, 0], [0, 1], [-5, 2]]
    assert [line.get_xdata() for line in chart.ax.lines] == [[0, 0]]
    low, high = chart.ax.get_xlim()
    assert low < -7 and high > 8
    legend = {
        text.get_text(): to_hex(
            key.get_facecolor()[0] if hasattr(key, "get_offsets") else key.get_facecolor()
        )
        for text, key in zip(
            chart.ax.get_legend().get_texts(), chart.ax.get_legend().legend_handles, strict=True
        )
    }
    assert legend[{"en": "formal rate", "id": "tingkat formal"}[lang]] == marks.FORMAL.lower()
    assert legend[{"en": "informal rate", "id": "tingkat informal"}[lang]] == marks.INFORMAL.lower()


@pytest.mark.parametrize(
    ("codes", "english", "indonesian"),
    [
        (["11", "31", "51"], "In 3 of 3 provinces", "Di 3 dari 3 provinsi"),
        (["11"], "In 1 of 1 provinces", "Di 1 dari 1 provinsi"),
        ([], "In none of 1 provinces", "Dari 1 provinsi, tidak satu pun"),
    ],
)
def test_the_title_counts_where_the_informal_rate_moved_more(
    codes: list[str], english: str, indonesian: str
) -> None:
    rows = {code: MOVED[code] for code in codes} or {"12": (4.0, -3.0, 0.0)}
    title, other = both_titles(change.what_moved, moved({"00": MOVED["00"]} | rows))
    assert title == f"{english} the informal rate moved coverage more than the formal rate"
    assert other.startswith(indonesian)


@pytest.mark.parametrize(("lang", "years"), [("en", "2021 to 2023"), ("id", "2021 ke 2023")])
def test_the_years_of_the_parts_stand_in_the_subtitle(lang: str, years: str) -> None:
    assert years in drawn(change.what_moved, moved(MOVED), lang=lang).subtitle
    assert years in drawn(change.waterfall, national(), 20.0, 25.0, lang=lang).subtitle
