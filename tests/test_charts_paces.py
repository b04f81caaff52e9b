"""The pace of provinces: what is needed and what they had, beside the range of comparable programmes."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, drawn, row_names
from matplotlib.colors import to_hex
from projections import attainment, outside_view

from coverage_lib.charts import paces
from coverage_lib.drawing import marks
from coverage_lib.measures.attainment_summary import Span

SPAN = Span(2019, 2024, 2045)

# Quantiles of five years: −2.5 and 15.0 points, so −0.5 and 3.0 a year.
VIEW = outside_view({"all": (69, 8, 3.5), "cl_afp_contributors_region": (69, 8, 9.0)}, {})
VIEW = VIEW._replace(panels=VIEW.panels.assign(q90=[15.0, 40.0], q10=[-2.5, 4.0]))


def rows(needed: dict[str, float], own: dict[str, float] | None = None) -> pd.DataFrame:
    frame = attainment(dict.fromkeys(("00", *needed), (0.1, None, None, None)), 39.76)
    return frame.assign(
        pace_needed=frame["code"].map({"00": 9.0} | needed),
        recent_pace=frame["code"].map(own or {}).fillna(1.0),
        net_new_members_per_month_q10=frame["code"].map({"12": -750.0}).fillna(400_000.0),
    )


NEEDED = {"11": 4.0, "12": 0.0, "15": 3.1}

OWN = {"11": 2.1, "12": 5.0, "15": -0.7}


def shown(needed: dict[str, float] = NEEDED, correlation: float = 0.03, lang: str = "en") -> object:
    return drawn(paces.paces, rows(needed, OWN), VIEW, SPAN, correlation, lang=lang)


def test_a_diamond_stands_at_the_pace_needed_and_a_dot_at_the_own_pace() -> None:
    ax = shown().ax  # type: ignore[attr-defined]
    assert row_names(ax) == [
        "Sumatera Utara",
        "Jambi",
        "Aceh",
    ]  # The least that is needed first; the nation is no row.
    found = {artist.get_label(): artist for artist in ax.collections}
    assert found["needed"].get_offsets().tolist() == [[0.0, 0], [3.1, 1], [4.0, 2]]
    assert found["own pace"].get_offsets().tolist() == [[5.0, 0], [-0.7, 1], [2.1, 2]]
    assert to_hex(found["needed"].get_edgecolor()[0]) == marks.TARGET.lower()
    assert len(found["needed"].get_facecolor()) == 0  # hollow, so that a dot under it is seen
    assert to_hex(found["own pace"].get_facecolor()[0]) == marks.CONTEXT
    corners = [len(found[name].get_paths()[0].vertices) for name in ("needed", "own pace")]
    assert corners[0] < 10 < corners[1]  # a diamond, a circle
    joined = [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()]
    assert joined == [[5.0, 0.0], [-0.7, 3.1], [2.1, 4.0]]


def test_the_band_reaches_over_80_percent_of_all_programmes_by_the_year() -> None:
    ax = shown().ax  # type: ignore[attr-defined]
    [band] = ax.patches
    assert (band.get_x(), band.get_x() + band.get_width()) == (-0.5, 3.0)
    assert band.get_label() == "comparable programmes, 80%"
    legend = [text.get_text() for text in shown(lang="id").ax.get_legend().get_texts()]  # type: ignore[attr-defined]
    assert legend == ["program sejenis, 80%", "laju sendiri", "diperlukan"]


@pytest.mark.parametrize(
    ("needed", "english", "indonesian"),
    [
        ({"11": 3.0, "12": 1.0}, "No province needs more than 3.0 points a year, a pace that only one in ten five-year periods elsewhere reached", "Tidak ada provinsi yang memerlukan lebih dari 3,0 poin per tahun,"),
        ({"11": 3.04, "12": 1.0}, "No province needs more than 3.0 points a year", "Tidak ada provinsi yang memerlukan lebih dari 3,0 poin per tahun,"),
        ({"11": 3.06, "12": 1.0}, "1 of 2 provinces needs more than 3.0 points a year, a pace that only one in ten five-year periods elsewhere reached", "1 dari 2 provinsi memerlukan lebih dari 3,0 poin per tahun,"),
        (NEEDED, "2 of 3 provinces need more than 3.0 points a year, a pace that only one in ten five-year periods elsewhere reached", "2 dari 3 provinsi memerlukan lebih dari 3,0 poin per tahun,"),
        ({"11": 5.0, "12": 6.0}, "2 of 2 provinces need more than 3.0 points a year", "2 dari 2 provinsi memerlukan lebih dari 3,0 poin per tahun,"),
    ],
    ids=["none", "equal as printed", "one", "some", "all"],
)  # fmt: skip
def test_the_title_counts_the_provinces_that_need_more_than_nine_of_ten_programmes_had(
    needed: dict[str, float], english: str, indonesian: str
) -> None:
    titles = both_titles(paces.paces, rows(needed), VIEW, SPAN, 0.03)
    assert titles[0].startswith(english) and titles[1].startswith(indonesian)
    assert titles[1].endswith("laju yang hanya dicapai sepersepuluh periode lima tahun di negara lain")


@pytest.mark.parametrize(
    ("correlation", "english", "indonesian"),
    [
        (0.03, "Which province rose faster one year says little of the next (rank correlation 0.03).", "belum tentu lebih cepat pada tahun berikutnya (korelasi peringkat 0,03)."),
        (-0.29, "says little of the next (rank correlation −0.29).", "(korelasi peringkat −0,29)."),
        (0.3, "The rank correlation of a year's rise with that of the next is 0.30.", "Korelasi peringkat antara kenaikan satu tahun dan tahun berikutnya adalah 0,30."),
        (-0.6, "The rank correlation of a year's rise with that of the next is −0.60.", "tahun berikutnya adalah −0,60."),
    ],
)  # fmt: skip
def test_the_subtitle_says_what_a_years_rise_says_of_the_next(
    correlation: float, english: str, indonesian: str
) -> None:
    assert shown(correlation=correlation).subtitle.endswith(english)  # type: ignore[attr-defined]
    assert shown(correlation=correlation, lang="id").subtitle.endswith(indonesian)  # type: ignore[attr-defined]


def test_the_subtitle_has_target_dates_and_how_many_rose() -> None:
    subtitle = shown().subtitle  # type: ignore[attr-defined]
    assert "needed from the end of 2024 to stand at 39.8% at the end of 2029" in subtitle
    assert "own pace 2022–2024 (dot)" in subtitle
    assert "2 of 3 provinces rose in the years of their own pace." in subtitle
    assert "2 dari 3 provinsi naik" in shown(lang="id").subtitle  # type: ignore[attr-defined]


def test_the_table_and_the_alternative_text_have_the_numbers_of_the_drawing() -> None:
    chart = shown()
    content = chart.table.content()  # type: ignore[attr-defined]
    assert [column["label"] for column in content["columns"]] == [
        "Region",
        "Points a year needed",
        "Own pace, 2022–2024",
        "Net new members a month: low",
        "Net new members a month",
        "Net new members a month: high",
    ]
    assert [[text for text, _order in row] for row in content["rows"]] == [
        ["Sumatera Utara", "0.0", "+5.0", "0", "450,000", "500,000"],
        ["Jambi", "3.1", "−0.7", "400,000", "450,000", "500,000"],
        ["Aceh", "4.0", "+2.1", "400,000", "450,000", "500,000"],
    ]
    assert content["note"].endswith("Comparable programmes had −0.5 to +3.0 points a year (band).")
    assert chart.alt == (  # type: ignore[attr-defined]
        "Points a year needed and had: Sumatera Utara 0.0, had +5.0; Jambi 3.1, had −0.7; Aceh 4.0, had +2.1. "
        "Comparable programmes: −0.5 to +3.0."
    )


@pytest.mark.parametrize("lang", LANGS)
def test_a_province_without_an_own_pace_has_no_dot(lang: str) -> None:
    frame = rows(NEEDED, OWN)
    frame.loc[frame["code"] == "15", "recent_pace"] = float("nan")
    chart = drawn(paces.paces, frame, VIEW, SPAN, 0.03, lang=lang)
    assert [text for text, _order in chart.table.content()["rows"][1]][2] == "–"
    assert "nan" not in chart.alt + chart.subtitle
