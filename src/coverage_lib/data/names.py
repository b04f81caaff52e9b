"""Names of regions as people write them: the code of the region that a text means, or an error with the nearest names."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from coverage_lib.data.regions import (
    CODE_LISTS,
    NATION,
    UnknownRegion,
    check_boundary,
    check_level,
    provinces,
    region_table,
    to_boundary,
)
from coverage_lib.data.sources import home


class AmbiguousRegion(UnknownRegion):
    """A text that may name any of its ``candidates``, such as "Semarang" for the regency and the city."""


def match_region(
    text: str, level: str = "province", *, boundary: str = "2022", province: str | None = None
) -> str:
    """The code of the region that a text names.

    Case, points, hyphens, blanks and the words *Provinsi*, *Kabupaten* or *Kota* may be written in any way;
    abbreviations, English and former names are known. Nothing is guessed: a misspelt or ambiguous name is an error with
    the nearest candidates. A code is not a name; see
    :func:`coverage_lib.data.regions.convert_code`.

    Parameters
    ----------
    text : str
        The name as it is written in a source.
    level : {"province", "regency"}
        What the text names. Indonesia as a whole is known at both levels.
    boundary : {"2022", "2021"}
        The vintage of the provinces.
    province : str, optional
        Kemendagri code or name of the province in which a regency is looked for.

    Returns
    -------
    str
        Kemendagri code: two digits for a province, four for a regency or city, ``"00"`` for Indonesia.

    Raises
    ------
    UnknownRegion
        No region, or more than one, has this name; ``candidates`` holds the nearest names.

    Examples
    --------
    >>> match_region(" prov. JAWA-TENGAH"), match_region("Jateng"), match_region("Central Java")
    ('33', '33', '33')
    >>> match_region("Kab. Semarang", level="regency"), match_region("Kota Semarang", level="regency")
    ('3322', '3374')
    >>> try:
    ...     match_region("Jawa Tenggah")
    ... except UnknownRegion as problem:
    ...     print(problem.candidates[0])
    Jawa Tengah
    """
    check_boundary(boundary)
    check_level(level)
    if not isinstance(text, str) or not text.strip():
        raise UnknownRegion(
            f"{text!r} names no {level}: the cell is empty or not a text. Write the region's name."
        )
    if re.fullmatch(r"[\d\s.]+|ID-\w{2}", text.strip()):
        raise UnknownRegion(
            f"{text.strip()!r} is a code and the list it belongs to is not named: the lists of Kemendagri and BPS use the "
            "same numbers for different regions. Use convert_code(..., from_list=...) with from_list one of "
            f"{', '.join(CODE_LISTS)}."
        )
    if level == "province":
        return _match_province(text, boundary)
    return _match_regency(text, province)


def match_regions(
    texts: Iterable[str], level: str = "province", *, boundary: str = "2022", province: str | None = None
) -> pd.Series:
    """Codes of many names at once; all failures in one error.

    Parameters
    ----------
    texts : iterable of str, or pandas.Series
        Names as they are written in a source.
    level, boundary, province
        As in :func:`match_region`.

    Returns
    -------
    pandas.Series
        One Kemendagri code per text, with the index of `texts` when it is a Series.

    Raises
    ------
    UnknownRegion
        Some names are unknown; the message lists every one with its candidates.

    Examples
    --------
    >>> match_regions(["DKI", "D I Yogyakarta", "NTB"]).tolist()
    ['31', '34', '52']
    """
    series = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    codes: dict[str, str] = {}
    problems: list[UnknownRegion] = []
    for text in series.unique():
        try:
            codes[text] = match_region(text, level, boundary=boundary, province=province)
        except UnknownRegion as problem:
            problems.append(problem)
    if problems:
        lines = "\n".join(f"  {problem}" for problem in problems)
        candidates = [name for problem in problems for name in problem.candidates]
        raise UnknownRegion(f"{len(problems)} of {len(series)} names were not matched:\n{lines}", candidates)
    return series.map(codes)


def codes_named(text: str, level: str) -> frozenset[str]:
    """The codes of all regions of a level that a text may name; none where it names no region.

    Parameters
    ----------
    text : str
        A name, with or without *Provinsi*, *Kabupaten* or *Kota*, and nothing else.
    level : {"province", "regency"}
        Indonesia as a whole is known at both levels.

    Examples
    --------
    >>> sorted(codes_named("Semarang", "regency")), sorted(codes_named("Kota Semarang", "regency"))
    (['3322', '3374'], ['3374'])
    """
    check_level(level)
    if level == "province":
        code = _province_index(home()).get(_province_key(text))
        return frozenset([code] if code else [])
    index = _regency_index(home())
    kind, short, whole = _regency_parts(text)
    return frozenset(index.get((kind, short)) or index.get((None, whole)) or ())


def begins_a_name(text: str) -> bool:
    """Whether the name of some region begins with a text, with or without the word for its kind in front.

    Examples
    --------
    >>> begins_a_name("Pangkal"), begins_a_name("Kabupaten Tanah"), begins_a_name("Gubernur")
    (True, True, False)
    """
    words, known = _words(text), _beginnings(home())
    kinds = _PROVINCE_WORDS | _KABUPATEN_WORDS | _KOTA_WORDS | _ADMINISTRATIVE
    short = next((words[place:] for place, word in enumerate(words) if word not in kinds), ())
    return not short or _letters(short) in known or _letters(words) in known


def is_abbreviation(text: str) -> bool:
    """Whether a text is an abbreviation that is written in capitals only: NTB, OKU."""
    return _letters(_words(text)) in _abbreviations(home())


def region_name(code: str) -> str:
    """The name of a region by its code, as the tables of regions have it.

    Examples
    --------
    >>> region_name("34"), region_name("3374")
    ('DI Yogyakarta', 'Kota Semarang')
    """
    level = "province" if len(code) == len(NATION) else "regency"
    return _known(level, "2022", home())[code]


# What is written in front of or behind a name and does not belong to it.
_PROVINCE_WORDS = {"provinsi", "propinsi", "prov", "prop", "province"}
_KABUPATEN_WORDS = {"kabupaten", "kab", "regency"}
_KOTA_WORDS = {"kota", "kotamadya", "kodya", "city", "municipality"}
_ADMINISTRATIVE = {"administrasi", "adm"}


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without points, hyphens and accents; `kep` written out."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    words: list[str] = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    return tuple("kepulauan" if word == "kep" else word for word in words)


def _letters(words: Iterable[str]) -> str:
    """What two spellings of one name share: the letters. "D I Yogyakarta" and "D.I. Yogyakarta" become one."""
    return "".join(words)


def _province_key(text: str) -> str:
    words = _words(text)
    while len(words) > 1 and words[0] in _PROVINCE_WORDS:
        words = words[2:] if words[1] == "of" and len(words) > 2 else words[1:]
    while len(words) > 1 and words[-1] in _PROVINCE_WORDS:
        words = words[:-1]
    return _letters(words)


def _regency_parts(text: str) -> tuple[str | None, str, str]:
    """Kind (kabupaten, kota or None), the key of the name without it, and the key of the whole text."""
    words = tuple(word for word in _words(text) if word not in _ADMINISTRATIVE)
    whole = _letters(words)
    for kind, marks in (("kabupaten", _KABUPATEN_WORDS), ("kota", _KOTA_WORDS)):
        if len(words) > 1 and words[0] in marks:
            return kind, _letters(words[2:] if words[1] == "of" and len(words) > 2 else words[1:]), whole
        # "Lima Puluh Kota" ends in the word and is a regency: behind the name it counts in English only
        if len(words) > 1 and words[-1] in marks & {"regency", "city", "municipality"}:
            return kind, _letters(words[:-1]), whole
    return None, whole, whole


@lru_cache(maxsize=8)
def _known(level: str, boundary: str, folder: Path) -> dict[str, str]:
    """Code -> name of the regions of a level, Indonesia included."""
    table = provinces(boundary) if level == "province" else region_table("regencies")
    return dict(zip(table["code"], table["name"], strict=True)) | {NATION: "Indonesia"}


@lru_cache(maxsize=4)
def _province_spellings(folder: Path) -> list[tuple[str, str]]:
    """(spelling, code) of the 38 provinces and of Indonesia."""
    table, names = region_table("provinces"), region_table("region_names")
    pairs = [pair for column in ("name", "name_en", "abbreviation") for pair in _pairs(table, column)]
    return pairs + _pairs(names[names["level"].isin(["province", "national"])], "name")


@lru_cache(maxsize=4)
def _regency_spellings(folder: Path) -> list[tuple[str, str]]:
    """(spelling, code) of the 514 regencies and cities and of Indonesia."""
    table, names = region_table("regencies"), region_table("region_names")
    pairs = _pairs(table, "name") + _pairs(table, "bps_name")
    return pairs + _pairs(names[names["level"].isin(["regency", "national"])], "name")


@lru_cache(maxsize=4)
def _beginnings(folder: Path) -> frozenset[str]:
    keys = {key for _, key in _regency_index(folder)} | _province_index(folder).keys()
    return frozenset(key[:end] for key in keys for end in range(1, len(key) + 1))


@lru_cache(maxsize=4)
def _abbreviations(folder: Path) -> frozenset[str]:
    spellings = _province_spellings(folder) + _regency_spellings(folder)
    return frozenset(_letters(_words(name)) for name, _ in spellings if name.isupper())


def _pairs(table: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    return list(zip(table[column], table["code"], strict=True))


@lru_cache(maxsize=4)
def _province_index(folder: Path) -> dict[str, str]:
    index: dict[str, str] = {}
    for name, code in _province_spellings(folder):
        known = index.setdefault(_province_key(name), code)
        if known != code:
            raise ValueError(
                f"data/raw/region_names.csv: {name!r} is given for {code} and is also a name of {known}. "
                "A name may mean one province only; remove it."
            )
    return index


@lru_cache(maxsize=4)
def _regency_index(folder: Path) -> dict[tuple[str | None, str], set[str]]:
    """(kind, name without it) and (None, name with or without its kind) -> codes."""
    table = region_table("regencies")
    kinds = dict(zip(table["code"], table["level"], strict=True))
    index: dict[tuple[str | None, str], set[str]] = {}
    for name, code in _regency_spellings(folder):
        kind, short, whole = _regency_parts(name)
        # "Kota Baru" is how BPS writes the regency Kotabaru: what looks like the kind of another region is part of the name
        if kind != kinds.get(code):
            short = whole
        for entry in ((kinds.get(code), short), (None, short), (None, whole)):
            index.setdefault(entry, set()).add(code)
    return index


def _match_province(text: str, boundary: str) -> str:
    known = _known("province", boundary, home())
    code = _province_index(home()).get(_province_key(text))
    if code is None:
        raise _unknown(text, "province", _province_spellings(home()), known)
    if code not in known:
        old = to_boundary([code]).item()
        raise UnknownRegion(
            f"{text.strip()!r} is a province of 2022 and not among the 34 of 2021: its area belonged to {known[old]} "
            f"({old}). Match on boundary='2022', bring counts over with to_boundary and add them.",
            [known[old]],
        )
    return code


def _match_regency(text: str, province: str | None) -> str:
    known = _known("regency", "2022", home()) if province is None else _regencies_of(province)
    index = _regency_index(home())
    kind, short, whole = _regency_parts(text)
    # "Kota Mobagu" and "Kota Baru" are names in one word that begin with Kota: the whole text is the second try.
    codes = (index.get((kind, short), set()) or index.get((None, whole), set())) & known.keys()
    if len(codes) == 1:
        return codes.pop()
    if codes:
        candidates = sorted(known[code] for code in codes)
        raise AmbiguousRegion(
            f"{text.strip()!r} may be {' or '.join(candidates)}. Write Kabupaten or Kota in front.",
            candidates,
        )
    raise _unknown(text, "regency or city", _regency_spellings(home()), known)


def _regencies_of(province: str) -> dict[str, str]:
    """Code -> name of the regencies of a province that is given by code or name."""
    code = province if province in _known("province", "2022", home()) else _match_province(province, "2022")
    table = region_table("regencies")
    inside = table[table["province_code"] == code]
    return dict(zip(inside["code"], inside["name"], strict=True))


def _unknown(text: str, what: str, spellings: list[tuple[str, str]], known: dict[str, str]) -> UnknownRegion:
    """The error for a name that is not known, with up to three regions whose names are nearest."""
    from rapidfuzz import fuzz, process

    keys = [" ".join(_words(name)) for name, _ in spellings]
    ranked = process.extract(" ".join(_words(text)), keys, scorer=fuzz.ratio, score_cutoff=50, limit=None)
    near = (known.get(spellings[position][1]) for _, _, position in ranked)
    candidates = list(dict.fromkeys(name for name in near if name))[:3]
    nearest = f"Nearest: {', '.join(candidates)}. " if candidates else ""
    return UnknownRegion(
        f"No {what} is called {text.strip()!r}. {nearest}Correct the name, or add it to data/raw/region_names.csv if "
        "people write it so.",
        candidates,
    )
