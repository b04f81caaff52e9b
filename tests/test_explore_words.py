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
    assert (
        f"reached in {language.date(pace['attainment_at_pace'], 'month')}, which is arithmetic, not a forecast."
        in text
    )
    chance = language.chance(pace["probability_at_target_date"])
    assert f"The probability of being there or above on 31 December 2025 is {chance}." in text
    assert (
        "at 2.0 points a year"
        in words_of(dataclasses.replace(JAMBI_55, pace="by_hand", points=2)).headline.text
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": 20}, "The target of 20% is reached."),
        ({"pace": "by_hand", "points": 0}, "at 0.0 points a year it would never be reached."),
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
            language.probability(outlook["probability_at_target_date"]),
            language.points(outlook["pace_needed"], sign=False),
        ]
        ever = language.probability(outlook["probability_ever_by_target_date"])
        assert words.key_figures.items[2][2].endswith(f": {ever}")
        assert language.date(settings.target_date) in words.key_figures.items[2][1]
        assert language.points(outlook["recent_pace"]) in words.key_figures.items[3][2]
        assert language.points(outlook["pace"]) in words.key_figures.items[4][2]


@pytest.mark.parametrize("code", ["65", "31", "75"])
def test_a_province_that_has_been_at_its_target_may_stand_below_it_on_the_date(code: str) -> None:
    """What is printed as the probability is not that of ever having been there."""
    words, found = (
        words_of(Settings(regions=(code,))),
        look(Settings(regions=(code,))).outlook.set_index("code").loc[code],
    )
    assert found["attainment_median"] < pd.Timestamp("2025-01-01")
    ever = language.probability(found["probability_ever_by_target_date"])
    value, label, base = words.key_figures.items[2]
    assert value == language.probability(found["probability_at_target_date"]) != ever
    assert label == "probability of being at 39.76% or above on 31 December 2029"
    assert base == f"ever by then: {ever}"
    chance = language.chance(found["probability_at_target_date"])
    assert f"The probability of being there or above on 31 December 2029 is {chance}." in words.headline.text


def test_the_probability_falls_with_a_higher_target() -> None:
    shown = [
        words_of(dataclasses.replace(Settings(), target=target)).key_figures.items[2][0]
        for target in (20, 28, 60)
    ]
    low, middle, high = (int(re.sub(r"\D", "", text)) for text in shown)
    assert low > 80 > middle > 40 and high <= 5


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_only_pace_that_is_said_to_lead_somewhere_is_called_arithmetic(lang: str) -> None:
    words = words_of(Settings(regions=("15",), lang=lang))
    arithmetic = {"en": "arithmetic", "id": "hitungan"}[lang]
    [sentence] = [each for each in words.headline.text.split(". ") if re.search(r"\bpace\b|\blaju\b", each)]
    assert arithmetic in sentence
    assert arithmetic in words.key_figures.items[4][1]


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
            assert row[5:7] == [
                language.probability(outlook[f"probability_{when}_target_date"]) for when in ("at", "ever_by")
            ]
            assert row[8:10] == [
                language.points(outlook["pace_needed"], sign=False),
                language.points(outlook["recent_pace"]),
            ]
            members = outlook["net_new_members_per_month"]
            assert row[10].startswith(
                language.people(round(max(members, 0)) if pd.notna(members) else members)
            )
            at_pace = outlook["attainment_at_pace"]
            assert pd.isna(at_pace) or row[11] == language.date(at_pace, "month")
        assert list(table[shares["name"]])[5].endswith(language.date(settings.target_date))


def with_years(*years: int | None, ever: float = 0.2, lang: str = "en") -> str:
    """What the table says of when a province is first at 40%, given q10, median and q90 of the years and `ever`."""
    with language.use(lang):
        view = look(Settings(regions=("15",), target=40, lang=lang))
        names = ["attainment_q10", "attainment_median", "attainment_q90"]
        ends = [pd.Timestamp(year, 12, 31) if year else pd.NaT for year in years]
        years_given = dict(zip(names, ends, strict=True))
        changed = view.outlook.assign(**years_given, probability_ever_by_target_date=ever)
        return list(cells(describe(view._replace(outlook=changed)))["Jambi"].values())[7]


def test_a_year_is_named_only_where_its_interval_is_at_most_eight_years_long() -> None:
    assert with_years(2027, 2030, 2035) == "2030 (2027–2035)"
    assert with_years(2027, 2030, 2036) == "cannot be told"
    assert with_years(2027, 2030, None) == "cannot be told"


@pytest.mark.parametrize(
    ("years", "state", "english", "indonesian"),
    [
        ((2023, 2023, 2023), {"ever": 0.4}, "2023", "2023"),
        ((2026, 2029, None), {"ever": 0.52}, "by 2029", "sampai 2029"),
        ((2028, 2036, None), {}, "later, or never", "kemudian, atau tidak pernah"),
        ((2034, None, None), {}, "later, or never", "kemudian, atau tidak pernah"),
        ((2028, 2035, None), {}, "cannot be told", "tidak dapat ditentukan"),
    ],
)  # fmt: skip
def test_a_wide_interval_gives_a_class_of_years_or_none(
    years: tuple[int | None, ...], state: dict, english: str, indonesian: str
) -> None:
    assert with_years(*years, **state) == english
    assert with_years(*years, **state, lang="id") == indonesian


