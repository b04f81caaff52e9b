"""Numbers in a text that are no coverage whatever stands beside them: money, laws, ranks, telephone numbers, times, ages."""

import re
from typing import NamedTuple

_AMOUNT = r"\d[\d.,]{0,24}(?:\s*(?:-|–|hingga|sampai|to)\s*\d[\d.,]{0,24})?"
_SCALE = r"(?:\s*(?:ribu|juta|miliar|milyar|triliun|jt|rb|thousand|million|billion|trillion|bn|m|t)\b)?"
_LAW = (
    r"inpres|instruksi presiden|undang-undang|uu|peraturan [a-z]+|pp|perpres|permen[a-z]*|perda|pergub|perbup|perwal[a-z]*|"
    r"keppres|kepmen[a-z]*|kepgub|surat edaran|se(?!-)|law|regulation|decree|presidential instruction"
)
_MONTH_LESS_NUMBER = r"\d[\d./\-a-z]*\d|\d+"

KINDS = {
    "an address": r"https?://\S+|www\.\S+|\S+@\S+\.\w+",
    "money": (
        rf"(?:\brp\.?|\bidr|\busd|us\$|\$|€)\s*{_AMOUNT}{_SCALE}(?:\s*lebih)?"
        rf"|{_AMOUNT}{_SCALE}\s*(?:rupiah|dolar|dollars?)\b"
        rf"|{_AMOUNT}\s*(?:miliar|milyar|triliun|billion|trillion)\b"
    ),
    "a law": (
        rf"\b(?:{_LAW})\b[^.,;\d]{{0,40}}?(?:\b(?:nomor|no\.?|number)\s*)?(?:{_MONTH_LESS_NUMBER})"
        r"(?:\s*(?:/|tahun|of)\s*(?:19|20)\d\d)?"
        rf"|\b(?:nomor|no\.|pasal|ayat|article)\s*\(?(?:{_MONTH_LESS_NUMBER})\)?(?:\s*(?:/|tahun|of)\s*(?:19|20)\d\d)?"
    ),
    "a plan's years": r"\b(?:19|20)\d\d\s*(?:-|–|—|/|hingga|sampai|to)\s*(?:19|20)\d\d\b(?![.,]\d|\s*(?:%|persen|orang|pekerja))",
    "a telephone number": (
        r"(?:\+62|\b0\d{2,4})[\s-]?\d{3,4}[\s-]?\d{2,5}(?:[\s-]?\d{2,5})?\b"
        r"|\b(?:hubungi|telepon|telp\.?|call cent(?:er|re)|hotline|wa|whatsapp|rekening|nik|nomor)\s*:?\s*\d[\d\s-]*\d"
    ),
    "a time": r"\bpukul\s*\d{1,2}(?:[.:]\d{2})?(?:\s*(?:-|hingga|sampai)\s*\d{1,2}[.:]\d{2})?|\b\d{1,2}[.:]\d{2}\s*(?:wib|"
    r"wita|wit|a\.?m|p\.?m)\b",
    "a rank": (
        r"\b(?:peringkat|urutan|ranking|rangking|rank(?:ed|s|ing)?|posisi|juara|nomor urut)\s*(?:ke|number|in|of)?\s*-?\s*"
        r"\d+(?:st|nd|rd|th)?(?!\s+(?:jan|feb|mar|apr|mei|jun|jul|agu|ags|agt|sep|okt|nov|nop|des))(?:\s*(?:besar|"
        r"dari|of|out of|among)\s*\d+)?"
        r"|\bke-\s?\d+(?:\s*dari\s*\d+)?|\b\d+(?:st|nd|rd|th)\b(?:\s*(?:of|out of|among)\s*\d+)?|\b\d+\s+besar\b"
    ),
    "an age": r"\b(?:usia|berusia|umur|berumur|aged?)\s*\d+(?:\s*(?:-|–|hingga|sampai|to)\s*\d+)?|\(\d{2}\)|"
    r"\b\d+\s*(?:tahun\)|years? old|tahun ke (?:atas|bawah))",
}
_ALL = re.compile("|".join(f"(?P<k{place}>{pattern})" for place, pattern in enumerate(KINDS.values())))


class Other(NamedTuple):
    """A number that is no figure of coverage: what it is, and its place in the text."""

    kind: str
    start: int
    end: int


def others(text: str) -> list[Other]:
    """The numbers in a text that are money, laws, ranks and the like.

    Parameters
    ----------
    text : str
        In lower case.

    Examples
    --------
    >>> [other.kind for other in others("rp 12,5 miliar menurut inpres nomor 2 tahun 2021, peringkat ke-16 dari 34")]
    ['money', 'a law', 'a rank']
    """
    names = list(KINDS)
    return [
        Other(names[int(str(found.lastgroup)[1:])], found.start(), found.end())
        for found in _ALL.finditer(text)
        if any(sign.isdigit() for sign in found[0]) or found.lastgroup == "k0"
    ]


def blanked(text: str, spans: list[tuple[int, int]], sign: str = "¤") -> str:
    """A text of the same length in which some places are filled with a sign: ¤ for dates, money and the like, § for regions."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = sign * (end - start)
    return "".join(signs)
