"""Of which workers each number of a sentence is: everybody, or a segment that the words beside it name."""

import re

from coverage_lib.data.press import words
from coverage_lib.data.press.amounts import SHARES, Amount
from coverage_lib.data.press.sentences import Part, end_of_phrase


def segments(amounts: list[Amount], pieces: list[Part]) -> list[tuple[str, bool]]:
    """The segment of each number of a sentence, and whether words beside it name it.

    A number takes the segment that its own words name, else that of the number that it repeats, else that of the sentence's
    beginning.
    """
    found: list[tuple[str, bool]] = []
    owned = [False]
    for place, (left, right, *_) in enumerate(pieces):
        behind = _segment(right[: end_of_phrase(right)], last=False)
        ahead = _segment(left, last=True)
        segment, beside, is_behind = "total", False, False
        if behind:
            segment, beside, is_behind = behind, True, True
        elif ahead:
            segment, beside = ahead, True
        elif _leads_to(place, amounts, pieces):
            segment = _segment(pieces[place + 1].right, last=False) or "total"
        elif place and _same_workers(place, amounts, pieces, owned[-1]):
            segment = found[-1][0]
            is_behind = owned[-1] and not words.IN_PARTS.search(pieces[place].link)
        found.append((segment, beside))
        owned.append(is_behind)
    return found


def _same_workers(place: int, amounts: list[Amount], pieces: list[Part], owned: bool) -> bool:
    """Whether a number that names no segment is of the segment of the one before.

    Where that segment stands behind the number before (`owned`), it holds on only for the same people told again, for a part of
    them, and for a number that only names another region: "1,2 juta peserta BPU, Jatim 890 ribu".
    """
    left, link = pieces[place].left, pieces[place].link
    if words.CAME_FROM.search(link) or (words.FROM.search(link) and not owned):
        return True
    if words.EVERYBODY.search(left):
        return False
    a_part = re.search(r"di ?antaranya|of whom|of them", link + pieces[place].right) or words.IN_PARTS.search(
        link
    )
    if not owned or words.SAME_THING.search(link) or a_part:
        return True
    alike = (amounts[place].unit in SHARES) == (amounts[place - 1].unit in SHARES)
    return alike and not amounts[place].noun and not words.STATE.search(left)


def _leads_to(place: int, amounts: list[Amount], pieces: list[Part]) -> bool:
    """Whether a number shares what is said behind the next: "4.500 petani dan 1.200 nelayan sebagai pekerja rentan"."""
    if place + 1 == len(pieces) or amounts[place].noun in (
        "",
        "pekerja",
        "orang",
        "peserta",
        "tenaga kerja",
        "workers",
        "people",
    ):
        return False
    between = pieces[place + 1].link
    joined = re.match(r"[^,.;]{0,30}\b(?:dan|serta|and)\s*$", between) and not words.STATE.search(between)
    return bool(joined and _segment(pieces[place + 1].right, last=False))


def _segment(text: str, *, last: bool) -> str | None:
    """The first or last segment that a text names; several joined by "dan" are everybody."""
    named: list[tuple[str, int, int]] = []
    for found in words.SEGMENT.finditer(text):
        segment = str(found.lastgroup)
        again = bool(named) and named[-1][0] == segment
        named[-1 if again else len(named) :] = [
            (segment, named[-1][1] if again else found.start(), found.end())
        ]
    if not named:
        return None
    pair = named[-2:] if last else named[:2]
    if {segment for segment, *_ in pair} == {"formal", "informal"} and words.BOTH.match(
        text[pair[0][2] : pair[1][1]]
    ):
        return "total"
    return pair[-1 if last else 0][0]
