"""Figures read from texts as a table to be confirmed, in the columns of the published figures."""

import re
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data.press.figures import Figure, PassedOver
from coverage_lib.data.press.reading import read_text
from coverage_lib.data.sources import record

READ = ["low", "high", "step", "bound", "words", "file", "line", "start", "end", "confidence", "reason"]
LONGEST_TITLE = 160


def published_columns() -> list[str]:
    """The columns of ``data/raw/published_figures.csv``, in their order."""
    return list(record("published_figures")["columns"])


class Source(NamedTuple):
    """A text and the file that it stands in; without a file it was typed."""

    text: str
    file: str = ""


class Proposals(NamedTuple):
    """Figures to be confirmed, and the numbers passed over, each with the file it stands in."""

    table: pd.DataFrame
    passed_over: list[tuple[str, PassedOver]]


def propose(sources: list[Source], article_date: date | None = None) -> Proposals:
    """The figures that texts seem to state, as a table to be confirmed by a person.

    Parameters
    ----------
    sources : list of Source
        Texts, each perhaps with the name of its file.
    article_date : datetime.date, optional
        Of the articles; see :func:`coverage_lib.data.press.reading.read_text`.

    Returns
    -------
    Proposals
        table: the columns of the published figures (code is empty for regencies and groups, as there), then low,
        high, step and bound (see :class:`coverage_lib.data.numerals.Limits`), words (the sentence), file, line (from 1), start and end
        (characters within the line, from 1), confidence (``high``, ``medium`` or ``low``) and reason. And passed_over: numbers that
        are no figures, with the reason.

    Examples
    --------
    >>> table = propose([Source("Cakupan Kota Ambon lebih dari 70 persen per September 2022.")]).table
    >>> table.loc[0, ["region", "date", "measure", "bound", "as_published"]].tolist()
    ['Kota Ambon', '2022-09', 'coverage_rate', 'at_least', 'lebih dari 70 persen']
    """
    rows, passed_over = [], []
    for number, source in enumerate(sources, 1):
        reading = read_text(source.text, article_date)
        title = headline(source.text) or f"Text {number}, without a title"
        rows += [_row(figure, source, title, article_date) for figure in reading.figures]
        passed_over += [(source.file, one) for one in reading.passed_over]
    table = pd.DataFrame(rows, columns=[*published_columns()[1:], *READ])
    table.insert(0, "id", [f"r{number:04}" for number in range(1, len(table) + 1)])
    return Proposals(table.astype({"value": float, "low": float, "high": float}), passed_over)


def as_published(table: pd.DataFrame) -> pd.DataFrame:
    """Proposals in exactly the columns of the published figures; confidence, reason and place stand in the note."""
    places = zip(
        table["confidence"], table["reason"], table["line"], table["start"], table["end"], strict=True
    )
    notes = [
        f"read by a program, to be confirmed; confidence {level}: {reason}; line {line}, characters {start} to {end}"
        for level, reason, line, start, end in places
    ]
    return table.assign(note=notes)[published_columns()]


def headline(text: str) -> str:
    """The title of an article: a first line without a point at its end that more text follows; empty where there is none.

    Examples
    --------
    >>> headline("Cakupan Jambi naik\\n\\nJambi - Cakupan mencapai 45 persen."), headline("Cakupan mencapai 45 persen.")
    ('Cakupan Jambi naik', '')
    """
    first, _, rest = text.strip().partition("\n")
    is_title = bool(rest.strip()) and len(first) <= LONGEST_TITLE and not re.search(r"[.:;,]\s*$", first)
    return first.strip() if is_title else ""


def _row(figure: Figure, source: Source, title: str, article_date: date | None) -> dict[str, object]:
    place = figure.place
    line_start = source.text.rfind("\n", 0, figure.start) + 1
    coded = place is not None and place.level in ("national", "province")
    return {
        "region": place.name if place else "",
        "region_level": place.level if place else "",
        "code": place.code if place and coded else "",
        "date": figure.date or "",
        "segment": figure.segment,
        "measure": figure.measure,
        "value": figure.value,
        "unit": figure.unit,
        "as_published": figure.as_published,
        "source_publisher": "not stated",
        "source_title": title,
        "source_date": article_date.isoformat() if article_date else "",
        "source_url": source.file,
        "note": "",
        "low": figure.printed.low if np.isfinite(figure.printed.low) else np.nan,
        "high": figure.printed.high if np.isfinite(figure.printed.high) else np.nan,
        "step": figure.printed.step,
        "bound": figure.printed.bound,
        "words": figure.words,
        "file": source.file,
        "line": source.text.count("\n", 0, figure.start) + 1,
        "start": figure.start - line_start + 1,
        "end": figure.end - line_start,
        "confidence": figure.confidence,
        "reason": figure.reason,
    }
