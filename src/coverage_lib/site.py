"""The folder of reports: every page in every language, made side by side, an index in each language.

A page that is up to date is left as it is; one that fails does not stop the others. Work goes to processes of this machine
or, by address, to a Dask cluster, through the same interface.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from coverage_lib import language, report
from coverage_lib.language import _


class Job(NamedTuple):
    """A page to be made: from which notebook, in which language, with which parameters, into which file."""

    notebook: Path
    lang: str
    parameters: Mapping[str, Any]
    target: Path
    depth: int = 1


class Failure(NamedTuple):
    """A page that could not be made, and why."""

    job: Job
    reason: str


def report_jobs(out: Path, langs: Sequence[str]) -> list[Job]:
    """The reports in each language.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    langs : sequence of {"en", "id"}
        Which languages.
    """
    return [
        Job(notebook, lang, {}, out / lang / f"{notebook.stem}.html")
        for notebook in report.notebooks()
        for lang in langs
    ]


def make(
    jobs: Sequence[Job], scheduler: str | None = None, done: Callable[[Job], None] = lambda job: None
) -> list[Failure]:
    """Make the pages that are not up to date.

    Parameters
    ----------
    jobs : sequence of Job
        The pages.
    scheduler : str, optional
        Address of a Dask scheduler; processes of this machine otherwise.
    done : callable
        Called with each job as it is finished, skipped or failed.

    Returns
    -------
    list of Failure
        The pages that could not be made.
    """
    due = []
    for job in jobs:
        if report.up_to_date(job.target, report.key(job.notebook, job.lang, job.parameters)):
            done(job)
        else:
            due.append(job)
    failures = []
    if due:
        with _workers(scheduler, len(due)) as pool:
            running = {pool.submit(_page, job): job for job in due}
            for finished in as_completed(running):
                job = running[finished]
                error = finished.exception()
                if error is None:
                    write(job.target, finished.result().html)
                else:
                    failures.append(Failure(job, str(error)))
                done(job)
    return failures


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    text : str
        What.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)


def _page(job: Job) -> report.Page:
    return report.page(job.notebook, job.lang, job.parameters, job.depth)


@contextmanager
def _workers(scheduler: str | None, count: int) -> Iterator[Executor]:
    if scheduler:
        from distributed import Client

        with Client(scheduler) as client:
            yield client.get_executor()
        return
    processes = min(count, os.cpu_count() or 1)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield pool


def write_index(out: Path, lang: str) -> Path:
    """Write the start page of a language over the pages that are there.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    lang : {"en", "id"}
        The language.
    """
    cards = []
    for notebook in report.notebooks():
        path = out / lang / f"{notebook.stem}.html"
        if path.exists():
            title, lead = report.read_words(path)
            cards.append({"href": path.name, "title": title, "lead": lead})
    with language.use(lang):
        text = report._templates().get_template("index.html.j2").render(
            lang=lang,
            cards=cards,
            words=report.words(),
            heading=_("Jamsostek Coverage Atlas"),
            intro=_("Coverage of Indonesia's employment social security by province: where it stands, who is missing, when targets are reached."),
            other=next(other for other in language.LANGUAGES if other != lang),
            other_name=next(name for other, name in language.LANGUAGES.items() if other != lang),
            **report.about(),
        )  # fmt: skip
    target = out / lang / "index.html"
    write(target, text)
    return target
