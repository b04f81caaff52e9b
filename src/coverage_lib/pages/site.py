"""The folder of reports: every page in every language, made side by side.

A page that is up to date is left as it is; one that fails does not stop the others. Work goes to processes of this machine
or, by address, to a Dask cluster, through the same interface.
"""

import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from coverage_lib.data import regions, store
from coverage_lib.data.names import region_name
from coverage_lib.data.own import folder
from coverage_lib.data.sources import home
from coverage_lib.measures import province as profiles
from coverage_lib.pages import inputs, records, report
from coverage_lib.pages.notebook import notebooks
from coverage_lib.pages.slides import slides


class Job(NamedTuple):
    """A page to be made: from which notebook, in which language, with which parameters, into which file of which site."""

    notebook: Path
    lang: str
    parameters: Mapping[str, Any]
    site: Path
    name: str

    @property
    def target(self) -> Path:
        """The file of the page."""
        return self.site / f"{self.name}.html"


class Made(NamedTuple):
    """What a worker gives back: see :func:`coverage_lib.pages.records.store`."""

    files: dict[str, str | bytes]
    existing: list[str]
    about: dict[str, Any]


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
        Job(notebook, lang, {}, out, f"{lang}/{notebook.stem}") for notebook in notebooks() for lang in langs
    ]


def profile_jobs(
    out: Path, langs: Sequence[str], codes: Sequence[str], layer: Path | None = None
) -> list[Job]:
    """The profiles of provinces or regencies in each language.

    Parameters
    ----------
    out, langs
        As for :func:`report_jobs`.
    codes : sequence of str
        Kemendagri codes of 2022: two digits for a province, four for a regency.
    layer : pathlib.Path, optional
        Outlines of regencies, for the maps of their profiles.
    """
    notebooks = {level: home() / "notebooks" / f"{level}_profile.ipynb" for level in regions.LEVELS}
    drawn_on = {"layer": str(layer), "layer_key": _layer_key(layer)} if layer else {}
    jobs = []
    for lang in langs:
        for code in codes:
            level = "province" if len(code) == len(regions.NATION) else "regency"
            parameters = {"region": code} | (drawn_on if level == "regency" else {})
            name = f"{lang}/profiles/{profiles.slug(region_name(code))}"
            jobs.append(Job(notebooks[level], lang, parameters, out, name))
    return jobs


def _layer_key(layer: Path) -> str:
    """A checksum of a layer with the files that belong to it: a shapefile has several of one stem."""
    digest = hashlib.sha256()
    for file in sorted(layer.parent.glob(f"{layer.stem}.*")) if layer.is_file() else []:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


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
    with ExitStack() as locks:
        for place in dict.fromkeys(job.site for job in jobs):
            locks.enter_context(records.one_at_a_time(place))
        return _make(jobs, scheduler, done)


def _make(jobs: Sequence[Job], scheduler: str | None, done: Callable[[Job], None]) -> list[Failure]:
    everything = inputs.everything_key()
    keys = {job.name: _key(job, everything) for job in jobs}
    due = []
    for job in jobs:
        if records.is_current(job.site, job.name, keys[job.name]):
            done(job)
        else:
            due.append(job)
    failures = []
    if due:
        with _workers(scheduler, len(due)) as pool:
            work = partial(_page_with, str(folder() or ""))
            running = {pool.submit(work, job): job for job in due}
            for finished in as_completed(running):
                job = running[finished]
                reason = _stored(job, keys[job.name], finished)
                if reason:
                    failures.append(Failure(job, reason))
                done(job)
    return failures


def _stored(job: Job, key: str, finished: Future[Made]) -> str:
    """Put a page that was made into the site; why that was not possible, empty where it was."""
    error = finished.exception()
    if error is not None:
        return str(error)
    made = finished.result()
    try:
        records.store(job.site, job.name, key, made.files, made.about, made.existing)
    except OSError as fault:
        if fault.errno not in store.STORAGE:
            raise
        return f"{fault.filename} cannot be written: {fault.strerror}."
    return ""


def _key(job: Job, everything: str) -> str:
    """A checksum of all that a page is made from."""
    notebook = hashlib.sha256(job.notebook.read_bytes()).hexdigest()
    return inputs.combined(everything, notebook, job.lang, dict(job.parameters))


def _page_with(own_tables: str, job: Job) -> Made:
    """Make a page with the analyst's own tables of who asked for it: a worker of a cluster was started in another folder."""
    before = os.environ.get("UCJ_DATA")
    if own_tables:
        os.environ["UCJ_DATA"] = own_tables
    try:
        return _page(job)
    finally:
        if own_tables and before is None:
            del os.environ["UCJ_DATA"]
        elif before is not None:
            os.environ["UCJ_DATA"] = before


def _page(job: Job) -> Made:
    """Make a page and, of a report, its figures for slides."""
    depth = job.name.count("/")
    page = report.page(job.notebook, job.lang, job.parameters, depth, job.target.stem)
    figures = page.figures if depth == 1 else {}
    folder = f"{job.lang}/figures/{job.target.stem}"
    taken = slides(figures, folder, job.site, records.read(job.site, job.name))
    _leave_libraries_out_of_garbage_collection()
    about = {"title": page.title, "lead": page.lead, "figures": taken.about}
    return Made(taken.files | {f"{job.name}.html": page.html}, taken.existing, about)


@cache
def _leave_libraries_out_of_garbage_collection() -> None:
    """After the first page: IPython collects garbage before each page, and the libraries are never garbage."""
    gc.freeze()


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
