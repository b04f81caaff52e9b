"""Texts of a table as they were meant: without characters that nobody sees, without footnote marks."""

import html
import re
import unicodedata
from typing import NamedTuple

#: Marks that tell the direction of writing, and joiners without width: no eye sees them and no name has them.
UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
SUPERSCRIPTS = "\u00b2\u00b3\u00b9\u2070\u2071\u2074-\u207f\u1d2c-\u1d6a"

_UNSEEN = re.compile(f"[{UNSEEN}{CONTROLS}]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RAISED = re.compile(r"<(sup|sub)\b[^<>]{0,40}>([^<>]{0,20})</\1\s*>", re.IGNORECASE)
#: Tags that only say how a text looks.
_MARKUP = re.compile(
    r"</?(?:b|i|u|em|strong|span|font|small|big|center|p|div|nobr)(?:\s[^<>]{0,80})?/?>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10});", re.IGNORECASE)
# A bracket that closes and was never opened is a footnote's: "Aceh 1)", "Papua*)"; so are stars and daggers at the end.
_AT_THE_END = re.compile(
    rf"(?:\s*(?:[*†‡]\)?|\(\*{{1,3}}\)|[{SUPERSCRIPTS}]\)?|\[(?:\d{{1,2}}|[a-z*])\]|(?<=[^\W\d_])\d{{1,2}}\)|(?<![^\s*,)])(?:\d{{1,2}}|[a-z])\)))+$",
    re.IGNORECASE,
)


#: So many signs at the end of a text can be marks of footnotes.
LONGEST_MARKS = 60


class Cleaned(NamedTuple):
    """A text, and what was taken from it, as it stood there; unseen characters are named by their code."""

    text: str
    removed: tuple[str, ...]


def clean(text: str) -> Cleaned:
    """A text without unseen characters, odd blanks and footnote marks.

    Parameters
    ----------
    text : str
        A cell as the file has it.

    Returns
    -------
    Cleaned
        The text with single ordinary blanks; what was removed. A blank for another blank is not a removal. Tags other than of
        raised letters, line breaks and looks stay: whoever reads the table says that they are there.

    Examples
    --------
    >>> clean("Papua\\u00a0Barat<sup>1</sup>")
    Cleaned(text='Papua Barat', removed=('<sup>1</sup>',))
    >>> clean("\\u202eAceh 1)")
    Cleaned(text='Aceh', removed=('U+202E', '1)'))
    >>> clean("Jumlah (orang)")
    Cleaned(text='Jumlah (orang)', removed=())
    """
    if (
        text.isascii()
        and not set(text) & set("<&*)]\t\n\r\x0b\x0c")
        and text.isprintable()
        and "  " not in text
    ):
        return Cleaned(text.strip(), ())
    removed: list[str] = []
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _BREAK.sub(" ", text)

    def without(found: re.Match[str]) -> str:
        removed.append(found[0].strip())
        return ""

    def unseen(found: re.Match[str]) -> str:
        removed.append(f"U+{ord(found[0]):04X}")
        return ""

    text = _MARKUP.sub(without, _RAISED.sub(without, _UNSEEN.sub(unseen, text))).strip()
    if "(" not in text or text.count("(") < text.count(")") or not text.endswith(")"):
        # Footnotes' marks are short, and a search through a long text for its end takes its time.
        text = text[:-LONGEST_MARKS] + _AT_THE_END.sub(without, text[-LONGEST_MARKS:])
    # Blanks of every width, those that do not break and line breaks are parted at alike.
    return Cleaned(" ".join(text.split()), tuple(removed))


def without_unseen(text: str) -> str:
    """A text without characters that no eye sees and tags that say how it looks, its entities as the characters that they stand for; all else stays.

    Examples
    --------
    >>> without_unseen("1\\u200b234&nbsp;\\u202e5")
    '1234\\xa05'
    """
    return _UNSEEN.sub("", _MARKUP.sub("", _ENTITY.sub(lambda found: html.unescape(found[0]), text)))


def key(text: str) -> str:
    """What two writings of one heading share: its letters and digits in lower case, words apart by one blank.

    Examples
    --------
    >>> key(" Jumlah\\u00a0PESERTA (orang)* ")
    'jumlah peserta orang'
    """
    plain = unicodedata.normalize("NFKC", clean(text).text).casefold()
    return " ".join(re.findall(r"[^\W_]+|%", plain))
