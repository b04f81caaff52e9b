"""The outside view: gains of comparable programmes against what is needed, and Indonesia's own five years among them."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, colours, drawn, row_names, texts
from matplotlib.colors import to_hex
from projections import outside_view

from coverage_lib import language
from coverage_lib.charts import outside
from coverage_lib.drawing import marks
from coverage_lib.measures.projection.outside import OutsideView
from coverage_lib.measures.projection.outside import outside_view as measured

GAINS = {
    "all": (69, 8, 3.8),
    "lac_employees_pension_right_country": (50, 7, 6.5),
    "cl_afp_contributors_region": (19, 1, 3.2),
}

VIEW = outside_view(GAINS, {2018: 5.6, 2019: 4.7})


def test_a_line_stands_at_what_is_needed() -> None:
    ax = drawn(outside.comparable_gains, VIEW).ax
    zero, needed = ax.lines
    assert zero.get_xdata() == [0, 0] and needed.get_xdata() == [12.7, 12.7]
    assert needed.get_color() == marks.TARGET
    assert "needed: +12.7" in texts(ax)
    assert "diperlukan: +12,7" in texts(drawn(outside.comparable_gains, VIEW, lang="id").ax)


def test_each_programme_has_bars_of_80_and_50_percent_and_a_dot_at_its_median() -> None:
    ax = drawn(outside.comparable_gains, VIEW).ax
    assert row_names(ax) == [
        "All together",
        "Latin America, countries: employees with a pension right",
        "Chile, regions: pension contributors of the employed",
        "Indonesia itself",
    ]
    thin, thick, dots, _diamonds = ax.collections
    for bars, low, high in ((thin, "q10", "q90"), (thick, "q25", "q75")):
        edges = [(segment[:, 0].tolist(), segment[0, 1]) for segment in bars.get_segments()]
        assert edges == [([row[low], row[high]], place) for place, row in VIEW.panels.iterrows()]
    assert thin.get_linewidth()[0] < thick.get_linewidth()[0]
    assert dots.get_offsets().tolist() == [[3.8, 0], [6.5, 1], [3.2, 2]]
    assert colours(thick) == [marks.INK, marks.CONTEXT, marks.CONTEXT]


@pytest.mark.parametrize(
    ("own", "counted"),
    [({2018: 5.6, 2019: 4.7}, "0 / 2"), ({2018: 12.7, 2019: 4.7}, "1 / 2"), ({2018: 12.66}, "1 / 1"), ({2018: 12.64}, "0 / 1")],
    ids=["none reached it", "one reached it", "reached it as printed", "missed it as printed"],
)  # fmt: skip
def test_the_column_counts_the_periods_and_diamonds_are_indonesias_own(
    own: dict[int, float], counted: str
) -> None:
    shown = drawn(outside.comparable_gains, outside_view(GAINS, own))
    assert texts(shown.ax)[:4] == ["8 / 69", "7 / 50", "1 / 19", counted]
    assert [text.xy[1] for text in shown.ax.texts[:4]] == [0, 1, 2, 3]
    diamonds = shown.ax.collections[-1]
    assert diamonds.get_offsets().tolist() == [[gain, 3] for gain in own.values()]
    assert to_hex(diamonds.get_facecolor()[0]) == marks.ACCENT.lower()
    assert [int(row[3][0]) for row in rows(shown.table)[3:]] == [gain > 12.65 for gain in own.values()]


def test_without_own_five_years_the_row_is_empty() -> None:
    gains = pd.DataFrame(
        {"panel": "cl_afp_contributors_region", "place": "P", "what": "w", "publisher": "b", "units": 2, "gain": [1.0, 3.0], "windows": [3, 1]}
    )  # fmt: skip
    announced = pd.DataFrame({"date": pd.to_datetime(["2021-12-31", "2024-12-31"]), "coverage": [26.0, 28.0]})
    shown = drawn(outside.comparable_gains, measured(gains, 0.5, announced))
    assert row_names(shown.ax)[-1] == "Indonesia itself"
    assert texts(shown.ax)[:3] == ["1 / 4", "1 / 4", "–"]
    assert shown.alt.endswith("Indonesia: –.")
    assert len(rows(shown.table)) == 2


@pytest.mark.parametrize(
    ("reached", "english", "indonesian"),
    [
        (
            0,
            "In none of 69 five-year periods of comparable programmes did coverage rise by the 12.7 points that the plan needs",
            "Kenaikan 12,7 poin yang diperlukan RPJMN tidak tercapai pada satu pun dari 69 periode lima tahun program sejenis di negara lain",
        ),
        (
            1,
            "Coverage rose by the 12.7 points that the plan needs in 1 of 69 five-year periods of comparable programmes",
            "Kenaikan 12,7 poin yang diperlukan RPJMN tercapai pada 1 dari 69 periode lima tahun program sejenis di negara lain",
        ),
        (
            8,
            "Coverage rose by the 12.7 points that the plan needs in 8 of 69 five-year periods of comparable programmes",
            "Kenaikan 12,7 poin yang diperlukan RPJMN tercapai pada 8 dari 69 periode lima tahun program sejenis di negara lain",
        ),
    ],
)
def test_the_title_counts_the_periods_of_all_programmes(reached: int, english: str, indonesian: str) -> None:
    view = outside_view(GAINS | {"all": (69, reached, 3.8)}, {})
    assert both_titles(outside.comparable_gains, view) == (english, indonesian)


def test_the_alternative_text_has_every_programme_and_the_own_record() -> None:
    english = drawn(outside.comparable_gains, VIEW).alt
    assert "Chile, regions: pension contributors of the employed: median +3.2, 1 of 19" in english
    assert english.endswith(
        "Needed: 12.7 points. Indonesia: 2018–2023: +5.6 points, more than 60% of the periods; "
        "2019–2024: +4.7 points, more than 60% of the periods."
    )
    indonesian = drawn(outside.comparable_gains, VIEW, lang="id").alt
    assert "median +3,2, 1 dari 19" in indonesian and "Indonesia: 2018–2023: +5,6 poin" in indonesian


def rows(table: object) -> list[list[str]]:
    return [[text for text, _order in row] for row in table.content()["rows"]]  # type: ignore[attr-defined]


def test_the_table_holds_every_number_of_the_drawing_and_the_own_five_years() -> None:
    table = drawn(outside.comparable_gains, VIEW).table
    assert [column["label"] for column in table.content()["columns"]] == [
        "Programme",
        "Units",
        "Five-year periods",
        "of them with the gain needed",
        "10% gained less than",
        "25% gained less than",
        "Median gain, points",
        "25% gained more than",
        "10% gained more than",
        "Publisher",
    ]
    assert rows(table)[0] == ["All together", "5", "69", "8", "−2.2", "+1.8", "+3.8", "+7.8", "+14.8", "–"]
    assert rows(table)[2][2:] == ["19", "1", "−2.8", "+1.2", "+3.2", "+7.2", "+14.2", "publisher of cl_afp_contributors_region"]  # fmt: skip
    assert rows(table)[3:] == [
        ["Indonesia itself, 2018–2023", "–", "1", "0", "–", "–", "+5.6", "–", "–", "–"],
        ["Indonesia itself, 2019–2024", "–", "1", "0", "–", "–", "+4.7", "–", "–", "–"],
    ]


def test_each_publisher_is_named_once_in_the_source() -> None:
    view = VIEW._replace(panels=pd.concat([VIEW.panels, VIEW.panels.iloc[[1]]], ignore_index=True))
    assert outside.panels_source(view) == (
        "publisher of lac_employees_pension_right_country; publisher of cl_afp_contributors_region, "
        "through public repositories; not checked against the publishers."
    )


@pytest.mark.parametrize("lang", LANGS)
def test_every_panel_of_the_reference_class_has_a_name(lang: str) -> None:
    from coverage_lib.measures.projection import class_gains

    panels = class_gains()["panel"].unique()
    with language.use(lang):
        names = {outside.panel_word({"panel": panel}) for panel in panels}
    assert len(names) == len(panels) > 3


@pytest.mark.parametrize(
    ("shown", "decembers", "english", "indonesian"),
    [
        (0.05, 0.15, "says about 1 in 20; from Decembers alone it would say about 3 in 20.", "memberi sekitar 1 dari 20; bila hanya dari Desember, sekitar 3 dari 20."),
        (0.05, 0.07, "says about 1 in 20, and the same from Decembers alone.", "memberi sekitar 1 dari 20, dan sama bila hanya dari Desember."),
    ],
    ids=["the months matter", "alike as printed"],
)  # fmt: skip
def test_the_record_alone_is_said_beside_the_projection(
    shown: float, decembers: float, english: str, indonesian: str
) -> None:
    chances = pd.DataFrame(
        {"assumption": ["season_half", "decembers_only", "shown"], "probability": [0.5, decembers, shown]}
    )
    text = outside.outside_words(VIEW, chances).text
    # 8 of 69 periods.
    assert text.startswith("By this record alone the chance would be about 1 in 10. ") and text.endswith(
        english
    )
    with language.use("id"):
        text = outside.outside_words(VIEW, chances).text
    assert (
        text.startswith("Menurut pengalaman negara lain saja peluangnya sekitar 1 dari 10. ")
        and indonesian in text
    )


def test_what_is_needed_and_reached_are_those_of_all_programmes() -> None:
    view: OutsideView = VIEW
    assert (view.windows, view.reached) == (69, 8)
