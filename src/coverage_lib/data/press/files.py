"""Text files as people save them: UTF-8, UTF-16 or Windows-1252."""

import re
from pathlib import Path

from coverage_lib.data.encodings import encodings_of

NOT_IN_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class NotText(ValueError):
    """A file that cannot be read as text; the message says what to do."""


def read_file(path: Path) -> str:
    """The text of a file.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8, UTF-16 (with a byte order mark or without), or Windows-1252, which is what remains.

    Raises
    ------
    NotText
        The file cannot be opened, or is no text.
    """
    try:
        return decode(path.read_bytes(), path.name)
    except OSError as error:
        raise NotText(f"{path}: {error.strerror or error}.") from error


def decode(content: bytes, name: str) -> str:
    """The text that bytes stand for; see :func:`read_file`.

    Examples
    --------
    >>> decode("naik 3,79% – \\u201ckata dia\\u201d".encode("cp1252"), "line.txt")
    'naik 3,79% – “kata dia”'
    """
    for encoding in encodings_of(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NOT_IN_TEXT.search(text):
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    raise NotText(
        f"{name} is not a text file. Save the article as plain text (.txt), or copy its text and give it to ucj read -."
    )
