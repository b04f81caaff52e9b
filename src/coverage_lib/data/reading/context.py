"""What stands around a table: its titles, the name of its sheet and of its file, and what they say of all of its numbers."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from coverage_lib.data.press import places as press_places
from coverage_lib.data.reading import meaning
from coverage_lib.data.reading.meaning import Facts, When

#: What the nearest text that says it is believed in.
SAID = ("measure", "segment", "group", "part", "counted_by", "base", "unit")


class Context(NamedTuple):
    """What is said around a table.

    Attributes
    ----------
    facts : Facts
        What holds for every number whose own row and column do not say otherwise; `dates` the finest first.
    source : dict of str to str
        For each fact that is said: title, sheet or file.
    at_odds : tuple of str
        Times of which title and sheet name different ones: none of them is believed.
    region : str
        Code of the province or regency that the table is of, where its titles or its sheet name one.
    titles : tuple of str
        From the top.
    """

    facts: Facts
    source: dict[str, str]
    at_odds: tuple[str, ...]
    region: str
    titles: tuple[str, ...]


def read_context(titles: Sequence[str], sheet: str, file: str) -> Context:
    """What is said around a table, the nearest first: the lowest title, the sheet, the file.

    Examples
    --------
    >>> around = read_context(["Peserta aktif BPJS Ketenagakerjaan", "Provinsi Jawa Tengah, Desember 2024"], "PU", "data")
    >>> around.facts[:2], around.region, around.facts.dates[0].printed, around.source["segment"]
    (('active', 'formal'), '33', '2024-12', 'sheet')
    """
    texts = [
        *(("title", text) for text in reversed(titles)),
        ("sheet", sheet),
        # A letter or two is a name that somebody gave in a hurry, and no heading.
        ("file", file.replace("_", " ") if len(file) > 2 else ""),
    ]
    said = [(source, _of_all(text)) for source, text in texts if text]
    values, sources = {}, {}
    for name in SAID:
        found = _nearest(name, said)
        if found:
            values[name], sources[name] = found
    dates, at_odds, source = _dates(titles, sheet, file)
    if dates:
        sources["dates"] = source
    return Context(
        Facts(**values, dates=dates), sources, at_odds, _region([*titles[::-1], sheet]), tuple(titles)
    )  # type: ignore[arg-type]


def _nearest(name: str, said: list[tuple[str, Facts]]) -> tuple[str, str] | None:
    """The nearest value of a fact, and where it is said; workers are what is measured only where no text says anything else."""
    found = [(getattr(facts, name), source) for source, facts in said if _one(getattr(facts, name))]
    return next((one for one in found if one[0] != "workers"), found[0] if found else None)


#: "Menurut kelompok umur" says by what a table is divided, and not of whom it is.
_DIVIDED_BY = re.compile(r"\b(?:menurut|berdasarkan|by)\b[^,;()]*", re.IGNORECASE)


def _of_all(text: str) -> Facts:
    """What a title says of all numbers under it."""
    return meaning.facts_of(text)._replace(part=meaning.facts_of(_DIVIDED_BY.sub(" ", text)).part)


def _one(value: str) -> bool:
    """Whether a text says one thing only: a title that names two segments is of neither."""
    return bool(value) and "+" not in value


def _dates(titles: Sequence[str], sheet: str, file: str) -> tuple[tuple[When, ...], tuple[str, ...], str]:
    """The times that are said, the finest first; those that contradict each other; where they are said."""
    in_titles = _times(titles)
    month = meaning.month_of(titles)
    on_sheet = _times([sheet])
    found, source = (*in_titles, *on_sheet), "title" if in_titles else "sheet"
    if not found:
        found, source = _times([file.replace("_", " ").replace("-", " ")]), "file"
    whole = [when for when in found if when.period.precision != "part"]
    if meaning.at_odds(whole):
        return (*((month,) if month else ()),), tuple(dict.fromkeys(when.printed for when in whole)), ""
    order = sorted(whole, key=lambda when: ("day", "month", "year").index(when.period.precision))
    parts = tuple(when for when in found if when.period.precision == "part")
    return (*order, *parts, *((month,) if month else ())), (), source


def _times(texts: Sequence[str]) -> tuple[When, ...]:
    """The time of each text that names one; a text with several names none of them."""
    times = (meaning.facts_of(text).dates for text in texts if text)
    return tuple(one[0] for one in times if len(one) == 1)


def _region(texts: Sequence[str]) -> str:
    """The code of the region that the nearest text with one names; empty where a text names several."""
    for text in texts:
        codes = {
            place.code
            for place in press_places.places(text)
            if place.code and place.role in ("named", "among", "dateline")
        }
        if len(codes) == 1:
            return codes.pop()
    return ""
