"""What is read from a press line, in short: for the tests of the press rooms."""

from datetime import date

from coverage_lib.data.press.figures import Figure
from coverage_lib.data.press.reading import read_text


def figures(text: str, article_date: str | None = None) -> list[Figure]:
    return read_text(text, date.fromisoformat(article_date) if article_date else None).figures


def measured(text: str) -> list[tuple[float, str]]:
    """Value and measure of each figure, in the text's order."""
    return [(figure.value, figure.measure) for figure in figures(text)]


def of_segments(text: str) -> list[tuple[float, str]]:
    return [(figure.value, figure.segment) for figure in figures(text)]


def dated(text: str, article_date: str | None = None) -> list[tuple[float, str | None]]:
    return [(figure.value, figure.date) for figure in figures(text, article_date)]


def placed(text: str) -> list[tuple[float, str | None]]:
    return [(figure.value, figure.place.name if figure.place else None) for figure in figures(text)]


def why_not(text: str) -> list[str]:
    """Why the numbers of a text that has no figure were passed over."""
    reading = read_text(text)
    assert reading.figures == []
    return [one.why for one in reading.passed_over]
