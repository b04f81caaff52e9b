"""The sentence by which the announced and the counted share of a region can both be quoted."""

from coverage_lib import language
from coverage_lib.charts.bridge import announced_words
from coverage_lib.drawing.exhibits import Finding
from coverage_lib.language import _
from coverage_lib.measures.bridge import Bridge


def how_to_quote(way: Bridge) -> Finding | None:
    """Both shares of a region, each with base, date and source; None where there is no announced share to compare.

    Parameters
    ----------
    way : Bridge
        From :func:`coverage_lib.measures.bridge.bridge`.
    """
    if way.steps.empty:
        return None
    words = {
        "announced": announced_words(way),
        "base": _base_words(way.base["printed"]),
        "on_date": _on_date(way.figure["printed_date"]),
        "publisher": way.figure["publisher"],
        "id": way.figure["id"],
        "counted": language.percent(way.counted["coverage"]),
        "counted_date": language.date(way.counted["date"]),
    }
    counted = _("{counted} of all employed on {counted_date}, counted by domicile.")
    return Finding(f"{_announced_with_base(way)} {counted}".format(**words))


def _base_words(printed: float) -> str:
    """A base in full, or in millions where it was printed so."""
    return language.number(printed) if printed % 100_000 else language.people(printed)


def _on_date(printed: str) -> str:
    words = _("on {date}") if printed.count("-") == 2 else _("in {date}")
    return words.format(date=language.printed_date(printed))


def _announced_with_base(way: Bridge) -> str:
    """The announced share with its base as far as its article gives it."""
    base = way.base
    if way.figure["base"] != "eligible":
        return _("How to quote it: {announced} {on_date} ({publisher}, {id}), of a base that was not stated;")
    if base["elsewhere"] or base["known"] != "printed":
        return _(
            "How to quote it: {announced} of eligible workers, whose number was not printed, {on_date} ({publisher}, {id});"
        )
    if base["bound"] == "at_least":
        return _(
            "How to quote it: {announced} of at least {base} eligible workers {on_date} ({publisher}, {id});"
        )
    if base["bound"] == "about":
        return _(
            "How to quote it: {announced} of about {base} eligible workers {on_date} ({publisher}, {id});"
        )
    return _("How to quote it: {announced} of {base} eligible workers {on_date} ({publisher}, {id});")
