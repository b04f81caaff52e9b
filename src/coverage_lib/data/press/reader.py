"""Reads the sentences of a text one after another, and keeps what later sentences go on with."""

import re

from coverage_lib.data.numerals import limits
from coverage_lib.data.press import words
from coverage_lib.data.press.amounts import SHARES, Amount
from coverage_lib.data.press.confidence import confidence
from coverage_lib.data.press.dates import Dated
from coverage_lib.data.press.figures import Figure, PassedOver
from coverage_lib.data.press.meaning import meanings, measure, some_are_active
from coverage_lib.data.press.numbers import Number, numbers
from coverage_lib.data.press.other import blanked
from coverage_lib.data.press.own_words import REGISTERED, Meaning
from coverage_lib.data.press.places import SAME_AGAIN, Place
from coverage_lib.data.press.segments import segments
from coverage_lib.data.press.sentences import Sentence, parts
from coverage_lib.data.press.whereabouts import OF_BASES, SURVEYED, Found, Line, date_of, region_of
from coverage_lib.data.regions import NATION

# What a sentence without numbers may say that the next one goes on with.
FOLLOWED = ("covered", "uncovered", "inactive", "members", "registered", "subsidised")
# "4 dari 10 pekerja" counts nobody.
FEWEST = 20
# What happened during a year is not a count at its end.
DURING = re.compile(r"\b(?:selama|sepanjang|during|throughout)\s*$")
REACHES = re.compile(
    r"\b(?:sebesar|mencapai|mencatat\w*|tercatat|menyentuh|baru|sudah|telah|berada|angka|menjadi|persisnya|"
    r"tepatnya|hanya|dari|capai|"
    r"reached|recorded|stood|posted|hit)\b|\bdengan\s*$"
)
# Words of a line that was cut out of an article on coverage.
NO_SUBJECT = frozenset(
    """persen percent alhamdulillah bersama sama daerah dibanding dibandingkan terbesar posisi menempati peringkat mencatat mencatatkan tercatat menyentuh berada angka angkanya capai penurunan kenaikan persisnya tepatnya mampu berhasil
    reached recorded stood posted hit province""".split()  # noqa: SIM905
)
OF_WHAT = re.compile(
    r"\s*(?:dari|of)\s+(?:(?:total|jumlah|seluruh|keseluruhan|potensi|target|semesta|angkatan|kerja|penduduk|"
    r"tenaga|pekerja|orang|"
    r"yang|eligible|bekerja|berhak|populasi|the|all|its|workers?|labou?r|force|employed|people)\b\s*)+"
)