def test_no_single_year_is_named_where_the_projection_knows_none() -> None:
    """Of every province, at the target to start with: a year stands in the table only beside its interval, or where it was counted."""
    codes = tuple(look(Settings()).provinces["code"])
    view = look(Settings(regions=codes)).outlook.set_index("code")
    table = cells(words_of(Settings(regions=codes)))
    names = regions.provinces(boundary="2021").set_index("code")["name"]
    for code in codes:
        said, row = table[names[code]]["First there"], view.loc[code]
        length = row["attainment_q90"].year - row["attainment_q10"].year
        counted = row["attainment_q90"] <= pd.Timestamp("2024-12-31")
        assert bool(re.match(r"\d{4}", said)) == (length <= 8 or counted)


def test_members_a_month_are_a_range_that_does_not_go_below_none() -> None:
    row = look(Settings(regions=("31",))).outlook.set_index("code").loc["31"]
    assert row["net_new_members_per_month_q10"] < row["net_new_members_per_month"] < 0
    said = cells(words_of(Settings(regions=("31", "15"))))
    high = language.people(round(row["net_new_members_per_month_q90"]))
    assert said["DKI Jakarta"]["Members to add a month"] == f"0 (0–{high})"
    assert re.fullmatch(r"[\d,]+ \([\d,]+–[\d,]+\)", said["Jambi"]["Members to add a month"])
    # The workforce of 2025 is counted, so nothing is unsure of what a target for its end takes.
    known = cells(words_of(Settings(regions=("15",), target=55, target_year=2025)))
    assert re.fullmatch(r"[\d,]+", known["Jambi"]["Members to add a month"])


def test_a_pace_that_is_not_known_leads_nowhere() -> None:
    view = look(Settings(regions=("15",)))
    unknown = view._replace(outlook=view.outlook.assign(pace=float("nan"), attainment_at_pace=pd.NaT))
    words = describe(unknown)
    assert words.headline.text.endswith("That takes 2.1 points a year.")
    assert words.key_figures.items[4][0] == cells(words)["Jambi"]["Date at the chosen pace"] == "–"


def test_another_horizon_is_said_everywhere() -> None:
    hard = dataclasses.replace(JAMBI_55, target=90)
    for horizon, said, not_said in ((None, "2045", "2034"), (TEN_YEARS, "2034", "2045")):
        words = words_of(hard, **({"horizon": horizon} if horizon is not None else {}))
        assert cells(words)["Jambi"]["First there"] == "later, or never"
        assert f"or has no end by {said}" in words.numbers.note
        assert not_said not in str([words.headline, words.key_figures, words.remarks, words.numbers.note])


def test_the_note_says_what_the_projection_knows() -> None:
    assert "and announced in the years chosen" in words_of(Settings()).numbers.note
    formal = words_of(Settings(regions=("15",), segment="formal", base="segment_workers"))
    assert "announced" not in formal.numbers.note


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
        (Settings(regions=("15",), year=2025), "provisional. The projection takes them as a count of February 2025"),
        (Settings(regions=("15",), base="eligible", target=50, year=2025), "shown as they were published"),
        (Settings(regions=("15",), segment="formal", base="segment_workers", year=2025), "at the ends of years and does not use them"),
        (Settings(), "39.76% is the rate of the national plan for 2029, 43.92%, less construction's share of all employed persons, 4.16 points on 31 December 2024"),
        (Settings(regions=("15",), target=43.92), "43.92%, counts construction members, who are not counted by province"),
        (Settings(target=34.99, target_year=2026), "it is 30.83%: choose that"),
        (Settings(regions=("15",), segment="formal", base="segment_workers"), "here it is read as a share of formal workers"),
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


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(regions=("15",), year=2025, lang="id"), "sebagai hitungan Februari 2025"),
        (Settings(lang="id"), "39,76% adalah target rencana nasional untuk 2029, 43,92%, dikurangi bagian jasa konstruksi"),
        (Settings(target=43.92, lang="id"), "43,92%, memperhitungkan peserta jasa konstruksi"),
        (Settings(regions=("15",), segment="formal", base="segment_workers", year=2025, lang="id"), "bertumpu pada hitungan akhir tahun"),
    ],
)  # fmt: skip
def test_remarks_are_in_the_readers_language(settings: Settings, says: str) -> None:
    assert any(says in remark for remark in words_of(settings).remarks)


def test_a_count_within_a_year_is_of_no_day() -> None:
    words = words_of(Settings(regions=("15",), year=2025))
    assert words.headline.text.startswith("Jambi: 26.5% of all employed persons, counted within 2025.")
    assert words.key_figures.items[0][2] == "of all employed persons, 2025"
    assert "31 December 2025" not in words.headline.text + words.phrases.measure


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
