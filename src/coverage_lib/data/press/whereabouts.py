"""Of which region and of which date each number of a sentence is."""

import re
from typing import Generic, NamedTuple, TypeVar

from coverage_lib.data.names import region_name
from coverage_lib.data.press.amounts import SHARES, Amount
from coverage_lib.data.press.dates import Dated
from coverage_lib.data.press.places import Place
from coverage_lib.data.press.sentences import STRONG, Part, Sentence
from coverage_lib.data.press.words import CAME_FROM, ONWARD, SAME_THING
from coverage_lib.data.regions import NATION

T = TypeVar("T")

# More workers than any province has.
ONLY_INDONESIA = 26e6
SURVEYED = ("employed", "labour_force")
OF_BASES = ("eligible_workers", *SURVEYED)

# A region behind a number is its own when nothing ends the phrase between them.
ENDS_PHRASE = re.compile(
    r"[,;()]|\.\s|\b(?:dan|serta|sedangkan|sementara|namun|tetapi|padahal|disusul|diikuti|dibanding\w*|and|while|"
    r"but|whereas|"
    r"followed|compared|di ?atas|di ?bawah|than)\b"
)
ENDS_CLAUSE = re.compile(
    r"[,;]|\.\s|\b(?:sedangkan|sementara|namun|tetapi|padahal|while|but|whereas|menjadi)\b"
)
EACH = re.compile(r"\bmasing-masing\b|\brespectively\b|\bberturut-turut\b")
JOINS_TWO = re.compile(r"^\s*(?:dan|and|-|–|/|&|serta)\s*(?:di\s+|provinsi\s+)?$")
OF_WHOLE = re.compile(r"\s*(?:dari|of|out of)\b[^,;.]{0,40}$")
OF_ALL = re.compile(r"^\W*dari\s+(?:\w+\s+){0,2}$")
# In English a date behind the second clause is not that of the first: "99 million are outside while 45 million were in in 2024".
OTHER_CLAUSE = re.compile(r"\b(?:while|whereas|but)\b")
NEXT_CLAUSE = re.compile(r"[,;.]|\b(?:setelah|sementara|sedangkan|padahal|after|while|whereas)\b")
BECAUSE = re.compile(r"\b(?:karena|sebab|akibat|setelah|usai|because|after)\b")
OF_TARGET = re.compile(r"\b(?:target\w*|ditargetkan|menargetkan)\b[^,;.]{0,25}$")
WAS_REACHED = re.compile(r"\b(?:capaian|realisasi)")


class Found(NamedTuple, Generic[T]):
    """What was found, and how: ``here`` in the sentence, or in which other way; ``nothing``, ``now`` or ``unknown`` without it."""

    value: T | None
    how: str


class Line(NamedTuple):
    """A sentence with its numbers, their parts of it and their measures (empty for what is no figure).

    `text` is the whole text in lower case, with dates, money and the like blanked out.
    """

    sentence: Sentence
    amounts: list[Amount]
    parts: list[Part]
    measures: list[str]
    text: str


def region_of(
    place: int, line: Line, found: list[Place], earlier: Place | None, *, nationwide: bool
) -> Found[Place]:
    """The region of a number: behind it in its phrase, else the last before it, else that of an earlier or later sentence.

    Parameters
    ----------
    place : int
        Which number of the line.
    line : Line
        Its sentence.
    found : list of Place
        All regions of the text.
    earlier : Place, optional
        The region that a sentence without one goes on with.
    nationwide : bool
        Whether some number of the text can only be Indonesia's.
    """
    sentence, amount = line.sentence, line.amounts[place]
    here = [
        one
        for one in found
        if sentence.start <= one.start < sentence.end and one.role in ("named", "forward")
    ]
    one = (_in_order(place, line, here) or _in_sentence(place, line, here)) if here else None
    if one:
        return Found(_with_its_twin(one, here, line), "here")
    nation = Place(NATION, region_name(NATION), "national", "named", 0, 0)
    if amount.unit not in SHARES and amount.value >= ONLY_INDONESIA:
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


