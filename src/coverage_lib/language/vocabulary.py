"""What segments, bases and the parts of a fan are called: one word for one thing, in every chart and table."""

from coverage_lib.language import _


def segment_word(segment: str) -> str:
    """A segment's name in the language of the reader.

    Examples
    --------
    >>> segment_word("formal")
    'formal'
    """
    return {
        "formal": _("formal"),
        "informal": _("informal"),
        "total": _("all workers"),
        "construction": _("construction"),
        "vulnerable": _("vulnerable workers"),
        "village_institutions": _("village institutions"),
    }[segment]


def source_words(outlines_from: str | None = None) -> str:
    """The sources of every share of workers: who counted the members and who the workers.

    Parameters
    ----------
    outlines_from : str, optional
        Of a map: whom its outlines are from (``layer.attrs["credit"]`` of ``load_boundaries``), where their licence asks
        for a notice.

    Examples
    --------
    >>> source_words("somebody").endswith("Outlines: contains information from somebody, available under the ODbL.")
    True
    """
    words = _(
        "BPJS Ketenagakerjaan, active members by domicile, through Dewan Ekonomi Nasional; "
        "BPS, Sakernas August, employed persons. Boundaries of 2021 (34 provinces)."
    )
    return f"{words} {outlines_words(outlines_from)}" if outlines_from else words


def outlines_words(outlines_from: str) -> str:
    """The notice that the licence of a map's outlines asks for."""
    words = _("Outlines: contains information from {credit}, available under the ODbL.")
    return words.format(credit=outlines_from)


def base_words(base: str, segment: str = "total") -> str:
    """What a share is a share of.

    Examples
    --------
    >>> base_words("employed")
    'all employed persons'
    """
    if base == "segment_workers":
        return _("formal workers") if segment == "formal" else _("informal workers")
    return {"employed": _("all employed persons"), "eligible": _("eligible workers")}[base]


def fan_word(part: str) -> str:
    """What a part of a fan is called in its legend: the known past, the median, an interval.

    Examples
    --------
    >>> fan_word("median")
    'median'
    """
    return {
        "counted": _("counted"),
        "published": _("published"),
        "median": _("median"),
        "80% interval": _("80% interval"),
        "50% interval": _("50% interval"),
    }[part]
