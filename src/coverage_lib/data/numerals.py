"""Numbers in printed words: which of them a figure is, how finely it was printed, and between which limits it lies."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

SCALES = {
    "ribu": 1e3,
    "ribuan": 1e3,
    "rb": 1e3,
    "thousand": 1e3,
    "juta": 1e6,
    "jutaan": 1e6,
    "jt": 1e6,
    "million": 1e6,
    "miliar": 1e9,
    "milyar": 1e9,
    "billion": 1e9,
    "triliun": 1e12,
    "trillion": 1e12,
}
NUMBER_WORDS = {
    word: float(value)
    for value, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()  # noqa: SIM905
    )
} | {"se": 1.0, "setengah": 0.5, "seratus": 100.0}
ENGLISH_WORDS = {
    word: float(value)
    for value, word in enumerate(
        "one two three four five six seven eight nine ten".split(),  # noqa: SIM905
        start=1,
    )
} | {"a": 1.0, "half a": 0.5}
# What makes more of the number word before it: "tiga belas", "empat puluh dua", "dua ratus ribu".
TENS = {"belas": 1.0, "puluh": 10.0, "ratus": 100.0}

# "41-42%", "1,7 hingga 1,8 juta", "500 ribu hingga 600 ribu", "antara 44 dan 45 persen": the middle is stored.
_LOW = r"(?P<low>\d[\d.,]{0,24})\s*(?P<low_scale>ribu|juta|thousand|million|persen|%)?\s*"
_HIGH = r"\s*(?P<high>\d[\d.,]{0,24})\s*(?P<scale>ribu|juta|thousand|million)?"
RANGE = re.compile(rf"{_LOW}(?:-|–|hingga|sampai(?: dengan)?|to){_HIGH}")
RANGE_BETWEEN = re.compile(rf"\b(?:antara|between)\s+{_LOW}(?:dan|hingga|sampai|and){_HIGH}")
# Thousands may stand apart by a blank, which may be a narrow one: "21 500".
_APART = "[ \u00a0\u2009\u202f]"
DIGITS = re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{_APART}\d{{3}})+(?![\d.,]?\d)|\d+(?:[.,]\s?\d+)*")
_WORD = "|".join(sorted(NUMBER_WORDS, reverse=True))
SPELT = re.compile(
    rf"\b(?P<words>(?:{_WORD})(?:\s(?:{_WORD}|{'|'.join(TENS)}))*)\s?(?P<scale>ribuan|ribu|jutaan|juta|persen)\b"
)
SPELT_IN_ENGLISH = re.compile(
    rf"\b(?P<words>{'|'.join(sorted(ENGLISH_WORDS, reverse=True))})\s(?P<scale>thousand|million|percent|per cent)\b"
)

# What stands directly before a number, and what it makes of it.
BEFORE = {
    "about": r"sekitar|sekitaran|sekira|kira-kira|kurang lebih|lebih kurang|diperkirakan|kisaran|about|around|roughly|"
    r"approximately|an estimated|estimated at",
    "almost": r"hampir|nyaris|mendekati|almost|nearly|close to",
    "at_least": r"lebih dari|lebih|di ?atas|minimal|sedikitnya|setidaknya|paling sedikit|tidak kurang dari|melebihi|"
    r"melampaui|more than|over|above|at least|no fewer than|exceeding|exceeded|exceeds",
    "at_most": r"(?<!tidak )kurang dari|di ?bawah|maksimal|paling banyak|tak sampai|tidak sampai|belum sampai|"
    r"(?<!no )less than|fewer than|below|under|at most",
}
BETWEEN_WORDS = r"(?:\s+(?:masih|sekitar|angka|dari|mencapai|menyentuh|sebesar|sebanyak))*\s*$"
MORE_BEHIND = re.compile(
    r"\s*(?:persen|%|orang|pekerja)?\s*lebih\b(?! (?:rendah|kecil|sedikit|tinggi|besar|banyak|baik|cepat|lanjut|dari))"
)


class Numeral(NamedTuple):
    """A number as it is printed somewhere in a text: its value, the unit of its last digit, its place in the text."""

    value: float
    step: float
    start: int
    end: int
    rounded_off: bool  # "ribuan", "jutaan": so many and some


class Limits(NamedTuple):
    """A printed figure: the least and the most it can be, the unit of its last digit, and how it is limited.

    `bound` is ``exact`` (but for the rounding to the last digit), ``about``, ``almost``, ``at_least``, ``at_most`` or
    ``between``.
    """

    low: float
    high: float
    step: float
    bound: str


def limits(text: str, value: float, unit: str, note: str = "") -> Limits | None:
    """Between which limits a figure lies, by the digits and words that it was printed with.

    Parameters
    ----------
    text : str
        As printed, in Indonesian or English, with marks of either language.
    value : float
        The figure as a number: says which of several numbers in the text is meant, and how its marks are to be read.
    unit : str
        ``percent``, ``workers`` or another.
    note : str
        "lower bound" and "approximate" in it say what the words kept do not.

    Returns
    -------
    Limits or None
        None where the text does not contain the value, nor a range with it in the middle. A figure printed as *about*
        is taken to one unit of its last digit on either side (for a count, the last that is not zero), twice what
        rounding leaves open; *almost* to one unit below. A count printed in full is exact.

    Examples
    --------
    >>> limits("45,17%", 45.17, "percent")
    Limits(low=45.165, high=45.175, step=0.01, bound='exact')
    >>> limits("lebih dari 50 persen", 50, "percent")
    Limits(low=50.0, high=inf, step=1.0, bound='at_least')
    >>> limits("sekitar 46,2 persen", 46.2, "percent")[:2]
    (46.1, 46.3)
    >>> limits("1,76 juta", 1_760_000, "workers")[:3]
    (1755000.0, 1765000.0, 10000.0)
    >>> limits("41-42%", 41.5, "percent")
    Limits(low=41.0, high=42.0, step=1.0, bound='between')
    >>> limits("3,7%", 7.3, "percent") is None
    True
    >>> limits("turun lebih dari 1,2 poin", -1.2, "percentage_points")
    Limits(low=-inf, high=-1.2, step=0.1, bound='at_most')
    """
    if value < 0:
        # Words print a fall without a sign: "turun 1,2 poin".
        printed = limits(text, -value, unit, note)
        return printed and _mirrored(printed)
    text = text.lower()
    for pair in ranges(text):
        if math.isclose((pair.low + pair.high) / 2, value):
            return Limits(pair.low, pair.high, pair.step, "between")
    for numeral in numerals(text):
        if math.isclose(numeral.value, value):
            bound = _bound(text, numeral, note.lower())
            return _limited(float(value), numeral.step, bound, unit)
    return None


def _mirrored(printed: Limits) -> Limits:
    """The limits of a fall, from those of the number that it was printed as."""
    bound = {"at_least": "at_most", "at_most": "at_least"}.get(printed.bound, printed.bound)
    return Limits(-printed.high, -printed.low, printed.step, bound)


def _limited(value: float, step: float, bound: str, unit: str) -> Limits:
    count = unit not in ("percent", "percentage_points")
    if count and bound == "about" and value:
        digits = f"{value:.0f}"
        step = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    half = 0.0 if count and step == 1 else step / 2
    low, high = {
        "exact": (value - half, value + half),
        "about": (value - step, value + step),
        "almost": (value - step, value),
        "at_least": (value, np.inf),
        "at_most": (-np.inf, value),
    }[bound]
    return Limits(float(round(low, 6)), float(round(high, 6)), float(step), bound)


def _bound(text: str, numeral: Numeral, note: str) -> str:
    before, behind = text[: numeral.start], text[numeral.end :]
    if MORE_BEHIND.match(behind) or "lower bound" in note:
        return "at_least"
    hedged = hedge(before)
    if hedged:
        return hedged[0]
    return "about" if numeral.rounded_off or "approximate" in note else "exact"


def hedge(before: str) -> tuple[str, int] | None:
    """What the words directly before a number make of it, and where they begin.

    Parameters
    ----------
    before : str
        The text up to the number, in lower case.

    Returns
    -------
    tuple of str and int, or None
        A bound of :class:`Limits` and the place of its first word; None where the number stands plainly.

    Examples
    --------
    >>> hedge("cakupannya sudah lebih dari ")
    ('at_least', 17)
    """
    for bound, words in HEDGES.items():
        found = words.search(before)
        if found:
            return bound, found.start()
    return None


HEDGES = {bound: re.compile(rf"\b(?:{words}){BETWEEN_WORDS}") for bound, words in BEFORE.items()}


class Range(NamedTuple):
    """Two numbers between which a figure lies, the unit of their last digit, and their place in the text."""

    low: float
    high: float
    step: float
    start: int
    end: int


def ranges(text: str) -> Iterator[Range]:
    """The pairs of numbers in a text that may be the ends of a range, in every way to read their marks.

    Parameters
    ----------
    text : str
        In lower case.

    Examples
    --------
    >>> [(pair.low, pair.high) for pair in ranges("antara 1,7 dan 1,8 juta")]
    [(1700000.0, 1800000.0)]
    """
    for pattern in (RANGE, RANGE_BETWEEN):
        for found in pattern.finditer(text):
            scale = SCALES[found["scale"]] if found["scale"] else 1.0
            low_scale = SCALES.get(found["low_scale"] or "", scale)
            for low, step in _readings(found["low"]):
                for high, _step in _readings(found["high"]):
                    ends = round(low * low_scale, 6), round(high * scale, 6)
                    if ends[0] < ends[1]:
                        yield Range(*ends, step * scale, *found.span())


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers in a text, each in every way to read its marks: in digits first, then in words.

    Parameters
    ----------
    text : str
        In lower case.

    Examples
    --------
    >>> [numeral.value for numeral in numerals("1,76 juta dari dua puluh lima juta")]
    [1760000.0, 25000000.0]
    """
    for found in DIGITS.finditer(text):
        scale = SCALE_BEHIND.match(text, found.end())
        factor = SCALES[scale[1]] if scale else 1.0
        end = scale.end() if scale else found.end()
        some_more = bool(scale and scale[1].endswith("an"))
        for value, step in _readings(found[0]):
            # 4.1 times a million is a little less in binary.
            yield Numeral(round(value * factor, 6), step * factor, found.start(), end, some_more)
    for pattern, value_of in ((SPELT, _spelt), (SPELT_IN_ENGLISH, ENGLISH_WORDS.__getitem__)):
        for found in pattern.finditer(text):
            factor = SCALES.get(found["scale"], 1.0)
            some_more = found["scale"] in ("ribuan", "jutaan")
            yield Numeral(
                value_of(found["words"]) * factor, factor, found.start(), found.end("scale"), some_more
            )


