"""What the keys of a table that was read are called: measures, segments, units, ways of counting, bases."""

from typing import Any

from coverage_lib.language import _, vocabulary


def printable(text: str) -> str:
    """A text of a file without signs that steer a screen or turn the direction of writing.

    Examples
    --------
    >>> printable("Jam" + chr(27) + "bi" + chr(0x202E))
    'Jam�bi�'
    """
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def not_stated() -> str:
    """What is said where a table says nothing."""
    return _("not stated")


def measure_word(measure: str) -> str:
    """A measure in words; one that the project does not know, as the table prints it.

    Examples
    --------
    >>> measure_word("active"), measure_word("some_other")
    ('active members', 'some other')
    """
    return {
        "active": _("active members"),
        "employed": _("employed persons"),
        "labour_force": _("labour force"),
        "formal_workers": _("formal workers"),
        "informal_workers": _("informal workers"),
        "formal_share": _("share of formal workers"),
        "informal_share": _("share of informal workers"),
        "coverage_rate": _("coverage"),
        "eligible_workers": _("eligible workers"),
        "poverty_rate": _("poverty rate"),
        "minimum_wage": _("minimum wage"),
        "population": _("population"),
        "coverage_rate_target": _("target of coverage"),
        "active_target": _("target of active members"),
    }.get(measure, printable(measure.replace("_", " ")))


def segment_word(segment: str) -> str:
    """A segment of members in words; one that the project does not know, as the table prints it.

    Examples
    --------
    >>> segment_word("total"), segment_word("construction"), segment_word("some_other")
    ('all segments together', 'construction', 'some other')
    """
    if segment in ("total", "migrant"):
        return {"total": _("all segments together"), "migrant": _("migrant workers")}[segment]
    try:
        return vocabulary.segment_word(segment)
    except KeyError:
        return printable(segment.replace("_", " "))


def counted_by_word(counted_by: str) -> str:
    """Where members are counted, in words.

    Examples
    --------
    >>> counted_by_word("domicile"), counted_by_word("")
    ('by domicile', 'not stated')
    """
    return {"domicile": _("by domicile"), "office": _("by office"), "": not_stated()}.get(
        counted_by, counted_by
    )


def boundary_word(boundary: str) -> str:
    """The boundaries of the provinces, in words."""
    return {
        "2021": _("2021 (34 provinces)"),
        "2022": _("2022 (38 provinces)"),
        "": not_stated(),
    }.get(boundary, printable(boundary))


def base_word(base: str) -> str:
    """What a share is a share of, in words."""
    return {
        "employed": _("all employed persons"),
        "segment_workers": _("workers of the segment"),
        "eligible": _("eligible workers"),
        "": not_stated(),
    }.get(base, printable(base))


def unit_word(unit: str) -> str:
    """A unit in words."""
    return {
        "people": _("people"),
        "percent": _("percent"),
        "percentage_points": _("percentage points"),
        "rupiah": _("rupiah"),
        "": not_stated(),
    }.get(unit, printable(unit))


def decimal_word(decimal: Any) -> str:
    """The decimal mark of the numbers, in words."""
    return {",": _("comma"), ".": _("point")}.get(str(decimal), printable(str(decimal)))


def key_words(name: str, value: str) -> str:
    """A value of a problem in words where its name says that it is a key of one of these; else as it is.

    Examples
    --------
    >>> key_words("counted_by", "office"), key_words("name", "office")
    ('by office', 'office')
    """
    words = {
        "measure": measure_word,
        "segment": segment_word,
        "counted_by": counted_by_word,
        "base": base_word,
        "unit": unit_word,
        "boundary": boundary_word,
    }
    return words.get(name, printable)(value)
