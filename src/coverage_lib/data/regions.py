"""Provinces and regencies: names as people write them, code lists, the boundaries of 2021 and 2022.

The key of a region everywhere in this project is the code of the Ministry of Home Affairs (Kemendagri): two digits for a
province, four for a regency or city, ``"00"`` for Indonesia. BPS numbers the same regions in another way, and in Papua the
same number means another province, so a number is only read when its list is named.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from coverage_lib.data.sources import home, read_raw

NATION = "00"
BOUNDARIES = ("2021", "2022")
LEVELS = ("province", "regency")
# how an analyst names a code list -> the column that holds it
CODE_LISTS = {"kemendagri": "code", "bps": "bps_code", "iso_3166_2": "iso_3166_2"}

# The two provinces that were divided, each with the day of the law that did it: until then the name means the undivided
# province. UU 14, 15 and 16/2022 took Papua Selatan, Papua Tengah and Papua Pegunungan from Papua; UU 29/2022 took Papua
# Barat Daya from Papua Barat, four months later. The law decides, not the inauguration or the first survey by 38 provinces:
# it is the only one of these days that is the same for everybody who printed a figure.
DIVIDED = {"91": pd.Timestamp("2022-07-25"), "92": pd.Timestamp("2022-12-08")}


class UnknownRegion(ValueError):
    """A text or code that names no region, or more than one.

    Parameters
    ----------
    message : str
        What was found, what was expected and what to do.
    candidates : list of str
        Names of the regions that may be meant, the most likely first.
    """

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.candidates = list(candidates)


class AmbiguousRegion(UnknownRegion):
    """A text that may name any of its ``candidates``, such as "Semarang" for the regency and the city."""


def provinces(boundary: str = "2022") -> pd.DataFrame:
    """The provinces of one boundary vintage.

    Parameters
    ----------
    boundary : {"2022", "2021"}
        38 provinces, or the 34 before Papua was divided.

    Returns
    -------
    pandas.DataFrame
        code (Kemendagri), name (Indonesian), name_en, abbreviation, iso_3166_2, bps_code, code_2021 (the province it
        belonged to in 2021) and island (island group), in the order of the codes.

    Raises
    ------
    ValueError
        There is no such boundary.

    Examples
    --------
    >>> provinces().shape[0], provinces(boundary="2021").shape[0]
    (38, 34)
    >>> provinces().set_index("code").loc["33", ["name", "name_en", "abbreviation"]].tolist()
    ['Jawa Tengah', 'Central Java', 'Jateng']
    """
    _check_boundary(boundary)
    table = _table("provinces")
    if boundary == "2021":
        table = table[table["code"] == table["code_2021"]]
    return table.reset_index(drop=True)


def regencies() -> pd.DataFrame:
    """The 514 regencies (kabupaten) and cities (kota).

    Returns
    -------
    pandas.DataFrame
        code (Kemendagri), name (with Kabupaten or Kota in front), level (kabupaten or kota), province_code (boundaries
        of 2022), bps_code and bps_name (as BPS spells it), in the order of the codes.

    Examples
    --------
    >>> table = regencies().set_index("code")
    >>> table.loc["3374", ["name", "bps_code"]].tolist()
    ['Kota Semarang', '3374']
    >>> table.loc["3171", ["name", "bps_code"]].tolist()
    ['Kota Administrasi Jakarta Pusat', '3173']
    """
    return _table("regencies").copy()


def tile_grid(boundary: str = "2022") -> pd.DataFrame:
    """A layout in which every province is an equal square and neighbours stay together.

    Parameters
    ----------
    boundary : {"2022", "2021"}
        The layout of 38 or of 34 provinces.

    Returns
    -------
    pandas.DataFrame
        code, name (Indonesian), row (cells from the top, from 0) and column (cells from the left, from 0).

    Examples
    --------
    >>> tile_grid().set_index("code").loc["11", ["row", "column"]].tolist()
    [0, 0]
    """
    _check_boundary(boundary)
    grid = _table("tile_grid")
    grid = grid[grid["boundary"] == boundary].merge(provinces(boundary)[["code", "name"]], on="code")
    return grid[["code", "name", "row", "column"]].astype({"row": int, "column": int})


def match_region(
    text: str, level: str = "province", *, boundary: str = "2022", province: str | None = None
) -> str:
    """The code of the region that a text names.

    Case, points, hyphens, blanks and the words *Provinsi*, *Kabupaten* or *Kota* may be written in any way;
    abbreviations, English and former names are known. Nothing is guessed: a misspelt or ambiguous name is an error with
    the nearest candidates. A code is not a name; see :func:`convert_code`.

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
    _check_boundary(boundary)
    _check_level(level)
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


