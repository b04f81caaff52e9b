"""The way from the counted to the announced share as it is drawn and said: "both are right" only where the steps support it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from charting import LANGS, both_titles, drawn, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.charts import bridge as charts
from coverage_lib.charts.bridge_quote import how_to_quote
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Finding
from coverage_lib.measures.bridge import REASONS, STATUSES, STEPS, Bridge

UNKNOWN = (np.nan, 0.0, 5.0, "not known")
LEFT_OUT = (0.0, 0.0, 0.0, "left out")


def way(status: str = "explained", **changes: Any) -> Bridge:
    """20% counted of 1,000,000 employed; on 800,000 eligible workers 25%; 2 points less at the date of the figure; the rest is given."""
    construction = changes.get("construction", LEFT_OUT)
    left, base = changes.get("left", 1.0), changes.get("base", 800_000)
    on_base = 100 * 200_000 / base
    added = np.nan_to_num(construction[0])
    announced = on_base + added - 2 + left
    values = [20.0, on_base - 20, construction[0], changes.get("date", -2.0), left, announced]
    after = np.cumsum(np.nan_to_num(values[:-1]))
    steps = pd.DataFrame(
        {
            "step": STEPS,
            "value": values,
            "low": [20.0, values[1] - 1, construction[1], -3.0, left - 1, announced],
            "high": [20.0, values[1] + 1, construction[2], -1.0, left + 1, announced],
            "before": [0, *after[:-1], 0],
            "after": [*after, announced],
            "workers": 1000.0,
            "known": [
                "counted",
                "printed",
                construction[3],
                changes.get("moved", "totals and counts"),
                "rest",
                "announced",
            ],
            "ids": "",
        }
    )
    return Bridge(
        steps,
        status,
        changes.get("reason", ""),
        changes.get("code", "11"),
        "Aceh",
        {"id": "f0009", "coverage": announced, "low": announced, "high": announced, "step": 0.1, "bound": "exact", "date": pd.Timestamp("2025-03-31"), "printed_date": "2025-03", "publisher": "A paper", "base": changes.get("stated", "eligible"), "active": 192_000},
        {"workers": base, "low": base, "high": base, "known": changes.get("known", "printed"), "ids": "f0008", "printed_date": "2024-12", "elsewhere": changes.get("elsewhere", False), "printed": changes.get("printed", base), "bound": changes.get("bound", "exact"), "by_members": changes.get("by_members", False)},
        {"date": pd.Timestamp("2024-12-31"), "active": 200_000, "workers": 1_000_000, "coverage": 20.0},
    )  # fmt: skip


NOTHING = Bridge(way().steps.iloc[:0], "not testable", "no figure", "11", "Aceh", {}, {}, {})


# ------------------------------------------------------------------------------------------------------------------------ drawing


def bars(ax: Any) -> list[tuple[float, float, str, str]]:
    """Left end, right end, face and hatch of each bar from the top to the bottom."""
    return [
        (
            round(bar.get_x(), 6),
            round(bar.get_x() + bar.get_width(), 6),
            to_hex(bar.get_facecolor()),
            bar.get_hatch() or "",
        )
        for bar in ax.patches
    ]


def test_the_bars_lead_from_the_counted_to_the_announced_share():
    ax = drawn(charts.bridge_chart, way()).ax
    assert row_names(ax) == [
        "Counted, all employed, December 2024",
        "Eligible workers as base",
        "Construction members",
        "Date of the figure",
        "Unexplained",
        "Announced",
    ]
    drawn_bars = bars(ax)
    assert [bar[:2] for bar in drawn_bars] == [(0, 20), (20, 25), (25, 25), (25, 23), (23, 24), (0, 24)]
    colours = [bar[2] for bar in drawn_bars]
    assert colours[0] == to_hex(marks.ACCENT) and colours[-1] == to_hex(marks.TARGET)
    assert colours[1] == marks.tint(marks.RISE, 0.55) and colours[3] == marks.tint(marks.FALL, 0.55)
    assert colours[4] == to_hex(marks.CONTEXT)
    assert texts(ax) == [
        "20.0%",
        "+5.0 (+4.0 to +6.0)",
        "0.0",
        "−2.0 (−3.0 to −1.0)",
        "+1.0 (0.0 to +2.0)",
        "24.0%",
    ]


def test_what_construction_members_could_add_is_hatched_and_moves_nothing():
    ax = drawn(charts.bridge_chart, way("explained with construction", construction=UNKNOWN, left=3.0)).ax
    hatched = [bar for bar in bars(ax) if bar[3]]
    assert hatched == [(25, 30, "#ffffff", marks.MISSING_HATCH)]
    assert bars(ax)[3][:2] == (25, 23)
    assert "not known: 0 to +5.0" in texts(ax)
    assert ax.get_xlim()[1] > 30


def test_the_intervals_stand_where_the_step_ends():
    ax = drawn(charts.bridge_chart, way()).ax
    whiskers = [
        line.get_segments()[0][:, 0].tolist()
        for line in ax.collections
        if to_hex(line.get_color()[0]) == to_hex(marks.INK)
    ]
    assert whiskers == [[24, 26], [22, 24]]


def test_a_wide_interval_stays_within_the_axis():
    steps = way().steps.copy()
    steps.loc[steps["step"] == "base", ["low", "high"]] = [-3.0, 40.0]
    figure = drawn(charts.bridge_chart, way()._replace(steps=steps))
    assert figure.ax.get_xlim()[1] >= 60


# ------------------------------------------------------------------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("found", "english", "indonesian"),
    [
        (way(), "Aceh: both are right, on different bases: 20.0% of all employed (December 2024), 24.0% of eligible workers (March 2025)", "Aceh: keduanya benar, dengan basis berbeda: 20,0% dari penduduk bekerja (Desember 2024), 24,0% dari semesta (Maret 2025)"),
        (way(stated="not stated"), "Aceh: 24.0% announced fits 20.0% counted if it is of eligible workers, which is not stated", "Aceh: 24,0% diumumkan, 20,0% dihitung; keduanya cocok bila pengumuman memakai semesta, hal yang tidak disebutkan"),
        (way(base=990_000), "Aceh: 20.0% counted and 19.2% announced fit each other, both of about all employed", "Aceh: 19,2% diumumkan, 20,0% dihitung; keduanya cocok, terhadap hampir seluruh penduduk bekerja"),
        (way("explained with construction", construction=UNKNOWN, left=3.0), "Aceh: 20.0% counted, 26.0% announced; base and date explain all but 3.0 points, which construction members could be", "Aceh: 26,0% diumumkan, 20,0% dihitung; sisa selisih 3,0 poin terjelaskan hanya bila pengumuman memasukkan peserta jasa konstruksi, hal yang tidak disebutkan"),
        (way("partly", left=1.5), "Aceh: 20.0% counted, 24.5% announced; the known steps explain part of the difference, 1.5 points stay unexplained", "Aceh: 24,5% diumumkan, 20,0% dihitung; langkah yang diketahui menjelaskan sebagian selisihnya, 1,5 poin belum terjelaskan"),
        (way("partly", left=-1.5), "Aceh: 20.0% counted, 21.5% announced; the known steps lead 1.5 points beyond what was announced", "Aceh: 21,5% diumumkan, 20,0% dihitung; langkah yang diketahui menghasilkan 1,5 poin di atas yang diumumkan"),
        (way("not explained", left=12.0), "Aceh: 20.0% counted, 35.0% announced; the known steps do not explain the difference, 12.0 points stay unexplained", "Aceh: 35,0% diumumkan, 20,0% dihitung; langkah yang diketahui tidak menjelaskan selisihnya, 12,0 poin belum terjelaskan"),
        (way("not testable", reason="too wide"), "Aceh: 20.0% counted, 24.0% announced; base or date are too uncertain to test the difference, 0.0 to +2.0 points could be left", "Aceh: 24,0% diumumkan, 20,0% dihitung; selisihnya belum dapat diuji karena basis atau tanggalnya terlalu tidak pasti, sisanya bisa 0,0 sampai +2,0 poin"),
    ],
)  # fmt: skip
def test_the_title_says_who_is_right_as_far_as_the_steps_support_it(found, english, indonesian):
    assert both_titles(charts.bridge_chart, found) == (english, indonesian)


def test_nobody_is_called_right_unless_the_steps_explain_it():
    for status in STATUSES:
        for stated in ("eligible", "not stated"):
            for base in (800_000, 990_000):
                title = drawn(
                    charts.bridge_chart, way(status, stated=stated, base=base, construction=UNKNOWN)
                ).title
                assert ("both are right" in title) == (
                    (status, stated, base) == ("explained", "eligible", 800_000)
                )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("reason", REASONS[:-1])
def test_without_a_way_there_is_a_sentence_and_no_drawing(reason, lang):
    with language.use(lang):
        found = charts.bridge_chart(NOTHING._replace(reason=reason))
        assert isinstance(found, Finding) and found.text.startswith("Aceh: ")
        assert charts.bridge_finding(NOTHING._replace(reason=reason)) is None


# ------------------------------------------------------------------------------------------------------------------------- words


def words(found: Bridge, lang: str = "en") -> str:
    with language.use(lang):
        return charts.bridge_words(found)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, "are 20.0% of 1.00 million employed and 25.0% of 800,000 eligible workers (the base printed with the announcement, f0008)."),
        ({"stated": "not stated"}, "and would be 25.0% of 800,000 eligible workers"),
        ({"known": "implied"}, "(implied by the members and the share of the announcement, f0008)"),
        ({"known": "estimated"}, "(estimated: the province never published a base)"),
        ({"elsewhere": True}, "(the base printed for December 2024, f0008; the announcement prints none)"),
        ({"by_members": True, "printed": 700_000, "bound": "at_least"}, "(at least 700,000 printed; 192,000 members at 24.0% make it 800,000, f0008)"),
        ({"by_members": True, "printed": 790_000}, "(790,000 printed; 192,000 members at 24.0% make it 800,000, f0008)"),
        ({}, "The announcement counts no construction members, by its parts."),
        ({"construction": (2.0, 2.0, 2.0, "printed")}, "The construction members that the announcement counts are +2.0 points."),
        ({"construction": (2.0, 1.0, 3.0, "announced")}, "Construction and migrant members, the rest of the announced total, add +2.0 points."),
        ({"construction": UNKNOWN}, "Whether the announcement counts construction members is not said; counted by office they would be at most 5.0 points (about 40,000 members)."),
        ({"construction": (np.nan, 0, 5.0, "not known, counted")}, "counts construction members but does not say how many; counted by office they would be at most 5.0 points (about 40,000 members)."),
        ({}, "Moving to March 2025, as the nation's announced totals and the province's counts moved, takes off 2.0 points."),
        ({"moved": "own members", "date": 2.0}, "Moving to March 2025, as the members that the province announced moved, adds 2.0 points."),
        ({"moved": "announced totals"}, "Moving to March 2025, as announced totals moved, takes off 2.0 points."),
        ({"date": 0.0}, "The date of the announcement, March 2025, makes no difference."),
        ({}, "That leaves +1.0 points, 1,000 members, unexplained (0.0 to +2.0)."),
    ],
)  # fmt: skip
def test_each_step_is_said_as_it_is_known(changes, part):
    assert part in words(way(**changes))


def test_the_alternative_text_says_every_step_and_the_table_has_them_all():
    figure = drawn(charts.bridge_chart, way(construction=UNKNOWN))
    assert figure.alt == words(way(construction=UNKNOWN))
    rows = figure.table.content()["rows"]
    assert len(rows) == len(STEPS) and [row[3][0] for row in rows] == [
        "counted by domicile, over surveyed employed",
        "printed with the announcement",
        "not known for the province",
        "as the nation's announced totals and the province's counts moved",
        "what is left",
        "announced",
    ]
    assert rows[1][2][0] == "–"  # the base changes no members


def test_no_page_explains_the_base_by_civil_servants():
    for lang in LANGS:
        text = " ".join(words(way(status, construction=UNKNOWN), lang) for status in STATUSES).lower()
        assert not any(
            word in text for word in ("civil servant", "aparatur", "asn", "tni", "polri", "police")
        )


@pytest.mark.parametrize(
    ("changes", "english"),
    [
        ({}, "The base is +5.0 points: 20.0% of 1.00 million employed are 25.0% of 800,000 eligible workers (the base printed with the announcement, f0008); moving to March 2025 takes off 2.0 points. +1.0 points (0.0 to +2.0) stay unexplained; the announcement leaves construction members out."),
        ({"date": 2.0}, "moving to March 2025 adds 2.0 points."),
        ({"date": 0.0}, "moving to March 2025 makes no difference."),
        ({"construction": (2.0, 2.0, 2.0, "printed")}, "Construction members of the announcement are +2.0 points; +1.0 points (0.0 to +2.0) stay unexplained."),
        ({"construction": (2.0, 2.0, 2.0, "announced")}, "Construction and migrant members are +2.0 points; +1.0 points (0.0 to +2.0) stay unexplained."),
        ({"construction": UNKNOWN}, "construction members, which the announcement does not mention, could be part of it: counted by office, at most 5.0 points (about 40,000 members)."),
        ({"construction": UNKNOWN, "left": -1.5}, "−1.5 points (−2.5 to −0.5) stay unexplained; construction members, which the announcement does not mention, cannot be part of it."),
        ({"construction": (np.nan, 0, 5.0, "not known, counted")}, "construction members, which the announcement counts, are part of it: counted by office, at most 5.0 points (about 40,000 members)."),
    ],
)  # fmt: skip
def test_the_finding_is_two_sentences(changes, english):
    with language.use("en"):
        text = charts.bridge_finding(way(**changes)).text
    assert english in text and text.count(". ") == 1
    with language.use("id"):
        indonesian = charts.bridge_finding(way(**changes)).text
    assert indonesian.startswith("Basis menyumbang +5,0 poin: 20,0% dari 1,00 juta penduduk bekerja")


def test_chart_and_table_carry_the_code_of_the_region():
    figure = drawn(charts.bridge_chart, way())
    assert (figure.name, figure.table.name) == ("bridge-11", "bridge-11")


# --------------------------------------------------------------------------------------------------------------------- how to quote

COUNTED = "20.0% of all employed on 31 December 2024, counted by domicile."


@pytest.mark.parametrize(
    ("changes", "announced"),
    [
        ({"base": 812_370}, "22.6% of 812,370 eligible workers"),
        ({"printed": 1_300_000, "bound": "at_least"}, "24.0% of at least 1.3 million eligible workers"),
        ({"printed": 800_000, "bound": "about"}, "24.0% of about 800,000 eligible workers"),
        ({"elsewhere": True}, "24.0% of eligible workers, whose number was not printed,"),
        ({"known": "implied"}, "24.0% of eligible workers, whose number was not printed,"),
    ],
)  # fmt: skip
def test_a_share_is_quoted_with_its_base_as_it_was_printed(changes, announced):
    with language.use("en"):
        found = how_to_quote(way(**{"left": 0.0 if "base" in changes else 1.0} | changes)).text
    assert found == f"How to quote it: {announced} in March 2025 (A paper, f0009); {COUNTED}"


def test_a_share_whose_base_is_not_stated_is_quoted_so_and_none_without_a_way():
    with language.use("en"):
        assert (
            how_to_quote(way(stated="not stated")).text
            == f"How to quote it: 24.0% in March 2025 (A paper, f0009), of a base that was not stated; {COUNTED}"
        )
    dated = way()
    dated.figure["printed_date"] = "2025-03-17"
    with language.use("id"):
        assert how_to_quote(dated).text == (
            "Cara mengutip: 24,0% dari semesta 800.000 pekerja per 17 Maret 2025 (A paper, f0009); 20,0% dari penduduk bekerja per 31 Desember "
            "2024, dihitung menurut domisili."
        )
    assert how_to_quote(NOTHING) is None
