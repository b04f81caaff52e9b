"""What the words beside a number say that it measures. The rules are asked in their order; the first that answers decides."""

import re
from collections.abc import Callable
from typing import NamedTuple

from coverage_lib.data.press import words
from coverage_lib.data.press.numbers import Found, Number

NEW_MEMBERS = "a target of new members"
PLANNED = "a change that is planned"
SO_MANY = "so many in so many"
REGISTERED = "registered, which may be more than active"
HEALTH = "health insurance"
PART = "the number that another one is a part of"
# Topics that a share may be about; a count of workers beside them is still one.
OF_SHARES_ONLY = ("money spent", "contributions and wages", "one occupation")


class Meaning(NamedTuple):
    """What a number measures: a state of :data:`words.STATES`, ``target`` or ``change``; None and why where it is no figure.

    `sure` is 2 where the words beside the number say it, 1 where those of another number or of the rest of the sentence do, 0 where
    those of the sentence before do, and -1 where no word does. `falls` says of a change that it is a decrease.
    """

    state: str | None
    sure: int = 2
    why: str = ""
    falls: bool = False


def own_meaning(number: Number) -> Meaning | None:
    """What a number measures by its own words; None where they say nothing."""
    return next((meaning for rule in RULES if (meaning := rule(number))), None)


def _share_of_target(number: Number) -> Meaning | None:
    """ "61 persen dari target" is no coverage; "35,7 persen dari target 52,15 persen" names two shares."""
    if not words.SHARE_OF_TARGET.match(number.of_what) or words.GAP_WORD.search(number.left):
        return None
    following = number.next
    target_follows = (
        following and following.amount.unit == "percent" and words.TARGET_LED.search(following.link)
    )
    return None if target_follows else Meaning(None, why="a share of a target")


def _share_of_members(number: Number) -> Meaning | None:
    contributes = number.is_share and words.CONTRIBUTES.search(number.left)
    of_members = contributes or words.SHARE_OF_MEMBERS.match(number.of_what)
    return Meaning(None, why="a share of all members") if of_members else None


def _still_missing(number: Number) -> Meaning | None:
    return Meaning("gap") if words.TO_BE_REACHED.search(number.phrase) else None


def _change(number: Number) -> Meaning | None:
    if words.CHANGE.search(number.left):
        planned = words.TARGET.search(number.left) or words.EXPECTED.search(number.left)
        if planned and number.is_share and number.goes_on_to:
            return Meaning(None, why=PLANNED)
        return _topic(number) or Meaning("change", falls=_falls(number))
    return None


def _falls(number: Number) -> bool:
    """Whether the word of a change nearest to its number, ahead of it or else behind, says a decrease."""
    said = list(words.MOVES.finditer(number.left))
    moves = said[-1] if said else words.MOVES.search(number.phrase)
    return bool(moves and words.FALL.match(moves[0]))


def _difference(number: Number) -> Meaning | None:
    if not number.is_share or not words.DIFFERENCE.search(number.left):
        return None
    changed = words.SINCE_THEN.search(number.phrase)
    return Meaning("change", falls=_falls(number)) if changed else Meaning(None, why="a difference")


def _new_members(number: Number) -> Meaning | None:
    if not number.is_share and words.TARGET.search(number.left) and words.ADDED.search(number.left):
        return Meaning(None, why=NEW_MEMBERS)
    return None


def _points(number: Number) -> Meaning | None:
    if number.amount.unit == "percentage_points" and not words.GAP_WORD.search(number.left):
        return _topic(number) or Meaning("change", falls=_falls(number))
    return None


