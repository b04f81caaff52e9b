"""Commands that make the atlas: the tables of the build, reports, profiles and pictures of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverage_lib.cli.arguments import Lang, Level, layer_that_can_be_drawn, place, refuse_no_folder, speak

if TYPE_CHECKING:
    from coverage_lib.pages.site import Failure, Job


def build(
    force: Annotated[bool, typer.Option("--force", help="Build even when nothing has changed.")] = False,
) -> None:
    """Check the raw tables and write data/processed/ from them.

    Nothing is written unless every table is as its provenance record says and passes every rule.
    """
    from coverage_lib.data import build

    folder = build.build(force=force)
    typer.echo(f"Processed tables: {folder}")


def report(
    lang: Annotated[Lang, typer.Option(help="Language of the reports.")] = Lang.BOTH,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder to write to; reports/ of the project or of the working directory otherwise."
        ),
    ] = None,
) -> None:
    """Run every notebook and write the reports as self-contained HTML pages, with an index in each language."""
    from coverage_lib.data import build
    from coverage_lib.data.sources import output
    from coverage_lib.language import _
    from coverage_lib.pages import index, site

    speak(lang.alone())
    out = out or output("reports")
    refuse_no_folder(out)
    build.build()
    failures = make_pages(site.report_jobs(out, lang.all()), _("Reports"))
    indexes = index.write_indexes(out, lang.all())
    finish(failures, indexes)


def profile(
    region: Annotated[
        str | None,
        typer.Option(help="Province, regency or city, as people write it: Jambi, Jabar, DKI, Kota Jambi."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="A profile for each of the 38 provinces, or of the 514 regencies.")
    ] = False,
    level: Annotated[
        Level | None, typer.Option(help="Profiles of provinces or of regencies and cities.")
    ] = None,
    layer: Annotated[
        Path | None,
        typer.Option(
            help="Layer of regencies of your own, for the maps of their profiles (.shp, .gpkg, .geojson)."
        ),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the profiles.")] = Lang.BOTH,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Address of a Dask scheduler that the work goes to, such as tcp://host:8786."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder to write to; reports/ of the project or of the working directory otherwise."
        ),
    ] = None,
) -> None:
    """Write the profile of a province or regency, or of all: two pages for the meeting, then what was published about it.

    What is up to date is skipped; a province that fails does not stop the others.
    """
    from coverage_lib.data import build, regions
    from coverage_lib.data.sources import output
    from coverage_lib.language import _
    from coverage_lib.pages import index, site

    speak(lang.alone())
    if every == (region is not None):
        raise typer.BadParameter("Name one region with --region, or take all of them with --all.")
    out = out or output("reports")
    refuse_no_folder(out)
    build.build()
    if region is None:
        table = regions.regencies() if level is Level.REGENCY else regions.provinces("2022")
        codes = table["code"].tolist()
    else:
        codes = [place(region, level)]
    jobs = site.profile_jobs(out, lang.all(), codes, layer_that_can_be_drawn(layer))
    failures = make_pages(jobs, _("Profiles"), scheduler)
    indexes = index.write_indexes(out, lang.all())
    finish(failures, indexes if every else [job.target for job in jobs])


def screenshots(
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")],
    pages: Annotated[
        Path | None,
        typer.Option(
            help="The site to look at; reports/ of the project or of the working directory otherwise."
        ),
    ] = None,
) -> None:
    """Take pictures of the pages for people to look at: three widths of screen as PNG, and A4 as PDF."""
    from coverage_lib.data.sources import output
    from coverage_lib.pages import screenshots as pictures

    refuse_no_folder(out)
    taken = pictures.take(pages or output("reports"), out)
    typer.echo(f"{len(taken)} pictures in {out}")


def make_pages(jobs: "list[Job]", what: str, scheduler: str | None = None) -> "list[Failure]":
    """Make pages with a progress bar; the pages that could not be made."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from coverage_lib.pages import site

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(what, total=len(jobs))

        def done(job: "Job") -> None:
            progress.advance(task)
            if not console.is_terminal:
                console.print(f"{job.name}.html")

        return site.make(jobs, scheduler, done)


def finish(failures: "list[Failure]", pages: list[Path]) -> None:
    """Name what failed and the pages to open; after a failure end with exit code 1."""
    from coverage_lib.language import _

    for failure in failures:
        words = _("Not made: {page}.html: {reason}")
        typer.echo(words.format(page=failure.job.name, reason=failure.reason), err=True)
    typer.echo(_("Open {pages}").format(pages=_(" or ").join(str(path) for path in pages)))
    if failures:
        raise typer.Exit(1)
