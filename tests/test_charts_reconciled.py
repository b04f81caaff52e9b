"""The time line of a province: what its title says in every case, and what is drawn where."""

from functools import cache

import pandas as pd
import pytest
from charting import LANGS, drawn, texts
from matplotlib.colors import to_hex
from matplotlib.dates import date2num
from reconciling import article, of_rows

from coverage_lib import language, load_coverage, load_published, provinces
from coverage_lib.charts import reconciled
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Figure, Finding
from coverage_lib.measures.province import place
from coverage_lib.measures.reconciled import Reconciled, reconcile

ACEH = place("11")
UCJ = {"source_title": "UCJ"}


@cache
def home() -> Reconciled:
    return reconcile(load_published(), load_coverage(provisional=True))


def shown(*rows, lang="en", where=ACEH, **more):
    return drawn(reconciled.timeline, where, of_rows(*rows, code=where.code, **more), lang=lang)


def lines(ax, shape):
    """The artists of a chart that are drawn with a marker."""
    return [line for line in ax.lines if line.get_marker() == shape]


# ----------------------------------------------------------------------------------------------------------- titles

MARCH, LATER = article(30.0, 480_000, 1_600_000, date="2024-03"), {"value": 34.0, "date": "2025-02-28", **UCJ}
REDRAWN = article(40.0, 520_000, 1_300_000, date="2024-09")

