"""Numbers, shares, counts of people and dates as the language of the reader writes them (CLDR, through Babel)."""

import math
from fractions import Fraction

import pandas as pd

from coverage_lib.language.catalogue import _, current, use  # noqa: F401 (use: the examples)

MISSING = "–"


def number(value: float, digits: int = 0) -> str:
    """A number with the separators of the language; a dash where it is missing.

    Parameters
    ----------
    value : float
        What is shown.
    digits : int
        Digits behind the decimal mark, always all of them.

    Examples
    --------
    >>> number(1312370)
    '1,312,370'
    >>> with use("id"):
    ...     number(1312370), number(2.5, 1)
    ('1.312.370', '2,5')
    """
    from babel.numbers import format_decimal

    if value is None or not math.isfinite(value):
        return MISSING
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    rounded = round(float(value), digits) + 0.0  # no "-0.0"
    return format_decimal(rounded, format=pattern, locale=current()).replace("-", "−")


def percent(value: float, digits: int = 1) -> str:
    """A share, given in percent (0–100), with its sign.

    Examples
    --------
    >>> percent(27.106)
    '27.1%'
    """
    text = number(value, digits)
    return text if text == MISSING else text + "%"


def probability(value: float) -> str:
    """A probability, given from 0 to 1, rounded to 5 points, as exactly as the projections know it; 0% and 100% only where it is exactly that.

    Examples
    --------
    >>> probability(0.001), probability(0.43), probability(0.99), probability(1.0)
    ('<5%', '45%', '>95%', '100%')
    """
    twentieths = _twentieths(value)
    if value > 0 and twentieths == 0:
        return "<" + percent(5, 0)
    if value < 1 and twentieths == 20:
        return ">" + percent(95, 0)
    return percent(5 * twentieths, 0)


def printed_probability(value: float) -> float:
    """A probability, given from 0 to 1, as far as it is printed: the nearest 5 points, the higher of two.

    What is counted or coloured by a limit uses this, so that a reader who counts the printed numbers finds the same.

    Examples
    --------
    >>> printed_probability(0.52), printed_probability(0.525), printed_probability(0.001)
    (0.5, 0.55, 0.0)
    """
    return _twentieths(value) / 20


def chance(value: float) -> str:
    """A probability, given from 0 to 1, as it is said in a sentence, rounded as :func:`probability` does.

    Examples
    --------
    >>> chance(0.41), chance(0.5), chance(0.01), chance(0.99)
    ('about 2 in 5', 'about 1 in 2', 'less than 1 in 20', 'more than 19 in 20')
    >>> with use("id"):
    ...     chance(0.41)
    'sekitar 2 dari 5'
    """
    twentieths = _twentieths(value)
    if math.isnan(twentieths):
        return MISSING
    if twentieths in (0, 20):
        return _("less than 1 in 20") if twentieths == 0 else _("more than 19 in 20")
    part = Fraction(int(twentieths), 20)
    return _("about {cases} in {all}").format(cases=part.numerator, all=part.denominator)


def _twentieths(value: float) -> float:
    """The nearest number of twentieths, the higher of two; missing where the probability is."""
    return math.floor(value * 20 + 0.5) if value is not None and math.isfinite(value) else math.nan


def points(value: float, digits: int = 1, sign: bool = True) -> str:
    """A difference of two shares, in percentage points, without the unit's name.

    Parameters
    ----------
    value : float
        Percentage points.
    sign : bool
        Show a plus where it is positive.

    Examples
    --------
    >>> points(4.25), points(-3)
    ('+4.2', '−3.0')
    """
    text = number(abs(value) if value is not None else value, digits)
    if text == MISSING:
        return text
    shown = round(float(value), digits)  # numpy rounds halves otherwise than the text does
    if shown < 0:
        return "−" + text
    return ("+" if sign and shown > 0 else "") + text


def people(value: float) -> str:
    """A count of people as it is said: millions with one digit, thousands rounded, small counts in full.

    Examples
    --------
    >>> people(39_207_829), people(65_875), people(874)
    ('39.2 million', '65,900', '874')
    >>> with use("id"):
    ...     people(39_207_829)
    '39,2 juta'
    """
    if value is None or not math.isfinite(value):
        return MISSING
    if abs(value) >= 999_950:
        return _("{number} million").format(number=number(value / 1e6, 1))
    return number(round(value, -2) if abs(value) >= 10_000 else value)


def people_three_digits(value: float) -> str:
    """A count of people with three digits, where one digit of millions would not tell two counts apart.

    Examples
    --------
    >>> people_three_digits(1_318_182), people_three_digits(39_207_829), people_three_digits(534_179)
    ('1.32 million', '39.2 million', '534,000')
    """
    if 999_500 <= abs(value) < 9_995_000:
        return _("{number} million").format(number=number(value / 1e6, 2))
    return number(round(value, -3)) if 100_000 <= abs(value) < 999_500 else people(value)


def date(value: pd.Timestamp | str, form: str = "long") -> str:
    """A date in words.

    Parameters
    ----------
    value : datetime-like
        The day.
    form : {"long", "month", "year"}
        31 December 2024, December 2024 or 2024.

    Examples
    --------
    >>> date("2024-12-31"), date("2024-12-31", "month")
    ('31 December 2024', 'December 2024')
    >>> with use("id"):
    ...     date("2024-12-31")
    '31 Desember 2024'
    """
    from babel.dates import format_date

    moment = pd.Timestamp(value)
    if pd.isna(moment):
        return MISSING
    patterns = {"long": "d MMMM y", "month": "MMMM y", "year": "y"}
    return format_date(moment.date(), format=patterns[form], locale=current())


def printed_date(text: str) -> str:
    """A date as exact as it was printed: a day, a month or a year.

    Parameters
    ----------
    text : str
        ``2024-12-02``, ``2024-12`` or ``2024``.

    Examples
    --------
    >>> printed_date("2024-12"), printed_date("2024")
    ('December 2024', '2024')
    """
    return date(text, {0: "year", 1: "month", 2: "long"}[text.count("-")]) if text else MISSING
