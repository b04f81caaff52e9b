"""Regions in a text: every province, regency and city that is named, and what the name is there for."""

import re
from typing import NamedTuple

from coverage_lib.data import names
from coverage_lib.data.regions import NATION

LONGEST_NAME = 6

ENGLISH_SIDES = {
    "east": ("Timur",), "west": ("Barat",), "north": ("Utara",), "south": ("Selatan",), "central": ("Tengah", "Pusat"),
    "southeast": ("Tenggara",),
}  # fmt: skip

# A title or an office in front of a name says of which kind the region is.
OF_PROVINCE = (
    r"gubernur|wagub|pemprov|pemda provinsi|governor of|provincial government of|provinsi|province of"
)
OF_REGENCY = r"bupati|wabup|pemkab|kab\.?|kabupaten|regent of|regency of"
OF_CITY = r"wali ?kota|wawali|pemkot|kota|kodya|mayor of|city of"
TITLE = re.compile(rf"\b(?:(?P<province>{OF_PROVINCE})|(?P<regency>{OF_REGENCY})|(?P<city>{OF_CITY}))\s*$")

KIND_BEHIND = re.compile(r"\s+(?:(?P<regency>regency)|(?P<city>city|municipality)|(?P<province>province))\b")

NATIONAL = re.compile(
    r"\b(?:secara|skala|tingkat|rata-rata|angka|capaian|cakupan|total|target|se-?indonesia)\s+nasional\b|\bse-indonesia\b|"
    r"\b(?:di|seluruh|pekerja|penduduk|across|in|throughout|for)\s+(?:seluruh\s+)?(?:indonesia|tanah air)\b|"
    r"\bindonesia'?s\b|\bpemerintah pusat\b|\b(?:the )?central government\b|"
    r"\b(?:cakupan|kepesertaan|realisasi|target|capaian|rerata|perlindungan|coverage)(?: \w+){0,3} nasional\b|"
    r"\b(?:kalah dari|di ?bawah|di ?atas|dibanding|melampaui|dari|secara) nasional\b|"
    r"\bnasional(?=\s+(?:yang\s+|baru\s+|hanya\s+|sudah\s+|mencapai\s+|sebesar\s+|sekitar\s+)*\d)|"
    r"\bnation(?:ally|wide)\b|\b(?:the\s+)?national\s+(?:target|average|coverage|level|total|figure|rate|mean)\b|\brpjmn\b|\brpjpn\b"
)
# "Target nasional" and what something is compared with are of the number behind them, never of the one before.
FORWARD = re.compile(
    r"\b(?:target|rata-rata|rerata|angka|dari|dibanding|di ?bawah|di ?atas|melampaui)\s+nasional|"
    r"national\s+(?:target|average|figure|rate|mean)|rpjmn|rpjpn|pemerintah pusat|central government"
)
COMPARED = re.compile(
    r"\b(?:dibanding(?:kan)?|ketimbang|daripada|di ?bawah|di ?atas|mengungguli|melampaui|lebih (?:tinggi|rendah|"
    r"besar|kecil) dari|"
    r"than|below|above|compared (?:with|to))(?:\s+(?:dengan|provinsi|rata-rata|capaian|cakupan|milik))*\s*$"
)
SAME_AGAIN = re.compile(
    r"\b(?:(?P<province>provinsi)|(?P<regency>kabupaten|kota)|(?P<any>daerah|wilayah|bumi))\s+(?:ini|itu|tersebut|"
    r"kita|kami)\b|"
    r"\bth(?:e|is|at)\s+(?:(?P<province_en>province)|(?P<regency_en>regency|city|district)|(?P<any_en>region))\b(?!\s+of)"
)
DATELINE = re.compile(
    r"(?m)^[ \t]*(?=[A-Z])[\w .,/'’()]{2,60}?(?:\s[-–—]{1,2}\s?|[–—]\s?|\)\s*-\s?)(?=[\"“A-Z])"
)
# "Tertinggi di Bali" says among whom a region is the first; the figure is that region's.
AMONG = re.compile(
    r"\b(?:paling \w+|tertinggi|terendah|terbesar|terbanyak|terkecil|pertama|terbaik|satu-satunya|highest|lowest|"
    r"largest|smallest|best|first)\s+"
    r"(?:kedua\s+|ketiga\s+)?(?:di|se-?|in|of|untuk)\s*(?:tingkat\s+|wilayah\s+|provinsi\s+)*$|\bse-$|"
    r"\b(?:nomor|peringkat|urutan|posisi|rangking|ranking|juara|ranked|ranks?|number|second|third|fourth|fifth)\s*"
    r"(?:ke-?\s*)?(?:[\w-]+\s+){0,2}(?:di|se-?|in|of|untuk)\s*(?:tingkat\s+|wilayah\s+|provinsi\s+)*$"
)
SPOKEN_AT = re.compile(r"\b(?:di|in)\s+(?:[\w.'’]+\s+){0,3}$")
SPOKEN_DAY = re.compile(
    r"^\s*,?\s*(?:[a-z]+(?:\s+[a-z]+){0,2},\s*)?(?:\(?(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)\b|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day|\(\d{1,2}/\d)"
)
ISLANDS = re.compile(
    r"\b(?:wilayah|regional|kanwil|di|pulau|kantor wilayah|in|on)\s+(?P<name>sumbagut|sumbagsel|sumbarriau|banuspa|sulama|"
    r"kalimantan|sulawesi|sumatera|sumatra|jawa)\b(?!\s+(?:utara|selatan|barat|timur|tengah|tenggara))"
)
# Behind or before these a name stands for itself; beside another word in capitals it is part of a longer name.
BESIDE_NAMES = frozenset(
    """kabupaten kab kota provinsi prov pemkab pemkot pemprov bupati gubernur walikota wali disnaker disnakertrans disnakerin
    dinas cabang kacab kantor wilayah kanwil bpjs bpjamsostek jamsostek ketenagakerjaan ucj cakupan coverage raya di se dprd
    pekerja kepesertaan capaian realisasi target bps kadisnaker sekda wakil wabup wagub antara sementara sedangkan adapun untuk
    khusus serta dan pada hingga per in of the regency city province tenaga umkm forum lalu kemudian menurut secara dari""".split()  # noqa: SIM905
)


