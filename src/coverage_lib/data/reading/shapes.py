"""The shape of a printed number: which signs stand where, whichever digits they are.

A column of a million numbers has some dozen shapes, so each shape is looked at once and the digits are read by the thousand.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from coverage_lib.data.numerals import SCALES
from coverage_lib.data.reading.texts import SUPERSCRIPTS

_BLANKS, _APOSTROPHES = " \u00a0\u2007\u2009\u202f", "'\u2019"
_GROUPS = "|".join(rf"(?:[{apart}][0-9]{{3}})+" for apart in (_BLANKS, _APOSTROPHES))
_SCALE = "|".join(sorted({*SCALES, "thousands", "millions", "billions"}, key=len, reverse=True))
_PEOPLE = r"orang|jiwa|pekerja|peserta|people|persons|workers|members"
_MINUS = "-\u2212\u2013\u2012\ufe63\uff0d"
_BODY = rf"[0-9]{{1,3}}(?:{_GROUPS})(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+"
_MARK = (
    rf"\s*\*\)?|\s*\(\*{{1,3}}\)|\s*<sup>[^<>]{{0,12}}</sup>|\s*[{SUPERSCRIPTS}]\)?|\s*[†‡§]|\s*\[[0-9a-z]{{1,2}}\]|"
    r"\s*\((?:r|p|e|[a-d]|x{1,3})\)|\s*(?:r|p|e|[a-d]|x{1,3})\)|\s*(?:r|p|e|x{1,3})\b|\s+[0-9]{1,2}\)"
)
_MONEY = r"(?:rp\.?|idr)\s*"
_PERCENT = r"%|persen\b|percent\b|per cent\b|pct\b"
_NUMBER = re.compile(
    rf"\s*'?(?P<money>{_MONEY})?(?P<open>\(\s*)?(?P<sign>[{_MINUS}+]\s?)?(?P<money2>{_MONEY})?(?P<body>{_BODY})(?:[,.][-–])?"
    rf"(?P<glued>[0-9]\))?(?:\s*(?P<scale>{_SCALE})\b)?(?:\s*(?P<percent>{_PERCENT}))?(?:\s*(?P<people>{_PEOPLE})\b)?"
    rf"(?(open)\s*\))(?:\s*(?P<percent2>{_PERCENT}))?(?P<mark>(?:{_MARK})*)\s*",
    re.IGNORECASE,
)
_SPREADSHEET_ERROR = r"#(?:value!|n/a|ref!|div/0!|name\?|null!|num!|spill!|calc!|getting_data|wert!|nv|####*)"
_ERROR_MARK = re.compile(rf"\s*(?:{_SPREADSHEET_ERROR}|nan|<na>|null|none|#+)\s*", re.IGNORECASE)
_NOTE = r"(?:\s*(?:[*†‡]{1,4}\)?|<sup>[^<>]{0,12}</sup>))"
MISSING = re.compile(
    r"\s*(?:(?:(?:rp\.?|idr)\s*)?\(?[-–—−_]{1,3}\)?|\.{2,5}|…+|n\.?\s?[ad]\.?|n/a|t\.?a\.?d\.?|x{1,3}|"
    r"tidak (?:ada|tersedia)(?: data)?|(?:data )?(?:belum|tidak) (?:ada|tersedia)|not available|missing|kosong)"
    rf"(?:{_NOTE}|\s*[0-9]{{1,2}}\)){{0,3}}\s*|{_NOTE}{{0,3}}\s*",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(rf"\s*[{_MINUS}+]?[0-9][0-9.,]*e[{_MINUS}+]?[0-9]+\s*", re.IGNORECASE)
_INFINITE = re.compile(r"\s*[-+−]?(?:inf|infinity|∞)\s*", re.IGNORECASE)
_ROMAN = re.compile(
    r"\s*(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\s*", re.IGNORECASE
)


#: No number with all that stands around it is longer.
LONGEST = 80


class Marks(NamedTuple):
    """What the points and commas of a body of digits can be.

    `kind` is ``whole`` (none, or blanks between thousands), ``thousands`` (`mark` parts thousands for certain), ``both`` (it does,
    and the other mark has `decimals` digits behind it), ``decimal`` (`mark` has `decimals` digits behind it) or ``open``
    (one mark, three digits behind it: either).
    """

    kind: str
    mark: str = ""
    decimals: int = 0


class Shape(NamedTuple):
    """What a text of this shape is.

    `what` is ``number``, ``missing``, ``error_mark``, or the key of what is wrong with it. For numbers: the place of the digits,
    what stands around them, and where a footnote's mark begins.
    """

    what: str
    start: int = 0
    end: int = 0
    marks: Marks = Marks("")
    negative: bool = False
    scale: float = 0.0
    unit: str = ""
    people: bool = False
    footnote: int | None = None
    glued: bool = False


@lru_cache(maxsize=65536)
def read_shape(shape: str) -> Shape:
    """What a text is, by its shape.

    Parameters
    ----------
    shape : str
        The text with each digit as 9, but for a 0 as its first.

    Examples
    --------
    >>> read_shape("Rp 9.999.999").marks, read_shape("99,9%").unit, read_shape("...").what
    (Marks(kind='thousands', mark='.', decimals=0), 'percent', 'missing')
    """
    if len(shape) > LONGEST:
        return Shape("not_a_number")
    found = _NUMBER.fullmatch(shape)
    if found:
        return _number(found)
    if _ERROR_MARK.fullmatch(shape):
        return Shape("error_mark")
    if MISSING.fullmatch(shape):
        return Shape("missing")
    return Shape(_what_is_wrong(shape))


def _number(found: re.Match[str]) -> Shape:
    marks = marks_of(found["body"])
    if not marks.kind or (found["money"] and found["money2"]):
        return Shape("wrong_marks")
    percent, money = found["percent"] or found["percent2"], found["money"] or found["money2"]
    if percent and (money or (found["percent"] and found["percent2"])):
        return Shape("not_a_number")
    negative = bool(found["open"]) or (found["sign"] or "+")[0] != "+"
    if found["open"] and found["sign"]:
        return Shape("not_a_number")
    return Shape(
        "number", found.start("body"), found.end("body"), marks, negative,
        SCALES[found["scale"].lower().rstrip("s")] if found["scale"] else 0.0,
        "percent" if percent else "rupiah" if money else "", bool(found["people"]),
        next((found.start(name) for name in ("glued", "mark") if found[name]), None), bool(found["glued"]),
    )  # fmt: skip


def marks_of(body: str) -> Marks:
    """What the marks in a body of digits can be; an empty kind where they stand nowhere that marks stand.

    Examples
    --------
    >>> marks_of("999.999"), marks_of("0.999").kind, marks_of("9.99.999").kind
    (Marks(kind='open', mark='.', decimals=0), 'decimal', '')
    """
    apart = re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{_GROUPS})(?:(?P<mark>[.,])(?P<behind>[0-9]+))?", body)
    if apart:
        return Marks("decimal", apart["mark"], len(apart["behind"])) if apart["mark"] else Marks("whole")
    if re.fullmatch(r"0|[1-9][0-9]*", body):
        return Marks("whole")
    for mark, other in (".,", ",."):
        m, o = re.escape(mark), re.escape(other)
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{m}[0-9]{{3}}){{2,}}", body):
            return Marks("thousands", mark)
        both = re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{m}[0-9]{{3}})+{o}([0-9]+)", body)
        if both:
            return Marks("both", mark, len(both[1]))
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}{m}[0-9]{{3}}", body):
            return Marks("open", mark)
        decimal = re.fullmatch(rf"(?:0|[1-9][0-9]*)?{m}([0-9]+)", body)
        if decimal:
            return Marks("decimal", mark, len(decimal[1]))
    return Marks("")


def _what_is_wrong(shape: str) -> str:
    """The key of what is wrong with a text that is no number and no mark for a missing one."""
    if any(letter.isnumeric() and not letter.isascii() for letter in shape):
        return "other_digits"
    if _SCIENTIFIC.fullmatch(shape):
        return "scientific"
    if _INFINITE.fullmatch(shape):
        return "not_finite"
    if _ROMAN.fullmatch(shape):
        return "roman"
    return "not_a_number"


_TO_NINES = str.maketrans("012345678", "999999999")


def shape_of(text: str) -> str:
    """The shape of one text.

    Examples
    --------
    >>> shape_of("Rp 1.250"), shape_of("0,5%")
    ('Rp 9.999', '0,9%')
    """
    first = next((place for place, letter in enumerate(text) if "0" <= letter <= "9"), None)
    shape = text.translate(_TO_NINES)
    return shape[:first] + "0" + shape[first + 1 :] if first is not None and text[first] == "0" else shape