def convert_code(
    code: str, from_list: str, to_list: str = "kemendagri", *, level: str = "province", boundary: str = "2022"
) -> str:
    """The code of the same region in another list.

    Parameters
    ----------
    code : str
        A code of `from_list`. ``"00"`` is Indonesia in the lists of numbers, ``"ID"`` in ISO 3166-2.
    from_list, to_list : {"kemendagri", "bps", "iso_3166_2"}
        The lists; always named, because the same number means different regions. ISO 3166-2 has provinces only.
    level : {"province", "regency"}
        Whether it is the code of a province or of a regency.
    boundary : {"2022", "2021"}
        The vintage of the provinces.

    Returns
    -------
    str
        The code in `to_list`.

    Raises
    ------
    UnknownRegion
        The list has no such code.
    ValueError
        There is no such list.

    Examples
    --------
    >>> convert_code("91", "bps"), convert_code("91", "kemendagri", "bps"), convert_code("ID-JT", "iso_3166_2")
    ('92', '94', '33')
    """
    _check_boundary(boundary)
    _check_level(level)
    lists = CODE_LISTS if level == "province" else {k: CODE_LISTS[k] for k in ("kemendagri", "bps")}
    for name in (from_list, to_list):
        if name not in lists:
            raise ValueError(
                f"Code list {name!r} is not known for a {level}: name one of {', '.join(lists)}."
            )
    found = _code_index(from_list, level, boundary, home()).get(str(code).strip().upper().replace(".", ""))
    if found is None:
        width = {"province": "two digits", "regency": "four digits"}[level]
        form = "like ID-JT" if from_list == "iso_3166_2" else f"text of {width}"
        where = f" ({boundary} boundaries)" if level == "province" else ""
        raise UnknownRegion(
            f"{code!r} is no code of a {level} in the list {from_list}{where}; expected {form}."
        )
    if found == NATION:
        return "ID" if to_list == "iso_3166_2" else NATION
    table = provinces(boundary) if level == "province" else _table("regencies")
    return str(table.loc[table["code"] == found, CODE_LISTS[to_list]].item())


def to_boundary(codes: Iterable[str], boundary: str = "2021") -> pd.Series:
    """The province of another vintage that each province lies in.

    Parameters
    ----------
    codes : iterable of str, or pandas.Series
        Kemendagri codes of provinces, 2022 boundaries; ``"00"`` stays ``"00"``.
    boundary : {"2021"}
        The vintage wanted. Only the way from 38 to 34 is open: to divide a province of 2021 needs other data.

    Returns
    -------
    pandas.Series
        Kemendagri codes on that vintage. Several rows then have one code: add counts over it, then compute shares.

    Raises
    ------
    UnknownRegion
        A code is not one of the 38.
    ValueError
        Asked for "2022".

    Examples
    --------
    >>> to_boundary(["33", "94", "96", "00"]).tolist()
    ['33', '91', '92', '00']
    """
    _check_boundary(boundary)
    if boundary != "2021":
        raise ValueError(
            "Figures on the 34 provinces of 2021 cannot be moved to the 38 of 2022: how they divide inside Papua is not in "
            "them. Work on boundary='2021', or read a source that counts by the provinces of 2022."
        )
    series = codes if isinstance(codes, pd.Series) else pd.Series(list(codes), dtype=object)
    now = provinces("2022")
    table = dict(zip(now["code"], now["code_2021"], strict=True)) | {NATION: NATION}
    unknown = sorted({str(code) for code in series.unique() if code not in table})
    if unknown:
        raise UnknownRegion(
            f"Not codes of provinces in the list kemendagri (2022 boundaries): {', '.join(unknown)}."
        )
    return series.map(table)


def boundary_of(code: str | None, date: pd.Timestamp) -> str | None:
    """The boundary on which a figure for a region stands, from the day that it is a figure of.

    Parameters
    ----------
    code : str or None
        Kemendagri code of a province, a regency or the nation.
    date : pandas.Timestamp
        The last day of the period that the figure names.

    Returns
    -------
    {"2021", "2022"} or None
        ``"2022"`` for the six provinces of 2022 in Papua: the four new ones at any date, and Papua and Papua Barat from
        the day of the law that divided them (:data:`DIVIDED`). ``"2021"`` for these two before that day, and for all
        other regions, whose area is the same on both. None where it cannot be known: no code, or no date for Papua or
        Papua Barat.

    Examples
    --------
    >>> [boundary_of("91", pd.Timestamp(day)) for day in ("2022-07-24", "2022-07-25")]
    ['2021', '2022']
    >>> boundary_of("92", pd.Timestamp("2022-07-25")), boundary_of("96", pd.NaT), boundary_of("33", pd.NaT)
    ('2021', '2022', '2021')
    """
    if code is None or pd.isna(code):
        return None
    if code in _new_provinces(home()):
        return "2022"
    if code not in DIVIDED:
        return "2021"
    if pd.isna(date):
        return None
    return "2022" if date >= DIVIDED[code] else "2021"


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


