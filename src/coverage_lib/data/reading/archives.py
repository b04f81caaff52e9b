"""Workbooks are ZIP archives: whole, not locked, and unpacked only where their size is known to be bounded."""

import copy
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from coverage_lib.data.reading.problems import Problem, Refused, _

#: Bytes that a workbook may unpack to. A village table of 24 months has 70 million; one of the most cells that are read, 800 million.
MOST_UNPACKED = 1_000_000_000
#: Entries of an archive. A workbook of a hundred sheets has a few hundred.
MOST_PARTS = 10_000
BLOCK = 1 << 20
LOCKED = 0x1
NAMES_OF_KINDS = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "word",
    "ppt/presentation.xml": "slides",
}


def opened(content: bytes, file: str) -> ZipFile:
    """The archive that a workbook is, its parts looked through so that each can be unpacked without surprise.

    Raises
    ------
    Refused
        It is truncated or damaged, locked, or would unpack to more than `MOST_UNPACKED` bytes, whatever its directory says.
    """
    try:
        archive = ZipFile(BytesIO(content))
    except UNREADABLE as error:
        raise Refused([damaged(file)]) from error
    parts = archive.infolist()
    if any(part.flag_bits & LOCKED for part in parts):
        raise Refused([locked(file)])
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused([unpacks_too_large(file)])
    try:
        _check_parts(archive)
    except UNREADABLE as error:
        raise Refused([damaged(file)]) from error
    return archive


def _check_parts(archive: ZipFile) -> None:
    """Unpack every part once and keep nothing of it."""
    names = archive.namelist()
    if len(names) > MOST_PARTS or len(set(names)) < len(names):
        raise BadZipFile("the archive names a part twice, or too many")
    for name in names:
        for place, block in enumerate(blocks(archive, name)):
            if place == 0:
                _check_xml(name, block)


#: What the standard library raises for archives that are not whole, or packed in a way that workbooks are not.
UNREADABLE = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)


def blocks(archive: ZipFile, name: str) -> Iterator[bytes]:
    """A part of an archive, unpacked block by block.

    Raises
    ------
    zipfile.BadZipFile
        The part is larger than the directory says: whoever relies on the directory is misled.
    """
    part = archive.getinfo(name)
    # The library stops at the size that the directory names; with one byte more it shows whether the part goes on.
    told = copy.copy(part)
    told.file_size = part.file_size + 1
    unpacked = 0
    with archive.open(told) as stream:
        while block := stream.read(BLOCK):
            unpacked += len(block)
            if unpacked > part.file_size:
                raise BadZipFile(f"{name} is larger than the directory says")
            yield block


def _check_xml(name: str, block: bytes) -> None:
    """Workbooks declare no document types: entities that unfold to gigabytes are declared there."""
    if name.lower().endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in block or b"\x00" in block[:4]):
        raise BadZipFile(f"{name} declares a document type or is not in UTF-8")


def kind_of_archive(content: bytes) -> str:
    """What an archive is by the names of its parts: ``xlsx``, ``ods``, or the name of another kind.

    Raises
    ------
    zipfile.BadZipFile
        It is not whole.
    """
    with ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        mime = archive.read("mimetype")[:200] if "mimetype" in names else b""
    if mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    kinds = [kind for name, kind in NAMES_OF_KINDS.items() if name in names]
    return kinds[0] if kinds else "zip"


def damaged(file: str) -> Problem:
    says = _("is damaged or only a part of the file: it cannot be opened as a workbook")
    return Problem(
        "damaged",
        "error",
        says,
        _("Get the file again, or open it in a spreadsheet program and save it anew."),
        file=file,
    )


def locked(file: str) -> Problem:
    says = _("is locked with a password")
    return Problem(
        "locked",
        "error",
        says,
        _("Open it in a spreadsheet program and save it without a password."),
        file=file,
    )


def unpacks_too_large(file: str) -> Problem:
    says = _("would unpack to more than {most} bytes, which no table of this kind has")
    return Problem(
        "unpacks_too_large",
        "error",
        says,
        _("Ask where the file comes from; do not open it."),
        {"most": MOST_UNPACKED},
        file,
    )