def _target(number: Number) -> Meaning | None:
    """The word target before a number, unless something else, or that it was reached, is said between them."""
    if words.TARGET_NAMELY.search(number.link) or words.TARGET_BEHIND.match(number.right):
        return _topic(number) or Meaning("target")
    said = list(words.TARGET.finditer(number.left))
    if not said or words.GAP_TO_TARGET.search(number.left):
        return None
    subsidised = [
        one for one in number.ahead if one.lastgroup == "subsidised" and one.end() <= said[-1].start()
    ]
    if subsidised and not number.is_share:
        return None
    between = re.sub(r"¤+\s*,", "", number.left[said[-1].end() :])
    if "," in between or words.REACHED.search(between) or len(between) > 3 * words.NEAR:
        return None
    return _topic(number) or Meaning("target")


def _health(number: Number) -> Meaning | None:
    """Members of the health insurance, whoever pays for them, unless a word of coverage stands ahead of the number."""
    behind = words.TOPIC.search(number.phrase)
    of_health = behind and words.topic_name(behind) == HEALTH and not number.ahead
    return Meaning(None, why=HEALTH) if of_health else None


def _topic(number: Number) -> Meaning | None:
    """What else the words beside a number are about, unless a word of coverage stands nearer."""
    ahead = list(words.TOPIC.finditer(number.left))
    behind = words.TOPIC.search(number.phrase)
    of_share = [one for one in number.ahead if one.lastgroup in words.OF_SHARES]
    of_people = [one for one in number.ahead if one.lastgroup not in ("employed", "labour_force")]
    said_ahead = of_share if number.is_share else of_people
    said_behind = words.STATE.search(number.phrase)
    nearest = said_ahead[-1] if said_ahead else None
    if ahead and _counts(ahead[-1], number):
        topic = ahead[-1]
        strong = said_behind is not None and said_behind.lastgroup in words.STRONG_STATES
        if nearest.end() <= topic.end() if nearest else not strong:
            return Meaning(None, why=words.topic_name(topic))
    if behind and _counts(behind, number):
        if said_behind:
            first = said_behind.start() >= behind.start()
        else:
            first = nearest is None or behind.start() < words.NEAR
        if first:
            return Meaning(None, why=words.topic_name(behind))
    return None


def _counts(topic: Found, number: Number) -> bool:
    return number.is_share or words.topic_name(topic) not in OF_SHARES_ONLY


def _of_share(number: Number) -> Meaning | None:
    if not number.is_share:
        return None
    ahead = [one for one in number.ahead if one.lastgroup in words.OF_SHARES]
    text = number.phrase if number.repeats else number.predicate()
    behind = [
        one
        for one in words.STATE.finditer(text)
        if one.lastgroup in words.OF_SHARES and one.lastgroup != "gap"
    ]
    first = _first_of(behind)
    in_points = number.amount.unit == "percentage_points" and any(one.lastgroup == "gap" for one in ahead)
    if in_points or (ahead and ahead[-1].lastgroup == "gap"):
        return Meaning("gap")
    if first and first.lastgroup in ("uncovered", "inactive"):
        state = str(first.lastgroup)
    elif ahead or behind:
        state = str((ahead[-1] if ahead else behind[0]).lastgroup)
    else:
        return None
    if state == "inactive":
        return Meaning(None, why="a share of inactive members")
    return Meaning("covered" if state in words.WEAK_STATES else state)


def _of_people(number: Number) -> Meaning | None:
    text = number.predicate()
    if words.ACTIVE_OR_NOT.search(number.left + number.right):
        return Meaning("registered")
    said = [one for one in words.STATE.finditer(text) if one.lastgroup != "gap"]
    behind = [one for one in said if one.lastgroup not in ("members", "new") or one.start() <= words.NEAR]
    nearest = _nearest(number.ahead)
    if words.MORE_OF_THEM.match(text) and not behind:
        return Meaning("gap")
    if nearest and nearest.lastgroup == "gap" and not any(one.lastgroup == "uncovered" for one in behind):
        return Meaning("gap")
    if number.is_whole:
        return _of_whole(number, behind, nearest)
    paid = [one for one in behind if one.lastgroup == "subsidised"]
    first = _first_of(behind)
    if paid and first and first.lastgroup == "covered":
        first = paid[0]
    return _of_count(number, first, nearest)


