"""Of which region and of which date each number of a sentence is."""

import re
from typing import Generic, NamedTuple, TypeVar

from coverage_lib.data.names import region_name
from coverage_lib.data.press.amounts import Amount
from coverage_lib.data.press.dates import Dated
from coverage_lib.data.press.places import Place
from coverage_lib.data.press.sentences import STRONG, Part, Sentence
from coverage_lib.data.regions import NATION

T = TypeVar("T")

# More workers than any province has.
ONLY_INDONESIA = 26e6

# A region behind a number is its own when nothing ends the phrase between them.
ENDS_PHRASE = re.compile(
    r"[,;()]|\.\s|\b(?:dan|serta|sedangkan|sementara|namun|tetapi|padahal|disusul|diikuti|dibanding\w*|and|while|but|whereas|followed|compared|di ?atas|di ?bawah|than)\b"
)
EACH = re.compile(r"\bmasing-masing\b|\brespectively\b|\bberturut-turut\b")
JOINS_TWO = re.compile(r"^\s*(?:dan|and|-|–|/|&|serta)\s*(?:di\s+|provinsi\s+)?$")


class Found(NamedTuple, Generic[T]):
    """What was found, and how: ``here`` in the sentence, or in which other way; ``nothing``, ``now`` or ``unknown`` without it."""

    value: T | None
    how: str


def region_of(
    place: int,
    amounts: list[Amount],
    pieces: list[Part],
    found: list[Place],
    sentence: Sentence,
    text: str,
    earlier: Place | None,
    *,
    nationwide: bool,
) -> Found[Place]:
    """The region of a number: behind it in its phrase, else the last before it, else the next, else an earlier sentence's."""
    here = [
        one
        for one in found
        if sentence.start <= one.start < sentence.end and one.role in ("named", "forward")
    ]
    if here:
        in_order = _in_order(place, amounts, here, text)
        one = in_order or _in_sentence(place, amounts, pieces, here, text)
        if one:
            return Found(_with_its_twin(one, here, amounts, text), "here")
    nation = Place(NATION, region_name(NATION), "national", "named", 0, 0)
    people = amounts[place].unit in ("workers", "number")
    if people and amounts[place].value >= ONLY_INDONESIA:
        return Found(nation, "by its size, which no province has")
    if earlier:
        return Found(earlier, "from an earlier sentence")
    if nationwide:
        return Found(nation, "by the size of another number, which no province has")
    after = [one for one in found if one.start >= sentence.end and one.role == "named"]
    if after:
        return Found(after[0], "from a later sentence")
    weak = [one for one in found if one.role in ("among", "dateline")]
    return Found(weak[0], "from where the article was written") if weak else Found(None, "nothing")


def _in_sentence(
    place: int, amounts: list[Amount], pieces: list[Part], here: list[Place], text: str
) -> Place | None:
    amount, until = amounts[place], pieces[place].end
    since = pieces[place].start
    before = [one for one in here if one.end <= amount.number]
    behind = [one for one in here if amount.end <= one.start and one.role == "named"]
    inside = [
        one for one in behind if one.start < until and not ENDS_PHRASE.search(text[amount.end : one.start])
    ]
    just_before = [
        one for one in before if one.start >= since and not STRONG.search(text[one.end : amount.start])
    ]
    if inside and (not just_before or _contains(just_before[-1], inside[0])):
        return inside[0]
    if before:
        return before[-1]
    return behind[0] if behind else None


def _contains(outer: Place, inner: Place) -> bool:
    """Whether a region lies in another, so that the inner one is what is meant: "di Indonesia, 8 juta di DKI Jakarta"."""
    if outer.level == "national":
        return inner.level != "national"
    return outer.level == "province" and inner.level == "regency" and (inner.code or "")[:2] == outer.code


def _in_order(place: int, amounts: list[Amount], here: list[Place], text: str) -> Place | None:
    """The region of a number in "Jambi dan Riau masing-masing 45 dan 39 persen"."""
    for word in EACH.finditer(text, here[0].end, amounts[-1].end + 40):
        listed = [one for one in here if one.end <= max(word.start(), amounts[0].start)]
        numbers = [one for one in amounts if one.start >= listed[-1].end] if listed else []
        if len(listed) > 1 and len(listed) == len(numbers) and amounts[place] in numbers:
            return listed[numbers.index(amounts[place])]
    return None


