"""What each number of a sentence measures, and of which workers it is, by the words beside it."""

import re
from typing import NamedTuple

from coverage_lib.data.press import words
from coverage_lib.data.press.amounts import SHARES, Amount
from coverage_lib.data.press.sentences import STRONG, Part, end_of_phrase

BASES = ("eligible", "employed", "labour_force")
# Measure by state, for people and for shares; what is missing is no figure.
OF_PEOPLE = {
    "covered": "active_participants",
    "uncovered": "uncovered_workers",
    "inactive": "inactive_participants",
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
# Topics that a share may be about; a count of workers beside them is still one.
OF_SHARES_ONLY = ("money spent", "contributions and wages")
NEW_MEMBERS = "a target of new members"
POINTS = ("gap", "change")
# How far a word may stand from its number, in characters, before a word of the number's other side is preferred.
NEAR = 45


class Meaning(NamedTuple):
    """What a number measures: a state of :data:`OF_PEOPLE` or :data:`OF_SHARES`, or None and why it is no figure.

    `sure` is 2 where the words beside the number say it, 1 where those of another number or elsewhere in the sentence do, 0 where
    no word of the sentence does.
    """

    state: str | None
    sure: int
    why: str


def measure(meaning: Meaning, amount: Amount) -> tuple[str, str] | None:
    """Measure and unit of a number; None where its state has no measure in its unit."""
    if amount.unit in SHARES:
        found = OF_SHARES.get(meaning.state or "")
        unit = "percentage_points" if meaning.state in POINTS else "percent"
        return (found, unit) if found and not (unit == "percent" and amount.unit != "percent") else None
    found = OF_PEOPLE.get(meaning.state or "")
    return (found, "workers") if found else None


def meanings(amounts: list[Amount], pieces: list[Part], before: Meaning | None) -> list[Meaning]:
    """What each number of a sentence measures.

    Parameters
    ----------
    amounts : list of Amount
        The numbers of the sentence, in their order.
    pieces : list of Part
        The words of each, from :func:`coverage_lib.data.press.sentences.parts`.
    before : Meaning, optional
        What the sentence before was about, where this one may go on with it.
    """
    own = [_own(place, amounts, pieces) for place in range(len(amounts))]
    found: list[Meaning] = []
    for place, one in enumerate(own):
        last = found[-1] if found else None
        found.append(
            one or _inherited(place, amounts, pieces, last, own) or _elsewhere(amounts[place], pieces, before)
        )
    return [_as_growth(place, found, amounts, pieces) for place in range(len(found))]


def _own(place: int, amounts: list[Amount], pieces: list[Part]) -> Meaning | None:
    """What the words beside a number say of it."""
    amount, left, right, link = amounts[place], pieces[place].left, pieces[place].right, pieces[place].link
    if place and words.SAME_THING.search(link):
        # "…, atau 57 persen, sudah ikut": the comma behind the number closes a bracket.
        right = right.replace(",", " ", 1)
    share = amount.unit in SHARES
    topic = _topic(left, right, share=share)
    if (
        words.SHARE_OF_TARGET.match(right)
        and not words.GAP_WORD.search(left)
        and not _share_follows(place, amounts, pieces)
    ):
        return Meaning(None, 2, "a share of a target")
    if words.SHARE_OF_MEMBERS.match(right):
        return Meaning(None, 2, "a share of all members")
    if words.TO_BE_REACHED.search(right[: end_of_phrase(right)]):
        return Meaning("gap", 2, "")
    if words.CHANGE.search(left):
        return topic or Meaning("change", 2, "")
    if words.TARGET.search(left) and words.ADDED.search(left) and not share:
        return Meaning(None, 2, NEW_MEMBERS)
    if amount.unit == "percentage_points" and not re.search(r"kurang|selisih|gap|short", left):
        return topic or Meaning("change", 2, "")
    if _is_target(left) or words.TARGET_NAMELY.search(link):
        return Meaning("target", 2, "") if not topic or topic.sure < 2 else topic
    if topic:
        return topic
    if share:
        return _of_share(
            left, _predicate(place, amounts, pieces) if not words.SAME_THING.search(link) else right
        )
    return _of_people(place, amounts, pieces)


def _share_follows(place: int, amounts: list[Amount], pieces: list[Part]) -> bool:
    """Whether "dari target" is followed by the target itself as a share: "35,7 persen dari target 52,15 persen"."""
    follows = place + 1 < len(amounts) and amounts[place + 1].unit == "percent"
    return follows and bool(re.search(r"target[^,;]{0,40}$", pieces[place + 1].link))


def _is_target(left: str) -> bool:
    said = list(words.TARGET.finditer(left))
    if not said or words.GAP_TO_TARGET.search(left):
        return False
    between = re.sub(r"¤+\s*,", "", left[said[-1].end() :])
    return "," not in between and not words.REACHED.search(between) and len(between) < 2 * NEAR + 40


def _topic(left: str, right: str, *, share: bool) -> Meaning | None:
    """What else the words beside a number are about, unless a word of coverage stands nearer."""
    reaches = right[: end_of_phrase(right)]
    behind = words.TOPIC.search(reaches)
    ahead = list(words.TOPIC.finditer(left))
    coverage_ahead = [
        one for one in words.STATE.finditer(left) if one.lastgroup not in ("employed", "labour_force")
    ]
    coverage_behind = words.STATE.search(reaches)
    for found, coverage in (
        (ahead[-1] if ahead else None, coverage_ahead[-1] if coverage_ahead else None),
        (behind, coverage_behind),
    ):
        if not found:
            continue
        name = words.topic_name(found)
        if name in OF_SHARES_ONLY and not share:
            continue
        ahead_of = found in ahead
        if coverage is None:
            other_side = coverage_behind if ahead_of else (coverage_ahead[-1] if coverage_ahead else None)
            if (
                other_side is None
                or (ahead_of and not _strong(other_side))
                or (not ahead_of and found.start() < NEAR)
            ):
                return Meaning(None, 2, name)
        elif coverage.end() <= found.end() if ahead_of else coverage.start() >= found.start():
            return Meaning(None, 2, name)
    return None


def _strong(found: re.Match[str]) -> bool:
    return found.lastgroup in ("covered", "uncovered", "inactive", "eligible")


def _of_share(left: str, right: str) -> Meaning | None:
    said = [
        one
        for one in words.STATE.finditer(left)
        if one.lastgroup in ("covered", "uncovered", "gap", "registered", "inactive", "members")
    ]
    behind = [
        one
        for one in words.STATE.finditer(right[: end_of_phrase(right)])
        if one.lastgroup in ("covered", "uncovered", "registered", "inactive", "members")
    ]
    if said and said[-1].lastgroup == "gap":
        return Meaning("gap", 2, "")
    first = _first_of(behind)
    if first and first.lastgroup in ("uncovered", "inactive"):
        state = str(first.lastgroup)
    elif said:
        state = str(said[-1].lastgroup)
    elif behind:
        state = str(behind[0].lastgroup)
    else:
        return None
    if state == "inactive":
        return Meaning(None, 2, "a share of inactive members")
    return Meaning("covered" if state in ("registered", "members") else state, 2, "")


def _of_people(place: int, amounts: list[Amount], pieces: list[Part]) -> Meaning | None:
    amount, left, right = amounts[place], pieces[place].left, pieces[place].right
    of_these = _is_whole(place, pieces)
    right = _predicate(place, amounts, pieces)
    right = right[: end_of_phrase(right)]
    behind = [one for one in words.STATE.finditer(right) if one.lastgroup != "gap"]
    behind = [one for one in behind if not (one.lastgroup in ("members", "new") and one.start() > NEAR)]
    ahead = list(words.STATE.finditer(left))
    if (
        re.match(r"[\d.,\s]+(?:ribu|juta|million|thousand)?\s*\w+(?:\s\w+)?\s+(?:lagi|more)\b", right)
        and not behind
    ):
        return Meaning("gap", 2, "")
    if ahead and ahead[-1].lastgroup == "gap" and not any(one.lastgroup == "uncovered" for one in behind):
        return Meaning("gap", 2, "")
    first = _first_of(behind)
    if of_these and place and len(pieces[place].link) < NEAR and amounts[place - 1].unit in SHARES:
        at_once = [str(one.lastgroup) for one in behind if one.lastgroup in BASES and one.start() < NEAR]
        return Meaning(
            at_once[0] if at_once else "eligible",
            2 if at_once else 1,
            "the number that another one is a part of",
        )
    if of_these:
        if first and first.lastgroup in (*BASES, "uncovered", "inactive"):
            return Meaning(str(first.lastgroup), 2, "")
        if (
            first
            and first.lastgroup == "covered"
            and first.start() < NEAR
            and amounts[place].noun not in ("peserta", "members")
        ):
            return Meaning("covered", 2, "")
        nearest = ahead[-1].lastgroup if ahead and ahead[-1].lastgroup in BASES else "eligible"
        return Meaning(
            str(nearest),
            2 if ahead and ahead[-1].lastgroup in BASES else 1,
            "the number that another one is a part of",
        )
    return _of_count(amount, left, right, ahead, first)


def _is_whole(place: int, pieces: list[Part]) -> bool:
    """Whether a number is what another is a part of: "dari 1,3 juta pekerja", "592 of 1,312 workers"."""
    found = words.FROM.search(pieces[place].left)
    if (
        not found
        or words.CAME_FROM.search(pieces[place].link)
        or (place + 1 < len(pieces) and words.ONWARD.match(pieces[place + 1].link))
    ):
        return False
    if found[0].startswith("of "):
        begins = not pieces[place].left[: found.start()].strip(" ,¤")
        return begins or bool(place and len(pieces[place].link) < NEAR)
    return True


def _first_of(behind: list[re.Match[str]]) -> re.Match[str] | None:
    """The word behind a number that says most of it: the first, but for "peserta" and "terdaftar", which say little."""
    strong = [one for one in behind if one.lastgroup not in ("members", "registered")]
    return strong[0] if strong else behind[0] if behind else None


def _of_count(
    amount: Amount, left: str, right: str, ahead: list[re.Match[str]], first: re.Match[str] | None
) -> Meaning | None:
    nearest = ahead[-1] if ahead else None
    state = None
    if words.THEIR_NUMBER.search(left):
        state = "eligible"
    elif first and first.lastgroup in ("uncovered", "inactive", "subsidised", "employed", "labour_force"):
        state = first.lastgroup
    elif nearest and nearest.lastgroup in ("subsidised", "inactive", "uncovered", "new"):
        state = nearest.lastgroup
    elif first and (not nearest or first.start() <= NEAR or nearest.lastgroup in ("members", "registered")):
        state = first.lastgroup
    elif nearest:
        state = nearest.lastgroup
    if state is None:
        return None
    if state in ("registered", "members", "covered") and _is_subsidised(left, right):
        return Meaning("subsidised", 2, "")
    if state == "eligible" and words.SURVEY.search(left):
        return Meaning("employed", 2, "")
    if state == "registered":
        return Meaning("covered", 1, "registered, which may be more than active")
    return Meaning("covered" if state == "members" else state, 2, "")


def _is_subsidised(left: str, right: str) -> bool:
    """Whether a government registers vulnerable workers, for whom it then pays."""
    vulnerable = re.search(r"\brentan\b|\bvulnerable\b", right[: end_of_phrase(right)])
    by_government = re.search(
        r"\b(?:pem(?:prov|kab|kot|da|erintah)|bupati|gubernur|wali ?kota|government)\b", left
    )
    registers = re.search(
        r"\bmendaftarkan\b|\bdidaftarkan\b|\bmengikutsertakan\b|\bregister\w*|\bmelindungi\b|\bmengcover\b|\bmeng-cover\b",
        left,
    )
    return bool(vulnerable and by_government and registers)


def _predicate(place: int, amounts: list[Amount], pieces: list[Part]) -> str:
    """What is said behind a number; of "18,9 juta dari 23 juta pekerja sudah aktif" the end belongs to the first number too."""
    right = pieces[place].right
    if place + 1 < len(amounts) and words.SAME_THING.search(pieces[place + 1].link):
        mine = right[: end_of_phrase(right)]
        return right if words.STATE.search(mine) else mine + pieces[place + 1].right.replace(",", " ", 1)
    if (
        place + 1 < len(amounts)
        and words.FROM.search(pieces[place + 1].link)
        and amounts[place + 1].unit not in SHARES
    ):
        said = words.STATE.search(right[: end_of_phrase(right)])
        if not said or said.lastgroup == "members":
            behind = pieces[place + 1].right
            whole = words.STATE.search(behind)
            return (
                right
                + behind[whole.end() if whole and whole.lastgroup in BASES and whole.start() < NEAR else 0 :]
            )
    if place and words.FROM.search(pieces[place].link) and amounts[place - 1].unit not in SHARES:
        own = words.STATE.search(pieces[place - 1].right)
        if not own or own.lastgroup == "members":
            return right[: NEAR // 2 + 10]
    return right


def _inherited(
    place: int, amounts: list[Amount], pieces: list[Part], last: Meaning | None, own: list[Meaning | None]
) -> Meaning | None:
    """The meaning of a number that says nothing itself: that of the one that it repeats, goes on from or leads to."""
    amount, link = amounts[place], pieces[place].link
    if last and last.state is None and last.sure < 2:
        last = None
    if last and words.THE_REST.search(pieces[place].left):
        return _rest(last)
    if last and last.why == NEW_MEMBERS and words.ONWARD.match(link):
        return Meaning("target", 1, "")
    if last and last.state == "change" and words.ONWARD.match(link):
        said = [one.lastgroup for one in words.STATE.finditer(pieces[place - 1].left)]
        return Meaning(
            "covered" if not said or said[-1] in ("members", "registered") else str(said[-1]), 1, ""
        )
    again = words.SAME_THING.search(link) or (
        words.OF_TOTAL.match(pieces[place].right) and link.rstrip().endswith((",", "("))
    )
    if last and again and last.state == "target" and words.REACHED.search(link):
        return Meaning("covered", 1, "")
    if last and again and last.state not in (*BASES, "change"):
        return Meaning(last.state, min(last.sure, 1) if last.state else 2, last.why)
    alike = place and (amounts[place - 1].unit in SHARES) == (amount.unit in SHARES)
    if last and alike and words.IN_A_LIST.search(link):
        turned = last.state == "target" and (STRONG.search(link) or words.REACHED.search(link))
        state = "covered" if last.state in ("change", "gap") or turned else last.state
        return Meaning(state, min(last.sure, 1) if state else 2, last.why)
    following = own[place + 1] if place + 1 < len(own) else None
    whole = (
        following is not None
        and following.state in ("covered", "subsidised", "uncovered")
        and amount.unit in ("workers", "number")
        and amounts[place + 1].unit in ("workers", "number")
        and amount.value > amounts[place + 1].value
        and words.PART_OF_IT.search(pieces[place + 1].link + pieces[place + 1].right[:NEAR])
    )
    if whole and not words.SAME_THING.search(pieces[place + 1].link):
        return Meaning("eligible", 1, "the number that another one is a part of")
    leads = (
        following is not None
        and following.state not in ("target", "gap", "change", *BASES)
        and (amounts[place + 1].unit in SHARES) == (amount.unit in SHARES)
        and words.IN_A_LIST.search(pieces[place + 1].link)
    )
    return Meaning(following.state, 1, following.why) if leads and following else None


def _rest(last: Meaning) -> Meaning:
    """What "sisanya" counts: those who are not covered, or others of the same kind."""
    state = "uncovered" if last.state == "covered" else last.state
    return Meaning(state if state in ("uncovered", "subsidised") else None, 1, "the rest of another number")


def _elsewhere(amount: Amount, pieces: list[Part], before: Meaning | None) -> Meaning:
    """What the rest of the sentence, or else the sentence before, says of a number."""
    whole = "".join(f"{piece.left} {piece.right} " for piece in pieces)
    if before and words.THE_REST.search(pieces[0].left) and amount.unit not in SHARES:
        return _rest(before)
    topic = words.TOPIC.search(whole)
    said = [one for one in words.STATE.finditer(whole) if one.lastgroup in ("covered", "uncovered")]
    if amount.unit in SHARES:
        if topic and not said:
            return Meaning(None, 2, words.topic_name(topic))
        if said:
            return Meaning("covered", 1, "")
        if before and before.state:
            return Meaning(before.state if before.state in ("covered", "uncovered") else "covered", 0, "")
        return Meaning("covered", -1, "")
    if before and before.state in ("covered", "uncovered", "inactive", "subsidised", "target") and not topic:
        return Meaning(before.state, 0, "")
    return Meaning(None, 1, "no word says what it counts")


def _as_growth(place: int, found: list[Meaning], amounts: list[Amount], pieces: list[Part]) -> Meaning:
    """A change is one of coverage where shares are compared; a count's growth in percent is no coverage."""
    one, amount = found[place], amounts[place]
    if one.state != "change":
        return one
    left = pieces[place].left
    onward = place + 1 < len(found) and words.ONWARD.match(pieces[place + 1].link)
    if onward and amounts[place + 1].unit not in SHARES and amount.unit in SHARES:
        return Meaning(None, 2, "the growth of a count")
    if amount.unit not in SHARES:
        return Meaning("new", 2, "") if not words.FALL.search(left) else Meaning(None, 2, "a fall of a count")
    if amount.unit == "percentage_points":
        return one
    said = list(
        re.finditer(
            r"\b(?:cakupan|coverage|kepesertaan|ucj|capaian|angka|persentase|tingkat|realisasi)\w*|\b(?:peserta|pekerja aktif|jumlah)\b",
            left,
        )
    )
    near = [other for other in (place - 1, place + 1) if 0 <= other < len(amounts)]
    beside = [amounts[other].unit in SHARES for other in near if found[other].state]
    if said and said[-1][0] in ("peserta", "jumlah", "pekerja aktif"):
        return Meaning(None, 2, "the growth of a count")
    if said or any(beside):
        return Meaning(
            "change", 2 if any(beside) else 1, "points or percent is not said" if not any(beside) else ""
        )
    if beside:
        return Meaning(None, 2, "the growth of a count")
    return Meaning("change", 0, "points or percent is not said")
