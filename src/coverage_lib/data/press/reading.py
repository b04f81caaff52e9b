"""Read a press text: the figures that it seems to state, each with the words it came from, to be confirmed by a person."""

import re
from datetime import date
from typing import NamedTuple

from coverage_lib.data.numerals import Limits, limits
from coverage_lib.data.press import words
from coverage_lib.data.press.amounts import SHARES, Amount, amounts
from coverage_lib.data.press.dates import Dated, dates
from coverage_lib.data.press.meaning import Meaning, meanings, measure
from coverage_lib.data.press.other import blanked, others
from coverage_lib.data.press.places import Place, places
from coverage_lib.data.press.segments import segments
from coverage_lib.data.press.sentences import Part, Sentence, parts, sentences
from coverage_lib.data.press.whereabouts import ONLY_INDONESIA, Found, date_of, region_of

# What a sentence without numbers may say that the next one goes on with.
FOLLOWED = ("covered", "uncovered", "inactive", "members", "registered", "subsidised")
# "4 dari 10 pekerja" counts nobody.
FEWEST = 20
REACHES = re.compile(
    r"\b(?:sebesar|mencapai|mencatat\w*|tercatat|menyentuh|baru|sudah|telah|berada|angka|menjadi|persisnya|tepatnya|hanya|dari|capai|"
    r"reached|recorded|stood|posted|hit)\b|\bdengan\s*$"
)
CONFIDENCE = ("low", "medium", "high")
OF_WHAT = re.compile(
    r"\s*(?:dari|of)\s+(?:(?:total|jumlah|seluruh|keseluruhan|potensi|target|semesta|angkatan|kerja|penduduk|tenaga|pekerja|orang|"
    r"yang|eligible|bekerja|berhak|populasi|the|all|its|workers?|labou?r|force|employed|people)\b\s*)+"
)


class Figure(NamedTuple):
    """A figure that a text seems to state: what is proposed, its words, and how sure that is, with the reason."""

    value: float
    unit: str
    measure: str
    segment: str
    place: Place | None
    date: str | None
    printed: Limits
    as_published: str
    words: str
    start: int
    end: int
    confidence: str
    reason: str


class PassedOver(NamedTuple):
    """A number of a text that is not proposed, and why."""

    words: str
    why: str
    start: int


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
    everything = amounts(plain)
    reader = _Reader(text, plain, found_places, found_dates)
    reader.nationwide = any(
        one.unit in ("workers", "number") and one.value >= ONLY_INDONESIA for one in everything
    )
    for sentence in sentences(blanked(text, spans)):
        reader.read(sentence, [one for one in everything if sentence.start <= one.number < sentence.end])
    passed = [PassedOver(text[one.start : one.end].strip(), one.kind, one.start) for one in strange]
    return Reading(reader.figures, sorted([*passed, *reader.passed_over], key=lambda one: one.start))


