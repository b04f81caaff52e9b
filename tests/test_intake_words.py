"""Problems in words: filled in and translated, equal ones together, long lists counted, nothing that steers a screen."""

import pandas as pd
import pytest

from coverage_lib import language
from coverage_lib.data.reading.problems import Problem
from coverage_lib.intake import words


def problem(row: int | None = None, **changes: object) -> Problem:
    """A synthetic problem of a cell."""
    made = Problem(
        "synthetic", "error", "must be {least} or more", "Correct it.", {"least": 0}, "", "Data", row, "C"
    )
    return made._replace(**changes)


def test_500_equal_problems_are_one_line_with_the_first_rows_and_the_count() -> None:
    rows = [problem(row, value="-5") for row in range(7, 507)]
    assert words.lines(rows) == [
        "Sheet Data, rows 7, 8, 9 and 497 more, column C, “-5”: must be 0 or more. Correct it."
    ]
    with language.use("id"):
        (line,) = words.lines(rows)
    assert line.startswith("Lembar Data, baris 7, 8, 9 dan 497 lainnya, kolom C, “-5”:")


def test_other_columns_sheets_words_and_values_are_lines_of_their_own() -> None:
    rows = [
        problem(7),
        problem(7, column="D"),
        problem(7, sheet="Other"),
        problem(7, says="must be less"),
        problem(7, values={"least": 1}),
    ]
    assert len(words.lines(rows)) == 5


def test_the_worst_comes_first_and_long_lists_are_counted() -> None:
    many = [
        problem(row, says=f"synthetic {kind} {{n}}", values={"n": row}, severity=severity)
        for severity in ("note", "error")
        for kind in range(5)
        for row in range(words.OF_A_KIND + 120)
    ]
    lines = words.lines(many)
    assert len(lines) == 2 * (words.LISTED + 1)
    assert lines[0].startswith("Sheet Data, row 0") and lines[words.LISTED] == "… and 10 more lines."
    assert lines[words.OF_A_KIND] == "… and 120 more of this kind."
    assert [group.severity for group in words.groups(many)] == sorted(
        (each.severity for each in many), key=["error", "warning", "note"].index
    )


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [
        (1312370, "1,312,370", "1.312.370"),
        (45.17, "45.17", "45,17"),
        (float("nan"), "–", "–"),
        ("2024", "2024", "2024"),
        (["Jambi", "Bali"], "Jambi, Bali", "Jambi, Bali"),
        ("2024-12-31", "31 December 2024", "31 Desember 2024"),
        (pd.Timestamp("2024-12-31"), "31 December 2024", "31 Desember 2024"),
    ],
)
def test_values_are_written_as_the_language_does(value: object, english: str, indonesian: str) -> None:
    for lang, expected in (("en", english), ("id", indonesian)):
        with language.use(lang):
            assert words.filled("{it}", {"it": value}) == expected


def test_a_problem_without_a_place_is_a_sentence_and_a_question_stays_one() -> None:
    bare = problem(None, sheet="", column="", says="the file is empty", fix="")
    assert words.lines([bare]) == ["The file is empty."]
    asked = problem(3, says="did you mean Jambi?", fix="")
    assert words.lines([asked]) == ["Sheet Data, row 3, column C: did you mean Jambi?"]


def test_signs_that_steer_a_screen_or_turn_the_writing_are_not_printed() -> None:
    bad = problem(3, value="\x1b[31mJambi\u202e", sheet="a\x07b", column="c\x1bd", file="e\x9bf.csv")
    whole = words.lines([bad._replace(sheet="", row=None, column="")])[0]
    assert whole.isprintable() and whole.startswith("e�f.csv, “�[31mJambi�”: must be")
    (line,) = words.lines([bad])
    assert all(sign.isprintable() for sign in line)
    assert words.table([bad]).loc[0, "value"].isprintable()


def test_the_table_for_a_file_leaves_no_problem_out() -> None:
    rows = [problem(row) for row in range(500)] + [problem(severity="note")]
    with language.use("id"):
        table = words.table(rows)
    assert len(table) == 501 and table["baris"].isna().sum() == 1
    assert table["tingkat"].iloc[[0, -1]].tolist() == ["kesalahan", "catatan"]


@pytest.mark.parametrize(
    ("nearest", "english", "indonesian"),
    [
        ("Jambi", "Did you mean Jambi?", "Mungkin maksudnya Jambi."),
        (
            "Jambi / Bali / Aceh",
            "Did you mean Jambi, Bali, or Aceh?",
            "Mungkin maksudnya Jambi, Bali, atau Aceh.",
        ),
    ],
)
def test_the_nearest_names_are_a_choice(nearest: str, english: str, indonesian: str) -> None:
    for lang, expected in (("en", english), ("id", indonesian)):
        with language.use(lang):
            assert words.filled("Did you mean {nearest}?", {"nearest": nearest}) == expected


def test_rows_come_from_the_top_of_their_sheet() -> None:
    rows = [problem(row, says=f"synthetic {row}") for row in (20, 8, 12)]
    assert [line.split(",")[1] for line in words.lines(rows)] == [" row 8", " row 12", " row 20"]
