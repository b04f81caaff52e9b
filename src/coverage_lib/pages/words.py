"""What stands on every page: its own words, the definitions, the sources with their terms, the date of the data."""

from functools import lru_cache
from typing import Any

from coverage_lib import language
from coverage_lib.data import sources
from coverage_lib.data.build import inputs_key
from coverage_lib.language import _, vocabulary
from coverage_lib.load import data_date, load_sources
from coverage_lib.measures.year_counts import OWN
from coverage_lib.pages import inputs


def words() -> dict[str, str]:
    """The words of the page itself, in the language in use."""
    return {
        "project": _("Jamsostek Coverage Atlas"),
        "skip": _("Skip to the content"),
        "contents": _("Contents"),
        "figure": _("Figure"),
        "table_behind": _("The numbers behind the figure"),
        "source": _("Source: {source}"),
        "sources": _("Sources"),
        "definitions": _("Definitions"),
        "data_to": _("Members counted to {date}"),
        "version": _("Version {version}"),
        "scroll": _("Figure, scrolls sideways on a narrow screen"),
        "scroll_table": _("Table, scrolls sideways on a narrow screen"),
        "accessed": _("accessed {date}"),
        "terms": _("Terms:"),
        "own_table": _("a table of the analyst's own"),
        "own_tables": _("Made with tables of the analyst's own:"),
    }


def definitions() -> list[tuple[str, str]]:
    """The words of the field and what they mean here."""
    return [
        (_("active member"), _("A person whose contributions are paid at the date.")),
        (
            _("coverage"),
            _(
                "Active members as a share of a base, in percent. The base is all employed persons unless a figure says otherwise."
            ),
        ),
        (
            _("formal"),
            _(
                "Members: wage-earning members (PU). Workers: employers with paid staff and employees, as BPS defines it."
            ),
        ),
        (_("informal"), _("Members: non-wage-earning members (BPU). Workers: all others.")),
        (
            _("eligible workers"),
            _(
                "The official base of universal coverage (UCJ), smaller than the number of employed persons. Who is left out is "
                "only partly documented, and the base of a province may be redrawn."
            ),
        ),
        (
            _("counted by domicile, by office"),
            _(
                "Where a member lives, or where the employer is registered. Only the first may be divided by employment."
            ),
        ),
        (
            _("shortfall"),
            _("The target less the coverage, in percentage points, or the workers between them."),
        ),
        (
            _("provisional"),
            _("Counted within a year, or divided by the workers of an earlier August; drawn apart."),
        ),
    ]


def own_tables() -> list[str]:
    """The analyst's own tables that a page is made with: publisher, title and date of publication of each."""
    tables = load_sources()
    return vocabulary.own_table_words(OWN + tables["id"]) if len(tables) else []


def common() -> dict[str, Any]:
    """What every page is given: its language and the other one, its words, the date of the data, the version."""
    lang = language.current()
    other, other_name = next(item for item in language.LANGUAGES.items() if item[0] != lang)
    return {
        "lang": lang,
        "other": other,
        "other_name": other_name,
        "words": words(),
        "own_tables": own_tables(),
        "data_date": language.date(data_date()),
        "version": inputs.version(),
    }


def citations() -> list[dict[str, str]]:
    """The sources of all raw tables with their terms."""
    return _citations(language.current(), inputs_key())


@lru_cache(maxsize=8)
def _citations(lang: str, key: str) -> list[dict[str, str]]:
    """As :func:`citations`; the records are read again only when one of them has changed."""
    return [
        {
            "table": name,
            "citation": str(record["citation"]),
            "accessed": language.date(str(record["accessed"])),
            "terms": str(record["licence"]),
        }
        for name in sources.names()
        for record in [sources.record(name)]
    ]
