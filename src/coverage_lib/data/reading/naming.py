"""Texts around names of regions: what counts them, codes in front of them, other names in brackets; and groups of provinces."""

import re
from functools import lru_cache

from coverage_lib.data import names
from coverage_lib.data.reading import words

CODE = re.compile(r"(?P<code>\d{2}(?:\.?\d{2})?)")
#: A number or a letter that only counts: "1.", "a)", "01", "IV.".
ORDINAL = re.compile(r"^(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s*|^\d{1,2}\s+(?=\D)", re.IGNORECASE)
#: A code in front of a name: "[1100] Aceh", "11 - Aceh", "33.74 Kota Semarang".
CODED = re.compile(
    r"^(?:\[(?P<square>[\d.]{2,5})\]|\((?P<round>[\d.]{2,5})\)|(?P<bare>\d{2}(?:\.?\d{2})?))\s*[-–—:.]?\s*(?=[^\W\d_])"
)
#: "Jumlah Jawa Tengah" is the row of Jawa Tengah.
SUM_OF = re.compile(r"^(?:sub\s?)?(?:jumlah|total|jml\.?)\s+", re.IGNORECASE)
ISLANDS = frozenset(
    re.split(
        r"\s*\|\s*",
        "jawa|sumatera|sumatra|kalimantan|sulawesi|nusa tenggara|nusra|balinusra|java|borneo|celebes|bali nusra|bali dan nusra|"
        "bali nusa tenggara|bali dan nusa tenggara|maluku papua|maluku dan papua|jawa bali|jawa dan bali|jawa madura|luar jawa|"
        "luar jawa bali|kti|kbi|kawasan timur indonesia|kawasan barat indonesia|indonesia timur|indonesia barat|indonesia tengah|"
        "sumbagut|sumbagsel|sumbagteng",
    )
)
_ISLAND_WORDS = re.compile(r"^(?:pulau|kepulauan|island|islands|wilayah|kawasan|regional|region|koridor)\s+")


def is_island(text: str) -> bool:
    """Whether a text names an island or another group of provinces, and no region.

    Examples
    --------
    >>> is_island("Pulau Jawa"), is_island("Sumatera"), is_island("Sumatera Utara")
    (True, True, False)
    """
    plain = words.plain(SUM_OF.sub("", text))
    bare = _ISLAND_WORDS.sub("", plain)
    return bare in ISLANDS or (bare != plain and bare in {"papua", "maluku", "bali"})


def code_inside(text: str) -> str:
    """The code that stands in front of a name; empty where none does.

    Examples
    --------
    >>> code_inside("[1100] Aceh"), code_inside("33.74 Kota Semarang"), code_inside("Aceh"), code_inside("1. Aceh")
    ('1100', '33.74', '', '')
    """
    found = CODED.match(text)
    code = next((one for one in found.groups() if one), "") if found else ""
    return code if CODE.fullmatch(code) else ""


def _bracketed(text: str) -> tuple[str, ...]:
    """A name that has another one in brackets behind it, without that: "Sulawesi Tenggara (Sultra)"; none where they are two regions."""
    found = re.fullmatch(r"(?P<name>[^()\[\]]+?)\s*[(\[](?P<other>[^()\[\]]+)[)\]]", text.strip())
    if not found:
        return ()
    for level in ("province", "regency"):
        one, other = (names.codes_named(found[part], level) for part in ("name", "other"))
        if one and one == other:
            return (found["name"],)
    return (found["name"],) if CODE.fullmatch(found["other"].strip()) else ()


@lru_cache(maxsize=65536)
def candidates(label: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """A label without what counts it, and the codes of provinces and of regencies that it may name."""
    for text in (
        label,
        ORDINAL.sub("", label),
        SUM_OF.sub("", ORDINAL.sub("", label)),
        re.sub(r"\d$", "", label),
        CODED.sub("", label),
        *_bracketed(CODED.sub("", ORDINAL.sub("", label))),
    ):
        if text.strip():
            found = names.codes_named(text, "province"), names.codes_named(text, "regency")
            if any(found):
                return text, *found
    return ORDINAL.sub("", label), frozenset(), frozenset()
