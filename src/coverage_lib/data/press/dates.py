"""Dates in a text: what day, month or year is named, and whether a figure can be of it."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from babel.dates import get_day_names, get_month_names

# Short forms that are written beside those of the calendar.
MORE_MONTHS = {"agt": 8, "agust": 8, "ags": 8, "agst": 8, "sept": 9, "nop": 11, "pebruari": 2, "nopember": 11}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ORDINALS = {
    "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
} | ROMAN | {str(number): number for number in range(1, 5)}  # fmt: skip


AGO = {"dua": 2, "tiga": 3, "empat": 4, "lima": 5, "two": 2, "three": 3, "four": 4, "five": 5} | {
    str(years): years for years in range(2, 10)
}


# How much of a date "pada bulan yang sama" goes back to; "pada saat yang sama" to all of it.
SAME_LENGTH = {"tahun": 4, "year": 4, "bulan": 7, "month": 7, "tanggal": 10, "date": 10, "day": 10}


class Dated(NamedTuple):
    """A date in a text: ``2024-12-02``, ``2024-12`` or ``2024``; what it says of a figure; its place.

    `role` is ``figure`` (a figure can be of it), ``article`` (the day on which somebody spoke), ``compared`` (only the number
    directly before it can be of it), ``now`` (the time of the article, which has no date here) or ``unknown`` (relative to
    the date of an article that is not known).
    """

    value: str | None
    role: str
    start: int
    end: int


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """The names of months in both languages, in lower case and without points, with their short forms: ``agt`` is 8."""
    names: dict[str, int] = dict(MORE_MONTHS)
    for locale in ("id", "en"):
        for width in ("wide", "abbreviated"):
            names |= {
                name.lower().rstrip("."): month
                for month, name in get_month_names(width, locale=locale).items()
            }
    return names


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    month = rf"(?:{_any(months())})\.?"
    weekday = _any(
        name.lower() for locale in ("id", "en") for name in get_day_names("wide", locale=locale).values()
    )
    year = r"(?:19|20)\d\d"
    part = r"awal|pertengahan|akhir|penghujung|early|mid|late|the end of|end of|the beginning of"
    ordinal = _any(ORDINALS)
    day_led = rf"(?P<weekday>(?:{weekday}|jum'at|jum’at)\b,?\s*(?:tanggal\s*)?\(?)?"
    alternatives = (
        rf"{day_led}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+|"
        rf"bulan\s+)?(?P<m1>{month})(?:,?\s+(?:tahun\s+)?(?P<y1>{year}))?\b",
        rf"(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{year})\b",
        rf"(?P<y3>{year})-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)",
        rf"(?P<led>(?:{weekday}|jum'at|jum’at)\b,?\s*\(?)?\b(?P<d4>\d{{1,2}})[/.-](?P<m4>\d{{1,2}})[/.-](?P<y4>{year}|\d\d)\b",
        rf"(?P<day_only>(?:{weekday}|jum'at|jum’at)\b,?\s*\(\d{{1,2}}/\d{{1,2}}\))",
        rf"(?:(?P<part5>{part})[\s-]+)?(?:bulan\s+)?(?:\b{month}\s*(?:-|–|hingga|sampai|dan|to|"
        rf"and)\s*)?\b(?P<m5>{month})(?:,?\s+(?:tahun\s+|of\s+)?(?P<y5>{year})|\s+(?P<r5>tahun lalu|tahun ini|"
        rf"last year|this year))\b",
        rf"\b(?:triwulan|kuartal|kwartal|tw|quarter|q)[\s-]*(?:ke-?)?(?P<q6>{ordinal})[-,/\s]*(?:tahun\s+|of\s+|"
        rf"pada\s+)?(?P<y6>{year})\b",
        rf"\b(?P<q7>{ordinal})[\s-]quarter\s+(?:of\s+)?(?P<y7>{year})\b",
        rf"\b(?:semester|paruh|half)\s*(?P<h8>{ordinal})[-,/\s]*(?:tahun\s+|of\s+)?(?P<y8>{year})\b",
        rf"\b(?P<h9>first|second)[\s-]half\s+(?:of\s+)?(?P<y9>{year})\b",
        rf"\b(?P<part10>{part})[\s-]+(?:tahun\s+)?(?P<y10>{year}|tahun lalu|tahun ini|last year|this year|next year|"
        rf"tahun depan|the year|tahun)\b(?![.,]\d)",
        rf"\b(?P<ago>{_any(AGO)}) (?:tahun (?:yang )?lalu|years ago)\b",
        r"\b(?P<relative>(?:tahun|bulan) (?:lalu|ini|kemarin|depan)|(?:last|this|next) (?:year|month)|kemarin|"
        r"hari ini|yesterday|today)\b",
        r"\b(?P<before_that>(?:se)?(?:tahun|bulan) sebelumnya|(?:the )?(?:previous|preceding) (?:year|month)|"
        r"a (?:year|month) (?:earlier|before))\b",
        r"\b(?P<after_that>setahun (?:kemudian|berselang|setelahnya)|tahun berikutnya|a year later|(?:the )?(?:following|next) year)\b",
        r"\b(?P<now>saat ini|hingga kini|sampai kini|kini|sekarang|sejauh ini|currently|at present|so far|to date)\b",
        r"\b(?:periode|bulan|tanggal|waktu|posisi|the same (?:period|month|day|date|time)) ?(?:yang sama)?,? (?:pada |di |in |of )?"
        rf"(?P<year_on>tahun (?:lalu|sebelumnya)|last year|the (?:previous|preceding) year|a year (?:earlier|before)|"
        rf"(?:tahun )?{year})\b",
        r"\b(?:(?P<same>bulan|tanggal|tahun|periode|waktu|saat) yang sama|(?P<that>bulan|tanggal|tahun) (?:itu|tersebut)|"
        r"(?:the same|that) (?P<same_en>month|date|day|year|period|time))\b"
        r"(?!,? (?:pada |di |in |of )?(?:tahun|bulan|last|the previous|sebelumnya|(?:19|20)\d\d))",
        rf"(?:(?:hingga|sampai|per|pada|bulan|posisi|sejak|dari|until|since|in|by|from|"
        rf"as of)(?:\s+(?:dengan|bulan|awal|akhir|the end of))*\s+)(?P<m11>{month})\b(?!,?\s+(?:\d{{1,2}},?\s+)?(?:19|"
        rf"20)\d\d|\s*(?:-|–|hingga|sampai|dan)\s*(?:{month})\b)",
        rf"\b(?:tahun|pada|sepanjang|selama|sejak|in|during|since)\s+(?P<y13>{year})(?=\s+(?:pekerja|tenaga|peserta|"
        rf"orang|workers|people)\b)",
        rf"(?<![\d.,/])(?P<y12>{year})\b(?![.,/]\d|\s*(?:%|persen|percent|orang|pekerja|tenaga|peserta|jiwa|workers|"
        rf"people|ribu|juta|desa|perusahaan))",
    )
    return re.compile("|".join(rf"(?:{one})" for one in alternatives))


# Directly before a date: as of it, or since it, or compared with it.
AS_OF = re.compile(r"\b(?:per|hingga|sampai|s\.?d\.?|posisi|dengan|tanggal|as of|until|by|up to)\s*$")
SINCE = re.compile(
    r"\b(?:sejak|since|dari|dibanding(?:kan)?|ketimbang|daripada|compared (?:with|to)|from)(?:\s+(?:dengan|tahun|"
    r"bulan|akhir|awal|posisi|pada))*\s*$"
)
# The time behind a day, blanked out: the article is stamped with it.
STAMPED = re.compile(r"\s*[|/,–-]?\s*(?:pukul\s*)?(?:¤|\d{1,2}[.:]\d{2}\b)")
# What is said, held or handed over on a day is dated by it; a figure in it is not.
SPOKEN = re.compile(
    r"\b(?:kata|ujar|ucap|jelas|ungkap|tutur|tegas|tambah|papar|sebut|terang|imbuh|pungkas|kata|menurut|"
    r"mengatakan|menyampaikan|"
    r"menjelaskan|menyebut(?:kan)?|mengungkapkan|menuturkan|menegaskan|disampaikan|dikutip|keterangan|ditemui|"
    r"acara|kegiatan|rapat|"
    r"digelar|membuka|menghadiri|diserahkan|penyerahan|said|told|stated|statement|added|explained|launched|"
    r"meeting|merilis|dirilis|mengumumkan|memaparkan|melaporkan|released|announced|reported)(?:nya|kan)?\b"
)


def dates(text: str, article: date | None) -> list[Dated]:
    """The dates in a text, in their order.

    Parameters
    ----------
    text : str
        In lower case, without laws and plans.
    article : datetime.date, optional
        Of the article: "tahun lalu", "kemarin" and months without a year are counted from it. Where it is not given, the day
        on which somebody spoke stands for it, if the text names one with its year.

    Examples
    --------
    >>> [one.value for one in dates("dari 41% pada 1 oktober 2024 menjadi 45% pada akhir 2024", None)]
    ['2024-10-01', '2024-12']
    >>> [one.value for one in dates("tahun lalu 41%", date(2025, 8, 12))]
    ['2024']
    """
    found = list(_pattern().finditer(text))
    spoken = [place for place in found if _is_article_date(text, place)]
    if article is None:
        days = [_day(place.groupdict(), None) for place in spoken]
        article = next((date.fromisoformat(day) for day in days if day and len(day) == 10), None)
    named: list[Dated] = []
    for place in found:
        one = _from_last_named(place, named, article) or _dated(text, place, article, place in spoken)
        if one:
            named.append(one)
    return [
        one._replace(role="compared") if following and _begins_span(text, one, following) else one
        for one, following in zip(named, [*named[1:], None], strict=False)
    ]


def _from_last_named(found: re.Match[str], named: list[Dated], article: date | None) -> Dated | None:
    """A date that is counted from the last one named: "pada bulan yang sama", "tahun sebelumnya", "that year"."""
    before = [one.value for one in named if one.role in ("figure", "compared") and one.value]
    unit = found["same"] or found["that"] or found["same_en"]
    if unit:
        length = SAME_LENGTH.get(unit, len("2025"))
        fitting = [value for value in before if len(value) >= length]
        value = fitting[-1][: length if unit in SAME_LENGTH else None] if fitting else None
        return Dated(value, "figure" if value else "unknown", *found.span())
    year_on = found["year_on"]
    if year_on and before:
        year = re.search(r"\d{4}", year_on)
        lalu = article and year_on in ("tahun lalu", "last year")
        in_year = int(year[0]) if year else article.year - 1 if article and lalu else int(before[-1][:4]) - 1
        return Dated(f"{in_year}{before[-1][4:]}", "figure", *found.span())
    if found["after_that"] and before:
        whole = re.match(r"setahun|a year", found["after_that"])
        return Dated(f"{int(before[-1][:4]) + 1}{before[-1][4:] if whole else ''}", "figure", *found.span())
    earlier = found["before_that"]
    if earlier and before and re.search("tahun|year", earlier):
        whole_year_ago = re.match(r"setahun|a year", earlier)
        led = SINCE.search(found.string[max(0, found.start() - 30) : found.start()])
        value = f"{int(before[-1][:4]) - 1}{before[-1][4:] if whole_year_ago else ''}"
        return Dated(value, "compared" if led else "figure", *found.span())
    return None


def _begins_span(text: str, one: Dated, following: Dated) -> bool:
    """Whether a date is only where a span of time begins: "between December 2023 and December 2024"."""
    led = re.search(r"\b(?:between|antara|dari|from)\s*$", text[max(0, one.start - 12) : one.start])
    return bool(
        led and re.fullmatch(r"\s*(?:and|dan|hingga|sampai|to|-|–)\s*", text[one.end : following.start])
    )


def _is_article_date(text: str, found: re.Match[str]) -> bool:
    """Whether a day is the one on which somebody spoke: "kata Gubernur, Selasa (3/12/2024)", "(21/2/2024)"."""
    if found["day_only"]:
        return True
    if found["relative"] in ("kemarin", "hari ini", "yesterday", "today"):
        if AS_OF.search(text[max(0, found.start() - 30) : found.start()]):
            return False
        return bool(
            SPOKEN.search(text[max(0, found.start() - 50) : found.start()].split("\n")[-1])
            or SPOKEN.search(text[found.end() : found.end() + 50].split("\n")[0])
        )
    if not (found["d1"] or found["d4"]):
        return False
    before = text[max(0, found.start() - 160) : found.start()]
    if STAMPED.match(text, found.end()):
        return True
    if AS_OF.search(before):
        return False
    weekday = found["weekday"] or found["led"]
    if (
        weekday
        and before.rstrip(" \"'”’").endswith(",")
        and re.match(r"\s*[)\"'”’]*(?:[.\n]|$|,\s*(?:\w+\s+)?(?=\w))", text[found.end() :])
    ):
        behind = text[found.end() : found.end() + 40]
        if SPOKEN.match(behind.lstrip(" ,")) or not behind.startswith(","):
            return True
    in_brackets = before.rstrip().endswith("(") or (weekday or "").rstrip().endswith("(")
    said = SPOKEN.search(re.split(r"[.;\n](?:\s|$)", before)[-1])
    return bool((weekday and in_brackets) or (in_brackets and found["d4"]) or (weekday and said))


def _dated(text: str, found: re.Match[str], article: date | None, spoken: bool) -> Dated | None:
    groups = found.groupdict()
    before = text[max(0, found.start() - 30) : found.start()]
    if spoken:
        return Dated(_day(groups, article), "article", *found.span())
    if groups["year_on"]:
        # Nothing is named before: the year alone.
        value = (
            _year_said(groups["year_on"], article)
            if "20" not in groups["year_on"]
            else groups["year_on"][-4:]
        )
        return Dated(value, "figure" if value else "unknown", *found.span())
    if groups["now"]:
        return Dated(None, "now", *found.span())
    if groups["after_that"]:
        return Dated(None, "unknown", *found.span())
    if groups["before_that"]:
        return Dated(None, "compared" if SINCE.search(before) else "unknown", *found.span())
    value = _day(groups, article) or _part_of_year(groups, article) or _relative(groups, article)
    relative = (
        groups["relative"] or groups["ago"] or groups["r5"] or (groups["y10"] and not groups["y10"].isdigit())
    )
    if value is None and not (relative or groups["m11"] or groups["m1"]):
        return None
    since = SINCE.search(before) or (groups["m11"] and re.match(r"(?:sejak|since|from)\b", found[0]))
    role = "compared" if since else "figure" if value else "unknown"
    return Dated(value, role, *found.span())


def _day(groups: dict[str, str | None], article: date | None) -> str | None:
    """The day that a match names in full, or without its year."""
    for number in "1234":
        day, month, year = (groups[f"{part}{number}"] for part in "dmy")
        if not day or not month:
            continue
        as_number = int(month) if month.isdigit() else months()[month.rstrip(".")]
        in_year = int(year) if year else _year_of(as_number, article)
        if in_year is None:
            return None
        in_year += 2000 if in_year < 100 else 0
        try:
            return date(in_year, as_number, int(day)).isoformat()
        except ValueError:
            return None
    return None


def _year_of(month: int, article: date | None) -> int | None:
    """The year of a month that is named without it: the last such month by the time of the article."""
    if article is None:
        return None
    return article.year if month <= article.month else article.year - 1


def _part_of_year(groups: dict[str, str | None], article: date | None) -> str | None:
    if groups["m5"]:
        year = groups["y5"] or _year_said(groups["r5"], article)
        return f"{year}-{months()[groups['m5'].rstrip('.')]:02}" if year else None
    if groups["m11"]:
        named = months()[groups["m11"].rstrip(".")]
        in_year = _year_of(named, article)
        return f"{in_year}-{named:02}" if in_year else None
    if groups["y13"]:
        return groups["y13"]
    for quarter, year in (("q6", "y6"), ("q7", "y7")):
        if groups[quarter]:
            return f"{groups[year]}-{3 * ORDINALS[str(groups[quarter])]:02}"
    for half, year in (("h8", "y8"), ("h9", "y9")):
        if groups[half]:
            return f"{groups[year]}-{6 * ORDINALS[str(groups[half])]:02}"
    if groups["y10"]:
        year = groups["y10"] if groups["y10"].isdigit() else _year_said(groups["y10"], article)
        part = str(groups["part10"])
        month = (
            1
            if part in ("awal", "early") or "beginning" in part
            else 6
            if part in ("pertengahan", "mid")
            else 12
        )
        return f"{year}-{month:02}" if year else None
    return groups["y12"]


def _year_said(words: str | None, article: date | None) -> str | None:
    """The year that "tahun lalu" or "this year" means."""
    if article is None or not words:
        return None
    away = -1 if "lalu" in words or "last" in words else 1 if "depan" in words or "next" in words else 0
    return str(article.year + away)


def _relative(groups: dict[str, str | None], article: date | None) -> str | None:
    if groups["ago"] and article is not None:
        return str(article.year - AGO[groups["ago"]])
    words = groups["relative"]
    if not words or article is None:
        return None
    ahead = words.endswith("depan") or words.startswith("next")
    same = words.endswith(" ini") or words.startswith("this")
    if words in ("hari ini", "today"):
        return article.isoformat()
    if words in ("kemarin", "yesterday"):
        return (article - timedelta(days=1)).isoformat()
    if "tahun" in words or "year" in words:
        return str(article.year + (1 if ahead else 0 if same else -1))
    count = article.year * 12 + article.month - 1 + (1 if ahead else 0 if same else -1)
    return f"{count // 12}-{count % 12 + 1:02}"
