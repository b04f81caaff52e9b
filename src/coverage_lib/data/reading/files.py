"""The door by which every file of an analyst comes in: whatever it is named, by its content, as sheets of cells, or refused in words."""

import re
import stat
from pathlib import Path

from coverage_lib.data.reading import archives
from coverage_lib.data.reading.csv_text import read_csv
from coverage_lib.data.reading.parquet import read_parquet
from coverage_lib.data.reading.problems import Problem, Refused, _, errors
from coverage_lib.data.reading.sheet_xls import DamagedXls, names_in_ole
from coverage_lib.data.reading.sheets import LARGEST_FILE, Book, Sheet
from coverage_lib.data.reading.workbooks import read_workbook

#: How files of a kind are named.
ENDINGS = {
    "csv": (".csv", ".tsv", ".tab", ".txt"),
    "xlsx": (".xlsx", ".xlsm"),
    "xls": (".xls",),
    "ods": (".ods",),
    "parquet": (".parquet",),
}
#: What files of other kinds begin with.
SIGNATURES = {
    b"PAR1": "parquet",
    b"PK\x03\x04": "archive",
    b"PK\x05\x06": "archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"%PDF": "pdf",
    b"\x1f\x8b": "packed",
    b"Rar!": "packed",
    b"7z\xbc\xaf\x27\x1c": "packed",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"{\\rtf": "word",
}
#: What an OLE file holds, by a name in its directory.
IN_OLE = {"EncryptedPackage": "locked", "Workbook": "xls", "Book": "old_xls", "WordDocument": "word"}
MARKUP = re.compile(
    rb"\s*(?:<!doctype html|<html|<head|<body|<table|<meta|<div|<style|mime-version:)", re.IGNORECASE
)
XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{])")


def read_book(path: str | Path) -> Book:
    """A file of an analyst as sheets of cells, as they stand in it.

    Parameters
    ----------
    path : path
        CSV (any usual encoding and separator), XLSX, XLSM, XLS, ODS or Parquet. The content decides what it is, not the name.

    Returns
    -------
    Book
        Its sheets, and what was met that is no reason to refuse it. Hidden sheets, rows and columns are among them and marked so; who reads
        a sheet leaves them out and says so.

    Raises
    ------
    Refused
        There is no such file, it cannot be opened, is empty, of another kind, damaged, locked, or too large.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "synthetic.csv")
    ...     _size = path.write_text("region;share\\nJambi;45,17\\n")
    ...     book = read_book(path)
    >>> book.kind, book.sheets[0].cells.tolist()
    ('csv', [['region', 'share'], ['Jambi', '45,17']])
    """
    path = Path(path)
    content = read_bytes(path)
    kind = kind_of(content, path)
    problems = (
        [] if path.suffix.lower() in ENDINGS[kind] or not path.suffix else [_named_otherwise(path, kind)]
    )
    sheets: list[Sheet]
    if kind in ("csv", "parquet"):
        sheet, met = (read_csv if kind == "csv" else read_parquet)(content, path.name)
        sheets = [sheet]
    else:
        sheets, met = read_workbook(content, kind, path.name)
    if not any(sheet.cells.size for sheet in sheets):
        raise Refused(errors(met) or [_empty(path)])
    return Book(path, kind, tuple(sheets), tuple(problems + met))


def read_bytes(path: Path) -> bytes:
    """The content of a file, of at most `LARGEST_FILE` bytes.

    Raises
    ------
    Refused
        It is missing, a folder, no ordinary file, empty, too large, or may not be read.
    """
    try:
        about = path.stat()
        if stat.S_ISREG(about.st_mode) and 0 < about.st_size <= LARGEST_FILE:
            return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused([_missing(path)]) from error
    except (OSError, ValueError) as error:
        says = _("cannot be opened: {reason}")
        fix = _("If it is open in another program, close it there; otherwise ask who may read it.")
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refused([Problem("unreadable", "error", says, fix, {"reason": reason}, str(path))]) from error
    if stat.S_ISDIR(about.st_mode):
        fix = _("Name one file in it.")
        raise Refused([Problem("folder", "error", _("is a folder and no file"), fix, file=str(path))])
    if not stat.S_ISREG(about.st_mode):
        says = _("is a device or a pipe and no file")
        raise Refused(
            [Problem("no_file", "error", says, _("Save the table as a file first."), file=str(path))]
        )
    if about.st_size == 0:
        raise Refused([_empty(path)])
    values = {"size": about.st_size, "most": LARGEST_FILE}
    says = _("has {size} bytes; at most {most} are read")
    fix = _("Split the table, or save it as Parquet.")
    raise Refused([Problem("file_too_large", "error", says, fix, values, path.name)])


