"""The catalogue is whole: nothing said without a translation, nothing translated that is not said, names kept."""

import io
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from coverage_lib import language

PACKAGE = Path(language.__file__).parents[1]
LOCALE = PACKAGE / "language" / "locale"


def said() -> set[str]:
    return {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            PACKAGE, method_map=[("**.py", "python")], keywords={"_": None}
        )
    }


def translated(lang: str) -> Catalog:
    path = LOCALE / lang / "LC_MESSAGES" / "coverage.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=lang)


def test_every_message_is_translated_and_every_translation_is_used() -> None:
    messages = {message.id: message.string for message in translated("id") if message.id}
    assert {"missing": sorted(said() - set(messages)), "unused": sorted(set(messages) - said())} == {
        "missing": [],
        "unused": [],
    }
    assert [key for key, text in messages.items() if not text] == []


def test_translations_keep_the_names_of_what_is_filled_in() -> None:
    for message in translated("id"):
        if message.id:
            names = [re.findall(r"\{(\w+)\}", text) for text in (message.id, message.string)]
            assert set(names[0]) == set(names[1]), message.id
            assert Counter(names[1]) == Counter(set(names[1])) or Counter(names[0]) != Counter(
                set(names[0])
            ), message.id


def test_no_message_is_marked_as_unsure() -> None:
    assert [message.id for message in translated("id") if message.id and message.fuzzy] == []


@pytest.mark.parametrize(
    ("lang", "shares", "counts", "days"),
    [
        ("en", "27.1%", "1,312,370", "31 December 2024"),
        ("id", "27,1%", "1.312.370", "31 Desember 2024"),
    ],
)
def test_numbers_and_dates_follow_the_language(lang: str, shares: str, counts: str, days: str) -> None:
    with language.use(lang):
        assert language.percent(27.106) == shares
        assert language.number(1_312_370) == counts
        assert language.date("2024-12-31") == days


def test_what_is_missing_is_a_dash_and_nothing_is_minus_zero() -> None:
    assert language.percent(float("nan")) == "–"
    assert language.points(-0.04) == "0.0"
    assert language.number(-0.04, 1) == "0.0"


def test_numbers_of_numpy_are_written_like_those_of_python() -> None:
    halves = [0.05, 0.15, 0.25, 0.35, 2.65, -0.05, -0.25]
    assert [language.points(np.float64(value)) for value in halves] == [
        language.points(value) for value in halves
    ]
    assert language.points(np.float64(0.05)) == "+0.1"


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="choose one of: en, id"), language.use("jv"):
        pass