def _key(words: Iterable[str]) -> str:
    """What two spellings of one name share: the letters. "D I Yogyakarta" and "D.I. Yogyakarta" become one."""
    return "".join(words)


def _province_key(text: str) -> str:
    words = _words(text)
    while len(words) > 1 and words[0] in _PROVINCE_WORDS:
        words = words[2:] if words[1] == "of" and len(words) > 2 else words[1:]
    while len(words) > 1 and words[-1] in _PROVINCE_WORDS:
        words = words[:-1]
    return _key(words)


def _regency_parts(text: str) -> tuple[str | None, str, str]:
    """Kind (kabupaten, kota or None), the key of the name without it, and the key of the whole text."""
    words = tuple(word for word in _words(text) if word not in _ADMINISTRATIVE)
    whole = _key(words)
    for kind, marks in (("kabupaten", _KABUPATEN_WORDS), ("kota", _KOTA_WORDS)):
        if len(words) > 1 and words[0] in marks:
            return kind, _key(words[2:] if words[1] == "of" and len(words) > 2 else words[1:]), whole
        # "Lima Puluh Kota" ends in the word and is a regency: behind the name it counts in English only
        if len(words) > 1 and words[-1] in marks & {"regency", "city", "municipality"}:
            return kind, _key(words[:-1]), whole
    return None, whole, whole


@lru_cache(maxsize=16)
def _cached(name: str, folder: Path) -> pd.DataFrame:
    return read_raw(name).drop(columns="source_row")


def _table(name: str) -> pd.DataFrame:
    # the folder is part of the key because UCJ_HOME may change while Python runs
    return _cached(name, home())


@lru_cache(maxsize=4)
def _new_provinces(folder: Path) -> frozenset[str]:
    """Codes of the provinces that 2021 did not have."""
    table = _table("provinces")
    return frozenset(table.loc[table["code"] != table["code_2021"], "code"])


@lru_cache(maxsize=8)
def _known(level: str, boundary: str, folder: Path) -> dict[str, str]:
    """Code -> name of the regions of a level, Indonesia included."""
    table = provinces(boundary) if level == "province" else _table("regencies")
    return dict(zip(table["code"], table["name"], strict=True)) | {NATION: "Indonesia"}


def _check_boundary(boundary: str) -> None:
    if boundary not in BOUNDARIES:
        raise ValueError(
            f"boundary {boundary!r} is not known: name one of {', '.join(BOUNDARIES)} (as text)."
        )


def _check_level(level: str) -> None:
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not known: name one of {', '.join(LEVELS)}.")


@lru_cache(maxsize=16)
def _code_index(code_list: str, level: str, boundary: str, folder: Path) -> dict[str, str]:
    """Code in a list -> Kemendagri code."""
    table = provinces(boundary) if level == "province" else _table("regencies")
    index = dict(zip(table[CODE_LISTS[code_list]], table["code"], strict=True))
    return index | {"ID" if code_list == "iso_3166_2" else NATION: NATION}


@lru_cache(maxsize=4)
def _province_spellings(folder: Path) -> list[tuple[str, str]]:
    """(spelling, code) of the 38 provinces and of Indonesia."""
    table, names = _table("provinces"), _table("region_names")
    pairs = [pair for column in ("name", "name_en", "abbreviation") for pair in _pairs(table, column)]
    return pairs + _pairs(names[names["level"].isin(["province", "national"])], "name")


@lru_cache(maxsize=4)
def _regency_spellings(folder: Path) -> list[tuple[str, str]]:
    """(spelling, code) of the 514 regencies and cities and of Indonesia."""
    table, names = _table("regencies"), _table("region_names")
    pairs = _pairs(table, "name") + _pairs(table, "bps_name")
    return pairs + _pairs(names[names["level"].isin(["regency", "national"])], "name")


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
    table = _table("regencies")
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
    known = _known("regency", "2022", home())
    if province is not None:
        provinces_known = _known("province", "2022", home())
        within = province if province in provinces_known else _match_province(province, "2022")
        table = _table("regencies")
        inside = set(table.loc[table["province_code"] == within, "code"])
        known = {code: name for code, name in known.items() if code in inside}

    index = _regency_index(home())
    kind, short, whole = _regency_parts(text)
    # "Kota Mobagu" and "Kota Baru" are names in one word that begin with Kota: the whole text is the second try
    found = index.get((kind, short), set()) or index.get((None, whole), set())
    codes = found & known.keys()
    if len(codes) == 1:
        return codes.pop()
    if codes:
        candidates = sorted(known[code] for code in codes)
        raise AmbiguousRegion(
            f"{text.strip()!r} may be {' or '.join(candidates)}. Write Kabupaten or Kota in front.",
            candidates,
        )
    raise _unknown(text, "regency or city", _regency_spellings(home()), known)


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