class _Reader:
    """Reads the sentences of a text one after another and keeps what later sentences go on with."""

    def __init__(self, text: str, plain: str, found_places: list[Place], found_dates: list[Dated]) -> None:
        self.text, self.plain = text, plain
        self.places, self.dates = found_places, found_dates
        self.about_coverage = bool(words.ABOUT_COVERAGE.search(text.lower()))
        self.figures: list[Figure] = []
        self.passed_over: list[PassedOver] = []
        self.nationwide = False
        self.before: Meaning | None = None
        # The date that later sentences go on with, and the codes of the regions whose figures it was said of.
        self.last_date: str | None = None
        self.date_of: set[str | None] = set()
        # Where the last sentence with figures ends.
        self.read_to = 0

    def read(self, sentence: Sentence, found: list[Amount]) -> None:
        pieces = parts(self.plain, sentence, found)
        self._remember_topic(sentence, found)
        if not found:
            self._remember_date(sentence, [], set(), numbers=False)
            return
        said = meanings(found, pieces, self.before)
        of_segments = segments(found, pieces)
        kept = [place for place, one in enumerate(said) if self._is_figure(one, found[place], sentence)]
        measures = [measure(said[place], found[place]) for place in range(len(found))]
        here = [self._whereabouts(place, found, measures, sentence, pieces) for place in range(len(found))]
        for place in kept:
            self._propose(found[place], said[place], of_segments[place], *here[place], sentence)
        for place in range(len(found)):
            if place not in kept:
                why = said[place].why or "nothing says that it is about coverage"
                self.passed_over.append(
                    PassedOver(
                        self.text[found[place].start : found[place].end].strip(), why, found[place].number
                    )
                )
        self._remember_date(
            sentence, [measures[place] for place in kept], {here[place][0].value for place in kept}
        )
        if kept:
            self.read_to = sentence.end
        states = [said[place] for place in kept]
        if states:
            self.before = next((one for one in states if one.state == "covered"), states[-1])

    def _is_figure(self, said: Meaning, amount: Amount, sentence: Sentence) -> bool:
        if said.state is None or measure(said, amount) is None:
            return False
        if (amount.unit == "number" and amount.value < 100) or (
            amount.unit == "workers" and amount.value < FEWEST
        ):
            return False
        if amount.unit in SHARES and amount.value > 150:
            return False
        if said.sure < 0:
            # A line cut out of an article may not say what its share is of; where the text has a subject, this one does not share it.
            ahead = self.plain[sentence.start : amount.start]
            if words.TOPIC.search(self.plain[sentence.start : sentence.end]):
                return False
            named = any(sentence.start <= one.start < sentence.end for one in self.places)
            if named and ahead.rstrip().endswith(":"):
                return True
            return (
                bool(REACHES.search(ahead)) and not self.about_coverage and not words.TOPIC.search(self.plain)
            )
        return True

    def _whereabouts(
        self,
        place: int,
        found: list[Amount],
        measures: list[tuple[str, str] | None],
        sentence: Sentence,
        pieces: list[Part],
    ) -> tuple[Found[Place], Found[str]]:
        region = region_of(
            place,
            found,
            pieces,
            self.places,
            sentence,
            self.plain,
            self._earlier_region(sentence),
            nationwide=self.nationwide,
        )
        when = date_of(place, found, pieces, measures, self.dates, sentence, self.plain)
        if when.how == "nothing" and self.last_date and self._goes_on(measures[place], region, sentence):
            when = Found(self.last_date, "from an earlier sentence")
        return region, when

    def _earlier_region(self, sentence: Sentence) -> Place | None:
        """The region that a sentence without one goes on with: one named since the last figures, else that of the last figure."""
        named = [one for one in self.places if one.start < sentence.start and one.role == "named"]
        since = [one for one in named if one.start >= self.read_to]
        if since or not self.figures:
            return named[-1] if named else None
        return self.figures[-1].place

    def _goes_on(self, of: tuple[str, str] | None, region: Found[Place], sentence: Sentence) -> bool:
        """Whether a figure without a date is of the date of the sentences before: one of their region, or in a list; no target is."""
        if of is None or of[0].startswith("target"):
            return False
        same = not self.date_of or region.value is None or region.value.code in self.date_of
        return same or sentence.listed

    def _propose(
        self,
        amount: Amount,
        said: Meaning,
        of_segment: tuple[str, bool],
        region: Found[Place],
        when: Found[str],
        sentence: Sentence,
    ) -> None:
        of = measure(said, amount)
        assert of is not None
        end = amount.end
        if of[1] == "percent" and (behind := OF_WHAT.match(self.plain, end)):
            end = behind.end()
        start = amount.start
        if said.state == "change" and (
            ahead := words.CHANGE.search(self.plain[max(sentence.start, start - 40) : start])
        ):
            start = max(sentence.start, start - 40) + ahead.start()
        as_published = " ".join(self.text[start:end].split())
        printed = limits(as_published, amount.value, of[1]) or limits(
            self.text[amount.start : amount.end], amount.value, of[1]
        )
        if printed is None:
            return
        confidence, reason = _confidence(said, region, when)
        self.figures.append(
            Figure(
                amount.value, of[1], of[0], of_segment[0], region.value, when.value, printed, as_published,
                " ".join(self.text[sentence.start : sentence.end].split()), start, end, confidence, reason,
            )
        )  # fmt: skip

    def _remember_topic(self, sentence: Sentence, found: list[Amount]) -> None:
        """What a heading of a list says holds for its items; a sentence about something else ends what was said before."""
        line = self.plain[sentence.start : sentence.end]
        states = [one.lastgroup for one in words.STATE.finditer(line)]
        if states and not found and any(one in FOLLOWED for one in states):
            state = next((one for one in states if one in ("uncovered", "inactive")), states[0])
            self.before = Meaning("covered" if state in ("registered", "members") else str(state), 0, "")
        elif words.TOPIC.search(line) and not any(one in ("covered", "uncovered") for one in states):
            self.before = None

    def _remember_date(
        self,
        sentence: Sentence,
        kept: list[tuple[str, str] | None],
        regions: set[Place | None],
        *,
        numbers: bool = True,
    ) -> None:
        """The date that later sentences go on with: the last of this one that is no target's."""
        here = [one for one in self.dates if sentence.start <= one.start < sentence.end]
        if any(one.role == "now" for one in here):
            self.last_date = None
        of_figures = [one for one in here if one.role == "figure"]
        of_survey = bool(kept) and all(of and of[0] in ("employed", "labour_force") for of in kept)
        only_targets = bool(kept) and all(of and of[0].startswith("target") for of in kept)
        named = words.TARGET.search(self.plain[sentence.start : sentence.end])
        said = words.STATE.search(self.plain[sentence.start : sentence.end])
        if (
            of_figures
            and (kept or (said and not numbers))
            and not only_targets
            and not of_survey
            and not (named and not kept)
        ):
            self.last_date = of_figures[-1].value
            self.date_of = {one.code for one in regions if one}


def _confidence(said: Meaning, region: Found[Place], when: Found[str]) -> tuple[str, str]:
    level, reasons = 2, []
    if said.sure < 2:
        level = min(level, max(said.sure, 0))
        reasons.append(
            said.why
            or (
                "measure from other words of the sentence"
                if said.sure == 1
                else "measure from the sentence before"
                if said.sure == 0
                else "no word says that this is coverage"
            )
        )
    if region.value is None:
        level = 0
        reasons.append("no region named")
    elif region.how != "here":
        level = min(level, 1 if region.how.startswith(("from an earlier", "by ")) else 0)
        reasons.append(f"region {region.how}")
    elif region.value.code is None:
        level = min(level, 1)
        reasons.append(
            "several regions together"
            if region.value.level == "province_group"
            else "regency or city of that name is not said"
        )
    if when.how == "unknown":
        level = min(level, 1)
        reasons.append("the date depends on that of the article, which is not given")
    elif when.value is None:
        reasons.append("no date named")
    elif when.how != "here":
        level = min(level, 1)
        reasons.append(f"date {when.how}")
    return CONFIDENCE[level], "; ".join(reasons) or "measure, region and date stand beside the number"
