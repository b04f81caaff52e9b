"""The command line: ``ucj build``, ``ucj report``, and what else an analyst runs without opening a notebook."""

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
):
    app.command()(command)
