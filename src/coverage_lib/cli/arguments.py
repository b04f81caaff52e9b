"""What several commands are given: languages, dates, paths, provinces; what is wrong with them ends with exit code 2."""

import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import pandas as pd


class Lang(StrEnum):
    """The languages of the reports."""

    EN = "en"
    ID = "id"
    BOTH = "both"

    def all(self) -> list[str]:
        return ["en", "id"] if self is Lang.BOTH else [self.value]

    def alone(self) -> "Word | None":
        """The language in which a command speaks that makes pages in this one only."""
        return None if self is Lang.BOTH else Word(self.value)


class Word(StrEnum):
    """The languages in which a command speaks."""

    EN = "en"
    ID = "id"


class Level(StrEnum):
    """What a row of a table is."""

    PROVINCE = "province"
    REGENCY = "regency"


class Boundary(StrEnum):
    """The provinces before and after the division of Papua."""

    NOW = "2022"
    BEFORE = "2021"


def speak(lang: Word | None) -> None:
    """Use a language until the command ends; without one it is that of ``UCJ_LANG``, else English.

    Asked for at once, so that a language that there is not ends the command before it does anything.
    """
    from coverage_lib import language

    language.choose(lang.value if lang is not None else language.current())


def day_of(date: str | None) -> "datetime.date | None":
    """The day of a date; another text ends with exit code 2."""
    if date is None:
        return None
    try:
        return datetime.date.fromisoformat(date)
    except ValueError as error:
        raise typer.BadParameter(f"{date} is not a day; write it 2025-08-12.", param_hint="--date") from error


def last_day(date: str, option: str) -> str:
    """The last day of a day, a month or a year that an option names; another text ends with exit code 2.

    Examples
    --------
    >>> last_day("2029", "--until"), last_day("Feb 2028", "--by"), last_day("03/04/2029", "--by")
    ('2029-12-31', '2028-02-29', '2029-04-03')
    """
    from coverage_lib.data.reading.dates import read_date

    period = read_date(date)
    if period is None or period.last is None:
        raise typer.BadParameter(
            f"{date} is no date; write it 2029-12-31, or 2029-12 or 2029 for the last day.", param_hint=option
        )
    return str(period.last.date())


def place(name: str, level: Level | None = None) -> str:
    """The code of a province or regency by its name; an unknown name ends with the nearest ones and exit code 2.

    Without a level a name is first one of a province: Jambi is the province, Kota Jambi the city.
    """
    from coverage_lib.data import regions

    try:
        code = _match(name, level)
    except regions.UnknownRegion as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if code == regions.NATION:
        typer.echo("Indonesia is the nation; a profile is of a province or regency. The reports are about the nation: ucj report.", err=True)  # fmt: skip
        raise typer.Exit(2)
    return code


def _match(name: str, level: Level | None) -> str:
    from coverage_lib.data import names, regions

    if level is not None:
        return names.match_region(name, level.value)
    try:
        return names.match_region(name)
    except regions.UnknownRegion as no_province:
        try:
            return names.match_region(name, "regency")
        except names.AmbiguousRegion:
            raise
        except regions.UnknownRegion as no_regency:
            # Who writes the kind of a regency in front means one; else the nearest provinces are the better advice.
            says_its_kind = name.strip().casefold().startswith(("kab", "kota"))
            raise (no_regency if says_its_kind else no_province) from None


def layer_that_can_be_drawn(path: Path | None) -> Path | None:
    """A layer of regencies after it has been read once, so that it is refused here and not on every page."""
    from coverage_lib.data import regions
    from coverage_lib.load import load_boundaries

    if path is None:
        return None
    if not path.exists():
        raise typer.BadParameter(f"there is no layer {path}.", param_hint="--layer")
    try:
        load_boundaries(path=path, level="regency")
    except regions.UnknownRegion as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    return path.absolute()


def refuse_paths(file: Path | None, *outputs: Path) -> None:
    """End with exit code 2 where there is no such file, or an output is a folder, of another kind or would replace the file."""
    from coverage_lib.data.spreadsheets import WRITABLE
    from coverage_lib.language import _

    if file is not None:
        refuse_missing(file)
    for output in outputs:
        if output.suffix.lower() not in WRITABLE:
            raise typer.BadParameter(
                _("{file} is not a CSV, XLSX or Parquet file; name it .csv, .xlsx or .parquet.").format(
                    file=output
                ),
                param_hint="--out",
            )
        if output.is_dir():
            raise typer.BadParameter(
                _("{file} is a folder; name a file in it.").format(file=output), param_hint="--out"
            )
        if file is not None and output.exists() and output.samefile(file):
            raise typer.BadParameter(
                _("{file} is the file that is read, and it would be lost; name another.").format(file=output),
                param_hint="--out",
            )


def refuse_missing(file: Path) -> None:
    """End with exit code 2 where there is no such file."""
    from coverage_lib.language import _

    if file.is_dir():
        raise typer.BadParameter(
            _("{file} is a folder; name a file in it.").format(file=file), param_hint="FILE"
        )
    if not file.exists():
        raise typer.BadParameter(_("there is no file {file}.").format(file=file), param_hint="FILE")


def refuse_no_folder(out: Path) -> None:
    """End with exit code 2 where a folder to write to, or one above it, is a file."""
    for folder in (out, *out.parents):
        if folder.exists() and not folder.is_dir():
            raise typer.BadParameter(f"{folder} is a file; name a folder.", param_hint="--out")


def table_of(file: Path) -> "pd.DataFrame":
    """A table whose first row is the heading; what was met when it was read is said on standard error."""
    from coverage_lib.data.reading.plain import read_plain
    from coverage_lib.intake import words

    table = read_plain(file)
    for line in words.lines(table.attrs["problems"]):
        typer.echo(line, err=True)
    return table
