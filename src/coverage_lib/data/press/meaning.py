"""What each number of a sentence measures: by its own words, else by those of the numbers it belongs to, else by what was said before."""

import re
from typing import NamedTuple

from coverage_lib.data.press import words
from coverage_lib.data.press.numbers import Found, Number
from coverage_lib.data.press.own_words import (
    NEW_MEMBERS,
    PART,
    PLANNED,
    REGISTERED,
    SO_MANY,
    Meaning,
    own_meaning,
)
from coverage_lib.data.press.sentences import STRONG

# Measure by state, for people and for shares; what is missing is no figure.
OF_PEOPLE = {
    "covered": "active_participants",
    "uncovered": "uncovered_workers",
    "inactive": "inactive_participants",
    "registered": "registered_workers",
    "subsidised": "subsidised_workers",
    "eligible": "eligible_workers",
    "employed": "employed",
    "labour_force": "labour_force",
    "target": "target_workers",
    "gap": "gap_workers",
    "new": "new_participants",
}
OF_SHARES = {
    "covered": "coverage_rate",
    "uncovered": "uncovered_rate",
    "target": "target_rate",
    "gap": "gap_points",
    "change": "coverage_change",
}
POINTS = ("gap", "change")
GROWTH = Meaning(None, why="the growth of a count")


class Rest(NamedTuple):
    """What all words of a sentence are about: something else, coverage, both or neither."""

    topic: Found | None
    coverage: Found | None


def measure(meaning: Meaning, number: Number) -> tuple[str, str] | None:
    """Measure and unit of a number; None where its state has no measure in its unit."""
    if not number.is_share:
        found = OF_PEOPLE.get(meaning.state or "")
        return (found, "workers") if found else None
    found = OF_SHARES.get(meaning.state or "")
    unit = "percentage_points" if meaning.state in POINTS else "percent"
    fits = found is not None and (unit == "percentage_points" or number.amount.unit == "percent")
    return (str(found), unit) if fits else None


def meanings(row: list[Number], before: Meaning | None) -> list[Meaning]:
    """What each number of a sentence measures.

    Parameters
    ----------
    row : list of Number
        The numbers of the sentence, in their order.
    before : Meaning, optional
        What the sentence before was about, where this one may go on with it.
    """
    own = [own_meaning(number) for number in row]
    whole = " ".join(f"{number.left} {number.right}" for number in row)
    rest = Rest(words.TOPIC.search(whole), words.COVERAGE.search(whole))
    found: list[Meaning] = []
    for place, number in enumerate(row):
        following = _said_next(place, row, own)
        found.append(
            _share_of_those(number, before)
            or own[place]
            or _from_last(number, _told_last(number, found))
            or _from_next(number, following)
            or _from_afar(number, rest, before)
        )
    found = [_as_growth(place, row, found) for place in range(len(row))]
    return [_as_registered(place, row, found) for place in range(len(row))]


def _share_of_those(number: Number, before: Meaning | None) -> Meaning | None:
    """What a share says again of the uncovered workers counted before: "Jumlah itu setara 62,5 persen dari …"."""
    again = number.is_share and number.last is None and words.THOSE_ARE.search(number.left)
    return Meaning("uncovered", 0) if again and before and before.state == "uncovered" else None


def _told_last(number: Number, found: list[Meaning]) -> Meaning | None:
    """What the number before says; "412 dari 2.300 penduduk bekerja …, atau 17,9 persen" tells the part again, not its whole."""
    whole_between = number.is_share and number.repeats and number.last and number.last.follows_part
    if whole_between and len(found) > 1 and found[-1].state in words.BASES:
        return found[-2]
    return found[-1] if found else None


def _as_registered(place: int, row: list[Number], found: list[Meaning]) -> Meaning:
    """A count of registered workers, of whom the next number says that only so many are active."""
    one = found[place]
    only_some = place + 1 < len(row) and some_are_active(
        row[place + 1], found[place + 1], row[place].amount.value
    )
    return Meaning("registered") if one.why == REGISTERED and only_some else one


def some_are_active(number: Number, said: Meaning, of: float) -> bool:
    """Whether a number counts the active among so many that were told before: "namun, hanya 298.115 yang aktif"."""
    if number.is_share or said.state != "covered" or said.why == REGISTERED or number.amount.value >= of:
        return False
    told = f"{number.link or number.left} {number.phrase}"
    return bool(words.ONLY_SOME_ACTIVE.search(told) and words.ACTIVE.search(told))


def _said_next(place: int, row: list[Number], own: list[Meaning | None]) -> Meaning | None:
    """What the next number that says something is, where all numbers up to it stand in a list: "PU 512.300, BPU 88.140 peserta"."""
    for after in range(place + 1, len(row)):
        meaning = own[after]
        if meaning or not (row[after].same_kind_as_last and words.IN_A_LIST.search(row[after].link)):
            return meaning
    return None


