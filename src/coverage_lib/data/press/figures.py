"""What is read from a text: figures to be confirmed, and numbers that are none."""

from typing import NamedTuple

from coverage_lib.data.numerals import Limits
from coverage_lib.data.press.places import Place


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
