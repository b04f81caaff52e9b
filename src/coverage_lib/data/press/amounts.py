"""Numbers in a text that may be figures: shares, points and people, with the words that limit them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coverage_lib.data.numerals import MORE_BEHIND, Numeral, hedge, limits, numerals, ranges

SHARES = ("percent", "percentage_points")

PERCENT = re.compile(r"\s*(?:lebih\s+)?(?:%|persen\b|prosen\b|percent\b|per cent\b)")
POINTS = re.compile(
    r"\s*(?:%|persen|percentage|percent)?[\s-]*(?:poin|point)s?\b(?:\s*(?:persen(?:tase)?|percent(?:age)?))?"
)
# Words that may stand between a count and whom it counts.
BETWEEN = (
    r"lebih|an|potensi|aktif|active|eligible|formal|informal|vulnerable|registered|new|more|total|construction|"
    r"migrant|wage|"
    r"non-wage|salaried|baru|orang|jiwa|protected|insured|uncovered|unprotected|employed|additional|of|village"
)
PEOPLE_WORDS = (
    r"pekerja(?:nya)?|tenaga kerja|naker|orang|peserta|jiwa|buruh|karyawan|pegawai|anggota|petani|nelayan|"
    r"pedagang|pengemudi|"
    r"tukang|ojek|kader|guru|marbot|marbut|perangkat|aparat(?:ur)?|kepala desa|ketua|pengurus|penduduk|warga|"
    r"masyarakat|pmi|tki|"
    r"angkatan kerja|pekebun|penderes|sopir|driver|umkm|pelaku|asisten rumah tangga|potensi|perempuan|laki-laki|"
    r"bukan penerima upah|penerima upah|non-?asn|honorer|pu|bpu|workers?|people|persons?|participants?|members?|employees|"
    r"labou?rers|farmers|fishermen|officials|individuals"
)
PEOPLE = re.compile(
    rf"\s*\(?(?:(?:{BETWEEN})[\s-]+)*(?P<noun>{PEOPLE_WORDS})\b(?!\s+(?:desa\s+)?(?:award|penghargaan))"
)
# A count without whom it counts: the sentence goes on with one of these.
GOES_ON = re.compile(
    r"\s*(?:lebih\s*)?(?:$|[,.;:()\n\"”]|di ?antaranya|sudah|telah|yang|belum|pada|per\b|hingga|sampai|di\b|dan\b|"
    r"atau\b|menjadi|dari|"
    r"terlindungi|aktif|tercover|terdaftar|were|was|are|have|had|of them|of whom|in\b|by\b|as of|at\b|or\b|and\b|"
    r"to\b|active|ke\b|of\b|for\b|so\b|out\b|dibanding\w*|compared|[¤§]|sedangkan|"
    r"sementara|untuk|lagi|tidak|formal|informal|nonaktif|jasa konstruksi|jakon)"
)


# Behind a large number these say that it counts something else; whatever else follows may still be people.
OTHER_THINGS = re.compile(
    r"\s*(?:lebih\s+)?(?:perusahaan|badan usaha|pemberi kerja|proyek|projects|desa|kelurahan|kecamatan|kabupaten|kota|provinsi|"
    r"unit|hektare?|ha\b|ton|km|meter|kilometer|"
    r"rumah|kasus|kali|buah|keluarga|kk\b|kepala keluarga|siswa|mahasiswa|hari|bulan|tahun|jam|menit|paket|lembar|"
    r"kartu|klaim|titik|kantor|cabang|"
    r"companies|firms|employers|villages|households|cases|times|days|months|years|hours|students|units|hectares|"
    r"tons|claims|offices|schools)\b"
)


MILLION = 1e6


class Amount(NamedTuple):
    """A number in a text that may be a figure.

    `unit` is ``percent``, ``percentage_points``, ``workers``, or ``number`` where the text does not say whom it counts.
    `start` and `end` hold the words that limit it, the number and its unit; `number` is the place of the number itself.
    """

    value: float
    unit: str
    noun: str
    start: int
    end: int
    number: int
    ranged: bool = False


def amounts(text: str) -> list[Amount]:
    """The numbers in a text that may be figures, in their order.

    Parameters
    ----------
    text : str
        In lower case, with dates, money and the like blanked out.

    Examples
    --------
    >>> [(one.value, one.unit) for one in amounts("dari 41,38 menjadi 45,17 persen, atau 592.806 pekerja di 34 desa")]
    [(41.38, 'percent'), (45.17, 'percent'), (592806.0, 'workers')]
    """
    found = list(_ranged(text))
    taken = [(one.number, one.end) for one in found]
    by_start: dict[int, list[Numeral]] = {}
    for numeral in numerals(text):
        if not any(start <= numeral.start < end for start, end in taken):
            by_start.setdefault(numeral.start, []).append(numeral)
    for readings in by_start.values():
        amount = _amount(text, readings)
        if amount:
            found.append(amount)
    found.sort(key=lambda one: one.number)
    return _without_overlap(_share_unit(text, found))


def _amount(text: str, readings: list[Numeral]) -> Amount | None:
    start, end = readings[0].start, readings[0].end
    if start and (
        text[start - 1].isalpha() or (text[start - 1] in "-/¤" and text[start - 2 : start - 1].isalnum())
    ):
        return None
    unit, unit_end, noun = _unit(text, start, end)
    fitting = [one for one in readings if _fits(one, unit, scaled=one.step >= 1000 or not one.value < 1000)]
    if unit is None or not fitting:
        return None
    # "1.008 million" is 1,008,000: nobody counts thousands of millions of workers.
    value = min(one.value for one in fitting) if fitting[0].step >= MILLION else fitting[0].value
    words = hedge(text[max(0, start - 40) : start])
    first = max(0, start - 40) + words[1] if words else start
    return Amount(value, unit, noun, first, unit_end, start)


def _unit(text: str, start: int, end: int) -> tuple[str | None, int, str]:
    """The unit of a number, where it ends, and whom it counts."""
    points, percent = POINTS.match(text, end), PERCENT.match(text, end)
    if points and "basis" not in points[0]:
        return "percentage_points", points.end(), ""
    if percent or text[:end].endswith(("persen", "percent", "per cent")):
        last = percent.end() if percent else end
        more = MORE_BEHIND.match(text, last)
        return "percent", more.end() if more else last, ""
    more = MORE_BEHIND.match(text, end)
    after = more.end() if more else end
    people = PEOPLE.match(text, after)
    if people:
        return "workers", people.end("noun"), text[people.start("noun") : people.end("noun")]
    large = end - start > 4 and not OTHER_THINGS.match(text, after)
    return ("number", after, "") if large or GOES_ON.match(text, after) else (None, end, "")


def _fits(numeral: Numeral, unit: str | None, *, scaled: bool) -> bool:
    """Whether a way to read a number's marks fits its unit: a count of people has no decimals, a share none in thousands."""
    if unit in ("percent", "percentage_points"):
        return numeral.value < 1000
    if unit == "workers":
        return float(numeral.value).is_integer()
    return numeral.value < 100 or (scaled and float(numeral.value).is_integer())


