"""What the files of the site are made from, as checksums: the same checksum, the same files."""

import hashlib
import importlib.metadata
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import coverage_lib
from coverage_lib.data.build import inputs_key
from coverage_lib.data.sources import home

PACKAGE = Path(coverage_lib.__file__).parent
PROJECT = "coverage-atlas"


def hash_files(folder: Path) -> str:
    """One checksum over the names and contents of all files below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


#: The package with its templates and translations, as it was when it was loaded: a session that is older than the files on the
#: disk must not pass its pages off as theirs.
CODE = hash_files(PACKAGE)


def code_key() -> str:
    """A checksum of what computes, draws and words: the package, and the versions of the project and what it depends on."""
    return combined(CODE, _versions())


def everything_key() -> str:
    """A checksum of everything that a file of the site can be made from: code, raw tables, their records, outlines."""
    return combined(code_key(), inputs_key(), hash_files(home() / "shapefiles"))


def version() -> str:
    """The version of the project, as it stands on every page."""
    return importlib.metadata.version(PROJECT)


def _versions() -> dict[str, str]:
    """The versions of the project and of what it depends on."""
    required = importlib.metadata.requires(PROJECT) or []
    names = [re.split(r"[^\w.-]", line)[0] for line in required if "extra ==" not in line]
    versions = {}
    for name in [PROJECT, *names]:
        with suppress(importlib.metadata.PackageNotFoundError):  # conda names some of them differently
            versions[name] = importlib.metadata.version(name)
    return versions


def combined(*parts: Any) -> str:
    """One checksum over keys, texts and other plain data.

    Examples
    --------
    >>> combined("a", {"region": "15"}) == combined("a", {"region": "15"}) != combined("a", {"region": "16"})
    True
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