def _of_whole(number: Number, behind: list[Found], nearest: Found | None) -> Meaning:
    """What the workers are of whom another number is a part."""
    if number.amount.value in (10, 100, 1000):
        return Meaning(None, why=SO_MANY)
    if number.follows_part:
        at_once = [one for one in behind if one.lastgroup in words.BASES and one.start() < words.NEAR]
        return Meaning(str(at_once[0].lastgroup)) if at_once else Meaning("eligible", 1, PART)
    first = _first_of(behind)
    if first and first.lastgroup in (*words.BASES, "uncovered", "inactive"):
        return Meaning(str(first.lastgroup))
    if first and first.lastgroup == "registered" and number.next and words.ACTIVE.search(number.next.phrase):
        return Meaning("registered")
    of_members = number.amount.noun in ("peserta", "members")
    if first and first.lastgroup == "covered" and first.start() < words.NEAR and not of_members:
        return Meaning("covered")
    if nearest and nearest.lastgroup in words.BASES:
        return Meaning(str(nearest.lastgroup))
    return Meaning("eligible", 1, PART)


def _nearest(ahead: list[Found]) -> Found | None:
    """The last word before a number, or the one that it completes: "inactive members"."""
    if (
        len(ahead) > 1
        and ahead[-1].lastgroup in words.WEAK_STATES
        and ahead[-1].start() - ahead[-2].end() < 2
    ):
        return ahead[-2]
    return ahead[-1] if ahead else None


def _first_of(behind: list[Found]) -> Found | None:
    """The word behind a number that says most of it: the first, but for "peserta" and "terdaftar", which say little."""
    strong = [one for one in behind if one.lastgroup not in words.WEAK_STATES]
    return strong[0] if strong else behind[0] if behind else None


def _of_count(number: Number, first: Found | None, nearest: Found | None) -> Meaning | None:
    """What a count of people counts, by the first word behind it and the nearest before it."""
    state = None
    if words.THEIR_NUMBER.search(number.left):
        state = "eligible"
    elif first and first.lastgroup in ("uncovered", "inactive", "subsidised", "employed", "labour_force"):
        state = first.lastgroup
    elif nearest and nearest.lastgroup in ("subsidised", "inactive", "uncovered", "new"):
        state = nearest.lastgroup
    elif first and (not nearest or first.start() <= words.NEAR or nearest.lastgroup in words.WEAK_STATES):
        state = first.lastgroup
    elif nearest:
        state = nearest.lastgroup
    if state is None:
        pays = words.GOVERNMENT.search(number.left) and words.PAYS.search(number.left)
        if pays and words.VULNERABLE.search(number.phrase):
            return Meaning("subsidised", 1)
        return None
    if state in ("covered", *words.WEAK_STATES) and (
        _is_subsidised(number) or words.CONTRIBUTION_PAID.search(number.right)
    ):
        return Meaning("subsidised")
    if state == "eligible" and words.SURVEY.search(number.left):
        return Meaning("employed")
    if state == "registered":
        return Meaning("covered", 1, REGISTERED)
    return Meaning("covered" if state == "members" else state)


def _is_subsidised(number: Number) -> bool:
    """Whether a government registers vulnerable workers, for whom it then pays."""
    registers = words.GOVERNMENT.search(number.left) and words.REGISTERS.search(number.left)
    registers = registers or words.REGION_REGISTERS.search(number.left)
    registers = registers or words.BY_GOVERNMENT.search(number.phrase)
    return bool(registers and words.VULNERABLE.search(number.phrase))


RULES: tuple[Callable[[Number], Meaning | None], ...] = (
    _share_of_target,
    _share_of_members,
    _still_missing,
    _change,
    _difference,
    _new_members,
    _points,
    _target,
    _health,
    _topic,
    _of_share,
    lambda number: None if number.is_share else _of_people(number),
)
