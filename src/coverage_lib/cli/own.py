"""Commands for an analyst's own tables: a workbook to fill in, what a file holds, in, out, and what is in."""

from pathlib import Path
from typing import Annotated

import typer

from coverage_lib.cli.arguments import Boundary, Level, Word, refuse_missing, refuse_paths, speak
from coverage_lib.cli.screens import show_pairs, show_problems, show_sources, tell

SETTINGS = "sheet, measure, segment, counted_by, base, date, level, boundary, unit, decimal"
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, XLS, ODS or Parquet.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help=f"What the table does not say itself; may be repeated. Keys: {SETTINGS}."
    ),
]  # fmt: skip
Speak = Annotated[Word | None, typer.Option(help="Language of what is said.")]


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")],
    level: Annotated[Level, typer.Option(help="What a row is.")] = Level.PROVINCE,
    boundary: Annotated[
        Boundary, typer.Option(help="The 38 provinces of 2022, or the 34 of 2021.")
    ] = Boundary.NOW,
    lang: Speak = None,
) -> None:
    """Write a workbook to fill in with active members: regions listed, cells that take only what is meant, everything explained."""
    from coverage_lib.intake.template import write_template
    from coverage_lib.language import _

    speak(lang)
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter(
            _("{file} is no workbook; name it .xlsx.").format(file=file), param_hint="FILE.xlsx"
        )
    if file.exists():
        raise typer.BadParameter(
            _("{file} is there already, and what was filled in would be lost; name another.").format(
                file=file
            ),
            param_hint="FILE.xlsx",
        )
    if level is Level.REGENCY and boundary is not Boundary.NOW:
        raise typer.BadParameter(
            _("regencies are listed on the boundaries of 2022 only."), param_hint="--boundary"
        )
    write_template(file, level.value, boundary.value)
    typer.echo(_("Written: {file}. Fill it in, then run: ucj check {file}").format(file=file))


def check(
    file: File,
    stated: Set = None,
    lang: Speak = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every problem to this file, .csv, .xlsx or .parquet.")
    ] = None,
) -> None:
    """Say what is in a table as it is understood, and every problem by sheet, row and column; nothing is added.

    Ends with 0 where the table can be added, with 1 where it would be refused.
    """
    from coverage_lib.data import own, spreadsheets
    from coverage_lib.data.reading.problems import errors
    from coverage_lib.intake import words
    from coverage_lib.intake.contents import contents
    from coverage_lib.language import _

    speak(lang)
    refuse_paths(file, *([out] if out else []))
    found = own.check(file, settings(stated))
    show_pairs(contents(found.table, found.understood))
    show_problems(found.problems)
    if out is not None:
        spreadsheets.write_table(words.table(found.problems), out)
        tell([_("Written: {file}").format(file=out)])
    if errors(found.problems):
        tell([_("{file} would be refused. Correct it and check it again.").format(file=file.name)])
        raise typer.Exit(1)
    tell([_("{file} can be added: ucj add {path} --publisher … --title … --date …").format(file=file.name, path=file)])  # fmt: skip


def add(
    file: File,
    publisher: Annotated[str, typer.Option(help="Who published the table.")],
    title: Annotated[str, typer.Option(help="What the table is called.")],
    date: Annotated[str, typer.Option(help="Day of publication: 2026-11-03, 2026-11 or 2026.")],
    stated: Set = None,
    lang: Speak = None,
) -> None:
    """Store a copy of a table with its source, and use it; a table with errors is refused and nothing is changed."""
    from coverage_lib.data import own
    from coverage_lib.intake import results
    from coverage_lib.language import _

    speak(lang)
    refuse_missing(file)
    before = results.in_use()
    added = own.add(file, publisher=publisher, title=title, date=date, stated=settings(stated))
    show_problems(added.problems)
    tell(results.of_adding(added, before, results.in_use()))
    if not added.known:
        tell([_("Next: ucj report, or ucj profile --region NAME. ucj sources lists what is in.")])


def remove(
    id: Annotated[str, typer.Argument(metavar="ID", help="As ucj sources lists it.")],
    lang: Speak = None,
) -> None:
    """Take a table out again; everything is as it was before it was added."""
    from coverage_lib.data import own
    from coverage_lib.intake import results

    speak(lang)
    before = results.in_use()
    record = own.remove(id)
    tell(results.of_removing(id, record, before, results.in_use()))


def sources(lang: Speak = None) -> None:
    """List the tables of your own that are in, how much of each is used, and where they disagree with others."""
    from coverage_lib.data import own
    from coverage_lib.intake import results
    from coverage_lib.language import _

    speak(lang)
    table = own.sources()
    if table.empty:
        tell(results.not_there())
    else:
        tell([_("Folder: {folder}").format(folder=own.folder())])
        show_sources(table)
        tell(results.conflict_words(own.conflicts()))
    show_problems(own.problems())


def settings(stated: list[str] | None) -> dict[str, str]:
    """What ``--set`` says, by key; what is no KEY=VALUE, no key or no value of it ends with exit code 2.

    Examples
    --------
    >>> settings(["counted_by=domicile", "sheet=Data 1"])
    {'counted_by': 'domicile', 'sheet': 'Data 1'}
    """
    from coverage_lib.data.reading.problems import Refused
    from coverage_lib.data.reading.stated import checked
    from coverage_lib.intake.words import lines
    from coverage_lib.language import _

    said = {}
    for text in stated or []:
        key, equals, value = text.partition("=")
        if not equals or not value.strip():
            words = _("{text} is not KEY=VALUE with one of the keys {keys}.")
            raise typer.BadParameter(words.format(text=text, keys=SETTINGS), param_hint="--set")
        said[key.strip()] = value
    try:
        return checked(said)
    except Refused as error:
        raise typer.BadParameter(" ".join(lines(error.problems)), param_hint="--set") from error
