"""The arithmetic of a verdict as it is printed: terms, signs and result, with the numbers of the reader's language."""

from collections.abc import Mapping
from typing import Any

from coverage_lib import language
from coverage_lib.language import _

MINUS, TIMES, OVER = "−", "×", "/"


def arithmetic(row: Mapping[Any, Any]) -> str:
    """The arithmetic of a verdict, with its numbers.

    Parameters
    ----------
    row : mapping
        A row of verdicts: operation, terms, result, result_low, result_high, printed, unit, likely.

    Examples
    --------
    >>> row = {"operation": "share", "terms": "592806;1312370", "result": 45.1706, "printed": 45.17, "unit": "percent"}
    >>> arithmetic(row)
    '592,806 / 1,312,370 = 45.17%'
    >>> with language.use("id"):
    ...     arithmetic(row)
    '592.806 / 1.312.370 = 45,17%'
    """
    operation = row["operation"]
    if not isinstance(operation, str) or operation == "stated":
        return ""
    terms = [float(term) for term in row["terms"].split(";")] if row["terms"] else []
    result, unit = float(row["result"]), str(row["unit"])
    left = _left_side(operation, terms, unit)
    if operation == "places":
        low, high = _result(row["result_low"], ""), _result(row["result_high"], "")
        return _("{left}: place {low} to {high}").format(left=left, low=low, high=high)
    if operation == "equal":
        return left
    if operation == "at most":
        return _("{some} of {all}").format(some=people_in_full(float(row["printed"])), all=left)
    if operation == "moved":
        low, high = _result(row["result_low"], unit), _result(row["result_high"], unit)
        return _("{count}, which may have moved to between {low} and {high}").format(
            count=left, low=low, high=high
        )
    return left if operation == "place" else f"{left} = {_result_of(operation, result, unit)}"


def _left_side(operation: str, terms: list[float], unit: str) -> str:
    """The terms of an operation with their signs."""
    people = [people_in_full(term) for term in terms]
    rates = [_rate(term) for term in terms]
    same = [_result(term, unit) for term in terms]
    match operation:
        case "share" | "of undivided":
            return f"{people[0]} {OVER} {people[1]}"
        case "difference":
            return f" {MINUS} ".join(rates if unit == "percentage_points" else same)
        case "sum":
            return " + ".join(same)
        case "100 - rate":
            return f"100% {MINUS} {rates[0]}"
        case "base x (100 - rate)":
            return f"{people[0]} {TIMES} (100% {MINUS} {rates[1]})"
        case "a / (a + b)":
            return f"{people[0]} {OVER} ({people[0]} + {people[1]})"
        case "sum of 3 / sum":
            return f"({' + '.join(people[:3])}) {OVER} ({' + '.join(people[3:])})"
        case "t x b - a":
            return f"{rates[0]} {TIMES} {people[1]} {MINUS} {people[2]}"
        case "(t - r) x b":
            return f"({rates[0]} {MINUS} {rates[1]}) {TIMES} {people[2]}"
        case "(t - r) x a / r":
            return f"({rates[0]} {MINUS} {rates[1]}) {TIMES} {people[2]} {OVER} {rates[1]}"
        case "g x r / a":
            return f"{people[0]} {OVER} ({people[2]} {OVER} {rates[1]})"
        case "a x t / w":
            return f"{people[0]} {OVER} ({people[2]} {OVER} {rates[1]})"
        case "a / r + b / s":
            return f"{people[0]} {OVER} {rates[1]} + {people[2]} {OVER} {rates[3]}"
        case "implied base":
            return f"{people[0]} {OVER} {rates[1]}"
        case "product" | "scale":
            return f" {TIMES} ".join(people)
        case "place":
            return _("place {place} of {all} by the share of all employed").format(
                place=people[0], all=people[1]
            )
        case "places":
            return _("{above} above, {below} below, of {all}").format(
                above=people[0], below=people[1], all=people[2]
            )
        case _:
            return " ".join(rates if unit == "percent" else same)


def _result_of(operation: str, result: float, unit: str) -> str:
    if operation in ("implied base", "a / r + b / s", "scale", "product"):
        return people_in_full(round(result))
    if operation == "of undivided":
        return _("{share} of the undivided province").format(share=language.percent(result, 0))
    return _result(result, unit)


def people_in_full(value: float) -> str:
    """A number of people with all its digits."""
    return language.number(value, 0 if value == round(value) else 2)


def _rate(value: float) -> str:
    """A percentage with as many digits as it needs, at most two."""
    return language.percent(value, _digits(value))


def _digits(value: float) -> int:
    return 0 if abs(value - round(value)) < 0.005 else 1 if abs(10 * value - round(10 * value)) < 0.05 else 2


def _result(value: float, unit: str) -> str:
    if unit == "percent":
        return language.percent(value, 2)
    if unit == "percentage_points":
        return _("{number} points").format(number=language.number(value, 2))
    return language.number(value)


def printed_number(value: float, unit: str) -> str:
    """A number with no more digits than it has."""
    return _rate(value) if unit == "percent" else _result(value, unit)