TITLES = {
    "rose": (
        [*MARCH, LATER],
        "Aceh: 34% of eligible workers published for 28 February 2025; 4.0 points more than the figure of March 2024",
        "Aceh: 34% dari semesta, diumumkan untuk 28 Februari 2025; 4,0 poin lebih tinggi daripada angka Maret 2024",
    ),
    "fell": (
        [*MARCH, LATER | {"value": 28.5}],
        "Aceh: 28.5% of eligible workers published for 28 February 2025; 1.5 points less than the figure of March 2024",
        "Aceh: 28,5% dari semesta, diumumkan untuk 28 Februari 2025; 1,5 poin lebih rendah daripada angka Maret 2024",
    ),
    "equal": (
        [*MARCH, LATER | {"value": 30.04}],
        "Aceh: 30.04% of eligible workers published for 28 February 2025; as much as the figure of March 2024",
        "Aceh: 30,04% dari semesta, diumumkan untuk 28 Februari 2025; sama dengan angka Maret 2024",
    ),
    "single": (
        MARCH,
        "Aceh: 30% of eligible workers published for March 2024; the only figure that stands",
        "Aceh: 30% dari semesta, diumumkan untuk Maret 2024; satu-satunya angka yang dapat dipegang",
    ),
    "base not stated": (
        [{"value": 30.0, "date": "2024-03"}],
        "Aceh: 30% published for March 2024, of a base that is not stated; the only figure that stands",
        "Aceh: 30% diumumkan untuk Maret 2024, basisnya tidak disebutkan; satu-satunya angka yang dapat dipegang",
    ),
    "of counts": (
        MARCH[1:],
        "Aceh: 30.00% of eligible workers by the counts published for March 2024; the only figure that stands",
        "Aceh: 30,00% dari semesta menurut jumlah yang diumumkan untuk Maret 2024; satu-satunya angka yang dapat dipegang",
    ),
    "split": (
        [*MARCH, *REDRAWN],
        "Aceh: 40% of eligible workers published for September 2024; the base is 1.30 million workers now instead of 1.60 million, so earlier "
        "shares do not compare",
        "Aceh: 40% dari semesta, diumumkan untuk September 2024; basisnya kini 1,30 juta pekerja, bukan lagi 1,60 juta, sehingga angka "
        "sebelumnya tidak dapat dibandingkan",
    ),
    "split some time ago": (
        [*MARCH, *REDRAWN, LATER],
        "Aceh: 34% of eligible workers published for 28 February 2025; since September 2024 the base is 1.30 million workers instead of 1.60 "
        "million, so earlier shares do not compare",
        "Aceh: 34% dari semesta, diumumkan untuk 28 Februari 2025; sejak September 2024 basisnya 1,30 juta pekerja, bukan lagi 1,60 juta, "
        "sehingga angka sebelumnya tidak dapat dibandingkan",
    ),
    "none of one": (
        [{"value": 30.0, "date": "2019-12"}],
        "Aceh: the one published share does not stand as one of eligible workers",
        "Aceh: satu-satunya angka yang diumumkan tidak dapat dipegang sebagai cakupan terhadap semesta",
    ),
    "none of several": (
        [{"value": 30.0, "date": "2019-12"}, {"value": 30.0, "date": ""}],
        "Aceh: none of the 2 published shares stands as one of eligible workers",
        "Aceh: tidak satu pun dari 2 angka yang diumumkan dapat dipegang sebagai cakupan terhadap semesta",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TITLES)
def test_the_title_is_the_finding(case: str) -> None:
    rows, english, indonesian = TITLES[case]
    assert shown(*rows).title == english
    assert shown(*rows, lang="id").title == indonesian


def test_small_bases_are_said_in_thousands() -> None:
    rows = [
        *article(30.0, 150_000, 500_000, date="2024-03"),
        *article(40.0, 240_123, 600_307, date="2024-09"),
    ]
    assert "the base is 600,000 workers now instead of 500,000" in shown(*rows).title


def test_a_divided_province_has_no_counts_and_is_split_where_it_was_divided() -> None:
    rows = [{"value": value, "date": date, **UCJ} for value, date in ((40.0, "2022-03"), (50.0, "2024-03"))]
    papua = shown(*rows, where=place("91"))
    assert papua.title == (
        "Papua: 50% of eligible workers published for March 2024; shares before March 2024 are of the undivided province and do not compare"
    )
    assert "before it was divided, and are not drawn here" in papua.subtitle
    assert not lines(papua.ax, "s") and texts(papua.ax) == ["50%", "province divided"]
    assert "Boundaries of 2021" not in papua.source


def test_nothing_published_is_said_in_a_sentence() -> None:
    for lang, words in zip(
        LANGS, ("No share of the workers of Aceh", "Di antara angka yang dikumpulkan"), strict=True
    ):
        with language.use(lang):
            found = reconciled.timeline(ACEH, of_rows())
        assert isinstance(found, Finding) and found.text.startswith(words)


def test_an_undated_figure_of_a_divided_province_leaves_nothing_to_draw() -> None:
    with language.use("en"):
        found = reconciled.timeline(place("91"), of_rows({"value": 30.0, "date": ""}, code="91"))
    assert isinstance(found, Finding)
    assert found.text == "Papua: the one published share does not stand as one of eligible workers."


# ---------------------------------------------------------------------------------------------------------- drawing


def test_the_counts_are_squares_the_part_year_hollow() -> None:
    chart = shown(*MARCH)
    full, part = lines(chart.ax, "s")
    assert full.get_ydata().tolist() == [20.0] * 3 and part.get_ydata().tolist() == [20.0]
    assert to_hex(full.get_markerfacecolor()) == marks.ACCENT.lower()
    assert (
        to_hex(part.get_markerfacecolor()) == "#ffffff" and to_hex(part.get_color()) == marks.ACCENT.lower()
    )
    assert "Hollow square: 2025, of a part of the year." in chart.subtitle
    final = shown(*MARCH, status="final")
    assert "Hollow square" not in final.subtitle


def test_pieces_are_lines_of_their_own_and_their_break_is_labelled() -> None:
    chart = shown(*MARCH, *REDRAWN, LATER)
    pieces = [
        line
        for line in chart.ax.lines
        if to_hex(line.get_color()) == reconciled.ESTIMATE and line.get_linestyle() == "-"
    ]
    assert [line.get_ydata().tolist() for line in pieces] == [[30.0], [40.0, 34.0]]
    [split] = [line for line in chart.ax.lines if line.get_linestyle() not in ("-", "None")]
    at = date2num(split.get_xdata()[0])
    assert date2num(pd.Timestamp("2024-03-31")) < at < date2num(pd.Timestamp("2024-09-30"))
    assert texts(chart.ax) == ["34%", "base 1.60 million → 1.30 million"]


def test_close_breaks_have_their_labels_in_lines_of_their_own() -> None:
    rows = [*MARCH, *REDRAWN, *article(45.0, 720_000, 1_600_000, date="2024-12")]
    labels = [text for text in shown(*rows).ax.texts if text.get_text().startswith("base")]
    low, high = (text.get_position()[1] for text in labels)
    assert high >= low + 10


def test_a_base_that_is_not_stated_is_hollow() -> None:
    chart = shown(*MARCH, {"value": 33.0, "date": "2024-09"})
    stated, unstated = (
        line for line in lines(chart.ax, "o") if to_hex(line.get_color()) == reconciled.ESTIMATE
    )
    assert (
        stated.get_ydata().tolist() == [30.0] and to_hex(stated.get_markerfacecolor()) == reconciled.ESTIMATE
    )
    assert unstated.get_ydata().tolist() == [33.0] and to_hex(unstated.get_markerfacecolor()) == "#ffffff"


def test_what_a_figure_leaves_open_is_a_bar() -> None:
    chart = shown({"value": 41.5, "as_published": "41-42%", **UCJ})
    [bar, _years] = chart.ax.collections
    [[low, high]] = [segment[:, 1] for segment in bar.get_segments()]
    assert (low, high) == (41.0, 42.0)


def test_a_figure_of_a_year_lies_in_its_middle_and_along_it() -> None:
    chart = shown({"value": 30.0, "date": "2024", **UCJ})
    [along] = [
        each
        for each in chart.ax.collections
        if len(each.get_segments()) and each.get_segments()[0][0][0] != each.get_segments()[0][1][0]
    ]
    start, end = along.get_segments()[0][:, 0]
    assert (start, end) == (date2num(pd.Timestamp("2024-01-01")), date2num(pd.Timestamp("2024-12-31")))
    [point] = [line for line in lines(chart.ax, "o") if line.get_ydata().tolist() == [30.0]]
    assert start < date2num(point.get_xdata()[0]) < end


def test_no_line_leads_to_a_year_that_can_be_any_day_and_none_leads_back_in_time() -> None:
    year = {"value": 31.0, "date": "2024", **UCJ}
    ended = {"value": 33.0, "date": "2023", "source_date": "2024-02", **UCJ}
    ax = shown(ended, *MARCH, year, LATER).ax
    [line] = [
        line
        for line in ax.lines
        if to_hex(line.get_color()) == reconciled.ESTIMATE and line.get_linestyle() == "-"
    ]
    assert line.get_ydata().tolist() == [33.0, 30.0, 34.0]
    days = date2num(line.get_xdata())
    assert (days[1:] > days[:-1]).all() and days[0] == date2num(pd.Timestamp("2023-12-31"))


@pytest.mark.parametrize(
    ("row", "shape", "label"),
    [
        ({"date": "2019-12"}, "o", "set aside: base not stated"),
        ({"as_published": "30 persen dari angkatan kerja"}, "^", "set aside: labour force"),
        ({"as_published": "30 persen dari target"}, "P", "set aside: share of a target"),
        (
            {"as_published": "30 persen dari penduduk bekerja", "date": "2021-12"},
            "s",
            "set aside: all employed",
        ),
        ({"date": "2019-12", "note": "potensi"}, "D", "set aside: potential before UCJ"),
        ({"note": "base as printed: population"}, "v", "set aside: population"),
        ({"value": 10.0, **UCJ}, "o", "set aside: eligible workers"),
    ],
)
def test_what_is_set_aside_is_crossed_out_in_the_shape_of_its_base(row, shape, label) -> None:
    chart = shown({"value": 30.0} | row)
    value = {"value": 30.0} | row
    [cross] = lines(chart.ax, "x")
    [below] = [line for line in lines(chart.ax, shape) if to_hex(line.get_color()) == marks.CONTEXT]
    assert cross.get_ydata().tolist() == below.get_ydata().tolist() == [value["value"]]
    assert (cross.get_xdata() == below.get_xdata()).all() and to_hex(cross.get_color()) == marks.CONTEXT
    assert [text.get_text() for text in chart.ax.get_legend().get_texts()] == [
        "counted, of all employed",
        label,
    ]


def test_other_figures_of_the_moment_are_grey_circles() -> None:
    others = [
        {"value": 31.0, **UCJ, "date": "2024-03", "source_publisher": "B"},
        {"value": 35.0, "date": "2024-03"},
    ]
    chart = shown(*MARCH, *others)
    grey = [line for line in lines(chart.ax, "o") if to_hex(line.get_color()) == marks.CONTEXT]
    assert [line.get_ydata().tolist() for line in grey] == [[31.0], [35.0]]
    assert [to_hex(line.get_markerfacecolor()) for line in grey] == [marks.PALE, "#ffffff"]
    assert "Other figures of the same dates: 2; set aside: 0." in chart.alt


def test_a_published_share_of_all_employed_is_a_hollow_square() -> None:
    chart = shown({"value": 25.0, "as_published": "25 persen dari penduduk bekerja", "date": "2024-05"})
    labels = [text.get_text() for text in chart.ax.get_legend().get_texts()]
    assert labels == ["counted, of all employed", "published, of all employed"]


def test_figures_without_a_date_are_in_the_table_only() -> None:
    chart = shown(*MARCH, {"value": 90.0, "date": ""})
    assert "In the table only, since they have no date: 1." in chart.subtitle
    assert chart.ax.get_ylim()[1] < 90
    words = [[cell[0] for cell in row] for row in chart.table.content()["rows"]]
    assert ["–", "90%", "all workers", "not stated", "set aside: without a date"] in [
        row[:5] for row in words
    ]


def test_the_table_has_every_segment_and_the_drawing_all_together() -> None:
    informal = {"value": 8.0, "segment": "informal", "date": "2024-03", **UCJ}
    chart = shown(*MARCH, informal)
    rows = [[cell[0] for cell in row] for row in chart.table.content()["rows"]]
    assert {row[2] for row in rows} == {"all workers", "informal"}
    assert 8.0 not in [value for line in chart.ax.lines for value in line.get_ydata()]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", ["11", "15", "21", "33", "51", "61", "75", "91", "94", "95"])
def test_every_province_has_its_time_line(code: str, lang: str) -> None:
    with language.use(lang):
        exhibit = reconciled.timeline(place(code), home())
    if code == "95":
        assert isinstance(exhibit, Finding)
        return
    assert isinstance(exhibit, Figure)
    assert exhibit.title.startswith(provinces("2022").set_index("code")["name"][code])
    assert exhibit.svg.startswith("<svg") and exhibit.alt and len(exhibit.table.frame)


def test_the_number_of_the_last_figure_does_not_run_into_the_legend() -> None:
    for code in ("61", "51", "53"):
        chart = drawn(reconciled.timeline, place(code), home())
        chart.fig.draw_without_rendering()
        number = chart.ax.texts[0].get_window_extent()
        assert number.x1 < chart.ax.get_legend().get_window_extent().x0
