"""The command line: ``ucj build``, ``ucj report``, and what else an analyst runs without opening a notebook."""

import datetime
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from coverage_lib.data.press.proposals import Source
    from coverage_lib.measures.projection import Projection
    from coverage_lib.pages.site import Failure, Job

app = typer.Typer(
    name="ucj",
    help="Jamsostek Coverage Atlas: coverage of employment social security by province, from raw tables to reports.",
    epilog="Exit codes: 0 done, 1 bad data or a page that failed (listed), 2 wrong usage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Lang(StrEnum):
    """The languages of the reports."""

    EN = "en"
    ID = "id"
    BOTH = "both"

    def all(self) -> list[str]:
        return ["en", "id"] if self is Lang.BOTH else [self.value]


class Step(StrEnum):
    """How far apart the dates of a projection lie."""

    YEAR = "year"
    MONTH = "month"


@contextmanager
def bad_data_exits_with_1() -> Iterator[None]:
    """Print what is wrong with the data, without a traceback, and end with exit code 1."""
    from coverage_lib.data.press.files import NotText
    from coverage_lib.data.sources import BadData
    from coverage_lib.data.spreadsheets import TableError
    from coverage_lib.measures.projection import PanelError

    try:
        yield
    except (BadData, NotText, PanelError, TableError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="Build even when nothing has changed.")] = False,
) -> None:
    """Check the raw tables and write data/processed/ from them.

    Nothing is written unless every table is as its provenance record says and passes every rule.
    """
    from coverage_lib.data import build

    with bad_data_exits_with_1():
        folder = build.build(force=force)
    typer.echo(f"Processed tables: {folder}")


@app.command()
def report(
    lang: Annotated[Lang, typer.Option(help="Language of the reports.")] = Lang.BOTH,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to; reports/ of the project otherwise.")
    ] = None,
) -> None:
    """Run every notebook and write the reports as self-contained HTML pages, with an index in each language."""
    from coverage_lib.data import build
    from coverage_lib.data.sources import home
    from coverage_lib.pages import index, site

    out = out or home() / "reports"
    with bad_data_exits_with_1():
        build.build()
        failures = make_pages(site.report_jobs(out, lang.all()), "Reports")
        indexes = index.write_indexes(out, lang.all())
    finish(failures, indexes)