def _with_its_twin(one: Place, here: list[Place], amounts: list[Amount], text: str) -> Place:
    """Two regions that one number is of: "Jateng dan DIY 31 persen" is a group, not the second of them."""
    if one.level not in ("province", "regency") or EACH.search(text, here[0].start, amounts[-1].end + 40):
        return one
    place = here.index(one)
    if (
        place
        and JOINS_TWO.match(text[here[place - 1].end : one.start])
        and here[place - 1].level == one.level
    ):
        other = here[place - 1]
        if other.code == one.code:
            return one
        what = "provinsi" if one.level == "province" else "kabupaten/kota"
        name = f"{other.name} dan {one.name} (2 {what})"
        return one._replace(code=None, name=name, level=f"{one.level}_group", start=other.start)
    return one


def date_of(
    place: int,
    amounts: list[Amount],
    pieces: list[Part],
    measures: list[tuple[str, str] | None],
    found: list[Dated],
    sentence: Sentence,
    text: str,
) -> Found[str]:
    """The date of a number: that of its own part of the sentence, else the last before it, else the one that ends the sentence."""
    here = [one for one in found if sentence.start <= one.start < sentence.end and one.role != "article"]
    amount, part = amounts[place], pieces[place]
    behind = [one for one in here if amount.end <= one.start < part.end and one.role != "compared"]
    before = [one for one in here if part.start <= one.start < amount.start]
    before = [one for one in before if one.role != "compared" or "," not in text[one.end : amount.start]]
    before = [one for one in before if not _is_targets(one, place, amounts, measures, text)]
    if _measure(measures, place) == "coverage_change":
        behind = [one for one in behind if one.role in ("figure", "now")]
    in_phrase = [one for one in behind if not ENDS_CLAUSE.search(text[amount.end : one.start])]
    own = in_phrase[:1] or before[-1:] or [one for one in behind[:1] if one.role == "figure"]
    if own:
        return _found(own[0])
    earlier = [one for one in here if one.start < part.start and one.role != "compared"]
    earlier = [one for one in earlier if not BECAUSE.search(text[one.end : amount.start])]
    earlier = [one for one in earlier if not _is_targets(one, place, amounts, measures, text)]
    earlier = [one for one in earlier if not _is_surveys(one, place, pieces, measures)]
    if earlier:
        return _found(earlier[-1])
    return _of_the_end(place, amounts, measures, here)


def _found(one: Dated) -> Found[str]:
    if one.value is not None:
        return Found(one.value, "here")
    return Found(None, "now" if one.role == "now" else "unknown")


def _measure(measures: list[tuple[str, str] | None], place: int) -> str:
    of = measures[place]
    return of[0] if of else ""


def _is_targets(
    one: Dated, place: int, amounts: list[Amount], measures: list[tuple[str, str] | None], text: str
) -> bool:
    """Whether a date before a number is of the other kind: of a target where the number is none, or the other way round."""
    is_target = _measure(measures, place).startswith(("target", "gap"))
    last = [other for other in range(place) if amounts[other].end <= one.start]
    between = text[amounts[last[-1]].end : one.start] if last else ""
    adjoins = bool(last) and not re.search(r"[,;.]", between)
    of_target = adjoins and _measure(measures, last[-1]).startswith("target")
    if is_target:
        reached = bool(last) or any(amounts[other].start > one.end for other in range(place))
        return bool(reached and not of_target and one.value and len(one.value) > 4)
    said = TARGET_OF.search(text[max(0, one.start - 60) : one.start])
    rest = text[one.end : amounts[place].start]
    return of_target or (bool(said) and not re.search(r"\b(?:capaian|realisasi)", rest))


def _is_surveys(one: Dated, place: int, pieces: list[Part], measures: list[tuple[str, str] | None]) -> bool:
    """Whether a date is that of a survey of employment, which the members beside it are not counted by."""
    owner = next((other for other, part in enumerate(pieces) if part.start <= one.start < part.end), place)
    surveyed = ("employed", "labour_force")
    return _measure(measures, owner) in surveyed and _measure(measures, place) not in surveyed


BECAUSE = re.compile(r"\b(?:karena|sebab|because|akibat)\b")
TARGET_OF = re.compile(r"\b(?:target\w*|ditargetkan|menargetkan)\b[^,;.]{0,25}$")
ENDS_CLAUSE = re.compile(
    r"[,;]|\.\s|\b(?:sedangkan|sementara|namun|tetapi|padahal|while|but|whereas|menjadi)\b"
)


def _of_the_end(
    place: int, amounts: list[Amount], measures: list[tuple[str, str] | None], here: list[Dated]
) -> Found[str]:
    """The date that stands behind the last number of a sentence is that of all of them, unless it is a target's."""
    end = [one for one in here if one.start >= amounts[-1].end and one.role == "figure"]
    kinds = [_measure(measures, other).startswith("target") for other in (place, -1)]
    if end and kinds[0] == kinds[1]:
        return _found(end[0])
    return Found(None, "nothing")
