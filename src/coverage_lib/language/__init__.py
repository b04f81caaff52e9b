"""Words, numbers and dates in the language of the reader: one catalogue, two languages, one vocabulary."""

from coverage_lib.language.catalogue import LANGUAGES, _, catalogue, checked, choose, current, use
from coverage_lib.language.numbers import (
    MISSING,
    chance,
    date,
    number,
    people,
    people_three_digits,
    percent,
    points,
    printed_date,
    printed_probability,
    probability,
)

__all__ = [
    "LANGUAGES",
    "MISSING",
    "_",
    "catalogue",
    "chance",
    "checked",
    "choose",
    "current",
    "date",
    "number",
    "people",
    "people_three_digits",
    "percent",
    "points",
    "printed_date",
    "printed_probability",
    "probability",
    "use",
]
