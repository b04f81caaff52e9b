"""How the bytes of a text file are written: which encodings are tried, and in which order."""

import codecs

#: Marks of the byte order; that of UTF-32 begins with that of UTF-16 and is looked for first.
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: So many bytes are looked at for the zeros of UTF-16.
HEAD = 65_536


def encodings_of(content: bytes) -> list[str]:
    """The encodings in which a text may be written, in the order in which they are tried.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    list of str
        The one that a byte order mark names; without a mark UTF-8, UTF-16 where every other byte is zero, and Windows-1252, which is
        what remains.

    Examples
    --------
    >>> encodings_of("Jambi".encode("utf-16")), encodings_of("Jambi".encode("utf-16-le")), encodings_of(b"Jambi")
    (['utf-16'], ['utf-16-le', 'utf-8', 'cp1252'], ['utf-8', 'cp1252'])
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return [encoding]
    return [*_utf_16(content[:HEAD]), "utf-8", "cp1252"]


def _utf_16(content: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte of Latin letters is zero."""
    half = max(1, len(content) // 2)
    zeros = [content[start::2].count(0) for start in (0, 1)]
    return [name for name, count in zip(("utf-16-be", "utf-16-le"), zeros, strict=True) if count > 0.5 * half]
