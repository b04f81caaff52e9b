"""Read a press text: the figures that it seems to state, each with the words it came from, to be confirmed by a person."""

from datetime import date
from typing import NamedTuple

from coverage_lib.data.press.amounts import SHARES, amounts
from coverage_lib.data.press.dates import dates
from coverage_lib.data.press.figures import Figure, PassedOver
from coverage_lib.data.press.other import blanked, others
from coverage_lib.data.press.places import places
from coverage_lib.data.press.reader import Reader
from coverage_lib.data.press.sentences import sentences
from coverage_lib.data.press.whereabouts import ONLY_INDONESIA
from coverage_lib.data.regions import NATION


class Reading(NamedTuple):
    """The figures that a text seems to state, and the numbers in it that are none, in their order."""

    figures: list[Figure]
    passed_over: list[PassedOver]


def read_text(text: str, article_date: date | None = None) -> Reading:
    """The figures on coverage that a press text in Indonesian or English seems to state.

    Parameters
    ----------
    text : str
        A line, a paragraph or an article.
    article_date : datetime.date, optional
        Of the article: what "tahun lalu", "kemarin" or a month without a year is counted from. It is never a figure's date.

    Returns
    -------
    Reading
        figures and passed_over.

    Examples
    --------
    >>> (figure,) = read_text("Cakupan di Jambi naik menjadi 45,17% per 2 Desember 2024.").figures
    >>> figure.value, figure.measure, figure.place.code, figure.date, figure.confidence
    (45.17, 'coverage_rate', '15', '2024-12-02', 'high')
    """
    lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    strange = others(lower)
    spans = [(one.start, one.end) for one in strange]
    found_dates = dates(blanked(lower, spans), article_date)
    spans += [(one.start, one.end) for one in found_dates]
    plain = blanked(lower, spans)
    found_places = places(text)
    # "Kepulauan Seribu" and "Lima Puluh Kota" are names and no numbers.
    regions = [(one.start, one.end) for one in found_places if one.code not in (None, NATION)]
    everything = amounts(blanked(plain, regions, "§"))
    nationwide = any(one.unit not in SHARES and one.value >= ONLY_INDONESIA for one in everything)
    reader = Reader(text, plain, found_places, found_dates, nationwide=nationwide)
    for sentence in sentences(blanked(text, spans)):
        reader.read(sentence, [one for one in everything if sentence.start <= one.number < sentence.end])
    passed = [PassedOver(text[one.start : one.end].strip(), one.kind, one.start) for one in strange]
    return Reading(reader.figures, sorted([*passed, *reader.passed_over], key=lambda one: one.start))