SCALE_BEHIND = re.compile(rf"\s*({'|'.join(sorted(SCALES, reverse=True))})\b")


def _spelt(words: str) -> float:
    """The number that Indonesian number words below a thousand say: "empat puluh dua" is 42."""
    total = last = 0.0
    for word in words.split():
        if word == "belas":
            last += 10
        elif word in TENS:
            last *= TENS[word]
        else:
            total, last = total + last, NUMBER_WORDS[word]
    return total + last


def _readings(digits: str) -> list[tuple[float, float]]:
    """The ways to read digits with marks, each with the unit of its last digit: 1.234 is 1234 or 1.234."""
    parts = re.split(rf"[.,]\s?|{_APART}", digits.strip(".,"))
    if len(parts) == 1:
        return [(float(parts[0]), 1.0)]
    ways = []
    if all(len(part) == 3 for part in parts[1:]):
        ways.append((float("".join(parts)), 1.0))
    if all(len(part) == 3 for part in parts[1:-1]):
        ways.append((float("".join(parts[:-1]) + "." + parts[-1]), float(f"1e-{len(parts[-1])}")))
    return ways


def with_limits(rows: pd.DataFrame) -> pd.DataFrame:
    """Printed figures with the limits that their words set.

    Parameters
    ----------
    rows : pandas.DataFrame
        as_published, value, unit, note.

    Returns
    -------
    pandas.DataFrame
        The same with low, high (in the figure's unit), step (unit of the last digit printed) and bound (see
        :class:`Limits`); missing where the words do not contain the value.
    """
    cells = zip(rows["as_published"], rows["value"], rows["unit"], rows["note"], strict=True)
    found = [limits(*cell) or (np.nan, np.nan, np.nan, None) for cell in cells]
    columns = pd.DataFrame(found, columns=list(Limits._fields), index=rows.index)
    return rows.assign(**columns)