class Place(NamedTuple):
    """A region in a text.

    `code` is missing for groups of provinces and for a name that may mean several regencies. `role` is ``named``,
    ``forward`` (only numbers behind it can be of it), ``among`` (a region is said to be the first in it), ``dateline`` or
    ``spoken`` (where the article was written or somebody spoke).
    """

    code: str | None
    name: str
    level: str
    role: str
    start: int
    end: int


def places(text: str) -> list[Place]:
    """The regions that a text names, in their order; "provinsi ini" is the province named last.

    Examples
    --------
    >>> [(place.name, place.role) for place in places("KENDARI - Cakupan di Sultra 33 persen, di Kota Kendari 41 persen.")]
    [('Kota Kendari', 'dateline'), ('Sulawesi Tenggara', 'named'), ('Kota Kendari', 'named')]
    """
    lower = text.lower()
    named = [*_named(text, lower), *_national(lower), *_islands(lower)]
    named = _one_of_several(sorted(named, key=lambda place: (place.start, -place.end)))
    named = [place for place in named if not _within_another(place, named)]
    named = _without_their_province(_roles(text, lower, named), lower)
    return sorted([*named, *_same_again(lower, named)], key=lambda place: place.start)


def _named(text: str, lower: str) -> list[Place]:
    words = list(re.finditer(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*", text))
    no_capitals = not re.search(r"[A-Z]", text)
    found: list[Place] = []
    position = 0
    while position < len(words):
        place, taken = _longest(text, lower, words, position, no_capitals)
        if place:
            found.append(place)
        position += taken
    return found


def _longest(
    text: str, lower: str, words: list[re.Match[str]], position: int, no_capitals: bool
) -> tuple[Place | None, int]:
    """The region with the longest name that begins with a word, and how many words were used."""
    first = words[position]
    if not (first[0][0].isupper() or first[0][0].isdigit() or no_capitals):
        return None, 1
    # "Di Aceh" is in Aceh; "DI Aceh" is its former name.
    if first[0] == "Di":
        return None, 1
    for count in range(_longest_beginning(text, words, position), 0, -1):
        last = words[position + count - 1]
        name = text[first.start() : last.end()]
        if re.search(r"[^\w\s.'’-]|\n|(?<!\bKep)(?<!\bKab)(?<!\bProv)\.\s[A-Z]|\s-\s", name) or not (
            last[0][0].isupper() or no_capitals
        ):
            continue
        place = _region(text, lower, name, first.start(), last.end(), no_capitals)
        if place:
            return place, count
    return _by_english_side(text, lower, words, position)


def _by_english_side(
    text: str, lower: str, words: list[re.Match[str]], position: int
) -> tuple[Place | None, int]:
    """A regency that is named in English by its side of an island or a city: "East Lombok", "South Jakarta"."""
    for count in (2, 1):
        rest = words[position + 1 : position + 1 + count]
        if len(rest) < count or not all(word[0][0].isupper() for word in rest):
            continue
        start, end = words[position].start(), rest[-1].end()
        name = text[rest[0].start() : end]
        for side in ENGLISH_SIDES.get(words[position][0].lower(), ()):
            codes = names.codes_named(f"{name} {side}", "regency") - {NATION}
            if len(codes) == 1 and re.fullmatch(r"[\w\s]+", text[start:end]):
                (code,) = codes
                return Place(code, names.region_name(code), "regency", "named", start, end), count + 1
    return None, 1


def _longest_beginning(text: str, words: list[re.Match[str]], position: int) -> int:
    """How many words from a position on some region's name can begin with."""
    start = words[position].start()
    most = min(LONGEST_NAME, len(words) - position)
    for count in range(most):
        if not names.begins_a_name(text[start : words[position + count].end()]):
            return count
    return most


def _region(text: str, lower: str, name: str, start: int, end: int, no_capitals: bool) -> Place | None:
    if names.is_abbreviation(name) and not (name.isupper() or no_capitals):
        return None
    title = TITLE.search(lower[max(0, start - 24) : start])
    title = title or KIND_BEHIND.match(lower, end)
    kind = title.lastgroup if title else None
    if kind not in ("regency", "city"):
        province = names.codes_named(name, "province")
        if province:
            (code,) = province
            return (
                None
                if code == NATION
                else Place(code, names.region_name(code), "province", "named", start, end)
            )
    if kind == "province":
        return None
    codes = names.codes_named(name, "regency") - {NATION}
    if kind in ("regency", "city"):
        codes = names.codes_named(f"{'Kota' if kind == 'city' else 'Kabupaten'} {name}", "regency") & (
            codes or names.codes_named(f"{'Kota' if kind == 'city' else 'Kabupaten'} {name}", "regency")
        )
    if not codes:
        return None
    bare = not title and not re.match(r"(?:kabupaten|kab\b|kota|city|regency)", name.lower())
    if bare and (
        no_capitals or (len(name) < 4 and not name.isupper()) or _in_a_longer_name(text, start, end)
    ):
        return None
    if len(codes) == 1:
        (code,) = codes
        return Place(code, names.region_name(code), "regency", "named", start, end)
    return Place(None, name, "regency", "named", start, end)


def _in_a_longer_name(text: str, start: int, end: int) -> bool:
    """Whether a word in capitals that is no office or kind of region stands directly beside a name, as in "Bima Arya"."""
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    if _is_headline(line):
        return False
    before = re.search(r"([^\W\d_]+)[ ]$", text[:start][-30:])
    behind = re.match(r"[ ]([^\W\d_]+)", text[end : end + 30])
    beside = [found[1] for found in (before, behind) if found and found[1][0].isupper()]
    if text[start:end].isupper():
        beside = [word for word in beside if not word.isupper()]
    return any(word.lower() not in BESIDE_NAMES and not _names_a_region(word) for word in beside)


def _is_headline(line: str) -> bool:
    """Whether most words of a line begin with capitals."""
    begins = [word[0] for word in re.findall(r"[^\W\d_]{4,}", line)]
    return len(begins) > 3 and sum(sign.isupper() for sign in begins) > 0.7 * len(begins)


def _names_a_region(word: str) -> bool:
    return bool(names.codes_named(word, "province") or names.codes_named(word, "regency"))


def _national(lower: str) -> list[Place]:
    return [
        Place(
            NATION,
            names.region_name(NATION),
            "national",
            "forward" if FORWARD.search(found[0]) else "named",
            *found.span(),
        )
        for found in NATIONAL.finditer(lower)
        if not lower[found.end() :].startswith((" raya", "'s bank"))
    ]


def _islands(lower: str) -> list[Place]:
    return [
        Place(None, found["name"].title(), "province_group", "named", *found.span("name"))
        for found in ISLANDS.finditer(lower)
    ]


def _one_of_several(found: list[Place]) -> list[Place]:
    """A bare name that may mean a regency or a city is the one that the text names in full elsewhere."""
    in_full = [place for place in found if place.level == "regency" and place.code]
    decided = []
    for place in found:
        if place.level == "regency" and place.code is None:
            codes = names.codes_named(place.name, "regency")
            same = {other.code for other in in_full if other.code in codes}
            if len(same) == 1:
                code = str(same.pop())
                place = place._replace(code=code, name=names.region_name(code))
        decided.append(place)
    return decided


def _within_another(place: Place, found: list[Place]) -> bool:
    return any(
        other is not place
        and other.start <= place.start
        and place.end <= other.end
        and (other.start, other.end) != (place.start, place.end)
        for other in found
    )


def _roles(text: str, lower: str, found: list[Place]) -> list[Place]:
    datelines = [line.span() for line in DATELINE.finditer(text)]
    with_roles = []
    for place in found:
        role = place.role
        before = lower[max(0, place.start - 60) : place.start]
        if any(start <= place.start and place.end <= end for start, end in datelines):
            role = "dateline"
        elif SPOKEN_AT.search(before) and SPOKEN_DAY.match(lower[place.end : place.end + 50]):
            role = "spoken"
        elif AMONG.search(before):
            role = "among"
        elif COMPARED.search(before):
            role = "forward"
        with_roles.append(place._replace(role=role))
    return with_roles


def _without_their_province(found: list[Place], lower: str) -> list[Place]:
    """Without a province that only says where the regency before it lies: "Kabupaten Pati, Jawa Tengah"."""
    kept: list[Place] = []
    for place in found:
        last = kept[-1] if kept else None
        if (
            last
            and last.level == "regency"
            and place.level == "province"
            and (last.code or "")[:2] in ("", place.code)
            and re.fullmatch(r"[\s,(]*(?:di\s+|in\s+)?(?:provinsi\s+)?", lower[last.end : place.start])
        ):
            continue
        kept.append(place)
    return kept


def _same_again(lower: str, found: list[Place]) -> list[Place]:
    again = []
    for back in SAME_AGAIN.finditer(lower):
        wanted = (back.lastgroup or "any").removesuffix("_en")
        before = [
            place for place in found if place.end <= back.start() and place.role in ("named", "dateline")
        ]
        before = [place for place in before if place.role == "named"] or before
        fitting = [place for place in before if wanted in ("any", place.level)]
        if fitting:
            again.append(fitting[-1]._replace(start=back.start(), end=back.end(), role="named"))
    return again
