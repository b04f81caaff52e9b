"""What explore says of a view: every number is that of the view, and what is passed in is what is said."""

import dataclasses
import re

import pandas as pd
import pytest
from explore_samples import JAMBI_55, SAMPLE, name

from coverage_lib import language, load_targets
from coverage_lib.data import regions
from coverage_lib.explore import Settings, Words, describe, look
from coverage_lib.explore.figures import counted_both_ways
from coverage_lib.explore.remarks import explain
from coverage_lib.measures.counts import Incomparable

TEN_YEARS = pd.Timestamp("2034-12-31")


def words_of(settings: Settings, **horizon: pd.Timestamp) -> Words:
    with language.use(settings.lang):
        return describe(look(settings, **horizon))


def cells(words: Words) -> dict[str, dict[str, str]]:
    """The table of the chosen regions: each region's cells by their headings."""
    content = words.numbers.content()
    headings = [column["label"] for column in content["columns"]]
    rows = [dict(zip(headings, [text for text, _key in row], strict=True)) for row in content["rows"]]
    return {row[headings[0]]: row for row in rows}


def test_the_headline_answers_for_the_first_region_with_the_counts_of_the_source() -> None:
    text = words_of(JAMBI_55).headline.text
    assert text.startswith(
        "Jambi: 29.1% of all employed persons on 31 December 2024. 474,100 more active members"
    )
    pace = look(JAMBI_55).outlook.set_index("code").loc["15"]
    assert f"takes {language.points(pace['pace_needed'], sign=False)} points a year" in text
    assert f"reached in {language.date(pace['attainment_at_pace'], 'month')}" in text
    assert (
        "at 2.0 points a year"
        in words_of(dataclasses.replace(JAMBI_55, pace="by_hand", points=2)).headline.text
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": 20}, "The target of 20% is reached."),
        ({"pace": "by_hand", "points": 0}, "at 0.0 points a year it is not reached."),
        ({"regions": ("71",), "base": "eligible", "year": 2026, "target": 90}, "points are missing to 90%"),
        ({"regions": ("61",), "segment": "informal", "base": "eligible", "year": 2022}, "no coverage of eligible workers"),
    ],
)  # fmt: skip
def test_the_headline_says_when_it_is_reached_never_reached_or_not_known(change: dict, says: str) -> None:
    assert says in words_of(dataclasses.replace(JAMBI_55, **change)).headline.text


# The published figures of the samples, with the digits that they were printed with.
PRINTED = {"f0730": "31.63%", "f0043": "42%"}


def share_of(row: pd.Series) -> str:
    """A coverage as a page of explore writes it."""
    return PRINTED[row["id"]] if "id" in row else language.percent(row["coverage"])


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_key_figures_are_those_of_the_first_region(settings: Settings) -> None:
    view, words = look(settings), words_of(settings)
    shares = view.shares.set_index("code").loc[settings.regions[0]]
    outlook = view.outlook.set_index("code").loc[settings.regions[0]]
    with language.use(settings.lang):
        assert [value for value, _label, _base in words.key_figures.items[:4]] == [
            share_of(shares),
            language.number(shares["shortfall_workers"]),
            language.probability(outlook["probability_by_target_date"]),
            language.points(outlook["pace_needed"], sign=False),
        ]
        assert language.points(outlook["recent_pace"]) in words.key_figures.items[3][2]
        assert language.points(outlook["pace"]) in words.key_figures.items[4][2]


def test_the_probability_is_that_of_reaching_and_falls_with_a_higher_target() -> None:
    low, high = (
        int(
            re.sub(
                r"\D", "", words_of(dataclasses.replace(Settings(), target=target)).key_figures.items[2][0]
            )
        )
        for target in (30, 60)
    )
    assert low > 60 and high < 25


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_the_table_holds_the_numbers_of_each_chosen_region(settings: Settings) -> None:
    view, words = look(settings), words_of(settings)
    with language.use(settings.lang):
        table = cells(words)
        for code in settings.regions:
            shares = view.shares.set_index("code").loc[code]
            outlook = view.outlook.set_index("code").loc[code]
            row = list(table[shares["name"]].values())
            assert row[1:5] == [
                share_of(shares),
                "–" if pd.isna(shares["rank"]) else str(int(shares["rank"])),
                language.points(shares["shortfall_points"], sign=False),
                language.number(shares["shortfall_workers"]),
            ]
            assert row[5] == language.probability(outlook["probability_by_target_date"])
            assert row[9] == language.probability(outlook["probability_not_by_horizon"])
            assert row[10:13] == [
                language.points(outlook["pace_needed"], sign=False),
                language.points(outlook["recent_pace"]),
                language.number(outlook["net_new_members_per_month"]),
            ]
            for text, date, form in (
                (row[6], outlook["attainment_median"], "year"),
                (row[7], outlook["attainment_q10"], "year"),
                (row[8], outlook["attainment_q90"], "year"),
                (row[13], outlook["attainment_at_pace"], "month"),
            ):
                if pd.notna(date):
                    assert text == language.date(date, form)
                else:
                    assert not any(digit in text for digit in "13678")  # "not by 2045", "never"


