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
    "thousand": 1e3,
    "juta": 1e6,
    "jutaan": 1e6,
    "million": 1e6,
    "miliar": 1e9,
    "triliun": 1e12,
}
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split()  # noqa: SIM905
    )
} | {"se": 1}

# "41-42%", "1,7 hingga 1,8 juta", "500 ribu hingga 600 ribu": the middle is stored.
RANGE = re.compile(
    r"(?P<low>\d[\d.,]*)\s*(?P<low_scale>ribu|juta)?\s*(?:-|–|hingga|sampai)\s*(?P<high>\d[\d.,]*)\s*(?P<scale>ribu|juta)?"
)
DIGITS = re.compile(r"\d+(?:[.,]\s?\d+)*")
SPELT = re.compile(
    r"\b(?P<word>" + "|".join(NUMBER_WORDS) + r")\s?(?P<scale>ribuan|ribu|jutaan|juta|persen)\b"
)

# What stands directly before a number, and what it makes of it.
BEFORE = {
    "about": r"sekitar|sekira|kira-kira|kurang lebih|diperkirakan|about|around",
    "almost": r"hampir|nyaris|mendekati|almost|nearly",
    "at_least": r"lebih dari|lebih|di ?atas|minimal|more than|over|above|at least",
    "at_most": r"kurang dari|di ?bawah|maksimal|less than|below|at most",
}
BETWEEN_WORDS = r"(?:\s+(?:masih|sekitar|angka|dari))*\s*$"
MORE_BEHIND = re.compile(r"\s*(?:persen|%)?\s*lebih\b(?! (?:rendah|kecil|sedikit))")


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
    """
    text = text.lower()
    for low, high, step in _ranges(text):
        if math.isclose((low + high) / 2, value):
            return Limits(low, high, step, "between")
    for numeral in _numerals(text):
        if math.isclose(numeral.value, value):
            bound = _bound(text, numeral, note.lower())
            return _limited(float(value), numeral.step, bound, unit)
    return None


def _limited(value: float, step: float, bound: str, unit: str) -> Limits:
    count = unit != "percent"
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
    for bound, words in BEFORE.items():
        if re.search(rf"\b(?:{words}){BETWEEN_WORDS}", before):
            return bound
    return "about" if numeral.rounded_off or "approximate" in note else "exact"


def _ranges(text: str) -> Iterator[tuple[float, float, float]]:
    for found in RANGE.finditer(text):
        scale = SCALES[found["scale"]] if found["scale"] else 1.0
        low_scale = SCALES[found["low_scale"]] if found["low_scale"] else scale
        for low, step in _readings(found["low"]):
            for high, _step in _readings(found["high"]):
                if low * low_scale < high * scale:
                    yield low * low_scale, high * scale, step * scale


def _numerals(text: str) -> Iterator[Numeral]:
    for found in DIGITS.finditer(text):
        scale = re.match(rf"\s*({'|'.join(sorted(SCALES, reverse=True))})\b", text[found.end() :])
        factor = SCALES[scale[1]] if scale else 1.0
        end = found.end() + (scale.end() if scale else 0)
        some_more = bool(scale and scale[1].endswith("an"))
        for value, step in _readings(found[0]):
            yield Numeral(value * factor, step * factor, found.start(), end, some_more)
    for found in SPELT.finditer(text):
        factor = SCALES.get(found["scale"], 1.0)
        some_more = found["scale"].endswith("an")
        yield Numeral(NUMBER_WORDS[found["word"]] * factor, factor, found.start(), found.end(), some_more)


def _readings(digits: str) -> list[tuple[float, float]]:
    """The ways to read digits with marks, each with the unit of its last digit: 1.234 is 1234 or 1.234."""
    parts = re.split(r"[.,]\s?", digits.strip(".,"))
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