def _from_last(number: Number, last: Meaning | None) -> Meaning | None:
    """The meaning that a number has from the one before it, which it repeats, goes on from or stands in a list with."""
    if last is None or number.last is None or last.why == SO_MANY or (last.state is None and last.sure < 2):
        return None
    if words.THE_REST.search(number.left):
        return _rest(last)
    if number.last.goes_on_to and last.why in (NEW_MEMBERS, PLANNED):
        return Meaning("target", 1)
    if number.last.goes_on_to and last.state == "covered" and words.EXPECTED.search(number.link):
        return Meaning("target", 1)
    if number.last.goes_on_to and last.state == "change":
        said = number.last.ahead[-1].lastgroup if number.last.ahead else "covered"
        return Meaning("covered" if said in words.WEAK_STATES else said, 1)
    share_of_count = number.is_share and not number.last.is_share
    if share_of_count and last.state == "target" and words.OF_IT_REACHED.search(number.link):
        return Meaning(None, why="a share of a target")
    of_total = words.OF_TOTAL.match(number.right) and number.link.rstrip().endswith((",", "("))
    if number.repeats or of_total:
        if last.state == "target" and words.REACHED.search(number.link):
            return Meaning("covered", 1)
        if last.state not in (*words.BASES, "change"):
            return Meaning(last.state, min(last.sure, 1) if last.state else 2, last.why)
    if not number.same_kind_as_last or not words.IN_A_LIST.search(number.link):
        return None
    if number.is_share and number.names_other_things:
        return Meaning(None, why="something else is said of it")
    ends_target = (STRONG, words.REACHED, words.CAME_FROM, words.FROM_LEVEL)
    reached = last.state == "target" and any(pattern.search(number.link) for pattern in ends_target)
    state = "covered" if reached or last.state in POINTS else last.state
    return Meaning(state, min(last.sure, 1) if state else 2, last.why)


def _from_next(number: Number, following: Meaning | None) -> Meaning | None:
    """The meaning that a number has from the next: its whole, or one of a list of which the last says what they are."""
    after = number.next
    if following is None or after is None:
        return None
    both_people = not number.is_share and not after.is_share and not after.repeats
    part = words.PART_OF_IT.search(after.link + after.right[: words.NEAR])
    larger = number.amount.value > after.amount.value
    if both_people and larger and _has_workers(number) and words.ACTIVE.search(after.link):
        return Meaning("eligible", 1, PART)
    if both_people and part and larger and following.state in ("covered", "subsidised", "uncovered"):
        return Meaning("eligible", 1, PART)
    listed = after.same_kind_as_last and words.IN_A_LIST.search(after.link)
    shared = listed and following.state not in ("target", *POINTS, *words.BASES)
    return Meaning(following.state, 1, following.why) if shared else None


def _has_workers(number: Number) -> bool:
    """Whether a text says how many workers there are: "terdapat 2,8 juta tenaga kerja"."""
    return bool(words.HAS.search(number.left)) and number.amount.noun in (
        "pekerja",
        "tenaga kerja",
        "workers",
    )


def _rest(last: Meaning) -> Meaning:
    """What "sisanya" counts: those who are not covered, or others of the same kind."""
    state = "uncovered" if last.state == "covered" else last.state
    return Meaning(state if state in ("uncovered", "subsidised") else None, 1, "the rest of another number")


def _from_afar(number: Number, rest: Rest, before: Meaning | None) -> Meaning:
    """What the rest of the sentence, or else the sentence before, says of a number."""
    if before and not number.is_share and words.THE_REST.search(number.left):
        return _rest(before)
    if not number.is_share:
        follows = before and before.state in ("covered", "uncovered", "inactive", "subsidised", "target")
        if before and follows and not rest.topic:
            return Meaning(before.state, 0)
        if _has_workers(number):
            return Meaning("eligible", 1, "so many workers, of whom nothing else is said")
        return Meaning(None, 1, "no word says what it counts")
    if rest.coverage:
        return Meaning("covered", 1)
    if rest.topic:
        return Meaning(None, why=words.topic_name(rest.topic))
    if before and before.state:
        return Meaning("uncovered" if before.state == "uncovered" else "covered", 0)
    return Meaning("covered", -1)


def _as_growth(place: int, row: list[Number], found: list[Meaning]) -> Meaning:
    """A change is one of coverage where shares are compared; a count's growth in percent is no coverage."""
    one, number = found[place], row[place]
    if one.state != "change" or number.amount.unit == "percentage_points":
        return one
    if not number.is_share:
        falls = words.FALL.search(number.left)
        return Meaning(None, why="a fall of a count") if falls else Meaning("new")
    if number.goes_on_to and number.next and not number.next.is_share:
        return GROWTH
    beside = [row[other] for other in (place - 1, place + 1) if 0 <= other < len(row) and found[other].state]
    subject = re.findall(words.SUBJECT, number.left)
    if subject and subject[-1] in words.COUNTED:
        return GROWTH
    if any(other.is_share for other in beside):
        return one
    if beside and not subject:
        return GROWTH
    if not subject:
        return Meaning(None, why="a change of something that is not named")
    return one._replace(sure=1, why="points or percent is not said")
