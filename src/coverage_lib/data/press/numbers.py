"""A number in its sentence: the words beside it, and the numbers before and behind it."""

import re
from functools import cached_property
from itertools import pairwise

from coverage_lib.data.press import words
from coverage_lib.data.press.amounts import SHARES, Amount
from coverage_lib.data.press.sentences import Part, end_of_phrase

Found = re.Match[str]
# "Penerima upah (PU)": a bracket without numbers does not end what is said.
# "9.300 kader, marbot, dan guru ngaji": the commas of a list of people do not end it.
LISTED = re.compile(r"[\d.,]*\d[^,;.()\d]{3,40}(?:,\s[^,;.()\d]{2,30}){1,3},?\s(?:dan|serta|and)\s")
COMMA = re.compile(r"(?<!\d),|,(?!\d)")
# "…, atau 2,41 juta orang, tercatat …"
BETWEEN_COMMAS = re.compile(r",\s*(?:(?:atau|yakni|yaitu|setara|or|that is)\s+)?$")
IN_BRACKETS = re.compile(r"\(([^()\d]*)\)")


class Number:
    """A number of a sentence.

    Parameters
    ----------
    amount : Amount
        The number itself.
    part : Part
        The words of the sentence that belong to it.
    """

    def __init__(self, amount: Amount, part: Part) -> None:
        self.amount = amount
        self.left, self.right, self.link = part.left, part.right, part.link
        self.last: Number | None = None
        self.next: Number | None = None

    @property
    def is_share(self) -> bool:
        return self.amount.unit in SHARES

    @cached_property
    def phrase(self) -> str:
        """The words behind the number up to the first comma, bracket or point; "…, atau 57 persen, sudah ikut" closes a bracket."""
        between_commas = BETWEEN_COMMAS.search(self.left)
        right = COMMA.sub(" ", self.right, count=1) if self.repeats or between_commas else self.right
        right = IN_BRACKETS.sub(r" \1 ", right)
        listed = LISTED.match(right)
        if listed:
            right = listed[0].replace(",", " ") + right[listed.end() :]
        return right[: end_of_phrase(right)]

    @property
    def of_what(self) -> str:
        """The number and all words up to the next: "19 persen dari total peserta aktif"."""
        return self.right + (self.next.left if self.next else "")

    @cached_property
    def ahead(self) -> list[Found]:
        """The words of :data:`words.STATE` before the number."""
        return list(words.STATE.finditer(self.left))

    @cached_property
    def repeats(self) -> bool:
        """Whether the number says the one before it in another way: "592.806 orang atau 45,17 persen"."""
        return self.last is not None and bool(words.SAME_THING.search(self.link))

    @cached_property
    def goes_on_to(self) -> bool:
        """Whether the next number is what this one became: "dari 41,38 menjadi 45,17 persen"."""
        return self.next is not None and bool(words.ONWARD.match(self.next.link))

    @cached_property
    def is_whole(self) -> bool:
        """Whether the number is what another is a part of: "dari 1,3 juta pekerja", "592 of 1,312 workers"."""
        found = words.FROM.search(self.left)
        if not found or words.CAME_FROM.search(self.link) or self.goes_on_to:
            return False
        if found[0].startswith("of "):
            begins = not self.left[: found.start()].strip(" ,¤")
            return begins or (self.last is not None and len(self.link) < words.NEAR)
        return True

    @property
    def follows_part(self) -> bool:
        """Whether this is the whole of the number just before it: "40% dari 118.000 pekerja"."""
        return self.is_whole and self.last is not None and len(self.link) < words.NEAR

    @cached_property
    def names_other_things(self) -> bool:
        """Whether the words before the number are about something: "tingkat hunian hotel 58 persen" goes on with nothing."""
        left = words.SEGMENT.sub(" ", self.left)
        unknown = [word for word in re.findall(r"[^\W\d_]{2,}", left) if word not in words.GO_ON]
        return len(unknown) > 1

    @property
    def same_kind_as_last(self) -> bool:
        return self.last is not None and self.last.is_share == self.is_share

    def predicate(self) -> str:
        """What is said behind the number.

        Of "18,9 juta dari 23 juta pekerja sudah aktif" the end belongs to the first number, and of "42.000 orang, atau 57 persen,
        sudah ikut" to both.
        """
        following = self.next
        if following and following.repeats:
            said = re.split(r"\b(?:dari|of|terhadap)\b", following.phrase)[0]
            return self.phrase if words.STATE.search(self.phrase) else self.phrase + said
        part_of_next = following and words.FROM.search(following.link) and not following.is_share
        if following and part_of_next and _says_little(self.phrase):
            whole = words.STATE.search(following.right)
            names_base = whole and whole.lastgroup in words.BASES and whole.start() < words.NEAR // 2
            said = following.right[whole.end() if whole and names_base else 0 :]
            return (self.right + said)[: end_of_phrase(self.right + said)]
        lends = self.last is not None and words.FROM.search(self.link) and not self.last.is_share
        if self.last and lends and _says_little(self.last.right):
            return self.phrase[: words.NEAR * 2 // 3]
        return self.phrase


def _says_little(text: str) -> bool:
    said = words.STATE.search(text)
    return said is None or said.lastgroup == "members"


def numbers(amounts: list[Amount], pieces: list[Part]) -> list[Number]:
    """The numbers of a sentence, each with its neighbours."""
    row = [Number(amount, part) for amount, part in zip(amounts, pieces, strict=True)]
    for one, following in pairwise(row):
        one.next, following.last = following, one
    return row
