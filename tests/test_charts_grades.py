"""Estimates in words and tables: why each stands, how sure it is, what is set aside by which rule."""

import pandas as pd
import pytest
from charting import LANGS
from reconciling import article, of_rows

from coverage_lib import language, load_coverage, load_published, provinces
from coverage_lib.charts import grades
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.measures.province import place
from coverage_lib.measures.published import RULES as PREFERENCES
from coverage_lib.measures.reconciled import CHOSEN_BY, GRADES, RULES, reconcile

ACEH = place("11")
SHARE = article(30.0, 480_000, 1_600_000, date="2024-12")


def rows_of(table: Table) -> list[dict[str, str]]:
    content = table.content()
    headings = [column["label"] for column in content["columns"]]
    return [dict(zip(headings, (cell[0] for cell in row), strict=True)) for row in content["rows"]]


def estimate(*rows: dict, lang: str = "en", **more: object) -> dict[str, str]:
    """The line of the only estimate on eligible workers."""
    with language.use(lang):
        table = rows_of(grades.estimates_table(ACEH, of_rows(*rows, **more)))
    base = "all employed persons" if lang == "en" else "seluruh penduduk bekerja"
    [line] = [row for row in table if base not in row.values()]
    return line


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_grade_and_note_has_its_words(lang: str) -> None:
    with language.use(lang):
        words = [
            *map(grades.aside_words, RULES),
            *map(grades.chosen_words, CHOSEN_BY),
            *(grades.preferred_words(rule) for rule in PREFERENCES),
            *map(grades.grade_word, GRADES),
        ]
    assert all(words) and len(set(words)) == len(words)


def test_the_best_estimate_has_its_reasons_in_both_languages() -> None:
    second = {"value": 30.0, "source_title": "UCJ", "source_publisher": "Another paper", "date": "2024-12"}
    row = estimate(*SHARE, second)
    assert (row["Estimate"], row["Confidence"]) == ("30% (29.5–30.5%)", "high")
    assert row["Why"] == (
        "stated to be of eligible workers; preferred to f0004: printed with its number of workers; its counts give it; f0004 has the same"
    )
    assert row["Other figures of that date"] == "30% (f0004)" and row["Source row"] == "f0001, f0003, f0002"
    row = estimate(*SHARE, second, lang="id")
    assert (row["Angka rujukan"], row["Keyakinan"]) == ("30% (29,5–30,5%)", "tinggi")
    assert row["Alasan"].startswith(
        "disebutkan terhadap semesta; didahulukan dari f0004: tercetak bersama jumlah pekerjanya"
    )


@pytest.mark.parametrize(
    ("rows", "grade", "words"),
    [
        (SHARE[:1], "low", "stated to be of eligible workers"),
        (SHARE, "medium", "stated to be of eligible workers; its counts give it"),
        (SHARE[1:], "medium", "members over the eligible workers printed beside them"),
        (article(34.0, 480_000, 1_600_000), "low", "stated to be of eligible workers; its counts give 30.00%"),
        ([{"value": 30.0}], "low", "base not stated; nothing says that it cannot be of eligible workers"),
        (
            [{"value": 30.0}, {"value": 33.5, "as_published": "sekitar 33,5 persen"}],
            "low",
            "base not stated; nothing says that it cannot be of eligible workers; preferred to f0002: printed without a reserve; f0002 differs by "
            "3.5 points",
        ),
        ([{"value": 30.0, "date": "2024", "source_title": "UCJ"}], "low", "stated to be of eligible workers; of a year without a month"),
    ],
)  # fmt: skip
def test_the_reason_says_what_supports_and_what_speaks_against(rows, grade, words) -> None:
    row = estimate(*rows)
    assert (row["Confidence"], row["Why"]) == (grade, words)


def test_counts_are_estimates_with_their_published_shares_beside_them() -> None:
    published = {"value": 25.0, "as_published": "25 persen dari penduduk bekerja", "date": "2024-05"}
    with language.use("en"):
        table = rows_of(grades.estimates_table(ACEH, of_rows(published)))
    assert [row["Estimate"] for row in table] == ["20.0%"] * 4
    assert [row["Confidence"] for row in table] == ["medium", "high", "high", "high"]
    assert table[0]["Why"].endswith("counted within the year, on a day that is not stated")
    assert table[1]["Why"] == "members counted by domicile over all employed; published beside it: f0001"
    assert table[1]["Other figures of that date"] == "25% (f0001)"


def test_a_subsidy_is_named_with_its_row() -> None:
    subsidy = {
        "measure": "subsidised_workers",
        "unit": "workers",
        "segment": "vulnerable",
        "value": 90_000,
        "date": "2025",
    }
    later = article(36.0, 576_000, 1_600_000, date="2025-06")
    with language.use("en"):
        table = rows_of(grades.estimates_table(ACEH, of_rows(*SHARE, *later, subsidy)))
    [row] = [row for row in table if row["Estimate"].startswith("36%")]
    assert row["Why"].endswith(
        "the change coincides with members whose contribution a government pays (f0007)"
    )


def test_a_divided_province_has_no_counts_of_its_own() -> None:
    with language.use("en"):
        found = grades.estimates_table(place("91"), of_rows(code="91"))
    assert isinstance(found, Finding) and "Papua" in found.text


def test_grades_are_counted_over_all_provinces() -> None:
    regions = pd.DataFrame({"code": ["11", "12"], "name": ["Aceh", "Sumatera Utara"]})
    with language.use("en"):
        table = grades.grades_table(of_rows(*SHARE), regions)
        rows = rows_of(table)
        unstated = rows_of(grades.grades_table(of_rows({"value": 30.0}), regions))
    assert table.title == (
        "1 of 2 provinces have an estimate on eligible workers; the confidence in the latest is high for 0, medium for 1, low for 0"
    )
    assert {row["Confidence"]: (row["Provinces"], row["Which"]) for row in rows} == {
        "high": ("0", "–"),
        "medium": ("1", "Aceh"),
        "low, base stated": ("0", "–"),
        "low, base not stated": ("0", "–"),
        "no estimate": ("1", "Sumatera Utara"),
    }
    assert [row["Which"] for row in unstated if row["Confidence"] == "low, base not stated"] == ["Aceh"]


@pytest.mark.parametrize("lang", LANGS)
def test_every_province_is_in_one_row_of_the_grades_and_every_figure_under_one_rule(lang: str) -> None:
    result = reconcile(load_published(), load_coverage(provisional=True))
    with language.use(lang):
        table, rules = grades.grades_table(result, provinces("2022")), grades.rules_table(result)
        title = rules.title
    assert table.frame["count"].sum() == 38
    names = [name for cell in table.frame["names"].dropna() for name in cell.split(", ")]
    assert sorted(names) == sorted(provinces("2022")["name"])
    assert rules.frame["count"].sum() == len(result.figures)
    for place_ in ("estimate", "alternative", "set aside"):
        assert str((result.figures["place"] == place_).sum()) in title


def test_no_cell_says_that_a_number_is_no_number() -> None:
    """Counts of the provisional year have no limits; the page once said '26.5% (nan)'."""
    for lang in LANGS:
        with language.use(lang):
            assert not [
                row for row in rows_of(grades.estimates_table(ACEH, of_rows(*SHARE))) if "(nan" in str(row)
            ]
