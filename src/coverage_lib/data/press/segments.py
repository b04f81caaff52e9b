"""Of which workers each number of a sentence is: everybody, or a segment that the words beside it name."""

import re

from coverage_lib.data.press import words
from coverage_lib.data.press.numbers import Number

# Nouns that do not say which workers they are.
PLAIN_NOUNS = ("", "pekerja", "orang", "peserta", "tenaga kerja", "workers", "people")
NEXT_TO_A_LIST = re.compile(r"[^,]*,\s*(?:atau|or)\b")
THEIR_NUMBER = re.compile(r"\bjumlahnya\b")
# "Menggandeng kepala desa": who helps, not who is counted.
WITH_THEIR_HELP = re.compile(
    r"\b(?:menggandeng|melibatkan|mengajak|dibantu|menggerakkan|bersama|kerja sama dengan|bekerja sama dengan|dengan bantuan|"
    r"with the help of|together with)\s+(?:para\s+)?$"
)
OF_THEM_ALL = re.compile(
    r"(?:^|[^\w\s])\s*dari\s+(?:(?:total|jumlah|seluruh|potensi|sekitar|sebanyak|hampir)\s+)*$"
)
A_PART = re.compile(r"di ?antaranya|of whom|of them")


def segments(row: list[Number], before: str = "total") -> list[str]:
    """The segment of each number of a sentence: the one its words name, else that of the number before, else ``total``.

    Parameters
    ----------
    row : list of Number
        The numbers of the sentence.
    before : str
        The segment of the last figure before the sentence: "dari jumlah tersebut" goes on with it.
    """
    found: list[str] = []
    stands_behind = False
    for number in row:
        behind, ahead = _named(number.phrase, last=False), _named(number.left, last=True)
        segment = behind or ahead or _of_next(number)
        if segment:
            stands_behind = behind is not None
        elif found and _same_workers(number, stands_behind):
            segment = found[-1]
            stands_behind = stands_behind and not words.IN_PARTS.search(number.link)
        else:
            segment = before if not found and _goes_on(number) else None
            stands_behind = False
        found.append(segment or "total")
    return found


def _goes_on(number: Number) -> bool:
    """Whether the first number of a sentence is of the workers told before: "dari jumlah tersebut", "jumlahnya"."""
    return bool(words.OF_THOSE.search(number.left) or THEIR_NUMBER.search(number.left))


def _same_workers(number: Number, stands_behind: bool) -> bool:
    """Whether a number that names no segment is of the segment of the one before.

    A segment that stands behind a number is that number's only. It holds on for the same people told again, for a part of them,
    and for a number that only names another region: "1,2 juta peserta BPU, Jatim 890 ribu".
    """
    if (
        number.last
        and number.last.is_whole
        and not (number.is_share or number.last.is_share or number.amount.noun not in PLAIN_NOUNS)
    ):
        return True
    if words.CAME_FROM.search(number.link) or (words.FROM.search(number.link) and not stands_behind):
        return True
    if words.EVERYBODY.search(number.left):
        return False
    if number.last and _begins_with_whole(number.last):
        return True
    if number.repeats and number.last and number.last.last and NEXT_TO_A_LIST.match(number.link):
        # "… 5 juta formal dan 923 ribu informal, atau 31,4 persen" says the whole again.
        return False
    a_part = A_PART.search(number.link + number.right) or words.IN_PARTS.search(number.link)
    if not stands_behind or number.repeats or a_part:
        return True
    return number.same_kind_as_last and not number.amount.noun and not number.ahead


def _begins_with_whole(number: Number) -> bool:
    """Whether a sentence begins with workers of whom the next number is a part: "dari potensi 1,7 juta pekerja informal, baru …"."""
    return number.last is None and not number.is_share and bool(OF_THEM_ALL.search(number.left))


def _of_next(number: Number) -> str | None:
    """The segment that is said behind the next number: "4.500 petani dan 1.200 nelayan sebagai pekerja rentan"."""
    following = number.next
    if following and following.follows_part and not (number.is_share or following.is_share):
        return _named(following.phrase, last=False)
    if following is None or number.amount.noun in PLAIN_NOUNS:
        return None
    joined = re.match(r"[^,.;]{0,30}\b(?:dan|serta|and)\s*$", following.link)
    return _named(following.right, last=False) if joined and not words.STATE.search(following.link) else None


def _named(text: str, *, last: bool) -> str | None:
    """The first or last segment that a text names; formal and informal joined by "dan" are everybody."""
    named: list[tuple[str, int, int]] = []
    for found in words.SEGMENT.finditer(text):
        if WITH_THEIR_HELP.search(text[: found.start()]):
            continue
        segment, start = str(found.lastgroup), found.start()
        if named and named[-1][0] == segment:
            start = named.pop()[1]
        named.append((segment, start, found.end()))
    if not named:
        return None
    pair = named[-2:] if last else named[:2]
    both = {segment for segment, *_ in pair} == {"formal", "informal"}
    if both and words.BOTH.match(text[pair[0][2] : pair[1][1]]):
        return "total"
    return pair[-1 if last else 0][0]