@app.command()
def profile(
    region: Annotated[
        str | None, typer.Option(help="Province, as people write it: Jambi, Jabar, DKI.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="A profile for each of the 38 provinces.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the profiles.")] = Lang.BOTH,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Address of a Dask scheduler that the work goes to, such as tcp://host:8786."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to; reports/ of the project otherwise.")
    ] = None,
) -> None:
    """Write the profile of a province, or of all: two pages for the meeting, then what was published about it.

    What is up to date is skipped; a province that fails does not stop the others.
    """
    from coverage_lib.data import build, regions
    from coverage_lib.data.sources import home
    from coverage_lib.pages import index, site

    if every == (region is not None):
        raise typer.BadParameter("Name one province with --region, or take all of them with --all.")
    out = out or home() / "reports"
    with bad_data_exits_with_1():
        build.build()
        codes = regions.provinces("2022")["code"].tolist() if region is None else [province(region)]
        jobs = site.profile_jobs(out, lang.all(), codes)
        failures = make_pages(jobs, "Profiles", scheduler)
        indexes = index.write_indexes(out, lang.all())
    finish(failures, indexes if every else [job.target for job in jobs])


def province(name: str) -> str:
    """The code of a province by its name; an unknown name ends with the nearest ones and exit code 2."""
    from coverage_lib.data import names, regions

    try:
        code = names.match_region(name)
    except regions.UnknownRegion as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if code == regions.NATION:
        typer.echo("Indonesia is the nation; a profile is of a province. The reports are about the nation: ucj report.", err=True)  # fmt: skip
        raise typer.Exit(2)
    return code


@app.command()
def screenshots(
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")],
    pages: Annotated[
        Path | None, typer.Option(help="The site to look at; reports/ of the project otherwise.")
    ] = None,
) -> None:
    """Take pictures of the pages for people to look at: three widths of screen as PNG, and A4 as PDF."""
    from coverage_lib.data.sources import home
    from coverage_lib.pages import screenshots as pictures

    try:
        taken = pictures.take(pages or home() / "reports", out)
    except pictures.NoPictures as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
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
    for failure in failures:
        typer.echo(f"Not made: {failure.job.name}.html: {failure.reason}", err=True)
    typer.echo("Open " + " or ".join(str(path) for path in pages))
    if failures:
        raise typer.Exit(1)


@app.command()
def project(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, XLSX or Parquet: series, date, coverage; workers, uncertainty, target, target_date."
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="Quantiles, .csv, .xlsx or .parquet; the attainment table goes beside it.")
    ],
    until: Annotated[str, typer.Option(help="Last date of the projection, 2045-12-31.")],
    target: Annotated[
        float | None, typer.Option(help="Target in percent, for series without one of their own.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Date of the target, 2025-12-31.")] = None,
    step: Annotated[Step, typer.Option(help="A date a year or a month.")] = Step.YEAR,
    model: Annotated[
        str, typer.Option(help="class_prior, or a simple rule: naive, drift, linear, logit_linear, …")
    ] = "class_prior",
    seed: Annotated[int, typer.Option(help="The class prior gives the same bytes for every seed.")] = 0,
) -> None:
    """Project coverage series of your own: the fan, the probability of a target, and when it is reached."""
    from coverage_lib.data import spreadsheets
    from coverage_lib.measures.projection import panel_from_text, project_in_chunks

    attainment = out.with_name(f"{out.stem}_attainment{out.suffix}")
    refuse_paths(file, out, attainment)
    with bad_data_exits_with_1():
        parts = project_in_chunks(
            panel_from_text(spreadsheets.read_table(file)),
            until=until, step=step.value, target=target, target_date=by, model=model, seed=seed,
        )  # fmt: skip
        spreadsheets.write_tables(dict(zip((out, attainment), fans_and_attainment(parts), strict=True)))
    typer.echo(f"Written: {out} and {attainment}")


@app.command()
def backtest(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV, XLSX or Parquet: series, date, coverage; the provinces' own series otherwise."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write all scores to this file, .csv, .xlsx or .parquet.")
    ] = None,
) -> None:
    """Score the projection and simple rules where outcomes are known, each given only what was known then."""
    from coverage_lib.data import spreadsheets
    from coverage_lib.load import load_coverage
    from coverage_lib.measures import projection

    refuse_paths(file, *([out] if out else []))
    with bad_data_exits_with_1():
        if file is None:
            panel = projection.prepare(projection.province_panel(load_coverage()))
        else:
            panel = projection.panel_from_text(spreadsheets.read_table(file))
        result = projection.backtest(panel, min_points=projection.least_points(panel))
        if out is not None:
            spreadsheets.write_table(rounded(result.table()), out)
    shown = result.scores.dropna(subset=["crps"]).round(2)
    typer.echo(shown.to_string(index=False))


@app.command()
def read(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT|FILE...", help="A press line in quotes, text files, or - for standard input."
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(help="Date of the article, 2025-08-12: what 'tahun lalu' or 'kemarin' is counted from."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write the proposals to this file, .csv, .xlsx or .parquet, for you to confirm and for ucj audit."
        ),
    ] = None,
) -> None:
    """Propose the figures that press lines state, as a table to confirm; nothing is added anywhere by itself."""
    from coverage_lib.data import spreadsheets
    from coverage_lib.data.press import proposals, screen

    day = day_of(date)
    refuse_paths(None, *([out] if out else []))
    with bad_data_exits_with_1():
        sources = [press_source(text) for text in texts]
        found = proposals.propose(sources, day)
        if out is not None:
            for source in sources:
                refuse_paths(Path(source.file) if source.file not in ("", "-") else None, out)
            spreadsheets.write_table(proposals.as_published(found.table), out)
    if found.table.empty:
        typer.echo(screen.nothing_found(found))
    elif out is None:
        screen.show(found.table)
    else:
        typer.echo(f"Written: {out}, {len(found.table)} figures to confirm")


def day_of(date: str | None) -> "datetime.date | None":
    """The day of a date; another text ends with exit code 2."""
    if date is None:
        return None
    try:
        return datetime.date.fromisoformat(date)
    except ValueError as error:
        raise typer.BadParameter(f"{date} is not a day; write it 2025-08-12.", param_hint="--date") from error


