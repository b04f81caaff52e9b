"""Sentences of a text, and the parts of a sentence that belong to each of its numbers."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from coverage_lib.data.press.amounts import Amount

ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“.])(?:no|dr|drs|dra|h|hj|ir|kab|kec|prov|jl|rp|kep|prof|st|vs|dkk|tgl|hal|mr|mrs|ms|s\.d|d\.i|[a-z])\.$",
    re.I,
)
END = re.compile(r"\n+|(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[•*-]?\s?[A-Z0-9¤])")

# Where one number's part of a sentence ends and the next one's begins: the first of these, else the last comma, else the last
# of the weaker words.
STRONG = re.compile(
    r"[;\n]|\b(?:sedangkan|sementara(?: itu)?|namun|tetapi|tapi|padahal|adapun|sehingga|karena|artinya|while|"
    r"whereas|but|although|"
    r"because|sisanya|selebihnya|realisasinya|capaiannya|targetnya|angka (?:ini|itu|tersebut)|kemudian|disusul|"
    r"diikuti|followed by)\b"
)
COMMA = re.compile(r",(?!\s*(?:yang|termasuk|¤))|\((?![^()]*\))|(?<!\w)[-–—](?!\w)|:")
WEAK = re.compile(
    r"\b(?:dan|serta|atau|menjadi|ke|dari|hingga|and|or|to|from|(?<!target )of(?! (?:whom|them))|terdiri|against|"
    r"setara|untuk|guna|agar|for)\b"
)


# Where no such word stands between, the next number's part begins with what is said of it.
SAYS = re.compile(
    r"\b(?:baru|hanya|sudah|telah|mencapai|tercatat|sebanyak|sebesar|terdapat|ada|yang|adalah|only|just|were|was|"
    r"is|are|have|had|stood)\b"
)


# Characters; a table without line breaks is no sentence.
LONGEST = 1500


class Sentence(NamedTuple):
    """A sentence by its place in the text; `listed` when it is an item of a list."""

    start: int
    end: int
    listed: bool


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in their order; a line that ends without a point ends a sentence too.

    Examples
    --------
    >>> text = "Menurut H. Amin, cakupan 45,17 persen. Target 53%.\\n- Jambi: 40%"
    >>> [text[one.start:one.end] for one in sentences(text)]
    ['Menurut H. Amin, cakupan 45,17 persen.', 'Target 53%.', '- Jambi: 40%']
    """
    cuts = [
        found.span() for found in END.finditer(text) if not ABBREVIATED.search(text[: found.start()][-12:])
    ]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    pieces = [piece for both in zip(starts, ends, strict=True) for piece in _in_pieces(text, *both)]
    found = []
    for start, end in pieces:
        words = text[start:end]
        if words.strip():
            listed = bool(re.match(r"\s*(?:[-•*–·]|\d{1,2}[.)])\s", words))
            found.append(Sentence(start, end, listed))
    return found


def _in_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or where it is longer than any person writes, pieces of it cut at blanks."""
    while end - start > LONGEST:
        cut = max(text.rfind(" ", start, start + LONGEST), start + 1)
        yield start, cut
        start = cut
    yield start, end


class Part(NamedTuple):
    """What stands to the left and to the right of a number and belongs to it, what joins it to the last, and where this lies."""

    left: str
    right: str
    link: str
    start: int
    end: int


def parts(text: str, sentence: Sentence, amounts: list[Amount]) -> list[Part]:
    """The part of a sentence that belongs to each of its numbers.

    Parameters
    ----------
    text : str
        In lower case, with dates, money and the like blanked out.
    sentence : Sentence
        Where to look.
    amounts : list of Amount
        The numbers of this sentence, in their order.
    """
    cuts = [sentence.start]
    for one, following in pairwise(amounts):
        cuts.append(_cut(text, one.end, following.start))
    cuts.append(sentence.end)
    found = []
    for place, amount in enumerate(amounts):
        before = amounts[place - 1].end if place else sentence.start
        found.append(
            Part(
                text[cuts[place] : amount.start],
                text[amount.number : cuts[place + 1]],
                text[before : amount.start] if place else "",
                cuts[place],
                cuts[place + 1],
            )
        )
    return found


def _cut(text: str, start: int, end: int) -> int:
    """Where the words between two numbers are divided."""
    between = text[start:end]
    strong = STRONG.search(between)
    if strong:
        return start + strong.start()
    for pattern in (COMMA, WEAK):
        places = list(pattern.finditer(between))
        if places:
            return start + places[-1].start()
    says = SAYS.search(between)
    return start + says.start() if says else start


def end_of_phrase(right: str) -> int:
    """Where what is said of a number ends: at the first comma, bracket or point behind it."""
    end = re.search(
        r"(?<!\d)[,;()](?!\d)|[,;()](?=\s)|\.\s|\n|\b(?:setelah|karena|sebab|akibat|meski\w*|walau\w*|after|because|although)\b",
        right,
    )
    return end.start() if end else len(right)