def test_another_horizon_is_said_everywhere() -> None:
    hard = dataclasses.replace(JAMBI_55, target=90)
    for horizon, said, not_said in ((None, "2045", "2034"), (TEN_YEARS, "2034", "2045")):
        words = words_of(hard, **({"horizon": horizon} if horizon is not None else {}))
        row = cells(words)["Jambi"]
        assert row["Median year"] == row["90% by"] == f"not by {said}"
        assert f"Not by {said}" in row
        assert f"median year: not by {said}" in words.key_figures.items[2][2]
        assert not_said not in str([words.headline, words.key_figures, words.remarks, row])


def test_a_target_printed_on_another_base_is_named_with_its_publisher() -> None:
    printed = load_targets().query("code == '15' and value == 55 and year == 2025")
    assert set(printed["base"]) == {"eligible"}
    remarks = " ".join(words_of(JAMBI_55).remarks)
    assert "55% for Jambi in 2025 was printed as a share of eligible workers" in remarks
    assert printed["source_publisher"].iloc[0] in remarks
    own_base = words_of(dataclasses.replace(JAMBI_55, base="eligible", year=2025))
    assert not any("was printed as a share" in remark for remark in own_base.remarks)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(regions=("15",), year=2025), "The members of 2025 were counted within the year"),
        (Settings(), "also counts construction members"),
        (Settings(regions=("61",), base="eligible", year=2026, target=72), "shown as they were published"),
        (Settings(regions=("61",), segment="formal", base="eligible", year=2026), "nothing to project for Kalimantan Barat"),
        (Settings(target_year=2024), "31 December 2024, is not after the last figure"),
        (Settings(pace="by_hand", points=0), "set the points a year above 0"),
    ],
)  # fmt: skip
def test_what_a_reader_must_know_is_remarked(settings: Settings, says: str) -> None:
    assert any(says in remark for remark in words_of(settings).remarks)


def test_more_members_than_workers_are_remarked() -> None:
    view = look(Settings(target=50))
    above = view.shares.assign(coverage=view.shares["coverage"].where(view.shares["code"] != "15", 107.0))
    assert describe(view._replace(shares=above)).remarks[0].startswith("More members than workers in Jambi:")


def test_a_plain_view_has_no_remark() -> None:
    assert words_of(Settings(target=50)).remarks == []


def test_the_refusal_of_office_counts_names_the_province_where_they_differ_most() -> None:
    counted = counted_both_ways()
    text = explain(Incomparable("by office"), counted)
    assert "In December 2023 DKI Jakarta has 6,726,563 members by office and 2,203,839 by domicile" in text
    with language.use("id"):
        assert "DKI Jakarta memiliki 6.726.563 peserta" in explain(Incomparable("by office"), counted)
    others = counted[counted["code"] != "31"]
    assert "DKI Jakarta" not in explain(Incomparable("by office"), others)


def test_the_source_names_the_outlines_as_their_licence_asks() -> None:
    for settings in (JAMBI_55, dataclasses.replace(JAMBI_55, base="eligible", year=2025)):
        assert "available under the ODbL" in words_of(settings).phrases.source


def test_every_province_has_a_label_with_its_counts() -> None:
    labels = words_of(JAMBI_55).labels
    assert set(labels) == {"00", *regions.provinces(boundary="2021")["code"]}
    assert labels["15"] == "Jambi: 29.1% of workers; 534,179 members, 1,299,088 workers without"


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_settings_are_said_in_words(lang: str) -> None:
    words = dict(words_of(dataclasses.replace(JAMBI_55, lang=lang)).settings)
    expected = {
        "en": ["Jambi", "all workers", "all employed persons", "domicile", "2022–2024", "55% by 31 December 2025", "at the pace observed"],
        "id": ["Jambi", "semua pekerja", "seluruh penduduk bekerja", "domisili", "2022–2024", "55% pada 31 Desember 2025", "pada laju yang teramati"],
    }  # fmt: skip
    assert list(words.values()) == expected[lang]