class Reader:
    """Reads the sentences of a text one after another and keeps what later sentences go on with."""

    def __init__(
        self, text: str, plain: str, places: list[Place], dates: list[Dated], *, nationwide: bool
    ) -> None:
        self.text, self.plain, self.places, self.dates = text, plain, places, dates
        self.nationwide = nationwide
        named = [
            (one.start, one.end)
            for one in places
            if one.code != NATION and not SAME_AGAIN.match(plain, one.start)
        ]
        self.without_names = blanked(plain, named, "§")
        self.about_coverage = bool(words.ABOUT_COVERAGE.search(text.lower()))
        self.figures: list[Figure] = []
        self.passed_over: list[PassedOver] = []
        # What the last sentence was about.
        self.before: Meaning | None = None
        # The date that later sentences go on with, and the codes of the regions whose figures it was said of.
        self.last_date: str | None = None
        self.date_of: set[str | None] = set()
        # Where the sentence ends that says this date.
        self.dated_to = 0
        # The date of the workers or employed people counted last, of whom the next sentence may tell a part.
        self.date_of_base: str | None = None
        # Where the last sentence with figures ends.
        self.read_to = 0

    def read(self, sentence: Sentence, found: list[Amount]) -> None:
        """Propose the figures of a sentence."""
        self._remember_topic(sentence, found)
        if not found:
            self._remember_date(sentence, [], numbers=False)
            return
        pieces = parts(self.without_names, sentence, found)
        row = numbers(found, pieces)
        said = meanings(row, self.before)
        of_segments = segments(row, self.figures[-1].segment if self.figures else "total")
        measures = [measure(*both) for both in zip(said, row, strict=True)]
        line = Line(sentence, found, pieces, [of[0] if of else "" for of in measures], self.plain)
        self._only_some_active(row[0], said[0])
        kept = []
        for place, of in enumerate(measures):
            fits = of and self._is_figure(said[place], found[place], sentence)
            figure = self._propose(place, line, said[place], of, of_segments[place]) if of and fits else None
            if figure:
                kept.append(figure)
            else:
                self._pass_over(found[place], said[place].why or "nothing says that it is about coverage")
        self.figures += kept
        self._remember_date(sentence, kept)
        if kept:
            self.read_to = sentence.end
            states = [one for one, of in zip(said, measures, strict=True) if of]
            self.date_of_base = next((one.date for one in reversed(kept) if one.measure in OF_BASES), None)
            self.before = next((one for one in states if one.state == "covered"), states[-1])

    def _only_some_active(self, number: Number, said: Meaning) -> None:
        """Where a sentence begins with the active among those counted last, these were registered."""
        last = self.figures[-1] if self.figures else None
        if (
            last
            and self.before
            and self.before.why == REGISTERED
            and some_are_active(number, said, last.value)
        ):
            self.figures[-1] = last._replace(measure="registered_workers")

    def _pass_over(self, amount: Amount, why: str) -> None:
        words_of_it = self.text[amount.start : amount.end].strip()
        self.passed_over.append(PassedOver(words_of_it, why, amount.number))

    def _is_figure(self, said: Meaning, amount: Amount, sentence: Sentence) -> bool:
        if (amount.unit == "number" and amount.value < 100) or (
            amount.unit == "workers" and amount.value < FEWEST
        ):
            return False
        if amount.unit in SHARES and amount.value > 150:
            return False
        if said.sure < 0:
            # A line cut out of an article may not say what its share is of; where the text has a subject, this one does not share it.
            ahead = self.plain[sentence.start : amount.start]
            if words.TOPIC.search(self.plain[sentence.start : sentence.end]) or self._has_a_subject(
                sentence, amount
            ):
                return False
            named = any(sentence.start <= one.start < sentence.end for one in self.places)
            if named and ahead.rstrip().endswith(":"):
                return True
            return (
                bool(REACHES.search(ahead)) and not self.about_coverage and not words.TOPIC.search(self.plain)
            )
        return True

    def _has_a_subject(self, sentence: Sentence, amount: Amount) -> bool:
        """Whether the words ahead of a number are about something that no word of coverage names."""
        words_ahead = words.ABOUT_COVERAGE.sub(" ", self.without_names[sentence.start : amount.start])
        ahead = re.findall(r"[^\W\d_]{3,}", words_ahead)
        return any(word not in words.GO_ON and word not in NO_SUBJECT for word in ahead)

    def _date(self, place: int, line: Line, region: Found[Place]) -> Found[str]:
        when = date_of(place, line, self.dates)
        ahead = self.plain[line.sentence.start : line.amounts[place].start]
        if (
            when.how == "nothing"
            and self.date_of_base
            and line.measures[place] in OF_BASES
            and words.OF_THOSE.search(ahead)
        ):
            return Found(self.date_of_base, "from an earlier sentence")
        if (
            when.how == "nothing"
            and self.last_date
            and self._goes_on(line.measures[place], region, line.sentence, ahead)
        ):
            return Found(self.last_date, "from an earlier sentence")
        return when

    def _earlier_region(self, sentence: Sentence) -> Place | None:
        """The region that a sentence without one goes on with: one named since the last figures, else that of the last figure."""
        named = [one for one in self.places if one.start < sentence.start and one.role == "named"]
        since = [one for one in named if one.start >= self.read_to]
        if since or not self.figures:
            return named[-1] if named else None
        return self.figures[-1].place

    def _goes_on(self, of: str, region: Found[Place], sentence: Sentence, ahead: str) -> bool:
        """Whether a figure without a date is of the date of the sentences before; no target is.

        One of their region is, one in a list, one that theirs is set beside, and one of another region that is compared with
        theirs in the same paragraph.
        """
        if of.startswith("target"):
            return False
        same = not self.date_of or region.value is None or region.value.code in self.date_of
        next_to_it = "\n" not in self.plain[self.dated_to : sentence.start]
        compared = next_to_it and words.COMPARED_REGION.search(ahead)
        return same or sentence.listed or bool(words.SET_BESIDE.search(ahead) or compared)

    def _propose(
        self, place: int, line: Line, said: Meaning, of: tuple[str, str], segment: str
    ) -> Figure | None:
        """A number as a figure; None where the words around it cannot be read as its limits."""
        amount, sentence = line.amounts[place], line.sentence
        earlier = self._earlier_region(sentence)
        region = region_of(place, line, self.places, earlier, nationwide=self.nationwide)
        if region.value is None and said.sure == 0:
            # Neither what it measures nor where stands in its sentence.
            return None
        when = self._date(place, line, region)
        start, end = self._span(amount, sentence, of[1], changes=said.state == "change")
        as_published = " ".join(self.text[start:end].split())
        value = -amount.value if said.state == "change" and said.falls else amount.value
        printed = limits(as_published, value, of[1])
        if printed is None:
            return None
        # Whose contribution a government pays is vulnerable by definition, whatever the text calls them.
        workers = "vulnerable" if of[0] == "subsidised_workers" and segment == "total" else segment
        level, reason = confidence(said, region, when)
        return Figure(
            value, of[1], of[0], workers, region.value, when.value, printed, as_published,
            " ".join(self.text[sentence.start : sentence.end].split()), start, end, level, reason,
        )  # fmt: skip

    def _span(self, amount: Amount, sentence: Sentence, unit: str, *, changes: bool) -> tuple[int, int]:
        """Where the words of a figure begin and end: with "naik" before a change, with "dari potensi pekerja" behind a share."""
        start, end = amount.start, amount.end
        behind = OF_WHAT.match(self.plain, end) if unit == "percent" else None
        since = max(sentence.start, start - 40)
        ahead = words.CHANGE.search(self.plain[since:start]) if changes else None
        return since + ahead.start() if ahead else start, behind.end() if behind else end

    def _remember_topic(self, sentence: Sentence, found: list[Amount]) -> None:
        """What a heading of a list says holds for its items; a sentence about something else ends what was said before."""
        line = self.plain[sentence.start : sentence.end]
        states = [one.lastgroup for one in words.STATE.finditer(line)]
        if states and not found and any(one in FOLLOWED for one in states):
            state = next((one for one in states if one in ("uncovered", "inactive")), states[0])
            self.before = Meaning("covered" if state in ("registered", "members") else str(state), 0, "")
        elif words.TOPIC.search(line) and not any(one in ("covered", "uncovered") for one in states):
            self.before = None

    def _remember_date(self, sentence: Sentence, kept: list[Figure], *, numbers: bool = True) -> None:
        """The date that later sentences go on with: the last of this one that is neither a target's nor a survey's."""
        here = [one for one in self.dates if sentence.start <= one.start < sentence.end]
        if any(one.role == "now" for one in here):
            self.last_date = None
        of_figures = [one for one in here if one.role == "figure" and not _lasts(one, self.plain)]
        line = self.plain[sentence.start : sentence.end]
        says = words.STATE.search(line) and not words.TARGET.search(line) and not numbers
        counts = any(_is_counted(one) for one in kept)
        if of_figures and (counts or says):
            dated = [one.date for one in kept if one.date and _is_counted(one)]
            self.last_date = max(dated) if dated else of_figures[-1].value if says else None
            self.date_of = {one.place.code for one in kept if one.place}
            self.dated_to = sentence.end


def _lasts(one: Dated, text: str) -> bool:
    """Whether a year is said as a span of time: what happened during it is not of its end."""
    return len(one.value or "") == len("2025") and bool(DURING.search(text[: one.start][-20:]))


def _is_counted(figure: Figure) -> bool:
    """Whether a figure is neither a target nor taken from a survey of employment."""
    return not figure.measure.startswith("target") and figure.measure not in SURVEYED