def _in_sentence(place: int, line: Line, here: list[Place]) -> Place | None:
    amount, part, text = line.amounts[place], line.parts[place], line.text
    before = [one for one in here if one.end <= amount.number]
    behind = [one for one in here if amount.end <= one.start and one.role == "named"]
    inside = [
        one for one in behind if one.start < part.end and not ENDS_PHRASE.search(text[amount.end : one.start])
    ]
    just_before = [
        one for one in before if one.start >= part.start and not STRONG.search(text[one.end : amount.start])
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


def _each(line: Line, start: int) -> re.Match[str] | None:
    return EACH.search(line.text, start, line.amounts[-1].end + 40)


def _in_order(place: int, line: Line, here: list[Place]) -> Place | None:
    """The region of a number in "Jambi dan Riau masing-masing 45 dan 39 persen"."""
    word = _each(line, here[0].end)
    if not word:
        return None
    listed = [one for one in here if one.end <= max(word.start(), line.amounts[0].start)]
    until = min((one.start for one in here if one.start >= word.end()), default=line.sentence.end)
    numbers = [one for one in line.amounts if listed and listed[-1].end <= one.start < until]
    if len(listed) > 1 and len(listed) == len(numbers) and line.amounts[place] in numbers:
        return listed[numbers.index(line.amounts[place])]
    return None


def _with_its_twin(one: Place, here: list[Place], line: Line) -> Place:
    """Two regions that one number is of: "Jateng dan DIY 31 persen" is a group, not the second of them."""
    place = here.index(one)
    other = here[place - 1] if place else None
    if other is None or one.level not in ("province", "regency") or _each(line, here[0].start):
        return one
    joined = JOINS_TWO.match(line.text[other.end : one.start])
    if not joined or other.level != one.level or other.code == one.code:
        return one
    what = "provinsi" if one.level == "province" else "kabupaten/kota"
    name = f"{other.name} dan {one.name} (2 {what})"
    return one._replace(code=None, name=name, level=f"{one.level}_group", start=other.start)


def date_of(place: int, line: Line, found: list[Dated]) -> Found[str]:
    """The date of a number: that of its own part of the sentence, else the last before it, else the one that ends the sentence.

    Parameters
    ----------
    place : int
        Which number of the line.
    line : Line
        Its sentence.
    found : list of Dated
        All dates of the text.
    """
    start, end = line.sentence.start, line.sentence.end
    here = [one for one in found if start <= one.start < end and one.role != "article"]
    amount, part = line.amounts[place], line.parts[place]
    behind = [one for one in here if amount.end <= one.start < part.end and one.role != "compared"]
    behind = [one for one in behind if not BECAUSE.search(line.text[amount.end : one.start])]
    before = [one for one in here if part.start <= one.start < amount.start]
    before = [one for one in before if one.role != "compared" or "," not in line.text[one.end : amount.start]]
    before = [one for one in before if not _is_of_other_kind(one, place, line)]
    if place and line.measures[place - 1].startswith("target") and _is_whole_of_last(place, line):
        behind = []
    if line.measures[place] == "coverage_change":
        behind = [one for one in behind if one.role in ("figure", "now")]
    in_phrase = [one for one in behind if not ENDS_CLAUSE.search(line.text[amount.end : one.start])]
    own = in_phrase[:1] or before[-1:] or [one for one in behind[:1] if one.role == "figure"]
    own = own or _behind_its_whole(place, line, here)
    if own:
        return _on_day_spoken(own[0], line, found)
    last = line.amounts[place - 1].end if place else line.sentence.start
    earlier = [one for one in here if one.start < part.start]
    earlier = [
        one
        for one in earlier
        if one.role != "compared" or (one.start >= last and "," not in line.text[one.end : amount.start])
    ]
    earlier = [one for one in earlier if _goes_on(one, place, line)]
    if earlier:
        return _on_day_spoken(earlier[-1], line, found)
    if _told_again(place, line):
        return date_of(place + 1, line, found)
    return _of_the_end(place, line, here)


def _told_again(place: int, line: Line) -> bool:
    """Whether the next number says this one in another way, or is the part of it: both have one date, wherever it stands."""
    if place + 1 == len(line.amounts):
        return False
    ahead = line.text[line.parts[place].start : line.amounts[place].start]
    target = any(line.measures[one].startswith("target") for one in (place, place + 1))
    part_follows = OF_ALL.search(ahead) and not target
    link = line.parts[place + 1].link
    # "Turun 2,1 poin menjadi 34,7 persen": a change is of the date of what it led to.
    led_to = line.measures[place] == "coverage_change" and ONWARD.match(link)
    return bool(SAME_THING.search(link) or part_follows or led_to)


def _behind_its_whole(place: int, line: Line, here: list[Dated]) -> list[Dated]:
    """The date of a share stands behind what it is a share of: "60 persen dari 1,87 juta pekerja pada 2026"."""
    if place + 1 == len(line.amounts) or line.measures[place + 1] not in OF_BASES:
        return []
    if not _is_whole_of_last(place + 1, line):
        return []
    following, part = line.amounts[place + 1], line.parts[place + 1]
    return [one for one in here if following.end <= one.start < part.end and one.role == "figure"][:1]


def _is_whole_of_last(place: int, line: Line) -> bool:
    return bool(OF_WHOLE.match(line.text[line.amounts[place - 1].end : line.amounts[place].start]))


def _on_day_spoken(one: Dated, line: Line, found: list[Dated]) -> Found[str]:
    """A date; of "saat ini" the day on which the sentence was spoken, where it says so in full."""
    if one.role != "now":
        return _found(one)
    days = [
        other.value
        for other in found
        if other.role == "article" and line.sentence.start <= other.start < line.sentence.end and other.value
    ]
    return Found(days[0], "of the day on which it was said") if days else _found(one)


def _found(one: Dated) -> Found[str]:
    if one.value is not None:
        return Found(one.value, "here")
    return Found(None, "now" if one.role == "now" else "unknown")


def _goes_on(one: Dated, place: int, line: Line) -> bool:
    """Whether a date that stands with an earlier number of the sentence is this one's too."""
    if _is_of_other_kind(one, place, line) or BECAUSE.search(line.text[one.end : line.amounts[place].start]):
        return False
    owner = next(
        (other for other, part in enumerate(line.parts) if part.start <= one.start < part.end), place
    )
    if _leads(one, owner, line) or (0 < owner < place and _is_whole_of_last(owner, line)):
        return True
    # Members are not counted on the day of a survey of employment that is named beside them.
    return line.measures[owner] not in SURVEYED or line.measures[place] in SURVEYED


def _leads(one: Dated, owner: int, line: Line) -> bool:
    """Whether a date opens a sentence whose first number is the whole of another: "Pada 2025, dari 1,8 juta penduduk bekerja …"."""
    ahead = line.text[line.sentence.start : one.start]
    opens = len(re.findall(r"\w+", ahead)) <= len(("sampai", "dengan"))
    return opens and bool(
        re.match(r"[\s,]*(?:dari|of)\b[^,;]*$", line.text[one.end : line.amounts[owner].start])
    )


def _is_of_other_kind(one: Dated, place: int, line: Line) -> bool:
    """Whether a date before a number is a target's where the number is none, or the other way round."""
    last = [other for other in range(place) if line.amounts[other].end <= one.start]
    between = line.text[line.amounts[last[-1]].end : one.start] if last else ""
    adjoins = bool(last) and not NEXT_CLAUSE.search(between)
    of_target = adjoins and line.measures[last[-1]].startswith("target")
    if line.measures[place].startswith("gap"):
        return False
    if line.measures[place].startswith("target"):
        of_another = bool(last) or any(line.amounts[other].start > one.end for other in range(place))
        return bool(of_another and not of_target and one.value and len(one.value) > len("2025"))
    said = OF_TARGET.search(line.text[max(0, one.start - 60) : one.start])
    rest = line.text[one.end : line.amounts[place].start]
    return of_target or (bool(said) and not WAS_REACHED.search(rest))


def _of_the_end(place: int, line: Line, here: list[Dated]) -> Found[str]:
    """The date that stands behind the last number of a sentence is that of all of them, unless it is a target's."""
    since = line.amounts[-1].end
    end = [one for one in here if one.start >= since and one.role == "figure"]
    end = [one for one in end if not BECAUSE.search(line.text[since : one.start])]
    this, last = (line.measures[other].startswith("target") for other in (place, -1))
    between = line.text[line.amounts[place].end : line.amounts[-1].start]
    other_clause = line.measures[place] != line.measures[-1] and OTHER_CLAUSE.search(between)
    alike = place + 1 < len(line.parts) and line.measures[place] == line.measures[place + 1]
    became = alike and ONWARD.match(line.parts[place + 1].link)
    # "40 persen, turun dari 43 persen pada Desember 2024": the date is that of the level before.
    fell_from = alike and CAME_FROM.search(line.parts[place + 1].link)
    shared = end and this == last and not other_clause and not became and not fell_from
    return _found(end[0]) if shared else Found(None, "nothing")
