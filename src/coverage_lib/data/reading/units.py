"""What a heading says of the numbers under it: percent or rupiah, thousands or millions, people."""

import re
from functools import lru_cache
from typing import NamedTuple

from coverage_lib.data.numerals import SCALES

_SCALE = "|".join(sorted({*SCALES, "thousands", "millions", "billions"}, key=len, reverse=True))
_OF_WHAT = r"orang|jiwa|pekerja|peserta|penduduk|people|persons?|workers|members|rp\.?|rupiah|idr"
# A scale is said in brackets, after "dalam" or before what is counted; "di atas 5 juta" is none of these.
_SCALED = (
    re.compile(rf"[(\[](?:dalam |in |x |×)?(?:rp\.? ?|idr )?(?P<word>{_SCALE})\b[^)\d]*[)\]]"),
    re.compile(rf"\b(?:dalam|satuan|in)[:\s]+(?:rp\.? ?|idr )?(?P<word>{_SCALE})\b"),
    re.compile(rf"(?<!\d )\b(?P<word>{_SCALE}) (?:{_OF_WHAT})\b"),
    re.compile(rf"\b(?:rp\.?|rupiah|idr) (?P<word>{_SCALE})\b"),
)
_ZEROS = re.compile(
    r"[(\[](?:dalam |in )?(?:rp\.? ?|idr )?(?:[x×] ?)?['’.,]?(?P<zeros>1?(?:[.,]?000){1,3})['s]*(?: [a-z]+)?[)\]]"
)
_PERCENT = re.compile(r"%|\b(?:persen|persentase|prosentase|percent(?:age)?|per cent|pct)\b")
_RUPIAH = re.compile(r"\b(?:rp|rupiah|idr)\b")
_PEOPLE = re.compile(
    r"\b(?:orang|jiwa|people|persons|headcount|jumlah (?:peserta|pekerja|penduduk|tenaga kerja|angkatan kerja|orang)|"
    r"number of (?:people|persons|members|workers|participants|residents))\b"
)
# A mean or an index of people may have decimals.
_NO_COUNT = re.compile(
    r"\b(?:rata-rata|rerata|average|mean|median|rasio|ratio|indeks|index|tingkat|laju|rate|proporsi|proportion|pertumbuhan|growth|per)\b"
)


class Heading(NamedTuple):
    """What a heading says: `unit` ``percent``, ``rupiah`` or ``""``; `scales`, one where all is well; whether people are counted."""

    unit: str
    scales: tuple[float, ...]
    people: bool


@lru_cache(maxsize=4096)
def read_heading(heading: str) -> Heading:
    """The unit and the scale that a heading states.

    Parameters
    ----------
    heading : str
        The words over a column, of all its heading rows.

    Returns
    -------
    Heading
        `scales` is empty where none is said, and holds two where the heading contradicts itself.

    Examples
    --------
    >>> read_heading("Peserta aktif (ribu orang)")
    Heading(unit='', scales=(1000.0,), people=True)
    >>> read_heading("Upah minimum (Rp 000)").scales, read_heading("Usaha di atas 5 juta orang").scales
    ((1000.0,), ())
    """
    text = " ".join(heading.lower().split())
    scales = [SCALES[found["word"].rstrip("s")] for pattern in _SCALED for found in pattern.finditer(text)]
    scales += [10.0 ** found["zeros"].count("0") for found in _ZEROS.finditer(text)]
    unit = "percent" if _PERCENT.search(text) else "rupiah" if _RUPIAH.search(text) else ""
    people = unit == "" and bool(_PEOPLE.search(text)) and not _NO_COUNT.search(text)
    return Heading(unit, tuple(dict.fromkeys(scales)), people)
