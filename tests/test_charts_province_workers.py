"""Segments and regencies of a province as they are drawn and said."""

import pandas as pd
import pytest
from charting import both_titles, drawn, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.charts import province_workers
from coverage_lib.drawing import marks
from coverage_lib.measures import province as profiles


def shares(
    formal: float = 55.0, informal: float = 12.5, years: tuple[int, int] = (2022, 2024)
) -> pd.DataFrame:
    """Coverage of the segments of Aceh and of the nation, 1,000 workers each."""
    levels = {
        ("11", "formal"): (40.0, formal),
        ("11", "informal"): (5.0, informal),
        ("00", "formal"): (42.0, 50.0),
        ("00", "informal"): (8.0, 11.0),
    }
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": {"11": "Aceh", "00": "Indonesia"}[code],
                "segment": segment,
                "date": pd.Timestamp(year, 12, 31),
                "year": year,
                "active": share * 10,
                "workers": 1000,
                "coverage": share,
            }
            for (code, segment), both in levels.items()
            for year, share in zip(years, both, strict=True)
        ]
    )


def test_each_segment_runs_from_its_first_point_to_its_last_with_a_stroke_at_the_nation() -> None:
    ax = drawn(province_workers.segments, profiles.place("11"), shares()).ax
    assert row_names(ax) == ["formal workers", "informal workers"]
    for position, (segment, first, last, nation) in enumerate(
        [("formal", 40.0, 55.0, 50.0), ("informal", 5.0, 12.5, 11.0)]
    ):
        line, then, now, stroke = ax.lines[4 * position : 4 * position + 4]
        colour = marks.SEGMENT_COLOURS[segment]
        assert line.get_xydata().tolist() == [[first, position], [last, position]]
        assert then.get_xydata().tolist() == [[first, position]] and then.get_markerfacecolor() == "white"
        assert now.get_xydata().tolist() == [[last, position]] and now.get_markerfacecolor() == colour
        assert stroke.get_xydata().tolist() == [[nation, position]] and stroke.get_marker() == "|"
        assert {mark.get_color() for mark in (line, then, now)} == {colour}
        assert stroke.get_color() == marks.INK
    assert texts(ax) == ["55.0%", "12.5%"]
    assert [text.get_color() for text in ax.texts if text.get_text()] == [marks.FORMAL, marks.INFORMAL]


def test_the_legend_names_the_years_of_the_table() -> None:
    ax = drawn(province_workers.segments, profiles.place("11"), shares(years=(2019, 2026))).ax
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["2019", "2026", "Indonesia 2026"]


@pytest.mark.parametrize(
    ("formal", "informal", "english", "indonesian"),
    [
        (55.0, 12.5, "66% of the workers without membership in Aceh are informal", "66%"),
        (120.0, 12.5, "100% of the workers without membership in Aceh are informal", "100%"),
        (55.0, 100.0, "0% of the workers without membership in Aceh are informal", "0%"),
        (104.0, 100.0, "In Aceh there are at least as many members as workers, formal and informal", "paling sedikit sama"),
    ],
    ids=["both", "more formal members than workers", "formal only", "nobody without"],
)  # fmt: skip
def test_the_title_of_the_segments_says_who_is_without_membership(
    formal: float, informal: float, english: str, indonesian: str
) -> None:
    titles = both_titles(province_workers.segments, profiles.place("11"), shares(formal, informal))
    assert titles[0] == english
    assert indonesian in titles[1]


def regencies(count: int) -> pd.DataFrame:
    employed = [1000 * (count - place) for place in range(count)]
    return pd.DataFrame(
        {
            "code": [f"11{place:02}" for place in range(count)],
            "name": [f"Kabupaten {place}" for place in range(count)],
            "year": 2026,
            "employed": employed,
            "labour_force": employed,
            "first_year": 2020,
            "share": [100 * number / sum(employed) for number in employed],
            "change": [5.0, -7.0, 0.0, float("nan")][:count] + [1.0] * (count - 4),
        }
    )


def test_the_largest_regencies_are_bars_and_the_others_stand_in_the_table() -> None:
    rows = regencies(14)
    shown = drawn(province_workers.regency_workers, profiles.place("11"), rows)
    bars = shown.ax.patches
    assert [bar.get_width() for bar in bars] == [14, 13, 12, 11, 10, 9, 8, 7, 6, 5]
    assert {to_hex(bar.get_facecolor()) for bar in bars} == {to_hex(marks.ACCENT)}
    assert row_names(shown.ax)[0] == "Kabupaten 0"
    assert len(shown.table.frame) == 14
    assert shown.subtitle == (
        "Employed persons, August 2026, and their share of the province; the 10 largest of 14, the others in the table"
    )
    whole = drawn(province_workers.regency_workers, profiles.place("11"), regencies(10))
    assert whole.subtitle == "Employed persons, August 2026, and their share of the province"


def test_the_title_of_the_regencies_names_the_largest() -> None:
    english, indonesian = both_titles(province_workers.regency_workers, profiles.place("11"), regencies(4))
    assert english == (
        "Kabupaten 0 has 40% of the 10,000 people employed in Aceh; members are not published by regency"
    )
    assert "40%" in indonesian and "10.000" in indonesian


@pytest.mark.parametrize(("lang", "since"), [("en", "since 2020"), ("id", "sejak 2020")])
def test_a_change_has_its_sign_and_a_missing_one_a_dash(lang: str, since: str) -> None:
    with language.use(lang):
        table = province_workers.regency_workers(profiles.place("11"), regencies(4)).table.content()
    assert since in table["columns"][-1]["label"]
    assert [row[-1][0] for row in table["rows"]] == ["+5", "−7", "0", "–"]