def _ranged(text: str) -> Iterator[Amount]:
    """Two numbers that are the ends of one figure; "dari 41 hingga 42 persen" are two figures."""
    last = -1
    for pair in sorted(ranges(text), key=lambda one: (one.start, -one.step)):
        if pair.start < last or re.search(r"\b(?:dari|from|antara tahun)\s*$", text[: pair.start]):
            continue
        if pair.start and (text[pair.start - 1].isalpha() or text[pair.start - 1] in "-/¤"):
            continue
        unit, end, noun = _unit(text, pair.start, pair.end)
        whole = all(float(side).is_integer() for side in (pair.low, pair.high))
        if unit not in ("percent", "workers", "percentage_points") or (unit == "workers" and not whole):
            continue
        if unit != "workers" and pair.high > 100:
            continue
        words = text[pair.start : end]
        if limits(words, (pair.low + pair.high) / 2, unit) is None:
            continue
        last = end
        yield Amount((pair.low + pair.high) / 2, unit, noun, pair.start, end, pair.start, ranged=True)


def _share_unit(text: str, found: list[Amount]) -> list[Amount]:
    """Numbers whose unit stands behind the next one: "dari 41,38 menjadi 45,17 persen", "41,38 dan 45,17 persen"."""
    shared = list(found)
    for place in range(len(shared) - 2, -1, -1):
        one, following = shared[place], shared[place + 1]
        between = text[one.end : following.start]
        joined = re.fullmatch(
            r"[\s¤]*(?:(?:pada|di|tahun|in)[\s¤]*)?,?\s*(?:menjadi|ke|dan|to|and|atau|or|,)[\s¤]*", between
        )
        if one.unit == "number" and joined and following.unit != "number":
            fits = one.value <= 100 if following.unit == "percent" else one.value >= 100
            if fits:
                shared[place] = one._replace(unit=following.unit, noun=following.noun)
    return shared


def _without_overlap(found: list[Amount]) -> list[Amount]:
    kept: list[Amount] = []
    for one in found:
        if not kept or one.number >= kept[-1].end:
            kept.append(one)
    return kept