def press_source(text: str) -> "Source":
    """A text to read: that of a file or of standard input, or the argument itself."""
    from coverage_lib.data.press.files import decode, read_file
    from coverage_lib.data.press.proposals import Source

    if text == "-":
        return Source(decode(sys.stdin.buffer.read(), "standard input"), "-")
    looks_like_a_file = " " not in text.strip() or re.fullmatch(
        r"[^\n]{1,200}\.(?:txt|md|text)", text.strip()
    )
    if looks_like_a_file or (len(text) < 200 and "\n" not in text and Path(text).is_file()):
        if not Path(text).exists():
            raise typer.BadParameter(
                f"there is no file {text}; a press line stands in quotes.", param_hint="TEXT|FILE"
            )
        return Source(read_file(Path(text)), text)
    return Source(text)


@app.command()
def audit(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, XLSX or Parquet: region, date, segment, measure, value, unit; as_published, source_title, …"
        ),
    ],
    out: Annotated[Path, typer.Option(help="The same figures with their verdicts, .csv, .xlsx or .parquet.")],
) -> None:
    """Test printed figures of your own: can they be right beside each other, the tables and all published figures?"""
    from coverage_lib.charts import verdicts
    from coverage_lib.data import own_figures, spreadsheets
    from coverage_lib.load import load_evidence
    from coverage_lib.measures.audit import ALARMS, VERDICTS
    from coverage_lib.measures.audit import audit as audited

    refuse_paths(file, out)
    with bad_data_exits_with_1():
        table = spreadsheets.read_table(file)
        figures = own_figures.own_figures(table)
        found = audited(figures, load_evidence()).verdicts
        spreadsheets.write_table(verdicts.beside_figures(table, found), out)
    counts = found["verdict"].value_counts()
    for verdict in VERDICTS:
        if verdict in counts:
            typer.echo(f"{counts[verdict]:>6,}  {verdict}{' (alarm)' if verdict in ALARMS else ''}")
    typer.echo(f"Written: {out}")


def fans_and_attainment(
    parts: "Iterator[Projection]",
) -> "tuple[Iterator[pd.DataFrame], Iterator[pd.DataFrame]]":
    """The fans of a projection part by part, and its whole attainment table, to be asked for when all fans have been."""
    import pandas as pd

    tables: list[pd.DataFrame] = []

    def fans() -> Iterator[pd.DataFrame]:
        for part in parts:
            tables.append(part.attainment)
            yield rounded(part.quantiles)

    def attainment() -> Iterator[pd.DataFrame]:
        yield rounded(pd.concat(tables, ignore_index=True))

    return fans(), attainment()


def refuse_paths(file: Path | None, *outputs: Path) -> None:
    """End with exit code 2 where there is no such file, or an output is of another kind or would replace the file."""
    from coverage_lib.data.spreadsheets import WRITABLE

    if file is not None and not file.exists():
        raise typer.BadParameter(f"there is no file {file}.", param_hint="FILE")
    for output in outputs:
        if output.suffix.lower() not in WRITABLE:
            raise typer.BadParameter(
                f"{output} is not a CSV, XLSX or Parquet file; name it .csv, .xlsx or .parquet.",
                param_hint="--out",
            )
        if file is not None and output.exists() and output.samefile(file):
            raise typer.BadParameter(
                f"{output} is the file that is read, and it would be lost; name another.", param_hint="--out"
            )


def rounded(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table for a file: percents and probabilities to four decimals, columns with numbers above 1,000 (people) to whole ones."""
    import numpy as np
    import pandas as pd

    numbers = table.select_dtypes("floating")
    values = numbers.to_numpy(float, copy=True)
    people = (values > 1000).any(axis=0) | (values < -1000).any(axis=0)
    values[:, people] = np.round(values[:, people])
    np.round(values, 4, out=values)
    shown = pd.DataFrame(values, table.index, numbers.columns, copy=False)
    return pd.concat([table.drop(columns=numbers.columns), shown], axis=1)[list(table.columns)]


if __name__ == "__main__":
    sys.exit(app())
