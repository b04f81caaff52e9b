"""The command line: ``ucj build``, ``ucj report``, and what else an analyst runs without opening a notebook."""

import os
from pathlib import Path
from typing import Annotated

import typer

from coverage_lib.cli import figures, own, pages, projection
from coverage_lib.cli.faults import Commands

app = typer.Typer(
    name="ucj",
    help="Jamsostek Coverage Atlas: coverage of employment social security by province, from raw tables to reports.",
    epilog="Exit codes: 0 done, 1 bad data or a page that failed (listed), 2 wrong usage.",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def choose_folder(
    ctx: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of your own tables; own-tables in the working directory, or above it, otherwise.",
        ),
    ] = None,
) -> None:
    """Name the folder of the analyst's tables for one command."""
    if data is None:
        return
    if data.exists() and not data.is_dir():
        raise typer.BadParameter(f"{data} is a file; name a folder.", param_hint="--data")
    before = os.environ.get("UCJ_DATA")
    os.environ["UCJ_DATA"] = str(data)
    ctx.call_on_close(lambda: _restore(before))


def _restore(folder: str | None) -> None:
    """Leave the environment as it was: tests run several commands in one process."""
    if folder is None:
        os.environ.pop("UCJ_DATA", None)
    else:
        os.environ["UCJ_DATA"] = folder


for command in (
    pages.build,
    pages.report,
    pages.profile,
    pages.screenshots,
    projection.project,
    projection.backtest,
    figures.read,
    figures.audit,
    own.template,
    own.check,
    own.add,
    own.remove,
    own.sources,
):
    app.command()(command)
