"""Labels of rows or columns as regions: by their names, their codes and the regions around them."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from coverage_lib.data import names, regions
from coverage_lib.data.reading import words
from coverage_lib.data.reading.naming import ORDINAL, candidates, is_island
from coverage_lib.data.sources import home


class Place(NamedTuple):
    """What a label stands for.

    Attributes
    ----------
    code, level : str
        Kemendagri code; national, province, regency, village, other, or ``""`` where it is no region.
    name : str
        As the project writes it, or as printed where it does not know the region.
    kind : {"region", "near", "total", "part", "statistic", "no_label", "unknown", "ambiguous", "contradiction", "elsewhere"}
        ``near``: misspelt, and the code beside it says which region it is; ``total``: a sum of the rows; ``part``: the sum of an island or of
        another group; ``elsewhere``: a regency beside a province that it does not lie in.
    nearest : tuple of str
        Names that may be meant by an unknown or ambiguous one.
    """

    code: str
    level: str
    name: str
    kind: str = "region"
    nearest: tuple[str, ...] = ()


class Label(NamedTuple):
    """A label as it stands: its text, the code beside it, the Kemendagri code of the province around it, and ``kabupaten`` or ``kota`` where a
    heading over it says so."""

    text: str
    code: str = ""
    province: str = ""
    kind: str = ""


class Resolved(NamedTuple):
    """The place of each label, and the list that the codes beside them are from (empty where there are none)."""

    places: list[Place]
    code_list: str


def resolve(labels: Sequence[Label], level: str = "", province: str = "") -> Resolved:
    """What labels stand for, all of them together.

    Parameters
    ----------
    labels : sequence of Label
        In their order, which tells provinces from regencies of the same name; a label that is the same region in all of its rows need
        stand once.
    level : {"", "province", "regency", "village", "other"}
        Where a heading or the analyst says it. Villages and others are not known by name: they are taken as they are.
    province : str
        Kemendagri code of the province or the regency that the table is of, where its title says so.

    Examples
    --------
    >>> [place.code for place in resolve([Label("JAWA TENGAH"), Label("Semarang"), Label("Kota Semarang"), Label("Jumlah")]).places]
    ['33', '3322', '3374', '']
    >>> resolve([Label("Papua Barat", "91"), Label("Papua", "94")]).code_list
    'bps'
    >>> resolve([Label("Jawa Tenggah"), Label("Bali")]).places[0].nearest[0]
    'Jawa Tengah'
    """
    if level in ("village", "other"):
        return Resolved([_as_printed(label, level, province) for label in labels], "")
    code_list = _code_list(labels)
    provinces_only = level == "province" or (
        level != "regency" and not any(_only_regency(label) for label in labels)
    )
    places: list[Place] = []
    state = _State(province, labels)
    for at, label in enumerate(labels):
        place = _by_code(label, code_list) or _special(label) or state.by_name(at, label, provinces_only)
        if place.level == "province":
            state.province, state.inside = place.code, True
        state.before = province_of(place.code) if place.level == "regency" else ""
        places.append(place)
    return Resolved(places, code_list)


def means_two(text: str) -> bool:
    """Whether a label may mean another region in another row: Gorontalo is a province and a regency in it."""
    return all(candidates(text)[1:])


def _begins_alike(text: str, code: str) -> bool:
    """Whether a text may be the name of the region that a table is of; quick, for a hundred thousand names of villages."""
    return words.plain(names.region_name(code)).split()[-1] in text.lower()


#: What the nation and sums begin with; a hundred thousand names of villages are not looked up for it.
_OF_ALL = re.compile(
    r"\s*(?:indonesia|republi[ck]|nasional|national|nkri|seluruh|semua|all|jumlah|total|jml|sub|grand|keseluruhan)",
    re.IGNORECASE,
)


def _as_printed(label: Label, level: str, table_region: str) -> Place:
    if _OF_ALL.match(label.text):
        if regions.NATION in names.codes_named(label.text, "province"):
            return region(regions.NATION)
        if words.understand(label.text).total:
            return Place("", "", label.text, "total")
    if (
        table_region
        and _begins_alike(label.text, table_region)
        and table_region in frozenset().union(*candidates(label.text)[1:])
    ):
        return region(table_region)
    return Place(label.code, level, label.text) if label.text else Place("", "", "", "no_label")


def _only_regency(label: Label) -> bool:
    _text, as_province, as_regency = candidates(label.text)
    return bool(as_regency) and not as_province


@lru_cache(maxsize=1024)
def region(code: str) -> Place:
    """The region of a Kemendagri code."""
    level = "national" if code == regions.NATION else "province" if len(code) == 2 else "regency"
    return Place(code, level, names.region_name(code))


def _special(label: Label) -> Place | None:
    """Sums over all rows or over islands; None for a label that may be a region."""
    text = ORDINAL.sub("", label.text)
    if not text:
        return Place("", "", "", "no_label")
    if words.is_total(text):
        return Place("", "", label.text, "total")
    if words.STATISTIC.fullmatch(words.plain(text)):
        return Place("", "", label.text, "statistic")
    _text, as_province, as_regency = candidates(label.text)
    if not as_province and not as_regency and is_island(text):
        return Place("", "", label.text, "part")
    return None


class _State:
    """What is known while labels are taken one after the other."""

    def __init__(self, province: str, labels: Sequence[Label]) -> None:
        self.table_province = province
        self.province = province
        self.inside = False
        #: Province of the label before, where that is a regency.
        self.before = ""
        self.labels = labels
        #: Regencies that are named with their kind, or that no other region shares its name with.
        self.sure = frozenset(
            code
            for label in labels
            for found in [candidates(label.text)]
            if len(found[2]) == 1 and not found[1]
            for code in found[2]
        )
        self.around = {province_of(code) for code in self.sure}

    def by_name(self, at: int, label: Label, provinces_only: bool) -> Place:
        text, as_province, as_regency = candidates(label.text)
        if regions.NATION in as_province:
            return region(regions.NATION)
        if as_province and (provinces_only or not as_regency):
            return region(next(iter(as_province)))
        if provinces_only:
            return Place("", "", label.text, "unknown", _nearest(text, "province"))
        if as_province and self._is_province(at, next(iter(as_province)), as_regency, label):
            return region(next(iter(as_province)))
        return self._regency(label, text, as_regency)

    def _is_province(self, at: int, code: str, as_regency: frozenset[str], label: Label) -> bool:
        """Whether a name that a province and a regency share means the province here."""
        if label.kind or (label.province and label.province == code):
            return False
        same = [
            place
            for place, one in enumerate(self.labels)
            if candidates(one.text)[1:] == candidates(label.text)[1:]
        ]
        if self.inside and self.province == code and same[0] != at:
            return False
        if not self._not_named_otherwise(as_regency):
            return True
        last = len(self.labels) - 1
        if self.around != {code}:
            return same[0] == at and self.before != code
        # The table is of this province alone: its own row stands first or last, the regency's between the others.
        return len(same) > 1 and (at == last or (at == 0 and same[-1] != last))

    def _not_named_otherwise(self, codes: frozenset[str]) -> bool:
        """Whether a bare name may be one of these regencies: none of them is named with its kind, and cities are not called Kota here."""
        left = codes - self.sure
        kinds = {words.plain(label.text).split()[0] for label in self.labels if words.plain(label.text)}
        if kinds & {"kota", "kodya", "kotamadya"} and not _cities(codes) & self.sure:
            left -= _cities(left)
        if kinds & {"kab", "kabupaten"}:
            left = _cities(left)
        return bool(left)

    def _regency(self, label: Label, text: str, codes: frozenset[str]) -> Place:
        inside = label.province or self.province
        narrowed = frozenset(code for code in codes if province_of(code) == inside) if inside else frozenset()
        if label.province and codes and not narrowed:
            return Place("", "", label.text, "elsewhere", tuple(sorted(map(names.region_name, codes))))
        narrowed = narrowed or codes
        if label.kind:
            wanted = frozenset(
                code for code in narrowed if names.region_name(code).startswith(label.kind.capitalize())
            )
            narrowed = wanted or narrowed
        if len(narrowed) > 1:
            narrowed = (narrowed - self.sure) or narrowed
        if len(narrowed) == 1:
            return region(next(iter(narrowed)))
        if narrowed:
            return Place("", "", label.text, "ambiguous", tuple(sorted(map(names.region_name, narrowed))))
        return Place("", "", label.text, "unknown", _nearest(text, "regency"))


def _cities(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code for code in codes if names.region_name(code).startswith("Kota"))


@lru_cache(maxsize=2)
def _provinces_of_regencies(_folder: Path) -> dict[str, str]:
    table = regions.region_table("regencies")
    return dict(zip(table["code"], table["province_code"], strict=True))


def province_of(code: str) -> str:
    """The province of a regency, on the boundaries of 2022."""
    return _provinces_of_regencies(home()).get(code, code[:2])


@lru_cache(maxsize=4096)
def _nearest(text: str, level: str) -> tuple[str, ...]:
    """Names that may be meant by a text that names no region."""
    found: list[str] = []
    for one in dict.fromkeys((level, "province", "regency")):
        try:
            names.match_region(text, level=one)
        except regions.UnknownRegion as error:
            found += error.candidates[: 1 if one != level else 3]
    return tuple(dict.fromkeys(found))[:3]


def _digits(code: str) -> str:
    """A code as the lists have it: 33.74 is 3374, and BPS writes provinces as 3300 too."""
    digits = re.sub(r"[.\s]|\.0$", "", code.strip())
    return digits[:2] if re.fullmatch(r"\d\d00", digits) else digits


def _converted(code: str, code_list: str) -> str:
    """Kemendagri code of a code of a list; empty where the list has none."""
    return _codes(code_list, home()).get(_digits(code).upper(), "")


@lru_cache(maxsize=8)
def _codes(code_list: str, _folder: Path) -> dict[str, str]:
    """Code of a province, a regency or the nation in a list -> Kemendagri code."""
    column = regions.CODE_LISTS[code_list]
    known = (
        {"ID": regions.NATION}
        if code_list == "iso_3166_2"
        else {regions.NATION: regions.NATION, "0": regions.NATION}
    )
    for name in ("provinces", "regencies"):
        table = regions.region_table(name)
        if column in table:
            known |= dict(zip(table[column], table["code"], strict=True))
    return known


def agreement(pairs: Iterable[tuple[str, str]]) -> float:
    """The part of codes that some list gives to the region named beside them.

    Examples
    --------
    >>> agreement([("33", "Jawa Tengah"), ("34", "Bali")]), agreement([("1", "Aceh")])
    (0.5, 0.0)
    """
    return _agreement(pairs)[1]


def _agreement(pairs: Iterable[tuple[str, str]]) -> tuple[str, float]:
    """The list that most codes agree with by the names beside them, and which part of them does."""
    different = {(code, text) for code, text in pairs if code}
    agree = dict.fromkeys(regions.CODE_LISTS, 0)
    for code, text in different:
        _text, as_province, as_regency = candidates(text)
        for name in agree:
            agree[name] += _converted(code, name) in (as_province | as_regency)
    best = max(agree, key=lambda name: agree[name])
    return best, agree[best] / max(len(different), 1)


def _code_list(labels: Sequence[Label]) -> str:
    """The list that the codes are from; empty where there are no codes or they are no region's.

    Codes that are those of the regions named, in another order, are of the list too: some of them were exchanged.
    """
    best, part = _agreement((label.code, label.text) for label in labels)
    if part > 0.5:
        return best
    coded = {(label.code, label.text) for label in labels if label.code}
    return next((one for one in regions.CODE_LISTS if _exchanged(coded, one)), "")


def _exchanged(coded: set[tuple[str, str]], code_list: str) -> bool:
    """Whether codes are those of the regions named beside them, in another order."""
    codes, named = [], []
    for code, text in coded:
        own = _converted(code, code_list)
        may_be = [one for found in candidates(text)[1:] for one in found if len(one) == len(own)]
        if not own or len(may_be) != 1:
            return False
        codes.append(own)
        named.append(may_be[0])
    return len(codes) > 1 and sorted(codes) == sorted(named)


def _by_code(label: Label, code_list: str) -> Place | None:
    """The region that the code beside a name stands for, where both agree; None where there is no code."""
    if not label.code or not code_list:
        return None
    code = _converted(label.code, code_list)
    if not code:
        return None
    text, as_province, as_regency = candidates(label.text)
    if code in as_province | as_regency:
        return region(code)
    name = names.region_name(code)
    if not as_province and not as_regency:
        special = _special(label)
        if special and special.kind == "part":
            return special
        if special:
            return region(code)
        if name in _nearest(text, "regency" if len(code) == 4 else "province"):
            return region(code)._replace(kind="near")
        return None
    return Place(code, "", label.text, "contradiction", (name,))


def with_sums(places: Sequence[Place], around: Sequence[str]) -> list[Place]:
    """The places of rows or columns, sums as the nation or the province whose regions they add up.

    Parameters
    ----------
    places : sequence of Place
    around : sequence of str
        Code of the province that each stands in, where a column or a heading of a group says so.

    Returns
    -------
    list of Place
        "Jumlah" is the nation where 34 or 38 provinces are there, and a province where all of its regencies are, unless a row of their own
        has them already; any other sum stays one.
    """
    known = {place.code for place in places if place.kind == "region"}
    regencies: dict[str, set[str]] = {}
    for code in known:
        if len(code) == 4:
            regencies.setdefault(province_of(code), set()).add(code)
    provinces = {code for code in known if len(code) == 2} | {
        code for code in regencies if _whole(code, regencies[code])
    }
    nation = (
        len(provinces & set(regions.provinces("2021")["code"])) == len(regions.provinces("2021"))
        and regions.NATION not in known
    )
    found = []
    for place, province in zip(places, around, strict=True):
        if place.kind == "total":
            of = province or (next(iter(regencies)) if len(regencies) == 1 else "")
            if of and of not in known and _whole(of, regencies.get(of, set())):
                place = region(of)
            elif nation and not province:
                place = region(regions.NATION)
        found.append(place)
    return found


def _whole(province: str, codes: set[str]) -> bool:
    """Whether these are all regencies of a province."""
    table = regions.region_table("regencies")
    return codes == set(table.loc[table["province_code"] == province, "code"])
