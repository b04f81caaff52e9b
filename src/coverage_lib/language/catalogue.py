"""The catalogue of messages: the English text is the key, ``locale/id/LC_MESSAGES/coverage.po`` holds the Indonesian."""

import gettext
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}


class UnknownLanguage(ValueError):
    """There is no catalogue for a language; the message names those there are."""


_current: ContextVar[str | None] = ContextVar("language", default=None)


def current() -> str:
    """The language in use: the one set by :func:`use`, else ``UCJ_LANG``, else English.

    Returns
    -------
    str
        ``"en"`` or ``"id"``.

    Examples
    --------
    >>> with use("id"):
    ...     current()
    'id'
    """
    return _current.get() or checked(os.environ.get("UCJ_LANG", "").lower() or "en")


def checked(lang: str) -> str:
    """Return `lang` if there is a catalogue for it.

    Raises
    ------
    UnknownLanguage
        A ValueError that names the languages there are.

    Examples
    --------
    >>> checked("id")
    'id'
    """
    if lang not in LANGUAGES:
        raise UnknownLanguage(f"There is no language {lang!r}; choose one of: {', '.join(LANGUAGES)}.")
    return lang


@contextmanager
def use(lang: str) -> Iterator[None]:
    """Use a language within a ``with`` block.

    Parameters
    ----------
    lang : {"en", "id"}
        The language of the reader.

    Examples
    --------
    >>> with use("id"):
    ...     current()
    'id'
    """
    token = _current.set(checked(lang))
    try:
        yield
    finally:
        _current.reset(token)


def choose(lang: str) -> None:
    """Use a language from here on (for a notebook; elsewhere prefer :func:`use`).

    Examples
    --------
    >>> choose("en")
    >>> current()
    'en'
    """
    _current.set(checked(lang))


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The messages of one language, read from its .po file (English is the key and has none).

    Examples
    --------
    >>> catalogue("id").gettext("informal")
    'informal'
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = Path(__file__).parent / "locale" / lang / "LC_MESSAGES" / "coverage.po"
    if lang == "en":
        return gettext.NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=lang)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """The message in the language in use.

    Examples
    --------
    >>> _("informal")
    'informal'
    """
    return catalogue(current()).gettext(message)
