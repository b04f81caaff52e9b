"""Commands for an analyst's own tables: a workbook to fill in, what a file holds, in, out, and what is in."""

from pathlib import Path
from typing import Annotated

import typer

from coverage_lib.cli.arguments import Boundary, Level, Word, speak


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")],
    level: Annotated[Level, typer.Option(help="What a row is.")] = Level.PROVINCE,
    boundary: Annotated[
        Boundary, typer.Option(help="The 38 provinces of 2022, or the 34 of 2021.")
    ] = Boundary.NOW,
    lang: Annotated[Word | None, typer.Option(help="Language of the workbook.")] = None,
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