def _missing(path: Path) -> Problem:
    if path.is_symlink():
        says = _("is a link to a file that is not there")
        return Problem("missing", "error", says, _("Name the file itself."), file=str(path))
    says = _("there is no such file")
    return Problem(
        "missing", "error", says, _("Look at how it is spelt and in which folder it is."), file=str(path)
    )


def _empty(path: Path) -> Problem:
    fix = _("Look whether it was saved, or get it again.")
    return Problem("empty", "error", _("is empty"), fix, file=path.name)


def _named_otherwise(path: Path, kind: str) -> Problem:
    says = _("is named {named} and is {kind} by its content; it was read as that")
    values = {"named": path.suffix, "kind": kind.upper()}
    return Problem(
        "named_otherwise",
        "warning",
        says,
        _("Name it {ending}."),
        values | {"ending": ENDINGS[kind][0]},
        path.name,
    )


def kind_of(content: bytes, path: Path) -> str:
    """What a file is by its content: ``csv``, ``xlsx``, ``xls``, ``ods`` or ``parquet``.

    Raises
    ------
    Refused
        It is of another kind; the problem says of which, and what to do.
    """
    kind = next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), None)
    if kind == "archive":
        try:
            kind = archives.kind_of_archive(content)
        except archives.UNREADABLE as error:
            raise Refused([archives.damaged(path.name)]) from error
    elif kind == "ole":
        kind = _kind_of_ole(content, path)
    elif kind is None:
        kind = _kind_of_text(content[:4096], path)
    if kind == "locked":
        raise Refused([archives.locked(path.name)])
    if kind not in ENDINGS:
        raise Refused([_other_kind(kind, path)])
    return kind


def _kind_of_ole(content: bytes, path: Path) -> str:
    try:
        names = names_in_ole(content)
    except DamagedXls as error:
        raise Refused([archives.damaged(path.name)]) from error
    return next((kind for name, kind in IN_OLE.items() if name in names), "other")


def _kind_of_text(head: bytes, path: Path) -> str:
    # Marks of the byte order and the zeros of UTF-16 are no part of what is looked for.
    letters = (
        head.removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\x00", b"")
    )
    if MARKUP.match(letters):
        return "html"
    if XML_WORKBOOK in letters:
        return "xml_workbook"
    if JSON.match(letters):
        return "json"
    known = {ending for endings in ENDINGS.values() for ending in endings}
    return "csv" if path.suffix.lower() in known or not path.suffix else "other"


def _other_kind(kind: str, path: Path) -> Problem:
    says, fix = {
        "pdf": (
            _("is a PDF, from which no table is read"),
            _("Ask for the spreadsheet, or copy the table into one."),
        ),
        "html": (
            _("is a web page and no workbook"),
            _("Open it in a spreadsheet program and save it as XLSX."),
        ),
        "xml_workbook": (
            _("is a workbook in an old form of XML"),
            _("Open it in a spreadsheet program and save it as XLSX."),
        ),
        "old_xls": (
            _("is a workbook of Excel 95 or older"),
            _("Open it in a spreadsheet program and save it as XLSX."),
        ),
        "xlsb": (_("is a binary workbook"), _("Open it in a spreadsheet program and save it as XLSX.")),
        "zip": (_("is an archive and no workbook"), _("Unpack it and name the table in it.")),
        "packed": (_("is an archive and no workbook"), _("Unpack it and name the table in it.")),
        "word": (
            _("is a text document and no table"),
            _("Copy the table into a spreadsheet and save it as XLSX."),
        ),
        "slides": (
            _("is a presentation and no table"),
            _("Copy the table into a spreadsheet and save it as XLSX."),
        ),
        "picture": (
            _("is a picture and no table"),
            _("Ask for the spreadsheet, or type the table into one."),
        ),
        "json": (_("is JSON and no table"), _("Save it as CSV, XLSX or Parquet.")),
    }.get(kind, (_("is no CSV, XLSX, XLS, ODS or Parquet file"), _("Save the table as one of these.")))
    return Problem("other_kind", "error", says, fix, file=path.name)
